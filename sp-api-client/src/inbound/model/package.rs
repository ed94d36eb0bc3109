//! Boxes and pallets.

use commerce_client_core::{decode::Lenient, list::List, open_enum, wire};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{BoxId, Item, ItemInput, PackageId, Pagination, Region};
use crate::reading::empty_is_none;

/// Boxes that are all alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BoxInput {
    /// How Amazon learns what is in them.
    pub content_information_source: BoxContentInformationSource,
    /// The outside of one box.
    pub dimensions: Dimensions,
    /// What is in one box. Must be empty unless the contents are given here: see the information source.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<ItemInput>,
    /// How many such boxes, 1 to 10,000.
    pub quantity: i64,
    /// The weight of one box, full.
    pub weight: Weight,
}

impl BoxInput {
    /// So many boxes, all with this outside and weight.
    pub fn new(
        content_information_source: BoxContentInformationSource,
        dimensions: Dimensions,
        weight: Weight,
        quantity: i64,
    ) -> Self {
        Self { content_information_source, dimensions, items: List::default(), quantity, weight }
    }
}

/// Boxes that are all alike, as Amazon knows them. Amazon's model calls it `Box`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackedBox {
    /// What the label says; absent before the transport is confirmed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub box_id: Option<BoxId>,
    /// How Amazon learns what is in it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub content_information_source: Option<BoxContentInformationSource>,
    /// Roughly where it will go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_region: Option<Region>,
    /// The outside of one box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// Another number on the box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_container_identifier: Option<String>,
    /// Whose number that is.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub external_container_identifier_type: Option<ContainerIdentifierType>,
    /// What is in one box.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<Item>,
    /// The box within this API.
    pub package_id: PackageId,
    /// How many such boxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// The name of the box template it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_name: Option<String>,
    /// The weight of one box, full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// Pallets that are all alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PalletInput {
    /// The outside of one pallet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// How many such pallets, 1 to 10,000.
    pub quantity: i64,
    /// Whether others may stand on it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub stackability: Option<Stackability>,
    /// The weight of one pallet, loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

impl PalletInput {
    /// So many pallets.
    pub fn new(quantity: i64) -> Self {
        Self { quantity, dimensions: None, stackability: None, weight: None }
    }
}

/// Pallets that are all alike, as Amazon knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pallet {
    /// The outside of one pallet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// The pallet within this API.
    pub package_id: PackageId,
    /// How many such pallets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// Whether others may stand on it.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub stackability: Option<Stackability>,
    /// The weight of one pallet, loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// The outside of a package. Each side is 0 to 100,000.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dimensions {
    /// How high.
    #[serde(with = "wire::decimal_number")]
    pub height: Decimal,
    /// How long.
    #[serde(with = "wire::decimal_number")]
    pub length: Decimal,
    /// The unit of all three sides.
    pub unit_of_measurement: UnitOfMeasurement,
    /// How wide.
    #[serde(with = "wire::decimal_number")]
    pub width: Decimal,
}

impl Dimensions {
    /// Length by width by height.
    pub fn new(
        length: Decimal,
        width: Decimal,
        height: Decimal,
        unit_of_measurement: UnitOfMeasurement,
    ) -> Self {
        Self { height, length, unit_of_measurement, width }
    }
}

/// The weight of a package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Weight {
    /// The unit.
    pub unit: UnitOfWeight,
    /// How much, 0 to 100,000 of the unit.
    #[serde(with = "wire::decimal_number")]
    pub value: Decimal,
}

impl Weight {
    /// So many pounds or kilograms.
    pub fn new(value: Decimal, unit: UnitOfWeight) -> Self {
        Self { unit, value }
    }
}

open_enum! {
    /// A unit of length.
    pub enum UnitOfMeasurement {
        Inches = "IN",
        Centimeters = "CM",
    }
}

open_enum! {
    /// A unit of weight.
    pub enum UnitOfWeight {
        Pounds = "LB",
        Kilograms = "KG",
    }
}

open_enum! {
    /// How Amazon learns what is in a box.
    pub enum BoxContentInformationSource {
        /// From the list of items sent through this API.
        BoxContentProvided = "BOX_CONTENT_PROVIDED",
        /// By opening the box, for which Amazon charges. The list of items must be empty.
        ManualProcess = "MANUAL_PROCESS",
        /// From a 2D barcode on the box. The list of items must be empty.
        Barcode2D = "BARCODE_2D",
    }
}

open_enum! {
    /// Whether another pallet may stand on this one.
    pub enum Stackability {
        /// One may.
        Stackable = "STACKABLE",
        /// None may.
        NonStackable = "NON_STACKABLE",
    }
}

open_enum! {
    /// Whose number a box carries.
    pub enum ContainerIdentifierType {
        /// Amazon's.
        Amazon = "AMAZON",
        /// The serial shipping container code of GS1, 18 digits.
        Sscc = "SSCC",
    }
}

/// A page of a plan's boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListInboundPlanBoxesResponse {
    /// The boxes.
    pub boxes: Vec<Lenient<PackedBox>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A page of a plan's pallets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListInboundPlanPalletsResponse {
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The pallets.
    pub pallets: Vec<Lenient<Pallet>>,
}

/// A page of the boxes given for a packing group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPackingGroupBoxesResponse {
    /// The boxes.
    pub boxes: Vec<Lenient<PackedBox>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A page of a shipment's boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListShipmentBoxesResponse {
    /// The boxes.
    pub boxes: Vec<Lenient<PackedBox>>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A page of a shipment's pallets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListShipmentPalletsResponse {
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The pallets.
    pub pallets: Vec<Lenient<Pallet>>,
}
