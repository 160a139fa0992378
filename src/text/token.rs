//! Text to tokens: words, numbers and marks, each with its span.
//!
//! One pass. Possessives and clitics are tokens of their own (`Marsk` `'s`), so that a name is
//! always one whole token; initialisms keep their stops (`U.S.`), other stops stand alone.

use crate::model::Span;

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens and apostrophes.
    Word,
    /// Starts with a digit ("1,200", "19-year-old").
    Number,
    /// A clitic with its apostrophe ("'s", "'ll").
    Clitic,
    /// Punctuation; a run of dots, of hyphens, or a doubled apostrophe is one mark.
    Mark,
}

impl Token {
    /// The characters.
    pub fn of(self, text: &str) -> &str {
        self.span.of(text)
    }

    /// Whether it is a word or a number.
    pub fn is_word(self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }

    /// Whether it is a word that begins with a capital.
    pub fn is_capitalised(self, text: &str) -> bool {
        self.kind == TokenKind::Word && self.of(text).starts_with(char::is_uppercase)
    }
}

/// The white space between two tokens; empty where they touch.
pub fn gap(text: &str, left: Token, right: Token) -> &str {
    text.get(left.span.end()..right.span.start()).unwrap_or("")
}

const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// Splits a text into tokens, in order; every character but white space is in one.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(first) = char_at(text, at) {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let end = if first.is_alphanumeric() {
            word_end(text, at)
        } else {
            mark_end(text, at, first)
        };
        if first.is_alphanumeric() {
            push_word(text, Span::new(at, end), first, &mut found);
        } else {
            found.push(Token {
                span: Span::new(at, end),
                kind: TokenKind::Mark,
            });
        }
        at = end;
    }
    found
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn mark_end(text: &str, start: usize, first: char) -> usize {
    let mut end = start + first.len_utf8();
    match first {
        '.' | '-' => {
            while char_at(text, end) == Some(first) {
                end += 1;
            }
        }
        '\'' | '`' if char_at(text, end) == Some(first) => end += 1,
        _ => {
            // Marks that belong to the character before them (accents, variation selectors).
            while let Some(c) = char_at(text, end).filter(|&c| is_combining(c)) {
                end += c.len_utf8();
            }
        }
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn word_end(text: &str, start: usize) -> usize {
    if let Some(end) = initialism_end(text, start) {
        return end;
    }
    let mut end = start;
    let mut last = ' ';
    while let Some(c) = char_at(text, end) {
        let next = char_at(text, end + c.len_utf8());
        let joins = match c {
            _ if is_hyphen(c) || is_apostrophe(c) => next.is_some_and(char::is_alphanumeric),
            '.' => {
                next.is_some_and(|n| n.is_ascii_digit() && last.is_ascii_digit())
                    || next.is_some_and(|n| n.is_lowercase() && last.is_alphanumeric())
            }
            ',' => last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
            _ => c.is_alphanumeric() || c == '_' || is_combining(c),
        };
        if !joins {
            break;
        }
        end += c.len_utf8();
        last = c;
        // "Russia-U.S.": the stops of an initialism behind a hyphen belong to it.
        if is_hyphen(c)
            && let Some(whole) = initialism_end(text, end)
        {
            return whole;
        }
    }
    end
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The end of "U.S." or "a.m.", its last stop included: single letters, each with a stop.
fn initialism_end(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    let mut letters = 0;
    while let Some(c) = char_at(text, end).filter(|c| c.is_alphabetic()) {
        let stop = end + c.len_utf8();
        if char_at(text, stop) != Some('.') {
            break;
        }
        end = stop + 1;
        letters += 1;
    }
    let runs_on = char_at(text, end).is_some_and(char::is_alphanumeric);
    (letters >= 2 && !runs_on).then_some(end)
}

fn push_word(text: &str, span: Span, first: char, found: &mut Vec<Token>) {
    let word = span.of(text);
    let kind = if first.is_numeric() {
        TokenKind::Number
    } else {
        TokenKind::Word
    };
    let split = word
        .char_indices()
        .rev()
        .take(3)
        .find(|&(_, c)| is_apostrophe(c))
        .filter(|&(at, c)| {
            let clitic = &word[at + c.len_utf8()..];
            CLITICS.iter().any(|it| it.eq_ignore_ascii_case(clitic))
        });
    let Some((at, _)) = split else {
        found.push(Token { span, kind });
        return;
    };
    let at = span.start() + at;
    found.push(Token {
        span: Span::new(span.start(), at),
        kind,
    });
    found.push(Token {
        span: Span::new(at, span.end()),
        kind: TokenKind::Clitic,
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<&str> = tokens(text).into_iter().map(|it| it.of(text)).collect();
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn words_numbers_and_marks() {
        check("“Open it,” Marsk said.", "“|Open|it|,|”|Marsk|said|.");
        check(
            "The dam cost 1,200.5 million, he said...",
            "The|dam|cost|1,200.5|million|,|he|said|...",
        );
        check(
            "Corran-based Veskom--a firm",
            "Corran-based|Veskom|--|a|firm",
        );
        check("``Go,'' he said", "``|Go|,|''|he|said");
    }

    #[test]
    fn clitics_stand_alone() {
        check("Marsk’s aide didn't say", "Marsk|’s|aide|didn't|say");
        check("They'll go, it's late", "They|'ll|go|,|it|'s|late");
        check("O'Dara's", "O'Dara|'s");
    }

    #[test]
    fn initialisms_keep_their_stops() {
        check("the U.S. envoy at 5 p.m.", "the|U.S.|envoy|at|5|p.m.");
        check("J. Marsk left.Then", "J|.|Marsk|left|.|Then");
        check("Russia-U.S. talks", "Russia-U.S.|talks");
        check("a pre-a.m. Russia-U one", "a|pre-a.m.|Russia-U|one");
    }

    proptest! {
        #[test]
        fn every_character_is_in_one_token(text in "\\PC*") {
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(text[at..token.span.start()].trim().is_empty());
                prop_assert!(!token.span.is_empty());
                at = token.span.end();
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
