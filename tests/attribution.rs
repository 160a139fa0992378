//! Attributions in news articles against PolNeAR's development part, with floors.
//!
//! The articles and the scorer are not part of the project: `ONRECORD_SHARED` names their folder,
//! and where it is unset the test says that it was skipped.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // Tests panic and print.

use std::path::{Path, PathBuf};
use std::process::Command;

/// F1 by figure that may never fall, in percent: a little below what was measured, since machines
/// of other kinds round floats otherwise.
const FULL: [(&str, f64); 7] = [
    ("attribution lenient", 81.6),
    ("attribution half", 75.8),
    ("statement half_direct", 93.4),
    ("statement half_mixed", 85.8),
    ("spans source", 81.6),
    ("spans cue", 75.8),
    ("spans content", 68.0),
];
const FAST: [(&str, f64); 7] = [
    ("attribution lenient", 77.8),
    ("attribution half", 71.4),
    ("statement half_direct", 93.0),
    ("statement half_mixed", 85.4),
    ("spans source", 77.6),
    ("spans cue", 73.1),
    ("spans content", 61.9),
];

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    output.stdout
}

fn f1(scores: &serde_json::Value, figure: &str) -> f64 {
    scores[figure][2].as_f64().unwrap()
}

fn score(shared: &Path, arguments: &[&str]) -> serde_json::Value {
    let gold = shared.join("data/polnear.dev.jsonl");
    let folder = tempfile::tempdir().unwrap();
    let read = folder.path().join("read.jsonl");
    let mut onrecord = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    std::fs::write(
        &read,
        run(onrecord
            .args(["read", "--as-is"])
            .args(arguments)
            .arg(&gold)),
    )
    .unwrap();
    let mut scorer = Command::new("python3");
    scorer.arg(shared.join("score/attribution.py"));
    let scores = run(scorer.args([&gold, &read]).arg("--json"));
    serde_json::from_slice(&scores).unwrap()
}

#[track_caller]
fn check(arguments: &[&str], floors: &[(&str, f64)]) {
    let Some(shared) = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: ONRECORD_SHARED is not set");
        return;
    };
    let scores = score(&shared, arguments);
    for (figure, floor) in floors {
        let found = f1(&scores, figure);
        assert!(
            found >= *floor,
            "`{figure}` fell to {found}, the floor is {floor}"
        );
    }
}

#[test]
fn the_full_engine_stays_above_its_floors() {
    check(&[], &FULL);
}

#[test]
fn the_fast_engine_stays_above_its_floors() {
    check(&["--fast"], &FAST);
}
