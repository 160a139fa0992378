//! Byte offsets to Unicode code points, at the edge.

use crate::model::Span;

/// How many bytes lie between two counted places.
const STEP: usize = 128;

/// Converts byte offsets of one text to code points, each in constant time.
///
/// In `"Déni, said Okrist"` the byte span 7..11 becomes the code points 6..10.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every `STEP`th byte; empty where the text is ASCII.
    counted: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    /// Counts a text.
    pub fn of(text: &'a str) -> CodePoints<'a> {
        if text.is_ascii() {
            let counted = Vec::new();
            return CodePoints { text, counted };
        }
        let counted = text.as_bytes().chunks(STEP).scan(0, |total, chunk| {
            let before = *total;
            *total += starts(chunk);
            Some(before)
        });
        let counted = counted.collect();
        CodePoints { text, counted }
    }

    /// The code points before a byte offset.
    pub fn at(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let Some(before) = self.counted.get(offset / STEP) else {
            return match self.counted.last() {
                None => offset as u32,
                Some(last) => last + starts(self.bytes(STEP * (self.counted.len() - 1), offset)),
            };
        };
        before + starts(self.bytes(offset - offset % STEP, offset))
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.at(span.start()), self.at(span.end())]
    }

    /// Spans in code points.
    pub fn spans(&self, spans: &[Span]) -> Vec<[u32; 2]> {
        spans.iter().map(|span| self.span(*span)).collect()
    }

    fn bytes(&self, start: usize, end: usize) -> &[u8] {
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }
}

/// How many code points start in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_characters() {
        let text = "Déni, said Okrist";
        let span = Span::new(7, 11);
        assert_eq!(span.of(text), "said");
        assert_eq!(CodePoints::of(text).span(span), [6, 10]);
        assert_eq!(CodePoints::of("").span(Span::new(0, 9)), [0, 0]);
    }

    proptest! {
        #[test]
        fn agrees_with_counting_from_the_start(text in "(?s).{0,400}") {
            let points = CodePoints::of(&text);
            let mut count = 0;
            for (offset, _) in text.char_indices() {
                prop_assert_eq!(points.at(offset), count);
                count += 1;
            }
            prop_assert_eq!(points.at(text.len()), count);
        }
    }
}
