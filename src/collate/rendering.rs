//! Whether one direct wording renders another as a second translator would: takes the words of both and
//! how they lie beside each other.
//!
//! Nothing tells that the two outlets translate; only these words do. Where several utterances tell it,
//! `translations` asks less of each.

use super::pairwise::{Step, compare};
use super::relation::{changes, relation, turned, value};
use super::words::Word;
use crate::model::{Relation, StatementKind};
use crate::resources::Wording;

/// Two direct wordings of which one has synonyms of the other's words differ in so many places at least,
/// to be two translations: a reporter who quotes from memory puts one word for another.
const RENDERED: usize = 2;

/// Whether one wording renders the other as another translator would: synonyms and other forms of its
/// words, other articles and auxiliaries, the same numbers, negations and modal words.
///
/// "We will stay in the valley" may be "We remain in the valley", but not "We may remain in the valley".
pub(super) fn renders(wording: &Wording, base: &[Word], other: &[Word], steps: &[Step]) -> bool {
    let (mut places, mut synonyms) = (0, 0);
    let light = |words: &[Word]| {
        let known = |word: &Word| wording.light_words.contains(word.norm.as_str());
        words.iter().all(known)
    };
    for step in steps.iter().filter(|step| changes(step, base, other)) {
        places += 1;
        let kept = match step {
            Step::Replaced {
                base: from,
                other: to,
                near,
            } => {
                let (from, to) = (&base[from.clone()], &other[to.clone()]);
                let stems = |words: &[Word]| words.first().map(|it| it.stem.clone());
                synonyms += usize::from(*near && stems(from) != stems(to));
                *near || light(from) && light(to)
            }
            Step::Omitted { base: left } => light(&base[left.clone()]),
            Step::Added { other: put, .. } => light(&other[put.clone()]),
            Step::Kept { .. } | Step::Moved { .. } => true,
        };
        if !kept {
            return false;
        }
    }
    synonyms > 0
        && places >= RENDERED
        && !turned(wording, base, other)
        && modality(wording, base) == modality(wording, other)
}

/// Whether words put for others say something else: another number, another name, "may" for "must".
pub(super) fn contradicts(
    wording: &Wording,
    base: &[Word],
    other: &[Word],
    steps: &[Step],
) -> bool {
    let number = |words: &[Word]| words.iter().find_map(|word| value(wording, word));
    let modal = |words: &[Word]| modality(wording, words).first().copied();
    let differ =
        |from: Option<String>, to: Option<String>| from.is_some() && to.is_some() && from != to;
    let named = |words: &[Word]| words.iter().find(|it| it.name).map(|it| it.norm.clone());
    let spelt = |from: &str, to: &str| from.chars().take(NAME).eq(to.chars().take(NAME));
    steps.iter().any(|step| {
        let Step::Replaced {
            base: from,
            other: to,
            ..
        } = step
        else {
            return false;
        };
        let (from, to) = (&base[from.clone()], &other[to.clone()]);
        let names = match (named(from), named(to)) {
            (Some(from), Some(to)) => !spelt(&from, &to),
            _ => false,
        };
        let modals = matches!((modal(from), modal(to)), (Some(a), Some(b)) if a != b);
        names || modals || differ(number(from), number(to))
    })
}

/// Names that begin with as many equal letters may be one in two spellings.
const NAME: usize = 3;

/// How strongly the modal words of a wording bind, without the future.
fn modality(wording: &Wording, words: &[Word]) -> Vec<u8> {
    let strength = |word: &Word| wording.modals.get(word.norm.as_str()).copied();
    let modal = |word: &&Word| !wording.light_words.contains(word.norm.as_str());
    words.iter().filter(modal).filter_map(strength).collect()
}

/// Whether two direct wordings share too little to be anything but two translations.
pub(super) fn shares_little(wording: &Wording, base: &[Word], other: &[Word]) -> bool {
    let steps = compare(wording, base, other);
    let direct = StatementKind::Direct;
    relation(base, direct, other, direct, &steps) == Relation::Retranslated
}

#[cfg(test)]
mod tests {
    use crate::collate::relate;
    use crate::model::{Relation, Span, StatementKind};
    use crate::resources;

    #[test]
    fn synonyms_and_tenses_in_two_places_are_a_translation() {
        let check = |base: &str, other: &str, relation: Relation| {
            let sides = [base, other].map(|it| (it, [Span::new(0, it.len())]));
            let direct = |(text, span)| (text, span, StatementKind::Direct);
            let [base, other] = &sides;
            let (found, why) = relate(
                resources::get(),
                direct((base.0, &base.1[..])),
                direct((other.0, &other.1[..])),
            );
            assert_eq!(found, relation, "{} / {}: {why}", base.0, other.0);
        };
        let (renders, alters) = (Relation::Retranslated, Relation::Altered);
        let base = "We will stay in the valley until the snow is gone.";
        check(
            base,
            "We remain in the valley until the snow is gone.",
            renders,
        );
        check(
            base,
            "We shall remain in the valley until the snow has gone.",
            renders,
        );
        check(
            base,
            "They remain in the valley until the snow is gone.",
            alters,
        );
        check(
            base,
            "We may remain in the valley until the snow is gone.",
            alters,
        );
        check(
            base,
            "We remain in the valley after the snow is gone.",
            alters,
        );
        check(
            base,
            "We will not remain in the valley until the snow is gone.",
            alters,
        );
        // One word for another, and tenses alone, are how a reporter quotes from memory.
        check(
            "We demand that the border be opened.",
            "We insist that the border be opened.",
            alters,
        );
        check(
            base,
            "We stay in the valley until the snow was gone.",
            alters,
        );
        // Few words shared, and still not one remark.
        check(
            "The gates must stay shut until Sunday.",
            "The gates may remain closed until Sunday.",
            alters,
        );
        check(
            "Now Orrenland has broken the treaty and must pay.",
            "Now Marisca broke the treaty and has to pay.",
            alters,
        );
        check(
            "If they attack us, we will answer with all our strength.",
            "If they attack us, we shall respond with all our might.",
            renders,
        );
    }
}
