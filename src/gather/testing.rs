//! Invented reports for the tests of this stage.

use crate::model::{
    Analysed, Analysis, Basis, Block, BlockKind, Choice, Date, Document, DocumentId, Entity,
    EntityIdx, EntityKind, Given, Hash, Mention, MentionKind, Published, Reality, Role, Span,
    Statement, StatementId, StatementKind,
};

/// A report with a number for its id, a date, a headline and a text of lines.
pub(super) fn report(id: u32, date: Option<&str>, headline: &str, text: &str) -> Analysed {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        let kind = BlockKind::Paragraph;
        if !span.is_empty() {
            blocks.push(Block { span, kind });
        }
    }
    let date = date.map(|date| Date::parse(date).expect("tests give dates"));
    let document = Document {
        id: DocumentId(Hash::of_bytes(&id.to_be_bytes())),
        reference: id.to_string(),
        url: None,
        outlet: None,
        headline: Some(headline.to_owned()).filter(|it| !it.is_empty()),
        language: Some("en".into()),
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: date.map(|date| Published {
            date,
            basis: Basis::Given,
        }),
        modified: None,
        text: text.to_owned(),
        blocks,
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    };
    Analysed {
        document,
        analysis: Analysis::default(),
    }
}

/// The same report from a named outlet.
pub(super) fn by(outlet: &str, mut report: Analysed) -> Analysed {
    report.document.outlet = Some(outlet.to_owned());
    report
}

/// The same report with entities, each with its roles, and mentions where their names stand.
pub(super) fn naming(mut report: Analysed, entities: &[(&str, EntityKind, &[&str])]) -> Analysed {
    for &(name, kind, roles) in entities {
        let idx = EntityIdx(report.analysis.entities.len() as u32);
        let roles = roles.iter().map(|title| Role {
            title: (*title).to_owned(),
            span: Span::new(0, 0),
        });
        report.analysis.entities.push(Entity {
            name: name.to_owned(),
            kind,
            named: true,
            roles: roles.collect(),
            aliases: Vec::new(),
        });
        let found = report.document.text.match_indices(name);
        report
            .analysis
            .mentions
            .extend(found.map(|(at, _)| Mention {
                span: Span::new(at, at + name.len()),
                kind: match kind {
                    EntityKind::Person => MentionKind::Person,
                    EntityKind::Place => MentionKind::Place,
                    _ => MentionKind::Organisation,
                },
                entity: idx,
            }));
    }
    report.analysis.mentions.sort_by_key(|it| it.span);
    report
}

/// A statement that an entity makes.
pub(super) fn said(speaker: u32) -> Statement {
    Statement {
        id: StatementId(Hash::of_bytes(&speaker.to_le_bytes())),
        kind: StatementKind::Indirect,
        speech: true,
        force: None,
        reality: Reality::Asserted,
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        quoted: Vec::new(),
        speaker: Some(EntityIdx(speaker)),
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: Vec::new(),
        choice: Choice::default(),
        confidence: 500,
    }
}
