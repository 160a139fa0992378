//! Dates and times in a text, with the day, month or year that they mean.
//!
//! "Nov. 23", "12 March 2031", "on Wednesday", "yesterday", "two days later", "mid-March", "in
//! 2029". What a date leaves unsaid is taken from the day of publishing; where that is not known
//! the value is unknown too. Durations ("for two days") are no dates.

use crate::analyse::mentions::{Word, Words};
use crate::model::{Date, DateMention, Published, Span};
use crate::resources::{TimeUnit, TimeWord, Times};
use crate::text::TokenKind;

/// Finds the dates of a text, in order of place.
pub(crate) fn find(
    times: &Times,
    words: &Words<'_>,
    published: Option<Published>,
) -> Vec<DateMention> {
    let mut finder = Finder {
        times,
        words,
        published: published.map(|it| it.date),
        last: None,
    };
    let mut dates = Vec::new();
    let mut at = 0;
    while at < words.list.len() {
        match finder.read(at) {
            Some((first, end, value)) => {
                dates.push(DateMention {
                    span: words.span(first, end),
                    value,
                });
                finder.last = value.or(finder.last);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    dates
}

struct Finder<'a> {
    times: &'a Times,
    words: &'a Words<'a>,
    published: Option<Date>,
    /// The date named last, from which "two days later" counts.
    last: Option<Date>,
}

/// First word, the word behind the last, and what is meant.
type Reading = (usize, usize, Option<Date>);

impl Finder<'_> {
    fn read(&self, at: usize) -> Option<Reading> {
        let word = self.words.get(at)?;
        match word.kind {
            TokenKind::Number => self.number(at, word),
            TokenKind::Word => match self.time(at)? {
                TimeWord::Month(month) if word.is_capital() || self.hyphened(at) => {
                    self.month(at, month)
                }
                TimeWord::Weekday(day) if word.is_capital() && word.span.len() >= 6 => {
                    self.weekday(at, day)
                }
                // "USA Today" is no day.
                TimeWord::Relative(_)
                    if word.is_capital()
                        && !word.first
                        && self.words.before(at).is_some_and(|it| it.is_capital()) =>
                {
                    None
                }
                TimeWord::Relative(days) => {
                    let value = self.day_from(self.published, days);
                    Some((at, self.with_part(at + 1), value))
                }
                TimeWord::Unit(unit) => self.unit(at, unit),
                TimeWord::Count(count) => self.counted(at, i32::from(count)),
                _ => None,
            },
            _ => None,
        }
    }

    fn time(&self, at: usize) -> Option<TimeWord> {
        let lower = self.words.lower(at);
        let bare = ["mid-", "early-", "late-"]
            .iter()
            .find_map(|it| lower.strip_prefix(it))
            .unwrap_or(lower);
        self.times.word(bare)
    }

    fn hyphened(&self, at: usize) -> bool {
        self.words.lower(at).contains('-')
    }

    fn is(&self, at: usize, any: &[&str]) -> bool {
        any.contains(&self.words.lower(at))
    }

    fn before(&self, at: usize, any: &[&str]) -> bool {
        at > 0 && self.is(at - 1, any)
    }

    /// Skips the stop of a short form ("Nov.").
    fn after_stop(&self, at: usize) -> usize {
        let touches = self.words.before(at).map(|it| it.span.end())
            == self.words.get(at).map(|it| it.span.start());
        if self.words.is_mark(at, ".") && touches && self.words.lower(at - 1).len() <= 4 {
            at + 1
        } else {
            at
        }
    }

    fn day_number(&self, at: usize) -> Option<u8> {
        let word = self
            .words
            .get(at)
            .filter(|it| it.kind == TokenKind::Number)?;
        let digits = word.span.of(self.words.text);
        let bare = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|it| digits.strip_suffix(it))
            .unwrap_or(digits);
        bare.parse().ok().filter(|it| (1..=31).contains(it))
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        let word = self
            .words
            .get(at)
            .filter(|it| it.kind == TokenKind::Number)?;
        let digits = word.span.of(self.words.text);
        let year = digits.parse().ok().filter(|it| (1500..2200).contains(it))?;
        (digits.len() == 4).then_some(year)
    }

    /// A year behind a day or month: "March 12, 2031", "March 2031".
    fn year_behind(&self, at: usize) -> Option<(usize, i16)> {
        let comma = usize::from(self.words.is_mark(at, ","));
        let year = self.year_number(at + comma)?;
        Some((at + comma + 1, year))
    }

    /// "12 March 2031", "2031-03-12", "in 2029", "10 days ago".
    fn number(&self, at: usize, word: Word) -> Option<Reading> {
        if let Some(day) = self.day_number(at) {
            let of = usize::from(self.is(at + 1, &["of"]));
            let month_at = at + 1 + of;
            let capital = self
                .words
                .get(month_at)
                .is_some_and(|it| it.is_capital() && it.follows);
            if let (true, Some(TimeWord::Month(month))) = (capital, self.time(month_at)) {
                let end = self.after_stop(month_at + 1);
                let (end, year) = match self.year_behind(end) {
                    Some((end, year)) => (end, Some(year)),
                    None => (
                        if end > month_at + 1 {
                            month_at + 1
                        } else {
                            end
                        },
                        None,
                    ),
                };
                return Some((at, end, self.day(year, month, day, at)));
            }
        }
        let text = word.span.of(self.words.text);
        if text.len() == 10
            && let Some(date) = Date::parse(text).filter(|it| it.day.is_some())
        {
            return Some((at, at + 1, Some(date)));
        }
        if let Some(year) = self.year_number(at) {
            let led = self.before(
                at,
                &[
                    "in", "since", "by", "from", "until", "till", "through", "of", "the", "a",
                    "early", "late", "mid", "during", "before", "after", "to", "between", "and",
                    "this", "his", "her",
                ],
            );
            let unit = self
                .words
                .get(at + 1)
                .is_some_and(|it| it.kind == TokenKind::Mark)
                && self.words.is_mark(at + 1, "%");
            return (led && !unit).then(|| (at, at + 1, Some(Date::year(year))));
        }
        self.counted(at, text.parse().ok()?)
    }

    /// "Nov. 23", "March 12, 2031", "March 2031", "last March", "mid-March".
    fn month(&self, at: usize, month: u8) -> Option<Reading> {
        let next = self.after_stop(at + 1);
        let near = self.words.get(next).is_some_and(|it| it.follows);
        if let Some(day) = self.day_number(next).filter(|_| near) {
            let (end, year) = match self.year_behind(next + 1) {
                Some((end, year)) => (end, Some(year)),
                None => (next + 1, None),
            };
            return Some((at, end, self.day(year, month, day, at)));
        }
        if let Some((end, year)) = self.year_behind(next) {
            return Some((self.with_mid(at), end, Date::month(year, month)));
        }
        let leads = [
            "in", "since", "until", "till", "by", "during", "of", "last", "next", "this", "early",
            "late", "mid", "from", "through", "before", "after", "between", "to",
        ];
        let ambiguous = self.is(
            at,
            &["may", "march", "april", "june", "august", "jan", "mar"],
        );
        // "an August speech"
        let describes = self.before(at, &["a", "an", "the", "his", "her", "their"])
            && self.words.get(at).is_some_and(|it| !it.first)
            && self.words.get(at + 1).is_some_and(|it| {
                it.follows && it.kind == TokenKind::Word && !it.is_capital() && !it.is_function()
            });
        if ambiguous && !describes && !self.before(at, &leads) {
            return None;
        }
        let ahead = if self.before(at, &["next"]) {
            Some(true)
        } else {
            self.before(at, &["last"]).then_some(false)
        };
        let value = self.year_of(ahead, at, |year| Date::month(year, month));
        Some((self.with_mid(at), at + 1, value))
    }

    fn with_mid(&self, at: usize) -> usize {
        if self.before(at, &["last", "next", "this", "early", "late", "mid"]) {
            at - 1
        } else {
            at
        }
    }

    fn day(&self, year: Option<i16>, month: u8, day: u8, at: usize) -> Option<Date> {
        match year {
            Some(year) => Date::day(year, month, day),
            None => self.year_of(None, at, |year| Date::day(year, month, day)),
        }
    }

    /// The year that brings a date nearest to the day of publishing, a past one rather than one to
    /// come: a date ahead counts as far as a past one at twice its distance.
    fn year_of(
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
                    (begins - last) * if ahead == Some(true) { 1 } else { 2 }
                } else {
                    (first - ends).max(0) * if ahead == Some(true) { 2 } else { 1 }
                };
                (cost, date)
            })
            .filter(|(_, date)| ahead != Some(false) || date.day_range().0 <= last)
            .min()
            .map(|(_, date)| date)
    }

    /// Whether the words before say that the date lies ahead.
    fn is_ahead(&self, at: usize) -> bool {
        let sentence = self.words.get(at).map(|it| it.sentence);
        let window = at.saturating_sub(8)..at;
        window
            .filter(|&it| self.words.get(it).map(|it| it.sentence) == sentence)
            .any(|it| {
                self.is(
                    it,
                    &[
                        "will",
                        "scheduled",
                        "upcoming",
                        "planned",
                        "slated",
                        "'ll",
                        "shall",
                    ],
                )
            })
    }

    /// "Wednesday", "last Wednesday", "Wednesday, March 12", "Wednesday night".
    fn weekday(&self, at: usize, day: u8) -> Option<Reading> {
        // The full date behind it says more.
        let behind = at + 1 + usize::from(self.words.is_mark(at + 1, ","));
        if behind > at + 1
            && let Some((first, end, value)) = self.read(behind)
            && first == behind
            && value.is_some_and(|it| it.day.is_some())
            && !matches!(
                self.time(behind),
                Some(TimeWord::Weekday(_) | TimeWord::Relative(_))
            )
        {
            return Some((at, end, value));
        }
        let next = self.before(at, &["next"]);
        let last = self.before(at, &["last"]);
        let first = if next || last || self.before(at, &["this"]) {
            at - 1
        } else {
            at
        };
        let value = self.published.and_then(|published| {
            let today = published.weekday()?;
            let back = (i32::from(today) - i32::from(day)).rem_euclid(7);
            let days = if next || self.is_ahead(at) && !last {
                7 - back
            } else if last && back == 0 {
                -7
            } else {
                -back
            };
            self.day_from(Some(published), days)
        });
        Some((first, self.with_part(at + 1), value))
    }

    /// Takes the part of the day into the span: "Wednesday night".
    fn with_part(&self, at: usize) -> usize {
        let part = matches!(
            self.time(at),
            Some(TimeWord::Unit(TimeUnit::Part | TimeUnit::Night))
        );
        let follows = self.words.get(at).is_some_and(|it| it.follows);
        if part && follows { at + 1 } else { at }
    }

    /// "last month", "this year", "last night", "the weekend".
    fn unit(&self, at: usize, unit: TimeUnit) -> Option<Reading> {
        let step = if self.before(at, &["last"]) {
            -1
        } else if self.before(at, &["this"]) {
            0
        } else if self.before(at, &["next"]) {
            1
        } else if self.is(at, &["weekend"]) && self.before(at, &["the", "over"]) {
            return Some((at, at + 1, None));
        } else {
            return None;
        };
        let value = match unit {
            TimeUnit::Year => self.published.map(|it| Date::year(it.year + step)),
            TimeUnit::Month => self
                .published
                .and_then(|it| months_from(it, i32::from(step))),
            TimeUnit::Night => self.day_from(self.published, i32::from(step)),
            TimeUnit::Part => self.day_from(self.published, 0),
            TimeUnit::Day | TimeUnit::Week => None,
        };
        Some((at - 1, at + 1, value))
    }

    /// "two days ago", "three weeks later", "a year earlier".
    fn counted(&self, at: usize, count: i32) -> Option<Reading> {
        let Some(TimeWord::Unit(unit)) = self.time(at + 1) else {
            return None;
        };
        let (anchor, sign) = match self.words.lower(at + 2) {
            "ago" => (self.published, -1),
            "earlier" | "before" => (self.last, -1),
            "later" | "after" => (self.last, 1),
            _ => return None,
        };
        if !(0..=5_000).contains(&count) {
            return None;
        }
        let value = match unit {
            TimeUnit::Day | TimeUnit::Night => self.day_from(anchor, sign * count),
            TimeUnit::Month => anchor.and_then(|it| months_from(it, sign * count)),
            TimeUnit::Year => anchor
                .and_then(|it| i16::try_from(i32::from(it.year) + sign * count).ok())
                .map(Date::year),
            TimeUnit::Week | TimeUnit::Part => None,
        };
        Some((at, at + 3, value))
    }

    fn day_from(&self, anchor: Option<Date>, days: i32) -> Option<Date> {
        Some(Date::from_day_number(anchor?.day_number()? + days))
    }
}

fn months_from(anchor: Date, months: i32) -> Option<Date> {
    let month = i32::from(anchor.year) * 12 + i32::from(anchor.month?) - 1 + months;
    Date::month(
        i16::try_from(month.div_euclid(12)).ok()?,
        u8::try_from(month.rem_euclid(12) + 1).ok()?,
    )
}

/// The value of the date that lies at a span.
pub(crate) fn value_at(dates: &[DateMention], span: Span) -> Option<Date> {
    let at = dates
        .binary_search_by_key(&span.start(), |it| it.span.start())
        .ok()?;
    dates.get(at)?.value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Engine;
    use crate::{analyse, resources};

    fn dates(published: Option<&str>, text: &str) -> Vec<String> {
        let document = analyse::testing::document(text, published);
        let analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
        let show = |it: &DateMention| {
            let value = it.value.map_or("?".to_owned(), |it| it.to_string());
            format!("{} = {value}", it.span.of(text))
        };
        analysis.dates.iter().map(show).collect()
    }

    /// 12 March 2031 is a Wednesday.
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(dates(Some("2031-03-12"), text), expected, "{text}");
    }

    #[test]
    fn full_dates() {
        check(
            "It opened on March 3, 2029.",
            &["March 3, 2029 = 2029-03-03"],
        );
        check("It opened on 3 March 2029.", &["3 March 2029 = 2029-03-03"]);
        check(
            "It opened on the 3rd of March.",
            &["3rd of March = 2031-03-03"],
        );
        check(
            "It opened on Monday, March 10.",
            &["Monday, March 10 = 2031-03-10"],
        );
        check("It opened on 2029-03-03.", &["2029-03-03 = 2029-03-03"]);
        check("It opened on Nov.\u{a0}23.", &["Nov.\u{a0}23 = 2030-11-23"]);
    }

    #[test]
    fn the_year_is_the_nearest_and_rather_past() {
        check("They met on Jan. 5.", &["Jan. 5 = 2031-01-05"]);
        check("They will meet on 16 June.", &["16 June = 2031-06-16"]);
        check("They met in December.", &["December = 2030-12"]);
        check("They met in mid-February.", &["mid-February = 2031-02"]);
        check("They met last March.", &["last March = 2031-03"]);
        check("In an August speech he left.", &["August = 2030-08"]);
    }

    #[test]
    fn weekdays_are_the_last_before_publishing() {
        check("Marsk said on Wednesday", &["Wednesday = 2031-03-12"]);
        check("Marsk said Friday night", &["Friday night = 2031-03-07"]);
        check("They will meet on Friday.", &["Friday = 2031-03-14"]);
        check("They meet next Monday.", &["next Monday = 2031-03-17"]);
    }

    #[test]
    fn days_months_and_years_as_seen_from_publishing() {
        check("He spoke yesterday.", &["yesterday = 2031-03-11"]);
        check("He spoke last month.", &["last month = 2031-02"]);
        check("He spoke two days ago.", &["two days ago = 2031-03-10"]);
        check(
            "He spoke on Feb. 27. Two days later it rained.",
            &["Feb. 27 = 2031-02-27", "Two days later = 2031-03-01"],
        );
        check("It was built in 2019.", &["2019 = 2019"]);
        check("He spoke last night.", &["last night = 2031-03-11"]);
    }

    #[test]
    fn durations_and_names_are_no_dates() {
        check("It took two days and may take 2000 more.", &[]);
        check("He told USA Today so.", &[]);
        check("Theresa May spoke for three years.", &[]);
    }

    #[test]
    fn without_a_day_of_publishing_nothing_is_guessed() {
        let text = "He spoke on Wednesday, on Nov. 23 and in May 2029.";
        assert_eq!(
            dates(None, text),
            ["Wednesday = ?", "Nov. 23 = ?", "May 2029 = 2029-05"]
        );
    }

    #[test]
    fn values_follow_a_new_day_of_publishing() {
        let mut document = analyse::testing::document("He spoke on Wednesday.", None);
        let mut analysis = analyse::analyse(resources::get(), &document, Engine::Rules);
        document.published = analyse::testing::document("", Some("2031-03-14")).published;
        analyse::date(resources::get(), &document, &mut analysis);
        let value = analysis.dates.first().and_then(|it| it.value);
        assert_eq!(value, Date::day(2031, 3, 12));
    }
}
