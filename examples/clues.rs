//! Prints what the trained trees of reading see: `clues < pages.jsonl > clues.jsonl`.
//!
//! Takes lines with `id` and `html` or `text`, gives a line for each with its blocks.

#![allow(clippy::print_stdout)]

use std::io::{BufRead, Write};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = onrecord::resources::get();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let html = given["html"].as_str();
        let text = html.or(given["text"].as_str()).unwrap_or_default();
        let seen = onrecord::read::clues(resources, text, html.is_some());
        let blocks: Vec<Value> = seen.iter().map(|it| json!([it.text, it.clues])).collect();
        writeln!(out, "{}", json!({"id": given["id"], "blocks": blocks}))?;
    }
    Ok(())
}
