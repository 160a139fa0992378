//! Markdown to a document: its paragraphs, headings, lists and quotes, without the marks.
//!
//! A head of `key: value` lines between `---` gives the facts; without one the first heading of the
//! first level is the headline. Each character of the text maps to the input.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::fields::{Fields, push_block, some};
use super::{decode, empty};
use crate::model::{BlockKind, Document, DocumentId, Hash, Item, MapRun};
use crate::resources::Resources;

/// The most lines of a head of fields.
const MAX_HEAD: usize = 200;
/// Characters beyond which a text is not parsed as Markdown but read as plain text.
const MAX_CHARS: usize = 32 << 20;

/// Reads a Markdown file.
pub(super) fn read(resources: &Resources, item: &Item) -> Result<Document, String> {
    let decoded = decode::decode(&item.bytes, None)?;
    let mut document = empty(DocumentId(Hash::of_bytes(&item.bytes)), &item.reference);
    document.warnings.extend(decoded.warning);
    let source = decoded.text.as_str();
    if source.len() > MAX_CHARS {
        super::text(resources, &mut document, decoded.text, Default::default());
        return Ok(document);
    }
    let (mut fields, body) = head(source);
    let mut builder = Builder {
        document: &mut document,
        points: Points::of(source),
        source,
        kind: BlockKind::Paragraph,
        quotes: 0,
        items: 0,
        hidden: 0,
        pieces: Vec::new(),
        title: None,
        wants_title: fields.headline.is_none(),
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let text = source.get(body..).unwrap_or_default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        builder.take(event, range.start + body..range.end + body);
    }
    builder.end_block();
    let title = builder.title.take();
    fields.headline = fields.headline.or(title);
    fields.fill(resources, &mut document);
    if let Some(url) = &document.url {
        document.reference.clone_from(url);
    }
    super::finish(&mut document);
    Ok(document)
}

/// The fields in front of a text, and the byte at which the text begins.
fn head(source: &str) -> (Fields, usize) {
    let mut fields = Fields::default();
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let rest = source.get(start..).unwrap_or_default();
    let Some(behind) = rest.strip_prefix("---\n").or(rest.strip_prefix("---\r\n")) else {
        return (fields, start);
    };
    let mut at = source.len() - behind.len();
    let mut list: Option<String> = None;
    for line in behind.split_inclusive('\n').take(MAX_HEAD) {
        at += line.len();
        let line = line.trim_end();
        if matches!(line, "---" | "...") {
            return (fields, at);
        }
        if let (Some(key), Some(value)) = (&list, line.trim_start().strip_prefix("- ")) {
            field(&mut fields, key, value);
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let key = key.trim().to_lowercase();
        list = value.trim().is_empty().then(|| key.clone());
        let value = value.trim();
        match value.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            Some(values) => values
                .split(',')
                .for_each(|it| field(&mut fields, &key, it)),
            None => field(&mut fields, &key, value),
        }
    }
    // It was never closed: a line drawn above a text.
    (Fields::default(), start)
}

fn field(fields: &mut Fields, key: &str, value: &str) {
    let value = value.trim().trim_matches(['"', '\'']);
    let Some(value) = some(value.to_owned()) else {
        return;
    };
    match key {
        "title" | "headline" => fields.headline = Some(value),
        "date" | "published" | "pubdate" | "publishdate" => fields.dates.push(value),
        "author" | "authors" | "byline" => fields.authors.push(value),
        "outlet" | "publisher" | "publication" | "site" | "source" if !value.contains("://") => {
            fields.outlet = Some(value);
        }
        "url" | "link" | "canonical" | "source" => fields.url = Some(value),
        "lang" | "language" => fields.language = Some(value),
        _ => {}
    }
}

/// Counts code points of a text from byte to byte, forwards.
struct Points<'a> {
    source: &'a str,
    byte: usize,
    points: u32,
}

impl<'a> Points<'a> {
    fn of(source: &'a str) -> Points<'a> {
        Points {
            source,
            byte: 0,
            points: 0,
        }
    }

    /// The code points before a byte.
    fn at(&mut self, byte: usize) -> u32 {
        if byte < self.byte {
            (self.byte, self.points) = (0, 0);
        }
        let between = self.source.get(self.byte..byte).unwrap_or_default();
        self.points += count(between);
        self.byte = byte;
        self.points
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// A piece of a block's text and the bytes of the input that it stands for.
struct PieceOfBlock {
    text: String,
    range: Range<usize>,
}

struct Builder<'a> {
    document: &'a mut Document,
    points: Points<'a>,
    source: &'a str,
    /// What the block that is being read is, outside of quotes and lists.
    kind: BlockKind,
    quotes: u32,
    items: u32,
    /// How many pictures and passages of markup are open.
    hidden: u32,
    pieces: Vec<PieceOfBlock>,
    title: Option<String>,
    wants_title: bool,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Code(text) => self.push(&text, range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Item => {
                self.end_block();
                self.items += 1;
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.kind = BlockKind::Heading;
            }
            Tag::Paragraph | Tag::TableHead | Tag::TableRow | Tag::CodeBlock(_) => self.end_block(),
            Tag::TableCell if !self.pieces.is_empty() => self.push(" ", 0..0),
            Tag::Image { .. } | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.hidden += 1,
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => {
                let text = self.text();
                let is_title = self.wants_title && level == HeadingLevel::H1;
                if is_title && self.title.is_none() && self.document.blocks.is_empty() {
                    self.title = some(text);
                    self.pieces.clear();
                }
                self.end_block();
                self.kind = BlockKind::Paragraph;
            }
            TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow | TagEnd::CodeBlock => {
                self.end_block();
            }
            TagEnd::Item => {
                self.end_block();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.hidden == 0 {
            self.pieces.push(PieceOfBlock {
                text: text.replace('\n', " "),
                range,
            });
        }
    }

    fn text(&self) -> String {
        self.pieces.iter().map(|it| it.text.as_str()).collect()
    }

    /// Makes a block of the pieces read so far.
    fn end_block(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let text: String = pieces.iter().map(|it| it.text.as_str()).collect();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let kind = match (self.quotes > 0, self.items > 0) {
            (true, _) => BlockKind::Quote,
            (false, true) => BlockKind::Item,
            (false, false) => self.kind,
        };
        let mut at = count(&self.document.text);
        if at > 0 {
            at += 2;
        }
        push_block(self.document, kind, trimmed);
        let mut skipped = text.len() - text.trim_start().len();
        let mut left = trimmed.len();
        for piece in &pieces {
            let from = skipped.min(piece.text.len());
            skipped -= from;
            let to = piece.text.len().min(from + left);
            left -= to - from;
            let kept = piece.text.get(from..to).unwrap_or_default();
            self.map(kept, from, piece, at);
            at += count(kept);
        }
    }

    /// Maps the part `kept` of a piece, which begins at its byte `from`, as far as the input has the
    /// same characters.
    fn map(&mut self, kept: &str, from: usize, piece: &PieceOfBlock, at: u32) {
        let given = self.source.get(piece.range.clone()).unwrap_or_default();
        // Code stands between marks that are part of its range.
        let given_at = given.find(piece.text.as_str()).unwrap_or(0);
        let given = given.get(given_at + from..).unwrap_or_default();
        let same = kept
            .chars()
            .zip(given.chars())
            .take_while(|(a, b)| a == b || a.is_whitespace() && b.is_whitespace());
        let length = count(&same.map(|it| it.0).collect::<String>());
        if length > 0 {
            let input = self.points.at(piece.range.start + given_at + from);
            self.document.map.push(MapRun {
                text: at,
                input,
                length,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Document {
        let item = Item {
            reference: "a.md".to_owned(),
            kind: None,
            bytes: text.as_bytes().to_vec(),
        };
        read(crate::resources::get(), &item).expect("a document")
    }

    const ARTICLE: &str = "---\ntitle: \"Dam opens\"\ndate: 2031-05-02\nauthors:\n  - Ilse Renn\n\
        outlet: Quillhaven Times\nurl: http://q.example/1\nlang: en\n---\n\n\
        The **gates** were opened on Friday, [Marsk](http://q.example/m) said &amp; left.\nNobody was hurt.\n\n\
        ## At the river\n\n> “We ran,” said *Mira Solane*.\n\n- Two turbines\n- One gate\n\n\
        ![The dam](dam.png)\n\n| gate | state |\n|---|---|\n| north | open |\n";

    #[test]
    fn marks_are_left_out_and_blocks_kept() {
        let document = read_text(ARTICLE);
        let blocks: Vec<_> = document
            .blocks
            .iter()
            .map(|it| (it.kind, it.span.of(&document.text)))
            .collect();
        assert_eq!(
            blocks,
            [
                (
                    BlockKind::Paragraph,
                    "The gates were opened on Friday, Marsk said & left. Nobody was hurt."
                ),
                (BlockKind::Heading, "At the river"),
                (BlockKind::Quote, "“We ran,” said Mira Solane."),
                (BlockKind::Item, "Two turbines"),
                (BlockKind::Item, "One gate"),
                (BlockKind::Paragraph, "gate state"),
                (BlockKind::Paragraph, "north open"),
            ]
        );
    }

    #[test]
    fn a_head_of_fields_gives_the_facts() {
        let document = read_text(ARTICLE);
        assert_eq!(document.headline.as_deref(), Some("Dam opens"));
        assert_eq!(document.outlet.as_deref(), Some("Quillhaven Times"));
        assert_eq!(document.byline, ["Ilse Renn"]);
        let published = document.published.map(|it| it.date.to_string());
        assert_eq!(published.as_deref(), Some("2031-05-02"));
        assert_eq!(document.reference, "http://q.example/1");
    }

    #[test]
    fn without_a_head_the_first_heading_is_the_headline() {
        let document =
            read_text("# Dam opens\n\nThe gates were opened.\n\n# Later\n\nIt rained.\n");
        assert_eq!(document.headline.as_deref(), Some("Dam opens"));
        assert_eq!(
            document.text,
            "The gates were opened.\n\nLater\n\nIt rained."
        );
        // A line above a text opens no head.
        let document = read_text("---\nThe gates were opened.\n");
        assert_eq!(document.text, "The gates were opened.");
    }

    #[test]
    fn every_character_maps_to_the_same_one() {
        for source in [
            ARTICLE,
            "Ein `é` — \\*Stern\\*\u{a0}&eacute; **fett**\n\n1. Où?\n",
        ] {
            let document = read_text(source);
            let (text, given): (Vec<char>, Vec<char>) =
                (document.text.chars().collect(), source.chars().collect());
            let mut mapped = 0;
            for run in &document.map {
                for i in 0..run.length {
                    let (a, b) = (
                        text[(run.text + i) as usize],
                        given[(run.input + i) as usize],
                    );
                    assert!(
                        a == b || a.is_whitespace() && b.is_whitespace(),
                        "{a} {b} in {source}"
                    );
                    mapped += 1;
                }
            }
            let letters = text.iter().filter(|it| it.is_alphanumeric()).count();
            assert!(
                mapped + 1 >= letters,
                "{mapped} of {letters} letters in {source}"
            );
        }
    }
}
