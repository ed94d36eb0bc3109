//! FBA Inventory API, version 1: what lies in Amazon's fulfillment centers and is on its way there. Answers wrap
//! what they hold in a `payload`.
//!
//! One operation is real, [`Inventory::get_inventory_summaries`]. The other three fill the dynamic sandbox; the
//! real Amazon refuses them.
//!
//! Do not add marketplaces up. In Europe the same units show in every marketplace in which the SKU is listed.
//!
//! What is read may be hours old, at times days. Changes read by
//! [`start_date_time`](GetInventorySummaries::start_date_time) are quick but not complete: read everything once in
//! a while, or use the inventory reports.

pub mod model;

use std::slice;

use chrono::{DateTime, Utc};

pub use self::model::*;
use crate::ids::{MarketplaceId, SellerSku};

crate::request::api! {
    /// The FBA Inventory API of one seller. Get it from [`SpApi::inventory`](crate::SpApi::inventory).
    Inventory in "fbaInventory";

    /// Reads how much of each SKU Amazon has: of all SKUs, of those changed since an instant, or of those named.
    /// [`Self::summaries`] is the same in short.
    ///
    /// Exactly one marketplace, which is the granularity's id, too. A token of the next page dies after 30 seconds:
    /// who lets a walk rest longer starts again.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a seller without FBA, a start more than 18 months ago, or more
    /// than one marketplace.
    fn get_inventory_summaries(
        query granularity_type: &GranularityType = "granularityType",
        query granularity_id: &MarketplaceId = "granularityId",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> GetInventorySummariesResponse
        = GetInventorySummaries, GET_INVENTORY_SUMMARIES: Read GET
          "/fba/inventory/v1/summaries" as "getInventorySummaries" at 2.0, 2
    {
        /// Whether to say what the totals are made of; not unless set.
        query details: bool = "details",
        /// Only SKUs with a change since then; at most 18 months ago. Named SKUs are ignored then. Changes of
        /// inbound quantities alone do not count, so that they are missed.
        query start_date_time: DateTime<Utc> = "startDateTime",
        /// Only these SKUs, up to 50.
        list seller_skus: SellerSku = "sellerSkus",
        /// Only this SKU. Ignored where several are named.
        query seller_sku: SellerSku = "sellerSku",
    }
    pages "nextToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.payload.map(|p| p.inventory_summaries).unwrap_or_default() => InventorySummary;

    /// Puts a SKU into the dynamic sandbox. There only.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) outside the sandbox, whatever is asked for.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn create_inventory_item(body item: &CreateInventoryItemRequest) -> CreateInventoryItemResponse
        = CreateInventoryItem, CREATE_INVENTORY_ITEM: Create POST
          "/fba/inventory/v1/items" as "createInventoryItem";

    /// Takes a SKU out of the dynamic sandbox. There only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a SKU that is not in the sandbox.
    /// [`Rejected`](crate::ErrorKind::Rejected) outside it.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn delete_inventory_item(
        path seller_sku: &SellerSku = "sellerSku",
        query marketplace_id: &MarketplaceId = "marketplaceId",
    ) -> DeleteInventoryItemResponse
        = DeleteInventoryItem, DELETE_INVENTORY_ITEM: Absolute DELETE
          "/fba/inventory/v1/items/{sellerSku}" as "deleteInventoryItem";

    /// Adds units to SKUs in the dynamic sandbox. There only.
    ///
    /// `idempotency_token` is a text of the caller's own, new for each intent: a repetition with the same one adds
    /// nothing.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a SKU that is not in the sandbox.
    /// [`Rejected`](crate::ErrorKind::Rejected) outside it, or without a token.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn add_inventory(
        header idempotency_token: &str = "x-amzn-idempotency-token",
        body inventory: &AddInventoryRequest,
    ) -> AddInventoryResponse
        = AddInventory, ADD_INVENTORY: Create POST "/fba/inventory/v1/items/inventory" as "addInventory";
}

impl Inventory {
    /// Reads how much Amazon has of what is sold in one marketplace; see [`Self::get_inventory_summaries`].
    pub fn summaries(&self, marketplace: &MarketplaceId) -> GetInventorySummaries {
        self.get_inventory_summaries(&GranularityType::Marketplace, marketplace, slice::from_ref(marketplace))
    }
}
