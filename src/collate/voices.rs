//! Speakers whom two outlets spell otherwise: takes the speakers' names, tells who is one voice.
//!
//! "Vicente Rollo" in one report and "Vincente Rollo" in the next are two persons to whoever goes by
//! names. In one story they are one, and the other spelling is a mistake.

use std::collections::BTreeMap;

use crate::model::PersonId;

/// The shortest name in which one letter more, less or other is a slip of the pen.
const LETTERS: usize = 5;

/// For each person with a namesake by a slip of the pen the one that stands for both.
pub(super) fn one_voice(names: &BTreeMap<PersonId, String>) -> BTreeMap<PersonId, PersonId> {
    let mut by_part: BTreeMap<(bool, &str), Vec<(PersonId, &str)>> = BTreeMap::new();
    for (person, name) in names {
        if let Some((first, last)) = ends(name) {
            by_part
                .entry((true, last))
                .or_default()
                .push((*person, first));
            by_part
                .entry((false, first))
                .or_default()
                .push((*person, last));
        }
    }
    let mut stands_for: BTreeMap<PersonId, PersonId> = BTreeMap::new();
    for others in by_part.values() {
        for (k, (a, part)) in others.iter().enumerate() {
            for (b, other) in others.iter().skip(k + 1) {
                if a != b && is_slip(part, other) {
                    let of = |it: &PersonId| stands_for.get(it).copied().unwrap_or(*it);
                    let first = of(a).min(of(b));
                    stands_for.extend([(*a, first), (*b, first)]);
                }
            }
        }
    }
    stands_for
}

/// The first and the last word of a name of two or more.
pub(super) fn ends(name: &str) -> Option<(&str, &str)> {
    let (first, rest) = name.split_once(' ')?;
    Some((first, rest.rsplit(' ').next()?))
}

/// Whether two words differ in one letter that is left out, put in or another; not in the last, where
/// "Mario" and "Maria" differ, or a husband's name and his wife's.
pub(super) fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (shorter, longer) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if shorter.len() < LETTERS || longer.len() - shorter.len() > 1 || a == b || a.last() != b.last()
    {
        return false;
    }
    let head = shorter
        .iter()
        .zip(longer)
        .take_while(|(a, b)| a == b)
        .count();
    let rest = longer.len() - head - 1;
    longer.ends_with(&shorter[shorter.len() - rest.min(shorter.len())..])
        && rest + head >= shorter.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_a_slip_of_the_pen() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(is_slip(a, b), expected, "{a} {b}");
            assert_eq!(is_slip(b, a), expected, "{b} {a}");
        };
        check("vicente", "vincente", true);
        check("okrist", "okryst", true);
        check("sergei", "sergej", false);
        check("varow", "varrow", true);
        check("mario", "maria", false);
        check("jon", "john", false);
        check("marie", "marie", false);
        check("sergei", "andrei", false);
        check("halden", "haldern", true);
        check("halden", "haldorn", false);
    }
}
