//! What is wrong with a file, and what with one row. Neither holds a cell's content: it may be a buyer's.

use std::fmt;

use super::{DateOrder, DecimalMark, ValueError};
use crate::documents::text::TextError;

/// Why a file cannot be read, or not any further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FlatFileError {
    /// The bytes do not make a text.
    #[error("the document is not readable as text")]
    Text(#[from] TextError),
    /// No header line was found where one belongs.
    #[error("there is no header line of a {report} in the document's first lines")]
    NoHeader {
        /// What the file should be.
        report: &'static str,
    },
    /// The header line lacks columns without which the file means nothing.
    #[error("a {report} has the columns {}; the header line (line {line}) lacks them", list(.columns))]
    MissingColumns {
        /// What the file should be.
        report: &'static str,
        /// The line of the header, from 1.
        line: u64,
        /// All of the missing columns.
        columns: Vec<&'static str>,
    },
    /// This is the date range transaction report of Seller Central. Its rows and sums are others than a
    /// settlement's.
    #[error("this is a date range transaction report, not a settlement report")]
    DateRangeReport,
    /// A settlement's first row, which says its total and currency, is missing or not readable.
    #[error("the settlement's summary row is missing or not readable")]
    Summary(#[source] Option<RowError>),
    /// The bytes stopped coming before the document's end, as the error before this one said: what was read of it is
    /// not the whole.
    #[error("reading broke off before the document's end")]
    BrokenOff,
    /// Dates were read in the marketplace's usual order until a row proved the other one: rows that were handed
    /// over before may be wrong.
    #[error(
        "line {line} proves {proven} dates, but none did before and {} was assumed: read the file again with \
         this order",
        proven.other()
    )]
    DateOrder {
        /// The line with the proof.
        line: u64,
        /// The order that it proves.
        proven: DateOrder,
    },
    /// Amounts such as `1.234` were read as grouped thousands, because the currency has no smaller unit, until a row
    /// proved the mark to be decimal.
    #[error(
        "line {line} proves a decimal {proven}, but amounts before were read without decimals: read the file \
         again with this mark"
    )]
    DecimalMark {
        /// The line with the proof.
        line: u64,
        /// The mark that it proves.
        proven: DecimalMark,
    },
}

/// Why one row cannot be used. The rows around it can.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The row's first line in the document, from 1.
    pub line: u64,
    /// The column that is wrong; none when the row as a whole is.
    pub column: Option<&'static str>,
    /// What is wrong with it.
    pub problem: RowProblem,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowProblem {
    /// More or fewer cells than the header has: a line break or a tab inside a text, or a cut file.
    #[error("has {found} cells where the header has {expected}")]
    CellCount {
        /// As many as the header has.
        expected: usize,
        /// As many as the row has.
        found: usize,
    },
    /// The row is longer than any real row; it was skipped up to the next line.
    #[error("is longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// A quoted cell does not end. One line was skipped.
    #[error("has a quoted cell that does not end")]
    OpenQuote,
    /// A cell that must say something is empty.
    #[error("is empty")]
    Empty,
    /// A cell's text is not what the column holds.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// A settlement has one summary row, and this is another.
    #[error("is a second summary row")]
    SecondSummary,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        match self.column {
            Some(column) => write!(f, ", column `{column}`: {}", self.problem),
            None => write!(f, ": {}", self.problem),
        }
    }
}

impl std::error::Error for RowError {}

fn list(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}
