//! Mentions to entities, and statements to speakers, within one document.
//!
//! Names first, over the whole text; then, in reading order, roles, pronouns and the speakers of
//! statements, since who spoke last decides whom the next "he" means.

mod cluster;
mod decision;
mod gender;
mod names;
mod pronouns;
mod roles;
mod sources;
mod standing;

use cluster::Cluster;
use decision::{Decision, Ground};

use crate::analyse::mentions::{Found, Gender, Words};
use crate::model::{
    Choice, Document, Entity, EntityIdx, EntityKind, Mention, MentionKind, Span, Statement,
};
use crate::resources::Names;
use rustc_hash::FxHashMap;

/// Who is named in a document, and where.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub entities: Vec<Entity>,
    pub mentions: Vec<Mention>,
}

/// The state of the pass.
pub(crate) struct Resolver<'a> {
    pub names: &'a Names,
    pub words: &'a Words<'a>,
    pub found: &'a [Found],
    pub clusters: Vec<Cluster<'a>>,
    /// The cluster of each mention.
    pub of: Vec<Option<usize>>,
    /// Who spoke last.
    pub running: Option<Running>,
    /// Which person spoke last.
    pub person: Option<Running>,
    /// How the pronouns were resolved, by the place of their mentions.
    pub pronouns: FxHashMap<usize, Decision>,
    /// The persons by their last names.
    pub namesakes: FxHashMap<&'a str, Vec<usize>>,
    /// The entities mentioned last, the latest at the end.
    pub recent: Vec<usize>,
}

/// How many of the entities mentioned last a role or pronoun may mean; keeps long texts linear.
const RECENT: usize = 96;

/// How many mentions a look around a mention may pass.
const NEAR: usize = 40;

/// Who spoke last, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Running {
    pub cluster: usize,
    pub paragraph: u32,
}

/// Finds out who is meant by each mention and who made each statement.
///
/// A speaker whom the input states is taken as stated.
pub(crate) fn resolve(
    names: &Names,
    words: &Words<'_>,
    found: &[Found],
    statements: &mut [Statement],
    document: &Document,
) -> People {
    let mut clusters = Vec::new();
    let of = names::cluster(words, found, &mut clusters);
    let mut resolver = Resolver {
        names,
        words,
        found,
        clusters,
        of,
        running: None,
        person: None,
        pronouns: FxHashMap::default(),
        namesakes: FxHashMap::default(),
        recent: Vec::new(),
    };
    resolver.namesakes = sources::namesakes(&resolver.clusters);
    roles::attach(&mut resolver);
    gender::infer(&mut resolver);
    let speakers = resolver.read(statements, document);
    resolver.finish(statements, &speakers)
}

/// The name of a statement's speaker, where the input states it.
fn stated<'a>(document: &'a Document, at: usize, statement: &Statement) -> Option<&'a str> {
    let given = document.given.statements.as_ref()?.get(at)?;
    let name = given.speaker.as_deref()?.trim();
    (given.content == statement.content && !name.is_empty()).then_some(name)
}

/// What stands at one place of the reading order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Mention(usize),
    Statement(usize),
}

impl<'a> Resolver<'a> {
    fn read(&mut self, statements: &[Statement], document: &Document) -> Vec<Decision> {
        let mut steps: Vec<(usize, Step)> = Vec::new();
        for (at, item) in self.found.iter().enumerate() {
            steps.push((item.span.start(), Step::Mention(at)));
        }
        for (at, statement) in statements.iter().enumerate() {
            let place = statement.source.iter().map(|it| it.end()).max();
            let place = place.unwrap_or_else(|| statement.content_cover().end());
            steps.push((place, Step::Statement(at)));
        }
        steps.sort_unstable();
        let around = sources::around(statements);
        let mut speakers = vec![Decision::default(); statements.len()];
        for (_, step) in steps {
            match step {
                Step::Mention(at) => self.mention(at),
                Step::Statement(at) => {
                    let Some(statement) = statements.get(at) else {
                        continue;
                    };
                    let speaker = match stated(document, at, statement) {
                        Some(name) => Decision::of(Some(self.stated(name)), Ground::Stated),
                        None => sources::speaker(self, statement),
                    };
                    if let Some(cluster) = speaker.cluster {
                        // Whose words others only report does not go on behind them.
                        let nested = around.get(at).copied().flatten().is_some();
                        self.spoke(statement, cluster, nested);
                    }
                    if let Some(slot) = speakers.get_mut(at) {
                        *slot = speaker;
                    }
                }
            }
        }
        // What the input states goes before what the text implies.
        let is_stated = |at: usize| {
            let statement = statements.get(at);
            statement.is_some_and(|it| stated(document, at, it).is_some())
        };
        for at in (0..statements.len()).filter(|at| !is_stated(*at)) {
            if let Some(speaker) = sources::elided(self.words, statements, &speakers, at)
                && let Some(slot) = speakers.get_mut(at)
            {
                *slot = Decision::of(Some(speaker), Ground::Elided);
            }
        }
        let first_persons = sources::first_persons(self.words, statements);
        for (at, around) in first_persons.into_iter().filter(|it| !is_stated(it.0)) {
            let speaker = around.and_then(|it| speakers.get(it)?.cluster);
            let author = document.byline.first().filter(|_| around.is_none());
            let speaker = speaker.or_else(|| author.map(|it| self.stated(it)));
            if let Some(slot) = speakers.get_mut(at) {
                *slot = Decision::of(speaker, Ground::Within);
            }
        }
        speakers
    }

    /// How many mentions begin before a span.
    fn found_at(&self, span: Span) -> usize {
        self.found
            .partition_point(|it| it.span.start() < span.start())
    }

    /// Resolves a mention and notes that its entity was mentioned.
    fn mention(&mut self, at: usize) {
        let Some(item) = self.found.get(at).copied() else {
            return;
        };
        if self.of.get(at).copied().flatten().is_none() {
            let cluster = match item.kind {
                MentionKind::Pronoun => {
                    let decision = pronouns::resolve(self, at);
                    let cluster = decision.cluster;
                    self.pronouns.insert(at, decision);
                    cluster
                }
                MentionKind::Role => roles::resolve(self, at),
                _ => None,
            };
            if let Some(slot) = self.of.get_mut(at) {
                *slot = cluster;
            }
        }
        let Some(cluster) = self.of.get(at).copied().flatten() else {
            return;
        };
        let subject = self.is_subject(at);
        let modifier = self.is_modifier(at);
        let topic = self.topic(at);
        if item.quoted {
            // Who was named only inside quotations may still be meant outside.
            if let Some(it) = self.clusters.get_mut(cluster)
                && (it.last.is_none() || it.quoted)
                && item.kind != MentionKind::Pronoun
            {
                it.last = Some((item.sentence, item.span.start()));
                it.quoted = true;
                self.note(cluster);
            }
            return;
        }
        if self.is_predicate(&item, cluster) {
            return;
        }
        self.note(cluster);
        if item.kind == MentionKind::Person {
            self.pair(at, subject);
        }
        if let Some(cluster) = self.clusters.get_mut(cluster) {
            cluster.quoted = false;
            let same = cluster.last.is_some_and(|it| it.0 == item.sentence);
            cluster.last = Some((item.sentence, item.span.start()));
            cluster.subject = subject || same && cluster.subject;
            cluster.topic = match same {
                true => topic.max(cluster.topic),
                false => topic,
            };
            cluster.modifier = modifier && (!same || cluster.modifier);
            cluster.count += 1;
            if cluster.gender == Gender::Unknown {
                cluster.gender = item.gender;
            }
        }
    }

    /// Puts an entity at the end of the recent ones.
    fn note(&mut self, cluster: usize) {
        self.recent.retain(|it| *it != cluster);
        self.recent.push(cluster);
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
    }

    /// The recent entities with their clusters.
    fn candidates(&self) -> impl DoubleEndedIterator<Item = (usize, &Cluster<'a>)> {
        self.recent
            .iter()
            .filter_map(|&at| Some((at, self.clusters.get(at)?)))
    }

    fn spoke(&mut self, statement: &Statement, cluster: usize, nested: bool) {
        let place = statement.source.first().copied();
        let place = place.unwrap_or_else(|| statement.content_cover());
        let word = self.words.get(self.words.at(place.start()));
        self.note(cluster);
        if nested {
            if let Some(it) = self.clusters.get_mut(cluster) {
                it.spoken += 1;
            }
            return;
        }
        self.running = word.map(|it| Running {
            cluster,
            paragraph: it.paragraph,
        });
        if let Some(it) = self.clusters.get_mut(cluster) {
            it.spoken += 1;
            if it.kind == EntityKind::Person && !it.plural {
                self.person = self.running;
            }
        }
    }

    /// The entity of a speaker whose name the input states.
    fn stated(&mut self, name: &str) -> usize {
        let lower = name.to_lowercase();
        let wanted: Vec<&str> = lower.split_whitespace().collect();
        let known = self
            .clusters
            .iter()
            .position(|it| it.named && it.name == wanted);
        let by_last = || {
            self.clusters.iter().position(|it| {
                it.kind == EntityKind::Person
                    && it.name.last() == wanted.last()
                    && (it.name.len() == 1 || it.name.first() == wanted.first())
            })
        };
        if let Some(at) = known.or_else(by_last) {
            if let Some(cluster) = self.clusters.get_mut(at) {
                cluster.stated = Some(name.to_owned());
            }
            return at;
        }
        self.clusters.push(Cluster {
            stated: Some(name.to_owned()),
            named: true,
            ..Cluster::unnamed(Span::new(0, 0), EntityKind::Person)
        });
        self.clusters.len() - 1
    }

    /// Entities in the order of their first mention, without those nobody points at.
    fn finish(self, statements: &mut [Statement], speakers: &[Decision]) -> People {
        let mut index: Vec<Option<EntityIdx>> = vec![None; self.clusters.len()];
        let mut people = People::default();
        let mut place = |cluster: usize, people: &mut People| -> Option<EntityIdx> {
            let slot = index.get_mut(cluster)?;
            if slot.is_none() {
                let entity = self
                    .clusters
                    .get(cluster)?
                    .entity(self.names, self.words.text);
                *slot = Some(EntityIdx(u32::try_from(people.entities.len()).ok()?));
                people.entities.push(entity);
            }
            *slot
        };
        let mut speaks = vec![false; self.clusters.len()];
        for cluster in speakers.iter().filter_map(|it| it.cluster) {
            if let Some(slot) = speaks.get_mut(cluster) {
                *slot = true;
            }
        }
        // Texts and people who are neither named nor heard outside quotations are nobody's record.
        let counts = |cluster: usize| {
            self.clusters.get(cluster).is_some_and(|it| {
                it.named
                    || speaks.get(cluster) == Some(&true)
                    || it.count > 0 && it.kind != EntityKind::Document
            })
        };
        for (item, cluster) in self.found.iter().zip(&self.of) {
            let Some(entity) = cluster
                .filter(|it| counts(*it))
                .and_then(|it| place(it, &mut people))
            else {
                continue;
            };
            people.mentions.push(Mention {
                span: item.span,
                kind: item.kind,
                entity,
            });
        }
        for (statement, speaker) in statements.iter_mut().zip(speakers) {
            statement.speaker = speaker.cluster.and_then(|it| place(it, &mut people));
            let others = speaker.others.iter().filter(|it| counts(**it));
            statement.choice = Choice {
                confidence: speaker.ground.confidence(),
                others: others.filter_map(|it| place(*it, &mut people)).collect(),
            };
            let entity = statement
                .speaker
                .and_then(|it| people.entities.get(it.idx()));
            if statement.role.is_none() {
                statement.role = entity
                    .and_then(|it| it.roles.first())
                    .map(|it| it.title.clone());
            }
        }
        for cluster in speakers.iter().filter_map(|it| it.cluster) {
            let entity = index.get(cluster).copied().flatten();
            if let Some(entity) = entity.and_then(|it| people.entities.get_mut(it.idx()))
                && entity.kind == EntityKind::Place
            {
                entity.kind = EntityKind::Group;
            }
        }
        people
    }
}

#[cfg(test)]
mod tests;
