//! Documents to two views of each: what it is about, and who says what in it.
//!
//! Reports of one event differ in framing: one leads with the flood, one with the minister, one
//! with power prices. Headlines and leads then share little, but the same speakers are quoted with
//! the same words, and even two translations of a remark share their names and figures.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::names;
use super::space::{self, Space, Spread};
use super::terms::{self, Term};
use super::words::{self, fold, key, mix};
use crate::model::{Analysed, Entity, EntityIdx, EntityKind};
use crate::resources::{Resources, stem};

/// How many statements of a document are read.
const STATEMENTS: usize = 48;

/// How many words of a statement are read.
const WORDS: usize = 60;

/// What a word of a statement counts.
const COUNT: u32 = 16;

/// What the likeness of what is said adds to that of headlines and leads, in thousandths. Measured
/// on three collections of grouped reports: a tenth gains .1 to .2 points of F1 on each; a fifth
/// loses more than a point on one of them, for people repeat themselves.
const SAID: u64 = 100;

/// How many words two documents must both give a speaker for the reason to name him or her.
const SAME_WORDS: usize = 5;

/// The views of a set of documents.
#[derive(Debug, Default)]
pub(super) struct Evidence<'a> {
    /// The terms of headline and lead.
    pub about: Space<'a>,
    /// The words of each named speaker's statements.
    pub said: Space<'a>,
}

impl Evidence<'_> {
    /// How alike two documents are, in thousandths.
    pub(super) fn likeness(&self, a: u32, b: u32) -> u64 {
        self.about.likeness(a, b) + self.said.likeness(a, b) * SAID / 1000
    }

    /// Puts the views of a document in, or takes them out again.
    pub(super) fn spread(&self, a: u32, spread: &mut [Spread; 2], is_in: bool) {
        for (space, spread) in [&self.about, &self.said].into_iter().zip(spread) {
            if let Some(vector) = space.vectors.get(a as usize) {
                spread.set(vector, is_in);
            }
        }
    }

    /// How alike a document is to one that lies spread out, in thousandths.
    pub(super) fn likeness_to(&self, [about, said]: &[Spread; 2], b: u32) -> u64 {
        let likeness = |space: &Space<'_>, spread| {
            let vector = space.vectors.get(b as usize);
            vector.map_or(0, |it| it.likeness_to(spread))
        };
        likeness(&self.about, about) + likeness(&self.said, said) * SAID / 1000
    }

    /// The speakers whom both documents give the same words, those with the most first.
    pub(super) fn shared_speakers(&self, a: u32, b: u32) -> Vec<&str> {
        let vector = |it: u32| self.said.vectors.get(it as usize);
        let Some((own, theirs)) = vector(a).zip(vector(b)) else {
            return Vec::new();
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, _, _) in own.shared(theirs) {
            if let Some(term) = own.terms.get(at) {
                *counts.entry(term.surface).or_default() += 1;
            }
        }
        let mut speakers: Vec<(&str, usize)> = counts
            .into_iter()
            .filter(|(_, count)| *count >= SAME_WORDS)
            .collect();
        speakers.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        speakers.into_iter().map(|(name, _)| name).collect()
    }
}

/// Weighs what documents are about and who says what in them.
pub(super) fn evidence<'a>(resources: &Resources, documents: &[&'a Analysed]) -> Evidence<'a> {
    let about = documents.par_iter().map(|it| terms::terms(resources, it));
    let said = documents.par_iter().map(|it| said(resources, it));
    Evidence {
        about: space::space(about.collect()),
        said: space::space_of_shared(said.collect()),
    }
}

/// The key of a speaker's name; persons go by surname.
fn speaker_key(resources: &Resources, entity: &Entity) -> Option<u64> {
    match entity.kind {
        _ if !entity.named => None,
        EntityKind::Person => {
            let name = names::person(resources, &entity.name)?;
            Some(key(&format!("surname {}", name.last)))
        }
        EntityKind::Group | EntityKind::Place | EntityKind::Unknown => {
            Some(names::group(resources, &entity.name))
        }
        EntityKind::Document => None,
    }
}

/// The words that each named speaker says in a document.
fn said<'a>(resources: &Resources, analysed: &'a Analysed) -> Vec<Term<'a>> {
    let analysis = &analysed.analysis;
    let text = &analysed.document.text;
    let mut speakers: FxHashMap<EntityIdx, Option<u64>> = FxHashMap::default();
    let mut found: FxHashMap<u64, Term<'a>> = FxHashMap::default();
    let spoken = analysis.statements.iter().filter(|it| it.speech);
    for statement in spoken.take(STATEMENTS) {
        let Some(speaker) = statement.speaker else {
            continue;
        };
        let Some(entity) = analysis.entities.get(speaker.idx()) else {
            continue;
        };
        let known = speakers
            .entry(speaker)
            .or_insert_with(|| speaker_key(resources, entity));
        let Some(speaker) = *known else { continue };
        for word in content(resources, statement.content_cover().of(text)) {
            let key = mix(speaker ^ word);
            found.entry(key).or_insert(Term {
                key,
                count: COUNT,
                name: true,
                common: false,
                headline: false,
                surface: entity.name.split_whitespace().next_back().unwrap_or(""),
            });
        }
    }
    let mut terms: Vec<Term<'a>> = found.into_values().collect();
    terms.sort_unstable_by_key(|term| term.key);
    terms
}

/// The keys of the words of a statement that carry content.
fn content(resources: &Resources, text: &str) -> impl Iterator<Item = u64> {
    words::words(text, WORDS)
        .into_iter()
        .map(|word| fold(word.of(text)))
        .filter(|word| !resources.facts.stop_words.contains(word.as_str()))
        .map(|word| key(&stem(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::{naming, report, said};
    use crate::model::{EntityKind::Person, Span};
    use crate::resources;

    /// A report in which Marsk says everything.
    fn marsk(id: u32, text: &str) -> Analysed {
        let mut report = naming(report(id, None, "", text), &[("Ilse Marsk", Person, &[])]);
        let mut statement = said(0);
        statement.content.push(Span::new(0, text.len()));
        report.analysis.statements.push(statement);
        report
    }

    #[test]
    fn the_same_words_of_one_speaker_bring_reports_nearer() {
        let filler = "Bakers in Tarnholm raised prices by a tenth. ".repeat(30);
        let mut documents = vec![
            marsk(
                1,
                "We wrote two letters to the Orrenland side before a gate moved.",
            ),
            marsk(
                2,
                "Two letters went to the Orrenland side before any gate was moved.",
            ),
            marsk(3, "The treaty ends in May."),
        ];
        for it in &mut documents {
            it.document.text = format!("{}{filler}", it.document.text);
        }
        let documents: Vec<&Analysed> = documents.iter().collect();
        let evidence = evidence(resources::get(), &documents);
        assert!(evidence.said.likeness(0, 1) > 400);
        assert!(evidence.likeness(0, 1) > evidence.about.likeness(0, 1));
        assert_eq!(evidence.said.likeness(0, 2), 0);
        assert_eq!(evidence.shared_speakers(0, 1), ["Marsk"]);
        assert!(evidence.shared_speakers(0, 2).is_empty());
    }
}
