//! One file or stream to the items in it, told apart by their first bytes, not by their names alone.

use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::mpsc;

use super::bytes::{self, MAX_BYTES};
use super::{FetchCause, FetchError, Fetched, Stream, failure};
use crate::model::{Item, ItemKind};

/// How deep archives may lie in one another.
const MAX_DEPTH: usize = 4;
/// Bytes looked at to tell what a stream is; a tar header has 512.
const HEAD: usize = 4096;
/// The most lines of a record's head in a web archive.
const MAX_HEADERS: usize = 200;

type Reader = Box<dyn Read + Send>;
type Lines = BufReader<Reader>;

/// The items of a file.
pub(super) fn file(path: PathBuf) -> Stream {
    let reference = path.display().to_string();
    match std::fs::File::open(&path) {
        Ok(file) => stream(reference, Box::new(file), 0),
        Err(error) => failure(reference, error.into()),
    }
}

/// The items of a stream of bytes.
pub(super) fn stream(reference: String, mut reader: Reader, depth: usize) -> Stream {
    let mut head = Vec::new();
    if let Err(error) = reader.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        return failure(reference, bytes::cause(error));
    }
    let starts = |magic: &[u8]| head.starts_with(magic);
    let (gzip, zip) = (starts(b"\x1f\x8b"), starts(b"PK\x03\x04"));
    let tar = head.get(257..262) == Some(b"ustar");
    let web_archive = starts(b"WARC/");
    let json = head.trim_ascii_start().first() == Some(&b'{');
    let whole: Reader = Box::new(Cursor::new(head).chain(reader));
    if (gzip || zip || tar) && depth >= MAX_DEPTH {
        return failure(reference, FetchCause::TooDeep(MAX_DEPTH));
    }
    if gzip {
        stream(reference, Box::new(bytes::Bounded::gzip(whole)), depth + 1)
    } else if zip {
        zipped(reference, whole, depth + 1)
    } else if tar {
        tarred(reference, whole, depth + 1)
    } else if web_archive {
        responses(reference, BufReader::new(whole))
    } else if json {
        json_lines(reference, BufReader::with_capacity(1 << 16, whole))
    } else {
        single(reference, whole)
    }
}

fn single(reference: String, mut reader: Reader) -> Stream {
    let fetched = match bytes::read_all(&mut reader) {
        Ok(bytes) => Ok(item(reference, None, bytes)),
        Err(cause) => Err(FetchError {
            input: reference,
            cause,
        }),
    };
    Box::new(std::iter::once(fetched))
}

fn item(reference: String, kind: Option<ItemKind>, bytes: Vec<u8>) -> Item {
    Item {
        reference,
        kind,
        bytes,
    }
}

/// The lines of a file that begins with `{`; one item where its first line is not JSON by itself.
fn json_lines(reference: String, mut reader: Lines) -> Stream {
    let first = match bytes::read_line(&mut reader) {
        Some(Ok(line)) => line,
        Some(Err(cause)) => return failure(reference, cause),
        None => Vec::new(),
    };
    let named = [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"]
        .iter()
        .any(|end| reference.ends_with(end));
    if !named && serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_err() {
        let read = Cursor::new(first).chain(Cursor::new(b"\n")).chain(reader);
        return single(reference, Box::new(read));
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

fn zipped(reference: String, mut reader: Reader, depth: usize) -> Stream {
    let bytes = match bytes::read_all(&mut reader) {
        Ok(bytes) => bytes,
        Err(cause) => return failure(reference, cause),
    };
    let mut left = bytes::allowance(bytes.len() as u64);
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return failure(reference, FetchCause::Archive(error.to_string())),
    };
    Box::new((0..archive.len()).flat_map(move |i| {
        let mut name = format!("{reference}/{i}");
        match zip_entry(&mut archive, i, &reference, &mut name, &mut left) {
            Ok(None) => Box::new(std::iter::empty()),
            Ok(Some(bytes)) => stream(name, Box::new(Cursor::new(bytes)), depth),
            Err(cause) => failure(name, cause),
        }
    }))
}

/// The bytes of an entry; `None` for a folder. Counts down what the archive may still expand to.
fn zip_entry(
    archive: &mut zip::ZipArchive<Cursor<Vec<u8>>>,
    i: usize,
    reference: &str,
    name: &mut String,
    left: &mut u64,
) -> Result<Option<Vec<u8>>, FetchCause> {
    let broken = |error: zip::result::ZipError| FetchCause::Archive(error.to_string());
    let entry = archive.by_index(i).map_err(broken)?;
    *name = format!("{reference}/{}", entry.name().map_err(broken)?);
    if entry.is_dir() {
        return Ok(None);
    }
    let most = bytes::allowance(entry.compressed_size())
        .min(*left)
        .min(MAX_BYTES);
    let mut bytes = Vec::new();
    entry
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(bytes::cause)?;
    *left = left.saturating_sub(bytes.len() as u64);
    if bytes.len() as u64 > most {
        return Err(FetchCause::TooLarge(most));
    }
    Ok(Some(bytes))
}

/// The entries of a tar, read in a thread of their own that stays one item ahead.
fn tarred(reference: String, reader: Reader, depth: usize) -> Stream {
    let (sender, receiver) = mpsc::sync_channel::<Fetched>(1);
    std::thread::spawn(move || {
        let mut archive = tar::Archive::new(reader);
        let broken = |cause| FetchError {
            input: reference.clone(),
            cause,
        };
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return drop(sender.send(Err(broken(bytes::cause(error))))),
        };
        for entry in entries {
            let fetched = match entry {
                Ok(mut entry) => tar_entry(&reference, &mut entry, depth),
                // The next header cannot be found behind a broken one.
                Err(error) => return drop(sender.send(Err(broken(bytes::cause(error))))),
            };
            for fetched in fetched {
                if sender.send(fetched).is_err() {
                    return;
                }
            }
        }
    });
    Box::new(receiver.into_iter())
}

fn tar_entry(reference: &str, entry: &mut tar::Entry<'_, Reader>, depth: usize) -> Stream {
    if !entry.header().entry_type().is_file() {
        return Box::new(std::iter::empty());
    }
    let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let name = format!("{reference}/{path}");
    match bytes::read_all(entry) {
        Ok(bytes) => stream(name, Box::new(Cursor::new(bytes)), depth),
        Err(cause) => failure(name, cause),
    }
}

/// The pages of a web archive: the bodies of its successful responses, named by their addresses.
fn responses(reference: String, mut reader: Lines) -> Stream {
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        while !done {
            match response(&mut reader) {
                Ok(Some(Some(page))) => return Some(Ok(page)),
                Ok(Some(None)) => {}
                Ok(None) => done = true,
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

/// The next record: `Some(None)` where it is no page, `None` at the end.
fn response(reader: &mut Lines) -> Result<Option<Option<Item>>, FetchCause> {
    let Some(head) = headers(reader)? else {
        return Ok(None);
    };
    let field = |name: &str| field(&head, name);
    let length: u64 = field("content-length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(|| FetchCause::Archive("a record without a length".to_owned()))?;
    let is_response = field("warc-type").is_some_and(|kind| kind == "response");
    let address = field("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let mut record = reader.take(length);
    let Some(address) = address.filter(|_| is_response && length <= MAX_BYTES) else {
        std::io::copy(&mut record, &mut std::io::sink()).map_err(bytes::cause)?;
        return Ok(Some(None));
    };
    let mut bytes = Vec::new();
    record.read_to_end(&mut bytes).map_err(bytes::cause)?;
    Ok(Some(page(address, &bytes)))
}

fn page(address: String, response: &[u8]) -> Option<Item> {
    let mut body = response;
    let head = headers(&mut body).ok()??;
    let found = head.first()?.split(' ').nth(1)? == "200";
    let kind = field(&head, "content-type").unwrap_or("text/html");
    if !found || !(kind.contains("html") || kind.contains("xml") || kind.contains("text/plain")) {
        return None;
    }
    let bytes = match field(&head, "content-encoding") {
        Some("gzip") => {
            let mut bytes = Vec::new();
            bytes::Bounded::gzip(body).read_to_end(&mut bytes).ok()?;
            bytes
        }
        _ => body.to_vec(),
    };
    Some(item(address, None, bytes))
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
