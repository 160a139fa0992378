//! Text to words: where each stands, and one number for all its spellings.
//!
//! Copies and stories compare words by key, never by slice: case, accents and marks do not count
//! ("Résumé," and "resume" are one word), and a key is the same on every machine.

use crate::text;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The hash of its folded form.
    pub key: u64,
}

impl Word {
    /// The word as it stands in its text.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// The words of `text`, at most `limit`.
pub(super) fn words(text: &str, limit: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if is_unspaced(first) || is_unspaced(c) || !continues(text, at, c) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let word = text.get(start..end).unwrap_or("");
        words.push(Word {
            start: start as u32,
            end: end as u32,
            key: key(&fold(word)),
        });
        if words.len() == limit {
            break;
        }
    }
    words
}

/// Whether the character at `at` belongs to the word before it: letters and digits do, an
/// apostrophe or a point between two of them does ("Marsk's", "3.5").
fn continues(text: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    let mut rest = text.get(at..).unwrap_or("").chars();
    rest.next();
    let follows = rest.next();
    match c {
        '\'' | '’' => follows.is_some_and(char::is_alphabetic),
        '.' | ',' => {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            before.is_some_and(|c| c.is_ascii_digit())
                && follows.is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whether a character is of a script that is written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

/// The word in lower case, without accents, apostrophes and the possessive ending.
pub(super) fn fold(word: &str) -> String {
    let mut folded = text::fold(word);
    if let Some(stem) = folded.strip_suffix("'s") {
        folded.truncate(stem.len());
    }
    folded.retain(|c| c != '\'');
    folded
}

/// A number for a string, the same everywhere and always.
pub(super) fn key(text: &str) -> u64 {
    mix(text::hash(text.as_bytes()))
}

/// Spreads the bits of a number, so that the smallest of several is any of them.
pub(super) fn mix(mut bits: u64) -> u64 {
    bits ^= bits >> 30;
    bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits ^= bits >> 27;
    bits = bits.wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text, 99).iter().map(|word| word.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn cuts_words() {
        check("", &[]);
        check("Marsk's dam -- 3.5 m.", &["Marsk's", "dam", "3.5", "m"]);
        check("“Don’t,” he said", &["Don’t", "he", "said"]);
        check("堤防は", &["堤", "防", "は"]);
    }

    #[test]
    fn spellings_are_one_word() {
        assert_eq!(fold("Résumé’s"), "resume");
        assert_eq!(fold("DON'T"), fold("don’t"));
        assert_ne!(key("dam"), key("dame"));
    }
}
