//! The subcommands, one file each.
//!
//! Data goes to standard output, messages go to standard error. A command ends with an [`Exit`]
//! or an error, which is printed with its causes and with what can be done about it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::Date;

mod add;
mod changes;
mod check;
mod collate;
mod corrections;
mod database;
mod demo;
mod document;
mod export;
mod failure;
mod message;
mod people;
mod read;
mod regroup;
mod screen;
#[cfg(feature = "serve")]
mod serve;
mod statements;
mod stories;
mod story;
mod verify;
mod wording;

/// Reads news coverage and keeps a checkable record of who said what, in whose words.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(after_help = "\
Examples:
  onrecord demo                           see it on invented coverage
  onrecord read page.html | jq .          one page, nothing kept
  onrecord add coverage/                  into the store (./onrecord.db)
  onrecord stories                        what it is about
  onrecord statements --speaker Solane    who said what

Exit codes: 0 all done; 1 nothing could be done; 2 wrong usage; 3 some inputs failed, each named.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Read(read::Args),
    Add(add::Args),
    Stories(stories::Args),
    Story(story::Args),
    Statements(statements::Args),
    People(people::Args),
    Collate(collate::Args),
    Check(check::Args),
    Document(document::Args),
    Export(export::Args),
    Verify(verify::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
}

/// How a command ended when it did not fail as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Everything was done.
    Done,
    /// Nothing could be done, and why was said.
    Nothing,
    /// Some inputs failed, each named; the rest was done.
    Partly,
}

impl Exit {
    /// How a walk over inputs ended that read `done` of them and failed on `failed`.
    fn of_inputs(done: usize, failed: usize) -> Exit {
        match (done, failed) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::Nothing,
            _ => Exit::Partly,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Nothing => ExitCode::from(1),
            Exit::Partly => ExitCode::from(3),
        }
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Add(args) => add::run(&args),
        Command::Stories(args) => stories::run(&args),
        Command::Story(args) => story::run(&args),
        Command::Statements(args) => statements::run(&args),
        Command::People(args) => people::run(&args),
        Command::Collate(args) => collate::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Document(args) => document::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Verify(args) => verify::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(&error);
            ExitCode::from(if is_usage(&error) { 2 } else { 1 })
        }
    }
}

/// Whether whoever read the output has gone away (`onrecord read … | head`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn is_usage(error: &anyhow::Error) -> bool {
    let failure = error.downcast_ref::<failure::Failure>();
    failure.is_some_and(|failure| failure.usage)
}

/// A count with its noun: `1 story`, `3 stories`.
fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

/// A day, without its time.
fn day(date: Option<Date>) -> String {
    let date = date.map(|date| Date { time: None, ..date });
    date.map_or(String::from("no date"), |date| date.to_string())
}

/// The days from first to last.
fn days(first: Option<Date>, last: Option<Date>) -> String {
    let (first, last) = (day(first), day(last));
    match first == last {
        true => first,
        false => format!("{first} to {last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(counted(1, "story"), "1 story");
        assert_eq!(counted(0, "story"), "0 stories");
        assert_eq!(counted(2, "report"), "2 reports");
    }

    #[test]
    fn a_walk_ends_as_its_inputs_did() {
        assert_eq!(Exit::of_inputs(3, 0), Exit::Done);
        assert_eq!(Exit::of_inputs(0, 2), Exit::Nothing);
        assert_eq!(Exit::of_inputs(3, 2), Exit::Partly);
    }
}
