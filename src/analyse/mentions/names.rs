//! Capitalised words to pieces of names: where a name begins and ends, and what its words tell.

use super::{Case, Gender, Word, Words};
use crate::resources::{Names, Sense, Tag};
use crate::text::TokenKind;

/// A stretch of capitalised words that names one thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub first: usize,
    pub end: usize,
    pub shape: Shape,
    pub gender: Gender,
    pub sense: Option<Sense>,
}

/// What the words of a piece tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Person,
    Organisation,
    Place,
    /// A demonym: an adjective, or the people.
    People,
    /// A role with capitals ("Prime Minister").
    Role,
    /// Not told by the words themselves.
    Open,
}

/// Most words that one name may have.
const LONGEST: usize = 14;

/// Reads the name that begins at a word, if one does; gives the word to go on with.
pub(crate) fn step(names: &Names, words: &Words<'_>, at: usize, pieces: &mut Vec<Piece>) -> usize {
    let Some(word) = words.get(at) else { return at };
    if word.title_case {
        return known_in_title(names, words, at, pieces);
    }
    if !word.is_capital() || words.lower(at) == "i" || is_shouted(words, at) {
        return at + 1;
    }
    let end = run(names, words, at);
    let start = skip_starters(names, words, at, end);
    split(names, words, start, end, pieces);
    end
}

/// In a headline every word bears a capital: only known names are read.
fn known_in_title(names: &Names, words: &Words<'_>, at: usize, pieces: &mut Vec<Piece>) -> usize {
    if let Some((length, sense)) = known(names, words, at, words.list.len()) {
        pieces.push(of_sense(at, at + length, sense));
        return at + length;
    }
    at + 1
}

fn known(names: &Names, words: &Words<'_>, at: usize, end: usize) -> Option<(usize, Sense)> {
    if !words.get(at).is_some_and(|it| it.is_capital()) {
        return None;
    }
    let lookup = |i: usize| {
        let fits = at + i < end && (i == 0 || words.get(at + i).is_some_and(|it| it.follows));
        fits.then(|| words.lower(at + i))
    };
    let (length, sense) = names.known(lookup)?;
    // "Us" and "It" in capitals are countries only as written so.
    let capitals = words.get(at).is_some_and(|it| it.case == Case::Upper);
    let short = length == 1 && words.lower(at).len() <= 3 && !words.lower(at).contains('.');
    (capitals || !short).then_some((length, sense))
}

fn of_sense(first: usize, end: usize, sense: Sense) -> Piece {
    let shape = match sense {
        Sense::Country(_) | Sense::Capital(_) | Sense::Place => Shape::Place,
        Sense::Demonym(_) => Shape::People,
        Sense::Metonym(_) | Sense::Medium(_) => Shape::Organisation,
    };
    Piece {
        first,
        end,
        shape,
        gender: Gender::Unknown,
        sense: Some(sense),
    }
}

/// The end of the run of words that may be one name.
fn run(names: &Names, words: &Words<'_>, start: usize) -> usize {
    let mut end = start + 1;
    let mut joined_of = false;
    while end - start < LONGEST {
        let Some(word) = words.get(end).filter(|it| it.follows) else {
            break;
        };
        let capital = |at: usize| {
            words
                .get(at)
                .is_some_and(|it| it.is_capital() && it.follows && !it.first)
        };
        if is_shouted(words, end) {
            break;
        } else if word.is_capital() && (!word.first || after_stop(words, end)) {
            end += 1;
        } else if is_stop(words, end) && capital_after_stop(words, end) {
            end += 2;
        } else if words.is_mark(end, "&") && capital(end + 1) {
            end += 2;
        } else if word.lexeme.is(Tag::Particle) && capital(end + 1) {
            end += 2;
        } else if word.lexeme.is(Tag::Particle)
            && words
                .get(end + 1)
                .is_some_and(|it| it.lexeme.is(Tag::Particle))
            && capital(end + 2)
        {
            end += 3;
        } else if takes_of(words, start, end) {
            let article = usize::from(words.lower(end + 1) == "the");
            if !capital(end + 1 + article) || named_after_of(names, words, end + 1 + article) {
                break;
            }
            joined_of = true;
            end += 2 + article;
        } else if joined_of
            && words.is_possessive(end)
            && capital(end + 1)
            && (start..end).any(|it| words.get(it).is_some_and(|it| it.lexeme.is(Tag::Role)))
        {
            // "Deputy Chairman of the Assembly's Water Council"
            end += 2;
        } else if words.lower(end) == "and" && joined_of && capital(end + 1) {
            // "Ministry of Health and Welfare", but not "Bank of Lenna and Ilvan Marsk".
            if capital(end + 2)
                || words
                    .get(end + 1)
                    .is_some_and(|it| it.lexeme.is_first_name())
            {
                break;
            }
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Whether the word is a pronoun or the like beside another one in capitals: "ASSOCIATE WITH HIM".
fn is_shouted(words: &Words<'_>, at: usize) -> bool {
    let capitals = |word: Option<Word>| word.is_some_and(|it| it.case == Case::Upper);
    let names_nothing = |word: Word| {
        word.is_function()
            || [Tag::He, Tag::She, Tag::They, Tag::It]
                .into_iter()
                .any(|tag| word.lexeme.is(tag))
    };
    let word = words.get(at);
    capitals(word)
        && word.is_some_and(names_nothing)
        && (capitals(words.get(at + 1)) || capitals(words.before(at)))
}

/// Whether the stop at `at` belongs to an initial or a short title ("J.", "Sen.", "St.").
fn is_stop(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = words.before(at) else {
        return false;
    };
    let touches = words
        .get(at)
        .is_some_and(|it| it.span.start() == before.span.end());
    let short =
        before.span.len() == 1 || before.lexeme.is(Tag::Title) || words.lower(at - 1) == "st";
    words.is_mark(at, ".") && touches && before.is_capital() && short
}

fn after_stop(words: &Words<'_>, at: usize) -> bool {
    at > 0 && is_stop(words, at - 1)
}

fn capital_after_stop(words: &Words<'_>, at: usize) -> bool {
    words
        .get(at + 1)
        .is_some_and(|it| it.is_capital() && it.follows)
}

/// Whether the word may join what follows to the words before: "Ministry of", "Council on".
fn takes_of(words: &Words<'_>, start: usize, of: usize) -> bool {
    let body = words
        .before(of)
        .is_some_and(|it| it.lexeme.is(Tag::Subject));
    match words.lower(of) {
        "of" | "for" => {}
        "on" if body => {}
        _ => return false,
    }
    let heads = (start..of).filter_map(|at| words.get(at)).any(|it| {
        [Tag::Organisation, Tag::Role, Tag::Place]
            .into_iter()
            .any(|tag| it.lexeme.is(tag))
    });
    heads && words.before(of).is_some_and(|it| it.is_capital())
}

/// Whether the name after "of" is one of its own ("Governor of Lenna" joins, "of Ilvan Marsk" not).
fn named_after_of(_names: &Names, words: &Words<'_>, at: usize) -> bool {
    words.get(at).is_some_and(|it| it.lexeme.is_first_name())
}

fn skip_starters(names: &Names, words: &Words<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        let Some(word) = words.get(at) else { break };
        let ordinary = word.lexeme.is(Tag::Starter) || word.lexeme.is(Tag::Function);
        // "A. Ilvan Okrist": an initial is no article.
        let initial = word.span.len() == 1 && is_stop(words, at + 1);
        let name = word.lexeme.is_first_name() && at + 1 < end
            || initial
            || word.lexeme.is(Tag::Title)
            || known(names, words, at, end).is_some_and(|(length, _)| length > 1)
            || (word.lexeme.is(Tag::Role) && at + 1 < end);
        let skips = if word.first || at > start {
            ordinary && !name || word.lexeme.is(Tag::Verb) && at + 1 < end
        } else {
            word.is_function() && !name && word.case != Case::Upper
        };
        if !skips {
            break;
        }
        at += 1;
    }
    at
}

/// Splits a run into its pieces.
fn split(names: &Names, words: &Words<'_>, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    let mut at = start;
    while at < end {
        let Some(word) = words.get(at) else { return };
        if word.kind == TokenKind::Mark || !word.is_capital() && at == start {
            at += 1;
            continue;
        }
        if word.lexeme.is(Tag::Calendar) && !before_is_first_name(words, start, at) {
            at += 1;
            continue;
        }
        at = piece(names, words, at, calendar(words, at, end), pieces).max(at + 1);
    }
}

fn before_is_first_name(words: &Words<'_>, start: usize, at: usize) -> bool {
    at > start && words.before(at).is_some_and(|it| it.lexeme.is_first_name())
}

/// The end of a run at a month or weekday inside it.
fn calendar(words: &Words<'_>, at: usize, end: usize) -> usize {
    (at + 1..end)
        .find(|&it| {
            words
                .get(it)
                .is_some_and(|word| word.lexeme.is(Tag::Calendar))
                && !before_is_first_name(words, at, it)
        })
        .unwrap_or(end)
}

/// Reads one piece; gives the word behind it.
fn piece(
    names: &Names,
    words: &Words<'_>,
    at: usize,
    end: usize,
    pieces: &mut Vec<Piece>,
) -> usize {
    let Some(word) = words.get(at) else {
        return end;
    };
    let saint = words.lower(at) == "st";
    if word.lexeme.is(Tag::Title) && !word.lexeme.is(Tag::Role) && at + 1 < end && !saint {
        return titled(words, at, end, pieces);
    }
    if let Some(role_end) = role_before(names, words, at, end) {
        pieces.push(shaped(words, at, role_end, Shape::Role));
        return role_end;
    }
    let phrase = known(names, words, at, end);
    let organisation = organisation_end(words, at, end);
    match (phrase, organisation) {
        (Some((length, sense)), organisation)
            if organisation.is_none_or(|it| it <= at + length) =>
        {
            let last = at + length;
            if person_goes_on(words, at, last, end, sense) {
                pieces.push(person(words, at, end));
                return end;
            }
            pieces.push(of_sense(at, last, sense));
            return last;
        }
        (_, Some(organisation_end)) => {
            pieces.push(shaped(words, at, organisation_end, Shape::Organisation));
            return organisation_end;
        }
        _ => {}
    }
    // "Russia-U.S. talks", "the Brasna-Corran line": two places that tell which, and name neither.
    if is_pair(names, words, at) {
        return at + 1;
    }
    let last = words.get(end - 1);
    if let Some(shape) = thing(words, at, end) {
        pieces.push(shaped(words, at, end, shape));
    } else if word.lexeme.is_first_name() {
        pieces.push(person(words, at, end));
    } else if let Some(given) = (at + 1..end).find(|&it| is_given(words, it, end)) {
        // "Corran Press' Ilvan Marsk": what stands before a first name is something else,
        // unless it is one unknown word, which may be a first name itself.
        if given == at + 1 && phrase.is_none() && given + 1 < end {
            pieces.push(person(words, at, end));
        } else {
            pieces.push(shaped(words, at, given, Shape::Open));
            return given;
        }
    } else if end - at > 1 && last.is_some_and(|it| it.lexeme.is(Tag::Place)) {
        pieces.push(shaped(words, at, end, Shape::Place));
    } else if end - at > 1 && words.get(at).is_some_and(|it| it.lexeme.is(Tag::Place)) {
        pieces.push(shaped(words, at, end, Shape::Place));
    } else if end - at == 1 && word.case == Case::Upper && word.span.len() <= 6 {
        pieces.push(shaped(words, at, end, Shape::Organisation));
    } else if word.span.len() > 1 || end - at > 1 {
        pieces.push(shaped(words, at, end, Shape::Open));
    }
    end
}

/// What a name is that a noun or a mark tells to be no person's: "Lake Tarn", "Tropical Storm Ilsa", "the
/// Okrist Prize", "Bryce & Marsk".
pub(super) fn thing(words: &Words<'_>, at: usize, end: usize) -> Option<Shape> {
    let is = |it: usize, tag: Tag| words.get(it).is_some_and(|it| it.lexeme.is(tag));
    if leading_head(words, at, end).is_some() {
        let place = is(at, Tag::Place);
        return Some(if place {
            Shape::Place
        } else {
            Shape::Organisation
        });
    }
    let closes = end > at + 1 && is(end - 1, Tag::Thing);
    // "Ann & Peter Okrist" are two people.
    let given = |it: usize| words.get(it).is_some_and(|it| it.lexeme.is_first_name());
    let firm = (at + 1..end).any(|it| words.is_mark(it, "&") && !(given(it - 1) && given(it + 1)));
    (closes || firm).then_some(Shape::Organisation)
}

/// The noun that leads the name of a place or thing, as the first word or the second.
pub(super) fn leading_head(words: &Words<'_>, at: usize, end: usize) -> Option<usize> {
    let first_name = words.get(at).is_some_and(|it| it.lexeme.is_first_name());
    let leads = |it: &usize| words.get(*it).is_some_and(|it| it.lexeme.is(Tag::Leading));
    let last = end.saturating_sub(1);
    (at..last.min(at + 2))
        .find(leads)
        .filter(|it| *it == at || !first_name)
}

/// Whether a word is two known places or peoples with a hyphen between.
fn is_pair(names: &Names, words: &Words<'_>, at: usize) -> bool {
    let known = |part: &str| {
        let sense = names.known(|i| (i == 0).then_some(part));
        sense.is_some_and(|it| !matches!(it.1, Sense::Medium(_)))
    };
    let mut parts = words.lower(at).split('-');
    matches!((parts.next(), parts.next(), parts.next()), (Some(a), Some(b), None) if known(a) && known(b))
}

fn shaped(_words: &Words<'_>, first: usize, end: usize, shape: Shape) -> Piece {
    Piece {
        first,
        end,
        shape,
        gender: Gender::Unknown,
        sense: None,
    }
}

/// "Mr Marsk", "Dr. Ilvan Marsk": the title is no part of the name.
fn titled(words: &Words<'_>, at: usize, end: usize, pieces: &mut Vec<Piece>) -> usize {
    let mut first = at + 1;
    while first < end && !words.get(first).is_some_and(|it| it.is_capital()) {
        first += 1;
    }
    if first < end {
        let mut piece = person(words, first, end);
        if let Some(title) = words.get(at) {
            if title.lexeme.is(Tag::TitleMale) {
                piece.gender = Gender::Male;
            } else if title.lexeme.is(Tag::TitleFemale) {
                piece.gender = Gender::Female;
            }
        }
        pieces.push(piece);
    }
    end
}

fn person(words: &Words<'_>, first: usize, end: usize) -> Piece {
    // One word may be a surname that is a first name too.
    let gender = match end - first {
        1 => Gender::Unknown,
        _ => first_name_gender(words, first),
    };
    Piece {
        gender,
        ..shaped(words, first, end, Shape::Person)
    }
}

/// What a first name tells about gender.
pub(crate) fn first_name_gender(words: &Words<'_>, at: usize) -> Gender {
    let is = |tag: Tag| words.get(at).is_some_and(|it| it.lexeme.is(tag));
    match (is(Tag::FirstMale), is(Tag::FirstFemale)) {
        (true, false) if !is(Tag::FirstAny) => Gender::Male,
        (false, true) if !is(Tag::FirstAny) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// The end of the role that stands before a name, or of one that stands alone.
///
/// "Russian Presidential Spokesman | Dmitry", "Secretary of State | Ilvan Marsk".
fn role_before(names: &Names, words: &Words<'_>, at: usize, end: usize) -> Option<usize> {
    let is_role = |it: usize| {
        words.get(it).is_some_and(|word| {
            let role = word.lexeme.is(Tag::Role) || word.lexeme.is(Tag::Roles);
            role && word.is_capital() && (!word.lexeme.is_first_name() || it + 1 == end)
        })
    };
    let first_name = (at..end).find(|&it| is_given(words, it, end));
    let limit = first_name.unwrap_or(end);
    let role = (at..limit).rev().find(|&it| is_role(it))?;
    // "Stephen King": behind a first name a role noun is a surname.
    if (at..role).any(|it| is_given(words, it, end)) {
        return None;
    }
    let mut last = role + 1;
    while words
        .get(last)
        .is_some_and(|it| matches!(it.span.len(), 1) && it.kind == TokenKind::Mark)
        && last < end
    {
        last += 1;
    }
    if words.lower(last) == "of" && last < end {
        let organisation = (last..limit).rev().find(|&it| {
            words
                .get(it)
                .is_some_and(|word| word.lexeme.is(Tag::Organisation))
        });
        let article = usize::from(words.lower(last + 1) == "the");
        let known = known(names, words, last + 1 + article, end).map_or(1, |it| it.0);
        last = match organisation {
            Some(organisation) => organisation + 1,
            None if first_name.is_some() => limit,
            None => (last + 1 + article + known).min(end),
        };
    }
    // "President Woods Foundation" is one name of an organisation.
    let organisation = organisation_end(words, role, end);
    if organisation.is_some_and(|it| it > last) && first_name.is_none() {
        return None;
    }
    Some(last)
}

/// Whether the word is a first name with more of the name behind it.
fn is_given(words: &Words<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && words
            .get(at)
            .is_some_and(|it| it.lexeme.is_first_name() && !it.lexeme.is(Tag::Calendar))
}

/// The end of an organisation's name that begins at a word.
fn organisation_end(words: &Words<'_>, at: usize, end: usize) -> Option<usize> {
    let is_head = |it: usize| {
        words
            .get(it)
            .is_some_and(|word| word.is_capital() && word.lexeme.is(Tag::Organisation))
    };
    // "Corran Press | Ilvan Marsk", but "A. Ilvan Okrist Institute".
    let whole = end > at + 2 && is_head(end - 1);
    let limit = (at + 1..end).find(|&it| is_given(words, it, end) && !is_head(it + 1));
    let mut limit = limit.filter(|_| !whole).unwrap_or(end);
    let head = (at..limit).rev().find(|&it| is_head(it))?;
    if words.get(at).is_some_and(|it| it.lexeme.is_first_name()) && head == at + 1 && limit == end {
        // "Bill Press" may be a man, "Lenna Press" is none.
        let organisation = head + 1 < end || words.lower(head) != "press";
        if !organisation {
            return None;
        }
    }
    let joined = (head..limit).any(|it| matches!(words.lower(it), "of" | "for" | "on" | "&"));
    if !joined {
        // "Security Council Ilvan Marsk": two more words are a person, one more a part.
        let rest = limit - head - 1;
        limit = if rest == 1 && limit == end {
            limit
        } else {
            head + 1
        };
        if head == at && rest == 1 {
            limit = end;
        }
    }
    Some(limit)
}

/// "Chad Marsk", "Georgia Varro": a first name that is a place's too, with a surname behind.
fn person_goes_on(words: &Words<'_>, at: usize, last: usize, end: usize, sense: Sense) -> bool {
    let first_name = words.get(at).is_some_and(|it| it.lexeme.is_first_name());
    first_name && last < end && last == at + 1 && !matches!(sense, Sense::Medium(_))
}
