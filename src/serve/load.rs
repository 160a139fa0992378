//! Fetches from the store what each page is made from.

use rustc_hash::{FxHashMap, FxHashSet};

use super::view::document::DocumentNouns;
use super::view::format;
use super::view::person::{Part, PersonNouns};
use super::view::shelf::{self, Paper, Shelf};
use super::view::story::{self, Neighbour, StoryNouns};
use super::view::who;
use crate::model::{
    CorrectionKind, DocumentId, Person, PersonId, Statement, StatementId, Story, StoryId,
    StoryLink, Utterance,
};
use crate::store::{Made, Result, StatementFilter, Store};

/// So many versions of one utterance are read for the page of a person, the base and the earliest.
const VERSIONS: usize = 8;
/// So many documents that share text with one are named on its page.
const ALIKE: usize = 12;
/// How many statements of one person are read at a time: with 200 of a hundred thousand reports a page took
/// 58 milliseconds, and nobody reads so many at once.
const STATEMENTS: usize = 120;

/// Puts a document on the shelf, with the persons who speak in it.
pub(crate) fn put(store: &Store, shelf: &mut Shelf, id: DocumentId) -> Result<()> {
    put_with(store, shelf, id, |_| true)
}

/// Puts a document on the shelf, with the person who makes one of its statements.
pub(crate) fn put_one(
    store: &Store,
    shelf: &mut Shelf,
    id: DocumentId,
    statement: StatementId,
) -> Result<()> {
    put_with(store, shelf, id, |it| it.id == statement)
}

/// Puts a document on the shelf, with the persons who make the statements that are wanted: a list of
/// many documents would else read everybody who speaks in them.
fn put_with(
    store: &Store,
    shelf: &mut Shelf,
    id: DocumentId,
    wanted: impl Fn(&Statement) -> bool,
) -> Result<()> {
    if !shelf.has_document(id) {
        let Some(analysed) = store.document(id)? else {
            return Ok(());
        };
        let persons = store.persons_in(id)?;
        shelf.put_document(analysed, &persons);
    }
    let statements = shelf.paper(id).map(|it| it.analysis.statements.iter());
    let entities = statements.into_iter().flatten().filter(|it| wanted(it));
    let persons = entities.filter_map(|it| shelf.person_of(id, it.speaker?));
    let mut persons: Vec<PersonId> = persons.filter(|it| !shelf.has_person(*it)).collect();
    persons.sort_unstable();
    persons.dedup();
    for id in persons {
        if let Some(person) = store.person(id)? {
            shelf.put_person(person);
        }
    }
    Ok(())
}

/// Reads one story; with the pairs of its documents that share text, where the page shows them.
pub(crate) fn story(store: &Store, mut story: Story, with_copies: bool) -> Result<StoryNouns> {
    let mut shelf = Shelf::default();
    for id in &story.documents {
        put(store, &mut shelf, *id)?;
    }
    sort_origins(&shelf, &mut story);
    let copies = match with_copies && story.documents.len() > story.origins.len() {
        true => store.copies_among(&story.documents)?,
        false => Vec::new(),
    };
    Ok(StoryNouns {
        utterances: store.utterances(story.id)?,
        conflicts: store.conflicts(story.id)?,
        copies,
        linked: Vec::new(),
        corrections: Vec::new(),
        shelf,
        story,
    })
}

/// The origins with most copies first, then the earliest: one order for all pages.
fn sort_origins(shelf: &Shelf, story: &mut Story) {
    story.origins.sort_by_key(|group| {
        let first = group.first().and_then(|it| shelf.paper(*it));
        let date = first.and_then(|it| it.date());
        let vague = date.is_none_or(|it| it.day.is_none());
        (std::cmp::Reverse(group.len()), vague, date)
    });
}

/// What was said by hand of the reports of a story, and holds.
pub(crate) fn regrouped(store: &Store, story: &Story) -> Result<Vec<Made>> {
    let members: FxHashSet<DocumentId> = story.documents.iter().copied().collect();
    let mut made = store.corrections()?;
    made.retain(|it| {
        let correction = &it.correction;
        let of_stories = matches!(
            correction.kind,
            CorrectionKind::JoinStories | CorrectionKind::PartStories
        );
        let mut anchors = correction.these.iter().chain(&correction.those);
        of_stories && it.undone.is_none() && anchors.any(|it| members.contains(&it.document))
    });
    Ok(made)
}

/// Reads the neighbours of a story.
pub(crate) fn neighbours(store: &Store, links: &[StoryLink]) -> Result<Vec<Neighbour>> {
    let mut found = Vec::new();
    for link in links {
        let Some(story) = store.story(link.story)? else {
            continue;
        };
        let when = story
            .first
            .map_or_else(|| "no date".to_owned(), format::day);
        found.push(Neighbour {
            relation: link.relation,
            kind: story::kind(link.kind),
            why: link.why.clone(),
            title: title(store, &story)?,
            href: format!("/stories/{}", story.id),
            meta: format!(
                "{when} · {}, {}",
                format::count(story.documents.len(), "report"),
                format::count(story.origins.len(), "origin")
            ),
        });
    }
    Ok(found)
}

/// A story's name.
pub(crate) fn title(store: &Store, story: &Story) -> Result<String> {
    if let Some(title) = store.story_title(story.id)? {
        return Ok(shelf::headline(&title));
    }
    Ok(match store.document(story.representative)? {
        Some(analysed) => Paper::new(analysed).headline(),
        None => "Story without a headline".to_owned(),
    })
}

/// Reads one document.
pub(crate) fn document(store: &Store, id: DocumentId) -> Result<DocumentNouns> {
    let mut shelf = Shelf::default();
    put(store, &mut shelf, id)?;
    let story = match store.story_of(id)? {
        Some(story) => store.story(story)?,
        None => None,
    };
    let mut utterances: Vec<Utterance> = Vec::new();
    if let Some(story) = &story {
        utterances = store.utterances(story.id)?;
        utterances.retain(|it| it.versions.iter().any(|it| it.document == id));
        let group = story.origins.iter().find(|it| it.contains(&id));
        if let Some(origin) = group.and_then(|it| it.first()) {
            put(store, &mut shelf, *origin)?;
        }
    }
    let story = match story {
        Some(story) => {
            let title = title(store, &story)?;
            Some((story, title))
        }
        None => None,
    };
    let copies = store.copies_with(id, ALIKE)?;
    for pair in &copies {
        put(
            store,
            &mut shelf,
            if pair.a == id { pair.b } else { pair.a },
        )?;
    }
    Ok(DocumentNouns {
        id,
        copies,
        story,
        utterances,
        references: store.references(id)?,
        inferred: store.inferred(id)?.map(|it| it.why),
        has_original: store.source(id)?.is_some(),
        shelf,
    })
}

/// Reads one person with what it said; of very many statements one part, from 1, the latest.
pub(crate) fn person(store: &Store, person: Person, part: usize) -> Result<PersonNouns> {
    let filter = StatementFilter {
        speaker: Some(person.id),
        ..StatementFilter::default()
    };
    let total = store.count_statements_of(person.id)?;
    let parts = total.div_ceil(STATEMENTS).max(1);
    let part = part.clamp(1, parts);
    let statements = store.statements(&filter, (part - 1) * STATEMENTS, STATEMENTS)?;
    let mut shelf = Shelf::default();
    let mut seen: FxHashSet<crate::model::UtteranceId> = FxHashSet::default();
    let mut utterances = Vec::new();
    let mut alone: Vec<(DocumentId, StatementId)> = Vec::new();
    for (document, statement) in statements {
        put_one(store, &mut shelf, document, statement)?;
        let of = store.utterances_of(statement)?;
        if of.is_empty() {
            alone.push((document, statement));
        }
        for id in of {
            if seen.insert(id)
                && let Some(utterance) = store.utterance(id)?
            {
                utterances.push(utterance);
            }
        }
    }
    utterances.sort_unstable_by_key(|it| it.id);
    let mut documents: Vec<DocumentId> = person.members.iter().map(|it| it.document).collect();
    let versions = utterances.iter().flat_map(|it| &it.versions);
    documents.extend(versions.map(|it| it.document));
    documents.sort_unstable();
    documents.dedup();
    shelf.put_publishers(store.publishers(&documents)?);
    let mut stories: FxHashMap<StoryId, (Story, String)> = FxHashMap::default();
    for utterance in &utterances {
        for version in utterance.versions.iter().take(VERSIONS) {
            put_one(store, &mut shelf, version.document, version.statement)?;
        }
        if !stories.contains_key(&utterance.story)
            && let Some(mut story) = store.story(utterance.story)?
        {
            sort_origins(&shelf, &mut story);
            let title = title(store, &story)?;
            stories.insert(story.id, (story, title));
        }
    }
    for id in who::named(&person) {
        put_with(store, &mut shelf, id, |_| false)?;
    }
    let namesakes = namesakes(store, &person)?;
    let mut corrections = Vec::new();
    if !person.corrections.is_empty() {
        corrections = store.corrections()?;
        corrections
            .retain(|it| it.undone.is_none() && person.corrections.contains(&it.correction.id()));
    }
    Ok(PersonNouns {
        person,
        shelf,
        utterances,
        alone,
        stories,
        part: Part { part, parts, total },
        namesakes,
        corrections,
    })
}

/// Others with the same last name.
fn namesakes(store: &Store, person: &Person) -> Result<Vec<(String, String)>> {
    let last = |name: &str| name.rsplit(' ').next().unwrap_or("").to_lowercase();
    let own = last(&person.name);
    let mut found = Vec::new();
    for other in store.persons_with(&own)? {
        let same = other.named && other.kind == person.kind && last(&other.name) == own;
        if same && other.id != person.id && person.named {
            let role = other.roles.iter().max_by_key(|it| (it.last, it.first));
            let role = role.map_or_else(String::new, |it| format!(", {}", it.title));
            found.push((
                format!("{}{role}", other.name),
                format!("/people/{}", other.id),
            ));
        }
    }
    found.truncate(5);
    Ok(found)
}
