//! The pages in a real browser: at both widths, in light and dark, with and without the script.
//!
//! Skipped, and said so, where no Chromium is installed. With `ONRECORD_PICTURES` set to a folder,
//! every page is photographed into it.

#![cfg(feature = "serve")]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::Browser;
use onrecord::store::Store;
use serde_json::json;
use support::{attributes, fill, get, serve};

/// What is true of every page; says what is not.
const LOOK: &str = r"(() => {
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter((it) =>
      it.getBoundingClientRect().right > root.clientWidth + 1 && !it.closest('.scroll, .plot, pre, .mast nav, .skip, .hide'));
    wrong.push('wider than the screen: ' + root.scrollWidth + ' ' + wide.slice(0, 3).map((it) => it.outerHTML.slice(0, 160)));
  }
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) wrong.push('not one main');
  const ids = [...document.querySelectorAll('[id]')].map((it) => it.id);
  for (const id of new Set(ids.filter((it, at) => ids.indexOf(it) !== at))) wrong.push('id twice: ' + id);
  for (const it of document.querySelectorAll('[role=img]')) if (!it.getAttribute('aria-label')) wrong.push('a picture without words');
  for (const it of document.querySelectorAll('input:not([type=hidden]), select, textarea')) if (!it.labels.length) wrong.push('a field without a label');
  for (const it of document.querySelectorAll('a[href]')) if (!it.textContent.trim() && !it.getAttribute('aria-label')) wrong.push('a link without words: ' + it.href);
  for (const it of document.querySelectorAll('table')) if (!it.caption) wrong.push('a table without a caption');
  for (const it of document.querySelectorAll('th')) if (!it.scope) wrong.push('a header without a scope');
  const font = getComputedStyle(document.querySelector('h1')).fontFamily;
  if (!font.includes('Onrecord Serif')) wrong.push('the style sheet is not there');
  return wrong;
})()";

/// One address of each kind of page, by a short name.
fn pages(address: std::net::SocketAddr, store: &Store) -> Vec<(&'static str, String)> {
    let mut stories = store.stories().expect("stories");
    stories.sort_by_key(|it| std::cmp::Reverse((it.documents.len(), it.id)));
    let story = stories.first().expect("a story");
    let mut utterances = store.utterances(story.id).expect("utterances");
    utterances.sort_by_key(|it| std::cmp::Reverse((it.versions.len(), it.id)));
    let mut pages = vec![
        ("front", "/".to_owned()),
        ("story", format!("/stories/{}", story.id)),
        (
            "story-all",
            format!("/stories/{}?columns=all&rows=all", story.id),
        ),
        ("statements", "/statements".to_owned()),
        ("people", "/people".to_owned()),
        ("documents", "/documents".to_owned()),
        (
            "document",
            format!("/documents/{}?removed=1", story.representative),
        ),
        ("check", "/check?q=in+writing".to_owned()),
        (
            "check-said",
            "/check?q=we+warned+orrenland+twice+in+writing".to_owned(),
        ),
        (
            "check-none",
            "/check?q=nobody+ever+said+these+words".to_owned(),
        ),
        ("events", format!("/stories/{}/events", story.id)),
        ("corrections", "/corrections".to_owned()),
        ("outlets", "/outlets".to_owned()),
        ("add", "/add".to_owned()),
    ];
    let outlets = store.outlets(0, 3).expect("outlets");
    let names = outlets.iter().map(|it| it.name.replace(' ', "%20"));
    let names: Vec<String> = names.collect();
    pages.extend(names.first().map(|it| ("outlet", format!("/outlets/{it}"))));
    pages.push((
        "compare",
        format!("/outlets/compare?o={}", names.join("&o=")),
    ));
    let copies = store.copies_among(&story.documents).expect("copies");
    if let Some(pair) = copies.first() {
        let path = format!("/documents/{}/with/{}", pair.a, pair.b);
        pages.push(("beside", path));
    }
    if let Some(utterance) = utterances.first() {
        let page = format!("/utterances/{}", utterance.id);
        pages.push(("utterance-inline", format!("{page}?view=inline")));
        pages.push(("utterance-heat", format!("{page}?view=heat&base=B")));
        pages.push(("utterance", page));
    }
    let people = get(address, "/").text();
    let mut links = attributes(&people, "href").into_iter();
    pages.extend(
        links
            .find(|it| it.starts_with("/people/"))
            .map(|it| ("person", it)),
    );
    pages
}

#[test]
fn every_page_is_whole_in_a_browser() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    let store = Store::open(&db).expect("the store");
    let pictures = std::env::var_os("ONRECORD_PICTURES").map(std::path::PathBuf::from);
    let mut wrong: Vec<String> = Vec::new();
    for (name, path) in pages(address, &store) {
        for (width, dark, script) in [
            (1280, false, true),
            (1280, true, false),
            (390, false, false),
            (390, true, true),
            // Letters twice as large on a screen of 1280.
            (640, false, true),
        ] {
            browser.dress(width, dark, script);
            browser.open(&format!("http://{address}{path}"));
            let found = browser.evaluate(LOOK);
            let theme = if dark { "dark" } else { "light" };
            if found != json!([]) {
                wrong.push(format!("{name} {width} {theme}: {found}"));
            }
            for complaint in std::mem::take(&mut browser.complaints) {
                wrong.push(format!("{name} {width} {theme}: {complaint}"));
            }
            if let Some(folder) = &pictures {
                browser.photograph(&folder.join(format!("{name}-{width}-{theme}.png")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Keys move and open things; without them everything is a link.
#[test]
fn keys_work_and_can_be_switched_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    browser.dress(1280, false, true);
    browser.open(&format!("http://{address}/people"));
    let press = |key: &str| {
        format!(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))"
        )
    };
    browser.evaluate(&press("/"));
    assert_eq!(browser.evaluate("document.activeElement.id"), json!("q"));
    browser.evaluate("document.activeElement.blur()");
    browser.evaluate(&press("j"));
    let first = "document.activeElement === document.querySelector('[data-row] a')";
    assert_eq!(browser.evaluate(first), json!(true));
    let store = Store::open(&db).expect("the store");
    let differs = pages(address, &store)
        .into_iter()
        .find(|it| it.0 == "utterance-inline");
    browser.open(&format!("http://{address}{}", differs.expect("wordings").1));
    for key in ["n", "n", "p"] {
        browser.evaluate(&press(key));
        let difference = browser.evaluate("document.activeElement.matches('ins, del')");
        assert_eq!(difference, json!(true), "{key}");
    }
    browser
        .evaluate("document.activeElement.blur(); document.querySelector('[data-keys]').click()");
    browser.evaluate(&press("/"));
    assert_eq!(browser.evaluate("document.activeElement.id"), json!(""));
}

/// What axe-core holds for serious or worse, each with where it is.
const SERIOUS: &str = r"axe.run(document, {resultTypes: ['violations']}).then((it) => it.violations
  .filter((it) => it.impact === 'serious' || it.impact === 'critical')
  .map((it) => it.id + ': ' + it.nodes.slice(0, 3).map((it) => it.target + ' ' + it.html.slice(0, 160)).join(' | ')))";

/// Nobody is kept out: axe-core finds nothing serious on any page, in both themes.
///
/// `ONRECORD_AXE` names the script, which is no part of the project.
#[test]
fn no_page_keeps_anybody_out() {
    let Some(axe) = std::env::var_os("ONRECORD_AXE") else {
        eprintln!("skipped: ONRECORD_AXE does not name the script of axe-core");
        return;
    };
    let axe = std::fs::read_to_string(axe).expect("axe-core");
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    let store = Store::open(&db).expect("the store");
    let mut wrong: Vec<String> = Vec::new();
    for (name, path) in pages(address, &store) {
        for dark in [false, true] {
            browser.dress(1280, dark, true);
            browser.open(&format!("http://{address}{path}"));
            browser.evaluate(&format!("{axe}\n;1"));
            let found = browser.evaluate(SERIOUS);
            if found != json!([]) {
                let theme = if dark { "dark" } else { "light" };
                wrong.push(format!("{name} {theme}: {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
