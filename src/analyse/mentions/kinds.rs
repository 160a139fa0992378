//! Pieces of names to mentions: what each is, told by its words, its context and the whole text.

use rustc_hash::{FxHashMap, FxHashSet};

use super::labels::Labels;
use super::names::{Piece, Shape, thing};
use super::votes::{may_be_person, name_of, person_parts, vote};
use super::{Article, Case, Found, Gender, Words};
use crate::model::MentionKind;
use crate::network::NameKind;
use crate::resources::{Names, Sense, Tag};
use crate::text::TokenKind;

/// Decides what each piece is.
pub(crate) fn decide(
    names: &Names,
    words: &Words<'_>,
    labels: &Labels,
    pieces: Vec<Piece>,
) -> Vec<Found> {
    let persons = person_parts(words, labels, &pieces);
    let votes = vote(words, labels, &pieces, &persons);
    let small = in_small_letters(words, &pieces);
    let mut found = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if is_addition(words, piece) {
            continue;
        }
        let label = labels.of(piece).map(|it| it.0);
        let last = labels.get(piece.end - 1).map(|it| it.0);
        let kind = match piece.shape {
            Shape::Person if labels.is_empty() => MentionKind::Person,
            Shape::Person => {
                let vote = votes.get(&name_of(words, piece)).copied();
                match vote.unwrap_or_default().of_led(label) {
                    Some(kind) => kind,
                    None => continue,
                }
            }
            // "Ilvan Okrist Foundation": the last word says what it is.
            Shape::Organisation | Shape::Place
                if label == Some(NameKind::Person)
                    && last == label
                    && piece.sense.is_none()
                    && thing(words, piece.first, piece.end).is_none()
                    && may_be_person(words, piece) =>
            {
                MentionKind::Person
            }
            Shape::Organisation => MentionKind::Organisation,
            Shape::Place => MentionKind::Place,
            Shape::Role => MentionKind::Role,
            Shape::People if is_noun(words, piece) => MentionKind::Organisation,
            Shape::People => continue,
            Shape::Open => {
                let key = words.lower(piece.first);
                let single = piece.end - piece.first == 1;
                let vote = votes
                    .get(&name_of(words, piece))
                    .copied()
                    .unwrap_or_default();
                let first = words.get(piece.first).is_some_and(|it| it.first);
                if first && single && (small.contains(key) || !vote.elsewhere && !vote.seen()) {
                    continue;
                }
                if labels.is_empty() {
                    vote.kind(words, piece)
                } else if vote.seen() {
                    vote.kind_beside_labels()
                } else {
                    continue;
                }
            }
        };
        let mut item = mention(words, piece, kind);
        if kind == MentionKind::Role {
            role_details(names, words, &mut item);
        }
        found.push(item);
    }
    known_in_titles(words, &mut found);
    found
}

/// "(D-Lenna)", ", R-Lenna", "(Lenna)": a party and where somebody is from; ", Jr": a part of
/// a name; "@marsk": an account.
fn is_addition(words: &Words<'_>, piece: &Piece) -> bool {
    let Some(before) = piece.first.checked_sub(1) else {
        return false;
    };
    let lower = words.lower(piece.first);
    let single = piece.end - piece.first == 1;
    let handle = words.is_mark(before, "@");
    if single && (handle || matches!(lower, "jr" | "sr" | "ii" | "iii")) {
        return true;
    }
    let rest = ["d", "r", "i"].iter().find_map(|it| lower.strip_prefix(it));
    let (bracket, comma) = (words.is_mark(before, "("), words.is_mark(before, ","));
    let party = match rest {
        Some("") => bracket,
        Some(rest) => rest.starts_with('-') && (bracket || comma),
        None => false,
    };
    // "(Lenna.)": short, with a stop, right behind a name.
    let named = words.before(before).is_some_and(|it| it.is_capital());
    let case = words.get(piece.first).map(|it| it.case);
    let short = bracket && named && single && case == Some(Case::Title) && lower.len() <= 5;
    party || short && words.is_mark(piece.end, ".")
}

fn mention(words: &Words<'_>, piece: &Piece, kind: MentionKind) -> Found {
    let first = words.get(piece.first);
    Found {
        span: words.span(piece.first, piece.end),
        kind,
        words: (piece.first, piece.end),
        head: piece.end.saturating_sub(1),
        sense: piece.sense,
        gender: piece.gender,
        plural: piece.shape == Shape::People,
        article: Article::Bare,
        quoted: first.is_some_and(|it| it.quoted),
        possessive: words.is_possessive(piece.end),
        sentence: first.map_or(0, |it| it.sentence),
    }
}

fn role_details(names: &Names, words: &Words<'_>, item: &mut Found) {
    let is_role = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|it| it.lexeme.is(Tag::Role) || it.lexeme.is(Tag::Roles))
    };
    let before_of = (item.words.0..item.words.1)
        .take_while(|&at| words.lower(at) != "of" || at == item.words.0)
        .filter(is_role)
        .last();
    let Some(head) = before_of.or_else(|| (item.words.0..item.words.1).rfind(is_role)) else {
        return;
    };
    item.head = head;
    if let Some(word) = words.get(head) {
        item.plural = word.lexeme.is(Tag::Roles);
        item.gender = match names.role(word.lexeme).map(|it| it.gender) {
            Some('m') => Gender::Male,
            Some('f') => Gender::Female,
            _ => Gender::Unknown,
        };
    }
    super::roles::extend_left(words, item);
}

/// Whether a demonym stands for its people ("the Russians said"), not before a noun.
fn is_noun(words: &Words<'_>, piece: &Piece) -> bool {
    let plural = words.lower(piece.end - 1).ends_with('s');
    let next = words.get(piece.end);
    let verb = next.is_some_and(|it| it.follows && it.lexeme.is(Tag::Verb));
    plural && next.is_none_or(|it| it.case == Case::Lower || it.kind != TokenKind::Word) || verb
}

/// Which names the text also writes in small letters, as ordinary words.
fn in_small_letters<'a>(words: &'a Words<'_>, pieces: &[Piece]) -> FxHashSet<&'a str> {
    let single = |it: &&Piece| it.shape == Shape::Open && it.end - it.first == 1;
    let names: FxHashSet<&str> = pieces
        .iter()
        .filter(single)
        .map(|it| words.lower(it.first))
        .collect();
    let mut small = FxHashSet::default();
    for (at, word) in words.list.iter().enumerate() {
        let lower = words.lower(at);
        if word.case == Case::Lower && word.kind == TokenKind::Word && names.contains(lower) {
            small.insert(lower);
        }
    }
    small
}

/// Finds in headlines the names that the text gives elsewhere.
fn known_in_titles(words: &Words<'_>, found: &mut Vec<Found>) {
    let mut known: FxHashMap<&str, Vec<(Vec<&str>, Found)>> = FxHashMap::default();
    for item in found.iter() {
        if !matches!(item.kind, MentionKind::Person | MentionKind::Organisation) {
            continue;
        }
        let whole: Vec<&str> = (item.words.0..item.words.1)
            .map(|at| words.lower(at))
            .collect();
        let last = words.lower(item.head);
        if let Some(first) = whole.first().copied() {
            known.entry(first).or_default().push((whole, *item));
        }
        if item.kind == MentionKind::Person && item.words.1 - item.words.0 > 1 {
            known.entry(last).or_default().push((vec![last], *item));
        }
    }
    if known.is_empty() {
        return;
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for names in known.values_mut() {
        names.sort_by_key(|(name, item)| (std::cmp::Reverse(name.len()), item.span));
    }
    let taken: Vec<(usize, usize)> = found.iter().map(|it| it.words).collect();
    let mut at = 0;
    while at < words.list.len() {
        let fits = words
            .get(at)
            .is_some_and(|it| it.title_case && it.is_capital());
        let matched = known
            .get(words.lower(at))
            .filter(|_| fits)
            .and_then(|names| {
                names.iter().find(|(name, _)| {
                    name.iter()
                        .enumerate()
                        .all(|(i, it)| words.lower(at + i) == *it)
                })
            });
        let Some((name, item)) = matched else {
            at += 1;
            continue;
        };
        let end = at + name.len();
        let after = taken.partition_point(|it| it.1 <= at);
        if taken.get(after).is_none_or(|it| it.0 >= end) {
            let piece = Piece {
                first: at,
                end,
                shape: Shape::Open,
                gender: if name.len() > 1 {
                    item.gender
                } else {
                    Gender::Unknown
                },
                sense: item.sense.filter(|it| !matches!(it, Sense::Demonym(_))),
            };
            found.push(mention(words, &piece, item.kind));
        }
        at = end;
    }
}
