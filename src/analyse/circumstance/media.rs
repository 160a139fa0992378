//! The media through whom a statement came: told to one, reported by one, credited to one.

use super::{NESTED, Scene, place_of};
use crate::analyse::mentions::Case;
use crate::model::{EntityIdx, EntityKind, MentionKind, Span, Statement, Via};
use crate::resources::{MediumKind, Tag};

/// How a medium is named in a reporting clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Led {
    /// It was told, or interviewed.
    Told,
    /// It passed on or reported.
    Led,
}

/// How many words lie at most between "told" and the medium of the one who was told.
const HOST: usize = 5;

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

    /// Whether a name is a medium's: known to the lists, or shaped like one.
    pub(super) fn medium(&self, span: Span) -> Option<Option<MediumKind>> {
        let name = span.of(self.words.text);
        if let Some(medium) = self.names.medium_named(name) {
            return Some(Some(medium.kind));
        }
        self.names.is_medium_shaped(name).then_some(None)
    }

    /// Media in the clause that are not the speaker: "told CPA", "citing Interfax".
    pub(super) fn via(&self, clause: &[usize], statement: &Statement) -> Vec<Via> {
        let mut via: Vec<Via> = Vec::new();
        let (Some(first), Some(last)) = (
            clause.first().and_then(|&it| self.words.get(it)),
            clause.last().and_then(|&it| self.words.get(it)),
        ) else {
            return via;
        };
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < first.span.start());
        let inside = mentions.get(from..).unwrap_or(&[]).iter();
        for mention in inside.take_while(|it| it.span.start() < last.span.end()) {
            let word = self.words.at(mention.span.start());
            let outside = clause.binary_search(&word).is_err();
            if mention.kind != MentionKind::Organisation
                || outside
                || Some(mention.entity) == statement.speaker
                || statement.source.iter().any(|it| it.overlaps(mention.span))
            {
                continue;
            }
            let Some(led) = self.led(word, mention.span) else {
                continue;
            };
            let kind = self
                .medium(mention.span)
                .or_else(|| self.entity_medium(mention.entity))
                .or_else(|| (led == Led::Told && self.may_be_medium(mention.span)).then_some(None));
            if kind.is_some_and(|it| it != Some(MediumKind::Platform)) {
                self.add_via(
                    &mut via,
                    self.with_article(word, mention.span).of(self.words.text),
                    Some(self.with_article(word, mention.span)),
                );
            }
        }
        via
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
        let tagged = |at: usize, tag: Tag| self.words.get(at).is_some_and(|it| it.lexeme.is(tag));
        let mut before = at.checked_sub(1)?;
        if self.words.lower(before) == "the" {
            before = before.checked_sub(1)?;
        }
        let interview = tagged(before, Tag::Leads)
            && before
                .checked_sub(1)
                .is_some_and(|it| tagged(it, Tag::Occasion));
        if tagged(before, Tag::Tells) || interview {
            return Some(Led::Told);
        }
        if tagged(before, Tag::Leads) {
            return Some(Led::Led);
        }
        // "told Ilvan Marsk of the Quillhaven Times"
        let host = self.words.lower(before) == "of"
            && (before.saturating_sub(HOST)..before).any(|it| tagged(it, Tag::Tells));
        // "…, CPA reported"
        let behind = self.words.at(span.end().saturating_sub(1)) + 1;
        let reports = tagged(behind, Tag::Verb);
        (host || reports).then_some(Led::Led)
    }

    /// Whether an unknown name may be a medium's, where it was told something.
    ///
    /// Initials are rather an alliance's, and a name with a noun for one an organisation's.
    fn may_be_medium(&self, span: Span) -> bool {
        let first = self.words.at(span.start());
        let end = self.words.at(span.end().saturating_sub(1)) + 1;
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

    pub(super) fn add_via(&self, via: &mut Vec<Via>, name: &str, span: Option<Span>) {
        if !self.is_outlet(name) && !via.iter().any(|it| it.name == name) {
            via.push(Via {
                name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                span,
            });
        }
    }

    /// Whether a name is the publishing outlet's own.
    pub(super) fn is_outlet(&self, name: &str) -> bool {
        let usual = |it: &str| self.names.medium_named(it).map(|it| it.name);
        self.document.outlet.as_deref().is_some_and(|outlet| {
            same_outlet(outlet, name) || usual(outlet).is_some() && usual(outlet) == usual(name)
        })
    }

    /// For each statement the medium whose own statement holds it: "CPA reported that …".
    pub(super) fn reporters(&self, statements: &[Statement]) -> Vec<Option<Via>> {
        let mut reports: Vec<(Span, EntityIdx, Span)> = statements
            .iter()
            .filter_map(|it| {
                let speaker = it.speaker?;
                let entity = self.people.entities.get(speaker.idx())?;
                let group = entity.kind == EntityKind::Group;
                let medium = self.entity_medium(speaker)?;
                (group && medium != Some(MediumKind::Platform)).then_some((
                    it.content_cover(),
                    speaker,
                    *it.source.first()?,
                ))
            })
            .collect();
        reports.sort_by_key(|it| it.0);
        let reporter = |statement: &Statement| {
            let place = place_of(statement);
            let before =
                reports.partition_point(|(content, _, _)| content.start() <= place.start());
            let (_, speaker, source) = reports
                .get(before.saturating_sub(NESTED)..before)?
                .iter()
                .filter(|(content, speaker, _)| {
                    content.contains(place) && Some(*speaker) != statement.speaker
                })
                .min_by_key(|(content, _, _)| content.len())?;
            let entity = self.people.entities.get(speaker.idx())?;
            (!self.is_outlet(&entity.name)).then(|| Via {
                name: entity.name.clone(),
                span: Some(*source),
            })
        };
        statements.iter().map(reporter).collect()
    }

    /// Gives statements without a chain the agency of the dateline and those that the page credits.
    pub(super) fn page_credits(&self, statements: &mut [Statement]) {
        let dateline = self
            .document
            .dateline
            .as_ref()
            .and_then(|it| it.agency.as_deref());
        for statement in statements.iter_mut().filter(|it| it.via.is_empty()) {
            let speaker = statement
                .speaker
                .and_then(|it| self.people.entities.get(it.idx()))
                .map(|it| it.name.clone());
            let credits = self.document.credits.iter().map(String::as_str);
            for name in dateline.into_iter().chain(credits) {
                if speaker.as_deref() != Some(name) {
                    self.add_via(&mut statement.via, name, None);
                }
            }
        }
    }
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
