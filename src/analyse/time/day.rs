//! Days of a month: "12 March", "the eighth of March", "March the 3rd", "April 3, 4 and 5", "the last Friday of
//! March", "on the 14th".

use super::absolute::day_of;
use super::{Finder, Meaning, Reading};
use crate::model::Date;
use crate::resources::{Holiday, TimeLead, TimeUnit, TimeWord};
use crate::text::TokenKind;

/// How many days a list may name ("April 3, 4 and 5").
const LISTED: usize = 6;

impl Finder<'_> {
    /// The number of a day in figures: "12", "3rd".
    pub(super) fn day_number(&self, at: usize) -> Option<u8> {
        self.digits(at, |digits| {
            let bare = self.times.without_suffix(digits);
            bare.parse().ok().filter(|it| (1..=31).contains(it))
        })
    }

    /// The number of a day that is counted: "3rd", "third".
    fn counted_day(&self, at: usize) -> Option<u8> {
        let suffixed = self.digits(at, |it| {
            Some(self.times.without_suffix(it).len() < it.len())
        });
        match suffixed {
            Some(true) => self.day_number(at),
            Some(false) => None,
            None => self.ordinal(at),
        }
    }

    /// The number of a day in words: "twenty-first", but not "a third".
    fn ordinal(&self, at: usize) -> Option<u8> {
        let before = self.words.before(at);
        let part = before.is_some_and(|it| it.kind == TokenKind::Number)
            || at > 0 && matches!(self.time(at - 1), Some(TimeWord::Count(_)));
        let number = self.times.ordinal(self.words.lower(at))?;
        ((1..=31).contains(&number) && !part).then_some(number)
    }

    /// "the eighth of March", "the fourth and fifth of May 2031".
    pub(super) fn in_words(&self, at: usize) -> Option<Reading> {
        let first = self.ordinal(at)?;
        let (last, end) = match self.days(at) {
            Some((_, last, end)) => (Some(last), end),
            None => (None, at + 1),
        };
        let of = self.leads(end + usize::from(self.is_day(end)), TimeLead::Of);
        let (end, month, year) = self.month_behind(end).filter(|_| of)?;
        let meaning = match last {
            Some(last) => self.stretch(year, month, (first, last), at),
            None => self.day(year, month, first, at).into(),
        };
        Some(self.reading(at, end, meaning))
    }

    /// Whether a word is "day", as in "the fifth day of March"; "the first days" are several.
    pub(super) fn is_day(&self, at: usize) -> bool {
        let day = self.time(at) == Some(TimeWord::Unit(TimeUnit::Day));
        day && !self.words.lower(at).ends_with('s')
    }

    /// "12 March", "3rd of March 2031", "12. März".
    pub(super) fn day_of_month(&self, at: usize) -> Option<Reading> {
        let day = self.day_number(at)?;
        let (end, month, year) = self.month_behind(at + 1)?;
        Some(self.reading(at, end, self.day(year, month, day, at).into()))
    }

    /// "12-14 March 2031", "12 to 14 March", "the 3rd and the 5th of March".
    pub(super) fn days_of_month(&self, at: usize) -> Option<Reading> {
        let (first, last, end) = self.days(at)?;
        let (end, month, year) = self.month_behind(end)?;
        Some(self.reading(at, end, self.stretch(year, month, (first, last), at)))
    }

    /// A month with its day or days behind it: "March 3", "March 3-5, 2031", "March the third".
    pub(super) fn day_behind(&self, at: usize, next: usize, month: u8) -> Option<Reading> {
        if !self.follows(next) {
            return None;
        }
        let figures = self.digits(next, |_| Some(())).is_some();
        if let Some((first, last, end)) = self.days(next).filter(|_| figures) {
            let (end, year) = self.with_year(end);
            return Some(self.reading(at, end, self.stretch(year, month, (first, last), at)));
        }
        let article = self.leads(next, TimeLead::The);
        let (day, end) = match article {
            true => (self.counted_day(next + 1)?, next + 2),
            false => (self.day_number(next)?, next + 1),
        };
        // "in March the first of ten gates"
        if article && (self.leads(end, TimeLead::Of) || !self.ends_phrase(end)) {
            return None;
        }
        let (end, year) = self.with_year(end);
        Some(self.reading(at, end, self.day(year, month, day, at).into()))
    }

    /// The first and the last of some days of a month: "12-14", "12 – 14", "12 to 14", "3, 4 and 5", "the
    /// 3rd and the 5th".
    pub(super) fn days(&self, at: usize) -> Option<(u8, u8, usize)> {
        let two = |digits: &str| {
            let (first, last) = digits.split_once('-')?;
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (1 <= first && first < last && last <= 31).then_some((first, last))
        };
        if let Some((first, last)) = self.digits(at, two) {
            return Some((first, last, at + 1));
        }
        let day = |at: usize| self.day_number(at).or_else(|| self.ordinal(at));
        let first = day(at)?;
        let mut end = at + 1;
        for _ in 0..LISTED {
            let comma = self.words.is_mark(end, ",");
            let listed = comma && day(end + 1).is_some() && self.follows(end + 1);
            if !listed {
                break;
            }
            end += 2;
        }
        let between = self.is_dash(end) || self.leads(end, TimeLead::To);
        let article = usize::from(self.leads(end + 1, TimeLead::The));
        let last = day(end + 1 + article).filter(|_| between)?;
        (first < last).then_some((first, last, end + 2 + article))
    }

    /// "the last Friday of March", "the second Sunday in May 2031".
    pub(super) fn nth_weekday(&self, at: usize, weekday: u8) -> Option<Reading> {
        let before = at.checked_sub(1)?;
        let nth = match self.leads(before, TimeLead::Last) {
            true => -1,
            false => i8::try_from(self.times.ordinal(self.words.lower(before))?).ok()?,
        };
        let joins = self.leads(at + 1, TimeLead::Of) || self.words.lower(at + 1) == "in";
        let Some(TimeWord::Month(month)) = self.time(at + 2).filter(|_| joins) else {
            return None;
        };
        let (end, year) = match self.year_behind(self.after_stop(at + 3)) {
            Some((end, year)) => (end, Some(year)),
            None => (at + 3, None),
        };
        let date = |year: i16| day_of(Holiday::Nth(month, weekday, nth), year);
        let value = match year {
            Some(year) => date(year),
            None => self.year_near(None, at, date),
        };
        Some(self.reading(before, end, value.into()))
    }

    /// "the last week of January", "the first days of March": the month, for weeks are counted in
    /// many ways.
    pub(super) fn part_of_month(&self, at: usize, unit: TimeUnit) -> Option<Reading> {
        let before = at.checked_sub(1)?;
        let counted = self.leads(before, TimeLead::Last)
            || self.times.ordinal(self.words.lower(before)).is_some();
        let unit = matches!(
            unit,
            TimeUnit::Day | TimeUnit::Week | TimeUnit::Weekend | TimeUnit::Half
        );
        let of = self.leads(at + 1, TimeLead::Of) || self.words.lower(at + 1) == "in";
        let Some(TimeWord::Month(month)) = self.time(at + 2).filter(|_| counted && unit && of)
        else {
            return None;
        };
        let found = self.month(at + 2, month)?;
        let whole = found.first == at + 2 && !found.meaning.has_day();
        whole.then(|| self.reading(before, found.end, found.meaning))
    }

    /// "on the 14th", "by the 3rd": of the month that the paragraph named last, else the nearest.
    pub(super) fn bare_day(&self, at: usize) -> Option<Reading> {
        let day = self.counted_day(at)?;
        let led = at >= 2
            && self.leads(at - 1, TimeLead::The)
            && self.leads(at - 2, TimeLead::Day)
            && self.words.lower(at - 1) == "the";
        if !led || !self.ends_phrase(at + 1) {
            return None;
        }
        let paragraph = self.words.get(at)?.paragraph;
        let named = self.last.filter(|_| self.last_paragraph == paragraph);
        let value = match named.and_then(|it| Some((it.year, it.month?))) {
            Some((year, month)) => Date::day(year, month, day),
            None => self.month_near(at, day),
        };
        Some(self.reading(at, at + 1, value.into()))
    }

    /// The day of a month that is nearest to the day of publishing, a past one rather than one to come.
    fn month_near(&self, at: usize, day: u8) -> Option<Date> {
        let published = self.published?;
        let today = published.day_number()?;
        let ahead = self.is_ahead(at);
        let months = [-1, 0, 1].map(|step| super::relative::months_from(published, step));
        let dates = months.into_iter().flatten();
        let dates = dates.filter_map(|it| Date::day(it.year, it.month?, day));
        dates
            .filter_map(|it| Some((it.day_number()? - today, it)))
            .filter(|(days, _)| if ahead { *days >= 0 } else { *days <= 0 })
            .min_by_key(|(days, _)| days.abs())
            .map(|(_, date)| date)
    }

    /// Whether nothing that a number could count stands at a place: "the 14th.", not "the 14th time".
    fn ends_phrase(&self, at: usize) -> bool {
        self.words.get(at).is_none_or(|it| {
            let mark = it.kind == TokenKind::Mark && !self.is_dash(at);
            mark || !it.follows || it.is_function() || it.verb
        })
    }
}

impl Meaning {
    /// Whether a day is told.
    fn has_day(self) -> bool {
        self.earliest().is_some_and(|it| it.day.is_some())
    }
}
