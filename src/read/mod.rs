//! Bytes to [`Document`]s: the article alone, and what the page states about itself.

use crate::model::{Document, Item};
use crate::resources::Resources;

/// How to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Keep a given text as it is: no clutter is removed, so that spans index what was given.
    pub as_is: bool,
}

/// What came of one item.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The documents, in the order of the item (a feed has several).
    pub documents: Vec<Document>,
    /// What could not be read.
    pub errors: Vec<ReadError>,
}

/// What could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("Failed to read `{reference}`: {cause}")]
pub struct ReadError {
    /// The item, with the place inside it where there is one.
    pub reference: String,
    /// Why, in words.
    pub cause: String,
}

/// Reads one item.
pub fn read(resources: &Resources, item: &Item, options: ReadOptions) -> Outcome {
    let _ = (resources, item, options);
    Outcome::default()
}
