//! What tells that something was said.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Force;
use crate::resources::{Sayings, entries};
use crate::text::SentenceRules;

/// The word lists that tell that something was said.
#[derive(Debug, Default)]
pub struct Speech {
    /// What tells where a sentence ends.
    pub sentences: SentenceRules,
    /// The verbs of saying, believing and intending.
    pub cues: Vec<Cue>,
    /// The words of the closed classes and the forms of the cues, in lower case.
    pub words: FxHashMap<&'static str, WordEntry>,
    /// The nouns and adjectives of believing and intending, in lower case.
    pub belief_words: FxHashSet<&'static str>,
    /// How other languages name a speaker beside a quotation, by language.
    pub sayings: Vec<(&'static str, Sayings)>,
}

/// A verb that reports.
#[derive(Debug)]
pub struct Cue {
    /// Its base form.
    pub lemma: &'static str,
    /// Whether it reports speech; otherwise a belief or an intention.
    pub speech: bool,
    /// What kind of speech act it names ("claim", "deny"), where it names one.
    pub force: Option<Force>,
    /// What may stand behind it, with how often it then reports something, in percent.
    pub frames: Vec<(&'static str, u8)>,
}

impl Cue {
    /// How often it reports something before `frame`, in percent; none where it was never seen to.
    pub fn rate(&self, frame: &str) -> Option<u8> {
        self.frames
            .iter()
            .find(|(name, _)| *name == frame)
            .map(|(_, rate)| *rate)
    }
}

/// What a word form can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordEntry {
    /// The closed classes that hold it.
    pub classes: Classes,
    /// The cue that it is a form of, and which forms.
    pub cue: Option<(u16, Forms)>,
}

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u32);

/// The names of the classes, in the order of their bits.
const CLASSES: [&str; 20] = [
    "determiner",
    "subject",
    "object",
    "relative",
    "wh",
    "preposition",
    "conjunction",
    "subordinator",
    "have",
    "be",
    "modal",
    "do",
    "negation",
    "adverb",
    "time",
    "finite",
    "channel",
    "pronoun",
    "saying",
    "condition",
];

#[allow(missing_docs)]
impl Classes {
    pub const DETERMINER: Classes = Classes(1);
    pub const SUBJECT: Classes = Classes(1 << 1);
    pub const OBJECT: Classes = Classes(1 << 2);
    pub const RELATIVE: Classes = Classes(1 << 3);
    pub const WH: Classes = Classes(1 << 4);
    pub const PREPOSITION: Classes = Classes(1 << 5);
    pub const CONJUNCTION: Classes = Classes(1 << 6);
    pub const SUBORDINATOR: Classes = Classes(1 << 7);
    pub const HAVE: Classes = Classes(1 << 8);
    pub const BE: Classes = Classes(1 << 9);
    pub const MODAL: Classes = Classes(1 << 10);
    pub const DO: Classes = Classes(1 << 11);
    pub const NEGATION: Classes = Classes(1 << 12);
    pub const ADVERB: Classes = Classes(1 << 13);
    pub const TIME: Classes = Classes(1 << 14);
    pub const FINITE: Classes = Classes(1 << 15);
    pub const CHANNEL: Classes = Classes(1 << 16);
    pub const PRONOUN: Classes = Classes(1 << 17);
    pub const SAYING: Classes = Classes(1 << 18);
    pub const CONDITION: Classes = Classes(1 << 19);
    pub const NOUN: Classes = Classes(1 << 20);
    pub const AUXILIARY: Classes = Classes(0b1111 << 8);

    /// Whether any class of `other` is among these.
    pub fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// Which forms of a verb a word can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms(pub u8);

#[allow(missing_docs)]
impl Forms {
    pub const BASE: Forms = Forms(1);
    pub const THIRD: Forms = Forms(2);
    pub const PAST: Forms = Forms(4);
    pub const PARTICIPLE: Forms = Forms(8);
    pub const ING: Forms = Forms(16);

    /// Whether it can be the form.
    pub fn is(self, form: Forms) -> bool {
        self.0 & form.0 != 0
    }
}

/// The frames of `sayings.tsv` with the rates given to them as a class, in percent: set by hand, a
/// little below what counted verbs of saying reach there.
const UNCOUNTED: [(&str, &str, u8); 4] = [
    ("beside", "beside", 85),
    ("beside", "quote", 80),
    ("that", "that", 80),
    ("object", "np", 60),
];

impl Speech {
    pub(crate) fn load() -> Speech {
        let mut words = closed_classes();
        let mut cues = cues(&mut words);
        add_sayings(&mut cues, &mut words);
        Speech {
            sentences: sentence_rules(),
            cues,
            words,
            belief_words: entries(include_str!("../../resources/en/belief-words.txt")).collect(),
            sayings: vec![
                (
                    "de",
                    Sayings::load(include_str!("../../resources/de/sayings.tsv")),
                ),
                (
                    "fr",
                    Sayings::load(include_str!("../../resources/fr/sayings.tsv")),
                ),
            ],
        }
    }

    /// How a language names a speaker beside a quotation, where there is a list.
    pub fn sayings(&self, language: &str) -> Option<&Sayings> {
        let found = self.sayings.iter().find(|it| it.0 == language);
        found.map(|it| &it.1)
    }
}

fn closed_classes() -> FxHashMap<&'static str, WordEntry> {
    let mut words: FxHashMap<&'static str, WordEntry> = FxHashMap::default();
    for line in entries(include_str!("../../resources/en/function-words.tsv")) {
        let Some((class, members)) = line.split_once('\t') else {
            continue;
        };
        let Some(bit) = CLASSES.iter().position(|it| *it == class) else {
            continue;
        };
        for word in members.split_whitespace() {
            words.entry(word).or_default().classes.0 |= 1 << bit;
        }
    }
    for word in entries(include_str!("../../resources/en/cue-nouns.txt")) {
        words.entry(word).or_default().classes.0 |= Classes::NOUN.0;
    }
    words
}

fn cues(words: &mut FxHashMap<&'static str, WordEntry>) -> Vec<Cue> {
    let mut cues = Vec::new();
    for line in entries(include_str!("../../resources/en/cues.tsv")) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let &[lemma, third, past, participle, ing, class, force, frames] = fields.as_slice() else {
            continue;
        };
        let idx = cues.len() as u16;
        add_forms(words, idx, [lemma, third, past, participle, ing]);
        let frames = frames
            .split(' ')
            .filter_map(|it| it.split_once('='))
            .filter_map(|(name, rate)| Some((name, rate.parse().ok()?)))
            .collect();
        cues.push(Cue {
            lemma,
            speech: class == "speech",
            force: Force::named(force),
            frames,
        });
    }
    cues
}

fn add_forms(words: &mut FxHashMap<&'static str, WordEntry>, idx: u16, forms: [&'static str; 5]) {
    for (bit, form) in forms.into_iter().enumerate() {
        let word = words.entry(form).or_default();
        let (_, set) = word.cue.get_or_insert((idx, Forms::default()));
        set.0 |= 1 << bit;
    }
}

/// Gives verbs of saying the frames that were not counted, and adds those that are no cues yet.
fn add_sayings(cues: &mut Vec<Cue>, words: &mut FxHashMap<&'static str, WordEntry>) {
    for line in entries(include_str!("../../resources/en/sayings.tsv")) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let &[lemma, third, past, participle, ing, frames] = fields.as_slice() else {
            continue;
        };
        let known = cues.iter().position(|it| it.lemma == lemma);
        let idx = known.unwrap_or(cues.len());
        if known.is_none() {
            cues.push(Cue {
                lemma,
                speech: true,
                force: None,
                frames: Vec::new(),
            });
        }
        add_forms(words, idx as u16, [lemma, third, past, participle, ing]);
        let Some(cue) = cues.get_mut(idx) else {
            continue;
        };
        for (name, frame, rate) in UNCOUNTED {
            let has = frames.split(' ').any(|it| it == name);
            if has && cue.rate(frame).is_none() {
                cue.frames.push((frame, rate));
            }
        }
    }
}

fn sentence_rules() -> SentenceRules {
    let abbreviations = include_str!("../../resources/en/abbreviations.tsv");
    let of_kind = |wanted: &str| -> FxHashSet<&'static str> {
        entries(abbreviations)
            .filter_map(|line| line.split_once('\t'))
            .filter(|(_, kind)| *kind == wanted)
            .map(|(word, _)| word)
            .collect()
    };
    SentenceRules {
        titles: of_kind("title"),
        figures: of_kind("figure"),
        closing: of_kind("closing"),
        starters: entries(include_str!("../../resources/en/sentence-starters.txt")).collect(),
        reporting: entries(include_str!("../../resources/en/speaker-tags.txt")).collect(),
    }
}
