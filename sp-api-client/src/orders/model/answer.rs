//! What the operations answer.

use commerce_client_core::decode::Lenient;
use serde::{Deserialize, Serialize};

use super::Order;
use crate::reading::empty_is_none;

/// One page of orders. An order that does not decode costs that order, not the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchOrdersResponse {
    /// The orders of the page; may be empty.
    pub orders: Vec<Lenient<Order>>,
    /// How to ask for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The end of the searched span of update times, ISO 8601 in UTC, as Amazon wrote it. The next search starts
    /// here. Absent when the search was by creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated_before: Option<String>,
    /// The end of the searched span of creation times, ISO 8601 in UTC, as Amazon wrote it. Absent when the search
    /// was by update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_before: Option<String>,
}

/// How to go on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// The page token of the next page, good for 24 hours; absent (or empty, which reads as absent) on the last page.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOrderResponse {
    /// The order.
    pub order: Order,
}

/// Why Amazon refused a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorList {
    /// One entry per problem.
    pub errors: Vec<ErrorEntry>,
}

/// One problem of a request; Amazon's model names it `Error`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorEntry {
    /// What kind of problem it is, such as `InvalidInput`.
    pub code: String,
    /// The problem for people; may quote what was asked for.
    pub message: String,
    /// What may help further; often empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}
