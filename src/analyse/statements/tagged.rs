//! Tokens with what each can be: its word classes, its cue, its sentence, block and quotation.

use crate::analyse::parsed::Parsed;
use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::quotation::{Quotation, quotations};
use crate::model::Span;
use crate::resources::{Classes, Cue, Forms, Speech, WordEntry};
use crate::text::TokenKind;

/// A parsed document with all that the rules ask about its tokens.
pub(super) struct Tagged<'a> {
    pub(super) speech: &'a Speech,
    pub(super) parsed: &'a Parsed<'a>,
    words: Vec<WordEntry>,
    /// The sentence of each token.
    sentence: Vec<u32>,
    /// The block of each token.
    block: Vec<u32>,
    /// The quotation of each token, marks included.
    quotation: Vec<Option<u32>>,
    pub(super) quotations: Vec<Quotation>,
    /// First and last token of each sentence, without a dateline.
    pub(super) sentences: Vec<(usize, usize)>,
}

impl<'a> Tagged<'a> {
    pub(super) fn new(speech: &'a Speech, parsed: &'a Parsed<'a>) -> Tagged<'a> {
        let block = blocks_of(parsed);
        let quotations = quotations(parsed, &block);
        let mut quotation = vec![None; parsed.tokens.len()];
        for (idx, it) in quotations.iter().enumerate() {
            if let Some(inside) = quotation.get_mut(it.open..=it.close) {
                inside.fill(Some(idx as u32));
            }
        }
        let (sentence, mut sentences) = sentences_of(parsed);
        skip_dateline(parsed, &block, &mut sentences);
        Tagged {
            speech,
            parsed,
            words: words_of(speech, parsed),
            sentence,
            block,
            quotation,
            quotations,
            sentences,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn classes(&self, at: usize) -> Classes {
        self.words.get(at).map_or(Classes(0), |it| it.classes)
    }

    /// Whether the token is in any of the classes.
    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
        self.classes(at).any(classes)
    }

    /// The cue that the token is a form of.
    pub(super) fn cue(&self, at: usize) -> Option<(&'a Cue, Forms)> {
        let (idx, forms) = self.words.get(at)?.cue?;
        Some((self.speech.cues.get(idx as usize)?, forms))
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.parsed.word(at)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.parsed.tokens.get(at).is_some_and(|it| it.is_word())
    }

    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Mark)
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.parsed.tokens.get(at).map(|it| it.kind)
    }

    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.parsed
            .tokens
            .get(at)
            .is_some_and(|it| it.is_capitalised(self.parsed.text))
    }

    /// Whether the word is the one given, whatever its case.
    pub(super) fn reads(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn is_adverb(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is(at, Classes::ADVERB.or(Classes::NEGATION))
            || word.len() > 4
                && word.ends_with("ly")
                && !self.is_capitalised(at)
                && !matches!(
                    word,
                    "family" | "supply" | "reply" | "rally" | "ally" | "assembly"
                )
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        is_dash(self.word(at))
    }

    /// The place of the token's sentence.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.sentence.get(at).map_or(0, |it| *it as usize)
    }

    /// First and last token of the token's sentence.
    pub(super) fn bounds(&self, at: usize) -> (usize, usize) {
        self.sentences
            .get(self.sentence(at))
            .copied()
            .unwrap_or((at, at))
    }

    pub(super) fn block(&self, at: usize) -> u32 {
        self.block.get(at).copied().unwrap_or(u32::MAX)
    }

    /// Whether the token is the first of its block.
    pub(super) fn block_starts_at(&self, at: usize) -> bool {
        at < self.len() && (at == 0 || self.block(at) != self.block(at - 1))
    }

    /// The first token of each block, in order.
    pub(super) fn block_starts(&self) -> Vec<usize> {
        let starts = (0..self.len()).filter(|at| self.block_starts_at(*at));
        starts.collect()
    }

    /// The last token of the token's block.
    pub(super) fn block_end(&self, at: usize) -> usize {
        let block = self.block(at);
        let behind = self.block.get(at..).unwrap_or_default();
        at + behind.partition_point(|it| *it == block).saturating_sub(1)
    }

    /// The first token of the token's block.
    pub(super) fn block_start(&self, at: usize) -> usize {
        let block = self.block(at);
        self.block.partition_point(|it| *it < block)
    }

    /// The quotation around the token, as its place in `quotations`.
    pub(super) fn quotation_at(&self, at: usize) -> Option<usize> {
        self.quotation
            .get(at)
            .copied()
            .flatten()
            .map(|it| it as usize)
    }

    /// The quotation around the token.
    pub(super) fn quoted(&self, at: usize) -> Option<&Quotation> {
        self.quotations.get(self.quotation_at(at)?)
    }

    /// The tokens that share a character with a span.
    pub(super) fn run(&self, span: Span) -> Option<Run> {
        let tokens = &self.parsed.tokens;
        let first = tokens.partition_point(|it| it.span.end() <= span.start());
        let end = tokens.partition_point(|it| it.span.start() < span.end());
        (first < end).then(|| (first, end - 1))
    }

    /// The characters from token `first` to token `last`.
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        match (self.parsed.tokens.get(first), self.parsed.tokens.get(last)) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }
}

fn words_of(speech: &Speech, parsed: &Parsed<'_>) -> Vec<WordEntry> {
    let mut lower = String::new();
    parsed
        .tokens
        .iter()
        .map(|token| {
            if token.kind == TokenKind::Mark {
                return WordEntry::default();
            }
            lower.clear();
            for c in token.of(parsed.text).chars() {
                match c {
                    '’' => lower.push('\''),
                    _ => lower.push(c.to_ascii_lowercase()),
                }
            }
            speech
                .words
                .get(lower.as_str())
                .copied()
                .unwrap_or_default()
        })
        .collect()
}

fn blocks_of(parsed: &Parsed<'_>) -> Vec<u32> {
    let blocks = &parsed.document.blocks;
    let mut block = 0;
    let mut last_end = 0;
    let mut lines = 0;
    parsed
        .tokens
        .iter()
        .map(|token| {
            let gap = parsed.text.get(last_end..token.span.start());
            lines += u32::from(gap.is_some_and(|it| it.contains('\n')));
            last_end = token.span.end();
            while blocks
                .get(block)
                .is_some_and(|it| it.span.end() <= token.span.start())
            {
                block += 1;
            }
            if blocks.is_empty() {
                lines
            } else {
                block as u32
            }
        })
        .collect()
}

fn sentences_of(parsed: &Parsed<'_>) -> (Vec<u32>, Vec<(usize, usize)>) {
    let mut of_token = Vec::with_capacity(parsed.tokens.len());
    let mut bounds = Vec::with_capacity(parsed.sentences.len());
    let mut at = 0;
    for (idx, sentence) in parsed.sentences.iter().enumerate() {
        let first = at;
        while parsed
            .tokens
            .get(at)
            .is_some_and(|it| it.span.start() < sentence.end())
        {
            of_token.push(idx as u32);
            at += 1;
        }
        bounds.push((first, at.saturating_sub(1).max(first)));
    }
    (of_token, bounds)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "–" | "—" | "-" | "--" | "---" | "―")
}

/// Nothing of a dateline is part of what was said.
fn skip_dateline(parsed: &Parsed<'_>, block: &[u32], sentences: &mut [(usize, usize)]) {
    /// Sentences before the one that a dateline may open: headline, byline.
    const SENTENCES: usize = 4;
    let stated = parsed.document.dateline.as_ref().map(|dateline| {
        let at = parsed.token_at(dateline.span.end());
        at + usize::from(is_dash(parsed.word(at)))
    });
    let opens_block = |at: usize| at == 0 || block.get(at) != block.get(at - 1);
    let shaped = || {
        let mut heads = sentences.iter().take(SENTENCES).map(|it| it.0);
        heads.find_map(|it| opens_block(it).then(|| behind_dateline(parsed, it))?)
    };
    let Some(text) = stated.or_else(shaped) else {
        return;
    };
    let at = sentences.partition_point(|it| it.1 < text);
    if let Some(sentence) = sentences.get_mut(at).filter(|it| it.0 < text) {
        sentence.0 = text;
    }
}

/// The first token behind "BRASNA (CPA) —", in a text whose dateline nobody has read.
fn behind_dateline(parsed: &Parsed<'_>, first: usize) -> Option<usize> {
    const LONGEST: usize = 14;
    let is_upper = |it: &str| it.len() > 2 && !it.chars().any(char::is_lowercase);
    let mut is_place = is_upper(parsed.word(first));
    for at in first..first + LONGEST {
        let word = parsed.word(at);
        let token = parsed.tokens.get(at)?;
        if is_dash(word) {
            let next = parsed.tokens.get(at + 1).copied();
            let spaced =
                next.is_some_and(|it| !crate::text::gap(parsed.text, *token, it).is_empty());
            return (is_place && at > first && spaced).then_some(at + 1);
        }
        is_place |= word == "(";
        let fits = token.is_capitalised(parsed.text)
            || token.kind == TokenKind::Number
            || matches!(word, "(" | ")" | "," | "." | "/");
        if !fits {
            return None;
        }
    }
    None
}
