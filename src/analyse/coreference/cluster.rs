//! One entity while it is being put together.

use super::standing::Topic;
use crate::analyse::mentions::{Gender, Words};
use crate::model::{Entity, EntityKind, Role, Span};
use crate::resources::{Names, RoleNoun, Sense, Tag};
use crate::text::TokenKind;

/// An entity with what is known about it so far.
#[derive(Debug)]
pub(crate) struct Cluster<'a> {
    pub kind: EntityKind,
    pub named: bool,
    pub gender: Gender,
    /// The words of its fullest name in small letters.
    pub name: Vec<&'a str>,
    /// Its fullest name.
    pub span: Span,
    pub roles: Vec<RoleKey<'a>>,
    /// Where it was named otherwise.
    pub aliases: Vec<Span>,
    pub sense: Option<Sense>,
    /// Sentence and first byte of the last mention outside quotations.
    pub last: Option<(u32, usize)>,
    /// Whether that mention was the first of its sentence or stood before a verb.
    pub subject: bool,
    /// How much the sentence of that mention was about it.
    pub topic: Topic,
    /// Mentions outside quotations so far.
    pub count: u32,
    /// Whether the last mention only told which of another noun: "the Varro campaign".
    pub modifier: bool,
    /// Whether all mentions so far stood inside quotations.
    pub quoted: bool,
    /// Whether it was introduced as known to all: "the foreign minister".
    pub definite: bool,
    /// How many statements it made so far.
    pub spoken: u32,
    /// Whether several are meant.
    pub plural: bool,
    /// The name that the input states for it.
    pub stated: Option<String>,
}

/// A role, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct RoleKey<'a> {
    pub span: Span,
    pub noun: Option<&'a RoleNoun>,
    pub head: &'a str,
    pub country: Option<u16>,
    /// The other words that say which ("water" of "water minister").
    pub modifiers: Vec<&'a str>,
    /// Whether it names several ("Presidents Marsk and Varro").
    pub plural: bool,
    /// Whether it tells what somebody is to somebody whom it does not name ("her colleague").
    pub relation: bool,
}

/// Modifiers that make another office of a role.
const LESSER: [&str; 6] = [
    "vice",
    "deputy",
    "assistant",
    "associate",
    "former",
    "acting",
];

/// Modifiers that tell nothing about which office it is.
const PLAIN: [&str; 10] = [
    "new", "former", "then", "top", "senior", "current", "longtime", "outgoing", "late", "veteran",
];

impl<'a> RoleKey<'a> {
    /// Takes a role apart: the noun at `head`, what country and which one.
    pub(crate) fn new(
        names: &'a Names,
        words: &'a Words<'_>,
        range: (usize, usize),
        head: usize,
    ) -> RoleKey<'a> {
        let mut country = None;
        let mut modifiers = Vec::new();
        let mut at = range.0;
        while at < range.1 {
            let lookup = |i: usize| (at + i < range.1).then(|| words.lower(at + i));
            let capital = words.get(at).is_some_and(|it| it.is_capital());
            if let Some((length, sense)) = names.known(lookup).filter(|_| capital) {
                country = country.or(sense.country());
                if sense.country().is_none() {
                    modifiers.push(words.lower(at));
                }
                at += length;
                continue;
            }
            let word = words.get(at);
            let content = word.is_some_and(|it| {
                it.kind == TokenKind::Word && !it.is_function() && !it.lexeme.is(Tag::Particle)
            });
            if at != head && content && !PLAIN.contains(&words.lower(at)) {
                modifiers.push(words.lower(at));
            }
            at += 1;
        }
        let noun = words.get(head).and_then(|it| names.role(it.lexeme));
        RoleKey {
            span: without_article(words, range),
            noun,
            head: words.lower(head),
            country,
            modifiers,
            plural: words.get(head).is_some_and(|it| it.lexeme.is(Tag::Roles)),
            relation: is_bare_relation(words, range, head),
        }
    }

    fn stem(&self) -> &'a str {
        self.noun.map_or(self.head, |it| it.stem)
    }

    /// How well this phrase fits somebody introduced with another; `None` where it does not.
    pub(crate) fn fits(&self, introduced: &RoleKey<'_>) -> Option<i32> {
        let same = self.stem() == introduced.stem();
        let wider = introduced
            .noun
            .is_some_and(|it| it.wider.contains(&self.stem()));
        if !same && !wider {
            return None;
        }
        let mut score = if same { 30 } else { 15 };
        match (self.country, introduced.country) {
            (Some(a), Some(b)) if a == b => score += 20,
            (Some(_), Some(_)) => return None,
            _ => {}
        }
        let lesser = |it: &RoleKey<'_>, word: &str| it.modifiers.contains(&word);
        if same
            && LESSER
                .iter()
                .any(|word| *word != "former" && lesser(introduced, word) != lesser(self, word))
        {
            return None;
        }
        let shared = self
            .modifiers
            .iter()
            .filter(|it| introduced.modifiers.contains(it))
            .count();
        let other = self.modifiers.len() - shared;
        if other > 0 && shared == 0 && !introduced.modifiers.is_empty() && same {
            return None;
        }
        score += 10 * shared as i32 - 12 * other as i32;
        (score > 0).then_some(score)
    }
}

/// Whether a role is what somebody is to another whom its words do not name: "her colleague", "his friend at
/// the ministry", but not "Okrist's brother", "a friend of the minister", "a partner at the firm".
fn is_bare_relation(words: &Words<'_>, range: (usize, usize), head: usize) -> bool {
    let owned = is_owner(words, range.0);
    let named = |at: usize| words.is_possessive(at) || words.lower(at) == "of";
    let place = matches!(words.lower(range.1), "at" | "in");
    let relation = words
        .get(head)
        .is_some_and(|it| it.lexeme.is(Tag::Relation));
    relation && (owned || !place && !(range.0..range.1).any(named))
}

/// Whether a word is a pronoun of whom something belongs to.
fn is_owner(words: &Words<'_>, at: usize) -> bool {
    matches!(
        words.lower(at),
        "his" | "her" | "their" | "its" | "our" | "my"
    )
}

/// The span of a phrase without the article or owner pronoun in front.
pub(crate) fn without_article(words: &Words<'_>, range: (usize, usize)) -> Span {
    let article = |at: usize| {
        let leads = matches!(words.lower(at), "the" | "a" | "an" | "this" | "that");
        leads || is_owner(words, at)
    };
    let first = if article(range.0) && range.0 + 1 < range.1 {
        range.0 + 1
    } else {
        range.0
    };
    words.span(first, range.1)
}

impl Cluster<'_> {
    /// One that has no name, described by a span.
    pub(crate) fn unnamed(span: Span, kind: EntityKind) -> Cluster<'static> {
        Cluster {
            kind,
            named: false,
            gender: Gender::Unknown,
            name: Vec::new(),
            span,
            roles: Vec::new(),
            aliases: Vec::new(),
            sense: None,
            last: None,
            subject: false,
            topic: Topic::No,
            count: 0,
            modifier: false,
            quoted: false,
            definite: false,
            spoken: 0,
            plural: false,
            stated: None,
        }
    }

    /// The entity as it is recorded.
    ///
    /// A medium called by its initials alone bears its usual name: "AP" is the Associated Press.
    pub(crate) fn entity(&self, names: &Names, text: &str) -> Entity {
        let mut written = tidy(self.span.of(text));
        if self.kind == EntityKind::Group
            && let Some(bare) = written
                .strip_prefix("the ")
                .or_else(|| written.strip_prefix("The "))
        {
            written = bare.to_owned();
        }
        let initials = written.len() <= 4 && written.chars().all(char::is_uppercase);
        let medium = match self.sense {
            Some(Sense::Medium(medium)) if initials => names.medium(medium),
            _ => None,
        };
        let name = match (&self.stated, medium) {
            (Some(name), _) => name.clone(),
            (None, Some(medium)) => medium.name.to_owned(),
            (None, None) => written,
        };
        let mut aliases: Vec<String> = Vec::new();
        let mut spans = self.aliases.clone();
        spans.sort();
        for alias in spans.into_iter().map(|it| tidy(it.of(text))) {
            if alias != name && !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
        let mut roles: Vec<Role> = Vec::new();
        for role in self.roles.iter().filter(|it| !it.plural && !it.relation) {
            let title = tidy(role.span.of(text));
            // Who is known by the role alone has it as name: it is not said twice.
            if title.eq_ignore_ascii_case(&name) {
                continue;
            }
            if !roles.iter().any(|it| it.title.eq_ignore_ascii_case(&title)) {
                roles.push(Role {
                    title,
                    span: role.span,
                });
            }
        }
        roles.sort_by_key(|it| it.span);
        Entity {
            name,
            kind: self.kind,
            named: self.named,
            roles,
            aliases,
        }
    }
}

/// White space of any kind as one space.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
