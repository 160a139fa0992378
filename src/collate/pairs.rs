//! The pairs that a story's collation weighs: takes a coverage, gives what the weights are fitted on.

use super::Coverage;
use super::joins::{compare, nodes};
use super::score::{N, features, other_day, ruled_out};
use super::segments::segments;
use crate::model::{DocumentId, Span};
use crate::resources::Resources;

/// Two wordings that were compared, each with the places where it stands.
#[derive(Clone, Debug)]
pub struct ComparedPair {
    /// Where the first stands.
    pub a: Vec<(DocumentId, Vec<Span>)>,
    /// Where the second stands.
    pub b: Vec<(DocumentId, Vec<Span>)>,
    /// What is weighed, in the order of [`FEATURES`](super::FEATURES), in thousandths.
    pub features: [i32; N],
    /// Whether the two stand in one document.
    pub one_document: bool,
    /// Whether a rule keeps the two apart, whatever their features weigh.
    pub ruled_out: bool,
}

/// The pairs of a story's segments that are worth comparing.
pub fn compared(resources: &Resources, coverage: &Coverage<'_>) -> Vec<ComparedPair> {
    let segments = segments(resources, coverage);
    let nodes = nodes(&segments);
    let places = |node: usize| {
        let members = nodes.get(node).into_iter().flatten();
        let segments = members.filter_map(|idx| segments.get(*idx));
        segments
            .filter_map(|segment| {
                let analysed = coverage.documents.get(segment.document)?;
                Some((analysed.document.id, segment.content.clone()))
            })
            .collect()
    };
    let compared = compare(&resources.facts.wording, &segments, &nodes);
    let pairs = compared.pairs.iter();
    pairs
        .map(|pair| {
            let (a, b) = (compared.nodes.heads[pair.a], compared.nodes.heads[pair.b]);
            let context = compared.partners.context(&compared.nodes, pair);
            let day = other_day(a, b, &context);
            ComparedPair {
                a: places(pair.a),
                b: places(pair.b),
                features: features(&pair.evidence, &context, day),
                one_document: pair.evidence.one_document,
                ruled_out: ruled_out(&pair.evidence, &context),
            }
        })
        .collect()
}
