//! Cues in context: a verb that reports, with its auxiliaries, its source and what stands behind it.

use crate::analyse::statements::phrase::{Run, is_verb, phrase_from, subject_before};
use crate::analyse::statements::tagged::Tagged;
use crate::resources::{Classes, Cue, Forms};
use crate::text::TokenKind;

/// Reports less likely than this, in thousandths, are left out. Half of the F1 that the rules reach,
/// below which a report costs more than it gains.
const LEAST: u16 = 330;
/// How often a cue that reports reports here too, in percent, by the form it stands in; "according
/// to" in thousandths. Measured on the training part of PolNeAR.
const ACCORDING: u16 = 900;
const FINITE: u16 = 98;
const INVERTED: u16 = 96;
const PARTICIPLE: u16 = 58;
const INFINITIVE: u16 = 38;
const PASSIVE: u16 = 80;

/// A cue with its place in the sentence.
#[derive(Clone, Copy)]
pub(super) struct Report<'a> {
    pub(super) cue: &'a Cue,
    /// First token of the verb group.
    pub(super) start: usize,
    /// The verb.
    pub(super) verb: usize,
    /// Last token of the cue.
    pub(super) end: usize,
    pub(super) voice: Voice,
    pub(super) source: Option<Run>,
    /// Whether the source is another report's, or the sentence's subject.
    pub(super) shared: bool,
    pub(super) frame: Frame<'a>,
    /// Whether a quotation ends right before source and cue.
    pub(super) beside: bool,
    /// First token behind the cue that can be content.
    pub(super) after: usize,
}

/// How the verb stands to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// "X said", "X has said".
    Finite,
    /// "said X", behind what was said.
    Inverted,
    /// ", adding that"; "after saying".
    Participle,
    /// "to say".
    Infinitive,
    /// "was accused of".
    Passive,
    /// "according to X".
    According,
}

/// What stands behind a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    That,
    Phrase,
    To,
    Whether,
    Quote,
    End,
    Ing,
    Preposition(&'a str),
}

impl Frame<'_> {
    fn rate(self, cue: &Cue) -> Option<u8> {
        let name = match self {
            Frame::That => "that",
            Frame::Phrase => "np",
            Frame::To => "to",
            Frame::Whether => "wh",
            Frame::Quote => "quote",
            Frame::End => return ending_rate(cue),
            Frame::Ing => "ing",
            Frame::Preposition(word) => {
                return cue
                    .frames
                    .iter()
                    .find(|(name, _)| {
                        name.strip_prefix("p:")
                            .is_some_and(|it| it.eq_ignore_ascii_case(word))
                    })
                    .map(|(_, rate)| *rate);
            }
        };
        cue.rate(name)
    }
}

impl Report<'_> {
    /// How likely it reports something, in thousandths.
    pub(super) fn confidence(&self) -> u16 {
        let beside = self.beside.then(|| self.cue.rate("beside")).flatten();
        let rate = self.frame.rate(self.cue).max(beside).unwrap_or(0);
        let certainty = match self.voice {
            Voice::According => return ACCORDING,
            Voice::Finite => FINITE,
            Voice::Inverted => INVERTED,
            Voice::Participle => PARTICIPLE,
            Voice::Infinitive => INFINITIVE,
            Voice::Passive => PASSIVE,
        };
        u16::from(rate) * certainty / 10
    }

    /// Whether it tells how things look, to nobody in particular: "seems to have failed".
    pub(super) fn is_impression(&self) -> bool {
        matches!(self.cue.lemma, "seem" | "appear") && self.voice == Voice::Finite
            || self.voice == Voice::Passive && self.source.is_none() && self.frame != Frame::End
    }

    fn is_likely(&self) -> bool {
        self.confidence() >= LEAST && (self.source.is_some() || self.voice == Voice::Passive)
    }

    /// Whether the verb by itself reports what stands before it ("..., X said", "X pointed out").
    pub(super) fn can_follow(&self) -> bool {
        if self.beside && self.cue.rate("beside").is_some() {
            return true;
        }
        let out = self.frame == Frame::Preposition("out");
        ending_rate(self.cue).is_some_and(|it| it >= 40)
            || out && self.frame.rate(self.cue).is_some_and(|it| it >= 40)
    }
}

/// How often the cue reports what stands before it; a verb that takes that-clauses does so too.
fn ending_rate(cue: &Cue) -> Option<u8> {
    const CLAUSAL: u8 = 55;
    let clausal = cue.rate("that").filter(|it| cue.speech && *it >= CLAUSAL);
    cue.rate("end").or(clausal)
}

/// Finds the cues outside quotations, in order.
pub(super) fn reports<'a>(tagged: &Tagged<'a>) -> Vec<Report<'a>> {
    let mut found: Vec<Report<'a>> = Vec::new();
    for at in 0..tagged.len() {
        if tagged
            .quotation_at(at)
            .is_some_and(|it| tagged.quotations.get(it).is_some_and(|it| it.n_words > 3))
        {
            continue;
        }
        if tagged.reads(at, "according") && tagged.reads(at + 1, "to") {
            found.extend(according(tagged, at));
        } else if let Some((cue, forms)) = tagged.cue(at) {
            let report = report(tagged, cue, forms, at, found.last());
            found.extend(report.filter(Report::is_likely));
        }
    }
    found
}

fn according<'a>(tagged: &Tagged<'a>, at: usize) -> Option<Report<'a>> {
    let (first, _) = tagged.bounds(at);
    let source = phrase_from(tagged, at + 2, at <= first + 1)?;
    Some(Report {
        cue: tagged.speech.cues.first()?,
        start: at,
        verb: at,
        end: at + 1,
        voice: Voice::According,
        source: Some(source),
        shared: false,
        frame: Frame::End,
        beside: false,
        after: source.1 + 1,
    })
}

fn report<'a>(
    tagged: &Tagged<'a>,
    cue: &'a Cue,
    forms: Forms,
    verb: usize,
    last: Option<&Report<'a>>,
) -> Option<Report<'a>> {
    let (start, voice) = group(tagged, forms, verb)?;
    let (end, after, frame) = behind(tagged, cue, verb);
    // "was quoted as saying": the second verb reports.
    if voice == Voice::Passive && frame == Frame::Preposition("as") && tagged.reads(after, "saying")
    {
        return None;
    }
    let mut report = Report {
        cue,
        start,
        verb,
        end,
        voice,
        source: None,
        shared: false,
        frame,
        beside: false,
        after,
    };
    match voice {
        Voice::Finite => finite_source(tagged, &mut report, last),
        Voice::Passive => passive_source(tagged, &mut report),
        _ => shared_source(tagged, &mut report, last),
    }
    let tag = match report.source {
        Some((first, _)) if !report.shared => first.min(start),
        _ => start,
    };
    report.beside = matches!(report.voice, Voice::Finite | Voice::Inverted)
        && !report.shared
        && follows_quotation(tagged, tag);
    Some(report)
}

/// The first token of the verb group, and how it stands; none where the word is no verb here.
fn group(tagged: &Tagged<'_>, forms: Forms, verb: usize) -> Option<(usize, Voice)> {
    let (first, _) = tagged.bounds(verb);
    let mut start = verb;
    while start > first && tagged.is_adverb(start - 1) && !tagged.is(start - 1, Classes::AUXILIARY)
    {
        start -= 1;
    }
    let before = start.checked_sub(1).filter(|it| *it >= first);
    let is = |classes| before.is_some_and(|it| tagged.is(it, classes));
    let past = forms.is(Forms::PAST) || forms.is(Forms::PARTICIPLE);
    let capital = tagged.is_capitalised(verb) && verb != first;
    if capital
        && before.is_some_and(|it| tagged.is_capitalised(it) || tagged.is(it, Classes::DETERMINER))
    {
        return None;
    }
    let voice = if forms.is(Forms::ING) {
        if is(Classes::BE) {
            Voice::Finite
        } else if is(Classes::DETERMINER) || before.is_some_and(|it| is_clitic(tagged, it)) {
            return None;
        } else {
            Voice::Participle
        }
    } else if past && is(Classes::BE) && !is(Classes::HAVE) {
        Voice::Passive
    } else if forms.is(Forms::BASE) && before.is_some_and(|it| tagged.reads(it, "to")) {
        Voice::Infinitive
    } else if past && !is(Classes::DETERMINER)
        || forms.is(Forms::BASE) && is(Classes::MODAL.or(Classes::DO))
        || forms.is(Forms::THIRD) && is_verbal_third(tagged, before, verb)
        || forms.is(Forms::BASE) && before.is_some_and(|it| is_plural(tagged, it))
    {
        Voice::Finite
    } else {
        return None;
    };
    while start > first
        && (tagged.is(start - 1, Classes::AUXILIARY)
            || tagged.is_adverb(start - 1)
            || voice == Voice::Infinitive && tagged.reads(start - 1, "to"))
    {
        start -= 1;
    }
    Some((start, voice))
}

fn is_clitic(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.kind(at) == Some(TokenKind::Clitic)
}

fn is_verbal_third(tagged: &Tagged<'_>, before: Option<usize>, verb: usize) -> bool {
    let Some(before) = before else {
        return false;
    };
    if tagged.is(before, Classes::PRONOUN.or(Classes::RELATIVE)) {
        return true;
    }
    let closed = Classes::DETERMINER
        .or(Classes::PREPOSITION)
        .or(Classes::CONJUNCTION);
    if tagged.is(before, closed) || is_clitic(tagged, before) {
        return tagged.is(verb, Classes::SAYING);
    }
    if tagged.is(verb, Classes::NOUN) {
        return tagged.is_capitalised(before) && takes_object(tagged, verb + 1);
    }
    true
}

/// Whether what begins at the token can only stand behind a verb.
fn takes_object(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.is(
        at,
        Classes::DETERMINER.or(Classes::OBJECT).or(Classes::PRONOUN),
    ) || tagged.reads(at, "to")
        || tagged.is_capitalised(at)
        || opens_quotation(tagged, at)
}

/// Whether a bare form behind the word is a verb in the plural: "officials say", "they think".
fn is_plural(tagged: &Tagged<'_>, at: usize) -> bool {
    let word = tagged.word(at);
    if tagged.is(at, Classes::PRONOUN) {
        return !matches!(word, "he" | "she" | "it" | "He" | "She" | "It");
    }
    if tagged.is(at, Classes::DETERMINER.or(Classes::PREPOSITION))
        && !tagged.is(at, Classes::SUBJECT)
    {
        return false;
    }
    if tagged.is(at + 1, Classes::NOUN) && !takes_object(tagged, at + 2) {
        return false;
    }
    tagged.is(at, Classes::SUBJECT) || names_several(tagged, at) || is_of_several(tagged, at)
}

fn names_several(tagged: &Tagged<'_>, at: usize) -> bool {
    let word = tagged.word(at);
    tagged.reads(at, "people")
        || word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && tagged.kind(at) == Some(TokenKind::Word)
}

/// "bakers in Oxmere say": the plural stands before a place.
fn is_of_several(tagged: &Tagged<'_>, at: usize) -> bool {
    let of = at
        .checked_sub(1)
        .filter(|it| tagged.is(*it, Classes::PREPOSITION));
    tagged.is_capitalised(at)
        && tagged.is(at + 1, Classes::SAYING)
        && of
            .and_then(|it| it.checked_sub(1))
            .is_some_and(|it| names_several(tagged, it))
}

/// What stands behind the verb: the cue's last token, where content can begin, and the frame.
fn behind<'a>(tagged: &Tagged<'a>, cue: &'a Cue, verb: usize) -> (usize, usize, Frame<'a>) {
    let (_, last) = tagged.bounds(verb);
    let mut at = verb + 1;
    while at <= last
        && (tagged.is_adverb(at) || tagged.is(at, Classes::TIME))
        && !opens_there(tagged, at)
        && tagged.quotation_at(at).is_none()
    {
        at += 1;
    }
    if at > last {
        return (verb, at, Frame::End);
    }
    if opens_quotation(tagged, at) {
        return (verb, at, Frame::Quote);
    }
    let word = tagged.word(at);
    if matches!(word, "," | ":") || tagged.is_dash(at) {
        if opens_quotation(tagged, at + 1) && at < last {
            return (verb, at + 1, Frame::Quote);
        }
        if word == ":" {
            return (verb, at + 1, Frame::Quote);
        }
        return (verb, at, Frame::End);
    }
    if tagged.is_mark(at) && !matches!(word, "$" | "‘" | "'" | "#" | "@") {
        return (verb, at, Frame::End);
    }
    if tagged.reads(at, "that") {
        return (verb, at, Frame::That);
    }
    if matches!(
        cue.lemma,
        "tell" | "assure" | "remind" | "inform" | "notify" | "reassure"
    ) {
        return told(tagged, verb, at, last);
    }
    if tagged.reads(at, "to") {
        return (verb, at, Frame::To);
    }
    if tagged.is(at, Classes::WH) {
        return (verb, at, Frame::Whether);
    }
    if tagged.is(at, Classes::PREPOSITION) {
        return (at, at + 1, Frame::Preposition(word));
    }
    if word.len() > 4 && word.ends_with("ing") && !tagged.is_capitalised(at) {
        return (verb, at, Frame::Ing);
    }
    (verb, at, Frame::Phrase)
}

/// "said there are five": no adverb, but the clause's subject.
fn opens_there(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.reads(at, "there") && tagged.is(at + 1, Classes::AUXILIARY)
}

fn opens_quotation(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.quoted(at).is_some_and(|it| it.open == at)
}

/// "told reporters that": the content begins behind the person told.
fn told<'a>(
    tagged: &Tagged<'a>,
    verb: usize,
    first: usize,
    last: usize,
) -> (usize, usize, Frame<'a>) {
    const LONGEST: usize = 14;
    if tagged.is(first, Classes::OBJECT) {
        let next = first + 1;
        return match () {
            () if tagged.reads(next, "that") => (verb, next, Frame::That),
            () if opens_quotation(tagged, next) => (verb, next, Frame::Quote),
            () => (verb, next, Frame::Phrase),
        };
    }
    for at in first..=last.min(first + LONGEST) {
        if tagged.reads(at, "that") {
            return (verb, at, Frame::That);
        }
        if opens_quotation(tagged, at) {
            return (verb, at, Frame::Quote);
        }
        if at > first
            && (tagged.is(at, Classes::PRONOUN)
                || matches!(tagged.word(at), "the" | "there" | "a" | "his" | "her"))
            && !tagged.is(at - 1, Classes::PREPOSITION.or(Classes::CONJUNCTION))
        {
            return (verb, at, Frame::Phrase);
        }
        if at > first && tagged.reads(at, "to") {
            return (verb, at, Frame::To);
        }
        if matches!(tagged.word(at), "," | ":" | ".") {
            let quote = opens_quotation(tagged, at + 1) && at < last;
            return (
                verb,
                at + usize::from(quote),
                if quote { Frame::Quote } else { Frame::End },
            );
        }
    }
    (verb, first, Frame::Phrase)
}

/// A finite cue's source stands before it, behind it where what was said comes first, or is shared.
fn finite_source<'a>(tagged: &Tagged<'a>, report: &mut Report<'a>, last: Option<&Report<'a>>) {
    let (first, end) = tagged.bounds(report.verb);
    let before = report.start.checked_sub(1).filter(|it| *it >= first);
    if let Some(source) = inverted_source(tagged, report, before, end) {
        report.voice = Voice::Inverted;
        report.source = Some(source);
        report.after = source.1 + 1;
        report.frame = Frame::End;
        return;
    }
    let Some(before) = before else {
        return;
    };
    if tagged.is(before, Classes::CONJUNCTION) {
        shared_source(tagged, report, last);
        return;
    }
    report.source = subject_before(tagged, report.start);
    if report.source.is_none() && tagged.word(before) == "," {
        shared_source(tagged, report, last);
    }
}

/// “The gates are open,” said Marsk: the phrase behind the cue, where what was said comes first.
fn inverted_source(
    tagged: &Tagged<'_>,
    report: &Report<'_>,
    before: Option<usize>,
    end: usize,
) -> Option<Run> {
    let pronoun = tagged.is(report.verb + 1, Classes::PRONOUN);
    let beside = report.cue.rate("beside").is_some() && follows_quotation(tagged, report.start);
    let can = report.start == report.verb
        && (beside || report.can_follow())
        && report.verb < end
        && (pronoun || report.frame == Frame::Phrase);
    let behind_quotation = match before {
        None => opens_after_quotation(tagged, report.start),
        Some(it) => tagged.quoted(it).is_some_and(|q| q.close == it),
    };
    let behind_clause =
        before.is_some_and(|it| matches!(tagged.word(it), "," | "?" | "!") || tagged.is_dash(it));
    if !can || !(behind_quotation || behind_clause) {
        return None;
    }
    let source = phrase_from(tagged, report.verb + 1, false)?;
    // "Marsk, the minister, said the dam would hold" is no inversion: a clause follows the cue.
    let next = source.1 + 1;
    let ends = next > end
        || tagged.is_mark(next)
        || tagged.is(
            next,
            Classes::PREPOSITION.or(Classes::TIME).or(Classes::RELATIVE),
        );
    let is_clause =
        (source.0..=source.1).any(|it| is_verb(tagged, it) && !tagged.is(it, Classes::RELATIVE));
    (behind_quotation || ends && !is_clause).then_some(source)
}

/// Whether a quotation that does not end its sentence stands right before the token.
fn follows_quotation(tagged: &Tagged<'_>, at: usize) -> bool {
    let Some(mark) = at.checked_sub(1) else {
        return false;
    };
    let comma = tagged.word(mark) == "," && tagged.quotation_at(mark).is_none();
    let close = mark - usize::from(comma && mark > 0);
    let last = tagged.word(close.saturating_sub(1));
    tagged.quoted(close).is_some_and(|it| it.close == close)
        && (comma || matches!(last, "," | "?" | "!" | "—" | "–"))
}

fn opens_after_quotation(tagged: &Tagged<'_>, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|it| tagged.quoted(it).map(|q| q.close == it))
        .unwrap_or(false)
}

/// The source of the last report of the sentence, else the nearest subject.
fn shared_source<'a>(tagged: &Tagged<'a>, report: &mut Report<'a>, last: Option<&Report<'a>>) {
    let (first, _) = tagged.bounds(report.verb);
    report.shared = true;
    let same = last.filter(|it| it.verb >= first && it.source.is_some());
    report.source = match same {
        Some(last) => last.source,
        None => nearest_subject(tagged, first, report.start),
    };
}

/// The subject of the nearest verb before that has one.
fn nearest_subject(tagged: &Tagged<'_>, first: usize, before: usize) -> Option<Run> {
    (first + 1..before)
        .rev()
        .filter(|&it| tagged.quotation_at(it).is_none() && is_verb(tagged, it))
        .find_map(|it| subject_before(tagged, it))
}

fn passive_source<'a>(tagged: &Tagged<'a>, report: &mut Report<'a>) {
    if tagged.reads(report.verb + 1, "by") {
        report.source = phrase_from(tagged, report.verb + 2, false);
        if let Some((_, last)) = report.source {
            report.after = last + 1;
        }
    }
}
