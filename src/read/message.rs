//! Pages saved as one MIME message (MHTML), and messages that hold a page or a text, to a document.

use mail_parser::{HeaderValue, MessageParser, MimeHeaders, PartType};

use super::fields::some;
use super::{decode, empty, html};
use crate::model::{Document, DocumentId, Hash, Item};
use crate::resources::Resources;

/// Reads the page of a message.
pub(super) fn read(resources: &Resources, item: &Item) -> Result<Document, String> {
    let message = MessageParser::default()
        .parse(&item.bytes)
        .ok_or("not a MIME message")?;
    let mut document = empty(DocumentId(Hash::of_bytes(&item.bytes)), &item.reference);
    let is_page = |it: &&mail_parser::MessagePart<'_>| matches!(it.body, PartType::Html(_));
    // The first page is the saved one, others are its frames.
    let page = message.parts.iter().find(is_page);
    let saved_from = match message.header("Snapshot-Content-Location") {
        Some(HeaderValue::Text(address)) => Some(address.to_string()),
        _ => page.and_then(|it| it.content_location().map(str::to_owned)),
    };
    document.url = saved_from.filter(|it| it.starts_with("http"));
    match page.map(|it| &it.body) {
        Some(PartType::Html(page)) => {
            // Without a charset in the message the page's own one counts.
            let decoded =
                decode::decode(page.as_bytes(), html::charset(page.as_bytes()).as_deref())?;
            document.warnings.extend(decoded.warning);
            super::html(resources, &mut document, &decoded.text);
        }
        _ => {
            let text = message
                .body_text(0)
                .ok_or("a message without a page or a text")?;
            super::text(
                resources,
                &mut document,
                text.into_owned(),
                Default::default(),
            );
            // The map would lead into the message as it was before it was unpacked.
            document.map.clear();
        }
    }
    let subject = message.subject().map(str::to_owned);
    document.headline = document.headline.take().or(subject.and_then(some));
    if let Some(url) = &document.url {
        document.reference.clone_from(url);
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://q.example/dam\r\n\
        Subject: =?utf-8?Q?Dam=20opens?=\r\nDate: Mon, 5 May 2031 09:30:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; boundary=\"--b1\"\r\n\r\n\r\n\
        ----b1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: http://q.example/dam\r\n\r\n\
        <!DOCTYPE html><html><head><meta charset=3D\"utf-8\"><title>Dam opens</title></head><body><article>\
        <p>The gates were opened on Friday, Ilvan Marsk, the water minister, told re=\r\nporters in Brasna.</p>\
        <p>=E2=80=9CNobody was in danger,=E2=80=9D he said at the dam, where engineers had worked all night.</p>\
        </article></body></html>\r\n\
        ----b1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: http://q.example/dam.png\r\n\r\niVBORw0KGgo=\r\n----b1--\r\n";

    fn read_bytes(bytes: &[u8]) -> Result<Document, String> {
        let item = Item {
            reference: "dam.mhtml".to_owned(),
            kind: None,
            bytes: bytes.to_vec(),
        };
        read(crate::resources::get(), &item)
    }

    #[test]
    fn the_saved_page_is_read() {
        let document = read_bytes(SAVED.as_bytes()).expect("a page");
        assert_eq!(document.reference, "http://q.example/dam");
        assert_eq!(document.headline.as_deref(), Some("Dam opens"));
        assert!(
            document.text.contains("told reporters in Brasna"),
            "{}",
            document.text
        );
        assert!(
            document.text.contains("“Nobody was in danger,”"),
            "{}",
            document.text
        );
        // The day of saving is not the day of publishing.
        assert_eq!(document.published, None);
    }

    #[test]
    fn a_message_without_a_page_is_an_error() {
        let picture = "MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n";
        assert!(read_bytes(picture.as_bytes()).is_err());
    }
}
