//! `onrecord stories merge`, `split`, `undo`: corrections by hand of which reports belong together,
//! kept as data beside those of who is who; and `changes`.

use clap::Subcommand;

use crate::cli::corrections::{self, How};
use crate::cli::database::{self, Database};
use crate::cli::failure::Failure;
use crate::cli::{Exit, changes};
use crate::model::{DocumentId, Story};
use crate::store::Store;

/// What is to be corrected.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say that two stories are one
    Merge {
        /// The beginning of an id
        story: String,
        /// Another
        other: String,
        #[command(flatten)]
        how: How,
    },
    /// Say that some reports of a story are of another
    Split {
        /// The beginning of an id
        story: String,
        /// The reports, by the beginnings of their ids
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// Undo a correction
    Undo {
        /// The beginning of its id
        correction: String,
        #[command(flatten)]
        database: Database,
    },
    /// List what became of stories' ids, the earlier first
    ///
    /// A story is called by its earliest report. Where an earlier one is added, where stories grow
    /// together or are parted, an id stands for other reports than before; it still leads to the story
    /// that holds the report it was made from.
    Changes(changes::Args),
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Merge { story, other, how } => merge(story, other, how),
        Command::Split {
            story,
            documents,
            how,
        } => split(story, documents, how),
        Command::Undo {
            correction,
            database,
        } => corrections::undo(correction, database),
        Command::Changes(args) => changes::run(args),
    }
}

fn found(store: &Store, prefix: &str) -> anyhow::Result<Story> {
    let id = database::story(store, prefix)?;
    let story = store.story(id)?;
    story.ok_or_else(|| Failure::new(format!("No story is called `{prefix}`")).into())
}

fn merge(story: &str, other: &str, how: &How) -> anyhow::Result<Exit> {
    let mut store = how.database.open()?;
    let (one, two) = (found(&store, story)?, found(&store, other)?);
    if one.id == two.id {
        let message = format!("`{story}` and `{other}` are one story already");
        return Err(Failure::usage(message).into());
    }
    let correction = store.joining(&one, &two, &corrections::now(), &how.reason)?;
    corrections::keep(&mut store, &correction, "stories")?;
    Ok(Exit::Done)
}

fn split(story: &str, documents: &[String], how: &How) -> anyhow::Result<Exit> {
    let mut store = how.database.open()?;
    let found = found(&store, story)?;
    let mut ids: Vec<DocumentId> = Vec::new();
    for document in documents {
        let id = database::document(&store, document)?;
        if !found.documents.contains(&id) {
            let message = format!("Document `{document}` is not of story `{story}`");
            let hint = format!("`onrecord story {story}` lists its reports");
            return Err(Failure::usage(message).hint(&hint).into());
        }
        ids.push(id);
    }
    let correction = store.parting(&found, &ids, &corrections::now(), &how.reason)?;
    let Some(correction) = correction else {
        let message = format!("These are all the reports of story `{story}`");
        let hint = "name only those that are of another story";
        return Err(Failure::usage(message).hint(hint).into());
    };
    corrections::keep(&mut store, &correction, "stories")?;
    Ok(Exit::Done)
}
