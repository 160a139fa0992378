//! Facts on which outlets disagree: takes a story's documents and utterances, gives what cannot all
//! be right.
//!
//! Figures of one thing, hours, the name and the office of a person, the day of a remark: each value
//! with who gives it and where. Copies of one text are one witness. Few and sure is better than many.

use std::collections::{BTreeMap, BTreeSet};

use super::translations::Origins;
use super::{Coverage, counts, days, named};
use crate::model::{Conflict, ConflictValue, DocumentId, Span, Utterance};
use crate::resources::Resources;

/// A value that a document gives.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The document, by its place in the coverage.
    pub document: usize,
    /// Where it gives it.
    pub span: Span,
    /// The value.
    pub value: String,
}

/// Finds the facts on which the documents of a story disagree.
pub fn conflicts(
    resources: &Resources,
    coverage: &Coverage<'_>,
    utterances: &[Utterance],
) -> Vec<Conflict> {
    let mut found = counts::disputes(resources, coverage);
    found.extend(named::disputes(&resources.facts.wording, coverage));
    found.extend(days::disputes(coverage, utterances));
    found
}

/// A disagreement, where origins disagree; of one origin's reports that give one value the first.
pub(super) fn conflict(
    coverage: &Coverage<'_>,
    about: String,
    mut claims: Vec<Claim>,
) -> Option<Conflict> {
    let firsts: BTreeSet<DocumentId> = coverage
        .origins
        .iter()
        .filter_map(|documents| documents.first().copied())
        .collect();
    let origins = Origins::of(coverage);
    let id = |claim: &Claim| {
        coverage
            .documents
            .get(claim.document)
            .map(|it| it.document.id)
    };
    // An origin before its copies, then the first place.
    claims.sort_by_key(|it| {
        let copies = id(it).is_none_or(|id| !firsts.contains(&id));
        (copies, it.document, it.span)
    });
    let mut by_origin: BTreeMap<(String, usize), ConflictValue> = BTreeMap::new();
    for claim in &claims {
        let (origin, _) = origins.pair(claim.document, claim.document);
        let value = ConflictValue {
            document: id(claim)?,
            span: claim.span,
            value: claim.value.clone(),
        };
        by_origin
            .entry((claim.value.clone(), origin))
            .or_insert(value);
    }
    let mut values: Vec<ConflictValue> = by_origin.into_values().collect();
    values.sort_by(|a, b| (&a.value, a.document, a.span).cmp(&(&b.value, b.document, b.span)));
    let different: BTreeSet<&str> = values.iter().map(|it| it.value.as_str()).collect();
    (different.len() > 1).then_some(Conflict {
        story: coverage.story.id,
        about,
        values,
    })
}
