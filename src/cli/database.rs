//! The store that a command works on, and bringing it up to date.

use std::path::{Path, PathBuf};

use crate::cli::add::working;
use crate::cli::failure::Failure;
use crate::cli::{counted, message};
use crate::intake;
use crate::model::{DocumentId, PersonId, StatementId, StoryId};
use crate::store::{Lookup, Store};

/// Which store.
#[derive(Debug, clap::Args)]
pub(crate) struct Database {
    /// The store
    #[arg(
        long,
        value_name = "FILE",
        env = "ONRECORD_DB",
        default_value = "onrecord.db"
    )]
    db: PathBuf,
}

impl Database {
    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.db
    }

    /// Opens a store that must be there, and brings it up to date.
    pub(crate) fn open(&self) -> anyhow::Result<Store> {
        let mut store = Store::open_existing(&self.db)?;
        refresh(&mut store)?;
        Ok(store)
    }

    /// Opens a store, or makes it, and brings it up to date.
    pub(crate) fn open_or_make_current(&self) -> anyhow::Result<Store> {
        let mut store = self.open_or_make()?;
        refresh(&mut store)?;
        Ok(store)
    }

    /// Opens a store, or makes it.
    pub(crate) fn open_or_make(&self) -> anyhow::Result<Store> {
        Ok(Store::open(&self.db)?)
    }
}

/// Reads documents of an earlier version again, and gathers the set anew where it has changed.
pub(crate) fn refresh(store: &mut Store) -> anyhow::Result<()> {
    let outdated = store.outdated()?;
    if !outdated.is_empty() {
        message::note(&format!(
            "Reading {} again with this version",
            counted(outdated.len(), "document")
        ));
        intake::read_again(store, &outdated)?;
    }
    if store.is_stale()? {
        gather(store)?;
    }
    Ok(())
}

/// Gathers the whole set and keeps what was found.
fn gather(store: &mut Store) -> anyhow::Result<()> {
    let count = counted(store.count_documents()?, "document");
    let bar = working(format!("gathering stories and people from {count}"));
    intake::gather(store)?;
    bar.finish_and_clear();
    Ok(())
}

/// The document that a prefix means.
pub(crate) fn document(store: &Store, prefix: &str) -> anyhow::Result<DocumentId> {
    let found = store.find_document(prefix)?;
    let name = |id: &DocumentId| {
        let headline = store.document(*id)?.and_then(|it| it.document.headline);
        Ok((store.short_document(*id)?, headline.unwrap_or_default()))
    };
    one(found, prefix, "document", "onrecord stories", name)
}

/// The story that a prefix means.
pub(crate) fn story(store: &Store, prefix: &str) -> anyhow::Result<StoryId> {
    let found = store.find_story(prefix)?;
    let name = |id: &StoryId| Ok((store.short_story(*id)?, String::new()));
    one(found, prefix, "story", "onrecord stories", name)
}

/// The person that a name or the prefix of an id means.
pub(crate) fn person(store: &Store, wanted: &str) -> anyhow::Result<PersonId> {
    let id = store.find_person(wanted)?;
    if wanted.len() >= crate::store::SHORT
        && let Lookup::One(id) = id
    {
        return Ok(id);
    }
    let folded = wanted.to_lowercase();
    let persons = store.persons()?;
    let names = |it: &crate::model::Person| {
        let names = std::iter::once(&it.name).chain(&it.aliases);
        names.map(|name| name.to_lowercase()).collect::<Vec<_>>()
    };
    // The whole name, else the last name, else words of it.
    let tests: [fn(&str, &str) -> bool; 3] = [
        |name, wanted| name == wanted,
        |name, wanted| name.split(' ').next_back() == Some(wanted),
        |name, wanted| name.contains(wanted),
    ];
    let mut found = Lookup::None;
    for test in tests {
        let hits = persons
            .iter()
            .filter(|it| names(it).iter().any(|name| test(name, &folded)));
        let hits: Vec<PersonId> = hits.map(|it| it.id).collect();
        found = match hits.as_slice() {
            [] => continue,
            [one] => Lookup::One(*one),
            _ => Lookup::Many(hits.into_iter().take(10).collect()),
        };
        break;
    }
    let name = |id: &PersonId| {
        let name = persons
            .iter()
            .find(|it| it.id == *id)
            .map(|it| it.name.clone());
        Ok((store.short_person(*id)?, name.unwrap_or_default()))
    };
    one(found, wanted, "person", "onrecord people", name)
}

/// The statement that a prefix means.
#[allow(dead_code)]
pub(crate) fn statement(store: &Store, prefix: &str) -> anyhow::Result<StatementId> {
    let found = store.find_statement(prefix)?;
    let name = |id: &StatementId| Ok((store.short_statement(*id)?, String::new()));
    one(found, prefix, "statement", "onrecord statements", name)
}

fn one<T>(
    found: Lookup<T>,
    prefix: &str,
    noun: &str,
    listing: &str,
    name: impl Fn(&T) -> anyhow::Result<(String, String)>,
) -> anyhow::Result<T> {
    match found {
        Lookup::One(id) => Ok(id),
        Lookup::None => {
            let message = format!("No {noun} is called `{prefix}`");
            let hint = format!("`{listing}` lists what there is");
            Err(Failure::new(message).hint(hint).into())
        }
        Lookup::Many(ids) => {
            let mut failure = Failure::new(format!("`{prefix}` may be one of several"));
            for id in &ids {
                let (short, name) = name(id)?;
                failure = failure.hint(format!("{short}  {name}").trim_end());
            }
            Err(failure.into())
        }
    }
}
