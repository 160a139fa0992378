//! In how many documents of the set each term stands: what makes it rare.
//!
//! Terms are counted by a part of their key, in a table whose size follows that of the set up to a
//! bound: the cost of a look-up and the memory do not grow with the number of different terms. A place
//! has one byte; the few terms that stand in more documents are counted in full beside it. Two terms
//! that share a place, about one in fifteen, look a little more frequent than they are.

use rustc_hash::FxHashMap;

use super::fixed::log2;
use super::terms::Term;

/// Documents that are taken to stand beside every set, so that a set of three still tells rare
/// words from frequent ones.
const BACKGROUND: u64 = 512;

/// In how many of those a word of the list of common words stands.
const COMMON: u64 = 64;

/// Places for each document.
const EACH: usize = 1024;

/// The fewest places.
const FEWEST: usize = 1 << 16;

/// Numbers below this have their logarithm at hand.
const SMALL: u64 = 1024;

/// How many documents have each term.
#[derive(Debug)]
pub(super) struct Counts {
    places: Vec<u8>,
    /// The counts of places whose byte is full.
    full: FxHashMap<u32, u32>,
    /// The logarithm of the size of the set.
    size: u64,
    /// The logarithms of small numbers.
    logs: Vec<u64>,
}

impl Counts {
    /// No terms yet, for so many documents; a large set has so many places at `most`.
    ///
    /// The size of the set counts in powers of two only, so that one report more does not move every
    /// other one.
    pub(super) fn new(documents: usize, most: usize) -> Counts {
        let size = documents.next_power_of_two();
        let places = size.saturating_mul(EACH).clamp(FEWEST, most);
        Counts {
            places: vec![0; places],
            full: FxHashMap::default(),
            size: log2(size as u64 + BACKGROUND),
            logs: (0..SMALL).map(log2).collect(),
        }
    }

    /// Counts a term of one more document.
    pub(super) fn add(&mut self, key: u64) {
        let place = self.place(key);
        match self.places.get_mut(place as usize) {
            Some(count) if *count < u8::MAX => *count += 1,
            _ => *self.full.entry(place).or_insert(u32::from(u8::MAX)) += 1,
        }
    }

    fn place(&self, key: u64) -> u32 {
        (key >> 32) as u32 & (self.places.len() - 1) as u32
    }

    /// How many documents have a term.
    pub(super) fn of(&self, key: u64) -> u32 {
        let place = self.place(key);
        let count = self.places.get(place as usize).copied().unwrap_or(0);
        if count < u8::MAX {
            return u32::from(count);
        }
        self.full.get(&place).copied().unwrap_or(u32::from(count))
    }

    /// How many documents have each of some terms. The table is far larger than what a processor has at
    /// hand, so that its places are best asked for all at once.
    pub(super) fn of_all(&self, terms: &[Term<'_>]) -> Vec<u32> {
        terms.iter().map(|it| self.of(it.key)).collect()
    }

    /// How much it tells that a document has a term that so many have, in whole numbers.
    pub(super) fn weight(&self, term: &Term<'_>, documents: u32) -> u64 {
        let common = if term.common { COMMON } else { 1 };
        let documents = u64::from(documents) + common;
        let rarity = self.size.saturating_sub(self.log(documents)).max(1);
        // The count grows as its logarithm: the fifth repetition tells less than the second.
        let count = self.log(u64::from(term.weight) + 16) - self.log(16);
        count * rarity
    }

    fn log(&self, number: u64) -> u64 {
        let known = self.logs.get(number as usize).copied();
        known.unwrap_or_else(|| log2(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::words::key;

    #[test]
    fn rare_terms_weigh_more() {
        let mut counts = Counts::new(8, 1 << 20);
        for _ in 0..8 {
            counts.add(key("flood"));
        }
        counts.add(key("sluice"));
        let weight = |word: &'static str, common: bool| {
            let term = Term {
                key: key(word),
                weight: 16,
                name: false,
                common,
                headline: false,
                shared: false,
                surface: word,
            };
            counts.weight(&term, counts.of(term.key))
        };
        assert_eq!((counts.of(key("flood")), counts.of(key("dam"))), (8, 0));
        assert!(weight("sluice", false) > weight("flood", false));
        assert!(weight("flood", false) > weight("flood", true));
    }

    #[test]
    fn counts_outgrow_their_byte() {
        let mut counts = Counts::new(8, 1 << 20);
        for number in 1..=700 {
            counts.add(key("flood"));
            assert_eq!(counts.of(key("flood")), number);
        }
        assert_eq!(counts.of(key("sluice")), 0);
    }
}
