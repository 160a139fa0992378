//! Words to the windows that the network sees at a time.

use std::ops::Range;

use crate::network::Words;

/// The most pieces of a window, with the two marks at its ends.
pub(super) const MAX_PIECES: usize = 256;
/// How many pieces of the window before it a window sees again, at most.
const OVERLAP: usize = 48;

/// A run of words that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its words.
    pub words: Range<usize>,
    /// The words that it answers for: up to the middle of what it shares with its neighbours.
    pub owned: Range<usize>,
}

/// Cuts a text into windows, at sentence ends where it can.
pub fn windows(words: &Words) -> Vec<Window> {
    let room = MAX_PIECES - 2;
    let n_words = words.list.len();
    let n_pieces = |at: usize| words.list.get(at).map_or(0, |it| usize::from(it.n_pieces));
    let starts = |at: usize| words.list.get(at).is_some_and(|it| it.starts);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < n_words {
        let (mut used, mut end) = (0, start);
        while end < n_words && used + n_pieces(end) <= room {
            used += n_pieces(end);
            end += 1;
        }
        end = end.max(start + 1);
        if end < n_words {
            let mut cut = end;
            while cut > start + (end - start) * 6 / 10 && !starts(cut) {
                cut -= 1;
            }
            if starts(cut) && cut > start {
                end = cut;
            }
        }
        ranges.push(start..end);
        if end >= n_words {
            break;
        }
        start = seen_again(start, end, n_pieces, starts).max(start + 1);
    }
    let middle = |left: &Range<usize>, right: &Range<usize>| (right.start + left.end) / 2;
    (0..ranges.len())
        .filter_map(|at| {
            let range = ranges.get(at)?;
            let before = at.checked_sub(1).and_then(|it| ranges.get(it));
            let first = before.map_or(range.start, |it| middle(it, range));
            let last = ranges.get(at + 1).map_or(range.end, |it| middle(range, it));
            Some(Window {
                words: range.clone(),
                owned: first..last,
            })
        })
        .collect()
}

/// Where the window behind `start..end` begins: the earliest sentence within the overlap.
fn seen_again(
    start: usize,
    end: usize,
    n_pieces: impl Fn(usize) -> usize,
    starts: impl Fn(usize) -> bool,
) -> usize {
    let (mut at, mut seen) = (end, 0);
    while at > start + 1 && seen + n_pieces(at - 1) <= OVERLAP {
        at -= 1;
        seen += n_pieces(at);
    }
    (at..end).find(|it| starts(*it)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Vocabulary;

    #[test]
    fn every_word_is_owned_once() {
        let vocabulary = Vocabulary::new("");
        for n_sentences in [0, 1, 20, 60, 61, 200] {
            let text = "The gates of the dam stay open. ".repeat(n_sentences);
            let words = Words::new(&vocabulary, &text);
            let windows = windows(&words);
            let owned: Vec<usize> = windows.iter().flat_map(|it| it.owned.clone()).collect();
            assert_eq!(owned, (0..words.list.len()).collect::<Vec<_>>());
            for window in &windows {
                assert!(window.words.len() <= MAX_PIECES - 2);
                assert!(window.owned.start >= window.words.start);
            }
        }
    }

    #[test]
    fn a_text_without_sentences_is_cut_as_well() {
        let vocabulary = Vocabulary::new("");
        let text = "gate ".repeat(1000);
        let words = Words::new(&vocabulary, &text);
        let windows = windows(&words);
        assert_eq!(windows.len(), 5);
        assert_eq!(windows.last().map(|it| it.owned.end), Some(1000));
    }
}
