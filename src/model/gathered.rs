//! What many documents say together: copies, stories, persons, utterances, conflicts.
//!
//! All of it is a function of the set of documents, and can be made again from them.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::model::{
    Date, DocumentId, Hash, Outlet, Person, PersonId, Span, StatementId, StoryId, UtteranceId,
};

/// The whole of what was gathered from a set of documents; every list is in a fixed order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gathered {
    /// Pairs of documents that are not independent, by (a, b).
    pub copies: Vec<CopyPair>,
    /// Copies and light edits of one text, by origin or earliest member.
    pub families: Vec<Family>,
    /// Stories, by (first day, id).
    pub stories: Vec<Story>,
    /// Persons, groups and documents that speak or are named, by (name, id).
    pub persons: Vec<Person>,
    /// Utterances, by (story, id).
    pub utterances: Vec<Utterance>,
    /// Facts on which outlets disagree, by story.
    pub conflicts: Vec<Conflict>,
    /// What each outlet reports and leaves out, the one with most reports first.
    #[serde(default)]
    pub outlets: Vec<Outlet>,
    /// Dates of publishing that the story tells, by document.
    pub inferred: Vec<InferredDate>,
    /// A hash of what the collation of each story was made of, where all its documents have one.
    #[serde(default)]
    pub made_of: Vec<(StoryId, Hash)>,
}

/// What an earlier gathering found, by the same version of the program.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// A hash of each document as it was read; a story that has one without is collated anew.
    pub documents: FxHashMap<DocumentId, Hash>,
    /// What was collated.
    pub collated: FxHashMap<StoryId, Collated>,
}

/// What the reports of one story say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Collated {
    /// A hash of all that it was made of.
    pub made_of: Hash,
    /// Its utterances, by id.
    pub utterances: Vec<Utterance>,
    /// On what its outlets disagree.
    pub conflicts: Vec<Conflict>,
}

/// Two documents that share text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyPair {
    /// The one with the smaller (day, id).
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// What they share.
    pub class: CopyClass,
    /// Whose text it is, where that can be told.
    pub origin: Option<DocumentId>,
    /// How much of the shorter text stands in the longer, in thousandths.
    pub share: u16,
    /// Why, in words ("shares 412 of 430 words; credits Corran Press Agency").
    pub why: String,
}

/// What two documents share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyClass {
    /// One text.
    Copy,
    /// One outlet's text, rewritten later.
    Revision,
    /// Paragraphs of one inside the other.
    Partial,
    /// Only what third parties said.
    QuoteOnly,
    /// Only furniture.
    Boilerplate,
}

/// Copies and light edits of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The members, by (day, id).
    pub documents: Vec<DocumentId>,
    /// Whose text it is, where that can be told.
    pub origin: Option<DocumentId>,
}

/// The coverage of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Derived from the earliest document.
    pub id: StoryId,
    /// The document whose headline names it.
    pub representative: DocumentId,
    /// First day of publishing, where one is known.
    pub first: Option<Date>,
    /// Last day of publishing.
    pub last: Option<Date>,
    /// The members, by (day, id).
    pub documents: Vec<DocumentId>,
    /// The members by origin: each list one text and its copies, the origin first.
    pub origins: Vec<Vec<DocumentId>>,
    /// Why each document but the first joined.
    pub joins: Vec<Join>,
    /// Earlier and later stories.
    pub linked: Vec<StoryLink>,
}

impl StoryId {
    /// The id of a story whose earliest document is this one.
    ///
    /// Every document has one, so an id that a story had before an earlier report came, or before it was
    /// joined to another, still tells where its reports are.
    pub fn of(earliest: DocumentId) -> StoryId {
        let fields = [b"story".as_slice(), earliest.0.bytes()];
        StoryId(crate::model::Hash::of_fields(fields))
    }
}

/// Why a document belongs to its story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The document.
    pub document: DocumentId,
    /// The member that it is closest to.
    pub to: DocumentId,
    /// How close, in thousandths.
    pub score: u16,
    /// Why, in words ("shares Lenna dam, Okrist, villages; same day").
    pub why: String,
}

/// A story that came before or after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryLink {
    /// The other story.
    pub story: StoryId,
    /// How it stands to this one.
    pub relation: LinkRelation,
    /// What the two have to do with each other.
    #[serde(default)]
    pub kind: LinkKind,
    /// Why, in words.
    pub why: String,
}

/// How a linked story stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkRelation {
    /// It came before.
    Earlier,
    /// It came after.
    Later,
    /// It is not known which was first.
    Related,
}

/// What two linked stories have to do with each other.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Chapters of one affair, some time apart.
    #[default]
    Saga,
    /// The later one goes on where the earlier ended, within days.
    FollowUp,
    /// The earlier one is history that the later has behind it.
    Background,
    /// The later one is from the same day of another year.
    Anniversary,
}

/// One thing said once, in all versions that were printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Derived from the earliest version.
    pub id: UtteranceId,
    /// The story whose coverage it was gathered from.
    pub story: StoryId,
    /// Who said it.
    pub speaker: Option<PersonId>,
    /// When, where a version says so.
    pub said: Option<Date>,
    /// The versions, the base first, then by (day, document, place).
    pub versions: Vec<Version>,
    /// The documents of the story that do not have it.
    pub omissions: Vec<Omission>,
}

/// One document's version of an utterance: a segment of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The document.
    pub document: DocumentId,
    /// The statement.
    pub statement: StatementId,
    /// The segment of its content.
    pub content: Vec<Span>,
    /// How it stands to the base.
    pub relation: Relation,
    /// Why it was put with the base, and what differs, in words.
    pub why: String,
    /// How likely it and the base are one utterance, in thousandths.
    pub score: u16,
    /// What speaks most for and against that, the weightiest first; none where the two were joined by
    /// a third version.
    #[serde(default)]
    pub grounds: Vec<Ground>,
}

/// One reason for or against two wordings being one utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// What it is, in words: "shared words", "another day".
    pub what: String,
    /// What it adds to the log-odds, in thousandths; below zero it speaks against.
    pub odds: i32,
}

/// How a version stands to the base of its utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The fullest direct wording, first by document order.
    Base,
    /// The same words.
    Same,
    /// The same words with a piece left off.
    Trimmed,
    /// The same meaning in another translation.
    Retranslated,
    /// The same meaning in other words, outside quotation marks.
    Paraphrased,
    /// Words from two places of what was said, joined inside one pair of quotation marks.
    Spliced,
    /// Other words inside quotation marks, or another claim.
    Altered,
}

/// A document of the story that does not have an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Omission {
    /// The document.
    pub document: DocumentId,
    /// Why it may not.
    pub reason: OmissionReason,
}

/// Why a document does not have an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OmissionReason {
    /// The whole text is held, and it is not in it.
    NotReported,
    /// The text is held only in part.
    PartOnly,
    /// The document was published before it was said.
    PublishedBefore,
}

/// Something on which the documents of a story disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The story.
    pub story: StoryId,
    /// What the values are values of ("villages under water").
    pub about: String,
    /// The values, each where it stands; by (value, document, span).
    pub values: Vec<ConflictValue>,
}

/// One document's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictValue {
    /// The document.
    pub document: DocumentId,
    /// Where it says so.
    pub span: Span,
    /// The value in one form for all ("11").
    pub value: String,
}

/// A date of publishing that other reports of the story tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InferredDate {
    /// The document that states none.
    pub document: DocumentId,
    /// The date, as precise as it can be told.
    pub date: Date,
    /// Why, in words.
    pub why: String,
}
