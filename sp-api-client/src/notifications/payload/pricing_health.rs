//! `PRICING_HEALTH`: an offer lost the featured place over its price.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, wire};
use serde::{Deserialize, Serialize};

use super::order_change::FulfillmentType;
use crate::{
    ids::{Asin, MarketplaceId, SellerId},
    money,
};

/// An offer of the selling partner is not featured because of its price.
///
/// # Source
/// Schema `PricingHealthNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PricingHealth {
    /// Whose offer it is.
    pub seller_id: SellerId,
    /// What is wrong, such as `BuyBoxDisqualification`.
    pub issue_type: String,
    /// What brought it up.
    pub offer_change_trigger: OfferChangeTrigger,
    /// The offer.
    pub merchant_offer: MerchantOffer,
    /// The other offers for the item.
    pub summary: Summary,
}

/// What brought it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferChangeTrigger {
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// The item.
    pub asin: Asin,
    /// In which condition, such as `new`.
    pub item_condition: String,
    /// When; UTC.
    #[serde(with = "wire::instant")]
    pub time_of_offer_change: DateTime<Utc>,
}

/// The selling partner's own offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MerchantOffer {
    /// In which condition, such as `new`.
    pub condition: String,
    /// Who ships.
    pub fulfillment_type: FulfillmentType,
    /// Price and shipping together.
    #[serde(with = "money::amount")]
    pub landed_price: Money,
    /// The price.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// The shipping.
    #[serde(with = "money::amount")]
    pub shipping: Money,
    /// Amazon Points that come with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// Amazon Points that come with a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Points {
    /// How many.
    pub points_number: u32,
}

/// All offers for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// How many there are.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub number_of_offers: List<OfferCount>,
    /// How many of them could be featured.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_eligible_offers: List<OfferCount>,
    /// The prices of featured ones.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_prices: List<BuyBoxPrice>,
    /// How well the item sells.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub sales_rankings: List<SalesRank>,
    /// What Amazon compares prices with.
    pub reference_price: ReferencePrice,
}

/// How many offers there are of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferCount {
    /// In which condition, such as `new`.
    pub condition: String,
    /// Who ships.
    pub fulfillment_type: FulfillmentType,
    /// How many.
    pub offer_count: u32,
}

/// The price of a featured offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BuyBoxPrice {
    /// In which condition, such as `new`.
    pub condition: String,
    /// Price and shipping together.
    #[serde(with = "money::amount")]
    pub landed_price: Money,
    /// The price.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// The shipping.
    #[serde(with = "money::amount")]
    pub shipping: Money,
    /// Amazon Points that come with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// How well an item sells within one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SalesRank {
    /// The category.
    pub product_category_id: String,
    /// The rank; 1 sells best.
    pub rank: u32,
}

/// What Amazon compares prices with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReferencePrice {
    /// What it was sold for on average.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub average_selling_price: Option<Money>,
    /// What it costs elsewhere.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub competitive_price_threshold: Option<Money>,
    /// What Amazon itself asked at most during the last 14 days.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub retail_offer_price: Option<Money>,
    /// What its maker suggests.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub msrp_price: Option<Money>,
}
