//! Why an entity is held to be somebody.

/// A reason with its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The entity, by number.
    pub entry: u32,
    /// How likely it is, in thousandths.
    pub confidence: u16,
    /// Why, in words.
    pub why: String,
}

impl Link {
    /// Puts a reason together.
    pub(super) fn of(entry: u32, confidence: u16, why: String) -> Link {
        Link {
            entry,
            confidence,
            why,
        }
    }
}
