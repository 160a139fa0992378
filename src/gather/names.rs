//! Names to keys: the spellings of one name give one key.
//!
//! Case, accents, middle names, initials, titles and "Jr." do not count; short forms of first names
//! and the usual ways of writing a Slavic ending in Latin letters are one ("Sergey", "Sergei").

use super::words::{fold, key};
use crate::resources::{Resources, Sense};

/// A person's name as far as it tells persons apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PersonName {
    /// The first name, where it is given.
    pub first: Option<String>,
    /// The surname.
    pub last: String,
}

/// Takes a person's name apart; `None` where nothing of it is a name.
pub(super) fn person(resources: &Resources, name: &str) -> Option<PersonName> {
    let facts = &resources.facts;
    let mut words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| fold(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|word| word.chars().count() > 1 && !facts.name_suffixes.contains(word.as_str()))
        .filter(|word| !is_initials(word))
        .collect();
    let last = spelling(&words.pop()?);
    let first = words.into_iter().next().map(|first| {
        let full = facts.nicknames.get(first.as_str());
        spelling(full.copied().unwrap_or(&first))
    });
    Some(PersonName { first, last })
}

/// Whether a word is initials written together ("J.R.").
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1)
}

/// One spelling for the ways in which a name is written in Latin letters.
fn spelling(word: &str) -> String {
    let mut word = word.replace("kh", "h").replace("ks", "x");
    for ending in ["iy", "yy", "yi", "ii", "ij", "y"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) {
            word = format!("{stem}i");
            break;
        }
    }
    word
}

/// The key of a group's name: one for all names of a country or a medium, else of its words.
pub(super) fn group(resources: &Resources, name: &str) -> u64 {
    let lower = name.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if words.first() == Some(&"the") {
        words.remove(0);
    }
    let known = resources.names.known(|at| words.get(at).copied());
    match known.filter(|(length, _)| *length == words.len()) {
        Some((_, Sense::Country(country))) => key(&format!("country {country}")),
        Some((_, Sense::Medium(medium))) => key(&format!("medium {medium}")),
        _ => {
            let folded: Vec<String> = words.iter().map(|word| folded_word(word)).collect();
            key(&format!("group {}", folded.join(" ")))
        }
    }
}

/// Whether a group is a country or a medium, which are named in too many texts to tell anything.
pub(super) fn is_everywhere(resources: &Resources, name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().filter(|it| *it != "the").collect();
    let known = resources.names.known(|at| words.get(at).copied());
    known.is_some_and(|(length, _)| length == words.len())
}

fn folded_word(word: &str) -> String {
    fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    fn check(a: &str, b: &str, same: bool) {
        let name = |name| person(resources::get(), name);
        assert_eq!(
            name(a) == name(b),
            same,
            "{a} / {b}: {:?}, {:?}",
            name(a),
            name(b)
        );
    }

    #[test]
    fn spellings_of_one_name() {
        check("Sergey Varro", "Sergei Varro", true);
        check("Dmitry Okristov", "Dmitriy Okristov", true);
        check("Arkady Solskyy", "Arkadii Solskiy", true);
        check("Joe Marsk", "Joseph R. Marsk Jr.", true);
        check("José Ibarra", "JOSE IBARRA", true);
        check("Mira Solane", "Pell Solane", false);
        check("Solane", "Mira Solane", false);
        assert_eq!(person(resources::get(), " . "), None);
        assert_eq!(person(resources::get(), ""), None);
    }

    #[test]
    fn groups_by_known_names() {
        let same = |a, b| group(resources::get(), a) == group(resources::get(), b);
        assert!(same("United States", "the United States"));
        assert!(same("Veskom", "VESKOM"));
        assert!(!same("Veskom", "Veskom Energy"));
    }
}
