//! Adding coverage from a page: a pasted text or files, read in the background while a page tells how
//! far it has come.
//!
//! Taken from this machine alone, with the token of our own forms. What is uploaded is written to a
//! folder that is deleted when it has been read; the store keeps the original, as it does for
//! `onrecord add`.

use std::io::Write;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::app::{Answer, App, Desk, Failure, html};
use super::page::{AddPage, ReadingPage};
use super::view::add::{self as account, Entry, Progress, Stage};
use crate::fetch::{self, Fetched};
use crate::intake::{self, Seen};
use crate::model::Hash;
use crate::pipeline::Options;
use crate::store::Store;

/// The most bytes that one form may carry: 2 GB, so that a mistake does not fill the disk.
pub(crate) const MOST_BYTES: usize = 2 << 30;

/// So many readings are remembered.
const REMEMBERED: usize = 20;

/// One reading that was begun from a page.
type Reading = Arc<Mutex<Progress>>;

/// The readings since the server started, the latest last, each by its number.
#[derive(Default)]
pub(crate) struct Readings(Mutex<(usize, Vec<(usize, Reading)>)>);

impl Readings {
    fn begin(&self) -> (usize, Reading) {
        let mut all = lock(&self.0);
        all.0 += 1;
        let begun = (all.0, Reading::default());
        all.1.push(begun.clone());
        if all.1.len() > REMEMBERED {
            all.1.remove(0);
        }
        begun
    }

    fn get(&self, number: usize) -> Option<Progress> {
        let all = lock(&self.0);
        let found = all.1.iter().find(|it| it.0 == number);
        found.map(|it| lock(&it.1).clone())
    }

    fn last(&self) -> Option<Progress> {
        let all = lock(&self.0);
        all.1.last().map(|it| lock(&it.1).clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The page of an empty store, which is the one that says how to begin.
pub(crate) fn empty(desk: &Desk) -> Answer {
    form(desk, None)
}

/// The page with the form.
pub(crate) async fn page(State(app): State<App>) -> Response {
    let last = app.readings().last();
    app.answer(move |desk| form(desk, last.as_ref())).await
}

fn form(desk: &Desk, last: Option<&Progress>) -> Answer {
    let is_empty = desk.held.documents == 0;
    let title = match is_empty {
        true => "Nothing on record yet",
        false => "Add coverage",
    };
    html(&AddPage {
        frame: desk.frame(title, "Add"),
        is_empty,
        token: desk.token.clone(),
        last: last.map(account::view),
    })
}

/// How far a reading has come; a browser asks again by itself until it is over.
pub(crate) async fn reading(State(app): State<App>, Path(number): Path<String>) -> Response {
    let found = number.parse().ok().and_then(|it| app.readings().get(it));
    app.answer(move |desk| {
        let none = || Failure::Missing("This server knows no reading of this number.".to_owned());
        let view = account::view(&found.ok_or_else(none)?);
        let again = !view.is_over;
        let frame = desk.frame(view.title.clone(), "Add");
        let mut page = html(&ReadingPage { frame, view })?;
        if again {
            let every = header::HeaderValue::from_static("1");
            page.headers_mut().insert(header::REFRESH, every);
        }
        Ok(page)
    })
    .await
}

/// Takes a form and begins to read what it brings.
pub(crate) async fn take(State(app): State<App>, parts: Multipart) -> Response {
    let allowed = {
        let app = app.clone();
        move |given: &str| app.allows(given)
    };
    let brought = match bring(parts, allowed).await {
        Ok(brought) => brought,
        Err(failure) => return app.answer(move |_| Err(failure)).await,
    };
    let (number, reading) = app.readings().begin();
    std::thread::spawn(move || {
        let stopped = read(app.path(), &brought, &reading).err();
        app.forget();
        lock(&reading).stage = match stopped {
            None => Stage::Done,
            Some(error) => Stage::Stopped(format!("{error:#}")),
        };
    });
    Redirect::to(&format!("/add/{number}")).into_response()
}

/// What a form brought: a folder, deleted in the end, and the files in it.
struct Brought {
    folder: tempfile::TempDir,
    files: Vec<PathBuf>,
}

/// Writes what a form brings to files; the token stands before everything else.
async fn bring(
    mut parts: Multipart,
    allowed: impl Fn(&str) -> Result<(), Failure>,
) -> Result<Brought, Failure> {
    let mut brought = Brought {
        folder: tempfile::tempdir().map_err(unwritten)?,
        files: Vec::new(),
    };
    let mut token = None;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("token") => {
                let given = part.text().await.map_err(broken)?;
                allowed(&given)?;
                token = Some(given);
            }
            _ if token.is_none() => allowed("")?,
            Some("text") => paste(&part.text().await.map_err(broken)?, &mut brought)?,
            Some("files") => upload(part, &mut brought).await?,
            _ => {}
        }
    }
    match brought.files.is_empty() {
        true => Err(Failure::Refused(
            "Nothing was given to read: paste a text, or choose files.".to_owned(),
        )),
        false => Ok(brought),
    }
}

fn unwritten(error: std::io::Error) -> Failure {
    Failure::Page(format!("What was brought could not be written: {error}"))
}

fn broken(error: MultipartError) -> Failure {
    Failure::Refused(format!("The form did not arrive whole: {error}"))
}

fn paste(text: &str, brought: &mut Brought) -> Result<(), Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    let scheme = text.starts_with("http://") || text.starts_with("https://");
    if scheme && !text.contains(char::is_whitespace) {
        return Err(Failure::Refused(
            "onrecord reads nothing from the network. Save that page in your browser and bring the \
             file, or paste its text."
                .to_owned(),
        ));
    }
    // One name for one text: what is pasted twice is the same document.
    let hash = Hash::of_bytes(text.as_bytes()).to_string();
    let name = format!("pasted-{}", hash.get(..8).unwrap_or_default());
    let path = brought.folder.path().join(name);
    std::fs::write(&path, text).map_err(unwritten)?;
    brought.files.push(path);
    Ok(())
}

async fn upload(mut part: Field<'_>, brought: &mut Brought) -> Result<(), Failure> {
    let name = part.file_name().unwrap_or_default();
    // Of a path only its last part, so that nothing is written elsewhere.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|it| !it.is_control())
        .take(120)
        .collect();
    if name.is_empty() || name == "." || name == ".." {
        return Ok(());
    }
    // Two files of one name from two folders stay two.
    let folder = brought.folder.path().join(brought.files.len().to_string());
    std::fs::create_dir(&folder).map_err(unwritten)?;
    let path = folder.join(name);
    let mut file = std::fs::File::create(&path).map_err(unwritten)?;
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        file.write_all(&chunk).map_err(unwritten)?;
    }
    brought.files.push(path);
    Ok(())
}

/// Reads what was brought into the store and puts the stories together.
fn read(store: &FilePath, brought: &Brought, reading: &Reading) -> anyhow::Result<()> {
    let mut store = Store::open(store)?;
    let items = brought.files.iter().flat_map(|path| {
        let parent = path.parent().unwrap_or(path);
        let before = format!("{}/", parent.display());
        let named = move |it: Fetched| named(it, &before);
        fetch::items(&[path.display().to_string()]).map(named)
    });
    let see = |seen: Seen<'_>, _: &intake::Tally| {
        let mut progress = lock(reading);
        match seen {
            Seen::Input => progress.inputs += 1,
            Seen::Failed(error) => progress.failed.push(intake::in_full(error)),
            Seen::Document(analysed, added) => progress.documents.push(Entry::of(analysed, added)),
        }
    };
    let tally = intake::add(&mut store, items, Options::default(), see)?;
    if tally.new + tally.known > 0 {
        lock(reading).stage = Stage::Gathering;
        if store.is_stale()? {
            intake::gather(&mut store)?;
        }
    }
    store.flush()?;
    Ok(())
}

/// What was fetched, by the name under which it was brought.
fn named(fetched: Fetched, before: &str) -> Fetched {
    let bare = |name: String| match name.strip_prefix(before) {
        Some(rest) => rest.to_owned(),
        None => name,
    };
    fetched
        .map(|mut item| {
            item.reference = bare(item.reference);
            item
        })
        .map_err(|mut error| {
            error.input = bare(error.input);
            error
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_known_by_their_number() {
        let readings = Readings::default();
        assert!(readings.last().is_none());
        for _ in 0..REMEMBERED + 1 {
            readings.begin();
        }
        assert!(readings.get(1).is_none(), "the oldest is forgotten");
        let (number, reading) = readings.begin();
        lock(&reading).inputs = 7;
        assert_eq!(readings.get(number).map(|it| it.inputs), Some(7));
        assert_eq!(readings.last().map(|it| it.inputs), Some(7));
    }

    #[test]
    fn addresses_are_not_followed() {
        let mut brought = Brought {
            folder: tempfile::tempdir().expect("a folder"),
            files: Vec::new(),
        };
        assert!(paste("https://kestrel.example/gates", &mut brought).is_err());
        assert!(paste("  \n ", &mut brought).is_ok());
        assert!(brought.files.is_empty());
        assert!(paste("Gates stay shut, Marsk said.", &mut brought).is_ok());
        assert_eq!(brought.files.len(), 1);
    }
}
