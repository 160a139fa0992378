//! In how many documents of the set each term stands: what makes it rare.
//!
//! Terms are counted by a part of their key, in a table whose size follows that of the set up to a
//! bound: the cost of a look-up and the memory do not grow with the number of different terms. A place
//! has one byte; the few terms that stand in more documents are counted in full beside it. Two terms
//! that share a place, about one in fifteen, look a little more frequent than they are.
//!
//! A word is as rare as it is in its language: in a set where one report in ten is Spanish, a word of
//! every second Spanish one is no rare word. English, or what states no language, is told by the whole set.

use rustc_hash::FxHashMap;

use super::fixed::log2;
use super::terms::Term;
use super::words::{key, mix};

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

/// The logarithm of a size.
///
/// It counts in powers of two only, so that one report more does not move every other one.
fn size_of(documents: usize) -> u64 {
    log2(documents.next_power_of_two() as u64 + BACKGROUND)
}

/// A language other than English, by the key of its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Language(Option<u64>);

impl Language {
    /// What a document states.
    pub(super) fn of(name: Option<&str>) -> Language {
        let name = name.filter(|it| *it != "en");
        Language(name.map(|it| key(&format!("language {it}"))))
    }
}

/// How many documents have each term.
#[derive(Debug)]
pub(super) struct Counts {
    places: Vec<u8>,
    /// The counts of places whose byte is full.
    full: FxHashMap<u32, u32>,
    /// The logarithm of the size of the set.
    size: u64,
    /// The same for the documents of each language but English.
    sizes: FxHashMap<String, u64>,
    /// The logarithms of small numbers.
    logs: Vec<u64>,
}

impl Counts {
    /// No terms yet, for so many documents; a large set has so many places at `most`.
    pub(super) fn new(documents: usize, most: usize) -> Counts {
        let size = documents.next_power_of_two();
        let places = size.saturating_mul(EACH).clamp(FEWEST, most);
        Counts {
            places: vec![0; places],
            full: FxHashMap::default(),
            size: size_of(documents),
            sizes: FxHashMap::default(),
            logs: (0..SMALL).map(log2).collect(),
        }
    }

    /// Tells how many documents of a language there are.
    pub(super) fn set_size(&mut self, language: &str, documents: usize) {
        self.sizes.insert(language.to_owned(), size_of(documents));
    }

    /// Counts a term of one more document, which is of a language.
    pub(super) fn add(&mut self, key: u64, language: Language) {
        self.count(key);
        if let Some(language) = language.0 {
            self.count(mix(key ^ language));
        }
    }

    fn count(&mut self, key: u64) {
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

    /// Tells how much it says that a document of a language has each of some terms, in whole numbers,
    /// and whether other documents have it too. The table is far larger than what a processor has at
    /// hand, so that its places are best asked for all at once.
    pub(super) fn weigh(&self, terms: &[Term<'_>], language: Option<&str>) -> Vec<(u64, bool)> {
        let all: Vec<u32> = terms.iter().map(|it| self.of(it.key)).collect();
        let own = language.and_then(|it| Some((Language::of(Some(it)).0?, *self.sizes.get(it)?)));
        let weighed = terms.iter().zip(all).map(|(term, all)| {
            let (documents, size) = match own {
                Some((language, size)) => (self.of(mix(term.key ^ language)), size),
                None => (all, self.size),
            };
            (self.weight(term, documents, size), all > 1)
        });
        weighed.collect()
    }

    fn weight(&self, term: &Term<'_>, documents: u32, size: u64) -> u64 {
        let common = if term.common { COMMON } else { 1 };
        let documents = u64::from(documents) + common;
        let rarity = size.saturating_sub(self.log(documents)).max(1);
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

    fn term(word: &'static str, common: bool) -> Term<'static> {
        Term {
            key: key(word),
            weight: 16,
            name: false,
            common,
            headline: false,
            shared: false,
            surface: word,
        }
    }

    #[test]
    fn rare_terms_weigh_more() {
        let english = Language::of(None);
        let mut counts = Counts::new(8, 1 << 20);
        for _ in 0..8 {
            counts.add(key("flood"), english);
        }
        counts.add(key("sluice"), english);
        let weight = |word, common| counts.weigh(&[term(word, common)], None)[0];
        assert_eq!((counts.of(key("flood")), counts.of(key("dam"))), (8, 0));
        assert!(weight("sluice", false).0 > weight("flood", false).0);
        assert!(weight("flood", false).0 > weight("flood", true).0);
        assert!(weight("flood", false).1 && !weight("sluice", false).1);
    }

    #[test]
    fn rarity_is_of_the_language() {
        let mut counts = Counts::new(4000, 1 << 20);
        counts.set_size("es", 400);
        for number in 0..4000 {
            let language = Language::of((number % 10 == 0).then_some("es"));
            counts.add(key("Marsk"), language);
            if number % 20 == 0 {
                counts.add(key("presa"), language);
            }
        }
        let weight = |word, language| counts.weigh(&[term(word, false)], language)[0].0;
        // Half of the reports in Spanish have the word, one of twenty of all.
        assert!(3 * weight("presa", Some("es")) < 2 * weight("presa", None));
        assert_eq!(weight("presa", None), weight("presa", Some("en")));
    }

    #[test]
    fn counts_outgrow_their_byte() {
        let mut counts = Counts::new(8, 1 << 20);
        for number in 1..=700 {
            counts.count(key("flood"));
            assert_eq!(counts.of(key("flood")), number);
        }
        assert_eq!(counts.of(key("sluice")), 0);
    }
}
