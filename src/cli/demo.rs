//! `onrecord demo`: the built-in sample coverage, read, told and shown.

use std::path::PathBuf;

use crate::cli::add::add;
use crate::cli::database::refresh;
use crate::cli::screen::{Ink, Screen, cut};
use crate::cli::stories::title;
use crate::cli::story::{base_wording, conflicts, heading, links, reports};
use crate::cli::wording::mended;
use crate::cli::{Exit, collate, counted, people};
use crate::intake::Tally;
use crate::model::{EntityKind, Person, Relation, Story, Utterance};
use crate::pipeline::Options;
use crate::samples;
use crate::store::{Names, StatementFilter, Store};

/// Read the built-in sample coverage, print what is found, and show it in a browser.
///
/// The countries, people and outlets are invented. Nothing is downloaded, and nothing is written
/// outside a temporary store unless `--db` says so.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord demo
  onrecord demo --no-serve
  onrecord demo --db samples.db --port 0")]
pub(crate) struct Args {
    /// Stop after printing
    #[arg(long)]
    no_serve: bool,
    #[cfg(feature = "serve")]
    #[command(flatten)]
    address: crate::cli::serve::Address,
    /// Keep the store in this file
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    // Deleted when it is dropped, at the end.
    let folder = tempfile::tempdir()?;
    let path = match &args.db {
        Some(path) => path.clone(),
        None => folder.path().join("onrecord.db"),
    };
    let mut store = Store::open(&path)?;
    let tally = add(
        &mut store,
        samples::items().into_iter().map(Ok),
        Options::default(),
    )?;
    refresh(&mut store)?;
    store.flush()?;
    let mut screen = Screen::new();
    account(&mut screen, &store, &tally)?;
    screen.finish()?;
    #[cfg(feature = "serve")]
    if !args.no_serve {
        drop(store);
        crate::cli::serve::pages(&path, &args.address)?;
    }
    Ok(Exit::Done)
}

/// Tells what was found: the main story, who spoke, one utterance, what is disputed.
fn account(screen: &mut Screen, store: &Store, tally: &Tally) -> anyhow::Result<()> {
    let stories = store.stories()?;
    let statements = store.statements(&StatementFilter::default(), 0, usize::MAX)?;
    let speakers = people::speakers(store, false)?;
    let found = format!(
        "Read {}: {} by {}, in {}.",
        counted(tally.new + tally.known, "report"),
        counted(statements.len(), "statement"),
        counted(speakers.len(), "speaker"),
        counted(stories.len(), "story"),
    );
    screen.text("", 0, &found)?;
    // Of two stories of one size the first in the list, the later one.
    let main = stories
        .iter()
        .rev()
        .max_by_key(|story| story.documents.len());
    let Some(story) = main else {
        return Ok(());
    };
    let names = store.names()?;
    screen.gap()?;
    heading(screen, store, story)?;
    reports(screen, store, &names, story)?;
    spoke(screen, store, &names, story)?;
    if let Some(utterance) = telling(&store.utterances(story.id)?) {
        screen.gap()?;
        let legend = format!(
            "{}  {} {} {}",
            screen.ink(Ink::Name, "One utterance, as they printed it"),
            screen.ink(Ink::Cut, "[-left out-]"),
            screen.ink(Ink::Added, "{+added+}"),
            screen.ink(Ink::Moved, "{~moved~}"),
        );
        screen.line(&legend)?;
        collate::print(screen, store, &names, story, utterance)?;
    }
    disputed(screen, store, story, &stories)?;
    links(screen, store, story)?;
    Ok(())
}

/// What the reports of this story disagree on, else those of another.
fn disputed(
    screen: &mut Screen,
    store: &Store,
    story: &Story,
    stories: &[Story],
) -> anyhow::Result<()> {
    for it in std::iter::once(story).chain(stories) {
        if !store.conflicts(it.id)?.is_empty() {
            let title = (it.id != story.id).then(|| title(store, it)).transpose()?;
            return conflicts(screen, store, it, title.as_deref());
        }
    }
    Ok(())
}

/// How many speakers are told of: what is printed is to fit on one screen.
const SPEAKERS: usize = 4;

fn spoke(screen: &mut Screen, store: &Store, names: &Names, story: &Story) -> anyhow::Result<()> {
    screen.gap()?;
    screen.heading("Who said what")?;
    let utterances = store.utterances(story.id)?;
    let mut speakers: Vec<(crate::model::PersonId, Vec<&Utterance>)> = Vec::new();
    for utterance in &utterances {
        let Some(speaker) = utterance.speaker else {
            continue;
        };
        match speakers.iter_mut().find(|(id, _)| *id == speaker) {
            Some((_, said)) => said.push(utterance),
            None => speakers.push((speaker, vec![utterance])),
        }
    }
    let versions = |said: &[&Utterance]| said.iter().map(|it| it.versions.len()).sum::<usize>();
    let mut told = Vec::new();
    for (id, said) in &speakers {
        let most = said.iter().rev().max_by_key(|it| it.versions.len());
        let wording = most.map(|it| base_wording(store, it)).transpose()?;
        let wording = wording.flatten().unwrap_or_default();
        if let Some(person) = names.person(*id) {
            told.push((person, said, wording));
        }
    }
    // People with names and words of their own first, then whoever is reported most.
    told.sort_by_key(|(person, said, wording)| {
        let is_quoted = wording.starts_with(['“', '"', '„', '«', '‘']);
        let is_voice = is_named(person) && is_quoted;
        (!is_voice, std::cmp::Reverse(versions(said)))
    });
    for (person, said, wording) in told.iter().take(SPEAKERS) {
        let role = people::behind_name(&person.name, people::last_role(person));
        let count = format!(
            "{} in {}",
            counted(said.len(), "utterance"),
            counted(versions(said), "version")
        );
        let line = format!(
            "  {}{role}  {}",
            screen.ink(Ink::Name, &person.name),
            screen.ink(Ink::Faint, &count)
        );
        screen.line(&line)?;
        let room = screen.text_width().saturating_sub(6);
        screen.text("", 4, &mended(&cut(wording, room)))?;
    }
    if speakers.len() > SPEAKERS {
        let more = format!("  and {} more", speakers.len() - SPEAKERS);
        let more = screen.ink(Ink::Faint, &more);
        screen.line(&more)?;
    }
    Ok(())
}

fn is_named(person: &Person) -> bool {
    person.named && person.kind == EntityKind::Person
}

/// The utterance whose versions differ most: by kinds of difference, versions, and omissions.
fn telling(utterances: &[Utterance]) -> Option<&Utterance> {
    let score = |utterance: &&Utterance| {
        let relations = utterance.versions.iter().map(|it| it.relation);
        let telling = relations.filter(|it| !matches!(it, Relation::Base | Relation::Same));
        let mut kinds: Vec<Relation> = telling.collect();
        let differing = kinds.len();
        kinds.sort_unstable();
        kinds.dedup();
        (kinds.len(), differing, utterance.omissions.len())
    };
    let told = utterances.iter().rev().filter(|it| it.versions.len() > 1);
    told.max_by_key(score)
}
