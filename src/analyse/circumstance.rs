//! When, to whom, where and through whom something was said.
//!
//! Read from the reporting clause: the sentence of source and cue without what was said. What one
//! clause tells holds for the next statements of the same speaker too, until another date or
//! occasion is named: an interview is introduced once.

use rustc_hash::FxHashMap;

use crate::analyse::coreference::People;
use crate::analyse::mentions::{Case, Words};
use crate::model::{
    DateMention, Document, EntityIdx, EntityKind, MentionKind, Said, Span, Statement, Via,
};
use crate::resources::{MediumKind, Names, Tag};
use crate::text::TokenKind;

/// How many paragraphs on an occasion holds; speeches and interviews are told in one stretch.
const CARRY: u32 = 8;

/// How many statements back a report may begin that holds another.
const NESTED: usize = 8;

/// How many words a reporting clause may lie from source and cue.
const REACH: usize = 120;

/// How many leads may wait for their elaboration.
const LEADS: usize = 16;

/// The paragraphs in which a lead is looked for that later paragraphs elaborate.
const LEAD: u32 = 3;

/// What is known about the saying of one statement.
#[derive(Clone, Debug, Default)]
struct Occasion {
    said: Option<Said>,
    venue: Option<Span>,
    via: Vec<Via>,
    paragraph: u32,
}

/// Fills in `said`, `addressee`, `venue` and `via`.
pub(crate) fn fill(
    names: &Names,
    words: &Words<'_>,
    document: &Document,
    people: &People,
    dates: &[DateMention],
    statements: &mut [Statement],
) {
    let scene = Scene {
        names,
        words,
        document,
        people,
        dates,
    };
    let clauses: Vec<Vec<usize>> = statements.iter().map(|it| scene.clause(it)).collect();
    let reporters = scene.reporters(statements);
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&at| statements.get(at).map(|it| place_of(it)));
    let mut running: FxHashMap<EntityIdx, Occasion> = FxHashMap::default();
    let mut leads: Vec<usize> = Vec::new();
    for at in order {
        let (Some(clause), Some(statement)) = (clauses.get(at), statements.get(at)) else {
            continue;
        };
        let mut own = scene.occasion(clause, statement);
        let addressee = scene.addressee(clause, statement);
        let own_said = own.said;
        let first = words.get(words.at(place_of(statement).start()));
        let title = first.is_some_and(|it| it.title_case);
        if let Some(speaker) = statement.speaker.filter(|_| !title) {
            let known = running.get(&speaker);
            if let Some(known) =
                known.filter(|it| own.paragraph.saturating_sub(it.paragraph) <= CARRY)
            {
                let same = own.said.is_none() || own.said == known.said;
                if own.said.is_none() && own.venue.is_none_or(|it| Some(it) == known.venue) {
                    own.said = known.said;
                }
                if own.via.is_empty() && same {
                    own.via.clone_from(&known.via);
                }
                if own.venue.is_none() && same {
                    own.venue = known.venue;
                }
            }
            if own.said.is_none() && own.paragraph <= LEAD && leads.len() < LEADS {
                leads.push(at);
            }
            running.insert(speaker, own.clone());
        }
        if let Some(via) = reporters.get(at).and_then(Option::as_ref)
            && !own.via.contains(via)
        {
            own.via.push(via.clone());
        }
        if let Some(said) = own_said {
            lead(statements, &mut leads, at, said, words);
        }
        if let Some(statement) = statements.get_mut(at) {
            statement.said = statement.said.or(own.said);
            statement.addressee = addressee;
            statement.venue = own.venue;
            statement.via = own.via;
        }
    }
    scene.page_credits(statements);
}

/// Gives a lead without date the date of the statement that elaborates it.
fn lead(
    statements: &mut [Statement],
    leads: &mut Vec<usize>,
    at: usize,
    said: Said,
    words: &Words<'_>,
) {
    let Some(speaker) = statements.get(at).and_then(|it| it.speaker) else {
        return;
    };
    let here = statements
        .get(at)
        .map_or(0, |it| words.paragraph_at(place_of(it).start()));
    leads.retain(|&it| {
        let Some(statement) = statements.get_mut(it) else {
            return false;
        };
        let before = words.paragraph_at(place_of(statement).start());
        if statement.speaker != Some(speaker) {
            return true;
        }
        if here.saturating_sub(before) <= LEAD && statement.said.is_none() {
            statement.said = Some(said);
        }
        false
    });
}

fn place_of(statement: &Statement) -> Span {
    let source = statement.source.iter().chain(&statement.cue).min().copied();
    source.unwrap_or_else(|| statement.content_cover())
}

struct Scene<'a> {
    names: &'a Names,
    words: &'a Words<'a>,
    document: &'a Document,
    people: &'a People,
    dates: &'a [DateMention],
}

impl Scene<'_> {
    /// The words of the reporting clause: of the sentences of source and cue, without the content.
    fn clause(&self, statement: &Statement) -> Vec<usize> {
        let anchors: Vec<Span> = statement
            .source
            .iter()
            .chain(&statement.cue)
            .copied()
            .collect();
        let mut sentences: Vec<u32> = anchors
            .iter()
            .filter_map(|it| self.words.get(self.words.at(it.start())))
            .map(|it| it.sentence)
            .collect();
        sentences.sort_unstable();
        sentences.dedup();
        let mut clause = Vec::new();
        for sentence in sentences {
            let (from, to) = self.words.sentence(sentence);
            let near = |it: &Span| self.words.at(it.start());
            let first = anchors.iter().map(near).min().unwrap_or(from);
            let last = anchors.iter().map(near).max().unwrap_or(to);
            let from = from.max(first.saturating_sub(REACH));
            let to = to.min(last + REACH);
            clause.extend((from..to).filter(|&at| {
                self.words.get(at).is_some_and(|word| {
                    !word.quoted && !statement.content.iter().any(|it| it.overlaps(word.span))
                })
            }));
        }
        clause
    }

    fn occasion(&self, clause: &[usize], statement: &Statement) -> Occasion {
        let place = place_of(statement);
        Occasion {
            said: self.said(clause, statement),
            venue: self.venue(clause),
            via: self.via(clause, statement),
            paragraph: self.words.paragraph_at(place.start()),
        }
    }

    /// The date in the clause that stands nearest to the cue.
    fn said(&self, clause: &[usize], statement: &Statement) -> Option<Said> {
        let cue = statement.cue.first().or(statement.source.first())?;
        let first = clause.first().and_then(|&it| self.words.get(it))?;
        let last = clause.last().and_then(|&it| self.words.get(it))?;
        let from = self
            .dates
            .partition_point(|it| it.span.end() <= first.span.start());
        self.dates
            .get(from..)?
            .iter()
            .take_while(|it| it.span.start() < last.span.end())
            .filter(|it| {
                let at = self.words.at(it.span.start());
                clause.binary_search(&at).is_ok()
            })
            .min_by_key(|it| {
                let distance = if it.span.start() > cue.start() {
                    it.span.start() - cue.start()
                } else {
                    cue.start() - it.span.start()
                };
                (distance, it.span)
            })
            .map(|it| Said {
                date: it.value,
                span: it.span,
            })
    }

    /// "told reporters", "said to lawmakers".
    fn addressee(&self, clause: &[usize], statement: &Statement) -> Option<Span> {
        let told = clause.iter().copied().find(|&at| {
            let in_cue = self
                .words
                .get(at)
                .is_some_and(|it| statement.cue.iter().any(|cue| cue.overlaps(it.span)));
            let lower = self.words.lower(at);
            let tells = matches!(
                lower,
                "told"
                    | "tells"
                    | "telling"
                    | "tell"
                    | "asked"
                    | "asks"
                    | "warned"
                    | "reminded"
                    | "assured"
            );
            in_cue && tells
                || matches!(lower, "to" | "with")
                    && at > 0
                    && matches!(
                        self.words.lower(at - 1),
                        "said"
                            | "speaking"
                            | "remarks"
                            | "talking"
                            | "spoke"
                            | "wrote"
                            | "statement"
                    )
        })?;
        self.noun_phrase(told + 1, clause)
    }

    /// The noun phrase that begins at a word, up to a preposition, mark or the content.
    fn noun_phrase(&self, start: usize, clause: &[usize]) -> Option<Span> {
        let mut end = start;
        let mut content = false;
        while clause.binary_search(&end).is_ok() {
            let Some(word) = self.words.get(end).filter(|it| it.follows || end == start) else {
                break;
            };
            let article = matches!(
                self.words.lower(end),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "that" | "this"
            );
            if self.words.lower(end) == "that" && !content {
                return None;
            }
            let goes_on = word.kind == TokenKind::Clitic
                || self.words.lower(end) == "of" && content
                || article && (!content || self.words.lower(end - 1) == "of")
                || word.kind == TokenKind::Word
                    && !word.is_function()
                    && !word.lexeme.is(Tag::Calendar)
                    && !matches!(
                        self.words.lower(end),
                        "yesterday" | "today" | "tomorrow" | "late" | "early" | "last"
                    )
                || word.kind == TokenKind::Number && content && word.case == Case::Lower;
            if !goes_on {
                break;
            }
            content |= word.kind == TokenKind::Word && !article && self.words.lower(end) != "of";
            end += 1;
        }
        content.then(|| self.words.span(start, end))
    }

    /// "in an interview with the Quillhaven Times", "at a press conference in Brasna", "on Twitter".
    fn venue(&self, clause: &[usize]) -> Option<Span> {
        for &at in clause {
            if !matches!(
                self.words.lower(at),
                "in" | "at" | "during" | "on" | "via" | "through" | "after"
            ) {
                continue;
            }
            let platform = self
                .medium_at(at + 1)
                .filter(|it| it.1 == Some(MediumKind::Platform));
            if let Some((span, _)) = platform {
                return Some(span);
            }
            let Some(phrase) = self.noun_phrase(at + 1, clause) else {
                continue;
            };
            let (from, mut to) = (
                self.words.at(phrase.start()),
                self.words.at(phrase.end() - 1) + 1,
            );
            let head = (from..to).rev().find(|&it| {
                self.words.get(it).is_some_and(|it| {
                    it.lexeme.is(Tag::Occasion)
                        || it.lexeme.is(Tag::Channel) && self.words.lower(at) != "after"
                })
            });
            let Some(head) = head.filter(|_| self.words.lower(at) != "on") else {
                continue;
            };
            if matches!(self.words.lower(to), "with" | "in" | "at" | "to" | "on")
                && self.words.get(to + 1).is_some_and(|it| {
                    it.is_capital() && !it.lexeme.is(Tag::Calendar)
                        || self.words.lower(to + 1) == "the"
                })
                && let Some(more) = self.noun_phrase(to + 1, clause)
            {
                to = self.words.at(more.end() - 1) + 1;
            }
            let _ = head;
            let article = matches!(self.words.lower(from), "the" | "a" | "an" | "his" | "her");
            return Some(self.words.span(from + usize::from(article), to));
        }
        None
    }

    /// The medium that is named at a word: its words and its kind, where a list knows it.
    fn medium_at(&self, at: usize) -> Option<(Span, Option<MediumKind>)> {
        let start = self.words.get(at)?.span.start();
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < start);
        let mention = mentions.get(from..)?.iter().take(6).find(|it| {
            it.kind == MentionKind::Organisation
                && it.span.start() >= start
                && it.span.start() <= start + 4
        })?;
        self.medium(mention.span).map(|kind| (mention.span, kind))
    }

    /// Whether a name is a medium's: known to the lists, or shaped like one.
    fn medium(&self, span: Span) -> Option<Option<MediumKind>> {
        let name = span.of(self.words.text);
        if let Some(medium) = self.names.medium_named(name) {
            return Some(Some(medium.kind));
        }
        let last = name.split_whitespace().next_back().unwrap_or("");
        let shaped = MEDIUM_HEADS.contains(&last)
            || name.contains("News Agency")
            || name.contains("Press Agency");
        shaped.then_some(None)
    }

    /// Media in the clause that are not the speaker: "told CPA", "citing Interfax".
    fn via(&self, clause: &[usize], statement: &Statement) -> Vec<Via> {
        let mut via: Vec<Via> = Vec::new();
        let (Some(first), Some(last)) = (
            clause.first().and_then(|&it| self.words.get(it)),
            clause.last().and_then(|&it| self.words.get(it)),
        ) else {
            return via;
        };
        let mentions = &self.people.mentions;
        let from = mentions.partition_point(|it| it.span.start() < first.span.start());
        let inside = mentions.get(from..).unwrap_or(&[]).iter();
        for mention in inside.take_while(|it| it.span.start() < last.span.end()) {
            let word = self.words.at(mention.span.start());
            let outside = clause.binary_search(&word).is_err();
            if mention.kind != MentionKind::Organisation
                || outside
                || Some(mention.entity) == statement.speaker
                || statement.source.iter().any(|it| it.overlaps(mention.span))
            {
                continue;
            }
            let kind = self
                .medium(mention.span)
                .or_else(|| self.entity_medium(mention.entity));
            if kind.is_some_and(|it| it != Some(MediumKind::Platform)) {
                self.add_via(
                    &mut via,
                    mention.span.of(self.words.text),
                    Some(mention.span),
                );
            }
        }
        via
    }

    /// Whether an entity is a medium by its full name ("CPA" of "Corran Press Agency").
    fn entity_medium(&self, entity: EntityIdx) -> Option<Option<MediumKind>> {
        let entity = self.people.entities.get(entity.idx())?;
        let last = entity.name.split_whitespace().next_back().unwrap_or("");
        let shaped = MEDIUM_HEADS.contains(&last)
            || entity.name.ends_with("News Agency")
            || entity.name.ends_with("Press Agency");
        if shaped {
            return Some(None);
        }
        self.names
            .medium_named(&entity.name)
            .map(|it| Some(it.kind))
    }

    fn add_via(&self, via: &mut Vec<Via>, name: &str, span: Option<Span>) {
        if !self.is_outlet(name) && !via.iter().any(|it| it.name == name) {
            via.push(Via {
                name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                span,
            });
        }
    }

    /// Whether a name is the publishing outlet's own.
    fn is_outlet(&self, name: &str) -> bool {
        let plain = |it: &str| {
            let lower = it.to_lowercase();
            lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
        };
        let usual = |it: &str| self.names.medium_named(it).map(|it| it.name);
        self.document.outlet.as_deref().is_some_and(|outlet| {
            plain(outlet) == plain(name) || usual(outlet).is_some() && usual(outlet) == usual(name)
        })
    }

    /// For each statement the medium whose own statement holds it: "CPA reported that …".
    fn reporters(&self, statements: &[Statement]) -> Vec<Option<Via>> {
        let mut reports: Vec<(Span, EntityIdx, Span)> = statements
            .iter()
            .filter_map(|it| {
                let speaker = it.speaker?;
                let entity = self.people.entities.get(speaker.idx())?;
                let group = entity.kind == EntityKind::Group;
                let medium = self.entity_medium(speaker)?;
                (group && medium != Some(MediumKind::Platform)).then_some((
                    it.content_cover(),
                    speaker,
                    *it.source.first()?,
                ))
            })
            .collect();
        reports.sort_by_key(|it| it.0);
        let reporter = |statement: &Statement| {
            let place = place_of(statement);
            let before =
                reports.partition_point(|(content, _, _)| content.start() <= place.start());
            let (_, speaker, source) = reports
                .get(before.saturating_sub(NESTED)..before)?
                .iter()
                .filter(|(content, speaker, _)| {
                    content.contains(place) && Some(*speaker) != statement.speaker
                })
                .min_by_key(|(content, _, _)| content.len())?;
            let entity = self.people.entities.get(speaker.idx())?;
            (!self.is_outlet(&entity.name)).then(|| Via {
                name: entity.name.clone(),
                span: Some(*source),
            })
        };
        statements.iter().map(reporter).collect()
    }

    /// Ends each chain with the agency of the dateline and those that the page credits.
    fn page_credits(&self, statements: &mut [Statement]) {
        let dateline = self
            .document
            .dateline
            .as_ref()
            .and_then(|it| it.agency.as_deref());
        for statement in statements {
            let speaker = statement
                .speaker
                .and_then(|it| self.people.entities.get(it.idx()))
                .map(|it| it.name.clone());
            let credits = self.document.credits.iter().map(String::as_str);
            for name in dateline.into_iter().chain(credits) {
                if speaker.as_deref() != Some(name) {
                    self.add_via(&mut statement.via, name, None);
                }
            }
        }
    }
}

/// Last words of the names of media.
const MEDIUM_HEADS: [&str; 20] = [
    "Times",
    "Post",
    "Herald",
    "Tribune",
    "Gazette",
    "Courier",
    "Chronicle",
    "Journal",
    "Telegraph",
    "Observer",
    "Mail",
    "Globe",
    "News",
    "Press",
    "Broadcasting",
    "Radio",
    "Television",
    "TV",
    "Wire",
    "Newswire",
];

#[cfg(test)]
mod tests {
    use crate::model::{Analysis, Document};
    use crate::{analyse, resources};

    fn analysed(text: &str, edit: impl FnOnce(&mut Document)) -> (Document, Analysis) {
        let mut document = analyse::testing::document(text, Some("2031-03-12"));
        edit(&mut document);
        let analysis = analyse::analyse(resources::get(), &document);
        (document, analysis)
    }

    /// Day, addressee, venue and media of each statement.
    fn check(text: &str, expected: &[(&str, &str, &str, &str)]) {
        let (document, analysis) = analysed(text, |_| {});
        let found: Vec<(String, String, String, String)> = analysis
            .statements
            .iter()
            .map(|it| {
                let words = |span: Option<crate::model::Span>| {
                    span.map_or("", |it| it.of(&document.text)).to_owned()
                };
                let said = it.said.and_then(|it| it.date).map(|it| it.to_string());
                let via: Vec<&str> = it.via.iter().map(|it| it.name.as_str()).collect();
                (
                    said.unwrap_or_default(),
                    words(it.addressee),
                    words(it.venue),
                    via.join("+"),
                )
            })
            .collect();
        let expected: Vec<(String, String, String, String)> = expected
            .iter()
            .map(|it| (it.0.into(), it.1.into(), it.2.into(), it.3.into()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_reporting_clause_tells_day_and_listeners() {
        check(
            "“The gates are open,” water minister Ilvan Marsk told reporters on Monday.",
            &[("2031-03-10", "reporters", "", "")],
        );
        check(
            "Ilvan Marsk said the gates would open on Monday.",
            &[("", "", "", "")],
        );
    }

    #[test]
    fn media_pass_it_on() {
        check(
            "“The gates are open,” Ilvan Marsk told TASS on Monday.",
            &[("2031-03-10", "TASS", "", "TASS")],
        );
        check(
            "The Corran Press Agency (CPA) is old. “It rained,” Ilvan Marsk told CPA.",
            &[("", "CPA", "", "CPA")],
        );
        check(
            "“It rained,” Ilvan Marsk said in an interview with the Quillhaven Times.",
            &[(
                "",
                "",
                "interview with the Quillhaven Times",
                "Quillhaven Times",
            )],
        );
    }

    #[test]
    fn the_outlet_itself_is_no_link() {
        let text = "“It rained,” Ilvan Marsk told TASS.";
        let (_, analysis) = analysed(text, |it| it.outlet = Some("TASS".to_owned()));
        assert!(analysis.statements.iter().all(|it| it.via.is_empty()));
        let credit = |it: &mut Document| it.credits = vec!["Veskom".to_owned()];
        let (_, analysis) = analysed("“It rained,” Ilvan Marsk said.", credit);
        let via: Vec<&str> = analysis
            .statements
            .iter()
            .flat_map(|it| &it.via)
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(via, ["Veskom"]);
    }

    #[test]
    fn one_occasion_holds_for_the_next_statements() {
        check(
            "“It rained,” Ilvan Marsk said on Monday. “It will rain again,” he added.",
            &[("2031-03-10", "", "", ""), ("2031-03-10", "", "", "")],
        );
    }
}
