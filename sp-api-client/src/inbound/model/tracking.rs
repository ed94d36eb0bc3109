//! The numbers by which a carrier knows a shipment.

use commerce_client_core::{list::List, open_enum};
use serde::{Deserialize, Serialize};

use super::{BoxId, OperationId};
use crate::reading::empty_is_none;

/// The numbers of the seller's own carrier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentTrackingDetailsRequest {
    /// The numbers.
    pub tracking_details: TrackingDetailsInput,
}

impl UpdateShipmentTrackingDetailsRequest {
    /// These numbers.
    pub fn new(tracking_details: TrackingDetailsInput) -> Self {
        Self { tracking_details }
    }
}

/// Numbers for parcels or for freight: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingDetailsInput {
    /// The numbers of freight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ltl_tracking_detail: Option<LtlTrackingDetailInput>,
    /// The numbers of parcels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spd_tracking_detail: Option<SpdTrackingDetailInput>,
}

impl TrackingDetailsInput {
    /// The numbers of parcels, one for each box.
    pub fn parcels(items: impl IntoIterator<Item = SpdTrackingItemInput>) -> Self {
        let spd = SpdTrackingDetailInput::new(items.into_iter().collect());
        Self { ltl_tracking_detail: None, spd_tracking_detail: Some(spd) }
    }

    /// The numbers of freight.
    pub fn freight(detail: LtlTrackingDetailInput) -> Self {
        Self { ltl_tracking_detail: Some(detail), spd_tracking_detail: None }
    }
}

/// The numbers of parcels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpdTrackingDetailInput {
    /// The boxes.
    pub spd_tracking_items: Vec<SpdTrackingItemInput>,
}

impl SpdTrackingDetailInput {
    /// Of these boxes.
    pub fn new(spd_tracking_items: Vec<SpdTrackingItemInput>) -> Self {
        Self { spd_tracking_items }
    }
}

/// The number of one box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpdTrackingItemInput {
    /// The box, as the list of the shipment's boxes has it.
    pub box_id: BoxId,
    /// The carrier's tracking number, up to 64 characters.
    pub tracking_id: String,
}

impl SpdTrackingItemInput {
    /// This box under that number.
    pub fn new(box_id: BoxId, tracking_id: impl Into<String>) -> Self {
        Self { box_id, tracking_id: tracking_id.into() }
    }
}

/// The numbers of freight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LtlTrackingDetailInput {
    /// The number of the bill of lading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_of_lading_number: Option<String>,
    /// The freight bill (PRO) number; exactly one, up to 64 letters, digits, blanks, `-`, `.` and `_`.
    pub freight_bill_number: Vec<String>,
}

impl LtlTrackingDetailInput {
    /// Freight under this freight bill (PRO) number.
    pub fn new(freight_bill_number: impl Into<String>) -> Self {
        Self { bill_of_lading_number: None, freight_bill_number: vec![freight_bill_number.into()] }
    }
}

/// Numbers being recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentTrackingDetailsResponse {
    /// The operation that records them.
    pub operation_id: OperationId,
}

/// The numbers that Amazon knows: for parcels or for freight.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingDetails {
    /// The numbers of freight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ltl_tracking_detail: Option<LtlTrackingDetail>,
    /// The numbers of parcels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spd_tracking_detail: Option<SpdTrackingDetail>,
}

/// The numbers of parcels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpdTrackingDetail {
    /// The boxes.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub spd_tracking_items: List<SpdTrackingItem>,
}

/// The number of one box.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpdTrackingItem {
    /// The box.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub box_id: Option<BoxId>,
    /// The carrier's tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    /// Whether Amazon has checked the number. That takes hours; look at the number again when it is still not
    /// checked after a day.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub tracking_number_validation_status: Option<TrackingNumberValidationStatus>,
}

open_enum! {
    /// Whether Amazon has checked a tracking number.
    pub enum TrackingNumberValidationStatus {
        /// It has, and knows the number.
        Validated = "VALIDATED",
        /// Not yet.
        NotValidated = "NOT_VALIDATED",
        /// It has, and finds nothing under the number.
        NotSupported = "NOT_SUPPORTED",
    }
}

/// The numbers of freight.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LtlTrackingDetail {
    /// The number of the bill of lading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_of_lading_number: Option<String>,
    /// The freight bill (PRO) numbers.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub freight_bill_number: List<String>,
}
