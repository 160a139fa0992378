//! What a page's head says about its article: JSON-LD, OpenGraph, Dublin Core, titles, times.

use dom_query::{Document, Selection};
use serde_json::Value;

use crate::model::{Basis, Date, Document as Read, Published};
use crate::read::{byline, date, language};
use crate::resources::{Reading, Resources};

/// Marks between a title and the name of its outlet.
const TITLE_MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / "];
/// Bytes of a JSON-LD block that are read.
const MAX_JSON: usize = 2 << 20;
/// Elements around the title in which its time is looked for.
const MAX_CLIMB: usize = 4;
/// Where a page prints its authors, the surest first.
const AUTHORS: [&str; 8] = [
    "[itemprop='author']",
    "[rel='author']",
    ".byline",
    ".author",
    ".author-name",
    ".article-author",
    ".signature",
    ".auteur",
];
/// Authors that are read.
const MAX_AUTHORS: usize = 6;
/// Times that are looked at in each of them.
const MAX_TIMES: usize = 8;

/// What the head says, each field from the best place that has it.
#[derive(Debug, Default)]
pub(super) struct Head {
    titles: Vec<String>,
    outlet: Option<String>,
    /// What is said of the day of publishing, the best place first.
    published: Vec<String>,
    /// What is said of the day of the last change.
    changed: Vec<String>,
    authors: Vec<String>,
    /// Whether the page says that its text is not free to read.
    closed: bool,
    url: Option<String>,
    language: Option<String>,
    /// The text of the article, as the head has it.
    pub(super) body: Option<String>,
    /// What the head says in short.
    pub(super) summary: Option<String>,
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
    let times = [
        ("[itemprop='datePublished']", "content"),
        ("[itemprop='datePublished']", "datetime"),
        ("time[pubdate]", "datetime"),
    ];
    let times = times.iter().filter_map(|(it, name)| attribute(it, name));
    head.published.extend(times);
    if head.published.is_empty() {
        head.published.extend(time_near_title(page));
    }
    head.changed
        .extend(attribute("[itemprop='dateModified']", "content"));
    head.language = attribute("html", "lang").or(head.language);
    if head.authors.is_empty() {
        head.authors = AUTHORS
            .iter()
            .map(|it| text_of(it).take(MAX_AUTHORS).collect::<Vec<_>>())
            .find(|it| !it.is_empty())
            .unwrap_or_default();
    }
    head
}

/// Takes what the head says over into a document, where it has nothing better.
pub(super) fn fill(resources: &Resources, head: &Head, document: &mut Read) {
    document.url = document.url.take().or_else(|| head.url.clone());
    document.outlet = document.outlet.take().or_else(|| head.outlet.clone());
    if document.headline.is_none() {
        let outlet = document.outlet.as_deref();
        document.headline = head.titles.first().map(|it| bare_title(it, outlet));
    }
    if document.language.is_none() {
        document.language = head.language.as_deref().and_then(language::of_tag);
    }
    document.partial |= head.closed;
    if document.published.is_none() {
        let reading = &resources.reading;
        document.published = sharpest(reading, &head.published).map(|date| Published {
            date,
            basis: Basis::Metadata,
        });
    }
    for author in &head.authors {
        let mut found = byline::of_line(resources, author)
            .unwrap_or_else(|| byline::of_names(resources, author));
        // An outlet that names itself as the author is nobody.
        let outlet = document.outlet.as_deref();
        for list in [&mut found.people, &mut found.credits] {
            list.retain(|it| !outlet.is_some_and(|outlet| alike(it, outlet)));
        }
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

/// The day of the last change that the head gives; it stands in where the page gives no other day.
pub(super) fn changed(resources: &Resources, head: &Head) -> Option<Published> {
    let date = sharpest(&resources.reading, &head.changed)?;
    Some(Published {
        date,
        basis: Basis::Metadata,
    })
}

/// The first date; where another gives the same day with its hour, that one.
fn sharpest(reading: &Reading, dates: &[String]) -> Option<Date> {
    let mut dates = dates.iter().filter_map(|it| date::parse(reading, it));
    let first = dates.next()?;
    if first.time.is_some() {
        return Some(first);
    }
    let same_day = |it: &Date| it.day.is_some() && Date { time: None, ..*it } == first;
    Some(dates.find(same_day).unwrap_or(first))
}

/// The time printed nearest to the title, where it is not said to be of a change.
fn time_near_title(page: &Document) -> Option<String> {
    let time = |within: &Selection<'_>| {
        let times = within.select("time[datetime]");
        let time = times.nodes().iter().take(MAX_TIMES).find(|it| {
            let names = ["class", "itemprop"].map(|name| it.attr(name).unwrap_or_default());
            !names.iter().any(|it| {
                let it = it.to_ascii_lowercase();
                it.contains("update") || it.contains("modif")
            })
        })?;
        let value = time.attr("datetime")?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let article = page.select_single("article");
    let within = page.select_single("h1").nodes().first().cloned();
    let mut around = within.and_then(|it| it.parent());
    for _ in 0..MAX_CLIMB {
        let Some(node) = around else { break };
        if node.node_name().is_some_and(|it| &*it == "body") {
            break;
        }
        if let Some(found) = time(&Selection::from(node)) {
            return Some(found);
        }
        around = node.parent();
    }
    time(&article)
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
                head.published.push(content);
            }
            "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "last-modified"
            | "dcterms.modified" => {
                head.changed.push(content);
            }
            "author" | "article:author" | "dc.creator" | "dcterms.creator" | "parsely-author"
            | "byl" | "sailthru.author"
                if !content.contains("://") =>
            {
                head.authors.push(content);
            }
            "description" | "og:description" | "twitter:description" => {
                head.summary.get_or_insert(content);
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
    head.body = head.body.take().or_else(|| words("articleBody"));
    head.published.extend(words("datePublished"));
    head.changed.extend(words("dateModified"));
    head.closed |= match value.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
        _ => false,
    };
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
