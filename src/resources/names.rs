//! What tells names, roles and kinds of entities.

/// The word lists that tell names, roles and kinds of entities.
#[derive(Debug, Default)]
pub struct Names {}

impl Names {
    pub(crate) fn load() -> Names {
        Names::default()
    }
}
