//! The coverage table: utterances down, outlets across, and a reason for every absence.

use super::format;
use super::shelf::{self, Shelf};
use super::wording;
use crate::model::{
    Date, DocumentId, EntityKind, Omission, OmissionReason, Relation, Story, Utterance, Version,
};

/// How many columns stand before "all columns".
const COLUMNS: usize = 6;
/// How many utterances stand before "all utterances".
const ROWS: usize = 8;
/// How many stand there where several origins carry more than that.
const MOST_ROWS: usize = 16;
/// Copies share a column although one has up to so many utterances that the others lack.
const LACKING: usize = 3;
/// How much of a wording stands in a cell.
const WORDS: usize = 180;

/// What of the table is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Every column.
    pub(crate) all_columns: bool,
    /// Every row.
    pub(crate) all_rows: bool,
    /// The day that the time line draws alone.
    pub(crate) day: Option<Date>,
}

/// The table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    /// The columns by origin: its name and how many columns it has.
    pub(crate) origins: Vec<(String, usize)>,
    /// The heads of the columns.
    pub(crate) columns: Vec<Column>,
    /// The utterances.
    pub(crate) rows: Vec<Row>,
    /// How many columns there are in all.
    pub(crate) n_columns: usize,
    /// How many utterances there are in all.
    pub(crate) n_rows: usize,
}

/// The head of a column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// The outlet.
    pub(crate) outlet: String,
    /// When, or how many copies share the column.
    pub(crate) sub: String,
    /// The document.
    pub(crate) href: String,
}

/// One utterance.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its number in the story, from 1.
    pub(crate) n: usize,
    /// Who spoke.
    pub(crate) who: String,
    /// The first words of the base.
    pub(crate) claim: String,
    /// Its page.
    pub(crate) href: String,
    /// One cell for each column.
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// The columns that do not have it, as their places in the row.
    pub(crate) fn lacks(&self) -> Vec<(usize, &'static str, &str)> {
        let cells = self.cells.iter().enumerate();
        cells
            .filter_map(|(at, cell)| match cell {
                Cell::Gone { what, why, .. } => Some((at, *what, why.as_str())),
                Cell::Said { .. } => None,
            })
            .collect()
    }
}

/// What one outlet has of one utterance.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Its wording.
    Said {
        /// How it stands to the base, as a class.
        relation: &'static str,
        /// The words.
        words: String,
        /// Where.
        at: String,
        /// The place in the document.
        href: String,
        /// The same document's further versions.
        also: Vec<(String, String)>,
        /// Which reports of the column do not have it.
        only: String,
    },
    /// Why it has none.
    Gone {
        /// `none`, `cut` or `before`.
        class: &'static str,
        /// What it looks like, in words.
        what: &'static str,
        /// Why.
        why: String,
    },
}

/// Lays the table out.
pub(crate) fn cover(
    shelf: &Shelf,
    story: &Story,
    utterances: &[Utterance],
    extent: Extent,
) -> Cover {
    let shown = rows(shelf, story, utterances, extent.all_rows);
    let groups = columns(shelf, story, utterances, &shown);
    let n_columns = groups.iter().map(|it| it.1.len()).sum();
    let limit = if extent.all_columns {
        usize::MAX
    } else {
        COLUMNS
    };
    // An origin that alters a wording is never the one that is left out.
    let weight = |group: &Group| {
        let own = |it: &&Version| group.1.iter().any(|ids| ids.contains(&it.document));
        let shown = shown.iter().filter_map(|at| utterances.get(*at));
        let mut altered = false;
        let with = |it: &&Utterance| {
            let mut versions = it.versions.iter().filter(own).peekable();
            let has = versions.peek().is_some();
            altered |= versions.any(|it| it.relation == Relation::Altered);
            has
        };
        let n = shown.filter(with).count();
        (altered, n)
    };
    let weights: Vec<(bool, usize)> = groups.iter().map(weight).collect();
    let groups = fair(groups, &weights, limit);

    let mut cover = Cover {
        n_columns,
        n_rows: utterances.len(),
        ..Cover::default()
    };
    for (origin, members) in &groups {
        let name = match members.first() {
            Some(first) if members.len() > 1 || !is_origin(story, first) => {
                format!("from {}", shelf.outlet(*origin))
            }
            _ => "own report".to_owned(),
        };
        cover.origins.push((name, members.len()));
        cover
            .columns
            .extend(members.iter().filter_map(|it| head(shelf, it)));
    }
    let columns: Vec<&[DocumentId]> = groups
        .iter()
        .flat_map(|(_, members)| members.iter().map(Vec::as_slice))
        .collect();
    for n in shown {
        if let Some(utterance) = utterances.get(n) {
            let row = row(shelf, utterance, n + 1, &columns);
            // Without all columns a row may have nothing to show.
            let empty = row.cells.iter().all(|it| matches!(it, Cell::Gone { .. }));
            if extent.all_rows || !empty {
                cover.rows.push(row);
            }
        }
    }
    cover
}

fn is_origin(story: &Story, column: &[DocumentId]) -> bool {
    let mut origins = story.origins.iter();
    origins.any(|it| it.first() == column.first())
}

/// Which utterances are shown, and in which order: those that several origins carry first, altered
/// ones before others, then named speakers before unnamed ones, then by outlets.
fn rows(shelf: &Shelf, story: &Story, utterances: &[Utterance], all: bool) -> Vec<usize> {
    let weight = |utterance: &Utterance| {
        let has = |id: &DocumentId| utterance.versions.iter().any(|it| it.document == *id);
        let origins = story.origins.iter().filter(|it| it.iter().any(has)).count();
        let mut versions = utterance.versions.iter();
        let altered = versions.any(|it| it.relation == Relation::Altered);
        let reports = story.documents.iter().filter(|it| has(it)).count();
        let several = origins > 1;
        (
            several,
            altered,
            standing(shelf, utterance),
            origins,
            reports,
        )
    };
    let mut order: Vec<(usize, _)> = utterances.iter().map(weight).enumerate().collect();
    order.sort_by_key(|(at, weight)| (std::cmp::Reverse(*weight), *at));
    if !all {
        let several = order.iter().filter(|it| it.1.0).count();
        order.truncate(several.clamp(ROWS, MOST_ROWS));
    }
    order.into_iter().map(|it| it.0).collect()
}

/// 2 for who has a name, 1 for somebody without one, 0 for nobody in particular.
fn standing(shelf: &Shelf, utterance: &Utterance) -> u8 {
    let person = utterance.speaker.and_then(|it| shelf.person(it));
    match person.map(|it| (it.named, it.kind)) {
        Some((true, EntityKind::Person | EntityKind::Group)) => 2,
        Some((_, EntityKind::Person)) => 1,
        _ => 0,
    }
}

type Group = (DocumentId, Vec<Vec<DocumentId>>);

/// The columns of each origin: reports that differ in no wording share one.
fn columns(shelf: &Shelf, story: &Story, utterances: &[Utterance], shown: &[usize]) -> Vec<Group> {
    let profile = |id: DocumentId| -> Vec<Sign> {
        let rows = shown.iter().filter_map(|it| utterances.get(*it));
        rows.map(|utterance| sign(shelf, utterance, id)).collect()
    };
    let mut groups = Vec::new();
    for members in &story.origins {
        let Some(first) = members.first() else {
            continue;
        };
        let mut columns: Vec<(Vec<Sign>, Vec<DocumentId>)> = Vec::new();
        for id in members.iter().filter(|it| shelf.has_document(**it)) {
            let own = profile(*id);
            match columns.iter_mut().find(|it| fits(&it.0, &own)) {
                Some(column) => {
                    merge(&mut column.0, own);
                    column.1.push(*id);
                }
                None => columns.push((own, vec![*id])),
            }
        }
        groups.push((*first, columns.into_iter().map(|it| it.1).collect()));
    }
    groups
}

/// What tells one cell from another.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    /// Its words; none where they are the base's.
    Said(Option<String>),
    /// The text is whole, and has nothing.
    Nothing,
    /// Another reason for having nothing.
    Gone(OmissionReason),
}

fn sign(shelf: &Shelf, utterance: &Utterance, id: DocumentId) -> Sign {
    match (own(utterance, id).first(), reason(utterance, id)) {
        (Some(version), _) if matches!(version.relation, Relation::Base | Relation::Same) => {
            Sign::Said(None)
        }
        (Some(version), _) => {
            let paper = shelf.paper(id);
            Sign::Said(paper.map(|it| shelf::words_of(it, version).key()))
        }
        (None, None | Some(OmissionReason::NotReported)) => Sign::Nothing,
        (None, Some(reason)) => Sign::Gone(reason),
    }
}

/// Whether a report can stand in a column: no wording differs, and few are in one of them only.
fn fits(column: &[Sign], own: &[Sign]) -> bool {
    let pairs = || column.iter().zip(own);
    let lacking = |pair: &(&Sign, &Sign)| {
        matches!(
            pair,
            (Sign::Said(_), Sign::Nothing) | (Sign::Nothing, Sign::Said(_))
        )
    };
    let shared = pairs().filter(|(a, b)| a == b).count();
    let lacks = pairs().filter(lacking).count();
    pairs().all(|pair| pair.0 == pair.1 || lacking(&pair)) && lacks <= LACKING.min(shared)
}

fn merge(column: &mut [Sign], own: Vec<Sign>) {
    for (sign, own) in column.iter_mut().zip(own) {
        if *sign == Sign::Nothing {
            *sign = own;
        }
    }
}

/// A report's versions: an altered one is never hidden; then the one closest to the base.
fn own(utterance: &Utterance, id: DocumentId) -> Vec<&Version> {
    let versions = utterance.versions.iter();
    let own = versions.filter(|it| it.document == id && !wording::is_inside(utterance, it));
    let mut own: Vec<&Version> = own.collect();
    own.sort_by_key(|it| (it.relation != Relation::Altered, it.relation));
    own
}

/// Cuts the columns down to a number, taking from each origin in turn, first from those that have
/// most of the utterances.
fn fair(groups: Vec<Group>, weights: &[(bool, usize)], limit: usize) -> Vec<Group> {
    let total: usize = groups.iter().map(|it| it.1.len()).sum();
    if total <= limit {
        return groups;
    }
    let mut take = vec![0_usize; groups.len()];
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(weights.get(*at).copied()));
    let mut left = limit;
    while left > 0 {
        let before = left;
        for at in &order {
            if let (Some(taken), Some(group)) = (take.get_mut(*at), groups.get(*at))
                && left > 0
                && *taken < group.1.len()
            {
                *taken += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    let cut = groups.into_iter().zip(take);
    cut.map(|((origin, mut columns), n)| {
        columns.truncate(n);
        (origin, columns)
    })
    .filter(|it| !it.1.is_empty())
    .collect()
}

fn head(shelf: &Shelf, members: &[DocumentId]) -> Option<Column> {
    let paper = shelf.paper(*members.first()?)?;
    let at = paper.date().map(format::moment_short);
    Some(Column {
        outlet: paper.outlet().to_owned(),
        sub: match members.len() - 1 {
            0 => at.unwrap_or_else(|| "no date".to_owned()),
            n => format!("and {}", format::count(n, "copy")),
        },
        href: paper.href(),
    })
}

fn row(shelf: &Shelf, utterance: &Utterance, n: usize, columns: &[&[DocumentId]]) -> Row {
    let base = utterance.versions.first();
    let speaker = base.and_then(|it| shelf.speaker_of(it));
    let words = base
        .and_then(|it| Some(shelf::words_of(shelf.paper(it.document)?, it)))
        .unwrap_or_default();
    Row {
        n,
        who: speaker.map_or_else(|| "Speaker not stated".to_owned(), |it| it.name),
        claim: shelf::shorten(&words.text, 64),
        href: format!("/utterances/{}", utterance.id),
        cells: columns
            .iter()
            .filter_map(|it| cell(shelf, utterance, it))
            .collect(),
    }
}

/// What a column has: the words of its first report that has some; the base where any report of
/// it is the base.
fn cell(shelf: &Shelf, utterance: &Utterance, members: &[DocumentId]) -> Option<Cell> {
    let (having, lacking): (Vec<DocumentId>, Vec<DocumentId>) = members
        .iter()
        .partition(|id| utterance.versions.iter().any(|it| it.document == **id));
    let Some(id) = having.first().copied() else {
        return Some(gone(shelf, utterance, *members.first()?));
    };
    let base = utterance.versions.first();
    let has_base = base.is_some_and(|it| members.contains(&it.document));
    let own = own(utterance, id);
    let mut said = own
        .iter()
        .filter_map(|it| Some((it, shelf::words_of(shelf.paper(id)?, it))));
    let (version, words) = said.next()?;
    Some(Cell::Said {
        relation: match version.relation {
            Relation::Same if has_base => wording::class(Relation::Base),
            relation => wording::class(relation),
        },
        words: quoted(&words),
        at: words.place.short(),
        href: words.place.href.clone(),
        also: said
            .map(|(_, words)| (words.place.short(), words.place.href))
            .collect(),
        only: only(shelf, &having, &lacking),
    })
}

/// Which of the reports that share a column lack what stands in it.
fn only(shelf: &Shelf, having: &[DocumentId], lacking: &[DocumentId]) -> String {
    let names = |ids: &[DocumentId]| match ids.len() {
        0..=2 => {
            let names: Vec<String> = ids.iter().map(|it| shelf.outlet(*it).to_owned()).collect();
            format::list(&names)
        }
        n => format::count(n, "report"),
    };
    match (having.len(), lacking.len()) {
        (_, 0) => String::new(),
        (having_n, n) if having_n < n => format!("only in {}", names(having)),
        _ => format!("not in {}", names(lacking)),
    }
}

fn quoted(words: &shelf::Words) -> String {
    let text = shelf::shorten(&words.text, WORDS);
    match words.quoted {
        true => format!("“{text}”"),
        false => text,
    }
}

fn reason(utterance: &Utterance, id: DocumentId) -> Option<OmissionReason> {
    let mut omissions = utterance.omissions.iter();
    omissions
        .find(|it: &&Omission| it.document == id)
        .map(|it| it.reason)
}

fn gone(shelf: &Shelf, utterance: &Utterance, id: DocumentId) -> Cell {
    let at = shelf.paper(id).and_then(|it| it.date());
    let (class, what, why) = match reason(utterance, id) {
        Some(OmissionReason::PartOnly) => {
            ("cut", "our copy is cut", "a part of the text only".into())
        }
        Some(OmissionReason::PublishedBefore) => {
            let published = at.map(|it| format!("at {}", format::moment_short(it)));
            let said = utterance
                .said
                .map(|it| format!("said {}", format::moment_short(it)));
            let why: Vec<String> = published.into_iter().chain(said).collect();
            ("before", "← published before", why.join("; "))
        }
        Some(OmissionReason::NotReported) => ("none", "— not reported", String::new()),
        None => (
            "none",
            "— not found",
            "not compared with this report".into(),
        ),
    };
    Cell::Gone { class, what, why }
}
