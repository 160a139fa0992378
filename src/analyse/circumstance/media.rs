//! The media through whom a statement came: told to one, reported by one, quoted by one.

use super::programme::Programme;
use super::{Scene, told};
use crate::analyse::mentions::Case;
use crate::model::{EntityIdx, MentionKind, Span, Via, ViaRole};
use crate::resources::{MediumKind, Sense, Tag};

/// How a medium is named in a reporting clause: the order is that of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Led {
    /// It was told, or interviewed, or spoken on.
    Told,
    /// It carried what was said: "on CPA", "in the Quillhaven Times".
    On,
    /// Another medium had it from it: "citing CPA".
    Cited,
    /// It reported: "according to CPA".
    Reported,
}

/// How many words lie at most between "told" and the medium of the one who was told.
const HOST: usize = 5;

/// How many words lie at most between a medium's name and the occasion that it gave.
const GIVEN: usize = 2;

/// The most words of a medium's name that no list knows.
const NAME: usize = 5;

/// A medium in a clause.
struct Found {
    led: Led,
    span: Span,
    name: String,
}

impl Scene<'_> {
    /// The medium that is named at a word: its words and its kind, where a list knows it.
    pub(super) fn medium_at(&self, at: usize) -> Option<(Span, Option<MediumKind>)> {
        let start = self.words.get(at)?.span.start();
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < start);
        let mention = mentions.get(from..)?.iter().take(6).find(|it| {
            it.kind == MentionKind::Organisation
                && it.span.start() >= start
                && it.span.start() <= start + 4
        })?;
        self.medium(mention.span).map(|kind| (mention.span, kind))
    }

    /// The programme whose phrase begins at a word.
    pub(super) fn programme_from(&self, at: usize) -> Option<&Programme> {
        let first = self.programmes.partition_point(|it| it.first < at);
        self.programmes.get(first).filter(|it| it.first == at)
    }

    /// Whether a name is a medium's: known to the lists, or shaped like one.
    fn medium(&self, span: Span) -> Option<Option<MediumKind>> {
        let name = span.of(self.words.text);
        if let Some(medium) = self.names.medium_named(name) {
            return Some(Some(medium.kind));
        }
        let programme = self.names.broadcaster_of(name).is_some();
        (programme || self.names.is_medium_shaped(name)).then_some(None)
    }

    /// Media in a clause that are not the speaker, in the order of the chain: "told CPA, citing
    /// Interfax".
    pub(super) fn via(
        &self,
        clause: &[usize],
        speaker: Option<EntityIdx>,
        source: &[Span],
    ) -> Vec<Via> {
        let mut found: Vec<Found> = clause
            .iter()
            .filter_map(|&at| self.programme_from(at))
            .map(|it| Found {
                led: Led::Told,
                span: it.span,
                name: it.medium.clone(),
            })
            .collect();
        self.named(clause, speaker, source, &mut found);
        self.listed(clause, source, &mut found);
        found.sort_by_key(|it| (it.led, it.span));
        let mut via = Vec::new();
        for it in found {
            self.add_via(&mut via, &it.name, Some(it.span), told::VIA_CLAUSE);
        }
        via
    }

    /// Media that are mentioned as organisations.
    fn named(
        &self,
        clause: &[usize],
        speaker: Option<EntityIdx>,
        source: &[Span],
        found: &mut Vec<Found>,
    ) {
        let word = |at: Option<&usize>| at.and_then(|&it| self.words.get(it));
        let (Some(first), Some(last)) = (word(clause.first()), word(clause.last())) else {
            return;
        };
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < first.span.start());
        let inside = mentions.get(from..).unwrap_or(&[]).iter();
        for mention in inside.take_while(|it| it.span.start() < last.span.end()) {
            let at = self.words.at(mention.span.start());
            if mention.kind != MentionKind::Organisation
                || clause.binary_search(&at).is_err()
                || Some(mention.entity) == speaker
                || source.iter().any(|it| it.overlaps(mention.span))
                || is_found(found, mention.span)
            {
                continue;
            }
            let Some(led) = self.led(at, mention.span) else {
                continue;
            };
            let kind = self
                .medium(mention.span)
                .or_else(|| self.entity_medium(mention.entity))
                .or_else(|| (led == Led::Told && self.may_be_medium(mention.span)).then_some(None));
            if kind.is_some_and(|it| it != Some(MediumKind::Platform)) {
                let span = self.with_article(at, mention.span);
                found.push(Found {
                    led,
                    span,
                    name: self.full_name(span),
                });
            }
        }
    }

    /// Media that a list knows, or that are written as only media are, behind "told": "told Fox".
    fn listed(&self, clause: &[usize], source: &[Span], found: &mut Vec<Found>) {
        for &at in clause {
            let told = at > 0 && self.tagged(at - 1, Tag::Hands);
            let Some(word) = self.words.get(at).filter(|it| it.is_capital()) else {
                continue;
            };
            if let Some(span) = self.called_medium(at, clause) {
                if !is_found(found, span) && !source.iter().any(|it| it.overlaps(span)) {
                    found.push(Found {
                        led: Led::Told,
                        span,
                        name: self.full_name(span),
                    });
                }
                continue;
            }
            if let Some(span) = self.told_the(at) {
                if !is_found(found, span) && !source.iter().any(|it| it.overlaps(span)) {
                    found.push(Found {
                        led: Led::Told,
                        span,
                        name: self.full_name(span),
                    });
                }
                continue;
            }
            if !told {
                continue;
            }
            let known = self.names.known(|i| {
                let capital = self.words.get(at + i).is_some_and(|it| it.is_capital());
                capital.then(|| self.words.lower(at + i))
            });
            let length = match known {
                Some((length, Sense::Medium(_))) => length,
                _ if is_camel(word.span.of(self.words.text)) => 1,
                _ => continue,
            };
            let longer = self
                .words
                .get(at + length)
                .is_some_and(|it| it.is_capital());
            let span = self.words.span(at, at + length);
            let platform = self.medium(span) == Some(Some(MediumKind::Platform));
            let overlaps = source.iter().any(|it| it.overlaps(span)) || is_found(found, span);
            if !longer && !platform && !overlaps {
                found.push(Found {
                    led: Led::Told,
                    span,
                    name: self.full_name(span),
                });
            }
        }
    }

    /// The words of a name that a noun calls a medium's, behind "told" or "with": "told Corran
    /// magazine", "in an interview with the newspaper Lenna Today".
    fn called_medium(&self, at: usize, clause: &[usize]) -> Option<Span> {
        let inner = self
            .words
            .before(at)
            .is_some_and(|it| it.is_capital() && it.follows);
        if inner || self.words.get(at)?.lexeme.is(Tag::Calendar) {
            return None;
        }
        let capital = |it: &usize| {
            self.words
                .get(*it)
                .is_some_and(|it| it.is_capital() && it.follows)
        };
        let end = at + 1 + (at + 1..at + NAME).take_while(capital).count();
        let called_before = at.checked_sub(1).filter(|it| self.tagged(*it, Tag::Medium));
        if called_before.is_none()
            && !(self.tagged(end, Tag::Medium) && self.words.get(end)?.follows)
        {
            return None;
        }
        // Between the lead and the name may stand an article and adjectives.
        let first = called_before.unwrap_or(at);
        let lead = (first.saturating_sub(NAME)..first).rev().find(|it| {
            let word = self.words.get(*it);
            !word.is_some_and(|it| it.case == Case::Lower && !it.is_function())
                && !self.tagged(*it, Tag::Article)
                || self.tagged(*it, Tag::Hands)
                || self.tagged(*it, Tag::Leads)
        })?;
        let leads = self.tagged(lead, Tag::Hands) || self.tagged(lead, Tag::Leads);
        (leads && clause.binary_search(&lead).is_ok()).then(|| self.words.span(at, end))
    }

    /// The words of an unknown name with an article behind "told" or "interview with": "told the
    /// Velda Kurir". People bear no article, and bodies are named by a noun that says so.
    fn told_the(&self, at: usize) -> Option<Span> {
        let article = at
            .checked_sub(1)
            .filter(|it| self.words.lower(*it) == "the")?;
        let lead = article.checked_sub(1)?;
        let interview = self.tagged(lead, Tag::Toward)
            && lead
                .checked_sub(1)
                .is_some_and(|it| self.tagged(it, Tag::Occasion));
        if !(self.tagged(lead, Tag::Hands) || interview) {
            return None;
        }
        let capital = |it: &usize| {
            let word = self.words.get(*it);
            word.is_some_and(|it| it.is_capital() && it.follows && !it.lexeme.is(Tag::Calendar))
        };
        let end = at + (at..at + NAME).take_while(capital).count();
        let span = self.words.span(at, end);
        let role = (at..end).any(|it| self.tagged(it, Tag::Role) || self.tagged(it, Tag::Roles));
        (end >= at + 2 && !role && self.may_be_medium(span)).then_some(span)
    }

    /// A medium's name: the usual one where the text gives a part of it ("Fox"), and the broadcaster
    /// of a programme.
    fn full_name(&self, span: Span) -> String {
        let name = span.of(self.words.text);
        if let Some(broadcaster) = self.names.broadcaster_of(name) {
            return broadcaster.to_owned();
        }
        let usual = self.names.medium_named(name).map(|it| it.name);
        let part = usual.filter(|it| {
            it.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        part.unwrap_or(name).to_owned()
    }

    /// A name with the article that belongs to it: "The Corran Morning Show".
    fn with_article(&self, at: usize, span: Span) -> Span {
        match self.words.before(at) {
            Some(the) if the.is_capital() && !the.first && self.words.lower(at - 1) == "the" => {
                the.span.cover(span)
            }
            _ => span,
        }
    }

    /// How the words around a name tell that it passed something on.
    fn led(&self, at: usize, span: Span) -> Option<Led> {
        let behind = self.range(span).1;
        let mut before = at.checked_sub(1)?;
        if self.tagged(before, Tag::Article) {
            before = before.checked_sub(1)?;
        }
        if self.gave_occasion(behind) {
            return Some(Led::On);
        }
        if self.tagged(before, Tag::Hands) {
            return Some(Led::Told);
        }
        let report = before
            .checked_sub(1)
            .filter(|it| self.tagged(*it, Tag::Reports));
        if report.is_some() {
            return Some(Led::Reported);
        }
        if self.tagged(before, Tag::Cites) {
            return Some(Led::Cited);
        }
        if self.tagged(before, Tag::Leads) {
            let occasion = before
                .checked_sub(1)
                .filter(|it| self.tagged(*it, Tag::Occasion) || self.tagged(*it, Tag::Channel));
            return Some(
                match occasion.filter(|_| self.tagged(before, Tag::Toward)) {
                    Some(_) => Led::Told,
                    None => Led::On,
                },
            );
        }
        // "told Ilvan Marsk of the Quillhaven Times"
        let host = self.tagged(before, Tag::Host)
            && (before.saturating_sub(HOST)..before).any(|it| self.tagged(it, Tag::Hands));
        if host {
            return Some(Led::Told);
        }
        // "…, CPA reported"
        self.tagged(behind, Tag::Verb).then_some(Led::Reported)
    }

    /// Whether the words behind a medium's name are an occasion that it gave: "a CPA interview".
    fn gave_occasion(&self, behind: usize) -> bool {
        let noun = (behind..=behind + GIVEN)
            .find(|&it| self.tagged(it, Tag::Occasion) || self.tagged(it, Tag::Channel));
        noun.is_some_and(|noun| {
            (behind..noun).all(|it| {
                let word = self.words.get(it);
                word.is_some_and(|it| it.follows && it.case == Case::Lower && !it.is_function())
            })
        })
    }

    /// Whether an unknown name may be a medium's, where it was told something.
    ///
    /// Initials are rather an alliance's, and a name with a noun for one an organisation's.
    fn may_be_medium(&self, span: Span) -> bool {
        let (first, end) = self.range(span);
        let known = self
            .names
            .known(|i| (first + i < end).then(|| self.words.lower(first + i)))
            .is_some();
        let plain = (first..end).all(|at| {
            self.words.get(at).is_some_and(|it| {
                it.case == Case::Title
                    && !it.lexeme.is(Tag::Organisation)
                    && !it.lexeme.is(Tag::Group)
            })
        });
        !known && plain
    }

    /// Whether an entity is a medium by its full name ("CPA" of "Corran Press Agency").
    pub(super) fn entity_medium(&self, entity: EntityIdx) -> Option<Option<MediumKind>> {
        let entity = self.people.entities.get(entity.idx())?;
        if self.names.is_medium_shaped(&entity.name) {
            return Some(None);
        }
        self.names
            .medium_named(&entity.name)
            .map(|it| Some(it.kind))
    }

    pub(super) fn add_via(
        &self,
        via: &mut Vec<Via>,
        name: &str,
        span: Option<Span>,
        confidence: u16,
    ) {
        if !self.is_outlet(name) && !via.iter().any(|it| self.is_same_medium(&it.name, name)) {
            via.push(Via {
                name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                span,
                role: ViaRole::Medium,
                confidence,
            });
        }
    }

    /// Whether two names are one medium's: "AP" and "the Associated Press".
    pub(super) fn is_same_medium(&self, one: &str, other: &str) -> bool {
        let usual = |it: &str| self.names.medium_named(it).map(|it| it.name);
        same_outlet(one, other) || usual(one).is_some() && usual(one) == usual(other)
    }

    /// Whether a name is the publishing outlet's own.
    pub(super) fn is_outlet(&self, name: &str) -> bool {
        let outlet = self.document.outlet.as_deref();
        outlet.is_some_and(|outlet| self.is_same_medium(outlet, name))
    }
}

fn is_found(found: &[Found], span: Span) -> bool {
    found.iter().any(|it| it.span.overlaps(span))
}

/// Whether a word has a capital behind a small letter, as names of sites have: "NewsCorran".
pub(super) fn is_camel(word: &str) -> bool {
    if word.contains(' ') {
        return false;
    }
    let small = word.chars().map(char::is_lowercase);
    let capital = word.chars().skip(1).map(char::is_uppercase);
    small.zip(capital).any(|(before, here)| before && here)
        && !word.starts_with("Mc")
        && !word.starts_with("Mac")
}

/// Whether a medium's name and an outlet's are one, the outlet's perhaps short: "quill-times".
fn same_outlet(outlet: &str, name: &str) -> bool {
    let words = |it: &str| -> Vec<String> {
        let lower = it.to_lowercase();
        let words = lower.split(|it: char| !it.is_alphanumeric());
        let words = words.filter(|it| !it.is_empty() && *it != "the");
        words.map(str::to_owned).collect()
    };
    let (outlet, name) = (words(outlet), words(name));
    let short = |(a, b): (&String, &String)| a == b || a.len() >= 3 && b.starts_with(a.as_str());
    outlet.concat() == name.concat()
        || outlet.len() == name.len() && outlet.iter().zip(&name).all(short)
}
