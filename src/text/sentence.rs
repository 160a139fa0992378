//! Tokens and blocks to sentences.
//!
//! A sentence ends at a stop that is no abbreviation's, with the quotation marks and brackets that
//! close behind it, and never crosses a block. Two sentences inside one quotation are two.

use rustc_hash::FxHashSet;

use crate::model::{Block, Span};
use crate::text::{Token, TokenKind, gap};

/// The words that decide whether a stop ends a sentence; all in lower case, without their stop.
#[derive(Debug, Default)]
pub struct SentenceRules {
    /// Abbreviations before a name ("Mr", "Gen"): their stop ends nothing.
    pub titles: FxHashSet<&'static str>,
    /// Abbreviations before a figure ("Nov", "No"): their stop ends nothing before one.
    pub figures: FxHashSet<&'static str>,
    /// Abbreviations after a name ("Inc", "Jr"): their stop ends a sentence only before a starter.
    pub closing: FxHashSet<&'static str>,
    /// Words that commonly begin a sentence and no name ("The", "He", "But").
    pub starters: FxHashSet<&'static str>,
    /// Words that follow a speaker's name behind a closed question ("asked", "said").
    pub reporting: FxHashSet<&'static str>,
}

/// Splits a text into sentences, in order; every token is in one.
///
/// Where there are no blocks, each line is one.
pub fn sentences(
    text: &str,
    blocks: &[Block],
    tokens: &[Token],
    rules: &SentenceRules,
) -> Vec<Span> {
    let stops = stops_before(text, tokens);
    let mut found: Vec<Span> = Vec::new();
    let mut start = 0;
    let mut block = 0;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match tokens.get(at + 1) {
            None => true,
            Some(next) => {
                crosses(text, blocks, &mut block, *token, *next)
                    || ends_at(text, tokens, &stops, at, rules)
            }
        };
        if ends && let (Some(first), Some(last)) = (tokens.get(start), tokens.get(at)) {
            found.push(first.span.cover(last.span));
            start = at + 1;
        }
    }
    found
}

fn crosses(text: &str, blocks: &[Block], block: &mut usize, token: Token, next: Token) -> bool {
    if blocks.is_empty() {
        return gap(text, token, next).contains('\n');
    }
    while blocks
        .get(*block)
        .is_some_and(|it| it.span.end() <= token.span.start())
    {
        *block += 1;
    }
    blocks
        .get(*block)
        .is_some_and(|it| it.span.end() <= next.span.start())
}

/// Whether a sentence ends with the token at `at`; `stops` as [`stops_before`] gives them.
fn ends_at(
    text: &str,
    tokens: &[Token],
    stops: &[Option<u32>],
    at: usize,
    rules: &SentenceRules,
) -> bool {
    let Some(next) = tokens.get(at + 1).copied() else {
        return true;
    };
    // Quotation marks and brackets that close belong to the sentence before them.
    if stops.get(at + 1).is_some_and(Option::is_some) {
        return false;
    }
    let stop = stops
        .get(at)
        .copied()
        .flatten()
        .map_or(at, |it| it as usize);
    let Some(token) = tokens.get(stop) else {
        return false;
    };
    let mark = token.of(text);
    let initialism = token.kind == TokenKind::Word && mark.ends_with('.');
    let ends = initialism || is_stop(*token, mark);
    if !ends || is_stop(next, next.of(text)) || !starts(text, tokens, at, stop) {
        return false;
    }
    let before = stop.checked_sub(1).and_then(|it| tokens.get(it)).copied();
    match mark {
        "." => stop_ends(text, before, next, rules),
        _ if initialism => !next.is_word() || is_starter(next.of(text), rules),
        "?" | "!" if stop < at => !is_tag(text, tokens, at + 1, rules),
        _ => true,
    }
}

fn is_stop(token: Token, mark: &str) -> bool {
    token.kind == TokenKind::Mark
        && (matches!(mark, "." | "!" | "?" | "…") || mark.starts_with(".."))
}

/// For each token that is a mark closing behind a stop, the stop's place.
fn stops_before(text: &str, tokens: &[Token]) -> Vec<Option<u32>> {
    let mut found: Vec<Option<u32>> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let stop = at.checked_sub(1).and_then(|before| {
            let last = tokens.get(before)?;
            if !can_close(text, *last, *token, tokens.get(at + 1)) {
                return None;
            }
            let word = last.of(text);
            let is_last =
                is_stop(*last, word) || last.kind == TokenKind::Word && word.ends_with('.');
            match is_last {
                true => u32::try_from(before).ok(),
                false => found.get(before).copied().flatten(),
            }
        });
        found.push(stop);
    }
    found
}

fn can_close(text: &str, before: Token, token: Token, next: Option<&Token>) -> bool {
    if token.kind != TokenKind::Mark || !gap(text, before, token).is_empty() {
        return false;
    }
    match token.of(text) {
        "”" | "’" | "»" | "''" | ")" | "]" => true,
        // A straight mark closes where no word touches it on the right.
        "\"" | "'" | "“" => {
            next.is_none_or(|next| !gap(text, token, *next).is_empty() || !next.is_word())
        }
        _ => false,
    }
}

/// Whether a sentence can start behind the token at `at`, whose stop is at `stop`.
fn starts(text: &str, tokens: &[Token], at: usize, stop: usize) -> bool {
    let (Some(token), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else {
        return true;
    };
    let word = next.of(text);
    let Some(first) = word.chars().next() else {
        return false;
    };
    if gap(text, *token, *next).is_empty() {
        // A lost space: "The gates are open.The water falls".
        let before = stop.checked_sub(1).and_then(|it| tokens.get(it));
        return first.is_uppercase()
            && before
                .is_some_and(|it| it.span.len() > 2 && it.of(text).ends_with(char::is_lowercase));
    }
    match next.kind {
        TokenKind::Word => !first.is_lowercase(),
        TokenKind::Number => true,
        TokenKind::Clitic => false,
        TokenKind::Mark => matches!(
            word,
            "\"" | "'"
                | "“"
                | "‘"
                | "„"
                | "«"
                | "``"
                | "("
                | "["
                | "@"
                | "#"
                | "$"
                | "€"
                | "£"
                | "•"
                | "¿"
                | "¡"
        ),
    }
}

fn stop_ends(text: &str, before: Option<Token>, next: Token, rules: &SentenceRules) -> bool {
    let Some(before) = before else {
        return true;
    };
    let word = before.of(text);
    let lower = word.to_lowercase();
    if before.kind == TokenKind::Word && word.chars().count() == 1 && before.is_capitalised(text) {
        return word == "I" || is_starter(next.of(text), rules);
    }
    if rules.titles.contains(lower.as_str()) && before.is_capitalised(text) {
        return false;
    }
    if rules.figures.contains(lower.as_str()) && next.kind == TokenKind::Number {
        return false;
    }
    if rules.closing.contains(lower.as_str()) && next.is_word() {
        return is_starter(next.of(text), rules);
    }
    true
}

fn is_starter(word: &str, rules: &SentenceRules) -> bool {
    rules.starters.contains(word.to_lowercase().as_str())
}

/// Whether a speaker tag follows: "“Is it over?” Mira Solane asked."
fn is_tag(text: &str, tokens: &[Token], at: usize, rules: &SentenceRules) -> bool {
    const LONGEST_NAME: usize = 4;
    let mut names = 0;
    for token in tokens.iter().skip(at).take(LONGEST_NAME + 1) {
        if token.is_capitalised(text) {
            names += 1;
        } else {
            return names > 0 && rules.reporting.contains(token.of(text));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::BlockKind;
    use crate::text::tokens;

    /// The text has a bar wherever a sentence must end.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let rules = &crate::resources::get().speech.sentences;
        let found = sentences(&text, &[], &tokens(&text), rules);
        let found: Vec<&str> = found.into_iter().map(|it| it.of(&text)).collect();
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_stops() {
        check("The dam held.| Water fell.| Nobody left!");
        check("It cost 3.5 million.| Was it worth it?| Yes");
        check("The gates are open.|The water falls.");
    }

    #[test]
    fn abbreviations() {
        check("Mr. Marsk met Gen. Varro on Nov. 23 in Brasna.| He left.");
        check("J. R. Okrist of Veskom Inc. said so.| It was late.");
        check("The U.S. Senate met at 5 p.m. Monday.| The vote failed.");
        check("They went to the U.S.| The vote failed.");
        check("Veskom Inc.| The firm declined.");
    }

    #[test]
    fn quotations() {
        check("“The gates are open.| We will wait,” Marsk said.");
        check("“The gates are open.”| Marsk said nothing more.");
        check("\"Why now?\" he asked.| \"Who knows?\" Mira Solane said.");
        check("\"It is over.\"| \"It is not.\"");
        check("He left.| (She stayed.)| They met.");
    }

    #[test]
    fn lines_and_blocks() {
        check("Dam holds\n|BRASNA - The dam held.");
        let text = "One part\ntwo part. Three";
        let block = |start, end| Block {
            span: Span::new(start, end),
            kind: BlockKind::Paragraph,
        };
        let rules = SentenceRules::default();
        let blocks = [block(0, 18), block(19, 24)];
        let found = sentences(text, &blocks, &tokens(text), &rules);
        assert_eq!(found, [Span::new(0, 18), Span::new(19, 24)]);
    }

    proptest! {
        #[test]
        fn every_token_is_in_one_sentence(text in "([A-Za-z]{1,6}|[.?!\"”“' \n(),]){0,60}") {
            let tokens = tokens(&text);
            let rules = &crate::resources::get().speech.sentences;
            let found = sentences(&text, &[], &tokens, rules);
            for token in &tokens {
                prop_assert_eq!(found.iter().filter(|it| it.contains(token.span)).count(), 1);
            }
        }
    }
}
