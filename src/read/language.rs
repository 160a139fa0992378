//! The language of a text, where there is enough of it to tell.

/// Letters below which the guess is not trusted.
const MIN_LETTERS: usize = 120;
/// Bytes that the guess is made from: more changes nothing on news.
const SAMPLE: usize = 1200;

/// Tells the language, ISO 639-1; `None` where the text is short or the guess weak.
pub(super) fn of(text: &str) -> Option<String> {
    let sample = sample(text);
    if sample.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    let found = whatlang::detect(sample)?;
    if found.confidence() < 0.5 {
        return None;
    }
    code(found.lang()).map(str::to_owned)
}

/// The two-letter code of a language tag that a page states: `en-GB` and `en_US` are `en`.
pub(super) fn of_tag(tag: &str) -> Option<String> {
    let code: String = tag
        .trim()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    (code.len() == 2).then(|| code.to_ascii_lowercase())
}

/// From the middle of the first part on: a dateline and names say little.
fn sample(text: &str) -> &str {
    let start = floor(text, text.len().saturating_sub(SAMPLE).min(200));
    let end = floor(text, (start + SAMPLE).min(text.len()));
    text.get(start..end).unwrap_or(text)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn code(lang: whatlang::Lang) -> Option<&'static str> {
    Some(match lang.code() {
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "pol" => "pl",
        "ben" => "bn",
        "pan" => "pa",
        "swe" => "sv",
        "dan" => "da",
        "nob" => "no",
        "fin" => "fi",
        "hun" => "hu",
        "ces" => "cs",
        "slk" => "sk",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "bul" => "bg",
        "mkd" => "mk",
        "ron" => "ro",
        "ell" => "el",
        "tur" => "tr",
        "aze" => "az",
        "uzb" => "uz",
        "tuk" => "tk",
        "pes" => "fa",
        "urd" => "ur",
        "kor" => "ko",
        "vie" => "vi",
        "tha" => "th",
        "ind" => "id",
        "nld" => "nl",
        "bel" => "be",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "cat" => "ca",
        "afr" => "af",
        "lat" => "la",
        "hye" => "hy",
        "tgl" => "tl",
        "tam" => "ta",
        "tel" => "te",
        "mar" => "mr",
        "guj" => "gu",
        "mal" => "ml",
        "kan" => "kn",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "mya" => "my",
        "amh" => "am",
        "epo" => "eo",
        "yid" => "yi",
        "jav" => "jv",
        "ori" => "or",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_have_none() {
        assert_eq!(of("The gates are open."), None);
        let long = "The gates of the dam were opened at noon, the minister said, because the water \
                    had risen by two metres in one night and nobody could tell when it would fall.";
        assert_eq!(of(long).as_deref(), Some("en"));
        assert_eq!(of_tag("en-GB").as_deref(), Some("en"));
        assert_eq!(of_tag("unknown"), None);
    }
}
