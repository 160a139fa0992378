//! Writes invented articles for measuring speed: the same for the same number, on every machine.
//!
//! `cargo run --release --example generate -- 10000 > articles.jsonl`, or with a folder as second
//! argument a text file for each article.

#![allow(clippy::print_stdout)]

use std::io::{BufWriter, Write};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or(1000);
    match arguments.next() {
        Some(folder) => folder_of(Path::new(&folder), count),
        None => lines(count),
    }
}

fn lines(count: u64) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for number in 0..count {
        let article = Article::new(number);
        let line = serde_json::json!({
            "id": format!("article-{number}"),
            "title": article.title,
            "outlet": article.outlet,
            "date": article.date,
            "text": article.paragraphs.join("\n\n"),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn folder_of(folder: &Path, count: u64) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for number in 0..count {
        let article = Article::new(number);
        let text = format!(
            "{}\n\n{}\n{}\n\n{}\n",
            article.title,
            article.outlet,
            article.date,
            article.paragraphs.join("\n\n")
        );
        std::fs::write(folder.join(format!("article-{number:06}.txt")), text)?;
    }
    Ok(())
}

struct Article {
    title: String,
    outlet: &'static str,
    date: String,
    paragraphs: Vec<String>,
}

/// Words in an article, about.
const WORDS: usize = 600;

impl Article {
    fn new(number: u64) -> Article {
        let mut dice = Dice(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let cast: Vec<Person> = (0..4).map(|_| Person::new(&mut dice)).collect();
        let place = dice.pick(PLACES);
        let thing = dice.pick(THINGS);
        let outlet = dice.pick(OUTLETS);
        let title = format!(
            "{} {} {thing} in {place}",
            dice.pick(PLACES),
            dice.pick(ACTS)
        );
        let date = format!("2031-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28));
        let mut paragraphs = vec![format!(
            "{} (CPA) - {} {} {thing} in {place} on {}, {}.",
            place.to_uppercase(),
            dice.pick(PLACES),
            dice.pick(ACTS),
            dice.pick(DAYS),
            dice.pick(TAILS)
        )];
        let mut words = 0;
        while words < WORDS {
            let sentences = 1 + dice.roll(3);
            let paragraph: Vec<String> = (0..sentences)
                .map(|_| sentence(&mut dice, &cast, place, thing))
                .collect();
            let paragraph = paragraph.join(" ");
            words += paragraph.split(' ').count();
            paragraphs.push(paragraph);
        }
        Article {
            title,
            outlet,
            date,
            paragraphs,
        }
    }
}

struct Person {
    name: String,
    last: &'static str,
    role: &'static str,
}

impl Person {
    fn new(dice: &mut Dice) -> Person {
        let last = dice.pick(LAST);
        Person {
            name: format!("{} {last}", dice.pick(FIRST)),
            last,
            role: dice.pick(ROLES),
        }
    }
}

fn sentence(dice: &mut Dice, cast: &[Person], place: &str, thing: &str) -> String {
    let person = &cast[dice.roll(cast.len() as u64) as usize];
    let Person { name, last, role } = person;
    let claim = claim(dice, place, thing);
    let cue = dice.pick(CUES);
    let capital = capital(&claim);
    match dice.roll(9) {
        0 => format!("“{capital},” {cue} {name}, the {role}."),
        1 => format!(
            "“{capital},” {last} {cue}. “{}.”",
            self::capital(&self::claim(dice, place, thing))
        ),
        2 => format!("The {role}, {name}, {cue} that {claim}."),
        3 => format!(
            "{last} told {} on {} that {claim}.",
            dice.pick(OUTLETS),
            dice.pick(DAYS)
        ),
        4 => format!("According to {last}, {claim}, {}.", dice.pick(TAILS)),
        5 => format!(
            "He {cue} the {thing} would be “{}” for {place}.",
            dice.pick(QUALITIES)
        ),
        6 => format!("{capital}, {}.", dice.pick(TAILS)),
        7 => format!(
            "{capital} after {} {} on {}.",
            dice.pick(PLACES),
            dice.pick(ACTS),
            dice.pick(DAYS)
        ),
        _ => format!(
            "{} people watched as {claim}, {}.",
            10 + dice.roll(900),
            dice.pick(TAILS)
        ),
    }
}

fn claim(dice: &mut Dice, place: &str, thing: &str) -> String {
    let days = 2 + dice.roll(40);
    match dice.roll(6) {
        0 => format!(
            "the {thing} in {place} {} for {days} days",
            dice.pick(STATES)
        ),
        1 => format!("{} {} the {thing}", dice.pick(PLACES), dice.pick(ACTS)),
        2 => format!(
            "nobody in {place} knew why the {thing} {}",
            dice.pick(STATES)
        ),
        3 => format!("{days} per cent of the {thing} {}", dice.pick(STATES)),
        4 => format!("the council of {place} {} a new {thing}", dice.pick(ACTS)),
        _ => format!("the {thing} {} {}", dice.pick(STATES), dice.pick(TAILS)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), chars.as_str())
}

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % sides
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.roll(list.len() as u64) as usize]
    }
}

const FIRST: &[&str] = &[
    "Mira", "Teodor", "Ilsa", "Hanne", "Jorun", "Anselm", "Petra", "Odran", "Silke", "Marek",
    "Ludka", "Rasmus", "Ottilie", "Benno", "Carin", "Davit", "Elke", "Falk", "Greta", "Ivo",
];
const LAST: &[&str] = &[
    "Solane", "Marsk", "Varro", "Okrist", "Hald", "Tressel", "Ombrey", "Quist", "Lindgard",
    "Pellan", "Vosk", "Arden", "Brevik", "Castel", "Dornau", "Estrin", "Farrow", "Gelb", "Harrow",
    "Ister", "Jessen", "Korda", "Lunt", "Morrow", "Nadir", "Orlov", "Pryce", "Rook",
];
const ROLES: &[&str] = &[
    "water minister",
    "foreign minister",
    "district governor",
    "harbour master",
    "head of the river commission",
    "mayor",
    "guild president",
    "chief engineer",
    "union secretary",
    "spokeswoman of the ministry",
    "finance minister",
    "deputy for the valley",
];
const PLACES: &[&str] = &[
    "Veldania",
    "Orrenland",
    "Brasna",
    "Tarn Harbour",
    "Corran",
    "Lower Lenna",
    "Marisca",
    "Aldermoor",
    "Northgarth",
    "Eastfold",
    "Oxmere",
    "Sablecliff",
    "Ansel Bay",
];
const OUTLETS: &[&str] = &[
    "Quillhaven Times",
    "Veskom",
    "Corran Press Agency",
    "Aldermoor Gazette",
    "Northgarth Post",
    "Sablecliff Review",
    "Velda Kurir",
    "Tarn Harbour Echo",
    "Oxmere Lantern",
];
const THINGS: &[&str] = &[
    "dam",
    "bridge",
    "harbour",
    "budget",
    "pipeline",
    "treaty",
    "railway",
    "market",
    "hospital",
    "ferry line",
    "grain store",
    "border post",
    "power station",
    "school",
    "strike fund",
];
const ACTS: &[&str] = &[
    "closes",
    "opens",
    "defends",
    "rejects",
    "inspects",
    "rebuilds",
    "sells",
    "delays",
    "questions",
    "supports",
    "abandons",
    "measures",
];
const STATES: &[&str] = &[
    "stayed shut",
    "was under water",
    "had been repaired",
    "would remain open",
    "lost its guard",
    "was never tested",
    "cost twice as much",
    "had no licence",
    "could not be reached",
    "will be handed over",
    "is safe",
    "was promised to the valley",
];
const TAILS: &[&str] = &[
    "a week after the snow began to melt",
    "as the talks went into a third night",
    "while the council was still counting votes",
    "for the first time since the old treaty",
    "although two engineers had warned of it",
    "in spite of a letter from the governor",
    "before the first train had left",
    "with no word from the capital",
    "and the price of bread rose again",
    "because the river stood higher than in spring",
];
const CUES: &[&str] = &[
    "said",
    "insisted",
    "announced",
    "claimed",
    "warned",
    "added",
    "admitted",
    "promised",
    "explained",
    "argued",
    "complained",
    "declared",
];
const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const QUALITIES: &[&str] = &[
    "a quiet disaster",
    "the end of the matter",
    "worth every coin",
    "a test for all of us",
    "much too late",
    "the only way out",
];
