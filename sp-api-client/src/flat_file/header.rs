//! The header line: which cell of a row is which column.

use super::{FlatFileError, ReadOptions, dialect::Dialect};

/// What a column's cells hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text, or a count: nothing to learn from.
    Text,
    /// A decimal number.
    Amount,
    /// A date, perhaps with a time, that has passed when the report is made.
    Date,
    /// A date that may be still to come then.
    FutureDate,
}

impl Holds {
    /// What a column of dates holds whose dates may be still to come.
    pub(super) const fn future(self) -> Self {
        match self {
            Self::Date => Self::FutureDate,
            other => other,
        }
    }
}

/// A column that a report is known to have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// As Amazon spells it, then other spellings seen.
    pub(super) names: &'static [&'static str],
    pub(super) holds: Holds,
    /// Without it the file is refused.
    pub(super) required: bool,
}

impl Column {
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

/// The columns of one file.
#[derive(Debug)]
pub(super) struct Header {
    /// As the file spells them, in the file's order.
    pub(super) names: Vec<Box<str>>,
    /// For each known column, its place in the file.
    places: Vec<Option<usize>>,
    /// The places of columns this version does not know.
    pub(super) unknown: Vec<usize>,
    pub(super) dialect: Dialect,
    columns: &'static [Column],
}

impl Header {
    /// Reads the header line. `columns`: those of the report.
    pub(super) fn read(
        line: &str,
        number: u64,
        report: &'static str,
        columns: &'static [Column],
        options: &ReadOptions,
    ) -> Result<Self, FlatFileError> {
        let dialect = Dialect::of_header(line);
        let names: Vec<Box<str>> = dialect.cells(line).into_iter().map(|name| name.trim().into()).collect();
        let keys: Vec<String> =
            names.iter().map(|name| key(options.alias_of(name).unwrap_or(name))).collect();
        let place = |column: &Column| {
            let mut spellings = column.names.iter().map(|name| key(name));
            spellings.find_map(|spelling| keys.iter().position(|key| *key == spelling))
        };
        let places: Vec<Option<usize>> = columns.iter().map(place).collect();
        let lacks = columns.iter().zip(&places).filter(|(column, place)| column.required && place.is_none());
        let lacking: Vec<&'static str> = lacks.map(|(column, _)| column.name()).collect();
        if !lacking.is_empty() {
            return Err(FlatFileError::MissingColumns { report, line: number, columns: lacking });
        }
        let unknown = (0..names.len()).filter(|place| !places.contains(&Some(*place))).collect();
        Ok(Self { names, places, unknown, dialect, columns })
    }

    /// Where the cells of the report's column number `column` stand.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }

    /// Where the cells of the column with this name stand, in any of its spellings.
    pub(super) fn place_of(&self, name: &str) -> Option<usize> {
        let wanted = key(name);
        let known =
            self.columns.iter().position(|column| column.names.iter().any(|name| key(name) == wanted));
        known
            .and_then(|column| self.place(column))
            .or_else(|| self.names.iter().position(|name| key(name) == wanted))
    }

    /// The places of the columns that hold `what`.
    pub(super) fn places_holding(&self, what: Holds) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().zip(&self.places);
        columns.filter(move |(column, _)| column.holds == what).filter_map(|(_, place)| *place)
    }

    pub(super) fn column(&self, column: usize) -> &'static str {
        self.columns.get(column).map_or("", Column::name)
    }
}

/// A column's name without what spellings differ in: case, and `_`, `-` or a blank between words.
pub(super) fn key(name: &str) -> String {
    let letters =
        name.chars().filter(|char| !matches!(char, '_' | '-' | '"' | '\u{feff}') && !char.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}
