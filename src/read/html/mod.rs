//! A web page to its article.
//!
//! The page is parsed once and flattened to its blocks; trained trees look twice at each, at its words, as at
//! a line of a dump, and at its tags, links and containers; the best sequence of article and clutter
//! is taken, and the head says the rest.

use super::dump::clues::{Known, line_clues};
use super::dump::glance::{Glance, glance};
use super::dump::{line, second, sequence};
use super::{Seen, byline, date, dateline, is_paywall, outlet};
use crate::model::{
    Basis, Block, BlockKind, Clutter, Document, DocumentId, Hash, Published, Removed, Span,
};
use crate::resources::{PageZone, Reading, Resources};
use flatten::{Piece, Place, Tag};
use line::{End, How};

mod clues;
mod flatten;
mod guard;
mod mend;
mod metadata;

/// The most words of a byline, a date or a link that stands alone.
const MAX_LABEL: u32 = 12;
/// Blocks below an article in which a page says that the rest is not given.
const PAYWALL_REACH: usize = 6;

/// The encoding that a page names in its first bytes.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = lower.find("charset=").map(|at| at + 8).or_else(|| {
        let at = lower.find("encoding=")?;
        lower.starts_with("<?xml").then_some(at + 9)
    })?;
    let name = lower.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
    Some(name.get(..end.unwrap_or(name.len()))?.to_owned())
}

/// Fills a document from a page.
pub(super) fn read(resources: &Resources, document: &mut Document, html: &str) {
    let mended = mend::mended(html);
    let html = mended.as_deref().unwrap_or(html);
    if let Some(reason) = guard::too_much(html) {
        let words = format!("Read without its markup: {reason}");
        document.warnings.push(words);
        let (text, cut) = guard::strip(html);
        if cut {
            document
                .warnings
                .push("Only the first part of the text was read".to_owned());
            document.partial = true;
        }
        super::dump::read(resources, document, &text);
        // The map would lead to the stripped text, which nobody has.
        document.map.clear();
        return;
    }
    let page = dom_query::Document::from(html);
    let head = metadata::head(&resources.reading, &page);
    metadata::fill(resources, &head, document);
    article(
        resources,
        document,
        &flatten::flatten(&resources.reading, &page),
        &head,
    );
    document.modified = document
        .modified
        .or_else(|| metadata::changed(resources, &head));
}

/// Headings that are links, from which on a page may be a list of articles.
const MIN_TEASERS: usize = 8;
/// The words of a paragraph that no teaser has.
const MIN_PARAGRAPH: u32 = 30;
/// The words of a title in a list.
const TEASER: std::ops::RangeInclusive<u32> = 4..=25;
/// Titles without headings from which on a page may be a list, where it has little prose.
const MIN_TITLES: usize = 12;
const LITTLE_PROSE: u32 = 60;
/// Paragraphs each with the same link below, "Read more", that make a page a list.
const MIN_EXCERPTS: usize = 5;
/// The most paragraphs without one on such a page.
const MAX_ALONE: usize = 2;
/// The most words of such a link.
const MAX_MORE: u32 = 4;

/// Whether a page is a list of articles: many headings are links, and few paragraphs stand beside
/// them; or there are many titles and no prose; or paragraphs each end in the same link.
/// On the development pages, all of which are articles, see `docs/evaluation.md`.
fn is_list(page: &flatten::Page, lines: &[line::Line<'_>], keep: &[bool]) -> bool {
    let linked = |piece: &Piece| 10 * piece.linked >= 9 * piece.text.len();
    let margin = |piece: &Piece| {
        use Place::{Aside, Footer, Header, Navigation};
        matches!(piece.place, Navigation | Header | Footer | Aside)
    };
    let (mut teasers, mut titles, mut excerpts) = (0, 0, 0);
    let (mut paragraphs, mut alone, mut prose) = (0, 0, 0);
    for (i, ((piece, line), keep)) in page.pieces.iter().zip(lines).zip(keep).enumerate() {
        let words = line.shape.words;
        if linked(piece) {
            if TEASER.contains(&words) {
                let heading = matches!(piece.tag, Tag::Title | Tag::Heading | Tag::Minor);
                teasers += usize::from(heading);
                titles += usize::from(!margin(piece));
            }
            continue;
        }
        let sentence = glance(line) == Glance::Prose;
        let next = page.pieces.get(i + 1).zip(lines.get(i + 1));
        let more = next.is_some_and(|(next, line)| {
            let again = line.repeats + line.repeated;
            linked(next) && line.shape.words <= MAX_MORE && again as usize >= MIN_EXCERPTS - 1
        });
        excerpts += usize::from(more && sentence && !margin(piece));
        if *keep {
            paragraphs += usize::from(words >= MIN_PARAGRAPH);
            alone += usize::from(words >= MIN_PARAGRAPH && !more);
            prose += if sentence { words } else { 0 };
        }
    }
    teasers >= MIN_TEASERS && teasers > 4 * paragraphs
        || titles >= MIN_TITLES && prose < LITTLE_PROSE
        || excerpts >= MIN_EXCERPTS && alone <= MAX_ALONE
}

/// What the trees see of each block, see [`crate::read::clues`].
pub(super) fn clues(resources: &Resources, html: &str, points: &[Vec<i32>]) -> Vec<Seen> {
    let mended = mend::mended(html);
    let html = mended.as_deref().unwrap_or(html);
    if guard::too_much(html).is_some() {
        return Vec::new();
    }
    let page = dom_query::Document::from(html);
    let head = metadata::head(&resources.reading, &page);
    let mut document = super::empty(DocumentId(Hash::of_bytes(html.as_bytes())), "");
    metadata::fill(resources, &head, &mut document);
    let page = flatten::flatten(&resources.reading, &page);
    let texts = page.pieces.iter().map(|it| it.text.as_str());
    let found = line::of_texts(&resources.reading, texts);
    let title = document.headline.as_deref().unwrap_or_default();
    let texts = page.pieces.iter().map(|it| it.text.clone());
    let (clues, groups) = clues_of(&page, &found, &head, title);
    second::seen(texts.zip(clues), &words_of(&found), &groups, points)
}

fn words_of(lines: &[line::Line<'_>]) -> Vec<u32> {
    lines.iter().map(|it| it.shape.words).collect()
}

/// The clues of the lines that the blocks make, and those of their tags behind them; and how the
/// blocks are grouped.
fn clues_of(
    page: &flatten::Page,
    lines: &[line::Line<'_>],
    head: &metadata::Head,
    title: &str,
) -> (Vec<Vec<i16>>, Vec<second::Groups>) {
    let known = Known {
        title,
        summary: head.summary.as_deref().unwrap_or_default(),
    };
    let of_lines = line_clues(lines, known);
    let body = head.body.as_deref().unwrap_or_default();
    let (of_tags, groups) = clues::tag_clues(page, lines, body);
    let pairs = of_lines.iter().zip(&of_tags);
    let clues = pairs.map(|(line, tags)| line.iter().chain(tags).copied().collect());
    (clues.collect(), groups)
}

fn article(
    resources: &Resources,
    document: &mut Document,
    page: &flatten::Page,
    head: &metadata::Head,
) {
    let reading = &resources.reading;
    let texts = page.pieces.iter().map(|it| it.text.as_str());
    let found = line::of_texts(reading, texts);
    let title = document.headline.clone().unwrap_or_default();
    let is_title = |i: usize| super::same_words(&page.pieces[i].text, &title);
    let mut clutter_alone: Vec<bool> = page
        .pieces
        .iter()
        .zip(&found)
        .map(|(piece, line)| is_clutter(resources, piece, line))
        .collect();
    mark_offers(resources, page, &found, &mut clutter_alone);
    let (clues, groups) = clues_of(page, &found, head, &title);
    let points = second::points(&reading.page_looks, &clues, &words_of(&found), &groups);
    let candidate = |(i, line): (usize, &line::Line<'_>)| {
        let points = points.get(i).copied().unwrap_or(0);
        let hidden = page.pieces[i].place == Place::Hidden && points < 0;
        sequence::Candidate {
            points,
            words: line.shape.words,
            fixed: hidden || clutter_alone[i] || is_title(i),
        }
    };
    let candidates: Vec<_> = found.iter().enumerate().map(candidate).collect();
    let mut keep = sequence::decode(&candidates);
    if !keep.contains(&true) {
        for ((keep, line), it) in keep.iter_mut().zip(&found).zip(&candidates) {
            *keep = glance(line) == Glance::Prose && !it.fixed;
        }
    }
    drop_repeats(page, &mut keep);
    drop_margins(page, &found, &mut keep);
    drop_imprint(&found, &mut keep);
    if !head.is_article && is_list(page, &found, &keep) {
        let words = "This page is a list of articles, not an article";
        document.warnings.push(words.to_owned());
        document.partial = true;
    }
    for (i, piece) in page.pieces.iter().enumerate() {
        if keep[i] {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(&piece.text);
            document.blocks.push(Block {
                span: Span::new(start, document.text.len()),
                kind: block_kind(piece, glance(&found[i])),
            });
        } else {
            document.removed.push(Removed {
                before: document.text.len() as u32,
                text: piece.text.clone(),
                kind: if is_title(i) {
                    Clutter::Headline
                } else {
                    clutter(piece, &found[i])
                },
            });
        }
    }
    if document.byline.is_empty() {
        sign(resources, document, page, &keep, &is_title);
    }
    take_days(reading, document, page, &keep, &is_title);
    let last = keep.iter().rposition(|it| *it).map_or(0, |it| it + 1);
    let below = page.pieces.iter().skip(last).take(PAYWALL_REACH);
    document.partial |= below.into_iter().any(|it| is_paywall(resources, &it.text));
    dateline::take(resources, document);
    if document.outlet.is_none() {
        let removed = document.removed.iter().rev();
        document.outlet = removed
            .into_iter()
            .find_map(|it| outlet::of_rights(resources, &it.text));
    }
}

/// What stands in the page's foot or navigation is no article beside what stands elsewhere, nor are
/// short lines at its side or the words above it of what is classed as a menu; on short pages the trees
/// take them for one.
fn drop_margins(page: &flatten::Page, lines: &[line::Line<'_>], keep: &mut [bool]) {
    let body = (0..keep.len()).find(|i| keep[*i] && glance(&lines[*i]) == Glance::Prose);
    let above = |i: usize| body.is_some_and(|body| i < body);
    let margin = |(i, (piece, line)): (usize, (&Piece, &line::Line<'_>))| match piece.place {
        Place::Footer | Place::Navigation => true,
        Place::Aside => glance(line) != Glance::Prose,
        _ => {
            let menu = piece.zone == Some(PageZone::Navigation) && above(i);
            menu && matches!(glance(line), Glance::Label | Glance::Furniture)
        }
    };
    let pairs = page.pieces.iter().zip(lines).enumerate();
    let margins: Vec<bool> = pairs.map(margin).collect();
    let elsewhere = keep.iter().zip(&margins).any(|(keep, it)| *keep && !*it);
    if elsewhere {
        for (keep, margin) in keep.iter_mut().zip(margins) {
            *keep &= !margin;
        }
    }
}

/// The most words of an imprint.
const MAX_IMPRINT: u32 = 30;

/// "Printed and published by Quillhaven Times." below an article is no part of it.
fn drop_imprint(lines: &[line::Line<'_>], keep: &mut [bool]) {
    let mut kept = (0..keep.len()).rev().filter(|it| keep[*it]);
    if let (Some(last), Some(_)) = (kept.next(), kept.next())
        && matches!(lines[last].furniture, Some((Clutter::Rights, _)))
        && lines[last].shape.words <= MAX_IMPRINT
        && lines[last].shape.quotes == 0
    {
        keep[last] = false;
    }
}

/// The most blocks, and words, of a box that offers the rest of an article for sale.
const MAX_OFFER: usize = 8;
const MAX_OFFER_WORDS: u32 = 80;

/// A small box that opens with a notice that the rest is not given is clutter as a whole: below the
/// notice stand a way to sign in, and a price.
fn mark_offers(
    resources: &Resources,
    page: &flatten::Page,
    lines: &[line::Line<'_>],
    clutter: &mut [bool],
) {
    let up = |at: usize| page.elements.get(at).map_or(0, |it| it.parent);
    for (i, piece) in page.pieces.iter().enumerate() {
        let around = up(piece.parent);
        if around == 0 || !clutter[i] || !is_paywall(resources, &piece.text) {
            continue;
        }
        let inside = |j: &usize| {
            let parent = page.pieces.get(*j).map_or(0, |it| it.parent);
            parent == around || up(parent) == around
        };
        if i.checked_sub(1).is_some_and(|before| inside(&before)) {
            continue;
        }
        let boxed = (i..page.pieces.len()).take(MAX_OFFER + 1);
        let last = boxed.take_while(inside).last().unwrap_or(i);
        let words: u32 = lines[i..=last].iter().map(|it| it.shape.words).sum();
        if last - i < MAX_OFFER && words <= MAX_OFFER_WORDS {
            clutter[i..=last].fill(true);
        }
    }
}

/// Whether a block is clutter whatever stands around it.
fn is_clutter(resources: &Resources, piece: &Piece, line: &line::Line<'_>) -> bool {
    let short = line.shape.words <= MAX_LABEL && line.shape.end != End::Sentence;
    let linked = 10 * piece.linked >= 9 * piece.text.len();
    let text = piece.text.as_str();
    is_paywall(resources, text)
        || matches!(
            line.furniture,
            Some((Clutter::Promotion | Clutter::Sharing, How::Whole))
        )
        || piece.zone == Some(PageZone::Related) && piece.place == Place::Aside
        || short && linked && piece.tag == Tag::Paragraph
        || short && piece.zone == Some(PageZone::Metadata) && names_somebody(resources, text)
        || short
            && (byline::of_line(resources, text).is_some()
                || line.shape.digits >= 4 && date::is_line(&resources.reading, text))
}

/// Whether a line gives the name of a person or an agency: "Rosa Tennick, Business Correspondent".
fn names_somebody(resources: &Resources, text: &str) -> bool {
    let found = byline::of_names(resources, text);
    !found.people.is_empty() || !found.credits.is_empty()
}

/// Blocks below a title, and above it, that may hold byline and date.
const BELOW_TITLE: usize = 10;
const ABOVE_TITLE: usize = 3;
/// Prints of a title around which is looked.
const MAX_TITLES: usize = 3;

/// The blocks around the title, in the order in which byline and date are likely.
fn around_title(
    page: &flatten::Page,
    keep: &[bool],
    is_title: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let titles = (0..page.pieces.len()).filter(|i| is_title(*i));
    let mut titles: Vec<usize> = titles.take(MAX_TITLES).collect();
    if titles.is_empty() {
        let body = keep.iter().position(|it| *it);
        titles.extend(body.map(|it| it.saturating_sub(ABOVE_TITLE)));
    }
    let below = titles.iter().flat_map(|it| *it + 1..=*it + BELOW_TITLE);
    let above = titles
        .iter()
        .flat_map(|it| it.saturating_sub(ABOVE_TITLE)..=*it);
    let removed = |i: &usize| keep.get(*i) == Some(&false);
    below.chain(above).filter(removed).collect()
}

/// The blocks between title and article, then those above and below.
fn near(page: &flatten::Page, keep: &[bool], is_title: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let (Some(body), Some(last)) = (
        keep.iter().position(|it| *it),
        keep.iter().rposition(|it| *it),
    ) else {
        return Vec::new();
    };
    let top = (0..body).rev().find(|i| is_title(*i)).unwrap_or(body);
    let near = date::near(top, body, last, page.pieces.len());
    near.filter(|i| !keep.get(*i).is_some_and(|it| *it))
        .collect()
}

/// Takes the byline that is printed near the title or below the article.
fn sign(
    resources: &Resources,
    document: &mut Document,
    page: &flatten::Page,
    keep: &[bool],
    is_title: &dyn Fn(usize) -> bool,
) {
    let mut near = near(page, keep, is_title);
    near.extend(around_title(page, keep, is_title));
    let text = |i: usize| page.pieces.get(i).map_or("", |it| it.text.as_str());
    let short = |it: &str| it.split_whitespace().count() <= MAX_LABEL as usize;
    for i in near {
        let line = text(i);
        if !short(line) {
            continue;
        }
        let marks = |c: char| !c.is_alphanumeric();
        let lead = line.trim_matches(marks).to_lowercase();
        let alone = resources.reading.byline_leads.contains(&lead.as_str());
        let found = if alone && short(text(i + 1)) {
            Some(byline::of_names(resources, text(i + 1)))
        } else if page
            .pieces
            .get(i)
            .is_some_and(|it| it.zone == Some(PageZone::Metadata))
        {
            let found = byline::of_line(resources, line);
            found
                .or_else(|| byline::inside(resources, line))
                .or_else(|| {
                    let mut found = byline::of_names(resources, line);
                    found
                        .people
                        .retain(|it| byline::has_first_name(resources, it));
                    Some(found)
                })
        } else {
            byline::of_line(resources, line).or_else(|| byline::inside(resources, line))
        };
        if let Some(found) = found.filter(|it| !it.people.is_empty()) {
            document.byline = found.people;
            for credit in found.credits {
                if !document.credits.contains(&credit) {
                    document.credits.push(credit);
                }
            }
            return;
        }
    }
}

/// The words of a line around the title that gives a date among others.
const MAX_DATE_LINE: usize = 16;

/// Takes the days that are printed near the title, or below the article, where the head gives none.
///
/// A day of publishing that stands alone around the title and is before the one in the head goes
/// first: a page that was moved to another system often has the day of the move in its head.
fn take_days(
    reading: &Reading,
    document: &mut Document,
    page: &flatten::Page,
    keep: &[bool],
    is_title: &dyn Fn(usize) -> bool,
) {
    let language = document.language.clone();
    let told = |lines: Vec<usize>, fits: &dyn Fn(&str) -> bool| {
        let text = |i: usize| page.pieces.get(i).map(|it| it.text.as_str());
        let lines = lines.into_iter();
        let pairs = lines.filter_map(|i| Some((text(i)?, i.checked_sub(1).and_then(text))));
        date::told(
            reading,
            language.as_deref(),
            pairs.filter(|(line, _)| fits(line)),
        )
    };
    let dated = |line: &str| date::is_line(reading, line);
    let among_others =
        |line: &str| line.split_whitespace().count() <= MAX_DATE_LINE && !line.contains('©');
    let around = told(around_title(page, keep, is_title), &dated);
    document.modified = around.modified;
    match (document.published, around.published) {
        (Some(given), Some(printed)) => {
            let day = |it: &Published| (it.date.year, it.date.month, it.date.day);
            let before = printed.date.day.is_some() && day(&printed) < day(&given);
            if before && given.basis == Basis::Metadata {
                document.published = Some(printed);
            }
        }
        (Some(_), None) => {}
        (None, _) => {
            let near = told(near(page, keep, is_title), &dated);
            let wider = told(around_title(page, keep, is_title), &among_others);
            document.published = near.published.or(around.published).or(wider.published);
            let modified = document.modified.or(near.modified);
            document.modified = modified.or(wider.modified);
        }
    }
}

/// Bytes of a caption or a pull quote that may be said again by chance.
const MIN_PULLED: usize = 24;

/// Captions, pull quotes and teasers that the article says again are not kept twice.
fn drop_repeats(page: &flatten::Page, keep: &mut [bool]) {
    let mut seen = rustc_hash::FxHashSet::default();
    for (i, piece) in page.pieces.iter().enumerate() {
        if keep[i] && piece.text.len() > 40 && !seen.insert(piece.text.as_str()) {
            keep[i] = false;
        }
    }
    let quotes = page.pieces.iter().enumerate().filter(|(i, piece)| {
        let aside = matches!(piece.tag, Tag::Quote | Tag::Caption) || piece.place == Place::Aside;
        keep[*i] && aside && piece.text.len() > MIN_PULLED
    });
    let quotes: Vec<usize> = quotes.map(|(i, _)| i).take(20).collect();
    for quote in quotes {
        let marks = |c: char| !c.is_alphanumeric();
        let words = page.pieces[quote].text.trim_matches(marks);
        let near = page.pieces.iter().enumerate();
        let again = near
            .filter(|(i, piece)| *i != quote && keep[*i] && piece.text.len() > words.len())
            .take(300)
            .any(|(_, piece)| piece.text.contains(words));
        keep[quote] &= !again;
    }
}

fn block_kind(piece: &Piece, glance: Glance) -> BlockKind {
    let prose = matches!(glance, Glance::Prose | Glance::Short);
    match piece.tag {
        Tag::Title | Tag::Heading | Tag::Minor if !prose => BlockKind::Heading,
        Tag::Item | Tag::Cell => BlockKind::Item,
        Tag::Quote => BlockKind::Quote,
        Tag::Caption => BlockKind::Caption,
        _ if piece.place == Place::Figure && !prose => BlockKind::Caption,
        _ => BlockKind::Paragraph,
    }
}

fn clutter(piece: &Piece, line: &line::Line<'_>) -> Clutter {
    match (line.furniture, piece.zone, piece.place, piece.tag) {
        (Some((kind, _)), ..) => kind,
        (_, _, Place::Figure, _) | (_, _, _, Tag::Caption) => Clutter::Caption,
        (_, Some(zone), ..) => match zone {
            PageZone::Article => Clutter::Other,
            PageZone::Comments => Clutter::Comments,
            PageZone::Related => Clutter::Related,
            PageZone::Sharing => Clutter::Sharing,
            PageZone::Promotion => Clutter::Promotion,
            PageZone::Navigation => Clutter::Navigation,
            PageZone::Caption => Clutter::Caption,
            PageZone::Metadata => Clutter::Metadata,
        },
        (_, _, Place::Navigation | Place::Header, _) => Clutter::Navigation,
        (_, _, Place::Footer, _) => Clutter::Rights,
        (_, _, Place::Form | Place::Hidden, _) => Clutter::Promotion,
        (_, _, Place::Aside, _) => Clutter::Related,
        _ => Clutter::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(html: &str) -> Document {
        let id = DocumentId(Hash::of_bytes(html.as_bytes()));
        let mut document = super::super::empty(id, "page.html");
        read(crate::resources::get(), &mut document, html);
        document
    }

    const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head>
        <title>Dam opens after rain - Quillhaven Times</title>
        <meta property="og:site_name" content="Quillhaven Times">
        <meta property="og:title" content="Dam opens after rain">
        <link rel="canonical" href="https://quillhaven.example/dam">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
          "datePublished": "2031-05-03T09:30:00+02:00", "author": [{"name": "Ilse Okrist"}, {"name": "Reuters"}]}]}</script>
        </head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
        <article><h1>Dam opens after rain</h1>
        <div class="share">Share <a>Facebook</a> <a>Telegram</a></div>
        <figure><figcaption>Water at the dam. Photo: CPA</figcaption></figure>
        <div class="article-body">
        <p>BRASNA (CPA) - The gates of the Lenna dam were opened on Friday after a night of heavy rain, the ministry said.</p>
        <p>"We had no choice but to open them," Water Minister Tarn Marsk told reporters, adding that nobody was in danger.</p>
        <h2>Fields under water</h2>
        <p>In the valley below, farmers said that they had not been warned before the water came, and that it took <b>all</b> they had.</p>
        </div></article>
        <aside class="related"><h3>Related</h3><a href="/x">Orrenland says its fields are under water</a></aside>
        <footer><p>© 2031 Quillhaven Times. All rights reserved.</p></footer></body></html>"#;

    #[test]
    fn takes_the_article_out_of_its_page() {
        let document = read_page(PAGE);
        use BlockKind::{Heading, Paragraph};
        let kinds: Vec<_> = document.blocks.iter().map(|it| it.kind).collect();
        assert_eq!(
            kinds,
            [Paragraph, Paragraph, Heading, Paragraph],
            "{}",
            document.text
        );
        assert_eq!(document.headline.as_deref(), Some("Dam opens after rain"));
        assert_eq!(document.outlet.as_deref(), Some("Quillhaven Times"));
        assert_eq!(
            document.url.as_deref(),
            Some("https://quillhaven.example/dam")
        );
        assert_eq!(document.language.as_deref(), Some("en"));
        assert_eq!(document.byline, ["Ilse Okrist"]);
        assert_eq!(document.credits, ["Reuters"]);
        let published = document.published.map(|it| (it.date.to_string(), it.basis));
        assert_eq!(
            published,
            Some(("2031-05-03T09:30+02:00".to_owned(), Basis::Metadata))
        );
        assert_eq!(
            document
                .dateline
                .expect("a dateline")
                .span
                .of(&document.text),
            "BRASNA (CPA)"
        );
        assert!(document.map.is_empty());
    }

    #[test]
    fn a_list_of_articles_is_said_to_be_one() {
        let listed = |page: &str| {
            let warnings = read_page(page).warnings;
            warnings.iter().any(|it| it.contains("list of articles"))
        };
        // What stands for an article on the front pages of invented outlets, with `N` for its number.
        let fronts = [
            (
                "a headline and a line",
                "<div><h3><a href='/N'>Gates of dam number N are open again</a></h3><p>Rain fell.</p></div>",
            ),
            (
                "cards",
                "<article><a href='/N'><h2>Ferry number N stays in the harbour of Brasna</h2></a>\
                <p>The strike goes on, the union said.</p><time>N May 2031</time></article>",
            ),
            (
                "links alone",
                "<li><a href='/N'>Minister Marsk answers letter number N of the river commission</a> N May</li>",
            ),
            (
                "titles in cells",
                "<table><tr><td>N May</td><td><a href='/N'>Orrenland counts the cost of flood number N</a></td></tr></table>",
            ),
            (
                "excerpts",
                "<div><h2>What Varro said, part N</h2><p>The minister told the house on day N that no letter had come, \
                and that none was to be expected before the week was out, whatever the commission held …</p>\
                <a class='more' href='/N'>Read more</a></div>",
            ),
            (
                "excerpts in German",
                "<section><h3>Teil N</h3><p>Der Minister sagte am Tag N im Parlament, es sei kein Brief gekommen, \
                und es werde auch keiner mehr erwartet, was die Kommission auch habe.</p><p><a href='/N'>Weiterlesen</a></p></section>",
            ),
        ];
        let times = |it: &str, n: usize| -> String {
            (1..=n).map(|n| it.replace('N', &n.to_string())).collect()
        };
        for (name, front) in fronts {
            let items = times(front, 14);
            let page = format!(
                "<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav><main><h1>Veldania</h1>{items}</main></body></html>"
            );
            assert!(listed(&page), "{name}");
            // Beside an article it is none.
            let beside = PAGE.replace(
                "<aside class=\"related\">",
                &format!("<aside>{}", times(front, 6)),
            );
            assert!(!listed(&beside), "{name}");
        }
        assert!(!listed(PAGE));
    }

    #[test]
    fn a_box_that_sells_the_rest_is_no_article() {
        let offer = "<p>The rest of this article is for subscribers.</p><p>Already with us? Sign in.</p>\
            <p>Read the Times for 2 crowns a week, and end it whenever you like to.</p>";
        let page =
            |offer: &str| PAGE.replace("</div></article>", &format!("{offer}</div></article>"));
        let boxed = read_page(&page(&format!("<div class='wall'>{offer}</div>")));
        assert!(!boxed.text.contains("crowns"), "{}", boxed.text);
        assert!(boxed.partial && boxed.text.contains("In the valley below"));
        // What stands beside a notice in the article's own element stays.
        let inside = read_page(&page("<p>To continue reading, register.</p>"));
        assert!(inside.text.contains("We had no choice"), "{}", inside.text);
        assert!(!inside.text.contains("register"));
    }

    #[test]
    fn a_menu_and_an_imprint_are_no_article() {
        let menu = "<ul class='nav'><li>Harbour</li><li>Tides</li></ul><article>";
        let imprint = "</div></article><p>Printed and published by Quillhaven Times, Brasna.</p>";
        let page = PAGE
            .replace("<article>", menu)
            .replace("</div></article>", imprint);
        let text = read_page(&page).text;
        assert!(text.contains("In the valley below"), "{text}");
        for clutter in ["Harbour", "Tides", "Printed"] {
            assert!(!text.contains(clutter), "{clutter}: {text}");
        }
    }

    #[test]
    fn a_page_decoded_twice_is_mended() {
        let once = PAGE.replace(
            "We had no choice",
            "We hadn\u{e2}\u{20ac}\u{2122}t a choice, \u{e2}\u{20ac}\u{153}no\u{e2}\u{20ac}\u{9d}",
        );
        let text = read_page(&once).text;
        assert!(text.contains("We hadn’t a choice, “no”"), "{text}");
    }

    #[test]
    fn a_pull_quote_is_not_kept_twice() {
        let quote = "We had no choice but to open them";
        let pulled = format!("<blockquote>\u{201c}{quote}\u{201d}</blockquote><h2>Fields");
        let text = read_page(&PAGE.replace("<h2>Fields", &pulled)).text;
        assert_eq!(text.matches(quote).count(), 1, "{text}");
    }

    #[test]
    fn titles_authors_and_days_come_from_the_best_place() {
        let page = |head: &str, body: &str| {
            let text = "<p>The gates of the Lenna dam were opened on Friday after a night of heavy rain, the \
                ministry said, and nobody was in danger.</p>";
            read_page(&format!(
                "<html><head>{head}</head><body>{body}{text}{text}</body></html>"
            ))
        };
        let check = |head: &str, body: &str, title: &str, authors: &[&str]| {
            let document = page(head, body);
            assert_eq!(document.headline.as_deref(), Some(title), "{head} {body}");
            assert_eq!(document.byline, authors, "{head} {body}");
        };
        check(
            "<meta property='og:title' content='Dam opened, fields flooded'>",
            "<h1>Dam is opened and fields are flooded</h1><p>By Ilse Okrist</p>",
            "Dam is opened and fields are flooded",
            &["Ilse Okrist"],
        );
        check(
            "<meta property='og:title' content='Fields are flooded'>",
            "<h1>Rain in Veldania: Fields are flooded</h1><p>3 May 2031 by Ilse Okrist</p>",
            "Fields are flooded",
            &["Ilse Okrist"],
        );
        check(
            "<title>Fields are flooded | Quillhaven Times</title>",
            "<h1>Weather</h1><div>Written by Ilse Okrist</div>",
            "Fields are flooded",
            &["Ilse Okrist"],
        );
        check(
            "<meta name='dc.creator' content='The Newsroom'><script type='application/ld+json'>{\"@graph\": [\
             {\"@type\": \"Person\", \"@id\": \"#p\", \"name\": \"Ilse Okrist\"},\
             {\"@type\": \"NewsArticle\", \"headline\": \"Fields are flooded\", \"author\": {\"@id\": \"#p\"}}]}</script>",
            "",
            "Fields are flooded",
            &["Ilse Okrist"],
        );
    }

    #[test]
    fn deep_pages_are_read_without_markup() {
        let html = format!(
            "<html>{}<p>The gates were opened on Friday, the ministry said.",
            "<div>".repeat(100_000)
        );
        let document = read_page(&html);
        assert!(document.text.contains("The gates were opened"));
        assert_eq!(document.warnings.len(), 1, "{:?}", document.warnings);
    }

    #[test]
    fn finds_the_charset() {
        let check =
            |html: &str, name| assert_eq!(charset(html.as_bytes()).as_deref(), name, "{html}");
        check("<meta charset=\"windows-1251\">", Some("windows-1251"));
        check(
            "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'>",
            Some("iso-8859-2"),
        );
        check("<?xml version='1.0' encoding='utf-8'?>", Some("utf-8"));
        check("<p>Rain</p>", None);
    }

    proptest::proptest! {
        #[test]
        fn a_mutated_page_is_fine(at in 0usize..3000, junk in "[<>/a-z\"=&;\\PC]{0,20}", cut in 0usize..3000) {
            let mut page = PAGE.to_owned();
            let clamp = |at: usize| (0..=at.min(PAGE.len())).rev().find(|it| PAGE.is_char_boundary(*it)).unwrap_or(0);
            page.insert_str(clamp(at), &junk);
            let cut = clamp(cut);
            for html in [page.as_str(), PAGE.get(..cut).unwrap_or("")] {
                let document = read_page(html);
                for block in &document.blocks {
                    proptest::prop_assert!(document.text.get(block.span.start()..block.span.end()).is_some());
                }
            }
        }
    }
}
