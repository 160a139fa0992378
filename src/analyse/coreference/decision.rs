//! Who made a statement: on what ground he or she was chosen, and who else was weighed.

/// The speaker of a statement, as far as the text tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decision {
    /// Who was chosen.
    pub cluster: Option<usize>,
    /// Why.
    pub ground: Ground,
    /// Who else was weighed, the likeliest first.
    pub others: Vec<usize>,
}

/// Why somebody was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ground {
    /// Nobody was.
    #[default]
    Nobody,
    /// The input says so.
    Stated,
    /// The source is a name that one person in the text bears.
    Name,
    /// The source is a name that several bear.
    Namesake,
    /// The source is a role whose holder the text names.
    Role,
    /// The source is an unnamed person or group.
    Described,
    /// The source is a pronoun; how far the chosen one leads before the next.
    Pronoun(i32),
    /// The source is a pronoun right behind what it takes up ("Marsk, who …").
    Relative,
    /// The cue goes on from another statement of its sentence.
    Elided,
    /// The source is "I" inside the words of somebody whose speaker is known.
    Within,
    /// The quotation goes on from the one before.
    Running,
}

/// From which lead on a pronoun is sure, and from which on it is likely.
const LEADS: (i32, i32) = (40, 15);

impl Ground {
    /// How likely a choice on this ground is right, in thousandths.
    ///
    /// The shares that were right of the 455 attributions of PolNeAR's development part whose speakers
    /// are marked by hand, drawn a little to the middle where few had the ground.
    pub(crate) fn confidence(self) -> u16 {
        let (sure, likely) = LEADS;
        match self {
            Ground::Nobody => 0,
            Ground::Stated => 1000,
            Ground::Name => 980,
            Ground::Namesake => 930,
            Ground::Role => 960,
            Ground::Described => 900,
            Ground::Pronoun(lead) if lead >= sure => 920,
            Ground::Pronoun(lead) if lead >= likely => 840,
            Ground::Pronoun(_) => 750,
            Ground::Relative => 900,
            Ground::Elided => 900,
            Ground::Within => 900,
            Ground::Running => 700,
        }
    }
}

impl Decision {
    /// A choice beside which nobody was weighed.
    pub(crate) fn of(cluster: Option<usize>, ground: Ground) -> Decision {
        Decision {
            cluster,
            ground: match cluster {
                Some(_) => ground,
                None => Ground::Nobody,
            },
            others: Vec::new(),
        }
    }
}
