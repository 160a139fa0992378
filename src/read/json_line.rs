//! One line of JSON to a document, with the statements and the story that it gives.

use serde_json::{Map, Value};

use super::{ReadOptions, date, empty, language, ninjs};
use crate::model::{
    Basis, Date, Document, DocumentId, GivenStatement, Hash, Item, MapRun, Published, Span,
};
use crate::resources::{Reading, Resources};

/// The fields that make the id, after the text.
const NAMED: [&str; 5] = ["title", "date", "outlet", "url", "lang"];

/// Reads a line that has `text` or `html`.
pub(super) fn read(
    resources: &Resources,
    item: &Item,
    options: ReadOptions,
) -> Result<Document, String> {
    let bytes = item
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&item.bytes);
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| format!("not a line of JSON: {error}"))?;
    let Value::Object(fields) = value else {
        return Err("not a JSON object".to_owned());
    };
    let body = |name: &str| Some(fields.get(name)?.as_str()?.to_owned());
    let (text, html) = (body("text"), body("html"));
    let Some(body) = text.as_ref().or(html.as_ref()) else {
        let item = ninjs::read(resources, item, &fields);
        return item.ok_or_else(|| "neither `text` nor `html`, and no news item".to_owned());
    };
    let [title, date, outlet, url, lang] =
        NAMED.map(|name| words(&fields, name).unwrap_or_default());
    let parts = [body, &title, &date, &outlet, &url, &lang].map(|it| it.as_bytes());
    let id = DocumentId(Hash::of_fields(parts));

    let own = words(&fields, "id").filter(|it| !it.is_empty());
    let some = |it: String| (!it.trim().is_empty()).then_some(it);
    let (title, outlet, url) = (some(title), some(outlet), some(url));
    let reference = own
        .or_else(|| url.clone())
        .unwrap_or_else(|| item.reference.clone());
    let mut document = empty(id, &reference);
    document.headline = title;
    document.outlet = outlet;
    document.url = url;
    document.language = language::of_tag(&lang);
    document.published = published(&resources.reading, &date, &mut document.warnings);
    document.given.story = words(&fields, "given_story").filter(|it| !it.is_empty());
    match (text, html) {
        (Some(text), _) => super::text(resources, &mut document, text, options),
        (None, html) => super::html(resources, &mut document, &html.unwrap_or_default()),
    }
    if let Some(Value::Array(given)) = fields.get("statements") {
        take_statements(&mut document, given);
    }
    Ok(document)
}

/// A field as words; figures and truth values as JSON writes them, `None` where it is missing.
fn words(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(words) => Some(words.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

fn published(reading: &Reading, given: &str, warnings: &mut Vec<String>) -> Option<Published> {
    if given.trim().is_empty() {
        return None;
    }
    let date = date::parse(reading, given);
    if date.is_none() {
        warnings.push(format!("Failed to parse date `{given}`"));
    }
    date.map(|date| Published {
        date,
        basis: Basis::Given,
    })
}

/// Takes the given statements over; those whose content is not in the text are dropped.
fn take_statements(document: &mut Document, given: &[Value]) {
    let places = Places::of(document);
    let kept: Vec<_> = given
        .iter()
        .filter_map(|it| statement(it, &places))
        .collect();
    if kept.len() < given.len() {
        let dropped = given.len() - kept.len();
        let words = format!(
            "{dropped} of {} given statements lie outside the text",
            given.len()
        );
        document.warnings.push(words);
    }
    document.given.statements = Some(kept);
}

fn statement(value: &Value, places: &Places) -> Option<GivenStatement> {
    let content = spans(value.get("content"), places)?;
    if content.is_empty() {
        return None;
    }
    let speaker = value.get("speaker");
    let of_speaker = |name: &str| {
        let words = speaker?.get(name)?.as_str()?;
        Some(words.to_owned())
    };
    let said = value.get("said");
    let said = said.and_then(|it| it.as_str().or_else(|| it.get("date")?.as_str()));
    Some(GivenStatement {
        source: spans(value.get("source"), places).unwrap_or_default(),
        cue: spans(value.get("cue"), places).unwrap_or_default(),
        content,
        speaker: speaker
            .and_then(Value::as_str)
            .map(str::to_owned)
            .or_else(|| of_speaker("name")),
        role: of_speaker("role"),
        said: said.and_then(Date::parse),
    })
}

/// A list of spans, or one span alone; `None` where one of them does not lie in the text.
fn spans(value: Option<&Value>, places: &Places) -> Option<Vec<Span>> {
    let Some(list) = value.and_then(Value::as_array) else {
        return Some(Vec::new());
    };
    if list.first().is_some_and(Value::is_u64) {
        return Some(vec![places.span(list)?]);
    }
    list.iter()
        .map(|pair| places.span(pair.as_array()?))
        .collect()
}

/// Where the code points of the given text lie in the document's text.
struct Places {
    map: Vec<MapRun>,
    /// The byte of each code point of the text, and its end.
    bytes: Vec<u32>,
}

impl Places {
    fn of(document: &Document) -> Places {
        let text = &document.text;
        let starts = text.char_indices().map(|(at, _)| at);
        Places {
            map: document.map.clone(),
            bytes: starts.chain([text.len()]).map(|at| at as u32).collect(),
        }
    }

    fn span(&self, pair: &[Value]) -> Option<Span> {
        let [start, end] = pair else { return None };
        let (start, end) = (start.as_u64()?, end.as_u64()?);
        if start >= end {
            return None;
        }
        let (start, last) = (self.point(start)?, self.point(end - 1)?);
        let start = *self.bytes.get(start as usize)?;
        let end = *self.bytes.get(last as usize + 1)?;
        Some(Span::new(start as usize, end as usize))
    }

    /// The code point of the text at a code point of what was given.
    fn point(&self, given: u64) -> Option<u64> {
        let after = self
            .map
            .partition_point(|run| u64::from(run.input) <= given);
        let run = self.map.get(after.checked_sub(1)?)?;
        let into = given - u64::from(run.input);
        (into < u64::from(run.length)).then_some(u64::from(run.text) + into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ItemKind;

    const AS_IS: ReadOptions = ReadOptions { as_is: true };

    fn read_line(line: &str) -> Result<Document, String> {
        let item = Item {
            reference: "x.jsonl:7".to_owned(),
            kind: Some(ItemKind::JsonLine),
            bytes: line.as_bytes().to_vec(),
        };
        read(crate::resources::get(), &item, AS_IS)
    }

    #[test]
    fn takes_what_is_given() {
        let line = r#"{"id": 7, "text": "Rain fell.", "title": "Rain", "date": "2031-05-02",
            "outlet": "Quillhaven Times", "url": "http://q.example/1", "lang": "en-GB",
            "given_story": "dam", "story": "label", "topic": 3}"#;
        let document = read_line(line).expect("a document");
        assert_eq!(document.reference, "7");
        assert_eq!(document.text, "Rain fell.");
        assert_eq!(document.headline.as_deref(), Some("Rain"));
        assert_eq!(document.language.as_deref(), Some("en"));
        assert_eq!(document.given.story.as_deref(), Some("dam"));
        let published = document.published.map(|it| (it.date.to_string(), it.basis));
        assert_eq!(published, Some(("2031-05-02".to_owned(), Basis::Given)));
        let fields: [&[u8]; 6] = [
            b"Rain fell.",
            b"Rain",
            b"2031-05-02",
            b"Quillhaven Times",
            b"http://q.example/1",
            b"en-GB",
        ];
        assert_eq!(document.id.0, Hash::of_fields(fields));
    }

    #[test]
    fn labels_reach_no_id() {
        let one = read_line(r#"{"text": "Rain fell.", "id": "a", "story": "x"}"#).expect("read");
        let two = read_line(r#"{"story": "y", "text": "Rain fell."}"#).expect("read");
        assert_eq!(one.id, two.id);
        assert_eq!(two.reference, "x.jsonl:7");
    }

    #[test]
    fn spans_are_code_points() {
        let line = r#"{"text": "“Où?” said Éa.", "statements": [
            {"content": [[0, 5]], "cue": [[6, 10]], "source": [11, 13], "speaker": {"name": "Éa", "role": "mayor"}, "said": {"date": "2031-05-01"}},
            {"content": [[0, 5]], "speaker": "Éa"},
            {"content": [[0, 99]]}, {"content": [[5, 2]]}, {"content": []}, {}, 3]}"#;
        let document = read_line(line).expect("a document");
        let statements = document.given.statements.expect("statements");
        assert_eq!(statements.len(), 2);
        let first = &statements[0];
        assert_eq!(first.content[0].of(&document.text), "“Où?”");
        assert_eq!(first.cue[0].of(&document.text), "said");
        assert_eq!(first.source[0].of(&document.text), "Éa");
        assert_eq!(first.role.as_deref(), Some("mayor"));
        assert_eq!(statements[1].speaker.as_deref(), Some("Éa"));
        assert!(
            document
                .warnings
                .iter()
                .any(|it| it.starts_with("5 of 7 given statements"))
        );
    }

    #[test]
    fn bad_lines_are_errors() {
        for line in [
            "",
            "{",
            "[1]",
            r#"{"title": "no text"}"#,
            r#"{"text": [1]}"#,
        ] {
            assert!(read_line(line).is_err(), "{line}");
        }
    }
}
