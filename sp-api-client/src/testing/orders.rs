//! The Orders API 2026-01-01: `searchOrders` and `getOrder`.
//!
//! A search lists orders by (time, id). A page token stands for the place *after* the last order that it returned, not
//! for a count: an order that moves to a later time while someone pages shows up again, and none is skipped. The upper
//! bound is fixed by the first page.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call,
    call::{Query, iso, parse_time},
    notifications,
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "orders_2026-01-01",
    routes: &[
        Route::get("searchOrders", "/orders/2026-01-01/orders", 0.0056, 20),
        Route::get("getOrder", "/orders/2026-01-01/orders/{orderId}", 0.5, 30),
    ],
    answer,
};

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "searchOrders" => search_orders(call, amazon),
        _ => get_order(call, amazon),
    }
}

const FULFILLMENT_STATUSES: &[&str] = &[
    "PENDING_AVAILABILITY",
    "PENDING",
    "UNSHIPPED",
    "PARTIALLY_SHIPPED",
    "SHIPPED",
    "CANCELLED",
    "UNFULFILLABLE",
];

const FULFILLED_BY: &[&str] = &["MERCHANT", "AMAZON"];

/// A dataset, the blocks of an order that it brings, and those of an order item.
/// Everything else, `product.price` included, comes unasked.
const DATASETS: &[(&str, &[&str], &[&str])] = &[
    ("BUYER", &["buyer"], &[]),
    ("RECIPIENT", &["recipient"], &[]),
    ("PROCEEDS", &["proceeds"], &["proceeds"]),
    ("EXPENSE", &[], &["expense"]),
    ("PROMOTION", &[], &["promotion"]),
    ("CANCELLATION", &[], &["cancellation"]),
    ("FULFILLMENT", &["fulfillment"], &["fulfillment"]),
    ("PACKAGES", &["packages"], &[]),
    ("TAX", &["tax"], &["tax"]),
    ("PAYMENT", &["payment"], &[]),
    ("FULFILLMENT_ORDERS", &["fulfillmentOrders"], &[]),
];

/// The parameters that may not differ from one page to the next.
const REPEATED_PARAMETERS: &[&str] = &[
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "fulfillmentStatuses",
    "marketplaceIds",
    "fulfilledBy",
];

/// Orders younger than this are not listed yet.
const SETTLING: TimeDelta = TimeDelta::minutes(2);

/// Where an order stands in a search.
type Position = (DateTime<Utc>, String);

/// The orders of one seller, by id.
#[derive(Debug, Default)]
pub(super) struct Store {
    orders: BTreeMap<String, StoredOrder>,
    walks: BTreeMap<String, Walk>,
}

#[derive(Debug)]
struct StoredOrder {
    /// Searches do not find it before.
    listed: DateTime<Utc>,
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
    json: Value,
}

/// Stores an order that a test puts there. Searches find it after the delay that the test has set.
pub(super) fn put(amazon: &mut Amazon, seller_id: &str, order: Value, now: DateTime<Utc>) {
    let listed = now + time_delta(amazon.settings.order_delay);
    store(amazon, seller_id, order, now, listed);
}

/// Stores what a call has made of an order. Searches find it no earlier than before.
pub(super) fn change(amazon: &mut Amazon, seller_id: &str, order: Value, now: DateTime<Utc>) {
    let before = &amazon.books.of(seller_id).orders.orders;
    let listed = before.get(id_of(&order)).map_or(now, |before| before.listed);
    store(amazon, seller_id, order, now, listed);
}

/// Stores an order and tells those who want to hear of it.
fn store(amazon: &mut Amazon, seller_id: &str, json: Value, now: DateTime<Utc>, listed: DateTime<Utc>) {
    if notifications::is_wanted(amazon, seller_id, "ORDER_CHANGE") {
        let payload = change_notification(seller_id, &json, now);
        notifications::publish(amazon, seller_id, "ORDER_CHANGE", payload, now);
    }
    let time = |name: &str| json[name].as_str().and_then(parse_time).unwrap_or(now);
    let (created, updated) = (time("createdTime"), time("lastUpdatedTime"));
    let id = id_of(&json).to_owned();
    amazon.books.of(seller_id).orders.orders.insert(id, StoredOrder { listed, created, updated, json });
}

fn id_of(order: &Value) -> &str {
    order["orderId"].as_str().unwrap_or_default()
}

impl Store {
    pub(super) fn all(&self) -> Vec<Value> {
        self.orders.values().map(|order| order.json.clone()).collect()
    }

    pub(super) fn has(&self, order_id: &str) -> bool {
        self.orders.contains_key(order_id)
    }

    pub(super) fn get(&self, order_id: &str) -> Option<&Value> {
        self.orders.get(order_id).map(|order| &order.json)
    }

    pub(super) fn remove(&mut self, order_id: &str) {
        self.orders.remove(order_id);
    }

    /// Everything that `search` wants after `start`, in order.
    fn select(
        &self,
        search: &Search,
        until: DateTime<Utc>,
        start: Option<&Position>,
        now: DateTime<Utc>,
    ) -> Vec<(Position, &Value)> {
        let listed = self.orders.iter().filter(|(_, order)| order.listed <= now && search.wants(&order.json));
        let placed = listed.map(|(id, order)| ((search.family.time_of(order), id.clone()), &order.json));
        let mut found: Vec<_> = placed
            .filter(|(position, _)| position.0 >= search.after && position.0 <= until)
            .filter(|(position, _)| start.is_none_or(|start| position > start))
            .collect();
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }
}

/// What a page token stands for.
#[derive(Debug)]
struct Walk {
    issued: DateTime<Utc>,
    /// The parameters that must be repeated.
    repeated: Query,
    until: DateTime<Utc>,
    last: Position,
}

/// By which of its two times a search looks at an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Created,
    LastUpdated,
}

impl Family {
    fn time_of(self, order: &StoredOrder) -> DateTime<Utc> {
        match self {
            Self::Created => order.created,
            Self::LastUpdated => order.updated,
        }
    }

    fn before(self) -> &'static str {
        match self {
            Self::Created => "createdBefore",
            Self::LastUpdated => "lastUpdatedBefore",
        }
    }
}

/// A search whose parameters are all good.
#[derive(Debug)]
struct Search {
    family: Family,
    after: DateTime<Utc>,
    before: Option<DateTime<Utc>>,
    statuses: Option<Vec<String>>,
    marketplaces: Option<Vec<String>>,
    fulfilled_by: Option<Vec<String>>,
    page_size: usize,
    included: BTreeSet<String>,
    page_token: Option<String>,
    repeated: Query,
}

impl Search {
    fn parse(call: &Call<'_>) -> Result<Self, Answer> {
        let query = &call.query;
        let (family, after) = lower_bound(query)?;
        let before = upper_bound(query, family, after, call.now)?;
        let search = Self {
            family,
            after,
            before,
            statuses: query.members("fulfillmentStatuses", FULFILLMENT_STATUSES)?,
            marketplaces: marketplaces(call)?,
            fulfilled_by: query.members("fulfilledBy", FULFILLED_BY)?,
            page_size: query.number("maxResultsPerPage", 1, 100)?.unwrap_or(100),
            included: included_data(query)?,
            page_token: query.one("paginationToken")?.map(str::to_owned),
            repeated: query.only(REPEATED_PARAMETERS),
        };
        Ok(search)
    }

    fn wants(&self, order: &Value) -> bool {
        let fulfillment = &order["fulfillment"];
        passes(self.statuses.as_deref(), &fulfillment["fulfillmentStatus"])
            && passes(self.fulfilled_by.as_deref(), &fulfillment["fulfilledBy"])
            && passes(self.marketplaces.as_deref(), &order["salesChannel"]["marketplaceId"])
    }
}

fn search_orders(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let search = Search::parse(call)?;
    let store = &mut amazon.books.of(&call.seller.seller_id).orders;
    let (until, start) = match &search.page_token {
        None => (first_until(&search, call.now)?, None),
        Some(token) => {
            let lifetime = time_delta(amazon.settings.page_token_lifetime);
            let walk = store.walk(token, &search, call.now, lifetime)?;
            (walk.until, Some(&walk.last))
        }
    };
    let found = store.select(&search, until, start, call.now);
    let page = &found[..found.len().min(search.page_size)];
    let orders: Vec<Value> = page.iter().map(|(_, order)| visible(order, &search.included)).collect();
    let more = page.last().filter(|_| found.len() > page.len()).map(|(position, _)| position.clone());

    let mut body = json!({ "orders": orders });
    body[search.family.before()] = json!(until.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    if let Some(last) = more {
        let token = amazon.numbers.opaque();
        body["pagination"] = json!({ "nextToken": token });
        store.walks.insert(token, Walk { issued: call.now, repeated: search.repeated, until, last });
    }
    Ok(Answer::json(200, &body))
}

fn get_order(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let included = included_data(&call.query)?;
    let store = &amazon.books.of(&call.seller.seller_id).orders;
    match store.orders.get(call.path("orderId")) {
        Some(order) => Ok(Answer::json(200, &json!({ "order": visible(&order.json, &included) }))),
        None => Err(Answer::not_found("The order does not exist.")),
    }
}

impl Store {
    /// The walk that a page token goes on with.
    fn walk(
        &self,
        token: &str,
        search: &Search,
        now: DateTime<Utc>,
        lifetime: TimeDelta,
    ) -> Result<&Walk, Answer> {
        let invalid = |details: &str| Answer::invalid_input(details);
        let walk = self.walks.get(token).ok_or_else(|| invalid("The paginationToken is not valid."))?;
        if now - walk.issued >= lifetime {
            return Err(invalid("The paginationToken has expired."));
        }
        if walk.repeated != search.repeated {
            return Err(invalid("The parameters differ from those that the paginationToken was issued for."));
        }
        Ok(walk)
    }
}

/// The upper bound of a walk that begins now. It has no more digits than its echo shows.
fn first_until(search: &Search, now: DateTime<Utc>) -> Result<DateTime<Utc>, Answer> {
    let latest = (now - SETTLING).trunc_subsecs(3);
    if search.before.is_none() && search.after > latest {
        return Err(Answer::invalid_input("The lower bound must be at least two minutes before now."));
    }
    Ok(search.before.unwrap_or(latest))
}

fn lower_bound(query: &Query) -> Result<(Family, DateTime<Utc>), Answer> {
    match (query.time("createdAfter")?, query.time("lastUpdatedAfter")?) {
        (Some(after), None) => Ok((Family::Created, after)),
        (None, Some(after)) => Ok((Family::LastUpdated, after)),
        _ => Err(Answer::invalid_input("Exactly one of createdAfter and lastUpdatedAfter is required.")),
    }
}

fn upper_bound(
    query: &Query,
    family: Family,
    after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Answer> {
    let refused = |name: &str, why: &str| Err(Answer::invalid_input(&format!("{name} {why}")));
    let other = if family == Family::Created { Family::LastUpdated } else { Family::Created };
    if query.one(other.before())?.is_some() {
        return refused(other.before(), "does not go with the given lower bound.");
    }
    let before = query.time(family.before())?;
    if before.is_some_and(|before| before < after) {
        return refused(family.before(), "is earlier than the lower bound.");
    }
    if before.is_some_and(|before| before > now - SETTLING) {
        return refused(family.before(), "must be at least two minutes before now.");
    }
    Ok(before)
}

fn marketplaces(call: &Call<'_>) -> Result<Option<Vec<String>>, Answer> {
    let ids = call.query.list("marketplaceIds", 50)?;
    call.check_marketplaces(ids.as_deref().unwrap_or_default())?;
    Ok(ids)
}

fn included_data(query: &Query) -> Result<BTreeSet<String>, Answer> {
    let names: Vec<&str> = DATASETS.iter().map(|(name, _, _)| *name).collect();
    Ok(query.members("includedData", &names)?.unwrap_or_default().into_iter().collect())
}

fn passes(wanted: Option<&[String]>, value: &Value) -> bool {
    wanted.is_none_or(|wanted| value.as_str().is_some_and(|value| wanted.iter().any(|one| one == value)))
}

/// The order without the datasets that were not asked for.
fn visible(order: &Value, included: &BTreeSet<String>) -> Value {
    let mut order = order.clone();
    for (name, blocks, item_blocks) in DATASETS {
        if included.contains(*name) {
            continue;
        }
        remove_all(order.as_object_mut(), blocks);
        for item in order.get_mut("orderItems").and_then(Value::as_array_mut).into_iter().flatten() {
            remove_all(item.as_object_mut(), item_blocks);
        }
    }
    order
}

fn remove_all(object: Option<&mut Map<String, Value>>, names: &[&str]) {
    let Some(object) = object else { return };
    for name in names {
        object.remove(*name);
    }
}

/// What subscribers hear of an order that is new or has changed.
fn change_notification(seller_id: &str, order: &Value, at: DateTime<Utc>) -> Value {
    let time = |name: &str| order[name].as_str().unwrap_or_default();
    let fulfillment = &order["fulfillment"];
    let status = match fulfillment["fulfillmentStatus"].as_str().unwrap_or_default() {
        "PENDING_AVAILABILITY" => "PendingAvailability",
        "PENDING" => "Pending",
        "PARTIALLY_SHIPPED" => "PartiallyShipped",
        "SHIPPED" => "Shipped",
        "CANCELLED" => "Canceled",
        "UNFULFILLABLE" => "Unfulfillable",
        _ => "Unshipped",
    };
    let empty = Vec::new();
    let items = order["orderItems"].as_array().unwrap_or(&empty);
    let count = |item: &Value, name: &str| item["fulfillment"][name].as_u64().unwrap_or(0);
    let total = |name: &str| items.iter().map(|item| count(item, name)).sum::<u64>();
    let lines: Vec<Value> = items
        .iter()
        .map(|item| {
            json!({
                "OrderItemId": item["orderItemId"],
                "SellerSKU": item["product"]["sellerSku"].as_str().unwrap_or_default(),
                "SupplySourceId": null,
                "Quantity": item["quantityOrdered"],
                "QuantityShipped": count(item, "quantityFulfilled"),
            })
        })
        .collect();
    json!({
        "NotificationLevel": "OrderLevel",
        "SellerId": seller_id,
        "AmazonOrderId": order["orderId"],
        "OrderChangeType": "OrderStatusChange",
        "OrderChangeTrigger": { "TimeOfOrderChange": iso(at), "ChangeReason": "Order Status Change" },
        "Summary": {
            "MarketplaceId": order["salesChannel"]["marketplaceId"],
            "OrderStatus": status,
            "PurchaseDate": time("createdTime"),
            "DestinationPostalCode": order["recipient"]["deliveryAddress"]["postalCode"],
            "FulfillmentType": if fulfillment["fulfilledBy"] == "AMAZON" { "AFN" } else { "MFN" },
            "OrderType": "StandardOrder",
            "NumberOfItemsShipped": total("quantityFulfilled"),
            "NumberOfItemsUnshipped": total("quantityUnfulfilled"),
            "OrderItems": lines,
        },
    })
}
