//! Ids by unambiguous prefix, as in git.

use crate::model::{DocumentId, Hash, PersonId, StatementId, StoryId, UtteranceId};
use crate::store::{Lookup, Result, Store};

/// How many of the ids that share a prefix are named.
const NAMED: usize = 10;

/// How many digits of an id are shown at least.
pub const SHORT: usize = 7;

impl Store {
    /// The document whose id starts so.
    pub fn find_document(&self, prefix: &str) -> Result<Lookup<DocumentId>> {
        self.find("documents", prefix, DocumentId)
    }

    /// The story whose id starts so.
    ///
    /// Where there is none, the one that holds the earliest report of a story that had such an id
    /// before.
    pub fn find_story(&self, prefix: &str) -> Result<Lookup<StoryId>> {
        match self.find("stories", prefix, StoryId)? {
            Lookup::None if prefix.len() >= SHORT => self.former_story(prefix),
            found => Ok(found),
        }
    }

    fn former_story(&self, prefix: &str) -> Result<Lookup<StoryId>> {
        let Some((first, last)) = range(prefix) else {
            return Ok(Lookup::None);
        };
        let mut found = Vec::new();
        for document in self.document_ids()? {
            if (first..=last).contains(&StoryId::of(document).0) {
                found.extend(self.story_of(document)?);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(NAMED);
        Ok(match found.as_slice() {
            [] => Lookup::None,
            [one] => Lookup::One(*one),
            _ => Lookup::Many(found),
        })
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

    /// The shortest prefix that only this document has, and at least [`SHORT`] digits.
    pub fn short_document(&self, id: DocumentId) -> Result<String> {
        self.short("documents", id.0)
    }

    /// The shortest prefix that only this story has.
    pub fn short_story(&self, id: StoryId) -> Result<String> {
        self.short("stories", id.0)
    }

    /// The shortest prefix that only this person has.
    pub fn short_person(&self, id: PersonId) -> Result<String> {
        self.short("persons", id.0)
    }

    /// The shortest prefix that only this utterance has.
    pub fn short_utterance(&self, id: UtteranceId) -> Result<String> {
        self.short("utterances", id.0)
    }

    /// The shortest prefix that only this statement has.
    pub fn short_statement(&self, id: StatementId) -> Result<String> {
        self.short("statements", id.0)
    }

    /// Compares with the two neighbours in the order of ids.
    pub(super) fn short(&self, table: &str, id: Hash) -> Result<String> {
        let digits = id.to_string();
        let neighbour = |query: String| {
            let found = self.one_id(&query, id)?;
            let shared = found.map_or(0, |other| shared_digits(&digits, &other.to_string()));
            Ok(shared)
        };
        let before = format!("SELECT id FROM {table} WHERE id < ?1 ORDER BY id DESC LIMIT 1");
        let after = format!("SELECT id FROM {table} WHERE id > ?1 ORDER BY id LIMIT 1");
        let shared = neighbour(before)?.max(neighbour(after)?);
        Ok(digits.chars().take(SHORT.max(shared + 1)).collect())
    }

    pub(super) fn find<T>(
        &self,
        table: &str,
        prefix: &str,
        id: fn(Hash) -> T,
    ) -> Result<Lookup<T>> {
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

fn shared_digits(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}
