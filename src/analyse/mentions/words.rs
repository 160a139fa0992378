//! Tokens to words: each token with what the word lists and its surroundings say about it.
//!
//! Made once per document, so that every later rule reads flags instead of strings.

use crate::model::{Block, BlockKind, Span};
use crate::resources::{Lexeme, Names, Tag};
use crate::text::{Token, TokenKind, gap};

/// The words of a text.
pub(crate) struct Words<'a> {
    pub text: &'a str,
    pub list: Vec<Word>,
    /// Whether a network has told verbs from nouns.
    pub told: bool,
    lower: String,
}

/// One token with what is known about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub span: Span,
    pub kind: TokenKind,
    pub case: Case,
    pub lexeme: Lexeme,
    /// The number of its sentence.
    pub sentence: u32,
    /// The number of its paragraph.
    pub paragraph: u32,
    /// Whether it is the first word of a sentence or of a quotation.
    pub first: bool,
    /// Whether it stands between double quotation marks.
    pub quoted: bool,
    /// Whether its sentence is a headline: most words bear capitals.
    pub title_case: bool,
    /// Whether it is a finite verb in small letters, by the network or, without one, by the lists.
    pub verb: bool,
    /// Whether only white space without a line break lies before it.
    pub follows: bool,
    lower: (u32, u32),
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// No capital in front.
    Lower,
    /// A capital in front.
    Title,
    /// Capitals only, at least two.
    Upper,
}

impl<'a> Words<'a> {
    /// Looks every token up.
    pub(crate) fn new(
        names: &Names,
        text: &'a str,
        tokens: &[Token],
        sentences: &[Span],
        blocks: &[Block],
    ) -> Words<'a> {
        let mut words = Words {
            text,
            list: Vec::with_capacity(tokens.len()),
            told: false,
            lower: String::with_capacity(text.len()),
        };
        let mut place = Place::default();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let line_break = before.is_none_or(|it| gap(text, *it, *token).contains('\n'));
            let start = place.step(token.span, sentences, line_break);
            let characters = token.of(text);
            let from = words.lower.len();
            words
                .lower
                .extend(characters.chars().flat_map(char::to_lowercase));
            let lexeme = match token.kind {
                TokenKind::Word => names.lexeme(words.lower.get(from..).unwrap_or("")),
                _ => Lexeme::default(),
            };
            let quote = token.kind == TokenKind::Mark && place.quote(characters);
            words.list.push(Word {
                span: token.span,
                kind: token.kind,
                case: case(characters),
                lexeme,
                sentence: place.sentence,
                paragraph: place.paragraph,
                first: start || place.opened,
                quoted: place.quoted && !quote,
                title_case: false,
                verb: lexeme.is(Tag::Verb) && case(characters) == Case::Lower,
                follows: !line_break,
                lower: (from as u32, words.lower.len() as u32),
            });
            place.opened = place.opens_with(token.kind, quote, start);
        }
        words.mark_title_case(blocks);
        words
    }

    /// Takes over which words a network holds for finite verbs; where it tells none, the lists stay.
    pub(crate) fn mark_verbs(&mut self, verbs: &[Span]) {
        if verbs.is_empty() {
            return;
        }
        self.told = true;
        let mut next = 0;
        for word in &mut self.list {
            while verbs
                .get(next)
                .is_some_and(|it| it.end() <= word.span.start())
            {
                next += 1;
            }
            let told = verbs
                .get(next)
                .is_some_and(|it| it.start() == word.span.start());
            word.verb = told && word.case == Case::Lower && word.kind == TokenKind::Word;
        }
    }

    /// A word; `None` beyond the end.
    pub(crate) fn get(&self, at: usize) -> Option<Word> {
        self.list.get(at).copied()
    }

    /// The word before.
    pub(crate) fn before(&self, at: usize) -> Option<Word> {
        self.get(at.checked_sub(1)?)
    }

    /// A word in small letters; empty beyond the end.
    pub(crate) fn lower(&self, at: usize) -> &str {
        let range = self.list.get(at).map_or((0, 0), |word| word.lower);
        let range = range.0 as usize..range.1 as usize;
        self.lower.get(range).unwrap_or("")
    }

    /// The words from one up to and without another in small letters, run together.
    pub(crate) fn text_lower(&self, first: usize, end: usize) -> &str {
        let from = self.list.get(first).map_or(0, |word| word.lower.0);
        let last = end.checked_sub(1).and_then(|it| self.list.get(it));
        let to = last.map_or(from, |word| word.lower.1);
        self.lower.get(from as usize..to as usize).unwrap_or("")
    }

    /// The span from one word up to and without another.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        match (
            self.get(first),
            end.checked_sub(1).and_then(|it| self.get(it)),
        ) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// The index of the first word that ends behind a byte.
    pub(crate) fn at(&self, byte: usize) -> usize {
        self.list.partition_point(|word| word.span.end() <= byte)
    }

    /// The paragraph of the word at a byte.
    pub(crate) fn paragraph_at(&self, byte: usize) -> u32 {
        self.get(self.at(byte)).map_or(0, |it| it.paragraph)
    }

    /// The first word of a sentence and the one behind its last.
    pub(crate) fn sentence(&self, sentence: u32) -> (usize, usize) {
        let from = self.list.partition_point(|it| it.sentence < sentence);
        let to = self.list.partition_point(|it| it.sentence <= sentence);
        (from, to)
    }

    /// Whether the word is a mark with these characters.
    pub(crate) fn is_mark(&self, at: usize, mark: &str) -> bool {
        self.get(at)
            .is_some_and(|word| word.kind == TokenKind::Mark && word.span.of(self.text) == mark)
    }

    /// Whether the word is the clitic of a possessive.
    pub(crate) fn is_possessive(&self, at: usize) -> bool {
        match self.get(at) {
            Some(word) if word.kind == TokenKind::Clitic => self.lower(at).ends_with('s'),
            Some(word) if word.kind == TokenKind::Mark => {
                // "the voters' wish": the mark touches the word and no quotation is open.
                let touches = self
                    .before(at)
                    .is_some_and(|it| it.span.end() == word.span.start());
                touches
                    && matches!(word.span.of(self.text), "'" | "’")
                    && at > 0
                    && self.lower(at - 1).ends_with('s')
                    && self
                        .get(at + 1)
                        .is_some_and(|it| it.case == Case::Lower && it.follows)
            }
            _ => false,
        }
    }

    fn mark_title_case(&mut self, blocks: &[Block]) {
        let headings: Vec<Span> = blocks
            .iter()
            .filter(|it| matches!(it.kind, BlockKind::Headline | BlockKind::Heading))
            .map(|it| it.span)
            .collect();
        let mut start = 0;
        while start < self.list.len() {
            let sentence = self.list.get(start).map(|it| it.sentence);
            let rest = self.list.get(start..).unwrap_or(&[]);
            let length = rest
                .iter()
                .take_while(|it| Some(it.sentence) == sentence)
                .count();
            let words = rest.get(..length).unwrap_or(&[]);
            let heading = words.first().is_some_and(|it| {
                let before = headings.partition_point(|span| span.start() <= it.span.start());
                before
                    .checked_sub(1)
                    .and_then(|at| headings.get(at))
                    .is_some_and(|span| span.contains(it.span))
            });
            let after = rest.get(length).copied();
            let alone = start == 0 && after.is_some_and(|it| !it.follows);
            if (heading || alone) && is_title_case(words) {
                let words = self.list.iter_mut().skip(start).take(length);
                words.for_each(|it| it.title_case = true);
            }
            start += length.max(1);
        }
    }
}

/// Three of four words that are long enough to choose bear a capital.
fn is_title_case(words: &[Word]) -> bool {
    let long = |it: &&Word| it.kind == TokenKind::Word && it.span.len() >= 4;
    let all = words.iter().filter(long).count();
    let capital = words
        .iter()
        .filter(long)
        .filter(|it| it.case != Case::Lower)
        .count();
    all >= 3 && capital * 4 >= all * 3
}

/// Where the pass stands.
#[derive(Default)]
struct Place {
    sentence: u32,
    paragraph: u32,
    quoted: bool,
    opened: bool,
    next: usize,
    any: bool,
}

impl Place {
    /// Goes on to a token; says whether a sentence starts there.
    fn step(&mut self, span: Span, sentences: &[Span], line_break: bool) -> bool {
        let mut starts = !self.any;
        self.any = true;
        while sentences
            .get(self.next)
            .is_some_and(|it| it.start() <= span.start())
        {
            self.sentence = self.next as u32;
            self.next += 1;
            starts = true;
        }
        if line_break {
            self.paragraph += 1;
            self.quoted = false;
            starts = true;
        }
        starts
    }

    /// Follows double quotation marks; says whether the token is one.
    fn quote(&mut self, mark: &str) -> bool {
        match mark {
            "“" | "«" | "„" | "``" => self.quoted = true,
            "”" | "»" | "''" => self.quoted = false,
            "\"" => self.quoted = !self.quoted,
            _ => return false,
        }
        true
    }

    /// Whether the next word is the first of its sentence or quotation.
    fn opens_with(&self, kind: TokenKind, quote: bool, start: bool) -> bool {
        (quote && self.quoted) || (kind == TokenKind::Mark && (start || self.opened))
    }
}

fn case(word: &str) -> Case {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if first.is_uppercase() => {
            let mut letters = chars.filter(|c| c.is_alphabetic()).peekable();
            if letters.peek().is_some() && letters.all(char::is_uppercase) {
                Case::Upper
            } else {
                Case::Title
            }
        }
        _ => Case::Lower,
    }
}

impl Word {
    /// Whether it is a word that begins with a capital.
    pub(crate) fn is_capital(self) -> bool {
        self.kind == TokenKind::Word && self.case != Case::Lower
    }

    /// Whether it is a word in small letters that a phrase cannot run over.
    pub(crate) fn is_function(self) -> bool {
        self.lexeme.is(Tag::Function)
    }
}
