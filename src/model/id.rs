//! Ids: content hashes of 128 bits, one type for each noun.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A 128-bit content hash: the first 16 bytes of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 16]);

impl Hash {
    /// Hashes fields, each with its length in front, so that no two lists of fields collide.
    pub fn of_fields<'a>(fields: impl IntoIterator<Item = &'a [u8]>) -> Hash {
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
        Hash::finish(hasher)
    }

    /// Hashes bytes as they are.
    pub fn of_bytes(bytes: &[u8]) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(bytes);
        Hash::finish(hasher)
    }

    fn finish(hasher: Sha256) -> Hash {
        let digest = hasher.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Hash(bytes)
    }

    /// The hash with these 16 bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Hash {
        Hash(bytes)
    }

    /// The 16 bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// The text was not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl std::fmt::Display for NotAnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id is 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAnId {}

impl std::str::FromStr for Hash {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Hash, NotAnId> {
        if text.len() != 32 || !text.is_ascii() {
            return Err(NotAnId);
        }
        let mut bytes = [0; 16];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| NotAnId)?;
        }
        Ok(Hash(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub self::Hash);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<$name, NotAnId> {
                text.parse().map($name)
            }
        }
    };
}

id!(
    /// One document: the hash of what was given.
    DocumentId
);
id!(
    /// One statement: the hash of its document, its spans and the words that they cover.
    StatementId
);
id!(
    /// One person, group or speaking document: derived from its earliest member.
    PersonId
);
id!(
    /// One story: derived from its earliest document.
    StoryId
);
id!(
    /// One utterance: derived from its earliest version.
    UtteranceId
);
id!(
    /// One correction by hand: the hash of what it says.
    CorrectionId
);
id!(
    /// One coded event: the hash of its document, its spans and the words that they cover.
    EventId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_together() {
        let ab = Hash::of_fields([b"ab".as_slice(), b"c"]);
        let a = Hash::of_fields([b"a".as_slice(), b"bc"]);
        assert_ne!(ab, a);
        assert_eq!(ab.to_string().parse(), Ok(ab));
        assert_eq!("xyz".parse::<Hash>(), Err(NotAnId));
    }
}
