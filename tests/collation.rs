//! Utterances through the program: hand-made groups in real coverage, two translations of one text,
//! and invented wordings whose changes a reader would hold against an outlet.
//!
//! The articles and the scorers are not part of the project: `ONRECORD_SHARED` names their folder,
//! and where it is unset the tests that need them say that they were skipped.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    if shared.is_none() {
        eprintln!("skipped: ONRECORD_SHARED is not set");
    }
    shared
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The utterances and conflicts of a store with these documents.
fn collate(folder: &Path, documents: &str) -> (String, String) {
    let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let program = env!("CARGO_BIN_EXE_onrecord");
    fs::write(at("documents.jsonl"), documents).unwrap();
    run(
        program,
        &[
            "add",
            "--as-is",
            "--db",
            &at("store.db"),
            &at("documents.jsonl"),
        ],
    );
    let export = |kind| run(program, &["export", kind, "--db", &at("store.db")]);
    (export("utterances"), export("conflicts"))
}

/// What a scorer prints about the utterances and conflicts that are found in its inputs.
fn report(shared: &Path, scorer: &str, inputs: &str, data: &[&str], conflicts: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let scorer = shared
        .join("score")
        .join(scorer)
        .to_string_lossy()
        .into_owned();
    let data: Vec<String> = data
        .iter()
        .map(|name| {
            shared
                .join("data")
                .join(name)
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let data: Vec<&str> = data.iter().map(String::as_str).collect();
    let given = run("python3", &[&[scorer.as_str(), inputs], &data[..]].concat());
    let (utterances, disputed) = collate(folder.path(), &given);
    fs::write(at("utterances.jsonl"), utterances).unwrap();
    fs::write(at("conflicts.jsonl"), disputed).unwrap();
    let (utterances, disputed) = (at("utterances.jsonl"), at("conflicts.jsonl"));
    let mut arguments = vec![scorer.as_str()];
    arguments.extend(&data);
    arguments.push(&utterances);
    if conflicts {
        arguments.push(&disputed);
    }
    let report = run("python3", &arguments);
    println!("{report}");
    report
}

fn figure(report: &str, line: &str, name: &str) -> f64 {
    let line = report.lines().find(|it| it.starts_with(line)).unwrap();
    let at = line.find(name).unwrap() + name.len();
    let digits: String = line[at..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    digits.parse().unwrap()
}

const STORIES: [&str; 2] = ["collation.dev.jsonl", "collation.docs.dev.jsonl.gz"];

#[test]
fn utterances_of_given_statements() {
    let Some(shared) = shared() else { return };
    let report = report(&shared, "collation.py", "--given", &STORIES, true);
    assert!(figure(&report, "versions", "F1=") >= 86.0);
    assert!(figure(&report, "direct", "R=") >= 98.0);
    assert!(figure(&report, "look-alikes", "joined=") <= 1.0);
    assert!(figure(&report, "relation", "accuracy=") >= 90.0);
    assert!(figure(&report, "conflicts", "R=") >= 60.0);
    assert!(figure(&report, "agreements", "conflicts=") <= 0.0);
}

#[test]
fn utterances_of_bare_articles() {
    let Some(shared) = shared() else { return };
    let report = report(&shared, "collation.py", "--bare", &STORIES, true);
    assert!(figure(&report, "versions", "F1=") >= 65.0);
    assert!(figure(&report, "direct", "R=") >= 85.0);
    assert!(figure(&report, "look-alikes", "joined=") <= 4.0);
    assert!(figure(&report, "agreements", "conflicts=") <= 0.0);
}

#[test]
fn two_translations_of_one_text() {
    let Some(shared) = shared() else { return };
    let data = ["retranslation.dev.jsonl.gz"];
    let report = report(&shared, "retranslation.py", "--given", &data, false);
    assert!(figure(&report, "all", "F1=") >= 96.0);
    assert!(figure(&report, "all", "labelled=") >= 97.0);
    assert!(figure(&report, "quoted", "F1=") >= 95.0);
}

/// A document with one statement, whose content is the wording.
fn document(story: usize, side: &str, wording: &str) -> String {
    let text = format!("{wording} Minister Marsk said in Brasna.\nReport {story}{side}.");
    let content = [0, wording.chars().count()];
    let line = json!({"id": format!("{story}{side}"), "given_story": story.to_string(),
        "date": "2031-03-12", "outlet": format!("Outlet {side}"), "text": text,
        "statements": [{"content": [content], "speaker": {"name": "Ilse Marsk"}}]});
    format!("{line}\n")
}

#[test]
fn what_is_changed_inside_quotation_marks_is_told() {
    let rows: Vec<Vec<&str>> = include_str!("gold/wordings.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    let documents: String = (0..)
        .zip(&rows)
        .map(|(k, row)| document(k, "a", row[2]) + &document(k, "b", row[3]))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let (utterances, _) = collate(folder.path(), &documents);
    let mut found: Vec<String> = vec!["apart".to_owned(); rows.len()];
    for line in utterances.lines() {
        let utterance: Value = serde_json::from_str(line).unwrap();
        for version in utterance["versions"].as_array().unwrap().iter().skip(1) {
            let reference = version["document"].as_str().unwrap();
            let row: usize = reference[..reference.len() - 1].parse().unwrap();
            found[row] = version["relation"].as_str().unwrap().to_owned();
        }
    }
    let count = |keep: &dyn Fn(&str, &str) -> bool| {
        let pairs = rows.iter().zip(&found);
        pairs.filter(|(row, found)| keep(row[0], found)).count()
    };
    for (row, found) in rows.iter().zip(&found).filter(|(row, it)| row[0] != **it) {
        println!(
            "{found} for {}: {} | {}",
            row[..2].join(" "),
            row[2],
            row[3]
        );
    }
    let altered = count(&|gold, _| gold == "altered");
    let said = count(&|_, found| found == "altered");
    let right = count(&|gold, found| gold == "altered" && found == "altered");
    let same = count(&|gold, found| gold == found);
    println!(
        "altered {right} of {altered}, said {said}; relations {same} of {}",
        rows.len()
    );
    assert!(right * 100 >= altered * 90);
    assert!(right * 100 >= said * 95);
    assert!(same * 100 >= rows.len() * 88);
}

#[test]
fn days_names_and_offices_are_disputed() {
    let article = |id: &str, date: &str, text: &str| {
        let line = json!({"id": id, "given_story": "1", "date": date, "outlet": id, "text": text});
        format!("{line}\n")
    };
    let documents = [
        article(
            "a",
            "2031-03-13",
            "BRASNA (CPA) - “We warned Orrenland twice about the gates and nobody listened,” Water \
             Minister Ilsabet Marsk said on Monday. Tomas Verling, an engineer, was there.\n\
             Odran Kell, then a deputy prosecutor, had asked for the letters.\n",
        ),
        article(
            "b",
            "2031-03-13",
            "BRASNA - “We warned Orrenland twice about the gates and nobody listened,” Water \
             Minister Ilsabet Marsk said on Tuesday. Tomas Vereling, an engineer, was there.\n\
             Odran Kell, then a prosecutor, had asked for the letters.\n",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (_, disputed) = collate(folder.path(), &documents.concat());
    let found: Vec<(String, Vec<String>)> = disputed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|it| {
            let values = it["values"].as_array().unwrap().iter();
            let values = values.map(|it| it["value"].as_str().unwrap().to_owned());
            (it["about"].as_str().unwrap().to_owned(), values.collect())
        })
        .collect();
    let has = |about: &str, values: [&str; 2]| {
        let known = found.iter().any(|it| it.0 == about && it.1 == values);
        assert!(known, "{about} {values:?}: {found:?}");
    };
    has("name of Vereling", ["Tomas Vereling", "Tomas Verling"]);
    has("office of Odran Kell", ["deputy prosecutor", "prosecutor"]);
    has(
        "day on which Ilsabet Marsk spoke",
        ["2031-03-10", "2031-03-11"],
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

/// A store with two reports of one remark, of which one leaves off a word.
fn two_reports(folder: &Path) -> String {
    let report = |id: &str, remark: &str| {
        let line = json!({"id": id, "given_story": "1", "date": "2031-03-13", "outlet": id,
            "url": format!("https://{id}.example/lenna"), "text":
            format!("“{remark},” Water Minister Ilsabet Marsk said in Brasna.\nIt rained.")});
        format!("{line}\n")
    };
    let documents = report(
        "kurir",
        "We told Orrenland about the release twice, in writing",
    ) + &report("times", "We told Orrenland about the release, in writing");
    collate(folder, &documents);
    folder.join("store.db").to_string_lossy().into_owned()
}

#[test]
fn words_are_looked_up_in_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let store = two_reports(folder.path());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let check = |words: &str| run(program, &["check", words, "--db", &store]);
    let verbatim = check("“told Orrenland about the release, in writing”");
    assert!(verbatim.contains("On record in these words."), "{verbatim}");
    assert!(verbatim.contains("Ilsabet Marsk"), "{verbatim}");
    assert!(verbatim.contains("first in "), "{verbatim}");
    let reworded = check("We told Orrenland about the release three times, in writing");
    assert!(reworded.contains("but not in these words"), "{reworded}");
    assert!(reworded.contains("three times"), "{reworded}");
    let absent = check("nobody ever asked the fishermen");
    assert!(
        absent.contains("Not in these 2 documents of 2031-03-13"),
        "{absent}"
    );
    let of_another = run(
        program,
        &["check", "told Orrenland", "--json", "--db", &store],
    );
    let summary: Value = serde_json::from_str(of_another.lines().next().unwrap()).unwrap();
    assert_eq!(summary["verdict"], "verbatim");
    assert_eq!(summary["documents"], 2);
}

#[test]
fn other_programs_read_a_collation() {
    let folder = tempfile::tempdir().unwrap();
    let store = two_reports(folder.path());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let stories = run(program, &["export", "stories", "--db", &store]);
    let story: Value = serde_json::from_str(stories.lines().next().unwrap()).unwrap();
    let story = story["story"].as_str().unwrap();
    let collated = |more: &[&str]| {
        let arguments = ["collate", story, "--db", &store];
        run(program, &[&arguments[..], more].concat())
    };
    let table: Value = serde_json::from_str(&collated(&["--format", "collatex"])).unwrap();
    let sigils: Vec<&str> = table["witnesses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(sigils.len(), 2);
    let rows = table["table"].as_array().unwrap();
    let widths: Vec<usize> = rows
        .iter()
        .map(|row| row.as_array().unwrap().len())
        .collect();
    assert_eq!(widths[0], widths[1]);
    assert_eq!(table["status"].as_array().unwrap().len(), widths[0]);
    let varies = table["status"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| **it == true);
    assert_eq!(varies.count(), 1);
    let tei = collated(&["--format", "tei"]);
    let tei = roxmltree::Document::parse(&tei).unwrap();
    let count = |name: &str| {
        tei.descendants()
            .filter(|it| it.tag_name().name() == name)
            .count()
    };
    assert_eq!((count("witness"), count("app"), count("lem")), (2, 1, 1));
    for line in collated(&["--format", "annotations"]).lines() {
        let annotation: Value = serde_json::from_str(line).unwrap();
        let target = &annotation["target"][0];
        assert!(target["source"].as_str().unwrap().starts_with("https://"));
        let fragment = target["selector"][2]["value"].as_str().unwrap();
        assert!(fragment.starts_with(":~:text="), "{fragment}");
    }
    let times = collated(&["--base", "times"]);
    assert!(times.contains("times (chosen as base)"), "{times}");
    assert!(times.contains("{+twice,+}"), "{times}");
}
