//! `LISTINGS_ITEM_STATUS_CHANGE`, `LISTINGS_ITEM_ISSUES_CHANGE`, `LISTINGS_ITEM_MFN_QUANTITY_CHANGE`: a listing changed.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    reading::empty_is_none,
};

/// A listing was created, deleted, or became buyable or not.
///
/// # Source
/// Schema `ListingsItemStatusChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct StatusChange {
    /// Whose listing it is.
    pub seller_id: SellerId,
    /// Where it is listed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The item in Amazon's catalog.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The listing.
    pub sku: SellerSku,
    /// When it was created; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<DateTime<Utc>>,
    /// What holds now; what is not named does not hold.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub status: List<ListingStatus>,
}

/// The issues of a listing changed. Read the listing to see them.
///
/// # Source
/// Schemas `ListingsItemIssuesChangeNotification` (payload version 1.0) and
/// `ListingsItemIssuesChangeNotification_2023-12-13`, which names more enforcement actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct IssuesChange {
    /// Whose listing it is: a seller, or a vendor's code.
    pub seller_id: SellerId,
    /// Where it is listed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The item in Amazon's catalog.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// The listing.
    pub sku: SellerSku,
    /// How bad its issues are now; [`None`](IssueSeverity::None) if it has none left.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub severities: List<IssueSeverity>,
    /// What Amazon does about them.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub enforcement_actions: List<EnforcementAction>,
}

/// The stock of a merchant-fulfilled listing changed: by the selling partner, or by an order.
///
/// # Source
/// Schema `ListingsItemMfnQuantityChange`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct MfnQuantityChange {
    /// Whose listing it is.
    pub seller_id: SellerId,
    /// The stock it is about, such as `DEFAULT`.
    pub fulfillment_channel_code: String,
    /// The listing.
    pub sku: SellerSku,
    /// How many units are available now.
    pub quantity: i64,
}

open_enum! {
    /// What holds of a listing.
    pub enum ListingStatus {
        /// Can be bought.
        Buyable = "BUYABLE",
        /// Can be found.
        Discoverable = "DISCOVERABLE",
        /// Is gone.
        Deleted = "DELETED",
    }
}

open_enum! {
    /// How bad an issue is.
    pub enum IssueSeverity {
        /// There is no issue.
        None = "NONE",
        /// Something is wrong.
        Error = "ERROR",
        /// Something could be better.
        Warning = "WARNING",
    }
}

open_enum! {
    /// What Amazon does about an issue.
    pub enum EnforcementAction {
        /// The listing cannot be found.
        SearchSuppressed = "SEARCH_SUPPRESSED",
        /// The listing is not shown.
        ListingSuppressed = "LISTING_SUPPRESSED",
        /// An attribute is not shown.
        AttributeSuppressed = "ATTRIBUTE_SUPPRESSED",
        /// The item was taken out of the catalog.
        CatalogItemRemoved = "CATALOG_ITEM_REMOVED",
    }
}
