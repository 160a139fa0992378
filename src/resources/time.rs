//! What tells dates and times.

/// The word lists that tell dates and times.
#[derive(Debug, Default)]
pub struct Times {}

impl Times {
    pub(crate) fn load() -> Times {
        Times::default()
    }
}
