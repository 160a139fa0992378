//! What was said once, in all its versions: takes a story's documents, gives its utterances.
//!
//! Segments that may be one utterance are compared, the score of a pair is the evidence, and
//! groups grow by average link: two join while their segments are alike on average. Which segments
//! are compared is told by the speaker and by rare words, so that a story of hundreds of reports
//! stays cheap.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Coverage;
use super::omissions::{minute, omissions};
use super::relation::{Judgement, judge};
use super::score::{Context, Evidence, Voice, Weights, evidence, score, voice};
use super::segments::{Segment, Speaker, segments};
use crate::model::{
    Date, DocumentId, Hash, PersonId, Relation, StatementKind, StoryId, Utterance, UtteranceId,
    Version,
};
use crate::resources::{Resources, Wording};

/// The average score from which two groups are one; measured on hand-made groups.
const JOIN: i64 = 500;

/// Wordings of one speaker up to this number are all compared; above it, those that share a rare
/// word.
const ALL_PAIRS: usize = 400;

/// How many of its rarest words a segment is looked up by.
const RARE_WORDS: usize = 6;

/// Gathers the utterances of a story: every statement, cut into segments, with its other versions.
///
/// Each segment is in one utterance, alone if need be. The base of an utterance is its fullest
/// direct wording, and each other version says how it differs.
pub fn utterances(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Utterance> {
    let wording = &resources.facts.wording;
    let segments = segments(resources, coverage);
    let nodes = nodes(&segments);
    let scores = scores(wording, &segments, &nodes);
    let mut group_of = vec![0; segments.len()];
    for (group, members) in groups(nodes.len(), &scores).iter().enumerate() {
        for segment in members.iter().flat_map(|node| &nodes[*node]) {
            group_of[*segment] = group;
        }
    }
    let pieces = super::merge::merge(segments, &group_of);
    let mut by_group: BTreeMap<usize, Vec<Segment>> = BTreeMap::new();
    for (segment, group) in pieces {
        by_group.entry(group).or_default().push(segment);
    }
    let groups: Vec<Vec<Segment>> = by_group.into_values().collect();
    let origins = Origins::of(coverage);
    let translated = translated(wording, coverage, &origins, &groups);
    let mut found: Vec<Utterance> = groups
        .into_iter()
        .map(|members| {
            utterance(wording, coverage, members, &|a, b| {
                translated.contains(&origins.pair(a, b))
            })
        })
        .collect();
    found.sort_by_key(|utterance| utterance.id);
    found
}

/// Segments of one speaker and occasion with the same words are one node: copies cost nothing.
fn nodes(segments: &[Segment]) -> Vec<Vec<usize>> {
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

/// The scores of the pairs that share something, by node.
fn scores(
    wording: &Wording,
    segments: &[Segment],
    nodes: &[Vec<usize>],
) -> Vec<(usize, usize, i64)> {
    let heads: Vec<&Segment> = nodes
        .iter()
        .filter_map(|node| segments.get(*node.first()?))
        .collect();
    let weights = Weights::of(&heads);
    let documents: Vec<BTreeSet<usize>> = nodes
        .iter()
        .map(|node| node.iter().map(|idx| segments[*idx].document).collect())
        .collect();
    let mut pairs = Vec::new();
    for (a, b) in candidates(&heads, &weights) {
        let (left, right) = (heads[a], heads[b]);
        let voice = voice(&left.speaker, &right.speaker);
        if voice == Voice::Other {
            continue;
        }
        let mut evidence = evidence(wording, &weights, left, right);
        evidence.one_document = !documents[a].is_disjoint(&documents[b]);
        if evidence.shared > 0 || evidence.synonyms > 0 {
            pairs.push((a, b, voice, evidence));
        }
    }
    let partners = Partners::of(&pairs, &documents);
    pairs
        .iter()
        .map(|(a, b, voice, evidence)| {
            let (of_a, of_b) = (&documents[*a], &documents[*b]);
            let likeness = evidence.likeness();
            let best = partners.is_best(*a, of_b, likeness) + partners.is_best(*b, of_a, likeness);
            let context = Context {
                voice: *voice,
                best,
                taken: partners.is_taken(*a, of_b) || partners.is_taken(*b, of_a),
            };
            let score = score(evidence, heads[*a], heads[*b], context);
            (*a, *b, i64::from(score))
        })
        .collect()
}

/// What each node finds in each document: how alike the best partner is, and whether its very words
/// are there.
#[derive(Default)]
struct Partners {
    best: FxHashMap<(usize, usize), i32>,
    verbatim: FxHashSet<(usize, usize)>,
}

impl Partners {
    fn of(pairs: &[(usize, usize, Voice, Evidence)], documents: &[BTreeSet<usize>]) -> Partners {
        let mut partners = Partners::default();
        for (a, b, voice, evidence) in pairs {
            if *voice != Voice::Same {
                continue;
            }
            let here = documents[*b].iter().map(|document| (*a, *document));
            let there = documents[*a].iter().map(|document| (*b, *document));
            for key in here.chain(there) {
                let slot = partners.best.entry(key).or_default();
                *slot = (*slot).max(evidence.likeness());
                if evidence.verbatim() {
                    partners.verbatim.insert(key);
                }
            }
        }
        partners
    }

    /// 1 where nothing in those documents is more alike, else 0.
    fn is_best(&self, node: usize, documents: &BTreeSet<usize>, likeness: i32) -> i32 {
        let beaten = |document: &usize| {
            let best = self.best.get(&(node, *document));
            best.is_some_and(|best| likeness < *best)
        };
        i32::from(!documents.iter().any(beaten))
    }

    /// Whether the node's very words are in one of those documents.
    fn is_taken(&self, node: usize, documents: &BTreeSet<usize>) -> bool {
        documents
            .iter()
            .any(|document| self.verbatim.contains(&(node, *document)))
    }
}

/// The pairs of nodes that are worth comparing, in order.
fn candidates(heads: &[&Segment], weights: &Weights) -> Vec<(usize, usize)> {
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
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, head) in heads.iter().enumerate() {
        let mut stems: Vec<(Reverse<u32>, &str)> = head
            .words
            .iter()
            .filter(|word| !word.function)
            .map(|word| (Reverse(weights.word(word)), word.stem.as_str()))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        for (_, stem) in stems.into_iter().take(RARE_WORDS) {
            by_word.entry(stem).or_default().push(idx);
        }
    }
    for members in by_word
        .values()
        .filter(|members| members.len() <= ALL_PAIRS)
    {
        for (k, a) in members.iter().enumerate() {
            found.extend(members[k + 1..].iter().map(|b| (*a, *b)));
        }
    }
    found.into_iter().collect()
}

/// Average-link groups of `n` nodes; pairs without a score count as nothing alike.
fn groups(n: usize, scores: &[(usize, usize, i64)]) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..n).map(|node| vec![node]).collect();
    let mut links: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); n];
    let mut queue = BinaryHeap::new();
    for (a, b, score) in scores {
        links[*a].insert(*b, *score);
        links[*b].insert(*a, *score);
        if *score >= JOIN {
            queue.push((*score, Reverse((*a, *b)), 2));
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
        for (other, score) in std::mem::take(&mut links[b]) {
            links[other].remove(&b);
            if other != a {
                *links[a].entry(other).or_default() += score;
                let sum = links[a][&other];
                links[other].insert(a, sum);
            }
        }
        for (other, sum) in &links[a] {
            let pairs = (members[a].len() * members[*other].len()) as i64;
            if *sum >= JOIN * pairs {
                let key = (a.min(*other), a.max(*other));
                queue.push((
                    sum / pairs,
                    Reverse(key),
                    members[a].len() + members[*other].len(),
                ));
            }
        }
    }
    members.retain(|group| !group.is_empty());
    members
}

/// The origin of each document of a coverage.
struct Origins {
    of: Vec<usize>,
}

impl Origins {
    fn of(coverage: &Coverage<'_>) -> Origins {
        let by_id: FxHashMap<DocumentId, usize> = coverage
            .origins
            .iter()
            .enumerate()
            .flat_map(|(origin, documents)| documents.iter().map(move |it| (*it, origin)))
            .collect();
        let n_origins = coverage.origins.len();
        let documents = coverage.documents.iter().enumerate();
        Origins {
            of: documents
                .map(|(idx, it)| {
                    by_id
                        .get(&it.document.id)
                        .copied()
                        .unwrap_or(n_origins + idx)
                })
                .collect(),
        }
    }

    /// The origins of two documents, the smaller first.
    fn pair(&self, a: usize, b: usize) -> (usize, usize) {
        let of = |document: usize| self.of.get(document).copied().unwrap_or(usize::MAX);
        (of(a).min(of(b)), of(a).max(of(b)))
    }
}

/// The pairs of origins that print two translations of a speaker, told by an utterance of which
/// their wordings share too little to be anything else.
fn translated(
    wording: &Wording,
    coverage: &Coverage<'_>,
    origins: &Origins,
    groups: &[Vec<Segment>],
) -> BTreeSet<(usize, usize)> {
    let direct = |segment: &&Segment| segment.kind == StatementKind::Direct;
    let mut found = BTreeSet::new();
    for members in groups {
        let Some(first) = members.get(base(coverage, members)).filter(direct) else {
            continue;
        };
        for member in members.iter().filter(direct) {
            let pair = origins.pair(first.document, member.document);
            if pair.0 == pair.1 || found.contains(&pair) {
                continue;
            }
            let both = ((&*first.words, first.kind), (&*member.words, member.kind));
            if judge(wording, both.0, both.1, false).relation == Relation::Retranslated {
                found.insert(pair);
            }
        }
    }
    found
}

/// One utterance of its segments, which come in any order.
fn utterance(
    wording: &Wording,
    coverage: &Coverage<'_>,
    mut members: Vec<Segment>,
    translated: &dyn Fn(usize, usize) -> bool,
) -> Utterance {
    members.sort_by_key(Segment::order);
    let id = utterance_id(coverage, &members);
    let speaker = speaker(&members);
    let said = said(&members);
    let base = base(coverage, &members);
    let first = members.remove(base);
    let mut versions = vec![version(
        coverage,
        &first,
        Judgement {
            relation: Relation::Base,
            why: "the fullest wording".to_owned(),
        },
        1000,
    )];
    let weights = Weights::of(&[]);
    for member in &members {
        let judgement = judge(
            wording,
            (&first.words, first.kind),
            (&member.words, member.kind),
            translated(first.document, member.document),
        );
        let likeness = evidence(wording, &weights, &first, member).inside;
        versions.push(version(coverage, member, judgement, likeness));
    }
    let omissions = omissions(coverage, said, &versions);
    Utterance {
        id,
        story: coverage.story.id,
        speaker,
        said,
        versions,
        omissions,
    }
}

fn version(
    coverage: &Coverage<'_>,
    segment: &Segment,
    judgement: Judgement,
    score: i32,
) -> Version {
    let analysed = coverage.documents[segment.document];
    Version {
        document: analysed.document.id,
        statement: analysed.analysis.statements[segment.statement].id,
        content: segment.content.clone(),
        relation: judgement.relation,
        why: judgement.why,
        score: score.clamp(0, 1000) as u16,
    }
}

/// Derived from the earliest version.
fn utterance_id(coverage: &Coverage<'_>, members: &[Segment]) -> UtteranceId {
    let mut fields: Vec<Vec<u8>> = vec![b"utterance".to_vec()];
    let StoryId(story) = coverage.story.id;
    fields.push(story.bytes().to_vec());
    if let Some(first) = members.first() {
        let analysed = coverage.documents[first.document];
        let statement = analysed.analysis.statements[first.statement].id;
        fields.push(statement.0.bytes().to_vec());
        for span in &first.content {
            fields.push((span.start() as u64).to_le_bytes().to_vec());
            fields.push((span.end() as u64).to_le_bytes().to_vec());
        }
    }
    UtteranceId(Hash::of_fields(fields.iter().map(Vec::as_slice)))
}

/// The person whom most versions name; the smaller id on a tie.
fn speaker(members: &[Segment]) -> Option<PersonId> {
    let mut counts: BTreeMap<PersonId, usize> = BTreeMap::new();
    for member in members {
        if let Some(person) = member.person {
            *counts.entry(person).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(person, count)| (*count, Reverse(*person)))
        .map(|(person, _)| person)
}

/// The date that most versions give; the sharper and then the earlier on a tie.
fn said(members: &[Segment]) -> Option<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for date in members.iter().filter_map(|member| member.occasion.said) {
        *counts.entry(date).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(date, count)| (*count, date.precision(), Reverse(*date)))
        .map(|(date, _)| date)
}

/// The fullest direct wording, else the fullest mixed, else the fullest indirect one; of equally full
/// ones a text's origin before its copies, then the one published first, then the first by id.
fn base(coverage: &Coverage<'_>, members: &[Segment]) -> usize {
    let rank = |segment: &Segment| match segment.kind {
        StatementKind::Direct => 2,
        StatementKind::Mixed => 1,
        StatementKind::Indirect => 0,
    };
    let firsts: BTreeSet<DocumentId> = coverage
        .origins
        .iter()
        .filter_map(|documents| documents.first().copied())
        .collect();
    let key = |segment: &Segment| {
        let document = &coverage.documents[segment.document].document;
        let published = document.published.map(|it| it.date);
        let at = published.and_then(|date| minute(date, date.time?.offset));
        (
            rank(segment),
            segment.words.len(),
            firsts.contains(&document.id),
            Reverse(published.map_or(i32::MAX, |date| date.day_range().0)),
            Reverse(at.unwrap_or(i64::MAX)),
            Reverse(segment.order()),
        )
    };
    (0..members.len())
        .max_by_key(|idx| key(&members[*idx]))
        .unwrap_or(0)
}
