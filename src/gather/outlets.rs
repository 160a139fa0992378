//! What each outlet reports and leaves out, beside the others: documents, stories and utterances
//! in, a record for each outlet out.
//!
//! The denominators are the point: an outlet cannot leave out what was said after it published, what
//! our cut copy of its report may hold, or a story that it does not tell; and what nobody else has
//! says nothing about leaving out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    Analysed, Date, DocumentId, EntityKind, Heard, Omission, OmissionReason, Outlet, Person,
    PersonId, Relation, Story, StoryId, Utterance,
};

/// How many speakers, statements and outlets are kept of each list.
const SPEAKERS: usize = 400;
const STATEMENTS: usize = 40;
const COPIED: usize = 12;

/// Counts what every outlet reports, the one with most reports first; documents without an outlet
/// and without an address are counted for none.
///
/// Of the speakers those are kept whom a report names.
pub fn outlets(
    documents: &[&Analysed],
    stories: &[Story],
    persons: &[Person],
    utterances: &[Utterance],
) -> Vec<Outlet> {
    let named = persons
        .iter()
        .filter(|it| it.named && it.kind != EntityKind::Place);
    let named: FxHashSet<PersonId> = named.map(|it| it.id).collect();
    let names = documents.iter().filter_map(|it| {
        let document = &it.document;
        Some((document.id, document.publisher()?))
    });
    let name_of: FxHashMap<DocumentId, &str> = names.collect();
    let mut tallies: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    for analysed in documents {
        if let Some(name) = name_of.get(&analysed.document.id) {
            let tally = tallies.entry(name).or_default();
            tally.outlet.reports += 1;
            let published = analysed.document.published.map(|it| it.date);
            tally.see(published.filter(|it| it.day.is_some()));
        }
    }
    for story in stories {
        count_story(story, &name_of, &mut tallies);
    }
    let story_of: FxHashMap<StoryId, &Story> = stories.iter().map(|it| (it.id, it)).collect();
    let mut latest: Vec<&Utterance> = utterances.iter().collect();
    latest.sort_by_key(|it| {
        let last = story_of.get(&it.story).and_then(|it| it.last);
        (Reverse(last.map(|it| it.day_range())), it.story, it.id)
    });
    for utterance in latest {
        if let Some(story) = story_of.get(&utterance.story) {
            let speaker = utterance.speaker.filter(|it| named.contains(it));
            count_utterance(story, (utterance, speaker), &name_of, &mut tallies);
        }
    }
    let outlets = tallies.into_iter().map(|(name, tally)| tally.finish(name));
    let mut outlets: Vec<Outlet> = outlets.collect();
    outlets.sort_by(|a, b| (Reverse(a.reports), &a.name).cmp(&(Reverse(b.reports), &b.name)));
    outlets
}

/// What is counted for one outlet.
#[derive(Default)]
struct Tally<'a> {
    outlet: Outlet,
    copied_from: BTreeMap<&'a str, usize>,
    copied_by: BTreeMap<&'a str, usize>,
    wordings: BTreeMap<Relation, usize>,
    speakers: BTreeMap<PersonId, (usize, usize)>,
}

impl<'a> Tally<'a> {
    fn see(&mut self, date: Option<Date>) {
        let Some(date) = date else { return };
        self.outlet.days = Some(match self.outlet.days {
            Some((first, last)) => (first.min(date), last.max(date)),
            None => (date, date),
        });
    }

    fn finish(self, name: &str) -> Outlet {
        let speakers = self.speakers.into_iter();
        let mut speakers: Vec<Heard> = speakers
            .map(|(person, (possible, has))| Heard {
                person,
                possible,
                has,
            })
            .collect();
        speakers.sort_by_key(|it| (Reverse(it.possible), it.person));
        speakers.truncate(SPEAKERS);
        Outlet {
            name: name.to_owned(),
            copied_from: most(self.copied_from),
            copied_by: most(self.copied_by),
            wordings: self.wordings.into_iter().collect(),
            speakers,
            ..self.outlet
        }
    }
}

fn most(counts: BTreeMap<&str, usize>) -> Vec<(String, usize)> {
    let mut list: Vec<(&str, usize)> = counts.into_iter().collect();
    list.sort_by_key(|(name, n)| (Reverse(*n), *name));
    list.truncate(COPIED);
    list.into_iter()
        .map(|(name, n)| (name.to_owned(), n))
        .collect()
}

fn count_story<'a>(
    story: &Story,
    name_of: &FxHashMap<DocumentId, &'a str>,
    tallies: &mut BTreeMap<&'a str, Tally<'a>>,
) {
    let names = story
        .documents
        .iter()
        .filter_map(|it| name_of.get(it).copied());
    let names: BTreeSet<&str> = names.collect();
    for name in &names {
        let tally = tallies.entry(name).or_default();
        tally.outlet.stories += 1;
        tally.outlet.shared_stories += usize::from(names.len() > 1);
    }
    for group in &story.origins {
        let mut members = group.iter().map(|it| name_of.get(it).copied());
        let origin = members.next().flatten();
        if let Some(origin) = origin {
            tallies.entry(origin).or_default().outlet.origins += 1;
        }
        for copier in members.flatten() {
            if let Some(origin) = origin.filter(|it| *it != copier) {
                let tally = tallies.entry(copier).or_default();
                *tally.copied_from.entry(origin).or_default() += 1;
                let tally = tallies.entry(origin).or_default();
                *tally.copied_by.entry(copier).or_default() += 1;
            }
        }
    }
}

fn count_utterance<'a>(
    story: &Story,
    (utterance, speaker): (&Utterance, Option<PersonId>),
    name_of: &FxHashMap<DocumentId, &'a str>,
    tallies: &mut BTreeMap<&'a str, Tally<'a>>,
) {
    let mut having: BTreeMap<&str, Vec<Relation>> = BTreeMap::new();
    for version in &utterance.versions {
        if let Some(name) = name_of.get(&version.document) {
            having.entry(name).or_default().push(version.relation);
        }
    }
    for (name, relations) in &having {
        let outlet = &mut tallies.entry(name).or_default().outlet;
        if having.len() == 1 {
            outlet.alone += 1;
            continue;
        }
        if relations.contains(&Relation::Altered) && outlet.altered.len() < STATEMENTS {
            outlet.altered.push(utterance.id);
        }
    }
    if having.is_empty() {
        return;
    }
    let reasons: FxHashMap<DocumentId, OmissionReason> = utterance
        .omissions
        .iter()
        .map(|Omission { document, reason }| (*document, *reason))
        .collect();
    let mut lacking: BTreeMap<&str, Vec<Option<OmissionReason>>> = BTreeMap::new();
    for document in &story.documents {
        let Some(name) = name_of.get(document) else {
            continue;
        };
        match having.get(name) {
            Some(_) => {}
            None => lacking
                .entry(name)
                .or_default()
                .push(reasons.get(document).copied()),
        }
    }
    for (name, relations) in having.iter().filter(|_| having.len() > 1) {
        let tally = tallies.entry(name).or_default();
        tally.outlet.possible += 1;
        tally.outlet.has += 1;
        if let Some(nearest) = relations.iter().min() {
            let nearest = (*nearest).max(Relation::Same);
            *tally.wordings.entry(nearest).or_default() += 1;
        }
        if let Some(person) = speaker {
            let heard = tally.speakers.entry(person).or_default();
            *heard = (heard.0 + 1, heard.1 + 1);
        }
    }
    for (name, reasons) in lacking {
        let tally = tallies.entry(name).or_default();
        let all = |reason| reasons.iter().all(|it| *it == Some(reason));
        let excused = |it: &Option<OmissionReason>| {
            matches!(
                it,
                Some(OmissionReason::PublishedBefore | OmissionReason::PartOnly)
            )
        };
        match reasons.iter().all(excused) {
            true if all(OmissionReason::PublishedBefore) => tally.outlet.before += 1,
            true => tally.outlet.cut += 1,
            false => {
                tally.outlet.possible += 1;
                if tally.outlet.lacks.len() < STATEMENTS {
                    tally.outlet.lacks.push(utterance.id);
                }
                if let Some(person) = speaker {
                    tally.speakers.entry(person).or_default().0 += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::{by, report};
    use crate::model::{Hash, StatementId, UtteranceId, Version};

    fn version(document: DocumentId, relation: Relation) -> Version {
        Version {
            document,
            statement: StatementId(Hash::of_bytes(document.0.bytes())),
            content: Vec::new(),
            relation,
            why: String::new(),
            score: 1000,
            grounds: Vec::new(),
        }
    }

    fn utterance(
        story: &Story,
        name: &str,
        versions: &[(DocumentId, Relation)],
        omitted: &[(DocumentId, OmissionReason)],
    ) -> Utterance {
        Utterance {
            id: UtteranceId(Hash::of_bytes(name.as_bytes())),
            story: story.id,
            speaker: None,
            said: None,
            versions: versions.iter().map(|it| version(it.0, it.1)).collect(),
            omissions: omitted
                .iter()
                .map(|(document, reason)| Omission {
                    document: *document,
                    reason: *reason,
                })
                .collect(),
        }
    }

    #[test]
    fn an_outlet_is_measured_by_what_it_could_have_had() {
        use OmissionReason::{NotReported, PartOnly, PublishedBefore};
        use Relation::{Altered, Base, Same};
        let names = ["Agency", "Gazette", "Times", "Radio"];
        let documents: Vec<Analysed> = names
            .iter()
            .zip(0..)
            .map(|(name, n)| {
                by(
                    name,
                    report(n, Some("2031-03-12"), "Gates", "The gates are open."),
                )
            })
            .collect();
        let id = |n: usize| documents[n].document.id;
        let story = Story {
            id: StoryId(Hash::of_bytes(b"story")),
            representative: id(0),
            first: None,
            last: None,
            documents: (0..4).map(id).collect(),
            // The Gazette prints the Agency's text.
            origins: vec![vec![id(0), id(1)], vec![id(2)], vec![id(3)]],
            joins: Vec::new(),
            linked: Vec::new(),
        };
        let said = [
            utterance(
                &story,
                "both",
                &[(id(0), Base), (id(1), Same), (id(2), Altered)],
                &[(id(3), NotReported)],
            ),
            utterance(
                &story,
                "later",
                &[(id(0), Base), (id(1), Same)],
                &[(id(2), PublishedBefore), (id(3), PartOnly)],
            ),
            // What nobody else has says nothing about leaving out, for the one who has it.
            utterance(
                &story,
                "alone",
                &[(id(2), Base)],
                &[
                    (id(0), NotReported),
                    (id(1), NotReported),
                    (id(3), NotReported),
                ],
            ),
        ];
        let sorted: Vec<&Analysed> = documents.iter().collect();
        let found = outlets(&sorted, std::slice::from_ref(&story), &[], &said);
        let of = |name: &str| found.iter().find(|it| it.name == name).expect("an outlet");
        let counts = |name: &str| {
            let it = of(name);
            (it.has, it.possible, it.alone, it.before, it.cut)
        };
        assert_eq!(counts("Agency"), (2, 3, 0, 0, 0));
        assert_eq!(counts("Gazette"), (2, 3, 0, 0, 0));
        assert_eq!(counts("Times"), (1, 1, 1, 1, 0));
        assert_eq!(counts("Radio"), (0, 2, 0, 0, 1));
        assert_eq!((of("Agency").origins, of("Gazette").origins), (1, 0));
        assert_eq!(of("Gazette").copied_from, [("Agency".to_owned(), 1)]);
        assert_eq!(of("Agency").copied_by, [("Gazette".to_owned(), 1)]);
        assert_eq!(of("Times").wordings, [(Altered, 1)]);
        assert_eq!(of("Times").altered, [said[0].id]);
        assert_eq!(of("Radio").lacks.len(), 2);
    }
}
