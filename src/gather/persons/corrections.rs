//! Corrections by hand: what a person says about who is who goes before everything else.
//!
//! A correction names people by documents and the names used there, so that it holds whatever is
//! added, removed or read again; what it names and the set lacks waits. Later ones go before
//! earlier ones. Of a split, reports that the correction does not list go to the side they share
//! more with: its story, its company.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::words::fold;
use super::Set;
use super::context::Context;
use super::entry::Entry;
use super::link::Link;
use super::name::{Agreement, Name};
use crate::model::{Anchor, Correction, CorrectionKind, DocumentId};

/// What a person says is taken to be so.
const BY_HAND: u16 = 1000;

/// What a shared story weighs against one shared name of the company.
const STORY: usize = 8;

/// The most that shared company weighs.
const COMPANY: usize = 4;

/// Applies corrections, in their order.
pub(super) fn apply(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    corrections: &[Correction],
    sets: &mut Vec<Set>,
) {
    if corrections.is_empty() {
        return;
    }
    let places = Places::of(entries, corrections);
    for correction in corrections {
        let find = |anchors: &[Anchor]| -> Vec<u32> {
            let found = anchors.iter();
            let found = found.filter_map(|it| places.find(context, entries, it));
            found.collect()
        };
        let (these, those) = (find(&correction.these), find(&correction.those));
        match correction.kind {
            CorrectionKind::Merge => merge(sets, correction, &these, &those),
            CorrectionKind::Split => split(context, entries, sets, correction, &these, &those),
            CorrectionKind::JoinStories | CorrectionKind::PartStories => {}
        }
    }
    sets.retain(|it| !it.entries.is_empty());
}

/// The entities of the documents that corrections name.
struct Places {
    of_document: FxHashMap<DocumentId, Vec<u32>>,
}

impl Places {
    fn of(entries: &[Entry<'_>], corrections: &[Correction]) -> Places {
        let sides = corrections.iter().flat_map(|it| [&it.these, &it.those]);
        let mut of_document: FxHashMap<DocumentId, Vec<u32>> = sides
            .flatten()
            .map(|it| (it.document, Vec::new()))
            .collect();
        for (entry, number) in entries.iter().zip(0..) {
            if let Some(numbers) = of_document.get_mut(&entry.member.document) {
                numbers.push(number);
            }
        }
        Places { of_document }
    }

    /// The entity by its name, by one of its other names, or else the only one whose name agrees: a
    /// later reading may have found another form of it.
    fn find(&self, context: &Context<'_>, entries: &[Entry<'_>], anchor: &Anchor) -> Option<u32> {
        let numbers = self.of_document.get(&anchor.document)?;
        let entity = |number: &u32| entries.get(*number as usize).map(|it| it.entity);
        let wanted = fold(&anchor.name);
        let by_name = |number: &&u32| entity(number).is_some_and(|it| fold(&it.name) == wanted);
        let by_alias = |number: &&u32| {
            entity(number).is_some_and(|it| it.aliases.iter().any(|name| fold(name) == wanted))
        };
        let found = numbers.iter().find(by_name);
        if let Some(found) = found.or_else(|| numbers.iter().find(by_alias)) {
            return Some(*found);
        }
        let wanted = Name::of(context.resources, &anchor.name)?;
        let mut agreeing = numbers.iter().filter(|number| {
            let name = entity(number).and_then(|it| Name::of(context.resources, &it.name));
            name.is_some_and(|it| it.agrees(&wanted) >= Some(Agreement::Surname))
        });
        let found = agreeing.next()?;
        agreeing.next().is_none().then_some(*found)
    }
}

fn set_of(sets: &[Set], number: u32) -> Option<usize> {
    sets.iter().position(|it| it.entries.contains(&number))
}

/// Joins the people of both sides: of each side, the first that the set has.
fn merge(sets: &mut [Set], correction: &Correction, these: &[u32], those: &[u32]) {
    let (Some(one), Some(other)) = (these.first(), those.first()) else {
        return;
    };
    let (Some(into), Some(from)) = (set_of(sets, *one), set_of(sets, *other)) else {
        return;
    };
    let note = |set: &mut Set| {
        set.links
            .push(Link::of(*other, BY_HAND, why("one person", correction)));
        set.corrections.push(correction.id());
        set.corrections.sort();
        set.corrections.dedup();
    };
    if into != from {
        let taken = sets.get_mut(from).map(std::mem::take);
        if let (Some(taken), Some(into)) = (taken, sets.get_mut(into)) {
            into.take(taken);
        }
    }
    if let Some(into) = sets.get_mut(into) {
        note(into);
    }
}

fn why(what: &str, correction: &Correction) -> String {
    let day = correction.made.get(..10).unwrap_or(&correction.made);
    match correction.reason.as_str() {
        "" => format!("{what}, said by hand on {day}"),
        reason => format!("{what}, said by hand on {day}: {reason}"),
    }
}

/// Parts those of one side from the people that have any of the other.
fn split(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    sets: &mut Vec<Set>,
    correction: &Correction,
    these: &[u32],
    those: &[u32],
) {
    let stay: FxHashSet<u32> = these.iter().copied().collect();
    let go: FxHashSet<u32> = those.iter().copied().collect();
    let mut parted = Set::default();
    for set in sets.iter_mut() {
        let has = |side: &FxHashSet<u32>| set.entries.iter().any(|it| side.contains(it));
        if !has(&go) || (!has(&stay) && !these.is_empty()) {
            continue;
        }
        let (mut kept, mut taken) = (Vec::new(), Vec::new());
        for &number in &set.entries {
            let goes = match (stay.contains(&number), go.contains(&number)) {
                (true, _) => false,
                (_, true) => true,
                _ => near(context, entries, number, those) > near(context, entries, number, these),
            };
            match goes {
                true => taken.push(number),
                false => kept.push(number),
            }
        }
        set.entries = kept;
        let kept: FxHashSet<u32> = set.entries.iter().copied().collect();
        let (own, links) = std::mem::take(&mut set.links)
            .into_iter()
            .partition(|it: &Link| kept.contains(&it.entry));
        set.links = own;
        set.corrections.push(correction.id());
        parted.is_person |= set.is_person;
        parted.entries.extend(taken);
        parted.links.extend(links);
    }
    if let Some(first) = parted.entries.iter().min().copied() {
        let why = why("somebody else", correction);
        parted.links.retain(|it| it.entry != first);
        parted.links.push(Link::of(first, BY_HAND, why));
        parted.corrections.push(correction.id());
        sets.push(parted);
    }
}

/// What an entity shares with one side.
fn near(context: &Context<'_>, entries: &[Entry<'_>], number: u32, side: &[u32]) -> usize {
    let document = |number: &u32| entries.get(*number as usize).map(|it| it.document);
    let Some(own) = document(&number) else {
        return 0;
    };
    let company: FxHashSet<u64> = context.company(own).iter().map(|it| it.key).collect();
    let shared = |other: u32| {
        let story = usize::from(context.story(other) == context.story(own)) * STORY;
        let company = context
            .company(other)
            .iter()
            .filter(|it| company.contains(&it.key));
        story + company.count().min(COMPANY)
    };
    side.iter()
        .filter_map(document)
        .map(shared)
        .max()
        .unwrap_or(0)
}
