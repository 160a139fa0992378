//! The weights by which two segments are held to be one utterance.

use super::entries;

/// What each feature of a pair adds to the log-odds of one utterance, in thousandths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    /// The log-odds where all features are nought.
    pub bias: i64,
    /// The weights, in the order of the features.
    pub by_feature: Vec<i64>,
}

impl Weights {
    pub(crate) fn load() -> Weights {
        let rows = rows();
        let bias = rows.clone().find(|(what, _)| *what == BIAS);
        Weights {
            bias: bias.map_or(0, |(_, weight)| weight),
            by_feature: rows
                .filter(|(what, _)| *what != BIAS)
                .map(|(_, weight)| weight)
                .collect(),
        }
    }

    /// The names of the features, in their order.
    #[cfg(test)]
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        rows().map(|(what, _)| what).filter(|what| *what != BIAS)
    }
}

const BIAS: &str = "bias";

fn rows() -> impl Iterator<Item = (&'static str, i64)> + Clone {
    let list = include_str!("../../resources/und/utterance-weights.tsv");
    let line = |line: &'static str| {
        let (what, weight) = line.split_once('\t')?;
        Some((what, weight.parse().ok()?))
    };
    entries(list).filter_map(line)
}
