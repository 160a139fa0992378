//! What became of the id of a story: an entry of a store's history.

use serde::{Deserialize, Serialize};

use super::{DocumentId, StoryId};

/// What became of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoryFate {
    /// All its reports are in one story of another id: an earlier report came to it, or its earliest
    /// one left the store.
    Renamed,
    /// All its reports are in one story with those of another.
    Merged,
    /// Its reports are in several stories, of which one may have its id.
    Split,
    /// None of its reports is in the store.
    Removed,
}

/// Why a story changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoryCause {
    /// Reports that came to it.
    Reports,
    /// Reports that came to other stories: what is rare among all reports is so no more.
    OtherReports,
    /// A correction by hand, or the undoing of one.
    Correction,
    /// Another version of the program gathered.
    Program,
}

/// A change of which reports a story's id stands for.
///
/// A story that two outlets' reports make is called by the earlier one. When a third report, of the day
/// before, is added, it is called by that one, and the store notes which story went by the first id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryChange {
    /// When it was noted (ISO 8601).
    pub made: String,
    /// The story as it was called before.
    pub story: StoryId,
    /// What became of it.
    pub fate: StoryFate,
    /// The stories that its reports were in from then on, by id.
    pub now: Vec<StoryId>,
    /// Why.
    pub cause: StoryCause,
    /// The first of the reports that had come to these stories.
    pub added: Vec<DocumentId>,
    /// How many had.
    pub n_added: usize,
}
