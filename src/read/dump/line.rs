//! The lines of a dump, each with what can be counted in it.

use rustc_hash::FxHashMap;

use crate::model::Clutter;
use crate::resources::{Furniture, Reading};

/// Bytes above which a line is not looked up among the furniture: furniture is short.
const MAX_FURNITURE: usize = 400;

/// The most words of a bar of labels.
const MAX_BAR: usize = 12;

/// One line that is not blank.
#[derive(Debug)]
pub(in crate::read) struct Line<'a> {
    /// First byte in the dump, white space left out.
    pub(in crate::read) start: usize,
    /// The words, without white space at the edges.
    pub(in crate::read) text: &'a str,
    /// Whether a blank line stands in front.
    pub(in crate::read) after_gap: bool,
    /// What is counted.
    pub(in crate::read) shape: Shape,
    /// What its words are known for.
    pub(in crate::read) furniture: Option<(Clutter, How)>,
    /// How many lines before it have the same letters.
    pub(in crate::read) repeats: u32,
    /// How many lines after it have the same letters.
    pub(in crate::read) repeated: u32,
}

/// How a line was found to be furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum How {
    /// The whole line.
    Whole,
    /// By how it begins.
    Start,
    /// By a part of it.
    Part,
}

/// What is counted in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Shape {
    /// Words; two ideographs count as one.
    pub(in crate::read) words: u32,
    /// Words that are function words.
    pub(in crate::read) function_words: u32,
    /// Words that name the writer, the writers and the reader.
    pub(in crate::read) persons: [u32; 3],
    /// Marks of programs: braces, semicolons, signs.
    pub(in crate::read) signs: u32,
    /// Words that begin with a capital.
    pub(in crate::read) capitals: u32,
    /// Words all in capitals, of at least two letters.
    pub(in crate::read) all_capitals: u32,
    /// Letters that have no case.
    pub(in crate::read) caseless: u32,
    /// Letters.
    pub(in crate::read) letters: u32,
    /// Digits.
    pub(in crate::read) digits: u32,
    /// Commas.
    pub(in crate::read) commas: u32,
    /// Quotation marks.
    pub(in crate::read) quotes: u32,
    /// Ends of sentences inside.
    pub(in crate::read) breaks: u32,
    /// Words in which a small letter stands before a capital.
    pub(in crate::read) glued: u32,
    /// The last mark.
    pub(in crate::read) end: End,
    /// The first character.
    pub(in crate::read) first: First,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) enum End {
    /// With a letter or figure.
    #[default]
    Word,
    /// With the end of a sentence.
    Sentence,
    /// With a colon.
    Colon,
    /// With dots that stand for something left out.
    Dots,
    /// With another mark.
    Mark,
}

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) enum First {
    /// With a small letter.
    Small,
    /// With a capital or a letter without case.
    #[default]
    Capital,
    /// With a figure.
    Digit,
    /// With a quotation mark.
    Quote,
    /// With a bullet.
    Bullet,
    /// With another mark.
    Mark,
}

/// Splits a dump into its lines that are not blank.
pub(in crate::read) fn lines<'a>(reading: &Reading, dump: &'a str) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let (mut at, mut gap) = (0, false);
    let mut lower = String::new();
    for raw in dump.split_inclusive('\n') {
        let text = raw.trim_matches(is_blank);
        let lead = raw.len() - raw.trim_start_matches(is_blank).len();
        if text.is_empty() {
            gap = true;
        } else {
            let gap = std::mem::take(&mut gap);
            lines.push(line(reading, text, at + lead, gap, &mut lower));
        }
        at += raw.len();
    }
    count_repeats(&mut lines);
    lines
}

/// The lines that given texts make; none of them is blank, and each begins at byte 0.
pub(in crate::read) fn of_texts<'a>(
    reading: &Reading,
    texts: impl Iterator<Item = &'a str>,
) -> Vec<Line<'a>> {
    let mut lower = String::new();
    let mut lines: Vec<Line<'a>> = texts
        .map(|text| line(reading, text, 0, false, &mut lower))
        .collect();
    count_repeats(&mut lines);
    lines
}

fn line<'a>(
    reading: &Reading,
    text: &'a str,
    start: usize,
    after_gap: bool,
    lower: &mut String,
) -> Line<'a> {
    lower.clear();
    if text.len() <= MAX_FURNITURE {
        lower.extend(text.chars().flat_map(char::to_lowercase));
    }
    Line {
        start,
        text,
        after_gap,
        shape: shape(reading, text),
        furniture: furniture(reading, lower),
        repeats: 0,
        repeated: 0,
    }
}

/// White space, and characters that are not seen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\0')
}

fn furniture(reading: &Reading, lower: &str) -> Option<(Clutter, How)> {
    let marks = |c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '+' | '*');
    let edge = |c: char| marks(c) || c.is_ascii_digit();
    let core = lower
        .trim_matches(edge)
        .trim_matches(|c| matches!(c, '(' | ')' | '+'));
    if core.is_empty() {
        return None;
    }
    let list = &reading.furniture;
    let whole = list
        .line(core)
        .or_else(|| list.line(lower.trim_matches(marks)))
        .or_else(|| bar(list, core));
    let start = || list.start(lower.trim_start_matches(marks));
    whole
        .map(|kind| (kind, How::Whole))
        .or_else(|| Some((start()?, How::Start)))
        .or_else(|| Some((list.part(lower)?, How::Part)))
}

/// What a line is for that is nothing but labels, one beside another: "Print E-mail Share".
fn bar(list: &Furniture, core: &str) -> Option<Clutter> {
    let words: Vec<&str> = core.split_whitespace().take(MAX_BAR + 1).collect();
    if !(2..=MAX_BAR).contains(&words.len()) {
        return None;
    }
    let mut kind = None;
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let label = (1..=rest.len().min(3)).rev().find_map(|n| {
            let (label, behind) = rest.split_at_checked(n)?;
            let label = label.join(" ");
            let label = label.trim_matches(|c: char| !c.is_alphanumeric());
            // A mark between two labels is none itself.
            if label.is_empty() {
                return Some((None, behind));
            }
            Some((Some(list.line(label)?), behind))
        });
        let (found, behind) = label?;
        kind = kind.or(found);
        rest = behind;
    }
    kind
}

fn count_repeats(lines: &mut [Line<'_>]) {
    let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
    for line in lines.iter_mut() {
        let count = seen.entry(line.text).or_default();
        line.repeats = *count;
        *count += 1;
    }
    for line in lines.iter_mut() {
        let count = seen.get(line.text).copied().unwrap_or(1);
        line.repeated = count - 1 - line.repeats;
    }
}

/// Counts what is in a line.
pub(in crate::read) fn shape(reading: &Reading, text: &str) -> Shape {
    let mut shape = Shape {
        end: end(text),
        first: first(text),
        ..Shape::default()
    };
    let mut ideographs = 0;
    let mut word = Word::default();
    let mut pending_break = false;
    let mut lower = String::new();
    for (at, c) in text.char_indices() {
        if is_ideograph(c) {
            ideographs += 1;
            shape.letters += 1;
            shape.caseless += 1;
            shape.breaks += u32::from(std::mem::take(&mut pending_break));
            continue;
        }
        if c.is_alphanumeric() || is_joined(c) && word.len > 0 {
            if word.len == 0 {
                word.start = at;
                shape.breaks += u32::from(std::mem::take(&mut pending_break) && !c.is_lowercase());
            }
            word.take(c, &mut shape);
            continue;
        }
        word.close(reading, text, at, &mut lower, &mut shape);
        match c {
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' => pending_break = true,
            ',' | '،' | '，' | '、' => shape.commas += 1,
            '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => shape.quotes += 1,
            '{' | '}' | ';' | '=' | '<' | '>' | '\\' | '$' | '#' => shape.signs += 1,
            _ => {}
        }
    }
    word.close(reading, text, text.len(), &mut lower, &mut shape);
    shape.words += ideographs / 2;
    shape
}

#[derive(Default)]
struct Word {
    start: usize,
    len: u32,
    capitals: u32,
    starts_capital: bool,
    glued: bool,
    small_before: bool,
}

impl Word {
    fn take(&mut self, c: char, shape: &mut Shape) {
        let upper = c.is_uppercase();
        if c.is_alphabetic() {
            shape.letters += 1;
            shape.caseless += u32::from(!upper && !c.is_lowercase());
        } else if c.is_numeric() {
            shape.digits += 1;
        }
        self.starts_capital |= upper && self.len == 0;
        self.capitals += u32::from(upper);
        self.glued |= upper && self.small_before;
        self.small_before = c.is_lowercase();
        self.len += 1;
    }

    fn close(
        &mut self,
        reading: &Reading,
        text: &str,
        end: usize,
        lower: &mut String,
        shape: &mut Shape,
    ) {
        if self.len == 0 {
            return;
        }
        let word = text.get(self.start..end).unwrap_or("");
        shape.words += 1;
        shape.capitals += u32::from(self.starts_capital);
        shape.all_capitals += u32::from(self.capitals > 1 && self.capitals == self.len);
        shape.glued += u32::from(self.glued);
        if self.len <= 8 {
            let word = if self.capitals > 0 {
                lower.clear();
                lower.extend(word.chars().flat_map(char::to_lowercase));
                lower.as_str()
            } else {
                word
            };
            shape.function_words += u32::from(reading.function_words.contains(word));
            if let Some(person) = reading.persons.get(word) {
                shape.persons[*person as usize] += 1;
            }
        }
        *self = Word::default();
    }
}

fn is_joined(c: char) -> bool {
    matches!(c, '\'' | '’' | '_' | '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// A letter of a script that writes no spaces between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
}

fn end(text: &str) -> End {
    let closing = |c: char| {
        matches!(
            c,
            '"' | '”' | '’' | '\'' | '»' | '“' | ')' | ']' | '」' | '』'
        )
    };
    let core = text.trim_end_matches(closing);
    let last = core.chars().next_back().unwrap_or(' ');
    match last {
        '…' => End::Dots,
        '.' if core.ends_with("...") => End::Dots,
        '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' => End::Sentence,
        ':' | '：' => End::Colon,
        c if c.is_alphanumeric() && core.len() == text.len() => End::Word,
        _ => End::Mark,
    }
}

fn first(text: &str) -> First {
    match text.chars().next().unwrap_or(' ') {
        c if c.is_lowercase() => First::Small,
        c if c.is_alphabetic() => First::Capital,
        c if c.is_numeric() => First::Digit,
        '"' | '“' | '”' | '„' | '«' | '‘' | '\'' | '「' => First::Quote,
        '•' | '·' | '*' | '-' | '–' | '—' | '▪' | '●' | '◦' | '►' | '»' | '>' | '|' | '+' | '#' => {
            First::Bullet
        }
        _ => First::Mark,
    }
}
