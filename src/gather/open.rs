//! Documents that may come to be one story, kept together until nothing can join them any more.
//!
//! Two clusters are only ever joined where some pair across them is close. So documents that no chain
//! of close pairs connects can be clustered without each other, and as soon as each of them was
//! compared with all that are near it in time, their stories are told and they are let go.

use rustc_hash::FxHashMap;

use super::clusters::{self, Input};
use super::edges::Edge;

/// Documents that a chain of close pairs connects.
#[derive(Debug, Default)]
pub(super) struct Connected {
    /// The documents.
    pub members: Vec<u32>,
    /// Pairs that are together without question, by rank.
    together: Vec<(u32, u32, u32)>,
    /// The pairs that were found from each, close or not.
    edges: Vec<Edge>,
    /// How many were not compared with those after them yet.
    waiting: usize,
}

/// All that are not done with.
#[derive(Debug)]
pub(super) struct Open {
    /// The one that a document was connected to; itself where none.
    parent: Vec<u32>,
    connected: FxHashMap<u32, Connected>,
    threshold: u64,
}

impl Open {
    /// Documents of which none is connected to another but by the pairs that are together without
    /// question.
    pub(super) fn new(documents: usize, together: &[(u32, u32)], threshold: u64) -> Open {
        let mut open = Open {
            parent: (0..documents as u32).collect(),
            connected: FxHashMap::default(),
            threshold,
        };
        for (&(a, b), rank) in together.iter().zip(0..) {
            open.connect(a, b);
            let root = open.root(a);
            open.of(root).together.push((rank, a, b));
        }
        open
    }

    fn root(&mut self, document: u32) -> u32 {
        let mut at = document;
        while let Some(&up) = self.parent.get(at as usize)
            && up != at
        {
            let over = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(it) = self.parent.get_mut(at as usize) {
                *it = over;
            }
            at = over;
        }
        at
    }

    fn of(&mut self, root: u32) -> &mut Connected {
        self.connected.entry(root).or_insert_with(|| Connected {
            members: vec![root],
            waiting: 1,
            ..Connected::default()
        })
    }

    fn connect(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let sizes = (self.of(a).members.len(), self.of(b).members.len());
        let (into, from) = if sizes.0 >= sizes.1 { (a, b) } else { (b, a) };
        let Some(taken) = self.connected.remove(&from) else {
            return;
        };
        if let Some(it) = self.parent.get_mut(from as usize) {
            *it = into;
        }
        let own = self.of(into);
        own.members.extend(taken.members);
        own.together.extend(taken.together);
        own.edges.extend(taken.edges);
        own.waiting += taken.waiting;
    }

    /// Takes the pairs that were found from documents that are done with; gives what is complete now.
    pub(super) fn take(&mut self, found: Vec<(u32, Vec<Edge>)>) -> Vec<Connected> {
        let documents: Vec<u32> = found.iter().map(|it| it.0).collect();
        for (document, edges) in found {
            for edge in &edges {
                if u64::from(edge.score) >= self.threshold {
                    self.connect(edge.a, edge.b);
                }
            }
            let root = self.root(document);
            self.of(root).edges.extend(edges);
        }
        let mut complete = Vec::new();
        for document in documents {
            let root = self.root(document);
            let of = self.of(root);
            of.waiting -= 1;
            if of.waiting == 0
                && let Some(of) = self.connected.remove(&root)
            {
                complete.push(of);
            }
        }
        complete
    }
}

impl Connected {
    /// Clusters the documents; each list is in order, and the lists by their first. `label` gives a
    /// document's; clusters with two different labels are never joined.
    pub(super) fn clusters(
        mut self,
        label: impl Fn(u32) -> Option<u32>,
        threshold: u64,
    ) -> Vec<Vec<u32>> {
        self.members.sort_unstable();
        if self.members.len() == 1 {
            return vec![self.members];
        }
        let members = &self.members;
        let local = |it: u32| members.binary_search(&it).ok().map(|at| at as u32);
        let edges = self.edges.iter().filter_map(|edge| {
            Some(Edge {
                a: local(edge.a)?,
                b: local(edge.b)?,
                score: edge.score,
            })
        });
        self.together.sort_unstable();
        let together = self.together.iter();
        let together = together.filter_map(|&(_, a, b)| Some((local(a)?, local(b)?)));
        let labels: Vec<Option<u32>> = members.iter().map(|it| label(*it)).collect();
        let found = clusters::clusters(&Input {
            documents: members.len(),
            edges: &edges.collect::<Vec<Edge>>(),
            together: &together.collect::<Vec<(u32, u32)>>(),
            labels: &labels,
            threshold,
        });
        let number = |it: u32| members.get(it as usize).copied();
        found
            .into_iter()
            .map(|list| list.into_iter().filter_map(number).collect())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_can_join_is_complete() {
        let edge = |a, b, score| Edge { a, b, score };
        let mut open = Open::new(6, &[(0, 5)], 300);
        let mut take = |found: &[(u32, &[Edge])]| -> Vec<Vec<u32>> {
            let found = found.iter().map(|(it, edges)| (*it, edges.to_vec()));
            let complete = open.take(found.collect()).into_iter();
            let lists = complete.map(|it| it.clusters(|_| None, 300));
            lists.flatten().collect()
        };
        // 0 waits for 5, and 1 for 2; 3 is close to nothing.
        let none: [Vec<u32>; 0] = [];
        assert_eq!(
            take(&[(0, &[edge(0, 1, 100)]), (1, &[edge(1, 2, 500)])]),
            none
        );
        assert_eq!(take(&[(3, &[])]), [[3]]);
        assert_eq!(take(&[(2, &[edge(2, 4, 200)])]), [[1, 2]]);
        assert_eq!(take(&[(4, &[]), (5, &[])]), [vec![4], vec![0, 5]]);
    }
}
