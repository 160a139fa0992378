//! `onrecord stories`: all stories, latest first; corrections of what belongs together; and what became of
//! their ids.

use crate::cli::database::Database;
use crate::cli::screen::{Column, Ink, Screen, cut};
use crate::cli::{Exit, days, message, regroup};
use crate::model::Story;
use crate::store::{ExportKind, Store};

/// List all stories, latest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord stories
  onrecord stories --json | jq -r .title
  onrecord stories merge 4f1c2ab 90de113 --reason 'one flood'
  onrecord stories split 4f1c2ab 7be0d21 --reason 'the flood of the year before'
  onrecord stories changes 4f1c2ab")]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    correct: Option<regroup::Command>,
    /// Print JSON Lines instead of a table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(command) = &args.correct {
        return regroup::run(command);
    }
    let store = args.database.open()?;
    let mut screen = Screen::new();
    if args.json {
        store.export(ExportKind::Stories, &mut |line| screen.json(line))?;
        screen.finish()?;
        return Ok(Exit::Done);
    }
    let stories = store.stories()?;
    if stories.is_empty() {
        message::note("There are no stories yet");
        message::hint("`onrecord add INPUT...` reads coverage");
        return Ok(Exit::Done);
    }
    let rows: anyhow::Result<Vec<Vec<String>>> =
        stories.iter().map(|story| row(&store, story)).collect();
    let columns = [
        Column::fixed("STORY", Ink::Id),
        Column::fixed("DAYS", Ink::Faint),
        Column::number("REPORTS"),
        Column::number("ORIGINS"),
        Column::flexible("TITLE", Ink::Name),
    ];
    screen.table(&columns, &rows?)?;
    screen.finish()?;
    Ok(Exit::Done)
}

fn row(store: &Store, story: &Story) -> anyhow::Result<Vec<String>> {
    Ok(vec![
        store.short_story(story.id)?,
        days(story.first, story.last),
        story.documents.len().to_string(),
        story.origins.len().max(1).to_string(),
        title(store, story)?,
    ])
}

/// The headline that names a story, else how its text begins.
pub(crate) fn title(store: &Store, story: &Story) -> anyhow::Result<String> {
    let Some(representative) = store.document(story.representative)? else {
        return Ok(String::from("(no headline)"));
    };
    let document = representative.document;
    Ok(match document.headline {
        Some(headline) => headline,
        None => cut(document.text.lines().next().unwrap_or(""), BEGINNING),
    })
}

/// How much of a text stands for its headline.
const BEGINNING: usize = 80;
