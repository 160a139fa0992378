//! Stories to links: which story is an earlier or later chapter of which, and why.
//!
//! Two stories are linked where they name the same persons and share what else is rare, however
//! far apart they are: a saga keeps its people and its subject, and changes its news.

use rustc_hash::{FxHashMap, FxHashSet};

use super::space::Vector;
use super::story::Member;
use super::when::WINDOW;
use super::words::{fold, key};
use super::{names, near};
use crate::model::{Analysed, EntityIdx, EntityKind, LinkKind, LinkRelation, Story, StoryLink};
use crate::resources::Resources;

/// How like the words of two stories must be, in thousandths.
const ALIKE: u64 = 90;

/// How many rare words, names not counted, two stories must share.
const SHARED: usize = 2;

/// A term of more stories than this finds no link.
const FREQUENT: usize = 40;

/// How many links a story has at most, the likest first; those that others have to it not counted.
const MOST: usize = 6;

/// How many members of a story are read.
const READ: usize = 24;

/// Days in a year.
const YEAR: u32 = 365;

/// A story so many days off another's date in a later year is of its anniversary.
const NEAR_YEAR: u32 = 3;

/// What is further back than so many days is history.
const LONG_AGO: i32 = 300;

/// How many names and words a reason gives.
const NAMED: usize = 3;

/// A story as far as links need it.
pub(super) struct Profile<'a> {
    /// Who is named, by key: the name to show, and whether he or she speaks.
    persons: FxHashMap<u64, (&'a str, bool)>,
    /// All its terms, summed over its documents.
    vector: Vector<'a>,
}

/// Links stories of one saga; each comes with its profile.
pub(super) fn link(profiles: &[Profile<'_>], stories: &mut [Story]) {
    let mut best: Vec<Vec<(u64, usize)>> = vec![Vec::new(); stories.len()];
    for (a, b, score) in near::near(profiles.iter().map(|it| &it.vector), FREQUENT, ALIKE) {
        let (Some(one), Some(two)) = (profiles.get(a), profiles.get(b)) else {
            continue;
        };
        if is_saga(one, two) {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(best) = best.get_mut(from) {
                    best.push((score, to));
                }
            }
        }
    }
    let mut pairs: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (from, best) in best.iter_mut().enumerate() {
        best.sort_by_key(|&(score, to)| (std::cmp::Reverse(score), to));
        best.truncate(MOST);
        pairs.extend(best.iter().map(|&(_, to)| (from.min(to), from.max(to))));
    }
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    for (a, b) in pairs {
        let (Some(one), Some(two)) = (profiles.get(a), profiles.get(b)) else {
            continue;
        };
        for (from, to, own, theirs) in [(a, b, one, two), (b, a, two, one)] {
            let (Some(story), Some(other)) = (stories.get(from), stories.get(to)) else {
                continue;
            };
            let link = StoryLink {
                story: other.id,
                relation: relation(story, other),
                kind: kind(story, other),
                why: why(own, theirs),
            };
            if let Some(story) = stories.get_mut(from) {
                story.linked.push(link);
            }
        }
    }
}

/// Reads the documents of a story for what links need.
pub(super) fn profile<'a>(resources: &Resources, members: &[Member<'_, 'a>]) -> Profile<'a> {
    let mut persons: FxHashMap<u64, (&'a str, bool)> = FxHashMap::default();
    let read = members.get(..READ.min(members.len())).unwrap_or(&[]);
    for member in read {
        add_persons(resources, member.analysed, &mut persons);
    }
    let vectors: Vec<&Vector<'a>> = read.iter().map(|it| &it.views.about).collect();
    Profile {
        persons,
        vector: Vector::sum(&vectors),
    }
}

fn add_persons<'a>(
    resources: &Resources,
    analysed: &'a Analysed,
    persons: &mut FxHashMap<u64, (&'a str, bool)>,
) {
    let analysis = &analysed.analysis;
    let speakers: FxHashSet<EntityIdx> = analysis
        .statements
        .iter()
        .filter_map(|statement| statement.speaker)
        .collect();
    for (entity, idx) in analysis.entities.iter().zip(0..) {
        if !entity.named || entity.kind != EntityKind::Person {
            continue;
        }
        let Some(name) = names::person(resources, &entity.name) else {
            continue;
        };
        let shown = entity.name.split_whitespace().next_back().unwrap_or("");
        let speaks = speakers.contains(&EntityIdx(idx));
        let known = persons.entry(key(&name.last)).or_insert((shown, speaks));
        // The name shown must not depend on the order in which documents are read.
        *known = (known.0.min(shown), known.1 || speaks);
    }
}

/// Whether two stories share persons and what else is rare. Most pairs share no person, which is
/// soon told.
fn is_saga(a: &Profile<'_>, b: &Profile<'_>) -> bool {
    let share_names = match a.persons.is_empty() || b.persons.is_empty() {
        true => !shared_terms(a, b, true).is_empty(),
        false => a.persons.keys().any(|it| b.persons.contains_key(it)),
    };
    share_names && shared_words(a, b).len() >= SHARED
}

/// The persons whom both stories name (or, with `speaking`, let speak), by name.
fn shared_persons<'a>(a: &Profile<'a>, b: &Profile<'_>, speaking: bool) -> Vec<&'a str> {
    let mut shared: Vec<&str> = a
        .persons
        .iter()
        .filter_map(|(key, (name, speaks))| {
            let theirs = b.persons.get(key)?.1;
            (!speaking || (*speaks && theirs)).then_some(*name)
        })
        .collect();
    shared.sort_unstable();
    shared
}

/// The rare words, names not counted, that both stories have, those that weigh most first.
fn shared_words<'a>(a: &Profile<'a>, b: &Profile<'_>) -> Vec<&'a str> {
    shared_terms(a, b, false)
}

fn shared_terms<'a>(a: &Profile<'a>, b: &Profile<'_>, names: bool) -> Vec<&'a str> {
    let mut shared: Vec<(u64, &str)> = a
        .vector
        .shared(&b.vector)
        .filter_map(|(at, other, product)| {
            let (own, theirs) = (a.vector.terms.get(at)?, b.vector.terms.get(other)?);
            let name = own.name || theirs.name;
            (name == names && !own.common).then_some((product, own.surface))
        })
        .filter(|(_, surface)| {
            let folded = fold(surface);
            names || !a.persons.contains_key(&key(&folded))
        })
        .collect();
    shared.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    shared.into_iter().map(|(_, surface)| surface).collect()
}

fn relation(story: &Story, other: &Story) -> LinkRelation {
    let day = |story: &Story| story.first.map(|date| date.day_range());
    match (day(story), day(other)) {
        (Some(own), Some(theirs)) if theirs.1 < own.0 => LinkRelation::Earlier,
        (Some(own), Some(theirs)) if own.1 < theirs.0 => LinkRelation::Later,
        _ => LinkRelation::Related,
    }
}

/// What two stories have to do with each other, told by the days between them.
fn kind(story: &Story, other: &Story) -> LinkKind {
    let days = |story: &Story| {
        let (first, last) = (story.first?.day_range().0, story.last?.day_range().1);
        Some((first, last))
    };
    let Some(((first, last), (other_first, other_last))) = days(story).zip(days(other)) else {
        return LinkKind::Saga;
    };
    let between = (first - other_last).max(other_first - last).max(0);
    let begun = first.abs_diff(other_first);
    let off_year = (begun % YEAR).min(YEAR - begun % YEAR);
    if begun >= YEAR - NEAR_YEAR && off_year <= NEAR_YEAR {
        LinkKind::Anniversary
    } else if between <= WINDOW {
        LinkKind::FollowUp
    } else if between > LONG_AGO {
        LinkKind::Background
    } else {
        LinkKind::Saga
    }
}

fn why(a: &Profile<'_>, b: &Profile<'_>) -> String {
    let list = |mut words: Vec<&str>| {
        words.truncate(NAMED);
        words.join(", ")
    };
    let speakers = shared_persons(a, b, true);
    let persons = shared_persons(a, b, false);
    let who = if !speakers.is_empty() {
        format!("same speakers {}", list(speakers))
    } else if !persons.is_empty() {
        format!("both name {}", list(persons))
    } else {
        format!("both name {}", list(shared_terms(a, b, true)))
    };
    format!("{who}; shares {}", list(shared_words(a, b)))
}

#[cfg(test)]
mod tests {
    use crate::gather::testing::{naming, report, said};
    use crate::gather::{sort, stories};
    use crate::model::{Analysed, Date, EntityKind::Person, LinkKind, LinkRelation, Story};
    use crate::resources;

    fn documents() -> Vec<Analysed> {
        let flood = "Water minister Ilse Marsk said the sluices of the Lenna dam were opened to \
            spare the wall, and promised the villages compensation for every flooded field.";
        let court = "A court in Brasna heard Ilse Marsk on the sluices of the Lenna dam, and the \
            villages repeated that no compensation had been paid for a single field.";
        let chess = "Tove Harl beat the champion at Quillhaven in thirty moves.";
        let marsk = |report| {
            let mut report = naming(report, &[("Ilse Marsk", Person, &[])]);
            report.analysis.statements.push(said(0));
            report
        };
        vec![
            marsk(report(1, Some("2031-03-12"), "Lenna sluices opened", flood)),
            marsk(report(
                2,
                Some("2032-11-02"),
                "Minister before judges",
                court,
            )),
            report(3, Some("2032-11-02"), "Harl wins", chess),
        ]
    }

    #[test]
    fn links_are_told_by_the_days_between() {
        let documents = documents();
        let sorted: Vec<&Analysed> = documents.iter().collect();
        let story = stories(resources::get(), &sorted, &[], &[], &[]).remove(0);
        let on = |day: &str| Story {
            first: Date::parse(day),
            last: Date::parse(day),
            ..story.clone()
        };
        for (other, expected) in [
            ("2031-03-20", LinkKind::FollowUp),
            ("2031-08-02", LinkKind::Saga),
            ("2032-03-11", LinkKind::Anniversary),
            ("2032-06-30", LinkKind::Background),
        ] {
            for (a, b) in [("2031-03-12", other), (other, "2031-03-12")] {
                assert_eq!(super::kind(&on(a), &on(b)), expected, "{a} {b}");
            }
        }
    }

    #[test]
    fn chapters_of_one_saga_are_linked_in_time() {
        let documents = documents();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        let stories = stories(resources::get(), &sorted, &[], &[], &[]);
        assert_eq!(stories.len(), 3);
        let linked = |id: usize| {
            let id = documents[id].document.id;
            let story = stories.iter().find(|it| it.documents == [id]);
            story.map_or(&[][..], |it| it.linked.as_slice())
        };
        assert_eq!(linked(0)[0].relation, LinkRelation::Later);
        assert_eq!(linked(1)[0].relation, LinkRelation::Earlier);
        let why = &linked(1)[0].why;
        assert!(why.starts_with("same speakers Marsk; shares "), "{why}");
        assert!(why.contains("sluices"), "{why}");
        assert_eq!(linked(1)[0].kind, LinkKind::Background);
        assert!(linked(2).is_empty());
    }
}
