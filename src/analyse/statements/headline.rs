//! Headlines and headings that name their speaker: "Gates to stay shut until spring - Marsk".
//!
//! A tag behind a dash may also be an outlet or a section, so the article itself has to know whom it
//! names: as the source of a statement, or by a name further down.

use crate::analyse::statements::label::Label;
use crate::analyse::statements::of_spans;
use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{BlockKind, Span, Statement};
use crate::resources::Classes;

/// The longest tag, in tokens.
const LONGEST: usize = 5;
/// The fewest words that are said.
const FEWEST: usize = 3;
/// The longest first paragraph without a stop that is taken for a headline, in tokens.
const LONGEST_HEADLINE: usize = 30;

/// Finds the tagged headlines of a text, given the statements found elsewhere in it.
pub(super) fn tagged_headlines(tagged: &Tagged<'_>, found: &[Statement]) -> Vec<Label> {
    let firsts = tagged.block_starts().into_iter();
    let headlines = firsts.filter(|at| is_headline(tagged, *at));
    headlines
        .filter_map(|at| behind_dash(tagged, found, at))
        .collect()
}

/// Cuts from contents what stands in a headline while the cue does not, and the other way round: a
/// headline has no stop, so that the words below it look like its continuation.
pub(super) fn keep_apart(tagged: &Tagged<'_>, found: &mut Vec<Statement>) {
    let headlines = headlines(tagged);
    if headlines.is_empty() {
        return;
    }
    for statement in found.iter_mut() {
        let Some(cue) = statement.cue.first().copied() else {
            continue;
        };
        let home = headlines.iter().find(|it| it.overlaps(cue)).copied();
        let kept = |spans: &[Span]| -> Vec<Span> {
            let parts = spans.iter();
            parts
                .filter_map(|it| part(tagged, *it, home, &headlines))
                .collect()
        };
        let (source, content) = (kept(&statement.source), kept(&statement.content));
        if (&source, &content) != (&statement.source, &statement.content) {
            let confidence = statement.confidence;
            *statement = of_spans(tagged, source, statement.cue.clone(), content);
            statement.confidence = confidence;
        }
    }
    found.retain(|it| !it.content.is_empty());
}

/// The part of a span inside its home headline, or else outside of every headline.
fn part(tagged: &Tagged<'_>, span: Span, home: Option<Span>, headlines: &[Span]) -> Option<Span> {
    let run = tagged.run(span)?;
    let fits = |at: &usize| {
        let token = tagged.span(*at, *at);
        match home {
            Some(home) => home.overlaps(token),
            None => !headlines.iter().any(|it| it.overlaps(token)),
        }
    };
    let mut kept = (run.0..=run.1).filter(fits);
    let first = kept.next()?;
    let last = kept.next_back().unwrap_or(first);
    if (first, last) == run {
        return Some(span);
    }
    Some(tagged.span(first, last))
}

fn headlines(tagged: &Tagged<'_>) -> Vec<Span> {
    let firsts = tagged.block_starts().into_iter();
    let headlines = firsts.filter(|at| is_headline(tagged, *at));
    headlines
        .map(|at| tagged.span(at, tagged.block_end(at)))
        .collect()
}

/// Whether the block that begins at a token is a headline or heading: by its kind, or, in a text as
/// it was given, as a first paragraph without a stop.
pub(super) fn is_headline(tagged: &Tagged<'_>, first: usize) -> bool {
    let blocks = &tagged.parsed.document.blocks;
    let kind = blocks.get(tagged.block(first) as usize).map(|it| it.kind);
    if matches!(kind, Some(BlockKind::Headline | BlockKind::Heading)) {
        return true;
    }
    let end = tagged.block_end(first);
    let ends = tagged.word(end);
    first == 0
        && end + 1 < tagged.len()
        && end < LONGEST_HEADLINE
        && tagged.is_word(end)
        && !ends.ends_with(['.', '!', '?'])
}

fn behind_dash(tagged: &Tagged<'_>, found: &[Statement], first: usize) -> Option<Label> {
    let end = tagged.block_end(first);
    let dash = (first..end).rev().find(|at| is_spaced_dash(tagged, *at))?;
    let tag = (dash + 1, end);
    let said = (first, dash.checked_sub(1)?);
    let n_words = (said.0..=said.1).filter(|it| tagged.is_word(*it)).count();
    let plain = (tag.0..=tag.1).all(|at| tagged.is_word(at) && tagged.quoted(at).is_none());
    let counts = n_words >= FEWEST && plain && end - dash <= LONGEST && knows(tagged, found, tag);
    counts.then_some(Label {
        source: tag,
        cue: Some(dash),
        content: said,
    })
}

fn is_spaced_dash(tagged: &Tagged<'_>, at: usize) -> bool {
    let span = tagged.span(at, at);
    let text = tagged.parsed.text;
    let before = text.get(..span.start()).unwrap_or_default();
    let behind = text.get(span.end()..).unwrap_or_default();
    tagged.is_dash(at) && before.ends_with(' ') && behind.starts_with(' ')
}

/// Whether the article below knows whom a tag names.
fn knows(tagged: &Tagged<'_>, found: &[Statement], tag: Run) -> bool {
    let text = tagged.parsed.text;
    let name = tagged.span(tag.0, tag.1).of(text);
    let outlet = tagged.parsed.document.outlet.as_deref();
    if outlet.is_some_and(|it| it.eq_ignore_ascii_case(name)) {
        return false;
    }
    let last = tagged.word(tag.1);
    let is_last = |at: usize| tagged.reads(at, last);
    let of_tag = tagged.span(tag.0, tag.1);
    let speaks = found.iter().flat_map(|it| &it.source).any(|source| {
        !source.overlaps(of_tag)
            && tagged
                .run(*source)
                .is_some_and(|run| (run.0..=run.1).any(is_last))
    });
    let names = (tag.0..=tag.1).all(|at| tagged.is_capitalised(at));
    // A person's whole name further down: "Marsk" and "Ilvan Marsk".
    let is_named = |at: usize| {
        tagged.word(at) == last
            && tagged.is_capitalised(at - 1)
            && !tagged.block_starts_at(at)
            && !tagged.is(at - 1, Classes::DETERMINER)
    };
    speaks || names && tag.0 == tag.1 && (tag.1 + 2..tagged.len()).any(is_named)
}
