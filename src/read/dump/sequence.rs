//! The best sequence of article and clutter: the points of the lines, and a price for each change.

/// What it costs to go over from article to clutter or back, in the points of the trees. Of 0, 300,
/// 500 and 1000 this was best by folds on the development pages and dumps together.
const CHANGE: i32 = 300;
/// What tips a line towards the article: a lost sentence is worse than a button left in. Of 0, 300,
/// 400, 600 and 900 it was best by folds.
const LEANING: i32 = 400;

/// Tells of each line whether it is kept; a line that is `fixed` is not.
pub(in crate::read) fn decode(points: &[i32], fixed: impl Fn(usize) -> bool) -> Vec<bool> {
    // Best sums that end in clutter and in the article, and whether each came from the other.
    let (mut out, mut kept) = (0_i32, 0_i32);
    let mut came: Vec<(bool, bool)> = Vec::with_capacity(points.len());
    for (i, points) in points.iter().enumerate() {
        let from_kept = kept - CHANGE > out;
        let from_out = out - CHANGE > kept;
        let next_out = if from_kept { kept - CHANGE } else { out };
        let next_kept = if from_out { out - CHANGE } else { kept };
        // A fixed line inside the article does not end it.
        let gain = if fixed(i) { 0 } else { points + LEANING };
        (out, kept) = (next_out, next_kept.saturating_add(gain));
        came.push((from_kept, from_out));
    }
    let mut keep = vec![false; points.len()];
    let mut state = kept > out;
    for i in (0..points.len()).rev() {
        keep[i] = state && !fixed(i);
        let (from_kept, from_out) = came[i];
        state = if state { !from_out } else { from_kept };
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_line_inside_stays_and_a_lone_one_goes() {
        let none = |_| false;
        assert_eq!(decode(&[3000, -600, 3000], none), [true, true, true]);
        assert_eq!(decode(&[-3000, -200, -3000], none), [false, false, false]);
        assert_eq!(decode(&[3000, -3000, 3000], none), [true, false, true]);
        assert_eq!(decode(&[3000, 3000, 3000], |i| i == 1), [true, false, true]);
        assert_eq!(decode(&[], none), Vec::<bool>::new());
    }
}
