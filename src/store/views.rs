//! What pages and listings ask for: a few stories, persons or copies, without reading all of them.
//!
//! The orders here are kept as indexes over the JSON of the nouns, so a page costs what it shows.

use rusqlite::OptionalExtension;
use rustc_hash::FxHashSet;

use crate::model::{CopyPair, DocumentId, Person, PersonId, Story};
use crate::store::{Result, Store};

/// The step that makes the indexes: the shape of the expressions is the queries'.
pub(super) const INDEXES: &str = "
    CREATE INDEX stories_by_last ON stories (last DESC, first DESC, id);
    CREATE INDEX stories_by_origins
        ON stories (json_array_length(body, '$.origins') DESC, last DESC, first DESC, id);
    CREATE INDEX copies_by_first ON copies (json_extract(body, '$.a'));
    CREATE INDEX listed_persons ON persons (position)
        WHERE json_extract(body, '$.named') AND json_extract(body, '$.kind') <> 'place';
    CREATE INDEX listed_persons_by_mentions
        ON persons (json_array_length(body, '$.members') DESC, id)
        WHERE json_extract(body, '$.named') AND json_extract(body, '$.kind') <> 'place';
    ";

impl Store {
    /// How many stories there are.
    pub fn count_stories(&self) -> Result<usize> {
        let query = "SELECT count(*) FROM stories";
        let count = self.connection.query_row(query, [], |row| row.get(0));
        count.map_err(self.cannot("count stories"))
    }

    /// Some stories, latest first.
    pub fn stories_by_time(&self, offset: usize, limit: usize) -> Result<Vec<Story>> {
        let query =
            "SELECT body FROM stories ORDER BY last DESC, first DESC, id LIMIT ?2 OFFSET ?1";
        self.nouns(query, window(offset, limit), "stories")
    }

    /// Some stories: those with most origins first, then the latest.
    pub fn stories_by_origins(&self, offset: usize, limit: usize) -> Result<Vec<Story>> {
        let query = "SELECT body FROM stories
            ORDER BY json_array_length(body, '$.origins') DESC, last DESC, first DESC, id
            LIMIT ?2 OFFSET ?1";
        self.nouns(query, window(offset, limit), "stories")
    }

    /// The pairs of these documents that share text, in the order of [`Store::copies`].
    pub fn copies_among(&self, documents: &[DocumentId]) -> Result<Vec<CopyPair>> {
        let members: FxHashSet<DocumentId> = documents.iter().copied().collect();
        let query = "SELECT body FROM copies WHERE json_extract(body, '$.a') = ?1
            ORDER BY position";
        let mut found = Vec::new();
        for document in documents {
            let pairs: Vec<CopyPair> = self.nouns(query, [document.to_string()], "copies")?;
            found.extend(pairs.into_iter().filter(|it| members.contains(&it.b)));
        }
        found.sort_by_key(|it| (it.a, it.b));
        Ok(found)
    }

    /// Some of the persons that a list shows, who have a name and are no place: by name, or those
    /// with most mentions first.
    pub fn listed_persons(
        &self,
        by_name: bool,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Person>> {
        let query = if by_name {
            "SELECT body FROM persons
             WHERE json_extract(body, '$.named') AND json_extract(body, '$.kind') <> 'place'
             ORDER BY position LIMIT ?2 OFFSET ?1"
        } else {
            "SELECT body FROM persons
             WHERE json_extract(body, '$.named') AND json_extract(body, '$.kind') <> 'place'
             ORDER BY json_array_length(body, '$.members') DESC, id LIMIT ?2 OFFSET ?1"
        };
        self.nouns(query, window(offset, limit), "people")
    }

    /// How many persons a list shows.
    pub fn count_listed_persons(&self) -> Result<usize> {
        let query = "SELECT count(*) FROM persons
            WHERE json_extract(body, '$.named') AND json_extract(body, '$.kind') <> 'place'";
        let count = self.connection.query_row(query, [], |row| row.get(0));
        count.map_err(self.cannot("count people"))
    }

    /// The persons, by name, whose record has this word in any case: a few more than bear it.
    ///
    /// Only letters `a` to `z` are looked for; a word with others finds all persons.
    pub fn persons_with(&self, word: &str) -> Result<Vec<Person>> {
        if !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return self.persons();
        }
        let query = "SELECT body FROM persons WHERE body LIKE ?1 ORDER BY position";
        self.nouns(query, [format!("%{word}%")], "people")
    }

    /// How many statements a person made.
    pub fn count_statements_of(&self, person: PersonId) -> Result<usize> {
        let count = || {
            let mut select = self.connection.prepare_cached(
                "SELECT count(*) FROM members m
                 JOIN statements s ON s.document = m.document AND s.speaker = m.entity
                 WHERE m.person = ?1",
            )?;
            let row = select.query_row([person.0.bytes()], |row| row.get(0));
            row.optional()
        };
        let count = count().map_err(self.cannot("count statements"))?;
        Ok(count.unwrap_or(0))
    }
}

/// The offset and the limit of a query.
fn window(offset: usize, limit: usize) -> [i64; 2] {
    [offset, limit].map(|it| i64::try_from(it).unwrap_or(i64::MAX))
}
