//! onrecord reads news coverage and keeps a checkable record of who said what, in whose words.
//!
//! ```
//! use onrecord::model::{Item, ItemKind};
//! use onrecord::pipeline::{self, Options};
//!
//! let item = Item {
//!     reference: "lenna.txt".into(),
//!     kind: Some(ItemKind::Text),
//!     bytes: "BRASNA (CPA) - \"The gates are open,\" Marsk told reporters on Monday.".into(),
//! };
//! let outcome = pipeline::read(onrecord::resources::get(), &item, Options::default());
//! assert_eq!(outcome.documents.len(), 1);
//! ```
//!
//! The modules, in reading order: [`model`] holds the nouns, [`text`] small helpers on `&str`,
//! [`resources`] the word lists; [`fetch`], [`read`], [`analyse`], [`gather`] and [`collate`] are the
//! stages, which meet only in [`pipeline`]; [`store`] keeps the record, [`intake`] fills it, [`check`] looks words up
//! in it, [`record`] gives it the
//! shapes that other programs read, and `serve` shows it in a browser (feature `serve`, on by
//! default). [`samples`] is the built-in sample coverage, and [`cli`] holds the subcommands.

pub mod model;
pub mod network;
pub mod text;

pub mod resources;

pub mod fetch;

pub mod read;

pub mod analyse;

pub mod gather;

pub mod collate;

pub mod pipeline;

pub mod store;

pub mod record;

pub mod intake;

pub mod check;

#[cfg(feature = "serve")]
pub mod serve;

pub mod samples;

pub mod cli;
