//! Bytes to [`Document`]s: the article alone, and what the page states about itself.
//!
//! Takes one [`Item`], tells by its content what it is, and gives its documents: the text without
//! the clutter, where each part came from, and the facts about its publishing that the page states.

use crate::model::{Document, DocumentId, Given, Hash, Item, ItemKind};
use crate::resources::Resources;

mod as_is;
mod byline;
mod date;
mod dateline;
mod decode;
mod dump;
mod feed;
mod fields;
mod html;
mod json_line;
mod kind;
mod language;
mod markdown;
mod message;
mod news_xml;
mod ninjs;
mod outlet;
mod people;

pub use people::{PeopleList, people};

/// Bytes of a line that says that the rest of an article is not given.
const MAX_PAYWALL: usize = 200;

/// How to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Keep a given text as it is: no clutter is removed, so that spans index what was given.
    pub as_is: bool,
}

/// What came of one item.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The documents, in the order of the item (a feed has several).
    pub documents: Vec<Document>,
    /// What could not be read.
    pub errors: Vec<ReadError>,
}

/// What could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("Failed to read `{reference}`: {cause}")]
pub struct ReadError {
    /// The item, with the place inside it where there is one.
    pub reference: String,
    /// Why, in words.
    pub cause: String,
}

/// Reads one item.
pub fn read(resources: &Resources, item: &Item, options: ReadOptions) -> Outcome {
    let read = match item.kind.unwrap_or_else(|| kind::of(&item.bytes)) {
        ItemKind::JsonLine => json_line::read(resources, item, options).map(|it| vec![it]),
        ItemKind::Text => text_file(resources, item, options).map(|it| vec![it]),
        ItemKind::Html => page(resources, item).map(|it| vec![it]),
        ItemKind::Feed => feed::read(resources, item),
        // Kept as it is, Markdown is a text.
        ItemKind::Markdown if options.as_is => {
            text_file(resources, item, options).map(|it| vec![it])
        }
        ItemKind::Markdown => markdown::read(resources, item).map(|it| vec![it]),
        ItemKind::Message => message::read(resources, item).map(|it| vec![it]),
        ItemKind::NewsXml => news_xml::read(resources, item),
    };
    match read {
        Ok(documents) => Outcome {
            documents,
            errors: Vec::new(),
        },
        Err(cause) => Outcome {
            documents: Vec::new(),
            errors: vec![ReadError {
                reference: item.reference.clone(),
                cause,
            }],
        },
    }
}

fn text_file(resources: &Resources, item: &Item, options: ReadOptions) -> Result<Document, String> {
    let decoded = decode::decode(&item.bytes, None)?;
    let mut document = empty(DocumentId(Hash::of_bytes(&item.bytes)), &item.reference);
    document.warnings.extend(decoded.warning);
    text(resources, &mut document, decoded.text, options);
    Ok(document)
}

fn page(resources: &Resources, item: &Item) -> Result<Document, String> {
    let decoded = decode::decode(&item.bytes, html::charset(&item.bytes).as_deref())?;
    let mut document = empty(DocumentId(Hash::of_bytes(&item.bytes)), &item.reference);
    document.warnings.extend(decoded.warning);
    html(resources, &mut document, &decoded.text);
    if document.url.is_none() && item.reference.contains("://") {
        document.url = Some(item.reference.clone());
    }
    if let Some(url) = &document.url {
        document.reference.clone_from(url);
    }
    Ok(document)
}

/// Fills a document from a page.
fn html(resources: &Resources, document: &mut Document, html: &str) {
    html::read(resources, document, html);
    finish(document);
}

/// A block of a page or a line of a dump, with what the trained trees see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its words.
    pub text: String,
    /// What is counted of it.
    pub clues: Vec<i16>,
    /// What the second look sees beside, for each list of points given; nothing where the first decides.
    pub second: Vec<Option<Vec<i16>>>,
}

/// What the trained trees see of each block of a page or line of a dump: for training them.
///
/// `points` are what first trees say of the blocks, any number of times: of each the second look sees
/// something else. Lists of another length than there are blocks count as cut or filled with clutter.
pub fn clues(resources: &Resources, text: &str, is_html: bool, points: &[Vec<i32>]) -> Vec<Seen> {
    if is_html {
        html::clues(resources, text, points)
    } else {
        dump::clues(resources, text, points)
    }
}

/// Whether two lines have the same letters and digits.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text| {
        let letters = str::chars(text).filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    };
    a == b || words(a).eq(words(b)) && words(a).next().is_some()
}

/// Whether a line says that the rest of the article is not given.
fn is_paywall(resources: &Resources, line: &str) -> bool {
    if line.len() > MAX_PAYWALL {
        return false;
    }
    let lower = line.to_lowercase();
    let phrases = &resources.reading.paywalls;
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// Fills a document from a plain text.
fn text(resources: &Resources, document: &mut Document, text: String, options: ReadOptions) {
    if options.as_is {
        as_is::keep(resources, document, text);
    } else {
        dump::read(resources, document, &text);
    }
    finish(document);
}

/// Fills in what is told by the text alone.
fn finish(document: &mut Document) {
    if document.language.is_none() {
        document.language = language::of(&document.text);
    }
    if document.text.trim().is_empty() {
        document
            .warnings
            .push("No article text was found".to_owned());
    }
}

fn empty(id: DocumentId, reference: &str) -> Document {
    Document {
        id,
        reference: reference.to_owned(),
        url: None,
        outlet: None,
        headline: None,
        language: None,
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: None,
        modified: None,
        text: String::new(),
        blocks: Vec::new(),
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    }
}
