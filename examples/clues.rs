//! Prints what the trained trees of reading see: `clues < pages.jsonl > clues.jsonl`.
//!
//! Takes lines with `id` and `html` or `text`, gives a line for each with its blocks: the words, and what the
//! first look sees. `clues points.jsonl` takes lists of points of all blocks from a file, a line for each page
//! in the same order, and gives what the second look sees for each list, null where the first decides.

#![allow(clippy::print_stdout)]

use std::fs::File;
use std::io::Write;
use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = onrecord::resources::get();
    let mut points = match std::env::args().nth(1) {
        Some(path) => Some(BufReader::new(File::open(path)?).lines()),
        None => None,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let lists = match &mut points {
            Some(points) => {
                let of_page: Value =
                    serde_json::from_str(&points.next().ok_or("too few points")??)?;
                if of_page["id"] != given["id"] {
                    return Err(format!("points of {} for {}", of_page["id"], given["id"]).into());
                }
                serde_json::from_value(of_page["points"].clone())?
            }
            None => Vec::new(),
        };
        let html = given["html"].as_str();
        let text = html.or(given["text"].as_str()).unwrap_or_default();
        let seen = onrecord::read::clues(resources, text, html.is_some(), &lists);
        let blocks = seen.iter().map(|it| match points {
            Some(_) => json!(it.second),
            None => json!([it.text, it.clues]),
        });
        let blocks: Vec<Value> = blocks.collect();
        writeln!(out, "{}", json!({"id": given["id"], "blocks": blocks}))?;
    }
    Ok(())
}
