//! `FBA_OUTBOUND_SHIPMENT_STATUS`: an FBA shipment changed; Brazil (FBA Onsite) only.

use serde::{Deserialize, Serialize};

use super::AmazonShipmentId;
use crate::ids::{OrderId, SellerId};

/// An FBA shipment was created or changed.
///
/// # Source
/// Schema `FBAOutboundShipmentStatusNotification`, payload version 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OutboundShipmentStatus {
    /// Whose shipment it is.
    pub seller_id: SellerId,
    /// The order that it belongs to.
    pub amazon_order_id: OrderId,
    /// The shipment.
    pub amazon_shipment_id: AmazonShipmentId,
    /// How far it has come, such as `Created`.
    pub shipment_status: String,
}
