//! Whose text it is: told by credits first, then by date, then by length.

use crate::model::{Analysed, CopyClass, Document, DocumentId, Precision};

/// The longer of two texts of the same day is the fuller where it has this many hundredths of the
/// shorter's words.
const FULLER: u64 = 115;

/// Whose text several documents print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The document, where it is known.
    pub document: Option<DocumentId>,
    /// How it is known, in words.
    pub why: String,
}

/// Tells which of two documents has the text from the other.
pub(super) fn of_pair(
    a: (&Analysed, u64),
    b: (&Analysed, u64),
    class: CopyClass,
) -> Option<Origin> {
    if let Some(origin) = by_credit(&[&a.0.document, &b.0.document], class == CopyClass::Copy) {
        return Some(origin);
    }
    if let Some(earlier) = by_date(&a.0.document, &b.0.document) {
        return Some(earlier);
    }
    let fuller = match class {
        CopyClass::Copy if a.1 * 100 >= b.1 * FULLER => a.0,
        CopyClass::Copy if b.1 * 100 >= a.1 * FULLER => b.0,
        _ => return None,
    };
    Some(Origin {
        document: Some(fuller.document.id),
        why: "the fuller text".to_owned(),
    })
}

/// Whose text documents print by what they credit: the credited agency's own page, or nobody's in
/// the set. Where only a part is shared (`whole` is false), a credit may be for the rest, and tells
/// nothing unless both give it.
pub(super) fn by_credit(documents: &[&Document], whole: bool) -> Option<Origin> {
    let credited = |name: &str| {
        documents
            .iter()
            .any(|document| credits(document).any(|credit| is_same_name(credit, name)))
    };
    let own = documents.iter().find(|document| {
        document.outlet.as_deref().is_some_and(|outlet| {
            credited(outlet)
                && documents.iter().all(|other| {
                    other.id == document.id
                        || !other
                            .outlet
                            .as_deref()
                            .is_some_and(|name| is_same_name(name, outlet))
                })
        })
    });
    if let Some(own) = own {
        return Some(Origin {
            document: Some(own.id),
            why: format!("credited to {}", own.outlet.as_deref().unwrap_or("")),
        });
    }
    let outside = |document: &Document| -> Option<String> {
        credits(document)
            .find(|credit| {
                !document
                    .outlet
                    .as_deref()
                    .is_some_and(|outlet| is_same_name(outlet, credit))
            })
            .map(str::to_owned)
    };
    let mut names: Vec<String> = documents.iter().filter_map(|it| outside(it)).collect();
    names.sort();
    if names.is_empty() || (!whole && names.len() < documents.len()) {
        return None;
    }
    Some(Origin {
        document: None,
        why: format!("credits {}", names.first()?),
    })
}

/// The agencies and media that a document says its text is from.
fn credits(document: &Document) -> impl Iterator<Item = &str> {
    let dateline = document
        .dateline
        .as_ref()
        .and_then(|it| it.agency.as_deref());
    document.credits.iter().map(String::as_str).chain(dateline)
}

fn by_date(a: &Document, b: &Document) -> Option<Origin> {
    let (date_a, date_b) = (a.published?.date, b.published?.date);
    let (days_a, days_b) = (date_a.day_range(), date_b.day_range());
    let minutes = |date: crate::model::Date| {
        let time = date.time?;
        Some(i32::from(time.hour) * 60 + i32::from(time.minute) - i32::from(time.offset?))
    };
    let earlier = if days_a.1 < days_b.0 {
        a
    } else if days_b.1 < days_a.0 {
        b
    } else if days_a == days_b && date_a.precision() == Precision::Minute {
        match minutes(date_a)?.cmp(&minutes(date_b)?) {
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Equal => return None,
        }
    } else {
        return None;
    };
    Some(Origin {
        document: Some(earlier.id),
        why: "published first".to_owned(),
    })
}

/// Whether two names are one outlet's: "The Corran Press Agency", "Corran Press Agency", "CPA".
pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    let (words_a, words_b) = (name_words(a), name_words(b));
    if words_a.is_empty() || words_b.is_empty() {
        return false;
    }
    words_a == words_b || is_short_for(&words_a, &words_b) || is_short_for(&words_b, &words_a)
}

fn name_words(name: &str) -> Vec<String> {
    let folded = super::words::fold(name);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "the" | "of" | "com"))
        .map(str::to_owned)
        .collect()
}

/// Whether `short` is one word of initials: "cpa" for "corran press agency".
fn is_short_for(short: &[String], long: &[String]) -> bool {
    let [short] = short else {
        return false;
    };
    let initials = long.iter().filter_map(|word| word.chars().next());
    long.len() > 1 && short.chars().eq(initials)
}
