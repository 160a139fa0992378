//! What two segments share: takes two profiles, gives what speaks for and against one utterance.

use std::cmp::Ordering;

use super::profile::{Profile, Stem};
use crate::model::StatementKind;

/// What speaks for and against two segments being one utterance; shares are in thousandths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Weight of the shared stems in both.
    pub dice: i32,
    /// Weight of the shared stems in the one with less.
    pub inside: i32,
    /// What synonyms add to `inside`.
    pub synonyms: i32,
    /// Weight of the shared letter groups in both.
    pub grams: i32,
    /// Weight of the shared letter groups in the one with less.
    pub grams_inside: i32,
    /// Length of the longest run of the same words.
    pub run: i32,
    /// The longest run, in the shorter one.
    pub run_share: i32,
    /// Content words in the run that has most of them, twice, up to 12.
    pub telling_run: i32,
    /// The same, in the one with fewer content words.
    pub telling_share: i32,
    /// Numbers that both have.
    pub numbers: i32,
    /// Whether each has a number that the other lacks.
    pub numbers_differ: bool,
    /// Whether one is negated and the other is not.
    pub negation: bool,
    /// What of the shorter quotation the other does not have between its quotation marks, where both
    /// quote: one outlet's "deeply concerned" is not the other's "especially worried".
    pub quotes_differ: i32,
    /// What of the shorter quotation does not stand in one run of the other's, where both quote.
    pub quotes_apart: i32,
    /// Whether both quote.
    pub quoted: bool,
    /// Whether both are direct.
    pub direct: bool,
    /// Whether neither is.
    pub indirect: bool,
    /// Whether both stand in one document.
    pub one_document: bool,
    /// Shared content words.
    pub shared: i32,
    /// Content words of one with a synonym in the other.
    pub n_synonyms: i32,
    /// Length of the shorter in the longer.
    pub lengths: i32,
}

/// Gathers what speaks for and against.
pub(super) fn evidence(a: &Profile, b: &Profile) -> Evidence {
    let both = Both::of(a, b);
    let compounds = a.compounds(b) + b.compounds(a);
    let lesser = a.weight.min(b.weight);
    let inside = share(both.weight, lesser);
    let grams = shared_weight(&a.grams, &b.grams);
    let (run, telling_run) = match both.weight {
        0 => (0, 0),
        _ => longest_runs(&a.forms, &b.forms),
    };
    let (shorter, longer) = {
        let (a, b) = (a.forms.len() as u32, b.forms.len() as u32);
        (a.min(b), a.max(b))
    };
    let kind = |kind| a.kind == Some(kind) && b.kind == Some(kind);
    let lacks = |stems: &[&Stem], of: fn(&Stem) -> bool| stems.iter().any(|stem| of(stem));
    Evidence {
        dice: share(2 * both.weight, a.weight + b.weight),
        inside,
        synonyms: share(both.synonyms + compounds, lesser).min(1000 - inside),
        grams: share(2 * grams, a.gram_weight + b.gram_weight),
        grams_inside: share(grams, a.gram_weight.min(b.gram_weight)),
        run: run as i32,
        run_share: share(run, shorter),
        telling_run: (2 * telling_run).min(12) as i32,
        telling_share: share(telling_run, a.telling.min(b.telling)),
        numbers: both.numbers,
        numbers_differ: lacks(&both.left, |it| it.counts) && lacks(&both.right, |it| it.counts),
        negation: a.negated != b.negated,
        quotes_differ: quotes_differ(&a.quoted, &b.quoted, compounds),
        quotes_apart: quotes_apart(a, b, run),
        quoted: a.quoted.len().min(b.quoted.len()) >= QUOTED,
        direct: kind(StatementKind::Direct),
        indirect: a.kind != Some(StatementKind::Direct) && b.kind != Some(StatementKind::Direct),
        one_document: false,
        shared: both.shared,
        n_synonyms: both.n_synonyms + i32::from(compounds > 0),
        lengths: share(shorter, longer),
    }
}

/// The stems of two profiles laid beside one another.
#[derive(Default)]
struct Both<'a> {
    weight: u32,
    synonyms: u32,
    shared: i32,
    numbers: i32,
    n_synonyms: i32,
    left: Vec<&'a Stem>,
    right: Vec<&'a Stem>,
}

impl<'a> Both<'a> {
    fn of(a: &'a Profile, b: &'a Profile) -> Both<'a> {
        let mut both = Both::default();
        let (mut i, mut j) = (0, 0);
        loop {
            let (left, right) = match (a.stems.get(i), b.stems.get(j)) {
                (Some(left), Some(right)) => (left, right),
                (left, right) => {
                    both.left
                        .extend(left.into_iter().chain(a.stems.iter().skip(i + 1)));
                    both.right
                        .extend(right.into_iter().chain(b.stems.iter().skip(j + 1)));
                    break;
                }
            };
            match left.id.cmp(&right.id) {
                Ordering::Less => {
                    both.left.push(left);
                    i += 1;
                }
                Ordering::Greater => {
                    both.right.push(right);
                    j += 1;
                }
                Ordering::Equal => {
                    both.weight += left.weight;
                    both.shared += i32::from(!left.function);
                    both.numbers += i32::from(left.number);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        both.pair_synonyms();
        both
    }

    /// Pairs what is left by meaning, each word once.
    fn pair_synonyms(&mut self) {
        let mut taken = vec![false; self.right.len()];
        for left in &self.left {
            let free = |(at, right): (usize, &&Stem)| !taken[at] && left.synonymous(right);
            let Some(at) = self.right.iter().enumerate().position(free) else {
                continue;
            };
            taken[at] = true;
            self.synonyms += left.weight.min(self.right[at].weight);
            self.n_synonyms += 1;
        }
    }
}

/// The fewest words of a quotation that tell where it is from.
const QUOTED: usize = 2;

/// `compounds` is what words tell that the other writes as two; they are the same words.
fn quotes_differ(a: &[(u32, u32)], b: &[(u32, u32)], compounds: u32) -> i32 {
    if a.len().min(b.len()) < QUOTED {
        return 0;
    }
    let total = |quoted: &[(u32, u32)]| quoted.iter().map(|(_, weight)| weight).sum::<u32>();
    let shared = shared_weight(a, b) + compounds;
    1000 - share(shared, total(a).min(total(b)))
}

/// A run of so many words is a quotation of the same words, however long the two are.
const SAME_QUOTATION: u32 = 6;

/// `run` is that of all words, which where all are quoted need not be looked for again.
fn quotes_apart(a: &Profile, b: &Profile, run: u32) -> i32 {
    let shorter = a.quoted_forms.len().min(b.quoted_forms.len());
    if shorter < QUOTED {
        return 0;
    }
    let all = |it: &Profile| it.quoted_forms.len() == it.forms.len();
    let run = match all(a) && all(b) {
        true => run,
        false => longest_runs(&a.quoted_forms, &b.quoted_forms).0,
    };
    1000 - share(run, (shorter as u32).min(SAME_QUOTATION))
}

fn shared_weight(a: &[(u32, u32)], b: &[(u32, u32)]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some((left, weight)), Some((right, _))) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                shared += weight;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    shared
}

pub(super) fn share(part: u32, whole: u32) -> i32 {
    (u64::from(part) * 1000 / u64::from(whole.max(1))).min(1000) as i32
}

/// The length of the longest run of words that both have, and the most content words in one run.
fn longest_runs(a: &[(u32, bool)], b: &[(u32, bool)]) -> (u32, u32) {
    let (mut longest, mut most_telling) = (0, 0);
    let mut before = vec![(0u32, 0u32); b.len() + 1];
    let mut row = before.clone();
    for (word, function) in a {
        for (j, (other, _)) in b.iter().enumerate() {
            row[j + 1] = (0, 0);
            if word == other {
                let (run, telling) = before[j];
                row[j + 1] = (run + 1, telling + u32::from(!function));
                longest = longest.max(row[j + 1].0);
                most_telling = most_telling.max(row[j + 1].1);
            }
        }
        std::mem::swap(&mut before, &mut row);
    }
    (longest, most_telling)
}

impl Evidence {
    /// How alike the words are, to tell the best partner of several.
    pub fn likeness(&self) -> i32 {
        self.dice + self.inside + self.grams + self.synonyms / 2
    }

    /// Whether the two quote the same words at length: then they quote one saying, whoever is said
    /// to have made it.
    pub fn one_quotation(&self) -> bool {
        self.quoted && self.run >= 8 && self.run_share >= 800
    }

    /// Whether one is the other, word for word, but for a few: long enough to be no accident.
    pub fn verbatim(&self) -> bool {
        self.run >= 8 && self.run_share >= 600 && self.dice >= 600
            || self.run >= 5 && self.run_share >= 900 && self.dice >= 900
    }
}
