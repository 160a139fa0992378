//! What of a page is furniture: printed around articles, not written for one.
//!
//! Lines that an outlet prints on several pages, captions, galleries, lists of links and of names.
//! None is named by its words; all are told by how they repeat.

use rustc_hash::FxHashMap;

use super::prose::{self, SHINGLE};
use super::repeats::Repeats;
use super::words::{self, Word, mix};
use crate::model::{Analysed, Block, BlockKind, Document, Span};
use crate::resources::Resources;

/// On how many pages of one outlet a line is furniture.
const REPEATED: usize = 3;

/// A line of fewer words is not asked whether it is a list or a gallery.
const LONG_LINE: usize = 40;

/// Of a hundred words of a list of names, so many have a capital.
const LIST: usize = 60;

/// Of a hundred words of a gallery, so many begin what the line says at least three times.
const GALLERY: usize = 8;

/// A line of so many words that stands twice on a page is a caption of its gallery.
const CAPTION: usize = 8;

/// So many captions that stand twice make a gallery, and what stands among them belongs to it.
const CAPTIONS: usize = 4;

/// A gallery goes on over so many lines that stand once.
const ONCE: usize = 4;

/// So many lines that end with one word and no stop are a list of links.
const LINKS: usize = 4;

/// Words of a title that a player or a teaser says twice in one line.
const TITLE: usize = 3;

/// Of a hundred words of a teaser, so many begin a title that it says twice.
const TEASER: usize = 18;

/// A line of more words is no teaser.
const LONGEST_TEASER: usize = 80;

/// A list of links that a script put into a sentence has at most so many words.
const LONGEST_LIST: usize = 120;

/// The lines that outlets repeat on their pages.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    pages: FxHashMap<(u64, u64), usize>,
}

impl Furniture {
    /// Counts the pages of each outlet on which each line stands; most stand on one and are not held.
    pub(super) fn of(documents: &[&Analysed]) -> Furniture {
        let mut repeats = Repeats::new(documents.len());
        for (outlet, line) in documents.iter().flat_map(|it| lines(it)) {
            repeats.add(mix(outlet ^ line));
        }
        let mut pages: FxHashMap<(u64, u64), usize> = FxHashMap::default();
        for (outlet, line) in documents.iter().flat_map(|it| lines(it)) {
            if repeats.may_be(mix(outlet ^ line), REPEATED as u64) {
                *pages.entry((outlet, line)).or_default() += 1;
            }
        }
        pages.retain(|_, count| *count >= REPEATED);
        Furniture { pages }
    }

    fn has(&self, outlet: u64, line: &str) -> bool {
        self.pages.contains_key(&(outlet, line_key(line)))
    }

    /// The spans of a document that are furniture.
    pub(super) fn spans(
        &self,
        resources: &Resources,
        document: &Document,
        words: &[Word],
    ) -> Vec<Span> {
        let text = document.text.as_str();
        let outlet = document.outlet.as_deref().map(words::key);
        let lines: Vec<(Span, &[Word])> = document
            .blocks
            .iter()
            .map(|block| (block.span, within(words, block.span)))
            .collect();
        let (captions, ends) = (captions(document, &lines), ends(text, &lines));
        let mut spans = Vec::new();
        for ((block, (span, words)), caption) in document.blocks.iter().zip(&lines).zip(captions) {
            let line = span.of(text);
            let own = !prose::is_quotation(line);
            let link = || end(text, *span, words).is_some_and(|key| ends.contains_key(&key));
            if block.kind == BlockKind::Caption
                || outlet.is_some_and(|outlet| self.has(outlet, line))
                || caption
                || (own && (link() || is_gallery(text, words) || is_teaser(words)))
            {
                spans.push(*span);
            } else {
                spans.extend(glued(resources, text, words));
            }
        }
        spans
    }
}

/// The lines of a page, each once, with its outlet; none where that is not known.
fn lines(analysed: &Analysed) -> impl Iterator<Item = (u64, u64)> {
    let document = &analysed.document;
    let outlet = document.outlet.as_deref().map(words::key);
    let blocks = outlet.map_or(&[][..], |_| document.blocks.as_slice());
    let line = |block: &Block| line_key(block.span.of(&document.text));
    let mut lines: Vec<u64> = blocks.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
        .into_iter()
        .filter_map(move |line| Some((outlet?, line)))
}

fn line_key(line: &str) -> u64 {
    words::key(line.trim())
}

/// Which lines are captions of a gallery: those that stand twice, and in a gallery also what stands
/// among them and at its ends. What somebody is quoted with may be printed twice for emphasis.
fn captions(document: &Document, lines: &[(Span, &[Word])]) -> Vec<bool> {
    let text = document.text.as_str();
    let line_of = |(block, (span, words)): (&Block, &(Span, &[Word]))| {
        let line = span.of(text);
        let own = block.kind != BlockKind::Quote && !prose::is_quotation(line);
        (words.len() >= CAPTION && own).then(|| line_key(line))
    };
    let keys: Vec<Option<u64>> = document.blocks.iter().zip(lines).map(line_of).collect();
    let mut said: FxHashMap<u64, usize> = FxHashMap::default();
    for key in keys.iter().flatten() {
        *said.entry(*key).or_default() += 1;
    }
    let twice = |key: &Option<u64>| key.is_some_and(|key| said.get(&key).is_some_and(|it| *it > 1));
    let mut captions: Vec<bool> = keys.iter().map(twice).collect();
    let places: Vec<usize> = (0..keys.len())
        .filter(|&at| captions.get(at) == Some(&true))
        .collect();
    if places.len() < 2 * CAPTIONS {
        return captions;
    }
    for pair in places.windows(2) {
        if let [before, after] = pair
            && after - before <= ONCE + 1
            && let Some(among) = captions.get_mut(*before..*after)
        {
            among.fill(true);
        }
    }
    let first = places.first().and_then(|at| at.checked_sub(1));
    for edge in [first, places.last().map(|at| at + 1)]
        .into_iter()
        .flatten()
    {
        if let Some(caption) = captions.get_mut(edge) {
            *caption = true;
        }
    }
    captions
}

/// The words with which the lines of lists of links end.
fn ends(text: &str, lines: &[(Span, &[Word])]) -> FxHashMap<u64, usize> {
    let mut ends: FxHashMap<u64, usize> = FxHashMap::default();
    for key in lines
        .iter()
        .filter_map(|(span, words)| end(text, *span, words))
    {
        *ends.entry(key).or_default() += 1;
    }
    ends.retain(|_, count| *count >= LINKS);
    ends
}

/// The last word of a line of several that ends without a stop and is no year.
fn end(text: &str, span: Span, words: &[Word]) -> Option<u64> {
    let last = words.last().filter(|_| words.len() > 1)?;
    let is_word = !last.of(text).starts_with(|c: char| c.is_ascii_digit());
    (is_word && last.end as usize >= span.trim(text).end()).then_some(last.key)
}

/// Whether a line is a picture gallery, a list of names or a menu rather than prose: it says the
/// same words again and again, or nearly every word has a capital.
fn is_gallery(text: &str, words: &[Word]) -> bool {
    if words.len() < LONG_LINE {
        return false;
    }
    let capitals = words
        .iter()
        .filter(|word| word.of(text).starts_with(char::is_uppercase))
        .count();
    capitals * 100 >= words.len() * LIST
        || repeated(words, SHINGLE, REPEATED) * 100 >= words.len() * GALLERY
}

/// Whether a line is the frame of a player or a teaser: it says its title twice ("JUST WATCHED Gates
/// open at Lenna Replay MUST WATCH Gates open at Lenna 02:10").
fn is_teaser(words: &[Word]) -> bool {
    words.len() <= LONGEST_TEASER
        && words.len() >= CAPTION
        && repeated(words, TITLE, 2) * 100 >= words.len() * TEASER
}

/// How many runs of `length` words stand in a line at least `times` times.
fn repeated(words: &[Word], length: usize, times: usize) -> usize {
    let mut shingles: Vec<u64> = words
        .windows(length)
        .map(|window| window.iter().fold(0, |hash, word| mix(hash ^ word.key)))
        .collect();
    shingles.sort_unstable();
    let groups = shingles.chunk_by(|a, b| a == b).map(<[u64]>::len);
    groups.filter(|count| *count >= times).sum()
}

/// Lists of links that a page's script put into a sentence: each begins glued to the word before
/// ("MarskGates open at Lenna | Villages flooded MORE said") and ends with a common word in capitals.
fn glued(resources: &Resources, text: &str, words: &[Word]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if !is_glued(word.of(text)) {
            continue;
        }
        let rest = words.get(at..).unwrap_or(&[]);
        let end = rest
            .iter()
            .take(LONGEST_LIST)
            .position(|it| is_shouted(resources, it.of(text)) && !is_title_inside(text, it));
        if let Some(end) = end.filter(|end| *end >= TITLE)
            && let Some(last) = rest.get(end)
        {
            spans.push(Span::new(word.start as usize, last.end as usize));
            at += end + 1;
        }
    }
    spans
}

/// Whether two words stand together without a space: a small letter and then a capital, and enough
/// on both sides that it is no name such as "McVarro".
fn is_glued(word: &str) -> bool {
    let mut letters = word.chars().zip(word.chars().skip(1)).zip(1..);
    let count = word.chars().count();
    letters.any(|((a, b), at)| a.is_lowercase() && b.is_uppercase() && at > 3 && count - at > 1)
}

/// Whether a word is a link's in capitals ("MORE"): a common word, no abbreviation.
fn is_shouted(resources: &Resources, word: &str) -> bool {
    let word = word.trim_end_matches("’s").trim_end_matches("'s");
    word.len() > 2
        && word.chars().all(char::is_uppercase)
        && resources
            .facts
            .stop_words
            .contains(words::fold(word).as_str())
}

/// Whether a word in capitals is followed by another word of a title rather than by the sentence.
fn is_title_inside(text: &str, word: &Word) -> bool {
    let after = text.get(word.end as usize..).unwrap_or("").trim_start();
    after.starts_with(char::is_uppercase) || after.starts_with('|')
}

/// The words that begin inside a span.
fn within(words: &[Word], span: Span) -> &[Word] {
    let first = words.partition_point(|word| (word.start as usize) < span.start());
    let last = words.partition_point(|word| (word.start as usize) < span.end());
    words.get(first..last).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::report;
    use crate::resources;

    /// What of a text is furniture, each stretch as it stands.
    fn check(text: &str, expected: &[&str]) {
        let report = report(1, None, "", text);
        let words = words::words(text, 9999);
        let spans = Furniture::default().spans(resources::get(), &report.document, &words);
        let found: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn captions_that_stand_twice() {
        let caption = "A farmer leads two cows past the church of Tarnholm on Wednesday.";
        check(
            &format!("Rain fell.\n{caption}\n{caption}\n"),
            &[caption, caption],
        );
        check("He waited.\nRain fell.\nHe waited.\n", &[]);
        let quoted = "\u{201c}We warned them three times and nobody came,\u{201d} Marsk said.";
        check(&format!("{quoted}\n{quoted}\n"), &[]);
    }

    #[test]
    fn galleries_have_captions_that_stand_once() {
        let caption = |who: &str| format!("{who} walks past the church of Tarnholm on Wednesday.");
        let mut lines: Vec<String> = ["Marsk", "Okrist", "Varro", "Harl"]
            .iter()
            .flat_map(|who| [caption(who), caption(who)])
            .collect();
        lines.insert(4, caption("Solane"));
        lines.insert(0, caption("Ibarra"));
        lines.insert(0, "Rain fell on Monday.".into());
        let expected: Vec<&str> = lines.iter().skip(1).map(String::as_str).collect();
        check(&lines.join("\n"), &expected);
    }

    #[test]
    fn lines_that_end_alike() {
        let lines = [
            "Ten bridges that fell See the bridges Shares",
            "Boats of the coast See the boats Shares",
            "The year in floods Shares",
            "Who paid for the wall Shares",
        ];
        check(
            &format!("{}\nMarsk bought shares.\n", lines.join("\n")),
            &lines,
        );
        check(&lines[..3].join("\n"), &[]);
    }

    #[test]
    fn teasers_say_their_title_twice() {
        let teaser =
            "JUST WATCHED Marsk on the open gates Replay MUST WATCH Marsk on the open gates 02:10";
        check(teaser, &[teaser]);
        check(
            "Marsk spoke of the gates, and of the treaty that her father had signed.",
            &[],
        );
    }

    #[test]
    fn links_inside_a_sentence() {
        check(
            "Minister Ilse MarskGates open at Lenna | Villages flooded MORE’s aide said.",
            &["MarskGates open at Lenna | Villages flooded MORE’s"],
        );
        check(
            "Pell McVarro told the CPA that the VELDA treaty stands.",
            &[],
        );
    }
}
