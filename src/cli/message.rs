//! Messages to the person, on standard error.

#![allow(clippy::print_stderr)]

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};

use crate::cli::failure::Failure;
use crate::cli::screen::colours;
use crate::intake;
use crate::store::StoreError;

/// Prints an error with its causes on one line, and what can be done about it.
pub(crate) fn error(error: &anyhow::Error) {
    line("error", AnsiColor::Red, &format!("{error:#}"));
    for cause in error.chain() {
        if let Some(failure) = cause.downcast_ref::<Failure>() {
            failure.hints.iter().for_each(|it| hint(it));
        }
        if let Some(it) = cause
            .downcast_ref::<StoreError>()
            .and_then(StoreError::hint)
        {
            hint(it);
        }
    }
}

/// Names an input that failed; the rest goes on.
pub(crate) fn failed(error: &dyn std::error::Error) {
    line("error", AnsiColor::Red, &intake::in_full(error));
}

/// Says what looked odd in an input.
pub(crate) fn warning(text: &str) {
    line("warning", AnsiColor::Yellow, text);
}

/// Says what to do next.
pub(crate) fn hint(text: &str) {
    line("hint", AnsiColor::Cyan, text);
}

/// Says something.
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

fn line(label: &str, colour: AnsiColor, text: &str) {
    if colours(std::io::stderr().is_terminal()) {
        let style = Style::new().bold().fg_color(Some(colour.into()));
        eprintln!("{style}{label}:{style:#} {text}");
    } else {
        eprintln!("{label}: {text}");
    }
}
