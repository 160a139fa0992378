//! What a page's head says about its article: JSON-LD, OpenGraph, Dublin Core, titles, times.

use dom_query::Document;
use serde_json::Value;

use crate::model::{Basis, Document as Read, Published};
use crate::read::{byline, date, language};
use crate::resources::Resources;

/// Marks between a title and the name of its outlet.
const TITLE_MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / "];
/// Bytes of a JSON-LD block that are read.
const MAX_JSON: usize = 2 << 20;

/// What the head says, each field from the best place that has it.
#[derive(Debug, Default)]
pub(super) struct Head {
    titles: Vec<String>,
    outlet: Option<String>,
    published: Option<String>,
    authors: Vec<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Reads the head, and times and titles in the body.
pub(super) fn head(page: &Document) -> Head {
    let mut head = Head::default();
    for script in page.select("script[type='application/ld+json']").nodes() {
        let text = script.text();
        if text.len() < MAX_JSON
            && let Ok(value) = serde_json::from_str::<Value>(text.trim())
        {
            json_ld(&value, &mut head, 0);
        }
    }
    metas(page, &mut head);
    let text_of = |selector: &str| {
        let nodes = page.select(selector);
        let texts: Vec<String> = nodes.nodes().iter().map(|it| fold(&it.text())).collect();
        texts.into_iter().filter(|it| !it.is_empty())
    };
    let printed: Vec<String> = text_of("h1").collect();
    // The printed title is preferred where it says what the head says.
    let heading = printed
        .iter()
        .find(|it| head.titles.iter().any(|title| alike(it, title)));
    match heading {
        Some(heading) => head.titles.insert(0, heading.clone()),
        None if head.titles.is_empty() && printed.len() == 1 => head.titles.extend(printed),
        None => {}
    }
    head.titles.extend(text_of("title").take(1));
    let attribute = |selector: &str, name: &str| {
        let node = page.select_single(selector);
        let value = node.attr(name)?;
        Some(value.trim().to_owned()).filter(|it| !it.is_empty())
    };
    head.url = attribute("link[rel='canonical']", "href")
        .filter(|it| it.starts_with("http"))
        .or(head.url);
    head.published = head
        .published
        .or_else(|| attribute("[itemprop='datePublished']", "content"))
        .or_else(|| attribute("[itemprop='datePublished']", "datetime"))
        .or_else(|| attribute("time[pubdate]", "datetime"))
        .or_else(|| attribute("article time[datetime]", "datetime"));
    head.language = attribute("html", "lang").or(head.language);
    head
}

/// Takes what the head says over into a document, where it has nothing better.
pub(super) fn fill(resources: &Resources, head: Head, document: &mut Read) {
    document.url = document.url.take().or(head.url);
    document.outlet = document.outlet.take().or(head.outlet);
    if document.headline.is_none() {
        let outlet = document.outlet.as_deref();
        document.headline = head.titles.first().map(|it| bare_title(it, outlet));
    }
    if document.language.is_none() {
        document.language = head.language.as_deref().and_then(language::of_tag);
    }
    if document.published.is_none() {
        let found = head
            .published
            .and_then(|it| date::parse(&resources.reading, &it));
        document.published = found.map(|date| Published {
            date,
            basis: Basis::Metadata,
        });
    }
    for author in &head.authors {
        let names = author
            .strip_prefix("By ")
            .or_else(|| author.strip_prefix("by "));
        let mut found = byline::of_names(resources, names.unwrap_or(author));
        // An outlet that names itself as the author is nobody.
        let outlet = document.outlet.as_deref();
        found
            .people
            .retain(|it| !outlet.is_some_and(|outlet| alike(it, outlet)));
        for (names, list) in [
            (found.people, &mut document.byline),
            (found.credits, &mut document.credits),
        ] {
            for name in names {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
    }
}

fn metas(page: &Document, head: &mut Head) {
    let (mut ranked, mut sites) = (Vec::new(), Vec::new());
    for meta in page.select("meta").nodes() {
        let name = ["property", "name", "itemprop"]
            .iter()
            .find_map(|it| meta.attr(it));
        let (Some(name), Some(content)) = (name, meta.attr("content")) else {
            continue;
        };
        let content = fold(&content);
        if content.is_empty() {
            continue;
        }
        match name.to_ascii_lowercase().as_str() {
            "og:title" => ranked.push((0, content)),
            "twitter:title" | "dc.title" | "dcterms.title" => ranked.push((1, content)),
            "og:site_name" => sites.push((0, content)),
            "application-name" | "dc.publisher" | "dcterms.publisher" => sites.push((1, content)),
            "article:published_time"
            | "datepublished"
            | "og:published_time"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.date"
            | "date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "article.published" => {
                head.published.get_or_insert(content);
            }
            "author" | "article:author" | "dc.creator" | "dcterms.creator" | "parsely-author"
            | "byl" | "sailthru.author"
                if !content.contains("://") =>
            {
                head.authors.push(content);
            }
            "og:url" if content.starts_with("http") => {
                head.url.get_or_insert(content);
            }
            "og:locale" | "language" | "dc.language" => {
                head.language.get_or_insert(content);
            }
            _ => {}
        }
    }
    ranked.sort_by_key(|it| it.0);
    head.titles.extend(ranked.into_iter().map(|it| it.1));
    sites.sort_by_key(|it| it.0);
    if let Some((_, site)) = sites.into_iter().next() {
        head.outlet = Some(site);
    }
}

fn json_ld(value: &Value, head: &mut Head, depth: usize) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|it| json_ld(it, head, depth + 1)),
        Value::Object(fields) => {
            if let Some(graph) = fields.get("@graph") {
                json_ld(graph, head, depth + 1);
            }
            if fields.get("@type").is_some_and(is_article) {
                article(value, head);
            }
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            kind.contains("Article") || kind.ends_with("Posting") || kind == "Report"
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn article(value: &Value, head: &mut Head) {
    let words = |name: &str| {
        let words = fold(value.get(name)?.as_str()?);
        (!words.is_empty()).then_some(words)
    };
    head.titles.extend(words("headline"));
    head.published = head.published.take().or_else(|| words("datePublished"));
    head.language = head.language.take().or_else(|| words("inLanguage"));
    head.url = head
        .url
        .take()
        .or_else(|| words("url"))
        .filter(|it| it.starts_with("http"));
    let publisher = value.get("publisher").map(names).unwrap_or_default();
    head.outlet = head.outlet.take().or_else(|| publisher.into_iter().next());
    if head.authors.is_empty() {
        head.authors = value.get("author").map(names).unwrap_or_default();
    }
}

/// The names in an author or publisher: a string, an object with a name, or a list of these.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![fold(name)],
        Value::Array(list) => list
            .iter()
            .take(20)
            .filter(|it| !it.is_array())
            .flat_map(names)
            .collect(),
        Value::Object(fields) => match fields.get("name") {
            Some(name @ Value::String(_)) => names(name),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The title without the outlet's name behind a mark at its end.
fn bare_title(title: &str, outlet: Option<&str>) -> String {
    let cut = TITLE_MARKS
        .iter()
        .filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len())));
    for (at, length) in cut {
        let (front, behind) = (
            title.get(..at).unwrap_or(title),
            title.get(at + length..).unwrap_or(""),
        );
        if outlet.is_some_and(|outlet| alike(behind, outlet)) {
            return front.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Whether one of two texts holds the letters of the other.
fn alike(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

/// Folds white space and reads entities that were written twice over.
fn fold(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (front, behind) = rest.split_at(at);
        decoded.push_str(front);
        let end = behind
            .char_indices()
            .take(9)
            .find(|(_, c)| *c == ';')
            .map(|(at, _)| at);
        let entity = end.and_then(|end| behind.get(1..end)).and_then(entity);
        match (entity, end) {
            (Some(c), Some(end)) => {
                decoded.push(c);
                rest = behind.get(end + 1..).unwrap_or("");
            }
            _ => {
                decoded.push('&');
                rest = behind.get(1..).unwrap_or("");
            }
        }
    }
    decoded.push_str(rest);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    match (name, number) {
        ("amp", _) => Some('&'),
        ("quot", _) => Some('"'),
        ("apos", _) => Some('\''),
        ("lt", _) => Some('<'),
        ("gt", _) => Some('>'),
        ("nbsp", _) => Some(' '),
        (_, Some(number)) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_decodes() {
        assert_eq!(
            fold(" Dam &#038;  gates &amp; R&D; &#x27;s"),
            "Dam & gates & R&D; 's"
        );
        assert_eq!(
            bare_title("Dam opens - Veskom", Some("Veskom")),
            "Dam opens"
        );
        assert_eq!(
            bare_title("Dam - open at last", Some("Veskom")),
            "Dam - open at last"
        );
    }
}
