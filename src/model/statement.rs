//! Who said what: the main noun.

use serde::{Deserialize, Serialize};

use crate::model::{Date, DocumentId, EntityIdx, Hash, Span, StatementId};

/// One attribution: `"The talks failed," Solane told CPA on Monday.`
///
/// Source `Solane`, cue `told`, content the quotation with its marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The hash of document, spans and words.
    pub id: StatementId,
    /// Whether the words are the speaker's own.
    pub kind: StatementKind,
    /// Whether it is reported as uttered; false for beliefs and intentions ("hopes").
    pub speech: bool,
    /// What the cue makes of the saying ("claim", "deny"), where it is more than saying.
    pub force: Option<Force>,
    /// Whether the saying is reported to have taken place.
    pub reality: Reality,
    /// The words that name the speaker.
    pub source: Vec<Span>,
    /// The words that report the saying.
    pub cue: Vec<Span>,
    /// What was said, quotation marks included.
    pub content: Vec<Span>,
    /// The verbatim part, marks left out.
    pub quoted: Vec<Span>,
    /// Who spoke.
    pub speaker: Option<EntityIdx>,
    /// How sure that is, and who else was weighed.
    #[serde(default)]
    pub choice: Choice,
    /// The speaker's role as this document gives it.
    pub role: Option<String>,
    /// When it was said.
    pub said: Option<Said>,
    /// To whom.
    pub addressee: Option<Span>,
    /// Where, or through which channel.
    pub venue: Option<Span>,
    /// Media named as having passed it on, from the speaker outwards ("told CPA", "AP reported").
    pub via: Vec<Via>,
    /// How sure the method is, in thousandths.
    pub confidence: u16,
}

impl Statement {
    /// The id of a statement with these spans in a document with this text.
    pub fn id_of(
        document: DocumentId,
        text: &str,
        source: &[Span],
        cue: &[Span],
        content: &[Span],
    ) -> StatementId {
        let mut fields: Vec<Vec<u8>> = vec![b"statement".to_vec(), document.0.bytes().to_vec()];
        for spans in [source, cue, content] {
            fields.push((spans.len() as u64).to_le_bytes().to_vec());
            for span in spans {
                fields.push((span.start() as u64).to_le_bytes().to_vec());
                fields.push(span.of(text).as_bytes().to_vec());
            }
        }
        StatementId(Hash::of_fields(fields.iter().map(Vec::as_slice)))
    }

    /// The smallest span that covers the content.
    pub fn content_cover(&self) -> Span {
        let mut spans = self.content.iter().copied();
        let first = spans.next().unwrap_or(Span::new(0, 0));
        spans.fold(first, Span::cover)
    }
}

/// How a speaker was chosen.
///
/// "Marsk and Varro met on Monday. He said …": Varro, at a confidence of a half, with Marsk beside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// How likely the speaker is right, in thousandths; 0 where nobody was chosen.
    pub confidence: u16,
    /// The others who were weighed, the likeliest first; where nobody was chosen, all of them.
    pub others: Vec<EntityIdx>,
}

/// Whether the words of a statement are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// All of it between quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// What a cue makes of a saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// As one more thing: "added".
    Add,
    /// Against the speaker's interest: "admitted".
    Admit,
    /// For all to know: "announced".
    Announce,
    /// As a question: "asked".
    Ask,
    /// As what may not be so: "claimed".
    Claim,
    /// Against somebody: "accused".
    Criticise,
    /// As what must be done: "demanded".
    Demand,
    /// As not so: "denied".
    Deny,
    /// For somebody: "praised".
    Praise,
    /// As what will be done: "promised".
    Promise,
    /// As not to be told or done: "refused to say".
    Refuse,
    /// To somebody's words: "replied".
    Reply,
    /// As what could be done: "suggested".
    Suggest,
    /// As a danger: "warned".
    Warn,
}

impl Force {
    /// All of them, in the order of their names.
    pub const ALL: [Force; 14] = [
        Force::Add,
        Force::Admit,
        Force::Announce,
        Force::Ask,
        Force::Claim,
        Force::Criticise,
        Force::Demand,
        Force::Deny,
        Force::Praise,
        Force::Promise,
        Force::Refuse,
        Force::Reply,
        Force::Suggest,
        Force::Warn,
    ];

    /// The verb, in its base form.
    pub fn name(self) -> &'static str {
        match self {
            Force::Add => "add",
            Force::Admit => "admit",
            Force::Announce => "announce",
            Force::Ask => "ask",
            Force::Claim => "claim",
            Force::Criticise => "criticise",
            Force::Demand => "demand",
            Force::Deny => "deny",
            Force::Praise => "praise",
            Force::Promise => "promise",
            Force::Refuse => "refuse",
            Force::Reply => "reply",
            Force::Suggest => "suggest",
            Force::Warn => "warn",
        }
    }

    /// The force with this name.
    pub fn named(name: &str) -> Option<Force> {
        Force::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Whether a saying is reported to have taken place.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Reality {
    /// It took place, or takes place: "he said".
    #[default]
    Asserted,
    /// It did not: "he did not say".
    Negated,
    /// It may, might or will: "he would say", "if he says".
    Hypothetical,
}

/// When something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    /// The date; unknown where the words do not give one ("recently").
    pub date: Option<Date>,
    /// The words that say so.
    pub span: Span,
    /// How the date is known to be that of the saying.
    #[serde(default)]
    pub basis: SaidBasis,
    /// How sure the method is that it is, in thousandths.
    #[serde(default)]
    pub confidence: u16,
}

/// How a date is known to be that of a saying.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SaidBasis {
    /// The input states it.
    Given,
    /// It stands in the reporting clause: "Marsk said on Monday".
    #[default]
    Clause,
    /// It is that of the occasion on which the speaker spoke: "At the rally, he said".
    Occasion,
    /// The sentences before tell it.
    Before,
    /// What the speaker says next tells it; leads are elaborated so.
    After,
}

/// One that passed a statement on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// Its name as written.
    pub name: String,
    /// Where it is named; none where it is the dateline's agency or the page's credit.
    pub span: Option<Span>,
    /// What it did.
    #[serde(default)]
    pub role: ViaRole,
    /// How sure the method is, in thousandths.
    #[serde(default)]
    pub confidence: u16,
}

/// What a link of a chain did.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum ViaRole {
    /// A medium carried it: "told CPA".
    #[default]
    Medium,
    /// A speaker told what another had said: "Okrist said that Marsk had warned her".
    Speaker,
}
