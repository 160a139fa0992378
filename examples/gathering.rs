//! Measures what gathering costs as a set grows: invented documents with given statements, five
//! hundred a day, nothing of which is analysed.
//!
//! `cargo run --release --example gathering -- 100000 > gathering.svg` draws the cost per document; the
//! table with the parts and the memory is printed on standard error. Where the system tells how much
//! time a process had (Linux), that is what counts, so that other work does not; else the clock.

#![allow(clippy::print_stdout, clippy::print_stderr)]

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

/// What parts of the whole set are measured, in hundredths.
const PARTS: [usize; 5] = [10, 25, 50, 75, 100];

fn main() {
    let count = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let count: usize = count.unwrap_or(10_000);
    let resources = resources::get();
    let clock = Instant::now();
    let mut points: Vec<(usize, f64)> = Vec::new();
    eprintln!("documents  copies  stories  people  all (microseconds a document)  memory (MB)");
    for part in PARTS {
        let size = count * part / 100;
        let documents: Vec<Analysed> = (0..size as u64).map(|it| report(it, size)).collect();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        gather::sort(&mut sorted);
        let start = seconds(clock);
        let copies = gather::copies(resources, &sorted);
        let copied = seconds(clock);
        let families = gather::families(&sorted, &copies);
        let stories = gather::stories(resources, &sorted, &copies, &families, &[]);
        let told = seconds(clock);
        gather::persons(resources, &sorted, &stories, &Guidance::default());
        let linked = seconds(clock);
        let each = |from: f64, to: f64| (to - from) * 1e6 / size as f64;
        eprintln!(
            "{size:9} {:7.0} {:8.0} {:7.0} {:4.0} {:40}",
            each(start, copied),
            each(copied, told),
            each(told, linked),
            each(start, linked),
            memory()
        );
        points.push((size, each(start, linked)));
    }
    let title = "Gathering: microseconds a document, by the documents in the set";
    println!("{}", linking::plot(title, &points));
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

/// The most memory that this process had, in MB, where the system tells.
fn memory() -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|it| it.split_whitespace().next()?.parse::<usize>().ok());
    number.unwrap_or(0) / 1000
}
