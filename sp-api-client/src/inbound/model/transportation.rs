//! How shipments travel, with whom and for how much.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{
    ContactInformation, OperationId, Pagination, PalletInput, PlacementOptionId, ShipmentId,
    TransportationOptionId,
};
use crate::{money, reading::empty_is_none};

/// What carriers must know to quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateTransportationOptionsRequest {
    /// The placement whose shipments will travel.
    pub placement_option_id: PlacementOptionId,
    /// The shipments; at least one.
    pub shipment_transportation_configurations: Vec<ShipmentTransportationConfiguration>,
}

impl GenerateTransportationOptionsRequest {
    /// For shipments of this placement.
    pub fn new(
        placement_option_id: PlacementOptionId,
        shipment_transportation_configurations: Vec<ShipmentTransportationConfiguration>,
    ) -> Self {
        Self { placement_option_id, shipment_transportation_configurations }
    }
}

/// What carriers must know about one shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentTransportationConfiguration {
    /// Whom the carrier calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_information: Option<ContactInformation>,
    /// Class and value. Freight is offered only where they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight_information: Option<FreightInformation>,
    /// The pallets, for freight.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub pallets: List<PalletInput>,
    /// When it can be picked up; not when it arrives.
    pub ready_to_ship_window: WindowInput,
    /// The shipment.
    pub shipment_id: ShipmentId,
}

impl ShipmentTransportationConfiguration {
    /// A parcel shipment that is ready from `ready_to_ship` on.
    pub fn new(shipment_id: ShipmentId, ready_to_ship: DateTime<Utc>) -> Self {
        Self {
            contact_information: None,
            freight_information: None,
            pallets: List::default(),
            ready_to_ship_window: WindowInput::new(ready_to_ship),
            shipment_id,
        }
    }
}

/// A span of time that is known by its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WindowInput {
    /// Its start; UTC. Amazon drops seconds.
    #[serde(with = "wire::instant")]
    pub start: DateTime<Utc>,
}

impl WindowInput {
    /// From then on.
    pub fn new(start: DateTime<Utc>) -> Self {
        Self { start }
    }
}

/// What a freight carrier must know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FreightInformation {
    /// What the goods are worth.
    #[serde(default, with = "money::code_amount", skip_serializing_if = "Option::is_none")]
    pub declared_value: Option<Money>,
    /// How bulky and delicate they are.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub freight_class: Option<FreightClass>,
}

open_enum! {
    /// The freight class of the National Motor Freight Classification (US): the higher, the dearer. `Fc77Half` is 77.5.
    pub enum FreightClass {
        /// No class.
        None = "NONE",
        Fc50 = "FC_50",
        Fc55 = "FC_55",
        Fc60 = "FC_60",
        Fc65 = "FC_65",
        Fc70 = "FC_70",
        Fc77Half = "FC_77_5",
        Fc85 = "FC_85",
        Fc92Half = "FC_92_5",
        Fc100 = "FC_100",
        Fc110 = "FC_110",
        Fc125 = "FC_125",
        Fc150 = "FC_150",
        Fc175 = "FC_175",
        Fc200 = "FC_200",
        Fc250 = "FC_250",
        Fc300 = "FC_300",
        Fc400 = "FC_400",
        Fc500 = "FC_500",
    }
}

/// Ways of travelling in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenerateTransportationOptionsResponse {
    /// The operation that makes them.
    pub operation_id: OperationId,
}

/// A page of ways for shipments to travel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTransportationOptionsResponse {
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The ways, each for one shipment.
    pub transportation_options: Vec<Lenient<TransportationOption>>,
}

/// A way for one shipment to travel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransportationOption {
    /// With whom.
    pub carrier: Carrier,
    /// When the carrier comes for it, where that is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_appointment: Option<CarrierAppointment>,
    /// What must be done before it can be confirmed; may be empty.
    pub preconditions: Vec<Precondition>,
    /// What it costs; absent where Amazon has no price, as for the seller's own carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// The shipment.
    pub shipment_id: ShipmentId,
    /// By which means.
    pub shipping_mode: ShippingMode,
    /// Whose carrier.
    pub shipping_solution: ShippingSolution,
    /// The option.
    pub transportation_option_id: TransportationOptionId,
}

open_enum! {
    /// What must be done before a way of travelling can be confirmed.
    pub enum Precondition {
        /// A delivery window of the shipment must be confirmed.
        ConfirmedDeliveryWindow = "CONFIRMED_DELIVERY_WINDOW",
    }
}

open_enum! {
    /// By which means a shipment travels.
    pub enum ShippingMode {
        /// Parcels, by road.
        GroundSmallParcel = "GROUND_SMALL_PARCEL",
        /// Part of a lorry.
        FreightLtl = "FREIGHT_LTL",
        /// A whole lorry, on pallets.
        FreightFtlPallet = "FREIGHT_FTL_PALLET",
        /// A whole lorry, without pallets.
        FreightFtlNonpallet = "FREIGHT_FTL_NONPALLET",
        /// Part of a container, by sea.
        OceanLcl = "OCEAN_LCL",
        /// A whole container, by sea.
        OceanFcl = "OCEAN_FCL",
        /// Parcels, by air.
        AirSmallParcel = "AIR_SMALL_PARCEL",
        /// Parcels, by air, fast.
        AirSmallParcelExpress = "AIR_SMALL_PARCEL_EXPRESS",
    }
}

open_enum! {
    /// Whose carrier takes a shipment.
    pub enum ShippingSolution {
        /// One that works for Amazon; Amazon makes the labels and charges the seller.
        AmazonPartneredCarrier = "AMAZON_PARTNERED_CARRIER",
        /// One of the seller's choice; the seller pays it and sends Amazon the tracking numbers.
        UseYourOwnCarrier = "USE_YOUR_OWN_CARRIER",
    }
}

/// Who carries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Carrier {
    /// The carrier's code, such as `UPSN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha_code: Option<String>,
    /// The carrier's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// When the carrier comes for a shipment; Amazon settles it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CarrierAppointment {
    /// The latest; UTC.
    #[serde(with = "wire::instant")]
    pub end_time: DateTime<Utc>,
    /// The earliest; UTC.
    #[serde(with = "wire::instant")]
    pub start_time: DateTime<Utc>,
}

/// What a way of travelling costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Quote {
    /// The estimated cost of the whole shipment.
    #[serde(with = "money::code_amount")]
    pub cost: Money,
    /// Until when the quote stands; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<DateTime<Utc>>,
    /// Until when it can be cancelled for nothing once confirmed; UTC.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub voidable_until: Option<DateTime<Utc>>,
}

/// How each shipment of the plan travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmTransportationOptionsRequest {
    /// One choice for every shipment of the plan. There is no second call for those left out.
    pub transportation_selections: Vec<TransportationSelection>,
}

impl ConfirmTransportationOptionsRequest {
    /// These choices, for all shipments of the plan.
    pub fn new(transportation_selections: Vec<TransportationSelection>) -> Self {
        Self { transportation_selections }
    }
}

/// The choice for one shipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransportationSelection {
    /// Whom the carrier calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_information: Option<ContactInformation>,
    /// The shipment.
    pub shipment_id: ShipmentId,
    /// How it travels; one of its own options.
    pub transportation_option_id: TransportationOptionId,
}

impl TransportationSelection {
    /// This shipment that way.
    pub fn new(shipment_id: ShipmentId, transportation_option_id: TransportationOptionId) -> Self {
        Self { shipment_id, transportation_option_id, contact_information: None }
    }
}

/// Choices being recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfirmTransportationOptionsResponse {
    /// The operation that records them.
    pub operation_id: OperationId,
}
