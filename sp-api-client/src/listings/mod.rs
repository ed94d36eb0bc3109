//! Listings Items API, version 2021-08-01: what a selling partner offers, one SKU at a time.
//!
//! Answers come bare, without a `payload` around them. A write is a submission: Amazon takes it, works on it for
//! seconds up to a quarter of an hour or more, and only then shows what became of it; a read right after a write may
//! still show the old state. [`MerchantStock`] and [`PurchasableOffer`] make the values of the two attributes that
//! change daily.
//!
//! Where some hundred SKUs change at a time, a feed of the type `JSON_LISTINGS_FEED` takes far fewer calls. Do not
//! write one SKU both ways at once: nothing says which of the two comes last.

pub mod model;
mod patch;

use chrono::{DateTime, Utc};

pub use self::{model::*, patch::*};
use crate::ids::{MarketplaceId, SellerId, SellerSku};
pub use crate::product_types::{ProductTypeName, Requirements};

macro_rules! previewed {
    ($($request:ident),+) => {$(
        impl $request {
            /// Only asks what would become of it: nothing is stored. The answer's status is
            /// [`Valid`](SubmissionStatus::Valid) or [`Invalid`](SubmissionStatus::Invalid), with
            /// the issues.
            pub fn preview(self) -> Self {
                self.mode(SubmissionMode::ValidationPreview)
            }
        }
    )+};
}

previewed!(PutListingsItem, PatchListingsItem);

crate::request::api! {
    /// The Listings Items API. Get it from [`SpApi::listings`](crate::SpApi::listings).
    Listings in "listingsItems_2021-08-01";

    /// Takes a SKU out of one marketplace, for good. Name exactly one marketplace.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when a parameter is wrong. A refusal of the submission itself is no
    /// error: its [`status`](ListingsItemSubmissionResponse::status) says so.
    fn delete_listings_item(
        path seller_id: &SellerId = "sellerId",
        path sku: &SellerSku = "sku",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> ListingsItemSubmissionResponse
        = DeleteListingsItem, DELETE_LISTINGS_ITEM: Absolute DELETE
          "/listings/2021-08-01/items/{sellerId}/{sku}" as "deleteListingsItem" at 5.0, 5
    {
        /// The language of the issues, such as `de_DE`. Without it, the marketplace's own; English where Amazon has no
        /// translation.
        query issue_locale: String = "issueLocale",
    };

    /// Reads one SKU: what was submitted, what shoppers see of it, and what is wrong with it.
    ///
    /// Lags behind writes by seconds or minutes.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a SKU this selling partner does not have.
    fn get_listings_item(
        path seller_id: &SellerId = "sellerId",
        path sku: &SellerSku = "sku",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> Item
        = GetListingsItem, GET_LISTINGS_ITEM: Read GET
          "/listings/2021-08-01/items/{sellerId}/{sku}" as "getListingsItem" at 5.0, 10
    {
        /// The language of the issues, such as `de_DE`. Without it, that of the first marketplace; English where
        /// Amazon has no translation.
        query issue_locale: String = "issueLocale",
        /// What to bring; summaries only, unless it is set.
        list included_data: IncludedData = "includedData",
    };

    /// Changes single attributes of a SKU and leaves the others as they are. Name exactly one marketplace.
    ///
    /// Whole attributes only, nothing below them; an attribute's fields are changed with [`PatchOp::Merge`].
    /// [`PatchOp::Replace`] drops what the value does not name: a stock without its lead time falls back to the
    /// account's, a price without its sale and limits loses them.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the request has the wrong form. A refusal of the submission itself
    /// is no error: its [`status`](ListingsItemSubmissionResponse::status) says so.
    fn patch_listings_item(
        path seller_id: &SellerId = "sellerId",
        path sku: &SellerSku = "sku",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
        body changes: &ListingsItemPatchRequest,
    ) -> ListingsItemSubmissionResponse
        = PatchListingsItem, PATCH_LISTINGS_ITEM: Absolute PATCH
          "/listings/2021-08-01/items/{sellerId}/{sku}" as "patchListingsItem" at 5.0, 5
    {
        /// What the answer brings; issues only, unless it is set.
        list included_data: SubmissionIncludedData = "includedData",
        /// Set it to have the changes checked and not made.
        query mode: SubmissionMode = "mode",
        /// The language of the issues, such as `de_DE`. Without it, the marketplace's own; English where Amazon has no
        /// translation.
        query issue_locale: String = "issueLocale",
    };

    /// Creates a SKU in a marketplace, or replaces all of its attributes there. Name exactly one marketplace.
    ///
    /// Attributes that are left out are dropped: use it only where all of them are at hand, and
    /// [`patch_listings_item`](Self::patch_listings_item) otherwise. A variation parent goes before its children.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when the request has the wrong form. A refusal of the submission itself
    /// is no error: its [`status`](ListingsItemSubmissionResponse::status) says so.
    fn put_listings_item(
        path seller_id: &SellerId = "sellerId",
        path sku: &SellerSku = "sku",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
        body listing: &ListingsItemPutRequest,
    ) -> ListingsItemSubmissionResponse
        = PutListingsItem, PUT_LISTINGS_ITEM: Absolute PUT
          "/listings/2021-08-01/items/{sellerId}/{sku}" as "putListingsItem" at 5.0, 10
    {
        /// What the answer brings; issues only, unless it is set.
        list included_data: SubmissionIncludedData = "includedData",
        /// Set it to have the listing checked and not stored.
        query mode: SubmissionMode = "mode",
        /// The language of the issues, such as `de_DE`. Without it, the marketplace's own; English where Amazon has no
        /// translation.
        query issue_locale: String = "issueLocale",
    };

    /// Searches a selling partner's SKUs.
    ///
    /// Pages end after 1,000 results, whatever [`ItemSearchResults::number_of_results`] says: cut a larger search into
    /// spans of time, or take a listings report. Identifiers, a variation parent and a package exclude each other.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when parameters exclude each other, or identifiers come without their
    /// type.
    fn search_listings_items(
        path seller_id: &SellerId = "sellerId",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> ItemSearchResults
        = SearchListingsItems, SEARCH_LISTINGS_ITEMS: Read GET
          "/listings/2021-08-01/items/{sellerId}" as "searchListingsItems" at 5.0, 5
    {
        /// The language of the issues, such as `de_DE`. Without it, that of the first marketplace; English where
        /// Amazon has no translation.
        query issue_locale: String = "issueLocale",
        /// What to bring of each listing; summaries only, unless it is set.
        list included_data: IncludedData = "includedData",
        /// Only these, 20 at most; all of one type, which must be named. The list is joined by commas: a SKU with a
        /// comma in it cannot be searched for this way.
        list identifiers: String = "identifiers",
        /// What kind of identifiers they are.
        query identifiers_type: IdentifiersType = "identifiersType",
        /// Only the variation children of this SKU.
        query variation_parent_sku: SellerSku = "variationParentSku",
        /// Only what this SKU is packed in, or what is packed in it.
        query package_hierarchy_sku: SellerSku = "packageHierarchySku",
        /// Only listings created then or later.
        query created_after: DateTime<Utc> = "createdAfter",
        /// Only listings created then or earlier.
        query created_before: DateTime<Utc> = "createdBefore",
        /// Only listings last changed then or later.
        query last_updated_after: DateTime<Utc> = "lastUpdatedAfter",
        /// Only listings last changed then or earlier.
        query last_updated_before: DateTime<Utc> = "lastUpdatedBefore",
        /// Only listings with an issue of one of these severities: errors, warnings or both.
        list with_issue_severity: IssueSeverity = "withIssueSeverity",
        /// Only listings in one of these states.
        list with_status: ListingStatus = "withStatus",
        /// Only listings in none of these states.
        list without_status: ListingStatus = "withoutStatus",
        /// What to sort by; when they last changed, unless it is set.
        query sort_by: SortBy = "sortBy",
        /// Which end comes first; the largest or newest, unless it is set.
        query sort_order: SortOrder = "sortOrder",
        /// How many listings a page holds: 20 at most, 10 unless it is set.
        query page_size: i64 = "pageSize",
    }
    pages "pageToken" false
        |page| page.pagination.as_ref().and_then(|p| p.next_token.as_deref()), page.items => Item;
}
