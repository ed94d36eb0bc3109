//! Which items may share boxes, and what is in the boxes.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    BoxContentInformationSource, BoxInput, Incentive, OperationId, OptionStatus, PackingGroupId,
    PackingOptionId, Pagination, ShipmentId, ShippingMode, ShippingSolution, UnitOfWeight,
};
use crate::reading::empty_is_none;

/// A page of ways to pack a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPackingOptionsResponse {
    /// The ways.
    pub packing_options: Vec<Lenient<PackingOption>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A way of sorting a plan's items into groups, each to be boxed by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackingOption {
    /// What choosing it saves; may be empty.
    pub discounts: Vec<Incentive>,
    /// When the offer ends; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<DateTime<Utc>>,
    /// What choosing it costs; may be empty.
    pub fees: Vec<Incentive>,
    /// The groups. What is in each is a call of its own.
    pub packing_groups: Vec<PackingGroupId>,
    /// The option.
    pub packing_option_id: PackingOptionId,
    /// Whether it can be chosen, has been chosen or is too old.
    pub status: OptionStatus,
    /// In which ways its boxes may be made and sent.
    pub supported_configurations: Vec<PackingConfiguration>,
    /// How its shipments may travel. Superseded by the shipping requirements within the supported configurations.
    pub supported_shipping_configurations: Vec<ShippingConfiguration>,
}

/// One way of making and sending the boxes of a packing option.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackingConfiguration {
    /// How Amazon may learn what is in a box.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub box_packing_methods: List<BoxContentInformationSource>,
    /// What every box must keep to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub box_requirements: Option<BoxRequirements>,
    /// How shipments may travel.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_requirements: List<ShippingRequirements>,
}

/// What every box must keep to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BoxRequirements {
    /// How heavy it may be.
    pub weight: WeightRange,
}

/// From how light to how heavy a box may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WeightRange {
    /// The most.
    #[serde(with = "wire::decimal_number")]
    pub maximum: Decimal,
    /// The least.
    #[serde(with = "wire::decimal_number")]
    pub minimum: Decimal,
    /// The unit of both.
    pub unit: UnitOfWeight,
}

/// How shipments may travel in one shipping program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShippingRequirements {
    /// By which means.
    pub modes: Vec<ShippingMode>,
    /// Whose carrier.
    pub solution: ShippingSolution,
}

/// One means of travel, as packing options used to state it; see `ShippingRequirements`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShippingConfiguration {
    /// By which means.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_mode: Option<ShippingMode>,
    /// Whose carrier.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_solution: Option<ShippingSolution>,
}

/// Ways of packing in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GeneratePackingOptionsResponse {
    /// The operation that makes them.
    pub operation_id: OperationId,
}

/// A way of packing being chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmPackingOptionResponse {
    /// The operation that records the choice.
    pub operation_id: OperationId,
}

/// What is in the boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetPackingInformationRequest {
    /// The boxes by packing group or by shipment; at least one entry.
    pub package_groupings: Vec<PackageGroupingInput>,
}

impl SetPackingInformationRequest {
    /// These groups of boxes.
    pub fn new(package_groupings: Vec<PackageGroupingInput>) -> Self {
        Self { package_groupings }
    }
}

/// The boxes of one packing group, or of one shipment. Exactly one of the two is named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageGroupingInput {
    /// The boxes; 1 to 5,000 entries.
    pub boxes: Vec<BoxInput>,
    /// The packing group, of the confirmed packing option. Only before a placement is confirmed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub packing_group_id: Option<PackingGroupId>,
    /// The shipment, of the confirmed placement option. Only after it is confirmed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
}

impl PackageGroupingInput {
    /// The boxes of a packing group: before a placement is confirmed.
    pub fn for_packing_group(id: PackingGroupId, boxes: impl IntoIterator<Item = BoxInput>) -> Self {
        Self { boxes: boxes.into_iter().collect(), packing_group_id: Some(id), shipment_id: None }
    }

    /// The boxes of a shipment: after its placement is confirmed.
    pub fn for_shipment(id: ShipmentId, boxes: impl IntoIterator<Item = BoxInput>) -> Self {
        Self { boxes: boxes.into_iter().collect(), packing_group_id: None, shipment_id: Some(id) }
    }
}

/// Boxes being recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetPackingInformationResponse {
    /// The operation that records them.
    pub operation_id: OperationId,
}
