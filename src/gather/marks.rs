//! Texts to the pairs that share a mark.
//!
//! Winnowed shingles are a text's marks: every run of eight shared words leaves at least one in both
//! texts. Marks that one text alone has, nearly all, are not held, so that memory does not grow with
//! the set but with what its texts share.

use rayon::prelude::*;

use super::prose;
use super::repeats::Repeats;
use crate::model::Analysed;

/// A mark is the smallest shingle of this many in a row.
const WINDOW: usize = 4;

/// A mark that stands in more documents than this meets only its neighbours in time.
const FREQUENT: usize = 24;

/// So many texts are read in one go.
const GO: usize = 4096;

/// The pairs of documents that share a mark, by number and in order.
pub(super) fn pairs(documents: &[&Analysed]) -> Vec<(u32, u32)> {
    let mut repeats = Repeats::new(documents.len());
    for go in documents.chunks(GO) {
        let found: Vec<Vec<u64>> = go.par_iter().map(|it| marks(it)).collect();
        found.iter().flatten().for_each(|it| repeats.add(*it));
    }
    let numbered = documents.par_iter().zip(0..documents.len() as u32);
    let shared = numbered.flat_map_iter(|(analysed, number)| {
        let mut marks = marks(analysed);
        marks.retain(|it| repeats.may_be(*it, 2));
        marks.into_iter().map(move |mark| (mark, number))
    });
    let mut shared: Vec<(u64, u32)> = shared.collect();
    drop(repeats);
    shared.par_sort_unstable();
    let mut pairs = Vec::new();
    for holders in shared.chunk_by(|x, y| x.0 == y.0) {
        let reach = if holders.len() > FREQUENT {
            1
        } else {
            FREQUENT
        };
        for (at, &(_, a)) in holders.iter().enumerate() {
            let after = holders.iter().skip(at + 1).take(reach);
            pairs.extend(after.map(|&(_, b)| (a, b)));
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The marks of a text, in order: the smallest of each few shingles in a row.
fn marks(analysed: &Analysed) -> Vec<u64> {
    let shingles = prose::shingles(&analysed.document.text);
    let mut marks: Vec<u64> = shingles
        .windows(WINDOW)
        .filter_map(|window| window.iter().min().copied())
        .collect();
    if shingles.len() < WINDOW {
        marks = shingles;
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::report;

    #[test]
    fn texts_that_share_a_run_of_words_are_a_pair() {
        let shared = "opened the gates of the Lenna dam on Wednesday";
        let texts = [
            format!("Veldania {shared}, and villages stood under water for a night."),
            "Grandmaster Tove Harl retired from chess after a decade as champion.".to_owned(),
            format!("Marsk was asked why her ministry {shared} without a word."),
            "The gates of the Lenna dam were old.".to_owned(),
            "Gates.".to_owned(),
            "Gates.".to_owned(),
        ];
        let documents: Vec<Analysed> = (1..)
            .zip(&texts)
            .map(|(id, text)| report(id, None, "", text))
            .collect();
        let documents: Vec<&Analysed> = documents.iter().collect();
        assert_eq!(pairs(&documents), [(0, 2)]);
        assert_eq!(pairs(&[]), []);
    }
}
