//! What a set of documents says together, as `export` writes it.
//!
//! Documents are listed by the names under which they came, every one of them.

use serde::{Deserialize, Serialize};

use crate::model::{
    CopyClass, Correction, CorrectionId, EntityKind, Family, Ground, Hash, KnownId, LinkKind,
    LinkRelation, OmissionReason, PersonId, Relation, StatementId, StoryId, UtteranceId,
};

/// Two documents that share text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct CopyPairRecord<'a> {
    pub a: &'a str,
    pub b: &'a str,
    pub class: CopyClass,
    pub origin: Option<&'a str>,
    /// How much of the shorter text stands in the longer, 0 to 1.
    pub share: f64,
    pub why: &'a str,
}

/// Copies and light edits of one text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct CopiesRecord<'a> {
    pub family: Hash,
    pub documents: Vec<&'a str>,
    pub origin: Option<&'a str>,
}

/// The id of a family: derived from its earliest document.
pub fn family_id(family: &Family) -> Hash {
    let first = family.documents.first();
    let first = first.map_or([0; 16], |id| *id.0.bytes());
    Hash::of_fields([b"family".as_slice(), &first])
}

/// The coverage of one event.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct StoryRecord<'a> {
    pub story: StoryId,
    pub title: Option<&'a str>,
    pub first: Option<String>,
    pub last: Option<String>,
    pub documents: Vec<&'a str>,
    pub origins: Vec<Vec<&'a str>>,
    pub linked: Vec<LinkRecord<'a>>,
}

/// An earlier or later story.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct LinkRecord<'a> {
    pub story: StoryId,
    pub relation: LinkRelation,
    pub kind: LinkKind,
    pub why: &'a str,
}

/// One thing said once, in all versions that were printed.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct UtteranceRecord<'a> {
    pub utterance: UtteranceId,
    pub story: StoryId,
    /// The speaker's name.
    pub speaker: Option<&'a str>,
    pub speaker_id: Option<PersonId>,
    pub said: Option<String>,
    pub versions: Vec<VersionRecord<'a>>,
    /// Documents whose whole text is held and does not have it.
    pub omitted_by: Vec<&'a str>,
    /// Every document of the story that does not have it, with the reason.
    pub omissions: Vec<OmissionRecord<'a>>,
}

/// One document's version of an utterance.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct VersionRecord<'a> {
    pub document: &'a str,
    pub statement: StatementId,
    pub content: Vec<[u32; 2]>,
    /// The words of `content`.
    pub text: String,
    /// Opens the outlet's page at these words.
    pub link: Option<String>,
    pub relation: Relation,
    pub why: &'a str,
    /// How likely it and the base are one utterance, 0 to 1.
    pub score: f64,
    /// What speaks for and against that, in thousandths of log-odds.
    pub grounds: &'a [Ground],
}

/// A document that does not have an utterance.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct OmissionRecord<'a> {
    pub document: &'a str,
    pub reason: OmissionReason,
}

/// Something on which the documents of a story disagree.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct ConflictRecord<'a> {
    pub story: StoryId,
    pub about: &'a str,
    pub values: Vec<ConflictValueRecord<'a>>,
}

/// One document's value.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct ConflictValueRecord<'a> {
    pub document: &'a str,
    pub span: [u32; 2],
    pub value: &'a str,
}

/// One person, group or speaking document across documents.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct PersonRecord<'a> {
    pub id: PersonId,
    pub name: &'a str,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    pub named: bool,
    pub aliases: &'a [String],
    pub roles: Vec<RoleRecord<'a>>,
    pub documents: Vec<&'a str>,
    /// Ids that a list of known people gives.
    pub ids: &'a [KnownId],
    /// Why documents are held to mean this person.
    pub links: Vec<PersonLinkRecord<'a>>,
    /// The corrections by hand that this person is the outcome of.
    pub corrections: &'a [CorrectionId],
}

/// Why a document is held to mean a person.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct PersonLinkRecord<'a> {
    pub document: &'a str,
    /// The name used there.
    pub name: &'a str,
    /// How likely it is, 0 to 1.
    pub confidence: f64,
    pub why: &'a str,
}

/// A correction by hand, as a file of them has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CorrectionRecord {
    /// Computed from the rest; a file need not have it.
    #[serde(default)]
    pub id: Option<CorrectionId>,
    #[serde(flatten)]
    pub correction: Correction,
    /// When it was undone.
    #[serde(default)]
    pub undone: Option<String>,
}

/// A role with the days at which it was asserted.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct RoleRecord<'a> {
    pub role: &'a str,
    pub first: Option<String>,
    pub last: Option<String>,
    /// In how many documents.
    pub reports: u32,
}
