//! The best sequence of article and clutter: the points of the lines, and a price for each change.

use std::cmp::Reverse;

/// What it costs to go over from article to clutter or back, in the points of the trees. Of 0, 200, 300,
/// 500, 600 and 1000 this was best by folds on the development pages and dumps together.
const CHANGE: i32 = 300;
/// The trees are surer of lines that they were not trained on than they may be: their points count for
/// so many tenths. Of six, seven, eight and nine this was best by folds on pages and dumps together.
const TRUST: i64 = 7;
/// The chance of points 0, 500, 1000 … in thousandths of log-odds, of [`SURE`].
const CHANCES: [u32; 17] = [
    5000, 6225, 7311, 8176, 8808, 9241, 9526, 9707, 9820, 9890, 9933, 9959, 9975, 9985, 9991, 9994,
    9997,
];
const STEP: i32 = 500;
pub(super) const SURE: u32 = 10_000;
/// What tips a line towards the article at least and at most, in the points of the trees.
const LEANINGS: (i32, i32) = (-500, 4000);

/// A line to be decided upon.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Candidate {
    /// The points that the trees give it.
    pub(in crate::read) points: i32,
    /// Its words.
    pub(in crate::read) words: u32,
    /// Whether it is clutter whatever its points are.
    pub(in crate::read) fixed: bool,
}

/// Tells of each line whether it is kept; a line that is `fixed` is not.
pub(in crate::read) fn decode(lines: &[Candidate]) -> Vec<bool> {
    decode_leaning(lines, leaning(lines))
}

/// What tips the lines of a page towards the article.
///
/// The sum of what is kept and what should be, on which a reading is scored, is best served by keeping
/// each line whose chance is more than half of the score that can be expected: where the whole page is
/// doubtful, a doubtful line is worth keeping; where all else is sure, it is not.
fn leaning(lines: &[Candidate]) -> i32 {
    let free = lines.iter().filter(|it| !it.fixed);
    let mut chances: Vec<(u32, u32)> = free.map(|it| (chance(it.points), it.words)).collect();
    chances.sort_unstable_by_key(|it| Reverse(*it));
    let likely = |(chance, words): &(u32, u32)| u64::from(*chance) * u64::from(*words);
    let article: u64 = chances.iter().map(likely).sum();
    let (mut kept, mut right, mut best) = (0_u64, 0_u64, 0_u64);
    for it in &chances {
        right += likely(it);
        kept += u64::from(SURE) * u64::from(it.1);
        let score = u64::from(SURE) * 2 * right / (kept + article).max(1);
        best = best.max(score);
    }
    let enough = u32::try_from(best / 2).unwrap_or(SURE);
    let (least, most) = LEANINGS;
    let fits = |leaning: &i32| chance(-leaning) <= enough;
    (least..most).step_by(20).find(fits).unwrap_or(most)
}

/// The chance, of [`SURE`], that a line with these points is article.
pub(super) fn chance(points: i32) -> u32 {
    let points = i64::from(points) * TRUST / 10;
    let size = points.unsigned_abs().min(8000) as usize;
    let step = STEP as usize;
    let (at, rest) = (size / step, (size % step) as u32);
    let value = |at: usize| CHANCES.get(at).copied().unwrap_or(SURE);
    let (low, high) = (value(at), value(at + 1));
    let chance = low + (high - low) * rest / STEP as u32;
    if points < 0 { SURE - chance } else { chance }
}

fn decode_leaning(lines: &[Candidate], leaning: i32) -> Vec<bool> {
    // Best sums that end in clutter and in the article, and whether each came from the other.
    let (mut out, mut kept) = (0_i32, 0_i32);
    let mut came: Vec<(bool, bool)> = Vec::with_capacity(lines.len());
    for line in lines {
        let from_kept = kept - CHANGE > out;
        let from_out = out - CHANGE > kept;
        let next_out = if from_kept { kept - CHANGE } else { out };
        let next_kept = if from_out { out - CHANGE } else { kept };
        // A fixed line inside the article does not end it.
        let gain = if line.fixed { 0 } else { line.points + leaning };
        (out, kept) = (next_out, next_kept.saturating_add(gain));
        came.push((from_kept, from_out));
    }
    let mut keep = vec![false; lines.len()];
    let mut state = kept > out;
    for i in (0..lines.len()).rev() {
        keep[i] = state && !lines[i].fixed;
        let (from_kept, from_out) = came[i];
        state = if state { !from_out } else { from_kept };
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(points: &[i32]) -> Vec<Candidate> {
        let line = |points: &i32| Candidate {
            points: *points,
            words: 20,
            fixed: false,
        };
        points.iter().map(line).collect()
    }

    #[test]
    fn a_weak_line_inside_stays_and_a_lone_one_goes() {
        let check =
            |points: &[i32], expected: &[bool]| assert_eq!(decode(&lines(points)), expected);
        check(&[3000, -600, 3000], &[true, true, true]);
        check(
            &[-3000, 3000, 3000, 3000, -1200, -3000],
            &[false, true, true, true, false, false],
        );
        check(&[3000, -3000, 3000], &[true, false, true]);
        check(&[], &[]);
        let mut fixed = lines(&[3000, 3000, 3000]);
        fixed[1].fixed = true;
        assert_eq!(decode(&fixed), [true, false, true]);
    }

    #[test]
    fn a_doubtful_page_is_read_in_full_and_a_sure_one_is_not() {
        let doubtful = leaning(&lines(&[-1000, -900, -1200, -4000]));
        let sure = leaning(&lines(&[6000, 6000, 6000, -6000, -6000]));
        assert!((600..2000).contains(&doubtful), "{doubtful}");
        assert!((0..300).contains(&sure), "{sure}");
        assert!((LEANINGS.0..=LEANINGS.1).contains(&leaning(&[])));
    }

    #[test]
    fn chances_rise_with_the_points() {
        assert_eq!(
            (chance(0), chance(i32::MAX), chance(i32::MIN)),
            (5000, 9997, 3)
        );
        let chances: Vec<u32> = (-12_000..12_000).step_by(50).map(chance).collect();
        assert!(chances.is_sorted());
    }
}
