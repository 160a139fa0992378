//! How a mention stands in its sentence: as subject, as a modifier, as what somebody is, or beside
//! another that "and" joins to it.

use super::cluster::Cluster;
use super::{NEAR, Resolver};
use crate::analyse::mentions::Found;
use crate::model::{EntityKind, MentionKind};
use crate::resources::Tag;

/// How many words may lie between two names that "and" joins, and how many mentions.
const PAIR: usize = 4;

/// How much a sentence is about somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// It names them in passing.
    #[default]
    No,
    /// It is about something of theirs: "Okrist's house stands empty."
    Owner,
    /// It is about them.
    Whole,
}

impl Resolver<'_> {
    /// Whether a mention leads its sentence, or stands before a verb.
    pub(super) fn is_subject(&self, at: usize) -> bool {
        let Some(item) = self.found.get(at) else {
            return false;
        };
        if item.possessive {
            return false;
        }
        let words = self.words;
        let next = words.get(item.words.1);
        if next.is_some_and(|it| it.follows && it.verb) {
            return true;
        }
        self.leads(item)
    }

    /// Whether nothing but what leads to a mention stands before it in its sentence: no verb, and no
    /// preposition right in front.
    fn leads(&self, item: &Found) -> bool {
        let words = self.words;
        let (first, _) = words.sentence(item.sentence);
        let first = first.max(item.words.0.saturating_sub(NEAR));
        let before = words.list.get(first..item.words.0).unwrap_or(&[]);
        let led = before.last().is_some_and(|it| it.is_function())
            && !matches!(words.lower(item.words.0 - 1), "the" | "a" | "an");
        !led && !self.is_listed(item) && !before.iter().any(|it| it.verb && !it.quoted)
    }

    /// How much a mention says that its sentence is about whom it names.
    pub(super) fn topic(&self, at: usize) -> Topic {
        // "Okrist, who came late" is as much about Okrist as without that clause.
        let relative = |it: &&Found| {
            let word = self.words.get(it.head);
            word.is_some_and(|it| it.lexeme.is(Tag::Who))
        };
        let Some(item) = self.found.get(at).filter(|it| !relative(it)) else {
            return Topic::No;
        };
        if self.leads(item) && !self.is_within_phrase(item) {
            return match item.possessive {
                true => Topic::Owner,
                false => Topic::Whole,
            };
        }
        // "When she was a judge, Okrist freed him"; "Among those who lost a house is Okrist."
        let Some(before) = item.words.0.checked_sub(1) else {
            return Topic::No;
        };
        let words = self.words;
        let clause = words.is_mark(before, ",") && !self.is_listed(item);
        let opens = clause
            && words
                .get(item.words.1)
                .is_some_and(|it| it.follows && it.verb);
        let is = words
            .get(before)
            .is_some_and(|it| it.lexeme.is(Tag::Copula));
        let other = |it: &Found| {
            let who = words.get(it.head).is_some_and(|it| it.lexeme.is(Tag::Who));
            let role = matches!(it.kind, MentionKind::Role | MentionKind::Place);
            it.sentence == item.sentence && !role && !who
        };
        let near = self.found.get(at.saturating_sub(NEAR)..at).unwrap_or(&[]);
        match opens || is && !near.iter().any(other) {
            true => Topic::Whole,
            false => Topic::No,
        }
    }

    /// Whether a sentence opens with a phrase that a mention is part of: "In a talk with a friend of Okrist".
    fn is_within_phrase(&self, item: &Found) -> bool {
        let words = self.words;
        let (first, _) = words.sentence(item.sentence);
        let before = first.max(item.words.0.saturating_sub(NEAR))..item.words.0;
        let opens = first < item.words.0 && words.get(first).is_some_and(|it| it.is_function());
        let the = matches!(words.lower(first), "the" | "a" | "an");
        opens && !the && !before.into_iter().any(|at| words.is_mark(at, ","))
    }

    /// Whether a name stands in a list behind a comma: "songs by Solane, Varro and others".
    fn is_listed(&self, item: &Found) -> bool {
        let words = self.words;
        let (Some(comma), Some(before)) =
            (item.words.0.checked_sub(1), item.words.0.checked_sub(2))
        else {
            return false;
        };
        let goes_on = words.is_mark(item.words.1, ",") || words.lower(item.words.1) == "and";
        let name = words.get(before).is_some_and(|it| it.is_capital());
        words.is_mark(comma, ",") && name && goes_on
    }

    /// Whether a mention only tells which of the noun of a role phrase around it: "the Varro campaign".
    pub(super) fn is_modifier(&self, at: usize) -> bool {
        let Some(item) = self.found.get(at) else {
            return false;
        };
        let before = self.found.get(at.saturating_sub(4)..at).unwrap_or(&[]);
        let inside = before.iter().any(|it| {
            it.kind == MentionKind::Role && it.span.contains(item.span) && it.head >= item.words.1
        });
        inside && !item.possessive && item.kind != MentionKind::Pronoun
    }

    /// Whether a role only tells what somebody is: "Solane became the first woman to …".
    pub(super) fn is_predicate(&self, item: &Found, cluster: usize) -> bool {
        let before = item
            .words
            .0
            .checked_sub(1)
            .and_then(|it| self.words.get(it));
        let copula = before.is_some_and(|it| it.lexeme.is(Tag::Copula));
        let unnamed = self.clusters.get(cluster).is_some_and(|it| !it.named);
        item.kind == MentionKind::Role && copula && unnamed
    }

    /// Notes the two persons that "and" joins as one whom "they" may mean.
    pub(super) fn pair(&mut self, at: usize, subject: bool) {
        let before = self.found.get(at.saturating_sub(PAIR)..at).unwrap_or(&[]);
        let other = before
            .iter()
            .rev()
            .find(|it| it.kind == MentionKind::Person);
        let (Some(one), Some(two)) = (other.copied(), self.found.get(at).copied()) else {
            return;
        };
        let between = one.words.1..two.words.0;
        let joined = between.len() <= PAIR
            && one.sentence == two.sentence
            && self.words.lower(one.words.1) == "and"
            && !between.clone().any(|it| {
                self.words
                    .get(it)
                    .is_some_and(|it| it.verb || it.lexeme.is_pronoun())
            });
        if !joined || one.possessive {
            return;
        }
        let span = one.span.cover(two.span);
        let last = |item: &Found| self.words.lower(item.words.1.saturating_sub(1));
        let name = vec![last(&one), "and", last(&two)];
        let known = self
            .candidates()
            .find(|(_, it)| it.plural && it.name == name);
        let cluster = known.map(|it| it.0).unwrap_or_else(|| {
            self.clusters.push(Cluster {
                name,
                plural: true,
                ..Cluster::unnamed(span, EntityKind::Group)
            });
            self.clusters.len() - 1
        });
        if let Some(it) = self.clusters.get_mut(cluster) {
            it.last = Some((two.sentence, two.span.start()));
            it.subject = subject || self.words.get(two.words.1).is_some_and(|it| it.verb);
            it.count += 1;
        }
        self.note(cluster);
    }
}
