//! `ANY_OFFER_CHANGED` and `B2B_ANY_OFFER_CHANGED`: an offer for an item that the selling partner sells changed.
//!
//! Amazon's two schemas differ, and what it sends as either has been seen to look like the other: one set of types
//! reads both, and hardly anything is required.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{Asin, MarketplaceId, SellerId},
    money,
    reading::empty_is_none,
};

/// One of the twenty lowest offers for an item changed.
///
/// # Source
/// Schemas `AnyOfferChangedNotification` and `B2bAnyOfferChangedNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AnyOfferChanged {
    /// Who is told.
    pub seller_id: SellerId,
    /// What changed.
    pub offer_change_trigger: OfferChangeTrigger,
    /// All offers for the item.
    pub summary: Summary,
    /// The lowest offers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub offers: List<Offer>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OfferChangeTrigger {
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// The item.
    #[serde(rename = "ASIN")]
    pub asin: Asin,
    /// In which condition, such as `new`; Amazon's use of capitals varies.
    pub item_condition: String,
    /// When; UTC.
    #[serde(with = "wire::instant")]
    pub time_of_offer_change: DateTime<Utc>,
    /// What kind of change it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub offer_change_type: Option<OfferChangeType>,
}

/// All offers for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Summary {
    /// How many there are.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub number_of_offers: List<OfferCount>,
    /// The lowest prices, by condition and channel.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub lowest_prices: List<OfferPrice>,
    /// The prices of featured offers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_prices: List<OfferPrice>,
    /// What its maker suggests.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Money>,
    /// The least that may be advertised.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub minimum_advertised_price: Option<Money>,
    /// What Amazon suggests, with shipping.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub suggested_lower_price_plus_shipping: Option<Money>,
    /// How many offers could be featured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_buy_box_eligible_offers: Option<u32>,
    /// How well the item sells.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub sales_rankings: List<SalesRank>,
    /// How many offers could be featured, by condition and channel.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub number_of_buy_box_eligible_offers: List<OfferCount>,
    /// The same under the name that the schema for business offers has.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_eligible_offers: List<OfferCount>,
    /// What it costs elsewhere.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub competitive_price_threshold: Option<Money>,
}

/// How many offers there are of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OfferCount {
    /// In which condition, such as `new`.
    pub condition: String,
    /// Who ships.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_channel: Option<FulfillmentChannel>,
    /// How many.
    pub offer_count: u32,
}

/// The lowest, or the featured, price of one sort of offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OfferPrice {
    /// In which condition, such as `new`.
    pub condition: String,
    /// Who ships.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_channel: Option<FulfillmentChannel>,
    /// To whom, such as `B2B`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<String>,
    /// From how many units on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_tier: Option<u32>,
    /// How the price falls with the quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_type: Option<String>,
    /// Price and shipping together.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub landed_price: Option<Money>,
    /// The price.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
    /// The shipping.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    /// Amazon Points that come with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Whose offer it is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
}

/// Amazon Points that come with a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Points {
    /// How many.
    pub points_number: u32,
}

/// How well an item sells within one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SalesRank {
    /// The category.
    pub product_category_id: String,
    /// The rank; 1 sells best.
    pub rank: u32,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Offer {
    /// Whose.
    pub seller_id: SellerId,
    /// In which condition, such as `new`.
    pub sub_condition: String,
    /// What buyers say of the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_feedback_rating: Option<SellerFeedbackRating>,
    /// How soon it ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_time: Option<ShippingTime>,
    /// The price.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
    /// Prices from a quantity on.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub quantity_discount_price: List<QuantityDiscountPrice>,
    /// Amazon Points that come with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// The shipping.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    /// Where it ships from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ships_from: Option<ShipsFrom>,
    /// Whether Amazon ships it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_fulfilled_by_amazon: Option<bool>,
    /// Whether it is featured now; up to two offers are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_buy_box_winner: Option<bool>,
    /// What its seller says of its condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_notes: Option<String>,
    /// Whether it comes with Prime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prime_information: Option<PrimeInformation>,
    /// Whether it can be had faster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_expedited_shipping_available: Option<bool>,
    /// Whether its seller's offers can be featured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_featured_merchant: Option<bool>,
    /// Whether it ships within the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ships_domestically: Option<bool>,
    /// Whether it ships abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ships_internationally: Option<bool>,
}

/// A price from a quantity on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct QuantityDiscountPrice {
    /// From how many units on.
    pub quantity_tier: u32,
    /// How the price falls with the quantity.
    pub quantity_discount_type: QuantityDiscountType,
    /// The price of a unit.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
}

/// What buyers say of a seller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SellerFeedbackRating {
    /// How many did.
    pub feedback_count: u64,
    /// How many per cent of them were content.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub seller_positive_feedback_rating: Option<Decimal>,
}

/// How soon an offer ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShippingTime {
    /// Hours, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_hours: Option<u32>,
    /// Hours, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_hours: Option<u32>,
    /// Whether it is there now, on a known day or on an unknown one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability_type: Option<String>,
    /// When it is there, if it is not now; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub available_date: Option<DateTime<Utc>>,
}

/// Where an offer ships from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShipsFrom {
    /// The country.
    pub country: String,
    /// The state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// Whether an offer comes with Prime. Amazon has two names for each half; one of them is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PrimeInformation {
    /// Whether it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_offer_prime: Option<bool>,
    /// Whether it does in the whole marketplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_offer_national_prime: Option<bool>,
    /// As [`is_offer_prime`](Self::is_offer_prime), under the name in the schema for business offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_prime: Option<bool>,
    /// As [`is_offer_national_prime`](Self::is_offer_national_prime), under the name in the schema for business offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_national_prime: Option<bool>,
}

open_enum! {
    /// What kind of change it is.
    pub enum OfferChangeType {
        /// An offer on Amazon.
        Internal = "Internal",
        /// A price elsewhere.
        External = "External",
        /// Another offer is featured.
        FeaturedOffer = "FeaturedOffer",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfillmentChannel {
        /// Amazon (FBA).
        Amazon = "Amazon",
        /// The seller (FBM).
        Merchant = "Merchant",
    }
}

open_enum! {
    /// How a price falls with the quantity.
    pub enum QuantityDiscountType {
        /// Every unit costs less from a quantity on.
        QuantityDiscount = "QUANTITY_DISCOUNT",
    }
}
