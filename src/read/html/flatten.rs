//! A page's tree to its blocks of text, in the order of the page, each with where it stands.

use std::hash::Hasher;

use dom_query::{Document, NodeData, NodeRef};
use rustc_hash::FxHasher;

use crate::resources::{PageZone, Reading};

/// The first bit of [`Piece::around`] that stands for a zone.
pub(super) const ZONES: u32 = 16;
/// The bit of what is hidden from readers that listen.
pub(super) const VEILED: u32 = 30;

/// A block of text on a page.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its words, white space folded.
    pub(super) text: String,
    /// The tag that makes it a block.
    pub(super) tag: Tag,
    /// Bytes of it that are links.
    pub(super) linked: usize,
    /// The element that it stands in, as an index into [`Page::elements`].
    pub(super) parent: usize,
    /// What the page's own tags say about the place.
    pub(super) place: Place,
    /// What the names of classes say about the place.
    pub(super) zone: Option<PageZone>,
    /// Whether a class name around it speaks of the article.
    pub(super) in_article: bool,
    /// Links that it holds.
    pub(super) links: u32,
    /// The places and zones of all elements around it, a bit each.
    pub(super) around: u32,
    /// Bytes of it that are emphasised.
    pub(super) strong: usize,
    /// Bytes of it that are slanted.
    pub(super) slanted: usize,
}

/// The tag that makes a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tag {
    /// `div` and all others.
    #[default]
    Other,
    /// `p`
    Paragraph,
    /// `h1`
    Title,
    /// `h2`
    Heading,
    /// `h3` to `h6`
    Minor,
    /// `li`, `dd`, `dt`
    Item,
    /// `blockquote`
    Quote,
    /// `figcaption`, `caption`
    Caption,
    /// `td`, `th`
    Cell,
    /// `pre`
    Code,
    /// `a`, `button`, `label`, `time` as blocks of their own
    Label,
}

/// What the page's own tags say about a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    #[default]
    Plain,
    /// `article`
    Article,
    /// `main`
    Main,
    /// `nav`, `menu`
    Navigation,
    /// `header`
    Header,
    /// `footer`
    Footer,
    /// `aside`
    Aside,
    /// `figure`
    Figure,
    /// `form`, `dialog`
    Form,
    /// Not shown.
    Hidden,
}

/// An element that may hold blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Element {
    /// Its own parent.
    pub(super) parent: usize,
    /// How many elements it lies in.
    pub(super) depth: u32,
    /// Stands for its tag and class: elements that look alike have the same.
    pub(super) look: u64,
}

/// A page's blocks.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The blocks in order.
    pub(super) pieces: Vec<Piece>,
    /// The elements; the first is the root and its own parent.
    pub(super) elements: Vec<Element>,
}

/// What holds for everything inside an element.
#[derive(Clone, Copy, Default)]
struct Inside {
    element: usize,
    tag: Tag,
    place: Place,
    zone: Option<PageZone>,
    in_article: bool,
    link: bool,
    strong: bool,
    slanted: bool,
    around: u32,
}

impl Inside {
    fn hide(&mut self) {
        self.place = Place::Hidden;
        self.around |= 1 << Place::Hidden as u32;
    }
}

/// Stands for a tag and its class.
fn look(name: &str, attributes: &[dom_query::Attr]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    for attribute in attributes {
        if &*attribute.name.local == "class" {
            hasher.write(attribute.value.as_bytes());
        }
    }
    hasher.finish()
}

/// Flattens a page.
pub(super) fn flatten(reading: &Reading, document: &Document) -> Page {
    let mut page = Page {
        elements: vec![Element::default()],
        ..Page::default()
    };
    let mut open = Open::default();
    let root = document.body().unwrap_or_else(|| document.root());
    let mut inside = vec![Inside::default()];
    let mut node = root;
    loop {
        let top = inside.last().copied().unwrap_or_default();
        let entered = enter(reading, &node, top, &mut page, &mut open);
        if let Some(state) = entered
            && let Some(child) = node.first_child()
        {
            inside.push(state);
            node = child;
            continue;
        }
        if entered.is_some() {
            leave(&node, top, &mut page, &mut open);
        }
        loop {
            if node.id == root.id {
                open.close(&mut page);
                return page;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                open.close(&mut page);
                return page;
            };
            inside.pop();
            node = parent;
            let top = inside.last().copied().unwrap_or_default();
            leave(&node, top, &mut page, &mut open);
        }
    }
}

/// Takes a node's own text, or tells what holds inside it; `None` where nothing inside is read.
fn enter(
    reading: &Reading,
    node: &NodeRef<'_>,
    top: Inside,
    page: &mut Page,
    open: &mut Open,
) -> Option<Inside> {
    node.query_or(None, |it| match &it.data {
        NodeData::Text { contents } => {
            open.push(contents, top);
            None
        }
        NodeData::Element(element) => {
            let name: &str = &element.name.local;
            if is_unread(name) {
                return None;
            }
            if name == "br" {
                open.close(page);
                return None;
            }
            let mut state = top;
            if is_block(name) {
                open.close(page);
                let depth = page.elements.get(top.element).map_or(0, |it| it.depth) + 1;
                page.elements.push(Element {
                    parent: top.element,
                    depth,
                    look: look(name, &element.attrs),
                });
                state.element = page.elements.len() - 1;
                state.tag = tag(name).unwrap_or(match top.tag {
                    tag @ (Tag::Item | Tag::Quote | Tag::Caption | Tag::Cell) => tag,
                    _ => Tag::Other,
                });
            }
            state.link |= name == "a";
            if name == "a" {
                open.links += 1;
            }
            state.strong |= matches!(name, "b" | "strong" | "em" | "i");
            state.slanted |= matches!(name, "em" | "i" | "cite");
            if let Some(place) = place(name) {
                state.place = place;
                state.around |= 1 << place as u32;
            }
            for attribute in &element.attrs {
                let (key, value): (&str, &str) = (&attribute.name.local, &attribute.value);
                match key {
                    "class" | "id" if value.len() < 400 => zone(reading, value, &mut state),
                    "itemprop" if value == "articleBody" => state.in_article = true,
                    "hidden" => state.hide(),
                    "role" if value == "navigation" => state.place = Place::Navigation,
                    "style" if value.replace(' ', "").contains("display:none") => state.hide(),
                    "aria-hidden" if value == "true" => state.around |= 1 << VEILED,
                    _ => {}
                }
            }
            Some(state)
        }
        _ => None,
    })
}

fn zone(reading: &Reading, names: &str, state: &mut Inside) {
    let lower = names.to_ascii_lowercase();
    for zone in reading.page_zones(&lower) {
        state.around |= 1 << (ZONES + zone as u32);
        if zone == PageZone::Article {
            state.in_article = true;
            state.zone = None;
        } else {
            state.zone = Some(zone);
        }
    }
}

fn leave(node: &NodeRef<'_>, outer: Inside, page: &mut Page, open: &mut Open) {
    let block = node.query_or(false, |it| match &it.data {
        NodeData::Element(element) => is_block(&element.name.local),
        _ => false,
    });
    if block {
        open.close(page);
        open.state = outer;
    }
}

/// The block that is being read.
#[derive(Default)]
struct Open {
    text: String,
    linked: usize,
    strong: usize,
    slanted: usize,
    links: u32,
    state: Inside,
    blank: bool,
}

impl Open {
    fn push(&mut self, words: &str, inside: Inside) {
        for c in words.chars() {
            if c.is_whitespace() || c == '\0' || c == '\u{200b}' || c == '\u{ad}' {
                self.blank |= c.is_whitespace();
                continue;
            }
            if self.text.is_empty() {
                self.state = inside;
            } else if self.blank {
                self.text.push(' ');
                self.linked += usize::from(inside.link);
            }
            self.blank = false;
            self.text.push(c);
            self.linked += if inside.link { c.len_utf8() } else { 0 };
            self.strong += if inside.strong { c.len_utf8() } else { 0 };
            self.slanted += if inside.slanted { c.len_utf8() } else { 0 };
        }
    }

    fn close(&mut self, page: &mut Page) {
        self.blank = false;
        let links = std::mem::take(&mut self.links);
        let strong = std::mem::take(&mut self.strong);
        let slanted = std::mem::take(&mut self.slanted);
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        page.pieces.push(Piece {
            linked: std::mem::take(&mut self.linked).min(text.len()),
            text,
            tag: self.state.tag,
            parent: self.state.element,
            place: self.state.place,
            zone: self.state.zone,
            in_article: self.state.in_article,
            links,
            strong,
            slanted,
            around: self.state.around,
        });
    }
}

fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "select"
            | "textarea"
            | "canvas"
            | "video"
            | "audio"
            | "head"
            | "input"
    )
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "strike"
            | "big"
            | "center"
            | "amp-img"
            | "picture"
            | "source"
            | "ruby"
            | "rt"
            | "rb"
            | "rp"
    )
}

fn tag(name: &str) -> Option<Tag> {
    Some(match name {
        "p" => Tag::Paragraph,
        "h1" => Tag::Title,
        "h2" => Tag::Heading,
        "h3" | "h4" | "h5" | "h6" => Tag::Minor,
        "li" | "dd" | "dt" => Tag::Item,
        "blockquote" => Tag::Quote,
        "figcaption" | "caption" => Tag::Caption,
        "td" | "th" => Tag::Cell,
        "pre" => Tag::Code,
        "button" | "option" | "legend" | "summary" => Tag::Label,
        _ => return None,
    })
}

fn place(name: &str) -> Option<Place> {
    Some(match name {
        "article" => Place::Article,
        "main" => Place::Main,
        "nav" | "menu" => Place::Navigation,
        "header" => Place::Header,
        "footer" => Place::Footer,
        "aside" => Place::Aside,
        "figure" => Place::Figure,
        "form" | "dialog" | "button" => Place::Form,
        _ => return None,
    })
}
