//! The trained networks that are built in.

use std::sync::OnceLock;

use crate::network::{Network, Vocabulary};

/// The folder under `models/` that they are from, which is their name.
macro_rules! file {
    ($name:literal) => {
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/models/statements-2026-11-25/",
            $name
        )
    };
}

const WORDS: &[u8] = include_bytes!(file!("words.safetensors"));

/// The trained networks, each loaded when it is first asked for.
#[derive(Debug)]
pub struct Models {
    /// The one that finds most.
    pub full: Model,
    /// The one for archives.
    pub fast: Model,
}

/// One trained network with what it needs to read a text.
#[derive(Debug)]
pub struct Model {
    /// Its name, with the date of its training.
    pub name: &'static str,
    file: &'static [u8],
    loaded: OnceLock<Network>,
}

impl Models {
    pub(crate) fn new() -> Models {
        Models {
            full: Model {
                name: "statements-2026-11-25/full",
                file: include_bytes!(file!("full.safetensors")),
                loaded: OnceLock::new(),
            },
            fast: Model {
                name: "statements-2026-11-25/fast",
                file: include_bytes!(file!("fast.safetensors")),
                loaded: OnceLock::new(),
            },
        }
    }
}

impl Model {
    /// The network.
    pub fn network(&self) -> &Network {
        self.loaded.get_or_init(|| {
            Network::load(self.file, WORDS).unwrap_or_else(|error| {
                // A build with broken weights passes no test.
                unreachable!("the built-in weights {}: {error}", self.name)
            })
        })
    }
}

/// The word pieces that all networks share.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| Vocabulary::new(include_str!(file!("vocabulary.txt"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Words;

    /// The numbers are those that the base model's own tokeniser gives.
    #[test]
    fn pieces_are_those_of_the_base_model() {
        let pieces = |text: &str| Words::new(vocabulary(), text).pieces;
        assert_eq!(
            pieces("Özil’s naïve 3,000-mile “trip” cost €5bn—CPA/Veskom’s U.S. Straße…"),
            [
                11472, 4014, 1521, 1055, 15743, 1017, 1010, 2199, 1011, 3542, 1523, 4440, 1524,
                3465, 1574, 1019, 24700, 1517, 18133, 2050, 1013, 2310, 21590, 2213, 1521, 1055,
                1057, 1012, 1055, 1012, 2358, 27807, 1529
            ]
        );
        assert_eq!(
            pieces("Mira Solane told reporters: «Nein», and left at 10:30."),
            [
                18062, 14017, 7231, 2409, 12060, 1024, 1077, 11265, 2378, 1090, 1010, 1998, 2187,
                2012, 2184, 1024, 2382, 1012
            ]
        );
    }

    #[test]
    fn the_networks_load() {
        let models = Models::new();
        models.full.network();
        models.fast.network();
    }
}
