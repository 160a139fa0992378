//! What was read: the article, and where each part of it came from.

use serde::{Deserialize, Serialize};

use crate::model::{Date, DocumentId, Precision, Span};

/// One article as it was read: immutable text, and the facts that the page states about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The hash of what was given.
    pub id: DocumentId,
    /// What the input called it: its own id, else its URL, else its path. Reaches no stage.
    pub reference: String,
    /// The page's address.
    pub url: Option<String>,
    /// Who published it, by name.
    pub outlet: Option<String>,
    /// The headline; not part of `text`, unless the text was to be kept as it is.
    pub headline: Option<String>,
    /// The language of the text, ISO 639-1 (`en`).
    pub language: Option<String>,
    /// The named authors; agencies and "Staff" are credits, not authors.
    pub byline: Vec<String>,
    /// Agencies and other media that the page credits for its text ("By Staff, Agencies" names none).
    pub credits: Vec<String>,
    /// Place and agency at the head of the text.
    pub dateline: Option<Dateline>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed, where the page says so.
    #[serde(default)]
    pub modified: Option<Published>,
    /// The article without the clutter.
    pub text: String,
    /// The parts of `text`, in order, without overlap; line breaks lie between them.
    pub blocks: Vec<Block>,
    /// Where each character of `text` stood in a plain-text input; empty for HTML.
    pub map: Vec<MapRun>,
    /// What was taken out, in the order of the page.
    pub removed: Vec<Removed>,
    /// Whether the text is known to be a part only (a feed's excerpt, a paywall).
    pub partial: bool,
    /// Statements and story that the input states itself.
    pub given: Given,
    /// What went wrong or looked odd while reading, a sentence each.
    pub warnings: Vec<String>,
}

impl Document {
    /// Who published it: the outlet, else the site of its address.
    pub fn publisher(&self) -> Option<&str> {
        let site = || host(self.url.as_deref()?);
        self.outlet.as_deref().or_else(site)
    }
}

/// The host of an `http` address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|it| !it.is_empty())
}

/// "MOSCOW (TASS) -": the place and the agency at the head of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place as written.
    pub place: Option<String>,
    /// The agency or outlet as written.
    pub agency: Option<String>,
    /// Where it stands in `text`, the closing dash left out.
    pub span: Span,
}

/// When a document was published, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The date as the outlet gives it.
    pub date: Date,
    /// Where the date was found.
    pub basis: Basis,
}

impl Published {
    /// How much of the date is known.
    pub fn precision(&self) -> Precision {
        self.date.precision()
    }
}

/// How a date of publishing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The page's machine-readable head.
    Metadata,
    /// The page's own words.
    Page,
    /// The input line's `date`.
    Given,
    /// The other reports of its story.
    Inferred,
}

/// One part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands in `text`, without the line break that ends it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The headline, where the text was kept as it is and begins with it.
    Headline,
    /// The summary or pull quote between headline and article.
    Standfirst,
    /// A heading inside the article.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A block quotation.
    Quote,
    /// The words under a picture.
    Caption,
}

/// A run of characters that `text` shares with a plain-text input.
///
/// The one place where code points are kept inside: the input itself is not at hand later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32)", into = "(u32, u32, u32)")]
pub struct MapRun {
    /// First code point in `text`.
    pub text: u32,
    /// First code point in the input.
    pub input: u32,
    /// How many code points.
    pub length: u32,
}

impl From<(u32, u32, u32)> for MapRun {
    fn from((text, input, length): (u32, u32, u32)) -> MapRun {
        MapRun {
            text,
            input,
            length,
        }
    }
}

impl From<MapRun> for (u32, u32, u32) {
    fn from(run: MapRun) -> (u32, u32, u32) {
        (run.text, run.input, run.length)
    }
}

/// Something on the page that is not the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The byte of `text` before which it stood.
    pub before: u32,
    /// Its words.
    pub text: String,
    /// What it was taken for.
    pub kind: Clutter,
}

/// What a removed part was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clutter {
    /// Menus, breadcrumbs, section names.
    Navigation,
    /// Share links and other buttons.
    Sharing,
    /// Headlines of other articles.
    Related,
    /// Captions and picture credits.
    Caption,
    /// The headline, printed once or again.
    Headline,
    /// Byline, date line, reading time.
    Metadata,
    /// Comments and the invitation to write some.
    Comments,
    /// Cookies, newsletters, subscriptions, advertising.
    Promotion,
    /// Rights and imprint.
    Rights,
    /// None of these.
    Other,
}

/// What an input line states about its document, to be taken as given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// Statements to be taken instead of being looked for.
    pub statements: Option<Vec<GivenStatement>>,
    /// A name that groups documents into one story without further question.
    pub story: Option<String>,
}

/// A statement that an input line states; what it lacks is looked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GivenStatement {
    /// The spans of the source, in `text`.
    pub source: Vec<Span>,
    /// The spans of the cue.
    pub cue: Vec<Span>,
    /// The spans of the content.
    pub content: Vec<Span>,
    /// The speaker's name.
    pub speaker: Option<String>,
    /// The speaker's role.
    pub role: Option<String>,
    /// When it was said.
    pub said: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.cpa.example/a?b"), Some("cpa.example"));
        assert_eq!(host("javascript:alert(1)"), None);
    }
}
