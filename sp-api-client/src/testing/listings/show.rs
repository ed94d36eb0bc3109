//! A listing as readers see it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Item, attributes::issue};
use crate::testing::call::iso;

/// How one dataset of a listing is shown.
type Dataset = fn(&str, &Item) -> Vec<Value>;

/// A listing in the marketplaces that it is in, with the datasets that were asked for.
pub(super) fn item(sku: &str, found: &[(&str, &Item)], included: &BTreeSet<String>) -> Value {
    let mut shown = Map::new();
    shown.insert("sku".to_owned(), json!(sku));
    let lists: [(&str, Dataset); 7] = [
        ("summaries", |id, item| vec![summary(id, item)]),
        ("issues", |id, item| issues(id, item)),
        ("offers", offers),
        ("fulfillmentAvailability", |_, item| availability(item)),
        ("procurement", |_, _| Vec::new()),
        ("relationships", |id, item| {
            vec![json!({ "marketplaceId": id, "relationships": relationships(item) })]
        }),
        ("productTypes", |id, item| vec![json!({ "marketplaceId": id, "productType": item.product_type })]),
    ];
    for (name, list) in lists {
        if included.contains(name) {
            let mut values: Vec<Value> = Vec::new();
            for value in found.iter().flat_map(|(id, item)| list(id, item)) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            shown.insert(name.to_owned(), json!(values));
        }
    }
    if included.contains("attributes") {
        shown.insert("attributes".to_owned(), Value::Object(attributes(found)));
    }
    Value::Object(shown)
}

/// The attributes of all marketplaces together.
fn attributes(found: &[(&str, &Item)]) -> Map<String, Value> {
    let mut all: Map<String, Value> = Map::new();
    for (name, value) in found.iter().flat_map(|(_, item)| &item.attributes) {
        let Some(Value::Array(known)) = all.get_mut(name) else {
            all.insert(name.clone(), value.clone());
            continue;
        };
        for instance in value.as_array().into_iter().flatten() {
            if !known.contains(instance) {
                known.push(instance.clone());
            }
        }
    }
    all
}

fn first<'a>(item: &'a Item, name: &str) -> &'a Value {
    item.attributes.get(name).map_or(&Value::Null, |values| &values[0])
}

fn instances<'a>(item: &'a Item, name: &str) -> impl Iterator<Item = &'a Value> {
    item.attributes.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// What buyers can do with a listing.
pub(super) fn status(marketplace_id: &str, item: &Item) -> Vec<&'static str> {
    let has_stock = instances(item, "fulfillment_availability").any(|stock| {
        let is_fba = stock["fulfillment_channel_code"].as_str().is_some_and(|code| code != "DEFAULT");
        is_fba || stock["quantity"].as_u64().is_some_and(|quantity| quantity > 0)
    });
    let is_offered = !offers(marketplace_id, item).is_empty() && issues(marketplace_id, item).is_empty();
    let mut status = Vec::new();
    if has_stock && is_offered {
        status.push("BUYABLE");
    }
    if item.attributes.contains_key("item_name") || item.attributes.contains_key("merchant_suggested_asin") {
        status.push("DISCOVERABLE");
    }
    status
}

fn summary(marketplace_id: &str, item: &Item) -> Value {
    let mut summary = json!({
        "marketplaceId": marketplace_id,
        "asin": item.asin,
        "productType": item.product_type,
        "status": status(marketplace_id, item),
        "createdDate": iso(item.created),
        "lastUpdatedDate": iso(item.updated),
    });
    if let Some(condition) = first(item, "condition_type")["value"].as_str() {
        summary["conditionType"] = json!(condition);
    }
    if let Some(name) = first(item, "item_name")["value"].as_str() {
        summary["itemName"] = json!(name);
    }
    if let Some(number) = fn_sku(item) {
        summary["fnSku"] = json!(number);
    }
    if let Some(link) = first(item, "main_product_image_locator")["media_location"].as_str() {
        summary["mainImage"] = json!({ "link": link, "height": 1000, "width": 1000 });
    }
    summary
}

/// The number under which Amazon's warehouses keep an item that Amazon fulfills.
pub(super) fn fn_sku(item: &Item) -> Option<String> {
    let mut channels = instances(item, "fulfillment_availability");
    let is_fba = channels
        .any(|stock| stock["fulfillment_channel_code"].as_str().is_some_and(|code| code != "DEFAULT"));
    is_fba.then(|| format!("X{}", item.asin.get(1..).unwrap_or_default()))
}

fn price<'a>(offer: &'a Value, name: &str) -> &'a Value {
    &offer[name][0]["schedule"][0]["value_with_tax"]
}

fn offers(marketplace_id: &str, item: &Item) -> Vec<Value> {
    let priced = instances(item, "purchasable_offer").filter(|offer| price(offer, "our_price").is_number());
    let offers = priced.map(|offer| {
        let audience = offer["audience"].as_str().unwrap_or("ALL");
        let (kind, name) =
            if audience == "B2B" { ("B2B", "Amazon Business") } else { ("B2C", "Sell on Amazon") };
        json!({
            "marketplaceId": marketplace_id,
            "offerType": kind,
            "price": {
                "currencyCode": offer["currency"].as_str().unwrap_or("USD"),
                "amount": price(offer, "our_price").to_string(),
            },
            "audience": { "value": audience, "displayName": name },
        })
    });
    offers.collect()
}

fn availability(item: &Item) -> Vec<Value> {
    let stocks = instances(item, "fulfillment_availability").map(|stock| {
        let mut shown = json!({ "fulfillmentChannelCode": stock["fulfillment_channel_code"] });
        if let Some(quantity) = stock.get("quantity") {
            shown["quantity"] = quantity.clone();
        }
        shown
    });
    stocks.collect()
}

fn relationships(item: &Item) -> Vec<Value> {
    let theme = first(item, "variation_theme")["name"].as_str();
    let related = instances(item, "child_parent_sku_relationship").filter_map(|related| {
        let parent = related["parent_sku"].as_str()?;
        let mut shown = json!({ "type": "VARIATION", "parentSkus": [parent] });
        if let Some(theme) = theme {
            let attributes: Vec<_> = theme.split('/').map(str::to_ascii_lowercase).collect();
            shown["variationTheme"] = json!({ "theme": theme, "attributes": attributes });
        }
        Some(shown)
    });
    related.collect()
}

/// What is wrong with a listing as it stands: a price outside the bounds that the seller has set himself.
pub(super) fn issues(marketplace_id: &str, item: &Item) -> Vec<Value> {
    let outside = instances(item, "purchasable_offer").filter(|offer| {
        let value = |name: &str| price(offer, name).as_f64();
        let Some(own) = value("our_price") else { return false };
        value("minimum_seller_allowed_price").is_some_and(|least| own < least)
            || value("maximum_seller_allowed_price").is_some_and(|most| own > most)
    });
    let message = "The price is outside the bounds that are set for it.";
    let found = outside.map(|_| {
        let mut issue = issue("8588", message, "INVALID_PRICE", &["purchasable_offer"]);
        issue["marketplaceIds"] = json!([marketplace_id]);
        issue["enforcements"] = json!({
            "actions": [{ "action": "LISTING_SUPPRESSED" }],
            "exemption": { "status": "NOT_EXEMPT" },
        });
        issue
    });
    found.collect()
}
