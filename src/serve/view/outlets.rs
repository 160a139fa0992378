//! Outlets: what each reports of what it could have reported, whose texts it prints, what it leaves
//! out; one by one and side by side.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::format;
use super::lists::Said;
use super::wording;
use crate::model::{Outlet, Person, PersonId, Relation};

/// How many speakers are listed.
const SPEAKERS: usize = 25;
/// How wide a bar is drawn.
const BAR: usize = 120;

/// A share, drawn and in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) has: usize,
    pub(crate) of: usize,
    /// The length of the bar out of 120.
    pub(crate) bar: usize,
}

impl Share {
    fn new(has: usize, of: usize) -> Share {
        Share {
            has,
            of,
            bar: (has * BAR).checked_div(of).unwrap_or(0),
        }
    }

    /// `31 of 52`.
    pub(crate) fn words(&self) -> String {
        match self.of {
            0 => "none to have".to_owned(),
            _ => format!(
                "{} of {}",
                format::thousands(self.has),
                format::thousands(self.of)
            ),
        }
    }
}

/// A line of the list of outlets.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) reports: usize,
    pub(crate) stories: usize,
    pub(crate) own: Share,
    pub(crate) has: Share,
    pub(crate) altered: usize,
}

/// Makes a line.
pub(crate) fn entry(outlet: &Outlet) -> Entry {
    Entry {
        name: outlet.name.clone(),
        href: href(&outlet.name),
        reports: outlet.reports,
        stories: outlet.stories,
        own: Share::new(outlet.origins, outlet.reports),
        has: Share::new(outlet.has, outlet.possible),
        altered: count(outlet, Relation::Altered),
    }
}

/// The page of an outlet.
pub(crate) fn href(name: &str) -> String {
    format!("/outlets/{}", format::encode(name))
}

fn count(outlet: &Outlet, relation: Relation) -> usize {
    let mut wordings = outlet.wordings.iter();
    wordings.find(|it| it.0 == relation).map_or(0, |it| it.1)
}

/// Somebody, and how much of what they said an outlet has.
#[derive(Debug)]
pub(crate) struct Speaker {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) share: Share,
}

/// What the page of one outlet prints.
#[derive(Debug)]
pub(crate) struct OutletView {
    pub(crate) name: String,
    pub(crate) deck: String,
    pub(crate) entry: Entry,
    pub(crate) copies: usize,
    pub(crate) shared_stories: usize,
    pub(crate) alone: usize,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) more_speakers: usize,
    /// How it has what it shares with others: class, count.
    pub(crate) wordings: Vec<(&'static str, usize)>,
    pub(crate) copied_from: Vec<(String, String, usize)>,
    pub(crate) copied_by: Vec<(String, String, usize)>,
    pub(crate) altered: Vec<Said>,
    pub(crate) lacks: Vec<Said>,
    /// What is not counted.
    pub(crate) uncounted: String,
}

/// The persons that the pages of outlets name.
pub(crate) type People = FxHashMap<PersonId, Person>;

/// Makes the page of one outlet.
pub(crate) fn view(
    outlet: &Outlet,
    people: &People,
    altered: Vec<Said>,
    lacks: Vec<Said>,
) -> OutletView {
    let entry = entry(outlet);
    let reports = format::count(outlet.reports, "report");
    let stories = format::count(outlet.stories, "story");
    let days = match outlet.days {
        Some((first, last)) if first == last => format!(", {}", format::day(first)),
        Some((first, last)) => format!(", {} to {}", format::day(first), format::day(last)),
        None => ", no day known".to_owned(),
    };
    let links = |list: &[(String, usize)]| -> Vec<(String, String, usize)> {
        let link = |(name, n): &(String, usize)| (name.clone(), href(name), *n);
        list.iter().map(link).collect()
    };
    OutletView {
        name: outlet.name.clone(),
        deck: format!("{reports} of {stories}{days}."),
        copies: outlet.reports.saturating_sub(outlet.origins),
        shared_stories: outlet.shared_stories,
        alone: outlet.alone,
        speakers: speakers(outlet, people),
        more_speakers: outlet.speakers.len().saturating_sub(SPEAKERS),
        wordings: outlet
            .wordings
            .iter()
            .map(|(relation, n)| (wording::class(*relation), *n))
            .collect(),
        copied_from: links(&outlet.copied_from),
        copied_by: links(&outlet.copied_by),
        altered,
        lacks,
        uncounted: uncounted(outlet),
        entry,
    }
}

fn speakers(outlet: &Outlet, people: &People) -> Vec<Speaker> {
    let heard = outlet.speakers.iter().take(SPEAKERS);
    heard
        .filter_map(|it| {
            let person = people.get(&it.person)?;
            Some(Speaker {
                name: person.name.clone(),
                href: format!("/people/{}", person.id),
                share: Share::new(it.has, it.possible),
            })
        })
        .collect()
}

/// The persons whom the page of an outlet names.
pub(crate) fn named(outlet: &Outlet) -> Vec<PersonId> {
    let heard = outlet.speakers.iter().take(SPEAKERS);
    heard.map(|it| it.person).collect()
}

fn uncounted(outlet: &Outlet) -> String {
    let mut parts = Vec::new();
    if outlet.alone > 0 {
        parts.push(format!(
            "{} that no other outlet has",
            format::thousands(outlet.alone)
        ));
    }
    if outlet.before > 0 {
        parts.push(format!(
            "{} made after it had published",
            format::thousands(outlet.before)
        ));
    }
    if outlet.cut > 0 {
        parts.push(format!(
            "{} where our copy of its report is cut",
            format::thousands(outlet.cut)
        ));
    }
    match parts.is_empty() {
        true => String::new(),
        false => format!("Not counted: {}.", format::list(&parts)),
    }
}

/// Outlets side by side.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) outlets: Vec<Entry>,
    /// A name, and what each outlet has; whether it is where the record differs.
    pub(crate) figures: Vec<(String, Vec<String>, bool)>,
    /// Who, and how much of it each outlet has; nothing where it tells no story with it.
    pub(crate) speakers: Vec<(String, String, Vec<Option<Share>>)>,
}

/// Sets outlets side by side.
pub(crate) fn beside(outlets: &[Outlet], people: &People) -> Beside {
    let entries: Vec<Entry> = outlets.iter().map(entry).collect();
    let row = |name: &str, make: &dyn Fn(&Outlet) -> String| {
        (name.to_owned(), outlets.iter().map(make).collect(), false)
    };
    let relation = |name: &str, relation: Relation| {
        let cells: Vec<String> = outlets
            .iter()
            .map(|it| format::thousands(count(it, relation)))
            .collect();
        let differs = relation == Relation::Altered && cells.iter().any(|it| it != "0");
        (name.to_owned(), cells, differs)
    };
    let speakers = heard(outlets).into_iter().filter_map(|id| {
        let person = people.get(&id)?;
        let shares = outlets.iter().map(|outlet| {
            let heard = outlet.speakers.iter().find(|it| it.person == id)?;
            Some(Share::new(heard.has, heard.possible))
        });
        Some((
            person.name.clone(),
            format!("/people/{id}"),
            shares.collect(),
        ))
    });
    Beside {
        figures: vec![
            row("Reports", &|it| format::thousands(it.reports)),
            row("Stories", &|it| format::thousands(it.stories)),
            row("Own texts", &|it| {
                Share::new(it.origins, it.reports).words()
            }),
            row("Copies by others", &|it| {
                format::thousands(it.copied_by.iter().map(|it| it.1).sum())
            }),
            row("Statements that others have too", &|it| {
                Share::new(it.has, it.possible).words()
            }),
            relation("The same words", Relation::Same),
            relation("Trimmed", Relation::Trimmed),
            relation("Re-translated", Relation::Retranslated),
            relation("Paraphrased", Relation::Paraphrased),
            relation("Spliced", Relation::Spliced),
            relation("Altered", Relation::Altered),
        ],
        speakers: speakers.collect(),
        outlets: entries,
    }
}

/// Who is heard most in these outlets together.
pub(crate) fn heard(outlets: &[Outlet]) -> Vec<PersonId> {
    let mut sums: FxHashMap<PersonId, (usize, usize)> = FxHashMap::default();
    for outlet in outlets {
        for heard in &outlet.speakers {
            let sum = sums.entry(heard.person).or_default();
            *sum = (sum.0 + 1, sum.1 + heard.possible);
        }
    }
    let mut list: Vec<(PersonId, (usize, usize))> = sums.into_iter().collect();
    // Those of whom most of the outlets could have reported something go first.
    list.sort_unstable_by_key(|(id, sum)| (Reverse(*sum), *id));
    list.truncate(SPEAKERS);
    list.into_iter().map(|it| it.0).collect()
}
