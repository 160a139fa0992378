//! Dates that name their day, month or year: "Nov. 23", "12.03.2031", "in 2029", "the 3rd of March".

use super::{Finder, Meaning, Reading};
use crate::model::Date;
use crate::resources::{Holiday, TimeLead, TimeWord};
use crate::text::TokenKind;

impl Finder<'_> {
    /// "12 March 2031", "12-14 March", "2031-03-12", "12/03/2031", "in 2029", "10 days ago".
    pub(super) fn number(&self, at: usize) -> Option<Reading> {
        let found = self
            .days_of_month(at)
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.figures(at))
            .or_else(|| self.year(at))
            .or_else(|| self.bare_day(at));
        if found.is_some() {
            return found;
        }
        let word = self.words.get(at)?;
        self.counted(at, word.span.of(self.words.text).parse().ok()?)
    }

    pub(super) fn digits<T>(&self, at: usize, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let word = self.words.get(at)?;
        match word.kind {
            TokenKind::Number => read(word.span.of(self.words.text)),
            _ => None,
        }
    }

    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        self.digits(at, year_of)
    }

    /// A year behind a day or month: "March 12, 2031", "March 2031", "June of 2031".
    pub(super) fn year_behind(&self, at: usize) -> Option<(usize, i16)> {
        let gap = usize::from(self.words.is_mark(at, ",") || self.leads(at, TimeLead::Of));
        let year = self.year_number(at + gap).filter(|_| self.follows(at))?;
        Some((at + gap + 1, year))
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        ["-", "–", "—"].iter().any(|it| self.words.is_mark(at, it))
    }

    /// The days of a month from one to another.
    pub(super) fn stretch(
        &self,
        year: Option<i16>,
        month: u8,
        days: (u8, u8),
        at: usize,
    ) -> Meaning {
        let Some(first) = self.day(year, month, days.0, at) else {
            return Meaning::default();
        };
        match Date::day(first.year, month, days.1) {
            Some(last) => Meaning::period(first, last),
            None => Meaning::default(),
        }
    }

    /// A month behind the number of its day, with the year behind it.
    pub(super) fn month_behind(&self, at: usize) -> Option<(usize, u8, Option<i16>)> {
        let stop = usize::from(self.times.day_stop && self.words.is_mark(at, "."));
        // "the 5th day of March"
        let day = usize::from(self.is_day(at) && self.leads(at + 1, TimeLead::Of));
        let of = day + usize::from(self.leads(at + stop + day, TimeLead::Of));
        let month_at = at + stop + of;
        let word = self.words.get(month_at)?;
        let fits = (word.is_capital() || self.times.small) && word.follows;
        let Some(TimeWord::Month(month)) = self.time(month_at).filter(|_| fits) else {
            return None;
        };
        let behind = self.after_stop(month_at + 1);
        Some(match self.year_behind(behind) {
            Some((end, year)) => (end, month, Some(year)),
            None => (month_at + 1, month, None),
        })
    }

    /// Skips the stop of a short form ("Nov.").
    pub(super) fn after_stop(&self, at: usize) -> usize {
        let touches = self.words.before(at).map(|it| it.span.end())
            == self.words.get(at).map(|it| it.span.start());
        let short = at > 0 && self.words.lower(at - 1).chars().count() <= 4;
        at + usize::from(self.words.is_mark(at, ".") && touches && short)
    }

    /// "2031-03-12", "12.03.2031", "12/03/2031"; of "3/4/2031" English does not tell the month.
    fn figures(&self, at: usize) -> Option<Reading> {
        let whole = self.digits(at, |it| Some(it.to_owned()))?;
        if let Some(date) = Date::parse(&whole).filter(|it| it.day.is_some() && whole.len() == 10) {
            return Some(self.reading(at, at + 1, Some(date).into()));
        }
        let (parts, end) = match whole.split(['.', '-']).collect::<Vec<_>>().as_slice() {
            [a, b, c] => (Some([number(a)?, number(b)?, number(c)?]), at + 1),
            _ => (self.slashes(at), at + 5),
        };
        let parts = parts?;
        let date = match parts {
            [year, month, day] if year >= 1000 => self.figure(year, month, day),
            [day, month, year] if year >= 1000 && day > 12 => self.figure(year, month, day),
            [month, day, year] if year >= 1000 && day > 12 => self.figure(year, month, day),
            [day, month, year] if year >= 1000 => {
                // Without a habit of the language only a doubled number is clear.
                let known = self.times.day_first.is_some() || day == month;
                known.then(|| self.figure(year, month, day)).flatten()
            }
            _ => return None,
        };
        let [first, second, _] = parts;
        let fits = date.is_some() || first.max(second) <= 12;
        fits.then(|| self.reading(at, end, date.into()))
    }

    fn figure(&self, year: u16, month: u16, day: u16) -> Option<Date> {
        let year = i16::try_from(year).ok().filter(|it| YEARS.contains(it))?;
        Date::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    fn slashes(&self, at: usize) -> Option<[u16; 3]> {
        let slashed = self.words.is_mark(at + 1, "/") && self.words.is_mark(at + 3, "/");
        let read = |at: usize| self.digits(at, number);
        slashed.then(|| Some([read(at)?, read(at + 2)?, read(at + 4)?]))?
    }

    /// "in 2029", "from 2029 to 2031", "2029-2031", "the 1990s".
    fn year(&self, at: usize) -> Option<Reading> {
        let led = self.led(at, TimeLead::Year);
        if let Some(first) = self.digits(at, |it| year_of(it.strip_suffix('s')?)) {
            let decade = first % 10 == 0;
            let meaning = Meaning::period(Date::year(first), Date::year(first + 9));
            return decade.then(|| self.reading(at, at + 1, meaning));
        }
        let two = |it: &str| {
            let (first, last) = it.split_once('-')?;
            let first = year_of(first)?;
            let last = match last.len() {
                2 => first / 100 * 100 + last.parse::<i16>().ok()?,
                _ => year_of(last)?,
            };
            (first < last).then_some((first, last))
        };
        if let Some((first, last)) = self.digits(at, two).filter(|_| led) {
            let meaning = Meaning::period(Date::year(first), Date::year(last));
            return Some(self.reading(at, at + 1, meaning));
        }
        let year = self.year_number(at).filter(|_| led)?;
        let counts = self.words.is_mark(at + 1, "%");
        (!counts).then(|| self.reading(at, at + 1, Some(Date::year(year)).into()))
    }

    /// "Nov. 23", "March 12, 2031", "March 3-5", "March 2031", "last March", "mid-March".
    pub(super) fn month(&self, at: usize, month: u8) -> Option<Reading> {
        let next = self.after_stop(at + 1);
        if let Some(found) = self.day_behind(at, next, month) {
            return Some(found);
        }
        let first = self.with_part(at);
        if let Some((end, year)) = self.year_behind(next) {
            return Some(self.reading(first, end, Date::month(year, month).into()));
        }
        let behind = self.lead_behind(at + 1);
        let ambiguous = self.leads(at, TimeLead::Ambiguous) || self.times.small;
        // "an August speech"
        let describes = self.led(at, TimeLead::Owner)
            && self.words.get(at).is_some_and(|it| !it.first)
            && self.words.get(at + 1).is_some_and(|it| {
                it.follows && it.kind == TokenKind::Word && !it.is_capital() && !it.is_function()
            });
        if ambiguous && !describes && !self.led(at, TimeLead::Month) && behind == at + 1 {
            return None;
        }
        let ahead = match self.step(at, behind) {
            Some(1) => Some(true),
            Some(-1) => Some(false),
            _ => None,
        };
        let value = self.year_near(ahead, at, |year| Date::month(year, month));
        Some(self.reading(first, behind, value.into()))
    }

    pub(super) fn with_year(&self, end: usize) -> (usize, Option<i16>) {
        match self.year_behind(end) {
            Some((end, year)) => (end, Some(year)),
            None => (end, None),
        }
    }

    /// Takes in what narrows the date in front of it: "early March", "last March".
    pub(super) fn with_part(&self, at: usize) -> usize {
        let narrows = [
            TimeLead::Part,
            TimeLead::Last,
            TimeLead::This,
            TimeLead::Next,
        ];
        if !narrows.iter().any(|it| self.led(at, *it)) || !self.follows(at) {
            return at;
        }
        // "later this month"
        let more = at >= 2 && self.led(at - 1, TimeLead::Part) && self.follows(at - 1);
        at - 1 - usize::from(more && !self.led(at, TimeLead::Part))
    }

    pub(super) fn day(&self, year: Option<i16>, month: u8, day: u8, at: usize) -> Option<Date> {
        match year {
            Some(year) => Date::day(year, month, day),
            None => self.year_near(None, at, |year| Date::day(year, month, day)),
        }
    }

    /// The year that brings a date nearest to the day of publishing, a past one rather than one to
    /// come.
    pub(super) fn year_near(
        &self,
        ahead: Option<bool>,
        at: usize,
        date: impl Fn(i16) -> Option<Date>,
    ) -> Option<Date> {
        let published = self.published?;
        let (first, last) = published.day_range();
        let ahead = ahead.or_else(|| self.is_ahead(at).then_some(true));
        let years = [published.year, published.year - 1, published.year + 1];
        years
            .into_iter()
            .filter_map(date)
            .map(|date| {
                let (begins, ends) = date.day_range();
                let cost = if begins > last {
                    (begins - last) * if ahead == Some(true) { 1 } else { AHEAD_COST }
                } else {
                    (first - ends).max(0) * if ahead == Some(true) { 2 } else { 1 }
                };
                (cost, date)
            })
            .filter(|(_, date)| ahead != Some(false) || date.day_range().0 <= last)
            .min()
            .map(|(_, date)| date)
    }

    /// "Labor Day", "Christmas Day 2031".
    pub(super) fn holiday(&self, at: usize) -> Option<Reading> {
        let capital = self.words.get(at).is_some_and(|it| it.is_capital());
        let (length, day) = self
            .times
            .holidays()
            .filter(|_| capital)
            .filter(|(words, _)| {
                let mut pairs = words.iter().enumerate();
                pairs.all(|(i, word)| self.is_holiday_word(at + i, word))
            })
            .map(|(words, day)| (words.len(), day))
            .max_by_key(|it| it.0)?;
        let (end, year) = self.with_year(at + length);
        let date = |year| day_of(day, year);
        let value = match year {
            Some(year) => date(year),
            None => self.year_near(None, at, date),
        };
        Some(self.reading(at, end, value.into()))
    }

    fn is_holiday_word(&self, at: usize, word: &str) -> bool {
        match word {
            "'s" => self.words.is_possessive(at),
            _ => self.words.lower(at) == word,
        }
    }

    pub(super) fn reading(&self, first: usize, end: usize, meaning: Meaning) -> Reading {
        Reading {
            first,
            end,
            meaning,
        }
    }
}

/// How many times its distance a date ahead counts where no word says that it lies ahead; so "in
/// June" is the past June in March, and the coming one from the middle of April on.
const AHEAD_COST: i32 = 4;

/// The years that a text of figures may mean.
const YEARS: std::ops::Range<i16> = 1500..2200;

fn year_of(digits: &str) -> Option<i16> {
    let year = digits.parse().ok().filter(|it| YEARS.contains(it))?;
    (digits.len() == 4).then_some(year)
}

fn number(digits: &str) -> Option<u16> {
    digits.parse().ok()
}

pub(super) fn day_of(day: Holiday, year: i16) -> Option<Date> {
    match day {
        Holiday::Fixed(month, day) => Date::day(year, month, day),
        Holiday::Nth(month, weekday, nth) => {
            let days = (1..=31).filter_map(|it| Date::day(year, month, it));
            let mut fitting: Vec<Date> = days.filter(|it| it.weekday() == Some(weekday)).collect();
            if nth < 0 {
                return fitting.pop();
            }
            let at = usize::try_from(nth).ok()?.checked_sub(1)?;
            fitting.get(at).copied()
        }
    }
}
