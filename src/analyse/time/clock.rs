//! Times of day beside their day: "Monday at 9:30 p.m.", "at noon on 12 March", "15:00 GMT Friday".

use super::{Finder, Meaning, Reading};
use crate::resources::{TimeLead, TimeWord};

/// A time of day, with the word behind its last.
struct Clock {
    end: usize,
    hour: u8,
    minute: u8,
    /// Minutes east of Greenwich, where its time is named.
    offset: Option<i16>,
}

impl Finder<'_> {
    /// A time of day behind its day: "Monday at 9 p.m.", "on 12 March, 15:00 GMT".
    pub(super) fn then_clock(&self, found: Reading) -> Reading {
        let Some(day) = found.meaning.date.filter(|it| it.day.is_some()) else {
            return found;
        };
        let comma = usize::from(self.words.is_mark(found.end, ","));
        let at = found.end + comma;
        let at = at + usize::from(self.leads(at, TimeLead::At));
        match self.clock(at).filter(|_| self.follows(at)) {
            Some(clock) => {
                let day = day.at(clock.hour, clock.minute, clock.offset);
                self.reading(found.first, clock.end, Meaning::of(Some(day)))
            }
            None => found,
        }
    }

    /// A time of day before its day: "9 p.m. on Monday", "noon Friday".
    pub(super) fn clock_then_day(&self, at: usize) -> Option<Reading> {
        let clock = self.clock(at)?;
        // A preposition or a comma may stand between.
        let gap = (clock.end..=clock.end + 2).find_map(|it| {
            let found = self
                .read(it)
                .filter(|found| self.follows(it) && found.first == it)?;
            let bare = (clock.end..it).all(|it| {
                self.words.is_mark(it, ",") || self.words.get(it).is_some_and(|it| it.is_function())
            });
            bare.then_some(found)
        })?;
        let day = gap.meaning.date?;
        let exact = day.day.is_some() && day.time.is_none();
        exact.then(|| {
            let day = day.at(clock.hour, clock.minute, clock.offset);
            self.reading(at, gap.end, Meaning::of(Some(day)))
        })
    }

    /// "9 p.m.", "9:30pm", "15:00 GMT", "15.30 Uhr", "21h30", "noon".
    fn clock(&self, at: usize) -> Option<Clock> {
        if let Some(TimeWord::Clock(hour)) = self.time(at) {
            return Some(Clock {
                end: at + 1,
                hour,
                minute: 0,
                offset: None,
            });
        }
        let figures = self.digits(at, |it| Some(it.to_owned()))?;
        let (whole, glued) = split_half(&figures);
        let (hour, minute, end) = self.hour(at, whole)?;
        let (glued, end) = match (glued, end > at + 1) {
            // "9:30pm": the half of the day is glued to the minutes.
            ("", true) => {
                let minutes = self.digits(end - 1, |it| Some(it.to_owned()))?;
                (split_half(&minutes).1.to_owned(), end)
            }
            (glued, _) => (glued.to_owned(), end),
        };
        let half = |lead: TimeLead, glue: &str| glued == glue || self.leads(end, lead);
        let (pm, am) = (half(TimeLead::Pm, "pm"), half(TimeLead::Am, "am"));
        let told = glued.is_empty() && (pm || am || self.leads(end, TimeLead::Hour));
        let end = end + usize::from(told);
        let (zone, local) = (
            self.leads(end, TimeLead::Zone),
            self.leads(end, TimeLead::Local),
        );
        let marked = pm || am || zone || end > at + 1 || glued == "h";
        if !marked || hour > 24 || (pm || am) && hour > 12 {
            return None;
        }
        let hour = match (pm, am, hour) {
            (true, _, 12) => 12,
            (true, _, hour) => hour + 12,
            (_, true, 12) => 0,
            (_, _, hour) => hour,
        };
        Some(Clock {
            end: end + usize::from(zone || local),
            hour,
            minute,
            offset: zone.then_some(0),
        })
    }

    /// Hour and minute, and the word behind them: "9", "9:30", "15.30", "21h30".
    fn hour(&self, at: usize, whole: &str) -> Option<(u8, u8, usize)> {
        let minutes = |text: &str| {
            let two = text.len() == 2;
            text.parse().ok().filter(|it: &u8| two && *it < 60)
        };
        if let Some((hour, minute)) = whole.split_once(['.', 'h']) {
            let minute = if minute.is_empty() {
                0
            } else {
                minutes(minute)?
            };
            let two = whole.contains('h') || whole.len() >= 4;
            return two.then_some((hour.parse().ok()?, minute, at + 1));
        }
        let hour = whole.parse().ok()?;
        if self.words.is_mark(at + 1, ":")
            && let Some(minute) = self.digits(at + 2, |it| minutes(split_half(it).0))
        {
            return Some((hour, minute, at + 3));
        }
        Some((hour, 0, at + 1))
    }
}

/// Digits, and the half of the day that is glued to them: "9pm".
fn split_half(figures: &str) -> (&str, &str) {
    let halves = ["pm", "am", "h"];
    let glued = halves
        .iter()
        .find_map(|it| Some((figures.strip_suffix(it)?, *it)));
    glued.unwrap_or((figures, ""))
}
