//! Events that are fees: of the account, of advertising, of promotions, of services.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{ChargeComponent, FeeComponent};
use crate::{
    ids::{Asin, OrderId, SellerSku},
    money,
    reading::empty_is_none,
};

/// A fee of the account, of an order or of a product. It has no date of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ServiceFeeEvent {
    /// The order, where the fee belongs to one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// Why, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_reason: Option<String>,
    /// The fees; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_list: List<FeeComponent>,
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
    /// What it is, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_description: Option<String>,
    /// The product.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The storefront.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_name: Option<String>,
}

/// An invoice of Sponsored Products.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductAdsPaymentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// Charged or given back.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<AdsTransactionType>,
    /// The invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// The amount before tax.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub base_value: Option<Money>,
    /// The tax.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_value: Option<Money>,
    /// Both together.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transaction_value: Option<Money>,
}

/// The fee of a deal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SellerDealPaymentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal_id: Option<String>,
    /// What the seller calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal_description: Option<String>,
    /// What happened: `SellerDealComplete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// What kind of deal: `RunLightningDealFee`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_type: Option<String>,
    /// The fee before tax.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<Money>,
    /// The tax.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
    /// Both together.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
}

/// The fee of the Early Reviewer Program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SellerReviewEnrollmentPaymentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The enrolment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrollment_id: Option<String>,
    /// The product that was enrolled.
    #[serde(
        default,
        rename = "ParentASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub parent_asin: Option<Asin>,
    /// The fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_component: Option<FeeComponent>,
    /// The charge beside it, such as tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_component: Option<ChargeComponent>,
    /// Both together.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
}

/// The fee of a coupon.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CouponPaymentEvent {
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The coupon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// What the seller calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_coupon_description: Option<String>,
    /// How often it was clipped or redeemed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip_or_redemption_count: Option<i64>,
    /// The id of this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_event_id: Option<String>,
    /// The fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_component: Option<FeeComponent>,
    /// The charge beside it, such as tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_component: Option<ChargeComponent>,
    /// Both together.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Money>,
}

/// The fee of Amazon's photographers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ImagingServicesFeeEvent {
    /// The request.
    #[serde(default, rename = "ImagingRequestBillingItemID", skip_serializing_if = "Option::is_none")]
    pub imaging_request_billing_item_id: Option<String>,
    /// The product that was photographed.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// The fees; negative.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_list: List<FeeComponent>,
}

/// The charge for a service beside selling and shipping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ValueAddedServiceChargeEvent {
    /// What kind of service, such as `Other Support Service fees`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<String>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// What it is, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transaction_amount: Option<Money>,
}

/// The charge for storage space that was reserved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CapacityReservationBillingEvent {
    /// What kind of charge, such as `FBA Inventory Fee`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<String>,
    /// When it was posted.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub posted_date: Option<DateTime<Utc>>,
    /// What it is, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much.
    #[serde(default, with = "money::pascal_currency_amount", skip_serializing_if = "Option::is_none")]
    pub transaction_amount: Option<Money>,
}

open_enum! {
    /// Whether advertising was charged or given back.
    pub enum AdsTransactionType {
        /// Charged.
        Charge = "charge",
        /// Given back.
        Refund = "refund",
    }
}
