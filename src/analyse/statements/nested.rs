//! What somebody said that somebody else had said: "Okrist said that Marsk had warned her".
//!
//! The network was trained on annotations that mostly stop at the outer report. Inside what it found
//! to be said, the rules look for reports of others, so that their words have a chain too.

use super::phrase::Run;
use super::{content, reported, reports, shares};
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Reality, Span, Statement};

/// How sure the rules must be of a report inside another, in thousandths. The annotations of the
/// development part hold hardly any, so each one more costs precision there; of 70 reports that the
/// rules found at 600, most were hopes, wishes and things that would be said.
const SURE: u16 = 750;

/// Adds reports inside what was said, which the network left out.
pub(super) fn add_nested(tagged: &Tagged<'_>, found: &mut Vec<Statement>) {
    let mut outer: Vec<Span> = found.iter().flat_map(|it| it.content.clone()).collect();
    outer.sort();
    let mut cues: Vec<Span> = found.iter().flat_map(|it| it.cue.clone()).collect();
    cues.sort();
    let reports = reports(tagged);
    for (at, report) in reports.iter().enumerate() {
        let cue = tagged.span(report.start, report.end);
        let holder = holder(&outer, cue);
        let (Some(holder), Some(run)) = (holder, report.source) else {
            continue;
        };
        let source = tagged.span(run.0, run.1);
        let known = shares(near(&cues, cue), cue);
        if known || !holder.contains(source) || !is_named(tagged, run) {
            continue;
        }
        let Some(content) = content(tagged, &reports, at) else {
            continue;
        };
        let made = reported(tagged, report, &content);
        let inside = made.content.iter().all(|it| holder.contains(*it));
        let said = made.speech && made.reality == Reality::Asserted;
        if inside && said && made.confidence >= SURE {
            found.push(made);
        }
    }
}

/// Whether a source is a name: a word with a capital that does not begin a sentence or quotation.
fn is_named(tagged: &Tagged<'_>, source: Run) -> bool {
    let capital = |at: usize| tagged.word(at).starts_with(char::is_uppercase);
    let behind_word = source.0 > 0 && tagged.is_word(source.0 - 1);
    (source.0 + 1..=source.1).any(capital) || behind_word && capital(source.0)
}

/// How many spans before a place are looked at.
const NEAR: usize = 8;

/// The spans that may share characters with one.
fn near(spans: &[Span], span: Span) -> &[Span] {
    let end = spans.partition_point(|it| it.start() < span.end());
    spans.get(end.saturating_sub(NEAR)..end).unwrap_or(&[])
}

/// The shortest span that holds one.
fn holder(spans: &[Span], span: Span) -> Option<Span> {
    let holding = near(spans, span).iter().filter(|it| it.contains(span));
    holding.min_by_key(|it| (it.len(), **it)).copied()
}
