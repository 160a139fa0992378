//! Two wordings laid beside each other: takes their words, gives what became of each.
//!
//! The best chain of matches in order is found first (equal words, then words of one stem or
//! meaning), then words that stand elsewhere, then what lies between is replaced, left out or put in.

use std::ops::Range;

use super::words::Word;
use crate::resources::Wording;

/// What became of a stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One word kept.
    Kept {
        /// Its place in the base.
        base: usize,
        /// Its place in the other wording.
        other: usize,
    },
    /// Words put in place of others; one word for one of its stem or meaning stands alone.
    Replaced {
        /// The words of the base.
        base: Range<usize>,
        /// The words of the other wording.
        other: Range<usize>,
        /// Whether the two are of one stem or meaning.
        near: bool,
    },
    /// Words of the base left out.
    Omitted {
        /// The words of the base.
        base: Range<usize>,
    },
    /// Words put in before the word at `at` of the base.
    Added {
        /// The place in the base.
        at: usize,
        /// The words of the other wording.
        other: Range<usize>,
    },
    /// The same words at another place.
    Moved {
        /// The words of the base.
        base: Range<usize>,
        /// The words of the other wording.
        other: Range<usize>,
    },
}

/// What an equal content word, an equal function word and a near word count for, and what is added
/// where the words before match too: a run of words beats words picked from here and there.
const CONTENT: i32 = 12;
const FUNCTION: i32 = 3;
const NEAR: i32 = 6;
const RUN: i32 = 4;

/// The most cells that are worked through; longer wordings are compared at their edges only.
const MOST_CELLS: usize = 4_000_000;

/// Lays `other` beside `base`; the steps come in the order of the base.
pub(super) fn compare(wording: &Wording, base: &[Word], other: &[Word]) -> Vec<Step> {
    let mut to_other = matches(wording, base, other);
    drop_strays(base, other, &mut to_other);
    let moved = moves(base, other, &to_other);
    steps(base, other, &to_other, moved)
}

/// For each word of the base its match in the other wording, in order.
fn matches(wording: &Wording, base: &[Word], other: &[Word]) -> Vec<Option<usize>> {
    let mut to_other = vec![None; base.len()];
    let too_long = base.len().saturating_mul(other.len()) > MOST_CELLS;
    let (head, tail) = if too_long { edges(base, other) } else { (0, 0) };
    for (i, slot) in to_other.iter_mut().enumerate().take(head) {
        *slot = Some(i);
    }
    for back in 1..=tail {
        to_other[base.len() - back] = Some(other.len() - back);
    }
    let (rows, columns) = (base.len() - tail - head, other.len() - tail - head);
    if rows.saturating_mul(columns) > MOST_CELLS {
        return to_other;
    }
    let (base, other) = (&base[head..head + rows], &other[head..head + columns]);
    for (i, j) in chain(wording, base, other) {
        to_other[head + i] = Some(head + j);
    }
    to_other
}

/// How many words the two share at their beginnings and, of the rest, at their ends.
fn edges(base: &[Word], other: &[Word]) -> (usize, usize) {
    let head = base
        .iter()
        .zip(other)
        .take_while(|(a, b)| a.same(b))
        .count();
    let ends = base[head..].iter().rev().zip(other[head..].iter().rev());
    (head, ends.take_while(|(a, b)| a.same(b)).count())
}

fn weight(wording: &Wording, a: &Word, b: &Word) -> i32 {
    if a.same(b) {
        if a.function { FUNCTION } else { CONTENT }
    } else if a.near(b, wording) {
        NEAR
    } else {
        0
    }
}

/// The heaviest chain of matches; where two weigh the same, the one that matches earlier words.
fn chain(wording: &Wording, base: &[Word], other: &[Word]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    // `best[i][j]` is for base[i..] and other[j..]; `run` where base[i] matches other[j].
    let mut best = vec![0i32; (base.len() + 1) * width];
    let mut run = vec![i32::MIN; (base.len() + 1) * width];
    for i in (0..base.len()).rev() {
        for j in (0..other.len()).rev() {
            let at = i * width + j;
            let next = at + width + 1;
            let weight = weight(wording, &base[i], &other[j]);
            if weight > 0 {
                let on = run[next].saturating_add(RUN);
                run[at] = weight + best[next].max(on);
            }
            best[at] = run[at].max(best[at + 1]).max(best[at + width]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    let mut in_run = false;
    while i < base.len() && j < other.len() {
        let at = i * width + j;
        if in_run || run[at] == best[at] && run[at] > 0 {
            found.push((i, j));
            let next = at + width + 1;
            in_run = run[next].saturating_add(RUN) > best[next] && run[next] > 0;
            (i, j) = (i + 1, j + 1);
        } else if best[at] == best[at + width] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Lets go of matches of a single function word with nothing matched beside it: they say nothing.
fn drop_strays(base: &[Word], other: &[Word], to_other: &mut [Option<usize>]) {
    let matched_other: Vec<bool> = {
        let mut matched = vec![false; other.len()];
        for j in to_other.iter().flatten() {
            matched[*j] = true;
        }
        matched
    };
    let lonely = |i: usize, j: usize| {
        let beside_base = [i.checked_sub(1), Some(i + 1)];
        let base_free = beside_base
            .iter()
            .flatten()
            .all(|k| to_other.get(*k).is_none_or(Option::is_none));
        let beside_other = [j.checked_sub(1), Some(j + 1)];
        let other_free = beside_other
            .iter()
            .flatten()
            .all(|k| matched_other.get(*k).is_none_or(|matched| !matched));
        let at_edge = i == 0 && j == 0 || i + 1 == base.len() && j + 1 == other.len();
        base_free && other_free && !at_edge
    };
    let strays: Vec<usize> = (0..base.len())
        .filter(|i| {
            to_other[*i].is_some_and(|j| {
                base[*i].function
                    && !base[*i].negation
                    && lonely(*i, j)
                    && base.len() > 1
                    && other.len() > 1
            })
        })
        .collect();
    for i in strays {
        to_other[i] = None;
    }
}

/// Runs of words that stand in both and match nothing in order, longest first.
fn moves(
    base: &[Word],
    other: &[Word],
    to_other: &[Option<usize>],
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut free_base: Vec<bool> = to_other.iter().map(Option::is_none).collect();
    let mut free_other = vec![true; other.len()];
    for j in to_other.iter().flatten() {
        free_other[*j] = false;
    }
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let count = |free: &[bool]| free.iter().filter(|it| **it).count();
    if count(&free_base).saturating_mul(count(&free_other)) > MOST_CELLS {
        return found;
    }
    // A run is at most as long as a sentence; the rounds are bounded by the words left.
    for _ in 0..8 {
        let mut best: Option<(usize, usize, usize)> = None;
        for i in (0..base.len()).filter(|i| free_base[*i]) {
            for j in (0..other.len()).filter(|j| free_other[*j]) {
                let run = (0..)
                    .take_while(|k| {
                        free_base.get(i + k) == Some(&true)
                            && free_other.get(j + k) == Some(&true)
                            && base[i + k].same(&other[j + k])
                    })
                    .count();
                let telling = (i..i + run).filter(|k| !base[*k].function).count();
                if telling > 0 && best.is_none_or(|(longest, ..)| run > longest) {
                    best = Some((run, i, j));
                }
            }
        }
        let Some((run, i, j)) = best else { break };
        free_base[i..i + run].fill(false);
        free_other[j..j + run].fill(false);
        found.push((i..i + run, j..j + run));
    }
    found.sort_by_key(|(base, _)| base.start);
    found
}

fn steps(
    base: &[Word],
    other: &[Word],
    to_other: &[Option<usize>],
    moved: Vec<(Range<usize>, Range<usize>)>,
) -> Vec<Step> {
    let moved_base = |i: usize| moved.iter().any(|(base, _)| base.contains(&i));
    let moved_other = |j: usize| moved.iter().any(|(_, other)| other.contains(&j));
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let next = (i..base.len()).find_map(|k| to_other[k].map(|other| (k, other)));
        let (to_i, to_j) = next.unwrap_or((base.len(), other.len()));
        let (left, put) = (runs(i..to_i, &moved_base), runs(j..to_j, &moved_other));
        between(base, other, left, put, i, &mut found);
        let Some((k, l)) = next else { break };
        if base[k].same(&other[l]) {
            found.push(Step::Kept { base: k, other: l });
        } else {
            found.push(Step::Replaced {
                base: k..k + 1,
                other: l..l + 1,
                near: true,
            });
        }
        (i, j) = (k + 1, l + 1);
    }
    found.extend(
        moved
            .into_iter()
            .map(|(base, other)| Step::Moved { base, other }),
    );
    found.sort_by_key(Step::place);
    found
}

/// What lies between two matches: the words left and the words put there.
fn between(
    base: &[Word],
    other: &[Word],
    left: Vec<Range<usize>>,
    put: Vec<Range<usize>>,
    at: usize,
    found: &mut Vec<Step>,
) {
    if let ([left], [put]) = (left.as_slice(), put.as_slice()) {
        let (whole_left, whole_put) = (left.clone(), put.clone());
        let (left, put) = (by_clause(base, left.clone()), by_clause(other, put.clone()));
        let as_many = left.len() == put.len();
        let (left, put) = if as_many {
            (left, put)
        } else {
            (vec![whole_left], vec![whole_put])
        };
        found.extend(
            left.into_iter()
                .zip(put)
                .map(|(base, other)| Step::Replaced {
                    base,
                    other,
                    near: false,
                }),
        );
        return;
    }
    found.extend(left.into_iter().map(|base| Step::Omitted { base }));
    found.extend(put.into_iter().map(|other| Step::Added { at, other }));
}

/// Cuts a stretch after the words that end a clause.
fn by_clause(words: &[Word], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    for i in range.clone() {
        if words[i].ends_clause || i + 1 == range.end {
            found.push(start..i + 1);
            start = i + 1;
        }
    }
    found
}

/// The runs of a range without the places that are taken.
fn runs(range: Range<usize>, taken: &dyn Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for i in range.filter(|i| !taken(*i)) {
        match found.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => found.push(i..i + 1),
        }
    }
    found
}

/// Whether two stretches are one word, once written as two: `work force`, `workforce`.
pub(super) fn respelled(base: &[Word], other: &[Word]) -> bool {
    let joined = |words: &[Word]| {
        words
            .iter()
            .map(|word| word.norm.as_str())
            .collect::<String>()
    };
    base.len() + other.len() == 3 && joined(base) == joined(other)
}

impl Step {
    /// Where in the base it belongs; what is put in comes before the word at its place.
    fn place(&self) -> (usize, u8) {
        match self {
            Step::Added { at, .. } => (*at, 0),
            Step::Kept { base, .. } => (*base, 1),
            Step::Replaced { base, .. } | Step::Omitted { base } | Step::Moved { base, .. } => {
                (base.start, 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::model::Span;
    use crate::resources;

    /// Writes the steps as text: kept words bare, `[base>other]` for replaced, `-omitted-`,
    /// `+added+`, `~moved~`.
    fn check(base: &str, other: &str, expected: &str) {
        let wording = &resources::get().facts.wording;
        let read = |text: &str| words(resources::get(), text, &[Span::new(0, text.len())], &[]);
        let (a, b) = (read(base), read(other));
        let say = |words: &[Word], range: &Range<usize>| {
            let words: Vec<&str> = words[range.clone()]
                .iter()
                .map(|w| w.surface.as_str())
                .collect();
            words.join(" ")
        };
        let shown: Vec<String> = compare(wording, &a, &b)
            .iter()
            .map(|step| match step {
                Step::Kept { base, .. } => a[*base].surface.clone(),
                Step::Replaced { base, other, .. } => {
                    format!("[{}>{}]", say(&a, base), say(&b, other))
                }
                Step::Omitted { base } => format!("-{}-", say(&a, base)),
                Step::Added { other, .. } => format!("+{}+", say(&b, other)),
                Step::Moved { base, .. } => format!("~{}~", say(&a, base)),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn lays_two_wordings_side_by_side() {
        check(
            "The gates are open",
            "the gates are open",
            "The gates are open",
        );
        check(
            "We warned Orrenland twice, in writing",
            "We warned Orrenland in writing",
            "We warned Orrenland -twice- in writing",
        );
        check(
            "We warned them twice",
            "We notified them two times",
            "We [warned>notified] them [twice>two times]",
        );
        check(
            "Nobody can say that the water came as a surprise",
            "No one can say that the water was unexpected",
            "[Nobody>No one] can say that the water [came as a>was] [surprise>unexpected]",
        );
        check(
            "On Tuesday the dam was opened",
            "The dam was opened on Tuesday",
            "~On Tuesday~ the dam was opened",
        );
        check("ten gates", "10 gates", "ten gates");
        check("", "a word", "+a word+");
        check("a word", "", "-a word-");
    }
}
