//! The program as a person or a script meets it.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use onrecord::samples;
use onrecord::store::Store;

/// A folder of its own for each test; commands run in it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn with_samples() -> Place {
        let place = Place::new();
        for (idx, item) in samples::items().into_iter().enumerate() {
            let extension = match item.reference.rsplit_once('.') {
                Some((_, extension)) if extension.starts_with("jsonl") => "jsonl",
                Some((_, extension)) => extension,
                None => "txt",
            };
            place.write(&format!("coverage/{idx:02}.{extension}"), &item.bytes);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("ONRECORD_DB");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed, and gives its standard output.
    #[track_caller]
    fn good(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", errors(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn exports(&self, db: &str) -> Vec<String> {
        [
            "documents",
            "statements",
            "stories",
            "utterances",
            "copy-pairs",
            "people",
        ]
        .map(|kind| self.good(&["export", kind, "--db", db]))
        .to_vec()
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const LENNA: &str = "BRASNA (CPA) - \"The gates are open,\" the water minister, Teodor Marsk, told \
    reporters on Monday. He said the valley had been warned in time.\n";

#[test]
fn good_inputs_are_read_in_order_and_bad_ones_named() {
    let place = Place::new();
    place.write("a.txt", LENNA);
    place.write("b.bin", [0u8, 159, 146, 150, 0, 0, 1, 2, 3, 255, 254, 0]);
    place.write("c.txt", LENNA.replace("Monday", "Friday"));
    let output = place.run(&["read", "a.txt", "missing.txt", "b.bin", "c.txt"]);
    assert_eq!(output.status.code(), Some(3), "{}", errors(&output));
    assert!(errors(&output).contains("`missing.txt`"));
    assert!(errors(&output).contains("b.bin"));
    let lines = String::from_utf8(output.stdout).unwrap();
    let refs: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["ref"].to_string())
        .collect();
    assert_eq!(refs.first().map(String::as_str), Some("\"a.txt\""));
    assert_eq!(refs.last().map(String::as_str), Some("\"c.txt\""));
    assert!(!place.path("onrecord.db").exists());
}

#[test]
fn exit_codes_tell_what_was_done() {
    let place = Place::new();
    place.write("a.txt", LENNA);
    assert_eq!(place.run(&["read", "a.txt"]).status.code(), Some(0));
    assert_eq!(place.run(&["read", "missing.txt"]).status.code(), Some(1));
    assert_eq!(place.run(&["read"]).status.code(), Some(2));
    assert_eq!(
        place.run(&["statements", "--since", "soon"]).status.code(),
        Some(2)
    );
    let none = place.run(&["stories"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(errors(&none).contains("onrecord.db") && errors(&none).contains("hint:"));
    let text = place.run(&["stories", "--db", "a.txt"]);
    assert_eq!(text.status.code(), Some(1));
    assert!(
        errors(&text).contains("`a.txt`: the file is not a store"),
        "{}",
        errors(&text)
    );
}

#[test]
fn adding_again_adds_nothing() {
    let place = Place::with_samples();
    assert_eq!(place.run(&["add", "coverage"]).status.code(), Some(0));
    let before = place.exports("onrecord.db");
    let again = place.run(&["add", "coverage"]);
    assert!(
        errors(&again).contains("Added 0 documents"),
        "{}",
        errors(&again)
    );
    assert_eq!(place.exports("onrecord.db"), before);
}

#[test]
fn the_record_says_which_engine_read_it() {
    let place = Place::new();
    place.write("page.txt", REPORT);
    let engine = |arguments: &[&str]| {
        let line: serde_json::Value = serde_json::from_str(&place.good(arguments)).unwrap();
        assert!(!line["statements"].as_array().unwrap().is_empty());
        line["engine"].as_str().unwrap().to_owned()
    };
    let full = engine(&["read", "page.txt"]);
    let fast = engine(&["read", "--fast", "page.txt"]);
    assert!(
        full.ends_with("/full") && fast.ends_with("/fast"),
        "{full} {fast}"
    );

    // Whichever comes first, the full engine's reading is kept, and a store reads as it was told.
    let add = |db: &str| place.good(&["add", "page.txt", "--db", db]);
    let add_fast = |db: &str| place.good(&["add", "--fast", "page.txt", "--db", db]);
    add("1.db");
    add_fast("1.db");
    add_fast("2.db");
    add("2.db");
    for db in ["1.db", "2.db"] {
        assert_eq!(engine(&["export", "documents", "--db", db]), full);
    }
    add_fast("3.db");
    assert_eq!(engine(&["export", "documents", "--db", "3.db"]), fast);
    place.good(&["verify", "--db", "3.db"]);
}

#[test]
fn unsure_statements_can_be_left_out() {
    let place = Place::new();
    place.write("page.txt", REPORT);
    let count = |arguments: &[&str]| {
        let line: serde_json::Value = serde_json::from_str(&place.good(arguments)).unwrap();
        let statements = line["statements"].as_array().unwrap().clone();
        assert!(
            statements
                .iter()
                .all(|it| it["confidence"].as_f64().unwrap() <= 1.0)
        );
        statements.len()
    };
    let all = count(&["read", "page.txt"]);
    assert!(all >= 2);
    assert_eq!(count(&["read", "--min-confidence", "0", "page.txt"]), all);
    assert_eq!(count(&["read", "--min-confidence", "1", "page.txt"]), 0);
    let refused = place.run(&["read", "--min-confidence", "2", "page.txt"]);
    assert_eq!(refused.status.code(), Some(2));

    place.good(&["add", "page.txt", "--db", "1.db"]);
    let listed = |least: &str| {
        let list = [
            "statements",
            "--json",
            "--db",
            "1.db",
            "--min-confidence",
            least,
        ];
        place.good(&list).lines().count()
    };
    assert_eq!((listed("0"), listed("1")), (all, 0));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let place = Place::with_samples();
    let read = |threads: &str| {
        let mut command = place.command(&["read", "coverage"]);
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(output.status.success(), "{}", errors(&output));
        output.stdout
    };
    assert!(read("1") == read("3"));
}

/// A short report in plain text.
const REPORT: &str = "Veldania opens the Lenna gates\n\n\
    MARSK, Veldania (CPA) - The water ministry opened the gates of the Lenna dam on Monday.\n\n\
    “We had no other choice,” Ilvan Marsk, who runs the dam, told reporters.\n\n\
    The ministry said that eleven villages downstream had been warned by telephone.\n";

#[test]
fn listings_give_ids_that_the_other_commands_take() {
    let place = Place::with_samples();
    place.good(&["add", "coverage"]);
    let stories = place.good(&["stories"]);
    let story = stories.lines().nth(1).unwrap().split(' ').next().unwrap();
    assert!(story.len() >= 7);
    let shown = place.good(&["story", story]);
    assert!(shown.contains(story));
    let whole = place.good(&["story", story, "--json"]);
    let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
    assert!(!whole["utterances"].as_array().unwrap().is_empty());
    assert!(whole["conflicts"].is_array());
    place.good(&["collate", story, "--all"]);
    place.good(&["statements", "--story", story]);
    let people = place.good(&["people"]);
    let person = people.lines().nth(1).unwrap().split(' ').next().unwrap();
    assert!(!place.good(&["statements", "--speaker", person]).is_empty());
    let documents = place.good(&["export", "documents"]);
    let id = &documents[7..17];
    assert!(
        place
            .good(&["document", id, "--removed"])
            .contains("document ")
    );
    let listed = place.run(&["document", "0123456789abcdef"]);
    assert_eq!(listed.status.code(), Some(1));
    assert!(errors(&listed).contains("No document is called `0123456789abcdef`"));
    for command in ["stories", "people", "statements"] {
        for line in place.good(&[command, "--json"]).lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
    }
}

#[test]
fn changes_of_story_ids_are_listed() {
    let place = Place::new();
    let add = |day: &str, title: &str| {
        let text = format!("{title}. Water from the Lenna dam flooded villages in Orrenland.");
        let line = serde_json::json!({"id": title, "date": day, "title": title, "text": text});
        place.write("new.jsonl", format!("{line}\n"));
        place.good(&["add", "new.jsonl"]);
        let stories = place.good(&["stories"]);
        let first = stories.lines().nth(1).unwrap();
        first.split(' ').next().unwrap().to_owned()
    };
    let first = add("2031-03-12", "Lenna gates opened, villages flooded");
    let none = place.run(&["stories", "changes"]);
    assert!(errors(&none).contains("No story has changed its id yet"));
    let second = add("2031-03-11", "Lenna gates open, villages may be flooded");
    assert_ne!(first, second);
    assert!(place.good(&["story", &first]).contains(&second));
    let listed = place.good(&["stories", "changes"]);
    let row = listed.lines().nth(1).unwrap();
    for part in [&first, "renamed", &second, "“Lenna gates open"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    for id in [&first, &second] {
        let line = place.good(&["stories", "changes", id, "--json"]);
        let change: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(change["fate"], "renamed");
        assert_eq!(change["cause"], "reports");
        assert!(change["story"].as_str().unwrap().starts_with(&first));
        assert!(change["now"][0].as_str().unwrap().starts_with(&second));
    }
    let other = place.run(&["stories", "changes", "0123456789abcdef"]);
    assert!(errors(&other).contains("No story has changed its id yet"));
}

#[test]
fn exports_come_as_tables_too() {
    let place = Place::with_samples();
    place.good(&["add", "coverage"]);
    let lines = place.good(&["export", "statements"]).lines().count();
    let csv = place.good(&["export", "statements", "--format", "csv"]);
    assert_eq!(
        csv::Reader::from_reader(csv.as_bytes()).records().count(),
        lines
    );
    place.good(&[
        "export",
        "statements",
        "--format",
        "parquet",
        "-o",
        "s.parquet",
    ]);
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let file = fs::File::open(place.path("s.parquet")).unwrap();
    let rows = SerializedFileReader::new(file)
        .unwrap()
        .metadata()
        .file_metadata()
        .num_rows();
    assert_eq!(rows, lines as i64);
}

#[test]
fn verify_finds_a_flipped_byte() {
    let place = Place::with_samples();
    place.good(&["add", "coverage"]);
    place.good(&["verify"]);
    let database = rusqlite::Connection::open(place.path("onrecord.db")).unwrap();
    let (hash, mut bytes): (Vec<u8>, Vec<u8>) = database
        .query_row("SELECT hash, bytes FROM originals LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    database
        .execute(
            "UPDATE originals SET bytes = ?1 WHERE hash = ?2",
            (&bytes, &hash),
        )
        .unwrap();
    drop(database);
    let output = place.run(&["verify"]);
    assert_eq!(output.status.code(), Some(1));
    let id: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(errors(&output).contains(&id) || errors(&output).contains("original"));
}

#[test]
fn a_killed_add_loses_nothing_that_it_kept() {
    let place = Place::new();
    let line = |idx: usize| {
        let text = LENNA.replace("Monday", &format!("day {idx} of the flood"));
        serde_json::json!({"id": format!("line-{idx}"), "text": text}).to_string()
    };
    let lines: Vec<String> = (0..300).map(line).collect();
    place.write("all.jsonl", lines.join("\n"));
    let mut child = place
        .command(&["add", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in &lines {
        writeln!(input, "{line}").unwrap();
    }
    input.flush().unwrap();
    // The pipe stays open: the program keeps what came so far, and waits for more.
    let kept = wait_for_documents(&place.path("onrecord.db"));
    child.kill().unwrap();
    child.wait().unwrap();

    let store = Store::open_existing(&place.path("onrecord.db")).unwrap();
    assert!(store.count_documents().unwrap() >= kept);
    assert!(store.is_stale().unwrap());
    drop(store);
    place.good(&["stories"]);
    place.good(&["verify"]);
    place.good(&["add", "all.jsonl"]);
    place.good(&["add", "all.jsonl", "--db", "fresh.db"]);
    assert_eq!(place.exports("onrecord.db"), place.exports("fresh.db"));
}

/// Waits until another process has kept a document; it reads many before it keeps the first, which takes
/// minutes where the machine is busy.
fn wait_for_documents(path: &Path) -> usize {
    for _ in 0..30_000 {
        let store = path
            .exists()
            .then(|| Store::open_existing(path).ok())
            .flatten();
        let count = store.and_then(|it| it.count_documents().ok()).unwrap_or(0);
        if count > 0 {
            return count;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("`add` keeps nothing");
}
