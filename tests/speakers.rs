//! Who spoke, in annotated articles whose attributions are given, against hand-made gold.
//!
//! The articles and the scorer are not part of the project: `ONRECORD_SHARED` names their folder,
//! and where it is unset the test says that it was skipped.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use onrecord::model::{Item, ItemKind};
use onrecord::pipeline::{self, Options};
use onrecord::record::{Context, DocumentRecord};

/// Right speakers in percent, by kind of source; figures of `docs/evaluation.md` less a point or two,
/// for the weights may be trained again.
const FLOORS: [(&str, f64); 6] = [
    ("articles:", 91.0),
    ("all:", 92.0),
    ("persons:", 94.5),
    ("pronoun:", 87.0),
    ("name:", 96.5),
    ("role:", 96.0),
];
/// Wrong speakers in percent, at most: of all, and invented where the gold knows none.
const CEILINGS: [(&str, f64); 2] = [("all:", 4.5), ("unknown in gold:", 22.0)];

fn score(shared: &Path, arguments: &[&Path]) -> String {
    let output = Command::new("python3")
        .arg(shared.join("score/speakers.py"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn read(given: &str) -> String {
    let mut records = String::new();
    for line in given.lines() {
        let item = Item {
            reference: "-".to_owned(),
            kind: Some(ItemKind::JsonLine),
            bytes: line.as_bytes().to_vec(),
        };
        let options = Options {
            as_is: true,
            ..Default::default()
        };
        for analysed in pipeline::read(onrecord::resources::get(), &item, options).documents {
            let context = Context::alone(&analysed);
            let record = serde_json::to_string(&DocumentRecord::of(&context)).unwrap();
            writeln!(records, "{record}").unwrap();
        }
    }
    records
}

/// The number behind `name=` on the line that begins with `line`.
fn figure(score: &str, line: &str, name: &str) -> f64 {
    let line = score.lines().find(|it| it.starts_with(line)).unwrap();
    let value = line.split_whitespace().find_map(|it| it.strip_prefix(name));
    value.unwrap().parse().unwrap()
}

#[test]
fn speakers_of_given_attributions() {
    let Some(shared) = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: ONRECORD_SHARED is not set");
        return;
    };
    let gold = shared.join("data/speakers.dev.jsonl");
    let articles = shared.join("data/polnear.dev.jsonl");
    let given = score(&shared, &[Path::new("--given"), &gold, &articles]);
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("read.jsonl");
    std::fs::write(&records, read(&given)).unwrap();
    let score = score(&shared, &[&gold, &articles, &records]);
    println!("{score}");
    for (line, floor) in FLOORS {
        let right = figure(&score, line, "right=");
        assert!(right >= floor, "{line} right={right}, floor {floor}");
    }
    for (line, ceiling) in CEILINGS {
        let wrong = figure(&score, line, "wrong=");
        assert!(wrong <= ceiling, "{line} wrong={wrong}, ceiling {ceiling}");
    }
    let floors = [("said:", 89.0, 81.0), ("via:", 83.0, 82.0)];
    for (line, precision, recall) in floors {
        assert!(figure(&score, line, "P=") >= precision, "{score}");
        assert!(figure(&score, line, "R=") >= recall, "{score}");
    }
}
