//! Documents for the tests of this stage.

use crate::model::{Basis, Date, Document, DocumentId, Given, Hash, Published};

/// A document with a text and, where one is given, a date of publishing.
pub(crate) fn document(text: &str, published: Option<&str>) -> Document {
    Document {
        id: DocumentId(Hash::of_bytes(text.as_bytes())),
        reference: "test".to_owned(),
        url: None,
        outlet: None,
        headline: None,
        language: Some("en".to_owned()),
        byline: Vec::new(),
        credits: Vec::new(),
        dateline: None,
        published: published.and_then(Date::parse).map(|date| Published {
            date,
            basis: Basis::Given,
        }),
        modified: None,
        text: text.to_owned(),
        blocks: Vec::new(),
        map: Vec::new(),
        removed: Vec::new(),
        partial: false,
        given: Given::default(),
        warnings: Vec::new(),
    }
}
