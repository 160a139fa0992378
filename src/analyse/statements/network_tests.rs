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

/// The source and the first piece of content of each statement.
fn pairs(text: &str) -> Vec<(String, String)> {
    let of = |it: Option<&crate::model::Span>| it.map_or("", |it| it.of(text)).to_owned();
    let found = find_by(Engine::Full, text);
    let pairs = found.iter();
    pairs
        .map(|it| (of(it.source.first()), of(it.content.first())))
        .collect()
}

#[track_caller]
fn has(text: &str, source: &str, content: &str) {
    let pairs = pairs(text);
    let wanted = (source.to_owned(), content.to_owned());
    assert!(pairs.contains(&wanted), "{wanted:?} is not in {pairs:#?}");
}

#[test]
fn headlines_name_their_speakers_behind_a_dash() {
    has(
        "Lenna gates to stay shut until spring - Marsk\n\
         Ilvan Marsk, the water minister of Veldania, inspected the dam on Monday.",
        "Marsk",
        "Lenna gates to stay shut until spring",
    );
    has(
        "Grain exports to resume within a week — trade ministry\n\
         The trade ministry of Orrenland said on Friday that the port would open on the 12th.",
        "trade ministry",
        "Grain exports to resume within a week",
    );
}

#[test]
fn an_outlet_behind_a_dash_says_nothing() {
    for text in [
        "Lenna gates to stay shut until spring - Quillhaven Times\n\
         The gates of the Lenna dam will stay shut until spring.",
        "Storm season begins early - in pictures\n\
         The first storm of the season reached Quillhaven on Sunday.",
    ] {
        assert!(pairs(text).is_empty(), "{:#?}", pairs(text));
    }
}

#[test]
fn a_headline_is_not_the_beginning_of_the_first_sentence() {
    let text = "No talks before the ceasefire holds — Okrist\n\
        Talks in Quillhaven have been called off, officials in Orrenland said on Tuesday.";
    has(
        text,
        "officials in Orrenland",
        "Talks in Quillhaven have been called off",
    );
    for it in find_by(Engine::Full, text) {
        let document = crate::model::DocumentId(crate::model::Hash::of_bytes(text.as_bytes()));
        let id = crate::model::Statement::id_of(document, text, &it.source, &it.cue, &it.content);
        assert_eq!(it.id, id, "the id is of other spans");
    }
}

#[test]
fn posts_and_pull_quotes_have_their_speaker_below() {
    has(
        "The minister took to the network on Friday.\n\
         The dam is safe. Stop spreading rumours. — Ilvan Marsk (@imarsk) March 3, 2031\n\
         The post was shared 4,000 times.",
        "Ilvan Marsk",
        "The dam is safe. Stop spreading rumours.",
    );
    has(
        "“The dam is safe. Stop spreading rumours.” — Ilvan Marsk (@imarsk) March 3, 2031\n\
         The post was shared 4,000 times.",
        "Ilvan Marsk",
        "“The dam is safe. Stop spreading rumours.”",
    );
    has(
        "Villagers below the dam wait.\n\
         ‘The water took everything we had.’\n\
         Mira Solane, farmer in Lenna\n\
         The ministry promised help on Monday.",
        "Mira Solane",
        "‘The water took everything we had.’",
    );
    has(
        "“I have never seen the river so high.” ― Jorun Felsk, 71, Brasna",
        "Jorun Felsk",
        "“I have never seen the river so high.”",
    );
}

#[test]
fn names_before_several_lines_are_labels() {
    let text = "Quillhaven Times: Mr Marsk, is the dam safe?\n\
        Marsk: It is safe. We checked it twice this week.\n\
        Quillhaven Times: Who checked it?\n\
        Marsk: Our own engineers did, and a team from Orrenland.";
    has(text, "Marsk", "It is safe. We checked it twice this week.");
    has(text, "Quillhaven Times", "Who checked it?");
    // One such line is a heading as well.
    let once = "Weather: The storm reaches the coast on Friday.\nShops in Brasna closed early.";
    assert!(pairs(once).is_empty(), "{:#?}", pairs(once));
}

#[test]
fn quotations_without_a_cue_go_on_from_the_statement_before() {
    let text = "Solane said the sirens had not sounded.\n\
        “We ran when we saw the water.”\n\
        The ministry has opened an inquiry.";
    let found = find_by(Engine::Full, text);
    let [statement] = found.as_slice() else {
        panic!("{} statements", found.len());
    };
    let content: Vec<&str> = statement.content.iter().map(|it| it.of(text)).collect();
    assert_eq!(
        content,
        [
            "the sirens had not sounded",
            "“We ran when we saw the water.”"
        ]
    );
    assert_eq!(statement.kind, StatementKind::Mixed);
}

#[test]
fn quoted_headings_go_on_from_nothing() {
    let text = "Solane said the sirens had not sounded.\n\
        ‘The Long Night’\n\
        The village lies four kilometres below the dam.";
    let found = find_by(Engine::Full, text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.len(), 1, "{found:#?}");
}
