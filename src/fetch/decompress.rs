//! Compressed bytes to plain ones, within bounds: gzip, bzip2, xz, Zstandard, and what a web server
//! sends.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::bytes::{MAX_RATIO, Within, allowance};

/// The most memory that the dictionary of an xz stream may take, in KiB; `xz -9` asks for 64 MiB.
const MAX_DICTIONARY: u32 = 128 << 10;
/// The largest window of a Zstandard frame, in bytes; `zstd --long=27` asks for as much.
const MAX_WINDOW: u64 = 128 << 20;
/// Bytes that a decoder takes from a brotli stream at once.
const BUFFER: usize = 4096;

type Reader = Box<dyn Read + Send>;

/// A way of compressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    /// HTTP's `deflate`: with zlib's header.
    Zlib,
    Brotli,
}

impl Codec {
    /// The codec that a stream's first bytes tell.
    pub(super) fn of(head: &[u8]) -> Option<Codec> {
        let known: [(&[u8], Codec); 4] = [
            (b"\x1f\x8b", Codec::Gzip),
            (b"BZh", Codec::Bzip2),
            (b"\xfd7zXZ\x00", Codec::Xz),
            (b"\x28\xb5\x2f\xfd", Codec::Zstandard),
        ];
        let found = known.iter().find(|(magic, _)| head.starts_with(magic))?;
        Some(found.1)
    }

    /// The codec that a web server names.
    pub(super) fn named(name: &str) -> Option<Codec> {
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Codec::Gzip),
            "deflate" => Some(Codec::Zlib),
            "br" => Some(Codec::Brotli),
            "zstd" => Some(Codec::Zstandard),
            _ => None,
        }
    }
}

/// A reader of what `reader` gives compressed; it fails once it has given far more than it took, or
/// than may still come of what it lies within.
pub(super) fn decompress(codec: Codec, reader: Reader, within: Option<Within>) -> Reader {
    let taken = Arc::new(AtomicU64::new(0));
    let counted: Reader = Box::new(Counted {
        reader,
        taken: Arc::clone(&taken),
    });
    let decoder: Reader = match codec {
        Codec::Gzip => Box::new(flate2::read::MultiGzDecoder::new(counted)),
        Codec::Zlib => Box::new(flate2::read::ZlibDecoder::new(counted)),
        Codec::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(counted)),
        Codec::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(
            counted,
            true,
            MAX_DICTIONARY,
        )),
        Codec::Zstandard => Box::new(Frames::new(counted)),
        Codec::Brotli => Box::new(brotli_decompressor::Decompressor::new(counted, BUFFER)),
    };
    Box::new(Bounded {
        decoder,
        taken,
        given: 0,
        within,
    })
}

struct Counted {
    reader: Reader,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

struct Bounded {
    decoder: Reader,
    /// How many compressed bytes were taken.
    taken: Arc<AtomicU64>,
    given: u64,
    within: Option<Within>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(buffer)?;
        self.given += n as u64;
        let fits = self.within.as_ref().is_none_or(|it| it.take(n as u64));
        if !fits || self.given > allowance(self.taken.load(Ordering::Relaxed)) {
            let words = format!("expands to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(n)
    }
}

/// The frames of a Zstandard stream, one after the other; frames to be skipped are.
struct Frames {
    reader: Reader,
    decoder: FrameDecoder,
    inside: bool,
}

impl Frames {
    fn new(reader: Reader) -> Frames {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Frames {
            reader,
            decoder,
            inside: false,
        }
    }

    /// Goes to the next frame; `false` at the end.
    fn enter(&mut self) -> io::Result<bool> {
        loop {
            let mut first = [0];
            if self.reader.read(&mut first)? == 0 {
                return Ok(false);
            }
            match self.decoder.init(first.as_slice().chain(&mut self.reader)) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = self.reader.by_ref().take(length.into());
                    io::copy(&mut skipped, &mut io::sink())?;
                }
                Err(error) => return Err(broken(&error)),
            }
        }
    }
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                self.inside = self.enter()?;
                if !self.inside {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.reader, one);
                decoded.map_err(|error| broken(&error))?;
            }
            let n = self.decoder.read(buffer)?;
            self.inside = !(self.decoder.is_finished() && self.decoder.can_collect() == 0);
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
        }
    }
}

fn broken(error: &FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
