//! The Orders API 2026-01-01: `searchOrders` and `getOrder`.
//!
//! A search lists orders by (time, id). A page token stands for the place *after* the last order that it returned, not
//! for a count: an order that moves to a later time while someone pages shows up again, and none is skipped. The upper
//! bound is fixed by the first page.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use http::Uri;
use serde_json::{Map, Value, json};

use super::{Answer, FakeSeller, State, query_parameters, time_delta};

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

const SEARCH_PARAMETERS: &[&str] = &[
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "fulfillmentStatuses",
    "marketplaceIds",
    "fulfilledBy",
    "maxResultsPerPage",
    "paginationToken",
    "includedData",
];

/// The parameters that may differ from one page to the next.
const PAGE_PARAMETERS: &[&str] = &["maxResultsPerPage", "paginationToken", "includedData"];

/// Orders younger than this are not listed yet.
const SETTLING: TimeDelta = TimeDelta::minutes(2);

/// Where an order stands in a search.
type Position = (DateTime<Utc>, String);

/// The orders of one seller, by id.
#[derive(Debug, Default)]
pub(super) struct Store(BTreeMap<String, StoredOrder>);

#[derive(Debug)]
struct StoredOrder {
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
    json: Value,
}

impl Store {
    pub(super) fn put(&mut self, json: Value, now: DateTime<Utc>) {
        let time = |name: &str| json[name].as_str().and_then(parse_time).unwrap_or(now);
        let id = json["orderId"].as_str().unwrap_or_default().to_owned();
        self.0
            .insert(id, StoredOrder { created: time("createdTime"), updated: time("lastUpdatedTime"), json });
    }

    pub(super) fn all(&self) -> Vec<Value> {
        self.0.values().map(|order| order.json.clone()).collect()
    }

    pub(super) fn remove(&mut self, order_id: &str) {
        self.0.remove(order_id);
    }

    /// Everything that `search` wants after `start`, in order.
    fn select(
        &self,
        search: &Search,
        until: DateTime<Utc>,
        start: Option<&Position>,
    ) -> Vec<(Position, &Value)> {
        let listed = self.0.iter().filter(|(_, order)| search.wants(&order.json));
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
pub(super) struct Walk {
    seller_id: String,
    issued: DateTime<Utc>,
    /// The parameters that must be repeated.
    repeated: BTreeMap<String, String>,
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
    repeated: BTreeMap<String, String>,
}

impl Search {
    fn parse(
        parameters: BTreeMap<String, String>,
        seller: &FakeSeller,
        now: DateTime<Utc>,
    ) -> Result<Self, String> {
        check_names(&parameters, SEARCH_PARAMETERS)?;
        let (family, after) = lower_bound(&parameters)?;
        let before = upper_bound(&parameters, family, after, now)?;
        let search = Self {
            family,
            after,
            before,
            statuses: members(&parameters, "fulfillmentStatuses", FULFILLMENT_STATUSES)?,
            marketplaces: marketplaces(&parameters, seller)?,
            fulfilled_by: members(&parameters, "fulfilledBy", FULFILLED_BY)?,
            page_size: page_size(&parameters)?,
            included: included_data(&parameters)?,
            page_token: parameters.get("paginationToken").cloned(),
            repeated: parameters
                .into_iter()
                .filter(|(name, _)| !PAGE_PARAMETERS.contains(&name.as_str()))
                .collect(),
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

impl State {
    pub(super) fn search_orders(
        &mut self,
        seller: &FakeSeller,
        uri: &Uri,
        now: DateTime<Utc>,
    ) -> Result<Answer, String> {
        let search = Search::parse(query_parameters(uri)?, seller, now)?;
        let (until, start) = match &search.page_token {
            None => (first_until(&search, now)?, None),
            Some(token) => {
                let walk = self.walk(token, &search, seller, now)?;
                (walk.until, Some(&walk.last))
            }
        };
        let empty = Store::default();
        let store = self.stores.get(&seller.seller_id).unwrap_or(&empty);
        let found = store.select(&search, until, start);
        let page = &found[..found.len().min(search.page_size)];
        let orders: Vec<Value> = page.iter().map(|(_, order)| visible(order, &search.included)).collect();
        let more = page.last().filter(|_| found.len() > page.len()).map(|(position, _)| position.clone());

        let mut body = json!({ "orders": orders });
        body[search.family.before()] = json!(until.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        if let Some(last) = more {
            let token = self.opaque();
            body["pagination"] = json!({ "nextToken": token });
            let seller_id = seller.seller_id.clone();
            self.walks.insert(token, Walk { seller_id, issued: now, repeated: search.repeated, until, last });
        }
        Ok(Answer::json(200, &body))
    }

    pub(super) fn get_order(&self, seller: &FakeSeller, order_id: &str, uri: &Uri) -> Result<Answer, String> {
        let parameters = query_parameters(uri)?;
        check_names(&parameters, &["includedData"])?;
        let included = included_data(&parameters)?;
        let found = self.stores.get(&seller.seller_id).and_then(|store| store.0.get(order_id));
        Ok(match found {
            Some(order) => Answer::json(200, &json!({ "order": visible(&order.json, &included) })),
            None => Answer::error(404, "NotFound", "The order does not exist.", ""),
        })
    }

    /// The walk that a page token goes on with.
    fn walk(
        &self,
        token: &str,
        search: &Search,
        seller: &FakeSeller,
        now: DateTime<Utc>,
    ) -> Result<&Walk, String> {
        let walk = self.walks.get(token).filter(|walk| walk.seller_id == seller.seller_id);
        let walk = walk.ok_or("The paginationToken is not valid.")?;
        if now - walk.issued >= time_delta(self.page_token_lifetime) {
            return Err("The paginationToken has expired.".to_owned());
        }
        if walk.repeated != search.repeated {
            return Err(
                "The parameters differ from those that the paginationToken was issued for.".to_owned()
            );
        }
        Ok(walk)
    }
}

/// The upper bound of a walk that begins now. It has no more digits than its echo shows.
fn first_until(search: &Search, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    let latest = (now - SETTLING).trunc_subsecs(3);
    if search.before.is_none() && search.after > latest {
        return Err("The lower bound must be at least two minutes before now.".to_owned());
    }
    Ok(search.before.unwrap_or(latest))
}

fn check_names(parameters: &BTreeMap<String, String>, allowed: &[&str]) -> Result<(), String> {
    for (name, value) in parameters {
        if !allowed.contains(&name.as_str()) {
            return Err(format!("The parameter '{name}' is unknown."));
        }
        if value.is_empty() {
            return Err(format!("The parameter '{name}' is empty."));
        }
    }
    Ok(())
}

fn lower_bound(parameters: &BTreeMap<String, String>) -> Result<(Family, DateTime<Utc>), String> {
    let created = time(parameters, "createdAfter")?;
    let updated = time(parameters, "lastUpdatedAfter")?;
    match (created, updated) {
        (Some(after), None) => Ok((Family::Created, after)),
        (None, Some(after)) => Ok((Family::LastUpdated, after)),
        _ => Err("Exactly one of createdAfter and lastUpdatedAfter is required.".to_owned()),
    }
}

fn upper_bound(
    parameters: &BTreeMap<String, String>,
    family: Family,
    after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, String> {
    let other = if family == Family::Created { Family::LastUpdated } else { Family::Created };
    if parameters.contains_key(other.before()) {
        return Err(format!("{} does not go with the given lower bound.", other.before()));
    }
    let before = time(parameters, family.before())?;
    if before.is_some_and(|before| before < after) {
        return Err(format!("{} is earlier than the lower bound.", family.before()));
    }
    if before.is_some_and(|before| before > now - SETTLING) {
        return Err(format!("{} must be at least two minutes before now.", family.before()));
    }
    Ok(before)
}

fn time(parameters: &BTreeMap<String, String>, name: &str) -> Result<Option<DateTime<Utc>>, String> {
    let Some(text) = parameters.get(name) else { return Ok(None) };
    parse_time(text).map(Some).ok_or_else(|| format!("{name} is not an ISO 8601 date and time."))
}

/// ISO 8601 with a date, a time and an offset.
fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text).ok()?;
    text.contains('T').then(|| parsed.to_utc())
}

/// A list, joined with commas, of values from a fixed set.
fn members(
    parameters: &BTreeMap<String, String>,
    name: &str,
    allowed: &[&str],
) -> Result<Option<Vec<String>>, String> {
    let Some(text) = parameters.get(name) else { return Ok(None) };
    let values: Vec<String> = text.split(',').map(str::to_owned).collect();
    match values.iter().find(|value| !allowed.contains(&value.as_str())) {
        Some(unknown) => Err(format!("'{unknown}' is not a value of {name}.")),
        None => Ok(Some(values)),
    }
}

fn marketplaces(
    parameters: &BTreeMap<String, String>,
    seller: &FakeSeller,
) -> Result<Option<Vec<String>>, String> {
    let allowed: Vec<&str> = seller.marketplaces.iter().map(String::as_str).collect();
    let ids = members(parameters, "marketplaceIds", &allowed)?;
    match ids {
        Some(ids) if ids.len() > 50 => Err("marketplaceIds has more than 50 values.".to_owned()),
        ids => Ok(ids),
    }
}

fn page_size(parameters: &BTreeMap<String, String>) -> Result<usize, String> {
    let Some(text) = parameters.get("maxResultsPerPage") else { return Ok(100) };
    let size = text.parse().ok().filter(|size| (1..=100).contains(size));
    size.ok_or_else(|| "maxResultsPerPage must be a number from 1 to 100.".to_owned())
}

fn included_data(parameters: &BTreeMap<String, String>) -> Result<BTreeSet<String>, String> {
    let names: Vec<&str> = DATASETS.iter().map(|(name, _, _)| *name).collect();
    Ok(members(parameters, "includedData", &names)?.unwrap_or_default().into_iter().collect())
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
