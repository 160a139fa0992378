//! Measures what gathering costs as a set grows: invented documents with given statements, five
//! hundred a day, nothing of which is analysed.
//!
//! `cargo run --release --example gathering -- 100000` prints one line for that many documents: what
//! copies, stories, people and all three took, in microseconds a document, and the memory of the documents
//! and of the gathering above them, in MB. `docs/gathering.py` draws several such lines. Where the
//! system tells how much time a process had (Linux), that is what counts, so that other work does not;
//! else the clock.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use onrecord::gather;
use onrecord::model::{Analysed, Basis, Date, Guidance, Published};
use onrecord::resources;

#[allow(dead_code, missing_docs)]
#[path = "linking.rs"]
mod linking;

/// How many documents a day has.
const A_DAY: u64 = 500;

/// How many reports a story has.
const STORY: u64 = 4;

fn main() {
    let count = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let count: usize = count.unwrap_or(10_000);
    let resources = resources::get();
    let clock = Instant::now();
    let documents: Vec<Analysed> = (0..count as u64).map(|it| report(it, count)).collect();
    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    gather::sort(&mut sorted);
    let held = memory("VmRSS:");
    let start = seconds(clock);
    let copies = gather::copies(resources, &sorted);
    let copied = seconds(clock);
    let families = gather::families(&sorted, &copies);
    let stories = gather::stories(resources, &sorted, &copies, &families, &[]);
    let told = seconds(clock);
    // The most until here; people are linked across the whole set.
    let above = memory("VmHWM:").saturating_sub(held);
    gather::persons(resources, &sorted, &stories, &Guidance::default());
    let linked = seconds(clock);
    let each = |from: f64, to: f64| (to - from) * 1e6 / count as f64;
    println!(
        "{count}\t{:.0}\t{:.0}\t{:.0}\t{:.0}\t{held}\t{above}\t{}",
        each(start, copied),
        each(copied, told),
        each(told, linked),
        each(start, linked),
        memory("VmHWM:").saturating_sub(held)
    );
}

/// A report of the set; a story's reports are of one day, and days follow in no order.
fn report(number: u64, size: usize) -> Analysed {
    let mut report = linking::report(number, size as u64);
    let stories = (size as u64 / STORY).max(1);
    let day = (number / STORY * 7919 % stories) * STORY / A_DAY;
    report.document.published = Some(Published {
        date: Date::from_day_number(20_000 + day as i32),
        basis: Basis::Given,
    });
    report
}

/// The seconds that this process had so far.
fn seconds(clock: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat")
        .ok()
        .and_then(|text| {
            let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
            let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
            Some((ticks(11)? + ticks(12)?) / 100.0)
        });
    told.unwrap_or_else(|| clock.elapsed().as_secs_f64())
}

/// The memory that this process has, or the most that it had, in MB, where the system tells.
fn memory(name: &str) -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|it| it.split_whitespace().next()?.parse::<usize>().ok());
    number.unwrap_or(0) / 1000
}
