//! Documents to the pairs that are not independent, each with its class and the reason.
//!
//! Marks find the pairs. What two documents of a pair share is then counted exactly, word by word.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fixed::per_mille;
use super::furniture::Furniture;
use super::marks;
use super::origin::{self, Origin};
use super::pages;
use super::prose::{self, Prose};
use super::runs::{self, Shared};
use crate::model::{Analysed, CopyClass, CopyPair, Document};
use crate::resources::Resources;

/// How much of the shorter text, in thousandths, the longer has, where the two are one text.
const ONE_TEXT: u16 = 700;

/// How much of the longer text, in thousandths, is then shared at least.
const ONE_TEXT_LONGER: u16 = 500;

/// How much of the earlier text its outlet's later version keeps.
const REVISED: u16 = 500;

/// How much of the longer version is then in the shorter; a passage in a long report is no version.
const REVISED_LONGER: u16 = 400;

/// How much two visits to one page share where the page did not become another article.
const VISITED: u16 = 850;

/// How much of a text, in thousandths, is all of it but for a figure or a caption.
const WHOLE: u16 = 970;

/// A cut begins where the whole text does, give or take so many words.
const LATE_START: u32 = 40;

/// Words of own prose, neither quoted nor furniture, that make a partial copy.
const PASSAGE: u64 = 55;

/// Words of own prose in a partial copy that is mostly own prose.
const SHORT_PASSAGE: u64 = 45;

/// Words that a quotation must have to be worth a pair.
const QUOTATION: u64 = 10;

/// So many pairs are compared in one go.
const GO: usize = 4096;

/// Finds the pairs of documents that are not independent.
///
/// Texts are cut into words for their marks, and those of pairs once more to be compared, so that the
/// words of a whole set are never held at once.
pub(super) fn copies(resources: &Resources, documents: &[&Analysed]) -> Vec<CopyPair> {
    let furniture = Furniture::of(documents);
    let prose = |number: u32| {
        let analysed = documents.get(number as usize)?;
        Some(prose::prose(resources, analysed, &furniture))
    };
    let mut pairs = marks::pairs(documents);
    pairs.extend(pages::same_pages(documents));
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<CopyPair> = Vec::new();
    let mut proses: FxHashMap<u32, Prose> = FxHashMap::default();
    for go in pairs.chunks(GO) {
        let mut needed: Vec<u32> = go.iter().flat_map(|&(a, b)| [a, b]).collect();
        needed.sort_unstable();
        needed.dedup();
        // Those that the pairs before needed too are kept.
        proses.retain(|number, _| needed.binary_search(number).is_ok());
        needed.retain(|number| !proses.contains_key(number));
        let cut = needed.into_par_iter();
        proses.par_extend(cut.filter_map(|number| Some((number, prose(number)?))));
        found.par_extend(go.par_iter().filter_map(|(a, b)| {
            let (prose_a, prose_b) = (proses.get(a)?, proses.get(b)?);
            let (a, b) = (documents.get(*a as usize)?, documents.get(*b as usize)?);
            pair((a, prose_a), (b, prose_b))
        }));
    }
    found.sort_unstable_by_key(|pair| (pair.a, pair.b));
    found
}

fn are_days_apart(a: &Document, b: &Document) -> bool {
    let day = |it: &Document| it.published?.date.day_number();
    day(a).zip(day(b)).is_some_and(|(a, b)| a != b)
}

/// Decides what two documents share, if anything.
fn pair((a, prose_a): (&Analysed, &Prose), (b, prose_b): (&Analysed, &Prose)) -> Option<CopyPair> {
    let shared = runs::shared(prose_a, prose_b);
    let lengths = (prose_a.len() as u64, prose_b.len() as u64);
    let same = pages::is_same_page(&a.document, &b.document) && prose_a.keys == prose_b.keys;
    let class = match class(&a.document, &b.document, &shared, lengths) {
        None if same => CopyClass::Copy,
        class => class?,
    };
    let origin = match class {
        CopyClass::QuoteOnly | CopyClass::Boilerplate => None,
        _ => origin::of_pair((a, lengths.0), (b, lengths.1), class),
    };
    let shorter = lengths.0.min(lengths.1);
    Some(CopyPair {
        a: a.document.id,
        b: b.document.id,
        class,
        origin: origin.as_ref().and_then(|it| it.document),
        share: per_mille(shared.words, shorter),
        why: why(&shared, shorter, class, origin.as_ref()),
    })
}

fn class(
    a: &Document,
    b: &Document,
    shared: &Shared,
    (length_a, length_b): (u64, u64),
) -> Option<CopyClass> {
    let of_shorter = per_mille(shared.words, length_a.min(length_b));
    let of_longer = per_mille(shared.words, length_a.max(length_b));
    // Most of a text that is all quotation, such as a statement printed in full, is no copy.
    let mostly_own = shared.own * 3 >= shared.words;
    let one_page = pages::is_same_page(a, b);
    let one_outlet = one_page || (pages::is_same_outlet(a, b) && !pages::are_other_sites(a, b));
    // What an outlet prints again on another day, with changes, is a later version.
    let later = one_outlet && !one_page && of_longer < WHOLE && are_days_apart(a, b);
    // The shorter is a page, an excerpt or a cut of the longer: nothing in it but the longer's start.
    let cut = of_shorter >= WHOLE && shared.start.0.max(shared.start.1) <= LATE_START;
    let one_text = of_shorter >= ONE_TEXT && of_longer >= ONE_TEXT_LONGER;
    let unchanged = of_longer >= WHOLE || !one_outlet || (one_page && of_longer >= VISITED);
    if mostly_own && !later && (cut || (one_text && unchanged)) {
        return Some(CopyClass::Copy);
    }
    let of_earlier = match (a.published, b.published) {
        (Some(_), Some(_)) => per_mille(shared.words, length_a),
        _ => of_shorter,
    };
    let revised = of_earlier >= REVISED && of_longer >= REVISED_LONGER;
    if one_outlet && shared.own >= PASSAGE && revised {
        return Some(CopyClass::Revision);
    }
    let mostly_prose = shared.passages * 5 >= shared.words * 4;
    if shared.passages >= PASSAGE || (shared.passages >= SHORT_PASSAGE && mostly_prose) {
        return Some(CopyClass::Partial);
    }
    if shared.words - shared.own.min(shared.words) >= QUOTATION {
        return Some(CopyClass::QuoteOnly);
    }
    if one_outlet && shared.furniture + shared.own >= QUOTATION {
        return Some(CopyClass::Boilerplate);
    }
    None
}

fn why(shared: &Shared, shorter: u64, class: CopyClass, origin: Option<&Origin>) -> String {
    let mut why = match class {
        CopyClass::Boilerplate => format!(
            "shares {} words that the outlet prints on its pages",
            shared.furniture + shared.own
        ),
        CopyClass::QuoteOnly => format!(
            "shares {} words, {} of them quoted",
            shared.words,
            shared.words - shared.own.min(shared.words)
        ),
        _ => format!("shares {} of {shorter} words", shared.words),
    };
    if matches!(
        class,
        CopyClass::Copy | CopyClass::Revision | CopyClass::Partial
    ) && shared.own < shared.words
    {
        why.push_str(&format!(", {} of them quoted", shared.words - shared.own));
    }
    if let Some(origin) = origin {
        why.push_str("; ");
        why.push_str(&origin.why);
    }
    why
}

#[cfg(test)]
mod tests {
    use crate::gather::testing::{by, report};
    use crate::gather::{copies, families, sort};
    use crate::model::{Analysed, CopyClass, CopyPair, DocumentId};
    use crate::resources;

    const WIRE: &str = "BRASNA (CPA) - Veldania opened the gates of the Lenna dam on Wednesday, \
        sending water into eleven villages across the border in Orrenland, officials said.\n\
        The step followed two weeks of rain that had filled the lake behind the dam to the brim, \
        and engineers feared that the old wall would not stand another night of it.\n\
        Farmers on the lower Lenna drove cattle to higher ground through the morning, while the \
        road to Tarnholm was closed and schools sent their pupils home before noon.\n";

    const OTHER: &str = "Shops in the market town of Tarnholm stayed shut as families carried \
        furniture upstairs and watched the river climb past the marks of earlier floods.\n\
        The mayor counted forty houses without power, and said that boats were on their way from \
        the coast together with blankets, pumps and a field kitchen.\n";

    const QUOTE: &str = "\"We warned the other side three times and nobody in that ministry came \
        to the telephone, so we did what the treaty allows us to do,\" Marsk said.\n";

    fn pairs(documents: &[Analysed]) -> Vec<CopyPair> {
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        copies(resources::get(), &sorted)
    }

    fn check(a: Analysed, b: Analysed, expected: Option<(CopyClass, Option<DocumentId>)>) {
        let found = pairs(&[a.clone(), b.clone()]);
        let found = found.first();
        let why = found.map_or("", |it| it.why.as_str());
        assert_eq!(found.map(|it| (it.class, it.origin)), expected, "{why}");
    }

    fn id(report: &Analysed) -> DocumentId {
        report.document.id
    }

    #[test]
    fn one_text_is_a_copy_of_the_earlier() {
        let first = by(
            "Corran Press Agency",
            report(1, Some("2031-03-12"), "Gates open", WIRE),
        );
        let edited = WIRE.replace("eleven villages", "11 villages");
        let second = by(
            "Quillhaven Times",
            report(2, Some("2031-03-13"), "Flood", &edited),
        );
        let expected = Some((CopyClass::Copy, Some(id(&first))));
        check(first.clone(), second.clone(), expected);
        let why = &pairs(&[first, second])[0].why;
        assert!(why.ends_with("published first"), "{why}");
    }

    #[test]
    fn the_credited_agency_is_the_origin_whatever_the_date() {
        let mut first = by(
            "Quillhaven Times",
            report(1, Some("2031-03-12"), "Flood", WIRE),
        );
        let second = by(
            "Corran Press Agency",
            report(2, Some("2031-03-13"), "Gates", WIRE),
        );
        first.document.credits = vec!["CPA".into()];
        check(
            first.clone(),
            second.clone(),
            Some((CopyClass::Copy, Some(id(&second)))),
        );

        let mut third = by(
            "Tarnholm Post",
            report(3, Some("2031-03-14"), "Gates", WIRE),
        );
        third.document.credits = vec!["Corran Press Agency".into()];
        check(first.clone(), third.clone(), Some((CopyClass::Copy, None)));
        let why = &pairs(&[first, third])[0].why;
        assert!(why.ends_with("credits CPA"), "{why}");
    }

    #[test]
    fn a_text_that_is_cut_is_a_copy() {
        let whole = format!(
            "{WIRE}{OTHER}{}",
            OTHER.replace("forty", "fifty").replace("boats", "vans")
        );
        let whole = report(1, None, "Gates", &whole);
        let cut = report(2, None, "Gates", WIRE);
        check(
            whole.clone(),
            cut,
            Some((CopyClass::Copy, Some(id(&whole)))),
        );
    }

    #[test]
    fn paragraphs_of_another_are_a_partial_copy() {
        let wire = report(1, Some("2031-03-12"), "Gates", WIRE);
        let long = format!(
            "{OTHER}{}{}",
            WIRE.replace("Veldania opened", "They opened"),
            OTHER.replace("forty", "fifty").replace("market", "old")
        );
        let own = report(2, Some("2031-03-13"), "Town", &long);
        check(
            wire.clone(),
            own,
            Some((CopyClass::Partial, Some(id(&wire)))),
        );
    }

    #[test]
    fn an_outlet_rewrites_its_own_text() {
        let first = by(
            "Tarnholm Post",
            report(1, Some("2031-03-12"), "Gates", WIRE),
        );
        let text = format!("{OTHER}{WIRE}");
        let later = by(
            "Tarnholm Post",
            report(2, Some("2031-03-12"), "Town", &text),
        );
        let found = pairs(&[first, later]);
        assert_eq!(found[0].class, CopyClass::Revision);
    }

    #[test]
    fn shared_quotations_are_no_copy() {
        let one = report(1, None, "Marsk", &format!("{WIRE}{QUOTE}"));
        let two = report(2, None, "Town", &format!("{OTHER}{QUOTE}"));
        check(one, two, Some((CopyClass::QuoteOnly, None)));
        check(report(1, None, "", WIRE), report(2, None, "", OTHER), None);
    }

    #[test]
    fn lines_that_an_outlet_repeats_are_furniture() {
        let line = "The Tarnholm Post is free to read because readers pay for it, and every gift \
            however small keeps two reporters on the road from Brasna to the coast and back.\n";
        let texts = [
            WIRE,
            OTHER,
            "A bridge was closed on Friday.\n",
            "Bread is dearer now.\n",
        ];
        let documents: Vec<Analysed> = texts
            .iter()
            .zip(1..)
            .map(|(text, id)| {
                by(
                    "Tarnholm Post",
                    report(id, None, "", &format!("{text}{line}")),
                )
            })
            .collect();
        let found = pairs(&documents);
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|it| it.class == CopyClass::Boilerplate),
            "{found:?}"
        );
    }

    #[test]
    fn copies_of_copies_are_one_family() {
        let documents: Vec<Analysed> = (1..=60)
            .map(|id| report(id, Some(&format!("2031-03-{:02}", 1 + id % 28)), "", WIRE))
            .chain([report(99, None, "", OTHER)])
            .collect();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        let families = families(&sorted, &copies(resources::get(), &sorted));
        assert_eq!(families.len(), 1);
        assert_eq!(families[0].documents.len(), 60);
    }

    #[test]
    fn one_page_read_twice_is_one_text() {
        let mut one = report(1, None, "Gates", "The gates are open.");
        let mut two = report(2, None, "Gates are open", "The gates are open.");
        one.document.url = Some("https://www.post.example/gates?from=feed".into());
        two.document.url = Some("http://post.example/gates/".into());
        assert!(super::pages::is_same_page(&one.document, &two.document));
        two.document.url = Some("http://post.example/".into());
        assert!(!super::pages::is_same_page(&one.document, &two.document));
    }
}
