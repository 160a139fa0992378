//! What documents say of somebody, and how much it speaks for two being one.
//!
//! All counts are points: ten stand for odds of ten to one. Names agree first; roles, company,
//! story and time then speak for or against it. `docs/evaluation.md` says how they were measured.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::words::key;
use super::context::Context;
use super::entry::Entry;
use super::name::{Agreement, Name};
use super::offices::Office;

/// The same full name.
const SAME: i32 = 12;
/// A full name in another spelling.
const SPELLED: i32 = 8;
/// An initial in place of the given name.
const INITIAL: i32 = 1;
/// A surname alone.
const SURNAME: i32 = -2;
/// One of the two has "Jr." or "Sr.".
const GENERATION: i32 = -4;
/// Other names or letters in the middle.
const MIDDLE: i32 = -25;
/// One document names both, as two.
const TOLD_APART: i32 = -60;
/// Reports of one story.
const STORY: i32 = 20;
/// One office: bare on both sides, and with a word for what or whose it is.
const OFFICE: (i32, i32) = (6, 14);
/// One kind of office, of another place or body.
const ELSEWHERE: i32 = -14;
/// One kind of office, for another matter.
const OTHER_MATTER: i32 = -4;
/// Roles of one field, of neighbouring fields, and of fields far apart.
const FIELDS: (i32, i32, i32) = (4, -8, -16);
/// A name or matter that the roles share.
const ROLE_WORD: i32 = 3;
/// The most that shared role words tell.
const ROLE_WORDS: i32 = 6;
/// The most that shared company tells.
const COMPANY: i32 = 16;
/// Both have roles that share no word, and it is not known of what field they are.
const UNLIKE: i32 = -8;
/// Both are described, and nothing of it is shared.
const NOTHING_SHARED: i32 = -5;
/// So many years apart, and more.
const LONG: (i32, i32) = (15, -6);
/// Half a life apart.
const LONGER: (i32, i32) = (30, -18);
/// A life apart.
const LONGEST: (i32, i32) = (60, -40);

/// How many offices of one person are compared.
const OFFICES: usize = 32;

/// How many names of the company a reason gives.
const NAMED: usize = 2;

/// What documents say of somebody.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// The names used.
    pub names: Vec<Name>,
    /// The offices held, with their titles.
    offices: Vec<(Office, String)>,
    /// Whether a document gives a role, of whatever kind.
    described: bool,
    /// The fields of the roles, a bit each.
    fields: u16,
    /// The keys of what roles are for and whose they are.
    words: FxHashSet<u64>,
    /// The keys of who else is named.
    company: Vec<u64>,
    company_set: FxHashSet<u64>,
    /// The stories.
    pub stories: FxHashSet<u32>,
    /// The documents, each with the first of its names.
    pub documents: FxHashMap<u32, u32>,
    /// First and last day of publishing.
    days: Option<(i32, i32)>,
}

impl Profile {
    /// What one entity's document says of it.
    pub(super) fn of(context: &Context<'_>, entry: &Entry<'_>, name: Name) -> Profile {
        let own = key(&name.sound);
        let mut profile = Profile::default();
        for role in &entry.entity.roles {
            profile.add_role(context, &role.title);
        }
        let company = context.company(entry.document).iter();
        profile.company = company
            .filter(|it| it.sound != own)
            .map(|it| it.key)
            .collect();
        profile.company_set = profile.company.iter().copied().collect();
        profile.stories.insert(context.story(entry.document));
        profile.documents.insert(entry.document, 0);
        profile.days = context.day(entry.document).map(|day| (day, day));
        profile.names.push(name);
        profile
    }

    /// Adds a role: "water minister of Veldania".
    pub(super) fn add_role(&mut self, context: &Context<'_>, title: &str) {
        if title.trim().is_empty() {
            return;
        }
        self.described = true;
        let Some(office) = Office::of(context.resources, title) else {
            return;
        };
        let fields = &context.resources.people.fields;
        self.fields |= fields.get(office.head).copied().unwrap_or(0);
        self.words.extend(office.words());
        let known = self.offices.iter().any(|(it, _)| *it == office);
        if !known && self.offices.len() < OFFICES {
            self.offices.push((office, title.to_owned()));
        }
    }

    /// Adds what other documents say of the same person.
    pub(super) fn add(&mut self, other: &Profile) {
        let mut at = Vec::new();
        for name in &other.names {
            let known = self.names.iter().position(|it| it == name);
            at.push(known.unwrap_or(self.names.len()) as u32);
            if known.is_none() {
                self.names.push(name.clone());
            }
        }
        for (office, title) in &other.offices {
            let known = self.offices.iter().any(|(it, _)| it == office);
            if !known && self.offices.len() < OFFICES {
                self.offices.push((office.clone(), title.clone()));
            }
        }
        self.described |= other.described;
        self.fields |= other.fields;
        self.words.extend(other.words.iter().copied());
        for key in &other.company {
            if self.company_set.insert(*key) {
                self.company.push(*key);
            }
        }
        self.stories.extend(other.stories.iter().copied());
        let documents = other.documents.iter();
        let renamed = documents
            .map(|(document, name)| (*document, at.get(*name as usize).copied().unwrap_or(0)));
        self.documents.extend(renamed);
        self.days = match (self.days, other.days) {
            (Some(own), Some(theirs)) => Some((own.0.min(theirs.0), own.1.max(theirs.1))),
            (own, theirs) => own.or(theirs),
        };
    }

    /// Whether a document gives a role.
    pub(super) fn has_roles(&self) -> bool {
        self.described
    }

    /// The first day of publishing.
    pub(super) fn first_day(&self) -> i32 {
        self.days.map_or(i32::MAX, |(first, _)| first)
    }

    /// The stories, by number.
    pub(super) fn stories_in_order(&self) -> Vec<u32> {
        let mut stories: Vec<u32> = self.stories.iter().copied().collect();
        stories.sort_unstable();
        stories
    }

    /// The best agreement of names; `None` where none agree.
    fn agreement<'p>(&'p self, other: &'p Profile) -> Option<(Agreement, &'p Name, &'p Name)> {
        let pairs = self
            .names
            .iter()
            .flat_map(|own| other.names.iter().map(move |theirs| (own, theirs)));
        pairs
            .filter_map(|(own, theirs)| Some((own.agrees(theirs)?, own, theirs)))
            .max_by_key(|(agreement, _, _)| *agreement)
    }

    /// Whether one document names both, by names that are not the same.
    fn told_apart(&self, other: &Profile) -> bool {
        let (few, many) = match self.documents.len() <= other.documents.len() {
            true => (self, other),
            false => (other, self),
        };
        #[expect(
            clippy::iter_over_hash_type,
            reason = "whether there is one has no order"
        )]
        for (document, name) in &few.documents {
            let Some(theirs) = many.documents.get(document) else {
                continue;
            };
            let own = few.names.get(*name as usize);
            let theirs = many.names.get(*theirs as usize);
            if let Some((own, theirs)) = own.zip(theirs) {
                let one = own
                    .agrees(theirs)
                    .is_some_and(|it| it >= Agreement::Spelled)
                    && own.generation == theirs.generation
                    && !own.differs_in_the_middle(theirs);
                let short = own.agrees(theirs) == Some(Agreement::Surname);
                if !one && !short {
                    return true;
                }
            }
        }
        false
    }
}

/// How much speaks for two being one.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    /// The sum.
    pub points: i32,
    agreement: Option<Agreement>,
    same_story: bool,
    office: Option<String>,
    company: Vec<u64>,
}

/// Weighs whether `own`, a few reports of somebody, mean `other`; `None` where names do not agree.
pub(super) fn weigh(context: &Context<'_>, own: &Profile, other: &Profile) -> Option<Weighed> {
    let (agreement, name, theirs) = own.agreement(other)?;
    let mut weighed = Weighed {
        agreement: Some(agreement),
        ..Weighed::default()
    };
    let mut points = match agreement {
        Agreement::Same => SAME,
        Agreement::Spelled => SPELLED,
        Agreement::Initial => INITIAL,
        Agreement::Surname => SURNAME,
    };
    if agreement > Agreement::Surname {
        if name.generation != theirs.generation {
            points += GENERATION;
        }
        if name.differs_in_the_middle(theirs) {
            points += MIDDLE;
        }
    }
    if own.told_apart(other) {
        points += TOLD_APART;
    }
    weighed.same_story = own.stories.iter().any(|it| other.stories.contains(it));
    if weighed.same_story {
        points += STORY;
    }
    let (office, title) = offices(own, other);
    points += office;
    weighed.office = title;
    if own.fields != 0 && other.fields != 0 && weighed.office.is_none() {
        points += match own.fields & other.fields {
            0 if context.resources.people.are_near(own.fields, other.fields) => FIELDS.1,
            0 => FIELDS.2,
            _ => FIELDS.0,
        };
    }
    let shared_words = own.words.iter().filter(|it| other.words.contains(it));
    let words = (shared_words.count() as i32 * ROLE_WORD).min(ROLE_WORDS);
    points += words;
    let (company, names) = company(context, own, other);
    points += company;
    weighed.company = names;
    let told = |it: &Profile| it.has_roles() || !it.company.is_empty();
    let shared = weighed.same_story || weighed.office.is_some() || words > 0 || company > 0;
    if !shared && told(own) && told(other) {
        points += NOTHING_SHARED;
        if own.described && other.described && (own.fields == 0 || other.fields == 0) {
            points += UNLIKE;
        }
    }
    points += time(own, other);
    weighed.points = points;
    Some(weighed)
}

/// What offices tell, and the title of one that is the same.
fn offices(own: &Profile, other: &Profile) -> (i32, Option<String>) {
    let mut best: Option<(i32, &str)> = None;
    let mut against = 0;
    for (office, title) in &own.offices {
        for (theirs, _) in &other.offices {
            if office.head != theirs.head {
                continue;
            }
            if office.fits(theirs) {
                let points =
                    match office.words().next().is_some() && theirs.words().next().is_some() {
                        true => OFFICE.1,
                        false => OFFICE.0,
                    };
                best = best.max(Some((points, title)));
            } else if office.is_elsewhere(theirs) {
                against = against.min(ELSEWHERE);
            } else {
                against = against.min(OTHER_MATTER);
            }
        }
    }
    match best {
        Some((points, title)) => (points, Some(title.to_owned())),
        None => (against, None),
    }
}

/// What shared company tells, and the rarest of it.
fn company(context: &Context<'_>, own: &Profile, other: &Profile) -> (i32, Vec<u64>) {
    let (few, many) = match own.company.len() <= other.company.len() {
        true => (own, other),
        false => (other, own),
    };
    let shared = few
        .company
        .iter()
        .filter(|it| many.company_set.contains(it));
    let mut shared: Vec<(u8, &str, u64)> = shared
        .map(|key| {
            let (rarity, name) = context.rarity(*key);
            (rarity, name, *key)
        })
        .collect();
    shared.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let points: i32 = shared.iter().map(|it| i32::from(it.0)).sum();
    shared.truncate(NAMED);
    (
        points.min(COMPANY),
        shared.into_iter().map(|it| it.2).collect(),
    )
}

fn time(own: &Profile, other: &Profile) -> i32 {
    let Some((own, theirs)) = own.days.zip(other.days) else {
        return 0;
    };
    let gap = (own.0 - theirs.1).max(theirs.0 - own.1).max(0) / 365;
    match gap {
        it if it > LONGEST.0 => LONGEST.1,
        it if it > LONGER.0 => LONGER.1,
        it if it > LONG.0 => LONG.1,
        _ => 0,
    }
}

impl Weighed {
    /// How likely it is, in thousandths.
    pub(super) fn confidence(&self) -> u16 {
        confidence(self.points)
    }

    /// The reason, in words: "same name; same office (water minister); both with Pell Okrist".
    pub(super) fn why(&self, context: &Context<'_>) -> String {
        let name = match self.agreement {
            Some(Agreement::Same) => "same name",
            Some(Agreement::Spelled) => "the name in another spelling",
            Some(Agreement::Initial) => "initial and surname",
            Some(Agreement::Surname) | None => "surname",
        };
        let mut why = name.to_owned();
        if self.same_story {
            why.push_str("; same story");
        }
        if let Some(title) = &self.office {
            why.push_str(&format!("; same office ({title})"));
        }
        if !self.company.is_empty() {
            let company = self.company.iter().map(|key| context.rarity(*key).1);
            let company: Vec<&str> = company.collect();
            why.push_str(&format!("; both with {}", company.join(" and ")));
        }
        if self.agreement >= Some(Agreement::Spelled)
            && !self.same_story
            && self.office.is_none()
            && self.company.is_empty()
        {
            why.push_str("; nothing speaks against it");
        }
        why
    }
}

/// Points as a likelihood in thousandths: ten points are ten to one.
fn confidence(points: i32) -> u16 {
    /// For 0 points and each two more.
    const TABLE: [u16; 11] = [500, 613, 715, 799, 863, 909, 941, 962, 975, 984, 990];
    let at = points.clamp(0, 20) as usize;
    let value = |at: usize| TABLE.get(at).copied().unwrap_or(990);
    u16::midpoint(value(at / 2), value(at.div_ceil(2)))
}
