//! Vectors to the pairs that are alike, of all that share a rare term.
//!
//! Unlike documents, stories are compared however far apart they are, so that all are indexed at once.

use rayon::prelude::*;

use super::space::{Vector, cosine};

/// A list of lists, one behind the other.
#[derive(Debug, Default)]
struct Lists {
    /// Where each ends.
    ends: Vec<usize>,
    /// A number with a weight.
    items: Vec<(u32, u32)>,
}

impl Lists {
    fn of(&self, list: u32) -> &[(u32, u32)] {
        let list = list as usize;
        let first = list
            .checked_sub(1)
            .map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        let end = self.ends.get(list).copied().unwrap_or(first);
        self.items.get(first..end).unwrap_or(&[])
    }
}

/// The pairs of vectors, by their numbers and in order, that share a term of at most `frequent` vectors
/// and are at least so `alike`; with how alike they are, in thousandths.
pub(super) fn near<'v, 'a: 'v>(
    vectors: impl Iterator<Item = &'v Vector<'a>>,
    frequent: usize,
    alike: u64,
) -> Vec<(usize, usize, u64)> {
    let mut size = 0;
    let mut all: Vec<(u64, u32, u32)> = Vec::new();
    for (vector, number) in vectors.zip(0..) {
        let weights = vector.weights.iter();
        all.extend(weights.map(|&(key, weight)| (key, number, weight)));
        size = number + 1;
    }
    let (terms, holders) = index(all, size);
    let near = (0..size).into_par_iter().map_init(
        || (vec![0; holders.ends.len()], vec![false; size as usize]),
        |(weights, met), a| near_to(&terms, &holders, a, frequent, weights, met),
    );
    let near = near.flat_map_iter(|it| it).filter(|it| it.2 >= alike);
    near.map(|(a, b, score)| (a as usize, b as usize, score))
        .collect()
}

/// The terms of each vector and the vectors of each term, where more than one have it; terms are
/// numbered by their keys.
fn index(mut all: Vec<(u64, u32, u32)>, size: u32) -> (Lists, Lists) {
    all.par_sort_unstable();
    let mut holders = Lists::default();
    for same in all.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() > 1) {
        let list = same.iter().map(|&(_, number, weight)| (number, weight));
        holders.items.extend(list);
        holders.ends.push(holders.items.len());
    }
    drop(all);
    let mut ends = vec![0; size as usize];
    for (number, _) in &holders.items {
        if let Some(end) = ends.get_mut(*number as usize) {
            *end += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut next: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
    let mut items = vec![(0, 0); holders.items.len()];
    for term in 0..holders.ends.len() as u32 {
        for &(number, weight) in holders.of(term) {
            if let Some(at) = next.get_mut(number as usize)
                && let Some(item) = items.get_mut(*at)
            {
                *item = (term, weight);
                *at += 1;
            }
        }
    }
    (Lists { ends, items }, holders)
}

/// The later vectors that share a rare term with one; `weights` and `met` are blank before and after.
fn near_to(
    terms: &Lists,
    holders: &Lists,
    a: u32,
    frequent: usize,
    weights: &mut [u32],
    met: &mut [bool],
) -> Vec<(u32, u32, u64)> {
    let mut found: Vec<u32> = Vec::new();
    for &(term, weight) in terms.of(a) {
        if let Some(place) = weights.get_mut(term as usize) {
            *place = weight;
        }
        let holders = holders.of(term);
        for &(b, _) in holders
            .iter()
            .filter(|it| it.0 > a && holders.len() <= frequent)
        {
            if let Some(met) = met.get_mut(b as usize).filter(|it| !**it) {
                *met = true;
                found.push(b);
            }
        }
    }
    found.sort_unstable();
    let likeness = |b: u32| {
        let products = terms.of(b).iter().map(|&(term, theirs)| {
            let own = weights.get(term as usize).copied().unwrap_or(0);
            u64::from(own) * u64::from(theirs)
        });
        cosine(products.sum())
    };
    let near = found.iter().map(|&b| (a, b, likeness(b))).collect();
    for b in found {
        if let Some(met) = met.get_mut(b as usize) {
            *met = false;
        }
    }
    for (term, _) in terms.of(a) {
        if let Some(place) = weights.get_mut(*term as usize) {
            *place = 0;
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::terms::Term;

    #[test]
    fn alike_vectors_that_share_a_rare_term_are_near() {
        let vector = |keys: &[u64]| Vector {
            weights: keys.iter().map(|key| (*key, 1 << 13)).collect(),
            terms: Vec::<Term<'_>>::new(),
        };
        let vectors = [
            vector(&[1, 2, 3, 4]),
            vector(&[2, 3, 8, 9]),
            vector(&[4, 5, 6, 7]),
            vector(&[2, 20, 21, 22]),
        ];
        for (frequent, alike, expected) in [
            (3, 300, vec![(0, 1, 500)]),
            (
                3,
                250,
                vec![(0, 1, 500), (0, 2, 250), (0, 3, 250), (1, 3, 250)],
            ),
            (2, 250, vec![(0, 1, 500), (0, 2, 250)]),
            (1, 0, vec![]),
        ] {
            assert_eq!(near(vectors.iter(), frequent, alike), expected);
        }
        for (a, b, score) in near(vectors.iter(), 3, 0) {
            assert_eq!(vectors[a].likeness(&vectors[b]), score);
        }
    }
}
