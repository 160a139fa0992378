//! How languages other than English name who said a quotation: lists of words by what they do there.

use rustc_hash::FxHashMap;

use crate::resources::entries;

/// How a language names who said a quotation.
#[derive(Debug, Default)]
pub struct Sayings {
    /// What each word can be there, in lower case, as bits in the order of [`SayingPart`].
    words: FxHashMap<&'static str, u8>,
}

/// What a word beside a quotation can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SayingPart {
    /// Before a participle: "a dit".
    Auxiliary,
    /// A verb of saying behind its auxiliary.
    Participle,
    /// A verb of saying: "affirme", "sagte".
    Verb,
    /// Before a name, in place of a verb: "selon", "laut".
    Opener,
    /// A pronoun that can be the speaker.
    Pronoun,
    /// What can begin a speaker's role.
    Article,
    /// What can stand between verb and speaker.
    Adjunct,
    /// What ends a speaker's name.
    Boundary,
}

/// The names of the parts in the lists, in order.
const PARTS: [&str; 8] = [
    "auxiliary",
    "participle",
    "verb",
    "opener",
    "pronoun",
    "article",
    "adjunct",
    "boundary",
];

impl Sayings {
    /// Whether the word can be that, whatever its case.
    pub fn is(&self, word: &str, tag: SayingPart) -> bool {
        let bits = self.words.get(word).copied();
        let bits = bits.or_else(|| self.words.get(word.to_lowercase().as_str()).copied());
        bits.unwrap_or(0) & (1 << tag as u8) != 0
    }

    pub(crate) fn load(list: &'static str) -> Sayings {
        let mut sayings = Sayings::default();
        for line in entries(list) {
            let Some((class, members)) = line.split_once('\t') else {
                continue;
            };
            let Some(bit) = PARTS.iter().position(|it| *it == class) else {
                continue;
            };
            for word in members.split_whitespace() {
                *sayings.words.entry(word).or_default() |= 1 << bit;
            }
        }
        sayings
    }
}
