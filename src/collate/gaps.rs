//! Sayings between two that have found one another: takes scored pairs, gives those that order tells.
//!
//! Where two documents render one text, a short sentence can share no word with its other rendering
//! ("Nobody rowed", "Not one boat went out"). Its place tells what it is: between
//! the same two neighbours, where each of the two documents has one sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::partners::Nodes;
use crate::model::StatementKind;

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

/// A quotation of so many sayings at most is paired saying by saying.
const MOST_INSIDE: usize = 4;

/// The pairs that stand at the same place of two quotations of one speaker, of which one saying was
/// joined by its words.
///
/// "We told them twice, and I have the receipts" and "We informed their side two times, and the
/// receipts are on my desk": the receipts tell that both are one remark, and the place tells the rest.
/// Only quotations with as many sayings each are paired.
pub(super) fn inside(
    nodes: &Nodes<'_>,
    scores: &[(usize, usize, i64)],
    joined: i64,
) -> Vec<(usize, usize, i64)> {
    let mut quotations: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (node, head) in nodes.heads.iter().enumerate() {
        let statement = (head.document, head.statement);
        quotations.entry(statement).or_default().push(node);
    }
    for quotation in quotations.values_mut() {
        quotation.sort_by_key(|node| nodes.heads[*node].order());
    }
    let of = |node: usize| {
        let head = nodes.heads[node];
        let quotation = quotations.get(&(head.document, head.statement))?;
        let direct = |it: &usize| nodes.heads[*it].kind == StatementKind::Direct;
        (quotation.len() <= MOST_INSIDE && quotation.iter().all(direct)).then_some(quotation)
    };
    let close = scores.iter().filter(|(_, _, score)| *score >= joined);
    let mut partners: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (a, b, _) in close.clone() {
        partners.insert((*a, nodes.heads[*b].document));
        partners.insert((*b, nodes.heads[*a].document));
    }
    let mut found = BTreeSet::new();
    for (a, b, _) in close {
        let (Some(here), Some(there)) = (of(*a), of(*b)) else {
            continue;
        };
        let place = |list: &[usize], node: usize| list.iter().position(|it| *it == node);
        let same_place = place(here, *a) == place(there, *b) && here.len() == there.len();
        if !same_place || nodes.heads[*a].document == nodes.heads[*b].document {
            continue;
        }
        for (x, y) in here.iter().zip(there) {
            let one_voice = nodes.heads[*x].speaker == nodes.heads[*y].speaker;
            let free = !partners.contains(&(*x, nodes.heads[*y].document))
                && !partners.contains(&(*y, nodes.heads[*x].document));
            if one_voice && free && x != y {
                found.insert(((*x).min(*y), (*x).max(*y)));
            }
        }
    }
    found.into_iter().map(|(a, b)| (a, b, BY_PLACE)).collect()
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
