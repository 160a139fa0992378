//! Who is who across documents, on invented reports; the floors are a little below what is reached.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // Tests panic and print.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::model::{Analysed, Engine, Item, ItemKind, Person, Span};
use onrecord::pipeline::{self, Options};
use onrecord::resources;

const GOLD: &str = include_str!("gold/people.txt");

/// One report with whom it means by each name.
struct Report {
    case: String,
    analysed: Analysed,
    names: Vec<(String, String)>,
}

fn reports() -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut case = String::new();
    let mut head: Option<(Vec<String>, String)> = None;
    for line in GOLD.lines().filter(|it| !it.starts_with('#')) {
        if let Some(name) = line.strip_prefix("= ") {
            name.clone_into(&mut case);
        } else if let Some(fields) = line.strip_prefix("- ") {
            head = Some((
                fields.split(" | ").map(str::to_owned).collect(),
                String::new(),
            ));
        } else if let Some(pair) = line.strip_prefix("@ ") {
            if let Some((fields, text)) = head.take() {
                reports.push(report(&case, &fields, &text));
            }
            let (name, who) = pair.split_once(" > ").unwrap();
            let who = format!("{case}: {who}");
            reports
                .last_mut()
                .unwrap()
                .names
                .push((name.to_owned(), who));
        } else if let Some((_, text)) = head.as_mut().filter(|_| !line.is_empty()) {
            text.push_str(line);
            text.push_str("\n\n");
        }
    }
    reports
}

fn report(case: &str, fields: &[String], text: &str) -> Report {
    let line = serde_json::json!({
        "date": fields[0], "outlet": fields[1], "title": fields[2], "text": text.trim(), "lang": "en",
    });
    let item = Item {
        reference: "people.jsonl".to_owned(),
        kind: Some(ItemKind::JsonLine),
        bytes: line.to_string().into_bytes(),
    };
    let options = Options {
        as_is: true,
        engine: Engine::Rules,
    };
    let outcome = pipeline::read(resources::get(), &item, options);
    Report {
        case: case.to_owned(),
        analysed: outcome.documents.into_iter().next().unwrap(),
        names: Vec::new(),
    }
}

/// For each name of the gold: who is meant, and the number of the person that it was given to.
fn linked(reports: &[&Report]) -> Vec<(String, Option<usize>, String)> {
    let mut documents: Vec<Analysed> = reports.iter().map(|it| it.analysed.clone()).collect();
    let persons = pipeline::gather(resources::get(), &mut documents).persons;
    let mut linked = Vec::new();
    for report in reports {
        for (name, who) in &report.names {
            let person = person_of(&persons, report, name);
            linked.push((who.clone(), person, name.clone()));
        }
    }
    linked
}

/// The person that the first mention of a name in a report belongs to.
fn person_of(persons: &[Person], report: &Report, name: &str) -> Option<usize> {
    let text = &report.analysed.document.text;
    let start = text.find(name)?;
    let named = Span::new(start, start + name.len());
    let mentions = report.analysed.analysis.mentions.iter();
    let over = mentions.filter(|it| it.span.shared(named) > 0);
    let entity = over.max_by_key(|it| it.span.shared(named))?.entity;
    let document = report.analysed.document.id;
    persons.iter().position(|it| {
        let mut members = it.members.iter();
        members.any(|it| it.document == document && it.entity == entity)
    })
}

/// Precision and recall over pairs of names, and B-cubed of both, in per mille.
#[derive(Debug, Default)]
struct Score {
    pairs: (usize, usize, usize),
    cubed: (f64, f64),
    names: usize,
}

impl Score {
    fn of(linked: &[(String, Option<usize>, String)]) -> Score {
        let mut score = Score::default();
        for (at, (who, person, _)) in linked.iter().enumerate() {
            for (other, theirs, _) in linked.iter().skip(at + 1) {
                let together = person.is_some() && person == theirs;
                score.pairs.0 += usize::from(together && who == other);
                score.pairs.1 += usize::from(together);
                score.pairs.2 += usize::from(who == other);
            }
            let same = |it: &&(String, Option<usize>, String)| it.0 == *who;
            let with = |it: &&(String, Option<usize>, String)| person.is_some() && it.1 == *person;
            let both = linked.iter().filter(same).filter(with).count().max(1) as f64;
            score.cubed.0 += both / linked.iter().filter(with).count().max(1) as f64;
            score.cubed.1 += both / linked.iter().filter(same).count() as f64;
            score.names += 1;
        }
        score
    }

    fn pairwise(&self) -> (f64, f64) {
        let (right, found, gold) = self.pairs;
        (
            right as f64 / found.max(1) as f64,
            right as f64 / gold.max(1) as f64,
        )
    }

    fn b_cubed(&self) -> (f64, f64) {
        let names = self.names.max(1) as f64;
        (self.cubed.0 / names, self.cubed.1 / names)
    }
}

#[test]
fn people_are_linked_across_documents() {
    let reports = reports();
    let all: Vec<&Report> = reports.iter().collect();
    let cases: BTreeSet<&str> = reports.iter().map(|it| it.case.as_str()).collect();
    // Each case alone, counted together.
    let mut each = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let of_case: Vec<&Report> = all.iter().copied().filter(|it| it.case == *case).collect();
        let found = linked(&of_case);
        let score = Score::of(&found);
        if score.pairwise() != (1.0, 1.0) && score.pairs.1 + score.pairs.2 > 0 {
            println!("{case}:");
            for (who, person, name) in &found {
                println!("  {name} is {who}, found as {person:?}");
            }
        }
        each.extend(
            found
                .into_iter()
                .map(|(who, person, name)| (who, person.map(|it| it + number * 10_000), name)),
        );
    }
    let together = Score::of(&linked(&all));
    let each = Score::of(&each);
    for (what, score) in [("each case", &each), ("all in one store", &together)] {
        let ((precision, recall), (p, r)) = (score.pairwise(), score.b_cubed());
        println!(
            "{what}: {} names, pairs {} right, {} found, {} in the gold; pairwise precision \
             {precision:.3}, recall {recall:.3}; B-cubed precision {p:.3}, recall {r:.3}",
            score.names, score.pairs.0, score.pairs.1, score.pairs.2
        );
    }
    let ((precision, recall), (p, r)) = (together.pairwise(), together.b_cubed());
    assert!(precision >= FLOORS.0 && recall >= FLOORS.1, "{together:?}");
    assert!(p >= FLOORS.2 && r >= FLOORS.3, "{together:?}");
}

/// Pairwise precision and recall, B-cubed precision and recall.
const FLOORS: (f64, f64, f64, f64) = (0.93, 0.85, 0.96, 0.90);

#[test]
fn confidence_says_how_often_links_are_right() {
    let reports = reports();
    let mut documents: Vec<Analysed> = reports.iter().map(|it| it.analysed.clone()).collect();
    let persons = pipeline::gather(resources::get(), &mut documents).persons;
    let mut bins: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        let gold = |document, name: &str| {
            let report = reports
                .iter()
                .find(|it| it.analysed.document.id == document)?;
            let named = report
                .names
                .iter()
                .find(|(it, _)| it == name || person_of(&persons, report, it) == Some(at));
            named.map(|(_, who)| who.clone())
        };
        let all: Vec<String> = person
            .members
            .iter()
            .filter_map(|it| gold(it.document, ""))
            .collect();
        for link in &person.links {
            let Some(who) = gold(link.member.document, &link.name) else {
                continue;
            };
            // Right where most of the person's other names in the gold are the same.
            let same = all.iter().filter(|it| **it == who).count();
            let bin = bins.entry(link.confidence / 100).or_default();
            bin.0 += usize::from(2 * same > all.len());
            bin.1 += 1;
        }
    }
    for (bin, (right, all)) in &bins {
        println!("confidence .{bin}: {right} of {all} links right");
    }
    let sure: (usize, usize) = bins
        .range(9..)
        .fold((0, 0), |sum, (_, it)| (sum.0 + it.0, sum.1 + it.1));
    assert!(sure.1 > 0 && sure.0 * 100 >= sure.1 * 85, "{bins:?}");
}
