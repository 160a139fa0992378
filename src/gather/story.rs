//! The reports of one event to a story: its name, the texts that it prints, the reason for each join.

use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::Views;
use super::regroup::ByHand;
use super::{order, wording};
use crate::model::{Analysed, Date, DocumentId, Family, Join, Story, StoryId};

/// The most members that a joining document is compared with.
const COMPARED: usize = 64;

/// A document of a story.
#[derive(Clone, Copy)]
pub(super) struct Member<'v, 'a> {
    /// Its number.
    pub number: u32,
    /// The document.
    pub analysed: &'a Analysed,
    /// What it is told by.
    pub views: &'v Views<'a>,
}

/// Which documents print one text, by number.
#[derive(Debug, Default)]
pub(super) struct Copied {
    /// The family of each that has one.
    family: FxHashMap<u32, u32>,
    /// The origins of families.
    origins: FxHashSet<u32>,
}

impl Copied {
    /// Looks families up by the numbers of their documents.
    pub(super) fn of(families: &[Family], number: &FxHashMap<DocumentId, u32>) -> Copied {
        let mut copied = Copied::default();
        for (family, at) in families.iter().zip(0..) {
            let numbers = family.documents.iter().filter_map(|id| number.get(id));
            copied.family.extend(numbers.map(|&it| (it, at)));
            let origin = family.origin.and_then(|id| number.get(&id));
            copied.origins.extend(origin);
        }
        copied
    }
}

/// Makes a story of documents, which come in order.
pub(super) fn story(members: &[Member<'_, '_>], copied: &Copied, hand: &ByHand) -> Option<Story> {
    let id = |member: &Member<'_, '_>| member.analysed.document.id;
    let earliest = id(members.first()?);
    let origins = origins(members, copied);
    let ids = |members: &[Member<'_, '_>]| members.iter().map(id).collect();
    let dates: Vec<Date> = members
        .iter()
        .filter_map(|it| Some(it.analysed.document.published?.date))
        .map(|date| Date { time: None, ..date })
        .collect();
    Some(Story {
        id: StoryId::of(earliest),
        representative: id(&representative(&origins)?),
        first: dates.iter().min().copied(),
        last: dates
            .iter()
            .max_by_key(|date| (date.day_range().1, **date))
            .copied(),
        origins: origins.iter().map(|it| ids(it)).collect(),
        joins: joins(members, hand),
        documents: ids(members),
        linked: Vec::new(),
    })
}

/// The document whose headline names a story: of the text that most outlets print, since each reprint
/// chose it; of equal ones, the headline that says most of what those of other origins say, then the
/// earlier. An origin goes before its copies.
fn representative<'v, 'a>(origins: &[Vec<Member<'v, 'a>>]) -> Option<Member<'v, 'a>> {
    let has_headline = |it: &Member<'_, '_>| it.analysed.document.headline.is_some();
    let compared = origins.get(..COMPARED.min(origins.len()))?;
    let heads: Vec<(Member<'v, 'a>, usize)> = compared
        .iter()
        .filter_map(|list| Some((list.iter().copied().find(has_headline)?, list.len())))
        .collect();
    let score = |member: &Member<'_, '_>| -> u64 {
        let others = heads.iter().filter(|it| it.0.number != member.number);
        let own = &member.views.about;
        others
            .map(|(other, _)| own.headline_likeness(&other.views.about))
            .sum()
    };
    let best = heads
        .iter()
        .zip(0..)
        .max_by_key(|&((head, prints), at)| (prints, score(head), std::cmp::Reverse::<u32>(at)));
    match best {
        Some(((head, _), _)) => Some(*head),
        None => origins.first()?.first().copied(),
    }
}

/// The members of a story by whose text they print, in order of publishing, the origin of each text
/// first.
fn origins<'v, 'a>(members: &[Member<'v, 'a>], copied: &Copied) -> Vec<Vec<Member<'v, 'a>>> {
    let mut sorted = members.to_vec();
    sorted.sort_by_key(|it| order::moment(&it.analysed.document));
    let mut lists: Vec<Vec<Member<'v, 'a>>> = Vec::new();
    let mut list_of: FxHashMap<u32, usize> = FxHashMap::default();
    for member in sorted {
        let family = copied.family.get(&member.number);
        let known = family.and_then(|family| list_of.get(family).copied());
        match known.and_then(|at| lists.get_mut(at)) {
            Some(list) => list.push(member),
            None => {
                list_of.extend(family.map(|family| (*family, lists.len())));
                lists.push(vec![member]);
            }
        }
    }
    for list in &mut lists {
        if let Some(at) = list
            .iter()
            .position(|it| copied.origins.contains(&it.number))
            && let Some(head) = list.get_mut(..=at)
        {
            head.rotate_right(1);
        }
    }
    lists
}

/// Why each document but the first belongs to its story.
fn joins(members: &[Member<'_, '_>], hand: &ByHand) -> Vec<Join> {
    let join = |member: &Member<'_, '_>| -> Option<Join> {
        let (to, score) = members
            .get(..COMPARED.min(members.len()))?
            .iter()
            .filter(|other| other.number != member.number)
            .map(|other| (other, member.views.likeness(other.views)))
            .max_by_key(|(other, score)| (*score, std::cmp::Reverse(other.number)))?;
        Some(Join {
            document: member.analysed.document.id,
            to: to.analysed.document.id,
            score: score.min(1000) as u16,
            why: match hand.get(&member.number) {
                Some(why) => why.clone(),
                None => wording::join((member.analysed, member.views), (to.analysed, to.views)),
            },
        })
    };
    members.iter().skip(1).filter_map(join).collect()
}
