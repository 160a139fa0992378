//! The same nouns as JSON, in the shapes of the record.

use serde::Serialize;

use super::app::{Answer, json};
use super::view::shelf::{self, Shelf};
use super::view::story::StoryNouns;
use crate::model::{Analysed, DocumentId, Person, Utterance};
use crate::record;
use crate::store::Store;

/// A story with its utterances and conflicts.
pub(crate) fn story(nouns: &StoryNouns) -> impl Serialize {
    let StoryNouns { story, shelf, .. } = nouns;
    let utterances: Vec<_> = nouns
        .utterances
        .iter()
        .map(|it| utterance(shelf, it))
        .collect();
    serde_json::json!({
        "story": story.id,
        "title": shelf.story_title(story),
        "first": story.first.map(|it| it.to_string()),
        "last": story.last.map(|it| it.to_string()),
        "documents": story.documents,
        "origins": story.origins,
        "linked": story.linked,
        "utterances": utterances,
        "conflicts": nouns.conflicts.iter().map(|conflict| serde_json::json!({
            "about": conflict.about,
            "values": conflict.values.iter().map(|it| serde_json::json!({
                "document": it.document,
                "span": points(shelf, it.document, it.span),
                "value": it.value,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn points(shelf: &Shelf, id: DocumentId, span: crate::model::Span) -> Option<(usize, usize)> {
    Some(shelf.paper(id)?.code_points(span))
}

/// An utterance with its versions; documents by id.
pub(crate) fn utterance(shelf: &Shelf, utterance: &Utterance) -> serde_json::Value {
    let versions = utterance.versions.iter().map(|version| {
        let words = shelf
            .paper(version.document)
            .map(|it| shelf::words_of(it, version));
        let content = version.content.iter();
        serde_json::json!({
            "document": version.document,
            "statement": version.statement,
            "content": content
                .filter_map(|it| points(shelf, version.document, *it))
                .collect::<Vec<_>>(),
            "relation": version.relation,
            "words": words.map(|it| it.text),
            "why": version.why,
        })
    });
    let speaker = utterance.speaker.and_then(|it| shelf.person(it));
    serde_json::json!({
        "utterance": utterance.id,
        "story": utterance.story,
        "speaker": speaker.map(|it| serde_json::json!({"id": it.id, "name": it.name})),
        "said": utterance.said.map(|it| it.to_string()),
        "versions": versions.collect::<Vec<_>>(),
        "omitted_by": utterance.omissions,
    })
}

/// A person.
pub(crate) fn person(person: &Person) -> impl Serialize {
    let mut documents: Vec<DocumentId> = person.members.iter().map(|it| it.document).collect();
    documents.dedup();
    serde_json::json!({
        "id": person.id,
        "name": person.name,
        "aliases": person.aliases,
        "roles": person.roles.iter().map(|it| serde_json::json!({
            "role": it.title,
            "first": it.first.map(|it| it.to_string()),
            "last": it.last.map(|it| it.to_string()),
        })).collect::<Vec<_>>(),
        "documents": documents,
    })
}

/// A document as `onrecord export documents` has it.
pub(crate) fn document(store: &Store, analysed: &Analysed) -> Answer {
    let id = analysed.document.id;
    let persons = store.persons_in(id)?;
    let mut known = Vec::with_capacity(persons.len());
    for person in persons {
        known.push(match person {
            Some(person) => store.person(person)?,
            None => None,
        });
    }
    let persons = known.iter().map(Option::as_ref).collect();
    let context = record::Context::among(analysed, store.references(id)?, persons);
    json(&record::DocumentRecord::of(&context))
}
