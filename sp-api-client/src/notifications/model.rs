//! What goes into and comes out of the Notifications API.
//!
//! # Source
//! Model `notifications`.

use commerce_client_core::{decode::Lenient, id, list::List, open_enum};
use serde::{Deserialize, Serialize};

use super::SubscriptionId;
use crate::{error_list::ApiError, ids::MarketplaceId, reading::empty_is_none};

id! {
    /// Names a destination of this application.
    pub struct DestinationId;
}

/// What `getSubscriptions` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscriptionsResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<GetSubscriptionsPayload>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `getSubscription` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscriptionResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Subscription>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `createSubscription` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSubscriptionResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Subscription>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What to be told of, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSubscriptionRequest {
    /// The layout of the payload, such as `1.0`.
    pub payload_version: String,
    /// Where notifications go.
    pub destination_id: DestinationId,
    /// Which events, and how often; all of them, at once, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_directive: Option<ProcessingDirective>,
}

impl CreateSubscriptionRequest {
    /// With what is required; the rest is set on the fields.
    pub fn new(payload_version: impl Into<String>, destination_id: DestinationId) -> Self {
        Self {
            payload_version: payload_version.into(),
            destination_id,
            processing_directive: Default::default(),
        }
    }
}

/// What `getSubscriptionById` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscriptionByIdResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Subscription>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `deleteSubscriptionById` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteSubscriptionByIdResponse {
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `sendTestNotification` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendTestNotificationResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<serde_json::Map<String, serde_json::Value>>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Which test notification, and where to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendTestNotificationRequest {
    /// Where notifications go.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub destination_id: Option<DestinationId>,
    /// Which test notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_notification: Option<TestNotification>,
}

/// What `getDestinations` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDestinationsResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub payload: List<Destination>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `createDestination` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateDestinationResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Destination>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// Where notifications can go from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateDestinationRequest {
    /// The queue or the event bus; one of the two.
    pub resource_specification: DestinationResourceSpecification,
    /// Your own name for it.
    pub name: String,
}

impl CreateDestinationRequest {
    /// With what is required; the rest is set on the fields.
    pub fn new(resource_specification: DestinationResourceSpecification, name: impl Into<String>) -> Self {
        Self { resource_specification, name: name.into() }
    }
}

/// What `getDestination` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDestinationResponse {
    /// The answer proper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Destination>,
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// What `deleteDestination` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteDestinationResponse {
    /// What went wrong, if anything did.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub errors: List<ApiError>,
}

/// One page of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscriptionsPayload {
    /// The subscriptions.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub subscriptions: List<Lenient<Subscription>>,
    /// Where the next page begins; absent or empty on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A subscription: one kind of notification, for one seller, to one destination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// Its name.
    pub subscription_id: SubscriptionId,
    /// The layout of the payload, such as `1.0`.
    pub payload_version: String,
    /// Where notifications go.
    pub destination_id: DestinationId,
    /// Which events, and how often; all of them, at once, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_directive: Option<ProcessingDirective>,
}

/// Which events, and how often; all of them, at once, if absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProcessingDirective {
    /// Which events, by their properties; not together with an expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_filter: Option<EventFilter>,
    /// Which events, as a CEL expression over the payload of at most 256 characters, such as `OrderChangeNotification.Summary.FulfillmentType == "MFN"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter_expression: Option<String>,
}

/// Which test notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TestNotification {
    /// The layout of the payload, such as `1.0`.
    pub payload_version: String,
    /// Which of Amazon's scenarios; required in effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_scenario: Option<String>,
}

impl TestNotification {
    /// With what is required; the rest is set on the fields.
    pub fn new(payload_version: impl Into<String>) -> Self {
        Self { payload_version: payload_version.into(), test_scenario: Default::default() }
    }
}

/// A place where notifications go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Destination {
    /// Your own name for it.
    pub name: String,
    /// Its name.
    pub destination_id: DestinationId,
    /// The queue or event bus behind it.
    pub resource: DestinationResource,
}

/// The queue or the event bus; one of the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DestinationResourceSpecification {
    /// An SQS queue: standard, not FIFO, and open to Amazon's account 437568002678.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sqs: Option<SqsResource>,
    /// An EventBridge bus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_bridge: Option<EventBridgeResourceSpecification>,
}

/// Which events of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventFilter {
    /// How events are gathered into one notification; each by itself if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation_settings: Option<AggregationSettings>,
    /// Only these marketplaces; all if absent.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub marketplace_ids: List<MarketplaceId>,
    /// Only these changes of orders; all if absent.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub order_change_types: List<OrderChangeFilter>,
    /// Only this shipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_identifier: Option<TrackingIdentifier>,
    /// The kind of notification that is filtered.
    pub event_filter_type: EventFilterType,
}

impl EventFilter {
    /// With what is required; the rest is set on the fields.
    pub fn new(event_filter_type: EventFilterType) -> Self {
        Self {
            event_filter_type,
            aggregation_settings: Default::default(),
            marketplace_ids: Default::default(),
            order_change_types: Default::default(),
            tracking_identifier: Default::default(),
        }
    }
}

/// The queue or event bus behind a destination.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DestinationResource {
    /// An SQS queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sqs: Option<SqsResource>,
    /// An EventBridge bus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_bridge: Option<EventBridgeResource>,
}

/// An SQS queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqsResource {
    /// Its ARN, such as `arn:aws:sqs:eu-west-1:111122223333:orders`.
    pub arn: String,
}

impl SqsResource {
    /// With what is required; the rest is set on the fields.
    pub fn new(arn: impl Into<String>) -> Self {
        Self { arn: arn.into() }
    }
}

/// An EventBridge bus to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventBridgeResourceSpecification {
    /// Its AWS region, such as `eu-west-1`.
    pub region: String,
    /// The AWS account that pays for it: 12 digits.
    pub account_id: String,
}

impl EventBridgeResourceSpecification {
    /// With what is required; the rest is set on the fields.
    pub fn new(region: impl Into<String>, account_id: impl Into<String>) -> Self {
        Self { region: region.into(), account_id: account_id.into() }
    }
}

/// How events are gathered into one notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AggregationSettings {
    /// Over how long; for each item of each marketplace.
    pub aggregation_time_period: AggregationTimePeriod,
}

impl AggregationSettings {
    /// With what is required; the rest is set on the fields.
    pub fn new(aggregation_time_period: AggregationTimePeriod) -> Self {
        Self { aggregation_time_period }
    }
}

/// One shipment, by one of its numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingIdentifier {
    /// Amazon's own tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The air cargo shipment number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acsin: Option<String>,
    /// The fulfillment tracking number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aftn: Option<String>,
    /// The container's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_number: Option<String>,
    /// The house bill of lading's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house_bill_of_lading_number: Option<String>,
    /// The carrier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_tracking: Option<TrackingIdentifierCarrierTracking>,
}

/// An EventBridge bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventBridgeResource {
    /// The partner event source to associate with a bus.
    pub name: String,
    /// Its AWS region.
    pub region: String,
    /// The AWS account that pays for it: 12 digits.
    pub account_id: String,
}

/// A carrier's tracking number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrackingIdentifierCarrierTracking {
    /// The number.
    pub tracking_number: String,
    /// Whose number it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_code: Option<String>,
}

open_enum! {
    /// What changed about an order.
    pub enum OrderChangeFilter {
        BuyerRequestedChange = "BuyerRequestedChange",
        DeliveryTipChange = "DeliveryTipChange",
        OrderStatusChange = "OrderStatusChange",
    }
}

open_enum! {
    /// Kinds of notification that can be filtered.
    pub enum EventFilterType {
        AnyOfferChanged = "ANY_OFFER_CHANGED",
        OrderChange = "ORDER_CHANGE",
        ShipmentTrackingMilestoneChanged = "SHIPMENT_TRACKING_MILESTONE_CHANGED",
    }
}

open_enum! {
    /// Over how long events are gathered.
    pub enum AggregationTimePeriod {
        /// One every five minutes at most.
        FiveMinutes = "FiveMinutes",
        /// One every ten minutes at most.
        TenMinutes = "TenMinutes",
    }
}
