//! Corrections from the page of a person: plain forms, taken from this machine alone.
//!
//! A form carries a token that only our own pages show, so no other site can send one; where the
//! pages are served to other machines there are no forms, and none are taken.

use std::hash::{BuildHasher, Hasher, RandomState};

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::app::{Answer, App, Desk, Failure};
use super::regroup;
use crate::intake;
use crate::model::{Correction, CorrectionId, CorrectionKind, DocumentId, Person, PersonId};
use crate::store::Store;

/// The fields of a form, in order.
pub(super) type Fields = Form<Vec<(String, String)>>;

/// A token that nobody can guess: two numbers that the system seeds at random.
pub(crate) fn token() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.0.iter().find(|(it, _)| it == name);
    found.map_or("", |(_, value)| value.trim())
}

/// Refuses a form that is not ours.
pub(super) fn allowed(desk: &Desk, fields: &Fields) -> Result<(), Failure> {
    desk.allows(field(fields, "token"))
}

fn person(desk: &Desk, id: &str) -> Result<Person, Failure> {
    let none = || Failure::Missing("This store has no person with this id.".to_owned());
    let id: PersonId = id.parse().map_err(|_| none())?;
    desk.store.person(id)?.ok_or_else(none)
}

/// Says that two people are one.
pub(crate) async fn merge(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    app.answer(move |desk| {
        allowed(desk, &fields)?;
        let one = person(desk, &id)?;
        let wanted = field(&fields, "other");
        let other = other(desk, &one, wanted)?;
        let store = &desk.store;
        let reason = field(&fields, "reason");
        let correction = store.merging(&one, &other, &now(), reason)?;
        keep(desk, &correction)
    })
    .await
}

/// The other person, by the whole name, an address, or the beginning of an id.
fn other(desk: &Desk, one: &Person, wanted: &str) -> Result<Person, Failure> {
    let bare = wanted.rsplit('/').next().unwrap_or(wanted);
    let bare = bare.strip_prefix("p-").unwrap_or(bare);
    if let crate::store::Lookup::One(id) = desk.store.find_person(bare)?
        && bare.len() >= crate::store::SHORT
        && let Some(found) = desk.store.person(id)?.filter(|it| it.id != one.id)
    {
        return Ok(found);
    }
    let lower = wanted.to_lowercase();
    let mut found = desk.store.persons()?;
    found.retain(|it| {
        let mut names = std::iter::once(&it.name).chain(&it.aliases);
        it.id != one.id && names.any(|name| name.to_lowercase() == lower)
    });
    if found.len() == 1 {
        return Ok(found.remove(0));
    }
    match found.is_empty() {
        true => Err(Failure::Missing(format!(
            "Nobody else in this store is called “{wanted}”. Give the whole name, or the id that the \
             person's page shows."
        ))),
        false => Err(Failure::Several(
            "Several are called so. Give the id that the person's page shows.".to_owned(),
            found
                .iter()
                .map(|it| {
                    (
                        format!("{}, p-{}", it.name, it.id),
                        format!("/people/{}", it.id),
                    )
                })
                .collect(),
        )),
    }
}

/// Says that whom some reports name is somebody else.
pub(crate) async fn split(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    app.answer(move |desk| {
        allowed(desk, &fields)?;
        let person = person(desk, &id)?;
        let chosen = fields.0.iter().filter(|(name, _)| name == "document");
        let documents: Vec<DocumentId> = chosen.filter_map(|(_, id)| id.parse().ok()).collect();
        let reason = field(&fields, "reason");
        let correction = desk.store.splitting(&person, &documents, &now(), reason)?;
        let correction = correction.ok_or_else(|| {
            Failure::Refused(
                "Choose some of the reports, and not all of them: those that mean somebody else."
                    .to_owned(),
            )
        })?;
        keep(desk, &correction)
    })
    .await
}

/// Undoes a correction.
pub(crate) async fn undo(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    app.answer(move |desk| {
        allowed(desk, &fields)?;
        let none = || Failure::Missing("There is no correction with this id.".to_owned());
        let id: CorrectionId = id.parse().map_err(|_| none())?;
        let mut made = desk.store.corrections()?.into_iter();
        let found = made.find(|it| it.correction.id() == id).ok_or_else(none)?;
        let mut store = Store::open(desk.store.path())?;
        store.undo(id, &now())?;
        intake::gather(&mut store)?;
        let correction = found.correction;
        let href = match correction.kind {
            CorrectionKind::JoinStories | CorrectionKind::PartStories => {
                regroup::home(&store, &correction)?
            }
            CorrectionKind::Merge | CorrectionKind::Split => {
                let document = correction.these.first().map(|it| it.document);
                format!("/documents/{}", document.ok_or_else(none)?)
            }
        };
        Ok(Redirect::to(&href).into_response())
    })
    .await
}

/// Keeps a correction, gathers anew, and leads to the person that came of it.
fn keep(desk: &Desk, correction: &Correction) -> Answer {
    let mut store = Store::open(desk.store.path())?;
    store.correct(correction, None)?;
    intake::gather(&mut store)?;
    let id = correction.id();
    let persons = store.persons()?;
    let found = persons.iter().find(|it| it.corrections.contains(&id));
    let href = found.map_or_else(
        || "/people".to_owned(),
        |it| format!("/people/{}#who", it.id),
    );
    Ok(Redirect::to(&href).into_response())
}

/// Now, as corrections are dated.
pub(super) fn now() -> String {
    jiff::Timestamp::now().to_string()
}
