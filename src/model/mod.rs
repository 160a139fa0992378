//! The nouns that every stage speaks.
//!
//! `bytes -> Document -> Analysis -> Gathered -> Collation`. Everything derived keeps the span it
//! came from; quoted text is sliced from its document, never stored twice.

mod analysis;
mod change;
mod collation;
mod date;
mod document;
mod event;
mod gathered;
mod id;
mod item;
mod outlet;
mod person;
mod span;
mod statement;

pub use analysis::{
    Analysed, Analysis, DateMention, Engine, Entity, EntityIdx, EntityKind, Mention, MentionKind,
    Role,
};
pub use change::{StoryCause, StoryChange, StoryFate};
pub use collation::{Cell, Collation, Column, Variant, Witness};
pub use date::{Date, Precision, Time};
pub use document::{
    Basis, Block, BlockKind, Clutter, Dateline, Document, Given, GivenStatement, MapRun, Published,
    Removed,
};
pub use event::{Event, EventStatus};
pub use gathered::{
    Collated, Conflict, ConflictValue, CopyClass, CopyPair, Earlier, Family, Gathered, Ground,
    InferredDate, Join, LinkKind, LinkRelation, Omission, OmissionReason, Relation, Story,
    StoryLink, Utterance, Version,
};
pub use id::{
    CorrectionId, DocumentId, EventId, Hash, NotAnId, PersonId, StatementId, StoryId, UtteranceId,
};
pub use item::{Item, ItemKind};
pub use outlet::{Heard, Outlet};
pub use person::{
    Anchor, Correction, CorrectionKind, Guidance, KnownId, KnownPerson, Member, Person, PersonLink,
    PersonRole,
};
pub use span::Span;
pub use statement::{
    Choice, Force, Reality, Said, SaidBasis, Statement, StatementKind, Via, ViaRole,
};
