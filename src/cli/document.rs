//! `onrecord document`: one document with its statements marked.

use crate::cli::database::{self, Database};
use crate::cli::people::behind_name;
use crate::cli::screen::{Ink, Screen};
use crate::cli::{Exit, counted};
use crate::model::{BlockKind, Clutter, Span};
use crate::record::{Context, DocumentRecord, StatementRecord};
use crate::store::Store;

/// Show one document with its statements marked.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord document a1b2c3d
  onrecord document a1b2c3d --removed
  onrecord document a1b2c3d --json | jq .text")]
pub(crate) struct Args {
    /// The document's id, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    /// Also show what was taken out of the page
    #[arg(long)]
    removed: bool,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let id = database::document(&store, &args.id)?;
    let Some(analysed) = store.document(id)? else {
        return Ok(Exit::Nothing);
    };
    let names = store.names()?;
    let context = store.context(&names, &analysed)?;
    let mut screen = Screen::new();
    if args.json {
        screen.json(&serde_json::to_vec(&DocumentRecord::of(&context))?)?;
    } else {
        facts(&mut screen, &store, &context)?;
        text(&mut screen, &context)?;
        statements(&mut screen, &store, &context)?;
        removed(&mut screen, &context, args.removed)?;
    }
    screen.finish()?;
    Ok(Exit::Done)
}

fn facts(screen: &mut Screen, store: &Store, context: &Context<'_>) -> anyhow::Result<()> {
    let document = &context.analysed.document;
    let headline = document.headline.as_deref().unwrap_or("(no headline)");
    let headline = screen.ink(Ink::Title, headline);
    screen.text("", 0, &headline)?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(document.outlet.clone());
    if let Some(published) = document.published {
        let basis = match published.basis {
            crate::model::Basis::Inferred => " (told from the other reports)",
            _ => "",
        };
        let date = published.date.to_string().replace('T', " ");
        facts.push(format!("{date}{basis}"));
    }
    if !document.byline.is_empty() {
        facts.push(format!("by {}", document.byline.join(", ")));
    }
    if !document.credits.is_empty() {
        facts.push(format!("crediting {}", document.credits.join(", ")));
    }
    let facts = screen.ink(Ink::Faint, &facts.join(", "));
    screen.text("", 0, &facts)?;
    for reference in &context.refs {
        let reference = screen.ink(Ink::Faint, reference);
        screen.line(&reference)?;
    }
    let mut ids = format!("document {}", store.short_document(document.id)?);
    if let Some(story) = store.story_of(document.id)? {
        ids.push_str(&format!("  story {}", store.short_story(story)?));
    }
    let ids = screen.ink(Ink::Faint, &ids);
    screen.line(&ids)?;
    for warning in &document.warnings {
        screen.line(&format!("warning: {warning}"))?;
    }
    Ok(())
}

/// The text, each statement between `⟨1` and `1⟩`.
fn text(screen: &mut Screen, context: &Context<'_>) -> anyhow::Result<()> {
    let document = &context.analysed.document;
    let whole = [crate::model::Block {
        span: Span::new(0, document.text.len()),
        kind: BlockKind::Paragraph,
    }];
    let blocks = match document.blocks.as_slice() {
        [] => &whole,
        blocks => blocks,
    };
    for block in blocks {
        screen.gap()?;
        let marked = marked(screen, context, block.span);
        let (head, indent) = match block.kind {
            BlockKind::Headline | BlockKind::Heading => ("# ", 2),
            BlockKind::Item => ("- ", 2),
            BlockKind::Quote => ("> ", 2),
            BlockKind::Caption | BlockKind::Standfirst | BlockKind::Paragraph => ("", 0),
        };
        screen.text(head, indent, &marked)?;
    }
    Ok(())
}

fn marked(screen: &Screen, context: &Context<'_>, block: Span) -> String {
    let text = &context.analysed.document.text;
    let mut marks: Vec<(usize, bool, usize)> = Vec::new();
    for (number, statement) in (1..).zip(&context.analysed.analysis.statements) {
        for span in statement.content.iter().filter(|span| span.overlaps(block)) {
            marks.push((span.start().max(block.start()), true, number));
            marks.push((span.end().min(block.end()), false, number));
        }
    }
    // Where one ends and another begins, the end comes first.
    marks.sort_unstable();
    let mut line = String::new();
    let mut at = block.start();
    for (offset, opens, number) in marks {
        line.push_str(Span::new(at, offset).of(text));
        let mark = if opens {
            format!("⟨{number} ")
        } else {
            format!(" {number}⟩")
        };
        line.push_str(&screen.ink(Ink::Id, &mark));
        at = offset.max(at);
    }
    line.push_str(Span::new(at, block.end()).of(text));
    line
}

fn statements(screen: &mut Screen, store: &Store, context: &Context<'_>) -> anyhow::Result<()> {
    let found = &context.analysed.analysis.statements;
    if found.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.heading("Statements")?;
    for (number, statement) in (1..).zip(found) {
        let record = StatementRecord::of(context, statement);
        let speaker = record.speaker.as_ref();
        let name = speaker.map_or("(speaker unknown)", |it| it.name);
        let role = behind_name(name, speaker.and_then(|it| it.role));
        let kind = format!("{:?}", record.kind).to_lowercase();
        let said = record.said.and_then(|said| said.date);
        let said = said
            .map(|date| format!(", said {date}"))
            .unwrap_or_default();
        let via = record
            .chain
            .iter()
            .filter(|link| link.role == "via")
            .map(|link| link.name);
        let via: String = via.map(|name| format!(", via {name}")).collect();
        let line = format!(
            "{}{role}{}",
            screen.ink(Ink::Name, name),
            screen.ink(
                Ink::Faint,
                &format!(
                    " ({kind}{said}{via}) {}",
                    store.short_statement(statement.id)?
                )
            ),
        );
        let number = screen.ink(Ink::Id, &format!("{number:3}"));
        screen.text(&format!("{number}  "), 5, &line)?;
    }
    Ok(())
}

fn removed(screen: &mut Screen, context: &Context<'_>, show: bool) -> anyhow::Result<()> {
    let removed = &context.analysed.document.removed;
    if removed.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    if !show {
        let note = format!(
            "{} of the page taken out; `--removed` shows them",
            counted(removed.len(), "part")
        );
        let note = screen.ink(Ink::Faint, &note);
        screen.line(&note)?;
        return Ok(());
    }
    screen.heading("Taken out")?;
    for part in removed {
        screen.text(&format!("  {:12}", clutter_name(part.kind)), 14, &part.text)?;
    }
    Ok(())
}

fn clutter_name(kind: Clutter) -> &'static str {
    match kind {
        Clutter::Navigation => "navigation",
        Clutter::Sharing => "sharing",
        Clutter::Related => "related",
        Clutter::Caption => "caption",
        Clutter::Headline => "headline",
        Clutter::Metadata => "metadata",
        Clutter::Comments => "comments",
        Clutter::Promotion => "promotion",
        Clutter::Rights => "rights",
        Clutter::Other => "other",
    }
}
