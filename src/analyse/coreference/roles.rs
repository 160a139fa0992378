//! Role phrases to entities: "the Kremlin spokesman" is who was introduced as one.

use super::Resolver;
use super::cluster::{Cluster, RoleKey, without_article};
use crate::analyse::mentions::{Article, Found, Gender};
use crate::model::{EntityKind, MentionKind};
use crate::resources::{Sense, Tag};

/// How many sentences back somebody may lie whom a wider noun takes up.
const REACH: u32 = 12;

/// How many words may lie between a role and the comma before its name.
const PHRASE: usize = 8;

/// Attaches the roles that stand beside a name: "minister Marsk", "Marsk, the minister,".
pub(crate) fn attach(resolver: &mut Resolver<'_>) {
    for at in 0..resolver.found.len() {
        let Some(role) = resolver.found.get(at).copied() else {
            continue;
        };
        if role.kind != MentionKind::Role {
            continue;
        }
        let Some(name) = beside(resolver, at, &role) else {
            continue;
        };
        let Some(cluster) = resolver.of.get(name).copied().flatten() else {
            continue;
        };
        let key = RoleKey::new(resolver.names, resolver.words, role.words, role.head);
        if let Some(cluster) = resolver.clusters.get_mut(cluster) {
            if cluster.gender == Gender::Unknown {
                cluster.gender = role.gender;
            }
            cluster.roles.push(key);
        }
        if !role.plural
            && let Some(slot) = resolver.of.get_mut(at)
        {
            *slot = Some(cluster);
        }
    }
}

/// The name of a person that a role stands beside.
fn beside(resolver: &Resolver<'_>, at: usize, role: &Found) -> Option<usize> {
    let words = resolver.words;
    let is_person = |at: &usize| {
        resolver
            .found
            .get(*at)
            .is_some_and(|it| it.kind == MentionKind::Person)
    };
    let head = words.get(role.head)?;
    // "The spokesman's wife, Mira Solane": she is not the spokesman.
    let role_noun = head.lexeme.is(Tag::Role) || head.lexeme.is(Tag::Roles);
    if !role_noun || role.possessive {
        return None;
    }
    let person_at = |word: usize| {
        let near = at.saturating_sub(6)..(at + 8).min(resolver.found.len());
        near.into_iter()
            .filter(is_person)
            .find(|&it| resolver.found.get(it).is_some_and(|it| it.words.0 == word))
    };
    // "spokesman Ilvan Marsk", "Sen. Ilvan Marsk", "the minister, Ilvan Marsk,"
    let mut next = role.words.1;
    if words.is_mark(next, ".")
        && words
            .get(next)
            .is_some_and(|it| it.span.start() == head.span.end())
    {
        next += 1;
    }
    if words
        .get(next)
        .is_some_and(|it| it.follows && it.is_capital())
        && let Some(name) = person_at(next)
    {
        return Some(name);
    }
    if role.plural {
        return None;
    }
    // "his colleague at the press desk, Ilvan Marsk, said"
    let comma = (next..next + PHRASE).find(|&it| !goes_on(resolver, it));
    if role.article != Article::Bare
        && let Some(comma) = comma.filter(|&it| words.is_mark(it, ","))
        && let Some(name) = person_at(comma + 1)
    {
        let end = resolver.found.get(name)?.words.1;
        let closes = words.is_mark(end, ",");
        let verb = words
            .get(end)
            .is_some_and(|it| it.lexeme.is(Tag::Verb) || words.is_mark(end, "."));
        if closes || role.article == Article::Definite && verb {
            return Some(name);
        }
    }
    // "Ilvan Marsk, the water minister, said"; "Ilvan Marsk, Veldania's water minister."
    let comma = role.words.0.checked_sub(1)?;
    let before_comma = if words.is_mark(comma, ",") || words.is_mark(comma, "(") {
        comma
    } else {
        return None;
    };
    let end = words.get(role.words.1);
    let closes = end.is_none_or(|it| {
        it.kind == crate::text::TokenKind::Mark
            || it.lexeme.is(Tag::Function)
            || it.lexeme.is(Tag::Verb)
            || it.lexeme.is_pronoun()
    });
    if !closes {
        return None;
    }
    let near = at.saturating_sub(6)..at;
    near.rev().filter(is_person).find(|&it| {
        resolver.found.get(it).is_some_and(|name| {
            // "Ilvan Marsk, 52, the water minister"
            let gap = before_comma.saturating_sub(name.words.1);
            name.words.1 == before_comma
                || gap == 2
                    && words.is_mark(name.words.1, ",")
                    && words
                        .get(name.words.1 + 1)
                        .is_some_and(|it| it.kind == crate::text::TokenKind::Number)
        })
    })
}

/// Whether a phrase goes on with a word: nothing that ends it, and no verb.
fn goes_on(resolver: &Resolver<'_>, at: usize) -> bool {
    resolver.words.get(at).is_some_and(|it| {
        let word = it.kind != crate::text::TokenKind::Mark || resolver.words.is_possessive(at);
        word && it.follows && !it.lexeme.is(Tag::Verb) && !it.lexeme.is_pronoun()
    })
}

/// Whom a role phrase means, among those mentioned before it; a new entity where nobody fits.
pub(crate) fn resolve(resolver: &mut Resolver<'_>, at: usize) -> Option<usize> {
    let role = resolver.found.get(at).copied()?;
    let key = RoleKey::new(resolver.names, resolver.words, role.words, role.head);
    let head = resolver.words.get(role.head)?;
    let human = (head.lexeme.is(Tag::Role) || key.head.ends_with("-year-old")) && !role.plural;
    let known = match role.article {
        Article::Indefinite => None,
        _ if human => person(resolver, &role, &key),
        Article::Definite => group(resolver, &role, &key),
        Article::Bare => same_words(resolver, &role),
    };
    if known.is_some() {
        return known;
    }
    let kind = if head.lexeme.is(Tag::Document) && !head.lexeme.is(Tag::Role) {
        EntityKind::Document
    } else if human {
        EntityKind::Person
    } else {
        EntityKind::Group
    };
    let named = kind == EntityKind::Group && is_led_by_name(resolver, &role);
    resolver.clusters.push(Cluster {
        named,
        definite: is_definite(resolver, &role),
        gender: role.gender,
        roles: vec![key],
        plural: role.plural,
        name: name_words(resolver, &role),
        ..Cluster::unnamed(without_article(resolver.words, role.words), kind)
    });
    Some(resolver.clusters.len() - 1)
}

/// Whether a role phrase takes its holder for known: "the minister", "Veldania's minister", but not
/// "her daughter".
fn is_definite(resolver: &Resolver<'_>, role: &Found) -> bool {
    let first = resolver.words.get(role.words.0);
    let owner = first.is_some_and(|it| it.lexeme.is_pronoun());
    let ours = matches!(resolver.words.lower(role.words.0), "my" | "our" | "your");
    role.article == Article::Definite && !owner && !ours
}

/// Whether one group is told by a name before its noun: "the Varro administration".
fn is_led_by_name(resolver: &Resolver<'_>, role: &Found) -> bool {
    let words = resolver.words;
    let group = words
        .get(role.head)
        .is_some_and(|it| it.lexeme.is(Tag::Group) && !it.lexeme.is(Tag::Roles));
    let name = words
        .before(role.head)
        .is_some_and(|it| it.is_capital() && !it.first);
    group && name && role.head > role.words.0 && role.head + 1 == role.words.1
}

fn name_words<'a>(resolver: &Resolver<'a>, role: &Found) -> Vec<&'a str> {
    let span = without_article(resolver.words, role.words);
    let first = resolver.words.at(span.start());
    (first..role.words.1)
        .map(|at| resolver.words.lower(at))
        .collect()
}

/// The person who was introduced with a role that fits.
fn person(resolver: &Resolver<'_>, role: &Found, key: &RoleKey<'_>) -> Option<usize> {
    let speaks = resolver.running.map(|it| it.cluster);
    let score = |at: usize, cluster: &Cluster<'_>| {
        let (sentence, _) = cluster.last?;
        let genders = role.gender == Gender::Unknown
            || cluster.gender == Gender::Unknown
            || role.gender == cluster.gender;
        if cluster.kind != EntityKind::Person || !genders || cluster.plural {
            return None;
        }
        let fit = cluster.roles.iter().filter_map(|it| key.fits(it)).max()?;
        let distance = role.sentence.saturating_sub(sentence);
        let near = 10 - distance.min(10) as i32;
        let named = if cluster.named { 4 } else { 0 };
        let running = if speaks == Some(at) { 6 } else { 0 };
        (fit >= 30 || distance <= REACH).then_some((fit + near + named + running, sentence))
    };
    let best = resolver
        .candidates()
        .filter_map(|(at, it)| Some((score(at, it)?, std::cmp::Reverse(at))))
        .max()
        .map(|(_, at)| at.0);
    if best.is_some() || role.article != Article::Definite {
        return best;
    }
    generic(resolver, role, key)
}

/// "the woman", "the candidate": a noun that fits anybody, for who was spoken of last.
fn generic(resolver: &Resolver<'_>, role: &Found, key: &RoleKey<'_>) -> Option<usize> {
    // "the 62-year-old", "the 34-year-old mother of three"
    let aged = |it: &str| it.ends_with("-year-old");
    let age = aged(key.head) || key.modifiers.iter().any(|it| aged(it));
    let anybody = matches!(key.head, "man" | "woman" | "boy" | "girl");
    if !(age || anybody && key.modifiers.is_empty()) {
        return None;
    }
    let fits = |cluster: &Cluster<'_>| {
        cluster.kind == EntityKind::Person
            && (age
                || cluster.gender == role.gender
                || !cluster.named && cluster.gender == Gender::Unknown)
            && cluster
                .last
                .is_some_and(|it| role.sentence - it.0.min(role.sentence) <= 3)
    };
    let candidates = resolver
        .clusters
        .iter()
        .enumerate()
        .filter(|(_, it)| fits(it));
    candidates.max_by_key(|(_, it)| it.last).map(|(at, _)| at)
}

/// The group or document that a definite phrase takes up: "the commission", "the report".
fn group(resolver: &Resolver<'_>, role: &Found, key: &RoleKey<'_>) -> Option<usize> {
    if let Some(same) = same_words(resolver, role) {
        return Some(same);
    }
    let medium = matches!(
        key.head,
        "newspaper"
            | "paper"
            | "agency"
            | "broadcaster"
            | "network"
            | "outlet"
            | "magazine"
            | "website"
    );
    let fits = |cluster: &Cluster<'_>| {
        let Some((sentence, _)) = cluster.last else {
            return false;
        };
        if !matches!(cluster.kind, EntityKind::Group | EntityKind::Document) {
            return false;
        }
        let near = role.sentence.saturating_sub(sentence) <= REACH;
        let country = cluster.roles.first().and_then(|it| it.country);
        let country = country.or_else(|| cluster.sense.and_then(Sense::country));
        if key.country.is_some() && country.is_some() && key.country != country {
            return false;
        }
        let head = cluster.named && cluster.name.last() == Some(&key.head)
            || cluster.roles.first().is_some_and(|it| it.head == key.head);
        let modifiers = key.modifiers.iter().all(|it| cluster.name.contains(it));
        let medium =
            medium && key.modifiers.is_empty() && matches!(cluster.sense, Some(Sense::Medium(_)));
        near && (head && modifiers || medium)
    };
    let candidates = resolver
        .clusters
        .iter()
        .enumerate()
        .filter(|(_, it)| fits(it));
    candidates.max_by_key(|(_, it)| it.last).map(|(at, _)| at)
}

/// The entity with just this description.
fn same_words(resolver: &Resolver<'_>, role: &Found) -> Option<usize> {
    let name = name_words(resolver, role);
    resolver
        .candidates()
        .rev()
        .find(|(_, it)| !it.named && it.name == name)
        .map(|(at, _)| at)
}
