//! Ids by unambiguous prefix, as in git.

use crate::model::{DocumentId, Hash, PersonId, StatementId, StoryId, UtteranceId};
use crate::store::{Lookup, Result, Store};

/// How many of the ids that share a prefix are named.
const NAMED: usize = 10;

impl Store {
    /// The document whose id starts so.
    pub fn find_document(&self, prefix: &str) -> Result<Lookup<DocumentId>> {
        self.find("documents", prefix, DocumentId)
    }

    /// The story whose id starts so.
    pub fn find_story(&self, prefix: &str) -> Result<Lookup<StoryId>> {
        self.find("stories", prefix, StoryId)
    }

    /// The person whose id starts so.
    pub fn find_person(&self, prefix: &str) -> Result<Lookup<PersonId>> {
        self.find("persons", prefix, PersonId)
    }

    /// The utterance whose id starts so.
    pub fn find_utterance(&self, prefix: &str) -> Result<Lookup<UtteranceId>> {
        self.find("utterances", prefix, UtteranceId)
    }

    /// The statement whose id starts so.
    pub fn find_statement(&self, prefix: &str) -> Result<Lookup<StatementId>> {
        self.find("statements", prefix, StatementId)
    }

    fn find<T>(&self, table: &str, prefix: &str, id: fn(Hash) -> T) -> Result<Lookup<T>> {
        let Some((first, last)) = range(prefix) else {
            return Ok(Lookup::None);
        };
        let list = || -> rusqlite::Result<Vec<T>> {
            let query = format!(
                "SELECT DISTINCT id FROM {table} WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT {NAMED}"
            );
            let mut select = self.connection.prepare_cached(&query)?;
            let rows = select.query_map([first.bytes(), last.bytes()], |row| {
                Ok(id(Hash::from_bytes(row.get(0)?)))
            })?;
            rows.collect()
        };
        let mut found = list().map_err(self.cannot("look an id up"))?;
        Ok(match (found.pop(), found.is_empty()) {
            (None, _) => Lookup::None,
            (Some(one), true) => Lookup::One(one),
            (Some(last), false) => {
                found.push(last);
                Lookup::Many(found)
            }
        })
    }
}

/// The first and last id with a prefix; `None` where it is no prefix of an id.
fn range(prefix: &str) -> Option<(Hash, Hash)> {
    let is_prefix = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_prefix {
        return None;
    }
    let first = format!("{prefix:0<32}").parse().ok()?;
    let last = format!("{prefix:f<32}").parse().ok()?;
    Some((first, last))
}
