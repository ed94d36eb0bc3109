//! Events between Amazon and the seller: debts, loans, payouts, withheld tax, credits.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{MarketplaceId, SellerId},
    money,
    reading::empty_is_none,
};

/// A debt of the seller's that was paid, failed to be paid, or changed. It has no date of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DebtRecoveryEvent {
    /// Which of them.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub debt_recovery_type: Option<DebtRecoveryType>,
    /// How much of the debt it is about.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub recovery_amount: Option<Money>,
    /// What was paid too much and is given back.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub over_payment_credit: Option<Money>,
    /// The periods that the debt comes from.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub debt_recovery_item_list: List<DebtRecoveryItem>,
    /// The cards and accounts that were charged.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub charge_instrument_list: List<ChargeInstrument>,
}

/// A part of a debt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DebtRecoveryItem {
    /// How much of it was paid.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub recovery_amount: Option<Money>,
    /// How much it was at first.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub original_amount: Option<Money>,
    /// When the settlement period began that it comes from.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub group_begin_date: Option<DateTime<Utc>>,
    /// When that period ended.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub group_end_date: Option<DateTime<Utc>>,
}

/// A card or account that was charged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ChargeInstrument {
    /// What it is, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its last digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
    /// How much was charged.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// A loan of Amazon's to the seller. It has no date of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LoanServicingEvent {
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub loan_amount: Option<Money>,
    /// Paid out, paid back or refunded.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub source_business_event_type: Option<LoanEventType>,
}

/// A credit to a provider of services.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SolutionProviderCreditEvent {
    /// What kind of credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_transaction_type: Option<String>,
    /// The seller's own number of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_order_id: Option<String>,
    /// The marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Its country, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_country_code: Option<String>,
    /// The seller.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// The seller's storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_store_name: Option<String>,
    /// The provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    /// The provider's storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_store_name: Option<String>,
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transaction_amount: Option<Money>,
    /// When it was made.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub transaction_creation_date: Option<DateTime<Utc>>,
}

/// A payout outside the schedule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AdhocDisbursementEvent {
    /// Where it went, for people, such as `Disbursed to Amazon Gift Card balance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<String>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transaction_amount: Option<Money>,
}

/// A payout outside the schedule that failed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FailedAdhocDisbursementEvent {
    /// What kind of transfer, such as `Refund`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funds_transfers_type: Option<String>,
    /// The transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_id: Option<String>,
    /// The payout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disbursement_id: Option<String>,
    /// Where it was to go, such as `CREDIT_CARD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_disbursement_type: Option<String>,
    /// How it failed, such as `HARD_DECLINED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transfer_amount: Option<Money>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
}

/// Tax that was withheld from the seller.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaxWithholdingEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// What the tax is on.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub base_amount: Option<Money>,
    /// How much was withheld.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub withheld_amount: Option<Money>,
    /// The time that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_withholding_period: Option<TaxWithholdingPeriod>,
}

/// The time that a withheld tax is for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaxWithholdingPeriod {
    /// Its start.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub start_date: Option<DateTime<Utc>>,
    /// Its end.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub end_date: Option<DateTime<Utc>>,
}

open_enum! {
    /// What became of a debt.
    pub enum DebtRecoveryType {
        /// It was paid.
        DebtPayment = "DebtPayment",
        /// It was not paid: the card or account refused.
        DebtPaymentFailure = "DebtPaymentFailure",
        /// It was changed.
        DebtAdjustment = "DebtAdjustment",
    }
}

open_enum! {
    /// What became of a loan.
    pub enum LoanEventType {
        /// It was paid out to the seller.
        LoanAdvance = "LoanAdvance",
        /// The seller paid back.
        LoanPayment = "LoanPayment",
        /// The seller got money back.
        LoanRefund = "LoanRefund",
    }
}
