//! Invented reports for the tests of this stage.

use crate::model::{
    Analysed, Analysis, Basis, Block, BlockKind, Date, Document, DocumentId, Given, Hash,
    Published, Span,
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
