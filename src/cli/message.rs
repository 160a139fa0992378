//! Messages to the person, on standard error.

#![allow(clippy::print_stderr)]

/// Prints an error with its causes on one line.
pub(crate) fn error(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// Names an input that failed; the rest goes on.
pub(crate) fn failed(error: &dyn std::error::Error) {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        line.push_str(": ");
        line.push_str(&it.to_string());
        cause = it.source();
    }
    eprintln!("error: {line}");
}
