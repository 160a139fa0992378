//! The pages of the sample coverage, asked for over HTTP.

#![cfg(feature = "serve")]

mod support;

use onrecord::store::Store;
use support::{attributes, crawl, fill, get, get_with, post, post_parts, serve};

/// How many pages are followed; the samples have fewer, with every base and view of an utterance.
const MOST: usize = 4_000;

#[test]
fn every_link_leads_to_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let pages = crawl(address, MOST);
    for (path, answer) in &pages {
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        let text = answer.text();
        assert!(text.contains("<main id=\"main\""), "{path}");
        assert!(
            !text.contains(" style=\""),
            "{path} has a style that the policy forbids"
        );
        assert_eq!(
            attributes(&text, "src").len(),
            text.matches("<script").count(),
            "{path}"
        );
        for source in attributes(&text, "src") {
            assert!(source.starts_with("/assets/"), "{path}: {source}");
        }
        for link in attributes(&text, "href") {
            let (page, place) = link.split_once('#').unwrap_or((link.as_str(), ""));
            if place.is_empty() || page.starts_with("http") {
                continue;
            }
            let own = path.split('?').next().unwrap_or("");
            let target = match page.chars().next() {
                None => path.clone(),
                Some('?') => format!("{own}{page}"),
                _ => page.to_owned(),
            };
            let Some(target) = pages.get(&target) else {
                continue;
            };
            let id = format!(" id=\"{place}\"");
            assert!(target.text().contains(&id), "{path}: {link} leads nowhere");
        }
    }
    assert!(pages.keys().any(|it| it.starts_with("/stories/")));
    assert!(pages.keys().any(|it| it.starts_with("/documents/")));
    assert!(pages.len() < MOST, "more pages than are followed");
}

#[test]
fn ids_may_be_short_and_are_never_guessed() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let store = Store::open(&db).expect("the store");
    let id = store.document_ids().expect("ids")[0].to_string();

    let short = get(address, &format!("/documents/{}", &id[..12]));
    assert_eq!(short.status, 307);
    assert_eq!(short.header("location"), format!("/documents/{id}"));
    let named = get(address, &format!("/documents/d-{}.json", &id[..12]));
    assert_eq!(named.header("location"), format!("/documents/{id}.json"));

    let record = get(address, &format!("/documents/{id}.json"));
    let record: serde_json::Value = serde_json::from_slice(&record.body).expect("JSON");
    assert_eq!(record["id"], id.as_str());

    for path in [
        "/documents/zzz",
        "/documents/00000000000000000000000000000000",
        "/people/ffff",
        "/stories/%3Cscript%3E",
        "/nothing/here",
    ] {
        let answer = get(address, path);
        assert_eq!(answer.status, 404, "{path}");
        let text = answer.text();
        assert!(text.contains("Not on record here"), "{path}");
        assert_eq!(text.matches("<script").count(), 1, "{path}");
    }
}

#[test]
fn originals_are_shown_and_never_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let store = Store::open(&db).expect("the store");
    let id = store.document_ids().expect("ids")[0];
    let answer = get(address, &format!("/documents/{id}/original"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/plain");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
}

#[test]
fn assets_are_kept_for_good_under_their_own_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    let address = serve(&db);
    let page = get(address, "/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Nothing on record yet"));

    let page = page.text();
    let style = attributes(&page, "href")
        .into_iter()
        .find(|it| it.ends_with(".css"));
    let style = style.expect("a style sheet");
    let answer = get(address, &style);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    let host = address.to_string();
    let known = [
        ("Host", host.as_str()),
        ("If-None-Match", answer.header("etag")),
    ];
    assert_eq!(get_with(address, &style, &known).status, 304);

    let old = get(address, "/assets/0123456789ab/style.css");
    assert_eq!((old.status, old.header("location")), (307, style.as_str()));
    assert_eq!(
        get(address, "/assets/0123456789ab/../../Cargo.toml").status,
        404
    );
}

#[test]
fn other_names_for_this_machine_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = serve(&folder.path().join("onrecord.db"));
    let answer = get_with(address, "/", &[("Host", "evil.example")]);
    assert_eq!(answer.status, 421);
    let port = address.port();
    let answer = get_with(address, "/", &[("Host", &format!("localhost:{port}"))]);
    assert_eq!(answer.status, 200);
}

#[test]
fn questions_of_any_kind_get_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    for path in [
        "/check",
        "/check?q=",
        "/check?q=%22AND%22+OR+*",
        "/check?q=zzzz+qqqq",
        "/check?q=%F0%9F%8C%8A%00",
        "/statements?words=%22&speaker=nobody",
        "/statements?page=99999999999999999999",
        "/people?name=%25&page=-1",
        "/documents?page=400",
        "/?by=time&page=7",
        "/?%ff=%ff",
    ] {
        assert_eq!(get(address, path).status, 200, "{path}");
    }
    let none = get(address, "/check?q=zzzz+qqqq").text();
    assert!(none.contains("proves nothing"));
}

#[test]
fn people_are_corrected_by_plain_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let store = Store::open(&db).expect("the store");
    let people = store.listed_persons(false, 0, 2).expect("people");
    let (one, other) = (&people[0], &people[1]);
    let path = format!("/people/{}", one.id);

    // A form that is not from our own page is refused.
    let merge = format!("{path}/merge");
    let form = format!("other={}&reason=seen", other.id);
    assert_eq!(post(address, &merge, &form).status, 403);
    let wrong = format!("token=0123&{form}");
    assert_eq!(post(address, &merge, &wrong).status, 403);
    assert!(store.corrections().expect("corrections").is_empty());

    let page = get(address, &path).text();
    let token = page.split("name=\"token\" value=\"").nth(1);
    let token = token.and_then(|it| it.split('"').next()).expect("a token");
    let done = post(address, &merge, &format!("token={token}&{form}"));
    assert_eq!(done.status, 303, "{}", done.text());
    let place = done.header("location").to_owned();
    assert!(place.ends_with("#who"), "{place}");
    let merged = get(address, place.trim_end_matches("#who")).text();
    assert!(merged.contains("Corrected by hand"));
    let made = store.corrections().expect("corrections");
    assert_eq!(made.len(), 1);
    let joined = store.persons().expect("people");
    let joined = joined.iter().find(|it| !it.corrections.is_empty());
    let joined = joined.expect("one that was corrected");
    assert_eq!(
        joined.members.len(),
        one.members.len() + other.members.len()
    );

    // Nobody is split off whole.
    let split = format!("/people/{}/split", joined.id);
    assert_eq!(post(address, &split, &format!("token={token}")).status, 403);

    let undo = format!("/corrections/{}/undo", made[0].correction.id());
    assert_eq!(post(address, &undo, &format!("token={token}")).status, 303);
    let again = store.person(one.id).expect("people").expect("the person");
    assert_eq!(again.members, one.members);
    assert!(again.corrections.is_empty());
}

/// One report of the samples is dated to its year alone, which says nothing of who was first.
#[test]
fn a_report_of_which_only_the_year_is_known_is_not_called_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let store = Store::open(&db).expect("the store");
    let address = serve(&db);
    let mut told = 0;
    for story in store.stories().expect("stories") {
        for utterance in store.utterances(story.id).expect("utterances") {
            if utterance.versions.len() < 2 {
                continue;
            }
            let page = get(address, &format!("/utterances/{}", utterance.id)).text();
            assert!(!page.contains("First published</dt><dd><bdi>2031</bdi>"));
            told += usize::from(page.contains("of those dated to the day"));
        }
    }
    assert!(told > 0, "no wording is by a report dated to its year");
}

/// The page of a reading, once it is over.
fn when_over(address: std::net::SocketAddr, path: &str) -> String {
    for _ in 0..600 {
        let page = get(address, path);
        assert_eq!(page.status, 200, "{path}");
        if page.header("refresh").is_empty() {
            return page.text();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the reading does not end");
}

#[test]
fn coverage_is_added_by_plain_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    let address = serve(&db);
    let page = get(address, "/").text();
    assert!(page.contains("Nothing on record yet"));
    let token = page.split("name=\"token\" value=\"").nth(1);
    let token = token.and_then(|it| it.split('"').next()).expect("a token");
    let text = "Gates stay shut, minister says\n\nQuillhaven Times\n3 March 2031\n\nThe gates of the \
                Lenna dam stay shut, Water Minister Ilvan Marsk told reporters on Monday.\n";

    // A form without our token, one without anything, and an address are refused.
    for parts in [
        &[("text", None, text)][..],
        &[("token", None, "0123"), ("text", None, text)],
        &[("token", None, token)],
        &[
            ("token", None, token),
            ("text", None, "https://kestrel.example/gates"),
        ],
    ] {
        assert_eq!(post_parts(address, "/add", parts).status, 403, "{parts:?}");
    }
    let store = Store::open(&db).expect("the store");
    assert_eq!(store.count_documents().expect("a count"), 0);

    let begun = post_parts(
        address,
        "/add",
        &[("token", None, token), ("text", None, text)],
    );
    assert_eq!(begun.status, 303, "{}", begun.text());
    let over = when_over(address, begun.header("location"));
    assert!(over.contains("1 document added"), "{over}");
    assert!(over.contains("Gates stay shut, minister says"));

    // Files: the same text again, another one, and one that is broken.
    let other = "Marsk keeps the gates shut\n\nAldermoor Gazette\n4 March 2031\n\n\"We will not open \
                 them for anybody,\" Ilvan Marsk said in Brasna.\n";
    let begun = post_parts(
        address,
        "/add",
        &[
            ("token", None, token),
            ("files", Some("../../gates.txt"), text.trim()),
            ("files", Some("gates.txt"), other),
            ("files", Some("broken.json.gz"), "\u{1f}no gzip"),
        ],
    );
    let over = when_over(address, begun.header("location"));
    assert!(over.contains("1 document added"), "{over}");
    assert!(over.contains("1 the same"), "{over}");
    let documents = store.read_documents().expect("documents");
    let mut references: Vec<&str> = documents
        .iter()
        .map(|it| it.document.reference.as_str())
        .collect();
    references.sort_unstable();
    assert_eq!(references.len(), 2, "{references:?}");
    assert!(
        references.iter().all(|it| !it.contains('/')),
        "{references:?}"
    );
    assert!(
        get(address, "/documents")
            .text()
            .contains("Marsk keeps the gates shut")
    );
    assert_eq!(get(address, "/add/99").status, 404);
}

/// The four answers to "did they say it?".
#[test]
fn a_question_gets_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let verdicts = [
        (
            "We told Orrenland about the release twice, in writing",
            "Said, word for word.",
        ),
        (
            "“We told Orrenland about the release three times, in writing” Teodor Marsk",
            "Said, <em>but not in these words.</em>",
        ),
        // An outlet prints just this, and leaves out what all others have.
        (
            "We told Orrenland about the release in writing",
            "Printed so, <em>but others have it otherwise.</em>",
        ),
        (
            "“We told Orrenland about the release twice, in writing” Hanne Okrist",
            "Said, but <em>by somebody else.</em>",
        ),
        (
            "the museum of clocks opens on Sunday",
            "Not on record here.",
        ),
        ("in writing", "These words are on record."),
        ("Teodor Marsk", "Known here by name."),
    ];
    for (question, verdict) in verdicts {
        let asked: String = question
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect();
        let page = get(address, &format!("/check?q={asked}")).text();
        let found = page.split("<h1 class=\"verdict\">").nth(1);
        let found = found.and_then(|it| it.split("</h1>").next());
        assert_eq!(found, Some(verdict), "{question}");
    }
}

/// A few words find people, outlets and stories by their names.
#[test]
fn outlets_and_stories_are_found_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let page = get(address, "/check?q=quillhaven").text();
    assert!(
        page.contains("href=\"/outlets/Quillhaven%20Times\""),
        "{page}"
    );
    let store = Store::open(&db).expect("the store");
    let story = &store.stories_by_time(0, 1).expect("stories")[0];
    let title = store.story_title(story.id).expect("a title");
    let title = title.expect("a headline");
    let last = title.split(' ').next_back().expect("a word");
    let page = get(address, &format!("/check?q={last}")).text();
    let called = page.split("Outlets and stories called so").nth(1);
    let called = called.expect("the list");
    assert!(called.contains(&format!("/stories/{}", story.id)), "{page}");
    for nothing in ["%25", "_", "%5C"] {
        let page = get(address, &format!("/check?q={nothing}")).text();
        assert!(!page.contains("called so"), "{page}");
    }
}

/// Outlets are set side by side, and reference managers find what to cite.
#[test]
fn outlets_are_compared_and_pages_can_be_cited() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    fill(&db);
    let address = serve(&db);
    let page = get(address, "/outlets/Quillhaven%20Times").text();
    assert!(page.contains("Altered here"), "{page}");
    let both = "/outlets/compare?o=Quillhaven+Times&o=Corran+Press+Agency";
    assert!(get(address, both).text().contains("Teodor Marsk"));
    assert_eq!(
        get(address, "/outlets/compare?o=Quillhaven+Times").status,
        404
    );
    assert_eq!(get(address, "/outlets/Nobody").status, 404);
    let store = Store::open(&db).expect("the store");
    let story = &store.stories().expect("stories")[0];
    let page = get(address, &format!("/documents/{}", story.representative)).text();
    for name in ["citation_title", "citation_journal_title", "DC.identifier"] {
        assert!(page.contains(&format!("<meta name=\"{name}\"")), "{name}");
    }
}
