//! Which outlets print translations: takes the groups of a story, tells of two outlets whether they
//! render a speaker, or a whole text, each in words of its own.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Coverage;
use super::relation::Translated;
use super::rendering::shares_little;
use super::segments::Segment;
use super::utterances::base;
use crate::model::{DocumentId, StatementKind};
use crate::resources::Wording;

/// The origin of each document of a coverage.
pub(super) struct Origins {
    of: Vec<usize>,
}

impl Origins {
    pub fn of(coverage: &Coverage<'_>) -> Origins {
        let by_id: FxHashMap<DocumentId, usize> = coverage
            .origins
            .iter()
            .enumerate()
            .flat_map(|(origin, documents)| documents.iter().map(move |it| (*it, origin)))
            .collect();
        let n_origins = coverage.origins.len();
        let documents = coverage.documents.iter().enumerate();
        Origins {
            of: documents
                .map(|(idx, it)| {
                    by_id
                        .get(&it.document.id)
                        .copied()
                        .unwrap_or(n_origins + idx)
                })
                .collect(),
        }
    }

    /// The origins of two documents, the smaller first.
    pub fn pair(&self, a: usize, b: usize) -> (usize, usize) {
        let of = |document: usize| self.of.get(document).copied().unwrap_or(usize::MAX);
        (of(a).min(of(b)), of(a).max(of(b)))
    }
}

/// Two origins render one text where so many of their whole sentences say the same in other words,
/// and no more in the same words.
const REWORDED: usize = 3;

/// Reworded sentences have this share of the longer's words in the shorter, in thousandths.
const AS_LONG: usize = 400;

/// The pairs of origins that print two translations of a speaker, and those that render one text.
#[derive(Default)]
pub(super) struct Translations {
    /// Told by a direct wording that shares too little with the other's to be anything else.
    quoted: BTreeSet<(usize, usize)>,
    /// Told by whole sentences of which nearly all are reworded.
    whole: BTreeSet<(usize, usize)>,
}

impl Translations {
    pub fn of(
        wording: &Wording,
        coverage: &Coverage<'_>,
        origins: &Origins,
        groups: &[Vec<Segment>],
    ) -> Translations {
        let mut found = Translations::default();
        let mut counts: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for members in groups {
            let Some(first) = members.get(base(coverage, members)) else {
                continue;
            };
            for member in members {
                let pair = origins.pair(first.document, member.document);
                if first.document == member.document {
                    continue;
                }
                let known = pair.0 == pair.1 || found.quoted.contains(&pair);
                if !known && two_translations(wording, first, member) {
                    found.quoted.insert(pair);
                }
                // Quotations have a test of their own: an outlet may tidy up its English ones.
                let quotations = is_direct(first) && is_direct(member);
                if !quotations && whole(coverage, first) && whole(coverage, member) {
                    let (reworded, same) = counts.entry(pair).or_default();
                    *same += usize::from(same_words(first, member));
                    let says_so = as_long(first, member) && !same_words(first, member);
                    *reworded += usize::from(says_so);
                }
            }
        }
        let whole = counts
            .into_iter()
            .filter(|(_, (reworded, same))| *reworded >= REWORDED && reworded >= same);
        found.whole = whole.map(|(pair, _)| pair).collect();
        found
    }

    /// What is known of the outlets of two segments.
    pub fn between(&self, pair: (usize, usize), a: &Segment, b: &Segment) -> Translated {
        if self.whole.contains(&pair) && as_long(a, b) {
            Translated::Whole
        } else if self.quoted.contains(&pair) {
            Translated::Quoted
        } else {
            Translated::No
        }
    }
}

fn is_direct(segment: &Segment) -> bool {
    segment.kind == StatementKind::Direct
}

fn two_translations(wording: &Wording, a: &Segment, b: &Segment) -> bool {
    is_direct(a) && is_direct(b) && shares_little(wording, &a.words, &b.words)
}

fn as_long(a: &Segment, b: &Segment) -> bool {
    let (a, b) = (a.words.len(), b.words.len());
    a.min(b) * 1000 >= a.max(b) * AS_LONG
}

fn same_words(a: &Segment, b: &Segment) -> bool {
    let norms = |segment: &Segment| -> Vec<String> {
        let words = segment.words.iter();
        words.map(|word| word.norm.clone()).collect()
    };
    norms(a) == norms(b)
}

/// Whether a segment is a whole sentence or more: it begins with a capital letter, a figure or a
/// line, and ends with a full stop or a line, marks left out.
fn whole(coverage: &Coverage<'_>, segment: &Segment) -> bool {
    let text = coverage.documents[segment.document].document.text.as_str();
    let (Some(first), Some(last)) = (segment.content.first(), segment.content.last()) else {
        return false;
    };
    let marks = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '\n');
    let before = text.get(..first.start()).unwrap_or("");
    let behind = text.get(last.end()..).unwrap_or("");
    let opens = first.of(text).trim_start_matches(marks);
    let closes = last.of(text).trim_end_matches(marks);
    let new_line = |text: &str| text.is_empty() || text.ends_with('\n');
    let end_of_line = |text: &str| text.is_empty() || text.starts_with('\n');
    (opens.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        || new_line(before.trim_end_matches(marks)))
        && (closes.ends_with(['.', '!', '?']) || end_of_line(behind.trim_start_matches(marks)))
}
