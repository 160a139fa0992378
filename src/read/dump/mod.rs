//! A text dump of a page to its article.
//!
//! Takes the lines of the dump, tells of each whether it is article or clutter, and gives the
//! article with its headline, standfirst and headings, the map back to the dump, what the page says
//! about its publishing, and everything that was taken out.

use super::{Seen, byline, date, dateline, outlet, same_words};
use crate::model::{Block, BlockKind, Clutter, Document, MapRun, Removed, Span};
use crate::resources::Resources;
use glance::{Glance, glance};
use line::{End, How, Line};
use sequence::Candidate;

pub(super) mod clues;
mod clutter;
pub(super) mod glance;
mod head;
pub(super) mod line;
pub(super) mod second;
pub(super) mod sequence;

/// Lines below an article in which a page says that the rest is not given.
const PAYWALL_REACH: usize = 6;
/// The most words of a heading inside the article.
const MAX_HEADING: u32 = 14;
/// The most words of a headline that has a stop inside.
const MAX_TITLE: u32 = 25;
/// The most words of a heading that ends an article.
const MAX_LAST_HEADING: u32 = 6;
/// Letters at its head by which a pull quote is known again in the article.
const PULL_QUOTE: usize = 40;

/// The lines of a dump with what was decided about each.
struct Sorted<'a> {
    lines: Vec<Line<'a>>,
    /// What a line is clutter by itself for.
    fixed: Vec<Option<Clutter>>,
    /// Whether it is part of the article.
    keep: Vec<bool>,
    headline: Option<usize>,
    /// The first line of prose.
    body: usize,
    /// The first and the last line that are kept.
    first: Option<usize>,
    last: Option<usize>,
}

/// Fills a document from a dump.
pub(super) fn read(resources: &Resources, document: &mut Document, dump: &str) {
    let mut sorted = sort(resources, document.headline.as_deref(), dump);
    standfirst(&mut sorted);
    sorted.first = sorted.keep.iter().position(|it| *it);
    sorted.last = sorted.keep.iter().rposition(|it| *it);
    if document.headline.is_none() {
        document.headline = sorted.headline.map(|i| sorted.lines[i].text.to_owned());
    }
    metadata(resources, document, &sorted);
    assemble(document, &sorted, dump);
    dateline::take(resources, document);
}

/// The clues of the lines of a dump: compared with its headline, where one is given or can be guessed,
/// and with its first line, which on many dumps is the name of the page.
fn clues_of(
    resources: &Resources,
    given: Option<&str>,
    lines: &[Line<'_>],
    fixed: &[Option<Clutter>],
) -> Vec<[i16; clues::N_LINE]> {
    let guessed = || head::guess(&resources.reading, lines, fixed).map(|i| lines[i].text);
    let known = clues::Known {
        title: given.or_else(guessed).unwrap_or_default(),
        summary: lines.first().map_or("", |it| it.text),
    };
    clues::line_clues(lines, known)
}

/// What the trees see of each line, see [`crate::read::clues`].
pub(super) fn clues(resources: &Resources, dump: &str, points: &[Vec<i32>]) -> Vec<Seen> {
    let lines = line::lines(&resources.reading, dump);
    let fixed = clutter::fixed(resources, &lines);
    let clues = clues_of(resources, None, &lines, &fixed);
    let texts = lines.iter().map(|it| it.text.to_owned());
    let clues = clues.iter().map(|it| it.to_vec());
    let words: Vec<u32> = lines.iter().map(|it| it.shape.words).collect();
    second::seen(texts.zip(clues), &words, &[], points)
}

fn sort<'a>(resources: &Resources, given: Option<&str>, dump: &'a str) -> Sorted<'a> {
    let reading = &resources.reading;
    let lines = line::lines(reading, dump);
    let mut fixed = clutter::fixed(resources, &lines);
    let clues = clues_of(resources, given, &lines, &fixed);
    let words: Vec<u32> = lines.iter().map(|it| it.shape.words).collect();
    let points = second::points(&reading.dump_looks, &clues, &words, &[]);
    let candidates = lines.iter().zip(&points).zip(&fixed);
    let candidates: Vec<Candidate> = candidates
        .map(|((line, points), fixed)| Candidate {
            points: *points,
            words: line.shape.words,
            fixed: fixed.is_some(),
        })
        .collect();
    let mut keep = sequence::decode(&candidates);
    if !keep.contains(&true) {
        keep = fallback(&lines, &fixed);
    }
    drop_last_headings(&lines, &mut keep);
    drop_last_credit(resources, &lines, &mut keep);
    // "Dam Opens in Q. District" is no sentence for the stop inside it.
    let prose = |i: &usize| {
        let shape = &lines[*i].shape;
        let sentence = matches!(glance(&lines[*i]), Glance::Prose | Glance::Short);
        keep[*i] && sentence && (shape.end != End::Word || shape.words > MAX_TITLE)
    };
    let body = (0..lines.len())
        .find(prose)
        .or_else(|| keep.iter().position(|it| *it))
        .unwrap_or(0);
    let headline = match given {
        Some(given) => lines.iter().position(|it| same_words(it.text, given)),
        None => head::headline(reading, &lines, &fixed, &keep, body),
    };
    if let Some(headline) = headline {
        let words = lines[headline].text;
        for (i, line) in lines.iter().enumerate() {
            if i == headline || same_words(line.text, words) {
                fixed[i] = Some(Clutter::Headline);
                keep[i] = false;
            }
        }
    }
    Sorted {
        lines,
        fixed,
        keep,
        headline,
        body,
        first: None,
        last: None,
    }
}

/// An article does not end with a heading: what it would head is no article.
fn drop_last_headings(lines: &[Line<'_>], keep: &mut [bool]) {
    while let Some(last) = keep.iter().rposition(|it| *it) {
        let heading = |line: &Line<'_>| {
            line.shape.words <= MAX_LAST_HEADING
                && line.shape.end == End::Word
                && line.shape.breaks == 0
                && line.shape.quotes == 0
                && !clutter::is_item(line)
        };
        // Of a list the last item looks like a heading too.
        let listed = keep.get(last.saturating_sub(1)) == Some(&true)
            && lines.get(last.saturating_sub(1)).is_some_and(heading);
        let n_kept = keep.iter().filter(|it| **it).count();
        if n_kept < 3 || listed || !lines.get(last).is_some_and(heading) {
            return;
        }
        keep[last] = false;
    }
}

/// "(AFP)" below an article credits an agency and is no part of it.
fn drop_last_credit(resources: &Resources, lines: &[Line<'_>], keep: &mut [bool]) {
    let mut kept = (0..keep.len()).rev().filter(|it| keep[*it]);
    if let (Some(last), Some(_)) = (kept.next(), kept.next())
        && byline::of_credit(resources, lines[last].text).is_some()
    {
        keep[last] = false;
    }
}

/// Where no line reaches the points: the sentences, or else all that is not furniture.
fn fallback(lines: &[Line<'_>], fixed: &[Option<Clutter>]) -> Vec<bool> {
    let free = |i: usize| fixed[i].is_none() && lines[i].furniture.is_none();
    let sentence = |i: usize| matches!(glance(&lines[i]), Glance::Prose | Glance::Short);
    let any = (0..lines.len()).any(|i| free(i) && sentence(i));
    (0..lines.len())
        .map(|i| free(i) && (sentence(i) || !any))
        .collect()
}

/// Keeps a summary between the headline and the article, which has no full stop to tell it by.
fn standfirst(sorted: &mut Sorted<'_>) {
    let Some(headline) = sorted.headline.filter(|it| *it < sorted.body) else {
        return;
    };
    let next = (headline + 1..sorted.body).find(|i| sorted.fixed[*i] != Some(Clutter::Headline));
    if let Some(i) = next
        && sorted.fixed[i].is_none()
        && sorted.lines[i].furniture.is_none()
        && sorted.lines[i].shape.words >= 8
        && sorted.lines[i].shape.function_words >= 2
    {
        sorted.keep[i] = true;
    }
}

/// How many lines below an article may credit its agency.
const CREDIT_REACH: usize = 3;

/// Byline, credits, date of publishing and outlet, where the page's own words give them.
fn metadata(resources: &Resources, document: &mut Document, sorted: &Sorted<'_>) {
    let last = sorted.last.unwrap_or(0);
    let top = sorted.headline.unwrap_or(sorted.body).min(sorted.body);
    let near: Vec<usize> = date::near(top, sorted.body, last, sorted.lines.len()).collect();
    if document.byline.is_empty() {
        take_byline(resources, document, sorted, &near);
    }
    if document.credits.is_empty() {
        let below = sorted.lines.iter().skip(last + 1).take(CREDIT_REACH);
        let credit = below
            .filter_map(|it| byline::of_credit(resources, it.text))
            .next();
        document.credits.extend(credit);
    }
    if document.published.is_none() {
        let text = |i: usize| sorted.lines.get(i).map(|it| it.text);
        let lines = near.iter().copied().filter(|i| !sorted.keep[*i]);
        let lines = lines.filter(|i| sorted.fixed[*i] == Some(Clutter::Metadata));
        let lines = lines.filter_map(|i| Some((text(i)?, i.checked_sub(1).and_then(text))));
        let language = document.language.as_deref();
        let told = date::told(&resources.reading, language, lines);
        document.published = told.published;
        document.modified = told.modified;
    }
    if document.outlet.is_none() {
        let removed = sorted
            .lines
            .iter()
            .zip(&sorted.keep)
            .filter(|(_, keep)| !**keep);
        document.outlet = removed
            .rev()
            .find_map(|(line, _)| outlet::of_rights(resources, line.text));
    }
    let below = || sorted.lines.iter().skip(last + 1).map(|it| it.text);
    if document.outlet.is_none()
        && sorted.headline != Some(0)
        && !sorted.keep.first().is_some_and(|it| *it)
        && let Some(first) = sorted.lines.first()
    {
        document.outlet = outlet::of_masthead(resources, first.text, below());
    }
    document.partial |= below()
        .take(PAYWALL_REACH)
        .any(|it| super::is_paywall(resources, it));
}

fn take_byline(
    resources: &Resources,
    document: &mut Document,
    sorted: &Sorted<'_>,
    near: &[usize],
) {
    for i in near.iter().copied().filter(|i| !sorted.keep[*i]) {
        let line = sorted.lines[i].text;
        let found = match sorted.lines[i].furniture {
            // "By" alone: the names are on the next line.
            Some((Clutter::Metadata, How::Whole)) if sorted.lines[i].shape.words <= 2 => sorted
                .lines
                .get(i + 1)
                .filter(|next| next.shape.words <= 6)
                .map(|next| byline::of_names(resources, next.text)),
            _ => byline::of_line(resources, line),
        };
        if let Some(found) = found.filter(|it| !it.people.is_empty() || !it.credits.is_empty()) {
            document.byline = found.people;
            document.credits = found.credits;
            return;
        }
    }
}

/// Puts the kept lines together, with the map back, and lists the others.
fn assemble(document: &mut Document, sorted: &Sorted<'_>, dump: &str) {
    let kept = || (0..sorted.lines.len()).filter(|i| sorted.keep[*i]);
    let n_kept = kept().count();
    let n_gaps = kept()
        .skip(1)
        .filter(|i| sorted.lines[*i].after_gap)
        .count();
    let joint = if 2 * n_gaps >= n_kept.max(2) - 1 {
        "\n\n"
    } else {
        "\n"
    };
    let (mut text_points, mut input_points, mut input_at) = (0_u32, 0_u32, 0);
    let mut header = None;
    for (i, line) in sorted.lines.iter().enumerate() {
        let gap = dump.get(input_at..line.start).unwrap_or("");
        input_points += count(gap);
        let length = count(line.text);
        if sorted.keep[i] {
            if !document.text.is_empty() {
                document.text.push_str(joint);
                text_points += joint.len() as u32;
            }
            let start = document.text.len();
            document.text.push_str(line.text);
            document.blocks.push(Block {
                span: Span::new(start, document.text.len()),
                kind: block_kind(sorted, i),
            });
            document.map.push(MapRun {
                text: text_points,
                input: input_points,
                length,
            });
            text_points += length;
            header = None;
        } else {
            if let Some((kind, How::Whole)) = line.furniture {
                header = Some(kind);
            }
            let kind =
                sorted.fixed[i].unwrap_or_else(|| clutter::kind(line, header, i < sorted.body));
            document.removed.push(Removed {
                before: document.text.len() as u32,
                text: line.text.to_owned(),
                kind,
            });
        }
        input_points += length;
        input_at = line.start + line.text.len();
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn block_kind(sorted: &Sorted<'_>, i: usize) -> BlockKind {
    let line = &sorted.lines[i];
    let is_last = sorted.last == Some(i);
    let is_first = sorted.first == Some(i);
    if is_first && sorted.headline.is_some_and(|it| it < i) && !is_last {
        let open = matches!(line.shape.end, End::Word | End::Mark) && line.shape.quotes < 2;
        if open || i < sorted.body || is_pull_quote(sorted, i) {
            return BlockKind::Standfirst;
        }
    }
    if clutter::is_item(line) {
        return BlockKind::Item;
    }
    let heading = line.shape.words <= MAX_HEADING
        && line.shape.end == End::Word
        && line.shape.breaks == 0
        && !is_last;
    if heading {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// A line above the article that the article says again.
fn is_pull_quote(sorted: &Sorted<'_>, i: usize) -> bool {
    let words: String = sorted.lines[i].text.chars().take(PULL_QUOTE).collect();
    let later = sorted.lines.iter().zip(&sorted.keep).skip(i + 1);
    words.chars().count() == PULL_QUOTE
        && later
            .filter(|(_, keep)| **keep)
            .any(|(line, _)| line.text.contains(&words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Basis, DocumentId, Hash};

    fn read_dump(dump: &str) -> Document {
        let id = DocumentId(Hash::of_bytes(dump.as_bytes()));
        let mut document = super::super::empty(id, "dump.txt");
        read(crate::resources::get(), &mut document, dump);
        document
    }

    const PAGE: &str = "\u{feff}• Live
    • Audio Only
  • facebook
News > Veldania

Gates of Lenna Dam Opened After Night of Rain

  • Water at the Lenna dam, Port Lenna, Veldania, May 2, 2031.

    Water at the Lenna dam, Port Lenna, Veldania, May 2, 2031. | Photo: CPA

By Ilse Okrist

Published 3 May 2031
Opinion

\"We had no choice but to open them, and nobody downstream was in any danger,\" Marsk said.

PORT LENNA (CPA) - The gates of the Lenna dam were opened on Friday after a night of heavy rain, Water Minister Tarn Marsk told reporters.\r

RELATED:

Orrenland Says Its Fields Are Still Under Water

\"We had no choice but to open them, and nobody downstream was in any danger,\" the minister said.

Fields under water

In the valley below, farmers said that they had not been warned before the water came.

The ministry declined to say how long the gates would stay open, or who had given the order.

Comments
Post with no comments.
All rights reserved by Quillhaven Times.
This website uses cookies. Click here to find out more.
";

    #[test]
    fn takes_the_article_out_of_its_page() {
        let document = read_dump(PAGE);
        let kinds: Vec<_> = document.blocks.iter().map(|it| it.kind).collect();
        use BlockKind::{Heading, Paragraph, Standfirst};
        assert_eq!(
            kinds,
            [
                Standfirst, Paragraph, Paragraph, Heading, Paragraph, Paragraph
            ]
        );
        let headline = document.headline.as_deref();
        assert_eq!(
            headline,
            Some("Gates of Lenna Dam Opened After Night of Rain")
        );
        assert_eq!(document.byline, ["Ilse Okrist"]);
        let published = document.published.map(|it| (it.date.to_string(), it.basis));
        assert_eq!(published, Some(("2031-05-03".to_owned(), Basis::Page)));
        assert_eq!(document.outlet.as_deref(), Some("Quillhaven Times"));
        let dateline = document.dateline.expect("a dateline");
        assert_eq!(dateline.span.of(&document.text), "PORT LENNA (CPA)");
        let removed = |kind| document.removed.iter().filter(|it| it.kind == kind).count();
        assert_eq!(removed(Clutter::Caption), 2);
        assert_eq!(removed(Clutter::Related), 2);
    }

    #[test]
    fn a_dump_that_starts_with_its_dateline_has_no_headline() {
        let document = read_dump(
            "Brasna (Quillhaven Times) The gates of the dam were opened on Friday, the ministry said.\n\
             \"Nobody was in danger,\" Minister Marsk told the paper on the same evening.",
        );
        assert_eq!(document.headline, None);
        assert_eq!(document.outlet.as_deref(), Some("Quillhaven Times"));
        assert_eq!(document.blocks.len(), 2);
        assert!(document.removed.is_empty());
    }

    #[test]
    fn a_title_printed_twice_is_the_headline_once() {
        let document = read_dump(
            "No Script\n\nPlease Wait...\n\nDam Opened After Rain\n\nDam Opened After Rain\n\
             folder_openVeldania access_time2 years ago\nstarAdd to favorites\n\nBy Staff, Agencies\n\n\
             The gates of the dam were opened on Friday after rain, the ministry said in a statement.\n\n\
             \"Nobody was in danger,\" Minister Marsk told reporters on the same evening in Brasna.\n\nComments",
        );
        assert_eq!(document.headline.as_deref(), Some("Dam Opened After Rain"));
        assert_eq!((document.published, document.byline.len()), (None, 0));
        assert_eq!(document.blocks.len(), 2);
    }

    #[test]
    fn bars_of_labels_and_icons_are_no_article() {
        let check = |clutter: &str| {
            let document = read_dump(&format!(
                "Dam Opened After Rain\n{clutter}\n\
                 The gates of the dam were opened on Friday after rain, the ministry said in a statement.\n\
                 \"Nobody was in danger,\" Minister Marsk told reporters on the same evening in Brasna."
            ));
            assert!(!document.text.contains(clutter), "{}", document.text);
            assert_eq!(document.blocks.len(), 2);
        };
        check("Print E-mail");
        check("Print | E-Mail | Share");
        check("volume_upListen to this story (2 min)");
        check("play_arrowWatch");
    }

    #[test]
    fn a_notice_speaks_to_the_reader() {
        let kept = |line: &str| {
            let text = read_dump(&format!(
                "The gates of the dam were opened on Friday after rain, the ministry said in a statement.\n\
                 {line}\n\
                 The ministry declined to say how long the gates would stay open, or who had given the order."
            ));
            text.text.contains(line)
        };
        assert!(kept(
            "In the US, four papers in ten send a newsletter, the ministry said, an hour after each session."
        ));
        assert!(!kept(
            "Read our newsletter, which tells you each morning what was said in Brasna and in the valley."
        ));
    }

    #[test]
    fn little_is_better_than_nothing() {
        assert_eq!(read_dump("The gates are open.").text, "The gates are open.");
        assert_eq!(read_dump("").text, "");
        assert_eq!(read_dump("Share\nTweet\n0\n").text, "");
    }

    /// Every run of the map carries its characters back to the dump, and nothing is lost.
    fn check_map(dump: &str) {
        let document = read_dump(dump);
        let text: Vec<char> = document.text.chars().collect();
        let input: Vec<char> = dump.chars().collect();
        for run in &document.map {
            let (a, b, n) = (run.text as usize, run.input as usize, run.length as usize);
            assert_eq!(text.get(a..a + n), input.get(b..b + n), "{dump:?}");
        }
        for block in &document.blocks {
            assert!(!block.span.of(&document.text).is_empty());
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let removed: usize = document.removed.iter().map(|it| letters(&it.text)).sum();
        assert_eq!(removed + letters(&document.text), letters(dump));
    }

    #[test]
    fn the_map_goes_back() {
        check_map(PAGE);
        check_map(
            "“Où?” dit-il à Éa, et le barrage était fermé.\r\nIl pleuvait sur la ville, dit-il.",
        );
    }

    proptest::proptest! {
        #[test]
        fn any_dump_is_fine(lines in proptest::collection::vec("(\\PC{0,60}|[A-Z][a-z ]{5,80}[.:!]?|By [A-Z][a-z]+)", 0..20)) {
            check_map(&lines.join("\n"));
        }
    }
}
