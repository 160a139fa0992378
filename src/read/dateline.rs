//! "BRASNA (CPA) -": the place and the agency at the head of a text.

use crate::model::{Dateline, Span};
use crate::resources::Resources;

/// Bytes in which a dateline must end.
const MAX_BYTES: usize = 120;
/// The most words of a place.
const MAX_PLACE: usize = 6;

/// A dateline, and the outlet where it names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The dateline, its span counted from the head of the paragraph.
    pub(super) dateline: Dateline,
    /// The outlet: the name between parentheses where no dash follows and it is no agency.
    pub(super) outlet: Option<String>,
}

/// Finds a dateline at the head of a paragraph.
pub(super) fn find(resources: &Resources, paragraph: &str) -> Option<Found> {
    let head = head(paragraph);
    in_parentheses(resources, paragraph, head).or_else(|| with_dash(resources, head))
}

fn head(paragraph: &str) -> &str {
    let mut end = paragraph.len().min(MAX_BYTES);
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    paragraph.get(..end).unwrap_or("")
}

/// `PLACE (Agency) -`, `PLACE, Month day (Agency) —`, `Place (Outlet) Text`
fn in_parentheses(resources: &Resources, paragraph: &str, head: &str) -> Option<Found> {
    let open = head.find('(')?;
    let close = open + head.get(open..)?.find(')')?;
    let name = head.get(open + 1..close)?.trim();
    let place = place(
        resources,
        head.get(..open)?.trim().trim_end_matches([',', '.']),
    )?;
    if name.is_empty() || name.len() > 50 || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let behind = paragraph.get(close + 1..)?.trim_start();
    let dash = behind.starts_with(['-', '–', '—', '―']);
    let medium = resources.names.medium_named(name);
    let text = behind.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«'));
    if !dash && !text {
        return None;
    }
    // Without a dash, "Marsk (CPA) Says" must not be taken for one: the name tells.
    let is_upper = |it: &str| !it.chars().any(char::is_lowercase);
    let words = name.split_whitespace().count();
    if !dash && medium.is_none() && words < 2 && !is_upper(name) && !is_upper(place) {
        return None;
    }
    let agency = dash || medium.is_some() || is_upper(name);
    Some(Found {
        dateline: Dateline {
            place: Some(place.to_owned()),
            agency: agency.then(|| name.to_owned()),
            span: Span::new(0, close + 1),
        },
        outlet: (!agency).then(|| name.to_owned()),
    })
}

/// `PLACE —`, `PLACE, March 12 —`, `PLACE, March 12, CPA -`
fn with_dash(resources: &Resources, head: &str) -> Option<Found> {
    let (at, _) = head
        .match_indices(['-', '–', '—', '―'])
        .find(|(at, dash)| {
            let before = head.get(..*at).unwrap_or("");
            let behind = head.get(at + dash.len()..).unwrap_or("");
            before.ends_with(' ') && behind.starts_with(' ') || *dash == "—" && at > &0
        })?;
    let words = head.get(..at)?.trim_end().trim_end_matches(['.', ',']);
    let place = place(resources, words)?;
    let first = words.split(',').next()?.trim();
    if first.chars().any(char::is_lowercase) || first.chars().count() < 3 {
        return None;
    }
    let agency = words.rsplit(',').next().map(str::trim);
    let agency = agency.filter(|it| resources.names.medium_named(it).is_some() && *it != first);
    Some(Found {
        dateline: Dateline {
            place: Some(place.to_owned()),
            agency: agency.map(str::to_owned),
            span: Span::new(0, words.len()),
        },
        outlet: None,
    })
}

/// The place in what stands before the agency: a date behind it is left out.
fn place<'a>(resources: &Resources, words: &'a str) -> Option<&'a str> {
    if words.is_empty() || words.contains(['"', '“', '!', '?', ':', ';', '(']) {
        return None;
    }
    let mut end = 0;
    let mut n_words = 0;
    let mut at = 0;
    for piece in words.split_inclusive(',') {
        let core = piece.trim_end_matches(',').trim();
        at += piece.len();
        if has_date(resources, core) {
            continue;
        }
        for word in core.split_whitespace() {
            n_words += 1;
            let small = matches!(
                word,
                "de" | "del" | "la" | "of" | "the" | "al" | "am" | "di" | "do" | "da" | "and"
            );
            if !small && !word.starts_with(|c: char| c.is_uppercase()) {
                return None;
            }
        }
        if resources.names.medium_named(core).is_none() || end == 0 {
            end = at - (piece.len() - piece.trim_end_matches([',', ' ']).len());
        }
    }
    (n_words <= MAX_PLACE && end > 0).then(|| words.get(..end))?
}

fn has_date(resources: &Resources, words: &str) -> bool {
    let digits = words.chars().any(|c| c.is_ascii_digit());
    let month = words.split(|c: char| !c.is_alphabetic()).any(|word| {
        let lower = word.to_lowercase();
        word.len() > 2 && resources.reading.months.contains_key(lower.as_str())
    });
    digits
        && (month
            || words
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, place: &str, agency: Option<&str>, outlet: Option<&str>) {
        let found = find(crate::resources::get(), paragraph).expect(paragraph);
        assert_eq!(found.dateline.place.as_deref(), Some(place), "{paragraph}");
        assert_eq!(found.dateline.agency.as_deref(), agency, "{paragraph}");
        assert_eq!(found.outlet.as_deref(), outlet, "{paragraph}");
        assert!(paragraph.get(..found.dateline.span.end()).is_some());
    }

    #[test]
    fn finds_datelines() {
        check(
            "BRASNA (CPA) - The gates were opened.",
            "BRASNA",
            Some("CPA"),
            None,
        );
        check(
            "BRASNA, May 3 (Veskom) — The gates were opened.",
            "BRASNA",
            Some("Veskom"),
            None,
        );
        check(
            "Brasna (Quillhaven Times) The gates were opened.",
            "Brasna",
            None,
            Some("Quillhaven Times"),
        );
        check("BRASNA — The gates were opened.", "BRASNA", None, None);
        check(
            "PORT LENNA, Veldania – The gates were opened.",
            "PORT LENNA, Veldania",
            None,
            None,
        );
    }

    #[test]
    fn prose_has_none() {
        for text in [
            "The gates (all four) were opened.",
            "Marsk - a minister - said so.",
            "Okrist (Veldania) won the race.",
            "“No,” said Marsk (CPA) - and left.",
            "",
        ] {
            assert_eq!(find(crate::resources::get(), text), None, "{text}");
        }
    }
}
