//! Documents to stories: the reports of one event, each with the reason why it belongs there.
//!
//! Copies of one text and documents that the input groups are together without question; the rest
//! is clustered by weighted terms, names and time. A window moves over the documents by day: a story
//! is told as soon as nothing can join it any more, and what was known of its reports is let go.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::edges::Moving;
use super::evidence::{Evidence, Views};
use super::links::{self, Profile, Read};
use super::near::Numbers;
use super::open::Open;
use super::regroup::{self, ByHand};
use super::story::{self, Copied, Member};
use super::when::When;
use crate::model::{Analysed, CopyClass, CopyPair, Correction, DocumentId, Family, Story};
use crate::resources::Resources;

/// How close two groups of reports must be on average to be one story, in thousandths. Measured on
/// three collections of grouped reports; see `docs/evaluation.md`.
const CLOSE: u64 = 118;

/// What shared text adds to the likeness of two documents, in thousandths.
const SHARED_TEXT: u32 = 150;

/// What stories are told from, beside the views of their documents.
struct Teller<'t, 'a> {
    resources: &'t Resources,
    documents: &'t [&'a Analysed],
    copied: Copied,
}

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
    let evidence = Evidence::of(resources, documents);
    let when = When::of(documents, &evidence);
    let shared = shared_text(copies, &number);
    let (labels, given) = given(documents);
    let together: Vec<(u32, u32)> = families
        .iter()
        .flat_map(|family| chain(family, &number))
        .chain(given)
        .collect();
    let teller = Teller {
        resources,
        documents,
        copied: Copied::of(families, &number),
    };

    let label = |document: u32| labels.get(document as usize).copied().flatten();
    let mut open = Open::new(documents.len(), &together, CLOSE);
    let mut moving = Moving::new(resources, documents, &evidence, &when);
    let mut numbers = Numbers::default();
    let mut told: Vec<(Story, Profile)> = Vec::new();
    while let Some(mut found) = moving.next() {
        for edge in found.iter_mut().flat_map(|it| &mut it.1) {
            edge.score += shared.get(&(edge.a, edge.b)).copied().unwrap_or(0);
        }
        let complete = open.take(found);
        let members = complete.iter().flat_map(|it| &it.members);
        let done: Vec<u32> = members.copied().collect();
        let clusters = complete.into_par_iter();
        let clusters = clusters.flat_map_iter(|it| it.clusters(label, CLOSE));
        let view = |document| moving.views(document);
        let stories = clusters.filter_map(|it| teller.tell(&it, &view, &ByHand::default()));
        let stories: Vec<(Story, Read)> = stories.collect();
        told.extend(packed(stories, &mut numbers));
        moving.release(&done);
    }
    drop((moving, open));
    let number = |id: &DocumentId| number.get(id).copied();
    if !corrections.is_empty() {
        told = teller.correct(&evidence, &number, corrections, told, &mut numbers);
    }
    told.sort_unstable_by_key(|(story, _)| (first_day(story), story.id));
    links::link(&evidence.lexicon, &numbers, &mut told, &|story| {
        let read = links::read_of(&story.documents).iter().filter_map(number);
        let documents = read.filter_map(|it| documents.get(it as usize).copied());
        documents.collect()
    });
    told.into_iter().map(|(story, _)| story).collect()
}

/// Stories with their profiles, of what was read for them.
fn packed(
    stories: Vec<(Story, Read)>,
    numbers: &mut Numbers,
) -> impl Iterator<Item = (Story, Profile)> {
    let stories = stories.into_iter();
    stories.map(|(story, read)| (story, Profile::of(read, numbers)))
}

impl<'a> Teller<'_, 'a> {
    /// Tells a story of documents, given by number in order.
    fn tell<'v>(
        &self,
        numbers: &[u32],
        view: &(impl Fn(u32) -> Option<&'v Views<'a>> + ?Sized),
        hand: &ByHand,
    ) -> Option<(Story, Read)>
    where
        'a: 'v,
    {
        let member = |&number: &u32| {
            Some(Member {
                number,
                analysed: self.documents.get(number as usize).copied()?,
                views: view(number)?,
            })
        };
        let members: Vec<Member<'v, 'a>> = numbers.iter().filter_map(member).collect();
        let story = story::story(&members, &self.copied, hand)?;
        Some((story, links::read(self.resources, &members)))
    }

    /// Tells the stories anew that a person corrected.
    fn correct(
        &self,
        evidence: &Evidence<'_, 'a>,
        number: &impl Fn(&DocumentId) -> Option<u32>,
        corrections: &[Correction],
        told: Vec<(Story, Profile)>,
        numbers: &mut Numbers,
    ) -> Vec<(Story, Profile)> {
        let members = |story: &Story| story.documents.iter().filter_map(number).collect();
        let mut groups: Vec<Vec<u32>> = told.iter().map(|(story, _)| members(story)).collect();
        groups.sort_unstable();
        let hand = regroup::apply(evidence, number, corrections, &mut groups);
        let mut known: FxHashMap<Vec<u32>, (Story, Profile)> =
            told.into_iter().map(|it| (members(&it.0), it)).collect();
        let mut all = Vec::with_capacity(groups.len());
        for group in groups {
            let is_moved = group.iter().any(|it| hand.contains_key(it));
            if let Some(same) = known.remove(&group).filter(|_| !is_moved) {
                all.push(same);
                continue;
            }
            let views: FxHashMap<u32, Views<'a>> =
                group.iter().map(|it| (*it, evidence.views(*it))).collect();
            let story = self.tell(&group, &|it| views.get(&it), &hand);
            all.extend(packed(story.into_iter().collect(), numbers));
        }
        all
    }
}

fn first_day(story: &Story) -> i32 {
    story.first.map_or(i32::MAX, |date| date.day_range().0)
}

/// What brings documents that share text nearer; what they share is evidence that their words may not
/// show, for the lead need not be in it.
fn shared_text(
    copies: &[CopyPair],
    number: &FxHashMap<DocumentId, u32>,
) -> FxHashMap<(u32, u32), u32> {
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
    extra
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
