//! When, to whom, where and through whom something was said.
//!
//! Read from the reporting clause: the sentence of source and cue without what was said. What one
//! clause tells holds for the next statements of the same speaker too, until another date or
//! occasion is named: an interview is introduced once. A sentence of narration may introduce it as
//! well ("During a town hall, Okrist put a question to Marsk"), for all whom it names.

mod chain;
mod clause;
mod headline;
mod media;
mod occasion;
mod phrase;
mod programme;
#[cfg(test)]
mod tests;
mod told;

use rustc_hash::FxHashMap;

use crate::analyse::coreference::People;
use crate::analyse::mentions::Words;
use crate::model::{
    DateMention, Document, EntityIdx, EntityKind, Reality, Said, SaidBasis, Span, Statement,
};
use crate::resources::Names;

use occasion::Occasion;
use told::Told;

/// How many statements back a report may begin that holds another.
const NESTED: usize = 8;

/// How many words a reporting clause may lie from source and cue.
const REACH: usize = 120;

/// How many statements may wait for what elaborates them.
const WAITING: usize = 16;

/// The paragraphs in which a lead is looked for that later paragraphs elaborate.
const LEAD: u32 = 3;

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
        programmes: programme::named(names, words),
    };
    let headline = headline::end(document);
    let clauses: Vec<Vec<usize>> = statements.iter().map(|it| scene.clause(it)).collect();
    let occasions = scene.occasions();
    let mut course = Course {
        scene: &scene,
        occasions: &occasions,
        next: 0,
        stage: None,
        running: FxHashMap::default(),
        waiting: Vec::new(),
    };
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&at| statements.get(at).map(place_of));
    for at in order {
        let (Some(clause), Some(statement)) = (clauses.get(at), statements.get(at)) else {
            continue;
        };
        let place = place_of(statement);
        let title = place.start() < headline
            || words
                .get(words.at(place.start()))
                .is_some_and(|it| it.title_case);
        let addressee = scene.addressee(clause, statement);
        let told = match title {
            true => scene.told(clause, statement).without_date(),
            false => course.told(clause, at, statements),
        };
        if let Some(statement) = statements.get_mut(at) {
            statement.said = statement.said.or(told.said);
            statement.addressee = addressee;
            statement.venue = told.venue;
            statement.via = told.via;
        }
    }
    scene.join_chains(statements);
}

/// The way through the statements of a text, in order of place.
struct Course<'a> {
    scene: &'a Scene<'a>,
    occasions: &'a [Occasion],
    /// The occasion that is introduced next.
    next: usize,
    /// The occasion introduced last.
    stage: Option<Told>,
    /// What is known of each speaker's saying.
    running: FxHashMap<EntityIdx, Told>,
    /// Statements that wait for what elaborates them.
    waiting: Vec<Waiting>,
}

impl Course<'_> {
    /// What is known about the saying of one statement, which is not a headline.
    fn told(&mut self, clause: &[usize], at: usize, statements: &mut [Statement]) -> Told {
        let Some(statement) = statements.get(at) else {
            return Told::default();
        };
        let scene = self.scene;
        self.introduce(statement);
        let mut told = scene.told(clause, statement);
        if let Some(known) = scene.named_again(clause, self.occasions, place_of(statement)) {
            told.join(&known);
        }
        let lasting = scene.is_lasting(statement) || statement.reality != Reality::Asserted;
        let Some(speaker) = statement.speaker else {
            // Talk that nobody is named for has no day of its own.
            return match statement.source.is_empty() {
                true => told.without_date(),
                false => told,
            };
        };
        let label = scene.is_label(statement);
        let group = !label && !scene.is_person(speaker);
        let stage = self.stage.as_ref();
        let stage = stage.filter(|it| scene.is_on_stage(statement, it));
        let known = self.running.get(&speaker).or(stage);
        if let Some(known) = known.filter(|_| !lasting) {
            told.follow(known, group, scene.is_pronoun(statement));
        }
        if told.said.is_none() && !lasting {
            told.said = scene.told_before(statement);
        }
        told.past |= told
            .said
            .and_then(|it| it.date)
            .is_some_and(|it| scene.is_past(it));
        if !lasting {
            let past = told.past && self.running.get(&speaker).is_some_and(|it| !it.past);
            if !past {
                self.running.insert(speaker, told.clone());
            }
        }
        self.elaborate(at, &told, statements);
        if self.waiting.len() < WAITING {
            self.waiting.push(Waiting { at, lasting });
        }
        told
    }

    /// Brings in the occasions that the text introduces up to the sentence of a statement.
    fn introduce(&mut self, statement: &Statement) {
        let words = self.scene.words;
        let sentence = words.get(words.at(place_of(statement).start()));
        let Some(sentence) = sentence.map(|it| it.sentence) else {
            return;
        };
        while let Some(occasion) = self.occasions.get(self.next) {
            if occasion.sentence > sentence {
                break;
            }
            self.next += 1;
            if occasion.reported {
                continue;
            }
            let mut told = occasion.told.clone();
            let dated = occasion.participants.iter().find_map(|it| {
                let known = self.running.get(it)?;
                let near = told.paragraph.saturating_sub(known.paragraph) <= LEAD;
                known.said.filter(|_| near && known.venue.is_none())
            });
            told.said = told.said.or(dated);
            for participant in &occasion.participants {
                self.running.insert(*participant, told.clone());
            }
            self.stage = Some(told);
        }
    }

    /// Gives a statement without date or medium those of the one that elaborates it.
    fn elaborate(&mut self, at: usize, told: &Told, statements: &mut [Statement]) {
        let Some(speaker) = statements.get(at).and_then(|it| it.speaker) else {
            return;
        };
        let here = told.paragraph;
        let scene = self.scene;
        self.waiting.retain(|it| {
            let lasting = it.lasting;
            let Some(statement) = statements.get_mut(it.at) else {
                return false;
            };
            let before = scene.words.paragraph_at(place_of(statement).start());
            let near = if before <= LEAD { LEAD } else { 1 };
            if here.saturating_sub(before) > near {
                return false;
            }
            if statement.speaker != Some(speaker) {
                return true;
            }
            if statement.venue.is_some() && told.venue != statement.venue {
                return false;
            }
            if !told.past && !lasting && before <= LEAD {
                statement.said = statement.said.or(told.said.map(|it| Said {
                    basis: SaidBasis::After,
                    confidence: told::confidence(SaidBasis::After),
                    ..it
                }));
            }
            if statement.via.is_empty() && !told.past {
                statement.via = told.carried(told::VIA_AFTER);
                statement.venue = statement.venue.or(told.venue);
            }
            statement.said.is_none() || statement.via.is_empty()
        });
    }
}

/// A statement that waits for what elaborates it.
struct Waiting {
    at: usize,
    /// Whether it is of no one occasion.
    lasting: bool,
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
    /// The programmes that the text names, in order of place.
    programmes: Vec<programme::Programme>,
}

impl Scene<'_> {
    fn is_person(&self, entity: EntityIdx) -> bool {
        let entity = self.people.entities.get(entity.idx());
        // "FactLenna" is a site, whatever its sentences make of it.
        entity.is_some_and(|it| it.kind == EntityKind::Person && !media::is_camel(&it.name))
    }

    /// Whether a label of a transcript names the speaker: "OKRIST: It rained."
    fn is_label(&self, statement: &Statement) -> bool {
        let cue = statement.cue.first();
        cue.is_some_and(|it| it.of(self.words.text).trim() == ":")
    }

    /// Whether a pronoun alone names the speaker, or nothing does.
    fn is_pronoun(&self, statement: &Statement) -> bool {
        statement.source.iter().all(|source| {
            let (from, to) = (
                self.words.at(source.start()),
                self.words.at(source.end().saturating_sub(1)) + 1,
            );
            let mut words = (from..to).filter_map(|it| self.words.get(it));
            words.all(|it| it.lexeme.is_pronoun())
        })
    }
}
