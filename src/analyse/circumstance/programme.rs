//! Programmes that a text names between quotation marks: "CNN's “State of the Union”".
//!
//! A broadcaster that owns a programme once owns it wherever the text names it.

use rustc_hash::FxHashMap;

use crate::analyse::mentions::Words;
use crate::model::Span;
use crate::resources::{MediumKind, Names, Sense, Tag};

/// How many words a programme's name may have.
const LONGEST: usize = 6;

/// A programme at one place of the text.
#[derive(Clone, Debug)]
pub(super) struct Programme {
    /// The words of its name.
    pub span: Span,
    /// The first word of the phrase that names it, the broadcaster's name included.
    pub first: usize,
    /// Who broadcasts it: as the text says, or as is known.
    pub medium: String,
}

/// The programmes that a text names, in order of place.
pub(super) fn named(names: &Names, words: &Words<'_>) -> Vec<Programme> {
    let mut found: Vec<(Span, usize, Option<String>)> = Vec::new();
    for at in 0..words.list.len() {
        if let Some((first, end)) = quoted(words, at) {
            let span = words.span(first, end);
            let (start, owner) = owner(names, words, at);
            found.push((span, start, owner));
        }
    }
    let mut owners: FxHashMap<String, String> = FxHashMap::default();
    for (span, _, owner) in &found {
        if let Some(owner) = owner {
            let name = span.of(words.text).to_lowercase();
            owners.entry(name).or_insert_with(|| owner.clone());
        }
    }
    let medium = |span: Span, owner: Option<String>| {
        let name = span.of(words.text);
        let known = names.broadcaster_of(name).map(str::to_owned);
        let told = owners.get(&name.to_lowercase()).cloned();
        owner
            .or(told)
            .or(known)
            .or_else(|| is_own(names, name).then(|| name.to_owned()))
    };
    found
        .into_iter()
        .filter_map(|(span, first, owner)| {
            let medium = medium(span, owner)?;
            Some(Programme {
                span,
                first,
                medium,
            })
        })
        .collect()
}

/// Whether a programme's name tells its medium itself: "Fox News Sunday", "The Corran Morning Show".
fn is_own(names: &Names, name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let medium = names.known(|i| words.get(i).copied());
    let begins = matches!(medium, Some((length, Sense::Medium(_))) if length < words.len());
    begins || names.is_medium_shaped(name)
}

/// The words of a short name with capitals between quotation marks that open at a word, on one line
/// and behind a word such as "on" or a broadcaster's possessive.
fn quoted(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let opens = ["“", "\"", "‘", "'"].iter().any(|it| words.is_mark(at, it));
    let led = words.before(at).is_some_and(|it| {
        it.lexeme.is(Tag::Opens) || it.lexeme.is(Tag::Host) || it.lexeme.is(Tag::Article)
    });
    let first = at + 1;
    if !opens || !(led || words.is_possessive(at.checked_sub(1)?)) {
        return None;
    }
    let mut end = first;
    while let Some(word) = words.get(end).filter(|it| it.follows || end == first) {
        let capital = word.is_capital() || end > first && word.is_function();
        let number = end > first && word.kind == crate::text::TokenKind::Number;
        if !(capital || number || words.is_possessive(end)) || end - first >= LONGEST {
            break;
        }
        end += 1;
    }
    let shut = ["”", "\"", "’", "'", ",", "."]
        .iter()
        .any(|it| words.is_mark(end, it));
    let capital = words.get(first)?.is_capital();
    (capital && shut && end > first).then_some((first, end))
}

/// The broadcaster whose possessive stands before a programme, and its first word.
fn owner(names: &Names, words: &Words<'_>, at: usize) -> (usize, Option<String>) {
    let Some(clitic) = at.checked_sub(1).filter(|it| words.is_possessive(*it)) else {
        return (at, None);
    };
    for length in (1..=3).rev() {
        let Some(first) = clitic.checked_sub(length) else {
            continue;
        };
        let known = names.known(|i| (i < length).then(|| words.lower(first + i)));
        if let Some((found, Sense::Medium(medium))) = known
            && found == length
            && names
                .medium(medium)
                .is_some_and(|it| it.kind != MediumKind::Platform)
        {
            let name = words.span(first, clitic).of(words.text);
            return (first, Some(name.to_owned()));
        }
    }
    (at, None)
}
