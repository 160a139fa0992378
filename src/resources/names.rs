//! What tells names, roles and kinds of entities.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entries;

/// The word lists that tell names, roles and kinds of entities.
#[derive(Debug, Default)]
pub struct Names {
    words: FxHashMap<String, Lexeme>,
    phrases: FxHashMap<String, Vec<Phrase>>,
    roles: Vec<RoleNoun>,
    countries: Vec<Country>,
    media: Vec<Medium>,
    medium_heads: FxHashSet<&'static str>,
    programmes: FxHashMap<String, &'static str>,
}

/// What one word, in small letters, may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lexeme {
    flags: u64,
    role: u16,
}

/// One of the things that a word may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Tag {
    /// A first name of men.
    FirstMale = 1,
    /// A first name of women.
    FirstFemale = 1 << 1,
    /// A first name of both.
    FirstAny = 1 << 2,
    /// A title before names ("Mr").
    Title = 1 << 3,
    /// A title of men.
    TitleMale = 1 << 4,
    /// A title of women.
    TitleFemale = 1 << 5,
    /// A noun that names somebody by what he or she is.
    Role = 1 << 6,
    /// Such a noun in the plural.
    Roles = 1 << 7,
    /// A noun that heads names of organisations.
    Organisation = 1 << 8,
    /// A noun that heads names of places.
    Place = 1 << 9,
    /// A noun for a group, in small letters.
    Group = 1 << 10,
    /// A noun for a text that speaks.
    Document = 1 << 11,
    /// An ordinary word that may begin a sentence.
    Starter = 1 << 12,
    /// A determiner, preposition, conjunction or auxiliary.
    Function = 1 << 13,
    /// A verb that often follows a name.
    Verb = 1 << 14,
    /// A particle inside names ("von").
    Particle = 1 << 15,
    /// "he" and its forms.
    He = 1 << 16,
    /// "she" and its forms.
    She = 1 << 17,
    /// "they" and its forms.
    They = 1 << 18,
    /// "it" and its forms.
    It = 1 << 19,
    /// "who" and its forms.
    Who = 1 << 20,
    /// A month or weekday.
    Calendar = 1 << 21,
    /// A noun for an occasion of speaking ("interview").
    Occasion = 1 << 22,
    /// A noun for what carries words ("statement", "tweet").
    Channel = 1 << 23,
    /// A unit of time, or a small number in words.
    Duration = 1 << 24,
    /// A determiner that denies or asks ("no minister").
    Denying = 1 << 25,
    /// A word behind which a bare noun tells what somebody is ("has been minister").
    Copula = 1 << 26,
    /// A verb that the listener follows ("told").
    Tells = 1 << 27,
    /// A word that "to" and the listener follow ("spoke").
    Speaks = 1 << 28,
    /// A word before the medium that passed something on ("citing").
    Leads = 1 << 29,
    /// A word that opens a phrase for the occasion ("during").
    Opens = 1 << 30,
    /// A word that opens a clause of its own ("because").
    Cuts = 1 << 31,
    /// What a cue begins with that tells of more than one occasion ("has said").
    Lasting = 1 << 32,
    /// A verb of telling behind which a medium is one that passed it on ("told").
    Hands = 1 << 33,
    /// A word that leads to the listener ("spoke to").
    Toward = 1 << 34,
    /// A word before a medium that another medium had it from ("citing").
    Cites = 1 << 35,
    /// A word that joins an occasion and its place or partner ("conference in").
    Nearby = 1 << 36,
    /// A word that joins a journalist and the medium ("of").
    Host = 1 << 37,
    /// A word that opens a phrase for what came before ("after").
    Behind = 1 << 38,
    /// A word that tells that a saying lies before what is reported ("then").
    Then = 1 << 39,
    /// What opens a noun phrase ("the").
    Article = 1 << 40,
    /// A word that tells a day and ends a noun phrase ("yesterday").
    DayWord = 1 << 41,
    /// A determiner that opens a clause too ("that").
    That = 1 << 42,
    /// With "to", what names the medium that reported ("according").
    Reports = 1 << 43,
    /// A word that tells that something is still to come ("scheduled").
    Ahead = 1 << 44,
    /// A noun that calls a name a medium's ("newspaper").
    Medium = 1 << 45,
    /// A body that is named with "on" for what it deals with ("Council on Water").
    Subject = 1 << 46,
    /// A noun that leads names of places and things ("Lake", "Hurricane").
    Leading = 1 << 47,
    /// A noun that heads names of things that are nobody ("Prize").
    Thing = 1 << 48,
    /// A noun for what somebody is to somebody else ("colleague").
    Relation = 1 << 49,
}

impl Lexeme {
    /// Whether the word may be that.
    pub fn is(self, tag: Tag) -> bool {
        self.flags & tag as u64 != 0
    }

    /// Whether the word is a first name.
    pub fn is_first_name(self) -> bool {
        self.is(Tag::FirstMale) || self.is(Tag::FirstFemale) || self.is(Tag::FirstAny)
    }

    /// Whether the word is a pronoun that may stand for a speaker.
    pub fn is_pronoun(self) -> bool {
        [Tag::He, Tag::She, Tag::They, Tag::It, Tag::Who]
            .into_iter()
            .any(|tag| self.is(tag))
    }

    fn add(&mut self, tag: Tag) {
        self.flags |= tag as u64;
    }
}

/// A noun that names somebody by what he or she is or does.
#[derive(Debug)]
pub struct RoleNoun {
    /// The word that it is a form of ("spokesperson" for "spokeswoman").
    pub stem: &'static str,
    /// `m`, `f`, or `-` where it tells none.
    pub gender: char,
    /// Wider nouns that may stand for it later on.
    pub wider: Vec<&'static str>,
}

/// A country.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub code: &'static str,
    /// Its usual name.
    pub name: &'static str,
}

/// A medium that passes on what was said, or a platform on which it was said.
#[derive(Debug)]
pub struct Medium {
    /// Its usual name.
    pub name: &'static str,
    /// What it is.
    pub kind: MediumKind,
}

/// What a medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediumKind {
    /// A news agency.
    Agency,
    /// A newspaper, magazine or news site.
    Paper,
    /// A broadcaster.
    Broadcaster,
    /// A platform: where something was said.
    Platform,
}

/// What a known name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A country's name.
    Country(u16),
    /// A country's people or adjective.
    Demonym(u16),
    /// A capital.
    Capital(u16),
    /// Another name for a government ("Kremlin").
    Metonym(u16),
    /// A city or region.
    Place,
    /// A medium.
    Medium(u16),
}

impl Sense {
    /// The country that it tells.
    pub fn country(self) -> Option<u16> {
        match self {
            Sense::Country(it) | Sense::Demonym(it) | Sense::Capital(it) | Sense::Metonym(it) => {
                Some(it)
            }
            Sense::Place | Sense::Medium(_) => None,
        }
    }
}

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    sense: Sense,
}

impl Names {
    /// What a word in small letters may be.
    pub fn lexeme(&self, lower: &str) -> Lexeme {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The role noun that a word is; of a plural the noun that it is the plural of.
    pub fn role(&self, lexeme: Lexeme) -> Option<&RoleNoun> {
        self.roles.get(usize::from(lexeme.role).checked_sub(1)?)
    }

    /// The longest known name at the head of a list of words in small letters, and how long it is.
    pub fn known<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, Sense)> {
        let phrases = self.phrases.get(word(0)?)?;
        phrases
            .iter()
            .find(|phrase| {
                let mut words = phrase.words.iter().enumerate();
                words.all(|(i, it)| word(i) == Some(it.as_str()))
            })
            .map(|phrase| (phrase.words.len(), phrase.sense))
    }

    /// A country by its number in a [`Sense`].
    pub fn country(&self, country: u16) -> Option<&Country> {
        self.countries.get(usize::from(country))
    }

    /// A medium by its number in a [`Sense`].
    pub fn medium(&self, medium: u16) -> Option<&Medium> {
        self.media.get(usize::from(medium))
    }

    /// A medium by one of its names.
    pub fn medium_named(&self, name: &str) -> Option<&Medium> {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        match self.known(|i| words.get(i).copied())? {
            (length, Sense::Medium(medium)) if length == words.len() => self.medium(medium),
            _ => None,
        }
    }

    /// The broadcaster of a programme by the programme's name ("Meet the Press").
    pub fn broadcaster_of(&self, programme: &str) -> Option<&'static str> {
        self.programmes.get(&programme.to_lowercase()).copied()
    }

    /// Whether a name ends as the names of media do ("Quillhaven Times", "Corran Press Agency").
    pub fn is_medium_shaped(&self, name: &str) -> bool {
        let mut words = name.split_whitespace().rev();
        let (Some(last), Some(before)) = (words.next(), words.next()) else {
            return false;
        };
        self.medium_heads.contains(last)
            || self
                .medium_heads
                .iter()
                .any(|it| it.split_once('+').is_some_and(|it| it == (before, last)))
    }

    pub(crate) fn load() -> Names {
        let mut names = Names::default();
        names.load_words();
        names.load_roles();
        names.load_countries();
        names.load_media();
        names.load_programmes();
        for place in entries(include_str!("../../resources/und/places.txt")) {
            names.add_phrase(place, Sense::Place);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for phrases in names.phrases.values_mut() {
            // Stable: of two senses of one name the first loaded stays first.
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        names
    }

    fn load_words(&mut self) {
        let lists = [
            (
                include_str!("../../resources/en/organisations.txt"),
                Tag::Organisation,
            ),
            (
                include_str!("../../resources/en/place_heads.txt"),
                Tag::Place,
            ),
            (
                include_str!("../../resources/en/leading-heads.txt"),
                Tag::Leading,
            ),
            (include_str!("../../resources/en/things.txt"), Tag::Thing),
            (
                include_str!("../../resources/en/relations.txt"),
                Tag::Relation,
            ),
            (include_str!("../../resources/en/groups.txt"), Tag::Group),
            (
                include_str!("../../resources/en/documents.txt"),
                Tag::Document,
            ),
            (
                include_str!("../../resources/en/starters.txt"),
                Tag::Starter,
            ),
            (
                include_str!("../../resources/en/function_words.txt"),
                Tag::Function,
            ),
            (include_str!("../../resources/en/verbs.txt"), Tag::Verb),
            (include_str!("../../resources/en/denying.txt"), Tag::Denying),
            (include_str!("../../resources/en/copulas.txt"), Tag::Copula),
            (
                include_str!("../../resources/en/particles.txt"),
                Tag::Particle,
            ),
        ];
        let months = super::time::months(Some("en")).map(|it| it.0);
        for word in months.chain(super::time::english("weekday")) {
            self.tag(word, Tag::Calendar);
        }
        for word in super::time::english("unit").chain(super::time::english("count")) {
            // "a" counts, but it opens other phrases too.
            if word.len() > 2 {
                self.tag(word, Tag::Duration);
            }
        }
        for (list, tag) in lists {
            for word in entries(list).flat_map(str::split_whitespace) {
                self.tag(word, tag);
            }
        }
        for line in entries(include_str!("../../resources/und/first_names.tsv")) {
            let mut words = line.split_whitespace();
            let tag = match words.next() {
                Some("m") => Tag::FirstMale,
                Some("f") => Tag::FirstFemale,
                _ => Tag::FirstAny,
            };
            words.for_each(|word| self.tag(word, tag));
        }
        for line in entries(include_str!("../../resources/en/titles.txt")) {
            let mut fields = line.split('\t');
            let word = fields.next().unwrap_or_default();
            self.tag(word, Tag::Title);
            match fields.next() {
                Some("m") => self.tag(word, Tag::TitleMale),
                Some("f") => self.tag(word, Tag::TitleFemale),
                _ => {}
            }
        }
        for line in entries(include_str!("../../resources/en/circumstances.txt")) {
            match line.split_once('\t') {
                Some(("occasion", word)) => self.tag(word, Tag::Occasion),
                Some(("channel", word)) => self.tag(word, Tag::Channel),
                _ => {}
            }
        }
        let telling = entries(include_str!("../../resources/en/telling.tsv"));
        let phrases = entries(include_str!("../../resources/en/phrase-words.tsv"));
        for line in telling.chain(phrases) {
            let (kind, words) = line.split_once('\t').unwrap_or((line, ""));
            let tag = match kind {
                "tells" => Tag::Tells,
                "speaks" => Tag::Speaks,
                "leads" => Tag::Leads,
                "occasion" => Tag::Opens,
                "cut" => Tag::Cuts,
                "lasting" => Tag::Lasting,
                "hands" => Tag::Hands,
                "toward" => Tag::Toward,
                "cites" => Tag::Cites,
                "nearby" => Tag::Nearby,
                "host" => Tag::Host,
                "behind" => Tag::Behind,
                "then" => Tag::Then,
                "article" => Tag::Article,
                "day" => Tag::DayWord,
                "that" => Tag::That,
                "reports" => Tag::Reports,
                "ahead" => Tag::Ahead,
                "medium" => Tag::Medium,
                "subject" => Tag::Subject,
                _ => continue,
            };
            words.split_whitespace().for_each(|it| self.tag(it, tag));
        }
        let heads = entries(include_str!("../../resources/en/medium-heads.txt"));
        self.medium_heads
            .extend(heads.flat_map(str::split_whitespace));
        for line in entries(include_str!("../../resources/en/pronouns.txt")) {
            let mut fields = line.split('\t');
            let word = fields.next().unwrap_or_default();
            let tag = match fields.next() {
                Some("m") => Tag::He,
                Some("f") => Tag::She,
                Some("p") => Tag::They,
                Some("w") => Tag::Who,
                _ => Tag::It,
            };
            self.tag(word, tag);
        }
    }

    fn load_roles(&mut self) {
        for line in entries(include_str!("../../resources/en/roles.txt")) {
            let mut fields = line.split('\t');
            let (Some(word), Some(stem)) = (fields.next(), fields.next()) else {
                continue;
            };
            let gender = fields.next().and_then(|it| it.chars().next());
            self.roles.push(RoleNoun {
                stem,
                gender: gender.unwrap_or('-'),
                wider: fields
                    .next()
                    .unwrap_or_default()
                    .split_whitespace()
                    .collect(),
            });
            let role = u16::try_from(self.roles.len()).unwrap_or(0);
            self.tag(word, Tag::Role);
            self.words.entry(word.to_lowercase()).or_default().role = role;
            let plural = plural(word);
            let entry = self.words.entry(plural).or_default();
            if !entry.is(Tag::Role) {
                entry.add(Tag::Roles);
                entry.role = role;
            }
        }
    }

    fn load_countries(&mut self) {
        for line in entries(include_str!("../../resources/und/countries.tsv")) {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let country = u16::try_from(self.countries.len()).unwrap_or(0);
            let names = |i: usize| {
                let field = fields.get(i).copied().unwrap_or_default();
                field.split(';').map(str::trim).filter(|it| !it.is_empty())
            };
            let Some(name) = names(1).next() else {
                continue;
            };
            names(1).for_each(|it| self.add_phrase(it, Sense::Country(country)));
            names(2).for_each(|it| self.add_phrase(it, Sense::Demonym(country)));
            names(4).for_each(|it| self.add_phrase(it, Sense::Metonym(country)));
            names(3).for_each(|it| self.add_phrase(it, Sense::Capital(country)));
            self.countries.push(Country {
                code: fields.first().copied().unwrap_or_default(),
                name,
            });
        }
    }

    fn load_media(&mut self) {
        for line in entries(include_str!("../../resources/und/agencies.tsv")) {
            let mut fields = line.split('\t');
            let kind = match fields.next() {
                Some("agency") => MediumKind::Agency,
                Some("paper") => MediumKind::Paper,
                Some("broadcaster") => MediumKind::Broadcaster,
                _ => MediumKind::Platform,
            };
            let Some(name) = fields.next() else { continue };
            let medium = u16::try_from(self.media.len()).unwrap_or(0);
            self.media.push(Medium { name, kind });
            let others = fields.next().unwrap_or_default().split(';');
            for it in std::iter::once(name).chain(others) {
                self.add_phrase(it, Sense::Medium(medium));
            }
        }
    }

    fn load_programmes(&mut self) {
        for line in entries(include_str!("../../resources/und/programmes.tsv")) {
            let Some((broadcaster, programmes)) = line.split_once('\t') else {
                continue;
            };
            for name in programmes.split(';') {
                self.programmes.insert(name.to_lowercase(), broadcaster);
            }
        }
    }

    fn tag(&mut self, word: &str, tag: Tag) {
        let word = word.trim_end_matches('.').to_lowercase();
        self.words.entry(word).or_default().add(tag);
    }

    fn add_phrase(&mut self, phrase: &str, sense: Sense) {
        // A stop is a token of its own ("St." "Louis"), but for initialisms ("U.S.").
        let mut words: Vec<String> = Vec::new();
        for word in phrase.to_lowercase().split_whitespace() {
            match word.strip_suffix('.') {
                Some(bare) if !bare.contains('.') => {
                    words.extend([bare.to_owned(), ".".to_owned()]);
                }
                _ => words.push(word.to_owned()),
            }
        }
        if let Some(first) = words.first() {
            let phrases = self.phrases.entry(first.clone()).or_default();
            phrases.push(Phrase { words, sense });
        }
    }
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man") {
        format!("{stem}men")
    } else if let Some(stem) = word.strip_suffix('y').filter(|_| !word.ends_with("ey")) {
        format!("{stem}ies")
    } else if word.ends_with("ss") || word.ends_with("ch") || word.ends_with('x') {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}
