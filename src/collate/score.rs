//! Whether two segments are one utterance: takes the evidence, gives log-odds and their grounds.
//!
//! The score is a logistic regression over what a reader can check: shared rare words, runs of the
//! same words, numbers, names, negation, order, speaker and day. Its weights, in thousandths of
//! log-odds so that sums are whole numbers and the same on every machine, are fitted by
//! `examples/joining.rs`.

use super::evidence::Evidence;
use super::occasion::{Apart, Voice, apart};
use super::partners::Context;
use super::segments::Segment;
use crate::model::{Ground, StatementKind};
use crate::resources::Weights;

/// The log-odds of two that cannot be one utterance, in thousandths; they keep their groups apart too.
pub(super) const NEVER: i64 = -40_000;

/// No pair says more than this, for or against.
const SURE: i64 = 4000;

/// One shared word of many is an accident where it is less than this share of the one with less; the
/// least that a hand-made pair has is 427.
const ONE_WORD: i32 = 400;

/// The log-odds of two that leave the order of two renderings, at most.
const OUT_OF_ORDER: i64 = -750;

/// Two documents that tell so much of the same in the same order, in thousandths, are two renderings
/// of one text, in which a saying has one partner; of the hand-made pairs of such documents four in
/// six are wrong where they leave the order.
pub(super) const PARALLEL: i32 = 700;

/// A quotation that a document prints twice has this share of the shorter in one run.
const REPEATED: i32 = 900;

/// How much speaks for two segments being one utterance, in thousandths of log-odds.
pub(super) fn odds(
    weights: &Weights,
    evidence: &Evidence,
    a: &Segment,
    b: &Segment,
    context: Context,
) -> i64 {
    // A scrap of an indirect rendering tells too little to be found again.
    let scrap =
        |segment: &Segment| segment.kind == StatementKind::Indirect && segment.words.len() < 3;
    if ruled_out(evidence, &context) {
        return NEVER;
    }
    if scrap(a) || scrap(b) {
        return -SURE;
    }
    let day = other_day(a, b, &context);
    let sum: i64 = weighed(weights, evidence, &context, day)
        .map(|(_, odds)| odds)
        .sum();
    let odds = (weights.bias + sum).clamp(-SURE, SURE);
    let one_partner = context.parallel >= PARALLEL && !context.in_order && !evidence.verbatim();
    if one_partner {
        return odds.min(OUT_OF_ORDER);
    }
    odds
}

/// Whether two are two utterances whatever else they share.
///
/// One document quotes one utterance in one wording: two direct wordings in it that differ are two
/// utterances, and so are two in two documents of which one has the other's very words elsewhere. A
/// quotation keeps the order of its clauses: "no boats, and no lights" and "no lights here and no
/// boats" were said on two occasions.
pub(super) fn ruled_out(evidence: &Evidence, context: &Context) -> bool {
    let other_words = evidence.one_document && evidence.run_share < REPEATED
        || context.taken && !evidence.verbatim();
    evidence.direct && (other_words || context.turned && !context.translated)
}

/// What speaks most for and against, in thousandths of log-odds, the weightiest first.
pub(super) fn grounds(
    weights: &Weights,
    evidence: &Evidence,
    a: &Segment,
    b: &Segment,
    context: Context,
) -> Vec<Ground> {
    let day = other_day(a, b, &context);
    let mut grounds: Vec<Ground> = weighed(weights, evidence, &context, day)
        .filter(|(_, odds)| odds.abs() >= LEAST_TOLD)
        .map(|(what, odds)| Ground {
            what: what.to_owned(),
            odds: odds as i32,
        })
        .collect();
    grounds.sort_by_key(|ground| (-ground.odds.abs(), ground.what.clone()));
    grounds.truncate(MOST_TOLD);
    grounds
}

/// What weighs less is not told, and no more than this many grounds are.
const LEAST_TOLD: i64 = 150;
const MOST_TOLD: usize = 6;

/// Whether the two are of different days, in thousandths: one day apart may be a day misread.
pub(super) fn other_day(a: &Segment, b: &Segment, context: &Context) -> i32 {
    match apart(&a.occasion, &b.occasion) {
        _ if context.bridged => 0,
        Apart::No => 0,
        Apart::Perhaps => 500,
        Apart::Yes => 1000,
    }
}

/// How many features there are.
pub const N: usize = 28;

/// The features, in the order of their weights.
pub const FEATURES: [&str; N] = [
    "shared words",
    "shared words of the shorter",
    "words of one meaning",
    "letters in common",
    "letters in common with the shorter",
    "words in a row",
    "words in a row of the shorter",
    "length",
    "shared numbers",
    "other numbers",
    "a negation in one",
    "both are quotations",
    "neither is a quotation",
    "one document",
    "word for word",
    "no better partner",
    "the next partner is worse",
    "neighbours alike",
    "many sayings",
    "quotations with no better partner",
    "in the order of both",
    "out of the order of both",
    "documents in one order",
    "another day",
    "speaker not sure",
    "quoted words differ",
    "no quoted words in a row",
    "one shared word of many",
];

/// The features of a pair with what each adds to the log-odds.
fn weighed(
    weights: &Weights,
    evidence: &Evidence,
    context: &Context,
    day: i32,
) -> impl Iterator<Item = (&'static str, i64)> {
    let values = features(evidence, context, day);
    let each = values.into_iter().zip(&weights.by_feature).zip(FEATURES);
    each.map(|((value, weight), what)| (what, i64::from(value) * weight / 1000))
}

/// The features of a pair, each between -1000 and 1000 or a little more.
pub(super) fn features(it: &Evidence, context: &Context, day: i32) -> [i32; N] {
    let flag = |value: bool| 1000 * i32::from(value);
    let quoted = |value: i32| if context.translated { 0 } else { value };
    [
        it.dice,
        it.inside,
        it.synonyms,
        it.grams,
        it.grams_inside,
        it.telling_run * 1000 / 12,
        it.telling_share,
        it.lengths,
        it.numbers.min(2) * 500,
        flag(it.numbers_differ),
        flag(it.negation),
        quoted(flag(it.direct)),
        flag(it.indirect),
        flag(it.one_document),
        flag(it.verbatim()),
        context.best * 500,
        context.margin.clamp(-1500, 1500) * 2 / 3,
        context.neighbours.min(3000) / 3,
        context.rivals.min(10) * 100,
        quoted(flag(it.direct && context.best == 2)),
        if context.in_order {
            context.parallel
        } else {
            0
        },
        if context.in_order {
            0
        } else {
            context.parallel
        },
        context.parallel,
        day,
        flag(context.voice != Voice::Same),
        quoted(it.quotes_differ),
        quoted(it.quotes_apart * (1000 - context.parallel) / 1000),
        flag(it.accidental()),
    ]
}

/// Chances in thousandths for log-odds of 0, a half, 1 and so on.
const CHANCES: [i64; 14] = [
    500, 622, 731, 818, 881, 924, 953, 971, 982, 989, 993, 996, 998, 999,
];

/// The chance that log-odds stand for, both in thousandths: a line between the steps, so that all machines
/// round alike.
pub(super) fn chance(odds: i64) -> i64 {
    let size = odds.abs().min(6499);
    let (step, rest) = ((size / 500) as usize, size % 500);
    let chance = match (CHANCES.get(step), CHANCES.get(step + 1)) {
        (Some(from), Some(to)) => from + (to - from) * rest / 500,
        _ => 999,
    };
    if odds < 0 { 1000 - chance } else { chance }
}

impl Evidence {
    /// Whether what the two share is one word of many: an accident.
    fn accidental(&self) -> bool {
        self.shared + self.n_synonyms < 2 && self.inside + self.synonyms < ONE_WORD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_has_a_weight() {
        assert!(Weights::names().eq(FEATURES));
    }
}
