//! One utterance: who said it, its wordings word by word, and how each reached us.

use super::align::{Aligned, Change, Piece, Run};
use super::format;
use super::place;
use super::shelf::{self, Shelf, Speaker, Words};
use super::story::{self, StoryNouns};
use super::wording::{self, Wording};
use crate::model::{
    CopyClass, DocumentId, Precision, Relation, Span, Statement, Utterance, Version,
};

/// Which of the three views is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// A table of aligned pieces.
    #[default]
    Table,
    /// Each wording as running text with its changes.
    Inline,
    /// The base with how many wordings keep each piece.
    Heat,
}

impl Look {
    /// Reads `?view=`.
    pub(crate) fn of(name: Option<&str>) -> Look {
        match name {
            Some("inline") => Look::Inline,
            Some("heat") => Look::Heat,
            _ => Look::Table,
        }
    }

    /// As `?view=` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Look::Table => "table",
            Look::Inline => "inline",
            Look::Heat => "heat",
        }
    }
}

/// What of an utterance is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ask<'a> {
    /// The view.
    pub(crate) look: Look,
    /// The letter of the wording to measure against.
    pub(crate) base: Option<&'a str>,
    /// Which part of very many wordings, from 1; 0 for the first.
    pub(crate) part: usize,
}

/// What the page prints.
#[derive(Debug)]
pub(crate) struct UtteranceView {
    pub(crate) id: String,
    pub(crate) short_id: String,
    pub(crate) look: Look,
    pub(crate) story: (String, String),
    pub(crate) number: usize,
    pub(crate) speaker: Option<Speaker>,
    /// Role, occasion and date, as far as they are stated.
    pub(crate) occasion: String,
    pub(crate) words: Words,
    pub(crate) base_kind: &'static str,
    pub(crate) base_outlet: String,
    pub(crate) base_letter: String,
    pub(crate) findings: Vec<Finding>,
    pub(crate) outlets: usize,
    pub(crate) of_outlets: usize,
    pub(crate) counts: Vec<(String, usize, bool)>,
    pub(crate) first: String,
    pub(crate) heading: String,
    /// Every letter, and whether it is the base.
    pub(crate) letters: Vec<(String, bool)>,
    /// The wordings, the base first.
    pub(crate) rows: Vec<Row>,
    /// The bands of the table: rows of pieces.
    pub(crate) bands: Vec<Vec<Vec<Piece>>>,
    pub(crate) heat: Vec<Heat>,
    pub(crate) aligned: bool,
    pub(crate) chains: Vec<Chain>,
    pub(crate) absent: Vec<(String, String, &'static str)>,
    /// How many reports do not have it, those not listed too.
    pub(crate) n_absent: usize,
    /// How many wordings there are, which part of them is shown, and of how many.
    pub(crate) n_wordings: usize,
    pub(crate) part: usize,
    pub(crate) parts: usize,
    pub(crate) close: Vec<Close>,
    pub(crate) citation: String,
}

/// One line that says what an altered wording does.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) letter: String,
    pub(crate) outlet: String,
    pub(crate) why: String,
}

/// One wording.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) letter: String,
    pub(crate) outlet: String,
    pub(crate) sub: String,
    pub(crate) relation: &'static str,
    pub(crate) is_base: bool,
    pub(crate) at: String,
    pub(crate) href: String,
    /// The outlet's page at the words.
    pub(crate) page: Option<String>,
    pub(crate) runs: Vec<Run>,
    pub(crate) why: String,
}

/// A piece of the base.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heat {
    pub(crate) text: String,
    pub(crate) class: String,
    pub(crate) note: String,
}

/// How a wording reached us.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) letter: String,
    pub(crate) links: Vec<Link>,
    pub(crate) note: String,
    pub(crate) href: String,
}

/// One link of a chain.
#[derive(Debug)]
pub(crate) struct Link {
    /// `dot` for the speaker, `sq o` for the first medium, `sq` for copies, `unknown`.
    pub(crate) mark: &'static str,
    pub(crate) name: String,
    pub(crate) sub: String,
}

/// Something alike that is another utterance.
#[derive(Debug)]
pub(crate) struct Close {
    pub(crate) when: String,
    pub(crate) words: String,
    pub(crate) why: String,
    pub(crate) href: String,
}

/// So many wordings stand on one page, beside the base.
const PART: usize = 30;
/// How many reports without it are listed, and how many altered wordings on top.
const ABSENT: usize = 80;
const FOUND: usize = 6;
/// How many others are shown.
const CLOSE: usize = 3;
/// Words of so many letters or more carry the subject.
const LONG_WORD: usize = 5;
/// So many of them are shared by what is close.
const SHARED: usize = 2;

/// Makes the page; `align` aligns the first versions of wordings against the one at an index, and
/// gives the witnesses in the wordings' order.
pub(crate) fn view(
    nouns: &StoryNouns,
    utterance: &Utterance,
    Ask { look, base, part }: Ask<'_>,
    align: &dyn Fn(&Utterance, usize) -> Option<Aligned>,
) -> Option<UtteranceView> {
    let shelf = &nouns.shelf;
    let all = wording::wordings(shelf, &nouns.story, utterance);
    let at = all.iter().position(|it| Some(it.letter.as_str()) == base);
    let at = at.unwrap_or(0);
    let parts = all.len().saturating_sub(1).div_ceil(PART).max(1);
    let part = part.clamp(1, parts);
    let (wordings, at) = shown(&all, at, part);
    let chosen = wordings.get(at)?;
    let first = utterance.versions.get(*chosen.versions.first()?)?;
    let paper = shelf.paper(first.document)?;
    let statement = paper.statement(first.statement);

    let reduced = Utterance {
        versions: wordings
            .iter()
            .filter_map(|it| utterance.versions.get(*it.versions.first()?).cloned())
            .collect(),
        ..utterance.clone()
    };
    let aligned = align(&reduced, at).unwrap_or_default();
    let rows = rows(nouns, utterance, &wordings, at, &aligned);
    let speaker = shelf.speaker_of(first);
    let id = utterance.id.to_string();
    let number = nouns.utterances.iter().position(|it| it.id == utterance.id);
    let documents: Vec<DocumentId> = utterance.versions.iter().map(|it| it.document).collect();
    let citation = citation(nouns, utterance, &all, speaker.as_ref(), chosen);
    let mut absent = absent(shelf, utterance);
    let n_absent = absent.len();
    absent.truncate(ABSENT);
    Some(UtteranceView {
        n_wordings: all.len(),
        part,
        parts,
        n_absent,
        short_id: story::short(&id),
        look,
        story: (
            shelf.story_title(&nouns.story),
            format!("/stories/{}", nouns.story.id),
        ),
        number: number.map_or(0, |it| it + 1),
        occasion: occasion(paper, statement, speaker.as_ref(), utterance),
        speaker,
        words: chosen.words.clone(),
        base_kind: base_kind(chosen, statement),
        base_outlet: paper.outlet().to_owned(),
        base_letter: chosen.letter.clone(),
        findings: findings(nouns, utterance, &all),
        outlets: shelf.n_outlets(&unique(documents)),
        of_outlets: shelf.n_outlets(&nouns.story.documents),
        counts: counts(&all),
        first: first_published(shelf, utterance),
        heading: match all.len() {
            1 => "One wording".to_owned(),
            n => format!("{} wordings, word by word", format::spell(n)),
        },
        letters: rows
            .iter()
            .map(|it| (it.letter.clone(), it.is_base))
            .collect(),
        bands: bands(&aligned, at),
        heat: heat(&aligned, &rows, at),
        aligned: !aligned.pieces.is_empty() && wordings.len() > 1,
        rows: base_first(rows, at),
        chains: chains(nouns, utterance, &wordings),
        absent,
        close: close(nouns, utterance, chosen),
        citation,
        id,
    })
}

/// The wordings of a part in their order, with the base among them, and its place.
fn shown(all: &[Wording], base: usize, part: usize) -> (Vec<Wording>, usize) {
    let others = (0..all.len()).filter(|it| *it != base);
    let mut places: Vec<usize> = others.skip((part - 1) * PART).take(PART).collect();
    places.push(base);
    places.sort_unstable();
    let at = places.iter().position(|it| *it == base);
    let wordings = places.iter().filter_map(|it| all.get(*it).cloned());
    (wordings.collect(), at.unwrap_or(0))
}

fn unique(mut ids: Vec<DocumentId>) -> Vec<DocumentId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn base_kind(chosen: &Wording, statement: Option<&Statement>) -> &'static str {
    use crate::model::StatementKind::Indirect;
    let first = wording::letter(0);
    match (
        usize::from(chosen.letter != first),
        statement.map(|it| it.kind),
    ) {
        (0, Some(Indirect)) => "the fullest wording; none is direct",
        (0, _) => "the fullest direct wording",
        _ => "as chosen",
    }
}

/// `water minister of Veldania, press conference, Wednesday 12 March 2031, 09:30`.
fn occasion(
    paper: &shelf::Paper,
    statement: Option<&Statement>,
    speaker: Option<&Speaker>,
    utterance: &Utterance,
) -> String {
    let text = &paper.document.text;
    let mut parts: Vec<String> = speaker.and_then(|it| it.role.clone()).into_iter().collect();
    if let Some(statement) = statement {
        let of = |span: Option<Span>| span.map(|it| it.of(text).trim().to_owned());
        parts.extend(of(statement.addressee).map(|it| format!("to {it}")));
        parts.extend(of(statement.venue));
    }
    parts.push(match utterance.said {
        Some(date) => format::moment_long(date),
        None => "day not stated".to_owned(),
    });
    parts.join(", ")
}

fn findings(nouns: &StoryNouns, utterance: &Utterance, wordings: &[Wording]) -> Vec<Finding> {
    let altered = wordings
        .iter()
        .filter(|it| it.relation == Relation::Altered);
    altered
        .take(FOUND)
        .map(|it| Finding {
            letter: it.letter.clone(),
            outlet: outlet(nouns, utterance, it),
            why: it.why.clone(),
        })
        .collect()
}

fn outlet(nouns: &StoryNouns, utterance: &Utterance, wording: &Wording) -> String {
    let first = wording.versions.first();
    let version = first.and_then(|it| utterance.versions.get(*it));
    version.map_or_else(String::new, |it| nouns.shelf.outlet(it.document).to_owned())
}

fn counts(wordings: &[Wording]) -> Vec<(String, usize, bool)> {
    use Relation::{Altered, Paraphrased, Retranslated, Same, Spliced, Trimmed};
    let count = |relation| wordings.iter().filter(|it| it.relation == relation).count();
    [Altered, Spliced, Retranslated, Trimmed, Paraphrased, Same]
        .into_iter()
        .map(|it| {
            let word = wording::relation_word(wording::class(it));
            (format::capitalise(word), count(it), it == Altered)
        })
        .filter(|it| it.1 > 0)
        .collect()
}

/// The first report; only its day, where the hour of another report of that day is not known.
fn first_published(shelf: &Shelf, utterance: &Utterance) -> String {
    let papers = utterance.versions.iter();
    let papers = papers.filter_map(|it| shelf.paper(it.document));
    let mut dated: Vec<_> = papers
        .filter_map(|it| Some((it.date()?, it.document.id, it.outlet())))
        .collect();
    dated.sort_unstable();
    // A report of which only the month or year is known may be earlier or later than all others.
    let n_dated = dated.len();
    if dated.iter().any(|it| it.0.precision() >= Precision::Day) {
        dated.retain(|it| it.0.precision() >= Precision::Day);
    }
    let Some((first, _, outlet)) = dated.first() else {
        return "not stated".to_owned();
    };
    let mut others = dated
        .iter()
        .filter(|it| it.0.day_range() == first.day_range());
    let words = match others.all(|it| it.0.time.is_some()) {
        true => format!("{outlet}, {}", format::moment_short(*first)),
        false => format::day_named(*first),
    };
    match dated.len() == n_dated {
        true => words,
        false => format!("{words}, of those dated to the day"),
    }
}

fn rows(
    nouns: &StoryNouns,
    utterance: &Utterance,
    wordings: &[Wording],
    base: usize,
    aligned: &Aligned,
) -> Vec<Row> {
    wordings
        .iter()
        .enumerate()
        .map(|(at, wording)| {
            let words = || {
                vec![Run {
                    change: Change::Same,
                    text: wording.words.text.clone(),
                    glued: false,
                }]
            };
            let runs = aligned.inline.get(at).cloned();
            let runs = runs.filter(|it| !it.is_empty()).unwrap_or_else(words);
            Row {
                letter: wording.letter.clone(),
                outlet: outlet(nouns, utterance, wording),
                sub: sub(nouns, utterance, wording),
                relation: wording::class(wording.relation),
                is_base: at == base,
                at: wording.words.place.short(),
                href: wording.words.place.href.clone(),
                page: page(nouns, utterance, wording),
                runs,
                why: wording.why.clone(),
            }
        })
        .collect()
}

/// The page of the outlet that stands for a wording, at the wording.
fn page(nouns: &StoryNouns, utterance: &Utterance, wording: &Wording) -> Option<String> {
    let version = utterance.versions.get(*wording.versions.first()?)?;
    let paper = nouns.shelf.paper(version.document)?;
    let words = version.content.first()?.of(&paper.document.text);
    place::at_words(paper.document.url.as_deref(), words)
}

/// `and 5 with its words`, `copy of Corran Press Agency`, `own report`.
fn sub(nouns: &StoryNouns, utterance: &Utterance, wording: &Wording) -> String {
    if wording.versions.len() > 1 {
        return format!("and {} with its words", wording.versions.len() - 1);
    }
    let first = wording.versions.first();
    let document = first.and_then(|it| Some(utterance.versions.get(*it)?.document));
    let mut origins = nouns.story.origins.iter();
    let group = document.and_then(|id| origins.find(|it| it.contains(&id)));
    match (group.and_then(|it| it.first()), document) {
        (Some(origin), Some(own)) if *origin != own => {
            format!("copy of {}", nouns.shelf.outlet(*origin))
        }
        _ => "own report".to_owned(),
    }
}

/// The same list with the base in front.
fn base_first<T>(mut list: Vec<T>, base: usize) -> Vec<T> {
    if let Some(front) = list.get_mut(..=base) {
        front.rotate_right(1);
    }
    list
}

fn bands(aligned: &Aligned, base: usize) -> Vec<Vec<Vec<Piece>>> {
    let witnesses = aligned.inline.len();
    let row = |range: &std::ops::Range<usize>, at: usize| -> Vec<Piece> {
        let pieces = aligned.table.get(range.clone()).unwrap_or(&[]);
        pieces.iter().filter_map(|it| it.get(at).cloned()).collect()
    };
    let bands = aligned.bands.iter();
    bands
        .map(|range| base_first((0..witnesses).map(|at| row(range, at)).collect(), base))
        .collect()
}

/// The base's pieces with how many wordings keep them.
fn heat(aligned: &Aligned, rows: &[Row], base: usize) -> Vec<Heat> {
    let n = rows.len();
    let piece = |pieces: &Vec<Piece>| {
        let own = pieces.get(base)?;
        let text: Vec<&str> = own.runs.iter().map(|it| it.text.as_str()).collect();
        let text = text.join(" ");
        if text.is_empty() {
            return None;
        }
        let kept = pieces.iter().filter(|it| it.kept).count();
        let touched: Vec<String> = pieces
            .iter()
            .zip(rows)
            .filter(|(piece, row)| row.relation == "altered" && !piece.kept)
            .map(|(_, row)| row.letter.clone())
            .collect();
        let mut class = ["", "h1", "h2", "h3", "h4"]
            .get(level(n, kept))
            .copied()
            .unwrap_or("h4")
            .to_owned();
        let mut note = format!("{kept} of {n}");
        if !touched.is_empty() {
            class.push_str(" touched");
            note.push_str(&format!("; altered in {}", format::list(&touched)));
        }
        Some(Heat { text, class, note })
    };
    aligned.pieces.iter().filter_map(piece).collect()
}

/// How strong the ground is: 0 where at most one wording differs, 4 where only the base has it.
fn level(n: usize, kept: usize) -> usize {
    match (n, n.saturating_sub(kept)) {
        (_, 0) => 0,
        (0..=2, _) => 2,
        (_, gone) => (gone - 1) * 4 / (n - 2),
    }
}

fn chains(nouns: &StoryNouns, utterance: &Utterance, wordings: &[Wording]) -> Vec<Chain> {
    let chain = |wording: &Wording| {
        let version = utterance.versions.get(*wording.versions.first()?)?;
        let others: Vec<DocumentId> = wording
            .versions
            .iter()
            .skip(1)
            .filter_map(|it| Some(utterance.versions.get(*it)?.document))
            .collect();
        chain(nouns, version, &others, wording)
    };
    wordings.iter().filter_map(chain).collect()
}

fn chain(
    nouns: &StoryNouns,
    version: &Version,
    others: &[DocumentId],
    wording: &Wording,
) -> Option<Chain> {
    let shelf = &nouns.shelf;
    let paper = shelf.paper(version.document)?;
    let statement = paper.statement(version.statement)?;
    let text = &paper.document.text;
    let speaker = shelf.speaker(paper, statement);
    let mut links = vec![Link {
        mark: if speaker.is_some() { "dot" } else { "unknown" },
        name: speaker.map_or_else(|| "speaker not stated".to_owned(), |it| it.short),
        sub: statement
            .venue
            .map_or_else(String::new, |it| it.of(text).to_owned()),
    }];
    let mut media: Vec<(String, String)> = Vec::new();
    for via in &statement.via {
        if !shelf::is_same_outlet(&via.name, paper.outlet()) {
            media.push((via.name.clone(), String::new()));
        }
    }
    let mut origins = nouns.story.origins.iter();
    let group = origins.find(|it| it.contains(&version.document));
    let origin = group.and_then(|it| it.first()).copied();
    let mut note = format!(
        "stated in {} ¶{}",
        paper.outlet(),
        wording.words.place.paragraph
    );
    if let Some(origin) = origin.filter(|it| *it != version.document) {
        let name = shelf.outlet(origin).to_owned();
        if !media.iter().any(|it| shelf::is_same_outlet(&it.0, &name)) {
            media.push((name, published(shelf, origin)));
        }
        note = share(nouns, version.document, origin).unwrap_or(note);
    } else if statement.via.is_empty() && statement.venue.is_none() && statement.addressee.is_none()
    {
        links.push(Link {
            mark: "unknown",
            name: "source not stated".to_owned(),
            sub: String::new(),
        });
        note = "no source named; perhaps first hand".to_owned();
    }
    if !media
        .iter()
        .any(|it| shelf::is_same_outlet(&it.0, paper.outlet()))
    {
        media.push((
            paper.outlet().to_owned(),
            published(shelf, version.document),
        ));
    }
    if !others.is_empty() {
        media.push((
            format::count(others.len(), "other report"),
            when(shelf, others),
        ));
    }
    for (at, (name, sub)) in media.into_iter().enumerate() {
        let mark = if at == 0 { "sq o" } else { "sq" };
        links.push(Link { mark, name, sub });
    }
    Some(Chain {
        letter: wording.letter.clone(),
        links,
        note,
        href: wording.words.place.href.clone(),
    })
}

fn published(shelf: &Shelf, id: DocumentId) -> String {
    let date = shelf.paper(id).and_then(|it| it.date());
    date.map_or_else(String::new, format::moment_short)
}

fn when(shelf: &Shelf, ids: &[DocumentId]) -> String {
    let dates = ids.iter().filter_map(|it| shelf.paper(*it)?.date());
    let dates: Vec<_> = dates.collect();
    match (dates.iter().min(), dates.iter().max()) {
        (Some(first), Some(last)) if first != last => format!(
            "{} to {}",
            format::moment_short(*first),
            format::moment_short(*last)
        ),
        (Some(first), _) => format::moment_short(*first),
        _ => String::new(),
    }
}

/// `44 % of Corran Press Agency’s text`.
fn share(nouns: &StoryNouns, own: DocumentId, origin: DocumentId) -> Option<String> {
    let mut pairs = nouns.copies.iter();
    let pair = pairs.find(|it| (it.a, it.b) == (origin, own) || (it.a, it.b) == (own, origin))?;
    let outlet = nouns.shelf.outlet(origin);
    Some(match pair.class {
        CopyClass::Revision => format!("later version of {outlet}’s text"),
        _ => format!(
            "shares {} % with {outlet}’s text",
            (u32::from(pair.share) + 5) / 10
        ),
    })
}

/// The reports that do not have it, with the reason.
fn absent(shelf: &Shelf, utterance: &Utterance) -> Vec<(String, String, &'static str)> {
    use crate::model::OmissionReason::{NotReported, PartOnly, PublishedBefore};
    let omissions = utterance.omissions.iter();
    omissions
        .filter_map(|it| {
            let paper = shelf.paper(it.document)?;
            let why = match it.reason {
                NotReported => "not reported",
                PartOnly => "our copy is cut",
                PublishedBefore => "published before",
            };
            Some((paper.outlet().to_owned(), paper.href(), why))
        })
        .collect()
}

/// Other utterances of the speaker on the same subject.
fn close(nouns: &StoryNouns, utterance: &Utterance, chosen: &Wording) -> Vec<Close> {
    if utterance.speaker.is_none() {
        return Vec::new();
    }
    let own = subject(&chosen.words);
    let mut found: Vec<(usize, usize, Close)> = Vec::new();
    let others = nouns.utterances.iter().enumerate();
    for (at, other) in others.filter(|(_, it)| it.id != utterance.id) {
        if other.speaker != utterance.speaker {
            continue;
        }
        let Some(words) = base_words(&nouns.shelf, other) else {
            continue;
        };
        let shared: Vec<String> = subject(&words)
            .into_iter()
            .filter(|it| own.contains(it))
            .collect();
        if shared.len() < SHARED {
            continue;
        }
        let day = match (other.said, utterance.said) {
            (Some(a), Some(b)) if a.day_range() == b.day_range() => "the same day",
            (Some(_), Some(_)) => "another day",
            _ => "a day that is not stated",
        };
        let close = Close {
            when: match other.said {
                Some(date) => format::moment(date),
                None => "Day not stated".to_owned(),
            },
            words: shelf::shorten(&words.printed(), 180),
            why: format!("Same speaker, {day}; shares “{}”.", shared.join("”, “")),
            href: format!("/utterances/{}", other.id),
        };
        found.push((shared.len(), at, close));
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.0), it.1));
    found.into_iter().map(|it| it.2).take(CLOSE).collect()
}

/// The words of an utterance's base.
pub(crate) fn base_words(shelf: &Shelf, utterance: &Utterance) -> Option<Words> {
    let version = utterance.versions.first()?;
    Some(shelf::words_of(shelf.paper(version.document)?, version))
}

/// The long words, each once, in order.
fn subject(words: &Words) -> Vec<String> {
    let key = words.key();
    let mut out: Vec<String> = Vec::new();
    for word in key.split(' ').filter(|it| it.chars().count() >= LONG_WORD) {
        if !out.iter().any(|it| it == word) {
            out.push(word.to_owned());
        }
    }
    out
}

/// `¶4, characters 777–832 and 840–941`: every span of the words.
fn spans(paper: &shelf::Paper, version: Option<&Version>, chosen: &Wording) -> String {
    let place = &chosen.words.place;
    let content = version.map_or(&[][..], |it| &it.content);
    if content.len() < 2 {
        return place.long();
    }
    let range = |it: &Span| {
        let (start, end) = paper.code_points(*it);
        format!("{}–{}", format::thousands(start), format::thousands(end))
    };
    let ranges: Vec<String> = content.iter().map(range).collect();
    format!("¶{}, characters {}", place.paragraph, format::list(&ranges))
}

/// What a reader may print as the source.
pub(crate) fn citation(
    nouns: &StoryNouns,
    utterance: &Utterance,
    wordings: &[Wording],
    speaker: Option<&Speaker>,
    chosen: &Wording,
) -> String {
    let shelf = &nouns.shelf;
    let mut who = match speaker {
        Some(speaker) => speaker.name.clone(),
        None => "Speaker not stated".to_owned(),
    };
    if let Some(role) = speaker.and_then(|it| it.role.as_ref()) {
        who.push_str(&format!(", {role}"));
    }
    let said = match utterance.said {
        Some(date) => format::moment_long(date),
        None => "day not stated".to_owned(),
    };
    let first = chosen.versions.first();
    let version = first.and_then(|it| utterance.versions.get(*it));
    let paper = version.and_then(|it| shelf.paper(it.document));
    let reported = paper.map_or_else(String::new, |it| {
        let when = match it.date() {
            Some(date) => format::moment_long(date),
            None => "no date".to_owned(),
        };
        let url = it
            .document
            .url
            .as_deref()
            .map_or_else(String::new, |it| format!(", {it}"));
        format!(
            "{}, {when}{url}, {}, document d-{}",
            it.outlet(),
            spans(it, version, chosen),
            it.document.id
        )
    });
    let altered: Vec<String> = wordings
        .iter()
        .filter(|it| it.relation == Relation::Altered)
        .map(|it| outlet(nouns, utterance, it))
        .collect();
    let changed = match altered.as_slice() {
        [] => String::new(),
        outlets => format!(", {} altered ({})", outlets.len(), format::list(outlets)),
    };
    let n = format::count(wordings.len(), "wording");
    format!(
        "{who}: {} {said}. As reported by {reported}. {} collated{changed}. onrecord u-{}.",
        chosen.words.printed(),
        format::capitalise(&n),
        utterance.id
    )
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn heat_grows_with_what_is_lost() {
        let levels: Vec<usize> = (1..=6).rev().map(|kept| level(6, kept)).collect();
        assert_eq!(levels, [0, 0, 1, 2, 3, 4]);
        assert_eq!(level(2, 1), 2);
        assert_eq!(level(1, 1), 0);
    }
}
