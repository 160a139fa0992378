//! The alignment table: takes versions of one utterance, gives them word by word beside the base.
//!
//! Each version is laid beside the base by itself, and the columns are the pieces of the base in
//! which every version does one thing; so the table is the same whatever the order of the versions.

use std::ops::Range;

use super::pairwise::{Step, compare, respelled};
use super::words::{Word, words};
use crate::model::{Cell, Collation, Column, Span, Variant, Version, Witness};
use crate::resources::{Resources, Wording};

/// Aligns versions word by word against the one at `base`; each version comes with its document's
/// text.
///
/// The witnesses are the base and then the others in the order given; columns go by words and
/// phrases of the base ("We warned | Orrenland | twice,"). Marks, case, numerals, spelling and
/// brackets are variants of form.
pub fn align(resources: &Resources, versions: &[(&str, &Version)], base: usize) -> Collation {
    let wording = &resources.facts.wording;
    let base = base.min(versions.len().saturating_sub(1));
    let first = versions.get(base).into_iter();
    let others = versions.iter().enumerate().filter(|(idx, _)| *idx != base);
    let ordered: Vec<&(&str, &Version)> = first.chain(others.map(|(_, it)| it)).collect();
    let read: Vec<Vec<Word>> = ordered
        .iter()
        .map(|(text, version)| words(resources, text, &version.content, &[]))
        .collect();
    Collation {
        witnesses: ordered
            .iter()
            .map(|(_, version)| witness(version))
            .collect(),
        columns: columns(wording, &read),
    }
}

fn witness(version: &Version) -> Witness {
    Witness {
        document: version.document,
        content: version.content.clone(),
        relation: version.relation,
    }
}

/// What one witness has beside each word of the base, and before it.
struct Row {
    /// For each word of the base: which of its own words stand there, and what they are to it.
    beside: Vec<Place>,
    /// Words put in before each word of the base, and after the last.
    put_in: Vec<Vec<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Kept(usize),
    /// The first word of a replaced stretch holds the words put in its place.
    Replaced(Range<usize>),
    /// The other words of a short replaced stretch, which is never cut.
    Within,
    /// The other words of a long one, which is cut where other witnesses part.
    Spread,
    Omitted,
    Moved(usize),
}

/// The longest replaced stretch of the base, in words, that stays in one column for all witnesses.
/// One witness that says everything in other words would otherwise hide what the others changed.
const LONGEST_UNCUT: usize = 3;

fn columns(wording: &Wording, read: &[Vec<Word>]) -> Vec<Column> {
    let Some((base, others)) = read.split_first() else {
        return Vec::new();
    };
    let rows: Vec<Row> = others
        .iter()
        .map(|other| row(base.len(), &compare(wording, base, other)))
        .collect();
    let mut columns = Vec::new();
    for piece in pieces(base, others, &rows) {
        if rows.iter().any(|row| !row.put_in[piece.start].is_empty()) {
            columns.push(column(base, others, &rows, piece.start..piece.start));
        }
        if !piece.is_empty() {
            columns.push(column(base, others, &rows, piece));
        }
    }
    columns
}

fn row(n_base: usize, steps: &[Step]) -> Row {
    let mut row = Row {
        beside: vec![Place::Omitted; n_base],
        put_in: vec![Vec::new(); n_base + 1],
    };
    for step in steps {
        match step {
            Step::Kept { base, other } => row.beside[*base] = Place::Kept(*other),
            Step::Replaced { base, other, .. } => {
                let rest = if base.len() > LONGEST_UNCUT {
                    Place::Spread
                } else {
                    Place::Within
                };
                row.beside[base.clone()].fill(rest);
                row.beside[base.start] = Place::Replaced(other.clone());
            }
            Step::Omitted { .. } => {}
            Step::Added { at, other } => row.put_in[*at].extend(other.clone()),
            Step::Moved { base, other } => {
                for (base, other) in base.clone().zip(other.clone()) {
                    row.beside[base] = Place::Moved(other);
                }
            }
        }
    }
    row
}

/// Cuts the base into pieces in which each witness does one thing; the last is empty, for what is
/// put in at the end.
fn pieces(base: &[Word], others: &[Vec<Word>], rows: &[Row]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for i in 1..base.len() {
        let glued = rows.iter().any(|row| row.beside[i] == Place::Within);
        let parted = base[i - 1].ends_clause
            || base[i].starts_sentence
            || rows
                .iter()
                .zip(others)
                .any(|(row, other)| !row.put_in[i].is_empty() || parts(row, base, other, i));
        if parted && !glued {
            found.push(start..i);
            start = i;
        }
    }
    found.push(start..base.len());
    if start < base.len() {
        found.push(base.len()..base.len());
    }
    found
}

/// Whether a witness does something else with word `i` than with the one before.
fn parts(row: &Row, base: &[Word], other: &[Word], i: usize) -> bool {
    match (&row.beside[i - 1], &row.beside[i]) {
        (Place::Kept(a), Place::Kept(b)) => {
            base[i - 1].printed_as(&other[*a]) != base[i].printed_as(&other[*b])
        }
        (Place::Moved(a), Place::Moved(b)) => a + 1 != *b,
        (Place::Omitted, Place::Omitted) | (_, Place::Within | Place::Spread) => false,
        _ => true,
    }
}

fn column(base: &[Word], others: &[Vec<Word>], rows: &[Row], piece: Range<usize>) -> Column {
    let of_base = &base[piece.clone()];
    let mut cells = vec![Cell {
        tokens: spans(of_base),
        variant: Variant::Equal,
    }];
    cells.extend(
        rows.iter()
            .zip(others)
            .map(|(row, other)| cell(base, other, row, piece.clone())),
    );
    Column {
        cells,
        starts_sentence: of_base.first().is_some_and(|word| word.starts_sentence),
    }
}

fn cell(base: &[Word], other: &[Word], row: &Row, piece: Range<usize>) -> Cell {
    let mut places: Vec<usize> = Vec::new();
    let mut equal = true;
    let mut kept = true;
    let mut moved = true;
    if piece.is_empty() {
        places.extend(&row.put_in[piece.start]);
        let words: Vec<Word> = places.iter().map(|at| other[*at].clone()).collect();
        let variant = if words.is_empty() {
            Variant::Equal
        } else if words.iter().all(|word| word.bracketed) {
            Variant::Form
        } else {
            Variant::Added
        };
        return Cell {
            tokens: spans(&words),
            variant,
        };
    }
    for i in piece.clone() {
        if i > piece.start {
            kept &= row.put_in[i].is_empty();
            places.extend(&row.put_in[i]);
        }
        match &row.beside[i] {
            Place::Kept(at) => {
                places.push(*at);
                equal &= base[i].printed_as(&other[*at]);
                moved = false;
            }
            Place::Replaced(with) => {
                places.extend(with.clone());
                (kept, moved) = (false, false);
            }
            Place::Within | Place::Spread | Place::Omitted => (kept, moved) = (false, false),
            Place::Moved(at) => {
                places.push(*at);
                kept = false;
            }
        }
    }
    places.sort_unstable();
    let words: Vec<Word> = places.iter().map(|at| other[*at].clone()).collect();
    let variant = if words.is_empty() {
        Variant::Omitted
    } else if kept && equal {
        Variant::Equal
    } else if kept || words.iter().all(|word| word.bracketed) || respelled(&base[piece], &words) {
        Variant::Form
    } else if moved {
        Variant::Moved
    } else {
        Variant::Replaced
    };
    Cell {
        tokens: spans(&words),
        variant,
    }
}

/// The spans of words; parts of one printed word are put together again.
fn spans(words: &[Word]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for word in words {
        match found.last_mut() {
            Some(last) if last.end() == word.span.start() => *last = last.cover(word.span),
            _ => found.push(word.span),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{DocumentId, Hash, Relation, StatementId};
    use crate::resources;

    fn version(text: &str) -> Version {
        Version {
            document: DocumentId(Hash::of_bytes(text.as_bytes())),
            statement: StatementId(Hash::of_bytes(text.as_bytes())),
            content: vec![Span::new(0, text.len())],
            relation: Relation::Same,
            why: String::new(),
            score: 0,
            grounds: Vec::new(),
        }
    }

    fn table(texts: &[&str], base: usize) -> Collation {
        let versions: Vec<Version> = texts.iter().map(|text| version(text)).collect();
        let versions: Vec<(&str, &Version)> = texts.iter().copied().zip(&versions).collect();
        align(resources::get(), &versions, base)
    }

    /// A row a witness, cells between bars: `=` equal, `f` form, `r` replaced, `+` added, `-`
    /// omitted, `m` moved.
    fn show(texts: &[&str], table: &Collation) -> Vec<String> {
        let by_document = |document| {
            texts
                .iter()
                .find(|text| version(text).document == document)
                .copied()
                .unwrap_or("")
        };
        (0..table.witnesses.len())
            .map(|k| {
                let text = by_document(table.witnesses[k].document);
                let cells: Vec<String> = table
                    .columns
                    .iter()
                    .map(|column| {
                        let cell = &column.cells[k];
                        let words: Vec<&str> = cell.tokens.iter().map(|t| t.of(text)).collect();
                        let sign = match cell.variant {
                            Variant::Equal => "=",
                            Variant::Form => "f",
                            Variant::Replaced => "r",
                            Variant::Added => "+",
                            Variant::Omitted => "-",
                            Variant::Moved => "m",
                        };
                        format!("{sign}{}", words.join(" "))
                    })
                    .collect();
                cells.join(" | ")
            })
            .collect()
    }

    fn check(texts: &[&str], rows: &[&str]) {
        assert_eq!(show(texts, &table(texts, 0)), rows);
    }

    #[test]
    fn groups_words_into_phrases() {
        check(
            &[
                "“The gates were opened twice, at night, and nobody told us.”",
                "“The sluices were opened twice, at night”",
                "The gates were opened two times, by night, and nobody told us",
            ],
            &[
                "=“The | =gates | =were opened | =twice, | =at | =night, | =and nobody told us.”",
                "=“The | rsluices | =were opened | =twice, | =at | =night” | -",
                "=The | =gates | =were opened | rtwo times, | rby | =night, | =and nobody told us",
            ],
        );
    }

    #[test]
    fn a_witness_with_other_words_throughout_does_not_hide_the_others() {
        check(
            &[
                "We told the neighbours twice, in writing, and nobody came",
                "We told the neighbours in writing, and nobody came",
                "they had never heard of any of it",
            ],
            &[
                "=We told the neighbours | =twice, | =in writing, | =and nobody came",
                "=We told the neighbours | - | =in writing, | =and nobody came",
                "rthey had never heard of any of it | - | - | -",
            ],
        );
    }

    #[test]
    fn form_is_not_substance() {
        check(
            &[
                "Ten of them can't labour on",
                "10 of them can’t labor on [here]",
            ],
            &[
                "=Ten | =of them can't | =labour | =on | =",
                "f10 | =of them can’t | flabor | =on | f[here]",
            ],
        );
    }

    #[test]
    fn words_at_another_place_are_moved() {
        check(
            &[
                "On Tuesday the dam was opened",
                "The dam was opened on Tuesday",
            ],
            &[
                "=On Tuesday | =the | =dam was opened",
                "mon Tuesday | fThe | =dam was opened",
            ],
        );
    }

    #[test]
    fn nothing_and_one_witness_are_tables_too() {
        assert!(table(&[], 0).columns.is_empty());
        check(
            &["Nobody came. Nothing was said"],
            &["=Nobody came. | =Nothing was said"],
        );
        assert_eq!(
            table(&["Nobody came. Nothing was said"], 7).columns.len(),
            2
        );
        assert!(table(&["Nobody came. No"], 0).columns[1].starts_sentence);
    }

    fn sentence() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "we", "warned", "notified", "them", "twice,", "two", "2", "times", "in", "writing",
            "and", "the", "dam", "…", "“water", "rose.”", "it's", "not", "no-one", "[here]", "—",
        ]);
        prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_text_with_itself_has_no_variant(text in sentence()) {
            let table = table(&[&text, &text], 0);
            for cell in table.columns.iter().flat_map(|column| &column.cells) {
                prop_assert_eq!(cell.variant, Variant::Equal);
            }
        }

        #[test]
        fn every_word_is_in_one_cell(texts in prop::collection::vec(sentence(), 1..5)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let table = table(&texts, 0);
            for (k, text) in texts.iter().enumerate() {
                let mut spans: Vec<Span> =
                    table.columns.iter().flat_map(|column| column.cells[k].tokens.clone()).collect();
                spans.sort();
                let got = spans.iter().map(|span| span.of(text)).collect::<String>();
                let whole = words(resources::get(), text,
                    &[Span::new(0, text.len())], &[]);
                let want = whole.iter().map(|word| word.span.of(text)).collect::<String>();
                prop_assert_eq!(got, want);
                prop_assert!(spans.windows(2).all(|pair| !pair[0].overlaps(pair[1])));
            }
        }

        #[test]
        fn the_order_of_witnesses_does_not_matter(texts in prop::collection::vec(sentence(), 3..5)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut turned = texts.clone();
            turned[1..].reverse();
            let mut rows = show(&texts, &table(&texts, 0));
            let mut again = show(&turned, &table(&turned, 0));
            prop_assert_eq!(&rows[0], &again[0]);
            rows.sort();
            again.sort();
            prop_assert_eq!(rows, again);
        }
    }
}
