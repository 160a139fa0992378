//! How a version stands to the base, and why: takes the words of both, gives a relation and a
//! sentence that a reader can check.
//!
//! Inside quotation marks every change counts; what is left off at an edge, at an ellipsis or where
//! the reporter breaks in is a cut, not a change. Outside them a version renders the meaning.

use super::pairwise::{Step, compare, respelled};
use super::rendering::{contradicts, renders};
use super::words::{Word, words};
use crate::model::{Relation, Span, StatementKind};
use crate::resources::{NumberKind, Resources, Wording};

/// A relation and the words that explain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub relation: Relation,
    pub why: String,
}

/// A mixed version is a cut one where it quotes this many words, or half of the base, or more than
/// half of the base's content words.
const QUOTED_WORDS: usize = 6;

/// Two direct wordings of which the shorter keeps less than this share of its content words, in
/// thousandths, and differs in two places or more, are two translations.
const RETRANSLATED: usize = 600;

/// What is known of the outlets of two wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Translated {
    /// Nothing: they may print the speaker's own words.
    No,
    /// They print two translations of the speaker.
    Quoted,
    /// They print two translations of one text, and the two wordings are about as long.
    Whole,
}

/// Judges the words of one text against those of another, as two wordings of one utterance.
///
/// Each side is a text, the spans of the words in it, and the kind of statement they are printed as.
pub fn relate(
    resources: &Resources,
    base: (&str, &[Span], StatementKind),
    other: (&str, &[Span], StatementKind),
) -> (Relation, String) {
    // Of direct words all are quoted; of others it is not known which.
    let read = |(text, content, kind): (&str, &[Span], StatementKind)| {
        let quoted = if kind == StatementKind::Direct {
            content
        } else {
            &[]
        };
        words(resources, text, content, quoted)
    };
    let (own, theirs) = (read(base), read(other));
    let wording = &resources.facts.wording;
    let judgement = judge(wording, (&own, base.2), (&theirs, other.2), Translated::No);
    (judgement.relation, judgement.why)
}

/// Judges `other` against `base`; both kinds are given because they come from the statements.
///
/// Where the two outlets are known to print two translations of the speaker, words of the same
/// meaning are no change either; other numbers and negations are.
pub(super) fn judge(
    wording: &Wording,
    (base, base_kind): (&[Word], StatementKind),
    (other, kind): (&[Word], StatementKind),
    translated: Translated,
) -> Judgement {
    let steps = compare(wording, base, other);
    let mut relation = relation(base, base_kind, other, kind, &steps);
    let quoted = relation == Relation::Altered && kind == StatementKind::Direct;
    if translated == Translated::Whole && relation != Relation::Same && !quoted {
        relation = Relation::Retranslated;
    }
    if quoted && renders(wording, base, other, &steps) {
        relation = Relation::Retranslated;
    }
    let alone = translated == Translated::No && relation == Relation::Retranslated;
    if alone && contradicts(wording, base, other, &steps) {
        relation = Relation::Altered;
    }
    if translated != Translated::No && quoted {
        let replaced = |step: &Step| matches!(step, Step::Replaced { .. });
        let reworded = steps
            .iter()
            .any(|step| replaced(step) && changes(step, base, other));
        if reworded && !turned(wording, base, other) {
            relation = Relation::Retranslated;
        }
    }
    let why = explain(wording, base, other, relation, &steps);
    Judgement { relation, why }
}

pub(super) fn relation(
    base: &[Word],
    base_kind: StatementKind,
    other: &[Word],
    kind: StatementKind,
    steps: &[Step],
) -> Relation {
    let changes: Vec<&Step> = steps
        .iter()
        .filter(|step| changes(step, base, other))
        .collect();
    if changes.is_empty() {
        return Relation::Same;
    }
    let cut = |step: &&Step| is_cut(step, base, other, steps);
    if changes.iter().all(cut) && (kind != StatementKind::Mixed || base_kind == kind) {
        return Relation::Trimmed;
    }
    match (base_kind, kind) {
        (_, StatementKind::Indirect) | (StatementKind::Indirect, _) => Relation::Paraphrased,
        (_, StatementKind::Direct) => direct(base, other, steps),
        (_, StatementKind::Mixed) => mixed(base, other, steps),
    }
}

/// A piece of so many words is from another place of what was said; fewer may stand anywhere.
const SPLICED_WORDS: usize = 3;

/// A quotation that joins words from two places without a mark between them: `passages` are what the
/// speaker is quoted with elsewhere, as compared words.
///
/// "We told them, and the gates stay open" joins two remarks of which each was made, and the whole was
/// not. `None` where other words are put in too.
pub(super) fn spliced(
    wording: &Wording,
    base: &[Word],
    other: &[Word],
    passages: &[Vec<String>],
) -> Option<Judgement> {
    let steps = compare(wording, base, other);
    let mut joined: Vec<String> = Vec::new();
    let mut skipped = false;
    for step in steps.iter().filter(|step| changes(step, base, other)) {
        match step {
            Step::Kept { .. } => {}
            Step::Omitted { base: left } => {
                let silent = !is_cut(step, base, other, &steps);
                let words = base.get(left.start..=left.end).unwrap_or_default();
                let sentences = words.iter().skip(1).any(|word| word.starts_sentence);
                skipped |= silent && sentences && left.len() >= SPLICED_WORDS;
            }
            Step::Moved { base: range, .. } if range.len() >= SPLICED_WORDS => {
                joined.push(phrase(&base[range.clone()]));
            }
            Step::Added { other: put, .. } | Step::Replaced { other: put, .. } => {
                let put = without_edges(&other[put.clone()]);
                let norms: Vec<&str> = put.iter().map(|word| word.norm.as_str()).collect();
                let stands =
                    |passage: &Vec<String>| passage.windows(norms.len()).any(|it| it == norms);
                if norms.len() < SPLICED_WORDS || !passages.iter().any(stands) {
                    return None;
                }
                joined.push(phrase(put));
            }
            Step::Moved { .. } => return None,
        }
    }
    let why = match (joined.as_slice(), skipped) {
        ([], false) => return None,
        ([], true) => "joins two places of it and does not show the gap".to_owned(),
        (joined, _) => format!("joins “{}” from another place", joined.join("”, “")),
    };
    Some(Judgement {
        relation: Relation::Spliced,
        why,
    })
}

/// Words without the function words before and behind.
fn without_edges(words: &[Word]) -> &[Word] {
    let first = words.iter().position(|word| !word.function);
    let last = words.iter().rposition(|word| !word.function);
    match (first, last) {
        (Some(first), Some(last)) => &words[first..=last],
        _ => &[],
    }
}

/// Whether a step is more than form: words in brackets and compounds written apart are not.
pub(super) fn changes(step: &Step, base: &[Word], other: &[Word]) -> bool {
    let bracketed = |words: &[Word]| words.iter().all(|word| word.bracketed);
    match step {
        Step::Kept { .. } => false,
        Step::Added { other: put, .. } => !bracketed(&other[put.clone()]),
        Step::Omitted { base: left } => !bracketed(&base[left.clone()]),
        Step::Moved { .. } => true,
        Step::Replaced {
            base: left,
            other: put,
            ..
        } => {
            let (left, put) = (&base[left.clone()], &other[put.clone()]);
            !bracketed(left) && !bracketed(put) && !respelled(left, put)
        }
    }
}

/// Whether a step leaves words off where a reader can see it: at an edge, at an ellipsis, or where
/// the reporter breaks in.
fn is_cut(step: &Step, base: &[Word], other: &[Word], steps: &[Step]) -> bool {
    let Step::Omitted { base: range } = step else {
        return false;
    };
    let before = steps.iter().rev().find_map(|it| match it {
        Step::Kept { base, other } if *base < range.start => Some(*other),
        Step::Replaced { base, other, .. } if base.start < range.start => Some(other.end - 1),
        _ => None,
    });
    let after = steps.iter().find_map(|it| match it {
        Step::Kept { base, other } if *base >= range.end => Some(*other),
        Step::Replaced { base, other, .. } if base.start >= range.end => Some(other.start),
        _ => None,
    });
    let (Some(before), Some(after)) = (before, after) else {
        return true;
    };
    let marked = other[before].ellipsis || other[after].seam;
    marked && base.len() > range.len()
}

fn direct(base: &[Word], other: &[Word], steps: &[Step]) -> Relation {
    let telling = |words: &[Word]| words.iter().filter(|word| !word.function).count();
    let kept = steps
        .iter()
        .filter(|step| matches!(step, Step::Kept { base: i, .. } if !base[*i].function))
        .count();
    let shorter = telling(base).min(telling(other));
    let replaced = steps
        .iter()
        .filter(|step| matches!(step, Step::Replaced { .. } | Step::Added { .. }))
        .count();
    if kept * 1000 < shorter * RETRANSLATED && replaced >= 2 {
        Relation::Retranslated
    } else {
        Relation::Altered
    }
}

/// A version of which only some words are quoted: altered where the quoted ones are changed.
fn mixed(base: &[Word], other: &[Word], steps: &[Step]) -> Relation {
    let mut beside: Vec<Option<usize>> = vec![None; other.len()];
    for step in steps {
        match step {
            Step::Kept { base, other } => beside[*other] = Some(*base),
            Step::Moved { base, other } => {
                for (base, other) in base.clone().zip(other.clone()) {
                    beside[other] = Some(base);
                }
            }
            _ => {}
        }
    }
    let mut quoted_kept = 0;
    let mut quoted_telling = 0;
    let mut changed = false;
    for run in quoted_runs(other) {
        let kept: Vec<(usize, usize)> = run
            .clone()
            .filter_map(|j| beside[j].map(|i| (j, i)))
            .filter(|(_, i)| base[*i].quoted)
            .collect();
        quoted_kept += kept.len();
        let telling = kept.iter().filter(|(j, _)| !other[*j].function).count();
        quoted_telling += telling;
        if telling == 0 {
            continue;
        }
        // Something inside the marks is not the base's, or the base has more between two words.
        let own = run
            .clone()
            .any(|j| beside[j].is_none() && !other[j].bracketed);
        let skips = kept.windows(2).any(|pair| {
            let ((j, i), (next_j, next_i)) = (pair[0], pair[1]);
            next_j == j + 1 && next_i != i + 1 && !other[j].ellipsis && !other[next_j].seam
        });
        changed |= own || skips;
    }
    if changed && quoted_kept >= 3 {
        Relation::Altered
    } else if quoted_kept >= QUOTED_WORDS
        || quoted_kept * 2 >= base.len()
        || quoted_telling * 2 > base.iter().filter(|word| !word.function).count()
    {
        Relation::Trimmed
    } else {
        Relation::Paraphrased
    }
}

/// The runs of quoted words.
fn quoted_runs(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (j, word) in words.iter().enumerate().filter(|(_, word)| word.quoted) {
        match found.last_mut() {
            Some(last) if last.end == j && !word.seam => last.end = j + 1,
            _ => found.push(j..j + 1),
        }
    }
    found
}

/// Whether two wordings differ in what no translation changes: their numbers, or whether an odd count
/// of negations turns them round.
pub(super) fn turned(wording: &Wording, base: &[Word], other: &[Word]) -> bool {
    let numbers = |words: &[Word]| {
        let mut found: Vec<String> = words.iter().filter_map(|it| value(wording, it)).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    negated(base) != negated(other) || numbers(base) != numbers(other)
}

/// How many differences are told.
const TOLD: usize = 3;

/// Says what differs, what weighs most first.
fn explain(
    wording: &Wording,
    base: &[Word],
    other: &[Word],
    relation: Relation,
    steps: &[Step],
) -> String {
    if relation == Relation::Same {
        return "the same words".to_owned();
    }
    let mut told: Vec<(u8, usize, String)> = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        if !changes(step, base, other) {
            continue;
        }
        let (weight, words) = match step {
            Step::Omitted { base: range } => left_out(wording, &base[range.clone()]),
            Step::Added { other: range, .. } => put_in(wording, &other[range.clone()]),
            Step::Replaced {
                base: from,
                other: to,
                ..
            } => became(wording, &base[from.clone()], &other[to.clone()]),
            Step::Moved { base: range, .. } => {
                (1, format!("moves “{}”", phrase(&base[range.clone()])))
            }
            Step::Kept { .. } => continue,
        };
        told.push((weight, place, words));
    }
    told.sort_by_key(|(weight, place, _)| (std::cmp::Reverse(*weight), *place));
    let more = told.len().saturating_sub(TOLD);
    let mut told: Vec<(usize, String)> = told
        .into_iter()
        .take(TOLD)
        .map(|(_, place, words)| (place, words))
        .collect();
    told.sort();
    let told: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
    let lead = match relation {
        Relation::Paraphrased => "in other words: ",
        Relation::Retranslated => "another translation: ",
        _ => "",
    };
    let rest = match more {
        0 => String::new(),
        1 => "; one more difference".to_owned(),
        more => format!("; {more} more differences"),
    };
    format!("{lead}{}{rest}", told.join("; "))
}

fn left_out(wording: &Wording, words: &[Word]) -> (u8, String) {
    let (weight, class) = class(wording, words);
    (weight, format!("leaves out “{}”{class}", phrase(words)))
}

fn put_in(wording: &Wording, words: &[Word]) -> (u8, String) {
    let (weight, class) = class(wording, words);
    (weight, format!("puts in “{}”{class}", phrase(words)))
}

fn became(wording: &Wording, from: &[Word], to: &[Word]) -> (u8, String) {
    let number = |words: &[Word]| words.iter().find_map(|word| value(wording, word));
    let modal = |words: &[Word]| {
        words
            .iter()
            .find_map(|word| wording.modals.get(word.norm.as_str()).copied())
    };
    let (weight, class) = match (number(from), number(to)) {
        (Some(a), Some(b)) if a != b => (6, ", another number"),
        _ if negated(from) != negated(to) => (7, ", a negation"),
        _ => match (modal(from), modal(to)) {
            (Some(a), Some(b)) if a < b => (4, ", stronger"),
            (Some(a), Some(b)) if a > b => (4, ", weaker"),
            _ => (2, ""),
        },
    };
    let words = format!("“{}” became “{}”{class}", phrase(from), phrase(to));
    (weight, words)
}

fn negated(words: &[Word]) -> bool {
    words.iter().filter(|word| word.negation).count() % 2 == 1
}

/// What a word counts: a number in digits, `2` for `twice`.
pub(super) fn value(wording: &Wording, word: &Word) -> Option<String> {
    if word.number {
        return Some(word.norm.clone());
    }
    let number = wording.numbers.get(word.norm.as_str())?;
    (number.kind == NumberKind::Times).then(|| number.value.to_string())
}

/// What kind of words they are, where that matters to the claim.
fn class(wording: &Wording, words: &[Word]) -> (u8, &'static str) {
    if negated(words) {
        (7, ", a negation")
    } else if holds(words, &wording.conditions) {
        (6, ", a condition")
    } else if words.iter().any(|word| value(wording, word).is_some()) {
        (5, ", a number")
    } else if holds(words, &wording.hedges) {
        (4, ", a hedge")
    } else if words.iter().all(|word| word.function) {
        (1, "")
    } else {
        (3, "")
    }
}

fn holds(words: &[Word], phrases: &[Vec<&str>]) -> bool {
    phrases.iter().any(|phrase| {
        words.windows(phrase.len()).any(|window| {
            window
                .iter()
                .zip(phrase)
                .all(|(word, part)| word.norm == *part)
        })
    })
}

/// The longest phrase that is printed whole; of a longer one the first and the last words are.
const PHRASE: usize = 9;

fn phrase(words: &[Word]) -> String {
    let join = |words: &[Word]| {
        let mut joined = String::new();
        for (k, word) in words.iter().enumerate() {
            let touches = k > 0 && words[k - 1].span.end() == word.span.start();
            if touches && words[k - 1].hyphened {
                joined.push('-');
            } else if k > 0 && !touches {
                joined.push(' ');
            }
            joined.push_str(&word.surface);
        }
        joined
    };
    match words {
        [first @ .., _, _, _] if words.len() > PHRASE => {
            let last = &words[words.len() - 3..];
            format!("{} … {}", join(&first[..5]), join(last))
        }
        _ => join(words),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::model::Span;
    use crate::resources;

    /// Judges one wording against another; what stands between `“` and `”` is quoted.
    fn check(base: &str, other: &str, relation: Relation, why: &str) {
        let wording = &resources::get().facts.wording;
        let read = |text: &str| {
            let mut quoted = Vec::new();
            let mut from = 0;
            while let Some(open) = text[from..].find('“').map(|at| from + at) {
                let close = text[open..].find('”').map_or(text.len(), |at| open + at);
                quoted.push(Span::new(open, close));
                from = close;
            }
            let words = words(resources::get(), text, &[Span::new(0, text.len())], &quoted);
            let n_quoted = words.iter().filter(|word| word.quoted).count();
            let kind = match n_quoted {
                0 => StatementKind::Indirect,
                n if n == words.len() => StatementKind::Direct,
                _ => StatementKind::Mixed,
            };
            (words, kind)
        };
        let ((a, a_kind), (b, b_kind)) = (read(base), read(other));
        let judgement = judge(wording, (&a, a_kind), (&b, b_kind), Translated::No);
        assert_eq!(
            (judgement.relation, judgement.why.as_str()),
            (relation, why),
            "{other}"
        );
    }

    const BASE: &str = "“We warned Orrenland twice, in writing, and we have the signed receipts.”";

    #[test]
    fn what_joins_two_places_is_spliced() {
        let wording = &resources::get().facts.wording;
        let read = |text: &str| {
            let all = [Span::new(0, text.len())];
            words(resources::get(), text, &all, &all)
        };
        let norms = |text: &str| read(text).iter().map(|it| it.norm.clone()).collect();
        let passages: Vec<Vec<String>> = [
            "We told Orrenland about the release twice",
            "The gates stay open until the snow is gone",
        ]
        .map(norms)
        .to_vec();
        let check = |base: &str, other: &str, expected: Option<&str>| {
            let found = spliced(wording, &read(base), &read(other), &passages);
            assert_eq!(found.map(|it| it.why).as_deref(), expected, "{other}");
        };
        check(
            "We told Orrenland about the release twice",
            "We told Orrenland about the release twice, and the gates stay open",
            Some("joins “gates stay open” from another place"),
        );
        check(
            "We told them. Nobody came to the bridge. The gates stay open",
            "We told them the gates stay open",
            Some("joins two places of it and does not show the gap"),
        );
        check(
            "We told Orrenland about the release twice",
            "We told Orrenland about the release once, and nobody there cared",
            None,
        );
        check(
            "We told Orrenland about the release twice",
            "We told Orrenland about the release",
            None,
        );
    }

    #[test]
    fn form_makes_no_difference() {
        let same = "the same words";
        check(BASE, BASE, Relation::Same, same);
        check(
            "“We’ve had ten letters from the neighbours.”",
            "“we have had 10 letters from [the] neighbors”",
            Relation::Same,
            same,
        );
    }

    #[test]
    fn what_is_left_off_openly_is_a_cut() {
        check(
            BASE,
            "“We warned Orrenland twice”",
            Relation::Trimmed,
            "leaves out “in writing and we have the signed receipts”, a condition",
        );
        check(
            BASE,
            "“We warned Orrenland … and we have the signed receipts.”",
            Relation::Trimmed,
            "leaves out “twice in writing”, a condition",
        );
        check(
            BASE,
            "his ministry had “warned Orrenland twice, in writing, and”",
            Relation::Trimmed,
            "“We” became “his ministry had”; leaves out “we have the signed receipts”",
        );
    }

    #[test]
    fn changes_inside_quotation_marks_are_told() {
        check(
            BASE,
            "“We warned Orrenland, in writing, and we have the signed receipts.”",
            Relation::Altered,
            "leaves out “twice”, a number",
        );
        check(
            BASE,
            "“We warned Orrenland once, in writing, and we have the signed receipts.”",
            Relation::Altered,
            "“twice” became “once”, another number",
        );
        check(
            "“The gates will not be opened tonight.”",
            "“The gates will be opened tonight.”",
            Relation::Altered,
            "leaves out “not”, a negation",
        );
    }

    #[test]
    fn other_words_are_a_translation_or_a_paraphrase() {
        check(
            BASE,
            "“We notified the Orrenland side two times, by letter, and we hold all the papers.”",
            Relation::Retranslated,
            "another translation: “warned” became “notified”; “twice” became “side two times”; \
             “in” became “by”; 3 more differences",
        );
        check(
            BASE,
            "Veldania had told its neighbour by letter",
            Relation::Paraphrased,
            "in other words: “We warned Orrenland twice in” became “Veldania had told its neighbour \
             by”; “writing” became “letter”; leaves out “and we have the signed receipts”",
        );
    }

    #[test]
    fn between_translations_words_of_one_meaning_are_no_change() {
        let wording = &resources::get().facts.wording;
        let judged = |base: &str, other: &str| {
            let read = |text: &str| {
                let all = [Span::new(0, text.len())];
                words(resources::get(), text, &all, &all)
            };
            let (a, b) = (read(base), read(other));
            let direct = StatementKind::Direct;
            judge(wording, (&a, direct), (&b, direct), Translated::Quoted).relation
        };
        let base = "The ten gates will stay open until Sunday, but we will close them tonight";
        let check = |other: &str, relation| assert_eq!(judged(base, other), relation, "{other}");
        check(
            "The ten gates remain open until Sunday, but we shall close them tonight",
            Relation::Retranslated,
        );
        check(
            "The nine gates remain open until Sunday, but we will close them tonight",
            Relation::Altered,
        );
        check(
            "The ten gates will not stay open until Sunday, but we shall close them tonight",
            Relation::Altered,
        );
    }
}
