//! Text to words: where each stands, and one number for all its spellings.
//!
//! Copies and stories compare words by key, never by slice: case, accents and marks do not count
//! ("Résumé," and "resume" are one word), and a key is the same on every machine.

use crate::text;

/// Words of at most so many bytes are short.
const SHORT: usize = 32;

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
    let mut at = 0;
    while words.len() < limit
        && let Some(first) = text.get(at..).and_then(|rest| rest.chars().next())
    {
        let start = at;
        at += first.len_utf8();
        if !first.is_alphanumeric() {
            continue;
        }
        let (end, key) = plain(text, start).unwrap_or_else(|| any(text, start, first));
        at = end;
        words.push(Word {
            start: start as u32,
            end: end as u32,
            key,
        });
    }
    words
}

/// Where the word at `start` ends, and its key.
fn any(text: &str, start: usize, first: char) -> (usize, u64) {
    let mut end = start + first.len_utf8();
    let rest = text.get(end..).unwrap_or("").chars();
    for c in rest {
        if is_unspaced(first) || is_unspaced(c) || !continues(text, end, c) {
            break;
        }
        end += c.len_utf8();
    }
    (end, key(&fold(text.get(start..end).unwrap_or(""))))
}

/// The same for a word of nothing but Latin letters without accents and digits, as most are: it is read
/// once, byte by byte. `None` where the word may be another.
fn plain(text: &str, start: usize) -> Option<(usize, u64)> {
    let bytes = text.as_bytes().get(start..)?;
    let length = bytes
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(bytes.len());
    let is_over = match bytes.get(length) {
        None => true,
        Some(b'.' | b',') => !bytes.get(length + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii() && *byte != b'\'',
    };
    let word = bytes.get(..length).filter(|it| !it.is_empty() && is_over)?;
    // Most words are short and need no room of their own.
    let mut small = [0; SHORT];
    let small = small.get_mut(..length)?;
    small.copy_from_slice(word);
    small.make_ascii_lowercase();
    Some((start + length, mix(text::hash(small))))
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

/// The word in lower case, without accents, apostrophes and the possessive ending, its letters and
/// digits in one form each.
pub(super) fn fold(word: &str) -> String {
    let mut folded = text::fold(word);
    if !folded.is_ascii() {
        folded = folded
            .chars()
            .filter(|c| *c != TATWEEL)
            .map(one_form)
            .collect();
    }
    if let Some(stem) = folded.strip_suffix("'s") {
        folded.truncate(stem.len());
    }
    folded.retain(|c| c != '\'');
    folded
}

/// A stroke that makes an Arabic word wider and says nothing.
const TATWEEL: char = '\u{640}';

/// One character for those that writers of a script put for each other: final letters of Arabic, letters
/// that Persian keyboards give, digits of other scripts.
fn one_form(c: char) -> char {
    match c {
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(c, '\u{6f0}'),
        '\u{966}'..='\u{96f}' => digit(c, '\u{966}'),
        _ => c,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
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
        check("dam,3,500.5.", &["dam", "3,500.5"]);
        check("o’clock’ Brasnaé x", &["o’clock", "Brasnaé", "x"]);
        assert_eq!(words("a b c", 2).len(), 2);
    }

    #[test]
    fn spellings_are_one_word() {
        assert_eq!(fold("Résumé’s"), "resume");
        assert_eq!(fold("DON'T"), fold("don’t"));
        assert_ne!(key("dam"), key("dame"));
        assert_eq!(fold("الوزارى"), fold("الوزاري"));
        assert_eq!(fold("حكومة"), fold("حكومه"));
        assert_eq!(fold("ســد"), fold("سد"));
        assert_eq!(fold("١٣٥٩"), "1359");
        let long = "Überschwemmungen".repeat(3);
        for word in [
            "DAM",
            "Marsk's",
            "don't",
            "Résumé",
            &"Dam".repeat(20),
            &long,
        ] {
            assert_eq!(words(word, 1)[0].key, key(&fold(word)), "{word}");
        }
    }
}
