//! Shipments: the parts of a plan, each for one destination.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{
    Address, AddressInput, ContactInformation, FreightInformation, OperationId, PlacementOptionId,
    SelectedDeliveryWindow, SelfShipAppointmentDetails, ShipmentConfirmationId, ShipmentId, TrackingDetails,
    TransportationOptionId,
};
use crate::reading::empty_is_none;

/// A shipment: where it comes from, where it goes and how far it has come. Not how much of it arrived: received
/// quantities are in the older inbound API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Shipment {
    /// Amazon's number for a freight shipment with a partnered carrier; absent for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_reference_id: Option<String>,
    /// Whom the carrier calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_information: Option<ContactInformation>,
    /// When it will be ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    /// Where it goes.
    pub destination: ShipmentDestination,
    /// What a freight carrier needs to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight_information: Option<FreightInformation>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The placement that made it.
    pub placement_option_id: PlacementOptionId,
    /// When it will arrive; absent until a window is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected_delivery_window: Option<SelectedDeliveryWindow>,
    /// How it travels; absent until a choice is confirmed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub selected_transportation_option_id: Option<TransportationOptionId>,
    /// Appointments at the fulfillment center, for a seller who delivers in person.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub self_ship_appointment_details: List<SelfShipAppointmentDetails>,
    /// What labels, reports and the older inbound API call it; absent until its placement is confirmed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipment_confirmation_id: Option<ShipmentConfirmationId>,
    /// The shipment within this API.
    pub shipment_id: ShipmentId,
    /// Where it comes from.
    pub source: ShipmentSource,
    /// How far it has come.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<ShipmentStatus>,
    /// The carrier's numbers; absent until there are some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_details: Option<TrackingDetails>,
}

open_enum! {
    /// How far a shipment has come. The usual way is the order of the first nine.
    pub enum ShipmentStatus {
        /// Proposed by a placement that is not confirmed.
        Unconfirmed = "UNCONFIRMED",
        /// Its placement is confirmed.
        Working = "WORKING",
        /// Its labels are made.
        ReadyToShip = "READY_TO_SHIP",
        /// It has left the seller.
        Shipped = "SHIPPED",
        /// The carrier has it.
        InTransit = "IN_TRANSIT",
        /// It is at the fulfillment center.
        Delivered = "DELIVERED",
        /// The fulfillment center has taken note of it.
        CheckedIn = "CHECKED_IN",
        /// Units are being counted.
        Receiving = "RECEIVING",
        /// Amazon has finished with it. Reconciliation may still change what was received.
        Closed = "CLOSED",
        /// Called off after it was confirmed.
        Cancelled = "CANCELLED",
        /// Removed.
        Deleted = "DELETED",
        /// Given up.
        Abandoned = "ABANDONED",
        /// Its parts stand at different points.
        Mixed = "MIXED",
    }
}

/// Where a shipment goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentDestination {
    /// The address. May be absent where Amazon chooses the place late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Whether the place is settled.
    pub destination_type: DestinationType,
    /// The fulfillment center, such as `ABE8`. May be absent where Amazon chooses the place late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse_id: Option<String>,
}

open_enum! {
    /// Whether the place to which a shipment goes is settled.
    pub enum DestinationType {
        /// Amazon chooses, and may not have chosen yet.
        AmazonOptimized = "AMAZON_OPTIMIZED",
        /// A certain fulfillment center.
        AmazonWarehouse = "AMAZON_WAREHOUSE",
    }
}

/// Where a shipment comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentSource {
    /// The address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// What kind of place it is.
    pub source_type: SourceType,
}

open_enum! {
    /// From what kind of place a shipment comes.
    pub enum SourceType {
        /// A place of the seller's.
        SellerFacility = "SELLER_FACILITY",
    }
}

/// When a shipment will be ready.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dates {
    /// When it can be picked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_to_ship_window: Option<Window>,
}

/// A span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Window {
    /// Until when it may be changed; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub editable_until: Option<DateTime<Utc>>,
    /// Its end; UTC.
    #[serde(with = "wire::instant")]
    pub end: DateTime<Utc>,
    /// Its start; UTC.
    #[serde(with = "wire::instant")]
    pub start: DateTime<Utc>,
}

/// A new name for a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentNameRequest {
    /// The name for people, up to 100 characters.
    pub name: String,
}

impl UpdateShipmentNameRequest {
    /// With this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// Another place for a shipment to leave from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentSourceAddressRequest {
    /// The place.
    pub address: AddressInput,
}

impl UpdateShipmentSourceAddressRequest {
    /// From this place.
    pub fn new(address: AddressInput) -> Self {
        Self { address }
    }
}

/// A change of address under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateShipmentSourceAddressResponse {
    /// The operation that makes it.
    pub operation_id: OperationId,
}
