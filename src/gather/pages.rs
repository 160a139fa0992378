//! Which page a document was read from, and whose.
//!
//! The address tells more than the name given with a text: a page that was read twice under the
//! names of two outlets is one page.

use rustc_hash::FxHashMap;

use super::origin;
use crate::model::{Analysed, Document};

/// The pairs of documents that were read from one address.
pub(super) fn same_pages(documents: &[&Analysed]) -> Vec<(u32, u32)> {
    let mut last: FxHashMap<&str, u32> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (analysed, number) in documents.iter().zip(0..) {
        if let Some(address) = analysed.document.url.as_deref().and_then(address)
            && let Some(before) = last.insert(address, number)
        {
            pairs.push((before, number));
        }
    }
    pairs
}

/// The address of a page without what changes from one visit to the next.
fn address(url: &str) -> Option<&str> {
    let url = url.split(['?', '#']).next()?;
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url);
    let url = url.trim_end_matches('/');
    // An address without a path is a front page, which is another page every day.
    url.contains('/').then_some(url)
}

/// Whether two documents were read from one address.
pub(super) fn is_same_page(a: &Document, b: &Document) -> bool {
    let (a, b) = (a.url.as_deref(), b.url.as_deref());
    a.and_then(address)
        .zip(b.and_then(address))
        .is_some_and(|(a, b)| a == b)
}

/// Whether two documents name one outlet.
pub(super) fn is_same_outlet(a: &Document, b: &Document) -> bool {
    let (a, b) = (a.outlet.as_deref(), b.outlet.as_deref());
    a.zip(b).is_some_and(|(a, b)| origin::is_same_name(a, b))
}

/// Whether two documents were read from the sites of two outlets.
pub(super) fn are_other_sites(a: &Document, b: &Document) -> bool {
    let (a, b) = (a.url.as_deref(), b.url.as_deref());
    a.and_then(site)
        .zip(b.and_then(site))
        .is_some_and(|(a, b)| a != b)
}

/// The part of an address that names whose site it is: "quillhaven.example" of
/// "https://news.quillhaven.example/dam".
fn site(url: &str) -> Option<&str> {
    let host = url
        .split_once("://")?
        .1
        .split(['/', ':', '?', '#'])
        .next()?;
    let dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    let parts = |from_end: usize| {
        let at = dots.len().checked_sub(from_end)?;
        host.get(dots.get(at)? + 1..)
    };
    let short = |parts: &str| {
        let lengths = parts.split('.').map(str::len);
        lengths.zip([3, 2]).all(|(length, most)| length <= most)
    };
    // "co.uk" names nobody: it takes the part before it.
    match parts(2) {
        Some(two) if short(two) && dots.len() >= 3 => parts(3),
        Some(two) if !short(two) => Some(two),
        _ => Some(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_many_addresses() {
        let is_same = |a, b| address(a).zip(address(b)).is_some_and(|(a, b)| a == b);
        assert!(is_same(
            "http://www.quillhaven.example/dam/?from=mail",
            "https://quillhaven.example/dam#top"
        ));
        assert!(!is_same(
            "https://quillhaven.example/",
            "https://quillhaven.example/"
        ));
    }

    #[test]
    fn sites_are_named_by_whom_they_belong_to() {
        assert_eq!(site("https://news.cpa.example/dam"), Some("cpa.example"));
        assert_eq!(site("https://cpa.example"), Some("cpa.example"));
        assert_eq!(
            site("https://www.tarnholm.co.or/dam"),
            Some("tarnholm.co.or")
        );
        assert_eq!(site("https://tarnholm.co.or/dam"), Some("tarnholm.co.or"));
        assert_eq!(site("dam"), None);
    }
}
