//! What outlets call one person: takes a story's documents, gives names and offices that differ.
//!
//! A name with one letter more in one outlet is a mistake of one of the two, and so is an office that
//! one outlet gives a rank lower ("an assistant prosecutor", "a prosecutor"). Names written in another
//! way from another script, a title left short or a place put before it are no disagreement.

use std::collections::{BTreeMap, BTreeSet};

use super::Coverage;
use super::conflicts::{Claim, conflict};
use super::voices::{ends, is_slip};
use crate::model::{Analysed, Conflict, EntityIdx, EntityKind, MentionKind, PersonId, Span};
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
    /// Where it is meant, pronouns left out.
    mentions: Vec<(Span, MentionKind)>,
}

fn people<'a>(coverage: &Coverage<'a>) -> Vec<(&'a Analysed, Named<'a>)> {
    let mut found = Vec::new();
    for (document, analysed) in coverage.documents.iter().copied().enumerate() {
        let mut mentions: BTreeMap<EntityIdx, Vec<(Span, MentionKind)>> = BTreeMap::new();
        let all = analysed.analysis.mentions.iter();
        for mention in all.filter(|it| it.kind != MentionKind::Pronoun) {
            let of_entity = mentions.entry(mention.entity).or_default();
            of_entity.push((mention.span, mention.kind));
        }
        for (idx, entity) in (0..).map(EntityIdx).zip(&analysed.analysis.entities) {
            if entity.named && entity.kind == EntityKind::Person {
                let named = Named {
                    document,
                    entity: idx,
                    name: entity.name.as_str(),
                    mentions: mentions.remove(&idx).unwrap_or_default(),
                };
                found.push((analysed, named));
            }
        }
    }
    found
}

/// A name as it is compared: the family's, and the first.
type Parts = (String, String);

/// A name as it is compared, with everybody who prints it.
type Spellings = BTreeMap<Parts, Vec<Claim>>;

/// The names that share a part, each with its other part; whether it is the family's name that they share.
type ByPart<'a> = BTreeMap<(bool, &'a str), Vec<(&'a Parts, &'a str)>>;

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
    let mut found = Vec::new();
    for (a, b) in slips(&spellings) {
        if let (Some(claims), Some(others)) = (spellings.get(a), spellings.get(b)) {
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

/// The names that differ by a slip of the pen in one part and are the same in the other.
fn slips(spellings: &Spellings) -> BTreeSet<(&Parts, &Parts)> {
    let mut by_part: ByPart<'_> = BTreeMap::new();
    for name in spellings.keys() {
        let (last, first) = (name.0.as_str(), name.1.as_str());
        by_part.entry((true, last)).or_default().push((name, first));
        by_part
            .entry((false, first))
            .or_default()
            .push((name, last));
    }
    let mut found = BTreeSet::new();
    for names in by_part.values() {
        for (k, (a, part)) in names.iter().enumerate() {
            let others = names.iter().skip(k + 1);
            let others = others.filter(|(_, other)| {
                is_slip(part, other) && transliterated(part) != transliterated(other)
            });
            found.extend(others.map(|(b, _)| (*a, *b)));
        }
    }
    found
}

/// Where a document first prints a name in full.
fn printed(analysed: &Analysed, named: &Named<'_>) -> Option<Span> {
    let text = analysed.document.text.as_str();
    let names = named
        .mentions
        .iter()
        .filter(|it| it.1 == MentionKind::Person);
    names.map(|it| it.0).find_map(|span| {
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
    let mentions = named.mentions.iter();
    mentions
        .filter_map(|it| {
            let behind = text.get(it.0.end()..)?;
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
