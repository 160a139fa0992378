//! The sign for independence: one group of squares for each origin, solid origin, hollow copies.

use super::format;

/// At most so many squares are drawn; the rest is a figure.
const MOST: usize = 30;

/// A row of squares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Squares {
    /// How many squares each group has, the origin first.
    pub(crate) groups: Vec<usize>,
    /// How many are not drawn.
    pub(crate) more: usize,
    /// What it shows, in words.
    pub(crate) label: String,
}

/// Draws reports by origin.
pub(crate) fn squares(sizes: &[usize]) -> Squares {
    let sizes: Vec<usize> = sizes.iter().copied().filter(|it| *it > 0).collect();
    let total: usize = sizes.iter().sum();
    let label = format!(
        "{}, {}",
        format::count(total, "report"),
        format::count(sizes.len(), "origin")
    );
    let mut left = MOST;
    let mut groups = Vec::new();
    for size in sizes {
        let drawn = size.min(left);
        if drawn > 0 {
            groups.push(drawn);
        }
        left -= drawn;
    }
    let drawn: usize = groups.iter().sum();
    Squares {
        groups,
        more: total - drawn,
        label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_no_more_than_one_row() {
        let row = squares(&[8, 4, 2]);
        assert_eq!(row.groups, [8, 4, 2]);
        assert_eq!(row.label, "14 reports, 3 origins");
        let row = squares(&[25, 40, 6]);
        assert_eq!((row.groups, row.more), (vec![25, 5], 41));
    }
}
