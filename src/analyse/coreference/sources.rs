//! The source of a statement to its speaker.

use super::cluster::Cluster;
use super::decision::{Decision, Ground};
use super::{Resolver, pronouns};
use crate::analyse::mentions::{self, Found, Words};
use crate::model::{EntityKind, MentionKind, Span, Statement, StatementKind};
use crate::resources::Tag;
use crate::text::TokenKind;
use rustc_hash::FxHashMap;

/// The persons of a text by their last names.
pub(crate) fn namesakes<'a>(clusters: &[Cluster<'a>]) -> FxHashMap<&'a str, Vec<usize>> {
    let mut namesakes: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, cluster) in clusters.iter().enumerate() {
        if let Some(last) = cluster
            .name
            .last()
            .filter(|_| cluster.kind == EntityKind::Person)
        {
            let bearers = namesakes.entry(last).or_default();
            if bearers.len() < NAMESAKES {
                bearers.push(at);
            }
        }
    }
    namesakes
}

/// Most bearers of one name who are kept.
const NAMESAKES: usize = 4;

/// Who made a statement.
pub(crate) fn speaker(resolver: &mut Resolver<'_>, statement: &Statement) -> Decision {
    let Some(source) = statement.source.iter().copied().find(|it| !it.is_empty()) else {
        return running(resolver, statement);
    };
    let source = source.trim(resolver.words.text);
    let inside = inside(resolver, source);
    if let Some(pronoun) = quoted_pronoun(resolver, source) {
        return pronouns::antecedent(resolver, resolver.found_at(pronoun.span), &pronoun);
    }
    let exact = |it: &usize| {
        resolver
            .found
            .get(*it)
            .is_some_and(|it| it.kind == MentionKind::Pronoun && it.span.contains(source))
    };
    let head = inside
        .iter()
        .copied()
        .find(exact)
        .or_else(|| head(resolver, &inside, source));
    let cluster = head.and_then(|it| resolver.of.get(it).copied().flatten());
    if pronoun_only(resolver, head, source) {
        let known = head.and_then(|it| resolver.pronouns.get(&it).cloned());
        return known.unwrap_or_default();
    }
    if let Some(pair) = pair(resolver, &inside, source) {
        return Decision::of(Some(pair), Ground::Name);
    }
    if let Some((head, cluster)) = head.zip(cluster) {
        return by_mention(resolver, head, cluster);
    }
    match swapped(resolver, statement, source) {
        Some(cluster) => Decision::of(Some(cluster), Ground::Name),
        None => Decision::of(described(resolver, source), Ground::Described),
    }
}

/// The choice of whom a name or role means.
fn by_mention(resolver: &Resolver<'_>, head: usize, cluster: usize) -> Decision {
    let mut decision = Decision::of(Some(cluster), Ground::Name);
    let (Some(item), Some(chosen)) = (resolver.found.get(head), resolver.clusters.get(cluster))
    else {
        return decision;
    };
    match item.kind {
        MentionKind::Pronoun => {
            return resolver.pronouns.get(&head).cloned().unwrap_or(decision);
        }
        MentionKind::Role if chosen.named => decision.ground = Ground::Role,
        MentionKind::Role => decision.ground = Ground::Described,
        MentionKind::Person if item.words.1 == item.words.0 + 1 => {
            let bearers = resolver.namesakes.get(resolver.words.lower(item.words.0));
            let others = bearers.into_iter().flatten().filter(|it| **it != cluster);
            decision.others = others.copied().collect();
            if !decision.others.is_empty() {
                decision.ground = Ground::Namesake;
            }
        }
        _ => {}
    }
    decision
}

/// The speaker that stands in the cue where the source is its verb: source and cue given the wrong
/// way round.
fn swapped(resolver: &Resolver<'_>, statement: &Statement, source: Span) -> Option<usize> {
    let word = resolver.words.get(resolver.words.at(source.start()))?;
    if !word.verb || !word.span.contains(source) {
        return None;
    }
    let cue = statement.cue.first()?.trim(resolver.words.text);
    let head = head(resolver, &inside(resolver, cue), cue)?;
    resolver.of.get(head).copied().flatten()
}

/// Who spoke last, where the article makes clear that he or she goes on.
///
/// Where it does not, who spoke last is still weighed.
fn running(resolver: &Resolver<'_>, statement: &Statement) -> Decision {
    let content = statement.content_cover();
    let word = resolver.words.get(resolver.words.at(content.start()));
    let (Some(running), Some(word)) = (resolver.running, word) else {
        return Decision::default();
    };
    let near = word.paragraph.saturating_sub(running.paragraph) <= 1;
    let quotes = resolver
        .words
        .before(resolver.words.at(content.start()))
        .is_some_and(|it| it.quoted)
        || word.quoted
        || !statement.quoted.is_empty()
        || word.kind == TokenKind::Mark;
    // A cue without a source tells that somebody else may have spoken: "called a disgrace".
    let whole = statement.cue.is_empty()
        || statement.kind == StatementKind::Direct
        || statement
            .cue
            .first()
            .is_some_and(|it| leads_clause(resolver.words, *it));
    if near && quotes && whole {
        return Decision::of(Some(running.cluster), Ground::Running);
    }
    let person = resolver.person.map(|it| it.cluster);
    let person = person.filter(|it| *it != running.cluster);
    Decision {
        others: [Some(running.cluster), person]
            .into_iter()
            .flatten()
            .collect(),
        ..Decision::default()
    }
}

/// Whether a cue is a verb whose subject was left out: "(he) stressed that".
fn leads_clause(words: &Words<'_>, cue: Span) -> bool {
    let first = words.at(cue.start());
    let verb = words
        .get(first)
        .is_some_and(|it| it.verb && !it.lexeme.is(Tag::Copula));
    let before = words.before(first);
    let subject = before.is_some_and(|it| it.lexeme.is_pronoun() || it.is_function() && it.follows);
    verb && !subject
}

/// The speaker of a cue that leaves its own out, from the nearest statement of its sentence:
/// "Marsk opened the gates, adding that …", "she denied it and warned …".
pub(crate) fn elided(
    words: &Words<'_>,
    statements: &[Statement],
    speakers: &[Decision],
    at: usize,
) -> Option<usize> {
    let statement = statements.get(at)?;
    let cue = statement.cue.first()?;
    let speaker_of = |at: usize| speakers.get(at).and_then(|it| it.cluster);
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

/// The statements whose source is "I", each with the one whose words it is among: "“I said no,” Marsk
/// said" tells of two sayings of one speaker.
pub(crate) fn first_persons(
    words: &Words<'_>,
    statements: &[Statement],
) -> Vec<(usize, Option<usize>)> {
    let first_person = |it: &Statement| match it.source.as_slice() {
        [source] => matches!(
            source.trim(words.text).of(words.text),
            "I" | "me" | "my" | "My"
        ),
        _ => false,
    };
    let around = around(statements);
    let all = statements.iter().zip(around).enumerate();
    all.filter(|(_, (it, _))| first_person(it))
        .map(|(at, (_, around))| (at, around))
        .collect()
}

/// For each statement, the one whose words its source is among.
pub(crate) fn around(statements: &[Statement]) -> Vec<Option<usize>> {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        contents.extend(statement.content.iter().map(|it| (*it, at)));
    }
    contents.sort_unstable();
    let around = |(at, statement): (usize, &Statement)| {
        let source = statement.source.first()?;
        let end = contents.partition_point(|it| it.0.start() <= source.start());
        let near = contents.get(end.saturating_sub(AROUND)..end).unwrap_or(&[]);
        let holds = |it: &&(Span, usize)| it.1 != at && it.0.contains(*source);
        near.iter().rev().find(holds).map(|it| it.1)
    };
    statements.iter().enumerate().map(around).collect()
}

/// How many contents before a source may hold it.
const AROUND: usize = 16;

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
    let participle = words.lower(verb).ends_with("ing");
    participle
        || matches!(before, "," | "and" | "but" | "or" | "–" | "—") && !is_passive(words, verb)
}

/// Whether a verb behind a comma tells what something is called or held for: "the law, known as …".
fn is_passive(words: &Words<'_>, verb: usize) -> bool {
    matches!(words.lower(verb + 1), "as" | "by" | "“" | "\"")
        && (words.lower(verb).ends_with("ed") || words.lower(verb).ends_with('n'))
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
    // "many of his neighbours" are not he.
    let owner =
        |at: &usize| item(*at).is_some_and(|it| it.possessive && it.kind == MentionKind::Pronoun);
    let other = inside.first().copied().filter(|it| !owner(it));
    let mut chosen_at = first.or(other)?;
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
