//! The alignment table: the versions of one utterance, word by word.

use serde::{Deserialize, Serialize};

use crate::model::{DocumentId, Relation, Span};

/// Several witnesses of one utterance, aligned word by word.
///
/// Every token of every witness is in exactly one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collation {
    /// The witnesses, the base first.
    pub witnesses: Vec<Witness>,
    /// The columns, in the order of the base; one cell per witness each.
    pub columns: Vec<Column>,
}

/// One document's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// The document.
    pub document: DocumentId,
    /// The segment that was aligned.
    pub content: Vec<Span>,
    /// How it stands to the base.
    pub relation: Relation,
}

/// One place in the utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What each witness has there, in the order of the witnesses.
    pub cells: Vec<Cell>,
    /// Whether a sentence begins here in the base.
    pub starts_sentence: bool,
}

/// What one witness has at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The words, each a span of the witness's document; none where it has nothing there.
    pub tokens: Vec<Span>,
    /// How they stand to the base's.
    pub variant: Variant,
}

/// How a cell stands to the base's cell in the same column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// The same words.
    Equal,
    /// The same but for case, marks, numerals or spelling.
    Form,
    /// Other words in their place.
    Replaced,
    /// Words that the base does not have.
    Added,
    /// Words of the base that are not there.
    Omitted,
    /// The same words at another place.
    Moved,
}
