//! The development data: stories with their utterances marked by hand, and two translations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use flate2::read::GzDecoder;
use onrecord::model::{Analysed, DocumentId, Gathered, Hash, Item, ItemKind, Span};
use onrecord::pipeline::{self, Options};
use onrecord::resources;
use serde_json::{Value, json};

use crate::FOLDS;
use crate::regression::N;

/// Words of a document, by their places.
pub type Words = BTreeSet<usize>;

/// Marked stories with what the program finds in them.
pub struct Set {
    /// The files that it was read from, each with its checksum.
    pub files: Vec<(String, Hash)>,
    /// The documents as they were analysed and gathered.
    pub documents: Vec<Analysed>,
    /// What was gathered of them.
    pub gathered: Gathered,
    /// The compared pairs of which the marks tell what they are, unless a rule decides them.
    pub pairs: Vec<Pair>,
    /// Which utterances each document has, by number, with their words.
    pub marks: BTreeMap<String, Vec<(usize, Words)>>,
    /// Pairs of marks that must stay apart.
    pub apart: Vec<(usize, usize)>,
    /// The fold of each document.
    pub folds: BTreeMap<String, usize>,
    /// Where the words of each document stand.
    pub texts: BTreeMap<String, Vec<Span>>,
}

/// A compared pair.
pub struct Pair {
    pub features: [i32; N],
    pub same: bool,
    pub look_alike: bool,
    pub fold: usize,
}

/// The development stories, with all marked segments given as statements or as bare articles.
pub fn stories(folder: &Path, given: bool) -> anyhow::Result<Set> {
    let mut files = Vec::new();
    let gold = lines(folder, "collation.dev.jsonl", &mut files)?;
    let articles = lines(folder, "collation.docs.dev.jsonl.gz", &mut files)?;
    let mut marked: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    let mut marks: BTreeMap<String, Vec<(usize, Value)>> = BTreeMap::new();
    let mut apart = Vec::new();
    let mut number = 0;
    let mut mark = |segment: &Value, speaker: &Value, number: usize| {
        let document = text(segment, "doc");
        let content = segment["content"].clone();
        let known = marked.entry(document.clone()).or_default();
        let statement = known
            .entry(content.to_string())
            .or_insert_with(|| json!({"content": content}));
        if speaker.is_string() {
            statement["speaker"] = json!({"name": speaker});
        }
        marks.entry(document).or_default().push((number, content));
    };
    for story in &gold {
        for utterance in items(story, "utterances") {
            for version in items(utterance, "versions") {
                mark(version, &utterance["speaker"], number);
            }
            number += 1;
        }
        for pair in items(story, "similar_only") {
            mark(&pair[0], &Value::Null, number);
            mark(&pair[1], &Value::Null, number + 1);
            apart.push((number, number + 1));
            number += 2;
        }
    }
    let mut inputs = Vec::new();
    let mut folds = Vec::new();
    for article in &articles {
        let mut input = article.clone();
        if given {
            let statements = marked.get(&text(article, "id"));
            let statements = statements.into_iter().flat_map(BTreeMap::values);
            input["given_story"] = article["story"].clone();
            input["statements"] = statements.cloned().collect();
        }
        folds.push((text(article, "id"), text(article, "story")));
        inputs.push(input);
    }
    Set::new(files, &inputs, &folds, marks, apart)
}

/// Two translations of each of many articles, two documents an article.
pub fn translations(folder: &Path) -> anyhow::Result<Set> {
    let mut files = Vec::new();
    let sentences = lines(folder, "retranslation.dev.jsonl.gz", &mut files)?;
    let mut by_article: BTreeMap<String, Vec<(usize, &Value)>> = BTreeMap::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let article = by_article.entry(text(sentence, "block")).or_default();
        article.push((number, sentence));
    }
    let (mut inputs, mut folds) = (Vec::new(), Vec::new());
    let mut marks: BTreeMap<String, Vec<(usize, Value)>> = BTreeMap::new();
    for (article, sentences) in by_article {
        for side in ["a", "b"] {
            let id = format!("{article}#{side}");
            let mut whole = String::new();
            let mut statements = Vec::new();
            for (number, sentence) in &sentences {
                let start = whole.chars().count();
                whole.push_str(&text(sentence, side));
                let content = json!([[start, whole.chars().count()]]);
                whole.push('\n');
                statements.push(json!({"content": content, "speaker": {"name": "Ada Example"}}));
                marks
                    .entry(id.clone())
                    .or_default()
                    .push((*number, content));
            }
            inputs.push(
                json!({"id": id, "given_story": article, "outlet": format!("Outlet {side}"),
                "date": "2021-06-01", "text": whole, "statements": statements}),
            );
            folds.push((id, article.clone()));
        }
    }
    Set::new(files, &inputs, &folds, marks, Vec::new())
}

impl Set {
    fn new(
        files: Vec<(String, Hash)>,
        inputs: &[Value],
        stories: &[(String, String)],
        marks: BTreeMap<String, Vec<(usize, Value)>>,
        apart: Vec<(usize, usize)>,
    ) -> anyhow::Result<Set> {
        let resources = resources::get();
        let options = Options {
            as_is: true,
            ..Options::default()
        };
        let mut documents = Vec::new();
        for input in inputs {
            let item = Item {
                reference: text(input, "id"),
                kind: Some(ItemKind::JsonLine),
                bytes: input.to_string().into_bytes(),
            };
            documents.extend(pipeline::read(resources, &item, options).documents);
        }
        let gathered = pipeline::gather(resources, &mut documents);
        // The folds go by the names of the stories, in turn.
        let names: BTreeSet<&String> = stories.iter().map(|(_, story)| story).collect();
        let places: BTreeMap<&String, usize> = names.into_iter().zip(0..).collect();
        let folds = stories.iter();
        let folds = folds.map(|(id, story)| (id.clone(), places[story] % FOLDS));
        let mut set = Set {
            files,
            pairs: Vec::new(),
            marks: BTreeMap::new(),
            apart,
            folds: folds.collect(),
            texts: BTreeMap::new(),
            gathered,
            documents,
        };
        for analysed in &set.documents {
            let document = &analysed.document;
            let words = words(&document.text);
            let starts: Vec<usize> = document.text.char_indices().map(|(at, _)| at).collect();
            let byte = |at: &Value| {
                let at = at.as_u64().unwrap_or(0) as usize;
                starts.get(at).copied().unwrap_or(document.text.len())
            };
            let of_document = marks.get(&document.reference).into_iter().flatten();
            let of_document = of_document.map(|(number, content)| {
                let spans: Vec<Span> = content
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|it| Span::new(byte(&it[0]), byte(&it[1])))
                    .collect();
                (*number, inside(&words, &spans))
            });
            let of_document = of_document.collect();
            set.marks.insert(document.reference.clone(), of_document);
            set.texts.insert(document.reference.clone(), words);
        }
        set.pairs = set.compared();
        Ok(set)
    }

    /// The reference of each document.
    pub fn references(&self) -> BTreeMap<DocumentId, &str> {
        let documents = self.documents.iter();
        documents
            .map(|it| (it.document.id, it.document.reference.as_str()))
            .collect()
    }

    /// The words of some spans of a document.
    pub fn words(&self, reference: &str, spans: &[Span]) -> Words {
        self.texts
            .get(reference)
            .map(|words| inside(words, spans))
            .unwrap_or_default()
    }

    fn compared(&self) -> Vec<Pair> {
        let references = self.references();
        let utterances = |places: &[(DocumentId, Vec<Span>)]| -> BTreeSet<usize> {
            let of_place = |(document, spans): &(DocumentId, Vec<Span>)| {
                let reference = references[document];
                let words = self.words(reference, spans);
                let marks = self.marks.get(reference).into_iter().flatten();
                let covers = |mark: &Words| {
                    let shared = mark.intersection(&words).count();
                    shared > 0
                        && (4 * shared >= mark.len() + words.len() || 5 * shared >= 4 * words.len())
                };
                let of_place: Vec<usize> =
                    marks.filter(|it| covers(&it.1)).map(|it| it.0).collect();
                of_place
            };
            places.iter().flat_map(of_place).collect()
        };
        let compared = pipeline::compared(resources::get(), &self.documents, &self.gathered);
        let judged = compared.into_iter().filter(|it| !it.ruled_out);
        judged
            .filter_map(|pair| {
                let (a, b) = (utterances(&pair.a), utterances(&pair.b));
                let same = !a.is_disjoint(&b);
                let fold = references.get(&pair.a.first()?.0)?;
                let fold = *self.folds.get(*fold)?;
                (!a.is_empty() || !b.is_empty()).then_some(Pair {
                    features: pair.features,
                    same,
                    look_alike: !a.is_empty() && !b.is_empty() && !same,
                    fold,
                })
            })
            .collect()
    }
}

fn lines(folder: &Path, name: &str, files: &mut Vec<(String, Hash)>) -> anyhow::Result<Vec<Value>> {
    let path = folder.join(name);
    let bytes = fs::read(&path).with_context(|| format!("Failed to read `{}`", path.display()))?;
    files.push((name.to_owned(), Hash::of_bytes(&bytes)));
    let mut lines = String::new();
    match name.ends_with(".gz") {
        true => GzDecoder::new(bytes.as_slice()).read_to_string(&mut lines)?,
        false => bytes.as_slice().read_to_string(&mut lines)?,
    };
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// Runs of letters and figures.
fn words(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.end() == at => *last = Span::new(last.start(), end),
            _ => found.push(Span::new(at, end)),
        }
    }
    found
}

fn inside(words: &[Span], spans: &[Span]) -> Words {
    let within = |word: &Span| spans.iter().any(|span| span.overlaps(*word));
    let places = words.iter().enumerate();
    places
        .filter(|(_, it)| within(it))
        .map(|(k, _)| k)
        .collect()
}
