//! `onrecord verify`: everything that is kept, compared with the kept originals.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cli::database::Database;
use crate::cli::{Exit, counted, message};
use crate::model::{Analysed, DocumentId, Event, Hash, Item, ItemKind, MapRun, Span, Statement};
use crate::pipeline::{self, Options};
use crate::resources;
use crate::store::{Source, Store};

/// Compare everything that is kept with the kept originals.
///
/// Every original is hashed and read again: text, spans and ids must come out the same. Damage is
/// named on standard error (exit code 1).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord verify
  onrecord verify --db archive.db")]
pub(crate) struct Args {
    #[command(flatten)]
    database: Database,
}

/// How many documents are held at a time.
const CHUNK: usize = 128;

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = Store::open_existing(args.database.path())?;
    let mut damage = store.check()?;
    let (mut documents, mut spans) = (0, 0);
    let ids = store.document_ids()?;
    let outdated: BTreeSet<DocumentId> = store.outdated()?.into_iter().collect();
    for chunk in ids.chunks(CHUNK) {
        let kept: Vec<(DocumentId, Result<Kept, String>)> = chunk
            .iter()
            .map(|id| (*id, load(&store, *id, outdated.contains(id))))
            .collect();
        let checked: Vec<Result<usize, Vec<String>>> = kept
            .par_iter()
            .map(|(_, kept)| match kept {
                Ok(kept) => compare(kept),
                Err(error) => Err(vec![error.clone()]),
            })
            .collect();
        for ((id, _), checked) in kept.iter().zip(checked) {
            documents += 1;
            match checked {
                Ok(count) => spans += count,
                Err(faults) => {
                    let name = store.references(*id).unwrap_or_default().join("`, `");
                    damage.extend(
                        faults
                            .iter()
                            .map(|it| format!("document `{id}` (`{name}`): {it}")),
                    );
                }
            }
        }
    }
    damage.extend(gathered(&store)?);
    damage.iter().for_each(|it| message::failed(&Damage(it)));
    if !outdated.is_empty() {
        let (count, verb) = match outdated.len() {
            1 => (String::from("1 document"), "was"),
            count => (format!("{count} documents"), "were"),
        };
        message::warning(&format!(
            "{count} {verb} read by another version, and {verb} not read again"
        ));
        message::hint("`onrecord stories` brings the store up to date");
    }
    if damage.is_empty() {
        message::note(&format!(
            "{} with {} agree with their originals",
            counted(documents, "document"),
            counted(spans, "span")
        ));
        return Ok(Exit::Done);
    }
    message::note(&format!(
        "Found {} in {}",
        counted(damage.len(), "fault"),
        counted(documents, "document")
    ));
    message::hint("`onrecord add` into a new store makes the record again from your files");
    Ok(Exit::Nothing)
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Damage<'a>(&'a str);

/// What is kept of one document.
struct Kept {
    analysed: Analysed,
    source: Source,
    item: Item,
    /// Whether another version read it, which may have found something else.
    outdated: bool,
}

fn load(store: &Store, id: DocumentId, outdated: bool) -> Result<Kept, String> {
    let missing = |what: &str| format!("its {what} is missing");
    let analysed = store.document_as_read(id).map_err(in_words)?;
    let source = store.source(id).map_err(in_words)?;
    let item = store.item_of(id).map_err(in_words)?;
    Ok(Kept {
        analysed: analysed.ok_or_else(|| missing("text"))?,
        source: source.ok_or_else(|| missing("source"))?,
        item: item.ok_or_else(|| missing("original"))?,
        outdated,
    })
}

fn in_words(error: crate::store::StoreError) -> String {
    format!("{:#}", anyhow::Error::from(error))
}

/// Compares a document with its original; gives the number of spans that agree, or the faults.
fn compare(kept: &Kept) -> Result<usize, Vec<String>> {
    let mut faults = Vec::new();
    let document = &kept.analysed.document;
    if Hash::of_bytes(&kept.item.bytes) != kept.source.original {
        faults.push(String::from("the original is not the one that was added"));
    }
    if !kept.outdated {
        faults.extend(read_again(kept));
    }
    // Only a plain-text input has a map.
    if !document.map.is_empty()
        && let Some(input) = input_text(&kept.item)
        && let Some(run) = document
            .map
            .iter()
            .find(|run| !agrees(&document.text, &input, run))
    {
        faults.push(format!(
            "characters {} and on differ from the input",
            run.text
        ));
    }
    let spans = spans(&kept.analysed);
    let broken = spans
        .iter()
        .filter(|span| document.text.get(span.start()..span.end()).is_none());
    faults.extend(broken.map(|span| format!("the span {span:?} does not fit its text")));
    faults.extend(ids(&kept.analysed));
    match faults.is_empty() {
        true => Ok(spans.len()),
        false => Err(faults),
    }
}

/// Reads the original again; gives what comes out otherwise than it is kept.
fn read_again(kept: &Kept) -> Option<String> {
    let Analysed { document, analysis } = &kept.analysed;
    let options = Options {
        as_is: kept.source.as_is,
        engine: kept.source.engine,
    };
    let again = pipeline::read(resources::get(), &kept.item, options).documents;
    let fault = match again.iter().find(|it| it.document.id == document.id) {
        None => "reading the original again does not give it",
        Some(again) if again.document.text != document.text => {
            "reading the original again gives another text"
        }
        Some(again) if again.analysis != *analysis => {
            "analysing the text again gives something else"
        }
        Some(_) => return None,
    };
    Some(String::from(fault))
}

/// The text that a map's runs point into, where the original is UTF-8; of an input of no stated
/// kind what its first character tells.
fn input_text(item: &Item) -> Option<Vec<char>> {
    let text = std::str::from_utf8(&item.bytes).ok()?;
    let is_line = match item.kind {
        Some(kind) => kind == ItemKind::JsonLine,
        None => text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{'),
    };
    if !is_line {
        return Some(text.chars().collect());
    }
    let line: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Some(line.get("text")?.as_str()?.chars().collect())
}

/// Whether a run's characters are the input's; white space may stand for other white space.
fn agrees(text: &str, input: &[char], run: &MapRun) -> bool {
    let (start, length) = (run.input as usize, run.length as usize);
    let Some(given) = input.get(start..start.saturating_add(length)) else {
        return false;
    };
    let mut kept = text.chars().skip(run.text as usize).take(length);
    let same = |it: &char| {
        let kept = kept.next();
        kept == Some(*it) || kept.is_some_and(char::is_whitespace) && it.is_whitespace()
    };
    given.iter().all(same)
}

/// Every span that is kept with a document.
fn spans(analysed: &Analysed) -> Vec<Span> {
    let Analysed { document, analysis } = analysed;
    let mut spans: Vec<Span> = document.blocks.iter().map(|it| it.span).collect();
    spans.extend(document.dateline.iter().map(|it| it.span));
    spans.extend(&analysis.sentences);
    spans.extend(analysis.mentions.iter().map(|it| it.span));
    spans.extend(analysis.dates.iter().map(|it| it.span));
    spans.extend(
        analysis
            .events
            .iter()
            .flat_map(|it| [it.trigger, it.event_text]),
    );
    let roles = analysis.entities.iter().flat_map(|it| &it.roles);
    spans.extend(roles.map(|it| it.span));
    for it in &analysis.statements {
        for list in [&it.source, &it.cue, &it.content, &it.quoted] {
            spans.extend(list);
        }
        spans.extend(it.said.map(|said| said.span));
        spans.extend(it.addressee);
        spans.extend(it.venue);
        spans.extend(it.via.iter().filter_map(|via| via.span));
    }
    spans
}

/// Computes the ids of statements and events again.
fn ids(analysed: &Analysed) -> Vec<String> {
    let Analysed { document, analysis } = analysed;
    let (id, text) = (document.id, document.text.as_str());
    let statements = analysis
        .statements
        .iter()
        .filter(|it| it.id != Statement::id_of(id, text, &it.source, &it.cue, &it.content));
    let statements = statements.map(|it| format!("statement `{}` is not what its id says", it.id));
    let events = analysis.events.iter();
    let events = events.filter(|it| it.id != Event::id_of(id, text, &it.event, it.trigger));
    let events = events.map(|it| format!("event `{}` is not what its id says", it.id));
    statements.chain(events).collect()
}

/// Checks that what was gathered speaks of kept documents and statements.
fn gathered(store: &Store) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for story in store.stories()? {
        for utterance in store.utterances(story.id)? {
            for version in &utterance.versions {
                if store.statement_document(version.statement)? != Some(version.document) {
                    let fault = "has a version whose statement is not kept";
                    faults.push(format!("utterance `{}` {fault}", utterance.id));
                }
            }
        }
        for document in &story.documents {
            if store.source(*document)?.is_none() {
                let fault = "has a document that is not kept";
                faults.push(format!("story `{}` {fault}", story.id));
            }
        }
    }
    Ok(faults)
}
