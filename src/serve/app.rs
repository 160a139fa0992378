//! What every answer needs: an open store, the word lists, the frame around the page.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::add::Readings;
use super::assets;
use super::page::{ErrorPage, Frame};
use super::view::format;
use crate::resources::{self, Resources};
use crate::store::{Store, StoreError};

/// How long the figures in the foot of the pages may be old.
const FRESH: Duration = Duration::from_secs(3);

/// The server's state: where the store is, and connections that are free.
#[derive(Clone)]
pub(crate) struct App {
    inner: Arc<Inner>,
    /// Whether the pages have forms that correct the record.
    has_forms: bool,
}

struct Inner {
    path: PathBuf,
    /// What our own forms carry.
    token: String,
    free: Mutex<Vec<Store>>,
    held: Mutex<Option<(Instant, Held)>>,
    readings: Readings,
}

/// What the store holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    pub(crate) documents: usize,
    pub(crate) stories: usize,
    pub(crate) stale: bool,
}

/// Why there is no page.
pub(crate) enum Failure {
    /// There is nothing of this name.
    Missing(String),
    /// Several things are meant; each with its address.
    Several(String, Vec<(String, String)>),
    /// It stands elsewhere.
    Elsewhere(String),
    /// It is not allowed, or not asked for in a way that can be meant.
    Refused(String),
    /// The store could not be read.
    Store(StoreError),
    /// The page could not be written.
    Page(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

/// A page, or why there is none.
pub(crate) type Answer = Result<Response, Failure>;

/// One request's view of the store.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) resources: &'static Resources,
    pub(crate) held: Held,
    /// What a form must carry; none where none are taken.
    pub(crate) token: Option<String>,
}

impl Desk {
    /// Refuses a form that carries another token than ours.
    pub(crate) fn allows(&self, given: &str) -> Result<(), Failure> {
        allows(self.token.as_deref(), given)
    }

    /// The frame of a page.
    pub(crate) fn frame(&self, title: impl Into<String>, here: &'static str) -> Frame {
        frame(self.held, title, here)
    }
}

/// Whether a form with this token is one of ours.
fn allows(token: Option<&str>, given: &str) -> Result<(), Failure> {
    match token {
        None => Err(Failure::Refused(
            "The record is changed only where the pages are served to this machine alone."
                .to_owned(),
        )),
        Some(token) if given == token => Ok(()),
        Some(_) => Err(Failure::Refused(
            "This form is not from a page that is open now. Open the page again.".to_owned(),
        )),
    }
}

fn frame(held: Held, title: impl Into<String>, here: &'static str) -> Frame {
    Frame {
        title: title.into(),
        here,
        assets: assets::folder(),
        has_box: true,
        cite: Vec::new(),
        held: format!(
            "{}, {}",
            format::count(held.documents, "document"),
            format::count(held.stories, "story")
        ),
        stale: held.stale,
    }
}

impl App {
    /// A server for one store, which is opened once to see that it can be.
    pub(crate) fn new(path: PathBuf) -> Result<App, StoreError> {
        let store = Store::open(&path)?;
        Ok(App {
            has_forms: false,
            inner: Arc::new(Inner {
                path,
                token: super::correct::token(),
                free: Mutex::new(vec![store]),
                held: Mutex::new(None),
                readings: Readings::default(),
            }),
        })
    }

    /// The same with forms that correct the record, or without.
    pub(crate) fn with_forms(self, has_forms: bool) -> App {
        App { has_forms, ..self }
    }

    /// Where the store is.
    pub(crate) fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Counts anew what the store holds, for something was added.
    pub(crate) fn forget(&self) {
        *lock(&self.inner.held) = None;
    }

    /// Refuses a form that carries another token than ours.
    pub(crate) fn allows(&self, given: &str) -> Result<(), Failure> {
        let token = self.has_forms.then_some(self.inner.token.as_str());
        allows(token, given)
    }

    /// What was read from the pages since the server started.
    pub(crate) fn readings(&self) -> &Readings {
        &self.inner.readings
    }

    /// Makes a page away from the threads that wait for requests.
    pub(crate) async fn answer(
        self,
        make: impl FnOnce(&Desk) -> Answer + Send + 'static,
    ) -> Response {
        let made = tokio::task::spawn_blocking(move || self.make(make)).await;
        made.unwrap_or_else(|_| {
            error(
                Held::default(),
                StatusCode::INTERNAL_SERVER_ERROR,
                "This page could not be made",
                "Something in the program went wrong; the record itself is untouched.",
                Vec::new(),
            )
        })
    }

    fn make(&self, make: impl FnOnce(&Desk) -> Answer) -> Response {
        let desk = match self.desk() {
            Ok(desk) => desk,
            Err(error) => return explain(Held::default(), Failure::Store(error)),
        };
        let held = desk.held;
        let answer = make(&desk);
        let mut free = lock(&self.inner.free);
        free.push(desk.store);
        drop(free);
        answer.unwrap_or_else(|failure| explain(held, failure))
    }

    fn desk(&self) -> Result<Desk, StoreError> {
        let free = lock(&self.inner.free).pop();
        let store = match free {
            Some(store) => store,
            None => Store::open(&self.inner.path)?,
        };
        let held = self.held(&store)?;
        Ok(Desk {
            store,
            resources: resources::get(),
            held,
            token: self.has_forms.then(|| self.inner.token.clone()),
        })
    }

    fn held(&self, store: &Store) -> Result<Held, StoreError> {
        let known = *lock(&self.inner.held);
        if let Some((at, held)) = known
            && at.elapsed() < FRESH
        {
            return Ok(held);
        }
        let held = Held {
            documents: store.count_documents()?,
            stories: store.count_stories()?,
            stale: store.is_stale()?,
        };
        *lock(&self.inner.held) = Some((Instant::now(), held));
        Ok(held)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Prints a page.
pub(crate) fn html(page: &impl Template) -> Answer {
    match page.render() {
        Ok(text) => Ok((no_cache(), Html(text)).into_response()),
        Err(error) => Err(Failure::Page(error.to_string())),
    }
}

/// Gives a record as JSON.
pub(crate) fn json(record: &impl serde::Serialize) -> Answer {
    match serde_json::to_string_pretty(record) {
        Ok(text) => {
            let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            Ok((no_cache(), kind, text + "\n").into_response())
        }
        Err(error) => Err(Failure::Page(error.to_string())),
    }
}

/// What was read may grow at any time.
pub(crate) fn no_cache() -> [(header::HeaderName, &'static str); 1] {
    [(header::CACHE_CONTROL, "no-cache")]
}

fn explain(held: Held, failure: Failure) -> Response {
    match failure {
        Failure::Elsewhere(href) => Redirect::temporary(&href).into_response(),
        Failure::Missing(text) => {
            let status = StatusCode::NOT_FOUND;
            error(held, status, "Not on record here", &text, Vec::new())
        }
        Failure::Several(text, choices) => {
            error(held, StatusCode::NOT_FOUND, "Which one?", &text, choices)
        }
        Failure::Refused(text) => {
            let status = StatusCode::FORBIDDEN;
            error(held, status, "This is not done", &text, Vec::new())
        }
        Failure::Store(cause) => {
            let mut text = cause.to_string();
            let hint = cause.hint();
            let mut cause: &dyn std::error::Error = &cause;
            while let Some(source) = cause.source() {
                text.push_str(&format!(": {source}"));
                cause = source;
            }
            if let Some(hint) = hint {
                text.push_str(&format!(". {hint}"));
            }
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            error(
                held,
                status,
                "The store could not be read",
                &text,
                Vec::new(),
            )
        }
        Failure::Page(text) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            error(
                held,
                status,
                "This page could not be made",
                &text,
                Vec::new(),
            )
        }
    }
}

/// A page that says what went wrong.
pub(crate) fn error(
    held: Held,
    status: StatusCode,
    heading: &str,
    text: &str,
    choices: Vec<(String, String)>,
) -> Response {
    let page = ErrorPage {
        frame: frame(held, heading, ""),
        status: status.as_u16(),
        heading: heading.to_owned(),
        text: text.to_owned(),
        choices,
    };
    let text = page.render().unwrap_or_else(|_| heading.to_owned());
    (status, no_cache(), Html(text)).into_response()
}
