//! The lists: statements, people, documents, each in numbered pages.

use super::document;
use super::format;
use super::person;
use super::shelf::{self, Shelf, Speaker};
use crate::model::{DocumentId, EntityKind, Person, StatementId, UtteranceId, Version};

/// How many lines a page has.
pub(crate) const PER_PAGE: usize = 50;

/// A page of a list.
#[derive(Debug)]
pub(crate) struct Paged<T> {
    pub(crate) entries: Vec<T>,
    pub(crate) page: usize,
    pub(crate) older: Option<String>,
    pub(crate) newer: Option<String>,
    pub(crate) range: String,
}

/// Makes a page; `entries` may hold one more than fits, which tells that there is a next one.
pub(crate) fn paged<T>(
    mut entries: Vec<T>,
    page: usize,
    total: Option<usize>,
    href: impl Fn(usize) -> String,
) -> Paged<T> {
    let more = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let from = (page - 1) * PER_PAGE;
    let range = match (entries.len(), total) {
        (0, _) => "none".to_owned(),
        (n, Some(total)) if n == total => format::thousands(total),
        (n, total) => {
            let to = format::thousands(from + n);
            let of = total.map_or_else(String::new, |it| format!(" of {}", format::thousands(it)));
            format!("{}–{to}{of}", format::thousands(from + 1))
        }
    };
    Paged {
        entries,
        page,
        older: more.then(|| href(page + 1)),
        newer: (page > 1).then(|| href(page - 1)),
        range,
    }
}

/// A statement in a list.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) words: String,
    pub(crate) href: String,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) when: String,
    pub(crate) sub: String,
    pub(crate) outlet: String,
    pub(crate) at: String,
    pub(crate) place: String,
    pub(crate) kind: &'static str,
    /// How many more reports have it, where one stands for several.
    pub(crate) more: usize,
}

/// Makes one line; `utterance` is the page with its other versions.
pub(crate) fn said(
    shelf: &Shelf,
    document: DocumentId,
    statement: StatementId,
    utterance: Option<String>,
) -> Option<Said> {
    let paper = shelf.paper(document)?;
    let statement = paper.statement(statement)?;
    let words = shelf::words(paper, Some(statement), &statement.content);
    let said = statement.said.and_then(|it| it.date);
    let day = said.or(paper.date());
    let shortened = shelf::Words {
        text: shelf::shorten(&words.text, 420),
        ..words.clone()
    };
    Some(Said {
        words: shortened.printed(),
        href: utterance.unwrap_or_else(|| words.place.href.clone()),
        speaker: shelf.speaker(paper, statement),
        when: day.map_or_else(|| "Day not known".to_owned(), format::day),
        sub: match (day.and_then(format::time), said.is_some()) {
            (Some(time), true) => time,
            (None, true) => person::hour_unknown(day).to_owned(),
            (_, false) => person::of_the_report(day).to_owned(),
        },
        outlet: paper.outlet().to_owned(),
        at: words.place.short(),
        place: words.place.href,
        more: 0,
        kind: match statement.kind {
            crate::model::StatementKind::Direct => "direct",
            crate::model::StatementKind::Indirect => "indirect",
            crate::model::StatementKind::Mixed => "partly quoted",
        },
    })
}

/// Makes one line of a version of an utterance: its own words alone, where its statement has more.
pub(crate) fn version(shelf: &Shelf, version: &Version, utterance: UtteranceId) -> Option<Said> {
    let paper = shelf.paper(version.document)?;
    let words = shelf::words_of(paper, version);
    let href = format!("/utterances/{utterance}");
    let line = said(shelf, version.document, version.statement, Some(href))?;
    Some(Said {
        words: shelf::Words {
            text: shelf::shorten(&words.text, 420),
            ..words.clone()
        }
        .printed(),
        at: words.place.short(),
        place: words.place.href,
        ..line
    })
}

/// A person in a list.
#[derive(Debug)]
pub(crate) struct Somebody {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) role: String,
    pub(crate) documents: String,
}

/// Whether the list of people has this one: who is named, and is no place.
pub(crate) fn is_listed(person: &Person) -> bool {
    person.named && person.kind != EntityKind::Place
}

/// Makes one line.
pub(crate) fn somebody(person: &Person) -> Somebody {
    let latest = person.roles.iter().max_by_key(|it| (it.last, it.first));
    let kind = match person.kind {
        EntityKind::Person | EntityKind::Unknown => "role not stated",
        EntityKind::Group => "group or organisation",
        EntityKind::Document => "a text that speaks",
        EntityKind::Place => "place",
    };
    let mut documents: Vec<DocumentId> = person.members.iter().map(|it| it.document).collect();
    documents.sort_unstable();
    documents.dedup();
    Somebody {
        name: person.name.clone(),
        href: format!("/people/{}", person.id),
        role: latest.map_or_else(|| kind.to_owned(), |it| it.title.clone()),
        documents: format::count(documents.len(), "document"),
    }
}

/// A document in a list.
pub(crate) use document::entry;
