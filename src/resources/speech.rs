//! What tells that something was said.

/// The word lists that tell that something was said.
#[derive(Debug, Default)]
pub struct Speech {}

impl Speech {
    pub(crate) fn load() -> Speech {
        Speech::default()
    }
}
