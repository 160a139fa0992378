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
            // Two months that touch say more than two days beside one another.
            (Some(a), Some(b)) if (is_long(a) || is_long(b)) && gap(a, b) > 0 => Apart::Perhaps,
            (Some(a), Some(b)) if !is_long(a) && !is_long(b) => Apart::No,
            // Without days the days of the week that the two name are all there is.
            _ if a.weekdays != 0 && b.weekdays != 0 && a.weekdays & b.weekdays == 0 => {
                Apart::Perhaps
            }
            _ => Apart::No,
        },
        (Some(said), None) => unsaid(said, b.published),
        (None, Some(said)) => unsaid(said, a.published),
    }
}

/// Whether a time is no day, and longer than reports of one saying lie apart.
fn is_long((first, last): (i32, i32)) -> bool {
    last - first > DAYS_APART
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn reports_without_a_day_of_saying_go_by_when_they_were_published() {
        let check = |a: (&str, u8), b: (&str, u8), expected: Apart| {
            let occasion = |(published, weekdays): (&str, u8)| Occasion {
                said: None,
                published: Date::parse(published).map(|date| date.day_range()),
                weekdays,
            };
            let (a, b) = (occasion(a), occasion(b));
            assert_eq!(apart(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(apart(&b, &a), expected, "{b:?} {a:?}");
        };
        check(("2031-03-12", 0), ("2031-03-13", 0), Apart::No);
        check(("2031-03-12", 0), ("2031-03-20", 0), Apart::Perhaps);
        check(("2031-03", 0), ("2031-04", 0), Apart::Perhaps);
        check(("2031-03", 0), ("2031-03-20", 0), Apart::No);
        check(("2031-03", 1), ("2031-03", 2), Apart::Perhaps);
        check(("", 1), ("", 2), Apart::Perhaps);
        check(("", 1), ("", 3), Apart::No);
        check(("2031-03-12", 1), ("2031-03-13", 2), Apart::No);
    }
}
