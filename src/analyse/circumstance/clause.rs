//! What a reporting clause tells: the day, the listeners, the occasion.
//!
//! The clause is the sentence of source and cue without what was said, by this or another speaker.

use super::{NESTED, Occasion, REACH, Scene, place_of};
use crate::analyse::mentions::Case;
use crate::model::{Said, Span, Statement};
use crate::resources::{MediumKind, Tag};
use crate::text::TokenKind;

/// What a clause of its own between cue and date costs, in words.
const CUT: usize = 12;

/// How far from the cue a bare year may stand.
const YEAR: usize = 3;

/// How many sentences back in the paragraph a day holds.
const BEFORE: u32 = 3;

impl Scene<'_> {
    /// The words of the reporting clause: of the sentences of source and cue, without the content.
    pub(super) fn clause(&self, statement: &Statement) -> Vec<usize> {
        let anchors: Vec<Span> = statement
            .source
            .iter()
            .chain(&statement.cue)
            .copied()
            .collect();
        let mut sentences: Vec<u32> = anchors
            .iter()
            .filter_map(|it| self.words.get(self.words.at(it.start())))
            .map(|it| it.sentence)
            .collect();
        sentences.sort_unstable();
        sentences.dedup();
        let mut clause = Vec::new();
        for sentence in sentences {
            let (from, to) = self.words.sentence(sentence);
            let near = |it: &Span| self.words.at(it.start());
            let first = anchors.iter().map(near).min().unwrap_or(from);
            let last = anchors.iter().map(near).max().unwrap_or(to);
            let from = from.max(first.saturating_sub(REACH));
            let to = to.min(last + REACH);
            clause.extend((from..to).filter(|&at| {
                self.words.get(at).is_some_and(|word| {
                    !word.quoted && !statement.content.iter().any(|it| it.overlaps(word.span))
                })
            }));
        }
        clause
    }

    pub(super) fn occasion(&self, clause: &[usize], statement: &Statement) -> Occasion {
        let place = place_of(statement);
        Occasion {
            said: self.said(clause, statement),
            venue: self.venue(clause),
            via: self.via(clause, statement),
            paragraph: self.words.paragraph_at(place.start()),
        }
    }

    /// The date in the clause that stands nearest to the cue, with no other clause between.
    pub(super) fn said(&self, clause: &[usize], statement: &Statement) -> Option<Said> {
        let cue = statement.cue.first().or(statement.source.first())?;
        let cue_at = self.words.at(cue.start());
        let cue_at = clause.partition_point(|&it| it < cue_at);
        let first = clause.first().and_then(|&it| self.words.get(it))?;
        let last = clause.last().and_then(|&it| self.words.get(it))?;
        let from = self
            .dates
            .partition_point(|it| it.span.end() <= first.span.start());
        let dates = self.dates.get(from..)?.iter();
        dates
            .take_while(|it| it.span.start() < last.span.end())
            .filter(|it| !self.is_anothers(it.span, statement))
            .filter_map(|it| {
                let at = clause.binary_search(&self.words.at(it.span.start())).ok()?;
                let between = clause.get(at.min(cue_at)..at.max(cue_at))?;
                let cut = |at: &&usize| {
                    let word = self.words.get(**at);
                    word.is_some_and(|it| it.lexeme.is(Tag::Cuts))
                };
                let mut cuts = between.iter().filter(cut).count();
                if at < cue_at {
                    // "Marsk, who has run it since February, said": the clause opens before.
                    let before = clause.get(at.saturating_sub(CUT)..at)?.iter().rev();
                    let mut same = before.take_while(|it| !self.words.is_mark(**it, ","));
                    cuts += usize::from(same.any(|it| cut(&it)));
                }
                let year = it.value.is_some_and(|it| it.month.is_none());
                let named = statement
                    .source
                    .iter()
                    .any(|source| source.contains(it.span));
                let opens = clause.get(1).is_some_and(|it| {
                    at == 1 && self.words.get(*it - 1).is_some_and(|it| it.first)
                });
                if !named && (self.is_modifier(it.span) || year && between.len() > YEAR && !opens) {
                    return None;
                }
                Some((cuts * CUT + between.len(), it))
            })
            .min_by_key(|(cost, it)| (*cost, it.span))
            .map(|(_, it)| Said {
                date: it.value,
                span: it.span,
            })
    }

    /// Whether a place lies in what somebody said, and the statement does not.
    fn is_anothers(&self, span: Span, statement: &Statement) -> bool {
        let place = place_of(statement);
        let before = self
            .contents
            .partition_point(|it| it.start() <= span.start());
        let near = self.contents.get(before.saturating_sub(NESTED)..before);
        near.unwrap_or(&[])
            .iter()
            .any(|it| it.contains(span) && !it.contains(place))
    }

    /// "Monday night's debate", "the 2031 election": the date of something else.
    fn is_modifier(&self, span: Span) -> bool {
        let behind = self.words.at(span.end().saturating_sub(1)) + 1;
        if self.words.is_possessive(behind) {
            let told = (behind + 1..behind + 5).any(|it| {
                let word = self.words.get(it);
                word.is_some_and(|it| it.lexeme.is(Tag::Occasion) || it.lexeme.is(Tag::Channel))
            });
            return !told;
        }
        let noun = self.words.get(behind).is_some_and(|it| {
            it.follows
                && it.kind == TokenKind::Word
                && !it.is_function()
                && !it.lexeme.is(Tag::Verb)
        });
        let number = self.words.get(self.words.at(span.start()));
        noun && number.is_some_and(|it| it.kind == TokenKind::Number && it.span == span)
    }

    /// Whether the cue tells of more than one occasion, or of no saying: "has long said".
    pub(super) fn is_lasting(&self, statement: &Statement) -> bool {
        let cue = statement.cue.first();
        cue.and_then(|it| self.words.get(self.words.at(it.start())))
            .is_some_and(|it| it.lexeme.is(Tag::Lasting))
    }

    /// The day that the sentences right before tell, outside of what anybody said.
    pub(super) fn told_before(&self, statement: &Statement) -> Option<Said> {
        let place = place_of(statement);
        let word = self.words.get(self.words.at(place.start()))?;
        let end = self
            .dates
            .partition_point(|it| it.span.start() < place.start());
        let near = self.dates.get(end.saturating_sub(NESTED)..end)?;
        near.iter()
            .rev()
            .filter(|it| it.value.is_some_and(|it| it.month.is_some()))
            .filter(|it| !self.is_anothers(it.span, statement) && !self.is_modifier(it.span))
            .find(|it| {
                self.words
                    .get(self.words.at(it.span.start()))
                    .is_some_and(|date| {
                        let back = word.sentence - date.sentence.min(word.sentence);
                        let near = date.paragraph == word.paragraph && back <= BEFORE;
                        near && !date.quoted
                    })
            })
            .map(|it| Said {
                date: it.value,
                span: it.span,
            })
    }

    /// "told reporters", "said to lawmakers".
    pub(super) fn addressee(&self, clause: &[usize], statement: &Statement) -> Option<Span> {
        let told = clause.iter().copied().find(|&at| {
            let in_cue = self
                .words
                .get(at)
                .is_some_and(|it| statement.cue.iter().any(|cue| cue.overlaps(it.span)));
            let lower = self.words.lower(at);
            let tagged =
                |at: usize, tag: Tag| self.words.get(at).is_some_and(|it| it.lexeme.is(tag));
            let tells = tagged(at, Tag::Tells);
            in_cue && tells
                || matches!(lower, "to" | "with") && at > 0 && tagged(at - 1, Tag::Speaks)
        })?;
        self.noun_phrase(told + 1, clause)
    }

    /// The noun phrase that begins at a word, up to a preposition, mark or the content.
    pub(super) fn noun_phrase(&self, start: usize, clause: &[usize]) -> Option<Span> {
        let mut end = start;
        let mut content = false;
        while clause.binary_search(&end).is_ok() {
            let Some(word) = self.words.get(end).filter(|it| it.follows || end == start) else {
                break;
            };
            let article = matches!(
                self.words.lower(end),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "that" | "this"
            );
            if self.words.lower(end) == "that" && !content {
                return None;
            }
            let goes_on = word.kind == TokenKind::Clitic
                || self.words.lower(end) == "of" && content
                || article && (!content || self.words.lower(end - 1) == "of")
                || word.kind == TokenKind::Word
                    && !word.is_function()
                    && !word.lexeme.is(Tag::Calendar)
                    && !matches!(
                        self.words.lower(end),
                        "yesterday" | "today" | "tomorrow" | "late" | "early" | "last"
                    )
                || word.kind == TokenKind::Number && content && word.case == Case::Lower;
            if !goes_on {
                break;
            }
            content |= word.kind == TokenKind::Word && !article && self.words.lower(end) != "of";
            end += 1;
        }
        content.then(|| self.words.span(start, end))
    }

    /// "in an interview with the Quillhaven Times", "at a press conference in Brasna", "on Twitter".
    pub(super) fn venue(&self, clause: &[usize]) -> Option<Span> {
        for &at in clause {
            if !self
                .words
                .get(at)
                .is_some_and(|it| it.lexeme.is(Tag::Opens))
            {
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
            let (from, mut to) = (
                self.words.at(phrase.start()),
                self.words.at(phrase.end() - 1) + 1,
            );
            let head = (from..to).rev().find(|&it| {
                self.words.get(it).is_some_and(|it| {
                    it.lexeme.is(Tag::Occasion)
                        || it.lexeme.is(Tag::Channel) && self.words.lower(at) != "after"
                })
            });
            if head.is_none() || self.words.lower(at) == "on" {
                continue;
            }
            if matches!(self.words.lower(to), "with" | "in" | "at" | "to" | "on")
                && self.words.get(to + 1).is_some_and(|it| {
                    it.is_capital() && !it.lexeme.is(Tag::Calendar)
                        || self.words.lower(to + 1) == "the"
                })
                && let Some(more) = self.noun_phrase(to + 1, clause)
            {
                to = self.words.at(more.end() - 1) + 1;
            }
            let article = matches!(self.words.lower(from), "the" | "a" | "an" | "his" | "her");
            return Some(self.words.span(from + usize::from(article), to));
        }
        None
    }
}
