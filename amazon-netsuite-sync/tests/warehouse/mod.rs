//! One order in both simulators, and a person in the warehouse who ships it.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::{collections::BTreeMap, time::Duration};

use amazon_netsuite_sync::{
    FlowName, RunKey,
    flows::{BillOrders, ConfirmShipments, PostReturns, SendMultichannel},
    settings::{BillWhen, BillingSettings, ShipmentCarrier, ShipmentFields, ShipmentSettings, StoreSettings},
    store::{Parked, Store as _},
    testing::{
        World, WorldOptions,
        chaos::{Fault, Strike},
    },
};
use netsuite_client::InternalId;
use serde_json::{Value, json};

/// The seller of every order here.
pub(crate) const SELLER: &str = "A1NASELLER0001";
/// What the order comes to.
pub(crate) const TOTAL: &str = "39.00";
const MARKETPLACE: &str = "ATVPDKIKX0DER";
const ORDER_ITEM: &str = "custcol_amz_order_item_id";
/// Custom fields of fulfilments.
pub(crate) const EXPORTED: &str = "custbody_amz_exported";
pub(crate) const EXPORTED_AT: &str = "custbody_amz_exported_at";
pub(crate) const ERROR: &str = "custbody_amz_error";
pub(crate) const DELIVERY: &str = "custbody_amz_delivery";
pub(crate) const DELIVERED_ON: &str = "custbody_amz_delivered_on";

/// Amazon's number of the `n`th order.
pub(crate) fn number(n: u32) -> String {
    format!("113-{n:07}-0000001")
}

fn money(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "USD"})
}

/// An order of three times SKU-A for 30.00 with 4.00 shipping, and one SKU-B for 5.00.
pub(crate) fn order(n: u32) -> Value {
    let item = |id: u32, sku: &str, quantity: u32, amounts: &[(&str, &str)], total: &str| {
        let breakdowns: Vec<Value> =
            amounts.iter().map(|(kind, amount)| json!({"type": kind, "subtotal": money(amount)})).collect();
        json!({
            "orderItemId": (n * 100 + id).to_string(),
            "quantityOrdered": quantity,
            "product": {"sellerSku": sku, "title": sku},
            "proceeds": {"proceedsTotal": money(total), "breakdowns": breakdowns},
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": quantity},
        })
    };
    json!({
        "orderId": number(n),
        "createdTime": "2026-11-21T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": MARKETPLACE, "marketplaceName": "Amazon.com"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "buyer": {"buyerName": "A Buyer", "buyerEmail": format!("buyer{n}@marketplace.amazon.com")},
        "proceeds": {"grandTotal": money(TOTAL)},
        "orderItems": [
            item(1, "SKU-A", 3, &[("ITEM", "30.00"), ("SHIPPING", "4.00")], "34.00"),
            item(2, "SKU-B", 1, &[("ITEM", "5.00")], "5.00"),
        ],
    })
}

/// Amazon's id of an order's first or second item.
pub(crate) fn item_id(n: u32, item: u32) -> String {
    (n * 100 + item).to_string()
}

/// A world without generated orders, whose stores are set up by `change`.
pub(crate) async fn world(change: impl Fn(&mut StoreSettings)) -> World {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let netsuite = &world.sandbox.netsuite;
    for sku in ["SKU-A", "SKU-B"] {
        netsuite.put_record("inventoryItem", json!({"itemId": sku}));
    }
    netsuite.put_record("shipItem", json!({"id": "5", "itemId": "UPS Ground"}));
    for field in [EXPORTED, EXPORTED_AT, ERROR, DELIVERY, DELIVERED_ON] {
        netsuite.declare_custom_field("itemFulfillment", field);
    }
    world
        .with_flows(|engine| {
            engine.flow(BillOrders).flow(ConfirmShipments).flow(PostReturns).flow(SendMultichannel)
        })
        .with_settings(|account| account.stores.iter_mut().for_each(&change))
}

/// What has been fulfilled is billed, and confirmed to Amazon (ship method 5 is UPS); the fulfilments are marked.
pub(crate) fn billed_and_confirmed(store: &mut StoreSettings) {
    let statuses = vec![BillWhen::PendingBilling, BillWhen::PartiallyFulfilled];
    store.billing = Some(BillingSettings { statuses, ..BillingSettings::default() });
    let ups = ShipmentCarrier { code: "UPS".to_owned(), name: None, service: None };
    store.shipments = Some(ShipmentSettings {
        carriers: BTreeMap::from([("5".to_owned(), ups)]),
        fields: ShipmentFields {
            exported: Some(EXPORTED.to_owned()),
            exported_at: Some(EXPORTED_AT.to_owned()),
            ..ShipmentFields::default()
        },
        ..ShipmentSettings::default()
    });
}

/// Orders arrive at Amazon, and then in NetSuite.
pub(crate) async fn arrive(world: &World, orders: impl IntoIterator<Item = Value>) {
    for order in orders {
        world.sandbox.amazon.put_order(SELLER, order);
    }
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(report.summary.all_orders().parked, 0, "{:?}", parked(world, "orders").await);
}

/// A record of NetSuite's whose external id ends in this.
pub(crate) fn record(world: &World, kind: &str, ends_in: &str) -> Option<Value> {
    let records = world.sandbox.netsuite.records(kind);
    records.into_iter().find(|record| record["externalId"].as_str().is_some_and(|id| id.ends_with(ends_in)))
}

/// The sales order of the `n`th order.
pub(crate) fn sales_order(world: &World, n: u32) -> Value {
    record(world, "salesOrder", &number(n)).unwrap()
}

pub(crate) fn id_of(record: &Value) -> InternalId {
    InternalId::new(record["id"].as_str().unwrap()).unwrap()
}

/// Ships so many of the order's goods, line by line, in packages with these tracking numbers, on `day` (or today).
pub(crate) async fn ship(world: &World, n: u32, quantities: &[u32], packages: &[&str]) -> InternalId {
    ship_with(world, n, quantities, packages, json!({"shipMethod": {"id": "5"}})).await
}

/// As [`ship`], with further fields of the fulfilment.
pub(crate) async fn ship_with(
    world: &World,
    n: u32,
    quantities: &[u32],
    packages: &[&str],
    further: Value,
) -> InternalId {
    let order = sales_order(world, n);
    let goods = order["item"]["items"].as_array().unwrap().iter().filter(|line| line[ORDER_ITEM].is_string());
    let open = |line: &&Value| line["quantityFulfilled"].as_f64() < line["quantity"].as_f64();
    let location = json!({"id": world.sandbox.netsuite.records("location")[0]["id"]});
    let lines: Vec<Value> = goods
        .zip(quantities)
        .filter(|(line, _)| open(line))
        .map(|(line, quantity)| match quantity {
            0 => json!({"orderLine": line["line"], "itemReceive": false}),
            _ => json!({"orderLine": line["line"], "itemReceive": true, "quantity": quantity, "location": location}),
        })
        .collect();
    let mut body = further;
    body["shipStatus"] = json!({"id": "C"});
    body["item"] = json!({"items": lines});
    let packages: Vec<Value> =
        packages.iter().map(|number| json!({"packageWeight": 1, "packageTrackingNumber": number})).collect();
    if !packages.is_empty() {
        body["package"] = json!({"items": packages});
    }
    let orders = world.people.records_of("salesOrder");
    let made = orders.transform_into("itemFulfillment", id_of(&order)).send(&body).await.unwrap();
    made.id().clone()
}

/// Bills so many of the order's first line by hand, and nothing else.
pub(crate) async fn bill_by_hand(world: &World, n: u32, quantity: u32) -> InternalId {
    let order = sales_order(world, n);
    let orders = world.people.records_of("salesOrder");
    let draft = orders.transform_into("invoice", id_of(&order)).draft().await.unwrap();
    let first = order["item"]["items"][0]["line"].clone();
    let lines: Vec<Value> = draft["item"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["quantity"].is_number())
        .map(|line| {
            let quantity = if line["orderLine"] == first { quantity } else { 0 };
            json!({"orderLine": line["orderLine"], "quantity": quantity})
        })
        .collect();
    let body = json!({"item": {"items": lines}});
    orders.transform_into("invoice", id_of(&order)).send(&body).await.unwrap().id().clone()
}

/// Changes a record by hand, its packages replaced if they are among the changes.
pub(crate) async fn edit(world: &World, kind: &str, id: &InternalId, body: Value) {
    let replaced: &[&str] = if body["package"].is_null() { &[] } else { &["package"] };
    world.people.records_of(kind).update_replacing(id.clone(), &body, replaced).await.unwrap();
}

/// A record as NetSuite has it now.
pub(crate) fn now_of(world: &World, kind: &str, id: &InternalId) -> Value {
    let records = world.sandbox.netsuite.records(kind);
    records.into_iter().find(|record| record["id"] == id.as_str()).unwrap()
}

/// The `n`th order as Amazon has it now.
pub(crate) fn at_amazon(world: &World, n: u32) -> Value {
    let orders = world.sandbox.amazon.orders(SELLER);
    orders.into_iter().find(|order| order["orderId"] == number(n)).unwrap()
}

/// An order's packages: number, tracking number, carrier, and units by item.
pub(crate) fn packages(world: &World, n: u32) -> Vec<(String, String, String, BTreeMap<String, i64>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let order = at_amazon(world, n);
    let packages = order["packages"].as_array().cloned().unwrap_or_default();
    let units = |package: &Value| -> BTreeMap<String, i64> {
        let items = package["packageItems"].as_array().unwrap().iter();
        items.map(|item| (text(&item["orderItemId"]), item["quantity"].as_i64().unwrap())).collect()
    };
    packages
        .iter()
        .map(|p| (text(&p["packageReferenceId"]), text(&p["trackingNumber"]), text(&p["carrier"]), units(p)))
        .collect()
}

/// How often Amazon was called so.
pub(crate) fn amazon_calls(world: &World, operation: &str) -> u64 {
    world.sandbox.amazon.calls().get(operation).copied().unwrap_or_default()
}

pub(crate) fn na(flow: &str) -> RunKey {
    RunKey {
        account: amazon_netsuite_sync::AccountId::new("na").unwrap(),
        flow: FlowName::new(flow).unwrap(),
    }
}

pub(crate) async fn parked(world: &World, flow: &str) -> Vec<Parked> {
    world.store.parked(&na(flow)).await.unwrap()
}

/// Runs a flow, which meets no error.
pub(crate) async fn run(world: &World, flow: &str) {
    let report = world.run_flow(flow).await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(report.summary.delayed, None);
}

/// Runs processes one after the other, each until it ends by itself or by a crash.
pub(crate) async fn run_to_the_end(world: &World, flow: &str) {
    let flow = FlowName::new(flow).unwrap();
    for _ in 0..200 {
        let engine = world.engine("runner").unwrap();
        let ended = tokio::select! {
            biased;
            report = engine.run(&flow) => report.errors.is_empty() && report.summary.delayed.is_none(),
            () = world.chaos.crashed() => false,
        };
        if ended {
            return;
        }
        // A service manager starts a process anew after a while.
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    panic!("200 processes were not enough");
}

/// A crash before and after everything that was passed, the first and the last time.
pub(crate) fn crashes(passed: &BTreeMap<String, u32>) -> Vec<Strike> {
    let mut strikes = Vec::new();
    for (site, times) in passed {
        let kinds = if site.starts_with("commit") {
            [Fault::CrashBeforeCommit, Fault::CrashAfterCommit]
        } else {
            [Fault::CrashBeforeSend, Fault::CrashAfterSend]
        };
        let mut nths = vec![1, *times / 2 + 1, *times];
        nths.dedup();
        for nth in nths.into_iter().filter(|nth| nth <= times) {
            strikes.extend(kinds.map(|fault| Strike { site: site.clone(), nth, fault }));
        }
    }
    strikes
}

/// Virtual time in a runtime of its own, so that every history begins the same way.
pub(crate) fn in_virtual_time<T>(history: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(history)
}
