//! How much of the article is read, against the development pages and dumps: floors that never
//! fall silently. Needs `ONRECORD_SHARED`; without it the tests say that they were skipped.

#![allow(clippy::print_stdout, clippy::expect_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use onrecord::model::{Item, ItemKind};
use onrecord::read::{self, ReadOptions};
use serde_json::Value;

/// Every how many-th page is read: enough to see a fall, quick enough to run each time.
const EVERY: usize = 4;

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    if shared.is_none() {
        println!("skipped: ONRECORD_SHARED is not set");
    }
    shared
}

/// The four-word shingles of a text, counted.
fn shingles(text: &str) -> HashMap<Vec<&str>, i64> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut counts = HashMap::new();
    for shingle in words.windows(4.min(words.len().max(1))) {
        *counts.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    counts
}

/// Precision and recall of a text, in that order.
fn score(gold: &str, text: &str) -> (f64, f64) {
    let (gold, found) = (shingles(gold), shingles(text));
    let both: i64 = gold
        .iter()
        .map(|(shingle, n)| *n.min(found.get(shingle).unwrap_or(&0)))
        .sum();
    let share = |whole: i64| {
        if whole == 0 {
            1.0
        } else {
            both as f64 / whole as f64
        }
    };
    (share(found.values().sum()), share(gold.values().sum()))
}

fn read_line(name: &str, body: &str) -> String {
    let line = serde_json::json!({ name: body });
    let item = Item {
        reference: "line".to_owned(),
        kind: Some(ItemKind::JsonLine),
        bytes: line.to_string().into_bytes(),
    };
    let outcome = read::read(onrecord::resources::get(), &item, ReadOptions::default());
    let text = outcome.documents.into_iter().next().map(|it| it.text);
    text.unwrap_or_default()
}

/// F1 of the mean precision and the mean recall.
fn f1(scores: &[(f64, f64)]) -> f64 {
    let n = scores.len().max(1) as f64;
    let precision = scores.iter().map(|it| it.0).sum::<f64>() / n;
    let recall = scores.iter().map(|it| it.1).sum::<f64>() / n;
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}

fn gunzip(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    GzDecoder::new(file).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn dumps() {
    let Some(shared) = shared() else { return };
    let path = shared.join("data/dumps.dev.jsonl.gz");
    let file = std::fs::File::open(&path).expect("the dumps");
    let mut scores = Vec::new();
    for row in BufReader::new(GzDecoder::new(file)).lines().step_by(EVERY) {
        let row: Value = serde_json::from_str(&row.expect("a row")).expect("JSON");
        let words = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        scores.push(score(
            &words("gold_text"),
            &read_line("text", &words("dump")),
        ));
    }
    let f1 = f1(&scores);
    println!("dumps: n={} F1={f1:.4}", scores.len());
    assert!(f1 > 0.941, "{f1:.4}");
}

#[test]
fn pages() {
    let Some(shared) = shared() else { return };
    let pages = shared.join("data/pages");
    let gold = std::fs::read_to_string(pages.join("gold.jsonl")).expect("the gold");
    let mut scores = Vec::new();
    for row in gold.lines().step_by(EVERY) {
        let row: Value = serde_json::from_str(row).expect("JSON");
        let words = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let html = gunzip(&pages.join(words("html_file"))).expect("a page");
        scores.push(score(&words("text"), &read_line("html", &html)));
    }
    let f1 = f1(&scores);
    println!("pages: n={} F1={f1:.4}", scores.len());
    assert!(f1 > 0.969, "{f1:.4}");
}
