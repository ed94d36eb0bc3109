//! Notifications against Amazon's own schemas, examples and fixtures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use commerce_client_core::{decode::Lenient, wire};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use sp_api_client::notifications::{Notification, NotificationType, Payload};

// ---- Amazon's files -------------------------------------------------------------------------------------------

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared_dir() -> String {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
}

fn json_files(folder: &str) -> BTreeMap<String, Value> {
    let folder = PathBuf::from(shared_dir()).join(folder);
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap())
        })
        .collect()
}

fn schemas() -> BTreeMap<String, Value> {
    json_files("models/schemas/notifications")
}

fn examples(schema: &Value) -> Vec<Value> {
    schema["examples"].as_array().cloned().unwrap_or_default()
}

/// The notification type that a schema is about.
fn type_of(schema: &str) -> NotificationType {
    match schema {
        "AnyOfferChangedNotification" => NotificationType::AnyOfferChanged,
        "B2bAnyOfferChangedNotification" => NotificationType::B2bAnyOfferChanged,
        "BrandedItemContentChangeNotification" => NotificationType::BrandedItemContentChange,
        "DataKioskQueryProcessingFinishedNotification" => NotificationType::DataKioskQueryProcessingFinished,
        "DetailPageTrafficEventNotification" => NotificationType::DetailPageTrafficEvent,
        "FBAInventoryAvailabilityChangeNotification" => NotificationType::FbaInventoryAvailabilityChanges,
        "FBAOutboundShipmentStatusNotification" => NotificationType::FbaOutboundShipmentStatus,
        "FeePromotionNotification" => NotificationType::FeePromotion,
        "FeedProcessingFinishedNotification" => NotificationType::FeedProcessingFinished,
        "FulfillmentOrderStatusNotification" => NotificationType::FulfillmentOrderStatus,
        "ItemInventoryEventChangeNotification" => NotificationType::ItemInventoryEventChange,
        "ItemProductTypeChangeNotification" => NotificationType::ItemProductTypeChange,
        "ItemSalesEventChangeNotification" => NotificationType::ItemSalesEventChange,
        "ListingsItemIssuesChangeNotification" | "ListingsItemIssuesChangeNotification_2023-12-13" => {
            NotificationType::ListingsItemIssuesChange
        }
        "ListingsItemMfnQuantityChange" => NotificationType::ListingsItemMfnQuantityChange,
        "ListingsItemStatusChangeNotification" => NotificationType::ListingsItemStatusChange,
        "OrderChangeNotification" => NotificationType::OrderChange,
        "PricingHealthNotification" => NotificationType::PricingHealth,
        "ProductTypeDefinitionsChangeNotification" => NotificationType::ProductTypeDefinitionsChange,
        "ReportProcessingFinishedNotification" => NotificationType::ReportProcessingFinished,
        "ShipmentTrackingMilestoneChangedNotification" => NotificationType::ShipmentTrackingMilestoneChanged,
        "TransactionUpdateNotification" => NotificationType::TransactionUpdate,
        other => panic!("a new schema: {other}"),
    }
}

// ---- reading a schema -----------------------------------------------------------------------------------------

/// The schema itself, where it refers to another place. One of Amazon's files misspells `$ref`.
fn resolved<'a>(node: &'a Value, root: &'a Value) -> &'a Value {
    match node.get("$ref").or_else(|| node.get("#ref")).and_then(Value::as_str) {
        Some(reference) => resolved(root.pointer(reference.trim_start_matches('#')).unwrap(), root),
        None => node,
    }
}

/// Whether Amazon wrote down what it refers to.
fn is_complete(root: &Value) -> bool {
    let reference = root.get("$ref").or_else(|| root.get("#ref")).and_then(Value::as_str);
    reference.is_none_or(|reference| root.pointer(reference.trim_start_matches('#')).is_some())
}

fn types(node: &Value) -> Vec<&str> {
    match &node["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        _ if node.get("properties").is_some() => vec!["object"],
        _ => vec![],
    }
}

fn item_of(node: &Value) -> Option<&Value> {
    match node.get("items")? {
        Value::Array(items) => items.first(),
        item => Some(item),
    }
}

fn required(node: &Value) -> Vec<&str> {
    node["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect()
}

/// What is wrong with a value by a schema.
fn complaints(value: &Value, node: &Value, root: &Value, at: &str, into: &mut Vec<String>) {
    let node = resolved(node, root);
    if let Some(variants) = node["anyOf"].as_array() {
        let mut least: Option<Vec<String>> = None;
        for variant in variants {
            let mut found = Vec::new();
            complaints(value, variant, root, at, &mut found);
            if least.as_ref().is_none_or(|least| found.len() < least.len()) {
                least = Some(found);
            }
        }
        into.extend(least.unwrap_or_default());
        return;
    }
    let types = types(node);
    let fits = types.is_empty()
        || types.iter().any(|name| match *name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "null" => value.is_null(),
            other => panic!("a new type: {other}"),
        });
    if !fits {
        into.push(format!("{at}: {value} is not {types:?}"));
    }
    if let Some(allowed) = node["enum"].as_array()
        && !allowed.contains(value)
    {
        into.push(format!("{at}: {value} is not one of {allowed:?}"));
    }
    if let Value::Object(members) = value {
        for name in required(node).into_iter().filter(|name| !members.contains_key(*name)) {
            into.push(format!("{at}.{name}: missing"));
        }
        for (name, member) in members {
            match node["properties"].get(name) {
                Some(property) => complaints(member, property, root, &format!("{at}.{name}"), into),
                None if node["additionalProperties"] == false => {
                    into.push(format!("{at}.{name}: not in the schema"))
                }
                None => {}
            }
        }
    }
    if let (Value::Array(items), Some(item)) = (value, item_of(node)) {
        for (index, value) in items.iter().enumerate() {
            complaints(value, item, root, &format!("{at}[{index}]"), into);
        }
    }
}

fn validate(value: &Value, schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    complaints(value, schema, schema, "", &mut found);
    found
}

/// Makes values up by a schema.
#[derive(Clone, Copy)]
enum Made {
    /// With everything that the schema knows, and the n-th value of every list of values.
    Full(usize),
    /// With what it requires only; null where it may be.
    Least,
}

fn made_up(node: &Value, root: &Value, key: &str, how: Made) -> Value {
    let node = resolved(node, root);
    if let Some(variants) = node["anyOf"].as_array() {
        let variant = if matches!(how, Made::Least) { variants.first() } else { variants.last() };
        return made_up(variant.unwrap(), root, key, how);
    }
    if let Some(allowed) = node["enum"].as_array() {
        let index = if let Made::Full(n) = how { n.min(allowed.len() - 1) } else { 0 };
        return allowed[index].clone();
    }
    let types = types(node);
    if matches!(how, Made::Least) && types.contains(&"null") {
        return Value::Null;
    }
    let example = node["examples"].get(0);
    match types.first().copied() {
        Some("object") => {
            let required = required(node);
            let wanted = |name: &str| matches!(how, Made::Full(_)) || required.contains(&name);
            let properties = node["properties"].as_object().unwrap().iter();
            let members = properties.filter(|(name, _)| wanted(name));
            Value::Object(
                members.map(|(name, node)| (name.clone(), made_up(node, root, name, how))).collect(),
            )
        }
        Some("array") => match (how, item_of(node)) {
            (Made::Least, _) => json!([]),
            (_, Some(item)) => json!([made_up(item, root, key, how)]),
            (_, None) => example.cloned().unwrap_or_else(|| json!([])),
        },
        Some("integer") => example.cloned().unwrap_or_else(|| json!(7)),
        Some("number") => example.cloned().unwrap_or_else(|| json!(12.34)),
        Some("boolean") => json!(true),
        Some("string") => example.cloned().unwrap_or_else(|| {
            let key = key.to_lowercase();
            json!(match () {
                () if key.contains("date") || key.contains("time") => "2026-11-20T10:00:00.123Z",
                () if key == "currencycode" => "EUR",
                () => "x-1",
            })
        }),
        other => panic!("{key}: a new type {other:?}"),
    }
}

/// A made-up notification with a head that says what it is, whatever the schema leaves out.
fn notification(schema: &Value, of: &NotificationType, how: Made) -> Value {
    let mut value = made_up(schema, schema, "", how);
    let members = value.as_object_mut().unwrap();
    // FBA's schema leaves these out, and requires nothing.
    if !members.keys().any(|key| key.eq_ignore_ascii_case("NotificationMetadata")) {
        let payload = &schema["properties"]["Payload"];
        members.entry("Payload").or_insert_with(|| made_up(payload, schema, "", how));
        members.insert("NotificationMetadata".into(), json!({"NotificationId": "n-1"}));
        members.entry("NotificationType").or_insert_with(|| json!(of.as_str()));
    }
    for key in ["NotificationType", "notificationType"] {
        if members.get(key).is_some_and(|found| found == "x-1") {
            members.insert(key.into(), json!(of.as_str()));
        }
    }
    value
}

// ---- comparing ------------------------------------------------------------------------------------------------

/// The same value in one way of writing it: numbers by value, instants by value, no empty lists.
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let number: Decimal = number.to_string().parse().unwrap();
            json!(format!("number {}", number.normalize()))
        }
        Value::String(text) => match wire::instant::parse(text) {
            Some(instant) => json!(format!("instant {instant}")),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| **value != json!([]));
            Value::Object(kept.map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        _ => value.clone(),
    }
}

fn parse(value: &Value) -> Notification {
    Notification::parse(value.to_string()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn payload_of<'a>(notification: &'a Notification, name: &str) -> &'a Payload {
    match &notification.payload {
        Lenient::Good(payload) => payload,
        Lenient::Bad(bad) => panic!("{name}: {}", bad.error),
    }
}

fn assert_nothing_lost(name: &str, value: &Value) -> Notification {
    let notification = parse(value);
    assert!(!matches!(payload_of(&notification, name), Payload::Other(_)), "{name} has no type");
    let written = serde_json::to_value(&notification).unwrap();
    assert_eq!(normal(&written), normal(value), "{name}");
    notification
}

/// The same value with every key spelt the other way: `SellerId` and `sellerId`, `ASIN` and `asin`.
fn respelt(value: &Value) -> Value {
    let other = |key: &str| {
        let first = key.chars().next().unwrap();
        if key.chars().all(|letter| letter.is_ascii_uppercase()) {
            key.to_lowercase()
        } else if first.is_ascii_uppercase() {
            format!("{}{}", first.to_ascii_lowercase(), &key[1..])
        } else {
            format!("{}{}", first.to_ascii_uppercase(), &key[1..])
        }
    };
    match value {
        Value::Array(items) => items.iter().map(respelt).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (other(key), respelt(value))).collect())
        }
        _ => value.clone(),
    }
}

fn payload_json(notification: &Notification) -> Value {
    normal(&serde_json::to_value(&notification.payload).unwrap())
}

// ---- tests ----------------------------------------------------------------------------------------------------

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_example_of_a_schema_is_read_and_written_with_nothing_lost() {
    let mut count = 0;
    for (name, schema) in schemas() {
        for example in examples(&schema) {
            let notification = assert_nothing_lost(&name, &example);
            assert_eq!(notification.notification_type, type_of(&name), "{name}");
            count += 1;
        }
    }
    assert_eq!(count, 23);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_official_fixture_is_read_and_written_with_nothing_lost() {
    let fixtures = json_files("fixtures/amazon/sp-api-json/notifications");
    for (name, fixture) in &fixtures {
        assert_nothing_lost(name, fixture);
    }
    assert_eq!(fixtures.len(), 7);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn what_is_written_is_valid_by_the_schema() {
    let (mut valid, mut contradictory) = (0, Vec::new());
    for (name, schema) in schemas().iter().filter(|(_, schema)| is_complete(schema)) {
        for example in examples(schema) {
            if validate(&example, schema).is_empty() {
                let written = serde_json::to_value(parse(&example)).unwrap();
                assert_eq!(validate(&written, schema), Vec::<String>::new(), "{name}");
                valid += 1;
            } else {
                contradictory.push(name.clone());
            }
        }
    }
    assert_eq!(valid, 21);
    // Its list of types says CHANGED, its example says CHANGE.
    assert_eq!(contradictory, ["ListingsItemStatusChangeNotification"]);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_field_of_every_schema_is_read_and_written() {
    for (name, schema) in schemas().iter().filter(|(_, schema)| is_complete(schema)) {
        let value = notification(schema, &type_of(name), Made::Full(0));
        assert_nothing_lost(name, &value);
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn what_a_schema_does_not_require_may_be_missing() {
    for (name, schema) in schemas().iter().filter(|(_, schema)| is_complete(schema)) {
        let value = notification(schema, &type_of(name), Made::Least);
        // FBA requires nothing, not even a payload.
        assert_nothing_lost(name, &value);
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_value_that_a_schema_lists_has_a_name() {
    fn listed(node: &Value, into: &mut BTreeSet<String>) {
        match node {
            Value::Object(members) => {
                for value in members.get("enum").and_then(Value::as_array).into_iter().flatten() {
                    into.insert(value.as_str().unwrap().to_owned());
                }
                members.values().for_each(|member| listed(member, into));
            }
            Value::Array(items) => items.iter().for_each(|item| listed(item, into)),
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    for (name, schema) in schemas().iter().filter(|(_, schema)| is_complete(schema)) {
        let mut values = BTreeSet::new();
        listed(schema, &mut values);
        for n in 0..20 {
            let value = notification(schema, &type_of(name), Made::Full(n));
            let shown = format!("{:?}", payload_of(&parse(&value), name));
            for value in &values {
                assert!(!shown.contains(&format!("Other({value:?})")), "{name}: {value}");
            }
        }
        seen.extend(values);
    }
    assert!(seen.len() > 60, "{} values", seen.len());
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_example_says_the_same_in_the_other_spelling() {
    let fixtures = json_files("fixtures/amazon/sp-api-json/notifications").into_values();
    let all = schemas().into_values().flat_map(|schema| examples(&schema)).chain(fixtures);
    let mut count = 0;
    for example in all {
        let (usual, other) = (parse(&example), parse(&respelt(&example)));
        assert_eq!(payload_json(&usual), payload_json(&other));
        assert_eq!(usual.metadata, other.metadata);
        assert_eq!(usual.event_time, other.event_time);
        // The envelope is written as it came.
        let written = serde_json::to_value(&other).unwrap();
        let keys =
            |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
        assert_eq!(keys(&written), keys(&respelt(&example)));
        count += 1;
    }
    assert_eq!(count, 30);
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_example_is_read_out_of_an_eventbridge_event() {
    for example in schemas().values().flat_map(examples) {
        let event: Map<String, Value> =
            [("version", json!("0")), ("detail-type", json!("x")), ("detail", example.clone())]
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect();
        let (bare, wrapped) = (parse(&example), parse(&Value::Object(event)));
        assert_eq!(serde_json::to_value(bare).unwrap(), serde_json::to_value(wrapped).unwrap());
    }
}
