//! Who published a page, where the page says so.

/// The most words of an outlet's name.
const MAX_WORDS: usize = 6;

/// The name in a line of rights: "© 2031 Quillhaven Times. All rights reserved."
pub(super) fn of_rights(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let behind = |phrase: &str| lower.find(phrase).map(|at| at + phrase.len());
    let start = behind("all rights reserved by ")
        .or_else(|| behind("©"))
        .or_else(|| behind("copyright"))?;
    let name = line.get(start..)?.trim_start_matches(|c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || matches!(c, '©' | '-' | '–' | ',' | '.' | ':' | '|')
    });
    let name = name.strip_prefix("by ").unwrap_or(name);
    let lower = name.to_lowercase();
    let end = ["all rights", " - ", " | ", " – ", ",", "(", "©", "inc"]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .chain(name.find(". "))
        .min()
        .unwrap_or(name.len());
    let name = name
        .get(..end)?
        .trim()
        .trim_end_matches(['.', ',', '-'])
        .trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = name.starts_with(char::is_uppercase);
    let plain = words.iter().all(|word| !word.contains([':', '/', '@']));
    ((1..=MAX_WORDS).contains(&words.len()) && capital && plain && name.len() > 2)
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_of_rights() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(of_rights(line).as_deref(), expected, "{line}");
        };
        check(
            "© 2031 Quillhaven Times. All rights reserved.",
            Some("Quillhaven Times"),
        );
        check(
            "All rights reserved by Orrenland Gazette.",
            Some("Orrenland Gazette"),
        );
        check("Copyright © 2028-2031 Veskom", Some("Veskom"));
        check("All rights reserved.", None);
        check("© 2031", None);
        check("Marsk said the copyright was theirs", None);
    }
}
