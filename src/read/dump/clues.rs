//! What is counted of a line and of what stands around it: the clues that tell article from clutter.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::glance::{Glance, core, glance};
use super::line::{How, Line};
use crate::model::Clutter;

/// How many clues a line has.
pub(in crate::read) const N_LINE: usize = 77;

/// The title and the summary that are known of the article, to compare lines with.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::read) struct Known<'a> {
    /// The title.
    pub(in crate::read) title: &'a str,
    /// The summary.
    pub(in crate::read) summary: &'a str,
}

/// A number that is bounded to what the trees compare.
pub(in crate::read) fn small(value: usize) -> i16 {
    i16::try_from(value).unwrap_or(i16::MAX)
}

/// A share in hundredths, -1 of nothing.
pub(in crate::read) fn percent(part: u64, whole: u64) -> i16 {
    if whole == 0 {
        return -1;
    }
    i16::try_from(100 * part / whole).unwrap_or(i16::MAX)
}

/// The clues of all lines.
pub(in crate::read) fn line_clues(lines: &[Line<'_>], known: Known<'_>) -> Vec<[i16; N_LINE]> {
    let glances: Vec<Glance> = lines.iter().map(glance).collect();
    let (first, last) = core(lines, &glances);
    let prose = sums(glances.iter().map(|it| u32::from(*it == Glance::Prose)));
    let words = sums(lines.iter().map(|it| it.shape.words));
    let prose_words = sums(lines.iter().zip(&glances).map(|(it, glance)| {
        if *glance == Glance::Prose {
            it.shape.words
        } else {
            0
        }
    }));
    let within = |sums: &[u32], i: usize, before: usize, behind: usize| {
        let end = (i + behind + 1).min(lines.len());
        small((sums[end] - sums[i.saturating_sub(before)]) as usize)
    };
    let total = *prose_words.last().unwrap_or(&0);
    let title = known_words(known.title);
    let summary = known_words(known.summary);
    let runs = runs(lines, &glances);
    let topics = topics(lines, &glances, first, last);
    let labelled = |kind: Clutter| {
        let is = move |it: &Line<'_>| {
            u32::from(
                matches!(it.furniture, Some((found, How::Whole | How::Start)) if found == kind),
            )
        };
        sums(lines.iter().map(is))
    };
    let comments = labelled(Clutter::Comments);
    let related = labelled(Clutter::Related);
    let persons = [0, 1, 2].map(|at| sums(lines.iter().map(|it| it.shape.persons[at])));
    let all_words = words.last().copied().unwrap_or(0);
    let mut ends = [usize::MAX; 2];
    let mut header = (0, usize::MAX);
    let mut titled = usize::MAX;
    (0..lines.len())
        .map(|i| {
            let line = &lines[i];
            let at = |by: isize| i.checked_add_signed(by).filter(|at| *at < lines.len());
            let glance_at = |by: isize| at(by).map_or(Glance::Edge, |at| glances[at]) as i16;
            let words_at =
                |by: isize| at(by).map_or(-1, |at| small(lines[at].shape.words as usize));
            let shape = &line.shape;
            let since = i.saturating_sub(header.1);
            let behind = if header.1 == usize::MAX {
                99
            } else {
                small(since).min(98)
            };
            let header_kind = if header.1 == usize::MAX {
                -1
            } else {
                header.0 as i16
            };
            let since_end = ends.map(|at| {
                if at == usize::MAX {
                    -1
                } else {
                    small(i - at).min(300)
                }
            });
            if let Some((kind, How::Whole | How::Start)) = line.furniture {
                header = (header_of(kind), i);
                match kind {
                    Clutter::Comments => ends[0] = i,
                    Clutter::Related => ends[1] = i,
                    _ => {}
                }
            }
            let in_title = shared_with(&title, line.text);
            if in_title >= 90 && !title.is_empty() {
                titled = i;
            }
            let from_title = if titled == usize::MAX {
                -1
            } else {
                small(i - titled).min(200)
            };
            [
                small(shape.words as usize),
                small(line.text.len()),
                percent(shape.function_words.into(), shape.words.into()),
                shape.end as i16,
                shape.first as i16,
                small(shape.breaks as usize),
                small(shape.commas as usize),
                small(shape.quotes as usize),
                small(shape.digits as usize),
                percent(shape.capitals.into(), shape.words.into()),
                percent(shape.all_capitals.into(), shape.words.into()),
                percent(shape.caseless.into(), shape.letters.into()),
                i16::from(furniture(line)),
                line.furniture.map_or(-1, |it| it.0 as i16),
                small(line.repeats as usize),
                small(line.repeated as usize),
                i16::from(marks(line)),
                glances[i] as i16,
                small(shape.glued as usize),
                percent(shape.letters.into(), line.text.chars().count() as u64),
                glance_at(-1),
                glance_at(1),
                glance_at(-2),
                glance_at(2),
                glance_at(-3),
                glance_at(3),
                words_at(-1),
                words_at(1),
                words_at(-2),
                words_at(2),
                at(-1).map_or(-1, |at| lines[at].shape.end as i16),
                at(1).map_or(-1, |at| lines[at].shape.end as i16),
                within(&prose, i, 5, 5),
                within(&prose, i, 3, 0),
                within(&prose, i, 0, 3),
                within(&words, i, 3, 0),
                within(&words, i, 0, 3),
                within(&words, i, 8, 8),
                percent(prose_words[i].into(), total.into()),
                small(i),
                small(lines.len() - i),
                percent(i as u64, lines.len() as u64),
                i16::from(region(i, first, last)),
                small(i) - small(first),
                small(last) - small(i),
                header_kind,
                behind,
                i16::from(line.after_gap),
                in_title,
                from_title,
                shared_with(&summary, line.text),
                small(total as usize),
                since_end[0],
                since_end[1],
                echoes(lines, i, 2),
                echoes(lines, i, 5),
                small(runs[i].lines as usize),
                percent(
                    runs[i].words.into(),
                    words.last().copied().unwrap_or(0).into(),
                ),
                runs[i].rank,
                longest(lines, i, 3),
                dated(lines, i, 3),
                small(
                    lines
                        .iter()
                        .skip(i + 1)
                        .take(40)
                        .filter(|it| it.shape.words >= 30)
                        .count(),
                ),
                small(shape.persons[0] as usize),
                small(shape.persons[1] as usize),
                small(shape.persons[2] as usize),
                within(&persons[0], i, 4, 4),
                within(&persons[1], i, 4, 4) + within(&persons[2], i, 4, 4),
                thousandth(persons[0].last(), all_words),
                thousandth(persons[2].last(), all_words),
                percent(shape.signs.into(), line.text.len() as u64),
                small(comments[i] as usize),
                within(&comments, i, 6, 6),
                within(&related, i, 12, 3),
                topics[i],
                at(-1).map_or(-2, |at| topics[at]),
                at(1).map_or(-2, |at| topics[at]),
                mean(near(&topics, i, 4)),
            ]
        })
        .collect()
}

/// A share in thousandths, of words of a page.
fn thousandth(part: Option<&u32>, whole: u32) -> i16 {
    percent(10 * u64::from(part.copied().unwrap_or(0)), whole.into())
}

/// A run of lines in which sentences stand, with few others between them.
#[derive(Clone, Copy, Default)]
struct Run {
    lines: u32,
    words: u32,
    /// How many runs have more words.
    rank: i16,
}

/// The lines without a sentence that a run may hold in a row.
const MAX_PAUSE: usize = 2;

/// Of each line the run that it stands in; lines between two runs are in none.
fn runs(lines: &[Line<'_>], glances: &[Glance]) -> Vec<Run> {
    let mut found: Vec<(usize, usize, Run)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if !matches!(glances[i], Glance::Prose | Glance::Short) {
            continue;
        }
        match found
            .last_mut()
            .filter(|(_, last, _)| i - *last <= MAX_PAUSE + 1)
        {
            Some((_, last, run)) => {
                *last = i;
                run.lines += 1;
                run.words += line.shape.words;
            }
            None => found.push((
                i,
                i,
                Run {
                    lines: 1,
                    words: line.shape.words,
                    rank: 0,
                },
            )),
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(found[*at].2.words), *at));
    for (rank, at) in order.into_iter().enumerate() {
        found[at].2.rank = small(rank);
    }
    let none = Run {
        rank: -1,
        ..Run::default()
    };
    let mut runs = vec![none; lines.len()];
    for (first, last, run) in found {
        runs[first..=last].fill(run);
    }
    runs
}

/// The letters by which a word is known again in another form.
const STEM: usize = 6;
/// The letters below which a word tells nothing of the topic.
const MIN_TELLING: usize = 5;

/// Of each line the share of its telling words that other prose between the first and the last line of
/// the core has too: offers and other articles have their own.
fn topics(lines: &[Line<'_>], glances: &[Glance], first: usize, last: usize) -> Vec<i16> {
    let stems: Vec<Vec<u64>> = lines.iter().map(|it| stems(it.text)).collect();
    let core = |i: usize| (first..=last).contains(&i) && glances[i] == Glance::Prose;
    let mut lines_with: FxHashMap<u64, u32> = FxHashMap::default();
    for (i, stems) in stems.iter().enumerate() {
        if core(i) {
            for stem in stems {
                *lines_with.entry(*stem).or_default() += 1;
            }
        }
    }
    let share = |(i, stems): (usize, &Vec<u64>)| {
        let own = u32::from(core(i));
        let other = |it: &&u64| lines_with.get(*it).is_some_and(|n| *n > own);
        percent(
            stems.iter().filter(other).count() as u64,
            stems.len() as u64,
        )
    };
    stems.iter().enumerate().map(share).collect()
}

/// The telling words of a line, each once, cut short and hashed.
fn stems(text: &str) -> Vec<u64> {
    let mut stems: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().nth(MIN_TELLING - 1).is_some())
        .map(|word| {
            let mut hasher = FxHasher::default();
            let letters = word.chars().take(STEM).flat_map(char::to_lowercase);
            letters.for_each(|c| hasher.write_u32(c.into()));
            hasher.finish()
        })
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The mean of the shares that there are, -1 of none.
fn mean<'a>(shares: impl Iterator<Item = &'a i16>) -> i16 {
    let (mut sum, mut n) = (0, 0);
    for share in shares.filter(|it| **it >= 0) {
        sum += i32::from(*share);
        n += 1;
    }
    if n == 0 {
        return -1;
    }
    i16::try_from(sum / n).unwrap_or(i16::MAX)
}

/// The most often that a line near this one is printed on the page.
fn echoes(lines: &[Line<'_>], i: usize, reach: usize) -> i16 {
    let near = near(lines, i, reach).map(|it| it.repeats + it.repeated);
    small(near.max().unwrap_or(0) as usize)
}

/// The words of the longest line near this one.
fn longest(lines: &[Line<'_>], i: usize, reach: usize) -> i16 {
    small(
        near(lines, i, reach)
            .map(|it| it.shape.words)
            .max()
            .unwrap_or(0) as usize,
    )
}

/// How many short lines near this one are mostly figures.
fn dated(lines: &[Line<'_>], i: usize, reach: usize) -> i16 {
    small(
        near(lines, i, reach)
            .filter(|it| it.shape.words <= 8 && it.shape.digits >= 1)
            .count(),
    )
}

/// What stands around one, without it.
fn near<T>(lines: &[T], i: usize, reach: usize) -> impl Iterator<Item = &T> {
    let before = lines.get(i.saturating_sub(reach)..i).unwrap_or_default();
    let behind = lines
        .get(i + 1..(i + 1 + reach).min(lines.len()))
        .unwrap_or_default();
    before.iter().chain(behind)
}

/// The words of a known text, lower case.
fn known_words(text: &str) -> FxHashSet<String> {
    words_of(text).collect()
}

/// The share of a line's words that a known text has.
fn shared_with(known: &FxHashSet<String>, line: &str) -> i16 {
    if known.is_empty() || line.len() > 1000 {
        return -1;
    }
    let (mut n, mut both) = (0, 0);
    for word in words_of(line) {
        n += 1;
        both += u64::from(known.contains(&word));
    }
    percent(both, n)
}

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|it| !it.is_empty()).map(str::to_lowercase)
}

fn sums(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sums = vec![0];
    let mut sum = 0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}

fn furniture(line: &Line<'_>) -> u8 {
    match line.furniture {
        None => 0,
        Some((_, How::Whole)) => 1,
        Some((_, How::Start)) => 2 + u8::from(line.shape.words > 12),
        Some((kind, How::Part)) => {
            let long = u8::from(line.shape.words > 14) + u8::from(line.shape.words > 40);
            match kind {
                Clutter::Caption => 4 + long,
                Clutter::Metadata => 7,
                Clutter::Rights => 8 + long.min(1),
                _ => 10 + long,
            }
        }
    }
}

fn header_of(kind: Clutter) -> usize {
    match kind {
        Clutter::Related => 1,
        Clutter::Comments => 2,
        Clutter::Promotion | Clutter::Rights => 3,
        _ => 0,
    }
}

fn marks(line: &Line<'_>) -> u8 {
    let (text, shape) = (line.text, &line.shape);
    if text.contains('©') {
        1
    } else if text.contains("://") || text.contains("www.") || text.contains('@') {
        2
    } else if shape.words <= 20
        && (text.contains('|') || text.contains(" > ") || text.contains('»') && !text.contains('«'))
    {
        3
    } else if shape.digits >= 4 && shape.words <= 10 && shape.digits * 3 > shape.letters {
        4
    } else if shape.digits >= 4 && shape.words <= 10 {
        5
    } else if shape.glued > 0 {
        6 + u8::from(shape.words > 8)
    } else if shape.letters == 0 {
        8
    } else {
        0
    }
}

fn region(i: usize, first: usize, last: usize) -> u8 {
    if i < first {
        if i + 4 >= first { 1 } else { 0 }
    } else if i > last {
        if i <= last + 4 { 4 } else { 5 }
    } else if i < first + 2 {
        2
    } else if i + 2 > last {
        6
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    #[test]
    fn offers_have_words_of_their_own() {
        let dump = "Dam Opened After Rain in Brasna\n\
            The gates of the Lenna dam were opened on Friday after heavy rain, the ministry said in Brasna.\n\
            Start your garden with potted roses, shipped within three days by careful growers.\n\
            Farmers below the dam said that nobody from the ministry had warned them before Friday.\n\
            Heavy rain had filled the lake, and the ministry opened the gates to keep the dam whole.";
        let lines = lines(&crate::resources::get().reading, dump);
        let glances: Vec<Glance> = lines.iter().map(glance).collect();
        let (first, last) = core(&lines, &glances);
        let shares = topics(&lines, &glances, first, last);
        assert_eq!(shares.len(), 5);
        assert_eq!(shares[2], 0, "{shares:?}");
        for i in [0, 1, 3, 4] {
            assert!(shares[i] >= 20, "{i}: {shares:?}");
        }
    }

    #[test]
    fn a_word_is_known_again_in_another_form() {
        assert_eq!(stems("opened, opening"), stems("OPENED; opening dam"));
        assert_eq!(stems("ministry Ministries ministries").len(), 1);
        assert!(stems("The dam is off").is_empty());
        assert_eq!(mean([].iter()), -1);
        assert_eq!(mean([40, -1, 20].iter()), 30);
    }
}
