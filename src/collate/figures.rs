//! Figures in a text: takes a sentence as words, gives each number with what it counts.

use super::words::Word;
use crate::model::Span;
use crate::resources::{NumberKind, Wording};

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// The number, in thousandths.
    pub value: u64,
    /// How exact it is meant.
    pub bound: Bound,
    /// The stem of the counted noun, with the unit of a sum or share in front.
    pub noun: String,
    /// The words that tell what is counted ("villages standing in water").
    pub about: String,
    /// Whether it is an hour of the day, in minutes, and not a count.
    pub clock: bool,
    /// The number and the counted noun.
    pub span: Span,
}

/// How exact a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// As it is printed.
    Exact,
    /// "about", "nearly".
    About,
    /// "more than", "at least".
    Least,
    /// "up to", "fewer than".
    Most,
}

/// How many words after a number may tell what it counts.
const NOUN_WORDS: usize = 4;

/// Two clocks that differ by so many minutes agree.
const CLOCKS_APART: u64 = 15;

/// The figures of a sentence, in order; dates, ages, times and numbers in names are none.
pub(super) fn figures(wording: &Wording, words: &[Word]) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        if let Some(clock) = clock(wording, words, i) {
            found.push(clock);
            i += 1;
            continue;
        }
        let Some((value, end)) = number(wording, words, i) else {
            i += 1;
            continue;
        };
        found.extend(figure(wording, words, i, end, value));
        i = end;
    }
    found
}

fn figure(
    wording: &Wording,
    words: &[Word],
    start: usize,
    end: usize,
    value: u64,
) -> Option<Figure> {
    if let Some(share) = share(words, start, end) {
        return Some(Figure {
            value,
            bound: bound(wording, words, start),
            noun: "%".to_owned(),
            about: share_of(words, start),
            clock: false,
            span: share,
        });
    }
    let before = start.checked_sub(1).and_then(|at| words.get(at));
    let next = words.get(end)?;
    let last = words.get(end - 1)?;
    let printed: String = words[start..end]
        .iter()
        .map(|w| w.surface.as_str())
        .collect();
    let role = |word: &Word| wording.beside_figures.get(word.norm.as_str()).copied();
    // A number in a name ("Block 4"), after a comma (an age), in a date, or joined to a word.
    let in_name = before.is_some_and(|word| word.name || is_date(role(word)) || word.number);
    if in_name || last.ends_clause || last.hyphened || is_part(&role, before, next) {
        return None;
    }
    if before.is_some_and(|word| word.hyphened) || is_year(&printed, value) {
        return None;
    }
    let unit = match printed.chars().find(|c| matches!(c, '$' | '€' | '£' | '%')) {
        Some(sign) => sign.to_string(),
        None => String::new(),
    };
    let noun_end = noun_end(words, end)?;
    let noun = words.get(noun_end)?;
    if role(noun) == Some("time") || is_date(role(noun)) || noun.number || noun.function {
        return None;
    }
    Some(Figure {
        value,
        bound: bound(wording, words, start),
        noun: format!("{unit}{}", noun.stem),
        about: told_of(wording, words, end, noun_end),
        clock: false,
        span: words.get(start)?.span.cover(noun.span),
    })
}

/// The span of a share: `6.3%`, `6.3 percent`, `6.3 per cent`.
fn share(words: &[Word], start: usize, end: usize) -> Option<Span> {
    let first = words.get(start)?.span;
    let norm = |at: usize| words.get(at).map(|word| word.norm.as_str());
    let last = match (norm(end - 1), norm(end), norm(end + 1)) {
        (Some(number), ..) if number.ends_with('%') => end - 1,
        (_, Some("percent"), _) => end,
        (_, Some("per"), Some("cent")) => end + 1,
        _ => return None,
    };
    Some(first.cover(words.get(last)?.span))
}

/// How many words behind a counted noun tell more of it.
const TOLD_WORDS: usize = 4;

/// The counted noun with what is said of it: `villages standing in water`.
fn told_of(wording: &Wording, words: &[Word], noun: usize, noun_end: usize) -> String {
    let role = |word: &Word| wording.beside_figures.get(word.norm.as_str()).copied();
    let mut told: Vec<&Word> = Vec::new();
    let mut more = 0;
    for (at, word) in words.iter().enumerate().skip(noun) {
        let behind = at > noun_end;
        if behind && (more == TOLD_WORDS || word.starts_sentence) {
            break;
        }
        if !behind || role(word) != Some("auxiliary") {
            told.push(word);
            more += usize::from(behind);
        }
        if word.ends_clause && at >= noun_end {
            break;
        }
    }
    phrase(told)
}

/// What a share is of, where that is short: the words before the verb (`Inflation in Marisca`).
fn share_of(words: &[Word], start: usize) -> String {
    let from = clause_start(words, start);
    let clause = words.get(from..start).unwrap_or_default();
    let verb = clause.iter().rposition(|word| !word.function);
    let subject = clause.get(..verb.unwrap_or(0)).unwrap_or_default();
    match subject.len() {
        1..=TOLD_WORDS => format!("{}, per cent", phrase(subject.iter().collect())),
        _ => "per cent".to_owned(),
    }
}

/// Where the clause of a word begins.
fn clause_start(words: &[Word], at: usize) -> usize {
    (1..=at)
        .rev()
        .find(|k| {
            let before = &words[k - 1];
            before.ends_clause || before.norm == "that" || words[*k].starts_sentence
        })
        .unwrap_or(0)
}

/// Words as one phrase, without function words at its edges.
fn phrase(mut words: Vec<&Word>) -> String {
    while words.last().is_some_and(|word| word.function) {
        words.pop();
    }
    let words = words.into_iter().skip_while(|word| word.function);
    let words: Vec<&str> = words.map(|word| word.surface.as_str()).collect();
    words.join(" ")
}

/// An hour at which something began or ended: `The gates were opened at 01:15`.
fn clock(wording: &Wording, words: &[Word], at: usize) -> Option<Figure> {
    let word = words.get(at)?;
    let (hour, minute) = word.norm.split_once(':')?;
    let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
    let role = |word: &Word| wording.beside_figures.get(word.norm.as_str()).copied();
    let afternoon = words
        .get(at + 1)
        .is_some_and(|next| next.norm.trim_matches('.').replace('.', "") == "pm");
    let hour = if afternoon && hour < 12 {
        hour + 12
    } else {
        hour
    };
    let before = words.get(at.checked_sub(1)?)?;
    if hour > 23 || minute > 59 || before.norm != "at" && role(before) != Some("about") {
        return None;
    }
    let clause = words.get(clause_start(words, at)..at)?;
    let subject = clause.iter().find(|word| !word.function)?;
    let turn = clause.iter().find_map(|word| {
        let role = role(word).filter(|role| matches!(*role, "begin" | "end"));
        role.filter(|_| word.span != subject.span)
    })?;
    let printed = |word: &Word| match word.function {
        true => word.surface.to_lowercase(),
        false => word.surface.clone(),
    };
    let told: Vec<String> = clause.iter().map(printed).collect();
    let told = told.join(" ");
    Some(Figure {
        value: hour * 60 + minute,
        bound: Bound::Exact,
        noun: format!("{turn} {}", subject.stem),
        about: format!("hour at which {}", told.trim_end_matches(" at")),
        clock: true,
        span: word.span,
    })
}

fn is_date(role: Option<&str>) -> bool {
    matches!(role, Some("date" | "weekday"))
}

fn is_part<'a>(
    role: &dyn Fn(&Word) -> Option<&'a str>,
    before: Option<&Word>,
    next: &Word,
) -> bool {
    let part = |word: &Word| role(word) == Some("part");
    part(next) || before.is_some_and(|word| part(word) && word.norm != "of")
}

/// Whether a figure is printed as a year.
fn is_year(printed: &str, value: u64) -> bool {
    printed.len() == 4 && (1_500_000..=2_100_000).contains(&value)
}

/// The last word of the counted noun: content words up to a function word or the end of the clause.
fn noun_end(words: &[Word], start: usize) -> Option<usize> {
    let mut last = None;
    for (at, word) in words.iter().enumerate().skip(start).take(NOUN_WORDS) {
        // "1,500 women seeking pay" counts women.
        let tells_more = last.is_some() && word.norm.ends_with("ing");
        if word.function || word.number || word.negation || tells_more {
            break;
        }
        last = Some(at);
        if word.ends_clause || word.norm.ends_with('s') {
            break;
        }
    }
    last
}

fn bound(wording: &Wording, words: &[Word], start: usize) -> Bound {
    let from = start.saturating_sub(3);
    let mut bound = Bound::Exact;
    for word in words.get(from..start).unwrap_or_default() {
        bound = match wording.beside_figures.get(word.norm.as_str()).copied() {
            Some("about") => Bound::About,
            Some("least") if bound != Bound::Most => Bound::Least,
            Some("most") => Bound::Most,
            _ => bound,
        };
    }
    bound
}

/// The number that begins at `start` in thousandths, and where it ends: `1.5 million`, `twenty-two`.
fn number(wording: &Wording, words: &[Word], start: usize) -> Option<(u64, usize)> {
    let mut total: u64 = 0;
    let mut current: Option<u64> = None;
    let mut end = start;
    while let Some(word) = words.get(end).filter(|word| word.number) {
        let scale = wording
            .numbers
            .get(word.surface.to_lowercase().as_str())
            .filter(|number| number.kind == NumberKind::Scale)
            .map(|number| number.value);
        match (scale, current) {
            (Some(scale), Some(value)) if scale > 100 => {
                total = total.checked_add(value.checked_mul(scale)?)?;
                current = None;
            }
            (Some(scale), value) => current = Some(value.unwrap_or(1000).checked_mul(scale)?),
            (None, None) => current = Some(thousandths(&word.norm)?),
            // "twenty-two", "two hundred five"; two figures side by side are two numbers.
            (None, Some(value)) => {
                let next = thousandths(&word.norm)?;
                let word_number = word.surface.starts_with(char::is_alphabetic);
                if !word_number || next >= 100_000 {
                    break;
                }
                current = Some(value.checked_add(next)?);
            }
        }
        end += 1;
        if word.ends_clause {
            break;
        }
    }
    (end > start).then(|| (total.saturating_add(current.unwrap_or(0)), end))
}

/// A number in digits, in thousandths; `None` for anything else that holds a digit ("4th", "G7").
fn thousandths(norm: &str) -> Option<u64> {
    let digits = norm.trim_matches(['$', '€', '£', '%']);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(part.parse().ok()?)
}

impl Figure {
    /// The value in one form for all: `11`, `1500000`, `2.5`, `01:15`.
    pub fn shown(&self) -> String {
        if self.clock {
            return format!("{:02}:{:02}", self.value / 60, self.value % 60);
        }
        let (whole, part) = (self.value / 1000, self.value % 1000);
        if part == 0 {
            return whole.to_string();
        }
        format!("{whole}.{part:03}")
            .trim_end_matches('0')
            .to_owned()
    }

    /// Whether the two values can both be right: equal, one the other rounded, or within a bound.
    pub fn agrees(&self, other: &Figure) -> bool {
        let (a, b) = (self.value, other.value);
        if self.clock || other.clock {
            // Hours apart may be two zones, and minutes a matter of who looked.
            return a.abs_diff(b) % 60 == 0 || a.abs_diff(b) <= CLOCKS_APART;
        }
        if a == b || rounds(a, b) || rounds(b, a) {
            return true;
        }
        let near = a.abs_diff(b).saturating_mul(10) <= a.max(b);
        let within = |one: &Figure, two: &Figure| match one.bound {
            Bound::Exact => false,
            Bound::About => near,
            Bound::Least => two.value >= one.value && two.bound != Bound::Least,
            Bound::Most => two.value <= one.value && two.bound != Bound::Most,
        };
        within(self, other) || within(other, self)
    }
}

/// Whether `exact` is printed as `rough` with fewer digits: 4,217 as 4,200.
fn rounds(exact: u64, rough: u64) -> bool {
    let mut unit = 1;
    while rough > 0 && rough.is_multiple_of(unit * 10) && unit < 1_000_000_000_000 {
        unit *= 10;
    }
    // A number below a hundred is not rounded, and two digits at least are kept.
    rough >= 100_000 && rough / unit >= 10 && unit > 1000 && exact.abs_diff(rough) < unit
        || rough >= 1_000_000 && rough / unit < 10 && exact.abs_diff(rough) * 2 < unit
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::resources;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let resources = resources::get();
        let words = words(resources, text, &[Span::new(0, text.len())], &[]);
        let found: Vec<(String, String)> = figures(&resources.facts.wording, &words)
            .iter()
            .map(|figure| (figure.shown(), figure.noun.clone()))
            .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_with_what_they_count() {
        check("Eleven villages are under water", &[("11", "villag")]);
        check("about 4,200 people were moved", &[("4200", "peopl")]);
        check(
            "twenty-two wells and 1.5 million women",
            &[("22", "well"), ("1500000", "women")],
        );
        check(
            "It costs $5.7 billion taxpayers' money",
            &[("5700000000", "$taxpay")],
        );
    }

    #[test]
    fn hours_at_which_something_began() {
        check("The gates were opened at 01:15", &[("01:15", "begin gat")]);
        check(
            "Its account is that the gates began to move at about 11:40 pm, the log shows",
            &[("23:40", "begin gat")],
        );
        check("She came at 11:40", &[]);
        check("They won 11:40", &[]);
    }

    #[test]
    fn dates_ages_parts_and_names_are_no_counts() {
        for text in [
            "On March 12 engineers came",
            "Okrist, 68, villages said",
            "two of the villages are dry",
            "another three villages are dry",
            "In 2031 villages flooded",
            "three days later",
            "The Block 4 valve failed",
            "a 19-year-old man",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn rounded_values_agree() {
        let figure = |value: u64, bound| Figure {
            value: value * 1000,
            bound,
            noun: String::new(),
            about: String::new(),
            clock: false,
            span: Span::new(0, 0),
        };
        let agree = |a: (u64, Bound), b: (u64, Bound)| figure(a.0, a.1).agrees(&figure(b.0, b.1));
        assert!(agree((4217, Bound::Exact), (4200, Bound::About)));
        assert!(agree((4217, Bound::Exact), (4000, Bound::Least)));
        assert!(!agree((11, Bound::Exact), (9, Bound::Exact)));
        assert!(!agree((1_500_000, Bound::Most), (1_600_000, Bound::Most)));
        assert!(!agree((4217, Bound::Exact), (5000, Bound::Least)));
    }
}
