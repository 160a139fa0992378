//! `onrecord collate`: the outlets' versions of each utterance, differences marked.
//!
//! Marks say what differs, colours only repeat it: `[-left out-]`, `{+added+}`, `{~moved~}`.

use rustc_hash::FxHashMap;

use crate::cli::database::{self, Database};
use crate::cli::screen::{Ink, Screen};
use crate::cli::story::{heading, outlet, speaker_name, tally};
use crate::cli::wording::Edges;
use crate::cli::{Exit, message};
use crate::model::{
    Collation, DocumentId, OmissionReason, Relation, Span, Story, Utterance, Variant, Version,
};
use crate::pipeline;
use crate::record::words;
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
  onrecord collate 3f9a1c2 --all | less -R")]
pub(crate) struct Args {
    /// The story's id, or how it begins
    #[arg(value_name = "STORY")]
    story: String,
    /// Also utterances that only one report has
    #[arg(long)]
    all: bool,
    /// Print JSON Lines instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
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
    if args.json {
        store.export_utterances(&names, &utterances, &mut |line| screen.json(line))?;
    } else {
        heading(&mut screen, &store, &story)?;
        for utterance in &utterances {
            screen.gap()?;
            print(&mut screen, &store, &names, &story, utterance)?;
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

/// Prints an utterance with all its versions.
pub(crate) fn print(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    story: &Story,
    utterance: &Utterance,
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
    let ordered = origins_first(story, utterance);
    for row in rows(screen, store, &ordered, &text_of)? {
        let relation = screen.ink(Ink::Faint, &format!("({})", row.relation));
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
fn wording<'a>(
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
