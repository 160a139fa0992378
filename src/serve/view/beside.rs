//! Two reports side by side: paragraph beside paragraph, word by word, with what both share folded.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::align::{Change, Run};
use super::format;
use super::shelf::Paper;
use crate::model::{CopyClass, CopyPair, Span};

/// Paragraphs that share so many of a thousand words are two versions of one.
const ALIKE: usize = 400;
/// Above so many pairs of paragraphs only equal ones are set side by side.
const PAIRS: usize = 60_000;
/// Above so many pairs of words two paragraphs are set side by side whole: what is in both is not
/// worth the time that finding it may take.
const WORDS: usize = 9_000_000;
/// So many equal paragraphs in a row are folded.
const FOLDED: usize = 2;

/// What the page prints.
#[derive(Debug)]
pub(crate) struct BesideView {
    pub(crate) left: Side,
    pub(crate) right: Side,
    /// What the two have to do with each other.
    pub(crate) what: String,
    pub(crate) rows: Vec<Row>,
    /// Words in both, put in and left out on the right.
    pub(crate) same: usize,
    pub(crate) put_in: usize,
    pub(crate) left_out: usize,
    pub(crate) swap: String,
}

/// One of the two.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) outlet: String,
    pub(crate) headline: String,
    pub(crate) when: String,
    pub(crate) href: String,
}

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// Paragraphs that stand for each other; one side is empty where the other has no counterpart.
    Pair {
        left: (String, Vec<Run>),
        right: (String, Vec<Run>),
    },
    /// Paragraphs that both have.
    Same {
        what: String,
        paragraphs: Vec<String>,
    },
}

/// Makes the page.
pub(crate) fn view(left: &Paper, right: &Paper, pair: Option<&CopyPair>) -> BesideView {
    let (a, b) = (paragraphs(left), paragraphs(right));
    let mut view = BesideView {
        left: side(left),
        right: side(right),
        what: what(left, pair),
        rows: Vec::new(),
        same: 0,
        put_in: 0,
        left_out: 0,
        swap: format!("/documents/{}/with/{}", right.document.id, left.document.id),
    };
    let mut equal: Vec<usize> = Vec::new();
    for (i, j) in pairs(&a, &b) {
        if let (Some(i), Some(j)) = (i, j)
            && a[i].words == b[j].words
        {
            view.same += a[i].words.len();
            equal.push(i);
            continue;
        }
        fold(&mut view.rows, &mut equal, &a, left);
        let row = view.row((i.map(|it| &a[it]), left), (j.map(|it| &b[it]), right));
        view.rows.push(row);
    }
    fold(&mut view.rows, &mut equal, &a, left);
    view
}

impl BesideView {
    fn row(
        &mut self,
        (a, left): (Option<&Paragraph<'_>>, &Paper),
        (b, right): (Option<&Paragraph<'_>>, &Paper),
    ) -> Row {
        let at = |it: Option<&Paragraph<'_>>, paper: &Paper| {
            it.map_or_else(String::new, |it| paper.place(it.span).href)
        };
        let (own, theirs): (&[&str], &[&str]) = (
            a.map_or(&[], |it| it.printed.as_slice()),
            b.map_or(&[], |it| it.printed.as_slice()),
        );
        let (from, to): (&[String], &[String]) = (
            a.map_or(&[], |it| it.words.as_slice()),
            b.map_or(&[], |it| it.words.as_slice()),
        );
        let (mut out, mut put) = (Vec::new(), Vec::new());
        // A paragraph that the other side lacks is printed as it is: that it is not there says enough.
        // So is one that is too long to be compared.
        if a.is_none() || b.is_none() || from.len() * to.len() > WORDS {
            self.left_out += from.len();
            self.put_in += to.len();
            push(&mut out, Change::Same, own, &(0..own.len()));
            push(&mut put, Change::Same, theirs, &(0..theirs.len()));
            return Row::Pair {
                left: (at(a, left), out),
                right: (at(b, right), put),
            };
        }
        for step in capture_diff_slices(Algorithm::Myers, from, to) {
            let (tag, old, new) = step.as_tag_tuple();
            if tag == DiffTag::Equal {
                self.same += old.len();
                push(&mut out, Change::Same, own, &old);
                push(&mut put, Change::Same, theirs, &new);
            } else {
                self.left_out += old.len();
                self.put_in += new.len();
                push(&mut out, Change::Out, own, &old);
                push(&mut put, Change::In, theirs, &new);
            }
        }
        Row::Pair {
            left: (at(a, left), out),
            right: (at(b, right), put),
        }
    }
}

fn push(runs: &mut Vec<Run>, change: Change, words: &[&str], range: &Range<usize>) {
    let words = words.get(range.clone()).unwrap_or(&[]);
    if !words.is_empty() {
        runs.push(Run {
            change,
            text: words.join(" "),
            glued: false,
        });
    }
}

/// Closes a stretch of equal paragraphs: long ones are folded.
fn fold(rows: &mut Vec<Row>, equal: &mut Vec<usize>, a: &[Paragraph<'_>], paper: &Paper) {
    let words: usize = equal.iter().map(|it| a[*it].words.len()).sum();
    if equal.is_empty() {
        return;
    }
    let n = equal.len();
    let what = match n {
        1 => format!("A paragraph of {} in both", format::count(words, "word")),
        n => format!(
            "{} in both, {}",
            format::capitalise(&format!("{} paragraphs", format::spell(n).to_lowercase())),
            format::count(words, "word")
        ),
    };
    let texts = equal.drain(..).map(|it| a[it].printed.join(" "));
    let texts: Vec<String> = texts.collect();
    match (n >= FOLDED, texts.as_slice()) {
        (false, [only]) => {
            let runs = vec![Run {
                change: Change::Same,
                text: only.clone(),
                glued: false,
            }];
            let href = paper.href();
            rows.push(Row::Pair {
                left: (href.clone(), runs.clone()),
                right: (href, runs),
            });
        }
        _ => rows.push(Row::Same {
            what,
            paragraphs: texts,
        }),
    }
}

fn side(paper: &Paper) -> Side {
    Side {
        outlet: paper.outlet().to_owned(),
        headline: paper.headline(),
        when: paper
            .date()
            .map_or_else(|| "no date".to_owned(), format::moment),
        href: paper.href(),
    }
}

fn what(left: &Paper, pair: Option<&CopyPair>) -> String {
    let Some(pair) = pair else {
        return "Two texts of their own, as far as we see.".to_owned();
    };
    let class = match pair.class {
        CopyClass::Copy => "One text in two places",
        CopyClass::Revision => "Two versions of one outlet’s page",
        CopyClass::Partial => "Paragraphs of one stand in the other",
        CopyClass::QuoteOnly => "Both quote the same words; the texts are their own",
        CopyClass::Boilerplate => "They share only what the outlet prints on every page",
    };
    let origin = match pair.origin {
        None => "",
        Some(id) if id == left.document.id => "; the left one came first",
        Some(_) => "; the right one came first",
    };
    format!("{class}{origin}. {}.", format::capitalise(&pair.why))
}

/// A paragraph with its words as printed and as compared.
struct Paragraph<'a> {
    span: Span,
    printed: Vec<&'a str>,
    words: Vec<String>,
    sorted: Vec<String>,
}

fn paragraphs(paper: &Paper) -> Vec<Paragraph<'_>> {
    let text = paper.document.text.as_str();
    let paragraph = |span: Span| {
        let printed: Vec<&str> = span.of(text).split_whitespace().collect();
        let words: Vec<String> = printed.iter().map(|it| plain(it)).collect();
        let mut sorted: Vec<String> = words.iter().map(|it| it.to_lowercase()).collect();
        sorted.sort_unstable();
        Paragraph {
            span,
            printed,
            words,
            sorted,
        }
    };
    let blocks = paper.blocks.iter().map(|it| paragraph(it.span));
    blocks.filter(|it| !it.words.is_empty()).collect()
}

/// A word whose marks are the plain ones: an outlet's typography is no change.
fn plain(word: &str) -> String {
    let plain = |c: char| match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' => '-',
        c => c,
    };
    word.chars().map(plain).collect()
}

/// How much two paragraphs share, in thousandths of the words of both.
fn alike(a: &[String], b: &[String]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => {
                (i, j, shared) = (i + 1, j + 1, shared + 1);
            }
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    shared * 2000 / (a.len() + b.len()).max(1)
}

/// The paragraphs of both in order, those that stand for each other together.
fn pairs(a: &[Paragraph<'_>], b: &[Paragraph<'_>]) -> Vec<(Option<usize>, Option<usize>)> {
    if a.len() * b.len() > PAIRS {
        return by_equal(a, b);
    }
    // The heaviest common order of paragraphs that are alike.
    let width = b.len() + 1;
    let mut best = vec![0_usize; (a.len() + 1) * width];
    let mut score = vec![0_usize; a.len() * b.len()];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let own = alike(&a[i].sorted, &b[j].sorted);
            let own = if own >= ALIKE { own } else { 0 };
            score[i * b.len() + j] = own;
            let with = if own > 0 {
                own + best[(i + 1) * width + j + 1]
            } else {
                0
            };
            let without = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = with.max(without);
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let own = score[i * b.len() + j];
        if own > 0 && best[i * width + j] == own + best[(i + 1) * width + j + 1] {
            out.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            out.push((Some(i), None));
            i += 1;
        } else {
            out.push((None, Some(j)));
            j += 1;
        }
    }
    out.extend((i..a.len()).map(|it| (Some(it), None)));
    out.extend((j..b.len()).map(|it| (None, Some(it))));
    out
}

fn by_equal(a: &[Paragraph<'_>], b: &[Paragraph<'_>]) -> Vec<(Option<usize>, Option<usize>)> {
    let words = |list: &[Paragraph<'_>]| -> Vec<Vec<String>> {
        list.iter().map(|it| it.words.clone()).collect()
    };
    let mut out = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &words(a), &words(b)) {
        let (tag, old, new) = step.as_tag_tuple();
        if tag == DiffTag::Equal {
            out.extend(old.zip(new).map(|(i, j)| (Some(i), Some(j))));
        } else {
            out.extend(old.map(|it| (Some(it), None)));
            out.extend(new.map(|it| (None, Some(it))));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::view::fixture::{Report, analysed};

    fn paper(outlet: &str, text: &str) -> Paper {
        Paper::new(analysed(&Report {
            outlet,
            published: Some("2031-03-12"),
            headline: "Gates stay shut",
            text,
            said: &[],
        }))
    }

    fn words(runs: &[Run]) -> String {
        let mark = |it: &Run| match it.change {
            Change::Same => it.text.clone(),
            Change::In => format!("+{}+", it.text),
            Change::Out => format!("-{}-", it.text),
        };
        runs.iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn paragraphs_stand_beside_their_versions() {
        let left = paper(
            "A",
            "The gates stay shut, the ministry said.\nThe river rose by two metres on Monday.\n\
             Nobody was hurt.\nThe bridge is closed.",
        );
        let right = paper(
            "B",
            "The gates stay shut, the ministry said on Monday.\nA new line that stands alone.\n\
             The river rose by three metres on Monday.\nNobody was hurt.\nThe bridge is closed.",
        );
        let view = view(&left, &right, None);
        let rows: Vec<String> = view
            .rows
            .iter()
            .map(|it| match it {
                Row::Pair { left, right } => format!("{} | {}", words(&left.1), words(&right.1)),
                Row::Same { what, .. } => what.clone(),
            })
            .collect();
        let expected = [
            "The gates stay shut, the ministry -said.- | The gates stay shut, the ministry +said on Monday.+",
            " | A new line that stands alone.",
            "The river rose by -two- metres on Monday. | The river rose by +three+ metres on Monday.",
            "Two paragraphs in both, 7 words",
        ];
        assert_eq!(rows, expected);
        assert_eq!((view.same, view.left_out, view.put_in), (20, 2, 10));
    }

    #[test]
    fn the_whole_of_both_is_shown_whatever_their_length() {
        let long: Vec<String> = (0..300)
            .map(|n| format!("Line {n} of the long report."))
            .collect();
        let other: Vec<String> = (0..300)
            .map(|n| format!("Line {} of the long report.", n + 5))
            .collect();
        let (left, right) = (paper("A", &long.join("\n")), paper("B", &other.join("\n")));
        let view = view(&left, &right, None);
        assert_eq!(view.same, 295 * 6);
        assert_eq!((view.left_out, view.put_in), (30, 30));
    }
}
