//! Hand-made groups of utterances in real coverage: versions, look-alikes and relations.
//!
//! The articles and the scorer are not part of the project: `ONRECORD_SHARED` names their folder,
//! and where it is unset the test says that it was skipped.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // Tests panic and print.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use onrecord::collate::{self, Coverage};
use onrecord::model::{
    Analysed, Analysis, Basis, Choice, Conflict, Date, Document, DocumentId, Entity, EntityIdx,
    EntityKind, Given, Hash, PersonId, Published, Reality, Span, Statement, StatementKind, Story,
    StoryId, Utterance,
};
use serde_json::{Value, json};

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    if shared.is_none() {
        eprintln!("skipped: ONRECORD_SHARED is not set");
    }
    shared
}

fn python(arguments: &[&str]) -> String {
    let output = Command::new("python3").args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// A story as the scorer gives it: documents with all their segments as statements.
struct Input {
    story: Story,
    documents: Vec<Analysed>,
    persons: Vec<Vec<PersonId>>,
}

/// Byte offsets of the code points of a text.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect()
}

/// The quoted stretches of a text: between marks, a paragraph at a time.
fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => open = None,
            '“' => open = Some(at + c.len_utf8()),
            '”' => found.extend(open.take().map(|start| Span::new(start, at))),
            '"' => match open.take() {
                Some(start) => found.push(Span::new(start, at)),
                None => open = Some(at + 1),
            },
            _ => {}
        }
    }
    found
}

fn statement(
    id: DocumentId,
    text: &str,
    at: &[usize],
    quotations: &[Span],
    given: &Value,
    speaker: Option<EntityIdx>,
) -> Statement {
    let content: Vec<Span> = given["content"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| {
            let edge = |k: usize| at[span[k].as_u64().unwrap() as usize];
            Span::new(edge(0), edge(1))
        })
        .collect();
    let quoted: Vec<Span> = content
        .iter()
        .flat_map(|span| {
            quotations
                .iter()
                .filter(|it| it.overlaps(*span))
                .map(|it| Span::new(it.start().max(span.start()), it.end().min(span.end())))
        })
        .collect();
    Statement {
        id: Statement::id_of(id, text, &[], &[], &content),
        kind: StatementKind::Mixed,
        speech: true,
        force: None,
        reality: Reality::Asserted,
        source: Vec::new(),
        cue: Vec::new(),
        content,
        quoted,
        speaker,
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: Vec::new(),
        choice: Choice::default(),
        confidence: 1000,
    }
}

fn document(line: &Value) -> Document {
    let word = |key: &str| line[key].as_str().map(str::to_owned);
    let reference = word("id").unwrap();
    Document {
        id: DocumentId(Hash::of_bytes(reference.as_bytes())),
        reference,
        url: None,
        outlet: word("outlet"),
        headline: word("title"),
        language: Some("en".into()),
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: word("date")
            .and_then(|date| Date::parse(&date))
            .map(|date| Published {
                date,
                basis: Basis::Given,
            }),
        text: word("text").unwrap(),
        blocks: Vec::new(),
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    }
}

fn analysed(line: &Value) -> (Analysed, Vec<PersonId>) {
    let document = document(line);
    let at = offsets(&document.text);
    let quotations = quotations(&document.text);
    let mut names: Vec<String> = Vec::new();
    let statements = line["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|given| {
            let speaker = given["speaker"]["name"].as_str().map(|name| {
                let idx = names
                    .iter()
                    .position(|it| it == name)
                    .unwrap_or(names.len());
                if idx == names.len() {
                    names.push(name.to_owned());
                }
                EntityIdx(idx as u32)
            });
            statement(
                document.id,
                &document.text,
                &at,
                &quotations,
                given,
                speaker,
            )
        })
        .collect();
    let persons = names
        .iter()
        .map(|name| PersonId(Hash::of_bytes(name.as_bytes())))
        .collect();
    let entity = |name: String| Entity {
        name,
        kind: EntityKind::Person,
        named: true,
        roles: Vec::new(),
        aliases: Vec::new(),
    };
    let rules = &onrecord::resources::get().speech.sentences;
    let tokens = onrecord::text::tokens(&document.text);
    let analysis = Analysis {
        sentences: onrecord::text::sentences(&document.text, &[], &tokens, rules),
        entities: names.into_iter().map(entity).collect(),
        statements,
        ..Analysis::default()
    };
    (Analysed { document, analysis }, persons)
}

fn inputs(given: &str) -> Vec<Input> {
    let mut stories: BTreeMap<String, Vec<(Analysed, Vec<PersonId>)>> = BTreeMap::new();
    for line in given.lines().filter(|line| !line.is_empty()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let story = line["given_story"].as_str().unwrap().to_owned();
        stories.entry(story).or_default().push(analysed(&line));
    }
    stories
        .into_iter()
        .map(|(name, mut members)| {
            members.sort_by_key(|(it, _)| (it.document.published.map(|p| p.date), it.document.id));
            let (documents, persons): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            let ids: Vec<DocumentId> = documents.iter().map(|it| it.document.id).collect();
            Input {
                story: Story {
                    id: StoryId(Hash::of_bytes(name.as_bytes())),
                    representative: ids[0],
                    first: None,
                    last: None,
                    origins: ids.iter().map(|id| vec![*id]).collect(),
                    documents: ids,
                    joins: Vec::new(),
                    linked: Vec::new(),
                },
                documents,
                persons,
            }
        })
        .collect()
}

fn collate(input: &Input) -> (Vec<Utterance>, Vec<Conflict>) {
    let person = |document: DocumentId, entity: EntityIdx| {
        let at = input
            .documents
            .iter()
            .position(|it| it.document.id == document)?;
        input.persons[at].get(entity.idx()).copied()
    };
    let coverage = Coverage {
        story: &input.story,
        documents: input.documents.iter().collect(),
        person: &person,
        origins: &input.story.origins,
    };
    let resources = onrecord::resources::get();
    (
        collate::utterances(resources, &coverage),
        collate::conflicts(resources, &coverage),
    )
}

/// The utterances and conflicts of the stories in the shapes of `export`.
fn export(inputs: &[Input]) -> (String, String) {
    let (mut utterances, mut conflicts) = (String::new(), String::new());
    for input in inputs {
        let found: BTreeMap<DocumentId, &Document> = input
            .documents
            .iter()
            .map(|it| (it.document.id, &it.document))
            .collect();
        let points = |document: DocumentId, span: Span| {
            let count = |at: usize| found[&document].text[..at].chars().count();
            json!([count(span.start()), count(span.end())])
        };
        let reference = |document: DocumentId| found[&document].reference.clone();
        let (said, disputed) = collate(input);
        for utterance in said {
            let versions: Vec<Value> = utterance
                .versions
                .iter()
                .map(|version| {
                    let spans: Vec<Value> = version
                        .content
                        .iter()
                        .map(|span| points(version.document, *span))
                        .collect();
                    json!({"document": reference(version.document), "content": spans,
                        "relation": version.relation, "why": version.why, "score": version.score})
                })
                .collect();
            let omitted: Vec<String> = utterance
                .omissions
                .iter()
                .map(|it| reference(it.document))
                .collect();
            let line =
                json!({"utterance": utterance.id, "versions": versions, "omitted_by": omitted});
            utterances.push_str(&format!("{line}\n"));
        }
        for conflict in disputed {
            let values: Vec<Value> = conflict
                .values
                .iter()
                .map(|it| {
                    json!({"document": reference(it.document), "value": it.value,
                        "span": points(it.document, it.span)})
                })
                .collect();
            let line = json!({"about": conflict.about, "values": values});
            conflicts.push_str(&format!("{line}\n"));
        }
    }
    (utterances, conflicts)
}

fn figure(report: &str, line: &str, name: &str) -> f64 {
    let line = report.lines().find(|it| it.starts_with(line)).unwrap();
    let at = line.find(name).unwrap() + name.len();
    let digits: String = line[at..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    digits.parse().unwrap()
}

fn unpack(path: &Path, to: &Path) {
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    fs::write(to, text).unwrap();
}

#[test]
fn utterances_of_given_statements() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let gold = shared
        .join("data/collation.dev.jsonl")
        .to_string_lossy()
        .into_owned();
    let scorer = shared
        .join("score/collation.py")
        .to_string_lossy()
        .into_owned();
    let documents = at("documents.jsonl");
    unpack(
        &shared.join("data/collation.docs.dev.jsonl.gz"),
        Path::new(&documents),
    );

    let given = python(&[&scorer, "--given", &gold, &documents]);
    let (utterances, conflicts) = export(&inputs(&given));
    if let Some(keep) = std::env::var_os("ONRECORD_KEEP") {
        fs::write(Path::new(&keep).join("utterances.jsonl"), &utterances).unwrap();
        fs::write(Path::new(&keep).join("conflicts.jsonl"), &conflicts).unwrap();
    }
    fs::write(at("utterances.jsonl"), utterances).unwrap();
    fs::write(at("conflicts.jsonl"), conflicts).unwrap();
    let report = python(&[
        &scorer,
        &gold,
        &documents,
        &at("utterances.jsonl"),
        &at("conflicts.jsonl"),
        "--worst",
        "40",
    ]);
    println!("{report}");
    assert!(figure(&report, "versions", "F1=") >= 86.0);
    assert!(figure(&report, "direct", "R=") >= 96.0);
    assert!(figure(&report, "look-alikes", "share=") <= 5.0);
    assert!(figure(&report, "relation", "accuracy=") >= 91.0);
}
