//! Stories corrected by hand: what a person says about which reports belong together goes before
//! what their words say.
//!
//! A correction names reports, never stories, so that it holds whatever is added or read again; what
//! it names and the set lacks waits. Later ones go before earlier ones. Where a story is parted, a
//! report that the correction does not list goes to the side that it is closer to, and stays where it
//! is no closer to the other.

use rustc_hash::FxHashMap;

use super::evidence::{Evidence, Views};
use crate::model::{Anchor, Correction, CorrectionKind, DocumentId};

/// Reports that stand where a person put them, by number, with the reason in words.
pub(super) type ByHand = FxHashMap<u32, String>;

/// The most reports of a side that one which is not listed is compared with.
const COMPARED: usize = 32;

/// Applies corrections, in their order, to groups of documents; each is in order, and so are they.
pub(super) fn apply(
    evidence: &Evidence<'_, '_>,
    number: &impl Fn(&DocumentId) -> Option<u32>,
    corrections: &[Correction],
    groups: &mut Vec<Vec<u32>>,
) -> ByHand {
    let mut hand = ByHand::default();
    for correction in corrections {
        let find = |side: &[Anchor]| -> Vec<u32> {
            let numbers = side.iter().filter_map(|it| number(&it.document));
            numbers.collect()
        };
        let (these, those) = (find(&correction.these), find(&correction.those));
        let moved = match correction.kind {
            CorrectionKind::JoinStories => join(groups, &these, &those).unwrap_or_default(),
            CorrectionKind::PartStories => part(evidence, groups, &these, &those),
            CorrectionKind::Merge | CorrectionKind::Split => continue,
        };
        hand.extend(moved.into_iter().map(|it| (it, why(correction))));
    }
    groups.retain(|group| !group.is_empty());
    for group in groups.iter_mut() {
        group.sort_unstable();
    }
    groups.sort_unstable();
    hand
}

fn why(correction: &Correction) -> String {
    let day = correction.made.get(..10).unwrap_or("");
    match correction.reason.as_str() {
        "" => format!("put here by hand on {day}"),
        reason => format!("put here by hand on {day}: {reason}"),
    }
}

fn group_of(groups: &[Vec<u32>], document: u32) -> Option<usize> {
    groups.iter().position(|it| it.contains(&document))
}

/// Joins the groups of both sides, each that of its first report that the set has; gives who moved.
fn join(groups: &mut [Vec<u32>], these: &[u32], those: &[u32]) -> Option<Vec<u32>> {
    let group = |side: &[u32]| group_of(groups, *side.first()?);
    let (into, from) = (group(these)?, group(those)?);
    // The one with the earlier report stays, for a story is named by its first.
    let (into, from) = match groups.get(from)?.first() < groups.get(into)?.first() {
        true => (from, into),
        false => (into, from),
    };
    if into == from {
        return None;
    }
    let moved = groups.get_mut(from).map(std::mem::take).unwrap_or_default();
    if let Some(into) = groups.get_mut(into) {
        into.extend(&moved);
        into.sort_unstable();
    }
    Some(moved)
}

/// Takes one side, and what is closer to it, out of every group that has reports of both; gives who
/// moved.
fn part(
    evidence: &Evidence<'_, '_>,
    groups: &mut Vec<Vec<u32>>,
    these: &[u32],
    those: &[u32],
) -> Vec<u32> {
    let views = |side: &[u32]| -> Vec<Views<'_>> {
        let compared = side.iter().take(COMPARED);
        compared.map(|it| evidence.views(*it)).collect()
    };
    let (views_of_these, views_of_those) = (views(these), views(those));
    let is_closer = |document: u32| {
        let own = evidence.views(document);
        let near = |side: &[Views<'_>]| -> u64 {
            let sum: u64 = side.iter().map(|it| own.likeness(it)).sum();
            sum * 64 / side.len().max(1) as u64
        };
        near(&views_of_those) > near(&views_of_these)
    };
    let mut parted = Vec::new();
    for group in groups.iter_mut() {
        let has = |side: &[u32]| group.iter().any(|it| side.contains(it));
        if !has(these) || !has(those) {
            continue;
        }
        let goes = |it: &u32| those.contains(it) || (!these.contains(it) && is_closer(*it));
        let (going, staying): (Vec<u32>, Vec<u32>) = group.iter().partition(|it| goes(it));
        *group = staying;
        parted.push(going);
    }
    let moved = parted.concat();
    groups.extend(parted);
    moved
}

#[cfg(test)]
mod tests {
    use crate::gather::testing::report;
    use crate::gather::{copies, families, sort, stories};
    use crate::model::{Analysed, Anchor, Correction, CorrectionKind, Story};
    use crate::resources;

    const TEXTS: [(&str, &str); 4] = [
        (
            "Lenna gates opened",
            "Veldania opened the gates of the Lenna dam and water reached eleven villages.",
        ),
        (
            "Villages flooded as Lenna gates open",
            "Water from the Lenna dam flooded villages after Veldania opened the gates.",
        ),
        (
            "Okrist on flooded villages",
            "Pell Okrist visited villages that the gates of the Lenna dam had flooded.",
        ),
        (
            "Chess champion retires",
            "Grandmaster Tove Harl retired from chess after a decade as champion.",
        ),
    ];

    fn reports() -> Vec<Analysed> {
        let numbered = TEXTS.iter().zip(1..);
        numbered
            .map(|((headline, text), id)| report(id, Some("2031-03-12"), headline, text))
            .collect()
    }

    /// A correction about the reports with these numbers, from 1.
    fn correction(kind: CorrectionKind, these: &[u32], those: &[u32]) -> Correction {
        let reports = reports();
        let anchor = |it: &u32| Anchor {
            document: reports[*it as usize - 1].document.id,
            name: String::new(),
        };
        Correction {
            made: "2031-04-01T10:00:00Z".into(),
            kind,
            these: these.iter().map(anchor).collect(),
            those: those.iter().map(anchor).collect(),
            reason: "another flood".into(),
        }
    }

    fn gather(corrections: &[Correction]) -> Vec<Story> {
        let documents = reports();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        let copies = copies(resources::get(), &sorted);
        let families = families(&sorted, &copies);
        stories(resources::get(), &sorted, &copies, &families, corrections)
    }

    fn check(corrections: &[Correction], expected: &[&[&str]]) {
        let reports = reports();
        let reference = |id| {
            let found = reports.iter().find(|it| it.document.id == id);
            found.map_or(String::new(), |it| it.document.reference.clone())
        };
        let found = gather(corrections).into_iter().map(|story| {
            let mut group: Vec<String> = story.documents.into_iter().map(reference).collect();
            group.sort();
            group
        });
        let mut found: Vec<Vec<String>> = found.collect();
        found.sort();
        assert_eq!(found, expected, "{corrections:?}");
    }

    #[test]
    fn stories_are_joined_and_parted() {
        let join = || correction(CorrectionKind::JoinStories, &[1], &[4]);
        let part = || correction(CorrectionKind::PartStories, &[1, 2], &[3]);
        check(&[], &[&["1", "2", "3"], &["4"]]);
        check(&[join()], &[&["1", "2", "3", "4"]]);
        check(&[part()], &[&["1", "2"], &["3"], &["4"]]);
        check(&[part(), join()], &[&["1", "2", "4"], &["3"]]);
        let absent = Correction {
            those: Vec::new(),
            ..join()
        };
        check(&[absent], &[&["1", "2", "3"], &["4"]]);
    }

    #[test]
    fn unlisted_reports_go_to_the_closer_side() {
        check(
            &[correction(CorrectionKind::PartStories, &[3], &[1])],
            &[&["1", "2"], &["3"], &["4"]],
        );
    }

    #[test]
    fn joins_name_the_hand() {
        let join = correction(CorrectionKind::JoinStories, &[1], &[4]);
        let stories = gather(&[join]);
        let by_hand = "put here by hand on 2031-04-01: another flood";
        assert!(stories[0].joins.iter().any(|it| it.why == by_hand));
    }
}
