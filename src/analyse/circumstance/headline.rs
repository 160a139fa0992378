//! Where the headline ends, in a text that begins with it.

use crate::model::{BlockKind, Document};

/// The byte behind the headline; 0 where the text does not begin with one.
///
/// Headlines tell in the present tense what happened at a time that they do not tell.
pub(super) fn end(document: &Document) -> usize {
    let block = document.blocks.first();
    if let Some(block) = block.filter(|it| it.kind == BlockKind::Headline) {
        return block.span.end();
    }
    let Some(headline) = document.headline.as_deref() else {
        return 0;
    };
    let mut letters = headline.chars().filter(|it| it.is_alphanumeric());
    let Some(mut wanted) = letters.next() else {
        return 0;
    };
    for (at, letter) in document.text.char_indices() {
        if !letter.is_alphanumeric() {
            continue;
        }
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return 0;
        }
        match letters.next() {
            Some(next) => wanted = next,
            None => return at + letter.len_utf8(),
        }
    }
    0
}
