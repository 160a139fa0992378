//! Mentions to parties: who may act or receive, and what binds them in their clause.

use crate::analyse::coreference::People;
use crate::analyse::mentions::Words;
use crate::model::{EntityIdx, MentionKind};
use crate::resources::{ClauseWord, ClauseWords, Tag};
use crate::text::TokenKind;

/// How far the beginning of a noun phrase may lie before the mention in it.
const PHRASE: usize = 6;

/// How far apart joined parties may stand ("A and the small B").
const JOINED: usize = 4;

/// How many parties one event may have on one side.
const MOST: usize = 8;

/// A mention in its noun phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party {
    /// The first word of the noun phrase.
    pub start: usize,
    /// The first word of the mention.
    pub first: usize,
    /// The word behind the mention.
    pub end: usize,
    /// Who it is.
    pub entity: EntityIdx,
    /// How it is named.
    pub kind: MentionKind,
    /// The preposition that governs it.
    pub bound: Option<usize>,
    /// Whether it owns what follows.
    pub possessive: bool,
    at: usize,
}

/// All parties, in order of place; one inside another is left out.
pub(crate) struct Parties(Vec<Party>);

impl Parties {
    /// Places the mentions in their phrases.
    pub(crate) fn of(classes: &[ClauseWords], words: &Words<'_>, people: &People) -> Parties {
        let mut parties: Vec<Party> = Vec::new();
        let mut end = 0;
        for mention in &people.mentions {
            let first = words.at(mention.span.start());
            if mention.span.is_empty() || first < end {
                continue;
            }
            end = words.at(mention.span.end() - 1) + 1;
            let start = start(classes, words, first, parties.last());
            let bound = start.checked_sub(1).filter(|it| {
                class_of(classes, *it).is(ClauseWord::Preposition)
                    && words.get(start).is_some_and(|it| it.follows)
            });
            let own = mention.kind == MentionKind::Pronoun
                && matches!(
                    words.lower(first),
                    "his" | "her" | "its" | "their" | "whose"
                )
                && words.get(end).is_none_or(|it| it.kind != TokenKind::Mark);
            parties.push(Party {
                start,
                first,
                end,
                entity: mention.entity,
                kind: mention.kind,
                bound,
                possessive: own || words.is_possessive(end),
                at: parties.len(),
            });
        }
        Parties(parties)
    }

    /// The parties that begin within a range of words.
    pub(crate) fn within(&self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = &Party> {
        let first = self.0.partition_point(|it| it.first < from);
        let end = self.0.partition_point(|it| it.first < to);
        self.0.get(first..end).unwrap_or(&[]).iter()
    }

    /// The first party of a clause that nothing governs.
    pub(crate) fn subject(&self, from: usize, to: usize) -> Option<Party> {
        let mut free = self.within(from, to);
        free.find(|it| it.bound.is_none() && !it.possessive)
            .copied()
    }

    /// Who acts before a verb: the nearest party that nothing governs, else the one that the
    /// subject belongs to ("leaders of Orrenland", "Orrenland's parliament").
    pub(crate) fn before(&self, from: usize, at: usize) -> Option<Party> {
        let free = |it: &&Party| it.bound.is_none() && !it.possessive && it.end <= at;
        let found = self.within(from, at).rev().find(free);
        let owner = || {
            self.within(from, at)
                .find(|it| it.possessive && it.bound.is_none())
        };
        found.or_else(owner).copied()
    }

    /// The first party behind a word that a preposition of some kind governs.
    pub(crate) fn behind(
        &self,
        at: usize,
        to: usize,
        governs: &dyn Fn(usize) -> bool,
    ) -> Option<Party> {
        let mut behind = self.within(at + 1, to);
        behind
            .find(|it| it.bound.is_some_and(|bound| bound > at && governs(bound)))
            .copied()
    }

    /// Who owns a noun ("Veldania's attack", "his meeting").
    pub(crate) fn owner(&self, words: &Words<'_>, from: usize, at: usize) -> Option<Party> {
        let last = self.within(from, at).next_back()?;
        let plain = (last.end..at)
            .all(|it| words.is_possessive(it) || words.get(it).is_some_and(|it| !it.is_function()));
        let near = at.checked_sub(last.end).is_some_and(|gap| gap <= JOINED);
        (last.possessive && plain && near).then_some(*last)
    }

    /// The two that "between" joins; what is governed in between ("of Veldania") is left out.
    pub(crate) fn pair(&self, words: &Words<'_>, first: Party, to: usize) -> Vec<EntityIdx> {
        let next = self.0.get(first.at + 1);
        let named = next.filter(|it| it.first == first.end && first.kind == MentionKind::Role);
        let first = named.copied().unwrap_or(first);
        let mut both = vec![first.entity];
        let joined = (first.end..to).find(|it| matches!(words.lower(*it), "and" | "&"));
        let second = joined.and_then(|it| {
            let behind = self.within(it + 1, to + PHRASE).next()?;
            (behind.first.saturating_sub(it) <= PHRASE).then_some(behind.entity)
        });
        both.extend(second.filter(|it| *it != first.entity));
        both
    }

    /// The entities of a party and of those joined with it by "and" and commas. A role right before
    /// its bearers' names is left out ("Presidents Okrist and Varro").
    pub(crate) fn compound(
        &self,
        words: &Words<'_>,
        classes: &[ClauseWords],
        party: Party,
    ) -> Vec<EntityIdx> {
        let (mut first, mut last) = (party.at, party.at);
        while let Some(before) = first.checked_sub(1).and_then(|it| self.0.get(it))
            && let Some(here) = self.0.get(first)
            && party.at - first < MOST
            && (before.bound.is_none() || here.bound.is_some())
            && joins(words, classes, before, here)
        {
            first -= 1;
        }
        while let (Some(here), Some(next)) = (self.0.get(last), self.0.get(last + 1))
            && last - party.at < MOST
            && joins(words, classes, here, next)
        {
            last += 1;
        }
        let mut once: Vec<EntityIdx> = Vec::new();
        for at in first..=last {
            let Some(here) = self.0.get(at) else { break };
            let role = here.kind == MentionKind::Role && at < last;
            let named = role && self.0.get(at + 1).is_some_and(|it| it.first == here.end);
            if !named && !once.contains(&here.entity) {
                once.push(here.entity);
            }
        }
        once
    }
}

fn class_of(classes: &[ClauseWords], at: usize) -> ClauseWords {
    classes.get(at).copied().unwrap_or_default()
}

/// Whether only "and", commas and the beginning of a noun phrase lie between two parties, or
/// nothing, as between a role and its name.
fn joins(words: &Words<'_>, classes: &[ClauseWords], left: &Party, right: &Party) -> bool {
    if left.possessive || right.first < left.end || right.first - left.end > JOINED {
        return false;
    }
    let between = left.end..right.first;
    if between.is_empty() {
        return words.get(right.first).is_some_and(|it| it.follows);
    }
    let mut joined = false;
    for at in between {
        let class = class_of(classes, at);
        if words.is_mark(at, ",") || class.is(ClauseWord::And) {
            joined = true;
        } else if !class.is(ClauseWord::Determiner) && (at < right.start || !joined) {
            return false;
        }
    }
    joined
}

/// The first word of the noun phrase that holds the word `first`.
fn start(
    classes: &[ClauseWords],
    words: &Words<'_>,
    first: usize,
    before: Option<&Party>,
) -> usize {
    let mut start = first;
    let floor = before
        .map_or(0, |it| it.end)
        .max(first.saturating_sub(PHRASE));
    let sentence = words.get(first).map(|it| it.sentence);
    while start > floor {
        let at = start - 1;
        let Some(word) = words.get(at).filter(|it| Some(it.sentence) == sentence) else {
            break;
        };
        let class = class_of(classes, at);
        if class.is(ClauseWord::Determiner) {
            return at;
        }
        let verb = class.is_verb() || words.lower(at).ends_with("ed");
        let inside = matches!(word.kind, TokenKind::Word | TokenKind::Number)
            && !word.is_function()
            && !word.lexeme.is(Tag::Calendar)
            && class.is_plain()
            && (word.is_capital() || !verb);
        if !inside {
            break;
        }
        start = at;
    }
    start
}
