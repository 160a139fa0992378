//! Copies to families: the documents that print one text.

use rustc_hash::FxHashMap;

use super::origin;
use crate::model::{Analysed, CopyClass, CopyPair, Document, DocumentId, Family};

/// Joins copies of one text into families.
pub(super) fn families(documents: &[&Analysed], copies: &[CopyPair]) -> Vec<Family> {
    let number: FxHashMap<DocumentId, usize> = documents
        .iter()
        .enumerate()
        .map(|(number, analysed)| (analysed.document.id, number))
        .collect();
    let mut root: Vec<usize> = (0..documents.len()).collect();
    for pair in copies.iter().filter(|pair| pair.class == CopyClass::Copy) {
        if let (Some(&a), Some(&b)) = (number.get(&pair.a), number.get(&pair.b)) {
            let (a, b) = (find(&mut root, a), find(&mut root, b));
            if let Some(root) = root.get_mut(a.max(b)) {
                *root = a.min(b);
            }
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); documents.len()];
    for document in 0..documents.len() {
        let root = find(&mut root, document);
        if let Some(members) = members.get_mut(root) {
            members.push(document);
        }
    }
    members
        .iter()
        .filter(|members| members.len() > 1)
        .map(|members| family(documents, members))
        .collect()
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = root.get(at)
        && up != at
    {
        let over = root.get(up).copied().unwrap_or(up);
        if let Some(root) = root.get_mut(at) {
            *root = over;
        }
        at = over;
    }
    at
}

fn family(documents: &[&Analysed], members: &[usize]) -> Family {
    let members: Vec<&Document> = members
        .iter()
        .filter_map(|&member| documents.get(member).map(|it| &it.document))
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

/// The member that all others follow: published on an earlier day, or on the same day and shorter.
fn first(members: &[&Document]) -> Option<DocumentId> {
    let day = |document: &Document| document.published.and_then(|it| it.date.day_number());
    let earliest = members
        .iter()
        .map(|it| day(it))
        .collect::<Option<Vec<i32>>>()?;
    let earliest = earliest.into_iter().min()?;
    let mut first: Vec<&&Document> = members
        .iter()
        .filter(|it| day(it) == Some(earliest))
        .collect();
    first.sort_by_key(|document| std::cmp::Reverse(document.text.len()));
    match first.as_slice() {
        [only] => Some(only.id),
        [fullest, next, ..] if fullest.text.len() * 100 > next.text.len() * 115 => Some(fullest.id),
        _ => None,
    }
}
