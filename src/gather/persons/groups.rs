//! Groups and speaking texts: by name, with the initials that documents give a name.

use std::collections::BTreeMap;

use super::super::names;
use super::super::words::{fold, key};
use super::Set;
use super::context::Context;
use super::entry::Entry;
use super::link::Link;
use crate::model::EntityKind;

/// How likely it is that one name is one group, in thousandths: by judgement.
const SAME_NAME: u16 = 950;

/// How likely it is that initials that a document explains are its group elsewhere.
const INITIALS: u16 = 850;

/// Parts groups and texts by name. A title ("the report") is one text within a story only.
pub(super) fn groups(context: &Context<'_>, entries: &[Entry<'_>], numbers: &[u32]) -> Vec<Set> {
    let mut by_name: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    let mut long: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for &number in numbers {
        let Some(entry) = entries.get(number as usize) else {
            continue;
        };
        let entity = entry.entity;
        if entity.kind == EntityKind::Document {
            let story = context.story(entry.document);
            let name = key(&format!("text {} {story}", fold(&entity.name)));
            by_name.entry(name).or_default().push(number);
            continue;
        }
        let name = names::group(context.resources, &entity.name);
        by_name.entry(name).or_default().push(number);
        for short in entity
            .aliases
            .iter()
            .filter(|it| is_short_for(it, &entity.name))
        {
            let short = names::group(context.resources, short);
            let names = long.entry(short).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for (short, names) in long {
        // Initials that documents give to two groups are neither's where nothing is explained.
        let [name] = names.as_slice() else { continue };
        if *name != short
            && let Some(taken) = by_name.remove(&short)
        {
            by_name.entry(*name).or_default().extend(taken);
        }
    }
    by_name
        .into_values()
        .map(|set| explained(entries, set))
        .collect()
}

/// Whether a name is the initials of a longer one: "CPA" of "Corran Press Agency".
fn is_short_for(short: &str, long: &str) -> bool {
    let words = long
        .split_whitespace()
        .filter(|it| it.starts_with(char::is_uppercase));
    let initials: String = words.filter_map(|it| it.chars().next()).collect();
    let short: String = short.chars().filter(|it| *it != '.').collect();
    initials.chars().count() > 1 && short == initials
}

/// The set with a reason for each of its names but the first.
fn explained(entries: &[Entry<'_>], mut numbers: Vec<u32>) -> Set {
    numbers.sort_unstable();
    let mut seen: Vec<&str> = Vec::new();
    let mut links = Vec::new();
    let name = |number: &u32| {
        entries
            .get(*number as usize)
            .map(|it| it.entity.name.as_str())
    };
    let first = numbers.first().and_then(name).unwrap_or("");
    let mut documents = 0;
    for number in &numbers {
        let Some(name) = name(number) else { continue };
        documents += 1;
        if documents > 1 && !seen.contains(&name) && seen.len() < 32 {
            let initials = is_short_for(name, first) || is_short_for(first, name);
            links.push(match initials {
                true => Link::of(*number, INITIALS, format!("initials of {first}")),
                false => Link::of(*number, SAME_NAME, "same name".to_owned()),
            });
            seen.push(name);
        }
    }
    Set {
        links,
        ..Set::of(numbers)
    }
}
