//! Marks to quotations: where words stand between quotation marks.
//!
//! Takes every style of marks, straight or curly, doubled apostrophes too; a quotation that is
//! never closed runs to the end of its block, and goes on in the next where that opens anew.

use crate::analyse::parsed::Parsed;
use crate::text::{Token, gap};

/// Words between quotation marks; its places are tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotation {
    /// The opening mark.
    pub(super) open: usize,
    /// The closing mark, or the last token of the block where there is none.
    pub(super) close: usize,
    /// Whether it has a closing mark.
    pub(super) closed: bool,
    /// Whether it goes on from the block before, which left its quotation open.
    pub(super) continues: bool,
    /// How many words it has.
    pub(super) n_words: usize,
    /// Whether the words end with a stop or comma inside the marks.
    pub(super) stopped: bool,
}

impl Quotation {
    /// The last token of the words, without the closing mark.
    pub(super) fn last_word(&self) -> usize {
        self.close - usize::from(self.closed)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Double,
    Single,
    /// « and », which hold other marks.
    Angle,
    /// » and «.
    Inward,
}

/// Finds the quotations, in order; those inside another are part of it.
pub(super) fn quotations(parsed: &Parsed<'_>, block: &[u32]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open: Option<(usize, Style)> = None;
    for at in 0..parsed.tokens.len() {
        let starts_block = at == 0 || block.get(at) != block.get(at - 1);
        if starts_block && let Some((from, style)) = open.take() {
            leave_open(parsed, from, at - 1, style, &mut found);
        }
        match open {
            None => open = opening(parsed, block, at).map(|style| (at, style)),
            Some((from, style)) => {
                if closes(parsed, at, style) {
                    found.push(quotation(parsed, from, at, true));
                    open = None;
                } else if style == Style::Double && opens_anew(parsed, at) {
                    leave_open(parsed, from, at - 1, style, &mut found);
                    open = Some((at, style));
                }
            }
        }
    }
    if let Some((from, style)) = open {
        leave_open(parsed, from, parsed.tokens.len() - 1, style, &mut found);
    }
    link(parsed, block, &mut found);
    found
}

/// A single mark that nothing closes was an apostrophe.
fn leave_open(
    parsed: &Parsed<'_>,
    from: usize,
    to: usize,
    style: Style,
    found: &mut Vec<Quotation>,
) {
    if style != Style::Single && to > from {
        found.push(quotation(parsed, from, to, false));
    }
}

fn quotation(parsed: &Parsed<'_>, open: usize, close: usize, closed: bool) -> Quotation {
    let last = parsed.word(close - usize::from(closed));
    let inside = parsed.tokens.get(open..=close).unwrap_or_default();
    Quotation {
        open,
        close,
        closed,
        continues: false,
        n_words: inside.iter().filter(|it| it.is_word()).count(),
        stopped: matches!(last, "," | "." | "?" | "!" | "…" | "—" | "–" | "--" | "-")
            || last.starts_with("..")
            || last.ends_with('.'),
    }
}

fn link(parsed: &Parsed<'_>, block: &[u32], found: &mut [Quotation]) {
    for at in 1..found.len() {
        let before = found[at - 1];
        let it = &mut found[at];
        let opens_block = it.open > 0 && block.get(it.open) != block.get(it.open - 1);
        let same_mark = parsed.word(it.open) == parsed.word(before.open);
        it.continues = !before.closed && opens_block && same_mark && before.close + 1 == it.open;
    }
}

fn token(parsed: &Parsed<'_>, at: usize) -> Option<Token> {
    parsed.tokens.get(at).copied()
}

/// Whether white space, a mark or nothing stands before the token.
fn is_free_before(parsed: &Parsed<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|it| token(parsed, it));
    match (before, token(parsed, at)) {
        (Some(before), Some(it)) => !gap(parsed.text, before, it).is_empty() || !before.is_word(),
        _ => true,
    }
}

fn touches_next(parsed: &Parsed<'_>, at: usize) -> bool {
    match (token(parsed, at), token(parsed, at + 1)) {
        (Some(it), Some(next)) => gap(parsed.text, it, next).is_empty(),
        _ => false,
    }
}

fn opening(parsed: &Parsed<'_>, block: &[u32], at: usize) -> Option<Style> {
    let touches = touches_next(parsed, at);
    match parsed.word(at) {
        "«" => Some(Style::Angle),
        "»" => (is_free_before(parsed, at) && touches).then_some(Style::Inward),
        "“" | "„" | "``" | "‟" | "＂" => Some(Style::Double),
        "\"" | "''" | "”" => (is_free_before(parsed, at) && touches).then_some(Style::Double),
        "‘" | "'" | "`" | "‚" | "‹" => {
            (is_free_before(parsed, at) && touches && single_closes_later(parsed, block, at))
                .then_some(Style::Single)
        }
        _ => None,
    }
}

/// Whether a closing single mark follows in the block, soon enough for one quotation.
fn single_closes_later(parsed: &Parsed<'_>, block: &[u32], at: usize) -> bool {
    const LONGEST: usize = 120;
    (at + 2..at + LONGEST)
        .take_while(|it| block.get(*it).is_some_and(|b| Some(b) == block.get(at)))
        .any(|it| closes(parsed, it, Style::Single))
}

fn closes(parsed: &Parsed<'_>, at: usize, style: Style) -> bool {
    let word = parsed.word(at);
    match style {
        Style::Angle => word == "»",
        Style::Inward => word == "«",
        Style::Double => match word {
            "”" | "»" | "＂" => true,
            "\"" | "''" | "“" => !opens_anew(parsed, at),
            _ => false,
        },
        // After a letter s it may be a possessive, but a stop before it tells.
        Style::Single => {
            let before = at.checked_sub(1).map_or("", |it| parsed.word(it));
            matches!(word, "’" | "'" | "›")
                && !touches_word(parsed, at)
                && (!before.ends_with('s') || matches!(before, "," | "." | "?" | "!"))
        }
    }
}

fn touches_word(parsed: &Parsed<'_>, at: usize) -> bool {
    touches_next(parsed, at) && token(parsed, at + 1).is_some_and(|it| it.is_word())
}

/// Whether a mark inside a quotation can only be an opening one.
fn opens_anew(parsed: &Parsed<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|it| token(parsed, it));
    let apart = match (before, token(parsed, at)) {
        (Some(before), Some(it)) => !gap(parsed.text, before, it).is_empty(),
        _ => true,
    };
    matches!(parsed.word(at), "\"" | "“" | "''" | "``") && apart && touches_word(parsed, at)
}
