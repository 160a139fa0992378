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
    if is_message(&lower) {
        return ItemKind::Message;
    }
    let news = [b"<nitf".as_slice(), b"<newsitem", b"<newsmessage"];
    if lower.starts_with(b"<") && news.iter().any(|tag| has(tag)) {
        return ItemKind::NewsXml;
    }
    if is_markdown(&lower) {
        return ItemKind::Markdown;
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

/// Whether the bytes begin with the head of a MIME message.
fn is_message(lower: &[u8]) -> bool {
    let is_field = |line: &[u8]| {
        let name = memchr::memchr(b':', line).and_then(|at| line.get(..at));
        let is_name = |it: &[u8]| it.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        name.is_some_and(|it| !it.is_empty() && is_name(it))
            || line.starts_with(b" ")
            || line.starts_with(b"\t")
    };
    let lines = lower.split(|byte| *byte == b'\n');
    let head = lines
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .take_while(|line| !line.is_empty());
    let (mut has_version, mut has_type, mut has_fields_only) = (false, false, true);
    for line in head {
        has_version |= line.starts_with(b"mime-version:");
        has_type |= line.starts_with(b"content-type:");
        has_fields_only &= is_field(line);
    }
    has_version && has_type && has_fields_only
}

/// Whether a text opens with a head of fields that name its title, as Markdown files do.
fn is_markdown(lower: &[u8]) -> bool {
    let head = lower
        .strip_prefix(b"---\n")
        .or(lower.strip_prefix(b"---\r\n"));
    head.is_some_and(|it| {
        memmem::find(it, b"\n---").is_some_and(|end| {
            let fields = it.get(..end).unwrap_or_default();
            fields.starts_with(b"title:") || memmem::find(fields, b"\ntitle:").is_some()
        })
    })
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
        check(
            "---\ntitle: Dam\n---\nThe gates were opened.",
            ItemKind::Markdown,
        );
        check("---\nThe gates were opened.\n---\n", ItemKind::Text);
        check(
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=b\r\n\r\n--b",
            ItemKind::Message,
        );
        check("Note: the dam\nMIME-Version: is a field.", ItemKind::Text);
        check(
            "<?xml version='1.0'?><nitf><body/></nitf>",
            ItemKind::NewsXml,
        );
        check("<newsItem guid='x'/>", ItemKind::NewsXml);
        check("{\"text\": \"The gates were opened.\"}", ItemKind::JsonLine);
        check("Marsk said 3 < 4 and 5 > 4.", ItemKind::Text);
        check("", ItemKind::Text);
    }
}
