//! Pieces of names to mentions: what each is, told by its words, its context and the whole text.

use rustc_hash::{FxHashMap, FxHashSet};

use super::labels::Labels;
use super::names::{Piece, Shape};
use super::{Article, Case, Found, Gender, Words};
use crate::model::MentionKind;
use crate::network::NameKind;
use crate::resources::{Names, Sense, Tag};
use crate::text::TokenKind;

/// What the network's label of one mention weighs beside the votes of the contexts.
const LABEL: u32 = 3;

/// Decides what each piece is.
pub(crate) fn decide(
    names: &Names,
    words: &Words<'_>,
    labels: &Labels,
    pieces: Vec<Piece>,
) -> Vec<Found> {
    let persons = person_parts(words, &pieces);
    let votes = vote(words, labels, &pieces, &persons);
    let small = in_small_letters(words, &pieces);
    let mut found = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if is_addition(words, piece) {
            continue;
        }
        let label = labels.of(piece);
        let kind = match piece.shape {
            Shape::Person if labels.is_empty() => MentionKind::Person,
            Shape::Person => {
                let vote = votes.get(&name_of(words, piece)).copied();
                match vote.unwrap_or_default().of_led(label) {
                    Some(kind) => kind,
                    None => continue,
                }
            }
            Shape::Organisation | Shape::Place
                if label == Some(NameKind::Person)
                    && piece.sense.is_none()
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

/// The parts of the names of persons, in small letters.
fn person_parts<'a>(words: &'a Words<'_>, pieces: &[Piece]) -> FxHashSet<&'a str> {
    let mut parts = FxHashSet::default();
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        let person = piece.shape == Shape::Person
            || piece.shape == Shape::Open && is_led(words, piece, before);
        if person {
            for word in piece.first..piece.end {
                let long = words
                    .get(word)
                    .is_some_and(|it| it.is_capital() && it.span.len() > 2);
                if long {
                    parts.insert(words.lower(word));
                }
            }
        }
    }
    parts
}

/// Whether a role or title leads to the name: "minister Ilvan Marsk".
fn is_led(words: &Words<'_>, piece: &Piece, before: Option<&Piece>) -> bool {
    let follows = words.get(piece.first).is_some_and(|it| it.follows);
    let role_piece = before.is_some_and(|it| it.end == piece.first && it.shape == Shape::Role);
    let role_word = words.before(piece.first).is_some_and(|it| {
        it.case == Case::Lower && (it.lexeme.is(Tag::Role) || it.lexeme.is(Tag::Roles))
    });
    follows && (role_piece || role_word)
}

/// What the contexts of one name tell.
#[derive(Clone, Copy, Default)]
struct Vote {
    person: u32,
    place: u32,
    organisation: u32,
    /// Whether the one word stands before a verb, as a country or a firm does too.
    acts: bool,
    /// Whether it also stands where an ordinary word would bear no capital.
    elsewhere: bool,
}

impl Vote {
    fn seen(self) -> bool {
        self.acts || self.person + self.place + self.organisation > 0
    }

    fn kind(self, words: &Words<'_>, piece: &Piece) -> MentionKind {
        let length = piece.end - piece.first;
        if self.person > 0 && self.person >= self.place.max(self.organisation) {
            MentionKind::Person
        } else if self.place > self.organisation {
            MentionKind::Place
        } else if self.organisation > 0 {
            MentionKind::Organisation
        } else if self.acts || length == 2 && looks_personal(words, piece) {
            MentionKind::Person
        } else {
            MentionKind::Organisation
        }
    }
}

impl Vote {
    /// What a name is whose mentions a network has labelled.
    fn kind_beside_labels(self) -> MentionKind {
        if self.person > 0 && self.person >= self.place.max(self.organisation) {
            MentionKind::Person
        } else if self.place > self.organisation {
            MentionKind::Place
        } else {
            MentionKind::Organisation
        }
    }

    /// What a name is that a first name or a title leads; `None` where the network, which has read the
    /// text, never takes it for a name.
    fn of_led(self, label: Option<NameKind>) -> Option<MentionKind> {
        if self.person >= self.organisation.max(self.place) && self.person > 0 {
            Some(MentionKind::Person)
        } else if label.is_none() && !self.seen() {
            None
        } else if self.organisation > self.place {
            Some(MentionKind::Organisation)
        } else if self.place > 0 {
            Some(MentionKind::Place)
        } else {
            Some(MentionKind::Person)
        }
    }
}

/// Whether a name is written as those of persons are: no digits, no capitals only in one short word,
/// no capital inside a word but behind "Mc" and the like.
fn may_be_person(words: &Words<'_>, piece: &Piece) -> bool {
    let single = piece.end - piece.first == 1;
    (piece.first..piece.end).all(|at| {
        let Some(word) = words.get(at) else {
            return false;
        };
        let written = word.span.of(words.text);
        let capitals = written.char_indices().filter(|it| it.1.is_uppercase());
        let begin = if written.starts_with("Mac") { 3 } else { 2 };
        let inside = capitals.map(|it| it.0).find(|it| *it > begin);
        let mixed =
            single && word.case == Case::Title && inside.is_some() && !written.contains('-');
        let shouted = single && word.case == Case::Upper && written.len() <= 6;
        !written.contains(|it: char| it.is_ascii_digit()) && !mixed && !shouted
    })
}

/// Two words that no list knows as ordinary ones may be first name and surname.
fn looks_personal(words: &Words<'_>, piece: &Piece) -> bool {
    (piece.first..piece.end).all(|at| {
        words.get(at).is_some_and(|it| {
            let ordinary = [
                Tag::Starter,
                Tag::Document,
                Tag::Group,
                Tag::Role,
                Tag::Function,
            ];
            it.case == Case::Title && !ordinary.into_iter().any(|tag| it.lexeme.is(tag))
        })
    })
}

fn name_of<'a>(words: &'a Words<'_>, piece: &Piece) -> &'a str {
    words.text_lower(piece.first, piece.end)
}

fn vote<'a>(
    words: &'a Words<'_>,
    labels: &Labels,
    pieces: &[Piece],
    persons: &FxHashSet<&str>,
) -> FxHashMap<&'a str, Vote> {
    let mut votes: FxHashMap<&str, Vote> = FxHashMap::default();
    for (at, piece) in pieces.iter().enumerate() {
        if !matches!(piece.shape, Shape::Open | Shape::Person) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        let vote = votes.entry(name_of(words, piece)).or_default();
        match labels.of(piece) {
            Some(NameKind::Person) if may_be_person(words, piece) => vote.person += LABEL,
            Some(NameKind::Person) => vote.organisation += LABEL,
            Some(NameKind::Organisation) => vote.organisation += LABEL,
            Some(NameKind::Place) => vote.place += LABEL,
            None => {}
        }
        let single = piece.end - piece.first == 1;
        let first = words.get(piece.first).is_some_and(|it| it.first);
        let owner = words.is_possessive(piece.end);
        vote.elsewhere |= !first || owner;
        if owner && single && owns_office(words, piece.end + 1) {
            vote.place += 1;
        }
        if is_led(words, piece, before) {
            vote.person += 4;
        }
        let open = piece.shape == Shape::Open;
        let part = open
            && persons.contains(words.lower(piece.end - 1))
            && (single || persons.contains(words.lower(piece.first)));
        if part {
            vote.person += 4;
        }
        let ahead = words
            .before(piece.first)
            .filter(|_| words.get(piece.first).is_some_and(|it| it.follows));
        let ahead_lower = piece.first.checked_sub(1).map_or("", |it| words.lower(it));
        let after = words.get(piece.end).filter(|it| it.follows);
        let after_lower = words.lower(piece.end);
        let reports = after.is_some_and(|it| it.lexeme.is(Tag::Verb) && it.case == Case::Lower);
        let personal = looks_personal(words, piece);
        if ahead.is_some() && matches!(ahead_lower, "the" | "a" | "an") {
            vote.organisation += 3;
        } else if ahead.is_some()
            && matches!(ahead_lower, "in" | "near" | "at" | "from" | "outside")
        {
            vote.place += 2;
        } else if single && ahead.is_some() && !first && names_country(words, piece) {
            vote.place += 1;
        } else if ahead.is_some()
            && matches!(ahead_lower, "said" | "says" | "told" | "asked" | "added")
        {
            vote.person += u32::from(personal);
        }
        if reports && personal {
            vote.person += if single { 0 } else { 2 };
            vote.acts |= single;
        }
        let aged = words.is_mark(piece.end, ",")
            && words
                .get(piece.end + 1)
                .is_some_and(|it| it.kind == TokenKind::Number)
            && words.is_mark(piece.end + 2, ",");
        let described = words.is_mark(piece.end, ",")
            && matches!(words.lower(piece.end + 1), "who" | "whose" | "a" | "an");
        if personal && (aged || described) {
            vote.person += 2;
        }
        if personal && matches!(after_lower, "himself" | "herself") {
            vote.person += 3;
        }
    }
    votes
}

/// Whether an unknown word ends as names of countries do ("Orrenland", "Veldania").
fn names_country(words: &Words<'_>, piece: &Piece) -> bool {
    let lower = words.lower(piece.first);
    ["land", "stan", "ia"].iter().any(|it| lower.ends_with(it))
}

/// Whether an office follows: "Veldania's water minister" tells a country.
fn owns_office(words: &Words<'_>, at: usize) -> bool {
    (at..at + 3)
        .map_while(|at| words.get(at).filter(|it| it.follows))
        .any(|it| it.lexeme.is(Tag::Role))
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
