//! `onrecord story`: one story with its reports, what was said, and what they disagree on.

use crate::cli::database::{self, Database};
use crate::cli::screen::{Ink, Screen, cut};
use crate::cli::stories::title;
use crate::cli::wording::mended;
use crate::cli::{Exit, counted, day, days};
use crate::model::{
    Conflict, Document, DocumentId, LinkRelation, OmissionReason, Relation, Story, Utterance,
};
use crate::record::words;
use crate::store::{Names, Store};

/// Show one story: its reports by origin, what was said, and what they disagree on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord story 3f9a1c2
  onrecord story 3f9a1c2 --json | jq '.utterances[].versions[].text'")]
pub(crate) struct Args {
    /// The story's id, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let id = database::story(&store, &args.id)?;
    let names = store.names()?;
    let mut screen = Screen::new();
    if let Some(story) = store.story(id)? {
        match args.json {
            true => screen.json(&json(&store, &names, &story)?)?,
            false => {
                heading(&mut screen, &store, &story)?;
                reports(&mut screen, &store, &names, &story)?;
                said(&mut screen, &store, &names, &story)?;
                conflicts(&mut screen, &store, &story, None)?;
                links(&mut screen, &store, &story)?;
            }
        }
    }
    screen.finish()?;
    Ok(Exit::Done)
}

/// The story as one object, with its utterances and conflicts in it.
fn json(store: &Store, names: &Names, story: &Story) -> anyhow::Result<Vec<u8>> {
    let mut object = Vec::new();
    let mut utterances = Vec::new();
    let mut conflicts = Vec::new();
    store.export_story(names, story, &mut append(&mut object))?;
    let found = store.utterances(story.id)?;
    store.export_utterances(names, &found, &mut append(&mut utterances))?;
    store.export_conflicts(names, story, &mut append(&mut conflicts))?;
    // Records are lines already: they are set into the object as they are.
    object.truncate(object.len().saturating_sub(1));
    for (key, records) in [("utterances", utterances), ("conflicts", conflicts)] {
        object.extend(format!(",\"{key}\":[").bytes());
        object.extend(records);
        object.push(b']');
    }
    object.push(b'}');
    Ok(object)
}

/// Collects lines, a comma between them.
fn append(into: &mut Vec<u8>) -> impl FnMut(&[u8]) -> std::io::Result<()> {
    |line| {
        if !into.is_empty() {
            into.push(b',');
        }
        into.extend_from_slice(line);
        Ok(())
    }
}

/// The story's title, days and size.
pub(crate) fn heading(screen: &mut Screen, store: &Store, story: &Story) -> anyhow::Result<()> {
    let title = title(store, story)?;
    let title = screen.ink(Ink::Title, &title);
    screen.text("", 0, &title)?;
    let facts = format!(
        "{}  {} from {}  story {}",
        days(story.first, story.last),
        counted(story.documents.len(), "report"),
        counted(story.origins.len().max(1), "origin"),
        store.short_story(story.id)?
    );
    let facts = screen.ink(Ink::Faint, &facts);
    screen.line(&facts)?;
    Ok(())
}

/// The reports by origin: each text with its copies under it.
pub(crate) fn reports(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    story: &Story,
) -> anyhow::Result<()> {
    screen.gap()?;
    screen.heading("Reports")?;
    let mut listed = Vec::new();
    for origin in &story.origins {
        for (idx, id) in origin.iter().enumerate() {
            let Some(analysed) = store.document(*id)? else {
                continue;
            };
            let outlet = analysed.document.outlet.as_deref();
            let outlet = outlet.unwrap_or("(outlet unknown)");
            let outlet = match idx {
                0 => outlet.to_owned(),
                _ => format!("  └ {outlet}"),
            };
            listed.push((analysed.document, outlet));
        }
    }
    let widest = listed.iter().map(|(_, outlet)| outlet.chars().count());
    let column = widest.max().unwrap_or(0).min(OUTLET);
    for (document, outlet) in &listed {
        report(screen, store, names, document, outlet, column)?;
    }
    Ok(())
}

fn report(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    document: &Document,
    outlet: &str,
    column: usize,
) -> anyhow::Result<()> {
    let id = document.id;
    let date = day(document.published.map(|it| it.date));
    let short = store.short_document(id)?;
    let headline = document.headline.as_deref();
    let headline = headline.unwrap_or_else(|| short_name(names.first(id)));
    // Two spaces of margin, and two between columns.
    let room = screen
        .text_width()
        .saturating_sub(2 + short.len() + 2 + 10 + 2 + column + 2);
    let line = format!(
        "  {}  {}  {}  {}",
        screen.ink(Ink::Id, &short),
        screen.ink(Ink::Faint, &format!("{date:10}")),
        screen.ink(Ink::Name, &format!("{:column$}", cut(outlet, column))),
        cut(headline, room),
    );
    screen.line(&line)?;
    Ok(())
}

/// Most columns for the name of an outlet.
const OUTLET: usize = 26;

/// What was said: every utterance with how many printed it.
fn said(screen: &mut Screen, store: &Store, names: &Names, story: &Story) -> anyhow::Result<()> {
    let utterances = store.utterances(story.id)?;
    if utterances.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.heading("Said")?;
    for utterance in &utterances {
        let Some(wording) = base_wording(store, utterance)? else {
            continue;
        };
        let short = store.short_utterance(utterance.id)?;
        let head = format!(
            "{}  {}",
            screen.ink(Ink::Name, speaker_name(names, utterance)),
            screen.ink(Ink::Faint, &tally(utterance)),
        );
        let short = screen.ink(Ink::Id, &short);
        screen.line(&format!("  {short}  {head}"))?;
        screen.text("", 11, &mended(&cut(&wording, 300)))?;
    }
    let hint = format!(
        "`onrecord collate {}` sets the versions side by side",
        store.short_story(story.id)?
    );
    let hint = screen.ink(Ink::Faint, &hint);
    screen.line(&format!("  {hint}"))?;
    Ok(())
}

/// The speaker of an utterance, for a person to read.
pub(crate) fn speaker_name<'a>(names: &'a Names, utterance: &Utterance) -> &'a str {
    let person = utterance.speaker.and_then(|id| names.person(id));
    person.map_or("(speaker unknown)", |person| person.name.as_str())
}

/// The words of the base version.
pub(crate) fn base_wording(store: &Store, utterance: &Utterance) -> anyhow::Result<Option<String>> {
    let Some(base) = utterance.versions.first() else {
        return Ok(None);
    };
    let document = store.document(base.document)?;
    Ok(document.map(|it| mended(&words(&it.document.text, &base.content))))
}

/// How many versions of each kind, and how many reports have none.
pub(crate) fn tally(utterance: &Utterance) -> String {
    let mut parts = vec![counted(utterance.versions.len(), "version")];
    let relations = [
        (Relation::Trimmed, "trimmed"),
        (Relation::Retranslated, "retranslated"),
        (Relation::Paraphrased, "paraphrased"),
        (Relation::Spliced, "spliced"),
        (Relation::Altered, "altered"),
    ];
    for (relation, name) in relations {
        let count = utterance
            .versions
            .iter()
            .filter(|it| it.relation == relation)
            .count();
        if count > 0 {
            parts.push(format!("{count} {name}"));
        }
    }
    let omitted = utterance.omissions.iter();
    let omitted = omitted
        .filter(|it| it.reason == OmissionReason::NotReported)
        .count();
    if omitted > 0 {
        parts.push(format!("not in {omitted}"));
    }
    parts.join(", ")
}

/// What the reports disagree on; the title is printed where the story is not told of already.
pub(crate) fn conflicts(
    screen: &mut Screen,
    store: &Store,
    story: &Story,
    title: Option<&str>,
) -> anyhow::Result<()> {
    let conflicts = store.conflicts(story.id)?;
    if conflicts.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.heading("They disagree")?;
    if let Some(title) = title {
        let title = screen.ink(Ink::Faint, title);
        screen.text("", 2, &title)?;
    }
    for conflict in &conflicts {
        let about = screen.ink(Ink::Name, &conflict.about);
        screen.line(&format!("  {about}"))?;
        for (value, outlets) in by_value(store, conflict)? {
            screen.text(
                &format!("    {value}  "),
                6 + value.chars().count(),
                &outlets,
            )?;
        }
    }
    Ok(())
}

/// Each value with the outlets that have it.
fn by_value(store: &Store, conflict: &Conflict) -> anyhow::Result<Vec<(String, String)>> {
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    for it in &conflict.values {
        let outlet = outlet(store, it.document)?;
        match values.last_mut().filter(|(value, _)| *value == it.value) {
            Some((_, outlets)) if outlets.contains(&outlet) => {}
            Some((_, outlets)) => outlets.push(outlet),
            None => values.push((it.value.clone(), vec![outlet])),
        }
    }
    let joined = values
        .into_iter()
        .map(|(value, outlets)| (value, outlets.join(", ")));
    Ok(joined.collect())
}

/// The outlet of a document, else what it is called.
pub(crate) fn outlet(store: &Store, id: DocumentId) -> anyhow::Result<String> {
    let document = store.document(id)?;
    let outlet = document.and_then(|it| it.document.outlet);
    match outlet {
        Some(outlet) => Ok(outlet),
        None => {
            let reference = store.references(id)?.into_iter().next();
            Ok(short_name(reference.as_deref().unwrap_or("")).to_owned())
        }
    }
}

/// The last part of a path or address.
pub(crate) fn short_name(reference: &str) -> &str {
    let name = reference.trim_end_matches('/').rsplit('/').next();
    name.unwrap_or(reference)
}

/// Earlier and later stories.
pub(crate) fn links(screen: &mut Screen, store: &Store, story: &Story) -> anyhow::Result<()> {
    if story.linked.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.heading("Before and after")?;
    for link in &story.linked {
        let Some(other) = store.story(link.story)? else {
            continue;
        };
        let relation = match link.relation {
            LinkRelation::Earlier => "began earlier",
            LinkRelation::Later => "began later",
            LinkRelation::Related => "related",
        };
        let short = store.short_story(other.id)?;
        let days = days(other.first, other.last);
        // Margins of two columns around each part.
        let used = 2 + short.len() + 2 + 13 + 2 + days.len() + 2;
        let room = screen.text_width().saturating_sub(used);
        let line = format!(
            "  {}  {relation:13}  {}  {}",
            screen.ink(Ink::Id, &short),
            screen.ink(Ink::Faint, &days),
            cut(&title(store, &other)?, room)
        );
        screen.line(&line)?;
        let why = screen.ink(Ink::Faint, &link.why);
        screen.text("", 11, &why)?;
    }
    Ok(())
}
