//! Documents without a date to dates, from the other reports of their story and their own words.
//!
//! The story's dated reports tell the season; "next month" beside "16 June" tells the month; a
//! weekday beside words that a dated report has too tells the day. What is not told stays unknown:
//! of a Friday that may be one of two, only the month is given.

use rustc_hash::FxHashMap;

use super::furniture::Furniture;
use super::prose::{self, Prose};
use super::runs;
use super::terms::month_and_day;
use super::when::WINDOW;
use super::words::{self, Word, fold};
use crate::model::{Analysed, Date, DocumentId, InferredDate, Story};
use crate::resources::{Resources, TimeUnit, TimeWord};

/// How many words of a text are looked at for months.
const READ: usize = 2000;

/// How many words of a text are looked at for the weekday on which it was said.
const LEAD: usize = 80;

/// How many words two reports share at least where both have the same statement.
const STATEMENT: u64 = 10;

/// How many dated reports of a story are compared with one that has no date.
const COMPARED: usize = 32;

/// Tells dates of publishing, where a document states none.
pub(super) fn infer(
    resources: &Resources,
    documents: &[&Analysed],
    stories: &[Story],
) -> Vec<InferredDate> {
    let by_id: FxHashMap<DocumentId, &Analysed> = documents
        .iter()
        .map(|analysed| (analysed.document.id, *analysed))
        .collect();
    let mut inferred: Vec<InferredDate> = stories
        .iter()
        .flat_map(|story| infer_in(resources, &by_id, story))
        .collect();
    inferred.sort_unstable_by_key(|it| it.document);
    inferred
}

fn infer_in(
    resources: &Resources,
    by_id: &FxHashMap<DocumentId, &Analysed>,
    story: &Story,
) -> Vec<InferredDate> {
    let members = || {
        story
            .documents
            .iter()
            .filter_map(|id| by_id.get(id).copied())
    };
    let dated: Vec<(&Analysed, i32)> = members()
        .filter_map(|it| Some((it, it.document.published?.date.day_number()?)))
        .collect();
    let days = || dated.iter().map(|(_, day)| *day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Vec::new();
    };
    let season = Season { first, last };
    members()
        .filter(|it| it.document.published.is_none())
        .filter_map(|it| {
            let told = month_told(resources, it);
            let (date, why) = day(resources, it, &dated)
                .filter(|(date, _)| told.is_none_or(|told| date.month == Some(told.0)))
                .or_else(|| month(told?, &season))
                .or_else(|| season.year())?;
            Some(InferredDate {
                document: it.document.id,
                date,
                why,
            })
        })
        .collect()
}

/// The days on which the dated reports of a story were published.
struct Season {
    first: i32,
    last: i32,
}

impl Season {
    fn has(&self, (first, last): (i32, i32)) -> bool {
        first <= self.last + WINDOW && self.first - WINDOW <= last
    }

    /// The year, where no report of the story can be from another.
    fn year(&self) -> Option<(Date, String)> {
        let first = Date::from_day_number(self.first - WINDOW);
        let last = Date::from_day_number(self.last + WINDOW);
        let why = || format!("the dated reports of its story are from {}", self.days());
        (first.year == last.year).then(|| (Date::year(first.year), why()))
    }

    fn days(&self) -> String {
        let (first, last) = (
            Date::from_day_number(self.first),
            Date::from_day_number(self.last),
        );
        match first == last {
            true => first.to_string(),
            false => format!("{first} to {last}"),
        }
    }
}

/// The month that a document's own words tell: it names days of one month only, and says that it
/// is this month or the next; with the words that tell it.
fn month_told<'a>(resources: &Resources, analysed: &'a Analysed) -> Option<(u8, &'a str, &'a str)> {
    let text = &analysed.document.text;
    let words = words::words(text, READ);
    let mut named: Vec<(u8, &str)> = (0..words.len())
        .filter_map(|at| {
            let (month, _, end) = month_and_day(resources, text, &words, at)?;
            Some((
                month,
                text.get(words.get(at)?.start as usize..end as usize)?,
            ))
        })
        .collect();
    named.dedup_by_key(|(month, _)| *month);
    let &[(month, surface)] = named.as_slice() else {
        return None;
    };
    let (ahead, phrase) = relation(resources, text, &words)?;
    let month = (i16::from(month) - 1 - ahead).rem_euclid(12) as u8 + 1;
    Some((month, phrase, surface))
}

/// That month of the year in which the story's dated reports are.
fn month((month, phrase, surface): (u8, &str, &str), season: &Season) -> Option<(Date, String)> {
    let around = Date::from_day_number(season.first).year;
    let mut fitting = (around - 1..=around + 1)
        .filter_map(|year| Date::month(year, month))
        .filter(|date| season.has(date.day_range()));
    let date = fitting.next().filter(|_| fitting.next().is_none())?;
    let why = format!(
        "has `{phrase}` beside `{surface}`; the dated reports of its story are from {}",
        season.days()
    );
    Some((date, why))
}

/// How many months the named days lie ahead, and the words that say so; `None` where the text says
/// both or neither.
fn relation<'a>(resources: &Resources, text: &'a str, words: &[Word]) -> Option<(i16, &'a str)> {
    let mut found: Option<(i16, &str)> = None;
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        let unit = resources.times.word(&fold(second.of(text)));
        if unit != Some(TimeWord::Unit(TimeUnit::Month)) {
            continue;
        }
        let relations = &resources.facts.month_relations;
        let Some(&ahead) = relations.get(fold(first.of(text)).as_str()) else {
            continue;
        };
        if found.is_some_and(|(before, _)| before != ahead) {
            return None;
        }
        let end = second.end as usize;
        let phrase = text.get(first.start as usize..end).unwrap_or("");
        found = found.or(Some((ahead, phrase)));
    }
    found
}

/// The day that a weekday tells: a dated report that has the same words names the same weekday,
/// and was published on it.
fn day(
    resources: &Resources,
    analysed: &Analysed,
    dated: &[(&Analysed, i32)],
) -> Option<(Date, String)> {
    let (weekday, name) = weekday(resources, analysed)?;
    let prose = prose::prose(resources, analysed, &Furniture::default());
    let mut told: Vec<(i32, &Analysed)> = dated
        .iter()
        .take(COMPARED)
        .filter(|(other, day)| {
            let date = Date::from_day_number(*day);
            date.weekday() == Some(weekday)
                && self::weekday(resources, other).is_some_and(|it| it.0 == weekday)
        })
        .filter(|(other, _)| shares_words(resources, &prose, other))
        .map(|(other, day)| (*day, *other))
        .collect();
    told.sort_by_key(|(day, other)| (*day, other.document.id));
    let (first, other) = *told.first()?;
    if told.iter().any(|(day, _)| *day != first) {
        return None;
    }
    let date = Date::from_day_number(first);
    let outlet = other.document.outlet.as_deref().unwrap_or("a dated report");
    Some((
        date,
        format!("has words of {name} that {outlet} printed on {date}, naming the same day"),
    ))
}

fn shares_words(resources: &Resources, prose: &Prose, other: &Analysed) -> bool {
    let other = prose::prose(resources, other, &Furniture::default());
    runs::shared(prose, &other).words >= STATEMENT
}

/// The one weekday that the lead of a document names.
fn weekday<'a>(resources: &Resources, analysed: &'a Analysed) -> Option<(u8, &'a str)> {
    let text = &analysed.document.text;
    let words = words::words(text, LEAD);
    let mut found: Vec<(u8, &str)> = words
        .iter()
        .filter_map(|word| {
            let surface = word.of(text);
            let named = surface.starts_with(char::is_uppercase);
            match resources.times.word(&fold(surface)).filter(|_| named)? {
                TimeWord::Weekday(weekday) => Some((weekday, surface)),
                _ => None,
            }
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(weekday, _)| *weekday);
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::{by, report};
    use crate::model::{Hash, StoryId};
    use crate::resources;

    const WORDS: &str = "Ilse Marsk told reporters on Wednesday: \"We warned them three times, and \
        nobody at the ministry came to the telephone.\"";

    fn check(undated: &str, dated: &[(&str, &str)], expected: Option<&str>) {
        let mut documents = vec![report(1, None, "", undated)];
        for (&(date, text), id) in dated.iter().zip(2..) {
            documents.push(by("Quillhaven Times", report(id, Some(date), "", text)));
        }
        let ids: Vec<DocumentId> = documents.iter().map(|it| it.document.id).collect();
        let story = Story {
            id: StoryId(Hash::of_bytes(b"story")),
            representative: ids[0],
            first: None,
            last: None,
            documents: ids,
            origins: Vec::new(),
            joins: Vec::new(),
            linked: Vec::new(),
        };
        let sorted: Vec<&Analysed> = documents.iter().collect();
        let found = infer(resources::get(), &sorted, &[story]);
        let date = found.first().map(|it| it.date.to_string());
        assert_eq!(date.as_deref(), expected, "{undated}: {found:?}");
    }

    #[test]
    fn the_same_words_on_the_same_weekday_tell_the_day() {
        // 12 March 2031 was a Wednesday.
        check(WORDS, &[("2031-03-12", WORDS)], Some("2031-03-12"));
        check(WORDS, &[("2031-03-13", WORDS)], Some("2031"));
        let other = WORDS.replace("Wednesday", "Thursday");
        check(&other, &[("2031-03-12", WORDS)], Some("2031"));
        check(
            WORDS,
            &[("2031-03-12", "The river rose on Wednesday.")],
            Some("2031"),
        );
    }

    #[test]
    fn next_month_and_a_named_day_tell_the_month() {
        let text = "The two meet next month, on 16 June.";
        check(text, &[("2031-06-01", "")], Some("2031-05"));
        check(
            "They meet on June 16, later this month.",
            &[("2031-06-01", "")],
            Some("2031-06"),
        );
        check(
            "They meet next month, on 5 January.",
            &[("2030-12-20", "")],
            Some("2030-12"),
        );
        // Neither the story nor the text allows it.
        check(text, &[("2031-11-15", "")], Some("2031"));
        check(
            "They meet next month, on 16 June or 2 July.",
            &[("2031-06-01", "")],
            Some("2031"),
        );
    }

    #[test]
    fn nothing_is_guessed() {
        check(WORDS, &[], None);
        check("They met.", &[("2030-12-28", "")], None);
        check(
            &format!("{WORDS} They meet next month, on 16 June."),
            &[("2031-03-12", WORDS)],
            Some("2031"),
        );
    }
}
