//! Reports that are tables of text, as typed rows. No IO, and bounded memory however long the file is.
//!
//! A file in memory:
//!
//! ```
//! use sp_api_client::flat_file::{ReadOptions, SettlementReport};
//!
//! # let bytes = [
//! #     "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\t\
//! #      amount-type\tamount-description\tamount\tposted-date\tposted-date-time",
//! #     "9\t01.10.2026 00:00:00 UTC\t15.10.2026 00:00:00 UTC\t17.10.2026 00:00:00 UTC\t85,00\tEUR\t\t\t\t\t\t\t",
//! #     "9\t\t\t\t\t\tOrder\t305-0000000-0000000\tItemPrice\tPrincipal\t100,00\t03.10.2026\t03.10.2026 12:00:01 UTC",
//! #     "9\t\t\t\t\t\tOrder\t305-0000000-0000000\tItemFees\tCommission\t-15,00\t03.10.2026\t03.10.2026 12:00:01 UTC",
//! # ].join("\n");
//! # let bytes = bytes.as_bytes();
//! let settlement = SettlementReport::parse(bytes, ReadOptions::new())?;
//! settlement.check_total()?; // the rows sum to what Amazon says it pays
//! for line in &settlement.lines {
//!     println!("{} {} {}", line.line(), line.order_id, line.money());
//! }
//! # assert_eq!(settlement.lines.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`parse`] does the same for every other report. A file on its way: [`Reader`].
//!
//! | report type | `R` | row |
//! | --- | --- | --- |
//! | `GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2` | [`SettlementV2`] | [`SettlementLine`] |
//! | `GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE` | [`SettlementV1`] | [`SettlementV1Line`] |
//! | `GET_LEDGER_DETAIL_VIEW_DATA` | [`LedgerDetail`] | [`LedgerEvent`] |
//! | `GET_LEDGER_SUMMARY_VIEW_DATA` | [`LedgerSummary`] | [`LedgerBalance`] |
//! | `GET_FLAT_FILE_ALL_ORDERS_DATA_BY_…_GENERAL` | [`AllOrders`] | [`AllOrdersItem`] |
//! | `GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL` | [`FbaShipments`] | [`FbaShipmentItem`] |
//! | `GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA` | [`FbaReturns`] | [`FbaReturn`] |
//! | `GET_FBA_REIMBURSEMENTS_DATA` | [`Reimbursements`] | [`Reimbursement`] |
//! | `GET_MERCHANT_LISTINGS_ALL_DATA` and its relatives | [`MerchantListings`] | [`MerchantListing`] |
//! | `GET_AFN_INVENTORY_DATA` | [`AfnInventory`] | [`AfnStock`] |
//! | `GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA`, `GET_FBA_MYI_ALL_INVENTORY_DATA` | [`FbaInventory`] | [`FbaStock`] |
//!
//! # What holds for all of them
//!
//! - **Columns** are found by name, in any order; case does not matter, nor do `_`, `-` and blanks. Columns that
//!   this version does not know are kept ([`Row::unknown_columns`]). Columns without which a file means nothing are
//!   required, and all that are missing are named in one error.
//! - **Cells** stand between tabs, and a quote is data; unless the header's first cell is in quotes, or the header
//!   has commas and no tab: then quotes are quotes. Texts come without blanks around them.
//! - **Numbers and dates** are recognised by their form, once for a file: never by the marketplace alone, and never
//!   guessed. The first 256 KiB are searched for evidence before the first row is handed over. A number such as
//!   `1.234` in a file that nowhere shows which mark is decimal is an error of its row
//!   ([`ValueError::AmbiguousNumber`]), unless the currency of the settlement, or else of the marketplace, has no
//!   smaller unit: then it is a thousand, as it is in a count of units. A date such as `03/04/2026` needs a day beyond
//!   the 12th somewhere, or a reading that would lie after [`created`](ReadOptions::created); else the order is the
//!   marketplace's usual one (month first in the US, day first elsewhere), and without a marketplace it is an error.
//!   When a row proves later that such an assumption was wrong, reading stops with an error that says so.
//! - **A wrong row** is one [`RowError`] with line and column, never with content; the rows around it are handed
//!   over.
//! - **An error of the file** is the last word: a [`Reader`] gives it again to each further call, never an end that
//!   looks clean.
//!
//! # How files write
//!
//! What is known of real files. The reader is told none of it: every form is read in every file.
//!
//! | file | dates | amounts |
//! | --- | --- | --- |
//! | settlement, US | `2026-09-07 00:20:09 UTC` | `1141.18` |
//! | settlement, Germany and France | `07.09.2026 00:20:09 UTC` | `1141,18` |
//! | settlement, United Kingdom and UAE | `07.09.2026 00:20:09 UTC` | `1141.18` |
//! | settlement, Japan | `2026/09/07 00:20:09 UTC` | `1141` |
//! | settlement V1, Canada | `2026-09-07T00:20:09+00:00` | `1141.18` |
//! | all orders, customer returns | `2026-09-07T00:20:09+00:00` | `1141.18` |
//! | ledger (detail) | by locale: `9/7/2026` in the US | none |
//! | ledger (summary) | text: a day, or `09/2026` | none |
//! | listings, US | `2026-09-07 00:20:09 PDT` | `9.99` |
//! | listings, United Kingdom | `07/09/2026 00:20:09 BST` | `9.99` |
//!
//! Dots in dates say nothing of amounts. Other marketplaces' files, and the dates and amounts of FBA shipments,
//! reimbursements and stock, are not known well enough to be in the table. All times of settlements are UTC; those of
//! other files are as the cell says ([`ReportTime::offset`]).

mod all_orders;
mod amount;
mod cells;
mod dialect;
mod error;
mod fba_inventory;
mod fba_returns;
mod fba_shipments;
mod form;
mod header;
mod ledger;
mod listings;
mod reader;
mod record;
mod reimbursements;
mod settlement;
mod settlement_v1;
mod time;

use chrono::{DateTime, Utc};
use commerce_client_core::money::Currency;

pub use self::{
    all_orders::{AllOrders, AllOrdersItem},
    amount::DecimalMark,
    error::{FlatFileError, RowError, RowProblem},
    fba_inventory::{AfnInventory, AfnStock, FbaInventory, FbaStock},
    fba_returns::{FbaReturn, FbaReturns},
    fba_shipments::{FbaShipmentItem, FbaShipments},
    form::ValueError,
    ledger::{Disposition, LedgerBalance, LedgerDetail, LedgerEvent, LedgerEventType, LedgerSummary},
    listings::{MerchantListing, MerchantListings},
    reader::{Block, BlocksOf, Chunk, OwnedRow, ReadError, Reader, Row, RowsOf},
    reimbursements::{Reimbursement, Reimbursements},
    settlement::{
        Settlement, SettlementLine, SettlementReport, SettlementSummary, SettlementV2, TotalCheck,
        TotalMismatch, check_total,
    },
    settlement_v1::{SettlementV1, SettlementV1Amount, SettlementV1Line, SettlementV1Report},
    time::{DateOrder, ReportTime},
};
use self::{
    cells::Typed,
    header::{Column, key},
};
use crate::{
    documents::text::{Charset, TextOptions},
    region::Marketplace,
};

/// A kind of report: which columns it has and what a row of it is. Implemented by the markers of the
/// [table above](self), and by nothing else.
pub trait Report: sealed::Sealed + Sized + 'static {
    /// What the report is called in errors.
    const NAME: &'static str;

    /// What the file says once; `()` for most.
    type Head: Clone + std::fmt::Debug;

    /// A row that borrows its texts.
    type Record<'a>;

    /// A row that owns its texts.
    type Owned: std::fmt::Debug;

    #[doc(hidden)]
    const COLUMNS: &'static [Column];

    /// Whether cells may be missing at a row's end.
    #[doc(hidden)]
    const SHORT_ROWS: bool = false;

    /// Whether the first row is the head.
    #[doc(hidden)]
    const HAS_HEAD: bool = false;

    #[doc(hidden)]
    fn is_header(line: &str) -> Result<bool, FlatFileError> {
        Ok(!line.trim().is_empty())
    }

    #[doc(hidden)]
    fn head(_: &mut Typed<'_, '_>) -> Result<Option<Self::Head>, RowError> {
        Ok(None)
    }

    /// The currency of all amounts, from the row that is the head.
    #[doc(hidden)]
    fn currency(_: &Typed<'_, '_>) -> Option<Currency> {
        None
    }

    #[doc(hidden)]
    fn record<'a>(row: &mut Typed<'a, '_>, head: Option<&Self::Head>) -> Result<Self::Record<'a>, RowError>;

    #[doc(hidden)]
    fn to_owned(record: &Self::Record<'_>) -> Self::Owned;
}

mod sealed {
    pub trait Sealed {}
}

/// What the caller knows about a file. Nothing is required.
///
/// What is stated here wins over what a [`Document`](crate::documents::Document) knows of itself; of two limits the
/// lower one counts.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    pub(crate) text: TextOptions,
    marketplace: Option<Marketplace>,
    created: Option<DateTime<Utc>>,
    decimal_mark: Option<DecimalMark>,
    date_order: Option<DateOrder>,
    aliases: Vec<(String, String)>,
}

impl ReadOptions {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The marketplace that the report was made for: decides what only a guess could decide otherwise, that is the
    /// charset of a document that says nothing and is not UTF-8, and the order of day and month.
    #[must_use]
    pub fn marketplace(mut self, marketplace: Marketplace) -> Self {
        self.text = self.text.marketplace(marketplace);
        self.marketplace = Some(marketplace);
        self
    }

    /// The `Content-Type` that the document came with, for its charset where [`charset`](Self::charset) states none.
    #[must_use]
    pub fn content_type(mut self, content_type: &str) -> Self {
        self.text = self.text.content_type(content_type);
        self
    }

    /// The document's charset. A byte order mark still wins.
    #[must_use]
    pub fn charset(mut self, charset: Charset) -> Self {
        self.text = self.text.charset(charset);
        self
    }

    /// When Amazon made the report. Where a date reads both ways (`03/12/2026`), a reading that lies later is wrong,
    /// and so the file's order is known; except in columns of what may be still to come: a settlement's deposit, a
    /// shipment's arrival.
    #[must_use]
    pub fn created(mut self, created: DateTime<Utc>) -> Self {
        self.created = Some(created);
        self
    }

    /// The mark before the cents, for files that do not show it.
    #[must_use]
    pub fn decimal_mark(mut self, mark: DecimalMark) -> Self {
        self.decimal_mark = Some(mark);
        self
    }

    /// The order of day and month, for files that do not show it.
    #[must_use]
    pub fn date_order(mut self, order: DateOrder) -> Self {
        self.date_order = Some(order);
        self
    }

    /// Takes the column that the file calls `name` for `column`, for headers in another language.
    #[must_use]
    pub fn alias(mut self, name: &str, column: &str) -> Self {
        self.aliases.push((key(name), column.to_owned()));
        self
    }

    /// Refuses documents of more than `bytes` bytes, unpacked; 4 GiB otherwise.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.text = self.text.limit(bytes);
        self
    }

    /// What these leave open, as `others` state it; of two limits the lower one.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            text: self.text.or(others.text),
            marketplace: self.marketplace.or(others.marketplace),
            created: self.created.or(others.created),
            decimal_mark: self.decimal_mark.or(others.decimal_mark),
            date_order: self.date_order.or(others.date_order),
            aliases: [self.aliases, others.aliases].concat(),
        }
    }

    fn alias_of(&self, name: &str) -> Option<&str> {
        let name = key(name);
        self.aliases.iter().find(|(alias, _)| *alias == name).map(|(_, column)| &**column)
    }
}

/// A whole file in memory.
#[non_exhaustive]
pub struct Parsed<R: Report> {
    /// What the file says once; none for most reports.
    pub head: Option<R::Head>,
    /// The rows that are right, in the file's order.
    pub rows: Vec<OwnedRow<R>>,
    /// The rows that are not.
    pub errors: Vec<RowError>,
    /// How many characters could not be read in the document's charset.
    pub replaced: u64,
}

impl<R: Report> std::fmt::Debug for Parsed<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parsed")
            .field("rows", &self.rows.len())
            .field("errors", &self.errors)
            .field("replaced", &self.replaced)
            .finish_non_exhaustive()
    }
}

/// Reads a whole report from memory: gunzips, decodes and types it.
///
/// ```
/// use sp_api_client::flat_file::{FbaReturns, ReadOptions, parse};
///
/// let bytes = b"return-date\torder-id\tsku\tquantity\tdetailed-disposition\treason\n\
///     2026-06-05T15:31:40+00:00\t114-0000000-0000000\tMUG-1\t1\tSELLABLE\tUNWANTED_ITEM\n";
/// let returns = parse::<FbaReturns>(bytes, ReadOptions::new())?;
/// assert_eq!(returns.rows[0].quantity, 1);
/// assert!(returns.errors.is_empty());
/// # Ok::<(), sp_api_client::flat_file::FlatFileError>(())
/// ```
///
/// # Errors
/// [`FlatFileError`]: the bytes are not such a report. Rows that are wrong are in [`Parsed::errors`].
pub fn parse<R: Report>(bytes: &[u8], options: ReadOptions) -> Result<Parsed<R>, FlatFileError> {
    let mut reader = Reader::<R>::new(options);
    let mut parsed = Parsed { head: None, rows: Vec::new(), errors: Vec::new(), replaced: 0 };
    let mut rest = bytes;
    while let Some(block) = reader.read(&mut rest)? {
        parsed.take(&block);
    }
    while let Some(block) = reader.finish()? {
        parsed.take(&block);
    }
    parsed.head = reader.head().cloned();
    parsed.replaced = reader.text().replaced();
    Ok(parsed)
}

impl<R: Report> Parsed<R> {
    fn take(&mut self, block: &Block<'_, R>) {
        for row in block.rows() {
            match row {
                Ok(row) => self.rows.push(row.to_owned()),
                Err(error) => self.errors.push(error),
            }
        }
    }
}
