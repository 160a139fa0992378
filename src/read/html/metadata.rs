//! What a page's head says about its article: JSON-LD, OpenGraph, Dublin Core, titles, times.

use dom_query::{Document, NodeData, NodeRef, Selection};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::model::{Basis, Date, Document as Read, Published};
use crate::read::{byline, date, language};
use crate::resources::{PageField, Reading, Resources};

/// Marks between a title and the name of its outlet.
const TITLE_MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / "];
/// Titles of a page that are looked at.
const MAX_PRINTED: usize = 4;
/// Hundredths of a printed title's words that it shares with one of the head. Of 0, 15, 25, 30, 40 and
/// 50 it was best on the development pages.
const MIN_LIKE: usize = 25;
/// Words of a printed title that counts though the head has none like it.
const MIN_ALONE: usize = 4;
/// Things of JSON-LD, and names in one, that are read.
const MAX_THINGS: usize = 1000;
const MAX_NAMES: usize = 20;
/// Bytes of a JSON-LD block that are read.
const MAX_JSON: usize = 2 << 20;
/// Elements around the title in which its time is looked for.
const MAX_CLIMB: usize = 4;
/// Bytes of the words in a place that names authors.
const MAX_PLACE: usize = 80;
/// The most authors that a page prints.
const MAX_PRINTED_AUTHORS: usize = 3;
/// Authors that are read.
const MAX_AUTHORS: usize = 6;
/// Times that are looked at in each of them.
const MAX_TIMES: usize = 8;

/// What the head says, each field from the best place that has it.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The titles that the head gives, the best place first.
    titles: Vec<String>,
    /// The titles that the page prints.
    printed: Vec<String>,
    /// The title of the window, with the outlet's name in it.
    window: Option<String>,
    outlet: Option<String>,
    /// What is said of the day of publishing, the best place first.
    published: Vec<String>,
    /// What is said of the day of the last change.
    changed: Vec<String>,
    /// What is said of the authors, by the place that says it, the best first.
    authors: Vec<Vec<String>>,
    /// Whether the head says that the page is an article.
    pub(super) is_article: bool,
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
pub(super) fn head(reading: &Reading, page: &Document) -> Head {
    let mut head = Head::default();
    metas(reading, page, &mut head);
    linked_data(page, &mut head);
    // Linked data tells one author from the next; fields run them together.
    head.authors.rotate_left(1);
    let texts = |selector: &str| {
        let nodes = page.select(selector);
        let texts: Vec<String> = nodes.nodes().iter().map(|it| fold(&it.text())).collect();
        texts.into_iter().filter(|it| !it.is_empty())
    };
    head.printed = texts("h1").take(MAX_PRINTED).collect();
    head.window = texts("title").next();
    let places = places(reading, page);
    let attribute = |selector: &str, name: &str| {
        let node = page.select_single(selector);
        let value = node.attr(name)?;
        Some(value.trim().to_owned()).filter(|it| !it.is_empty())
    };
    head.url = attribute("link[rel='canonical']", "href")
        .filter(|it| it.starts_with("http"))
        .or(head.url);
    let said = |name: &str, is_place: &dyn Fn(&NodeRef<'_>) -> bool| {
        let value = places.iter().find(|it| is_place(it))?.attr(name)?;
        Some(value.trim().to_owned()).filter(|it| !it.is_empty())
    };
    let is = |node: &NodeRef<'_>, what: &str| node.attr("itemprop").is_some_and(|it| &*it == what);
    let published = |it: &NodeRef<'_>| is(it, "datePublished");
    let dated = |it: &NodeRef<'_>| it.has_name("time") && it.has_attr("pubdate");
    head.published.extend(said("content", &published));
    head.published.extend(said("datetime", &published));
    head.published.extend(said("datetime", &dated));
    if head.published.is_empty() {
        head.published.extend(time_near_title(page));
    }
    let changed = |it: &NodeRef<'_>| is(it, "dateModified");
    head.changed.extend(said("content", &changed));
    head.language = attribute("html", "lang").or(head.language);
    for place in &reading.author_places {
        let texts = places.iter().filter(|it| place.match_element(*it));
        let texts = texts.map(|it| fold(&it.text()));
        let near = texts.filter(|it| !it.is_empty() && it.len() <= MAX_PLACE);
        head.authors.push(near.take(MAX_AUTHORS).collect());
    }
    head
}

/// The elements of a page that may say something of its article: those that say what they are, times that
/// say so, and what may name authors. One walk over the page, for a selector each costs three times as much.
fn places<'d>(reading: &Reading, page: &'d Document) -> Vec<NodeRef<'d>> {
    let names_author = |value: &str| {
        let words = reading.place_words.as_ref();
        words.is_none_or(|it| it.is_match(value))
    };
    let is_place = |node: &NodeRef<'d>| {
        node.query_or(false, |it| match &it.data {
            NodeData::Element(element) => element.attrs.iter().any(|it| match &*it.name.local {
                "itemprop" | "pubdate" => true,
                "class" | "rel" | "href" => names_author(&it.value),
                _ => false,
            }),
            _ => false,
        })
    };
    page.root().descendants_it().filter(is_place).collect()
}

/// Takes what the head says over into a document, where it has nothing better.
pub(super) fn fill(resources: &Resources, head: &Head, document: &mut Read) {
    document.url = document.url.take().or_else(|| head.url.clone());
    document.outlet = document.outlet.take().or_else(|| head.outlet.clone());
    if document.headline.is_none() {
        let outlet = document.outlet.as_deref();
        document.headline = title(head, outlet);
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
    let n_places = resources.reading.author_places.len();
    let printed = head.authors.len().saturating_sub(n_places);
    authors(resources, &head.authors, printed, document);
}

/// Takes the authors from the best place that names people; agencies are taken on the way.
fn authors(resources: &Resources, places: &[Vec<String>], printed: usize, document: &mut Read) {
    let is_outlet = |name: &str| {
        let outlet = document.outlet.as_deref();
        outlet.is_some_and(|outlet| alike(name, outlet))
    };
    for (n, place) in places.iter().enumerate() {
        let (mut people, mut credits) = (Vec::new(), Vec::new());
        for author in place {
            let found = byline::of_line(resources, author)
                .unwrap_or_else(|| byline::of_names(resources, author));
            // An outlet that names itself as the author is nobody, unless it is a person's own.
            let own = |it: &String| !is_outlet(it) || byline::has_first_name(resources, it);
            people.extend(found.people.into_iter().filter(own));
            credits.extend(found.credits.into_iter().filter(|it| !is_outlet(it)));
        }
        let done = !people.is_empty();
        // Many names in places on the page are those of other articles too.
        if n >= printed && people.len() > MAX_PRINTED_AUTHORS {
            people.truncate(1);
        }
        for (names, list) in [
            (people, &mut document.byline),
            (credits, &mut document.credits),
        ] {
            for name in names {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        if done {
            return;
        }
    }
}

/// The day of the last change that the head gives.
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

fn metas(reading: &Reading, page: &Document, head: &mut Head) {
    let mut found: Vec<(usize, PageField, String)> = Vec::new();
    for meta in page.select("meta").nodes() {
        let names = ["property", "name", "itemprop"];
        let name = names.iter().find_map(|it| meta.attr(it));
        let (Some(name), Some(content)) = (name, meta.attr("content")) else {
            continue;
        };
        let content = fold(&content);
        let name = name.to_ascii_lowercase();
        if content.is_empty() {
            continue;
        }
        head.is_article |= name == "og:type" && content.eq_ignore_ascii_case("article");
        if name == "og:url" && content.starts_with("http") {
            head.url.get_or_insert(content);
        } else if let Some((field, rank)) = reading.page_fields.get(name.as_str()) {
            found.push((*rank, *field, content));
        }
    }
    found.sort_by_key(|it| it.0);
    let mut authors = Vec::new();
    for (_, field, content) in found {
        match field {
            PageField::Title => head.titles.push(content),
            PageField::Outlet => drop(head.outlet.get_or_insert(content)),
            PageField::Published => head.published.push(content),
            PageField::Changed => head.changed.push(content),
            PageField::Author if content.contains("://") => {}
            PageField::Author => authors.push(content),
            PageField::Language => drop(head.language.get_or_insert(content)),
            PageField::Summary => drop(head.summary.get_or_insert(content)),
        }
    }
    head.authors.push(authors);
}

/// Reads the blocks of JSON-LD.
fn linked_data(page: &Document, head: &mut Head) {
    let scripts = page.select("script[type='application/ld+json']");
    let mut things = Vec::new();
    for script in scripts.nodes() {
        let text = script.text();
        if text.len() < MAX_JSON {
            let value = serde_json::from_str::<Value>(text.trim()).or_else(|_| {
                // Line breaks inside strings are common, and no JSON.
                serde_json::from_str(&text.replace(['\n', '\r', '\t'], " "))
            });
            if let Ok(value) = value {
                flatten(value, &mut things, 0);
            }
        }
    }
    let called: FxHashMap<String, String> = things
        .iter()
        .filter_map(|it| {
            let id = it.get("@id")?.as_str()?.to_owned();
            Some((id, fold(it.get("name")?.as_str()?)))
        })
        .collect();
    let (articles, others): (Vec<&Value>, Vec<&Value>) = things
        .iter()
        .partition(|it| it.get("@type").is_some_and(is_article));
    let titled = !articles.is_empty();
    head.is_article |= titled;
    for it in articles {
        article(it, &called, head);
    }
    for it in others.iter().filter(|it| it.get("datePublished").is_some()) {
        let words = |name: &str| Some(fold(it.get(name)?.as_str()?));
        head.published.extend(words("datePublished"));
        head.changed.extend(words("dateModified"));
        if !titled {
            head.authors
                .extend(it.get("author").map(|it| names(it, &called)));
        }
    }
}

/// The things that a block describes, those inside lists and graphs too.
fn flatten(value: Value, things: &mut Vec<Value>, depth: usize) {
    match value {
        _ if depth > 4 || things.len() > MAX_THINGS => {}
        Value::Array(list) => list
            .into_iter()
            .for_each(|it| flatten(it, things, depth + 1)),
        Value::Object(mut fields) => {
            if let Some(graph) = fields.remove("@graph") {
                flatten(graph, things, depth + 1);
            }
            if let Some(main) = fields.get("mainEntity").filter(|it| it.is_object()) {
                flatten(main.clone(), things, depth + 1);
            }
            things.push(Value::Object(fields));
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

fn article(value: &Value, called: &FxHashMap<String, String>, head: &mut Head) {
    let words = |name: &str| {
        let words = fold(value.get(name)?.as_str()?);
        (!words.is_empty()).then_some(words)
    };
    // Behind what the page calls itself, before what it calls itself elsewhere.
    let behind = head.titles.len().min(1);
    head.titles.splice(behind..behind, words("headline"));
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
    let publisher = value
        .get("publisher")
        .map(|it| names(it, called))
        .unwrap_or_default();
    head.outlet = head.outlet.take().or_else(|| publisher.into_iter().next());
    head.authors
        .extend(value.get("author").map(|it| names(it, called)));
}

/// The names in an author or publisher: a string, an object with a name or called elsewhere, or a
/// list of these.
fn names(value: &Value, called: &FxHashMap<String, String>) -> Vec<String> {
    match value {
        Value::String(name) => vec![fold(name)],
        Value::Array(list) => list
            .iter()
            .take(MAX_NAMES)
            .filter(|it| !it.is_array())
            .flat_map(|it| names(it, called))
            .collect(),
        Value::Object(fields) => match fields.get("name") {
            Some(name @ (Value::String(_) | Value::Array(_))) => names(name, called),
            _ => {
                let id = fields.get("@id").and_then(Value::as_str);
                id.and_then(|id| called.get(id))
                    .cloned()
                    .into_iter()
                    .collect()
            }
        },
        _ => Vec::new(),
    }
}

/// The title: the printed one that is most like those of the head, else a longer one that stands
/// alone, else the best of the head. Of a printed title that only adds to the head's ("Lenna dam:
/// gates opened") the head's.
fn title(head: &Head, outlet: Option<&str>) -> Option<String> {
    let window = head
        .window
        .as_deref()
        .map(|it| match bare_title(it, outlet) {
            bare if bare.len() < it.len() => bare,
            whole => without_last(&whole),
        });
    let front = window.as_deref().map(|it| {
        let ends = TITLE_MARKS.iter().filter_map(|mark| it.find(mark));
        it.get(..ends.min().unwrap_or(it.len())).unwrap_or(it)
    });
    let known: Vec<&str> = head
        .titles
        .iter()
        .map(String::as_str)
        .chain(front)
        .chain(window.as_deref())
        .collect();
    let like = |it: &str| {
        known
            .iter()
            .map(|known| likeness(it, known))
            .max()
            .unwrap_or(0)
    };
    let printed = head.printed.iter().enumerate();
    let best = printed.max_by_key(|(i, it)| (like(it), std::cmp::Reverse(*i)));
    let best = best.map(|(_, it)| it.as_str());
    let alone = |it: &str| head.printed.len() == 1 && it.split_whitespace().count() >= MIN_ALONE;
    let first = head
        .titles
        .first()
        .map(|it| bare_title(it, outlet))
        .or(window.clone());
    let Some(best) = best.filter(|it| like(it) >= MIN_LIKE || alone(it)) else {
        return first.or_else(|| head.printed.first().cloned());
    };
    let best = bare_title(best, outlet);
    let shorter = first.filter(|it| {
        let (short, long) = (letters(it), letters(&best));
        let part = long.starts_with(&short) || long.ends_with(&short);
        part && it.split_whitespace().count() >= MIN_ALONE - 1
    });
    Some(shorter.unwrap_or(best))
}

/// A window's title without a few words behind a mark, which are the outlet's.
fn without_last(title: &str) -> String {
    let words = |text: &str| text.split_whitespace().count();
    let cut = TITLE_MARKS
        .iter()
        .filter_map(|mark| title.rsplit_once(mark));
    let cut = cut.filter(|(front, name)| words(front) >= MIN_ALONE - 1 && words(name) < MIN_ALONE);
    let front = cut.map(|(front, _)| front).max_by_key(|it| it.len());
    front.unwrap_or(title).trim().to_owned()
}

/// The share of words that two titles have in common, in hundredths.
fn likeness(a: &str, b: &str) -> usize {
    let words = |text: &str| -> FxHashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let both = a.intersection(&b).count();
    200 * both / (a.len() + b.len()).max(1)
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
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
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
