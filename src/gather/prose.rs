//! A document to what copies are told by: its words, and which of them are its own.
//!
//! Words between quotation marks, posts and block quotations are what third parties said; captions
//! and the lines that an outlet prints on several of its pages are furniture. What is left is the
//! outlet's own prose.

use rustc_hash::FxHashMap;

use super::words::{self, Word, mix};
use crate::model::{Analysed, BlockKind, Span};

/// Words in a shingle.
pub(super) const SHINGLE: usize = 5;

/// Words of a text that are compared; longer ones are books.
const MOST_WORDS: usize = 30_000;

/// On how many pages of one outlet a line is furniture.
const REPEATED: usize = 3;

/// A quotation that is not closed ends after this many bytes.
const LONGEST_QUOTE: usize = 1500;

/// A line of fewer words is not asked whether it is a list or a gallery.
const LONG_LINE: usize = 40;

/// Of a hundred words of a list of names, so many have a capital.
const LIST: usize = 60;

/// Of a hundred words of a gallery, so many begin what the line says at least three times.
const GALLERY: usize = 8;

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

/// Cuts a document into words; `furniture` tells the keys of the lines that its outlet repeats.
pub(super) fn prose(analysed: &Analysed, furniture: &Furniture) -> Prose {
    let document = &analysed.document;
    let words = words::words(&document.text, MOST_WORDS);
    let mut kinds = vec![Kind::Own; words.len()];
    for span in quoted(analysed) {
        mark(&words, &mut kinds, span, Kind::Quoted);
    }
    let outlet = document.outlet.as_deref().unwrap_or("");
    for block in &document.blocks {
        let line = block.span.of(&document.text);
        let repeated = !outlet.is_empty() && furniture.has(outlet, line);
        if block.kind == BlockKind::Caption || repeated {
            mark(&words, &mut kinds, block.span, Kind::Furniture);
        }
    }
    let keys: Vec<u64> = words.iter().map(|word| word.key).collect();
    for block in &document.blocks {
        if is_gallery(&document.text, &words, block.span) {
            mark(&words, &mut kinds, block.span, Kind::Furniture);
        }
    }
    let mut shingles: Vec<(u64, u32)> = keys
        .windows(SHINGLE)
        .zip(0..)
        .map(|(window, at)| (window.iter().fold(0, |hash, key| mix(hash ^ key)), at))
        .collect();
    shingles.sort_unstable();
    Prose {
        keys,
        kinds,
        shingles,
    }
}

/// Whether a line is a picture gallery, a list of names or a menu rather than prose: it says the
/// same words again and again, or nearly every word has a capital.
fn is_gallery(text: &str, words: &[Word], span: Span) -> bool {
    let words = within(words, span);
    if words.len() < LONG_LINE {
        return false;
    }
    let capitals = words
        .iter()
        .filter(|word| word.of(text).starts_with(char::is_uppercase))
        .count();
    if capitals * 100 >= words.len() * LIST {
        return true;
    }
    let mut shingles: Vec<u64> = words
        .windows(SHINGLE)
        .map(|window| window.iter().fold(0, |hash, word| mix(hash ^ word.key)))
        .collect();
    shingles.sort_unstable();
    let repeated: usize = shingles
        .chunk_by(|a, b| a == b)
        .map(|same| {
            if same.len() >= REPEATED {
                same.len()
            } else {
                0
            }
        })
        .sum();
    repeated * 100 >= words.len() * GALLERY
}

/// The words that begin inside a span.
fn within(words: &[Word], span: Span) -> &[Word] {
    let first = words.partition_point(|word| (word.start as usize) < span.start());
    let last = words.partition_point(|word| (word.start as usize) < span.end());
    words.get(first..last).unwrap_or(&[])
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

/// The lines that outlets repeat on their pages.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    pages: FxHashMap<(u64, u64), usize>,
}

impl Furniture {
    /// Counts the pages of each outlet on which each line stands.
    pub(super) fn of(documents: &[&Analysed]) -> Furniture {
        let mut pages: FxHashMap<(u64, u64), usize> = FxHashMap::default();
        for analysed in documents {
            let document = &analysed.document;
            let Some(outlet) = document.outlet.as_deref() else {
                continue;
            };
            let mut lines: Vec<u64> = document
                .blocks
                .iter()
                .map(|block| line_key(block.span.of(&document.text)))
                .collect();
            lines.sort_unstable();
            lines.dedup();
            for line in lines {
                *pages.entry((words::key(outlet), line)).or_default() += 1;
            }
        }
        pages.retain(|_, count| *count >= REPEATED);
        Furniture { pages }
    }

    fn has(&self, outlet: &str, line: &str) -> bool {
        self.pages
            .contains_key(&(words::key(outlet), line_key(line)))
    }
}

fn line_key(line: &str) -> u64 {
    words::key(line.trim())
}
