//! Documents to stories: the reports of one event, each with the reason why it belongs there.
//!
//! Copies of one text and documents that the input groups are together without question; the rest
//! is clustered by weighted terms, names and time.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::clusters::{self, Input};
use super::edges::{self, Edge};
use super::evidence::{self, Evidence};
use super::space::Space;
use super::{links, wording};
use crate::model::{
    Analysed, CopyClass, CopyPair, Date, DocumentId, Family, Hash, Join, Story, StoryId,
};
use crate::resources::Resources;

/// How close two groups of reports must be on average to be one story, in thousandths. Measured on
/// three collections of grouped reports; see `docs/evaluation.md`.
const CLOSE: u64 = 155;

/// What shared text adds to the likeness of two documents, in thousandths.
const SHARED_TEXT: u32 = 150;

/// The most members that a joining document is compared with.
const COMPARED: usize = 64;

/// Groups the reports of one event, and links the groups in time.
pub(super) fn stories(
    resources: &Resources,
    documents: &[&Analysed],
    copies: &[CopyPair],
    families: &[Family],
) -> Vec<Story> {
    let number: FxHashMap<DocumentId, u32> = documents
        .iter()
        .zip(0..)
        .map(|(analysed, number)| (analysed.document.id, number))
        .collect();
    let evidence = evidence::evidence(resources, documents);
    let space = &evidence.about;
    let when = edges::when(resources, documents);
    let mut edges = edges::edges(&evidence, &when);
    add_shared_text(&mut edges, copies, &number);
    let (labels, given) = given(documents);
    let together: Vec<(u32, u32)> = families
        .iter()
        .flat_map(|family| chain(family, &number))
        .chain(given)
        .collect();
    let clusters = clusters::clusters(&Input {
        documents: documents.len(),
        edges: &edges,
        together: &together,
        labels: &labels,
        threshold: CLOSE,
    });
    let mut stories: Vec<Story> = clusters
        .par_iter()
        .filter_map(|members| story(documents, &evidence, families, members))
        .collect();
    stories.sort_by_key(|story| (first_day(story), story.id));
    links::link(resources, documents, &number, space, &mut stories);
    stories
}

fn first_day(story: &Story) -> i32 {
    story.first.map_or(i32::MAX, |date| date.day_range().0)
}

/// Brings documents that share text nearer; what they share is evidence that their words may not
/// show, for the lead need not be in it.
fn add_shared_text(
    edges: &mut Vec<Edge>,
    copies: &[CopyPair],
    number: &FxHashMap<DocumentId, u32>,
) {
    let mut extra: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for pair in copies {
        let shared = match pair.class {
            CopyClass::Boilerplate => continue,
            CopyClass::QuoteOnly => SHARED_TEXT / 2,
            CopyClass::Partial => SHARED_TEXT / 2,
            CopyClass::Copy | CopyClass::Revision => SHARED_TEXT,
        };
        if let (Some(&a), Some(&b)) = (number.get(&pair.a), number.get(&pair.b)) {
            extra.insert((a.min(b), a.max(b)), shared);
        }
    }
    for edge in edges {
        edge.score += extra.get(&(edge.a, edge.b)).copied().unwrap_or(0);
    }
}

/// A number for each name that the input gives a story, and the pairs that it puts together.
fn given(documents: &[&Analysed]) -> (Vec<Option<u32>>, Vec<(u32, u32)>) {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    let mut pairs = Vec::new();
    let labels = documents
        .iter()
        .zip(0..)
        .map(|(analysed, number)| {
            let name = analysed.document.given.story.as_deref()?;
            let first = *first.entry(name).or_insert(number);
            pairs.push((first, number));
            Some(first)
        })
        .collect();
    pairs.retain(|(a, b)| a != b);
    (labels, pairs)
}

fn chain(family: &Family, number: &FxHashMap<DocumentId, u32>) -> Vec<(u32, u32)> {
    let numbers: Vec<u32> = family
        .documents
        .iter()
        .filter_map(|id| number.get(id).copied())
        .collect();
    numbers
        .iter()
        .zip(numbers.iter().skip(1))
        .map(|(&a, &b)| (a, b))
        .collect()
}

fn story(
    documents: &[&Analysed],
    evidence: &Evidence<'_>,
    families: &[Family],
    members: &[u32],
) -> Option<Story> {
    let id_of = |member: u32| documents.get(member as usize).map(|it| it.document.id);
    let earliest = id_of(*members.first()?)?;
    let ids: Vec<DocumentId> = members.iter().filter_map(|&it| id_of(it)).collect();
    let dates: Vec<Date> = members
        .iter()
        .filter_map(|&it| Some(documents.get(it as usize)?.document.published?.date))
        .map(|date| Date { time: None, ..date })
        .collect();
    Some(Story {
        id: StoryId(Hash::of_fields([b"story".as_slice(), earliest.0.bytes()])),
        representative: id_of(representative(documents, &evidence.about, members)?)?,
        first: dates.iter().min().copied(),
        last: dates
            .iter()
            .max_by_key(|date| (date.day_range().1, **date))
            .copied(),
        origins: origins(&ids, families),
        joins: joins(documents, evidence, members),
        documents: ids,
        linked: Vec::new(),
    })
}

/// The document with the headline that says most of what the others' headlines say.
fn representative(documents: &[&Analysed], space: &Space<'_>, members: &[u32]) -> Option<u32> {
    let compared = members.get(..COMPARED.min(members.len()))?;
    let score = |member: u32| -> u64 {
        let (Some(analysed), Some(own)) = (
            documents.get(member as usize),
            space.vectors.get(member as usize),
        ) else {
            return 0;
        };
        if analysed.document.headline.is_none() {
            return 0;
        }
        1 + compared
            .iter()
            .filter(|&&other| other != member)
            .filter_map(|&other| Some(own.headline_likeness(space.vectors.get(other as usize)?)))
            .sum::<u64>()
    };
    compared
        .iter()
        .copied()
        .max_by_key(|&member| (score(member), std::cmp::Reverse(member)))
}

/// The documents of a story by whose text they print, the origin of each text first.
fn origins(ids: &[DocumentId], families: &[Family]) -> Vec<Vec<DocumentId>> {
    let family_of: FxHashMap<DocumentId, usize> = families
        .iter()
        .enumerate()
        .flat_map(|(at, family)| family.documents.iter().map(move |id| (*id, at)))
        .collect();
    let mut lists: Vec<Vec<DocumentId>> = Vec::new();
    let mut list_of: FxHashMap<usize, usize> = FxHashMap::default();
    for id in ids {
        let family = family_of.get(id);
        let known = family.and_then(|family| list_of.get(family).copied());
        match (known.and_then(|at| lists.get_mut(at)), family) {
            (Some(list), _) => list.push(*id),
            (None, family) => {
                if let Some(family) = family {
                    list_of.insert(*family, lists.len());
                }
                lists.push(vec![*id]);
            }
        }
    }
    for list in &mut lists {
        let origin = list
            .first()
            .and_then(|id| families.get(*family_of.get(id)?)?.origin);
        if let Some(at) = list.iter().position(|id| Some(*id) == origin)
            && let Some(head) = list.get_mut(..=at)
        {
            head.rotate_right(1);
        }
    }
    lists
}

/// Why each document but the first belongs to its story.
fn joins(documents: &[&Analysed], evidence: &Evidence<'_>, members: &[u32]) -> Vec<Join> {
    let join = |member: u32| -> Option<Join> {
        let (to, score) = members
            .get(..COMPARED.min(members.len()))?
            .iter()
            .filter(|&&other| other != member)
            .map(|&other| (other, evidence.likeness(member, other)))
            .max_by_key(|&(other, score)| (score, std::cmp::Reverse(other)))?;
        let (document, other) = (documents.get(member as usize)?, documents.get(to as usize)?);
        Some(Join {
            document: document.document.id,
            to: other.document.id,
            score: score.min(1000) as u16,
            why: wording::join(evidence, (document, member), (other, to)),
        })
    };
    members.iter().skip(1).filter_map(|&it| join(it)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::gather::testing::report;
    use crate::gather::{copies, families, sort};
    use crate::model::{Analysed, Story};
    use crate::resources;

    fn gather(documents: &[Analysed]) -> Vec<Story> {
        let resources = resources::get();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        let copies = copies(resources, &sorted);
        let families = families(&sorted, &copies);
        crate::gather::stories(resources, &sorted, &copies, &families)
    }

    /// The stories by the references of their documents.
    fn groups(documents: &[Analysed]) -> Vec<Vec<String>> {
        let reference = |id| {
            let found = documents.iter().find(|it| it.document.id == id);
            found.map_or(String::new(), |it| it.document.reference.clone())
        };
        let mut groups: Vec<Vec<String>> = gather(documents)
            .iter()
            .map(|story| {
                let mut group: Vec<String> =
                    story.documents.iter().map(|&id| reference(id)).collect();
                group.sort();
                group
            })
            .collect();
        groups.sort();
        groups
    }

    fn dam() -> Vec<Analysed> {
        vec![
            report(
                1,
                Some("2031-03-12"),
                "Veldania opens Lenna dam gates, flooding villages",
                "BRASNA - Veldania opened the gates of the Lenna dam on Wednesday, and water reached \
                 eleven villages in Orrenland. Minister Ilse Marsk defended the step.",
            ),
            report(
                2,
                Some("2031-03-12"),
                "Villages flooded as Lenna gates open",
                "Water from the Lenna dam flooded villages in Orrenland after Veldania opened the \
                 gates without notice, Governor Pell Okrist said.",
            ),
            report(
                3,
                Some("2031-03-13"),
                "Okrist demands payment for flooded villages",
                "Pell Okrist demanded that Veldania pay for the villages under water after the \
                 gates of the Lenna dam were opened.",
            ),
            report(
                4,
                Some("2031-03-13"),
                "Chess champion retires at 31",
                "Quillhaven grandmaster Tove Harl retired from chess on Thursday after a decade as \
                 champion.",
            ),
            report(
                5,
                Some("2033-09-01"),
                "Lenna dam gates to be replaced",
                "Veldania will replace the gates of the Lenna dam, minister Ilse Marsk announced, \
                 two years after villages in Orrenland were under water.",
            ),
        ]
    }

    #[test]
    fn reports_of_one_event_are_one_story() {
        assert_eq!(groups(&dam()), [vec!["1", "2", "3"], vec!["4"], vec!["5"]]);
        assert_eq!(groups(&[]), Vec::<Vec<String>>::new());
    }

    #[test]
    fn joins_say_what_is_shared() {
        let stories = gather(&dam());
        let story = stories
            .iter()
            .find(|it| it.documents.len() == 3)
            .expect("dam");
        assert_eq!(story.joins.len(), 2);
        let join = &story.joins[0];
        assert!(join.why.contains("Lenna"), "{}", join.why);
        assert!(join.why.ends_with("same day"), "{}", join.why);
    }

    #[test]
    fn the_input_may_group() {
        let mut documents = dam();
        documents[0].document.given.story = Some("x".into());
        documents[3].document.given.story = Some("x".into());
        documents[1].document.given.story = Some("y".into());
        let groups = groups(&documents);
        assert!(
            groups
                .iter()
                .any(|it| it.contains(&"1".into()) && it.contains(&"4".into()))
        );
        assert!(
            !groups
                .iter()
                .any(|it| it.contains(&"1".into()) && it.contains(&"2".into()))
        );
    }

    #[test]
    fn a_stranger_moves_no_story() {
        let before = gather(&dam());
        let mut documents = dam();
        documents.push(report(
            9,
            Some("2031-03-12"),
            "Bread prices rise in Tarnholm",
            "Bakers in Tarnholm raised prices by a tenth on Wednesday.",
        ));
        let after = gather(&documents);
        for story in &before {
            assert!(
                after
                    .iter()
                    .any(|it| it.id == story.id && it.documents == story.documents)
            );
        }
    }

    proptest! {
        #[test]
        fn the_order_of_documents_does_not_matter(documents in Just(dam()).prop_shuffle()) {
            prop_assert_eq!(gather(&documents), gather(&dam()));
        }
    }
}
