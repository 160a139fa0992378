//! One document: its text with what was said marked, notes beside, facts below.

use super::format;
use super::marks::{Marks, Piece, Told, kind};
use super::place::{self};
use super::shelf::{self, Paper, Shelf, Speaker};
use super::squares::{self, Squares};
use super::story;
use crate::model::{
    Basis, BlockKind, Clutter, CopyClass, CopyPair, Relation, Removed, Span, Statement, Story,
    Utterance,
};

/// What one document's page is made from.
#[derive(Debug)]
pub(crate) struct DocumentNouns {
    /// The document and the persons in it.
    pub(crate) shelf: Shelf,
    /// Which one.
    pub(crate) id: crate::model::DocumentId,
    /// Its story with the story's title.
    pub(crate) story: Option<(Story, String)>,
    /// The utterances that its statements are versions of.
    pub(crate) utterances: Vec<Utterance>,
    /// What it was called where it came from.
    pub(crate) references: Vec<String>,
    /// Why its date could be told from others, where it states none.
    pub(crate) inferred: Option<String>,
    /// Whether the original is kept.
    pub(crate) has_original: bool,
    /// The pairs that it shares text in.
    pub(crate) copies: Vec<CopyPair>,
}

/// What of it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ask {
    /// Whether removed parts are open.
    pub(crate) removed: bool,
    /// The code points to mark.
    pub(crate) at: Option<(usize, usize)>,
}

/// What the page prints.
#[derive(Debug)]
pub(crate) struct DocumentView {
    pub(crate) id: String,
    pub(crate) short_id: String,
    pub(crate) outlet: String,
    pub(crate) headline: String,
    pub(crate) language: String,
    pub(crate) from: String,
    pub(crate) story: Option<(String, String)>,
    pub(crate) squares: Squares,
    pub(crate) standing: (String, String),
    pub(crate) statements: usize,
    pub(crate) text: String,
    pub(crate) removed: String,
    pub(crate) removed_open: bool,
    pub(crate) has_original: bool,
    pub(crate) parts: Vec<Part>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) warnings: Vec<String>,
    /// Other documents with the same text or a part of it.
    pub(crate) alike: Vec<Alike>,
}

/// Another document that shares text.
#[derive(Debug)]
pub(crate) struct Alike {
    pub(crate) outlet: String,
    pub(crate) headline: String,
    pub(crate) when: String,
    pub(crate) href: String,
    pub(crate) what: &'static str,
    pub(crate) why: String,
    /// Both side by side.
    pub(crate) beside: String,
}

/// A part of the page, in order.
#[derive(Debug)]
pub(crate) enum Part {
    /// A paragraph.
    Para {
        n: usize,
        offset: String,
        class: &'static str,
        pieces: Vec<Piece>,
        notes: Vec<Note>,
        /// Who and what is named here for the first time, and what its days are.
        told: Told,
    },
    /// What was removed here: in words, and each block with its kind where there are several.
    Lift {
        what: String,
        blocks: Vec<(&'static str, String)>,
    },
}

/// What is known of a statement.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) n: usize,
    pub(crate) speaker: Option<Speaker>,
    /// The role, or the words that name the speaker.
    pub(crate) what: String,
    pub(crate) rest: String,
    /// The utterances with the count of wordings and of altered ones.
    pub(crate) compare: Vec<(String, String, String)>,
}

/// How many authors are named.
const AUTHORS: usize = 8;
/// So many characters of a name or another fact are printed.
const VALUE: usize = 300;

/// A fact with how it is known.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// `dim` where it is not known, `mono` for addresses.
    pub(crate) class: &'static str,
    pub(crate) href: Option<String>,
    pub(crate) known: String,
}

/// Makes the page.
pub(crate) fn view(nouns: &DocumentNouns, ask: Ask) -> Option<DocumentView> {
    let paper = nouns.shelf.paper(nouns.id)?;
    let document = &paper.document;
    let id = document.id.to_string();
    let removed: usize = document
        .removed
        .iter()
        .map(|it| it.text.chars().count())
        .sum();
    let (all, _) = paper.code_points(Span::new(document.text.len(), document.text.len()));
    let whole = if document.partial {
        "a part only"
    } else {
        "whole"
    };
    Some(DocumentView {
        short_id: story::short(&id),
        outlet: paper.outlet().to_owned(),
        headline: paper.headline(),
        language: document.language.clone().unwrap_or_default(),
        from: from(paper),
        story: nouns
            .story
            .as_ref()
            .map(|(story, title)| (title.clone(), format!("/stories/{}", story.id))),
        squares: squares(nouns),
        standing: standing(nouns),
        statements: paper.analysis.statements.len(),
        text: format!("{whole}, {}", format::count(all, "character")),
        removed: match document.removed.len() {
            0 => "nothing".to_owned(),
            n => format!(
                "{}, {}",
                format::count(n, "block"),
                format::count(removed, "character")
            ),
        },
        removed_open: ask.removed,
        has_original: nouns.has_original,
        parts: parts(nouns, paper, ask),
        facts: facts(nouns, paper),
        warnings: document.warnings.clone(),
        alike: alike(nouns),
        id,
    })
}

/// The versions of the same page first, then what shares most.
fn alike(nouns: &DocumentNouns) -> Vec<Alike> {
    let mut pairs: Vec<&CopyPair> = nouns.copies.iter().collect();
    pairs.retain(|it| it.class != CopyClass::Boilerplate);
    pairs.sort_by_key(|it| it.class != CopyClass::Revision);
    let pairs = pairs.iter().filter_map(|pair| {
        let other = if pair.a == nouns.id { pair.b } else { pair.a };
        let paper = nouns.shelf.paper(other)?;
        let when = paper.date();
        Some(Alike {
            outlet: paper.outlet().to_owned(),
            headline: paper.headline(),
            when: when.map_or_else(|| "no date".to_owned(), format::moment),
            href: paper.href(),
            what: match pair.class {
                CopyClass::Copy => "the same text",
                CopyClass::Revision => "another version of this page",
                CopyClass::Partial => "paragraphs in both",
                CopyClass::QuoteOnly => "the same quotations only",
                CopyClass::Boilerplate => "furniture only",
            },
            why: format::capitalise(&pair.why),
            beside: format!("/documents/{}/with/{other}", nouns.id),
        })
    });
    pairs.collect()
}

/// `By Mirel Oss and Jon Tavick · Tuesday 11 March 2031, 23:58 +02:00`.
fn from(paper: &Paper) -> String {
    let byline = &paper.document.byline;
    let by = match byline.is_empty() {
        true => "No author named".to_owned(),
        false => {
            let names = byline.iter().take(AUTHORS);
            let mut names: Vec<String> = names.map(|it| shelf::shorten(it, VALUE)).collect();
            if byline.len() > AUTHORS {
                names.push("others".to_owned());
            }
            format!("By {}", format::list(&names))
        }
    };
    let when = match paper.document.published {
        Some(it) if it.basis == Basis::Inferred => {
            format!("{}, told from other reports", format::moment_long(it.date))
        }
        Some(it) => format::moment_long(it.date),
        None => "no date stated".to_owned(),
    };
    format!("{by} · {when}")
}

fn group(nouns: &DocumentNouns) -> Option<&Vec<crate::model::DocumentId>> {
    let (story, _) = nouns.story.as_ref()?;
    story.origins.iter().find(|it| it.contains(&nouns.id))
}

fn squares(nouns: &DocumentNouns) -> Squares {
    squares::squares(&[group(nouns).map_or(1, Vec::len)])
}

/// `Origin of`, `7 copies`.
fn standing(nouns: &DocumentNouns) -> (String, String) {
    let group = group(nouns);
    match group.and_then(|it| it.first()) {
        Some(first) if *first != nouns.id => {
            ("Copy of".to_owned(), nouns.shelf.outlet(*first).to_owned())
        }
        _ => (
            "Origin of".to_owned(),
            match group.map_or(0, |it| it.len() - 1) {
                0 => "no copy found".to_owned(),
                n => format::count(n, "copy"),
            },
        ),
    }
}

fn parts(nouns: &DocumentNouns, paper: &Paper, ask: Ask) -> Vec<Part> {
    let marks = Marks::of(&nouns.shelf, paper, ask.at);
    let mut parts = Vec::new();
    let mut removed = paper.document.removed.iter().peekable();
    for (at, block) in paper.blocks.iter().enumerate() {
        let before = |it: &&Removed| it.before as usize <= block.span.start();
        let here: Vec<&Removed> = std::iter::from_fn(|| removed.next_if(before)).collect();
        parts.extend(lifted(&here));
        let pieces = marks.pieces(block.span);
        let notes: Vec<Note> = pieces
            .iter()
            .flat_map(|it| it.refs.clone())
            .filter_map(|n| note(nouns, paper, n))
            .collect();
        let (offset, _) = paper.code_points(block.span);
        let mut told = marks.told(block.span);
        let speaks = |name: &str| {
            notes
                .iter()
                .any(|it| it.speaker.as_ref().is_some_and(|it| it.name == name))
        };
        told.names.retain(|it| !speaks(&it.name));
        parts.push(Part::Para {
            n: at + 1,
            offset: format::thousands(offset),
            class: block_class(block.kind),
            pieces,
            notes,
            told,
        });
    }
    parts.extend(lifted(&removed.collect::<Vec<_>>()));
    parts
}

fn block_class(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline | BlockKind::Heading => "head",
        BlockKind::Standfirst => "stand",
        BlockKind::Caption => "cap",
        BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote => "",
    }
}

/// What was removed at one place, under one line.
fn lifted(removed: &[&Removed]) -> Option<Part> {
    let characters: usize = removed.iter().map(|it| it.text.chars().count()).sum();
    let length = format::count(characters, "character");
    let mut kinds: Vec<&str> = Vec::new();
    for kind in removed.iter().map(|it| clutter(it.kind)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let what = match removed.len() {
        0 => return None,
        1 => format!("{}, {length}", kinds.join(", ")),
        n => format!(
            "{}, {length}: {}",
            format::count(n, "block"),
            kinds.join(", ")
        ),
    };
    let blocks = removed.iter();
    let blocks = blocks.map(|it| (clutter(it.kind), it.text.trim().to_owned()));
    Some(Part::Lift {
        what,
        blocks: blocks.collect(),
    })
}

fn clutter(kind: Clutter) -> &'static str {
    match kind {
        Clutter::Navigation => "menu",
        Clutter::Sharing => "links for sharing",
        Clutter::Related => "other headlines",
        Clutter::Caption => "words under a picture",
        Clutter::Headline => "the headline, once more",
        Clutter::Metadata => "byline and date line",
        Clutter::Comments => "comments",
        Clutter::Promotion => "advertising or a newsletter box",
        Clutter::Rights => "rights and imprint",
        Clutter::Other => "not part of the article",
    }
}

fn note(nouns: &DocumentNouns, paper: &Paper, n: usize) -> Option<Note> {
    let statement = paper.analysis.statements.get(n)?;
    let text = &paper.document.text;
    let speaker = nouns.shelf.speaker(paper, statement);
    let named: Vec<&str> = statement.source.iter().map(|it| it.of(text)).collect();
    let named = named.join(" ");
    let what = match &speaker {
        Some(speaker) => {
            let role = speaker.role.clone();
            let alias = !named.is_empty() && !named.contains(&speaker.short);
            role.unwrap_or_else(|| match alias {
                true => format!("“{named}” in the text"),
                false => String::new(),
            })
        }
        None if named.is_empty() => "speaker not stated".to_owned(),
        None => format!("“{named}” in the text"),
    };
    let mut rest = vec![format::capitalise(kind(statement.kind))];
    rest.extend(format::saying(statement));
    let said = statement.said.and_then(|it| Some((it.date?, it.span)));
    rest.push(match said {
        Some((date, _)) => format::moment(date),
        None => "Day not stated".to_owned(),
    });
    Some(Note {
        n: n + 1,
        speaker,
        what,
        rest: format!("{}.", rest.join(". ")),
        compare: compare(nouns, statement),
    })
}

fn compare(nouns: &DocumentNouns, statement: &Statement) -> Vec<(String, String, String)> {
    let of = |it: &&Utterance| it.versions.iter().any(|it| it.statement == statement.id);
    let utterances = nouns.utterances.iter().filter(of);
    utterances
        .map(|it| {
            let mut documents: Vec<_> = it.versions.iter().map(|it| it.document).collect();
            documents.sort_unstable();
            documents.dedup();
            let altered: usize = it
                .versions
                .iter()
                .filter(|it| it.relation == Relation::Altered)
                .count();
            (
                match documents.len() {
                    1 => "Only here".to_owned(),
                    n => format!("In {}", format::count(n, "report")),
                },
                match altered {
                    0 => String::new(),
                    n => format!("{n} altered"),
                },
                format!("/utterances/{}", it.id),
            )
        })
        .collect()
}

fn facts(nouns: &DocumentNouns, paper: &Paper) -> Vec<Fact> {
    let document = &paper.document;
    let fact = |name, value: Option<String>, known: &str, unknown: &str| Fact {
        name,
        class: if value.is_some() { "" } else { "dim" },
        known: if value.is_some() { known } else { unknown }.to_owned(),
        value: value.map_or_else(|| "not known".to_owned(), |it| shelf::shorten(&it, VALUE)),
        href: None,
    };
    let mut facts = Vec::new();
    let inferred = nouns.inferred.clone();
    let basis = document.published.map(|it| match it.basis {
        Basis::Metadata => "the page’s machine-readable head".to_owned(),
        Basis::Page => "the page’s own words".to_owned(),
        Basis::Given => "given with the input".to_owned(),
        Basis::Inferred => inferred.unwrap_or_else(|| "the other reports of its story".to_owned()),
    });
    facts.push(fact(
        "Published",
        document.published.map(|it| format::moment_long(it.date)),
        basis.as_deref().unwrap_or(""),
        "no date stated, and other reports do not tell it",
    ));
    if let Some(changed) = document.modified {
        let value = Some(format::moment_long(changed.date));
        facts.push(fact("Last changed", value, "as the page states it", ""));
    }
    let page = "as the page or the input names it";
    facts.push(fact(
        "Outlet",
        document.outlet.clone(),
        page,
        "not named on the page",
    ));
    let byline = Some(document.byline.join(", ")).filter(|it| !it.is_empty());
    facts.push(fact("Authors", byline, "byline", "no byline found"));
    if !document.credits.is_empty() {
        let credits = Some(document.credits.join(", "));
        facts.push(fact("Credited", credits, "credit line of the page", ""));
    }
    let language = document
        .language
        .as_deref()
        .map(|it| format::language(it).to_owned());
    facts.push(fact(
        "Language",
        language,
        "measured on the text, or stated",
        "too little text to tell",
    ));
    if let Some(dateline) = &document.dateline {
        let parts = dateline.place.iter().chain(&dateline.agency);
        let value = parts.cloned().collect::<Vec<_>>().join(", ");
        let place = paper.place(dateline.span);
        facts.push(Fact {
            href: Some(place.href.clone()),
            ..fact(
                "Dateline",
                Some(value),
                &format!("head of the text, {}", place.long()),
                "",
            )
        });
    }
    if let Some(url) = &document.url {
        let web = url.starts_with("https://") || url.starts_with("http://");
        facts.push(Fact {
            class: "mono",
            href: web.then(|| url.clone()),
            ..fact(
                "Address",
                Some(url.clone()),
                "stated by the page or the input",
                "",
            )
        });
    }
    if !nouns.references.is_empty() {
        facts.push(Fact {
            class: "mono",
            ..fact(
                "Came as",
                Some(nouns.references.join(", ")),
                "what the input called it",
                "",
            )
        });
    }
    facts.push(Fact {
        class: "mono",
        ..fact(
            "Id",
            Some(document.id.to_string()),
            "a hash of what was given",
            "",
        )
    });
    facts
}

/// A document in a list.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) headline: String,
    pub(crate) href: String,
    pub(crate) outlet: String,
    pub(crate) when: String,
    pub(crate) statements: String,
}

/// Makes one line of the list.
pub(crate) fn entry(paper: &Paper) -> Entry {
    Entry {
        headline: shelf::shorten(&paper.headline(), 160),
        href: place::document_href(paper.document.id),
        outlet: paper.outlet().to_owned(),
        when: match paper.date() {
            Some(date) => format::moment(date),
            None => "no date".to_owned(),
        },
        statements: format::count(paper.analysis.statements.len(), "statement"),
    }
}
