//! `onrecord export`: the record for other programs.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use crate::cli::Exit;
use crate::cli::database::Database;
use crate::cli::failure::Failure;
use crate::record::table::{Columns, CsvTable, ParquetTable};
use crate::store::{ExportKind, Store};

/// Write the record for other programs: JSON Lines, CSV or Parquet.
///
/// The export is a function of the set of documents: the same bytes in whatever order they were
/// added. In CSV and Parquet, parts of an object have dotted names and lists are JSON.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord export statements > statements.jsonl
  onrecord export stories --format csv
  onrecord export utterances --format parquet --output utterances.parquet")]
pub(crate) struct Args {
    /// What to export
    #[arg(value_name = "KIND")]
    kind: Kind,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Documents,
    Statements,
    Events,
    CopyPairs,
    Copies,
    Stories,
    Utterances,
    Conflicts,
    People,
}

impl Kind {
    fn kind(self) -> ExportKind {
        match self {
            Kind::Documents => ExportKind::Documents,
            Kind::Statements => ExportKind::Statements,
            Kind::Events => ExportKind::Events,
            Kind::CopyPairs => ExportKind::CopyPairs,
            Kind::Copies => ExportKind::Copies,
            Kind::Stories => ExportKind::Stories,
            Kind::Utterances => ExportKind::Utterances,
            Kind::Conflicts => ExportKind::Conflicts,
            Kind::People => ExportKind::People,
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.format == Format::Parquet && args.output.is_none() && std::io::stdout().is_terminal() {
        let failure = Failure::usage("Parquet is not for a terminal");
        return Err(failure.hint("name a file with `--output FILE`").into());
    }
    let store = args.database.open()?;
    match &args.output {
        None => write(&store, args, std::io::stdout())?,
        Some(path) => {
            let attempt = || format!("Failed to write `{}`", path.display());
            let file = std::fs::File::create(path).with_context(attempt)?;
            write(&store, args, file).with_context(attempt)?;
        }
    }
    Ok(Exit::Done)
}

fn write(store: &Store, args: &Args, out: impl Write + Send) -> anyhow::Result<()> {
    let mut out = BufWriter::new(out);
    let kind = args.kind.kind();
    let columns = Columns::of(kind.name());
    match args.format {
        Format::Jsonl => store.export(kind, &mut |line| {
            out.write_all(line)?;
            out.write_all(b"\n")
        })?,
        Format::Csv => {
            let mut table = CsvTable::new(columns, &mut out)?;
            store.export(kind, &mut |line| table.row(line))?;
            table.finish()?;
        }
        Format::Parquet => {
            let mut table = ParquetTable::new(columns, &mut out)?;
            store.export(kind, &mut |line| table.row(line))?;
            table.finish()?;
        }
    }
    out.flush()?;
    Ok(())
}
