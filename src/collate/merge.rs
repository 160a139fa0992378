//! Segments put together again: takes segments with their groups, gives what is left apart.
//!
//! A statement is cut so that each claim can find its versions. Where the pieces then find nothing,
//! or find the same neighbours everywhere, the cut tells nothing and is taken back, so that a
//! reader sees whole statements.

use std::collections::{BTreeMap, BTreeSet};

use super::segments::Segment;

/// Joins adjacent segments of a statement that are both alone, that go on with one sentence of which
/// one side is alone, or of which one never stands without the other.
///
/// The last are continuations: where `We told them twice, in writing` is followed by `and I have the
/// receipts` in one outlet and by nothing in the next, and the receipts stand nowhere else, the
/// second trimmed what the first has. The segments come in order and are given back so, each with
/// its group.
pub(super) fn merge(segments: Vec<Segment>, group_of: &[usize]) -> Vec<(Segment, usize)> {
    let mut pieces: Vec<(Segment, usize)> =
        segments.into_iter().zip(group_of.iter().copied()).collect();
    // Each round takes at least one piece away.
    loop {
        let groups = groups(&pieces);
        let joined = continuations(&pieces, &groups);
        let before = pieces.len();
        let mut merged: Vec<(Segment, usize)> = Vec::with_capacity(before);
        let mut renamed: Vec<usize> = (0..groups.len()).collect();
        for (segment, group) in pieces {
            let (a, b) = match merged.last() {
                Some((last, last_group)) if adjacent(last, &segment) => (*last_group, group),
                _ => (group, group),
            };
            let alone = |group: usize| groups[group].pieces == 1;
            let joins = a != b
                && (alone(a) && alone(b)
                    || segment.continues && (alone(a) || alone(b))
                    || joined.contains_key(&(a, b)));
            match merged.last_mut() {
                Some((last, last_group)) if joins => {
                    let keeps_last = match joined.get(&(a, b)) {
                        Some(kept) => *kept == a,
                        // What is alone takes the group of the other.
                        None => !alone(a) || alone(b),
                    };
                    if !keeps_last {
                        renamed[a] = b;
                    }
                    *last_group = renamed[a];
                    last.append(segment);
                }
                _ => merged.push((segment, group)),
            }
        }
        pieces = merged;
        if pieces.len() == before {
            return pieces;
        }
    }
}

/// What is known of a group: how many pieces it has, and in how many documents.
#[derive(Clone, Default)]
struct Group {
    pieces: usize,
    documents: BTreeSet<usize>,
}

fn groups(pieces: &[(Segment, usize)]) -> Vec<Group> {
    let n_groups = pieces.iter().map(|(_, group)| group + 1).max().unwrap_or(0);
    let mut groups = vec![Group::default(); n_groups];
    for (segment, group) in pieces {
        groups[*group].pieces += 1;
        groups[*group].documents.insert(segment.document);
    }
    groups
}

/// Pairs of groups of which one stands only beside the other, with the group that goes on.
///
/// Sentences stay apart even where two documents have both: each is a claim by itself.
fn continuations(pieces: &[(Segment, usize)], groups: &[Group]) -> BTreeMap<(usize, usize), usize> {
    #[derive(Default)]
    struct Beside {
        count: usize,
        continue_sentence: usize,
    }
    let mut beside: BTreeMap<(usize, usize), Beside> = BTreeMap::new();
    for pair in pieces.windows(2) {
        let ((a, a_group), (b, b_group)) = (&pair[0], &pair[1]);
        if adjacent(a, b) && a_group != b_group {
            let found = beside.entry((*a_group, *b_group)).or_default();
            found.count += 1;
            found.continue_sentence += usize::from(b.continues);
        }
    }
    let mut joined = BTreeMap::new();
    let mut taken = vec![false; groups.len()];
    for ((a, b), found) in beside {
        let sure = found.continue_sentence == found.count;
        let follows = found.count == groups[b].pieces;
        let leads = found.count == groups[a].pieces;
        // A group is joined on one side in a round, so that chains stay in order.
        if sure && (follows || leads) && !taken[a] && !taken[b] {
            joined.insert((a, b), if follows { a } else { b });
            (taken[a], taken[b]) = (true, true);
        }
    }
    joined
}

fn adjacent(a: &Segment, b: &Segment) -> bool {
    (a.document, a.statement) == (b.document, b.statement)
}

#[cfg(test)]
mod tests {
    use super::super::segments::{Occasion, Speaker};
    use super::super::words::words;
    use super::*;
    use crate::model::{Span, StatementKind};
    use crate::resources;

    /// Statements, one a document, as segments between bars, each `group:words`; a word in lower
    /// case goes on with a sentence.
    fn check(statements: &[&str], expected: &[&str]) {
        let mut segments = Vec::new();
        let mut groups = Vec::new();
        for (document, statement) in statements.iter().enumerate() {
            for (place, part) in statement.split(" | ").enumerate() {
                let (group, text) = part.split_once(':').unwrap_or(("0", part));
                groups.push(group.parse().unwrap_or(0));
                let content = vec![Span::new(0, text.len())];
                segments.push(Segment {
                    document,
                    statement: 0,
                    place,
                    words: words(resources::get(), text, &content, &[]),
                    content,
                    kind: StatementKind::Indirect,
                    speaker: Speaker::Unknown,
                    person: None,
                    occasion: Occasion::default(),
                    continues: place > 0 && text.starts_with(char::is_lowercase),
                });
            }
        }
        let mut shown: Vec<String> = Vec::new();
        let mut last = None;
        for (segment, group) in merge(segments, &groups) {
            let words: Vec<&str> = segment.words.iter().map(|w| w.surface.as_str()).collect();
            let part = format!("{group}:{}", words.join(" "));
            match shown.last_mut() {
                Some(line) if last == Some(segment.document) => {
                    line.push_str(" | ");
                    line.push_str(&part);
                }
                _ => shown.push(part),
            }
            last = Some(segment.document);
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_others_trimmed_is_one_utterance() {
        check(
            &["0:We told them | 1:and have receipts", "0:We told them"],
            &["0:We told them and have receipts", "0:We told them"],
        );
        // Another sentence, where two have it.
        check(
            &["0:We told them | 1:Nobody asked", "0:We told them"],
            &["0:We told them | 1:Nobody asked", "0:We told them"],
        );
        check(
            &[
                "0:We told them | 1:and have receipts | 2:Nobody asked",
                "0:We told them | 1:and have receipts | 2:Nobody asked",
                "0:We told them",
            ],
            &[
                "0:We told them and have receipts | 2:Nobody asked",
                "0:We told them and have receipts | 2:Nobody asked",
                "0:We told them",
            ],
        );
        // What others left off at the beginning.
        check(
            &["0:Boats came | 1:but nobody rowed", "1:nobody rowed"],
            &["1:Boats came but nobody rowed", "1:nobody rowed"],
        );
    }

    #[test]
    fn claims_that_others_report_apart_stay_apart() {
        check(
            &[
                "0:We told them | 1:Nobody asked | 2:The gates stay open",
                "2:The gates stay open | 0:We told them",
                "1:Nobody asked",
            ],
            &[
                "0:We told them | 1:Nobody asked | 2:The gates stay open",
                "2:The gates stay open | 0:We told them",
                "1:Nobody asked",
            ],
        );
    }
}
