//! The record is a function of the set: whatever the order of adding, one by one or at once, the
//! exports are the same bytes.

#![allow(clippy::unwrap_used)]

use onrecord::model::{Engine, Item};
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

fn gather(store: &mut Store) {
    let mut documents = store.read_documents().unwrap();
    let gathered = pipeline::gather(resources::get(), &mut documents);
    store.put_gathered(&gathered, &documents).unwrap();
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
