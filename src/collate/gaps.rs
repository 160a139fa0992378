//! Sayings between two that have found one another: takes scored pairs, gives those that order tells.
//!
//! Where two documents render one text, a short sentence can share no word with its other rendering
//! ("Nobody rowed", "Not one boat went out"). Its place tells what it is: between
//! the same two neighbours, where each of the two documents has one sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::partners::Nodes;

/// The log-odds of two sayings that only their places join, in thousandths.
const BY_PLACE: i64 = 850;

/// The most sayings in a row that are paired by their places.
const MOST_BETWEEN: usize = 2;

/// Two documents need so many sayings joined by their words before places count.
const FEWEST_JOINED: usize = 4;

/// The pairs that stand between the same joined neighbours in two renderings of one text.
///
/// `scores` are of pairs of nodes, a node being a wording with its documents; `joined` is the score
/// from which two are one utterance.
pub(super) fn between(
    nodes: &Nodes<'_>,
    renderings: &BTreeSet<(usize, usize)>,
    scores: &[(usize, usize, i64)],
    joined: i64,
) -> Vec<(usize, usize, i64)> {
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, head) in nodes.heads.iter().enumerate() {
        rows.entry(head.document).or_default().push(node);
    }
    for row in rows.values_mut() {
        row.sort_by_key(|node| nodes.heads[*node].order());
    }
    let mut partners: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b, _) in scores.iter().filter(|(_, _, score)| *score >= joined) {
        partners.insert((*a, nodes.heads[*b].document), *b);
        partners.insert((*b, nodes.heads[*a].document), *a);
    }
    let mut found = Vec::new();
    for (first, second) in renderings {
        let (Some(here), Some(there)) = (rows.get(first), rows.get(second)) else {
            continue;
        };
        for (a, b) in fill(here, there, |node| partners.get(&(node, *second)).copied()) {
            let one_voice = nodes.heads[a].speaker == nodes.heads[b].speaker;
            if one_voice && !partners.contains_key(&(b, *first)) {
                found.push((a.min(b), a.max(b), BY_PLACE));
            }
        }
    }
    found
}

/// Pairs what stands between two joined neighbours, where both rows have as many there.
fn fill(
    here: &[usize],
    there: &[usize],
    partner: impl Fn(usize) -> Option<usize>,
) -> Vec<(usize, usize)> {
    let place = |node: usize| there.iter().position(|it| *it == node);
    let mut anchors: Vec<(usize, usize)> = Vec::new();
    for (i, node) in here.iter().enumerate() {
        if let Some(j) = partner(*node).and_then(place)
            && anchors.last().is_none_or(|(_, last)| *last < j)
        {
            anchors.push((i, j));
        }
    }
    if anchors.len() < FEWEST_JOINED {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = (0, 0);
    for to in anchors.into_iter().chain([(here.len(), there.len())]) {
        let between = to.0.saturating_sub(from.0);
        if between == to.1.saturating_sub(from.1) && between <= MOST_BETWEEN {
            let both = here[from.0..to.0].iter().zip(&there[from.1..to.1]);
            found.extend(both.map(|(a, b)| (*a, *b)));
        }
        from = (to.0 + 1, to.1 + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_pair_what_words_do_not() {
        let check = |here: &[usize], there: &[usize], expected: &[(usize, usize)]| {
            // A saying below 100 is joined with the one that is 100 more.
            let partner = |node: usize| there.contains(&(node + 100)).then_some(node + 100);
            assert_eq!(fill(here, there, partner), expected, "{here:?}");
        };
        check(&[1, 2, 3, 4, 5], &[101, 102, 203, 104, 105], &[(3, 203)]);
        check(&[9, 1, 2, 3, 4], &[201, 101, 102, 103, 104], &[(9, 201)]);
        // One has more there than the other.
        check(&[1, 2, 3, 4, 5], &[101, 102, 203, 206, 104, 105], &[]);
        // Too few to tell.
        check(&[1, 3, 4], &[101, 203, 104], &[]);
    }
}
