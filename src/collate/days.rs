//! The days on which outlets have one remark made: takes a story's utterances, gives those that differ.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Coverage;
use super::conflicts::{Claim, conflict};
use crate::model::{Conflict, Date, DocumentId, Relation, SaidBasis, Utterance};

/// The days of saying on which the documents of a story disagree.
///
/// Only days that stand in the reporting clause itself count: the day of an occasion that is told
/// before may be another one's.
pub(super) fn disputes(coverage: &Coverage<'_>, utterances: &[Utterance]) -> Vec<Conflict> {
    let places: FxHashMap<DocumentId, usize> = (0..)
        .zip(&coverage.documents)
        .map(|(place, it)| (it.document.id, place))
        .collect();
    let mut by_days: BTreeMap<(String, BTreeSet<String>), Vec<Claim>> = BTreeMap::new();
    for utterance in utterances.iter().filter(|it| it.versions.len() > 1) {
        let mut claims: Vec<Claim> = Vec::new();
        let mut name = None;
        for version in &utterance.versions {
            let Some(place) = places.get(&version.document).copied() else {
                continue;
            };
            let Some(analysed) = coverage.documents.get(place) else {
                continue;
            };
            let mut statements = analysed.analysis.statements.iter();
            let of_version = statements.find(|it| it.id == version.statement);
            let Some(statement) = of_version else {
                continue;
            };
            let speaker = statement
                .speaker
                .and_then(|it| analysed.analysis.entities.get(it.idx()));
            name = name.or(speaker.map(|it| it.name.as_str()));
            if let Some(said) = statement.said
                && said.basis == SaidBasis::Clause
                && let Some(date) = said.date
                && date.day_number().is_some()
                && version.relation != Relation::Altered
            {
                claims.push(Claim {
                    document: place,
                    span: said.span,
                    value: Date { time: None, ..date }.to_string(),
                });
            }
        }
        let days: BTreeSet<String> = claims.iter().map(|it| it.value.clone()).collect();
        let Some(name) = name.filter(|_| days.len() > 1) else {
            continue;
        };
        // What a speaker said on one occasion is one dispute, however many remarks show it.
        let known = by_days.entry((name.to_owned(), days)).or_default();
        known.extend(claims);
    }
    let disputes = by_days.into_iter();
    disputes
        .filter_map(|((name, _), claims)| {
            conflict(coverage, format!("day on which {name} spoke"), claims)
        })
        .collect()
}
