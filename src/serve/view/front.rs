//! The front page: fresh stories by independent origins, words that changed, who speaks.

use super::align::{self, Change, Run, Source};
use super::format;
use super::shelf::{self, Shelf};
use super::squares::{self, Squares};
use super::story::{self, StoryNouns};
use super::wording;
use crate::model::{Collation, Date, PersonId, Relation, Utterance};

/// How many words stand on each side of a change.
const AROUND: usize = 4;
/// How many changes and speakers are listed.
const LISTED: usize = 5;

/// How stories are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By origins, then by time.
    #[default]
    Origins,
    /// By time.
    Time,
}

/// A story in the list.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) origins: usize,
    pub(crate) origin_word: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) squares: Squares,
    pub(crate) outlets: String,
    pub(crate) statements: String,
    pub(crate) conflicts: String,
    pub(crate) altered: String,
    pub(crate) since: String,
    /// Who reported last, and what.
    pub(crate) last: Option<(String, String)>,
}

/// Words that changed.
#[derive(Debug)]
pub(crate) struct Changed {
    pub(crate) relation: &'static str,
    pub(crate) of: String,
    pub(crate) runs: Vec<Run>,
    pub(crate) who: String,
    pub(crate) href: String,
}

/// Somebody who speaks in the stories.
#[derive(Debug)]
pub(crate) struct Voice {
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    pub(crate) href: String,
    pub(crate) statements: String,
}

/// What the page prints.
#[derive(Debug)]
pub(crate) struct FrontView {
    pub(crate) order: Order,
    pub(crate) stories: Vec<Entry>,
    pub(crate) changed: Vec<Changed>,
    pub(crate) voices: Vec<Voice>,
    /// Somebody's words, to try the box with.
    pub(crate) example: Option<String>,
    /// The day of the latest report.
    pub(crate) day: Option<String>,
}

/// Gives the alignment of two versions of an utterance: the base and the one at an index.
pub(crate) type Align<'a> = &'a dyn Fn(&Shelf, &Utterance, usize) -> Vec<Run>;

/// Makes the page from the stories on it; `latest` is the day of the latest report of all.
pub(crate) fn view(
    stories: &[StoryNouns],
    order: Order,
    latest: Option<Date>,
    align: Align<'_>,
) -> FrontView {
    let mut changed: Vec<Changed> = stories.iter().flat_map(|it| changes(it, align)).collect();
    changed.sort_by_key(|it| it.relation != "altered");
    changed.truncate(LISTED);
    let example = stories.iter().find_map(example);
    FrontView {
        order,
        stories: stories.iter().map(entry).collect(),
        changed,
        voices: voices(stories),
        example,
        day: latest.map(format::day_long),
    }
}

fn entry(nouns: &StoryNouns) -> Entry {
    let StoryNouns { story, shelf, .. } = nouns;
    let sizes: Vec<usize> = story.origins.iter().map(Vec::len).collect();
    let conflicts = nouns.conflicts.len();
    let altered = story::altered(nouns);
    let title = shelf.story_title(story);
    let first = story::dates(shelf, story).into_iter().min();
    Entry {
        origins: sizes.len(),
        origin_word: format::plural(sizes.len(), "origin"),
        href: format!("/stories/{}", story.id),
        squares: squares::squares(&sizes),
        outlets: format::count(shelf.n_outlets(&story.documents), "outlet"),
        statements: format::count(nouns.utterances.len(), "statement"),
        conflicts: match conflicts {
            0 => String::new(),
            n => format::count(n, "conflict"),
        },
        altered: match altered {
            0 => String::new(),
            n => format!("{} altered", format::count(n, "wording")),
        },
        since: match first {
            Some(date) => format!("since {}", format::moment(date)),
            None => "no report states its date".to_owned(),
        },
        last: last(nouns, &title),
        title,
    }
}

/// The latest report that says something new: its headline, or else its first sentence.
fn last(nouns: &StoryNouns, title: &str) -> Option<(String, String)> {
    let StoryNouns { story, shelf, .. } = nouns;
    let papers = story.documents.iter().filter_map(|it| shelf.paper(*it));
    let paper = papers.max_by_key(|it| (it.date(), it.document.id))?;
    let headline = paper.headline();
    let words = match headline == title {
        true => story::deck(paper)?.0,
        false => headline,
    };
    let who = match paper.date() {
        Some(date) if story.documents.len() > 1 => {
            format!(
                "Latest, {}, {}:",
                format::moment_short(date),
                paper.outlet()
            )
        }
        _ => format!("{}:", paper.outlet()),
    };
    Some((who, words))
}

/// Wordings that say something else than the base.
fn changes(nouns: &StoryNouns, align: Align<'_>) -> Vec<Changed> {
    let mut found = Vec::new();
    for utterance in &nouns.utterances {
        let relation = |it: &Relation| matches!(it, Relation::Altered | Relation::Trimmed);
        if !utterance.versions.iter().any(|it| relation(&it.relation)) {
            continue;
        }
        let wordings = wording::wordings(&nouns.shelf, &nouns.story, utterance);
        for wording in wordings.iter().filter(|it| relation(&it.relation)) {
            found.extend(change(nouns, utterance, wordings.len(), wording, align));
        }
    }
    found
}

fn change(
    nouns: &StoryNouns,
    utterance: &Utterance,
    of: usize,
    wording: &wording::Wording,
    align: Align<'_>,
) -> Option<Changed> {
    let idx = *wording.versions.first()?;
    let version = utterance.versions.get(idx)?;
    let runs = window(&align(&nouns.shelf, utterance, idx));
    if runs.iter().all(|it| it.change == Change::Same) {
        return None;
    }
    let speaker = nouns.shelf.speaker_of(version);
    let speaker = speaker.map_or_else(|| "Speaker not stated".to_owned(), |it| it.name);
    Some(Changed {
        relation: wording::class(wording.relation),
        of: format!("1 of {}", format::count(of, "wording")),
        runs,
        who: format!("{speaker}, {}", nouns.shelf.outlet(version.document)),
        href: format!("/utterances/{}", utterance.id),
    })
}

/// The first change with a few words on both sides.
fn window(runs: &[Run]) -> Vec<Run> {
    let Some(first) = runs.iter().position(|it| it.change != Change::Same) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    if let Some(before) = first.checked_sub(1).and_then(|it| runs.get(it)) {
        out.push(Run {
            text: tail(&before.text),
            ..before.clone()
        });
    }
    let mut rest = runs.iter().skip(first).peekable();
    while let Some(run) = rest.next() {
        let text = match run.change {
            Change::Same => lead(&run.text, rest.peek().is_some()),
            _ => shelf::shorten(&run.text, 90),
        };
        out.push(Run {
            text,
            ..run.clone()
        });
        if run.change == Change::Same {
            break;
        }
    }
    out
}

fn tail(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let from = words.len().saturating_sub(AROUND);
    let kept = words.get(from..).unwrap_or(&[]).join(" ");
    if from > 0 {
        format!("… {kept}")
    } else {
        kept
    }
}

fn lead(text: &str, more: bool) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let kept = words
        .get(..AROUND.min(words.len()))
        .unwrap_or(&[])
        .join(" ");
    let cut = more || words.len() > AROUND;
    if cut { format!("{kept} …") } else { kept }
}

/// Who is quoted most in these stories.
fn voices(stories: &[StoryNouns]) -> Vec<Voice> {
    let mut counts: Vec<(PersonId, usize, usize, usize)> = Vec::new();
    for (at, nouns) in stories.iter().enumerate() {
        for (utterance_at, utterance) in nouns.utterances.iter().enumerate() {
            let Some(speaker) = utterance.speaker else {
                continue;
            };
            match counts.iter_mut().find(|it| it.0 == speaker) {
                Some(count) => count.1 += 1,
                None => counts.push((speaker, 1, at, utterance_at)),
            }
        }
    }
    counts.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
    let voice = |(id, n, at, utterance): &(PersonId, usize, usize, usize)| {
        let nouns = stories.get(*at)?;
        let utterance = nouns.utterances.get(*utterance)?;
        let speaker = nouns.shelf.speaker_of(utterance.versions.first()?);
        let person = nouns.shelf.person(*id).filter(|it| it.named)?;
        Some(Voice {
            name: person.name.clone(),
            role: speaker.and_then(|it| it.role),
            href: format!("/people/{id}"),
            statements: format::count(*n, "statement"),
        })
    };
    counts.iter().filter_map(voice).take(LISTED).collect()
}

/// Some words of a direct quotation.
fn example(nouns: &StoryNouns) -> Option<String> {
    let mut utterances = nouns.utterances.iter();
    utterances.find_map(|it| {
        let version = it.versions.first().filter(|it| it.content.len() == 1)?;
        let words = shelf::words_of(nouns.shelf.paper(version.document)?, version);
        let n = words.text.split(' ').count();
        let first = words
            .text
            .split(['.', '?', '!'])
            .next()
            .unwrap_or("")
            .to_owned();
        (words.quoted && n >= 6 && first.split(' ').count() >= 5 && first.chars().count() < 70)
            .then_some(first)
    })
}

/// Runs of a collation with one witness beside the base.
pub(crate) fn runs_of(collation: &Collation, sources: &[Source<'_>]) -> Vec<Run> {
    let aligned = align::lay_out(collation, sources);
    aligned.inline.into_iter().next_back().unwrap_or_default()
}
