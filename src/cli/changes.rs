//! `onrecord stories changes`: what became of the ids that stories had.

use crate::cli::database::Database;
use crate::cli::screen::{Column, Ink, Screen, cut};
use crate::cli::{Exit, message};
use crate::model::{DocumentId, StoryCause, StoryChange, StoryFate, StoryId};
use crate::store::{SHORT, Store};

/// How much of a headline is shown.
const BEGINNING: usize = 60;

/// Which changes, and how they are shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only those of a story, by the beginning of an id that it had or has
    story: Option<String>,
    /// Print JSON Lines instead of a table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let mut changes = store.story_changes()?;
    if let Some(prefix) = &args.story {
        let prefix = prefix.to_ascii_lowercase();
        let is_meant = |id: &StoryId| id.to_string().starts_with(&prefix);
        changes.retain(|it| is_meant(&it.story) || it.now.iter().any(is_meant));
    }
    let mut screen = Screen::new();
    if args.json {
        for change in &changes {
            screen.json(&serde_json::to_vec(change)?)?;
        }
    } else if changes.is_empty() {
        message::note("No story has changed its id yet");
    } else {
        let rows: anyhow::Result<Vec<Vec<String>>> =
            changes.iter().map(|change| row(&store, change)).collect();
        let columns = [
            Column::fixed("NOTED", Ink::Faint),
            Column::fixed("STORY", Ink::Id),
            Column::fixed("WAS", Ink::Plain),
            Column::fixed("NOW", Ink::Id),
            Column::flexible("WHY", Ink::Name),
        ];
        screen.table(&columns, &rows?)?;
    }
    screen.finish()?;
    Ok(Exit::Done)
}

fn row(store: &Store, change: &StoryChange) -> anyhow::Result<Vec<String>> {
    let now: Vec<String> = change.now.iter().map(|id| short(*id)).collect();
    Ok(vec![
        change.made.get(..10).unwrap_or(&change.made).to_owned(),
        short(change.story),
        fate(change.fate).to_owned(),
        now.join(" "),
        why(store, change)?,
    ])
}

/// Ids of old need not be in the store any more, so that all are cut alike.
fn short(id: impl std::fmt::Display) -> String {
    id.to_string().chars().take(SHORT).collect()
}

fn fate(fate: StoryFate) -> &'static str {
    match fate {
        StoryFate::Renamed => "renamed",
        StoryFate::Merged => "merged",
        StoryFate::Split => "split",
        StoryFate::Removed => "removed",
    }
}

fn why(store: &Store, change: &StoryChange) -> anyhow::Result<String> {
    Ok(match (change.cause, change.added.as_slice()) {
        (StoryCause::Reports, [one, ..]) => {
            let title = headline(store, *one)?;
            match change.n_added {
                1 => format!("added: {title}"),
                all => format!("added: {title}, and {} more", all - 1),
            }
        }
        (StoryCause::Reports | StoryCause::OtherReports, _) => "other reports were added".into(),
        (StoryCause::Correction, _) => "corrected by hand".into(),
        (StoryCause::Program, _) => "another version of the program".into(),
    })
}

fn headline(store: &Store, id: DocumentId) -> anyhow::Result<String> {
    let headline = store.document(id)?.and_then(|it| it.document.headline);
    Ok(match headline {
        Some(headline) => format!("“{}”", cut(&headline, BEGINNING)),
        None => short(id),
    })
}
