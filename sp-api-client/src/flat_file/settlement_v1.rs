//! Settlement reports, flat file V1: for archives.

use chrono::{DateTime, Utc};
use commerce_client_core::money::{Currency, Money};
use rust_decimal::Decimal;

use super::{
    FlatFileError, Report, RowError, Settlement, SettlementSummary, TotalMismatch,
    cells::Typed,
    header::{Column, Holds},
    sealed,
    settlement::{
        CURRENCY, SETTLEMENT_ID, TRANSACTION_TYPE, begins_with_settlement_id, column, line_currency,
        refuse_second_summary, summary,
    },
};

/// A settlement report, flat file V1: tab-separated, no quotes, amounts in pairs of columns.
///
/// 36 columns; files without promotions lack those three. Cells may end in blanks, the file in blank lines.
///
/// # Source
/// Report type `GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE`, and files of the time before V2.
#[derive(Debug, Clone, Copy)]
pub struct SettlementV1;

/// A line of a settlement: none, one or several amounts of one event. Signs are the selling partner's: positive is to
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettlementV1Line<T = String> {
    /// As the summary's.
    pub settlement_id: T,
    /// The line's own, or the summary's.
    pub currency: Currency,
    /// Such as `Order`, `Refund`; for events without an order their name, such as `Storage Fee`.
    pub transaction_type: T,
    /// The order's number, where the event has an order.
    pub order_id: T,
    /// The selling partner's own number of the order.
    pub merchant_order_id: T,
    /// Identifies a refund, together with the order.
    pub adjustment_id: T,
    /// Groups the lines of one shipment; an inbound shipment's id on its fees.
    pub shipment_id: T,
    /// Such as `Amazon.ca` or `Non-Amazon CA`.
    pub marketplace_name: T,
    /// What the shipment fee is.
    pub shipment_fee_type: T,
    /// A fee on the shipment.
    pub shipment_fee_amount: Option<Decimal>,
    /// What the order fee is.
    pub order_fee_type: T,
    /// A fee on the order.
    pub order_fee_amount: Option<Decimal>,
    /// `AFN` (fulfilled by Amazon) or `MFN`.
    pub fulfillment_id: T,
    /// When it was posted; midnight in UTC where the file gives the day only.
    pub posted: Option<DateTime<Utc>>,
    /// The order item's number, as the Orders API has it.
    pub order_item_code: T,
    /// The selling partner's own number of the item.
    pub merchant_order_item_id: T,
    /// The selling partner's own number of the refunded item.
    pub merchant_adjustment_item_id: T,
    /// The selling partner's SKU.
    pub sku: T,
    /// Units; on a line of its own without amount, or repeated.
    pub quantity_purchased: Option<i64>,
    /// Such as `Principal`, `Shipping`.
    pub price_type: T,
    /// A part of the price.
    pub price_amount: Option<Decimal>,
    /// Such as `Commission`.
    pub item_related_fee_type: T,
    /// A fee on the item.
    pub item_related_fee_amount: Option<Decimal>,
    /// A fee that has no other column.
    pub misc_fee_amount: Option<Decimal>,
    /// A fee whose reason is beside it.
    pub other_fee_amount: Option<Decimal>,
    /// Such as `TaxAmount`.
    pub other_fee_reason_description: T,
    /// The promotion.
    pub promotion_id: T,
    /// Such as `Shipping`.
    pub promotion_type: T,
    /// A rebate.
    pub promotion_amount: Option<Decimal>,
    /// How the buyer paid the selling partner.
    pub direct_payment_type: T,
    /// What the buyer paid the selling partner directly.
    pub direct_payment_amount: Option<Decimal>,
    /// The amount of an event without an order.
    pub other_amount: Option<Decimal>,
}

/// One amount of a [`SettlementV1Line`], in the words of a V2 file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettlementV1Amount<'a> {
    /// `ItemPrice`, `ItemFees`, `Promotion`, `ShipmentFees`, `OrderFees`, `MiscFee`, `OtherFee`, `DirectPayment` or
    /// `other-transaction`.
    pub amount_type: &'static str,
    /// Such as `Principal`; the transaction type where the amount has no type of its own.
    pub amount_description: &'a str,
    /// Positive: to the selling partner.
    pub amount: Decimal,
}

impl<T: AsRef<str>> SettlementV1Line<T> {
    /// The line's amounts, in the words of a V2 file.
    pub fn amounts(&self) -> impl Iterator<Item = SettlementV1Amount<'_>> {
        [
            ("ItemPrice", &self.price_type, self.price_amount),
            ("ItemFees", &self.item_related_fee_type, self.item_related_fee_amount),
            ("Promotion", &self.promotion_type, self.promotion_amount),
            ("ShipmentFees", &self.shipment_fee_type, self.shipment_fee_amount),
            ("OrderFees", &self.order_fee_type, self.order_fee_amount),
            ("MiscFee", &self.transaction_type, self.misc_fee_amount),
            ("OtherFee", &self.other_fee_reason_description, self.other_fee_amount),
            ("DirectPayment", &self.direct_payment_type, self.direct_payment_amount),
            ("other-transaction", &self.transaction_type, self.other_amount),
        ]
        .into_iter()
        .filter_map(|(amount_type, description, amount)| {
            Some(SettlementV1Amount {
                amount_type,
                amount_description: description.as_ref(),
                amount: amount?,
            })
        })
    }
}

const ORDER_ID: usize = 7;
const MERCHANT_ORDER_ID: usize = 8;
const ADJUSTMENT_ID: usize = 9;
const SHIPMENT_ID: usize = 10;
const MARKETPLACE_NAME: usize = 11;
const SHIPMENT_FEE_TYPE: usize = 12;
const SHIPMENT_FEE_AMOUNT: usize = 13;
const ORDER_FEE_TYPE: usize = 14;
const ORDER_FEE_AMOUNT: usize = 15;
const FULFILLMENT_ID: usize = 16;
const POSTED: usize = 17;
const ORDER_ITEM_CODE: usize = 18;
const MERCHANT_ORDER_ITEM_ID: usize = 19;
const MERCHANT_ADJUSTMENT_ITEM_ID: usize = 20;
const SKU: usize = 21;
const QUANTITY_PURCHASED: usize = 22;
const PRICE_TYPE: usize = 23;
const PRICE_AMOUNT: usize = 24;
const ITEM_RELATED_FEE_TYPE: usize = 25;
const ITEM_RELATED_FEE_AMOUNT: usize = 26;
const MISC_FEE_AMOUNT: usize = 27;
const OTHER_FEE_AMOUNT: usize = 28;
const OTHER_FEE_REASON_DESCRIPTION: usize = 29;
const PROMOTION_ID: usize = 30;
const PROMOTION_TYPE: usize = 31;
const PROMOTION_AMOUNT: usize = 32;
const DIRECT_PAYMENT_TYPE: usize = 33;
const DIRECT_PAYMENT_AMOUNT: usize = 34;
const OTHER_AMOUNT: usize = 35;

impl sealed::Sealed for SettlementV1 {}

impl Report for SettlementV1 {
    const NAME: &'static str = "settlement report (flat file V1)";
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
        column(&["shipment-fee-type"], Holds::Text, true),
        column(&["shipment-fee-amount"], Holds::Amount, true),
        column(&["order-fee-type"], Holds::Text, true),
        column(&["order-fee-amount"], Holds::Amount, true),
        column(&["fulfillment-id", "fulfilment-id"], Holds::Text, false),
        column(&["posted-date"], Holds::Date, false),
        column(&["order-item-code"], Holds::Text, false),
        column(&["merchant-order-item-id"], Holds::Text, false),
        column(&["merchant-adjustment-item-id"], Holds::Text, false),
        column(&["sku"], Holds::Text, false),
        column(&["quantity-purchased"], Holds::Text, false),
        column(&["price-type"], Holds::Text, true),
        column(&["price-amount"], Holds::Amount, true),
        column(&["item-related-fee-type"], Holds::Text, true),
        column(&["item-related-fee-amount"], Holds::Amount, true),
        column(&["misc-fee-amount"], Holds::Amount, true),
        column(&["other-fee-amount"], Holds::Amount, true),
        column(&["other-fee-reason-description"], Holds::Text, true),
        column(&["promotion-id"], Holds::Text, false),
        column(&["promotion-type"], Holds::Text, false),
        column(&["promotion-amount"], Holds::Amount, false),
        column(&["direct-payment-type"], Holds::Text, true),
        column(&["direct-payment-amount"], Holds::Amount, true),
        column(&["other-amount"], Holds::Amount, true),
    ];
    type Head = SettlementSummary;
    type Record<'a> = SettlementV1Line<&'a str>;
    type Owned = SettlementV1Line;

    fn is_header(line: &str) -> Result<bool, FlatFileError> {
        begins_with_settlement_id(line)
    }

    fn head(row: &mut Typed<'_, '_>) -> Result<Option<SettlementSummary>, RowError> {
        if row.text(TRANSACTION_TYPE).is_empty() { summary(row).map(Some) } else { Ok(None) }
    }

    fn currency(row: &Typed<'_, '_>) -> Option<Currency> {
        row.currency(CURRENCY).ok().flatten()
    }

    fn record<'a>(
        row: &mut Typed<'a, '_>,
        head: Option<&SettlementSummary>,
    ) -> Result<SettlementV1Line<&'a str>, RowError> {
        refuse_second_summary(row, TRANSACTION_TYPE)?;
        Ok(SettlementV1Line {
            settlement_id: row.required_text(SETTLEMENT_ID)?,
            currency: line_currency(row, head)?,
            transaction_type: row.required_text(TRANSACTION_TYPE)?,
            order_id: row.text(ORDER_ID),
            merchant_order_id: row.text(MERCHANT_ORDER_ID),
            adjustment_id: row.text(ADJUSTMENT_ID),
            shipment_id: row.text(SHIPMENT_ID),
            marketplace_name: row.text(MARKETPLACE_NAME),
            shipment_fee_type: row.text(SHIPMENT_FEE_TYPE),
            shipment_fee_amount: row.amount(SHIPMENT_FEE_AMOUNT)?,
            order_fee_type: row.text(ORDER_FEE_TYPE),
            order_fee_amount: row.amount(ORDER_FEE_AMOUNT)?,
            fulfillment_id: row.text(FULFILLMENT_ID),
            posted: row.instant(POSTED)?,
            order_item_code: row.text(ORDER_ITEM_CODE),
            merchant_order_item_id: row.text(MERCHANT_ORDER_ITEM_ID),
            merchant_adjustment_item_id: row.text(MERCHANT_ADJUSTMENT_ITEM_ID),
            sku: row.text(SKU),
            quantity_purchased: row.count(QUANTITY_PURCHASED)?,
            price_type: row.text(PRICE_TYPE),
            price_amount: row.amount(PRICE_AMOUNT)?,
            item_related_fee_type: row.text(ITEM_RELATED_FEE_TYPE),
            item_related_fee_amount: row.amount(ITEM_RELATED_FEE_AMOUNT)?,
            misc_fee_amount: row.amount(MISC_FEE_AMOUNT)?,
            other_fee_amount: row.amount(OTHER_FEE_AMOUNT)?,
            other_fee_reason_description: row.text(OTHER_FEE_REASON_DESCRIPTION),
            promotion_id: row.text(PROMOTION_ID),
            promotion_type: row.text(PROMOTION_TYPE),
            promotion_amount: row.amount(PROMOTION_AMOUNT)?,
            direct_payment_type: row.text(DIRECT_PAYMENT_TYPE),
            direct_payment_amount: row.amount(DIRECT_PAYMENT_AMOUNT)?,
            other_amount: row.amount(OTHER_AMOUNT)?,
        })
    }

    fn to_owned(line: &SettlementV1Line<&str>) -> SettlementV1Line {
        SettlementV1Line {
            settlement_id: line.settlement_id.into(),
            currency: line.currency,
            transaction_type: line.transaction_type.into(),
            order_id: line.order_id.into(),
            merchant_order_id: line.merchant_order_id.into(),
            adjustment_id: line.adjustment_id.into(),
            shipment_id: line.shipment_id.into(),
            marketplace_name: line.marketplace_name.into(),
            shipment_fee_type: line.shipment_fee_type.into(),
            shipment_fee_amount: line.shipment_fee_amount,
            order_fee_type: line.order_fee_type.into(),
            order_fee_amount: line.order_fee_amount,
            fulfillment_id: line.fulfillment_id.into(),
            posted: line.posted,
            order_item_code: line.order_item_code.into(),
            merchant_order_item_id: line.merchant_order_item_id.into(),
            merchant_adjustment_item_id: line.merchant_adjustment_item_id.into(),
            sku: line.sku.into(),
            quantity_purchased: line.quantity_purchased,
            price_type: line.price_type.into(),
            price_amount: line.price_amount,
            item_related_fee_type: line.item_related_fee_type.into(),
            item_related_fee_amount: line.item_related_fee_amount,
            misc_fee_amount: line.misc_fee_amount,
            other_fee_amount: line.other_fee_amount,
            other_fee_reason_description: line.other_fee_reason_description.into(),
            promotion_id: line.promotion_id.into(),
            promotion_type: line.promotion_type.into(),
            promotion_amount: line.promotion_amount,
            direct_payment_type: line.direct_payment_type.into(),
            direct_payment_amount: line.direct_payment_amount,
            other_amount: line.other_amount,
        }
    }
}

/// A whole settlement, flat file V1.
pub type SettlementV1Report = Settlement<SettlementV1>;

impl SettlementV1Report {
    /// Whether all amounts sum to the total. Check before posting: otherwise the file is cut or misread.
    ///
    /// # Errors
    /// [`TotalMismatch`].
    pub fn check_total(&self) -> Result<(), TotalMismatch> {
        let mut sum = Some(Money::zero(self.summary.currency));
        for line in &self.lines {
            for amount in line.amounts() {
                sum = sum.and_then(|sum| sum.checked_add(Money::new(amount.amount, line.currency)).ok());
            }
        }
        let SettlementSummary { total, currency, .. } = self.summary;
        match sum.map(|sum| sum.amount) {
            Some(sum) if sum == total => Ok(()),
            sum => Err(TotalMismatch { total, sum, currency }),
        }
    }
}
