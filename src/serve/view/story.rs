//! One story: its figures, where its outlets disagree, who copied whom, when, and who has what.

use super::cover::{self, Cover, Extent};
use super::format;
use super::place::Place;
use super::shelf::{self, Paper, Shelf};
use super::squares::{self, Squares};
use super::timeline::{self, Timeline};
use super::together::{self, Together};
use super::tree::{self, Origin};
use super::wording;
use crate::model::{
    BlockKind, Conflict, CopyPair, Date, DocumentId, LinkKind, LinkRelation, PersonId, Relation,
    Span, Story, Utterance,
};
use crate::store::Made;

/// What one story's page is made from.
#[derive(Debug)]
pub(crate) struct StoryNouns {
    /// The story.
    pub(crate) story: Story,
    /// Its documents, and the persons who speak in them.
    pub(crate) shelf: Shelf,
    /// Its utterances.
    pub(crate) utterances: Vec<Utterance>,
    /// Its conflicts.
    pub(crate) conflicts: Vec<Conflict>,
    /// The pairs of its documents that share text.
    pub(crate) copies: Vec<CopyPair>,
    /// Its neighbours in time.
    pub(crate) linked: Vec<Neighbour>,
    /// What was said by hand of its reports.
    pub(crate) corrections: Vec<Made>,
}

/// An earlier or later story.
#[derive(Clone, Debug)]
pub(crate) struct Neighbour {
    /// How it stands to this one.
    pub(crate) relation: LinkRelation,
    /// What the two have to do with each other.
    pub(crate) kind: &'static str,
    /// Why.
    pub(crate) why: String,
    /// Its title.
    pub(crate) title: String,
    /// Its page.
    pub(crate) href: String,
    /// When it began, its outlets and origins.
    pub(crate) meta: String,
}

/// What the page prints.
#[derive(Debug)]
pub(crate) struct StoryView {
    pub(crate) id: String,
    pub(crate) short_id: String,
    pub(crate) title: String,
    /// The first sentence of the report that stands for the story, and where it stands.
    pub(crate) deck: Option<(String, Place)>,
    pub(crate) from: (String, String),
    pub(crate) outlets: usize,
    pub(crate) origins: usize,
    pub(crate) reports: usize,
    pub(crate) squares: Squares,
    pub(crate) first: String,
    pub(crate) latest: String,
    pub(crate) statements: String,
    pub(crate) altered: usize,
    pub(crate) conflicts: Vec<Disagreement>,
    pub(crate) tree: Vec<Origin>,
    /// How many origins the tree does not show.
    pub(crate) more_origins: usize,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) cover: Cover,
    pub(crate) extent: Extent,
    pub(crate) earlier: Vec<Neighbour>,
    pub(crate) later: Vec<Neighbour>,
    pub(crate) related: Vec<Neighbour>,
    /// Why its reports are one story.
    pub(crate) together: Together,
}

/// What two stories have to do with each other, in words.
pub(crate) fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Saga => "The same affair",
        LinkKind::FollowUp => "Follow-up",
        LinkKind::Background => "Background",
        LinkKind::Anniversary => "Anniversary",
    }
}

/// Something on which outlets disagree.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Disagreement {
    /// What about.
    pub(crate) about: String,
    /// Whom the reports give as the source, and which give none.
    pub(crate) who: String,
    /// Each value with who has it.
    pub(crate) values: Vec<Value>,
}

/// One value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// As the first outlet prints it.
    pub(crate) value: String,
    /// Who has it.
    pub(crate) squares: Squares,
    /// The outlets with their places, and how many copies of each have it too.
    pub(crate) outlets: Vec<(String, String, String, usize)>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// How many outlets of a value are named.
const NAMED: usize = 4;

/// Fewer words than this are a dateline or a credit, not a sentence.
const SENTENCE: usize = 6;

/// Makes the page.
pub(crate) fn view(nouns: &StoryNouns, extent: Extent) -> StoryView {
    let StoryNouns { story, shelf, .. } = nouns;
    let sizes: Vec<usize> = story.origins.iter().map(Vec::len).collect();
    let representative = shelf.paper(story.representative);
    let cover = cover::cover(shelf, story, &nouns.utterances, extent);
    let shown: Vec<usize> = cover.rows.iter().map(|it| it.n - 1).collect();
    let linked = |relation: LinkRelation| -> Vec<Neighbour> {
        let own = nouns.linked.iter().filter(|it| it.relation == relation);
        own.cloned().collect()
    };
    let id = story.id.to_string();
    StoryView {
        short_id: short(&id),
        id,
        title: shelf.story_title(story),
        deck: representative.and_then(deck),
        from: representative
            .map_or_else(Default::default, |it| (it.outlet().to_owned(), it.href())),
        outlets: shelf.n_outlets(&story.documents),
        origins: sizes.len(),
        reports: story.documents.len(),
        squares: squares::squares(&sizes),
        first: edge(shelf, story, Iterator::min),
        latest: edge(shelf, story, Iterator::max),
        statements: statements(&nouns.utterances),
        altered: altered(nouns),
        conflicts: disagreements(nouns),
        more_origins: sizes.len().saturating_sub(tree::ORIGINS),
        tree: tree::tree(shelf, story, &nouns.copies),
        timeline: timeline::timeline(shelf, story, &nouns.utterances, &shown, extent.day),
        cover,
        extent,
        earlier: linked(LinkRelation::Earlier),
        later: linked(LinkRelation::Later),
        related: linked(LinkRelation::Related),
        together: together::view(nouns),
    }
}

/// The first digits of an id, as pages print it.
pub(crate) fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

/// The first sentence of a report, without its dateline.
pub(crate) fn deck(paper: &Paper) -> Option<(String, Place)> {
    let text = &paper.document.text;
    let dateline = paper.document.dateline.as_ref().map(|it| it.span.end());
    let mut bodies = paper.blocks.iter();
    let body = bodies.find(|it| it.kind == BlockKind::Paragraph)?.span;
    let inside = |it: &&Span| body.contains(**it) && dateline.is_none_or(|end| it.end() > end);
    let says = |it: &&Span| it.of(text).split_whitespace().count() >= SENTENCE;
    let mut sentences = paper.analysis.sentences.iter().filter(inside);
    let sentence = sentences.find(says).copied().unwrap_or(body);
    let start = dateline.filter(|it| sentence.covers(*it));
    let start = start.unwrap_or(sentence.start());
    let words = text.get(start..sentence.end())?;
    let bare = words.trim_start_matches(|c: char| c.is_whitespace() || "-–—:".contains(c));
    let start = sentence.end() - bare.len();
    let words = shelf::shorten(bare, 280);
    let place = paper.place(Span::new(start, sentence.end()));
    (!words.is_empty()).then_some((words, place))
}

/// The moments of the reports, of those whose day is known where there are any.
pub(crate) fn dates(shelf: &Shelf, story: &Story) -> Vec<Date> {
    let dates = story.documents.iter();
    let dates = dates.filter_map(|it| shelf.paper(*it)?.date());
    let mut dates: Vec<Date> = dates.collect();
    if dates.iter().any(|it| it.day.is_some()) {
        dates.retain(|it| it.day.is_some());
    }
    dates
}

/// The first or last moment of the coverage.
fn edge(
    shelf: &Shelf,
    story: &Story,
    pick: fn(std::vec::IntoIter<Date>) -> Option<Date>,
) -> String {
    let dates = dates(shelf, story);
    match pick(dates.into_iter()) {
        Some(date) => format::moment(date),
        None => "not stated".to_owned(),
    }
}

/// `6 by 5 speakers`.
fn statements(utterances: &[Utterance]) -> String {
    let mut speakers: Vec<PersonId> = utterances.iter().filter_map(|it| it.speaker).collect();
    speakers.sort_unstable();
    speakers.dedup();
    match speakers.len() {
        0 => format::thousands(utterances.len()),
        n => format!(
            "{} by {}",
            format::thousands(utterances.len()),
            format::count(n, "speaker")
        ),
    }
}

/// How many wordings are altered.
pub(crate) fn altered(nouns: &StoryNouns) -> usize {
    let is_altered = |it: &&Utterance| {
        let mut versions = it.versions.iter();
        versions.any(|it| it.relation == Relation::Altered)
    };
    let changed = nouns.utterances.iter().filter(is_altered);
    changed
        .map(|it| {
            let wordings = wording::wordings(&nouns.shelf, &nouns.story, it);
            let altered = wordings
                .iter()
                .filter(|it| it.relation == Relation::Altered);
            altered.count()
        })
        .sum()
}

fn disagreements(nouns: &StoryNouns) -> Vec<Disagreement> {
    let conflicts = nouns.conflicts.iter();
    conflicts
        .map(|conflict| Disagreement {
            about: format::capitalise(&conflict.about),
            who: who(nouns, conflict),
            values: values(nouns, conflict),
        })
        .collect()
}

/// `Okrist; Brindle Online names no source`.
fn who(nouns: &StoryNouns, conflict: &Conflict) -> String {
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    for value in &conflict.values {
        let Some(paper) = nouns.shelf.paper(value.document) else {
            continue;
        };
        let mut statements = paper.analysis.statements.iter();
        let within = |it: &Span| it.contains(value.span);
        let statement = statements.find(|it| it.content.iter().any(within));
        let speaker = statement.and_then(|it| nouns.shelf.speaker(paper, it));
        let (list, name) = match speaker {
            Some(speaker) => (&mut named, speaker.short),
            None => (&mut unnamed, paper.outlet().to_owned()),
        };
        if !list.contains(&name) {
            list.push(name);
        }
    }
    let none = match (named.len(), unnamed.len()) {
        (_, 0) => String::new(),
        (0, _) => "no report names a source".to_owned(),
        (_, 1) => format!("{} names no source", format::list(&unnamed)),
        (_, 2) => format!("{} name no source", format::list(&unnamed)),
        (_, n) => format!("{} name no source", format::count(n, "outlet")),
    };
    let parts = [format::list(&named), none];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    format::capitalise(&parts.join("; "))
}

fn values(nouns: &StoryNouns, conflict: &Conflict) -> Vec<Value> {
    let mut keys: Vec<&str> = conflict.values.iter().map(|it| it.value.as_str()).collect();
    keys.dedup();
    let mut values: Vec<Value> = keys
        .iter()
        .map(|key| {
            let own = conflict.values.iter().filter(|it| it.value == **key);
            value(
                nouns,
                key,
                &own.map(|it| (it.document, it.span)).collect::<Vec<_>>(),
            )
        })
        .collect();
    let weight = |it: &Value| it.squares.groups.len();
    values.sort_by_key(|it| std::cmp::Reverse(weight(it)));
    values
}

fn value(nouns: &StoryNouns, key: &str, at: &[(DocumentId, Span)]) -> Value {
    let has = |id: &DocumentId| at.iter().any(|it| it.0 == *id);
    let sizes = nouns.story.origins.iter();
    let sizes: Vec<usize> = sizes
        .map(|it| it.iter().filter(|it| has(it)).count())
        .collect();
    let mut outlets = Vec::new();
    for group in &nouns.story.origins {
        let own = group.iter();
        let own = own.filter_map(|id| at.iter().find(|it| it.0 == *id));
        let mut own = own.filter_map(|(id, span)| Some((nouns.shelf.paper(*id)?, *span)));
        if let Some((paper, span)) = own.next() {
            let place = paper.place(span);
            let outlet = paper.outlet().to_owned();
            outlets.push((outlet, place.short(), place.href, own.count()));
        }
    }
    let more = outlets.len().saturating_sub(NAMED);
    outlets.truncate(NAMED);
    Value {
        value: key.to_owned(),
        squares: squares::squares(&sizes),
        outlets,
        more,
    }
}
