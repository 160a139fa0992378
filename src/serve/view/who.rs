//! Why reports are held to mean one person, and what people said about it by hand.

use super::format;
use super::person::PersonNouns;
use super::story::short;
use super::together::{self, Corrected};
use crate::model::{DocumentId, Person, PersonLink};

/// How many reasons are listed, the least sure first.
const REASONS: usize = 12;

/// How many reports the form for splitting lists.
const REPORTS: usize = 40;

/// What the section prints.
#[derive(Debug, Default)]
pub(crate) struct WhoView {
    /// Ids in lists of known people: "wikidata Q42".
    pub(crate) ids: String,
    pub(crate) reasons: Vec<Reason>,
    /// How many more there are.
    pub(crate) more: usize,
    pub(crate) corrections: Vec<Corrected>,
    /// The reports: id, and what they are called.
    pub(crate) reports: Vec<(String, String)>,
}

/// Why a report is held to mean this person.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) sure: String,
    pub(crate) report: String,
    pub(crate) href: String,
}

/// Makes the section.
pub(crate) fn view(nouns: &PersonNouns) -> WhoView {
    let person = &nouns.person;
    let ids = person
        .ids
        .iter()
        .map(|it| format!("{} {}", it.scheme, it.id));
    let links = links(person);
    let reason = |link: &&PersonLink| Reason {
        name: link.name.clone(),
        why: format::capitalise(&link.why),
        sure: match link.confidence {
            1000 => "by hand".to_owned(),
            it => format!("{} in 100", it / 10),
        },
        report: report(nouns, link.member.document),
        href: format!("/documents/{}", link.member.document),
    };
    let documents = documents(person);
    let called = |it: &DocumentId| (it.to_string(), report(nouns, *it));
    WhoView {
        ids: ids.collect::<Vec<_>>().join(", "),
        reasons: links.iter().take(REASONS).map(reason).collect(),
        more: links.len().saturating_sub(REASONS),
        corrections: nouns.corrections.iter().map(together::corrected).collect(),
        reports: documents.iter().map(called).collect(),
    }
}

/// Why reports are held to mean a person, the least sure first.
fn links(person: &Person) -> Vec<&PersonLink> {
    let mut links: Vec<&PersonLink> = person.links.iter().collect();
    links.sort_by_key(|it| (it.confidence, it.member));
    links
}

/// The reports that the form lists.
fn documents(person: &Person) -> Vec<DocumentId> {
    let mut documents: Vec<DocumentId> = Vec::new();
    for member in &person.members {
        if !documents.contains(&member.document) && documents.len() < REPORTS {
            documents.push(member.document);
        }
    }
    documents
}

/// The reports that the section names.
pub(crate) fn named(person: &Person) -> Vec<DocumentId> {
    let of_links = links(person).into_iter().take(REASONS);
    let of_links = of_links.map(|it| it.member.document);
    of_links.chain(documents(person)).collect()
}

/// Outlet, day and headline of a report.
fn report(nouns: &PersonNouns, document: DocumentId) -> String {
    let Some(paper) = nouns.shelf.paper(document) else {
        return format!("d-{}", short(&document.to_string()));
    };
    match paper.date() {
        Some(date) => format!("{}, {}", paper.outlet(), format::day(date)),
        None => paper.outlet().to_owned(),
    }
}
