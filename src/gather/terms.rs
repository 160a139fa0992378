//! A document to the terms that tell what it is about, from its headline and its lead.
//!
//! News puts what happened at the top, so the headline and the first words are read and the rest
//! is left. Names are told from other words: those that the analysis found, and where it found
//! none, words that are capitalised inside a sentence. A day of a month ("16 June") is one term.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{self, Word, fold, key, mix};
use crate::model::{Analysed, MentionKind};
use crate::resources::{Resources, Sense};

/// How many words of the text are read. Measured on three collections of grouped reports: 120 lose
/// one to two points of F1 on long ones, 400 gain nothing.
const LEAD: usize = 250;

/// What a word of the headline counts, a word of the text being [`UNIT`].
const HEADLINE: u32 = 3 * UNIT;

/// What a word of the text counts.
const UNIT: u32 = 16;

/// The most that one term counts by being repeated.
const MOST: u32 = 5 * UNIT;

/// How many letters of a word are compared in languages other than English.
const BEGINNING: usize = 6;

/// A term of one document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<'a> {
    /// The same for all its spellings.
    pub key: u64,
    /// How much it counts in this document; in a vector, how much it weighs there.
    pub weight: u32,
    /// Whether it is a name or a part of one.
    pub name: bool,
    /// Whether it says what field the text is from, not what happened.
    pub common: bool,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Whether other documents have it too; told when terms are weighed.
    pub shared: bool,
    /// As it stands in the document.
    pub surface: &'a str,
}

/// The word lists that terms are told by, by the keys of their words.
pub(super) struct Lexicon<'r> {
    /// All word lists.
    pub resources: &'r Resources,
    /// Words that tell nothing about what a text is about.
    stop: FxHashSet<u64>,
    /// The same in languages other than English.
    function: FxHashSet<u64>,
    /// Words that tell a text's subject field, not its event.
    common: FxHashSet<u64>,
}

impl<'r> Lexicon<'r> {
    /// Looks the lists up once.
    pub(super) fn of(resources: &'r Resources) -> Lexicon<'r> {
        let keys = |words: &FxHashSet<&str>| words.iter().map(|word| key(&fold(word))).collect();
        Lexicon {
            resources,
            stop: keys(&resources.facts.stop_words),
            function: keys(&resources.reading.function_words),
            common: keys(&resources.facts.common_words),
        }
    }

    /// Whether a word, by its key, tells nothing about what a text of this language is about. A word of
    /// one language may be a function word of another ("die"), so that English has its own list.
    pub(super) fn is_stop(&self, language: Option<&str>, word: u64) -> bool {
        let is_foreign = !matches!(language, None | Some("en"));
        self.stop.contains(&word) || (is_foreign && self.function.contains(&word))
    }
}

/// The terms of a document, by key.
pub(super) fn terms<'a>(lexicon: &Lexicon<'_>, analysed: &'a Analysed) -> Vec<Term<'a>> {
    let document = &analysed.document;
    let lead = words::words(&document.text, LEAD);
    let names = names(analysed, &lead);
    let headline = document.headline.as_deref().unwrap_or("");
    let head = words::words(headline, LEAD);

    let mut found: FxHashMap<u64, Term<'a>> = FxHashMap::default();
    let language = document.language.as_deref();
    let mut add = |text, words: &[Word], unit| {
        add(lexicon, &mut found, language, text, words, unit, &names);
    };
    add(&document.text, &lead, UNIT);
    add(headline, &head, HEADLINE);
    let mut terms: Vec<Term<'a>> = found.into_values().collect();
    terms.sort_unstable_by_key(|term| term.key);
    terms
}

fn add<'a>(
    lexicon: &Lexicon<'_>,
    found: &mut FxHashMap<u64, Term<'a>>,
    language: Option<&str>,
    text: &'a str,
    words: &[Word],
    unit: u32,
    names: &FxHashSet<u64>,
) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (term, length) = match day_of_month(lexicon.resources, text, words, at) {
            Some((key, end)) => {
                let surface = text.get(word.start as usize..end as usize).unwrap_or("");
                let term = Term {
                    key,
                    weight: 0,
                    name: true,
                    common: false,
                    headline: false,
                    shared: false,
                    surface,
                };
                (Some(term), 2)
            }
            None => match pair(text, words, at) {
                Some(term) => (Some(term), 1),
                None => (term(lexicon, language, text, word, names), 1),
            },
        };
        at += length;
        if let Some(term) = term {
            let entry = found.entry(term.key).or_insert(term);
            entry.weight = (entry.weight + unit).min(MOST);
            entry.headline |= unit == HEADLINE;
        }
    }
}

/// Two characters in a row of a script that is written without spaces: one alone says little.
fn pair<'a>(text: &'a str, words: &[Word], at: usize) -> Option<Term<'a>> {
    let (first, second) = (words.get(at)?, words.get(at + 1)?);
    let is_one = |word: &Word| word.of(text).chars().all(words::is_unspaced);
    let surface = text.get(first.start as usize..second.end as usize)?;
    (first.end == second.start && is_one(first) && is_one(second)).then(|| Term {
        key: mix(first.key ^ second.key.rotate_left(1)),
        weight: 0,
        name: false,
        common: false,
        headline: false,
        shared: false,
        surface,
    })
}

fn term<'a>(
    lexicon: &Lexicon<'_>,
    language: Option<&str>,
    text: &'a str,
    word: &Word,
    names: &FxHashSet<u64>,
) -> Option<Term<'a>> {
    if lexicon.is_stop(language, word.key) {
        return None;
    }
    let surface = word.of(text);
    let folded = fold(surface);
    let is_short = match folded.len() {
        ..2 => true,
        2 => surface.starts_with(char::is_lowercase),
        _ => false,
    };
    if is_short || is_year(&folded) {
        return None;
    }
    let name = names.contains(&word.key);
    let stem = match language {
        // A name in Latin letters is written alike in many languages.
        _ if name && folded.is_ascii() => folded.as_str(),
        None | Some("en") if name => folded.as_str(),
        None | Some("en") => stem(&folded),
        Some(_) => beginning(lexicon.resources, &folded),
    };
    let stem_key = match stem.len() == folded.len() {
        true => word.key,
        false => key(stem),
    };
    let is_capitalised = surface.starts_with(char::is_uppercase);
    let is_known = |word: &str| is_known_everywhere(lexicon.resources, word);
    let is_common = |key: u64| !name && lexicon.common.contains(&key);
    Some(Term {
        key: stem_key,
        weight: 0,
        name,
        common: is_common(word.key)
            || is_common(stem_key)
            || ((name || is_capitalised) && (is_known(&folded) || is_known(stem))),
        headline: false,
        shared: false,
        surface: without_possessive(surface),
    })
}

fn without_possessive(word: &str) -> &str {
    let stem = word.strip_suffix('s');
    let stem = stem.and_then(|it| it.strip_suffix(['\'', '’']));
    stem.unwrap_or(word)
}

/// Whether a name is a country's, its people's, its capital's or its government's, or a medium's:
/// many events have it.
fn is_known_everywhere(resources: &Resources, folded: &str) -> bool {
    let known = resources.names.known(|at| Some(folded).filter(|_| at == 0));
    known.is_some_and(|(length, sense)| length == 1 && sense != Sense::Place)
}

/// The first letters of a word, which the forms of a word and of a name share in most languages.
fn beginning<'w>(resources: &Resources, word: &'w str) -> &'w str {
    let proclitics = resources.facts.proclitics.iter();
    let word = proclitics
        .filter_map(|it| word.strip_prefix(it))
        .find(|rest| rest.chars().count() > 2)
        .unwrap_or(word);
    let end = word.char_indices().nth(BEGINNING).map(|(at, _)| at);
    end.and_then(|end| word.get(..end)).unwrap_or(word)
}

/// The word without the ending of the plural.
fn stem(word: &str) -> &str {
    let keeps = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !keeps => stem,
        _ => word,
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// "June 16" or "16 June": its key, and where it ends.
fn day_of_month(
    resources: &Resources,
    text: &str,
    words: &[Word],
    at: usize,
) -> Option<(u64, u32)> {
    let (month, day, end) = month_and_day(resources, text, words, at)?;
    Some((key(&format!("day {month:02}-{day:02}")), end))
}

/// Month and day of "June 16" or "16 June", and where it ends.
pub(super) fn month_and_day(
    resources: &Resources,
    text: &str,
    words: &[Word],
    at: usize,
) -> Option<(u8, u8, u32)> {
    let (first, second) = (words.get(at)?, words.get(at + 1)?);
    let (a, b) = (first.of(text), second.of(text));
    let has_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    // One of the two is the day, so that few pairs of words are looked at further.
    let (month, day) = match (has_digit(a), has_digit(b)) {
        (false, true) => month(resources, a).zip(day(b)),
        (true, false) => month(resources, b).zip(day(a)),
        _ => None,
    }?;
    // "Nov. 23" has a stop and a space between its words, "16 June" a space.
    let near = second.start.saturating_sub(first.end) <= 2;
    near.then_some((month, day, second.end))
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day = digits.parse().ok()?;
    (1..=31).contains(&day).then_some(day)
}

/// The number of a month by its name, which begins with a capital.
pub(super) fn month(resources: &Resources, word: &str) -> Option<u8> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let months = &resources.facts.months;
    months.get(word.to_ascii_lowercase().as_str()).copied()
}

/// The keys of the words that name somebody or something.
fn names(analysed: &Analysed, lead: &[Word]) -> FxHashSet<u64> {
    let text = &analysed.document.text;
    let named = |kind: MentionKind| {
        matches!(
            kind,
            MentionKind::Person | MentionKind::Organisation | MentionKind::Place
        )
    };
    let mut names: FxHashSet<u64> = FxHashSet::default();
    let mut mentions = analysed
        .analysis
        .mentions
        .iter()
        .filter(|mention| named(mention.kind))
        .peekable();
    for word in lead {
        while mentions
            .next_if(|mention| mention.span.end() <= word.start as usize)
            .is_some()
        {}
        let inside = mentions
            .peek()
            .is_some_and(|mention| mention.span.covers(word.start as usize));
        if inside && word.of(text).starts_with(char::is_uppercase) {
            names.insert(word.key);
        }
    }
    if names.is_empty() {
        names.extend(
            lead.iter()
                .filter(|word| is_capitalised_inside(text, word))
                .map(|word| word.key),
        );
    }
    names
}

/// Whether a word has a capital though no sentence begins with it.
fn is_capitalised_inside(text: &str, word: &Word) -> bool {
    let before = text.get(..word.start as usize).unwrap_or("");
    let after_word = before
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, ' ' | '-' | '\u{a0}'))
        && before
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '–'));
    after_word && word.of(text).starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::gather::testing::report;
    use crate::resources;

    fn check(headline: &str, text: &str, expected: &[&str]) {
        let report = report(1, None, headline, text);
        let mut found: Vec<&str> = super::terms(&super::Lexicon::of(resources::get()), &report)
            .iter()
            .map(|term| term.surface)
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{headline} / {text}");
    }

    #[test]
    fn terms_tell_what_a_text_is_about() {
        check("", "", &[]);
        check("", "He said it was the first time this week.", &[]);
        check("Dams", "The dam", &["dam"]);
        check(
            "",
            "Talks with Marsk begin on June 16.",
            &["June 16", "Marsk", "Talks", "begin"],
        );
        check("", "Brasna, 3rd March 2031", &["3rd March", "Brasna"]);
    }

    #[test]
    fn languages_have_their_own_stems() {
        let check = |language: &str, text: &str, other: &str, same: bool| {
            let keys = |text: &str| -> Vec<u64> {
                let mut report = report(1, None, "", text);
                report.document.language = Some(language.into());
                let terms = super::terms(&super::Lexicon::of(resources::get()), &report);
                terms.iter().map(|it| it.key).collect()
            };
            let shared = keys(text).iter().any(|it| keys(other).contains(it));
            assert_eq!(shared, same, "{text} / {other}");
        };
        check("de", "Überschwemmung", "Überschwemmungen", true);
        check("ru", "наводнение", "наводнения", true);
        check("ar", "والسد", "السد", true);
        check("zh", "大坝开闸", "开闸放水", true);
        check("zh", "大坝", "坝大", false);
        check("en", "flooding", "floodings", true);
        check("en", "flooded", "flooding", false);
    }

    #[test]
    fn names_are_words_with_a_capital_inside_a_sentence() {
        let report = report(1, None, "", "Gates of Lenna were shut.");
        let terms = super::terms(&super::Lexicon::of(resources::get()), &report);
        let name = |surface: &str| terms.iter().any(|it| it.surface == surface && it.name);
        assert!(name("Lenna"));
        assert!(!name("Gates"));
    }
}
