//! A text that is kept as it was given: its lines are its blocks, and every character stays where
//! it was.

use super::{dateline, same_words};
use crate::model::{Block, BlockKind, Document, MapRun, Span};
use crate::resources::Resources;

/// Characters below which a line without an end of a sentence is a heading.
const MAX_HEADING: usize = 90;

/// Takes the text over unchanged.
pub(super) fn keep(resources: &Resources, document: &mut Document, text: String) {
    document.blocks = blocks(&text, document.headline.as_deref());
    document.map = whole(&text);
    let first = document
        .blocks
        .iter()
        .find(|it| it.kind == BlockKind::Paragraph);
    if let Some(first) = first
        && let Some(mut found) = dateline::find(resources, first.span.of(&text))
    {
        found.dateline.span = found.dateline.span.shift(first.span.start());
        document.dateline = Some(found.dateline);
        document.outlet = document.outlet.take().or(found.outlet);
    }
    document.text = text;
}

/// One run that maps the text onto itself.
fn whole(text: &str) -> Vec<MapRun> {
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let run = MapRun {
        text: 0,
        input: 0,
        length,
    };
    (length > 0).then_some(run).into_iter().collect()
}

fn blocks(text: &str, headline: Option<&str>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if span.is_empty() {
            continue;
        }
        let is_headline =
            blocks.is_empty() && headline.is_some_and(|it| same_words(it, span.of(text)));
        let kind = if is_headline {
            BlockKind::Headline
        } else if is_heading(span.of(text)) {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        blocks.push(Block { span, kind });
    }
    if let Some(last) = blocks.last_mut().filter(|it| it.kind == BlockKind::Heading) {
        last.kind = BlockKind::Paragraph;
    }
    blocks
}

fn is_heading(line: &str) -> bool {
    line.len() <= MAX_HEADING
        && line.starts_with(char::is_uppercase)
        && line.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_blocks() {
        let text =
            "\n Dam opens.\r\n\r\nThe gates were opened, Marsk said.\nAt the river\nWater rose.";
        let found: Vec<_> = blocks(text, Some("Dam opens"))
            .iter()
            .map(|block| (block.kind, block.span.of(text)))
            .collect();
        let expected = [
            (BlockKind::Headline, "Dam opens."),
            (BlockKind::Paragraph, "The gates were opened, Marsk said."),
            (BlockKind::Heading, "At the river"),
            (BlockKind::Paragraph, "Water rose."),
        ];
        assert_eq!(found, expected);
    }
}
