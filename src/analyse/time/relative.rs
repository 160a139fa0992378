//! Dates counted from the day of publishing or from the date named last.
//!
//! "Wednesday", "last Wednesday", "yesterday", "last month", "two days ago", "a day earlier", "the
//! following morning".

use super::{Finder, Meaning, Reading};
use crate::model::Date;
use crate::resources::{TimeLead, TimeUnit, TimeWord};

/// How many units back or on are still read as a date.
const FARTHEST: i32 = 5_000;

/// How many words behind a weekend a day of it may be named.
const WEEKEND: usize = 12;

impl Finder<'_> {
    /// "Wednesday", "last Wednesday", "Wednesday, March 12", "Wednesday night".
    pub(super) fn weekday(&self, at: usize, day: u8) -> Option<Reading> {
        if let Some(found) = self.nth_weekday(at, day) {
            return Some(found);
        }
        // "Fox News Sunday" is a programme.
        let named = self.words.before(at).is_some_and(|it| {
            let inside = !it.first || it.quoted;
            it.is_capital() && inside && self.time(at - 1).is_none()
        });
        let shut = self.words.get(at).is_some_and(|it| it.quoted)
            && self
                .words
                .get(at + 1)
                .is_none_or(|it| !it.quoted || self.words.is_mark(at + 1, ","));
        if named && shut {
            return None;
        }
        // The full date behind it says more.
        let comma = usize::from(self.words.is_mark(at + 1, ","));
        let article = usize::from(comma > 0 && self.leads(at + 2, TimeLead::The));
        let behind = at + 1 + comma + article;
        let calendar = matches!(
            self.time(behind),
            Some(TimeWord::Weekday(_) | TimeWord::Relative(_))
        );
        let full = !calendar && self.follows(behind);
        if full
            && let Some(date) = self.read(behind)
            && date.first == behind
            && date.meaning.date.is_some_and(|it| it.day.is_some())
        {
            return Some(self.reading(at, date.end, date.meaning));
        }
        let end = self.lead_behind(at + 1);
        let step = self.step(at, end);
        let first = if self.led(at, TimeLead::Last)
            || self.led(at, TimeLead::This)
            || self.led(at, TimeLead::Next)
        {
            at - 1
        } else {
            at
        };
        let value = self.published.and_then(|published| {
            let today = published.weekday()?;
            let back = (i32::from(today) - i32::from(day)).rem_euclid(7);
            let days = match step {
                Some(1) => 7 - back,
                Some(-1) if back == 0 => -7,
                Some(-1) => -back,
                _ if self.is_ahead(at) && back > 0 => 7 - back,
                _ => -back,
            };
            self.day_from(Some(published), days)
        });
        Some(self.reading(first, self.with_day_part(end), value.into()))
    }

    /// "yesterday", "tomorrow morning".
    pub(super) fn relative(&self, at: usize, days: i32) -> Option<Reading> {
        let word = self.words.get(at)?;
        // "USA Today" is no day.
        let named = word.is_capital() && !word.first && !word.title_case;
        if named && self.words.before(at).is_some_and(|it| it.is_capital()) {
            return None;
        }
        let value = self.day_from(self.published, days);
        Some(self.reading(at, self.with_day_part(at + 1), value.into()))
    }

    /// Takes the part of the day into the span: "Wednesday night".
    fn with_day_part(&self, at: usize) -> usize {
        let part = matches!(
            self.time(at),
            Some(TimeWord::Unit(TimeUnit::Part | TimeUnit::Night))
        );
        at + usize::from(part && self.follows(at))
    }

    /// The word behind "dernier" or "prochain", where the language puts it there.
    pub(super) fn lead_behind(&self, at: usize) -> usize {
        at + usize::from(self.leads(at, TimeLead::Behind) && self.follows(at))
    }

    /// Whether the words around tell the period before, of or after the day of publishing.
    pub(super) fn step(&self, at: usize, end: usize) -> Option<i32> {
        let told = |lead: TimeLead| {
            self.led(at, lead) || self.leads(end - 1, TimeLead::Behind) && self.leads(end - 1, lead)
        };
        if told(TimeLead::Last) {
            Some(-1)
        } else if told(TimeLead::This) {
            Some(0)
        } else if told(TimeLead::Next) {
            Some(1)
        } else {
            None
        }
    }

    /// "last month", "this year", "earlier this week", "last night", "the weekend".
    pub(super) fn unit(&self, at: usize, unit: TimeUnit) -> Option<Reading> {
        let part = self.part_of_year(at, unit);
        if let Some(found) = part.or_else(|| self.part_of_month(at, unit)) {
            return Some(found);
        }
        if let Some(found) = self.counted_on(at, unit) {
            return Some(found);
        }
        let end = self.lead_behind(at + 1);
        let step = self.step(at, end);
        if unit == TimeUnit::Weekend {
            return self.weekend(at, end, step);
        }
        let step = step?;
        let first = if end > at + 1 { at } else { self.with_part(at) };
        let meaning = match unit {
            TimeUnit::Year => Meaning::of(
                self.published
                    .and_then(|it| i16::try_from(i32::from(it.year) + step).ok())
                    .map(Date::year),
            ),
            TimeUnit::Month => self.published.and_then(|it| months_from(it, step)).into(),
            TimeUnit::Night => self.day_from(self.published, step).into(),
            TimeUnit::Part if step <= 0 => self.day_from(self.published, step).into(),
            TimeUnit::Week => self.week(self.published, step),
            TimeUnit::Decade | TimeUnit::Quarter | TimeUnit::Half => Meaning::default(),
            _ => return None,
        };
        Some(self.reading(first, end, meaning))
    }

    /// "the following day", "the same month", "the next morning": counted from the date named last.
    fn counted_on(&self, at: usize, unit: TimeUnit) -> Option<Reading> {
        let the = at >= 2 && self.leads(at - 2, TimeLead::The);
        let lead = |lead| self.led(at, lead) && self.follows(at);
        let step =
            if the && lead(TimeLead::Follow) || lead(TimeLead::Follow) && !lead(TimeLead::Next) {
                1
            } else if the && lead(TimeLead::Precede) {
                -1
            } else if lead(TimeLead::Same) {
                0
            } else {
                return None;
            };
        let last = self.last;
        let meaning = match unit {
            TimeUnit::Day | TimeUnit::Part | TimeUnit::Night => {
                // The day after one of a month is known to lie in that month, no more.
                let month = last.filter(|it| it.day.is_none() && it.month.is_some());
                self.day_from(last, step).or(month).into()
            }
            TimeUnit::Month => last.and_then(|it| months_from(it, step)).into(),
            TimeUnit::Week => self.week(last, step),
            TimeUnit::Year => last
                .and_then(|it| i16::try_from(i32::from(it.year) + step).ok())
                .map(Date::year)
                .into(),
            _ => return None,
        };
        Some(self.reading(at - 1, at + 1, meaning))
    }

    /// Monday to Sunday of the week of a day, or of one before or after.
    fn week(&self, anchor: Option<Date>, step: i32) -> Meaning {
        let monday = anchor.and_then(|it| {
            let back = i32::from(it.weekday()?);
            self.day_from(anchor, 7 * step - back)
        });
        match (monday, self.day_from(monday, 6)) {
            (Some(first), Some(last)) => Meaning::period(first, last),
            _ => Meaning::default(),
        }
    }

    /// "the weekend", "last weekend", "this weekend's broadcast of Corran Sunday".
    fn weekend(&self, at: usize, end: usize, step: Option<i32>) -> Option<Reading> {
        if step.is_none() && !self.led(at, TimeLead::The) {
            return None;
        }
        let first = if step.is_some() && end == at + 1 {
            at - 1
        } else {
            at
        };
        let published = self
            .published
            .and_then(|it| Some((it, i32::from(it.weekday()?))));
        let meaning = published.map_or(Meaning::default(), |(day, weekday)| {
            // Within the weekend itself, "this" and "the" mean it; before, "this" means the next.
            let within = weekday >= 5;
            let saturday = match step {
                Some(1) => 12 - weekday,
                Some(0) if !within && !self.is_ahead(at) => return Meaning::default(),
                Some(0) => 5 - weekday,
                Some(_) => -2 - weekday,
                None if within || self.is_ahead(at) => 5 - weekday,
                None => -2 - weekday,
            };
            let days = [saturday, saturday + 1].map(|it| self.day_from(Some(day), it));
            let [Some(saturday), Some(sunday)] = days else {
                return Meaning::default();
            };
            match self.day_of_weekend(end) {
                Some(5) => Some(saturday).into(),
                Some(_) => Some(sunday).into(),
                None => Meaning::period(saturday, sunday),
            }
        });
        Some(self.reading(first, end, meaning))
    }

    /// The day that the sentence names behind "weekend".
    fn day_of_weekend(&self, at: usize) -> Option<u8> {
        let sentence = self.words.get(at)?.sentence;
        (at..at + WEEKEND)
            .take_while(|it| {
                self.words
                    .get(*it)
                    .is_some_and(|it| it.sentence == sentence)
            })
            .find_map(|it| match self.time(it) {
                Some(TimeWord::Weekday(day)) if day >= 5 => Some(day),
                _ => None,
            })
    }

    /// "two days ago", "three weeks later", "a year earlier", "vor zwei Tagen", "il y a deux ans".
    pub(super) fn counted(&self, at: usize, count: i32) -> Option<Reading> {
        let Some(TimeWord::Unit(unit)) = self.time(at + 1) else {
            return None;
        };
        if !(0..=FARTHEST).contains(&count) || !self.follows(at + 1) {
            return None;
        }
        let (first, end, anchor, sign) = self.counted_from(at)?;
        let sharp = |date: Option<Date>| Meaning::of(date);
        let meaning = match unit {
            TimeUnit::Day | TimeUnit::Night => sharp(self.day_from(anchor, sign * count)),
            TimeUnit::Month => sharp(anchor.and_then(|it| months_from(it, sign * count))),
            TimeUnit::Year => sharp(
                anchor
                    .and_then(|it| i16::try_from(i32::from(it.year) + sign * count).ok())
                    .map(Date::year),
            ),
            TimeUnit::Week => self.week(anchor, sign * count),
            TimeUnit::Fortnight => self.week(anchor, sign * 2 * count),
            TimeUnit::Hour | TimeUnit::Decade => Meaning::default(),
            _ => return None,
        };
        Some(self.reading(first, end, meaning))
    }

    /// Where a counted date begins and ends, from which day it counts, and whether back or on.
    fn counted_from(&self, at: usize) -> Option<(usize, usize, Option<Date>, i32)> {
        let behind = at + 2;
        let phrase = |lead: TimeLead, from: usize| {
            let mut phrases = self.times.phrases(lead);
            phrases.find_map(|words| {
                let mut pairs = words.iter().enumerate();
                let fits = pairs.all(|(i, word)| self.words.lower(from + i) == *word);
                fits.then_some(words.len())
            })
        };
        let ago =
            |length: usize| at >= length && phrase(TimeLead::Before, at - length) == Some(length);
        if self.led(at, TimeLead::Before) {
            return Some((at - 1, behind, self.published, -1));
        }
        if ago(3) {
            return Some((at - 3, behind, self.published, -1));
        }
        let one = |lead: TimeLead| {
            (self.leads(behind, lead) && self.follows(behind))
                .then_some(1)
                .or_else(|| phrase(lead, behind))
        };
        if let Some(length) = one(TimeLead::Ago) {
            return Some((at, behind + length, self.published, -1));
        }
        if let Some(length) = one(TimeLead::Earlier) {
            return Some((at, behind + length, self.last, -1));
        }
        one(TimeLead::Later).map(|length| (at, behind + length, self.last, 1))
    }

    pub(super) fn day_from(&self, anchor: Option<Date>, days: i32) -> Option<Date> {
        Some(Date::from_day_number(anchor?.day_number()? + days))
    }
}

pub(super) fn months_from(anchor: Date, months: i32) -> Option<Date> {
    let month = i32::from(anchor.year) * 12 + i32::from(anchor.month?) - 1 + months;
    Date::month(
        i16::try_from(month.div_euclid(12)).ok()?,
        u8::try_from(month.rem_euclid(12) + 1).ok()?,
    )
}
