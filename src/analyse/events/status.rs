//! Whether an event happened: read from the words before it and from who tells it.

use crate::analyse::events::Scene;
use crate::analyse::events::clause::Clause;
use crate::analyse::events::verb::{Shape, Voice};
use crate::model::{EventStatus, Statement};
use crate::resources::ClauseWord;

/// The type of an event of which the status is known: what is only to come is, with PLOVER, an
/// agreement where it is friendly and a threat where it is not.
pub(crate) fn coded(event: &'static str, status: EventStatus) -> &'static str {
    if status != EventStatus::Planned {
        return event;
    }
    match event {
        "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" => "AGREE",
        "SANCTION" | "COERCE" | "ASSAULT" | "MOBILIZE" | "PROTEST" => "THREATEN",
        _ => event,
    }
}

/// How far before a noun a word may tell that it is to come.
const BEFORE: usize = 4;

/// How many statements back one may begin that holds a word.
const NEAR: usize = 8;

impl Scene<'_> {
    /// The status of a verb's event; `None` where an infinitive depends on a word that says
    /// nothing about it ("to attack would be wrong").
    pub(crate) fn status(&self, clause: Clause, at: usize, voice: Voice) -> Option<EventStatus> {
        let subject = self.parties.before(clause.from, at);
        let from = subject.map_or(clause.from, |it| it.end.min(at));
        let before = |class: ClauseWord| (from..at).any(|it| self.is(it, class));
        let mut planned = voice.shape == Shape::Present
            && (clause.from..clause.to).any(|it| self.is(it, ClauseWord::Later));
        if voice.shape == Shape::Infinitive {
            let to = voice.governor?;
            let governor = (clause.from..to).rev().find(|it| !self.skips(*it))?;
            planned = self.is(governor, ClauseWord::Plan) || self.is(governor, ClauseWord::Be);
            if !planned && !self.is(governor, ClauseWord::Done) {
                return None;
            }
        }
        let told = self.telling(at);
        let reported = told.is_some();
        let status = match () {
            () if before(ClauseWord::Not) => EventStatus::Denied,
            () if self.is(clause.from, ClauseWord::If) => EventStatus::Hypothetical,
            () if before(ClauseWord::Might) => EventStatus::Hypothetical,
            () if before(ClauseWord::Should) => EventStatus::CalledFor,
            () if before(ClauseWord::Would) && !reported => EventStatus::Hypothetical,
            () if planned || before(ClauseWord::Will) || before(ClauseWord::Would) => {
                EventStatus::Planned
            }
            () => self.claimed(clause, at, told),
        };
        Some(status)
    }

    /// The status of a noun's event.
    ///
    /// A meeting is to come where its clause is about the future; of an attack only the words right
    /// before it tell.
    pub(crate) fn noun_status(&self, clause: Clause, at: usize, meeting: bool) -> EventStatus {
        let near = clause.from.max(at.saturating_sub(BEFORE));
        let (from, to) = if meeting {
            (clause.from, clause.to)
        } else {
            (near, at)
        };
        let any = |class: ClauseWord| (from..to).any(|it| self.is(it, class));
        let published = self.document.published.map(|it| it.date);
        let span = self.words.span(clause.from, clause.to);
        let date = super::date_in(
            self.words.text,
            self.dates,
            span,
            self.words.span(at, at + 1),
        );
        let later = date.zip(published).is_some_and(|(date, published)| {
            (date.year, date.month, date.day) > (published.year, published.month, published.day)
                && date.day.is_some() == published.day.is_some()
        });
        match () {
            () if later => EventStatus::Planned,
            () if any(ClauseWord::Next) || any(ClauseWord::Will) => EventStatus::Planned,
            () if any(ClauseWord::Might) || any(ClauseWord::Would) => EventStatus::Hypothetical,
            () if self.is(clause.from, ClauseWord::If) => EventStatus::Hypothetical,
            () => self.claimed(clause, at, self.telling(at)),
        }
    }

    /// What is told as an allegation or denied by who tells it; else it happened.
    fn claimed(&self, clause: Clause, at: usize, told: Option<&Statement>) -> EventStatus {
        let cue = |class: ClauseWord| {
            told.is_some_and(|it| {
                let cues = it.cue.iter().map(|it| self.words.at(it.start()));
                cues.into_iter().any(|it| self.is(it, class))
            })
        };
        let near = clause.from.max(at.saturating_sub(BEFORE));
        let alleged = (near..at).any(|it| self.is(it, ClauseWord::Alleged));
        match () {
            () if cue(ClauseWord::Deny) => EventStatus::Denied,
            () if alleged || cue(ClauseWord::Claim) => EventStatus::Alleged,
            () => EventStatus::Happened,
        }
    }

    /// The statement in whose content a word stands: the innermost.
    pub(crate) fn telling(&self, at: usize) -> Option<&Statement> {
        let span = self.words.get(at)?.span;
        let to = self
            .statements
            .partition_point(|it| it.content_cover().start() <= span.start());
        let near = self.statements.get(to.saturating_sub(NEAR)..to)?;
        near.iter()
            .rev()
            .copied()
            .find(|it| it.content.iter().any(|it| it.contains(span)))
    }
}
