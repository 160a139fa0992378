//! Who published a page, where the page says so.

use crate::resources::Resources;

/// The most words of an outlet's name.
const MAX_WORDS: usize = 6;
/// Lines below an article that may name the outlet.
const MAX_BELOW: usize = 200;

/// The name in a line of rights: "© 2031 Quillhaven Times. All rights reserved."
pub(super) fn of_rights(resources: &Resources, line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let behind = |phrase: &str| lower.find(phrase).map(|at| at + phrase.len());
    let start = behind("all rights reserved by ")
        .or_else(|| behind("©"))
        .or_else(|| behind("copyright"))?;
    let name = line.get(start..)?.trim_start_matches(|c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || matches!(c, '©' | '-' | '–' | ',' | '.' | ':' | '|')
    });
    let name = name.strip_prefix("by ").unwrap_or(name);
    let lower = name.to_lowercase();
    let end = ["all rights", " - ", " | ", " – ", ",", "(", "©"]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .chain(name.find(". "))
        .min()
        .unwrap_or(name.len());
    let name = without_suffixes(resources, name.get(..end)?);
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = name.starts_with(char::is_uppercase);
    let plain = words.iter().all(|word| !word.contains([':', '/', '@']));
    ((1..=MAX_WORDS).contains(&words.len()) && capital && plain && name.len() > 2)
        .then(|| name.to_owned())
}

/// A company's name without what says only that it is a company's.
fn without_suffixes<'a>(resources: &Resources, name: &'a str) -> &'a str {
    let marks = ['.', ',', '-', ' '];
    let mut name = name.trim().trim_end_matches(marks);
    // "Times Media Group Ltd": one behind the other.
    for _ in 0..3 {
        let lower = name.to_lowercase();
        let suffixes = &resources.reading.company_suffixes;
        let shorter = suffixes.iter().find_map(|suffix| {
            let front = lower.strip_suffix(*suffix)?;
            (lower.len() == name.len() && front.len() > 2 && front.ends_with(' '))
                .then_some(front.len())
        });
        match shorter.and_then(|at| name.get(..at)) {
            Some(front) => name = front.trim_end_matches(marks),
            None => break,
        }
    }
    name
}

/// The name in the first line of a dump, where a sentence below the article names it again, in full
/// or by its initials: "VELDA KURIR" and "Velda Kurir d.d., Brasna."
pub(super) fn of_masthead<'a>(
    resources: &Resources,
    first: &str,
    below: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let name = [" | ", " - ", " – ", " — ", ": "]
        .iter()
        .fold(first, |name, mark| name.split(mark).next().unwrap_or(name))
        .trim();
    let lower = name.to_lowercase();
    let words: Vec<&str> = name.split_whitespace().collect();
    let fits = (1..=MAX_WORDS).contains(&words.len())
        && name.len() > 3
        && words.iter().all(|it| it.starts_with(char::is_uppercase))
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '&'))
        && resources.reading.furniture.line(&lower).is_none();
    if !fits {
        return None;
    }
    let initials: String = words.iter().filter_map(|it| it.chars().next()).collect();
    below.take(MAX_BELOW).find_map(|line| {
        let sentence = line.trim_end().ends_with(['.', '!']) || line.contains(". ");
        if line.len() > 200 || !sentence {
            return None;
        }
        let lowered = line.to_lowercase();
        if let Some(at) = lowered.find(&lower).filter(|_| lowered.len() == line.len())
            && let Some(again) = line.get(at..at + lower.len())
            && !line
                .get(at + lower.len()..)?
                .starts_with(char::is_alphanumeric)
            && again.starts_with(char::is_uppercase)
        {
            let spelled = again.chars().any(char::is_lowercase);
            return Some(if spelled { again } else { name }.to_owned());
        }
        let mut tokens = line.split(|c: char| !c.is_alphanumeric());
        let short = words.len() >= 3 && tokens.any(|it| it == initials);
        short.then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_of_rights() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(
                of_rights(crate::resources::get(), line).as_deref(),
                expected,
                "{line}"
            );
        };
        check(
            "© 2031 Quillhaven Times. All rights reserved.",
            Some("Quillhaven Times"),
        );
        check(
            "All rights reserved by Orrenland Gazette.",
            Some("Orrenland Gazette"),
        );
        check("Copyright © 2028-2031 Veskom", Some("Veskom"));
        check(
            "© 2031 Quillhaven Times Media Group Ltd.",
            Some("Quillhaven Times"),
        );
        check("© Brasna Bote GmbH, Brasna", Some("Brasna Bote"));
        check("© 2031 Cincasa Post", Some("Cincasa Post"));
        check("All rights reserved.", None);
        check("© 2031", None);
        check("Marsk said the copyright was theirs", None);
    }

    #[test]
    fn reads_mastheads() {
        let check = |first: &str, below: &str, expected: Option<&str>| {
            let found = of_masthead(crate::resources::get(), first, below.lines());
            assert_eq!(found.as_deref(), expected, "{first}");
        };
        check(
            "BRASNA BOTE",
            "Brasna Bote d.d., Brasna.",
            Some("Brasna Bote"),
        );
        check(
            "Upper Sarn Radio | All day long",
            "USR is for everybody. Donate",
            Some("Upper Sarn Radio"),
        );
        check("Dam opens after rain", "Dam opens after rain, again.", None);
        check("Science", "Science\nCulture", None);
        check("", "", None);
    }
}
