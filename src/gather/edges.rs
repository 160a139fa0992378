//! Which documents may be about one event: pairs near in time that share rare terms.
//!
//! An index from terms to documents finds the pairs; two documents that share only what everybody
//! writes never meet. Documents are numbered by (day, id), those without a date last.

use rayon::prelude::*;

use super::evidence::Evidence;
use super::seasons;
use super::space::Space;
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

/// A term in more documents than this, and in more than one in [`FREQUENT_SHARE`], finds no pair.
const FREQUENT: usize = 100;

/// See [`FREQUENT`].
const FREQUENT_SHARE: usize = 50;

/// Reports of one event are published within this many days.
pub(super) const WINDOW: i32 = 20;

/// What is left, in thousandths, of the likeness of two reports so many days apart: the days and one
/// more, to the power of -3/4. Reports of one event are mostly of one day or the next, and what is
/// taken away must grow with likeness, or all that a week has in common is one story.
const LEFT: [u64; WINDOW as usize + 1] = [
    1000, 595, 439, 354, 299, 261, 232, 210, 192, 178, 166, 155, 146, 138, 131, 125, 119, 115, 110,
    106, 102,
];

/// What is left where the days that two reports name are months apart.
const OTHER_SEASON: u64 = 400;

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
    When { days, seasons }
}

impl When {
    fn day(&self, document: u32) -> Option<i32> {
        self.days.get(document as usize).copied().flatten()
    }

    /// Whether two documents are too far apart to be about one event.
    fn are_far(&self, a: u32, b: u32) -> bool {
        self.day(a)
            .zip(self.day(b))
            .is_some_and(|(a, b)| a.abs_diff(b) > WINDOW as u32)
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
    let spaces = [&evidence.about, &evidence.said].map(|space| (space, postings(space)));
    let size = evidence.about.vectors.len();
    let found: Vec<Vec<Edge>> = (0..size as u32)
        .into_par_iter()
        .map_init(
            || vec![false; size],
            |seen, a| {
                let met = met(&spaces, when, a, seen);
                met.into_iter()
                    .filter_map(|b| edge(evidence, when, a, b))
                    .collect()
            },
        )
        .collect();
    found.into_iter().flatten().collect()
}

/// For each term that is not frequent, the documents that have it.
fn postings(space: &Space<'_>) -> Vec<Vec<u32>> {
    let most = FREQUENT.max(space.vectors.len() / FREQUENT_SHARE) as u32;
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); space.frequency.len()];
    for (document, vector) in space.vectors.iter().enumerate() {
        for &(term, _) in &vector.weights {
            let rare = space
                .frequency
                .get(term as usize)
                .is_some_and(|count| (2..=most).contains(count));
            if let Some(posting) = postings.get_mut(term as usize).filter(|_| rare) {
                posting.push(document as u32);
            }
        }
    }
    postings
}

/// The later documents that share a rare term with document `a`, in order; `seen` is all false
/// before and after.
fn met(spaces: &[(&Space<'_>, Vec<Vec<u32>>)], when: &When, a: u32, seen: &mut [bool]) -> Vec<u32> {
    let mut met: Vec<u32> = Vec::new();
    for (space, postings) in spaces {
        let Some(vector) = space.vectors.get(a as usize) else {
            continue;
        };
        for &(term, _) in &vector.weights {
            let posting = postings.get(term as usize).map_or(&[][..], Vec::as_slice);
            let later = posting.partition_point(|&document| document <= a);
            for &b in posting.get(later..).unwrap_or(&[]) {
                if when.are_far(a, b) {
                    continue;
                }
                if let Some(seen) = seen.get_mut(b as usize).filter(|it| !**it) {
                    *seen = true;
                    met.push(b);
                }
            }
        }
    }
    met.sort_unstable();
    for &b in &met {
        if let Some(seen) = seen.get_mut(b as usize) {
            *seen = false;
        }
    }
    met
}

fn edge(evidence: &Evidence<'_>, when: &When, a: u32, b: u32) -> Option<Edge> {
    let score = evidence.likeness(a, b) * when.left(a, b) / 1000;
    (score >= FLOOR).then_some(Edge {
        a,
        b,
        score: score as u32,
    })
}
