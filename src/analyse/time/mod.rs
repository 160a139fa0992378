//! Dates, times and periods in a text, with the day, month, year or stretch of days that they mean.
//!
//! "Nov. 23", "12 March 2031", "the eighth of March", "on Wednesday", "yesterday", "two days later", "mid-March", "in
//! 2029", "from 3 to 5 March", "earlier this week", "at 9 p.m. on Monday", "last summer". What a
//! date leaves unsaid is taken from the day of publishing; where that is not known the value is
//! unknown too. Durations ("for two days") are no dates.

mod absolute;
mod clock;
mod day;
mod period;
mod relative;
#[cfg(test)]
mod tests;

use crate::analyse::mentions::Words;
use crate::model::{Date, DateMention, Published, Span, Statement};
use crate::resources::{TimeLead, TimeWord, TimeWords};
use crate::text::TokenKind;

/// Finds the dates of a text, in order of place.
pub(crate) fn find(
    times: &TimeWords,
    words: &Words<'_>,
    published: Option<Published>,
) -> Vec<DateMention> {
    let published = published.map(|it| it.date);
    find_in(times, words, published, 0, words.list.len())
}

fn find_in(
    times: &TimeWords,
    words: &Words<'_>,
    published: Option<Date>,
    from: usize,
    to: usize,
) -> Vec<DateMention> {
    let mut finder = Finder {
        times,
        words,
        published,
        last: None,
        last_paragraph: 0,
    };
    let mut dates: Vec<DateMention> = Vec::new();
    let mut at = from;
    while at < to {
        let Some(found) = finder.whole(at) else {
            at += 1;
            continue;
        };
        let span = words.span(found.first, found.end);
        // A look back ("early", "last") never reaches into the date before.
        let before = dates.last().map_or(0, |it| it.span.end());
        dates.push(DateMention {
            span: Span::new(span.start().max(before), span.end()),
            value: found.meaning.date,
            period: found.meaning.period,
        });
        if let Some(last) = found.meaning.latest() {
            finder.last = Some(last);
            finder.last_paragraph = words.get(found.first).map_or(0, |it| it.paragraph);
        }
        at = found.end.max(at + 1);
    }
    dates
}

/// Counts "yesterday" and "tomorrow" between quotation marks from the day on which they were said.
///
/// "He comes tomorrow", said on Friday and printed on Sunday, is about Saturday.
pub(crate) fn count_from_saying(
    times: &TimeWords,
    words: &Words<'_>,
    published: Option<Published>,
    statements: &[Statement],
    dates: &mut [DateMention],
) {
    for statement in statements {
        let said = statement.said.and_then(|it| it.date);
        let said = said
            .filter(|it| it.day.is_some())
            .map(|it| Date { time: None, ..it });
        let day = published.and_then(|it| it.date.day_number());
        let (Some(said), true) = (said, day.is_some()) else {
            continue;
        };
        if said.day_number() == day {
            continue;
        }
        for quoted in &statement.quoted {
            let first = dates.partition_point(|it| it.span.start() < quoted.start());
            let inside = dates.get_mut(first..).unwrap_or_default();
            let inside = inside
                .iter_mut()
                .take_while(|it| it.span.end() <= quoted.end());
            let inside: Vec<&mut DateMention> = inside.collect();
            if inside.is_empty() {
                continue;
            }
            let range = (words.at(quoted.start()), words.at(quoted.end()));
            let anew = find_in(times, words, Some(said), range.0, range.1);
            for date in inside {
                if let Some(found) = anew.iter().find(|it| it.span == date.span) {
                    (date.value, date.period) = (found.value, found.period);
                }
            }
        }
    }
}

/// What a date means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Meaning {
    date: Option<Date>,
    period: Option<(Date, Date)>,
}

impl Meaning {
    fn of(date: Option<Date>) -> Meaning {
        Meaning { date, period: None }
    }

    fn period(first: Date, last: Date) -> Meaning {
        Meaning {
            date: None,
            period: (first <= last).then_some((first, last)),
        }
    }

    fn earliest(self) -> Option<Date> {
        self.date.or(self.period.map(|it| it.0))
    }

    fn latest(self) -> Option<Date> {
        self.date.or(self.period.map(|it| it.1))
    }
}

impl From<Option<Date>> for Meaning {
    fn from(date: Option<Date>) -> Meaning {
        Meaning::of(date)
    }
}

/// A date at its first word, with the word behind its last.
#[derive(Clone, Copy, Debug)]
struct Reading {
    first: usize,
    end: usize,
    meaning: Meaning,
}

struct Finder<'a> {
    times: &'a TimeWords,
    words: &'a Words<'a>,
    published: Option<Date>,
    /// The date named last, from which "two days later" counts.
    last: Option<Date>,
    /// The paragraph that named it.
    last_paragraph: u32,
}

impl Finder<'_> {
    /// A date with all that belongs to it: the other end of a period, the hour.
    fn whole(&self, at: usize) -> Option<Reading> {
        if let Some(found) = self.clock_then_day(at) {
            return Some(found);
        }
        let found = self.read(at)?;
        Some(self.until(self.then_clock(found)))
    }

    fn read(&self, at: usize) -> Option<Reading> {
        let word = self.words.get(at)?;
        match word.kind {
            TokenKind::Number => self.number(at),
            TokenKind::Word => self.word(at),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<Reading> {
        if let Some(found) = self.holiday(at).or_else(|| self.in_words(at)) {
            return Some(found);
        }
        let word = self.words.get(at)?;
        let capital = word.is_capital() || self.times.small;
        match self.time(at) {
            Some(TimeWord::Month(month)) if capital || self.has_prefix(at) => self.month(at, month),
            Some(TimeWord::Weekday(day)) if capital && word.span.len() >= 5 => {
                self.weekday(at, day)
            }
            Some(TimeWord::Relative(days)) => self.relative(at, days),
            Some(TimeWord::Unit(unit)) => self.unit(at, unit),
            Some(TimeWord::Count(count)) => self.counted(at, i32::from(count)),
            Some(TimeWord::Season(first, last)) => self.season(at, first, last),
            _ => None,
        }
    }

    fn time(&self, at: usize) -> Option<TimeWord> {
        let lower = self.words.lower(at);
        self.times.word(self.times.without_prefix(lower))
    }

    fn has_prefix(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        self.times.without_prefix(lower).len() < lower.len()
    }

    fn leads(&self, at: usize, lead: TimeLead) -> bool {
        self.words.get(at).is_some() && self.times.leads(self.words.lower(at), lead)
    }

    fn led(&self, at: usize, lead: TimeLead) -> bool {
        at > 0 && self.leads(at - 1, lead)
    }

    /// Whether a word stands on the line of the word before it.
    fn follows(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.follows)
    }

    /// Whether the words before say that the date lies ahead.
    fn is_ahead(&self, at: usize) -> bool {
        let sentence = self.words.get(at).map(|it| it.sentence);
        let mut window = at.saturating_sub(AHEAD)..at;
        window.any(|it| {
            self.words.get(it).map(|it| it.sentence) == sentence && self.leads(it, TimeLead::Ahead)
        })
    }
}

/// How many words before a date may say that it lies ahead.
const AHEAD: usize = 8;

/// The value of the date that lies at a span.
pub(crate) fn value_at(dates: &[DateMention], span: Span) -> Option<Date> {
    let at = dates
        .binary_search_by_key(&span.start(), |it| it.span.start())
        .ok()?;
    dates.get(at)?.value
}
