//! Why documents and stories belong together, in words a reader can check.

use super::evidence::Views;
use super::space::Vector;
use crate::model::Analysed;

/// How many shared terms are named.
const NAMED: usize = 4;

/// How many speakers with shared words are named.
const SPEAKERS: usize = 2;

/// Why a document belongs to its story: "shares Lenna dam, Okrist; same day".
pub(super) fn join(
    (document, own): (&Analysed, &Views<'_>),
    (other, theirs): (&Analysed, &Views<'_>),
) -> String {
    let shared = shared_terms(&own.about, &theirs.about);
    let mut speakers = own.shared_speakers(theirs);
    speakers.truncate(SPEAKERS);
    let words = match (
        &document.document.given.story,
        &other.document.given.story,
        shared.is_empty(),
    ) {
        (Some(a), Some(b), _) if a == b => "grouped in the input".to_owned(),
        (_, _, true) => "shares its text".to_owned(),
        _ => format!("shares {}", shared.join(", ")),
    };
    let speakers = Some(speakers)
        .filter(|it| !it.is_empty())
        .map(|it| format!("same words of {}", it.join(", ")));
    [Some(words), speakers, apart(document, other)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

/// The terms that weigh most in the likeness of two vectors, as the first document writes them.
fn shared_terms<'v>(own: &'v Vector<'_>, theirs: &Vector<'_>) -> Vec<&'v str> {
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
