//! Invented coverage read by the full network, marked as in `tests.rs`, and what its cues tell.

use super::tests::{check_by, find_by};
use crate::model::{Engine, Force, Reality, StatementKind};

fn check(marked: &str) {
    check_by(Engine::Full, marked);
}

#[test]
fn quotations_and_clauses() {
    check(
        "
The Lenna dam will hold through the spring, the water ministry of Veldania said on Monday.
==========================================  ssssssssssssssssssssssssssssss cccc
",
    );
    check(
        "
“We opened the gates because we had to,” said Ilvan Marsk, who runs the dam. “Nobody was hurt.”
======================================== cccc sssssssssssssssssssssssssssss  ==================
",
    );
    check(
        "
Mira Solane told reporters that the pumps had failed twice.
sssssssssss cccc           ===============================
",
    );
}

#[test]
fn cues_tell_what_they_make_of_a_saying() {
    let sayings = [
        (
            "Marsk denied that the gates had failed.",
            true,
            Some(Force::Deny),
            Reality::Asserted,
        ),
        (
            "Solane warned that the river would rise again.",
            true,
            Some(Force::Warn),
            Reality::Asserted,
        ),
        (
            "Okrist claimed that nobody had been told.",
            true,
            Some(Force::Claim),
            Reality::Asserted,
        ),
        (
            "The minister declined to say who had signed the order.",
            true,
            Some(Force::Refuse),
            Reality::Asserted,
        ),
        (
            "Varro did not say when the gates would open.",
            true,
            None,
            Reality::Negated,
        ),
        (
            "Marsk said the gates were sound.",
            true,
            None,
            Reality::Asserted,
        ),
        (
            "Felsk would say only that the talks were going on.",
            true,
            None,
            Reality::Hypothetical,
        ),
        (
            "Solane believes that the dam is safe.",
            false,
            None,
            Reality::Asserted,
        ),
        (
            "The ministry hopes that the strike will end soon.",
            false,
            None,
            Reality::Asserted,
        ),
    ];
    for (text, speech, force, reality) in sayings {
        let found = find_by(Engine::Full, text);
        let [statement] = found.as_slice() else {
            panic!("{} statements in `{text}`", found.len());
        };
        assert_eq!(
            (statement.speech, statement.force, statement.reality),
            (speech, force, reality),
            "`{text}`"
        );
    }
}

#[test]
fn titles_and_scare_quotes_are_no_statements() {
    for text in [
        "The film “The Long Winter” opens in Quillhaven on Friday.",
        "The so-called “peace train” left Okrist at noon with forty passengers.",
    ] {
        assert!(find_by(Engine::Full, text).is_empty(), "`{text}`");
    }
}

#[test]
fn marks_of_all_keyboards_are_read() {
    for text in [
        "“The dam will hold through the spring,” Marsk said on Monday.",
        "\"The dam will hold through the spring,\" Marsk said on Monday.",
        "''The dam will hold through the spring,'' Marsk said on Monday.",
        "«The dam will hold through the spring», Marsk said on Monday.",
        "„The dam will hold through the spring,“ Marsk said on Monday.",
        "“The dam will hold through the spring, Marsk said on Monday.",
    ] {
        let found = find_by(Engine::Full, text);
        let [statement] = found.as_slice() else {
            panic!("{} statements in `{text}`", found.len());
        };
        assert_ne!(statement.kind, StatementKind::Indirect, "`{text}`");
        assert_eq!(statement.source.len(), 1, "`{text}`");
    }
}

#[test]
fn a_transcript_has_a_statement_for_each_label() {
    let text = "Here is part of the exchange:\n\
        RENN: When will the gates be closed again, minister?\n\
        OKRIST: When the river has gone down, and not a day before.\n\
        RENN: Mira Solane told the commission on Monday that nobody had been warned.\n\
        OKRIST: That is simply not true.";
    let found = find_by(Engine::Full, text);
    let of = |name: &str| {
        let sources = found.iter().filter_map(|it| it.source.first());
        sources.filter(|it| it.of(text) == name).count()
    };
    assert_eq!((of("RENN"), of("OKRIST")), (2, 2));
    let nested = found.iter().find(|it| {
        it.source
            .first()
            .is_some_and(|it| it.of(text) == "Mira Solane")
    });
    assert!(nested.is_some(), "what Solane says is lost in {found:#?}");
}

#[test]
fn confidence_is_a_share() {
    let found = find_by(
        Engine::Full,
        "“We waited for hours,” Solane said. The crowd seemed to agree.",
    );
    assert!(found.iter().all(|it| it.confidence <= 1000));
    assert!(found.iter().any(|it| it.confidence > 800));
}
