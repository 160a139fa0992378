//! Which documents may be about one event: pairs near in time that share rare terms.
//!
//! The documents of the active window are indexed by their terms; two that share only what everybody
//! writes never meet. A document comes when the window reaches its day, is compared when all that are
//! near it have come, and then leaves the index.

use rayon::prelude::*;

use super::evidence::{self, Evidence, Views};
use super::index::{After, Index, Spread, Terms};
use super::seasons;
use super::when::When;
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

/// So many documents come in one go, at least.
const GO: usize = 256;

/// Pairs less alike than this are left out.
const FLOOR: u64 = 12;

/// A document that has come and is not done with.
struct Held<'a> {
    views: Views<'a>,
    /// The days of the year that it names; empty where no document lacks a date.
    season: Vec<i32>,
    about: Terms,
    said: Terms,
}

/// The documents of a set, as the window moves over them.
pub(super) struct Moving<'e, 'a> {
    resources: &'e Resources,
    documents: &'e [&'a Analysed],
    evidence: &'e Evidence<'e, 'a>,
    when: &'e When,
    /// What is held of each document, by its place in order.
    held: Vec<Option<Box<Held<'a>>>>,
    /// The places of the documents.
    places: Vec<u32>,
    about: Index,
    said: Index,
    /// How many dated documents have come.
    come: usize,
    /// How many documents were compared with those after them.
    compared: usize,
}

impl<'e, 'a> Moving<'e, 'a> {
    /// The window before the first day. Documents whose day is not known come at once and stay.
    pub(super) fn new(
        resources: &'e Resources,
        documents: &'e [&'a Analysed],
        evidence: &'e Evidence<'e, 'a>,
        when: &'e When,
    ) -> Moving<'e, 'a> {
        let mut places = vec![0; documents.len()];
        for (&document, place) in when.order.iter().zip(0..) {
            if let Some(it) = places.get_mut(document as usize) {
                *it = place;
            }
        }
        let mut moving = Moving {
            resources,
            documents,
            evidence,
            when,
            held: documents.iter().map(|_| None).collect(),
            places,
            about: Index::default(),
            said: Index::default(),
            come: 0,
            compared: 0,
        };
        moving.come(when.dated, documents.len());
        moving
    }

    /// Takes documents in, by their places in order.
    fn come(&mut self, first: usize, end: usize) {
        let this = &*self;
        let come = (first..end).into_par_iter().map(|place| {
            let document = this.when.order.get(place).copied().unwrap_or(u32::MAX);
            let analysed = this.documents.get(document as usize);
            let season = analysed.filter(|_| this.when.has_undated());
            Held {
                views: this.evidence.views(document),
                season: season.map_or(Vec::new(), |it| seasons::days(this.resources, it)),
                about: Terms::default(),
                said: Terms::default(),
            }
        });
        let come: Vec<Held<'a>> = come.collect();
        for (mut held, place) in come.into_iter().zip(first..) {
            let is_dated = place < self.when.dated;
            let (about, said) = (&held.views.about, &held.views.said);
            held.about = self
                .about
                .add(place as u32, about.shared_weights(), is_dated);
            held.said = self.said.add(place as u32, said.shared_weights(), is_dated);
            if let Some(it) = self.held.get_mut(place) {
                *it = Some(Box::new(held));
            }
        }
    }

    /// Moves on by a day: gives the documents that were compared with all after them, each with what it
    /// is close to; `None` after the last.
    pub(super) fn next(&mut self) -> Option<Vec<(u32, Vec<Edge>)>> {
        let first = self.compared;
        let document = *self.when.order.get(first)?;
        let day = self.when.day(document);
        let last = match day {
            Some(_) => {
                let rest = self.when.order.get(first..self.when.dated)?;
                first + rest.partition_point(|it| self.when.day(*it) <= day)
            }
            None => self.when.order.len(),
        };
        if let Some(day) = day {
            let end = self.when.end(day);
            if end > self.come {
                self.come(self.come, end);
                self.come = end;
            }
        }
        let edges = self.compare(first, last);
        let rest = self.held.get_mut(first..last.min(self.when.dated));
        for held in rest.into_iter().flatten().flatten() {
            self.about.remove(&std::mem::take(&mut held.about));
            self.said.remove(&std::mem::take(&mut held.said));
        }
        self.compared = last;
        let documents = self.when.order.get(first..last)?.iter().copied();
        Some(documents.zip(edges).collect())
    }

    /// What documents are close to, of those after them that are at hand.
    fn compare(&self, first: usize, last: usize) -> Vec<Vec<Edge>> {
        let undated = self.when.order.len() - self.when.dated;
        let size = self.come.saturating_sub(first) + undated;
        let goes: Vec<usize> = (first..last).step_by(GO).collect();
        let found = goes.into_par_iter().flat_map_iter(|start| {
            let mut shared = vec![0; size];
            let documents = start..last.min(start + GO);
            documents.map(move |it| self.edges_of(it, first, &mut shared))
        });
        found.collect()
    }

    fn edges_of(&self, place: usize, first: usize, shared: &mut [u64]) -> Vec<Edge> {
        let Some((a, held)) = self.at(place) else {
            return Vec::new();
        };
        let (about, said) = (Spread::of(&held.about), Spread::of(&held.said));
        let edge = |place: u32| {
            let (b, theirs) = self.at(place as usize)?;
            let said = said.likeness(&theirs.said);
            let likeness = evidence::together(about.likeness(&theirs.about), said);
            let left = self.when.left((a, &held.season), (b, &theirs.season));
            let score = likeness * left / 1000;
            (score >= FLOOR).then(|| Edge {
                a: a.min(b),
                b: a.max(b),
                score: score as u32,
            })
        };
        let met = self.met(held, place, first, shared);
        met.into_iter().filter_map(edge).collect()
    }

    fn at(&self, place: usize) -> Option<(u32, &Held<'a>)> {
        let document = *self.when.order.get(place)?;
        Some((document, self.held.get(place)?.as_deref()?))
    }

    /// The later documents that share most of the rare terms of one, in order; `shared` is all zero
    /// before and after.
    fn met(&self, held: &Held<'a>, place: usize, first: usize, shared: &mut [u64]) -> Vec<u32> {
        let is_dated = place < self.when.dated;
        // At hand are those of the window and, beside them, those whose day is not known.
        let near = self.come.saturating_sub(first);
        let at = |it: u32| match it as usize {
            dated if dated < self.come => dated - first,
            undated => undated - self.when.dated + near,
        };
        let after = match is_dated {
            true => self.come - place + self.when.order.len() - self.when.dated,
            false => self.when.order.len() - place,
        };
        let most = FREQUENT.max(after / FREQUENT_SHARE);
        let mut met: Vec<u32> = Vec::new();
        for (index, terms) in [(&self.about, &held.about), (&self.said, &held.said)] {
            let mut terms: Vec<(usize, u32, After<'_>)> = terms
                .met(index, is_dated)
                .map(|(weight, after)| (after.len(), weight, after))
                .collect();
            terms.sort_by_key(|(count, _, _)| *count);
            let mut left = LOOKED_AT;
            for (count, weight, holders) in terms {
                if count > left.min(most) {
                    break;
                }
                left -= count;
                for (b, theirs) in holders.iter() {
                    if let Some(shared) = shared.get_mut(at(b)) {
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
                |b: &u32| std::cmp::Reverse((shared.get(at(*b)).copied(), std::cmp::Reverse(*b)));
            met.select_nth_unstable_by_key(COMPARED, key);
        }
        for &b in &met {
            if let Some(shared) = shared.get_mut(at(b)) {
                *shared = 0;
            }
        }
        met.truncate(COMPARED);
        met.sort_unstable();
        met
    }

    /// The views of a document that is held.
    pub(super) fn views(&self, document: u32) -> Option<&Views<'a>> {
        let place = *self.places.get(document as usize)?;
        let held = self.held.get(place as usize)?;
        held.as_deref().map(|it| &it.views)
    }

    /// Lets documents go that nobody asks for any more.
    pub(super) fn release(&mut self, documents: &[u32]) {
        for document in documents {
            let place = self.places.get(*document as usize);
            if let Some(held) = place.and_then(|it| self.held.get_mut(*it as usize)) {
                *held = None;
            }
        }
    }
}
