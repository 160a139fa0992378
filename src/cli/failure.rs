//! An error with what to do about it.

/// What went wrong, as a sentence, with what a person can do next.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Failure {
    message: String,
    /// Each printed on a line of its own, after `hint:`.
    pub(crate) hints: Vec<String>,
    /// Whether the command was used wrongly (exit code 2).
    pub(crate) usage: bool,
}

impl Failure {
    /// Something that could not be done.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
            hints: Vec::new(),
            usage: false,
        }
    }

    /// An argument that cannot be meant so.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure {
            usage: true,
            ..Failure::new(message)
        }
    }

    /// Adds what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hints.push(hint.into());
        self
    }
}
