//! Reading back what was gathered: stories, utterances, conflicts, persons, copies.

use rusqlite::{OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;

use crate::model::{
    Conflict, CopyPair, DocumentId, EntityIdx, Family, Hash, InferredDate, Person, PersonId,
    StatementId, Story, StoryId, Utterance, UtteranceId,
};
use crate::store::{Result, Store, StoreError, omissions};

impl Store {
    /// All stories, latest first.
    pub fn stories(&self) -> Result<Vec<Story>> {
        let query = "SELECT body FROM stories
            ORDER BY last DESC NULLS LAST, first DESC NULLS LAST, id";
        self.nouns(query, [], "stories")
    }

    /// One story.
    pub fn story(&self, id: StoryId) -> Result<Option<Story>> {
        self.noun("SELECT body FROM stories WHERE id = ?1", id.0, "a story")
    }

    /// The story of a document.
    pub fn story_of(&self, document: DocumentId) -> Result<Option<StoryId>> {
        let query = "SELECT story FROM story_documents WHERE document = ?1";
        self.one_id(query, document.0).map(|id| id.map(StoryId))
    }

    /// The utterances of a story, in the order of their first version's place in the earliest
    /// document.
    pub fn utterances(&self, id: StoryId) -> Result<Vec<Utterance>> {
        let query = "SELECT body, others_lack FROM utterances WHERE story = ?1 ORDER BY position";
        let list = || -> rusqlite::Result<Vec<(String, bool)>> {
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([id.0.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        let rows = list().map_err(self.cannot("list what was gathered"))?;
        let story = self.story(id)?;
        let unpacked = rows.iter().map(|(body, others_lack)| {
            let utterance = self.parsed(body, "utterances")?;
            Ok(match story.as_ref().filter(|_| *others_lack) {
                Some(story) => omissions::unpack(story, utterance),
                None => utterance,
            })
        });
        unpacked.collect()
    }

    /// One utterance.
    pub fn utterance(&self, id: UtteranceId) -> Result<Option<Utterance>> {
        let find = || {
            self.connection
                .prepare_cached("SELECT body, others_lack FROM utterances WHERE id = ?1")?
                .query_row([id.0.bytes()], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
                })
                .optional()
        };
        let found = find().map_err(self.cannot("read what was gathered"))?;
        let Some((body, others_lack)) = found else {
            return Ok(None);
        };
        let utterance: Utterance = self.parsed(&body, "an utterance")?;
        if others_lack && let Some(story) = self.story(utterance.story)? {
            return Ok(Some(omissions::unpack(&story, utterance)));
        }
        Ok(Some(utterance))
    }

    /// The utterances that a statement has segments in.
    pub fn utterances_of(&self, statement: StatementId) -> Result<Vec<UtteranceId>> {
        let list = || -> rusqlite::Result<_> {
            let mut select = self.connection.prepare_cached(
                "SELECT DISTINCT v.utterance FROM versions v JOIN utterances u ON u.id = v.utterance
                 WHERE v.statement = ?1 ORDER BY u.position",
            )?;
            let rows = select.query_map([statement.0.bytes()], |row| {
                Ok(UtteranceId(Hash::from_bytes(row.get(0)?)))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("list the utterances of a statement"))
    }

    /// The facts on which the documents of a story disagree.
    pub fn conflicts(&self, story: StoryId) -> Result<Vec<Conflict>> {
        let query = "SELECT body FROM conflicts WHERE story = ?1 ORDER BY position";
        self.nouns(query, [story.0.bytes()], "conflicts")
    }

    /// All persons, by name.
    pub fn persons(&self) -> Result<Vec<Person>> {
        self.nouns("SELECT body FROM persons ORDER BY position", [], "people")
    }

    /// One person.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        self.noun("SELECT body FROM persons WHERE id = ?1", id.0, "a person")
    }

    /// The person that each entity of a document is, by entity.
    pub fn persons_in(&self, document: DocumentId) -> Result<Vec<Option<PersonId>>> {
        let list = || -> rusqlite::Result<Vec<(u32, [u8; 16])>> {
            let query = "SELECT entity, person FROM members WHERE document = ?1 ORDER BY entity";
            let mut select = self.connection.prepare_cached(query)?;
            let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let rows = select.query_map([document.0.bytes()], pair)?;
            rows.collect()
        };
        let mut persons = Vec::new();
        for (entity, person) in list().map_err(self.cannot("list the people of a document"))? {
            persons.resize(EntityIdx(entity).idx(), None);
            persons.push(Some(PersonId(Hash::from_bytes(person))));
        }
        Ok(persons)
    }

    /// All pairs of documents that share text.
    pub fn copies(&self) -> Result<Vec<CopyPair>> {
        self.nouns("SELECT body FROM copies ORDER BY position", [], "copies")
    }

    /// All families of copies.
    pub fn families(&self) -> Result<Vec<Family>> {
        let query = "SELECT body FROM families ORDER BY position";
        self.nouns(query, [], "families of copies")
    }

    /// The date that the other reports tell of a document, with the reason.
    pub fn inferred(&self, document: DocumentId) -> Result<Option<InferredDate>> {
        let query = "SELECT body FROM inferred WHERE document = ?1";
        self.noun(query, document.0, "an inferred date")
    }

    pub(super) fn nouns<T: DeserializeOwned>(
        &self,
        query: &str,
        params: impl Params,
        what: &'static str,
    ) -> Result<Vec<T>> {
        let list = || -> rusqlite::Result<Vec<String>> {
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map(params, |row| row.get(0))?;
            rows.collect()
        };
        let bodies = list().map_err(self.cannot("list what was gathered"))?;
        bodies.iter().map(|body| self.parsed(body, what)).collect()
    }

    fn noun<T: DeserializeOwned>(&self, query: &str, id: Hash, what: &str) -> Result<Option<T>> {
        let find = || {
            self.connection
                .prepare_cached(query)?
                .query_row([id.bytes()], |row| row.get::<_, String>(0))
                .optional()
        };
        let body = find().map_err(self.cannot("read what was gathered"))?;
        body.map(|body| self.parsed(&body, what)).transpose()
    }

    fn parsed<T: DeserializeOwned>(&self, body: &str, what: &str) -> Result<T> {
        let parsed = serde_json::from_str(body);
        parsed.map_err(|cause| -> StoreError { self.damaged(what)(cause.into()) })
    }
}
