//! Speakers named by a label: "VARRO: The gates are open.", “The gates are open.” - Mira Solane, farmer,
//! and a name on the line below a quotation.
//!
//! The mark is the cue. A colon counts behind capitals, behind a name that labels several lines, and
//! before a quotation; a dash behind a quotation and before a name, with what that person is, that end
//! its paragraph, and before the name and handle that end a post.

use std::collections::BTreeMap;

use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::tagged::Tagged;

/// The longest label, in tokens.
const LONGEST: usize = 6;
/// The longest description or date behind a name, in tokens.
const LONGEST_TAIL: usize = 18;
/// The fewest words that a label without a quotation introduces.
const FEWEST: usize = 3;
/// From so many paragraphs on, what stands before their colons is a name.
const REPEATED: usize = 2;

/// A speaker's label with what it introduces.
#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) source: Run,
    /// The colon or dash; a name below a quotation has none.
    pub(super) cue: Option<usize>,
    pub(super) content: Run,
}

/// Finds the labels, in order.
pub(super) fn labels(tagged: &Tagged<'_>) -> Vec<Label> {
    let firsts = tagged.block_starts();
    let before: Vec<Colon> = firsts.iter().filter_map(|at| colon(tagged, *at)).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for it in &before {
        *times.entry(it.name(tagged)).or_default() += 1;
    }
    let repeated = |it: &Colon| times.get(it.name(tagged)).is_some_and(|n| *n >= REPEATED);
    // One who asks and one who answers, at the least.
    let exchange = times.values().filter(|n| **n >= REPEATED).count() >= 2;
    let mut found: Vec<Label> = before
        .iter()
        .filter_map(|it| before_colon(tagged, it, exchange && repeated(it)))
        .collect();
    found.extend((0..tagged.quotations.len()).filter_map(|it| behind_dash(tagged, it)));
    found.extend((0..tagged.quotations.len()).filter_map(|it| line_below(tagged, it)));
    found.extend(firsts.iter().filter_map(|at| post(tagged, *at)));
    found.sort_by_key(|it| it.content);
    found
}

/// Capitalised words at the head of a paragraph, with the colon behind them.
struct Colon {
    names: Run,
    colon: usize,
}

impl Colon {
    fn name<'a>(&self, tagged: &Tagged<'a>) -> &'a str {
        let span = tagged.span(self.names.0, self.names.1);
        span.of(tagged.parsed.text)
    }
}

fn colon(tagged: &Tagged<'_>, first: usize) -> Option<Colon> {
    let first = first + usize::from(!tagged.is_word(first));
    let names = name(tagged, first)?;
    let colon = names.1 + 1;
    let inside = tagged.block(colon + 1) == tagged.block(first);
    (tagged.word(colon) == ":" && inside).then_some(Colon { names, colon })
}

fn before_colon(tagged: &Tagged<'_>, label: &Colon, labels_lines: bool) -> Option<Label> {
    let Colon { names, colon } = *label;
    let from = colon + 1;
    let made = |content: Run| Label {
        source: names,
        cue: Some(colon),
        content,
    };
    if let Some(it) = tagged.quoted(from).filter(|it| it.open == from) {
        return Some(made((from, it.close)));
    }
    let is_upper = |at| !tagged.word(at).chars().any(char::is_lowercase);
    let last = tagged.block_end(from);
    let counts = labels_lines
        || n_words(tagged, (from, last)) >= FEWEST && (names.0..=names.1).all(is_upper);
    counts.then(|| made((from, last)))
}

fn behind_dash(tagged: &Tagged<'_>, quotation: usize) -> Option<Label> {
    let it = tagged.quotations.get(quotation)?;
    let dash = it.close + 1;
    let source = signature(tagged, dash + 1)?;
    let same = tagged.block(dash) == tagged.block(it.close);
    let below = !same && tagged.block_starts_at(dash);
    (it.closed && (it.stopped || below) && tagged.is_dash(dash) && (same || below)).then_some(
        Label {
            source,
            cue: Some(dash),
            content: (it.open, it.close),
        },
    )
}

/// A quotation that is its whole paragraph, and a name with a description as the next.
fn line_below(tagged: &Tagged<'_>, quotation: usize) -> Option<Label> {
    let it = tagged.quotations.get(quotation)?;
    let whole = tagged.block_starts_at(it.open) && tagged.block_end(it.open) == it.close;
    let next = it.close + 1;
    let source = signature(tagged, next)?;
    let end = tagged.block_end(next);
    let n_names = n_words(tagged, source);
    let described = end > source.1 && tagged.word(source.1 + 1) == ",";
    (it.closed && whole && it.n_words >= FEWEST && n_names >= 2 && described).then_some(Label {
        source,
        cue: None,
        content: (it.open, it.close),
    })
}

/// A post shown in an article: its words, a dash, the name, the handle between brackets.
fn post(tagged: &Tagged<'_>, first: usize) -> Option<Label> {
    let end = tagged.block_end(first);
    let dash = (first..=end).rev().take(LONGEST_TAIL).find(|at| {
        tagged.is_dash(*at) && signature(tagged, at + 1).is_some_and(|it| handle(tagged, it.1 + 1))
    })?;
    let last = dash.checked_sub(1)?;
    let quoted = (first..=last).any(|at| tagged.quoted(at).is_some());
    let counts = !quoted && first <= last && n_words(tagged, (first, last)) >= FEWEST;
    counts.then_some(Label {
        source: signature(tagged, dash + 1)?,
        cue: Some(dash),
        content: (first, last),
    })
}

/// "(@imarsk)": whether a handle between brackets begins at the token.
fn handle(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.word(at) == "(" && tagged.word(at + 1).starts_with('@')
}

/// The name that begins at `first`, where nothing but a description, a place or a date follows it to
/// the end of the paragraph.
fn signature(tagged: &Tagged<'_>, first: usize) -> Option<Run> {
    let names = name(tagged, first)?;
    let end = tagged.block_end(first);
    let after = names.1 + 1;
    let is_last = after > end || after == end && tagged.word(after) == ".";
    let opens = matches!(tagged.word(after), "," | "(");
    let plain = || {
        (after..=end).all(|at| tagged.quoted(at).is_none() && tagged.cue(at).is_none())
            && (after..end).all(|at| !matches!(tagged.word(at), "." | "!" | "?"))
    };
    let described = opens && end - names.1 <= LONGEST_TAIL && plain();
    (is_last || described).then_some(names)
}

fn n_words(tagged: &Tagged<'_>, run: Run) -> usize {
    (run.0..=run.1).filter(|it| tagged.is_word(*it)).count()
}

/// The capitalised words from `first` on.
fn name(tagged: &Tagged<'_>, first: usize) -> Option<Run> {
    let last = (first..first + LONGEST)
        .take_while(|it| tagged.is_capitalised(*it) && tagged.block(*it) == tagged.block(first))
        .last()?;
    Some((first, last))
}
