//! Words to a form in which spelling variants are equal, and to stable hashes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds case, accents, apostrophes and hyphens: `Özil’s` and `ozil's` are equal.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '‘' | '’' | 'ʼ' | '′' => '\'',
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            _ => c,
        })
        .collect()
}

/// A hash that is the same on every machine and in every version (FNV-1a, 64 bits).
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_equal() {
        assert_eq!(fold("Özil’s"), "ozil's");
        assert_eq!(fold("Vice‑Premier"), "vice-premier");
        assert_eq!(fold("OKRIST"), "okrist");
    }

    #[test]
    fn hash_is_pinned() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
