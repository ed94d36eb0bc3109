//! Where orders go. Tells who a person is, so that `Debug` shows only what is there.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use commerce_client_core::{open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::hidden::{hidden_debug, partly_hidden_debug};

/// An address.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// The person or business.
    pub name: String,
    /// Street and number.
    pub address_line1: String,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// The city. Everywhere but in Japan it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// The state or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The postal code; text, with leading zeros and signs.
    pub postal_code: String,
    /// The country, ISO 3166-1 in two letters.
    pub country_code: String,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Address {
    /// With what none may lack.
    pub fn new(
        name: impl Into<String>,
        address_line1: impl Into<String>,
        postal_code: impl Into<String>,
        country_code: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            address_line1: address_line1.into(),
            address_line2: None,
            address_line3: None,
            city: None,
            district_or_county: None,
            state_or_region: None,
            postal_code: postal_code.into(),
            country_code: country_code.into(),
            phone: None,
        }
    }
}

/// How to leave an order at its door. Japan only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryPreferences {
    /// What the carrier should know, up to 250 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_instructions: Option<String>,
    /// Where to leave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop_off_location: Option<DropOffLocation>,
}

/// Where an order is, or was, left.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DropOffLocation {
    /// What kind of place.
    #[serde(rename = "type")]
    pub kind: DropOffLocationKind,
    /// More of it: a neighbour's name and house number with
    /// [`FallbackNeighborDelivery`](DropOffLocationKind::FallbackNeighborDelivery).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl DropOffLocation {
    /// With what none may lack.
    pub fn new(kind: DropOffLocationKind) -> Self {
        Self { kind, attributes: BTreeMap::new() }
    }
}

open_enum! {
    /// Where an order may be left.
    pub enum DropOffLocationKind {
        /// At the front door.
        FrontDoor = "FRONT_DOOR",
        /// In a box for parcels.
        DeliveryBox = "DELIVERY_BOX",
        /// In the box of the gas meter.
        GasMeterBox = "GAS_METER_BOX",
        /// In a bicycle's basket.
        BicycleBasket = "BICYCLE_BASKET",
        /// In the garage.
        Garage = "GARAGE",
        /// At the reception.
        Receptionist = "RECEPTIONIST",
        /// With a neighbour, if nobody opens.
        FallbackNeighborDelivery = "FALLBACK_NEIGHBOR_DELIVERY",
        /// Nowhere: only into somebody's hands.
        DoNotLeaveUnattended = "DO_NOT_LEAVE_UNATTENDED",
    }
}

/// When to deliver. Japan only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryWindow {
    /// Not before.
    #[serde(with = "wire::instant")]
    pub start_date: DateTime<Utc>,
    /// Not after.
    #[serde(with = "wire::instant")]
    pub end_date: DateTime<Utc>,
}

impl DeliveryWindow {
    /// With what none may lack.
    pub fn new(start_date: DateTime<Utc>, end_date: DateTime<Utc>) -> Self {
        Self { start_date, end_date }
    }
}

/// An address, as much of it as is known.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VariablePrecisionAddress {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// The city. Not in Japan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The district or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    /// The state or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    /// The postal code.
    pub postal_code: String,
    /// The country, ISO 3166-1 in two letters.
    pub country_code: String,
}

impl VariablePrecisionAddress {
    /// With what none may lack.
    pub fn new(postal_code: impl Into<String>, country_code: impl Into<String>) -> Self {
        Self {
            address_line1: None,
            address_line2: None,
            address_line3: None,
            city: None,
            district_or_county: None,
            state_or_region: None,
            postal_code: postal_code.into(),
            country_code: country_code.into(),
        }
    }
}

hidden_debug! {
    Address { name, address_line1, address_line2, address_line3, city, district_or_county, state_or_region, postal_code, country_code, phone }
}

hidden_debug! {
    DeliveryPreferences { delivery_instructions, drop_off_location }
}

partly_hidden_debug! {
    DropOffLocation {
        shown { kind }
        hidden { attributes }
    }
}

hidden_debug! {
    VariablePrecisionAddress { address_line1, address_line2, address_line3, city, district_or_county, state_or_region, postal_code, country_code }
}
