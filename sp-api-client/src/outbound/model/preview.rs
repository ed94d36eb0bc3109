//! What an order would cost and when it would arrive.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{Address, DeliveryWindow, FeatureSettings, FulfillmentOrderItemId, ShippingSpeedCategory};
use crate::{
    error_list::ApiError,
    hidden::partly_hidden_debug,
    ids::{MarketplaceId, SellerSku},
    money,
    reading::empty_is_none,
};

/// An order that might be placed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentPreviewRequest {
    /// The marketplace whose stock would be used. Default: the seller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// Where to.
    pub address: Address,
    /// What, at most 100 lines and 250 units.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<GetFulfillmentPreviewItem>,
    /// How fast. Default: at every speed there is.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_speed_categories: List<ShippingSpeedCategory>,
    /// Whether with cash on delivery, too.
    #[serde(rename = "includeCODFulfillmentPreview", default, skip_serializing_if = "Option::is_none")]
    pub include_cod_fulfillment_preview: Option<bool>,
    /// Whether to tell delivery windows. Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub include_delivery_windows: Option<bool>,
    /// How it is to be packed and carried.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_constraints: List<FeatureSettings>,
}

impl GetFulfillmentPreviewRequest {
    /// With what none may lack.
    pub fn new(address: Address, items: impl IntoIterator<Item = GetFulfillmentPreviewItem>) -> Self {
        Self {
            marketplace_id: None,
            address,
            items: items.into_iter().collect(),
            shipping_speed_categories: List::default(),
            include_cod_fulfillment_preview: None,
            include_delivery_windows: None,
            feature_constraints: List::default(),
        }
    }
}

/// A line of an order that might be placed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentPreviewItem {
    /// What.
    pub seller_sku: SellerSku,
    /// How many units.
    pub quantity: i64,
    /// What a unit is worth. India and exports need it.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_declared_value: Option<Money>,
    /// The seller's name for the line.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
}

impl GetFulfillmentPreviewItem {
    /// With what none may lack.
    pub fn new(
        seller_sku: SellerSku,
        quantity: i64,
        seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    ) -> Self {
        Self { seller_sku, quantity, per_unit_declared_value: None, seller_fulfillment_order_item_id }
    }
}

/// What an order would come to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentPreviewResponse {
    /// The previews; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetFulfillmentPreviewResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What an order would come to at each speed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentPreviewResult {
    /// One for each speed.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_previews: List<FulfillmentPreview>,
}

/// What an order would come to at one speed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentPreview {
    /// The speed.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_speed_category: Option<ShippingSpeedCategory>,
    /// When it could be delivered. Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery_info: Option<ScheduledDeliveryInfo>,
    /// Whether it can be sent at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_fulfillable: Option<bool>,
    /// Whether this is with cash on delivery.
    #[serde(rename = "isCODCapable", default, skip_serializing_if = "Option::is_none")]
    pub is_cod_capable: Option<bool>,
    /// How heavy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_shipping_weight: Option<Weight>,
    /// What Amazon would charge. Not in India.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub estimated_fees: List<Fee>,
    /// How it would be split.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_preview_shipments: List<FulfillmentPreviewShipment>,
    /// What cannot be sent.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub unfulfillable_preview_items: List<UnfulfillablePreviewItem>,
    /// Why it cannot be sent, such as `InvalidDestinationAddress`.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_unfulfillable_reasons: List<String>,
    /// The marketplace whose stock would be used.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// How it would be packed and carried.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_constraints: List<FeatureSettings>,
}

/// A part that would go together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentPreviewShipment {
    /// When it would leave, at the earliest.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_ship_date: Option<DateTime<Utc>>,
    /// When it would leave, at the latest.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_ship_date: Option<DateTime<Utc>>,
    /// When it would arrive, at the earliest.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub earliest_arrival_date: Option<DateTime<Utc>>,
    /// When it would arrive, at the latest.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub latest_arrival_date: Option<DateTime<Utc>>,
    /// Why a date is not known.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub shipping_notes: List<String>,
    /// What would be in it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_preview_items: List<FulfillmentPreviewItem>,
}

/// Units that would be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentPreviewItem {
    /// What.
    pub seller_sku: SellerSku,
    /// How many units.
    pub quantity: i64,
    /// The seller's name for the line.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// How heavy one of them is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_shipping_weight: Option<Weight>,
    /// Of what the weight is reckoned.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_weight_calculation_method: Option<ShippingWeightCalculationMethod>,
}

open_enum! {
    /// Of what a shipping weight is reckoned.
    pub enum ShippingWeightCalculationMethod {
        /// What the units weigh.
        Package = "Package",
        /// The room they take.
        Dimensional = "Dimensional",
    }
}

/// Units that cannot be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnfulfillablePreviewItem {
    /// What.
    pub seller_sku: SellerSku,
    /// How many units.
    pub quantity: i64,
    /// The seller's name for the line.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// Why not.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub item_unfulfillable_reasons: List<String>,
}

/// When an order could be delivered. Japan only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduledDeliveryInfo {
    /// The zone at the address, an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_time_zone: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub delivery_windows: List<DeliveryWindow>,
}

/// An estimated fee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Fee {
    /// For what.
    pub name: FeeName,
    /// How much.
    #[serde(with = "money::value_text")]
    pub amount: Money,
}

open_enum! {
    /// What Amazon charges for sending an order.
    pub enum FeeName {
        /// For each unit.
        PerUnit = "FBAPerUnitFulfillmentFee",
        /// For the order.
        PerOrder = "FBAPerOrderFulfillmentFee",
        /// For the way.
        Transportation = "FBATransportationFee",
        /// For cash on delivery.
        CashOnDelivery = "FBAFulfillmentCODFee",
    }
}

/// A weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Weight {
    /// In what.
    pub unit: WeightUnit,
    /// How much, as Amazon writes it.
    pub value: String,
}

open_enum! {
    /// What weights are in.
    pub enum WeightUnit {
        /// Kilograms.
        Kg = "KG",
        /// Kilograms.
        Kilograms = "KILOGRAMS",
        /// Pounds.
        Lb = "LB",
        /// Pounds.
        Pounds = "POUNDS",
    }
}

partly_hidden_debug! {
    GetFulfillmentPreviewRequest {
        shown { marketplace_id, items, shipping_speed_categories, include_cod_fulfillment_preview, include_delivery_windows, feature_constraints }
        hidden { address }
    }
}
