//! What comes back of orders that Amazon sent out.

use chrono::{DateTime, Utc};
use commerce_client_core::{list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use super::{Address, FulfillmentOrderItemId};
use crate::{error_list::ApiError, hidden::partly_hidden_debug, reading::empty_is_none};

/// What is to come back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentReturnRequest {
    /// The units, each by itself.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub items: List<CreateReturnItem>,
}

impl CreateFulfillmentReturnRequest {
    /// With what none may lack.
    pub fn new(items: impl IntoIterator<Item = CreateReturnItem>) -> Self {
        Self { items: items.into_iter().collect() }
    }
}

/// A unit that is to come back.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateReturnItem {
    /// The seller's name for it, up to 80 characters.
    pub seller_return_item_id: String,
    /// The line of the order.
    pub seller_fulfillment_order_item_id: FulfillmentOrderItemId,
    /// The shipment it was in.
    pub amazon_shipment_id: String,
    /// Why: a code of [`list_return_reason_codes`](crate::outbound::Outbound::list_return_reason_codes).
    pub return_reason_code: String,
    /// More about it, up to 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_comment: Option<String>,
}

impl CreateReturnItem {
    /// With what none may lack.
    pub fn new(
        seller_return_item_id: impl Into<String>,
        seller_fulfillment_order_item_id: FulfillmentOrderItemId,
        amazon_shipment_id: impl Into<String>,
        return_reason_code: impl Into<String>,
    ) -> Self {
        Self {
            seller_return_item_id: seller_return_item_id.into(),
            seller_fulfillment_order_item_id,
            amazon_shipment_id: amazon_shipment_id.into(),
            return_reason_code: return_reason_code.into(),
            return_comment: None,
        }
    }
}

/// What may come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentReturnResponse {
    /// What was decided; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<CreateFulfillmentReturnResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What may come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateFulfillmentReturnResult {
    /// What may.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub return_items: List<ReturnItem>,
    /// What may not.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub invalid_return_items: List<InvalidReturnItem>,
    /// How it comes back.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub return_authorizations: List<ReturnAuthorization>,
}

/// A unit that may come back.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReturnItem {
    /// The seller's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_return_item_id: Option<String>,
    /// The line of the order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_fulfillment_order_item_id: Option<FulfillmentOrderItemId>,
    /// The shipment it was in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_shipment_id: Option<String>,
    /// Why, as the seller says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_return_reason_code: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_comment: Option<String>,
    /// Why, as the warehouse says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_return_reason_code: Option<String>,
    /// Whether it has arrived.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<FulfillmentReturnItemStatus>,
    /// Since when.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub status_changed_date: Option<DateTime<Utc>>,
    /// How it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_authorization_id: Option<String>,
    /// In what condition it arrived.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub return_received_condition: Option<ReturnItemDisposition>,
    /// Where it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_center_id: Option<String>,
}

open_enum! {
    /// Whether a return has arrived.
    pub enum FulfillmentReturnItemStatus {
        /// Not yet.
        New = "New",
        /// It has, and was looked at.
        Processed = "Processed",
    }
}

open_enum! {
    /// In what condition a return arrived.
    pub enum ReturnItemDisposition {
        /// As good as new.
        Sellable = "Sellable",
        /// Faulty.
        Defective = "Defective",
        /// Damaged by the buyer or the seller.
        CustomerDamaged = "CustomerDamaged",
        /// Damaged by the carrier.
        CarrierDamaged = "CarrierDamaged",
        /// Damaged by Amazon.
        FulfillerDamaged = "FulfillerDamaged",
    }
}

/// A unit that may not come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InvalidReturnItem {
    /// The seller's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_return_item_id: Option<String>,
    /// The line of the order.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub seller_fulfillment_order_item_id: Option<FulfillmentOrderItemId>,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid_item_reason: Option<InvalidItemReason>,
}

/// Why a unit may not come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InvalidItemReason {
    /// In a word.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub invalid_item_reason_code: Option<InvalidItemReasonCode>,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

open_enum! {
    /// Why a unit may not come back.
    pub enum InvalidItemReasonCode {
        /// No order has it.
        InvalidValues = "InvalidValues",
        /// It was asked for before.
        DuplicateRequest = "DuplicateRequest",
        /// It has not been sent yet.
        NoCompletedShipItems = "NoCompletedShipItems",
        /// Every unit of the line is on its way back already.
        NoReturnableQuantity = "NoReturnableQuantity",
    }
}

/// How units come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReturnAuthorization {
    /// Amazon's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_authorization_id: Option<String>,
    /// Where they go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_center_id: Option<String>,
    /// The address there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to_address: Option<Address>,
    /// What the warehouse wants to read on the parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_rma_id: Option<String>,
    /// A page with the label to print; postage is not paid.
    #[serde(rename = "rmaPageURL", default, skip_serializing_if = "Option::is_none")]
    pub rma_page_url: Option<String>,
}

/// Reasons for a return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListReturnReasonCodesResponse {
    /// The reasons; absent when Amazon refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<ListReturnReasonCodesResult>,
    /// What went wrong; absent when nothing did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Reasons for a return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListReturnReasonCodesResult {
    /// The reasons.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub reason_code_details: List<ReasonCodeDetails>,
}

/// A reason for a return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReasonCodeDetails {
    /// The code.
    pub return_reason_code: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The same in the language that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated_description: Option<String>,
}

partly_hidden_debug! {
    CreateReturnItem {
        shown { seller_return_item_id, seller_fulfillment_order_item_id, amazon_shipment_id, return_reason_code }
        hidden { return_comment }
    }
}

partly_hidden_debug! {
    ReturnItem {
        shown { seller_return_item_id, seller_fulfillment_order_item_id, amazon_shipment_id, seller_return_reason_code, amazon_return_reason_code, status, status_changed_date, return_authorization_id, return_received_condition, fulfillment_center_id }
        hidden { return_comment }
    }
}
