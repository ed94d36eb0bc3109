//! How the items of orders are found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a seller SKU finds its item in NetSuite: by the store's alias, else by an alias of all stores, else by the
/// item's name, else by a field of items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ItemSettings {
    /// Seller SKUs whose item has another name in NetSuite, in every store. A store's own aliases come first.
    pub aliases: BTreeMap<String, String>,
    /// The column of items that holds the SKU where it is not the item's name: `upccode`, `custitem_amz_sku`. Looked
    /// into only for SKUs without an alias that name no active item. Default: none.
    pub field: Option<String>,
}
