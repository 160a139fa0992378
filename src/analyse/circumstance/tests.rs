//! Invented clauses with the circumstances that they tell.

use crate::model::{Analysis, Document, Engine};
use crate::{analyse, resources};

fn analysed(text: &str, edit: impl FnOnce(&mut Document)) -> (Document, Analysis) {
    let mut document = analyse::testing::document(text, Some("2031-03-12"));
    edit(&mut document);
    let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
    (document, analysis)
}

/// Day, addressee, venue and media of each statement.
fn check(text: &str, expected: &[(&str, &str, &str, &str)]) {
    let (document, analysis) = analysed(text, |_| {});
    let found: Vec<(String, String, String, String)> = analysis
        .statements
        .iter()
        .map(|it| {
            let words = |span: Option<crate::model::Span>| {
                span.map_or("", |it| it.of(&document.text)).to_owned()
            };
            let said = it.said.and_then(|it| it.date).map(|it| it.to_string());
            let via: Vec<&str> = it.via.iter().map(|it| it.name.as_str()).collect();
            (
                said.unwrap_or_default(),
                words(it.addressee),
                words(it.venue),
                via.join("+"),
            )
        })
        .collect();
    let expected: Vec<(String, String, String, String)> = expected
        .iter()
        .map(|it| (it.0.into(), it.1.into(), it.2.into(), it.3.into()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_reporting_clause_tells_day_and_listeners() {
    check(
        "“The gates are open,” water minister Ilvan Marsk told reporters on Monday.",
        &[("2031-03-10", "reporters", "", "")],
    );
    check(
        "Ilvan Marsk said the gates would open on Monday.",
        &[("", "", "", "")],
    );
}

#[test]
fn media_pass_it_on() {
    check(
        "“The gates are open,” Ilvan Marsk told TASS on Monday.",
        &[("2031-03-10", "TASS", "", "TASS")],
    );
    check(
        "The Corran Press Agency (CPA) is old. “It rained,” Ilvan Marsk told CPA.",
        &[("", "CPA", "", "CPA")],
    );
    check(
        "“It rained,” Ilvan Marsk said in an interview with the Quillhaven Times.",
        &[(
            "",
            "",
            "interview with the Quillhaven Times",
            "Quillhaven Times",
        )],
    );
}

#[test]
fn the_outlet_itself_is_no_link() {
    let text = "“It rained,” Ilvan Marsk told TASS.";
    let (_, analysis) = analysed(text, |it| it.outlet = Some("TASS".to_owned()));
    assert!(analysis.statements.iter().all(|it| it.via.is_empty()));
    let credit = |it: &mut Document| it.credits = vec!["Veskom".to_owned()];
    let (_, analysis) = analysed("“It rained,” Ilvan Marsk said.", credit);
    let via: Vec<&str> = analysis
        .statements
        .iter()
        .flat_map(|it| &it.via)
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(via, ["Veskom"]);
}

#[test]
fn one_occasion_holds_for_the_next_statements() {
    check(
        "“It rained,” Ilvan Marsk said on Monday. “It will rain again,” he added.",
        &[("2031-03-10", "", "", ""), ("2031-03-10", "", "", "")],
    );
}

#[test]
fn a_day_inside_another_clause_or_noun_is_none_of_saying() {
    check(
        "Ilvan Marsk, who has run the dam since February, said on Monday that it rained.",
        &[("2031-03-10", "", "", "")],
    );
    check(
        "Ilvan Marsk said on Monday that it rained. Marsk has long said that dams hold.",
        &[("2031-03-10", "", "", ""), ("", "", "", "")],
    );
    check(
        "“It rained,” Ilvan Marsk said of the 2031 election.",
        &[("", "", "", "")],
    );
}

#[test]
fn a_medium_that_only_stands_near_is_no_link() {
    check(
        "“It rained,” Ilvan Marsk said after reading the Quillhaven Times.",
        &[("", "", "", "")],
    );
    check(
        "“It rained,” Ilvan Marsk told Anna Okrist of the Quillhaven Times.",
        &[(
            "",
            "Anna Okrist of the Quillhaven Times",
            "",
            "Quillhaven Times",
        )],
    );
}

#[test]
fn an_outlet_is_known_by_its_short_name() {
    let text = "“It rained,” Ilvan Marsk told the Quillhaven Times.";
    let (_, analysis) = analysed(text, |it| it.outlet = Some("quill-times".to_owned()));
    assert!(analysis.statements.iter().all(|it| it.via.is_empty()));
}

#[test]
fn an_occasion_of_narration_holds_for_all_whom_it_names() {
    check(
        "During a CNN town hall on Monday, Ada Wren had a question for Anselm Roake.\n\n“Why did \
         you lie?” Ada Wren asked.\n\n“It rained,” Anselm Roake said.",
        &[
            ("2031-03-10", "", "CNN town hall", "CNN"),
            ("2031-03-10", "", "CNN town hall", "CNN"),
        ],
    );
    // An occasion to come is none, and what somebody says of one is none of his.
    check(
        "Ilvan Marsk will give a speech at a rally in Brasna on Friday.\n\n“It rained,” Ilvan Marsk said.",
        &[("", "", "", "")],
    );
}

#[test]
fn what_was_said_then_does_not_date_what_is_said_now() {
    check(
        "“It rained,” Ilvan Marsk told reporters on Monday.\n\n“It will rain,” he told the Velda \
         Kurir in June.\n\n“It is dry,” Ilvan Marsk said.",
        &[
            ("2031-03-10", "reporters", "", ""),
            ("2030-06", "the Velda Kurir", "", "Velda Kurir"),
            ("2031-03-10", "", "", ""),
        ],
    );
}

#[test]
fn programmes_are_their_broadcasters() {
    check(
        "“It rained,” Ilvan Marsk said on NBC’s “Lenna at Nine.” “It is dry,” Selma Okrist said on \
         “Lenna at Nine” on Sunday.",
        &[
            ("", "", "Lenna at Nine", "NBC"),
            ("2031-03-09", "", "Lenna at Nine", "NBC"),
        ],
    );
}

#[test]
fn headlines_tell_no_day() {
    let text = "Marsk says it rained\n\n“It rained,” Ilvan Marsk said on Monday.";
    let (_, analysis) = analysed(text, |it| {
        it.headline = Some("Marsk Says It Rained".to_owned())
    });
    let said: Vec<bool> = analysis
        .statements
        .iter()
        .map(|it| it.said.is_some())
        .collect();
    assert_eq!(said.last(), Some(&true));
    assert!(said.len() < 2 || !said[0], "{said:?}");
}
