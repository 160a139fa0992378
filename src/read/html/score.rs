//! What a page's tags add to the clues of the lines: see [`crate::read::dump::score`].
//!
//! The points were fitted as those of dumps are, on the development pages, where a block counts as
//! kept when the article of the gold text holds most of its words.

use super::flatten::{Page, Piece};
use crate::read::dump::line::Line;
use crate::read::dump::score::{Cases, Glance, N_CLUES, glance};

/// How many clues tags add.
pub(super) const N_TAG_CLUES: usize = 8;

/// The cases of the clues of tags for all blocks.
pub(super) fn cases(page: &Page, lines: &[Line<'_>]) -> Vec<[u8; N_TAG_CLUES]> {
    let glances: Vec<Glance> = lines.iter().map(glance).collect();
    let (own, best) = container(page, lines, &glances);
    let within = inside(page, best);
    let pairs = page.pieces.iter().zip(&glances);
    pairs
        .map(|(piece, glance)| {
            let near = match within.get(piece.parent) {
                Some(true) if grandparent(page, piece.parent, best) => 2,
                Some(true) => 1,
                _ => 0,
            };
            let siblings = own.get(piece.parent).map_or(0, |it| it.1);
            let density = density(piece);
            [
                piece.tag as u8,
                density,
                piece.place as u8,
                piece.zone.map_or(0, |it| it as u8 + 1),
                u8::from(piece.in_article),
                near * 6 + kind(*glance),
                siblings.min(6) as u8,
                piece.tag as u8 * 2 + u8::from(near > 0),
            ]
        })
        .collect()
}

fn kind(glance: Glance) -> u8 {
    match glance {
        Glance::Edge | Glance::Furniture => 0,
        Glance::Label => 1,
        Glance::Title => 2,
        Glance::Run => 3,
        Glance::Short => 4,
        Glance::Prose => 5,
    }
}

/// How much of a block is links.
fn density(piece: &Piece) -> u8 {
    match 100 * piece.linked / piece.text.len().max(1) {
        0 => 0,
        1..30 => 1,
        30..60 => 2,
        60..90 => 3,
        _ => 4,
    }
}

/// Words of prose and blocks of prose right in each element, and the element around most of it.
fn container(page: &Page, lines: &[Line<'_>], glances: &[Glance]) -> (Vec<(u64, u32)>, usize) {
    let mut own = vec![(0_u64, 0_u32); page.elements.len()];
    let mut sums = vec![0_u64; page.elements.len()];
    for ((piece, line), glance) in page.pieces.iter().zip(lines).zip(glances) {
        if *glance != Glance::Prose || density(piece) > 1 {
            continue;
        }
        let words = u64::from(line.shape.words.min(100));
        let parent = up(page, piece.parent);
        for (at, share) in [(parent, 4), (up(page, parent), 2)] {
            if let Some(sum) = sums.get_mut(at) {
                *sum += share * words;
            }
        }
        for at in [piece.parent, parent] {
            if let Some(own) = own.get_mut(at) {
                own.0 += words;
                own.1 += 1;
            }
        }
    }
    let best = sums
        .iter()
        .enumerate()
        .max_by_key(|(i, sum)| (**sum, std::cmp::Reverse(*i)));
    let best = best.map_or(0, |(i, _)| i);
    (own, best)
}

fn up(page: &Page, at: usize) -> usize {
    page.elements.get(at).map_or(0, |it| it.parent)
}

/// Of each element whether it lies in `best`: parents come before their children.
fn inside(page: &Page, best: usize) -> Vec<bool> {
    let mut inside = Vec::with_capacity(page.elements.len());
    for (i, element) in page.elements.iter().enumerate() {
        let within = i == best || i > 0 && inside.get(element.parent).copied().unwrap_or(false);
        inside.push(within);
    }
    inside
}

fn grandparent(page: &Page, at: usize, best: usize) -> bool {
    at == best || up(page, at) == best
}

/// The points of a block.
pub(super) fn points(line: &Cases, tags: &[u8; N_TAG_CLUES]) -> i32 {
    let sum = |points: &[&[i32]], cases: &[u8]| -> i32 {
        let pairs = points.iter().zip(cases);
        pairs
            .map(|(points, case)| points.get(usize::from(*case)).copied().unwrap_or(0))
            .sum()
    };
    BASE + sum(&LINE_POINTS, line) + sum(&TAG_POINTS, tags)
}

const BASE: i32 = -38;
/// The points of the clues of lines.
#[rustfmt::skip]
const LINE_POINTS: [&[i32]; N_CLUES] = [
    &[-134, -43, -20, -11, -48, -27, -50, -55, -3, 39],
    &[-25, -49, 24, 9, 13, 19, 4, -1],
    &[-69, 70, 53, -74, -79],
    &[-30, -33, 19, -27, -83, -44],
    &[7, -2, -39],
    &[-7, -11, -9],
    &[15, -9, -26, 4, 11, -153, -196],
    &[36, -89, 13, -75, -99, 21, -58, -113, -87, -60, -196, -217, -181],
    &[-9, 13, -68, -4, -133],
    &[-2, -120, -110, -22, -46, 8, -8, -23, -130],
    &[-33, 2],
    &[-3, -16, -10, 12, 2, -5, -10],
    &[-9, -74, 0, 10, 19, 10, -5],
    &[-130, -44, -14, 25, 29, 15, -3],
    &[65, -63, -12, 13, 4, 5, -3],
    &[-14, -12, -24, 1, 30, -18],
    &[-72, -4, 114, 48, -50, -45, 12],
    &[43, 45, 52, 58, 17, -76, -154],
    &[2, 12, -24, 8, -67, -46, -59, -105, -134, -50, -20, -7, -19],
    &[-50, -18, -22, -18, 18, 23],
    &[-38],
    &[-17, 8, -44, 1, 35, 11, -24, 38, 36, -4, 0, 4, -51, -7, -23, 35, -49, -2, -3, -8],
];
/// The points of tag, links, place, zone, article around it, container, siblings, tag in container.
#[rustfmt::skip]
const TAG_POINTS: [&[i32]; N_TAG_CLUES] = [
    &[-69, 12, -84, 55, 1, 13, -107, -100, -31, 4, -28],
    &[84, 66, 72, 13, -88],
    &[74, 86, 134, -41, -25, -235, -110, -75, -255, -22],
    &[84, 0, -372, 29, -139, -59, 31, -111, -26],
    &[-14, -5],
    &[-69, -29, -5, -11, -47, -81, -112, -1, 45, 55, -30, -11, -54, 138, 147, 128, 60, 29],
    &[-26, 16, -54, 93, 91, -57, -33],
    &[-68, -33, -34, 14, -58, -46, -43, 70, -44, 63, -24, 116, -195, 89, -129, -64, -71, -10, 205, -136, -59, 108],
];
