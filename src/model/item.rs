//! One piece of input, as it came from the world.

/// Bytes from the world with what is known about them; an item may hold several documents (a feed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What the input is called: its path, the path inside an archive (`week.zip/tass.html`), or
    /// `-` with a line number. Reaches no id.
    pub reference: String,
    /// What it is, where that is known without looking at the bytes.
    pub kind: Option<ItemKind>,
    /// The bytes, not compressed.
    pub bytes: Vec<u8>,
}

/// What kind of input an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// A web page.
    Html,
    /// Plain text, or a text dump of a page.
    Text,
    /// One line of JSON.
    JsonLine,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Markdown, with or without a head of fields.
    Markdown,
    /// A page saved with its parts as one MIME message (MHTML), or a message with a page in it.
    Message,
    /// NewsML-G2 or NITF.
    NewsXml,
}
