//! `onrecord people merge`, `split`, `undo`, `corrections`, `import`: corrections by hand of who is
//! who, kept as data.

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;

use crate::cli::database::{self, Database, refresh};
use crate::cli::failure::Failure;
use crate::cli::screen::{Column, Ink, Screen};
use crate::cli::{Exit, counted, message};
use crate::model::{Correction, CorrectionId, CorrectionKind, DocumentId, Person};
use crate::record::CorrectionRecord;
use crate::store::{Lookup, Made, Store};

/// What is to be corrected.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say that two people are one
    Merge {
        /// A name or the beginning of an id
        person: String,
        /// Another
        other: String,
        #[command(flatten)]
        how: How,
    },
    /// Say that the person whom some documents name is somebody else
    Split {
        /// A name or the beginning of an id
        person: String,
        /// The documents, by the beginnings of their ids
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
    /// List corrections, the earlier first
    Corrections {
        /// Print JSON Lines, which `people import` reads
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Take over corrections from a file that `people corrections --json` wrote
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        database: Database,
    },
}

/// Why, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct How {
    /// Why, for whoever reads it later
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) database: Database,
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Merge { person, other, how } => merge(person, other, how),
        Command::Split {
            person,
            documents,
            how,
        } => split(person, documents, how),
        Command::Undo {
            correction,
            database,
        } => undo(correction, database),
        Command::Corrections { json, database } => list(*json, database),
        Command::Import { file, database } => import(file, database),
    }
}

/// Now, as corrections are dated.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().to_string()
}

fn found(store: &Store, wanted: &str) -> anyhow::Result<Person> {
    let id = database::person(store, wanted)?;
    let person = store.person(id)?;
    person.ok_or_else(|| Failure::new(format!("No person is called `{wanted}`")).into())
}

fn merge(person: &str, other: &str, how: &How) -> anyhow::Result<Exit> {
    let mut store = how.database.open()?;
    let (one, two) = (found(&store, person)?, found(&store, other)?);
    if one.id == two.id {
        let message = format!("`{person}` and `{other}` are one person already");
        return Err(Failure::usage(message).into());
    }
    let correction = store.merging(&one, &two, &now(), &how.reason)?;
    keep(&mut store, &correction, "people")?;
    Ok(Exit::Done)
}

fn split(person: &str, documents: &[String], how: &How) -> anyhow::Result<Exit> {
    let mut store = how.database.open()?;
    let person = found(&store, person)?;
    let mut ids: Vec<DocumentId> = Vec::new();
    for document in documents {
        let id = database::document(&store, document)?;
        if !person.members.iter().any(|it| it.document == id) {
            let message = format!("Document `{document}` does not name {}", person.name);
            let hint = "`onrecord export people` lists the documents of each person";
            return Err(Failure::usage(message).hint(hint).into());
        }
        ids.push(id);
    }
    let Some(correction) = store.splitting(&person, &ids, &now(), &how.reason)? else {
        let message = format!("These are all the documents that name {}", person.name);
        let hint = "name only those that mean somebody else";
        return Err(Failure::usage(message).hint(hint).into());
    };
    keep(&mut store, &correction, "people")?;
    Ok(Exit::Done)
}

/// Keeps a correction, gathers anew, and says what has come of it.
pub(crate) fn keep(
    store: &mut Store,
    correction: &Correction,
    command: &str,
) -> anyhow::Result<()> {
    store.correct(correction, None)?;
    refresh(store)?;
    store.flush()?;
    message::note(&format!(
        "Correction {}: {}",
        store.short_correction(correction.id())?,
        told(store, correction)?
    ));
    message::hint(&format!(
        "`onrecord {command} undo {}` takes it back",
        store.short_correction(correction.id())?
    ));
    Ok(())
}

/// What a correction says, in words.
fn told(store: &Store, correction: &Correction) -> anyhow::Result<String> {
    let name =
        |side: &[crate::model::Anchor]| side.first().map_or("nobody", |it| &it.name).to_owned();
    let (these, those) = (name(&correction.these), name(&correction.those));
    let count = counted(correction.those.len(), "report");
    Ok(match correction.kind {
        CorrectionKind::Merge => {
            let held = store.persons()?;
            let id = correction.id();
            let person = held.iter().find(|it| it.corrections.contains(&id));
            match person {
                Some(person) => format!("{these} and {those} are one person, {}", person.name),
                None => format!("{these} and {those} are one person"),
            }
        }
        CorrectionKind::Split => format!("{those} in {count} is not {these} of the others"),
        CorrectionKind::JoinStories => format!("“{these}” and “{those}” are one story"),
        CorrectionKind::PartStories => {
            format!("“{those}” and what is with it ({count}) is another story than “{these}”")
        }
    })
}

pub(crate) fn undo(prefix: &str, database: &Database) -> anyhow::Result<Exit> {
    let mut store = database.open()?;
    let id: CorrectionId = match store.find_correction(prefix)? {
        Lookup::One(id) => id,
        Lookup::None => {
            let message = format!("No correction is called `{prefix}`");
            let hint = "`onrecord people corrections` lists what there is";
            return Err(Failure::new(message).hint(hint).into());
        }
        Lookup::Many(_) => {
            return Err(Failure::new(format!("`{prefix}` may be one of several")).into());
        }
    };
    if !store.undo(id, &now())? {
        return Err(Failure::new(format!("Correction `{prefix}` was undone before")).into());
    }
    refresh(&mut store)?;
    store.flush()?;
    message::note(&format!("Undone: {}", store.short_correction(id)?));
    Ok(Exit::Done)
}

fn list(json: bool, database: &Database) -> anyhow::Result<Exit> {
    let store = database.open()?;
    let made = store.corrections()?;
    let mut screen = Screen::new();
    if json {
        for Made { correction, undone } in made {
            let record = CorrectionRecord {
                id: Some(correction.id()),
                correction,
                undone,
            };
            screen.json(&serde_json::to_vec(&record)?)?;
        }
        screen.finish()?;
        return Ok(Exit::Done);
    }
    if made.is_empty() {
        message::note("Nobody has been corrected yet");
        return Ok(Exit::Done);
    }
    let row = |it: &Made| -> anyhow::Result<Vec<String>> {
        let undone = it.undone.as_ref();
        Ok(vec![
            store.short_correction(it.correction.id())?,
            it.correction.made.get(..10).unwrap_or("").to_owned(),
            told(&store, &it.correction)?,
            match undone {
                Some(day) => format!("undone on {}", day.get(..10).unwrap_or(day)),
                None => it.correction.reason.clone(),
            },
        ])
    };
    let rows: anyhow::Result<Vec<Vec<String>>> = made.iter().map(row).collect();
    let columns = [
        Column::fixed("CORRECTION", Ink::Id),
        Column::fixed("MADE", Ink::Faint),
        Column::flexible("WHAT", Ink::Name),
        Column::flexible("WHY", Ink::Plain),
    ];
    screen.table(&columns, &rows?)?;
    screen.finish()?;
    Ok(Exit::Done)
}

fn import(file: &PathBuf, database: &Database) -> anyhow::Result<Exit> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("Failed to read `{}`", file.display()))?;
    let mut store = database.open_or_make()?;
    let (mut read, mut new, mut failed) = (0, 0, 0);
    for (line, number) in text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
    {
        match serde_json::from_str::<CorrectionRecord>(line) {
            Ok(record) => {
                read += 1;
                let undone = record.undone.as_deref();
                new += usize::from(store.correct(&record.correction, undone)?);
            }
            Err(error) => {
                failed += 1;
                let what = format!("Failed to read `{}`, line {number}", file.display());
                message::failed(anyhow::Error::new(error).context(what).as_ref());
            }
        }
    }
    refresh(&mut store)?;
    store.flush()?;
    message::note(&format!(
        "Took over {}, {new} of them new",
        counted(read, "correction")
    ));
    Ok(Exit::of_inputs(read, failed))
}
