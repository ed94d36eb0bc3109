//! What every notification has in common.

use std::{collections::BTreeMap, str::FromStr};

use chrono::{DateTime, Utc};
use commerce_client_core::{
    decode::{self, DecodeError, Lenient},
    id, open_enum, wire,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap as _};
use serde_json::{Map, Value, value::RawValue};

use super::{any_case, payload::Payload};

id! {
    /// Amazon's number of one notification. Duplicates of a notification have the same one.
    pub struct NotificationId;
}
id! {
    /// Amazon's number of a subscription: one notification type of one selling partner.
    pub struct SubscriptionId;
}
id! {
    /// Amazon's name of the application that subscribed, such as `amzn1.sellerapps.app.…`.
    pub struct ApplicationId;
}

open_enum! {
    /// What a notification is about; each type has a [`Payload`] of its own.
    pub enum NotificationType {
        /// An offer for an item that the selling partner sells changed.
        AnyOfferChanged = "ANY_OFFER_CHANGED",
        /// The application has a new client secret. Comes only over the queue named in the developer console.
        ApplicationOauthClientNewSecret = "APPLICATION_OAUTH_CLIENT_NEW_SECRET",
        /// The application's client secret runs out soon.
        ApplicationOauthClientSecretExpiry = "APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY",
        /// An offer to business customers changed.
        B2bAnyOfferChanged = "B2B_ANY_OFFER_CHANGED",
        /// The content of an item of the selling partner's brand changed.
        BrandedItemContentChange = "BRANDED_ITEM_CONTENT_CHANGE",
        /// A Data Kiosk query ended.
        DataKioskQueryProcessingFinished = "DATA_KIOSK_QUERY_PROCESSING_FINISHED",
        /// How often detail pages were viewed, by the hour.
        DetailPageTrafficEvent = "DETAIL_PAGE_TRAFFIC_EVENT",
        /// The stock of an item in Amazon's warehouses changed.
        FbaInventoryAvailabilityChanges = "FBA_INVENTORY_AVAILABILITY_CHANGES",
        /// An FBA shipment changed; Brazil (FBA Onsite) only.
        FbaOutboundShipmentStatus = "FBA_OUTBOUND_SHIPMENT_STATUS",
        /// Fees are reduced for some items.
        FeePromotion = "FEE_PROMOTION",
        /// A feed ended.
        FeedProcessingFinished = "FEED_PROCESSING_FINISHED",
        /// A multi-channel fulfilment order changed.
        FulfillmentOrderStatus = "FULFILLMENT_ORDER_STATUS",
        /// How much of an item is available, by the hour.
        ItemInventoryEventChange = "ITEM_INVENTORY_EVENT_CHANGE",
        /// An item has another product type.
        ItemProductTypeChange = "ITEM_PRODUCT_TYPE_CHANGE",
        /// How much of an item was ordered, by the hour.
        ItemSalesEventChange = "ITEM_SALES_EVENT_CHANGE",
        /// The issues of a listing changed.
        ListingsItemIssuesChange = "LISTINGS_ITEM_ISSUES_CHANGE",
        /// The stock of a merchant-fulfilled listing changed.
        ListingsItemMfnQuantityChange = "LISTINGS_ITEM_MFN_QUANTITY_CHANGE",
        /// A listing was created, deleted, or became buyable or not.
        ListingsItemStatusChange = "LISTINGS_ITEM_STATUS_CHANGE",
        /// An order was placed, moved on, or its buyer asked for a change.
        OrderChange = "ORDER_CHANGE",
        /// Retired in favour of [`OrderChange`](Self::OrderChange).
        OrderStatusChange = "ORDER_STATUS_CHANGE",
        /// An offer lost the featured place over its price.
        PricingHealth = "PRICING_HEALTH",
        /// There are new product types, or new versions of them.
        ProductTypeDefinitionsChange = "PRODUCT_TYPE_DEFINITIONS_CHANGE",
        /// A report ended.
        ReportProcessingFinished = "REPORT_PROCESSING_FINISHED",
        /// A tracked shipment reached a milestone.
        ShipmentTrackingMilestoneChanged = "SHIPMENT_TRACKING_MILESTONE_CHANGED",
        /// Money moved on the selling partner's account.
        TransactionUpdate = "TRANSACTION_UPDATE",
    }
}

/// One notification, as it stood in the body of a message.
///
/// Serializes to the same JSON: the envelope in the spelling it came in, the payload in the spelling of Amazon's
/// schema. What this version does not know of a known payload is not written; the message's own text has it
/// ([`Delivery::body`](super::Delivery::body)).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Notification {
    /// Version of the envelope, such as `1.0`. Like all of the head but type and id, `None` if it is missing or cannot
    /// be read.
    pub notification_version: Option<String>,
    /// What it is about.
    pub notification_type: NotificationType,
    /// Version of the payload, such as `1.0` or `2020-09-04`.
    pub payload_version: Option<String>,
    /// When the thing happened; UTC.
    pub event_time: Option<DateTime<Utc>>,
    /// What it says. A payload that does not fit its type costs only itself.
    pub payload: Lenient<Payload>,
    /// Where it comes from, and which one it is.
    pub metadata: NotificationMetadata,
    spelling: Spelling,
}

/// Where a notification comes from, and which one it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NotificationMetadata {
    /// The application that subscribed.
    #[serde(default, deserialize_with = "if_readable")]
    pub application_id: Option<ApplicationId>,
    /// The subscription that it was sent for.
    #[serde(default, deserialize_with = "if_readable")]
    pub subscription_id: Option<SubscriptionId>,
    /// When it was sent; UTC.
    #[serde(default, deserialize_with = "instant_if_readable")]
    pub publish_time: Option<DateTime<Utc>>,
    /// Which one it is: what duplicates have in common.
    pub notification_id: NotificationId,
}

/// How the keys of an envelope are spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Pascal,
    Camel,
}

/// The envelope without its payload.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    #[serde(default, deserialize_with = "if_readable")]
    notification_version: Option<String>,
    notification_type: NotificationType,
    #[serde(default, deserialize_with = "if_readable")]
    payload_version: Option<String>,
    #[serde(default, deserialize_with = "instant_if_readable")]
    event_time: Option<DateTime<Utc>>,
    notification_metadata: NotificationMetadata,
}

/// For what may be odd without costing the notification.
fn if_readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

fn instant_if_readable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().and_then(wire::instant::parse))
}

impl Notification {
    /// Reads the body of a message: a notification, or an EventBridge event around one.
    ///
    /// Keys may be spelt in PascalCase, camelCase or any mixture.
    ///
    /// # Errors
    /// When the body is not JSON, or lacks the type or the id. A payload that is missing or does not fit is no error:
    /// it becomes [`Lenient::Bad`]. Nor is anything else of the head: it becomes `None`.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, DecodeError> {
        let mut members: BTreeMap<String, Box<RawValue>> = decode::json(body.as_ref())?;
        if key_of(&members, "notificationType").is_none()
            && let Some(detail) = members.get("detail")
        {
            members = decode::json(detail.get().as_bytes())?;
        }
        let spelling = match key_of(&members, "notificationType") {
            Some(key) if key.starts_with('n') => Spelling::Camel,
            _ => Spelling::Pascal,
        };
        let payload = key_of(&members, "payload").and_then(|key| members.remove(&key));

        let head: Map<String, Value> = members
            .into_iter()
            .filter_map(|(key, raw)| Some((key, decode::json(raw.get().as_bytes()).ok()?)))
            .collect();
        let head: Head = any_case::decode(Value::Object(head))?;
        Ok(Self {
            notification_version: head.notification_version,
            payload: Payload::read(
                &head.notification_type,
                payload.unwrap_or_else(|| RawValue::NULL.to_owned()),
            ),
            notification_type: head.notification_type,
            payload_version: head.payload_version,
            event_time: head.event_time,
            metadata: head.notification_metadata,
            spelling,
        })
    }

    /// Which one it is: what duplicates have in common.
    pub fn id(&self) -> &NotificationId {
        &self.metadata.notification_id
    }
}

/// The member's key as it is spelt here.
fn key_of(members: &BTreeMap<String, Box<RawValue>>, name: &str) -> Option<String> {
    members.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned()
}

impl FromStr for Notification {
    type Err = DecodeError;

    fn from_str(body: &str) -> Result<Self, DecodeError> {
        Self::parse(body)
    }
}

impl Spelling {
    fn of(self, pascal: &'static str, camel: &'static str) -> &'static str {
        match self {
            Self::Pascal => pascal,
            Self::Camel => camel,
        }
    }
}

impl Serialize for Notification {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let key = |pascal, camel| self.spelling.of(pascal, camel);
        let mut map = serializer.serialize_map(None)?;
        if let Some(version) = &self.notification_version {
            map.serialize_entry(key("NotificationVersion", "notificationVersion"), version)?;
        }
        map.serialize_entry(key("NotificationType", "notificationType"), &self.notification_type)?;
        if let Some(version) = &self.payload_version {
            map.serialize_entry(key("PayloadVersion", "payloadVersion"), version)?;
        }
        if let Some(time) = self.event_time {
            map.serialize_entry(key("EventTime", "eventTime"), &wire::instant::format(time))?;
        }
        map.serialize_entry(key("Payload", "payload"), &self.payload)?;
        let metadata = SpeltMetadata(&self.metadata, self.spelling);
        map.serialize_entry(key("NotificationMetadata", "notificationMetadata"), &metadata)?;
        map.end()
    }
}

struct SpeltMetadata<'a>(&'a NotificationMetadata, Spelling);

impl Serialize for SpeltMetadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(metadata, spelling) = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(id) = &metadata.application_id {
            map.serialize_entry(spelling.of("ApplicationId", "applicationId"), id)?;
        }
        if let Some(id) = &metadata.subscription_id {
            map.serialize_entry(spelling.of("SubscriptionId", "subscriptionId"), id)?;
        }
        if let Some(time) = metadata.publish_time {
            map.serialize_entry(spelling.of("PublishTime", "publishTime"), &wire::instant::format(time))?;
        }
        let id = &metadata.notification_id;
        map.serialize_entry(spelling.of("NotificationId", "notificationId"), id)?;
        map.end()
    }
}
