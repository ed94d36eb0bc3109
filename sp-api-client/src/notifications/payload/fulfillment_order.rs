//! `FULFILLMENT_ORDER_STATUS`: a multi-channel fulfilment order changed.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, secret::Pii, wire};
use serde::{Deserialize, Serialize};

use super::{AmazonShipmentId, SellerFulfillmentOrderId, hidden_text};
use crate::{
    ids::{SellerId, SellerSku},
    reading::empty_is_none,
};

/// A multi-channel fulfilment order, one of its shipments or one of its returns changed.
///
/// # Source
/// Schema `FulfillmentOrderStatusNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentOrderStatus {
    /// Whose order it is.
    pub seller_id: SellerId,
    /// What changed: the order, a shipment or a return.
    pub event_type: String,
    /// When; UTC.
    #[serde(with = "wire::instant")]
    pub status_updated_date_time: DateTime<Utc>,
    /// The order.
    pub seller_fulfillment_order_id: SellerFulfillmentOrderId,
    /// How far the order has come.
    pub fulfillment_order_status: String,
    /// The shipment that changed, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_shipment: Option<FulfillmentShipment>,
    /// The return that changed, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_return_item: Option<FulfillmentReturnItem>,
}

/// A shipment of a multi-channel fulfilment order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentShipment {
    /// How far it has come.
    pub fulfillment_shipment_status: String,
    /// The shipment.
    pub amazon_shipment_id: AmazonShipmentId,
    /// When it is expected to arrive; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_arrival_date_time: Option<DateTime<Utc>>,
    /// Its packages.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_shipment_packages: List<FulfillmentShipmentPackage>,
    /// One of the packages again; only Amazon's example has it, its schema does not.
    #[serde(rename = "info", default, skip_serializing_if = "Option::is_none")]
    pub info: Option<FulfillmentShipmentPackage>,
}

/// A package of a multi-channel fulfilment order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentShipmentPackage {
    /// Numbers the packages of the order.
    pub package_number: u32,
    /// The carrier.
    pub carrier_code: String,
    /// The carrier's number of it. Leads to the recipient: hidden.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<Pii<String>>,
}

/// Units that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FulfillmentReturnItem {
    /// When; UTC.
    #[serde(with = "wire::instant")]
    pub received_date_time: DateTime<Utc>,
    /// How many.
    pub returned_quantity: u32,
    /// Of what; `None` where Amazon leaves it empty.
    #[serde(
        rename = "SellerSKU",
        default,
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seller_sku: Option<SellerSku>,
}
