//! What a trained network says of a text, as statements, names and verbs.

use std::ops::Range;

use crate::analyse::statements::of_spans;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Span, Statement};
use crate::network::{
    CueScores, FLOOR, NameKind, Role, Run, Settled, Views, Words, is_verb, name_runs, runs,
    windows, windows_between,
};
use crate::resources::{Model, vocabulary};

/// Words that a network takes for one name; names that touch are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The words, a clitic behind them included.
    pub span: Span,
    /// What they name.
    pub kind: NameKind,
    /// How sure the network is, in thousandths.
    pub chance: u16,
}

/// What a network tells of the words of a text beside its statements.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    /// What it takes for names, in order of place.
    pub names: Vec<Name>,
    /// The finite verbs, in order of place.
    pub verbs: Vec<Span>,
}

/// How much the second network counts beside the first. On the development articles .35 to 1 are within
/// .2 of F1 of each other.
const OF_SECOND: f32 = 0.5;

/// What the confidence is worth where two networks are heard: constant and slope of a logistic
/// regression over its log-odds, on the articles kept out of training (`models/recipe/joint.py`). A mean
/// is less far from one half than either, and as often right.
const JOINT: (f32, f32) = (0.22, 1.20);

/// Finds the statements of a text, in order of their cues, and what else its words tell.
///
/// One pass: every word is encoded once for all of it. A second network, where there is one, sees the
/// text cut between the windows of the first, and the statements are what both say together.
pub(super) fn read(
    (first, second): (&Model, Option<&Model>),
    tagged: &Tagged<'_>,
) -> (Vec<Statement>, Hints) {
    let network = first.network();
    let (mut reader, mut other) = (network.reader(), second.map(|it| it.network().reader()));
    let words = Words::new(vocabulary(), tagged.parsed.text);
    let bar = network.threshold();
    let mut views = Views::default();
    let (mut cues, mut names, mut verbs) = (Vec::new(), Vec::new(), Vec::new());
    let mut take = |settled: Settled| {
        let behind = words.list.get(names.len()..).unwrap_or(&[]);
        let of_word = behind.iter().zip(&settled.parts);
        verbs.extend(of_word.filter(|it| is_verb(it.1)).map(|it| it.0.span));
        names.extend(settled.names);
        cues.extend(settled.cues);
    };
    for (window, of_second) in turns(&words, second.is_some()) {
        take(views.settle(window.start, bar));
        let (reader, weight) = match &mut other {
            Some(other) if of_second => (other, OF_SECOND),
            _ => (&mut reader, 1.0),
        };
        views.add(reader.scores(&words, &window, bar * FLOOR), weight);
    }
    take(views.settle(words.list.len(), bar));
    let confidence = |cue: &CueScores, runs: &[Run]| {
        let alone = network.confidence(cue, runs);
        second.map_or(alone, |_| together(alone))
    };
    let found = cues.iter();
    let found = found.filter_map(|cue| statement(tagged, confidence, &words, cue));
    let found = found.collect();
    let names = name_runs(&names, 0).into_iter().filter_map(|run| {
        let first = words.list.get(run.words.start)?;
        let last = words.list.get(run.words.end - 1)?;
        Some(Name {
            span: first.span.cover(last.span),
            kind: run.kind,
            chance: run.chance,
        })
    });
    let names = names.collect();
    (found, Hints { names, verbs })
}

/// The windows of both networks in order of place, with whether one is the second's.
fn turns(words: &Words, second: bool) -> Vec<(Range<usize>, bool)> {
    let mut turns: Vec<(Range<usize>, bool)> =
        windows(words).into_iter().map(|it| (it, false)).collect();
    if second {
        turns.extend(windows_between(words).into_iter().map(|it| (it, true)));
        turns.sort_by_key(|(window, of_second)| (window.start, *of_second));
    }
    turns
}

/// The statement of a cue; `None` where it has no content.
fn statement(
    tagged: &Tagged<'_>,
    confidence: impl Fn(&CueScores, &[Run]) -> f32,
    words: &Words,
    cue: &CueScores,
) -> Option<Statement> {
    let runs = runs(cue);
    let spans = |role: Role| -> Vec<Span> {
        let of_role = runs.iter().filter(|it| it.role == role);
        of_role.filter_map(|run| span(words, run)).collect()
    };
    let content = spans(Role::Content);
    if content.is_empty() {
        return None;
    }
    let mut statement = of_spans(tagged, spans(Role::Source), spans(Role::Cue), content);
    statement.confidence = (confidence(cue, &runs) * 1000.0).round() as u16;
    Some(statement)
}

/// What a confidence of the first network is worth where the second agrees.
fn together(alone: f32) -> f32 {
    let (constant, slope) = JOINT;
    let alone = alone.clamp(1e-3, 1.0 - 1e-3);
    1.0 / (1.0 + (-constant - slope * (alone / (1.0 - alone)).ln()).exp())
}

fn span(words: &Words, run: &Run) -> Option<Span> {
    let first = words.list.get(run.words.start)?;
    let last = words.list.get(run.words.end - 1)?;
    Some(first.span.cover(last.span))
}
