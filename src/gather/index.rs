//! Terms to the documents of the active window that have them.
//!
//! Documents come in order of time and leave in it. Each knows where it stands among those that share
//! a term, so that the ones after it are found without a search. A term that nobody has any more
//! leaves too: what is held does not grow with the set.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::space::cosine;

/// A document, by its place in order, and how much a term weighs in it.
pub(super) type Holder = (u32, u32);

/// The terms of a document, as the index numbers them while somebody has them.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The numbers; beside each other, since those of many documents are looked through for few.
    slots: Vec<u32>,
    /// How much each term weighs in the document; no weight is above the length of a vector.
    weights: Vec<u16>,
    /// How many of those that have the term came before the document.
    before: Vec<u32>,
}

impl Terms {
    /// Each term: its weight, and the documents after this one that have it.
    pub(super) fn met<'t>(
        &'t self,
        index: &'t Index,
        is_dated: bool,
    ) -> impl Iterator<Item = (u32, After<'t>)> {
        let terms = self.weights().zip(&self.before);
        terms.map(move |((slot, weight), &before)| (weight, index.after(slot, before, is_dated)))
    }

    /// The number of each term with its weight.
    fn weights(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let weights = self.weights.iter().map(|it| u32::from(*it));
        self.slots.iter().copied().zip(weights)
    }
}

/// How many bits tell which numbers may occur.
const BITS: usize = 4096;

/// The terms of one document laid out by the last bits of their numbers, to compare many with it.
#[derive(Debug)]
pub(super) struct Spread {
    places: Vec<(u32, u32)>,
    /// Which last bits of numbers occur at all; most of another document's do not.
    bits: [u64; BITS / 64],
}

impl Spread {
    /// Lays terms out, with places to spare.
    pub(super) fn of(terms: &Terms) -> Spread {
        let last = (terms.slots.len() * 4).next_power_of_two() - 1;
        let mut places: Vec<(u32, u32)> = vec![(0, 0); last + 1];
        let mut bits = [0; BITS / 64];
        for (slot, weight) in terms.weights().filter(|it| it.1 > 0) {
            if let Some(word) = bits.get_mut(slot as usize % BITS / 64) {
                *word |= 1 << (slot % 64);
            }
            let mut at = slot as usize & last;
            while places.get(at).is_some_and(|place| place.1 > 0) {
                at = (at + 1) & last;
            }
            if let Some(place) = places.get_mut(at) {
                *place = (slot, weight);
            }
        }
        Spread { places, bits }
    }

    fn weight(&self, slot: u32) -> u32 {
        let last = self.places.len() - 1;
        let mut at = slot as usize & last;
        while let Some(&(theirs, weight)) = self.places.get(at)
            && weight > 0
        {
            if theirs == slot {
                return weight;
            }
            at = (at + 1) & last;
        }
        0
    }

    /// The cosine of the vector of another document with this one's, in thousandths.
    pub(super) fn likeness(&self, terms: &Terms) -> u64 {
        let may_have = |slot: u32| {
            let word = self.bits.get(slot as usize % BITS / 64);
            word.is_some_and(|word| (word >> (slot % 64)) & 1 == 1)
        };
        let shared = terms.slots.iter().zip(0..).filter(|it| may_have(*it.0));
        let products = shared.map(|(&slot, at): (&u32, usize)| {
            let theirs = terms.weights.get(at).copied().unwrap_or(0);
            u64::from(self.weight(slot)) * u64::from(theirs)
        });
        cosine(products.sum())
    }
}

/// A term that nobody has any more leaves room for so many documents.
const KEPT: usize = 4;

/// The documents that have one term.
#[derive(Debug, Default)]
struct Holders {
    key: u64,
    /// Those with a day, in order.
    dated: VecDeque<Holder>,
    /// How many of those have left.
    left: u32,
    /// Those whose day is not known, in order; they stay.
    undated: Vec<Holder>,
}

/// For each term, the documents that have it.
#[derive(Debug, Default)]
pub(super) struct Index {
    slots: FxHashMap<u64, u32>,
    terms: Vec<Holders>,
    free: Vec<u32>,
}

impl Index {
    /// Puts a document in, by its terms with their weights; documents come in order.
    pub(super) fn add(
        &mut self,
        document: u32,
        weights: impl Iterator<Item = (u64, u32)>,
        is_dated: bool,
    ) -> Terms {
        let most = weights.size_hint().1.unwrap_or(0);
        let mut terms = Terms {
            slots: Vec::with_capacity(most),
            weights: Vec::with_capacity(most),
            before: Vec::with_capacity(most),
        };
        for (key, weight) in weights {
            let slot = self.slot(key);
            let Some(holders) = self.terms.get_mut(slot as usize) else {
                continue;
            };
            terms.slots.push(slot);
            terms.weights.push(weight as u16);
            terms.before.push(if is_dated {
                holders.dated.push_back((document, weight));
                holders.left + holders.dated.len() as u32 - 1
            } else {
                holders.undated.push((document, weight));
                holders.undated.len() as u32 - 1
            });
        }
        terms
    }

    fn slot(&mut self, key: u64) -> u32 {
        if let Some(&slot) = self.slots.get(&key) {
            return slot;
        }
        let slot = self.free.pop().unwrap_or(self.terms.len() as u32);
        match self.terms.get_mut(slot as usize) {
            Some(place) => (place.key, place.left) = (key, 0),
            None => self.terms.push(Holders {
                key,
                ..Holders::default()
            }),
        }
        self.slots.insert(key, slot);
        slot
    }

    /// Lets the dated document that came first leave.
    pub(super) fn remove(&mut self, terms: &Terms) {
        for &slot in &terms.slots {
            let Some(holders) = self.terms.get_mut(slot as usize) else {
                continue;
            };
            holders.dated.pop_front();
            holders.left += 1;
            if holders.dated.is_empty() && holders.undated.is_empty() {
                // The room of a few is kept for the next term that has the number.
                holders.dated.shrink_to(KEPT);
                self.slots.remove(&holders.key);
                self.free.push(slot);
            }
        }
    }

    /// The documents with a term that come after so many: those in order, then those without a day.
    fn after(&self, slot: u32, before: u32, is_dated: bool) -> After<'_> {
        let Some(holders) = self.terms.get(slot as usize) else {
            return After::default();
        };
        if !is_dated {
            let rest = holders.undated.get(before as usize + 1..);
            return After([&[], &[], rest.unwrap_or(&[])]);
        }
        let skipped = (before + 1).saturating_sub(holders.left) as usize;
        let (front, back) = holders.dated.as_slices();
        let front_rest = front.get(skipped..).unwrap_or(&[]);
        let back_rest = back.get(skipped.saturating_sub(front.len())..);
        After([front_rest, back_rest.unwrap_or(&[]), &holders.undated])
    }
}

/// Documents that have a term, in stretches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct After<'i>([&'i [Holder]; 3]);

impl<'i> After<'i> {
    /// How many.
    pub(super) fn len(self) -> usize {
        self.0.iter().map(|it| it.len()).sum()
    }

    /// One after the other.
    pub(super) fn iter(self) -> impl Iterator<Item = Holder> + 'i {
        self.0.into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(index: &mut Index, document: u32, keys: &[u64], is_dated: bool) -> Terms {
        let weights = keys.iter().map(|it| (*it, 1 << 13));
        index.add(document, weights, is_dated)
    }

    /// The documents after one that have each of its terms.
    fn after(index: &Index, terms: &Terms, is_dated: bool) -> Vec<Vec<u32>> {
        let met = terms.met(index, is_dated);
        met.map(|(_, after)| after.iter().map(|it| it.0).collect())
            .collect()
    }

    #[test]
    fn those_after_a_document_are_found_until_they_leave() {
        let mut index = Index::default();
        let last = add(&mut index, 9, &[2], false);
        let first = add(&mut index, 0, &[1, 2], true);
        let second = add(&mut index, 1, &[2, 3], true);
        let third = add(&mut index, 2, &[2], true);
        assert_eq!(after(&index, &first, true), [vec![], vec![1, 2, 9]]);
        assert_eq!(after(&index, &second, true), [vec![2, 9], vec![]]);
        assert_eq!(after(&index, &last, false), [Vec::<u32>::new()]);
        index.remove(&first);
        assert_eq!(after(&index, &second, true), [vec![2, 9], vec![]]);
        // Nobody has the first term any more, and its number goes to another.
        let fourth = add(&mut index, 3, &[5, 2], true);
        assert_eq!(fourth.slots[0], first.slots[0]);
        assert_eq!(after(&index, &third, true), [vec![3, 9]]);
        assert_eq!(after(&index, &fourth, true), [vec![], vec![9]]);
    }

    #[test]
    fn likeness_counts_shared_terms() {
        let mut index = Index::default();
        let one = add(&mut index, 0, &[1, 2, 3, 4], true);
        let other = add(&mut index, 1, &[9, 4, 7, 2], true);
        let none = add(&mut index, 2, &[], true);
        let spread = Spread::of(&one);
        assert_eq!(
            [&one, &other, &none].map(|it| spread.likeness(it)),
            [1000, 500, 0]
        );
        assert_eq!(Spread::of(&none).likeness(&one), 0);
    }
}
