//! Stretches of time: "from 3 March to 5 April", "between 2019 and 2021", "last summer", "the first
//! quarter of 2031".

use super::{Finder, Meaning, Reading};
use crate::model::Date;
use crate::resources::{TimeLead, TimeUnit};

impl Finder<'_> {
    /// Joins a date with the one that ends its period: "from Monday to Friday", "March – June".
    pub(super) fn until(&self, first: Reading) -> Reading {
        let from = self.led(first.first, TimeLead::From)
            || first.first > 0 && self.led(first.first - 1, TimeLead::From);
        let to = self.leads(first.end, TimeLead::To) && from;
        if !(to || self.is_dash(first.end)) || !self.follows(first.end) {
            return first;
        }
        // "from March to May", "between 3 March and the 5th": an article may stand between.
        let at = first.end + 1;
        let Some(last) = self
            .read(at)
            .filter(|it| it.first == at && self.follows(at))
        else {
            return first;
        };
        let (Some(begins), Some(ends)) = (first.meaning.earliest(), last.meaning.latest()) else {
            let unknown = first.meaning == last.meaning;
            return match unknown {
                true => self.reading(first.first, last.end, Meaning::default()),
                false => first,
            };
        };
        if begins.precision() != ends.precision() {
            return first;
        }
        // "from 3 December to 5 January 2031": the year behind is the later one's.
        let begins = match begins > ends {
            true => Date {
                year: ends.year,
                ..begins
            },
            false => begins,
        };
        match begins <= ends {
            true => self.reading(first.first, last.end, Meaning::period(begins, ends)),
            false => first,
        }
    }

    /// "last summer", "the summer of 2031", "in spring 2031"; a winter lies in two years.
    pub(super) fn season(&self, at: usize, first: u8, last: u8) -> Option<Reading> {
        let end = self.lead_behind(at + 1);
        let period = |year: i16| {
            let (first, last) = (Date::month(year, first)?, Date::month(year, last)?);
            (first <= last).then_some((first, last))
        };
        if let Some((end, year)) = self.year_behind(end) {
            let meaning = Meaning {
                date: None,
                period: period(year),
            };
            return Some(self.reading(self.with_part(at), end, meaning));
        }
        let step = self.step(at, end)?;
        let found = self.published.and_then(|published| {
            let (today, _) = published.day_range();
            let years = [published.year - 1, published.year, published.year + 1];
            let seasons = || years.into_iter().filter_map(period);
            let begins = |it: &(Date, Date)| it.0.day_range().0;
            let ends = |it: &(Date, Date)| it.1.day_range().1;
            match step {
                -1 => seasons().rfind(|it| ends(it) < today),
                0 => seasons().find(|it| it.0.year == published.year),
                _ => seasons().find(|it| begins(it) > today),
            }
        });
        let first = if end > at + 1 { at } else { self.with_part(at) };
        Some(self.reading(
            first,
            end,
            Meaning {
                date: None,
                period: found,
            },
        ))
    }

    /// "the first quarter of 2031", "the second half of last year".
    pub(super) fn part_of_year(&self, at: usize, unit: TimeUnit) -> Option<Reading> {
        let months = match unit {
            TimeUnit::Quarter => 3,
            TimeUnit::Half => 6,
            _ => return None,
        };
        let before = at.checked_sub(1)?;
        let nth = self.times.ordinal(self.words.lower(before))?;
        let last = nth * months;
        if last > 12 || !self.follows(at) {
            return None;
        }
        let (end, year) = match self.year_behind(at + 1) {
            Some((end, year)) => (end, Some(year)),
            None if self.leads(at + 1, TimeLead::Of) => {
                let year = self.unit_at(at + 2)?;
                (year.end, year.meaning.date.map(|it| it.year))
            }
            None => (at + 1, None),
        };
        let meaning = year.and_then(|year| {
            let first = Date::month(year, last - months + 1)?;
            Some(Meaning::period(first, Date::month(year, last)?))
        });
        Some(self.reading(before, end, meaning.unwrap_or_default()))
    }

    /// "last year", "this year" from its first word.
    fn unit_at(&self, at: usize) -> Option<Reading> {
        let found = self.read(at + 1)?;
        let year = found.meaning.date.is_some_and(|it| it.month.is_none());
        (year && found.first == at).then_some(found)
    }
}
