//! The entries of zip and tar archives.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::mpsc;

use super::bytes::{self, MAX_BYTES, MAX_RATIO, Within};
use super::open::{Reader, stream};
use super::{FetchCause, FetchError, Fetched, Stream, failure};

/// What can be read from any place of it.
trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

type Archive = zip::ZipArchive<BufReader<Box<dyn Seekable>>>;

/// A zip archive with what is known of where it lies.
struct Zip {
    archive: Archive,
    reference: String,
    /// The file, where it is one; entries that are not compressed are then read from it directly.
    path: Option<PathBuf>,
    within: Within,
    /// Whether more than it allows has come of it.
    exhausted: bool,
    /// Whether it is a web archive collection (WACZ), whose pages lie below `archive/`.
    is_collection: bool,
}

/// The entries of a zip archive that lies in a file, which is never held as a whole.
pub(super) fn zip_file(path: PathBuf, within: Within) -> Stream {
    let reference = path.display().to_string();
    match File::open(&path) {
        Ok(file) => zipped(reference, Box::new(file), Some(path), within),
        Err(error) => failure(reference, error.into()),
    }
}

/// The entries of a zip archive that comes as a stream.
pub(super) fn zip_stream(reference: String, mut reader: Reader, within: Within) -> Stream {
    match bytes::read_all(&mut reader) {
        Ok(bytes) => zipped(reference, Box::new(Cursor::new(bytes)), None, within),
        Err(cause) => failure(reference, cause),
    }
}

fn zipped(
    reference: String,
    source: Box<dyn Seekable>,
    path: Option<PathBuf>,
    within: Within,
) -> Stream {
    let archive = match zip::ZipArchive::new(BufReader::new(source)) {
        Ok(archive) => archive,
        Err(error) => return failure(reference, FetchCause::Archive(error.to_string())),
    };
    let is_collection = archive.index_for_name("datapackage.json").is_some()
        && archive
            .file_names()
            .flatten()
            .any(|it| is_in_collection(&it));
    let mut zip = Zip {
        archive,
        reference,
        path,
        within,
        exhausted: false,
        is_collection,
    };
    Box::new(
        (0..zip.archive.len())
            .map_while(move |i| zip.entry(i))
            .flatten(),
    )
}

/// Whether an entry of a web archive collection holds pages.
fn is_in_collection(name: &str) -> bool {
    name.starts_with("archive/")
}

impl Zip {
    /// The items of an entry; `None` once the archive's allowance is used up, which is said once.
    fn entry(&mut self, i: usize) -> Option<Stream> {
        if self.exhausted {
            return None;
        }
        let mut name = format!("{}/{i}", self.reference);
        Some(match self.open(i, &mut name) {
            Ok(None) => Box::new(std::iter::empty()),
            Ok(Some(reader)) => stream(name, reader, self.within.clone()),
            Err(cause) => {
                self.exhausted = matches!(cause, FetchCause::TooMuch(_));
                failure(name, cause)
            }
        })
    }

    /// The bytes of an entry; `None` for a folder, and for what is no page of a collection.
    fn open(&mut self, i: usize, name: &mut String) -> Result<Option<Reader>, FetchCause> {
        let broken = |error: zip::result::ZipError| FetchCause::Archive(error.to_string());
        let entry = self.archive.by_index(i).map_err(broken)?;
        let inside = entry.name().map_err(broken)?.into_owned();
        *name = format!("{}/{inside}", self.reference);
        if entry.is_dir() || self.is_collection && !is_in_collection(&inside) {
            return Ok(None);
        }
        let is_plain = entry.compression() == zip::CompressionMethod::Stored && !entry.encrypted();
        if let (true, Some(path), Some(start)) = (is_plain, &self.path, entry.data_start()) {
            let size = entry.compressed_size();
            if !self.within.take(size) {
                return Err(FetchCause::TooMuch(MAX_RATIO));
            }
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(start))?;
            return Ok(Some(Box::new(file.take(size))));
        }
        let left = self.within.left();
        let most = bytes::allowance(entry.compressed_size())
            .min(left)
            .min(MAX_BYTES);
        let mut bytes = Vec::new();
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(bytes::cause)?;
        if !self.within.take(bytes.len() as u64) {
            return Err(FetchCause::TooMuch(MAX_RATIO));
        }
        if bytes.len() as u64 > most {
            return Err(FetchCause::TooLarge(most));
        }
        Ok(Some(Box::new(Cursor::new(bytes))))
    }
}

/// The entries of a tar, read in a thread of their own that stays one item ahead.
pub(super) fn tarred(reference: String, reader: Reader, within: Within) -> Stream {
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
                Ok(mut entry) => tar_entry(&reference, &mut entry, &within),
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

fn tar_entry(reference: &str, entry: &mut tar::Entry<'_, Reader>, within: &Within) -> Stream {
    if !entry.header().entry_type().is_file() {
        return Box::new(std::iter::empty());
    }
    let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let name = format!("{reference}/{path}");
    match bytes::read_all(entry) {
        Ok(bytes) => stream(name, Box::new(Cursor::new(bytes)), within.clone()),
        Err(cause) => failure(name, cause),
    }
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests::{fetched, folder_of, gzip, tar, zip};

    #[test]
    fn opens_archives_in_archives() {
        let inner = zip(&[("x.txt", b"dam"), ("y.jsonl", b"{\"text\":\"a\"}\n")]);
        let folder = folder_of(&[
            ("a.zip", &zip(&[("in/inner.zip", &inner)])),
            ("b.tar.gz", &gzip(&tar(&[("p/q.txt", b"gate")]))),
        ]);
        let expected = [
            "./a.zip/in/inner.zip/x.txt=dam",
            "./a.zip/in/inner.zip/y.jsonl:1={\"text\":\"a\"}",
            "./b.tar.gz/p/q.txt=gate",
        ];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn of_a_web_archive_collection_only_the_pages_are_read() {
        let response = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Gate</p>";
        let warc = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://q.example/a\r\n\
             Content-Length: {}\r\n\r\n{response}\r\n\r\n",
            response.len()
        );
        let collection = zip(&[
            ("archive/data.warc.gz", &gzip(warc.as_bytes())),
            ("indexes/index.cdx", b"example,q)/a 20310502 {}"),
            ("pages/pages.jsonl", b"{\"format\": \"json-pages-1.0\"}\n"),
            ("datapackage.json", b"{\"profile\": \"data-package\"}"),
        ]);
        let folder = folder_of(&[("week.wacz", &collection)]);
        assert_eq!(fetched(folder.path()), ["http://q.example/a=<p>Gate</p>"]);
    }

    #[test]
    fn archives_nested_without_end_are_refused() {
        let mut bytes = zip(&[("x.txt", b"dam")]);
        for _ in 0..6 {
            bytes = zip(&[("x.zip", &bytes)]);
        }
        let folder = folder_of(&[("a.zip", &bytes), ("b.txt", b"next")]);
        let fetched = fetched(folder.path());
        assert!(
            fetched[0].ends_with("archives nested deeper than 4"),
            "{fetched:?}"
        );
        assert_eq!(fetched[1], "./b.txt=next");
    }
    #[test]
    fn archives_in_one_archive_share_what_they_may_expand_to() {
        let inner = zip(&[("x.txt", &vec![b'0'; 12 << 20])]);
        let names: Vec<String> = (0..200).map(|n| format!("{n:03}.zip")).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|it| (it.as_str(), &*inner)).collect();
        let outer = zip(&entries);
        let tarred = gzip(&tar(&entries));
        let folder = folder_of(&[("a.zip", &outer), ("b.tar.gz", &tarred), ("c.txt", b"next")]);
        let fetched = fetched(folder.path());
        let whole = fetched.iter().filter(|it| it.len() > 12 << 20).count();
        assert!((1..20).contains(&whole), "{whole}");
        let refused = |name: &str| {
            let of_name = fetched.iter().filter(|it| it.starts_with(name));
            of_name
                .filter(|it| it.contains("!expands to more than"))
                .count()
        };
        // Once for the archive in which it ended and once for the one around it.
        assert_eq!(refused("./a.zip"), 2, "{:.200}", fetched[whole]);
        assert!(refused("./b.tar.gz") >= 1);
        assert_eq!(fetched.last().map(String::as_str), Some("./c.txt=next"));
    }

    #[test]
    fn an_archive_within_itself_ends() {
        // Each archive holds two of the next: what a copy of itself, told twice, opens to.
        let mut bytes = zip(&[("x.txt", b"dam")]);
        for _ in 0..12 {
            bytes = zip(&[("a.zip", &bytes), ("b.zip", &bytes)]);
        }
        let folder = folder_of(&[("self.zip", &bytes), ("z.txt", b"next")]);
        let fetched = fetched(folder.path());
        assert!(fetched.len() <= 1 + (1 << 4), "{}", fetched.len());
        assert!(
            fetched
                .iter()
                .all(|it| it == "./z.txt=next" || it.contains("!archives nested"))
        );
        assert_eq!(fetched.last().map(String::as_str), Some("./z.txt=next"));
    }
}
