//! What tells the article from its page.

/// The word lists that tell the article from its page.
#[derive(Debug, Default)]
pub struct Reading {}

impl Reading {
    pub(crate) fn load() -> Reading {
        Reading::default()
    }
}
