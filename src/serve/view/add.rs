//! What came of a reading: what was read, repeated, left undated, and not read.

use super::format;
use crate::model::{Analysed, DocumentId};
use crate::store::Added;

/// So many of a kind are listed; the rest is counted.
const LISTED: usize = 50;

/// How far a reading has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Inputs are read.
    #[default]
    Reading,
    /// Stories and people are put together.
    Gathering,
    /// It is over.
    Done,
    /// It had to stop: why.
    Stopped(String),
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: DocumentId,
    pub(crate) name: String,
    words: usize,
    statements: usize,
    is_new: bool,
    is_dated: bool,
    warnings: Vec<String>,
}

impl Entry {
    /// What a page tells of a document.
    pub(crate) fn of(analysed: &Analysed, added: Added) -> Entry {
        let document = &analysed.document;
        let headline = document.headline.as_ref().filter(|it| !it.is_empty());
        Entry {
            id: document.id,
            name: headline.unwrap_or(&document.reference).clone(),
            words: document.text.split_whitespace().count(),
            statements: analysed.analysis.statements.len(),
            is_new: added == Added::New,
            is_dated: document.published.is_some(),
            warnings: document.warnings.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What a reading has seen so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    pub(crate) stage: Stage,
    pub(crate) inputs: usize,
    pub(crate) documents: Vec<Entry>,
    pub(crate) failed: Vec<String>,
}

/// A line of the account: how many of what, and which.
pub(crate) struct Step {
    pub(crate) head: String,
    pub(crate) text: &'static str,
    /// Each with its address, where it has one, and a note.
    pub(crate) which: Vec<(String, Option<String>, String)>,
    pub(crate) more: usize,
}

/// A reading, as a page shows it.
pub(crate) struct ReadingView {
    pub(crate) is_over: bool,
    pub(crate) title: String,
    pub(crate) deck: String,
    pub(crate) steps: Vec<Step>,
}

/// Lays a reading out.
pub(crate) fn view(progress: &Progress) -> ReadingView {
    let is_over = matches!(progress.stage, Stage::Done | Stage::Stopped(_));
    let new = progress.documents.iter().filter(|it| it.is_new).count();
    let statements: usize = progress
        .documents
        .iter()
        .filter(|it| it.is_new)
        .map(|it| it.statements)
        .sum();
    let inputs = format::count(progress.inputs, "input");
    let (title, deck) = match &progress.stage {
        Stage::Reading => (
            "Reading".to_owned(),
            format!("{inputs} done. This page looks again every second."),
        ),
        Stage::Gathering => (
            "Putting stories together".to_owned(),
            format!("{inputs} read. Copies, stories, people and wordings are looked for."),
        ),
        Stage::Done => (
            format!(
                "{} added",
                format::capitalise(&format::count(new, "document"))
            ),
            format!(
                "{} read, {} found.",
                format::capitalise(&inputs),
                format::count(statements, "statement")
            ),
        ),
        Stage::Stopped(why) => ("Stopped".to_owned(), why.clone()),
    };
    ReadingView {
        is_over,
        title,
        deck,
        steps: steps(progress),
    }
}

fn steps(progress: &Progress) -> Vec<Step> {
    let of = |which: &dyn Fn(&Entry) -> bool, note: &dyn Fn(&Entry) -> String| {
        let chosen = progress.documents.iter().filter(|it| which(it));
        let link = |it: &Entry| Some(format!("/documents/{}", it.id));
        chosen
            .map(|it| (it.name.clone(), link(it), note(it)))
            .collect::<Vec<_>>()
    };
    let read = |it: &Entry| {
        format!(
            "{}, {}",
            format::count(it.words, "word"),
            format::count(it.statements, "statement")
        )
    };
    let nothing = |_: &Entry| String::new();
    let failed = progress.failed.iter();
    let failed = failed.map(|it| (it.clone(), None, String::new())).collect();
    let lists = [
        ("read", "", of(&|it| it.is_new, &read)),
        (
            "the same",
            "Held already, word for word; kept once.",
            of(&|it| !it.is_new, &nothing),
        ),
        (
            "undated",
            "No day of publishing is stated. It is told from the other reports of the story where they can tell it.",
            of(&|it| it.is_new && !it.is_dated, &nothing),
        ),
        (
            "with warnings",
            "Read, but something looked odd.",
            of(&|it| it.is_new && !it.warnings.is_empty(), &|it| {
                it.warnings.join("; ")
            }),
        ),
        ("not read", "Nothing was guessed.", failed),
    ];
    let lists = lists.into_iter().filter(|(_, _, which)| !which.is_empty());
    lists
        .map(|(noun, text, mut which)| {
            let n = which.len();
            which.truncate(LISTED);
            Step {
                head: format!("{} {noun}", format::thousands(n)),
                text,
                which,
                more: n.saturating_sub(LISTED),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Hash;

    fn entry(name: &str, is_new: bool, is_dated: bool) -> Entry {
        Entry {
            id: DocumentId(Hash::of_bytes(name.as_bytes())),
            name: name.to_owned(),
            words: 120,
            statements: 2,
            is_new,
            is_dated,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn what_was_read_repeated_undated_and_not_read_is_told_apart() {
        let progress = Progress {
            stage: Stage::Done,
            inputs: 4,
            documents: vec![
                entry("Gates stay shut", true, true),
                entry("Marsk speaks", true, false),
                entry("Gates stay shut", false, true),
            ],
            failed: vec!["Failed to read `scan.bin`".to_owned()],
        };
        let view = view(&progress);
        assert_eq!(view.title, "2 documents added");
        let heads: Vec<&str> = view.steps.iter().map(|it| it.head.as_str()).collect();
        assert_eq!(heads, ["2 read", "1 the same", "1 undated", "1 not read"]);
        let notes: Vec<&str> = view
            .steps
            .iter()
            .flat_map(|it| it.which.first())
            .map(|it| it.2.as_str())
            .collect();
        assert_eq!(notes.first(), Some(&"120 words, 2 statements"));
    }

    #[test]
    fn long_lists_are_counted() {
        let documents = (0..LISTED + 7).map(|it| entry(&it.to_string(), true, true));
        let progress = Progress {
            documents: documents.collect(),
            ..Progress::default()
        };
        let view = view(&progress);
        assert!(!view.is_over);
        let first = view.steps.first().expect("what was read");
        assert_eq!((first.which.len(), first.more), (LISTED, 7));
    }
}
