//! The Notifications API v1: destinations, subscriptions, and what would be sent to them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi, NOTIFICATIONS_SCOPE,
    call::{Query, field, iso},
    routes::{Api, Route},
    shape::{Shape, TEXT, optional, required},
};

const SUBSCRIPTION: &str = "/notifications/v1/subscriptions/{notificationType}";
const SUBSCRIPTION_BY_ID: &str = "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}";
const DESTINATION: &str = "/notifications/v1/destinations/{destinationId}";

pub(super) const API: Api = Api {
    model: "notifications",
    routes: &[
        Route::get("getSubscriptions", "/notifications/v1/subscriptions", 1.0, 5),
        Route::get("getSubscription", SUBSCRIPTION, 1.0, 5),
        Route::post("createSubscription", SUBSCRIPTION, 1.0, 5),
        Route::get("getSubscriptionById", SUBSCRIPTION_BY_ID, 1.0, 5).grantless(NOTIFICATIONS_SCOPE),
        Route::delete("deleteSubscriptionById", SUBSCRIPTION_BY_ID, 1.0, 5).grantless(NOTIFICATIONS_SCOPE),
        Route::post(
            "sendTestNotification",
            "/notifications/v1/subscriptions/{notificationType}/testNotification",
            1.0,
            5,
        )
        .grantless(NOTIFICATIONS_SCOPE),
        Route::get("getDestinations", "/notifications/v1/destinations", 1.0, 5)
            .grantless(NOTIFICATIONS_SCOPE),
        Route::post("createDestination", "/notifications/v1/destinations", 1.0, 5)
            .grantless(NOTIFICATIONS_SCOPE),
        Route::get("getDestination", DESTINATION, 1.0, 5).grantless(NOTIFICATIONS_SCOPE),
        Route::delete("deleteDestination", DESTINATION, 1.0, 5).grantless(NOTIFICATIONS_SCOPE),
    ],
    answer,
};

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getSubscriptions" => get_subscriptions(call, amazon),
        "getSubscription" => get_subscription(call, amazon),
        "createSubscription" => create_subscription(call, amazon),
        "getSubscriptionById" => get_subscription_by_id(call, amazon),
        "deleteSubscriptionById" => delete_subscription_by_id(call, amazon),
        "sendTestNotification" => send_test_notification(call, amazon),
        "getDestinations" => Ok(get_destinations(call, amazon)),
        "createDestination" => create_destination(call, amazon),
        "getDestination" => get_destination(call, amazon),
        _ => delete_destination(call, amazon),
    }
}

const TYPES: &[&str] = &[
    "ACCOUNT_STATUS_CHANGED",
    "ANY_OFFER_CHANGED",
    "APPLICATION_OAUTH_CLIENT_NEW_SECRET",
    "APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY",
    "B2B_ANY_OFFER_CHANGED",
    "BRANDED_ITEM_CONTENT_CHANGE",
    "DATA_KIOSK_QUERY_PROCESSING_FINISHED",
    "DETAIL_PAGE_TRAFFIC_EVENT",
    "EXTERNAL_FULFILLMENT_SHIPMENT_STATUS_CHANGE",
    "FBA_INVENTORY_AVAILABILITY_CHANGES",
    "FBA_OUTBOUND_SHIPMENT_STATUS",
    "FEED_PROCESSING_FINISHED",
    "FEE_PROMOTION",
    "FULFILLMENT_ORDER_STATUS",
    "ITEM_INVENTORY_EVENT_CHANGE",
    "ITEM_PRODUCT_TYPE_CHANGE",
    "ITEM_SALES_EVENT_CHANGE",
    "LISTINGS_ITEM_ISSUES_CHANGE",
    "LISTINGS_ITEM_MFN_QUANTITY_CHANGE",
    "LISTINGS_ITEM_STATUS_CHANGE",
    "ORDER_CHANGE",
    "PRICING_HEALTH",
    "PRODUCT_TYPE_DEFINITIONS_CHANGE",
    "REPORT_PROCESSING_FINISHED",
    "SHIPMENT_TRACKING_MILESTONE_CHANGED",
    "TRANSACTION_UPDATE",
];

/// Types whose notifications spell their members in camelCase, with the version and the member of their payload.
const CAMEL_CASE: &[(&str, &str, &str)] = &[
    ("REPORT_PROCESSING_FINISHED", "2020-09-04", "reportProcessingFinishedNotification"),
    ("FEED_PROCESSING_FINISHED", "2020-09-04", "feedProcessingFinishedNotification"),
];

/// Types that can be subscribed to in a version beside 1.0.
const NEWER_VERSIONS: &[(&str, &str)] = &[
    ("DATA_KIOSK_QUERY_PROCESSING_FINISHED", "2023-11-15"),
    ("DETAIL_PAGE_TRAFFIC_EVENT", "2020-09-04"),
    ("FEED_PROCESSING_FINISHED", "2020-09-04"),
    ("ITEM_INVENTORY_EVENT_CHANGE", "2020-09-04"),
    ("ITEM_SALES_EVENT_CHANGE", "2020-09-04"),
    ("LISTINGS_ITEM_ISSUES_CHANGE", "2023-12-13"),
    ("REPORT_PROCESSING_FINISHED", "2020-09-04"),
];

const MARKETPLACES: Shape = Shape::List(&TEXT, 0, usize::MAX);

/// The types that have an event filter, its shape, and the members that it may have.
const EVENT_FILTERS: &[(&str, Shape, &[&str])] = &[
    (
        "ANY_OFFER_CHANGED",
        Shape::Object(&[
            optional("marketplaceIds", MARKETPLACES),
            optional(
                "aggregationSettings",
                Shape::Object(&[required(
                    "aggregationTimePeriod",
                    Shape::OneOf(&["FiveMinutes", "TenMinutes"]),
                )]),
            ),
        ]),
        &["marketplaceIds", "aggregationSettings"],
    ),
    (
        "ORDER_CHANGE",
        Shape::Object(&[
            optional("marketplaceIds", MARKETPLACES),
            optional(
                "orderChangeTypes",
                Shape::List(
                    &Shape::OneOf(&["BuyerRequestedChange", "DeliveryTipChange", "OrderStatusChange"]),
                    0,
                    usize::MAX,
                ),
            ),
        ]),
        &["marketplaceIds", "orderChangeTypes"],
    ),
    (
        "SHIPMENT_TRACKING_MILESTONE_CHANGED",
        Shape::Object(&[optional("trackingIdentifier", Shape::Object(&[]))]),
        &["trackingIdentifier"],
    ),
];

/// A notification on its way to a destination.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SentNotification {
    /// The destination of the subscription.
    pub destination_id: String,
    /// What arrives there: the body of an SQS message, or the `detail` of an EventBridge event.
    pub body: Value,
}

impl FakeSpApi {
    /// Subscribes a seller to a type of notifications, at a destination of its own; the id of the destination.
    ///
    /// The same can be had through the API with `createDestination` and `createSubscription`.
    pub fn subscribe(&self, seller_id: &str, notification_type: &str) -> String {
        let mut state = self.settled();
        let client_id =
            state.sellers.get(seller_id).map(|seller| seller.client_id.clone()).unwrap_or_default();
        let Amazon { notifications, numbers, .. } = &mut state.amazon;
        let destination_id = numbers.uuid();
        let arn = format!("arn:aws:sqs:us-east-1:123456789012:{notification_type}-{}", numbers.next());
        let destination = Destination {
            client_id: client_id.clone(),
            name: notification_type.to_owned(),
            resource: json!({ "sqs": { "arn": arn } }),
        };
        notifications.destinations.insert(destination_id.clone(), destination);
        let subscription = Subscription {
            seller_id: seller_id.to_owned(),
            client_id,
            kind: notification_type.to_owned(),
            payload_version: version_of(notification_type).to_owned(),
            destination_id: destination_id.clone(),
            directive: None,
        };
        notifications.subscriptions.insert(numbers.uuid(), subscription);
        destination_id
    }

    /// Everything that has been sent to subscriptions since the last look: reports and feeds that have finished, orders
    /// that were put or changed, test notifications. In the order of sending.
    pub fn take_notifications(&self) -> Vec<SentNotification> {
        let mut sent = std::mem::take(&mut self.settled().amazon.notifications.sent);
        // What was due between two looks has been brought about API by API.
        sent.sort_by_key(|(at, _)| *at);
        sent.into_iter().map(|(_, notification)| notification).collect()
    }
}

/// What the API knows of every application.
#[derive(Debug, Default)]
pub(super) struct Store {
    destinations: BTreeMap<String, Destination>,
    subscriptions: BTreeMap<String, Subscription>,
    /// The places after which pages go on, by token.
    pages: BTreeMap<String, (Query, String)>,
    /// With the time of sending.
    sent: Vec<(DateTime<Utc>, SentNotification)>,
}

#[derive(Debug)]
struct Destination {
    client_id: String,
    name: String,
    resource: Value,
}

#[derive(Debug, Clone)]
struct Subscription {
    seller_id: String,
    client_id: String,
    kind: String,
    payload_version: String,
    destination_id: String,
    directive: Option<Value>,
}

impl Destination {
    fn json(&self, id: &str) -> Value {
        json!({ "destinationId": id, "name": self.name, "resource": self.resource })
    }
}

impl Subscription {
    fn json(&self, id: &str) -> Value {
        let mut json = json!({
            "subscriptionId": id,
            "payloadVersion": self.payload_version,
            "destinationId": self.destination_id,
        });
        if let Some(directive) = &self.directive {
            json["processingDirective"] = directive.clone();
        }
        json
    }
}

impl Subscription {
    /// Whether the event filter lets a notification through. Only changes of orders are both filtered and sent here.
    fn wants(&self, payload: &Value) -> bool {
        let Some(filter) = self.directive.as_ref().map(|directive| &directive["eventFilter"]) else {
            return true;
        };
        let passes = |name: &str, value: &Value| {
            filter[name].as_array().is_none_or(|wanted| wanted.is_empty() || wanted.contains(value))
        };
        passes("marketplaceIds", &payload["Summary"]["MarketplaceId"])
            && passes("orderChangeTypes", &payload["OrderChangeType"])
    }
}

/// Sends `payload` to everyone who has subscribed to it. `payload` is what stands inside the type's own member.
pub(super) fn publish(amazon: &mut Amazon, seller_id: &str, kind: &str, payload: Value, at: DateTime<Utc>) {
    let Amazon { notifications, numbers, .. } = amazon;
    let wanted = |subscription: &Subscription| {
        subscription.seller_id == seller_id && subscription.kind == kind && subscription.wants(&payload)
    };
    for (id, subscription) in notifications.subscriptions.iter().filter(|(_, one)| wanted(one)) {
        let body = envelope(kind, id, &subscription.client_id, &numbers.uuid(), payload.clone(), at);
        let destination_id = subscription.destination_id.clone();
        notifications.sent.push((at, SentNotification { destination_id, body }));
    }
}

/// Whether anyone wants notifications of this type.
pub(super) fn is_wanted(amazon: &Amazon, seller_id: &str, kind: &str) -> bool {
    let mut subscriptions = amazon.notifications.subscriptions.values();
    subscriptions.any(|subscription| subscription.seller_id == seller_id && subscription.kind == kind)
}

fn version_of(kind: &str) -> &'static str {
    CAMEL_CASE.iter().find(|(name, ..)| *name == kind).map_or("1.0", |(_, version, _)| version)
}

fn envelope(
    kind: &str,
    subscription_id: &str,
    client_id: &str,
    id: &str,
    payload: Value,
    at: DateTime<Utc>,
) -> Value {
    let time = iso(at);
    if let Some((_, version, member)) = CAMEL_CASE.iter().find(|(name, ..)| *name == kind) {
        return json!({
            "notificationVersion": version,
            "notificationType": kind,
            "payloadVersion": version,
            "eventTime": time,
            "payload": { (*member): payload },
            "notificationMetadata": {
                "applicationId": client_id,
                "subscriptionId": subscription_id,
                "publishTime": time,
                "notificationId": id,
            },
        });
    }
    let words = kind.split('_').map(|word| format!("{}{}", &word[..1], word[1..].to_ascii_lowercase()));
    let member = words.collect::<String>() + "Notification";
    json!({
        "NotificationVersion": "1.0",
        "NotificationType": kind,
        "PayloadVersion": "1.0",
        "EventTime": time,
        "Payload": { member: payload },
        "NotificationMetadata": {
            "ApplicationId": client_id,
            "SubscriptionId": subscription_id,
            "PublishTime": time,
            "NotificationId": id,
        },
    })
}

fn create_destination(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let name = field::required_text(&body, "name")?;
    if name.len() > 256 {
        return Err(Answer::invalid_input("name is longer than 256 characters."));
    }
    let specification = field::required_object(&body, "resourceSpecification")?;
    let resource = resource(specification, call)?;
    let Amazon { notifications, numbers, .. } = amazon;
    let mut own = notifications.destinations.values().filter(|one| one.client_id == call.seller.client_id);
    if own.any(|destination| destination.resource == resource) {
        return Err(conflict("A destination for this resource exists already."));
    }
    let id = numbers.uuid();
    let destination =
        Destination { client_id: call.seller.client_id.clone(), name: name.to_owned(), resource };
    let answer = Answer::payload(200, destination.json(&id));
    notifications.destinations.insert(id, destination);
    Ok(answer)
}

fn resource(specification: &Map<String, Value>, call: &Call<'_>) -> Result<Value, Answer> {
    let sqs = field::object(specification, "sqs")?;
    let bridge = field::object(specification, "eventBridge")?;
    match (sqs, bridge) {
        (Some(sqs), None) => {
            let arn = field::required_text(sqs, "arn")?;
            let is_queue = arn.starts_with("arn:aws:sqs:") && arn.split(':').count() == 6;
            if !is_queue || arn.ends_with(".fifo") || arn.len() > 1000 {
                return Err(Answer::invalid_input("arn is not that of a standard SQS queue."));
            }
            Ok(json!({ "sqs": { "arn": arn } }))
        }
        (None, Some(bridge)) => {
            let region = field::required_text(bridge, "region")?;
            let account = field::required_text(bridge, "accountId")?;
            let name =
                format!("aws.partner/sellingpartnerapi.amazon.com/{account}/{}", call.seller.client_id);
            Ok(json!({ "eventBridge": { "name": name, "region": region, "accountId": account } }))
        }
        _ => {
            Err(Answer::invalid_input("resourceSpecification must have exactly one of sqs and eventBridge."))
        }
    }
}

fn conflict(message: &str) -> Answer {
    Answer::error(409, "Conflict", message, "")
}

fn get_destinations(call: &Call<'_>, amazon: &Amazon) -> Answer {
    let all = amazon.notifications.destinations.iter();
    let own = all.filter(|(_, destination)| destination.client_id == call.seller.client_id);
    Answer::payload(200, own.map(|(id, destination)| destination.json(id)).collect())
}

fn get_destination(call: &Call<'_>, amazon: &Amazon) -> Result<Answer, Answer> {
    let id = call.path("destinationId");
    let found = amazon.notifications.destinations.get(id);
    let own = found.filter(|destination| destination.client_id == call.seller.client_id);
    Ok(Answer::payload(200, own.ok_or_else(no_destination)?.json(id)))
}

fn delete_destination(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let id = call.path("destinationId");
    let Store { destinations, subscriptions, .. } = &mut amazon.notifications;
    destinations
        .get(id)
        .filter(|destination| destination.client_id == call.seller.client_id)
        .ok_or_else(no_destination)?;
    if subscriptions.values().any(|subscription| subscription.destination_id == id) {
        return Err(conflict("The destination still has subscriptions."));
    }
    destinations.remove(id);
    Ok(Answer::json(200, &json!({})))
}

fn no_destination() -> Answer {
    Answer::not_found("The destination does not exist.")
}

fn kind<'a>(call: &'a Call<'_>) -> Result<&'a str, Answer> {
    let kind = call.path("notificationType");
    if TYPES.contains(&kind) {
        return Ok(kind);
    }
    Err(Answer::invalid_input(&format!("'{kind}' is not a notification type.")))
}

fn create_subscription(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let kind = kind(call)?;
    let body = call.body()?;
    let payload_version = field::required_text(&body, "payloadVersion")?.to_owned();
    check_version(kind, &payload_version)?;
    let destination_id = field::required_text(&body, "destinationId")?.to_owned();
    let directive = field::object(&body, "processingDirective")?;
    if let Some(directive) = directive {
        check_directive(directive, kind)?;
    }
    let Amazon { notifications, numbers, .. } = amazon;
    let Store { destinations, subscriptions, .. } = notifications;
    let destination = destinations.get(&destination_id);
    if destination.is_none_or(|destination| destination.client_id != call.seller.client_id) {
        return Err(Answer::invalid_input("destinationId is not that of a destination."));
    }
    let subscription = Subscription {
        seller_id: call.seller.seller_id.clone(),
        client_id: call.seller.client_id.clone(),
        kind: kind.to_owned(),
        payload_version,
        destination_id,
        directive: directive.cloned().map(Value::Object),
    };
    let same = |other: &Subscription| {
        other.seller_id == subscription.seller_id
            && other.client_id == subscription.client_id
            && other.kind == subscription.kind
            && other.payload_version == subscription.payload_version
    };
    if subscriptions.values().any(same) {
        return Err(conflict("A subscription to this notification type exists already."));
    }
    let id = numbers.uuid();
    let answer = Answer::payload(200, subscription.json(&id));
    subscriptions.insert(id, subscription);
    Ok(answer)
}

fn check_version(kind: &str, version: &str) -> Result<(), Answer> {
    if version == "1.0" || NEWER_VERSIONS.contains(&(kind, version)) {
        return Ok(());
    }
    Err(Answer::invalid_input(&format!("'{version}' is not a payloadVersion of {kind}.")))
}

fn check_directive(directive: &Map<String, Value>, kind: &str) -> Result<(), Answer> {
    let expression = field::text(directive, "filterExpression")?;
    let filter = field::object(directive, "eventFilter")?;
    if expression.is_some_and(|expression| expression.len() > 256) {
        return Err(Answer::invalid_input("filterExpression is longer than 256 characters."));
    }
    match (expression, filter) {
        (Some(_), Some(_)) => {
            Err(Answer::invalid_input("eventFilter and filterExpression exclude each other."))
        }
        (Some(_), None) => Err(Answer::invalid_input(
            "filterExpression is not simulated: this simulator would send what it should hold back.",
        )),
        (None, Some(filter)) => check_filter(filter, kind),
        (None, None) => Ok(()),
    }
}

fn check_filter(filter: &Map<String, Value>, kind: &str) -> Result<(), Answer> {
    let types: Vec<&str> = EVENT_FILTERS.iter().map(|(name, ..)| *name).collect();
    field::required_text(filter, "eventFilterType")?;
    if field::member(filter, "eventFilterType", &types)? != Some(kind) {
        return Err(Answer::invalid_input("eventFilterType is not the notification type."));
    }
    for (_, shape, members) in EVENT_FILTERS.iter().filter(|(name, ..)| *name == kind) {
        let mut all = EVENT_FILTERS.iter().flat_map(|(_, _, members)| members.iter().copied());
        if let Some(other) = all.find(|name| filter.contains_key(*name) && !members.contains(name)) {
            return Err(Answer::invalid_input(&format!("{kind} cannot be filtered by {other}.")));
        }
        let whole = Value::Object(filter.clone());
        shape.check(&whole, "eventFilter").map_err(|details| Answer::invalid_input(&details))?;
    }
    Ok(())
}

fn is_own(subscription: &Subscription, call: &Call<'_>) -> bool {
    subscription.seller_id == call.seller.seller_id && subscription.client_id == call.seller.client_id
}

fn get_subscription(call: &Call<'_>, amazon: &Amazon) -> Result<Answer, Answer> {
    let kind = kind(call)?;
    let version = call.query.one("payloadVersion")?;
    let mut own = amazon.notifications.subscriptions.iter().filter(|(_, one)| is_own(one, call));
    let found = own.find(|(_, subscription)| {
        subscription.kind == kind && version.is_none_or(|version| subscription.payload_version == version)
    });
    let (id, subscription) = found.ok_or_else(no_subscription)?;
    Ok(Answer::payload(200, subscription.json(id)))
}

fn get_subscriptions(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let kinds = call.query.required_list("notificationTypes", 1)?;
    let version = call.query.one("payloadVersion")?;
    let size = call.query.number("pageSize", 30, 100)?.unwrap_or(30);
    let repeated = call.query.only(&["notificationTypes", "payloadVersion", "pageSize"]);
    let Amazon { notifications, numbers, .. } = amazon;
    let Store { subscriptions, pages, .. } = notifications;
    let after = match call.query.one("nextToken")? {
        None => None,
        Some(token) => {
            let page = pages.get(token).filter(|(of, _)| *of == repeated);
            Some(page.ok_or_else(|| Answer::invalid_input("The nextToken is not valid."))?.1.clone())
        }
    };
    let found: Vec<_> = subscriptions
        .iter()
        .filter(|(_, one)| is_own(one, call) && kinds.contains(&one.kind))
        .filter(|(_, one)| version.is_none_or(|version| one.payload_version == version))
        .filter(|(id, _)| after.as_ref().is_none_or(|after| *id > after))
        .collect();
    let page = &found[..found.len().min(size)];
    let listed: Vec<Value> = page.iter().map(|(id, subscription)| subscription.json(id)).collect();
    let mut payload = json!({ "subscriptions": listed });
    if let Some((last, _)) = page.last().filter(|_| found.len() > page.len()) {
        let token = numbers.opaque();
        payload["nextToken"] = json!(token);
        pages.insert(token, (repeated, (*last).clone()));
    }
    Ok(Answer::payload(200, payload))
}

fn by_id<'a>(call: &Call<'_>, amazon: &'a Amazon) -> Result<(&'a String, &'a Subscription), Answer> {
    let kind = kind(call)?;
    let found = amazon.notifications.subscriptions.get_key_value(call.path("subscriptionId"));
    found
        .filter(|(_, subscription)| {
            subscription.kind == kind && subscription.client_id == call.seller.client_id
        })
        .ok_or_else(no_subscription)
}

fn get_subscription_by_id(call: &Call<'_>, amazon: &Amazon) -> Result<Answer, Answer> {
    let (id, subscription) = by_id(call, amazon)?;
    Ok(Answer::payload(200, subscription.json(id)))
}

fn delete_subscription_by_id(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let id = by_id(call, amazon)?.0.clone();
    amazon.notifications.subscriptions.remove(&id);
    Ok(Answer::json(200, &json!({})))
}

fn no_subscription() -> Answer {
    Answer::not_found("The subscription does not exist.")
}

/// Sends a notification whose payload says nothing. The real service does so in its sandbox only.
fn send_test_notification(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let kind = kind(call)?;
    if call.base_url.contains("://sellingpartnerapi-") {
        return Err(Answer::unauthorized("Test notifications are sent in the sandbox only."));
    }
    let body = call.body()?;
    let test = field::required_object(&body, "testNotification")?;
    check_version(kind, field::required_text(test, "payloadVersion")?)?;
    let wanted = field::text(&body, "destinationId")?;
    let Amazon { notifications, numbers, .. } = amazon;
    let Store { destinations, sent, .. } = notifications;
    let own = |id: &str| {
        destinations.get(id).is_some_and(|destination| destination.client_id == call.seller.client_id)
    };
    let destination_id = match wanted {
        Some(id) if own(id) => id.to_owned(),
        Some(_) => return Err(no_destination()),
        None => destinations.keys().find(|id| own(id)).ok_or_else(no_destination)?.clone(),
    };
    let client_id = &call.seller.client_id;
    let body = envelope(kind, &numbers.uuid(), client_id, &numbers.uuid(), json!({}), call.now);
    sent.push((call.now, SentNotification { destination_id, body }));
    Ok(Answer::payload(200, json!({})))
}
