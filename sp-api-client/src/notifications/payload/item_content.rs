//! `BRANDED_ITEM_CONTENT_CHANGE`: the content of an item of the selling partner's brand changed.

use commerce_client_core::list::List;
use serde::{Deserialize, Serialize};

use crate::ids::{Asin, MarketplaceId};

/// The content of an item of the selling partner's brand changed.
///
/// # Source
/// Schema `BrandedItemContentChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct BrandedItemContentChange {
    /// Where.
    pub marketplace_id: MarketplaceId,
    /// The brand.
    pub brand_name: String,
    /// The item.
    pub asin: Asin,
    /// The attributes that changed, such as `item_name`, as the product type definitions name them.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub attributes_changed: List<String>,
}
