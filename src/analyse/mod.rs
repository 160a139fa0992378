//! [`Document`] to [`Analysis`]: who is named, who said what, when, and what happened.
//!
//! Looks at one document at a time and at nothing else.

mod circumstance;
mod coreference;
mod events;
mod given;
mod mentions;
mod parsed;
mod statements;
#[cfg(test)]
mod testing;
mod time;

use crate::model::{Analysis, Document, Engine};
use crate::resources::Resources;

use mentions::Words;
use parsed::Parsed;

/// Analyses one document, with the engine given to look for its statements.
pub fn analyse(resources: &Resources, document: &Document, engine: Engine) -> Analysis {
    let parsed = Parsed::new(resources, document);
    let names = &resources.names;
    let mut words = Words::new(
        names,
        parsed.text,
        &parsed.tokens,
        &parsed.sentences,
        &document.blocks,
    );
    let reading = statements::read(resources, engine, &parsed);
    words.mark_verbs(&reading.hints.verbs);
    let found = mentions::find(names, &words, &reading.hints.names);
    let (mut statements, engine) = match given::statements(document, &words) {
        Some(mut given) => {
            given::complete(document, &mut given, &reading.statements);
            (given, "given")
        }
        None => (reading.statements, reading.engine),
    };
    let people = coreference::resolve(names, &words, &found, &mut statements, document);
    let times = resources.times.of(document.language.as_deref());
    let mut dates = time::find(times, &words, document.published);
    circumstance::fill(names, &words, document, &people, &dates, &mut statements);
    time::count_from_saying(times, &words, document.published, &statements, &mut dates);
    let events = events::find(resources, &words, document, &people, &statements, &dates);
    Analysis {
        engine: engine.to_owned(),
        events,
        dates,
        entities: people.entities,
        mentions: people.mentions,
        statements,
        sentences: parsed.sentences,
    }
}

/// Gives the dates in an analysis their values again, after `document.published` has changed.
pub fn date(resources: &Resources, document: &Document, analysis: &mut Analysis) {
    let parsed = Parsed::new(resources, document);
    let words = Words::new(
        &resources.names,
        parsed.text,
        &parsed.tokens,
        &parsed.sentences,
        &document.blocks,
    );
    let times = resources.times.of(document.language.as_deref());
    analysis.dates = time::find(times, &words, document.published);
    for said in analysis
        .statements
        .iter_mut()
        .filter_map(|it| it.said.as_mut())
    {
        if !said.span.is_empty() {
            said.date = time::value_at(&analysis.dates, said.span);
        }
    }
    time::count_from_saying(
        times,
        &words,
        document.published,
        &analysis.statements,
        &mut analysis.dates,
    );
    for event in &mut analysis.events {
        events::date(parsed.text, &analysis.dates, event);
    }
}
