//! What Amazon has sent, and where it is.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{DropOffLocation, FulfillmentOrderItemId};
use crate::{
    documents::PresignedUrl,
    error_list::ApiError,
    hidden::{hidden_debug, partly_hidden_debug},
    ids::SellerSku,
    reading::empty_is_none,
};

/// A part of an order that goes together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentShipment {
    /// Amazon's name for it.
    pub amazon_shipment_id: String,
    /// Where it leaves from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_center_id: Option<String>,
    /// How far it has come.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_shipment_status: Option<FulfillmentShipmentStatus>,
    /// When it left, or is expected to.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub shipping_date: Option<DateTime<Utc>>,
    /// When it is expected to arrive.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_arrival_date: Option<DateTime<Utc>>,
    /// Why a date is not known.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_notes: List<String>,
    /// What is in it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_shipment_item: List<FulfillmentShipmentItem>,
    /// Its packages; none before it has left.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_shipment_package: List<FulfillmentShipmentPackage>,
}

open_enum! {
    /// How far a shipment has come.
    pub enum FulfillmentShipmentStatus {
        /// Being picked.
        Pending = "PENDING",
        /// All its packages have left.
        Shipped = "SHIPPED",
        /// Given up by Amazon, which tries again with another shipment.
        CancelledByFulfiller = "CANCELLED_BY_FULFILLER",
        /// Called off by the seller.
        CancelledBySeller = "CANCELLED_BY_SELLER",
    }
}

/// Units in a shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentShipmentItem {
    /// What.
    pub seller_sku: SellerSku,
    /// The line of the order.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// How many units.
    pub quantity: i64,
    /// The package they are in; 0 while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_number: Option<i64>,
    /// The unit's serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The lots they are from.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub manufacturer_lot_codes: List<String>,
}

/// A package.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentShipmentPackage {
    /// Its number, with which it can be tracked.
    pub package_number: i64,
    /// Who carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_code: Option<String>,
    /// The carrier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Amazon's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_fulfillment_tracking_number: Option<String>,
    /// When it is expected to arrive.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_arrival_date: Option<DateTime<Utc>>,
    /// The locker it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locker_details: Option<LockerDetails>,
    /// How it was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_information: Option<DeliveryInformation>,
}

/// A locker. Whoever has the code can open it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LockerDetails {
    /// Which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locker_number: Option<String>,
    /// How to open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locker_access_code: Option<String>,
}

/// How a package was delivered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryInformation {
    /// Pictures of it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub delivery_document_list: List<DeliveryDocument>,
    /// Where it was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop_off_location: Option<DropOffLocation>,
}

/// A picture of a delivered package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryDocument {
    /// `DELIVERY_IMAGE`.
    pub document_type: String,
    /// Where it can be fetched, for an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<PresignedUrl>,
}

/// Where a package is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPackageTrackingDetailsResponse {
    /// The package; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<PackageTrackingDetails>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Where a package is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageTrackingDetails {
    /// Its number.
    pub package_number: i64,
    /// The carrier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// A page for the buyer to follow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_tracking_link: Option<String>,
    /// Who carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_code: Option<String>,
    /// The carrier's telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_phone_number: Option<String>,
    /// The carrier's site.
    #[serde(rename = "carrierURL", default, skip_serializing_if = "Option::is_none")]
    pub carrier_url: Option<String>,
    /// When it left.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub ship_date: Option<DateTime<Utc>>,
    /// When it is expected to arrive.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_arrival_date: Option<DateTime<Utc>>,
    /// Roughly where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_address: Option<TrackingAddress>,
    /// Where it stands.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub current_status: Option<CurrentStatus>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_status_description: Option<String>,
    /// When it will be at the door; known once it is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_window: Option<DateRange>,
    /// Who signed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_for_by: Option<String>,
    /// Where it was left.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub additional_location_info: Option<AdditionalLocationInfo>,
    /// What has happened to it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub tracking_events: List<TrackingEvent>,
}

/// A place on a package's way. Amazon's answers know more of it than its model.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingAddress {
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The person or business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// The state or region, in another word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

/// Something that happened to a package.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingEvent {
    /// When.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub event_date: Option<DateTime<Utc>>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_address: Option<TrackingAddress>,
    /// What.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub event_code: Option<EventCode>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_description: Option<String>,
}

/// From one instant to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DateRange {
    /// The first.
    #[serde(with = "wire::instant")]
    pub earliest: DateTime<Utc>,
    /// The last.
    #[serde(with = "wire::instant")]
    pub latest: DateTime<Utc>,
}

impl DateRange {
    /// With what none may lack.
    pub fn new(earliest: DateTime<Utc>, latest: DateTime<Utc>) -> Self {
        Self { earliest, latest }
    }
}

open_enum! {
    /// Where a package stands.
    pub enum CurrentStatus {
        /// On its way.
        InTransit = "IN_TRANSIT",
        /// There.
        Delivered = "DELIVERED",
        /// On its way back to Amazon.
        Returning = "RETURNING",
        /// Back at Amazon's.
        Returned = "RETURNED",
        /// Lost or destroyed.
        Undeliverable = "UNDELIVERABLE",
        /// Late.
        Delayed = "DELAYED",
        /// Waiting to be fetched.
        AvailableForPickup = "AVAILABLE_FOR_PICKUP",
        /// Waiting for the recipient to do something.
        CustomerAction = "CUSTOMER_ACTION",
        /// Nobody knows.
        Unknown = "UNKNOWN",
        /// On the van.
        OutForDelivery = "OUT_FOR_DELIVERY",
        /// Nobody opened.
        DeliveryAttempted = "DELIVERY_ATTEMPTED",
        /// A return was fetched.
        PickupSuccessful = "PICKUP_SUCCESSFUL",
        /// A return will not be fetched.
        PickupCancelled = "PICKUP_CANCELLED",
        /// A return could not be fetched.
        PickupAttempted = "PICKUP_ATTEMPTED",
        /// A return will be fetched.
        PickupScheduled = "PICKUP_SCHEDULED",
        /// It may come back.
        ReturnRequestAccepted = "RETURN_REQUEST_ACCEPTED",
        /// The buyer has the money back.
        RefundIssued = "REFUND_ISSUED",
        /// A return has arrived at Amazon's.
        ReturnReceivedInFc = "RETURN_RECEIVED_IN_FC",
    }
}

open_enum! {
    /// Where a package was left, or with whom.
    pub enum AdditionalLocationInfo {
        /// Where it was asked to be.
        AsInstructed = "AS_INSTRUCTED",
        /// In the carport.
        Carport = "CARPORT",
        /// The recipient fetched it.
        CustomerPickup = "CUSTOMER_PICKUP",
        /// On the deck.
        Deck = "DECK",
        /// With a resident at the door.
        DoorPerson = "DOOR_PERSON",
        /// At the front desk.
        FrontDesk = "FRONT_DESK",
        /// At the front door.
        FrontDoor = "FRONT_DOOR",
        /// In the garage.
        Garage = "GARAGE",
        /// With the guard.
        Guard = "GUARD",
        /// In the mail room.
        MailRoom = "MAIL_ROOM",
        /// Through the mail slot.
        MailSlot = "MAIL_SLOT",
        /// In the mailbox.
        Mailbox = "MAILBOX",
        /// With a boy.
        Boy = "MC_BOY",
        /// With a girl.
        Girl = "MC_GIRL",
        /// With a man.
        Man = "MC_MAN",
        /// With a woman.
        Woman = "MC_WOMAN",
        /// With a neighbour.
        Neighbor = "NEIGHBOR",
        /// In the office.
        Office = "OFFICE",
        /// In an outbuilding.
        Outbuilding = "OUTBUILDING",
        /// On the patio.
        Patio = "PATIO",
        /// On the porch.
        Porch = "PORCH",
        /// At the back door.
        RearDoor = "REAR_DOOR",
        /// At the reception.
        Receptionist = "RECEPTIONIST",
        /// With a resident.
        Receiver = "RECEIVER",
        /// In a safe place.
        SecureLocation = "SECURE_LOCATION",
        /// At the side door.
        SideDoor = "SIDE_DOOR",
    }
}

open_enum! {
    /// What happens to packages. The hundreds: 100 the sender, 200 the way, 300 the door, 400 trouble, 800 lockers.
    pub enum EventCode {
        /// The carrier was asked to fetch it.
        CarrierNotified = "EVENT_101",
        /// The carrier has it.
        PickedUp = "EVENT_102",
        /// Scanned on arrival.
        Arrived = "EVENT_201",
        /// Scanned on leaving.
        Departed = "EVENT_202",
        /// In the country it goes to.
        InDestinationCountry = "EVENT_203",
        /// At customs.
        CustomsBegun = "EVENT_204",
        /// Through customs.
        CustomsDone = "EVENT_205",
        /// On its way to where it will be fetched.
        ToPickupLocation = "EVENT_206",
        /// There.
        Delivered = "EVENT_301",
        /// On the van.
        OutForDelivery = "EVENT_302",
        /// Nobody opened.
        DeliveryAttempted = "EVENT_304",
        /// The recipient was asked when.
        RecipientContacted = "EVENT_306",
        /// It is agreed when.
        AppointmentMade = "EVENT_307",
        /// Waiting to be fetched.
        AvailableForPickup = "EVENT_308",
        /// Back at the seller's.
        ReturnedToSeller = "EVENT_309",
        /// Held: the address is wrong.
        HeldForAddress = "EVENT_401",
        /// Held at customs.
        CustomsDelay = "EVENT_402",
        /// The recipient has moved.
        RecipientMoved = "EVENT_403",
        /// Late, through nobody's fault.
        ExternalDelay = "EVENT_404",
        /// Damaged.
        Damaged = "EVENT_405",
        /// Held by the carrier.
        Held = "EVENT_406",
        /// The recipient did not take it.
        Refused = "EVENT_407",
        /// On its way back.
        ReturningToSeller = "EVENT_408",
        /// Lost by the carrier.
        Lost = "EVENT_409",
        /// Its papers are there, it is not.
        PaperworkOnly = "EVENT_411",
        /// It is there, its papers are not.
        PaperworkMissing = "EVENT_412",
        /// Held: the recipient did not pay the duties.
        CustomsRefused = "EVENT_413",
        /// Sorted wrongly by the carrier.
        MissortedByCarrier = "EVENT_414",
        /// Taken over from another carrier.
        HandedOver = "EVENT_415",
        /// It cannot be delivered.
        Undeliverable = "EVENT_416",
        /// Sorted wrongly.
        Missorted = "EVENT_417",
        /// Late.
        Delayed = "EVENT_418",
        /// The address was put right; there is a new day.
        AddressCorrected = "EVENT_419",
        /// In a locker.
        DeliveredToLocker = "EVENT_801",
        /// Out of the locker.
        TakenFromLocker = "EVENT_804",
    }
}

partly_hidden_debug! {
    FulfillmentShipmentPackage {
        shown { package_number, carrier_code, tracking_number, amazon_fulfillment_tracking_number, estimated_arrival_date }
        hidden { locker_details, delivery_information }
    }
}

hidden_debug! {
    LockerDetails { locker_number, locker_access_code }
}

partly_hidden_debug! {
    PackageTrackingDetails {
        shown { package_number, tracking_number, carrier_code, carrier_phone_number, carrier_url, ship_date, estimated_arrival_date, current_status, current_status_description, delivery_window, additional_location_info, tracking_events }
        hidden { customer_tracking_link, ship_to_address, signed_for_by }
    }
}

hidden_debug! {
    TrackingAddress { city, state, country, name, address_line1, address_line2, address_line3, state_or_region, postal_code, country_code }
}
