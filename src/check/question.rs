//! What is asked: the words, and whose they are said to be.

use crate::resources::Resources;

/// Quotation marks that open, and those that close.
const MARKS: [char; 8] = ['"', '“', '”', '„', '«', '»', '‹', '›'];

/// More words than this outside the quotation are no name.
const NAME: usize = 8;

/// A question as somebody pastes it: words, with or without the one who is said to have said them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The words.
    pub words: &'a str,
    /// What may name the speaker.
    pub speaker: Option<String>,
}

impl<'a> Asked<'a> {
    /// Parts the words from the name: `“The gates stay open,” said Ilvan Marsk` and
    /// `Ilvan Marsk: The gates stay open` ask for `Ilvan Marsk`.
    ///
    /// Names are told by their capitals; where nothing outside the words has any, nobody is named.
    pub fn of(question: &'a str) -> Asked<'a> {
        let question = question.trim();
        quoted(question)
            .or_else(|| labelled(question))
            .unwrap_or(Asked {
                words: question,
                speaker: None,
            })
    }
}

fn quoted(question: &str) -> Option<Asked<'_>> {
    let start = question.find(MARKS)?;
    let end = question.rfind(MARKS)?;
    let inner = question.get(start..end)?.trim_start_matches(MARKS);
    let after = question.get(end..)?.trim_start_matches(MARKS);
    let before = question.get(..start)?;
    let inside = inner.split_whitespace().count();
    if inside < 2 {
        return None;
    }
    let outside = format!("{before} {after}");
    let n_outside = outside.split_whitespace().count();
    // Quoted words inside a longer sentence are a part of what is asked.
    (n_outside <= NAME && n_outside < inside.max(3)).then(|| Asked {
        words: inner.trim(),
        speaker: name(&outside),
    })
}

fn labelled(question: &str) -> Option<Asked<'_>> {
    let (label, words) = question.split_once(':')?;
    let capitals = |it: &str| it.chars().next().is_some_and(char::is_uppercase);
    let is_name = label.split_whitespace().count() <= 4 && label.split_whitespace().all(capitals);
    (is_name && words.split_whitespace().count() > 1).then(|| Asked {
        words: words.trim(),
        speaker: name(label),
    })
}

/// The words with capitals.
fn name(text: &str) -> Option<String> {
    let words = text.split_whitespace();
    let words = words.map(|it| it.trim_matches(|c: char| !c.is_alphanumeric()));
    let words = words.filter(|it| it.chars().next().is_some_and(char::is_uppercase));
    let name: Vec<&str> = words.collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// Letters and figures in lower case.
pub fn key(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The words that carry content, else all.
pub(super) fn telling<'a>(resources: &Resources, asked: &'a [String]) -> Vec<&'a String> {
    let function = &resources.facts.wording.function_words;
    let telling: Vec<&String> = asked
        .iter()
        .filter(|it| !function.contains(it.as_str()))
        .collect();
    match telling.is_empty() {
        true => asked.iter().collect(),
        false => telling,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_words_they_are_said_to_be() {
        let cases = [
            (
                "“The gates stay open,” said Ilvan Marsk.",
                "The gates stay open,",
                Some("Ilvan Marsk"),
            ),
            (
                "Marsk: the gates stay open",
                "the gates stay open",
                Some("Marsk"),
            ),
            (
                "Hanne Okrist \"nobody wrote to me\"",
                "nobody wrote to me",
                Some("Hanne Okrist"),
            ),
            ("„Nobody wrote to me“", "Nobody wrote to me", None),
            ("the gates stay open", "the gates stay open", None),
            // A colon inside a sentence, and a quoted word inside one, are parts of it.
            (
                "one thing is certain: the gates",
                "one thing is certain: the gates",
                None,
            ),
            (
                "he called the \"so called gates\" of the upper dam a shame for all",
                "he called the \"so called gates\" of the upper dam a shame for all",
                None,
            ),
            ("\"", "\"", None),
        ];
        for (question, words, speaker) in cases {
            let asked = Asked::of(question);
            assert_eq!(
                (asked.words, asked.speaker.as_deref()),
                (words, speaker),
                "{question}"
            );
        }
    }
}
