//! Product Pricing API, version 0: the selling partner's own prices, and the offers of others.
//!
//! Answers are wrapped in a `payload`, but for those of the batches. Nothing but reading: prices are set through
//! [`Listings`](crate::listings::Listings), where one's own are cheaper to read, too. For what the competition asks,
//! prefer [`Pricing`](crate::pricing::Pricing), the newer version: it asks about twenty items in one call.

pub mod model;

pub use self::model::*;
use crate::ids::{Asin, MarketplaceId, SellerSku};

crate::request::api! {
    /// The Product Pricing API, version 0. Get it from [`SpApi::pricing_v0`](crate::SpApi::pricing_v0).
    PricingV0 in "productPricingV0";

    /// Reads the selling partner's own prices of up to 20 items, named by ASIN or by SKU.
    ///
    /// Each entry of the answer has a status of its own.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the items are not named in the way that `item_type` says.
    fn get_pricing(
        query marketplace_id: &MarketplaceId = "MarketplaceId",
        query item_type: &ItemType = "ItemType",
    ) -> GetPricingResponse
        = GetPricing, GET_PRICING: Read GET
          "/products/pricing/v0/price" as "getPricing" at 0.5, 1
    {
        /// These items, 20 at most.
        list asins: Asin = "Asins",
        /// These SKUs, 20 at most. The list is joined by commas: a SKU with a comma in it cannot be asked for.
        list skus: SellerSku = "Skus",
        /// Only offers of this condition.
        query item_condition: ItemCondition = "ItemCondition",
        /// Only offers to everybody, or only those to Amazon Business customers; the former, unless it is set.
        query offer_type: OfferCustomerType = "OfferType",
    };

    /// Reads what the featured offers of up to 20 items cost, named by ASIN or by SKU.
    ///
    /// Each entry of the answer has a status of its own.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the items are not named in the way that `item_type` says.
    fn get_competitive_pricing(
        query marketplace_id: &MarketplaceId = "MarketplaceId",
        query item_type: &ItemType = "ItemType",
    ) -> GetPricingResponse
        = GetCompetitivePricing, GET_COMPETITIVE_PRICING: Read GET
          "/products/pricing/v0/competitivePrice" as "getCompetitivePricing" at 0.5, 1
    {
        /// These items, 20 at most.
        list asins: Asin = "Asins",
        /// These SKUs, 20 at most. The list is joined by commas: a SKU with a comma in it cannot be asked for.
        list skus: SellerSku = "Skus",
        /// From whose point of view; that of consumers, unless it is set.
        query customer_type: CustomerType = "CustomerType",
    };

    /// Reads the cheapest offers, up to 20, of what a SKU stands for.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a SKU this selling partner does not have.
    fn get_listing_offers(
        path seller_sku: &SellerSku = "SellerSKU",
        query marketplace_id: &MarketplaceId = "MarketplaceId",
        query item_condition: &ItemCondition = "ItemCondition",
    ) -> GetOffersResponse
        = GetListingOffers, GET_LISTING_OFFERS: Read GET
          "/products/pricing/v0/listings/{SellerSKU}/offers" as "getListingOffers" at 1.0, 2
    {
        /// From whose point of view; that of consumers, unless it is set.
        query customer_type: CustomerType = "CustomerType",
    };

    /// Reads the cheapest offers, up to 20, of an item.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an ASIN that the marketplace does not have.
    fn get_item_offers(
        path asin: &Asin = "Asin",
        query marketplace_id: &MarketplaceId = "MarketplaceId",
        query item_condition: &ItemCondition = "ItemCondition",
    ) -> GetOffersResponse
        = GetItemOffers, GET_ITEM_OFFERS: Read GET
          "/products/pricing/v0/items/{Asin}/offers" as "getItemOffers" at 0.5, 1
    {
        /// From whose point of view; that of consumers, unless it is set.
        query customer_type: CustomerType = "CustomerType",
    };

    /// Reads the cheapest offers of up to 20 items in one call.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the batch has the wrong form. What is wrong with one question is
    /// in its own [`status`](ItemOffersResponse::status).
    fn get_item_offers_batch(body batch: &GetItemOffersBatchRequest) -> GetItemOffersBatchResponse
        = GetItemOffersBatch, GET_ITEM_OFFERS_BATCH: Read POST
          "/batches/products/pricing/v0/itemOffers" as "getItemOffersBatch" at 0.1, 1;

    /// Reads the cheapest offers of what up to 20 SKUs stand for, in one call.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the batch has the wrong form. What is wrong with one question is
    /// in its own [`status`](ListingOffersResponse::status).
    fn get_listing_offers_batch(body batch: &GetListingOffersBatchRequest) -> GetListingOffersBatchResponse
        = GetListingOffersBatch, GET_LISTING_OFFERS_BATCH: Read POST
          "/batches/products/pricing/v0/listingOffers" as "getListingOffersBatch" at 0.5, 1;
}
