//! The terms of a document to a vector, and how alike two vectors are.
//!
//! All weights are whole numbers. A vector stands by itself: its terms are told by their keys, so that
//! it can be made when its document comes and let go when it is no longer needed.

use super::counts::Counts;
use super::terms::Term;

/// The length to which vectors are brought.
const LENGTH: u64 = 1 << 14;

/// A sum of products of weights as a cosine, in thousandths.
pub(super) fn cosine(products: u64) -> u64 {
    products * 1000 / (LENGTH * LENGTH)
}

/// The vector of one document, or of several.
#[derive(Debug, Default)]
pub(super) struct Vector<'a> {
    /// Its terms with their weights, by key.
    pub terms: Vec<Term<'a>>,
}

impl<'a> Vector<'a> {
    /// Weighs the terms of a document of a language, which come by key.
    pub(super) fn weighed(
        terms: Vec<Term<'a>>,
        counts: &Counts,
        language: Option<&str>,
    ) -> Vector<'a> {
        let weights = counts.weigh(&terms, language);
        let terms = terms.into_iter().zip(weights);
        let weighed = terms.map(|(term, (weight, shared))| (weight, Term { shared, ..term }));
        Vector::of(weighed.collect())
    }

    /// The sum of vectors, brought to the same length as each of them.
    pub(super) fn sum(vectors: &[&Vector<'a>]) -> Vector<'a> {
        let mut all: Vec<Term<'a>> = vectors
            .iter()
            .flat_map(|it| it.terms.iter().copied())
            .collect();
        // Of several spellings of a term, the one shown does not depend on the order of vectors.
        all.sort_unstable_by_key(|it| it.key);
        let summed = all
            .chunk_by(|a, b| a.key == b.key)
            .filter_map(|same| {
                let term = Term {
                    name: same.iter().any(|it| it.name),
                    common: same.iter().all(|it| it.common),
                    ..*same.iter().min_by_key(|it| it.surface)?
                };
                Some((same.iter().map(|it| u64::from(it.weight)).sum(), term))
            })
            .collect();
        Vector::of(summed)
    }

    /// A vector of terms with their weights, brought to the usual length.
    fn of(weighed: Vec<(u64, Term<'a>)>) -> Vector<'a> {
        let square: u64 = weighed.iter().map(|(weight, _)| weight * weight).sum();
        let length = square.isqrt().max(1);
        let terms = weighed.iter().map(|&(weight, term)| Term {
            weight: (weight * LENGTH / length) as u32,
            ..term
        });
        Vector {
            terms: terms.collect(),
        }
    }

    /// Leaves out the terms that no other document has; the others keep their weights.
    pub(super) fn keep_shared(&mut self) {
        self.terms.retain(|term| term.shared);
        self.terms.shrink_to_fit();
    }

    /// The terms that other documents have too, with their weights.
    pub(super) fn shared_weights(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        let shared = self.terms.iter().filter(|term| term.shared);
        shared.map(|term| (term.key, term.weight))
    }

    /// The cosine of two vectors, in thousandths.
    pub(super) fn likeness(&self, other: &Vector<'_>) -> u64 {
        cosine(self.shared(other).map(|(_, _, product)| product).sum())
    }

    /// What two headlines share, with the weights that their terms have in the whole text.
    pub(super) fn headline_likeness(&self, other: &Vector<'_>) -> u64 {
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
                let (a, b) = (self.terms.get(i)?, other.terms.get(j)?);
                match a.key.cmp(&b.key) {
                    std::cmp::Ordering::Less => i += 1,
                    std::cmp::Ordering::Greater => j += 1,
                    std::cmp::Ordering::Equal => {
                        let at = (i, j, u64::from(a.weight) * u64::from(b.weight));
                        (i, j) = (i + 1, j + 1);
                        return Some(at);
                    }
                }
            }
        })
    }
}
