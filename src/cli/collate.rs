//! `onrecord collate`: the outlets' versions of each utterance, differences marked.
//!
//! Marks say what differs, colours only repeat it: `[-left out-]`, `{+added+}`, `{~moved~}`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::cli::database::{self, Database};
use crate::cli::screen::{Ink, Screen};
use crate::cli::stories::title;
use crate::cli::story::{heading, outlet, short_name, speaker_name, tally};
use crate::cli::wording::Edges;
use crate::cli::{Exit, message};
use crate::model::{
    Analysed, Collation, DocumentId, OmissionReason, Relation, Span, Story, Utterance, Variant,
    Version, Witness,
};
use crate::pipeline;
use crate::record::{Apparatus, Source, annotation, collatex, tei, words};
use crate::resources;
use crate::store::{Names, Store};

/// Set the outlets' versions of each utterance of a story side by side.
///
/// The first version is the base; in the others, [-words-] are left out, {+words+} are added, and
/// {~words~} stand at another place.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord collate 3f9a1c2
  onrecord collate 3f9a1c2 --all | less -R
  onrecord collate 3f9a1c2 --base 'Quillhaven Times'
  onrecord collate 3f9a1c2 --format tei > story.xml
  onrecord collate 3f9a1c2 --format collatex | jq .table")]
pub(crate) struct Args {
    /// The story's id, or how it begins
    #[arg(value_name = "STORY")]
    story: String,
    /// Also utterances that only one report has
    #[arg(long)]
    all: bool,
    /// Set the others against this outlet's wording, where it has one
    #[arg(long, value_name = "OUTLET")]
    base: Option<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Print JSON Lines instead of text
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    database: Database,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text with marks, to read
    Text,
    /// The utterances as `export` has them, one a line
    Jsonl,
    /// CollateX's alignment table, one utterance a line
    Collatex,
    /// One TEI document with an apparatus
    Tei,
    /// W3C Web Annotations, one version a line
    Annotations,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let id = database::story(&store, &args.story)?;
    let names = store.names()?;
    let Some(story) = store.story(id)? else {
        return Ok(Exit::Nothing);
    };
    let mut utterances = store.utterances(id)?;
    utterances.retain(|it| args.all || it.versions.len() > 1);
    let mut screen = Screen::new();
    let format = if args.json {
        Format::Jsonl
    } else {
        args.format
    };
    if format == Format::Jsonl {
        store.export_utterances(&names, &utterances, &mut |line| screen.json(line))?;
    } else if format != Format::Text {
        standard(
            &mut screen,
            &store,
            &names,
            &story,
            &utterances,
            args,
            format,
        )?;
    } else {
        heading(&mut screen, &store, &story)?;
        for utterance in &utterances {
            screen.gap()?;
            print_by(
                &mut screen,
                &store,
                &names,
                &story,
                utterance,
                args.base.as_deref(),
            )?;
        }
        if utterances.is_empty() {
            screen.flush()?;
            message::note("No utterance is in more than one report");
            message::hint("`--all` shows those of one report");
        }
    }
    screen.finish()?;
    Ok(Exit::Done)
}

/// Columns for relation and outlet before the words.
const MARGIN: usize = 4;

/// Prints utterances as other programs read them.
fn standard(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    story: &Story,
    utterances: &[Utterance],
    args: &Args,
    format: Format,
) -> anyhow::Result<()> {
    let mut documents: BTreeMap<DocumentId, Analysed> = BTreeMap::new();
    for id in &story.documents {
        if let Some(analysed) = store.document(*id)? {
            documents.insert(*id, analysed);
        }
    }
    let text_of = |id: DocumentId| documents.get(&id).map(|it| it.document.text.as_str());
    let mut entries = Vec::new();
    let ordered: Vec<Utterance> = utterances
        .iter()
        .map(|it| ordered(store, story, it, args.base.as_deref()))
        .collect::<anyhow::Result<_>>()?;
    for utterance in &ordered {
        let collation = pipeline::align(resources::get(), utterance, 0, text_of);
        let sources = sources(names, &documents, &collation);
        match format {
            Format::Annotations => {
                for (version, source) in utterance.versions.iter().zip(&sources) {
                    screen.json(&serde_json::to_vec(&annotation(
                        utterance, version, source,
                    ))?)?;
                }
            }
            Format::Tei => entries.push(Apparatus {
                utterance,
                speaker: utterance.speaker.map(|_| speaker_name(names, utterance)),
                collation,
                sources,
            }),
            _ => {
                let mut table = collatex(&collation, &sources);
                table["utterance"] = utterance.id.to_string().into();
                table["speaker"] = speaker_name(names, utterance).into();
                screen.json(&serde_json::to_vec(&table)?)?;
            }
        }
    }
    if format == Format::Tei {
        let title = title(store, story)?;
        screen.line(tei(&title, &entries).trim_end())?;
    }
    Ok(())
}

/// What is known of the witnesses; of several versions of one outlet each has a name of its own.
fn sources<'a>(
    names: &Names,
    documents: &'a BTreeMap<DocumentId, Analysed>,
    collation: &Collation,
) -> Vec<Source<'a>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let source = |witness: &Witness| {
        let document = &documents.get(&witness.document)?.document;
        let name = document.outlet.clone();
        let name = name.unwrap_or_else(|| short_name(names.first(document.id)).to_owned());
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        Some(Source {
            document: document.id,
            sigil: match count {
                1 => name.clone(),
                n => format!("{name} {n}"),
            },
            name,
            published: document.published.map(|it| it.date.to_string()),
            url: document.url.as_deref(),
            text: &document.text,
        })
    };
    collation.witnesses.iter().filter_map(source).collect()
}

/// The utterance as a person reads it, the wording of `base` first where that outlet has one.
fn ordered(
    store: &Store,
    story: &Story,
    utterance: &Utterance,
    base: Option<&str>,
) -> anyhow::Result<Utterance> {
    let mut ordered = origins_first(story, utterance);
    let Some(base) = base else { return Ok(ordered) };
    for at in 0..ordered.versions.len() {
        let document = ordered.versions[at].document;
        if outlet(store, document)?.to_lowercase() == base.to_lowercase() {
            ordered.versions[..=at].rotate_right(1);
            break;
        }
    }
    Ok(ordered)
}

/// Prints an utterance with all its versions.
pub(crate) fn print(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    story: &Story,
    utterance: &Utterance,
) -> anyhow::Result<()> {
    print_by(screen, store, names, story, utterance, None)
}

/// Prints an utterance with all its versions set against an outlet's.
fn print_by(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    story: &Story,
    utterance: &Utterance,
    base: Option<&str>,
) -> anyhow::Result<()> {
    let said = utterance
        .said
        .map_or(String::new(), |date| format!("  {date}"));
    let head = format!(
        "{}{}  {}",
        screen.ink(Ink::Name, speaker_name(names, utterance)),
        screen.ink(Ink::Faint, &said),
        screen.ink(Ink::Id, &store.short_utterance(utterance.id)?),
    );
    screen.line(&head)?;
    let summary = screen.ink(Ink::Faint, &tally(utterance));
    screen.line(&format!("  {summary}"))?;

    let mut texts: FxHashMap<DocumentId, String> = FxHashMap::default();
    for version in &utterance.versions {
        if let Some(analysed) = store.document(version.document)? {
            texts.insert(version.document, analysed.document.text);
        }
    }
    let text_of = |id: DocumentId| texts.get(&id).map(String::as_str);
    let ordered = ordered(store, story, utterance, base)?;
    let fullest = origins_first(story, utterance);
    let chosen = ordered.versions.first() != fullest.versions.first();
    for (number, row) in rows(screen, store, &ordered, &text_of)?.iter().enumerate() {
        // What a version is, it is to the fullest wording.
        let relation = match (chosen, number) {
            (false, _) => format!("({})", row.relation),
            (true, 0) => "(chosen as base)".to_owned(),
            (true, _) => String::new(),
        };
        let relation = screen.ink(Ink::Faint, &relation);
        let label = format!("{} {relation}", row.outlets);
        screen.text("", 2, &label)?;
        screen.text("", MARGIN, &row.wording)?;
    }
    omissions(screen, store, story, utterance)
}

/// The utterance with its versions as a person reads them: the origin of a text before its copies,
/// and as base the first that has the words of the base.
fn origins_first(story: &Story, utterance: &Utterance) -> Utterance {
    let ranks: FxHashMap<DocumentId, usize> = story
        .origins
        .iter()
        .flatten()
        .enumerate()
        .map(|(rank, id)| (*id, rank))
        .collect();
    let rank = |version: &Version| ranks.get(&version.document).copied().unwrap_or(usize::MAX);
    let has_base = |version: &Version| matches!(version.relation, Relation::Base | Relation::Same);
    let mut versions = utterance.versions.clone();
    // Stable: of one document the first segment stays first.
    versions.sort_by_key(|it| (!has_base(it), rank(it)));
    for (idx, version) in versions.iter_mut().enumerate() {
        match version.relation {
            Relation::Same if idx == 0 => version.relation = Relation::Base,
            Relation::Base if idx > 0 => version.relation = Relation::Same,
            _ => {}
        }
    }
    Utterance {
        versions,
        omissions: utterance.omissions.clone(),
        ..*utterance
    }
}

/// Outlets that print an utterance in the same words.
struct Row {
    outlets: String,
    relation: &'static str,
    wording: String,
}

fn rows<'a>(
    screen: &Screen,
    store: &Store,
    utterance: &Utterance,
    text_of: &impl Fn(DocumentId) -> Option<&'a str>,
) -> anyhow::Result<Vec<Row>> {
    let mut rows: Vec<(Row, String)> = Vec::new();
    for (idx, version) in utterance.versions.iter().enumerate() {
        // Each beside the base alone: what one outlet puts otherwise cuts no other's words.
        let pair = Utterance {
            versions: match utterance.versions.first() {
                Some(base) if idx > 0 => vec![base.clone(), version.clone()],
                _ => vec![version.clone()],
            },
            omissions: Vec::new(),
            ..*utterance
        };
        let collation = &pipeline::align(resources::get(), &pair, 0, text_of);
        let idx = idx.min(1);
        let Some(witness) = collation.witnesses.get(idx) else {
            continue;
        };
        let name = screen.ink(Ink::Name, &outlet(store, witness.document)?);
        let own = text_of(witness.document).map(|text| words(text, &witness.content));
        let wording = wording(screen, collation, idx, text_of);
        let wording = Edges::of(&own.unwrap_or_default()).around(&wording);
        // Other marks, straight or curved, are no other words.
        let letters = wording.replace(is_quotation_mark, "\"");
        match rows.iter_mut().find(|(_, it)| *it == letters) {
            Some((row, _)) => {
                if !row.outlets.split(", ").any(|it| it == name) {
                    row.outlets.push_str(", ");
                    row.outlets.push_str(&name);
                }
            }
            None => {
                let row = Row {
                    outlets: name,
                    relation: relation_name(witness.relation),
                    wording,
                };
                rows.push((row, letters));
            }
        }
    }
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn omissions(
    screen: &mut Screen,
    store: &Store,
    story: &Story,
    utterance: &Utterance,
) -> anyhow::Result<()> {
    let reasons = [
        (OmissionReason::NotReported, "not reported by"),
        (OmissionReason::PartOnly, "not in the part that is held of"),
        (
            OmissionReason::PublishedBefore,
            "said after it was published:",
        ),
    ];
    for (reason, label) in reasons {
        let mut outlets = Vec::new();
        for id in &story.documents {
            let omits = |it: &crate::model::Omission| it.document == *id && it.reason == reason;
            if utterance.omissions.iter().any(omits) {
                outlets.push(outlet(store, *id)?);
            }
        }
        outlets.dedup();
        if !outlets.is_empty() {
            let text = screen.ink(Ink::Faint, &format!("{label} {}", outlets.join(", ")));
            screen.text("", 2, &text)?;
        }
    }
    Ok(())
}

/// The name of a relation, for a person to read.
fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Base => "base",
        Relation::Same => "same",
        Relation::Trimmed => "trimmed",
        Relation::Retranslated => "retranslated",
        Relation::Paraphrased => "paraphrased",
        Relation::Spliced => "spliced",
        Relation::Altered => "altered",
    }
}

/// What is marked about a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Same,
    Cut,
    Added,
    Moved,
}

/// Words that stand together in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    mark: Mark,
    words: String,
    /// Whether no space stands before them in their text.
    glued: bool,
}

impl Piece {
    fn new(mark: Mark, text: &str, tokens: &[Span]) -> Piece {
        let start = tokens.first().map_or(0, |token| token.start());
        let before = text.get(..start).and_then(|it| it.chars().next_back());
        Piece {
            mark,
            words: joined(text, tokens),
            glued: before.is_some_and(|c| !c.is_whitespace()),
        }
    }
}

/// A witness's words, with what differs from the base marked.
pub(crate) fn wording<'a>(
    screen: &Screen,
    collation: &Collation,
    witness: usize,
    text_of: &impl Fn(DocumentId) -> Option<&'a str>,
) -> String {
    let text = |idx: usize| {
        let document = collation.witnesses.get(idx).map(|it| it.document);
        document.and_then(text_of).unwrap_or("")
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for column in &collation.columns {
        let (Some(cell), Some(base)) = (column.cells.get(witness), column.cells.first()) else {
            continue;
        };
        let own = |mark| Piece::new(mark, text(witness), &cell.tokens);
        let cut = || Piece::new(Mark::Cut, text(0), &base.tokens);
        match cell.variant {
            _ if witness == 0 => pieces.push(own(Mark::Same)),
            Variant::Equal | Variant::Form => pieces.push(own(Mark::Same)),
            Variant::Moved => pieces.push(own(Mark::Moved)),
            Variant::Added => pieces.push(own(Mark::Added)),
            Variant::Omitted => pieces.push(cut()),
            Variant::Replaced => pieces.extend([cut(), own(Mark::Added)]),
        }
    }
    pieces.retain(|piece| !piece.words.is_empty());
    marked(screen, &sorted(pieces))
}

/// Puts what was cut between two unchanged words before what was added there.
fn sorted(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let changes = |piece: &Piece| matches!(piece.mark, Mark::Cut | Mark::Added);
    for run in pieces.chunk_by_mut(|a, b| changes(a) && changes(b)) {
        run.sort_by_key(|piece| piece.mark == Mark::Added);
    }
    pieces
}

fn marked(screen: &Screen, pieces: &[Piece]) -> String {
    let mut line = String::new();
    for run in pieces.chunk_by(|a, b| a.mark == b.mark) {
        let Some(first) = run.first() else { continue };
        let mut words = String::new();
        for piece in run {
            if !words.is_empty() && !piece.glued {
                words.push(' ');
            }
            words.push_str(&piece.words);
        }
        let (open, close, ink) = match first.mark {
            Mark::Same => ("", "", Ink::Plain),
            Mark::Cut => ("[-", "-]", Ink::Cut),
            Mark::Added => ("{+", "+}", Ink::Added),
            Mark::Moved => ("{~", "~}", Ink::Moved),
        };
        if !line.is_empty() && !first.glued {
            line.push(' ');
        }
        // Each word carries the colour, so that a line can break between them.
        let words = format!("{open}{words}{close}");
        let words: Vec<String> = words.split(' ').map(|word| screen.ink(ink, word)).collect();
        line.push_str(&words.join(" "));
    }
    line
}

/// Tokens as they stand in their text.
fn joined(text: &str, tokens: &[Span]) -> String {
    let mut words = String::new();
    let mut end: Option<usize> = None;
    for token in tokens {
        if end.is_some_and(|end| end < token.start()) {
            words.push(' ');
        }
        words.push_str(token.of(text));
        end = Some(token.end());
    }
    words
}
