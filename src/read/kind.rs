//! What an item is, told by its first bytes.

use memchr::memmem;

use crate::model::ItemKind;

/// Bytes that are looked at.
const HEAD: usize = 4096;

/// Tags of which a text dump has none; a page has several among its first bytes.
const TAGS: &[&[u8]] = &[
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<div",
    b"<p>",
    b"<article",
    b"<script",
    b"<title",
    b"<span",
    b"<br",
    b"<a href",
    b"<h1",
    b"<p class",
];

/// Tells what the bytes hold; plain text where nothing else is seen.
pub(super) fn of(bytes: &[u8]) -> ItemKind {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let lower: Vec<u8> = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |tag: &[u8]| memmem::find(&lower, tag).is_some();
    if lower.first() == Some(&b'{') {
        let feed = has(b"jsonfeed.org") && !has(b"\"text\"") && !has(b"\"html\"");
        return if feed {
            ItemKind::Feed
        } else {
            ItemKind::JsonLine
        };
    }
    let html = has(b"<!doctype html") || has(b"<html");
    if !html
        && lower.starts_with(b"<")
        && [b"<rss".as_slice(), b"<feed", b"<rdf:rdf"]
            .iter()
            .any(|tag| has(tag))
    {
        return ItemKind::Feed;
    }
    let n_tags = TAGS.iter().filter(|tag| has(tag)).count();
    if html || n_tags >= 2 || (n_tags == 1 && lower.starts_with(b"<")) {
        return ItemKind::Html;
    }
    ItemKind::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_content() {
        let check = |bytes: &str, kind| assert_eq!(of(bytes.as_bytes()), kind, "{bytes}");
        check("\u{feff}<!DOCTYPE html><title>Dam</title>", ItemKind::Html);
        check("<div><p>The gates were opened.</p></div>", ItemKind::Html);
        check(
            "<?xml version=\"1.0\"?><rss><channel/></rss>",
            ItemKind::Feed,
        );
        check(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>",
            ItemKind::Feed,
        );
        check(
            "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}",
            ItemKind::Feed,
        );
        check("{\"text\": \"The gates were opened.\"}", ItemKind::JsonLine);
        check("Marsk said 3 < 4 and 5 > 4.", ItemKind::Text);
        check("", ItemKind::Text);
    }
}
