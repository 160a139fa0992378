//! Quotations without a cue of their own, which go on from what was said before them.
//!
//! "Solane said the sirens had failed. “We ran when we saw the water.”": a sentence or paragraph between
//! quotation marks behind a statement is by the same source, if nothing else claims it, and becomes a
//! further piece of that statement's content.

use crate::analyse::statements::headline::is_headline;
use crate::analyse::statements::of_spans;
use crate::analyse::statements::quotation::Quotation;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Span, Statement};

/// The fewest words of a quotation behind a sentence of its paragraph.
const FEWEST: usize = 4;
/// The fewest words of a quotation that is a paragraph: shorter ones are headings.
const FEWEST_IN_PARAGRAPH: usize = 6;
/// Adds the quotations that follow a statement without a cue.
pub(super) fn add(tagged: &Tagged<'_>, found: &mut [Statement]) {
    for quotation in tagged
        .quotations
        .iter()
        .filter(|it| stands_alone(tagged, it))
    {
        let span = tagged.span(quotation.open, quotation.close);
        if found.iter().any(|it| touches(it, span)) {
            continue;
        }
        let before = found
            .iter_mut()
            .filter(|it| precedes(tagged, it, quotation));
        let Some(before) = before.max_by_key(|it| end(it)) else {
            continue;
        };
        if !before.speech || before.source.is_empty() {
            continue;
        }
        let mut content = before.content.clone();
        content.push(span);
        let (source, cue) = (before.source.clone(), before.cue.clone());
        let mut joined = of_spans(tagged, source, cue, content);
        joined.confidence = before.confidence;
        *before = joined;
    }
}

fn touches(statement: &Statement, span: Span) -> bool {
    let mut spans = statement.content.iter().chain(&statement.cue);
    spans.any(|it| it.overlaps(span))
}

fn end(statement: &Statement) -> (usize, usize) {
    let spans = statement.content.iter().chain(&statement.cue);
    let end = spans.map(|it| it.end()).max().unwrap_or(0);
    (end, statement.content_cover().start())
}

/// Whether a quotation is one or more whole sentences of its block, or all of it.
fn stands_alone(tagged: &Tagged<'_>, it: &Quotation) -> bool {
    let opens = tagged.bounds(it.open).0 == it.open;
    let next = it.close + 1;
    let closes =
        tagged.block_end(it.open) == it.close || tagged.bounds(next).0 == next && it.stopped;
    let fewest = match tagged.block_starts_at(it.open) {
        true => FEWEST_IN_PARAGRAPH,
        false => FEWEST,
    };
    it.closed && it.n_words >= fewest && opens && closes
}

/// Whether a statement ends in the sentence right before the quotation, or in the block before it
/// where the quotation opens its own.
fn precedes(tagged: &Tagged<'_>, statement: &Statement, it: &Quotation) -> bool {
    let (end, _) = end(statement);
    let at = tagged.parsed.token_at(end).saturating_sub(1);
    // Behind a label, and behind a headline, somebody else speaks.
    let cue = statement.cue.first().and_then(|it| tagged.run(*it));
    let is_label = cue.is_some_and(|it| tagged.is_mark(it.0));
    let is_behind = end > tagged.span(it.open, it.open).start();
    if is_label || is_behind || is_headline(tagged, tagged.block_start(at)) {
        return false;
    }
    match tagged.block_starts_at(it.open) {
        true => tagged.block(at) + 1 == tagged.block(it.open) && follows_closely(tagged, at),
        false => {
            tagged.block(at) == tagged.block(it.open)
                && tagged.sentence(at) + 1 == tagged.sentence(it.open)
        }
    }
}

/// Whether the statement that ends at a token stands in the last sentence of its block.
fn follows_closely(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.sentence(at) == tagged.sentence(tagged.block_end(at))
}
