//! Bytes to text: the byte order mark, the page's own word, UTF-8 where it is valid, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes that the guess is made from.
const SAMPLE: usize = 64 << 10;
/// Bytes in front of which a share of NULs tells that the input is no text.
const BINARY_SAMPLE: usize = 8 << 10;

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text; a byte order mark stays as its first character, as most readers of UTF-8 keep it.
    pub(super) text: String,
    /// What went wrong.
    pub(super) warning: Option<String>,
}

/// Decodes bytes; `label` is the encoding that the page names.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(it, _)| *it != UTF_8) {
        return Ok(decode_as(bytes, encoding));
    }
    if is_binary(bytes) {
        return Err("not a text: it holds binary data".to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let warning = None;
        return Ok(Decoded {
            text: text.to_owned(),
            warning,
        });
    }
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    Ok(match named {
        Some(encoding) if encoding != UTF_8 => decode_as(bytes, encoding),
        _ => decode_as(bytes, guess(bytes)),
    })
}

/// UTF-8 with a few broken characters stays UTF-8: a guess would spoil all the others.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let lossy = String::from_utf8_lossy(sample);
    let broken = lossy
        .chars()
        .filter(|c| *c == char::REPLACEMENT_CHARACTER)
        .count();
    let good = lossy.chars().filter(|c| !c.is_ascii()).count() - broken;
    if good > broken {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..16 * SAMPLE).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, used, broken) = encoding.decode(bytes);
    Decoded {
        warning: broken.then(|| format!("Some characters could not be decoded as {}", used.name())),
        text: text.into_owned(),
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..BINARY_SAMPLE).unwrap_or(bytes);
    let control = |byte: &&u8| matches!(**byte, 0..=8 | 14..=26 | 28..=31);
    let n_control = sample.iter().filter(control).count();
    n_control * 20 > sample.len() || has_binary_magic(sample)
}

/// Pictures, sound, video, documents and programs: they may have few control bytes in front.
fn has_binary_magic(bytes: &[u8]) -> bool {
    const MAGIC: &[&[u8]] = &[
        b"%PDF-",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"RIFF",
        b"\x7fELF",
        b"PK\x03\x04",
        b"SQLite format 3",
        b"\xd0\xcf\x11\xe0",
        b"OggS",
        b"ID3",
        b"BZh",
        b"\xfd7zXZ",
        b"7z\xbc\xaf",
        b"\x28\xb5\x2f\xfd",
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], label: Option<&str>, expected: &str) {
        let decoded = decode(bytes, label).expect("a text");
        assert_eq!(decoded.text, expected);
    }

    #[test]
    fn decodes() {
        check("Gate – open".as_bytes(), None, "Gate – open");
        check("\u{feff}Gate".as_bytes(), None, "\u{feff}Gate");
        check(b"\xff\xfeG\0a\0t\0e\0", None, "Gate");
        check(
            b"Le barrage \xe9tait ferm\xe9, dit-il.",
            None,
            "Le barrage était fermé, dit-il.",
        );
        check(b"Pl\xf2tina", Some("iso-8859-2"), "Plňtina");
    }

    #[test]
    fn warns_and_refuses() {
        let cut = decode(
            "Stausee über Brücke \u{e4}"
                .as_bytes()
                .split_last()
                .expect("bytes")
                .1,
            None,
        );
        assert!(cut.expect("a text").warning.is_some());
        assert!(decode(b"\x89PNG\r\n\x1a\n", None).is_err());
        assert!(decode(&[0; 100], None).is_err());
    }
}
