//! What a trained network says of a text, as statements, names and verbs.

use crate::analyse::statements::of_spans;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Span, Statement};
use crate::network::{
    CueScores, NameKind, Network, Role, Run, Words, is_verb, name_runs, runs, windows,
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

/// Finds the statements of a text, in order of their cues, and what else its words tell.
///
/// One pass: every word is encoded once for all of it.
pub(super) fn read(model: &Model, tagged: &Tagged<'_>) -> (Vec<Statement>, Hints) {
    let network = model.network();
    let mut reader = network.reader();
    let words = Words::new(vocabulary(), tagged.parsed.text);
    let mut found = Vec::new();
    let mut labels = Vec::with_capacity(words.list.len());
    let mut verbs = Vec::new();
    for window in windows(&words) {
        let scores = reader.scores(&words, &window, network.threshold());
        let begin = scores.words.start;
        let owned = words.list.get(window.owned.clone()).unwrap_or(&[]);
        let of_owned = owned.iter().zip(&scores.parts);
        verbs.extend(of_owned.filter(|it| is_verb(it.1)).map(|it| it.0.span));
        labels.extend(scores.names);
        let cues = scores.cues.iter();
        found.extend(cues.filter_map(|cue| statement(tagged, network, &words, begin, cue)));
    }
    let names = name_runs(&labels, 0).into_iter().filter_map(|run| {
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

/// The statement of a cue; `None` where it has no content.
fn statement(
    tagged: &Tagged<'_>,
    network: &Network,
    words: &Words,
    begin: usize,
    cue: &CueScores,
) -> Option<Statement> {
    let runs = runs(cue, cue.at - begin);
    let spans = |role: Role| -> Vec<Span> {
        let of_role = runs.iter().filter(|it| it.role == role);
        of_role.filter_map(|run| span(words, begin, run)).collect()
    };
    let content = spans(Role::Content);
    if content.is_empty() {
        return None;
    }
    let mut statement = of_spans(tagged, spans(Role::Source), spans(Role::Cue), content);
    statement.confidence = (network.confidence(cue, &runs) * 1000.0).round() as u16;
    Some(statement)
}

fn span(words: &Words, begin: usize, run: &Run) -> Option<Span> {
    let first = words.list.get(begin + run.words.start)?;
    let last = words.list.get(begin + run.words.end - 1)?;
    Some(first.span.cover(last.span))
}
