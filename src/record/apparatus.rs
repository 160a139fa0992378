//! An utterance for the tools of others: CollateX's alignment table, TEI with an apparatus, W3C Web
//! Annotation, links that open a page at the quotation.
//!
//! Takes an alignment with what is known of its witnesses, gives JSON and XML.

use serde_json::{Value, json};

use crate::model::{Cell, Collation, DocumentId, Span, Utterance, Variant, Version};
use crate::record::CodePoints;

/// What is known of the text of one witness.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The document.
    pub document: DocumentId,
    /// A short name, another for each witness of a collation.
    pub sigil: String,
    /// The outlet, or what the input is called.
    pub name: String,
    /// When it was published.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
}

/// The alignment as CollateX's JSON: a row for each witness with a cell for each column, the tokens of
/// a cell as `t` and `n`; `status` says of each column whether it varies. `sources` come in the order
/// of the witnesses; `start` and `end` are code points of the document's text.
pub fn collatex(collation: &Collation, sources: &[Source<'_>]) -> Value {
    let row = |(witness, source): (usize, &Source<'_>)| -> Value {
        let points = CodePoints::of(source.text);
        let token = |span: &Span| {
            let [start, end] = points.span(*span);
            let printed = span.of(source.text);
            json!({"t": format!("{printed} "), "n": normalised(printed), "start": start, "end": end})
        };
        let cell = |cell: &Cell| -> Value {
            match cell.tokens.as_slice() {
                [] => Value::Null,
                tokens => tokens.iter().map(token).collect(),
            }
        };
        let cells = collation
            .columns
            .iter()
            .filter_map(|it| it.cells.get(witness));
        cells.map(cell).collect()
    };
    let table: Vec<Value> = sources.iter().enumerate().map(row).collect();
    let varies: Vec<bool> = collation
        .columns
        .iter()
        .map(|column| !column.cells.iter().all(|it| is_form(it.variant)))
        .collect();
    let sigils: Vec<&str> = sources.iter().map(|it| it.sigil.as_str()).collect();
    json!({"witnesses": sigils, "table": table, "status": varies})
}

fn is_form(variant: Variant) -> bool {
    matches!(variant, Variant::Equal | Variant::Form)
}

/// A token in lower case without the marks around it.
fn normalised(token: &str) -> String {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let inner = if inner.is_empty() { token } else { inner };
    inner.replace('’', "'").to_lowercase()
}

/// One utterance with its alignment, for [`tei`].
pub struct Apparatus<'a> {
    /// The utterance.
    pub utterance: &'a Utterance,
    /// Who said it.
    pub speaker: Option<&'a str>,
    /// Its alignment.
    pub collation: Collation,
    /// Its witnesses, in the order of the alignment.
    pub sources: Vec<Source<'a>>,
}

/// A story's utterances as one TEI document, each a block with the readings of its witnesses side by
/// side (parallel segmentation).
pub fn tei(title: &str, entries: &[Apparatus<'_>]) -> String {
    let mut witnesses = String::new();
    let mut body = String::new();
    for (number, entry) in entries.iter().enumerate() {
        let id = |witness: usize| format!("u{}w{}", number + 1, witness + 1);
        for (witness, source) in entry.sources.iter().enumerate() {
            let date = source.published.as_deref().unwrap_or_default();
            let link = match source.url {
                Some(url) => format!(" <ptr target=\"{}\"/>", escaped(url)),
                None => String::new(),
            };
            witnesses.push_str(&format!(
                "        <witness xml:id=\"{}\" n=\"{}\">{} {date}{link}</witness>\n",
                id(witness),
                escaped(&source.sigil),
                escaped(&source.name)
            ));
        }
        let speaker = entry.speaker.map(escaped).unwrap_or_default();
        body.push_str(&format!(
            "      <ab xml:id=\"u{}\" n=\"{}\"><said who=\"{speaker}\">{}</said></ab>\n",
            number + 1,
            entry.utterance.id,
            readings(&entry.collation, &entry.sources, &id)
        ));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  \
         <teiHeader>\n    <fileDesc>\n      <titleStmt><title>{}</title></titleStmt>\n      \
         <publicationStmt><p>Collated by onrecord</p></publicationStmt>\n      \
         <sourceDesc><listWit>\n{witnesses}      </listWit></sourceDesc>\n    </fileDesc>\n    \
         <encodingDesc><variantEncoding method=\"parallel-segmentation\" location=\"internal\"/>\
         </encodingDesc>\n  </teiHeader>\n  <text>\n    <body>\n{body}    </body>\n  </text>\n</TEI>\n",
        escaped(title)
    )
}

/// The columns as running text, with an `app` wherever witnesses differ by more than form.
fn readings(
    collation: &Collation,
    sources: &[Source<'_>],
    id: &impl Fn(usize) -> String,
) -> String {
    let mut parts: Vec<String> = Vec::new();
    for column in &collation.columns {
        let printed = |witness: usize| -> String {
            let source = sources.get(witness).map_or("", |it| it.text);
            let tokens = column
                .cells
                .get(witness)
                .into_iter()
                .flat_map(|it| &it.tokens);
            let tokens: Vec<&str> = tokens.map(|it| it.of(source)).collect();
            tokens.join(" ")
        };
        if column.cells.iter().all(|it| is_form(it.variant)) {
            parts.push(escaped(&printed(0)));
            continue;
        }
        // Witnesses with one reading share an element, in the order of the first of each.
        let mut readings: Vec<(String, Vec<String>)> = Vec::new();
        for witness in 0..column.cells.len() {
            let words = printed(witness);
            match readings.iter_mut().find(|it| it.0 == words) {
                Some(known) => known.1.push(format!("#{}", id(witness))),
                None => readings.push((words, vec![format!("#{}", id(witness))])),
            }
        }
        let reading = |(number, (words, ids)): (usize, &(String, Vec<String>))| {
            let element = if number == 0 { "lem" } else { "rdg" };
            format!(
                "<{element} wit=\"{}\">{}</{element}>",
                ids.join(" "),
                escaped(words)
            )
        };
        let readings: String = readings.iter().enumerate().map(reading).collect();
        parts.push(format!("<app>{readings}</app>"));
    }
    parts.join(" ")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // What XML cannot hold.
            c if c.is_control() && !matches!(c, '\n' | '\t') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// How many characters before and behind a quotation tell where it stands.
const CONTEXT: usize = 32;

/// A version as a W3C Web Annotation: a target for each span, with selectors by quotation, by position
/// in the document's text, and by text fragment of its page.
pub fn annotation(utterance: &Utterance, version: &Version, source: &Source<'_>) -> Value {
    let page = match source.url {
        Some(url) => url.to_owned(),
        None => format!("urn:onrecord:document:{}", source.document),
    };
    let points = CodePoints::of(source.text);
    let targets: Vec<Value> = version
        .content
        .iter()
        .map(|span| {
            let exact = span.of(source.text);
            let (before, behind) = around(source.text, *span);
            let [start, end] = points.span(*span);
            json!({"source": page, "selector": [
                {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": behind},
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "FragmentSelector", "conformsTo": "https://wicg.github.io/scroll-to-text-fragment/",
                 "value": text_fragment(exact)},
            ]})
        })
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:onrecord:version:{}:{}", utterance.id, version.statement),
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {"id": format!("urn:onrecord:utterance:{}", utterance.id)},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain",
             "value": &version.why},
            {"type": "TextualBody", "purpose": "tagging", "value": version.relation},
        ],
        "target": targets,
    })
}

/// The characters right before and behind a span.
fn around(text: &str, span: Span) -> (&str, &str) {
    let before = text.get(..span.start()).unwrap_or_default();
    let behind = text.get(span.end()..).unwrap_or_default();
    let start = before.char_indices().rev().take(CONTEXT).last();
    let end = behind.char_indices().nth(CONTEXT);
    (
        before
            .get(start.map_or(before.len(), |it| it.0)..)
            .unwrap_or_default(),
        behind
            .get(..end.map_or(behind.len(), |it| it.0))
            .unwrap_or_default(),
    )
}

/// A quotation of more words is given by so many of its first and of its last.
const FRAGMENT_WORDS: usize = 5;

/// The text fragment that opens a page at some words: `:~:text=first%20words,last%20words`.
pub fn text_fragment(words: &str) -> String {
    let all: Vec<&str> = words
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let encoded = |words: &[&str]| percent_encoded(&words.join(" "));
    match all.len() {
        n if n <= 2 * FRAGMENT_WORDS => format!(":~:text={}", encoded(&all)),
        n => format!(
            ":~:text={},{}",
            encoded(&all[..FRAGMENT_WORDS]),
            encoded(&all[n - FRAGMENT_WORDS..])
        ),
    }
}

/// The link that opens a page at some words.
pub fn link_to(url: &str, words: &str) -> String {
    match url.contains('#') {
        true => format!("{url}{}", text_fragment(words)),
        false => format!("{url}#{}", text_fragment(words)),
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        // A dash and a comma have a meaning of their own there.
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, Hash, Relation, StatementId, StoryId, UtteranceId, Witness};

    const TEXTS: [&str; 2] = [
        "We told them twice & in writing.",
        "We told them in writing.",
    ];

    fn document(text: &str) -> DocumentId {
        DocumentId(Hash::of_bytes(text.as_bytes()))
    }

    /// "twice &" is left out by the second.
    fn collation() -> Collation {
        let word = |text: &str, word: &str| {
            let at = text.find(word).unwrap_or(0);
            Span::new(at, at + word.len())
        };
        let columns = ["We", "told", "them", "twice", "&", "in", "writing."];
        let column = |it: &&str| {
            let omitted = !TEXTS[1].contains(*it);
            Column {
                cells: vec![
                    Cell {
                        tokens: vec![word(TEXTS[0], it)],
                        variant: Variant::Equal,
                    },
                    Cell {
                        tokens: if omitted {
                            vec![]
                        } else {
                            vec![word(TEXTS[1], it)]
                        },
                        variant: if omitted {
                            Variant::Omitted
                        } else {
                            Variant::Equal
                        },
                    },
                ],
                starts_sentence: *it == "We",
            }
        };
        let witness = |text: &&str| Witness {
            document: document(text),
            content: vec![Span::new(0, text.len())],
            relation: Relation::Base,
        };
        Collation {
            witnesses: TEXTS.iter().map(witness).collect(),
            columns: columns.iter().map(column).collect(),
        }
    }

    fn sources() -> Vec<Source<'static>> {
        let source = |(sigil, text): (&str, &'static str)| Source {
            document: document(text),
            sigil: sigil.to_owned(),
            name: "Quillhaven Times".to_owned(),
            published: None,
            url: Some("https://quillhaven.example/a?b=1&c=2"),
            text,
        };
        ["A", "B"].into_iter().zip(TEXTS).map(source).collect()
    }

    fn utterance() -> Utterance {
        let version = |text: &&str| Version {
            document: document(text),
            statement: StatementId(Hash::of_bytes(text.as_bytes())),
            content: vec![Span::new(3, text.len())],
            relation: Relation::Trimmed,
            why: "leaves out “twice”".to_owned(),
            score: 900,
            grounds: Vec::new(),
        };
        Utterance {
            id: UtteranceId(Hash::of_bytes(b"utterance")),
            story: StoryId(Hash::of_bytes(b"story")),
            speaker: None,
            said: None,
            versions: TEXTS.iter().map(version).collect(),
            omissions: Vec::new(),
        }
    }

    #[test]
    fn every_token_is_in_one_cell_of_its_row() {
        let table = collatex(&collation(), &sources());
        assert_eq!(table["witnesses"], json!(["A", "B"]));
        let rows = table["table"].as_array().map_or(0, Vec::len);
        assert_eq!(rows, 2);
        assert_eq!(table["table"][0][6][0]["n"], "writing");
        assert_eq!(table["table"][1][3], Value::Null);
        let status = json!([false, false, false, true, true, false, false]);
        assert_eq!(table["status"], status);
    }

    #[test]
    fn witnesses_that_differ_stand_in_an_apparatus() {
        let utterance = utterance();
        let entry = Apparatus {
            utterance: &utterance,
            speaker: Some("Ilse Marsk"),
            collation: collation(),
            sources: sources(),
        };
        let xml = tei("Gates & letters", &[entry]);
        assert!(xml.contains("<title>Gates &amp; letters</title>"));
        let app = "<app><lem wit=\"#u1w1\">&amp;</lem><rdg wit=\"#u1w2\"></rdg></app> in writing.";
        assert!(xml.contains(app), "{xml}");
        assert!(roxmltree::Document::parse(&xml).is_ok());
    }

    #[test]
    fn an_annotation_tells_where_the_words_stand() {
        let utterance = utterance();
        let sources = sources();
        let annotation = annotation(&utterance, &utterance.versions[1], &sources[1]);
        let selectors = &annotation["target"][0]["selector"];
        assert_eq!(selectors[0]["exact"], "told them in writing.");
        assert_eq!(selectors[0]["prefix"], "We ");
        assert_eq!(
            selectors[1],
            json!({"type": "TextPositionSelector", "start": 3, "end": 24})
        );
        assert_eq!(selectors[2]["value"], ":~:text=told%20them%20in%20writing.");
    }

    #[test]
    fn long_quotations_are_linked_by_both_ends() {
        let words = "one, two-three 4 five six seven eight nine ten eleven twelve";
        assert_eq!(
            link_to("https://a.example/b", words),
            "https://a.example/b#:~:text=one%2C%20two%2Dthree%204%20five%20six,eight%20nine%20ten%20eleven%20twelve"
        );
        assert_eq!(text_fragment("Ärger"), ":~:text=%C3%84rger");
    }
}
