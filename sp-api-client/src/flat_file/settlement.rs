//! Settlement reports, flat file V2.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use commerce_client_core::money::{Currency, Money};
use rust_decimal::Decimal;

use super::{
    FlatFileError, OwnedRow, ReadOptions, Report, RowError, RowProblem,
    cells::Typed,
    header::{Column, Holds, key},
    parse, sealed,
};

/// What a settlement is: whose period, and what Amazon pays for it. From the file's first row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettlementSummary {
    /// Amazon's number of the settlement, digits. The same settlement is listed under several marketplaces.
    pub settlement_id: String,
    /// Begin of the period.
    pub start: Option<DateTime<Utc>>,
    /// End of the period.
    pub end: Option<DateTime<Utc>>,
    /// When Amazon hands the amount to the bank. Some accounts' files give a day only: its midnight in UTC.
    pub deposit: Option<DateTime<Utc>>,
    /// What Amazon pays, or (negative) what the selling partner owes. The lines sum to exactly this.
    pub total: Decimal,
    /// The currency of the total and of every line that names none.
    pub currency: Currency,
}

impl SettlementSummary {
    /// The total with its currency.
    pub fn total(&self) -> Money {
        Money::new(self.total, self.currency)
    }
}

/// A settlement report, flat file V2: tab-separated, no quotes, 24 columns, a row for each amount.
///
/// Amazon makes one for each period of about two weeks, payment account and currency; it cannot be requested. Text
/// before the header line is passed over. Rows may be short by cells that are empty. The file's locale decides how
/// numbers and dates are written; all times are UTC.
///
/// # Source
/// Report type `GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2`.
#[derive(Debug, Clone, Copy)]
pub struct SettlementV2;

/// One amount of a settlement.
///
/// Identical lines may repeat and all count: never drop duplicates. Vocabulary is open: Amazon adds and renames types
/// and descriptions without notice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettlementLine<T = String> {
    /// As the summary's.
    pub settlement_id: T,
    /// The line's own, or the summary's.
    pub currency: Currency,
    /// Such as `Order`, `Refund`, `ServiceFee`, `other-transaction`; case varies.
    pub transaction_type: T,
    /// An order's number on order and refund lines; on others a removal order, an inbound shipment (`FBA…`) or
    /// nothing. Its shape tells.
    pub order_id: T,
    /// The selling partner's own number of the order, if one was set.
    pub merchant_order_id: T,
    /// Identifies a refund, together with the order.
    pub adjustment_id: T,
    /// Groups the lines of one shipment.
    pub shipment_id: T,
    /// Such as `Amazon.de` or `Non-Amazon US`; may be empty although there is an order.
    pub marketplace_name: T,
    /// Such as `ItemPrice`, `ItemFees`, or a fee's name.
    pub amount_type: T,
    /// Such as `Principal` or `Commission`.
    pub amount_description: T,
    /// Positive: to the selling partner. Negative: from them. Zero occurs.
    pub amount: Decimal,
    /// `AFN` (fulfilled by Amazon) or `MFN`.
    pub fulfillment_id: T,
    /// The day it was posted, in UTC.
    pub posted_date: Option<NaiveDate>,
    /// When it was posted. Real files have the reserve of a period minutes after the period's end.
    pub posted: Option<DateTime<Utc>>,
    /// The order item's number, as the Orders API has it. Leading zeros count.
    pub order_item_code: T,
    /// The selling partner's own number of the item.
    pub merchant_order_item_id: T,
    /// The selling partner's own number of the refunded item.
    pub merchant_adjustment_item_id: T,
    /// The selling partner's SKU; an ASIN on liquidation lines.
    pub sku: T,
    /// Units of the whole item, repeated on each of its lines: never sum it over lines. Empty on refunds.
    pub quantity_purchased: Option<i64>,
    /// The promotion of a `Promotion` line.
    pub promotion_id: T,
}

impl<T> SettlementLine<T> {
    /// The amount with its currency.
    pub fn money(&self) -> Money {
        Money::new(self.amount, self.currency)
    }
}

pub(super) const SETTLEMENT_ID: usize = 0;
const START: usize = 1;
const END: usize = 2;
const DEPOSIT: usize = 3;
const TOTAL: usize = 4;
pub(super) const CURRENCY: usize = 5;
pub(super) const TRANSACTION_TYPE: usize = 6;
const ORDER_ID: usize = 7;
const MERCHANT_ORDER_ID: usize = 8;
const ADJUSTMENT_ID: usize = 9;
const SHIPMENT_ID: usize = 10;
const MARKETPLACE_NAME: usize = 11;
const AMOUNT_TYPE: usize = 12;
const AMOUNT_DESCRIPTION: usize = 13;
const AMOUNT: usize = 14;
const FULFILLMENT_ID: usize = 15;
const POSTED_DATE: usize = 16;
const POSTED: usize = 17;
const ORDER_ITEM_CODE: usize = 18;
const MERCHANT_ORDER_ITEM_ID: usize = 19;
const MERCHANT_ADJUSTMENT_ITEM_ID: usize = 20;
const SKU: usize = 21;
const QUANTITY_PURCHASED: usize = 22;
const PROMOTION_ID: usize = 23;

pub(super) const fn column(names: &'static [&'static str], holds: Holds, required: bool) -> Column {
    Column { names, holds, required }
}

impl sealed::Sealed for SettlementV2 {}

impl Report for SettlementV2 {
    const NAME: &'static str = "settlement report (flat file V2)";
    const SHORT_ROWS: bool = true;
    const HAS_HEAD: bool = true;
    const COLUMNS: &'static [Column] = &[
        column(&["settlement-id"], Holds::Text, true),
        column(&["settlement-start-date"], Holds::Date, false),
        column(&["settlement-end-date"], Holds::Date, false),
        column(&["deposit-date"], Holds::FutureDate, false),
        column(&["total-amount"], Holds::Amount, true),
        column(&["currency"], Holds::Text, true),
        column(&["transaction-type"], Holds::Text, true),
        column(&["order-id"], Holds::Text, true),
        column(&["merchant-order-id"], Holds::Text, false),
        column(&["adjustment-id"], Holds::Text, false),
        column(&["shipment-id"], Holds::Text, false),
        column(&["marketplace-name"], Holds::Text, false),
        column(&["amount-type"], Holds::Text, true),
        column(&["amount-description"], Holds::Text, true),
        column(&["amount"], Holds::Amount, true),
        column(&["fulfillment-id", "fulfilment-id"], Holds::Text, false),
        column(&["posted-date"], Holds::Date, false),
        column(&["posted-date-time"], Holds::Date, false),
        column(&["order-item-code"], Holds::Text, false),
        column(&["merchant-order-item-id"], Holds::Text, false),
        column(&["merchant-adjustment-item-id"], Holds::Text, false),
        column(&["sku"], Holds::Text, false),
        column(&["quantity-purchased"], Holds::Text, false),
        column(&["promotion-id"], Holds::Text, false),
    ];
    type Head = SettlementSummary;
    type Record<'a> = SettlementLine<&'a str>;
    type Owned = SettlementLine;

    fn is_header(line: &str) -> Result<bool, FlatFileError> {
        begins_with_settlement_id(line)
    }

    fn head(row: &mut Typed<'_, '_>) -> Result<Option<SettlementSummary>, RowError> {
        if row.text(AMOUNT).is_empty() { summary(row).map(Some) } else { Ok(None) }
    }

    fn currency(row: &Typed<'_, '_>) -> Option<Currency> {
        row.currency(CURRENCY).ok().flatten()
    }

    fn record<'a>(
        row: &mut Typed<'a, '_>,
        head: Option<&SettlementSummary>,
    ) -> Result<SettlementLine<&'a str>, RowError> {
        refuse_second_summary(row, AMOUNT)?;
        let amount = row.amount(AMOUNT)?;
        Ok(SettlementLine {
            settlement_id: row.required_text(SETTLEMENT_ID)?,
            currency: line_currency(row, head)?,
            transaction_type: row.text(TRANSACTION_TYPE),
            order_id: row.text(ORDER_ID),
            merchant_order_id: row.text(MERCHANT_ORDER_ID),
            adjustment_id: row.text(ADJUSTMENT_ID),
            shipment_id: row.text(SHIPMENT_ID),
            marketplace_name: row.text(MARKETPLACE_NAME),
            amount_type: row.text(AMOUNT_TYPE),
            amount_description: row.text(AMOUNT_DESCRIPTION),
            amount: row.required(AMOUNT, amount)?,
            fulfillment_id: row.text(FULFILLMENT_ID),
            posted_date: row.date(POSTED_DATE)?,
            posted: row.instant(POSTED)?,
            order_item_code: row.text(ORDER_ITEM_CODE),
            merchant_order_item_id: row.text(MERCHANT_ORDER_ITEM_ID),
            merchant_adjustment_item_id: row.text(MERCHANT_ADJUSTMENT_ITEM_ID),
            sku: row.text(SKU),
            quantity_purchased: row.count(QUANTITY_PURCHASED)?,
            promotion_id: row.text(PROMOTION_ID),
        })
    }

    fn to_owned(line: &SettlementLine<&str>) -> SettlementLine {
        SettlementLine {
            settlement_id: line.settlement_id.into(),
            currency: line.currency,
            transaction_type: line.transaction_type.into(),
            order_id: line.order_id.into(),
            merchant_order_id: line.merchant_order_id.into(),
            adjustment_id: line.adjustment_id.into(),
            shipment_id: line.shipment_id.into(),
            marketplace_name: line.marketplace_name.into(),
            amount_type: line.amount_type.into(),
            amount_description: line.amount_description.into(),
            amount: line.amount,
            fulfillment_id: line.fulfillment_id.into(),
            posted_date: line.posted_date,
            posted: line.posted,
            order_item_code: line.order_item_code.into(),
            merchant_order_item_id: line.merchant_order_item_id.into(),
            merchant_adjustment_item_id: line.merchant_adjustment_item_id.into(),
            sku: line.sku.into(),
            quantity_purchased: line.quantity_purchased,
            promotion_id: line.promotion_id.into(),
        }
    }
}

pub(super) fn begins_with_settlement_id(line: &str) -> Result<bool, FlatFileError> {
    let first = |separator: char| line.split(separator).next().unwrap_or_default();
    if key(first(',')) == "date/time" && key(line).contains(",settlementid,") {
        return Err(FlatFileError::DateRangeReport);
    }
    Ok(key(first('\t')) == "settlementid" || key(first(',')) == "settlementid")
}

/// The summary; its columns have the same numbers in both versions of the file.
pub(super) fn summary(row: &mut Typed<'_, '_>) -> Result<SettlementSummary, RowError> {
    let (total, currency) = (row.amount(TOTAL)?, row.currency(CURRENCY)?);
    Ok(SettlementSummary {
        settlement_id: row.required_text(SETTLEMENT_ID)?.into(),
        start: row.instant(START)?,
        end: row.instant(END)?,
        deposit: row.instant(DEPOSIT)?,
        total: row.required(TOTAL, total)?,
        currency: row.required(CURRENCY, currency)?,
    })
}

/// A row with a total and no amount of its own.
pub(super) fn refuse_second_summary(row: &Typed<'_, '_>, amount: usize) -> Result<(), RowError> {
    if row.text(TOTAL).is_empty() || !row.text(amount).is_empty() {
        return Ok(());
    }
    Err(row.error(TOTAL, RowProblem::SecondSummary))
}

pub(super) fn line_currency(
    row: &Typed<'_, '_>,
    head: Option<&SettlementSummary>,
) -> Result<Currency, RowError> {
    match (row.currency(CURRENCY)?, head) {
        (Some(currency), _) => Ok(currency),
        (None, Some(head)) => Ok(head.currency),
        (None, None) => Err(row.error(CURRENCY, RowProblem::Empty)),
    }
}

/// A whole settlement in memory, from a file of either version.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settlement<R: Report<Head = SettlementSummary>> {
    /// The period and its total.
    pub summary: SettlementSummary,
    /// The lines, in the file's order.
    pub lines: Vec<OwnedRow<R>>,
    /// The rows that are wrong. With any, the settlement must not be posted.
    pub errors: Vec<RowError>,
    /// How many characters could not be read in the document's charset.
    pub replaced: u64,
}

/// A whole settlement, flat file V2.
pub type SettlementReport = Settlement<SettlementV2>;

impl<R: Report<Head = SettlementSummary>> Settlement<R> {
    /// Reads a settlement, gzipped or not.
    ///
    /// # Errors
    /// [`FlatFileError`]: the bytes are no settlement of this version. Rows that are wrong are in
    /// [`errors`](Self::errors).
    pub fn parse(bytes: &[u8], options: ReadOptions) -> Result<Self, FlatFileError> {
        let parsed = parse::<R>(bytes, options)?;
        let summary = parsed.head.ok_or(FlatFileError::Summary(None))?;
        Ok(Self { summary, lines: parsed.rows, errors: parsed.errors, replaced: parsed.replaced })
    }
}

impl SettlementReport {
    /// Whether the lines sum to the total. Check before posting: otherwise the file is cut or misread.
    ///
    /// # Errors
    /// [`TotalMismatch`].
    pub fn check_total(&self) -> Result<(), TotalMismatch> {
        check_total(&self.summary, self.lines.iter().map(|row| &**row))
    }
}

/// Whether `lines` sum to the summary's total, to the last digit.
///
/// A `Transfer` line of exactly minus the total is the payout itself and left out of the sum (one such line, and none
/// that holds or releases a reserve).
///
/// # Errors
/// [`TotalMismatch`], with both numbers.
pub fn check_total<'a, T: AsRef<str> + 'a>(
    summary: &SettlementSummary,
    lines: impl IntoIterator<Item = &'a SettlementLine<T>>,
) -> Result<(), TotalMismatch> {
    let mut check = TotalCheck::new(summary);
    lines.into_iter().for_each(|line| check.add(line));
    check.finish()
}

/// [`check_total`] for lines that come one by one.
#[derive(Debug, Clone)]
pub struct TotalCheck {
    total: Decimal,
    currency: Currency,
    sum: Option<Decimal>,
    payout: bool,
}

impl TotalCheck {
    /// No line was added.
    pub fn new(summary: &SettlementSummary) -> Self {
        Self { total: summary.total, currency: summary.currency, sum: Some(Decimal::ZERO), payout: false }
    }

    /// Adds one line.
    pub fn add<T: AsRef<str>>(&mut self, line: &SettlementLine<T>) {
        if line.currency != self.currency {
            self.sum = None;
        }
        let is_payout = !self.payout
            && line.amount == -self.total
            && line.transaction_type.as_ref().eq_ignore_ascii_case("transfer")
            && !key(line.amount_description.as_ref()).contains("reserve");
        if is_payout {
            self.payout = true;
        } else {
            self.sum = self.sum.and_then(|sum| sum.checked_add(line.amount));
        }
    }

    /// After the last line.
    ///
    /// # Errors
    /// [`TotalMismatch`].
    pub fn finish(&self) -> Result<(), TotalMismatch> {
        match self.sum {
            Some(sum) if sum == self.total => Ok(()),
            sum => Err(TotalMismatch { total: self.total, sum, currency: self.currency }),
        }
    }
}

/// A settlement whose lines do not sum to its total: it must not be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TotalMismatch {
    /// What the summary says.
    pub total: Decimal,
    /// What the lines come to; none if they are in several currencies, or come to more than 28 digits.
    pub sum: Option<Decimal>,
    /// The currency of both.
    pub currency: Currency,
}

impl fmt::Display for TotalMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, sum, currency } = self;
        match sum {
            Some(sum) => {
                write!(f, "the lines sum to {sum} {currency}, the settlement's total is {total} {currency}")
            }
            None => {
                write!(f, "the lines have no sum in {currency}, the settlement's total is {total} {currency}")
            }
        }
    }
}

impl std::error::Error for TotalMismatch {}
