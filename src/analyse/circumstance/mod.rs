//! When, to whom, where and through whom something was said.
//!
//! Read from the reporting clause: the sentence of source and cue without what was said. What one
//! clause tells holds for the next statements of the same speaker too, until another date or
//! occasion is named: an interview is introduced once.

use rustc_hash::FxHashMap;

mod clause;
mod media;
#[cfg(test)]
mod tests;

use crate::analyse::coreference::People;
use crate::analyse::mentions::Words;
use crate::model::{DateMention, Document, EntityIdx, Said, Span, Statement, Via};
use crate::resources::Names;

/// How many paragraphs on an occasion holds; speeches and interviews are told in one stretch.
const CARRY: u32 = 8;

/// How many statements back a report may begin that holds another.
const NESTED: usize = 8;

/// How many words a reporting clause may lie from source and cue.
const REACH: usize = 120;

/// How many leads may wait for their elaboration.
const LEADS: usize = 16;

/// The paragraphs in which a lead is looked for that later paragraphs elaborate.
const LEAD: u32 = 3;

/// What is known about the saying of one statement.
#[derive(Clone, Debug, Default)]
struct Occasion {
    said: Option<Said>,
    venue: Option<Span>,
    via: Vec<Via>,
    paragraph: u32,
}

/// Fills in `said`, `addressee`, `venue` and `via`.
pub(crate) fn fill(
    names: &Names,
    words: &Words<'_>,
    document: &Document,
    people: &People,
    dates: &[DateMention],
    statements: &mut [Statement],
) {
    let scene = Scene {
        names,
        words,
        document,
        people,
        dates,
        contents: contents(statements),
    };
    let clauses: Vec<Vec<usize>> = statements.iter().map(|it| scene.clause(it)).collect();
    let reporters = scene.reporters(statements);
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&at| statements.get(at).map(place_of));
    let mut running: FxHashMap<EntityIdx, Occasion> = FxHashMap::default();
    let mut leads: Vec<usize> = Vec::new();
    for at in order {
        let (Some(clause), Some(statement)) = (clauses.get(at), statements.get(at)) else {
            continue;
        };
        let mut own = scene.occasion(clause, statement);
        let addressee = scene.addressee(clause, statement);
        let (own_said, own_via) = (own.said, own.via.clone());
        let first = words.get(words.at(place_of(statement).start()));
        let title = first.is_some_and(|it| it.title_case);
        if let Some(speaker) = statement.speaker.filter(|_| !title) {
            let lasting = scene.is_lasting(statement);
            let known = running.get(&speaker).filter(|_| !lasting);
            if let Some(known) = known {
                own.follow(known);
            }
            if own.said.is_none() && !lasting {
                own.said = scene.told_before(statement);
            }
            if own.paragraph <= LEAD && leads.len() < LEADS {
                leads.push(at);
            }
            if !lasting {
                running.insert(speaker, own.clone());
            }
        }
        if let Some(via) = reporters.get(at).and_then(Option::as_ref)
            && !own.via.contains(via)
        {
            own.via.push(via.clone());
        }
        if own_said.is_some() || !own_via.is_empty() {
            lead(statements, &mut leads, at, (own_said, &own_via), words);
        }
        if let Some(statement) = statements.get_mut(at) {
            statement.said = statement.said.or(own.said);
            statement.addressee = addressee;
            statement.venue = own.venue;
            if !own.via.is_empty() {
                statement.via = own.via;
            }
        }
    }
    scene.page_credits(statements);
}

/// Gives a lead without date or medium those of the statement that elaborates it.
fn lead(
    statements: &mut [Statement],
    leads: &mut Vec<usize>,
    at: usize,
    told: (Option<Said>, &[Via]),
    words: &Words<'_>,
) {
    let Some(speaker) = statements.get(at).and_then(|it| it.speaker) else {
        return;
    };
    let here = statements
        .get(at)
        .map_or(0, |it| words.paragraph_at(place_of(it).start()));
    leads.retain(|&it| {
        if it == at {
            return true;
        }
        let Some(statement) = statements.get_mut(it) else {
            return false;
        };
        let before = words.paragraph_at(place_of(statement).start());
        if statement.speaker != Some(speaker) {
            return true;
        }
        if here.saturating_sub(before) <= LEAD {
            statement.said = statement.said.or(told.0);
            if statement.via.is_empty() && statement.venue.is_none() {
                statement.via = told.1.to_vec();
            }
        }
        false
    });
}

impl Occasion {
    /// Takes over what an earlier statement of the same speaker told, where nothing speaks against.
    fn follow(&mut self, known: &Occasion) {
        let elsewhere = self.venue.is_some() && self.venue != known.venue;
        if elsewhere || self.paragraph.saturating_sub(known.paragraph) > CARRY {
            return;
        }
        let same = self.said.is_none() || self.said == known.said;
        self.said = self.said.or(known.said);
        if same {
            if self.via.is_empty() {
                self.via.clone_from(&known.via);
            }
            self.venue = self.venue.or(known.venue);
        }
    }
}

/// What all statements hold, in order of place.
fn contents(statements: &[Statement]) -> Vec<Span> {
    let mut contents: Vec<Span> = statements.iter().map(Statement::content_cover).collect();
    contents.sort();
    contents
}

fn place_of(statement: &Statement) -> Span {
    let source = statement.source.iter().chain(&statement.cue).min().copied();
    source.unwrap_or_else(|| statement.content_cover())
}

struct Scene<'a> {
    names: &'a Names,
    words: &'a Words<'a>,
    document: &'a Document,
    people: &'a People,
    dates: &'a [DateMention],
    contents: Vec<Span>,
}
