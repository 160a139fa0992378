//! IPTC's ninjs (versions 1 to 3) to a document: a news item as one JSON object.

use serde_json::{Map, Value};

use super::empty;
use super::fields::Fields;
use crate::model::{Document, DocumentId, Hash, Item};
use crate::resources::Resources;

/// The body of an item.
enum Body {
    Html(String),
    Text(String),
}

/// Reads an object that has an address and a body; `None` where it is no such item.
pub(super) fn read(
    resources: &Resources,
    item: &Item,
    object: &Map<String, Value>,
) -> Option<Document> {
    let uri = words(object.get("uri")?)?;
    let body = body(object)?;
    let id = DocumentId(Hash::of_bytes(&item.bytes));
    let mut document = empty(id, &uri);
    let value = |names: &[&str]| names.iter().find_map(|it| words(object.get(*it)?));
    let fields = Fields {
        headline: value(&["headline"])
            .or_else(|| main(object.get("headlines"), "value"))
            .or_else(|| main(object.get("titles"), "value"))
            .or_else(|| value(&["title"])),
        dates: [
            "firstCreated",
            "firstcreated",
            "contentCreated",
            "contentcreated",
            "versionCreated",
            "versioncreated",
        ]
        .iter()
        .filter_map(|it| words(object.get(*it)?))
        .collect(),
        outlet: value(&["copyrightHolder", "copyrightholder"]),
        url: Some(uri).filter(|it| it.starts_with("http")),
        language: value(&["language"]),
        authors: value(&["byline"])
            .into_iter()
            .chain(each(object.get("bylines"), "byline"))
            .collect(),
        credits: each(
            object.get("infosources").or(object.get("infoSources")),
            "name",
        )
        .collect(),
    };
    match body {
        Body::Html(html) => super::html(resources, &mut document, &html),
        Body::Text(text) => {
            super::text(resources, &mut document, text, Default::default());
            // The map would lead into the words of one field.
            document.map.clear();
        }
    }
    fields.fill(resources, &mut document);
    Some(document)
}

fn body(object: &Map<String, Value>) -> Option<Body> {
    let value = |name: &str| words(object.get(name)?);
    let html = value("body_html").or_else(|| value("body_xhtml"));
    if let Some(html) = html {
        return Some(Body::Html(html));
    }
    if let Some(text) = value("body_text") {
        return Some(Body::Text(text));
    }
    let bodies = object.get("bodies")?.as_array()?;
    let is_html = |it: &Value| {
        let kind = it.get("contenttype").or(it.get("contentType"));
        kind.and_then(Value::as_str)
            .is_some_and(|it| it.contains("html"))
    };
    let html = bodies.iter().find(|it| is_html(it));
    match html {
        Some(it) => Some(Body::Html(words(it.get("value")?)?)),
        None => Some(Body::Text(main(object.get("bodies"), "value")?)),
    }
}

/// A field of the object in a list that plays the main part, or of the first.
fn main(list: Option<&Value>, field: &str) -> Option<String> {
    let list = list?.as_array()?;
    let is_main = |it: &&Value| it.get("role").and_then(Value::as_str) == Some("main");
    let found = list.iter().find(is_main).or(list.first())?;
    words(found.get(field)?)
}

fn each<'a>(list: Option<&'a Value>, field: &'a str) -> impl Iterator<Item = String> + 'a {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(move |it| words(it.get(field)?))
}

fn words(value: &Value) -> Option<String> {
    let words = value.as_str()?.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ItemKind;

    fn read_item(json: &str) -> Option<Document> {
        let item = Item {
            reference: "item.json".to_owned(),
            kind: Some(ItemKind::JsonLine),
            bytes: json.as_bytes().to_vec(),
        };
        let value: Value = serde_json::from_str(json).expect("JSON");
        read(
            crate::resources::get(),
            &item,
            value.as_object().expect("an object"),
        )
    }

    #[track_caller]
    fn check(json: &str) {
        let document = read_item(json).expect("an item");
        assert_eq!(document.headline.as_deref(), Some("Dam opens"));
        assert_eq!(document.byline, ["Ilse Renn"]);
        assert_eq!(document.outlet.as_deref(), Some("Corran Press Agency"));
        assert_eq!(document.language.as_deref(), Some("en"));
        let published = document.published.map(|it| it.date.to_string());
        assert_eq!(published.as_deref(), Some("2031-05-02T09:30Z"));
        assert_eq!(document.blocks.len(), 2, "{}", document.text);
        assert_eq!(document.reference, "http://cpa.example/item/7");
    }

    #[test]
    fn all_versions_are_read() {
        check(
            r#"{"uri": "http://cpa.example/item/7", "type": "text", "language": "en-GB",
            "versioncreated": "2031-05-02T09:30:00Z", "byline": "By Ilse Renn", "headline": "Dam opens",
            "copyrightholder": "Corran Press Agency",
            "body_html": "<p>The gates were opened on Friday, the ministry said.</p><p>“Nobody was in danger,” Marsk told reporters in Brasna.</p>"}"#,
        );
        check(
            r#"{"uri": "http://cpa.example/item/7", "standard": {"name": "ninjs", "version": "3.0"},
            "firstCreated": "2031-05-02T09:30:00Z", "versionCreated": "2031-05-02T11:00:00Z", "language": "en",
            "bylines": [{"byline": "Ilse Renn"}], "copyrightHolder": "Corran Press Agency",
            "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": "Dam opens"}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": "The gates were opened on Friday, the ministry said.\n\n“Nobody was in danger,” Marsk told reporters in Brasna."}]}"#,
        );
    }

    #[test]
    fn pictures_are_none() {
        assert!(read_item(r#"{"uri": "http://cpa.example/p/1", "type": "picture"}"#).is_none());
    }
}
