//! When a shipment will arrive.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{DeliveryWindowOptionId, Incentive, OperationId, Pagination};

/// A page of windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListDeliveryWindowOptionsResponse {
    /// The windows.
    pub delivery_window_options: Vec<Lenient<DeliveryWindowOption>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A span of time in which a shipment may arrive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryWindowOption {
    /// Whether it can be had.
    pub availability_type: AvailabilityType,
    /// The window.
    pub delivery_window_option_id: DeliveryWindowOptionId,
    /// What choosing it saves; absent where it saves nothing.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub discounts: List<Incentive>,
    /// Its end; UTC, to the minute.
    #[serde(with = "wire::instant")]
    pub end_date: DateTime<Utc>,
    /// Its start; UTC, to the minute.
    #[serde(with = "wire::instant")]
    pub start_date: DateTime<Utc>,
    /// Until when it can be confirmed; UTC, to the minute.
    #[serde(with = "wire::instant")]
    pub valid_until: DateTime<Utc>,
}

/// The window that was confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SelectedDeliveryWindow {
    /// What the window was offered as.
    pub availability_type: AvailabilityType,
    /// The window.
    pub delivery_window_option_id: DeliveryWindowOptionId,
    /// Until when another may be confirmed instead; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub editable_until: Option<DateTime<Utc>>,
    /// Its end; UTC.
    #[serde(with = "wire::instant")]
    pub end_date: DateTime<Utc>,
    /// Its start; UTC.
    #[serde(with = "wire::instant")]
    pub start_date: DateTime<Utc>,
}

open_enum! {
    /// Whether a window can be had.
    pub enum AvailabilityType {
        /// It can.
        Available = "AVAILABLE",
        /// It cannot.
        Blocked = "BLOCKED",
        /// It can, but the fulfillment center is busy then.
        Congested = "CONGESTED",
        /// It can, and saves money.
        Discounted = "DISCOUNTED",
    }
}

/// Windows in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateDeliveryWindowOptionsResponse {
    /// The operation that makes them.
    pub operation_id: OperationId,
}

/// A window being chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmDeliveryWindowOptionsResponse {
    /// The operation that records the choice.
    pub operation_id: OperationId,
}
