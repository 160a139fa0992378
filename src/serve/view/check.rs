//! "Did they say it?": what the record has with these words, and what was searched.

use super::format;
use super::lists::Said;

/// What the page prints.
#[derive(Debug)]
pub(crate) struct CheckView {
    pub(crate) asked: String,
    pub(crate) verdict: String,
    pub(crate) deck: String,
    pub(crate) found: Vec<Said>,
    /// Who is known by these words as a name.
    pub(crate) people: Vec<super::lists::Somebody>,
    pub(crate) searched: String,
}

/// So many words or more are a sentence that somebody may have said, not a phrase.
const A_SENTENCE: usize = 4;
/// How many results are listed.
pub(crate) const LISTED: usize = 30;

/// Makes the page. `found` may hold one more than is listed; `exact` counts those that hold the
/// words as they were asked, in their order.
pub(crate) fn view(
    asked: &str,
    mut found: Vec<Said>,
    people: Vec<super::lists::Somebody>,
    documents: usize,
) -> CheckView {
    let more = found.len() > LISTED;
    found.truncate(LISTED);
    let wanted = key(asked);
    let has = |it: &Said| key(&it.words).contains(&wanted);
    let n = if more {
        format!("more than {LISTED}")
    } else {
        found.len().to_string()
    };
    let all = found.len();
    let exact = found.iter().filter(|it| has(it)).count();
    let quoted = found.iter().any(|it| has(it) && it.kind != "indirect");
    // Those that have the very words stand first; the order is otherwise kept.
    found.sort_by_key(|it| !has(it));
    let found = one_each(found);
    let (verdict, deck) = match (exact, all) {
        (_, 0) => (
            "Not on record here.",
            "No statement in this store has all of these words. That proves nothing about what \
             was said: only what was read can be found."
                .to_owned(),
        ),
        (0, _) => (
            "On record, but not in these words.",
            format!(
                "No statement has these words in this order; {n} {} all of them. Read each before \
                 you rely on it: the same words may say something else.",
                if all == 1 { "has" } else { "have" }
            ),
        ),
        (exact, _) => (
            match (quoted, wanted.split_whitespace().count() >= A_SENTENCE) {
                (true, true) => "On record, word for word.",
                (false, true) => "On record, but only in indirect speech.",
                (_, false) => "These words are on record.",
            },
            format!(
                "{} these very words in this order{}. Whether they are all that was said, the \
                 page of each shows.",
                match exact {
                    1 => "One statement has".to_owned(),
                    n => format!("{} statements have", format::spell(n)),
                },
                match all - exact {
                    0 => String::new(),
                    _ => format!("; {n} have all of them in some order"),
                }
            ),
        ),
    };
    CheckView {
        asked: asked.to_owned(),
        verdict: verdict.to_owned(),
        deck,
        found,
        people,
        searched: format!(
            "The statements found in {}, by their words. What is not here may still have been said.",
            format::count(documents, "document")
        ),
    }
}

/// One line for each utterance; the others are counted.
fn one_each(found: Vec<Said>) -> Vec<Said> {
    let mut kept: Vec<Said> = Vec::new();
    for said in found {
        match kept.iter_mut().find(|it| it.href == said.href) {
            Some(first) => first.more += 1,
            None => kept.push(said),
        }
    }
    kept
}

/// Letters and figures in lower case.
fn key(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

/// The words of a question, where it has any.
pub(crate) fn words(asked: &str) -> Option<String> {
    let words = key(asked);
    Some(words.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_not_asked_for() {
        assert_eq!(
            words("“We warned” (twice)*").as_deref(),
            Some("we warned twice")
        );
        assert_eq!(words("?!"), None);
    }

    #[test]
    fn absence_proves_nothing() {
        let view = view("the gates", Vec::new(), Vec::new(), 12);
        assert_eq!(view.verdict, "Not on record here.");
        assert!(view.deck.contains("proves nothing"));
        assert!(view.searched.contains("12 documents"));
    }
}
