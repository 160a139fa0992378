//! How much of the article is read, and which headline, days and authors, against the development
//! pages and dumps: floors that never fall silently. Needs `ONRECORD_SHARED`; without it the tests say that they were skipped.

#![allow(clippy::print_stdout, clippy::expect_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use onrecord::model::{Document, Item, ItemKind};
use onrecord::read::{self, ReadOptions};
use serde_json::Value;

/// Every how many-th page is read: enough to see a fall, quick enough to run each time. `ONRECORD_EVERY=1`
/// reads all.
fn every() -> usize {
    let given = std::env::var("ONRECORD_EVERY").ok();
    let given = given.and_then(|it| it.parse().ok());
    given.filter(|it| *it > 0).unwrap_or(4)
}

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

fn read_line(name: &str, body: &str) -> Document {
    let line = serde_json::json!({ name: body });
    let item = Item {
        reference: "line".to_owned(),
        kind: Some(ItemKind::JsonLine),
        bytes: line.to_string().into_bytes(),
    };
    let outcome = read::read(onrecord::resources::get(), &item, ReadOptions::default());
    outcome.documents.into_iter().next().expect("a document")
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
    for row in BufReader::new(GzDecoder::new(file))
        .lines()
        .step_by(every())
    {
        let row: Value = serde_json::from_str(&row.expect("a row")).expect("JSON");
        let words = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        scores.push(score(
            &words("gold_text"),
            &read_line("text", &words("dump")).text,
        ));
    }
    let f1 = f1(&scores);
    println!("dumps: n={} F1={f1:.4}", scores.len());
    assert!(f1 > 0.946, "{f1:.4}");
}

/// The letters and digits of a text, lower case.
fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The people among the authors that the gold names, without titles, teams and outlets.
fn people(author: &Value, domain: &str) -> Vec<String> {
    let joined = author.as_str().unwrap_or_default();
    let names: Vec<&str> = match author {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => joined
            .split([',', ';', '|', '&'])
            .flat_map(|it| it.split(" and "))
            .collect(),
    };
    let outlet = letters(domain.rsplit_once('.').map_or(domain, |it| it.0));
    let names = names.into_iter().map(bare).filter(|name| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital =
            |word: Option<&&str>| word.is_some_and(|it| it.starts_with(char::is_uppercase));
        let plain = name
            .chars()
            .all(|c| c.is_alphabetic() || " .'’-".contains(c));
        let team = words
            .iter()
            .any(|word| NOBODY.contains(&word.to_lowercase().as_str()));
        let own = outlet.contains(&letters(name)) || letters(name).contains(&outlet);
        (2..=5).contains(&words.len())
            && capital(words.first())
            && capital(words.last())
            && plain
            && !team
            && !own
    });
    names.map(letters).collect()
}

/// A name without a title before it.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let title = ["Dr. ", "Dr ", "Prof. ", "Mr. ", "Mrs. ", "Ms. "];
    title
        .iter()
        .find_map(|it| name.strip_prefix(it))
        .unwrap_or(name)
}

/// Words of authors that are no people.
const NOBODY: [&str; 20] = [
    "team",
    "staff",
    "editors",
    "editorial",
    "desk",
    "news",
    "online",
    "agency",
    "group",
    "media",
    "the",
    "admin",
    "contributor",
    "redaktion",
    "press",
    "center",
    "department",
    "experts",
    "university",
    "association",
];

/// What was found of the facts about pages.
#[derive(Default)]
struct Facts {
    titles: usize,
    exact: usize,
    days: usize,
    served: usize,
    wrong: usize,
    /// Authors found, found wrongly, missed.
    authors: [usize; 3],
}

impl Facts {
    fn add(&mut self, row: &Value, document: &Document) {
        if let Some(title) = row["title"].as_str() {
            self.titles += 1;
            let headline = document.headline.as_deref().unwrap_or_default();
            self.exact += usize::from(letters(title) == letters(headline));
        }
        if let Some(day) = row["date"]
            .as_str()
            .and_then(|it| it.get(..it.len().min(10)))
        {
            self.days += 1;
            let is = |it: &onrecord::model::Published| it.date.to_string().starts_with(day);
            let served = [document.published, document.modified]
                .iter()
                .flatten()
                .any(is);
            self.served += usize::from(served);
            self.wrong += usize::from(!served && document.published.is_some());
        }
        let gold = people(&row["author"], row["domain"].as_str().unwrap_or_default());
        if !gold.is_empty() {
            let found: Vec<String> = document.byline.iter().map(|it| letters(bare(it))).collect();
            let right = found.iter().filter(|it| gold.contains(it)).count();
            self.authors[0] += right;
            self.authors[1] += found.len() - right;
            self.authors[2] += gold.iter().filter(|it| !found.contains(it)).count();
        }
    }

    fn check(&self) {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let exact = share(self.exact, self.titles);
        let (served, wrong) = (share(self.served, self.days), share(self.wrong, self.days));
        let [right, more, missed] = self.authors;
        let authors = share(2 * right, 2 * right + more + missed);
        println!(
            "headlines {exact:.3}, days {served:.3}, wrong {wrong:.3}, authors F1 {authors:.3}"
        );
        assert!(exact > HEADLINES, "{exact:.3}");
        assert!(
            served > DAYS && wrong < WRONG_DAYS,
            "{served:.3} {wrong:.3}"
        );
        assert!(authors > AUTHORS, "{authors:.3}");
    }
}

const HEADLINES: f64 = 0.86;
const DAYS: f64 = 0.91;
const WRONG_DAYS: f64 = 0.03;
const AUTHORS: f64 = 0.88;

#[test]
fn pages() {
    let Some(shared) = shared() else { return };
    let pages = shared.join("data/pages");
    let gold = std::fs::read_to_string(pages.join("gold.jsonl")).expect("the gold");
    let (mut scores, mut facts) = (Vec::new(), Facts::default());
    for row in gold.lines().step_by(every()) {
        let row: Value = serde_json::from_str(row).expect("JSON");
        let words = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let html = gunzip(&pages.join(words("html_file"))).expect("a page");
        let document = read_line("html", &html);
        facts.add(&row, &document);
        scores.push(score(&words("text"), &document.text));
    }
    facts.check();
    let f1 = f1(&scores);
    println!("pages: n={} F1={f1:.4}", scores.len());
    assert!(f1 > 0.973, "{f1:.4}");
}
