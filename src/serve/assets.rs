//! Style sheet, script, fonts and sign, built into the program and kept by browsers for good.
//!
//! Their address holds a hash over all of them, so that another version has another address.

use std::sync::OnceLock;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::model::Hash;

macro_rules! asset {
    ($name:literal, $kind:literal) => {
        Asset {
            name: $name,
            kind: $kind,
            bytes: include_bytes!(concat!("assets/", $name)),
        }
    };
}

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

static ASSETS: [Asset; 6] = [
    asset!("style.css", "text/css; charset=utf-8"),
    asset!("onrecord.js", "text/javascript; charset=utf-8"),
    asset!("icon.svg", "image/svg+xml"),
    asset!("fonts/onrecord-sans.woff2", "font/woff2"),
    asset!("fonts/onrecord-serif.woff2", "font/woff2"),
    asset!("fonts/onrecord-serif-italic.woff2", "font/woff2"),
];

/// The style sheet.
pub(crate) fn style() -> &'static str {
    include_str!("assets/style.css")
}

/// The folder under which pages find the assets.
pub(crate) fn folder() -> &'static str {
    static FOLDER: OnceLock<String> = OnceLock::new();
    FOLDER.get_or_init(|| format!("/assets/{}", fingerprint()))
}

fn fingerprint() -> String {
    let fields = ASSETS.iter().flat_map(|it| [it.name.as_bytes(), it.bytes]);
    Hash::of_fields(fields)
        .to_string()
        .chars()
        .take(12)
        .collect()
}

/// Answers with an asset; an address of another version leads to this one's.
pub(crate) fn respond(fingerprint: &str, name: &str, known: Option<&str>) -> Response {
    let Some(asset) = ASSETS.iter().find(|it| it.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let address = format!("{}/{name}", folder());
    if address != format!("/assets/{fingerprint}/{name}") {
        return Redirect::temporary(&address).into_response();
    }
    let etag = format!("\"{fingerprint}\"");
    let headers = [
        (header::CONTENT_TYPE, asset.kind.to_owned()),
        (
            header::CACHE_CONTROL,
            "public, max-age=31536000, immutable".to_owned(),
        ),
        (header::ETAG, etag.clone()),
    ];
    match known == Some(etag.as_str()) {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (headers, asset.bytes).into_response(),
    }
}
