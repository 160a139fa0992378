//! The embedded store: one SQLite file with the originals, the documents, and what was gathered.
//!
//! The originals are the truth: everything else is a function of them and can be made again. Ids
//! are looked up by unambiguous prefix, as in git. What is kept is a function of the set of what
//! was added, whatever the order.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::model::{Date, Engine, Hash, PersonId, StoryId};

mod add;
mod blob;
mod changes;
mod documents;
mod earlier;
mod error;
mod export;
mod gathered;
mod lookup;
mod omissions;
mod people;
mod put;
mod regroup;
mod schema;
mod statements;
mod views;

#[cfg(test)]
mod tests;

pub use error::{Result, StoreError};
pub use export::{ExportError, ExportKind, Lines, Names, person_record};
pub use lookup::SHORT;
pub use people::Made;
pub use views::{DocumentsOf, begins_a_word};

/// The version of reading and analysis, a hash of their sources; documents of another version are
/// read again.
pub const ENGINE: i64 = version(env!("ONRECORD_ENGINE"));

/// The version of all that is gathered, a hash of its sources; a set that another version gathered
/// is gathered again.
pub const GATHERER: i64 = version(env!("ONRECORD_GATHERER"));

/// Digits as the build script writes them.
const fn version(digits: &str) -> i64 {
    match i64::from_str_radix(digits, 10) {
        Ok(version) => version,
        Err(_) => panic!("The build script writes versions that fit"),
    }
}

/// How long a command waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store that is open.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// The state of the set when its documents were last read from here; what is put as gathered
    /// was gathered from that state, even if another process has added documents since.
    read: Cell<Option<i64>>,
}

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
    /// Which engine was asked to look for statements.
    pub engine: Engine,
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
    /// Only statements that have all these words.
    pub words: Option<String>,
    /// The words follow one another in this order.
    pub is_phrase: bool,
    /// Only statements at least so sure, in thousandths.
    pub confidence: u16,
}

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

impl Store {
    /// Opens the file, makes it where it is missing, and brings an older one up to date.
    pub fn open(path: &Path) -> Result<Store> {
        let connection = Connection::open(path).map_err(|cause| StoreError::Open {
            path: path.to_owned(),
            cause,
        })?;
        Store::prepare(connection, path)
    }

    /// Opens a file that must be there.
    pub fn open_existing(path: &Path) -> Result<Store> {
        if !path.exists() {
            let path = path.to_owned();
            return Err(StoreError::Missing { path });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags);
        let connection = opened.map_err(|cause| StoreError::Open {
            path: path.to_owned(),
            cause,
        })?;
        Store::prepare(connection, path)
    }

    /// A store that is gone when it is closed.
    pub fn open_temporary() -> Result<Store> {
        // SQLite gives a file of its own to the empty name, and deletes it at the end.
        Store::open(Path::new(""))
    }

    fn prepare(mut connection: Connection, path: &Path) -> Result<Store> {
        let path = path.to_owned();
        let refuse = |cause: rusqlite::Error| match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotAStore { path: path.clone() },
            _ => StoreError::Open {
                path: path.clone(),
                cause,
            },
        };
        connection.busy_timeout(PATIENCE).map_err(refuse)?;
        let migrated = schema::migrate(&mut connection).map_err(|refused| match refused {
            schema::Refused::Foreign => StoreError::NotAStore { path: path.clone() },
            schema::Refused::Newer(found) => StoreError::Newer {
                path: path.clone(),
                found,
                known: schema::MIGRATIONS.len(),
            },
            schema::Refused::Sqlite(cause) => refuse(cause),
        })?;
        // A commit survives the end of the process at once, and a power cut after `flush`.
        let mode =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -16384";
        connection.execute_batch(mode).map_err(refuse)?;
        connection.set_prepared_statement_cache_capacity(64);
        let mut store = Store {
            connection,
            path,
            read: Cell::new(None),
        };
        if migrated != schema::Migrated::Current {
            store.index_all()?;
        }
        Ok(store)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes everything that was committed through to the disk.
    pub fn flush(&self) -> Result<()> {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let done = self.connection.query_row(checkpoint, [], |_| Ok(()));
        done.optional().map_err(self.cannot("write through"))?;
        Ok(())
    }

    /// What SQLite finds broken in the file, a line each.
    pub fn check(&self) -> Result<Vec<String>> {
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut select = self.connection.prepare("PRAGMA quick_check")?;
            let rows = select.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        let mut found = check().map_err(self.cannot("check the tables"))?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Whether the set is another than at the last [`Store::put_gathered`], or was gathered by another
    /// version.
    pub fn is_stale(&self) -> Result<bool> {
        let value = |key: &str| {
            let query = "SELECT value FROM meta WHERE key = ?1";
            self.connection
                .query_row(query, [key], |row| row.get::<_, i64>(0))
                .map_err(self.cannot("read the state"))
        };
        let changed = value("changed")?;
        let by_another = changed > 0 && value("gathered by")? != GATHERER;
        Ok(value("gathered")? != changed || by_another)
    }

    /// How many documents there are.
    pub fn count_documents(&self) -> Result<usize> {
        let query = "SELECT count(*) FROM documents";
        let count = self.connection.query_row(query, [], |row| row.get(0));
        count.map_err(self.cannot("count documents"))
    }

    /// Wraps what SQLite says; to be given to `map_err`.
    fn cannot(&self, attempt: &'static str) -> impl Fn(rusqlite::Error) -> StoreError + use<> {
        let path = self.path.clone();
        move |cause| StoreError::Sqlite {
            path: path.clone(),
            attempt,
            cause,
        }
    }

    /// Wraps what does not read back; to be given to `map_err`.
    fn damaged<W: Into<String>>(&self, what: W) -> impl Fn(std::io::Error) -> StoreError + use<W> {
        damaged(self.path.clone(), what.into())
    }
}

fn damaged(path: PathBuf, what: String) -> impl Fn(std::io::Error) -> StoreError {
    move |cause| StoreError::Damaged {
        path: path.clone(),
        what: what.clone(),
        cause,
    }
}
