//! Speakers named by a label: "VARRO: The gates are open." and “The gates are open.” - Mira Solane.
//!
//! The mark is the cue. A colon counts behind capitals or before a quotation, a dash behind a
//! quotation and before a name that ends its line.

use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::tagged::Tagged;

/// The longest label, in tokens.
const LONGEST: usize = 6;
/// The fewest words that a label without a quotation introduces.
const FEWEST: usize = 3;

/// A speaker's label with what it introduces.
pub(super) struct Label {
    pub(super) source: Run,
    pub(super) cue: usize,
    pub(super) content: Run,
}

/// Finds the labels, in order.
pub(super) fn labels(tagged: &Tagged<'_>) -> Vec<Label> {
    let opens_block = |at: usize| at == 0 || tagged.block(at) != tagged.block(at - 1);
    let mut found: Vec<Label> = (0..tagged.len())
        .filter(|at| opens_block(*at))
        .filter_map(|at| before_colon(tagged, at))
        .collect();
    let behind = (0..tagged.quotations.len()).filter_map(|it| behind_dash(tagged, it));
    found.extend(behind);
    found.sort_by_key(|it| it.content);
    found
}

fn before_colon(tagged: &Tagged<'_>, first: usize) -> Option<Label> {
    let first = first + usize::from(!tagged.is_word(first));
    let names = name(tagged, first)?;
    let colon = names.1 + 1;
    let from = colon + 1;
    if tagged.word(colon) != ":" || tagged.block(from) != tagged.block(first) {
        return None;
    }
    if let Some(it) = tagged.quoted(from).filter(|it| it.open == from) {
        return Some(Label {
            source: names,
            cue: colon,
            content: (from, it.close),
        });
    }
    let is_upper = |at| !tagged.word(at).chars().any(char::is_lowercase);
    let last = (from..tagged.len())
        .take_while(|it| tagged.block(*it) == tagged.block(first))
        .last()?;
    let n_words = (from..=last).filter(|it| tagged.is_word(*it)).count();
    let counts = n_words >= FEWEST && (names.0..=names.1).all(is_upper);
    counts.then_some(Label {
        source: names,
        cue: colon,
        content: (from, last),
    })
}

fn behind_dash(tagged: &Tagged<'_>, quotation: usize) -> Option<Label> {
    let it = tagged.quotations.get(quotation)?;
    let dash = it.close + 1;
    let names = name(tagged, dash + 1)?;
    let mut end = names.1 + 1;
    end += usize::from(tagged.word(end) == ".");
    let ends = tagged.block(end) != tagged.block(dash) || end >= tagged.len();
    (it.closed && it.stopped && tagged.is_dash(dash) && ends).then_some(Label {
        source: names,
        cue: dash,
        content: (it.open, it.close),
    })
}

/// The capitalised words from `first` on.
fn name(tagged: &Tagged<'_>, first: usize) -> Option<Run> {
    let last = (first..first + LONGEST)
        .take_while(|it| tagged.is_capitalised(*it) && tagged.block(*it) == tagged.block(first))
        .last()?;
    Some((first, last))
}
