//! What was said once, in all its versions: takes a story's documents, gives its utterances.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Coverage;
use super::joins::{Joins, compare, groups, nodes, scores};
use super::omissions::{minute, omissions};
use super::relation::{Judgement, Translated, judge, spliced};
use super::segments::{Segment, Speaker, segments};
use super::translations::{Origins, Translations};
use crate::model::{
    Date, DocumentId, Ground, Hash, PersonId, Relation, StatementKind, StoryId, Utterance,
    UtteranceId, Version,
};
use crate::resources::{Resources, Weights, Wording};

/// Gathers the utterances of a story: every statement, cut into segments, with its other versions.
///
/// Each segment is in one utterance, alone if need be. The base of an utterance is its fullest
/// direct wording, and each other version says how it differs.
pub fn utterances(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Utterance> {
    utterances_by(&resources.facts.weights, resources, coverage)
}

/// The same by other weights, for those who fit them.
pub fn utterances_by(
    weights: &Weights,
    resources: &Resources,
    coverage: &Coverage<'_>,
) -> Vec<Utterance> {
    let wording = &resources.facts.wording;
    let segments = segments(resources, coverage);
    let nodes = nodes(&segments);
    let scored = scores(weights, &compare(wording, &segments, &nodes));
    let mut group_of = vec![0; segments.len()];
    for (group, members) in groups(nodes.len(), &scored.scores).iter().enumerate() {
        for segment in members.iter().flat_map(|node| &nodes[*node]) {
            group_of[*segment] = group;
        }
    }
    let joins = Joins::of(weights, &segments, &nodes, scored);
    let pieces = super::merge::merge(segments, &group_of);
    let mut by_group: BTreeMap<usize, Vec<Segment>> = BTreeMap::new();
    for (segment, group) in pieces {
        by_group.entry(group).or_default().push(segment);
    }
    let groups: Vec<Vec<Segment>> = by_group.into_values().collect();
    let passages = passages(&groups);
    let origins = Origins::of(coverage);
    let translations = Translations::of(wording, coverage, &origins, &groups);
    let mut found: Vec<Utterance> = groups
        .into_iter()
        .map(|members| {
            utterance(wording, coverage, &joins, &passages, members, &|a, b| {
                translations.between(origins.pair(a.document, b.document), a, b)
            })
        })
        .collect();
    found.sort_by_key(|utterance| utterance.id);
    found
}

/// What each speaker is quoted with, as compared words.
type Passages = BTreeMap<Speaker, Vec<Vec<String>>>;

fn passages(groups: &[Vec<Segment>]) -> Passages {
    let mut passages = Passages::new();
    let quoted = groups.iter().flatten();
    for segment in quoted.filter(|it| it.kind == StatementKind::Direct) {
        let norms = segment.words.iter().map(|word| word.norm.clone());
        let of_speaker = passages.entry(segment.speaker.clone()).or_default();
        of_speaker.push(norms.collect());
    }
    passages
}

/// The chance of a version that a third one joins to the base: as likely as not.
const BY_A_THIRD: i64 = 500;

/// One utterance of its segments, which come in any order.
fn utterance(
    wording: &Wording,
    coverage: &Coverage<'_>,
    joins: &Joins<'_>,
    passages: &Passages,
    mut members: Vec<Segment>,
    translated: &dyn Fn(&Segment, &Segment) -> Translated,
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
        (1000, Vec::new()),
    )];
    for member in &members {
        let judgement = judge(
            wording,
            (&first.words, first.kind),
            (&member.words, member.kind),
            translated(&first, member),
        );
        let both_quote = first.kind == StatementKind::Direct && member.kind == first.kind;
        let spliced = || {
            let passages = passages.get(&first.speaker).map_or(&[][..], Vec::as_slice);
            spliced(wording, &first.words, &member.words, passages)
        };
        let judgement = match judgement.relation == Relation::Altered && both_quote {
            true => spliced().unwrap_or(judgement),
            false => judgement,
        };
        let join = joins
            .between(&first, member)
            .unwrap_or((BY_A_THIRD, Vec::new()));
        versions.push(version(coverage, member, judgement, join));
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
    (score, grounds): (i64, Vec<Ground>),
) -> Version {
    let analysed = coverage.documents[segment.document];
    Version {
        document: analysed.document.id,
        statement: analysed.analysis.statements[segment.statement].id,
        content: segment.content.clone(),
        relation: judgement.relation,
        why: judgement.why,
        score: score.clamp(0, 1000) as u16,
        grounds,
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
pub(super) fn base(coverage: &Coverage<'_>, members: &[Segment]) -> usize {
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
