//! Genders that first names and titles do not tell, from the pronouns of the whole text.
//!
//! "Kim Varro, who lost her sister" has no other person that "her" could mean. What one such place
//! tells may be wrong; the places of a text vote.

use super::Resolver;
use crate::analyse::mentions::{Found, Gender};
use crate::model::MentionKind;

/// Gives persons of unknown gender the one that most pronouns beside their names tell.
pub(crate) fn infer(resolver: &mut Resolver<'_>) {
    let mut votes = vec![(0u32, 0u32); resolver.clusters.len()];
    let mut first = 0;
    while let Some(sentence) = resolver.found.get(first).map(|it| it.sentence) {
        let rest = resolver.found.get(first..).unwrap_or(&[]);
        let length = rest.partition_point(|it| it.sentence == sentence).max(1);
        for (cluster, gender) in told(resolver, first..first + length) {
            if let Some(vote) = votes.get_mut(cluster) {
                match gender {
                    Gender::Male => vote.0 += 1,
                    Gender::Female => vote.1 += 1,
                    Gender::Unknown => {}
                }
            }
        }
        first += length;
    }
    for (cluster, (male, female)) in resolver.clusters.iter_mut().zip(votes) {
        if cluster.gender == Gender::Unknown && male != female {
            cluster.gender = match male > female {
                true => Gender::Male,
                false => Gender::Female,
            };
        }
    }
}

/// Whom the pronouns of one sentence can mean only.
fn told(resolver: &Resolver<'_>, mentions: std::ops::Range<usize>) -> Vec<(usize, Gender)> {
    let mut told = Vec::new();
    let mut persons: Vec<usize> = Vec::new();
    for at in mentions {
        let Some(item) = resolver.found.get(at).filter(|it| !it.quoted) else {
            continue;
        };
        match item.kind {
            MentionKind::Person => {
                let cluster = resolver.of.get(at).copied().flatten();
                persons.extend(cluster.filter(|it| !persons.contains(it)));
            }
            MentionKind::Pronoun if item.gender != Gender::Unknown => {
                told.extend(only(resolver, &persons, item).map(|it| (it, item.gender)));
            }
            _ => {}
        }
    }
    told
}

/// The one person named before a pronoun in its sentence whose gender does not speak against it.
fn only(resolver: &Resolver<'_>, persons: &[usize], pronoun: &Found) -> Option<usize> {
    let gender = |at: usize| resolver.clusters.get(at).map(|it| it.gender);
    let mut fitting = persons
        .iter()
        .copied()
        .filter(|&it| gender(it).is_some_and(|it| it == Gender::Unknown || it == pronoun.gender));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}
