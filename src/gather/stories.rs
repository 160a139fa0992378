//! Documents to stories: the reports of one event, each with the reason why it belongs there.
//!
//! Copies of one text and documents that the input groups are together without question; the rest
//! is clustered by weighted terms, names and time.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::{self, Input};
use super::edges::{self, Edge};
use super::evidence::{self, Evidence};
use super::regroup::{self, ByHand};
use super::space::Space;
use super::{links, order, wording};
use crate::model::{
    Analysed, CopyClass, CopyPair, Correction, Date, DocumentId, Family, Join, Story, StoryId,
};
use crate::resources::Resources;

/// How close two groups of reports must be on average to be one story, in thousandths. Measured on
/// three collections of grouped reports; see `docs/evaluation.md`.
const CLOSE: u64 = 122;

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
    corrections: &[Correction],
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
    let copied = copied(families, &number);
    let mut clusters = clusters::clusters(&Input {
        documents: documents.len(),
        edges: &edges,
        together: &together,
        labels: &labels,
        threshold: CLOSE,
    });
    let hand = regroup::apply(&evidence, &number, corrections, &mut clusters);
    let mut stories: Vec<Story> = clusters
        .par_iter()
        .filter_map(|members| story(documents, &evidence, &copied, &hand, members))
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

/// Which documents print one text, by number.
#[derive(Debug, Default)]
struct Copied {
    /// The family of each that has one.
    family: FxHashMap<u32, u32>,
    /// The origins of families.
    origins: FxHashSet<u32>,
}

fn copied(families: &[Family], number: &FxHashMap<DocumentId, u32>) -> Copied {
    let mut copied = Copied::default();
    for (family, at) in families.iter().zip(0..) {
        let numbers = family.documents.iter().filter_map(|id| number.get(id));
        copied.family.extend(numbers.map(|&it| (it, at)));
        let origin = family.origin.and_then(|id| number.get(&id));
        copied.origins.extend(origin);
    }
    copied
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
    copied: &Copied,
    hand: &ByHand,
    members: &[u32],
) -> Option<Story> {
    let id_of = |member: u32| documents.get(member as usize).map(|it| it.document.id);
    let earliest = id_of(*members.first()?)?;
    let ids = |members: &[u32]| members.iter().filter_map(|&it| id_of(it)).collect();
    let origins = origins(documents, members, copied);
    let dates: Vec<Date> = members
        .iter()
        .filter_map(|&it| Some(documents.get(it as usize)?.document.published?.date))
        .map(|date| Date { time: None, ..date })
        .collect();
    Some(Story {
        id: StoryId::of(earliest),
        representative: id_of(representative(documents, &evidence.about, &origins)?)?,
        first: dates.iter().min().copied(),
        last: dates
            .iter()
            .max_by_key(|date| (date.day_range().1, **date))
            .copied(),
        origins: origins.iter().map(|it| ids(it)).collect(),
        joins: joins(documents, evidence, hand, members),
        documents: ids(members),
        linked: Vec::new(),
    })
}

/// The document whose headline names a story: of the text that most outlets print, since each reprint
/// chose it; of equal ones, the headline that says most of what those of other origins say, then the
/// earlier. An origin goes before its copies.
fn representative(documents: &[&Analysed], space: &Space<'_>, origins: &[Vec<u32>]) -> Option<u32> {
    let has_headline = |member: &u32| {
        let analysed = documents.get(*member as usize);
        analysed.is_some_and(|it| it.document.headline.is_some())
    };
    let compared = origins.get(..COMPARED.min(origins.len()))?;
    let heads: Vec<(u32, usize)> = compared
        .iter()
        .filter_map(|list| Some((list.iter().copied().find(has_headline)?, list.len())))
        .collect();
    let score = |member: u32| -> u64 {
        let others = heads.iter().filter(|(other, _)| *other != member);
        others
            .map(|(other, _)| space.headline_likeness(member, *other))
            .sum()
    };
    let best = heads
        .iter()
        .zip(0..)
        .max_by_key(|&(&(head, prints), at)| (prints, score(head), std::cmp::Reverse::<u32>(at)));
    match best {
        Some(((head, _), _)) => Some(*head),
        None => origins.first()?.first().copied(),
    }
}

/// The members of a story by whose text they print, in order of publishing, the origin of each text
/// first.
fn origins(documents: &[&Analysed], members: &[u32], copied: &Copied) -> Vec<Vec<u32>> {
    let mut sorted = members.to_vec();
    sorted.sort_by_key(|&it| {
        documents
            .get(it as usize)
            .map(|it| order::moment(&it.document))
    });
    let mut lists: Vec<Vec<u32>> = Vec::new();
    let mut list_of: FxHashMap<u32, usize> = FxHashMap::default();
    for member in sorted {
        let family = copied.family.get(&member);
        let known = family.and_then(|family| list_of.get(family).copied());
        match known.and_then(|at| lists.get_mut(at)) {
            Some(list) => list.push(member),
            None => {
                list_of.extend(family.map(|family| (*family, lists.len())));
                lists.push(vec![member]);
            }
        }
    }
    for list in &mut lists {
        if let Some(at) = list.iter().position(|it| copied.origins.contains(it))
            && let Some(head) = list.get_mut(..=at)
        {
            head.rotate_right(1);
        }
    }
    lists
}

/// Why each document but the first belongs to its story.
fn joins(
    documents: &[&Analysed],
    evidence: &Evidence<'_>,
    hand: &ByHand,
    members: &[u32],
) -> Vec<Join> {
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
            why: match hand.get(&member) {
                Some(why) => why.clone(),
                None => wording::join(evidence, (document, member), (other, to)),
            },
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
        crate::gather::stories(resources, &sorted, &copies, &families, &[])
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
    fn lists_go_by_the_hour_and_origins_before_copies() {
        let [wire, other, ..] = &dam()[..] else {
            return;
        };
        let at = |id: u32, hour: &str, headline: &str, from: &Analysed| {
            let date = format!("2031-03-12T{hour}Z");
            report(id, Some(&date), headline, &from.document.text)
        };
        // The copy's id is the smallest, and its headline is the agency's with a word more.
        let documents = vec![
            at(
                7,
                "09:10",
                "Veldania opens Lenna dam gates, flooding villages: agency",
                wire,
            ),
            at(
                8,
                "06:05",
                "Veldania opens Lenna dam gates, flooding villages",
                wire,
            ),
            at(9, "05:30", "Villages flooded as Lenna gates open", other),
        ];
        let stories = gather(&documents);
        let id = |at: usize| documents[at].document.id;
        assert_eq!(stories[0].origins, [vec![id(2)], vec![id(1), id(0)]]);
        assert_ne!(stories[0].representative, id(0));
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
