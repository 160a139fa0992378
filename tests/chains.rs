//! Invented short reports, read end to end: from the first speaker to the outlet, with day, addressee
//! and venue.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // Tests panic and print.

use onrecord::model::{Item, ItemKind};
use onrecord::pipeline::{self, Options};
use onrecord::record::{Context, DocumentRecord};
use serde_json::{Value, json};

/// How many of a hundred are right at least; figures of `docs/evaluation.md`, rounded down.
const FLOORS: [(&str, usize); 4] = [
    ("chain", 88),
    ("said", 93),
    ("addressee", 93),
    ("venue", 95),
];

const REPORTS: &str = include_str!("gold/chains.jsonl");

fn read(report: &Value) -> Value {
    let item = Item {
        reference: "-".to_owned(),
        kind: Some(ItemKind::JsonLine),
        bytes: report.to_string().into_bytes(),
    };
    let outcome = pipeline::read(onrecord::resources::get(), &item, Options::default());
    let context = Context::alone(outcome.documents.first().unwrap());
    serde_json::to_value(DocumentRecord::of(&context)).unwrap()
}

/// The characters that spans cover.
fn words(text: &[char], spans: &Value) -> String {
    let parts = spans.as_array().unwrap().iter().map(|span| {
        let at = |i: usize| span[i].as_u64().unwrap() as usize;
        text[at(0)..at(1)].iter().collect::<String>()
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// What the shortest statement with some words tells, in the shape of the gold.
fn told(record: &Value, has: &str) -> Value {
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let statements = record["statements"].as_array().unwrap().iter();
    let contents = statements.map(|it| (words(&text, &it["content"]), it));
    let with = contents.filter(|(content, _)| content.contains(has));
    let Some((_, found)) = with.min_by_key(|(content, _)| content.len()) else {
        return Value::Null;
    };
    let links = found["chain"].as_array().unwrap().iter();
    let chain: Vec<&Value> = links
        .filter(|it| it["role"] != "outlet")
        .map(|it| &it["name"])
        .collect();
    json!({
        "chain": chain,
        "said": found["said"]["date"],
        "addressee": found["addressee"],
        "venue": found["venue"],
    })
}

#[test]
fn chains_days_addressees_and_venues() {
    let (mut right, mut all) = ([0; FLOORS.len()], 0);
    for line in REPORTS.lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let record = read(&report);
        for expected in report["expected"].as_array().unwrap() {
            let told = told(&record, expected["has"].as_str().unwrap());
            all += 1;
            for (right, (field, _)) in right.iter_mut().zip(FLOORS) {
                if told[field] == expected[field] {
                    *right += 1;
                } else {
                    println!(
                        "{}: {field} of {}, not {}",
                        report["text"], expected, told[field]
                    );
                }
            }
        }
    }
    assert!(all >= 60);
    for (right, (field, floor)) in right.into_iter().zip(FLOORS) {
        println!("{field} {right} of {all}");
        assert!(
            right * 100 >= floor * all,
            "{field} {right} of {all}, floor {floor}"
        );
    }
}
