//! Corrections from the page of a story: which reports belong together, and the list of all
//! corrections.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::app::{Answer, App, Desk, Failure, html};
use super::correct::{Fields, allowed, field, now};
use super::page::CorrectionsPage;
use super::routes::{self, Asked};
use super::view::lists::{self, PER_PAGE};
use super::view::together;
use crate::intake;
use crate::model::{Correction, DocumentId, Story, StoryId};
use crate::store::{Lookup, Store};

fn story(desk: &Desk, id: &str) -> Result<Story, Failure> {
    let none = || Failure::Missing("This store has no story with this id.".to_owned());
    let id: StoryId = id.parse().map_err(|_| none())?;
    desk.store.story(id)?.ok_or_else(none)
}

/// Says that two stories are one.
pub(crate) async fn merge(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    app.answer(move |desk| {
        allowed(desk, &fields)?;
        let one = story(desk, &id)?;
        let other = other(desk, &one, field(&fields, "other"))?;
        let reason = field(&fields, "reason");
        let correction = desk.store.joining(&one, &other, &now(), reason)?;
        keep(desk, &correction)
    })
    .await
}

/// The other story, by its address or the beginning of its id.
fn other(desk: &Desk, one: &Story, wanted: &str) -> Result<Story, Failure> {
    let bare = wanted.rsplit('/').next().unwrap_or(wanted);
    let bare = bare.split(['?', '#']).next().unwrap_or(bare);
    let bare = bare.strip_prefix("s-").unwrap_or(bare);
    let found = match bare.len() >= crate::store::SHORT {
        true => desk.store.find_story(bare)?,
        false => Lookup::None,
    };
    match found {
        Lookup::One(id) if id == one.id => Err(Failure::Refused(
            "That is the story itself: give the other one.".to_owned(),
        )),
        Lookup::One(id) => story(desk, &id.to_string()),
        Lookup::Many(ids) => Err(Failure::Several(
            "Several stories have an id that begins so. Give more of it.".to_owned(),
            ids.iter()
                .map(|it| (format!("s-{it}"), format!("/stories/{it}")))
                .collect(),
        )),
        Lookup::None => Err(Failure::Missing(format!(
            "No story in this store has the id “{bare}”. Give the address of its page, or the id \
             that the page shows."
        ))),
    }
}

/// Says that some reports of a story tell another.
pub(crate) async fn split(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    app.answer(move |desk| {
        allowed(desk, &fields)?;
        let story = story(desk, &id)?;
        let chosen = fields.0.iter().filter(|(name, _)| name == "document");
        let documents: Vec<DocumentId> = chosen.filter_map(|(_, id)| id.parse().ok()).collect();
        let reason = field(&fields, "reason");
        let correction = desk.store.parting(&story, &documents, &now(), reason)?;
        let correction = correction.ok_or_else(|| {
            Failure::Refused(
                "Choose some of the reports, and not all of them: those that tell another story."
                    .to_owned(),
            )
        })?;
        keep(desk, &correction)
    })
    .await
}

/// Keeps a correction, gathers anew, and leads to the story of the reports that it begins with.
fn keep(desk: &Desk, correction: &Correction) -> Answer {
    let mut store = Store::open(desk.store.path())?;
    store.correct(correction, None)?;
    intake::gather(&mut store)?;
    Ok(Redirect::to(&format!("{}#together", home(&store, correction)?)).into_response())
}

/// The page of the story whose reports a correction begins with.
pub(crate) fn home(store: &Store, correction: &Correction) -> Result<String, Failure> {
    for anchor in &correction.these {
        if let Some(story) = store.story_of(anchor.document)? {
            return Ok(format!("/stories/{story}"));
        }
    }
    Ok("/corrections".to_owned())
}

/// All corrections, the latest first.
pub(crate) async fn corrections(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let made = desk.store.corrections()?;
        let page = routes::page_of(&asked);
        let from = (page - 1).saturating_mul(PER_PAGE);
        let shown = made.iter().rev().skip(from).take(PER_PAGE + 1);
        let entries = shown.map(together::corrected).collect();
        html(&CorrectionsPage {
            frame: desk.frame("Corrections", "Corrections"),
            list: lists::paged(entries, page, Some(made.len()), |page| {
                routes::href("/corrections", &[], page)
            }),
            token: desk.token.clone(),
        })
    })
    .await
}
