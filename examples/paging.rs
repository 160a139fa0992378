//! Measures how fast the pages of a large store answer, and how heavy they are: invented documents
//! with given statements, and one story that four hundred reports tell.
//!
//! `taskset -c 0 cargo run --release --example paging -- 100000` makes a store in a temporary folder
//! (with a second argument, in that file, and takes it as it is the next time), serves it, asks for
//! pages of every kind at random, and prints for each kind how long the answer took and what it
//! weighs. It fails where the 95th percentile of a kind is above 50 milliseconds, or a page above
//! 150 kB.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use onrecord::intake;
use onrecord::model::{Analysed, Anchor, Correction, CorrectionKind, Engine, Item, ItemKind};
use onrecord::serve;
use onrecord::store::Store;

#[allow(dead_code, missing_docs)]
#[path = "linking.rs"]
mod linking;

/// How many reports the great story has.
const GREAT: u64 = 400;
/// How many pages of each kind are asked for.
const ASKED: usize = 120;
/// What the slowest of a hundred but five may take.
const SLOWEST: Duration = Duration::from_millis(50);
/// What a page may weigh, in bytes.
const HEAVIEST: usize = 150_000;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().and_then(|it| it.parse().ok());
    let count: u64 = count.unwrap_or(10_000);
    let folder = tempfile::tempdir()?;
    let own = folder.path().join("paging.db");
    let path = arguments.next().map_or(own, PathBuf::from);
    if !path.exists() {
        fill(&path, count)?;
    }
    let kinds = addresses(&Store::open(&path)?, count)?;
    let address = served(&path);
    println!(
        "{:24} {:>5} {:>8} {:>8} {:>8} {:>8}",
        "page", "n", "median", "95 %", "most ms", "most kB"
    );
    let mut failed = false;
    for (kind, pages) in kinds {
        let mut times = Vec::new();
        let mut heaviest = 0;
        for page in pages.iter().cycle().take(ASKED) {
            let start = Instant::now();
            let (status, bytes) = get(address, page)?;
            times.push(start.elapsed());
            anyhow::ensure!(status == 200, "{page}: {status}");
            heaviest = heaviest.max(bytes);
        }
        times.sort_unstable();
        let at = |part: usize| times.get(times.len() * part / 100).copied();
        let ms = |it: Option<Duration>| it.map_or(0.0, |it| it.as_secs_f64() * 1000.0);
        let slow = at(95).is_some_and(|it| it > SLOWEST) || heaviest > HEAVIEST;
        failed |= slow;
        println!(
            "{kind:24} {:5} {:8.1} {:8.1} {:8.1} {:8.0}{}",
            pages.len(),
            ms(at(50)),
            ms(at(95)),
            ms(times.last().copied()),
            heaviest as f64 / 1000.0,
            if slow { "  too much" } else { "" }
        );
    }
    anyhow::ensure!(!failed, "a kind of page is too slow or too heavy");
    Ok(())
}

fn fill(path: &Path, count: u64) -> anyhow::Result<()> {
    let mut store = Store::open(path)?;
    let start = Instant::now();
    let common = (0..count).map(|it| linking::report(it, count));
    let great = (0..GREAT).map(|it| linking::report_of(0, count + it, count, true));
    let all: Vec<Analysed> = common.chain(great).collect();
    for (number, part) in all.chunks(500).enumerate() {
        let item = Item {
            reference: format!("part-{number}"),
            kind: Some(ItemKind::Text),
            bytes: number.to_le_bytes().to_vec(),
        };
        store.add(&item, false, Engine::Full, part)?;
    }
    // So many reports of one day on one subject are what the whole day talks about, and nothing that
    // would join them; somebody says by hand that they are one story.
    let anchor = |it: &Analysed| Anchor {
        document: it.document.id,
        name: String::new(),
    };
    let mut great = all.iter().rev().take(GREAT as usize).map(anchor);
    let first: Vec<Anchor> = great.by_ref().take(1).collect();
    for other in great {
        let correction = Correction {
            made: "2031-03-12T00:00:00Z".to_owned(),
            kind: CorrectionKind::JoinStories,
            these: first.clone(),
            those: vec![other],
            reason: String::new(),
        };
        store.correct(&correction, None)?;
    }
    drop(all);
    eprintln!(
        "{count} documents kept in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    intake::gather(&mut store)?;
    eprintln!("gathered in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Addresses of each kind of page, spread over the store; the great story by itself.
fn addresses(store: &Store, count: u64) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |kind: &str, page: String| {
        kinds.entry(kind.to_owned()).or_default().push(page);
    };
    let last = (count / 50).saturating_sub(2);
    put("front", "/".to_owned());
    put("front", "/?by=time".to_owned());
    put("front", "/?page=40".to_owned());
    for list in ["statements", "people", "documents", "outlets"] {
        put(list, format!("/{list}"));
        put(list, format!("/{list}?page=7"));
    }
    put("documents", format!("/documents?page={last}"));
    put("people", "/people?by=name&page=9".to_owned());
    put("corrections", "/corrections".to_owned());
    put("add", "/add".to_owned());
    let mut stories = store.stories()?;
    stories.sort_by_key(|it| std::cmp::Reverse((it.documents.len(), it.id)));
    let step = (stories.len() / 40).max(1);
    for (at, story) in stories.iter().enumerate() {
        let great = at == 0 && story.documents.len() as u64 >= GREAT / 2;
        if !great && at % step > 0 {
            continue;
        }
        let kind = |name: &str| match great {
            true => format!("{name}, the great one"),
            false => name.to_owned(),
        };
        put(&kind("story"), format!("/stories/{}", story.id));
        put(&kind("events"), format!("/stories/{}/events", story.id));
        let mut utterances = store.utterances(story.id)?;
        utterances.sort_by_key(|it| std::cmp::Reverse(it.versions.len()));
        for utterance in utterances.iter().take(2) {
            for view in ["", "?view=inline", "?view=heat"] {
                put(
                    &kind("utterance"),
                    format!("/utterances/{}{view}", utterance.id),
                );
            }
            let words = utterance.versions.first().and_then(|version| {
                let document = store.document(version.document).ok()??.document;
                let words = version.content.first()?.of(&document.text).to_owned();
                Some(words.split(' ').take(8).collect::<Vec<_>>().join("+"))
            });
            if let Some(words) = words {
                put("check", format!("/check?q={words}"));
                let changed = words.replacen('+', "+nothing+", 2);
                put("check, reworded", format!("/check?q={changed}"));
            }
        }
        if let [one, other, ..] = story.documents.as_slice() {
            put("document", format!("/documents/{one}"));
            put("document", format!("/documents/{other}?removed=1"));
            put("side by side", format!("/documents/{one}/with/{other}"));
        }
    }
    let people = store.listed_persons(false, 0, 20)?;
    for person in people.iter().chain(&store.listed_persons(true, 500, 20)?) {
        put("person", format!("/people/{}", person.id));
        put(
            "check, a name",
            format!("/check?q={}", person.name.replace(' ', "+")),
        );
    }
    let outlets = store.outlets(0, 6)?;
    let names: Vec<String> = outlets.iter().map(|it| it.name.replace(' ', "+")).collect();
    for name in &names {
        put("outlet", format!("/outlets/{}", name.replace('+', "%20")));
        put(
            "documents of an outlet",
            format!("/documents?outlet={name}&page=3"),
        );
    }
    put(
        "outlets side by side",
        format!("/outlets/compare?o={}", names.join("&o=")),
    );
    Ok(kinds)
}

fn served(path: &Path) -> SocketAddr {
    let (told, address) = mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        if let Err(error) = serve::run(&path, any, move |address| {
            told.send(address).unwrap_or_default()
        }) {
            eprintln!("{error:#}");
        }
    });
    match address.recv() {
        Ok(address) => address,
        Err(_) => std::process::exit(1),
    }
}

/// Asks for a page; gives its status and how many bytes came.
fn get(address: SocketAddr, page: &str) -> anyhow::Result<(u16, usize)> {
    let mut stream = TcpStream::connect(address)?;
    let request = format!("GET {page} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let status = answer
        .get(9..12)
        .and_then(|it| std::str::from_utf8(it).ok());
    let status = status.and_then(|it| it.parse().ok());
    Ok((status.unwrap_or(0), answer.len()))
}
