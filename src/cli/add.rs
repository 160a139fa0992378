//! `onrecord add`: inputs into the store.

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::database::{Database, refresh};
use crate::cli::read::Reading;
use crate::cli::{Exit, counted, message};
use crate::fetch::{self, Fetched};
use crate::intake::{self, Seen, Tally};
use crate::pipeline::{self, Options};
use crate::store::Store;

/// Read inputs into the store.
///
/// INPUT is a file, folder, glob or `-` for standard input: HTML and saved pages (MHTML), plain
/// text, Markdown, JSON Lines, CSV, RSS, Atom and JSON feeds, OPML lists of feed files, NITF,
/// NewsML-G2, ninjs, web archives (WARC, WACZ), zip and tar; compressed too (gzip, bzip2, xz,
/// Zstandard). What each is, its content tells. Adding the same content twice adds nothing. Each
/// input is kept or not as a whole, so that a killed `add` can be run again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord add coverage/
  onrecord add 'archive/*.html' feed.xml
  zcat articles.jsonl.gz | onrecord add --as-is -
  onrecord add coverage/ --people known.csv")]
pub(crate) struct Args {
    /// What to read
    #[arg(required_unless_present = "people", value_name = "INPUT")]
    inputs: Vec<String>,
    /// A list of known people, CSV or JSON Lines: name, aliases, roles, and ids such as `wikidata`
    #[arg(long, value_name = "FILE")]
    people: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut store = args.database.open_or_make()?;
    let options = args.reading.options();
    let (mut listed, mut failed) = (0, 0);
    for file in &args.people {
        let (read, bad) = know(&mut store, file)?;
        listed += read;
        failed += bad;
    }
    let mut tally = add(&mut store, fetch::items(&args.inputs), options)?;
    tally.failed += failed;
    if tally.new + tally.known + listed > 0 {
        refresh(&mut store)?;
    }
    store.flush()?;
    if !args.people.is_empty() {
        message::note(&format!("Knows {listed} people by their lists"));
    }
    if !args.inputs.is_empty() {
        summary(&store, &tally)?;
    }
    Ok(Exit::of_inputs(
        tally.new + tally.known + listed,
        tally.failed,
    ))
}

/// Keeps a list of known people; gives how many lines were read, and how many could not be.
fn know(store: &mut Store, file: &str) -> anyhow::Result<(usize, usize)> {
    let bytes = std::fs::read(file).with_context(|| format!("Failed to read `{file}`"))?;
    let list = pipeline::read_people(file, &bytes);
    for error in &list.errors {
        message::failed(error);
    }
    if let Some(first) = list.people.first() {
        store.put_known_people(&first.list, &list.people)?;
    }
    Ok((list.people.len(), list.errors.len()))
}

/// Adds items, each whole or not at all, and says what could not be read or looks odd.
pub(crate) fn add(
    store: &mut Store,
    items: impl Iterator<Item = Fetched>,
    options: Options,
) -> anyhow::Result<Tally> {
    let bar = progress();
    let see = |seen: Seen<'_>, tally: &Tally| match seen {
        Seen::Failed(error) => bar.suspend(|| message::failed(error)),
        Seen::Document(analysed, _) => {
            let document = &analysed.document;
            for warning in &document.warnings {
                let warning = format!("`{}`: {warning}", document.reference);
                bar.suspend(|| message::warning(&warning));
            }
        }
        Seen::Input => {
            bar.set_message(counted(tally.new, "new document"));
            bar.inc(1);
        }
    };
    let tally = intake::add(store, items, options, see)?;
    bar.finish_and_clear();
    Ok(tally)
}

/// How often a bar that nothing counts up moves.
const TICK: Duration = Duration::from_millis(100);

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{spinner} inputs read: {pos}, {msg} ({elapsed})");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.with_message("reading")
}

/// Shows that something is going on that cannot be counted.
pub(crate) fn working(on: String) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner().with_message(on);
    bar.enable_steady_tick(TICK);
    bar
}

/// One line on what was added, and one on what the store holds now.
fn summary(store: &Store, tally: &Tally) -> anyhow::Result<()> {
    let mut added = format!("Added {}", counted(tally.new, "document"));
    let mut also = |count: usize, what: String| {
        if count > 0 {
            added.push_str(", ");
            added.push_str(&what);
        }
    };
    also(tally.known, format!("{} known already", tally.known));
    also(tally.warnings, counted(tally.warnings, "warning"));
    also(
        tally.failed,
        format!("{} failed", counted(tally.failed, "input")),
    );
    message::note(&added);
    message::note(&format!(
        "`{}` holds {} in {}",
        store.path().display(),
        counted(store.count_documents()?, "document"),
        counted(store.stories()?.len(), "story"),
    ));
    Ok(())
}
