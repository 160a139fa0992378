//! Who wrote a text: people by name; agencies are credits, and "Staff" is nobody.

use crate::resources::{BylineWord, MediumKind, Resources};

/// The most words of a person's name.
const MAX_NAME: usize = 5;

/// What a byline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// People.
    pub(super) people: Vec<String>,
    /// Known agencies and other media.
    pub(super) credits: Vec<String>,
}

/// Reads a line such as "By Ilse Okrist and Jon Varro, CPA"; `None` where it is no byline.
pub(super) fn of_line(resources: &Resources, line: &str) -> Option<Byline> {
    let names = behind_lead(resources, line)?;
    let byline = of_names(resources, names);
    let other = names
        .split(|c: char| !c.is_alphabetic())
        .any(|word| is_word(resources, word, BylineWord::Other));
    let found = !byline.people.is_empty() || !byline.credits.is_empty() || other;
    found.then_some(byline)
}

/// Reads a list of names, as metadata and bylines give it.
pub(super) fn of_names(resources: &Resources, names: &str) -> Byline {
    let mut byline = Byline::default();
    for name in split(resources, names) {
        if let Some(medium) = resources.names.medium_named(&name) {
            push(&mut byline.credits, medium.name.to_owned());
        } else if is_person(resources, &name) {
            push(&mut byline.people, name);
        } else if is_medium(resources, &name) {
            push(&mut byline.credits, name);
        }
    }
    byline
}

/// Reads the byline behind something else in a line: "3 May 2031 by Ilse Okrist".
pub(super) fn inside(resources: &Resources, line: &str) -> Option<Byline> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let leads = &resources.reading.byline_leads;
    let at = leads.iter().filter(|it| it.len() > 1).find_map(|lead| {
        let at = lower.find(&format!(" {lead} "))?;
        Some(at + 1)
    })?;
    of_line(resources, line.get(at..)?)
}

/// Whether a name begins with a first name that is known.
pub(super) fn has_first_name(resources: &Resources, name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or("");
    resources
        .names
        .lexeme(&first.to_lowercase())
        .is_first_name()
}

/// The agency that a line below an article credits: "(AFP)", "— Reuters".
pub(super) fn of_credit(resources: &Resources, line: &str) -> Option<String> {
    let name = line.trim_matches([' ', '(', ')', '[', ']', '-', '–', '—', '/', '.']);
    let medium = resources.names.medium_named(name)?;
    (medium.kind == MediumKind::Agency).then(|| name.to_owned())
}

fn push(list: &mut Vec<String>, name: String) {
    if !list.contains(&name) {
        list.push(name);
    }
}

/// What stands behind "By"; the lead must be a word of its own and a name must follow.
fn behind_lead<'a>(resources: &Resources, line: &'a str) -> Option<&'a str> {
    let lower = line.to_lowercase();
    let lead = resources.reading.byline_leads.iter().find(|lead| {
        let behind = lower.strip_prefix(**lead);
        behind.is_some_and(|it| it.starts_with([' ', ':', '\u{a0}']))
    })?;
    let names = line
        .get(lead.len()..)?
        .trim_start_matches([' ', ':', '\u{a0}']);
    names.starts_with(char::is_uppercase).then_some(names)
}

/// Splits at commas, slashes, bars and "and".
fn split(resources: &Resources, names: &str) -> Vec<String> {
    let mut parts = vec![Vec::new()];
    for piece in names.split_inclusive([',', ';', '|', '/', '&', '•', '·', '–', '—', '(', ')'])
    {
        let words = piece.trim_end_matches([',', ';', '|', '/', '&', '•', '·', '–', '—', '(', ')']);
        for word in words.split_whitespace() {
            if is_word(resources, word, BylineWord::End) {
                break;
            }
            if is_word(resources, word, BylineWord::And) {
                parts.push(Vec::new());
            } else if let Some(part) = parts.last_mut() {
                part.push(word);
            }
        }
        parts.push(Vec::new());
    }
    parts.retain(|part| !part.is_empty());
    parts.iter().map(|part| part.join(" ")).collect()
}

/// Whether a name that is not known says itself that it is an agency's: "Corran Press Agency".
fn is_medium(resources: &Resources, name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=MAX_NAME).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && words
            .iter()
            .any(|word| is_word(resources, word, BylineWord::Medium))
}

fn is_person(resources: &Resources, name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=MAX_NAME).contains(&words.len()) {
        return false;
    }
    let named = words.iter().all(|word| {
        let mut letters = word.chars();
        let first = letters.next().unwrap_or(' ');
        let small = first.is_lowercase() && word.len() <= 4;
        (first.is_alphabetic() && (!first.is_lowercase() || small))
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    });
    let ends = [words.first(), words.last()];
    named
        && ends
            .iter()
            .flatten()
            .all(|word| !word.starts_with(char::is_lowercase))
        && !words.iter().any(|word| {
            let word = word.trim_matches('.');
            [BylineWord::Other, BylineWord::Medium]
                .iter()
                .any(|kind| is_word(resources, word, *kind))
        })
}

fn is_word(resources: &Resources, word: &str, kind: BylineWord) -> bool {
    let lower = word.to_lowercase();
    resources.reading.byline_words.get(lower.as_str()) == Some(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, people: &[&str], credits: &[&str]) {
        let byline = of_line(crate::resources::get(), line).expect("a byline");
        assert_eq!(byline.people, people, "{line}");
        assert_eq!(byline.credits, credits, "{line}");
    }

    #[test]
    fn people_only() {
        check("By Ilse Okrist", &["Ilse Okrist"], &[]);
        check(
            "By Ilse Okrist and Jon van Varro, Reuters",
            &["Ilse Okrist", "Jon van Varro"],
            &["Reuters"],
        );
        check("By Staff, Agencies", &[], &[]);
        check(
            "Written by: Jon Varro | Quillhaven Times",
            &["Jon Varro"],
            &[],
        );
        check("By TASS", &[], &["TASS"]);
        check("By Ada Wren in Port Lenna", &["Ada Wren"], &[]);
        check(
            "by Kit Farrow, Thursday 20 March 2031",
            &["Kit Farrow"],
            &[],
        );
        check("Par Solène Aubry", &["Solène Aubry"], &[]);
        check("By Corran Press Agency", &[], &["Corran Press Agency"]);
    }

    #[test]
    fn credits_below_an_article() {
        let credit = |line: &str| of_credit(crate::resources::get(), line);
        assert_eq!(credit("(AFP)").as_deref(), Some("AFP"));
        assert_eq!(credit("— Reuters").as_deref(), Some("Reuters"));
        assert_eq!(credit("(Quillhaven Times)"), None);
        assert_eq!(credit("Reuters said so."), None);
    }

    #[test]
    fn prose_is_no_byline() {
        for line in [
            "By noon the gates were open",
            "By Monday, it rained.",
            "Bystanders",
        ] {
            assert_eq!(of_line(crate::resources::get(), line), None, "{line}");
        }
    }
}
