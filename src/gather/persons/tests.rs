//! Who is who, on invented entities.

use super::*;
use crate::gather::sort;
use crate::gather::testing::{naming, report, said};
use crate::model::{Anchor, Correction, CorrectionKind, DocumentId, KnownPerson};
use crate::model::{EntityKind::*, Hash, MentionKind, Span, StoryId};
use crate::resources;

/// A report that names persons, each with roles.
fn names(id: u32, date: &str, persons: &[(&str, &[&str])]) -> Analysed {
    let persons: Vec<(&str, EntityKind, &[&str])> = persons
        .iter()
        .map(|(name, roles)| (*name, Person, *roles))
        .collect();
    naming(report(id, Some(date), "", ""), &persons)
}

fn story(documents: &[&Analysed]) -> Story {
    let ids: Vec<_> = documents.iter().map(|it| it.document.id).collect();
    Story {
        id: StoryId(Hash::of_fields(
            ids.iter().map(|id| id.0.bytes().as_slice()),
        )),
        representative: ids[0],
        first: None,
        last: None,
        origins: Vec::new(),
        joins: Vec::new(),
        linked: Vec::new(),
        documents: ids,
    }
}

/// The persons with the number of their members; each story lists documents by place.
fn check(documents: &[Analysed], stories: &[&[usize]], expected: &[(&str, usize)]) {
    let stories: Vec<Story> = stories
        .iter()
        .map(|it| story(&it.iter().map(|&at| &documents[at]).collect::<Vec<_>>()))
        .collect();
    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    sort(&mut sorted);
    let found = super::persons(resources::get(), &sorted, &stories, &Guidance::default());
    let found: Vec<(&str, usize)> = found
        .iter()
        .map(|it| (it.name.as_str(), it.members.len()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn one_name_is_one_person() {
    let documents = [
        names(
            1,
            "2031-03-12",
            &[("Ilse Marsk", &["water minister"]), ("Pell Okrist", &[])],
        ),
        names(
            2,
            "2031-03-13",
            &[("ILSE MARSK", &[]), ("Pell Okrist", &["governor"])],
        ),
        names(3, "2031-03-14", &[("Ilse J. Marsk", &["minister"])]),
    ];
    check(
        &documents,
        &[&[0, 1], &[2]],
        &[("Ilse J. Marsk", 3), ("Pell Okrist", 2)],
    );
}

#[test]
fn a_surname_is_the_person_of_its_story() {
    let documents = [
        names(1, "2031-03-12", &[("Ilse Marsk", &[])]),
        names(2, "2031-03-12", &[("Marsk", &[])]),
        names(3, "2031-05-01", &[("Marsk", &[])]),
        names(4, "2031-05-01", &[("Joran Marsk", &["striker"])]),
    ];
    check(
        &documents,
        &[&[0, 1], &[2, 3]],
        &[("Ilse Marsk", 2), ("Joran Marsk", 2)],
    );
    // Without a story, role or company nobody can tell.
    check(
        &documents[..3],
        &[&[0], &[1], &[2]],
        &[("Ilse Marsk", 1), ("Marsk", 1), ("Marsk", 1)],
    );
}

#[test]
fn a_surname_of_two_is_told_by_its_role() {
    let documents = [
        names(
            1,
            "2031-03-12",
            &[
                ("Ilse Marsk", &["water minister"]),
                ("Tove Marsk", &["dam engineer"]),
            ],
        ),
        names(2, "2031-03-12", &[("Marsk", &["the engineer"])]),
    ];
    check(
        &documents,
        &[&[0, 1]],
        &[("Ilse Marsk", 1), ("Tove Marsk", 2)],
    );
}

#[test]
fn namesakes_stay_apart() {
    let documents = [
        names(1, "2031-03-12", &[("Jon Hald", &["striker for Tarnholm"])]),
        names(2, "2031-07-12", &[("Jon Hald", &["professor of botany"])]),
    ];
    check(
        &documents,
        &[&[0], &[1]],
        &[("Jon Hald", 1), ("Jon Hald", 1)],
    );
    check(&documents, &[&[0, 1]], &[("Jon Hald", 2)]);
}

#[test]
fn groups_and_the_unnamed() {
    let unnamed = |id| {
        let mut report = naming(report(id, None, "", ""), &[("a dam engineer", Person, &[])]);
        report.analysis.entities[0].named = false;
        report
            .analysis
            .statements
            .push(crate::gather::testing::said(0));
        report
    };
    let group = |id, name| naming(report(id, None, "", ""), &[(name, Group, &[])]);
    let documents = [
        unnamed(1),
        unnamed(2),
        group(3, "the United States"),
        group(4, "US"),
    ];
    check(
        &documents,
        &[&[0, 1]],
        &[
            ("a dam engineer", 1),
            ("a dam engineer", 1),
            ("the United States", 2),
        ],
    );
}

#[test]
fn an_office_of_one_person_is_that_person() {
    let unnamed = |id, words: &str, name: &str| {
        let text = format!("{words} spoke.");
        let report = report(id, Some("2031-03-12"), "", &text);
        let mut report = naming(report, &[(name, Person, &[name])]);
        report.analysis.entities[0].named = false;
        for mention in &mut report.analysis.mentions {
            mention.kind = MentionKind::Role;
            mention.span = Span::new(0, words.len());
        }
        report.analysis.statements.push(said(0));
        report
    };
    let marsk = names(1, "2031-03-12", &[("Ilse Marsk", &["Water Minister"])]);
    let check = |words: &str, name: &str, expected: &[(&str, usize)]| {
        check(
            &[marsk.clone(), unnamed(2, words, name)],
            &[&[0, 1]],
            expected,
        );
    };
    let one = &[("Ilse Marsk", 2)][..];
    check(
        "Veldania’s water minister",
        "Veldania’s water minister",
        one,
    );
    check("The minister", "minister", one);
    let two = |name| [("Ilse Marsk", 1), (name, 1)];
    check("A water minister", "water minister", &two("water minister"));
    check("Water minister", "water minister", &two("water minister"));
    check("The engineer", "engineer", &two("engineer"));
    // Another story's minister may be anybody.
    let other = unnamed(2, "The water minister", "water minister");
    super::tests::check(
        &[marsk.clone(), other],
        &[&[0], &[1]],
        &two("water minister"),
    );
}

#[test]
fn roles_have_their_days() {
    let documents = [
        names(1, "2031-03-12", &[("Ilse Marsk", &["water minister"])]),
        names(2, "2031-04-02", &[("Ilse Marsk", &["Water minister"])]),
        names(3, "2033-04-02", &[("Ilse Marsk", &["prime minister"])]),
    ];
    let sorted: Vec<&Analysed> = documents.iter().collect();
    let found = super::persons(resources::get(), &sorted, &[], &Guidance::default());
    let roles: Vec<String> = found[0]
        .roles
        .iter()
        .map(|it| format!("{} {} {}", it.title, it.first.unwrap(), it.last.unwrap()))
        .collect();
    assert_eq!(
        roles,
        [
            "water minister 2031-03-12 2031-04-02",
            "prime minister 2033-04-02 2033-04-02"
        ]
    );
}

/// The persons with guidance, by name with the number of their members.
fn guided(documents: &[Analysed], guidance: &Guidance) -> Vec<crate::model::Person> {
    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    sort(&mut sorted);
    super::persons(resources::get(), &sorted, &[], guidance)
}

fn counts(persons: &[crate::model::Person]) -> Vec<(&str, usize)> {
    let counts = persons.iter();
    counts
        .map(|it| (it.name.as_str(), it.members.len()))
        .collect()
}

fn anchor(documents: &[Analysed], at: usize, name: &str) -> Anchor {
    Anchor {
        document: documents[at].document.id,
        name: name.to_owned(),
    }
}

fn correction(kind: CorrectionKind, these: Vec<Anchor>, those: Vec<Anchor>) -> Guidance {
    Guidance {
        known: Vec::new(),
        corrections: vec![Correction {
            made: "2031-12-01T10:00:00Z".to_owned(),
            kind,
            these,
            those,
            reason: "seen on the page".to_owned(),
        }],
    }
}

#[test]
fn a_merge_by_hand_joins_and_says_why() {
    let documents = [
        names(1, "2031-03-12", &[("Ilse Marsk", &["water minister"])]),
        names(2, "2032-03-12", &[("Ilse Okrist", &["beekeeper"])]),
        names(3, "2032-04-12", &[("Pell Varro", &[])]),
    ];
    let apart = guided(&documents, &Guidance::default());
    assert_eq!(
        counts(&apart),
        [("Ilse Marsk", 1), ("Ilse Okrist", 1), ("Pell Varro", 1)]
    );
    let these = vec![anchor(&documents, 0, "Ilse Marsk")];
    // A later reading may spell the name in another way.
    let those = vec![anchor(&documents, 1, "ILSE OKRIST")];
    let merge = correction(CorrectionKind::Merge, these, those);
    let persons = guided(&documents, &merge);
    assert_eq!(persons.len(), 2);
    let ilse = persons.iter().find(|it| it.members.len() == 2).unwrap();
    assert_eq!(ilse.corrections, [merge.corrections[0].id()]);
    let why = &ilse.links[0].why;
    assert!(
        why.ends_with("said by hand on 2031-12-01: seen on the page"),
        "{why}"
    );
    assert_eq!(ilse.links[0].confidence, 1000);
    // Without the document that it speaks of, it waits.
    assert_eq!(guided(&documents[..1], &merge).len(), 1);
    let turned: Vec<Analysed> = documents.iter().rev().cloned().collect();
    assert_eq!(guided(&turned, &merge), persons);
}

#[test]
fn a_split_by_hand_takes_along_what_is_nearer() {
    let report = |id, date, company: &str| {
        let cast: &[(&str, &[&str])] = &[("Jon Arden", &[]), (company, &[])];
        names(id, date, cast)
    };
    let documents = [
        report(1, "2031-03-12", "Falk Brevik"),
        report(2, "2031-04-12", "Greta Lunt"),
        report(3, "2031-05-12", "Greta Lunt"),
        report(4, "2031-06-12", "Falk Brevik"),
    ];
    let arden = |persons: &[crate::model::Person]| -> Vec<Vec<DocumentId>> {
        let of = persons.iter().filter(|it| it.name == "Jon Arden");
        of.map(|it| it.members.iter().map(|it| it.document).collect())
            .collect()
    };
    assert_eq!(arden(&guided(&documents, &Guidance::default())).len(), 1);
    let these = vec![anchor(&documents, 0, "Jon Arden")];
    let those = vec![anchor(&documents, 1, "Jon Arden")];
    let split = correction(CorrectionKind::Split, these, those);
    let mut found = arden(&guided(&documents, &split));
    let id = |at: usize| documents[at].document.id;
    found.sort();
    let mut expected = vec![vec![id(0), id(3)], vec![id(1), id(2)]];
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_later_correction_goes_before_an_earlier_one() {
    let documents = [
        names(1, "2031-03-12", &[("Jon Arden", &[])]),
        names(2, "2031-04-12", &[("Jon Arden", &[])]),
    ];
    let these = || vec![anchor(&documents, 0, "Jon Arden")];
    let those = || vec![anchor(&documents, 1, "Jon Arden")];
    let mut both = correction(CorrectionKind::Split, these(), those());
    assert_eq!(guided(&documents, &both).len(), 2);
    both.corrections
        .extend(correction(CorrectionKind::Merge, these(), those()).corrections);
    assert_eq!(guided(&documents, &both).len(), 1);
}

#[test]
fn a_list_gives_ids_and_joins_names() {
    let documents = [
        names(
            1,
            "2031-03-12",
            &[
                ("Ilse Marsk", &["water minister"]),
                ("Jon Arden", &["player"]),
            ],
        ),
        names(2, "2032-03-12", &[("Ilse Okrist", &["beekeeper"])]),
        names(3, "2032-04-12", &[("Jon Arden", &["professor of botany"])]),
    ];
    let known = |name: &str, alias: &str, role: &str, id: &str| KnownPerson {
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        roles: vec![role.to_owned()],
        ids: vec![KnownId {
            scheme: "wikidata".to_owned(),
            id: id.to_owned(),
        }],
        list: "people.csv".to_owned(),
    };
    let guidance = Guidance {
        known: vec![
            known("Ilse Marsk", "Ilse Okrist", "", "Q1"),
            known("Jon Arden", "", "botany professor", "Q2"),
            known("Jon Arden", "", "football player", "Q3"),
        ],
        corrections: Vec::new(),
    };
    let persons = guided(&documents, &guidance);
    let found: Vec<(&str, usize, Vec<&str>)> = persons
        .iter()
        .map(|it| {
            let ids = it.ids.iter().map(|it| it.id.as_str());
            (it.name.as_str(), it.members.len(), ids.collect())
        })
        .collect();
    assert!(
        found.iter().any(|it| it.1 == 2 && it.2 == ["Q1"]),
        "{found:?}"
    );
    let professor = persons
        .iter()
        .find(|it| it.roles.iter().any(|it| it.title.contains("botany")));
    assert_eq!(professor.unwrap().ids[0].id, "Q2");
    let player = persons
        .iter()
        .find(|it| it.roles.iter().any(|it| it.title == "player"));
    assert_eq!(player.unwrap().ids[0].id, "Q3");
}

#[test]
fn links_say_why_and_how_sure() {
    let documents = [
        names(
            1,
            "2031-03-12",
            &[("Sergei Varro", &["envoy"]), ("Pell Okrist", &[])],
        ),
        names(
            2,
            "2031-05-12",
            &[("Sergey Warro", &["envoy"]), ("Pell Okrist", &[])],
        ),
        names(3, "2031-05-12", &[("S. Varro", &["envoy"])]),
    ];
    let persons = guided(&documents, &Guidance::default());
    let varro = persons.iter().find(|it| it.name.ends_with("arro")).unwrap();
    let why: Vec<&str> = varro.links.iter().map(|it| it.why.as_str()).collect();
    assert_eq!(varro.members.len(), 3, "{why:?}");
    assert!(
        why.contains(&"the name in another spelling; same office (envoy); both with Pell Okrist"),
        "{why:?}"
    );
    assert!(
        why.contains(&"initial and surname; same office (envoy)"),
        "{why:?}"
    );
    let sure: Vec<u16> = varro.links.iter().map(|it| it.confidence).collect();
    assert!(sure.iter().all(|it| (700..=990).contains(it)), "{sure:?}");
}

#[test]
fn capitals_and_generations() {
    let mut documents = [
        names(
            1,
            "2031-03-12",
            &[("Ilse Marsk", &["minister"]), ("Joran Hald Sr.", &[])],
        ),
        names(
            2,
            "2031-03-14",
            &[("ILSE MARSK", &[]), ("Joran Hald Jr.", &[])],
        ),
    ];
    // In capitals the analysis may take a name for a group's.
    documents[1].analysis.entities[0].kind = Group;
    let persons = guided(&documents, &Guidance::default());
    assert_eq!(
        counts(&persons),
        [
            ("Ilse Marsk", 2),
            ("Joran Hald Jr.", 1),
            ("Joran Hald Sr.", 1)
        ]
    );
    assert!(persons.iter().all(|it| it.kind == Person));
}
