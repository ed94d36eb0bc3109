//! Over which fulfillment centers a plan is spread.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, wire};
use serde::{Deserialize, Serialize};

use super::{Incentive, ItemInput, OperationId, OptionStatus, Pagination, PlacementOptionId, ShipmentId};

/// A page of ways to place a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPlacementOptionsResponse {
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The ways.
    pub placement_options: Vec<Lenient<PlacementOption>>,
}

/// A way of spreading a plan over fulfillment centers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlacementOption {
    /// What choosing it saves; may be empty.
    pub discounts: Vec<Incentive>,
    /// When the offer ends; UTC. About three days after it was made, by observation.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<DateTime<Utc>>,
    /// What choosing it costs; may be empty.
    pub fees: Vec<Incentive>,
    /// The option.
    pub placement_option_id: PlacementOptionId,
    /// The shipments that it would make. They can be read before the choice.
    pub shipment_ids: Vec<ShipmentId>,
    /// Whether it can be chosen, has been chosen or is too old.
    pub status: OptionStatus,
}

/// What to ask for when placements are generated. The default asks for what Amazon proposes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GeneratePlacementOptionsRequest {
    /// Which units go to which fulfillment center, in the seller's own choice. India only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub custom_placement: List<CustomPlacementInput>,
}

/// Units for one fulfillment center. India only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomPlacementInput {
    /// The units, of items in the plan; 1 to 2,000 entries.
    pub items: Vec<ItemInput>,
    /// The fulfillment center, such as `BLR7`.
    pub warehouse_id: String,
}

impl CustomPlacementInput {
    /// These units to that fulfillment center.
    pub fn new(items: Vec<ItemInput>, warehouse_id: impl Into<String>) -> Self {
        Self { items, warehouse_id: warehouse_id.into() }
    }
}

/// Ways of placing in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GeneratePlacementOptionsResponse {
    /// The operation that makes them.
    pub operation_id: OperationId,
}

/// A way of placing being chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmPlacementOptionResponse {
    /// The operation that records the choice.
    pub operation_id: OperationId,
}
