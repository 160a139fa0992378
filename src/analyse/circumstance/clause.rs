//! What a reporting clause tells: the day, the listeners, the occasion.
//!
//! The clause is the sentence of source and cue without what was said, by this or another speaker.

use super::told::{self, Told};
use super::{NESTED, REACH, Scene, place_of};
use crate::model::{Date, DateMention, Said, SaidBasis, Span, Statement};
use crate::resources::Tag;
use crate::text::TokenKind;

/// What a clause of its own between cue and date costs, in words.
const CUT: usize = 12;

/// How far from the cue a bare year may stand.
const YEAR: usize = 3;

/// How many sentences back in the paragraph a day holds.
const BEFORE: u32 = 3;

/// What a date without a value costs beside one with a value, in words.
const VAGUE: usize = 40;

/// How many paragraphs back "then" may point.
const THEN: u32 = 3;

/// How many days before publishing a saying belongs to the past, not to what is reported.
const PAST: i32 = 14;

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
        let holder = self.holder(statement);
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
                    let inside = holder.is_none_or(|it| it.contains(word.span));
                    let quoted = word.quoted && holder.is_none();
                    inside && !quoted && !statement.content.iter().any(|it| it.overlaps(word.span))
                })
            }));
        }
        clause
    }

    /// The shortest content of another statement that holds source and cue of this one: "Okrist told
    /// CPA that Marsk had warned her" tells of Marsk's warning what stands behind "that".
    fn holder(&self, statement: &Statement) -> Option<Span> {
        let own = statement.content_cover();
        let holding = self.holding(place_of(statement));
        let others = holding.filter(|it| *it != own && !own.contains(*it));
        others.min_by_key(|it| (it.len(), *it))
    }

    /// The contents that hold a place.
    fn holding(&self, span: Span) -> impl Iterator<Item = Span> {
        let before = self
            .contents
            .partition_point(|it| it.start() <= span.start());
        let near = self.contents.get(before.saturating_sub(NESTED)..before);
        let near = near.unwrap_or(&[]).iter().copied();
        near.filter(move |it| it.contains(span))
    }

    /// What the reporting clause itself tells.
    pub(super) fn told(&self, clause: &[usize], statement: &Statement) -> Told {
        let place = place_of(statement);
        let said = self.said(clause, statement);
        let then = clause.iter().any(|it| {
            self.words
                .get(*it)
                .is_some_and(|it| it.lexeme.is(Tag::Then))
        });
        let said = match then {
            true => said.or_else(|| self.told_then(statement)),
            false => said,
        };
        Told {
            past: then
                || said
                    .and_then(|it| it.date)
                    .is_some_and(|it| self.is_past(it)),
            said,
            venue: self.venue(clause),
            via: self.via(clause, statement.speaker, &statement.source),
            paragraph: self.words.paragraph_at(place.start()),
            origin: self.words.paragraph_at(place.start()),
        }
    }

    /// What "then" means: the past day that the text named last.
    fn told_then(&self, statement: &Statement) -> Option<Said> {
        let place = place_of(statement);
        let here = self.words.paragraph_at(place.start());
        let end = self
            .dates
            .partition_point(|it| it.span.start() < place.start());
        let near = self.dates.get(end.saturating_sub(NESTED)..end)?;
        near.iter()
            .rev()
            .take_while(|it| here - self.words.paragraph_at(it.span.start()) <= THEN)
            .find(|it| it.value.is_some_and(|it| self.is_past(it)))
            .map(|it| Said {
                date: it.value,
                span: it.span,
                basis: SaidBasis::Before,
                confidence: told::confidence(SaidBasis::Before),
            })
    }

    /// Whether a date lies well before the day of publishing.
    pub(super) fn is_past(&self, date: Date) -> bool {
        let published = self.document.published;
        published.is_some_and(|it| date.day_range().1 + PAST < it.date.day_range().0)
    }

    /// Whether a date lies behind the day of publishing: nothing is said then that is reported.
    fn is_to_come(&self, date: Date) -> bool {
        let published = self.document.published;
        published.is_some_and(|it| date.day_range().0 > it.date.day_range().1)
    }

    /// The date in the clause that stands nearest to the cue, with no other clause between.
    pub(super) fn said(&self, clause: &[usize], statement: &Statement) -> Option<Said> {
        let cue = statement.cue.first().or(statement.source.first())?;
        let dates = self.dates_in(clause);
        let dates = dates.filter(|it| !self.is_anothers(it.span, statement));
        self.nearest(clause, dates, cue.start(), &statement.source)
    }

    /// The dates between the first and the last word of a clause.
    pub(super) fn dates_in(&self, clause: &[usize]) -> impl Iterator<Item = &DateMention> {
        let word = |at: Option<&usize>| at.and_then(|&it| self.words.get(it));
        let first = word(clause.first()).map_or(0, |it| it.span.start());
        let last = word(clause.last()).map_or(0, |it| it.span.end());
        let from = self.dates.partition_point(|it| it.span.end() <= first);
        let dates = self.dates.get(from..).unwrap_or(&[]).iter();
        dates.take_while(move |it| it.span.start() < last)
    }

    /// Of dates, the one in a clause that stands nearest to a byte, with no other clause between.
    pub(super) fn nearest<'d>(
        &self,
        clause: &[usize],
        dates: impl Iterator<Item = &'d DateMention>,
        byte: usize,
        source: &[Span],
    ) -> Option<Said> {
        let cue_at = self.words.at(byte);
        let cue_at = clause.partition_point(|&it| it < cue_at);
        dates
            .filter(|it| !it.value.is_some_and(|it| self.is_to_come(it)))
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
                let named = source.iter().any(|source| source.contains(it.span));
                let opens = clause.get(1).is_some_and(|it| {
                    at == 1 && self.words.get(*it - 1).is_some_and(|it| it.first)
                });
                let occasion = self.dates_occasion(it.span);
                let far = year && between.len() > YEAR && !opens;
                if !named && !occasion && (self.is_modifier(it.span) || far) {
                    return None;
                }
                let vague = if it.value.is_some() { 0 } else { VAGUE };
                Some((cuts * CUT + between.len() + vague, it))
            })
            .min_by_key(|(cost, it)| (*cost, it.span))
            .map(|(_, it)| Said {
                date: it.value,
                span: it.span,
                basis: SaidBasis::Clause,
                confidence: told::confidence(SaidBasis::Clause),
            })
    }

    /// Whether a place lies in what somebody said, and the statement does not.
    fn is_anothers(&self, span: Span, statement: &Statement) -> bool {
        let place = place_of(statement);
        // "Okrist said on Monday that Marsk had warned her": of the warning the day is not told.
        let outside = self.holder(statement).is_some_and(|it| !it.contains(span));
        outside || self.holding(span).any(|it| !it.contains(place))
    }

    /// "in his 2029 speech": the date of the occasion itself.
    fn dates_occasion(&self, span: Span) -> bool {
        let behind = self.words.at(span.end().saturating_sub(1)) + 1;
        self.tagged(behind, Tag::Occasion) || self.tagged(behind, Tag::Channel)
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

    /// The day that the sentences right before tell, where they tell of a saying or an occasion.
    pub(super) fn told_before(&self, statement: &Statement) -> Option<Said> {
        let place = place_of(statement);
        let word = self.words.get(self.words.at(place.start()))?;
        let end = self
            .dates
            .partition_point(|it| it.span.start() < place.start());
        let near = self.dates.get(end.saturating_sub(NESTED)..end)?;
        near.iter()
            .rev()
            .filter(|it| {
                it.value.is_some_and(|it| {
                    it.month.is_some()
                        && !self.is_to_come(it)
                        && (!self.is_past(it) || self.is_pronoun(statement))
                })
            })
            .filter(|it| !self.is_anothers(it.span, statement) && !self.is_modifier(it.span))
            .find(|it| {
                let date = self.words.get(self.words.at(it.span.start()));
                date.is_some_and(|date| {
                    let back = word.sentence - date.sentence.min(word.sentence);
                    let near = date.paragraph == word.paragraph && back <= BEFORE;
                    near && !date.quoted && self.tells_of_saying(date.sentence, it.span)
                })
            })
            .map(|it| Said {
                date: it.value,
                span: it.span,
                basis: SaidBasis::Before,
                confidence: told::confidence(SaidBasis::Before),
            })
    }

    /// Whether a sentence has an occasion of speaking, or a saying that is not all of it.
    fn tells_of_saying(&self, sentence: u32, date: Span) -> bool {
        let (from, to) = self.words.sentence(sentence);
        let range = self.words.span(from, to);
        let before = self
            .contents
            .partition_point(|it| it.start() < range.start());
        let contents = self.contents.get(before..).unwrap_or(&[]).iter();
        let mut contents = contents.take_while(|it| it.start() < range.end());
        let said = contents.any(|it| !it.contains(date));
        said || (from..to).any(|it| {
            self.words
                .get(it)
                .is_some_and(|it| it.lexeme.is(Tag::Occasion) || it.lexeme.is(Tag::Channel))
        })
    }

    /// "told reporters", "said to lawmakers".
    pub(super) fn addressee(&self, clause: &[usize], statement: &Statement) -> Option<Span> {
        let told = clause.iter().copied().find(|&at| {
            let in_cue = self
                .words
                .get(at)
                .is_some_and(|it| statement.cue.iter().any(|cue| cue.overlaps(it.span)));
            let tagged =
                |at: usize, tag: Tag| self.words.get(at).is_some_and(|it| it.lexeme.is(tag));
            in_cue && tagged(at, Tag::Tells)
                || tagged(at, Tag::Toward) && at > 0 && tagged(at - 1, Tag::Speaks)
        })?;
        self.noun_phrase(told + 1, clause)
    }
}
