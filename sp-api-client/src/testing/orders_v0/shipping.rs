//! Telling Amazon what has been shipped. The orders of the new API show it at once.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    super::{
        Amazon, Answer, Call,
        call::{iso, parse_time},
        orders,
        shape::{Shape, TEXT, optional, required},
    },
    found, items_of,
    translation::{has_program, status},
};

const ITEM: Shape = Shape::Object(&[
    required("orderItemId", TEXT),
    required("quantity", Shape::Integer(1, i32::MAX as i64)),
    optional("transparencyCodes", Shape::List(&TEXT, 0, usize::MAX)),
]);

const CONFIRMATION: Shape = Shape::Object(&[
    required("marketplaceId", TEXT),
    optional("codCollectionMethod", Shape::OneOf(&["DirectPayment"])),
    required(
        "packageDetail",
        Shape::Object(&[
            required("packageReferenceId", TEXT),
            required("carrierCode", TEXT),
            optional("carrierName", Shape::Text(0, usize::MAX)),
            optional("shippingMethod", Shape::Text(0, usize::MAX)),
            required("trackingNumber", TEXT),
            required("shipDate", TEXT),
            optional("shipFromSupplySourceId", TEXT),
            required("orderItems", Shape::List(&ITEM, 1, usize::MAX)),
        ]),
    ),
]);

const STATUS: Shape = Shape::Object(&[
    required("marketplaceId", TEXT),
    required("shipmentStatus", Shape::OneOf(&["ReadyForPickup", "PickedUp", "RefusedPickup"])),
    optional(
        "orderItems",
        Shape::List(
            &Shape::Object(&[
                optional("orderItemId", TEXT),
                optional("quantity", Shape::Integer(1, i32::MAX as i64)),
            ]),
            0,
            usize::MAX,
        ),
    ),
]);

const JAPAN: &str = "A1VC38T7YXB528";

/// Confirms a package, or edits the one of the same `packageReferenceId`.
pub(super) fn confirm(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = CONFIRMATION.read(call)?;
    let mut order = found(call, amazon)?.clone();
    check_marketplace(&body, &order)?;
    if !body["codCollectionMethod"].is_null() && body["marketplaceId"] != JAPAN {
        return Err(Answer::invalid_input("codCollectionMethod is for Japan only."));
    }
    let package = &body["packageDetail"];
    check_package(call, package, &order)?;
    check_shippable(&order)?;
    check_quantities(package, &order)?;
    store_package(package, &mut order, &iso(call.now));
    take_stock(&mut order);
    order["lastUpdatedTime"] = json!(iso(call.now));
    orders::change(amazon, &call.seller.seller_id, order, call.now);
    Ok(Answer::empty(204))
}

fn check_marketplace(body: &Value, order: &Value) -> Result<(), Answer> {
    if body["marketplaceId"] == order["salesChannel"]["marketplaceId"] {
        return Ok(());
    }
    Err(Answer::invalid_input("marketplaceId is not the marketplace of the order."))
}

fn check_package(call: &Call<'_>, package: &Value, order: &Value) -> Result<(), Answer> {
    let reference = package["packageReferenceId"].as_str().unwrap_or_default();
    let positive =
        reference.bytes().all(|byte| byte.is_ascii_digit()) && reference.bytes().any(|byte| byte != b'0');
    if !positive {
        return Err(Answer::invalid_input("packageReferenceId must be a positive numeric value."));
    }
    if package["carrierCode"] == "Other" && package["carrierName"].as_str().is_none_or(str::is_empty) {
        return Err(Answer::invalid_input("carrierName is needed where carrierCode is Other."));
    }
    let Some(shipped) = package["shipDate"].as_str().and_then(parse_time) else {
        return Err(Answer::error(
            400,
            "Invalid Input",
            "One or more request parameters are invalid.",
            "shipDate is not an ISO 8601 date and time.",
        ));
    };
    let ordered = order["createdTime"].as_str().and_then(parse_time);
    if shipped > call.now || ordered.is_some_and(|ordered| shipped < ordered) {
        return Err(Answer::invalid_input("shipDate lies in the future, or before the order."));
    }
    Ok(())
}

fn check_shippable(order: &Value) -> Result<(), Answer> {
    let reason = if order["fulfillment"]["fulfilledBy"] == "AMAZON" {
        "The order is fulfilled by Amazon."
    } else if has_program(order, "FBM_SHIP_PLUS") {
        "Amazon confirms the shipments of this order."
    } else {
        match status(order) {
            "Canceled" => "The order is cancelled.",
            "Pending" | "PendingAvailability" => "The order is pending.",
            _ => return Ok(()),
        }
    };
    Err(Answer::invalid_input(reason))
}

fn check_quantities(package: &Value, order: &Value) -> Result<(), Answer> {
    let known = packages(order).any(|other| same_package(other, package));
    let open = items_of(order).any(|item| fulfilled(item) < ordered(item));
    if !known && !open {
        // Shipped already, by other means maybe.
        return Err(Answer::error(
            400,
            "InvalidInput",
            "Failed to create package.",
            "PackageToUpdateNotFound: everything of this order has been shipped already.",
        ));
    }
    let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
    for line in package["orderItems"].as_array().into_iter().flatten() {
        let id = line["orderItemId"].as_str().unwrap_or_default();
        *wanted.entry(id).or_default() += line["quantity"].as_i64().unwrap_or_default();
    }
    for (id, quantity) in wanted {
        let item = items_of(order).find(|item| item["orderItemId"] == id);
        let Some(item) = item else {
            return Err(Answer::invalid_input(&format!("The order item id {id} is invalid.")));
        };
        // What this very package holds is about to be replaced.
        let own: i64 =
            packages(order).filter(|other| same_package(other, package)).map(|other| held(other, id)).sum();
        if quantity > ordered(item) - fulfilled(item) + own {
            return Err(Answer::invalid_input(&format!(
                "The quantity of {id} exceeds what remains to be shipped."
            )));
        }
    }
    Ok(())
}

fn packages(order: &Value) -> impl Iterator<Item = &Value> {
    order["packages"].as_array().into_iter().flatten()
}

fn same_package(one: &Value, other: &Value) -> bool {
    one["packageReferenceId"] == other["packageReferenceId"]
}

/// How many units of an item a package holds.
fn held(package: &Value, item_id: &str) -> i64 {
    let items = package["packageItems"].as_array().into_iter().flatten();
    items.filter(|item| item["orderItemId"] == item_id).filter_map(|item| item["quantity"].as_i64()).sum()
}

fn ordered(item: &Value) -> i64 {
    item["quantityOrdered"].as_i64().unwrap_or_default()
}

fn fulfilled(item: &Value) -> i64 {
    item["fulfillment"]["quantityFulfilled"].as_i64().unwrap_or_default()
}

fn store_package(detail: &Value, order: &mut Value, now: &str) {
    let items = detail["orderItems"].as_array().into_iter().flatten().map(|line| {
        let mut item = json!({ "orderItemId": line["orderItemId"], "quantity": line["quantity"] });
        if line["transparencyCodes"].is_array() {
            item["transparencyCodes"] = line["transparencyCodes"].clone();
        }
        item
    });
    let carrier =
        if detail["carrierCode"] == "Other" { &detail["carrierName"] } else { &detail["carrierCode"] };
    let mut package = json!({
        "packageReferenceId": detail["packageReferenceId"],
        "packageStatus": { "status": "SHIPPED" },
        "carrier": carrier,
        "shipTime": detail["shipDate"],
        "trackingNumber": detail["trackingNumber"],
        "packageItems": items.collect::<Vec<_>>(),
    });
    if detail["shippingMethod"].as_str().is_some_and(|method| !method.is_empty()) {
        package["shippingService"] = detail["shippingMethod"].clone();
    }
    if !order["packages"].is_array() {
        order["packages"] = json!([]);
    }
    let place = packages(order).position(|other| same_package(other, &package));
    let before = place.map(|place| order["packages"][place].clone());
    package["createdTime"] = match &before {
        Some(before) => before["createdTime"].clone(),
        None => json!(now),
    };
    recount(order, before.as_ref(), &package);
    match place {
        Some(place) => order["packages"][place] = package,
        None => {
            if let Some(packages) = order["packages"].as_array_mut() {
                packages.push(package);
            }
        }
    }
}

/// Moves the numbers of fulfilled units by what `after` holds more than `before`.
fn recount(order: &mut Value, before: Option<&Value>, after: &Value) {
    for item in order["orderItems"].as_array_mut().into_iter().flatten() {
        let id = item["orderItemId"].as_str().unwrap_or_default().to_owned();
        let change = held(after, &id) - before.map_or(0, |before| held(before, &id));
        let done = fulfilled(item) + change;
        item["fulfillment"]["quantityFulfilled"] = json!(done);
        item["fulfillment"]["quantityUnfulfilled"] = json!((ordered(item) - done).max(0));
    }
}

/// Sets the status by what has been fulfilled. Items that were cancelled are not waited for.
fn take_stock(order: &mut Value) {
    let cancelled = |item: &Value| item["cancellation"]["cancellationExecution"].is_object();
    let complete = items_of(order).all(|item| cancelled(item) || fulfilled(item) >= ordered(item));
    let begun = items_of(order).any(|item| fulfilled(item) > 0);
    let status = match (complete, begun) {
        (true, _) => "SHIPPED",
        (false, true) => "PARTIALLY_SHIPPED",
        (false, false) => "UNSHIPPED",
    };
    order["fulfillment"]["fulfillmentStatus"] = json!(status);
}

/// For orders that buyers pick up themselves. What has been picked up counts as shipped.
pub(super) fn update_status(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = STATUS.read(call)?;
    let mut order = found(call, amazon)?.clone();
    check_marketplace(&body, &order)?;
    if !has_program(&order, "IN_STORE_PICK_UP") {
        return Err(Answer::invalid_input("The order is not picked up in a store."));
    }
    check_shippable(&order)?;
    let lines = body["orderItems"].as_array().cloned().unwrap_or_default();
    let known = |line: &Value| items_of(&order).any(|item| item["orderItemId"] == line["orderItemId"]);
    if !lines.iter().all(known) {
        return Err(Answer::invalid_input("An order item id is invalid."));
    }
    if body["shipmentStatus"] == "PickedUp" {
        for item in order["orderItems"].as_array_mut().into_iter().flatten() {
            let line = lines.iter().find(|line| line["orderItemId"] == item["orderItemId"]);
            if line.is_none() && !lines.is_empty() {
                continue;
            }
            let quantity = line.and_then(|line| line["quantity"].as_i64()).unwrap_or_else(|| ordered(item));
            let done = (fulfilled(item) + quantity).min(ordered(item));
            item["fulfillment"]["quantityFulfilled"] = json!(done);
            item["fulfillment"]["quantityUnfulfilled"] = json!(ordered(item) - done);
        }
        take_stock(&mut order);
    }
    order["lastUpdatedTime"] = json!(iso(call.now));
    orders::change(amazon, &call.seller.seller_id, order, call.now);
    Ok(Answer::empty(204))
}
