//! The pages of outlets: the list, one, and some side by side.

use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::app::{Answer, App, Desk, Failure, html};
use super::page::{ComparePage, OutletPage, OutletsPage};
use super::routes::{self, Asked};
use super::view::lists::{self, PER_PAGE, Said};
use super::view::outlets::{self, People};
use super::view::shelf::Shelf;
use super::{load, view::format};
use crate::model::{Outlet, PersonId, UtteranceId};

/// How many outlets stand side by side.
const BESIDE: usize = 6;
/// How many statements a list of one outlet has.
const STATEMENTS: usize = 10;

/// The list, the one with most reports first.
pub(super) async fn list(State(app): State<App>, asked: Asked) -> Response {
    app.answer(move |desk| {
        let page = routes::page_of(&asked);
        let from = (page - 1).saturating_mul(PER_PAGE);
        let shown = desk.store.outlets(from, PER_PAGE + 1)?;
        let total = desk.store.count_outlets()?;
        let entries = shown.iter().map(outlets::entry).collect();
        let list = lists::paged(entries, page, Some(total), |page| {
            routes::href("/outlets", &[], page)
        });
        html(&OutletsPage {
            frame: desk.frame("Outlets", "Outlets"),
            list,
        })
    })
    .await
}

/// One outlet.
pub(super) async fn one(State(app): State<App>, Path(name): Path<String>) -> Response {
    app.answer(move |desk| {
        let found = desk.store.outlet(&name)?.ok_or_else(|| unknown(&name))?;
        let people = people(desk, outlets::named(&found))?;
        let altered = bases(desk, &found.altered)?;
        let lacks = bases(desk, &found.lacks)?;
        let view = outlets::view(&found, &people, altered, lacks);
        html(&OutletPage {
            frame: desk.frame(view.name.clone(), "Outlets"),
            view,
        })
    })
    .await
}

fn unknown(name: &str) -> Failure {
    Failure::Missing(format!("No outlet in this store is called “{name}”."))
}

fn people(desk: &Desk, ids: Vec<PersonId>) -> Result<People, Failure> {
    let mut people = People::default();
    for id in ids {
        if let Some(person) = desk.store.person(id)? {
            people.insert(id, person);
        }
    }
    Ok(people)
}

/// The fullest wordings of some utterances.
fn bases(desk: &Desk, ids: &[UtteranceId]) -> Result<Vec<Said>, Failure> {
    let mut shelf = Shelf::default();
    let mut lines = Vec::new();
    for id in ids.iter().take(STATEMENTS) {
        let utterance = desk.store.utterance(*id)?;
        let base = utterance.and_then(|it| it.versions.into_iter().next());
        if let Some(base) = base {
            load::put_one(&desk.store, &mut shelf, base.document, base.statement)?;
            lines.extend(lists::version(&shelf, &base, *id));
        }
    }
    Ok(lines)
}

/// Some side by side: `?o=` once for each.
pub(super) async fn compare(
    State(app): State<App>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    app.answer(move |desk| beside(desk, &asked)).await
}

fn beside(desk: &Desk, asked: &[(String, String)]) -> Answer {
    let mut chosen: Vec<Outlet> = Vec::new();
    let names = asked.iter().filter(|(key, _)| key == "o").map(|it| &it.1);
    for name in names.take(BESIDE) {
        let found = desk.store.outlet(name)?.ok_or_else(|| unknown(name))?;
        if !chosen.iter().any(|it| it.name == found.name) {
            chosen.push(found);
        }
    }
    if chosen.len() < 2 {
        return Err(Failure::Missing(
            "Choose two outlets or more in the list of outlets.".to_owned(),
        ));
    }
    let people = people(desk, outlets::heard(&chosen))?;
    let names: Vec<String> = chosen.iter().map(|it| it.name.clone()).collect();
    html(&ComparePage {
        frame: desk.frame(format!("{} side by side", format::list(&names)), "Outlets"),
        view: outlets::beside(&chosen, &people),
    })
}
