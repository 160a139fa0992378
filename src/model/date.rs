//! A date as precise as the text allows.

use jiff::civil;
use serde::{Deserialize, Serialize};

/// A calendar date of which the year is known, and of the rest as much as was stated.
///
/// The order is by time; a vaguer date comes before the sharper dates inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// Year of the Gregorian calendar.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
    /// Time of day; only with a day.
    pub time: Option<Time>,
}

/// A time of day to the minute, with its offset from UTC where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Minutes east of UTC.
    pub offset: Option<i16>,
}

/// How much of a [`Date`] is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// A day.
    Day,
    /// A minute of a day.
    Minute,
}

impl Date {
    /// A year.
    pub fn year(year: i16) -> Date {
        Date {
            year,
            month: None,
            day: None,
            time: None,
        }
    }

    /// A month of a year; `None` where there is no such month.
    pub fn month(year: i16, month: u8) -> Option<Date> {
        (1..=12).contains(&month).then_some(Date {
            month: Some(month),
            ..Date::year(year)
        })
    }

    /// A day; `None` where the calendar has no such day.
    pub fn day(year: i16, month: u8, day: u8) -> Option<Date> {
        let date = Date {
            day: Some(day),
            ..Date::month(year, month)?
        };
        (1..=days_in_month(year, month))
            .contains(&day)
            .then_some(date)
    }

    /// The same day with a time; the date itself where it has no day or there is no such time.
    pub fn at(self, hour: u8, minute: u8, offset: Option<i16>) -> Date {
        if self.day.is_none() || hour > 23 || minute > 59 {
            return self;
        }
        Date {
            time: Some(Time {
                hour,
                minute,
                offset,
            }),
            ..self
        }
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day, self.time) {
            (_, _, Some(_)) => Precision::Minute,
            (_, Some(_), _) => Precision::Day,
            (Some(_), _, _) => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// Days since 1 January 1970, where the day is known.
    pub fn day_number(&self) -> Option<i32> {
        Some(day_number(self.year, self.month?, self.day?))
    }

    /// First and last day number that the date may mean.
    pub fn day_range(&self) -> (i32, i32) {
        let first = day_number(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        let month = self.month.unwrap_or(12);
        let last = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        (first, day_number(self.year, month, last))
    }

    /// The day of a day number.
    pub fn from_day_number(number: i32) -> Date {
        let date = EPOCH.saturating_add(jiff::SignedDuration::from_hours(i64::from(number) * 24));
        Date {
            year: date.year(),
            month: Some(date.month() as u8),
            day: Some(date.day() as u8),
            time: None,
        }
    }

    /// Day of the week, 0 for Monday to 6 for Sunday, where the day is known.
    pub fn weekday(&self) -> Option<u8> {
        // 1 January 1970 was a Thursday.
        self.day_number()
            .map(|number| (number + 3).rem_euclid(7) as u8)
    }

    /// Reads what [`Date`] displays: `2031`, `2031-03`, `2031-03-12`, `2031-03-12T09:30+02:00`.
    ///
    /// Seconds and fractions are read and dropped; `Z` is an offset of zero.
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        let (day, time) = match text.find(['T', ' ']) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let mut parts = day.splitn(3, '-');
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let Some(month) = parts.next() else {
            return time.is_none().then_some(Date::year(year));
        };
        let month = month.parse().ok()?;
        let Some(day) = parts.next() else {
            return Date::month(year, month);
        };
        let date = Date::day(year, month, day.parse().ok()?)?;
        match time {
            Some(time) => parse_time(date, time.trim()).or(Some(date)),
            None => Some(date),
        }
    }
}

fn parse_time(date: Date, time: &str) -> Option<Date> {
    let (hour, minute) = (time.get(0..2)?.parse().ok()?, time.get(3..5)?.parse().ok()?);
    let zone = time[5..].trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit());
    let zone = zone.trim();
    let offset = if zone.eq_ignore_ascii_case("z") || zone == "UTC" || zone == "GMT" {
        Some(0)
    } else if let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
        let hours: i16 = digits.get(0..2)?.parse().ok()?;
        let minutes: i16 = digits.get(2..4).and_then(|m| m.parse().ok()).unwrap_or(0);
        Some((hours * 60 + minutes) * if sign == '-' { -1 } else { 1 })
    } else {
        None
    };
    Some(date.at(hour, minute, offset))
}

impl std::fmt::Display for Date {
    /// ISO 8601, as precise as the date is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        let Some(month) = self.month else {
            return Ok(());
        };
        write!(f, "-{month:02}")?;
        let Some(day) = self.day else { return Ok(()) };
        write!(f, "-{day:02}")?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
        match time.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// 1 January 1970, day number 0.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

fn days_in_month(year: i16, month: u8) -> u8 {
    civil(year, month, 1).map_or(31, |date| date.days_in_month() as u8)
}

fn civil(year: i16, month: u8, day: u8) -> Option<civil::Date> {
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day_number(year: i16, month: u8, day: u8) -> i32 {
    civil(year, month, day).map_or(0, |date| {
        (date.duration_since(EPOCH).as_hours() / 24) as i32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_what_it_parses() {
        for text in [
            "2031",
            "2031-03",
            "2031-03-12",
            "2031-03-12T09:30",
            "2031-03-12T09:30+02:00",
        ] {
            assert_eq!(
                Date::parse(text).map(|date| date.to_string()).as_deref(),
                Some(text)
            );
        }
        let with_seconds = Date::parse("2031-03-12T09:30:15.250Z").map(|date| date.to_string());
        assert_eq!(with_seconds.as_deref(), Some("2031-03-12T09:30Z"));
    }

    #[test]
    fn refuses_days_that_are_not() {
        assert_eq!(Date::day(2031, 2, 29), None);
        assert_eq!(Date::parse("2031-13-01"), None);
        assert_eq!(Date::parse("yesterday"), None);
    }

    #[test]
    fn day_numbers_go_both_ways() {
        for number in [-800_000, -1, 0, 1, 59, 60, 11_016, 22_000, 1_000_000] {
            assert_eq!(Date::from_day_number(number).day_number(), Some(number));
        }
        assert_eq!(
            Date::day(2026, 11, 25).and_then(|date| date.weekday()),
            Some(2)
        );
    }
}
