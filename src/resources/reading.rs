//! What tells the article from its page.

use aho_corasick::{AhoCorasick, MatchKind};
use dom_query::Matcher;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Clutter;
use crate::resources::{Trees, entries};

/// The word lists that tell the article from its page.
#[derive(Debug)]
pub struct Reading {
    /// Words and phrases that stand around articles.
    pub furniture: Furniture,
    /// The commonest function words of many languages, lower case.
    pub function_words: FxHashSet<&'static str>,
    /// Words that speak of the writer or to the reader, lower case.
    pub persons: FxHashMap<&'static str, PersonWord>,
    /// The months in many languages, lower case, with their numbers.
    pub months: FxHashMap<&'static str, u8>,
    /// Words of bylines, lower case.
    pub byline_words: FxHashMap<&'static str, BylineWord>,
    /// Words that open a byline, the longest first.
    pub byline_leads: Vec<&'static str>,
    /// Words beside the date of publishing, lower case.
    pub publishing_words: FxHashMap<&'static str, PublishingWord>,
    /// Words between day, month and year, lower case.
    pub date_particles: FxHashSet<&'static str>,
    /// Words at the head of a paragraph where a dateline may stand, lower case.
    pub dateline_words: FxHashMap<&'static str, DatelineWord>,
    /// What stands behind an outlet's name in a line of rights, lower case, the longest first.
    pub company_suffixes: Vec<&'static str>,
    /// Phrases by which a page says that the rest of its article is not given, lower case.
    pub paywalls: Vec<&'static str>,
    /// Names of interface icons that dumps glue to the next word.
    pub icon_names: Vec<&'static str>,
    /// What the fields in the heads of pages say, by their names, lower case, with their rank.
    pub page_fields: FxHashMap<&'static str, (PageField, usize)>,
    /// The places on pages that name authors, the best first.
    pub author_places: Vec<Matcher>,
    /// Words of which the attributes of such a place have one.
    pub place_words: Option<AhoCorasick>,
    /// What tells the blocks of a page that are its article.
    pub page_looks: Looks,
    /// What tells the lines of a dump that are its article.
    pub dump_looks: Looks,
    zones: Option<AhoCorasick>,
    zone_kinds: Vec<PageZone>,
}

/// Whom a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonWord {
    /// The writer alone.
    Writer,
    /// The writers.
    Writers,
    /// The reader.
    Reader,
}

/// What the name of a class says about a zone of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageZone {
    /// The article.
    Article,
    /// Comments.
    Comments,
    /// Other articles.
    Related,
    /// Share links.
    Sharing,
    /// Newsletters, advertising, cookies.
    Promotion,
    /// Menus, header, footer.
    Navigation,
    /// Captions and credits.
    Caption,
    /// Byline and date.
    Metadata,
}

/// What a field in the head of a page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageField {
    /// The title.
    Title,
    /// Who published it.
    Outlet,
    /// When it was published.
    Published,
    /// When it was changed.
    Changed,
    /// Who wrote it.
    Author,
    /// The language.
    Language,
    /// The article in short.
    Summary,
}

/// What a word does in a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BylineWord {
    /// It stands before the names.
    Lead,
    /// It stands between names.
    And,
    /// A name that holds it is no person's.
    Other,
    /// A name that holds it is a medium's.
    Medium,
    /// It ends the name: a place follows.
    End,
}

/// What a word says about a date beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishingWord {
    /// The day of publishing.
    First,
    /// The day of a later change.
    Later,
    /// A day that is counted from an unknown one.
    Ago,
}

/// What a word does where a dateline may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatelineWord {
    /// A small word inside the name of a place.
    Particle,
    /// A label that names no place.
    Label,
}

impl Reading {
    /// What the parts of a class name say, in their order; `names` is lower case.
    pub fn page_zones(&self, names: &str) -> impl Iterator<Item = PageZone> {
        let found = self.zones.iter().flat_map(move |it| it.find_iter(names));
        found.filter_map(|at| self.zone_kinds.get(at.pattern().as_usize()).copied())
    }

    pub(crate) fn load() -> Reading {
        let (zones, zone_kinds) = page_zones();
        let words = include_str!("../../resources/und/function-words.txt");
        Reading {
            furniture: Furniture::load(include_str!("../../resources/und/furniture.tsv")),
            function_words: entries(words).collect(),
            persons: columns(include_str!("../../resources/und/persons.tsv"), |name| {
                Some(match name {
                    "i" => PersonWord::Writer,
                    "we" => PersonWord::Writers,
                    "you" => PersonWord::Reader,
                    _ => return None,
                })
            }),
            months: months(),
            byline_leads: byline_leads(),
            byline_words: columns(BYLINE_WORDS, |name| {
                Some(match name {
                    "lead" => BylineWord::Lead,
                    "and" => BylineWord::And,
                    "other" => BylineWord::Other,
                    "medium" => BylineWord::Medium,
                    "end" => BylineWord::End,
                    _ => return None,
                })
            }),
            publishing_words: columns(
                include_str!("../../resources/und/publishing-words.txt"),
                |name| {
                    Some(match name {
                        "first" => PublishingWord::First,
                        "later" => PublishingWord::Later,
                        "ago" => PublishingWord::Ago,
                        _ => return None,
                    })
                },
            ),
            date_particles: entries(include_str!("../../resources/und/date-particles.txt"))
                .collect(),
            dateline_words: columns(
                include_str!("../../resources/und/dateline-words.tsv"),
                |name| {
                    Some(match name {
                        "particle" => DatelineWord::Particle,
                        "label" => DatelineWord::Label,
                        _ => return None,
                    })
                },
            ),
            company_suffixes: longest_first(include_str!(
                "../../resources/und/company-suffixes.txt"
            )),
            paywalls: entries(include_str!("../../resources/und/paywalls.txt")).collect(),
            icon_names: entries(include_str!("../../resources/und/icon-names.txt")).collect(),
            page_fields: page_fields(),
            author_places: places().filter_map(|it| Matcher::new(it).ok()).collect(),
            place_words: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(places().filter_map(place_word))
                .ok(),
            page_looks: Looks::load(PAGE_TREES),
            dump_looks: Looks::load(DUMP_TREES),
            zones,
            zone_kinds,
        }
    }
}

const PAGE_FIELDS: &str = include_str!("../../resources/und/page-fields.tsv");
const PAGE_TREES: [&str; 2] = [
    include_str!("../../models/reading-2026-11-26/page.trees"),
    include_str!("../../models/reading-2026-11-26/page.second.trees"),
];
const DUMP_TREES: [&str; 2] = [
    include_str!("../../models/reading-2026-11-26/dump.trees"),
    include_str!("../../models/reading-2026-11-26/dump.second.trees"),
];

/// Trees that look at the blocks of a page, and trees that look again, knowing what the first said.
#[derive(Debug, Default)]
pub struct Looks {
    /// What sees each block and what stands around it.
    pub first: Trees,
    /// What sees beside that what the first made of the page.
    pub second: Trees,
}

impl Looks {
    fn load([first, second]: [&str; 2]) -> Looks {
        Looks {
            first: Trees::load(first).unwrap_or_default(),
            second: Trees::load(second).unwrap_or_default(),
        }
    }
}
const BYLINE_WORDS: &str = include_str!("../../resources/und/byline-words.txt");

/// The selectors of the places that name authors.
fn places() -> impl Iterator<Item = &'static str> {
    entries(PAGE_FIELDS).filter_map(|entry| entry.strip_prefix("place\t"))
}

/// The word that an attribute of an element must have for a selector to fit: what it asks for in quotes, or
/// a class.
fn place_word(selector: &str) -> Option<&str> {
    let own = selector.rsplit(' ').find(|it| *it != "i]")?;
    let quoted = own.split('\'').nth(1);
    quoted.or_else(|| own.rsplit_once('.').map(|it| it.1))
}

fn page_fields() -> FxHashMap<&'static str, (PageField, usize)> {
    let fields = entries(PAGE_FIELDS).filter_map(|entry| entry.split_once('\t'));
    let fields = fields.enumerate().filter_map(|(rank, (kind, name))| {
        let field = match kind {
            "title" => PageField::Title,
            "outlet" => PageField::Outlet,
            "published" => PageField::Published,
            "changed" => PageField::Changed,
            "author" => PageField::Author,
            "language" => PageField::Language,
            "summary" => PageField::Summary,
            _ => return None,
        };
        Some((name, (field, rank)))
    });
    fields.collect()
}

fn page_zones() -> (Option<AhoCorasick>, Vec<PageZone>) {
    let list = entries(include_str!("../../resources/und/page-zones.tsv"));
    let (names, kinds): (Vec<&str>, Vec<PageZone>) = list
        .filter_map(|entry| entry.split_once('\t'))
        .filter_map(|(zone, name)| {
            let zone = match zone {
                "article" => PageZone::Article,
                "comments" => PageZone::Comments,
                "related" => PageZone::Related,
                "sharing" => PageZone::Sharing,
                "promotion" => PageZone::Promotion,
                "navigation" => PageZone::Navigation,
                "caption" => PageZone::Caption,
                "metadata" => PageZone::Metadata,
                _ => return None,
            };
            Some((name, zone))
        })
        .unzip();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names)
        .ok();
    (automaton, kinds)
}

fn longest_first(list: &'static str) -> Vec<&'static str> {
    let mut entries: Vec<&str> = entries(list).collect();
    entries.sort_by_key(|it| (std::cmp::Reverse(it.len()), *it));
    entries
}

fn byline_leads() -> Vec<&'static str> {
    let mut leads: Vec<&str> = entries(BYLINE_WORDS)
        .filter_map(|entry| entry.strip_prefix("lead\t"))
        .collect();
    leads.sort_by_key(|lead| (std::cmp::Reverse(lead.len()), *lead));
    leads
}

fn months() -> FxHashMap<&'static str, u8> {
    let mut months = FxHashMap::default();
    for (name, number) in super::time::months(None) {
        months.entry(name).or_insert(number);
    }
    months
}

/// A list of two columns: a kind and a word.
fn columns<T>(list: &'static str, kind: impl Fn(&str) -> Option<T>) -> FxHashMap<&'static str, T> {
    entries(list)
        .filter_map(|entry| entry.split_once('\t'))
        .filter_map(|(name, word)| Some((word, kind(name)?)))
        .collect()
}

/// Words and phrases that stand around articles, by what they are for.
#[derive(Debug)]
pub struct Furniture {
    lines: FxHashMap<&'static str, Clutter>,
    phrases: Option<AhoCorasick>,
    /// What each phrase of the automaton is for, and whether it must begin the line.
    kinds: Vec<(Clutter, bool)>,
}

impl Furniture {
    fn load(list: &'static str) -> Furniture {
        let mut lines = FxHashMap::default();
        let (mut phrases, mut kinds) = (Vec::new(), Vec::new());
        for entry in entries(list) {
            let mut columns = entry.split('\t');
            let (Some(kind), Some(how), Some(phrase)) = (
                columns.next().and_then(clutter),
                columns.next(),
                columns.next(),
            ) else {
                continue;
            };
            if how == "line" {
                lines.entry(phrase).or_insert(kind);
            } else {
                phrases.push(phrase);
                kinds.push((kind, how == "start"));
            }
        }
        let phrases = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases)
            .ok();
        Furniture {
            lines,
            phrases,
            kinds,
        }
    }

    /// What a whole line is for; `line` is lower case, without marks at its edges.
    pub fn line(&self, line: &str) -> Option<Clutter> {
        self.lines.get(line).copied()
    }

    /// What a phrase at the beginning of a lower-case line is for.
    pub fn start(&self, line: &str) -> Option<Clutter> {
        self.phrase(line, true)
    }

    /// What a phrase anywhere in a lower-case line is for.
    pub fn part(&self, line: &str) -> Option<Clutter> {
        self.phrase(line, false)
    }

    fn phrase(&self, line: &str, start: bool) -> Option<Clutter> {
        let found = self.phrases.as_ref()?.find_overlapping_iter(line);
        let fits = |at: aho_corasick::Match| {
            let (kind, at_start) = self.kinds.get(at.pattern().as_usize())?;
            let fits = *at_start == start && (!start || at.start() == 0);
            (fits && is_word(line, at.start(), at.end())).then_some(*kind)
        };
        found.filter_map(fits).next()
    }
}

/// Whether no letter stands right before or behind the bytes from `start` to `end`.
fn is_word(line: &str, start: usize, end: usize) -> bool {
    let inner = |at: usize| {
        let (before, behind) = line.split_at_checked(at).unwrap_or((line, ""));
        before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
            && behind.chars().next().is_some_and(char::is_alphanumeric)
    };
    !inner(start) && !inner(end)
}

fn clutter(name: &str) -> Option<Clutter> {
    Some(match name {
        "navigation" => Clutter::Navigation,
        "sharing" => Clutter::Sharing,
        "related" => Clutter::Related,
        "caption" => Clutter::Caption,
        "metadata" => Clutter::Metadata,
        "comments" => Clutter::Comments,
        "promotion" => Clutter::Promotion,
        "rights" => Clutter::Rights,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_three_columns() {
        for entry in entries(include_str!("../../resources/und/furniture.tsv")) {
            let columns: Vec<&str> = entry.split('\t').collect();
            assert!(
                columns.len() == 3 && clutter(columns[0]).is_some(),
                "{entry}"
            );
            assert!(["line", "start", "part"].contains(&columns[1]), "{entry}");
            assert_eq!(columns[2], columns[2].to_lowercase(), "{entry}");
        }
    }

    #[test]
    fn the_trees_load() {
        for file in [PAGE_TREES, DUMP_TREES].as_flattened() {
            assert!(Trees::load(file).is_some_and(|it| it.n_clues() > 0));
        }
    }

    #[test]
    fn finds_phrases_as_whole_words() {
        let furniture = Reading::load().furniture;
        assert_eq!(furniture.line("share"), Some(Clutter::Sharing));
        assert_eq!(
            furniture.start("related: dam opens"),
            Some(Clutter::Related)
        );
        assert_eq!(
            furniture.part("this site uses cookies."),
            Some(Clutter::Promotion)
        );
        assert_eq!(furniture.part("the handouts were late"), None);
    }
}
