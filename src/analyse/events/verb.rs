//! Whether a word is the verb of a clause, active or passive, and what it needs.

use crate::analyse::events::clause::Clause;
use crate::analyse::events::parties::Party;
use crate::analyse::events::{REACH, Scene};
use crate::model::EntityKind;
use crate::resources::{ClauseWord, EventRule, Tag, VerbForms};
use crate::text::TokenKind;

/// How far the governor of a verb may lie before it, adverbs and dates between.
const GOVERNOR: usize = 6;

/// How far behind a verb its object may begin.
const OBJECT: usize = 9;

/// How far behind a verb whom it reaches may stand.
const RECIPIENT: usize = 26;

/// How a verb stands in its clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    /// Whether the subject receives.
    pub passive: bool,
    /// Which form it has.
    pub shape: Shape,
    /// The word that governs it, adverbs left out.
    pub governor: Option<usize>,
}

/// Which form a verb has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// "attacked", "will attack".
    Finite,
    /// "attacks".
    Present,
    /// "to attack".
    Infinitive,
    /// ", attacking".
    Participle,
}

impl Scene<'_> {
    /// Whether a word may stand between a verb and its neighbours: an adverb or a day.
    pub(crate) fn skips(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        let lower = self.words.lower(at);
        self.is(at, ClauseWord::Skip)
            || self.is(at, ClauseWord::Not) && !self.governs(at)
            || lower.len() > 4 && lower.ends_with("ly") && word.kind == TokenKind::Word
            || word.lexeme.is(Tag::Calendar)
            || lower == "on"
                && self
                    .words
                    .get(at + 1)
                    .is_some_and(|it| it.lexeme.is(Tag::Calendar))
    }

    fn governs(&self, at: usize) -> bool {
        use ClauseWord::{Be, Do, Have, Might, Should, Will, Would};
        [Be, Have, Do, Will, Would, Might, Should]
            .into_iter()
            .any(|it| self.is(at, it))
    }

    /// The word before a verb, adverbs and days left out.
    fn governor(&self, clause: Clause, at: usize) -> Option<usize> {
        let floor = clause.from.max(at.saturating_sub(GOVERNOR));
        (floor..at).rev().find(|it| !self.skips(*it))
    }

    /// How the word stands as that verb; `None` where it is none.
    pub(crate) fn voice(&self, clause: Clause, at: usize, forms: VerbForms) -> Option<Voice> {
        use ClauseWord::{Be, Determiner, Do, Have, Might, Preposition, Should, Will, Would};
        let governor = self.governor(clause, at);
        let is = |class: ClauseWord| governor.is_some_and(|it| self.is(it, class));
        let voice = |passive: bool, shape: Shape| {
            Some(Voice {
                passive,
                shape,
                governor,
            })
        };
        if is(Be) {
            return match () {
                () if forms.is(VerbForms::PARTICIPLE) => voice(true, Shape::Finite),
                () if forms.is(VerbForms::ING) => voice(false, Shape::Finite),
                () => None,
            };
        }
        if is(Have) && forms.is(VerbForms::PARTICIPLE) {
            return voice(false, Shape::Finite);
        }
        if [Will, Would, Might, Should, Do].into_iter().any(is) {
            return forms
                .is(VerbForms::BASE)
                .then_some(())
                .and_then(|()| voice(false, Shape::Finite));
        }
        if governor.is_some_and(|it| self.words.lower(it) == "to") {
            return forms
                .is(VerbForms::BASE)
                .then_some(())
                .and_then(|()| voice(false, Shape::Infinitive));
        }
        if forms.is(VerbForms::ING) {
            let joined = governor.is_none_or(|it| {
                self.words.is_mark(it, ",")
                    || self.is(it, ClauseWord::Clause)
                    || self.is(it, ClauseWord::And)
            });
            return joined
                .then_some(())
                .and_then(|()| voice(false, Shape::Participle));
        }
        if forms.is(VerbForms::PARTICIPLE) && self.words.lower(at + 1) == "by" {
            return voice(true, Shape::Finite);
        }
        if forms.is(VerbForms::PAST) {
            let noun = is(Determiner)
                || is(Preposition) && !self.word_is_that(governor)
                || governor.is_some_and(|it| self.words.is_possessive(it));
            return (!noun)
                .then_some(())
                .and_then(|()| voice(false, Shape::Finite));
        }
        self.present(at, governor, forms)
            .then_some(())
            .and_then(|()| voice(false, Shape::Present))
    }

    fn word_is_that(&self, at: Option<usize>) -> bool {
        at.is_some_and(|it| self.words.lower(it) == "that")
    }

    /// Whether a present form follows its subject at once; "attacks" after anything else may be a
    /// noun.
    fn present(&self, at: usize, governor: Option<usize>, forms: VerbForms) -> bool {
        let Some(governor) = governor else {
            return false;
        };
        let subject = self
            .parties
            .within(at.saturating_sub(GOVERNOR + 2), at)
            .next_back();
        let Some(subject) =
            subject.filter(|it| it.end == governor + 1 && it.bound.is_none() && !it.possessive)
        else {
            return false;
        };
        let plural = self.words.lower(governor).ends_with('s')
            || self.words.lower(governor).ends_with("men")
            || subject.end - subject.first == 1
                && self
                    .words
                    .get(governor)
                    .is_some_and(|it| it.lexeme.is(Tag::They));
        forms.is(VerbForms::THIRD) || forms.is(VerbForms::BASE) && plural
    }

    /// Whether the clause has what a rule needs besides its parties.
    pub(crate) fn conditions(
        &self,
        clause: Clause,
        at: usize,
        rule: &EventRule,
        voice: Voice,
    ) -> bool {
        let reach = clause.to.min(at + REACH);
        let behind = at + 1..reach;
        let before = clause.from.max(at.saturating_sub(REACH))..at;
        let next = self.next(at, reach);
        if !rule.next.is_empty()
            && !next.is_some_and(|it| rule.next.contains(&self.words.lower(it)))
        {
            return false;
        }
        if behind
            .clone()
            .any(|it| rule.none.contains(self.words.lower(it)))
        {
            return false;
        }
        // What stands behind "in" or "at" says where, and is no object.
        let located =
            |it: usize| self.is(it, ClauseWord::Where) && !rule.any.contains(self.words.lower(it));
        let any = |it: usize| rule.any.contains(self.words.lower(it));
        let told = rule.any.is_empty()
            || behind.clone().take_while(|it| !located(*it)).any(any)
            || voice.passive && before.clone().any(any);
        if !told {
            return false;
        }
        let object = !rule.object || voice.passive || next.is_some_and(|it| self.opens_phrase(it));
        let who = !rule.who || voice.passive || self.direct(clause, at).is_some();
        let person = rule.person.is_none_or(|wanted| {
            let party = if voice.passive {
                self.parties.before(clause.from, at)
            } else {
                self.direct(clause, at)
            };
            party.is_some_and(|it| (self.kind(it.entity) == Some(EntityKind::Person)) == wanted)
        });
        object && who && person
    }

    /// The word behind a verb, adverbs and days left out.
    fn next(&self, at: usize, to: usize) -> Option<usize> {
        (at + 1..to).find(|it| !self.skips(*it))
    }

    /// Whether a direct object may begin at a word.
    fn opens_phrase(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        let class = self.class(at);
        if class.is(ClauseWord::Determiner) || word.lexeme.is_pronoun() {
            return true;
        }
        matches!(word.kind, TokenKind::Word | TokenKind::Number)
            && !class.is(ClauseWord::Preposition)
            && !class.is(ClauseWord::And)
            && !matches!(self.words.lower(at), "to" | "that" | "but" | "as" | "than")
    }

    /// The direct object, where it is a party.
    pub(crate) fn direct(&self, clause: Clause, at: usize) -> Option<Party> {
        let mut behind = self.parties.within(at + 1, clause.to.min(at + OBJECT));
        let party = behind.next()?;
        let plain = (at + 1..party.start).all(|it| self.skips(it));
        let of = party.bound.is_some_and(|it| self.words.lower(it) == "of");
        (party.bound.is_none() && plain || of && party.start.saturating_sub(at) <= PHRASE_OF)
            .then_some(*party)
    }

    /// Whom a verb reaches: its direct object, else whom a preposition behind it governs.
    pub(crate) fn object(&self, clause: Clause, at: usize, rule: &EventRule) -> Option<Party> {
        let reach = clause.to.min(at + RECIPIENT);
        let direct = self.direct(clause, at);
        if let Some(party) = direct.filter(|it| !it.possessive || rule.who || rule.object) {
            return Some(party);
        }
        let found = |class: ClauseWord| {
            let mut behind = self.parties.within(at + 1, reach);
            let found = behind.find(|it| match it.bound {
                Some(bound) => bound > at && self.is(bound, class),
                None => !it.possessive,
            });
            found.copied()
        };
        // Whom somebody meets "in" a town is not the town.
        let within = || found(ClauseWord::Within).filter(|_| !rule.two);
        found(ClauseWord::Against).or_else(within)
    }

    /// Whether a verb without subject of its own takes that of the clause before: nothing but
    /// auxiliaries, adverbs and pronouns lie before it.
    pub(crate) fn carries(&self, clause: Clause, at: usize) -> bool {
        (clause.from..at).all(|it| {
            let word = self.words.get(it);
            self.skips(it)
                || word.is_some_and(|word| {
                    word.kind != TokenKind::Word
                        || word.lexeme.is_pronoun()
                        || word.is_function()
                        || !self.class(it).is_plain()
                })
        })
    }
}

/// How far "of" may lie behind a verb for what it governs to count as the object.
const PHRASE_OF: usize = 6;
