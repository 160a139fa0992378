//! What pages and listings ask for: a few stories, persons or copies, without reading all of them.
//!
//! The orders here are kept as indexes over the JSON of the nouns, so a page costs what it shows.

use rusqlite::{OptionalExtension, params};
use rustc_hash::FxHashSet;

use crate::model::{CopyPair, Date, DocumentId, Hash, Outlet, Person, PersonId, Story, StoryId};
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

/// Which documents are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentsOf<'a> {
    /// All.
    All,
    /// Those that an outlet published.
    Outlet(&'a str),
    /// Those that tell a story.
    Story(StoryId),
}

impl Store {
    /// How many stories there are.
    pub fn count_stories(&self) -> Result<usize> {
        let query = "SELECT count(*) FROM stories";
        let count = self.connection.query_row(query, [], |row| row.get(0));
        count.map_err(self.cannot("count stories"))
    }

    /// The first and the last day of the documents whose day is known.
    pub fn days(&self) -> Result<Option<(Date, Date)>> {
        let query = "SELECT (SELECT min(day) FROM documents), (SELECT max(day) FROM documents)";
        let days = self.connection.query_row(query, [], |row| {
            Ok((row.get::<_, Option<i32>>(0)?, row.get::<_, Option<i32>>(1)?))
        });
        let (first, last) = days.map_err(self.cannot("look at the days"))?;
        let days = first.zip(last);
        Ok(days.map(|(a, b)| (Date::from_day_number(a), Date::from_day_number(b))))
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

    /// The pairs that a document shares text in, the largest share first.
    pub fn copies_with(&self, document: DocumentId, limit: usize) -> Result<Vec<CopyPair>> {
        let query = "SELECT body FROM copies WHERE json_extract(body, '$.a') = ?1
            UNION ALL SELECT body FROM copies WHERE json_extract(body, '$.b') = ?1";
        let mut pairs: Vec<CopyPair> = self.nouns(query, [document.to_string()], "copies")?;
        pairs.sort_by_key(|it| (std::cmp::Reverse(it.share), it.a, it.b));
        pairs.truncate(limit);
        Ok(pairs)
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

    /// The persons, by name, of whose names one has this word, whatever its case and accents.
    pub fn persons_with(&self, word: &str) -> Result<Vec<Person>> {
        let words = word.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
        let query = "SELECT p.body FROM person_words w CROSS JOIN persons p ON p.position = w.rowid
            WHERE person_words MATCH ?1 ORDER BY p.position";
        self.nouns(query, [format!("\"{}\"", words.join(" "))], "people")
    }

    /// Some outlets, those with most reports first.
    pub fn outlets(&self, offset: usize, limit: usize) -> Result<Vec<Outlet>> {
        let query = "SELECT body FROM outlets ORDER BY position LIMIT ?2 OFFSET ?1";
        self.nouns(query, window(offset, limit), "outlets")
    }

    /// How many outlets there are.
    pub fn count_outlets(&self) -> Result<usize> {
        let query = "SELECT count(*) FROM outlets";
        let count = self.connection.query_row(query, [], |row| row.get(0));
        count.map_err(self.cannot("count outlets"))
    }

    /// One outlet, by its whole name.
    pub fn outlet(&self, name: &str) -> Result<Option<Outlet>> {
        let query = "SELECT body FROM outlets WHERE name = ?1";
        Ok(self.nouns(query, [name], "an outlet")?.pop())
    }

    /// The outlets of whose names this is a part that begins with a word, those with most reports first.
    pub fn outlets_with(&self, part: &str) -> Result<Vec<Outlet>> {
        let query = r"SELECT body FROM outlets WHERE name LIKE ?1 ESCAPE '\' ORDER BY position";
        let mut found: Vec<Outlet> = self.nouns(query, [like(part)], "outlets")?;
        found.retain(|it| begins_a_word(&it.name, part));
        Ok(found)
    }

    /// The stories of whose headlines this is a part that begins with a word ("open" of "Gates opened",
    /// not "pen"), latest first, with their headlines; letters outside ASCII must be written as they
    /// are there.
    pub fn stories_with(&self, part: &str, limit: usize) -> Result<Vec<(StoryId, String)>> {
        let find = || -> rusqlite::Result<Vec<([u8; 16], String)>> {
            let query = r"SELECT id, title FROM stories WHERE title LIKE ?1 ESCAPE '\'
                ORDER BY last DESC, first DESC, id";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([like(part)], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?))
            })?;
            let whole = |it: &rusqlite::Result<(_, String)>| {
                it.as_ref().is_ok_and(|it| begins_a_word(&it.1, part)) || it.is_err()
            };
            rows.filter(whole).take(limit).collect()
        };
        let found = find().map_err(self.cannot("look up stories"))?;
        let id = |bytes| StoryId(Hash::from_bytes(bytes));
        Ok(found
            .into_iter()
            .map(|(it, title)| (id(it), title))
            .collect())
    }

    /// The headline of the report that stands for a story, where it has one.
    pub fn story_title(&self, id: StoryId) -> Result<Option<String>> {
        let find = || -> rusqlite::Result<Option<Option<String>>> {
            let query = "SELECT title FROM stories WHERE id = ?1";
            let mut select = self.connection.prepare_cached(query)?;
            let row = select.query_row([id.0.bytes()], |row| row.get(0));
            row.optional()
        };
        let found = find().map_err(self.cannot("look up a story"))?;
        Ok(found.flatten())
    }

    /// Who published some documents, as far as it is known; only of those that were gathered.
    pub fn publishers(&self, documents: &[DocumentId]) -> Result<Vec<(DocumentId, String)>> {
        let list = || -> rusqlite::Result<Vec<(DocumentId, String)>> {
            let query = "SELECT outlet FROM story_documents WHERE document = ?1";
            let mut select = self.connection.prepare_cached(query)?;
            let mut found = Vec::new();
            for document in documents {
                let outlet = select.query_row([document.0.bytes()], |row| row.get(0));
                let outlet: Option<Option<String>> = outlet.optional()?;
                found.extend(outlet.flatten().map(|it| (*document, it)));
            }
            Ok(found)
        };
        list().map_err(self.cannot("look up who published documents"))
    }

    /// Some documents, the latest first: all, those of an outlet, or those of a story.
    pub fn documents_by_day(
        &self,
        of: DocumentsOf<'_>,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<DocumentId>> {
        let query = match of {
            DocumentsOf::All => {
                "SELECT id FROM documents ORDER BY day DESC, id DESC LIMIT ?2 OFFSET ?1"
            }
            DocumentsOf::Outlet(_) => {
                "SELECT document FROM story_documents WHERE outlet = ?3
                 ORDER BY day DESC, document LIMIT ?2 OFFSET ?1"
            }
            DocumentsOf::Story(_) => {
                "SELECT document FROM story_documents WHERE story = ?3
                 ORDER BY day DESC, document LIMIT ?2 OFFSET ?1"
            }
        };
        let [offset, limit] = window(offset, limit);
        let list = || -> rusqlite::Result<Vec<DocumentId>> {
            let mut select = self.connection.prepare_cached(query)?;
            let id = |row: &rusqlite::Row<'_>| Ok(DocumentId(Hash::from_bytes(row.get(0)?)));
            let rows = match of {
                DocumentsOf::All => select.query_map(params![offset, limit], id)?,
                DocumentsOf::Outlet(name) => select.query_map(params![offset, limit, name], id)?,
                DocumentsOf::Story(story) => {
                    select.query_map(params![offset, limit, story.0.bytes()], id)?
                }
            };
            rows.collect()
        };
        list().map_err(self.cannot("list documents"))
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

/// The pattern of what holds these words, whatever stands around them.
fn like(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Whether a text has a part, whatever its case, where a word begins.
pub fn begins_a_word(text: &str, part: &str) -> bool {
    let (text, part) = (text.to_lowercase(), part.to_lowercase());
    let before = |at: usize| text.get(..at).and_then(|it| it.chars().next_back());
    text.match_indices(&part)
        .any(|(at, _)| !before(at).is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::begins_a_word;

    #[test]
    fn parts_begin_with_a_word() {
        for (part, expected) in [
            ("Open", true),
            ("lenna dam o", true),
            ("in", false),
            ("pening", false),
            ("“lenna", true),
            ("dam", true),
        ] {
            assert_eq!(
                begins_a_word("“Lenna” dam opening, Lenna dam open", part),
                expected,
                "{part}"
            );
        }
        assert!(begins_a_word("Élan in Brasna", "in"));
        assert!(!begins_a_word("Élan", "lan"));
    }
}
