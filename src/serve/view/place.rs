//! Where words stand: paragraph and code points, as every line of the pages links to them.

use crate::model::{Block, BlockKind, Document, DocumentId, Span};

/// How many bytes lie between two known counts of code points.
const STEP: usize = 512;

/// Converts byte offsets of one text to code points and back, each in constant time.
#[derive(Debug, Default)]
pub(crate) struct Ruler {
    /// Code points before each multiple of [`STEP`] bytes; a code point counts where it begins.
    counts: Vec<u32>,
}

impl Ruler {
    /// Measures a text.
    pub(crate) fn new(text: &str) -> Ruler {
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += starts(chunk) as u32;
        }
        counts.push(count);
        Ruler { counts }
    }

    /// The code points before a byte of the text that was measured.
    pub(crate) fn code_point(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        let step = byte / STEP;
        let known = self.counts.get(step).copied().unwrap_or(0) as usize;
        let rest = text.as_bytes().get(step * STEP..byte).unwrap_or(&[]);
        known + starts(rest)
    }

    /// The byte at which a code point of the text begins; its length where there are fewer.
    pub(crate) fn byte(&self, text: &str, code_point: usize) -> usize {
        let step = self
            .counts
            .partition_point(|it| *it as usize <= code_point)
            .saturating_sub(1);
        let mut count = self.counts.get(step).copied().unwrap_or(0) as usize;
        let bytes = text.as_bytes();
        for (i, byte) in bytes.iter().enumerate().skip(step * STEP) {
            if is_start(*byte) {
                if count == code_point {
                    return i;
                }
                count += 1;
            }
        }
        text.len()
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|it| is_start(**it)).count()
}

/// A stretch of a document, as a reader finds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where the link goes: the document with these characters marked.
    pub(crate) href: String,
    /// The paragraph, from 1; 0 where it stands in none.
    pub(crate) paragraph: usize,
    /// First code point.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
}

impl Place {
    /// `¶5 · 1,204–1,348`, on one line.
    pub(crate) fn short(&self) -> String {
        let (start, end) = self.range();
        match self.paragraph {
            0 => format!("{start}–{end}"),
            // Spaces that do not break: a place stays on one line.
            n => format!("¶{n}\u{a0}·\u{a0}{start}–{end}"),
        }
    }

    /// `¶5, characters 1,204–1,348`.
    pub(crate) fn long(&self) -> String {
        let (start, end) = self.range();
        match self.paragraph {
            0 => format!("characters {start}–{end}"),
            n => format!("¶{n}, characters {start}–{end}"),
        }
    }

    fn range(&self) -> (String, String) {
        (
            super::format::thousands(self.start),
            super::format::thousands(self.end),
        )
    }
}

/// The address of a document.
pub(crate) fn document_href(id: DocumentId) -> String {
    format!("/documents/{id}")
}

/// So many words at each end of a quotation find it on a page.
const FOUND_BY: usize = 5;

/// A page of the web at some words, as browsers open it (`#:~:text=`); nothing where the address is
/// none of the web.
///
/// <https://wicg.github.io/scroll-to-text-fragment/>
pub(crate) fn at_words(url: Option<&str>, words: &str) -> Option<String> {
    let url = url?;
    let web = url.starts_with("https://") || url.starts_with("http://");
    let page = url.split('#').next().filter(|_| web)?;
    let marks = |c: char| !c.is_alphanumeric();
    let words: Vec<&str> = words.split_whitespace().collect();
    let part = |words: &[&str]| {
        let joined = words.join(" ");
        super::format::encode(joined.trim_matches(marks)).replace('-', "%2D")
    };
    let fragment = match words.len() {
        0 => return None,
        n if n <= 2 * FOUND_BY => part(&words),
        n => {
            let (first, last) = (words.get(..FOUND_BY)?, words.get(n - FOUND_BY..)?);
            format!("{},{}", part(first), part(last))
        }
    };
    Some(format!("{page}#:~:text={fragment}"))
}

/// The parts of a document's text; its lines, where the reader did not tell any.
pub(crate) fn blocks(document: &Document) -> Vec<Block> {
    if !document.blocks.is_empty() {
        return document.blocks.clone();
    }
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in document.text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(&document.text);
        start += line.len();
        if !span.is_empty() {
            let kind = BlockKind::Paragraph;
            blocks.push(Block { span, kind });
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_go_both_ways(text in "[a-zé“水\u{1F30A}\n ]{0,900}") {
            let ruler = Ruler::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(ruler.code_point(&text, byte), count);
                prop_assert_eq!(ruler.byte(&text, count), byte);
            }
            prop_assert_eq!(ruler.code_point(&text, text.len()), text.chars().count());
            prop_assert_eq!(ruler.byte(&text, text.chars().count() + 5), text.len());
        }
    }

    #[test]
    fn a_page_opens_at_the_words() {
        let at = |url: &str, words: &str| at_words(Some(url), words);
        assert_eq!(
            at("https://cpa.example/a#top", "“A well-built dam, twice,").as_deref(),
            Some("https://cpa.example/a#:~:text=A%20well%2Dbuilt%20dam%2C%20twice")
        );
        let long = "one two three four five six seven eight nine ten eleven twelve";
        assert_eq!(
            at("http://cpa.example/", long).as_deref(),
            Some(
                "http://cpa.example/#:~:text=one%20two%20three%20four%20five,\
                 eight%20nine%20ten%20eleven%20twelve"
            )
        );
        assert_eq!(at("javascript:alert(1)", "words"), None);
        assert_eq!(at("https://cpa.example/", ""), None);
    }

    #[test]
    fn places_are_printed_with_grouped_figures() {
        let place = Place {
            href: String::new(),
            paragraph: 5,
            start: 1204,
            end: 1348,
        };
        assert_eq!(place.short(), "¶5\u{a0}·\u{a0}1,204–1,348");
        assert_eq!(place.long(), "¶5, characters 1,204–1,348");
    }
}
