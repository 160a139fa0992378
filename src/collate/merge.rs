//! Segments put together again: takes segments with their groups, gives what is left apart.
//!
//! A statement is cut so that each claim can find its versions. Where the pieces then find nothing,
//! or find the same neighbours everywhere, the cut tells nothing and is taken back, so that a
//! reader sees whole statements.

use super::segments::Segment;

/// Joins adjacent segments of a statement that are both alone, that go on with one sentence of which
/// one side is alone, or whose groups have the same neighbours in every document.
///
/// The segments come in order and are given back so, each with its group.
pub(super) fn merge(segments: Vec<Segment>, group_of: &[usize]) -> Vec<(Segment, usize)> {
    let mut pieces: Vec<(Segment, usize)> =
        segments.into_iter().zip(group_of.iter().copied()).collect();
    // Each round takes at least one piece away.
    loop {
        let n_groups = pieces.iter().map(|(_, group)| group + 1).max().unwrap_or(0);
        let mut sizes = vec![0usize; n_groups];
        for (_, group) in &pieces {
            sizes[*group] += 1;
        }
        let follows = followers(&pieces, &sizes);
        let before = pieces.len();
        let mut merged: Vec<(Segment, usize)> = Vec::with_capacity(before);
        let mut renamed: Vec<usize> = (0..n_groups).collect();
        for (segment, group) in pieces {
            let joins = merged.last().is_some_and(|(last, last_group)| {
                let (a, b) = (*last_group, group);
                adjacent(last, &segment)
                    && a != b
                    && (sizes[a] == 1 && sizes[b] == 1
                        || segment.continues && (sizes[a] == 1 || sizes[b] == 1)
                        || follows[a] == Some(b))
            });
            match merged.last_mut() {
                Some((last, last_group)) if joins => {
                    // What is alone takes the group of the other.
                    if sizes[*last_group] == 1 && sizes[group] > 1 {
                        renamed[*last_group] = group;
                    }
                    *last_group = renamed[*last_group];
                    last.append(segment);
                }
                _ => merged.push((segment, group)),
            }
        }
        pieces = merged;
        if pieces.len() == before {
            return pieces;
        }
    }
}

/// For each group the one that follows it in the same statement in all of its segments and that has
/// no others.
fn followers(pieces: &[(Segment, usize)], sizes: &[usize]) -> Vec<Option<usize>> {
    let mut counts: std::collections::BTreeMap<(usize, usize), usize> = Default::default();
    for pair in pieces.windows(2) {
        let ((a, a_group), (b, b_group)) = (&pair[0], &pair[1]);
        if adjacent(a, b) && a_group != b_group {
            *counts.entry((*a_group, *b_group)).or_default() += 1;
        }
    }
    let mut follows = vec![None; sizes.len()];
    let mut taken = vec![false; sizes.len()];
    for ((a, b), count) in counts {
        // A group is joined on one side in a round, so that chains stay in order.
        if count == sizes[a] && count == sizes[b] && count > 1 && !taken[a] && !taken[b] {
            follows[a] = Some(b);
            (taken[a], taken[b]) = (true, true);
        }
    }
    follows
}

fn adjacent(a: &Segment, b: &Segment) -> bool {
    (a.document, a.statement) == (b.document, b.statement)
}
