//! Hostile coverage in a real browser: nothing in it runs, nothing turns the page around it, nothing
//! makes it too heavy to open; and text from right to left stands as it is read.
//!
//! Skipped, and said so, where no Chromium is installed.

#![cfg(feature = "serve")]
#![allow(clippy::print_stderr)] // Tests say when they were skipped.

#[path = "support/browser.rs"]
mod browser;
mod support;

use std::path::Path;

use browser::Browser;
use onrecord::model::{Engine, Item, ItemKind};
use onrecord::pipeline::{self, Options};
use onrecord::resources;
use onrecord::store::Store;
use serde_json::json;
use support::{crawl, serve};

/// No page may weigh more than so many bytes.
const HEAVIEST: usize = 150_000;

const RUNS: &str = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>";

/// What every page is asked: what ran, what leads astray, what turns the text around it.
const WRONG: &str = r"(() => {
  const wrong = [];
  if (window.hit !== undefined) wrong.push('something ran: ' + window.hit);
  for (const it of document.querySelectorAll('a[href], form[action], [src]')) {
    const to = it.href || it.action || it.src;
    if (!/^https?:/.test(to)) wrong.push('leads to ' + to);
  }
  for (const it of document.querySelectorAll('main img, main iframe, main script, main object, main style')) wrong.push(it.outerHTML.slice(0, 120));
  for (const it of document.querySelectorAll('*')) for (const name of it.getAttributeNames()) if (name.startsWith('on')) wrong.push(name + ' on ' + it.tagName);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (/[\u202a-\u202e\u2066-\u2069]/.test(text.data) && !text.parentElement.closest('bdi, [dir], textarea, option')) wrong.push('turns the page around: ' + text.parentElement.outerHTML.slice(0, 160));
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter((it) =>
      it.getBoundingClientRect().right > root.clientWidth + 1 && !it.closest('.scroll, .plot, pre, .mast nav, .days, .skip, .hide'));
    wrong.push('wider than the screen: ' + wide.slice(-2).map((it) => it.outerHTML.slice(0, 200)));
  }
  return wrong;
})()";

fn record(id: &str, title: &str, outlet: &str, url: &str, text: &str) -> String {
    json!({
        "id": id, "title": title, "outlet": outlet, "url": url, "published": "2031-03-12",
        "author": [title.chars().take(60).collect::<String>()], "text": text,
    })
    .to_string()
}

fn fill(path: &Path) {
    let said = "The gates of the Lenna dam were opened on Tuesday.\n\n“We wrote to Orrenland twice,” \
                Ilvan Marsk told reporters in Brasna on Wednesday. He said the river would fall.";
    let page = format!(
        "<html><head><title>{RUNS}</title><meta property='og:site_name' content='{RUNS}'></head>\
         <body onload='window.hit = 3'><article><h1>Gates \u{202e}open{RUNS}</h1>\
         <p><b><i>BRASNA - The gates of the Lenna dam were opened on Tuesday, the ministry said.</b>\
         <p>“We wrote to <svg onload='window.hit = 4'></svg>Orrenland twice,” Ilvan Marsk told \
         reporters on Wednesday.<p>&lt;script&gt;window.hit = 5&lt;/script&gt; he added, she \
         said.</article><style>*{{display:none}}</style></body></html>"
    );
    let records = [
        record(
            "a",
            RUNS,
            "\u{202e}Evil Times",
            "javascript:window.hit=6",
            said,
        ),
        record(
            "b",
            "\u{202e}\u{2066}Gates open",
            RUNS,
            "https://x.example/\"><b>",
            said,
        ),
        record(
            "c",
            &"Gates open ".repeat(90_000),
            "Long Herald",
            "data:text/html,x",
            said,
        ),
        record(
            "d",
            "فتح بوابات السد",
            "صحيفة النهر",
            "https://nahr.example/1",
            "قال مارسك للصحفيين في براسنا يوم الأربعاء: «كتبنا إلى أورنلاند مرتين».",
        ),
        record(
            "e",
            "\u{0}Gates\u{7} open",
            &"W".repeat(5_000),
            "not an address",
            said,
        ),
    ];
    let mut items = vec![(ItemKind::Html, page, "page.html")];
    items.extend(records.map(|it| (ItemKind::JsonLine, it, "records.jsonl")));
    let mut store = Store::open(path).expect("a store");
    for (kind, text, name) in items {
        let item = Item {
            reference: format!("{name}\u{202e}{RUNS}"),
            kind: Some(kind),
            bytes: text.into_bytes(),
        };
        let outcome = pipeline::read(resources::get(), &item, Options::default());
        assert!(!outcome.documents.is_empty(), "{:?}", outcome.errors);
        store
            .add(&item, false, Engine::Full, &outcome.documents)
            .expect("added");
    }
    let mut documents = store.read_documents().expect("documents");
    let gathered = pipeline::gather(resources::get(), &mut documents);
    store.put_gathered(&gathered, &documents).expect("gathered");
}

#[test]
fn hostile_coverage_is_shown_inert() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let mut wrong: Vec<String> = Vec::new();
    let mut pages: Vec<String> = Vec::new();
    for (path, answer) in crawl(address, 120) {
        let is_page = answer.header("content-type").starts_with("text/html");
        if is_page && answer.body.len() > HEAVIEST {
            wrong.push(format!("{path}: {} bytes", answer.body.len()));
        }
        if is_page && answer.header("content-disposition").is_empty() {
            pages.push(path);
        }
    }
    let asked = "/check?q=%3Cscript%3Ewindow.hit%3D7%3C%2Fscript%3E+said+by+%E2%80%AE+nobody";
    pages.push(asked.to_owned());
    let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    for path in &pages {
        browser.dress(390, false, true);
        browser.open(&format!("http://{address}{path}"));
        let found = browser.evaluate(WRONG);
        if found != json!([]) {
            wrong.push(format!("{path}: {found}"));
        }
        for complaint in std::mem::take(&mut browser.complaints) {
            wrong.push(format!("{path}: {complaint}"));
        }
    }
    assert!(pages.len() > 12, "{pages:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_from_right_to_left_are_set_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    let store = Store::open(&db).expect("the store");
    let ids = store.document_ids().expect("documents");
    let arabic = ids.into_iter().find(|id| {
        let document = store.document(*id).expect("a document");
        document.is_some_and(|it| it.document.text.starts_with("قال"))
    });
    let arabic = arabic.expect("the Arabic report");
    browser.dress(1280, false, false);
    browser.open(&format!("http://{address}/documents/{arabic}"));
    for selector in ["h1", ".doc .text"] {
        let direction = format!("getComputedStyle(document.querySelector('{selector}')).direction");
        assert_eq!(browser.evaluate(&direction), json!("rtl"), "{selector}");
    }
    // Our own words around it stay as they are.
    let own = "getComputedStyle(document.querySelector('main')).direction";
    assert_eq!(browser.evaluate(own), json!("ltr"));
}
