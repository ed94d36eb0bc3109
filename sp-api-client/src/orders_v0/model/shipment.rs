//! What Amazon is told about shipments.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::SupplySourceId;
use crate::{
    ids::{MarketplaceId, OrderItemId, PackageReferenceId},
    reading::empty_is_none,
};

/// A package of an order has left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmShipmentRequest {
    /// The package: one a call.
    pub package_detail: PackageDetail,
    /// How cash on delivery is collected. Japan only.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub cod_collection_method: Option<CodCollectionMethod>,
    /// The order's marketplace.
    pub marketplace_id: MarketplaceId,
}

impl ConfirmShipmentRequest {
    /// This package of an order of this marketplace.
    pub fn new(package_detail: PackageDetail, marketplace_id: MarketplaceId) -> Self {
        Self { package_detail, marketplace_id, cod_collection_method: Default::default() }
    }
}

/// A package: what is in it, who carries it, how to follow it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageDetail {
    /// Its number within the order, chosen by the selling partner: a whole number from 1 up, as text. The
    /// same number again edits the package, so a repeated call makes no second one.
    pub package_reference_id: PackageReferenceId,
    /// The carrier, spelt exactly as in Amazon's list, such as `DHL` or `Royal Mail`; `Other` for any other.
    pub carrier_code: String,
    /// The carrier's name. Required with `Other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_name: Option<String>,
    /// The carrier's service, such as `Paket`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<String>,
    /// The tracking number. Untracked mail needs some text, too, such as the selling partner's own reference.
    pub tracking_number: String,
    /// When it left. Not in the future, not before the order.
    #[serde(with = "wire::instant")]
    pub ship_date: DateTime<Utc>,
    /// Where it left from, for selling partners with several places.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub ship_from_supply_source_id: Option<SupplySourceId>,
    /// What is in it.
    pub order_items: Vec<ConfirmShipmentOrderItem>,
}

impl PackageDetail {
    /// What every package needs.
    pub fn new(
        package_reference_id: PackageReferenceId,
        carrier_code: impl Into<String>,
        tracking_number: impl Into<String>,
        ship_date: DateTime<Utc>,
        order_items: Vec<ConfirmShipmentOrderItem>,
    ) -> Self {
        Self {
            package_reference_id,
            carrier_code: carrier_code.into(),
            tracking_number: tracking_number.into(),
            ship_date,
            order_items,
            carrier_name: Default::default(),
            shipping_method: Default::default(),
            ship_from_supply_source_id: Default::default(),
        }
    }
}

/// Some units of an order item in a package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmShipmentOrderItem {
    /// The item.
    pub order_item_id: OrderItemId,
    /// How many units of it are in this package. Not more than are left to ship.
    pub quantity: i64,
    /// The Transparency codes of these units, one each; only where
    /// [`OrderItem::is_transparency`](super::OrderItem::is_transparency).
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub transparency_codes: List<String>,
}

impl ConfirmShipmentOrderItem {
    /// So many units of this item.
    pub fn new(order_item_id: OrderItemId, quantity: i64) -> Self {
        Self { order_item_id, quantity, transparency_codes: Default::default() }
    }
}

/// What became of an order that is picked up in a store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentStatusRequest {
    /// The order's marketplace.
    pub marketplace_id: MarketplaceId,
    /// What became of it.
    pub shipment_status: ShipmentStatus,
    /// Which units. The whole order when left out.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_items: List<OrderItemsOrderItem>,
}

impl UpdateShipmentStatusRequest {
    /// This became of the whole order.
    pub fn new(marketplace_id: MarketplaceId, shipment_status: ShipmentStatus) -> Self {
        Self { marketplace_id, shipment_status, order_items: Default::default() }
    }
}

/// Some units of an order item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderItemsOrderItem {
    /// The item.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub order_item_id: Option<OrderItemId>,
    /// How many units of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
}

open_enum! {
    /// What became of goods that are picked up in a store.
    pub enum ShipmentStatus {
        /// They wait in the store.
        ReadyForPickup = "ReadyForPickup",
        /// The buyer has them.
        PickedUp = "PickedUp",
        /// The buyer did not take them.
        RefusedPickup = "RefusedPickup",
    }
}

open_enum! {
    /// How cash on delivery is collected.
    pub enum CodCollectionMethod {
        /// The buyer pays the selling partner, not Amazon.
        DirectPayment = "DirectPayment",
    }
}
