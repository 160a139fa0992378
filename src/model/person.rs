//! One person, group or speaking document across documents, with the reason for every link, and
//! what people say about who is who: lists of known people, and corrections by hand.

use serde::{Deserialize, Serialize};

use crate::model::{CorrectionId, Date, DocumentId, EntityIdx, EntityKind, PersonId};

/// One person, group or speaking document across documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Derived from the earliest member.
    pub id: PersonId,
    /// The fullest name in most common use.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Whether `name` is a name, not a description.
    pub named: bool,
    /// Every other name used, by name.
    pub aliases: Vec<String>,
    /// Roles, with the first and last day at which they were asserted; by (first, title).
    pub roles: Vec<PersonRole>,
    /// Where it is named, by (document's day, document, entity).
    pub members: Vec<Member>,
    /// Why members are held to be this person, by (document, entity); the earliest needs no reason,
    /// and reports of one story that use one name need one together.
    #[serde(default)]
    pub links: Vec<PersonLink>,
    /// Ids that a list of known people gives, by (scheme, id).
    #[serde(default)]
    pub ids: Vec<KnownId>,
    /// The corrections by hand that this person is the outcome of.
    #[serde(default)]
    pub corrections: Vec<CorrectionId>,
}

/// A role with the days at which it was asserted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRole {
    /// The role as written.
    pub title: String,
    /// Published first on.
    pub first: Option<Date>,
    /// Published last on.
    pub last: Option<Date>,
    /// In how many documents.
    #[serde(default)]
    pub documents: u32,
}

/// An entity of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Member {
    /// The document.
    pub document: DocumentId,
    /// The entity within it.
    pub entity: EntityIdx,
}

/// Why an entity is held to be a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLink {
    /// The entity; of several of one story by one name the earliest.
    pub member: Member,
    /// The name used there; where a correction is of stories, the headline.
    pub name: String,
    /// How likely it is, in thousandths.
    pub confidence: u16,
    /// Why, in words ("same name; same office (water minister)").
    pub why: String,
}

/// An id in somebody's list of people: `wikidata`, `Q42`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownId {
    /// Whose id it is, in small letters.
    pub scheme: String,
    /// The id.
    pub id: String,
}

/// Somebody whom a list of known people has.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownPerson {
    /// The usual name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Roles, which tell namesakes apart.
    pub roles: Vec<String>,
    /// Ids, by (scheme, id).
    pub ids: Vec<KnownId>,
    /// The name of the list.
    pub list: String,
}

/// A correction by hand: who is who.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Correction {
    /// When it was made (ISO 8601): a later one goes before an earlier.
    pub made: String,
    /// What it says.
    pub kind: CorrectionKind,
    /// The ones of one side; of a split those who stay.
    pub these: Vec<Anchor>,
    /// The ones of the other; of a split those who are somebody else.
    pub those: Vec<Anchor>,
    /// Why, in the words of who made it.
    pub reason: String,
}

/// What a correction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// Both sides are one person.
    Merge,
    /// They are two.
    Split,
    /// The reports of both sides are of one story.
    JoinStories,
    /// They are of two stories.
    PartStories,
}

/// Somebody in one document, told by what no later reading changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anchor {
    /// The document.
    pub document: DocumentId,
    /// The name used there.
    pub name: String,
}

/// What people say about who is who, beside the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guidance {
    /// The known people, in order.
    pub known: Vec<KnownPerson>,
    /// The corrections that were not undone, by (when they were made, id).
    pub corrections: Vec<Correction>,
}

impl Correction {
    /// The hash of all that it says.
    pub fn id(&self) -> CorrectionId {
        let kind: &[u8] = match self.kind {
            CorrectionKind::Merge => b"merge",
            CorrectionKind::Split => b"split",
            CorrectionKind::JoinStories => b"join-stories",
            CorrectionKind::PartStories => b"part-stories",
        };
        let mut fields: Vec<&[u8]> = vec![b"correction", self.made.as_bytes(), kind];
        for (side, anchors) in [(b"these", &self.these), (b"those", &self.those)] {
            fields.push(side);
            for anchor in anchors {
                fields.push(anchor.document.0.bytes());
                fields.push(anchor.name.as_bytes());
            }
        }
        fields.push(self.reason.as_bytes());
        CorrectionId(crate::model::Hash::of_fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Hash;

    #[test]
    fn a_correction_is_told_by_what_it_says() {
        let anchor = |name: &str| Anchor {
            document: DocumentId(Hash::of_bytes(b"report")),
            name: name.to_owned(),
        };
        let merge = Correction {
            made: "2031-03-12T10:00:00Z".to_owned(),
            kind: CorrectionKind::Merge,
            these: vec![anchor("Ilse Marsk")],
            those: vec![anchor("I. Marsk")],
            reason: String::new(),
        };
        let other = Correction {
            these: merge.those.clone(),
            those: merge.these.clone(),
            ..merge.clone()
        };
        assert_eq!(merge.id(), merge.clone().id());
        assert_ne!(merge.id(), other.id());
    }
}
