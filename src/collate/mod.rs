//! The versions of one utterance: found, aligned, and said what differs.

mod align;
mod pairwise;
mod words;

pub use align::align;

use crate::model::{Analysed, Conflict, DocumentId, EntityIdx, PersonId, Story, Utterance};
use crate::resources::Resources;

/// One story with what its collation needs.
pub struct Coverage<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its documents, in the story's order; dates that could be inferred are filled in.
    pub documents: Vec<&'a Analysed>,
    /// The person that an entity of a document is.
    pub person: &'a (dyn Fn(DocumentId, EntityIdx) -> Option<PersonId> + Sync),
    /// The text's origin and its copies, a list each.
    pub origins: &'a [Vec<DocumentId>],
}

/// Gathers the utterances of a story: every statement, cut into segments, with its other versions.
pub fn utterances(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Utterance> {
    let _ = (resources, coverage);
    Vec::new()
}

/// Finds the facts on which the documents of a story disagree.
pub fn conflicts(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Conflict> {
    let _ = (resources, coverage);
    Vec::new()
}
