//! What tells dates and times, language by language.

use rustc_hash::FxHashMap;

use super::entries;

/// The word lists that tell dates and times, by language.
#[derive(Debug, Default)]
pub struct Times {
    english: TimeWords,
    german: TimeWords,
    french: TimeWords,
}

/// The words of one language that tell dates and times.
#[derive(Debug, Default)]
pub struct TimeWords {
    words: FxHashMap<&'static str, TimeWord>,
    leads: FxHashMap<&'static str, u32>,
    /// Leads of more than one word ("il y a").
    phrases: Vec<(Vec<&'static str>, TimeLead)>,
    /// Ordinals ("the first quarter", "the eighth of March").
    ordinals: FxHashMap<&'static str, u8>,
    /// Holidays by their names of several words.
    holidays: Vec<(Vec<&'static str>, Holiday)>,
    prefixes: Vec<&'static str>,
    suffixes: Vec<&'static str>,
    /// Whether the number of a day bears a full stop ("12. März").
    pub day_stop: bool,
    /// Whether months and weekdays are written in small letters ("mercredi").
    pub small: bool,
    /// Whether a date in figures names the day first ("3/4/2031" is in April); unknown in English.
    pub day_first: Option<bool>,
}

/// What one word, in small letters, tells about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// A month, 1 to 12.
    Month(u8),
    /// A day of the week, 0 for Monday.
    Weekday(u8),
    /// A day counted from the day of publishing.
    Relative(i32),
    /// A unit of time.
    Unit(TimeUnit),
    /// A small number in words.
    Count(u8),
    /// A time of year, from its first month to its last.
    Season(u8, u8),
    /// An hour with a name of its own ("noon").
    Clock(u8),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// An hour, or less.
    Hour,
    /// A part of the day.
    Part,
    /// A night: "last night" is the day before.
    Night,
    /// A day.
    Day,
    /// A week.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// Three months of a year.
    Quarter,
    /// Six months of a year.
    Half,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

/// What a word beside a date does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum TimeLead {
    /// "last month".
    Last = 1,
    /// "this month".
    This = 1 << 1,
    /// "next month".
    Next = 1 << 2,
    /// "early March", "later this month".
    Part = 1 << 3,
    /// "the following day".
    Follow = 1 << 4,
    /// "the previous day".
    Precede = 1 << 5,
    /// "the same day".
    Same = 1 << 6,
    /// "two days ago".
    Ago = 1 << 7,
    /// "vor zwei Tagen": the same, in front.
    Before = 1 << 8,
    /// "two days later".
    Later = 1 << 9,
    /// "two days earlier".
    Earlier = 1 << 10,
    /// "from 3 to 5 March".
    From = 1 << 11,
    /// The other end.
    To = 1 << 12,
    /// Before a bare year.
    Year = 1 << 13,
    /// Before a month whose name means something else too.
    Month = 1 << 14,
    /// Such a month.
    Ambiguous = 1 << 15,
    /// "a", "the", "his".
    Owner = 1 << 16,
    /// "the 3rd of March".
    Of = 1 << 17,
    /// "the weekend".
    The = 1 << 18,
    /// Before a date that lies ahead.
    Ahead = 1 << 19,
    /// Behind an hour before noon.
    Am = 1 << 20,
    /// Behind an hour past noon.
    Pm = 1 << 21,
    /// Greenwich's time.
    Zone = 1 << 22,
    /// Some other zone's time.
    Local = 1 << 23,
    /// Before an hour.
    At = 1 << 24,
    /// Behind an hour ("15 Uhr").
    Hour = 1 << 25,
    /// What may stand behind its noun ("le mois dernier").
    Behind = 1 << 26,
    /// Before a day of an unnamed month ("on the 14th").
    Day = 1 << 27,
}

/// On which day a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// A month and its day.
    Fixed(u8, u8),
    /// A month, a weekday, and which of them; -1 is the last.
    Nth(u8, u8, i8),
}

impl Times {
    /// What a word of English in small letters, without stop, tells about time.
    pub fn word(&self, lower: &str) -> Option<TimeWord> {
        self.english.word(lower)
    }

    /// The words of a language; English where it has no list, since numbers are read alike.
    pub fn of(&self, language: Option<&str>) -> &TimeWords {
        match language {
            Some("de") => &self.german,
            Some("fr") => &self.french,
            _ => &self.english,
        }
    }

    pub(crate) fn load() -> Times {
        let mut english = TimeWords::load("en", ENGLISH);
        english.load_holidays(include_str!("../../resources/und/holidays.tsv"));
        Times {
            english,
            german: TimeWords::load("de", include_str!("../../resources/de/time.tsv")),
            french: TimeWords::load("fr", include_str!("../../resources/fr/time.tsv")),
        }
    }
}

const ENGLISH: &str = include_str!("../../resources/en/time.tsv");

/// The months of a language, or of all, by their names and short forms in small letters.
pub(crate) fn months(language: Option<&str>) -> impl Iterator<Item = (&'static str, u8)> {
    entries(include_str!("../../resources/und/months.tsv"))
        .filter_map(move |line| {
            let mut fields = line.split('\t');
            let number: u8 = fields.next()?.parse().ok()?;
            let of = fields.next()?;
            let names = fields.next().unwrap_or_default().split_whitespace();
            language
                .is_none_or(|it| it == of)
                .then(|| names.map(move |it| (it, number)))
        })
        .flatten()
}

/// The English words of a kind ("weekday", "unit", "count") in small letters.
pub(crate) fn english(kind: &'static str) -> impl Iterator<Item = &'static str> {
    entries(ENGLISH)
        .filter_map(move |line| {
            line.strip_prefix(kind)?
                .strip_prefix('\t')?
                .split_once('\t')
        })
        .flat_map(|(_, words)| words.split_whitespace())
}

impl TimeWords {
    /// What a word in small letters, without stop, tells about time.
    pub fn word(&self, lower: &str) -> Option<TimeWord> {
        self.words.get(lower).copied()
    }

    /// Whether a word in small letters does that to a date beside it.
    pub fn leads(&self, lower: &str, lead: TimeLead) -> bool {
        self.leads
            .get(lower)
            .is_some_and(|it| it & lead as u32 != 0)
    }

    /// Leads of that kind that have more than one word.
    pub fn phrases(&self, lead: TimeLead) -> impl Iterator<Item = &[&'static str]> {
        let of = self.phrases.iter().filter(move |it| it.1 == lead);
        of.map(|(words, _)| words.as_slice())
    }

    /// The number of an ordinal.
    pub fn ordinal(&self, lower: &str) -> Option<u8> {
        self.ordinals.get(lower).copied()
    }

    /// The holidays, with the words of their names.
    pub fn holidays(&self) -> impl Iterator<Item = (&[&'static str], Holiday)> {
        self.holidays
            .iter()
            .map(|(words, day)| (words.as_slice(), *day))
    }

    /// A word without what stands before its month ("mid-March").
    pub fn without_prefix<'a>(&self, lower: &'a str) -> &'a str {
        let bare = self.prefixes.iter().find_map(|it| lower.strip_prefix(it));
        bare.unwrap_or(lower)
    }

    /// The number of a day without what stands behind it ("3rd").
    pub fn without_suffix<'a>(&self, number: &'a str) -> &'a str {
        let bare = self.suffixes.iter().find_map(|it| number.strip_suffix(it));
        bare.unwrap_or(number)
    }

    fn load(language: &'static str, list: &'static str) -> TimeWords {
        let mut loaded = TimeWords {
            day_first: (language != "en").then_some(true),
            ..TimeWords::default()
        };
        for line in entries(list) {
            let mut fields = line.split('\t');
            let (Some(kind), Some(value)) = (fields.next(), fields.next()) else {
                continue;
            };
            let words = fields.next().unwrap_or_default().split_whitespace();
            loaded.add(kind, value, words);
        }
        for (name, month) in months(Some(language)) {
            loaded.words.insert(name, TimeWord::Month(month));
        }
        loaded
    }

    fn add(&mut self, kind: &str, value: &str, words: impl Iterator<Item = &'static str>) {
        let number = value.parse::<u8>().ok();
        match kind {
            "prefix" => self.prefixes.extend(words),
            "suffix" => self.suffixes.extend(words),
            "stop" => self.day_stop = true,
            "small" => self.small = true,
            "ordinal" => self
                .ordinals
                .extend(words.filter_map(|it| Some((it, number?)))),
            "lead" => {
                let Some(lead) = lead(value) else { return };
                for word in words {
                    match word.contains('-') {
                        true => self.phrases.push((word.split('-').collect(), lead)),
                        false => *self.leads.entry(word).or_default() |= lead as u32,
                    }
                }
            }
            _ => {
                let meaning = match kind {
                    "weekday" => number.map(TimeWord::Weekday),
                    "count" => number.map(TimeWord::Count),
                    "clock" => number.map(TimeWord::Clock),
                    "relative" => value.parse().ok().map(TimeWord::Relative),
                    "unit" => unit(value).map(TimeWord::Unit),
                    "season" => season(value),
                    _ => None,
                };
                self.words
                    .extend(words.filter_map(|it| Some((it, meaning?))));
            }
        }
    }

    fn load_holidays(&mut self, list: &'static str) {
        for line in entries(list) {
            let Some((rule, name)) = line.split_once('\t') else {
                continue;
            };
            if let Some(day) = holiday(rule) {
                // The clitic is a token of its own ("New" "Year" "'s" "Day").
                let words = name.split_whitespace();
                let words = words.flat_map(|it| match it.strip_suffix("'s") {
                    Some(bare) => vec![bare, "'s"],
                    None => vec![it],
                });
                self.holidays.push((words.collect(), day));
            }
        }
    }
}

fn season(value: &str) -> Option<TimeWord> {
    let (first, last) = value.split_once('-')?;
    Some(TimeWord::Season(first.parse().ok()?, last.parse().ok()?))
}

fn holiday(rule: &str) -> Option<Holiday> {
    if let Some((month, day)) = rule.split_once('-').filter(|_| !rule.contains(' ')) {
        return Some(Holiday::Fixed(month.parse().ok()?, day.parse().ok()?));
    }
    let mut fields = rule.split(' ');
    let (month, weekday) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Holiday::Nth(month, weekday, fields.next()?.parse().ok()?))
}

fn unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "hour" => TimeUnit::Hour,
        "part" => TimeUnit::Part,
        "night" => TimeUnit::Night,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "weekend" => TimeUnit::Weekend,
        "fortnight" => TimeUnit::Fortnight,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "half" => TimeUnit::Half,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        _ => return None,
    })
}

fn lead(name: &str) -> Option<TimeLead> {
    Some(match name {
        "last" => TimeLead::Last,
        "this" => TimeLead::This,
        "next" => TimeLead::Next,
        "part" => TimeLead::Part,
        "follow" => TimeLead::Follow,
        "precede" => TimeLead::Precede,
        "same" => TimeLead::Same,
        "ago" => TimeLead::Ago,
        "before" => TimeLead::Before,
        "later" => TimeLead::Later,
        "earlier" => TimeLead::Earlier,
        "from" => TimeLead::From,
        "to" => TimeLead::To,
        "year" => TimeLead::Year,
        "month" => TimeLead::Month,
        "ambiguous" => TimeLead::Ambiguous,
        "owner" => TimeLead::Owner,
        "of" => TimeLead::Of,
        "the" => TimeLead::The,
        "ahead" => TimeLead::Ahead,
        "am" => TimeLead::Am,
        "pm" => TimeLead::Pm,
        "zone" => TimeLead::Zone,
        "local" => TimeLead::Local,
        "at" => TimeLead::At,
        "hour" => TimeLead::Hour,
        "behind" => TimeLead::Behind,
        "day" => TimeLead::Day,
        _ => return None,
    })
}
