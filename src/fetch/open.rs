//! One file or stream to the items in it, told apart by their first bytes, not by their names alone.

use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::decompress::{Codec, decompress};
use super::{
    FetchCause, FetchError, Stream, archive, bytes, failure, lines, list, table, web_archive,
};
use crate::model::{Item, ItemKind};

/// How deep archives may lie in one another.
const MAX_DEPTH: usize = 4;
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

/// The items of a file, which lies `depth` lists and archives deep.
pub(super) fn file(path: PathBuf, depth: usize) -> Stream {
    let reference = path.display().to_string();
    let mut file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) => return failure(reference, error.into()),
    };
    let head = match head_of(&mut file) {
        Ok(head) => head,
        Err(error) => return failure(reference, bytes::cause(error)),
    };
    if depth < MAX_DEPTH && matches!(Shape::of(&head), Shape::Zip) {
        return archive::zip_file(path, depth + 1);
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let whole: Reader = Box::new(Cursor::new(head.clone()).chain(file));
    shaped(reference, &folder, &head, whole, depth)
}

/// The items of a stream of bytes.
pub(super) fn stream(reference: String, mut reader: Reader, depth: usize) -> Stream {
    let head = match head_of(&mut reader) {
        Ok(head) => head,
        Err(error) => return failure(reference, bytes::cause(error)),
    };
    let whole: Reader = Box::new(Cursor::new(head.clone()).chain(reader));
    shaped(reference, Path::new(""), &head, whole, depth)
}

fn head_of(reader: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn shaped(reference: String, folder: &Path, head: &[u8], whole: Reader, depth: usize) -> Stream {
    let shape = Shape::of(head);
    if shape.holds_others() && depth >= MAX_DEPTH {
        return failure(reference, FetchCause::TooDeep(MAX_DEPTH));
    }
    match shape {
        Shape::Compressed(codec) => stream(reference, decompress(codec, whole), depth + 1),
        Shape::Zip => archive::zip_stream(reference, whole, depth + 1),
        Shape::Tar => archive::tarred(reference, whole, depth + 1),
        Shape::WebArchive => web_archive::pages(reference, BufReader::new(whole)),
        Shape::FeedList => list::feeds(reference, folder, whole, depth + 1),
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
