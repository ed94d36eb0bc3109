//! Changes of what is in a shipment whose carrier is already confirmed.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, wire};
use serde::{Deserialize, Serialize};

use super::{
    BoxContentInformationSource, ContentUpdatePreviewId, Dimensions, ItemInput, OperationId, PackageId,
    Pagination, TransportationOption, Weight,
};
use crate::reading::empty_is_none;

/// What a shipment is to hold after the change: everything, not only what differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateShipmentContentUpdatePreviewsRequest {
    /// All its boxes; 1 to 5,000 entries.
    pub boxes: Vec<BoxUpdateInput>,
    /// All its items; 1 to 2,000 entries.
    pub items: Vec<ItemInput>,
}

impl GenerateShipmentContentUpdatePreviewsRequest {
    /// These boxes and items, and no others.
    pub fn new(boxes: Vec<BoxUpdateInput>, items: Vec<ItemInput>) -> Self {
        Self { boxes, items }
    }
}

/// Boxes that are all alike, new or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BoxUpdateInput {
    /// How Amazon learns what is in them.
    pub content_information_source: BoxContentInformationSource,
    /// The outside of one box.
    pub dimensions: Dimensions,
    /// What is in one box. Must be empty unless the contents are given here: see the information source.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<ItemInput>,
    /// The box that is changed; none for a new one. A box of the shipment that no entry names is taken out.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub package_id: Option<PackageId>,
    /// How many such boxes, 1 to 10,000.
    pub quantity: i64,
    /// The weight of one box, full.
    pub weight: Weight,
}

impl BoxUpdateInput {
    /// So many new boxes, all with this outside and weight. Set [`package_id`](Self::package_id) to change old ones.
    pub fn new(
        content_information_source: BoxContentInformationSource,
        dimensions: Dimensions,
        weight: Weight,
        quantity: i64,
    ) -> Self {
        Self {
            content_information_source,
            dimensions,
            items: List::default(),
            package_id: None,
            quantity,
            weight,
        }
    }
}

/// A preview in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateShipmentContentUpdatePreviewsResponse {
    /// The operation that makes it.
    pub operation_id: OperationId,
}

/// A page of a shipment's previews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListShipmentContentUpdatePreviewsResponse {
    /// The previews.
    pub content_update_previews: Vec<Lenient<ContentUpdatePreview>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// What a change would make of a shipment, and what its transport would then cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContentUpdatePreview {
    /// The preview.
    pub content_update_preview_id: ContentUpdatePreviewId,
    /// Until when it can be confirmed; UTC.
    #[serde(with = "wire::instant")]
    pub expiration: DateTime<Utc>,
    /// What was asked for.
    pub requested_updates: RequestedUpdates,
    /// How the changed shipment would travel, with the new quote.
    pub transportation_option: TransportationOption,
}

/// What a change asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RequestedUpdates {
    /// The boxes afterwards.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub boxes: List<BoxUpdateInput>,
    /// The items afterwards.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<ItemInput>,
}

/// A change being made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmShipmentContentUpdatePreviewResponse {
    /// The operation that makes it.
    pub operation_id: OperationId,
}
