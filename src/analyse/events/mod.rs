//! Who did what to whom: clauses to coded events, in PLOVER's terms.
//!
//! A clause tells at most one event: that of its first verb, else noun, that a rule knows and that
//! has an actor. What depends on that word ("refused to attack") is no event of its own. Words
//! between quotation marks and in headlines tell none. Precision goes before recall.

mod clause;
mod parties;
mod status;
#[cfg(test)]
mod tests;
mod verb;

use crate::analyse::coreference::People;
use crate::analyse::mentions::Words;
use crate::model::{
    Date, DateMention, Document, EntityIdx, EntityKind, Event, EventStatus, MentionKind, Span,
    Statement,
};
use crate::resources::{ClauseWord, ClauseWords, EventRule, Events, Resources};

use clause::Clause;
use parties::{Parties, Party};
use verb::{Shape, Voice};

/// How far behind a verb its object may stand, in words.
const REACH: usize = 14;

/// The confidence of a verb's event, of a noun's, and what a missing recipient, a carried actor or
/// a doubtful status takes away: in thousandths, set by reading what was found, not fitted.
const VERB: u16 = 750;
const NOUN: u16 = 650;
const ALONE: u16 = 150;
const CARRIED: u16 = 100;
const DOUBTFUL: u16 = 100;

/// How far before a noun the preposition that governs it may lie.
const JOINED: usize = 4;

/// How many contexts an event is given at most.
const CONTEXTS: usize = 2;

/// What the search reads.
pub(crate) struct Scene<'a> {
    pub rules: &'a Events,
    pub words: &'a Words<'a>,
    /// What each word may do in its clause.
    pub classes: Vec<ClauseWords>,
    pub people: &'a People,
    pub parties: Parties,
    pub document: &'a Document,
    /// In the order in which their contents begin.
    pub statements: Vec<&'a Statement>,
    pub dates: &'a [DateMention],
}

/// What a word of a clause tells, before it is made an event.
struct Candidate<'a> {
    at: usize,
    rule: &'a EventRule,
    actor: Vec<EntityIdx>,
    recipient: Vec<EntityIdx>,
    status: EventStatus,
    confidence: u16,
}

/// Finds the events, in order of place.
pub(crate) fn find(
    resources: &Resources,
    words: &Words<'_>,
    document: &Document,
    people: &People,
    statements: &[Statement],
    dates: &[DateMention],
) -> Vec<Event> {
    let mut statements: Vec<&Statement> = statements.iter().collect();
    statements.sort_by_key(|it| (it.content_cover(), it.id));
    let rules = &resources.events;
    let classes: Vec<ClauseWords> = (0..words.list.len())
        .map(|at| rules.class(words.lower(at)))
        .collect();
    let scene = Scene {
        rules,
        words,
        people,
        parties: Parties::of(&classes, words, people),
        classes,
        document,
        statements,
        dates,
    };
    let mut events = Vec::new();
    let mut sentence = None;
    let mut running: Option<Party> = None;
    for clause in clause::find(&scene) {
        if sentence != Some(clause.sentence) {
            sentence = Some(clause.sentence);
            running = None;
        }
        let own = scene.opening(clause);
        let candidates = scene.candidates(clause, running);
        events.extend(candidates.map(|it| scene.event(clause, it)));
        running = running.or(own);
    }
    events
}

/// Gives an event the date of its clause again, after the dates have changed.
pub(crate) fn date(text: &str, dates: &[DateMention], event: &mut Event) {
    event.date = date_in(text, dates, event.event_text, event.trigger);
}

/// The known date in a clause that stands nearest to a word.
fn date_in(text: &str, dates: &[DateMention], clause: Span, near: Span) -> Option<Date> {
    let from = dates.partition_point(|it| it.span.end() <= clause.start());
    dates
        .get(from..)?
        .iter()
        .take_while(|it| it.span.start() < clause.end())
        .filter(|it| {
            it.value
                .is_some_and(|value| dates_clause(text, it.span, value))
        })
        .min_by_key(|it| (it.span.start().abs_diff(near.start()), it.span))
        .and_then(|it| it.value)
}

/// Whether a date may date a clause; a bare year without "in" names something else ("the 2029
/// elections").
fn dates_clause(text: &str, span: Span, value: Date) -> bool {
    let before = text.get(..span.start()).unwrap_or("").trim_end();
    let bare = span.of(text).chars().all(|it| it.is_ascii_digit());
    let says_when = [" in", " In", "In", " since", " during", " by"];
    value.month.is_some() || !bare || says_when.iter().any(|it| before.ends_with(it))
}

impl Scene<'_> {
    /// What a word may do in a clause.
    fn is(&self, at: usize, class: ClauseWord) -> bool {
        self.class(at).is(class)
    }

    /// All that a word may do in a clause.
    fn class(&self, at: usize) -> ClauseWords {
        self.classes.get(at).copied().unwrap_or_default()
    }

    /// The subject with which a clause opens: a party before its first verb.
    fn opening(&self, clause: Clause) -> Option<Party> {
        let found = self.parties.subject(clause.from, clause.to)?;
        let verb = |it: usize| self.class(it).is_verb() || self.words.lower(it).ends_with("ed");
        (!(clause.from..found.start).any(verb)).then_some(found)
    }

    /// Whether a word makes the next one a verb ("to call").
    fn verbal(&self, at: usize) -> bool {
        use ClauseWord::{Do, Might, Should, Will, Would};
        let modal = [Do, Might, Should, Will, Would];
        self.words.lower(at) == "to" || modal.into_iter().any(|it| self.is(at, it))
    }

    /// What a clause tells: its verb's event and what that presupposes ("details of a meeting").
    fn candidates(
        &self,
        clause: Clause,
        running: Option<Party>,
    ) -> impl Iterator<Item = Candidate<'_>> {
        let told = |at: &usize| {
            self.words
                .get(*at)
                .is_some_and(|it| !it.quoted && !it.title_case && (it.first || !it.is_capital()))
        };
        let places = || (clause.from..clause.to).filter(told);
        let verb = places().find_map(|at| self.verb_at(clause, at, running));
        let demand = || places().find_map(|at| self.demand_at(clause, at));
        let verb = verb.or_else(demand);
        let noun = places().find_map(|at| {
            let free = verb
                .as_ref()
                .is_none_or(|it| it.at < at && self.presupposed(it.at, at));
            self.noun_at(clause, at).filter(|_| free)
        });
        verb.into_iter().chain(noun)
    }

    /// Whether a noun behind a verb is what another noun is about, so that it does not depend on
    /// the verb.
    fn presupposed(&self, verb: usize, at: usize) -> bool {
        let near = at.saturating_sub(JOINED).max(verb + 2)..at;
        let mut before = near.rev();
        let preposition = before.find(|it| self.is(*it, ClauseWord::Preposition));
        preposition.is_some_and(|it| matches!(self.words.lower(it), "of" | "about" | "during"))
    }

    fn verb_at(&self, clause: Clause, at: usize, running: Option<Party>) -> Option<Candidate<'_>> {
        if !self.class(at).is_verb() {
            return None;
        }
        for &(rule, forms) in self.rules.verb(self.words.lower(at)) {
            let (Some(rule), Some(voice)) = (self.rules.rule(rule), self.voice(clause, at, forms))
            else {
                continue;
            };
            if let Some(found) = self.verb_event(clause, at, rule, voice, running) {
                return Some(found);
            }
        }
        None
    }

    /// "Marsk said Orrenland must open the gates": a request to whom it is said of.
    fn demand_at(&self, clause: Clause, at: usize) -> Option<Candidate<'_>> {
        if !self.is(at, ClauseWord::Should) {
            return None;
        }
        let rule = self.rules.demand(self.words.lower(at))?;
        let asked = self.parties.before(clause.from, at)?;
        let speaker = self.telling(at)?.speaker?;
        let recipients = self.compound(asked);
        let near = asked.kind != MentionKind::Pronoun && !recipients.contains(&speaker);
        let near = near && (asked.end..at).all(|it| self.skips(it));
        near.then_some(())?;
        self.complete(
            rule,
            at,
            vec![speaker],
            recipients,
            EventStatus::Happened,
            NOUN,
        )
    }

    fn verb_event<'a>(
        &self,
        clause: Clause,
        at: usize,
        rule: &'a EventRule,
        voice: Voice,
        running: Option<Party>,
    ) -> Option<Candidate<'a>> {
        if !self.conditions(clause, at, rule, voice) {
            return None;
        }
        let before = self.parties.before(clause.from, at);
        let carried = before.is_none() && self.carries(clause, at);
        let subject = before.or_else(|| running.filter(|_| carried));
        let reach = clause.to.min(at + REACH);
        let (actors, recipients) = if voice.passive {
            let agent = self
                .parties
                .behind(at, reach, &|it| self.words.lower(it) == "by")?;
            (self.compound(agent), self.compound(subject?))
        } else {
            let object = self.object(clause, at, rule).filter(|_| !rule.alone);
            let recipients = object.map_or(Vec::new(), |it| self.compound(it));
            (self.compound(subject?), recipients)
        };
        // ", killing nine" tells what came of it, which need not be the subject's doing.
        if voice.shape == Shape::Participle && rule.event == "ASSAULT" {
            return None;
        }
        let status = self.status(clause, at, voice)?;
        let base = if carried { VERB - CARRIED } else { VERB };
        self.complete(rule, at, actors, recipients, status, base)
    }

    /// "talks between A and B", "A's attack on B", "the invasion of B by A".
    fn noun_at(&self, clause: Clause, at: usize) -> Option<Candidate<'_>> {
        if !self.class(at).is_noun() {
            return None;
        }
        let rules = self.rules.noun(self.words.lower(at));
        let rule = rules.iter().find_map(|it| self.rules.rule(*it))?;
        let before = at.checked_sub(1).filter(|it| *it >= clause.from);
        if before.is_some_and(|it| rule.none.contains(self.words.lower(it)) || self.verbal(it)) {
            return None;
        }
        let reach = clause.to.min(at + REACH);
        let word = |it: usize| self.words.lower(it);
        let owner = self.parties.owner(self.words, clause.from, at);
        let (mut actors, mut recipients) = (Vec::new(), Vec::new());
        if let Some(agent) = self.parties.behind(at, reach, &|it| word(it) == "by") {
            actors = self.compound(agent);
        } else if let Some(first) = self.parties.behind(at, reach, &|it| word(it) == "between") {
            actors = self.parties.pair(self.words, first, reach);
        } else if let Some(owner) = owner {
            actors = self.compound(owner);
        } else if let Some(first) = self.parties.behind(at, reach, &|it| word(it) == "of") {
            actors = self.compound(first);
            if !rule.two || actors.len() < 2 {
                return None;
            }
        }
        let against = |it: usize| {
            let any = matches!(word(it), "on" | "against" | "with" | "of" | "to");
            any && (rule.two == (word(it) == "with") || word(it) == "to")
        };
        if let Some(object) = self.parties.behind(at, reach, &against) {
            recipients = self.compound(object);
        }
        let status = self.noun_status(clause, at, rule.two);
        self.complete(rule, at, actors, recipients, status, NOUN)
    }

    fn complete<'a>(
        &self,
        rule: &'a EventRule,
        at: usize,
        mut actor: Vec<EntityIdx>,
        mut recipient: Vec<EntityIdx>,
        status: EventStatus,
        base: u16,
    ) -> Option<Candidate<'a>> {
        actor.retain(|it| self.acts(*it));
        recipient.retain(|it| !actor.contains(it) && self.may_receive(*it));
        if actor.is_empty() || rule.two && actor.len() + recipient.len() < 2 {
            return None;
        }
        let alone = recipient.is_empty() && actor.len() < 2;
        let doubtful = !matches!(status, EventStatus::Happened | EventStatus::Planned);
        let confidence = base - if alone { ALONE } else { 0 } - if doubtful { DOUBTFUL } else { 0 };
        Some(Candidate {
            at,
            rule,
            actor,
            recipient,
            status,
            confidence,
        })
    }

    pub(crate) fn kind(&self, entity: EntityIdx) -> Option<EntityKind> {
        Some(self.people.entities.get(entity.idx())?.kind)
    }

    fn acts(&self, entity: EntityIdx) -> bool {
        !matches!(self.kind(entity), None | Some(EntityKind::Document))
    }

    fn may_receive(&self, entity: EntityIdx) -> bool {
        self.kind(entity)
            .is_some_and(|it| it != EntityKind::Document)
    }

    /// The entities of a party and of those that are joined with it.
    fn compound(&self, party: Party) -> Vec<EntityIdx> {
        self.parties.compound(self.words, &self.classes, party)
    }

    fn event(&self, clause: Clause, it: Candidate<'_>) -> Event {
        let trigger = self.words.span(it.at, it.at + 1);
        let event_text = self.words.span(clause.from, clause.to);
        let event = status::coded(it.rule.event, it.status).to_owned();
        let place = self.place(clause, &it);
        Event {
            id: Event::id_of(self.document.id, self.words.text, &event, trigger),
            mode: Some(it.rule.mode)
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            context: self.contexts(clause, it.rule.context),
            event,
            status: it.status,
            actor: it.actor,
            recipient: it.recipient,
            date: date_in(self.words.text, self.dates, event_text, trigger),
            place,
            trigger,
            event_text,
            confidence: it.confidence,
        }
    }

    /// The place that the clause names behind "in", "at" or "near".
    fn place(&self, clause: Clause, event: &Candidate<'_>) -> Option<EntityIdx> {
        let where_ = |it: usize| self.is(it, ClauseWord::Where);
        let places = self.parties.within(clause.from, clause.to);
        let mut places = places.filter(|it| it.bound.is_some_and(where_));
        places
            .find(|it| {
                let place = it.kind == MentionKind::Place
                    || self.kind(it.entity) == Some(EntityKind::Place);
                place && !event.actor.contains(&it.entity)
            })
            .map(|it| it.entity)
    }

    /// What the rule says, and what the clause's words tell most often.
    fn contexts(&self, clause: Clause, told: &str) -> Vec<String> {
        let mut found: Vec<&str> = Vec::new();
        if !told.is_empty() {
            found.push(told);
        }
        for at in clause.from..clause.to {
            for context in self.rules.contexts(self.words.lower(at)) {
                if found.len() < CONTEXTS && !found.contains(context) {
                    found.push(context);
                }
            }
        }
        found.into_iter().map(str::to_owned).collect()
    }
}
