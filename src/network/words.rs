//! Texts to what the network sees of them: words, how they are written, and where they stand.

use crate::model::Span;
use crate::network::Vocabulary;

/// The most pieces that a word keeps, so that any word fits into a window.
const MOST_PIECES: usize = 254;

/// A word as the network sees it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its first piece in [`Words::pieces`].
    pub first: u32,
    /// How many pieces it has.
    pub n_pieces: u16,
    /// How it is written: the base model does not tell capitals from small letters.
    pub shape: u8,
    /// 1 inside quotation marks, 2 first of its line, 4 behind white space; added up.
    pub layout: u8,
    /// Its sentence, counted in the text.
    pub sentence: u32,
    /// Its line, counted in the text.
    pub paragraph: u32,
    /// Whether its sentence begins with it.
    pub starts: bool,
}

/// A text cut into words and pieces.
#[derive(Debug, Default)]
pub struct Words {
    /// The words, in order.
    pub list: Vec<Word>,
    /// Their pieces, in order.
    pub pieces: Vec<u16>,
}

impl Words {
    /// Cuts a text.
    pub fn new(vocabulary: &Vocabulary, text: &str) -> Words {
        let spans = spans(text);
        let word = |at: usize| spans.get(at).map_or("", |it| it.of(text));
        let mut words = Words::default();
        let mut inside = false;
        let (mut sentence, mut paragraph) = (0, 0);
        let mut before = 0;
        for (at, &span) in spans.iter().enumerate() {
            let gap = text.get(before..span.start()).unwrap_or("");
            let opens = at == 0 || gap.contains('\n');
            if opens {
                inside = false;
            }
            let touches = |one: usize, other: usize| match (spans.get(one), spans.get(other)) {
                (Some(one), Some(other)) => one.end() == other.start(),
                _ => false,
            };
            let was_inside = words
                .list
                .last()
                .is_some_and(|it: &Word| it.layout & 1 == 1);
            let mut closes = false;
            match word(at) {
                "“" | "„" | "«" => inside = true,
                "”" | "»" => (closes, inside) = (true, false),
                "\"" => (closes, inside) = (inside, !inside),
                // Two apostrophes in place of a quotation mark.
                "'" if word(at + 1) == "'" && touches(at, at + 1) => {
                    (closes, inside) = (inside, !inside);
                }
                "'" if at > 0 && word(at - 1) == "'" && touches(at - 1, at) => {
                    closes = was_inside && !inside;
                }
                _ => {}
            }
            let starts = opens || at > 0 && ends_sentence(&word, at) && !is_closer(word(at));
            if at > 0 {
                sentence += u32::from(starts);
                paragraph += u32::from(opens);
            }
            let first = words.pieces.len();
            vocabulary.pieces(span.of(text), &mut words.pieces);
            words.pieces.truncate(first + MOST_PIECES);
            words.list.push(Word {
                span,
                first: first as u32,
                n_pieces: (words.pieces.len() - first) as u16,
                shape: shape(span.of(text)),
                layout: u8::from(inside || closes)
                    + 2 * u8::from(opens)
                    + 4 * u8::from(!gap.is_empty()),
                sentence,
                paragraph,
                starts,
            });
            before = span.end();
        }
        words
    }

    /// The pieces of a word.
    pub fn pieces_of(&self, word: &Word) -> &[u16] {
        let first = word.first as usize;
        self.pieces
            .get(first..first + usize::from(word.n_pieces))
            .unwrap_or(&[])
    }
}

fn is_closer(word: &str) -> bool {
    matches!(word, "”" | "\"" | "’" | "»" | "'")
}

/// Whether the word before `at` ends a sentence.
fn ends_sentence<'a>(word: &impl Fn(usize) -> &'a str, at: usize) -> bool {
    let is_stop = |word: &str| matches!(word, "." | "?" | "!");
    is_stop(word(at - 1)) || at > 1 && is_closer(word(at - 1)) && is_stop(word(at - 2))
}

/// Runs of letters and digits, joined by apostrophes, and by `.`, `,` or `:` between digits; else
/// one character.
fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if is_space(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        if is_letter(first) {
            let mut last = first;
            while let Some(&(at, c)) = chars.peek() {
                let next = text
                    .get(at + c.len_utf8()..)
                    .and_then(|it| it.chars().next());
                let joins = match c {
                    '’' | '\'' | '‘' => next.is_some_and(is_letter),
                    '.' | ',' | ':' => {
                        last.is_ascii_digit() && next.is_some_and(|it| it.is_ascii_digit())
                    }
                    _ => false,
                };
                if !joins && !is_letter(c) {
                    break;
                }
                chars.next();
                (last, end) = (c, at + c.len_utf8());
                if joins && let Some((at, c)) = chars.next() {
                    (last, end) = (c, at + c.len_utf8());
                }
            }
        }
        found.push(Span::new(start, end));
    }
    found
}

/// White space, and the separators that text files of old use.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How a word is written.
fn shape(word: &str) -> u8 {
    let letters = || word.chars().filter(|it| it.is_alphabetic());
    let Some(first) = letters().next() else {
        return match word.chars().next() {
            Some(c) if c.is_numeric() => 7,
            Some('“' | '”' | '"' | '«' | '»' | '„') => 8,
            _ => 9,
        };
    };
    if word.chars().any(char::is_numeric) {
        5
    } else if letters().all(char::is_uppercase) {
        if letters().nth(1).is_some() { 3 } else { 4 }
    } else if first.is_uppercase() {
        2
    } else if letters().any(char::is_uppercase) {
        6
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        spans(text).iter().map(|it| it.of(text)).collect()
    }

    #[test]
    fn words_are_cut() {
        assert_eq!(
            words("Varro’s 1,200 gates—“open”, at 10:30."),
            [
                "Varro’s",
                "1,200",
                "gates",
                "—",
                "“",
                "open",
                "”",
                ",",
                "at",
                "10:30",
                "."
            ]
        );
        assert_eq!(
            words("U.S. rock 'n' roll 3."),
            ["U", ".", "S", ".", "rock", "'", "n", "'", "roll", "3", "."]
        );
        assert!(words(" \n\u{1c}").is_empty());
    }

    #[test]
    fn shapes_tell_how_words_are_written() {
        let shapes: Vec<u8> = ["dam", "Dam", "DAM", "A", "B52", "iPad", "52", "”", "."]
            .iter()
            .map(|it| shape(it))
            .collect();
        assert_eq!(shapes, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn layout_follows_quotation_marks_and_lines() {
        let vocabulary = Vocabulary::new("");
        let text = "He said: \"No.\" Then\n''Yes,'' he said.";
        let words = Words::new(&vocabulary, text);
        let quoted: Vec<&str> = words
            .list
            .iter()
            .filter(|it| it.layout & 1 == 1)
            .map(|it| it.span.of(text))
            .collect();
        assert_eq!(
            quoted,
            ["\"", "No", ".", "\"", "'", "'", "Yes", ",", "'", "'"]
        );
        let starts: Vec<&str> = words
            .list
            .iter()
            .filter(|it| it.starts)
            .map(|it| it.span.of(text))
            .collect();
        assert_eq!(starts, ["He", "Then", "'"]);
        assert_eq!(
            words.list.last().map(|it| (it.sentence, it.paragraph)),
            Some((2, 1))
        );
    }
}
