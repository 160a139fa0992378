//! Which documents may be about one event: pairs near in time that share rare terms.
//!
//! An index from terms to documents finds the pairs; two documents that share only what everybody
//! writes never meet. Documents are numbered by (day, id), those without a date last.

use rayon::prelude::*;

use super::evidence::Evidence;
use super::seasons;
use super::space::{Space, Spread};
use crate::model::Analysed;
use crate::resources::Resources;

/// Two documents that share rare terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// The earlier.
    pub a: u32,
    /// The later.
    pub b: u32,
    /// How close they are, in thousandths: what time leaves of how like their words are.
    pub score: u32,
}

/// A term in more of the documents at hand than this, and in more than one in [`FREQUENT_SHARE`],
/// finds no pair.
const FREQUENT: usize = 100;

/// See [`FREQUENT`].
const FREQUENT_SHARE: usize = 50;

/// So many holders of its terms are looked at for one document, those of its rarest terms first.
const LOOKED_AT: usize = 2000;

/// With so many later documents one is compared, those that share most of its rare terms.
const COMPARED: usize = 48;

/// So many documents are looked at in one go.
const GO: usize = 1024;

/// Reports of one event are published within this many days.
pub(super) const WINDOW: i32 = 20;

/// What is left, in thousandths, of the likeness of two reports so many days apart: the days and one
/// more, to the power of -3/4. Reports of one event are mostly of one day or the next, and what is
/// taken away must grow with likeness, or all that a week has in common is one story.
const LEFT: [u64; WINDOW as usize + 1] = [
    1000, 595, 439, 354, 299, 261, 232, 210, 192, 178, 166, 155, 146, 138, 131, 125, 119, 115, 110,
    106, 102,
];

/// What is left where the days that two reports name are months apart: so little that only one text
/// would still be one story. It decides nothing in the measured collections.
const OTHER_SEASON: u64 = 200;

/// Pairs less alike than this are left out.
const FLOOR: u64 = 12;

/// The day of publishing of each document, where it is known.
fn days(documents: &[&Analysed]) -> Vec<Option<i32>> {
    documents
        .iter()
        .map(|analysed| {
            let (first, last) = analysed.document.published?.date.day_range();
            (first == last).then_some(first)
        })
        .collect()
}

/// When documents were written, as far as it can be told.
#[derive(Debug, Default)]
pub(super) struct When {
    /// The day of publishing of each document, where it is known.
    days: Vec<Option<i32>>,
    /// The days of the year that each names; empty where no document lacks a date.
    seasons: Vec<Vec<i32>>,
    /// For each document, the number of the first later one that is too far from it in time.
    ends: Vec<u32>,
    /// The documents whose day is not known, in order.
    undated: Vec<u32>,
}

/// Tells when documents were written.
pub(super) fn when(resources: &Resources, documents: &[&Analysed]) -> When {
    let days = days(documents);
    let seasons = if days.iter().all(Option::is_some) {
        Vec::new()
    } else {
        documents
            .par_iter()
            .map(|analysed| seasons::days(resources, analysed))
            .collect()
    };
    let undated = (0..)
        .zip(&days)
        .filter_map(|(document, day)| day.is_none().then_some(document));
    When {
        ends: ends(&days),
        undated: undated.collect(),
        days,
        seasons,
    }
}

/// For each document, the first later one from which on all that have a day are too far from it.
fn ends(days: &[Option<i32>]) -> Vec<u32> {
    // Documents whose day is not known stand among the others, where they are known by month.
    let mut last = i32::MIN;
    let reached: Vec<i32> = days
        .iter()
        .map(|day| {
            last = day.map_or(last, |day| day.max(last));
            last
        })
        .collect();
    days.iter()
        .map(|day| match day {
            Some(day) => reached.partition_point(|it| *it <= day.saturating_add(WINDOW)) as u32,
            None => days.len() as u32,
        })
        .collect()
}

impl When {
    fn day(&self, document: u32) -> Option<i32> {
        self.days.get(document as usize).copied().flatten()
    }

    /// The number of the first later document that is too far from `a` in time.
    fn end(&self, a: u32) -> u32 {
        self.ends.get(a as usize).map_or(a, |end| (*end).max(a))
    }

    /// How many documents from `first` on have no known day.
    fn undated_from(&self, first: u32) -> usize {
        self.undated.len() - self.undated.partition_point(|it| *it < first)
    }

    /// What time leaves of the likeness of two documents, in thousandths.
    fn left(&self, a: u32, b: u32) -> u64 {
        if let (Some(a), Some(b)) = (self.day(a), self.day(b)) {
            return LEFT.get(a.abs_diff(b) as usize).copied().unwrap_or(0);
        }
        let seasons = |it: u32| self.seasons.get(it as usize).map_or(&[][..], Vec::as_slice);
        match seasons::are_apart(seasons(a), seasons(b)) {
            true => OTHER_SEASON,
            false => 1000,
        }
    }
}

/// Finds the pairs.
pub(super) fn edges(evidence: &Evidence<'_>, when: &When) -> Vec<Edge> {
    let spaces = [&evidence.about, &evidence.said];
    let indexes = spaces.map(|space| Index::of(space, when));
    let size = evidence.about.vectors.len() as u32;
    let goes: Vec<u32> = (0..size).step_by(GO).collect();
    let found: Vec<Vec<Edge>> = goes
        .into_par_iter()
        .map(|first| {
            let mut shared = vec![0; size as usize];
            let mut spread = spaces.map(Spread::new);
            let mut edges = Vec::new();
            for a in first..size.min(first + GO as u32) {
                let met = met(&indexes, when, a, &mut shared);
                evidence.spread(a, &mut spread, true);
                let edge = |b| {
                    let likeness = evidence.likeness_to(&spread, b);
                    let score = likeness * when.left(a, b) / 1000;
                    let score = (score >= FLOOR).then_some(score as u32)?;
                    Some(Edge { a, b, score })
                };
                edges.extend(met.into_iter().filter_map(edge));
                evidence.spread(a, &mut spread, false);
            }
            edges
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// A document and how much a term weighs in it.
type Holder = (u32, u32);

/// For each term, the documents that have it.
struct Index<'s> {
    space: &'s Space<'s>,
    /// All of them, in order.
    holders: Vec<Vec<Holder>>,
    /// Those whose day is not known, in order.
    undated: Vec<Vec<Holder>>,
}

impl<'s> Index<'s> {
    fn of(space: &'s Space<'s>, when: &When) -> Index<'s> {
        let mut holders: Vec<Vec<Holder>> = vec![Vec::new(); space.frequency.len()];
        let mut undated = holders.clone();
        for (vector, document) in space.vectors.iter().zip(0..) {
            let lists = match when.day(document) {
                Some(_) => [Some(&mut holders), None],
                None => [Some(&mut holders), Some(&mut undated)],
            };
            for lists in lists.into_iter().flatten() {
                for &(term, weight) in &vector.weights {
                    let rare = space.frequency.get(term as usize).is_some_and(|it| *it > 1);
                    if let Some(list) = lists.get_mut(term as usize).filter(|_| rare) {
                        list.push((document, weight));
                    }
                }
            }
        }
        Index {
            space,
            holders,
            undated,
        }
    }

    /// For each term of document `a`, its weight and the later documents that have it too and are near
    /// in time: those before `end`, and those from there on whose day is not known.
    fn near(&self, a: u32, end: u32) -> Vec<(u32, [&[Holder]; 2])> {
        let vector = self.space.vectors.get(a as usize);
        let weights = vector.map_or(&[][..], |it| it.weights.as_slice());
        weights
            .iter()
            .map(|&(term, weight)| {
                let near = part(&self.holders, term, a + 1, end);
                (weight, [near, part(&self.undated, term, end, u32::MAX)])
            })
            .collect()
    }
}

/// The holders of a term from `first` on and before `end`.
fn part(lists: &[Vec<Holder>], term: u32, first: u32, end: u32) -> &[Holder] {
    let list = lists.get(term as usize).map_or(&[][..], Vec::as_slice);
    let place = |at: u32| list.partition_point(|holder| holder.0 < at);
    list.get(place(first)..place(end)).unwrap_or(&[])
}

/// The later documents that share most of the rare terms of document `a`, in order; `shared` is all
/// zero before and after.
fn met(indexes: &[Index<'_>], when: &When, a: u32, shared: &mut [u64]) -> Vec<u32> {
    let end = when.end(a);
    let at_hand = (end - a) as usize + when.undated_from(end);
    let most = FREQUENT.max(at_hand / FREQUENT_SHARE);
    let mut met: Vec<u32> = Vec::new();
    for index in indexes {
        let mut terms = index.near(a, end);
        let holders = |lists: &[&[Holder]; 2]| lists.iter().map(|it| it.len()).sum::<usize>();
        terms.sort_by_key(|(_, lists)| holders(lists));
        let mut left = LOOKED_AT;
        for (weight, lists) in terms {
            let count = holders(&lists);
            if count > left.min(most) {
                break;
            }
            left -= count;
            for &(b, theirs) in lists.into_iter().flatten() {
                if let Some(shared) = shared.get_mut(b as usize) {
                    if *shared == 0 {
                        met.push(b);
                    }
                    *shared += u64::from(weight) * u64::from(theirs) + 1;
                }
            }
        }
    }
    if met.len() > COMPARED {
        let key =
            |b: &u32| std::cmp::Reverse((shared.get(*b as usize).copied(), std::cmp::Reverse(*b)));
        met.select_nth_unstable_by_key(COMPARED, key);
        for &b in met.get(COMPARED..).unwrap_or(&[]) {
            if let Some(shared) = shared.get_mut(b as usize) {
                *shared = 0;
            }
        }
        met.truncate(COMPARED);
    }
    met.sort_unstable();
    for &b in &met {
        if let Some(shared) = shared.get_mut(b as usize) {
            *shared = 0;
        }
    }
    met
}
