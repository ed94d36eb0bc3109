//! What was packed and sent.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, wire};
use serde::{Deserialize, Serialize};

use super::{MerchantAddress, OrderItemId, PackageDetailedStatus, PackageReferenceId, PackageStatusCode};
use crate::reading::empty_is_none;

/// A package of a merchant-fulfilled order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderPackage {
    /// Names the package within the order.
    pub package_reference_id: PackageReferenceId,
    /// When it was packed; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<Utc>>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_status: Option<PackageStatus>,
    /// The carrier's name; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// When the carrier got it; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub ship_time: Option<DateTime<Utc>>,
    /// The carrier's service; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_service: Option<String>,
    /// The carrier's tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Where it was sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from_address: Option<MerchantAddress>,
    /// What is in it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub package_items: List<PackageItem>,
}

/// Where a package is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageStatus {
    /// Roughly.
    pub status: PackageStatusCode,
    /// Finely.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub detailed_status: Option<PackageDetailedStatus>,
}

/// Units of an item within a package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageItem {
    /// The item.
    pub order_item_id: OrderItemId,
    /// How many units.
    pub quantity: u32,
    /// The codes that prove the units genuine, one per unit.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub transparency_codes: List<String>,
}

/// A unit in which Amazon has an order fulfilled; Easy Ship only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentOrder {
    /// Its number: the shipment ID of the External Fulfillment API.
    pub fulfillment_order_id: String,
}
