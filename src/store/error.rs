//! What the store could not do, and why.

use std::path::PathBuf;

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("Failed to open store `{}`: no such file", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("Failed to open store `{}`: the file is not a store of onrecord", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version of onrecord.
    #[error(
        "Failed to open store `{}`: it has version {found}, and this onrecord knows versions up to {known}",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The latest version that is known.
        known: usize,
    },
    /// The file cannot be opened.
    #[error("Failed to open store `{}`", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: rusqlite::Error,
    },
    /// SQLite said no.
    #[error("Failed to {attempt} in store `{}`", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What was attempted.
        attempt: &'static str,
        /// Why.
        #[source]
        cause: rusqlite::Error,
    },
    /// A kept record does not read back.
    #[error("Failed to read {what} in store `{}`: the file is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which record.
        what: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

impl StoreError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            StoreError::Missing { .. } => {
                Some("make one with `onrecord add INPUT...`, or name another with `--db FILE`")
            }
            StoreError::NotAStore { .. } => Some("name another file with `--db FILE`"),
            StoreError::Newer { .. } => Some("install the latest onrecord"),
            StoreError::Damaged { .. } => Some("`onrecord verify` lists all that is damaged"),
            StoreError::Open { .. } | StoreError::Sqlite { .. } => None,
        }
    }
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;
