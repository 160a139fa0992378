//! One person: roles with their dates, months, lines that return, everything said, oldest first.

use rustc_hash::FxHashMap;

use super::format;
use super::place::Place;
use super::shelf::{self, Shelf, Words};
use super::squares::Squares;
use super::story;
use super::who::{self, WhoView};
use super::wording;
use crate::model::{
    Date, DocumentId, EntityKind, Person, PersonRole, StatementId, StatementKind, Story, StoryId,
    Utterance, Version,
};
use crate::store::Made;

/// What one person's page is made from.
#[derive(Debug)]
pub(crate) struct PersonNouns {
    /// The person.
    pub(crate) person: Person,
    /// The documents of the statements.
    pub(crate) shelf: Shelf,
    /// The utterances.
    pub(crate) utterances: Vec<Utterance>,
    /// Statements that are in no utterance.
    pub(crate) alone: Vec<(DocumentId, StatementId)>,
    /// The stories of the utterances, with their titles.
    pub(crate) stories: FxHashMap<StoryId, (Story, String)>,
    /// Which part of very many statements this is.
    pub(crate) part: Part,
    /// Others of the same name.
    pub(crate) namesakes: Vec<(String, String)>,
    /// The corrections that stand and that the person is the outcome of.
    pub(crate) corrections: Vec<Made>,
}

/// A part of somebody's statements: 1 is the latest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Which.
    pub(crate) part: usize,
    /// How many there are.
    pub(crate) parts: usize,
    /// How many statements all have together.
    pub(crate) total: usize,
}

/// How many stories and outlets are listed.
const LISTED: usize = 8;
/// How many entries stand on one page.
pub(crate) const PER_PAGE: usize = 60;
/// How many months are drawn.
const MONTHS: i32 = 12;
/// So many words in a row make a line that returns.
const LINE: usize = 5;
/// How many lines are listed.
const LINES: usize = 6;

/// What the page prints.
#[derive(Debug)]
pub(crate) struct PersonView {
    pub(crate) id: String,
    pub(crate) short_id: String,
    pub(crate) name: String,
    pub(crate) deck: String,
    pub(crate) aliases: String,
    pub(crate) namesakes: Vec<(String, String)>,
    /// When, what, and in how many reports.
    pub(crate) roles: Vec<(String, String, String)>,
    /// The stories with most statements: title, page, how many.
    pub(crate) stories: Counted,
    /// The outlets that report them.
    pub(crate) outlets: Counted,
    pub(crate) bars: Option<Bars>,
    pub(crate) lines: Vec<Line>,
    pub(crate) total: usize,
    pub(crate) page: usize,
    pub(crate) pages: usize,
    pub(crate) months: Vec<(String, Vec<Entry>)>,
    pub(crate) part: Part,
    /// Why all of these reports are held to mean this person.
    pub(crate) who: WhoView,
}

/// Things with how many statements each has, most first.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Name, page where there is one, number.
    pub(crate) list: Vec<(String, String, usize)>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// Statements a month.
#[derive(Debug)]
pub(crate) struct Bars {
    pub(crate) label: String,
    pub(crate) bars: Vec<Bar>,
    pub(crate) caption: String,
}

/// One month.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) height: i64,
    pub(crate) n: usize,
    pub(crate) now: bool,
    /// Its name, for every third month and the last.
    pub(crate) name: &'static str,
}

/// Words said on several occasions.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) words: String,
    pub(crate) href: String,
    pub(crate) times: usize,
    /// Where its dots stand, of 300.
    pub(crate) dots: Vec<i64>,
    pub(crate) range: String,
}

/// One thing said.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) when: String,
    pub(crate) sub: String,
    pub(crate) words: String,
    pub(crate) href: String,
    pub(crate) under: String,
    pub(crate) place: (String, Place),
    pub(crate) squares: Option<Squares>,
    pub(crate) relations: Vec<&'static str>,
}

/// An utterance or a lone statement with its day.
struct Item<'a> {
    day: Option<Date>,
    stated: bool,
    document: DocumentId,
    statement: StatementId,
    words: Words,
    utterance: Option<&'a Utterance>,
}

/// Makes a page of the log, from 1.
pub(crate) fn view(nouns: &PersonNouns, page: usize) -> PersonView {
    let items = items(nouns);
    let pages = items.len().div_ceil(PER_PAGE).max(1);
    let page = page.clamp(1, pages);
    let id = nouns.person.id.to_string();
    let from = (page - 1) * PER_PAGE;
    let shown = items.iter().skip(from).take(PER_PAGE);
    PersonView {
        short_id: story::short(&id),
        name: nouns.person.name.clone(),
        deck: deck(nouns, items.len()),
        aliases: nouns.person.aliases.join(", "),
        namesakes: nouns.namesakes.clone(),
        roles: roles(nouns),
        stories: stories(nouns, &items),
        outlets: outlets(nouns, &items),
        bars: bars(&items),
        lines: lines(&items),
        total: items.len(),
        page,
        pages,
        months: months(nouns, shown),
        part: nouns.part,
        who: who::view(nouns),
        id,
    }
}

fn items(nouns: &PersonNouns) -> Vec<Item<'_>> {
    let of_utterance = |utterance| {
        let utterance: &Utterance = utterance;
        let version: &Version = utterance.versions.first()?;
        let mut item = item(nouns, version.document, version.statement)?;
        item.words = shelf::words_of(nouns.shelf.paper(version.document)?, version);
        item.stated = utterance.said.is_some();
        let reports = utterance.versions.iter();
        let published = reports.filter_map(|it| nouns.shelf.paper(it.document)?.date());
        item.day = utterance.said.or_else(|| published.min());
        item.utterance = Some(utterance);
        Some(item)
    };
    let mut items: Vec<Item<'_>> = nouns.utterances.iter().filter_map(of_utterance).collect();
    let alone = nouns.alone.iter();
    items.extend(alone.filter_map(|(document, statement)| item(nouns, *document, *statement)));
    // Oldest first; what has no day comes last.
    items.sort_by_key(|it| (it.day.is_none(), it.day, it.document, it.words.place.start));
    items
}

fn item(nouns: &PersonNouns, document: DocumentId, id: StatementId) -> Option<Item<'_>> {
    let paper = nouns.shelf.paper(document)?;
    let statement = paper.statement(id)?;
    let said = statement.said.and_then(|it| it.date);
    Some(Item {
        day: said.or(paper.date()),
        stated: said.is_some(),
        document,
        statement: id,
        words: shelf::words(paper, Some(statement), &statement.content),
        utterance: None,
    })
}

fn deck(nouns: &PersonNouns, total: usize) -> String {
    let person = &nouns.person;
    let mut documents: Vec<DocumentId> = person.members.iter().map(|it| it.document).collect();
    documents.sort_unstable();
    documents.dedup();
    let outlets = nouns.shelf.n_outlets(&documents);
    let role = by_day(nouns)
        .into_iter()
        .next()
        .map(|(it, _)| match it.last {
            Some(date) => format!(
                "{}, as of {}. ",
                format::capitalise(&it.title),
                format::day(date)
            ),
            None => format!("{}. ", format::capitalise(&it.title)),
        });
    let kind = match person.kind {
        EntityKind::Person if !person.named => "Unnamed. ",
        EntityKind::Group => "A group or organisation. ",
        EntityKind::Document => "A text that speaks. ",
        _ => "",
    };
    let record = match total {
        0 => "Nothing they said is on record".to_owned(),
        n => format!(
            "On record {}, in reports of {}",
            times(n),
            format::count(outlets, "outlet")
        ),
    };
    format!(
        "{}{kind}{record}. Named in {}.",
        role.unwrap_or_default(),
        format::count(documents.len(), "document")
    )
}

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", format::thousands(n)),
    }
}

fn roles(nouns: &PersonNouns) -> Vec<(String, String, String)> {
    let range = |first: Option<Date>, last: Option<Date>| match (first, last) {
        // A report that states its year alone tells nothing about the first day.
        (Some(first), Some(last))
            if first.day_range().0 <= last.day_range().0
                && last.day_range().1 <= first.day_range().1 =>
        {
            format::day(last)
        }
        (Some(first), Some(last)) => format!("{} to {}", format::day(first), format::day(last)),
        (Some(date), None) | (None, Some(date)) => format::day(date),
        (None, None) => "day not known".to_owned(),
    };
    let role = |(it, n): (&PersonRole, usize)| {
        let reports = match n {
            0 => String::new(),
            n => format!("in {}", format::count(n, "report")),
        };
        (
            range(it.first, it.last),
            format::capitalise(&it.title),
            reports,
        )
    };
    by_day(nouns).into_iter().map(role).collect()
}

/// The roles with how many reports assert each: the latest first; of one day, what most assert.
fn by_day(nouns: &PersonNouns) -> Vec<(&PersonRole, usize)> {
    let roles = nouns.person.roles.iter();
    let mut roles: Vec<(&PersonRole, usize)> =
        roles.map(|it| (it, it.documents as usize)).collect();
    let day = |it: &PersonRole| it.last.map(|it| it.day_range().1);
    roles.sort_by_key(|(it, n)| (std::cmp::Reverse(day(it)), std::cmp::Reverse(*n)));
    roles
}

fn stories(nouns: &PersonNouns, items: &[Item<'_>]) -> Counted {
    let stories = items.iter().filter_map(|it| {
        let (story, title) = nouns.stories.get(&it.utterance?.story)?;
        Some((title.clone(), format!("/stories/{}", story.id)))
    });
    counted(stories)
}

/// Each outlet once for each thing said that it reports.
fn outlets(nouns: &PersonNouns, items: &[Item<'_>]) -> Counted {
    let outlets = items.iter().flat_map(|it| {
        let mut documents = match it.utterance {
            Some(utterance) => utterance.versions.iter().map(|it| it.document).collect(),
            None => vec![it.document],
        };
        documents.sort_unstable();
        let outlets = documents.into_iter().map(|it| nouns.shelf.outlet(it));
        let mut outlets: Vec<String> = outlets.map(str::to_owned).collect();
        outlets.sort_unstable();
        outlets.dedup();
        outlets
    });
    counted(outlets.map(|it| (it, String::new())))
}

fn counted(things: impl Iterator<Item = (String, String)>) -> Counted {
    let mut things: Vec<(String, String)> = things.collect();
    things.sort_unstable();
    let mut list: Vec<(String, String, usize)> = Vec::new();
    for (name, href) in things {
        match list.last_mut() {
            Some(last) if (&last.0, &last.1) == (&name, &href) => last.2 += 1,
            _ => list.push((name, href, 1)),
        }
    }
    list.sort_by_key(|it| std::cmp::Reverse(it.2));
    let more = list.len().saturating_sub(LISTED);
    list.truncate(LISTED);
    Counted { list, more }
}

/// Months since year 0.
fn month_of(item: &Item<'_>) -> Option<i32> {
    let day = item.day?;
    Some(i32::from(day.year) * 12 + i32::from(day.month?) - 1)
}

fn bars(items: &[Item<'_>]) -> Option<Bars> {
    let months: Vec<i32> = items.iter().filter_map(month_of).collect();
    let last = *months.iter().max()?;
    let from = last - MONTHS + 1;
    let counts: Vec<usize> = (from..=last)
        .map(|month| months.iter().filter(|it| **it == month).count())
        .collect();
    let most = counts.iter().copied().max().unwrap_or(1).max(1) as i64;
    let name = |month: i32| format::month_short(month.rem_euclid(12) as u8 + 1);
    let bars = counts.iter().zip(from..).enumerate();
    let bars: Vec<Bar> = bars
        .map(|(at, (n, month))| {
            let height = (*n as i64 * 84 + most - 1) / most;
            Bar {
                x: at as i64 * 28 + 3,
                y: 104 - height,
                height,
                n: *n,
                now: month == last,
                name: if at % 3 == 0 && at < 10 || month == last {
                    name(month)
                } else {
                    ""
                },
            }
        })
        .collect();
    let label: Vec<String> = bars
        .iter()
        .zip(from..)
        .map(|(bar, month)| format!("{} {} {}", name(month), month.div_euclid(12), bar.n))
        .collect();
    let earlier = months.iter().filter(|it| **it < from).count();
    let unknown = items.len() - months.len();
    let mut caption = "By the day on which it was said; by the day of the earliest report where \
                       that is not stated."
        .to_owned();
    for (n, what) in [(earlier, "is older"), (unknown, "has no known month")] {
        match n {
            0 => {}
            1 => caption.push_str(&format!(" One that {what} is not drawn.")),
            n => caption.push_str(&format!(
                " {} that {} are not drawn.",
                format::spell(n),
                what.replace("is ", "are ").replace("has ", "have ")
            )),
        }
    }
    Some(Bars {
        label: format!("Statements a month: {}", label.join(", ")),
        bars,
        caption,
    })
}

/// Words that were said on several days, longest first.
fn lines(items: &[Item<'_>]) -> Vec<Line> {
    let split = |it: &Item<'_>| -> Vec<String> {
        let key = if it.words.quoted {
            it.words.key()
        } else {
            String::new()
        };
        key.split(' ')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let words: Vec<Vec<String>> = items.iter().map(split).collect();
    let mut at: FxHashMap<&[String], Vec<(usize, usize)>> = FxHashMap::default();
    for (n, words) in words.iter().enumerate() {
        for (from, gram) in words.windows(LINE).enumerate() {
            at.entry(gram).or_default().push((n, from));
        }
    }
    let mut found: Vec<(Vec<usize>, usize, usize, usize)> = Vec::new();
    for (n, own) in words.iter().enumerate() {
        for (from, gram) in own.windows(LINE).enumerate() {
            let places = at.get(gram).map_or(&[][..], Vec::as_slice);
            let Some(group) = occasions(items, places) else {
                continue;
            };
            if places.first() != Some(&(n, from)) {
                continue;
            }
            let length = extend(&words, places, LINE);
            match found.iter_mut().find(|it| it.0 == group) {
                Some(it) if it.3 < length => *it = (group, n, from, length),
                Some(_) => {}
                None => found.push((group, n, from, length)),
            }
        }
    }
    found.sort_by_key(|it| {
        (
            std::cmp::Reverse(it.0.len()),
            std::cmp::Reverse(it.3),
            it.1,
            it.2,
        )
    });
    found
        .iter()
        .take(LINES)
        .filter_map(|(group, n, from, length)| line(items, group, *n, *from, *length))
        .collect()
}

/// The items with the words, one for each day, where there are several days.
fn occasions(items: &[Item<'_>], places: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut days: Vec<(i32, usize)> = places
        .iter()
        .filter_map(|(n, _)| Some((items.get(*n)?.day?.day_number()?, *n)))
        .collect();
    days.sort_unstable();
    days.dedup_by_key(|it| it.0);
    (days.len() > 1).then(|| days.into_iter().map(|it| it.1).collect())
}

/// How many words all places share.
fn extend(words: &[Vec<String>], places: &[(usize, usize)], mut length: usize) -> usize {
    let next = |length: usize| {
        let mut next = places
            .iter()
            .map(|(n, from)| words.get(*n)?.get(from + length));
        let first = next.next().flatten()?;
        next.all(|it| it == Some(first)).then_some(())
    };
    while next(length).is_some() {
        length += 1;
    }
    length
}

fn line(items: &[Item<'_>], group: &[usize], n: usize, from: usize, length: usize) -> Option<Line> {
    let item = items.get(n)?;
    let words = item
        .words
        .text
        .split(' ')
        .filter(|it| it.contains(char::is_alphanumeric));
    let words: Vec<&str> = words.collect();
    // A word with a hyphen is two in the key: where the counts differ, the whole is shown.
    let exact = words.len() == item.words.key().split(' ').count();
    let shown = if exact {
        words.get(from..from + length)?
    } else {
        &words
    };
    let days: Vec<i32> = group
        .iter()
        .filter_map(|it| items.get(*it)?.day?.day_number())
        .collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let dots = days.iter().map(|it| {
        let share = i64::from(it - first) * 296 / i64::from((last - first).max(1));
        share + 4
    });
    Some(Line {
        words: shown
            .join(" ")
            .trim_end_matches([',', '.', ';', ':'])
            .to_owned(),
        href: href(item),
        times: days.len(),
        dots: dots.collect(),
        range: format!(
            "{} to {}",
            format::day(Date::from_day_number(first)),
            format::day(Date::from_day_number(last))
        ),
    })
}

fn href(item: &Item<'_>) -> String {
    match item.utterance {
        Some(utterance) => format!("/utterances/{}", utterance.id),
        None => item.words.place.href.clone(),
    }
}

fn months<'a>(
    nouns: &PersonNouns,
    items: impl Iterator<Item = &'a Item<'a>>,
) -> Vec<(String, Vec<Entry>)> {
    let mut months: Vec<(String, Vec<Entry>)> = Vec::new();
    for item in items {
        let month = item
            .day
            .map_or_else(|| "Day not known".to_owned(), format::month_long);
        let Some(entry) = entry(nouns, item) else {
            continue;
        };
        match months.last_mut() {
            Some(last) if last.0 == month => last.1.push(entry),
            _ => months.push((month, vec![entry])),
        }
    }
    months
}

/// What the day of a statement is, where only its report has one.
pub(crate) fn of_the_report(day: Option<Date>) -> &'static str {
    match day {
        None => "",
        Some(it) if it.day.is_some() => "day of the report",
        Some(it) if it.month.is_some() => "month of the report",
        Some(_) => "year of the report",
    }
}

/// What is not known of the moment at which something was said.
pub(crate) fn hour_unknown(day: Option<Date>) -> &'static str {
    match day {
        Some(it) if it.day.is_some() => "hour not stated",
        _ => "day not stated",
    }
}

fn entry(nouns: &PersonNouns, item: &Item<'_>) -> Option<Entry> {
    let paper = nouns.shelf.paper(item.document)?;
    let statement = paper.statement(item.statement)?;
    let text = &paper.document.text;
    let story = item.utterance.and_then(|it| nouns.stories.get(&it.story));
    let mut under: Vec<String> = Vec::new();
    under.extend(statement.addressee.map(|it| format!("To {}", it.of(text))));
    under.extend(statement.venue.map(|it| format::capitalise(it.of(text))));
    match statement.kind {
        StatementKind::Direct => {}
        StatementKind::Indirect => under.push("Indirect speech".to_owned()),
        StatementKind::Mixed => under.push("Partly quoted".to_owned()),
    }
    under.extend(format::saying(statement));
    under.extend(story.map(|it| it.1.clone()));
    Some(Entry {
        when: item
            .day
            .map_or_else(|| "Day not known".to_owned(), format::day_in_month),
        sub: match (item.day.and_then(format::time), item.stated) {
            (Some(time), true) => time,
            (None, true) => hour_unknown(item.day).to_owned(),
            (_, false) => of_the_report(item.day).to_owned(),
        },
        words: shelf::shorten(&item.words.text, 420),
        href: href(item),
        under: under.join(". "),
        place: (paper.outlet().to_owned(), item.words.place.clone()),
        squares: item
            .utterance
            .map(|it| wording::reach(story.map(|it| &it.0), it)),
        relations: item.utterance.map(wording::relations).unwrap_or_default(),
    })
    .map(|mut it| {
        if item.words.quoted {
            it.words = format!("“{}”", it.words);
        }
        it
    })
}
