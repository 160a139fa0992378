//! The wordings of an utterance: versions with the same words share a letter.

use super::shelf::{self, Shelf, Words};
use super::squares::{self, Squares};
use crate::model::{DocumentId, Relation, Span, Story, Utterance, Version};

/// One wording with all versions that have it.
#[derive(Clone, Debug)]
pub(crate) struct Wording {
    /// Its letter: A is the base.
    pub(crate) letter: String,
    /// Its versions, as indices into the utterance's.
    pub(crate) versions: Vec<usize>,
    /// How it stands to the base.
    pub(crate) relation: Relation,
    /// What it says.
    pub(crate) words: Words,
    /// What differs, in words.
    pub(crate) why: String,
}

/// Groups the versions of an utterance by their words, the base first; of the reports with the
/// same words an origin stands before its copies.
pub(crate) fn wordings(shelf: &Shelf, story: &Story, utterance: &Utterance) -> Vec<Wording> {
    let mut keys: Vec<(String, bool)> = Vec::new();
    let mut wordings: Vec<Wording> = Vec::new();
    for (idx, version) in utterance.versions.iter().enumerate() {
        let Some(paper) = shelf.paper(version.document) else {
            continue;
        };
        if is_inside(utterance, version) {
            continue;
        }
        let words = shelf::words_of(paper, version);
        let like_base = matches!(version.relation, Relation::Base | Relation::Same);
        let key = (words.key(), like_base);
        let known = keys.iter().position(|it| *it == key);
        match known.and_then(|at| wordings.get_mut(at)) {
            Some(wording) => wording.versions.push(idx),
            None => {
                keys.push(key);
                wordings.push(Wording {
                    letter: letter(wordings.len()),
                    versions: vec![idx],
                    relation: version.relation,
                    words,
                    why: version.why.clone(),
                });
            }
        }
    }
    for wording in &mut wordings {
        origin_first(shelf, story, utterance, wording);
    }
    wordings
}

/// Whether another version of the same report has these characters and more.
pub(crate) fn is_inside(utterance: &Utterance, version: &Version) -> bool {
    let within = |other: &Version| {
        let covers = |it: &Span| other.content.iter().any(|whole| whole.contains(*it));
        version.content.iter().all(covers)
    };
    let mut others = utterance.versions.iter();
    others.any(|it| it.document == version.document && it.content != version.content && within(it))
        && version.relation != Relation::Base
}

/// Lets an origin stand for all that have its words.
fn origin_first(shelf: &Shelf, story: &Story, utterance: &Utterance, wording: &mut Wording) {
    let is_origin = |idx: &usize| {
        let document = utterance.versions.get(*idx).map(|it| it.document);
        let mut origins = story.origins.iter();
        origins.any(|it| it.first().copied() == document)
    };
    let before = wording.versions.first().copied();
    wording.versions.sort_by_key(|it| !is_origin(it));
    let first = wording.versions.first().copied();
    if first != before
        && let Some(version) = first.and_then(|it| utterance.versions.get(it))
        && let Some(paper) = shelf.paper(version.document)
    {
        wording.words = shelf::words_of(paper, version);
        if wording.relation != Relation::Base {
            wording.why = version.why.clone();
        }
    }
}

/// A to Z, then AA, AB, …
pub(crate) fn letter(mut n: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (n % 26) as u8));
        if n < 26 {
            return letters.iter().rev().collect();
        }
        n = n / 26 - 1;
    }
}

/// The class of a relation in the style sheet.
pub(crate) fn class(relation: Relation) -> &'static str {
    match relation {
        Relation::Base => "base",
        Relation::Same => "same",
        Relation::Trimmed => "trimmed",
        Relation::Retranslated => "retranslated",
        Relation::Paraphrased => "paraphrased",
        Relation::Spliced => "spliced",
        Relation::Altered => "altered",
    }
}

/// The word of a relation's class.
pub(crate) fn relation_word(class: &str) -> &str {
    match class {
        "retranslated" => "re-translated",
        other => other,
    }
}

/// The classes of the relations that an utterance's versions have, strongest first, each once; the
/// base alone is `same`.
pub(crate) fn relations(utterance: &Utterance) -> Vec<&'static str> {
    let mut found: Vec<Relation> = utterance
        .versions
        .iter()
        .map(|it| it.relation)
        .filter(|it| !matches!(it, Relation::Base | Relation::Same))
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.into_iter().map(class).collect()
}

/// The documents of an utterance by the origins of its story.
pub(crate) fn reach(story: Option<&Story>, utterance: &Utterance) -> Squares {
    let has = |id: &DocumentId| utterance.versions.iter().any(|it| it.document == *id);
    let sizes: Vec<usize> = match story {
        Some(story) => {
            let sizes = |group: &Vec<DocumentId>| group.iter().filter(|it| has(it)).count();
            story.origins.iter().map(sizes).collect()
        }
        None => vec![1],
    };
    squares::squares(&sizes)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_after_z() {
        let letters = [0, 25, 26, 27, 701, 702].map(letter);
        assert_eq!(letters, ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}
