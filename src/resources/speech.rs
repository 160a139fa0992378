//! What tells that something was said.

use rustc_hash::FxHashSet;

use crate::resources::entries;
use crate::text::SentenceRules;

/// The word lists that tell that something was said.
#[derive(Debug, Default)]
pub struct Speech {
    /// What tells where a sentence ends.
    pub sentences: SentenceRules,
}

impl Speech {
    pub(crate) fn load() -> Speech {
        Speech {
            sentences: sentence_rules(),
        }
    }
}

fn sentence_rules() -> SentenceRules {
    let abbreviations = include_str!("../../resources/en/abbreviations.tsv");
    let of_kind = |wanted: &str| -> FxHashSet<&'static str> {
        entries(abbreviations)
            .filter_map(|line| line.split_once('\t'))
            .filter(|(_, kind)| *kind == wanted)
            .map(|(word, _)| word)
            .collect()
    };
    SentenceRules {
        titles: of_kind("title"),
        figures: of_kind("figure"),
        closing: of_kind("closing"),
        starters: entries(include_str!("../../resources/en/sentence-starters.txt")).collect(),
        reporting: ["said", "asked", "says", "asks", "replied", "wondered"]
            .into_iter()
            .collect(),
    }
}
