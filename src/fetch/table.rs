//! CSV and TSV files with a head to one item a row: a JSON line with the fields that it has.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};

use super::bytes::{self, MAX_BYTES};
use super::open::{Reader, item};
use super::{FetchCause, FetchError, Fetched, Stream, failure};
use crate::model::ItemKind;

/// The fields of a JSON line, each with the names that columns of tables give it, the best first.
const COLUMNS: [(&str, &[&str]); 8] = [
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "full_text",
            "article_text",
            "maintext",
        ],
    ),
    ("html", &["html", "body_html", "content_html"]),
    ("id", &["id", "doc_id", "document_id", "article_id", "uid"]),
    ("title", &["title", "headline"]),
    (
        "date",
        &[
            "date",
            "published",
            "published_at",
            "publish_date",
            "date_published",
            "pubdate",
            "publication_date",
            "datetime",
        ],
    ),
    (
        "outlet",
        &[
            "outlet",
            "publication",
            "publisher",
            "source",
            "source_name",
            "media_name",
            "site",
        ],
    ),
    ("url", &["url", "link", "permalink", "canonical_url"]),
    ("lang", &["lang", "language"]),
];
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// How a table is cut, and which of its columns hold what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    delimiter: u8,
    columns: Vec<(&'static str, usize)>,
}

/// The layout that the first bytes of a file tell; `None` where they are no head of a table with a
/// column for the text.
pub(super) fn layout(head: &[u8]) -> Option<Layout> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let end = memchr::memchr(b'\n', head)?;
    let line = head.get(..end)?;
    DELIMITERS.iter().find_map(|delimiter| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .has_headers(false)
            .from_reader(line);
        let first = reader.records().next()?.ok()?;
        let names: Vec<String> = first
            .iter()
            .map(|it| it.trim().to_lowercase().replace([' ', '-'], "_"))
            .collect();
        let column = |known: &[&str]| {
            let mut found = known.iter();
            found.find_map(|name| names.iter().position(|it| it == name))
        };
        let columns: Vec<_> = COLUMNS
            .iter()
            .filter_map(|(field, known)| Some((*field, column(known)?)))
            .collect();
        let has_text = columns.iter().any(|it| matches!(it.0, "text" | "html"));
        (names.len() > 1 && columns.len() > 1 && has_text).then_some(Layout {
            delimiter: *delimiter,
            columns,
        })
    })
}

/// The rows of a table.
pub(super) fn rows(reference: String, layout: Layout, mut reader: Reader) -> Stream {
    let mut mark = [0; 3];
    let n = match read_mark(&mut reader, &mut mark) {
        Ok(n) => n,
        Err(error) => return failure(reference, bytes::cause(error)),
    };
    let kept = mark.get(..n).unwrap_or_default();
    let kept = kept.strip_prefix(b"\xef\xbb\xbf").unwrap_or(kept).to_vec();
    let left = Arc::new(AtomicU64::new(MAX_BYTES));
    let bounded = Budgeted {
        reader: Box::new(Cursor::new(kept).chain(reader)),
        left: Arc::clone(&left),
    };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(layout.delimiter)
        .flexible(true)
        .from_reader(bounded);
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        if done {
            return None;
        }
        left.store(MAX_BYTES, Ordering::Relaxed);
        let mut record = csv::ByteRecord::new();
        match table.read_byte_record(&mut record) {
            Ok(true) => Some(row(&reference, &layout, &record)),
            Ok(false) => None,
            Err(error) => {
                done = true;
                Some(Err(FetchError {
                    input: reference.clone(),
                    cause: FetchCause::Broken("table", error.to_string()),
                }))
            }
        }
    }))
}

fn read_mark(reader: &mut Reader, mark: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while let Some(rest) = mark.get_mut(n..).filter(|it| !it.is_empty()) {
        match reader.read(rest)? {
            0 => break,
            more => n += more,
        }
    }
    Ok(n)
}

fn row(reference: &str, layout: &Layout, record: &csv::ByteRecord) -> Fetched {
    let line = record.position().map_or(0, csv::Position::line);
    let reference = format!("{reference}:{line}");
    let mut fields = Map::new();
    for (field, column) in &layout.columns {
        let value = record.get(*column).unwrap_or_default();
        let Ok(value) = std::str::from_utf8(value) else {
            return Err(FetchError {
                input: reference,
                cause: FetchCause::Broken("table", format!("`{field}` is not UTF-8")),
            });
        };
        if !value.trim().is_empty() {
            fields.insert((*field).to_owned(), Value::from(value));
        }
    }
    let bytes = Value::Object(fields).to_string().into_bytes();
    Ok(item(reference, Some(ItemKind::JsonLine), bytes))
}

/// A reader that gives only so many bytes for one row.
struct Budgeted {
    reader: Reader,
    left: Arc<AtomicU64>,
}

impl Read for Budgeted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let n = self.reader.read(buffer)? as u64;
        if n > left {
            return Err(io::Error::other(format!(
                "a row larger than {MAX_BYTES} bytes"
            )));
        }
        self.left.store(left - n, Ordering::Relaxed);
        Ok(n as usize)
    }
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests::{fetched, folder_of};

    #[test]
    fn rows_are_json_lines() {
        let comma = b"\xef\xbb\xbfid,Headline,Body,publish date\n\
            7,Dam opens,\"The gates were opened, Marsk said.\nNobody was hurt.\",2031-05-02\n\
            8,Rain,It rained.,\n";
        let tab = b"url\ttext\nhttp://q.example/1\tRain \"fell\".\n";
        let folder = folder_of(&[("a.csv", comma), ("b.tsv", tab)]);
        let expected = [
            "./a.csv:2={\"date\":\"2031-05-02\",\"id\":\"7\",\"text\":\"The gates were opened, Marsk said.\\nNobody was hurt.\",\"title\":\"Dam opens\"}",
            "./a.csv:4={\"id\":\"8\",\"text\":\"It rained.\",\"title\":\"Rain\"}",
            "./b.tsv:2={\"text\":\"Rain \\\"fell\\\".\",\"url\":\"http://q.example/1\"}",
        ];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn a_text_with_commas_is_no_table() {
        let text = b"Text, as Marsk said, is cheap.\nThe body, on the other hand, is not.\n";
        let folder = folder_of(&[("a.txt", text)]);
        assert_eq!(fetched(folder.path()).len(), 1);
        assert!(fetched(folder.path())[0].starts_with("./a.txt=Text, as"));
    }

    #[test]
    fn a_row_that_is_not_text_is_named() {
        let folder = folder_of(&[("a.csv", b"title,text\nDam,Op\xff\xfeen\nRain,It rained.\n")]);
        let fetched = fetched(folder.path());
        assert_eq!(fetched[0], "./a.csv:2!broken table: `text` is not UTF-8");
        assert_eq!(
            fetched[1],
            "./a.csv:3={\"text\":\"It rained.\",\"title\":\"Rain\"}"
        );
    }
}
