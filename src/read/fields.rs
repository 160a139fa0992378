//! What a news format states about an article in fields of its own, to the document.

use super::{byline, date, dateline, language};
use crate::model::{Basis, Block, BlockKind, Document, Published, Span};
use crate::resources::Resources;

/// The fields of one article, as they stand in the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) headline: Option<String>,
    /// Dates of publishing, the best first.
    pub(super) dates: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// Bylines and names.
    pub(super) authors: Vec<String>,
    /// Agencies that are credited.
    pub(super) credits: Vec<String>,
}

impl Fields {
    /// Fills a document where it has nothing yet; then what the text itself says.
    pub(super) fn fill(self, resources: &Resources, document: &mut Document) {
        document.headline = document.headline.take().or(self.headline.and_then(some));
        document.outlet = document.outlet.take().or(self.outlet.and_then(some));
        document.url = document.url.take().or(self.url.and_then(some));
        if document.language.is_none() {
            document.language = self.language.as_deref().and_then(language::of_tag);
        }
        let read = |it: &String| date::parse(&resources.reading, it.trim());
        if document.published.is_none() {
            document.published = self.dates.iter().find_map(read).map(|date| Published {
                date,
                basis: Basis::Metadata,
            });
        }
        if document.published.is_none()
            && let Some(given) = self.dates.iter().find(|it| !it.trim().is_empty())
        {
            let words = format!("Failed to parse date `{}`", given.trim());
            document.warnings.push(words);
        }
        for author in self.authors.iter().map(|it| it.trim()) {
            let found = byline::of_line(resources, author)
                .unwrap_or_else(|| byline::of_names(resources, author));
            add_new(&mut document.byline, found.people);
            add_new(&mut document.credits, found.credits);
        }
        let credits = self.credits.into_iter().filter_map(some);
        add_new(&mut document.credits, credits);
        if document.dateline.is_none() {
            dateline::take(resources, document);
        }
    }
}

fn add_new(list: &mut Vec<String>, names: impl IntoIterator<Item = String>) {
    for name in names {
        if !list.contains(&name) {
            list.push(name);
        }
    }
}

/// Words without the space around them; `None` where nothing is left.
pub(super) fn some(words: String) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// Adds a block at the end of a document's text.
pub(super) fn push_block(document: &mut Document, kind: BlockKind, text: &str) {
    if text.is_empty() {
        return;
    }
    if !document.text.is_empty() {
        document.text.push_str("\n\n");
    }
    let start = document.text.len();
    document.text.push_str(text);
    let span = Span::new(start, document.text.len());
    document.blocks.push(Block { span, kind });
}
