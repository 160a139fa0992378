//! Sentences to clauses: stretches of words that tell one event at most.

use crate::analyse::events::Scene;
use crate::model::Span;
use crate::resources::{ClauseWord, VerbForms};
use crate::text::TokenKind;

/// One clause, as words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// The first word.
    pub from: usize,
    /// The word behind the last.
    pub to: usize,
    /// The sentence.
    pub sentence: u32,
}

/// Cuts the text into clauses, in order of place.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Clause> {
    let cuts = cuts(scene);
    let mut cut = 0;
    let mut clauses = Vec::new();
    let mut from = 0;
    let list = &scene.words.list;
    for (at, word) in list.iter().enumerate() {
        while cuts.get(cut).is_some_and(|it| *it < word.span.start()) {
            cut += 1;
        }
        let edge = cuts.get(cut) == Some(&word.span.start());
        let sentence = list.get(from).map_or(word.sentence, |it| it.sentence);
        if at > from && (edge || word.sentence != sentence || !word.follows || begins(scene, at)) {
            push(scene, &mut clauses, from, at);
            from = at;
        }
    }
    push(scene, &mut clauses, from, list.len());
    clauses
}

/// Where statements begin and end, in order; those whose cue may itself tell an event ("threatened
/// to") are left whole.
fn cuts(scene: &Scene<'_>) -> Vec<usize> {
    let tells = |cue: &Span| {
        let (from, to) = (scene.words.at(cue.start()), scene.words.at(cue.end()));
        (from..to).any(|it| scene.class(it).is_verb() || scene.class(it).is_noun())
    };
    let plain = scene
        .statements
        .iter()
        .filter(|it| !it.cue.iter().any(tells));
    let contents = plain.flat_map(|it| &it.content);
    let edges = |it: &Span| [it.start(), it.end()];
    let mut cuts: Vec<usize> = contents.flat_map(edges).collect();
    for offset in &mut cuts {
        // To the beginning of a word: contents may end at a stop.
        if let Some(word) = scene.words.get(scene.words.at(*offset)) {
            *offset = word.span.start();
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Whether another clause begins at a word.
fn begins(scene: &Scene<'_>, at: usize) -> bool {
    let Some(word) = scene.words.get(at) else {
        return false;
    };
    if word.kind == TokenKind::Mark {
        let mark = word.span.of(scene.words.text);
        return match mark {
            ";" | ":" | "(" | ")" | "—" | "–" | "--" => true,
            "," => verb_behind(scene, at),
            _ => false,
        };
    }
    if matches!(scene.words.lower(at), "and" | "but" | "or") {
        return verb_behind(scene, at);
    }
    scene.is(at, ClauseWord::Clause)
}

/// Whether a verb that tells events stands behind a word, which joins it to an earlier one.
fn verb_behind(scene: &Scene<'_>, at: usize) -> bool {
    let skipped =
        |it: &usize| scene.is(*it, ClauseWord::Skip) || scene.words.lower(*it).ends_with("ly");
    let Some(next) = (at + 1..at + 4).find(|it| !skipped(it)) else {
        return false;
    };
    if !scene.class(next).is_verb() {
        return scene.is(next, ClauseWord::Said);
    }
    let forms = scene.rules.verb(scene.words.lower(next));
    forms
        .iter()
        .any(|it| it.1.is(VerbForms::PAST) || it.1.is(VerbForms::ING))
        || scene.is(next, ClauseWord::Said)
}

/// Keeps a clause without the marks at its edges.
fn push(scene: &Scene<'_>, clauses: &mut Vec<Clause>, from: usize, to: usize) {
    let mark = |at: usize| {
        let word = scene.words.get(at);
        word.is_some_and(|it| it.kind == TokenKind::Mark)
    };
    let (mut from, mut to) = (from, to);
    while from < to && mark(from) {
        from += 1;
    }
    while from < to && mark(to - 1) {
        to -= 1;
    }
    if let Some(first) = scene.words.get(from).filter(|_| to > from) {
        clauses.push(Clause {
            from,
            to,
            sentence: first.sentence,
        });
    }
}
