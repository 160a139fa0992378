//! What tells whether two wordings say the same: function words, negations, hedges, conditions,
//! modal words, number words, spellings and synonyms.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entries;

/// The word lists that compare wordings.
#[derive(Debug, Default)]
pub struct Wording {
    /// Words that carry grammar rather than content.
    pub function_words: FxHashSet<&'static str>,
    /// Function words that translators put differently without another meaning.
    pub light_words: FxHashSet<&'static str>,
    /// Words that turn a claim round.
    pub negations: FxHashSet<&'static str>,
    /// Phrases that make a claim less certain, their words in order.
    pub hedges: Vec<Vec<&'static str>>,
    /// Phrases that open a condition or restriction, their words in order.
    pub conditions: Vec<Vec<&'static str>>,
    /// How strongly a modal word binds, from 0 (may) to 3 (must).
    pub modals: FxHashMap<&'static str, u8>,
    /// Number words.
    pub numbers: FxHashMap<&'static str, NumberWord>,
    /// A spelling, and the one that stands for both.
    pub spellings: FxHashMap<&'static str, &'static str>,
    /// The endings of contractions, and the words that they are short for.
    pub clitics: Vec<(&'static str, &'static str)>,
    /// What is left in front of such an ending, and the word that it stands for.
    pub clitic_stems: FxHashMap<&'static str, &'static str>,
    /// Words after which `'s` is short for `is`.
    pub before_is: FxHashSet<&'static str>,
    /// Words that join a clause with a claim of its own.
    pub clause_joins: FxHashSet<&'static str>,
    /// Words that begin such a clause as its subject.
    pub clause_subjects: FxHashSet<&'static str>,
    /// What a word beside a figure makes of it: `about`, `least`, `most`, `part`, `time`,
    /// `date` or `weekday`.
    pub beside_figures: FxHashMap<&'static str, &'static str>,
    /// Words before an office that make it another one, below it: `assistant prosecutor`.
    pub ranks: FxHashSet<&'static str>,
    /// The days of the week, in lower case, 0 for Monday.
    pub weekdays: FxHashMap<&'static str, u8>,
    /// The synonym groups of a stem.
    pub synonyms: FxHashMap<String, Vec<u16>>,
}

/// What a number word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberWord {
    /// Its value.
    pub value: u64,
    /// How it combines.
    pub kind: NumberKind,
}

/// How a number word combines with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// It is added ("seven", "forty").
    Unit,
    /// It multiplies what is before it ("hundred").
    Scale,
    /// It names a place in an order ("third").
    Ordinal,
    /// It counts times ("twice").
    Times,
}

impl Wording {
    pub(crate) fn load() -> Wording {
        let contractions = include_str!("../../resources/en/contractions.tsv");
        let clauses = include_str!("../../resources/en/clauses.tsv");
        Wording {
            clitics: rows(contractions, "clitic").collect(),
            clitic_stems: rows(contractions, "stem").collect(),
            before_is: rows(contractions, "is").map(|(word, _)| word).collect(),
            clause_joins: row(clauses, "joins").collect(),
            clause_subjects: row(clauses, "subjects").collect(),
            beside_figures: beside_figures(),
            weekdays: row(include_str!("../../resources/en/figures.tsv"), "weekday")
                .zip(0..)
                .collect(),
            ranks: words(include_str!("../../resources/en/ranks.txt")).collect(),
            function_words: words(include_str!("../../resources/en/function-words.txt")).collect(),
            light_words: words(include_str!("../../resources/en/light-words.txt")).collect(),
            negations: words(include_str!("../../resources/en/negations.txt")).collect(),
            hedges: phrases(include_str!("../../resources/en/hedges.txt")),
            conditions: phrases(include_str!("../../resources/en/conditions.txt")),
            modals: modals(),
            numbers: numbers(),
            spellings: entries(include_str!("../../resources/en/spellings.tsv"))
                .filter_map(|line| line.split_once('\t'))
                .collect(),
            synonyms: synonyms(),
        }
    }

    /// Whether two stems are used for one another.
    pub fn synonymous(&self, a: &str, b: &str) -> bool {
        match (self.synonyms.get(a), self.synonyms.get(b)) {
            (Some(a), Some(b)) => a.iter().any(|group| b.contains(group)),
            _ => false,
        }
    }
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    entries(list).flat_map(str::split_whitespace)
}

fn phrases(list: &'static str) -> Vec<Vec<&'static str>> {
    entries(list)
        .map(|line| line.split_whitespace().collect())
        .collect()
}

/// The second and third fields of the lines that begin with `kind`.
fn rows(
    list: &'static str,
    kind: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(list)
        .filter_map(move |line| line.strip_prefix(kind)?.strip_prefix('\t'))
        .filter_map(|rest| rest.split_once('\t'))
}

/// The words of the lines that begin with `kind`.
fn row(list: &'static str, kind: &'static str) -> impl Iterator<Item = &'static str> {
    entries(list)
        .filter_map(move |line| line.strip_prefix(kind)?.strip_prefix('\t'))
        .flat_map(str::split_whitespace)
}

fn beside_figures() -> FxHashMap<&'static str, &'static str> {
    entries(include_str!("../../resources/en/figures.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(kind, words)| words.split_whitespace().map(move |word| (word, kind)))
        .collect()
}

fn modals() -> FxHashMap<&'static str, u8> {
    let lines = entries(include_str!("../../resources/en/modals.txt"));
    (0u8..)
        .zip(lines)
        .flat_map(|(strength, line)| line.split_whitespace().map(move |word| (word, strength)))
        .collect()
}

fn numbers() -> FxHashMap<&'static str, NumberWord> {
    entries(include_str!("../../resources/en/number-words.tsv"))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (word, value, kind) = (fields.next()?, fields.next()?, fields.next()?);
            let kind = match kind {
                "unit" => NumberKind::Unit,
                "scale" => NumberKind::Scale,
                "ordinal" => NumberKind::Ordinal,
                _ => NumberKind::Times,
            };
            let value = value.parse().ok()?;
            Some((word, NumberWord { value, kind }))
        })
        .collect()
}

fn synonyms() -> FxHashMap<String, Vec<u16>> {
    let mut groups: FxHashMap<String, Vec<u16>> = FxHashMap::default();
    let lines = entries(include_str!("../../resources/en/synonyms.txt"));
    for (group, line) in (0u16..).zip(lines) {
        for word in line.split_whitespace() {
            let of = groups.entry(stem(word)).or_default();
            if !of.contains(&group) {
                of.push(group);
            }
        }
    }
    groups
}

/// The endings that [`stem`] takes off, longest first, with what they leave at least.
const ENDINGS: &[(&str, usize)] = &[
    ("ations", 3),
    ("ation", 3),
    ("ements", 4),
    ("ement", 4),
    ("ments", 4),
    ("ings", 3),
    ("ions", 4),
    ("ment", 4),
    ("ness", 4),
    ("ies", 2),
    ("ied", 2),
    ("ing", 3),
    ("ion", 4),
    ("ers", 3),
    ("ed", 3),
    ("es", 3),
    ("er", 4),
    ("ly", 3),
    ("s", 3),
    ("e", 3),
    ("y", 3),
];

/// The stem of a lower-case word: `protecting`, `protected` and `protection` are all `protect`.
///
/// Light on purpose: it takes off common endings once, and never more than leaves three letters.
pub fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let word = word.trim_end_matches('\'');
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) || word.ends_with("ss") {
        return word.to_owned();
    }
    let ending = ENDINGS
        .iter()
        .find(|(ending, least)| word.len() >= ending.len() + least && word.ends_with(ending));
    let Some((ending, _)) = ending else {
        return word.to_owned();
    };
    let stem = &word[..word.len() - ending.len()];
    let bytes = stem.as_bytes();
    let doubled = matches!(*ending, "ing" | "ed" | "er" | "ers" | "ings")
        && bytes.len() > 3
        && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
        && !b"aeiouls".contains(&bytes[bytes.len() - 1]);
    stem[..stem.len() - usize::from(doubled)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stem_for_the_forms_of_a_word() {
        for forms in [
            ["protect", "protecting", "protected", "protection"],
            ["village", "villages", "village's", "villages'"],
            ["plan", "plans", "planned", "planning"],
            ["party", "parties", "party", "party's"],
            ["flood", "flooded", "flooding", "floods"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        assert_eq!(stem("pass"), "pass");
        assert_eq!(stem("4th"), "4th");
        assert_eq!(stem("überall"), "überall");
    }

    #[test]
    fn synonyms_go_by_stem() {
        let wording = Wording::load();
        assert!(wording.synonymous(&stem("warned"), &stem("notify")));
        assert!(!wording.synonymous(&stem("warned"), &stem("gates")));
        assert_eq!(wording.numbers["twelve"].value, 12);
        assert_eq!(wording.modals["must"], 3);
    }
}
