//! Measures what gathering costs as a set grows: invented documents with given statements, nothing of
//! which is analysed, so that only the linking across documents is timed.
//!
//! `cargo run --release --example linking -- 10000 > linking.svg` draws the cost of linking people per
//! document; the table with the other stages is printed on standard error.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::time::Instant;

use onrecord::gather;
use onrecord::model::{
    Analysed, Analysis, Basis, Block, BlockKind, Choice, Date, Document, DocumentId, Entity,
    EntityIdx, EntityKind, Given, Guidance, Hash, Mention, MentionKind, Published, Reality, Role,
    Span, Statement, StatementId, StatementKind,
};
use onrecord::resources;

/// How many sizes are measured.
const STEPS: usize = 10;

/// How many reports a story has.
const STORY: u64 = 4;

/// How many people a report names.
const CAST: u64 = 5;

/// The best of so many runs counts: the machine may be busy with something else.
const RUNS: usize = 3;

fn main() {
    let count = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let count: usize = count.unwrap_or(10_000);
    let documents: Vec<Analysed> = (0..count as u64)
        .map(|it| report(it, count as u64))
        .collect();
    let resources = resources::get();
    let mut points: Vec<(usize, f64)> = Vec::new();
    eprintln!("documents  copies  stories   people  persons  (microseconds a document)");
    for step in 1..=STEPS {
        // Spread over the whole set, so that a smaller one is as dense in time and in names.
        let size = count * step / STEPS;
        let mut sorted: Vec<&Analysed> = documents.iter().take(size).collect();
        gather::sort(&mut sorted);
        let (copies, copying) = timed(|| gather::copies(resources, &sorted));
        let families = gather::families(&sorted, &copies);
        let (stories, telling) =
            timed(|| gather::stories(resources, &sorted, &copies, &families, &[]));
        let guidance = Guidance::default();
        let (mut persons, mut linking) = (0, f64::MAX);
        for _ in 0..RUNS {
            let (found, took) = timed(|| gather::persons(resources, &sorted, &stories, &guidance));
            persons = found.len();
            linking = linking.min(took);
        }
        let each = |seconds: f64| seconds * 1e6 / size as f64;
        eprintln!(
            "{size:9} {:7.0} {:8.0} {:8.0} {persons:8}",
            each(copying),
            each(telling),
            each(linking)
        );
        points.push((size, each(linking)));
    }
    let title = "Linking people: microseconds a document, by the documents in the set";
    println!("{}", plot(title, &points));
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64())
}

/// A plot of points, their cost from zero up.
pub fn plot(title: &str, points: &[(usize, f64)]) -> String {
    let (most, top) = points
        .iter()
        .fold((1, 1.0_f64), |(most, top), (size, cost)| {
            (most.max(*size), top.max(*cost))
        });
    let x = |size: usize| 60.0 + 520.0 * size as f64 / most as f64;
    let y = |cost: f64| 220.0 - 180.0 * cost / top;
    let path: Vec<String> = points
        .iter()
        .map(|(size, cost)| format!("{:.1},{:.1}", x(*size), y(*cost)))
        .collect();
    let marks = points.iter().map(|(size, cost)| {
        format!(
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{cost:.0}</text><text x=\"{:.1}\" y=\"238\" \
             text-anchor=\"middle\">{size}</text>",
            x(*size),
            y(*cost),
            x(*size),
            y(*cost) - 9.0,
            x(*size),
        )
    });
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 260\" font-family=\"sans-serif\" \
         font-size=\"11\" fill=\"#3c4348\"><rect width=\"620\" height=\"260\" fill=\"#fff\"/>\
         <text x=\"60\" y=\"20\">{title}</text><path d=\"M60 220H590\" stroke=\"#7d858c\"/><polyline points=\"{}\" fill=\"none\" \
         stroke=\"#14181b\"/>{}</svg>",
        path.join(" "),
        marks.collect::<String>()
    )
}

/// A report of an invented story, the same for the same number.
pub fn report(number: u64, count: u64) -> Analysed {
    report_of(number / STORY, number, count, false)
}

/// A report of this story; with words in common, all reports of it quote one person alike.
pub fn report_of(story: u64, number: u64, count: u64, in_common: bool) -> Analysed {
    let mut own = Dice::new(number + 1);
    let mut shared = Dice::new(story + 1_000_003);
    // Stories come in no order of time; people are known for a while and then by others.
    let day = (story * 7919 % (count / STORY).max(1)) as i32;
    let cast: Vec<(String, String)> = (0..CAST)
        .map(|_| {
            let person = shared.roll(40 + count / 8);
            (person_name(person), role(person))
        })
        .collect();
    let subject: Vec<String> = (0..12).map(|_| word(4000 + shared.roll(40_000))).collect();
    let mut words: Vec<String> = Vec::new();
    let about = if in_common { 3 } else { 1 };
    for _ in 0..100 {
        words.push(match own.roll(5) {
            it if it < about => subject[own.roll(12) as usize].clone(),
            _ => word(own.roll(60) * own.roll(60)),
        });
    }
    if in_common {
        for word_at in words.iter_mut().take(20) {
            let shared_word = word(shared.roll(60) * shared.roll(60) + 7);
            if own.roll(12) > 0 {
                *word_at = shared_word;
            }
        }
    }
    let mut text = String::new();
    let mut entities = Vec::new();
    let mut mentions = Vec::new();
    let mut statements = Vec::new();
    for ((name, role), chunk) in cast.iter().zip(words.chunks(words.len() / CAST as usize)) {
        let start = text.len();
        text.push_str(name);
        let idx = EntityIdx(entities.len() as u32);
        let span = Span::new(start, text.len());
        mentions.push(Mention {
            span,
            kind: MentionKind::Person,
            entity: idx,
        });
        let roles = if own.roll(3) == 0 {
            Vec::new()
        } else {
            vec![role.clone()]
        };
        entities.push(Entity {
            name: name.clone(),
            kind: EntityKind::Person,
            named: true,
            roles: roles
                .into_iter()
                .map(|title| Role { title, span })
                .collect(),
            aliases: Vec::new(),
        });
        text.push_str(" said ");
        let said = text.len();
        text.push_str(&chunk.join(" "));
        statements.push(statement(number, idx, Span::new(said, text.len())));
        text.push_str(".\n");
    }
    let headline: Vec<&str> = subject.iter().take(6).map(String::as_str).collect();
    let blocks = vec![Block {
        span: Span::new(0, text.len()),
        kind: BlockKind::Paragraph,
    }];
    Analysed {
        document: Document {
            id: DocumentId(Hash::of_bytes(&number.to_le_bytes())),
            reference: number.to_string(),
            url: None,
            outlet: Some(format!("Outlet {}", own.roll(40))),
            headline: Some(headline.join(" ")),
            language: Some("en".to_owned()),
            byline: Vec::new(),
            credits: Vec::new(),
            dateline: None,
            published: Some(Published {
                date: Date::from_day_number(20_000 + day),
                basis: Basis::Given,
            }),
            modified: None,
            text,
            blocks,
            map: Vec::new(),
            removed: Vec::new(),
            partial: false,
            given: Given::default(),
            warnings: Vec::new(),
        },
        analysis: Analysis {
            entities,
            mentions,
            statements,
            ..Analysis::default()
        },
    }
}

fn statement(number: u64, speaker: EntityIdx, content: Span) -> Statement {
    Statement {
        id: StatementId(Hash::of_fields([
            number.to_le_bytes().as_slice(),
            &speaker.0.to_le_bytes(),
        ])),
        kind: StatementKind::Indirect,
        speech: true,
        force: None,
        reality: Reality::Asserted,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![content],
        quoted: Vec::new(),
        speaker: Some(speaker),
        choice: Choice::default(),
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: Vec::new(),
        confidence: 1000,
    }
}

fn person_name(person: u64) -> String {
    const GIVEN: [&str; 12] = [
        "Mira", "Teodor", "Ilsa", "Hanne", "Jorun", "Anselm", "Petra", "Odran", "Silke", "Marek",
        "Ludka", "Rasmus",
    ];
    let last = word(person * 7 / 3 % 9_973);
    let (first, rest) = last.split_at(1);
    let given = GIVEN[(person % 12) as usize];
    format!("{given} {}{rest}", first.to_uppercase())
}

fn role(person: u64) -> String {
    const OFFICES: [&str; 8] = [
        "water minister",
        "mayor",
        "professor of botany",
        "judge",
        "coach",
        "chairman",
        "general",
        "surgeon",
    ];
    OFFICES[(person / 5 % 8) as usize].to_owned()
}

/// An invented word for a number.
fn word(mut number: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "dor", "ken", "lu", "mar", "ni", "pol", "ras", "sil", "tar", "vo", "wen", "zu", "fe",
        "gri", "hol", "jas", "cor", "del", "mi",
    ];
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[(number % 20) as usize]);
        number /= 20;
        if number == 0 && word.len() > 3 {
            break;
        }
    }
    word
}

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % sides
    }
}
