//! Coded events in sentences and pages that others coded by hand: types, actors and recipients.
//!
//! The data are not part of the project: `ONRECORD_SHARED` names their folder, and where it is
//! unset the test says that it was skipped.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    hits: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    /// In thousandths.
    fn thousandths(self) -> usize {
        self.hits * 1000 / self.of.max(1)
    }
}

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    if shared.is_none() {
        eprintln!("skipped: ONRECORD_SHARED is not set");
    }
    shared
}

fn onrecord(arguments: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The coded events of each sentence; a sentence that is coded twice has the events of both.
fn coded(path: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut sentences: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap().to_owned();
        let events = list(&record, "events").iter().cloned();
        sentences.entry(text).or_default().extend(events);
    }
    sentences
}

/// Reads each sentence as a document of its own.
fn read(sentences: &BTreeMap<String, Vec<Value>>) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sentences.jsonl");
    let lines: Vec<String> = sentences
        .keys()
        .enumerate()
        .map(|(at, text)| json!({"id": at.to_string(), "text": text}).to_string())
        .collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let mut read = onrecord(&["read", "--as-is", &path.to_string_lossy()]);
    read.sort_by_key(|it| it["ref"].as_str().unwrap().parse::<usize>().unwrap());
    assert_eq!(read.len(), sentences.len());
    read
}

/// Whether two names share a word that is no title or article.
fn alike(left: &str, right: &str) -> bool {
    let words = |it: &str| -> BTreeSet<String> {
        let plain = ["the", "of", "and", "president", "minister", "a"];
        let lower = it.to_lowercase().replace("'s", "");
        lower
            .split_whitespace()
            .filter(|it| !plain.contains(it))
            .map(str::to_owned)
            .collect()
    };
    let (left, right) = (words(left), words(right));
    left.intersection(&right).next().is_some()
}

fn any_alike(found: &[Value], gold: &[Value]) -> bool {
    let name = |it: &Value, key: &str| it[key].as_str().unwrap_or("").to_owned();
    found.iter().any(|it| {
        gold.iter()
            .any(|gold| alike(&name(it, "name"), &name(gold, "text")))
    })
}

#[test]
fn types_and_parties_in_coded_sentences() {
    let Some(shared) = shared() else { return };
    let sentences = coded(&shared.join("data/events/plover_gsr.dev.jsonl"));
    let (mut recall, mut precision) = (Share::default(), Share::default());
    let (mut actor, mut recipient) = (Share::default(), Share::default());
    for (document, gold) in read(&sentences).iter().zip(sentences.values()) {
        let found = list(document, "events");
        for event in found {
            precision.add(gold.iter().any(|it| it["code"] == event["event"]));
        }
        for gold in gold {
            let same: Vec<&Value> = found
                .iter()
                .filter(|it| it["event"] == gold["code"])
                .collect();
            recall.add(!same.is_empty());
            if same.is_empty() {
                continue;
            }
            let named = |key: &str, other: &str| {
                same.iter()
                    .any(|it| any_alike(list(it, key), list(gold, other)))
            };
            if !list(gold, "actor").is_empty() {
                actor.add(named("actor", "actor"));
            }
            if !list(gold, "target").is_empty() {
                recipient.add(named("recipient", "target"));
            }
        }
    }
    let figures = [
        ("type precision", precision, 870),
        ("recall", recall, 660),
        ("actor, of those found", actor, 930),
        ("recipient, of those found", recipient, 700),
    ];
    for (name, share, floor) in figures {
        println!("{name}: {} of {}", share.hits, share.of);
        assert!(share.thousandths() >= floor, "{name} fell below {floor}");
    }
}

#[test]
fn invented_actors_are_found() {
    let Some(shared) = shared() else { return };
    let mut sentences = coded(&shared.join("data/events/petrarch_unittest.dev.jsonl"));
    sentences.retain(|_, events| !events.is_empty());
    let mut any = Share::default();
    for document in read(&sentences) {
        any.add(!list(&document, "events").is_empty());
    }
    println!("sentences with an event: {} of {}", any.hits, any.of);
    assert!(any.thousandths() >= INVENTED, "fell below {INVENTED}");
}

/// The floor of sentences with an event among those of invented actors, in thousandths.
const INVENTED: usize = 450;

/// Where a span of the cleaned text stands in the page, in code points.
fn in_page(document: &Value, span: &Value) -> Option<(u64, u64)> {
    let page = |at: u64| {
        list(document, "map").iter().find_map(|run| {
            let number = |it: usize| run[it].as_u64().unwrap();
            let inside = number(0) <= at && at < number(0) + number(2);
            inside.then(|| number(1) + at - number(0))
        })
    };
    Some((page(span[0].as_u64()?)?, page(span[1].as_u64()? - 1)? + 1))
}

#[test]
fn events_of_five_real_pages() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("seeds");
    let gold = fs::read_to_string(folder.join("gold.json")).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let (mut recall, mut precision, mut status) =
        (Share::default(), Share::default(), Share::default());
    for document in list(&gold, "docs") {
        let path = folder.join(document["file"].as_str().unwrap());
        let read = onrecord(&["read", &path.to_string_lossy()]).remove(0);
        let mut found: Vec<(Value, (u64, u64))> = list(&read, "events")
            .iter()
            .filter_map(|it| Some((it.clone(), in_page(&read, &it["event_text"])?)))
            .collect();
        let all = found.len();
        for event in list(&gold, "events") {
            if event["seed"] != document["seed"] {
                continue;
            }
            let at = |key: &str| event["event_text"][key].as_u64().unwrap();
            let (start, end) = (at("start"), at("end"));
            let hit = found.iter().position(|(it, span)| {
                let alternative = list(event, "alt").contains(&it["event"]);
                (it["event"] == event["event"] || alternative) && span.0 < end && start < span.1
            });
            if event["core"] == true {
                recall.add(hit.is_some());
            }
            if let Some(hit) = hit {
                status.add(found.remove(hit).0["status"] == event["status"]);
            }
        }
        precision.hits += all - found.len();
        precision.of += all;
    }
    for (name, share, floor) in [
        ("page events, precision", precision, 890),
        ("page events, recall", recall, 720),
        ("page events, status", status, 900),
    ] {
        println!("{name}: {} of {}", share.hits, share.of);
        assert!(share.thousandths() >= floor, "{name} fell below {floor}");
    }
}
