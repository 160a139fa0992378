//! When documents were published, and how much that tells.
//!
//! Reports of one event are mostly of one day or the next. Not in every collection: where somebody
//! chose reports by event, or dates are those of crawling, reports of one event lie weeks apart. How
//! far apart the set's own alike reports lie says which of the two it is.

use super::evidence::{Evidence, Views};
use super::seasons;
use crate::model::Analysed;

/// Reports of one event are published within this many days.
pub(super) const WINDOW: i32 = 20;

/// What is left, in thousandths, of the likeness of two reports so many days apart: the days and one
/// more, to the power of -3/4. Reports of one event are mostly of one day or the next, and what is
/// taken away must grow with likeness, or all that a week has in common is one story.
const LEFT: [u64; WINDOW as usize + 1] = [
    1000, 595, 439, 354, 299, 261, 232, 210, 192, 178, 166, 155, 146, 138, 131, 125, 119, 115, 110,
    106, 102,
];

/// What is left, in thousandths, at each doubling of the days and one more, where days tell little.
const HALF_AS_NEAR: u64 = 966;

/// What is left where the days that two reports name are months apart: so little that only one text
/// would still be one story.
const OTHER_SEASON: u64 = 200;

/// So many days apart, reports of one event are rare where days tell much.
const APART: std::ops::RangeInclusive<i32> = 4..=WINDOW;

/// Reports less alike than this have nothing to do with each other, in thousandths.
const ALIKE: u64 = 100;

/// Reports as alike as this are mostly of one event, in thousandths.
const CLEARLY: u64 = 200;

/// By so many must clearly alike pairs outnumber the doubtful ones, so that a handful decides nothing.
const MORE: usize = 10;

/// The most documents that are compared to find out.
const SAMPLE: usize = 1024;

/// When the documents of a set were published, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct When {
    /// The day of each document, where it is known.
    days: Vec<Option<i32>>,
    /// The documents by day, in order, then those whose day is not known.
    pub order: Vec<u32>,
    /// How many have a day.
    pub dated: usize,
    /// Whether days tell little.
    is_loose: bool,
}

impl When {
    /// Tells when documents were published, and whether that tells anything.
    pub(super) fn of(documents: &[&Analysed], evidence: &Evidence<'_, '_>) -> When {
        let day = |analysed: &&Analysed| {
            let (first, last) = analysed.document.published?.date.day_range();
            (first == last).then_some(first)
        };
        let days: Vec<Option<i32>> = documents.iter().map(day).collect();
        let numbers = || (0..).zip(&days);
        let known = numbers().filter_map(|(number, day)| day.map(|_| number));
        let unknown = numbers().filter_map(|(number, day)| day.is_none().then_some(number));
        let dated: Vec<u32> = known.collect();
        let mut when = When {
            dated: dated.len(),
            order: dated.into_iter().chain(unknown).collect(),
            days,
            is_loose: false,
        };
        when.is_loose = when.tells_little(documents, evidence);
        when
    }

    /// Whether reports that are days apart are clearly of one event or clearly not. Where many stories
    /// run side by side, most pairs that are alike and days apart are doubtful, of one saga or one
    /// subject: five of six and three of four in two measured collections, one of eight in a third,
    /// whose events were chosen first and their reports then.
    fn tells_little(&self, documents: &[&Analysed], evidence: &Evidence<'_, '_>) -> bool {
        let one_in = documents.len().div_ceil(SAMPLE).next_power_of_two();
        let is_chosen = |number: &u32| {
            let id = documents.get(*number as usize).map(|it| it.document.id);
            let last = id.and_then(|id| id.0.bytes().last_chunk().copied());
            last.is_some_and(|last| u32::from_be_bytes(last) as usize & (one_in - 1) == 0)
        };
        let dated = self.order.get(..self.dated).unwrap_or(&[]);
        let chosen: Vec<(i32, Views<'_>)> = dated
            .iter()
            .filter(|it| is_chosen(it))
            .filter_map(|&it| Some((self.day(it)?, evidence.views(it))))
            .collect();
        let (mut clear, mut doubtful) = (0, 0);
        for (at, (day, views)) in chosen.iter().enumerate() {
            let later = chosen.iter().skip(at + 1);
            let near = later.take_while(|(other, _)| other - day <= *APART.end());
            for (_, theirs) in near.filter(|(other, _)| APART.contains(&(other - day))) {
                match views.likeness(theirs) {
                    CLEARLY.. => clear += 1,
                    ALIKE.. => doubtful += 1,
                    _ => (),
                }
            }
        }
        clear > doubtful + MORE
    }

    /// The day of a document, where it is known.
    pub(super) fn day(&self, document: u32) -> Option<i32> {
        self.days.get(document as usize).copied().flatten()
    }

    /// Whether there are documents whose day is not known.
    pub(super) fn has_undated(&self) -> bool {
        self.dated < self.order.len()
    }

    /// How many of the dated documents, in order, may be of one event with those of a day.
    pub(super) fn end(&self, day: i32) -> usize {
        if self.is_loose {
            return self.dated;
        }
        let dated = self.order.get(..self.dated).unwrap_or(&[]);
        dated.partition_point(|it| self.day(*it) <= Some(day.saturating_add(WINDOW)))
    }

    /// What time leaves of the likeness of two documents, in thousandths; each comes with the days of
    /// the year that it names.
    pub(super) fn left(&self, (a, days_a): (u32, &[i32]), (b, days_b): (u32, &[i32])) -> u64 {
        if let (Some(a), Some(b)) = (self.day(a), self.day(b)) {
            return match (a.abs_diff(b), self.is_loose) {
                (days, false) => LEFT.get(days as usize).copied().unwrap_or(0),
                (days, true) => {
                    let doublings = (days + 1).ilog2();
                    (0..doublings).fold(1000, |left, _| left * HALF_AS_NEAR / 1000)
                }
            };
        }
        match seasons::are_apart(days_a, days_b) {
            true => OTHER_SEASON,
            false => 1000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::report;
    use crate::gather::{sort, stories};
    use crate::resources;

    /// What two reports of each of several events say.
    const EVENTS: [&str; 6] = [
        "The gates of the Lenna dam were opened and villages stood under water for a night.",
        "Grandmaster Tove Harl retired from chess after a decade as the champion of Orrenland.",
        "A fire destroyed the bakery beside the station in Tarnholm before the brigade arrived.",
        "Fishermen on the coast found a whale that had lost its way into a shallow harbour.",
        "The senate of Veldania approved a pension that teachers had demanded since spring.",
        "An orchestra from Brasna played a symphony that had been lost for a century.",
    ];

    /// How many stories come of reports of each event on these days of a month.
    fn stories_of(days: &[u32]) -> usize {
        let on_days = |(event, text): (u32, &str)| -> Vec<Analysed> {
            let numbered = days.iter().zip(0..);
            let reports = numbered.map(|(day, at)| {
                let date = format!("2031-{event:02}-{day:02}");
                let text = match at {
                    0 => text.to_owned(),
                    _ => format!("It became known later: {text}"),
                };
                report(event * 8 + at, Some(&date), "", &text)
            });
            reports.collect()
        };
        let events = (1..).zip(EVENTS);
        let documents: Vec<Analysed> = events.flat_map(on_days).collect();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        stories(resources::get(), &sorted, &[], &[], &[]).len()
    }

    #[test]
    fn reports_of_one_event_are_near_in_time_unless_the_set_says_otherwise() {
        assert_eq!(stories_of(&[3, 3]), EVENTS.len());
        assert_eq!(stories_of(&[3, 5]), EVENTS.len());
        assert_eq!(stories_of(&[3, 28]), 2 * EVENTS.len());
        // Twice as many alike pairs that are days apart, and none that are doubtful.
        assert_eq!(stories_of(&[3, 10, 28]), EVENTS.len());
    }

    #[test]
    fn days_leave_less_of_likeness_the_further_they_are_apart() {
        let when = |is_loose| When {
            days: vec![Some(0), Some(1), Some(7), Some(60), None],
            order: (0..5).collect(),
            dated: 4,
            is_loose,
        };
        let left = |is_loose, other| when(is_loose).left((0, &[]), (other, &[]));
        assert_eq!(
            [0, 1, 2, 3, 4].map(|it| left(false, it)),
            [1000, 595, 210, 0, 1000]
        );
        assert_eq!(
            [0, 1, 2, 3, 4].map(|it| left(true, it)),
            [1000, 966, 901, 840, 1000]
        );
        assert_eq!((when(false).end(0), when(true).end(0)), (3, 4));
        assert_eq!(when(false).left((0, &[10]), (4, &[100])), OTHER_SEASON);
    }
}
