//! The pages of a WARC file, one record after the other, named by their addresses.
//!
//! Takes the successful responses, and the pages and texts that were stored without one (`resource`,
//! `conversion`). Anything that is not text is passed over; a page that cannot be unpacked is named.

use std::io::{BufRead, Cursor, Read};

use encoding_rs::Encoding;

use super::bytes::{self, MAX_BYTES};
use super::decompress::{Codec, decompress};
use super::open::{Lines, item};
use super::{FetchCause, FetchError, Fetched, Stream};

/// The most lines of a record's head.
const MAX_HEADERS: usize = 200;

/// What a record is.
enum Record {
    /// A page, or one that cannot be read.
    Page(Fetched),
    /// Something else.
    Other,
    /// Nothing more follows.
    End,
}

/// The pages of a web archive.
pub(super) fn pages(reference: String, mut reader: Lines) -> Stream {
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        while !done {
            match record(&mut reader) {
                Ok(Record::Page(page)) => return Some(page),
                Ok(Record::Other) => {}
                Ok(Record::End) => done = true,
                Err(cause) => {
                    done = true;
                    let input = reference.clone();
                    return Some(Err(FetchError { input, cause }));
                }
            }
        }
        None
    }))
}

/// The next record. An error is one that leaves the next one's place unknown.
fn record(reader: &mut Lines) -> Result<Record, FetchCause> {
    let Some(head) = headers(reader)? else {
        return Ok(Record::End);
    };
    let field = |name: &str| field(&head, name);
    let length: u64 = field("content-length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(|| FetchCause::Archive("a record without a length".to_owned()))?;
    let kind = field("warc-type").unwrap_or_default();
    let stored = matches!(kind, "resource" | "conversion");
    let address = field("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let wanted = kind == "response" || stored && is_text(field("content-type").unwrap_or_default());
    let mut record = reader.take(length);
    let Some(address) = address.filter(|_| wanted) else {
        std::io::copy(&mut record, &mut std::io::sink()).map_err(bytes::cause)?;
        return Ok(Record::Other);
    };
    if length > MAX_BYTES {
        std::io::copy(&mut record, &mut std::io::sink()).map_err(bytes::cause)?;
        let cause = FetchCause::TooLarge(MAX_BYTES);
        return Ok(Record::Page(Err(FetchError {
            input: address,
            cause,
        })));
    }
    let mut bytes = Vec::new();
    record.read_to_end(&mut bytes).map_err(bytes::cause)?;
    if (bytes.len() as u64) < length {
        return Err(FetchCause::Archive("it ends inside a record".to_owned()));
    }
    if stored {
        return Ok(Record::Page(Ok(item(address, None, bytes))));
    }
    Ok(match body(&bytes) {
        Ok(Some(body)) => Record::Page(Ok(item(address, None, body))),
        Ok(None) => Record::Other,
        Err(cause) => Record::Page(Err(FetchError {
            input: address,
            cause,
        })),
    })
}

/// Whether a content type is one of texts; where none is stated, it may be.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.to_ascii_lowercase();
    let parts = ["html", "xml", "text/plain", "json", "markdown"];
    kind.is_empty() || parts.iter().any(|it| kind.contains(it))
}

/// The body of a response as it was before the server packed it; `None` where it is no page.
fn body(response: &[u8]) -> Result<Option<Vec<u8>>, FetchCause> {
    let mut rest = response;
    let Some(head) = headers(&mut rest)? else {
        return Ok(None);
    };
    let status = head.first().and_then(|it| it.split(' ').nth(1));
    if status != Some("200") || !is_text(field(&head, "content-type").unwrap_or_default()) {
        return Ok(None);
    }
    let is_chunked = field(&head, "transfer-encoding")
        .is_some_and(|it| it.to_ascii_lowercase().contains("chunked"));
    // Crawlers often keep the field and store the body without it.
    let mut body = match is_chunked.then(|| chunks(rest)).flatten() {
        Some(joined) => joined,
        None => rest.to_vec(),
    };
    let packed = field(&head, "content-encoding").unwrap_or_default();
    for name in packed.split(',').rev().map(str::trim) {
        let Some(codec) = Codec::named(name) else {
            if !matches!(name.to_ascii_lowercase().as_str(), "" | "identity" | "none") {
                return Err(FetchCause::Archive(format!("packed as `{name}`")));
            }
            continue;
        };
        if codec == Codec::Gzip && Codec::of(&body) != Some(Codec::Gzip) {
            continue;
        }
        body = bytes::read_all(&mut decompress(codec, Box::new(Cursor::new(body)), None))?;
    }
    let named = field(&head, "content-type").and_then(charset);
    Ok(Some(match named {
        Some(encoding) => in_unicode(body, encoding),
        None => body,
    }))
}

/// The encoding that a content type names.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, name) = lower.split_once("charset=")?;
    let name = name.split(';').next()?.trim_matches(['"', '\'', ' ']);
    Encoding::for_label(name.as_bytes())
}

/// Bytes of a page in which it may name its own encoding.
const MAX_HEAD: usize = 4096;

/// A page in UTF-8 whose encoding only the server named; the page's own word goes first.
fn in_unicode(body: Vec<u8>, encoding: &'static Encoding) -> Vec<u8> {
    let head = body.get(..MAX_HEAD).unwrap_or(&body).to_ascii_lowercase();
    let names = |it: &[u8]| memchr::memmem::find(&head, it).is_some();
    let own = names(b"charset=") || names(b"encoding=") || Encoding::for_bom(&body).is_some();
    if own || encoding == encoding_rs::UTF_8 {
        return body;
    }
    let (text, wrong) = encoding.decode_without_bom_handling(&body);
    if wrong {
        return body;
    }
    // The mark keeps it from being taken for something else.
    [b"\xef\xbb\xbf", text.as_bytes()].concat()
}

/// The chunks of a body joined; `None` where it is not cut into chunks.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(digits, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n"))?;
    }
}

/// The lines up to the next blank one, blank lines in front left out; `None` at the end.
fn headers(reader: &mut dyn BufRead) -> Result<Option<Vec<String>>, FetchCause> {
    let mut head = Vec::new();
    while let Some(line) = bytes::read_line(reader) {
        let line = line?;
        match (line.is_empty(), head.is_empty()) {
            (true, true) => {}
            (true, false) => return Ok(Some(head)),
            (false, _) if head.len() < MAX_HEADERS => {
                head.push(String::from_utf8_lossy(&line).into_owned());
            }
            (false, _) => return Err(FetchCause::Archive("a record without an end".to_owned())),
        }
    }
    Ok((!head.is_empty()).then_some(head))
}

fn field<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests::{fetched, folder_of, gzip};

    /// A record with `more` lines in its head.
    fn record(kind: &str, address: &str, more: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n{more}Content-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    }

    fn response(more: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n");
        [head.as_bytes(), body].concat()
    }

    /// What is fetched from an archive of these records, plain and with each record compressed.
    #[track_caller]
    fn check(records: &[Vec<u8>], expected: &[&str]) {
        let packed: Vec<u8> = records.iter().flat_map(|it| gzip(it)).collect();
        for (name, bytes) in [("a.warc", records.concat()), ("a.warc.gz", packed)] {
            let folder = folder_of(&[(name, &bytes)]);
            assert_eq!(fetched(folder.path()), expected, "{name}");
        }
    }

    #[test]
    fn an_encoding_that_only_the_server_names_is_used() {
        let named = |body: &[u8]| {
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n";
            record("response", "http://q.example/a", "", &[head, body].concat())
        };
        check(
            &[named(b"<p>\xc4\xee\xe6\xe4\xfc</p>")],
            &["http://q.example/a=\u{feff}<p>Дождь</p>"],
        );
        check(
            &[named("<meta charset=utf-8><p>Дождь</p>".as_bytes())],
            &["http://q.example/a=<meta charset=utf-8><p>Дождь</p>"],
        );
    }

    #[test]
    fn gives_the_responses() {
        let info = record("warcinfo", "", "", b"hi");
        let moved = b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<p>Moved</p>";
        let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG";
        check(
            &[
                info,
                record(
                    "response",
                    "http://q.example/a",
                    "",
                    &response("", b"<p>Gate</p>"),
                ),
                record("response", "http://q.example/b", "", moved),
                record("response", "http://q.example/c", "", picture),
                record(
                    "resource",
                    "http://q.example/d",
                    "Content-Type: text/html\r\n",
                    b"<p>Dam</p>",
                ),
                record(
                    "conversion",
                    "http://q.example/e",
                    "Content-Type: text/plain\r\n",
                    b"Rain.",
                ),
                record(
                    "request",
                    "http://q.example/a",
                    "",
                    b"GET / HTTP/1.1\r\n\r\n",
                ),
            ],
            &[
                "http://q.example/a=<p>Gate</p>",
                "http://q.example/d=<p>Dam</p>",
                "http://q.example/e=Rain.",
            ],
        );
    }

    #[test]
    fn unpacks_what_the_server_packed() {
        let chunked = response(
            "Transfer-Encoding: chunked\r\n",
            b"4\r\n<p>G\r\n7;x\r\nate</p>\r\n0\r\n\r\n",
        );
        let packed = response("Content-Encoding: gzip\r\n", &gzip(b"<p>Gate</p>"));
        let unpacked = response(
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            b"<p>Gate</p>",
        );
        let page = "http://q.example/a=<p>Gate</p>";
        let records =
            [chunked, packed, unpacked].map(|it| record("response", "http://q.example/a", "", &it));
        check(&records, &[page, page, page]);
    }

    #[test]
    fn a_page_that_cannot_be_unpacked_is_named_and_the_rest_goes_on() {
        let strange = response("Content-Encoding: pack200\r\n", b"?");
        check(
            &[
                record("response", "http://q.example/a", "", &strange),
                record(
                    "response",
                    "http://q.example/b",
                    "",
                    &response("", b"<p>Gate</p>"),
                ),
            ],
            &[
                "http://q.example/a!broken archive: packed as `pack200`",
                "http://q.example/b=<p>Gate</p>",
            ],
        );
    }

    #[test]
    fn an_archive_that_was_cut_is_named() {
        let whole = record(
            "response",
            "http://q.example/a",
            "",
            &response("", b"<p>Gate</p>"),
        );
        let cut = &whole[..whole.len() - 12];
        let folder = folder_of(&[("a.warc", cut)]);
        assert_eq!(
            fetched(folder.path()),
            ["./a.warc!broken archive: it ends inside a record"]
        );
    }
}
