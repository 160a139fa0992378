//! Entities of single documents to persons, groups and speaking documents across all of them.
//!
//! A full name is one person, unless two documents that have nothing else in common give it roles
//! that have nothing in common either. A bare surname is the one person of that name in its story,
//! else in all documents if role or company agree. Who has no name stays alone, unless the story has
//! only one person of that office.

use rustc_hash::{FxHashMap, FxHashSet};

use super::individual::{self, Entry};
use super::names::{self, PersonName};
use super::offices;
use super::unions::Unions;
use super::words::{fold, key};
use crate::model::{Analysed, Entity, EntityIdx, EntityKind, Member, Person, Story};
use crate::resources::Resources;

/// Of two persons with one surname, a bare surname is the one that is named in this many times as
/// many documents.
const PROMINENT: usize = 3;

/// Resolves the entities of all documents to persons.
pub(super) fn persons(
    resources: &Resources,
    documents: &[&Analysed],
    stories: &[Story],
) -> Vec<Person> {
    let entries = entries(resources, documents);
    let context = context(resources, documents, stories);
    let mut full: FxHashMap<PersonName, Vec<u32>> = FxHashMap::default();
    let mut short: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    let mut other: FxHashMap<(EntityKind, u64), Vec<u32>> = FxHashMap::default();
    let mut alone: Vec<u32> = Vec::new();
    let full_names = full_names(resources, &entries);
    for (entry, number) in entries.iter().zip(0..) {
        let name = names::person(resources, &entry.entity.name);
        match (entry.entity.named, entry.entity.kind, name) {
            (true, EntityKind::Person, Some(name)) if name.first.is_none() => {
                short.entry(name.last).or_default().push(number);
            }
            (true, EntityKind::Person, Some(name)) => full.entry(name).or_default().push(number),
            (true, EntityKind::Unknown, Some(name)) if full_names.contains(&name) => {
                full.entry(name).or_default().push(number);
            }
            (true, EntityKind::Group | EntityKind::Unknown | EntityKind::Place, _) => {
                let name = names::group(resources, &entry.entity.name);
                let same = other.entry((EntityKind::Group, name));
                same.or_default().push(number);
            }
            (true, EntityKind::Document, _) => {
                // A title ("the report") is one text within a story only.
                let story = context
                    .story(entry.document)
                    .unwrap_or(entry.document + (1 << 31));
                let name = key(&format!("{} {story}", fold(&entry.entity.name)));
                let kind = entry.entity.kind;
                other.entry((kind, name)).or_default().push(number);
            }
            _ => alone.push(number),
        }
    }

    let mut sets: Vec<Vec<u32>> = Vec::new();
    let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (name, numbers) in in_order(full) {
        let own = person_key(&name);
        for set in context.together(&entries, &numbers, own) {
            by_last
                .entry(name.last.clone())
                .or_default()
                .push(sets.len());
            sets.push(set);
        }
    }
    for (last, numbers) in in_order(short) {
        let known = by_last.get(&last).map_or(&[][..], Vec::as_slice);
        let (mut left, mut found) = (Vec::new(), Vec::new());
        for number in numbers {
            match context.whose(&entries, &sets, known, number) {
                Some(at) => found.push((at, number)),
                None => left.push(number),
            }
        }
        for (at, number) in found {
            if let Some(set) = sets.get_mut(at) {
                set.push(number);
            }
        }
        sets.extend(context.together(&entries, &left, None));
    }
    let story = |document| context.story(document);
    let alone = offices::join(resources, documents, &entries, story, &mut sets, alone);
    sets.extend(in_order(other).into_iter().map(|(_, numbers)| numbers));
    sets.extend(alone.into_iter().map(|number| vec![number]));

    let mut persons: Vec<Person> = sets
        .into_iter()
        .filter_map(|mut set| {
            set.sort_unstable();
            individual::person(documents, &entries, &set)
        })
        .collect();
    persons.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    persons
}

/// The entries of a map, by key: what follows must not depend on the order of a hash map.
fn in_order<K: Ord, V>(map: FxHashMap<K, V>) -> Vec<(K, V)> {
    let mut entries: Vec<(K, V)> = map.into_iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries
}

/// The entities that are somebody: all but places and unnamed ones that say nothing.
fn entries<'a>(resources: &Resources, documents: &[&'a Analysed]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for (analysed, document) in documents.iter().zip(0..) {
        let analysis = &analysed.analysis;
        let speaks: FxHashSet<EntityIdx> = analysis
            .statements
            .iter()
            .filter_map(|statement| statement.speaker)
            .collect();
        for (entity, idx) in analysis.entities.iter().zip(0..) {
            let idx = EntityIdx(idx);
            let is_somebody = match entity.kind {
                EntityKind::Place => speaks.contains(&idx),
                EntityKind::Document => speaks.contains(&idx),
                _ => entity.named || speaks.contains(&idx),
            };
            if is_somebody {
                entries.push(Entry {
                    document,
                    member: Member {
                        document: analysed.document.id,
                        entity: idx,
                    },
                    roles: individual::role_words(resources, entity),
                    entity,
                });
            }
        }
    }
    entries
}

fn full_names(resources: &Resources, entries: &[Entry<'_>]) -> FxHashSet<PersonName> {
    let persons = entries
        .iter()
        .filter(|it| it.entity.named && it.entity.kind == EntityKind::Person);
    persons
        .filter_map(|it| names::person(resources, &it.entity.name))
        .filter(|name| name.first.is_some())
        .collect()
}

/// What tells whether two documents may mean one person by one name.
struct Context {
    story: FxHashMap<u32, u32>,
    company: Vec<Vec<u64>>,
}

fn context(resources: &Resources, documents: &[&Analysed], stories: &[Story]) -> Context {
    let number: FxHashMap<_, u32> = documents
        .iter()
        .zip(0..)
        .map(|(analysed, number)| (analysed.document.id, number))
        .collect();
    let story = stories
        .iter()
        .zip(0..)
        .flat_map(|(story, at)| story.documents.iter().map(move |id| (id, at)))
        .filter_map(|(id, at)| Some((*number.get(id)?, at)))
        .collect();
    let company = documents
        .iter()
        .map(|analysed| {
            let named = analysed.analysis.entities.iter().filter(|it| it.named);
            let mut keys: Vec<u64> = named.filter_map(|it| company_key(resources, it)).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        })
        .collect();
    Context { story, company }
}

/// The key of somebody whose company tells who is meant: persons by full name, groups that are
/// neither countries nor media.
fn company_key(resources: &Resources, entity: &Entity) -> Option<u64> {
    match entity.kind {
        EntityKind::Person => person_key(&names::person(resources, &entity.name)?),
        EntityKind::Group if !names::is_everywhere(resources, &entity.name) => {
            Some(names::group(resources, &entity.name))
        }
        _ => None,
    }
}

/// The key of a full name.
fn person_key(name: &PersonName) -> Option<u64> {
    Some(key(&format!(
        "person {} {}",
        name.first.as_ref()?,
        name.last
    )))
}

impl Context {
    fn story(&self, document: u32) -> Option<u32> {
        self.story.get(&document).copied()
    }

    fn company(&self, document: u32) -> &[u64] {
        self.company
            .get(document as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Parts entities of one name into those that belong together: by story, by role, or by who
    /// else is named. `own` is the key of a full name, of which those without a role go to the
    /// largest part.
    fn together(&self, entries: &[Entry<'_>], numbers: &[u32], own: Option<u64>) -> Vec<Vec<u32>> {
        let mut unions = Unions::new(numbers.len());
        let mut seen: FxHashMap<(u8, u64), u32> = FxHashMap::default();
        let entry = |number: u32| entries.get(number as usize);
        let mut roleless = Vec::new();
        for (&number, at) in numbers.iter().zip(0..) {
            let Some(entry) = entry(number) else { continue };
            if entry.roles.is_empty() {
                roleless.push(at);
            }
            let story = self.story(entry.document).map(|it| (0, u64::from(it)));
            let roles = entry.roles.iter().map(|&word| (1, word));
            // The name itself is in the company of every one of them, and tells nothing.
            let company = self.company(entry.document).iter().copied();
            let company = company
                .filter(|name| Some(*name) != own)
                .map(|name| (2, name));
            for evidence in story.into_iter().chain(roles).chain(company) {
                let first = *seen.entry(evidence).or_insert(at);
                unions.join(first, at);
            }
        }
        let sets = unions.clone().sets();
        let largest = sets
            .iter()
            .max_by_key(|set| (set.len(), std::cmp::Reverse(set.first().copied())))
            .and_then(|set| set.first().copied());
        if let (Some(largest), true) = (largest, own.is_some()) {
            for at in roleless {
                unions.join(largest, at);
            }
        }
        let number = |at: &u32| numbers.get(*at as usize).copied();
        let sets = unions.sets().into_iter();
        sets.map(|set| set.iter().filter_map(number).collect())
            .collect()
    }

    /// Whom a bare surname means, of the persons at `known` among `sets`.
    fn whose(
        &self,
        entries: &[Entry<'_>],
        sets: &[Vec<u32>],
        known: &[usize],
        number: u32,
    ) -> Option<usize> {
        let entry = entries.get(number as usize)?;
        let story = self.story(entry.document);
        let members = |at: usize| {
            let numbers = sets.get(at).map_or(&[][..], Vec::as_slice);
            numbers.iter().filter_map(|&it| entries.get(it as usize))
        };
        let here = |at: &usize| {
            members(*at).any(|it| {
                it.document == entry.document
                    || (story.is_some() && self.story(it.document) == story)
            })
        };
        let in_story: Vec<usize> = known.iter().copied().filter(here).collect();
        if !in_story.is_empty() {
            return self.likeliest(entries, sets, &in_story, entry);
        }
        let agrees = |at: &usize| {
            members(*at).any(|it| {
                shares(&it.roles, &entry.roles)
                    || shares(self.company(it.document), self.company(entry.document))
            })
        };
        let agreeing: Vec<usize> = known.iter().copied().filter(agrees).collect();
        self.likeliest(entries, sets, &agreeing, entry)
    }

    /// The only one, else the only one with a role that agrees, else the one far more often named.
    fn likeliest(
        &self,
        entries: &[Entry<'_>],
        sets: &[Vec<u32>],
        known: &[usize],
        entry: &Entry<'_>,
    ) -> Option<usize> {
        if let [only] = known {
            return Some(*only);
        }
        let set = |at: usize| sets.get(at).map_or(&[][..], Vec::as_slice);
        let agrees = |at: &usize| {
            let members = set(*at).iter().filter_map(|&it| entries.get(it as usize));
            members
                .into_iter()
                .any(|it| shares(&it.roles, &entry.roles))
        };
        let agreeing: Vec<usize> = known.iter().copied().filter(agrees).collect();
        if let [only] = agreeing.as_slice() {
            return Some(*only);
        }
        let mut by_size: Vec<usize> = known.to_vec();
        by_size.sort_by_key(|&at| (std::cmp::Reverse(set(at).len()), at));
        match by_size.as_slice() {
            [first, second, ..] if set(*first).len() >= PROMINENT * set(*second).len() => {
                Some(*first)
            }
            _ => None,
        }
    }
}

/// Whether two lists in order share anything.
fn shares(a: &[u64], b: &[u64]) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::sort;
    use crate::gather::testing::{naming, report, said};
    use crate::model::{EntityKind::*, Hash, MentionKind, Span, StoryId};
    use crate::resources;

    /// A report that names persons, each with roles.
    fn names(id: u32, date: &str, persons: &[(&str, &[&str])]) -> Analysed {
        let persons: Vec<(&str, EntityKind, &[&str])> = persons
            .iter()
            .map(|(name, roles)| (*name, Person, *roles))
            .collect();
        naming(report(id, Some(date), "", ""), &persons)
    }

    fn story(documents: &[&Analysed]) -> Story {
        let ids: Vec<_> = documents.iter().map(|it| it.document.id).collect();
        Story {
            id: StoryId(Hash::of_fields(
                ids.iter().map(|id| id.0.bytes().as_slice()),
            )),
            representative: ids[0],
            first: None,
            last: None,
            origins: Vec::new(),
            joins: Vec::new(),
            linked: Vec::new(),
            documents: ids,
        }
    }

    /// The persons with the number of their members; each story lists documents by place.
    fn check(documents: &[Analysed], stories: &[&[usize]], expected: &[(&str, usize)]) {
        let stories: Vec<Story> = stories
            .iter()
            .map(|it| story(&it.iter().map(|&at| &documents[at]).collect::<Vec<_>>()))
            .collect();
        let mut sorted: Vec<&Analysed> = documents.iter().collect();
        sort(&mut sorted);
        let found = super::persons(resources::get(), &sorted, &stories);
        let found: Vec<(&str, usize)> = found
            .iter()
            .map(|it| (it.name.as_str(), it.members.len()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_name_is_one_person() {
        let documents = [
            names(
                1,
                "2031-03-12",
                &[("Ilse Marsk", &["water minister"]), ("Pell Okrist", &[])],
            ),
            names(
                2,
                "2031-03-13",
                &[("ILSE MARSK", &[]), ("Pell Okrist", &["governor"])],
            ),
            names(3, "2031-03-14", &[("Ilse J. Marsk", &["minister"])]),
        ];
        check(
            &documents,
            &[&[0, 1], &[2]],
            &[("Ilse J. Marsk", 3), ("Pell Okrist", 2)],
        );
    }

    #[test]
    fn a_surname_is_the_person_of_its_story() {
        let documents = [
            names(1, "2031-03-12", &[("Ilse Marsk", &[])]),
            names(2, "2031-03-12", &[("Marsk", &[])]),
            names(3, "2031-05-01", &[("Marsk", &[])]),
            names(4, "2031-05-01", &[("Joran Marsk", &["striker"])]),
        ];
        check(
            &documents,
            &[&[0, 1], &[2, 3]],
            &[("Ilse Marsk", 2), ("Joran Marsk", 2)],
        );
        // Without a story, role or company nobody can tell.
        check(
            &documents[..3],
            &[&[0], &[1], &[2]],
            &[("Ilse Marsk", 1), ("Marsk", 1), ("Marsk", 1)],
        );
    }

    #[test]
    fn a_surname_of_two_is_told_by_its_role() {
        let documents = [
            names(
                1,
                "2031-03-12",
                &[
                    ("Ilse Marsk", &["water minister"]),
                    ("Tove Marsk", &["dam engineer"]),
                ],
            ),
            names(2, "2031-03-12", &[("Marsk", &["the engineer"])]),
        ];
        check(
            &documents,
            &[&[0, 1]],
            &[("Ilse Marsk", 1), ("Tove Marsk", 2)],
        );
    }

    #[test]
    fn namesakes_stay_apart() {
        let documents = [
            names(1, "2031-03-12", &[("Jon Hald", &["striker for Tarnholm"])]),
            names(2, "2031-07-12", &[("Jon Hald", &["professor of botany"])]),
        ];
        check(
            &documents,
            &[&[0], &[1]],
            &[("Jon Hald", 1), ("Jon Hald", 1)],
        );
        check(&documents, &[&[0, 1]], &[("Jon Hald", 2)]);
    }

    #[test]
    fn groups_and_the_unnamed() {
        let unnamed = |id| {
            let mut report = naming(report(id, None, "", ""), &[("a dam engineer", Person, &[])]);
            report.analysis.entities[0].named = false;
            report
                .analysis
                .statements
                .push(crate::gather::testing::said(0));
            report
        };
        let group = |id, name| naming(report(id, None, "", ""), &[(name, Group, &[])]);
        let documents = [
            unnamed(1),
            unnamed(2),
            group(3, "the United States"),
            group(4, "US"),
        ];
        check(
            &documents,
            &[&[0, 1]],
            &[
                ("a dam engineer", 1),
                ("a dam engineer", 1),
                ("the United States", 2),
            ],
        );
    }

    #[test]
    fn an_office_of_one_person_is_that_person() {
        let unnamed = |id, words: &str, name: &str| {
            let text = format!("{words} spoke.");
            let report = report(id, Some("2031-03-12"), "", &text);
            let mut report = naming(report, &[(name, Person, &[name])]);
            report.analysis.entities[0].named = false;
            for mention in &mut report.analysis.mentions {
                mention.kind = MentionKind::Role;
                mention.span = Span::new(0, words.len());
            }
            report.analysis.statements.push(said(0));
            report
        };
        let marsk = names(1, "2031-03-12", &[("Ilse Marsk", &["Water Minister"])]);
        let check = |words: &str, name: &str, expected: &[(&str, usize)]| {
            check(
                &[marsk.clone(), unnamed(2, words, name)],
                &[&[0, 1]],
                expected,
            );
        };
        let one = &[("Ilse Marsk", 2)][..];
        check(
            "Veldania’s water minister",
            "Veldania’s water minister",
            one,
        );
        check("The minister", "minister", one);
        let two = |name| [("Ilse Marsk", 1), (name, 1)];
        check("A water minister", "water minister", &two("water minister"));
        check("Water minister", "water minister", &two("water minister"));
        check("The engineer", "engineer", &two("engineer"));
        // Another story's minister may be anybody.
        let other = unnamed(2, "The water minister", "water minister");
        super::tests::check(
            &[marsk.clone(), other],
            &[&[0], &[1]],
            &two("water minister"),
        );
    }

    #[test]
    fn roles_have_their_days() {
        let documents = [
            names(1, "2031-03-12", &[("Ilse Marsk", &["water minister"])]),
            names(2, "2031-04-02", &[("Ilse Marsk", &["Water minister"])]),
            names(3, "2033-04-02", &[("Ilse Marsk", &["prime minister"])]),
        ];
        let sorted: Vec<&Analysed> = documents.iter().collect();
        let found = super::persons(resources::get(), &sorted, &[]);
        let roles: Vec<String> = found[0]
            .roles
            .iter()
            .map(|it| format!("{} {} {}", it.title, it.first.unwrap(), it.last.unwrap()))
            .collect();
        assert_eq!(
            roles,
            [
                "water minister 2031-03-12 2031-04-02",
                "prime minister 2033-04-02 2033-04-02"
            ]
        );
    }
}
