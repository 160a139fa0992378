//! What an outlet reports, set beside what the others report of the same stories.

use serde::{Deserialize, Serialize};

use crate::model::{Date, PersonId, Relation, UtteranceId};

/// One outlet in the whole set.
///
/// What it could have reported is counted with care: only statements that another outlet has, in
/// stories that this outlet reports too, made before it published, and not where our copy of its
/// report is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// As its reports give it, or its site.
    pub name: String,
    /// How many reports.
    pub reports: usize,
    /// First and last day of publishing.
    pub days: Option<(Date, Date)>,
    /// How many stories its reports tell.
    pub stories: usize,
    /// Those of them that other outlets tell too.
    pub shared_stories: usize,
    /// Reports whose text is its own; the others are copies.
    pub origins: usize,
    /// Whose texts the copies are, the most copied first.
    pub copied_from: Vec<(String, usize)>,
    /// Who copies its texts.
    pub copied_by: Vec<(String, usize)>,
    /// Statements that it could have reported.
    pub possible: usize,
    /// Those of them that it has.
    pub has: usize,
    /// Statements that no other outlet has.
    pub alone: usize,
    /// Not counted: made after it published.
    pub before: usize,
    /// Not counted: our copy is cut.
    pub cut: usize,
    /// How it has those that it shares with others, each by the nearest of its versions.
    pub wordings: Vec<(Relation, usize)>,
    /// The same for each speaker, the most heard first.
    pub speakers: Vec<Heard>,
    /// The latest of those that it does not have.
    pub lacks: Vec<UtteranceId>,
    /// The latest of those that it altered.
    pub altered: Vec<UtteranceId>,
}

/// How much of what a person said an outlet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Who.
    pub person: PersonId,
    /// Statements that it could have reported.
    pub possible: usize,
    /// Those of them that it has.
    pub has: usize,
}
