//! Catalog Items API, version 2022-04-01: what Amazon knows of a product, whoever sells it.
//!
//! Answers come bare, without a `payload` around them. The usual task is to find the ASIN of an EAN or UPC before an
//! offer is created. One number may belong to several ASINs.

pub mod model;

pub use self::model::*;
use crate::ids::{Asin, MarketplaceId, SellerId};

crate::request::api! {
    /// The Catalog Items API. Get it from [`SpApi::catalog`](crate::SpApi::catalog).
    Catalog in "catalogItems_2022-04-01";

    /// Searches the catalog of one marketplace, by up to 20 identifiers or up to 20 keywords. Name exactly one
    /// marketplace.
    ///
    /// An identifier that nothing is known of is no error: the answer lacks it. Match the answer to the question by
    /// [`Item::identifiers`], as the items come in no promised order. Pages end after 1,000 results.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when identifiers and keywords are both given, identifiers come without
    /// their type, or SKUs come without the selling partner.
    fn search_catalog_items(list marketplace_ids: &[MarketplaceId] = "marketplaceIds") -> ItemSearchResults
        = SearchCatalogItems, SEARCH_CATALOG_ITEMS: Read GET
          "/catalog/2022-04-01/items" as "searchCatalogItems" at 2.0, 2
    {
        /// Only these, 20 at most; all of one type, which must be named.
        list identifiers: String = "identifiers",
        /// What kind of identifiers they are.
        query identifiers_type: IdentifiersType = "identifiersType",
        /// What to bring of each item; summaries only, unless it is set.
        list included_data: IncludedData = "includedData",
        /// The language of the summaries, such as `de_DE`; the marketplace's own, unless it is set.
        query locale: String = "locale",
        /// Whose SKUs the identifiers are.
        query seller_id: SellerId = "sellerId",
        /// Words to search for, 20 at most.
        list keywords: String = "keywords",
        /// Only items of these brands. With keywords only.
        list brand_names: String = "brandNames",
        /// Only items of these browse nodes. With keywords only.
        list classification_ids: ClassificationId = "classificationIds",
        /// How many items a page holds: 20 at most, 10 unless it is set.
        query page_size: i64 = "pageSize",
        /// The language of the keywords, such as `de_DE`; the marketplace's own, unless it is set.
        query keywords_locale: String = "keywordsLocale",
    }
    pages "pageToken" false
        |page| page.pagination.as_ref().and_then(|p| p.next_token.as_deref()), page.items => Item;

    /// Reads one item.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an ASIN that the marketplace does not have.
    fn get_catalog_item(
        path asin: &Asin = "asin",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> Item
        = GetCatalogItem, GET_CATALOG_ITEM: Read GET
          "/catalog/2022-04-01/items/{asin}" as "getCatalogItem" at 2.0, 2
    {
        /// What to bring; summaries only, unless it is set.
        list included_data: IncludedData = "includedData",
        /// The language of the summaries, such as `de_DE`; the marketplace's own, unless it is set.
        query locale: String = "locale",
    };
}
