//! What tells people of one name apart, and the names of one person together.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entries;

/// The word lists that link people across documents.
#[derive(Debug, Default)]
pub struct People {
    /// The spelling that stands for all of a given name, without accents, in lower case.
    pub given_names: FxHashMap<&'static str, &'static str>,
    /// The field of a role noun, as a bit, by the word that it is a form of.
    pub fields: FxHashMap<&'static str, u16>,
    /// Pairs of fields between which people pass, both ways.
    near: FxHashSet<(u16, u16)>,
}

impl People {
    pub(crate) fn load() -> People {
        let list = include_str!("../../resources/en/role-fields.tsv");
        let mut names: Vec<&str> = Vec::new();
        let mut people = People {
            given_names: entries(include_str!("../../resources/und/given-names.tsv"))
                .filter_map(|line| line.split_once('\t'))
                .flat_map(|(name, others)| others.split_whitespace().map(move |it| (it, name)))
                .collect(),
            ..People::default()
        };
        for (field, words) in entries(list).filter_map(|line| line.split_once('\t')) {
            if field != "near" {
                let bit = 1 << names.len().min(15);
                names.push(field);
                let words = words.split_whitespace();
                people.fields.extend(words.map(|word| (word, bit)));
                continue;
            }
            let bit = |name: &str| {
                let at = names.iter().position(|it| *it == name)?;
                Some(1_u16 << at)
            };
            let pair = words.split_once(' ');
            if let Some((a, b)) = pair.and_then(|(a, b)| bit(a).zip(bit(b))) {
                people.near.extend([(a, b), (b, a)]);
            }
        }
        people
    }

    /// Whether people pass between some field of the one set and some of the other.
    pub fn are_near(&self, a: u16, b: u16) -> bool {
        let bits = |set: u16| (0..16).map(|at| 1 << at).filter(move |bit| set & bit != 0);
        bits(a).any(|a| bits(b).any(|b| a == b || self.near.contains(&(a, b))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_near_or_far() {
        let people = People::load();
        let field = |noun: &str| people.fields.get(noun).copied().unwrap_or(0);
        assert!(people.are_near(field("minister"), field("judge")));
        assert!(people.are_near(field("coach"), field("player")));
        assert!(!people.are_near(field("coach"), field("professor")));
        assert!(!people.are_near(field("minister"), field("nobody")));
    }
}
