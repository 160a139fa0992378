//! A story by hand, for the tests of the views.

use crate::model::{
    Analysed, Analysis, Basis, Block, BlockKind, Choice, Clutter, Conflict, ConflictValue,
    CopyClass, CopyPair, Date, Document, DocumentId, Entity, EntityIdx, EntityKind, Given, Hash,
    Member, Omission, OmissionReason, Person, PersonId, PersonRole, Published, Reality, Relation,
    Removed, Said, Span, Statement, StatementKind, Story, StoryId, Utterance, UtteranceId, Version,
};
use crate::serve::view::shelf::Shelf;
use crate::serve::view::story::StoryNouns;

/// An id for a name.
pub(crate) fn hash(name: &str) -> Hash {
    Hash::of_bytes(name.as_bytes())
}

/// A date from its text.
pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// A report: each paragraph a line; what was said is given by its words.
pub(crate) struct Report<'a> {
    pub(crate) outlet: &'a str,
    pub(crate) published: Option<&'a str>,
    pub(crate) headline: &'a str,
    pub(crate) text: &'a str,
    /// Speaker, words, whether they are quoted.
    pub(crate) said: &'a [(&'a str, &'a str, bool)],
}

/// Where words stand in a text.
pub(crate) fn span(text: &str, words: &str) -> Span {
    let start = text
        .find(words)
        .unwrap_or_else(|| panic!("`{words}` in `{text}`"));
    Span::new(start, start + words.len())
}

/// Makes a document of a report.
pub(crate) fn analysed(report: &Report<'_>) -> Analysed {
    let id = DocumentId(hash(report.outlet));
    let text = report.text.to_owned();
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            kind: BlockKind::Paragraph,
        });
        start += line.len() + 1;
    }
    let mut entities: Vec<Entity> = Vec::new();
    let mut statements = Vec::new();
    for (speaker, words, quoted) in report.said {
        let known = entities.iter().position(|it| it.name == *speaker);
        let entity = known.unwrap_or(entities.len());
        if known.is_none() {
            entities.push(Entity {
                name: (*speaker).into(),
                kind: EntityKind::Person,
                named: true,
                roles: Vec::new(),
                aliases: Vec::new(),
            });
        }
        let content = vec![span(&text, words)];
        let inner = span(&text, words.trim_matches(['“', '”']));
        statements.push(Statement {
            id: Statement::id_of(id, &text, &[], &[], &content),
            kind: if *quoted {
                StatementKind::Direct
            } else {
                StatementKind::Indirect
            },
            speech: true,
            force: None,
            reality: Reality::Asserted,
            source: Vec::new(),
            cue: Vec::new(),
            quoted: if *quoted { vec![inner] } else { Vec::new() },
            content,
            speaker: Some(EntityIdx(entity as u32)),
            role: Some("water minister".into()).filter(|_| *speaker == "Teodor Marsk"),
            said: Some(Said {
                date: Some(date("2031-03-12T09:30+02:00")),
                span: Span::new(0, 0),
                basis: Default::default(),
                confidence: 900,
            }),
            addressee: None,
            venue: None,
            via: Vec::new(),
            choice: Choice::default(),
            confidence: 900,
        });
    }
    Analysed {
        document: Document {
            id,
            reference: format!("{}.html", report.outlet),
            url: Some(format!(
                "https://{}.example/1",
                report.outlet.to_lowercase()
            )),
            outlet: Some(report.outlet.into()),
            headline: Some(report.headline.into()),
            language: Some("en".into()),
            byline: vec!["Mirel Oss".into()],
            credits: Vec::new(),
            dateline: None,
            published: report.published.map(|it| Published {
                date: date(it),
                basis: Basis::Metadata,
            }),
            blocks,
            modified: None,
            map: Vec::new(),
            removed: vec![Removed {
                before: 0,
                text: "Morning wire in your inbox".into(),
                kind: Clutter::Promotion,
            }],
            partial: false,
            given: Given::default(),
            warnings: Vec::new(),
            text,
        },
        analysis: Analysis {
            entities,
            statements,
            ..Analysis::default()
        },
    }
}

const REPORTS: [Report<'_>; 4] = [
    Report {
        outlet: "Corran",
        published: Some("2031-03-12T09:52+02:00"),
        headline: "Veldania opens Lenna dam",
        text: "The gates were opened on Tuesday.\nThe minister rejected the charge. “We warned \
               Orrenland twice, in writing, and we have the receipts,” Marsk said.",
        said: &[(
            "Teodor Marsk",
            "“We warned Orrenland twice, in writing, and we have the receipts,”",
            true,
        )],
    },
    Report {
        outlet: "Aldermoor",
        published: Some("2031-03-12T10:34+02:00"),
        headline: "Lenna dam is opened",
        text: "The gates were opened on Tuesday.\n“We warned Orrenland twice, in writing, and we \
               have the receipts,” the minister said.",
        said: &[(
            "Teodor Marsk",
            "“We warned Orrenland twice, in writing, and we have the receipts,”",
            true,
        )],
    },
    Report {
        outlet: "Quillhaven",
        published: Some("2031-03-12T11:47+02:00"),
        headline: "No notice, says the valley",
        text: "“We warned Orrenland in writing, and we have the receipts,” said Marsk.",
        said: &[(
            "Teodor Marsk",
            "“We warned Orrenland in writing, and we have the receipts,”",
            true,
        )],
    },
    Report {
        outlet: "Brindle",
        published: Some("2031-03-12T06:30+02:00"),
        headline: "Water in the valley",
        text: "Nine villages stand in water, an officer said.",
        said: &[],
    },
];

/// The documents of the story.
pub(crate) fn documents() -> Vec<Analysed> {
    REPORTS.iter().map(analysed).collect()
}

/// The minister.
pub(crate) fn marsk(documents: &[Analysed]) -> Person {
    let speak = documents
        .iter()
        .filter(|it| !it.analysis.entities.is_empty());
    Person {
        id: PersonId(hash("Teodor Marsk")),
        name: "Teodor Marsk".into(),
        kind: EntityKind::Person,
        named: true,
        aliases: vec!["Marsk".into()],
        roles: vec![PersonRole {
            title: "water minister".into(),
            first: Some(date("2031-03-12")),
            last: Some(date("2031-03-12")),
            documents: 4,
        }],
        members: speak
            .map(|it| Member {
                document: it.document.id,
                entity: EntityIdx(0),
            })
            .collect(),
        links: Vec::new(),
        ids: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The story with one utterance in two wordings, and a conflict.
pub(crate) fn story() -> StoryNouns {
    nouns(documents())
}

/// A story of documents like the four above.
pub(crate) fn nouns(documents: Vec<Analysed>) -> StoryNouns {
    let ids: Vec<DocumentId> = documents.iter().map(|it| it.document.id).collect();
    let person = marsk(&documents);
    let story = Story {
        id: StoryId(hash("story")),
        representative: ids[0],
        first: Some(date("2031-03-12")),
        last: Some(date("2031-03-12")),
        origins: vec![vec![ids[0], ids[1]], vec![ids[2]], vec![ids[3]]],
        documents: ids.clone(),
        joins: Vec::new(),
        linked: Vec::new(),
    };
    let version = |n: usize, relation, why: &str| {
        let document: &Analysed = &documents[n];
        Version {
            document: document.document.id,
            statement: document.analysis.statements[0].id,
            content: document.analysis.statements[0].content.clone(),
            relation,
            why: why.into(),
            score: 1000,
            grounds: vec![],
        }
    };
    let utterance = Utterance {
        id: UtteranceId(hash("utterance")),
        story: story.id,
        speaker: Some(person.id),
        said: Some(date("2031-03-12T09:30+02:00")),
        versions: vec![
            version(0, Relation::Base, ""),
            version(1, Relation::Same, ""),
            version(
                2,
                Relation::Altered,
                "leaves out “twice” inside quotation marks",
            ),
        ],
        omissions: vec![Omission {
            document: ids[3],
            reason: OmissionReason::PublishedBefore,
        }],
    };
    let conflict = Conflict {
        story: story.id,
        about: "notices sent".into(),
        values: vec![
            value(&documents[2], "We", "one"),
            value(&documents[0], "twice", "two"),
            value(&documents[1], "twice", "two"),
        ],
    };
    let copies = vec![CopyPair {
        a: ids[0],
        b: ids[1],
        class: CopyClass::Copy,
        origin: Some(ids[0]),
        share: 978,
        why: "shares 21 of 22 words".into(),
    }];
    let mut shelf = Shelf::default();
    for document in documents {
        let persons: Vec<_> = document
            .analysis
            .entities
            .iter()
            .map(|_| Some(person.id))
            .collect();
        shelf.put_document(document, &persons);
    }
    shelf.put_person(person);
    StoryNouns {
        story,
        shelf,
        utterances: vec![utterance],
        conflicts: vec![conflict],
        copies,
        linked: Vec::new(),
        corrections: Vec::new(),
    }
}

fn value(document: &Analysed, words: &str, value: &str) -> ConflictValue {
    ConflictValue {
        document: document.document.id,
        span: span(&document.document.text, words),
        value: value.into(),
    }
}
