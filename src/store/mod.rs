//! The embedded store: one SQLite file with the originals, the documents, and what was gathered.
//!
//! The originals are the truth: everything else is a function of them and can be made again. Ids
//! are looked up by unambiguous prefix, as in git.

use std::path::Path;

use crate::model::{
    Analysed, Conflict, CopyPair, Date, DocumentId, Family, Gathered, Hash, InferredDate, Item,
    Person, PersonId, StatementId, Story, StoryId, Utterance, UtteranceId,
};

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("Failed to {attempt} in the store")]
    Sqlite {
        /// What was attempted.
        attempt: &'static str,
        /// Why.
        #[source]
        cause: rusqlite::Error,
    },
}

/// A store that is open.
pub struct Store {}

/// Whether an added document was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there.
    New,
    /// It was there already; a new name for it was noted.
    Known,
}

/// Where the store keeps what a document was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The hash of the original bytes.
    pub original: Hash,
    /// Which of the item's documents it is, from 0.
    pub part: u32,
    /// Whether the text was kept as it is.
    pub as_is: bool,
}

/// What a listing of statements keeps.
#[derive(Clone, Debug, Default)]
pub struct StatementFilter {
    /// Only this speaker.
    pub speaker: Option<PersonId>,
    /// Only this story.
    pub story: Option<StoryId>,
    /// Only documents published, or statements said, on this day or later.
    pub since: Option<Date>,
    /// Only statements whose words match this full-text query.
    pub words: Option<String>,
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// How an id's prefix resolves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// One has it.
    One(T),
    /// None has it.
    None,
    /// Several have it: the first few.
    Many(Vec<T>),
}

#[allow(unused_variables, missing_docs, clippy::unimplemented)]
impl Store {
    /// Opens the file, makes it where it is missing, and brings an older one up to date.
    pub fn open(path: &Path) -> Result<Store> {
        unimplemented!()
    }
    /// A store that is gone when it is closed.
    pub fn open_temporary() -> Result<Store> {
        unimplemented!()
    }
    /// Adds what was read from one item, all or nothing.
    pub fn add(&mut self, item: &Item, as_is: bool, documents: &[Analysed]) -> Result<Vec<Added>> {
        unimplemented!()
    }
    /// Replaces all that was gathered, in one transaction; `documents` are the ones whose dates
    /// were inferred.
    pub fn put_gathered(&mut self, gathered: &Gathered, documents: &[Analysed]) -> Result<()> {
        unimplemented!()
    }
    /// Whether documents were added since the last [`Store::put_gathered`].
    pub fn is_stale(&self) -> Result<bool> {
        unimplemented!()
    }
    /// Every document as it was read, by id: what [`crate::pipeline::gather`] takes.
    pub fn read_documents(&self) -> Result<Vec<Analysed>> {
        unimplemented!()
    }
    /// One document with what the others tell filled in (an inferred date).
    pub fn document(&self, id: DocumentId) -> Result<Option<Analysed>> {
        unimplemented!()
    }
    /// All document ids, by (day, id), latest first.
    pub fn document_ids(&self) -> Result<Vec<DocumentId>> {
        unimplemented!()
    }
    /// Every name under which a document came, sorted.
    pub fn references(&self, id: DocumentId) -> Result<Vec<String>> {
        unimplemented!()
    }
    /// Where a document came from.
    pub fn source(&self, id: DocumentId) -> Result<Option<Source>> {
        unimplemented!()
    }
    /// A kept original.
    pub fn original(&self, hash: Hash) -> Result<Option<Item>> {
        unimplemented!()
    }
    /// All stories, latest first.
    pub fn stories(&self) -> Result<Vec<Story>> {
        unimplemented!()
    }
    pub fn story(&self, id: StoryId) -> Result<Option<Story>> {
        unimplemented!()
    }
    /// The story of a document.
    pub fn story_of(&self, document: DocumentId) -> Result<Option<StoryId>> {
        unimplemented!()
    }
    /// The utterances of a story, in the order of their first version's place in the earliest
    /// document.
    pub fn utterances(&self, story: StoryId) -> Result<Vec<Utterance>> {
        unimplemented!()
    }
    pub fn utterance(&self, id: UtteranceId) -> Result<Option<Utterance>> {
        unimplemented!()
    }
    /// The utterances that a statement has segments in.
    pub fn utterances_of(&self, statement: StatementId) -> Result<Vec<UtteranceId>> {
        unimplemented!()
    }
    pub fn conflicts(&self, story: StoryId) -> Result<Vec<Conflict>> {
        unimplemented!()
    }
    /// All persons, by name.
    pub fn persons(&self) -> Result<Vec<Person>> {
        unimplemented!()
    }
    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        unimplemented!()
    }
    /// The person that each entity of a document is, by entity.
    pub fn persons_in(&self, document: DocumentId) -> Result<Vec<Option<PersonId>>> {
        unimplemented!()
    }
    /// Statements, by (said or published, document, place), latest first.
    pub fn statements(
        &self,
        filter: &StatementFilter,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(DocumentId, StatementId)>> {
        unimplemented!()
    }
    pub fn statement_document(&self, id: StatementId) -> Result<Option<DocumentId>> {
        unimplemented!()
    }
    /// All pairs of documents that share text.
    pub fn copies(&self) -> Result<Vec<CopyPair>> {
        unimplemented!()
    }
    pub fn families(&self) -> Result<Vec<Family>> {
        unimplemented!()
    }
    pub fn inferred(&self, document: DocumentId) -> Result<Option<InferredDate>> {
        unimplemented!()
    }
    pub fn find_document(&self, prefix: &str) -> Result<Lookup<DocumentId>> {
        unimplemented!()
    }
    pub fn find_story(&self, prefix: &str) -> Result<Lookup<StoryId>> {
        unimplemented!()
    }
    pub fn find_person(&self, prefix: &str) -> Result<Lookup<PersonId>> {
        unimplemented!()
    }
    pub fn find_utterance(&self, prefix: &str) -> Result<Lookup<UtteranceId>> {
        unimplemented!()
    }
}
