//! A page as one file that opens from a mail: its style inside, nothing that asks for more.
//!
//! Links to other pages of the record are taken off their words, since they lead nowhere without the
//! store; places on the same page and the outlets' own addresses stay.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use dom_query::{Document, Selection};

use super::assets;

/// What a file can do without: scripts and fonts, the frame of the site, forms.
const ONLINE: &str = "script, link, .skip, .mast, .foot, nav, form, details.correct, [data-online], \
                      .acts, .bases, .bar .tabs";

/// Answers with a page as one file of this name.
pub(crate) fn answer(page: &str, name: &str) -> Response {
    let kind = "text/html; charset=utf-8".to_owned();
    let place = format!("attachment; filename=\"{name}.html\"");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, place),
    ];
    (headers, standalone(page)).into_response()
}

/// A page as one file.
fn standalone(page: &str) -> String {
    let document = Document::from(page);
    document.select(ONLINE).remove();
    for link in document.select("a[href]").iter() {
        if !stays(&link) {
            link.remove_attr("href");
        }
    }
    let style = format!("<style>{}</style>", style());
    document.select("head").append_html(style.as_str());
    let foot = "<footer class=\"foot\"><div class=\"wrap\"><span>Saved from onrecord. Places are code \
                points of the texts that the record holds.</span></div></footer>";
    document.select("body").append_html(foot);
    format!("<!doctype html>\n{}", document.select("html").html())
}

/// Whether a link leads somewhere without the store.
fn stays(link: &Selection<'_>) -> bool {
    let href = link.attr("href");
    let href = href.as_deref().unwrap_or_default();
    ["#", "https://", "http://"]
        .iter()
        .any(|it| href.starts_with(it))
}

/// The style sheet without the fonts, which lie in files of their own.
fn style() -> String {
    let lines = assets::style().lines();
    let kept: Vec<&str> = lines.filter(|it| !it.starts_with("@font-face")).collect();
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_asks_for_nothing_and_keeps_its_words() {
        let page = "<!doctype html><html><head><link rel=\"stylesheet\" href=\"/assets/1/style.css\">\
                    <script src=\"/assets/1/onrecord.js\"></script></head><body><header class=\"mast\">\
                    <a href=\"/\">onrecord</a></header><main><a href=\"/people/1\">Ilvan Marsk</a> \
                    <a href=\"#cover\">Coverage</a> <a href=\"https://kestrel.example/1\">page</a>\
                    <form><input></form></main></body></html>";
        let file = standalone(page);
        for gone in [
            "/assets/",
            "<script",
            "/people/1",
            "<form",
            "mast\"",
            "@font-face",
            "url(",
        ] {
            assert!(!file.contains(gone), "{gone}");
        }
        for kept in [
            "Ilvan Marsk",
            "href=\"#cover\"",
            "href=\"https://kestrel.example/1\"",
            "--paper",
            "Saved from onrecord",
        ] {
            assert!(file.contains(kept), "{kept}");
        }
    }
}
