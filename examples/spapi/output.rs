//! Tables for people, JSON lines for programs.

use std::{fmt::Write as _, io::Write as _};

use serde::Serialize;

/// Where results go, and in which form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// One line of JSON.
    pub(crate) fn object(self, value: &impl Serialize) -> anyhow::Result<()> {
        let line = serde_json::to_string(value)?;
        self.text(&line)
    }

    /// Text as it is, and a line's end.
    pub(crate) fn text(self, text: &str) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{text}")?;
        Ok(out.flush()?)
    }
}

/// A column's heading, and whether it holds numbers.
pub(crate) type Column = (&'static str, Align);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows whose columns line up. The last column is not padded.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // What Amazon sends must not move the cursor or break the line.
        let plain = |cell: String| cell.replace(char::is_control, " ");
        self.rows.push(cells.into_iter().map(plain).collect());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table, two spaces in.
    pub(crate) fn text(&self) -> String {
        let width = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.chars().count());
            cells.chain([self.columns[index].0.chars().count()]).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let heading: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let mut text = String::new();
        for row in [&heading].into_iter().chain(&self.rows) {
            let mut line = String::new();
            for ((cell, width), (_, align)) in row.iter().zip(&widths).zip(&self.columns) {
                let _ = match align {
                    Align::Left => write!(line, "  {cell:<width$}"),
                    Align::Right => write!(line, "  {cell:>width$}"),
                };
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.pop();
        text
    }
}

/// A cell that may be empty.
pub(crate) fn cell<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A minute in UTC.
pub(crate) fn minute(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%d %H:%MZ").to_string()
}

/// Says something to the person, whatever becomes of standard output.
pub(crate) fn complain(text: &str) {
    // Nobody to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A broken pipe on standard output is how `| head` says that it has seen enough.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let pipe = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.downcast_ref::<std::io::Error>().is_some_and(pipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nothing_breaks_the_line() {
        let mut table = Table::new([("SKU", Align::Left), ("units", Align::Right), ("title", Align::Left)]);
        table.row(["MÜG-1".to_owned(), "5".to_owned(), "Mug\n\u{1b}[31mred".to_owned()]);
        table.row(["A".to_owned(), "1200".to_owned(), String::new()]);
        let expected = "  SKU    units  title\n  MÜG-1      5  Mug  [31mred\n  A       1200";
        assert_eq!(table.text(), expected);
    }
}
