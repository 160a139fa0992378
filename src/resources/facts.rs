//! What tells figures, events and what two texts have in common.

/// The word lists that tell figures, events and what two texts have in common.
#[derive(Debug, Default)]
pub struct Facts {}

impl Facts {
    pub(crate) fn load() -> Facts {
        Facts::default()
    }
}
