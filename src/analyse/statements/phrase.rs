//! Noun phrases without a parser: the one that ends before a verb, the one that starts behind it.

use crate::analyse::statements::tagged::Tagged;
use crate::resources::{Classes, Forms};
use crate::text::TokenKind;

/// A run of tokens, first and last.
pub(super) type Run = (usize, usize);

const LONGEST: usize = 40;

/// The subject that ends right before `verb`, the first token of a verb group.
pub(super) fn subject_before(tagged: &Tagged<'_>, verb: usize) -> Option<Run> {
    let (first, _) = tagged.bounds(verb);
    let mut last = verb.checked_sub(1).filter(|it| *it >= first)?;
    // "The diplomat, however, hailed": the adverb is no apposition.
    if tagged.word(last) == "," && last > first + 1 && tagged.reads(last - 1, "however") {
        last -= 2;
        last -= usize::from(last > first && tagged.word(last) == ",");
    }
    if tagged.is(last, Classes::PRONOUN) {
        return Some((last, last));
    }
    if tagged.is(last, Classes::RELATIVE) {
        return relative(tagged, first, last);
    }
    if tagged.word(last) == "," || tagged.is_dash(last) || tagged.word(last) == ")" {
        return before_apposition(tagged, first, last);
    }
    let start = phrase_start(tagged, first, last)?;
    Some((start, last))
}

/// "X, who said": the phrase before the pronoun, where the pronoun follows it.
fn relative(tagged: &Tagged<'_>, first: usize, pronoun: usize) -> Option<Run> {
    if !(tagged.reads(pronoun, "who") || tagged.reads(pronoun, "which")) {
        return None;
    }
    let mut last = pronoun.checked_sub(1).filter(|it| *it >= first)?;
    if tagged.word(last) == "," {
        last = last.checked_sub(1).filter(|it| *it >= first)?;
    }
    match phrase_start(tagged, first, last) {
        Some(start) => Some((start, pronoun)),
        None => Some((pronoun, pronoun)),
    }
}

/// "X, the minister, said": the phrase with its apposition.
fn before_apposition(tagged: &Tagged<'_>, first: usize, close: usize) -> Option<Run> {
    let mark = tagged.word(close);
    let open = (first..close).rev().take(LONGEST).find(|&it| match mark {
        "," => tagged.word(it) == ",",
        ")" => tagged.word(it) == "(",
        _ => tagged.is_dash(it),
    })?;
    let last = open.checked_sub(1).filter(|it| *it >= first)?;
    if tagged.quotation_at(last).is_some() || !is_nominal(tagged, last) {
        return None;
    }
    let start = phrase_start(tagged, first, last)?;
    Some((start, close - 1))
}

/// The first token of the phrase that ends at `last`.
fn phrase_start(tagged: &Tagged<'_>, first: usize, last: usize) -> Option<usize> {
    if !is_nominal(tagged, last) {
        return None;
    }
    let mut start = last;
    let mut at = last;
    while at > first && last - at < LONGEST {
        let before = at - 1;
        if is_border(tagged, before, at) {
            break;
        }
        at = before;
        if !tagged.is(at, Classes::PREPOSITION) && !tagged.is(at, Classes::CONJUNCTION) {
            start = at;
        }
    }
    trim_start(tagged, start, last)
}

/// Whether a phrase that reaches back to `next` cannot reach `at` before it.
fn is_border(tagged: &Tagged<'_>, at: usize, next: usize) -> bool {
    if tagged.quotation_at(at) != tagged.quotation_at(next) && tagged.quotation_at(at).is_some() {
        return tagged
            .quoted(at)
            .is_none_or(|it| it.n_words > 6 || it.stopped);
    }
    match tagged.kind(at) {
        None => return true,
        Some(TokenKind::Mark) => return !joins_names(tagged, at),
        Some(TokenKind::Clitic) => return !matches!(tagged.word(at), "'s" | "’s"),
        Some(TokenKind::Number) => return false,
        Some(TokenKind::Word) => {}
    }
    if tagged.is_capitalised(at) && !tagged.is(at, verbs().or(Classes::SUBORDINATOR)) {
        return false;
    }
    if tagged.is(at, Classes::CONJUNCTION) {
        return !joins_phrases(tagged, at);
    }
    if tagged.is(at, verbs().or(Classes::SUBORDINATOR).or(Classes::RELATIVE))
        && !tagged.is(at, Classes::DETERMINER)
        || tagged.reads(at, "that")
    {
        return true;
    }
    if tagged.is(at, Classes::PRONOUN.or(Classes::OBJECT)) && !tagged.is(at, Classes::DETERMINER) {
        return true;
    }
    is_verb(tagged, at) && !follows_determiner(tagged, at)
}

fn verbs() -> Classes {
    Classes::AUXILIARY.or(Classes::FINITE)
}

/// Whether the word is a verb form by its class, its cue or its ending.
pub(super) fn is_verb(tagged: &Tagged<'_>, at: usize) -> bool {
    if tagged.is(at, verbs()) {
        return true;
    }
    if let Some((_, forms)) = tagged.cue(at) {
        return forms.is(Forms::PAST) || forms.is(Forms::PARTICIPLE);
    }
    let word = tagged.word(at);
    word.len() > 4 && word.ends_with("ed") && !tagged.is_capitalised(at)
}

fn follows_determiner(tagged: &Tagged<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|it| {
        tagged.is(it, Classes::DETERMINER) && !tagged.is(it, Classes::PRONOUN)
            || matches!(tagged.word(it), "'s" | "’s")
            || tagged.is_adverb(it)
    })
}

/// Marks inside names and titles: initials, hyphens, "&".
fn joins_names(tagged: &Tagged<'_>, at: usize) -> bool {
    match tagged.word(at) {
        "." => at.checked_sub(1).is_some_and(|it| {
            let word = tagged.word(it);
            tagged.is_capitalised(it) && word.len() <= 4
        }),
        "&" | "/" | "$" | "%" | "#" | "@" | "’" | "'" => true,
        _ => false,
    }
}

/// "Marsk and Okrist", "friends and foes": a conjunction between two phrases, not two clauses.
fn joins_phrases(tagged: &Tagged<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    tagged.reads(at, "and")
        && is_nominal(tagged, before)
        && !is_verb(tagged, before)
        && tagged.is_capitalised(before) == tagged.is_capitalised(at + 1)
}

/// Whether a phrase can end with the token.
fn is_nominal(tagged: &Tagged<'_>, at: usize) -> bool {
    match tagged.kind(at) {
        Some(TokenKind::Number) => return true,
        Some(TokenKind::Word) => {}
        Some(TokenKind::Mark) => {
            return matches!(tagged.word(at), "%" | "." | ")" | "’" | "'")
                || tagged
                    .quoted(at)
                    .is_some_and(|it| it.close == at && it.n_words <= 6 && !it.stopped);
        }
        _ => return false,
    }
    let closed = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY)
        .or(Classes::WH);
    let stands_alone = tagged.is(at, Classes::SUBJECT)
        || matches!(
            tagged.word(at),
            "this" | "that" | "these" | "those" | "This" | "That"
        );
    !tagged.is(at, closed) && (stands_alone || !tagged.is(at, Classes::DETERMINER))
}

/// Leaves out what opens a sentence before its subject: "But", "On Monday", "Meanwhile".
fn trim_start(tagged: &Tagged<'_>, start: usize, last: usize) -> Option<usize> {
    let mut at = start;
    while at < last {
        let skips = tagged.is(at, Classes::CONJUNCTION)
            || tagged.is(at, Classes::PREPOSITION) && !tagged.is(at, Classes::DETERMINER)
            || tagged.is(at, Classes::SUBORDINATOR)
            || tagged.is(at, Classes::TIME) && tagged.is_capitalised(at)
            || tagged.is(at, Classes::ADVERB) && !tagged.is(at, Classes::DETERMINER)
            || matches!(tagged.word(at), "'s" | "’s");
        if !skips {
            break;
        }
        at += 1;
    }
    (at <= last && (at < last || is_nominal(tagged, at))).then_some(at)
}

/// The noun phrase that starts at `first`, with its appositions, behind "said" or "according to".
///
/// `opens` tells that a clause follows it behind a comma ("According to X, ...").
pub(super) fn phrase_from(tagged: &Tagged<'_>, first: usize, opens: bool) -> Option<Run> {
    let (_, end) = tagged.bounds(first);
    if tagged.is(first, Classes::PRONOUN.or(Classes::OBJECT))
        && !tagged.is(first, Classes::DETERMINER)
    {
        return Some((first, first));
    }
    let starts = tagged.is_capitalised(first)
        || tagged.is(first, Classes::DETERMINER)
        || tagged.kind(first) == Some(TokenKind::Number)
        || tagged.kind(first) == Some(TokenKind::Word)
            && !tagged.is(
                first,
                Classes::PREPOSITION
                    .or(Classes::WH)
                    .or(Classes::SUBORDINATOR)
                    .or(verbs())
                    .or(Classes::CONJUNCTION),
            )
            && !tagged.is_adverb(first);
    if !starts || tagged.is(first, Classes::TIME) {
        return None;
    }
    let mut last = first;
    let mut at = first + 1;
    while at <= end && at - first < LONGEST {
        let word = tagged.word(at);
        if tagged.quotation_at(at).is_some()
            && tagged.quotation_at(at) != tagged.quotation_at(first)
        {
            break;
        }
        if tagged.is_mark(at) && !joins_names(tagged, at) {
            // An apposition goes on behind a comma up to the next comma or the end.
            if word == "," && apposition_follows(tagged, at, end, opens) {
                at += 1;
                continue;
            }
            break;
        }
        if tagged.is(at, verbs()) && !tagged.is(last, Classes::RELATIVE)
            || tagged.is(at, Classes::TIME) && !tagged.is(at - 1, Classes::DETERMINER)
            || tagged.is(at, Classes::SUBORDINATOR)
                && !tagged.is(at, Classes::PREPOSITION.or(Classes::RELATIVE))
        {
            break;
        }
        last = at;
        at += 1;
    }
    while last > first && (tagged.is(last, Classes::PREPOSITION) || tagged.is_mark(last)) {
        last -= 1;
    }
    Some((first, last))
}

fn apposition_follows(tagged: &Tagged<'_>, comma: usize, end: usize, opens: bool) -> bool {
    let next = comma + 1;
    let looks = tagged.is(next, Classes::DETERMINER)
        || tagged.reads(next, "who")
        || tagged.kind(next) == Some(TokenKind::Number)
        || tagged.kind(next) == Some(TokenKind::Word)
            && tagged.cue(next).is_none()
            && !tagged.is(
                next,
                Classes::PREPOSITION
                    .or(Classes::CONJUNCTION)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::PRONOUN)
                    .or(verbs()),
            )
            && !tagged.is_adverb(next);
    let close = (next..=end)
        .take(LONGEST)
        .find(|&it| tagged.word(it) == "," || it == end);
    let Some(close) = close else {
        return false;
    };
    // In "According to X, the dam held" the clause is no apposition: it has a verb, or ends.
    let is_clause = opens && (close == end || (next..close).any(|it| is_verb(tagged, it)));
    looks && !is_clause && tagged.quotation_at(next).is_none()
}
