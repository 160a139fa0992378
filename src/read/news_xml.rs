//! NewsML-G2 and NITF to one document an item that holds text.

use roxmltree::{Node, ParsingOptions};

use super::fields::{Fields, push_block, some};
use super::{decode, empty, html};
use crate::model::{BlockKind, Document, DocumentId, Hash, Item};
use crate::resources::Resources;

/// The most nodes of a message.
const MAX_NODES: u32 = 4_000_000;
/// How deep the parts of a body are followed.
const MAX_DEPTH: usize = 64;

/// Reads the items of a message.
pub(super) fn read(resources: &Resources, item: &Item) -> Result<Vec<Document>, String> {
    let decoded = decode::decode(&item.bytes, html::charset(&item.bytes).as_deref())?;
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        ..Default::default()
    };
    let text = decoded.text.trim_start_matches('\u{feff}');
    let xml = roxmltree::Document::parse_with_options(text, options)
        .map_err(|error| format!("broken XML: {error}"))?;
    let root = xml.root_element();
    let is_item = |it: &Node<'_, '_>| it.has_tag_name("newsItem");
    let mut items: Vec<Node<'_, '_>> = root.descendants().filter(is_item).collect();
    if items.is_empty() {
        items.extend(root.descendants().find(|it| it.has_tag_name("nitf")));
    }
    let single = items.len() == 1;
    let mut documents = Vec::new();
    for (i, node) in items.into_iter().enumerate() {
        let reference = match single {
            true => item.reference.clone(),
            false => format!("{}#{}", item.reference, i + 1),
        };
        let mut document = empty(DocumentId(Hash::of_bytes(&item.bytes)), &reference);
        document.warnings.extend(decoded.warning.clone());
        if !fill(resources, &mut document, node) {
            continue;
        }
        if !single {
            document.id = DocumentId(Hash::of_bytes(
                text.get(node.range()).unwrap_or_default().as_bytes(),
            ));
        }
        documents.push(document);
    }
    match documents.is_empty() {
        true => Err("no news item with a text".to_owned()),
        false => Ok(documents),
    }
}

/// Fills a document from an item; `false` where the item has no text.
fn fill(resources: &Resources, document: &mut Document, item: Node<'_, '_>) -> bool {
    let nitf = item.descendants().find(|it| it.has_tag_name("nitf"));
    let mut fields = Fields::default();
    if item.has_tag_name("newsItem") {
        of_news_item(&mut fields, item);
    }
    if let Some(nitf) = nitf {
        of_nitf(&mut fields, nitf);
    }
    let Some(body) = body(item, nitf) else {
        return false;
    };
    blocks(document, body, MAX_DEPTH);
    if document.blocks.is_empty() {
        return false;
    }
    fields.fill(resources, document);
    if let Some(url) = &document.url {
        document.reference.clone_from(url);
    }
    super::finish(document);
    true
}

/// What holds the paragraphs.
fn body<'a, 'i>(item: Node<'a, 'i>, nitf: Option<Node<'a, 'i>>) -> Option<Node<'a, 'i>> {
    if let Some(nitf) = nitf {
        return child(nitf, &["body", "body.content"]).or_else(|| child(nitf, &["body"]));
    }
    let set = child(item, &["contentSet"])?;
    let inline = set
        .children()
        .find(|it| it.has_tag_name("inlineXML") || it.has_tag_name("inlineData"))?;
    let body = inline.descendants().find(|it| it.has_tag_name("body"));
    body.or(Some(inline))
}

fn of_news_item(fields: &mut Fields, item: Node<'_, '_>) {
    let meta = child(item, &["itemMeta"]);
    let content = child(item, &["contentMeta"]);
    let at = |node: Option<Node<'_, '_>>, name: &str| {
        node.and_then(|it| child(it, &[name]))
            .and_then(|it| some(inline(it)))
    };
    fields.headline = at(content, "headline").or_else(|| at(meta, "title"));
    for (node, name) in [
        (meta, "firstCreated"),
        (content, "contentCreated"),
        (meta, "versionCreated"),
    ] {
        fields.dates.extend(at(node, name));
    }
    let provider = meta.and_then(|it| child(it, &["provider"]));
    let holder = child(item, &["rightsInfo", "copyrightHolder"]);
    fields.outlet = provider.and_then(named).or_else(|| holder.and_then(named));
    fields.language = content
        .and_then(|it| child(it, &["language"]))
        .and_then(|it| it.attribute("tag"))
        .or_else(|| item.attribute(("http://www.w3.org/XML/1998/namespace", "lang")))
        .map(str::to_owned);
    let contents = || content.into_iter().flat_map(|it| it.children());
    let of = |name: &'static str| contents().filter(move |it| it.has_tag_name(name));
    fields
        .authors
        .extend(of("by").filter_map(|it| some(inline(it))));
    if fields.authors.is_empty() {
        fields.authors.extend(of("creator").filter_map(named));
    }
    fields
        .credits
        .extend(of("creditline").filter_map(|it| some(inline(it))));
    fields.credits.extend(of("infoSource").filter_map(named));
    let guid = item.attribute("guid").filter(|it| it.starts_with("http"));
    fields.url = guid.map(str::to_owned);
}

fn of_nitf(fields: &mut Fields, nitf: Node<'_, '_>) {
    let at = |path: &[&str]| child(nitf, path).and_then(|it| some(inline(it)));
    let headline = at(&["body", "body.head", "hedline", "hl1"]);
    fields.headline = headline
        .or(fields.headline.take())
        .or_else(|| at(&["head", "title"]));
    for path in [
        ["head", "docdata", "date.issue"],
        ["head", "docdata", "date.release"],
        ["body", "body.head", "dateline"],
    ] {
        let Some(node) = child(nitf, &path) else {
            continue;
        };
        let norm = node.descendants().find_map(|it| it.attribute("norm"));
        fields.dates.extend(norm.map(spaced));
    }
    let publication = child(nitf, &["head", "pubdata"]);
    if let Some(publication) = publication {
        let name = publication.attribute("name").map(str::to_owned);
        fields.outlet = fields.outlet.take().or(name);
        fields.url = fields.url.take().or(publication
            .attribute("ex-ref")
            .filter(|it| it.starts_with("http"))
            .map(str::to_owned));
        let date = publication.attribute("date.publication");
        fields.dates.extend(date.map(spaced));
    }
    let holder = child(nitf, &["head", "docdata", "doc.copyright"]);
    let holder = holder.and_then(|it| it.attribute("holder"));
    fields.outlet = fields.outlet.take().or(holder.map(str::to_owned));
    if let Some(head) = child(nitf, &["body", "body.head"]) {
        for byline in head.children().filter(|it| it.has_tag_name("byline")) {
            let people: Vec<_> = byline
                .descendants()
                .filter(|it| it.has_tag_name("person"))
                .collect();
            match people.is_empty() {
                true => fields.authors.extend(some(inline(byline))),
                false => fields
                    .authors
                    .extend(people.into_iter().filter_map(|it| some(inline(it)))),
            }
        }
        for credit in head.children().filter(|it| it.has_tag_name("distributor")) {
            fields.credits.extend(some(inline(credit)));
        }
    }
}

/// "20310502T093000Z" as "2031-05-02T09:30:00Z"; other forms stay as they are.
fn spaced(date: &str) -> String {
    let date = date.trim();
    let digits = date.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(year), Some(month), Some(day)) = (date.get(..4), date.get(4..6), date.get(6..8))
    else {
        return date.to_owned();
    };
    if digits != 8 {
        return date.to_owned();
    }
    let time = date.get(8..).unwrap_or_default();
    let clock = time.strip_prefix('T').unwrap_or_default();
    let parts = (clock.get(..2), clock.get(2..4), clock.get(4..6));
    let is_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    match parts {
        (Some(hour), Some(minute), Some(second))
            if [hour, minute, second].iter().all(|it| is_digits(it)) =>
        {
            let zone = clock.get(6..).unwrap_or_default();
            let zone = match (zone.get(..3), zone.get(3..)) {
                (Some(hours), Some(minutes)) if minutes.len() == 2 => format!("{hours}:{minutes}"),
                _ => zone.to_owned(),
            };
            format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
        }
        _ => format!("{year}-{month}-{day}"),
    }
}

/// The name of a party: its literal, its `name` inside, or its code behind the colon.
fn named(party: Node<'_, '_>) -> Option<String> {
    let inside = child(party, &["name"]).and_then(|it| some(inline(it)));
    let literal = || party.attribute("literal").map(str::to_owned);
    let code = || {
        let code = party.attribute("qcode")?;
        Some(code.rsplit(':').next()?.to_owned())
    };
    inside
        .or_else(|| some(inline(party)))
        .or_else(literal)
        .or_else(code)
        .and_then(some)
}

/// Adds the blocks of a body.
fn blocks(document: &mut Document, body: Node<'_, '_>, depth: usize) {
    for node in body.children() {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            for paragraph in text.split("\n\n") {
                push_block(document, BlockKind::Paragraph, &fold(paragraph));
            }
            continue;
        }
        let kind = match node.tag_name().name() {
            "p" | "tr" | "pre" | "dt" | "dd" => Some(BlockKind::Paragraph),
            "hl2" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
            "li" => Some(BlockKind::Item),
            "media-caption" | "figcaption" | "caption" => Some(BlockKind::Caption),
            "media-metadata" | "media-producer" | "media-reference" | "script" | "style"
            | "note" | "body.head" | "body.end" => continue,
            _ => None,
        };
        match kind {
            Some(kind) => {
                let quoted = node
                    .ancestors()
                    .take(MAX_DEPTH)
                    .any(|it| it.has_tag_name("bq") || it.has_tag_name("blockquote"));
                let kind = if quoted { BlockKind::Quote } else { kind };
                push_block(document, kind, &inline(node));
            }
            None if depth > 0 => blocks(document, node, depth - 1),
            None => push_block(document, BlockKind::Paragraph, &inline(node)),
        }
    }
}

/// All text of a node, its white space folded.
fn inline(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for it in node.descendants() {
        match it.tag_name().name() {
            "br" | "td" | "th" => text.push(' '),
            _ => {}
        }
        if it.is_text() {
            text.push_str(it.text().unwrap_or_default());
        }
    }
    fold(&text)
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The node at the end of a path of names.
fn child<'a, 'i>(node: Node<'a, 'i>, path: &[&str]) -> Option<Node<'a, 'i>> {
    let mut node = node;
    for name in path {
        node = node.children().find(|it| it.has_tag_name(*name))?;
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_xml(xml: &str) -> Result<Vec<Document>, String> {
        let item = Item {
            reference: "a.xml".to_owned(),
            kind: None,
            bytes: xml.as_bytes().to_vec(),
        };
        read(crate::resources::get(), &item)
    }

    const NITF: &str = "<nitf><head><title>Dam</title><docdata><date.issue norm='20310502T093000+0200'/>\
        <doc.copyright holder='Corran Press Agency'/></docdata></head><body><body.head><hedline><hl1>Dam opens</hl1></hedline>\
        <byline>By <person>Ilse Renn</person></byline><distributor>CPA</distributor></body.head><body.content>\
        <p>The gates were opened on <em>Friday</em>, the ministry said.</p><hl2>At the river</hl2>\
        <bq><block><p>“We ran when we saw the water.”</p></block></bq>\
        <media><media-metadata>x</media-metadata><media-caption>The dam.</media-caption></media></body.content></body></nitf>";

    #[test]
    fn nitf_is_read() {
        let documents = read_xml(NITF).expect("documents");
        let document = &documents[0];
        assert_eq!(document.headline.as_deref(), Some("Dam opens"));
        assert_eq!(document.outlet.as_deref(), Some("Corran Press Agency"));
        assert_eq!(document.byline, ["Ilse Renn"]);
        assert_eq!(document.credits, ["CPA"]);
        let published = document.published.map(|it| it.date.to_string());
        assert_eq!(published.as_deref(), Some("2031-05-02T09:30+02:00"));
        let blocks: Vec<_> = document
            .blocks
            .iter()
            .map(|it| (it.kind, it.span.of(&document.text)))
            .collect();
        assert_eq!(
            blocks,
            [
                (
                    BlockKind::Paragraph,
                    "The gates were opened on Friday, the ministry said."
                ),
                (BlockKind::Heading, "At the river"),
                (BlockKind::Quote, "“We ran when we saw the water.”"),
                (BlockKind::Caption, "The dam."),
            ]
        );
    }

    #[test]
    fn a_message_has_one_document_an_item_with_text() {
        let item = |guid: &str, body: &str| {
            format!(
                "<newsItem guid='{guid}' xml:lang='en'><itemMeta><provider literal='CPA'/>\
                 <versionCreated>2031-05-02T11:00:00Z</versionCreated></itemMeta><contentMeta>\
                 <contentCreated>2031-05-02T09:30:00Z</contentCreated><headline>Dam opens</headline>\
                 <by>Ilse Renn</by></contentMeta>{body}</newsItem>"
            )
        };
        let html = "<contentSet><inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'>\
            <body><p>The gates were opened.</p><p>It rained.</p></body></html></inlineXML></contentSet>";
        let plain = "<contentSet><inlineData>The gates were opened.\n\nIt rained.</inlineData></contentSet>";
        let picture = "<contentSet><remoteContent href='http://cpa.example/1.jpg'/></contentSet>";
        let message = format!(
            "<?xml version='1.0'?><newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{}{}{}</itemSet></newsMessage>",
            item("http://cpa.example/1", html),
            item("urn:x:2", plain),
            item("urn:x:3", picture)
        );
        let documents = read_xml(&message).expect("documents");
        let references: Vec<_> = documents.iter().map(|it| it.reference.as_str()).collect();
        assert_eq!(references, ["http://cpa.example/1", "a.xml#2"]);
        for document in &documents {
            assert_eq!(document.text, "The gates were opened.\n\nIt rained.");
            assert_eq!(document.outlet.as_deref(), Some("CPA"));
            let published = document.published.map(|it| it.date.to_string());
            assert_eq!(published.as_deref(), Some("2031-05-02T09:30Z"));
        }
        assert_ne!(documents[0].id, documents[1].id);
    }

    #[test]
    fn broken_and_empty_ones_are_errors() {
        for xml in ["<nitf><body>", "<nitf/>", "<newsItem/>", ""] {
            assert!(read_xml(xml).is_err(), "{xml}");
        }
    }
}
