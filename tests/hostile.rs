//! Input that is broken, huge or built to do harm: each is a warning or an error that names it, and
//! the rest goes on.

use std::io::Write;
use std::path::Path;

use onrecord::fetch;
use onrecord::model::{Document, Item};
use onrecord::read::{self, ReadOptions};

const GOOD: &str =
    "BRASNA (CPA) - The gates of the Lenna dam were opened on Friday, the ministry said.";

/// The documents of a folder, and the names of what failed in it.
fn read_folder(folder: &Path) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut failed) = (Vec::new(), Vec::new());
    for fetched in fetch::items(&[folder.display().to_string()]) {
        match fetched {
            Ok(item) => {
                let outcome = read_item(&item);
                documents.extend(outcome.documents);
                failed.extend(outcome.errors.into_iter().map(|it| it.reference));
            }
            Err(error) => failed.push(error.input),
        }
    }
    (documents, failed)
}

fn read_item(item: &Item) -> read::Outcome {
    read::read(onrecord::resources::get(), item, ReadOptions::default())
}

/// Puts bytes beside a good file and checks that the good one is read whatever comes of the other.
fn check(bytes: &[u8], expect_failure: bool) -> Vec<Document> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a-hostile"), bytes).expect("a file");
    std::fs::write(folder.path().join("b-good.txt"), GOOD).expect("a file");
    let (documents, failed) = read_folder(folder.path());
    assert!(documents.iter().any(|it| it.text == GOOD));
    assert_eq!(failed.len(), usize::from(expect_failure), "{failed:?}");
    assert!(
        failed.iter().all(|it| it.contains("a-hostile")),
        "{failed:?}"
    );
    documents
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

#[test]
fn an_empty_file_is_a_document_with_a_warning() {
    let documents = check(b"", false);
    assert!(
        documents
            .iter()
            .any(|it| it.text.is_empty() && !it.warnings.is_empty())
    );
}

#[test]
fn binary_data_is_an_error() {
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", true);
    check(&[0; 4096], true);
    check(b"%PDF-1.7 and so on", true);
}

#[test]
fn nul_bytes_in_a_page_do_no_harm() {
    let page = "<html><body><p>The gates were\0 opened on Friday, the ministry said in Brasna.</p></body></html>";
    let documents = check(page.as_bytes(), false);
    assert!(
        documents
            .iter()
            .any(|it| it.text.starts_with("The gates were opened"))
    );
}

#[test]
fn deep_nesting_is_a_warning() {
    for tag in [
        "<div>",
        "<b class=x>",
        "<table><tr><td>",
        "<div></b>",
        "<svg><select><option>",
        "<noscript><div>",
    ] {
        let page = format!("<html><body>{}<p>{GOOD}", tag.repeat(100_000));
        let documents = check(page.as_bytes(), false);
        let named = |it: &Document| {
            it.warnings
                .iter()
                .any(|it| it.contains("without its markup"))
        };
        assert!(documents.iter().any(named), "{tag}");
    }
}

#[test]
fn huge_markup_is_read_within_bounds() {
    let page = format!("<html><body>{}<p>{GOOD}", "<i>x</i>\n".repeat(5_600_000));
    assert!(page.len() > 50_000_000);
    let documents = check(page.as_bytes(), false);
    let named = |it: &Document| {
        it.warnings
            .iter()
            .any(|it| it.starts_with("Only the first part"))
    };
    assert!(documents.iter().any(named));
}

#[test]
fn one_endless_line_is_read() {
    check("word ".repeat(400_000).as_bytes(), false);
    check("x".repeat(2_000_000).as_bytes(), false);
    check("<".repeat(400_000).as_bytes(), false);
}

#[test]
fn a_wrong_charset_is_a_warning_at_most() {
    let page = b"<html><head><meta charset=utf-8></head><body><p>Le barrage de la Lenna a \xe9t\xe9 ouvert \
        vendredi, a d\xe9clar\xe9 le minist\xe8re \xe0 Brasna.</p></body></html>";
    let documents = check(page, false);
    assert!(documents.iter().any(|it| it.text.contains("été ouvert")));
    let unknown = b"<html><head><meta charset=klingon></head><body><p>The gates of the dam were opened on Friday.</p></html>";
    check(unknown, false);
}

#[test]
fn a_truncated_gzip_is_an_error() {
    let bytes = gzip(GOOD.repeat(50).as_bytes());
    check(&bytes[..bytes.len() / 2], true);
}

#[test]
fn a_bomb_is_an_error() {
    check(&gzip(&vec![b'a'; 64 << 20]), true);
    check(&gzip(&gzip(&vec![b'a'; 64 << 20])), true);
}

#[test]
fn bad_lines_of_json_are_errors_and_the_others_are_read() {
    let lines = format!(
        "{{\"text\": \"{GOOD} \"}}\n{{\"text\": 3}}\n{{\"title\": \"Dam\", \"text\": \"The gates are open.\"}}\n"
    );
    let documents = check(lines.as_bytes(), true);
    assert_eq!(documents.len(), 3);
}

#[test]
fn deep_json_is_an_error() {
    check(
        format!("{{\"text\": {}", "[".repeat(100_000)).as_bytes(),
        true,
    );
}

#[test]
fn what_is_not_there_is_named() {
    let failed: Vec<_> = fetch::items(&["no/such/file.txt".to_owned()])
        .filter_map(Result::err)
        .map(|it| it.input)
        .collect();
    assert_eq!(failed, ["no/such/file.txt"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("a link");
    std::fs::write(folder.path().join("b-good.txt"), GOOD).expect("a file");
    let (documents, failed) = read_folder(folder.path());
    assert_eq!((documents.len(), failed.len()), (1, 1));
}

/// One small input of each kind.
fn inputs() -> Vec<Vec<u8>> {
    let page = "<html><head><title>Dam</title></head><body><article><p>The gates were opened on \
        Friday, the ministry said.</p><ul><li>One</li></ul></article></body></html>";
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let length = response.len();
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://q.example/a\r\n\
         Content-Length: {length}\r\n\r\n{response}\r\n\r\n"
    );
    let texts = [
        page.to_owned(),
        warc.clone(),
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\
             Content-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
        ),
        format!("---\ntitle: Dam\n---\n# A\n\n> {GOOD}\n\n- **one** `two`\n\n| a | b |\n|---|---|\n| c | d |\n"),
        format!("title,text,date\nDam,\"{GOOD}\",2031-05-02\nRain,It rained.,\n"),
        format!("[{{\"text\": \"{GOOD}\"}}, {{\"uri\": \"u\", \"body_html\": \"<p>Gate</p>\"}}]"),
        format!(
            "<nitf><head><docdata><date.issue norm='20310502T093000Z'/></docdata></head>\
             <body><body.content><p>{GOOD}</p></body.content></body></nitf>"
        ),
        "<newsMessage><newsItem guid='a'><contentSet><inlineData>Rain</inlineData></contentSet>\
         </newsItem></newsMessage>"
            .to_owned(),
        format!("<rss version='2.0'><channel><item><title>Dam</title><description>{GOOD}</description></item></channel></rss>"),
        "<opml version='2.0'><body><outline xmlUrl='no-such-file'/></body></opml>".to_owned(),
        "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\", \"content_text\": \"Rain\"}]}"
            .to_owned(),
    ];
    let mut inputs: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    inputs.push(gzip(warc.as_bytes()));
    inputs
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    /// Whatever is cut out of an input of any kind, written over or said twice: no panic, and each
    /// failure is named.
    #[test]
    fn spoiled_inputs_are_read_or_named(
        which in 0..12_usize,
        edits in proptest::collection::vec((0..4_u8, 0.0..1.0_f64, 1..40_usize, 0..=255_u8), 1..6),
    ) {
        let mut bytes = inputs().swap_remove(which);
        for (kind, place, length, byte) in edits {
            let at = (place * bytes.len() as f64) as usize;
            let end = (at + length).min(bytes.len());
            match kind {
                0 => drop(bytes.drain(at..end)),
                1 => bytes[at..end].fill(byte),
                2 => {
                    let again = bytes[at..end].repeat(3);
                    bytes.splice(at..at, again);
                }
                _ => bytes.truncate(end),
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a"), &bytes).expect("a file");
        let (_, failed) = read_folder(folder.path());
        proptest::prop_assert!(failed.iter().all(|it| !it.is_empty()));
    }
}
