//! A document with all that was found in it, as `read` writes it.

use serde::Serialize;

use crate::model::{
    Basis, BlockKind, Clutter, Dateline, DocumentId, EntityKind, MapRun, MentionKind, PersonId,
    Precision, Published,
};
use crate::record::{Context, EventRecord, StatementRecord};

/// One line of `onrecord read` and of the export `documents`.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct DocumentRecord<'a> {
    pub id: DocumentId,
    #[serde(rename = "ref")]
    pub reference: &'a str,
    pub refs: Vec<String>,
    pub url: Option<&'a str>,
    pub outlet: Option<&'a str>,
    pub headline: Option<&'a str>,
    pub language: Option<&'a str>,
    pub byline: &'a [String],
    /// Agencies and other media that the page credits.
    pub credits: &'a [String],
    pub dateline: Option<DatelineRecord<'a>>,
    pub published: Option<PublishedRecord>,
    /// When it was last changed, left out where the page does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<PublishedRecord>,
    pub text: &'a str,
    /// Whether the text is known to be a part only.
    pub partial: bool,
    pub blocks: Vec<BlockRecord>,
    /// Runs `[start in text, start in input, length]`.
    pub map: &'a [MapRun],
    /// What was taken out of the page, in its order.
    pub removed: Vec<RemovedRecord<'a>>,
    /// The name that groups documents without further question.
    pub given_story: Option<&'a str>,
    pub entities: Vec<EntityRecord<'a>>,
    pub mentions: Vec<MentionRecord<'a>>,
    /// What looked for the statements: a network by name and date, "rules", or "given".
    pub engine: &'a str,
    pub statements: Vec<StatementRecord<'a>>,
    pub dates: Vec<DateRecord>,
    pub events: Vec<EventRecord<'a>>,
    pub warnings: &'a [String],
}

/// The place and agency at the head of a text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct DatelineRecord<'a> {
    pub place: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub span: [u32; 2],
}

/// When a document was published, and how that is known.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct PublishedRecord {
    pub date: String,
    pub precision: Precision,
    pub basis: Basis,
}

/// One part of the text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct BlockRecord {
    pub span: [u32; 2],
    pub kind: BlockKind,
}

/// One part of the page that is not the article.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct RemovedRecord<'a> {
    /// The code point of `text` before which it stood.
    pub before: u32,
    pub text: &'a str,
    pub kind: Clutter,
}

/// Who is named in the document.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct EntityRecord<'a> {
    pub id: PersonId,
    pub name: &'a str,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    pub named: bool,
    pub aliases: &'a [String],
    pub roles: Vec<&'a str>,
}

/// Where somebody is named.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct MentionRecord<'a> {
    pub span: [u32; 2],
    #[serde(rename = "type")]
    pub kind: MentionKind,
    pub entity: PersonId,
    pub name: Option<&'a str>,
}

/// A date in the text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct DateRecord {
    pub span: [u32; 2],
    pub value: Option<String>,
}

fn published(published: Published) -> PublishedRecord {
    PublishedRecord {
        date: published.date.to_string(),
        precision: published.precision(),
        basis: published.basis,
    }
}

impl<'a> DocumentRecord<'a> {
    /// Gives a document its shape.
    pub fn of(context: &'a Context<'a>) -> DocumentRecord<'a> {
        let document = &context.analysed.document;
        let analysis = &context.analysed.analysis;
        let reference = context.refs.first().unwrap_or(&document.reference);
        let refs = match context.refs.as_slice() {
            [] => vec![reference.clone()],
            refs => refs.to_vec(),
        };
        DocumentRecord {
            id: document.id,
            reference,
            refs,
            url: document.url.as_deref(),
            outlet: document.outlet.as_deref(),
            headline: document.headline.as_deref(),
            language: document.language.as_deref(),
            byline: &document.byline,
            credits: &document.credits,
            dateline: document.dateline.as_ref().map(|it| dateline(context, it)),
            published: document.published.map(published),
            modified: document.modified.map(published),
            text: &document.text,
            partial: document.partial,
            blocks: blocks(context),
            map: &document.map,
            removed: removed(context),
            given_story: document.given.story.as_deref(),
            entities: entities(context),
            mentions: mentions(context),
            engine: &analysis.engine,
            statements: analysis
                .statements
                .iter()
                .map(|it| StatementRecord::of(context, it))
                .collect(),
            dates: dates(context),
            events: analysis
                .events
                .iter()
                .map(|it| EventRecord::of(context, it))
                .collect(),
            warnings: &document.warnings,
        }
    }
}

fn dateline<'a>(context: &Context<'_>, dateline: &'a Dateline) -> DatelineRecord<'a> {
    DatelineRecord {
        place: dateline.place.as_deref(),
        agency: dateline.agency.as_deref(),
        span: context.points().span(dateline.span),
    }
}

fn blocks(context: &Context<'_>) -> Vec<BlockRecord> {
    let blocks = context.analysed.document.blocks.iter();
    let shaped = |it: &crate::model::Block| BlockRecord {
        span: context.points().span(it.span),
        kind: it.kind,
    };
    blocks.map(shaped).collect()
}

fn removed<'a>(context: &Context<'a>) -> Vec<RemovedRecord<'a>> {
    let removed = context.analysed.document.removed.iter();
    let shaped = |it: &'a crate::model::Removed| RemovedRecord {
        before: context.points().at(it.before as usize),
        text: &it.text,
        kind: it.kind,
    };
    removed.map(shaped).collect()
}

fn entities<'a>(context: &'a Context<'a>) -> Vec<EntityRecord<'a>> {
    let entities = context.analysed.analysis.entities.iter();
    let shaped = |(idx, it): (usize, &'a crate::model::Entity)| EntityRecord {
        id: context.entity_id(crate::model::EntityIdx(idx as u32)),
        name: &it.name,
        kind: it.kind,
        named: it.named,
        aliases: &it.aliases,
        roles: it.roles.iter().map(|role| role.title.as_str()).collect(),
    };
    entities.enumerate().map(shaped).collect()
}

fn mentions<'a>(context: &'a Context<'a>) -> Vec<MentionRecord<'a>> {
    let mentions = context.analysed.analysis.mentions.iter();
    let shaped = |it: &crate::model::Mention| MentionRecord {
        span: context.points().span(it.span),
        kind: it.kind,
        entity: context.entity_id(it.entity),
        name: context.entity_name(it.entity),
    };
    mentions.map(shaped).collect()
}

/// A date in ISO 8601; a period as its first and last day, month or year with a slash between.
fn date_value(date: &crate::model::DateMention) -> Option<String> {
    let period = date.period.map(|(first, last)| format!("{first}/{last}"));
    date.value.map(|value| value.to_string()).or(period)
}

fn dates(context: &Context<'_>) -> Vec<DateRecord> {
    let dates = context.analysed.analysis.dates.iter();
    let shaped = |it: &crate::model::DateMention| DateRecord {
        span: context.points().span(it.span),
        value: date_value(it),
    };
    dates.map(shaped).collect()
}
