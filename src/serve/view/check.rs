//! "Did they say it?": the nearest record beside the words asked, and what was searched.

use super::align::{Change, Run};
use super::format;
use super::lists::{Said, Somebody};
use super::shelf::{self, Shelf, Speaker};
use super::story::StoryNouns;
use super::utterance;
use super::wording::{self, Wording};
use crate::check::{Found, Verdict};
use crate::model::{Date, DocumentId, Relation, StatementKind, Utterance};

/// What the page prints.
#[derive(Debug)]
pub(crate) struct CheckView {
    pub(crate) asked: String,
    /// Whose words they were said to be.
    pub(crate) of: Option<String>,
    /// What was found, and the part of it in which the words asked differ from the record.
    pub(crate) verdict: (String, String),
    pub(crate) deck: String,
    pub(crate) answer: Option<Answer>,
    /// Statements with the words asked, where they are too few to be one's sentence.
    pub(crate) found: Vec<Said>,
    /// What is close beside the answer.
    pub(crate) close: Vec<Said>,
    /// Who is known by these words as a name.
    pub(crate) people: Vec<Somebody>,
    /// Outlets and stories with these words in their name or headline.
    pub(crate) titled: Vec<Titled>,
    pub(crate) searched: String,
}

/// An outlet or a story by its name.
#[derive(Debug)]
pub(crate) struct Titled {
    pub(crate) name: String,
    pub(crate) href: String,
    /// What it is, with how many reports.
    pub(crate) what: String,
}

/// The nearest utterance, beside the words asked.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) wordings: usize,
    pub(crate) outlets: usize,
    pub(crate) origins: usize,
    /// Name, page, and how it stands to who was asked for; whether it is another.
    pub(crate) speaker: (Option<Speaker>, String, bool),
    /// How the words stand to those asked, and whether they differ.
    pub(crate) words: (String, bool),
    /// The letter and the outlet of the wording that comes closest.
    pub(crate) closest: (String, String),
    /// What the closest wording does to the base.
    pub(crate) printed_why: String,
    pub(crate) href: String,
    pub(crate) story: (String, String),
    pub(crate) record: String,
    pub(crate) record_place: (String, String),
    /// The words asked with what differs; none where nothing does.
    pub(crate) runs: Vec<Run>,
    pub(crate) altered: bool,
    pub(crate) why: String,
    pub(crate) said: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) citation: String,
}

/// One wording in the order of publication.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) when: String,
    pub(crate) relation: &'static str,
    pub(crate) outlet: String,
    pub(crate) at: String,
    pub(crate) href: String,
    pub(crate) note: String,
}

/// How the speaker of what was found stands to who was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Nobody was named.
    NotAsked,
    /// The same.
    Same,
    /// Somebody else.
    Other,
    /// Nobody in the store has the name.
    Unknown,
}

/// What an answer is made from.
pub(crate) struct Nearest<'a> {
    pub(crate) nouns: &'a StoryNouns,
    pub(crate) found: &'a Found,
    pub(crate) whose: Whose,
    /// Whether the version found is itself one that changes what others print; then the words are
    /// set beside the base.
    pub(crate) changed: bool,
    /// How the words asked stand to the version, and what differs.
    pub(crate) relation: Relation,
    pub(crate) why: String,
    pub(crate) runs: Vec<Run>,
}

/// So many words or more are a sentence that somebody may have said, not a phrase.
pub(crate) const A_SENTENCE: usize = 4;
/// How many others are listed beside the answer.
pub(crate) const CLOSE: usize = 5;
/// How many wordings are listed, the earliest.
const STEPS: usize = 30;
/// How many results are listed.
pub(crate) const LISTED: usize = 30;
/// Less than this share of the words asked in the record's order, in hundredths, is something like it
/// at most.
const LIKE: usize = 60;

/// Makes the page for a sentence; `nearest` is what comes closest, if anything does.
pub(crate) fn answered(
    (asked, of): (&str, Option<&str>),
    nearest: Option<&Nearest<'_>>,
    close: Vec<Said>,
    searched: String,
) -> CheckView {
    let answer = nearest.and_then(answer);
    let verdict = match nearest.filter(|_| answer.is_some()) {
        Some(nearest) => verdict(nearest),
        None => ("Not on record here.".to_owned(), String::new()),
    };
    let deck = match (nearest, &answer) {
        (Some(nearest), Some(answer)) => deck(nearest, answer),
        _ => "No statement in this store has these words, or most of them. That proves nothing \
              about what was said: only what was read can be found."
            .to_owned(),
    };
    CheckView {
        asked: asked.to_owned(),
        of: of.map(str::to_owned),
        verdict,
        deck,
        answer,
        found: Vec::new(),
        close: one_each(close),
        people: Vec::new(),
        titled: Vec::new(),
        searched,
    }
}

fn verdict(nearest: &Nearest<'_>) -> (String, String) {
    let plain = |text: &str| (text.to_owned(), String::new());
    let differing = |text: &str, rest: &str| (text.to_owned(), rest.to_owned());
    let verbatim = is_verbatim(nearest);
    if nearest.whose == Whose::Other {
        let said = if verbatim {
            "Said, but"
        } else {
            "Something like it was said, but"
        };
        return differing(said, "by somebody else.");
    }
    let quoted = kind(nearest) != StatementKind::Indirect;
    match (verbatim, nearest.relation) {
        (true, _) if nearest.changed => differing("Printed so,", "but others have it otherwise."),
        (true, _) if quoted => plain("Said, word for word."),
        (true, _) => plain("On record, but only in indirect speech."),
        (_, Relation::Trimmed) => plain("Said, and more than this."),
        _ if kept(nearest) < LIKE => plain("Something like it is on record."),
        (_, Relation::Altered | Relation::Spliced) => differing("Said,", "but not in these words."),
        _ => plain("On record, but not in these words."),
    }
}

/// How many of the words asked stand on record in their order, in hundredths.
fn kept(nearest: &Nearest<'_>) -> usize {
    let count = |change: Change| -> usize {
        let runs = nearest.runs.iter().filter(|it| it.change == change);
        runs.map(|it| it.text.split_whitespace().count()).sum()
    };
    let same = count(Change::Same);
    same * 100 / (same + count(Change::In)).max(1)
}

fn is_verbatim(nearest: &Nearest<'_>) -> bool {
    nearest.found.verdict == Verdict::Verbatim
        || nearest.relation == Relation::Same && !nearest.changed
}

fn kind(nearest: &Nearest<'_>) -> StatementKind {
    let version = nearest.found.utterance.versions.get(nearest.found.version);
    let statement = version.and_then(|it| {
        let paper = nearest.nouns.shelf.paper(it.document)?;
        Some(paper.statement(it.statement)?.kind)
    });
    statement.unwrap_or(StatementKind::Direct)
}

fn deck(nearest: &Nearest<'_>, answer: &Answer) -> String {
    let who = match &answer.speaker.0 {
        Some(speaker) => format!("{}’s statement", speaker.name),
        None => "a statement whose speaker is not stated".to_owned(),
    };
    let day = match nearest.found.utterance.said {
        Some(date) => format!(" of {}", format::day(date)),
        None => String::new(),
    };
    let outlets = match answer.outlets {
        1 => format!("one outlet, {}, has it", answer.record_place.0),
        n => format!("{} outlets have it", format::spell(n).to_lowercase()),
    };
    let lead = match is_verbatim(nearest) {
        true if nearest.changed => {
            let who = match &answer.speaker.0 {
                Some(speaker) => format!("as said by {}", speaker.name),
                None => "without a speaker".to_owned(),
            };
            format!(
                "{} prints these words {who}, and changes what was said: {}.",
                answer.closest.1, answer.printed_why
            )
        }
        true => format!("These very words stand in {who}{day}; {outlets}."),
        false => format!("The nearest record is {who}{day}; {outlets}."),
    };
    let ways = match (is_verbatim(nearest), answer.wordings) {
        (_, 1) => String::new(),
        (true, _) if nearest.changed => String::new(),
        (true, n) => format!(
            " {} on record: what else was said, and who has it otherwise, stands below.",
            format::capitalise(&format!("{} wordings are", format::spell(n).to_lowercase()))
        ),
        (false, _) => String::new(),
    };
    let unknown = match nearest.whose {
        Whose::Unknown => " Nobody in this store has the name that you gave.",
        _ => "",
    };
    format!("{lead}{ways}{unknown}")
}

fn answer(nearest: &Nearest<'_>) -> Option<Answer> {
    let Nearest { nouns, found, .. } = nearest;
    let shelf = &nouns.shelf;
    let utterance = &found.utterance;
    let version = utterance.versions.get(found.version)?;
    let paper = shelf.paper(version.document)?;
    // What stands on record: where the version found changes it, the base.
    let against = match nearest.changed {
        true => utterance.versions.first()?,
        false => version,
    };
    let on_record = shelf.paper(against.document)?;
    let words = shelf::words_of(on_record, against);
    let wordings = wording::wordings(shelf, &nouns.story, utterance);
    let own = wordings
        .iter()
        .position(|it| it.versions.contains(&found.version));
    let closest = own.and_then(|it| wordings.get(it));
    let mut documents: Vec<DocumentId> = utterance.versions.iter().map(|it| it.document).collect();
    documents.sort_unstable();
    documents.dedup();
    let mut origins = nouns.story.origins.iter().collect::<Vec<_>>();
    origins.retain(|it| it.iter().any(|id| documents.contains(id)));
    let speaker = shelf.speaker_of(version);
    let citation = utterance::citation(
        nouns,
        utterance,
        &wordings,
        speaker.as_ref(),
        wordings.first()?,
    );
    let places = nearest
        .runs
        .iter()
        .filter(|it| it.change != Change::Same)
        .count();
    let shows = nearest.changed || !is_verbatim(nearest);
    let differs = shows && nearest.relation != Relation::Trimmed;
    Some(Answer {
        wordings: wordings.len(),
        outlets: shelf.n_outlets(&documents),
        origins: origins.len(),
        speaker: (
            speaker,
            match nearest.whose {
                Whose::NotAsked => "",
                Whose::Same => "as asked",
                Whose::Other => "not who was asked for",
                Whose::Unknown => "the name asked for is not known here",
            }
            .to_owned(),
            nearest.whose == Whose::Other,
        ),
        words: match (!shows, differs) {
            (true, _) => ("as asked".to_owned(), false),
            (_, false) => ("a part of what is on record".to_owned(), false),
            (_, true) => (
                format!("{} differ", format::count(places, "piece"))
                    .replace("1 piece differ", "1 piece differs"),
                nearest.relation == Relation::Altered,
            ),
        },
        closest: (
            closest.map_or_else(String::new, |it| it.letter.clone()),
            paper.outlet().to_owned(),
        ),
        printed_why: version.why.clone(),
        href: format!("/utterances/{}", utterance.id),
        story: (
            shelf.story_title(&nouns.story),
            format!("/stories/{}", nouns.story.id),
        ),
        record: words.printed(),
        record_place: (on_record.outlet().to_owned(), words.place.href.clone()),
        runs: match shows {
            false => Vec::new(),
            true => nearest.runs.clone(),
        },
        altered: nearest.relation == Relation::Altered,
        why: match shows {
            false => String::new(),
            true => format::capitalise(&nearest.why),
        },
        said: occasion(shelf, utterance, version),
        steps: steps(shelf, utterance, &wordings, own),
        citation,
    })
}

/// `Wednesday 12 March 2031, 09:30, a press conference`.
fn occasion(shelf: &Shelf, utterance: &Utterance, version: &crate::model::Version) -> String {
    let paper = shelf.paper(version.document);
    let statement = paper.and_then(|it| Some((it, it.statement(version.statement)?)));
    let venue = statement.and_then(|(paper, it)| Some(it.venue?.of(&paper.document.text)));
    let venue = venue.map_or_else(String::new, |it| format!(", {}", it.trim()));
    match utterance.said {
        Some(date) => format!("{}{venue}", format::moment_long(date)),
        None => format!("on a day that is not stated{venue}"),
    }
}

/// The wordings in the order of publication.
fn steps(
    shelf: &Shelf,
    utterance: &Utterance,
    wordings: &[Wording],
    closest: Option<usize>,
) -> Vec<Step> {
    let mut steps: Vec<(Option<Date>, usize, Step)> = Vec::new();
    for (at, wording) in wordings.iter().enumerate() {
        let versions = wording.versions.iter();
        let papers = versions.filter_map(|it| shelf.paper(utterance.versions.get(*it)?.document));
        let date = papers.filter_map(|it| it.date()).min();
        let first = wording
            .versions
            .first()
            .and_then(|it| utterance.versions.get(*it));
        let outlet = first.map_or("", |it| shelf.outlet(it.document));
        let mut note = match wording.versions.len() - 1 {
            0 => String::new(),
            1 => "; 1 more report carries the same words".to_owned(),
            n => format!("; {n} more reports carry the same words"),
        };
        if closest == Some(at) && wordings.len() > 1 {
            note.push_str("; closest to yours");
        }
        let step = Step {
            when: date.map_or_else(|| "No date".to_owned(), format::moment_short),
            relation: wording::class(wording.relation),
            outlet: outlet.to_owned(),
            at: wording.words.place.short(),
            href: wording.words.place.href.clone(),
            note,
        };
        steps.push((date, at, step));
    }
    // Of those without a day it is not known whether they came before or after.
    let vague = |it: &Option<Date>| it.is_none_or(|it| it.day.is_none());
    steps.sort_by_key(|(date, at, _)| (vague(date), *date, *at));
    // Of very many the one that comes closest is kept.
    let mut place = 0;
    steps.retain(|(_, at, _)| {
        place += 1;
        place <= STEPS || closest == Some(*at)
    });
    steps.into_iter().map(|it| it.2).collect()
}

/// Makes the page for a few words or a name. `found` may hold one more than is listed.
pub(crate) fn listed(
    asked: &str,
    mut found: Vec<Said>,
    people: Vec<Somebody>,
    titled: Vec<Titled>,
    searched: String,
) -> CheckView {
    let more = found.len() > LISTED;
    found.truncate(LISTED);
    let wanted = key(asked);
    let has = |it: &Said| key(&it.words).contains(&wanted);
    let n = if more {
        format!("More than {LISTED}")
    } else {
        format::capitalise(&format::spell(found.len()))
    };
    let all = found.len();
    let exact = found.iter().filter(|it| has(it)).count();
    // Those that have the very words stand first; the order is otherwise kept.
    found.sort_by_key(|it| !has(it));
    let statements = if all == 1 {
        "statement has"
    } else {
        "statements have"
    };
    let (verdict, deck) = match (exact, all, people.is_empty() && titled.is_empty()) {
        (_, 0, true) => (
            "Not on record here.",
            "No statement in this store has all of these words. That proves nothing about what \
             was said: only what was read can be found."
                .to_owned(),
        ),
        (_, 0, false) => (
            "Known here by name.",
            "No statement has these words; what is called so stands below.".to_owned(),
        ),
        (0, ..) => (
            "On record, but not side by side.",
            format!("{n} {statements} all of these words, none in this order."),
        ),
        _ => (
            "These words are on record.",
            format!(
                "{n} {statements} them{}. A longer quotation finds who said it, and how each \
                 outlet has it.",
                match all - exact {
                    0 => String::new(),
                    _ => format!(", {} in this order", format::spell(exact).to_lowercase()),
                }
            ),
        ),
    };
    CheckView {
        asked: asked.to_owned(),
        of: None,
        verdict: (verdict.to_owned(), String::new()),
        deck,
        answer: None,
        found: one_each(found),
        close: Vec::new(),
        people,
        titled,
        searched,
    }
}

/// What was searched: `12 documents of 3 to 18 March 2031`.
pub(crate) fn searched(documents: usize, days: Option<(Date, Date)>) -> String {
    let days = match days {
        Some((first, last)) if first == last => format!(", of {}", format::day(first)),
        Some((first, last)) => format!(", {} to {}", format::day(first), format::day(last)),
        None => String::new(),
    };
    format!(
        "The statements found in {}{days}. What is not here may still have been said.",
        format::count(documents, "document")
    )
}

/// One line for each utterance; the others are counted.
fn one_each(found: Vec<Said>) -> Vec<Said> {
    let mut kept: Vec<Said> = Vec::new();
    for said in found {
        match kept.iter_mut().find(|it| it.href == said.href) {
            Some(first) => first.more += 1,
            None => kept.push(said),
        }
    }
    kept
}

/// Letters and figures in lower case, with a space at both ends.
fn key(text: &str) -> String {
    format!(" {} ", crate::check::key(text).join(" "))
}

/// The words of a question, where it has any.
pub(crate) fn words(asked: &str) -> Option<String> {
    let words = key(asked);
    Some(words.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_not_asked_for() {
        assert_eq!(
            words("“We warned” (twice)*").as_deref(),
            Some("we warned twice")
        );
        assert_eq!(words("?!"), None);
    }

    #[test]
    fn absence_proves_nothing() {
        let searched = searched(12, None);
        assert!(searched.contains("12 documents"));
        let view = listed(
            "the gates",
            Vec::new(),
            Vec::new(),
            Vec::new(),
            searched.clone(),
        );
        assert_eq!(view.verdict.0, "Not on record here.");
        assert!(view.deck.contains("proves nothing"));
        let view = answered(("the gates stay open", None), None, Vec::new(), searched);
        assert_eq!(view.verdict.0, "Not on record here.");
        assert!(view.deck.contains("proves nothing"));
    }
}
