//! Two texts to the runs of words that they share, by exact alignment.

use super::prose::{Kind, Prose, SHINGLE};

/// A run shorter than this counts only next to another: stock phrases are no copies.
const LONG: u32 = 8;

/// So many own words in a row are a passage; fewer may be a name with its office.
const STRETCH: u64 = 7;

/// How many words may lie between two runs, in both texts, for the shorter to count.
const NEAR: u32 = 10;

/// How often a shingle may stand in a text and still be aligned.
const REPEATS: usize = 4;

/// A run of words that stands in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first word in the one text.
    pub a: u32,
    /// Its first word in the other.
    pub b: u32,
    /// How many words.
    pub length: u32,
}

/// What two texts share, counted in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shared {
    /// Words that are not furniture.
    pub words: u64,
    /// Those that neither text quotes.
    pub own: u64,
    /// Those in stretches that are longer than a name with its office.
    pub passages: u64,
    /// Furniture.
    pub furniture: u64,
    /// Where the first shared word stands in each text, in words from its start.
    pub start: (u32, u32),
}

/// Counts what two texts share.
pub(super) fn shared(a: &Prose, b: &Prose) -> Shared {
    let mut shared = Shared {
        start: (u32::MAX, u32::MAX),
        ..Shared::default()
    };
    for run in runs(a, b) {
        let mut length = 0;
        let mut stretch = 0;
        for at in 0..run.length {
            let kind = |prose: &Prose, start: u32| prose.kinds.get((start + at) as usize).copied();
            let kinds = (kind(a, run.a), kind(b, run.b));
            if kinds == (Some(Kind::Own), Some(Kind::Own)) {
                stretch += 1;
                shared.passages += match stretch {
                    ..STRETCH => 0,
                    STRETCH => STRETCH,
                    _ => 1,
                };
            } else {
                stretch = 0;
            }
            match kinds {
                (Some(Kind::Furniture), _) | (_, Some(Kind::Furniture)) => shared.furniture += 1,
                (Some(Kind::Own), Some(Kind::Own)) => {
                    shared.own += 1;
                    length += 1;
                }
                _ => length += 1,
            }
        }
        shared.words += length;
        let first = shared.start;
        shared.start = (first.0.min(run.a), first.1.min(run.b));
    }
    shared
}

/// The runs that two texts share, longest first taken, no word twice; in the order of `a`.
pub(super) fn runs(a: &Prose, b: &Prose) -> Vec<Run> {
    let mut all = joined(matches(a, b));
    all.sort_unstable_by_key(|run| (std::cmp::Reverse(run.length), run.a, run.b));
    let mut taken_a = vec![false; a.keys.len()];
    let mut taken_b = vec![false; b.keys.len()];
    let mut kept: Vec<Run> = all
        .into_iter()
        .filter_map(|run| {
            let run = untaken(run, &taken_a, &taken_b)?;
            for (taken, start) in [(&mut taken_a, run.a), (&mut taken_b, run.b)] {
                let end = start + run.length;
                if let Some(taken) = taken.get_mut(start as usize..end as usize) {
                    taken.fill(true);
                }
            }
            Some(run)
        })
        .collect();
    kept.sort_unstable_by_key(|run| (run.a, run.b));
    supported(kept)
}

/// The places at which both texts have the same shingle.
fn matches(a: &Prose, b: &Prose) -> Vec<(i64, u32)> {
    let mut matches = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(&(left, _)), Some(&(right, _))) = (a.shingles.get(i), b.shingles.get(j)) {
        if left < right {
            i += 1;
        } else if right < left {
            j += 1;
        } else {
            let same = |it: &&(u64, u32)| it.0 == left;
            let lefts = a.shingles.iter().skip(i).take_while(same).count();
            let rights = b.shingles.iter().skip(j).take_while(same).count();
            for &(_, x) in a.shingles.iter().skip(i).take(lefts.min(REPEATS)) {
                for &(_, y) in b.shingles.iter().skip(j).take(rights.min(REPEATS)) {
                    matches.push((i64::from(y) - i64::from(x), x));
                }
            }
            (i, j) = (i + lefts, j + rights);
        }
    }
    matches.sort_unstable();
    matches
}

/// Shingles that follow each other at the same distance, joined to runs.
fn joined(matches: Vec<(i64, u32)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<(i64, u32)> = None;
    for (distance, at) in matches {
        match (last, runs.last_mut()) {
            (Some((before, from)), Some(run)) if before == distance && from + 1 == at => {
                run.length += 1;
            }
            _ => runs.push(Run {
                a: at,
                b: (i64::from(at) + distance) as u32,
                length: SHINGLE as u32,
            }),
        }
        last = Some((distance, at));
    }
    runs
}

/// What is left of a run at its edges where others took words of it.
fn untaken(mut run: Run, taken_a: &[bool], taken_b: &[bool]) -> Option<Run> {
    let free = |at: u32| {
        let is = |taken: &[bool], place: u32| taken.get(place as usize).copied().unwrap_or(true);
        !is(taken_a, run.a + at) && !is(taken_b, run.b + at)
    };
    let first = (0..run.length).find(|&at| free(at))?;
    let length = (first..run.length).take_while(|&at| free(at)).count() as u32;
    run.a += first;
    run.b += first;
    run.length = length;
    Some(run)
}

/// Leaves out short runs that stand alone.
fn supported(runs: Vec<Run>) -> Vec<Run> {
    let mut keep: Vec<bool> = runs.iter().map(|run| run.length >= LONG).collect();
    let near = |x: &Run, y: &Run| {
        y.a.saturating_sub(x.a + x.length) <= NEAR
            && y.b >= x.b
            && y.b.saturating_sub(x.b + x.length) <= NEAR
    };
    let spread = |keep: &mut Vec<bool>, from: usize, to: usize, is_near: bool| {
        if is_near
            && keep.get(from).copied().unwrap_or(false)
            && let Some(keep) = keep.get_mut(to)
        {
            *keep = true;
        }
    };
    for (at, pair) in runs.windows(2).enumerate() {
        if let [x, y] = pair {
            spread(&mut keep, at, at + 1, near(x, y));
        }
    }
    for (at, pair) in runs.windows(2).enumerate().rev() {
        if let [x, y] = pair {
            spread(&mut keep, at + 1, at, near(x, y));
        }
    }
    let kept = runs.into_iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(run, _)| run).collect()
}
