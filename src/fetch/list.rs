//! OPML lists of feeds: the feeds in it that are files.
//!
//! onrecord reads what it is given and asks no server, so an address in a list is reported by name.

use std::path::{Path, PathBuf};

use super::bytes::{MAX_RATIO, Within};
use super::open::{self, Reader};
use super::{FetchCause, Stream, bytes, failure};

/// The most elements of a list.
const MAX_NODES: u32 = 1_000_000;

/// The feeds of a list; `folder` is where it lies.
pub(super) fn feeds(
    reference: String,
    folder: &Path,
    mut reader: Reader,
    within: Within,
) -> Stream {
    let bytes = match bytes::read_all(&mut reader) {
        Ok(bytes) => bytes,
        Err(cause) => return failure(reference, cause),
    };
    let text = String::from_utf8_lossy(&bytes);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        ..Default::default()
    };
    let list = match roxmltree::Document::parse_with_options(&text, options) {
        Ok(list) => list,
        Err(error) => return failure(reference, FetchCause::Broken("list", error.to_string())),
    };
    let outlines = list.descendants().filter(|it| it.has_tag_name("outline"));
    let addresses = outlines.filter_map(|it| it.attribute("xmlUrl"));
    let feeds: Vec<Result<PathBuf, String>> = addresses.map(|it| local(folder, it)).collect();
    if feeds.is_empty() {
        let cause = FetchCause::Broken("list", "it names no feed".to_owned());
        return failure(reference, cause);
    }
    let mut spent = false;
    let opened = feeds.into_iter().map_while(move |feed| {
        if spent {
            return None;
        }
        spent = within.left() == 0;
        Some(match feed {
            _ if spent => failure(reference.clone(), FetchCause::TooMuch(MAX_RATIO)),
            Ok(path) => open::file(path, Some(within.clone())),
            Err(address) => failure(address, FetchCause::Address),
        })
    });
    Box::new(opened.flatten())
}

/// The file that an address names, or the address.
fn local(folder: &Path, address: &str) -> Result<PathBuf, String> {
    if let Some(path) = address.strip_prefix("file://") {
        return Ok(PathBuf::from(path));
    }
    match address.contains("://") {
        true => Err(address.to_owned()),
        false => Ok(folder.join(address)),
    }
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests::{fetched, folder_of};

    #[test]
    fn feeds_that_are_files_are_read_and_addresses_are_named() {
        let list = b"<?xml version='1.0'?><opml version='2.0'><body><outline text='News'>\
            <outline type='rss' xmlUrl='.feeds/times.xml'/>\
            <outline type='rss' xmlUrl='https://q.example/rss'/></outline></body></opml>";
        let folder = folder_of(&[("a.opml", list)]);
        std::fs::create_dir(folder.path().join(".feeds")).expect("a folder");
        std::fs::write(folder.path().join(".feeds/times.xml"), "<rss/>").expect("a file");
        let expected = [
            "./.feeds/times.xml=<rss/>",
            "https://q.example/rss!an address, and onrecord reads files only",
        ];
        assert_eq!(fetched(folder.path()), expected);
    }

    #[test]
    fn a_list_of_itself_ends() {
        let list = b"<opml version='2.0'><body><outline xmlUrl='a.opml'/></body></opml>";
        let folder = folder_of(&[("a.opml", list)]);
        let fetched = fetched(folder.path());
        assert_eq!(fetched, ["./a.opml!archives nested deeper than 4"]);
    }

    #[test]
    fn a_list_that_names_itself_ends() {
        let outline = "<outline type='rss' xmlUrl='self.opml'/>";
        let list = format!(
            "<opml version='2.0'><body>{}</body></opml>",
            outline.repeat(300)
        );
        let folder = folder_of(&[("self.opml", list.as_bytes()), ("z.txt", b"next")]);
        let fetched = fetched(folder.path());
        assert!(fetched.len() < 10_000, "{}", fetched.len());
        assert!(
            fetched
                .iter()
                .any(|it| it.contains("!expands to more than"))
        );
        assert_eq!(fetched.last().map(String::as_str), Some("./z.txt=next"));
    }
}
