//! [`Document`] to [`Analysis`]: who is named, who said what, when, and what happened.
//!
//! Looks at one document at a time and at nothing else.

#[allow(dead_code, unused_imports)]
mod mentions;

use crate::model::{Analysis, Document};
use crate::resources::Resources;

mod parsed;

use parsed::Parsed;

/// Analyses one document.
pub fn analyse(resources: &Resources, document: &Document) -> Analysis {
    let parsed = Parsed::new(resources, document);
    Analysis {
        sentences: parsed.sentences,
        ..Analysis::default()
    }
}

/// Gives the dates in an analysis their values again, after `document.published` has changed.
pub fn date(resources: &Resources, document: &Document, analysis: &mut Analysis) {
    let _ = (resources, document, analysis);
}
