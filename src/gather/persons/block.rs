//! The people of one surname: who of those whom reports name by it is who.
//!
//! Reports of one story that use one name mean one person. These small groups are joined, those
//! with a full name and a role first: each goes to the person for whom most speaks, or is somebody
//! new where less speaks for all than against. Initials and bare surnames come last, and stay alone
//! where they may be one of two. Only names of the same sound are ever compared, so the cost is that
//! of each surname by itself.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Set;
use super::context::Context;
use super::entry::Entry;
use super::link::Link;
use super::name::{Given, Name};
use super::profile::{Profile, Weighed, weigh};

/// Less than even odds are not enough.
const ENOUGH: i32 = 0;
/// What must speak for two people that were told apart before to be one.
const MERGED: i32 = 6;
/// What must speak for a bare surname to be somebody in particular.
const SHORT: i32 = 4;
/// How much more must speak for one than for the next, where a name is short.
const AHEAD: i32 = 6;
/// Or in this many times as many documents one must be named as the next.
const PROMINENT: usize = 3;
/// With how many people of one surname a short name is compared, those most named first.
const COMPARED: usize = 64;

/// The reports of one story that use one name.
struct Node {
    entries: Vec<u32>,
    profile: Profile,
    pass: Pass,
}

/// The order in which names are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pass {
    Described,
    Full,
    Initial,
    Surname,
}

/// Somebody, while it is found out who is meant.
struct Somebody {
    set: Set,
    profile: Profile,
}

/// Parts the entities that share a surname's sound into people.
pub(super) fn people(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    block: Vec<(Name, u32)>,
) -> Vec<Set> {
    let mut nodes = nodes(context, entries, block);
    nodes.sort_by_key(|it| (it.pass, it.profile.first_day(), it.entries.first().copied()));
    let split = nodes.partition_point(|it| it.pass < Pass::Initial);
    let short = nodes.split_off(split);
    let mut people = full(context, nodes);
    merge(context, &mut people);
    let index = Index::of(&people);
    let mut alone = Vec::new();
    for node in short {
        match meant(context, &people, &index, &node) {
            Some((at, weighed)) => join(context, &mut people, at, node, weighed),
            None => alone.push(node),
        }
    }
    // Short names that are nobody's so far may be one another's.
    let known = people.len();
    for node in alone {
        match best(
            context,
            &people,
            (known..people.len()).take(COMPARED),
            &node,
        ) {
            Some((at, weighed)) if weighed.points >= SHORT => {
                join(context, &mut people, at, node, weighed);
            }
            _ => people.push(Somebody::of(node)),
        }
    }
    people.into_iter().map(|it| it.set).collect()
}

impl Somebody {
    fn of(node: Node) -> Somebody {
        Somebody {
            set: Set::of(node.entries),
            profile: node.profile,
        }
    }
}

/// Entities by story and name.
fn nodes(context: &Context<'_>, entries: &[Entry<'_>], block: Vec<(Name, u32)>) -> Vec<Node> {
    let mut nodes: BTreeMap<(Name, u32), Node> = BTreeMap::new();
    for (name, number) in block {
        let Some(entry) = entries.get(number as usize) else {
            continue;
        };
        let profile = Profile::of(context, entry, name.clone());
        let pass = match &name.given {
            Given::None => Pass::Surname,
            Given::Initial(_) => Pass::Initial,
            Given::Full(..) => Pass::Full,
        };
        let key = (name, context.story(entry.document));
        match nodes.get_mut(&key) {
            Some(node) => {
                node.entries.push(number);
                node.profile.add(&profile);
            }
            None => {
                let entries = vec![number];
                nodes.insert(
                    key,
                    Node {
                        entries,
                        profile,
                        pass,
                    },
                );
            }
        }
    }
    let mut nodes: Vec<Node> = nodes.into_values().collect();
    for node in &mut nodes {
        if node.pass == Pass::Full && node.profile.has_roles() {
            node.pass = Pass::Described;
        }
    }
    nodes
}

/// Joins full names: only those whose given names sound alike are compared.
fn full(context: &Context<'_>, nodes: Vec<Node>) -> Vec<Somebody> {
    let mut people: Vec<Somebody> = Vec::new();
    let mut by_given: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for node in nodes {
        let given = node.profile.names.first().map(Name::given_sound);
        let same = by_given.entry(given.unwrap_or_default()).or_default();
        let candidates = same.iter().copied().take(COMPARED);
        match best(context, &people, candidates, &node) {
            Some((at, weighed)) if weighed.points >= ENOUGH => {
                join(context, &mut people, at, node, weighed);
            }
            _ => {
                same.push(people.len());
                people.push(Somebody::of(node));
            }
        }
    }
    people
}

/// Joins people who were told apart before all was known of them.
fn merge(context: &Context<'_>, people: &mut Vec<Somebody>) {
    let mut by_given: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, it) in people.iter().enumerate() {
        let given = it.profile.names.first().map(Name::given_sound);
        by_given
            .entry(given.unwrap_or_default())
            .or_default()
            .push(at);
    }
    let mut gone = Vec::new();
    for same in by_given.into_values().filter(|it| it.len() > 1) {
        let mut kept: Vec<usize> = Vec::new();
        for at in same.into_iter().take(COMPARED) {
            let found = kept.iter().find_map(|&to| {
                let weighed = weigh(context, &people.get(at)?.profile, &people.get(to)?.profile)?;
                (weighed.points >= MERGED).then_some((to, weighed))
            });
            let Some((to, weighed)) = found else {
                kept.push(at);
                continue;
            };
            let taken = people
                .get_mut(at)
                .map(|it| (std::mem::take(&mut it.set), std::mem::take(&mut it.profile)));
            if let (Some((mut set, profile)), Some(into)) = (taken, people.get_mut(to)) {
                if let Some(first) = set.entries.iter().min() {
                    let why = weighed.why(context);
                    set.links.push(Link::of(*first, weighed.confidence(), why));
                }
                into.set.take(set);
                into.profile.add(&profile);
            }
            gone.push(at);
        }
    }
    gone.sort_unstable();
    for at in gone.into_iter().rev() {
        people.remove(at);
    }
}

fn join(context: &Context<'_>, people: &mut [Somebody], at: usize, node: Node, weighed: Weighed) {
    let Some(into) = people.get_mut(at) else {
        return;
    };
    if let Some(first) = node.entries.iter().min() {
        let why = weighed.why(context);
        into.set
            .links
            .push(Link::of(*first, weighed.confidence(), why));
    }
    into.set.entries.extend(node.entries);
    into.profile.add(&node.profile);
}

/// The one for whom most speaks; of equal ones the one in most documents, then the earlier.
fn best(
    context: &Context<'_>,
    people: &[Somebody],
    candidates: impl Iterator<Item = usize>,
    node: &Node,
) -> Option<(usize, Weighed)> {
    let weighed = candidates.filter_map(|at| {
        let somebody = people.get(at)?;
        let weighed = weigh(context, &node.profile, &somebody.profile)?;
        Some((at, somebody.profile.documents.len(), weighed))
    });
    let best =
        weighed.max_by_key(|(at, size, weighed)| (weighed.points, *size, std::cmp::Reverse(*at)));
    best.map(|(at, _, weighed)| (at, weighed))
}

/// Where to look for the person whom a short name means.
struct Index {
    by_story: FxHashMap<u32, Vec<usize>>,
    most_named: Vec<usize>,
}

impl Index {
    fn of(people: &[Somebody]) -> Index {
        let mut by_story: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, somebody) in people.iter().enumerate() {
            for story in somebody.profile.stories_in_order() {
                by_story.entry(story).or_default().push(at);
            }
        }
        let mut most_named: Vec<usize> = (0..people.len()).collect();
        let size = |at: &usize| people.get(*at).map_or(0, |it| it.profile.documents.len());
        most_named.sort_by_key(|at| (std::cmp::Reverse(size(at)), *at));
        most_named.truncate(COMPARED);
        Index {
            by_story,
            most_named,
        }
    }
}

/// Whom a short name means: of the people of its story, else of all, the only one for whom enough
/// speaks, or far more than for the next.
fn meant(
    context: &Context<'_>,
    people: &[Somebody],
    index: &Index,
    node: &Node,
) -> Option<(usize, Weighed)> {
    let story = node.profile.stories_in_order();
    let mut candidates: Vec<usize> = story
        .iter()
        .filter_map(|story| index.by_story.get(story))
        .flatten()
        .copied()
        .take(COMPARED)
        .chain(index.most_named.iter().copied())
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let weighed = candidates.into_iter().filter_map(|at| {
        let somebody = people.get(at)?;
        let weighed = weigh(context, &node.profile, &somebody.profile)?;
        (weighed.points >= SHORT).then_some((at, somebody.profile.documents.len(), weighed))
    });
    let mut fitting: Vec<(usize, usize, Weighed)> = weighed.collect();
    fitting.sort_by_key(|(at, size, weighed)| (std::cmp::Reverse((weighed.points, *size)), *at));
    let next = fitting
        .get(1)
        .map(|(_, size, weighed)| (weighed.points, *size));
    let (at, size, weighed) = fitting.into_iter().next()?;
    let is_ahead = next.is_none_or(|(points, theirs)| {
        weighed.points >= points + AHEAD || size >= PROMINENT * theirs
    });
    is_ahead.then_some((at, weighed))
}
