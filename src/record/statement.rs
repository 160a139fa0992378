//! A statement, with its chain from the speaker to the outlet.

use serde::Serialize;

use crate::model::{
    DocumentId, EntityIdx, EntityKind, Force, PersonId, Precision, Reality, SaidBasis, Span,
    Statement, StatementId, StatementKind, ViaRole,
};
use crate::record::Context;

/// One statement, inside its document or as a line of the export `statements`.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct StatementRecord<'a> {
    pub id: StatementId,
    /// The document; only in an export of statements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The words of `content`; only in an export of statements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub kind: StatementKind,
    pub speech: bool,
    /// What the cue makes of it ("claim", "deny"), where it is more than saying.
    pub force: Option<Force>,
    pub reality: Reality,
    pub source: Vec<[u32; 2]>,
    pub cue: Vec<[u32; 2]>,
    pub content: Vec<[u32; 2]>,
    pub quoted: Vec<[u32; 2]>,
    pub speaker: Option<SpeakerRecord<'a>>,
    /// Who else was weighed, the likeliest first.
    pub candidates: Vec<CandidateRecord<'a>>,
    pub said: Option<SaidRecord>,
    /// The words that name the addressee.
    pub addressee: Option<&'a str>,
    /// The words that name place or channel.
    pub venue: Option<&'a str>,
    pub chain: Vec<Link<'a>>,
    pub confidence: f64,
}

/// Who spoke.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct SpeakerRecord<'a> {
    pub id: PersonId,
    pub name: &'a str,
    pub role: Option<&'a str>,
    /// How likely it was this one, 0 to 1.
    pub confidence: f64,
    #[serde(rename = "type")]
    pub kind: EntityKind,
}

/// Somebody who may have spoken.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct CandidateRecord<'a> {
    pub id: PersonId,
    pub name: &'a str,
}

/// When it was said.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct SaidRecord {
    pub date: Option<String>,
    pub precision: Option<Precision>,
    pub span: [u32; 2],
    /// `given`, or where it stands: `clause`, `occasion`, `before` or `after`.
    pub basis: SaidBasis,
    pub confidence: f64,
}

/// One link of the chain from the first speaker to the outlet.
#[derive(Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Link<'a> {
    pub name: &'a str,
    /// `speaker` for the first speaker and for whoever told what another had said, `via`, `outlet`.
    pub role: &'static str,
    /// How sure the method is of a link between speaker and outlet, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where the text names a link between speaker and outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[u32; 2]>,
}

impl<'a> StatementRecord<'a> {
    /// Gives a statement its shape.
    pub fn of(context: &'a Context<'a>, statement: &'a Statement) -> StatementRecord<'a> {
        let points = context.points();
        let text = context.analysed.document.text.as_str();
        StatementRecord {
            id: statement.id,
            document: None,
            text: None,
            kind: statement.kind,
            speech: statement.speech,
            force: statement.force,
            reality: statement.reality,
            source: points.spans(&statement.source),
            cue: points.spans(&statement.cue),
            content: points.spans(&statement.content),
            quoted: points.spans(&statement.quoted),
            speaker: speaker(context, statement),
            candidates: candidates(context, statement),
            said: statement.said.map(|said| SaidRecord {
                date: said.date.map(|date| date.to_string()),
                precision: said.date.map(|date| date.precision()),
                span: points.span(said.span),
                basis: said.basis,
                confidence: f64::from(said.confidence) / 1000.0,
            }),
            addressee: statement.addressee.map(|span| span.of(text)),
            venue: statement.venue.map(|span| span.of(text)),
            chain: chain(context, statement),
            confidence: f64::from(statement.confidence) / 1000.0,
        }
    }

    /// The same as a line of its own: with its document and its words.
    pub fn alone(context: &'a Context<'a>, statement: &'a Statement) -> StatementRecord<'a> {
        let document = &context.analysed.document;
        StatementRecord {
            document: Some(document.id),
            text: Some(words(&document.text, &statement.content)),
            ..StatementRecord::of(context, statement)
        }
    }
}

/// The words that spans cover; a gap between them is shown as an ellipsis.
pub fn words(text: &str, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
    parts.join(" … ")
}

fn speaker<'a>(context: &'a Context<'a>, statement: &'a Statement) -> Option<SpeakerRecord<'a>> {
    let idx = statement.speaker?;
    let entity = context.analysed.analysis.entities.get(idx.idx())?;
    Some(SpeakerRecord {
        id: context.entity_id(idx),
        name: context.entity_name(idx)?,
        role: statement.role.as_deref(),
        confidence: f64::from(statement.choice.confidence) / 1000.0,
        kind: match entity.kind {
            EntityKind::Place => EntityKind::Group,
            kind => kind,
        },
    })
}

fn candidates<'a>(context: &'a Context<'a>, statement: &'a Statement) -> Vec<CandidateRecord<'a>> {
    let others = statement.choice.others.iter();
    let record = |idx: &EntityIdx| {
        Some(CandidateRecord {
            id: context.entity_id(*idx),
            name: context.entity_name(*idx)?,
        })
    };
    others.filter_map(record).collect()
}

/// From the speaker over the media that passed the words on to this outlet; links that are not
/// known are left out.
pub(crate) fn chain<'a>(context: &'a Context<'a>, statement: &'a Statement) -> Vec<Link<'a>> {
    let speaker = statement.speaker.and_then(|it| context.entity_name(it));
    let vias = statement.via.iter().map(|via| Link {
        name: via.name.as_str(),
        role: match via.role {
            ViaRole::Medium => "via",
            ViaRole::Speaker => "speaker",
        },
        confidence: Some(f64::from(via.confidence) / 1000.0),
        span: via.span.map(|it| context.points().span(it)),
    });
    links(speaker, vias, context.analysed.document.outlet.as_deref())
}

/// Puts a chain together; an agency's own report is not passed on by the agency.
pub(crate) fn links<'a>(
    speaker: Option<&'a str>,
    vias: impl Iterator<Item = Link<'a>>,
    outlet: Option<&'a str>,
) -> Vec<Link<'a>> {
    let mut chain: Vec<Link<'a>> = Vec::new();
    let end = |name: &'a str, role: &'static str| Link {
        name,
        role,
        confidence: None,
        span: None,
    };
    chain.extend(speaker.map(|name| end(name, "speaker")));
    for link in vias.filter(|it| Some(it.name) != outlet) {
        let known = |it: &Link<'_>| it.name == link.name && it.role == link.role;
        if !chain.iter().any(known) {
            chain.push(link);
        }
    }
    chain.extend(outlet.map(|name| end(name, "outlet")));
    chain
}

/// A link that the page itself names.
pub(crate) fn credited(name: &str) -> Link<'_> {
    Link {
        name,
        role: "via",
        confidence: None,
        span: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(speaker: Option<&str>, vias: &[&str], outlet: Option<&str>, expected: &str) {
        let chain = links(speaker, vias.iter().copied().map(credited), outlet);
        let chain: Vec<String> = chain
            .iter()
            .map(|link| format!("{}: {}", link.role, link.name))
            .collect();
        assert_eq!(chain.join("; "), expected);
    }

    #[test]
    fn chains_leave_out_what_is_not_known() {
        check(
            Some("Okrist"),
            &["CPA"],
            Some("Quillhaven Times"),
            "speaker: Okrist; via: CPA; outlet: Quillhaven Times",
        );
        check(None, &[], Some("Veskom"), "outlet: Veskom");
        check(Some("Okrist"), &[], None, "speaker: Okrist");
    }

    #[test]
    fn an_agency_does_not_pass_its_own_report_on() {
        check(
            Some("Varro"),
            &["CPA", "Veskom", "Veskom"],
            Some("CPA"),
            "speaker: Varro; via: Veskom; outlet: CPA",
        );
    }
}
