//! `SHIPMENT_TRACKING_MILESTONE_CHANGED`: a tracked shipment reached a milestone.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, secret::Pii, wire};
use serde::{Deserialize, Serialize};

use super::hidden_text;

/// A tracked shipment reached a milestone.
///
/// # Source
/// The example of schema `ShipmentTrackingMilestoneChangedNotification`, payload version 2026-01-30, whose definitions
/// Amazon left out; for the identifiers, model `notifications`, definition `TrackingIdentifier`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MilestoneChanged {
    /// Where the shipment is and has been.
    pub tracking_detail: TrackingDetail,
}

/// Where a shipment is and has been.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingDetail {
    /// The shipment.
    pub identifier: TrackingIdentifier,
    /// What happened last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_milestone: Option<Milestone>,
    /// What happened, latest first.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub milestone_history: List<Milestone>,
    /// What is expected.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tracking_estimates: List<TrackingEstimate>,
    /// A page that shows all this to anybody who has the address: hidden.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub tracking_url: Option<Pii<String>>,
}

/// A shipment, by one of its numbers. Each leads to the recipient: hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingIdentifier {
    /// Amazon's number.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub id: Option<Pii<String>>,
    /// Amazon's number of an air cargo shipment.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub acsin: Option<Pii<String>>,
    /// Amazon's fulfilment tracking number.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub aftn: Option<Pii<String>>,
    /// A container.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub container_number: Option<Pii<String>>,
    /// A house bill of lading.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub house_bill_of_lading_number: Option<Pii<String>>,
    /// The carrier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_tracking: Option<CarrierTracking>,
}

/// A carrier's number of a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CarrierTracking {
    /// The number: hidden.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<Pii<String>>,
    /// The carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_code: Option<String>,
}

/// What happened to a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Milestone {
    /// What.
    pub status: MilestoneStatus,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// When; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MilestoneStatus {
    /// Such as `OUT_FOR_DELIVERY`.
    pub code: String,
    /// More closely, such as `PORCH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_code: Option<String>,
    /// In words. May tell where the recipient lives: hidden.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub description: Option<Pii<String>>,
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Location {
    /// Roughly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Place>,
}

/// A town. The last one is the recipient's: hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Place {
    /// Its name.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub city: Option<Pii<String>>,
    /// Its state or region.
    #[serde(default, with = "hidden_text", skip_serializing_if = "Option::is_none")]
    pub region: Option<Pii<String>>,
    /// Its country: two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

/// What is expected of a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingEstimate {
    /// What, such as `ESTIMATED_DELIVERY_DATE`.
    #[serde(rename = "type")]
    pub estimate_type: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_interval: Option<Interval>,
    /// When that was last said; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<DateTime<Utc>>,
}

/// A time range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Interval {
    /// From when; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<Utc>>,
    /// Until when; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<Utc>>,
}
