//! The nouns that one page is made from, with the ways from one to another.

use rustc_hash::FxHashMap;

use super::place::{self, Place, Ruler};
use crate::model::{
    Analysed, Analysis, Block, Date, Document, DocumentId, EntityIdx, Person, PersonId, Span,
    Statement, StatementId, StatementKind, Story, Version,
};

/// What a document without an outlet is called.
pub(crate) const NO_OUTLET: &str = "Outlet not stated";

/// So many characters of an outlet's name and of a headline are printed: a page that calls a whole
/// text its title must not weigh every page that names it.
const NAME: usize = 100;
const HEADLINE: usize = 300;

/// One document, measured.
#[derive(Debug)]
pub(crate) struct Paper {
    /// What was read.
    pub(crate) document: Document,
    /// What was found.
    pub(crate) analysis: Analysis,
    /// Its parts.
    pub(crate) blocks: Vec<Block>,
    ruler: Ruler,
}

impl Paper {
    /// Measures a document.
    pub(crate) fn new(analysed: Analysed) -> Paper {
        let Analysed { document, analysis } = analysed;
        Paper {
            blocks: place::blocks(&document),
            ruler: Ruler::new(&document.text),
            document,
            analysis,
        }
    }

    /// Who published it; its site, where no name is known.
    pub(crate) fn outlet(&self) -> &str {
        self.document.publisher().map_or(NO_OUTLET, printed)
    }

    /// Its headline; without one, its first words.
    pub(crate) fn headline(&self) -> String {
        match &self.document.headline {
            Some(own) => headline(own),
            None => shorten(&self.document.text, 90),
        }
    }

    /// When it was published.
    pub(crate) fn date(&self) -> Option<Date> {
        self.document.published.map(|it| it.date)
    }

    /// The address of its page.
    pub(crate) fn href(&self) -> String {
        place::document_href(self.document.id)
    }

    /// The code points of a span.
    pub(crate) fn code_points(&self, span: Span) -> (usize, usize) {
        let text = &self.document.text;
        (
            self.ruler.code_point(text, span.start()),
            self.ruler.code_point(text, span.end()),
        )
    }

    /// The span of a range of code points.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let text = &self.document.text;
        Span::new(self.ruler.byte(text, start), self.ruler.byte(text, end))
    }

    /// Where a span stands.
    pub(crate) fn place(&self, span: Span) -> Place {
        let (start, end) = self.code_points(span);
        let before = self
            .blocks
            .partition_point(|it| it.span.start() <= span.start());
        Place {
            href: format!("{}?at={start}-{end}#at", self.href()),
            paragraph: before,
            start,
            end,
        }
    }

    /// One of its statements.
    pub(crate) fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.analysis.statements.iter().find(|it| it.id == id)
    }
}

/// The name of an outlet, as far as it is printed.
fn printed(name: &str) -> &str {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => name.get(..end).unwrap_or(NO_OUTLET),
        None => name,
    }
}

/// A headline, as far as it is printed.
pub(crate) fn headline(text: &str) -> String {
    shorten(text, HEADLINE)
}

/// Whether two names mean one outlet: the same, or one the initials of the other (`CPA` and
/// `Corran Press Agency`).
pub(crate) fn is_same_outlet(a: &str, b: &str) -> bool {
    let initials = |name: &str| -> String {
        let words = name.split_whitespace();
        let words = words.filter(|it| !matches!(*it, "of" | "the" | "The" | "and"));
        words.filter_map(|it| it.chars().next()).collect()
    };
    let stands_for = |short: &str, long: &str| {
        let capitals = short.chars().count() > 1 && short.chars().all(char::is_uppercase);
        capitals && initials(long) == *short
    };
    a.eq_ignore_ascii_case(b) || stands_for(a, b) || stands_for(b, a)
}

/// The first words of a text, up to a number of characters, with an ellipsis where more follow.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    let line = text.lines().next().unwrap_or("").trim_end();
    match line.char_indices().nth(limit) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut = line.get(..end).unwrap_or("");
            let cut = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(cut);
            format!("{} …", cut.trim_end_matches([',', ';', ':', ' ']))
        }
    }
}

/// Who spoke, as a page names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Speaker {
    /// The fullest name, or a description.
    pub(crate) name: String,
    /// The last word of a person's name, for plots and chains.
    pub(crate) short: String,
    /// The role that the document at hand gives.
    pub(crate) role: Option<String>,
    /// The page of the person.
    pub(crate) href: Option<String>,
    /// What two statements of one speaker share.
    pub(crate) person: Option<PersonId>,
}

/// Documents and persons by id.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    papers: FxHashMap<DocumentId, Paper>,
    persons: FxHashMap<PersonId, Person>,
    person_of: FxHashMap<(DocumentId, EntityIdx), PersonId>,
    /// Who published documents that are not on the shelf.
    publishers: FxHashMap<DocumentId, String>,
}

impl Shelf {
    /// Puts a document on the shelf, with the person that each of its entities is.
    pub(crate) fn put_document(&mut self, analysed: Analysed, persons: &[Option<PersonId>]) {
        let id = analysed.document.id;
        for (entity, person) in persons.iter().enumerate() {
            if let Some(person) = person {
                self.person_of
                    .insert((id, EntityIdx(entity as u32)), *person);
            }
        }
        self.papers.insert(id, Paper::new(analysed));
    }

    /// Notes who published documents, which need not be on the shelf.
    pub(crate) fn put_publishers(&mut self, known: Vec<(DocumentId, String)>) {
        self.publishers.extend(known);
    }

    /// Puts a person on the shelf.
    pub(crate) fn put_person(&mut self, person: Person) {
        self.persons.insert(person.id, person);
    }

    /// Whether the document is there.
    pub(crate) fn has_document(&self, id: DocumentId) -> bool {
        self.papers.contains_key(&id)
    }

    /// Whether the person is there.
    pub(crate) fn has_person(&self, id: PersonId) -> bool {
        self.persons.contains_key(&id)
    }

    /// A document.
    pub(crate) fn paper(&self, id: DocumentId) -> Option<&Paper> {
        self.papers.get(&id)
    }

    /// A person.
    pub(crate) fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.get(&id)
    }

    /// The person that an entity of a document is.
    pub(crate) fn person_of(&self, document: DocumentId, entity: EntityIdx) -> Option<PersonId> {
        self.person_of.get(&(document, entity)).copied()
    }

    /// Who is named as an outlet for a document.
    pub(crate) fn outlet(&self, id: DocumentId) -> &str {
        let known = || self.publishers.get(&id).map(|it| printed(it));
        let paper = self.paper(id).map(Paper::outlet);
        paper.or_else(known).unwrap_or(NO_OUTLET)
    }

    /// Who made a statement of a document.
    pub(crate) fn speaker(&self, paper: &Paper, statement: &Statement) -> Option<Speaker> {
        let id = paper.document.id;
        let entity = statement.speaker;
        let person = entity.and_then(|entity| self.person_of(id, entity));
        let person = person.and_then(|it| self.person(it));
        let entity = entity.and_then(|it| paper.analysis.entities.get(it.idx()));
        let (name, named) = match (person, entity) {
            (Some(person), _) => (person.name.clone(), person.named),
            (None, Some(entity)) => (entity.name.clone(), entity.named),
            (None, None) => return None,
        };
        let same = |role: &String| !role.eq_ignore_ascii_case(&name);
        Some(Speaker {
            short: short_name(&name, named),
            role: statement.role.clone().filter(same),
            href: person.map(|it| format!("/people/{}", it.id)),
            person: person.map(|it| it.id),
            name,
        })
    }

    /// Who made the statement of a version.
    pub(crate) fn speaker_of(&self, version: &Version) -> Option<Speaker> {
        let paper = self.paper(version.document)?;
        self.speaker(paper, paper.statement(version.statement)?)
    }

    /// A story's name: the headline of the document that stands for it.
    pub(crate) fn story_title(&self, story: &Story) -> String {
        match self.paper(story.representative) {
            Some(paper) => paper.headline(),
            None => "Story without a headline".to_owned(),
        }
    }

    /// How many outlets published these documents.
    pub(crate) fn n_outlets(&self, documents: &[DocumentId]) -> usize {
        let mut names: Vec<&str> = documents.iter().map(|it| self.outlet(*it)).collect();
        names.sort_unstable();
        let unnamed = names.iter().filter(|it| **it == NO_OUTLET).count();
        names.dedup();
        names.len() + unnamed.saturating_sub(1)
    }
}

/// The last word of a name; a description stays as it is.
fn short_name(name: &str, named: bool) -> String {
    match name.rsplit_once(' ') {
        Some((_, last)) if named && name.split(' ').count() <= 4 => last.to_owned(),
        _ => shorten(name, 24),
    }
}

/// What a version says, as the pages print it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// The words, without quotation marks around them.
    pub(crate) text: String,
    /// Whether they stand between quotation marks in print.
    pub(crate) quoted: bool,
    /// From the first character to the last.
    pub(crate) place: Place,
}

impl Words {
    /// The words between “ and ” where they are a quotation.
    pub(crate) fn printed(&self) -> String {
        match self.quoted {
            true => format!("“{}”", self.text),
            false => self.text.clone(),
        }
    }

    /// What two wordings with the same words share: letters and figures in lower case.
    pub(crate) fn key(&self) -> String {
        let words = self.text.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.join(" ")
    }
}

pub(crate) fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Reads the words of spans of a statement.
pub(crate) fn words(paper: &Paper, statement: Option<&Statement>, spans: &[Span]) -> Words {
    let text = &paper.document.text;
    let mut out = String::new();
    for span in spans {
        let part = span.of(text).trim();
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    let mut out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = statement.is_some_and(|it| is_verbatim(text, it, spans));
    if quoted {
        out = without_marks(&out);
    }
    // A segment may begin or end with the comma that parts it from its neighbour.
    let out = out.trim_start_matches([',', ';', ':', '.', '–', '—', ' ']);
    let mut out = out
        .trim_end_matches([',', ';', ':', '–', '—', ' '])
        .to_owned();
    if quoted && !out.is_empty() && !out.ends_with('…') && goes_on(text, statement, spans) {
        out.push_str(" …");
    }
    let cover = spans.iter().copied().reduce(Span::cover);
    let cover = cover.unwrap_or(Span::new(0, 0));
    Words {
        text: out,
        quoted,
        place: paper.place(cover),
    }
}

/// Whether the quotation goes on behind the spans, or nothing closes it.
fn goes_on(text: &str, statement: Option<&Statement>, spans: &[Span]) -> bool {
    let Some(end) = spans.iter().map(|it| it.end()).max() else {
        return false;
    };
    let last = end.saturating_sub(1);
    let mut quoted = statement.iter().flat_map(|it| &it.quoted);
    let Some(quotation) = quoted.find(|it| it.start() <= last && last <= it.end()) else {
        return false;
    };
    let rest = text.get(end..quotation.end()).unwrap_or("");
    if rest.contains(char::is_alphanumeric) {
        return true;
    }
    let end = end.max(quotation.end());
    let inside = text.get(quotation.start()..end).unwrap_or("");
    let after = text.get(end..).unwrap_or("").lines().next().unwrap_or("");
    let behind = inside.trim_end().chars().next_back();
    // The paragraph's end without a mark: another paragraph of the same speech may follow.
    let ends = after.trim().is_empty();
    let closed = behind.into_iter().chain(after.trim_start().chars().take(2));
    !ends && !closed.into_iter().any(is_quotation_mark)
}

/// Whether all letters of the spans stand between quotation marks.
fn is_verbatim(text: &str, statement: &Statement, spans: &[Span]) -> bool {
    if statement.kind == StatementKind::Indirect {
        return false;
    }
    let inside = |at: usize| {
        let mut quoted = statement.quoted.iter();
        quoted.any(|it| it.covers(at))
    };
    if statement.quoted.is_empty() {
        return statement.kind == StatementKind::Direct;
    }
    spans.iter().all(|span| {
        let mut letters = span
            .of(text)
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric());
        letters.all(|(at, _)| inside(span.start() + at))
    })
}

/// Takes off the quotation marks around, and inside where one part ends and the next begins.
fn without_marks(text: &str) -> String {
    let text = text.trim_matches(is_quotation_mark).trim();
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let opens = word.starts_with(['"', '“', '„', '«']);
        let closes = word.ends_with(['"', '”', '»']);
        let word = match (opens, closes) {
            (true, false) => word.trim_start_matches(is_quotation_mark),
            (false, true) => word.trim_end_matches(is_quotation_mark),
            _ => word,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Reads the words of a version.
pub(crate) fn words_of(paper: &Paper, version: &Version) -> Words {
    words(paper, paper.statement(version.statement), &version.content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_same_outlet() {
        assert!(is_same_outlet("CPA", "Corran Press Agency"));
        assert!(is_same_outlet("Veskom", "VESKOM"));
        assert!(!is_same_outlet("CP", "Corran Press Agency"));
    }

    #[test]
    fn shortens_at_a_word() {
        assert_eq!(shorten("one two, three", 9), "one two …");
        assert_eq!(shorten("one\ntwo", 9), "one");
    }

    #[test]
    fn marks_go_words_stay() {
        assert_eq!(without_marks("“The gates held,”"), "The gates held,");
        assert_eq!(
            without_marks("\"One half,\" \"and the other\""),
            "One half, and the other"
        );
        assert_eq!(
            without_marks("“It’s the miners’ day”"),
            "It’s the miners’ day"
        );
    }
}
