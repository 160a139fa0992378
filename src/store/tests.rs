//! What the store keeps and finds again, on invented documents.

use std::path::Path;

use crate::model::{
    Analysed, Analysis, Basis, Choice, CopyClass, CopyPair, Date, Document, DocumentId, Engine,
    Entity, EntityIdx, EntityKind, Gathered, Given, Hash, InferredDate, Item, ItemKind, Member,
    Person, PersonId, Published, Reality, Span, Statement, StatementKind, Story, StoryCause,
    StoryFate, StoryId,
};
use crate::store::{Added, Lookup, StatementFilter, Store, StoreError, blob, schema};

fn item(name: &str, bytes: &str) -> Item {
    Item {
        reference: name.into(),
        kind: Some(ItemKind::Text),
        bytes: bytes.into(),
    }
}

/// A document whose whole text is one statement by its first entity.
fn document(name: &str, text: &str, date: Option<&str>) -> Analysed {
    let id = DocumentId(Hash::of_bytes(text.as_bytes()));
    let content = vec![Span::new(0, text.len())];
    let statement = Statement {
        id: Statement::id_of(id, text, &[], &[], &content),
        kind: StatementKind::Indirect,
        speech: true,
        force: None,
        reality: Reality::Asserted,
        source: vec![],
        cue: vec![],
        content,
        quoted: vec![],
        speaker: Some(EntityIdx(0)),
        role: None,
        said: None,
        addressee: None,
        venue: None,
        via: vec![],
        choice: Choice::default(),
        confidence: 900,
    };
    let entity = Entity {
        name: "Mira Solane".into(),
        kind: EntityKind::Person,
        named: true,
        roles: vec![],
        aliases: vec![],
    };
    let published = date.and_then(Date::parse).map(|date| Published {
        date,
        basis: Basis::Given,
    });
    Analysed {
        document: Document {
            id,
            reference: name.into(),
            url: None,
            outlet: Some("Quillhaven Times".into()),
            headline: Some("Gates of the Lenna dam stay open".into()),
            language: Some("en".into()),
            byline: vec![],
            credits: vec![],
            dateline: None,
            published,
            modified: None,
            text: text.into(),
            blocks: vec![],
            map: vec![],
            removed: vec![],
            partial: false,
            given: Given::default(),
            warnings: vec![],
        },
        analysis: Analysis {
            entities: vec![entity],
            statements: vec![statement],
            ..Analysis::default()
        },
    }
}

fn add(store: &mut Store, name: &str, text: &str, date: Option<&str>) -> Added {
    let documents = [document(name, text, date)];
    store
        .add(&item(name, text), false, Engine::Full, &documents)
        .unwrap()[0]
}

fn scratch() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("onrecord.db");
    (folder, path)
}

#[test]
fn adding_again_notes_the_new_name_only() {
    let mut store = Store::open_temporary().unwrap();
    assert!(!store.is_stale().unwrap());
    assert_eq!(
        add(&mut store, "b.txt", "The gates are open.", None),
        Added::New
    );
    assert_eq!(
        add(&mut store, "b.txt", "The gates are open.", None),
        Added::Known
    );
    assert_eq!(
        add(&mut store, "a.txt", "The gates are open.", None),
        Added::Known
    );
    assert_eq!(store.count_documents().unwrap(), 1);
    let id = store.document_ids().unwrap()[0];
    assert_eq!(store.references(id).unwrap(), ["a.txt", "b.txt"]);
    let source = store.source(id).unwrap().unwrap();
    let original = store.original(source.original).unwrap().unwrap();
    assert_eq!(original.bytes, b"The gates are open.");
    assert!(store.is_stale().unwrap());
}

#[test]
fn which_way_is_kept_does_not_depend_on_the_order() {
    let text = "The gates are open.";
    let ways = [("x", false), ("y", true), ("z", true), ("w", false)];
    let mut kept = Vec::new();
    for turn in 0..ways.len() {
        let mut store = Store::open_temporary().unwrap();
        for at in 0..ways.len() {
            let (name, as_is) = ways[(turn + at) % ways.len()];
            let bytes = format!("{{\"id\": \"{name}\"}}");
            store
                .add(
                    &item(name, &bytes),
                    as_is,
                    Engine::Full,
                    &[document(name, text, None)],
                )
                .unwrap();
        }
        let id = store.document_ids().unwrap()[0];
        let originals = "SELECT count(*) FROM originals";
        let originals: i64 = store
            .connection
            .query_row(originals, [], |row| row.get(0))
            .unwrap();
        assert_eq!(originals, 1);
        kept.push(store.source(id).unwrap().unwrap());
    }
    assert!(kept[0].as_is);
    kept.dedup();
    assert_eq!(kept.len(), 1);
}

#[test]
fn statements_are_listed_latest_first_and_found_by_word() {
    let mut store = Store::open_temporary().unwrap();
    add(
        &mut store,
        "1",
        "Solane said the dam was sound",
        Some("2031-03-11"),
    );
    add(
        &mut store,
        "2",
        "Solane said the déluge would pass",
        Some("2031-03-12"),
    );
    add(&mut store, "3", "Solane said nothing", None);
    let list = |filter: &StatementFilter| -> Vec<String> {
        let found = store.statements(filter, 0, 10).unwrap();
        let name = |(id, _): &(DocumentId, _)| store.references(*id).unwrap().join(",");
        found.iter().map(name).collect()
    };
    assert_eq!(list(&StatementFilter::default()), ["2", "1", "3"]);
    let since = Date::parse("2031-03-12");
    assert_eq!(
        list(&StatementFilter {
            since,
            ..StatementFilter::default()
        }),
        ["2"]
    );
    let words = Some("DELUGE solane".into());
    assert_eq!(
        list(&StatementFilter {
            words,
            ..StatementFilter::default()
        }),
        ["2"]
    );
    let words = Some("\" OR (".into());
    assert!(
        list(&StatementFilter {
            words,
            ..StatementFilter::default()
        })
        .is_empty()
    );
    let page = store.statements(&StatementFilter::default(), 1, 1).unwrap();
    assert_eq!(
        store.statement_document(page[0].1).unwrap(),
        Some(page[0].0)
    );
    assert_eq!(
        store.search_documents("lenna sound", 5).unwrap(),
        [page[0].0]
    );
}

#[test]
fn what_was_gathered_is_replaced_as_a_whole() {
    let mut store = Store::open_temporary().unwrap();
    add(
        &mut store,
        "1",
        "Solane said the dam was sound",
        Some("2031-03-11"),
    );
    add(&mut store, "2", "Solane said nothing", None);
    let mut documents = store.read_documents().unwrap();
    let late = documents
        .iter()
        .position(|it| it.document.published.is_none())
        .unwrap();
    let date = Date::parse("2031-03-12").unwrap();
    documents[late].document.published = Some(Published {
        date,
        basis: Basis::Inferred,
    });
    let undated = documents[late].document.id;
    let gathered = gathered(&documents, undated, date);
    store.put_gathered(&gathered, &documents).unwrap();

    assert!(!store.is_stale().unwrap());
    assert_eq!(store.document_ids().unwrap()[0], undated);
    assert_eq!(store.document(undated).unwrap().unwrap(), documents[late]);
    let as_read = store.document_as_read(undated).unwrap().unwrap();
    assert_eq!(as_read.document.published, None);
    assert_eq!(store.stories().unwrap(), gathered.stories);
    assert!(store.story_changes().unwrap().is_empty());
    let without = Gathered::default();
    store.put_gathered(&without, &[]).unwrap();
    let changes = store.story_changes().unwrap();
    let [change] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!(
        (change.story, change.fate, change.cause),
        (
            gathered.stories[0].id,
            StoryFate::Removed,
            StoryCause::Correction
        )
    );
    store.put_gathered(&gathered, &documents).unwrap();
    assert_eq!(store.story_changes().unwrap(), changes);
    assert_eq!(
        store.story_of(undated).unwrap(),
        Some(gathered.stories[0].id)
    );
    // An id that the story would have with another earliest report still leads to it.
    for document in &documents {
        let former = StoryId::of(document.document.id).to_string();
        let found = store.find_story(&former[..12]).unwrap();
        assert_eq!(found, Lookup::One(gathered.stories[0].id));
    }
    let told = store.stories_by_time(0, 9).unwrap();
    assert_eq!(told, gathered.stories);
    assert_eq!(store.stories_by_origins(0, 9).unwrap(), told);
    assert!(store.stories_by_origins(1, 9).unwrap().is_empty());
    assert_eq!(store.count_stories().unwrap(), 1);
    let person = gathered.persons[0].id;
    assert_eq!(store.count_listed_persons().unwrap(), 1);
    for by_name in [false, true] {
        assert_eq!(store.listed_persons(by_name, 0, 9).unwrap()[0].id, person);
    }
    assert_eq!(store.persons_with("SOLANE").unwrap().len(), 1);
    assert_eq!(store.persons_with("Varro").unwrap().len(), 0);
    assert_eq!(
        store.count_statements_of(person).unwrap(),
        store.count_statements().unwrap()[0].1
    );
    let all: Vec<_> = documents.iter().map(|it| it.document.id).collect();
    assert_eq!(store.copies_among(&all).unwrap(), gathered.copies);
    assert!(store.copies_among(&all[..1]).unwrap().is_empty());
    assert_eq!(store.persons_in(undated).unwrap(), [Some(person)]);
    let speaker = StatementFilter {
        speaker: Some(person),
        ..StatementFilter::default()
    };
    assert_eq!(store.statements(&speaker, 0, 9).unwrap()[0].0, undated);
    let prefix = &person.to_string()[..9];
    assert_eq!(store.find_person(prefix).unwrap(), Lookup::One(person));
    assert_eq!(store.find_person("xyz").unwrap(), Lookup::None);

    store.put_gathered(&Gathered::default(), &[]).unwrap();
    assert!(store.stories().unwrap().is_empty());
    assert_eq!(store.document_ids().unwrap()[1], undated);
    assert_eq!(store.inferred(undated).unwrap(), None);
}

fn gathered(documents: &[Analysed], undated: DocumentId, date: Date) -> Gathered {
    let ids: Vec<DocumentId> = documents.iter().map(|it| it.document.id).collect();
    let member = |document: &DocumentId| Member {
        document: *document,
        entity: EntityIdx(0),
    };
    Gathered {
        stories: vec![Story {
            id: StoryId(Hash::of_bytes(b"story")),
            representative: ids[0],
            first: Some(date),
            last: Some(date),
            documents: ids.clone(),
            origins: vec![],
            joins: vec![],
            linked: vec![],
        }],
        persons: vec![Person {
            id: PersonId(Hash::of_bytes(b"person")),
            name: "Mira Solane".into(),
            kind: EntityKind::Person,
            named: true,
            aliases: vec![],
            roles: vec![],
            members: ids.iter().map(member).collect(),
            links: vec![],
            ids: vec![],
            corrections: vec![],
        }],
        copies: vec![CopyPair {
            a: ids[0],
            b: ids[1],
            class: CopyClass::Copy,
            origin: None,
            share: 900,
            why: "shares 9 of 10 words".into(),
        }],
        inferred: vec![InferredDate {
            document: undated,
            date,
            why: "a copy is of that day".into(),
        }],
        ..Gathered::default()
    }
}

#[test]
fn documents_added_while_gathering_leave_it_stale() {
    let (_folder, path) = scratch();
    let mut store = Store::open(&path).unwrap();
    add(&mut store, "1", "Solane said the dam was sound", None);
    let documents = store.read_documents().unwrap();
    let mut other = Store::open(&path).unwrap();
    add(&mut other, "2", "Solane said nothing", None);
    store
        .put_gathered(&Gathered::default(), &documents)
        .unwrap();
    assert!(store.is_stale().unwrap());
}

#[test]
fn reading_goes_on_while_another_adds() {
    let (_folder, path) = scratch();
    let mut store = Store::open(&path).unwrap();
    add(&mut store, "1", "Solane said the dam was sound", None);
    let reader = Store::open_existing(&path).unwrap();
    let open = store.connection.unchecked_transaction().unwrap();
    open.execute("DELETE FROM refs", []).unwrap();
    assert_eq!(reader.read_documents().unwrap().len(), 1);
    // A transaction that is dropped, as by a kill, changes nothing.
    drop(open);
    let id = reader.document_ids().unwrap()[0];
    assert_eq!(reader.references(id).unwrap(), ["1"]);
}

#[test]
fn a_file_of_the_first_version_is_brought_up_to_date() {
    let (_folder, path) = scratch();
    let text = "Solane said the dam was sound";
    let analysed = document("1", text, Some("2031-03-11"));
    write_first_version(&path, &analysed, text);

    let store = Store::open(&path).unwrap();
    let id = analysed.document.id;
    assert_eq!(store.document(id).unwrap(), Some(analysed));
    let words = Some("sound".into());
    let found = StatementFilter {
        words,
        ..StatementFilter::default()
    };
    assert_eq!(store.statements(&found, 0, 9).unwrap()[0].0, id);
    assert!(store.is_stale().unwrap());
    assert_eq!(store.outdated().unwrap(), [id]);
    assert!(store.story_changes().unwrap().is_empty());
    drop(store);
    assert_eq!(Store::open(&path).unwrap().count_documents().unwrap(), 1);
}

fn write_first_version(path: &Path, analysed: &Analysed, text: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .pragma_update(None, "application_id", schema::APPLICATION_ID)
        .unwrap();
    connection
        .execute_batch("CREATE TABLE migrations (version INTEGER PRIMARY KEY); INSERT INTO migrations VALUES (1)")
        .unwrap();
    connection.execute_batch(schema::MIGRATIONS[0]).unwrap();
    let original = Hash::of_bytes(text.as_bytes());
    let original = original.bytes();
    let packed = (
        blob::pack(text.as_bytes()),
        blob::pack_noun(analysed).unwrap(),
    );
    connection
        .execute(
            "INSERT INTO originals VALUES (?1, ?2)",
            rusqlite::params![original, packed.0],
        )
        .unwrap();
    connection
        .execute(
            "INSERT INTO documents (id, original, part, kind, item, as_is, given, engine, body)
             VALUES (?1, ?2, 0, 'text', '1', 0, 0, 0, ?3)",
            rusqlite::params![analysed.document.id.0.bytes(), original, packed.1],
        )
        .unwrap();
}

#[test]
fn a_document_of_an_earlier_engine_is_replaced() {
    let mut store = Store::open_temporary().unwrap();
    let text = "Solane said the dam was sound";
    add(&mut store, "1", text, None);
    store
        .connection
        .execute("UPDATE documents SET engine = 0", [])
        .unwrap();
    let outdated = store.outdated().unwrap();
    let again = document("1", text, Some("2031-03-11"));
    store.put_again(outdated[0], Some(&again)).unwrap();
    assert!(store.outdated().unwrap().is_empty());
    assert_eq!(store.document(outdated[0]).unwrap(), Some(again));
    assert!(store.remove(outdated[0]).unwrap());
    assert!(store.document_ids().unwrap().is_empty());
}

#[test]
fn what_another_version_gathered_is_stale() {
    let mut store = Store::open_temporary().unwrap();
    add(&mut store, "1", "Solane said the dam was sound", None);
    let documents = store.read_documents().unwrap();
    store
        .put_gathered(&Gathered::default(), &documents)
        .unwrap();
    assert!(!store.is_stale().unwrap());
    store
        .connection
        .execute(
            "UPDATE meta SET value = value + 1 WHERE key = 'gathered by'",
            [],
        )
        .unwrap();
    assert!(store.is_stale().unwrap());
    assert!(store.outdated().unwrap().is_empty());
}

#[test]
fn files_that_are_no_store_are_refused_by_name() {
    let (_folder, path) = scratch();
    let missing = Store::open_existing(&path).err().unwrap();
    assert!(matches!(missing, StoreError::Missing { .. }));
    assert!(missing.hint().is_some());
    std::fs::write(
        &path,
        "BRASNA (CPA) - The gates are open, the minister said on Monday, and so on.".repeat(20),
    )
    .unwrap();
    let text = Store::open(&path).err().unwrap();
    assert!(matches!(text, StoreError::NotAStore { .. }), "{text:?}");
    assert!(text.to_string().contains("onrecord.db"));
    std::fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE recipes (name TEXT)")
        .unwrap();
    assert!(matches!(
        Store::open(&path).err(),
        Some(StoreError::NotAStore { .. })
    ));
    other.execute_batch("DROP TABLE recipes").unwrap();
    drop(other);
    drop(Store::open(&path).unwrap());
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute("INSERT INTO migrations VALUES (99)", [])
        .unwrap();
    drop(other);
    assert!(matches!(
        Store::open(&path).err(),
        Some(StoreError::Newer { found: 99, .. })
    ));
}
