//! `onrecord check`: whether words are on record, whose they are, and in which versions.
//!
//! It never says that something was not said, only that it is not in what was read.

use std::collections::BTreeMap;

use crate::check::{self, Found, Verdict};
use crate::cli::collate;
use crate::cli::database::{self, Database};
use crate::cli::screen::{Ink, Screen};
use crate::cli::story::outlet;
use crate::cli::{Exit, counted, day, days, message};
use crate::model::{Date, DocumentId, StatementKind, Utterance};
use crate::resources;
use crate::store::{Names, Store};

/// Look up whether words are on record: by whom, first where, in which versions, what was cut.
///
/// What is not found may still have been said: only what was read can be found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord check 'We told Orrenland about the release twice, in writing'
  onrecord check 'nobody wrote to me' --speaker 'Hanne Okrist'
  onrecord check 'the gates stay open' --json | jq .verdict")]
pub(crate) struct Args {
    /// The words, with or without quotation marks
    #[arg(value_name = "WORDS")]
    words: String,
    /// Only this speaker: a name, or how an id begins
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Print JSON Lines instead of text: what was found, then the utterances
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// How many utterances are shown.
const SHOWN: usize = 5;

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let speaker = args.speaker.as_deref();
    let speaker = speaker.map(|it| database::person(&store, it)).transpose()?;
    let names = store.names()?;
    let found = check::find(&store, resources::get(), &args.words, speaker)?;
    let verdict = found.iter().map(|it| it.verdict).min();
    let verdict = verdict.unwrap_or(Verdict::Nowhere);
    let mut screen = Screen::new();
    let searched = store.count_documents()?;
    let (first, last) = store.days()?.unzip();
    if args.json {
        let summary = serde_json::json!({
            "asked": args.words, "verdict": verdict.name(), "utterances": found.len(),
            "documents": searched, "first": first.map(|it| day(Some(it))),
            "last": last.map(|it| day(Some(it))),
        });
        screen.json(&serde_json::to_vec(&summary)?)?;
        let utterances: Vec<Utterance> = found.into_iter().map(|it| it.utterance).collect();
        store.export_utterances(&names, &utterances, &mut |line| screen.json(line))?;
        screen.finish()?;
        return Ok(Exit::Done);
    }
    let of_days = match first {
        Some(_) => format!(" of {}", days(first, last)),
        None => String::new(),
    };
    let searched = format!("{}{of_days}", counted(searched, "document"));
    let line = match verdict {
        Verdict::Verbatim => "On record in these words.".to_owned(),
        Verdict::Reworded => "On record, but not in these words.".to_owned(),
        Verdict::Nowhere => format!("Not in these {searched}; it may still have been said."),
    };
    screen.text("", 0, &screen.ink(Ink::Title, &line))?;
    for found in found.iter().take(SHOWN) {
        screen.gap()?;
        print(&mut screen, &store, &names, &args.words, found)?;
    }
    screen.flush()?;
    if found.len() > SHOWN {
        message::hint(&format!(
            "{} more; `--json` lists them",
            found.len() - SHOWN
        ));
    }
    if verdict != Verdict::Nowhere {
        message::note(&format!("Looked through {searched}"));
    }
    screen.finish()?;
    Ok(Exit::Done)
}

/// Prints an utterance with what it has of the words asked, and all its versions.
fn print(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    asked: &str,
    found: &Found,
) -> anyhow::Result<()> {
    let Some(story) = store.story(found.utterance.story)? else {
        return Ok(());
    };
    collate::print(screen, store, names, &story, &found.utterance)?;
    if let Some((outlet, published)) = first_report(store, &found.utterance)? {
        let line = format!("first in {outlet}, {}", day(Some(published)));
        screen.text("", 2, &screen.ink(Ink::Faint, &line))?;
    }
    if found.verdict == Verdict::Reworded {
        let compared = compared(screen, store, asked, found)?;
        screen.text(
            "",
            2,
            &screen.ink(Ink::Faint, "as asked, against these words:"),
        )?;
        screen.text("", 4, &compared)?;
    }
    Ok(())
}

/// The outlet that had it first, and when.
fn first_report(store: &Store, utterance: &Utterance) -> anyhow::Result<Option<(String, Date)>> {
    let mut by_day: BTreeMap<(i32, DocumentId), Date> = BTreeMap::new();
    for version in &utterance.versions {
        let document = store.document(version.document)?;
        if let Some(published) = document.and_then(|it| it.document.published) {
            let day = published.date.day_range().0;
            by_day.insert((day, version.document), published.date);
        }
    }
    match by_day.first_key_value() {
        Some(((_, document), date)) => Ok(Some((outlet(store, *document)?, *date))),
        None => Ok(None),
    }
}

/// The words asked with what differs from the version that has most of them.
fn compared(screen: &Screen, store: &Store, asked: &str, found: &Found) -> anyhow::Result<String> {
    let Some(version) = found.utterance.versions.get(found.version) else {
        return Ok(String::new());
    };
    let Some(analysed) = store.document(version.document)? else {
        return Ok(String::new());
    };
    let mut statements = analysed.analysis.statements.iter();
    let statement = statements.find(|it| it.id == version.statement);
    let kind = statement.map_or(StatementKind::Direct, |it| it.kind);
    let text = analysed.document.text.as_str();
    let compared = check::compare(resources::get(), asked, (text, version, kind));
    let question = check::question(asked);
    let text_of = |id: DocumentId| match id == question {
        true => Some(asked),
        false => Some(text),
    };
    Ok(collate::wording(screen, &compared.collation, 1, &text_of))
}
