//! What tells dates and times.

use rustc_hash::FxHashMap;

use super::entries;

/// The word lists that tell dates and times.
#[derive(Debug, Default)]
pub struct Times {
    words: FxHashMap<&'static str, TimeWord>,
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
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// A day.
    Day,
    /// A night: "last night" is the day before.
    Night,
    /// A week or weekend.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// A part of the day.
    Part,
}

impl Times {
    /// What a word in small letters, without stop, tells about time.
    pub fn word(&self, lower: &str) -> Option<TimeWord> {
        self.words.get(lower).copied()
    }

    pub(crate) fn load() -> Times {
        /// A list, and what its entries tell.
        type List = (&'static str, fn(&str) -> Option<TimeWord>);
        let lists: [List; 5] = [
            (include_str!("../../resources/en/numbers.txt"), |it| {
                it.parse().ok().map(TimeWord::Count)
            }),
            (include_str!("../../resources/en/months.txt"), |it| {
                it.parse().ok().map(TimeWord::Month)
            }),
            (include_str!("../../resources/en/weekdays.txt"), |it| {
                it.parse().ok().map(TimeWord::Weekday)
            }),
            (include_str!("../../resources/en/relative_days.txt"), |it| {
                it.parse().ok().map(TimeWord::Relative)
            }),
            (include_str!("../../resources/en/time_units.txt"), unit),
        ];
        let mut words = FxHashMap::default();
        for (list, read) in lists {
            for line in entries(list) {
                let (word, value) = line.split_once('\t').unwrap_or((line, ""));
                if let Some(value) = read(value.trim()) {
                    words.insert(word, value);
                }
            }
        }
        Times { words }
    }
}

fn unit(name: &str) -> Option<TimeWord> {
    let unit = match name {
        "day" => TimeUnit::Day,
        "night" => TimeUnit::Night,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "year" => TimeUnit::Year,
        "part" => TimeUnit::Part,
        _ => return None,
    };
    Some(TimeWord::Unit(unit))
}
