//! The world's files, folders, globs and archives, to [`Item`]s.
//!
//! Takes what a person typed, gives the bytes of one input after another, decompressed and taken out
//! of archives within bounds, in a fixed order. Holds one input at a time: a JSON Lines file is
//! given line by line.

use std::path::{Path, PathBuf};

use crate::model::Item;

mod bytes;
mod open;

/// What could not be fetched, and why.
#[derive(Debug, thiserror::Error)]
#[error("Failed to read `{input}`")]
pub struct FetchError {
    /// The path or pattern.
    pub input: String,
    /// Why.
    #[source]
    pub cause: FetchCause,
}

/// Why an input could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchCause {
    /// The system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// No file has that name.
    #[error("nothing matches")]
    NoMatch,
    /// More bytes than are read of one input.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// An archive inside an archive inside an archive …
    #[error("archives nested deeper than {0}")]
    TooDeep(usize),
    /// The archive or compressed file is broken.
    #[error("broken archive: {0}")]
    Archive(String),
}

/// One fetched input or one failure; failures do not end the walk.
pub type Fetched = Result<Item, FetchError>;

/// Several fetched inputs, one at a time.
type Stream = Box<dyn Iterator<Item = Fetched> + Send>;

/// Walks the inputs (files, folders, globs, `-`) and gives each item in turn.
///
/// Folders are walked in the order of their names; hidden files in them are passed over.
pub fn items(inputs: &[String]) -> impl Iterator<Item = Fetched> + Send + use<> {
    Vec::from(inputs).into_iter().flat_map(input)
}

fn input(input: String) -> Stream {
    if input == "-" {
        return open::stream("-".to_owned(), Box::new(std::io::stdin()), 0);
    }
    let path = Path::new(&input);
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => folder(path),
        Ok(_) => open::file(path.to_owned()),
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => failure(input, cause.into()),
        Err(_) => pattern(input),
    }
}

fn pattern(input: String) -> Stream {
    let paths: Vec<PathBuf> = match glob::glob(&input) {
        Ok(paths) => paths.filter_map(Result::ok).collect(),
        Err(_) => Vec::new(),
    };
    if paths.is_empty() {
        return failure(input, FetchCause::NoMatch);
    }
    Box::new(paths.into_iter().flat_map(|path| {
        if path.is_dir() {
            folder(&path)
        } else {
            open::file(path)
        }
    }))
}

fn folder(path: &Path) -> Stream {
    let hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let root = path.to_owned();
    let entries = walkdir::WalkDir::new(path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| !hidden(entry));
    Box::new(entries.flat_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() => open::file(entry.into_path()),
        Ok(_) => Box::new(std::iter::empty()),
        Err(error) => {
            let input = error.path().unwrap_or(&root).display().to_string();
            failure(input, std::io::Error::from(error).into())
        }
    }))
}

/// A stream of one failure.
fn failure(input: String, cause: FetchCause) -> Stream {
    Box::new(std::iter::once(Err(FetchError { input, cause })))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// What is fetched from `path`: `reference=bytes`, or `reference!` and the cause.
    fn fetched(path: &Path) -> Vec<String> {
        let root = path.display().to_string();
        items(std::slice::from_ref(&root))
            .map(|fetched| match fetched {
                Ok(item) => format!(
                    "{}={}",
                    item.reference.replace(&root, "."),
                    String::from_utf8_lossy(&item.bytes)
                ),
                Err(error) => format!("{}!{}", error.input.replace(&root, "."), error.cause),
            })
            .collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .expect("in memory");
            writer.write_all(bytes).expect("in memory");
        }
        writer.finish().expect("in memory").into_inner()
    }

    fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, bytes) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            builder
                .append_data(&mut header, name, *bytes)
                .expect("in memory");
        }
        builder.into_inner().expect("in memory")
    }

    fn folder_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        }
        folder
    }

    #[test]
    fn walks_a_folder_by_name() {
        let folder = folder_of(&[
            ("b.txt", b"two"),
            ("a.txt", b"one"),
            (".hidden", b"no"),
            ("c.txt.gz", &gzip(b"three")),
        ]);
        let expected = ["./a.txt=one", "./b.txt=two", "./c.txt.gz=three"];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn gives_json_line_by_line() {
        let lines = b"{\"text\":\"a\"}\n\n{\"text\":\"b\"}";
        let folder = folder_of(&[("a.jsonl", lines), ("b.gz", &gzip(lines))]);
        let expected = [
            "./a.jsonl:1={\"text\":\"a\"}",
            "./a.jsonl:3={\"text\":\"b\"}",
            "./b.gz:1={\"text\":\"a\"}",
            "./b.gz:3={\"text\":\"b\"}",
        ];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn keeps_json_over_several_lines_together() {
        let folder = folder_of(&[("feed.json", b"{\n\"items\": []\n}")]);
        assert_eq!(fetched(folder.path()), ["./feed.json={\n\"items\": []\n}"]);
    }

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
    fn bombs_are_refused_and_the_rest_goes_on() {
        let zeros = vec![b'0'; 40 << 20];
        let folder = folder_of(&[
            ("a.gz", &gzip(&zeros)),
            ("b.zip", &zip(&[("z.txt", &zeros)])),
            ("c.txt", b"next"),
        ]);
        let fetched = fetched(folder.path());
        assert!(fetched[0].starts_with("./a.gz!"), "{:.80}", fetched[0]);
        assert!(
            fetched[1].starts_with("./b.zip/z.txt!"),
            "{:.80}",
            fetched[1]
        );
        assert_eq!(fetched[2], "./c.txt=next");
    }

    #[test]
    fn broken_archives_are_named() {
        let mut cut = gzip(b"The gates were opened at noon, Marsk said.");
        cut.truncate(20);
        let folder = folder_of(&[
            ("a.gz", &cut),
            ("b.zip", b"PK\x03\x04 no"),
            ("c.txt", b"next"),
        ]);
        let fetched = fetched(folder.path());
        assert!(
            fetched[0].starts_with("./a.gz!broken archive"),
            "{fetched:?}"
        );
        assert!(
            fetched[1].starts_with("./b.zip!broken archive"),
            "{fetched:?}"
        );
        assert_eq!(fetched[2], "./c.txt=next");
    }

    #[test]
    fn gives_the_responses_of_a_web_archive() {
        let response = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Gate</p>";
        let warc = format!(
            "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n\
             WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://q.example/a\r\n\
             Content-Length: {}\r\n\r\n{response}\r\n\r\n",
            response.len()
        );
        let folder = folder_of(&[
            ("a.warc", warc.as_bytes()),
            ("b.warc.gz", &gzip(warc.as_bytes())),
        ]);
        let page = "http://q.example/a=<p>Gate</p>";
        assert_eq!(fetched(folder.path()), [page, page]);
    }

    #[test]
    fn nothing_matches() {
        let path = Path::new("no/such/*.txt");
        assert_eq!(fetched(path), [".!nothing matches"]);
    }
}
