//! Unnamed holders of an office to the person who holds it: "Veldania's water minister" in one
//! report is Teodor Marsk, whom the other reports of the story call "the water minister".
//!
//! The story's named persons are candidates where their roles there have the same noun and nothing
//! that speaks against it. The one candidate is taken where every other office that the story
//! names fits both or neither: beside another country's water minister, "the water minister" stays
//! alone. An indefinite description ("an engineer") is never anybody.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::words::{fold, key};
use super::Set;
use super::entry::Entry;
use super::link::Link;
use crate::model::{Analysed, EntityKind, MentionKind};
use crate::resources::{Resources, Tag};

/// How likely it is that the only fitting holder of an office is meant, in thousandths: as many of the
/// sample coverage's as are right.
const OFFICE: u16 = 860;

/// More offices with one noun than this tell nobody apart.
const MOST: usize = 64;

/// A role taken apart: "Veldania's water minister".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Office {
    /// The form of its noun ("minister").
    pub head: &'static str,
    /// The keys of the words that say what it is for ("water"), in order.
    matter: Vec<u64>,
    /// The keys of the names that say whose it is ("Veldania"), in order.
    whose: Vec<u64>,
}

impl Office {
    /// Takes a role apart; `None` where it has no noun that names a role.
    pub(super) fn of(resources: &Resources, title: &str) -> Option<Office> {
        let words: Vec<&str> = title
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .map(without_possessive)
            .filter(|word| !word.is_empty())
            .collect();
        let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let lexeme = |at: usize| folded.get(at).map(|word| resources.names.lexeme(word));
        let is = |at: usize, tag: Tag| lexeme(at).is_some_and(|it| it.is(tag));
        let joined = (1..words.len()).find(|&at| is(at, Tag::Function));
        let head = (0..joined.unwrap_or(words.len()))
            .rev()
            .find(|&at| is(at, Tag::Role))?;
        let is_capital = |at: usize| {
            let word = words.get(at);
            word.is_some_and(|it| it.starts_with(char::is_uppercase))
        };
        // In "Foreign Minister" a capital tells no name.
        let capitals_tell = |at: usize| at > head || !is_capital(head);
        let (mut matter, mut whose) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < words.len() {
            let known = resources
                .names
                .known(|next| folded.get(at + next).map(String::as_str));
            if let Some((length, Some(country))) = known.map(|(length, it)| (length, it.country()))
            {
                whose.push(key(&format!("country {country}")));
                at += length.max(1);
                continue;
            }
            if let Some(word) = folded
                .get(at)
                .filter(|_| at != head && !is(at, Tag::Function))
            {
                match is_capital(at) && capitals_tell(at) {
                    true => whose.push(key(word)),
                    false => matter.push(key(word)),
                }
            }
            at += 1;
        }
        for list in [&mut matter, &mut whose] {
            list.sort_unstable();
            list.dedup();
        }
        Some(Office {
            head: resources.names.role(lexeme(head)?)?.stem,
            matter,
            whose,
        })
    }

    /// Whether two roles may be one office: what the one says more than the other is no
    /// contradiction.
    pub(super) fn fits(&self, other: &Office) -> bool {
        let within = |own: &[u64], theirs: &Office| {
            own.iter()
                .all(|it| theirs.matter.contains(it) || theirs.whose.contains(it))
        };
        self.head == other.head
            && (within(&self.matter, other) || within(&other.matter, self))
            && (within(&self.whose, other) || within(&other.whose, self))
    }

    /// The keys of what the role is for and whose it is.
    pub(super) fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.matter.iter().chain(&self.whose).copied()
    }

    /// Whether both say whose they are, and nothing of it is the same: "mayor of Tarnholm", "mayor
    /// of Brasna".
    pub(super) fn is_elsewhere(&self, other: &Office) -> bool {
        let has = |it: &u64| other.whose.contains(it) || other.matter.contains(it);
        !self.whose.is_empty() && !other.whose.is_empty() && !self.whose.iter().any(has)
    }
}

fn without_possessive(word: &str) -> &str {
    ["'s", "’s"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word)
}

/// What one story says about who holds which office.
#[derive(Debug, Default)]
struct Offices {
    /// The offices of each named person, by the number of the set.
    held: BTreeMap<usize, Vec<Office>>,
    /// All offices by their noun.
    all: BTreeMap<&'static str, Vec<Office>>,
}

impl Offices {
    fn add(&mut self, holder: Option<usize>, office: &Office) {
        let all = self.all.entry(office.head).or_default();
        if !all.contains(office) && all.len() <= MOST {
            all.push(office.clone());
        }
        if let Some(holder) = holder {
            let held = self.held.entry(holder).or_default();
            if !held.contains(office) && held.len() <= MOST {
                held.push(office.clone());
            }
        }
    }

    /// The named person who holds an office, where it can be only one.
    fn holder(&self, office: &Office) -> Option<usize> {
        let all = self.all.get(office.head)?;
        if all.len() > MOST {
            return None;
        }
        let fits = |held: &[Office], office: &Office| {
            let mut same = held.iter().filter(|it| it.head == office.head).peekable();
            same.peek().is_some() && same.all(|it| it.fits(office))
        };
        let mut holders = self.held.iter().filter(|(_, held)| fits(held, office));
        let (holder, held) = holders.next()?;
        let alone = holders.next().is_none();
        let agrees = |other: &Office| fits(held, other) == other.fits(office);
        // What may be either of two offices is neither.
        let meant: Vec<&Office> = all.iter().filter(|it| it.fits(office)).collect();
        let one = meant.iter().all(|a| meant.iter().all(|b| a.fits(b)));
        (alone && one && all.iter().all(agrees)).then_some(*holder)
    }
}

/// Puts the unnamed ones of `alone` who can be only one named person of their story into that
/// person's set; returns those who stay alone. `sets` are persons, by number of their entries.
pub(super) fn join(
    resources: &Resources,
    documents: &[&Analysed],
    entries: &[Entry<'_>],
    story: impl Fn(u32) -> Option<u32>,
    sets: &mut [Set],
    alone: Vec<u32>,
) -> Vec<u32> {
    let mut stories: FxHashMap<u32, Offices> = FxHashMap::default();
    let mut add = |number: u32, holder: Option<usize>| {
        let entry = entries.get(number as usize)?;
        let offices = stories.entry(story(entry.document)?).or_default();
        for office in of_entry(resources, entry) {
            offices.add(holder, &office);
        }
        Some(())
    };
    for (set, at) in sets.iter().zip(0..) {
        for &number in &set.entries {
            add(number, Some(at));
        }
    }
    for &number in &alone {
        add(number, None);
    }
    let (mut left, mut found) = (Vec::new(), Vec::new());
    for number in alone {
        let holder = entries.get(number as usize).and_then(|entry| {
            let office = Office::of(resources, &entry.entity.name)?;
            let offices = stories.get(&story(entry.document)?)?;
            let document = documents.get(entry.document as usize)?;
            offices
                .holder(&office)
                .filter(|_| is_definite(resources, document, entry))
        });
        match holder {
            Some(holder) => found.push((holder, number)),
            None => left.push(number),
        }
    }
    for (holder, number) in found {
        if let Some(set) = sets.get_mut(holder) {
            set.entries.push(number);
            let entity = entries.get(number as usize).map(|it| it.entity);
            let title = entity.map_or("", |it| it.name.as_str());
            let why = format!("nobody else in the story can be “{title}”");
            set.links.push(Link::of(number, OFFICE, why));
        }
    }
    left
}

/// The offices that a document gives somebody.
fn of_entry(resources: &Resources, entry: &Entry<'_>) -> Vec<Office> {
    let entity = entry.entity;
    if entity.kind != EntityKind::Person {
        return Vec::new();
    }
    let description = Some(entity.name.as_str()).filter(|_| !entity.named);
    let titles = entity.roles.iter().map(|role| role.title.as_str());
    titles
        .chain(description)
        .filter_map(|title| Office::of(resources, title))
        .collect()
}

/// Whether an unnamed person is described as the only one of the kind: "the governor",
/// "Veldania's water minister".
fn is_definite(resources: &Resources, analysed: &Analysed, entry: &Entry<'_>) -> bool {
    if entry.entity.kind != EntityKind::Person {
        return false;
    }
    let mut mentions = analysed.analysis.mentions.iter();
    let first = mentions
        .find(|it| it.entity == entry.member.entity && it.kind == MentionKind::Role)
        .map_or(entry.entity.name.as_str(), |it| {
            it.span.of(&analysed.document.text)
        });
    let mut words = first.split_whitespace();
    let opening = words.next().map(fold).unwrap_or_default();
    let is_function = resources.names.lexeme(&opening).is(Tag::Function);
    let possessive = || first.contains("'s ") || first.contains("’s ");
    opening == "the" || (!is_function && possessive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    fn office(title: &str) -> Office {
        Office::of(resources::get(), title).unwrap_or_else(|| panic!("{title} is an office"))
    }

    fn check(a: &str, b: &str, fits: bool) {
        assert_eq!(
            office(a).fits(&office(b)),
            fits,
            "{a} / {b}: {:?}, {:?}",
            office(a),
            office(b)
        );
        assert_eq!(office(b).fits(&office(a)), fits, "{b} / {a}");
    }

    #[test]
    fn offices_fit_where_nothing_contradicts() {
        check("Veldania's water minister", "Water Minister", true);
        check(
            "Veldania’s water minister",
            "water minister of Veldania",
            true,
        );
        check("minister of water", "Veldania's water minister", true);
        check("Orrenland's foreign minister", "Foreign Minister", true);
        check("district’s governor", "governor", true);
        check("foreign minister", "water minister", false);
        check(
            "Orrenland's foreign minister",
            "Veldania's foreign minister",
            false,
        );
        check("French president", "president of France", true);
        check("French president", "president of Poland", false);
        check("governor", "mayor", false);
        assert_eq!(Office::of(resources::get(), "water"), None);
        assert_eq!(Office::of(resources::get(), ""), None);
    }

    fn holder(named: &[(usize, &[&str])], unnamed: &[&str], who: &str) -> Option<usize> {
        let mut offices = Offices::default();
        for (at, titles) in named {
            for title in *titles {
                offices.add(Some(*at), &office(title));
            }
        }
        for title in unnamed {
            offices.add(None, &office(title));
        }
        offices.holder(&office(who))
    }

    #[test]
    fn one_holder_or_none() {
        let marsk: (usize, &[&str]) = (0, &["water minister"]);
        let varro: (usize, &[&str]) = (1, &["Foreign Minister"]);
        let both = &[marsk, varro][..];
        let orrenland = "Orrenland's foreign minister";
        let veldania = "Veldania's foreign minister";
        assert_eq!(holder(both, &[orrenland], orrenland), Some(1));
        assert_eq!(
            holder(both, &["foreign minister"], "foreign minister"),
            Some(1)
        );
        // There are two foreign ministers, and it is not known which of them Varro is.
        assert_eq!(holder(both, &[orrenland, veldania], veldania), None);
        assert_eq!(
            holder(both, &[orrenland, veldania], "foreign minister"),
            None
        );
        let known: (usize, &[&str]) = (1, &[orrenland]);
        assert_eq!(holder(&[known], &[orrenland, veldania], orrenland), Some(1));
        assert_eq!(holder(&[known], &[orrenland, veldania], veldania), None);
        // A minister may be the one or the other.
        assert_eq!(holder(both, &["minister"], "minister"), None);
        assert_eq!(
            holder(&[varro], &["water minister", "minister"], "minister"),
            None
        );
        assert_eq!(holder(&[varro], &["minister"], "minister"), Some(1));
        // Two hold the office.
        let other: (usize, &[&str]) = (2, &["foreign minister"]);
        assert_eq!(holder(&[varro, other], &[], "foreign minister"), None);
    }
}
