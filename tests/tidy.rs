//! The house rules that a program can check: who imports whom, and how files open.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The module, and the modules of the crate that it may import besides itself.
const IMPORTS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("network", &["model"]),
    ("resources", &["model", "text", "network"]),
    ("fetch", &["model"]),
    ("read", &["model", "text", "resources"]),
    ("analyse", &["model", "text", "network", "resources"]),
    ("gather", &["model", "text", "resources"]),
    ("collate", &["model", "text", "resources"]),
    (
        "pipeline",
        &[
            "model",
            "text",
            "resources",
            "fetch",
            "read",
            "analyse",
            "gather",
            "collate",
        ],
    ),
    ("record", &["model"]),
    ("store", &["model", "record"]),
    (
        "intake",
        &["model", "store", "pipeline", "resources", "fetch"],
    ),
    (
        "check",
        &["model", "store", "pipeline", "resources", "record"],
    ),
    ("samples", &["model"]),
    (
        "serve",
        &[
            "model",
            "record",
            "store",
            "pipeline",
            "resources",
            "fetch",
            "intake",
            "check",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "record",
            "store",
            "pipeline",
            "resources",
            "fetch",
            "intake",
            "check",
            "samples",
            "serve",
        ],
    ),
];

/// Modules that open no file and read no clock, environment or network.
const PURE: &[&str] = &[
    "model",
    "text",
    "network",
    "resources",
    "read",
    "analyse",
    "gather",
    "collate",
    "pipeline",
    "record",
];

/// What a pure module does not say, outside its tests.
const WORLDLY: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "SystemTime",
    "Instant::now",
    "jiff::Zoned",
    "Timestamp::now",
    "println!",
    "print!(",
    "rand::",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(files_under(&path, extension));
        } else if extension.is_empty() || path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
    }
    files
}

fn source_files() -> Vec<PathBuf> {
    files_under(&root().join("src"), "rs")
}

/// The top module that a file belongs to (`src/read/html.rs` is `read`).
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The file's text without its test module and comments.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The modules of the crate that a file names: `crate::a`, `crate::{a, b::c}`.
fn crate_imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => top_names(list),
            None => vec![rest],
        };
        for name in names {
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            found.push(name[..end].to_owned());
        }
    }
    found
}

/// The names at the top level of a braced list.
fn top_names(list: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(list[start..at].trim());
                return names;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn modules_import_only_what_the_house_allows() {
    let allowed: BTreeMap<&str, &[&str]> = IMPORTS.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in source_files() {
        let module = module_of(&path);
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("`{module}` is not in the table of imports"));
            continue;
        };
        for import in crate_imports(&code_of(&path)) {
            let import = import.as_str();
            if import != module && allowed.contains_key(import) && !may.contains(&import) {
                wrong.push(format!("`{}` imports `crate::{import}`", path.display()));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pure_modules_do_not_touch_the_world() {
    let mut wrong = Vec::new();
    for path in source_files() {
        if !PURE.contains(&module_of(&path).as_str()) {
            continue;
        }
        let code = code_of(&path);
        for word in WORLDLY.iter().filter(|word| code.contains(*word)) {
            wrong.push(format!("`{}` says `{word}`", path.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_open_with_a_heading() {
    let without: Vec<String> = source_files()
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(
        without.is_empty(),
        "no `//!` heading:\n{}",
        without.join("\n")
    );
}

#[test]
fn word_lists_say_where_they_are_from() {
    let folder = root().join("resources");
    let lists = if folder.is_dir() {
        files_under(&folder, "")
    } else {
        Vec::new()
    };
    let without: Vec<String> = lists
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with('#'))
        .map(|path| path.display().to_string())
        .collect();
    assert!(without.is_empty(), "no `#` header:\n{}", without.join("\n"));
}

#[test]
fn no_stage_knows_another() {
    let stages = ["read", "analyse", "gather", "collate"];
    for (module, may) in IMPORTS.iter().filter(|(module, _)| stages.contains(module)) {
        assert!(
            stages.iter().all(|stage| !may.contains(stage)),
            "`{module}` knows another stage"
        );
    }
}

#[test]
fn import_lists_are_read() {
    let code =
        "use crate::{model::{Span, Id}, text};\nuse crate::read::html;\ncrate::gather::sort;";
    assert_eq!(crate_imports(code), ["model", "text", "read", "gather"]);
}

#[test]
fn weights_are_those_of_their_checksums() {
    use sha2::{Digest, Sha256};
    for sums in files_under(&root().join("models"), "")
        .iter()
        .filter(|path| path.ends_with("SHA256SUMS"))
    {
        let folder = sums.parent().unwrap();
        let lines = fs::read_to_string(sums).unwrap();
        assert!(lines.lines().count() >= 3);
        for line in lines.lines() {
            let (sum, name) = line.split_once("  ").unwrap();
            let digest = Sha256::digest(fs::read(folder.join(name)).unwrap());
            let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, sum, "{name}");
        }
    }
}
