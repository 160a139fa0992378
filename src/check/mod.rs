//! Are these words on record: by whom, in which versions, and what differs from them?
//!
//! What `onrecord check` and the check page do alike. It never says that something was not said,
//! only that it is not in what was read.

mod question;

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Collation, DocumentId, Hash, PersonId, Relation, Span, StatementId, StatementKind, Utterance,
    UtteranceId, Version,
};
use crate::pipeline;
use crate::record::words;
use crate::resources::Resources;
use crate::store::{Result, StatementFilter, Store};

pub use question::{Asked, key};

/// How many statements are looked at.
const LOOKED_AT: usize = 20;

/// No more words are looked up: a quotation is shorter, and a whole page pasted in begins with what it
/// is about.
const ASKED: usize = 200;

/// A version has this share of the content words that were asked for, in hundredths, to count.
const ENOUGH: usize = 50;

/// What was found of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A version has them in this order.
    Verbatim,
    /// A version has most of them.
    Reworded,
    /// None has.
    Nowhere,
}

impl Verdict {
    /// As the record prints it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Reworded => "reworded",
            Verdict::Nowhere => "not-found",
        }
    }
}

/// An utterance of which a version has what was asked.
#[derive(Clone, Debug)]
pub struct Found {
    /// The utterance.
    pub utterance: Utterance,
    /// Whether the version has the words or most of them.
    pub verdict: Verdict,
    /// How many of the words asked the version has, in hundredths.
    pub share: usize,
    /// The version that has most of them.
    pub version: usize,
}

/// The words asked beside a version that has most of them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The version, then the words asked.
    pub collation: Collation,
    /// How the words asked stand to the version, as if an outlet had printed them.
    pub relation: Relation,
    /// What differs, in words.
    pub why: String,
}

/// The utterances that have the words, or most of them, the best first.
///
/// Those with the very words are looked up as a phrase; where nobody has them, words may have been
/// changed, so those are looked at that share the rarest of them.
pub fn find(
    store: &Store,
    resources: &Resources,
    asked: &str,
    speaker: Option<PersonId>,
) -> Result<Vec<Found>> {
    let mut asked = key(asked);
    asked.truncate(ASKED);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut search = Search {
        store,
        telling: question::telling(resources, &asked),
        asked: &asked,
        texts: BTreeMap::new(),
    };
    let filter = StatementFilter {
        speaker,
        words: Some(asked.join(" ")),
        is_phrase: true,
        ..StatementFilter::default()
    };
    let phrase = store.statements(&filter, 0, LOOKED_AT)?;
    let mut found = search.judge(phrase.into_iter().map(|it| it.1))?;
    if found.is_empty() {
        let words: Vec<&str> = search.telling.iter().map(|it| it.as_str()).collect();
        let some = store.statements_like(&words, LOOKED_AT)?;
        found = search.judge(some.into_iter().map(|it| it.1))?;
        found.retain(|it| speaker.is_none() || it.utterance.speaker == speaker);
    }
    found.sort_by_key(|it| (it.verdict, Reverse(it.share), it.utterance.id));
    Ok(found)
}

struct Search<'a> {
    store: &'a Store,
    asked: &'a [String],
    telling: Vec<&'a String>,
    texts: BTreeMap<DocumentId, String>,
}

impl Search<'_> {
    /// The utterances of these statements of which a version has enough.
    fn judge(&mut self, statements: impl IntoIterator<Item = StatementId>) -> Result<Vec<Found>> {
        let mut utterances: BTreeSet<UtteranceId> = BTreeSet::new();
        for statement in statements {
            utterances.extend(self.store.utterances_of(statement)?);
        }
        let mut found = Vec::new();
        for id in utterances {
            if let Some(utterance) = self.store.utterance(id)? {
                found.extend(self.best(utterance)?);
            }
        }
        Ok(found)
    }

    fn best(&mut self, utterance: Utterance) -> Result<Option<Found>> {
        let mut best = (Verdict::Nowhere, Reverse(0), 0);
        for (at, version) in utterance.versions.iter().enumerate() {
            let words = key(&words(self.text(version.document)?, &version.content));
            let (verdict, share) = judge(self.asked, &self.telling, &words);
            best = best.min((verdict, Reverse(share), at));
        }
        let (verdict, Reverse(share), version) = best;
        let enough = verdict != Verdict::Nowhere;
        Ok(enough.then_some(Found {
            utterance,
            verdict,
            share,
            version,
        }))
    }

    fn text(&mut self, id: DocumentId) -> Result<&str> {
        Ok(match self.texts.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let document = self.store.document(id)?;
                free.insert(document.map(|it| it.document.text).unwrap_or_default())
            }
        })
    }
}

/// What a version has of the words asked, and how many of them in hundredths.
fn judge(asked: &[String], telling: &[&String], words: &[String]) -> (Verdict, usize) {
    if words.windows(asked.len()).any(|it| it == asked) {
        return (Verdict::Verbatim, 100);
    }
    let has = telling.iter().filter(|it| words.contains(it)).count();
    let share = has * 100 / telling.len().max(1);
    match share >= ENOUGH {
        true => (Verdict::Reworded, share),
        false => (Verdict::Nowhere, share),
    }
}

/// The document that the words asked stand for in a collation.
pub fn question(asked: &str) -> DocumentId {
    DocumentId(Hash::of_bytes(asked.as_bytes()))
}

/// Sets the words asked beside a version; `text` is its document's, `kind` its statement's.
pub fn compare(
    resources: &Resources,
    asked: &str,
    (text, version, kind): (&str, &Version, StatementKind),
) -> Compared {
    let document = question(asked);
    let own = Version {
        document,
        statement: version.statement,
        content: vec![Span::new(0, asked.len())],
        relation: Relation::Paraphrased,
        why: String::new(),
        score: 0,
        grounds: Vec::new(),
    };
    let (relation, why) = pipeline::relate(
        resources,
        (text, &version.content, kind),
        (asked, &own.content, StatementKind::Direct),
    );
    Compared {
        collation: pipeline::align_versions(resources, &[(text, version), (asked, &own)]),
        relation,
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    #[test]
    fn words_are_judged_by_order_and_share() {
        let check = |asked: &str, words: &str, expected: Verdict| {
            let asked = key(asked);
            let telling = question::telling(resources::get(), &asked);
            let (verdict, _) = judge(&asked, &telling, &key(words));
            assert_eq!(verdict, expected, "{asked:?} / {words}");
        };
        let said = "“We told Orrenland about the release twice, in writing,”";
        check(
            "told Orrenland about the release TWICE",
            said,
            Verdict::Verbatim,
        );
        check(
            "We told Orrenland twice in writing",
            said,
            Verdict::Reworded,
        );
        check("Nobody in Orrenland was asked", said, Verdict::Nowhere);
    }

    #[test]
    fn the_words_asked_are_judged_like_an_outlet() {
        let text = "“We told Orrenland about the release twice, in writing.”";
        let version = Version {
            document: DocumentId(Hash::of_bytes(b"d")),
            statement: StatementId(Hash::of_bytes(b"s")),
            content: vec![Span::new(0, text.len())],
            relation: Relation::Base,
            why: String::new(),
            score: 1000,
            grounds: Vec::new(),
        };
        let against = |asked: &str| {
            let base = (text, &version, StatementKind::Direct);
            compare(resources::get(), asked, base)
        };
        let own = against("We told Orrenland about the release twice, in writing");
        assert_eq!(own.relation, Relation::Same);
        let other = against("We told Orrenland about the release, in writing");
        assert_eq!(other.relation, Relation::Altered);
        assert!(other.why.contains("twice"), "{}", other.why);
        assert_eq!(other.collation.witnesses.len(), 2);
    }
}
