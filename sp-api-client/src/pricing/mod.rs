//! Product Pricing API, version 2022-05-01: what the competition asks, and at which price an offer would be featured.
//!
//! Both operations ask many questions in one call and are slow to refill: about two calls a minute. Each answer of a
//! batch has a status of its own, and the batch succeeds even when all of them failed. The selling partner's own prices
//! are cheaper to read from [`Listings`](crate::listings::Listings) with
//! [`IncludedData::Offers`](crate::listings::IncludedData::Offers).

pub mod model;

pub use self::model::*;

crate::request::api! {
    /// The Product Pricing API. Get it from [`SpApi::pricing`](crate::SpApi::pricing).
    Pricing in "productPricing_2022-05-01";

    /// Computes, for up to 40 SKUs, the price at or below which each may be the featured offer.
    ///
    /// The price is no promise: competing offers change, and what a buyer sees also depends on where they live.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the batch has the wrong form. What is wrong with one question is
    /// in its own [`status`](FeaturedOfferExpectedPriceResponse::status).
    fn get_featured_offer_expected_price_batch(
        body batch: &GetFeaturedOfferExpectedPriceBatchRequest,
    ) -> GetFeaturedOfferExpectedPriceBatchResponse
        = GetFeaturedOfferExpectedPriceBatch, GET_FEATURED_OFFER_EXPECTED_PRICE_BATCH: Read POST
          "/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice"
          as "getFeaturedOfferExpectedPriceBatch" at 0.033, 1;

    /// Says, for up to 20 items, who is featured, who is cheapest, what Amazon compares prices with, and which items
    /// are alike.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the batch has the wrong form. What is wrong with one question is
    /// in its own [`status`](CompetitiveSummaryResponse::status).
    fn get_competitive_summary(
        body batch: &CompetitiveSummaryBatchRequest,
    ) -> CompetitiveSummaryBatchResponse
        = GetCompetitiveSummary, GET_COMPETITIVE_SUMMARY: Read POST
          "/batches/products/pricing/2022-05-01/items/competitiveSummary"
          as "getCompetitiveSummary" at 0.033, 1;
}
