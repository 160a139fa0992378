//! The world's files, folders, globs and archives, to [`Item`]s.
//!
//! Takes what a person typed, gives the bytes of one input after another, decompressed and taken out
//! of archives within bounds, in a fixed order. Holds one input at a time: a JSON Lines file is
//! given line by line, a table row by row, a web archive record by record.

use std::path::{Path, PathBuf};

use crate::model::Item;

mod archive;
mod bytes;
mod decompress;
mod lines;
mod list;
mod open;
mod table;
mod web_archive;

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
    /// Archives in archives, or lists, of which more comes than their size allows.
    #[error("expands to more than {0} times its size; the rest of it is not read")]
    TooMuch(u64),
    /// The archive or compressed file is broken.
    #[error("broken archive: {0}")]
    Archive(String),
    /// A file of many documents is broken: of what kind, and how.
    #[error("broken {0}: {1}")]
    Broken(&'static str, String),
    /// A list names something that lies on a server.
    #[error("an address, and onrecord reads files only")]
    Address,
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
        let (within, reader) = bytes::Within::stream(Box::new(std::io::stdin()));
        return open::stream("-".to_owned(), reader, within);
    }
    let path = Path::new(&input);
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => folder(path),
        Ok(_) => open::file(path.to_owned(), None),
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
            open::file(path, None)
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
        Ok(entry) if entry.file_type().is_file() => open::file(entry.into_path(), None),
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
    pub(super) fn fetched(path: &Path) -> Vec<String> {
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

    pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    pub(super) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .expect("in memory");
            writer.write_all(bytes).expect("in memory");
        }
        writer.finish().expect("in memory").into_inner()
    }

    pub(super) fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
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

    pub(super) fn folder_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
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

    /// Bytes from their hexadecimal digits.
    fn hex(digits: &str) -> Vec<u8> {
        let pairs = digits.as_bytes().chunks(2);
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16);
        pairs.map(|it| byte(it).expect("a byte")).collect()
    }

    #[test]
    fn compressed_files_are_opened() {
        // "The gates were opened." by `xz`; the same and " It rained." by `zstd`, a frame to be
        // skipped between them.
        let xz = hex(concat!(
            "fd377a585a000004e6d6b4460200210116000000742fe5a30100155468652067617465",
            "732077657265206f70656e65642e000000a4e5d82413a1383300012e16560955df1fb6f37d010000000004595a"
        ));
        let zstandard = hex(concat!(
            "28b52ffd0458b100005468652067617465732077657265206f70656e65642e7eb2b454",
            "502a4d1803000000616263",
            "28b52ffd0458590000204974207261696e65642e6fa25ec9"
        ));
        let folder = folder_of(&[
            ("a.txt.bz2", &bzip2(b"The gates were opened.")),
            ("b.txt.xz", &xz),
            ("c.txt.xz", &xz[..40]),
            ("d.txt.zst", &zstandard),
            ("e.txt.zst", &zstandard[..20]),
        ]);
        let fetched = fetched(folder.path());
        assert_eq!(fetched[0], "./a.txt.bz2=The gates were opened.");
        assert_eq!(fetched[1], "./b.txt.xz=The gates were opened.");
        assert!(
            fetched[2].starts_with("./c.txt.xz!broken archive"),
            "{fetched:?}"
        );
        assert_eq!(fetched[3], "./d.txt.zst=The gates were opened. It rained.");
        assert!(
            fetched[4].starts_with("./e.txt.zst!broken archive"),
            "{fetched:?}"
        );
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
    fn nothing_matches() {
        let path = Path::new("no/such/*.txt");
        assert_eq!(fetched(path), [".!nothing matches"]);
    }
}
