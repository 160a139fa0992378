//! Words to mentions: names, roles and pronouns, each with its span and kind.
//!
//! Rules over lists, shapes and context, in one pass and one look back: what a capitalised word is
//! may be told only later in the text ("Marsk" in the headline, "Ilvan Marsk" in the first
//! paragraph). Where a network has read the text, what it takes for names goes into the vote. Whom a
//! mention names is not asked here.

mod kinds;
mod labels;
mod names;
mod roles;
mod votes;
mod words;

pub(crate) use names::first_name_gender;
pub(crate) use roles::pronoun;
pub(crate) use words::{Case, Word, Words};

use crate::analyse::statements::Name;
use crate::model::{MentionKind, Span};
use crate::resources::{Names, Sense};
use labels::Labels;

/// A span that names somebody or something, with what the words around it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The words: a name without title, a role phrase with its determiner.
    pub span: Span,
    /// How they name.
    pub kind: MentionKind,
    /// The first word and the one behind the last.
    pub words: (usize, usize),
    /// The word that decides: the noun of a role phrase, the last part of a name.
    pub head: usize,
    /// What a known name means.
    pub sense: Option<Sense>,
    /// What the words tell about gender.
    pub gender: Gender,
    /// Whether several are meant.
    pub plural: bool,
    /// How a role phrase is determined.
    pub article: Article,
    /// Whether it stands between double quotation marks.
    pub quoted: bool,
    /// Whether it is the owner of what follows ("Veldania's minister", "his").
    pub possessive: bool,
    /// The number of its sentence.
    pub sentence: u32,
}

/// What words tell about gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Gender {
    /// Nothing.
    #[default]
    Unknown,
    /// A man.
    Male,
    /// A woman.
    Female,
}

/// How a role phrase is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Article {
    /// Not at all ("spokesman Marsk").
    #[default]
    Bare,
    /// "the", "this", "that", or an owner.
    Definite,
    /// "a", "one", "some", "another".
    Indefinite,
}

/// Finds the mentions, in order of place; a role phrase may hold others inside it.
///
/// `labelled` is what a network takes for names; nothing where none has read the text.
pub(crate) fn find(names: &Names, words: &Words<'_>, labelled: &[Name]) -> Vec<Found> {
    let labels = Labels::new(words, labelled);
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < words.list.len() {
        at = names::step(names, words, at, &mut pieces).max(at + 1);
    }
    let pieces = labels::join(words, &labels, pieces);
    let mut found = kinds::decide(names, words, &labels, pieces);
    roles::find(names, words, &mut found);
    found.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end()), it.kind));
    found.dedup_by_key(|it| it.span);
    drop_nested_roles(&mut found);
    found
}

/// Drops a role that only tells which inside the phrase of another: "the Republican front-runner".
fn drop_nested_roles(found: &mut Vec<Found>) {
    let mut outer: Option<Found> = None;
    found.retain(|it| {
        if it.kind != MentionKind::Role {
            return true;
        }
        let nested = outer.is_some_and(|outer| {
            outer.words.0 <= it.words.0 && it.words.1 <= outer.head && !it.possessive
        });
        if !nested {
            outer = Some(*it);
        }
        !nested
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::NameKind;
    use crate::text;

    /// The mentions of a text of which a network takes some words for names.
    fn labelled(text: &str, labels: &[(&str, NameKind)]) -> Vec<String> {
        let labels = labels.iter().map(|(words, kind)| {
            let start = text.find(words).expect("the words");
            Name {
                span: Span::new(start, start + words.len()),
                kind: *kind,
                chance: 990,
            }
        });
        mentions_with(text, &labels.collect::<Vec<_>>())
    }

    fn mentions(text: &str) -> Vec<String> {
        mentions_with(text, &[])
    }

    fn mentions_with(text: &str, labels: &[Name]) -> Vec<String> {
        let names = &crate::resources::get().names;
        let tokens = text::tokens(text);
        let sentences = text::sentences(
            text,
            &[],
            &tokens,
            &crate::resources::get().speech.sentences,
        );
        let words = Words::new(names, text, &tokens, &sentences, &[]);
        let show = |it: &Found| {
            let kind = match it.kind {
                MentionKind::Person => "person",
                MentionKind::Organisation => "organisation",
                MentionKind::Place => "place",
                MentionKind::Role => "role",
                MentionKind::Pronoun => "pronoun",
            };
            format!("{kind} {}", it.span.of(text))
        };
        find(names, &words, labels).iter().map(show).collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(mentions(text), expected, "{text}");
    }

    #[test]
    fn persons_with_titles_initials_and_particles() {
        check(
            "Mr Varro met Dr. Mira J. Solane.",
            &["person Varro", "person Mira J. Solane"],
        );
        check(
            "Later, Ursula von der Okrist spoke.",
            &["person Ursula von der Okrist"],
        );
        check("Jean-Luc O'Marsk said so.", &["person Jean-Luc O'Marsk"]);
        check("JOHN MARSK resigned.", &["person JOHN MARSK"]);
        check("Élise Varró spoke.", &["person Élise Varró"]);
    }

    #[test]
    fn roles_before_names_are_mentions_of_their_own() {
        check(
            "Veldanian Presidential Spokesman Peter Marsk spoke.",
            &[
                "role Veldanian Presidential Spokesman",
                "person Peter Marsk",
            ],
        );
        check(
            "Then Secretary of State Ann Varro left.",
            &["role Secretary of State", "person Ann Varro"],
        );
        check(
            "It was the water minister, Ilvan Marsk, who said so.",
            &[
                "pronoun It",
                "role the water minister",
                "person Ilvan Marsk",
                "pronoun who",
            ],
        );
        check(
            "On Monday, spokesman Ilvan Marsk denied it.",
            &["role spokesman", "person Ilvan Marsk", "pronoun it"],
        );
    }

    #[test]
    fn role_phrases_reach_from_determiner_to_of() {
        check(
            "the Kremlin spokesman explained",
            &["role the Kremlin spokesman", "organisation Kremlin"],
        );
        check(
            "Veldania's water minister said",
            &["role Veldania's water minister", "place Veldania"],
        );
        check("A dam engineer said", &["role A dam engineer"]);
        check("said officials", &["role officials"]);
        check("The report said", &["role The report"]);
    }

    #[test]
    fn sentence_starts_are_no_names() {
        check("Meanwhile, nobody spoke. However, rain fell.", &[]);
        check("Gates opened. Then the gates closed.", &[]);
    }

    #[test]
    fn pronouns_in_capitals_are_no_names() {
        let found = mentions("NOBODY WANTS TO WORK WITH HIM — Okrist may stay.");
        let him: Vec<&String> = found.iter().filter(|it| it.contains("HIM")).collect();
        assert_eq!(him, ["pronoun HIM"]);
    }

    #[test]
    fn organisations_and_places() {
        check(
            "The Ministry of Water Affairs said",
            &["organisation Ministry of Water Affairs"],
        );
        check(
            "the Lenna River Authority",
            &["organisation Lenna River Authority"],
        );
        check(
            "He led the Commission on River Safety.",
            &["pronoun He", "organisation Commission on River Safety"],
        );
        check(
            "It met at the A. Ilvan Okrist Institute.",
            &["pronoun It", "organisation A. Ilvan Okrist Institute"],
        );
        check("He lives in Brasna.", &["pronoun He", "place Brasna"]);
        check(
            "from Germany to New York",
            &["place Germany", "place New York"],
        );
        check(
            "NATO and the New York Times",
            &["organisation NATO", "organisation New York Times"],
        );
    }

    #[test]
    fn what_a_noun_tells_to_be_a_thing_is_no_person() {
        let person = NameKind::Person;
        assert_eq!(
            labelled(
                "Hurricane Tamsin hit the coast. Tamsin killed nobody, he said.",
                &[("Hurricane Tamsin", person), ("Tamsin killed", person)],
            ),
            [
                "organisation Hurricane Tamsin",
                "organisation Tamsin",
                "pronoun he",
            ]
        );
        // Where somebody bears the name, it stays a person's.
        assert_eq!(
            labelled(
                "He came to Fort Varro with Ilse Varro. Varro left.",
                &[
                    ("Fort Varro", person),
                    ("Ilse Varro", person),
                    ("Varro left", person)
                ],
            ),
            [
                "pronoun He",
                "place Fort Varro",
                "person Ilse Varro",
                "person Varro"
            ]
        );
        check(
            "She won the Peter Harrow Prize.",
            &["pronoun She", "organisation Peter Harrow Prize"],
        );
        check(
            "Tropical Storm Ilsa came.",
            &["organisation Tropical Storm Ilsa"],
        );
        check(
            "Later Bryce & Felsk sold it.",
            &["organisation Bryce & Felsk", "pronoun it"],
        );
        check("The lake was Lake Tarn.", &["place Lake Tarn"]);
        // The network takes a valley that it has never seen for somebody.
        assert_eq!(
            labelled(
                "Villages in the Lower Lenna are wet. The Lower Lenna counts its boats.",
                &[("Lower Lenna are", person), ("Lower Lenna counts", person)],
            ),
            [
                "organisation Lower Lenna",
                "organisation Lower Lenna",
                "pronoun its"
            ]
        );
    }

    #[test]
    fn what_names_nobody_is_no_mention() {
        check("No minister lives in Brasna.", &["place Brasna"]);
        check("She has been minister for three years.", &["pronoun She"]);
        check(
            "Talks of Russia-U.S. trade and a Moscow-Paris line went on.",
            &[],
        );
        check(
            "He spoke at the St. Petersburg International Economic Forum.",
            &[
                "pronoun He",
                "organisation St. Petersburg International Economic Forum",
            ],
        );
    }

    #[test]
    fn headlines_name_whom_the_text_names() {
        check(
            "Marsk Calls Lenna Gates Safe\nThe minister, Ilvan Marsk, said so. Marsk left.",
            &[
                "person Marsk",
                "role The minister",
                "person Ilvan Marsk",
                "person Marsk",
            ],
        );
    }

    #[test]
    fn pronouns_inside_quotations_are_left_out() {
        check("“They know it,” she said.", &["pronoun she"]);
    }

    #[test]
    fn what_a_network_takes_for_names_is_weighed() {
        let person = NameKind::Person;
        // A name in a headline, of which no list and no later line tells.
        assert_eq!(
            labelled(
                "Okrist Leaves The Lenna Dam\nNobody spoke.",
                &[("Okrist", person)]
            ),
            ["person Okrist"]
        );
        // What stands in front of a name is no part of it.
        assert_eq!(
            labelled("He met Crooked Anna Okrist.", &[("Anna Okrist", person)]),
            ["pronoun He", "person Anna Okrist"]
        );
        // A word that no network takes for a name, and of which no rule tells, is none.
        assert_eq!(
            labelled(
                "He praised Gender Equality and Varro.",
                &[("Varro", person)]
            ),
            ["pronoun He", "person Varro"]
        );
        // The last word says what a name is.
        assert_eq!(
            labelled(
                "It met at the Ilvan Okrist Foundation.",
                &[("Ilvan Okrist", person)]
            ),
            ["pronoun It", "organisation Ilvan Okrist Foundation"]
        );
        // Firms are not written as persons are.
        assert_eq!(
            labelled("Then DamWatch said no.", &[("DamWatch", person)]),
            ["organisation DamWatch"]
        );
    }

    #[test]
    fn parties_and_accounts_are_no_names() {
        check(
            "Anna Okrist (D-Lenna) wrote to @marskoffice.",
            &["person Anna Okrist"],
        );
    }
}
