//! Reading within bounds: no input makes the program hold or expand more than these allow.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::FetchCause;
use super::open::Reader;

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

/// How deep archives and lists may lie in one another.
pub(super) const MAX_DEPTH: usize = 4;
/// What it counts for to open an archive or a list that lies in another, however small it is.
const OPENING: u64 = 4096;

/// How deep something lies in what was given, and what may still come of all of that: an archive of
/// archives of archives, or a list that names itself, shares what the outermost may expand to.
#[derive(Clone)]
pub(super) struct Within {
    depth: usize,
    left: Arc<AtomicU64>,
}

impl Within {
    /// What was given itself, a file of so many bytes.
    pub(super) fn file(size: u64) -> Within {
        Within {
            depth: 0,
            left: Arc::new(AtomicU64::new(allowance(size))),
        }
    }

    /// Takes what was given from a stream, whose size is not known before its end.
    pub(super) fn stream(reader: Reader) -> (Within, Reader) {
        let within = Within::file(0);
        let left = Arc::clone(&within.left);
        (within, Box::new(Crediting { reader, left }))
    }

    /// One deeper, in an archive or a list that is opened, unless that is too deep or too much.
    pub(super) fn opened(&self) -> Result<Within, FetchCause> {
        if self.depth > 0 && !self.take(OPENING) {
            return Err(FetchCause::TooMuch(MAX_RATIO));
        }
        if self.depth >= MAX_DEPTH {
            return Err(FetchCause::TooDeep(MAX_DEPTH));
        }
        Ok(Within {
            depth: self.depth + 1,
            left: Arc::clone(&self.left),
        })
    }

    /// What may still come of all that was given.
    pub(super) fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// Takes some of what may still come; `false` where less is left, and then nothing is.
    pub(super) fn take(&self, bytes: u64) -> bool {
        let order = Ordering::Relaxed;
        let less = |left: u64| Some(left.saturating_sub(bytes));
        self.left.fetch_update(order, order, less).unwrap_or(0) >= bytes
    }
}

/// A stream each of whose bytes may expand to [`MAX_RATIO`].
struct Crediting {
    reader: Reader,
    left: Arc<AtomicU64>,
}

impl Read for Crediting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.left
            .fetch_add((n as u64).saturating_mul(MAX_RATIO), Ordering::Relaxed);
        Ok(n)
    }
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
