//! The shapes that other programs read: one JSON object a line, spans in code points.
//!
//! Takes nouns of the model, gives serialisable records. The nouns stay free to change; these
//! shapes only grow. Byte offsets become Unicode code points here and nowhere else.

mod apparatus;
mod document;
mod event;
mod gathered;
mod offsets;
mod statement;
pub mod table;

pub use apparatus::{Apparatus, Source, annotation, collatex, link_to, tei, text_fragment};
pub use document::{
    BlockRecord, DateRecord, DatelineRecord, DocumentRecord, EntityRecord, MentionRecord,
    PublishedRecord, RemovedRecord,
};
pub use event::{EventRecord, ParticipantRecord};
pub use gathered::{
    ConflictRecord, ConflictValueRecord, CopiesRecord, CopyPairRecord, CorrectionRecord,
    LinkRecord, OmissionRecord, PersonLinkRecord, PersonRecord, RoleRecord, StoryRecord,
    UtteranceRecord, VersionRecord, family_id,
};
pub use offsets::CodePoints;
pub use statement::{CandidateRecord, Link, SaidRecord, SpeakerRecord, StatementRecord, words};

use crate::model::{Analysed, EntityIdx, Hash, Person, PersonId};

/// One document with the names that others may give to its parts.
pub struct Context<'a> {
    /// The document.
    pub analysed: &'a Analysed,
    /// Every name under which it came, sorted; none where only its own is known.
    pub refs: Vec<String>,
    /// The person that each entity is, by entity; empty where the document stands alone.
    pub persons: Vec<Option<&'a Person>>,
    points: CodePoints<'a>,
}

impl<'a> Context<'a> {
    /// A document that stands alone: its people are known by this document only.
    pub fn alone(analysed: &'a Analysed) -> Context<'a> {
        Context::among(analysed, Vec::new(), Vec::new())
    }

    /// A document of a set, with its names and its people.
    pub fn among(
        analysed: &'a Analysed,
        refs: Vec<String>,
        persons: Vec<Option<&'a Person>>,
    ) -> Context<'a> {
        Context {
            analysed,
            refs,
            persons,
            points: CodePoints::of(&analysed.document.text),
        }
    }

    /// Converts offsets of the document's text.
    pub fn points(&self) -> &CodePoints<'a> {
        &self.points
    }

    fn person(&self, entity: EntityIdx) -> Option<&'a Person> {
        self.persons.get(entity.idx()).copied().flatten()
    }

    /// The id of the person that an entity is; derived from the document where nobody knows more.
    pub fn entity_id(&self, entity: EntityIdx) -> PersonId {
        self.person(entity).map_or_else(
            || local_id(self.analysed.document.id.0, entity),
            |person| person.id,
        )
    }

    /// The name of an entity: the person's, else the one that the document uses.
    pub fn entity_name(&self, entity: EntityIdx) -> Option<&'a str> {
        match self.person(entity) {
            Some(person) => Some(&person.name),
            None => Some(&self.analysed.analysis.entities.get(entity.idx())?.name),
        }
    }
}

/// The id of an entity within a document that stands alone.
fn local_id(document: Hash, entity: EntityIdx) -> PersonId {
    PersonId(Hash::of_fields([
        b"entity".as_slice(),
        document.bytes(),
        &entity.0.to_le_bytes(),
    ]))
}
