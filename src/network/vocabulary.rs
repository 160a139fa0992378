//! Words to the word pieces of the base model.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The piece of a word that cannot be made of pieces.
const UNKNOWN: u16 = 100;
/// The longest word that is looked up, in characters; a longer one is unknown.
const LONGEST: usize = 100;

/// The word pieces, each with its number: its line in the list.
#[derive(Debug)]
pub struct Vocabulary {
    ids: FxHashMap<&'static str, u16>,
}

impl Vocabulary {
    /// Takes a list with one piece a line; pieces inside a word begin with `##`.
    pub fn new(list: &'static str) -> Vocabulary {
        let ids = list.lines().zip(0..).collect();
        Vocabulary { ids }
    }

    /// Adds the pieces of a word to `pieces`; at least one.
    pub fn pieces(&self, word: &str, pieces: &mut Vec<u16>) {
        let before = pieces.len();
        if word.bytes().all(|it| it.is_ascii_lowercase()) {
            self.longest(word, pieces);
        } else {
            let folded: String = word
                .to_lowercase()
                .nfd()
                .filter(|it| !is_combining_mark(*it))
                .collect();
            let mut rest = folded.as_str();
            while let Some(first) = rest.chars().next() {
                let end = match is_mark(first) {
                    true => first.len_utf8(),
                    false => rest.find(is_mark).unwrap_or(rest.len()),
                };
                let (part, behind) = rest.split_at(end);
                self.longest(part, pieces);
                rest = behind;
            }
        }
        if pieces.len() == before {
            pieces.push(UNKNOWN);
        }
    }

    /// Takes the longest piece that fits, again and again.
    fn longest(&self, part: &str, pieces: &mut Vec<u16>) {
        let before = pieces.len();
        if part.chars().count() > LONGEST {
            pieces.push(UNKNOWN);
            return;
        }
        let mut inside = String::new();
        let mut rest = part;
        while !rest.is_empty() {
            let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let found = ends.find_map(|end| {
                let piece = rest.get(..end)?;
                let id = if rest.len() == part.len() {
                    self.ids.get(piece)
                } else {
                    inside.clear();
                    inside.push_str("##");
                    inside.push_str(piece);
                    self.ids.get(inside.as_str())
                };
                Some((end, *id?))
            });
            let Some((end, id)) = found else {
                pieces.truncate(before);
                pieces.push(UNKNOWN);
                return;
            };
            pieces.push(id);
            rest = rest.get(end..).unwrap_or("");
        }
    }
}

/// Whether a character is a piece's own: punctuation, symbols and the signs of Chinese.
fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric();
    }
    is_punctuation(c) || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The punctuation beyond ASCII that news texts hold.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
        | '\u{ff1f}' | '\u{ff20}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u16> {
        // 0..99 are fillers, as in the real list; then the unknown piece and a few more.
        let mut list = "x\n".repeat(100);
        list.push_str("[UNK]\ndam\n##s\nthe\n’\ne\nol");
        let mut found = Vec::new();
        Vocabulary::new(list.leak()).pieces(word, &mut found);
        found
    }

    #[test]
    fn the_longest_pieces_are_taken() {
        assert_eq!(pieces("dams"), [101, 102]);
        assert_eq!(pieces("The"), [103]);
        assert_eq!(pieces("dam’s"), [101, 104, 100]);
        assert_eq!(pieces("Öl"), [106]);
    }

    #[test]
    fn a_word_without_pieces_is_unknown() {
        assert_eq!(pieces("quay"), [100]);
        assert_eq!(pieces("\u{301}"), [100]);
        assert_eq!(pieces(&"dam".repeat(200)), [100]);
    }
}
