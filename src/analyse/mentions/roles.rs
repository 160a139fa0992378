//! Role phrases and pronouns: "the water minister", "a dam engineer", "officials", "the report", "she".

use super::{Article, Case, Found, Gender, Word, Words};
use crate::model::MentionKind;
use crate::resources::{Names, Tag};
use crate::text::TokenKind;

/// Most words before the noun of a role phrase.
const LONGEST: usize = 7;

/// Most words behind the "of" of a role phrase.
const LONGEST_OF: usize = 6;

/// Words that count; a determiner may stand before them.
const COUNTING: [&str; 11] = [
    "one", "two", "three", "four", "many", "several", "few", "most", "other", "more", "all",
];

/// Finds role phrases and pronouns, and adds them.
pub(crate) fn find(names: &Names, words: &Words<'_>, found: &mut Vec<Found>) {
    for (at, word) in words.list.iter().enumerate() {
        if word.kind != TokenKind::Word && !is_age(words, at) {
            continue;
        }
        if word.lexeme.is_pronoun() {
            if !word.quoted {
                found.push(pronoun(words, at, *word));
            }
        } else if is_head(words, at, *word) {
            let item = role(names, words, at, *word);
            if !names_nobody(words, &item) {
                found.push(item);
            }
        }
    }
}

/// The mention that a pronoun is.
pub(crate) fn pronoun(words: &Words<'_>, at: usize, word: Word) -> Found {
    let gender = if word.lexeme.is(Tag::He) {
        Gender::Male
    } else if word.lexeme.is(Tag::She) {
        Gender::Female
    } else {
        Gender::Unknown
    };
    let lower = words.lower(at);
    let next_noun = words.get(at + 1).is_some_and(|it| {
        it.follows && it.kind == TokenKind::Word && !it.is_function() && !it.lexeme.is(Tag::Verb)
    });
    Found {
        span: word.span,
        kind: MentionKind::Pronoun,
        words: (at, at + 1),
        head: at,
        sense: None,
        gender,
        plural: word.lexeme.is(Tag::They),
        article: Article::Definite,
        quoted: word.quoted,
        possessive: matches!(lower, "his" | "their" | "its" | "whose")
            || lower == "her" && next_noun,
        sentence: word.sentence,
    }
}

/// Whether a word in small letters is the noun of a role phrase.
fn is_head(words: &Words<'_>, at: usize, word: Word) -> bool {
    if word.case != Case::Lower && !(word.first && word.case == Case::Title) {
        return false;
    }
    let noun = [Tag::Role, Tag::Roles, Tag::Group, Tag::Document]
        .into_iter()
        .any(|tag| word.lexeme.is(tag))
        || is_age(words, at);
    if !noun || word.title_case || words.told && word.verb {
        return false;
    }
    // "report" and "poll" are verbs too; after "to" or a pronoun they are.
    let before = at.checked_sub(1).map_or("", |it| words.lower(it));
    if matches!(
        before,
        "to" | "will" | "would" | "they" | "we" | "i" | "you" | "who" | "not"
    ) {
        return false;
    }
    // The noun of "the police chief" is "chief"; of "the chief executive" the last.
    let next = words
        .get(at + 1)
        .filter(|it| it.follows && it.case == Case::Lower);
    let goes_on = next.is_some_and(|it| {
        let noun = [Tag::Role, Tag::Roles, Tag::Group, Tag::Document]
            .into_iter()
            .any(|tag| it.lexeme.is(tag));
        noun && !it.is_function() && !it.lexeme.is(Tag::Verb)
    });
    !goes_on
}

/// Whether a word tells somebody by age and nothing else: "the 62-year-old said".
fn is_age(words: &Words<'_>, at: usize) -> bool {
    let age = words.lower(at).ends_with("-year-old");
    age && words
        .get(at + 1)
        .is_none_or(|it| it.verb || it.kind == TokenKind::Mark || it.is_function())
}

/// "no minister came"; "she has been minister for years".
fn names_nobody(words: &Words<'_>, item: &Found) -> bool {
    let tagged = |at: usize, tag: Tag| words.get(at).is_some_and(|it| it.lexeme.is(tag));
    let before = item.words.0.checked_sub(1);
    let predicate = item.article == Article::Bare
        && !item.plural
        && before.is_some_and(|it| tagged(it, Tag::Copula));
    predicate || tagged(item.words.0, Tag::Denying)
}

fn role(names: &Names, words: &Words<'_>, at: usize, word: Word) -> Found {
    let role = names.role(word.lexeme);
    let plural = word.lexeme.is(Tag::Roles)
        || word.lexeme.is(Tag::Group) && !word.lexeme.is(Tag::Role)
        || role.is_none() && words.lower(at).ends_with('s');
    let mut item = Found {
        span: word.span,
        kind: MentionKind::Role,
        words: (at, at + 1),
        head: at,
        sense: None,
        gender: match role.map(|it| it.gender) {
            Some('m') => Gender::Male,
            Some('f') => Gender::Female,
            _ => Gender::Unknown,
        },
        plural,
        article: Article::Bare,
        quoted: word.quoted,
        possessive: false,
        sentence: word.sentence,
    };
    extend_left(words, &mut item);
    extend_right(words, &mut item);
    item.possessive = words.is_possessive(item.words.1);
    item.span = words.span(item.words.0, item.words.1);
    item
}

/// Takes the words before a role's noun into the phrase, up to its determiner.
pub(crate) fn extend_left(words: &Words<'_>, item: &mut Found) {
    let mut first = item.words.0;
    while item.words.0 - first < LONGEST {
        let Some(follows) = words.get(first).map(|it| it.follows) else {
            break;
        };
        let Some(before) = words.before(first).filter(|_| follows) else {
            break;
        };
        let lower = words.lower(first - 1);
        if before.kind == TokenKind::Clitic && lower.ends_with('s') && lower.len() <= 4 {
            first -= 1;
        } else if before.kind == TokenKind::Mark {
            if words.is_possessive(first - 1) {
                first -= 1;
            } else {
                break;
            }
        } else if matches!(lower, "the" | "this" | "that" | "these" | "those") {
            first -= 1;
            item.article = Article::Definite;
            break;
        } else if matches!(
            lower,
            "his" | "her" | "their" | "its" | "our" | "my" | "your"
        ) {
            first -= 1;
            item.article = Article::Definite;
            break;
        } else if matches!(
            lower,
            "a" | "an" | "another" | "every" | "no" | "any" | "some"
        ) {
            first -= 1;
            item.article = Article::Indefinite;
            break;
        } else if COUNTING.contains(&lower) {
            first -= 1;
            item.article = Article::Indefinite;
        } else if before.is_function()
            || before.lexeme.is_pronoun()
            || before.lexeme.is(Tag::Calendar)
            || before.lexeme.is(Tag::Verb) && before.case == Case::Lower
            || before.verb
            || acts(words, first - 1)
            || before.lexeme.is(Tag::Starter) && before.first && before.case != Case::Lower
        {
            break;
        } else {
            first -= 1;
        }
    }
    // A phrase does not begin with a bare possessive mark.
    while first < item.words.0
        && words
            .get(first)
            .is_some_and(|it| !matches!(it.kind, TokenKind::Word | TokenKind::Number))
    {
        first += 1;
    }
    if item.article == Article::Bare && (first..item.words.0).any(|at| words.is_possessive(at)) {
        item.article = Article::Definite;
    }
    item.words.0 = first;
    item.span = words.span(item.words.0, item.words.1);
}

/// Whether a word is likely the verb of a name before it: "Marsk exhorted voters".
fn acts(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    let past = lower.ends_with("ed") && !lower.contains('-');
    let named = words
        .before(at)
        .is_some_and(|it| it.is_capital() || it.lexeme.is_pronoun());
    past && named
        && words
            .get(at)
            .is_some_and(|it| it.follows && it.case == Case::Lower)
}

/// Takes what "of" brings into the phrase: "deputy chairman of the Kremlin's Security Council".
fn extend_right(words: &Words<'_>, item: &mut Found) {
    let of = item.words.1;
    let joins =
        words.get(of).is_some_and(|it| it.follows) && matches!(words.lower(of), "of" | "for");
    if !joins {
        return;
    }
    let mut end = of + 1;
    let mut content = false;
    // "minister for three years"
    let lasts = |at: usize| {
        words
            .get(at)
            .is_some_and(|it| it.lexeme.is(Tag::Duration) || it.kind == TokenKind::Number)
    };
    if words.lower(of) == "for" && (lasts(end) || lasts(end + 1)) {
        return;
    }
    // "a bank of choosing", "engineers published"
    let verbal = |at: usize, ending: &str| {
        words.get(at).is_some_and(|it| it.case == Case::Lower) && words.lower(at).ends_with(ending)
    };
    if verbal(end, "ing") {
        return;
    }
    while end - of <= LONGEST_OF {
        let Some(word) = words.get(end).filter(|it| it.follows) else {
            break;
        };
        let determiner = matches!(
            words.lower(end),
            "the" | "a" | "an" | "his" | "her" | "its" | "their"
        );
        if determiner && !content {
            end += 1;
        } else if word.kind == TokenKind::Clitic || words.is_possessive(end) {
            end += 1;
        } else if word.kind == TokenKind::Mark
            || word.is_function()
            || word.lexeme.is_pronoun()
            || word.lexeme.is(Tag::Calendar)
            || word.lexeme.is(Tag::Verb) && word.case == Case::Lower
            || word.verb
            || content && verbal(end, "ed")
            || content && words.get(end - 1).is_some_and(|it| it.is_capital()) && !word.is_capital()
        {
            break;
        } else {
            content = true;
            end += 1;
        }
    }
    if content {
        item.words.1 = end;
    }
}
