//! Contents that a network took in parts: what stands between two parts, and the rest of a quotation.
//!
//! "“We wrote to them twice. Nobody can say the water came without warning,” Marsk said": whoever is
//! quoted with the second sentence said the first as well, since one pair of marks stands around
//! both. Where nobody else speaks between the marks, the content becomes the whole quotation. A part that is
//! a mark and no word is none.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::statements::of_spans;
use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::quotation::Quotation;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Span, Statement};

/// So many words between two parts of a content, where its cue and source are not among them, belong
/// to it. On PolNeAR's development part 0 words bring .5 of exact contents, 3 bring .6, 12 no more.
const BETWEEN: usize = 3;

/// Makes contents whole.
pub(super) fn complete(tagged: &Tagged<'_>, found: &mut Vec<Statement>) {
    for statement in found.iter_mut() {
        if let Some(whole) = joined(tagged, statement) {
            *statement = whole;
        }
    }
    complete_quotations(tagged, found);
    for statement in found.iter_mut() {
        let mut content = statement.content.clone();
        content.retain(|it| has_word(tagged, *it));
        if content.len() < statement.content.len() {
            *statement = with(tagged, statement, content);
        }
    }
    found.retain(|it| !it.content.is_empty());
}

/// Whether a part of a content is more than a mark: "disagreed. “" ends with one that opens the next
/// sentence.
fn has_word(tagged: &Tagged<'_>, part: Span) -> bool {
    part.of(tagged.parsed.text).contains(char::is_alphanumeric)
}

/// The statement without gaps of a few words; `None` where it has none.
fn joined(tagged: &Tagged<'_>, statement: &Statement) -> Option<Statement> {
    let mut pieces = statement.content.clone();
    pieces.sort_unstable();
    let n = pieces.len();
    let mut content: Vec<Span> = Vec::new();
    for piece in pieces {
        match content.last_mut() {
            Some(last) if is_gap(tagged, statement, Span::new(last.end(), piece.start())) => {
                *last = last.cover(piece);
            }
            _ => content.push(piece),
        }
    }
    (content.len() < n).then(|| with(tagged, statement, content))
}

/// Whether all between two parts are a few words of their sentence.
fn is_gap(tagged: &Tagged<'_>, statement: &Statement, gap: Span) -> bool {
    let mut own = statement.cue.iter().chain(&statement.source);
    if own.any(|it| it.overlaps(gap)) {
        return false;
    }
    let after = tagged.parsed.token_at(gap.end());
    let Some(before) = tagged.parsed.token_at(gap.start()).checked_sub(1) else {
        return false;
    };
    // The words are looked at only where they can be few.
    let same_quotation = tagged.quotation_at(before) == tagged.quotation_at(after);
    if !same_quotation || tagged.sentence(before) != tagged.sentence(after) {
        return false;
    }
    let between = before + 1..after;
    let words = between.clone().filter(|it| tagged.is_word(*it)).count();
    let inside = tagged.quotation_at(before);
    words <= BETWEEN
        && between
            .into_iter()
            .all(|it| tagged.quotation_at(it) == inside)
}

/// The same statement with another content.
fn with(tagged: &Tagged<'_>, statement: &Statement, content: Vec<Span>) -> Statement {
    let (source, cue) = (statement.source.clone(), statement.cue.clone());
    let mut made = of_spans(tagged, source, cue, content);
    made.confidence = statement.confidence;
    made
}

fn complete_quotations(tagged: &Tagged<'_>, found: &mut [Statement]) {
    // Who is quoted with some of each quotation; a text may have very many of both.
    let mut speaking: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, statement) in found.iter().enumerate() {
        let runs = statement.content.iter().filter_map(|it| tagged.run(*it));
        let touched: BTreeSet<usize> = runs.flat_map(|it| touched(tagged, it)).collect();
        for quotation in touched {
            speaking.entry(quotation).or_default().push(at);
        }
    }
    for (quotation, mut speaking) in speaking {
        let Some(quotation) = tagged.quotations.get(quotation).filter(|it| it.closed) else {
            continue;
        };
        let span = tagged.span(quotation.open, quotation.close);
        speaking.retain(|at| found.get(*at).is_some_and(|it| speaks(it, span)));
        // Where two share the quotation, each said a part of it.
        let [at] = speaking.as_slice() else {
            continue;
        };
        let Some(statement) = found.get_mut(*at) else {
            continue;
        };
        if let Some(whole) = completed(tagged, statement, quotation, span) {
            *statement = whole;
        }
    }
}

/// The quotations that share tokens with a run, as their places.
fn touched(tagged: &Tagged<'_>, (first, last): Run) -> impl Iterator<Item = usize> {
    let from = tagged.quotations.partition_point(|it| it.close < first);
    let to = tagged.quotations.partition_point(|it| it.open <= last);
    from..to
}

/// Whether somebody outside the quotation is quoted with some of it.
fn speaks(statement: &Statement, quotation: Span) -> bool {
    let cues = statement.cue.iter().chain(&statement.source);
    let outside = !cues.clone().any(|it| it.overlaps(quotation));
    outside && statement.content.iter().any(|it| it.overlaps(quotation))
}

/// The statement with all of the quotation; `None` where it has that already.
fn completed(
    tagged: &Tagged<'_>,
    statement: &Statement,
    quotation: &Quotation,
    span: Span,
) -> Option<Statement> {
    let inside = |it: &&Span| it.overlaps(span);
    let covered = statement.content.iter().filter(inside).copied();
    let covered = covered.reduce(Span::cover)?;
    let words = tagged.span(quotation.open + 1, quotation.last_word());
    if covered.contains(words) {
        return None;
    }
    let whole = covered.cover(span);
    let mut content: Vec<Span> = Vec::new();
    for piece in &statement.content {
        let piece = if piece.overlaps(span) { whole } else { *piece };
        match content.last_mut() {
            Some(last) if last.overlaps(piece) => *last = last.cover(piece),
            _ => content.push(piece),
        }
    }
    Some(with(tagged, statement, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::parsed::Parsed;
    use crate::resources;

    fn spans(text: &str, words: &[&str]) -> Vec<Span> {
        let span = |words: &&str| {
            let start = text
                .find(words)
                .unwrap_or_else(|| panic!("{words} in {text}"));
            Span::new(start, start + words.len())
        };
        words.iter().map(span).collect()
    }

    /// The contents after each text's statements were made whole; a statement is its source, its cue
    /// and the parts of its content.
    fn check(text: &str, statements: &[(&str, &str, &[&str])], expected: &[&[&str]]) {
        let document = crate::analyse::testing::document(text, None);
        let resources = resources::get();
        let parsed = Parsed::new(resources, &document);
        let tagged = Tagged::new(&resources.speech, &parsed);
        let make = |(source, cue, content): &(&str, &str, &[&str])| {
            let (source, cue) = (spans(text, &[source]), spans(text, &[cue]));
            of_spans(&tagged, source, cue, spans(text, content))
        };
        let mut found: Vec<Statement> = statements.iter().map(make).collect();
        complete(&tagged, &mut found);
        let made: Vec<Vec<&str>> = found
            .iter()
            .map(|it| it.content.iter().map(|it| it.of(text)).collect())
            .collect();
        assert_eq!(made, expected, "{text}");
    }

    #[test]
    fn whoever_said_a_part_said_the_quotation() {
        check(
            "“We wrote to them twice. Nobody can say the water came without warning,” Marsk said.",
            &[(
                "Marsk",
                "said",
                &["Nobody can say the water came without warning"],
            )],
            &[&["“We wrote to them twice. Nobody can say the water came without warning,”"]],
        );
        check(
            "Varro said the gates “were opened by night, in the rain” by two men.",
            &[("Varro", "said", &["the gates “were opened by night"])],
            &[&["the gates “were opened by night, in the rain”"]],
        );
    }

    #[test]
    fn a_mark_alone_is_no_content() {
        check(
            "Varro disagreed. “It is not,” Okrist said. “Never.”",
            &[
                ("Varro", "disagreed", &["“"]),
                ("Okrist", "said", &["“It is not,”", "“"]),
            ],
            &[&["“It is not,”"]],
        );
    }

    #[test]
    fn two_who_share_a_quotation_each_keep_their_part() {
        check(
            "“We wrote twice. They never answered,” Marsk and Varro said, she added.",
            &[
                ("Marsk", "said", &["We wrote twice."]),
                ("she", "added", &["They never answered"]),
            ],
            &[&["We wrote twice."], &["They never answered"]],
        );
    }

    #[test]
    fn a_few_words_between_two_parts_belong_to_the_content() {
        check(
            "Okrist said that the boats, she hoped, would come before night.",
            &[(
                "Okrist",
                "said",
                &["that the boats", "would come before night"],
            )],
            &[&["that the boats, she hoped, would come before night"]],
        );
        // The cue stands between, or too much, or a sentence ends.
        check(
            "The boats, Okrist said, would come before night.",
            &[("Okrist", "said", &["The boats", "would come before night"])],
            &[&["The boats", "would come before night"]],
        );
        check(
            "Okrist said that the boats. They would come before night.",
            &[(
                "Okrist",
                "said",
                &["that the boats", "They would come before night"],
            )],
            &[&["that the boats", "They would come before night"]],
        );
    }
}
