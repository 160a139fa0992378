//! Words of a text for a person to read: takes what spans cut out, gives it with its edges mended.
//!
//! A segment of a longer quotation has one of its marks only: the other is added with an ellipsis,
//! as nothing ends there.

/// The marks that a stretch of words lacks, before it and behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edges {
    before: Option<char>,
    behind: Option<char>,
}

impl Edges {
    /// The marks that these words lack.
    pub(crate) fn of(words: &str) -> Edges {
        let mut first = None;
        let mut last = None;
        let mut before = ' ';
        for (at, c) in words.char_indices() {
            let rest = words.get(at + c.len_utf8()..).unwrap_or_default();
            let next = rest.chars().next().unwrap_or(' ');
            // At the end of a single quotation an apostrophe is its closing mark.
            let is_open = matches!(last, Some(Mark::Opens('‘')));
            let ends = rest.is_empty() || rest.starts_with(" … ");
            let mark = match c == '’' && is_open && ends {
                true => Some(Mark::Closes(c)),
                false => Mark::of(c, before, next),
            };
            if let Some(mark) = mark {
                first = first.or(Some(mark));
                last = Some(mark);
            }
            before = c;
        }
        Edges {
            before: first.and_then(Mark::opening),
            behind: last.and_then(Mark::closing),
        }
    }

    /// The words, with their marks, between these edges.
    pub(crate) fn around(self, words: &str) -> String {
        let open = self
            .before
            .map_or(String::new(), |mark| format!("{mark}… "));
        let close = match self.behind {
            Some(mark) if words.ends_with('…') => mark.to_string(),
            Some(mark) => format!(" …{mark}"),
            None => String::new(),
        };
        format!("{open}{words}{close}")
    }
}

/// Words that a span cut out: without the comma that parted them from their neighbours, and with
/// both quotation marks.
pub(crate) fn mended(words: &str) -> String {
    let words = words.trim_start_matches([',', ';', ':', '.', '–', '—', ' ']);
    let words = words.trim_end_matches([',', ';', ':', '–', '—', ' ']);
    Edges::of(words).around(words)
}

/// A quotation mark that opens or closes.
#[derive(Clone, Copy)]
enum Mark {
    Opens(char),
    Closes(char),
}

impl Mark {
    /// What a character is, told where it can be both by its neighbours.
    fn of(c: char, before: char, next: char) -> Option<Mark> {
        match c {
            '“' if before.is_alphanumeric() => Some(Mark::Closes('„')),
            '“' | '„' | '«' | '「' => Some(Mark::Opens(c)),
            '”' | '»' | '」' => Some(Mark::Closes(c)),
            '"' if before.is_whitespace() || before == '(' => Some(Mark::Opens(c)),
            '"' => Some(Mark::Closes(c)),
            '‘' => Some(Mark::Opens(c)),
            // Else it is an apostrophe.
            '’' if !next.is_alphanumeric() && before.is_ascii_punctuation() => {
                Some(Mark::Closes(c))
            }
            _ => None,
        }
    }

    /// The mark that is to stand before one that closes.
    fn opening(self) -> Option<char> {
        match self {
            Mark::Opens(_) => None,
            Mark::Closes('”') => Some('“'),
            Mark::Closes('»') => Some('«'),
            Mark::Closes('」') => Some('「'),
            Mark::Closes('’') => Some('‘'),
            Mark::Closes(mark) => Some(mark),
        }
    }

    /// The mark that is to stand behind one that opens.
    fn closing(self) -> Option<char> {
        match self {
            Mark::Closes(_) => None,
            Mark::Opens('“') => Some('”'),
            Mark::Opens('„') => Some('“'),
            Mark::Opens('«') => Some('»'),
            Mark::Opens('「') => Some('」'),
            Mark::Opens('‘') => Some('’'),
            Mark::Opens(mark) => Some(mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_quotation_has_both_marks() {
        let check = |words: &str, expected: &str| assert_eq!(mended(words), expected);
        check(
            "“We told them twice, in writing,",
            "“We told them twice, in writing …”",
        );
        check("and we were not heard.”", "“… and we were not heard.”");
        check("\"We told them twice,", "\"We told them twice …\"");
        check("„Die Tore sind offen“", "„Die Tore sind offen“");
        check("„Die Tore sind", "„Die Tore sind …“");
        check("‘Nobody wrote to me,", "‘Nobody wrote to me …’");
        check("‘It’s the miners’ day,’", "‘It’s the miners’ day,’");
        check("‘We told them, in writing’", "‘We told them, in writing’");
        check("‘We told them’ … ‘twice’", "‘We told them’ … ‘twice’");
        check("‘The miners’ day", "‘The miners’ day …’");
        check("“The gates held", "“The gates held …”");
        check("“The gates…", "“The gates…”");
        check("“One,” he said. “Two”", "“One,” he said. “Two”");
        check(
            "“One paragraph. “And another.”",
            "“One paragraph. “And another.”",
        );
        check(", that the gates held,", "that the gates held");
        check("its \"only\" gate", "its \"only\" gate");
        check("", "");
    }
}
