//! Pages that would cost too much to parse, and what is read of them instead.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Bytes above which a page is not parsed as a tree.
const MAX_BYTES: usize = 20 << 20;
/// Tags above which a page is not parsed as a tree.
const MAX_TAGS: usize = 400_000;
/// Elements in one another above which a page is not parsed as a tree: the parser's time grows
/// with the square of it.
const MAX_DEPTH: usize = 600;
/// Open elements among which a closing tag looks for its opening one.
const MAX_LOOK_BACK: usize = 64;

/// Bytes of text that are taken from a page that is not parsed as a tree; no article is longer.
const MAX_TEXT: usize = 4 << 20;

/// Why a page is not parsed as a tree, told by one walk over its tags.
pub(super) fn too_much(html: &str) -> Option<String> {
    if html.len() > MAX_BYTES {
        return Some(format!("larger than {MAX_BYTES} bytes"));
    }
    let mut open: Vec<u64> = Vec::new();
    for (n, tag) in tags(html).enumerate() {
        if n > MAX_TAGS {
            return Some(format!("more than {MAX_TAGS} tags"));
        }
        if tag.closes {
            let from = open.len().saturating_sub(MAX_LOOK_BACK);
            let inner = open.get(from..).unwrap_or_default();
            if let Some(at) = inner.iter().rposition(|it| *it == tag.name) {
                open.truncate(from + at);
            }
        } else if tag.nests {
            open.push(tag.name);
            if open.len() > MAX_DEPTH {
                return Some(format!("elements nested deeper than {MAX_DEPTH}"));
            }
        }
    }
    None
}

/// The text between the tags, a line break at each tag that breaks lines, and whether it is only
/// the first part.
pub(super) fn strip(html: &str) -> (String, bool) {
    let mut text = String::new();
    let mut at = 0;
    let mut skipped: Option<u64> = None;
    let mut cut = false;
    for tag in tags(html) {
        cut = text.len() > MAX_TEXT;
        if cut {
            break;
        }
        if skipped.is_none() {
            text.push_str(html.get(at..tag.start).unwrap_or(""));
            if tag.breaks {
                text.push('\n');
            }
        }
        at = tag.end;
        match skipped {
            Some(name) if tag.closes && name == tag.name => skipped = None,
            None if tag.hides && !tag.closes => skipped = Some(tag.name),
            _ => {}
        }
    }
    if skipped.is_none() && !cut {
        text.push_str(html.get(at..).unwrap_or(""));
    }
    let text = text
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    (text, cut)
}

struct Tag {
    start: usize,
    end: usize,
    name: u64,
    closes: bool,
    /// Whether what follows may lie inside it.
    nests: bool,
    breaks: bool,
    /// Whether its content is no text.
    hides: bool,
    /// Whether its content is no markup either.
    raw: bool,
}

fn tags(html: &str) -> impl Iterator<Item = Tag> + '_ {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', bytes.get(at..)?)?;
            let next = *bytes.get(start + 1)?;
            if next == b'!' || next == b'?' {
                let long = html.get(start..).is_some_and(|it| it.starts_with("<!--"));
                let rest = html.get(start..)?;
                let length = if long {
                    rest.find("-->").map(|at| at + 3)
                } else {
                    rest.find('>').map(|at| at + 1)
                };
                at = start + length?;
                return Some(Tag {
                    start,
                    end: at,
                    name: 0,
                    closes: false,
                    nests: false,
                    breaks: false,
                    hides: false,
                    raw: false,
                });
            }
            let closes = next == b'/';
            let from = start + 1 + usize::from(closes);
            if !bytes.get(from)?.is_ascii_alphabetic() {
                at = start + 1;
                continue;
            }
            let end = start + memchr::memchr(b'>', bytes.get(start..)?)? + 1;
            at = end;
            let inner = bytes.get(from..end - 1)?;
            let length = inner
                .iter()
                .take_while(|it| it.is_ascii_alphanumeric())
                .count();
            let name = inner.get(..length)?.to_ascii_lowercase();
            let tag = tag(&name, start, end, closes, inner.last() == Some(&b'/'));
            if tag.raw && !closes {
                at = end + closing(bytes.get(end..)?, &name);
            }
            return Some(tag);
        }
    })
}

/// Where `</name` stands, or the end: what stands before it is no markup.
fn closing(bytes: &[u8], name: &[u8]) -> usize {
    let found = memchr::memmem::find_iter(bytes, b"</").find(|at| {
        let behind = bytes.get(at + 2..at + 2 + name.len());
        behind.is_some_and(|it| it.eq_ignore_ascii_case(name))
    });
    found.unwrap_or(bytes.len())
}

fn tag(name: &[u8], start: usize, end: usize, closes: bool, closed: bool) -> Tag {
    let void = matches!(
        name,
        b"br"
            | b"img"
            | b"hr"
            | b"input"
            | b"meta"
            | b"link"
            | b"source"
            | b"wbr"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"param"
            | b"track"
    );
    // These close one another, or are closed by their parents.
    let implied = matches!(
        name,
        b"p" | b"li" | b"td" | b"th" | b"tr" | b"dt" | b"dd" | b"option"
    );
    let inline = matches!(
        name,
        b"a" | b"b"
            | b"i"
            | b"em"
            | b"strong"
            | b"span"
            | b"small"
            | b"sub"
            | b"sup"
            | b"u"
            | b"font"
    );
    let mut hasher = FxHasher::default();
    hasher.write(name);
    Tag {
        start,
        end,
        name: hasher.finish(),
        closes,
        nests: !(void || implied || closed && !matches!(name, b"div" | b"span")),
        breaks: !inline,
        hides: matches!(name, b"script" | b"style" | b"noscript" | b"svg"),
        raw: matches!(name, b"script" | b"style"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_seen_and_pages_pass() {
        assert!(too_much(&"<div>".repeat(100_000)).is_some());
        assert!(too_much(&"<div></b>".repeat(100_000)).is_some());
        assert!(too_much(&"<b class=x>".repeat(100_000)).is_some());
        // What stands in a picture is read as markup, scripts are not.
        assert!(too_much(&format!("<svg>{}", "<select><option>".repeat(9_000))).is_some());
        assert_eq!(
            too_much(&format!("<script>{}", "<div>".repeat(9_000))),
            None
        );
        assert_eq!(too_much(&"<p>Rain<br>".repeat(1000)), None);
        assert_eq!(too_much(&"<div><p>Rain</p></div>".repeat(1000)), None);
    }

    #[test]
    fn strips() {
        let html = "<p>Rain &amp; wind</p><script>if (a<b) {}</script><!-- <p>no --><div>Gates<b> open</b>";
        let lines: Vec<String> = strip(html).0.lines().map(str::to_owned).collect();
        let lines: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(lines, ["Rain & wind", "Gates open"]);
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_fine(html in "(<[/!a-z -]{0,6}>?|[a-zé& ]{0,9}){0,30}") {
            strip(&html);
            too_much(&html);
        }
    }
}
