//! Copies to families: the documents that print one text.

use rustc_hash::FxHashMap;

use super::unions::Unions;
use super::{order, origin};
use crate::model::{Analysed, CopyClass, CopyPair, Document, DocumentId, Family};

/// Joins copies of one text into families.
pub(super) fn families(documents: &[&Analysed], copies: &[CopyPair]) -> Vec<Family> {
    let number: FxHashMap<DocumentId, u32> = documents
        .iter()
        .zip(0..)
        .map(|(analysed, number)| (analysed.document.id, number))
        .collect();
    let mut unions = Unions::new(documents.len());
    for pair in copies.iter().filter(|pair| pair.class == CopyClass::Copy) {
        if let (Some(&a), Some(&b)) = (number.get(&pair.a), number.get(&pair.b)) {
            unions.join(a, b);
        }
    }
    unions
        .sets()
        .iter()
        .filter(|members| members.len() > 1)
        .map(|members| family(documents, members))
        .collect()
}

fn family(documents: &[&Analysed], members: &[u32]) -> Family {
    let members: Vec<&Document> = members
        .iter()
        .filter_map(|&member| documents.get(member as usize).map(|it| &it.document))
        .collect();
    let origin = match origin::by_credit(&members, true) {
        Some(credited) => credited.document,
        None => first(&members),
    };
    Family {
        documents: members.iter().map(|document| document.id).collect(),
        origin,
    }
}

/// The member that all others follow: published on an earlier day, at an earlier hour where both
/// are known, or on the same day and shorter.
fn first(members: &[&Document]) -> Option<DocumentId> {
    let day = |document: &Document| document.published.and_then(|it| it.date.day_number());
    let earliest = members
        .iter()
        .map(|it| day(it))
        .collect::<Option<Vec<i32>>>()?;
    let earliest = earliest.into_iter().min()?;
    let mut first: Vec<&Document> = members
        .iter()
        .copied()
        .filter(|it| day(it) == Some(earliest))
        .collect();
    if let Some(first) = earliest_hour(&first) {
        return Some(first);
    }
    first.sort_by_key(|document| std::cmp::Reverse(document.text.len()));
    match first.as_slice() {
        [only] => Some(only.id),
        [fullest, next, ..] if fullest.text.len() * 100 > next.text.len() * 115 => Some(fullest.id),
        _ => None,
    }
}

/// The one that was published before all others, where the hour in UTC of each is known.
fn earliest_hour(documents: &[&Document]) -> Option<DocumentId> {
    let known = |it: &&Document| {
        it.published
            .is_some_and(|it| it.date.time.is_some_and(|it| it.offset.is_some()))
    };
    if !documents.iter().all(known) {
        return None;
    }
    let mut moments: Vec<(i64, DocumentId)> =
        documents.iter().map(|it| order::moment(it)).collect();
    moments.sort_unstable();
    match moments.as_slice() {
        [first, second, ..] if first.0 < second.0 => Some(first.1),
        _ => None,
    }
}
