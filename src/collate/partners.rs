//! What each segment finds in each document: takes compared pairs, tells who else could be meant.
//!
//! How alike two wordings are says little by itself: in a speech on one dam all sentences are alike.
//! Whether another sentence of the same document is more alike, and whether the sentences before and
//! after have found one another too, says more.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::Evidence;
use super::occasion::Voice;
use super::segments::{Segment, Speaker};

/// Two nodes that were compared; a node is a wording with all who print it.
pub(super) struct Pair {
    pub a: usize,
    pub b: usize,
    pub voice: Voice,
    pub evidence: Evidence,
}

/// A story's nodes: the first segment of each, and its documents.
pub(super) struct Nodes<'a> {
    pub heads: Vec<&'a Segment>,
    pub documents: Vec<BTreeSet<usize>>,
}

/// What is known of a pair beside its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// Whether they may be by one speaker.
    pub voice: Voice,
    /// For how many of the two the other is the best partner in its document.
    pub best: i32,
    /// By how much the other is more alike than the next in its document, for the one of the two for
    /// which it is less.
    pub margin: i32,
    /// How alike the sayings before both and after both are.
    pub neighbours: i32,
    /// How far the two documents tell the same in the same order, in thousandths: the chain of best
    /// partners in order, in the document with fewer sayings.
    pub parallel: i32,
    /// Whether the two are in that chain.
    pub in_order: bool,
    /// How many sayings of the speaker the two documents have, as a binary logarithm.
    pub rivals: i32,
    /// Whether one of them stands word for word elsewhere in the other's document.
    pub taken: bool,
    /// Whether the two documents share other words of the speaker verbatim: then a day that they give
    /// otherwise was misread.
    pub bridged: bool,
    /// Whether the two stand beside two others that are alike, and one document has them the other
    /// way round.
    pub turned: bool,
    /// Whether the two documents quote in translations of their own: then other words between
    /// quotation marks tell nothing.
    pub translated: bool,
}

/// Two documents that have so many remarks of a speaker word for word report one occasion.
const ONE_OCCASION: usize = 2;

/// Two clauses are alike that share about half of what they could share.
const ALIKE: i32 = 1500;

/// What each node finds in each document.
#[derive(Default)]
pub(super) struct Partners<'a> {
    /// The two best of a document, with their likeness.
    best: FxHashMap<(usize, usize), [(i32, usize); 2]>,
    verbatim: FxHashSet<(usize, usize)>,
    likeness: FxHashMap<(usize, usize), i32>,
    /// The nodes before and after, in the node's first document.
    beside: Vec<[Option<usize>; 2]>,
    sayings: BTreeMap<(&'a Speaker, usize), i32>,
    occasions: BTreeMap<(&'a Speaker, usize, usize), usize>,
    order: Order,
}

/// The most documents of a node that are looked at where all pairs of two nodes' documents would be
/// too many.
const FIRST_DOCUMENTS: usize = 4;

impl<'a> Partners<'a> {
    /// The pairs of documents that are two renderings of one text.
    pub fn renderings(&self, least: i32) -> BTreeSet<(usize, usize)> {
        let parallel = self.order.parallel.iter();
        parallel
            .filter(|(_, share)| **share >= least)
            .map(|(documents, _)| *documents)
            .collect()
    }

    pub fn of(nodes: &Nodes<'a>, pairs: &[Pair]) -> Partners<'a> {
        let mut partners = Partners {
            beside: beside(&nodes.heads),
            ..Partners::default()
        };
        for (head, documents) in nodes.heads.iter().zip(&nodes.documents) {
            for document in documents {
                *partners
                    .sayings
                    .entry((&head.speaker, *document))
                    .or_default() += 1;
            }
        }
        for pair in pairs.iter().filter(|pair| pair.voice == Voice::Same) {
            let likeness = pair.evidence.likeness();
            partners.likeness.insert((pair.a, pair.b), likeness);
            let (here, there) = (&nodes.documents[pair.a], &nodes.documents[pair.b]);
            partners.rank(pair.a, there, (likeness, pair.b));
            partners.rank(pair.b, here, (likeness, pair.a));
            if pair.evidence.verbatim() {
                let speaker = &nodes.heads[pair.a].speaker;
                partners
                    .verbatim
                    .extend(there.iter().map(|it| (pair.a, *it)));
                partners
                    .verbatim
                    .extend(here.iter().map(|it| (pair.b, *it)));
                for (a, b) in here
                    .iter()
                    .flat_map(|a| there.iter().map(move |b| (*a, *b)))
                {
                    let key = (speaker, a.min(b), a.max(b));
                    *partners.occasions.entry(key).or_default() += 1;
                }
            }
        }
        partners.order = Order::of(nodes, pairs, &partners);
        partners
    }

    fn rank(&mut self, node: usize, documents: &BTreeSet<usize>, found: (i32, usize)) {
        for document in documents {
            let [first, second] = self
                .best
                .entry((node, *document))
                .or_insert([(0, usize::MAX); 2]);
            if found.0 > first.0 {
                (*first, *second) = (found, *first);
            } else if found.0 > second.0 {
                *second = found;
            }
        }
    }

    /// What else is known of a pair.
    pub fn context(&self, nodes: &Nodes<'a>, pair: &Pair) -> Context {
        let (here, there) = (&nodes.documents[pair.a], &nodes.documents[pair.b]);
        let likeness = pair.evidence.likeness();
        let ahead = |node, documents, partner| likeness - self.next(node, documents, partner);
        let (a, b) = (ahead(pair.a, there, pair.b), ahead(pair.b, here, pair.a));
        Context {
            voice: pair.voice,
            best: i32::from(a >= 0) + i32::from(b >= 0),
            margin: a.min(b),
            neighbours: self.neighbours(pair.a, pair.b),
            parallel: self.order.parallel(nodes, pair),
            in_order: self.order.chained.contains(&(pair.a, pair.b)),
            rivals: self.rivals(nodes, pair),
            taken: self.is_taken(pair.a, there) || self.is_taken(pair.b, here),
            bridged: self.is_bridged(nodes, pair),
            turned: self.is_turned(nodes, pair),
            translated: false,
        }
    }

    /// Whether each of the two is the best that the other finds in its first document.
    fn is_mutual(&self, nodes: &Nodes<'_>, pair: &Pair) -> bool {
        let likeness = pair.evidence.likeness();
        let best = |node: usize, partner: usize| {
            let key = (node, nodes.heads[partner].document);
            self.best.get(&key).is_none_or(|best| best[0].0 <= likeness)
        };
        best(pair.a, pair.b) && best(pair.b, pair.a)
    }

    /// How alike the best other partner in those documents is.
    fn next(&self, node: usize, documents: &BTreeSet<usize>, partner: usize) -> i32 {
        documents
            .iter()
            .filter_map(|document| self.best.get(&(node, *document)))
            .filter_map(|best| best.iter().find(|(_, other)| *other != partner))
            .map(|(likeness, _)| *likeness)
            .max()
            .unwrap_or(0)
    }

    fn neighbours(&self, a: usize, b: usize) -> i32 {
        let side = |side: usize| {
            let (a, b) = (self.beside.get(a)?[side]?, self.beside.get(b)?[side]?);
            self.likeness.get(&(a.min(b), a.max(b))).copied()
        };
        side(0).unwrap_or(0) + side(1).unwrap_or(0)
    }

    fn rivals(&self, nodes: &Nodes<'a>, pair: &Pair) -> i32 {
        let most = |node: usize| {
            let of = |document: &usize| self.sayings.get(&(&nodes.heads[node].speaker, *document));
            let counts = nodes.documents[node].iter().filter_map(of);
            counts.copied().max().unwrap_or(1)
        };
        (most(pair.a) * most(pair.b)).max(1).ilog2() as i32
    }

    fn is_taken(&self, node: usize, documents: &BTreeSet<usize>) -> bool {
        documents
            .iter()
            .any(|document| self.verbatim.contains(&(node, *document)))
    }

    /// Whether what follows one of the two in its statement is what goes before the other in its own,
    /// in words that are not all the same.
    fn is_turned(&self, nodes: &Nodes<'a>, pair: &Pair) -> bool {
        let beside = |node: usize, side: usize| {
            let other = self.beside[node][side]?;
            let (one, other_head) = (nodes.heads[node], nodes.heads[other]);
            (one.statement == other_head.statement).then_some(other)
        };
        (0..2).any(|side| {
            let (Some(a), Some(b)) = (beside(pair.a, side), beside(pair.b, 1 - side)) else {
                return false;
            };
            let key = (a.min(b), a.max(b));
            let alike = |key| self.likeness.get(&key).copied().unwrap_or(0);
            alike(key) >= ALIKE
                && !(pair.evidence.verbatim() && self.is_taken(a, &nodes.documents[b]))
        })
    }

    fn is_bridged(&self, nodes: &Nodes<'a>, pair: &Pair) -> bool {
        let speaker = &nodes.heads[pair.a].speaker;
        let (here, there) = (&nodes.documents[pair.a], &nodes.documents[pair.b]);
        both(here, there).any(|(a, b)| {
            let key = (speaker, a.min(b), a.max(b));
            self.occasions
                .get(&key)
                .is_some_and(|it| *it >= ONE_OCCASION)
        })
    }
}

/// The pairs of the first documents of both.
fn both<'s>(
    here: &'s BTreeSet<usize>,
    there: &'s BTreeSet<usize>,
) -> impl Iterator<Item = (usize, usize)> + 's {
    let first = |documents: &'s BTreeSet<usize>| documents.iter().take(FIRST_DOCUMENTS).copied();
    first(here).flat_map(move |a| first(there).map(move |b| (a, b)))
}

/// Which documents tell the same in the same order, by the first documents of the nodes.
#[derive(Default)]
struct Order {
    parallel: BTreeMap<(usize, usize), i32>,
    chained: FxHashSet<(usize, usize)>,
}

/// A document with fewer sayings than this that have a partner has no order to speak of.
const FEWEST_IN_ORDER: usize = 3;

impl Order {
    fn of(nodes: &Nodes<'_>, pairs: &[Pair], partners: &Partners<'_>) -> Order {
        let mut between: BTreeMap<(usize, usize), Vec<&Pair>> = BTreeMap::new();
        for pair in pairs.iter().filter(|pair| pair.voice == Voice::Same) {
            let key = documents(nodes, pair);
            if key.0 != key.1 {
                between.entry(key).or_default().push(pair);
            }
        }
        let mut order = Order::default();
        for (key, pairs) in between {
            let here: BTreeSet<usize> = pairs.iter().map(|pair| sides(nodes, pair).0).collect();
            let there: BTreeSet<usize> = pairs.iter().map(|pair| sides(nodes, pair).1).collect();
            let fewer = here.len().min(there.len());
            let mut best: Vec<(usize, usize, &Pair)> = pairs
                .into_iter()
                .filter(|pair| partners.is_mutual(nodes, pair))
                .map(|pair| (sides(nodes, pair).0, sides(nodes, pair).1, pair))
                .collect();
            best.sort_by_key(|(a, b, _)| (nodes.heads[*a].order(), nodes.heads[*b].order()));
            let places: Vec<_> = best.iter().map(|it| nodes.heads[it.1].order()).collect();
            let chain = longest_rise(&places);
            let links = chain.len().saturating_sub(1);
            if fewer >= FEWEST_IN_ORDER {
                let parallel = (links * 1000 / fewer).min(1000) as i32;
                order.parallel.insert(key, parallel);
            }
            let chained = chain.into_iter().filter_map(|at| best.get(at));
            order
                .chained
                .extend(chained.map(|(_, _, pair)| (pair.a, pair.b)));
        }
        order
    }

    fn parallel(&self, nodes: &Nodes<'_>, pair: &Pair) -> i32 {
        let parallel = self.parallel.get(&documents(nodes, pair));
        parallel.copied().unwrap_or(0)
    }
}

/// The first documents of a pair, the smaller first.
pub(super) fn documents(nodes: &Nodes<'_>, pair: &Pair) -> (usize, usize) {
    let of = |node: usize| nodes.heads[node].document;
    (of(pair.a).min(of(pair.b)), of(pair.a).max(of(pair.b)))
}

/// The nodes of a pair, that of the smaller document first.
fn sides(nodes: &Nodes<'_>, pair: &Pair) -> (usize, usize) {
    if nodes.heads[pair.a].document <= nodes.heads[pair.b].document {
        (pair.a, pair.b)
    } else {
        (pair.b, pair.a)
    }
}

/// The places of a longest strictly rising chain of values.
fn longest_rise<T: Ord>(values: &[T]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values[*end] < *value);
        before.push(length.checked_sub(1).map(|it| ends[it]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chain: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    chain.reverse();
    chain
}

/// For each node those that stand before and after it in its first document.
fn beside(heads: &[&Segment]) -> Vec<[Option<usize>; 2]> {
    let mut order: Vec<usize> = (0..heads.len()).collect();
    order.sort_by_key(|node| heads[*node].order());
    let mut beside = vec![[None, None]; heads.len()];
    for pair in order.windows(2) {
        if let [a, b] = pair
            && heads[*a].document == heads[*b].document
        {
            beside[*a][1] = Some(*b);
            beside[*b][0] = Some(*a);
        }
    }
    beside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_chain_in_order_is_found() {
        let check = |values: &[u32], expected: &[usize]| {
            assert_eq!(longest_rise(values), expected, "{values:?}");
        };
        check(&[], &[]);
        check(&[3], &[0]);
        check(&[1, 5, 2, 3, 9, 4], &[0, 2, 3, 5]);
        check(&[4, 3, 2], &[2]);
        check(&[1, 1, 2], &[1, 2]);
    }
}
