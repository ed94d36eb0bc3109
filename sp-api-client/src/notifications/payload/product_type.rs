//! `ITEM_PRODUCT_TYPE_CHANGE` and `PRODUCT_TYPE_DEFINITIONS_CHANGE`: what describes an item changed.

use commerce_client_core::list::List;
use serde::{Deserialize, Serialize};

use super::AccountId;
use crate::{
    ids::{Asin, MarketplaceId},
    product_types::ProductTypeName,
    reading::empty_is_none,
};

/// An item of the selling partner's brand has another product type.
///
/// # Source
/// Schema `ItemProductTypeChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ItemProductTypeChange {
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// The item.
    pub asin: Asin,
    /// What it was.
    pub previous_product_type: ProductTypeName,
    /// What it is.
    pub current_product_type: ProductTypeName,
}

/// There are new product types, or new versions of them: read the definitions anew.
///
/// # Source
/// Schema `ProductTypeDefinitionsChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ProductTypeDefinitionsChange {
    /// Where.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Whose subscription it is.
    pub account_id: AccountId,
    /// The latest version of the definitions.
    pub product_type_version: String,
    /// The product types that were not there before.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub new_product_types: List<ProductTypeName>,
}
