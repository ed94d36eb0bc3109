//! The wrappers: a payload, and complaints that may stand beside it.

use std::collections::BTreeMap;

use commerce_client_core::{decode::Lenient, list::List};
use serde::{Deserialize, Serialize};

use super::{Order, OrderAddress, OrderBuyerInfo, OrderItem, OrderItemBuyerInfo, OrderRegulatedInfo};
use crate::{error_list::ApiError, hidden::hidden_debug, ids::OrderId, reading::empty_is_none};

/// One page of `getOrders`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrdersResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrdersList>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrdersList {
    /// The orders.
    pub orders: Vec<Lenient<Order>>,
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The upper bound that Amazon applied to the time of the last update. Text: not always ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated_before: Option<String>,
    /// The upper bound that Amazon applied to the time of creation. Text: Amazon's own example is a number of
    /// seconds, `1.569521782042E9`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_before: Option<String>,
}

/// The answer of `getOrder`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderResponse {
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Order>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// The answer of `getOrderBuyerInfo`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderBuyerInfoResponse {
    /// Who ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrderBuyerInfo>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// The answer of `getOrderAddress`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderAddressResponse {
    /// Where the order goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrderAddress>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// One page of `getOrderItems`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderItemsResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrderItemsList>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of the items of one order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderItemsList {
    /// The items.
    pub order_items: Vec<Lenient<OrderItem>>,
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
}

/// One page of `getOrderItemsBuyerInfo`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderItemsBuyerInfoResponse {
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrderItemsBuyerInfoList>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// A page of what the buyer said about the items of one order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderItemsBuyerInfoList {
    /// One entry per item. The model requires it, yet its own example is a single entry in place of this
    /// list.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_items: List<Lenient<OrderItemBuyerInfo>>,
    /// Where the next page begins. Absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The order. The model requires it, yet its own example leaves it out.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub amazon_order_id: Option<OrderId>,
    /// What stands in place of the list, as in that example.
    #[serde(flatten)]
    pub rest: BTreeMap<String, serde_json::Value>,
}

hidden_debug! {
    OrderItemsBuyerInfoList { order_items, next_token, amazon_order_id, rest }
}

/// The answer of `getOrderRegulatedInfo`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderRegulatedInfoResponse {
    /// What the buyer filled in, and whether the order is cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<OrderRegulatedInfo>,
    /// Complaints, which may stand beside a payload.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}
