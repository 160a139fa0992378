//! Noun phrases of a reporting clause: the occasion, and the phrase itself.

use super::Scene;
use crate::analyse::mentions::Case;
use crate::model::Span;
use crate::resources::{MediumKind, Tag};
use crate::text::TokenKind;

impl Scene<'_> {
    pub(super) fn tagged(&self, at: usize, tag: Tag) -> bool {
        self.words.get(at).is_some_and(|it| it.lexeme.is(tag))
    }

    /// The noun phrase that begins at a word, up to a preposition, mark or the content.
    pub(super) fn noun_phrase(&self, start: usize, clause: &[usize]) -> Option<Span> {
        let mut end = start;
        let mut content = false;
        while clause.binary_search(&end).is_ok() {
            let Some(word) = self.words.get(end).filter(|it| it.follows || end == start) else {
                break;
            };
            let article = word.lexeme.is(Tag::Article);
            if word.lexeme.is(Tag::That) && !content {
                return None;
            }
            let of = self.words.lower(end) == "of";
            let behind_of = end > start && self.words.lower(end - 1) == "of";
            let goes_on = word.kind == TokenKind::Clitic
                || of && content
                || article && (!content || behind_of)
                || word.kind == TokenKind::Word
                    && !word.is_function()
                    && !word.lexeme.is(Tag::Calendar)
                    && !word.lexeme.is(Tag::DayWord)
                || word.kind == TokenKind::Number && content && word.case == Case::Lower;
            if !goes_on {
                break;
            }
            content |= word.kind == TokenKind::Word && !article && !of;
            end += 1;
        }
        content.then(|| self.words.span(start, end))
    }

    /// "in an interview with the Quillhaven Times", "at a press conference in Brasna", "on Twitter",
    /// "on “Corran This Week”".
    pub(super) fn venue(&self, clause: &[usize]) -> Option<Span> {
        let named = clause.iter().find_map(|&at| self.programme_from(at));
        if let Some(programme) = named {
            return Some(programme.span);
        }
        for &at in clause {
            if !self.tagged(at, Tag::Opens) {
                continue;
            }
            let platform = self
                .medium_at(at + 1)
                .filter(|it| it.1 == Some(MediumKind::Platform));
            if let Some((span, _)) = platform {
                return Some(span);
            }
            let Some(phrase) = self.noun_phrase(at + 1, clause) else {
                continue;
            };
            let (from, to) = self.range(phrase);
            let behind = self.tagged(at, Tag::Behind);
            let head = (from..to).rev().find(|&it| {
                self.tagged(it, Tag::Occasion) || self.tagged(it, Tag::Channel) && !behind
            });
            // "on the ruling": what was spoken of.
            if head.is_none() || self.words.lower(at) == "on" {
                continue;
            }
            let to = self.with_partner(to, clause);
            let article = usize::from(self.tagged(from, Tag::Article));
            return Some(self.words.span(from + article, to));
        }
        None
    }

    /// An occasion that somebody gives or holds: "gave an interview to the Velda Kurir".
    pub(super) fn given(&self, clause: &[usize]) -> Option<Span> {
        let noun = clause.iter().copied().find(|&it| {
            let article = it > 0 && self.tagged(it - 1, Tag::Article);
            article && self.tagged(it, Tag::Occasion)
        })?;
        let to = self.with_partner(noun + 1, clause);
        (to > noun + 1).then(|| self.words.span(noun, to))
    }

    /// The first word of a span and the one behind its last.
    pub(super) fn range(&self, span: Span) -> (usize, usize) {
        let last = self.words.at(span.end().saturating_sub(1));
        (self.words.at(span.start()), last + 1)
    }

    /// Takes in an occasion's partner or place: "interview with CPA", "conference in Brasna".
    fn with_partner(&self, to: usize, clause: &[usize]) -> usize {
        let named = self.words.get(to + 1).is_some_and(|it| {
            it.is_capital() && !it.lexeme.is(Tag::Calendar) || self.words.lower(to + 1) == "the"
        });
        if !self.tagged(to, Tag::Nearby) || !named {
            return to;
        }
        self.noun_phrase(to + 1, clause)
            .map_or(to, |more| self.range(more).1)
    }
}
