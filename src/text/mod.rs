//! Helpers on `&str` that several stages share: tokens, sentences, folded words, shingles.

mod normalise;
mod sentence;
mod shingle;
mod token;

pub use normalise::{fold, hash};
pub use sentence::{SentenceRules, sentences};
pub use shingle::{jaccard, shared, shingles};
pub use token::{Token, TokenKind, gap, tokens};
