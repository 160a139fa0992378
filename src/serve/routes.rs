//! Which address shows what.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::app::{self, Answer, App, Desk, Failure, html};
use super::page::{
    BesidePage, CheckPage, DocumentPage, DocumentsPage, EventsPage, FrontPage, LOOKS, PeoplePage,
    PersonPage, StatementsPage, StoryPage, UtterancePage,
};
use super::view::align::{self, Aligned, Run, Source};
use super::view::cover::Extent;
use super::view::document::{self, Ask};
use super::view::front::{self, Order};
use super::view::lists::{self, PER_PAGE};
use super::view::shelf::{self, Paper, Shelf};
use super::view::story::StoryNouns;
use super::view::utterance::{self, Look};
use super::view::{beside, check, cite, events, format, outlets as shown, person, story};
use super::{add, assets, correct, json as shapes, load, outlets, regroup, standalone};
use crate::check as lookup;
use crate::model::{
    Collation, DocumentId, PersonId, Relation, StatementId, StoryId, Utterance, UtteranceId,
    Version, Witness,
};
use crate::pipeline;
use crate::resources::Resources;
use crate::store::{DocumentsOf, Lookup, StatementFilter, begins_a_word};

/// How many stories stand on the front page.
const STORIES: usize = 12;

/// Nothing is loaded from elsewhere, nothing runs that is not ours, nobody frames the pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; \
                      img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) type Asked = Query<BTreeMap<String, String>>;

/// All pages.
///
/// Where they are served to this machine alone, people can be corrected on their pages.
pub(crate) fn router(app: App, only_here: bool) -> Router {
    let app = app.with_forms(only_here);
    let router = Router::new()
        .route("/", get(front))
        .route("/stories", get(front))
        .route("/stories/{id}", get(one_story))
        .route("/stories/{id}/file", get(story_file))
        .route("/stories/{id}/events", get(story_events))
        .route("/utterances/{id}", get(one_utterance))
        .route("/utterances/{id}/file", get(utterance_file))
        .route("/statements", get(statements))
        .route("/statements/{id}", get(one_statement))
        .route("/people", get(people))
        .route("/people/{id}", get(one_person))
        .route("/people/{id}/merge", post(correct::merge))
        .route("/people/{id}/split", post(correct::split))
        .route("/stories/{id}/merge", post(regroup::merge))
        .route("/stories/{id}/split", post(regroup::split))
        .route("/corrections", get(regroup::corrections))
        .route("/corrections/{id}/undo", post(correct::undo))
        .route("/outlets", get(outlets::list))
        .route("/outlets/compare", get(outlets::compare))
        .route("/outlets/{name}", get(outlets::one))
        .route("/add", get(add::page).post(add::take))
        .route("/add/{reading}", get(add::reading))
        .route("/documents", get(documents))
        .route("/documents/{id}", get(one_document))
        .route("/documents/{id}/original", get(original))
        .route("/documents/{id}/with/{other}", get(two_documents))
        .route("/check", get(check_words))
        .route("/assets/{fingerprint}/{*name}", get(asset))
        .fallback(missing)
        .layer(DefaultBodyLimit::max(add::MOST_BYTES))
        .layer(middleware::from_fn(headers))
        .with_state(app);
    match only_here {
        true => router.layer(middleware::from_fn(same_machine)),
        false => router,
    }
}

/// Headers of every answer.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Refuses requests that name another host, so that no site can read the record through a name
/// of its own that leads to this machine.
async fn same_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|it| it.to_str().ok()).unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    match name {
        "localhost" | "127.0.0.1" | "[::1]" => next.run(request).await,
        _ => StatusCode::MISDIRECTED_REQUEST.into_response(),
    }
}

async fn missing(State(app): State<App>) -> Response {
    app.answer(|_| {
        Err(Failure::Missing(
            "There is no page at this address.".to_owned(),
        ))
    })
    .await
}

async fn asset(Path((fingerprint, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let known = headers.get(header::IF_NONE_MATCH);
    assets::respond(&fingerprint, &name, known.and_then(|it| it.to_str().ok()))
}

fn value<'a>(asked: &'a Asked, name: &str) -> Option<&'a str> {
    let value = asked.0.get(name).map(|it| it.trim());
    value.filter(|it| !it.is_empty())
}

/// `?page=`, from 1.
pub(super) fn page_of(asked: &Asked) -> usize {
    let page = value(asked, "page").and_then(|it| it.parse().ok());
    page.unwrap_or(1).clamp(1, 1_000_000)
}

/// An address with what was asked and a page.
pub(super) fn href(path: &str, asked: &[(&str, &str)], page: usize) -> String {
    let mut parts: Vec<String> = asked
        .iter()
        .filter(|it| !it.1.is_empty())
        .map(|(name, value)| format!("{name}={}", format::encode(value)))
        .collect();
    if page > 1 {
        parts.push(format!("page={page}"));
    }
    match parts.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", parts.join("&")),
    }
}

/// What an id in an address means: itself, or the one thing that begins so, which has its own
/// address; `.json` asks for the record.
fn resolve<T: FromStr + Display + Copy>(
    given: &str,
    folder: &str,
    noun: &str,
    find: impl FnOnce(&str) -> crate::store::Result<Lookup<T>>,
) -> Result<(T, bool), Failure> {
    let (prefix, wants_json) = match given.strip_suffix(".json") {
        Some(prefix) => (prefix, true),
        None => (given, false),
    };
    let bare = match prefix.as_bytes() {
        [b's' | b'u' | b'p' | b'd', b'-', ..] => prefix.get(2..).unwrap_or(""),
        _ => prefix,
    };
    let bare = bare.to_ascii_lowercase();
    let hexadecimal = !bare.is_empty() && bare.bytes().all(|it| it.is_ascii_hexdigit());
    if let (true, Ok(id)) = (bare == prefix, bare.parse::<T>()) {
        return Ok((id, wants_json));
    }
    let suffix = if wants_json { ".json" } else { "" };
    let found = match hexadecimal {
        true => find(&bare)?,
        false => Lookup::None,
    };
    match found {
        Lookup::One(id) => Err(Failure::Elsewhere(format!("/{folder}/{id}{suffix}"))),
        Lookup::None => Err(Failure::Missing(format!(
            "No {noun} in this store has an id that begins with “{bare}”."
        ))),
        Lookup::Many(ids) => Err(Failure::Several(
            format!("Several have an id that begins with “{bare}”. Give more of it."),
            ids.iter()
                .map(|it| (it.to_string(), format!("/{folder}/{it}{suffix}")))
                .collect(),
        )),
    }
}

fn missing_noun(noun: &str) -> Failure {
    Failure::Missing(format!("This store has no {noun} with this id."))
}

async fn front(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| front_page(desk, &asked)).await
}

fn front_page(desk: &Desk, asked: &Asked) -> Answer {
    if desk.held.stories == 0 && desk.held.documents == 0 {
        return add::empty(desk);
    }
    let order = match value(asked, "by") {
        Some("time") => Order::Time,
        _ => Order::Origins,
    };
    let store = &desk.store;
    let latest = store.stories_by_time(0, 1)?.first().and_then(|it| it.last);
    let page = page_of(asked);
    let from = (page - 1).saturating_mul(STORIES);
    let mut shown = match order {
        Order::Time => store.stories_by_time(from, STORIES + 1)?,
        Order::Origins => store.stories_by_origins(from, STORIES + 1)?,
    };
    let more = shown.len() > STORIES;
    shown.truncate(STORIES);
    let shown = shown.into_iter();
    let loaded: Result<Vec<_>, _> = shown.map(|it| load::story(store, it, false)).collect();
    let align = |shelf: &Shelf, utterance: &Utterance, version: usize| {
        changes(desk.resources, shelf, utterance, version)
    };
    let by = if order == Order::Time { "time" } else { "" };
    let page = FrontPage {
        frame: super::page::Frame {
            has_box: false,
            ..desk.frame("Fresh stories", "Stories")
        },
        view: front::view(&loaded?, order, latest, &align),
        newer: (page > 1).then(|| href("/", &[("by", by)], page - 1)),
        older: more.then(|| href("/", &[("by", by)], page + 1)),
    };
    html(&page)
}

/// What one version changes in the base.
pub(crate) fn changes(
    resources: &Resources,
    shelf: &Shelf,
    utterance: &Utterance,
    version: usize,
) -> Vec<Run> {
    let pair = Utterance {
        versions: utterance
            .versions
            .first()
            .into_iter()
            .chain(utterance.versions.get(version))
            .cloned()
            .collect(),
        ..utterance.clone()
    };
    let collation = collate(resources, shelf, &pair, 0);
    front::runs_of(&collation, &sources(shelf, &pair, &collation))
}

fn collate(resources: &Resources, shelf: &Shelf, utterance: &Utterance, base: usize) -> Collation {
    let text_of = |id: DocumentId| shelf.paper(id).map(|it| it.document.text.as_str());
    pipeline::align(resources, utterance, base, text_of)
}

/// What the witnesses of a collation are printed from.
fn sources<'a>(shelf: &'a Shelf, utterance: &Utterance, collation: &Collation) -> Vec<Source<'a>> {
    let source = |witness: &Witness| {
        let paper = shelf.paper(witness.document)?;
        let mut versions = utterance.versions.iter();
        let version = versions.find(|it| is_of(witness, it));
        Some(Source {
            text: &paper.document.text,
            quoted: version.is_some_and(|it| shelf::words_of(paper, it).quoted),
        })
    };
    let witnesses = collation.witnesses.iter();
    witnesses.map(|it| source(it).unwrap_or_default()).collect()
}

fn is_of(witness: &Witness, version: &Version) -> bool {
    witness.document == version.document && witness.content == version.content
}

/// Aligns all versions against the one at `base`, in the versions' order.
pub(crate) fn aligned(
    resources: &Resources,
    shelf: &Shelf,
    utterance: &Utterance,
    base: usize,
) -> Option<Aligned> {
    let collation = collate(resources, shelf, utterance, base);
    let place = |version| collation.witnesses.iter().position(|it| is_of(it, version));
    let order: Option<Vec<usize>> = utterance.versions.iter().map(place).collect();
    let aligned = align::lay_out(&collation, &sources(shelf, utterance, &collation));
    Some(aligned.reordered(&order?))
}

async fn one_story(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_story(prefix);
        let (id, wants_json) = resolve::<StoryId>(&id, "stories", "story", find)?;
        if let (None, Lookup::One(now)) = (
            desk.store.story(id)?,
            desk.store.find_story(&id.to_string())?,
        ) {
            let suffix = if wants_json { ".json" } else { "" };
            return Err(Failure::Elsewhere(format!("/stories/{now}{suffix}")));
        }
        if wants_json {
            let story = desk.store.story(id)?.ok_or_else(|| missing_noun("story"))?;
            let kept = story.clone();
            let mut nouns = load::story(&desk.store, story, true)?;
            // The record has the origins in the order in which they are kept.
            nouns.story = kept;
            return shapes::story(&desk.store, &nouns);
        }
        let all = |name| value(&asked, name) == Some("all");
        let extent = Extent {
            all_columns: all("columns"),
            all_rows: all("rows"),
            day: value(&asked, "day").and_then(crate::model::Date::parse),
        };
        html(&story_page(desk, id, extent)?)
    })
    .await
}

fn story_page(desk: &Desk, id: StoryId, extent: Extent) -> Result<StoryPage, Failure> {
    let story = desk.store.story(id)?.ok_or_else(|| missing_noun("story"))?;
    let links = story.linked.clone();
    let mut nouns = load::story(&desk.store, story, true)?;
    nouns.linked = load::neighbours(&desk.store, &links)?;
    nouns.corrections = load::regrouped(&desk.store, &nouns.story)?;
    let view = story::view(&nouns, extent);
    let frame = desk.frame(view.title.clone(), "Stories");
    let frame = frame.citing(cite::story(&view));
    let token = desk.token.clone();
    Ok(StoryPage { frame, view, token })
}

/// What happened in a story.
async fn story_events(State(app): State<App>, Path(id): Path<String>) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_story(prefix);
        let (id, _) = resolve::<StoryId>(&id, "stories", "story", find)?;
        let story = desk.store.story(id)?.ok_or_else(|| missing_noun("story"))?;
        let nouns = load::story(&desk.store, story, false)?;
        let view = events::view(&nouns);
        html(&EventsPage {
            frame: desk.frame(format!("Events: {}", view.title), "Stories"),
            view,
        })
    })
    .await
}

/// The whole story as one file.
async fn story_file(State(app): State<App>, Path(id): Path<String>) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_story(prefix);
        let (id, _) = resolve::<StoryId>(&id, "stories", "story", find)?;
        let extent = Extent {
            all_columns: true,
            all_rows: true,
            day: None,
        };
        let mut page = story_page(desk, id, extent)?;
        // A file has nobody to send a form to.
        page.token = None;
        file(&page, &format!("story-{id}"))
    })
    .await
}

/// A page as one file of this name.
fn file(page: &impl askama::Template, name: &str) -> Answer {
    let page = page.render();
    let page = page.map_err(|error| Failure::Page(error.to_string()))?;
    Ok(standalone::answer(&page, name))
}

async fn one_utterance(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_utterance(prefix);
        let (id, wants_json) = resolve::<UtteranceId>(&id, "utterances", "utterance", find)?;
        if wants_json {
            let found = desk.store.utterance(id)?;
            let found = found.ok_or_else(|| missing_noun("utterance"))?;
            return shapes::utterance(&desk.store, &found);
        }
        let part = value(&asked, "part").and_then(|it| it.parse().ok());
        let ask = utterance::Ask {
            look: Look::of(value(&asked, "view")),
            base: value(&asked, "base"),
            part: part.unwrap_or(1),
        };
        html(&utterance_page(desk, id, ask)?)
    })
    .await
}

fn utterance_page(
    desk: &Desk,
    id: UtteranceId,
    ask: utterance::Ask<'_>,
) -> Result<UtterancePage, Failure> {
    let none = || missing_noun("utterance");
    let found = desk.store.utterance(id)?.ok_or_else(none)?;
    let story = desk.store.story(found.story)?.ok_or_else(none)?;
    let nouns = load::story(&desk.store, story, found.versions.len() > 1)?;
    let align = |it: &Utterance, base| aligned(desk.resources, &nouns.shelf, it, base);
    let view = utterance::view(&nouns, &found, ask, &align);
    let view = view.ok_or_else(none)?;
    let who = view
        .speaker
        .as_ref()
        .map_or("Statement", |it| it.name.as_str());
    let title = match found.said {
        Some(date) => format!("{who}, {}", format::day(date)),
        None => who.to_owned(),
    };
    Ok(UtterancePage {
        frame: desk
            .frame(title, "Statements")
            .citing(cite::utterance(&view, found.said)),
        view,
        looks: LOOKS,
    })
}

/// An utterance with its wordings as one file.
async fn utterance_file(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_utterance(prefix);
        let (id, _) = resolve::<UtteranceId>(&id, "utterances", "utterance", find)?;
        let ask = utterance::Ask {
            base: value(&asked, "base"),
            ..utterance::Ask::default()
        };
        let page = utterance_page(desk, id, ask)?;
        file(&page, &format!("statement-{id}"))
    })
    .await
}

/// A statement has no page of its own: it is shown where it stands.
async fn one_statement(State(app): State<App>, Path(id): Path<String>) -> Response {
    app.answer(move |desk| {
        let none = || missing_noun("statement");
        let id: StatementId = id.parse().map_err(|_| none())?;
        let document = desk.store.statement_document(id)?.ok_or_else(none)?;
        let paper = Paper::new(desk.store.document(document)?.ok_or_else(none)?);
        let statement = paper.statement(id).ok_or_else(none)?;
        Err(Failure::Elsewhere(
            paper.place(statement.content_cover()).href,
        ))
    })
    .await
}

async fn one_person(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_person(prefix);
        let (id, wants_json) = resolve::<PersonId>(&id, "people", "person", find)?;
        let found = desk
            .store
            .person(id)?
            .ok_or_else(|| missing_noun("person"))?;
        if wants_json {
            return shapes::person(&desk.store, &found);
        }
        let part = value(&asked, "part").and_then(|it| it.parse().ok());
        let nouns = load::person(&desk.store, found, part.unwrap_or(1))?;
        let view = person::view(&nouns, page_of(&asked));
        let frame = desk
            .frame(view.name.clone(), "People")
            .citing(cite::person(&view));
        let token = desk.token.clone();
        html(&PersonPage { frame, view, token })
    })
    .await
}

async fn one_document(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_document(prefix);
        let (id, wants_json) = resolve::<DocumentId>(&id, "documents", "document", find)?;
        let none = || missing_noun("document");
        if wants_json {
            let analysed = desk.store.document(id)?.ok_or_else(none)?;
            return shapes::document(&desk.store, &analysed);
        }
        let nouns = load::document(&desk.store, id)?;
        let ask = Ask {
            removed: value(&asked, "removed").is_some(),
            at: value(&asked, "at").and_then(range),
        };
        let view = document::view(&nouns, ask).ok_or_else(none)?;
        let title = format!("{}, {}", view.outlet, view.headline);
        let tags = nouns.shelf.paper(id).map(cite::document);
        let frame = desk
            .frame(title, "Documents")
            .citing(tags.unwrap_or_default());
        html(&DocumentPage { frame, view })
    })
    .await
}

/// Two documents side by side.
async fn two_documents(
    State(app): State<App>,
    Path((one, other)): Path<(String, String)>,
) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_document(prefix);
        let (left, _) = resolve::<DocumentId>(&one, "documents", "document", find)?;
        let (right, _) = resolve::<DocumentId>(&other, "documents", "document", find)?;
        let read = |id| -> Result<Paper, Failure> {
            let found = desk.store.document(id)?;
            Ok(Paper::new(found.ok_or_else(|| missing_noun("document"))?))
        };
        let pairs = desk.store.copies_among(&[left, right])?;
        let view = beside::view(&read(left)?, &read(right)?, pairs.first());
        let title = format!("{} and {}", view.left.outlet, view.right.outlet);
        html(&BesidePage {
            frame: desk.frame(title, "Documents"),
            view,
        })
    })
    .await
}

/// `1204-1348`.
fn range(text: &str) -> Option<(usize, usize)> {
    let (start, end) = text.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// The bytes as they were read, shown as plain text and never run.
async fn original(State(app): State<App>, Path(id): Path<String>) -> Response {
    app.answer(move |desk| {
        let find = |prefix: &str| desk.store.find_document(prefix);
        let (id, _) = resolve::<DocumentId>(&id, "documents", "document", find)?;
        let none = || missing_noun("document");
        let source = desk.store.source(id)?.ok_or_else(none)?;
        let item = desk.store.original(source.original)?.ok_or_else(none)?;
        let kind = [
            (header::CONTENT_TYPE, "text/plain"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; sandbox",
            ),
        ];
        Ok((app::no_cache(), kind, item.bytes).into_response())
    })
    .await
}

async fn statements(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let words = value(&asked, "words").unwrap_or("").to_owned();
        let speaker = value(&asked, "speaker").unwrap_or("").to_owned();
        let page = page_of(&asked);
        let mut note = None;
        let mut filter = StatementFilter {
            words: check::words(&words),
            ..StatementFilter::default()
        };
        let mut nobody = false;
        if !speaker.is_empty() {
            let found = named(desk, &speaker)?;
            filter.speaker = found.first().map(|it| it.id);
            nobody = found.is_empty();
            note = match found.as_slice() {
                [] => Some(format!("Nobody named “{speaker}” speaks in this store.")),
                [one] if one.name.eq_ignore_ascii_case(&speaker) => None,
                [one] => Some(format!("Speaker: {}.", one.name)),
                [one, rest @ ..] => {
                    let names: Vec<String> =
                        rest.iter().take(5).map(|it| it.name.clone()).collect();
                    Some(format!(
                        "Speaker: {}. The name may also mean {}.",
                        one.name,
                        format::list(&names)
                    ))
                }
            };
        }
        let ids = match nobody {
            true => Vec::new(),
            false => desk
                .store
                .statements(&filter, (page - 1) * PER_PAGE, PER_PAGE + 1)?,
        };
        let entries = said(desk, &ids)?;
        let asked = [("words", words.as_str()), ("speaker", speaker.as_str())];
        let filtered = !words.is_empty() || !speaker.is_empty();
        let list = lists::paged(entries, page, None, |page| {
            href("/statements", &asked, page)
        });
        html(&StatementsPage {
            frame: desk.frame("Statements", "Statements"),
            list,
            filtered,
            note,
            words,
            speaker,
        })
    })
    .await
}

/// Makes lines of statements, each leading to its utterance.
fn said(desk: &Desk, ids: &[(DocumentId, StatementId)]) -> Result<Vec<lists::Said>, Failure> {
    let mut shelf = Shelf::default();
    let mut entries = Vec::new();
    for (document, statement) in ids {
        load::put_one(&desk.store, &mut shelf, *document, *statement)?;
        let utterance = desk.store.utterances_of(*statement)?.first().copied();
        let utterance = utterance.map(|it| format!("/utterances/{it}"));
        entries.extend(lists::said(&shelf, *document, *statement, utterance));
    }
    Ok(entries)
}

/// The persons whose name has all these words, the most named first.
fn named(desk: &Desk, name: &str) -> Result<Vec<crate::model::Person>, Failure> {
    let words: Vec<String> = name
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let longest = words.iter().max_by_key(|it| it.len());
    let mut found = desk
        .store
        .persons_with(longest.map_or("", String::as_str))?;
    found.retain(|it| {
        let names = std::iter::once(&it.name).chain(&it.aliases);
        let mut names = names.map(|it| it.to_lowercase());
        lists::is_listed(it)
            && names.any(|name| {
                let parts: Vec<&str> = name.split_whitespace().collect();
                words.iter().all(|it| parts.contains(&it.as_str()))
            })
    });
    found.sort_by_key(|it| (std::cmp::Reverse(it.members.len()), it.id));
    Ok(found)
}

async fn people(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let name = value(&asked, "name").unwrap_or("").to_owned();
        let by_name = value(&asked, "by") == Some("name");
        let page = page_of(&asked);
        let from = (page - 1).saturating_mul(PER_PAGE);
        let (shown, total) = match name.is_empty() {
            true => (
                desk.store.listed_persons(by_name, from, PER_PAGE + 1)?,
                desk.store.count_listed_persons()?,
            ),
            false => {
                let mut found = named(desk, &name)?;
                if by_name {
                    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
                }
                let total = found.len();
                let shown = found.into_iter().skip(from).take(PER_PAGE + 1);
                (shown.collect(), total)
            }
        };
        let entries = shown.iter().map(lists::somebody).collect();
        let by = if by_name { "name" } else { "" };
        let asked = [("by", by), ("name", name.as_str())];
        let list = lists::paged(entries, page, Some(total), |page| {
            href("/people", &asked, page)
        });
        html(&PeoplePage {
            frame: desk.frame("People", "People"),
            list,
            by_name,
            name,
        })
    })
    .await
}

async fn documents(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let outlet = value(&asked, "outlet").map(str::to_owned);
        let story = value(&asked, "story").and_then(|it| it.parse::<StoryId>().ok());
        let page = page_of(&asked);
        let from = (page - 1).saturating_mul(PER_PAGE);
        let (of, total) = match (&outlet, story) {
            (Some(name), _) => (
                DocumentsOf::Outlet(name),
                desk.store.outlet(name)?.map_or(0, |it| it.reports),
            ),
            (None, Some(id)) => {
                let story = desk.store.story(id)?.ok_or_else(|| missing_noun("story"))?;
                (DocumentsOf::Story(id), story.documents.len())
            }
            (None, None) => (DocumentsOf::All, desk.held.documents),
        };
        let ids = desk.store.documents_by_day(of, from, PER_PAGE + 1)?;
        let mut entries = Vec::new();
        for id in ids {
            let analysed = desk.store.document(id)?;
            entries.extend(analysed.map(|it| lists::entry(&Paper::new(it))));
        }
        let told = story.map_or_else(String::new, |it| it.to_string());
        let asked = [
            ("outlet", outlet.as_deref().unwrap_or("")),
            ("story", told.as_str()),
        ];
        let list = lists::paged(entries, page, Some(total), |page| {
            href("/documents", &asked, page)
        });
        html(&DocumentsPage {
            frame: desk.frame("Documents", "Documents"),
            list,
            outlet,
            story: story.map(|it| format!("/stories/{it}")),
        })
    })
    .await
}

async fn check_words(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let words = value(&asked, "q").unwrap_or("");
        let view = match check::words(words) {
            None => None,
            Some(query) => Some(checked(desk, words, query)?),
        };
        html(&CheckPage {
            frame: super::page::Frame {
                has_box: false,
                ..desk.frame("Did they say it?", "")
            },
            view,
        })
    })
    .await
}

/// Looks words up: a sentence beside what comes nearest, a few words or a name as a list.
fn checked(desk: &Desk, words: &str, query: String) -> Result<check::CheckView, Failure> {
    let searched = check::searched(desk.held.documents, desk.store.days()?);
    let question = lookup::Asked::of(words);
    let n_words = lookup::key(question.words).len();
    if n_words >= check::A_SENTENCE {
        let known = match &question.speaker {
            Some(name) => named(desk, name)?,
            None => Vec::new(),
        };
        let whose = |utterance: &Utterance| match &question.speaker {
            None => check::Whose::NotAsked,
            Some(_) if known.is_empty() => check::Whose::Unknown,
            Some(_) if known.iter().any(|it| Some(it.id) == utterance.speaker) => {
                check::Whose::Same
            }
            Some(_) => check::Whose::Other,
        };
        let mut found = lookup::find(&desk.store, desk.resources, question.words, None)?;
        // What the one said who was asked for goes before the like of others.
        found.sort_by_key(|it| (it.verdict, whose(&it.utterance) == check::Whose::Other));
        let close = close(desk, found.iter().skip(1).take(check::CLOSE))?;
        let asked = (question.words, question.speaker.as_deref());
        let Some(found) = found.first() else {
            return Ok(check::answered(asked, None, close, searched));
        };
        let story = desk.store.story(found.utterance.story)?;
        let story = story.ok_or_else(|| missing_noun("story"))?;
        let nouns = load::story(&desk.store, story, false)?;
        let nearest = nearest(desk, question.words, &nouns, found, whose(&found.utterance));
        return Ok(check::answered(asked, nearest.as_ref(), close, searched));
    }
    let filter = StatementFilter {
        words: Some(query),
        ..StatementFilter::default()
    };
    let ids = desk.store.statements(&filter, 0, check::LISTED + 1)?;
    let people = named(desk, words)?;
    let people = people.iter().take(5).map(lists::somebody).collect();
    let titled = titled(desk, words)?;
    Ok(check::listed(
        words,
        said(desk, &ids)?,
        people,
        titled,
        searched,
    ))
}

/// How many outlets, and how many stories, are listed for a few words.
const TITLED: usize = 5;
/// So many stories that have one of the words are looked at for the others.
const LOOKED_AT: usize = 200;

/// The outlets and the stories with all of these words, or longer ones that begin so, in their names or
/// headlines.
fn titled(desk: &Desk, words: &str) -> Result<Vec<check::Titled>, Failure> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let as_written = words.split_whitespace().max_by_key(|it| it.len());
    let longest = as_written.unwrap_or("");
    if longest.is_empty() {
        return Ok(Vec::new());
    }
    let has_all = |name: &str| parts.iter().all(|it| begins_a_word(name, it));
    let outlets = desk.store.outlets_with(longest)?.into_iter();
    let outlets = outlets.filter(|it| has_all(&it.name)).take(TITLED);
    let outlets = outlets.map(|it| check::Titled {
        href: shown::href(&it.name),
        what: format!("outlet, {}", format::count(it.reports, "report")),
        name: shelf::shorten(&it.name, 100),
    });
    let stories = desk.store.stories_with(longest, LOOKED_AT)?.into_iter();
    let stories = stories.filter(|it| has_all(&it.1)).take(TITLED);
    let stories = stories.map(|(id, title)| check::Titled {
        name: shelf::headline(&title),
        href: format!("/stories/{id}"),
        what: "story".to_owned(),
    });
    Ok(outlets.chain(stories).collect())
}

/// A line for each of what else was found.
fn close<'a>(
    desk: &Desk,
    found: impl Iterator<Item = &'a lookup::Found>,
) -> Result<Vec<lists::Said>, Failure> {
    let mut shelf = Shelf::default();
    let mut lines = Vec::new();
    for it in found {
        if let Some(version) = it.utterance.versions.get(it.version) {
            load::put_one(&desk.store, &mut shelf, version.document, version.statement)?;
            lines.extend(lists::version(&shelf, version, it.utterance.id));
        }
    }
    Ok(lines)
}

/// Sets the words asked beside the version that comes nearest.
fn nearest<'a>(
    desk: &Desk,
    asked: &str,
    nouns: &'a StoryNouns,
    found: &'a lookup::Found,
    whose: check::Whose,
) -> Option<check::Nearest<'a>> {
    let nearest = found.utterance.versions.get(found.version)?;
    let changed = matches!(nearest.relation, Relation::Altered | Relation::Spliced);
    let verbatim = found.verdict == lookup::Verdict::Verbatim;
    let version = match changed && verbatim {
        true => found.utterance.versions.first()?,
        false => nearest,
    };
    let paper = nouns.shelf.paper(version.document)?;
    let kind = paper.statement(version.statement)?.kind;
    let text = paper.document.text.as_str();
    let compared = lookup::compare(desk.resources, asked, (text, version, kind));
    let sources = [
        Source {
            text,
            quoted: shelf::words_of(paper, version).quoted,
        },
        Source {
            text: asked,
            quoted: false,
        },
    ];
    Some(check::Nearest {
        nouns,
        found,
        whose,
        changed: changed && verbatim,
        relation: compared.relation,
        why: compared.why,
        runs: front::runs_of(&compared.collation, &sources),
    })
}
