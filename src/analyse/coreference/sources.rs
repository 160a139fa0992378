//! The source of a statement to its speaker.

use super::cluster::Cluster;
use super::{Resolver, pronouns};
use crate::analyse::mentions::{self, Found, Words};
use crate::model::{EntityKind, MentionKind, Span, Statement};
use crate::resources::Tag;
use crate::text::TokenKind;

/// Who made a statement.
pub(crate) fn speaker(resolver: &mut Resolver<'_>, statement: &Statement) -> Option<usize> {
    let Some(source) = statement.source.iter().copied().find(|it| !it.is_empty()) else {
        return running(resolver, statement);
    };
    let source = source.trim(resolver.words.text);
    let inside = inside(resolver, source);
    if let Some(pronoun) = quoted_pronoun(resolver, source) {
        return pronouns::antecedent(resolver, resolver.found_at(pronoun.span), &pronoun);
    }
    let head = head(resolver, &inside, source);
    let cluster = head.and_then(|it| resolver.of.get(it).copied().flatten());
    if pronoun_only(resolver, head, source) {
        return cluster;
    }
    if let Some(pair) = pair(resolver, &inside, source) {
        return Some(pair);
    }
    cluster.or_else(|| described(resolver, source))
}

/// Who spoke last, where the article makes clear that he or she goes on.
fn running(resolver: &Resolver<'_>, statement: &Statement) -> Option<usize> {
    let running = resolver.running?;
    let content = statement.content_cover();
    let word = resolver.words.get(resolver.words.at(content.start()))?;
    let near = word.paragraph.saturating_sub(running.paragraph) <= 1;
    let quotes = resolver
        .words
        .before(resolver.words.at(content.start()))
        .is_some_and(|it| it.quoted)
        || word.quoted
        || !statement.quoted.is_empty()
        || word.kind == TokenKind::Mark;
    (near && quotes).then_some(running.cluster)
}

/// The speaker of a cue that leaves its own out, from the nearest statement of its sentence:
/// "Marsk opened the gates, adding that …", "she denied it and warned …".
pub(crate) fn elided(
    words: &Words<'_>,
    statements: &[Statement],
    speakers: &[Option<usize>],
    at: usize,
) -> Option<usize> {
    let statement = statements.get(at)?;
    let cue = statement.cue.first()?;
    let speaker_of = |at: usize| speakers.get(at).copied().flatten();
    if speaker_of(at).is_some() || !statement.source.is_empty() || !continues(words, *cue) {
        return None;
    }
    let sentence = |span: &Span| words.get(words.at(span.start())).map(|it| it.sentence);
    let here = sentence(cue)?;
    let others = statements.iter().enumerate().filter_map(|(other, it)| {
        let (source, of_other) = (it.source.first()?, it.cue.first()?);
        let same = sentence(source)? == here && sentence(of_other)? == here;
        let speaker = speaker_of(other).filter(|_| same)?;
        // One before goes before one behind.
        let behind = source.start() > cue.start();
        Some((behind, cue.start().abs_diff(of_other.start()), speaker))
    });
    others.min().map(|it| it.2)
}

/// Whether a cue goes on from another verb: a present participle, or one behind a comma or "and".
fn continues(words: &Words<'_>, cue: Span) -> bool {
    let first = words.at(cue.start());
    let adverb = |at: usize| words.lower(at).ends_with("ly") || words.lower(at) == "also";
    let mut verb = first;
    while adverb(verb) {
        verb += 1;
    }
    let mut before = first;
    while before > 0 && adverb(before - 1) {
        before -= 1;
    }
    let before = before.checked_sub(1).map_or("", |it| words.lower(it));
    words.lower(verb).ends_with("ing") || matches!(before, "," | "and" | "but" | "or" | "–" | "—")
}

/// The mentions that a source holds or that hold it.
fn inside(resolver: &Resolver<'_>, source: Span) -> Vec<usize> {
    let first = resolver
        .found
        .partition_point(|it| it.span.start() < source.start());
    // A role phrase that begins before the source and reaches into it.
    let from = first.saturating_sub(4);
    (from..resolver.found.len())
        .take_while(|&at| {
            resolver
                .found
                .get(at)
                .is_some_and(|it| it.span.start() < source.end())
        })
        .filter(|&at| {
            resolver
                .found
                .get(at)
                .is_some_and(|it| it.span.overlaps(source) && it.span.end() > source.start())
        })
        .collect()
}

/// Words before what only tells more of a speaker: "new sanctions against Orrenland".
const PREPOSITIONS: [&str; 14] = [
    "of", "for", "against", "in", "at", "by", "from", "with", "over", "on", "to", "after", "under",
    "about",
];

/// The mention that a source is about: the last of the first chain of mentions without a gap.
///
/// "Veldanian water minister | Ilvan Marsk", "a spokesman | for the ministry".
fn head(resolver: &Resolver<'_>, inside: &[usize], source: Span) -> Option<usize> {
    let item = |at: usize| resolver.found.get(at);
    let leads = |at: usize| {
        item(at).is_some_and(|it| {
            let before = it.words.0.checked_sub(1);
            let before = before.map_or("", |at| resolver.words.lower(at));
            let starts = it.span.start() <= source.start();
            (!it.possessive || it.kind == MentionKind::Role)
                && (starts || !PREPOSITIONS.contains(&before))
        })
    };
    let first = inside.iter().copied().find(|&at| leads(at));
    let mut chosen_at = first.or(inside.first().copied())?;
    for &at in inside {
        let (Some(now), Some(next)) = (item(chosen_at), item(at)) else {
            continue;
        };
        let stop = resolver.words.is_mark(now.words.1, ".") && next.words.0 == now.words.1 + 1;
        if next.words.0 == now.words.1 || stop {
            chosen_at = at;
        }
    }
    Some(chosen_at)
}

/// A source that is one pronoun inside a quotation, as in a quoted passage of another's report.
fn quoted_pronoun(resolver: &Resolver<'_>, source: Span) -> Option<Found> {
    let at = resolver.words.at(source.start());
    let word = resolver.words.get(at)?;
    let alone = word.span.contains(source) && word.lexeme.is_pronoun() && word.quoted;
    alone.then(|| mentions::pronoun(resolver.words, at, word))
}

fn pronoun_only(resolver: &Resolver<'_>, head: Option<usize>, source: Span) -> bool {
    head.and_then(|it| resolver.found.get(it))
        .is_some_and(|it: &Found| it.kind == MentionKind::Pronoun && it.span.contains(source))
}

/// "Ilvan Marsk and Mira Solane": two speakers are a group.
fn pair<'a>(resolver: &mut Resolver<'a>, inside: &[usize], source: Span) -> Option<usize> {
    let names: Vec<Found> = inside
        .iter()
        .filter_map(|&at| resolver.found.get(at).copied())
        .filter(|it| {
            matches!(
                it.kind,
                MentionKind::Person | MentionKind::Organisation | MentionKind::Place
            )
        })
        .filter(|it| source.contains(it.span))
        .collect();
    let joined = names.windows(2).any(|pair| match pair {
        [a, b] => {
            let between = a.words.1..b.words.0;
            let and = between.clone().any(|at| resolver.words.lower(at) == "and");
            and && !a.possessive && between.len() <= 6
        }
        _ => false,
    });
    if !joined {
        return None;
    }
    Some(push_described(resolver, source, EntityKind::Group))
}

/// An unnamed speaker, described by the words of the source.
fn described(resolver: &mut Resolver<'_>, source: Span) -> Option<usize> {
    let words = resolver.words;
    let first = words.at(source.start());
    let end = (first..words.list.len())
        .find(|&at| {
            words
                .get(at)
                .is_none_or(|it| it.span.start() >= source.end())
        })
        .unwrap_or(words.list.len());
    // A source inside a word is another language's pronoun: "a-t-elle".
    let whole = words
        .get(first)
        .is_some_and(|it| it.span.start() >= source.start());
    if first >= end || !whole {
        return None;
    }
    // The noun stands before the first preposition or relative pronoun.
    let noun_end = (first + 1..end)
        .find(|&at| {
            matches!(
                words.lower(at),
                "of" | "for" | "in" | "from" | "with" | "who" | "that" | "at" | "on" | ","
            )
        })
        .unwrap_or(end);
    let noun = words.get(noun_end.saturating_sub(1))?;
    let kind = if noun.lexeme.is(Tag::Document) {
        EntityKind::Document
    } else if noun.lexeme.is(Tag::Role) {
        EntityKind::Person
    } else if noun.lexeme.is(Tag::Group) || noun.lexeme.is(Tag::Roles) {
        EntityKind::Group
    } else if words.lower(noun_end.saturating_sub(1)).ends_with('s') {
        EntityKind::Group
    } else {
        EntityKind::Unknown
    };
    Some(push_described(resolver, source, kind))
}

fn push_described(resolver: &mut Resolver<'_>, source: Span, kind: EntityKind) -> usize {
    let words = resolver.words;
    let first = words.at(source.start());
    let article = matches!(words.lower(first), "the" | "a" | "an");
    let start = words.get(first + usize::from(article));
    let span = match start.filter(|it| it.span.start() < source.end()) {
        Some(word) => Span::new(word.span.start(), source.end()),
        None => source,
    };
    let name: Vec<&str> = (words.at(span.start())..words.list.len())
        .take_while(|&at| words.get(at).is_some_and(|it| it.span.start() < span.end()))
        .map(|at| words.lower(at))
        .collect();
    let known = resolver
        .candidates()
        .rev()
        .find(|(_, it)| !it.named && it.name == name);
    if let Some((known, _)) = known {
        return known;
    }
    resolver.clusters.push(Cluster {
        name,
        ..Cluster::unnamed(span, kind)
    });
    resolver.clusters.len() - 1
}
