//! The subcommands, one file each.
//!
//! Data goes to standard output, messages go to standard error. A command ends with an [`Exit`]
//! or an error, which is printed with its causes.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod message;
mod read;

/// Reads news coverage and keeps a checkable record of who said what, in whose words.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Read(read::Args),
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
        Command::Read(args) => read::run(&args),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(&error);
            ExitCode::from(1)
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
