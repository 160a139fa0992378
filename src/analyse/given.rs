//! Statements that the input states itself: taken as they are, what they lack is found later.

use crate::analyse::mentions::Words;
use crate::model::{
    Choice, Document, GivenStatement, Reality, Said, SaidBasis, Span, Statement, StatementKind,
};

/// The confidence of what the input states, in thousandths.
const STATED: u16 = 1000;

/// The document's given statements, in the order given; `None` where they are to be looked for.
pub(crate) fn statements(document: &Document, words: &Words<'_>) -> Option<Vec<Statement>> {
    let given = document.given.statements.as_ref()?;
    Some(
        given
            .iter()
            .map(|it| statement(document, words, it))
            .collect(),
    )
}

fn lacks(it: &Statement) -> bool {
    it.source.is_empty() && it.cue.is_empty()
}

/// Gives what has neither source nor cue those of the found statement that has most of its content.
pub(crate) fn complete(document: &Document, given: &mut [Statement], found: &[Statement]) {
    for statement in given.iter_mut().filter(|it| lacks(it)) {
        let size: usize = statement.content.iter().map(|it| it.len()).sum();
        let shared = |other: &Statement| -> usize {
            let pairs = statement
                .content
                .iter()
                .flat_map(|one| other.content.iter().map(|other| one.shared(*other)));
            pairs.sum()
        };
        let best = found
            .iter()
            .map(|it| (shared(it), it))
            .filter(|(shared, _)| 2 * shared >= size && size > 0)
            .rev()
            .max_by_key(|(shared, _)| *shared);
        let Some((_, best)) = best else { continue };
        statement.source.clone_from(&best.source);
        statement.cue.clone_from(&best.cue);
        statement.speech = best.speech;
        statement.force = best.force;
        statement.reality = best.reality;
        let Statement {
            source,
            cue,
            content,
            ..
        } = &statement;
        statement.id = Statement::id_of(document.id, &document.text, source, cue, content);
    }
}

fn statement(document: &Document, words: &Words<'_>, given: &GivenStatement) -> Statement {
    let text = document.text.as_str();
    let (quoted, all) = quoted(words, &given.content);
    Statement {
        id: Statement::id_of(document.id, text, &given.source, &given.cue, &given.content),
        kind: match (quoted.is_empty(), all) {
            (true, _) => StatementKind::Indirect,
            (false, true) => StatementKind::Direct,
            (false, false) => StatementKind::Mixed,
        },
        speech: true,
        force: None,
        reality: Reality::Asserted,
        source: given.source.clone(),
        cue: given.cue.clone(),
        content: given.content.clone(),
        quoted,
        speaker: None,
        role: given.role.clone(),
        said: given.said.map(|date| Said {
            date: Some(date),
            span: Span::new(0, 0),
            basis: SaidBasis::Given,
            confidence: STATED,
        }),
        addressee: None,
        venue: None,
        via: Vec::new(),
        choice: Choice::default(),
        confidence: STATED,
    }
}

/// The parts of a content between quotation marks, and whether that is all of it.
fn quoted(words: &Words<'_>, content: &[Span]) -> (Vec<Span>, bool) {
    let mut parts: Vec<Span> = Vec::new();
    let mut all = true;
    for span in content {
        let mut open = false;
        for word in words.list.iter().skip(words.at(span.start())) {
            if word.span.start() >= span.end() {
                break;
            }
            if !word.quoted {
                all &= word.kind == crate::text::TokenKind::Mark;
                open = false;
                continue;
            }
            match parts.last_mut() {
                Some(last) if open => *last = last.cover(word.span),
                _ => parts.push(word.span),
            }
            open = true;
        }
    }
    (parts, all)
}
