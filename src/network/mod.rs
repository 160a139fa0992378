//! The trained network: an encoder over word pieces with heads over words, in eight-bit integers.
//!
//! Works on one window of text at a time, whatever stands beside it, so that a document's scores do
//! not depend on what is read with it. A window has enough rows to keep the multiplier busy: joining
//! several brings nothing. Weights and their recipe lie under `models/`.

mod heads;
mod labels;
mod layer;
mod matrix;
mod names;
mod views;
mod vocabulary;
mod weights;
mod window;
mod words;

pub use heads::{CueScores, N_LABELS, Scores};
pub use labels::{Role, Run, runs};
pub use names::{N_NAMES, N_PARTS, NameKind, NameRun, is_verb, name_runs};
pub use views::{FLOOR, Settled, Views};
pub use vocabulary::Vocabulary;
pub use weights::{LoadError, Network, Reader};
pub use window::{windows, windows_between};
pub use words::{Word, Words};
