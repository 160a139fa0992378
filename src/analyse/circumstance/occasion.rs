//! Occasions that the text introduces: "During a town hall on CPA, Okrist put a question to Marsk".
//!
//! An occasion carries its date, place and medium to the statements that are made on it, by whomever
//! it names.

use super::Scene;
use super::told::Told;
use crate::model::{EntityIdx, Span, Statement};
use crate::resources::Tag;

/// How many words of a sentence are looked at.
const LONGEST: usize = 160;

/// An occasion at the sentence that introduces it.
#[derive(Clone, Debug)]
pub(super) struct Occasion {
    pub sentence: u32,
    /// Where it is named.
    pub span: Span,
    /// What it is, in small letters ("interview").
    head: String,
    pub told: Told,
    /// The people whom the sentence names.
    pub participants: Vec<EntityIdx>,
    /// Whether it stands in what somebody said; such a one is only known when it is named again.
    pub reported: bool,
}

impl Scene<'_> {
    /// The occasions of a text, in order of place.
    pub(super) fn occasions(&self) -> Vec<Occasion> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(word) = self.words.get(from) {
            let to = self.words.sentence(word.sentence).1.max(from + 1);
            let clause: Vec<usize> = (from..to.min(from + LONGEST))
                .filter(|it| {
                    let word = self.words.get(*it);
                    word.is_some_and(|it| !it.quoted && !it.title_case)
                })
                .collect();
            let may = clause.iter().any(|&it| {
                self.tagged(it, Tag::Occasion)
                    || self.tagged(it, Tag::Channel)
                    || self.programme_from(it).is_some()
            });
            if may {
                found.extend(self.occasion(word.sentence, word.paragraph, &clause));
            }
            from = to;
        }
        found
    }

    fn occasion(&self, sentence: u32, paragraph: u32, clause: &[usize]) -> Option<Occasion> {
        let venue = self.venue(clause).or_else(|| self.given(clause))?;
        let (first, end) = self.range(venue);
        let ahead = clause.iter().take_while(|it| **it < first);
        if ahead.copied().any(|it| self.tagged(it, Tag::Ahead)) {
            return None;
        }
        let noun = (first..end)
            .rev()
            .find(|it| self.tagged(*it, Tag::Occasion) || self.tagged(*it, Tag::Channel));
        let said = self.nearest(clause, self.dates_in(clause), venue.start(), &[]);
        Some(Occasion {
            sentence,
            span: venue,
            head: noun.map_or("", |it| self.words.lower(it)).to_owned(),
            told: Told {
                said,
                venue: Some(venue),
                via: self.via(clause, None, &[]),
                paragraph,
                origin: paragraph,
                past: false,
            },
            participants: self.participants(clause),
            reported: self.is_reported(venue),
        })
    }

    fn participants(&self, clause: &[usize]) -> Vec<EntityIdx> {
        let word = |at: Option<&usize>| at.and_then(|&it| self.words.get(it));
        let (Some(first), Some(last)) = (word(clause.first()), word(clause.last())) else {
            return Vec::new();
        };
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < first.span.start());
        let inside = mentions.get(from..).unwrap_or(&[]).iter();
        let inside = inside.take_while(|it| it.span.start() < last.span.end());
        let mut found: Vec<EntityIdx> = inside
            .filter(|it| {
                clause
                    .binary_search(&self.words.at(it.span.start()))
                    .is_ok()
            })
            .filter(|it| !self.is_reported(it.span))
            .map(|it| it.entity)
            .filter(|it| self.is_person(*it))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a place lies in what somebody said.
    fn is_reported(&self, span: Span) -> bool {
        let before = self
            .contents
            .partition_point(|it| it.start() <= span.start());
        let near = self
            .contents
            .get(before.saturating_sub(super::NESTED)..before);
        near.unwrap_or(&[]).iter().any(|it| it.contains(span))
    }

    /// The occasion that a clause names again: "in the interview".
    pub(super) fn named_again(
        &self,
        clause: &[usize],
        occasions: &[Occasion],
        place: Span,
    ) -> Option<Told> {
        let noun = clause.iter().copied().find(|&at| {
            self.tagged(at, Tag::Occasion)
                && at > 0
                && self.words.lower(at - 1) == "the"
                && !self.tagged(at + 1, Tag::Nearby)
        })?;
        let head = self.words.lower(noun);
        let end = occasions.partition_point(|it| it.span.end() <= place.start());
        let mut before = occasions.get(..end)?.iter().rev();
        let known = before.find(|it| it.head == head)?;
        let paragraph = self.words.paragraph_at(place.start());
        Some(Told {
            paragraph,
            ..known.told.clone()
        })
    }

    /// Whether a statement belongs to the occasion that the text is about, whoever speaks: a label of
    /// a transcript.
    pub(super) fn is_on_stage(&self, statement: &Statement, stage: &Told) -> bool {
        let hosts = stage.via.iter().any(|via| {
            statement.source.iter().any(|it| {
                let owned = it.of(self.words.text).strip_prefix(via.name.as_str());
                owned.is_some_and(|it| it.starts_with(['\'', '’']))
            })
        });
        self.is_label(statement) || hosts
    }
}
