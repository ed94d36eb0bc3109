//! `FEE_PROMOTION`: fees are reduced for some items.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{MarketplaceId, SellerId},
    money,
};

/// Fees are reduced for a while.
///
/// # Source
/// Schema `FeePromotionNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeePromotion {
    /// Whose fees.
    pub merchant_id: SellerId,
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// What kind of promotion it is.
    pub fee_promotion_type: String,
    /// The same in words.
    pub fee_promotion_type_description: String,
    /// When it holds.
    pub promotion_active_time_range: TimeRange,
    /// The items it holds for.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub identifiers: List<Identifiers>,
    /// What it does to the fees.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotion_information: List<FeeReduction>,
}

/// A time range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TimeRange {
    /// From when; UTC.
    #[serde(with = "wire::instant")]
    pub effective_from_date: DateTime<Utc>,
    /// Until when; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub effective_through_date: Option<DateTime<Utc>>,
}

/// Things of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Identifiers {
    /// What sort, such as items or brands.
    pub identifier_type: String,
    /// Which.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub identifier_values: List<Identifier>,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Identifier {
    /// Its id.
    pub identifier_value_id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier_value_friendly_name: Option<String>,
}

/// What becomes of one fee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeeReduction {
    /// The fee.
    pub fee_type: String,
    /// How the reduction is reckoned.
    pub fee_discount_type: String,
    /// By how much it is reduced, in the unit of its type.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub fee_discount_value: Option<Decimal>,
    /// From which price on.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub price_threshold: Option<Money>,
    /// By which amount it is reduced.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub fee_discount_monetary_amount: Option<Money>,
    /// What the fees come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_estimate: Option<FeesEstimate>,
}

/// What fees come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeesEstimate {
    /// When they were estimated; UTC.
    #[serde(with = "wire::instant")]
    pub time_of_fees_estimated: DateTime<Utc>,
    /// All together.
    #[serde(with = "money::pascal_amount")]
    pub total_fees_estimate: Money,
    /// One by one.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fee_details: List<FeeDetail>,
}

/// One fee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FeeDetail {
    /// Which.
    pub fee_type: String,
    /// Before the promotion.
    #[serde(with = "money::pascal_amount")]
    pub fee_amount: Money,
    /// The tax on it.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Money>,
    /// The promotion.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub fee_promotion: Option<Money>,
    /// After the promotion.
    #[serde(with = "money::pascal_amount")]
    pub final_fee: Money,
    /// The fees that it is made of.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub included_fees: List<FeeDetail>,
}
