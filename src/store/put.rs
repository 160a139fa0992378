//! Replacing all that was gathered, in one transaction.

use rusqlite::{Transaction, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::{Analysed, DocumentId, Gathered, Story, StoryId, Utterance};
use crate::store::{GATHERER, Result, Store, blob, changes, omissions, statements};

impl Store {
    /// Replaces all that was gathered, in one transaction; `documents` are the ones whose dates
    /// were inferred (others are left as they are).
    ///
    /// What was gathered from an earlier state of the set than is kept already changes nothing. What
    /// becomes of the ids of stories is noted ([`Store::story_changes`]).
    pub fn put_gathered(&mut self, gathered: &Gathered, documents: &[Analysed]) -> Result<()> {
        let cannot = self.cannot("keep what was gathered");
        let mut dated = Vec::with_capacity(gathered.inferred.len());
        let by_id: FxHashMap<DocumentId, &Analysed> =
            documents.iter().map(|it| (it.document.id, it)).collect();
        for inferred in &gathered.inferred {
            let Some(analysed) = by_id.get(&inferred.document) else {
                continue;
            };
            let what = format!("document `{}`", inferred.document);
            dated.push((
                *analysed,
                blob::pack_noun(analysed).map_err(self.damaged(what))?,
            ));
        }
        let read = self.read.get();
        let mut put = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            let value = |key: &str| {
                let query = "SELECT value FROM meta WHERE key = ?1";
                transaction.query_row(query, [key], |row| row.get::<_, i64>(0))
            };
            let state = read.map_or_else(|| value("changed"), Ok)?;
            let is_ours = value("gathered by")? == GATHERER;
            if value("gathered")? > state && is_ours {
                return Ok(());
            }
            let before = changes::kept(&transaction)?;
            changes::note(&transaction, &before, &gathered.stories, is_ours)?;
            clear(&transaction)?;
            date(&transaction, &dated)?;
            insert(&transaction, gathered, &by_id)?;
            let note = "UPDATE meta SET value = ?2 WHERE key = ?1";
            transaction.execute(note, params!["gathered", state])?;
            transaction.execute(note, params!["gathered by", GATHERER])?;
            transaction.commit()
        };
        put().map_err(cannot)
    }
}

fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "DELETE FROM stories; DELETE FROM story_documents; DELETE FROM persons;
         DELETE FROM members; DELETE FROM utterances; DELETE FROM versions;
         DELETE FROM conflicts; DELETE FROM copies; DELETE FROM families; DELETE FROM inferred;
         DELETE FROM outlets; DELETE FROM person_words; DELETE FROM collated;",
    )
}

/// Keeps the documents with the dates that were inferred, and gives the ones whose dates are not
/// inferred any more their own index back.
fn date(transaction: &Transaction<'_>, dated: &[(&Analysed, Vec<u8>)]) -> rusqlite::Result<()> {
    let mut select =
        transaction.prepare("SELECT id, number, body FROM documents WHERE dated IS NOT NULL")?;
    let before = select.query_map([], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let before: Vec<([u8; 16], i64, Vec<u8>)> = before.collect::<rusqlite::Result<_>>()?;
    for (_, number, body) in before {
        transaction.execute(
            "UPDATE documents SET dated = NULL WHERE number = ?1",
            [number],
        )?;
        // A body that does not read back keeps its old index; `verify` names it.
        if let Ok(analysed) = blob::unpack_noun::<Analysed>(&body) {
            statements::unindex(transaction, analysed.document.id, number)?;
            statements::index(transaction, &analysed, number)?;
        }
    }
    for (analysed, body) in dated {
        let number = transaction.query_row(
            "UPDATE documents SET dated = ?2 WHERE id = ?1 RETURNING number",
            params![analysed.document.id.0.bytes(), body],
            |row| row.get(0),
        )?;
        statements::unindex(transaction, analysed.document.id, number)?;
        statements::index(transaction, analysed, number)?;
    }
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    gathered: &Gathered,
    documents: &FxHashMap<DocumentId, &Analysed>,
) -> rusqlite::Result<()> {
    for story in &gathered.stories {
        transaction
            .prepare_cached("INSERT INTO stories VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                story.id.0.bytes(),
                story.first.map(|date| date.day_range().0),
                story.last.map(|date| date.day_range().1),
                json(story)?,
                documents
                    .get(&story.representative)
                    .and_then(|it| it.document.headline.as_deref())
            ])?;
        for document in &story.documents {
            let known = documents.get(document).map(|it| &it.document);
            transaction
                .prepare_cached("INSERT OR REPLACE INTO story_documents VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![
                    document.0.bytes(),
                    story.id.0.bytes(),
                    known.and_then(|it| it.publisher()),
                    known.and_then(|it| Some(it.published?.date.day_range().0)),
                ])?;
        }
    }
    for (position, person) in gathered.persons.iter().enumerate() {
        transaction
            .prepare_cached("INSERT INTO persons VALUES (?1, ?2, ?3)")?
            .execute(params![person.id.0.bytes(), position, json(person)?])?;
        let names: Vec<&str> = std::iter::once(&person.name)
            .chain(&person.aliases)
            .map(String::as_str)
            .collect();
        transaction
            .prepare_cached("INSERT INTO person_words (rowid, words) VALUES (?1, ?2)")?
            .execute(params![position, names.join("\n")])?;
        for member in &person.members {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO members VALUES (?1, ?2, ?3)")?
                .execute(params![
                    member.document.0.bytes(),
                    member.entity.0,
                    person.id.0.bytes()
                ])?;
        }
    }
    insert_utterances(transaction, gathered)?;
    for conflict in &gathered.conflicts {
        transaction
            .prepare_cached("INSERT INTO conflicts (story, body) VALUES (?1, ?2)")?
            .execute(params![conflict.story.0.bytes(), json(conflict)?])?;
    }
    for (story, made_of) in &gathered.made_of {
        transaction
            .prepare_cached("INSERT INTO collated VALUES (?1, ?2)")?
            .execute(params![story.0.bytes(), made_of.bytes()])?;
    }
    for pair in &gathered.copies {
        transaction
            .prepare_cached("INSERT INTO copies (body) VALUES (?1)")?
            .execute([json(pair)?])?;
    }
    for outlet in &gathered.outlets {
        transaction
            .prepare_cached("INSERT INTO outlets (name, body) VALUES (?1, ?2)")?
            .execute(params![outlet.name, json(outlet)?])?;
    }
    for family in &gathered.families {
        transaction
            .prepare_cached("INSERT INTO families (body) VALUES (?1)")?
            .execute([json(family)?])?;
    }
    for inferred in &gathered.inferred {
        transaction
            .prepare_cached("INSERT INTO inferred VALUES (?1, ?2)")?
            .execute(params![inferred.document.0.bytes(), json(inferred)?])?;
    }
    Ok(())
}

fn insert_utterances(transaction: &Transaction<'_>, gathered: &Gathered) -> rusqlite::Result<()> {
    let mut ranks: FxHashMap<(StoryId, DocumentId), usize> = FxHashMap::default();
    for story in &gathered.stories {
        for (rank, document) in story.documents.iter().enumerate() {
            ranks.insert((story.id, *document), rank);
        }
    }
    let mut utterances: Vec<&Utterance> = gathered.utterances.iter().collect();
    utterances.sort_by_cached_key(|utterance| {
        let place = |version: &crate::model::Version| {
            let rank = ranks.get(&(utterance.story, version.document));
            let start = version.content.first().map(|span| span.start());
            (rank.copied().unwrap_or(usize::MAX), start)
        };
        let first = utterance.versions.iter().map(place).min();
        (utterance.story, first, utterance.id)
    });
    let stories: FxHashMap<StoryId, &Story> =
        gathered.stories.iter().map(|it| (it.id, it)).collect();
    for (position, utterance) in utterances.into_iter().enumerate() {
        let story = stories.get(&utterance.story);
        let packed = story.and_then(|story| omissions::pack(story, utterance));
        transaction
            .prepare_cached("INSERT INTO utterances VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                utterance.id.0.bytes(),
                utterance.story.0.bytes(),
                position,
                json(packed.as_ref().unwrap_or(utterance))?,
                packed.is_some()
            ])?;
        for version in &utterance.versions {
            transaction
                .prepare_cached("INSERT INTO versions VALUES (?1, ?2)")?
                .execute(params![version.statement.0.bytes(), utterance.id.0.bytes()])?;
        }
    }
    Ok(())
}

fn json(noun: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(noun)
        .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))
}
