//! Documents to two views of each: what it is about, and who says what in it.
//!
//! Reports of one event differ in framing: one leads with the flood, one with the minister, one
//! with power prices. Headlines and leads then share little, but the same speakers are quoted with
//! the same words, and even two translations of a remark share their names and figures.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::counts::{Counts, Language};
use super::names;
use super::space::Vector;
use super::terms::{self, Lexicon, Term};
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

/// The most places for counting the words of headlines and leads; sets of any size have few different ones.
const WORDS_COUNTED: usize = 1 << 25;

/// The most places for counting the words of speakers: a million generated reports have some twenty
/// million pairs of a speaker and a word, and where those fill a table, every word looks shared.
const SAID_COUNTED: usize = 1 << 27;

/// How many documents are looked at in one go.
const GO: usize = 4096;

/// The views of one document.
#[derive(Debug, Default)]
pub(super) struct Views<'a> {
    /// The terms of headline and lead.
    pub about: Vector<'a>,
    /// The words of each named speaker's statements.
    pub said: Vector<'a>,
}

impl Views<'_> {
    /// How alike two documents are, in thousandths.
    pub(super) fn likeness(&self, other: &Views<'_>) -> u64 {
        let said = self.said.likeness(&other.said);
        together(self.about.likeness(&other.about), said)
    }

    /// The speakers whom both documents give the same words, those with the most first.
    pub(super) fn shared_speakers(&self, other: &Views<'_>) -> Vec<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, _, _) in self.said.shared(&other.said) {
            if let Some(term) = self.said.terms.get(at) {
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

/// How alike two documents are whose views are as alike as told, in thousandths.
pub(super) fn together(about: u64, said: u64) -> u64 {
    about + said * SAID / 1000
}

/// What makes views of the documents of a set.
pub(super) struct Evidence<'e, 'a> {
    /// The word lists that terms are told by.
    pub lexicon: Lexicon<'e>,
    documents: &'e [&'a Analysed],
    about: Counts,
    said: Counts,
}

impl<'e, 'a> Evidence<'e, 'a> {
    /// Counts the terms of all documents.
    pub(super) fn of(resources: &'e Resources, documents: &'e [&'a Analysed]) -> Evidence<'e, 'a> {
        let lexicon = Lexicon::of(resources);
        let mut about = Counts::new(documents.len(), WORDS_COUNTED);
        let mut said = Counts::new(documents.len(), SAID_COUNTED);
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        for go in documents.chunks(GO) {
            let keys = |terms: Vec<Term<'_>>| terms.iter().map(|it| it.key).collect();
            let found: Vec<[Vec<u64>; 2]> = go
                .par_iter()
                .map(|it| [terms::terms(&lexicon, it), self::said(&lexicon, it)].map(keys))
                .collect();
            for (analysed, [of_about, of_said]) in go.iter().zip(found) {
                let name = analysed.document.language.as_deref();
                *languages.entry(name.unwrap_or("")).or_default() += 1;
                let language = Language::of(name);
                of_about.into_iter().for_each(|it| about.add(it, language));
                of_said.into_iter().for_each(|it| said.add(it, language));
            }
        }
        for (language, documents) in languages {
            about.set_size(language, documents);
            said.set_size(language, documents);
        }
        Evidence {
            lexicon,
            documents,
            about,
            said,
        }
    }

    /// The views of a document.
    pub(super) fn views(&self, document: u32) -> Views<'a> {
        let Some(analysed) = self.documents.get(document as usize) else {
            return Views::default();
        };
        let language = analysed.document.language.as_deref();
        let about = terms::terms(&self.lexicon, analysed);
        let said = said(&self.lexicon, analysed);
        let mut views = Views {
            about: Vector::weighed(about, &self.about, language),
            said: Vector::weighed(said, &self.said, language),
        };
        // What one document alone has made its vector longer, and is in no other.
        views.said.keep_shared();
        views
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
fn said<'a>(lexicon: &Lexicon<'_>, analysed: &'a Analysed) -> Vec<Term<'a>> {
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
            .or_insert_with(|| speaker_key(lexicon.resources, entity));
        let Some(speaker) = *known else { continue };
        let language = analysed.document.language.as_deref();
        for word in content(lexicon, language, statement.content_cover().of(text)) {
            let key = mix(speaker ^ word);
            found.entry(key).or_insert(Term {
                key,
                weight: COUNT,
                name: true,
                common: false,
                headline: false,
                shared: false,
                surface: entity.name.split_whitespace().next_back().unwrap_or(""),
            });
        }
    }
    let mut terms: Vec<Term<'a>> = found.into_values().collect();
    terms.sort_unstable_by_key(|term| term.key);
    terms
}

/// The keys of the words of a statement that carry content.
fn content(lexicon: &Lexicon<'_>, language: Option<&str>, text: &str) -> impl Iterator<Item = u64> {
    words::words(text, WORDS)
        .into_iter()
        .filter(move |word| !lexicon.is_stop(language, word.key))
        .map(move |word| key(&stem(&fold(word.of(text)))))
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
        let evidence = Evidence::of(resources::get(), &documents);
        let [a, b, c] = [0, 1, 2].map(|it| evidence.views(it));
        assert!(a.said.likeness(&b.said) > 400);
        assert!(a.likeness(&b) > a.about.likeness(&b.about));
        assert_eq!(a.said.likeness(&c.said), 0);
        assert_eq!(a.shared_speakers(&b), ["Marsk"]);
        assert!(a.shared_speakers(&c).is_empty());
    }
}
