//! Stories and copies against hand-made groups; needs the shared data (`ONRECORD_SHARED`).

#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use onrecord::gather;
use onrecord::model::{
    Analysed, Analysis, Basis, Block, BlockKind, CopyClass, CopyPair, Date, Document, DocumentId,
    Engine, EntityKind, Given, Hash, Published, Span, Story, StoryFate, StoryId,
};
use onrecord::resources;
use onrecord::store::{Lookup, Store};
use serde_json::Value;

fn shared(name: &str) -> Option<PathBuf> {
    match std::env::var_os("ONRECORD_SHARED") {
        Some(folder) => Some(PathBuf::from(folder).join(name)),
        None => {
            eprintln!("skipped: ONRECORD_SHARED is not set");
            None
        }
    }
}

fn rows(name: &str) -> Option<Vec<Value>> {
    let path = shared(name)?;
    let bytes = std::fs::read(&path).expect("shared data is there");
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .expect("shared data is gzip");
    } else {
        text = String::from_utf8(bytes).expect("shared data is UTF-8");
    }
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    Some(
        rows.map(|line| serde_json::from_str(line).expect("shared data is JSON"))
            .collect(),
    )
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if !span.is_empty() {
            blocks.push(Block {
                span,
                kind: BlockKind::Paragraph,
            });
        }
    }
    blocks
}

fn document(row: &Value) -> Analysed {
    let string = |key: &str| row[key].as_str().map(str::to_owned);
    let text = string("text").unwrap_or_default();
    let document = Document {
        id: DocumentId(Hash::of_bytes(row["id"].as_str().unwrap_or("").as_bytes())),
        reference: string("id").unwrap_or_default(),
        url: string("url"),
        outlet: string("outlet"),
        headline: string("title"),
        language: string("lang"),
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: row["date"]
            .as_str()
            .and_then(Date::parse)
            .map(|date| Published {
                date,
                basis: Basis::Given,
            }),
        blocks: blocks(&text),
        modified: None,
        text,
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    };
    Analysed {
        document,
        analysis: Analysis::default(),
    }
}

struct Gathered {
    copies: Vec<CopyPair>,
    stories: Vec<Story>,
}

fn gather(documents: &[Analysed]) -> Gathered {
    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    gather::sort(&mut sorted);
    let copies = gather::copies(resources::get(), &sorted);
    let families = gather::families(&sorted, &copies);
    let stories = gather::stories(resources::get(), &sorted, &copies, &families, &[]);
    Gathered { copies, stories }
}

/// Precision, recall and F1 over pairs of documents, in per cent.
fn pairwise(gold: &BTreeMap<DocumentId, String>, stories: &[Story]) -> (f64, f64, f64) {
    let pairs = |sizes: &mut dyn Iterator<Item = usize>| -> usize {
        sizes.map(|n| n * n.saturating_sub(1) / 2).sum()
    };
    let mut gold_sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for label in gold.values() {
        *gold_sizes.entry(label).or_default() += 1;
    }
    let mut both: Vec<usize> = Vec::new();
    let mut found: Vec<usize> = Vec::new();
    for story in stories {
        let labels: Vec<&str> = story
            .documents
            .iter()
            .filter_map(|id| gold.get(id).map(String::as_str))
            .collect();
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for label in &labels {
            *sizes.entry(label).or_default() += 1;
        }
        found.push(labels.len());
        both.extend(sizes.values());
    }
    let hit = pairs(&mut both.into_iter()) as f64;
    let precision = 100.0 * hit / pairs(&mut found.into_iter()).max(1) as f64;
    let recall = 100.0 * hit / pairs(&mut gold_sizes.values().copied()).max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    (precision, recall, f1)
}

/// B³ F1 in per cent: for each document, how much of its story is right and how much was found.
fn b_cubed(gold: &BTreeMap<DocumentId, String>, stories: &[Story]) -> f64 {
    let mut gold_sizes: BTreeMap<&str, f64> = BTreeMap::new();
    for label in gold.values() {
        *gold_sizes.entry(label).or_default() += 1.0;
    }
    let (mut precision, mut recall, mut documents) = (0.0, 0.0, 0.0);
    for story in stories {
        let labels = story.documents.iter().filter_map(|id| gold.get(id));
        let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
        for label in labels {
            *sizes.entry(label).or_default() += 1.0;
        }
        let found: f64 = sizes.values().sum();
        for (label, both) in &sizes {
            precision += both * both / found;
            recall += both * both / gold_sizes[label];
        }
        documents += found;
    }
    let (precision, recall) = (
        precision / f64::max(documents, 1.0),
        recall / gold.len() as f64,
    );
    200.0 * precision * recall / (precision + recall).max(1e-9)
}

/// The same document with everything that the analysis finds in it.
fn analysed(row: &Value) -> Option<Analysed> {
    let item = onrecord::model::Item {
        reference: row["id"].as_str().unwrap_or("").to_owned(),
        kind: Some(onrecord::model::ItemKind::JsonLine),
        bytes: row.to_string().into_bytes(),
    };
    let options = onrecord::pipeline::Options {
        as_is: true,
        engine: Engine::Fast,
    };
    let outcome = onrecord::pipeline::read(resources::get(), &item, options);
    outcome.documents.into_iter().next()
}

/// Checks pairwise and B³ F1 of stories, without and with the analysis of the texts.
fn check_stories(name: &str, floors: (f64, f64)) {
    let Some(rows) = rows(&format!("data/stories/{name}.dev.jsonl.gz")) else {
        return;
    };
    let bare = rows.iter().map(document);
    let analysed = rows.iter().filter_map(analysed);
    for (how, documents) in [
        ("bare", bare.collect::<Vec<Analysed>>()),
        ("analysed", analysed.collect()),
    ] {
        let gold: BTreeMap<DocumentId, String> = rows
            .iter()
            .zip(&documents)
            .filter_map(|(row, it)| Some((it.document.id, row["story"].as_str()?.to_owned())))
            .collect();
        let stories = gather(&documents).stories;
        let (precision, recall, f1) = pairwise(&gold, &stories);
        let b_cubed = b_cubed(&gold, &stories);
        eprintln!(
            "{name}, {how}: precision {precision:.2} recall {recall:.2} F1 {f1:.2} B³ {b_cubed:.2}"
        );
        assert!(
            f1 >= floors.0,
            "{name}, {how}: {f1:.2} is below {}",
            floors.0
        );
        assert!(
            b_cubed >= floors.1,
            "{name}, {how}: B³ {b_cubed:.2} is below {}",
            floors.1
        );
    }
}

#[test]
fn stories_of_short_leads() {
    check_stories("allsides21", (83.0, 90.2));
}

#[test]
fn stories_of_full_reports() {
    check_stories("allsides_full", (81.5, 92.8));
}

#[test]
fn stories_with_few_dates() {
    check_stories("ecbplus", (88.5, 92.0));
}

/// How often a pair of one event is more alike than a pair of two, halves for ties.
fn area(same: &[u64], other: &[u64]) -> f64 {
    let wins = same.iter().flat_map(|a| {
        other.iter().map(move |b| match a.cmp(b) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
    });
    wins.sum::<f64>() / (same.len() * other.len()).max(1) as f64
}

/// Checks how well likeness tells pairs of one event, in each language and in all, from the rest.
fn check_pairs(name: &str, is_same: impl Fn(&Value) -> bool, floor: f64) {
    let Some(rows) = rows(&format!("data/stories/{name}.jsonl.gz")) else {
        return;
    };
    let string = |row: &Value, keys: [&str; 2]| {
        let found = keys.iter().find_map(|key| row[*key].as_str());
        found.unwrap_or("").to_owned()
    };
    let side = |row: &Value, number: usize, side: &str| {
        document(&serde_json::json!({
            "id": format!("{number}-{side}"),
            "title": row[&format!("title{side}")],
            "text": row[&format!("text{side}")],
            "lang": string(row, [&format!("lang{side}"), "lang"]),
        }))
    };
    let documents: Vec<Analysed> = rows
        .iter()
        .enumerate()
        .flat_map(|(number, row)| [side(row, number, "1"), side(row, number, "2")])
        .collect();
    let documents: Vec<&Analysed> = documents.iter().collect();
    let pairs: Vec<(usize, usize)> = (0..rows.len()).map(|it| (2 * it, 2 * it + 1)).collect();
    let scores = gather::likeness(resources::get(), &documents, &pairs);
    let mut by_language: BTreeMap<String, [Vec<u64>; 2]> = BTreeMap::new();
    for (row, score) in rows.iter().zip(scores) {
        let (a, b) = (
            string(row, ["lang1", "lang"]),
            string(row, ["lang2", "lang"]),
        );
        let (all, languages) = match a == b {
            true => ("one language", a),
            false => ("two languages", format!("{a}, {b}")),
        };
        for key in [all, &languages] {
            let lists = by_language.entry(key.to_owned()).or_default();
            lists[usize::from(!is_same(row))].push(score);
        }
    }
    for (languages, [same, other]) in &by_language {
        let area = area(same, other);
        eprintln!(
            "{name}, {languages}: {} and {} pairs, {area:.3}",
            same.len(),
            other.len()
        );
        // Of fewer pairs too little is told.
        assert!(
            same.len() < 10 || other.len() < 10 || area > 0.55,
            "{languages}: {area:.3}"
        );
    }
    let [same, other] = &by_language["one language"];
    assert!(
        area(same, other) >= floor,
        "{name}: {:.3}",
        area(same, other)
    );
}

#[test]
fn pairs_in_many_languages() {
    // From 1, the same event, to 4.
    let is_same = |row: &Value| {
        let overall = row["overall"]
            .as_str()
            .and_then(|it| it.parse::<f64>().ok());
        overall
            .or(row["overall"].as_f64())
            .is_some_and(|it| it < 2.0)
    };
    check_pairs("semeval22_pairs.dev", is_same, 0.84);
}

#[test]
fn pairs_of_posts() {
    let is_same = |row: &Value| row["same"] == true || row["same"] == "True";
    check_pairs("telegram_pairs", is_same, 0.86);
}

fn class_name(class: CopyClass) -> &'static str {
    match class {
        CopyClass::Copy => "copy",
        CopyClass::Revision => "revision",
        CopyClass::Partial => "partial",
        CopyClass::QuoteOnly => "quote-only",
        CopyClass::Boilerplate => "boilerplate",
    }
}

#[test]
fn copies_against_labelled_pairs() {
    let (Some(gold), Some(rows)) = (
        rows("data/copies.dev.jsonl"),
        rows("data/copies.docs.dev.jsonl.gz"),
    ) else {
        return;
    };
    let documents: Vec<Analysed> = rows.iter().map(document).collect();
    let reference: BTreeMap<DocumentId, &str> = documents
        .iter()
        .map(|it| (it.document.id, it.document.reference.as_str()))
        .collect();
    let found: BTreeMap<[&str; 2], CopyPair> = gather(&documents)
        .copies
        .into_iter()
        .map(|pair| {
            let mut names = [reference[&pair.a], reference[&pair.b]];
            names.sort_unstable();
            (names, pair)
        })
        .collect();
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    let (mut soft, mut mistaken) = (0.0, 0.0);
    let (mut origins, mut right, mut agree) = (0, 0, 0);
    for row in &gold {
        let string = |key: &str| row[key].as_str();
        let mut names = [string("a").unwrap_or(""), string("b").unwrap_or("")];
        names.sort_unstable();
        let pair = found.get(&names);
        let class = pair.map_or("independent", |pair| class_name(pair.class));
        let label = string("label").unwrap_or("");
        agree += usize::from(class == label);
        for (name, at) in [(label, 0), (class, 1)] {
            counts.entry(name).or_default()[at] += 1.0;
        }
        counts.entry(label).or_default()[2] += f64::from(u8::from(class == label));
        if matches!(label, "boilerplate" | "quote-only") {
            soft += 1.0;
            mistaken += f64::from(u8::from(matches!(class, "copy" | "partial")));
        }
        let origin = pair.and_then(|pair| pair.origin).map(|id| reference[&id]);
        if let (Some(expected), Some(origin)) = (string("origin"), origin) {
            origins += 1;
            right += usize::from(expected == origin);
        }
        if class != label {
            let why = pair.map_or("", |pair| pair.why.as_str());
            eprintln!(
                "  {label} taken for {class}: {names:?} {why} ({})",
                string("note").unwrap_or("")
            );
        }
    }
    let f1 = |[gold, found, hit]: [f64; 3]| 2.0 * hit / f64::max(gold + found, 1.0);
    let mean = counts.values().map(|it| f1(*it)).sum::<f64>() / counts.len().max(1) as f64;
    let copy = counts.get("copy").map_or(0.0, |it| f1(*it));
    let mistaken = 100.0 * mistaken / f64::max(soft, 1.0);
    eprintln!(
        "copy against the rest {copy:.3}, mean of the classes {mean:.3}, furniture and quotations \
         taken for text {mistaken:.1} %, classes {agree} of {}, origins {right} of {origins}",
        gold.len()
    );
    assert!(copy >= 0.96, "copies: {copy:.3} is below its floor");
    assert!(
        mean >= 0.92,
        "mean of the classes: {mean:.3} is below its floor"
    );
    assert!(mistaken <= 3.0, "taken for text: {mistaken:.1} %");
}

/// Reports of three events of one day, and one of the day before: the fourth brings two of the stories
/// together, and with the last there are two again.
const ARRIVING: [[&str; 3]; 6] = [
    [
        "2031-03-12",
        "Lenna gates opened",
        "Veldania opened the gates of the Lenna dam on Wednesday and water reached eleven villages.",
    ],
    [
        "2031-03-12",
        "Villages under water after gates open",
        "Villages below the Lenna dam spent the night under water after Veldania opened the gates, a \
         mayor said.",
    ],
    [
        "2031-03-12",
        "Tarnholm sends pumps and blankets",
        "Tarnholm sent pumps, blankets and a field kitchen to families on the lower river, whose roofs \
         were all that could be seen.",
    ],
    [
        "2031-03-12",
        "Pumps and blankets for villages under water",
        "Pumps, blankets and a field kitchen from Tarnholm reached families in villages on the lower \
         river, under water since Veldania opened the gates of the Lenna dam.",
    ],
    [
        "2031-03-12",
        "Chess champion retires",
        "Grandmaster Tove Harl retired from chess after a decade as champion.",
    ],
    [
        "2031-03-11",
        "Lenna gates about to open",
        "Veldania will open the gates of the Lenna dam, and water will reach villages, an engineer \
         warned.",
    ],
];

/// Adds reports to a store one after the other and gathers after each, as `add` does; `each` sees the
/// store after every gathering.
fn arrive(order: &[usize], mut each: impl FnMut(&Store)) {
    let mut store = Store::open_temporary().expect("a store");
    for at in order {
        let [date, title, text] = ARRIVING[*at];
        let line = serde_json::json!({"id": title, "date": date, "title": title, "text": text});
        let item = onrecord::model::Item {
            reference: title.to_owned(),
            kind: Some(onrecord::model::ItemKind::JsonLine),
            bytes: line.to_string().into_bytes(),
        };
        let options = onrecord::pipeline::Options {
            as_is: true,
            engine: Engine::Fast,
        };
        let outcome = onrecord::pipeline::read(resources::get(), &item, options);
        store
            .add(&item, false, Engine::Fast, &outcome.documents)
            .expect("added");
        let mut documents = store.read_documents().expect("documents");
        let gathered = onrecord::pipeline::gather(resources::get(), &mut documents);
        store.put_gathered(&gathered, &documents).expect("put");
        each(&store);
    }
}

#[test]
fn a_story_is_found_by_every_id_that_it_had() {
    let mut gone = 0;
    // As they come, and the earliest report last or first.
    for order in [[0, 1, 2, 4, 3, 5], [5, 4, 3, 2, 1, 0], [3, 5, 0, 2, 1, 4]] {
        let mut had: BTreeMap<StoryId, DocumentId> = BTreeMap::new();
        let mut counts = Vec::new();
        arrive(&order, |store| {
            let stories = store.stories().expect("stories");
            counts.push(stories.len());
            had.extend(stories.iter().map(|it| (it.id, it.documents[0])));
            for (id, earliest) in &had {
                let now = store.story_of(*earliest).expect("a story");
                let found = store.find_story(&id.to_string()).expect("found");
                assert_eq!(found, Lookup::One(now.expect("every report has one")));
                gone += usize::from(now != Some(*id));
            }
        });
        assert_eq!(counts.last(), Some(&3), "{order:?}: {counts:?}");
    }
    assert!(gone > 0, "no story ever changed its id");
}

#[test]
fn what_becomes_of_every_id_is_noted() {
    let mut fates = Vec::new();
    for order in [[0, 1, 2, 4, 3, 5], [5, 4, 3, 2, 1, 0], [3, 5, 0, 2, 1, 4]] {
        let mut before: Vec<Story> = Vec::new();
        let mut noted = 0;
        arrive(&order, |store| {
            let stories = store.stories().expect("stories");
            let changes = store.story_changes().expect("changes");
            let new = &changes[noted..];
            noted = changes.len();
            let has = |id: StoryId| stories.iter().find(|it| it.id == id);
            for was in &before {
                let found: Vec<_> = new.iter().filter(|it| it.story == was.id).collect();
                let is_whole = has(was.id).is_some_and(|now| {
                    let mut reports = was.documents.iter();
                    reports.all(|it| now.documents.contains(it))
                });
                assert_eq!(found.len(), usize::from(!is_whole), "{}", was.id);
                for change in found {
                    let now = change.now.iter().filter_map(|it| has(*it));
                    let held: Vec<DocumentId> = now.flat_map(|it| it.documents.clone()).collect();
                    assert!(was.documents.iter().all(|it| held.contains(it)));
                    assert!(change.added.iter().all(|it| held.contains(it)));
                    fates.push(change.fate);
                }
            }
            before = stories;
        });
    }
    for fate in [StoryFate::Renamed, StoryFate::Merged, StoryFate::Split] {
        assert!(fates.contains(&fate), "{fate:?} of {fates:?}");
    }
}

#[test]
fn late_reports_join_and_part_stories_as_if_they_had_been_there() {
    let told = |order: &[usize]| {
        let mut stories = Vec::new();
        arrive(order, |store| stories = store.stories().expect("stories"));
        stories
    };
    let all = told(&[0, 1, 2, 3, 4, 5]);
    for order in [[5, 4, 3, 2, 1, 0], [3, 5, 0, 2, 1, 4], [4, 2, 0, 1, 5, 3]] {
        assert_eq!(told(&order), all, "{order:?}");
    }
    let sizes = |order: &[usize]| {
        let mut sizes: Vec<usize> = told(order).iter().map(|it| it.documents.len()).collect();
        sizes.sort_unstable();
        sizes
    };
    assert_eq!(sizes(&[0, 1, 2, 4]), [1, 1, 2]);
    assert_eq!(sizes(&[0, 1, 2, 4, 3]), [1, 4]);
    assert_eq!(sizes(&[0, 1, 2, 4, 3, 5]), [1, 2, 3]);
}

#[test]
fn seeds_are_two_linked_stories() {
    let Some(path) = shared("seeds/gold.json") else {
        return;
    };
    let gold = std::fs::read_to_string(path).expect("the gold is there");
    let gold: Value = serde_json::from_str(&gold).expect("the gold is JSON");
    let mut documents: Vec<Analysed> = Vec::new();
    for seed in gold["docs"].as_array().expect("the gold has documents") {
        let paragraphs = seed["body_paragraphs"].as_array().expect("paragraphs");
        let lines: Vec<&str> = paragraphs
            .iter()
            .filter_map(|line| line["exact"].as_str())
            .collect();
        let stated = seed["published"]["explicit"] == true;
        let line = serde_json::json!({
            "id": seed["file"],
            "title": seed["headline"]["exact"],
            "text": lines.join("\n"),
            "date": seed["published"]["value"].as_str().filter(|_| stated),
        });
        let item = onrecord::model::Item {
            reference: "seeds".into(),
            kind: Some(onrecord::model::ItemKind::JsonLine),
            bytes: line.to_string().into_bytes(),
        };
        let options = onrecord::pipeline::Options {
            as_is: true,
            engine: Engine::Fast,
        };
        let outcome = onrecord::pipeline::read(resources::get(), &item, options);
        documents.extend(outcome.documents);
    }
    let gathered = onrecord::pipeline::gather(resources::get(), &mut documents);
    let place = |id: &DocumentId| documents.iter().position(|it| it.document.id == *id);
    let of = |ids: &[DocumentId]| {
        let mut places: Vec<usize> = ids.iter().filter_map(place).collect();
        places.sort_unstable();
        places
    };
    let mut stories: Vec<Vec<usize>> = gathered
        .stories
        .iter()
        .map(|it| of(&it.documents))
        .collect();
    stories.sort();
    assert_eq!(stories, [vec![0, 1, 2, 3], vec![4]]);
    for story in &gathered.stories {
        assert_eq!(story.linked.len(), 1);
        let why = &story.linked[0].why;
        assert!(why.contains("Peskov, Putin"), "{why}");
    }
    let mut inferred: Vec<(Option<usize>, String)> = gathered
        .inferred
        .iter()
        .map(|it| (place(&it.document), it.date.to_string()))
        .collect();
    inferred.sort();
    let told = |place, date: &str| (Some(place), date.to_owned());
    assert_eq!(
        inferred,
        [told(0, "2021"), told(1, "2021-05"), told(3, "2021-06")]
    );
    for (name, documents) in [
        ("Dmitry Peskov", &[0, 1, 3, 4][..]),
        ("Vladimir Putin", &[0, 1, 2, 3, 4]),
        ("Joe Biden", &[0, 1, 2, 3]),
        ("Donald Trump", &[4]),
        ("Sergei Lavrov", &[1, 2]),
        ("Dmitry Medvedev", &[2]),
    ] {
        let surname = name.split(' ').next_back().unwrap_or(name);
        let found: Vec<_> = gathered
            .persons
            .iter()
            .filter(|it| it.kind == EntityKind::Person && it.name.ends_with(surname))
            .filter(|it| !it.name.starts_with("Ivanka"))
            .collect();
        assert_eq!(found.len(), 1, "{name}: {found:#?}");
        let mut ids: Vec<DocumentId> = found[0].members.iter().map(|it| it.document).collect();
        ids.dedup();
        assert_eq!(of(&ids), documents, "{name}");
    }
}
