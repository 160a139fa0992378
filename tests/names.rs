//! Names of persons, beside the labels that CoreNLP gave the same articles.
//!
//! The articles and the labels are not part of the project: `ONRECORD_SHARED` names their folder, and
//! where it is unset the test says that it was skipped. The labels are a program's and have its
//! errors; what was found right of 200 disagreements is in `names/disagreements.tsv`.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;
use std::path::PathBuf;

use onrecord::model::{Engine, Item, ItemKind, MentionKind};
use onrecord::pipeline::{self, Options};
use serde_json::Value;

/// F1 by words and by names, and by names where a surname that CoreNLP labels once in an article
/// counts as labelled throughout; `docs/evaluation.md` less half a point.
const FLOORS: [(&str, f64); 3] = [("words", 89.7), ("names", 88.4), ("consistent", 96.2)];

/// Right, told and labelled.
#[derive(Default)]
struct Counts {
    found: f64,
    labelled: f64,
    right: f64,
    told: f64,
}

impl Counts {
    fn f1(&self) -> f64 {
        let (recall, precision) = (self.found / self.labelled, self.right / self.told);
        200.0 * precision * recall / (precision + recall)
    }
}

fn overlaps(span: &Range<usize>, others: &[Range<usize>]) -> bool {
    others
        .iter()
        .any(|it| it.start < span.end && span.start < it.end)
}

/// The runs of words that CoreNLP labelled as persons.
fn labelled(silver: &Value) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for sentence in silver["sents"].as_array().unwrap() {
        let mut open = false;
        for token in sentence["tok"].as_array().unwrap() {
            let place = |it: usize| token[it].as_u64().unwrap() as usize;
            let person = token[4] == "PERSON";
            match names.last_mut() {
                Some(last) if person && open => last.end = place(1),
                _ if person => names.push(place(0)..place(1)),
                _ => {}
            }
            open = person;
        }
    }
    names
}

/// The names of persons found in an article, in characters.
fn told(line: &str) -> Vec<Range<usize>> {
    let item = Item {
        reference: "-".to_owned(),
        kind: Some(ItemKind::JsonLine),
        bytes: line.as_bytes().to_vec(),
    };
    let options = Options {
        as_is: true,
        engine: Engine::Full,
    };
    let outcome = pipeline::read(onrecord::resources::get(), &item, options);
    let analysed = outcome.documents.first().unwrap();
    let text = &analysed.document.text;
    let starts: Vec<usize> = text.char_indices().map(|it| it.0).collect();
    let character = |byte: usize| starts.partition_point(|it| *it < byte);
    let mentions = analysed.analysis.mentions.iter();
    mentions
        .filter(|it| it.kind == MentionKind::Person)
        .map(|it| character(it.span.start())..character(it.span.end()))
        .collect()
}

/// The words of a text, in characters.
fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.iter().enumerate().filter(|it| it.1.is_alphanumeric()) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

#[test]
fn persons_against_silver_labels() {
    let Some(shared) = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: ONRECORD_SHARED is not set");
        return;
    };
    let file = std::fs::File::open(shared.join("data/polnear.silver.dev.jsonl.gz")).unwrap();
    let mut silver = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut silver)
        .unwrap();
    let silver: BTreeMap<String, Value> = silver
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|it| (it["id"].as_str().unwrap().to_owned(), it))
        .collect();
    let articles = std::fs::read_to_string(shared.join("data/polnear.dev.jsonl")).unwrap();
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for line in articles.lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let Some(silver) = silver.get(article["id"].as_str().unwrap()) else {
            continue;
        };
        let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        let input = serde_json::json!({"text": article["text"], "title": article["title"]});
        add(
            &mut counts,
            &text,
            &labelled(silver),
            &told(&input.to_string()),
        );
    }
    for (name, floor) in FLOORS {
        let f1 = counts.get(name).unwrap().f1();
        println!("{name}: F1 {f1:.1}");
        assert!(f1 >= floor, "{name}: F1 {f1:.1}, floor {floor}");
    }
}

fn add(
    counts: &mut BTreeMap<&str, Counts>,
    text: &[char],
    labelled: &[Range<usize>],
    told: &[Range<usize>],
) {
    for word in words(text) {
        let counts = counts.entry("words").or_default();
        let (by_label, by_us) = (overlaps(&word, labelled), overlaps(&word, told));
        counts.labelled += f64::from(by_label);
        counts.told += f64::from(by_us);
        counts.found += f64::from(by_label && by_us);
        counts.right += f64::from(by_label && by_us);
    }
    let last = |name: &Range<usize>| -> String {
        let name = text.get(name.clone()).unwrap();
        let word = words(name).pop().unwrap_or(0..0);
        name.get(word)
            .unwrap()
            .iter()
            .flat_map(|it| it.to_lowercase())
            .collect()
    };
    let parts: BTreeSet<String> = labelled
        .iter()
        .flat_map(|it| {
            words(text.get(it.clone()).unwrap())
                .into_iter()
                .map(|word| {
                    let word = it.start + word.start..it.start + word.end;
                    last(&word)
                })
        })
        .collect();
    for (name, consistent) in [("names", false), ("consistent", true)] {
        let counts = counts.entry(name).or_default();
        counts.labelled += labelled.len() as f64;
        counts.told += told.len() as f64;
        counts.found += labelled.iter().filter(|it| overlaps(it, told)).count() as f64;
        let right =
            |it: &&Range<usize>| overlaps(it, labelled) || consistent && parts.contains(&last(it));
        counts.right += told.iter().filter(right).count() as f64;
    }
}
