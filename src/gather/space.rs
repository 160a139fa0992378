//! Documents to vectors: every term weighed by how few documents of the set have it.
//!
//! All weights are whole numbers, and a function of the set alone. The size of the set counts in
//! powers of two only, so that one report more does not move every other one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fixed::log2;
use super::terms::Term;

/// Documents that are taken to stand beside every set, so that a set of three still tells rare
/// words from frequent ones.
const BACKGROUND: u64 = 512;

/// In how many of those a word of the list of common words stands.
const COMMON: u64 = 64;

/// The length to which vectors are brought.
const LENGTH: u64 = 1 << 14;

/// The vector of one document.
#[derive(Debug, Default)]
pub(super) struct Vector<'a> {
    /// Its terms with their weights, by term.
    pub weights: Vec<(u32, u32)>,
    /// The terms themselves, in the same order.
    pub terms: Vec<Term<'a>>,
}

impl<'a> Vector<'a> {
    /// The sum of vectors, brought to the same length as each of them.
    pub(super) fn sum(vectors: &[&Vector<'a>]) -> Vector<'a> {
        let mut all: Vec<(u32, u32, Term<'a>)> = vectors
            .iter()
            .flat_map(|it| it.weights.iter().zip(&it.terms))
            .map(|(&(number, weight), &term)| (number, weight, term))
            .collect();
        // Of several spellings of a term, the one shown does not depend on the order of vectors.
        all.sort_unstable_by(|a, b| (a.0, a.2.surface).cmp(&(b.0, b.2.surface)));
        let summed = all
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same| {
                let (number, _, term) = *same.first()?;
                let weight = same.iter().map(|it| u64::from(it.1)).sum();
                let name = same.iter().any(|it| it.2.name);
                let common = same.iter().all(|it| it.2.common);
                Some((
                    number,
                    weight,
                    Term {
                        name,
                        common,
                        ..term
                    },
                ))
            })
            .collect();
        Vector::of(summed)
    }

    /// A vector of terms with their numbers and weights, brought to the usual length.
    fn of(weighed: Vec<(u32, u64, Term<'a>)>) -> Vector<'a> {
        let square: u64 = weighed.iter().map(|(_, weight, _)| weight * weight).sum();
        let length = square.isqrt().max(1);
        Vector {
            weights: weighed
                .iter()
                .map(|(number, weight, _)| (*number, (weight * LENGTH / length) as u32))
                .collect(),
            terms: weighed.into_iter().map(|(_, _, term)| term).collect(),
        }
    }

    /// The cosine of two vectors, in thousandths.
    pub(super) fn likeness(&self, other: &Vector<'_>) -> u64 {
        self.shared(other)
            .map(|(_, _, product)| product)
            .sum::<u64>()
            * 1000
            / (LENGTH * LENGTH)
    }

    /// The cosine with a vector that lies spread out, in thousandths.
    pub(super) fn likeness_to(&self, spread: &Spread) -> u64 {
        let products = self.weights.iter().map(|&(term, weight)| {
            let theirs = spread.weights.get(term as usize).copied().unwrap_or(0);
            u64::from(weight) * u64::from(theirs)
        });
        products.sum::<u64>() * 1000 / (LENGTH * LENGTH)
    }

    /// What two headlines share, with the weights that their terms have in the whole text.
    fn headline_likeness(&self, other: &Vector<'_>) -> u64 {
        let head =
            |vector: &Vector<'_>, at: usize| vector.terms.get(at).is_some_and(|it| it.headline);
        self.shared(other)
            .filter(|&(i, j, _)| head(self, i) && head(other, j))
            .map(|(_, _, product)| product)
            .sum()
    }

    /// The terms that two vectors share: where they stand in each, and what they add.
    pub(super) fn shared<'s>(
        &'s self,
        other: &'s Vector<'_>,
    ) -> impl Iterator<Item = (usize, usize, u64)> + 's {
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let (a, b) = (self.weights.get(i)?, other.weights.get(j)?);
                match a.0.cmp(&b.0) {
                    std::cmp::Ordering::Less => i += 1,
                    std::cmp::Ordering::Greater => j += 1,
                    std::cmp::Ordering::Equal => {
                        let at = (i, j, u64::from(a.1) * u64::from(b.1));
                        (i, j) = (i + 1, j + 1);
                        return Some(at);
                    }
                }
            }
        })
    }
}

/// One vector with a place for every term, to compare many with it quickly.
#[derive(Debug)]
pub(super) struct Spread {
    weights: Vec<u32>,
}

impl Spread {
    /// An empty one for the terms of a space.
    pub(super) fn new(space: &Space<'_>) -> Spread {
        Spread {
            weights: vec![0; space.frequency.len()],
        }
    }

    /// Puts a vector in, or takes it out again.
    pub(super) fn set(&mut self, vector: &Vector<'_>, is_in: bool) {
        for &(term, weight) in &vector.weights {
            if let Some(place) = self.weights.get_mut(term as usize) {
                *place = if is_in { weight } else { 0 };
            }
        }
    }
}

/// The vectors of a set of documents.
#[derive(Debug, Default)]
pub(super) struct Space<'a> {
    /// One for each document, in their order.
    pub vectors: Vec<Vector<'a>>,
    /// In how many documents each term stands.
    pub frequency: Vec<u32>,
}

impl Space<'_> {
    /// The cosine of two documents' vectors, in thousandths.
    pub(super) fn likeness(&self, a: u32, b: u32) -> u64 {
        let vector = |it: u32| self.vectors.get(it as usize);
        vector(a).zip(vector(b)).map_or(0, |(a, b)| a.likeness(b))
    }

    /// What two documents' headlines share.
    pub(super) fn headline_likeness(&self, a: u32, b: u32) -> u64 {
        let vector = |it: u32| self.vectors.get(it as usize);
        vector(a)
            .zip(vector(b))
            .map_or(0, |(a, b)| a.headline_likeness(b))
    }
}

/// Weighs the terms of documents, one list for each, against each other.
pub(super) fn space(terms: Vec<Vec<Term<'_>>>) -> Space<'_> {
    let (number, frequency) = numbers(&terms);
    let size = (terms.len() as u64).next_power_of_two() + BACKGROUND;
    let vectors = terms
        .into_par_iter()
        .map(|terms| vector(terms, &number, &frequency, size))
        .collect();
    Space { vectors, frequency }
}

/// The same, without the terms that one document alone has; they make a vector longer, and are in no
/// other.
pub(super) fn space_of_shared(terms: Vec<Vec<Term<'_>>>) -> Space<'_> {
    let mut space = space(terms);
    let mut next = 0;
    let numbers: Vec<Option<u32>> = space
        .frequency
        .iter()
        .map(|count| {
            let number = (*count > 1).then_some(next);
            next += u32::from(number.is_some());
            number
        })
        .collect();
    let number = |term: u32| numbers.get(term as usize).copied().flatten();
    space.vectors.par_iter_mut().for_each(|vector| {
        let kept = vector.weights.iter().zip(&vector.terms);
        let kept = kept.filter_map(|(&(term, weight), it)| Some(((number(term)?, weight), *it)));
        let (weights, terms): (Vec<_>, Vec<_>) = kept.unzip();
        *vector = Vector { weights, terms };
    });
    space.frequency.retain(|count| *count > 1);
    space
}

/// A number for each term, and in how many documents it stands.
fn numbers(terms: &[Vec<Term<'_>>]) -> (FxHashMap<u64, u32>, Vec<u32>) {
    let mut number: FxHashMap<u64, u32> = FxHashMap::default();
    let mut frequency: Vec<u32> = Vec::new();
    for term in terms.iter().flatten() {
        let next = frequency.len() as u32;
        let number = *number.entry(term.key).or_insert(next);
        if number == next {
            frequency.push(0);
        }
        if let Some(count) = frequency.get_mut(number as usize) {
            *count += 1;
        }
    }
    (number, frequency)
}

fn vector<'a>(
    terms: Vec<Term<'a>>,
    number: &FxHashMap<u64, u32>,
    frequency: &[u32],
    size: u64,
) -> Vector<'a> {
    let mut weighed: Vec<(u32, u64, Term<'a>)> = terms
        .into_iter()
        .filter_map(|term| {
            let number = *number.get(&term.key)?;
            let common = if term.common { COMMON } else { 1 };
            let documents = u64::from(*frequency.get(number as usize)?) + common;
            let rarity = log2(size).saturating_sub(log2(documents)).max(1);
            // The count grows as its logarithm: the fifth repetition tells less than the second.
            let count = log2(u64::from(term.count) + 16) - log2(16);
            Some((number, count * rarity, term))
        })
        .collect();
    weighed.sort_unstable_by_key(|(number, _, _)| *number);
    Vector::of(weighed)
}
