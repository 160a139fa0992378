//! `onrecord check`: whether words are on record, whose they are, and in which versions.
//!
//! It never says that something was not said, only that it is not in what was read.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::cli::collate;
use crate::cli::database::{self, Database};
use crate::cli::screen::{Ink, Screen};
use crate::cli::story::outlet;
use crate::cli::{Exit, counted, day, days, message};
use crate::model::{
    Date, DocumentId, Hash, Relation, Span, StatementId, Utterance, UtteranceId, Version,
};
use crate::pipeline;
use crate::record::words;
use crate::resources;
use crate::store::{Names, StatementFilter, Store};

/// Look up whether words are on record: by whom, first where, in which versions, what was cut.
///
/// What is not found may still have been said: only what was read can be found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord check 'We told Orrenland about the release twice, in writing'
  onrecord check 'nobody wrote to me' --speaker 'Hanne Okrist'
  onrecord check 'the gates stay open' --json | jq .verdict")]
pub(crate) struct Args {
    /// The words, with or without quotation marks
    #[arg(value_name = "WORDS")]
    words: String,
    /// Only this speaker: a name, or how an id begins
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Print JSON Lines instead of text: what was found, then the utterances
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// How many statements are looked at, and how many utterances are shown.
const LOOKED_AT: usize = 400;
const SHOWN: usize = 5;

/// A version has this share of the content words that were asked for, in hundredths, to count.
const ENOUGH: usize = 50;

/// What was found of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// A version has them in this order.
    Verbatim,
    /// A version has most of them.
    Reworded,
    /// None has.
    Nowhere,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Reworded => "reworded",
            Verdict::Nowhere => "not-found",
        }
    }
}

/// An utterance of which a version has what was asked.
struct Found {
    utterance: Utterance,
    verdict: Verdict,
    /// How many of the words asked the best version has, in hundredths.
    share: usize,
    /// The version that has most of them.
    version: usize,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let store = args.database.open()?;
    let speaker = args.speaker.as_deref();
    let speaker = speaker.map(|it| database::person(&store, it)).transpose()?;
    let names = store.names()?;
    let asked = key(&args.words);
    let found = match asked.is_empty() {
        true => Vec::new(),
        false => find(&store, &asked, speaker)?,
    };
    let verdict = found.iter().map(|it| it.verdict).min();
    let verdict = verdict.unwrap_or(Verdict::Nowhere);
    let mut screen = Screen::new();
    let (searched, first, last) = searched(&store)?;
    if args.json {
        let summary = serde_json::json!({
            "asked": args.words, "verdict": verdict.name(), "utterances": found.len(),
            "documents": searched, "first": first.map(|it| day(Some(it))),
            "last": last.map(|it| day(Some(it))),
        });
        screen.json(&serde_json::to_vec(&summary)?)?;
        let utterances: Vec<Utterance> = found.into_iter().map(|it| it.utterance).collect();
        store.export_utterances(&names, &utterances, &mut |line| screen.json(line))?;
        screen.finish()?;
        return Ok(Exit::Done);
    }
    let of_days = match first {
        Some(_) => format!(" of {}", days(first, last)),
        None => String::new(),
    };
    let searched = format!("{}{of_days}", counted(searched, "document"));
    let line = match verdict {
        Verdict::Verbatim => "On record in these words.".to_owned(),
        Verdict::Reworded => "On record, but not in these words.".to_owned(),
        Verdict::Nowhere => format!("Not in these {searched}; it may still have been said."),
    };
    screen.text("", 0, &screen.ink(Ink::Title, &line))?;
    for found in found.iter().take(SHOWN) {
        screen.gap()?;
        print(&mut screen, &store, &names, &args.words, found)?;
    }
    screen.flush()?;
    if found.len() > SHOWN {
        message::hint(&format!(
            "{} more; `--json` lists them",
            found.len() - SHOWN
        ));
    }
    if verdict != Verdict::Nowhere {
        message::note(&format!("Looked through {searched}"));
    }
    screen.finish()?;
    Ok(Exit::Done)
}

/// The documents that were searched, and their first and last day.
fn searched(store: &Store) -> anyhow::Result<(usize, Option<Date>, Option<Date>)> {
    let stories = store.stories()?;
    let first = stories
        .iter()
        .filter_map(|it| it.first)
        .min_by_key(Date::day_range);
    let last = stories
        .iter()
        .filter_map(|it| it.last)
        .max_by_key(Date::day_range);
    Ok((store.count_documents()?, first, last))
}

/// The utterances that have the words, or most of them, the best first.
fn find(
    store: &Store,
    asked: &[String],
    speaker: Option<crate::model::PersonId>,
) -> anyhow::Result<Vec<Found>> {
    let mut statements: BTreeSet<StatementId> = BTreeSet::new();
    for words in questions(asked) {
        let filter = StatementFilter {
            speaker,
            words: Some(words),
            ..StatementFilter::default()
        };
        let found = store.statements(&filter, 0, LOOKED_AT)?;
        statements.extend(found.into_iter().map(|(_, statement)| statement));
    }
    let mut utterances: BTreeSet<UtteranceId> = BTreeSet::new();
    for statement in statements {
        utterances.extend(store.utterances_of(statement)?);
    }
    let mut texts: BTreeMap<DocumentId, String> = BTreeMap::new();
    let mut found = Vec::new();
    for id in utterances {
        let Some(utterance) = store.utterance(id)? else {
            continue;
        };
        let mut best = (Verdict::Nowhere, 0, 0);
        for (at, version) in utterance.versions.iter().enumerate() {
            let text = match texts.entry(version.document) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    let document = store.document(version.document)?;
                    free.insert(document.map(|it| it.document.text).unwrap_or_default())
                }
            };
            let (verdict, share) = judge(asked, &key(&words(text, &version.content)));
            if (verdict, Reverse(share)) < (best.0, Reverse(best.1)) {
                best = (verdict, share, at);
            }
        }
        let (verdict, share, version) = best;
        if verdict != Verdict::Nowhere {
            found.push(Found {
                utterance,
                verdict,
                share,
                version,
            });
        }
    }
    found.sort_by_key(|it| (it.verdict, Reverse(it.share), it.utterance.id));
    Ok(found)
}

/// What a version has of the words asked, and how many of them in hundredths.
fn judge(asked: &[String], words: &[String]) -> (Verdict, usize) {
    if words.windows(asked.len()).any(|it| it == asked) {
        return (Verdict::Verbatim, 100);
    }
    let telling = telling(asked);
    let has = telling.iter().filter(|it| words.contains(it)).count();
    let share = has * 100 / telling.len().max(1);
    match share >= ENOUGH {
        true => (Verdict::Reworded, share),
        false => (Verdict::Nowhere, share),
    }
}

/// What the store is asked for: all words, and, since one word changed hides the rest, each half of
/// the words that carry content, and every second one.
fn questions(asked: &[String]) -> BTreeSet<String> {
    let telling = telling(asked);
    let (first, second) = telling.split_at(telling.len() / 2);
    let third = telling.len().div_ceil(3).max(1);
    let mut questions = BTreeSet::from([asked.join(" ")]);
    let parts = [first, second].into_iter().chain(telling.chunks(third));
    for part in parts.filter(|it| it.len() > 1 || it.len() == telling.len()) {
        let part: Vec<&str> = part.iter().map(|it| it.as_str()).collect();
        questions.insert(part.join(" "));
    }
    questions.remove("");
    questions
}

/// The words that carry content, else all.
fn telling(asked: &[String]) -> Vec<&String> {
    let function = &resources::get().facts.wording.function_words;
    let telling: Vec<&String> = asked
        .iter()
        .filter(|it| !function.contains(it.as_str()))
        .collect();
    match telling.is_empty() {
        true => asked.iter().collect(),
        false => telling,
    }
}

/// Letters and figures in lower case.
fn key(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Prints an utterance with what it has of the words asked, and all its versions.
fn print(
    screen: &mut Screen,
    store: &Store,
    names: &Names,
    asked: &str,
    found: &Found,
) -> anyhow::Result<()> {
    let Some(story) = store.story(found.utterance.story)? else {
        return Ok(());
    };
    collate::print(screen, store, names, &story, &found.utterance)?;
    if let Some((outlet, published)) = first_report(store, &found.utterance)? {
        let line = format!("first in {outlet}, {}", day(Some(published)));
        screen.text("", 2, &screen.ink(Ink::Faint, &line))?;
    }
    if found.verdict == Verdict::Reworded {
        let compared = compared(screen, store, asked, found)?;
        screen.text(
            "",
            2,
            &screen.ink(Ink::Faint, "as asked, against these words:"),
        )?;
        screen.text("", 4, &compared)?;
    }
    Ok(())
}

/// The outlet that had it first, and when.
fn first_report(store: &Store, utterance: &Utterance) -> anyhow::Result<Option<(String, Date)>> {
    let mut by_day: BTreeMap<(i32, DocumentId), Date> = BTreeMap::new();
    for version in &utterance.versions {
        let document = store.document(version.document)?;
        if let Some(published) = document.and_then(|it| it.document.published) {
            let day = published.date.day_range().0;
            by_day.insert((day, version.document), published.date);
        }
    }
    match by_day.first_key_value() {
        Some(((_, document), date)) => Ok(Some((outlet(store, *document)?, *date))),
        None => Ok(None),
    }
}

/// The words asked with what differs from the version that has most of them.
fn compared(screen: &Screen, store: &Store, asked: &str, found: &Found) -> anyhow::Result<String> {
    let Some(version) = found.utterance.versions.get(found.version) else {
        return Ok(String::new());
    };
    let document = store.document(version.document)?;
    let text = document.map(|it| it.document.text).unwrap_or_default();
    let question = DocumentId(Hash::of_bytes(asked.as_bytes()));
    let pair = Utterance {
        versions: vec![
            version.clone(),
            Version {
                document: question,
                statement: version.statement,
                content: vec![Span::new(0, asked.len())],
                relation: Relation::Paraphrased,
                why: String::new(),
                score: 0,
                grounds: Vec::new(),
            },
        ],
        omissions: Vec::new(),
        ..found.utterance
    };
    let text_of = |id: DocumentId| match id == question {
        true => Some(asked),
        false => Some(text.as_str()),
    };
    let collation = pipeline::align(resources::get(), &pair, 0, text_of);
    Ok(collate::wording(screen, &collation, 1, &text_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_judged_by_order_and_share() {
        let check = |asked: &str, words: &str, expected: Verdict| {
            let (verdict, _) = judge(&key(asked), &key(words));
            assert_eq!(verdict, expected, "{asked} / {words}");
        };
        let said = "“We told Orrenland about the release twice, in writing,”";
        check(
            "told Orrenland about the release TWICE",
            said,
            Verdict::Verbatim,
        );
        check(
            "We told Orrenland twice in writing",
            said,
            Verdict::Reworded,
        );
        check("Nobody in Orrenland was asked", said, Verdict::Nowhere);
    }

    #[test]
    fn one_word_changed_does_not_hide_the_rest() {
        let asked = key("We warned Orrenland about the release three times in letters");
        let questions = questions(&asked);
        assert!(
            questions
                .iter()
                .any(|it| !it.contains("letters") && it.contains("orrenland"))
        );
        assert!(questions.len() > 3, "{questions:?}");
    }
}
