//! Several views of the same words to one: what each window, and each network, says is averaged.
//!
//! Windows share words at their edges, and a second network may see the text cut elsewhere. A word
//! that one view has at its edge another has with what stands around it. Chances of cues are averaged
//! as they are, labels by their logarithms.

use std::collections::BTreeSet;

use crate::network::heads::{CueScores, Scores};
use crate::network::{N_NAMES, N_PARTS};

/// The share of a threshold from which on a view's labels of a cue are asked for: of three views, one
/// may be in doubt.
pub const FLOOR: f32 = 0.5;

/// The views of a text that later ones can still add to.
#[derive(Debug, Default)]
pub struct Views {
    open: Vec<(Scores, f32)>,
    /// The first word that is not settled.
    from: usize,
}

/// What all views say together of a run of words that no later one can see.
#[derive(Debug)]
pub struct Settled {
    /// The cues, in order of place.
    pub cues: Vec<CueScores>,
    /// The scores of each label of a name, word by word.
    pub names: Vec<[f32; N_NAMES]>,
    /// The scores of each part of speech, word by word.
    pub parts: Vec<[f32; N_PARTS]>,
}

impl Views {
    /// Adds the view of a window, which counts `weight` times.
    pub fn add(&mut self, scores: Scores, weight: f32) {
        self.open.push((scores, weight));
    }

    /// Settles the words before `end`, with the cues that are at least as likely as `bar`; windows that
    /// are added later must begin at `end` or behind it.
    pub fn settle(&mut self, end: usize, bar: f32) -> Settled {
        let new = self.from..end;
        let cues = self.open.iter().flat_map(|(scores, _)| &scores.cues);
        let places: BTreeSet<usize> = cues.map(|it| it.at).filter(|it| new.contains(it)).collect();
        let likely = |at: usize| Some((at, self.chance(at)?)).filter(|it| it.1 >= bar);
        let cues = places.into_iter().filter_map(likely);
        let views = &self.open;
        let names = || {
            views
                .iter()
                .map(|(it, weight)| (it.words.start, &it.names[..], *weight))
        };
        let parts = || {
            views
                .iter()
                .map(|(it, weight)| (it.words.start, &it.parts[..], *weight))
        };
        let settled = Settled {
            cues: cues.map(|(at, chance)| self.joined(at, chance)).collect(),
            names: new.clone().map(|word| mean(names(), word)).collect(),
            parts: new.map(|word| mean(parts(), word)).collect(),
        };
        self.open.retain(|(scores, _)| scores.words.end > end);
        self.from = end;
        settled
    }

    /// The mean of how likely a word begins a cue.
    fn chance(&self, at: usize) -> Option<f32> {
        let (mut sum, mut total) = (0.0, 0.0);
        for (scores, weight) in &self.open {
            let place = at.checked_sub(scores.words.start);
            if let Some(chance) = place.and_then(|it| scores.chances.get(it)) {
                sum += weight * chance;
                total += weight;
            }
        }
        (total > 0.0).then(|| sum / total)
    }

    /// The labels that a cue has in all views that hold it, word by word.
    fn joined(&self, at: usize, chance: f32) -> CueScores {
        let views: Vec<(&CueScores, f32)> = self
            .open
            .iter()
            .filter_map(|(scores, weight)| {
                let cue = scores.cues.iter().find(|it| it.at == at)?;
                Some((cue, *weight))
            })
            .collect();
        let begin = views.iter().map(|(it, _)| it.begin).min().unwrap_or(at);
        let end = views.iter().map(|(it, _)| it.begin + it.labels.len()).max();
        let of_views = || {
            views
                .iter()
                .map(|(it, weight)| (it.begin, &it.labels[..], *weight))
        };
        let labels = (begin..end.unwrap_or(at)).map(|word| mean(of_views(), word));
        CueScores {
            at,
            chance,
            begin,
            labels: labels.collect(),
        }
    }
}

/// The mean of the rows of a word, of those views that hold it: each has its first word, a row for each
/// word from there on, and its weight.
fn mean<'a, const N: usize>(
    views: impl Iterator<Item = (usize, &'a [[f32; N]], f32)>,
    word: usize,
) -> [f32; N] {
    let (mut sum, mut total) = ([0.0; N], 0.0);
    for (begin, rows, weight) in views {
        let place = word.checked_sub(begin);
        if let Some(row) = place.and_then(|it| rows.get(it)) {
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += weight * value;
            }
            total += weight;
        }
    }
    sum.map(|it| it / total)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    /// A view of words in which one begins a cue; each of its labels is `label`.
    fn view(words: Range<usize>, cue: usize, chance: f32, label: f32) -> Scores {
        let mut chances = vec![0.0; words.len()];
        chances[cue - words.start] = chance;
        let found = CueScores {
            at: cue,
            chance,
            begin: words.start,
            labels: vec![[label; 7]; words.len()],
        };
        Scores {
            chances,
            cues: vec![found].into_iter().filter(|_| chance >= 0.2).collect(),
            names: vec![[label; N_NAMES]; words.len()],
            parts: vec![[label; N_PARTS]; words.len()],
            words,
        }
    }

    #[test]
    fn what_two_windows_share_is_averaged() {
        let mut views = Views::default();
        views.add(view(0..10, 8, 0.9, -1.0), 1.0);
        let first = views.settle(7, 0.5);
        assert!(first.cues.is_empty());
        assert_eq!((first.names.len(), first.parts.len()), (7, 7));
        views.add(view(7..20, 8, 0.3, -4.0), 0.5);
        let found = views.settle(20, 0.5);
        let names: Vec<f32> = found.names.iter().map(|it| it[0]).collect();
        assert_eq!(names[..4], [-2.0, -2.0, -2.0, -4.0]);
        let [cue] = &found.cues[..] else {
            panic!("{found:?}")
        };
        assert_eq!((cue.at, cue.begin, cue.labels.len()), (8, 0, 20));
        assert!((cue.chance - 0.7).abs() < 1e-6);
        let labels = [cue.labels[0][0], cue.labels[7][0], cue.labels[10][0]];
        assert_eq!(labels, [-1.0, -2.0, -4.0]);
    }

    #[test]
    fn a_view_in_doubt_speaks_of_the_chance_alone() {
        let mut views = Views::default();
        views.add(view(0..10, 8, 0.9, -1.0), 1.0);
        views.add(view(7..20, 8, 0.1, -4.0), 1.0);
        assert!(views.settle(20, 0.51).cues.is_empty());
        views.add(view(20..30, 25, 0.9, -1.0), 1.0);
        views.add(view(20..40, 25, 0.19, -4.0), 1.0);
        let found = views.settle(40, 0.5).cues;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].begin, found[0].labels.len()), (20, 10));
    }

    #[test]
    fn each_cue_is_settled_once_and_views_are_let_go() {
        let mut views = Views::default();
        let mut found = Vec::new();
        for start in (0..1000).step_by(100) {
            found.extend(views.settle(start, 0.5).cues);
            views.add(view(start..start + 120, start + 110, 0.9, -1.0), 1.0);
            assert!(views.open.len() <= 2);
        }
        found.extend(views.settle(1200, 0.5).cues);
        let places: Vec<usize> = found.iter().map(|it| it.at).collect();
        let expected: Vec<usize> = (0..10).map(|it| it * 100 + 110).collect();
        // All but the last are seen again by the next window, which holds no cue there.
        assert_eq!(places, expected[9..]);
    }
}
