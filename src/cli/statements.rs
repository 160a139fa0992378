//! `onrecord statements`: who said what, latest first.

use crate::cli::database::{self, Database};
use crate::cli::failure::Failure;
use crate::cli::people::behind_name;
use crate::cli::read::confidence;
use crate::cli::screen::{Ink, Screen, cut};
use crate::cli::wording::mended;
use crate::cli::{Exit, message};
use crate::model::{Date, DocumentId, Statement, StatementId};
use crate::record::{Context, StatementRecord, words};
use crate::store::{Names, StatementFilter, Store};

/// List statements, latest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord statements --speaker 'Mira Solane'
  onrecord statements --story 3f9a1c2 --since 2031-03-12
  onrecord statements --words 'spillway gates' --json | jq -r .text")]
pub(crate) struct Args {
    /// Only this speaker: a name, or how an id begins
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Only this story
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// Only what was said or published on this day or later (2031, 2031-03 or 2031-03-12)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only statements that have all these words
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// Only statements at least so sure, 0 to 1
    #[arg(long, value_name = "C", default_value = "0", value_parser = confidence)]
    min_confidence: u16,
    /// At most so many; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Print whole statements, however long
    #[arg(long)]
    full: bool,
    /// Print JSON Lines instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Longer statements are cut where they are listed.
const SHOWN: usize = 320;

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let since = args.since.as_deref().map(parse_day).transpose()?;
    let store = args.database.open()?;
    let filter = StatementFilter {
        speaker: args
            .speaker
            .as_deref()
            .map(|it| database::person(&store, it))
            .transpose()?,
        story: args
            .story
            .as_deref()
            .map(|it| database::story(&store, it))
            .transpose()?,
        since,
        words: args.words.clone(),
        is_phrase: false,
        confidence: args.min_confidence,
    };
    let limit = match args.limit {
        0 => usize::MAX - 1,
        limit => limit,
    };
    let mut found = store.statements(&filter, 0, limit + 1)?;
    let more = found.len() > limit;
    found.truncate(limit);
    if found.is_empty() {
        message::note("No statement is like that");
    }
    let names = store.names()?;
    let mut screen = Screen::new();
    list(&mut screen, &store, &names, &found, args)?;
    screen.finish()?;
    if more {
        message::hint(&format!(
            "there are more; `--limit {}` shows them",
            4 * limit
        ));
    }
    Ok(Exit::Done)
}

fn parse_day(text: &str) -> anyhow::Result<Date> {
    Date::parse(text).ok_or_else(|| {
        let message = format!("Failed to parse date `{text}`");
        Failure::usage(message)
            .hint("dates are written 2031, 2031-03 or 2031-03-12")
            .into()
    })
}

fn list(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    found: &[(DocumentId, StatementId)],
    args: &Args,
) -> anyhow::Result<()> {
    // Statements of one document mostly follow one another.
    for group in found.chunk_by(|a, b| a.0 == b.0) {
        let Some(document) = group.first().map(|(id, _)| *id) else {
            continue;
        };
        let Some(analysed) = store.document(document)? else {
            continue;
        };
        let context = store.context(names, &analysed)?;
        for (_, id) in group {
            let mut statements = analysed.analysis.statements.iter();
            let Some(statement) = statements.find(|it| it.id == *id) else {
                continue;
            };
            match args.json {
                true => {
                    let record = StatementRecord::alone(&context, statement);
                    screen.json(&serde_json::to_vec(&record)?)?;
                }
                false => print(screen, store, &context, statement, args.full)?,
            }
        }
    }
    Ok(())
}

/// Prints a statement: who and when and by which way on one line, the words below.
fn print(
    screen: &mut Screen,
    store: &Store,
    context: &Context<'_>,
    statement: &Statement,
    full: bool,
) -> anyhow::Result<()> {
    let document = &context.analysed.document;
    let record = StatementRecord::of(context, statement);
    let said = record.said.as_ref().and_then(|said| said.date.clone());
    let date = said.or_else(|| document.published.map(|it| it.date.to_string()));
    let date = date.map_or(String::from("no date"), |date| {
        date.chars().take(10).collect()
    });
    let short = store.short_statement(statement.id)?;
    let speaker = record.speaker.as_ref();
    let way = record
        .chain
        .iter()
        .filter(|link| link.role != "speaker")
        .map(|link| link.name);
    let way = way.collect::<Vec<_>>().join(" → ");
    let used = short.len() + 2 + 10 + 2;
    let name = speaker.map_or("(speaker unknown)", |it| it.name);
    let role = behind_name(name, speaker.and_then(|it| it.role));
    let room = screen
        .text_width()
        .saturating_sub(used + name.chars().count());
    let tail = cut(&format!("{role}  {way}"), room);
    let head = format!(
        "{}  {}  {}{}",
        screen.ink(Ink::Id, &short),
        screen.ink(Ink::Faint, &format!("{date:10}")),
        screen.ink(Ink::Name, name),
        screen.ink(Ink::Faint, &tail),
    );
    screen.line(&head)?;
    let text = words(&document.text, &statement.content);
    let text = if full {
        text
    } else {
        mended(&cut(&text, SHOWN))
    };
    screen.text("", short.len() + 2, &text)?;
    screen.gap()?;
    Ok(())
}
