//! Figures on which outlets disagree: takes a story's documents, gives those that cannot all be right.
//!
//! Two figures are of one thing where they count one noun in sentences that share other words. They
//! disagree where different origins give values that neither rounding, a bound, a part nor the
//! passing of time explains.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Coverage;
use super::conflicts::{Claim, conflict};
use super::figures::{Figure, figures};
use super::words::words;
use crate::model::{Conflict, Date, DocumentId, Span};
use crate::resources::{Resources, Wording};

/// A figure where it stands.
struct Stated {
    figure: Figure,
    document: usize,
    origin: usize,
    /// The content words of its sentence, the counted noun left out; sorted.
    around: Vec<String>,
}

/// Two sentences speak of one thing where they share this many content words beside the noun, and
/// this share of the one with fewer, in thousandths.
const SHARED_WORDS: usize = 2;
const SHARED_SHARE: usize = 150;

/// Counts of so many of one noun, in thousandths, are of one thing where their sentences share a word:
/// a story seldom counts two such crowds.
const LARGE: u64 = 100_000_000;

/// What is in dispute is named by so many words where it can be.
const FEWEST_TOLD: usize = 3;

/// The most figures of one noun that are compared; a story with more is a table of results.
const MOST_FIGURES: usize = 400;

/// The figures on which the documents of a story disagree.
pub(super) fn disputes(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Conflict> {
    let mut by_noun: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    for stated in stated(resources, coverage) {
        by_noun
            .entry(stated.figure.noun.clone())
            .or_default()
            .push(stated);
    }
    let wording = &resources.facts.wording;
    by_noun
        .values()
        .filter(|figures| figures.len() <= MOST_FIGURES)
        .flat_map(|figures| of_noun(wording, coverage, figures))
        .collect()
}

fn stated(resources: &Resources, coverage: &Coverage<'_>) -> Vec<Stated> {
    let origins: FxHashMap<DocumentId, usize> = coverage
        .origins
        .iter()
        .enumerate()
        .flat_map(|(origin, documents)| documents.iter().map(move |it| (*it, origin)))
        .collect();
    let mut found = Vec::new();
    for (document, analysed) in coverage.documents.iter().enumerate() {
        let id = analysed.document.id;
        let origin = origins.get(&id).copied().unwrap_or(usize::MAX - document);
        let text = analysed.document.text.as_str();
        let whole = [Span::new(0, text.len())];
        let sentences = match analysed.analysis.sentences.as_slice() {
            [] => &whole,
            sentences => sentences,
        };
        for sentence in sentences {
            let words = words(resources, text, &[*sentence], &[]);
            for figure in figures(&resources.facts.wording, &words) {
                let mut around: Vec<String> = words
                    .iter()
                    .filter(|word| !word.function && !word.number)
                    .filter(|word| !figure.span.overlaps(word.span))
                    .map(|word| word.stem.clone())
                    .collect();
                around.sort_unstable();
                around.dedup();
                found.push(Stated {
                    figure,
                    document,
                    origin,
                    around,
                });
            }
        }
    }
    found
}

/// The disagreements among figures of one noun.
fn of_noun(wording: &Wording, coverage: &Coverage<'_>, figures: &[Stated]) -> Vec<Conflict> {
    let mut sides: Vec<BTreeSet<usize>> = Vec::new();
    for (i, a) in figures.iter().enumerate() {
        for (j, b) in figures.iter().enumerate().skip(i + 1) {
            let disagree = a.origin != b.origin
                && !a.figure.agrees(&b.figure)
                && one_thing(wording, a, b)
                && !develops(coverage, a, b)
                && !holds_both(figures, a, b);
            if disagree {
                join(&mut sides, i, j);
            }
        }
    }
    sides
        .iter()
        .filter_map(|side| dispute(wording, coverage, figures, side))
        .collect()
}

fn one_thing(wording: &Wording, a: &Stated, b: &Stated) -> bool {
    if a.figure.clock {
        return true;
    }
    let shared = shared(wording, a, b);
    if a.figure.value.min(b.figure.value) >= LARGE {
        return shared > 0;
    }
    let fewer = a.around.len().min(b.around.len()).max(1);
    shared >= SHARED_WORDS && shared * 1000 >= fewer * SHARED_SHARE
}

/// How many content words the sentences of two figures share.
fn shared(wording: &Wording, a: &Stated, b: &Stated) -> usize {
    let has = |stem: &&String| {
        b.around.binary_search(stem).is_ok()
            || b.around.iter().any(|other| wording.synonymous(stem, other))
    };
    a.around.iter().filter(has).count()
}

/// Whether time explains it: a report of a later day gives more. Within one day outlets that give
/// more than others disagree with them.
fn develops(coverage: &Coverage<'_>, a: &Stated, b: &Stated) -> bool {
    if a.figure.clock {
        return false;
    }
    let published = |stated: &Stated| -> Option<Date> {
        let analysed = coverage.documents.get(stated.document)?;
        analysed.document.published.map(|it| it.date)
    };
    let (Some(first), Some(second)) = (published(a), published(b)) else {
        return false;
    };
    let earlier = |first: Date, second: Date| first.day_range().1 < second.day_range().0;
    let (a, b) = (a.figure.value, b.figure.value);
    earlier(first, second) && a < b || earlier(second, first) && b < a
}

/// Whether one of the two documents gives the other's value as well: then it knows of both.
fn holds_both(figures: &[Stated], a: &Stated, b: &Stated) -> bool {
    // "At least 500 women" is no word on a crowd of thousands.
    let gives = |other: &Stated, it: &Stated| {
        let (one, two) = (other.figure.value, it.figure.value);
        other.figure.agrees(&it.figure) && one.max(two) <= one.min(two).saturating_mul(2)
    };
    figures.iter().any(|other| {
        other.origin == a.origin && gives(other, b) || other.origin == b.origin && gives(other, a)
    })
}

fn join(sides: &mut Vec<BTreeSet<usize>>, i: usize, j: usize) {
    let mut joined = BTreeSet::from([i, j]);
    sides.retain(|side| {
        let touches = side.contains(&i) || side.contains(&j);
        if touches {
            joined.extend(side);
        }
        !touches
    });
    sides.push(joined);
}

/// The disagreement with everybody who states one of its values of the same thing, or a later one;
/// of one origin's reports that state one value, the first.
fn dispute(
    wording: &Wording,
    coverage: &Coverage<'_>,
    figures: &[Stated],
    side: &BTreeSet<usize>,
) -> Option<Conflict> {
    let backs = |k: usize| {
        let other = &figures[k];
        side.iter().map(|i| &figures[*i]).any(|it| {
            let later = it.origin != other.origin && develops(coverage, it, other);
            it.figure.value == other.figure.value && shared(wording, it, other) > 0
                || one_thing(wording, it, other) && later && !holds_both(figures, it, other)
        })
    };
    let about = side
        .iter()
        .filter_map(|k| Some(figures.get(*k)?.figure.about.as_str()))
        .min_by_key(|about| {
            let n_words = about.split(' ').count();
            (n_words < FEWEST_TOLD, n_words, *about)
        })?
        .to_owned();
    let claims = (0..figures.len())
        .filter(|k| side.contains(k) || backs(*k))
        .map(|k| Claim {
            document: figures[k].document,
            span: figures[k].figure.span,
            value: figures[k].figure.shown(),
        });
    conflict(coverage, about, claims.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Analysed, Analysis, Basis, Document, Given, Hash, Published, Story, StoryId,
    };
    use crate::resources;

    fn report(name: &str, published: &str, text: &str) -> Analysed {
        let date = Date::parse(published);
        let document = Document {
            id: DocumentId(Hash::of_bytes(name.as_bytes())),
            reference: name.to_owned(),
            url: None,
            outlet: None,
            headline: None,
            language: None,
            byline: Vec::new(),
            credits: Vec::new(),
            dateline: None,
            published: date.map(|date| Published {
                date,
                basis: Basis::Given,
            }),
            modified: None,
            text: text.to_owned(),
            blocks: Vec::new(),
            map: Vec::new(),
            removed: Vec::new(),
            partial: false,
            given: Given::default(),
            warnings: Vec::new(),
        };
        let analysis = Analysis {
            sentences: vec![Span::new(0, text.len())],
            ..Analysis::default()
        };
        Analysed { document, analysis }
    }

    /// The values in dispute among reports, each published at a time.
    fn check(reports: &[(&str, &str)], expected: &[&str]) {
        let documents: Vec<Analysed> = reports
            .iter()
            .enumerate()
            .map(|(k, (published, text))| report(&format!("report {k}"), published, text))
            .collect();
        let ids: Vec<DocumentId> = documents.iter().map(|it| it.document.id).collect();
        let Some(first) = ids.first().copied() else {
            return;
        };
        let story = Story {
            id: StoryId(Hash::of_bytes(b"story")),
            representative: first,
            first: None,
            last: None,
            origins: ids.iter().map(|id| vec![*id]).collect(),
            documents: ids,
            joins: Vec::new(),
            linked: Vec::new(),
        };
        let coverage = Coverage {
            story: &story,
            documents: documents.iter().collect(),
            person: &|_, _| None,
            origins: &story.origins,
        };
        let found: Vec<String> = disputes(resources::get(), &coverage)
            .into_iter()
            .flat_map(|conflict| conflict.values)
            .map(|value| value.value)
            .collect();
        assert_eq!(found, expected, "{reports:?}");
    }

    #[test]
    fn different_counts_of_one_thing_are_a_conflict() {
        check(
            &[
                ("2031-03-12", "Eleven villages in Orrenland are under water"),
                (
                    "2031-03-12",
                    "Nine villages on the Orrenland side were hit by high water",
                ),
            ],
            &["11", "9"],
        );
        check(
            &[
                (
                    "2031-03-06T15:10+01:00",
                    "Inflation in Marisca stood at 6.3% in February",
                ),
                (
                    "2031-03-06T14:30Z",
                    "Inflation in Marisca reached 6.1 per cent in February",
                ),
            ],
            &["6.1", "6.3"],
        );
    }

    #[test]
    fn what_has_another_reason_is_none() {
        // A toll that rises.
        check(
            &[
                ("2031-03-12", "Nine villages in Orrenland are under water"),
                ("2031-03-13", "Eleven villages in Orrenland are under water"),
            ],
            &[],
        );
        // A rounded value.
        check(
            &[
                (
                    "2031-03-12",
                    "About 4,200 people in Orrenland were moved by boat",
                ),
                (
                    "2031-03-12",
                    "The 4,217 people moved by boat came from Orrenland",
                ),
            ],
            &[],
        );
        // A part of the whole, and another thing.
        check(
            &[
                ("2031-03-12", "Eleven villages in Orrenland are under water"),
                (
                    "2031-03-12",
                    "Two of the villages in Orrenland are under water",
                ),
                ("2031-03-12", "Forty villages voted for the mayor of Brasna"),
            ],
            &[],
        );
    }

    #[test]
    fn hours_and_what_a_later_day_adds() {
        check(
            &[
                (
                    "2031-03-12",
                    "The gates began to move at 23:40, a log shows",
                ),
                ("2031-03-12", "The gates were opened at 01:15 on Wednesday"),
                ("2031-03-12", "The gates were closed at 05:25"),
                ("2031-03-12", "The talks began at 10:10"),
            ],
            &["01:15", "23:40"],
        );
        // Another zone.
        check(
            &[
                ("2031-03-12", "The gates were opened at 01:15"),
                ("2031-03-12", "The gates opened at 00:15"),
            ],
            &[],
        );
        check(
            &[
                (
                    "2031-03-20T16:10",
                    "Eleven ships were lying off the port of Brasna",
                ),
                (
                    "2031-03-20T21:44",
                    "Fourteen ships were waiting off the port of Brasna",
                ),
                ("2031-03-21", "Sixteen ships lay off the port of Brasna"),
            ],
            &["11", "14", "16"],
        );
    }
}
