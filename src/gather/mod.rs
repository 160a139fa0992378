//! Many analysed documents to copies, stories, persons and dates.
//!
//! Every function here takes the whole set, sorted by (day, id), and gives the same for the same
//! set. Scores that decide are integers, ties are broken by id.

mod clusters;
mod copies;
mod counts;
mod dates;
mod edges;
mod evidence;
mod families;
mod fixed;
mod furniture;
mod index;
mod links;
mod marks;
mod names;
mod near;
mod open;
mod order;
mod origin;
mod outlets;
mod pages;
mod persons;
mod prose;
mod regroup;
mod repeats;
mod runs;
mod seasons;
mod space;
mod stories;
mod story;
mod terms;
#[cfg(test)]
mod testing;
mod unions;
mod when;
mod wording;
mod words;

use crate::model::{Analysed, CopyPair, Correction, Family, Guidance, InferredDate, Person, Story};
use crate::resources::Resources;

/// Sorts documents into the order that every stage expects: by day of publishing, then by id;
/// those without a date come last.
pub fn sort(documents: &mut [&Analysed]) {
    documents.sort_by_key(|analysed| {
        let published = analysed.document.published;
        (
            published.map_or(i32::MAX, |p| p.date.day_range().0),
            analysed.document.id,
        )
    });
}

pub use outlets::outlets;

/// Finds the pairs of documents that are not independent.
pub fn copies(resources: &Resources, documents: &[&Analysed]) -> Vec<CopyPair> {
    copies::copies(resources, documents)
}

/// Joins copies of one text into families.
pub fn families(documents: &[&Analysed], copies: &[CopyPair]) -> Vec<Family> {
    families::families(documents, copies)
}

/// How alike pairs of documents are by what they are about, in thousandths: what stories are made by,
/// without time. For measuring.
pub fn likeness(
    resources: &Resources,
    documents: &[&Analysed],
    pairs: &[(usize, usize)],
) -> Vec<u64> {
    let evidence = evidence::Evidence::of(resources, documents);
    let views = |document: usize| evidence.views(document as u32);
    let likeness = |&(a, b): &(usize, usize)| views(a).likeness(&views(b));
    pairs.iter().map(likeness).collect()
}

/// Groups the reports of one event, and links the groups in time.
///
/// `corrections` are what people say about which reports belong together.
pub fn stories(
    resources: &Resources,
    documents: &[&Analysed],
    copies: &[CopyPair],
    families: &[Family],
    corrections: &[Correction],
) -> Vec<Story> {
    stories::stories(resources, documents, copies, families, corrections)
}

/// Tells dates of publishing, where a document states none, from the other reports of its story.
pub fn infer_dates(
    resources: &Resources,
    documents: &[&Analysed],
    stories: &[Story],
) -> Vec<InferredDate> {
    dates::infer(resources, documents, stories)
}

/// Resolves the entities of all documents to persons, groups and speaking documents.
///
/// `guidance` is what people say about who is who, beside the documents.
pub fn persons(
    resources: &Resources,
    documents: &[&Analysed],
    stories: &[Story],
    guidance: &Guidance,
) -> Vec<Person> {
    persons::persons(resources, documents, stories, guidance)
}
