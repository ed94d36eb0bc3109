//! An order that Amazon sends out of its warehouses: what is asked for, and what has become of it.

use chrono::{DateTime, Utc};
use commerce_client_core::{decode::Lenient, id, list::List, money::Money, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{
    Address, DeliveryPreferences, DeliveryWindow, FulfillmentShipment, ReturnAuthorization, ReturnItem,
};
use crate::{
    error_list::ApiError,
    hidden::partly_hidden_debug,
    ids::{MarketplaceId, SellerSku},
    money,
    reading::empty_is_none,
};

id! {
    /// The seller's own name for a fulfillment order, up to 40 characters, used once. Amazon refuses a second order
    /// of the same name.
    pub struct FulfillmentOrderId;
}

id! {
    /// The seller's own name for a line of a fulfillment order, up to 50 characters.
    pub struct FulfillmentOrderItemId;
}

/// An order to be sent out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentOrderRequest {
    /// The marketplace whose stock is used. Default: the seller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The seller's name for it.
    pub seller_fulfillment_order_id: FulfillmentOrderId,
    /// The number on the packing slip, up to 40 characters: best the one that the buyer knows.
    pub displayable_order_id: String,
    /// The date on the packing slip.
    #[serde(with = "wire::instant")]
    pub displayable_order_date: DateTime<Utc>,
    /// A line on the packing slip, up to 750 characters.
    pub displayable_order_comment: String,
    /// How fast.
    pub shipping_speed_category: ShippingSpeedCategory,
    /// When to deliver. Japan, and only with [`ScheduledDelivery`](ShippingSpeedCategory::ScheduledDelivery).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_window: Option<DeliveryWindow>,
    /// Where to.
    pub destination_address: Address,
    /// Where to leave it. Japan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_preferences: Option<DeliveryPreferences>,
    /// Whether to send it now. Default: now.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_action: Option<FulfillmentAction>,
    /// What to do when a part cannot be sent. Default: nothing is sent then.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_policy: Option<FulfillmentPolicy>,
    /// Cash on delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cod_settings: Option<CodSettings>,
    /// The country it is to leave from, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from_country_code: Option<String>,
    /// Who is told that it is on its way, up to 64 characters each.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub notification_emails: List<String>,
    /// How it is to be packed and carried.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_constraints: List<FeatureSettings>,
    /// What to send, at most 100 lines and 250 units.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<CreateFulfillmentOrderItem>,
    /// How it was paid. India needs it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_information: List<PaymentInformation>,
}

impl CreateFulfillmentOrderRequest {
    /// With what none may lack.
    pub fn new(
        seller_fulfillment_order_id: FulfillmentOrderId,
        displayable_order_id: impl Into<String>,
        displayable_order_date: DateTime<Utc>,
        displayable_order_comment: impl Into<String>,
        shipping_speed_category: ShippingSpeedCategory,
        destination_address: Address,
        items: impl IntoIterator<Item = CreateFulfillmentOrderItem>,
    ) -> Self {
        Self {
            marketplace_id: None,
            seller_fulfillment_order_id,
            displayable_order_id: displayable_order_id.into(),
            displayable_order_date,
            displayable_order_comment: displayable_order_comment.into(),
            shipping_speed_category,
            delivery_window: None,
            destination_address,
            delivery_preferences: None,
            fulfillment_action: None,
            fulfillment_policy: None,
            cod_settings: None,
            ship_from_country_code: None,
            notification_emails: List::default(),
            feature_constraints: List::default(),
            items: items.into_iter().collect(),
            payment_information: List::default(),
        }
    }
}

/// A line of an order to be sent out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentOrderItem {
    /// What, up to 50 characters.
    pub seller_sku: SellerSku,
    /// The seller's name for the line, which tells two lines of one SKU apart.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// How many units.
    pub quantity: i64,
    /// What the gift slip says, up to 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message: Option<String>,
    /// What the packing slip says about the line, up to 250 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_comment: Option<String>,
    /// Amazon's own SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// What a unit is worth. India and exports need it.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_declared_value: Option<Money>,
    /// Cash on delivery: what the carrier collects for a unit.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_price: Option<Money>,
    /// Cash on delivery: the tax on that.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_tax: Option<Money>,
}

impl CreateFulfillmentOrderItem {
    /// With what none may lack.
    pub fn new(
        seller_sku: SellerSku,
        seller_fulfillment_order_item_id: FulfillmentOrderItemId,
        quantity: i64,
    ) -> Self {
        Self {
            seller_sku,
            seller_fulfillment_order_item_id,
            quantity,
            gift_message: None,
            displayable_comment: None,
            fulfillment_network_sku: None,
            per_unit_declared_value: None,
            per_unit_price: None,
            per_unit_tax: None,
        }
    }
}

/// An order was taken.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentOrderResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What to change in an order on hold. What is absent stays.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateFulfillmentOrderRequest {
    /// The marketplace whose stock is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The number on the packing slip, up to 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_order_id: Option<String>,
    /// The date on the packing slip.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub displayable_order_date: Option<DateTime<Utc>>,
    /// A line on the packing slip, up to 750 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_order_comment: Option<String>,
    /// How fast.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_speed_category: Option<ShippingSpeedCategory>,
    /// Where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_address: Option<Address>,
    /// [`Ship`](FulfillmentAction::Ship) lets it go.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_action: Option<FulfillmentAction>,
    /// What to do when a part cannot be sent.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_policy: Option<FulfillmentPolicy>,
    /// The country it is to leave from, ISO 3166-1 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from_country_code: Option<String>,
    /// Who is told that it is on its way.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub notification_emails: List<String>,
    /// How it is to be packed and carried.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_constraints: List<FeatureSettings>,
    /// What to send.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<UpdateFulfillmentOrderItem>,
}

/// A line of an order on hold.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateFulfillmentOrderItem {
    /// What.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<SellerSku>,
    /// Which line.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// How many units.
    pub quantity: i64,
    /// What the gift slip says, up to 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message: Option<String>,
    /// What the packing slip says about the line, up to 250 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_comment: Option<String>,
    /// Amazon's own SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// `Sellable` or `Unsellable`: which units to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_item_disposition: Option<String>,
    /// What a unit is worth.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_declared_value: Option<Money>,
    /// Cash on delivery: what the carrier collects for a unit.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_price: Option<Money>,
    /// Cash on delivery: the tax on that.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_tax: Option<Money>,
}

impl UpdateFulfillmentOrderItem {
    /// With what none may lack.
    pub fn new(seller_fulfillment_order_item_id: FulfillmentOrderItemId, quantity: i64) -> Self {
        Self {
            seller_sku: None,
            seller_fulfillment_order_item_id,
            quantity,
            gift_message: None,
            displayable_comment: None,
            fulfillment_network_sku: None,
            order_item_disposition: None,
            per_unit_declared_value: None,
            per_unit_price: None,
            per_unit_tax: None,
        }
    }
}

/// An order was changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateFulfillmentOrderResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// An order was called off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelFulfillmentOrderResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A status for an order in the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubmitFulfillmentOrderStatusUpdateRequest {
    /// Which.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_order_status: Option<FulfillmentOrderStatus>,
}

/// An order in the sandbox has another status.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubmitFulfillmentOrderStatusUpdateResponse {
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// An order and what has become of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentOrderResponse {
    /// The order; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetFulfillmentOrderResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// An order and what has become of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetFulfillmentOrderResult {
    /// The order.
    pub fulfillment_order: FulfillmentOrder,
    /// Its lines.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_order_items: List<FulfillmentOrderItem>,
    /// What was, or will be, sent. A shipment that Amazon gave up stays in the list, followed by another.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_shipments: List<FulfillmentShipment>,
    /// What comes back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub return_items: List<ReturnItem>,
    /// How it comes back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub return_authorizations: List<ReturnAuthorization>,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payment_information: List<PaymentInformation>,
}

/// A page of orders.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListAllFulfillmentOrdersResponse {
    /// The orders; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<ListAllFulfillmentOrdersResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Orders without their lines.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListAllFulfillmentOrdersResult {
    /// Where the list goes on; absent or empty on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The orders.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub fulfillment_orders: List<Lenient<FulfillmentOrder>>,
}

/// An order that Amazon sends out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentOrder {
    /// The seller's name for it.
    pub seller_fulfillment_order_id: FulfillmentOrderId,
    /// The marketplace whose stock is used.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub marketplace_id: Option<MarketplaceId>,
    /// The number on the packing slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_order_id: Option<String>,
    /// The date on the packing slip.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub displayable_order_date: Option<DateTime<Utc>>,
    /// A line on the packing slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_order_comment: Option<String>,
    /// How fast.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub shipping_speed_category: Option<ShippingSpeedCategory>,
    /// When to deliver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_window: Option<DeliveryWindow>,
    /// Where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_address: Option<Address>,
    /// Whether it is on hold.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_action: Option<FulfillmentAction>,
    /// What is done when a part cannot be sent.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_policy: Option<FulfillmentPolicy>,
    /// Cash on delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cod_settings: Option<CodSettings>,
    /// When Amazon took the order.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub received_date: Option<DateTime<Utc>>,
    /// How far it has come. Amazon spells it in more than one way: see [`FulfillmentOrderStatus::known`].
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub fulfillment_order_status: Option<FulfillmentOrderStatus>,
    /// When the status last changed.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub status_updated_date: Option<DateTime<Utc>>,
    /// Who is told that it is on its way.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub notification_emails: List<String>,
    /// How it is to be packed and carried.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub feature_constraints: List<FeatureSettings>,
}

/// A line of an order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FulfillmentOrderItem {
    /// What.
    pub seller_sku: SellerSku,
    /// The seller's name for the line.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// How many units were ordered.
    pub quantity: i64,
    /// What the gift slip says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_message: Option<String>,
    /// What the packing slip says about the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayable_comment: Option<String>,
    /// Amazon's own SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_network_sku: Option<String>,
    /// Whether sellable or unsellable units are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_item_disposition: Option<String>,
    /// Units that the seller called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_quantity: Option<i64>,
    /// Units that Amazon cannot send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfulfillable_quantity: Option<i64>,
    /// When they are expected to leave. May change; absent once called off.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_ship_date: Option<DateTime<Utc>>,
    /// When they are expected to arrive. May change; absent once called off.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub estimated_arrival_date: Option<DateTime<Utc>>,
    /// Cash on delivery: what the carrier collects for a unit.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_price: Option<Money>,
    /// Cash on delivery: the tax on that.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_tax: Option<Money>,
    /// What a unit is worth.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub per_unit_declared_value: Option<Money>,
}

open_enum! {
    /// How far an order has come.
    pub enum FulfillmentOrderStatus {
        /// Taken, not checked yet.
        New = "New",
        /// Checked: it can be delivered there, and there is stock.
        Received = "Received",
        /// With the warehouses; nothing has been picked.
        Planning = "Planning",
        /// Picking has begun. It can no longer be called off.
        Processing = "Processing",
        /// Called off by the seller.
        Cancelled = "Cancelled",
        /// Everything was sent.
        Complete = "Complete",
        /// A part was sent; the rest was called off or is not to be had.
        CompletePartialled = "CompletePartialled",
        /// Nothing can be sent: there is no stock, or none in order.
        Unfulfillable = "Unfulfillable",
        /// Refused: the address, or nothing in stock.
        Invalid = "Invalid",
    }
}

open_enum! {
    /// Whether an order is sent now.
    pub enum FulfillmentAction {
        /// Now.
        Ship = "Ship",
        /// When an update says so. After 14 days Amazon calls it off.
        Hold = "Hold",
    }
}

open_enum! {
    /// What is done when a part of an order cannot be sent.
    pub enum FulfillmentPolicy {
        /// Nothing is sent. The default.
        FillOrKill = "FillOrKill",
        /// What can be is sent; the order waits for the rest.
        FillAll = "FillAll",
        /// What can be is sent; the rest is called off.
        FillAllAvailable = "FillAllAvailable",
    }
}

open_enum! {
    /// How fast an order is to be sent.
    pub enum ShippingSpeedCategory {
        /// At the usual speed.
        Standard = "Standard",
        /// Faster.
        Expedited = "Expedited",
        /// As fast as can be.
        Priority = "Priority",
        /// Within a window. Japan only.
        ScheduledDelivery = "ScheduledDelivery",
    }
}

/// Cash on delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CodSettings {
    /// Whether the carrier collects.
    pub is_cod_required: bool,
    /// What is charged for it.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub cod_charge: Option<Money>,
    /// The tax on that.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub cod_charge_tax: Option<Money>,
    /// What is charged for shipping.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub shipping_charge: Option<Money>,
    /// The tax on that.
    #[serde(default, with = "money::value_text", skip_serializing_if = "Option::is_none")]
    pub shipping_charge_tax: Option<Money>,
}

impl CodSettings {
    /// With what none may lack.
    pub fn new(is_cod_required: bool) -> Self {
        Self {
            is_cod_required,
            cod_charge: None,
            cod_charge_tax: None,
            shipping_charge: None,
            shipping_charge_tax: None,
        }
    }
}

/// How the buyer paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentInformation {
    /// The payment's number.
    pub payment_transaction_id: String,
    /// The means.
    pub payment_mode: String,
    /// When.
    #[serde(with = "wire::instant")]
    pub payment_date: DateTime<Utc>,
}

impl PaymentInformation {
    /// With what none may lack.
    pub fn new(
        payment_transaction_id: impl Into<String>,
        payment_mode: impl Into<String>,
        payment_date: DateTime<Utc>,
    ) -> Self {
        Self {
            payment_transaction_id: payment_transaction_id.into(),
            payment_mode: payment_mode.into(),
            payment_date,
        }
    }
}

/// How an order is to be packed or carried.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureSettings {
    /// Which feature, such as `BLANK_BOX`, `BLOCK_AMZL` or `SIGNATURE_CONFIRMATION`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_name: Option<String>,
    /// Whether the order may go without.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub feature_fulfillment_policy: Option<FeatureFulfillmentPolicy>,
}

open_enum! {
    /// Whether an order may go without a feature.
    pub enum FeatureFulfillmentPolicy {
        /// It is refused rather than sent without.
        Required = "Required",
        /// It may go without.
        NotRequired = "NotRequired",
    }
}

partly_hidden_debug! {
    CreateFulfillmentOrderRequest {
        shown { marketplace_id, seller_fulfillment_order_id, displayable_order_id, displayable_order_date, shipping_speed_category, delivery_window, fulfillment_action, fulfillment_policy, cod_settings, ship_from_country_code, feature_constraints, items, payment_information }
        hidden { displayable_order_comment, destination_address, delivery_preferences, notification_emails }
    }
}

partly_hidden_debug! {
    CreateFulfillmentOrderItem {
        shown { seller_sku, seller_fulfillment_order_item_id, quantity, fulfillment_network_sku, per_unit_declared_value, per_unit_price, per_unit_tax }
        hidden { gift_message, displayable_comment }
    }
}

partly_hidden_debug! {
    UpdateFulfillmentOrderRequest {
        shown { marketplace_id, displayable_order_id, displayable_order_date, shipping_speed_category, fulfillment_action, fulfillment_policy, ship_from_country_code, feature_constraints, items }
        hidden { displayable_order_comment, destination_address, notification_emails }
    }
}

partly_hidden_debug! {
    UpdateFulfillmentOrderItem {
        shown { seller_sku, seller_fulfillment_order_item_id, quantity, fulfillment_network_sku, order_item_disposition, per_unit_declared_value, per_unit_price, per_unit_tax }
        hidden { gift_message, displayable_comment }
    }
}

partly_hidden_debug! {
    FulfillmentOrder {
        shown { seller_fulfillment_order_id, marketplace_id, displayable_order_id, displayable_order_date, shipping_speed_category, delivery_window, fulfillment_action, fulfillment_policy, cod_settings, received_date, fulfillment_order_status, status_updated_date, feature_constraints }
        hidden { displayable_order_comment, destination_address, notification_emails }
    }
}

partly_hidden_debug! {
    FulfillmentOrderItem {
        shown { seller_sku, seller_fulfillment_order_item_id, quantity, fulfillment_network_sku, order_item_disposition, cancelled_quantity, unfulfillable_quantity, estimated_ship_date, estimated_arrival_date, per_unit_price, per_unit_tax, per_unit_declared_value }
        hidden { gift_message, displayable_comment }
    }
}

impl FulfillmentOrderStatus {
    /// The status that is meant: Amazon's answers have been seen with `COMPLETE` and `COMPLETE_PARTIALLED`, where the
    /// model has `Complete` and `CompletePartialled`.
    pub fn known(&self) -> Self {
        let plain = |text: &str| text.replace('_', "").to_lowercase();
        let meant = Self::KNOWN.iter().find(|known| plain(known.as_str()) == plain(self.as_str()));
        meant.unwrap_or(self).clone()
    }

    /// Whether nothing will happen to the order any more.
    pub fn is_final(&self) -> bool {
        matches!(
            self.known(),
            Self::Cancelled | Self::Complete | Self::CompletePartialled | Self::Unfulfillable | Self::Invalid
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_however_it_is_spelt() {
        let known = |text: &str| FulfillmentOrderStatus::from(text).known();
        assert_eq!(known("COMPLETE_PARTIALLED"), FulfillmentOrderStatus::CompletePartialled);
        assert_eq!(known("PROCESSING"), FulfillmentOrderStatus::Processing);
        assert!(known("TELEPORTED").is_other());
    }

    #[test]
    fn debug_does_not_show_who_an_order_goes_to() {
        let address = Address::new("Jane Doe", "1 Long Road", "98109", "US");
        let mut order = CreateFulfillmentOrderRequest::new(
            FulfillmentOrderId::new("1").unwrap(),
            "1",
            DateTime::UNIX_EPOCH,
            "For Jane",
            ShippingSpeedCategory::Standard,
            address,
            [],
        );
        order.notification_emails.push("jane@example.com".to_owned());
        let shown = format!("{order:?}");
        assert!(
            !shown.contains("Jane") && !shown.contains("Long Road") && !shown.contains("jane@"),
            "{shown}"
        );
        assert!(shown.contains("Standard"), "{shown}");
    }
}
