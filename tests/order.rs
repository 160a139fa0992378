//! The record is a function of the set: whatever the order of adding, one by one or at once, the
//! exports are the same bytes.

#![allow(clippy::unwrap_used)]

use onrecord::intake;
use onrecord::model::{Correction, Engine, EntityKind, Hash, Item};
use onrecord::pipeline::{self, Options};
use onrecord::resources;
use onrecord::samples;
use onrecord::store::{ExportKind, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn add(store: &mut Store, item: &Item) {
    let outcome = pipeline::read(resources::get(), item, Options::default());
    store
        .add(item, false, Engine::Full, &outcome.documents)
        .unwrap();
}

/// Gathers as `add` does: what was collated before and has not changed is taken over.
fn gather(store: &mut Store) {
    intake::gather(store).unwrap();
}

/// All exports; the sizes of `steps` say after how many items the set is gathered in between.
fn exports(items: &[Item], steps: &[usize]) -> Vec<(&'static str, String)> {
    let mut store = Store::open_temporary().unwrap();
    for (idx, item) in items.iter().enumerate() {
        add(&mut store, item);
        if steps.contains(&idx) {
            gather(&mut store);
        }
    }
    gather(&mut store);
    lines(&store)
}

fn lines(store: &Store) -> Vec<(&'static str, String)> {
    let export = |kind: ExportKind| {
        let mut bytes = Vec::new();
        let mut line = |line: &[u8]| {
            bytes.extend_from_slice(line);
            bytes.push(b'\n');
            Ok(())
        };
        store.export(kind, &mut line).unwrap();
        (kind.name(), String::from_utf8(bytes).unwrap())
    };
    ExportKind::ALL.into_iter().map(export).collect()
}

#[track_caller]
fn check(expected: &[(&str, String)], found: &[(&str, String)]) {
    for ((kind, expected), (_, found)) in expected.iter().zip(found) {
        if expected != found {
            let mut lines = expected.lines().zip(found.lines());
            let first = lines.find(|(expected, found)| expected != found);
            panic!("`{kind}` depends on the order; first line that differs:\n{first:#?}");
        }
    }
}

/// The samples, one of them under a second name and one of them twice.
fn coverage() -> Vec<Item> {
    let mut items = samples::items();
    let mut renamed = items[0].clone();
    renamed.reference = format!("mirror/{}", renamed.reference);
    items.push(renamed);
    items.push(items[1].clone());
    items
}

#[test]
fn exports_do_not_depend_on_the_order() {
    let items = coverage();
    let expected = exports(&items, &[]);
    assert!(
        expected
            .iter()
            .any(|(kind, lines)| *kind == "statements" && !lines.is_empty())
    );
    let order = Just((0..items.len()).collect::<Vec<_>>()).prop_shuffle();
    let steps = proptest::collection::vec(0..items.len(), 0..3);
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(order, steps), |(order, steps)| {
            let shuffled: Vec<Item> = order.iter().map(|idx| items[*idx].clone()).collect();
            check(&expected, &exports(&shuffled, &steps));
            Ok(())
        })
        .unwrap();
}

#[test]
fn exports_are_the_same_when_the_set_is_gathered_after_every_item() {
    let items = coverage();
    let every: Vec<usize> = (0..items.len()).collect();
    check(&exports(&items, &[]), &exports(&items, &every));
}

#[test]
fn what_has_not_changed_is_taken_over() {
    let mut store = Store::open_temporary().unwrap();
    for item in &coverage() {
        add(&mut store, item);
    }
    gather(&mut store);
    let (documents, hashes) = store.read_hashed().unwrap();
    let fresh = store.earlier(hashes).unwrap();
    let guidance = store.guidance().unwrap();
    let gather = |earlier| {
        let mut documents = documents.clone();
        pipeline::gather_again(resources::get(), &mut documents, &guidance, earlier)
    };
    let whole = gather(fresh.clone());
    assert_eq!(whole.made_of.len(), whole.stories.len());
    assert!(whole.utterances.len() > 5 && !whole.conflicts.is_empty());
    // Were nothing kept, or anything else, the same would be found.
    let mut unknown = fresh.clone();
    unknown.collated.clear();
    assert_eq!(gather(unknown), whole);

    // What is known is believed as long as all that it was made of is the same.
    let mut emptied = fresh;
    for story in &whole.stories {
        let it = emptied.collated.get_mut(&story.id).unwrap();
        (it.utterances, it.conflicts) = Default::default();
    }
    let believed = gather(emptied.clone());
    assert_eq!(
        (believed.utterances.len(), believed.conflicts.len()),
        (0, 0)
    );
    let largest = whole.stories.iter().max_by_key(|it| it.documents.len());
    let largest = largest.unwrap();
    let of_largest = whole.utterances.iter().filter(|it| it.story == largest.id);
    let of_largest = of_largest.count();
    let mut one_changed = emptied.clone();
    let other = Hash::of_bytes(b"read again by a later version");
    one_changed.documents.insert(largest.documents[0], other);
    assert_eq!(gather(one_changed).utterances.len(), of_largest);
    assert!(of_largest > 0);
    let mut lost = emptied;
    lost.documents.remove(&largest.documents[0]);
    let anew = gather(lost);
    assert_eq!(anew.utterances.len(), of_largest);
    assert_eq!(anew.made_of.len(), whole.stories.len() - 1);
}

/// Exports after corrections by hand, made before or after the reports that they speak of came.
fn corrected(items: &[Item], first: bool, made: &[Correction]) -> Vec<(&'static str, String)> {
    let mut store = Store::open_temporary().unwrap();
    let correct = |store: &mut Store| {
        for it in made {
            store.correct(it, None).unwrap();
        }
        let list = "name,aliases,roles,wikidata\nPell Okrist,,governor,Q7\n";
        let list = pipeline::read_people("people.csv", list.as_bytes());
        store.put_known_people("people.csv", &list.people).unwrap();
    };
    if first {
        correct(&mut store);
        gather(&mut store);
    }
    for item in items {
        add(&mut store, item);
    }
    if !first {
        gather(&mut store);
        correct(&mut store);
    }
    gather(&mut store);
    lines(&store)
}

#[test]
fn corrections_hold_whenever_they_are_made() {
    let items = samples::items();
    let mut store = Store::open_temporary().unwrap();
    for item in &items {
        add(&mut store, item);
    }
    gather(&mut store);
    let before = lines(&store);
    let persons = store.persons().unwrap();
    let named: Vec<_> = persons
        .iter()
        .filter(|it| it.named && it.kind == EntityKind::Person)
        .collect();
    let most = named.iter().max_by_key(|it| it.members.len()).unwrap();
    let other = named.iter().find(|it| it.id != most.id).unwrap();
    let day = "2031-12-01T10:00:00Z";
    let merge = store.merging(most, other, day, "one person").unwrap();
    let part = [most.members[0].document];
    let day = "2031-12-02T10:00:00Z";
    let split = store.splitting(most, &part, day, "").unwrap().unwrap();
    let made = [split, merge];

    let expected = corrected(&items, false, &made);
    assert_ne!(before, expected);
    let turned: Vec<Item> = items.iter().rev().cloned().collect();
    check(&expected, &corrected(&turned, true, &made));

    // Undone, they leave nothing behind.
    for it in &made {
        store.correct(it, None).unwrap();
    }
    gather(&mut store);
    assert_ne!(before, lines(&store));
    for it in &made {
        assert!(store.undo(it.id(), day).unwrap());
    }
    gather(&mut store);
    check(&before, &lines(&store));
    assert_eq!(store.corrections().unwrap().len(), 2);
}
