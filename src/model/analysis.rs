//! What one document says: who is named, who spoke, when, and what happened.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Document, Event, Span, Statement};

/// Everything found in one document by looking at it alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// What looked for the statements: the name of a trained network, "rules", or "given" where the
    /// input stated them.
    #[serde(default)]
    pub engine: String,
    /// The sentences, in order.
    pub sentences: Vec<Span>,
    /// Who is named within the document; mentions and statements point here.
    pub entities: Vec<Entity>,
    /// Where they are named, in order of place.
    pub mentions: Vec<Mention>,
    /// Who said what, in order of place.
    pub statements: Vec<Statement>,
    /// Dates and times in the text, in order of place.
    pub dates: Vec<DateMention>,
    /// Who did what to whom, in order of place.
    pub events: Vec<Event>,
}

/// Which engine is asked to look for statements.
///
/// A language that none was trained for is read by rules, whichever is asked for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// The trained network that finds most, heard together with the smaller one.
    #[default]
    Full,
    /// A smaller one, for archives.
    Fast,
    /// No network.
    Rules,
}

/// A document with what was found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysed {
    /// What was read.
    pub document: Document,
    /// What was found.
    pub analysis: Analysis,
}

/// The index of an [`Entity`] in its [`Analysis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityIdx(pub u32);

impl EntityIdx {
    /// The index as a number.
    pub fn idx(self) -> usize {
        self.0 as usize
    }
}

/// One person, group, place or speaking document, within one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest name used, without title ("Mira Solane"); for an unnamed one its description
    /// ("a dam engineer").
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Whether `name` is a name; an unnamed one is never merged with another document's, unless its
    /// role can be only one named person's of the same story.
    pub named: bool,
    /// Roles that the text gives, in order of place, as written and without article
    /// ("foreign minister of Veldania").
    pub roles: Vec<Role>,
    /// The other names used, each once, in order of place.
    pub aliases: Vec<String>,
}

/// A role that a text gives to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The role as written, without article.
    pub title: String,
    /// Where.
    pub span: Span,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// One human being.
    Person,
    /// An organisation, government, crowd or other plural speaker.
    Group,
    /// A place that is not meant as its government.
    Place,
    /// A report, poll, letter, law or other text that speaks.
    Document,
    /// Not known.
    Unknown,
}

/// A span that names an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// How they name it.
    pub kind: MentionKind,
    /// Whom they name.
    pub entity: EntityIdx,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A person's name.
    Person,
    /// An organisation's name.
    Organisation,
    /// A place's name.
    Place,
    /// A role or description ("the Kremlin spokesman").
    Role,
    /// A pronoun.
    Pronoun,
}

/// A date or time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateMention {
    /// The words ("on Wednesday" without the preposition).
    pub span: Span,
    /// What day, month or year they mean; unknown where the text does not allow it.
    pub value: Option<Date>,
    /// What they mean where it is longer than a day, month or year ("last week", "from 3 to 5
    /// March"): its first and last day, month or year.
    #[serde(default)]
    pub period: Option<(Date, Date)>,
}
