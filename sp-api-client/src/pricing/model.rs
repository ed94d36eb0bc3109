//! What goes into and comes out of the Product Pricing API.
//!
//! # Source
//! Model `productPricing_2022-05-01`.

use std::collections::BTreeMap;

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

/// Expected prices, one answer per question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeaturedOfferExpectedPriceBatchResponse {
    /// The answers. Match them by [`request`](FeaturedOfferExpectedPriceResponse::request), and look at the status of
    /// each.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub responses: List<FeaturedOfferExpectedPriceResponse>,
}

/// Questions for expected prices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFeaturedOfferExpectedPriceBatchRequest {
    /// The questions, 1 to 40.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub requests: List<FeaturedOfferExpectedPriceRequest>,
}

impl GetFeaturedOfferExpectedPriceBatchRequest {
    /// These questions, 40 at most.
    pub fn new(requests: Vec<FeaturedOfferExpectedPriceRequest>) -> Self {
        Self { requests: requests.into() }
    }
}

/// Summaries, one answer per question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitiveSummaryBatchResponse {
    /// The answers. Match them by ASIN and marketplace, and look at the status of each.
    pub responses: Vec<CompetitiveSummaryResponse>,
}

/// Questions for summaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitiveSummaryBatchRequest {
    /// The questions, 1 to 20.
    pub requests: Vec<CompetitiveSummaryRequest>,
}

impl CompetitiveSummaryBatchRequest {
    /// These questions, 20 at most.
    pub fn new(requests: Vec<CompetitiveSummaryRequest>) -> Self {
        Self { requests }
    }
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPriceResponse {
    /// The headers of this answer, by name.
    pub headers: BTreeMap<String, String>,
    /// Whether it was answered.
    pub status: HttpStatusLine,
    /// The question.
    pub request: FeaturedOfferExpectedPriceRequestParams,
    /// The answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<FeaturedOfferExpectedPriceResponseBody>,
}

/// A question: at which price would this SKU be featured?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPriceRequest {
    /// The path of the question in the batch; always the same.
    pub uri: String,
    /// The method of the question in the batch: GET.
    pub method: HttpMethod,
    /// Nothing is known to belong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Map<String, Value>>,
    /// Headers of the question, by name; none are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The SKU.
    pub sku: SellerSku,
    /// For buyers where. Only the postal code in it is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

impl FeaturedOfferExpectedPriceRequest {
    /// The question for this SKU, for buyers anywhere in the marketplace.
    pub fn new(marketplace_id: MarketplaceId, sku: SellerSku) -> Self {
        Self {
            uri: "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice".to_owned(),
            method: HttpMethod::Get,
            marketplace_id,
            sku,
            body: None,
            headers: None,
            segment: None,
        }
    }
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitiveSummaryResponse {
    /// Whether it was answered.
    pub status: HttpStatusLine,
    /// The answer itself.
    pub body: CompetitiveSummaryResponseBody,
}

/// A question: who offers this item, and at which prices?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitiveSummaryRequest {
    /// The item.
    pub asin: Asin,
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// What is wanted; at least one.
    pub included_data: Vec<CompetitiveSummaryIncludedData>,
    /// Which lowest-priced offers, 5 kinds at most. Only where they are wanted.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub lowest_priced_offers_inputs: List<LowestPricedOffersInput>,
    /// The method of the question in the batch: GET.
    pub method: HttpMethod,
    /// The path of the question in the batch; always the same.
    pub uri: String,
}

impl CompetitiveSummaryRequest {
    /// The question for this item.
    pub fn new(
        asin: Asin,
        marketplace_id: MarketplaceId,
        included_data: Vec<CompetitiveSummaryIncludedData>,
    ) -> Self {
        Self {
            asin,
            marketplace_id,
            included_data,
            method: HttpMethod::Get,
            uri: "/products/pricing/2022-05-01/items/competitiveSummary".to_owned(),
            lowest_priced_offers_inputs: List::default(),
        }
    }
}

/// How one question of a batch went. The batch itself answers 200 even when all of it failed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpStatusLine {
    /// As in HTTP: 200 when it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_code: Option<i64>,
    /// The status in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_phrase: Option<String>,
}

/// Which question an answer is to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPriceRequestParams {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The SKU.
    pub sku: SellerSku,
    /// For buyers where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

/// At which price a SKU would be featured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPriceResponseBody {
    /// The offer that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_identifier: Option<OfferIdentifier>,
    /// What was computed for it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub featured_offer_expected_price_results: List<FeaturedOfferExpectedPriceResult>,
    /// Why it failed; only where the status is not 200.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A group of buyers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Segment {
    /// Who is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment_details: Option<SegmentDetails>,
}

/// Who offers an item, and at which prices. Only what was asked for is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompetitiveSummaryResponseBody {
    /// The item.
    pub asin: Asin,
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The offers that shoppers see first.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub featured_buying_options: List<FeaturedBuyingOption>,
    /// The cheapest offers, by condition.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub lowest_priced_offers: List<LowestPricedOffer>,
    /// Prices that Amazon compares offers with.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub reference_prices: List<ReferencePrice>,
    /// Items like it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub similar_items: List<SimilarItems>,
    /// Why it failed; only where the status is not 200.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A kind of lowest-priced offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LowestPricedOffersInput {
    /// Of which condition.
    pub item_condition: Condition,
    /// To whom they are made.
    pub offer_type: OfferType,
}

impl LowestPricedOffersInput {
    /// Offers of this condition, made to these buyers.
    pub fn new(item_condition: Condition, offer_type: OfferType) -> Self {
        Self { item_condition, offer_type }
    }
}

/// Names an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferIdentifier {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// Who offers it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Its SKU. Only for the asking selling partner's own offer.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub sku: Option<SellerSku>,
    /// The item.
    pub asin: Asin,
    /// Who ships it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_type: Option<FulfillmentType>,
}

/// At which price a SKU would be featured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPriceResult {
    /// The price; absent unless the status says that there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub featured_offer_expected_price: Option<FeaturedOfferExpectedPrice>,
    /// Whether a price could be computed.
    pub result_status: ResultStatus,
    /// Who would be featured if the SKU cost more than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competing_featured_offer: Option<FeaturedOffer>,
    /// Who is featured now. The same as the competing offer, unless the SKU itself is featured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_featured_offer: Option<FeaturedOffer>,
}

/// Who is in a group of buyers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SegmentDetails {
    /// How much of the item's page views come from this group, in percent.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub glance_view_weight_percentage: Option<Decimal>,
    /// A place that stands for the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample_location: Option<SampleLocation>,
}

/// A way to buy an item, and who is featured for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedBuyingOption {
    /// The way to buy.
    pub buying_option_type: BuyingOptionType,
    /// The featured offers. There are several where buyers in different places see different ones.
    pub segmented_featured_offers: Vec<SegmentedFeaturedOffer>,
}

/// The cheapest offers of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LowestPricedOffer {
    /// Which kind.
    pub lowest_priced_offers_input: LowestPricedOffersInput,
    /// The offers, 20 at most.
    pub offers: Vec<Offer>,
}

/// A price that Amazon compares offers with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReferencePrice {
    /// Which one.
    pub name: ReferencePriceName,
    /// The price of one unit.
    #[serde(with = "money::amount")]
    pub price: Money,
}

/// Items like the one asked about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SimilarItems {
    /// The items, 20 at most.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<Item>,
}

/// A price at or below which an offer may be featured. It is no promise: other offers change, and where a buyer lives
/// counts too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferExpectedPrice {
    /// The price of one unit, without shipping; promotions are not taken off.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// An offer that is, or would be, featured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOffer {
    /// Which offer. It has no SKU, as it may be another selling partner's.
    pub offer_identifier: OfferIdentifier,
    /// New, used and so on.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
}

/// A place that stands for a group of buyers. It tells nothing of any one of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SampleLocation {
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<PostalCode>,
}

/// A featured offer, and who sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SegmentedFeaturedOffer {
    /// Who offers it.
    pub seller_id: SellerId,
    /// New, used and so on.
    pub condition: Condition,
    /// The condition, more finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub sub_condition: Option<SubCondition>,
    /// Who ships it.
    pub fulfillment_type: FulfillmentType,
    /// The price of one unit, without shipping; promotions and points are not taken off.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// What shipping costs, as far as Amazon says.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_options: List<ShippingOption>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Where the offer is a Prime offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prime_details: Option<PrimeDetails>,
    /// What is running on the offer.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotions: List<Promotion>,
    /// The buyers who see it.
    pub featured_offer_segments: Vec<FeaturedOfferSegment>,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Offer {
    /// Who offers it.
    pub seller_id: SellerId,
    // Required by the model, and missing in the model's own example.
    /// New, used and so on; as asked for, where Amazon leaves it out.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The condition, more finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub sub_condition: Option<SubCondition>,
    /// Who ships it.
    pub fulfillment_type: FulfillmentType,
    /// The price of one unit, without shipping; promotions and points are not taken off.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// What shipping costs, as far as Amazon says.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_options: List<ShippingOption>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Where the offer is a Prime offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prime_details: Option<PrimeDetails>,
    /// What is running on the offer.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub promotions: List<Promotion>,
}

/// An item like the one asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The item.
    pub asin: Asin,
}

/// Amazon Points on a purchase; Japan only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Points {
    /// How many points a buyer gets for one unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_number: Option<i64>,
    /// What they are worth.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub points_monetary_value: Option<Money>,
}

/// What one unit costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Price {
    /// The price without shipping; promotions are not taken off.
    #[serde(with = "money::amount")]
    pub listing_price: Money,
    /// What shipping costs, as far as Amazon says.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub shipping_price: Option<Money>,
    /// The Amazon Points that a buyer gets; Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// A postal code.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PostalCode {
    /// The country, ISO 3166-1 in two upper-case letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The code, as text: leading zeros count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A way to have it shipped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShippingOption {
    /// Which one.
    pub shipping_option_type: ShippingOptionType,
    /// What it costs.
    #[serde(with = "money::amount")]
    pub price: Money,
}

/// Where an offer is a Prime offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PrimeDetails {
    /// Everywhere, in places, or nowhere.
    pub eligibility: PrimeEligibility,
}

/// A promotion on an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Promotion {
    /// What shoppers see of it.
    pub promotion_type: PromotionType,
    /// What it saves.
    pub promotion_savings: PromotionSavings,
    /// What must be bought for it. Only for promotions on several units or items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_requirements: Option<PurchaseRequirements>,
}

/// A group of buyers who see a featured offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeaturedOfferSegment {
    /// Whether they are Prime members.
    pub customer_membership: CustomerMembership,
    /// Where they are, and how many.
    pub segment_details: SegmentDetails,
}

/// What a promotion saves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PromotionSavings {
    /// What is taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<PromotionDiscount>,
    /// What is left of the price.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub discounted_price: Option<Money>,
}

/// What must be bought for a promotion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PurchaseRequirements {
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<PurchaseCondition>,
}

/// What a promotion takes off the price.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PromotionDiscount {
    /// Whether an amount or a share.
    #[serde(
        default,
        rename = "type",
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<DiscountType>,
    /// The amount, above zero; only where an amount is taken off.
    #[serde(default, with = "money::amount", skip_serializing_if = "Option::is_none")]
    pub amount_off: Option<Money>,
    /// The share in percent, 1 to 100; only where a share is taken off.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub percent_off: Option<Decimal>,
}

/// How much must be bought: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PurchaseCondition {
    /// So many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_threshold: Option<QuantityThreshold>,
    /// For so much money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_threshold: Option<AmountThreshold>,
}

/// How many units must be bought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuantityThreshold {
    /// Whether it is enough once, or counts each time.
    #[serde(rename = "type")]
    pub kind: ThresholdType,
    /// The units, 1 or more.
    pub quantity: i64,
}

/// For how much money must be bought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AmountThreshold {
    /// How it counts; always `AT_LEAST` so far.
    #[serde(rename = "type")]
    pub kind: ThresholdType,
    /// The amount.
    #[serde(with = "money::amount")]
    pub currency: Money,
}

open_enum! {
    /// The method of a question in a batch.
    pub enum HttpMethod {
        Get = "GET",
        Put = "PUT",
        Patch = "PATCH",
        Delete = "DELETE",
        Post = "POST",
    }
}

open_enum! {
    /// What a summary holds.
    pub enum CompetitiveSummaryIncludedData {
        /// The offers that shoppers see first.
        FeaturedBuyingOptions = "featuredBuyingOptions",
        /// Prices that Amazon compares offers with.
        ReferencePrices = "referencePrices",
        /// The cheapest offers, by condition.
        LowestPricedOffers = "lowestPricedOffers",
        /// Items like it.
        SimilarItems = "similarItems",
    }
}

open_enum! {
    /// Whether an expected price could be computed.
    pub enum ResultStatus {
        /// It could.
        ValidFoep = "VALID_FOEP",
        /// Nobody competes, so that there is nothing to compare with.
        NoCompetingOffer = "NO_COMPETING_OFFER",
        /// The same; Amazon spells it both ways.
        NoCompetingOffers = "NO_COMPETING_OFFERS",
        /// The offer is none that can be featured.
        OfferNotEligible = "OFFER_NOT_ELIGIBLE",
        /// The selling partner has no such offer.
        OfferNotFound = "OFFER_NOT_FOUND",
        /// The item is none that offers are featured of.
        AsinNotEligible = "ASIN_NOT_ELIGIBLE",
    }
}

open_enum! {
    /// A price that Amazon compares offers with.
    pub enum ReferencePriceName {
        /// What other retailers take for it; an offer above that may not be featured.
        CompetitivePriceThreshold = "CompetitivePriceThreshold",
        /// What other retailers take for it.
        CompetitivePrice = "CompetitivePrice",
        /// What customers usually paid for it on Amazon of late.
        WasPrice = "WasPrice",
    }
}

open_enum! {
    /// What shoppers see of a promotion.
    pub enum PromotionType {
        /// A coupon that they clip.
        Coupon = "COUPON",
        /// A deal for a limited time; it needs nothing from them.
        Deal = "DEAL",
        /// Something off when they buy several units or items.
        BasketBuilding = "BASKET_BUILDING",
    }
}

open_enum! {
    /// What a promotion takes off a price.
    pub enum DiscountType {
        /// A share of it.
        PercentageOff = "PERCENTAGE_OFF",
        /// An amount.
        AmountOff = "AMOUNT_OFF",
    }
}

open_enum! {
    /// How what must be bought is counted.
    pub enum ThresholdType {
        /// That much or more, once.
        AtLeast = "AT_LEAST",
        /// Each time that much is bought.
        ForEach = "FOR_EACH",
    }
}

open_enum! {
    /// The condition of what is offered.
    pub enum Condition {
        New = "New",
        Used = "Used",
        Collectible = "Collectible",
        Refurbished = "Refurbished",
        Club = "Club",
    }
}

open_enum! {
    /// To whom an offer is made.
    pub enum OfferType {
        /// Everybody. Amazon Business offers cannot be asked for so far.
        Consumer = "Consumer",
    }
}

open_enum! {
    /// Who ships.
    pub enum FulfillmentType {
        /// Amazon.
        Afn = "AFN",
        /// The selling partner.
        Mfn = "MFN",
    }
}

open_enum! {
    /// A way to buy an item.
    pub enum BuyingOptionType {
        /// New, at once.
        New = "New",
    }
}

open_enum! {
    /// The condition of what is offered, more finely.
    pub enum SubCondition {
        New = "New",
        Mint = "Mint",
        VeryGood = "VeryGood",
        Good = "Good",
        Acceptable = "Acceptable",
        Poor = "Poor",
        Club = "Club",
        /// In the manufacturer's plain packing.
        Oem = "OEM",
        Warranty = "Warranty",
        RefurbishedWarranty = "RefurbishedWarranty",
        Refurbished = "Refurbished",
        OpenBox = "OpenBox",
        /// None of the others.
        OtherCondition = "Other",
    }
}

open_enum! {
    /// A way to have something shipped.
    pub enum ShippingOptionType {
        /// The usual one.
        Default = "DEFAULT",
    }
}

open_enum! {
    /// Where an offer is a Prime offer.
    pub enum PrimeEligibility {
        /// In the whole marketplace.
        National = "NATIONAL",
        /// In parts of it.
        Regional = "REGIONAL",
        /// Nowhere.
        None = "NONE",
    }
}

open_enum! {
    /// Whether buyers are Prime members.
    pub enum CustomerMembership {
        /// They are.
        Prime = "PRIME",
        /// They are not.
        NonPrime = "NON_PRIME",
        /// Not known.
        Default = "DEFAULT",
    }
}
