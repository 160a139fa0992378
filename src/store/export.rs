//! The record as lines: every kind a function of the set of documents.
//!
//! Documents are listed by the names under which they came; where one came under several, each is
//! listed. Lines follow one another by id or by what they are about, never by when they came.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::{Analysed, CopyClass, Document, DocumentId, Person, PersonId, Story, Utterance};
use crate::record::{
    CodePoints, ConflictRecord, ConflictValueRecord, Context, CopiesRecord, CopyPairRecord,
    DocumentRecord, EventRecord, LinkRecord, OmissionRecord, PersonLinkRecord, PersonRecord,
    RoleRecord, StatementRecord, StoryRecord, UtteranceRecord, VersionRecord, family_id, link_to,
    words,
};
use crate::store::{Result, Store, StoreError};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ExportKind {
    Documents,
    Statements,
    Events,
    CopyPairs,
    Copies,
    Stories,
    Utterances,
    Conflicts,
    People,
}

impl ExportKind {
    /// All kinds, in the order in which they build on one another.
    pub const ALL: [ExportKind; 9] = [
        ExportKind::Documents,
        ExportKind::Statements,
        ExportKind::Events,
        ExportKind::CopyPairs,
        ExportKind::Copies,
        ExportKind::Stories,
        ExportKind::Utterances,
        ExportKind::Conflicts,
        ExportKind::People,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ExportKind::Documents => "documents",
            ExportKind::Statements => "statements",
            ExportKind::Events => "events",
            ExportKind::CopyPairs => "copy-pairs",
            ExportKind::Copies => "copies",
            ExportKind::Stories => "stories",
            ExportKind::Utterances => "utterances",
            ExportKind::Conflicts => "conflicts",
            ExportKind::People => "people",
        }
    }
}

/// What stopped an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store could not give it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The line could not be written.
    #[error("Failed to write the export")]
    Write(#[from] std::io::Error),
}

/// Takes one line of JSON, without the line break.
pub type Lines<'a> = dyn FnMut(&[u8]) -> std::io::Result<()> + 'a;

type Done = std::result::Result<(), ExportError>;

/// What all exports look names up in.
pub struct Names {
    refs: FxHashMap<DocumentId, Vec<String>>,
    persons: FxHashMap<PersonId, Person>,
}

impl Names {
    /// A person.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.get(&id)
    }

    /// Every name of a document.
    pub fn refs(&self, id: DocumentId) -> &[String] {
        self.refs.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The first name of a document.
    pub fn first(&self, id: DocumentId) -> &str {
        self.refs(id).first().map_or("", String::as_str)
    }

    fn all<'a>(&'a self, ids: &[DocumentId]) -> Vec<&'a str> {
        let refs = ids.iter().flat_map(|id| self.refs(*id));
        refs.map(String::as_str).collect()
    }
}

impl Store {
    /// Writes all lines of a kind.
    pub fn export(&self, kind: ExportKind, lines: &mut Lines<'_>) -> Done {
        let names = self.names()?;
        match kind {
            ExportKind::Documents => {
                self.each_document(&names, |context| write(lines, &DocumentRecord::of(context)))
            }
            ExportKind::Statements => self.each_document(&names, |context| {
                let statements = &context.analysed.analysis.statements;
                let mut shaped = statements
                    .iter()
                    .map(|it| StatementRecord::alone(context, it));
                shaped.try_for_each(|record| write(lines, &record))
            }),
            ExportKind::Events => self.each_document(&names, |context| {
                let document = Some(context.analysed.document.id);
                for event in &context.analysed.analysis.events {
                    let record = EventRecord::of(context, event);
                    write(lines, &EventRecord { document, ..record })?;
                }
                Ok(())
            }),
            ExportKind::CopyPairs => self.export_copy_pairs(&names, lines),
            ExportKind::Copies => self.export_copies(&names, lines),
            ExportKind::Stories => {
                let mut stories = self.stories()?;
                stories.reverse();
                stories
                    .iter()
                    .try_for_each(|story| self.export_story(&names, story, lines))
            }
            ExportKind::Utterances => self.each_story(|story| {
                let utterances = self.utterances(story.id)?;
                self.export_utterances(&names, &utterances, lines)
            }),
            ExportKind::Conflicts => {
                self.each_story(|story| self.export_conflicts(&names, story, lines))
            }
            ExportKind::People => {
                let mut persons = self.persons()?.into_iter();
                persons.try_for_each(|person| write(lines, &person_record(&names, &person)))
            }
        }
    }

    /// The names of documents and people, read once for many lines.
    pub fn names(&self) -> Result<Names> {
        let mut refs: FxHashMap<DocumentId, Vec<String>> = FxHashMap::default();
        for (document, reference) in self.all_references()? {
            refs.entry(document).or_default().push(reference);
        }
        let persons = self.persons()?.into_iter();
        let persons = persons.map(|person| (person.id, person)).collect();
        Ok(Names { refs, persons })
    }

    fn each_document(&self, names: &Names, mut each: impl FnMut(&Context<'_>) -> Done) -> Done {
        let mut ids = self.document_ids()?;
        ids.sort_unstable();
        for id in ids {
            let Some(analysed) = self.document(id)? else {
                continue;
            };
            each(&self.context(names, &analysed)?)?;
        }
        Ok(())
    }

    /// A document with its names and its people.
    pub fn context<'a>(&self, names: &'a Names, analysed: &'a Analysed) -> Result<Context<'a>> {
        let id = analysed.document.id;
        let persons = self.persons_in(id)?.into_iter();
        let persons = persons.map(|person| names.persons.get(&person?)).collect();
        Ok(Context::among(analysed, names.refs(id).to_vec(), persons))
    }

    fn each_story(&self, mut each: impl FnMut(&Story) -> Done) -> Done {
        let mut stories = self.stories()?;
        stories.reverse();
        stories.iter().try_for_each(&mut each)
    }

    fn export_copy_pairs(&self, names: &Names, lines: &mut Lines<'_>) -> Done {
        for pair in self.copies()? {
            for a in names.refs(pair.a) {
                for b in names.refs(pair.b) {
                    let origin = pair.origin.map(|origin| match origin {
                        origin if origin == pair.a => a.as_str(),
                        origin if origin == pair.b => b.as_str(),
                        origin => names.first(origin),
                    });
                    let record = CopyPairRecord {
                        a,
                        b,
                        class: pair.class,
                        origin,
                        share: f64::from(pair.share) / 1000.0,
                        why: &pair.why,
                    };
                    write(lines, &record)?;
                }
            }
        }
        self.export_namesakes(names, lines)
    }

    /// The names of one document are copies of one another.
    fn export_namesakes(&self, names: &Names, lines: &mut Lines<'_>) -> Done {
        let mut ids = self.document_ids()?;
        ids.sort_unstable();
        for id in ids {
            let refs = names.refs(id);
            for (idx, a) in refs.iter().enumerate() {
                for b in refs.iter().skip(idx + 1) {
                    let record = CopyPairRecord {
                        a,
                        b,
                        class: CopyClass::Copy,
                        origin: None,
                        share: 1.0,
                        why: "the same content under two names",
                    };
                    write(lines, &record)?;
                }
            }
        }
        Ok(())
    }

    fn export_copies(&self, names: &Names, lines: &mut Lines<'_>) -> Done {
        for family in self.families()? {
            let record = CopiesRecord {
                family: family_id(&family),
                documents: names.all(&family.documents),
                origin: family.origin.map(|origin| names.first(origin)),
            };
            write(lines, &record)?;
        }
        Ok(())
    }

    /// Writes one story.
    pub fn export_story(&self, names: &Names, story: &Story, lines: &mut Lines<'_>) -> Done {
        let representative = self.document(story.representative)?;
        let title = representative.and_then(|it| it.document.headline);
        write(lines, &story_record(names, story, title.as_deref()))
    }

    /// Writes utterances.
    pub fn export_utterances(
        &self,
        names: &Names,
        utterances: &[Utterance],
        lines: &mut Lines<'_>,
    ) -> Done {
        let versions = utterances.iter().flat_map(|it| &it.versions);
        let texts = self.texts(versions.map(|version| version.document))?;
        let points: FxHashMap<DocumentId, (&Document, CodePoints<'_>)> = texts
            .iter()
            .map(|(id, document)| (*id, (document, CodePoints::of(&document.text))))
            .collect();
        for utterance in utterances {
            let person = utterance.speaker.and_then(|id| names.persons.get(&id));
            let mut versions = Vec::new();
            for version in &utterance.versions {
                let Some((document, points)) = points.get(&version.document) else {
                    continue;
                };
                let text = document.text.as_str();
                let url = document.url.as_deref().filter(|it| it.starts_with("http"));
                let link = || {
                    let words = version.content.first()?.of(text);
                    Some(link_to(url?, words))
                };
                let link = link();
                versions.extend(names.refs(version.document).iter().map(|document| {
                    VersionRecord {
                        document,
                        statement: version.statement,
                        content: points.spans(&version.content),
                        text: words(text, &version.content),
                        link: link.clone(),
                        relation: version.relation,
                        why: &version.why,
                        score: f64::from(version.score) / 1000.0,
                        grounds: &version.grounds,
                    }
                }));
            }
            let record = UtteranceRecord {
                utterance: utterance.id,
                story: utterance.story,
                speaker: person.map(|person| person.name.as_str()),
                speaker_id: utterance.speaker,
                said: utterance.said.map(|date| date.to_string()),
                versions,
                omitted_by: omitted_by(names, utterance),
                omissions: omissions(names, utterance),
            };
            write(lines, &record)?;
        }
        Ok(())
    }

    /// Writes what the documents of a story disagree on.
    pub fn export_conflicts(&self, names: &Names, story: &Story, lines: &mut Lines<'_>) -> Done {
        let conflicts = self.conflicts(story.id)?;
        let values = conflicts.iter().flat_map(|it| &it.values);
        let texts = self.texts(values.map(|value| value.document))?;
        for conflict in &conflicts {
            let mut values = Vec::new();
            for value in &conflict.values {
                let text = texts.get(&value.document).map_or("", |it| it.text.as_str());
                let span = CodePoints::of(text).span(value.span);
                values.extend(names.refs(value.document).iter().map(|document| {
                    ConflictValueRecord {
                        document,
                        span,
                        value: &value.value,
                    }
                }));
            }
            let record = ConflictRecord {
                story: conflict.story,
                about: &conflict.about,
                values,
            };
            write(lines, &record)?;
        }
        Ok(())
    }

    fn texts(
        &self,
        ids: impl Iterator<Item = DocumentId>,
    ) -> Result<FxHashMap<DocumentId, Document>> {
        let mut texts = FxHashMap::default();
        for id in ids {
            if !texts.contains_key(&id)
                && let Some(analysed) = self.document(id)?
            {
                texts.insert(id, analysed.document);
            }
        }
        Ok(texts)
    }
}

fn story_record<'a>(names: &'a Names, story: &'a Story, title: Option<&'a str>) -> StoryRecord<'a> {
    let link = |it: &'a crate::model::StoryLink| LinkRecord {
        story: it.story,
        relation: it.relation,
        kind: it.kind,
        why: &it.why,
    };
    StoryRecord {
        story: story.id,
        title,
        first: story.first.map(|date| date.to_string()),
        last: story.last.map(|date| date.to_string()),
        documents: names.all(&story.documents),
        origins: story.origins.iter().map(|ids| names.all(ids)).collect(),
        linked: story.linked.iter().map(link).collect(),
    }
}

/// Gives a person its shape.
pub fn person_record<'a>(names: &'a Names, person: &'a Person) -> PersonRecord<'a> {
    let mut ids: Vec<DocumentId> = person.members.iter().map(|it| it.document).collect();
    ids.dedup();
    let role = |it: &'a crate::model::PersonRole| RoleRecord {
        role: &it.title,
        first: it.first.map(|date| date.to_string()),
        last: it.last.map(|date| date.to_string()),
        reports: it.documents,
    };
    let link = |it: &'a crate::model::PersonLink| PersonLinkRecord {
        document: names.first(it.member.document),
        name: &it.name,
        confidence: f64::from(it.confidence) / 1000.0,
        why: &it.why,
    };
    PersonRecord {
        id: person.id,
        name: &person.name,
        kind: person.kind,
        named: person.named,
        aliases: &person.aliases,
        roles: person.roles.iter().map(role).collect(),
        documents: names.all(&ids),
        ids: &person.ids,
        links: person.links.iter().map(link).collect(),
        corrections: &person.corrections,
    }
}

fn omitted_by<'a>(names: &'a Names, utterance: &Utterance) -> Vec<&'a str> {
    let omitted = utterance.omissions.iter();
    let omitted = omitted.filter(|it| it.reason == crate::model::OmissionReason::NotReported);
    let refs = omitted.flat_map(|it| names.refs(it.document));
    refs.map(String::as_str).collect()
}

fn omissions<'a>(names: &'a Names, utterance: &Utterance) -> Vec<OmissionRecord<'a>> {
    let record = |it: &crate::model::Omission| {
        let reason = it.reason;
        let refs = names.refs(it.document).iter();
        refs.map(move |document| OmissionRecord { document, reason })
    };
    utterance.omissions.iter().flat_map(record).collect()
}

fn write(lines: &mut Lines<'_>, record: &impl Serialize) -> Done {
    let line = serde_json::to_vec(record).map_err(std::io::Error::from)?;
    Ok(lines(&line)?)
}
