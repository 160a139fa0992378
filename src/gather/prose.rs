//! A document to what copies are told by: its words, and which of them are its own.
//!
//! Words between quotation marks, posts and block quotations are what third parties said; captions
//! and the lines that an outlet prints on several of its pages are furniture. What is left is the
//! outlet's own prose.

use super::furniture::Furniture;
use super::words::{self, Word, mix};
use crate::model::{Analysed, BlockKind, Span};
use crate::resources::Resources;

/// Words in a shingle.
pub(super) const SHINGLE: usize = 5;

/// Words of a text that are compared; longer ones are books.
const MOST_WORDS: usize = 30_000;

/// A quotation that is not closed ends after this many bytes.
const LONGEST_QUOTE: usize = 1500;

/// Whose a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The outlet's.
    Own,
    /// Somebody's who is quoted.
    Quoted,
    /// The page's.
    Furniture,
}

/// The words of a document.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// Their keys.
    pub keys: Vec<u64>,
    /// Whose each is.
    pub kinds: Vec<Kind>,
    /// Every run of [`SHINGLE`] words as one number, with the place where it starts; by number.
    pub shingles: Vec<(u64, u32)>,
}

impl Prose {
    /// How many words are not furniture.
    pub(super) fn len(&self) -> usize {
        let furniture = self.kinds.iter().filter(|kind| **kind == Kind::Furniture);
        self.kinds.len() - furniture.count()
    }
}

/// Cuts a document into words; `furniture` tells which lines its outlet repeats.
pub(super) fn prose(resources: &Resources, analysed: &Analysed, furniture: &Furniture) -> Prose {
    let document = &analysed.document;
    let words = words::words(&document.text, MOST_WORDS);
    let mut kinds = vec![Kind::Own; words.len()];
    for span in quoted(analysed) {
        mark(&words, &mut kinds, span, Kind::Quoted);
    }
    for span in furniture.spans(resources, document, &words) {
        mark(&words, &mut kinds, span, Kind::Furniture);
    }
    let keys: Vec<u64> = words.iter().map(|word| word.key).collect();
    let shingles = keys.windows(SHINGLE).map(shingle);
    let mut shingles: Vec<(u64, u32)> = shingles.zip(0..).collect();
    shingles.sort_unstable();
    Prose {
        keys,
        kinds,
        shingles,
    }
}

/// The runs of [`SHINGLE`] words of a text as numbers, in the order of their places.
pub(super) fn shingles(text: &str) -> Vec<u64> {
    let words = words::words(text, MOST_WORDS);
    let keys: Vec<u64> = words.iter().map(|word| word.key).collect();
    keys.windows(SHINGLE).map(shingle).collect()
}

fn shingle(keys: &[u64]) -> u64 {
    keys.iter().fold(0, |hash, key| mix(hash ^ key))
}

fn mark(words: &[Word], kinds: &mut [Kind], span: Span, kind: Kind) {
    let first = words.partition_point(|word| (word.start as usize) < span.start());
    let last = words.partition_point(|word| (word.start as usize) < span.end());
    if let Some(kinds) = kinds.get_mut(first..last) {
        kinds.fill(kind);
    }
}

/// The spans in which somebody else speaks.
fn quoted(analysed: &Analysed) -> Vec<Span> {
    let (document, analysis) = (&analysed.document, &analysed.analysis);
    let mut spans: Vec<Span> = analysis
        .statements
        .iter()
        .flat_map(|statement| statement.quoted.iter().copied())
        .collect();
    for block in &document.blocks {
        let line = block.span.of(&document.text);
        if block.kind == BlockKind::Quote || is_post(line) {
            spans.push(block.span);
        }
        spans.extend(marked(line).map(|span| span.shift(block.span.start())));
    }
    spans
}

/// Whether a line is a post that was taken over whole: it ends with a dash, a name and a handle.
fn is_post(line: &str) -> bool {
    line.rfind("(@").is_some_and(|at| {
        let before = line.get(..at).unwrap_or("");
        before
            .rfind(['—', '–', '-'])
            .is_some_and(|dash| at - dash < 80)
    })
}

/// Whether most of a line is what somebody else says.
pub(super) fn is_quotation(line: &str) -> bool {
    let quoted: usize = marked(line).map(|span| span.end() - span.start()).sum();
    is_post(line) || quoted * 2 > line.len()
}

/// The stretches between quotation marks in a line; a quotation that the line does not close runs
/// to its end, as one does that goes on in the next paragraph.
fn marked(line: &str) -> impl Iterator<Item = Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in line.char_indices() {
        let opens = matches!(c, '“' | '«' | '„') || (c == '"' && open.is_none());
        let closes = matches!(c, '”' | '»') || (c == '"' && open.is_some());
        if opens {
            open = Some(open.unwrap_or(at));
        } else if closes && let Some(start) = open.take() {
            found.push(Span::new(start, at));
        }
    }
    if let Some(start) = open {
        found.push(Span::new(start, line.len().min(start + LONGEST_QUOTE)));
    }
    found.into_iter()
}
