//! A coded event, in PLOVER's names.

use serde::Serialize;

use crate::model::{DocumentId, EntityIdx, Event, EventId, EventStatus, PersonId};
use crate::record::statement::{credited, links};
use crate::record::{Context, Link};

/// One event, inside its document or as a line of the export `events`.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct EventRecord<'a> {
    pub id: EventId,
    /// The document; only in an export of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    pub event: &'a str,
    pub mode: &'a [String],
    pub context: &'a [String],
    pub status: EventStatus,
    pub actor: Vec<ParticipantRecord<'a>>,
    pub recipient: Vec<ParticipantRecord<'a>>,
    pub date: Option<String>,
    pub place: Option<&'a str>,
    pub trigger: [u32; 2],
    pub event_text: [u32; 2],
    pub chain: Vec<Link<'a>>,
    pub confidence: f64,
}

/// An actor or recipient.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct ParticipantRecord<'a> {
    pub entity: PersonId,
    pub name: Option<&'a str>,
    /// The code of its country or organisation; not known yet.
    pub code: Option<&'a str>,
    /// Its sector; not known yet.
    pub sector: Option<&'a str>,
}

impl<'a> EventRecord<'a> {
    /// Gives an event its shape.
    pub fn of(context: &'a Context<'a>, event: &'a Event) -> EventRecord<'a> {
        let document = &context.analysed.document;
        let agency = document.dateline.as_ref().and_then(|it| it.agency.as_ref());
        let vias = document.credits.iter().chain(agency).map(String::as_str);
        EventRecord {
            id: event.id,
            document: None,
            event: &event.event,
            mode: &event.mode,
            context: &event.context,
            status: event.status,
            actor: participants(context, &event.actor),
            recipient: participants(context, &event.recipient),
            date: event.date.map(|date| date.to_string()),
            place: event.place.and_then(|place| context.entity_name(place)),
            trigger: context.points().span(event.trigger),
            event_text: context.points().span(event.event_text),
            chain: links(None, vias.map(credited), document.outlet.as_deref()),
            confidence: f64::from(event.confidence) / 1000.0,
        }
    }
}

fn participants<'a>(
    context: &'a Context<'a>,
    entities: &[EntityIdx],
) -> Vec<ParticipantRecord<'a>> {
    let shaped = |entity: &EntityIdx| ParticipantRecord {
        entity: context.entity_id(*entity),
        name: context.entity_name(*entity),
        code: None,
        sector: None,
    };
    entities.iter().map(shaped).collect()
}
