//! The templates, each with the view that it prints.

use askama::Template;

use super::view::add::ReadingView;
use super::view::align::Change;
use super::view::beside::{BesideView, Row};
use super::view::check::CheckView;
use super::view::cover::Cell;
use super::view::document::{DocumentView, Entry, Part};
use super::view::events::EventsView;
use super::view::front::{FrontView, Order};
use super::view::lists::{Paged, Said, Somebody};
use super::view::outlets::{self, Beside, OutletView};
use super::view::person::PersonView;
use super::view::story::StoryView;
use super::view::together::Corrected;
use super::view::utterance::{Look, UtteranceView};
use super::view::{format, wording};

/// What stands around every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) title: String,
    /// The item of the navigation that the page belongs to.
    pub(crate) here: &'static str,
    pub(crate) assets: &'static str,
    /// Whether the box stands in the head; the front page has its own.
    pub(crate) has_box: bool,
    /// What reference managers read: names and values, as Highwire Press and Dublin Core have them.
    pub(crate) cite: Vec<(&'static str, String)>,
    /// What the store holds.
    pub(crate) held: String,
    /// Whether the store has documents that are in no story yet.
    pub(crate) stale: bool,
}

impl Frame {
    /// The same with what reference managers read.
    pub(crate) fn citing(self, cite: Vec<(&'static str, String)>) -> Frame {
        Frame { cite, ..self }
    }

    /// The navigation.
    pub(crate) fn nav(&self) -> [(&'static str, &'static str); 6] {
        [
            ("Stories", "/"),
            ("Statements", "/statements"),
            ("People", "/people"),
            ("Outlets", "/outlets"),
            ("Documents", "/documents"),
            ("Add", "/add"),
        ]
    }
}

#[derive(Template)]
#[template(path = "front.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) view: FrontView,
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
}

#[derive(Template)]
#[template(path = "add.html")]
pub(crate) struct AddPage {
    pub(crate) frame: Frame,
    /// Whether the store holds nothing yet.
    pub(crate) is_empty: bool,
    /// What the form carries; none where nothing is taken.
    pub(crate) token: Option<String>,
    /// What came of the last reading.
    pub(crate) last: Option<ReadingView>,
}

#[derive(Template)]
#[template(path = "reading.html")]
pub(crate) struct ReadingPage {
    pub(crate) frame: Frame,
    pub(crate) view: ReadingView,
}

#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub(crate) frame: Frame,
    pub(crate) status: u16,
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) choices: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "story.html")]
pub(crate) struct StoryPage {
    pub(crate) frame: Frame,
    pub(crate) view: StoryView,
    /// What the forms carry; none where there are none.
    pub(crate) token: Option<String>,
}

#[derive(Template)]
#[template(path = "utterance.html")]
pub(crate) struct UtterancePage {
    pub(crate) frame: Frame,
    pub(crate) view: UtteranceView,
    pub(crate) looks: [(Look, &'static str); 3],
}

/// The three views with their names.
pub(crate) const LOOKS: [(Look, &str); 3] = [
    (Look::Table, "Table"),
    (Look::Inline, "Inline"),
    (Look::Heat, "Heat map"),
];

#[derive(Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    pub(crate) frame: Frame,
    pub(crate) view: PersonView,
    /// What the forms carry; none where there are none.
    pub(crate) token: Option<String>,
}

#[derive(Template)]
#[template(path = "document.html")]
pub(crate) struct DocumentPage {
    pub(crate) frame: Frame,
    pub(crate) view: DocumentView,
}

#[derive(Template)]
#[template(path = "statements.html")]
pub(crate) struct StatementsPage {
    pub(crate) frame: Frame,
    pub(crate) list: Paged<Said>,
    pub(crate) words: String,
    pub(crate) speaker: String,
    pub(crate) filtered: bool,
    pub(crate) note: Option<String>,
}

#[derive(Template)]
#[template(path = "people.html")]
pub(crate) struct PeoplePage {
    pub(crate) frame: Frame,
    pub(crate) list: Paged<Somebody>,
    pub(crate) by_name: bool,
    pub(crate) name: String,
}

#[derive(Template)]
#[template(path = "documents.html")]
pub(crate) struct DocumentsPage {
    pub(crate) frame: Frame,
    pub(crate) list: Paged<Entry>,
    /// The outlet whose reports these are, where not all are listed.
    pub(crate) outlet: Option<String>,
    /// The page of the story whose reports these are.
    pub(crate) story: Option<String>,
}

#[derive(Template)]
#[template(path = "beside.html")]
pub(crate) struct BesidePage {
    pub(crate) frame: Frame,
    pub(crate) view: BesideView,
}

#[derive(Template)]
#[template(path = "events.html")]
pub(crate) struct EventsPage {
    pub(crate) frame: Frame,
    pub(crate) view: EventsView,
}

#[derive(Template)]
#[template(path = "outlets.html")]
pub(crate) struct OutletsPage {
    pub(crate) frame: Frame,
    pub(crate) list: Paged<outlets::Entry>,
}

#[derive(Template)]
#[template(path = "outlet.html")]
pub(crate) struct OutletPage {
    pub(crate) frame: Frame,
    pub(crate) view: OutletView,
}

#[derive(Template)]
#[template(path = "compare.html")]
pub(crate) struct ComparePage {
    pub(crate) frame: Frame,
    pub(crate) view: Beside,
}

#[derive(Template)]
#[template(path = "corrections.html")]
pub(crate) struct CorrectionsPage {
    pub(crate) frame: Frame,
    pub(crate) list: Paged<Corrected>,
    /// What the forms carry; none where there are none.
    pub(crate) token: Option<String>,
}

#[derive(Template)]
#[template(path = "check.html")]
pub(crate) struct CheckPage {
    pub(crate) frame: Frame,
    pub(crate) view: Option<CheckView>,
}
