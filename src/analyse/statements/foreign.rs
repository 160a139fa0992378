//! Quotations of other languages: “…”, a dit Marsk; „…“, sagte Marsk; Marsk erklärte: „…“.
//!
//! Takes the quotations and lists of how a language names a speaker beside one; knows no clauses,
//! so that only what stands between marks is found.

use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::quotation::Quotation;
use crate::analyse::statements::tagged::Tagged;
use crate::model::Span;
use crate::resources::{SayingPart, Sayings};

/// How likely a quotation beside a verb of saying is a statement, in thousandths: set as for the
/// English verbs that were not counted.
pub(super) const CONFIDENCE: u16 = 850;
/// The longest name with its role, in tokens.
const LONGEST: usize = 14;
/// The fewest words of a quotation that is more than a name between marks.
const FEWEST: usize = 3;

/// A quotation with who said it.
pub(super) struct Foreign {
    pub(super) source: Span,
    pub(super) cue: Span,
    pub(super) content: Vec<Run>,
}

/// Finds the quotations with a speaker beside them, in order.
pub(super) fn foreign(tagged: &Tagged<'_>, sayings: &Sayings) -> Vec<Foreign> {
    let mut found: Vec<Foreign> = Vec::new();
    let mut last_end = None;
    for it in tagged.quotations.iter().filter(|it| it.n_words >= FEWEST) {
        let tag = behind(tagged, sayings, it).or_else(|| before(tagged, sayings, it));
        if let Some((source, cue, end)) = tag {
            found.push(Foreign {
                source,
                cue,
                content: vec![(it.open, it.close)],
            });
            last_end = Some(end.max(it.close));
        } else if let Some(end) = last_end.take()
            && let Some(last) = found.last_mut()
            && follows(tagged, end, it)
        {
            last.content.push((it.open, it.close));
        }
    }
    found
}

/// Whether the quotation begins the sentence right behind the one with the tag.
fn follows(tagged: &Tagged<'_>, end: usize, it: &Quotation) -> bool {
    let (first, last) = tagged.bounds(it.open);
    let same_block = tagged.block(end) == tagged.block(it.open);
    let alone = last <= it.close + 1;
    same_block && first == it.open && alone && tagged.sentence(it.open) == tagged.sentence(end) + 1
}

/// “…”, a dit Marsk: source, cue and last token of the tag.
fn behind(tagged: &Tagged<'_>, sayings: &Sayings, it: &Quotation) -> Option<(Span, Span, usize)> {
    let first = it.close + 1;
    let first = first + usize::from(tagged.word(first) == ",");
    if tagged.block(first) != tagged.block(it.close) {
        return None;
    }
    let is = |at, tag| sayings.is(tagged.word(at), tag);
    if is(first, SayingPart::Opener) {
        let name = name(tagged, sayings, first + 1)?;
        return Some((span(tagged, name), tagged.span(first, first), name.1));
    }
    if let Some((verb, pronoun, end)) = inverted(tagged, sayings, first) {
        return Some((pronoun, verb, end));
    }
    if let Some(verb) = verb(tagged, sayings, first) {
        let mut at = verb.1 + 1;
        while is(at, SayingPart::Adjunct) && at < verb.1 + 4 {
            at += 1;
        }
        let name = name(tagged, sayings, at)?;
        return Some((span(tagged, name), span(tagged, verb), name.1));
    }
    let name = name(tagged, sayings, first)?;
    let verb = verb(tagged, sayings, name.1 + 1)?;
    Some((span(tagged, name), span(tagged, verb), verb.1))
}

/// Marsk a déclaré : “…”; selon Marsk, “…”.
fn before(tagged: &Tagged<'_>, sayings: &Sayings, it: &Quotation) -> Option<(Span, Span, usize)> {
    let mark = it.open.checked_sub(1)?;
    let (first, _) = tagged.bounds(mark);
    let is = |at, tag| sayings.is(tagged.word(at), tag);
    if tagged.word(mark) == "," && is(first, SayingPart::Opener) {
        let name = name(tagged, sayings, first + 1).filter(|it| it.1 + 1 == mark)?;
        return Some((span(tagged, name), tagged.span(first, first), it.close));
    }
    if tagged.word(mark) != ":" || tagged.block(mark) != tagged.block(it.open) {
        return None;
    }
    let earliest = first.max(mark.saturating_sub(2 * LONGEST));
    let verb = (earliest..mark).find_map(|at| verb(tagged, sayings, at))?;
    let after = name(tagged, sayings, verb.1 + 1);
    let subject = verb.0.checked_sub(1).filter(|it| *it >= first);
    let before = subject.and_then(|last| {
        let start = (first.max(last.saturating_sub(LONGEST))..=last)
            .find(|at| name(tagged, sayings, *at).is_some_and(|it| it.1 == last))?;
        // "Am Montag sagte Marsk": a time, no speaker.
        let is_time = start > first && is(start - 1, SayingPart::Boundary);
        (!is_time).then_some((start, last))
    });
    let name = before.or(after)?;
    Some((span(tagged, name), span(tagged, verb), it.close))
}

fn span(tagged: &Tagged<'_>, run: Run) -> Span {
    tagged.span(run.0, run.1)
}

/// "affirme", "a déclaré".
fn verb(tagged: &Tagged<'_>, sayings: &Sayings, at: usize) -> Option<Run> {
    let is = |at, tag| sayings.is(tagged.word(at), tag);
    if is(at, SayingPart::Auxiliary) && is(at + 1, SayingPart::Participle) {
        return Some((at, at + 1));
    }
    is(at, SayingPart::Verb).then_some((at, at))
}

/// "dit-il", "a-t-elle dit": the cue, the pronoun inside the first word, the last token.
fn inverted(tagged: &Tagged<'_>, sayings: &Sayings, at: usize) -> Option<(Span, Span, usize)> {
    let word = tagged.word(at);
    let (stem, pronoun) = word.rsplit_once('-')?;
    let whole = tagged.span(at, at);
    let subject = Span::new(whole.end() - pronoun.len(), whole.end());
    let stem = stem.strip_suffix("-t").unwrap_or(stem);
    if !sayings.is(pronoun, SayingPart::Pronoun) {
        return None;
    }
    if sayings.is(stem, SayingPart::Auxiliary)
        && sayings.is(tagged.word(at + 1), SayingPart::Participle)
    {
        return Some((tagged.span(at + 1, at + 1), subject, at + 1));
    }
    let verb = Span::new(whole.start(), whole.start() + stem.len());
    sayings
        .is(stem, SayingPart::Verb)
        .then_some((verb, subject, at))
}

/// A pronoun, or a name with its role: "le ministre de l’eau, Teodor Marsk".
fn name(tagged: &Tagged<'_>, sayings: &Sayings, first: usize) -> Option<Run> {
    let is = |at, tag| sayings.is(tagged.word(at), tag);
    if is(first, SayingPart::Pronoun) && !is(first, SayingPart::Article) {
        return Some((first, first));
    }
    let elided = |at: usize| tagged.word(at).contains(['’', '\'']);
    if !tagged.is_capitalised(first) && !is(first, SayingPart::Article) && !elided(first) {
        return None;
    }
    let mut last = first;
    for at in first + 1..first + LONGEST {
        let ends = tagged.block(at) != tagged.block(first)
            || tagged.quotation_at(at).is_some()
            || is(at, SayingPart::Boundary)
            || is(at, SayingPart::Auxiliary)
            || is(at, SayingPart::Verb) && !tagged.is_capitalised(at);
        if ends {
            break;
        }
        if tagged.is_word(at) {
            last = at;
        } else if !(tagged.word(at) == "," && tagged.is_capitalised(at + 1)) {
            break;
        }
    }
    tagged.is_word(last).then_some((first, last))
}
