//! Names to entities: "Ilvan Marsk", "Marsk" and "Mr Marsk" are one, "Bill" and "Hillary" are two.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::cluster::Cluster;
use super::standing::Topic;
use crate::analyse::mentions::{Found, Gender, Words, first_name_gender};
use crate::model::{EntityKind, MentionKind, Span};
use crate::resources::Sense;
use crate::text::fold;

/// The clusters by the words that may call for them, so that long texts stay linear.
#[derive(Default)]
struct Index<'a> {
    by_word: FxHashMap<Cow<'a, str>, Vec<usize>>,
    by_sense: FxHashMap<u32, usize>,
    /// First bytes of the mentions by full name, in order, and of the last one by a part of it.
    places: Vec<(Vec<usize>, Option<usize>)>,
}

/// Gives every name its cluster; `None` for what is no name.
pub(crate) fn cluster<'a>(
    words: &'a Words<'_>,
    found: &[Found],
    clusters: &mut Vec<Cluster<'a>>,
) -> Vec<Option<usize>> {
    let mut of = vec![None; found.len()];
    let mut index = Index::default();
    // Full names first: a headline's surname is told by the name that follows it.
    for full in [true, false] {
        for (item, slot) in found.iter().zip(of.iter_mut()) {
            let name = name_of(words, item);
            let is_full = item.kind != MentionKind::Person || name.len() > 1;
            if is_full != full || name.is_empty() {
                continue;
            }
            let known = match item.kind {
                MentionKind::Person => person(clusters, &index, item, &name),
                MentionKind::Organisation | MentionKind::Place => {
                    other(clusters, &index, item, &name)
                }
                MentionKind::Role | MentionKind::Pronoun => continue,
            };
            let cluster = known.unwrap_or_else(|| {
                clusters.push(new(words, item, &name));
                index.places.push((Vec::new(), None));
                clusters.len() - 1
            });
            index.add(cluster, item, &name, full);
            add(clusters, cluster, item, &name, words);
            *slot = Some(cluster);
        }
    }
    acronyms(words, found, clusters, &mut of);
    of
}

impl<'a> Index<'a> {
    fn add(&mut self, cluster: usize, item: &Found, name: &[&'a str], full: bool) {
        let (first, last, _) = parts(name);
        for word in [first, last, name.last().copied()].into_iter().flatten() {
            let clusters = self.by_word.entry(plain(word)).or_default();
            if !clusters.contains(&cluster) {
                clusters.push(cluster);
            }
        }
        if let Some(key) = item.sense.and_then(sense_key) {
            self.by_sense.entry(key).or_insert(cluster);
        }
        if let Some((places, part)) = self.places.get_mut(cluster) {
            if full {
                places.push(item.span.start());
            } else {
                *part = Some(item.span.start());
            }
        }
    }

    fn candidates(&self, word: Option<&str>) -> &[usize] {
        let clusters = word.and_then(|it| self.by_word.get(&*plain(it)));
        let clusters = clusters.map_or(&[] as &[usize], Vec::as_slice);
        clusters
            .get(..clusters.len().min(NAMESAKES))
            .unwrap_or(clusters)
    }

    /// How often the text names a cluster in full, where that may tell whom a bare surname means.
    fn often(&self, cluster: usize, item: &Found) -> usize {
        // A title ("Mr Okrist") has told a gender already, and with it one of two.
        let places = self.places.get(cluster).map_or(0, |it| it.0.len());
        if item.gender == Gender::Unknown {
            places
        } else {
            0
        }
    }

    /// Where a cluster was named last before a place; failing that how soon after it.
    fn nearest(&self, cluster: usize, place: usize) -> (bool, i64) {
        let Some((places, part)) = self.places.get(cluster) else {
            return (false, i64::MIN);
        };
        let at = places.partition_point(|it| *it < place);
        let before = at.checked_sub(1).and_then(|it| places.get(it)).copied();
        match before.max(part.filter(|it| *it < place)) {
            Some(before) => (true, before as i64),
            None => (false, places.get(at).map_or(i64::MIN, |it| -(*it as i64))),
        }
    }
}

/// Most entities that one word is compared with; more namesakes than that no article has.
const NAMESAKES: usize = 64;

/// What makes two known names one: the medium or the country.
fn sense_key(sense: Sense) -> Option<u32> {
    match sense {
        Sense::Medium(it) => Some(u32::from(it)),
        Sense::Country(it) => Some(1 << 16 | u32::from(it)),
        _ => None,
    }
}

fn name_of<'a>(words: &'a Words<'_>, item: &Found) -> Vec<&'a str> {
    if matches!(item.kind, MentionKind::Role | MentionKind::Pronoun) {
        return Vec::new();
    }
    let article = usize::from(
        item.kind != MentionKind::Person
            && words.lower(item.words.0) == "the"
            && item.words.1 > item.words.0 + 1,
    );
    let range = item.words.0 + article..item.words.1;
    range
        .filter(|&at| {
            words
                .get(at)
                .is_some_and(|it| it.kind != crate::text::TokenKind::Mark)
        })
        .map(|at| words.lower(at))
        .collect()
}

fn new<'a>(words: &Words<'_>, item: &Found, name: &[&'a str]) -> Cluster<'a> {
    // A first name alone, which is no surname of anybody named in full.
    let alone = item.kind == MentionKind::Person && name.len() == 1;
    let gender = match item.gender {
        Gender::Unknown if alone => first_name_gender(words, item.words.0),
        told => told,
    };
    Cluster {
        kind: match item.kind {
            MentionKind::Person => EntityKind::Person,
            MentionKind::Place => EntityKind::Place,
            _ => EntityKind::Group,
        },
        named: true,
        gender,
        name: name.to_vec(),
        span: item.span,
        roles: Vec::new(),
        aliases: Vec::new(),
        sense: item.sense,
        last: None,
        subject: false,
        topic: Topic::No,
        count: 0,
        modifier: false,
        quoted: false,
        definite: false,
        spoken: 0,
        plural: item.plural,
        stated: None,
    }
}

fn add<'a>(
    clusters: &mut [Cluster<'a>],
    at: usize,
    item: &Found,
    name: &[&'a str],
    words: &Words<'_>,
) {
    let Some(cluster) = clusters.get_mut(at) else {
        return;
    };
    cluster.aliases.push(item.span);
    if cluster.gender == Gender::Unknown {
        cluster.gender = item.gender;
    }
    // "Moscow" is better than the dateline's "MOSCOW".
    let shouted = |span: Span| span.len() > 5 && !span.of(words.text).contains(char::is_lowercase);
    let better = name.len() == cluster.name.len() && shouted(cluster.span) && !shouted(item.span);
    if name.len() > cluster.name.len() || better {
        cluster.name = name.to_vec();
        cluster.span = item.span;
    }
}

/// Endings that tell two of one name apart.
const GENERATIONS: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];

/// First name, last name and generation of a person's name.
fn parts<'a>(name: &[&'a str]) -> (Option<&'a str>, Option<&'a str>, Option<&'a str>) {
    let generation = name.last().copied().filter(|it| GENERATIONS.contains(it));
    let name = match generation {
        Some(_) => name.get(..name.len() - 1).unwrap_or(name),
        None => name,
    };
    let first = (name.len() > 1).then(|| name.first().copied()).flatten();
    (first, name.last().copied(), generation)
}

/// The person that a name means, among those known.
fn person(
    clusters: &[Cluster<'_>],
    index: &Index<'_>,
    item: &Found,
    name: &[&str],
) -> Option<usize> {
    let (first, last, generation) = parts(name);
    let fits = |cluster: &Cluster<'_>| {
        if cluster.kind != EntityKind::Person {
            return false;
        }
        let (known_first, known_last, known_generation) = parts(&cluster.name);
        let genders = item.gender == Gender::Unknown
            || cluster.gender == Gender::Unknown
            || item.gender == cluster.gender;
        let generations =
            generation.is_none() || known_generation.is_none() || generation == known_generation;
        let names = match first {
            Some(first) => same(last, known_last) && known_first.is_none_or(|it| alike(first, it)),
            None => same(last, known_last) || same(last, known_first),
        };
        genders && generations && names
    };
    let candidates = || {
        let all = index.candidates(last).iter().copied();
        all.filter(|&at| clusters.get(at).is_some_and(fits))
    };
    // "Okrist" with two of the name: the surname before the first name, then whoever was named before;
    // of several the one whom the text names in full most often, then the last named. Of those named
    // only later the first.
    candidates().max_by_key(|&at| {
        let surname = clusters.get(at).is_some_and(|it| parts(&it.name).1 == last);
        let (before, place) = index.nearest(at, item.span.start());
        let often = index.often(at, item);
        (surname, before, often, place, std::cmp::Reverse(at))
    })
}

/// A word without accents: "Varró" is also written "Varro".
fn plain(word: &str) -> Cow<'_, str> {
    match word.is_ascii() {
        true => Cow::Borrowed(word),
        false => Cow::Owned(fold(word)),
    }
}

/// Whether two parts of names are there and the same but for accents.
fn same(a: Option<&str>, b: Option<&str>) -> bool {
    a.is_some() && a.map(plain) == b.map(plain)
}

/// Whether two first names may be one: equal, an initial, or spelt another way.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (&*plain(a), &*plain(b));
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() == 1 {
        return long.starts_with(short);
    }
    // "Sergei" and "Sergey", "Dmitri" and "Dmitry", "Chris" and "Christopher".
    let shared = short
        .chars()
        .zip(long.chars())
        .take_while(|(x, y)| x == y)
        .count();
    let length = short.chars().count();
    shared >= 3
        && (shared + 1 >= length)
        && (long.chars().count() <= length + 1 || shared == length)
}

/// The organisation or place that a name means, among those known.
fn other(
    clusters: &[Cluster<'_>],
    index: &Index<'_>,
    item: &Found,
    name: &[&str],
) -> Option<usize> {
    let by_sense = item.sense.and_then(sense_key);
    if let Some(known) = by_sense.and_then(|it| index.by_sense.get(&it)) {
        return Some(*known);
    }
    let candidates = index.candidates(name.last().copied());
    let same = |at: &&usize| {
        clusters
            .get(**at)
            .is_some_and(|it| it.kind != EntityKind::Person && it.name == name)
    };
    if let Some(known) = candidates.iter().find(same) {
        return Some(*known);
    }
    // "the Post" after "Washington Post".
    let part = |at: &&usize| {
        clusters.get(**at).is_some_and(|cluster| {
            cluster.kind == EntityKind::Group
                && name.len() == 1
                && cluster.name.len() > 1
                && cluster.name.last() == name.last()
        })
    };
    let organisation = item.kind == MentionKind::Organisation;
    candidates
        .iter()
        .rev()
        .find(part)
        .copied()
        .filter(|_| organisation)
}

/// Joins a name and the short form that follows in brackets: "Corran Press Agency (CPA)".
fn acronyms(
    words: &Words<'_>,
    found: &[Found],
    clusters: &mut [Cluster<'_>],
    of: &mut [Option<usize>],
) {
    let mut joined: FxHashMap<usize, usize> = FxHashMap::default();
    for (pair, named) in found.windows(2).zip(of.windows(2)) {
        let ([long, short], [Some(into), Some(from)]) = (pair, named) else {
            continue;
        };
        let bracket = short.words.0 == long.words.1 + 1 && words.is_mark(long.words.1, "(");
        if !bracket || from == into || joined.contains_key(into) || !spells(words, long, short) {
            continue;
        }
        if joined.insert(*from, *into).is_some() {
            continue;
        }
        let aliases = clusters
            .get_mut(*from)
            .map(|it| std::mem::take(&mut it.aliases));
        if let Some(cluster) = clusters.get_mut(*into) {
            cluster.kind = EntityKind::Group;
            cluster.aliases.extend(aliases.unwrap_or_default());
        }
    }
    for slot in of.iter_mut().flatten() {
        *slot = joined.get(slot).copied().unwrap_or(*slot);
    }
}

/// Whether the letters of the short form are the initials of the long one.
fn spells(words: &Words<'_>, long: &Found, short: &Found) -> bool {
    let capitals: String = (long.words.0..long.words.1)
        .filter(|&at| words.get(at).is_some_and(|it| it.is_capital()))
        .filter_map(|at| words.lower(at).chars().next())
        .collect();
    let letters: String = words
        .lower(short.words.0)
        .chars()
        .filter(|it| it.is_alphanumeric())
        .collect();
    short.words.1 == short.words.0 + 1 && (capitals == letters || capitals.starts_with(&letters))
}
