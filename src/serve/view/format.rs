//! Dates, figures and short lists as the pages print them.

use crate::model::{Date, Force, Precision, Reality, Statement};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const SMALL: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// `12345` as `12,345`.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// As a part of an address.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `1 outlet`, `14 outlets`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{} {}", thousands(n), plural(n, noun))
}

/// `outlet` or `outlets`; a noun in `y` after a consonant takes `ies`.
pub(crate) fn plural(n: usize, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// Small figures as words: `Six`, above twelve `13`.
pub(crate) fn spell(n: usize) -> String {
    match SMALL.get(n) {
        Some(word) => capitalise(word),
        None => thousands(n),
    }
}

/// The same text with its first letter large.
pub(crate) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `March`, for 3.
pub(crate) fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or("")
}

/// `Mar`, for 3.
pub(crate) fn month_short(month: u8) -> &'static str {
    month_name(month).get(..3).unwrap_or("")
}

fn weekday(date: Date) -> &'static str {
    let weekday = date.weekday().map(usize::from);
    weekday
        .and_then(|it| WEEKDAYS.get(it))
        .copied()
        .unwrap_or("")
}

/// `Wednesday 12 March 2031`, `March 2031`, `2031`.
pub(crate) fn day_long(date: Date) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!(
            "{} {day} {} {}",
            weekday(date),
            month_name(month),
            date.year
        ),
        _ => month_long(date),
    }
}

/// `March 2031`, `2031`.
pub(crate) fn month_long(date: Date) -> String {
    match date.month {
        Some(month) => format!("{} {}", month_name(month), date.year),
        None => date.year.to_string(),
    }
}

/// `12 Mar 2031`, `Mar 2031`, `2031`.
pub(crate) fn day(date: Date) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{day} {} {}", month_short(month), date.year),
        (Some(month), None) => format!("{} {}", month_short(month), date.year),
        _ => date.year.to_string(),
    }
}

/// `Wed 12 Mar 2031`, `Mar 2031`, `2031`.
pub(crate) fn day_named(date: Date) -> String {
    match weekday(date).get(..3) {
        Some(name) if date.day.is_some() => format!("{name} {}", day(date)),
        _ => day(date),
    }
}

/// `Wed 12`; with less than a day known, the month or year.
pub(crate) fn day_in_month(date: Date) -> String {
    match (date.day, weekday(date).get(..3)) {
        (Some(day), Some(name)) => format!("{name} {day}"),
        _ => self::day(date),
    }
}

/// `09:30`, where the hour is known.
pub(crate) fn time(date: Date) -> Option<String> {
    let time = date.time?;
    Some(format!("{:02}:{:02}", time.hour, time.minute))
}

/// `+02:00`, `UTC`, or nothing where the zone is not known.
pub(crate) fn zone(date: Date) -> String {
    match date.time.and_then(|it| it.offset) {
        None => String::new(),
        Some(0) => "UTC".to_owned(),
        Some(offset) => {
            let sign = if offset < 0 { '−' } else { '+' };
            let minutes = offset.unsigned_abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

/// `Wed 12 Mar 2031, 09:30`.
pub(crate) fn moment(date: Date) -> String {
    match time(date) {
        Some(time) => format!("{}, {time}", day_named(date)),
        None => day_named(date),
    }
}

/// `Wednesday 12 March 2031, 09:30 +02:00`.
pub(crate) fn moment_long(date: Date) -> String {
    match time(date) {
        Some(time) => format!("{}, {time} {}", day_long(date), zone(date))
            .trim_end()
            .to_owned(),
        None => day_long(date),
    }
}

/// The time where it is known and the day is `today`'s, else the day: `09:30`, `Tue 23:58`.
pub(crate) fn moment_short(date: Date) -> String {
    match (time(date), weekday(date).get(..3)) {
        (Some(time), Some(name)) => format!("{name} {time}"),
        _ if date.precision() == Precision::Day => day_in_month(date),
        _ => day(date),
    }
}

/// What a cue tells beyond that something was said, a remark each.
pub(crate) fn saying(statement: &Statement) -> Vec<String> {
    let mut remarks: Vec<&str> = Vec::new();
    if !statement.speech {
        remarks.push("A belief or intention, not reported as said");
    }
    remarks.extend(match statement.reality {
        Reality::Asserted => None,
        Reality::Negated => Some("Reported as not said"),
        Reality::Hypothetical => Some("Not said yet, or only supposed"),
    });
    remarks.extend(statement.force.and_then(|force| match force {
        Force::Add | Force::Reply => None,
        Force::Admit => Some("Admitted"),
        Force::Announce => Some("Announced"),
        Force::Ask => Some("Asked"),
        Force::Claim => Some("Claimed"),
        Force::Criticise => Some("Criticised"),
        Force::Demand => Some("Demanded"),
        Force::Deny => Some("Denied"),
        Force::Praise => Some("Praised"),
        Force::Promise => Some("Promised"),
        Force::Refuse => Some("Refused to say"),
        Force::Suggest => Some("Suggested"),
        Force::Warn => Some("Warned"),
    }));
    remarks.into_iter().map(str::to_owned).collect()
}

/// The language of an ISO 639-1 code, in English.
pub(crate) fn language(code: &str) -> &str {
    match code {
        "ar" => "Arabic",
        "cs" => "Czech",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fa" => "Persian",
        "fr" => "French",
        "he" => "Hebrew",
        "hi" => "Hindi",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "nl" => "Dutch",
        "pl" => "Polish",
        "pt" => "Portuguese",
        "ru" => "Russian",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "zh" => "Chinese",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1204), "1,204");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(count(1, "outlet"), "1 outlet");
        assert_eq!(count(3, "copy"), "3 copies");
        assert_eq!(count(2, "day"), "2 days");
        assert_eq!(spell(6), "Six");
        assert_eq!(spell(31), "31");
    }

    #[test]
    fn dates_say_as_much_as_is_known() {
        let minute = Date::parse("2031-03-12T09:30+02:00").expect("a date");
        assert_eq!(moment_long(minute), "Wednesday 12 March 2031, 09:30 +02:00");
        assert_eq!(moment(minute), "Wed 12 Mar 2031, 09:30");
        assert_eq!(moment_short(minute), "Wed 09:30");
        let day = Date::parse("2031-03-12").expect("a date");
        assert_eq!(moment_long(day), "Wednesday 12 March 2031");
        assert_eq!(moment_short(day), "Wed 12");
        let month = Date::parse("2031-03").expect("a date");
        assert_eq!(moment(month), "Mar 2031");
        assert_eq!(moment_long(month), "March 2031");
        assert_eq!(moment(Date::year(2031)), "2031");
    }

    #[test]
    fn lists() {
        let items = |n: usize| -> Vec<String> {
            ["a", "b", "c"]
                .iter()
                .take(n)
                .map(|it| (*it).into())
                .collect()
        };
        assert_eq!(list(&items(1)), "a");
        assert_eq!(list(&items(3)), "a, b and c");
    }
}
