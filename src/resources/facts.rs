//! What tells figures, events and what two texts have in common.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Wording, entries};

/// The word lists that tell figures, events and what two texts have in common.
#[derive(Debug, Default)]
pub struct Facts {
    /// Words that tell nothing about what a text is about, in lower case.
    pub stop_words: FxHashSet<&'static str>,
    /// Words that tell a text's subject field, not its event, in lower case.
    pub common_words: FxHashSet<&'static str>,
    /// Numbers of months by their names and short forms, in lower case.
    pub months: FxHashMap<&'static str, u8>,
    /// What compares two wordings.
    pub wording: Wording,
}

impl Facts {
    pub(crate) fn load() -> Facts {
        Facts {
            stop_words: words(include_str!("../../resources/en/stop-words.txt")),
            common_words: words(include_str!("../../resources/en/common-words.txt")),
            months: numbered(include_str!("../../resources/en/months.tsv")),
            wording: Wording::load(),
        }
    }
}

fn words(list: &'static str) -> FxHashSet<&'static str> {
    entries(list).flat_map(str::split_whitespace).collect()
}

/// Lines of a number, a tab and the words for it.
fn numbered(list: &'static str) -> FxHashMap<&'static str, u8> {
    entries(list)
        .filter_map(|line| {
            let (number, words) = line.split_once('\t')?;
            Some((number.parse().ok()?, words))
        })
        .flat_map(|(number, words)| words.split_whitespace().map(move |word| (word, number)))
        .collect()
}
