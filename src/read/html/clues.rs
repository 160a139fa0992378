//! What is counted of a block on a page beside what is counted of a line: tags, links, containers.

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

use super::flatten::{Page, Piece, Place, Tag, VEILED, ZONES};
use crate::read::dump::clues::{percent, small};
use crate::read::dump::glance::{Glance, glance};
use crate::read::dump::line::Line;
use crate::read::dump::second::Groups;
use crate::resources::PageZone;

/// How many clues tags add.
pub(super) const N_TAGS: usize = 61;

/// What all blocks of a kind come to: those in one element, or those that look alike.
#[derive(Clone, Copy, Default)]
struct Sum {
    blocks: u32,
    words: u64,
    prose: u64,
    bytes: u64,
    linked: u64,
    furniture: u32,
    /// Words that speak of the writers or to the reader.
    persons: u64,
    /// The first block of all, and the last.
    first: u32,
    last: u32,
}

impl Sum {
    fn add(&mut self, at: usize, piece: &Piece, line: &Line<'_>, glance: Glance) {
        let words = u64::from(line.shape.words);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if self.blocks == 0 {
            self.first = at;
        }
        self.last = at;
        self.persons += u64::from(line.shape.persons[1] + line.shape.persons[2]);
        self.blocks += 1;
        self.words += words;
        self.bytes += piece.text.len() as u64;
        self.linked += piece.linked as u64;
        self.prose += if glance == Glance::Prose { words } else { 0 };
        self.furniture += u32::from(line.furniture.is_some());
    }
}

/// The clues of tags for all blocks, and what blocks have in common; `body` is the article's text as the
/// head has it.
pub(super) fn tag_clues(
    page: &Page,
    lines: &[Line<'_>],
    body: &str,
) -> (Vec<[i16; N_TAGS]>, Vec<Groups>) {
    let glances: Vec<Glance> = lines.iter().map(glance).collect();
    let mut within = vec![Sum::default(); page.elements.len()];
    let mut looks: FxHashMap<(u64, u64), Sum> = FxHashMap::default();
    let mut all = Sum::default();
    for (i, ((piece, line), glance)) in page.pieces.iter().zip(lines).zip(&glances).enumerate() {
        all.add(i, piece, line, *glance);
        let alike = looks.entry(look(page, piece)).or_default();
        alike.add(i, piece, line, *glance);
        let mut at = piece.parent;
        loop {
            if let Some(sum) = within.get_mut(at) {
                sum.add(i, piece, line, *glance);
            }
            if at == 0 {
                break;
            }
            at = up(page, at);
        }
    }
    let best = best(page, lines, &glances);
    let path = path(page, best);
    let known = shingles(body);
    let mut heading: Option<usize> = None;
    let groups = groups(page, &path);
    let clues = (0..page.pieces.len())
        .map(|i| {
            let piece = &page.pieces[i];
            let parent = piece.parent;
            let grand = up(page, parent);
            let great = up(page, grand);
            let alike = looks.get(&look(page, piece)).copied().unwrap_or_default();
            let common = common(page, &path, parent);
            let section = section(page, common, parent);
            let sum = |at: usize| within.get(at).copied().unwrap_or_default();
            let depth = |at: usize| page.elements.get(at).map_or(0, |it| it.depth as usize);
            let same = |by: isize| {
                let at = i.checked_add_signed(by).and_then(|at| page.pieces.get(at));
                at.map_or(-1, |it| {
                    i16::from(it.parent == parent) + 2 * i16::from(up(page, it.parent) == grand)
                })
            };
            let other = |by: isize| i.checked_add_signed(by).and_then(|at| page.pieces.get(at));
            let link_at =
                |by| other(by).map_or(-1, |it| percent(it.linked as u64, it.text.len() as u64));
            let tag_at = |by| other(by).map_or(-1, |it| it.tag as i16);
            let from_heading = heading.map_or(-1, |at| small(i - at).min(100));
            let heading_furniture =
                heading.map_or(-1, |at| lines[at].furniture.map_or(0, |it| 1 + it.0 as i16));
            if matches!(piece.tag, Tag::Title | Tag::Heading | Tag::Minor) {
                heading = Some(i);
            }
            let bit = |at: u32| i16::from(piece.around >> at & 1 == 1);
            let place = |it: Place| bit(it as u32);
            let zone = |it: PageZone| bit(ZONES + it as u32);
            [
                piece.tag as i16,
                percent(piece.linked as u64, piece.text.len() as u64),
                small(piece.links as usize),
                percent(piece.strong as u64, piece.text.len() as u64),
                piece.place as i16,
                piece.zone.map_or(-1, |it| it as i16),
                i16::from(piece.in_article),
                (piece.around & 0x7ff) as i16,
                place(Place::Article),
                place(Place::Main),
                place(Place::Navigation) + place(Place::Header) + place(Place::Footer),
                place(Place::Aside),
                place(Place::Figure),
                place(Place::Form),
                place(Place::Hidden),
                bit(VEILED),
                zone(PageZone::Comments),
                zone(PageZone::Related),
                zone(PageZone::Sharing),
                zone(PageZone::Promotion),
                zone(PageZone::Navigation),
                zone(PageZone::Caption),
                zone(PageZone::Metadata),
                small(depth(parent)),
                small(depth(parent) - depth(common)),
                small(depth(best).saturating_sub(depth(common))),
                percent(sum(common).prose, all.prose),
                small(sum(parent).blocks as usize),
                percent(sum(parent).linked, sum(parent).bytes),
                small(sum(grand).blocks as usize),
                percent(sum(grand).prose, sum(grand).words),
                percent(sum(grand).linked, sum(grand).bytes),
                percent(sum(grand).prose, all.prose),
                percent(sum(great).prose, sum(great).words),
                percent(sum(great).prose, all.prose),
                percent(sum(great).linked, sum(great).bytes),
                small(alike.blocks as usize),
                small((alike.words / u64::from(alike.blocks.max(1))) as usize),
                percent(alike.prose, alike.words),
                percent(alike.prose, all.prose),
                percent(alike.linked, alike.bytes),
                same(-1),
                same(1),
                link_at(-1),
                link_at(1),
                tag_at(-1) * 16 + tag_at(1),
                from_heading * 16 + heading_furniture,
                contained(&known, &piece.text),
                percent(piece.slanted as u64, piece.text.len() as u64),
                i16::from(section == parent),
                small(sum(section).blocks as usize),
                small(sum(section).words as usize),
                percent(sum(section).prose, sum(section).words),
                percent(sum(section).prose, all.prose),
                percent(sum(section).linked, sum(section).bytes),
                percent(sum(section).furniture.into(), sum(section).blocks.into()),
                percent(sum(section).persons, sum(section).words),
                small(i - sum(section).first as usize),
                small((sum(section).last as usize).saturating_sub(i)),
                percent(sum(grand).furniture.into(), sum(grand).blocks.into()),
                glances
                    .get(sum(grand).first as usize)
                    .map_or(-1, |it| *it as i16),
            ]
        })
        .collect();
    (clues, groups)
}

/// The elements around each block up to the third, the section that it stands in, and what looks like it.
fn groups(page: &Page, path: &FxHashSet<usize>) -> Vec<Groups> {
    let mut looks: FxHashMap<(u64, u64), usize> = FxHashMap::default();
    let of_block = |piece: &Piece| {
        let parent = piece.parent;
        let grand = up(page, parent);
        let n_looks = looks.len();
        let alike = *looks.entry(look(page, piece)).or_insert(n_looks);
        let section = section(page, common(page, path, parent), parent);
        [parent, grand, up(page, grand), section, alike]
    };
    let blocks: Vec<[usize; 5]> = page.pieces.iter().map(of_block).collect();
    (0..5)
        .map(|by| blocks.iter().map(|it| it[by]).collect())
        .collect()
}

fn look(page: &Page, piece: &Piece) -> (u64, u64) {
    let own = |at: usize| page.elements.get(at).map_or(0, |it| it.look);
    (own(piece.parent), own(up(page, piece.parent)))
}

fn up(page: &Page, at: usize) -> usize {
    page.elements.get(at).map_or(0, |it| it.parent)
}

/// The element around most of the prose, the nearer the more.
fn best(page: &Page, lines: &[Line<'_>], glances: &[Glance]) -> usize {
    let mut sums = vec![0_u64; page.elements.len()];
    for ((piece, line), glance) in page.pieces.iter().zip(lines).zip(glances) {
        if *glance != Glance::Prose || 10 * piece.linked >= 3 * piece.text.len() {
            continue;
        }
        let words = u64::from(line.shape.words.min(100));
        let parent = up(page, piece.parent);
        for (at, share) in [(parent, 4), (up(page, parent), 2)] {
            if let Some(sum) = sums.get_mut(at) {
                *sum += share * words;
            }
        }
    }
    let best = sums.iter().enumerate();
    let best = best.max_by_key(|(i, sum)| (**sum, std::cmp::Reverse(*i)));
    best.map_or(0, |(i, _)| i)
}

/// The elements from one up to the root.
fn path(page: &Page, from: usize) -> FxHashSet<usize> {
    let mut path = FxHashSet::default();
    let mut at = from;
    while path.insert(at) {
        at = up(page, at);
    }
    path
}

/// The nearest element around another that lies on a path to the root.
fn common(page: &Page, path: &FxHashSet<usize>, from: usize) -> usize {
    let mut at = from;
    while at != 0 && !path.contains(&at) {
        at = up(page, at);
    }
    at
}

/// The element right below another that holds a third, which may be the third itself.
fn section(page: &Page, above: usize, from: usize) -> usize {
    let mut at = from;
    while at != above && at != 0 {
        let next = up(page, at);
        if next == above {
            return at;
        }
        at = next;
    }
    at
}

/// Runs of four words, hashed.
fn shingles(text: &str) -> FxHashSet<u64> {
    shingles_of(text).collect()
}

fn shingles_of(text: &str) -> impl Iterator<Item = u64> {
    let hashes: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(|word| {
            let mut hasher = FxHasher::default();
            hasher.write(word.as_bytes());
            hasher.finish()
        })
        .collect();
    let length = hashes.len().clamp(1, 4);
    let runs: Vec<u64> = hashes
        .windows(length)
        .map(|run| run.iter().fold(0, |all: u64, it| all.rotate_left(7) ^ it))
        .collect();
    runs.into_iter()
}

fn contained(known: &FxHashSet<u64>, text: &str) -> i16 {
    if known.is_empty() {
        return -1;
    }
    let (mut n, mut both) = (0, 0);
    for run in shingles_of(text) {
        n += 1;
        both += u64::from(known.contains(&run));
    }
    percent(both, n)
}
