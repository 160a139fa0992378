//! Stories to links: which story is an earlier or later chapter of which, and why.
//!
//! Two stories are linked where they name the same persons and share what else is rare, however
//! far apart they are: a saga keeps its people and its subject, and changes its news.

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::near::{self, COMMON, NAME, Numbers, PERSON, Packed, Sign};
use super::space::Vector;
use super::story::Member;
use super::terms::{Lexicon, Term};
use super::when::WINDOW;
use super::words::{fold, key};
use super::{names, terms};
use crate::model::{Analysed, EntityIdx, EntityKind, LinkKind, LinkRelation, Story, StoryLink};
use crate::resources::Resources;

/// How like the words of two stories must be, in thousandths.
const ALIKE: u64 = 90;

/// How many rare words, names not counted, two stories must share.
const SHARED: usize = 2;

/// A term of more stories than this finds no link.
const FREQUENT: u32 = 40;

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

/// Who a story names and what it is about, as read from its documents.
pub(super) struct Read {
    persons: Box<[u64]>,
    /// The key of each term, what is told of it, how much it weighs.
    terms: Vec<(u64, u32, u32)>,
}

/// A story as far as links need it: a few numbers, since those of all stories are held at once. What a
/// reason shows is read from the documents again.
pub(super) struct Profile {
    /// Who is named, by key and in order; the last bit is set where he or she speaks.
    persons: Box<[u64]>,
    /// All its terms that others may have, summed over its documents.
    terms: Packed,
}

/// Whether somebody speaks, beside the key of the name.
const SPEAKS: u64 = 1;

impl Profile {
    /// Gives the terms that were read their numbers.
    pub(super) fn of(read: Read, numbers: &mut Numbers) -> Profile {
        let terms = read.terms.into_iter();
        let terms = terms.map(|(key, told, weight)| (numbers.number(key), told, weight));
        Profile {
            persons: read.persons,
            terms: Packed::of(terms.collect()),
        }
    }

    /// What tells most stories that name nobody of these.
    fn sign(&self) -> Sign {
        near::sign(&self.persons)
    }
}

/// Links stories of one saga, each with its profile; `documents` gives those that are read of a story.
pub(super) fn link<'a>(
    lexicon: &Lexicon<'_>,
    numbers: &Numbers,
    told: &mut [(Story, Profile)],
    documents: &(impl Fn(&Story) -> Vec<&'a Analysed> + Sync),
) {
    let mut best: Vec<Vec<(Reverse<u64>, usize)>> = vec![Vec::new(); told.len()];
    let mut keep = |from: usize, to: usize, score: u64| {
        if let Some(best) = best.get_mut(from) {
            let link = (Reverse(score), to);
            best.insert(best.partition_point(|it| *it < link), link);
            best.truncate(MOST);
        }
    };
    let profiles = told.iter().map(|it| &it.1);
    let packed: Vec<(Sign, &Packed)> = profiles.map(|it| (it.sign(), &it.terms)).collect();
    let may = |a: usize, b: usize| match (told.get(a), told.get(b)) {
        (Some(a), Some(b)) => is_saga(&a.1, &b.1),
        _ => false,
    };
    near::near(&packed, FREQUENT, ALIKE, may, |a, b, score| {
        keep(a, b, score);
        keep(b, a, score);
    });
    let linked = best.into_iter().enumerate();
    let linked =
        linked.flat_map(|(a, best)| best.into_iter().flat_map(move |(_, b)| [(a, b), (b, a)]));
    let mut linked: Vec<(usize, usize)> = linked.collect();
    linked.sort_unstable();
    linked.dedup();
    let links: Vec<&[(usize, usize)]> = linked.chunk_by(|a, b| a.0 == b.0).collect();
    let all = &*told;
    let made: Vec<(usize, Vec<StoryLink>)> = links
        .into_par_iter()
        .filter_map(|links| {
            let from = links.first()?.0;
            let (story, own) = all.get(from)?;
            let shown = Shown::of(lexicon, numbers, &documents(story));
            let link = |&(_, to): &(usize, usize)| {
                let (other, theirs) = all.get(to)?;
                Some(StoryLink {
                    story: other.id,
                    relation: relation(story, other),
                    kind: kind(story, other),
                    why: shown.why(own, theirs),
                })
            };
            Some((from, links.iter().filter_map(link).collect()))
        })
        .collect();
    for (from, links) in made {
        if let Some((story, _)) = told.get_mut(from) {
            story.linked = links;
        }
    }
}

/// The members of a story that are read for its links.
pub(super) fn read_of<T>(members: &[T]) -> &[T] {
    members.get(..READ).unwrap_or(members)
}

/// Reads the documents of a story for what links need.
pub(super) fn read(resources: &Resources, members: &[Member<'_, '_>]) -> Read {
    let mut persons = Persons::default();
    let read = read_of(members);
    for member in read {
        add_persons(resources, member.analysed, &mut persons);
    }
    let vectors: Vec<&Vector<'_>> = read.iter().map(|it| &it.views.about).collect();
    let sum = Vector::sum(&vectors);
    let told = |term: &Term<'_>| match (term.name, term.common) {
        (true, common) => NAME | if common { COMMON } else { 0 },
        (false, true) => COMMON,
        (false, false) if persons.contains_key(&key(&fold(term.surface))) => PERSON,
        (false, false) => 0,
    };
    let terms = sum.terms.iter().filter(|term| term.shared);
    let terms = terms
        .map(|term| (term.key, told(term), term.weight))
        .collect();
    let persons = persons.iter();
    let persons = persons.map(|(key, (_, speaks))| (key & !SPEAKS) | u64::from(*speaks));
    let mut persons: Box<[u64]> = persons.collect();
    persons.sort_unstable();
    Read { persons, terms }
}

/// The persons that documents name, by key: the name to show, and whether he or she speaks.
type Persons<'a> = FxHashMap<u64, (&'a str, bool)>;

fn add_persons<'a>(resources: &Resources, analysed: &'a Analysed, persons: &mut Persons<'a>) {
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
fn is_saga(a: &Profile, b: &Profile) -> bool {
    let share_names = match a.persons.is_empty() || b.persons.is_empty() {
        true => shared_terms(a, b, true).next().is_some(),
        false => shared_persons(a, b).next().is_some(),
    };
    share_names && shared_terms(a, b, false).nth(SHARED - 1).is_some()
}

/// The persons whom both stories name, by key, and whether they speak in both.
fn shared_persons<'p>(a: &'p Profile, b: &'p Profile) -> impl Iterator<Item = (u64, bool)> + 'p {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let (one, two) = (*a.persons.get(i)?, *b.persons.get(j)?);
            match (one | SPEAKS).cmp(&(two | SPEAKS)) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    (i, j) = (i + 1, j + 1);
                    return Some((one & !SPEAKS, one & two & SPEAKS == SPEAKS));
                }
            }
        }
    })
}

/// The rare words that both stories have, or with `names` the rare names, by number, with what each
/// adds to how alike they are.
fn shared_terms<'p>(
    a: &'p Profile,
    b: &'p Profile,
    names: bool,
) -> impl Iterator<Item = (u32, u64)> + 'p {
    let shared = a.terms.shared(&b.terms);
    shared.filter_map(move |(number, own, theirs, product)| {
        let is_name = (own | theirs) & NAME != 0;
        let is_left_out = own & COMMON != 0 || (!names && own & PERSON != 0);
        (is_name == names && !is_left_out).then_some((number, product))
    })
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

/// The names and words of a story as its documents write them.
struct Shown<'a> {
    persons: FxHashMap<u64, &'a str>,
    terms: FxHashMap<u32, &'a str>,
}

impl<'a> Shown<'a> {
    fn of(lexicon: &Lexicon<'_>, numbers: &Numbers, documents: &[&'a Analysed]) -> Shown<'a> {
        let mut persons = Persons::default();
        let mut shown: FxHashMap<u32, &'a str> = FxHashMap::default();
        for analysed in documents {
            add_persons(lexicon.resources, analysed, &mut persons);
            for term in terms::terms(lexicon, analysed) {
                if let Some(number) = numbers.known(term.key) {
                    // Of several spellings, the one shown does not depend on the order of documents.
                    let known = shown.entry(number).or_insert(term.surface);
                    *known = (*known).min(term.surface);
                }
            }
        }
        let persons = persons.into_iter();
        Shown {
            persons: persons.map(|(key, it)| (key & !SPEAKS, it.0)).collect(),
            terms: shown,
        }
    }

    /// Why a story is linked to another.
    fn why(&self, own: &Profile, theirs: &Profile) -> String {
        let list = |mut words: Vec<&str>| {
            words.truncate(NAMED);
            words.join(", ")
        };
        let persons = |speaking: bool| -> Vec<&str> {
            let shared = shared_persons(own, theirs);
            let shared = shared.filter(|(_, speaks)| *speaks || !speaking);
            let mut shared: Vec<&str> = shared
                .filter_map(|(key, _)| self.persons.get(&key).copied())
                .collect();
            shared.sort_unstable();
            shared
        };
        let (speakers, named) = (persons(true), persons(false));
        let who = if !speakers.is_empty() {
            format!("same speakers {}", list(speakers))
        } else if !named.is_empty() {
            format!("both name {}", list(named))
        } else {
            format!("both name {}", list(self.words(own, theirs, true)))
        };
        format!("{who}; shares {}", list(self.words(own, theirs, false)))
    }

    /// The rare words or names that both stories have, those that weigh most first.
    fn words(&self, own: &Profile, theirs: &Profile, names: bool) -> Vec<&'a str> {
        let shared = shared_terms(own, theirs, names);
        let mut shared: Vec<(Reverse<u64>, &str)> = shared
            .filter_map(|(number, product)| Some((Reverse(product), *self.terms.get(&number)?)))
            .collect();
        shared.sort_unstable();
        shared.into_iter().map(|(_, surface)| surface).collect()
    }
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
