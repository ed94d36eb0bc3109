//! What the Finances API answers with.
//!
//! Amounts are the selling partner's: what comes in is positive, what Amazon takes is negative. Breakdowns say
//! what the amount above them is made of.
//!
//! # Source
//! Model `finances_2024-06-19`.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    money,
    reading::empty_is_none,
};

id! {
    /// Names a transaction. Use it to tell a transaction that was already seen.
    pub struct TransactionId;
}

/// The answer of `listTransactions`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTransactionsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<TransactionsPayload>,
}

/// One page of transactions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransactionsPayload {
    /// Where the next page begins. Absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The transactions. May be empty although another page follows.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub transactions: List<Lenient<Transaction>>,
}

/// One page of balances.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListBalancesResponse {
    /// The balances, one tree per account and marketplace.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub balances: List<Lenient<Balance>>,
    /// Where the next page begins. Absent on the last; a page holds 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// One page of summaries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SummaryResponse {
    /// The summaries, one per account and marketplace.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub summaries: List<Lenient<Summary>>,
    /// Where the next page begins. Absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// What an account holds, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Balance {
    /// Whose account. Only on the top of a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_metadata: Option<PartnerMetadata>,
    /// Which part.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub balance_type: Option<BalanceType>,
    /// How much. Negative where the seller owes.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The parts it is made of.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub balances: List<Balance>,
    /// The day at whose end it was this much; midnight UTC of that day. Only when a day was asked for.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub as_of_date: Option<DateTime<Utc>>,
    /// When Amazon last computed it. Sent with the marketplace's offset, held here in UTC. Only when no day
    /// was asked for.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<DateTime<Utc>>,
}

/// What a period came to. A control total for a settlement file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// Whose account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_metadata: Option<PartnerMetadata>,
    /// What is left of the sales after all fees, refunds and taxes.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub net_proceeds: Option<Money>,
    /// The settlement, when one was asked for.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<RelatedIdentifier>,
    /// What the net proceeds are made of, from `Sales` and `Expenses` down to single kinds of fees.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<Breakdown>,
    /// The first day; midnight UTC of it.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub period_start: Option<DateTime<Utc>>,
    /// The last day, itself included; midnight UTC of it.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub period_end: Option<DateTime<Utc>>,
}

/// A movement of money in the seller's account: a shipped order, a refund, a fee, a payout.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Transaction {
    /// Whose account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selling_partner_metadata: Option<SellingPartnerMetadata>,
    /// The order, shipment, refund, settlement and so on that it belongs to.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<RelatedIdentifier>,
    /// What kind of movement.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<TransactionType>,
    /// Its id.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// Whether the money is free. It changes in place, long after the posting date: read old windows again.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_status: Option<TransactionStatus>,
    /// Why, for people, such as `Order Payment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// All of it together. Positive for the seller.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
    /// The marketplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_details: Option<MarketplaceDetails>,
    /// The items of the order that it is about. Those of an FBA reimbursement have no breakdowns of their
    /// own.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<Item>,
    /// More about it, by kind.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub contexts: List<Context>,
    /// What the total is made of. Over the whole transaction, all items together.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<Breakdown>,
}

/// Whose transaction it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SellingPartnerMetadata {
    /// The selling partner.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub selling_partner_id: Option<SellerId>,
    /// The account, such as `PAYABLE` or `Standard Orders`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_type: Option<String>,
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
}

/// Whose balance or summary it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PartnerMetadata {
    /// The selling partner.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<SellerId>,
    /// The account, such as `Standard Orders`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_type: Option<String>,
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
}

/// Another record that belongs to a transaction or a summary.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RelatedIdentifier {
    /// What kind of record.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub related_identifier_name: Option<RelatedIdentifierName>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_identifier_value: Option<String>,
}

/// A part of an amount. May itself have parts, to any depth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Breakdown {
    /// What it is for, such as `Tax` or `FBA fees`. Amazon coins new ones at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breakdown_type: Option<String>,
    /// How much. Positive for the seller, negative for a charge.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub breakdown_amount: Option<Money>,
    /// Its own parts.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<Breakdown>,
}

/// The marketplace of a transaction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MarketplaceDetails {
    /// Its code.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Its name, such as `Amazon.de`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_name: Option<String>,
}

/// An item of a transaction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The product's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Further records that it belongs to.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub related_identifiers: List<ItemRelatedIdentifier>,
    /// Its part of the total; for all units of it together.
    #[serde(default, with = "money::currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
    /// What that part is made of.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub breakdowns: List<Breakdown>,
    /// More about it: product and quantity, above all.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub contexts: List<Context>,
}

/// More about a transaction or an item. Which fields are there depends on the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Context {
    /// The kind.
    pub context_type: ContextType,
    /// The storefront. In business contexts an enum of Amazon's, in Amazon Pay contexts the seller's own
    /// name.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub store_name: Option<StoreName>,
    /// The kind of order. Amazon Pay contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_type: Option<String>,
    /// Where it was sold, such as `MFN`. Amazon Pay contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The product. Product contexts.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The seller's name of the product. Product contexts.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub sku: Option<SellerSku>,
    /// How many units. Product contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_shipped: Option<i64>,
    /// Who shipped, `AFN` or `MFN`. Product contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_network: Option<String>,
    /// What kind of payment. Payments contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// How it was paid. Payments contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// Its number. Payments contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_reference: Option<String>,
    /// When. Payments contexts.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub payment_date: Option<DateTime<Utc>>,
    /// Why the money is held back. Deferred contexts.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub deferral_reason: Option<DeferralReason>,
    /// When it is released. Deferred contexts.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub maturity_date: Option<DateTime<Utc>>,
    /// When the span begins that a fee covers. Time-range contexts.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<Utc>>,
    /// When that span ends. Time-range contexts.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<Utc>>,
}

/// Another record that belongs to an item. Its fields are named otherwise than those of the transaction's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ItemRelatedIdentifier {
    /// What kind of record.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub item_related_identifier_name: Option<ItemRelatedIdentifierName>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_related_identifier_value: Option<String>,
}

open_enum! {
    /// A part of what an account holds.
    pub enum BalanceType {
        /// Free to be paid out.
        Available = "AVAILABLE",
        /// Held back: deferred and account-level reserve together.
        Reserved = "RESERVED",
        /// Held back against refunds, chargebacks and claims to come.
        AccountLevelReserve = "ACCOUNT_LEVEL_RESERVE",
        /// From sales whose money is not released yet.
        Deferred = "DEFERRED",
        /// All of it: available and reserved.
        Total = "TOTAL",
    }
}

open_enum! {
    /// What kind of movement a transaction is. Amazon coins new ones at any time; the model itself names only
    /// the first.
    pub enum TransactionType {
        /// An order, or part of one, was shipped and charged.
        Shipment = "Shipment",
        /// The buyer got money back.
        Refund = "Refund",
        /// A fee that belongs to no order: subscription, storage, inbound transport.
        ServiceFee = "ServiceFee",
        /// A payout to the bank, or one that came back.
        Transfer = "Transfer",
        /// A correction by Amazon.
        Adjustment = "Adjustment",
        /// Tax on an earlier sale, charged or given back afterwards.
        Retrocharge = "Retrocharge",
        /// The buyer's bank took the money back.
        Chargeback = "Chargeback",
        /// Amazon paid for goods that it lost or damaged.
        FbaInventoryReimbursement = "FBAInventoryReimbursement",
    }
}

open_enum! {
    /// Whether a transaction's money is free. A deferred transaction and its release are two records of one
    /// sale, linked by [`RelatedIdentifierName`]: never count both.
    pub enum TransactionStatus {
        /// Held back. Not in a settlement yet.
        Deferred = "DEFERRED",
        /// Free.
        Released = "RELEASED",
        /// Was held back and is free now: what a `DEFERRED` one becomes.
        DeferredReleased = "DEFERRED_RELEASED",
    }
}

open_enum! {
    /// Why the money of a sale is held back.
    pub enum DeferralReason {
        /// A business buyer pays on invoice.
        BusinessInvoice = "B2B",
        /// Released seven days after delivery.
        DeliveryDatePlusSeven = "DD7",
    }
}

open_enum! {
    /// The kind of a context: which of its fields are there.
    pub enum ContextType {
        /// Product and quantity.
        Product = "ProductContext",
        /// An order paid with Amazon Pay on another website.
        AmazonPay = "AmazonPayContext",
        /// How something was paid.
        Payments = "PaymentsContext",
        /// Money held back: why and until when.
        Deferred = "DeferredContext",
        /// The storefront.
        Business = "BusinessContext",
        /// The span that a fee covers.
        TimeRange = "TimeRangeContext",
    }
}

open_enum! {
    /// What a related identifier names. Transactions can be searched by order and by financial event group
    /// only.
    pub enum RelatedIdentifierName {
        /// An order. Shipments of other sales channels may hold an id of another form.
        OrderId = "ORDER_ID",
        /// A shipment.
        ShipmentId = "SHIPMENT_ID",
        /// A group of financial events: a settlement period, open or closed. Finances v0 knows it, too.
        FinancialEventGroupId = "FINANCIAL_EVENT_GROUP_ID",
        /// A refund.
        RefundId = "REFUND_ID",
        /// An invoice.
        InvoiceId = "INVOICE_ID",
        /// A transfer of Amazon's to the bank.
        DisbursementId = "DISBURSEMENT_ID",
        /// A transfer.
        TransferId = "TRANSFER_ID",
        /// On a release: the deferred transaction that it frees.
        DeferredTransactionId = "DEFERRED_TRANSACTION_ID",
        /// On a deferred transaction: the one that freed it.
        ReleaseTransactionId = "RELEASE_TRANSACTION_ID",
        /// A settlement, as in the settlement report's `settlement-id`.
        SettlementId = "SETTLEMENT_ID",
    }
}

open_enum! {
    /// A storefront.
    pub enum StoreName {
        /// Amazon Haul.
        AmazonHaul = "AMAZON_HAUL",
    }
}

open_enum! {
    /// What an item's related identifier names.
    pub enum ItemRelatedIdentifierName {
        /// A refunded, claimed or charged-back order item.
        OrderAdjustmentItemId = "ORDER_ADJUSTMENT_ITEM_ID",
        /// A coupon.
        CouponId = "COUPON_ID",
        /// An item of a removal shipment.
        RemovalShipmentItemId = "REMOVAL_SHIPMENT_ITEM_ID",
        /// A transaction.
        TransactionId = "TRANSACTION_ID",
    }
}
