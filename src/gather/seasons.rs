//! Days that a text names ("16 June", "Nov. 23"), as days of the year: a report without a date is
//! from about then.

use super::terms::month_and_day;
use super::words;
use crate::model::{Analysed, Date};
use crate::resources::Resources;

/// How many words of a text are looked at.
const READ: usize = 2000;

/// Reports whose named days are all further apart than this are from different seasons.
const FAR: i32 = 60;

/// A leap year, so that every day has its number.
const YEAR: i16 = 2000;

/// The days of the year that a document names or was published on, in order.
pub(super) fn days(resources: &Resources, analysed: &Analysed) -> Vec<i32> {
    let document = &analysed.document;
    let words = words::words(&document.text, READ);
    let mut days: Vec<i32> = (0..words.len())
        .filter_map(|at| month_and_day(resources, &document.text, &words, at))
        .filter_map(|(month, day, _)| day_of_year(month, day))
        .collect();
    if let Some(date) = document.published.map(|it| it.date)
        && let (Some(month), Some(day)) = (date.month, date.day)
    {
        days.extend(day_of_year(month, day));
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn day_of_year(month: u8, day: u8) -> Option<i32> {
    let first = Date::day(YEAR, 1, 1)?.day_number()?;
    Some(Date::day(YEAR, month, day)?.day_number()? - first)
}

/// Whether two documents both name days, and none of the one's is near any of the other's.
pub(super) fn are_apart(a: &[i32], b: &[i32]) -> bool {
    let distance = |x: i32, y: i32| (x - y).abs().min(366 - (x - y).abs());
    !a.is_empty() && !b.is_empty() && a.iter().all(|&x| b.iter().all(|&y| distance(x, y) > FAR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::report;
    use crate::resources;

    fn check(a: &str, b: &str, apart: bool) {
        let days = |text| days(resources::get(), &report(1, None, "", text));
        assert_eq!(are_apart(&days(a), &days(b)), apart, "{a} / {b}");
    }

    #[test]
    fn seasons_are_told_by_named_days() {
        check("He spoke on Nov. 23.", "They meet on 16 June.", true);
        check("He spoke on May 28.", "They meet on 16 June.", false);
        check(
            "On December 30th it rained.",
            "By 4 January it was dry.",
            false,
        );
        check("He spoke on Monday.", "They meet on 16 June.", false);
        check("On 31 February.", "They meet on 16 June.", false);
    }
}
