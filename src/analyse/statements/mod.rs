//! Sentences to statements: who said what, in whose words.
//!
//! English is read by a trained network ([`trained`]), with rules for what its training did not hold.
//! Other languages are read by rules over tokens: a cue that is known to report, in a place where it
//! does, takes the noun phrase beside it as its source and the clause or quotation at its other side
//! as its content. No parser and no model: closed word classes, the shapes of words and a list of
//! cues with how often each reports.

mod content;
mod follow;
mod foreign;
mod headline;
mod label;
mod nested;
#[cfg(test)]
mod network_tests;
mod phrase;
mod quotation;
mod report;
mod saying;
mod tagged;
#[cfg(test)]
mod tests;
mod trained;
mod whole;

use crate::analyse::parsed::Parsed;
use crate::model::{Choice, Engine, Reality, Span, Statement, StatementKind};
use crate::resources::{Model, Models, Resources, Speech};
use content::{Content, content};
use foreign::{Foreign, foreign};
use label::{Label, labels};
use phrase::Run;
use report::{Report, reports};
use tagged::Tagged;
pub(super) use trained::{Hints, Name};

/// How likely a speaker's label is one, in thousandths; measured on the training part of PolNeAR.
const LABEL: u16 = 800;

/// What was found in one pass over a text.
#[derive(Debug)]
pub(super) struct Reading {
    /// Who said what, in order of place.
    pub statements: Vec<Statement>,
    /// What a network tells of the words beside; nothing where rules read.
    pub hints: Hints,
    /// The name of what read.
    pub engine: &'static str,
}

/// Finds the statements of a document, and what a network tells of its names on the way.
pub(super) fn read(resources: &Resources, engine: Engine, parsed: &Parsed<'_>) -> Reading {
    let tagged = Tagged::new(&resources.speech, parsed);
    match models(resources, engine, parsed) {
        Some(models) => {
            let (mut statements, hints) = trained::read(models, &tagged);
            whole::complete(&tagged, &mut statements);
            headline::keep_apart(&tagged, &mut statements);
            add_labelled(&tagged, &mut statements);
            follow::add(&tagged, &mut statements);
            nested::add_nested(&tagged, &mut statements);
            Reading {
                statements: in_order(statements),
                hints,
                engine: models.0.name,
            }
        }
        None => Reading {
            statements: by_rules(&resources.speech, &tagged),
            hints: Hints::default(),
            engine: "rules",
        },
    }
}

/// The network for an engine and a language, where there is one, and the one that it is heard with.
fn models<'a>(
    resources: &'a Resources,
    engine: Engine,
    parsed: &Parsed<'_>,
) -> Option<(&'a Model, Option<&'a Model>)> {
    let language = parsed.document.language.as_deref().unwrap_or("en");
    let Models { full, fast } = &resources.models;
    match engine {
        Engine::Full if language == "en" => Some((full, Some(fast))),
        Engine::Fast if language == "en" => Some((fast, None)),
        _ => None,
    }
}

fn by_rules(speech: &Speech, tagged: &Tagged<'_>) -> Vec<Statement> {
    let reports = reports(tagged);
    let mut found: Vec<Statement> = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let Some(content) = content(tagged, &reports, at) else {
            continue;
        };
        let content = follow_up(tagged, &reports, report, content);
        found.push(reported(tagged, report, &content));
    }
    let language = tagged.parsed.document.language.as_deref().unwrap_or("en");
    if let Some(sayings) = speech.sayings(language) {
        let quoted = foreign(tagged, sayings);
        let quoted: Vec<Statement> = quoted.iter().map(|it| said(tagged, it)).collect();
        found.retain(|it| !quoted.iter().any(|other| overlap(it, other)));
        found.extend(quoted);
    }
    add_labelled(tagged, &mut found);
    in_order(found)
}

/// From so many labels on, a text is a transcript.
const TRANSCRIPT: usize = 3;

/// Brings statements into the order of their contents.
fn in_order(mut found: Vec<Statement>) -> Vec<Statement> {
    found.sort_by_key(|it| (it.content_cover(), it.cue.first().copied()));
    found
}

/// Adds what speakers' labels introduce.
///
/// In a transcript, and before or behind a quotation, a label goes before what else was made of its
/// words; elsewhere ("UPDATE: Marsk said …") it counts only where nothing else was found.
fn add_labelled(tagged: &Tagged<'_>, found: &mut Vec<Statement>) {
    let labels = labels(tagged);
    let transcript = labels.len() >= TRANSCRIPT;
    for label in &labels {
        let made = labelled(tagged, label);
        if transcript || !made.quoted.is_empty() {
            // What is reported inside the words stays.
            let inside = |it: &Statement| it.cue.iter().all(|cue| shares(&made.content, *cue));
            found.retain(|it| !overlap(it, &made) || !it.cue.is_empty() && inside(it));
            found.push(made);
        } else if !found.iter().any(|it| overlap(it, &made)) {
            found.push(made);
        }
    }
    for label in headline::tagged_headlines(tagged, found) {
        let made = labelled(tagged, &label);
        found.retain(|it| !overlap(it, &made));
        found.push(made);
    }
}

fn reported(tagged: &Tagged<'_>, report: &Report<'_>, content: &Content) -> Statement {
    let source = report.source.filter(|_| !report.is_impression());
    let cue = (report.start, report.end);
    let mut statement = statement(tagged, source, cue, content);
    statement.confidence = report.confidence();
    statement
}

/// Whether the contents share characters.
fn overlap(one: &Statement, other: &Statement) -> bool {
    one.content.iter().any(|it| shares(&other.content, *it))
}

fn shares(spans: &[Span], span: Span) -> bool {
    spans.iter().any(|it| it.overlaps(span))
}

fn said(tagged: &Tagged<'_>, quoted: &Foreign) -> Statement {
    let content: Vec<Span> = quoted
        .content
        .iter()
        .map(|it| tagged.span(it.0, it.1))
        .collect();
    let mut statement = of_spans(tagged, vec![quoted.source], vec![quoted.cue], content);
    statement.confidence = foreign::CONFIDENCE;
    statement
}

fn labelled(tagged: &Tagged<'_>, label: &Label) -> Statement {
    let cue = label.cue.map(|it| (it, it));
    let mut statement = assemble(
        tagged,
        vec![label.source],
        cue.into_iter().collect(),
        vec![label.content],
    );
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
    let source = source.into_iter().collect();
    assemble(tagged, source, vec![cue], content.runs.clone())
}

fn assemble(tagged: &Tagged<'_>, source: Vec<Run>, cue: Vec<Run>, content: Vec<Run>) -> Statement {
    let spans = |runs: &[Run]| -> Vec<Span> {
        let span = |run: &Run| tagged.span(run.0, run.1);
        runs.iter().map(span).collect()
    };
    let (source, cue) = (spans(&source), spans(&cue));
    of_spans(tagged, source, cue, spans(&content))
}

/// A statement of these spans.
fn of_spans(
    tagged: &Tagged<'_>,
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
) -> Statement {
    let text = tagged.parsed.text;
    let runs: Vec<Run> = content.iter().filter_map(|it| tagged.run(*it)).collect();
    let (kind, quoted) = quoted(tagged, &runs);
    let run = |spans: &[Span]| spans.first().and_then(|it| tagged.run(*it));
    let saying = run(&cue).map(|it| saying::saying(tagged, it, run(&source)));
    Statement {
        id: Statement::id_of(tagged.parsed.document.id, text, &source, &cue, &content),
        kind,
        speech: saying.is_none_or(|it| it.speech),
        force: saying.and_then(|it| it.force),
        reality: saying.map_or(Reality::Asserted, |it| it.reality),
        source,
        cue,
        content,
        quoted,
        speaker: None,
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: Vec::new(),
        choice: Choice::default(),
        confidence: 0,
    }
}

/// The verbatim parts, and whether they are all of the content.
fn quoted(tagged: &Tagged<'_>, content: &[Run]) -> (StatementKind, Vec<Span>) {
    let mut quoted = Vec::new();
    let mut outside = false;
    for &(first, last) in content {
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
