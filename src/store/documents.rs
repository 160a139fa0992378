//! Reading documents and originals back, and reading them again with a later engine.

use rayon::prelude::*;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;

use crate::model::{Analysed, DocumentId, Engine, Hash, Item};
use crate::store::add::{changed, drop_orphan, kind_named};
use crate::store::{ENGINE, Result, Source, Store, blob, statements};

/// How many documents are unpacked at a time.
const CHUNK: usize = 1024;

impl Store {
    /// Every document as it was read, by id: what [`crate::pipeline::gather`] takes.
    pub fn read_documents(&self) -> Result<Vec<Analysed>> {
        Ok(self.read_hashed()?.0)
    }

    /// The same, and a hash of each as it was read.
    pub fn read_hashed(&self) -> Result<(Vec<Analysed>, FxHashMap<DocumentId, Hash>)> {
        let cannot = self.cannot("read the documents");
        // One transaction, so that the state belongs to the documents.
        let transaction = self.connection.unchecked_transaction().map_err(&cannot)?;
        let state = "SELECT value FROM meta WHERE key = 'changed'";
        let state: i64 = transaction
            .query_row(state, [], |row| row.get(0))
            .map_err(&cannot)?;
        let (mut documents, mut hashes) = (Vec::new(), FxHashMap::default());
        let mut after = [0; 16].to_vec();
        loop {
            let packed = self.bodies_after(&after).map_err(&cannot)?;
            let Some((last, _)) = packed.last() else {
                break;
            };
            after = last.to_vec();
            let unpacked: Result<Vec<Analysed>> = packed
                .par_iter()
                .map(|(_, body)| blob::unpack_noun(body))
                .zip(packed.par_iter())
                .map(|(unpacked, (id, _))| (unpacked, Hash::from_bytes(*id)))
                .collect::<Vec<_>>()
                .into_iter()
                .map(|(unpacked, id)| unpacked.map_err(self.damaged(format!("document `{id}`"))))
                .collect();
            documents.append(&mut unpacked?);
            let hashed = packed.par_iter().map(|(id, body)| {
                let id = DocumentId(Hash::from_bytes(*id));
                (id, Hash::of_bytes(body))
            });
            hashes.par_extend(hashed);
        }
        self.read.set(Some(state));
        Ok((documents, hashes))
    }

    fn bodies_after(&self, after: &[u8]) -> rusqlite::Result<Vec<([u8; 16], Vec<u8>)>> {
        let query = "SELECT id, body FROM documents WHERE id > ?1 ORDER BY id LIMIT ?2";
        let mut select = self.connection.prepare_cached(query)?;
        let rows = select.query_map(params![after, CHUNK], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// One document with what the others tell filled in (an inferred date).
    pub fn document(&self, id: DocumentId) -> Result<Option<Analysed>> {
        self.unpacked(
            id,
            "SELECT coalesce(dated, body) FROM documents WHERE id = ?1",
        )
    }

    /// One document as it was read, before the others told anything.
    pub fn document_as_read(&self, id: DocumentId) -> Result<Option<Analysed>> {
        self.unpacked(id, "SELECT body FROM documents WHERE id = ?1")
    }

    fn unpacked(&self, id: DocumentId, query: &str) -> Result<Option<Analysed>> {
        let find = || {
            self.connection
                .prepare_cached(query)?
                .query_row([id.0.bytes()], |row| row.get::<_, Vec<u8>>(0))
                .optional()
        };
        let body = find().map_err(self.cannot("read a document"))?;
        let unpack = |body: Vec<u8>| blob::unpack_noun(&body);
        body.map(unpack)
            .transpose()
            .map_err(self.damaged(format!("document `{id}`")))
    }

    /// All document ids, by (day, id), latest first.
    pub fn document_ids(&self) -> Result<Vec<DocumentId>> {
        let list = || -> rusqlite::Result<_> {
            let query = "SELECT id FROM documents ORDER BY day DESC NULLS LAST, id";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([], |row| Ok(DocumentId(Hash::from_bytes(row.get(0)?))))?;
            rows.collect()
        };
        list().map_err(self.cannot("list documents"))
    }

    /// Every name under which a document came, sorted.
    pub fn references(&self, id: DocumentId) -> Result<Vec<String>> {
        let list = || -> rusqlite::Result<_> {
            let query = "SELECT reference FROM refs WHERE document = ?1 ORDER BY reference";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([id.0.bytes()], |row| row.get(0))?;
            rows.collect()
        };
        list().map_err(self.cannot("list the names of a document"))
    }

    /// Where a document came from.
    pub fn source(&self, id: DocumentId) -> Result<Option<Source>> {
        let find = || {
            self.connection
                .prepare_cached("SELECT original, part, as_is, fast FROM documents WHERE id = ?1")?
                .query_row([id.0.bytes()], |row| {
                    Ok(Source {
                        original: Hash::from_bytes(row.get(0)?),
                        part: row.get(1)?,
                        as_is: row.get(2)?,
                        engine: match row.get(3)? {
                            true => Engine::Fast,
                            false => Engine::Full,
                        },
                    })
                })
                .optional()
        };
        find().map_err(self.cannot("find the source of a document"))
    }

    /// A kept original.
    ///
    /// Where its bytes came as several kinds, the first of them.
    pub fn original(&self, hash: Hash) -> Result<Option<Item>> {
        let find = || {
            self.connection
                .prepare_cached(
                    "SELECT d.item, d.kind, o.bytes FROM originals o
                     JOIN documents d ON d.original = o.hash
                     WHERE o.hash = ?1 ORDER BY d.kind, d.item LIMIT 1",
                )?
                .query_row([hash.bytes()], |row| {
                    Ok((
                        row.get(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                    ))
                })
                .optional()
        };
        let Some((reference, kind, packed)) = find().map_err(self.cannot("read an original"))?
        else {
            return Ok(None);
        };
        let bytes = blob::unpack(&packed).map_err(self.damaged(format!("original `{hash}`")))?;
        Ok(Some(Item {
            reference,
            kind: kind_named(&kind),
            bytes,
        }))
    }

    /// The original that a document was read from, as the kind that it was read as.
    pub fn item_of(&self, id: DocumentId) -> Result<Option<Item>> {
        let find = || {
            self.connection
                .prepare_cached("SELECT original, kind, item FROM documents WHERE id = ?1")?
                .query_row([id.0.bytes()], |row| {
                    let original = Hash::from_bytes(row.get(0)?);
                    Ok((original, row.get::<_, String>(1)?, row.get(2)?))
                })
                .optional()
        };
        let found = find().map_err(self.cannot("find the source of a document"))?;
        let Some((original, kind, reference)) = found else {
            return Ok(None);
        };
        let item = self.original(original)?;
        Ok(item.map(|item| Item {
            reference,
            kind: kind_named(&kind),
            bytes: item.bytes,
        }))
    }

    /// Every name of every document, by (document, name).
    pub fn all_references(&self) -> Result<Vec<(DocumentId, String)>> {
        let list = || -> rusqlite::Result<_> {
            let query = "SELECT document, reference FROM refs ORDER BY document, reference";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([], |row| {
                Ok((DocumentId(Hash::from_bytes(row.get(0)?)), row.get(1)?))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("list the names of documents"))
    }

    /// The documents that an earlier engine read.
    pub fn outdated(&self) -> Result<Vec<DocumentId>> {
        let list = || -> rusqlite::Result<_> {
            let query = "SELECT id FROM documents WHERE engine <> ?1 ORDER BY original, part";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([ENGINE], |row| {
                Ok(DocumentId(Hash::from_bytes(row.get(0)?)))
            })?;
            rows.collect()
        };
        list().map_err(self.cannot("list documents of an earlier version"))
    }

    /// Replaces a document by what this engine reads from its original; `None` where the engine
    /// finds it there no more, and the earlier reading is kept.
    pub fn put_again(&mut self, id: DocumentId, analysed: Option<&Analysed>) -> Result<()> {
        let cannot = self.cannot("replace a document");
        let body = analysed.map(blob::pack_noun).transpose();
        let body = body.map_err(self.damaged(format!("document `{id}`")))?;
        let mut replace = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            let number: i64 = transaction.query_row(
                "UPDATE documents SET engine = ?2, body = coalesce(?3, body), dated = NULL
                 WHERE id = ?1 RETURNING number",
                params![id.0.bytes(), ENGINE, body],
                |row| row.get(0),
            )?;
            if let Some(analysed) = analysed {
                statements::unindex(&transaction, id, number)?;
                statements::index(&transaction, analysed, number)?;
            }
            changed(&transaction)?;
            transaction.commit()
        };
        replace().map_err(cannot)
    }

    /// Fills the index anew from the documents.
    pub(super) fn index_all(&mut self) -> Result<()> {
        let documents = self.read_documents()?;
        let cannot = self.cannot("index the documents");
        let mut index = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            for analysed in &documents {
                let id = analysed.document.id;
                let number = "SELECT number FROM documents WHERE id = ?1";
                let number = transaction.query_row(number, [id.0.bytes()], |row| row.get(0))?;
                statements::unindex(&transaction, id, number)?;
                statements::index(&transaction, analysed, number)?;
            }
            changed(&transaction)?;
            transaction.commit()
        };
        index().map_err(cannot)
    }

    /// Takes a document out.
    pub fn remove(&mut self, id: DocumentId) -> Result<bool> {
        let cannot = self.cannot("remove a document");
        let mut remove = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            let found = transaction
                .query_row(
                    "DELETE FROM documents WHERE id = ?1 RETURNING number, original",
                    [id.0.bytes()],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let Some((number, original)) = found else {
                return Ok(false);
            };
            statements::unindex(&transaction, id, number)?;
            transaction.execute("DELETE FROM refs WHERE document = ?1", [id.0.bytes()])?;
            drop_orphan(&transaction, original)?;
            changed(&transaction)?;
            transaction.commit()?;
            Ok(true)
        };
        remove().map_err(cannot)
    }
}
