//! What the contexts of a name in the whole text tell of its kind, with what a network takes it for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::labels::Labels;
use super::names::{Piece, Shape, leading_head};
use super::{Case, Words};
use crate::model::MentionKind;
use crate::network::NameKind;
use crate::resources::Tag;
use crate::text::TokenKind;

/// What the network's label of one mention weighs beside the votes of the contexts.
const LABEL: u32 = 3;
/// From so many thousandths on it weighs that much, below it one.
const SURE: u16 = 900;

/// What an article right before a name weighs: more than a label, which most places get that are named like
/// persons.
const ARTICLE: u32 = 4;

/// What it weighs that a name alone is the rest of a thing's.
const THING: u32 = 4;

/// What stands behind the noun in the names of places and things: "Tamsin" of "Hurricane Tamsin".
fn things<'a>(words: &'a Words<'_>, pieces: &[Piece]) -> FxHashSet<&'a str> {
    let rest = |piece: &Piece| {
        let head = leading_head(words, piece.first, piece.end)?;
        Some(words.text_lower(head + 1, piece.end))
    };
    pieces.iter().filter_map(rest).collect()
}

/// The parts of the names of persons, in small letters: "Elin Harrow" tells what "Harrow" is.
pub(super) fn person_parts<'a>(
    words: &'a Words<'_>,
    labels: &Labels,
    pieces: &[Piece],
) -> FxHashSet<&'a str> {
    let mut parts = FxHashSet::default();
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        let person = piece.shape == Shape::Person
            || piece.shape == Shape::Open
                && (is_led(words, piece, before) || is_labelled(words, labels, piece));
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

/// Whether an article stands right before a name, as before few persons': "the Lower Lenna".
fn has_article(words: &Words<'_>, piece: &Piece) -> bool {
    let follows = words.get(piece.first).is_some_and(|it| it.follows);
    let before = piece.first.checked_sub(1).map_or("", |it| words.lower(it));
    follows && matches!(before, "the" | "a" | "an")
}

/// Whether the network takes a name of two words for a person's.
fn is_labelled(words: &Words<'_>, labels: &Labels, piece: &Piece) -> bool {
    let label = labels.of(piece);
    piece.end - piece.first == 2
        && !has_article(words, piece)
        && label.is_some_and(|it| it.0 == NameKind::Person)
        && may_be_person(words, piece)
        && looks_personal(words, piece)
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
pub(super) struct Vote {
    person: u32,
    place: u32,
    organisation: u32,
    /// Whether a network takes the one word for a person, of whom the text gives no fuller name.
    maybe: bool,
    /// Whether the one word stands before a verb, as a country or a firm does too.
    acts: bool,
    /// Whether it also stands where an ordinary word would bear no capital.
    pub(super) elsewhere: bool,
}

impl Vote {
    pub(super) fn seen(self) -> bool {
        self.acts || self.maybe || self.person + self.place + self.organisation > 0
    }

    pub(super) fn kind(self, words: &Words<'_>, piece: &Piece) -> MentionKind {
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
    pub(super) fn kind_beside_labels(self) -> MentionKind {
        let other = self.place.max(self.organisation);
        if self.person > 0 && self.person >= other || self.maybe && other == 0 {
            MentionKind::Person
        } else if self.place > self.organisation {
            MentionKind::Place
        } else {
            MentionKind::Organisation
        }
    }

    /// What a name is that a first name or a title leads; `None` where the network, which has read the
    /// text, never takes it for a name.
    pub(super) fn of_led(self, label: Option<NameKind>) -> Option<MentionKind> {
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
pub(super) fn may_be_person(words: &Words<'_>, piece: &Piece) -> bool {
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

pub(super) fn name_of<'a>(words: &'a Words<'_>, piece: &Piece) -> &'a str {
    words.text_lower(piece.first, piece.end)
}

pub(super) fn vote<'a>(
    words: &'a Words<'_>,
    labels: &Labels,
    pieces: &[Piece],
    persons: &FxHashSet<&str>,
) -> FxHashMap<&'a str, Vote> {
    let mut votes: FxHashMap<&str, Vote> = FxHashMap::default();
    let things = things(words, pieces);
    for (at, piece) in pieces.iter().enumerate() {
        if !matches!(piece.shape, Shape::Open | Shape::Person) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        let vote = votes.entry(name_of(words, piece)).or_default();
        if let Some((kind, chance)) = labels.of(piece) {
            let weight = if chance >= SURE { LABEL } else { 1 };
            let lone = piece.end - piece.first == 1 && !persons.contains(words.lower(piece.first));
            match kind {
                // Who is a person is named in full somewhere; the network takes places that it has
                // never seen for surnames.
                NameKind::Person if lone && may_be_person(words, piece) => vote.maybe = true,
                NameKind::Person if may_be_person(words, piece) => vote.person += weight,
                NameKind::Person | NameKind::Organisation => vote.organisation += weight,
                NameKind::Place => vote.place += weight,
            }
        }
        let single = piece.end - piece.first == 1;
        // "Hurricane Tamsin" tells what "Tamsin" is, where nobody bears that name.
        if single && things.contains(name_of(words, piece)) {
            let person = persons.contains(words.lower(piece.first));
            vote.organisation += if person { 0 } else { THING };
        }
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
        if has_article(words, piece) {
            // "the Marsk government": the article is another noun's.
            let modifies = after.is_some_and(|it| {
                it.case == Case::Lower && !it.is_function() && !it.lexeme.is(Tag::Verb)
            });
            vote.organisation += if modifies { LABEL } else { ARTICLE };
        } else if ahead.is_some()
            && open
            && matches!(ahead_lower, "in" | "near" | "at" | "from" | "outside")
        {
            vote.place += 3;
        } else if single && ahead.is_some() && matches!(ahead_lower, "to" | "of") && !owner {
            // "the power of Brasna", but "a letter to Marsk" as well: worth little.
            vote.place +=
                u32::from(!labels.is_empty() && !persons.contains(words.lower(piece.first)));
        } else if single && ahead.is_some() && !first && names_country(words, piece) {
            vote.place += 1;
        } else if ahead.is_some()
            && matches!(ahead_lower, "said" | "says" | "told" | "asked" | "added")
        {
            vote.person += u32::from(personal && (labels.is_empty() || !single));
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
