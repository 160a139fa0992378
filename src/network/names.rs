//! Labels of words to names and verbs.

use std::ops::Range;

/// The labels that a word may bear as part of a name: none, person, organisation, place, another
/// name, a date, a number.
pub const N_NAMES: usize = 7;

/// The parts of speech that a word may be, in the order of the recipe.
pub const N_PARTS: usize = 17;
/// Those of finite verbs: past, present, base form, modal.
const VERBS: [usize; 4] = [7, 8, 9, 15];

/// Whether a word is the finite verb of a clause, by the scores of its parts of speech.
pub fn is_verb(scores: &[f32; N_PARTS]) -> bool {
    VERBS.contains(&highest(scores))
}

/// Which score is the highest; the first of equals.
fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if scores.get(best).is_some_and(|it| score > it) {
            best = at;
        }
    }
    best
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

/// Words that the network takes for one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRun {
    /// What they name.
    pub kind: NameKind,
    /// The words, counted in the text.
    pub words: Range<usize>,
    /// The chance of the least sure word, in thousandths.
    pub chance: u16,
}

/// The names among words whose scores are given, the first of which is word `begin` of the text.
///
/// Neighbours with one label are one name: the labels do not tell where a name begins.
pub fn name_runs(scores: &[[f32; N_NAMES]], begin: usize) -> Vec<NameRun> {
    let mut runs: Vec<NameRun> = Vec::new();
    for (at, row) in (begin..).zip(scores) {
        let Some((kind, chance)) = best(row) else {
            continue;
        };
        match runs.last_mut() {
            Some(last) if last.kind == kind && last.words.end == at => {
                last.words.end = at + 1;
                last.chance = last.chance.min(chance);
            }
            _ => runs.push(NameRun {
                kind,
                words: at..at + 1,
                chance,
            }),
        }
    }
    runs
}

/// The likeliest label of a word and its chance in thousandths; `None` where it is no name.
fn best(row: &[f32; N_NAMES]) -> Option<(NameKind, u16)> {
    let label = highest(row);
    let kind = match label {
        1 => NameKind::Person,
        2 => NameKind::Organisation,
        3 => NameKind::Place,
        _ => return None,
    };
    let highest = row.get(label)?;
    let sum: f32 = row.iter().map(|it| (it - highest).exp()).sum();
    Some((kind, (1000.0 / sum).round() as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: usize) -> [f32; N_NAMES] {
        std::array::from_fn(|it| if it == label { 5.0 } else { -5.0 })
    }

    #[test]
    fn neighbours_with_one_label_are_a_name() {
        let scores = [0, 1, 1, 2, 5, 3].map(row);
        let found: Vec<(NameKind, Range<usize>)> = name_runs(&scores, 10)
            .into_iter()
            .map(|it| (it.kind, it.words))
            .collect();
        assert_eq!(
            found,
            [
                (NameKind::Person, 11..13),
                (NameKind::Organisation, 13..14),
                (NameKind::Place, 15..16)
            ]
        );
    }

    #[test]
    fn verbs_are_told_from_nouns() {
        let row = |part: usize| std::array::from_fn(|it| if it == part { 5.0 } else { -5.0 });
        assert_eq!(
            [1, 7, 8, 10, 15].map(|it| is_verb(&row(it))),
            [false, true, true, false, true]
        );
    }

    #[test]
    fn the_least_sure_word_tells_how_sure_a_name_is() {
        let mut doubtful = row(1);
        doubtful[2] = 4.999;
        let runs = name_runs(&[row(1), doubtful], 0);
        assert_eq!(runs.first().map(|it| it.chance), Some(500));
    }
}
