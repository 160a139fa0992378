//! What the network says of a window: where cues begin, the role of each word as a cue sees it, and
//! which words are names and verbs.

use std::ops::Range;

use crate::network::matrix::{Multiplier, Strided};
use crate::network::weights::Floats;
use crate::network::{N_NAMES, N_PARTS, Words};

/// The labels of a word: outside, and beginning and inside of each role.
pub const N_LABELS: usize = 7;

/// The number of steps by which sentences are told apart, to each side.
const SENTENCE_REACH: i64 = 3;
/// The same for lines.
const PARAGRAPH_REACH: i64 = 2;
/// The upper ends of the buckets of a distance in words; the last bucket is open.
const DISTANCES: [usize; 11] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 40, 80];

/// The scores of one window.
#[derive(Debug)]
pub struct Scores {
    /// The words of the window.
    pub words: Range<usize>,
    /// How likely each word of the window begins a cue.
    pub chances: Vec<f32>,
    /// The cues that begin in the window.
    pub cues: Vec<CueScores>,
    /// The scores of each label of a name, for each word of the window.
    pub names: Vec<[f32; N_NAMES]>,
    /// The scores of each part of speech, for the same words.
    pub parts: Vec<[f32; N_PARTS]>,
}

/// A word that may begin a cue.
#[derive(Debug)]
pub struct CueScores {
    /// The word, counted in the text.
    pub at: usize,
    /// How likely it begins a cue, by the network.
    pub chance: f32,
    /// The first word that has labels.
    pub begin: usize,
    /// The logarithms of the chances of each label, for each word from there on.
    pub labels: Vec<[f32; N_LABELS]>,
}

/// The heads, in floats: they are small.
#[derive(Debug)]
pub(super) struct Heads {
    pub(super) cue: Floats,
    pub(super) of_cue: Floats,
    pub(super) of_word: Floats,
    pub(super) role: Floats,
    pub(super) names: Floats,
    pub(super) parts: Floats,
    pub(super) distance: Vec<f32>,
    pub(super) sentence: Vec<f32>,
    pub(super) paragraph: Vec<f32>,
}

impl Heads {
    pub(super) fn scores(
        &self,
        multiplier: &Multiplier,
        words: &Words,
        window: &Range<usize>,
        states: &[f32],
        bar: f32,
    ) -> Scores {
        let mut chances = Vec::new();
        self.cue.apply(multiplier, states, &mut chances);
        let begin = window.start;
        let mut found = Scores {
            words: window.clone(),
            chances: chances.iter().map(|it| sigmoid(*it)).collect(),
            cues: Vec::new(),
            names: of_words(&self.names, multiplier, states),
            parts: of_words(&self.parts, multiplier, states),
        };
        let likely: Vec<(usize, f32)> = (begin..)
            .zip(found.chances.iter().copied())
            .filter(|(_, chance)| *chance >= bar)
            .collect();
        if likely.is_empty() {
            return found;
        }
        let hidden = self.role.n_inputs;
        let width = self.of_cue.n_inputs;
        let cue_states: Vec<f32> = likely
            .iter()
            .filter_map(|(at, _)| states.get((at - begin) * width..(at - begin + 1) * width))
            .flatten()
            .copied()
            .collect();
        let (mut of_word, mut of_cue) = (Vec::new(), Vec::new());
        self.of_word.apply(multiplier, states, &mut of_word);
        self.of_cue.apply(multiplier, &cue_states, &mut of_cue);
        let mut rows = vec![0f32; of_word.len()];
        let mut scores = Vec::new();
        for ((at, chance), cue) in likely.into_iter().zip(of_cue.chunks_exact(hidden)) {
            for (number, row) in rows.chunks_exact_mut(hidden).enumerate() {
                let (sentence, paragraph) = apart(words, at, begin + number);
                let word = of_word
                    .get(number * hidden..)
                    .unwrap_or(&[])
                    .iter()
                    .zip(cue);
                let tables = [
                    (&self.distance, bucket(at, begin + number)),
                    (&self.sentence, sentence),
                    (&self.paragraph, paragraph),
                ];
                let [distance, sentence, paragraph] =
                    tables.map(|(table, row)| table.get(row * hidden..).unwrap_or(&[]));
                let place = distance.iter().zip(sentence).zip(paragraph);
                for ((out, (word, cue)), ((distance, sentence), paragraph)) in
                    row.iter_mut().zip(word).zip(place)
                {
                    *out = (word + cue + distance + sentence + paragraph).max(0.0);
                }
            }
            self.role.apply(multiplier, &rows, &mut scores);
            let (labels, _) = scores.as_chunks::<N_LABELS>();
            found.cues.push(CueScores {
                at,
                chance,
                begin,
                labels: labels.iter().map(log_softmax).collect(),
            });
        }
        found
    }
}

/// The scores that a head gives each word.
fn of_words<const N: usize>(
    head: &Floats,
    multiplier: &Multiplier,
    states: &[f32],
) -> Vec<[f32; N]> {
    let mut scores = Vec::new();
    head.apply(multiplier, states, &mut scores);
    scores.as_chunks::<N>().0.to_vec()
}

impl Floats {
    /// `rows @ weights + bias`, into `out`.
    fn apply(&self, multiplier: &Multiplier, rows: &[f32], out: &mut Vec<f32>) {
        let n_outputs = self.bias.len();
        out.resize(rows.len() / self.n_inputs * n_outputs, 0.0);
        let left = Strided::dense(rows, self.n_inputs);
        let right = Strided::dense(&self.weights, n_outputs);
        multiplier.floats(out, &left, &right, 1.0);
        for row in out.chunks_exact_mut(n_outputs) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value += bias;
            }
        }
    }
}

/// How many sentences and lines a word is from a cue, as rows of their tables.
fn apart(words: &Words, cue: usize, word: usize) -> (usize, usize) {
    let (Some(cue), Some(word)) = (words.list.get(cue), words.list.get(word)) else {
        return (0, 0);
    };
    let steps = |from: u32, to: u32, reach: i64| {
        ((i64::from(to) - i64::from(from)).clamp(-reach, reach) + reach) as usize
    };
    (
        steps(cue.sentence, word.sentence, SENTENCE_REACH),
        steps(cue.paragraph, word.paragraph, PARAGRAPH_REACH),
    )
}

/// The row of a distance in its table: the middle for none, before it for words before the cue.
fn bucket(cue: usize, word: usize) -> usize {
    let size = DISTANCES.partition_point(|it| *it < cue.abs_diff(word));
    match word >= cue {
        true => DISTANCES.len() + size,
        false => DISTANCES.len() - size,
    }
}

pub(super) fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

fn log_softmax(scores: &[f32; N_LABELS]) -> [f32; N_LABELS] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|it| (it - highest).exp()).sum();
    scores.map(|it| it - highest - sum.ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_have_their_rows() {
        assert_eq!(bucket(100, 100), 11);
        assert_eq!(bucket(100, 101), 12);
        assert_eq!(bucket(100, 99), 10);
        assert_eq!(bucket(100, 180), 21);
        assert_eq!(bucket(100, 181), 22);
        assert_eq!(bucket(100, 0), 0);
    }

    #[test]
    fn chances_sum_to_one() {
        let scores = log_softmax(&[3.0, -2.0, 0.0, 90.0, 1.0, 89.0, 0.5]);
        let sum: f32 = scores.iter().map(|it| it.exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }
}
