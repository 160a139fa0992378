//! The versions of one utterance: found, aligned, and said what differs.

mod align;
mod conflicts;
mod counts;
mod days;
mod evidence;
mod figures;
mod gaps;
mod joins;
mod merge;
mod named;
mod occasion;
mod omissions;
mod pairs;
mod pairwise;
mod partners;
mod profile;
mod relation;
mod rendering;
mod score;
mod segments;
mod translations;
mod utterances;
mod voices;
mod words;

pub use align::align;
pub use conflicts::conflicts;
pub use pairs::{ComparedPair, compared};
pub use relation::relate;
pub use score::FEATURES;
pub use utterances::{utterances, utterances_by};

use crate::model::{Analysed, DocumentId, EntityIdx, PersonId, Story};

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
