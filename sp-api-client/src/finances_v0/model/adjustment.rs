//! Events that put something right: lost goods, reserves, postage, taxes and fees given back.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::ChargeComponent;
use crate::{
    ids::{Asin, SellerSku},
    money,
    reading::empty_is_none,
};

/// A correction of the account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AdjustmentEvent {
    /// What for.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub adjustment_type: Option<AdjustmentType>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_name: Option<String>,
    /// How much, all items together. Positive for the seller.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub adjustment_amount: Option<Money>,
    /// The items that it is about.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub adjustment_item_list: List<AdjustmentItem>,
}

/// An item of a correction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AdjustmentItem {
    /// How many units, as text. FBA reimbursements only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// How much for one unit.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub per_unit_amount: Option<Money>,
    /// How much for all of them.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
    /// The offer.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// Amazon's own label of the product in its warehouses.
    #[serde(default, rename = "FnSKU", skip_serializing_if = "Option::is_none")]
    pub fn_sku: Option<String>,
    /// The product's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_description: Option<String>,
    /// The product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The number of the transaction that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_number: Option<String>,
}

/// Compensation by SAFE-T, for a refund that was not the seller's fault.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SafetReimbursementEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The claim.
    #[serde(default, rename = "SAFETClaimId", skip_serializing_if = "Option::is_none")]
    pub safet_claim_id: Option<String>,
    /// How much the seller gets.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub reimbursed_amount: Option<Money>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
    /// The items.
    #[serde(rename = "SAFETReimbursementItemList", default, skip_serializing_if = "List::is_absent")]
    pub safet_reimbursement_item_list: List<SafetReimbursementItem>,
}

/// An item of a SAFE-T claim.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SafetReimbursementItem {
    /// What is compensated.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_charge_list: List<ChargeComponent>,
    /// The product's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_description: Option<String>,
    /// How many units, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
}

/// Tax deducted at source (India) that was given back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TdsReimbursementEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The id of the deduction.
    #[serde(default, rename = "TDSOrderId", skip_serializing_if = "Option::is_none")]
    pub tds_order_id: Option<String>,
    /// How much the seller gets.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub reimbursed_amount: Option<Money>,
}

/// Fees that were given back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ChargeRefundEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// Why, such as `SubscriptionFeeCorrection`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
    /// Why, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code_description: Option<String>,
    /// What was given back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub charge_refund_transactions: List<ChargeRefundTransaction>,
}

/// A fee that was given back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ChargeRefundTransaction {
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub charge_amount: Option<Money>,
    /// Which fee. Not from the vocabulary of [`ChargeComponent`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_type: Option<String>,
}

open_enum! {
    /// What a correction is for.
    pub enum AdjustmentType {
        /// Amazon pays for goods that it lost or damaged.
        FbaInventoryReimbursement = "FBAInventoryReimbursement",
        /// Money is held back at the end of a settlement period.
        ReserveEvent = "ReserveEvent",
        /// A shipping label that the seller bought.
        PostageBilling = "PostageBilling",
        /// A shipping label that was not needed.
        PostageRefund = "PostageRefund",
        /// Easy Ship: Amazon pays for a package that it lost or damaged.
        LostOrDamagedReimbursement = "LostOrDamagedReimbursement",
        /// Easy Ship, India: Amazon pays for an order that was cancelled after the pick-up.
        CanceledButPickedUpReimbursement = "CanceledButPickedUpReimbursement",
        /// Easy Ship, India: Amazon takes such a payment back.
        ReimbursementClawback = "ReimbursementClawback",
        /// India: a reward for taking part in an offer.
        SellerRewards = "SellerRewards",
    }
}
