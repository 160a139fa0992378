//! Feeds (RSS, Atom, JSON Feed) to one document an entry.

use aho_corasick::AhoCorasick;
use feed_rs::model::{Entry, Feed};

use rustc_hash::FxHashMap;

use super::{date, empty, language};
use crate::model::{Basis, Date, Document, DocumentId, Hash, Item, Published};
use crate::resources::Resources;

/// Words below which an entry's text is taken for an excerpt.
const MIN_WORDS: usize = 120;
/// What stands before a date in RSS, Atom and JSON feeds.
const DATE_FIELDS: [&str; 8] = [
    "<pubDate>",
    "<dc:date>",
    "<published>",
    "<updated>",
    "<issued>",
    "<atom:updated>",
    "\"date_published\"",
    "\"date_modified\"",
];
/// Bytes of a date with all that is around it.
const MAX_DATE: usize = 100;

/// Reads the entries of a feed.
pub(super) fn read(resources: &Resources, item: &Item) -> Result<Vec<Document>, String> {
    let feed = feed_rs::parser::parse(item.bytes.as_slice())
        .map_err(|error| format!("not a feed: {error}"))?;
    let outlet = feed.title.as_ref().map(|it| it.content.trim().to_owned());
    let own = own_dates(resources, &item.bytes);
    let sources = sources(&item.bytes);
    let entries = feed.entries.iter().enumerate();
    Ok(entries
        .map(|(i, it)| {
            let mut document = entry(resources, item, &feed, outlet.as_deref(), i, it);
            if let Some(published) = &mut document.published
                && let Some(date) = minute(published.date).and_then(|it| own.get(&it))
            {
                published.date = *date;
            }
            // Of a feed whose items are not all told apart, none is sure.
            let source = sources.get(i).cloned().flatten();
            let source = source.filter(|_| sources.len() == feed.entries.len());
            if let Some(source) = source.filter(|it| Some(it) != document.outlet.as_ref())
                && !document.credits.contains(&source)
            {
                document.credits.push(source);
            }
            document
        })
        .collect())
}

/// What the items of an RSS feed name as their source, in order: `<source>Corran Press Agency</source>`.
///
/// The parser leaves it out.
fn sources(bytes: &[u8]) -> Vec<Option<String>> {
    let text = String::from_utf8_lossy(bytes);
    let items = text
        .split("<item")
        .skip(1)
        .filter(|it| it.starts_with([' ', '>', '\n', '\r', '\t']));
    let source = |item: &str| {
        let (_, behind) = item.split("</item>").next()?.split_once("<source")?;
        let (_, name) = behind.split_once('>')?;
        let name = name.split("</source>").next()?.trim();
        let name = name.strip_prefix("<![CDATA[").unwrap_or(name);
        let name = name.trim_end_matches("]]>").replace("&amp;", "&");
        let named =
            !name.is_empty() && name.len() <= MAX_SOURCE && !name.contains(['<', '&', '\n']);
        named.then_some(name)
    };
    items.map(source).collect()
}

/// The most bytes of a source's name.
const MAX_SOURCE: usize = 80;

/// The dates of a feed as it writes them, by the minute that they mean: the parser gives all of
/// them in UTC, which loses the outlet's own day and hour.
fn own_dates(resources: &Resources, bytes: &[u8]) -> FxHashMap<i64, Date> {
    let mut dates = FxHashMap::default();
    let Ok(fields) = AhoCorasick::new(DATE_FIELDS) else {
        return dates;
    };
    for field in fields.find_iter(bytes) {
        let behind = bytes.get(field.end()..).unwrap_or_default();
        let value = String::from_utf8_lossy(behind.get(..MAX_DATE).unwrap_or(behind));
        let value = value.trim_start_matches([' ', ':', '"', '\n', '\r', '\t']);
        let value = value.strip_prefix("<![CDATA[").unwrap_or(value);
        let value = value.split(['<', '"', ']']).next().unwrap_or("");
        if let Some(date) = date::parse(&resources.reading, value)
            && let Some(minute) = minute(date)
        {
            dates.entry(minute).or_insert(date);
        }
    }
    dates
}

/// The minute since 1970 that a date with an offset means.
fn minute(date: Date) -> Option<i64> {
    let time = date.time?;
    let days = i64::from(date.day_number()?);
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute);
    Some(days * 24 * 60 + minutes - i64::from(time.offset?))
}

fn entry(
    resources: &Resources,
    item: &Item,
    feed: &Feed,
    outlet: Option<&str>,
    i: usize,
    entry: &Entry,
) -> Document {
    let full = entry.content.as_ref().and_then(|it| it.body.clone());
    let summary = || entry.summary.as_ref().map(|it| it.content.clone());
    let partial = full.is_none();
    let html = full.or_else(summary).unwrap_or_default();
    let title = entry.title.as_ref().map(|it| it.content.trim().to_owned());
    let when = entry.published.or(entry.updated).map(|it| it.to_rfc3339());
    let url = entry
        .links
        .iter()
        .find(|it| it.rel.as_deref().unwrap_or("alternate") == "alternate");
    let url = url.or(entry.links.first()).map(|it| it.href.clone());
    let lang = entry.language.as_ref().or(feed.language.as_ref());
    let fields = [
        Some(html.as_str()),
        title.as_deref(),
        when.as_deref(),
        outlet,
        url.as_deref(),
        lang.map(String::as_str),
    ];
    let id = DocumentId(Hash::of_fields(
        fields.map(|it| it.unwrap_or("").as_bytes()),
    ));
    let reference = url
        .clone()
        .unwrap_or_else(|| format!("{}#{}", item.reference, i + 1));
    let mut document = empty(id, &reference);
    document.headline = title.filter(|it| !it.is_empty());
    document.outlet = outlet.filter(|it| !it.is_empty()).map(str::to_owned);
    document.url = url;
    document.language = lang.and_then(|it| language::of_tag(it));
    document.published = when.as_deref().and_then(Date::parse).map(|date| Published {
        date,
        basis: Basis::Metadata,
    });
    for author in &entry.authors {
        let found = super::byline::of_names(resources, author.name.as_deref().unwrap_or(""));
        document.byline.extend(found.people);
        document.credits.extend(found.credits);
    }
    super::html(resources, &mut document, &html);
    document.partial = partial && document.text.split_whitespace().count() < MIN_WORDS;
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_feed(bytes: &str) -> Result<Vec<Document>, String> {
        let item = Item {
            reference: "feed.xml".to_owned(),
            kind: None,
            bytes: bytes.as_bytes().to_vec(),
        };
        read(crate::resources::get(), &item)
    }

    #[test]
    fn one_document_an_entry() {
        let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
            <channel><title>Quillhaven Times</title><language>en</language>\
            <item><title>Dam opens</title><link>http://q.example/1</link><pubDate>Sat, 03 May 2031 09:30:00 +0000</pubDate>\
            <description>Short.</description><content:encoded><![CDATA[<p>The gates were opened on Friday, the ministry said.</p>\
            <p>“Nobody was in danger,” Marsk told reporters in Brasna.</p>]]></content:encoded></item>\
            <item><title>Rain</title><description>It rained for a night.</description></item></channel></rss>";
        let documents = read_feed(feed).expect("a feed");
        assert_eq!(documents.len(), 2);
        let first = &documents[0];
        assert_eq!(first.blocks.len(), 2, "{}", first.text);
        assert_eq!(first.reference, "http://q.example/1");
        assert_eq!(first.outlet.as_deref(), Some("Quillhaven Times"));
        assert_eq!(
            first.published.map(|it| it.date.to_string()).as_deref(),
            Some("2031-05-03T09:30Z")
        );
        assert!(!first.partial && documents[1].partial);
        assert_eq!(documents[1].reference, "feed.xml#2");
        assert_eq!(documents[1].text, "It rained for a night.");
    }

    #[test]
    fn an_item_credits_its_source() {
        let feed = "<rss version='2.0'><channel><title>Lenna Digest</title>\
            <item><title>Rain</title><description>It rained.</description>\
            <source url='http://q.example/rss'>Quillhaven Times</source></item>\
            <item><title>Sun</title><description>It shone.</description></item>\
            <item><title>Own</title><description>We saw it.</description>\
            <source url='http://l.example/rss'>Lenna Digest</source></item></channel></rss>";
        let documents = read_feed(feed).expect("a feed");
        let credits: Vec<&[String]> = documents.iter().map(|it| it.credits.as_slice()).collect();
        assert_eq!(
            credits,
            [&["Quillhaven Times".to_owned()] as &[String], &[], &[]]
        );
    }

    #[test]
    fn dates_keep_the_offset_of_the_outlet() {
        let check = |date: &str, expected: &str| {
            let feed = format!(
                "<rss version='2.0'><channel><title>Quillhaven Times</title><item><title>Rain</title>\
                 <description>It rained.</description><pubDate>{date}</pubDate></item></channel></rss>"
            );
            let documents = read_feed(&feed).expect("a feed");
            let found = documents[0].published.map(|it| it.date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{date}");
        };
        check("Sat, 03 May 2031 00:30:00 +0200", "2031-05-03T00:30+02:00");
        check(
            "<![CDATA[ Sat, 03 May 2031 09:30:00 -0530 ]]>",
            "2031-05-03T09:30-05:30",
        );
        check("Sat, 03 May 2031 09:30:00 GMT", "2031-05-03T09:30Z");
        check("Sat, 03 May 2031 09:30:00 EST", "2031-05-03T14:30Z");
    }

    #[test]
    fn broken_feeds_are_errors() {
        assert!(read_feed("no feed").is_err());
    }
}
