//! A person's name to its parts, and how two names stand to each other.
//!
//! Case, accents, titles and particles do not count; short forms and transliterations of one given
//! name are one ("Bob" and "Robert", "Sergei" and "Serguei"); a surname is compared by its letters
//! and by its sound ("Zelensky", "Zelenskyy"). "Jr." and "Sr." tell father and son.

use super::super::words::fold;
use crate::resources::{Resources, Tag};

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    /// What stands before the surname.
    pub given: Given,
    /// The first letters of what stands between, in order.
    pub middle: Vec<char>,
    /// The surname by its letters.
    pub last: String,
    /// The surname by its sound: names of another sound are of other people.
    pub sound: String,
    /// 1 for "Sr.", 2 for "Jr.", 3 for "III".
    pub generation: Option<u8>,
    /// Whether a letter stands in the middle: "Ilse J. Marsk".
    pub has_initial: bool,
}

/// What a name has before the surname.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Given {
    /// Nothing.
    None,
    /// A letter.
    Initial(char),
    /// A given name: the spelling that stands for all of it, and its first letter as written.
    Full(String, char),
}

/// How two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// One of them is a surname alone.
    Surname,
    /// One of them has an initial where the other has a given name.
    Initial,
    /// Spelled differently.
    Spelled,
    /// The same.
    Same,
}

impl Name {
    /// Takes a name apart; `None` where nothing of it is a name.
    pub(super) fn of(resources: &Resources, name: &str) -> Option<Name> {
        let mut words = words(name);
        let generation = generation(&mut words);
        let lexeme = |word: &String| resources.names.lexeme(word.trim_end_matches('.'));
        let is_title = |word: &String| {
            let dotted = resources
                .names
                .lexeme(&format!("{}.", word.trim_end_matches('.')));
            lexeme(word).is(Tag::Title)
                || dotted.is(Tag::Title)
                || (word.chars().count() > 1
                    && resources
                        .facts
                        .name_suffixes
                        .contains(word.trim_end_matches('.')))
        };
        while words.len() > 1 && words.first().is_some_and(is_title) {
            words.remove(0);
        }
        // "Midfielder Jon Arden": what stands before a given name is none.
        while let [first, second, _, ..] = words.as_slice() {
            let role = lexeme(first).is(Tag::Role) || lexeme(first).is(Tag::Roles);
            let given = |it: &String| lexeme(it).is_first_name() || it.ends_with('.');
            if !role && (given(first) || !lexeme(second).is_first_name()) {
                break;
            }
            words.remove(0);
        }
        // "Anselm Ombrey of the Aldermoor clinic".
        let joins = |it: &String| {
            let it = lexeme(it);
            it.is(Tag::Function) && !it.is(Tag::Particle) && !it.is_first_name()
        };
        if let Some(at) = words.iter().skip(2).position(joins) {
            words.truncate(at + 2);
        }
        while words.len() > 1 && words.last().is_some_and(is_title) {
            words.pop();
        }
        let last: String = words.pop()?;
        let last = last.trim_end_matches('.');
        let last = ["al-", "el-", "bin-", "ibn-"]
            .iter()
            .find_map(|it| last.strip_prefix(it))
            .unwrap_or(last);
        let letters: String = last.chars().filter(|c| c.is_alphanumeric()).collect();
        if letters.chars().count() < 2 {
            return None;
        }
        let mut initials = Vec::new();
        let mut full: Option<(String, char)> = None;
        let has_initial = words
            .iter()
            .skip(1)
            .any(|it| it.trim_end_matches('.').chars().count() == 1);
        for word in words.iter().filter(|word| !lexeme(word).is(Tag::Particle)) {
            let parts = word.split(['.', '-']).filter(|it| !it.is_empty());
            for part in parts {
                let first = part.chars().next().unwrap_or(' ');
                match part.chars().count() {
                    1 => initials.push(first),
                    _ if full.is_none() => full = Some((given(resources, part), first)),
                    _ => initials.push(first),
                }
            }
        }
        let given = match full {
            Some((name, first)) => Given::Full(name, first),
            None if initials.is_empty() => Given::None,
            None => Given::Initial(initials.remove(0)),
        };
        Some(Name {
            given,
            middle: initials,
            last: spelling(&letters),
            sound: sound(&letters),
            generation,
            has_initial,
        })
    }

    /// Whether nothing but a person has such a name: it tells a generation, or has an initial in the
    /// middle.
    pub(super) fn is_persons(&self) -> bool {
        self.generation.is_some() || self.has_initial
    }

    /// Whether there is a given name, written out.
    pub(super) fn is_full(&self) -> bool {
        matches!(self.given, Given::Full(..))
    }

    /// How the given name sounds; empty where there is none.
    pub(super) fn given_sound(&self) -> String {
        match &self.given {
            Given::Full(name, _) => sound(name),
            Given::Initial(_) | Given::None => String::new(),
        }
    }

    /// How two names agree; `None` where they cannot be one person's.
    pub(super) fn agrees(&self, other: &Name) -> Option<Agreement> {
        if self.sound != other.sound {
            return None;
        }
        if let (Some(own), Some(theirs)) = (self.generation, other.generation)
            && own != theirs
        {
            return None;
        }
        let spelled = match self.last == other.last {
            true => Agreement::Same,
            false => Agreement::Spelled,
        };
        match (&self.given, &other.given) {
            (Given::None, Given::None) => Some(spelled.min(Agreement::Surname)),
            (Given::None, _) | (_, Given::None) => Some(Agreement::Surname),
            (Given::Full(own, _), Given::Full(theirs, _)) if own == theirs => Some(spelled),
            (Given::Full(own, _), Given::Full(theirs, _)) => {
                (sound(own) == sound(theirs)).then_some(Agreement::Spelled)
            }
            (Given::Initial(own), Given::Initial(theirs)) => {
                (own == theirs).then_some(Agreement::Initial)
            }
            (Given::Initial(letter), Given::Full(name, first))
            | (Given::Full(name, first), Given::Initial(letter)) => {
                let is_first = letter == first || name.starts_with(*letter);
                is_first.then_some(Agreement::Initial)
            }
        }
    }

    /// Whether both names have something in the middle, and not the same.
    pub(super) fn differs_in_the_middle(&self, other: &Name) -> bool {
        !self.middle.is_empty()
            && !other.middle.is_empty()
            && !self.middle.iter().any(|it| other.middle.contains(it))
    }
}

/// The words of a name in small letters; what stands behind a comma comes first, but for "Jr.".
fn words(name: &str) -> Vec<String> {
    let folded = |part: &str| -> Vec<String> {
        let words = part.split_whitespace().map(fold);
        let words = words.map(|word| {
            let inside = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            inside.to_owned()
        });
        words
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .collect()
    };
    let mut parts = name.split(',').map(folded).filter(|it| !it.is_empty());
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    match second {
        None => first,
        Some(second) if is_generation(&second) => [first, second].concat(),
        Some(second) if first.len() <= 2 => [second, first].concat(),
        Some(_) => first,
    }
}

/// What "Jr.", "senior" and the like tell.
fn generation_of(word: &str) -> Option<u8> {
    match word.trim_end_matches('.') {
        "sr" | "senior" | "elder" => Some(1),
        "jr" | "junior" | "younger" | "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

/// Whether a part of a name says which generation is meant, and nothing else.
fn is_generation(words: &[String]) -> bool {
    let mut words = words.iter().filter(|it| *it != "the");
    let first = words.next();
    first.is_some_and(|it| generation_of(it).is_some()) && words.next().is_none()
}

/// Takes "Jr.", "the younger" and the like from the end of a name.
fn generation(words: &mut Vec<String>) -> Option<u8> {
    let number = generation_of(words.last()?)?;
    let was_alone = words.len() == 1;
    words.pop();
    if words.last().is_some_and(|it| it == "the") {
        words.pop();
    }
    (!was_alone).then_some(number)
}

/// The spelling that stands for all of a given name.
fn given(resources: &Resources, name: &str) -> String {
    let full = resources.facts.nicknames.get(name).copied().unwrap_or(name);
    let names = &resources.people.given_names;
    names.get(full).copied().unwrap_or(full).to_owned()
}

/// One spelling for the usual ways of writing a Slavic ending.
fn spelling(word: &str) -> String {
    let word = word.replace("kh", "h").replace("ks", "x");
    for ending in ["iy", "yy", "yi", "ii", "ij", "y"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) {
            return format!("{stem}i");
        }
    }
    word
}

/// What several letters are written for, the longer first; capitals are sounds of their own.
const SOUNDS: [(&str, &str); 37] = [
    ("shch", "S"),
    ("schtsch", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("dzh", "J"),
    ("zh", "J"),
    ("dj", "J"),
    ("sh", "S"),
    ("sz", "S"),
    ("ch", "C"),
    ("cz", "C"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("ks", "x"),
    ("qu", "k"),
    ("gui", "gi"),
    ("gue", "ge"),
    ("ou", "u"),
    ("ae", "e"),
    ("oe", "o"),
    ("ue", "u"),
    ("ya", "a"),
    ("ia", "a"),
    ("ja", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("ju", "u"),
    ("ye", "e"),
    ("ie", "e"),
    ("je", "e"),
    ("q", "k"),
];

/// How a name sounds, whatever the language whose spelling it follows.
fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let known = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters));
        let (length, sound) = match known {
            Some((letters, sound)) => (letters.len(), *sound),
            None => (first.len_utf8(), rest.get(..first.len_utf8()).unwrap_or("")),
        };
        let sound = match sound {
            "w" => "v",
            "y" | "j" => "i",
            it => it,
        };
        // Doubled letters are one, and so are the vowels of "-skyy".
        if !out.ends_with(sound) {
            out.push_str(sound);
        }
        rest = rest.get(length..).unwrap_or("");
    }
    for (ending, usual) in [("of", "ov"), ("ef", "ev"), ("in", "in")] {
        if let Some(stem) = out.strip_suffix(ending).filter(|it| it.len() > 2) {
            return format!("{stem}{usual}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    fn check(a: &str, b: &str, expected: Option<Agreement>) {
        let name = |name| Name::of(resources::get(), name).expect("a name");
        let (one, other) = (name(a), name(b));
        assert_eq!(
            one.agrees(&other),
            expected,
            "{a} / {b}: {one:?}, {other:?}"
        );
        assert_eq!(other.agrees(&one), expected, "{b} / {a}");
    }

    #[test]
    fn spellings_of_one_name() {
        use Agreement::*;
        check("Sergey Varro", "Sergei Varro", Some(Same));
        check("Serguei Varro", "SERGEJ VARRO", Some(Same));
        check("Arkady Solensky", "Arkadii Solenskyy", Some(Spelled));
        check("Volodymyr Okristov", "Vladimir Okristow", Some(Spelled));
        check("Yuri Chernin", "Youri Tchernin", Some(Spelled));
        check("José Ibarra", "JOSE IBARRA", Some(Same));
        check("Joe Marsk", "Joseph R. Marsk", Some(Same));
        check("Mohammed al-Hadrami", "Muhammad el-Hadrami", Some(Same));
        check("Marsk, Ilse", "Ilse Marsk", Some(Same));
        check("Anna van der Velden", "Anna Van Der Velden", Some(Same));
        check("Dr. Ilse Marsk", "Ilse Marsk, PhD", Some(Same));
        check(
            "Midfielder Peter Arden",
            "Peter Arden of the Rovers",
            Some(Same),
        );
    }

    #[test]
    fn parts_of_one_name() {
        use Agreement::*;
        check("J. Marsk", "Joran Marsk", Some(Initial));
        check("J.R. Marsk", "Joran Marsk", Some(Initial));
        check("T. Marsk", "Joran Marsk", None);
        check("J. Robert Hald", "Robert Hald", Some(Same));
        check("Marsk", "Joran Marsk", Some(Surname));
        check("van der Velden", "Anna van der Velden", Some(Surname));
    }

    #[test]
    fn names_of_two() {
        check("Mira Solane", "Pell Solane", None);
        check("Joran Marsk Sr.", "Joran Marsk, Jr.", None);
        check("Joran Marsk", "Joran Marsk Jr.", Some(Agreement::Same));
        check("Joran Marek", "Joran Marsk", None);
        let middle = |name| Name::of(resources::get(), name).expect("a name");
        assert!(middle("Ilse A. Marsk").differs_in_the_middle(&middle("Ilse B. Marsk")));
        assert!(!middle("Ilse Anna Marsk").differs_in_the_middle(&middle("Ilse A. Marsk")));
    }

    #[test]
    fn what_is_no_name() {
        for text in ["", " . ", "J.", "Jr."] {
            assert_eq!(Name::of(resources::get(), text), None, "{text}");
        }
    }
}
