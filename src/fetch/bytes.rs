//! Reading within bounds: no input makes the program hold or expand more than these allow.

use std::io::{self, BufRead, Read};

use super::FetchCause;

/// The most bytes that are read of one document.
pub(super) const MAX_BYTES: u64 = 256 << 20;
/// Bytes that any compressed input may expand to, however small it is.
const FREE_BYTES: u64 = 16 << 20;
/// How many times its own size a compressed input may expand to beyond that. News text shrinks to
/// a third; markup that says one thing over and over to a fiftieth.
pub(super) const MAX_RATIO: u64 = 200;

/// The most bytes that `compressed` bytes may expand to.
pub(super) fn allowance(compressed: u64) -> u64 {
    FREE_BYTES.saturating_add(compressed.saturating_mul(MAX_RATIO))
}

/// Reads to the end, or fails where that is more than [`MAX_BYTES`].
pub(super) fn read_all(reader: &mut dyn Read) -> Result<Vec<u8>, FetchCause> {
    let mut bytes = Vec::new();
    reader
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(cause)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(FetchCause::TooLarge(MAX_BYTES));
    }
    Ok(bytes)
}

/// Reads the next line without its line break; `None` at the end.
///
/// A line longer than [`MAX_BYTES`] is passed over and reported.
pub(super) fn read_line(reader: &mut dyn BufRead) -> Option<Result<Vec<u8>, FetchCause>> {
    let mut line = Vec::new();
    match reader.take(MAX_BYTES).read_until(b'\n', &mut line) {
        Err(error) => return Some(Err(cause(error))),
        Ok(0) => return None,
        Ok(_) => {}
    }
    if line.len() as u64 == MAX_BYTES && line.last() != Some(&b'\n') {
        if let Err(error) = reader.skip_until(b'\n') {
            return Some(Err(cause(error)));
        }
        return Some(Err(FetchCause::TooLarge(MAX_BYTES)));
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Some(Ok(line))
}

/// What a failed read means: decompressors report broken data as errors of these kinds.
pub(super) fn cause(error: io::Error) -> FetchCause {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::Other => FetchCause::Archive(error.to_string()),
        _ => FetchCause::Io(error),
    }
}
