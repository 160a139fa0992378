//! Bytes and nouns, compressed and back.

use std::io::{Error, Read, Result, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Compresses bytes.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    // Writing to memory does not fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// The bytes that were compressed.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4));
    ZlibDecoder::new(packed).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A noun as compressed JSON.
pub(super) fn pack_noun(noun: &impl Serialize) -> Result<Vec<u8>> {
    Ok(pack(&serde_json::to_vec(noun).map_err(Error::from)?))
}

/// The noun that was compressed.
pub(super) fn unpack_noun<T: DeserializeOwned>(packed: &[u8]) -> Result<T> {
    serde_json::from_slice(&unpack(packed)?).map_err(Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        for bytes in [b"".as_slice(), b"The gates are open.", &[0; 10_000]] {
            assert_eq!(unpack(&pack(bytes)).ok().as_deref(), Some(bytes));
        }
    }

    #[test]
    fn a_flipped_byte_is_an_error() {
        let mut packed = pack(b"The gates are open, Marsk said, and will stay open.");
        let middle = packed.len() / 2;
        packed[middle] ^= 0x10;
        assert!(unpack(&packed).is_err());
    }
}
