//! Words to the windows that the network sees at a time.

use std::ops::Range;

use crate::network::Words;

/// The most pieces of a window, with the two marks at its ends.
pub(super) const MAX_PIECES: usize = 256;
/// How many pieces of the window before it a window sees again, at most. Where several views of a word
/// are averaged, 16, 24 and 48 differ by .3 of F1 at most, in no order; each 24 cost a tenth of the work.
const OVERLAP: usize = 24;

/// Cuts a text into windows, at sentence ends where it can: the words of each, in order.
pub fn windows(words: &Words) -> Vec<Range<usize>> {
    cut(words, MAX_PIECES - 2)
}

/// The same, but that the first is half as long: a word at the edge of the one is within the other.
pub fn windows_between(words: &Words) -> Vec<Range<usize>> {
    cut(words, (MAX_PIECES - 2) / 2)
}

/// Windows of which the first has room for so many pieces.
fn cut(words: &Words, of_first: usize) -> Vec<Range<usize>> {
    let n_words = words.list.len();
    let n_pieces = |at: usize| words.list.get(at).map_or(0, |it| usize::from(it.n_pieces));
    let starts = |at: usize| words.list.get(at).is_some_and(|it| it.starts);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < n_words {
        let room = if start == 0 { of_first } else { MAX_PIECES - 2 };
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
    ranges
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
    fn every_word_is_seen_and_no_window_is_too_long() {
        let vocabulary = Vocabulary::new("");
        for n_sentences in [0, 1, 20, 60, 61, 200] {
            let text = "The gates of the dam stay open. ".repeat(n_sentences);
            let words = Words::new(&vocabulary, &text);
            for windows in [windows(&words), windows_between(&words)] {
                let mut seen = 0;
                for window in &windows {
                    assert!(window.len() <= MAX_PIECES - 2);
                    assert!(window.start <= seen && window.end > seen);
                    seen = window.end;
                }
                assert_eq!(seen, words.list.len());
            }
        }
    }

    #[test]
    fn the_edges_of_the_one_are_within_the_other() {
        let vocabulary = Vocabulary::new("");
        let text = "The gates of the dam stay open. ".repeat(200);
        let words = Words::new(&vocabulary, &text);
        let others = windows_between(&words);
        for window in &windows(&words)[..5] {
            let edge = window.end;
            let within = |it: &&Range<usize>| it.start + 60 < edge && edge + 60 < it.end;
            assert_eq!(others.iter().filter(within).count(), 1, "{edge}");
        }
    }

    #[test]
    fn a_text_without_sentences_is_cut_as_well() {
        let vocabulary = Vocabulary::new("");
        let text = "gate ".repeat(1000);
        let words = Words::new(&vocabulary, &text);
        let windows = windows(&words);
        assert_eq!(windows.len(), 5);
        assert_eq!(windows.last().map(|it| it.end), Some(1000));
    }
}
