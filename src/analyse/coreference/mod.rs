//! Mentions to entities, and statements to speakers, within one document.
//!
//! Names first, over the whole text; then, in reading order, roles, pronouns and the speakers of
//! statements, since who spoke last decides whom the next "he" means.

mod cluster;
mod names;
mod pronouns;
mod roles;
mod sources;

use cluster::Cluster;

use crate::analyse::mentions::{Found, Gender, Words};
use crate::model::{
    Document, Entity, EntityIdx, EntityKind, Mention, MentionKind, Span, Statement,
};
use crate::resources::Names;

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
        recent: Vec::new(),
    };
    roles::attach(&mut resolver);
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
    fn read(&mut self, statements: &[Statement], document: &Document) -> Vec<Option<usize>> {
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
        let mut speakers = vec![None; statements.len()];
        for (_, step) in steps {
            match step {
                Step::Mention(at) => self.mention(at),
                Step::Statement(at) => {
                    let Some(statement) = statements.get(at) else {
                        continue;
                    };
                    let speaker = match stated(document, at, statement) {
                        Some(name) => Some(self.stated(name)),
                        None => sources::speaker(self, statement),
                    };
                    if let Some(cluster) = speaker {
                        self.spoke(statement, cluster);
                    }
                    if let Some(slot) = speakers.get_mut(at) {
                        *slot = speaker;
                    }
                }
            }
        }
        for at in 0..statements.len() {
            if let Some(speaker) = sources::elided(self.words, statements, &speakers, at)
                && let Some(slot) = speakers.get_mut(at)
            {
                *slot = Some(speaker);
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
                MentionKind::Pronoun => pronouns::resolve(self, at),
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
        if item.quoted {
            return;
        }
        self.note(cluster);
        if let Some(cluster) = self.clusters.get_mut(cluster) {
            let same = cluster.last.is_some_and(|it| it.0 == item.sentence);
            cluster.last = Some((item.sentence, item.span.start()));
            cluster.subject = subject || same && cluster.subject;
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

    /// Whether a mention leads its sentence, or stands before a verb.
    fn is_subject(&self, at: usize) -> bool {
        let Some(item) = self.found.get(at) else {
            return false;
        };
        if item.possessive {
            return false;
        }
        let leads = !self
            .found
            .get(..at)
            .unwrap_or(&[])
            .iter()
            .rev()
            .take(NEAR)
            .take_while(|it| it.sentence == item.sentence)
            .any(|it| it.kind != MentionKind::Place && !it.quoted && it.words.1 <= item.words.0);
        let next = self.words.get(item.words.1);
        let verb = next.is_some_and(|it| it.follows && it.lexeme.is(crate::resources::Tag::Verb));
        leads || verb
    }

    fn spoke(&mut self, statement: &Statement, cluster: usize) {
        let place = statement.source.first().copied();
        let place = place.unwrap_or_else(|| statement.content_cover());
        let word = self.words.get(self.words.at(place.start()));
        self.note(cluster);
        self.running = word.map(|it| Running {
            cluster,
            paragraph: it.paragraph,
        });
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
    fn finish(self, statements: &mut [Statement], speakers: &[Option<usize>]) -> People {
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
        for cluster in speakers.iter().flatten() {
            if let Some(slot) = speaks.get_mut(*cluster) {
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
            statement.speaker = speaker.and_then(|it| place(it, &mut people));
            let entity = statement
                .speaker
                .and_then(|it| people.entities.get(it.idx()));
            if statement.role.is_none() {
                statement.role = entity
                    .and_then(|it| it.roles.first())
                    .map(|it| it.title.clone());
            }
        }
        for (cluster, _) in speakers.iter().flatten().zip(0..) {
            let entity = index.get(*cluster).copied().flatten();
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
mod tests {
    use crate::model::{Engine, GivenStatement, Span};
    use crate::{analyse, resources};

    /// A document whose statements are marked: `{source|content}`; gives the speakers' names.
    fn speakers(marked: &str) -> Vec<String> {
        let mut text = String::new();
        let mut statements = Vec::new();
        let mut rest = marked;
        while let Some((before, inside)) = rest.split_once('{') {
            let Some((inside, after)) = inside.split_once('}') else {
                break;
            };
            text.push_str(before);
            let start = text.len();
            text.push_str(inside);
            // The content is the sentence's other part: any span that does not overlap will do.
            statements.push(GivenStatement {
                source: vec![Span::new(start, text.len())],
                content: vec![Span::new(text.len(), text.len() + 1)],
                ..GivenStatement::default()
            });
            rest = after;
        }
        text.push_str(rest);
        let mut document = crate::analyse::testing::document(&text, None);
        document.given.statements = Some(statements);
        let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
        let name = |it: &crate::model::Statement| {
            let entity = it.speaker.and_then(|it| analysis.entities.get(it.idx()));
            entity.map_or("?".to_owned(), |it| it.name.clone())
        };
        analysis.statements.iter().map(name).collect()
    }

    fn check(marked: &str, expected: &[&str]) {
        assert_eq!(speakers(marked), expected, "{marked}");
    }

    #[test]
    fn surnames_and_roles_mean_who_was_introduced() {
        check(
            "{Veldanian Presidential Spokesman Ilvan Marsk} told reporters so. {Marsk} stressed it. \
             Later {the Veldanian spokesman} explained, and {the diplomat} hailed it. {He} added more.",
            &["Ilvan Marsk"; 5],
        );
        check(
            "{Mira Solane, the water minister,} said so. {Ilvan Marsk, a farmer,} disagreed. \
             {The minister} stood by it.",
            &["Mira Solane", "Ilvan Marsk", "Mira Solane"],
        );
    }

    #[test]
    fn pronouns_mean_who_fits_their_gender() {
        check(
            "{Mr Varro} met Ms Okrist on Monday. {She} denied it, but {he} insisted.",
            &["Varro", "Okrist", "Varro"],
        );
    }

    #[test]
    fn namesakes_are_kept_apart() {
        check(
            "{Henry Okrist} said no. {Anna Okrist} said yes. {Mr Okrist} repeated it.",
            &["Henry Okrist", "Anna Okrist", "Henry Okrist"],
        );
    }

    #[test]
    fn groups_documents_and_the_unnamed_speak_too() {
        check("{The report} found so.", &["report"]);
        check("{A dam engineer} said so.", &["dam engineer"]);
        check("{Officials in Brasna} said so.", &["Officials"]);
        check(
            "{the Lenna River Authority} said so. {the authority} insisted.",
            &["Lenna River Authority"; 2],
        );
    }

    #[test]
    fn a_role_with_a_phrase_belongs_to_the_name_behind_the_comma() {
        check(
            "{Mira Solane} left. {His colleague at the press desk, Ilvan Marsk,} said no. \
             {A lawyer for the mills, Anna Okrist,} said yes.",
            &["Mira Solane", "Ilvan Marsk", "Anna Okrist"],
        );
        check(
            "{The Varro administration} said so. {The administration} insisted.",
            &["Varro administration"; 2],
        );
    }

    #[test]
    fn two_speakers_are_a_group() {
        check(
            "{Ilvan Marsk and Mira Solane} said so.",
            &["Ilvan Marsk and Mira Solane"],
        );
    }
}
