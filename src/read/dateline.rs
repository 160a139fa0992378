//! "BRASNA (CPA) -": the place and the agency at the head of a text.

use crate::model::{Basis, BlockKind, Dateline, Document, Published, Span};
use crate::read::date;
use crate::resources::{DatelineWord, Resources, Sense};

/// Bytes in which a dateline must end.
const MAX_BYTES: usize = 120;
/// The most words of a place.
const MAX_PLACE: usize = 6;
/// The most words of a place that stands with nothing but a colon or a full stop behind it.
const MAX_BARE_PLACE: usize = 3;
/// The most words of an agency.
const MAX_AGENCY: usize = 5;
/// Paragraphs at the head of a text of which one may begin with a dateline: summaries stand before it.
const MAX_PARAGRAPHS: usize = 4;
const DASHES: [char; 4] = ['-', '–', '—', '―'];

/// A dateline, and the outlet where it names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The dateline, its span counted from the head of the paragraph.
    pub(super) dateline: Dateline,
    /// The outlet: the name between parentheses where no dash follows and it is no agency.
    pub(super) outlet: Option<String>,
}

/// Takes the dateline of a document's text over, with what it says of the outlet and the day.
pub(super) fn take(resources: &Resources, document: &mut Document) {
    let paragraphs = document.blocks.iter().filter(|it| {
        matches!(
            it.kind,
            BlockKind::Paragraph | BlockKind::Standfirst | BlockKind::Item
        )
    });
    let found = paragraphs.take(MAX_PARAGRAPHS).find_map(|block| {
        let mut found = find(resources, block.span.of(&document.text))?;
        found.dateline.span = found.dateline.span.shift(block.span.start());
        Some(found)
    });
    let Some(found) = found else { return };
    if document.published.is_none() {
        let words = found.dateline.span.of(&document.text);
        let date = date::find(&resources.reading, words, document.language.as_deref());
        document.published = date.map(|it| Published {
            date: it.date,
            basis: Basis::Page,
        });
    }
    document.dateline = Some(found.dateline);
    document.outlet = document.outlet.take().or(found.outlet);
}

/// Finds a dateline at the head of a paragraph.
pub(super) fn find(resources: &Resources, paragraph: &str) -> Option<Found> {
    let head = head(paragraph);
    let found = in_parentheses(resources, paragraph, head)
        .or_else(|| agency_first(resources, head))
        .or_else(|| between_slashes(resources, head))
        .or_else(|| with_dash(resources, head))
        .or_else(|| place_alone(resources, head))?;
    // A text that goes on must follow.
    let behind = paragraph.get(found.dateline.span.end()..)?;
    behind.chars().any(char::is_alphanumeric).then_some(found)
}

/// `PLACE, March 12. /Agency/. Text`
fn between_slashes(resources: &Resources, head: &str) -> Option<Found> {
    let (before, behind) = head.split_once(" /")?;
    let (name, rest) = behind.split_once('/')?;
    let name = name.trim();
    let fits = name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= MAX_AGENCY
        && rest.starts_with(|c: char| matches!(c, '.' | ':' | ',' | ' ') || DASHES.contains(&c));
    let place = place(resources, before.trim_end_matches(['.', ',', ' ']))?;
    let agency = name.trim_end_matches('.');
    let known = is_capitals(place) || resources.names.medium_named(agency).is_some();
    (fits && known).then(|| Found {
        dateline: Dateline {
            place: Some(place.to_owned()),
            agency: Some(agency.to_owned()),
            span: Span::new(0, before.len() + " /".len() + behind.len() - rest.len()),
        },
        outlet: None,
    })
}

/// `(Agency) PLACE - Text`, `(Agency) PLACE, March 12 - Text`
fn agency_first(resources: &Resources, head: &str) -> Option<Found> {
    let (name, rest) = head.strip_prefix('(')?.split_once(')')?;
    let name = name.trim();
    let known = resources.names.medium_named(name).is_some();
    if name.is_empty()
        || !known && !is_capitals(name)
        || name.split_whitespace().count() > MAX_AGENCY
    {
        return None;
    }
    let start = head.len() - rest.trim_start_matches([' ', '-', '–', '—', ',']).len();
    let mut found = with_dash(resources, head.get(start..)?)
        .or_else(|| place_alone(resources, head.get(start..)?))?;
    found.dateline.agency.get_or_insert(name.to_owned());
    found.dateline.span = Span::new(0, found.dateline.span.end() + start);
    Some(found)
}

/// `PLACE. Text`, `PLACE: Text`, in capitals.
fn place_alone(resources: &Resources, head: &str) -> Option<Found> {
    let at = head.find(['.', ':'])?;
    let (words, rest) = head.split_at_checked(at)?;
    let opens =
        |c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '‘' | '„') || c.is_numeric();
    let text = rest.get(1..)?.strip_prefix(' ')?.trim_start();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let spaces = words.split_whitespace().count();
    let fits = text.starts_with(opens)
        && letters >= 4
        && (1..=MAX_BARE_PLACE).contains(&spaces)
        && is_capitals(words)
        && !words.contains(|c: char| c.is_ascii_digit() || c == '/')
        // The next word in capitals too: a heading or a label.
        && !text.split_whitespace().next().is_some_and(|it| it.chars().count() > 1 && is_capitals(it));
    // "MARSK: No." is an interview: before a colon the place must be known.
    let fits = fits && (rest.starts_with('.') || is_known_place(resources, words));
    let place = place(resources, words)?;
    (fits && !is_label(resources, words) && resources.names.medium_named(words).is_none()).then(
        || Found {
            dateline: Dateline {
                place: Some(place.to_owned()),
                agency: None,
                span: Span::new(0, words.len()),
            },
            outlet: None,
        },
    )
}

fn is_known_place(resources: &Resources, words: &str) -> bool {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let known = resources.names.known(|i| words.get(i).copied());
    known.is_some_and(|(length, sense)| {
        length == words.len()
            && matches!(sense, Sense::Country(_) | Sense::Capital(_) | Sense::Place)
    })
}

fn is_capitals(words: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphabetic());
    let any = letters.next();
    any.is_some_and(|c| !c.is_lowercase()) && !letters.any(char::is_lowercase)
}

fn is_label(resources: &Resources, words: &str) -> bool {
    let lower = words.trim().to_lowercase();
    let kind = resources.reading.dateline_words.get(lower.as_str());
    kind == Some(&DatelineWord::Label) || resources.reading.furniture.line(&lower).is_some()
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
    let is_date = has_date(resources, name);
    Some(Found {
        dateline: Dateline {
            place: Some(place.to_owned()),
            agency: (agency && !is_date).then(|| name.to_owned()),
            span: Span::new(0, close + 1),
        },
        outlet: (!agency && !is_date).then(|| name.to_owned()),
    })
}

/// `PLACE —`, `PLACE, March 12 —`, `PLACE, March 12, CPA -`, `Place, March 12 — Agency. Text`
fn with_dash(resources: &Resources, head: &str) -> Option<Found> {
    let (at, dash) = head.match_indices(DASHES).find(|(at, dash)| {
        let before = head.get(..*at).unwrap_or("");
        let behind = head.get(at + dash.len()..).unwrap_or("");
        before.ends_with(' ') && (behind.starts_with(' ') || behind.starts_with(*dash))
            || *dash == "—" && at > &0
    })?;
    let words = head.get(..at)?.trim_end().trim_end_matches(['.', ',']);
    let place = place(resources, words)?;
    let first = words.split([',', '/']).next()?.trim();
    let dated = words.len() > place.len() && has_date(resources, words.get(place.len()..)?);
    if !(is_capitals(first) || dated) || first.chars().count() < 3 || is_label(resources, first) {
        return None;
    }
    let named = |it: &&str| resources.names.medium_named(it).is_some();
    let agency = words.rsplit([',', '/']).next().map(str::trim);
    let mut agency = agency.filter(|it| named(it) && *it != first);
    let mut end = words.len();
    if agency.is_none() {
        let behind = head.get(at + dash.len()..)?;
        let text = behind.trim_start_matches(|c| c == ' ' || DASHES.contains(&c));
        let name = text.split(". ").next().filter(|it| it.len() < text.len());
        agency = name.filter(named);
        end = agency.map_or(end, |it| head.len() - text.len() + it.len());
    }
    Some(Found {
        dateline: Dateline {
            place: Some(place.to_owned()),
            agency: agency.map(str::to_owned),
            span: Span::new(0, end),
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
            let small = resources.reading.dateline_words.get(word) == Some(&DatelineWord::Particle);
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
        check(
            "BRASNA, May 3. /Veskom/. The gates were opened.",
            "BRASNA",
            Some("Veskom"),
            None,
        );
        check(
            "BRASNA (May 3, 2031) – The gates were opened.",
            "BRASNA",
            None,
            None,
        );
        check("BRASNA. The gates were opened.", "BRASNA", None, None);
        check("OSLO: “Open them,” he said.", "OSLO", None, None);
        check(
            "(CPA) BRASNA – The gates were opened.",
            "BRASNA",
            Some("CPA"),
            None,
        );
        check(
            "BRASNA, 3 May (Veskom) -- The gates were opened.",
            "BRASNA",
            Some("Veskom"),
            None,
        );
        check(
            "Brasna, 3 May 2031 – The gates were opened.",
            "Brasna",
            None,
            None,
        );
        check(
            "BRASNA, 3 May - Reuters. The gates were opened.",
            "BRASNA",
            Some("Reuters"),
            None,
        );
    }

    #[test]
    fn prose_has_none() {
        for text in [
            "The gates (all four) were opened.",
            "Marsk - a minister - said so.",
            "Okrist (Veldania) won the race.",
            "WATCH: The gates open.",
            "EXCLUSIVE. The gates were opened.",
            "MARSK: No. HALD: Yes.",
            "Brasna. The gates were opened.",
            "He went either/or on the gates /and/ the dam.",
            "“No,” said Marsk (CPA) - and left.",
            "",
        ] {
            assert_eq!(find(crate::resources::get(), text), None, "{text}");
        }
    }
}
