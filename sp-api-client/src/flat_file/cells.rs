//! One row's cells, raw and typed.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::money::Currency;
use rust_decimal::Decimal;

use super::{
    ReportTime, RowError, RowProblem, ValueError,
    dialect::{self, Rows},
    form::Form,
    header::Header,
    time,
};

/// The cells of one row. `Debug` shows none of them.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    text: &'a str,
    ends: &'a [u32],
    row: dialect::Row,
    header: &'a Header,
}

impl fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cells(line {})", self.row.line)
    }
}

impl<'a> Cells<'a> {
    pub(super) fn new(text: &'a str, rows: &'a Rows, row: dialect::Row, header: &'a Header) -> Self {
        let first = row.first_end as usize;
        let ends = rows.ends.get(first..first + row.cells as usize).unwrap_or_default();
        Self { text, ends, row, header }
    }

    pub(super) fn line(&self) -> u64 {
        self.row.line
    }

    pub(super) fn row(&self) -> dialect::Row {
        self.row
    }

    pub(super) fn header(&self) -> &'a Header {
        self.header
    }

    /// The cell at `place` as it stands; empty where the row is too short.
    #[inline]
    pub(super) fn at(&self, place: usize) -> &'a str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = match place.checked_sub(1) {
            Some(before) => self.ends[before] + 1,
            None => self.row.start,
        };
        self.text.get(start as usize..*end as usize).unwrap_or_default()
    }
}

/// The last date and instant that was read: rows of one order repeat them.
#[derive(Debug, Default)]
pub(super) struct Memo<'a> {
    date: Option<(&'a str, NaiveDate)>,
    instant: Option<(&'a str, DateTime<Utc>)>,
}

/// A row's cells as what their columns hold. Columns go by their number in the report's list.
#[derive(Debug)]
pub struct Typed<'a, 'm> {
    cells: Cells<'a>,
    form: &'m Form,
    memo: &'m mut Memo<'a>,
}

impl<'a, 'm> Typed<'a, 'm> {
    pub(super) fn new(cells: Cells<'a>, form: &'m Form, memo: &'m mut Memo<'a>) -> Self {
        Self { cells, form, memo }
    }

    /// The cell without blanks around it; empty where the file lacks the column.
    #[inline]
    pub(super) fn text(&self, column: usize) -> &'a str {
        let text = self.cells.header().place(column).map_or("", |place| self.cells.at(place));
        match text.as_bytes() {
            [first, .., last] if *first > b' ' && *first < 0x80 && *last > b' ' && *last < 0x80 => text,
            _ => text.trim(),
        }
    }

    pub(super) fn required_text(&self, column: usize) -> Result<&'a str, RowError> {
        let text = self.text(column);
        if text.is_empty() { Err(self.error(column, RowProblem::Empty)) } else { Ok(text) }
    }

    pub(super) fn amount(&self, column: usize) -> Result<Option<Decimal>, RowError> {
        self.form.amount(self.text(column)).map_err(|error| self.error(column, error.into()))
    }

    pub(super) fn count(&self, column: usize) -> Result<Option<i64>, RowError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        self.form.count(text).map_err(|error| self.error(column, error.into()))
    }

    pub(super) fn time(&self, column: usize) -> Result<Option<ReportTime>, RowError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        self.form.time(text).map_err(|error| self.error(column, error.into()))
    }

    /// A day of a file whose times are in UTC.
    pub(super) fn date(&mut self, column: usize) -> Result<Option<NaiveDate>, RowError> {
        let text = self.text(column);
        if let Some((_, date)) = self.memo.date.filter(|(last, _)| *last == text) {
            return Ok(Some(date));
        }
        let date = match time::plain_date(text.as_bytes()) {
            Some(date) => Some(date),
            None => self.time(column)?.map(|time| time.date),
        };
        if let Some(date) = date {
            self.memo.date = Some((text, date));
        }
        Ok(date)
    }

    /// An instant of a file whose times are in UTC.
    pub(super) fn instant(&mut self, column: usize) -> Result<Option<DateTime<Utc>>, RowError> {
        let text = self.text(column);
        if let Some((_, instant)) = self.memo.instant.filter(|(last, _)| *last == text) {
            return Ok(Some(instant));
        }
        let instant = match time::plain_instant(text.as_bytes()) {
            Some(instant) => Some(instant),
            None => self.time(column)?.map(|time| time.in_utc()),
        };
        if let Some(instant) = instant {
            self.memo.instant = Some((text, instant));
        }
        Ok(instant)
    }

    pub(super) fn currency(&self, column: usize) -> Result<Option<Currency>, RowError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let code = text.parse().map_err(|_| self.error(column, ValueError::NotACurrency.into()))?;
        Ok(Some(code))
    }

    /// `value`, which must be there.
    pub(super) fn required<T>(&self, column: usize, value: Option<T>) -> Result<T, RowError> {
        value.ok_or_else(|| self.error(column, RowProblem::Empty))
    }

    pub(super) fn error(&self, column: usize, problem: RowProblem) -> RowError {
        RowError { line: self.cells.line(), column: Some(self.cells.header().column(column)), problem }
    }
}
