//! What a trained network says of a text, as statements.

use crate::analyse::statements::of_spans;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Span, Statement};
use crate::network::{CueScores, Network, Role, Run, Words, runs, windows};
use crate::resources::{Model, vocabulary};

/// Finds the statements of a text, in order of their cues.
pub(super) fn statements(model: &Model, tagged: &Tagged<'_>) -> Vec<Statement> {
    let network = model.network();
    let mut reader = network.reader();
    let words = Words::new(vocabulary(), tagged.parsed.text);
    let mut found = Vec::new();
    for window in windows(&words) {
        let scores = reader.scores(&words, &window, network.threshold());
        let begin = scores.words.start;
        let cues = scores.cues.iter();
        found.extend(cues.filter_map(|cue| statement(tagged, network, &words, begin, cue)));
    }
    found
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
