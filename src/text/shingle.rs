//! Runs of words as hashes, and how much two sets of them share.

use crate::text::hash;

/// The distinct hashes of all runs of `n` words, sorted; shorter texts give one run of all words.
pub fn shingles<S: AsRef<str>>(words: &[S], n: usize) -> Vec<u64> {
    if words.is_empty() || n == 0 {
        return Vec::new();
    }
    let hashes: Vec<u64> = words
        .iter()
        .map(|it| hash(it.as_ref().as_bytes()))
        .collect();
    let mut found: Vec<u64> = hashes
        .windows(n.min(hashes.len()))
        .map(|run| {
            run.iter().fold(0, |sum: u64, it| {
                (sum.rotate_left(5) ^ it).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            })
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How many values two sorted sets share.
pub fn shared(left: &[u64], right: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        n += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    n
}

/// Shared values over all values of two sorted sets, in thousandths; 0 for two empty sets.
pub fn jaccard(left: &[u64], right: &[u64]) -> u32 {
    let both = shared(left, right);
    let all = left.len() + right.len() - both;
    (both * 1000).checked_div(all).unwrap_or(0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_words_counts() {
        let left = shingles(&["the", "gates", "are", "open"], 2);
        assert_eq!(left.len(), 3);
        assert_eq!(jaccard(&left, &left), 1000);
        let right = shingles(&["are", "the", "gates", "open"], 2);
        assert_eq!(shared(&left, &right), 1);
        assert_eq!(jaccard(&left, &right), 200);
    }

    #[test]
    fn short_texts() {
        assert_eq!(shingles(&["go"], 3).len(), 1);
        assert!(shingles::<&str>(&[], 3).is_empty());
        assert_eq!(jaccard(&[], &[]), 0);
    }
}
