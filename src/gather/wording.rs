//! Why documents and stories belong together, in words a reader can check.

use super::space::Vector;
use crate::model::Analysed;

/// How many shared terms are named.
const NAMED: usize = 4;

/// Why a document belongs to its story: "shares Lenna dam, Okrist; same day".
pub(super) fn join(
    document: &Analysed,
    other: &Analysed,
    own: &Vector<'_>,
    theirs: &Vector<'_>,
) -> String {
    let shared = shared_terms(own, theirs);
    let words = match (
        &document.document.given.story,
        &other.document.given.story,
        shared.is_empty(),
    ) {
        (Some(a), Some(b), _) if a == b => "grouped in the input".to_owned(),
        (_, _, true) => "shares its text".to_owned(),
        _ => format!("shares {}", shared.join(", ")),
    };
    match apart(document, other) {
        Some(time) => format!("{words}; {time}"),
        None => words,
    }
}

/// The terms that weigh most in the likeness of two vectors, as the first document writes them.
pub(super) fn shared_terms<'v>(own: &'v Vector<'_>, theirs: &Vector<'_>) -> Vec<&'v str> {
    let mut shared: Vec<(u64, &str)> = own
        .shared(theirs)
        .filter_map(|(at, _, product)| Some((product, own.terms.get(at)?.surface)))
        .collect();
    shared.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    shared.truncate(NAMED);
    shared.into_iter().map(|(_, surface)| surface).collect()
}

/// How far apart two documents were published.
fn apart(a: &Analysed, b: &Analysed) -> Option<String> {
    let day = |it: &Analysed| it.document.published?.date.day_number();
    Some(match day(a)?.abs_diff(day(b)?) {
        0 => "same day".to_owned(),
        1 => "a day apart".to_owned(),
        days => format!("{days} days apart"),
    })
}
