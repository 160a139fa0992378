//! What was said: the clause or quotation behind a cue, before it, or on both sides.

use crate::analyse::statements::phrase::{Run, is_verb, subject_before};
use crate::analyse::statements::report::{Frame, Report, Voice};
use crate::analyse::statements::tagged::Tagged;
use crate::resources::Classes;

/// What a report says, in order of place.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub(super) runs: Vec<Run>,
}

/// The content of the report at `at`.
pub(super) fn content(tagged: &Tagged<'_>, reports: &[Report<'_>], at: usize) -> Option<Content> {
    let report = reports.get(at)?;
    let (first, last) = tagged.bounds(report.verb);
    if report.is_impression() {
        return impression(tagged, reports, at, last);
    }
    if let Some(runs) = before_and_resumed(tagged, report, first, last) {
        return Some(Content { runs });
    }
    let from = match report.frame {
        Frame::End if report.voice == Voice::According => {
            report.after + usize::from(tagged.word(report.after) == ",")
        }
        Frame::End | Frame::Preposition(_) if report.can_follow() => {
            that_later(tagged, report, last)?
        }
        Frame::End => return None,
        _ => report.after,
    };
    let runs = behind(tagged, reports, at, from, last);
    (!runs.is_empty()).then_some(Content { runs })
}

/// "The talks seem to have failed": what seems is on both sides, and nobody is named.
fn impression(
    tagged: &Tagged<'_>,
    reports: &[Report<'_>],
    at: usize,
    last: usize,
) -> Option<Content> {
    let report = reports.get(at)?;
    let mut runs: Vec<Run> = subject_before(tagged, report.start).into_iter().collect();
    runs.extend(behind(tagged, reports, at, report.after, last));
    (!runs.is_empty()).then_some(Content { runs })
}

/// “The gates,” Marsk said, “are open”: what stands before the tag, and goes on behind it.
fn before_and_resumed(
    tagged: &Tagged<'_>,
    report: &Report<'_>,
    first: usize,
    last: usize,
) -> Option<Vec<Run>> {
    let can = report.can_follow() || report.voice == Voice::According;
    if !can {
        return None;
    }
    if let Some(runs) = around(tagged, report, first, last) {
        return Some(runs);
    }
    let run = before(tagged, first, tag_start(report))?;
    let behind_quotation = tagged.quoted(run.1).is_some_and(|it| it.close == run.1);
    // “We will wait.” Marsk called it a start: the quotation is a sentence of its own.
    let mark = tagged.word(run.1.saturating_sub(1));
    if run.1 < first && !matches!(mark, "," | "?" | "!" | "—" | "–") && report.frame != Frame::End
    {
        return None;
    }
    let ends = matches!(report.frame, Frame::End | Frame::Preposition(_));
    let splits = report.frame == Frame::Quote && tagged.word(report.after.saturating_sub(1)) == ",";
    if !ends && !(behind_quotation && (splits || report.frame != Frame::Quote)) {
        return None;
    }
    let mut runs = vec![run];
    let next = match (splits, tagged.word(report.after)) {
        (true, _) => report.after,
        (false, ",") => report.after + 1,
        _ => return Some(runs),
    };
    if next <= last
        && let Some(it) = tagged.quoted(next).filter(|it| it.open == next)
    {
        runs.push((next, it.close));
    }
    Some(runs)
}

/// "The dam, Marsk says, will hold": the clause that a tag between commas cuts in two.
fn around(tagged: &Tagged<'_>, report: &Report<'_>, first: usize, last: usize) -> Option<Vec<Run>> {
    let tag = tag_start(report);
    let left = tag.checked_sub(2).filter(|it| *it >= first)?;
    let right = report.after + 1;
    let between = tagged.word(tag - 1) == "," && tagged.word(report.after) == ",";
    if !between || right >= last || tagged.quotation_at(left).is_some() {
        return None;
    }
    let predicate = is_verb(tagged, right) || tagged.is(right, Classes::AUXILIARY);
    let is_verbal = |it: usize| is_verb(tagged, it) || tagged.cue(it).is_some();
    let subject = last_where(first, left, is_verbal).map_or(first, |it| it + 1);
    let from = last_where(subject, left, |it| tagged.is(it, Classes::RELATIVE));
    let start = from.unwrap_or(first);
    let start = (start..left)
        .find(|it| !tagged.is(*it, Classes::CONJUNCTION) && !tagged.is_mark(*it))
        .unwrap_or(left);
    let whole = (start..=left).any(is_verbal);
    if !predicate && (whole || tagged.is(right, Classes::CONJUNCTION.or(Classes::RELATIVE))) {
        return None;
    }
    let mut end = last;
    while end > right && is_closing(tagged, end) {
        end -= 1;
    }
    Some(vec![(start, left), (right, end)])
}

fn last_where(first: usize, last: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
    (first..=last).rev().find(|it| is(*it))
}

/// The first token of source and cue together.
fn tag_start(report: &Report<'_>) -> usize {
    match report.source {
        Some((first, _)) if !report.shared => first.min(report.start),
        _ => report.start,
    }
}

/// The clause that ends right before a tag, with the whole quotation that it begins in.
fn before(tagged: &Tagged<'_>, first: usize, tag: usize) -> Option<Run> {
    let mark = tag.checked_sub(1)?;
    let quoted = tagged.quoted(mark).copied();
    let closes = quoted.is_some_and(|it| it.close == mark);
    let comma = matches!(tagged.word(mark), "," | "?" | "!") || tagged.is_dash(mark);
    if !closes && (!comma || mark < first) {
        return None;
    }
    let last = if closes || !comma {
        mark
    } else {
        mark.checked_sub(1)?
    };
    let mut start = first.min(last);
    if let Some(it) = tagged.quoted(last)
        && it.close == last
        && start > it.open
    {
        start = it.open;
    }
    if let Some(it) = tagged.quoted(start) {
        start = start.min(it.open);
    }
    while start < last
        && tagged.quotation_at(start).is_none()
        && (tagged.is(start, Classes::CONJUNCTION) || tagged.is_mark(start))
    {
        start += 1;
    }
    let n_words = (start..=last).filter(|it| tagged.is_word(*it)).count();
    let clause = closes || n_words >= 3;
    let intro = !closes && tagged.is(start, Classes::PREPOSITION) && n_words < 8;
    (clause && !intro).then_some((start, last))
}

/// "said in an interview that": where the that-clause or quotation begins.
fn that_later(tagged: &Tagged<'_>, report: &Report<'_>, last: usize) -> Option<usize> {
    const LONGEST: usize = 16;
    for at in report.after..=last.min(report.after + LONGEST) {
        if tagged.reads(at, "that") && !tagged.is(at.saturating_sub(1), Classes::PREPOSITION) {
            return Some(at);
        }
        if tagged.quoted(at).is_some_and(|it| it.open == at) {
            return Some(at);
        }
        if tagged.word(at) == ":" {
            return Some(at + 1);
        }
    }
    matches!(report.frame, Frame::Preposition(_)).then_some(report.after)
}

/// The clause that begins at `from`.
fn behind(
    tagged: &Tagged<'_>,
    reports: &[Report<'_>],
    at: usize,
    from: usize,
    last: usize,
) -> Vec<Run> {
    if from > last && tagged.quotation_at(from).is_none() {
        return Vec::new();
    }
    if let Some(it) = tagged.quoted(from)
        && it.open == from
        && (it.close >= last || it.stopped)
    {
        return vec![(from, it.close)];
    }
    let mut end = clause_end(tagged, reports, at, from, last);
    while end > from && is_closing(tagged, end) {
        end -= 1;
    }
    if let Some(it) = tagged.quoted(end) {
        end = end.max(it.close);
    }
    let words = (from..=end).any(|it| tagged.is_word(it));
    if words && end >= from {
        vec![(from, end)]
    } else {
        Vec::new()
    }
}

fn is_closing(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.quotation_at(at).is_none()
        && (matches!(tagged.word(at), "." | "," | ";" | ":" | "!" | "?" | "…")
            || tagged.is_dash(at)
            || tagged.is(at, Classes::CONJUNCTION))
}

/// The last token of the clause: the sentence ends, or another report of the same rank begins.
fn clause_end(
    tagged: &Tagged<'_>,
    reports: &[Report<'_>],
    at: usize,
    from: usize,
    last: usize,
) -> usize {
    let mut end = last;
    for next in reports.iter().skip(at + 1) {
        if next.verb > last {
            break;
        }
        let tag = tag_start(next);
        if tag <= from {
            continue;
        }
        let mark = tag - 1;
        let comma = tagged.word(mark) == "," || tagged.is_dash(mark);
        let conjunction = tagged.is(mark, Classes::CONJUNCTION);
        let cuts = match next.voice {
            Voice::Participle => comma,
            Voice::According => true,
            Voice::Inverted => true,
            Voice::Finite if next.shared => conjunction || comma,
            Voice::Finite => {
                comma && next.can_follow() && matches!(next.frame, Frame::End)
                    || conjunction && mark > from && tagged.word(mark - 1) == ","
            }
            _ => false,
        };
        if cuts {
            end = mark;
            break;
        }
    }
    let opens = Classes::PREPOSITION.or(Classes::CONJUNCTION);
    let stop = (from..end).find(|&it| {
        let behind_quotation =
            it > from && tagged.quoted(it - 1).is_some_and(|q| q.close == it - 1);
        match tagged.word(it) {
            ";" => tagged.quotation_at(it).is_none(),
            // "called it “a good start”, with both sides pleased"
            "," => behind_quotation && tagged.is(it + 1, opens),
            _ => false,
        }
    });
    stop.unwrap_or(end)
}
