//! What people come for, from the front page to the answer: by keyboard alone, with and without the
//! script.
//!
//! Skipped, and said so, where no Chromium is installed.

#![cfg(feature = "serve")]
#![allow(clippy::print_stderr)] // Tests say when they were skipped.

#[path = "support/browser.rs"]
mod browser;
mod support;

use std::net::SocketAddr;
use std::path::Path;

use browser::Browser;
use onrecord::store::Store;
use serde_json::json;
use support::{fill, serve};

/// Goes a way with the script and without it, each time with a store of its own.
fn go(filled: bool, way: impl Fn(&mut Browser, SocketAddr, &Path)) {
    for script in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("onrecord.db");
        if filled {
            fill(&db);
        }
        let address = serve(&db);
        let Some(mut browser) = Browser::start(&format!("http://{address}/")) else {
            eprintln!("skipped: no Chromium is installed");
            return;
        };
        browser.dress(1280, false, script);
        browser.open(&format!("http://{address}/"));
        way(&mut browser, address, &db);
        assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
    }
}

/// Whether the page at an address that begins so is there.
fn at(path: &str) -> String {
    format!("location.pathname.startsWith('{path}') && document.readyState === 'complete'")
}

fn main_text(browser: &mut Browser) -> String {
    let text = browser.evaluate("document.querySelector('main').innerText");
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn did_he_say_it() {
    go(true, |browser, _, _| {
        browser.reach("#words");
        browser
            .write("“We warned Orrenland about the release three times, in writing” Teodor Marsk");
        browser.reach("form[action='/check'] button");
        browser.press("Enter");
        browser.until(&at("/check"));
        let text = main_text(browser);
        assert!(text.contains("not in these words"), "{text}");
        assert!(text.contains("as asked"), "{text}");
        let twice = "document.querySelector('.against').innerText.includes('twice')";
        assert_eq!(browser.evaluate(twice), json!(true));
        browser.reach(".acts a[href^='/utterances/']");
        browser.press("Enter");
        browser.until(&at("/utterances/"));
        assert!(main_text(browser).contains("in writing"));
    });
}

#[test]
fn how_did_each_outlet_report_it() {
    go(true, |browser, _, _| {
        browser.reach(".stories h3 a");
        browser.press("Enter");
        browser.until(&at("/stories/"));
        browser.reach("#cover a[href^='/utterances/']");
        browser.press("Enter");
        browser.until(&at("/utterances/"));
        let wordings =
            browser.evaluate("document.querySelectorAll('#inline .versions > li').length");
        assert!(wordings.as_u64() >= Some(2), "{wordings}");
        browser.reach("a[data-view=heat]");
        browser.press("Enter");
        browser.until("location.search.includes('view=heat') || !!document.querySelector('a[data-view=heat][aria-current]')");
    });
}

#[test]
fn what_did_this_person_say_before() {
    go(true, |browser, _, _| {
        browser.reach("a[href^='/people/']");
        browser.press("Enter");
        browser.until(&at("/people/"));
        let said = browser.evaluate("document.querySelectorAll('.log li[data-row]').length");
        assert!(said.as_u64() >= Some(1), "{said}");
        browser.reach(".log blockquote a");
        browser.press("Enter");
        browser.until(
            "!location.pathname.startsWith('/people') && document.readyState === 'complete'",
        );
    });
}

#[test]
fn add_these_pages_and_show_me() {
    go(false, |browser, _, _| {
        browser.reach("#text");
        browser.write(
            "Gates stay shut, minister says\n\nQuillhaven Times\n3 March 2031\n\n\"We will not open \
             them for anybody,\" Water Minister Ilvan Marsk told reporters in Brasna on Monday.\n",
        );
        browser.reach("form[enctype] button");
        browser.press("Enter");
        // The page asks again by itself until the reading is over.
        browser.until("document.querySelector('h1')?.textContent === '1 document added'");
        browser.reach(".acts .button");
        browser.press("Enter");
        browser.until("location.pathname === '/' && document.readyState === 'complete'");
        let text = main_text(browser);
        assert!(text.contains("Gates stay shut, minister says"), "{text}");
    });
}

/// A report is taken out of its story, and put back.
#[test]
fn correct_what_belongs_together_and_undo_it() {
    go(true, |browser, address, db| {
        let store = Store::open(db).expect("the store");
        let mut stories = store.stories().expect("stories");
        stories.sort_by_key(|it| std::cmp::Reverse((it.documents.len(), it.id)));
        let story = &stories[0];
        browser.open(&format!("http://{address}/stories/{}", story.id));
        browser.reach("#together details.correct summary");
        browser.press("Enter");
        let stray = story.documents[3];
        browser.reach(&format!("input[value='{stray}']"));
        browser.press(" ");
        browser.reach("#split-reason");
        browser.write("another flood");
        browser.reach("form[action$='/split'] button");
        browser.press("Enter");
        browser.until("location.hash === '#together' && document.readyState === 'complete'");
        let text = main_text(browser);
        assert!(text.contains("Corrected by hand"), "{text}");
        assert!(text.contains("another flood"), "{text}");
        let parted = store.story_of(stray).expect("a store").expect("a story");
        assert_ne!(parted, story.id);
        browser.reach("form[action^='/corrections/'] button");
        browser.press("Enter");
        browser.until(&format!("location.hash === '' && {}", at("/stories/")));
        let again = store.story(story.id).expect("a store").expect("the story");
        assert_eq!(again.documents, story.documents);
        browser.open(&format!("http://{address}/corrections"));
        assert!(main_text(browser).contains("Undone"));
    });
}

#[test]
fn correct_a_wrong_merge_and_undo_it() {
    go(true, |browser, address, db| {
        let store = Store::open(db).expect("the store");
        let people = store.listed_persons(false, 0, 2).expect("people");
        let (one, other) = (&people[0], &people[1]);
        browser.open(&format!("http://{address}/people/{}", one.id));
        browser.reach("details.correct summary");
        browser.press("Enter");
        browser.reach("#other");
        browser.write(&other.id.to_string());
        browser.reach("form[action$='/merge'] button");
        browser.press("Enter");
        browser.until("location.hash === '#who' && document.readyState === 'complete'");
        assert!(main_text(browser).contains("Corrected by hand"));
        let merged = store.persons().expect("people");
        let merged = merged.iter().find(|it| !it.corrections.is_empty());
        let members = merged.expect("one that was corrected").members.len();
        assert_eq!(members, one.members.len() + other.members.len());
        browser.reach("form[action^='/corrections/'] button");
        browser.press("Enter");
        browser.until(&at("/documents/"));
        let again = store.person(one.id).expect("people").expect("the person");
        assert_eq!(again.members, one.members);
        assert_eq!(
            browser.evaluate("document.querySelectorAll('h1').length"),
            json!(1)
        );
    });
}
