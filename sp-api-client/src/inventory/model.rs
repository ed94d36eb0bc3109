//! What goes into and comes out of the FBA Inventory API.
//!
//! Quantities are units. A quantity that is absent was not told, which is not the same as zero.
//!
//! # Source
//! Model `fbaInventory`.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{
    error_list::ApiError,
    ids::{Asin, MarketplaceId, SellerSku},
    reading::empty_is_none,
};

/// A page of inventory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetInventorySummariesResponse {
    /// The inventory; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetInventorySummariesResult>,
    /// Where the list goes on. It stands beside the payload, not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// What went wrong; may come together with a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Inventory by SKU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetInventorySummariesResult {
    /// What the quantities are counted over.
    #[serde(default)]
    pub granularity: Granularity,
    /// One entry for each SKU and condition, 50 a page by observation.
    pub inventory_summaries: Vec<Lenient<InventorySummary>>,
}

/// What quantities are counted over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Granularity {
    /// By what kind of place.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub granularity_type: Option<GranularityType>,
    /// Which one: the marketplace.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub granularity_id: Option<MarketplaceId>,
}

open_enum! {
    /// By what kind of place inventory is counted.
    pub enum GranularityType {
        /// Whatever can be sold in a marketplace, wherever it lies.
        Marketplace = "Marketplace",
    }
}

/// Where a list goes on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The token of the next page; absent on the last one. Good for 30 seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// How much of one SKU is with Amazon or on its way there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InventorySummary {
    /// The ASIN.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub asin: Option<Asin>,
    /// Amazon's own SKU of the product in its fulfillment centers, such as `X001EXAMPL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fn_sku: Option<String>,
    /// The seller's SKU.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// The condition in which it is sold, such as `NewItem`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// What the total is made of; absent unless details were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_details: Option<InventoryDetails>,
    /// When one of the quantities last changed; UTC. Amazon may leave it empty.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<DateTime<Utc>>,
    /// The product's title, in the marketplace's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// All units in fulfillment centers and in inbound shipments together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_quantity: Option<i64>,
    /// Which of the seller's stores the SKU belongs to.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub stores: List<String>,
}

/// The units of a SKU by what can be done with them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InventoryDetails {
    /// Units that can be sold and sent now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillable_quantity: Option<i64>,
    /// Units in inbound shipments that Amazon was told of and that have not left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound_working_quantity: Option<i64>,
    /// Units in inbound shipments that are on the way, with a tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound_shipped_quantity: Option<i64>,
    /// Units still to be counted in inbound shipments of which others have arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound_receiving_quantity: Option<i64>,
    /// Units that are there but spoken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_quantity: Option<ReservedQuantity>,
    /// Units that Amazon is looking for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub researching_quantity: Option<ResearchingQuantity>,
    /// Units that cannot be sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfulfillable_quantity: Option<UnfulfillableQuantity>,
}

/// Units that are there but spoken for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReservedQuantity {
    /// All of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_reserved_quantity: Option<i64>,
    /// Units for orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_customer_order_quantity: Option<i64>,
    /// Units on the way from one fulfillment center to another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_transshipment_quantity: Option<i64>,
    /// Units set aside in a fulfillment center, to be measured or examined for instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fc_processing_quantity: Option<i64>,
}

/// Units that are lost or damaged in a fulfillment center, which Amazon is looking into.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResearchingQuantity {
    /// All of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_researching_quantity: Option<i64>,
    /// By how long it has taken.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub researching_quantity_breakdown: List<ResearchingQuantityEntry>,
}

/// Units by how long Amazon has been looking for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResearchingQuantityEntry {
    /// How long.
    pub name: ResearchingQuantityEntryName,
    /// How many units.
    pub quantity: i64,
}

open_enum! {
    /// How long Amazon has been looking for units.
    pub enum ResearchingQuantityEntryName {
        /// 1 to 10 days.
        ShortTerm = "researchingQuantityInShortTerm",
        /// 11 to 20 days.
        MidTerm = "researchingQuantityInMidTerm",
        /// 21 days or more.
        LongTerm = "researchingQuantityInLongTerm",
    }
}

/// Units that cannot be sold, by who or what spoilt them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnfulfillableQuantity {
    /// All of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_unfulfillable_quantity: Option<i64>,
    /// Damaged by buyers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_damaged_quantity: Option<i64>,
    /// Damaged in a fulfillment center.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse_damaged_quantity: Option<i64>,
    /// Damaged by a distributor, before Amazon had them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distributor_damaged_quantity: Option<i64>,
    /// Damaged by a carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_damaged_quantity: Option<i64>,
    /// Faulty in themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defective_quantity: Option<i64>,
    /// Past their date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_quantity: Option<i64>,
}

/// A SKU for the sandbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateInventoryItemRequest {
    /// The seller's SKU.
    pub seller_sku: SellerSku,
    /// The marketplace in which it is sold.
    pub marketplace_id: MarketplaceId,
    /// The product's title.
    pub product_name: String,
}

impl CreateInventoryItemRequest {
    /// This SKU in that marketplace.
    pub fn new(
        seller_sku: SellerSku,
        marketplace_id: MarketplaceId,
        product_name: impl Into<String>,
    ) -> Self {
        Self { seller_sku, marketplace_id, product_name: product_name.into() }
    }
}

/// A SKU in the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateInventoryItemResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A SKU taken out of the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteInventoryItemResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Units for the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddInventoryRequest {
    /// The SKUs, each with the units to add.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub inventory_items: List<InventoryItem>,
}

impl AddInventoryRequest {
    /// These units.
    pub fn new(inventory_items: impl IntoIterator<Item = InventoryItem>) -> Self {
        Self { inventory_items: inventory_items.into_iter().collect() }
    }
}

/// Units of a SKU for the sandbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InventoryItem {
    /// The seller's SKU.
    pub seller_sku: SellerSku,
    /// The marketplace in which it is sold.
    pub marketplace_id: MarketplaceId,
    /// How many units to add.
    pub quantity: i64,
}

impl InventoryItem {
    /// So many units of this SKU.
    pub fn new(seller_sku: SellerSku, marketplace_id: MarketplaceId, quantity: i64) -> Self {
        Self { seller_sku, marketplace_id, quantity }
    }
}

/// Units in the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddInventoryResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}
