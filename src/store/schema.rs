//! The tables, and how a file of an older version is brought up to date.
//!
//! Every step is kept for ever: a file of version n is made current by the steps after n. Ids are
//! 16-byte blobs, so that a prefix is a range; nouns that nobody searches inside are JSON.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::views;

/// Marks an SQLite file as a store of onrecord ("onrc").
pub(super) const APPLICATION_ID: i64 = 0x6f6e_7263;

/// The steps from an empty file to the current tables.
pub(super) const MIGRATIONS: [&str; 10] = [
    // 1: what was read, and what it was read from.
    "
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE originals (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        original BLOB NOT NULL REFERENCES originals (hash),
        part INTEGER NOT NULL,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        as_is INTEGER NOT NULL,
        given INTEGER NOT NULL,
        engine INTEGER NOT NULL,
        body BLOB NOT NULL
    );
    CREATE INDEX documents_by_original ON documents (original);
    CREATE TABLE refs (
        document BLOB NOT NULL,
        reference TEXT NOT NULL,
        PRIMARY KEY (document, reference)
    ) WITHOUT ROWID;
    INSERT INTO meta VALUES ('changed', 0);
    ",
    // 2: columns to list and search by, and what was gathered from the whole set.
    "
    ALTER TABLE documents ADD COLUMN day INTEGER;
    ALTER TABLE documents ADD COLUMN dated BLOB;
    CREATE INDEX documents_by_day ON documents (day, id);
    CREATE TABLE statements (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL,
        document BLOB NOT NULL,
        place INTEGER NOT NULL,
        day INTEGER,
        speaker INTEGER
    );
    CREATE INDEX statements_by_id ON statements (id);
    CREATE INDEX statements_by_document ON statements (document);
    CREATE INDEX statements_by_day ON statements (day, document, place);
    CREATE VIRTUAL TABLE statement_words USING fts5 (
        words, content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE document_words USING fts5 (
        headline, words, content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE TABLE stories (id BLOB PRIMARY KEY, first INTEGER, last INTEGER, body TEXT NOT NULL);
    CREATE TABLE story_documents (document BLOB PRIMARY KEY, story BLOB NOT NULL);
    CREATE INDEX story_documents_by_story ON story_documents (story);
    CREATE TABLE persons (id BLOB PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE members (
        document BLOB NOT NULL,
        entity INTEGER NOT NULL,
        person BLOB NOT NULL,
        PRIMARY KEY (document, entity)
    ) WITHOUT ROWID;
    CREATE INDEX members_by_person ON members (person);
    CREATE TABLE utterances (
        id BLOB PRIMARY KEY,
        story BLOB NOT NULL,
        position INTEGER NOT NULL,
        body TEXT NOT NULL
    );
    CREATE INDEX utterances_by_story ON utterances (story, position);
    CREATE TABLE versions (statement BLOB NOT NULL, utterance BLOB NOT NULL);
    CREATE INDEX versions_by_statement ON versions (statement);
    CREATE TABLE conflicts (position INTEGER PRIMARY KEY, story BLOB NOT NULL, body TEXT NOT NULL);
    CREATE INDEX conflicts_by_story ON conflicts (story);
    CREATE TABLE copies (position INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE families (position INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE inferred (document BLOB PRIMARY KEY, body TEXT NOT NULL);
    INSERT INTO meta VALUES ('gathered', 0), ('gathered by', 0);
    ",
    // 3: the orders in which pages list what was gathered.
    views::INDEXES,
    // 4: whether the documents that an utterance does not list lack it for no special reason.
    "
    ALTER TABLE utterances ADD COLUMN others_lack INTEGER NOT NULL DEFAULT 0;
    ",
    // 5: which engine was asked to look for statements, and how sure it was of each.
    "
    ALTER TABLE statements ADD COLUMN confidence INTEGER NOT NULL DEFAULT 1000;
    ALTER TABLE documents ADD COLUMN fast INTEGER NOT NULL DEFAULT 0;
    ",
    // 6: what people say about who is who, beside the documents.
    "
    CREATE TABLE corrections (
        id BLOB PRIMARY KEY, made TEXT NOT NULL, undone TEXT, body TEXT NOT NULL
    );
    CREATE TABLE known_people (list TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (list, body))
        WITHOUT ROWID;
    ",
    // 7: outlets, and people by the words of their names.
    "
    ALTER TABLE stories ADD COLUMN title TEXT;
    ALTER TABLE story_documents ADD COLUMN outlet TEXT;
    ALTER TABLE story_documents ADD COLUMN day INTEGER;
    CREATE INDEX story_documents_by_outlet ON story_documents (outlet, day DESC, document);
    CREATE TABLE outlets (
        position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL
    );
    CREATE INDEX persons_by_position ON persons (position);
    CREATE INDEX statements_latest ON statements (day DESC, document, place, id);
    CREATE INDEX copies_by_second ON copies (json_extract(body, '$.b'));
    CREATE VIRTUAL TABLE person_words USING fts5 (
        words, content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE statement_vocabulary USING fts5vocab (statement_words, row);
    UPDATE meta SET value = 0 WHERE key = 'gathered by';
    ",
    // 8: stories by the words of their headlines, without their bodies.
    "
    CREATE INDEX stories_titled ON stories (last DESC, first DESC, id, title);
    ",
    // 9: what became of the ids of stories, in the order in which it was noted.
    "
    CREATE TABLE story_changes (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
    ",
    // 10: of what the collation of each story was made.
    "
    CREATE TABLE collated (story BLOB PRIMARY KEY, made_of BLOB NOT NULL) WITHOUT ROWID;
    ",
];

/// What became of a file when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Migrated {
    /// It was current, or new.
    Current,
    /// It was of this older version.
    From(usize),
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is an SQLite file of something else.
    Foreign,
    /// It was written by a later version.
    Newer(usize),
    /// SQLite said no.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refused {
    fn from(cause: rusqlite::Error) -> Refused {
        Refused::Sqlite(cause)
    }
}

/// Checks that the file is a store, and takes the steps that it lacks, all or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<Migrated, Refused> {
    if version(connection)? == MIGRATIONS.len() {
        return Ok(Migrated::Current);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let from = version(&transaction)?;
    if from > MIGRATIONS.len() {
        return Err(Refused::Newer(from));
    }
    if from == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute_batch("CREATE TABLE migrations (version INTEGER PRIMARY KEY)")?;
    }
    for (idx, step) in MIGRATIONS.iter().enumerate().skip(from) {
        transaction.execute_batch(step)?;
        transaction.execute("INSERT INTO migrations VALUES (?1)", [idx + 1])?;
    }
    transaction.commit()?;
    Ok(match from {
        0 => Migrated::Current,
        from if from == MIGRATIONS.len() => Migrated::Current,
        from => Migrated::From(from),
    })
}

/// The version of a file; 0 where it is empty.
fn version(connection: &Connection) -> Result<usize, Refused> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION_ID {
        let query = "SELECT coalesce(max(version), 0) FROM migrations";
        return Ok(connection.query_row(query, [], |row| row.get(0))?);
    }
    let query = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = connection.query_row(query, [], |row| row.get(0))?;
    match tables {
        0 => Ok(0),
        _ => Err(Refused::Foreign),
    }
}
