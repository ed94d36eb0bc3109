//! Appointments at a fulfillment center for sellers who deliver in person: Mexico, Brazil, Egypt, Saudi Arabia, the
//! United Arab Emirates and India only.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{OperationId, Pagination, SlotId};
use crate::reading::empty_is_none;

/// For when slots are wanted. The default leaves it to Amazon.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateSelfShipAppointmentSlotsRequest {
    /// Not later than this; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub desired_end_date: Option<DateTime<Utc>>,
    /// Not earlier than this; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub desired_start_date: Option<DateTime<Utc>>,
}

/// Slots in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateSelfShipAppointmentSlotsResponse {
    /// The operation that makes them.
    pub operation_id: OperationId,
}

/// A page of slots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSelfShipAppointmentSlotsResponse {
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The slots, and how long they stand.
    pub self_ship_appointment_slots_availability: SelfShipAppointmentSlotsAvailability,
}

/// Slots, and how long they stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SelfShipAppointmentSlotsAvailability {
    /// Until when one of them can be taken; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The slots.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub slots: List<Lenient<AppointmentSlot>>,
}

/// One slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AppointmentSlot {
    /// The slot.
    pub slot_id: SlotId,
    /// When it is.
    pub slot_time: AppointmentSlotTime,
}

/// From when until when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AppointmentSlotTime {
    /// Its end; UTC.
    #[serde(with = "wire::instant")]
    pub end_time: DateTime<Utc>,
    /// Its start; UTC.
    #[serde(with = "wire::instant")]
    pub start_time: DateTime<Utc>,
}

/// Taking a slot.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduleSelfShipAppointmentRequest {
    /// Why another slot is taken than before; none for the first.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub reason_comment: Option<ReasonComment>,
}

/// The slot is taken: this answer is final, there is no operation to wait for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduleSelfShipAppointmentResponse {
    /// The appointment.
    pub self_ship_appointment_details: SelfShipAppointmentDetails,
}

/// An appointment at a fulfillment center.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SelfShipAppointmentDetails {
    /// Amazon's number for it; a whole number, such as 1000.
    #[serde(default, with = "wire::optional_decimal_number", skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<Decimal>,
    /// When it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_slot_time: Option<AppointmentSlotTime>,
    /// Where it stands, such as `ARRIVAL_SCHEDULED`; Amazon names no list of values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_status: Option<String>,
}

/// Giving a slot back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelSelfShipAppointmentRequest {
    /// Why.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub reason_comment: Option<ReasonComment>,
}

/// An appointment being cancelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelSelfShipAppointmentResponse {
    /// The operation that cancels it.
    pub operation_id: OperationId,
}

open_enum! {
    /// Why an appointment is moved or cancelled.
    pub enum ReasonComment {
        /// It was never meant.
        AppointmentRequestedByMistake = "APPOINTMENT_REQUESTED_BY_MISTAKE",
        /// The lorry is late.
        VehicleDelay = "VEHICLE_DELAY",
        /// Another time suits better.
        SlotNotSuitable = "SLOT_NOT_SUITABLE",
        /// The carrier is closed then.
        OutsideCarrierBusinessHours = "OUTSIDE_CARRIER_BUSINESS_HOURS",
        /// Weather, roads and the like.
        UnfavourableExternalConditions = "UNFAVOURABLE_EXTERNAL_CONDITIONS",
        /// The goods are late.
        ProcurementDelay = "PROCUREMENT_DELAY",
        /// The plan is another one now.
        ShippingPlanChanged = "SHIPPING_PLAN_CHANGED",
        /// There is more to deliver.
        IncreasedQuantity = "INCREASED_QUANTITY",
        /// None of the above.
        OtherReason = "OTHER",
    }
}
