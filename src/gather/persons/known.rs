//! People whom a list knows: a source like any other, which gives ids and joins names.
//!
//! Somebody whose name the list has is that person where no other on the list fits as well; two
//! whom the list has under one entry are one ("Ilse Marsk", later "Ilse Okrist").

use std::collections::BTreeMap;

use super::super::names;
use super::Set;
use super::context::Context;
use super::entry::Entry;
use super::link::Link;
use super::name::Name;
use super::profile::{Profile, weigh};
use crate::model::{EntityKind, KnownPerson};

/// How much more must speak for one entry of a list than for the next.
const AHEAD: i32 = 6;

/// How likely it is that a name on a list is that person, where nothing speaks against it.
const LISTED: u16 = 930;

/// Gives sets the ids of known people, and joins sets that one entry names.
pub(super) fn apply(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    known: &[KnownPerson],
    sets: &mut Vec<Set>,
) {
    if known.is_empty() {
        return;
    }
    let list = List::of(context, known);
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut gone = Vec::new();
    for at in 0..sets.len() {
        let Some((person, at_list)) = sets
            .get(at)
            .and_then(|set| list.find(context, entries, set))
            .and_then(|it| Some((known.get(it)?, it)))
        else {
            continue;
        };
        let first = sets.get(at).and_then(|it| it.entries.iter().min().copied());
        let (Some(first), Some(set)) = (first, sets.get_mut(at)) else {
            continue;
        };
        set.ids.extend(person.ids.iter().cloned());
        set.ids.sort();
        set.ids.dedup();
        let why = format!("{} in the list {}", person.name, person.list);
        set.links.push(Link::of(first, LISTED, why));
        match found.get(&at_list) {
            Some(&into) => {
                let taken = std::mem::take(set);
                if let Some(into) = sets.get_mut(into) {
                    into.take(taken);
                }
                gone.push(at);
            }
            None => {
                found.insert(at_list, at);
            }
        }
    }
    for at in gone.into_iter().rev() {
        sets.remove(at);
    }
}

/// The list by the sound of surnames, and by the names of groups.
struct List {
    persons: BTreeMap<String, Vec<usize>>,
    groups: BTreeMap<u64, Vec<usize>>,
    profiles: Vec<Profile>,
}

impl List {
    fn of(context: &Context<'_>, known: &[KnownPerson]) -> List {
        let mut list = List {
            persons: BTreeMap::new(),
            groups: BTreeMap::new(),
            profiles: Vec::new(),
        };
        for (at, person) in known.iter().enumerate() {
            let mut profile = Profile::default();
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                let group = names::group(context.resources, name);
                list.groups.entry(group).or_default().push(at);
                if let Some(name) = Name::of(context.resources, name).filter(Name::is_full) {
                    let persons = list.persons.entry(name.sound.clone()).or_default();
                    if persons.last() != Some(&at) {
                        persons.push(at);
                    }
                    profile.names.push(name);
                }
            }
            for role in &person.roles {
                profile.add_role(context, role);
            }
            list.profiles.push(profile);
        }
        list
    }

    /// The entry that a set is, where it is one.
    fn find(&self, context: &Context<'_>, entries: &[Entry<'_>], set: &Set) -> Option<usize> {
        let first = set.entries.first()?;
        let entity = entries.get(*first as usize)?.entity;
        if !entity.named {
            return None;
        }
        if entity.kind == EntityKind::Group {
            let name = names::group(context.resources, &entity.name);
            return match self.groups.get(&name)?.as_slice() {
                [only] => Some(*only),
                _ => None,
            };
        }
        let name = Name::of(context.resources, &entity.name)?;
        let candidates = self.persons.get(&name.sound)?;
        let mut profile = Profile::default();
        for number in &set.entries {
            let Some(entry) = entries.get(*number as usize) else {
                continue;
            };
            let name = Name::of(context.resources, &entry.entity.name);
            if let Some(name) = name.filter(|it| it.is_full() && !profile.names.contains(it)) {
                profile.names.push(name);
            }
            for role in &entry.entity.roles {
                profile.add_role(context, &role.title);
            }
        }
        let weighed = candidates.iter().filter_map(|at| {
            let theirs = self.profiles.get(*at)?;
            Some((weigh(context, &profile, theirs)?.points, *at))
        });
        let mut weighed: Vec<(i32, usize)> = weighed.filter(|it| it.0 >= 0).collect();
        weighed.sort_by_key(|(points, at)| (std::cmp::Reverse(*points), *at));
        match weighed.as_slice() {
            [only] => Some(only.1),
            [first, next, ..] if first.0 >= next.0 + AHEAD => Some(first.1),
            _ => None,
        }
    }
}
