//! Which segments of a story are one utterance: takes segments, gives scores of pairs and groups.
//!
//! Which segments are compared is told by the speaker and by rare words, so that a story of hundreds
//! of reports stays cheap. Groups grow while the log-odds of all their pairs together speak for it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::evidence::{Evidence, evidence};
use super::gaps::{between, inside};
use super::occasion::{Voice, voice};
use super::partners::{Context, Nodes, Pair, Partners, documents};
use super::profile::{Profile, profiles};
use super::score::{NEVER, PARALLEL, chance, grounds, odds};
use super::segments::{Segment, Speaker};
use crate::model::Ground;
use crate::resources::{Weights, Wording};

/// The log-odds from which two are one utterance.
const JOIN: i64 = 0;

/// What speaks against two that have nothing to compare, in thousandths of log-odds, where others
/// speak for joining their groups: an indirect version may share no word with another one. Of 0 to 4
/// thousand 2 was best on hand-made groups.
const NOT_COMPARED: i64 = 2000;

/// Wordings of one speaker up to this number are all compared; above it, those that share a rare
/// word.
const ALL_PAIRS: usize = 400;

/// How many of its rarest words a segment is looked up by.
const RARE_WORDS: usize = 6;

/// Segments of one speaker and occasion with the same words are one node: copies cost nothing.
pub(super) fn nodes(segments: &[Segment]) -> Vec<Vec<usize>> {
    let mut by_words: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (idx, segment) in segments.iter().enumerate() {
        let words: Vec<&str> = segment
            .words
            .iter()
            .map(|word| word.norm.as_str())
            .collect();
        let document = match segment.speaker {
            Speaker::Unknown => Some(segment.document),
            _ => None,
        };
        let key = (&segment.speaker, segment.occasion, words, document);
        by_words.entry(key).or_default().push(idx);
    }
    let mut nodes: Vec<Vec<usize>> = by_words.into_values().collect();
    nodes.sort();
    nodes
}

/// The pairs of nodes that share something, with what each finds in each document.
pub(super) struct Compared<'a> {
    pub nodes: Nodes<'a>,
    pub pairs: Vec<Pair>,
    pub partners: Partners<'a>,
}

/// Compares the nodes that are worth comparing.
pub(super) fn compare<'a>(
    wording: &Wording,
    segments: &'a [Segment],
    nodes: &[Vec<usize>],
) -> Compared<'a> {
    let nodes = Nodes {
        heads: nodes
            .iter()
            .filter_map(|node| segments.get(*node.first()?))
            .collect(),
        documents: nodes
            .iter()
            .map(|node| node.iter().map(|idx| segments[*idx].document).collect())
            .collect(),
    };
    let profiles = profiles(wording, &nodes.heads);
    let compare = |(a, b): (usize, usize)| {
        let mut voice = voice(&nodes.heads[a].speaker, &nodes.heads[b].speaker);
        if voice == Voice::Other && !profiles[a].may_quote_the_same(&profiles[b]) {
            return None;
        }
        let mut evidence = evidence(&profiles[a], &profiles[b]);
        evidence.one_document = !nodes.documents[a].is_disjoint(&nodes.documents[b]);
        if voice == Voice::Other {
            // The same words at length have one speaker, whom one of the two texts told less well.
            if !evidence.one_quotation() {
                return None;
            }
            voice = Voice::Unclear;
        }
        let shares = evidence.shared > 0 || evidence.synonyms > 0;
        shares.then_some(Pair {
            a,
            b,
            voice,
            evidence,
        })
    };
    let candidates = candidates(&nodes.heads, &profiles);
    let pairs: Vec<Pair> = candidates.into_par_iter().filter_map(compare).collect();
    let partners = Partners::of(&nodes, &pairs);
    Compared {
        nodes,
        pairs,
        partners,
    }
}

/// The log-odds of compared pairs, by node.
pub(super) fn scores(weights: &Weights, compared: &Compared<'_>) -> Scored {
    let Compared {
        nodes,
        pairs,
        partners,
    } = compared;
    let mut scores: Vec<(usize, usize, i64)> = Vec::with_capacity(pairs.len());
    let mut evidence_of: FxHashMap<(usize, usize), (Evidence, Context)> = FxHashMap::default();
    let score = |pair: &Pair, translated: bool| {
        let (a, b) = (nodes.heads[pair.a], nodes.heads[pair.b]);
        let context = Context {
            translated,
            ..partners.context(nodes, pair)
        };
        (odds(weights, &pair.evidence, a, b, context), context)
    };
    let mut scored: Vec<(i64, Context)> = pairs.par_iter().map(|pair| score(pair, false)).collect();
    let translated = translated(nodes, pairs, &scored);
    for (pair, scored) in pairs.iter().zip(&mut scored) {
        if translated.contains(&documents(nodes, pair)) {
            *scored = score(pair, true);
        }
    }
    for (pair, (score, context)) in pairs.iter().zip(scored) {
        scores.push((pair.a, pair.b, score));
        if score >= JOIN {
            evidence_of.insert((pair.a, pair.b), (pair.evidence.clone(), context));
        }
    }
    let renderings = partners.renderings(PARALLEL);
    let mut by_place = between(nodes, &renderings, &scores, JOIN);
    by_place.extend(inside(nodes, &scores, JOIN));
    let places: FxHashMap<(usize, usize), usize> = (0..)
        .zip(&scores)
        .map(|(at, it)| ((it.0, it.1), at))
        .collect();
    for (a, b, by_place) in by_place {
        match places.get(&(a, b)).and_then(|at| scores.get_mut(*at)) {
            Some((_, _, score)) if *score > NEVER => *score = by_place.max(*score),
            Some(_) => {}
            None => scores.push((a, b, by_place)),
        }
    }
    Scored {
        scores,
        evidence_of,
    }
}

/// Two documents that quote a speaker in other words so often print two translations.
const REWORDED: usize = 2;

/// Quotations of one saying are reworded where less than this share of them, in thousandths, is one
/// run of words.
const ONE_RUN: i32 = 700;

/// The pairs of documents that quote in translations of their own: they quote the same sayings, and
/// not one of them in the same words.
fn translated(
    nodes: &Nodes<'_>,
    pairs: &[Pair],
    scored: &[(i64, Context)],
) -> BTreeSet<(usize, usize)> {
    let mut counts: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for (pair, (score, _)) in pairs.iter().zip(scored) {
        let quoted = pair.evidence.quoted && !pair.evidence.one_document;
        if *score >= JOIN && quoted && pair.voice == Voice::Same {
            let (reworded, same) = counts.entry(documents(nodes, pair)).or_default();
            match 1000 - pair.evidence.quotes_apart < ONE_RUN {
                true => *reworded += 1,
                false => *same += 1,
            }
        }
    }
    let translated = counts.into_iter();
    translated
        .filter(|(_, (reworded, same))| *reworded >= REWORDED && *same == 0)
        .map(|(documents, _)| documents)
        .collect()
}

/// The scores of pairs of nodes, and why those that are one utterance are.
pub(super) struct Scored {
    pub scores: Vec<(usize, usize, i64)>,
    evidence_of: FxHashMap<(usize, usize), (Evidence, Context)>,
}

/// Where a segment stands: document, statement, place.
type Place = (usize, usize, usize);

/// Why two segments are one utterance, by where they stand.
pub(super) struct Joins<'a> {
    weights: &'a Weights,
    node_of: FxHashMap<Place, usize>,
    scores: FxHashMap<(usize, usize), i64>,
    evidence_of: FxHashMap<(usize, usize), (Evidence, Context)>,
}

impl<'a> Joins<'a> {
    pub fn of(
        weights: &'a Weights,
        segments: &[Segment],
        nodes: &[Vec<usize>],
        scored: Scored,
    ) -> Joins<'a> {
        let places = (0..).zip(nodes).flat_map(|(node, members)| {
            let segments = members.iter().filter_map(|idx| segments.get(*idx));
            segments.map(move |segment| (segment.order(), node))
        });
        let joined = scored
            .scores
            .into_iter()
            .filter(|(_, _, score)| *score >= JOIN);
        Joins {
            weights,
            node_of: places.collect(),
            scores: joined.map(|(a, b, score)| ((a, b), score)).collect(),
            evidence_of: scored.evidence_of,
        }
    }

    /// The chance that two segments are one utterance and its grounds; without either where they
    /// were joined by a third.
    pub fn between(&self, first: &Segment, second: &Segment) -> Option<(i64, Vec<Ground>)> {
        let a = *self.node_of.get(&first.order())?;
        let b = *self.node_of.get(&second.order())?;
        if a == b {
            return Some((1000, Vec::new()));
        }
        let key = (a.min(b), a.max(b));
        let score = *self.scores.get(&key)?;
        let evidence = self.evidence_of.get(&key);
        let grounds = evidence
            .map(|(evidence, context)| grounds(self.weights, evidence, first, second, *context));
        Some((chance(score), grounds.unwrap_or_default()))
    }
}

/// The pairs of nodes that are worth comparing, in order.
fn candidates(heads: &[&Segment], profiles: &[Profile]) -> Vec<(usize, usize)> {
    let mut by_speaker: BTreeMap<&Speaker, Vec<usize>> = BTreeMap::new();
    for (idx, head) in heads.iter().enumerate() {
        by_speaker.entry(&head.speaker).or_default().push(idx);
    }
    let mut found = BTreeSet::new();
    for members in by_speaker.values() {
        if members.len() <= ALL_PAIRS {
            for (k, a) in members.iter().enumerate() {
                found.extend(members[k + 1..].iter().map(|b| (*a, *b)));
            }
        }
    }
    let mut by_stem: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (idx, profile) in profiles.iter().enumerate() {
        let telling = profile.stems.iter().filter(|stem| !stem.function);
        let mut stems: Vec<_> = telling.map(|it| (Reverse(it.weight), it.id)).collect();
        stems.sort_unstable();
        for (_, stem) in stems.into_iter().take(RARE_WORDS) {
            by_stem.entry(stem).or_default().push(idx);
        }
    }
    for members in by_stem
        .values()
        .filter(|members| members.len() <= ALL_PAIRS)
    {
        for (k, a) in members.iter().enumerate() {
            found.extend(members[k + 1..].iter().map(|b| (*a, *b)));
        }
    }
    found.into_iter().collect()
}

/// What speaks for two groups being one: the log-odds of their pairs.
#[derive(Clone, Copy, Default)]
struct Link {
    odds: i64,
    pairs: i64,
}

impl Link {
    fn add(&mut self, other: Link) {
        self.odds += other.odds;
        self.pairs += other.pairs;
    }

    /// The log-odds of all pairs of two groups, with those that were not worth comparing.
    fn total(self, all: i64) -> i64 {
        self.odds - NOT_COMPARED * (all - self.pairs)
    }
}

/// Groups of `n` nodes: two join while their pairs speak for it together, the surest first.
pub(super) fn groups(n: usize, scores: &[(usize, usize, i64)]) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..n).map(|node| vec![node]).collect();
    let mut links: Vec<BTreeMap<usize, Link>> = vec![BTreeMap::new(); n];
    let mut queue = BinaryHeap::new();
    for (a, b, odds) in scores {
        let link = Link {
            odds: *odds,
            pairs: 1,
        };
        links[*a].insert(*b, link);
        links[*b].insert(*a, link);
        if *odds >= JOIN {
            queue.push((*odds, Reverse((*a, *b)), 2));
        }
    }
    while let Some((_, Reverse((a, b)), size)) = queue.pop() {
        // An entry is stale where one of the two has grown or gone since.
        if members[a].is_empty()
            || members[b].is_empty()
            || members[a].len() + members[b].len() != size
        {
            continue;
        }
        let taken = std::mem::take(&mut members[b]);
        members[a].extend(taken);
        for (other, link) in std::mem::take(&mut links[b]) {
            links[other].remove(&b);
            if other != a {
                let both = links[a].entry(other).or_default();
                both.add(link);
                let both = *both;
                links[other].insert(a, both);
            }
        }
        for (other, link) in &links[a] {
            let all = (members[a].len() * members[*other].len()) as i64;
            let total = link.total(all);
            if total >= JOIN * all {
                let key = (a.min(*other), a.max(*other));
                let size = members[a].len() + members[*other].len();
                queue.push((total / all, Reverse(key), size));
            }
        }
    }
    members.retain(|group| !group.is_empty());
    members
}
