//! Segments made ready to be compared: takes the segments of a story, gives each as numbers.
//!
//! A story of hundreds of reports compares hundreds of thousands of pairs, so words, stems and letter
//! groups are counted once and compared as numbers.

use rustc_hash::{FxHashMap, FxHashSet};

use super::segments::Segment;
use super::words::Word;
use crate::model::StatementKind;
use crate::resources::Wording;

/// What a stem tells that occurs in one segment of many, in thousandths, at most.
const MOST: u32 = 8000;

/// What a function word tells.
const FUNCTION: u32 = 120;

/// How many letters a letter group has: what `destructive` and `destroyed` share.
const GRAM: usize = 4;

/// A segment as numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Its stems, each once, in order of number.
    pub stems: Vec<Stem>,
    /// What they tell together.
    pub weight: u32,
    /// Its words in order: number of the compared form, and whether it carries grammar.
    pub forms: Vec<(u32, bool)>,
    /// Its letter groups in order of number, each with what it tells.
    pub grams: Vec<(u32, u32)>,
    /// What they tell together.
    pub gram_weight: u32,
    /// The stems that two words beside one another make, in either order: `play down` makes
    /// `downplay`.
    joined: Vec<u32>,
    /// The stems between quotation marks, in order of number, each with what it tells.
    pub quoted: Vec<(u32, u32)>,
    /// The words between quotation marks in order: number of the compared form, and whether it
    /// carries grammar.
    pub quoted_forms: Vec<(u32, bool)>,
    /// Content words.
    pub telling: u32,
    /// Whether its negations turn it round.
    pub negated: bool,
    /// Whether its words are the speaker's own.
    pub kind: Option<StatementKind>,
}

/// A stem of a segment.
#[derive(Clone, Debug)]
pub(super) struct Stem {
    /// Its number.
    pub id: u32,
    /// What it tells, in thousandths.
    pub weight: u32,
    /// Whether it carries grammar.
    pub function: bool,
    /// Whether it is a number.
    pub number: bool,
    /// Whether it counts something, so that another number in its place is another claim.
    pub counts: bool,
    /// Whether it is long enough to be two words in one.
    long: bool,
    /// Its groups of synonyms.
    groups: Vec<u16>,
}

impl Stem {
    /// Whether the two are used for one another.
    pub fn synonymous(&self, other: &Stem) -> bool {
        let plain = |stem: &Stem| !stem.function && !stem.number;
        plain(self) && plain(other) && self.groups.iter().any(|group| other.groups.contains(group))
    }
}

/// A quotation of fewer words may be anybody's.
const ANYBODYS: usize = 8;

impl Profile {
    /// Whether the two may be one quotation at length: so many of their quoted words are the same.
    pub fn may_quote_the_same(&self, other: &Profile) -> bool {
        let shorter = self.quoted_forms.len().min(other.quoted_forms.len());
        shorter >= ANYBODYS
            && shared(&self.quoted, &other.quoted) * 2 >= self.quoted.len().min(other.quoted.len())
    }

    /// What its words tell that the other writes as two: `downplay`, `play down`.
    pub fn compounds(&self, other: &Profile) -> u32 {
        self.stems
            .iter()
            .filter(|stem| stem.long && other.joined.binary_search(&stem.id).is_ok())
            .map(|stem| stem.weight)
            .sum()
    }
}

/// How many numbers two sorted lists share.
fn shared(a: &[(u32, u32)], b: &[(u32, u32)]) -> usize {
    a.iter()
        .filter(|(id, _)| b.binary_search_by_key(id, |it| it.0).is_ok())
        .count()
}

/// Makes the segments of a story ready; the rarer a stem is among them, the more it tells.
pub(super) fn profiles(wording: &Wording, segments: &[&Segment]) -> Vec<Profile> {
    let n = segments.len() as u32;
    let mut numbers = Numbers::default();
    let mut profiles: Vec<Profile> = segments
        .iter()
        .map(|segment| numbers.profile(wording, segment))
        .collect();
    for (profile, segment) in profiles.iter_mut().zip(segments) {
        profile.joined = numbers.joined(&segment.words);
        for stem in profile.stems.iter_mut() {
            stem.weight = match stem.function {
                true => FUNCTION,
                false => rarity(n, numbers.stems.count(stem.id)),
            };
        }
        for (id, weight) in profile.quoted.iter_mut() {
            if let Ok(at) = profile.stems.binary_search_by_key(id, |stem| stem.id) {
                *weight = profile.stems[at].weight;
            }
        }
        profile.weight = profile.stems.iter().map(|stem| stem.weight).sum();
        for (id, weight) in profile.grams.iter_mut() {
            *weight = rarity(n, numbers.grams.count(*id)).saturating_sub(1000);
        }
        profile.gram_weight = profile.grams.iter().map(|(_, weight)| weight).sum();
    }
    profiles
}

/// Numbers for words, given in the order in which they are first seen.
#[derive(Default)]
struct Numbers {
    stems: Numbering<String>,
    forms: Numbering<String>,
    grams: Numbering<[char; GRAM]>,
}

/// Numbers with how many segments have what they stand for.
struct Numbering<T> {
    of: FxHashMap<T, u32>,
    counts: Vec<u32>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Numbering {
            of: FxHashMap::default(),
            counts: Vec::new(),
        }
    }
}

impl<T: std::hash::Hash + Eq> Numbering<T> {
    fn number(&mut self, it: T) -> u32 {
        let next = self.of.len() as u32;
        let id = *self.of.entry(it).or_insert(next);
        if id == next {
            self.counts.push(0);
        }
        id
    }

    fn seen(&mut self, id: u32) {
        if let Some(count) = self.counts.get_mut(id as usize) {
            *count += 1;
        }
    }

    fn count(&self, id: u32) -> u32 {
        self.counts.get(id as usize).copied().unwrap_or(1)
    }
}

impl Numbers {
    fn profile(&mut self, wording: &Wording, segment: &Segment) -> Profile {
        let words = &segment.words;
        let negations = words.iter().filter(|word| word.negation).count();
        Profile {
            stems: self.stems(wording, words),
            forms: words
                .iter()
                .map(|word| (self.forms.number(word.norm.clone()), word.function))
                .collect(),
            quoted_forms: words
                .iter()
                .filter(|word| word.quoted)
                .map(|word| (self.forms.number(word.norm.clone()), word.function))
                .collect(),
            grams: self.grams(words),
            quoted: self.quoted(words),
            telling: words.iter().filter(|word| !word.function).count() as u32,
            negated: negations % 2 == 1,
            kind: Some(segment.kind),
            ..Profile::default()
        }
    }

    fn stems(&mut self, wording: &Wording, words: &[Word]) -> Vec<Stem> {
        let mut found: Vec<Stem> = words
            .iter()
            .map(|word| Stem {
                id: self.stems.number(word.stem.clone()),
                weight: 0,
                function: word.function,
                number: word.number,
                counts: word.number || word.norm == "one" && word.hyphened,
                long: !word.function && word.stem.len() > 5,
                groups: match wording.synonyms.get(&word.stem) {
                    Some(groups) => groups.clone(),
                    None => Vec::new(),
                },
            })
            .collect();
        // Each once, content words before function words of the same stem.
        found.sort_by_key(|stem| (stem.id, stem.function, !stem.counts));
        found.dedup_by_key(|stem| stem.id);
        for stem in &found {
            self.stems.seen(stem.id);
        }
        found
    }

    fn quoted(&mut self, words: &[Word]) -> Vec<(u32, u32)> {
        let quoted = words.iter().filter(|word| word.quoted);
        let mut found: Vec<(u32, u32)> = quoted
            .map(|word| (self.stems.number(word.stem.clone()), 0))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn grams(&mut self, words: &[Word]) -> Vec<(u32, u32)> {
        let mut letters = vec![' '];
        for word in words {
            letters.extend(word.norm.chars());
            letters.push(' ');
        }
        let mut found: FxHashSet<u32> = FxHashSet::default();
        for window in letters.windows(GRAM) {
            if let Ok(gram) = <[char; GRAM]>::try_from(window) {
                found.insert(self.grams.number(gram));
            }
        }
        let mut found: Vec<(u32, u32)> = found.into_iter().map(|id| (id, 0)).collect();
        found.sort_unstable();
        for (id, _) in &found {
            self.grams.seen(*id);
        }
        found
    }

    fn joined(&self, words: &[Word]) -> Vec<u32> {
        let mut found = Vec::new();
        for pair in words.windows(2) {
            let [a, b] = pair else { continue };
            if a.function == b.function {
                continue;
            }
            for joined in [[&*a.stem, &b.stem].concat(), [&*b.stem, &a.stem].concat()] {
                found.extend(self.stems.of.get(&joined).copied());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The binary logarithm of (n + 4) / count plus one, in thousandths, in whole numbers.
fn rarity(n: u32, count: u32) -> u32 {
    let mut ratio = (u64::from(n + 4) << 20) / u64::from(count.max(1));
    let mut log = 1000;
    while ratio >= 2 << 20 {
        ratio >>= 1;
        log += 1000;
    }
    // What is left is between 1 and 2; a straight line is near enough to its logarithm.
    (log + ((ratio.saturating_sub(1 << 20) * 1000) >> 20) as u32).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_the_more_it_tells() {
        let told: Vec<u32> = [64, 16, 4, 1].iter().map(|n| rarity(60, *n)).collect();
        assert_eq!(told, [1000, 3000, 5000, 7000]);
        assert_eq!(rarity(1_000_000, 1), MOST);
    }
}
