//! Standard output for a person: width, colours, wrapped text and tables.
//!
//! Colours are never the only sign of anything. Where the output is no terminal there are none, and
//! lines are as long as they are.

use std::io::{BufWriter, IsTerminal, StdoutLock, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether to print colours where the stream is, or is not, a terminal.
pub(crate) fn colours(is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    is_terminal && set("TERM").is_none_or(|term| term != "dumb")
}

/// Wraps text that goes to no terminal.
const PLAIN_WIDTH: usize = 100;
/// Lines longer than this are hard to read.
const WIDEST: usize = 120;

/// Standard output, and how to write on it.
pub(crate) struct Screen {
    out: BufWriter<StdoutLock<'static>>,
    colours: bool,
    /// Columns of the terminal; none where it is no terminal.
    width: Option<usize>,
}

/// What is emphasised, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Title,
    Name,
    Faint,
    Id,
    Cut,
    Added,
    Moved,
}

impl Ink {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Ink::Plain => Style::new(),
            Ink::Title => Style::new().bold().underline(),
            Ink::Name => Style::new().bold(),
            Ink::Faint => Style::new().dimmed(),
            Ink::Id => colour(AnsiColor::Yellow),
            Ink::Cut => colour(AnsiColor::Red),
            Ink::Added => colour(AnsiColor::Green),
            Ink::Moved => colour(AnsiColor::Cyan),
        }
    }
}

impl Screen {
    /// Standard output as it is.
    pub(crate) fn new() -> Screen {
        let stdout = std::io::stdout();
        let is_terminal = stdout.is_terminal();
        let width = is_terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| usize::from(width.0).max(20));
        Screen {
            out: BufWriter::new(stdout.lock()),
            colours: colours(is_terminal),
            width,
        }
    }

    /// How wide running text is set.
    pub(crate) fn text_width(&self) -> usize {
        self.width.unwrap_or(PLAIN_WIDTH).min(WIDEST)
    }

    /// Text in an ink.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        let style = ink.style();
        match self.colours && ink != Ink::Plain && !text.is_empty() {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, text: &str) -> std::io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    /// Prints an empty line.
    pub(crate) fn gap(&mut self) -> std::io::Result<()> {
        writeln!(self.out)
    }

    /// Prints a heading.
    pub(crate) fn heading(&mut self, text: &str) -> std::io::Result<()> {
        let text = self.ink(Ink::Name, text);
        self.line(&text)
    }

    /// Prints JSON on a line of its own.
    pub(crate) fn json(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.out.write_all(line)?;
        self.out.write_all(b"\n")
    }

    /// Prints running text, wrapped and set in by `indent` columns; `first` stands at its head.
    pub(crate) fn text(&mut self, first: &str, indent: usize, text: &str) -> std::io::Result<()> {
        let lines = wrap(text, self.text_width().saturating_sub(indent).max(20));
        let mut head = pad(first, indent);
        for line in lines {
            self.line(&format!("{head}{line}"))?;
            head = " ".repeat(indent);
        }
        Ok(())
    }

    /// Prints rows under their headings; the columns fit the terminal.
    pub(crate) fn table(
        &mut self,
        columns: &[Column],
        rows: &[Vec<String>],
    ) -> std::io::Result<()> {
        let widths = self.widths(columns, rows);
        let mut head = String::new();
        for (column, width) in columns.iter().zip(&widths) {
            head.push_str(&column.set(column.name, *width));
            head.push_str("  ");
        }
        let head = self.ink(Ink::Faint, head.trim_end());
        self.line(&head)?;
        for row in rows {
            let mut line = String::new();
            for ((column, width), cell) in columns.iter().zip(&widths).zip(row) {
                let cell = column.set(&cut(cell, *width), *width);
                line.push_str(&self.ink(column.ink, &cell));
                line.push_str("  ");
            }
            self.line(&line)?;
        }
        Ok(())
    }

    fn widths(&self, columns: &[Column], rows: &[Vec<String>]) -> Vec<usize> {
        let natural = |(idx, column): (usize, &Column)| {
            let cells = rows.iter().filter_map(|row| row.get(idx));
            cells
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
                .max(column.name.width())
        };
        let mut widths: Vec<usize> = columns.iter().enumerate().map(natural).collect();
        let Some(limit) = self.width.map(|width| width.min(2 * WIDEST)) else {
            return widths;
        };
        // The widest flexible column gives way first.
        while widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) > limit {
            let flexible = columns.iter().zip(widths.iter_mut());
            let flexible = flexible.filter(|(column, width)| column.flexible && **width > 12);
            match flexible.map(|(_, width)| width).max_by_key(|width| **width) {
                Some(width) => *width -= 1,
                None => break,
            }
        }
        widths
    }

    /// Writes out what is left.
    pub(crate) fn finish(mut self) -> std::io::Result<()> {
        self.out.flush()
    }

    /// Writes out what was printed so far.
    pub(crate) fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// A column of a table.
pub(crate) struct Column {
    name: &'static str,
    ink: Ink,
    flexible: bool,
    right: bool,
}

impl Column {
    /// A column that keeps its width.
    pub(crate) fn fixed(name: &'static str, ink: Ink) -> Column {
        Column {
            name,
            ink,
            flexible: false,
            right: false,
        }
    }

    /// A column that is cut where the terminal is narrow.
    pub(crate) fn flexible(name: &'static str, ink: Ink) -> Column {
        Column {
            flexible: true,
            ..Column::fixed(name, ink)
        }
    }

    /// A column of numbers.
    pub(crate) fn number(name: &'static str) -> Column {
        Column {
            right: true,
            ..Column::fixed(name, Ink::Plain)
        }
    }

    fn set(&self, text: &str, width: usize) -> String {
        match self.right {
            true => format!("{}{text}", " ".repeat(width.saturating_sub(text.width()))),
            false => pad(text, width),
        }
    }
}

/// The width of a text on the screen; marks that only colour it take none.
pub(crate) fn visible_width(text: &str) -> usize {
    let mut width = 0;
    let mut in_mark = false;
    for c in text.chars() {
        match c {
            '\u{1b}' => in_mark = true,
            'm' if in_mark => in_mark = false,
            _ if in_mark => {}
            c => width += c.width().unwrap_or(0),
        }
    }
    width
}

fn pad(text: &str, width: usize) -> String {
    format!(
        "{text}{}",
        " ".repeat(width.saturating_sub(visible_width(text)))
    )
}

/// Cuts a text to a width, and says so with an ellipsis.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Breaks a text into lines; words longer than a line stay whole.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = visible_width(word);
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_with_an_ellipsis() {
        assert_eq!(cut("The gates are open", 30), "The gates are open");
        assert_eq!(cut("The gates are open", 10), "The gates…");
        assert_eq!(cut("堤坝开闸放水", 7), "堤坝开…");
    }

    #[test]
    fn text_is_wrapped_at_words() {
        assert_eq!(wrap("The gates are open.", 10), ["The gates", "are open."]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(visible_width("\u{1b}[1mopen\u{1b}[0m"), 4);
    }
}
