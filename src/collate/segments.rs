//! Statements cut into the claims that they hold: takes a story's documents, gives their segments.
//!
//! One outlet's long quotation can hold three claims that another reports apart, so the unit is the
//! sentence of content, or the clause where a sentence joins two claims.

use std::collections::BTreeMap;

use super::Coverage;
use super::voices::one_voice;
use super::words::{Word, words};
use crate::model::{Analysed, Date, PersonId, Span, Statement, StatementKind};
use crate::resources::{Resources, Wording};

/// One claim of a statement.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// The document, by its place in the coverage.
    pub document: usize,
    /// The statement, by its place in the document.
    pub statement: usize,
    /// The claim's place in its statement.
    pub place: usize,
    /// Its spans.
    pub content: Vec<Span>,
    /// Its words.
    pub words: Vec<Word>,
    /// Whether its words are the speaker's own.
    pub kind: StatementKind,
    /// Who said it.
    pub speaker: Speaker,
    /// The same as an id, for one without a name too.
    pub person: Option<PersonId>,
    /// When it was said and published.
    pub occasion: Occasion,
    /// Whether it goes on with the sentence of the segment before.
    pub continues: bool,
}

/// Who said something, as far as it is known across documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Speaker {
    /// Somebody with a name.
    Named {
        /// Who.
        person: PersonId,
        /// Whether it is a group, an organisation or a document: others may speak for it.
        group: bool,
    },
    /// Somebody described ("a dam engineer"), in lower case.
    Described(String),
    /// Nobody who can be told.
    Unknown,
}

/// When something was said, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occasion {
    /// The day it was said.
    pub said: Option<Date>,
    /// First and last day on which the document may have been published.
    pub published: Option<(i32, i32)>,
    /// The days of the week that the document names, a bit each.
    pub weekdays: u8,
}

/// A claim shorter than this many words goes with its neighbour in the same sentence or quotation.
const FEWEST_WORDS: usize = 4;

/// A sentence is cut at a clause only where both sides have this many words.
const CLAUSE_WORDS: usize = 7;

/// The segments of all statements, in order of document, statement and place.
pub(super) fn segments(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
    for (document, analysed) in coverage.documents.iter().enumerate() {
        let text = analysed.document.text.as_str();
        let published = analysed.document.published.map(|it| it.date.day_range());
        let weekdays = weekdays(&resources.facts.wording, text);
        let statements = &analysed.analysis.statements;
        for (idx, statement) in statements.iter().enumerate() {
            let speaker = speaker(coverage, document, statement);
            if let Speaker::Named {
                person,
                group: false,
            } = speaker
                && let Some(name) = name(analysed, statement)
            {
                // Of the forms of a name the longest tells most.
                let known = names.entry(person).or_default();
                if (name.len(), &name) > (known.len(), known) {
                    *known = name;
                }
            }
            let said = said(statement, statements);
            let all = words(resources, text, &statement.content, &statement.quoted);
            for (place, part) in cut(&resources.facts.wording, &all).into_iter().enumerate() {
                let Some(part_words) = all.get(part.0..part.1) else {
                    continue;
                };
                found.push(Segment {
                    document,
                    statement: idx,
                    place,
                    content: content(statement, part_words, part.0 == 0, part.1 == all.len()),
                    words: part_words.to_vec(),
                    kind: kind(part_words),
                    speaker: speaker.clone(),
                    person: statement
                        .speaker
                        .and_then(|entity| (coverage.person)(analysed.document.id, entity)),
                    occasion: Occasion {
                        said,
                        published,
                        weekdays,
                    },
                    continues: place > 0
                        && part_words.first().is_some_and(|word| !word.starts_sentence),
                });
            }
        }
    }
    let stands_for = one_voice(&names);
    for segment in &mut found {
        if let Speaker::Named { person, .. } = &mut segment.speaker
            && let Some(first) = stands_for.get(person)
        {
            *person = *first;
        }
    }
    found
}

/// The name by which a statement's document calls its speaker, in lower case.
fn name(analysed: &Analysed, statement: &Statement) -> Option<String> {
    let entity = analysed.analysis.entities.get(statement.speaker?.idx())?;
    Some(entity.name.to_lowercase())
}

fn weekdays(wording: &Wording, text: &str) -> u8 {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.starts_with(char::is_uppercase) && word.ends_with("day"))
        .filter_map(|word| wording.weekdays.get(word.to_lowercase().as_str()))
        .fold(0, |days, day| days | 1 << day)
}

fn speaker(coverage: &Coverage<'_>, document: usize, statement: &Statement) -> Speaker {
    let Some(analysed) = coverage.documents.get(document) else {
        return Speaker::Unknown;
    };
    let Some(idx) = statement.speaker else {
        return Speaker::Unknown;
    };
    let Some(entity) = analysed.analysis.entities.get(idx.idx()) else {
        return Speaker::Unknown;
    };
    match (coverage.person)(analysed.document.id, idx) {
        Some(person) if entity.named => Speaker::Named {
            person,
            group: entity.kind != crate::model::EntityKind::Person,
        },
        _ => Speaker::Described(entity.name.to_lowercase()),
    }
}

/// The day of a statement: its own, else the one day on which the document has its speaker speak.
fn said(statement: &Statement, all: &[Statement]) -> Option<Date> {
    let own = |statement: &Statement| statement.said.and_then(|said| said.date);
    if let Some(date) = own(statement) {
        return Some(date);
    }
    statement.speaker?;
    let mut days = all
        .iter()
        .filter(|other| other.speaker == statement.speaker)
        .filter_map(own);
    let first = days.next()?;
    days.all(|day| day.day_range() == first.day_range())
        .then_some(first)
}

/// Where the words of a statement are cut: `[from, to)` for each segment.
fn cut(wording: &Wording, words: &[Word]) -> Vec<(usize, usize)> {
    let mut cuts = vec![0];
    for i in 1..words.len() {
        let start = cuts.last().copied().unwrap_or(0);
        let sentence = words[i].starts_sentence && i - start >= FEWEST_WORDS;
        let long = rest_of_sentence(words, i) >= FEWEST_WORDS.min(words.len() - i);
        // A short sentence goes with what is before it, but not over the reporter's words.
        let opens = sentence && (long || words[i].seam);
        if opens || clause(wording, words, i, start) || another_quotation(words, i, start) {
            cuts.push(i);
        }
    }
    // A short rest goes with what is before it.
    if let Some(last) = cuts.last().copied()
        && cuts.len() > 1
        && words.len() - last < FEWEST_WORDS
    {
        cuts.pop();
    }
    cuts.push(words.len());
    cuts.windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(from, to)| from < to)
        .collect()
}

/// The most words of the reporter between two quotations that he joins: `“…” but also “…”`.
const JOINING: usize = 2;

/// Whether the reporter goes on at `i` from one quotation to another, each long enough to be a claim.
fn another_quotation(words: &[Word], i: usize, start: usize) -> bool {
    let joining = words[i..].iter().take_while(|word| !word.quoted).count();
    let before = words[start..i].iter().rev();
    let behind = words[i + joining..].iter();
    (1..=JOINING).contains(&joining)
        && before.take_while(|word| word.quoted).count() >= FEWEST_WORDS
        && behind.take_while(|word| word.quoted).count() >= FEWEST_WORDS
}

/// How many words follow in the sentence of word `i`, itself included.
fn rest_of_sentence(words: &[Word], i: usize) -> usize {
    1 + words[i + 1..]
        .iter()
        .take_while(|word| !word.starts_sentence)
        .count()
}

/// Whether a clause with a subject of its own begins at `i`: `..., but we ...`.
fn clause(wording: &Wording, words: &[Word], i: usize, start: usize) -> bool {
    i - start >= CLAUSE_WORDS
        && words[i - 1].ends_clause
        && wording.clause_joins.contains(words[i].norm.as_str())
        && words
            .get(i + 1)
            .is_some_and(|next| wording.clause_subjects.contains(next.norm.as_str()))
        && rest_of_sentence(words, i) >= CLAUSE_WORDS
}

/// The spans of some of a statement's words; the first and the last take the marks at the edges.
fn content(statement: &Statement, words: &[Word], first: bool, last: bool) -> Vec<Span> {
    let (Some(from), Some(to)) = (words.first(), words.last()) else {
        return Vec::new();
    };
    let start = if first { 0 } else { from.span.start() };
    let end = if last { usize::MAX } else { to.span.end() };
    statement
        .content
        .iter()
        .map(|span| Span::new(span.start().max(start), span.end().min(end)))
        .filter(|span| !span.is_empty())
        .collect()
}

/// Direct where all its content words are quoted, mixed where some are.
fn kind(words: &[Word]) -> StatementKind {
    let quoted = words.iter().filter(|word| word.quoted).count();
    if quoted == 0 {
        StatementKind::Indirect
    } else if quoted * 10 >= words.len() * 9 {
        StatementKind::Direct
    } else {
        StatementKind::Mixed
    }
}

impl Segment {
    /// Where it stands: by document, statement and place.
    pub fn order(&self) -> (usize, usize, usize) {
        (self.document, self.statement, self.place)
    }
}

impl Segment {
    /// Puts the next segment of the same statement behind this one.
    pub fn append(&mut self, next: Segment) {
        for span in next.content {
            match self.content.last_mut() {
                Some(last) if span.start() <= last.end() + 1 => *last = last.cover(span),
                _ => self.content.push(span),
            }
        }
        self.words.extend(next.words);
        self.kind = kind(&self.words);
    }
}
