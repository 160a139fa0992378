//! Pronouns to entities: "he" is the most salient man, "they" the last group.

use super::Resolver;
use super::cluster::Cluster;
use super::decision::{Decision, Ground};
use super::standing::Topic;
use crate::analyse::mentions::{Article, Found, Gender};
use crate::model::{EntityKind, MentionKind};
use crate::resources::Tag;

// Weights of what makes an entity salient, set by reading articles of PolNeAR's training part and not
// fitted; how often they are right is in `docs/evaluation.md`, on the line of pronouns.

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
/// For being the subject of the sentence in which the pronoun stands, before it.
const LEADS: i32 = 25;
/// For a man whom "he" may mean, and a woman whom "she" may.
const GENDER: (i32, i32) = (30, 45);
/// The same for somebody of unknown gender: of five people in the news four are men.
const UNKNOWN: (i32, i32) = (20, 0);
/// For being what the sentence right before was about, or for owning that or having said it, in the
/// paragraph of a pronoun that leads its sentence.
const GOES_ON: (i32, i32) = (60, 30);
/// For a group or text that has spoken before, for "it" and "they".
const SPEAKS: i32 = 15;
/// Lost where only a modifier of another noun was mentioned ("the Varro campaign").
const MODIFIER: i32 = 20;
/// Lost where only words inside a quotation mentioned it.
const QUOTED: i32 = 40;
/// Lost by somebody who has no name and has said nothing.
const UNNAMED: i32 = 25;
/// How many paragraphs on somebody who spoke may still be meant.
const AFTER: u32 = 2;
/// The lead of somebody beside whom nobody fits.
const ALONE: i32 = 100;
/// How many of those who were weighed are kept.
const OTHERS: usize = 3;
/// From how many sentences between on no more is lost, by somebody who spoke.
const FAR: u32 = 6;
/// How many sentences back an antecedent may lie.
const REACH: u32 = 4;

/// Whom a pronoun may mean.
pub(crate) fn resolve(resolver: &Resolver<'_>, at: usize) -> Decision {
    match resolver.found.get(at) {
        Some(pronoun) => antecedent(resolver, at, pronoun),
        None => Decision::default(),
    }
}

/// Whom a pronoun may mean that stands at a place in the list of mentions.
pub(crate) fn antecedent(resolver: &Resolver<'_>, at: usize, pronoun: &Found) -> Decision {
    let Some(lexeme) = resolver.words.get(pronoun.head).map(|it| it.lexeme) else {
        return Decision::default();
    };
    if lexeme.is(Tag::Who) {
        return Decision::of(relative(resolver, at, pronoun), Ground::Relative);
    }
    let personal = lexeme.is(Tag::He) || lexeme.is(Tag::She);
    let mut weighed: Vec<(i32, _, _)> = resolver
        .candidates()
        .filter_map(|(at, cluster)| {
            let fits = if personal {
                cluster.kind == EntityKind::Person && !cluster.plural
            } else if lexeme.is(Tag::They) {
                cluster.kind == EntityKind::Group || cluster.plural
            } else {
                matches!(
                    cluster.kind,
                    EntityKind::Group | EntityKind::Document | EntityKind::Place
                ) && (!cluster.plural || cluster.spoken > 0 && is_one_body(cluster))
            };
            let score = if fits {
                salience(resolver, at, cluster, pronoun)
            } else {
                None
            };
            Some((score?, cluster.last, std::cmp::Reverse(at)))
        })
        .collect();
    weighed.sort_unstable_by(|a, b| b.cmp(a));
    let Some((score, _, best)) = weighed.first().copied() else {
        let next = personal.then(|| next_person(resolver, at, pronoun));
        return Decision::of(next.flatten(), Ground::Pronoun(0));
    };
    let others = weighed.get(1..).unwrap_or(&[]).iter();
    Decision {
        cluster: Some(best.0),
        ground: Ground::Pronoun(others.clone().next().map_or(ALONE, |it| score - it.0)),
        others: others.take(OTHERS).map(|it| it.2.0).collect(),
    }
}

/// Whether a group is spoken of as one: "the ministry", not "officials".
fn is_one_body(cluster: &Cluster<'_>) -> bool {
    let head = cluster.roles.first().map_or("s", |it| it.head);
    !head.ends_with('s') && !matches!(head, "people" | "police")
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
    let personal = pronoun.gender != Gender::Unknown;
    let running = if personal {
        resolver.person
    } else {
        resolver.running
    };
    let spoke =
        running.filter(|it| it.cluster == at && paragraph.saturating_sub(it.paragraph) <= AFTER);
    if distance > REACH && spoke.is_none() {
        return None;
    }
    let mut score = HERE - PER_SENTENCE * distance.min(FAR) as i32;
    if cluster.subject {
        score += SUBJECT + if distance == 0 { LEADS } else { 0 };
    }
    if spoke.is_some() {
        score += SPOKE;
    }
    // A name that does not tell the gender gives way to one in this paragraph that does.
    let open = known || !told_in(resolver, pronoun, paragraph);
    let topic = match personal && distance == 1 && open {
        true => goes_on(resolver, cluster, pronoun, spoke.is_some()),
        false => Topic::No,
    };
    score += match topic {
        Topic::Whole => GOES_ON.0,
        Topic::Owner => GOES_ON.1,
        Topic::No => 0,
    };
    // Whom a sentence was about is the one meant, also where the name does not tell the gender.
    let told = known || topic == Topic::Whole && cluster.name.len() > 1;
    let (man, woman) = if told { GENDER } else { UNKNOWN };
    score += match pronoun.gender {
        Gender::Male => man,
        Gender::Female => woman,
        Gender::Unknown if cluster.spoken > 0 => SPEAKS,
        Gender::Unknown => 0,
    };
    if cluster.modifier && !personal {
        return None;
    }
    if cluster.modifier {
        score -= MODIFIER;
    }
    if cluster.quoted {
        score -= QUOTED;
    }
    if personal && !cluster.named && !cluster.definite && cluster.spoken == 0 {
        score -= UNNAMED;
    }
    Some(score + PER_MENTION * cluster.count.min(5) as i32)
}

/// Whether a person who is known to have a pronoun's gender was mentioned in its paragraph, and not
/// as the owner of what it is about alone ("Her deputy, Hanne Okrist, …").
fn told_in(resolver: &Resolver<'_>, pronoun: &Found, paragraph: u32) -> bool {
    resolver.candidates().any(|(_, it)| {
        let here = it
            .last
            .is_some_and(|it| resolver.words.paragraph_at(it.1) == paragraph);
        let fits = it.kind == EntityKind::Person && it.gender == pronoun.gender;
        here && fits && it.topic != Topic::Owner
    })
}

/// How much the sentence before was about a named entity, where a pronoun leads the next: "The governor, Hanne
/// Okrist, came at four. She counts eleven villages under water."
fn goes_on(resolver: &Resolver<'_>, cluster: &Cluster<'_>, pronoun: &Found, spoke: bool) -> Topic {
    let Some((_, byte)) = cluster.last.filter(|_| cluster.named) else {
        return Topic::No;
    };
    let words = resolver.words;
    let here = words.paragraph_at(pronoun.span.start());
    let first = words.sentence(pronoun.sentence).0;
    let first = first.max(pronoun.words.0.saturating_sub(super::NEAR));
    let before = words.list.get(first..pronoun.words.0).unwrap_or(&[]);
    let leads = !before
        .iter()
        .any(|it| !it.quoted && (it.verb || it.is_capital() && !it.first));
    match words.paragraph_at(byte) == here && leads {
        true if spoke => cluster.topic.max(Topic::Owner),
        true => cluster.topic,
        false => Topic::No,
    }
}

/// "who" takes up what ends right before it: of several the longest phrase, "which" the shortest.
fn relative(resolver: &Resolver<'_>, at: usize, pronoun: &Found) -> Option<usize> {
    let words = resolver.words;
    let mark = pronoun
        .words
        .0
        .checked_sub(1)
        .filter(|&it| words.is_mark(it, ",") || words.is_mark(it, "("));
    let end = mark.unwrap_or(pronoun.words.0);
    let ends = |it: &usize| resolver.found.get(*it).is_some_and(|it| it.words.1 == end);
    let cluster = |it: usize| resolver.of.get(it).copied().flatten();
    let mut near = (at.saturating_sub(8)..at).filter(ends);
    // "members of the Authority, who …", but "members of the Authority, which …".
    if words.lower(pronoun.head) == "which" {
        return near.rev().find_map(cluster);
    }
    let last = near.next()?;
    match described_by(resolver, last) {
        Some(role) => cluster(role),
        None => cluster(last).or_else(|| near.find_map(cluster)),
    }
}

/// The role that a name tells more of, where "who" means its holder: "a farmer from Brasna, who",
/// "an adviser to Varro, who".
fn described_by(resolver: &Resolver<'_>, name: usize) -> Option<usize> {
    let item = resolver.found.get(name)?;
    let before = item.words.0.checked_sub(1)?;
    let joins = matches!(
        resolver.words.lower(before),
        "from" | "in" | "to" | "for" | "with" | "at"
    );
    let roles = (name.saturating_sub(4)..name).rev();
    let role = roles.into_iter().find(|&it| {
        resolver
            .found
            .get(it)
            .is_some_and(|it| it.kind == MentionKind::Role && it.words.1 == before)
    })?;
    let indefinite = resolver.found.get(role)?.article == Article::Indefinite;
    let place = item.kind == MentionKind::Place;
    (joins && (place || indefinite)).then_some(role)
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
