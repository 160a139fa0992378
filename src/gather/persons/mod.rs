//! Entities of single documents to persons, groups and speaking documents across all of them.
//!
//! A full name is one person, unless what reports say of it speaks for two. A bare surname is the one
//! person of that name in its story, else in all documents if role or company agree. Who has no name
//! stays alone, unless the story has only one person of that office. Lists of known people and
//! corrections by hand come last, and every link keeps its reason.

mod block;
mod context;
mod corrections;
mod entry;
mod groups;
mod individual;
mod known;
mod link;
mod name;
mod offices;
mod profile;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::context::Context;
use self::entry::Entry;
use self::link::Link;
use self::name::{Given, Name};
use crate::model::{Analysed, CorrectionId, EntityKind, Guidance, KnownId, Person, Story};
use crate::resources::Resources;

/// The entities that are one person, by number, and why.
#[derive(Clone, Debug, Default)]
struct Set {
    entries: Vec<u32>,
    links: Vec<Link>,
    ids: Vec<KnownId>,
    corrections: Vec<CorrectionId>,
    /// Whether the name is a person's, whatever single reports took it for.
    is_person: bool,
}

impl Set {
    fn of(entries: Vec<u32>) -> Set {
        Set {
            entries,
            ..Set::default()
        }
    }

    /// Takes the entities of another one, with their reasons.
    fn take(&mut self, other: Set) {
        self.entries.extend(other.entries);
        self.links.extend(other.links);
        self.ids.extend(other.ids);
        self.corrections.extend(other.corrections);
        self.is_person |= other.is_person;
        self.ids.sort();
        self.ids.dedup();
        self.corrections.sort();
        self.corrections.dedup();
    }
}

/// Resolves the entities of all documents to persons.
pub(super) fn persons(
    resources: &Resources,
    documents: &[&Analysed],
    stories: &[Story],
    guidance: &Guidance,
) -> Vec<Person> {
    let entries = entry::entries(documents);
    let context = Context::of(resources, documents, stories);
    let sorted = sort(&context, &entries);
    let blocks = sorted.blocks.into_par_iter();
    let people: Vec<Vec<Set>> = blocks
        .map(|block| block::people(&context, &entries, block))
        .collect();
    let mut sets: Vec<Set> = people.into_iter().flatten().collect();
    for set in &mut sets {
        set.is_person = true;
    }
    let story = |document| Some(context.story(document));
    let alone = offices::join(
        resources,
        documents,
        &entries,
        story,
        &mut sets,
        sorted.alone,
    );
    sets.extend(groups::groups(&context, &entries, &sorted.others));
    sets.extend(alone.into_iter().map(|number| Set::of(vec![number])));
    known::apply(&context, &entries, &guidance.known, &mut sets);
    corrections::apply(&context, &entries, &guidance.corrections, &mut sets);
    let mut persons: Vec<Person> = sets
        .into_par_iter()
        .filter_map(|set| individual::person(resources, documents, &entries, set))
        .collect();
    persons.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    persons
}

/// The entities by how they are resolved.
struct Sorted {
    /// Names of persons by the sound of their surname.
    blocks: Vec<Vec<(Name, u32)>>,
    /// Groups and speaking texts.
    others: Vec<u32>,
    /// Those without a name.
    alone: Vec<u32>,
}

fn sort(context: &Context<'_>, entries: &[Entry<'_>]) -> Sorted {
    let mut blocks: BTreeMap<String, Vec<(Name, u32)>> = BTreeMap::new();
    let mut known: BTreeSet<(Given, String)> = BTreeSet::new();
    let mut unsure = Vec::new();
    let (mut others, mut alone) = (Vec::new(), Vec::new());
    for (entry, number) in entries.iter().zip(0..) {
        let name = || Name::of(context.resources, &entry.entity.name);
        match (entry.entity.named, entry.entity.kind) {
            (true, EntityKind::Person) => match name() {
                Some(name) => {
                    if name.is_full() {
                        known.insert((name.given.clone(), name.last.clone()));
                    }
                    blocks
                        .entry(name.sound.clone())
                        .or_default()
                        .push((name, number));
                }
                None => alone.push(number),
            },
            (true, EntityKind::Unknown | EntityKind::Group) => unsure.push((name(), number)),
            (true, _) => others.push(number),
            (false, _) => alone.push(number),
        }
    }
    // What one report does not know to be a person's name is one where others say so, or where it
    // has the shape of no other: "ILSE MARSK" in capitals, "Joran Hald Jr.".
    for (name, number) in unsure {
        let is_person =
            |it: &Name| it.is_persons() || known.contains(&(it.given.clone(), it.last.clone()));
        match name.filter(|it| it.is_full() && is_person(it)) {
            Some(name) => blocks
                .entry(name.sound.clone())
                .or_default()
                .push((name, number)),
            None => others.push(number),
        }
    }
    others.sort_unstable();
    Sorted {
        blocks: blocks.into_values().collect(),
        others,
        alone,
    }
}

#[cfg(test)]
mod tests;
