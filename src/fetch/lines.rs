//! JSON Lines and lists of JSON objects to one item a document.

use std::io::{Cursor, Read};

use serde_json::value::RawValue;

use super::open::{Lines, Reader, item, single};
use super::{FetchCause, FetchError, Stream, bytes, failure};
use crate::model::ItemKind;

/// How the names of files end that hold a JSON object a line.
const ENDS: [&str; 2] = [".jsonl", ".ndjson"];

/// The lines of a file that begins with `{`; one item where its first line is not JSON by itself.
pub(super) fn json_lines(reference: String, mut reader: Lines) -> Stream {
    let first = match bytes::read_line(&mut reader) {
        Some(Ok(line)) => line,
        Some(Err(cause)) => return failure(reference, cause),
        None => Vec::new(),
    };
    let is_named = |end: &&str| reference.ends_with(*end) || reference.contains(&format!("{end}."));
    let named = ENDS.iter().any(is_named);
    if !named && serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_err() {
        let read = Cursor::new(first).chain(Cursor::new(b"\n")).chain(reader);
        return single(reference, None, Box::new(read));
    }
    let mut ahead = Some(Ok(first));
    let mut failed = false;
    let lines = std::iter::from_fn(move || {
        if failed {
            return None;
        }
        let line = ahead.take().or_else(|| bytes::read_line(&mut reader))?;
        failed = matches!(&line, Err(cause) if !matches!(cause, FetchCause::TooLarge(_)));
        Some(line)
    });
    Box::new(lines.enumerate().filter_map(move |(i, line)| {
        let reference = format!("{reference}:{}", i + 1);
        match line {
            Ok(line) if line.trim_ascii().is_empty() => None,
            Ok(line) => Some(Ok(item(reference, Some(ItemKind::JsonLine), line))),
            Err(cause) => Some(Err(FetchError {
                input: reference,
                cause,
            })),
        }
    }))
}

/// The objects of a JSON list, as if each were a line.
pub(super) fn json_list(reference: String, mut reader: Reader) -> Stream {
    let bytes = match bytes::read_all(&mut reader) {
        Ok(bytes) => bytes,
        Err(cause) => return failure(reference, cause),
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let list: Vec<Box<RawValue>> = match serde_json::from_slice(bytes) {
        Ok(list) => list,
        Err(error) => return failure(reference, FetchCause::Broken("JSON", error.to_string())),
    };
    Box::new(list.into_iter().enumerate().map(move |(i, value)| {
        let reference = format!("{reference}:{}", i + 1);
        let bytes = String::from(Box::<str>::from(value)).into_bytes();
        Ok(item(reference, Some(ItemKind::JsonLine), bytes))
    }))
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests::{fetched, folder_of};

    #[test]
    fn gives_json_line_by_line() {
        let lines = b"{\"text\":\"a\"}\n\n{\"text\":\"b\"}";
        let folder = folder_of(&[("a.jsonl", lines), ("b", lines)]);
        let expected = [
            "./a.jsonl:1={\"text\":\"a\"}",
            "./a.jsonl:3={\"text\":\"b\"}",
            "./b:1={\"text\":\"a\"}",
            "./b:3={\"text\":\"b\"}",
        ];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn gives_the_objects_of_a_list() {
        let list = b"[\n {\"text\": \"a\"},\n {\"text\":\"b\"}]";
        let folder = folder_of(&[
            ("a.json", list),
            ("b.json", b"[{\"text\": "),
            ("c.txt", b"[Photo] Gate"),
        ]);
        let fetched = fetched(folder.path());
        assert_eq!(
            fetched[..2],
            [
                "./a.json:1={\"text\": \"a\"}",
                "./a.json:2={\"text\":\"b\"}"
            ]
        );
        assert!(
            fetched[2].starts_with("./b.json!broken JSON"),
            "{fetched:?}"
        );
        assert_eq!(fetched[3], "./c.txt=[Photo] Gate");
    }

    #[test]
    fn keeps_json_over_several_lines_together() {
        let folder = folder_of(&[("feed.json", b"{\n\"items\": []\n}")]);
        assert_eq!(fetched(folder.path()), ["./feed.json={\n\"items\": []\n}"]);
    }
}
