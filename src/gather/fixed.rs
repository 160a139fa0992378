//! Whole numbers for what is usually a fraction, so that every machine decides alike.

/// The logarithm to base 2, in 256ths; 0 for 0.
pub(super) fn log2(number: u64) -> u64 {
    let Some(whole) = number.checked_ilog2() else {
        return 0;
    };
    // `rest` is the number between 1 and 2 that is left, with 31 bits behind the point.
    let mut rest = (u128::from(number) << 31) >> whole;
    let mut log = u64::from(whole) << 8;
    for bit in (0..8).rev() {
        rest = (rest * rest) >> 31;
        if rest >= 1 << 32 {
            log |= 1 << bit;
            rest >>= 1;
        }
    }
    log
}

/// `part` of `whole` in thousandths, at most 1000; 0 where there is no whole.
pub(super) fn per_mille(part: u64, whole: u64) -> u16 {
    if whole == 0 {
        return 0;
    }
    (part.saturating_mul(1000) / whole).min(1000) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms() {
        assert_eq!(log2(0), 0);
        assert_eq!(log2(1), 0);
        assert_eq!(log2(8), 3 * 256);
        // log2(10) = 3.3219
        assert_eq!(log2(10), 850);
        assert!((1..5000).all(|n| log2(n) <= log2(n + 1)));
    }

    #[test]
    fn shares() {
        assert_eq!(per_mille(1, 3), 333);
        assert_eq!(per_mille(5, 0), 0);
    }
}
