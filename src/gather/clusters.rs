//! Pairs to clusters: the closest two clusters are joined as long as they are close enough.
//!
//! How close two clusters are is the average over all pairs of their members, pairs that were not
//! found counting nothing: one report that resembles one member only is not let in, and a saga does
//! not grow into one cluster day by day. Two clusters of several must also be nearly as close to each
//! other as their members are among themselves: two floods have many words in common, but each
//! flood's reports have more. Ties go to the clusters with the earlier documents.

use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::edges::Edge;

/// So many members tell well how close the members of a cluster are to each other.
const LARGE: u64 = 5;

/// How close two clusters must be, in hundredths of how close the members of the looser one are.
/// Measured on three collections of grouped reports: without this, F1 is lower by three points where
/// stories are small, and by six where half of them have a large twin of their kind.
const AS_CLOSE: u64 = 85;

/// Two small clusters need not be closer than this, in thousandths: two reports may be nearly one text.
const CLOSE_ENOUGH: u64 = 240;

/// What clustering is given.
#[derive(Debug)]
pub(super) struct Input<'a> {
    /// How many documents there are.
    pub documents: usize,
    /// How close they are.
    pub edges: &'a [Edge],
    /// Pairs that are together without question.
    pub together: &'a [(u32, u32)],
    /// A label for each document; clusters with two different labels are never joined.
    pub labels: &'a [Option<u32>],
    /// How close two clusters must be, in thousandths.
    pub threshold: u64,
}

/// A pair of clusters to be joined: closest first, then by their earliest documents.
type Candidate = (u64, std::cmp::Reverse<(u32, u32)>, u64);

struct Clusters {
    /// The cluster that each was joined to; itself where it stands.
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
    labels: Vec<Option<u32>>,
    /// The sum of the scores between the members of each.
    within: Vec<u64>,
    /// The sum of the scores to each other cluster.
    near: Vec<FxHashMap<u32, u64>>,
}

/// Clusters documents; each list is in order, and the lists by their first.
pub(super) fn clusters(input: &Input<'_>) -> Vec<Vec<u32>> {
    let mut clusters = Clusters::new(input);
    for &(a, b) in input.together {
        let (a, b) = (clusters.root(a), clusters.root(b));
        if a != b && clusters.may_join(a, b) {
            clusters.join(a, b);
        }
    }
    let mut heap: BinaryHeap<Candidate> = BinaryHeap::new();
    let mut pairs: Vec<(u32, u32)> = input
        .edges
        .iter()
        .map(|edge| ordered(clusters.root(edge.a), clusters.root(edge.b)))
        .filter(|(a, b)| a != b)
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    heap.extend(
        pairs
            .into_iter()
            .filter_map(|(a, b)| clusters.candidate(a, b, input.threshold)),
    );
    while let Some((score, std::cmp::Reverse((a, b)), size)) = heap.pop() {
        // A candidate is stale where one of the two was joined to another since.
        if clusters.root(a) != a
            || clusters.root(b) != b
            || clusters.candidate(a, b, input.threshold)
                != Some((score, std::cmp::Reverse((a, b)), size))
            || !clusters.may_join(a, b)
            || !clusters.are_as_close(a, b, score)
        {
            continue;
        }
        let joined = clusters.join(a, b);
        let mut others: Vec<u32> = clusters.neighbours(joined);
        others.sort_unstable();
        for other in others {
            let (a, b) = ordered(joined, other);
            heap.extend(clusters.candidate(a, b, input.threshold));
        }
    }
    let mut found: Vec<Vec<u32>> = clusters
        .members
        .into_iter()
        .filter(|members| !members.is_empty())
        .collect();
    for members in &mut found {
        members.sort_unstable();
    }
    found.sort_unstable();
    found
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

impl Clusters {
    fn new(input: &Input<'_>) -> Clusters {
        let mut near: Vec<FxHashMap<u32, u64>> = vec![FxHashMap::default(); input.documents];
        for edge in input.edges {
            for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
                if let Some(near) = near.get_mut(from as usize) {
                    near.insert(to, u64::from(edge.score));
                }
            }
        }
        Clusters {
            parent: (0..input.documents as u32).collect(),
            members: (0..input.documents as u32).map(|it| vec![it]).collect(),
            labels: (0..input.documents)
                .map(|it| input.labels.get(it).copied().flatten())
                .collect(),
            within: vec![0; input.documents],
            near,
        }
    }

    /// The cluster that a document is in, named by its earliest document.
    fn root(&self, document: u32) -> u32 {
        let mut at = document;
        while let Some(&parent) = self.parent.get(at as usize)
            && parent != at
        {
            at = parent;
        }
        at
    }

    fn size(&self, cluster: u32) -> u64 {
        self.members.get(cluster as usize).map_or(0, Vec::len) as u64
    }

    fn may_join(&self, a: u32, b: u32) -> bool {
        let label = |it: u32| self.labels.get(it as usize).copied().flatten();
        match (label(a), label(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// Whether two clusters of several are nearly as close as the members of the looser one. A small one
    /// beside a large one is let in as a single report is.
    fn are_as_close(&self, a: u32, b: u32, score: u64) -> bool {
        let average = |it: u32| {
            let size = self.size(it);
            let sum = self.within.get(it as usize).copied().unwrap_or(0);
            sum * 64 / (size * size.saturating_sub(1) / 2).max(1)
        };
        let (size_a, size_b) = (self.size(a), self.size(b));
        let needed = average(a).min(average(b)) * AS_CLOSE / 100;
        let needed = match (size_a.min(size_b), size_a.max(size_b)) {
            (LARGE.., _) => needed,
            (2.., ..LARGE) => needed.min(CLOSE_ENOUGH * 64),
            _ => 0,
        };
        score >= needed
    }

    fn neighbours(&self, cluster: u32) -> Vec<u32> {
        self.near
            .get(cluster as usize)
            .map(|near| near.keys().copied().collect())
            .unwrap_or_default()
    }

    fn candidate(&self, a: u32, b: u32, threshold: u64) -> Option<Candidate> {
        let sum = *self.near.get(a as usize)?.get(&b)?;
        let pairs = self.size(a) * self.size(b);
        // A 64th of a thousandth decides between two averages that are nearly the same.
        let score = sum * 64 / pairs.max(1);
        (score >= threshold * 64).then_some((score, std::cmp::Reverse((a, b)), pairs))
    }

    /// Joins two clusters under the one with the earlier document, and returns it.
    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (to, from) = ordered(a, b);
        let (to_idx, from_idx) = (to as usize, from as usize);
        if let Some(parent) = self.parent.get_mut(from_idx) {
            *parent = to;
        }
        let members = self.members.get_mut(from_idx).map(std::mem::take);
        if let Some(own) = self.members.get_mut(to_idx) {
            own.extend(members.unwrap_or_default());
        }
        let between = self
            .near
            .get(to_idx)
            .and_then(|near| near.get(&from))
            .copied();
        let theirs = self.within.get(from_idx).copied().unwrap_or(0);
        if let Some(own) = self.within.get_mut(to_idx) {
            *own += theirs + between.unwrap_or(0);
        }
        let label = self.labels.get(from_idx).copied().flatten();
        if let Some(own) = self.labels.get_mut(to_idx) {
            *own = own.or(label);
        }
        let near = self.near.get_mut(from_idx).map(std::mem::take);
        let mut near: Vec<(u32, u64)> = near.unwrap_or_default().into_iter().collect();
        near.sort_unstable();
        for (other, sum) in near {
            if let Some(theirs) = self.near.get_mut(other as usize) {
                theirs.remove(&from);
                if other != to {
                    *theirs.entry(to).or_default() += sum;
                }
            }
            if let Some(own) = self.near.get_mut(to_idx).filter(|_| other != to) {
                *own.entry(other).or_default() += sum;
            }
        }
        to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(documents: usize, edges: &[(u32, u32, u32)], expected: &[&[u32]]) {
        let edges: Vec<Edge> = edges
            .iter()
            .map(|&(a, b, score)| Edge { a, b, score })
            .collect();
        let found = clusters(&Input {
            documents,
            edges: &edges,
            together: &[],
            labels: &[],
            threshold: 300,
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn joins_by_the_average() {
        check(3, &[], &[&[0], &[1], &[2]]);
        check(3, &[(0, 1, 500), (1, 2, 290)], &[&[0, 1], &[2]]);
        // 2 is near to 1 but not to 0: half of 500 is not enough.
        check(3, &[(0, 1, 600), (1, 2, 500)], &[&[0, 1], &[2]]);
        check(3, &[(0, 1, 600), (1, 2, 500), (0, 2, 200)], &[&[0, 1, 2]]);
    }

    #[test]
    fn twins_stay_apart() {
        // Twice five reports, each alike to its own and half as much to the others.
        let pairs = |same: u32, other: u32| -> Vec<(u32, u32, u32)> {
            let score = |a: u32, b: u32| if a / 5 == b / 5 { same } else { other };
            (0..10)
                .flat_map(|a| (a + 1..10).map(move |b| (a, b, score(a, b))))
                .collect()
        };
        let (one, two) = ([0, 1, 2, 3, 4], [5, 6, 7, 8, 9]);
        check(10, &pairs(800, 400), &[&one, &two]);
        let all: Vec<u32> = (0..10).collect();
        check(10, &pairs(800, 700), &[&all]);
        let small = |other: u32| {
            let across = [(0, 2), (0, 3), (1, 2), (1, 3)].map(|(a, b)| (a, b, other));
            [vec![(0, 1, 800), (2, 3, 800)], across.to_vec()].concat()
        };
        let edges = |other| -> Vec<Edge> {
            let edge = |(a, b, score)| Edge { a, b, score };
            small(other).into_iter().map(edge).collect()
        };
        let found = |other| {
            clusters(&Input {
                documents: 4,
                edges: &edges(other),
                together: &[],
                labels: &[],
                threshold: 120,
            })
        };
        assert_eq!(found(190), [vec![0, 1], vec![2, 3]]);
        assert_eq!(found(250), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn labels_keep_apart_and_bring_together() {
        let edges = [
            Edge {
                a: 0,
                b: 1,
                score: 900,
            },
            Edge {
                a: 1,
                b: 2,
                score: 900,
            },
        ];
        let found = clusters(&Input {
            documents: 4,
            edges: &edges,
            together: &[(1, 3)],
            labels: &[Some(0), Some(1), None, Some(1)],
            threshold: 300,
        });
        assert_eq!(found, [vec![0], vec![1, 2, 3]]);
    }
}
