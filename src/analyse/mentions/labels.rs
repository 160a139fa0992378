//! What a network takes for names, beside the pieces that the rules read.

use super::names::{Piece, Shape};
use super::{Word, Words};
use crate::analyse::statements::Name;
use crate::network::NameKind;
use crate::text::TokenKind;

/// From so many thousandths on, the network is believed without a rule that agrees.
///
/// On the annotated articles of the development part, two of three names of persons below it are none.
const SURE: u16 = 600;

/// The network's label of each word; empty where no network has read the text.
pub(crate) struct Labels(Vec<Option<(NameKind, u16)>>);

impl Labels {
    /// Lays the network's names over the words, which are cut otherwise.
    pub(crate) fn new(words: &Words<'_>, names: &[Name]) -> Labels {
        if names.is_empty() {
            return Labels(Vec::new());
        }
        let mut labels = vec![None; words.list.len()];
        for name in names {
            let first = words.at(name.span.start());
            let rest = words.list.iter().zip(labels.iter_mut()).skip(first);
            for (word, label) in rest.take_while(|(it, _)| it.span.start() < name.span.end()) {
                if word.kind == TokenKind::Word {
                    *label = Some((name.kind, name.chance));
                }
            }
        }
        Labels(labels)
    }

    /// Whether no network has read the text.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The label of a word.
    pub(crate) fn get(&self, at: usize) -> Option<(NameKind, u16)> {
        self.0.get(at).copied().flatten()
    }

    /// How sure the network is of the surest word of a piece with a label.
    fn surest(&self, piece: &Piece, kind: NameKind) -> u16 {
        let of_kind = (piece.first..piece.end)
            .filter_map(|at| self.get(at))
            .filter(|it| it.0 == kind);
        of_kind.map(|it| it.1).max().unwrap_or(0)
    }

    /// What most words of a piece are labelled; the last word decides between equals.
    pub(crate) fn of(&self, piece: &Piece) -> Option<(NameKind, u16)> {
        let count = |kind: NameKind| {
            (piece.first..piece.end)
                .filter(|&at| self.get(at).is_some_and(|it| it.0 == kind))
                .count()
        };
        let last = self.get(piece.end - 1).map(|it| it.0);
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Place];
        kinds
            .into_iter()
            .filter(|&it| count(it) > 0)
            .max_by_key(|&it| (count(it), Some(it) == last))
            .map(|kind| (kind, self.surest(piece, kind)))
    }
}

/// Adds names that the rules do not see, and cuts pieces where the network sees two.
pub(crate) fn join(words: &Words<'_>, labels: &Labels, pieces: Vec<Piece>) -> Vec<Piece> {
    if labels.is_empty() {
        return pieces;
    }
    let mut joined = Vec::with_capacity(pieces.len());
    let mut at = 0;
    for piece in pieces {
        missing(words, labels, at..piece.first, &mut joined);
        at = piece.end;
        joined.push(trimmed(words, labels, piece));
    }
    missing(words, labels, at..words.list.len(), &mut joined);
    joined
}

/// A piece without the words in front that are no part of the person behind them, and without "of"
/// and what follows: "Crooked | Anna Okrist", "Peter Varro | of Lenna".
fn trimmed(words: &Words<'_>, labels: &Labels, mut piece: Piece) -> Piece {
    if !matches!(piece.shape, Shape::Person | Shape::Open) {
        return piece;
    }
    let person = |at: usize| labels.get(at).is_some_and(|it| it.0 == NameKind::Person);
    let of = (piece.first..piece.end).find(|&at| words.lower(at) == "of");
    if let Some(of) = of.filter(|&of| of > piece.first && person(of - 1)) {
        piece.end = of;
    }
    let first = (piece.first..piece.end).find(|&at| person(at));
    if let Some(first) =
        first.filter(|&it| piece.end - it > 1 && words.get(it).is_some_and(|it| it.is_capital()))
    {
        piece.first = first;
    }
    piece
}

/// The names of persons among words of which the rules make nothing.
fn missing(
    words: &Words<'_>,
    labels: &Labels,
    range: std::ops::Range<usize>,
    pieces: &mut Vec<Piece>,
) {
    let mut at = range.start;
    while at < range.end {
        let person = |at: usize| {
            let sure = labels
                .get(at)
                .is_some_and(|it| it.0 == NameKind::Person && it.1 >= SURE);
            let ordinary = |it: Word| it.is_function() || it.lexeme.is_pronoun();
            sure && words
                .get(at)
                .is_some_and(|it| it.is_capital() && !ordinary(it))
        };
        if !person(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < range.end && person(end) && words.get(end).is_some_and(|it| it.follows) {
            end += 1;
        }
        pieces.push(Piece {
            first: at,
            end,
            // One word alone may be a place that the network has never seen.
            shape: if end - at > 1 {
                Shape::Person
            } else {
                Shape::Open
            },
            gender: super::Gender::Unknown,
            sense: None,
        });
        at = end;
    }
}
