//! The whole flow on one screen: the only file that knows every stage.
//!
//! `Item -> Document -> Analysis -> Gathered -> Collation`

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::collate::{self, ComparedPair, Coverage};
use crate::model::{
    Analysed, Basis, Collated, Collation, Document, DocumentId, Earlier, Engine, EntityIdx,
    Gathered, Guidance, Hash, Item, Person, PersonId, Published, Relation, Span, StatementKind,
    Story, StoryId, Utterance, Version,
};
use crate::read::{self, ReadError, ReadOptions};
use crate::resources::{Resources, Weights};
use crate::{analyse, gather};

/// How inputs are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Keeps a given text untouched, so that spans index what was given.
    pub as_is: bool,
    /// What looks for statements.
    pub engine: Engine,
}

/// What came of one item.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The documents with what was found in each, in the order of the item.
    pub documents: Vec<Analysed>,
    /// What could not be read.
    pub errors: Vec<ReadError>,
}

/// Reads one item and analyses its documents, each by itself.
pub fn read(resources: &Resources, item: &Item, options: Options) -> Outcome {
    let how = ReadOptions {
        as_is: options.as_is,
    };
    let outcome = read::read(resources, item, how);
    let analysed = |document: Document| {
        let analysis = analyse::analyse(resources, &document, options.engine);
        Analysed { document, analysis }
    };
    Outcome {
        documents: outcome.documents.into_iter().map(analysed).collect(),
        errors: outcome.errors,
    }
}

/// Reads a list of known people, CSV or JSON Lines: names, aliases, roles and ids.
pub fn read_people(reference: &str, bytes: &[u8]) -> read::PeopleList {
    read::people(reference, bytes)
}

/// Gathers a set of documents: a function of the set, whatever its order.
///
/// Documents whose date of publishing the others tell are given it, so the set is changed in place.
pub fn gather(resources: &Resources, documents: &mut [Analysed]) -> Gathered {
    gather_with(resources, documents, &Guidance::default())
}

/// Gathers a set of documents with what people say about who is who: a function of both.
pub fn gather_with(
    resources: &Resources,
    documents: &mut [Analysed],
    guidance: &Guidance,
) -> Gathered {
    gather_again(resources, documents, guidance, Earlier::default())
}

/// Gathers a set of documents, and takes over what an earlier gathering collated of the stories whose
/// reports, with their dates and their people, are as they were: the same as [`gather_with`], sooner.
pub fn gather_again(
    resources: &Resources,
    documents: &mut [Analysed],
    guidance: &Guidance,
    mut earlier: Earlier,
) -> Gathered {
    // Dates that an earlier gathering told are told anew: only stated ones are evidence.
    for analysed in documents.iter_mut() {
        let published = &mut analysed.document.published;
        if published
            .take_if(|it| it.basis == Basis::Inferred)
            .is_some()
        {
            analyse::date(resources, &analysed.document, &mut analysed.analysis);
        }
    }
    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    gather::sort(&mut sorted);
    let copies = gather::copies(resources, &sorted);
    let families = gather::families(&sorted, &copies);
    let stories = gather::stories(
        resources,
        &sorted,
        &copies,
        &families,
        &guidance.corrections,
    );
    let inferred = gather::infer_dates(resources, &sorted, &stories);

    let dates: FxHashMap<DocumentId, Published> = inferred
        .iter()
        .map(|it| {
            (
                it.document,
                Published {
                    date: it.date,
                    basis: Basis::Inferred,
                },
            )
        })
        .collect();
    for analysed in documents.iter_mut() {
        if let Some(published) = dates.get(&analysed.document.id) {
            analysed.document.published = Some(*published);
            analyse::date(resources, &analysed.document, &mut analysed.analysis);
        }
    }

    let mut sorted: Vec<&Analysed> = documents.iter().collect();
    gather::sort(&mut sorted);
    let persons = gather::persons(resources, &sorted, &stories, guidance);
    let person_of = person_of(&persons);
    let person = |document, entity| person_of.get(&(document, entity)).copied();

    let by_id: FxHashMap<DocumentId, &Analysed> = sorted
        .iter()
        .map(|analysed| (analysed.document.id, *analysed))
        .collect();
    let known = |story: &Story| earlier.collated.remove(&story.id);
    let known: Vec<Option<Collated>> = stories.iter().map(known).collect();
    let collated: Vec<_> = stories
        .par_iter()
        .zip(known)
        .map(|(story, known)| {
            let coverage = cover(story, &by_id, &person);
            let made_of = made_of(&coverage, &earlier.documents);
            if let Some(known) = known.filter(|it| Some(it.made_of) == made_of) {
                return (known.utterances, known.conflicts, made_of);
            }
            let utterances = collate::utterances(resources, &coverage);
            let conflicts = collate::conflicts(resources, &coverage, &utterances);
            (utterances, conflicts, made_of)
        })
        .collect();
    let made_of = stories.iter().zip(&collated);
    let made_of = made_of.filter_map(|(story, it)| Some((story.id, it.2?)));
    let made_of: Vec<(StoryId, Hash)> = made_of.collect();
    let (mut utterances, mut conflicts) = (Vec::new(), Vec::new());
    for (of_story, disputed, _) in collated {
        utterances.extend(of_story);
        conflicts.extend(disputed);
    }
    let outlets = gather::outlets(&sorted, &stories, &persons, &utterances);

    Gathered {
        copies,
        families,
        stories,
        persons,
        utterances,
        outlets,
        conflicts,
        inferred,
        made_of,
    }
}

/// A hash of all that a story's collation is made of; none where a document has no hash.
fn made_of(coverage: &Coverage<'_>, documents: &FxHashMap<DocumentId, Hash>) -> Option<Hash> {
    let StoryId(story) = coverage.story.id;
    let mut fields: Vec<Vec<u8>> = vec![story.bytes().to_vec()];
    for analysed in &coverage.documents {
        let id = analysed.document.id;
        fields.push(id.0.bytes().to_vec());
        fields.push(documents.get(&id)?.bytes().to_vec());
        fields.push(serde_json::to_vec(&analysed.document.published).ok()?);
        let entities = (0..).map(EntityIdx).take(analysed.analysis.entities.len());
        let people = entities.map(|it| (coverage.person)(id, it));
        let people = people.flat_map(|it| it.map_or([0; 16], |it| *it.0.bytes()));
        fields.push(people.collect());
    }
    for origin in coverage.origins {
        fields.push(origin.iter().flat_map(|it| *it.0.bytes()).collect());
    }
    Some(Hash::of_fields(fields.iter().map(Vec::as_slice)))
}

/// The pairs of segments that the collation of each story weighs; for those who fit the weights.
pub fn compared(
    resources: &Resources,
    documents: &[Analysed],
    gathered: &Gathered,
) -> Vec<ComparedPair> {
    each_coverage(documents, gathered, |coverage| {
        collate::compared(resources, coverage)
    })
}

/// The utterances of each gathered story by other weights.
pub fn utterances_by(
    weights: &Weights,
    resources: &Resources,
    documents: &[Analysed],
    gathered: &Gathered,
) -> Vec<Utterance> {
    each_coverage(documents, gathered, |coverage| {
        collate::utterances_by(weights, resources, coverage)
    })
}

/// What is made of each gathered story, in their order.
fn each_coverage<T: Send>(
    documents: &[Analysed],
    gathered: &Gathered,
    make: impl Fn(&Coverage<'_>) -> Vec<T> + Sync,
) -> Vec<T> {
    let person_of = person_of(&gathered.persons);
    let person = |document, entity| person_of.get(&(document, entity)).copied();
    let by_id = documents.iter().map(|it| (it.document.id, it));
    let by_id: FxHashMap<DocumentId, &Analysed> = by_id.collect();
    let stories = gathered.stories.par_iter();
    let made: Vec<Vec<T>> = stories
        .map(|story| make(&cover(story, &by_id, &person)))
        .collect();
    made.into_iter().flatten().collect()
}

/// The person that an entity of a document is.
fn person_of(persons: &[Person]) -> FxHashMap<(DocumentId, EntityIdx), PersonId> {
    let members = |person: &Person| {
        let id = person.id;
        let members: Vec<_> = person
            .members
            .iter()
            .map(|it| ((it.document, it.entity), id))
            .collect();
        members
    };
    persons.iter().flat_map(members).collect()
}

fn cover<'a>(
    story: &'a Story,
    by_id: &FxHashMap<DocumentId, &'a Analysed>,
    person: &'a (dyn Fn(DocumentId, EntityIdx) -> Option<PersonId> + Sync),
) -> Coverage<'a> {
    Coverage {
        story,
        documents: story
            .documents
            .iter()
            .filter_map(|id| by_id.get(id).copied())
            .collect(),
        person,
        origins: &story.origins,
    }
}

/// Aligns the versions of an utterance against the one at `base`.
///
/// `text_of` gives a document's text; versions whose document it does not know are left out.
pub fn align<'a>(
    resources: &Resources,
    utterance: &Utterance,
    base: usize,
    text_of: impl Fn(DocumentId) -> Option<&'a str>,
) -> Collation {
    let versions: Vec<(&str, &Version)> = utterance
        .versions
        .iter()
        .filter_map(|version| Some((text_of(version.document)?, version)))
        .collect();
    collate::align(
        resources,
        &versions,
        base.min(versions.len().saturating_sub(1)),
    )
}

/// Aligns versions against the first; each comes with its document's text.
pub fn align_versions(resources: &Resources, versions: &[(&str, &Version)]) -> Collation {
    collate::align(resources, versions, 0)
}

/// How words stand to others as two wordings of one utterance, and what differs; each side is a
/// text, the spans of the words in it, and whether they are quoted.
pub fn relate(
    resources: &Resources,
    base: (&str, &[Span], StatementKind),
    other: (&str, &[Span], StatementKind),
) -> (Relation, String) {
    collate::relate(resources, base, other)
}
