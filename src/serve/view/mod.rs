//! Nouns in, what a page prints out: no store, no clock, no markup.
//!
//! A view is a pure function from nouns to a struct that a template prints as it is, so that what
//! the pages say can be tested without a server.

pub(crate) mod add;
pub(crate) mod align;
pub(crate) mod beside;
pub(crate) mod check;
pub(crate) mod cite;
pub(crate) mod cover;
pub(crate) mod document;
pub(crate) mod events;
pub(crate) mod format;
pub(crate) mod front;
pub(crate) mod lists;
mod marks;
pub(crate) mod outlets;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod shelf;
pub(crate) mod squares;
pub(crate) mod story;
pub(crate) mod timeline;
pub(crate) mod together;
pub(crate) mod tree;
pub(crate) mod utterance;
pub(crate) mod who;
pub(crate) mod wording;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
