//! The offers of an item or a SKU, by whomever they are made.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    ItemCondition, OfferCustomerType, Points, QuantityDiscountPriceType, QuantityDiscountType, SalesRankType,
};
use crate::{
    error_list::ApiError,
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    money,
    reading::empty_is_none,
};

/// Offers, in their wrapping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOffersResponse {
    /// The offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetOffersResult>,
    /// What went wrong beside it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// The offers of an item or a SKU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetOffersResult {
    /// The marketplace.
    #[serde(rename = "marketplaceId")]
    pub marketplace_id: MarketplaceId,
    /// The item, where it was asked for by ASIN.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The SKU, where it was asked for by SKU.
    #[serde(
        default,
        rename = "SKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub sku: Option<SellerSku>,
    /// The condition that was asked for.
    pub item_condition: ItemCondition,
    /// `Success`; `NoBuyableOffers` when nobody offers it; `ActiveButTooSoonForProcessing` when Amazon has not got
    /// there yet: see [`Summary::offers_available_time`].
    #[serde(rename = "status")]
    pub status: String,
    /// The question.
    pub identifier: ItemIdentifier,
    /// The offers in figures.
    pub summary: Summary,
    /// The cheapest offers, 20 at most.
    pub offers: Vec<OfferDetail>,
}

/// Which item or SKU, and in which condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ItemIdentifier {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The item, where it was asked for by ASIN.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The SKU, where it was asked for by SKU.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// The condition that was asked for.
    pub item_condition: ItemCondition,
}

/// The offers of an item in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Summary {
    /// How many offers there are, also beyond those that are listed.
    pub total_offer_count: i64,
    /// How many there are of each condition and channel.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub number_of_offers: List<OfferCountType>,
    /// The lowest price of each condition and channel.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub lowest_prices: List<LowestPriceType>,
    /// What the featured offers (the Buy Box) cost.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_prices: List<BuyBoxPriceType>,
    /// The manufacturer's suggested price.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Money>,
    /// What other retailers take for it. An offer whose landed price is above that may not be featured.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub competitive_price_threshold: Option<Money>,
    /// What Amazon proposes to ask, shipping included.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub suggested_lower_price_plus_shipping: Option<Money>,
    /// How well it sells.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub sales_rankings: List<SalesRankType>,
    /// How many offers of each condition and channel could be featured.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub buy_box_eligible_offers: List<OfferCountType>,
    /// When to ask again, in UTC. Only while the status says that it is too soon.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub offers_available_time: Option<DateTime<Utc>>,
}

/// How many offers there are of a kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferCountType {
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Who ships them.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_channel: Option<FulfillmentChannelType>,
    /// How many there are.
    #[serde(default, rename = "OfferCount", skip_serializing_if = "Option::is_none")]
    pub offer_count: Option<i64>,
}

/// The lowest price of a condition and channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LowestPriceType {
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    pub condition: String,
    /// Who ships it.
    pub fulfillment_channel: FulfillmentChannelType,
    /// To whom it is offered.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<OfferCustomerType>,
    /// From how many units on the price holds; absent when it holds for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_tier: Option<i64>,
    /// What kind of quantity discount it is; absent when it is none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub quantity_discount_type: Option<QuantityDiscountType>,
    /// Price and shipping, less points.
    #[serde(
        default,
        rename = "LandedPrice",
        with = "money::pascal_amount",
        skip_serializing_if = "Option::is_none"
    )]
    pub landed_price: Option<Money>,
    /// The price of one unit, without shipping.
    #[serde(rename = "ListingPrice", with = "money::pascal_amount")]
    pub listing_price: Money,
    /// What shipping costs.
    #[serde(
        default,
        rename = "Shipping",
        with = "money::pascal_amount",
        skip_serializing_if = "Option::is_none"
    )]
    pub shipping: Option<Money>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, rename = "Points", skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// What a featured offer (in the Buy Box) costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BuyBoxPriceType {
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    pub condition: String,
    /// To whom it is offered. A quantity price of a B2C offer is featured only because nobody else has as many.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<OfferCustomerType>,
    /// From how many units on the price holds; absent when it holds for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_tier: Option<i64>,
    /// What kind of quantity discount it is; absent when it is none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub quantity_discount_type: Option<QuantityDiscountType>,
    /// Price and shipping, less points.
    #[serde(rename = "LandedPrice", with = "money::pascal_amount")]
    pub landed_price: Money,
    /// The price of one unit, without shipping.
    #[serde(rename = "ListingPrice", with = "money::pascal_amount")]
    pub listing_price: Money,
    /// What shipping costs.
    #[serde(rename = "Shipping", with = "money::pascal_amount")]
    pub shipping: Money,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, rename = "Points", skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Who offers it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OfferDetail {
    /// Whether it is the asking selling partner's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_offer: Option<bool>,
    /// To whom it is offered.
    #[serde(
        default,
        rename = "offerType",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub offer_type: Option<OfferCustomerType>,
    /// The condition, more finely: `new`, `mint`, `very good` and so on. Amazon writes it in small letters here and
    /// capitalised there: compare without regard to case.
    pub sub_condition: String,
    /// Who offers it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// What the seller says of the condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_notes: Option<String>,
    /// What buyers think of the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_feedback_rating: Option<SellerFeedbackType>,
    /// How long it takes to leave the house.
    pub shipping_time: DetailedShippingTimeType,
    /// The price of one unit, without shipping.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
    /// What it costs when several are bought.
    #[serde(rename = "quantityDiscountPrices", default, skip_serializing_if = "List::is_absent")]
    pub quantity_discount_prices: List<QuantityDiscountPriceType>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// What shipping costs.
    #[serde(with = "money::pascal_amount")]
    pub shipping: Money,
    /// Where it is sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ships_from: Option<ShipsFromType>,
    /// Whether Amazon ships it.
    pub is_fulfilled_by_amazon: bool,
    /// Whether it is a Prime offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prime_information: Option<PrimeInformationType>,
    /// Whether it is featured now. Two may be at once: one for Prime members and one for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_buy_box_winner: Option<bool>,
    /// Whether the seller may be featured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_featured_merchant: Option<bool>,
}

/// What buyers think of a seller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SellerFeedbackType {
    /// The share of good ratings within the last 365 days, in percent.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub seller_positive_feedback_rating: Option<Decimal>,
    /// How many ratings there are.
    pub feedback_count: i64,
}

/// How long an item takes to leave the house.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DetailedShippingTimeType {
    /// Hours from the order, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_hours: Option<i64>,
    /// Hours from the order, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_hours: Option<i64>,
    /// From when on it can be shipped; only where it cannot be shipped now. Text, as Amazon states no form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_date: Option<String>,
    /// Whether it can be shipped now.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub availability_type: Option<AvailabilityType>,
}

open_enum! {
    /// Whether an item can be shipped.
    pub enum AvailabilityType {
        /// Now.
        Now = "NOW",
        /// Later; nobody knows when.
        FutureWithoutDate = "FUTURE_WITHOUT_DATE",
        /// Later, from a known day on.
        FutureWithDate = "FUTURE_WITH_DATE",
    }
}

/// Where something is sent from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ShipsFromType {
    /// The state or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The country, ISO 3166-1 in two upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Whether an offer is a Prime offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PrimeInformationType {
    /// Whether it is, at least in parts of the marketplace.
    pub is_prime: bool,
    /// Whether it is in the whole marketplace.
    pub is_national_prime: bool,
}

open_enum! {
    /// Who ships.
    pub enum FulfillmentChannelType {
        Amazon = "Amazon",
        /// The selling partner.
        Merchant = "Merchant",
    }
}

open_enum! {
    /// Whose point of view prices are seen from.
    pub enum CustomerType {
        /// Anybody.
        Consumer = "Consumer",
        /// Amazon Business customers.
        Business = "Business",
    }
}
