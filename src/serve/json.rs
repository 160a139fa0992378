//! The same nouns as JSON, each as the exports have it.

use serde_json::{Value, json};

use super::app::{Answer, Failure, json};
use super::view::shelf::Shelf;
use super::view::story::StoryNouns;
use crate::model::{Analysed, Conflict, Person, Utterance};
use crate::record;
use crate::store::{ExportError, Lines, Names, Store, person_record};

/// A story with its utterances and conflicts.
pub(crate) fn story(store: &Store, nouns: &StoryNouns) -> Answer {
    let names = store.names()?;
    let mut story = one(|lines| store.export_story(&names, &nouns.story, lines))?;
    let utterances = all(|lines| store.export_utterances(&names, &nouns.utterances, lines))?;
    let conflicts = nouns.conflicts.iter();
    let conflicts = conflicts.map(|it| conflict(&names, &nouns.shelf, it));
    story["utterances"] = Value::Array(utterances);
    story["conflicts"] = conflicts.collect();
    json(&story)
}

/// An utterance with its versions.
pub(crate) fn utterance(store: &Store, utterance: &Utterance) -> Answer {
    let names = store.names()?;
    let utterances = std::slice::from_ref(utterance);
    json(&one(|lines| {
        store.export_utterances(&names, utterances, lines)
    })?)
}

/// A person.
pub(crate) fn person(store: &Store, person: &Person) -> Answer {
    let names = store.names()?;
    json(&person_record(&names, person))
}

/// A document.
pub(crate) fn document(store: &Store, analysed: &Analysed) -> Answer {
    let names = store.names()?;
    let context = store.context(&names, analysed)?;
    json(&record::DocumentRecord::of(&context))
}

fn conflict(names: &Names, shelf: &Shelf, conflict: &Conflict) -> Value {
    let value = |it: &crate::model::ConflictValue| {
        let (start, end) = shelf.paper(it.document)?.code_points(it.span);
        let document = names.first(it.document);
        Some(json!({"document": document, "span": [start, end], "value": it.value}))
    };
    let values: Vec<Value> = conflict.values.iter().filter_map(value).collect();
    json!({"about": conflict.about, "values": values})
}

fn all(
    export: impl FnOnce(&mut Lines<'_>) -> Result<(), ExportError>,
) -> Result<Vec<Value>, Failure> {
    let mut found = Vec::new();
    let exported = export(&mut |line| {
        found.push(serde_json::from_slice(line)?);
        Ok(())
    });
    match exported {
        Ok(()) => Ok(found),
        Err(ExportError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::Page(error.to_string())),
    }
}

fn one(export: impl FnOnce(&mut Lines<'_>) -> Result<(), ExportError>) -> Result<Value, Failure> {
    let mut found = all(export)?;
    found
        .pop()
        .ok_or_else(|| Failure::Missing("There is no such record.".to_owned()))
}
