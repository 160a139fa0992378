//! The entities that are one person to that person: name, other names, roles with their days.

use std::collections::BTreeMap;

use super::super::words::fold;
use super::Set;
use super::entry::Entry;
use super::offices::Office;
use crate::model::{
    Analysed, Date, DocumentId, EntityKind, Hash, Person, PersonId, PersonLink, PersonRole,
};
use crate::resources::Resources;

/// Makes a person of entities, given by number in order of their documents.
pub(super) fn person(
    resources: &Resources,
    documents: &[&Analysed],
    entries: &[Entry<'_>],
    found: Set,
) -> Option<Person> {
    let mut numbers = found.entries;
    numbers.sort_unstable();
    numbers.dedup();
    let set: Vec<&Entry<'_>> = numbers
        .iter()
        .filter_map(|&number| entries.get(number as usize))
        .collect();
    let first = set.first()?;
    // A description is no name where there is one.
    let named: Vec<&Entry<'_>> = set.iter().copied().filter(|it| it.entity.named).collect();
    let names = if named.is_empty() { &set } else { &named };
    let name = name(names)?;
    let mut aliases: Vec<String> = names
        .iter()
        .flat_map(|it| std::iter::once(&it.entity.name).chain(&it.entity.aliases))
        .filter(|alias| **alias != name)
        .cloned()
        .collect();
    aliases.sort();
    aliases.dedup();
    let id = [
        b"person".as_slice(),
        first.member.document.0.bytes(),
        &first.member.entity.0.to_le_bytes(),
    ];
    Some(Person {
        id: PersonId(Hash::of_fields(id)),
        name,
        kind: match found.is_person {
            true => EntityKind::Person,
            false => kind(&set),
        },
        named: !named.is_empty(),
        aliases,
        roles: roles(resources, documents, &set, !named.is_empty()),
        members: set.iter().map(|it| it.member).collect(),
        links: links(entries, found.links),
        ids: found.ids,
        corrections: found.corrections,
    })
}

/// The reasons, by member.
fn links(entries: &[Entry<'_>], links: Vec<super::link::Link>) -> Vec<PersonLink> {
    let shaped = links.into_iter().filter_map(|link| {
        let entry = entries.get(link.entry as usize)?;
        Some(PersonLink {
            member: entry.member,
            name: entry.entity.name.clone(),
            confidence: link.confidence,
            why: link.why,
        })
    });
    let mut links: Vec<PersonLink> = shaped.collect();
    links.sort_by(|a, b| (a.member, &a.why).cmp(&(b.member, &b.why)));
    links.dedup();
    links
}

/// The most common of the fullest names, one in capitals only where there is no other; of two as
/// common the longer.
fn name(set: &[&Entry<'_>]) -> Option<String> {
    let words = |name: &str| name.split_whitespace().count().min(2);
    let is_capitals = |name: &str| !name.chars().any(char::is_lowercase);
    let fullness = |it: &Entry<'_>| {
        let name = &it.entity.name;
        // "J. Marsk" is less full than "Joran Marsk".
        let initial = name.split_whitespace().next().is_some_and(|it| {
            it.trim_end_matches('.').chars().count() < 2 || it.trim_end_matches('.').contains('.')
        });
        (words(name), !initial)
    };
    let fullest = set.iter().map(|it| fullness(it)).max()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for it in set.iter().filter(|it| fullness(it) == fullest) {
        *counts.entry(&it.entity.name).or_default() += 1;
    }
    let name = counts.into_iter().max_by_key(|(name, count)| {
        (
            !is_capitals(name),
            *count,
            name.len(),
            std::cmp::Reverse(*name),
        )
    })?;
    Some(name.0.to_owned())
}

/// What most of the entities are; what is known goes before what is not.
fn kind(set: &[&Entry<'_>]) -> EntityKind {
    let mut counts: BTreeMap<EntityKind, usize> = BTreeMap::new();
    for it in set
        .iter()
        .filter(|it| it.entity.kind != EntityKind::Unknown)
    {
        *counts.entry(it.entity.kind).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(kind, count)| (*count, std::cmp::Reverse(*kind)))
        .map_or(EntityKind::Unknown, |(kind, _)| kind)
}

/// The offices with their days: one line for all the ways in which one office is written with the
/// same words ("Water Minister", "minister of water"), as most documents write it.
fn roles(
    resources: &Resources,
    documents: &[&Analysed],
    set: &[&Entry<'_>],
    named: bool,
) -> Vec<PersonRole> {
    let mut roles: BTreeMap<String, Held> = BTreeMap::new();
    for it in set {
        let published = documents
            .get(it.document as usize)
            .and_then(|analysed| analysed.document.published)
            .map(|published| Date {
                time: None,
                ..published.date
            });
        // What describes somebody without a name is his or her name here, and no role besides.
        let is_name = |title: &str| !named && fold(title) == fold(&it.entity.name);
        for role in it.entity.roles.iter().filter(|role| !is_name(&role.title)) {
            let held = roles.entry(role_key(resources, &role.title)).or_default();
            held.first = [held.first, published].into_iter().flatten().min();
            held.last = [held.last, published].into_iter().flatten().max();
            *held.titles.entry(role.title.clone()).or_default() += 1;
            // Entries come in order of their documents.
            if held.documents.last() != Some(&it.member.document) {
                held.documents.push(it.member.document);
            }
        }
    }
    let mut roles: Vec<PersonRole> = roles
        .into_values()
        .filter_map(|held| {
            let titles = held.titles.into_iter();
            let most = titles.max_by_key(|(title, count)| (*count, title.clone()));
            Some(PersonRole {
                title: most?.0,
                first: held.first,
                last: held.last,
                documents: held.documents.len() as u32,
            })
        })
        .collect();
    roles.sort_by(|a, b| a.first.cmp(&b.first).then_with(|| a.title.cmp(&b.title)));
    roles
}

/// A role while its documents are counted.
#[derive(Default)]
struct Held {
    first: Option<Date>,
    last: Option<Date>,
    titles: BTreeMap<String, usize>,
    documents: Vec<DocumentId>,
}

/// The same for the ways in which one role is written: its words, but for their order and for what
/// joins them.
fn role_key(resources: &Resources, title: &str) -> String {
    let title = fold(title);
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '-');
    let function_words = &resources.facts.wording.function_words;
    let mut words: Vec<&str> = words
        .map(|word| word.strip_suffix("'s").unwrap_or(word))
        .filter(|word| word.len() > 1 && !function_words.contains(word))
        .collect();
    // "Chief engineer" is not "engineer of the chief".
    match Office::of(resources, &title) {
        Some(_) => words.sort_unstable(),
        None => return title,
    }
    words.join(" ")
}
