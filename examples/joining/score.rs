//! How well weights do: pairs of versions in two documents that stand in one utterance.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::pipeline;
use onrecord::resources::{self, Weights};

use crate::FOLDS;
use crate::data::{Set, Words};

/// Where a version stands: the document, and the words that it has there.
type Place<'a> = (&'a str, Words);

/// Precision and recall as the shared scorer counts them, and the look-alikes that were joined; each
/// story by the weights for its fold.
pub fn score<'w>(set: &Set, weights: impl Fn(usize) -> &'w Weights) -> String {
    let found = utterances(set, weights);
    let mut groups: BTreeMap<&str, Vec<(usize, &Words)>> = BTreeMap::new();
    for (group, versions) in found.iter().enumerate() {
        for (document, words) in versions {
            groups.entry(document).or_default().push((group, words));
        }
    }
    let of = |document: &str, words: &Words| -> BTreeSet<usize> {
        let of_document = groups.get(document).into_iter().flatten();
        let same = of_document.filter(|it| alike(words, it.1));
        same.map(|it| it.0).collect()
    };
    let mut marks: BTreeMap<usize, Vec<Place<'_>>> = BTreeMap::new();
    for (document, of_document) in &set.marks {
        for (number, words) in of_document {
            let versions = marks.entry(*number).or_default();
            versions.push((document, words.clone()));
        }
    }
    let together = |a: &Place<'_>, b: &Place<'_>| !of(a.0, &a.1).is_disjoint(&of(b.0, &b.1));
    let looks_alike: BTreeSet<usize> = set.apart.iter().flat_map(|it| [it.0, it.1]).collect();
    let (mut wanted, mut reached) = (0, 0);
    for (_, versions) in marks.iter().filter(|it| !looks_alike.contains(it.0)) {
        for (a, b) in pairs(versions).filter(|(a, b)| a.0 != b.0) {
            wanted += 1;
            reached += usize::from(together(a, b));
        }
    }
    let (mut judged, mut right) = (0, 0);
    for versions in &found {
        for (a, b) in pairs(versions).filter(|(a, b)| a.0 != b.0) {
            let of = |place: &Place<'_>| -> BTreeSet<usize> {
                let marks = set.marks.get(place.0).into_iter().flatten();
                let marks = marks.filter(|it| !looks_alike.contains(&it.0));
                let same = marks.filter(|it| alike(&place.1, &it.1));
                same.map(|it| it.0).collect()
            };
            let (a, b) = (of(a), of(b));
            judged += usize::from(!a.is_empty() || !b.is_empty());
            right += usize::from(!a.is_disjoint(&b));
        }
    }
    let joined = set.apart.iter().filter(|(a, b)| {
        let first = |it| marks.get(it).and_then(|places| places.first());
        first(a).zip(first(b)).is_some_and(|(a, b)| together(a, b))
    });
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(right, judged), share(reached, wanted));
    format!(
        "F1 {:.1}, precision {precision:.1}, recall {recall:.1}; {} of {} look-alikes joined",
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE),
        joined.count(),
        set.apart.len()
    )
}

/// The utterances of each story by the weights for its fold, as places.
fn utterances<'s, 'w>(set: &'s Set, weights: impl Fn(usize) -> &'w Weights) -> Vec<Vec<Place<'s>>> {
    let references = set.references();
    let mut found = Vec::new();
    for fold in 0..FOLDS {
        let utterances = pipeline::utterances_by(
            weights(fold),
            resources::get(),
            &set.documents,
            &set.gathered,
        );
        for utterance in utterances {
            let versions: Vec<Place<'_>> = utterance
                .versions
                .iter()
                .filter_map(|it| {
                    let reference = *references.get(&it.document)?;
                    Some((reference, set.words(reference, &it.content)))
                })
                .collect();
            let first = versions.first().and_then(|it| set.folds.get(it.0));
            if first == Some(&fold) {
                found.push(versions);
            }
        }
    }
    found
}

/// Whether two segments share half of the words of each.
fn alike(a: &Words, b: &Words) -> bool {
    let shared = a.intersection(b).count();
    shared > 0 && 4 * shared >= a.len() + b.len()
}

fn pairs<T>(items: &[T]) -> impl Iterator<Item = (&T, &T)> {
    let places = items.iter().enumerate();
    places.flat_map(|(k, a)| items.iter().skip(k + 1).map(move |b| (a, b)))
}
