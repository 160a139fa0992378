//! What tells a coded event: verbs and nouns, what must stand with them, and what they tell.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entries;

/// The rules that tell coded events, in PLOVER's terms.
#[derive(Debug, Default)]
pub struct Events {
    rules: Vec<EventRule>,
    verbs: FxHashMap<String, Vec<(u16, VerbForms)>>,
    nouns: FxHashMap<&'static str, Vec<u16>>,
    demands: FxHashMap<&'static str, u16>,
    classes: FxHashMap<String, ClauseWords>,
    contexts: FxHashMap<&'static str, Vec<&'static str>>,
}

/// One meaning of a verb or noun.
#[derive(Debug)]
pub struct EventRule {
    /// PLOVER's event type.
    pub event: &'static str,
    /// PLOVER's mode; empty where the words tell none.
    pub mode: &'static str,
    /// PLOVER's context; empty where the words tell none.
    pub context: &'static str,
    /// Whether a direct object is needed.
    pub object: bool,
    /// Whether the object must be a mention.
    pub who: bool,
    /// Whether at least two parties are needed.
    pub two: bool,
    /// Whether the object must be a person, or must not.
    pub person: Option<bool>,
    /// Whether no recipient is told.
    pub alone: bool,
    /// What must stand right behind; nothing where all may.
    pub next: Vec<&'static str>,
    /// Of which one must stand in the clause; empty where none needs to.
    pub any: FxHashSet<&'static str>,
    /// Which must not stand behind.
    pub none: FxHashSet<&'static str>,
}

/// The forms of a verb that a word may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerbForms(u8);

impl VerbForms {
    /// "attack".
    pub const BASE: VerbForms = VerbForms(1);
    /// "attacks".
    pub const THIRD: VerbForms = VerbForms(2);
    /// "attacked", "gave".
    pub const PAST: VerbForms = VerbForms(4);
    /// "attacked", "given".
    pub const PARTICIPLE: VerbForms = VerbForms(8);
    /// "attacking".
    pub const ING: VerbForms = VerbForms(16);

    /// Whether the word may be that form.
    pub fn is(self, form: VerbForms) -> bool {
        self.0 & form.0 != 0
    }
}

/// What a word may do in a clause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClauseWords(u32);

/// Bits of [`ClauseWords`] that tell that a verb's or a noun's rule knows the word.
const VERB: u32 = 1 << 30;
const NOUN: u32 = 1 << 31;

/// One of the things that a word may do in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ClauseWord {
    Clause,
    Plan,
    Alleged,
    Preposition,
    Done,
    Skip,
    Determiner,
    Be,
    Have,
    Do,
    Will,
    Would,
    Might,
    Should,
    Not,
    If,
    Next,
    Later,
    Said,
    Claim,
    Deny,
    Against,
    Within,
    Where,
    And,
}

impl ClauseWord {
    fn named(name: &str) -> Option<ClauseWord> {
        Some(match name {
            "clause" => ClauseWord::Clause,
            "plan" => ClauseWord::Plan,
            "alleged" => ClauseWord::Alleged,
            "preposition" => ClauseWord::Preposition,
            "done" => ClauseWord::Done,
            "skip" => ClauseWord::Skip,
            "determiner" => ClauseWord::Determiner,
            "be" => ClauseWord::Be,
            "have" => ClauseWord::Have,
            "do" => ClauseWord::Do,
            "will" => ClauseWord::Will,
            "would" => ClauseWord::Would,
            "might" => ClauseWord::Might,
            "should" => ClauseWord::Should,
            "not" => ClauseWord::Not,
            "if" => ClauseWord::If,
            "next" => ClauseWord::Next,
            "later" => ClauseWord::Later,
            "said" => ClauseWord::Said,
            "claim" => ClauseWord::Claim,
            "deny" => ClauseWord::Deny,
            "against" => ClauseWord::Against,
            "within" => ClauseWord::Within,
            "where" => ClauseWord::Where,
            "and" => ClauseWord::And,
            _ => return None,
        })
    }
}

impl ClauseWords {
    /// Whether the word may do that.
    pub fn is(self, word: ClauseWord) -> bool {
        self.0 & (1 << word as u32) != 0
    }

    /// Whether a rule knows the word as a form of a verb.
    pub fn is_verb(self) -> bool {
        self.0 & VERB != 0
    }

    /// Whether a rule knows the word as a noun.
    pub fn is_noun(self) -> bool {
        self.0 & NOUN != 0
    }

    /// Whether it does nothing of its own in a clause.
    pub fn is_plain(self) -> bool {
        self.0 & !(VERB | NOUN) == 0
    }
}

impl Events {
    /// The rules of a verb's form, in the order in which they are tried.
    pub fn verb(&self, lower: &str) -> &[(u16, VerbForms)] {
        self.verbs.get(lower).map_or(&[], Vec::as_slice)
    }

    /// The rules of a noun.
    pub fn noun(&self, lower: &str) -> &[u16] {
        self.nouns.get(lower).map_or(&[], Vec::as_slice)
    }

    /// The rule of a word that demands something of its subject ("must").
    pub fn demand(&self, lower: &str) -> Option<&EventRule> {
        self.rule(*self.demands.get(lower)?)
    }

    /// A rule by its number.
    pub fn rule(&self, rule: u16) -> Option<&EventRule> {
        self.rules.get(usize::from(rule))
    }

    /// What a word may do in a clause.
    pub fn class(&self, lower: &str) -> ClauseWords {
        self.classes.get(lower).copied().unwrap_or_default()
    }

    /// The contexts that a word tells.
    pub fn contexts(&self, lower: &str) -> &[&'static str] {
        self.contexts.get(lower).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn load() -> Events {
        let list = include_str!("../../resources/en/events.tsv");
        let lists: FxHashMap<&'static str, &'static str> = entries(list)
            .filter_map(|line| line.strip_prefix('=')?.split_once('\t'))
            .collect();
        let mut events = Events::default();
        for line in entries(list) {
            let fields: Vec<&'static str> = line.split('\t').collect();
            match *fields.as_slice() {
                ["v", verbs, conditions, event, mode, context] => {
                    let rule = events.add(&lists, conditions, [event, mode, context]);
                    for verb in verbs.split(' ') {
                        events.add_verb(verb, rule);
                    }
                }
                ["n", nouns, conditions, event, mode, context] => {
                    let rule = events.add(&lists, conditions, [event, mode, context]);
                    for noun in nouns.split(' ') {
                        events.nouns.entry(noun).or_default().push(rule);
                        events.mark(noun, NOUN);
                    }
                }
                ["d", words, conditions, event, mode, context] => {
                    let rule = events.add(&lists, conditions, [event, mode, context]);
                    for word in words.split(' ') {
                        events.demands.insert(word, rule);
                    }
                }
                ["c", context, words] => {
                    for word in words.split(' ') {
                        events.contexts.entry(word).or_default().push(context);
                    }
                }
                ["w", class, words] => {
                    let bit = ClauseWord::named(class).map_or(0, |it| 1 << it as u32);
                    for word in words.split(' ') {
                        events.mark(word, bit);
                    }
                }
                _ => {}
            }
        }
        events
    }

    fn add(
        &mut self,
        lists: &FxHashMap<&'static str, &'static str>,
        conditions: &'static str,
        [event, mode, context]: [&'static str; 3],
    ) -> u16 {
        let known = |it: &'static str| if it == "-" { "" } else { it };
        let mut rule = EventRule {
            event,
            mode: known(mode),
            context: known(context),
            object: false,
            who: false,
            two: false,
            person: None,
            alone: false,
            next: Vec::new(),
            any: FxHashSet::default(),
            none: FxHashSet::default(),
        };
        for condition in conditions.split(' ') {
            match condition {
                "any" => {}
                "np" => rule.object = true,
                "who" => rule.who = true,
                "two" => rule.two = true,
                "person" => rule.person = Some(true),
                "!person" => rule.person = Some(false),
                "alone" => rule.alone = true,
                it => {
                    if let Some(next) = it.strip_prefix("next:") {
                        rule.next.extend(next.split(','));
                    } else if let Some(word) = it.strip_prefix('!') {
                        rule.none.insert(word);
                    } else if let Some(list) = it.strip_prefix('@') {
                        let words = lists.get(list).copied().unwrap_or_default();
                        rule.any.extend(words.split(' '));
                    } else {
                        rule.any.insert(it);
                    }
                }
            }
        }
        self.rules.push(rule);
        u16::try_from(self.rules.len() - 1).unwrap_or(u16::MAX)
    }

    fn mark(&mut self, word: &str, bit: u32) {
        self.classes.entry(word.to_owned()).or_default().0 |= bit;
    }

    fn add_verb(&mut self, verb: &str, rule: u16) {
        for (form, forms) in inflected(verb) {
            self.mark(&form, VERB);
            let known = self.verbs.entry(form).or_default();
            match known.iter_mut().find(|it| it.0 == rule) {
                Some(it) => it.1.0 |= forms.0,
                None => known.push((rule, forms)),
            }
        }
    }
}

/// The forms of a verb written as `stop*` (its last letter doubles) or `give:gave:given`.
fn inflected(verb: &str) -> [(String, VerbForms); 5] {
    let mut parts = verb.split(':');
    let written = parts.next().unwrap_or_default();
    let lemma = written.trim_end_matches('*');
    let mut stem = lemma.to_owned();
    if written.ends_with('*') {
        stem.extend(lemma.chars().next_back());
    }
    let consonant_y = lemma
        .strip_suffix('y')
        .filter(|it| !it.ends_with(['a', 'e', 'o', 'u']));
    let third = match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if lemma.ends_with(['s', 'x', 'z'])
            || lemma.ends_with("ch")
            || lemma.ends_with("sh") =>
        {
            format!("{lemma}es")
        }
        None => format!("{lemma}s"),
    };
    let regular = match consonant_y {
        Some(stem) => format!("{stem}ied"),
        None if lemma.ends_with('e') => format!("{lemma}d"),
        None => format!("{stem}ed"),
    };
    let ing = match lemma.strip_suffix('e') {
        Some(stem) if !stem.ends_with('e') => format!("{stem}ing"),
        _ => format!("{stem}ing"),
    };
    let past = parts.next().map_or(regular.clone(), str::to_owned);
    let participle = parts.next().map_or(regular, str::to_owned);
    [
        (lemma.to_owned(), VerbForms::BASE),
        (third, VerbForms::THIRD),
        (past, VerbForms::PAST),
        (participle, VerbForms::PARTICIPLE),
        (ing, VerbForms::ING),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let check = |verb: &str, expected: &str| {
            let forms = inflected(verb).map(|it| it.0).join(" ");
            assert_eq!(forms, expected);
        };
        check("attack", "attack attacks attacked attacked attacking");
        check("seize", "seize seizes seized seized seizing");
        check("stop*", "stop stops stopped stopped stopping");
        check("give:gave:given", "give gives gave given giving");
        check("cut*:cut:cut", "cut cuts cut cut cutting");
        check("deny", "deny denies denied denied denying");
    }

    #[test]
    fn every_line_of_the_list_is_understood() {
        let events = Events::load();
        for rule in &events.rules {
            assert!(!rule.any.contains(""), "{} names no list", rule.event);
            assert!(rule.event.chars().all(char::is_uppercase), "{}", rule.event);
        }
        for line in entries(include_str!("../../resources/en/events.tsv")) {
            let fields = line.split('\t').count();
            let expected = match line.chars().next() {
                Some('v' | 'n' | 'd') => 6,
                Some('c' | 'w') => 3,
                _ => 2,
            };
            assert_eq!(fields, expected, "{line}");
        }
    }
}
