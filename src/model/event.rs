//! Who did what to whom, in PLOVER's terms.

use serde::{Deserialize, Serialize};

use crate::model::{Date, DocumentId, EntityIdx, EventId, Hash, Span};

/// A coded event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The hash of document, spans and words.
    pub id: EventId,
    /// PLOVER's event type (`CONSULT`).
    pub event: String,
    /// PLOVER's modes, where the words tell.
    pub mode: Vec<String>,
    /// PLOVER's contexts, where the words tell.
    pub context: Vec<String>,
    /// Whether it happened.
    pub status: EventStatus,
    /// Who did it.
    pub actor: Vec<EntityIdx>,
    /// To or with whom.
    pub recipient: Vec<EntityIdx>,
    /// When.
    pub date: Option<Date>,
    /// Where.
    pub place: Option<EntityIdx>,
    /// The word that tells the type.
    pub trigger: Span,
    /// The clause.
    pub event_text: Span,
    /// How sure the method is, in thousandths.
    pub confidence: u16,
}

impl Event {
    /// The id of an event with this trigger in a document with this text.
    pub fn id_of(document: DocumentId, text: &str, event: &str, trigger: Span) -> EventId {
        EventId(Hash::of_fields([
            b"event".as_slice(),
            document.0.bytes(),
            event.as_bytes(),
            &(trigger.start() as u64).to_le_bytes(),
            trigger.of(text).as_bytes(),
        ]))
    }
}

/// Whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventStatus {
    /// It did.
    #[serde(rename = "happened")]
    Happened,
    /// It is to happen.
    #[serde(rename = "planned")]
    Planned,
    /// Somebody asks for it.
    #[serde(rename = "called for")]
    CalledFor,
    /// Somebody says it did not.
    #[serde(rename = "denied")]
    Denied,
    /// It might.
    #[serde(rename = "hypothetical")]
    Hypothetical,
    /// Somebody says it did.
    #[serde(rename = "alleged")]
    Alleged,
}
