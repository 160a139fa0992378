//! What tells whether two documents may mean one person by one name: story, day, company.

use rustc_hash::FxHashMap;

use super::super::fixed::log2;
use super::super::names;
use super::super::words::key;
use super::name::Name;
use crate::model::{Analysed, Entity, EntityKind, Story};
use crate::resources::Resources;

/// Documents that are taken to stand beside every set, so that a small set still tells rare
/// company from frequent.
const BACKGROUND: u64 = 512;

/// The most that one shared name tells.
const MOST_RARE: u64 = 8;

/// How many names of one document are looked at.
const NAMED: usize = 64;

/// Somebody or something that a document names beside the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Companion {
    /// The key of the name.
    pub key: u64,
    /// The key of a person's surname by its sound; 0 for others.
    pub sound: u64,
}

/// What is known of each document, by number.
pub(super) struct Context<'a> {
    /// The word lists.
    pub resources: &'a Resources,
    story: Vec<Option<u32>>,
    days: Vec<Option<i32>>,
    company: Vec<Vec<Companion>>,
    /// How much a shared name tells, and the name as it is shown.
    rarity: FxHashMap<u64, (u8, &'a str)>,
}

impl<'a> Context<'a> {
    /// Looks at all documents once.
    pub(super) fn of(
        resources: &'a Resources,
        documents: &[&'a Analysed],
        stories: &[Story],
    ) -> Context<'a> {
        let number: FxHashMap<_, usize> = documents
            .iter()
            .enumerate()
            .map(|(number, analysed)| (analysed.document.id, number))
            .collect();
        let mut story = vec![None; documents.len()];
        for (it, at) in stories.iter().zip(0..) {
            for id in &it.documents {
                let place = number.get(id).and_then(|number| story.get_mut(*number));
                if let Some(place) = place {
                    *place = Some(at);
                }
            }
        }
        let mut company = Vec::with_capacity(documents.len());
        let mut counts: FxHashMap<u64, (u32, &'a str)> = FxHashMap::default();
        for analysed in documents {
            let named = analysed.analysis.entities.iter().filter(|it| it.named);
            let mut found: Vec<(Companion, &'a str)> = named
                .take(NAMED)
                .filter_map(|it| Some((companion(resources, it)?, it.name.as_str())))
                .collect();
            found.sort_unstable();
            found.dedup_by_key(|it| it.0.key);
            for (companion, name) in &found {
                let known = counts.entry(companion.key).or_insert((0, name));
                // The spelling shown must not depend on the order of documents.
                *known = (known.0 + 1, known.1.min(name));
            }
            company.push(found.into_iter().map(|it| it.0).collect());
        }
        let size = (documents.len() as u64).next_power_of_two() + BACKGROUND;
        let rarity = counts.into_iter().map(|(key, (count, name))| {
            let rare = log2(size).saturating_sub(log2(u64::from(count) + 1)) / log2(2).max(1);
            (key, (rare.min(MOST_RARE) as u8, name))
        });
        let day = |analysed: &&Analysed| {
            let published = analysed.document.published;
            published.map(|it| it.date.day_range().0)
        };
        Context {
            resources,
            story,
            days: documents.iter().map(day).collect(),
            company,
            rarity: rarity.collect(),
        }
    }

    /// The story of a document; a number of its own where it is in none.
    pub(super) fn story(&self, document: u32) -> u32 {
        let story = self.story.get(document as usize).copied().flatten();
        story.unwrap_or(u32::MAX - document)
    }

    /// The day of publishing, where one is known.
    pub(super) fn day(&self, document: u32) -> Option<i32> {
        self.days.get(document as usize).copied().flatten()
    }

    /// Who else is named there.
    pub(super) fn company(&self, document: u32) -> &[Companion] {
        let company = self.company.get(document as usize);
        company.map_or(&[], Vec::as_slice)
    }

    /// How much it tells that two documents name the same, and whom.
    pub(super) fn rarity(&self, key: u64) -> (u8, &'a str) {
        self.rarity.get(&key).copied().unwrap_or_default()
    }
}

/// The key of somebody or something whose company tells who is meant: persons by full name, groups
/// and places that are neither countries nor media.
fn companion(resources: &Resources, entity: &Entity) -> Option<Companion> {
    match entity.kind {
        EntityKind::Person => {
            let name = Name::of(resources, &entity.name).filter(Name::is_full)?;
            Some(Companion {
                key: key(&format!("person {:?} {}", name.given, name.last)),
                sound: key(&name.sound),
            })
        }
        EntityKind::Group | EntityKind::Place | EntityKind::Unknown => {
            let everywhere = names::is_everywhere(resources, &entity.name);
            (!everywhere).then(|| Companion {
                key: names::group(resources, &entity.name),
                sound: 0,
            })
        }
        EntityKind::Document => None,
    }
}
