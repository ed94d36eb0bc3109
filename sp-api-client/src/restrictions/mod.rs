//! Listings Restrictions API, version 2021-08-01: whether a selling partner may offer a catalog item.
//!
//! Answers come bare, without a `payload` around them. Ask before an offer is created; otherwise a restriction shows
//! only as an issue of the listing.

pub mod model;

pub use self::model::*;
use crate::ids::{Asin, MarketplaceId, SellerId};
pub use crate::listings::ConditionType;

crate::request::api! {
    /// The Listings Restrictions API. Get it from [`SpApi::restrictions`](crate::SpApi::restrictions).
    Restrictions in "listingsRestrictions_2021-08-01";

    /// Says what keeps a selling partner from offering an item. An empty list means that nothing does.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a parameter is wrong. An ASIN that a marketplace does not have is
    /// no error: it is a restriction with [`ReasonCode::AsinNotFound`].
    fn get_listings_restrictions(
        query asin: &Asin = "asin",
        query seller_id: &SellerId = "sellerId",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> RestrictionList
        = GetListingsRestrictions, GET_LISTINGS_RESTRICTIONS: Read GET
          "/listings/2021-08-01/restrictions" as "getListingsRestrictions" at 5.0, 10
    {
        /// Only restrictions of this condition; of all, unless it is set.
        query condition_type: ConditionType = "conditionType",
        /// The language of the reasons, such as `de_DE`. Without it, that of the first marketplace; English where
        /// Amazon has no translation.
        query reason_locale: String = "reasonLocale",
        /// The item's product type: whether it needs an approval to go without a GTIN is then looked at, too.
        query product_type: crate::product_types::ProductTypeName = "productType",
    };
}
