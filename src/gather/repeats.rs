//! What may occur more than once, told in memory of a fixed size.
//!
//! Most shingles and most lines of a set occur once, and finding those that do not would need them all
//! at hand. Here each only moves a counter of two bits, by a part of its key: what is told to occur
//! once does, and the few that only share a counter with another are counted exactly afterwards.

/// Counters for each document.
const EACH: usize = 512;

/// The fewest and the most counters.
const COUNTERS: (usize, usize) = (1 << 16, 1 << 29);

/// Counters in a word.
const IN_WORD: usize = 32;

/// How often each of many keys occurred, counted to three.
#[derive(Debug)]
pub(super) struct Repeats {
    words: Vec<u64>,
}

impl Repeats {
    /// No keys yet, for so many documents.
    pub(super) fn new(documents: usize) -> Repeats {
        let counters = documents.next_power_of_two().saturating_mul(EACH);
        let counters = counters.clamp(COUNTERS.0, COUNTERS.1);
        Repeats {
            words: vec![0; counters / IN_WORD],
        }
    }

    /// Where the counter of a key is: its word, and its first bit there. The last bits of the key
    /// decide, since those of a mark, which is the smallest of several, are any.
    fn place(&self, key: u64) -> (usize, u32) {
        let counter = key as usize & (self.words.len() * IN_WORD - 1);
        (counter / IN_WORD, (counter % IN_WORD) as u32 * 2)
    }

    /// Counts a key once more.
    pub(super) fn add(&mut self, key: u64) {
        let (at, shift) = self.place(key);
        if let Some(word) = self.words.get_mut(at)
            && (*word >> shift) & 3 < 3
        {
            *word += 1 << shift;
        }
    }

    /// Whether a key may have occurred so many times, at most three; where not, it did not.
    pub(super) fn may_be(&self, key: u64, times: u64) -> bool {
        let (at, shift) = self.place(key);
        let word = self.words.get(at).copied().unwrap_or(0);
        (word >> shift) & 3 >= times
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::words::mix;

    #[test]
    fn what_repeats_is_never_missed() {
        let mut repeats = Repeats::new(4);
        for key in (0..9000).map(mix) {
            repeats.add(key);
        }
        for key in (0..3000).map(mix) {
            repeats.add(key);
        }
        (0..5).for_each(|_| repeats.add(mix(0)));
        assert!((0..3000).all(|key| repeats.may_be(mix(key), 2)));
        assert!(repeats.may_be(mix(0), 3));
        // Few of those that occurred once share a counter.
        let once = (3000..9000).filter(|key| !repeats.may_be(mix(*key), 2));
        assert!(once.count() > 4500);
        assert!(!repeats.may_be(mix(9001 << 40), 3));
    }
}
