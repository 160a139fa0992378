//! Sentences to statements: who said what, in whose words, by rules over tokens.
//!
//! A cue that is known to report, in a place where it does, takes the noun phrase beside it as its
//! source and the clause or quotation at its other side as its content. No parser and no model:
//! closed word classes, the shapes of words and a list of cues with how often each reports.

mod content;
mod foreign;
mod label;
mod phrase;
mod quotation;
mod report;
mod tagged;
#[cfg(test)]
mod tests;

use crate::analyse::parsed::Parsed;
use crate::model::{Span, Statement, StatementKind};
use crate::resources::Speech;
use content::{Content, content};
use foreign::{Foreign, foreign};
use label::{Label, labels};
use phrase::Run;
use report::{Report, reports};
use tagged::Tagged;

/// How likely a speaker's label is one, in thousandths; measured on the training part of PolNeAR.
const LABEL: u16 = 800;

/// Finds the statements of a document, in order of place.
pub(super) fn find(speech: &Speech, parsed: &Parsed<'_>) -> Vec<Statement> {
    let tagged = Tagged::new(speech, parsed);
    let reports = reports(&tagged);
    let mut found: Vec<Statement> = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let Some(content) = content(&tagged, &reports, at) else {
            continue;
        };
        let content = follow_up(&tagged, &reports, report, content);
        found.push(reported(&tagged, report, &content));
    }
    let language = parsed.document.language.as_deref().unwrap_or("en");
    if let Some(sayings) = speech.sayings(language) {
        let quoted = foreign(&tagged, sayings);
        let quoted: Vec<Statement> = quoted.iter().map(|it| said(&tagged, it)).collect();
        found.retain(|it| !quoted.iter().any(|other| overlap(it, other)));
        found.extend(quoted);
    }
    let mut labelled: Vec<Statement> = labels(&tagged)
        .iter()
        .map(|label| labelled(&tagged, label))
        .collect();
    labelled.retain(|label| !found.iter().any(|it| overlap(it, label)));
    found.extend(labelled);
    found.sort_by_key(|it| (it.content_cover(), it.cue.first().copied()));
    found
}

fn reported(tagged: &Tagged<'_>, report: &Report<'_>, content: &Content) -> Statement {
    let source = report.source.filter(|_| !report.is_impression());
    let cue = (report.start, report.end);
    let mut statement = statement(tagged, source, cue, content);
    statement.speech = report.cue.speech;
    statement.confidence = report.confidence();
    statement
}

/// Whether the contents share characters.
fn overlap(one: &Statement, other: &Statement) -> bool {
    let shares = |span: &Span| other.content.iter().any(|it| it.overlaps(*span));
    one.content.iter().any(shares)
}

fn said(tagged: &Tagged<'_>, quoted: &Foreign) -> Statement {
    let content = Content {
        runs: quoted.content.clone(),
    };
    let mut statement = assemble(tagged, vec![quoted.source], vec![quoted.cue], &content);
    statement.confidence = foreign::CONFIDENCE;
    statement
}

fn labelled(tagged: &Tagged<'_>, label: &Label) -> Statement {
    let content = Content {
        runs: vec![label.content],
    };
    let mut statement = statement(tagged, Some(label.source), (label.cue, label.cue), &content);
    statement.confidence = LABEL;
    statement
}

/// Adds the quotations around a quoted content that have no cue of their own: those of the
/// paragraphs that it goes over, and those that follow in its paragraph.
fn follow_up(
    tagged: &Tagged<'_>,
    reports: &[Report<'_>],
    report: &Report<'_>,
    mut content: Content,
) -> Content {
    let quotation = |it: &Run| tagged.quotation_at(it.0).or(tagged.quotation_at(it.1));
    let Some(first) = content.runs.first().and_then(quotation) else {
        if content.runs.iter().any(|it| quotation(it).is_some()) {
            follow(tagged, reports, report, &mut content);
        }
        return content;
    };
    let mut before = first;
    while let Some(it) = tagged.quotations.get(before).filter(|it| it.continues)
        && let Some(earlier) = before
            .checked_sub(1)
            .and_then(|it| tagged.quotations.get(it))
        && content.runs.first().is_some_and(|run| run.0 == it.open)
        && !reports
            .iter()
            .any(|it| tagged.block(it.verb) == tagged.block(earlier.open))
    {
        content.runs.insert(0, (earlier.open, earlier.close));
        before -= 1;
    }
    follow(tagged, reports, report, &mut content);
    content
}

fn follow(tagged: &Tagged<'_>, reports: &[Report<'_>], report: &Report<'_>, content: &mut Content) {
    let (_, sentence_end) = tagged.bounds(report.verb);
    let last = content.runs.iter().map(|it| it.1).max().unwrap_or(0);
    let mut end = sentence_end.max(last);
    let mut can_follow = true;
    while let Some(it) = tagged
        .quoted(end + 1)
        .copied()
        .filter(|it| it.open == end + 1)
    {
        let (_, its_end) = tagged.bounds(it.close);
        let stop = usize::from(is_stop(tagged.word(it.close + 1)));
        let has_tag = reports
            .iter()
            .any(|report| report.verb > it.close && report.verb <= its_end)
            || its_end > it.close + stop;
        let same_block = tagged.block(it.open) == tagged.block(end);
        let is_sentence = it.n_words > 3 && (it.stopped || stop > 0);
        if has_tag || !(it.continues || can_follow && same_block && is_sentence) {
            break;
        }
        can_follow = it.continues;
        content.runs.push((it.open, it.close));
        end = it.close + stop;
    }
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…")
}

fn statement(tagged: &Tagged<'_>, source: Option<Run>, cue: Run, content: &Content) -> Statement {
    let spans = |run: Run| tagged.span(run.0, run.1);
    let source: Vec<Span> = source.into_iter().map(spans).collect();
    assemble(tagged, source, vec![spans(cue)], content)
}

fn assemble(
    tagged: &Tagged<'_>,
    source: Vec<Span>,
    cue: Vec<Span>,
    content: &Content,
) -> Statement {
    let text = tagged.parsed.text;
    let spans = |run: Run| tagged.span(run.0, run.1);
    let runs: Vec<Span> = content.runs.iter().copied().map(spans).collect();
    let (kind, quoted) = quoted(tagged, content);
    Statement {
        id: Statement::id_of(tagged.parsed.document.id, text, &source, &cue, &runs),
        kind,
        speech: true,
        source,
        cue,
        content: runs,
        quoted,
        speaker: None,
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: Vec::new(),
        confidence: 0,
    }
}

/// The verbatim parts, and whether they are all of the content.
fn quoted(tagged: &Tagged<'_>, content: &Content) -> (StatementKind, Vec<Span>) {
    let mut quoted = Vec::new();
    let mut outside = false;
    for &(first, last) in &content.runs {
        let mut at = first;
        while at <= last {
            match tagged.quoted(at).copied() {
                Some(it) => {
                    let (from, to) = ((it.open + 1).max(first), it.last_word().min(last));
                    if from <= to {
                        quoted.push(tagged.span(from, to));
                    }
                    at = it.close + 1;
                }
                None => {
                    outside |= tagged.is_word(at);
                    at += 1;
                }
            }
        }
    }
    let kind = match (quoted.is_empty(), outside) {
        (true, _) => StatementKind::Indirect,
        (false, true) => StatementKind::Mixed,
        (false, false) => StatementKind::Direct,
    };
    (kind, quoted)
}
