//! The index of statements and words: what listings and searches go by.

use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, params};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{Analysed, DocumentId, Hash, PersonId, Statement, StatementId};
use crate::store::{Result, StatementFilter, Store};

impl Store {
    /// Statements, by (said or published, document, place), latest first.
    pub fn statements(
        &self,
        filter: &StatementFilter,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(DocumentId, StatementId)>> {
        let mut conditions = String::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut keep = |condition: &str, value: Box<dyn ToSql>| {
            conditions.push_str(" AND ");
            conditions.push_str(condition);
            values.push(value);
        };
        // What narrows most is walked through first (`CROSS JOIN` keeps this order): all statements in
        // the order of the list would be, else.
        let mut from = "statements s";
        if let Some(words) = &filter.words {
            let query = if filter.is_phrase {
                phrase(words)
            } else {
                all_words(words)
            };
            from = "statement_words w CROSS JOIN statements s ON s.number = w.rowid";
            keep("statement_words MATCH ?", Box::new(query));
        }
        if let Some(person) = filter.speaker {
            let value = Box::new(*person.0.bytes());
            match filter.words {
                None => {
                    from = "members m CROSS JOIN statements s
                        ON s.document = m.document AND s.speaker = m.entity";
                    keep("m.person = ?", value);
                }
                Some(_) => {
                    let spoken = "(s.document, s.speaker) IN
                        (SELECT document, entity FROM members WHERE person = ?)";
                    keep(spoken, value);
                }
            }
        }
        if let Some(story) = filter.story {
            let value = Box::new(*story.0.bytes());
            match (&filter.words, filter.speaker) {
                (None, None) => {
                    from = "story_documents t CROSS JOIN statements s ON s.document = t.document";
                    keep("t.story = ?", value);
                }
                _ => {
                    let told =
                        "s.document IN (SELECT document FROM story_documents WHERE story = ?)";
                    keep(told, value);
                }
            }
        }
        if let Some(since) = filter.since {
            keep("s.day >= ?", Box::new(since.day_range().0));
        }
        if filter.confidence > 0 {
            keep("s.confidence >= ?", Box::new(filter.confidence));
        }
        let query = format!(
            "SELECT s.document, s.id FROM {from} WHERE true{conditions}
             ORDER BY s.day DESC NULLS LAST, s.document, s.place, s.id LIMIT ? OFFSET ?"
        );
        values.push(Box::new(i64::try_from(limit).unwrap_or(i64::MAX)));
        values.push(Box::new(i64::try_from(offset).unwrap_or(i64::MAX)));
        let list = || -> rusqlite::Result<_> {
            let mut select = self.connection.prepare_cached(&query)?;
            let values = rusqlite::params_from_iter(values.iter());
            let rows = select.query_map(values, |row| {
                Ok((
                    DocumentId(Hash::from_bytes(row.get(0)?)),
                    StatementId(Hash::from_bytes(row.get(1)?)),
                ))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("list statements"))
    }

    /// The statements that share most with some words, the nearest first: those with two of the words
    /// that are rarest in the store.
    pub fn statements_like(
        &self,
        words: &[&str],
        limit: usize,
    ) -> Result<Vec<(DocumentId, StatementId)>> {
        let list = || -> rusqlite::Result<_> {
            let mut count = self
                .connection
                .prepare_cached("SELECT doc FROM statement_vocabulary WHERE term = ?1")?;
            let mut rare: Vec<(i64, String)> = Vec::new();
            for word in words {
                let term = term(word);
                let known = count.query_row([&term], |row| row.get(0)).optional()?;
                rare.extend(known.map(|n| (n, term)));
            }
            rare.sort_unstable();
            rare.dedup();
            rare.truncate(RARE);
            let query = pairs(&rare);
            if query.is_empty() {
                return Ok(Vec::new());
            }
            let mut select = self.connection.prepare_cached(
                "SELECT s.document, s.id FROM statement_words w
                 JOIN statements s ON s.number = w.rowid
                 WHERE statement_words MATCH ?1
                 ORDER BY bm25(statement_words), s.id LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = select.query_map(params![query, limit], |row| {
                Ok((
                    DocumentId(Hash::from_bytes(row.get(0)?)),
                    StatementId(Hash::from_bytes(row.get(1)?)),
                ))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("list statements"))
    }

    /// How many statements each person made, by person; who made none is left out.
    pub fn count_statements(&self) -> Result<Vec<(PersonId, usize)>> {
        let list = || -> rusqlite::Result<_> {
            let mut select = self.connection.prepare_cached(
                "SELECT m.person, count(*) FROM statements s
                 JOIN members m ON m.document = s.document AND m.entity = s.speaker
                 GROUP BY m.person ORDER BY m.person",
            )?;
            let rows = select.query_map([], |row| {
                Ok((PersonId(Hash::from_bytes(row.get(0)?)), row.get(1)?))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("count statements"))
    }

    /// The document that a statement stands in.
    pub fn statement_document(&self, id: StatementId) -> Result<Option<DocumentId>> {
        let query = "SELECT document FROM statements WHERE id = ?1 LIMIT 1";
        self.one_id(query, id.0).map(|id| id.map(DocumentId))
    }

    /// The documents that have all these words, best first.
    pub fn search_documents(&self, words: &str, limit: usize) -> Result<Vec<DocumentId>> {
        let search = || -> rusqlite::Result<_> {
            let mut select = self.connection.prepare_cached(
                "SELECT d.id FROM document_words w JOIN documents d ON d.number = w.rowid
                 WHERE document_words MATCH ?1 ORDER BY bm25(document_words, 4.0, 1.0), d.id
                 LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = select.query_map(params![all_words(words), limit], |row| {
                Ok(DocumentId(Hash::from_bytes(row.get(0)?)))
            })?;
            rows.collect()
        };
        search().map_err(self.cannot("search documents"))
    }

    /// An id that a query gives for another.
    pub(super) fn one_id(&self, query: &str, key: Hash) -> Result<Option<Hash>> {
        let find = || {
            self.connection
                .prepare_cached(query)?
                .query_row([key.bytes()], |row| Ok(Hash::from_bytes(row.get(0)?)))
                .optional()
        };
        find().map_err(self.cannot("look an id up"))
    }
}

/// A full-text query for all words of a line, whatever characters are in it.
fn all_words(line: &str) -> String {
    let words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let quoted: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [] => String::from("\"\""),
        quoted => quoted.join(" "),
    }
}

/// So many of the words asked are looked up, two by two.
const RARE: usize = 5;

/// A word as the index has it: in lower case, without accents.
fn term(word: &str) -> String {
    let bare = word.nfd().filter(|it| !is_combining_mark(*it));
    bare.flat_map(char::to_lowercase).collect()
}

/// A full-text query for any two of some words; for one word alone where there is no other.
fn pairs(words: &[(i64, String)]) -> String {
    let terms: Vec<String> = words.iter().map(|it| format!("\"{}\"", it.1)).collect();
    if let [one] = terms.as_slice() {
        return one.clone();
    }
    let mut parts = Vec::new();
    for (at, one) in terms.iter().enumerate() {
        for other in terms.iter().skip(at + 1) {
            parts.push(format!("({one} AND {other})"));
        }
    }
    parts.join(" OR ")
}

/// A full-text query for the words of a line in their order.
fn phrase(line: &str) -> String {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("\"{}\"", words.join(" "))
}

/// Puts a document and its statements into the index.
pub(super) fn index(
    connection: &Connection,
    analysed: &Analysed,
    number: i64,
) -> rusqlite::Result<()> {
    let (document, analysis) = (&analysed.document, &analysed.analysis);
    let published = document.published.map(|it| it.date.day_range().0);
    connection
        .prepare_cached("UPDATE documents SET day = ?1 WHERE number = ?2")?
        .execute(params![published, number])?;
    connection
        .prepare_cached("INSERT INTO document_words (rowid, headline, words) VALUES (?1, ?2, ?3)")?
        .execute(params![number, document.headline, document.text])?;
    let mut add = connection.prepare_cached(
        "INSERT INTO statements (id, document, place, day, speaker, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut add_words =
        connection.prepare_cached("INSERT INTO statement_words (rowid, words) VALUES (?1, ?2)")?;
    for statement in &analysis.statements {
        let said = statement.said.and_then(|said| said.date);
        let day = said.map(|date| date.day_range().0).or(published);
        add.execute(params![
            statement.id.0.bytes(),
            document.id.0.bytes(),
            statement.content_cover().start(),
            day,
            statement.speaker.map(|entity| entity.0),
            statement.confidence,
        ])?;
        let words = words_of(&document.text, statement);
        add_words.execute(params![connection.last_insert_rowid(), words])?;
    }
    Ok(())
}

fn words_of(text: &str, statement: &Statement) -> String {
    let parts: Vec<&str> = statement.content.iter().map(|span| span.of(text)).collect();
    parts.join(" ")
}

/// Takes a document and its statements out of the index.
pub(super) fn unindex(
    connection: &Connection,
    document: DocumentId,
    number: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM document_words WHERE rowid = ?1")?
        .execute([number])?;
    connection
        .prepare_cached(
            "DELETE FROM statement_words WHERE rowid IN
             (SELECT number FROM statements WHERE document = ?1)",
        )?
        .execute([document.0.bytes()])?;
    connection
        .prepare_cached("DELETE FROM statements WHERE document = ?1")?
        .execute([document.0.bytes()])?;
    Ok(())
}
