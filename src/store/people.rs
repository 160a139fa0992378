//! What people say about who is who: lists of known people, and corrections by hand.
//!
//! Both are kept beside the originals, so that they outlive everything that is gathered; what is
//! gathered is a function of the documents and of these.

use rusqlite::{TransactionBehavior, params};

use crate::model::{
    Anchor, Correction, CorrectionId, CorrectionKind, DocumentId, Guidance, KnownPerson, Member,
    Person,
};
use crate::store::add::changed;
use crate::store::{Lookup, Result, Store};

/// How many reports name each side of a merge: one of them must be held for it to apply.
const MERGED: usize = 16;

/// How many reports name the side of a split that stays.
const STAYING: usize = 64;

/// A correction with the day on which it was undone, if it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it says.
    pub correction: Correction,
    /// When it was undone (ISO 8601).
    pub undone: Option<String>,
}

impl Store {
    /// All that people say about who is who, in order.
    pub fn guidance(&self) -> Result<Guidance> {
        let made = self.corrections()?.into_iter();
        let standing = made.filter(|it| it.undone.is_none());
        Ok(Guidance {
            known: self.known_people()?,
            corrections: standing.map(|it| it.correction).collect(),
        })
    }

    /// The known people of all lists, in order.
    pub fn known_people(&self) -> Result<Vec<KnownPerson>> {
        let mut known: Vec<KnownPerson> =
            self.nouns("SELECT body FROM known_people", [], "a list of people")?;
        known.sort();
        Ok(known)
    }

    /// Keeps a list of known people in place of an earlier one of that name.
    pub fn put_known_people(&mut self, list: &str, people: &[KnownPerson]) -> Result<()> {
        let bodies: std::result::Result<Vec<String>, serde_json::Error> =
            people.iter().map(serde_json::to_string).collect();
        let bodies = bodies.map_err(|it| self.damaged("a list of people")(it.into()))?;
        let cannot = self.cannot("keep a list of people");
        let mut put = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            transaction.execute("DELETE FROM known_people WHERE list = ?1", [list])?;
            for body in &bodies {
                let insert = "INSERT OR IGNORE INTO known_people VALUES (?1, ?2)";
                transaction.execute(insert, params![list, body])?;
            }
            changed(&transaction)?;
            transaction.commit()
        };
        put().map_err(cannot)
    }

    /// All corrections, the earlier first, with those that were undone.
    pub fn corrections(&self) -> Result<Vec<Made>> {
        let list = || -> rusqlite::Result<Vec<(String, Option<String>)>> {
            let query = "SELECT body, undone FROM corrections ORDER BY made, id";
            let mut select = self.connection.prepare_cached(query)?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        let rows = list().map_err(self.cannot("list corrections"))?;
        let shaped = rows.into_iter().map(|(body, undone)| {
            let correction = serde_json::from_str(&body);
            let correction = correction.map_err(|it| self.damaged("a correction")(it.into()))?;
            Ok(Made { correction, undone })
        });
        shaped.collect()
    }

    /// Keeps a correction; gives whether it is new.
    pub fn correct(&mut self, correction: &Correction, undone: Option<&str>) -> Result<bool> {
        let body = serde_json::to_string(correction);
        let body = body.map_err(|it| self.damaged("a correction")(it.into()))?;
        let cannot = self.cannot("keep a correction");
        let mut put = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            let insert = "INSERT OR IGNORE INTO corrections VALUES (?1, ?2, ?3, ?4)";
            let id = correction.id();
            let new = transaction
                .execute(insert, params![id.0.bytes(), correction.made, undone, body])?;
            changed(&transaction)?;
            transaction.commit()?;
            Ok(new > 0)
        };
        put().map_err(cannot)
    }

    /// Undoes a correction; it stays in the list. Gives whether it stood until now.
    pub fn undo(&mut self, id: CorrectionId, when: &str) -> Result<bool> {
        let cannot = self.cannot("undo a correction");
        let mut undo = || {
            let immediate = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(immediate)?;
            let update = "UPDATE corrections SET undone = ?2 WHERE id = ?1 AND undone IS NULL";
            let stood = transaction.execute(update, params![id.0.bytes(), when])?;
            changed(&transaction)?;
            transaction.commit()?;
            Ok(stood > 0)
        };
        undo().map_err(cannot)
    }

    /// The correction whose id starts so.
    pub fn find_correction(&self, prefix: &str) -> Result<Lookup<CorrectionId>> {
        self.find("corrections", prefix, CorrectionId)
    }

    /// The shortest prefix that only this correction has.
    pub fn short_correction(&self, id: CorrectionId) -> Result<String> {
        self.short("corrections", id.0)
    }

    /// Says that two people are one.
    pub fn merging(
        &self,
        one: &Person,
        other: &Person,
        made: &str,
        reason: &str,
    ) -> Result<Correction> {
        Ok(Correction {
            made: made.to_owned(),
            kind: CorrectionKind::Merge,
            these: self.representatives(one)?,
            those: self.representatives(other)?,
            reason: reason.trim().to_owned(),
        })
    }

    /// Says that whom these documents name is somebody else; `None` where that leaves nobody on one
    /// of the sides.
    pub fn splitting(
        &self,
        person: &Person,
        documents: &[DocumentId],
        made: &str,
        reason: &str,
    ) -> Result<Option<Correction>> {
        let goes = |it: &&Member| documents.contains(&it.document);
        let those = self.anchors(person.members.iter().filter(goes))?;
        let stays = person.members.iter().filter(|it| !goes(it));
        let these = self.anchors(stays.take(STAYING))?;
        if these.is_empty() || those.is_empty() {
            return Ok(None);
        }
        Ok(Some(Correction {
            made: made.to_owned(),
            kind: CorrectionKind::Split,
            these,
            those,
            reason: reason.trim().to_owned(),
        }))
    }

    /// The reports that stand for a person: those that use the usual name first, for a description
    /// is the first thing that a later reading may understand in another way.
    fn representatives(&self, person: &Person) -> Result<Vec<Anchor>> {
        let mut anchors = self.anchors(person.members.iter().take(STAYING))?;
        anchors.sort_by_key(|it| it.name != person.name);
        anchors.truncate(MERGED);
        Ok(anchors)
    }

    fn anchors<'a>(&self, members: impl Iterator<Item = &'a Member>) -> Result<Vec<Anchor>> {
        let mut anchors = Vec::new();
        for member in members {
            let analysed = self.document(member.document)?;
            let entity = analysed.and_then(|it| {
                let entities = it.analysis.entities;
                entities.into_iter().nth(member.entity.idx())
            });
            anchors.extend(entity.map(|it| Anchor {
                document: member.document,
                name: it.name,
            }));
        }
        Ok(anchors)
    }
}
