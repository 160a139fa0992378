//! Takes the sources of the stages; gives the versions of reading and of gathering to the store.
//!
//! A store notes by which version each document was read, and by which the set was gathered. The
//! versions are hashes of the files that decide what comes out, so that no change of a stage goes
//! unnoticed. A changed comment counts as well: rather once too often than once too seldom.

#![allow(clippy::print_stdout, reason = "this is how Cargo is told")]

use std::path::Path;

/// What decides how a document is read.
const READING: [&str; 10] = [
    "models/reading-2026-11-26",
    "models/statements-2026-11-25/SHA256SUMS",
    "resources",
    "src/analyse",
    "src/model",
    "src/network",
    "src/pipeline.rs",
    "src/read",
    "src/resources",
    "src/text",
];
/// What decides, beside that, what is gathered from the set.
const GATHERING: [&str; 2] = ["src/collate", "src/gather"];

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let mut hash = Fnv::new();
    // The reading crates change with releases.
    hash.add(env!("CARGO_PKG_VERSION").as_bytes());
    add(&mut hash, &READING)?;
    println!("cargo:rustc-env=ONRECORD_ENGINE={}", hash.positive());
    add(&mut hash, &GATHERING)?;
    println!("cargo:rustc-env=ONRECORD_GATHERER={}", hash.positive());
    Ok(())
}

fn add(hash: &mut Fnv, paths: &[&str]) -> std::io::Result<()> {
    for path in paths {
        println!("cargo:rerun-if-changed={path}");
        add_path(hash, Path::new(path), path)?;
    }
    Ok(())
}

/// Adds a file, or all below a folder by name; `name` has the same separators everywhere.
fn add_path(hash: &mut Fnv, path: &Path, name: &str) -> std::io::Result<()> {
    if path.is_file() {
        hash.add(name.as_bytes());
        hash.add(&std::fs::read(path)?);
        return Ok(());
    }
    let entries = std::fs::read_dir(path)?;
    let mut names: Vec<String> = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<_>>()?;
    names.sort_unstable();
    for entry in names.iter().filter(|it| !it.starts_with('.')) {
        add_path(hash, &path.join(entry), &format!("{name}/{entry}"))?;
    }
    Ok(())
}

/// FNV-1a in 64 bits: enough to tell one source tree from another.
struct Fnv(u64);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a piece with its length, so that pieces cannot run into one another.
    fn add(&mut self, piece: &[u8]) {
        let length = (piece.len() as u64).to_le_bytes();
        for byte in length.iter().chain(piece) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The hash as SQLite's integers hold it; never 0, which stands for none.
    fn positive(&self) -> u64 {
        (self.0 >> 1).max(1)
    }
}
