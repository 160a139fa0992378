//! The entities that are one person to that person: name, other names, roles with their days.

use std::collections::BTreeMap;

use super::words::{fold, key};
use crate::model::{
    Analysed, Date, Entity, EntityKind, Hash, Member, Person, PersonId, PersonRole,
};
use crate::resources::Resources;

/// One entity of one document.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// The number of its document.
    pub document: u32,
    /// Where it is.
    pub member: Member,
    /// What was found.
    pub entity: &'a Entity,
    /// The keys of the words of its roles, in order.
    pub roles: Vec<u64>,
}

/// The keys of the words that tell something in an entity's roles.
pub(super) fn role_words(resources: &Resources, entity: &Entity) -> Vec<u64> {
    let titles = entity
        .roles
        .iter()
        .flat_map(|role| role.title.split(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<u64> = titles
        .map(fold)
        .filter(|word| word.len() > 1)
        .filter(|word| {
            !resources
                .facts
                .wording
                .function_words
                .contains(word.as_str())
        })
        .map(|word| key(&word))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Makes a person of entities, given by number in order of their documents.
pub(super) fn person(
    documents: &[&Analysed],
    entries: &[Entry<'_>],
    numbers: &[u32],
) -> Option<Person> {
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
        kind: kind(&set),
        named: !named.is_empty(),
        aliases,
        roles: roles(documents, &set, !named.is_empty()),
        members: set.iter().map(|it| it.member).collect(),
    })
}

/// The most common of the fullest names; of two as common the longer.
fn name(set: &[&Entry<'_>]) -> Option<String> {
    let words = |name: &str| name.split_whitespace().count().min(2);
    let fullest = set.iter().map(|it| words(&it.entity.name)).max()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for it in set.iter().filter(|it| words(&it.entity.name) == fullest) {
        *counts.entry(&it.entity.name).or_default() += 1;
    }
    let name = counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, name.len(), std::cmp::Reverse(*name)))?;
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

fn roles(documents: &[&Analysed], set: &[&Entry<'_>], named: bool) -> Vec<PersonRole> {
    let mut roles: BTreeMap<String, PersonRole> = BTreeMap::new();
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
            let known = roles
                .entry(fold(&role.title))
                .or_insert_with(|| PersonRole {
                    title: role.title.clone(),
                    first: published,
                    last: published,
                });
            known.first = [known.first, published].into_iter().flatten().min();
            known.last = [known.last, published].into_iter().flatten().max();
        }
    }
    let mut roles: Vec<PersonRole> = roles.into_values().collect();
    roles.sort_by(|a, b| a.first.cmp(&b.first).then_with(|| a.title.cmp(&b.title)));
    roles
}
