//! What is marked in a document's text: what was said, who and what is named, and which days are meant.

use rustc_hash::FxHashSet;

use super::format;
use super::shelf::{self, Paper, Shelf};
use crate::model::{DateMention, EntityIdx, Mention, MentionKind, Span, Statement, StatementKind};

/// So many names and so many days are told beside one paragraph.
const BESIDE: usize = 12;
/// So many characters of a name are printed.
const NAME: usize = 80;

/// Words that are marked in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// `direct`, `indirect`, `mixed` or nothing.
    pub(crate) mark: &'static str,
    pub(crate) cue: bool,
    /// Asked for by the address.
    pub(crate) here: bool,
    /// Whether this is the first such piece.
    pub(crate) anchor: bool,
    /// Whether it names a person, an organisation or a place that was not named before.
    pub(crate) name: bool,
    /// Whether it names a day, month or year.
    pub(crate) day: bool,
    /// Which, as `2031-03-11`; empty where it is not known.
    pub(crate) date: String,
    /// Statements that end here.
    pub(crate) refs: Vec<usize>,
}

/// What a paragraph's names and days are, for its margin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Names that the text has here first.
    pub(crate) names: Vec<Named>,
    /// The words that mean a day, with the day.
    pub(crate) days: Vec<(String, String)>,
}

/// A name, as fully as the text has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// The role that the text gives, or that it is a place.
    pub(crate) what: String,
    /// The page of the person.
    pub(crate) href: Option<String>,
}

/// What is marked where.
pub(crate) struct Marks<'a> {
    shelf: &'a Shelf,
    paper: &'a Paper,
    /// Content, each span with the statement's index; the smaller of two that overlap wins.
    content: Vec<(Span, usize, &'a Statement)>,
    cues: Vec<Span>,
    /// The first mention of each name, in order of place.
    names: Vec<Mention>,
    /// Days, in order of place.
    days: Vec<DateMention>,
    here: Option<Span>,
}

impl<'a> Marks<'a> {
    /// What is marked in a document, with the code points that are asked for.
    pub(crate) fn of(shelf: &'a Shelf, paper: &'a Paper, at: Option<(usize, usize)>) -> Marks<'a> {
        let statements = &paper.analysis.statements;
        let mut content: Vec<(Span, usize, &Statement)> = Vec::new();
        for (n, statement) in statements.iter().enumerate() {
            content.extend(statement.content.iter().map(|it| (*it, n, statement)));
        }
        content.sort_by_key(|it| (it.0, it.1));
        let mut cues: Vec<Span> = statements.iter().flat_map(|it| it.cue.clone()).collect();
        cues.sort_unstable();
        let is_name = |it: &&Mention| !matches!(it.kind, MentionKind::Role | MentionKind::Pronoun);
        let mut names: Vec<Mention> = paper
            .analysis
            .mentions
            .iter()
            .filter(is_name)
            .copied()
            .collect();
        names.sort_by_key(|it| it.span);
        let mut met: FxHashSet<EntityIdx> = FxHashSet::default();
        names.retain(|it| met.insert(it.entity));
        let mut days = paper.analysis.dates.clone();
        days.sort_by_key(|it| it.span);
        Marks {
            shelf,
            paper,
            content,
            cues,
            names,
            days,
            here: at.map(|(start, end)| paper.span(start, end)),
        }
    }

    /// Cuts a block where a mark begins or ends.
    pub(crate) fn pieces(&self, block: Span) -> Vec<Piece> {
        let text = &self.paper.document.text;
        let content = self.content.iter().filter(|it| it.0.overlaps(block));
        let content: Vec<_> = content.collect();
        let cues = self.cues.iter().filter(|it| it.overlaps(block));
        let cues: Vec<Span> = cues.copied().collect();
        let names = within(&self.names, block, |it| it.span);
        let days = within(&self.days, block, |it| it.span);
        let mut cuts = vec![block.start(), block.end()];
        let spans = content.iter().map(|it| it.0).chain(cues.iter().copied());
        let spans = spans.chain(names.iter().map(|it| it.span));
        for span in spans.chain(days.iter().map(|it| it.span)).chain(self.here) {
            cuts.extend([span.start(), span.end()]);
        }
        cuts.retain(|it| block.start() <= *it && *it <= block.end() && text.is_char_boundary(*it));
        cuts.sort_unstable();
        cuts.dedup();
        let mut pieces: Vec<Piece> = Vec::new();
        for cut in cuts.windows(2) {
            let &[start, end] = cut else { continue };
            let span = Span::new(start, end);
            let own = content.iter().filter(|it| it.0.contains(span));
            let own = own.min_by_key(|it| (it.0.len(), it.1));
            let here = self.here.is_some_and(|it| it.contains(span));
            let anchor = here
                && self
                    .here
                    .is_some_and(|it| it.start().max(block.start()) == start);
            let ends = |it: &&&(Span, usize, &Statement)| {
                it.0.end() == end && it.2.content.last() == Some(&it.0)
            };
            let day = days.iter().find(|it| it.span.contains(span));
            pieces.push(Piece {
                text: span.of(text).to_owned(),
                mark: own.map_or("", |it| kind(it.2.kind)),
                cue: cues.iter().any(|it| it.contains(span)),
                here,
                anchor,
                name: names.iter().any(|it| it.span.contains(span)),
                day: day.is_some(),
                date: day
                    .and_then(|it| it.value)
                    .map_or_else(String::new, |it| it.to_string()),
                refs: content.iter().filter(ends).map(|it| it.1).collect(),
            });
        }
        pieces
    }

    /// What a block's names and days are.
    pub(crate) fn told(&self, block: Span) -> Told {
        let names = within(&self.names, block, |it| it.span).iter();
        let names = names.filter_map(|it| named(self.shelf, self.paper, it));
        let mut told = Told {
            names: names.take(BESIDE).collect(),
            days: Vec::new(),
        };
        for day in within(&self.days, block, |it| it.span).iter().take(BESIDE) {
            let words = shelf::shorten(day.span.of(&self.paper.document.text), NAME);
            let meant = match (day.value, day.period) {
                (Some(date), _) => format::moment(date),
                (None, Some((first, last))) => {
                    format!("{} to {}", format::moment(first), format::moment(last))
                }
                (None, None) => "not known which".to_owned(),
            };
            if !says(&words, &meant) && !told.days.iter().any(|it| it.0 == words) {
                told.days.push((words, meant));
            }
        }
        told
    }
}

/// Whether words already are the date that they mean.
fn says(words: &str, date: &str) -> bool {
    let bare = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let mut words: Vec<String> = words.map(str::to_lowercase).collect();
        words.retain(|it| !it.is_empty());
        words.sort_unstable();
        words
    };
    bare(words) == bare(date)
}

/// The full name with its role and its page.
fn named(shelf: &Shelf, paper: &Paper, mention: &Mention) -> Option<Named> {
    let entity = paper.analysis.entities.get(mention.entity.idx())?;
    let person = shelf.person_of(paper.document.id, mention.entity);
    let role = entity
        .roles
        .first()
        .map(|it| shelf::shorten(&it.title, NAME));
    Some(Named {
        name: shelf::shorten(&entity.name, NAME),
        what: match mention.kind {
            MentionKind::Place => String::new(),
            _ => role.unwrap_or_default(),
        },
        href: person.map(|it| format!("/people/{it}")),
    })
}

/// Those of a list, in order of place, that share a character with a block.
fn within<T>(list: &[T], block: Span, span: impl Fn(&T) -> Span) -> &[T] {
    let first = list.partition_point(|it| span(it).end() <= block.start());
    let end = list.partition_point(|it| span(it).start() < block.end());
    list.get(first..end.max(first)).unwrap_or(&[])
}

/// The kind as a class of the page.
pub(crate) fn kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_is_written_out_needs_no_telling() {
        assert!(says("8 March 2031", "8 March 2031"));
        assert!(says("March 8, 2031", "8 March 2031"));
        assert!(!says("8 March", "8 March 2031"));
        assert!(!says("nine days ago", "3 March 2031"));
    }

    #[test]
    fn a_block_has_what_touches_it() {
        let spans = [(0, 4), (6, 9), (9, 12), (20, 22)].map(|(start, end)| Span::new(start, end));
        let of = |start, end| within(&spans, Span::new(start, end), |it| *it).len();
        assert_eq!(
            [of(0, 5), of(4, 6), of(8, 10), of(0, 30), of(30, 40)],
            [1, 0, 2, 4, 0]
        );
    }
}
