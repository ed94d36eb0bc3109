//! How one file writes its numbers and dates, found by evidence in the file.

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::money::Currency;
use rust_decimal::Decimal;

use super::{
    DateOrder, DecimalMark, FlatFileError, ReportTime,
    amount::{self, MarkEvidence},
    header::Holds,
    time::{self, OrderEvidence},
};
use crate::region::Marketplace;

/// Why a cell is not the number or date that its column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// There are other characters than a number has.
    #[error("is not a number")]
    NotANumber,
    /// The number has more than 28 digits.
    #[error("has too many digits")]
    TooLarge,
    /// A count with a fraction.
    #[error("is not a whole number")]
    NotWhole,
    /// One mark with three digits after it, such as `1.234`, in a file that nowhere says which mark is decimal.
    #[error("may have decimals or thousands, and the file does not say which mark is which")]
    AmbiguousNumber,
    /// No known spelling of a date, or a day that does not exist.
    #[error("is not a date")]
    NotADate,
    /// A date such as `03/04/2026` in a file that nowhere says whether day or month comes first.
    #[error("may be day-first or month-first, and the file does not say which")]
    AmbiguousDate,
    /// It contradicts what other cells of the file prove.
    #[error("does not fit the form of the file's other rows")]
    NotInTheFilesForm,
    /// Not a currency code of three upper-case letters.
    #[error("is not a currency code")]
    NotACurrency,
}

/// How a file writes numbers and dates.
///
/// A cell decides alone where it can (`2026-09-07`, `07.09.2026`, `1.141,18`). The rest is decided once for a file:
/// by the evidence of its other cells, else by what the caller knows, else not at all: then such a cell is an error.
/// A point or comma before three digits (`1.234`) needs another cell of the file that proves one mark to be decimal,
/// or a currency without a smaller unit. `03/04/2026` needs a day beyond the 12th, or a reading that lies after the
/// report was made in a column of what has passed, or the marketplace: month first in the US, day first elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Form {
    mark: Option<DecimalMark>,
    order: Option<DateOrder>,
    /// What the marketplace suggests where no cell proves anything.
    usual_order: Option<DateOrder>,
    /// The currency has no smaller unit: a mark before three digits groups thousands unless a cell proves otherwise.
    whole_units: bool,
    created: Option<DateTime<Utc>>,
    /// `IST` is Ireland's, not India's.
    irish: bool,
    seen: Seen,
    /// What rows were handed over with a reading that was only assumed.
    lent: Seen,
}

#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// A mark before three digits, by mark.
    either_mark: [bool; 2],
    /// A date that reads both ways.
    either_order: bool,
}

impl Form {
    pub(super) fn new(options: &super::ReadOptions) -> Self {
        let usual = |marketplace: Marketplace| match marketplace.country {
            "US" => DateOrder::MonthFirst,
            _ => DateOrder::DayFirst,
        };
        let whole = |marketplace: Marketplace| marketplace.currency.minor_digits() == 0;
        Self {
            mark: options.decimal_mark,
            order: options.date_order,
            usual_order: options.marketplace.map(usual),
            whole_units: options.marketplace.is_some_and(whole),
            created: options.created,
            irish: options.marketplace == Some(Marketplace::IE),
            seen: Seen::default(),
            lent: Seen::default(),
        }
    }

    /// The amounts are in `currency`.
    pub(super) fn currency(&mut self, currency: Currency) {
        self.whole_units = currency.minor_digits() == 0;
    }

    /// Whether a cell has proven the decimal mark: further amounts teach nothing.
    pub(super) fn knows_numbers(&self) -> bool {
        self.mark.is_some()
    }

    /// Whether a cell has proven the order of day and month: further dates teach nothing.
    pub(super) fn knows_dates(&self) -> bool {
        self.order.is_some()
    }

    /// Takes a cell of a column of amounts for evidence.
    pub(super) fn learn_amount(&mut self, text: &str, line: u64) -> Result<(), FlatFileError> {
        if self.mark.is_some() {
            return Ok(());
        }
        match amount::evidence(text) {
            MarkEvidence::None => {}
            MarkEvidence::Either(mark) => self.seen.either_mark[mark as usize] = true,
            MarkEvidence::Proves(mark) if self.lent.either_mark[mark as usize] => {
                return Err(FlatFileError::DecimalMark { line, proven: mark });
            }
            MarkEvidence::Proves(mark) => self.mark = Some(mark),
        }
        Ok(())
    }

    /// Takes a cell of a column of dates for evidence. `holds`: what the column holds.
    pub(super) fn learn_date(&mut self, text: &str, holds: Holds, line: u64) -> Result<(), FlatFileError> {
        if self.order.is_some() {
            return Ok(());
        }
        let proven = match time::evidence(text) {
            OrderEvidence::None => return Ok(()),
            OrderEvidence::Proves(order) => order,
            OrderEvidence::Either(day_first, month_first) => {
                // A day's grace: the file's zone may be ahead of UTC.
                let latest =
                    self.created.filter(|_| holds == Holds::Date).map(|made| made + TimeDelta::days(1));
                let too_late = |date| latest.is_some_and(|latest| date > latest.date_naive());
                match (too_late(day_first), too_late(month_first)) {
                    (true, false) => DateOrder::MonthFirst,
                    (false, true) => DateOrder::DayFirst,
                    _ => {
                        self.seen.either_order = true;
                        return Ok(());
                    }
                }
            }
        };
        if self.lent.either_order && self.usual_order == Some(proven.other()) {
            return Err(FlatFileError::DateOrder { line, proven });
        }
        self.order = Some(proven);
        Ok(())
    }

    /// The rows whose cells were taken for evidence are handed over now.
    pub(super) fn hand_over(&mut self) {
        if self.mark.is_none() && self.whole_units {
            self.lent.either_mark = self.seen.either_mark;
        }
        self.lent.either_order = self.seen.either_order;
    }

    pub(super) fn amount(&self, text: &str) -> Result<Option<Decimal>, ValueError> {
        amount::parse(text, self.mark, self.whole_units)
    }

    /// A count: no fraction, so that a mark can only group thousands.
    pub(super) fn count(&self, text: &str) -> Result<Option<i64>, ValueError> {
        let Some(number) = amount::parse(text, self.mark, true)? else { return Ok(None) };
        let whole = number.normalize();
        if whole.scale() > 0 {
            return Err(ValueError::NotWhole);
        }
        i64::try_from(whole).map(Some).map_err(|_| ValueError::TooLarge)
    }

    pub(super) fn time(&self, text: &str) -> Result<Option<ReportTime>, ValueError> {
        time::parse(text, self.order.or(self.usual_order), self.irish)
    }
}
