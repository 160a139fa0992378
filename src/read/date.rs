//! Dates of publishing as pages print them, in many languages.
//!
//! `1 June 2031`, `March 12, 2031, 09:30`, `12.03.2031`, `2031-03-12T09:30+02:00`,
//! `Mon, 12 Mar 2031 09:30:00 +0100`. A date of figures alone whose day and month might be taken for
//! one another is none.

use std::ops::Range;

use crate::model::{Basis, Date, Published};
use crate::resources::{PublishingWord, Reading};

/// Bytes between a date and the time that belongs to it.
const MAX_TO_TIME: usize = 12;
/// Lines above a headline and below an article that may hold the date.
const REACH: usize = 8;
/// Bytes of a line that gives little more than a date.
const MAX_LINE: usize = 160;
/// Bytes that such a line has beside the date.
const MAX_BESIDE: usize = 40;

/// A date found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The date.
    pub(super) date: Date,
    /// Its bytes, the time left out.
    pub(super) range: Range<usize>,
    /// What the words beside it say about it.
    pub(super) word: Option<PublishingWord>,
}

/// Reads a date that stands alone in a field.
pub(super) fn parse(reading: &Reading, text: &str) -> Option<Date> {
    Date::parse(text).or_else(|| find(reading, text, None).map(|found| found.date))
}

/// Finds the first whole date in a line.
pub(super) fn find(reading: &Reading, line: &str, language: Option<&str>) -> Option<Found> {
    let parts = parts(line);
    (0..parts.len()).find_map(|i| {
        let (date, n) = date_at(reading, line, &parts[i..], language)?;
        let range = parts[i].start..parts[i + n - 1].end;
        let date = time_behind(line, range.end, date)
            .or_else(|| time_before(line, range.start, date))
            .unwrap_or(date);
        let words = parts[..i].iter().rev();
        let word = words.take(6).find_map(|part| {
            let lower = part.of(line).to_lowercase();
            reading.publishing_words.get(lower.as_str()).copied()
        });
        Some(Found { date, range, word })
    })
}

/// The lines near a headline, and behind an article, that may hold byline and date: first those
/// from the headline to the article, then those above and below.
pub(super) fn near(
    headline: usize,
    body: usize,
    last: usize,
    n_lines: usize,
) -> impl Iterator<Item = usize> {
    let top = headline.min(body);
    let end = |at: usize| at.min(n_lines);
    (top..end(body + 1))
        .chain(top.saturating_sub(REACH)..top)
        .chain(end(last + 1)..end(last + REACH))
}

/// Whether a line gives little more than a date: "Published 1 June 2031", "12.03.2031 um 14:46".
pub(super) fn is_line(reading: &Reading, line: &str) -> bool {
    if line.len() > MAX_LINE {
        return false;
    }
    let Some(found) = find(reading, line, None) else {
        return false;
    };
    let before = line.get(..found.range.start).unwrap_or(line);
    // A weekday, in whatever language, or an hour.
    let bare = parts(before)
        .iter()
        .filter(|it| it.number.is_none())
        .count()
        <= 1;
    let rest = line.len() - (found.range.end - found.range.start);
    (bare || found.word.is_some()) && rest <= MAX_BESIDE && !is_sentence(line)
}

fn is_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '»', ')', ' ']);
    end.ends_with(['.', '!', '?', '…', '。']) && line.split_whitespace().count() > 4
}

/// The days that lines of dates give.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// When the page was published: what is said to be the first day, else a day of which nothing is
    /// said.
    pub(super) published: Option<Published>,
    /// When it was last changed.
    pub(super) modified: Option<Published>,
}

/// Tells the days of publishing and of the last change by lines, each with the line before it.
pub(super) fn told<'a>(
    reading: &Reading,
    language: Option<&str>,
    lines: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> Told {
    let mut days: [Option<Date>; 3] = [None; 3];
    for (line, before) in lines.filter(|(line, _)| !is_ago(reading, line)) {
        let Some(found) = find(reading, line, language) else {
            continue;
        };
        let label = || {
            let before = before?.to_lowercase();
            let words = &reading.publishing_words;
            words.get(before.trim_end_matches([':', ' '])).copied()
        };
        let rank = match found.word.or_else(label) {
            Some(PublishingWord::First) => 0,
            None => 1,
            Some(PublishingWord::Later) => 2,
            Some(PublishingWord::Ago) => continue,
        };
        if let Some(day) = days.get_mut(rank) {
            day.get_or_insert(found.date);
        }
    }
    let on_page = |date| Published {
        date,
        basis: Basis::Page,
    };
    let [first, plain, later] = days;
    Told {
        published: first.or(plain).map(on_page),
        modified: later.map(on_page),
    }
}

/// Whether a line tells a time only from a day that is not known ("2 years ago").
pub(super) fn is_ago(reading: &Reading, line: &str) -> bool {
    parts(line).iter().any(|part| {
        let lower = part.of(line).to_lowercase();
        reading.publishing_words.get(lower.as_str()) == Some(&PublishingWord::Ago)
    })
}

/// A run of letters or of digits.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: usize,
    end: usize,
    number: Option<u32>,
}

impl Part {
    fn of(self, line: &str) -> &str {
        line.get(self.start..self.end).unwrap_or("")
    }

    fn digits(self) -> usize {
        self.number.map_or(0, |_| self.end - self.start)
    }
}

fn parts(line: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<bool> = None;
    for (at, c) in line.char_indices() {
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() && !is_sign(c) {
            last = None;
            continue;
        }
        let end = at + c.len_utf8();
        match parts.last_mut().filter(|_| last == Some(digit)) {
            Some(part) => part.end = end,
            None => parts.push(Part {
                start: at,
                end,
                number: None,
            }),
        }
        last = Some(digit);
    }
    for part in &mut parts {
        part.number = part
            .of(line)
            .parse()
            .ok()
            .filter(|_| part.end - part.start <= 4);
    }
    parts
}

/// A sign that belongs to the letter before it.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// The date that begins with the first part, and how many parts it has.
fn date_at(
    reading: &Reading,
    line: &str,
    parts: &[Part],
    language: Option<&str>,
) -> Option<(Date, usize)> {
    let [first, second, third] = [0, 1, 2].map(|i| parts.get(i).copied());
    let (first, second) = (first?, second?);
    let glue = |a: Part, b: Part| line.get(a.end..b.start).unwrap_or("  ").trim();
    if let (Some(a), Some(b), Some(third)) = (first.number, second.number, third)
        && let Some(c) = third.number
    {
        let mark = glue(first, second);
        if mark != glue(second, third) || !matches!(mark, "." | "/" | "-") {
            return None;
        }
        return Some((
            of_figures((a, first.digits()), b, (c, third.digits()), mark, language)?,
            3,
        ));
    }
    // 2031年6月1日
    if first.digits() == 4 && second.of(line) == "年" {
        let month = parts.get(2)?.number?;
        let day = parts.get(4)?.number?;
        return Some((day_of(first.number?, month, day)?, 5));
    }
    let month = |part: Part| {
        let lower = part.of(line).to_lowercase();
        reading.months.get(lower.as_str()).copied()
    };
    // 2031 Jun 1
    if let (Some(year), Some(third)) = (first.number.filter(|_| first.digits() == 4), third)
        && let (Some(month), Some(day)) = (month(second), third.number)
        && third.digits() <= 2
    {
        return Some((day_of(year, month.into(), day)?, 3));
    }
    let is_between = |part: Part| {
        let lower = part.of(line).to_lowercase();
        reading.date_particles.contains(lower.as_str())
    };
    if let Some(day) = first.number.filter(|_| first.digits() <= 2) {
        let rest = parts.get(1..)?;
        let skip = usize::from(is_between(second));
        let month = month(*rest.get(skip)?)?;
        let behind = rest.get(skip + 1)?;
        let skip_more = usize::from(is_between(*behind));
        let year = rest.get(skip + 1 + skip_more)?;
        let date = day_of(
            year.number.filter(|_| year.digits() == 4)?,
            month.into(),
            day,
        )?;
        return Some((date, 3 + skip + skip_more));
    }
    let month = month(first)?;
    let day = second.number.filter(|_| second.digits() <= 2)?;
    let third = third?;
    let skip = usize::from(is_between(third));
    let year = parts.get(2 + skip)?;
    let date = day_of(
        year.number.filter(|_| year.digits() == 4)?,
        month.into(),
        day,
    )?;
    Some((date, 3 + skip))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1800..2200).contains(year))?;
    Date::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn of_figures(
    (a, a_digits): (u32, usize),
    b: u32,
    (c, c_digits): (u32, usize),
    mark: &str,
    language: Option<&str>,
) -> Option<Date> {
    if a_digits == 4 {
        return day_of(a, b, c);
    }
    if c_digits != 4 {
        return None;
    }
    let day_first = mark == "." || a > 12 || language.is_some_and(|it| it != "en");
    match (day_first, b > 12) {
        (_, true) if mark != "." => day_of(c, a, b),
        (true, _) => day_of(c, b, a),
        // 5/5/2031 is the same day either way.
        _ if a == b => day_of(c, b, a),
        _ => None,
    }
}

fn time_behind(line: &str, end: usize, date: Date) -> Option<Date> {
    let rest = line.get(end..)?;
    let skipped = rest.find(|c: char| c.is_ascii_digit())?;
    let between = rest.get(..skipped)?;
    if skipped > MAX_TO_TIME || between.contains(['+', '(', '/']) {
        return None;
    }
    clock(rest.get(skipped..)?, date)
}

/// "09:30, 12 March 2031"
fn time_before(line: &str, start: usize, date: Date) -> Option<Date> {
    let before = line
        .get(..start)?
        .trim_end_matches(|c: char| !c.is_ascii_digit());
    let from = before
        .rfind(|c: char| !c.is_ascii_digit() && c != ':')
        .map_or(0, |at| at + 1);
    let close = start - before.len() <= MAX_TO_TIME;
    let words = before.get(from..).filter(|it| close && it.contains(':'))?;
    clock(words, date)
}

/// `09:30`, `9:30 pm`, `09:30:15 +0200`, `09:30 GMT`
fn clock(text: &str, date: Date) -> Option<Date> {
    let hour_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let hour: u8 = text.get(..hour_digits)?.parse().ok()?;
    let rest = text.get(hour_digits..)?.strip_prefix([':', '.', 'h'])?;
    let minute: u8 = rest.get(..2)?.parse().ok()?;
    let rest = rest.get(2..)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = match rest.strip_prefix(':') {
        Some(seconds) => seconds.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let rest = rest.trim_start();
    let lower: String = rest.chars().take(4).flat_map(char::to_lowercase).collect();
    let half = |it: &str| lower.starts_with(it);
    let (hour, rest) = match hour {
        12 if half("am") || half("a.m") => (0, rest.get(2..).unwrap_or("")),
        1..=11 if half("pm") || half("p.m") => (hour + 12, rest.get(2..).unwrap_or("")),
        _ => (hour, rest),
    };
    let at = date.at(
        hour,
        minute,
        zone(rest.trim_start_matches('.').trim_start()),
    );
    at.time.map(|_| at)
}

fn zone(text: &str) -> Option<i16> {
    if ["Z", "UTC", "GMT"].iter().any(|it| text.starts_with(it)) {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        return zone(rest).or(Some(0));
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = text
        .chars()
        .skip(1)
        .take_while(|c| c.is_ascii_digit() || *c == ':')
        .filter(char::is_ascii_digit)
        .collect();
    let split = if digits.len() <= 2 {
        digits.len()
    } else {
        digits.len() - 2
    };
    let hours: i16 = digits.get(..split)?.parse().ok()?;
    let minutes: i16 = digits.get(split..)?.parse().unwrap_or(0);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, language: Option<&str>, expected: Option<&str>) {
        let reading = &crate::resources::get().reading;
        let found = find(reading, line, language).map(|it| it.date.to_string());
        assert_eq!(found.as_deref(), expected, "{line}");
    }

    #[test]
    fn reads_what_pages_print() {
        check("Published 1 June 2031", None, Some("2031-06-01"));
        check("March 12, 2031, 09:30", None, Some("2031-03-12T09:30"));
        check("Mar. 12th, 2031 at 9:30 pm", None, Some("2031-03-12T21:30"));
        check(
            "Mon, 12 May 2031 09:30:00 +0200",
            None,
            Some("2031-05-12T09:30+02:00"),
        );
        check("12.03.2031 um 14:46", None, Some("2031-03-12T14:46"));
        check("09:15, 3 May 2031", None, Some("2031-05-03T09:15"));
        check("1 de junio de 2031", None, Some("2031-06-01"));
        check("3 марта 2031", None, Some("2031-03-03"));
        check("2031-03-12T09:30:00Z", None, Some("2031-03-12T09:30Z"));
        check("2031年6月1日", None, Some("2031-06-01"));
        check("Gates 2031 Jun 1;15", None, Some("2031-06-01"));
    }

    #[test]
    fn figures_that_might_be_either_are_none() {
        check("03/04/2031", None, None);
        check("03/04/2031", Some("en"), None);
        check("03/04/2031", Some("fr"), Some("2031-04-03"));
        check("03/24/2031", Some("en"), Some("2031-03-24"));
        check("31.02.2031", None, None);
        check("access_time2 years ago", None, None);
        check("In 2031 the dam opened", None, None);
    }

    #[test]
    fn days_of_publishing_and_of_change_are_told_apart() {
        let reading = &crate::resources::get().reading;
        let told = |lines: &[&'static str]| {
            let lines = lines.iter().map(|it| (*it, None));
            let told = told(reading, None, lines);
            [told.published, told.modified].map(|it| it.map(|it| it.date.to_string()))
        };
        let day = |it: &str| Some(it.to_owned());
        assert_eq!(
            told(&["Updated 4 May 2031", "Published 3 May 2031"]),
            [day("2031-05-03"), day("2031-05-04")]
        );
        assert_eq!(told(&["Updated 4 May 2031"]), [None, day("2031-05-04")]);
        assert_eq!(told(&["4 May 2031"]), [day("2031-05-04"), None]);
        assert_eq!(told(&["2 years ago"]), [None, None]);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_fine(line in "[0-9./:, \\-+a-zäé年月日TZ]{0,40}") {
            let reading = &crate::resources::get().reading;
            if let Some(found) = find(reading, &line, None) {
                proptest::prop_assert!(line.get(found.range).is_some());
            }
        }
    }
}
