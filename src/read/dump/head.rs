//! What stands above an article: its headline, found by place, shape and by the words that it
//! shares with the article.

use rustc_hash::FxHashSet;

use super::glance::{Glance, core, glance};
use super::line::{End, First, Line};
use crate::model::Clutter;
use crate::resources::Reading;

/// Lines above the article in which its headline may stand.
const REACH: usize = 60;
/// Lines of the article whose words are compared.
const COMPARED: usize = 8;
/// Points below which a line is no headline. Measured on the development dumps whose title is known.
const MIN_POINTS: i32 = 8;

/// Finds the line of the headline; `body` is the first line of prose.
pub(super) fn headline(
    reading: &Reading,
    lines: &[Line<'_>],
    fixed: &[Option<Clutter>],
    keep: &[bool],
    body: usize,
) -> Option<usize> {
    let known = body_words(reading, lines, keep, body);
    let candidates = body.saturating_sub(REACH)..body;
    candidates
        .filter(|i| fixed[*i].is_none())
        .filter_map(|i| Some((points(reading, lines, fixed, body, &known, i)?, i)))
        .filter(|(points, _)| *points >= MIN_POINTS)
        .max_by_key(|(points, i)| (*points, std::cmp::Reverse(*i)))
        .map(|(_, i)| first_print(lines, i))
}

/// Finds the line of the headline before anything is known of the article: as if it were the sentences
/// where prose most outweighs the rest.
pub(super) fn guess(
    reading: &Reading,
    lines: &[Line<'_>],
    fixed: &[Option<Clutter>],
) -> Option<usize> {
    let glances: Vec<Glance> = lines.iter().map(glance).collect();
    let (first, last) = core(lines, &glances);
    let sentence = |i: usize| matches!(glances[i], Glance::Prose | Glance::Short);
    let keep: Vec<bool> = (0..lines.len())
        .map(|i| (first..=last).contains(&i) && sentence(i) && fixed[i].is_none())
        .collect();
    let body = keep.iter().position(|it| *it)?;
    headline(reading, lines, fixed, &keep, body)
}

/// The headline may stand several times: the first print counts.
fn first_print(lines: &[Line<'_>], i: usize) -> usize {
    let words = lines[i].text;
    lines.iter().position(|it| it.text == words).unwrap_or(i)
}

fn points(
    reading: &Reading,
    lines: &[Line<'_>],
    fixed: &[Option<Clutter>],
    body: usize,
    known: &FxHashSet<String>,
    i: usize,
) -> Option<i32> {
    let line = &lines[i];
    let shape = &line.shape;
    let words = shape.words as i32;
    let fits = (2..=35).contains(&words)
        && shape.end != End::Colon
        && shape.first != First::Bullet
        && shape.breaks <= 2
        && line.text.len() < 300;
    if !fits {
        return None;
    }
    let distance = (body - i) as i32;
    let title = |at: Option<usize>| {
        let line = at.and_then(|at| lines.get(at));
        line.is_some_and(|it| matches!(glance(it), Glance::Title | Glance::Run | Glance::Label))
    };
    let listed = title(i.checked_sub(1)) && title(Some(i + 1)) && !line.after_gap;
    let dated = (i + 1..(i + 5).min(body)).any(|at| fixed[at] == Some(Clutter::Metadata));
    let below_date = i
        .checked_sub(1)
        .is_some_and(|at| fixed[at] == Some(Clutter::Metadata));
    let printed_again = shape.words >= 4 && line.repeats + line.repeated > 0;
    let full_stop = line.text.ends_with('.') && !line.text.ends_with("..");
    Some(
        words.min(8)
            + 12 * shared(reading, line.text, known) / 100
            + 5 * i32::from(printed_again)
            + 6 * i32::from(i == 0)
            + 3 * i32::from(dated)
            + 4 * i32::from(below_date)
            - 4 * i32::from(listed && !dated)
            - 5 * i32::from(full_stop)
            - 3 * i32::from(words > 20)
            - (distance / 2).min(10)
            - if line.furniture.is_some() { 4 } else { 0 },
    )
}

/// The share of a line's telling words that the article has, in hundredths.
fn shared(reading: &Reading, text: &str, known: &FxHashSet<String>) -> i32 {
    let words: Vec<String> = telling(reading, text).collect();
    if words.is_empty() {
        return 0;
    }
    let n = words.iter().filter(|it| known.contains(*it)).count();
    (100 * n / words.len()) as i32
}

fn body_words(
    reading: &Reading,
    lines: &[Line<'_>],
    keep: &[bool],
    body: usize,
) -> FxHashSet<String> {
    let kept = lines.iter().zip(keep).skip(body).filter(|(_, keep)| **keep);
    kept.take(COMPARED)
        .flat_map(|(line, _)| telling(reading, line.text))
        .collect()
}

/// The words of more than three letters that are no function words, cut to their first six letters.
fn telling<'a>(reading: &'a Reading, text: &'a str) -> impl Iterator<Item = String> + 'a {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3)
        .map(str::to_lowercase)
        .filter(|word| !reading.function_words.contains(word.as_str()))
        .map(|word| word.chars().take(6).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{clutter, line};
    use super::*;

    #[test]
    fn the_headline_is_guessed_from_the_prose_below() {
        let check = |dump: &str, expected: Option<&str>| {
            let resources = crate::resources::get();
            let lines = line::lines(&resources.reading, dump);
            let fixed = clutter::fixed(resources, &lines);
            let found = guess(&resources.reading, &lines, &fixed).map(|i| lines[i].text);
            assert_eq!(found, expected, "{dump}");
        };
        let body = "The gates of the Lenna dam were opened on Friday after heavy rain, the ministry said.\n\
            Farmers below the dam said that nobody from the ministry had warned them of the water.";
        check(
            &format!(
                "Menu\nSport\nWeather\nLenna dam opened after heavy rain\n3 May 2031\n{body}\nShare"
            ),
            Some("Lenna dam opened after heavy rain"),
        );
        check(body, None);
        check("Menu\nSport\nWeather", None);
    }
}
