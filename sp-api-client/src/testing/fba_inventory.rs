//! The FBA Inventory v1 API: what Amazon holds for a seller, and the sandbox operations that change it.
//!
//! A page token lives 30 seconds, and the rest of the query, `startDateTime` in particular, must be sent with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    amazon::Numbers,
    call::{iso, parse_time},
    pages::{Pages, Paging},
    routes::{Api, Route},
    shape::{COUNT, Shape, TEXT, optional, required},
};

pub(super) const API: Api = Api {
    model: "fbaInventory",
    routes: &[
        Route::get("getInventorySummaries", "/fba/inventory/v1/summaries", 2.0, 2),
        Route::post("createInventoryItem", "/fba/inventory/v1/items", 5.0, 15),
        Route::delete("deleteInventoryItem", "/fba/inventory/v1/items/{sellerSku}", 5.0, 15),
        Route::post("addInventory", "/fba/inventory/v1/items/inventory", 5.0, 15),
    ],
    answer,
};

const PAGE: usize = 50;

const NEW_ITEM: Shape = Shape::Object(&[
    required("sellerSku", TEXT),
    required("marketplaceId", TEXT),
    required("productName", TEXT),
]);

const ADDITIONS: Shape = Shape::Object(&[optional(
    "inventoryItems",
    Shape::List(
        &Shape::Object(&[
            required("sellerSku", TEXT),
            required("marketplaceId", TEXT),
            required("quantity", COUNT),
        ]),
        0,
        usize::MAX,
    ),
)]);

/// Amazon's stock of one seller.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Summaries with every detail, by marketplace and SKU.
    summaries: BTreeMap<(String, String), Value>,
    pages: Pages,
    /// Idempotency tokens of additions that have been made.
    added: BTreeSet<String>,
}

impl Store {
    pub(super) fn summary(&self, marketplace: &str, sku: &str) -> Option<&Value> {
        self.summaries.get(&(marketplace.to_owned(), sku.to_owned()))
    }

    /// Whether any SKU of this product is held.
    pub(super) fn holds(&self, marketplace: &str, asin: &str) -> bool {
        self.summaries.iter().any(|((id, _), summary)| id == marketplace && summary["asin"] == asin)
    }

    /// Units of a SKU that can be sent now; none where the SKU is unknown.
    pub(super) fn fulfillable(&self, marketplace: &str, sku: &str) -> Option<i64> {
        self.summary(marketplace, sku)
            .map(|one| one["inventoryDetails"]["fulfillableQuantity"].as_i64().unwrap_or_default())
    }

    /// Takes units that have been sent out of the stock.
    pub(super) fn take(&mut self, marketplace: &str, sku: &str, units: i64, now: DateTime<Utc>) {
        let Some(summary) = self.summaries.get_mut(&(marketplace.to_owned(), sku.to_owned())) else { return };
        for path in ["/inventoryDetails/fulfillableQuantity", "/totalQuantity"] {
            if let Some(count) = summary.pointer_mut(path) {
                *count = json!(count.as_i64().unwrap_or_default() - units);
            }
        }
        summary["lastUpdatedTime"] = json!(iso(now));
    }

    /// The SKUs of a marketplace, with their summaries.
    pub(super) fn of_marketplace(&self, marketplace: &str) -> impl Iterator<Item = &Value> {
        self.summaries.iter().filter(move |((id, _), _)| id == marketplace).map(|(_, summary)| summary)
    }

    fn put(&mut self, marketplace: &str, mut summary: Value, now: DateTime<Utc>) {
        if summary.get("lastUpdatedTime").is_none() {
            summary["lastUpdatedTime"] = json!(iso(now));
        }
        let sku = summary["sellerSku"].as_str().unwrap_or_default().to_owned();
        self.summaries.insert((marketplace.to_owned(), sku), summary);
    }
}

impl FakeSpApi {
    /// Stores what Amazon holds of one SKU in one marketplace, or replaces it.
    ///
    /// `summary` is an `InventorySummary` with every detail; a call sees `inventoryDetails` only if it asks for them.
    /// It counts as changed now unless it has a `lastUpdatedTime`. SKUs with stock, be it zero, are the ones that
    /// inbound plans may hold.
    pub fn set_stock(&self, seller_id: &str, marketplace_id: &str, summary: Value) {
        let now = self.clock.now();
        self.settled().amazon.books.of(seller_id).fba_inventory.put(marketplace_id, summary, now);
    }

    /// What Amazon holds of a seller's SKU in a marketplace, with every detail.
    pub fn stock(&self, seller_id: &str, marketplace_id: &str, sku: &str) -> Option<Value> {
        self.settled().amazon.books.of(seller_id).fba_inventory.summary(marketplace_id, sku).cloned()
    }
}

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getInventorySummaries" => summaries(call, amazon),
        "createInventoryItem" => create(call, amazon),
        "deleteInventoryItem" => delete(call, amazon),
        _ => add(call, amazon),
    }
}

fn summaries(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.query.member("granularityType", &["Marketplace"])?;
    let kind = call.query.required("granularityType")?;
    let marketplace = call.query.required("granularityId")?;
    let ids = call.query.required_list("marketplaceIds", 1)?;
    call.check_marketplaces(&ids)?;
    if ids[0] != marketplace {
        return Err(Answer::invalid_input("granularityId is not the marketplace of marketplaceIds."));
    }
    let details = call.query.boolean("details")?.unwrap_or(false);
    let changed_since = start(call)?;
    let skus = wanted_skus(call)?;

    let Amazon { books, numbers, .. } = amazon;
    let store = &mut books.of(&call.seller.seller_id).fba_inventory;
    let of_marketplace = store.summaries.iter().filter(|((id, _), _)| id == marketplace);
    let found = of_marketplace.filter(|((_, sku), summary)| match changed_since {
        Some(since) => changed(summary, since),
        None => skus.as_ref().is_none_or(|skus| skus.contains(sku)),
    });
    let rows = found.map(|(_, summary)| visible(summary, details)).collect();
    let paging =
        Paging { token: "nextToken", size: PAGE, lifetime: TimeDelta::seconds(30), empty_first: false };
    let page = store.pages.page(call, numbers, paging, rows)?;
    let mut body = json!({ "payload": {
        "granularity": { "granularityType": kind, "granularityId": marketplace },
        "inventorySummaries": page.rows,
    }});
    if let Some(next) = page.next {
        body["pagination"] = json!({ "nextToken": next });
    }
    Ok(Answer::json(200, &body))
}

fn start(call: &Call<'_>) -> Result<Option<DateTime<Utc>>, Answer> {
    let start = call.query.time("startDateTime")?;
    let oldest = call.now.checked_sub_months(Months::new(18)).unwrap_or(DateTime::<Utc>::MIN_UTC);
    if start.is_some_and(|start| start < oldest) {
        return Err(Answer::invalid_input("startDateTime is more than 18 months ago."));
    }
    Ok(start)
}

/// `sellerSkus` makes `sellerSku` ignored.
fn wanted_skus(call: &Call<'_>) -> Result<Option<Vec<String>>, Answer> {
    match call.query.list("sellerSkus", 50)? {
        Some(skus) => Ok(Some(skus)),
        None => Ok(call.query.one("sellerSku")?.map(|sku| vec![sku.to_owned()])),
    }
}

/// A summary whose time is empty has never changed.
fn changed(summary: &Value, since: DateTime<Utc>) -> bool {
    let time = summary["lastUpdatedTime"].as_str().and_then(parse_time);
    time.is_some_and(|time| time >= since)
}

fn visible(summary: &Value, details: bool) -> Value {
    let mut summary = summary.clone();
    if let Some(fields) = summary.as_object_mut().filter(|_| !details) {
        fields.remove("inventoryDetails");
    }
    summary
}

fn create(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.check_sandbox()?;
    let body = NEW_ITEM.read(call)?;
    let (sku, marketplace) = (text(&body, "sellerSku"), text(&body, "marketplaceId"));
    call.check_marketplaces(&[marketplace.to_owned()])?;
    let Amazon { books, numbers, .. } = amazon;
    let store = &mut books.of(&call.seller.seller_id).fba_inventory;
    if store.summary(marketplace, sku).is_some() {
        return Err(Answer::invalid_input(&format!("'{sku}' exists already.")));
    }
    store.put(marketplace, empty(sku, text(&body, "productName"), numbers), call.now);
    Ok(Answer::json(200, &json!({})))
}

/// A product without stock, under ids that nothing else has.
fn empty(sku: &str, name: &str, numbers: &mut Numbers) -> Value {
    let number = numbers.next();
    json!({
        "asin": format!("B0SANDB{number:03}"),
        "fnSku": format!("X00SAND{number:03}"),
        "sellerSku": sku,
        "condition": "NewItem",
        "productName": name,
        "totalQuantity": 0,
        "inventoryDetails": { "fulfillableQuantity": 0 },
        "stores": [],
    })
}

fn delete(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.check_sandbox()?;
    let marketplace = call.query.required("marketplaceId")?;
    call.check_marketplaces(&[marketplace.to_owned()])?;
    let store = &mut amazon.books.of(&call.seller.seller_id).fba_inventory;
    match store.summaries.remove(&(marketplace.to_owned(), call.path("sellerSku").to_owned())) {
        Some(_) => Ok(Answer::json(200, &json!({}))),
        None => Err(Answer::not_found("The SKU has no inventory.")),
    }
}

fn add(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.check_sandbox()?;
    let token = call.request.headers().get("x-amzn-idempotency-token").and_then(|value| value.to_str().ok());
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Err(Answer::invalid_input("The x-amzn-idempotency-token header is missing."));
    };
    let body = ADDITIONS.read(call)?;
    let store = &mut amazon.books.of(&call.seller.seller_id).fba_inventory;
    let additions = body["inventoryItems"].as_array().cloned().unwrap_or_default();
    let key = |item: &Value| (text(item, "marketplaceId").to_owned(), text(item, "sellerSku").to_owned());
    if let Some(unknown) = additions.iter().find(|item| !store.summaries.contains_key(&key(item))) {
        let sku = text(unknown, "sellerSku");
        return Err(Answer::not_found(&format!("'{sku}' has no inventory.")));
    }
    if !store.added.insert(token.to_owned()) {
        // The same addition, sent again.
        return Ok(Answer::json(200, &json!({})));
    }
    for item in &additions {
        let Some(summary) = store.summaries.get_mut(&key(item)) else { continue };
        let more = item["quantity"].as_i64().unwrap_or_default();
        let total = summary["totalQuantity"].as_i64().unwrap_or_default() + more;
        let fulfillable = &mut summary["inventoryDetails"]["fulfillableQuantity"];
        *fulfillable = json!(fulfillable.as_i64().unwrap_or_default() + more);
        summary["totalQuantity"] = json!(total);
        summary["lastUpdatedTime"] = json!(iso(call.now));
    }
    Ok(Answer::json(200, &json!({})))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
