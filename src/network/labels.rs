//! Scores to the words of each role: the best sequence of labels.

use std::ops::Range;

use crate::network::heads::{CueScores, N_LABELS};

/// What a word is to a cue, in the order of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Part of the words that name the speaker.
    Source,
    /// Part of the cue.
    Cue,
    /// Part of what was said.
    Content,
}

/// The label of a word without a role; behind it come beginning and inside of each role.
const OUTSIDE: usize = 0;
const BEGINS_CUE: usize = 3;
/// A score that no sequence survives.
const NEVER: f32 = -1e4;

/// A run of words in one role.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What they are to the cue.
    pub role: Role,
    /// The words, counted in the text.
    pub words: Range<usize>,
    /// The mean of the logarithms of their chances.
    pub score: f32,
}

/// The runs of words that a cue sees in a role, in order of place.
pub fn runs(scores: &CueScores) -> Vec<Run> {
    let labels = best_labels(&scores.labels, scores.at.saturating_sub(scores.begin));
    let mut found: Vec<(usize, usize, Range<usize>)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        match found.last_mut() {
            _ if label == OUTSIDE => {}
            Some((inside, _, words)) if label == *inside && words.end == at => words.end += 1,
            _ => found.push((label + label % 2, label, at..at + 1)),
        }
    }
    let run = |(inside, first, words): (usize, usize, Range<usize>)| {
        let sum: f32 = words
            .clone()
            .map(|at| {
                let label = if at == words.start { first } else { inside };
                scores
                    .labels
                    .get(at)
                    .and_then(|it| it.get(label))
                    .copied()
                    .unwrap_or(NEVER)
            })
            .sum();
        Run {
            role: match inside {
                2 => Role::Source,
                4 => Role::Cue,
                _ => Role::Content,
            },
            score: sum / words.len() as f32,
            words: scores.begin + words.start..scores.begin + words.end,
        }
    };
    let mut runs: Vec<Run> = found.into_iter().map(run).collect();
    keep_one_source(&mut runs);
    runs
}

/// Nearly every cue has one source in one piece: of several the surest stays.
fn keep_one_source(runs: &mut Vec<Run>) {
    let sources = runs.iter().filter(|it| it.role == Role::Source);
    let Some(best) = sources.map(|it| it.score).max_by(f32::total_cmp) else {
        return;
    };
    let mut kept = false;
    runs.retain(|it| {
        let stays = it.role != Role::Source || it.score == best && !kept;
        kept |= it.role == Role::Source && stays;
        stays
    });
}

/// Viterbi: the inside of a role follows only its beginning or its inside, and the cue begins where
/// it was found and nowhere else.
fn best_labels(scores: &[[f32; N_LABELS]], cue: usize) -> Vec<usize> {
    let score = |at: usize, label: usize| match (at == cue, label == BEGINS_CUE) {
        (true, true) => 0.0,
        (false, false) => scores
            .get(at)
            .and_then(|it| it.get(label))
            .copied()
            .unwrap_or(NEVER),
        _ => NEVER,
    };
    let follows =
        |from: usize, to: usize| to % 2 == 1 || to == OUTSIDE || from == to || from + 1 == to;
    let mut best: [f32; N_LABELS] = std::array::from_fn(|it| {
        if it % 2 == 1 || it == OUTSIDE {
            score(0, it)
        } else {
            NEVER
        }
    });
    let mut back: Vec<[u8; N_LABELS]> = Vec::with_capacity(scores.len());
    for at in 1..scores.len() {
        let mut from = [0u8; N_LABELS];
        let mut next = [NEVER; N_LABELS];
        for (to, (next, from)) in next.iter_mut().zip(&mut from).enumerate() {
            let mut highest = f32::MIN;
            for (label, value) in best.iter().enumerate().filter(|(it, _)| follows(*it, to)) {
                if *value > highest {
                    (highest, *from) = (*value, label as u8);
                }
            }
            *next = highest + score(at, to);
        }
        back.push(from);
        best = next;
    }
    let mut label = 0;
    for (at, value) in best.iter().enumerate() {
        if best.get(label).is_some_and(|it| value > it) {
            label = at;
        }
    }
    let mut labels = vec![label; scores.len().min(1)];
    for from in back.iter().rev() {
        label = from.get(label).map_or(OUTSIDE, |it| usize::from(*it));
        labels.push(label);
    }
    labels.reverse();
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores that favour the given labels, written one letter a word.
    fn scores(labels: &str, cue: usize) -> CueScores {
        let row = |letter: char| {
            let favoured = "oSsCcTt".find(letter).unwrap();
            std::array::from_fn(|it| if it == favoured { -0.1 } else { -3.0 })
        };
        CueScores {
            at: 100 + cue,
            chance: 1.0,
            begin: 100,
            labels: labels.chars().map(row).collect(),
        }
    }

    fn found(labels: &str, cue: usize) -> Vec<(Role, Range<usize>)> {
        places(&scores(labels, cue))
    }

    /// The runs with their words, counted from the first that has labels.
    fn places(scores: &CueScores) -> Vec<(Role, Range<usize>)> {
        let runs = runs(scores).into_iter();
        runs.map(|it| (it.role, it.words.start - 100..it.words.end - 100))
            .collect()
    }

    #[test]
    fn runs_are_read_off() {
        assert_eq!(
            found("SsoCcTttoTt", 3),
            [
                (Role::Source, 0..2),
                (Role::Cue, 3..5),
                (Role::Content, 5..8),
                (Role::Content, 9..11)
            ]
        );
        assert!(found("", 0).is_empty());
    }

    #[test]
    fn one_source_stays() {
        let mut scores = scores("SooCoSso", 3);
        scores.labels[5][1] = -0.01;
        assert_eq!(places(&scores), [(Role::Cue, 3..4), (Role::Source, 5..7)]);
    }

    #[test]
    fn an_inside_needs_its_beginning() {
        assert_eq!(
            found("oottt", 1),
            [(Role::Cue, 1..2), (Role::Content, 2..5)]
        );
    }

    #[test]
    fn the_cue_begins_where_it_was_found() {
        assert_eq!(found("oooCo", 1), [(Role::Cue, 1..2)]);
    }
}
