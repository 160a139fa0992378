//! Who copied whom: each origin with its copies below, a copy of a copy below that.

use super::format;
use super::shelf::{self, Paper, Shelf};
use crate::model::{CopyClass, CopyPair, DocumentId, Story};

/// A copy hangs below another copy only where it shares so much more with it than with the
/// origin, in thousandths; smaller differences are chance.
const CLOSER: u16 = 15;

/// One report in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// Who published it.
    pub(crate) outlet: String,
    /// Its page.
    pub(crate) href: String,
    /// When.
    pub(crate) at: String,
    /// How much of its text it took over, or what else it is.
    pub(crate) share: String,
    /// Reports that took from this one.
    pub(crate) copies: Vec<Report>,
}

/// One origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The report.
    pub(crate) report: Report,
    /// What hangs below it, in words.
    pub(crate) note: String,
}

/// So many origins are drawn, and so many copies below one.
pub(crate) const ORIGINS: usize = 36;
const COPIES: usize = 40;

/// Draws the tree of a story.
pub(crate) fn tree(shelf: &Shelf, story: &Story, copies: &[CopyPair]) -> Vec<Origin> {
    let groups = story.origins.iter().take(ORIGINS);
    groups
        .filter_map(|group| origin(shelf, group, copies))
        .collect()
}

fn origin(shelf: &Shelf, group: &[DocumentId], copies: &[CopyPair]) -> Option<Origin> {
    let (first, rest) = group.split_first()?;
    let paper = shelf.paper(*first)?;
    let parents: Vec<(DocumentId, DocumentId, String)> = rest
        .iter()
        .enumerate()
        .map(|(n, id)| {
            let earlier = rest.get(..n).unwrap_or(&[]);
            let (parent, share) = parent(*first, earlier, *id, copies);
            (*id, parent, share)
        })
        .collect();
    let mut report = report(paper, String::new());
    report.copies = below(shelf, *first, &parents);
    report.copies.truncate(COPIES);
    let credits = credits(paper);
    let note = match rest.len() {
        0 => "no copy found".to_owned(),
        n => format!("{}{}", format::count(n, "copy"), last(shelf, rest)),
    };
    let note = format!("{}{credits}", format::capitalise(&note));
    Some(Origin { report, note })
}

fn last(shelf: &Shelf, rest: &[DocumentId]) -> String {
    let dates = rest.iter().filter_map(|it| shelf.paper(*it)?.date());
    match dates.max() {
        Some(date) if rest.len() > 1 => format!(", the last {}", format::moment_short(date)),
        _ => String::new(),
    }
}

/// Agencies that the text itself credits.
fn credits(paper: &Paper) -> String {
    let outlet = paper.outlet();
    let agency = paper.document.dateline.as_ref();
    let agency = agency.and_then(|it| it.agency.as_ref());
    let mut names: Vec<String> = paper
        .document
        .credits
        .iter()
        .chain(agency)
        .cloned()
        .collect();
    names.retain(|it| !shelf::is_same_outlet(it, outlet));
    names.sort_unstable();
    names.dedup();
    match names.is_empty() {
        true => String::new(),
        false => format!(". It credits {}", format::list(&names)),
    }
}

fn report(paper: &Paper, share: String) -> Report {
    Report {
        outlet: paper.outlet().to_owned(),
        href: paper.href(),
        at: match paper.date() {
            Some(date) => format::moment_short(date),
            None => "no date".to_owned(),
        },
        share,
        copies: Vec::new(),
    }
}

/// The report that a copy is closest to, and how close.
fn parent(
    origin: DocumentId,
    earlier: &[DocumentId],
    id: DocumentId,
    copies: &[CopyPair],
) -> (DocumentId, String) {
    let pair = |other: DocumentId| {
        copies
            .iter()
            .find(|it| (it.a, it.b) == (other, id) || (it.a, it.b) == (id, other))
    };
    let mut best = (origin, pair(origin));
    for other in earlier {
        let found = pair(*other);
        let share = |it: Option<&CopyPair>| it.map_or(0, |it| it.share);
        if share(found) > share(best.1) + CLOSER {
            best = (*other, found);
        }
    }
    let share = match best.1 {
        Some(pair) if pair.class == CopyClass::Revision => "later version".to_owned(),
        Some(pair) => format!("{} %", (u32::from(pair.share) + 5) / 10),
        None => String::new(),
    };
    (best.0, share)
}

fn below(
    shelf: &Shelf,
    of: DocumentId,
    parents: &[(DocumentId, DocumentId, String)],
) -> Vec<Report> {
    let own = parents.iter().filter(|(_, parent, _)| *parent == of);
    own.filter_map(|(id, _, share)| {
        let mut report = report(shelf.paper(*id)?, share.clone());
        report.copies = below(shelf, *id, parents);
        Some(report)
    })
    .collect()
}
