//! What a line is at a glance, and where the prose of a page lies.

use super::line::{End, How, Line};

/// What a line is at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Glance {
    /// No line: the dump begins or ends there.
    Edge,
    /// Known furniture.
    Furniture,
    /// Up to three words.
    Label,
    /// Four to nine words that are no sentence.
    Title,
    /// More words that are no sentence.
    Run,
    /// A sentence below ten words.
    Short,
    /// Prose.
    Prose,
}

/// Tells at a glance what a line is.
pub(in crate::read) fn glance(line: &Line<'_>) -> Glance {
    let shape = &line.shape;
    let sentence = matches!(shape.end, End::Sentence | End::Dots) || shape.breaks > 0;
    match line.furniture {
        Some((_, How::Whole | How::Start)) => Glance::Furniture,
        _ if sentence && shape.words >= 10 => Glance::Prose,
        _ if sentence && shape.words >= 4 => Glance::Short,
        _ if shape.words <= 3 => Glance::Label,
        _ if shape.words <= 9 => Glance::Title,
        _ if shape.words >= 25 && shape.commas > 0 => Glance::Prose,
        _ => Glance::Run,
    }
}

/// First and last line of the run in which prose most outweighs the rest.
pub(in crate::read) fn core(lines: &[Line<'_>], glances: &[Glance]) -> (usize, usize) {
    let (mut best, mut range) = (0, (0, lines.len().saturating_sub(1)));
    let (mut sum, mut start) = (0_i64, 0);
    for (i, (line, glance)) in lines.iter().zip(glances).enumerate() {
        let words = i64::from(line.shape.words);
        let value = match glance {
            Glance::Prose => words.min(80),
            Glance::Short => words / 2,
            Glance::Furniture => -12,
            Glance::Label => -7,
            _ => -5,
        };
        if sum <= 0 {
            (sum, start) = (0, i);
        }
        sum += value;
        if sum > best {
            (best, range) = (sum, (start, i));
        }
    }
    range
}
