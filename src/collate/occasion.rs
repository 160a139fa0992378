//! When and by whom: takes what is known of two sayings, tells whether they can be one.

use super::segments::{Occasion, Speaker};

/// Whether two segments may be by one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// They are.
    Same,
    /// One speaks for the other, or one is not known.
    Unclear,
    /// They are not.
    Other,
}
/// Compares two speakers.
pub(super) fn voice(a: &Speaker, b: &Speaker) -> Voice {
    match (a, b) {
        (
            Speaker::Named { person, group },
            Speaker::Named {
                person: other,
                group: other_group,
            },
        ) => {
            if person == other {
                Voice::Same
            } else if *group || *other_group {
                Voice::Unclear
            } else {
                Voice::Other
            }
        }
        (Speaker::Described(a), Speaker::Described(b)) if a == b => Voice::Same,
        _ => Voice::Unclear,
    }
}

/// Reports of one saying may lie this many days apart where none gives its day.
const DAYS_APART: i32 = 3;
/// Whether two sayings are of different occasions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    No,
    /// Only the same words can bridge it: a day may be misread, a quotation repeated.
    Perhaps,
    Yes,
}

pub(super) fn apart(a: &Occasion, b: &Occasion) -> Apart {
    let gap = |(a_first, a_last): (i32, i32), (b_first, b_last): (i32, i32)| {
        (b_first - a_last).max(a_first - b_last).max(0)
    };
    let said = |occasion: &Occasion| occasion.said.map(|date| date.day_range());
    match (said(a), said(b)) {
        (Some(a), Some(b)) => match gap(a, b) {
            0 => Apart::No,
            1 => Apart::Perhaps,
            _ => Apart::Yes,
        },
        (None, None) => match (a.published, b.published) {
            (Some(a), Some(b)) if gap(a, b) > DAYS_APART => Apart::Perhaps,
            // Without dates the days of the week that the two name are all there is.
            (None, None) if a.weekdays != 0 && b.weekdays != 0 && a.weekdays & b.weekdays == 0 => {
                Apart::Perhaps
            }
            _ => Apart::No,
        },
        (Some(said), None) => unsaid(said, b.published),
        (None, Some(said)) => unsaid(said, a.published),
    }
}

/// A report without a day of saying beside one with it: it cannot have come before.
fn unsaid(said: (i32, i32), published: Option<(i32, i32)>) -> Apart {
    match published {
        Some((_, last)) if last < said.0 - 1 => Apart::Yes,
        Some((_, last)) if last < said.0 => Apart::Perhaps,
        Some((first, _)) if first > said.1 + DAYS_APART => Apart::Perhaps,
        _ => Apart::No,
    }
}
