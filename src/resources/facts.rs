//! What tells figures and what two texts have in common.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Weights, Wording, entries};

/// The word lists that tell figures and what two texts have in common.
#[derive(Debug, Default)]
pub struct Facts {
    /// Words that tell nothing about what a text is about, in lower case.
    pub stop_words: FxHashSet<&'static str>,
    /// Words that tell a text's subject field, not its event, in lower case.
    pub common_words: FxHashSet<&'static str>,
    /// Numbers of months by their names and short forms, in lower case.
    pub months: FxHashMap<&'static str, u8>,
    /// How many months ahead a named day lies, by the word before "month".
    pub month_relations: FxHashMap<&'static str, i16>,
    /// First names by their short forms, in lower case.
    pub nicknames: FxHashMap<&'static str, &'static str>,
    /// What stands beside a person's name without being part of it, in lower case.
    pub name_suffixes: FxHashSet<&'static str>,
    /// What some languages write together with the word behind it, the longer first.
    pub proclitics: Vec<&'static str>,
    /// What compares two wordings.
    pub wording: Wording,
    /// What decides whether two segments are one utterance.
    pub weights: Weights,
}

impl Facts {
    pub(crate) fn load() -> Facts {
        Facts {
            stop_words: words(include_str!("../../resources/en/stop-words.txt")),
            common_words: words(include_str!("../../resources/en/common-words.txt")),
            months: super::time::months(Some("en")).collect(),
            month_relations: numbered(include_str!("../../resources/en/month-relations.tsv")),
            nicknames: entries(include_str!("../../resources/en/nicknames.tsv"))
                .filter_map(|line| line.split_once('\t'))
                .flat_map(|(name, short)| short.split_whitespace().map(move |it| (it, name)))
                .collect(),
            name_suffixes: words(include_str!("../../resources/en/name-suffixes.txt")),
            proclitics: entries(include_str!("../../resources/ar/proclitics.txt")).collect(),
            wording: Wording::load(),
            weights: Weights::load(),
        }
    }
}

fn words(list: &'static str) -> FxHashSet<&'static str> {
    entries(list).flat_map(str::split_whitespace).collect()
}

/// Lines of a word, a tab and its number.
fn numbered<N: std::str::FromStr>(list: &'static str) -> FxHashMap<&'static str, N> {
    entries(list)
        .filter_map(|line| {
            let (word, number) = line.split_once('\t')?;
            Some((word, number.trim().parse().ok()?))
        })
        .collect()
}
