//! Pronouns to entities: "he" is the most salient man, "they" the last group.

use super::Resolver;
use super::cluster::Cluster;
use crate::analyse::mentions::{Found, Gender};
use crate::model::EntityKind;
use crate::resources::Tag;

// Weights of what makes an entity salient, set by judgement and not fitted; how often they are right
// is in `docs/evaluation.md`, on the line of pronouns.

/// For being mentioned in the sentence of the pronoun.
const HERE: i32 = 100;
/// Lost with each sentence between.
const PER_SENTENCE: i32 = 22;
/// For being the subject of the sentence that last mentioned it.
const SUBJECT: i32 = 18;
/// For having spoken last, in this paragraph or the one before.
const SPOKE: i32 = 24;
/// For each mention, up to five.
const PER_MENTION: i32 = 3;
/// For a gender that is known to fit.
const GENDER: i32 = 10;
/// How many sentences back an antecedent may lie.
const REACH: u32 = 4;

/// Whom a pronoun means.
pub(crate) fn resolve(resolver: &Resolver<'_>, at: usize) -> Option<usize> {
    let pronoun = resolver.found.get(at).copied()?;
    antecedent(resolver, at, &pronoun)
}

/// Whom a pronoun means that stands at a place in the list of mentions.
pub(crate) fn antecedent(resolver: &Resolver<'_>, at: usize, pronoun: &Found) -> Option<usize> {
    let lexeme = resolver.words.get(pronoun.head)?.lexeme;
    if lexeme.is(Tag::Who) {
        return relative(resolver, at, pronoun);
    }
    let personal = lexeme.is(Tag::He) || lexeme.is(Tag::She);
    let best = resolver
        .candidates()
        .filter_map(|(at, cluster)| {
            let fits = if personal {
                cluster.kind == EntityKind::Person && !cluster.plural
            } else if lexeme.is(Tag::They) {
                cluster.kind == EntityKind::Group
            } else {
                matches!(
                    cluster.kind,
                    EntityKind::Group | EntityKind::Document | EntityKind::Place
                ) && !cluster.plural
            };
            let score = if fits {
                salience(resolver, at, cluster, pronoun)
            } else {
                None
            };
            Some((score?, cluster.last, std::cmp::Reverse(at)))
        })
        .max()
        .map(|(_, _, at)| at.0);
    best.or_else(|| {
        personal
            .then(|| next_person(resolver, at, pronoun))
            .flatten()
    })
}

fn salience(
    resolver: &Resolver<'_>,
    at: usize,
    cluster: &Cluster<'_>,
    pronoun: &Found,
) -> Option<i32> {
    let (sentence, _) = cluster.last?;
    let known = pronoun.gender != Gender::Unknown && cluster.gender != Gender::Unknown;
    if known && pronoun.gender != cluster.gender {
        return None;
    }
    let distance = pronoun.sentence.saturating_sub(sentence);
    let paragraph = resolver
        .words
        .get(pronoun.head)
        .map_or(0, |it| it.paragraph);
    let spoke = resolver
        .running
        .filter(|it| it.cluster == at && paragraph.saturating_sub(it.paragraph) <= 1);
    if distance > REACH && spoke.is_none() {
        return None;
    }
    let mut score = HERE - PER_SENTENCE * distance.min(REACH) as i32;
    if cluster.subject {
        score += SUBJECT;
    }
    if spoke.is_some() {
        score += SPOKE;
    }
    if known {
        score += GENDER;
    }
    Some(score + PER_MENTION * cluster.count.min(5) as i32)
}

/// "who" takes up what stands right before it.
fn relative(resolver: &Resolver<'_>, at: usize, pronoun: &Found) -> Option<usize> {
    let words = resolver.words;
    let comma = pronoun
        .words
        .0
        .checked_sub(1)
        .filter(|&it| words.is_mark(it, ","));
    let end = comma.unwrap_or(pronoun.words.0);
    let near = at.saturating_sub(5)..at;
    near.rev()
        .find(|&it| resolver.found.get(it).is_some_and(|it| it.words.1 == end))
        .and_then(|it| resolver.of.get(it).copied().flatten())
}

/// "When he came, Marsk said": the person named next in the same sentence.
fn next_person(resolver: &Resolver<'_>, at: usize, pronoun: &Found) -> Option<usize> {
    let rest = resolver.found.iter().zip(&resolver.of).skip(at + 1);
    rest.take(super::NEAR)
        .take_while(|(it, _)| it.sentence == pronoun.sentence)
        .filter(|(it, _)| !it.quoted)
        .filter_map(|(_, of)| *of)
        .find(|&it| {
            resolver.clusters.get(it).is_some_and(|cluster| {
                let genders = cluster.gender == Gender::Unknown || cluster.gender == pronoun.gender;
                cluster.kind == EntityKind::Person && genders
            })
        })
}
