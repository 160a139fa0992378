//! From the first speaker to this outlet: who told it to whom, link by link.
//!
//! "CPA reported that Okrist said that Marsk had warned her": of Marsk's warning Okrist told, and
//! CPA of what Okrist said. The agency of the dateline and what the page credits come last.

use super::told::{VIA_CLAUSE, VIA_FRAME, VIA_PAGE};
use super::{NESTED, Scene, headline, place_of};
use crate::model::{EntityKind, Span, Statement, Via, ViaRole};
use crate::resources::{MediumKind, Tag};

/// The most links between speaker and outlet.
const LINKS: usize = 8;

impl Scene<'_> {
    /// Completes the chains of all statements, whose own clauses have given theirs.
    pub(super) fn join_chains(&self, statements: &mut [Statement]) {
        let frame = self.frame(statements);
        let holders = self.holders(statements);
        // What holds another is the longer one: its own chain is complete before it is joined.
        let mut order: Vec<usize> = (0..statements.len()).collect();
        order.sort_by_key(|&at| {
            let content = statements.get(at).map(Statement::content_cover);
            (std::cmp::Reverse(content.map_or(0, |it| it.len())), at)
        });
        for at in order {
            let Some(holder) = holders.get(at).copied().flatten() else {
                continue;
            };
            let more = self.links_of(statements, holder);
            let Some(statement) = statements.get_mut(at) else {
                continue;
            };
            for link in more {
                let known = statement
                    .via
                    .iter()
                    .any(|it| self.is_same_medium(&it.name, &link.name));
                if !known && statement.via.len() < LINKS {
                    statement.via.push(link);
                }
            }
        }
        self.drop_cited(statements);
        self.add_frame(frame, statements);
        self.add_page(statements);
    }

    /// A medium's own statement names before it, not behind it, what it cites: no links of its chain.
    fn drop_cited(&self, statements: &mut [Statement]) {
        for statement in statements.iter_mut() {
            let medium = statement
                .speaker
                .is_some_and(|it| !self.is_person(it) && self.entity_medium(it).is_some());
            if medium {
                statement
                    .via
                    .retain(|it| it.role == ViaRole::Speaker || it.span.is_none());
            }
        }
    }

    /// For each statement the innermost other one whose content holds it.
    fn holders(&self, statements: &[Statement]) -> Vec<Option<usize>> {
        let mut contents: Vec<(Span, usize)> = statements
            .iter()
            .enumerate()
            .map(|(at, it)| (it.content_cover(), at))
            .collect();
        contents.sort();
        let holder = |statement: &Statement| {
            let place = place_of(statement);
            let before = contents.partition_point(|(content, _)| content.start() <= place.start());
            let near = contents.get(before.saturating_sub(NESTED)..before)?;
            near.iter()
                .filter(|(content, at)| {
                    let other = statements.get(*at);
                    other.is_some_and(|other| {
                        content.contains(place)
                            && other.speaker.is_some()
                            && other.speaker != statement.speaker
                            && !statement.content_cover().contains(place_of(other))
                    })
                })
                .min_by_key(|(content, at)| (content.len(), *at))
                .map(|(_, at)| *at)
        };
        statements.iter().map(holder).collect()
    }

    /// The speaker of a statement that holds another, as a link, and the links of its own chain.
    fn links_of(&self, statements: &[Statement], holder: usize) -> Vec<Via> {
        let Some(holder) = statements.get(holder) else {
            return Vec::new();
        };
        let link = holder.speaker.and_then(|speaker| {
            let entity = self.people.entities.get(speaker.idx())?;
            let medium = (entity.kind != EntityKind::Person)
                .then(|| self.entity_medium(speaker))
                .flatten();
            if medium == Some(Some(MediumKind::Platform)) || self.is_outlet(&entity.name) {
                return None;
            }
            Some(Via {
                name: entity.name.clone(),
                span: holder.source.first().copied(),
                role: match medium {
                    Some(_) => ViaRole::Medium,
                    None => ViaRole::Speaker,
                },
                confidence: VIA_CLAUSE,
            })
        });
        // What a medium cites had it before: "the Quillhaven Times reported, citing CPA".
        let medium = link.as_ref().is_none_or(|it| it.role == ViaRole::Medium);
        let cited = |it: &&Via| medium && it.span.is_some() && it.confidence == VIA_CLAUSE;
        let cites = holder.via.iter().filter(cited).cloned();
        let rest = holder.via.iter().filter(|it| !cited(it)).cloned();
        cites.chain(link).chain(rest).collect()
    }

    /// The medium whose report a text opens with: "…, CPA reported". The rest is from it too.
    fn frame(&self, statements: &[Statement]) -> Option<(usize, Via)> {
        let lead = match headline::end(self.document) {
            0 => self.words.paragraph_at(0),
            end => self.words.paragraph_at(end - 1) + 1,
        };
        let first = |it: &&Statement| {
            let word = self.words.get(self.words.at(place_of(it).start()));
            let first = word.is_some_and(|it| it.paragraph == lead);
            let cue = it.cue.first().map(|it| self.words.at(it.start()));
            first && !cue.is_some_and(|it| self.tagged(it, Tag::Reports))
        };
        statements.iter().filter(first).find_map(|it| {
            let speaker = it.speaker?;
            let entity = self.people.entities.get(speaker.idx())?;
            let kind = self.entity_medium(speaker)?;
            let medium = entity.kind != EntityKind::Person && kind != Some(MediumKind::Platform);
            let source = it.source.first().copied();
            let written = source.map(|it| it.of(self.words.text));
            let written = written.filter(|it| self.names.medium_named(it).is_some());
            let link = Via {
                name: written.unwrap_or(&entity.name).to_owned(),
                span: source,
                role: ViaRole::Medium,
                confidence: VIA_FRAME,
            };
            (medium && !self.is_outlet(&entity.name)).then_some((place_of(it).end(), link))
        })
    }

    fn add_frame(&self, frame: Option<(usize, Via)>, statements: &mut [Statement]) {
        let Some((from, link)) = frame else { return };
        for statement in statements.iter_mut() {
            let medium = statement.via.iter().any(|it| it.role == ViaRole::Medium);
            let own = statement
                .speaker
                .and_then(|it| self.people.entities.get(it.idx()))
                .is_some_and(|it| self.is_same_medium(&it.name, &link.name));
            if !medium && !own && place_of(statement).start() > from && statement.venue.is_none() {
                statement.via.push(link.clone());
            }
        }
    }

    /// Adds the agency of the dateline and those that the page credits.
    fn add_page(&self, statements: &mut [Statement]) {
        let dateline = self
            .document
            .dateline
            .as_ref()
            .and_then(|it| it.agency.as_deref());
        for statement in statements.iter_mut() {
            let speaker = statement
                .speaker
                .and_then(|it| self.people.entities.get(it.idx()))
                .map(|it| it.name.clone());
            let credits = self.document.credits.iter().map(String::as_str);
            for name in dateline.into_iter().chain(credits) {
                let own = speaker
                    .as_deref()
                    .is_some_and(|it| self.is_same_medium(it, name));
                if !own {
                    self.add_via(&mut statement.via, name, None, VIA_PAGE);
                }
            }
        }
    }
}
