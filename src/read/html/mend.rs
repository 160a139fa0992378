//! Pages whose text was decoded once too often: "donâ€™t" for "don’t".
//!
//! Somewhere on its way the page's UTF-8 was read as Western European and written as UTF-8 again. Each
//! character then stands as two to four, which no text has side by side otherwise; they are put together.

use encoding_rs::WINDOWS_1252;

/// How many such places a page has before it is mended: one or two may be meant.
const MIN_PLACES: usize = 3;
/// The first byte in UTF-8 of every character that may begin such a place.
const OPENS: u8 = 0xc3;

/// The page as it was meant, where it needs mending.
pub(super) fn mended(page: &str) -> Option<String> {
    let (mut out, mut from, mut places) = (String::new(), 0, 0);
    for at in memchr::memchr_iter(OPENS, page.as_bytes()) {
        let found = page.get(at..).filter(|_| at >= from).and_then(meant);
        if let Some((character, length)) = found {
            out.push_str(page.get(from..at)?);
            out.push(character);
            from = at + length;
            places += 1;
        }
    }
    out.push_str(page.get(from..)?);
    (places >= MIN_PLACES).then_some(out)
}

/// The character that the next ones were, and their length in bytes.
fn meant(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let more = match first {
        'Â' | 'Ã' | 'Ð' | 'Ñ' => 1,
        'â' => 2,
        'ð' => 3,
        _ => return None,
    };
    let (mut bytes, mut length) = (vec![byte(first)?], first.len_utf8());
    for character in characters.take(more) {
        bytes.push(byte(character)?);
        length += character.len_utf8();
    }
    // Of the longer ones only quotation marks, dashes, dots and the newer pictures: "â€", "ðŸ".
    let known = matches!(
        bytes.as_slice(),
        [0xe2, 0x80, _] | [0xf0, 0x9f, ..] | [_, _]
    );
    let character = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    known.then_some((character, length))
}

/// The byte that a character of windows-1252, or else of Latin-1, is.
fn byte(character: char) -> Option<u8> {
    let mut written = [0; 4];
    match WINDOWS_1252.encode(character.encode_utf8(&mut written)) {
        (bytes, _, false) => bytes.first().copied(),
        _ => u8::try_from(u32::from(character)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a careless program passes a text on.
    fn spoiled(text: &str, high: bool) -> String {
        let spoil = |byte: &u8| match high {
            true => WINDOWS_1252.decode(&[*byte]).0.into_owned(),
            false => char::from(*byte).to_string(),
        };
        text.as_bytes().iter().map(spoil).collect()
    }

    #[test]
    fn what_was_spoiled_is_mended() {
        let texts = [
            "“We didn’t open the gates,” Marsk said – and “nobody asked”.",
            "L’été à Brasna : « la crue n’a touché personne », dit-elle.",
            "Вода прошла, сказал министр.",
            "Rain 🌧 in Veldania 🌧 again 🌧",
        ];
        for text in texts {
            for high in [false, true] {
                assert_eq!(mended(&spoiled(text, high)).as_deref(), Some(text));
            }
        }
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "« Été… » « été… » « CHÂTEAU » Ñ Ã Â, À PERÚ» PERÚ» PERÚ»",
            "It read donâ€™t twice, and donâ€™t again.",
            "Größe, naïve, São Paulo, АЯ, ÐÑ",
            "",
        ] {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
