//! What is known about one saying, and how much of it holds for the next.

use crate::model::{Said, SaidBasis, Span, Via};

/// How many paragraphs on an occasion holds; speeches and interviews are told in one stretch.
const CARRY: u32 = 8;

/// How many paragraphs on the date of a group's or document's statement holds.
const CARRY_GROUP: u32 = 2;

/// What is known about the saying of one statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub said: Option<Said>,
    pub venue: Option<Span>,
    pub via: Vec<Via>,
    pub paragraph: u32,
    /// The paragraph in which the date, venue and media stand.
    pub origin: u32,
    /// Whether it lies before what the text reports ("said then").
    pub past: bool,
}

impl Told {
    pub(super) fn without_date(self) -> Told {
        Told { said: None, ..self }
    }

    /// Takes over what an earlier statement of the same speaker told, where nothing speaks against.
    pub(super) fn follow(&mut self, known: &Told, group: bool, pronoun: bool) {
        let elsewhere = self.venue.is_some() && self.venue != known.venue;
        let gap = self.paragraph.saturating_sub(known.paragraph);
        let distance = self.paragraph.saturating_sub(known.origin);
        // What somebody said long before holds as long as a pronoun goes on with it.
        let over = known.past && !pronoun;
        if elsewhere || over || gap > CARRY || group && distance > CARRY_GROUP {
            return;
        }
        if self.said.is_none() && self.via.is_empty() && self.venue.is_none() {
            self.origin = known.origin;
        }
        let same =
            self.said.is_none() || self.said.map(|it| it.span) == known.said.map(|it| it.span);
        if self.said.is_none() {
            self.said = known.said.map(|it| Said {
                basis: SaidBasis::Occasion,
                confidence: confidence(SaidBasis::Occasion),
                ..it
            });
        }
        if same {
            self.past |= known.past;
            if self.via.is_empty() {
                self.via = known.carried(VIA_CARRIED);
            }
            self.venue = self.venue.or(known.venue);
        }
    }

    /// Takes over what the text told of the same occasion before.
    pub(super) fn join(&mut self, known: &Told) {
        self.said = self.said.or(known.said);
        if self.via.is_empty() {
            self.via.clone_from(&known.via);
        }
        self.venue = known.venue.or(self.venue);
    }

    /// The media, as they hold for another statement.
    pub(super) fn carried(&self, confidence: u16) -> Vec<Via> {
        let carried = |it: &Via| Via {
            confidence: it.confidence.min(confidence),
            ..it.clone()
        };
        self.via.iter().map(carried).collect()
    }
}

/// How sure a date is that of a saying, in thousandths, by how it is known.
///
/// The share of right ones among the annotated development articles, one right and one wrong added
/// (see `docs/evaluation.md`); how far away it stands told nothing more.
pub(super) fn confidence(basis: SaidBasis) -> u16 {
    match basis {
        SaidBasis::Given => 1000,
        SaidBasis::Clause => 920,
        SaidBasis::Occasion => 880,
        SaidBasis::Before => 670,
        SaidBasis::After => 500,
    }
}

/// How sure a medium is a link that the reporting clause names, in thousandths; measured like the
/// dates.
pub(super) const VIA_CLAUSE: u16 = 910;

/// How sure a medium is a link that was named before for the same speaker or occasion; measured too.
pub(super) const VIA_CARRIED: u16 = 900;

/// How sure a medium is a link that the speaker's next statement names; measured too.
pub(super) const VIA_AFTER: u16 = 640;

/// How sure an agency of the dateline or a credit is a link; set by hand, for want of annotations.
pub(super) const VIA_PAGE: u16 = 700;

/// How sure the medium is a link whose report a text opens with; set by hand below the share in the
/// one development article that has one.
pub(super) const VIA_FRAME: u16 = 600;
