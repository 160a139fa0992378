//! What is kept of an earlier gathering, for the next to take over what has not changed.

use rusqlite::Row;
use rustc_hash::FxHashMap;

use crate::model::{Collated, Conflict, DocumentId, Earlier, Hash, Story, StoryId, Utterance};
use crate::store::{GATHERER, Result, Store, omissions};

impl Store {
    /// What an earlier gathering collated, with the hashes that documents have now.
    ///
    /// Nothing where another version of the program gathered; stories of which something does not read back
    /// are left out, so that they are collated anew.
    pub fn earlier(&self, documents: FxHashMap<DocumentId, Hash>) -> Result<Earlier> {
        let collated = self.collated();
        Ok(Earlier {
            documents,
            collated: collated.map_err(self.cannot("read what was gathered"))?,
        })
    }

    fn collated(&self) -> rusqlite::Result<FxHashMap<StoryId, Collated>> {
        let by = "SELECT value FROM meta WHERE key = 'gathered by'";
        let by: i64 = self.connection.query_row(by, [], |row| row.get(0))?;
        if by != GATHERER {
            return Ok(FxHashMap::default());
        }
        let mut collated: FxHashMap<StoryId, Collated> = FxHashMap::default();
        let stories = "SELECT story, made_of FROM collated";
        self.each(stories, |row| {
            let none = Collated {
                made_of: Hash::from_bytes(row.get(1)?),
                utterances: Vec::new(),
                conflicts: Vec::new(),
            };
            collated.insert(story(row)?, none);
            Ok(())
        })?;
        let utterances = "SELECT utterances.story, utterances.body, others_lack, stories.body
            FROM utterances JOIN stories ON stories.id = utterances.story
            ORDER BY utterances.story, utterances.id";
        let mut last: Option<(StoryId, Option<Story>)> = None;
        self.each(utterances, |row| {
            let id = story(row)?;
            let mut read = parsed::<Utterance>(row, 1)?;
            if read.is_some() && row.get(2)? {
                if last.as_ref().is_none_or(|it| it.0 != id) {
                    last = Some((id, parsed(row, 3)?));
                }
                let of_story = last.as_ref().and_then(|it| it.1.as_ref());
                read = of_story
                    .zip(read)
                    .map(|(it, read)| omissions::unpack(it, read));
            }
            add(&mut collated, id, read, |it| &mut it.utterances);
            Ok(())
        })?;
        let conflicts = "SELECT story, body FROM conflicts ORDER BY position";
        self.each(conflicts, |row| {
            let read = parsed::<Conflict>(row, 1)?;
            add(&mut collated, story(row)?, read, |it| &mut it.conflicts);
            Ok(())
        })?;
        Ok(collated)
    }

    fn each(
        &self,
        query: &str,
        mut see: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut select = self.connection.prepare(query)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            see(row)?;
        }
        Ok(())
    }
}

fn story(row: &Row<'_>) -> rusqlite::Result<StoryId> {
    Ok(StoryId(Hash::from_bytes(row.get(0)?)))
}

/// What a column holds; nothing where it does not read back.
fn parsed<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<T>> {
    let body = row.get_ref(at)?.as_str()?;
    Ok(serde_json::from_str(body).ok())
}

/// Adds a part to a story; a story of which a part is lost is not known.
fn add<T>(
    collated: &mut FxHashMap<StoryId, Collated>,
    story: StoryId,
    part: Option<T>,
    list: impl Fn(&mut Collated) -> &mut Vec<T>,
) {
    match part {
        None => drop(collated.remove(&story)),
        Some(part) => {
            if let Some(it) = collated.get_mut(&story) {
                list(it).push(part);
            }
        }
    }
}
