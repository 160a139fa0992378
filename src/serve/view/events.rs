//! What happened in a story: who did what to whom, by how many origins, and where they disagree
//! whether it happened.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::format;
use super::shelf::{self, Paper, Shelf};
use super::squares::{self, Squares};
use super::story::StoryNouns;
use crate::model::{Date, DocumentId, EntityIdx, Event, EventStatus, PersonId};

/// How many events are listed.
const LISTED: usize = 120;
/// How many reports of one are named.
const NAMED: usize = 4;

/// What the page prints.
#[derive(Debug)]
pub(crate) struct EventsView {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) total: usize,
    pub(crate) events: Vec<Told>,
    pub(crate) more: usize,
}

/// One event with all reports of it.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) when: String,
    pub(crate) place: Option<String>,
    pub(crate) who: String,
    pub(crate) whom: String,
    /// The kind in words, and its name in the scheme.
    pub(crate) what: (&'static str, String),
    /// The clause of the first report.
    pub(crate) clause: String,
    /// What the reports say of it: happened, planned; more than one where they differ.
    pub(crate) statuses: Vec<(&'static str, usize)>,
    pub(crate) squares: Squares,
    /// Outlet, place, address.
    pub(crate) reports: Vec<(String, String, String)>,
    pub(crate) more: usize,
}

/// What two reports of one event share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    day: Option<(i32, i32)>,
    event: String,
    actor: Vec<Party>,
    recipient: Vec<Party>,
}

/// Somebody who takes part: a person of the record, else a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Party {
    Person(PersonId),
    Name(String),
}

struct Mention<'a> {
    paper: &'a Paper,
    event: &'a Event,
}

/// Makes the page.
pub(crate) fn view(nouns: &StoryNouns) -> EventsView {
    let StoryNouns { story, shelf, .. } = nouns;
    let mut groups: BTreeMap<Key, Vec<Mention<'_>>> = BTreeMap::new();
    for paper in story.documents.iter().filter_map(|it| shelf.paper(*it)) {
        for event in &paper.analysis.events {
            let key = key(shelf, paper, event);
            groups
                .entry(key)
                .or_default()
                .push(Mention { paper, event });
        }
    }
    let tell = |(key, mentions): (&Key, &Vec<Mention<'_>>)| (key.day, tell(nouns, key, mentions));
    let mut told: Vec<_> = groups.iter().map(tell).collect();
    // A stable sort: what remains equal keeps the order of the keys.
    told.sort_by_key(|(day, it)| (day.is_none(), *day, Reverse(it.squares.groups.len())));
    let total = told.len();
    let id = story.id.to_string();
    EventsView {
        title: shelf.story_title(story),
        href: format!("/stories/{id}"),
        more: total.saturating_sub(LISTED),
        total,
        events: told.into_iter().take(LISTED).map(|it| it.1).collect(),
    }
}

fn key(shelf: &Shelf, paper: &Paper, event: &Event) -> Key {
    let parties = |list: &[EntityIdx]| {
        let mut parties: Vec<Party> = list.iter().map(|it| party(shelf, paper, *it)).collect();
        parties.sort();
        parties.dedup();
        parties
    };
    Key {
        day: event.date.map(|it| it.day_range()),
        event: event.event.clone(),
        actor: parties(&event.actor),
        recipient: parties(&event.recipient),
    }
}

fn party(shelf: &Shelf, paper: &Paper, entity: EntityIdx) -> Party {
    // "Engineers" of two reports are nobody of the record, and yet the same to a reader.
    let named = paper
        .analysis
        .entities
        .get(entity.idx())
        .is_some_and(|it| it.named);
    match shelf.person_of(paper.document.id, entity) {
        Some(person) if named => Party::Person(person),
        _ => Party::Name(name(paper, entity).to_lowercase()),
    }
}

fn name(paper: &Paper, entity: EntityIdx) -> &str {
    let entity = paper.analysis.entities.get(entity.idx());
    entity.map_or("", |it| it.name.as_str())
}

fn tell(nouns: &StoryNouns, key: &Key, mentions: &[Mention<'_>]) -> Told {
    let names = |list: fn(&Event) -> &[EntityIdx]| {
        // The fullest way in which a report names each.
        let mut longest: BTreeMap<Party, &str> = BTreeMap::new();
        for Mention { paper, event } in mentions {
            for entity in list(event) {
                let party = party(&nouns.shelf, paper, *entity);
                let own = name(paper, *entity);
                let known = longest.entry(party).or_insert(own);
                if own.chars().count() > known.chars().count() {
                    *known = own;
                }
            }
        }
        format::list(
            &longest
                .values()
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    let mut statuses: Vec<(&'static str, usize)> = Vec::new();
    for mention in mentions {
        let word = status(mention.event.status);
        match statuses.iter_mut().find(|it| it.0 == word) {
            Some(known) => known.1 += 1,
            None => statuses.push((word, 1)),
        }
    }
    statuses.sort_by_key(|it| (Reverse(it.1), it.0));
    let has = |id: &DocumentId| mentions.iter().any(|it| it.paper.document.id == *id);
    let sizes = nouns.story.origins.iter();
    let sizes: Vec<usize> = sizes
        .map(|it| it.iter().filter(|id| has(id)).count())
        .collect();
    let reports = mentions.iter().take(NAMED).map(|it| {
        let place = it.paper.place(it.event.event_text);
        (it.paper.outlet().to_owned(), place.short(), place.href)
    });
    let first = mentions.first();
    let clause = first.map_or("", |it| it.event.event_text.of(&it.paper.document.text));
    let clause = clause.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut places = mentions
        .iter()
        .filter_map(|it| Some(name(it.paper, it.event.place?)));
    Told {
        when: when(mentions.first().and_then(|it| it.event.date)),
        place: places.next().map(str::to_owned),
        who: names(|it| &it.actor),
        whom: names(|it| &it.recipient),
        what: (words(&key.event), key.event.clone()),
        clause: shelf::shorten(&clause, 220),
        statuses,
        squares: squares::squares(&sizes),
        reports: reports.collect(),
        more: mentions.len().saturating_sub(NAMED),
    }
}

fn when(date: Option<Date>) -> String {
    date.map_or_else(|| "Day not stated".to_owned(), format::day)
}

fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Happened => "happened",
        EventStatus::Planned => "planned",
        EventStatus::CalledFor => "called for",
        EventStatus::Denied => "denied",
        EventStatus::Hypothetical => "might happen",
        EventStatus::Alleged => "alleged",
    }
}

/// The event types of PLOVER in words.
fn words(event: &str) -> &'static str {
    match event {
        "AGREE" => "agreed with",
        "CONSULT" => "met or talked with",
        "SUPPORT" => "supported",
        "CONCEDE" => "gave way to",
        "COOPERATE" => "worked with",
        "AID" => "helped",
        "RETREAT" => "withdrew from",
        "REQUEST" => "asked",
        "ACCUSE" => "accused",
        "REJECT" => "refused",
        "THREATEN" => "threatened",
        "PROTEST" => "protested against",
        "SANCTION" => "sanctioned",
        "MOBILIZE" => "mobilised against",
        "COERCE" => "coerced",
        "ASSAULT" => "attacked",
        _ => "dealt with",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::serve::view::fixture;

    #[test]
    fn reports_of_one_event_stand_together() {
        let mut documents = fixture::documents();
        for analysed in documents.iter_mut().take(3) {
            let text = analysed.document.text.clone();
            let end = text.find(' ').unwrap_or(text.len());
            let first = Span::new(0, end);
            let denied = analysed.document.outlet.as_deref() == Some("Quillhaven Times");
            analysed.analysis.events.push(Event {
                id: Event::id_of(analysed.document.id, &text, "CONSULT", first),
                event: "CONSULT".to_owned(),
                mode: Vec::new(),
                context: Vec::new(),
                status: match denied {
                    true => EventStatus::Denied,
                    false => EventStatus::Happened,
                },
                actor: Vec::new(),
                recipient: Vec::new(),
                date: Date::parse("2031-03-12"),
                place: None,
                trigger: first,
                event_text: first,
                confidence: 900,
            });
        }
        let n_denied = documents
            .iter()
            .filter(|it| !it.analysis.events.is_empty())
            .filter(|it| it.document.outlet.as_deref() == Some("Quillhaven Times"))
            .count();
        let view = view(&fixture::nouns(documents));
        assert_eq!((view.total, view.more), (1, 0));
        let told = &view.events[0];
        assert_eq!(told.when, "12 Mar 2031");
        assert_eq!(told.what, ("met or talked with", "CONSULT".to_owned()));
        assert_eq!(told.reports.len(), 3);
        // Where the reports differ whether it happened, each says how many say so.
        assert_eq!(told.statuses.len(), 1 + n_denied.min(1));
        let counted: usize = told.statuses.iter().map(|it| it.1).sum();
        assert_eq!(counted, 3);
    }
}
