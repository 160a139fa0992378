//! How much a line looks like a part of an article: points for what it is and what stands around it.
//!
//! Each clue falls into one of a few cases, and each case has its points. They were fitted by
//! logistic regression on the labelled lines of the development dumps, each page weighing the same,
//! and rounded to hundredths.

use super::line::{End, How, Line, Shape};
use crate::model::Clutter;

/// How many clues there are.
pub(in crate::read) const N_CLUES: usize = 22;

/// The case of each clue, for one line.
pub(in crate::read) type Cases = [u8; N_CLUES];

/// What a line is at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Glance {
    /// No line: the dump begins or ends there.
    Edge,
    /// Known furniture.
    Furniture,
    /// Up to three words.
    Label,
    /// Four to nine words that are no sentence.
    Title,
    /// More words that are no sentence.
    Run,
    /// A sentence below ten words.
    Short,
    /// Prose.
    Prose,
}

/// Tells at a glance what a line is.
pub(in crate::read) fn glance(line: &Line<'_>) -> Glance {
    let shape = &line.shape;
    let sentence = matches!(shape.end, End::Sentence | End::Dots) || shape.breaks > 0;
    match line.furniture {
        Some((_, How::Whole | How::Start)) => Glance::Furniture,
        _ if sentence && shape.words >= 10 => Glance::Prose,
        _ if sentence && shape.words >= 4 => Glance::Short,
        _ if shape.words <= 3 => Glance::Label,
        _ if shape.words <= 9 => Glance::Title,
        _ if shape.words >= 25 && shape.commas > 0 => Glance::Prose,
        _ => Glance::Run,
    }
}

/// The cases of all lines.
pub(in crate::read) fn cases(lines: &[Line<'_>]) -> Vec<Cases> {
    let glances: Vec<Glance> = lines.iter().map(glance).collect();
    let (first, last) = core(lines, &glances);
    let prose = sums(glances.iter().map(|it| u32::from(*it == Glance::Prose)));
    let words = sums(lines.iter().map(|it| it.shape.words));
    let within = |sums: &[u32], i: usize, reach: usize| {
        let end = (i + reach + 1).min(lines.len());
        sums[end] - sums[i.saturating_sub(reach)]
    };
    let mut header = (0, usize::MAX);
    (0..lines.len())
        .map(|i| {
            let line = &lines[i];
            let at = |by: isize| -> Glance {
                let at = i.checked_add_signed(by);
                at.and_then(|at| glances.get(at).copied())
                    .unwrap_or(Glance::Edge)
            };
            let shape = &line.shape;
            let since = i.saturating_sub(header.1);
            let behind = if header.1 == usize::MAX || since > 12 {
                0
            } else {
                1 + header.0 * 3 + usize::from(since > 1) + usize::from(since > 4)
            };
            if let Some((kind, How::Whole | How::Start)) = line.furniture {
                header = (header_of(kind), i);
            }
            [
                step(shape.words, &[1, 2, 3, 4, 6, 9, 14, 21, 36]),
                share(shape.function_words, shape.words),
                shape.end as u8,
                shape.first as u8,
                shape.breaks.min(2) as u8,
                shape.commas.min(2) as u8,
                capitals(shape),
                furniture(line),
                repeats(line),
                marks(line),
                u8::from(shape.quotes > 0),
                at(-1) as u8,
                at(1) as u8,
                at(-2) as u8,
                at(2) as u8,
                step(within(&prose, i, 5), &[1, 2, 4, 6, 8]),
                region(i, first, last),
                step((10 * i / lines.len()) as u32, &[1, 2, 4, 6, 8, 9]),
                behind as u8,
                step(within(&words, i, 3), &[15, 35, 70, 120, 200]),
                u8::from(line.after_gap),
                joint(glances[i], at(-1), at(1)),
            ]
        })
        .collect()
}

/// The points of a line.
pub(in crate::read) fn points(cases: &Cases) -> i32 {
    let given = POINTS.iter().zip(cases);
    given
        .map(|(points, case)| points.get(*case as usize).copied().unwrap_or(0))
        .sum::<i32>()
        + BASE
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

/// How many of the limits a value reaches.
fn step(value: u32, limits: &[u32]) -> u8 {
    limits.iter().filter(|limit| value >= **limit).count() as u8
}

fn share(part: u32, whole: u32) -> u8 {
    if whole < 4 {
        return if part == 0 { 0 } else { 1 };
    }
    2 + step(100 * part / whole, &[1, 12, 22, 32, 42])
}

fn capitals(shape: &Shape) -> u8 {
    if shape.caseless * 2 > shape.letters {
        return 6;
    }
    if shape.words == 0 || shape.letters == 0 {
        return 5;
    }
    if shape.all_capitals * 2 > shape.words {
        return 4;
    }
    step(100 * shape.capitals / shape.words, &[20, 45, 75])
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

fn repeats(line: &Line<'_>) -> u8 {
    let long = u8::from(line.shape.words >= 8);
    match (line.repeats, line.repeated) {
        (0, 0) => 0,
        (0, _) => 1 + long,
        _ => 3 + long,
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

fn joint(own: Glance, before: Glance, behind: Glance) -> u8 {
    let prose = |it: Glance| matches!(it, Glance::Prose | Glance::Short);
    let own = match own {
        Glance::Label => 0,
        Glance::Title => 1,
        Glance::Run => 2,
        Glance::Short => 3,
        _ => 4,
    };
    own * 4 + u8::from(prose(before)) * 2 + u8::from(prose(behind))
}

/// First and last line of the run in which prose most outweighs the rest.
pub(in crate::read) fn core(lines: &[Line<'_>], glances: &[Glance]) -> (usize, usize) {
    let (mut best, mut range) = (0, (0, lines.len().saturating_sub(1)));
    let (mut sum, mut start) = (0_i64, 0);
    for (i, (line, glance)) in lines.iter().zip(glances).enumerate() {
        let words = i64::from(line.shape.words);
        let value = match glance {
            Glance::Prose => words.min(80),
            Glance::Short => words / 2,
            Glance::Furniture => -12,
            Glance::Label => -7,
            _ => -5,
        };
        if sum <= 0 {
            (sum, start) = (0, i);
        }
        sum += value;
        if sum > best {
            (best, range) = (sum, (start, i));
        }
    }
    range
}

const BASE: i32 = -35;
/// The points of each case of each clue, in the order of [`cases`].
#[rustfmt::skip]
const POINTS: [&[i32]; N_CLUES] = [
    // words
    &[-92, -27, -30, -15, -19, -38, -38, -49, -14, 36],
    // share of function words
    &[-20, -64, 50, 17, 29, 27, 8, -24],
    // how it ends
    &[-96, 89, 113, -94, -91],
    // how it begins
    &[-83, -28, 41, -11, -66, -31],
    // ends of sentences inside
    &[2, 10, -30],
    // commas
    &[-15, -12, 4],
    // share of capitals
    &[37, 2, -37, -27, -15, -6, -210],
    // known furniture
    &[60, -117, 13, -121, -207, -170, -111, -146, -117, -23, -206, -156, -132],
    // said again elsewhere
    &[17, -16, -124, -15, -144],
    // odd marks
    &[15, -222, -90, -29, -112, 7, -13, -6, -151],
    // quotation marks
    &[-26, -16],
    // line before
    &[-36, -26, -5, 19, 7, -5, -12],
    // line behind
    &[-75, -56, -6, 25, 33, -1, -4],
    // second line before
    &[-143, -28, -24, 14, 14, 16, 10],
    // second line behind
    &[3, -59, -19, 6, -2, 16, 10],
    // prose within five lines
    &[-51, 3, -20, -8, 48, 30],
    // place against the core
    &[-92, -38, 159, 68, -40, -82, 54],
    // place in the dump
    &[33, 63, 51, 64, 22, -73, -167],
    // lines since a header of furniture
    &[30, 10, -23, 7, -56, -40, -39, -150, -234, -191, -16, -11, -21],
    // words within three lines
    &[-80, -50, -36, -10, 40, 53],
    // blank line in front
    &[-35, 32],
    // itself with both neighbours
    &[-21, 56, -21, 123, 91, 71, 43, 150, 52, 35, 25, 61, -76, -15, -31, 45, -98, -33, -31, -24],
];
