//! One file or stream to the items in it, told apart by their first bytes, not by their names alone.

use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::bytes::Within;
use super::decompress::{Codec, decompress};
use super::{FetchError, Stream, archive, bytes, failure, lines, list, table, web_archive};
use crate::model::{Item, ItemKind};

/// Bytes looked at to tell what a stream is; a tar header has 512.
const HEAD: usize = 4096;
/// How the names of Markdown files end.
const MARKDOWN: [&str; 3] = [".md", ".markdown", ".mdown"];

pub(super) type Reader = Box<dyn Read + Send>;
pub(super) type Lines = BufReader<Reader>;

/// What a stream is, by its first bytes.
enum Shape {
    Compressed(Codec),
    Zip,
    Tar,
    WebArchive,
    FeedList,
    Table(table::Layout),
    JsonLines,
    JsonList,
    /// One document, or a feed.
    Single,
}

impl Shape {
    fn of(head: &[u8]) -> Shape {
        if let Some(codec) = Codec::of(head) {
            return Shape::Compressed(codec);
        }
        if head.starts_with(b"PK\x03\x04") {
            return Shape::Zip;
        }
        if head.get(257..262) == Some(b"ustar") {
            return Shape::Tar;
        }
        if head.starts_with(b"WARC/") {
            return Shape::WebArchive;
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let text = text.trim_ascii_start();
        match text.first() {
            Some(b'{') => Shape::JsonLines,
            Some(b'[')
                if text
                    .get(1..)
                    .is_some_and(|it| it.trim_ascii_start().starts_with(b"{")) =>
            {
                Shape::JsonList
            }
            Some(b'<') if memmem::find(text, b"<opml").is_some() => Shape::FeedList,
            Some(b'<') => Shape::Single,
            _ => table::layout(head).map_or(Shape::Single, Shape::Table),
        }
    }

    /// Whether something else lies inside.
    fn holds_others(&self) -> bool {
        use Shape::{Compressed, FeedList, Tar, Zip};
        matches!(self, Compressed(_) | Zip | Tar | FeedList)
    }
}

/// The items of a file; one that a list names is within that list.
pub(super) fn file(path: PathBuf, within: Option<Within>) -> Stream {
    let reference = path.display().to_string();
    let mut file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) => return failure(reference, error.into()),
    };
    let head = match head_of(&mut file) {
        Ok(head) => head,
        Err(error) => return failure(reference, bytes::cause(error)),
    };
    let size = || file.metadata().map_or(0, |it| it.len());
    let within = within.unwrap_or_else(|| Within::file(size()));
    if matches!(Shape::of(&head), Shape::Zip) {
        return match within.opened() {
            Ok(within) => archive::zip_file(path, within),
            Err(cause) => failure(reference, cause),
        };
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let whole: Reader = Box::new(Cursor::new(head.clone()).chain(file));
    shaped(reference, &folder, &head, whole, within)
}

/// The items of a stream of bytes.
pub(super) fn stream(reference: String, mut reader: Reader, within: Within) -> Stream {
    let head = match head_of(&mut reader) {
        Ok(head) => head,
        Err(error) => return failure(reference, bytes::cause(error)),
    };
    let whole: Reader = Box::new(Cursor::new(head.clone()).chain(reader));
    shaped(reference, Path::new(""), &head, whole, within)
}

fn head_of(reader: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn shaped(
    reference: String,
    folder: &Path,
    head: &[u8],
    whole: Reader,
    mut within: Within,
) -> Stream {
    let shape = Shape::of(head);
    if shape.holds_others() {
        within = match within.opened() {
            Ok(within) => within,
            Err(cause) => return failure(reference, cause),
        };
    }
    match shape {
        Shape::Compressed(codec) => {
            let plain = decompress(codec, whole, Some(within.clone()));
            stream(reference, plain, within)
        }
        Shape::Zip => archive::zip_stream(reference, whole, within),
        Shape::Tar => archive::tarred(reference, whole, within),
        Shape::WebArchive => web_archive::pages(reference, BufReader::new(whole)),
        Shape::FeedList => list::feeds(reference, folder, whole, within),
        Shape::Table(layout) => table::rows(reference, layout, whole),
        Shape::JsonLines => lines::json_lines(reference, BufReader::with_capacity(1 << 16, whole)),
        Shape::JsonList => lines::json_list(reference, whole),
        Shape::Single => {
            let named = MARKDOWN
                .iter()
                .any(|end| reference.to_lowercase().ends_with(end));
            let is_markdown = named && !head.trim_ascii_start().starts_with(b"<");
            single(reference, is_markdown.then_some(ItemKind::Markdown), whole)
        }
    }
}

/// One item with all bytes.
pub(super) fn single(reference: String, kind: Option<ItemKind>, mut reader: Reader) -> Stream {
    let fetched = match bytes::read_all(&mut reader) {
        Ok(bytes) => Ok(item(reference, kind, bytes)),
        Err(cause) => Err(FetchError {
            input: reference,
            cause,
        }),
    };
    Box::new(std::iter::once(fetched))
}

pub(super) fn item(reference: String, kind: Option<ItemKind>, bytes: Vec<u8>) -> Item {
    Item {
        reference,
        kind,
        bytes,
    }
}
