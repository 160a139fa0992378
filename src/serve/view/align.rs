//! The alignment table as a reader sees it: pieces of a few words, and what each wording does there.

use super::format;
use super::shelf::is_quotation_mark;
use crate::model::{Cell, Collation, Span, Variant};

/// A piece is closed at the next word once it has so many characters.
const PIECE: usize = 22;
/// A table is broken once its pieces are so many characters wide; measured at 1216 px.
const BAND: usize = 128;
/// So many words that all witnesses share are left out of the table.
const ELIDED: usize = 14;
/// Pieces up to so many characters stay on a line.
const ONE_LINE: usize = 12;
/// Pieces above that run over so many lines.
const LINES: usize = 3;

impl Aligned {
    /// The same with its witnesses in another order: each entry of `order` is the witness that
    /// comes to stand there.
    pub(crate) fn reordered(&self, order: &[usize]) -> Aligned {
        fn pick<T: Clone>(list: &[T], order: &[usize]) -> Vec<T> {
            order
                .iter()
                .filter_map(|at| list.get(*at).cloned())
                .collect()
        }
        Aligned {
            inline: pick(&self.inline, order),
            pieces: self.pieces.iter().map(|it| pick(it, order)).collect(),
            table: self.table.iter().map(|it| pick(it, order)).collect(),
            bands: self.bands.clone(),
        }
    }
}

/// Words that stand to the base in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// How.
    pub(crate) change: Change,
    /// The words.
    pub(crate) text: String,
    /// Whether no space stands before them.
    pub(crate) glued: bool,
}

/// How words stand to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// As in the base.
    Same,
    /// Put in, or in place of the base's.
    In,
    /// Left out.
    Out,
}

/// What one wording has at one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// `eq`, `no` or nothing, with `stop` and `nw`.
    pub(crate) class: String,
    /// Its words.
    pub(crate) runs: Vec<Run>,
    /// Whether the base's words stand there unchanged.
    pub(crate) kept: bool,
}

/// A collation cut into pieces; every list is in the order of the witnesses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aligned {
    /// For each witness all of its text against the base's.
    pub(crate) inline: Vec<Vec<Run>>,
    /// For each piece what each witness has there.
    pub(crate) pieces: Vec<Vec<Piece>>,
    /// The same for the table, without long stretches that all witnesses share.
    pub(crate) table: Vec<Vec<Piece>>,
    /// The pieces of each band of the table.
    pub(crate) bands: Vec<std::ops::Range<usize>>,
}

/// What a witness is printed from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Source<'a> {
    /// Its document's text.
    pub(crate) text: &'a str,
    /// Whether all of it stands between quotation marks, which then are not printed.
    pub(crate) quoted: bool,
}

/// From so many percent of changed words on, a wording is set beside the base whole.
const RECAST: usize = 70;
/// Changes in fewer places can still be read one by one.
const CONFETTI: usize = 3;

/// Lays a collation out; `sources` are the witnesses', in their order.
pub(crate) fn lay_out(collation: &Collation, sources: &[Source<'_>]) -> Aligned {
    let printed: Vec<Vec<Vec<Token>>> = collation
        .witnesses
        .iter()
        .enumerate()
        .map(|(row, witness)| {
            let source = sources.get(row).copied().unwrap_or_default();
            let cells: Vec<&Cell> = collation
                .columns
                .iter()
                .filter_map(|it| it.cells.get(row))
                .collect();
            print(source, &witness.content, &cells)
        })
        .collect();
    let table = Table { collation, printed };
    let inline = (0..collation.witnesses.len())
        .map(|row| shorten(table.inline(row)))
        .collect();
    let pieces: Vec<Vec<Piece>> = table
        .cuts()
        .windows(2)
        .filter_map(|cut| match cut {
            [from, to] => Some(table.pieces(*from, *to)),
            _ => None,
        })
        .collect();
    let shown = elide(&pieces);
    let bands = bands(&shown);
    Aligned {
        inline,
        pieces,
        table: shown,
        bands,
    }
}

/// A longer deletion than this, in words, is told by its ends and its length: the base has it whole.
const LONG: usize = 24;
/// So many words stand at each of its ends.
const ENDS: usize = 5;

/// Elides long deletions.
fn shorten(mut runs: Vec<Run>) -> Vec<Run> {
    // Where the wording is recast, or shares nothing, both are printed whole.
    let shares = runs.iter().any(|it| it.change == Change::Same);
    for run in runs
        .iter_mut()
        .filter(|it| shares && it.change == Change::Out)
    {
        let words: Vec<&str> = run.text.split_whitespace().collect();
        if words.len() <= LONG {
            continue;
        }
        let (head, tail) = (words.get(..ENDS), words.get(words.len() - ENDS..));
        if let (Some(head), Some(tail)) = (head, tail) {
            let between = format::thousands(words.len() - 2 * ENDS);
            run.text = format!("{} … {between} words … {}", head.join(" "), tail.join(" "));
        }
    }
    runs
}

/// A word as it is printed, with the marks that follow it.
#[derive(Clone, Debug)]
struct Token {
    text: String,
    glued: bool,
}

struct Table<'a> {
    collation: &'a Collation,
    /// The tokens of each witness's cells, column by column.
    printed: Vec<Vec<Vec<Token>>>,
}

/// Prints the tokens of one witness: marks that belong to no token go with the one before.
fn print(source: Source<'_>, content: &[Span], cells: &[&Cell]) -> Vec<Vec<Token>> {
    let Source { text, quoted } = source;
    let mut spans: Vec<Span> = cells.iter().flat_map(|it| it.tokens.clone()).collect();
    spans.sort_unstable();
    let printed = |span: &Span| {
        let at = spans.partition_point(|it| it <= span);
        let next = spans.get(at).map(|it| it.start());
        let within = content.iter().find(|it| it.contains(*span));
        let end = next
            .filter(|it| within.is_none_or(|within| *it <= within.end()))
            .or(within.map(|it| it.end()))
            .unwrap_or(span.end());
        let gap = text.get(span.end()..end).unwrap_or("");
        let marks = match gap.chars().any(char::is_alphanumeric) {
            true => "",
            false => gap.split(char::is_whitespace).next().unwrap_or(""),
        };
        let before = text.get(..span.start()).unwrap_or("");
        let text = format!("{}{marks}", span.of(text));
        let last = next.is_none() || within.is_some_and(|it| span.end() + marks.len() >= it.end());
        let text = match (quoted, last) {
            (true, true) => without_marks(text.trim_end_matches(is_quotation_mark)),
            (true, false) => without_marks(&text),
            (false, _) => &text,
        };
        Token {
            text: text.to_owned(),
            glued: before.ends_with(|c: char| !c.is_whitespace() && !is_quotation_mark(c)),
        }
    };
    cells
        .iter()
        .map(|cell| cell.tokens.iter().map(printed).collect())
        .collect()
}

/// A word without the quotation marks that open or close a quotation around it; an apostrophe
/// inside or behind it stays.
fn without_marks(word: &str) -> &str {
    let double = |c: char| is_quotation_mark(c) && c != '’' && c != '‘';
    let word = word.trim_start_matches(|c: char| double(c) || c == '‘');
    word.trim_end_matches(double)
}

impl Table<'_> {
    fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.collation.columns.get(column)?.cells.get(row)
    }

    fn tokens(&self, row: usize, column: usize) -> &[Token] {
        let cells = self.printed.get(row);
        cells
            .and_then(|it| it.get(column))
            .map_or(&[], Vec::as_slice)
    }

    fn variant(&self, row: usize, column: usize) -> Variant {
        self.cell(row, column)
            .map_or(Variant::Omitted, |it| it.variant)
    }

    /// Whether so much of a witness differs, in so many places, that marks between its words would be
    /// confetti. What is only left out does not count: a short excerpt is no other wording.
    fn is_recast(&self, row: usize) -> bool {
        let (mut same, mut changed, mut places) = (0, 0, 0);
        let mut inside = false;
        for column in 0..self.collation.columns.len() {
            let (own, base) = (self.tokens(row, column), self.tokens(0, column));
            let differs = match self.variant(row, column) {
                Variant::Equal | Variant::Form | Variant::Moved => {
                    same += own.len();
                    false
                }
                Variant::Omitted => false,
                Variant::Added => {
                    changed += own.len();
                    true
                }
                Variant::Replaced => {
                    changed += own.len() + base.len();
                    true
                }
            };
            places += usize::from(differs && !inside);
            inside = differs;
        }
        places >= CONFETTI && changed * 100 > RECAST * (same + changed)
    }

    /// All runs of one witness; what is left out comes before what is put in.
    ///
    /// A witness that shares little with the base is two blocks: the base, and its own words.
    fn inline(&self, row: usize) -> Vec<Run> {
        let mut runs = Runs::default();
        if self.is_recast(row) {
            for column in 0..self.collation.columns.len() {
                runs.leave_out(self.tokens(0, column));
                runs.put_in(self.tokens(row, column));
            }
            return runs.finish();
        }
        for column in 0..self.collation.columns.len() {
            let (own, base) = (self.tokens(row, column), self.tokens(0, column));
            match self.variant(row, column) {
                Variant::Equal | Variant::Form => runs.same(own),
                Variant::Added | Variant::Moved => runs.put_in(own),
                Variant::Omitted => runs.leave_out(base),
                Variant::Replaced => {
                    runs.leave_out(base);
                    runs.put_in(own);
                }
            }
        }
        runs.finish()
    }

    /// Where pieces begin: at sentences, where a wording begins or ends to leave words out, after
    /// a comma, and after a few words.
    fn cuts(&self) -> Vec<usize> {
        let columns = self.collation.columns.len();
        let mut cuts = vec![0];
        let mut length = 0;
        for column in 0..columns {
            let longest = self.longest(column);
            if column > 0 && longest > 0 {
                let stop = self
                    .collation
                    .columns
                    .get(column)
                    .is_some_and(|it| it.starts_sentence);
                let gap = self.gaps(column) != self.gaps(column - 1);
                let ends = |it: &Token| ends_clause(&it.text);
                let clause = length > 6 && self.tokens(0, column - 1).last().is_some_and(ends);
                if stop || gap || clause || length + longest > PIECE {
                    cuts.push(column);
                    length = 0;
                }
            }
            length += longest + 1;
        }
        if columns > 0 {
            cuts.push(columns);
        }
        cuts.dedup();
        cuts
    }

    /// Which wordings leave the base's words out here; words that the base lacks open no gap.
    fn gaps(&self, column: usize) -> Vec<bool> {
        let rows = self.collation.witnesses.len();
        if self.tokens(0, column).is_empty() {
            return match column {
                0 => vec![false; rows],
                _ => self.gaps(column - 1),
            };
        }
        (0..rows)
            .map(|row| self.variant(row, column) == Variant::Omitted)
            .collect()
    }

    fn longest(&self, column: usize) -> usize {
        let lengths =
            (0..self.collation.witnesses.len()).map(|row| length(self.tokens(row, column)));
        lengths.max().unwrap_or(0)
    }

    fn pieces(&self, from: usize, to: usize) -> Vec<Piece> {
        let stop = self
            .collation
            .columns
            .get(from)
            .is_some_and(|it| it.starts_sentence && from > 0);
        (0..self.collation.witnesses.len())
            .map(|row| {
                let mut piece = self.piece(row, from, to);
                if stop {
                    piece.class.push_str(" stop");
                }
                let length: usize = piece
                    .runs
                    .iter()
                    .map(|it| it.text.chars().count() + 1)
                    .sum();
                if length <= ONE_LINE + 1 {
                    piece.class.push_str(" nw");
                }
                piece
            })
            .collect()
    }

    fn piece(&self, row: usize, from: usize, to: usize) -> Piece {
        let mut runs = Runs::default();
        let (mut kept, mut any) = (true, false);
        for column in from..to {
            let (own, base) = (self.tokens(row, column), self.tokens(0, column));
            let variant = self.variant(row, column);
            any |= !own.is_empty();
            kept &= matches!(variant, Variant::Equal | Variant::Form)
                || own.is_empty() && base.is_empty();
            match variant {
                Variant::Equal | Variant::Form => runs.same(own),
                Variant::Omitted => runs.leave_out(base),
                Variant::Added | Variant::Moved | Variant::Replaced => runs.put_in(own),
            }
        }
        let class = match (any, kept) {
            (_, true) => "eq",
            (false, false) => "no",
            (true, false) => "",
        };
        Piece {
            class: class.to_owned(),
            runs: runs.finish(),
            kept,
        }
    }
}

fn length(tokens: &[Token]) -> usize {
    let letters: usize = tokens.iter().map(|it| it.text.chars().count()).sum();
    letters + tokens.len().saturating_sub(1)
}

/// Collects tokens into runs.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
    out: Option<Run>,
    put: Option<Run>,
}

impl Runs {
    fn same(&mut self, tokens: &[Token]) {
        if tokens.is_empty() {
            return;
        }
        self.flush();
        match self.done.last_mut() {
            Some(run) if run.change == Change::Same => append(run, tokens),
            _ => self.done.extend(new_run(Change::Same, tokens)),
        }
    }

    fn leave_out(&mut self, tokens: &[Token]) {
        add(&mut self.out, Change::Out, tokens);
    }

    fn put_in(&mut self, tokens: &[Token]) {
        add(&mut self.put, Change::In, tokens);
    }

    fn flush(&mut self) {
        self.done.extend(self.out.take());
        self.done.extend(self.put.take());
    }

    fn finish(mut self) -> Vec<Run> {
        self.flush();
        self.done
    }
}

fn add(run: &mut Option<Run>, change: Change, tokens: &[Token]) {
    match run {
        Some(run) => append(run, tokens),
        None => *run = new_run(change, tokens),
    }
}

fn new_run(change: Change, tokens: &[Token]) -> Option<Run> {
    let (first, rest) = tokens.split_first()?;
    let mut run = Run {
        change,
        text: first.text.clone(),
        glued: first.glued,
    };
    append(&mut run, rest);
    Some(run)
}

fn append(run: &mut Run, tokens: &[Token]) {
    for token in tokens {
        if !token.glued {
            run.text.push(' ');
        }
        run.text.push_str(&token.text);
    }
}

/// Leaves out the middle of stretches in which all witnesses have the base's words, from one
/// clause end to another, and says how many words they are.
fn elide(pieces: &[Vec<Piece>]) -> Vec<Vec<Piece>> {
    let shared = |at: usize| {
        let piece = pieces.get(at);
        piece.is_some_and(|it| it.iter().all(|it| it.kept && !it.runs.is_empty()))
    };
    let ends = |at: usize| {
        let base = pieces.get(at).and_then(|it| it.first()?.runs.last());
        base.is_some_and(|it| ends_clause(&it.text))
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let stretch = (at..pieces.len()).take_while(|it| shared(*it)).count();
        let to = at + stretch;
        let from = (at..to).find(|it| ends(*it)).map(|it| it + 1);
        let back = (at..to.saturating_sub(1)).rev().find(|it| ends(*it));
        if let (Some(from), Some(back)) = (from, back.map(|it| it + 1)) {
            let middle = pieces.get(from..back).unwrap_or(&[]);
            let n: usize = middle.iter().map(|it| n_words(it)).sum();
            if n >= ELIDED {
                out.extend(pieces.get(at..from).unwrap_or(&[]).iter().cloned());
                let rows = middle.first().map_or(0, Vec::len);
                out.push(vec![elided(n); rows]);
                at = back;
            }
        }
        let until = to.max(at + 1).min(pieces.len());
        out.extend(pieces.get(at..until).unwrap_or(&[]).iter().cloned());
        at = until;
    }
    out
}

fn n_words(pieces: &[Piece]) -> usize {
    let runs = pieces.first().map_or(&[][..], |it| &it.runs);
    runs.iter().map(|it| it.text.split(' ').count()).sum()
}

fn elided(n: usize) -> Piece {
    Piece {
        class: "eq gap".to_owned(),
        runs: vec![Run {
            change: Change::Same,
            text: format!("… {} …", format::count(n, "word")),
            glued: false,
        }],
        kept: true,
    }
}

fn ends_clause(text: &str) -> bool {
    text.ends_with([',', ';', ':', '.', '?', '!', '–', '—'])
}

/// Breaks the pieces into bands that fit a screen.
fn bands(pieces: &[Vec<Piece>]) -> Vec<std::ops::Range<usize>> {
    let mut bands = Vec::new();
    let (mut from, mut width) = (0, 0);
    for (at, piece) in pieces.iter().enumerate() {
        let own = piece.iter().map(piece_width).max().unwrap_or(0) + 2;
        if width + own > BAND && at > from {
            bands.push(from..at);
            (from, width) = (at, 0);
        }
        width += own;
    }
    if from < pieces.len() {
        bands.push(from..pieces.len());
    }
    bands
}

fn piece_width(piece: &Piece) -> usize {
    let mark = |it: &Run| usize::from(it.change != Change::Same);
    let length: usize = piece
        .runs
        .iter()
        .map(|it| it.text.chars().count() + 1 + mark(it))
        .sum();
    let words = piece.runs.iter().flat_map(|it| it.text.split(' '));
    let longest = words.map(|it| it.chars().count()).max().unwrap_or(0);
    match length <= ONE_LINE + 1 {
        true => length,
        false => (length / LINES + 2).max(longest + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, DocumentId, Hash, Relation, Witness};

    /// Builds a collation of rows of cells, `=` for the base's words and `-` for none.
    fn collation(rows: &[&[&str]]) -> (Collation, Vec<String>) {
        let base = rows.first().copied().unwrap_or(&[]);
        let mut texts = Vec::new();
        let mut witnesses = Vec::new();
        let mut columns: Vec<Column> = base
            .iter()
            .map(|_| Column {
                cells: Vec::new(),
                starts_sentence: false,
            })
            .collect();
        for (n, row) in rows.iter().enumerate() {
            let mut text = String::new();
            for (at, cell) in row.iter().enumerate() {
                let base = base.get(at).copied().unwrap_or("");
                let words = if *cell == "=" { base } else { *cell };
                let variant = match (*cell, base) {
                    ("=", _) => Variant::Equal,
                    ("-", _) => Variant::Omitted,
                    (_, "-") => Variant::Added,
                    _ if n == 0 => Variant::Equal,
                    _ => Variant::Replaced,
                };
                let mut tokens = Vec::new();
                for word in words.split(' ').filter(|it| *it != "-") {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    let bare = word.trim_end_matches([',', '.']);
                    tokens.push(Span::new(text.len(), text.len() + bare.len()));
                    text.push_str(word);
                }
                if let Some(column) = columns.get_mut(at) {
                    column.cells.push(Cell { tokens, variant });
                }
            }
            witnesses.push(Witness {
                document: DocumentId(Hash::of_bytes(&[n as u8])),
                content: vec![Span::new(0, text.len())],
                relation: Relation::Base,
            });
            texts.push(text);
        }
        (Collation { witnesses, columns }, texts)
    }

    fn sources(texts: &[String]) -> Vec<Source<'_>> {
        let source = |text| Source { text, quoted: true };
        texts.iter().map(|it| source(it.as_str())).collect()
    }

    fn inline(rows: &[&[&str]]) -> Vec<String> {
        let (collation, texts) = collation(rows);
        let texts = sources(&texts);
        let print = |runs: &Vec<Run>| {
            let print = |it: &Run| match it.change {
                Change::Same => it.text.clone(),
                Change::In => format!("+{}+", it.text),
                Change::Out => format!("-{}-", it.text),
            };
            runs.iter().map(print).collect::<Vec<_>>().join(" ")
        };
        lay_out(&collation, &texts)
            .inline
            .iter()
            .map(print)
            .collect()
    }

    #[test]
    fn neighbouring_changes_join() {
        let printed = inline(&[
            &["The", "gates", "-", "were", "opened", "twice,"],
            &["=", "locks", "and sluices", "-", "-", "="],
        ]);
        assert_eq!(printed[0], "The gates were opened twice,");
        assert_eq!(
            printed[1],
            "The -gates were opened- +locks and sluices+ twice,"
        );
    }

    #[test]
    fn a_long_deletion_is_told_by_its_ends() {
        let long: Vec<String> = (1..=30).map(|n| format!("w{n}")).collect();
        let mut base: Vec<&str> = vec!["Gates"];
        base.extend(long.iter().map(String::as_str));
        base.push("open.");
        let mut other = vec!["="];
        other.extend(std::iter::repeat_n("-", 30));
        other.push("=");
        let printed = inline(&[&base, &other]);
        assert_eq!(
            printed[1],
            "Gates -w1 w2 w3 w4 w5 … 20 words … w26 w27 w28 w29 w30- open."
        );
    }

    #[test]
    fn a_recast_wording_is_set_beside_the_base_whole() {
        let printed = inline(&[
            &[
                "The",
                "gates stay shut",
                "until",
                "the snow is gone",
                "in",
                "spring",
            ],
            &[
                "=",
                "sluices remain closed",
                "=",
                "all ice has melted",
                "=",
                "summer",
            ],
        ]);
        assert_eq!(
            printed[1],
            "-The gates stay shut until the snow is gone in spring- \
             +The sluices remain closed until all ice has melted in summer+"
        );
    }

    #[test]
    fn a_wording_that_ends_early_leaves_one_gap() {
        let (collation, texts) = collation(&[
            &["We", "warned", "them", "twice,", "in", "writing"],
            &["=", "=", "=", "=", "-", "-"],
        ]);
        let texts = sources(&texts);
        let aligned = lay_out(&collation, &texts);
        let classes: Vec<&str> = aligned
            .pieces
            .iter()
            .filter_map(|it| it.get(1))
            .map(|it| it.class.as_str())
            .collect();
        assert_eq!(classes, ["eq", "no nw"]);
        assert_eq!(aligned.bands.first(), Some(&(0..2)));
        assert_eq!(aligned.bands.len(), 1);
    }

    #[test]
    fn what_all_share_is_left_out_between_clauses() {
        let clause = ["we", "wrote", "to", "them", "in", "March", "by", "post,"];
        let mut base = vec!["First,"];
        for _ in 0..4 {
            base.extend(clause);
        }
        base.push("twice.");
        let mut other = vec!["="; base.len()];
        *other.last_mut().expect("a cell") = "-";
        let (collation, texts) = collation(&[&base, &other]);
        let aligned = lay_out(&collation, &sources(&texts));
        let shown: Vec<String> = aligned
            .table
            .iter()
            .filter_map(|it| it.first()?.runs.first())
            .map(|it| it.text.clone())
            .collect();
        assert!(shown.contains(&"… 24 words …".to_owned()), "{shown:?}");
        assert_eq!(shown.last().map(String::as_str), Some("twice."));
        let whole = aligned.pieces.iter().filter_map(|it| it.first());
        assert_eq!(
            whole
                .map(|it| n_words(std::slice::from_ref(it)))
                .sum::<usize>(),
            34
        );
    }

    #[test]
    fn nothing_to_align_is_no_table() {
        let none = Collation {
            witnesses: Vec::new(),
            columns: Vec::new(),
        };
        assert_eq!(lay_out(&none, &[]), Aligned::default());
    }
}
