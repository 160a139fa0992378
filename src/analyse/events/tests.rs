//! Invented sentences, and the events that they tell.

use proptest::prelude::*;

use crate::analyse::{analyse, testing};
use crate::model::{Analysis, Engine, EntityIdx, Event, EventStatus};

fn analysed(text: &str) -> Analysis {
    let document = testing::document(text, Some("2031-03-12"));
    analyse(crate::resources::get(), &document, Engine::Rules)
}

/// An event as one line: type, status where it did not simply happen, actors > recipients.
fn shown(analysis: &Analysis, event: &Event) -> String {
    let names = |entities: &[EntityIdx]| {
        let entities = entities
            .iter()
            .filter_map(|it| analysis.entities.get(it.idx()));
        let names: Vec<&str> = entities.map(|it| it.name.as_str()).collect();
        names.join(", ")
    };
    let status = match event.status {
        EventStatus::Happened => "",
        EventStatus::Planned => " planned",
        EventStatus::CalledFor => " called for",
        EventStatus::Denied => " denied",
        EventStatus::Hypothetical => " hypothetical",
        EventStatus::Alleged => " alleged",
    };
    let recipient = match names(&event.recipient) {
        it if it.is_empty() => it,
        it => format!(" > {it}"),
    };
    format!(
        "{}{status}: {}{recipient}",
        event.event,
        names(&event.actor)
    )
}

fn check(text: &str, expected: &[&str]) {
    let analysis = analysed(text);
    let found: Vec<String> = analysis
        .events
        .iter()
        .map(|it| shown(&analysis, it))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_active_verb_has_actor_and_recipient() {
    check(
        "Foreign Minister Ilvan Marsk accused Orrenland of delay.",
        &["ACCUSE: Ilvan Marsk > Orrenland"],
    );
    check(
        "France has imposed new sanctions against Iran.",
        &["SANCTION: France > Iran"],
    );
    check(
        "Egyptian police arrested two journalists near the port on Friday.",
        &["COERCE: Egyptian police > two journalists"],
    );
    check(
        "Spain recalled its ambassador from Peru.",
        &["SANCTION: Spain > ambassador"],
    );
}

#[test]
fn a_passive_verb_swaps_them() {
    check(
        "Two journalists were arrested by Egyptian police.",
        &["COERCE: Egyptian police > Two journalists"],
    );
    check("Two journalists were arrested on Friday.", &[]);
}

#[test]
fn joined_parties_are_taken_together() {
    check(
        "Spain and France signed a treaty on water.",
        &["AGREE: Spain, France"],
    );
    check(
        "Ilvan Marsk held talks with Mira Okrist in Lisbon.",
        &["CONSULT: Ilvan Marsk > Mira Okrist"],
    );
    check(
        "The talks between Presidents Ilvan Marsk of Spain and Mira Okrist lasted an hour.",
        &["CONSULT: Ilvan Marsk, Mira Okrist"],
    );
    check("Ilvan Marsk met in the morning.", &[]);
}

#[test]
fn the_next_verb_keeps_the_subject() {
    check(
        "France condemned the raid by Spain and expelled two diplomats.",
        &["ACCUSE: France > Spain", "SANCTION: France > two diplomats"],
    );
}

#[test]
fn what_is_to_come_is_an_agreement_or_a_threat() {
    check(
        "Ilvan Marsk will meet Mira Okrist next week.",
        &["AGREE planned: Ilvan Marsk > Mira Okrist"],
    );
    check(
        "Spain plans to expel two diplomats.",
        &["THREATEN planned: Spain > two diplomats"],
    );
    check(
        "Spain said it would lift the embargo against Peru.",
        &["CONCEDE planned: Spain > Peru"],
    );
}

#[test]
fn the_words_around_it_tell_the_status() {
    check(
        "Spain did not shell the port of Peru.",
        &["ASSAULT denied: Spain > Peru"],
    );
    check(
        "Spain could impose sanctions on Peru.",
        &["SANCTION hypothetical: Spain > Peru"],
    );
    check(
        "Rebels allegedly kidnapped two journalists.",
        &["COERCE alleged: Rebels > two journalists"],
    );
    check(
        "Ilvan Marsk said on Monday that Peru must open the gates.",
        &["REQUEST: Ilvan Marsk > Peru"],
    );
}

#[test]
fn what_depends_on_a_verb_is_no_event_of_its_own() {
    check("Spain refused to attack Peru.", &["REJECT: Spain > Peru"]);
    check(
        "Ilvan Marsk urged Peru to release the prisoners.",
        &["REQUEST: Ilvan Marsk > Peru"],
    );
}

#[test]
fn figures_of_speech_and_mere_saying_tell_nothing() {
    check("Ilvan Marsk warned against high hopes.", &[]);
    check("Ilvan Marsk recalled that the dam is old.", &[]);
    check("Deep divisions remain, Ilvan Marsk said.", &[]);
    check("Lawmakers killed the bill.", &[]);
    check("Ilvan Marsk declined to comment.", &[]);
    check("Ilvan Marsk opened a fish ladder at the border.", &[]);
    check(
        "Supplies did not meet the target that Ilvan Marsk set.",
        &[],
    );
}

#[test]
fn quotations_and_headlines_tell_nothing() {
    check("“Spain attacked Peru,” said Ilvan Marsk.", &[]);
    check("Spain Attacks Northern Peru\nIt rained.", &[]);
}

#[test]
fn date_and_place_are_the_clauses_own() {
    let text = "On Monday, Ilvan Marsk met Mira Okrist in Lisbon.";
    let analysis = analysed(text);
    let event = analysis.events.first().unwrap();
    assert_eq!(
        event.date.map(|it| it.to_string()).as_deref(),
        Some("2031-03-10")
    );
    let place = event.place.and_then(|it| analysis.entities.get(it.idx()));
    assert_eq!(place.map(|it| it.name.as_str()), Some("Lisbon"));
    let text = "Spain imposed sanctions on Peru over the 2029 elections.";
    assert!(analysed(text).events.iter().all(|it| it.date.is_none()));
}

proptest! {
    #[test]
    fn every_span_slices_the_text(
        words in proptest::collection::vec(
            prop_oneof![
                Just("Spain"), Just("Ilvan Marsk"), Just("rebels"), Just("attacked"), Just("“"),
                Just("”"), Just("to meet"), Just("was arrested by"), Just("talks between"),
                Just("and"), Just(","), Just(". "), Just("its"), Just("said it would"),
                Just("é"), Just("must"), Just("sanctions on"), Just("imposed"), Just("\n"),
            ],
            0..40,
        )
    ) {
        let text = words.join(" ");
        let analysis = analysed(&text);
        for event in &analysis.events {
            prop_assert!(!event.trigger.of(&text).is_empty());
            prop_assert!(event.event_text.contains(event.trigger));
            prop_assert!(!event.event_text.of(&text).is_empty());
            prop_assert!(!event.actor.is_empty());
            for entity in event.actor.iter().chain(&event.recipient).chain(&event.place) {
                prop_assert!(analysis.entities.get(entity.idx()).is_some());
            }
        }
    }
}
