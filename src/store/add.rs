//! Adding what was read, all or nothing for each item.
//!
//! The same content may come in several ways: under another name, inside another feed, to be kept
//! as it is or not. One way is kept, chosen by what it is and not by when it came, so that the
//! store is a function of the set.

use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::model::{Analysed, DocumentId, Engine, Hash, Item, ItemKind};
use crate::store::{Added, ENGINE, Result, Store, blob, statements};

/// One way in which a document came; of several the smallest is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// A text that is to be kept as it is goes before one that is cleaned.
    cleaned: bool,
    /// One whose statements or story are given goes before one without.
    found: bool,
    /// One whose statements the full engine looked for goes before one that was read fast.
    fast: bool,
    original: [u8; 16],
    kind: &'static str,
    part: u32,
}

impl Store {
    /// Adds what was read from one item, all or nothing.
    pub fn add(
        &mut self,
        item: &Item,
        as_is: bool,
        engine: Engine,
        documents: &[Analysed],
    ) -> Result<Vec<Added>> {
        let cannot = self.cannot("add a document");
        let original = Hash::of_bytes(&item.bytes);
        let mut bodies = Vec::with_capacity(documents.len());
        for analysed in documents {
            let what = format!("document `{}`", analysed.document.id);
            bodies.push(blob::pack_noun(analysed).map_err(self.damaged(what))?);
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&cannot)?;
        let mut added = Vec::with_capacity(documents.len());
        for (part, (analysed, body)) in documents.iter().zip(&bodies).enumerate() {
            let way = Way {
                cleaned: !as_is,
                found: !is_given(analysed),
                fast: engine != Engine::Full,
                original: *original.bytes(),
                kind: kind_name(item.kind),
                part: part as u32,
            };
            added.push(add_one(&transaction, item, analysed, body, &way).map_err(&cannot)?);
        }
        transaction.commit().map_err(&cannot)?;
        Ok(added)
    }
}

fn is_given(analysed: &Analysed) -> bool {
    let given = &analysed.document.given;
    given.statements.is_some() || given.story.is_some()
}

fn add_one(
    transaction: &Transaction<'_>,
    item: &Item,
    analysed: &Analysed,
    body: &[u8],
    way: &Way,
) -> rusqlite::Result<Added> {
    let id = analysed.document.id;
    let named = transaction
        .prepare_cached("INSERT OR IGNORE INTO refs VALUES (?1, ?2)")?
        .execute(params![id.0.bytes(), analysed.document.reference])?;
    let kept = kept_way(transaction, id)?;
    match &kept {
        Some((kept, _)) if kept <= way => {
            if named > 0 {
                changed(transaction)?;
            }
            return Ok(Added::Known);
        }
        Some((kept, number)) => {
            let (kept, number) = (kept.original, *number);
            statements::unindex(transaction, id, number)?;
            transaction.execute("DELETE FROM documents WHERE number = ?1", [number])?;
            insert(transaction, item, analysed, body, way)?;
            drop_orphan(transaction, kept)?;
        }
        None => insert(transaction, item, analysed, body, way)?,
    }
    changed(transaction)?;
    Ok(kept.map_or(Added::New, |_| Added::Known))
}

fn kept_way(transaction: &Connection, id: DocumentId) -> rusqlite::Result<Option<(Way, i64)>> {
    transaction
        .prepare_cached(
            "SELECT as_is, given, fast, original, kind, part, number FROM documents WHERE id = ?1",
        )?
        .query_row([id.0.bytes()], |row| {
            let way = Way {
                cleaned: !row.get::<_, bool>(0)?,
                found: !row.get::<_, bool>(1)?,
                fast: row.get(2)?,
                original: row.get(3)?,
                kind: kind_name(kind_named(&row.get::<_, String>(4)?)),
                part: row.get(5)?,
            };
            Ok((way, row.get(6)?))
        })
        .optional()
}

fn insert(
    transaction: &Transaction<'_>,
    item: &Item,
    analysed: &Analysed,
    body: &[u8],
    way: &Way,
) -> rusqlite::Result<()> {
    let known = transaction
        .prepare_cached("SELECT 1 FROM originals WHERE hash = ?1")?
        .exists([&way.original])?;
    if !known {
        transaction
            .prepare_cached("INSERT INTO originals VALUES (?1, ?2)")?
            .execute(params![way.original, blob::pack(&item.bytes)])?;
    }
    let columns: [&dyn ToSql; 10] = [
        analysed.document.id.0.bytes(),
        &way.original,
        &way.part,
        &way.kind,
        &item.reference,
        &!way.cleaned,
        &!way.found,
        &way.fast,
        &ENGINE,
        &body,
    ];
    transaction
        .prepare_cached(
            "INSERT INTO documents (id, original, part, kind, item, as_is, given, fast, engine, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(columns.as_slice())?;
    statements::index(transaction, analysed, transaction.last_insert_rowid())
}

/// Drops an original that no document was read from any more.
pub(super) fn drop_orphan(connection: &Connection, original: [u8; 16]) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM originals WHERE hash = ?1
             AND NOT EXISTS (SELECT 1 FROM documents WHERE original = ?1)",
        )?
        .execute([original])?;
    Ok(())
}

/// Notes that the set is another than before.
pub(super) fn changed(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE meta SET value = value + 1 WHERE key = 'changed'")?
        .execute([])?;
    Ok(())
}

const KINDS: [(&str, Option<ItemKind>); 8] = [
    ("", None),
    ("feed", Some(ItemKind::Feed)),
    ("html", Some(ItemKind::Html)),
    ("json", Some(ItemKind::JsonLine)),
    ("markdown", Some(ItemKind::Markdown)),
    ("message", Some(ItemKind::Message)),
    ("news-xml", Some(ItemKind::NewsXml)),
    ("text", Some(ItemKind::Text)),
];

fn kind_name(kind: Option<ItemKind>) -> &'static str {
    let found = KINDS.iter().find(|(_, it)| *it == kind);
    found.map_or("", |(name, _)| name)
}

pub(super) fn kind_named(name: &str) -> Option<ItemKind> {
    let found = KINDS.iter().find(|(it, _)| *it == name);
    found.and_then(|(_, kind)| *kind)
}
