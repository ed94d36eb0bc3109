//! The Listings Items API 2021-08-01, with state: what is submitted is what is shown, after the delay that a test sets.

mod attributes;
mod search;
mod show;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{
    Amazon, Answer, Call, FakeSpApi,
    call::{Query, field},
    routes::{Api, Route},
    time_delta,
};

pub(super) use self::attributes::{Attributes, Patch, issue};

const ITEM: &str = "/listings/2021-08-01/items/{sellerId}/{sku}";

pub(super) const API: Api = Api {
    model: "listingsItems_2021-08-01",
    routes: &[
        Route::delete("deleteListingsItem", ITEM, 5.0, 5),
        Route::get("getListingsItem", ITEM, 5.0, 10),
        Route::patch("patchListingsItem", ITEM, 5.0, 5),
        Route::put("putListingsItem", ITEM, 5.0, 10),
        Route::get("searchListingsItems", "/listings/2021-08-01/items/{sellerId}", 5.0, 5),
    ],
    answer,
};

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    if call.path("sellerId") != call.seller.seller_id {
        return Err(Answer::json(
            400,
            &json!({ "errors": [{ "code": "BAD_REQUEST", "message": "Invalid 'accountId' provided." }] }),
        ));
    }
    match call.operation {
        "deleteListingsItem" => delete_item(call, amazon),
        "getListingsItem" => get_item(call, amazon),
        "patchListingsItem" => patch_item(call, amazon),
        "putListingsItem" => put_item(call, amazon),
        _ => search::answer(call, amazon),
    }
}

/// What can be shown of a listing.
const INCLUDED: &[&str] = &[
    "summaries",
    "attributes",
    "issues",
    "offers",
    "fulfillmentAvailability",
    "procurement",
    "relationships",
    "productTypes",
];

const REQUIREMENTS: &[&str] = &["LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"];

impl FakeSpApi {
    /// Stores a listing of one marketplace, or replaces it, unchecked and shown at once.
    ///
    /// `attributes` is the object that `putListingsItem` takes, like `{"item_name": [{"value": "Cup"}]}`.
    pub fn put_listing(
        &self,
        seller_id: &str,
        marketplace_id: &str,
        sku: &str,
        product_type: &str,
        attributes: Value,
    ) {
        let now = self.now();
        let attributes = if let Value::Object(attributes) = attributes { attributes } else { Map::new() };
        let mut state = self.settled();
        let asin = new_asin(&mut state.amazon, &attributes);
        let store = &mut state.amazon.books.of(seller_id).listings;
        let versions = store.versions(sku, marketplace_id);
        let created = versions.latest().map_or(now, |item| item.created);
        let item = Item { product_type: product_type.to_owned(), attributes, asin, created, updated: now };
        versions.0.clear();
        versions.0.push((now, Some(item)));
    }

    /// The listing of one marketplace as it was last submitted, whether it is shown already or not: `productType`,
    /// `asin` and `attributes`.
    pub fn listing(&self, seller_id: &str, marketplace_id: &str, sku: &str) -> Option<Value> {
        let mut state = self.settled();
        let store = &mut state.amazon.books.of(seller_id).listings;
        let item = store.items.get(sku)?.get(marketplace_id)?.latest()?;
        Some(json!({
            "productType": item.product_type,
            "asin": item.asin,
            "attributes": item.attributes,
        }))
    }

    /// Sets how much later a listing shows what was submitted. At once unless set.
    pub fn set_listing_delay(&self, delay: std::time::Duration) {
        self.settled().amazon.settings.listing_delay = delay;
    }
}

/// The listings of one seller: by SKU, then by marketplace.
#[derive(Debug, Default)]
pub(super) struct Store {
    items: BTreeMap<String, BTreeMap<String, Versions>>,
    /// The searches that callers are paging through, with the place of the page: by token.
    pages: BTreeMap<String, (Query, usize)>,
}

impl Store {
    fn versions(&mut self, sku: &str, marketplace_id: &str) -> &mut Versions {
        let marketplaces = self.items.entry(sku.to_owned()).or_default();
        marketplaces.entry(marketplace_id.to_owned()).or_default()
    }

    /// The listing as a reader sees it now: for every marketplace in which it is.
    fn shown(&self, sku: &str, marketplaces: &[String], now: DateTime<Utc>) -> Vec<(&str, &Item)> {
        let Some(all) = self.items.get(sku) else { return Vec::new() };
        let wanted = all.iter().filter(|(id, _)| marketplaces.contains(id));
        wanted.filter_map(|(id, versions)| Some((id.as_str(), versions.shown(now)?))).collect()
    }
}

/// What a listing was and will be, by the moment from which it is shown. None is a listing that is gone.
#[derive(Debug, Default)]
struct Versions(Vec<(DateTime<Utc>, Option<Item>)>);

impl Versions {
    fn latest(&self) -> Option<&Item> {
        self.0.last()?.1.as_ref()
    }

    fn shown(&self, now: DateTime<Utc>) -> Option<&Item> {
        self.0.iter().rev().find(|(from, _)| *from <= now)?.1.as_ref()
    }

    fn push(&mut self, item: Option<Item>, now: DateTime<Utc>, from: DateTime<Utc>) {
        // Only what is shown now and what comes after it still matters.
        let shown = self.0.iter().rposition(|(from, _)| *from <= now).unwrap_or(0);
        self.0.drain(..shown);
        // A submission is never shown before an earlier one.
        let from = self.0.last().map_or(from, |(last, _)| from.max(*last));
        self.0.push((from, item));
    }
}

/// A listing in one marketplace.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) product_type: String,
    pub(super) attributes: Attributes,
    pub(super) asin: String,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
}

/// What a submission wants.
#[derive(Debug)]
pub(super) enum Change {
    Put { product_type: String, requirements: String, attributes: Attributes },
    Patch { product_type: String, patches: Vec<Patch> },
    Delete,
}

/// Takes a submission, unless it has errors or `preview` asks for the issues only. What there is to say about it.
pub(super) fn submit(
    amazon: &mut Amazon,
    seller_id: &str,
    marketplace_id: &str,
    sku: &str,
    change: &Change,
    now: DateTime<Utc>,
    preview: bool,
) -> Vec<Value> {
    let versions = amazon.books.of(seller_id).listings.versions(sku, marketplace_id);
    let before = versions.latest().cloned();
    let (item, issues) = match changed(before, marketplace_id, change) {
        Ok((item, issues)) => (item, issues),
        Err(issues) => return issues,
    };
    if preview || issues.iter().any(|issue| issue["severity"] == "ERROR") {
        return issues;
    }
    let item = item.map(|(product_type, attributes, asin, created)| Item {
        asin: asin.unwrap_or_else(|| new_asin(amazon, &attributes)),
        product_type,
        attributes,
        created: created.unwrap_or(now),
        updated: now,
    });
    let from = now + time_delta(amazon.settings.listing_delay);
    amazon.books.of(seller_id).listings.versions(sku, marketplace_id).push(item, now, from);
    issues
}

/// What a listing becomes: product type, attributes, and ASIN and time of creation if it has them already.
type Becomes = Option<(String, Attributes, Option<String>, Option<DateTime<Utc>>)>;

fn changed(
    before: Option<Item>,
    marketplace_id: &str,
    change: &Change,
) -> Result<(Becomes, Vec<Value>), Vec<Value>> {
    let asin = before.as_ref().map(|item| item.asin.clone());
    let created = before.as_ref().map(|item| item.created);
    match change {
        Change::Delete => Ok((None, Vec::new())),
        Change::Put { product_type, requirements, attributes } => {
            let mut issues = attributes::check(attributes, marketplace_id);
            issues.extend(attributes::check_complete(attributes, requirements));
            Ok((Some((product_type.clone(), attributes.clone(), asin, created)), issues))
        }
        Change::Patch { product_type, patches } => {
            let Some(item) = before else {
                let message = "The listing does not exist in this marketplace.";
                return Err(vec![issue("4000003", message, "INVALID_ATTRIBUTE", &[])]);
            };
            let mut attributes = item.attributes;
            let mut issues = Vec::new();
            for patch in patches {
                issues.extend(patch.check(marketplace_id));
                patch.apply(&mut attributes, marketplace_id);
            }
            // The generic type goes with every listing, and leaves it what it is.
            let product_type = if product_type == "PRODUCT" { &item.product_type } else { product_type };
            Ok((Some((product_type.clone(), attributes, asin, created)), issues))
        }
    }
}

fn new_asin(amazon: &mut Amazon, attributes: &Attributes) -> String {
    let suggested = attributes.get("merchant_suggested_asin").and_then(|values| values[0]["value"].as_str());
    suggested.map_or_else(|| format!("B0FAKE{:04}", amazon.numbers.next()), str::to_owned)
}

/// The listing as it was last submitted, in the shape of the API; for the report of a feed.
pub(super) fn latest(
    amazon: &mut Amazon,
    seller_id: &str,
    marketplaces: &[String],
    sku: &str,
    included: &BTreeSet<String>,
) -> Option<Value> {
    let all = amazon.books.of(seller_id).listings.items.get(sku)?;
    let wanted = all.iter().filter(|(id, _)| marketplaces.contains(id));
    let found: Vec<_> = wanted.filter_map(|(id, versions)| Some((id.as_str(), versions.latest()?))).collect();
    (!found.is_empty()).then(|| show::item(sku, &found, included))
}

/// The one marketplace of a submission.
fn marketplace(call: &Call<'_>) -> Result<String, Answer> {
    let ids = call.query.required_list("marketplaceIds", 1)?;
    call.check_marketplaces(&ids)?;
    Ok(ids.into_iter().next().unwrap_or_default())
}

fn put_item(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let product_type = field::required_text(&body, "productType")?.to_owned();
    let requirements = field::member(&body, "requirements", REQUIREMENTS)?.unwrap_or("LISTING").to_owned();
    let attributes = field::required_object(&body, "attributes")?.clone();
    submission(call, amazon, &Change::Put { product_type, requirements, attributes })
}

fn patch_item(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = call.body()?;
    let product_type = field::required_text(&body, "productType")?.to_owned();
    let patches = field::list(&body, "patches", 1, usize::MAX)?.iter().map(Patch::parse);
    let patches =
        patches.collect::<Result<Vec<_>, _>>().map_err(|details| Answer::invalid_input(&details))?;
    submission(call, amazon, &Change::Patch { product_type, patches })
}

fn delete_item(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    submission(call, amazon, &Change::Delete)
}

fn submission(call: &Call<'_>, amazon: &mut Amazon, change: &Change) -> Result<Answer, Answer> {
    let marketplace_id = marketplace(call)?;
    let included = call.query.members("includedData", &["identifiers", "issues"])?;
    let preview = call.query.member("mode", &["VALIDATION_PREVIEW"])?.is_some();
    let (seller_id, sku) = (&call.seller.seller_id, call.path("sku"));
    let issues = submit(amazon, seller_id, &marketplace_id, sku, change, call.now, preview);
    let status = match issues.iter().any(|issue| issue["severity"] == "ERROR") {
        true => "INVALID",
        false if preview => "VALID",
        false => "ACCEPTED",
    };
    let mut body =
        json!({ "sku": sku, "status": status, "submissionId": amazon.numbers.uuid().replace('-', "") });
    let wants = |name: &str| included.as_ref().is_none_or(|included| included.iter().any(|one| one == name));
    if wants("issues") {
        body["issues"] = json!(issues);
    }
    if included.is_some() && wants("identifiers") {
        let item = amazon.books.of(seller_id).listings.versions(sku, &marketplace_id).latest();
        let identifiers = item.map(|item| json!({ "marketplaceId": marketplace_id, "asin": item.asin }));
        body["identifiers"] = json!(identifiers.into_iter().collect::<Vec<_>>());
    }
    Ok(Answer::json(200, &body))
}

fn get_item(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplaces = call.query.required_list("marketplaceIds", usize::MAX)?;
    call.check_marketplaces(&marketplaces)?;
    let included = included(call)?;
    let sku = call.path("sku");
    let found = amazon.books.of(&call.seller.seller_id).listings.shown(sku, &marketplaces, call.now);
    if found.is_empty() {
        let message = format!("SKU '{sku}' not found in marketplace {}", marketplaces.join(","));
        return Err(Answer::error(404, "NOT_FOUND", &message, ""));
    }
    Ok(Answer::json(200, &show::item(sku, &found, &included)))
}

fn included(call: &Call<'_>) -> Result<BTreeSet<String>, Answer> {
    let included = call.query.members("includedData", INCLUDED)?;
    Ok(included.unwrap_or_else(|| vec!["summaries".to_owned()]).into_iter().collect())
}
