//! Names to entities: "Ilvan Marsk", "Marsk" and "Mr Marsk" are one, "Bill" and "Hillary" are two.

use super::cluster::Cluster;
use crate::analyse::mentions::{Found, Gender, Words};
use crate::model::{EntityKind, MentionKind};
use crate::resources::{Names, Sense, Tag};

/// Gives every name its cluster; `None` for what is no name.
pub(crate) fn cluster<'a>(
    names: &'a Names,
    words: &'a Words<'_>,
    found: &[Found],
    clusters: &mut Vec<Cluster<'a>>,
) -> Vec<Option<usize>> {
    let mut of = vec![None; found.len()];
    // Full names first: a headline's surname is told by the name that follows it.
    for full in [true, false] {
        for (at, item) in found.iter().enumerate() {
            let name = name_of(words, item);
            let is_full = item.kind != MentionKind::Person || name.len() > 1;
            if is_full != full || name.is_empty() {
                continue;
            }
            let cluster = match item.kind {
                MentionKind::Person => person(clusters, item, &name, found, &of),
                MentionKind::Organisation | MentionKind::Place => other(clusters, item, &name),
                MentionKind::Role | MentionKind::Pronoun => continue,
            };
            let cluster = cluster.unwrap_or_else(|| {
                clusters.push(new(item, &name));
                clusters.len() - 1
            });
            add(clusters, cluster, item, &name);
            of[at] = Some(cluster);
        }
    }
    acronyms(names, words, found, clusters, &mut of);
    of
}

fn name_of<'a>(words: &'a Words<'_>, item: &Found) -> Vec<&'a str> {
    if matches!(item.kind, MentionKind::Role | MentionKind::Pronoun) {
        return Vec::new();
    }
    let range = item.words.0..item.words.1;
    range
        .filter(|&at| {
            words
                .get(at)
                .is_some_and(|it| it.kind != crate::text::TokenKind::Mark)
        })
        .map(|at| words.lower(at))
        .collect()
}

fn new<'a>(item: &Found, name: &[&'a str]) -> Cluster<'a> {
    Cluster {
        kind: match item.kind {
            MentionKind::Person => EntityKind::Person,
            MentionKind::Place => EntityKind::Place,
            _ => EntityKind::Group,
        },
        named: true,
        gender: item.gender,
        name: name.to_vec(),
        span: item.span,
        roles: Vec::new(),
        aliases: Vec::new(),
        sense: item.sense,
        last: None,
        subject: false,
        count: 0,
        plural: item.plural,
        stated: None,
    }
}

fn add<'a>(clusters: &mut [Cluster<'a>], at: usize, item: &Found, name: &[&'a str]) {
    let Some(cluster) = clusters.get_mut(at) else {
        return;
    };
    cluster.aliases.push(item.span);
    if cluster.gender == Gender::Unknown {
        cluster.gender = item.gender;
    }
    if name.len() > cluster.name.len() {
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
    item: &Found,
    name: &[&str],
    found: &[Found],
    of: &[Option<usize>],
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
        if !genders || !generations {
            return false;
        }
        match first {
            Some(first) => last == known_last && known_first.is_none_or(|it| alike(first, it)),
            None => last == known_last || last.is_some() && last == known_first,
        }
    };
    let candidates: Vec<usize> = (0..clusters.len())
        .filter(|&at| clusters.get(at).is_some_and(fits))
        .collect();
    if candidates.len() < 2 {
        return candidates.first().copied();
    }
    // "Clinton" with two of the name: the surname before the first name, then whoever was named
    // last before, and of those named only later the first.
    let by_surname: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&at| clusters.get(at).is_some_and(|it| parts(&it.name).1 == last))
        .collect();
    let candidates = if by_surname.is_empty() {
        candidates
    } else {
        by_surname
    };
    let uses = |cluster: usize| of.iter().filter(|it| **it == Some(cluster)).count();
    let nearest = |cluster: usize| {
        let mut places = found.iter().zip(of).filter(|(_, it)| **it == Some(cluster));
        let before = places
            .clone()
            .filter(|(it, _)| it.span.start() < item.span.start())
            .map(|(it, _)| it.span.start())
            .next_back();
        match before {
            Some(place) => (1, place as i64),
            None => (
                0,
                places
                    .next()
                    .map_or(i64::MIN, |(it, _)| -(it.span.start() as i64)),
            ),
        }
    };
    candidates
        .into_iter()
        .max_by_key(|&at| (nearest(at), uses(at), std::cmp::Reverse(at)))
}

/// Whether two first names may be one: equal, an initial, or spelt another way.
fn alike(a: &str, b: &str) -> bool {
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
fn other(clusters: &[Cluster<'_>], item: &Found, name: &[&str]) -> Option<usize> {
    let same = |cluster: &Cluster<'_>| {
        let senses = match (cluster.sense, item.sense) {
            (Some(Sense::Medium(a)), Some(Sense::Medium(b))) => a == b,
            (Some(Sense::Country(a)), Some(Sense::Country(b))) => a == b,
            _ => false,
        };
        senses || cluster.kind != EntityKind::Person && cluster.name == name
    };
    if let Some(at) = clusters.iter().position(same) {
        return Some(at);
    }
    // "the Post" after "Washington Post".
    let part = |cluster: &Cluster<'_>| {
        cluster.kind == EntityKind::Group
            && name.len() == 1
            && cluster.name.len() > 1
            && cluster.name.last() == name.last()
            && item.kind == MentionKind::Organisation
    };
    clusters.iter().rposition(part)
}

/// Joins a name and the short form that follows in brackets: "Corran Press Agency (CPA)".
fn acronyms(
    names: &Names,
    words: &Words<'_>,
    found: &[Found],
    clusters: &mut [Cluster<'_>],
    of: &mut [Option<usize>],
) {
    for at in 1..found.len() {
        let (Some(long), Some(short)) = (found.get(at - 1), found.get(at)) else {
            continue;
        };
        let bracket = short.words.0 == long.words.1 + 1 && words.is_mark(long.words.1, "(");
        let (Some(Some(from)), Some(Some(into))) = (of.get(at), of.get(at - 1)) else {
            continue;
        };
        let (from, into) = (*from, *into);
        let organisation =
            long.kind == MentionKind::Organisation || long.kind == MentionKind::Person;
        if !bracket || from == into || !organisation || !spells(words, long, short) {
            continue;
        }
        for cluster in of.iter_mut().filter(|it| **it == Some(from)) {
            *cluster = Some(into);
        }
        let aliases = clusters
            .get_mut(from)
            .map(|it| std::mem::take(&mut it.aliases))
            .unwrap_or_default();
        if let Some(cluster) = clusters.get_mut(into) {
            cluster.kind = EntityKind::Group;
            cluster.aliases.extend(aliases);
        }
    }
    let _ = (names, Tag::Organisation);
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
