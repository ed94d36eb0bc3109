//! `FBA_INVENTORY_AVAILABILITY_CHANGES`: the stock of an item in Amazon's warehouses changed.

use commerce_client_core::list::List;
use serde::{Deserialize, Serialize};

use super::FnSku;
use crate::{
    ids::{Asin, MarketplaceId, SellerId, SellerSku},
    reading::empty_is_none,
};

/// The stock of an item in Amazon's warehouses changed: all of it, not the difference. Counts are units.
///
/// # Source
/// Schema `FBAInventoryAvailabilityChangeNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InventoryAvailability {
    /// Whose stock it is.
    pub seller_id: SellerId,
    /// The item in the warehouse; `None` where Amazon leaves it empty, as the FBA Inventory API does.
    #[serde(
        rename = "FNSKU",
        default,
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub fn_sku: Option<FnSku>,
    /// The item in the catalog; `None` where Amazon leaves it empty.
    #[serde(
        rename = "ASIN",
        default,
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub asin: Option<Asin>,
    /// The selling partner's name of the offer.
    #[serde(rename = "SKU")]
    pub sku: SellerSku,
    /// The stock that can serve each marketplace. Several may share one pool: do not add them up.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_inventory_by_marketplace: List<MarketplaceInventory>,
}

/// The stock that can serve one marketplace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct MarketplaceInventory {
    /// The marketplace.
    pub marketplace_id: MarketplaceId,
    /// The item's title, which may be missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    /// Its stock.
    pub fulfillment_inventory: FulfillmentInventory,
    /// The selling partner's stores that the item is enrolled in.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub stores: List<String>,
}

/// Units, by what can be done with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentInventory {
    /// On their way to Amazon.
    pub inbound_quantity_breakdown: InboundQuantity,
    /// Can be sold.
    pub fulfillable: i64,
    /// Cannot be sold as they are.
    pub unfulfillable: i64,
    /// Being looked for or looked into.
    pub researching: i64,
    /// Set aside.
    pub reserved_quantity_breakdown: ReservedQuantity,
    /// Can be sold while they are still on their way.
    pub future_supply_buyable: i64,
    /// Were sold while still on their way.
    pub pending_customer_order_in_transit: i64,
}

/// Units on their way to Amazon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InboundQuantity {
    /// In shipments that are being put together.
    pub working: i64,
    /// In shipments that have left.
    pub shipped: i64,
    /// In shipments that have arrived and are being received.
    pub receiving: i64,
}

/// Units set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ReservedQuantity {
    /// Being handled in a warehouse.
    pub warehouse_processing: i64,
    /// Moving between warehouses.
    pub warehouse_transfer: i64,
    /// Sold, not gone yet.
    pub pending_customer_order: i64,
}
