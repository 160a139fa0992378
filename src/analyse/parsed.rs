//! A document's text cut into tokens and sentences, as all parts of the analysis see it.

use crate::model::{Document, Span};
use crate::resources::Resources;
use crate::text::{self, Token};

/// A document with its tokens and sentences.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its text.
    pub text: &'a str,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order; every token is in one.
    pub sentences: Vec<Span>,
}

impl<'a> Parsed<'a> {
    /// Cuts the document's text.
    pub fn new(resources: &Resources, document: &'a Document) -> Parsed<'a> {
        let text = document.text.as_str();
        let tokens = text::tokens(text);
        let rules = &resources.speech.sentences;
        let sentences = text::sentences(text, &document.blocks, &tokens, rules);
        Parsed {
            document,
            text,
            tokens,
            sentences,
        }
    }

    /// The characters of the token at `at`; empty where there is none.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |it| it.of(self.text))
    }

    /// The first token that does not start before `offset`.
    pub fn token_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|it| it.span.start() < offset)
    }
}
