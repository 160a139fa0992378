//! How alike two segments are: takes their words and circumstances, gives the evidence and a score.
//!
//! The score is linear in the evidence, in thousandths, and squeezed to 0..1000; the weights were
//! fitted by logistic regression on hand-made groups (see `docs/evaluation.md`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::segments::{Occasion, Segment, Speaker};
use super::words::Word;
use crate::model::StatementKind;
use crate::resources::Wording;

/// How much each stem tells within a story, in thousandths.
pub(super) struct Weights {
    of: FxHashMap<String, u32>,
}

/// What a stem tells that occurs in one segment of many, in thousandths, at most.
const MOST: u32 = 8000;

/// What a function word tells.
const FUNCTION: u32 = 120;

impl Weights {
    /// Counts in how many segments each stem occurs; the rarer, the more it tells.
    pub fn of(segments: &[&Segment]) -> Weights {
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        for segment in segments {
            let stems: FxHashSet<&str> = segment.words.iter().map(|w| w.stem.as_str()).collect();
            let mut stems: Vec<&str> = stems.into_iter().collect();
            stems.sort_unstable();
            for stem in stems {
                *counts.entry(stem).or_default() += 1;
            }
        }
        let n = segments.len() as u32;
        let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        let of = counts
            .into_iter()
            .map(|(stem, count)| (stem.to_owned(), rarity(n, count)))
            .collect();
        Weights { of }
    }

    /// What a word tells.
    pub fn word(&self, word: &Word) -> u32 {
        if word.function {
            return FUNCTION;
        }
        self.of.get(&word.stem).copied().unwrap_or(MOST)
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
    (log + (((ratio - (1 << 20)) * 1000) >> 20) as u32).min(MOST)
}

/// What speaks for and against two segments being one utterance; shares are in thousandths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Weight of the shared stems in both.
    pub dice: i32,
    /// Weight of the shared stems in the one with less.
    pub inside: i32,
    /// What synonyms add to `inside`.
    pub synonyms: i32,
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
    /// Whether both are direct.
    pub direct: bool,
    /// Whether both stand in one document.
    pub one_document: bool,
    /// Shared content words.
    pub shared: i32,
    /// Content words of one with a synonym in the other.
    pub n_synonyms: i32,
    /// Length of the shorter in the longer.
    pub lengths: i32,
}

/// Whether two segments may be by one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// They are.
    Same,
    /// One speaks for the other, or one is not known.
    Unclear,
    /// They are not.
    Other,
}

/// Compares two speakers.
pub(super) fn voice(a: &Speaker, b: &Speaker) -> Voice {
    match (a, b) {
        (
            Speaker::Named { person, group },
            Speaker::Named {
                person: other,
                group: other_group,
            },
        ) => {
            if person == other {
                Voice::Same
            } else if *group || *other_group {
                Voice::Unclear
            } else {
                Voice::Other
            }
        }
        (Speaker::Described(a), Speaker::Described(b)) if a == b => Voice::Same,
        _ => Voice::Unclear,
    }
}

/// Gathers what speaks for and against.
pub(super) fn evidence(wording: &Wording, weights: &Weights, a: &Segment, b: &Segment) -> Evidence {
    let (left, right) = (distinct(&a.words), distinct(&b.words));
    let total = |words: &[&Word]| -> u32 { words.iter().map(|word| weights.word(word)).sum() };
    let mut shared_weight = 0;
    let mut synonym_weight = 0;
    let mut evidence = Evidence::default();
    let mut taken = vec![false; right.len()];
    let mut rest: Vec<&Word> = Vec::new();
    for word in &left {
        match right.binary_search_by(|other| other.stem.cmp(&word.stem)) {
            Ok(at) => {
                taken[at] = true;
                shared_weight += weights.word(word);
                evidence.shared += i32::from(!word.function);
                evidence.numbers += i32::from(word.number);
            }
            Err(_) => rest.push(word),
        }
    }
    for word in rest.iter().filter(|word| !word.function && !word.number) {
        let found = (0..right.len())
            .find(|at| !taken[*at] && !right[*at].function && word.near(right[*at], wording));
        if let Some(at) = found {
            taken[at] = true;
            synonym_weight += weights.word(word).min(weights.word(right[at]));
            evidence.n_synonyms += 1;
        }
    }
    let (wa, wb) = (total(&left), total(&right));
    let compounds = compounds(weights, &a.words, &b.words) + compounds(weights, &b.words, &a.words);
    synonym_weight += compounds;
    evidence.n_synonyms += i32::from(compounds > 0);
    evidence.dice = share(2 * shared_weight, wa + wb);
    evidence.inside = share(shared_weight, wa.min(wb));
    evidence.synonyms = share(synonym_weight, wa.min(wb)).min(1000 - evidence.inside.min(1000));
    let (run, telling_run) = longest_runs(&a.words, &b.words);
    let shorter = a.words.len().min(b.words.len());
    let telling = |words: &[Word]| words.iter().filter(|word| !word.function).count() as u32;
    evidence.run = run as i32;
    evidence.run_share = share(run, shorter as u32);
    evidence.telling_run = (2 * telling_run).min(12) as i32;
    evidence.telling_share = share(telling_run, telling(&a.words).min(telling(&b.words)));
    evidence.numbers_differ = lacks(&left, &right) && lacks(&right, &left);
    evidence.negation = negations(&a.words) % 2 != negations(&b.words) % 2;
    evidence.direct = a.kind == StatementKind::Direct && b.kind == StatementKind::Direct;
    evidence.one_document = a.document == b.document;
    evidence.lengths = share(shorter as u32, a.words.len().max(b.words.len()) as u32);
    evidence
}

/// What words of one tell that the other writes as two, in either order: `downplay`, `play down`.
fn compounds(weights: &Weights, words: &[Word], others: &[Word]) -> u32 {
    let pairs = || {
        others
            .windows(2)
            .filter(|pair| pair[0].function != pair[1].function)
    };
    let is_pair = |stem: &str| {
        pairs().any(|pair| {
            let (a, b) = (pair[0].stem.as_str(), pair[1].stem.as_str());
            let joined = |a, b| stem.strip_prefix(a) == Some(b);
            joined(a, b) || joined(b, a)
        })
    };
    words
        .iter()
        .filter(|word| !word.function && word.stem.len() > 5 && is_pair(&word.stem))
        .map(|word| weights.word(word))
        .sum()
}

/// Whether one has a number that the other does not have.
fn lacks(words: &[&Word], others: &[&Word]) -> bool {
    let counts = |word: &&&Word| word.number || word.norm == "one" && word.hyphened;
    words
        .iter()
        .filter(counts)
        .any(|word| !others.iter().any(|other| word.same(other)))
}

fn negations(words: &[Word]) -> usize {
    words.iter().filter(|word| word.negation).count()
}

fn share(part: u32, whole: u32) -> i32 {
    (u64::from(part) * 1000 / u64::from(whole.max(1))).min(1000) as i32
}

/// The words by stem, each stem once, content words before function words of the same stem.
fn distinct(words: &[Word]) -> Vec<&Word> {
    let mut found: Vec<&Word> = words.iter().collect();
    found.sort_by(|a, b| a.stem.cmp(&b.stem).then(a.function.cmp(&b.function)));
    found.dedup_by(|a, b| a.stem == b.stem);
    found
}

/// The length of the longest run of words that both have, and the most content words in one run.
fn longest_runs(a: &[Word], b: &[Word]) -> (u32, u32) {
    let (mut longest, mut most_telling) = (0, 0);
    let mut before = vec![(0u32, 0u32); b.len() + 1];
    for word in a {
        let mut row = vec![(0, 0); b.len() + 1];
        for (j, other) in b.iter().enumerate() {
            if word.norm == other.norm {
                let (run, telling) = before[j];
                row[j + 1] = (run + 1, telling + u32::from(!word.function));
                longest = longest.max(row[j + 1].0);
                most_telling = most_telling.max(row[j + 1].1);
            }
        }
        before = row;
    }
    (longest, most_telling)
}

/// The score of two that cannot be one utterance; it keeps their groups apart too.
pub(super) const NEVER: i32 = -4000;

/// What is known of a pair beside its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// Whether they may be by one speaker.
    pub voice: Voice,
    /// For how many of the two the other is the best partner in its document.
    pub best: i32,
    /// Whether one of them stands word for word elsewhere in the other's document.
    pub taken: bool,
}

impl Evidence {
    /// How alike the words are, to tell the best partner of several.
    pub fn likeness(&self) -> i32 {
        self.dice + self.inside + self.synonyms / 2
    }

    /// Whether what the two share is one word of many: an accident.
    fn accidental(&self) -> bool {
        self.shared + self.n_synonyms < 2 && self.inside + self.synonyms < ONE_WORD
    }

    /// Whether one is the other, word for word, but for a few: long enough to be no accident.
    pub fn verbatim(&self) -> bool {
        self.run >= 8 && self.run_share >= 600 && self.dice >= 600
            || self.run >= 5 && self.run_share >= 900 && self.dice >= 900
    }
}

/// The weights of the evidence, in thousandths of log-odds: fitted on the 3,130 pairs of one speaker
/// of the development stories (four-fold F1 over pairs 81, precision 92).
mod weigh {
    pub const BIAS: i64 = -3455;
    pub const DICE: i64 = 1175;
    pub const INSIDE: i64 = 1268;
    pub const SYNONYMS: i64 = 3006;
    pub const RUN: i64 = 1050;
    pub const RUN_SHARE: i64 = 905;
    pub const NEGATION: i64 = -880;
    pub const DIRECT: i64 = -1260;
    pub const SHARED: i64 = 1414;
    pub const LENGTHS: i64 = 1483;
    pub const BEST: i64 = 925;
    /// Set by hand: too rare in the development stories to be fitted.
    pub const NUMBERS: i64 = -2000;
}

/// Reports of one saying may lie this many days apart where none gives its day.
const DAYS_APART: i32 = 3;

/// One shared word makes two segments one utterance only where it is this share of the one with
/// less; the least that a hand-made pair has is 427.
const ONE_WORD: i32 = 400;

/// The most that such a pair reaches: it joins nothing, and parts nothing that others join.
const ACCIDENT: i32 = 320;

/// A quotation that a document prints twice has this share of the shorter in one run.
const REPEATED: i32 = 900;

/// How alike two segments are, 0 to 1000; from 500 on they are more likely one utterance than not.
///
/// One document quotes one utterance in one wording: two direct wordings in it that differ are two
/// utterances, and so are two in two documents of which one has the other's very words elsewhere.
pub(super) fn score(evidence: &Evidence, a: &Segment, b: &Segment, context: Context) -> i32 {
    let verbatim = evidence.verbatim();
    let other_words =
        evidence.one_document && evidence.run_share < REPEATED || context.taken && !verbatim;
    if evidence.direct && other_words {
        return NEVER;
    }
    if context.voice != Voice::Same && !verbatim {
        return 0;
    }
    // A scrap of an indirect rendering tells too little to be found again.
    let scrap =
        |segment: &Segment| segment.kind == StatementKind::Indirect && segment.words.len() < 3;
    if scrap(a) || scrap(b) {
        return 0;
    }
    match apart(&a.occasion, &b.occasion) {
        Apart::No => {}
        Apart::Perhaps if verbatim => {}
        _ => return 0,
    }
    let share = |value: i32, weight: i64| i64::from(value) * weight / 1000;
    let flag = |value: bool, weight: i64| if value { weight } else { 0 };
    let sum = weigh::BIAS
        + share(evidence.dice, weigh::DICE)
        + share(evidence.inside, weigh::INSIDE)
        + share(evidence.synonyms, weigh::SYNONYMS)
        + i64::from(evidence.telling_run) * weigh::RUN / 12
        + share(evidence.telling_share, weigh::RUN_SHARE)
        + flag(evidence.negation, weigh::NEGATION)
        + flag(evidence.direct, weigh::DIRECT)
        + flag(evidence.numbers_differ, weigh::NUMBERS)
        + i64::from(evidence.shared.min(5)) * weigh::SHARED / 5
        + share(evidence.lengths, weigh::LENGTHS)
        + i64::from(context.best) * weigh::BEST;
    let score = (500 + 500 * sum / (1000 + sum.abs())) as i32;
    if evidence.accidental() {
        return score.min(ACCIDENT);
    }
    score
}

/// Whether two sayings are of different occasions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    No,
    /// Only the same words can bridge it: a day may be misread, a quotation repeated.
    Perhaps,
    Yes,
}

fn apart(a: &Occasion, b: &Occasion) -> Apart {
    let gap = |(a_first, a_last): (i32, i32), (b_first, b_last): (i32, i32)| {
        (b_first - a_last).max(a_first - b_last).max(0)
    };
    let said = |occasion: &Occasion| occasion.said.map(|date| date.day_range());
    match (said(a), said(b)) {
        (Some(a), Some(b)) => match gap(a, b) {
            0 => Apart::No,
            1 => Apart::Perhaps,
            _ => Apart::Yes,
        },
        (None, None) => match (a.published, b.published) {
            (Some(a), Some(b)) if gap(a, b) > DAYS_APART => Apart::Perhaps,
            // Without dates the days of the week that the two name are all there is.
            (None, None) if a.weekdays != 0 && b.weekdays != 0 && a.weekdays & b.weekdays == 0 => {
                Apart::Perhaps
            }
            _ => Apart::No,
        },
        (Some(said), None) => unsaid(said, b.published),
        (None, Some(said)) => unsaid(said, a.published),
    }
}

/// A report without a day of saying beside one with it: it cannot have come before.
fn unsaid(said: (i32, i32), published: Option<(i32, i32)>) -> Apart {
    match published {
        Some((_, last)) if last < said.0 - 1 => Apart::Yes,
        Some((_, last)) if last < said.0 => Apart::Perhaps,
        Some((first, _)) if first > said.1 + DAYS_APART => Apart::Perhaps,
        _ => Apart::No,
    }
}
