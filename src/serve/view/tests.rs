//! The views of a story by hand, and the pages printed from them.

use askama::Template;

use super::cover::{Cell, Extent};
use super::document::{self, Ask, DocumentNouns, Part};
use super::fixture;
use super::front::{self, Order};
use super::person::{self, PersonNouns};
use super::shelf::Shelf;
use super::story::{self, StoryNouns};
use super::utterance::{self, Look};
use crate::model::{
    Analysed, Date, DateMention, Entity, EntityIdx, EntityKind, Mention, MentionKind, Span,
    Utterance,
};
use crate::serve::page::{
    DocumentPage, Frame, FrontPage, LOOKS, PersonPage, StoryPage, UtterancePage,
};
use crate::serve::routes;

fn frame() -> Frame {
    Frame {
        title: "Test".into(),
        here: "Stories",
        assets: "/assets/x",
        ..Frame::default()
    }
}

fn story_page(nouns: &StoryNouns) -> String {
    let view = story::view(nouns, Extent::default());
    StoryPage {
        frame: frame(),
        view,
        token: None,
    }
    .render()
    .expect("a page")
}

fn utterance_page(nouns: &StoryNouns, look: Look, base: Option<&str>) -> String {
    let resources = crate::resources::get();
    let align = |it: &Utterance, base| routes::aligned(resources, &nouns.shelf, it, base);
    let ask = utterance::Ask {
        look,
        base,
        part: 1,
    };
    let view = utterance::view(nouns, &nouns.utterances[0], ask, &align).expect("a view");
    UtterancePage {
        frame: frame(),
        view,
        looks: LOOKS,
    }
    .render()
    .expect("a page")
}

fn document_nouns(document: Analysed) -> DocumentNouns {
    let id = document.document.id;
    let mut shelf = Shelf::default();
    shelf.put_document(document, &[]);
    DocumentNouns {
        copies: Vec::new(),
        shelf,
        id,
        story: None,
        utterances: Vec::new(),
        references: vec!["page.html".into()],
        inferred: None,
        has_original: true,
    }
}

fn document_page(document: Analysed, ask: Ask) -> String {
    let view = document::view(&document_nouns(document), ask).expect("a view");
    DocumentPage {
        frame: frame(),
        view,
    }
    .render()
    .expect("a page")
}

#[test]
fn a_story_counts_and_says_why_something_is_absent() {
    let nouns = fixture::story();
    let view = story::view(&nouns, Extent::default());
    assert_eq!((view.outlets, view.origins, view.altered), (4, 3, 1));
    assert_eq!(view.squares.groups, [2, 1, 1]);
    assert_eq!(view.first, "Wed 12 Mar 2031, 06:30");
    // The two with the same words share a column.
    let columns: Vec<&str> = view
        .cover
        .columns
        .iter()
        .map(|it| it.outlet.as_str())
        .collect();
    assert_eq!(columns, ["Corran", "Quillhaven", "Brindle"]);
    assert_eq!(view.cover.columns[0].sub, "and 1 copy");
    match &view.cover.rows[0].cells[2] {
        Cell::Gone { class, why, .. } => {
            assert_eq!(
                (*class, why.as_str()),
                ("before", "at Wed 06:30; said Wed 09:30")
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        view.cover.rows[0].cells[0],
        Cell::Said {
            relation: "base",
            ..
        }
    ));
    let conflict = &view.conflicts[0];
    assert_eq!(conflict.about, "Notices sent");
    assert_eq!(conflict.values[0].squares.groups, [1]);
}

#[test]
fn every_line_leads_to_its_characters() {
    let page = story_page(&fixture::story());
    let id = fixture::hash("Quillhaven");
    assert!(
        page.contains(&format!("/documents/{id}?at=0-59#at")),
        "{page}"
    );
    assert!(page.contains("¶1\u{a0}·\u{a0}0–59"));
}

#[test]
fn red_stands_only_where_the_record_differs() {
    let mut nouns = fixture::story();
    assert!(story_page(&nouns).contains("class=\"differ\""));
    nouns.conflicts.clear();
    for version in &mut nouns.utterances[0].versions {
        if version.relation == crate::model::Relation::Altered {
            version.relation = crate::model::Relation::Trimmed;
        }
    }
    let page = story_page(&nouns);
    assert!(
        !page.contains("class=\"differ") && !page.contains("altered\""),
        "{page}"
    );
}

#[test]
fn an_utterance_is_aligned_against_any_of_its_wordings() {
    let nouns = fixture::story();
    let page = utterance_page(&nouns, Look::Inline, None);
    assert!(page.contains("<del>twice,</del>"), "{page}");
    let page = utterance_page(&nouns, Look::Inline, Some("B"));
    assert!(page.contains("<ins>twice,</ins>"), "{page}");
    let page = utterance_page(&nouns, Look::Heat, None);
    assert!(page.contains("1 of 2; altered in B"), "{page}");
    let page = utterance_page(&nouns, Look::Table, Some("no such letter"));
    assert!(page.contains("We warned") && page.contains("Quillhaven"));
}

#[test]
fn a_document_marks_what_was_said_and_what_is_asked_for() {
    let document = fixture::documents().remove(2);
    let ask = Ask {
        removed: false,
        at: Some((1, 10)),
    };
    let page = document_page(document.clone(), ask);
    assert!(page.contains("id=\"at\"><mark>We warned</mark>"), "{page}");
    let view = document::view(&document_nouns(document), ask).expect("a view");
    assert!(matches!(&view.parts[0], Part::Lift { what, .. } if what.contains("26 characters")));
    let text: String = view
        .parts
        .iter()
        .filter_map(|it| match it {
            Part::Para { pieces, .. } => Some(pieces.iter().map(|it| it.text.as_str())),
            Part::Lift { .. } => None,
        })
        .flatten()
        .collect();
    assert_eq!(
        text,
        "“We warned Orrenland in writing, and we have the receipts,” said Marsk."
    );
}

#[test]
fn names_and_days_are_marked_where_they_come_first_and_told_beside() {
    let mut document = fixture::documents().remove(2);
    let text = document.document.text.clone();
    let span = |words: &str, nth: usize| {
        let (start, words) = text.match_indices(words).nth(nth).expect("the words");
        Span::new(start, start + words.len())
    };
    let entity = EntityIdx(document.analysis.entities.len() as u32);
    document.analysis.entities.push(Entity {
        name: "Orrenland".to_owned(),
        kind: EntityKind::Place,
        named: true,
        roles: Vec::new(),
        aliases: Vec::new(),
    });
    document.analysis.mentions = vec![Mention {
        span: span("Orrenland", 0),
        kind: MentionKind::Place,
        entity,
    }];
    document.analysis.dates = vec![DateMention {
        span: span("writing", 0),
        value: Some(Date {
            year: 2031,
            month: Some(3),
            day: Some(2),
            time: None,
        }),
        period: None,
    }];
    let page = document_page(document, Ask::default());
    let place = "<mark><span class=\"name\">Orrenland</span></mark>";
    assert_eq!(page.matches(place).count(), 1, "{page}");
    let day = "<time class=\"day\" datetime=\"2031-03-02\">writing</time>";
    assert!(page.contains(day), "{page}");
    assert!(page.contains("<bdi>Orrenland</bdi></p>"), "{page}");
    assert!(
        page.contains("<p>“<bdi>writing</bdi>”: Sun 2 Mar 2031</p>"),
        "{page}"
    );
}

#[test]
fn a_person_is_shown_oldest_first() {
    let nouns = fixture::story();
    let person = fixture::marsk(&fixture::documents());
    let story = (nouns.story.clone(), "Lenna".to_owned());
    let nouns = PersonNouns {
        person,
        shelf: nouns.shelf,
        utterances: nouns.utterances,
        alone: Vec::new(),
        stories: [(story.0.id, story)].into_iter().collect(),
        part: person::Part {
            part: 1,
            parts: 1,
            total: 1,
        },
        namesakes: Vec::new(),
        corrections: Vec::new(),
    };
    let view = person::view(&nouns, 1);
    assert_eq!(view.months.len(), 1);
    assert_eq!(view.months[0].0, "March 2031");
    let entry = &view.months[0].1[0];
    assert_eq!(
        (entry.when.as_str(), entry.sub.as_str()),
        ("Wed 12", "09:30")
    );
    assert_eq!(entry.relations, ["altered"]);
    assert_eq!(view.bars.as_ref().expect("bars").bars[11].n, 1);
    PersonPage {
        token: None,
        frame: frame(),
        view,
    }
    .render()
    .expect("a page");
}

#[test]
fn the_front_page_shows_the_words_that_changed() {
    let nouns = [fixture::story()];
    let resources = crate::resources::get();
    let align = |shelf: &Shelf, utterance: &Utterance, at: usize| {
        routes::changes(resources, shelf, utterance, at)
    };
    let view = front::view(&nouns, Order::Origins, None, &align);
    assert_eq!(view.stories[0].conflicts, "1 conflict");
    assert_eq!(view.changed.len(), 1);
    let page = FrontPage {
        frame: frame(),
        view,
        newer: None,
        older: None,
    };
    let page = page.render().expect("a page");
    assert!(
        page.contains("We warned Orrenland <del>twice,</del> in writing, and we …"),
        "{page}"
    );
}

/// Foreign words are printed as they are and do nothing.
#[test]
fn hostile_words_are_inert() {
    let hostile = "<script>alert(1)</script>\" onload='x' &amp; \u{202E}drawkcab";
    let mut documents = fixture::documents();
    for document in &mut documents {
        document.document.headline = Some(hostile.into());
        document.document.outlet = Some(hostile.into());
        document.document.url = Some("javascript:alert(1)".into());
        document.document.byline = vec![hostile.into()];
        document.document.removed[0].text = hostile.into();
        document.document.language = Some("en\"><script>".into());
        document.document.warnings = vec![hostile.into()];
        for entity in &mut document.analysis.entities {
            entity.name = hostile.into();
        }
    }
    let mut pages = vec![document_page(documents[0].clone(), Ask::default())];
    let mut nouns = fixture::nouns(documents);
    nouns.conflicts[0].about = hostile.into();
    nouns.utterances[0].versions[2].why = hostile.into();
    pages.push(story_page(&nouns));
    for look in [Look::Table, Look::Inline, Look::Heat] {
        pages.push(utterance_page(&nouns, look, Some(hostile)));
    }
    for page in pages {
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, 1, "{page}");
        assert!(!page.contains(" onload='"), "{page}");
        assert!(!page.contains("href=\"javascript:"), "{page}");
        assert!(
            page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script"),
            "{page}"
        );
    }
}
