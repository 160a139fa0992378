//! What outlets call one person: takes a story's documents, gives names and offices that differ.
//!
//! A name with one letter more in one outlet is a mistake of one of the two, and so is an office that
//! one outlet gives a rank lower ("an assistant prosecutor", "a prosecutor"). Names written in another
//! way from another script, a title left short or a place put before it are no disagreement.

use std::collections::{BTreeMap, BTreeSet};

use super::Coverage;
use super::conflicts::{Claim, conflict};
use super::voices::{ends, is_slip};
use crate::model::{
    Analysed, Conflict, Entity, EntityIdx, EntityKind, MentionKind, PersonId, Span,
};
use crate::resources::Wording;
use crate::text::fold;

/// The names and offices on which the documents of a story disagree.
pub(super) fn disputes(wording: &Wording, coverage: &Coverage<'_>) -> Vec<Conflict> {
    let mut found = names(coverage);
    found.extend(offices(wording, coverage));
    found
}

/// A person as one document names it.
struct Named<'a> {
    document: usize,
    entity: EntityIdx,
    name: &'a str,
}

fn people<'a>(coverage: &Coverage<'a>) -> impl Iterator<Item = (&'a Analysed, Named<'a>)> {
    let documents = coverage.documents.iter().copied().enumerate();
    documents.flat_map(|(document, analysed)| {
        let entities = (0..).zip(&analysed.analysis.entities);
        let people = entities.filter(|(_, it)| it.named && it.kind == EntityKind::Person);
        people.map(move |(idx, entity): (u32, &Entity)| {
            let named = Named {
                document,
                entity: EntityIdx(idx),
                name: entity.name.as_str(),
            };
            (analysed, named)
        })
    })
}

/// A name as it is compared, with everybody who prints it.
type Spellings = BTreeMap<(String, String), Vec<Claim>>;

fn names(coverage: &Coverage<'_>) -> Vec<Conflict> {
    let mut spellings: Spellings = BTreeMap::new();
    for (analysed, named) in people(coverage) {
        let folded = fold(named.name);
        let (Some((first, last)), Some(span)) = (ends(&folded), printed(analysed, &named)) else {
            continue;
        };
        let claims = spellings
            .entry((last.to_owned(), first.to_owned()))
            .or_default();
        claims.push(Claim {
            document: named.document,
            span,
            value: named.name.to_owned(),
        });
    }
    let slips = |a: &(String, String), b: &(String, String)| {
        let (part, other) = match (a.0 == b.0, a.1 == b.1) {
            (true, false) => (&a.1, &b.1),
            (false, true) => (&a.0, &b.0),
            _ => return false,
        };
        is_slip(part, other) && transliterated(part) != transliterated(other)
    };
    let mut found = Vec::new();
    for (name, claims) in &spellings {
        for (_, others) in spellings
            .iter()
            .filter(|it| name < it.0 && slips(name, it.0))
        {
            let documents = |claims: &[Claim]| -> BTreeSet<usize> {
                claims.iter().map(|it| it.document).collect()
            };
            // A document that has both knows two people.
            if documents(claims).is_disjoint(&documents(others)) {
                let family = claims.first().and_then(|it| it.value.rsplit(' ').next());
                let about = format!("name of {}", family.unwrap_or_default());
                let both = claims.iter().chain(others).cloned().collect();
                found.extend(conflict(coverage, about, both));
            }
        }
    }
    found
}

/// Where a document first prints a name in full.
fn printed(analysed: &Analysed, named: &Named<'_>) -> Option<Span> {
    let text = analysed.document.text.as_str();
    let mentions = analysed.analysis.mentions.iter();
    let mut of_person = mentions
        .filter(|it| it.kind == MentionKind::Person && it.entity == named.entity)
        .map(|it| it.span);
    of_person.find_map(|span| {
        let at = span.of(text).find(named.name)?;
        let start = span.start() + at;
        Some(Span::new(start, start + named.name.len()))
    })
}

/// A name without what two ways of writing it from another script differ in.
fn transliterated(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        let c = match c {
            'y' | 'j' | 'e' => 'i',
            'w' => 'v',
            'k' | 'q' => 'c',
            'z' => 's',
            other => other,
        };
        if c != 'h' && !plain.ends_with(c) {
            plain.push(c);
        }
    }
    plain
}

fn offices(wording: &Wording, coverage: &Coverage<'_>) -> Vec<Conflict> {
    let mut of_person: BTreeMap<PersonId, Vec<(Claim, &str)>> = BTreeMap::new();
    for (analysed, named) in people(coverage) {
        let Some(person) = (coverage.person)(analysed.document.id, named.entity) else {
            continue;
        };
        let given = analysed.analysis.entities.get(named.entity.idx());
        let roles = given.into_iter().flat_map(|it| &it.roles);
        let spans: BTreeSet<Span> = roles
            .map(|it| it.span)
            .chain(appositions(analysed, &named))
            .collect();
        for span in spans {
            let value = span.of(&analysed.document.text).to_lowercase();
            let claim = Claim {
                document: named.document,
                span,
                value,
            };
            of_person
                .entry(person)
                .or_default()
                .push((claim, named.name));
        }
    }
    let mut found = Vec::new();
    for claims in of_person.values() {
        let ranked = claims.iter().filter_map(|(claim, name)| {
            let (rank, office) = claim.value.split_once(' ')?;
            wording
                .ranks
                .contains(rank)
                .then_some((claim, office.to_owned(), *name))
        });
        let ranked: Vec<_> = ranked.collect();
        for office in ranked
            .iter()
            .map(|it| it.1.as_str())
            .collect::<BTreeSet<_>>()
        {
            let lower: Vec<&Claim> = ranked
                .iter()
                .filter(|it| it.1 == office)
                .map(|it| it.0)
                .collect();
            let with: BTreeSet<usize> = lower.iter().map(|it| it.document).collect();
            let full = claims
                .iter()
                .map(|it| &it.0)
                .filter(|it| it.value == office);
            let full: Vec<&Claim> = full.filter(|it| !with.contains(&it.document)).collect();
            let name = ranked.first().map_or("", |it| it.2);
            if !full.is_empty() {
                let both = lower.into_iter().chain(full).cloned().collect();
                found.extend(conflict(coverage, format!("office of {name}"), both));
            }
        }
    }
    found
}

/// The most letters of an office that is put behind a name.
const APPOSITION: usize = 60;

/// What stands behind the mentions of a person as an office then held: `Rollo, then a prosecutor,`.
fn appositions(analysed: &Analysed, named: &Named<'_>) -> Vec<Span> {
    let text = analysed.document.text.as_str();
    let mentions = analysed.analysis.mentions.iter();
    let of_person =
        mentions.filter(|it| it.entity == named.entity && it.kind != MentionKind::Pronoun);
    of_person
        .filter_map(|it| {
            let behind = text.get(it.span.end()..)?;
            let then = behind.strip_prefix(", then ")?;
            let office = ["a ", "an ", "the "]
                .iter()
                .find_map(|it| then.strip_prefix(it))?;
            let end = office
                .find([',', '.', ';', '('])
                .or_else(|| office.find(" and "))?;
            let end = office.find(" and ").map_or(end, |it| it.min(end));
            let start = text.len() - office.len();
            (end <= APPOSITION).then(|| Span::new(start, start + end))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_of_writing_from_another_script_are_one() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(transliterated(a) == transliterated(b), expected, "{a} {b}");
        };
        check("sergei", "sergey", true);
        check("yuri", "yuriy", true);
        check("vicente", "vincente", false);
        check("okrist", "okrisk", false);
    }
}
