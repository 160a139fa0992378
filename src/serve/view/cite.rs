//! What reference managers read of a page: Highwire Press and Dublin Core, as Zotero knows them.

use super::person::PersonView;
use super::shelf::{self, Paper};
use super::story::StoryView;
use super::utterance::UtteranceView;
use crate::model::{Date, Precision};

/// No more authors are named, none with a longer name, and no longer address.
const AUTHORS: usize = 20;
const NAME: usize = 200;
const ADDRESS: usize = 2_000;

type Tags = Vec<(&'static str, String)>;

/// A report, as the outlet's own article.
pub(crate) fn document(paper: &Paper) -> Tags {
    let document = &paper.document;
    let mut tags = vec![
        ("DC.type", "newspaperArticle".to_owned()),
        ("citation_title", paper.headline()),
    ];
    let authors = document.byline.iter().take(AUTHORS);
    tags.extend(authors.map(|it| ("citation_author", shelf::shorten(it, NAME))));
    let outlet = document
        .outlet
        .as_deref()
        .map(|_| paper.outlet().to_owned());
    tags.extend(outlet.map(|it| ("citation_journal_title", it)));
    tags.extend(
        paper
            .date()
            .map(|it| ("citation_publication_date", iso(it))),
    );
    tags.extend(
        document
            .language
            .clone()
            .map(|it| ("citation_language", it)),
    );
    let url = document.url.clone().filter(|it| it.len() <= ADDRESS);
    tags.extend(url.map(|it| ("citation_public_url", it)));
    tags.push(("DC.identifier", format!("onrecord d-{}", document.id)));
    tags
}

/// A statement, as its speaker's.
pub(crate) fn utterance(view: &UtteranceView, said: Option<Date>) -> Tags {
    let mut tags = vec![
        ("DC.type", "statement".to_owned()),
        ("citation_title", view.words.printed()),
    ];
    let speaker = view.speaker.iter();
    tags.extend(speaker.map(|it| ("citation_author", it.name.clone())));
    tags.extend(said.map(|it| ("citation_publication_date", iso(it))));
    tags.push(("DC.source", view.base_outlet.clone()));
    tags.push(("DC.description", view.citation.clone()));
    tags.push(("DC.identifier", format!("onrecord u-{}", view.id)));
    tags
}

/// A story, as a page of this record.
pub(crate) fn story(view: &StoryView) -> Tags {
    vec![
        ("DC.type", "webpage".to_owned()),
        ("citation_title", view.title.clone()),
        ("DC.publisher", "onrecord".to_owned()),
        ("DC.identifier", format!("onrecord s-{}", view.id)),
    ]
}

/// A person, as a page of this record.
pub(crate) fn person(view: &PersonView) -> Tags {
    vec![
        ("DC.type", "webpage".to_owned()),
        (
            "citation_title",
            format!("{}: statements on record", view.name),
        ),
        ("DC.publisher", "onrecord".to_owned()),
        ("DC.identifier", format!("onrecord p-{}", view.id)),
    ]
}

/// `2031/03/12`, as far as it is known.
fn iso(date: Date) -> String {
    let year = date.year;
    match (date.precision(), date.month, date.day) {
        (Precision::Year, ..) | (_, None, _) => format!("{year:04}"),
        (_, Some(month), Some(day)) => format!("{year:04}/{month:02}/{day:02}"),
        (_, Some(month), None) => format!("{year:04}/{month:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::iso;
    use crate::model::Date;

    #[test]
    fn days_as_far_as_they_are_known() {
        let given = ["2031-03-12", "2031-03", "2031"];
        let dates = given.map(|it| iso(Date::parse(it).expect("a date")));
        assert_eq!(dates, ["2031/03/12", "2031/03", "2031"]);
    }
}
