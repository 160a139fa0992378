//! A wording as words: takes spans of a text, gives words that can be compared.
//!
//! A word carries the marks that are printed with it (`"twice,"`), so that the words of a wording
//! are all of it but white space. Hyphenated words and contractions are taken apart (`two-in-three`,
//! `I'd` as `I would`), so that one spelling can be laid beside the other.

use crate::model::Span;
use crate::resources::{NumberKind, Resources, Wording, stem};
use crate::text::SentenceRules;

/// One word of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The word with the marks printed with it.
    pub span: Span,
    /// The word as printed, marks at its edges left out, with plain apostrophes.
    pub surface: String,
    /// The form in which words are compared: lower case, one spelling, numbers in digits.
    pub norm: String,
    /// The stem.
    pub stem: String,
    /// Whether it carries grammar rather than content.
    pub function: bool,
    /// Whether it turns a claim round.
    pub negation: bool,
    /// Whether it is a number.
    pub number: bool,
    /// Whether it begins with a capital letter where no sentence begins.
    pub name: bool,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
    /// Whether the editor put it in: `[the president]`.
    pub bracketed: bool,
    /// Whether something was openly left off before it: an ellipsis, or the reporter's words.
    pub seam: bool,
    /// Whether an ellipsis follows it.
    pub ellipsis: bool,
    /// Whether a sentence begins with it.
    pub starts_sentence: bool,
    /// Whether a comma, semicolon, colon or dash ends it.
    pub ends_clause: bool,
    /// Whether a hyphen joins it to the next word.
    pub hyphened: bool,
}

/// The words of `content`; those inside `quoted` are marked so.
pub(super) fn words(
    resources: &Resources,
    text: &str,
    content: &[Span],
    quoted: &[Span],
) -> Vec<Word> {
    let mut reader = Reader {
        wording: &resources.facts.wording,
        rules: &resources.speech.sentences,
        quoted,
        words: Vec::new(),
        bracket: false,
        seam: false,
        turn: false,
        sentence: true,
        lead: None,
    };
    for (idx, span) in content.iter().enumerate() {
        reader.seam |= idx > 0;
        reader.turn = idx > 0;
        reader.lead = None;
        let first = reader.words.len();
        for chunk in chunks(text, *span) {
            reader.chunk(text, chunk, first);
        }
    }
    reader.words
}

/// The runs of `span` between white space and dashes, hyphens included with what is before.
fn chunks(text: &str, span: Span) -> Vec<Span> {
    let slice = span.of(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    for (at, c) in slice.char_indices() {
        let next = at + c.len_utf8();
        let glued = slice[next..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric);
        let breaks = c.is_whitespace()
            || matches!(c, '—' | '–')
            || matches!(c, '-' | '‐' | '‑' | '/') && previous.is_alphabetic() && glued;
        if breaks {
            let end = if c.is_whitespace() { at } else { next };
            found.push(Span::new(start, end));
            start = next;
        }
        previous = c;
    }
    found.push(Span::new(start, slice.len()));
    found.retain(|chunk| !chunk.trim(slice).is_empty());
    found
        .into_iter()
        .map(|chunk| chunk.shift(span.start()))
        .collect()
}

struct Reader<'a> {
    wording: &'a Wording,
    rules: &'a SentenceRules,
    quoted: &'a [Span],
    words: Vec<Word>,
    /// Whether an editor's bracket is open.
    bracket: bool,
    /// Whether something was left off before the next word.
    seam: bool,
    /// Whether the next word is the first after the reporter's words.
    turn: bool,
    /// Whether the next word begins a sentence.
    sentence: bool,
    /// Marks before the first word of a span.
    lead: Option<Span>,
}

impl Reader<'_> {
    fn chunk(&mut self, text: &str, chunk: Span, first: usize) {
        let printed = chunk.of(text);
        let core_start = printed.find(is_core);
        let Some(core_start) = core_start else {
            return self.marks(text, chunk, first);
        };
        let core_end = printed.rfind(is_core).map_or(printed.len(), |at| {
            at + printed[at..].chars().next().map_or(0, char::len_utf8)
        });
        let before = &printed[..core_start];
        let after = &printed[core_end..];
        self.bracket |= before.contains(['[', '(']);
        if before.contains("..") || before.contains('…') {
            self.seam = true;
        }
        let core = Span::new(chunk.start() + core_start, chunk.start() + core_end);
        let first_new = self.words.len();
        for piece in pieces(self.wording, core.of(text)) {
            self.word(text, core, &piece);
        }
        let Some(words) = self.words.get_mut(first_new..) else {
            return;
        };
        if let Some(word) = words.first_mut() {
            let start = self.lead.take().map_or(chunk.start(), Span::start);
            word.span = Span::new(start, word.span.end());
        }
        let ellipsis = after.contains("..") || after.contains('…');
        let bare = core.of(text);
        let lower = bare.to_lowercase();
        let abbreviation = bare.contains('.')
            || bare.chars().count() == 1
            || [&self.rules.titles, &self.rules.figures, &self.rules.closing]
                .iter()
                .any(|list| list.contains(lower.as_str()));
        let stops = after.contains(['!', '?']) || after.contains('.') && !ellipsis && !abbreviation;
        if let Some(word) = words.last_mut() {
            word.span = Span::new(word.span.start(), chunk.end());
            word.ellipsis = ellipsis;
            word.hyphened = matches!(after, "-" | "‐" | "‑");
            word.ends_clause = after.contains([',', ';', ':', '—', '–']);
        }
        self.seam = ellipsis;
        self.sentence = stops;
        if after.contains([']', ')']) || core.of(text).contains([']', ')']) {
            self.bracket = false;
        }
    }

    /// Takes marks that stand alone: they go with the word before, else with the one after.
    fn marks(&mut self, text: &str, chunk: Span, first: usize) {
        let printed = chunk.of(text);
        let ellipsis = printed.contains("..") || printed.contains('…');
        self.bracket &= !printed.contains([']', ')']);
        self.bracket |= printed.contains(['[', '(']);
        self.seam |= ellipsis;
        if self.words.len() > first
            && let Some(word) = self.words.last_mut()
        {
            word.span = word.span.cover(chunk);
            word.ellipsis |= ellipsis;
            word.ends_clause |= printed.contains(['-', '–', '—']);
        } else {
            self.lead = Some(self.lead.map_or(chunk, |lead| lead.cover(chunk)));
        }
    }

    fn word(&mut self, text: &str, core: Span, piece: &Piece) {
        let span = piece.span.shift(core.start());
        let surface: String = span.of(text).chars().map(plain).collect();
        let mut norm = piece
            .meaning
            .map_or_else(|| surface.to_lowercase(), str::to_owned);
        norm = normal(self.wording, &surface, norm);
        let number = norm.bytes().any(|byte| byte.is_ascii_digit());
        let function = !number && self.wording.function_words.contains(norm.as_str());
        let begins = !surface.starts_with(char::is_lowercase) || self.words.is_empty();
        let quoted = self.quoted.iter().any(|it| it.overlaps(span));
        // `"It is late," she said. "Nobody came"`: a capital after the reporter's words.
        let anew = std::mem::take(&mut self.turn)
            && quoted
            && surface.starts_with(char::is_uppercase)
            && self.words.last().is_some_and(|word| word.quoted);
        let starts = std::mem::take(&mut self.sentence) && begins || anew;
        self.words.push(Word {
            span,
            stem: stem(&norm),
            function,
            negation: self.wording.negations.contains(norm.as_str()),
            number,
            name: surface.starts_with(char::is_uppercase) && !starts && norm != "i",
            quoted,
            bracketed: self.bracket,
            seam: std::mem::take(&mut self.seam),
            ellipsis: false,
            starts_sentence: starts,
            ends_clause: false,
            hyphened: false,
            surface,
            norm,
        });
    }
}

fn is_core(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '*')
}

fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        _ => c,
    }
}

/// A part of a word, and the word that it is short for.
struct Piece {
    span: Span,
    meaning: Option<&'static str>,
}

fn pieces(wording: &Wording, core: &str) -> Vec<Piece> {
    let lower: String = core.chars().map(plain).collect::<String>().to_lowercase();
    if lower == "cannot" {
        return split(core, 3, None, "not");
    }
    let mark = core.rfind(['\'', '’', '‘', 'ʼ']).unwrap_or(0);
    let is = |word: &str| wording.before_is.contains(word);
    if lower.strip_suffix("'s").is_some_and(is) {
        return split(core, mark, None, "is");
    }
    let clitic = wording
        .clitics
        .iter()
        .find(|(clitic, _)| lower.len() > clitic.len() && lower.ends_with(clitic));
    let Some((clitic, meaning)) = clitic else {
        return split(core, 0, None, "");
    };
    let at = mark.saturating_sub(usize::from(*clitic == "n't"));
    let stem = lower
        .get(..at)
        .and_then(|stem| wording.clitic_stems.get(stem));
    split(core, at, stem.copied(), meaning)
}

/// The two parts of a word with what they mean; the whole word where there is no place to cut.
fn split(core: &str, at: usize, first: Option<&'static str>, second: &'static str) -> Vec<Piece> {
    if !core.is_char_boundary(at) || at == 0 {
        return vec![Piece {
            span: Span::new(0, core.len()),
            meaning: None,
        }];
    }
    vec![
        Piece {
            span: Span::new(0, at),
            meaning: first,
        },
        Piece {
            span: Span::new(at, core.len()),
            meaning: Some(second),
        },
    ]
}

/// One form for all spellings of a word.
fn normal(wording: &Wording, surface: &str, lower: String) -> String {
    if let Some(number) = wording.numbers.get(lower.as_str()) {
        return match number.kind {
            NumberKind::Unit | NumberKind::Scale if lower != "one" => number.value.to_string(),
            _ => lower,
        };
    }
    if lower == "us" && surface == "US" || lower == "u.s" || lower == "u.s." {
        return "u.s".to_owned();
    }
    if let Some(one) = wording.spellings.get(lower.as_str()) {
        return (*one).to_owned();
    }
    let bytes = lower.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return lower.chars().filter(|c| !matches!(c, ',' | '\'')).collect();
    }
    let abbreviation =
        lower.contains('.') && lower.split('.').all(|part| part.chars().count() <= 1);
    if abbreviation {
        return lower.replace('.', "");
    }
    let us = lower
        .strip_suffix("ise")
        .or_else(|| lower.strip_suffix("ised"))
        .is_some_and(|root| root.len() > 5);
    if us {
        return lower.replace("ise", "ize");
    }
    lower
        .replace("[", "")
        .replace("]", "")
        .replace("(", "")
        .replace(")", "")
}

impl Word {
    /// Whether the two are printed alike, but for the marks beside them.
    pub fn printed_as(&self, other: &Word) -> bool {
        self.surface == other.surface && self.bracketed == other.bracketed
    }

    /// Whether the two are one word, in whatever spelling.
    pub fn same(&self, other: &Word) -> bool {
        let one = |word: &Word| matches!(word.norm.as_str(), "1" | "one");
        self.norm == other.norm || masked(&self.norm, &other.norm) || one(self) && one(other)
    }

    /// Whether the two may stand for one another: of one stem, or synonyms.
    pub fn near(&self, other: &Word, wording: &Wording) -> bool {
        !self.function
            && !other.function
            && !self.number
            && !other.number
            && (self.stem == other.stem || wording.synonymous(&self.stem, &other.stem))
    }
}

/// Whether one is the other with letters masked: `d**n`.
fn masked(a: &str, b: &str) -> bool {
    let (a, b) = if a.contains('*') { (a, b) } else { (b, a) };
    let Some((head, rest)) = a.split_once('*') else {
        return false;
    };
    let tail = rest.trim_start_matches('*');
    !head.is_empty()
        && b.len() > head.len() + tail.len()
        && b.starts_with(head)
        && b.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    fn read(text: &str) -> Vec<Word> {
        let all = [Span::new(0, text.len())];
        words(resources::get(), text, &all, &[])
    }

    fn check(text: &str, norms: &str) {
        let norm: Vec<String> = read(text).into_iter().map(|word| word.norm).collect();
        assert_eq!(norm.join(" "), norms, "{text}");
    }

    #[test]
    fn one_form_for_the_spellings_of_a_word() {
        check(
            "“We’ve warned them,” he said",
            "we have warned them he said",
        );
        check("ten villages, 4,200 people", "10 villages 4200 people");
        check("a two-in-three chance", "a 2 in 3 chance");
        check(
            "We can't, won't and cannot go",
            "we can not will not and can not go",
        );
        check(
            "the labour minister's letter",
            "the labor minister's letter",
        );
        check(
            "It's the U.S. side — and US rules",
            "it is the u.s side and u.s rules",
        );
        check("... the gates -- all of them ...", "the gates all of them");
        check("— « »", "");
    }

    #[test]
    fn the_words_cover_all_but_white_space() {
        for text in [
            "“Well … no,” — she'd said; “[the dam] is—was—ours”!",
            "- a b- c -d ' ’s don’t",
            "é’é l'état",
        ] {
            let mut left: Vec<char> = Vec::new();
            let mut at = 0;
            for word in read(text) {
                assert!(word.span.start() >= at, "{text}");
                left.extend(text[at..word.span.start()].chars());
                at = word.span.end();
            }
            left.extend(text[at..].chars());
            assert!(left.iter().all(|c| c.is_whitespace()), "{text}: {left:?}");
        }
    }

    #[test]
    fn marks_tell_seams_and_sentences() {
        let words = read("We paid … and left. [The minister] stays");
        assert!(words[2].seam && words[1].ellipsis);
        assert!(words[4].starts_sentence && words[4].bracketed && words[5].bracketed);
        assert!(!words[6].bracketed);
    }

    #[test]
    fn masked_words_are_the_words() {
        assert!(masked("d**ned", "damned"));
        assert!(!masked("d**ned", "dam"));
        assert!(!masked("a", "a"));
    }
}
