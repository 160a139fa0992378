//! Why reports are held to tell one story, and what people said about it by hand.

use super::format;
use super::shelf::Shelf;
use super::story::{StoryNouns, short};
use crate::model::{Correction, CorrectionKind, DocumentId, Join};
use crate::store::Made;

/// How many reasons are listed, the least sure first.
const REASONS: usize = 8;

/// How many reports the form for splitting lists.
const REPORTS: usize = 60;

/// How many corrections are listed, the latest.
const CORRECTIONS: usize = 8;

/// What the section prints.
#[derive(Debug, Default)]
pub(crate) struct Together {
    pub(crate) reasons: Vec<Reason>,
    /// How many more there are.
    pub(crate) more: usize,
    pub(crate) corrections: Vec<Corrected>,
    /// The reports: id, and what they are called.
    pub(crate) reports: Vec<(String, String)>,
}

/// Why a report is held to tell this story.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) headline: String,
    pub(crate) href: String,
    pub(crate) outlet: String,
    pub(crate) why: String,
    /// The report that it is closest to, and its page.
    pub(crate) to: (String, String),
}

/// What somebody said by hand.
#[derive(Debug)]
pub(crate) struct Corrected {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) reason: String,
    /// When it was undone.
    pub(crate) undone: Option<String>,
}

/// Makes the section.
pub(crate) fn view(nouns: &StoryNouns) -> Together {
    let StoryNouns { story, shelf, .. } = nouns;
    let mut joins: Vec<&Join> = story.joins.iter().collect();
    joins.sort_by_key(|it| (it.score, it.document));
    let reports = story.documents.iter().take(REPORTS);
    Together {
        reasons: joins
            .iter()
            .take(REASONS)
            .filter_map(|it| reason(shelf, it))
            .collect(),
        more: joins.len().saturating_sub(REASONS),
        corrections: nouns
            .corrections
            .iter()
            .rev()
            .take(CORRECTIONS)
            .map(corrected)
            .collect(),
        reports: reports
            .map(|it| (it.to_string(), called(shelf, *it)))
            .collect(),
    }
}

fn reason(shelf: &Shelf, join: &Join) -> Option<Reason> {
    let paper = shelf.paper(join.document)?;
    let to = shelf.paper(join.to)?;
    Some(Reason {
        headline: paper.headline(),
        href: paper.href(),
        outlet: paper.outlet().to_owned(),
        why: format::capitalise(&join.why),
        to: (to.outlet().to_owned(), to.href()),
    })
}

/// Outlet, day and headline of a report.
fn called(shelf: &Shelf, id: DocumentId) -> String {
    let Some(paper) = shelf.paper(id) else {
        return format!("d-{}", short(&id.to_string()));
    };
    let day = paper
        .date()
        .map_or_else(String::new, |it| format!(", {}", format::day(it)));
    format!("{}{day}: {}", paper.outlet(), paper.headline())
}

/// What a correction says, whatever it is about.
pub(crate) fn corrected(made: &Made) -> Corrected {
    let Made { correction, undone } = made;
    Corrected {
        id: correction.id().to_string(),
        when: day(&correction.made),
        what: what(correction),
        reason: correction.reason.clone(),
        undone: undone.as_deref().map(day),
    }
}

fn day(moment: &str) -> String {
    let day = moment.get(..10).unwrap_or("");
    crate::model::Date::parse(day).map_or_else(|| day.to_owned(), format::day)
}

fn what(correction: &Correction) -> String {
    let Correction { these, those, .. } = correction;
    let name =
        |side: &[crate::model::Anchor]| side.first().map_or_else(String::new, |it| it.name.clone());
    let count = format::count(those.len(), "report");
    match correction.kind {
        CorrectionKind::Merge => format!("{} and {} are one person", name(these), name(those)),
        CorrectionKind::Split => format!("{} in {count} is somebody else", name(those)),
        CorrectionKind::JoinStories => {
            format!("“{}” and “{}” are one story", name(these), name(those))
        }
        CorrectionKind::PartStories => {
            let verb = if those.len() == 1 { "tells" } else { "tell" };
            format!("“{}” is one story; {count} {verb} another", name(these))
        }
    }
}
