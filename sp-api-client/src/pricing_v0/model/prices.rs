//! The selling partner's own prices, and those of the competition.

use commerce_client_core::{list::List, money::Money, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    error_list::ApiError,
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    money,
    reading::empty_is_none,
};

/// Prices, in their wrapping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPricingResponse {
    /// One entry per item asked for; 20 at most.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payload: List<Price>,
    /// What went wrong beside it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// The prices of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Price {
    /// `Success`, or why there are none.
    #[serde(rename = "status")]
    pub status: String,
    /// The SKU, where it was asked for by SKU.
    #[serde(
        default,
        rename = "SellerSKU",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
    /// The item, where it was asked for by ASIN.
    #[serde(
        default,
        rename = "ASIN",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The item and its prices. Absent when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
}

/// An item and its prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Product {
    /// Which item.
    pub identifiers: IdentifierType,
    /// What the catalog says of it. Read it from the Catalog Items API instead.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub attribute_sets: List<Map<String, Value>>,
    /// Variation families it belongs to. Read them from the Catalog Items API instead.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub relationships: List<Map<String, Value>>,
    /// What the competition asks; of `getCompetitivePricing` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competitive_pricing: Option<CompetitivePricingType>,
    /// How well it sells.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub sales_rankings: List<SalesRankType>,
    /// The selling partner's own offers; of `getPricing` only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub offers: List<OfferType>,
}

/// What an item is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct IdentifierType {
    /// Its name in the catalog.
    #[serde(rename = "MarketplaceASIN")]
    pub marketplace_asin: AsinIdentifier,
    /// The selling partner's name of it. There, with empty texts, also where it was asked for by ASIN.
    #[serde(default, rename = "SKUIdentifier", skip_serializing_if = "Option::is_none")]
    pub sku_identifier: Option<SellerSkuIdentifier>,
}

/// The name of an item in the catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AsinIdentifier {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The item.
    #[serde(rename = "ASIN")]
    pub asin: Asin,
}

/// The selling partner's name of an item. Plain texts, all empty where the item was asked for by ASIN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SellerSkuIdentifier {
    // Not ids, which are never empty: Amazon sends empty texts, and they are to leave as they came.
    /// The marketplace, or nothing.
    pub marketplace_id: String,
    /// The selling partner, or nothing.
    pub seller_id: String,
    /// The SKU, or nothing.
    #[serde(rename = "SellerSKU")]
    pub seller_sku: String,
}

/// One of the selling partner's own offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OfferType {
    /// To whom it is offered.
    #[serde(
        default,
        rename = "offerType",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub offer_type: Option<OfferCustomerType>,
    /// What a buyer pays now, promotions taken off.
    pub buying_price: PriceType,
    /// The price of one unit without promotions and shipping.
    #[serde(with = "money::pascal_amount")]
    pub regular_price: Money,
    /// The price for Amazon Business customers.
    #[serde(
        default,
        rename = "businessPrice",
        with = "money::pascal_amount",
        skip_serializing_if = "Option::is_none"
    )]
    pub business_price: Option<Money>,
    /// What it costs when several are bought.
    #[serde(rename = "quantityDiscountPrices", default, skip_serializing_if = "List::is_absent")]
    pub quantity_discount_prices: List<QuantityDiscountPriceType>,
    /// Who ships it: `Amazon` or `Merchant`. Amazon writes it in small letters here and capitalised there: compare
    /// without regard to case.
    pub fulfillment_channel: String,
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    pub item_condition: String,
    /// The condition, more finely. Amazon writes it in small letters here and capitalised there: compare without
    /// regard to case.
    pub item_sub_condition: String,
    /// The SKU.
    #[serde(rename = "SellerSKU")]
    pub seller_sku: SellerSku,
}

/// What the competition asks for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CompetitivePricingType {
    /// The prices of the featured offers.
    pub competitive_prices: Vec<CompetitivePriceType>,
    /// How many offers there are, by condition; one entry may be of all of them.
    pub number_of_offer_listings: Vec<OfferListingCountType>,
    /// What Amazon pays for a used one in trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_in_value: Option<TradeInValue>,
}

/// An amount as Amazon sends it. Its own example has a currency that is none, which costs nobody the prices beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TradeInValue {
    /// The currency, as a rule three upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// The amount, in major units.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
}

impl TradeInValue {
    /// The amount with its currency, if it has one.
    pub fn money(&self) -> Option<Money> {
        Some(Money::new(self.amount?, self.currency_code.as_ref()?.parse().ok()?))
    }
}

/// The price of a featured offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitivePriceType {
    /// Whether of new or of used ones.
    #[serde(rename = "CompetitivePriceId")]
    pub competitive_price_id: CompetitivePriceId,
    /// The price.
    #[serde(rename = "Price")]
    pub price: PriceType,
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The condition, more finely. Amazon writes it in small letters here and capitalised there: compare without
    /// regard to case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcondition: Option<String>,
    /// To whom it is offered. A quantity price of a B2C offer is featured only because nobody else has as many.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<OfferCustomerType>,
    /// From how many units on the price holds; absent when it holds for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_tier: Option<i64>,
    /// What kind of quantity discount it is; absent when it is none.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub quantity_discount_type: Option<QuantityDiscountType>,
    /// Who offers it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Whether it is the asking selling partner's own offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongs_to_requester: Option<bool>,
}

open_enum! {
    /// Which featured offer a price is of.
    pub enum CompetitivePriceId {
        /// The one of new items.
        New = "1",
        /// The one of used items.
        Used = "2",
    }
}

/// How many offers there are of a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferListingCountType {
    /// How many there are.
    #[serde(rename = "Count")]
    pub count: i64,
    /// New, used and so on. Amazon writes it in small letters here and capitalised there: compare without regard to
    /// case.
    pub condition: String,
}

/// A rank in a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SalesRankType {
    /// The category: a browse node, or a large group of the website such as `toy_display_on_website`.
    pub product_category_id: String,
    /// The rank; 1 sells best.
    pub rank: i64,
}

/// What one unit costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PriceType {
    /// Price and shipping, less points.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub landed_price: Option<Money>,
    /// The price without shipping, promotions taken off.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
    /// What shipping costs, as far as Amazon says.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// Amazon Points on a purchase; Japan only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Points {
    /// How many points a buyer gets for one unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_number: Option<i64>,
    /// What they are worth.
    #[serde(default, with = "money::pascal_amount", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// What one unit costs when several are bought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuantityDiscountPriceType {
    /// From how many units on.
    pub quantity_tier: i64,
    /// What kind of quantity discount it is.
    pub quantity_discount_type: QuantityDiscountType,
    /// The price of one unit.
    #[serde(with = "money::pascal_amount")]
    pub listing_price: Money,
}

open_enum! {
    /// What kind of quantity discount it is.
    pub enum QuantityDiscountType {
        /// A lower price of each unit from some quantity on.
        QuantityDiscount = "QUANTITY_DISCOUNT",
    }
}

open_enum! {
    /// To whom an offer is made.
    pub enum OfferCustomerType {
        /// To everybody.
        B2C = "B2C",
        /// To Amazon Business customers.
        B2B = "B2B",
    }
}

open_enum! {
    /// The condition of what is offered.
    pub enum ItemCondition {
        New = "New",
        Used = "Used",
        Collectible = "Collectible",
        Refurbished = "Refurbished",
        Club = "Club",
    }
}

open_enum! {
    /// How items are named.
    pub enum ItemType {
        /// By ASIN.
        Asin = "Asin",
        /// By the selling partner's own SKUs.
        Sku = "Sku",
    }
}
