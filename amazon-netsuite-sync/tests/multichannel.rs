//! Orders of other channels go out of Amazon's warehouses once, and what was sent comes back as fulfilments.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::time::Duration;

use amazon_netsuite_sync::{
    settings::{MultichannelSettings, StoreSettings},
    store::{MemoryStore, ParkReason},
    testing::{World, chaos::Chaos},
};
use netsuite_client::InternalId;
use serde_json::{Value, json};
use sp_api_client::{
    outbound::ShippingSpeedCategory,
    testing::{Failure, FakePackage},
};

use self::warehouse::{
    SELLER, amazon_calls, crashes, edit, in_virtual_time, na, now_of, parked, run, run_to_the_end,
};

const FLOW: &str = "multichannel";
const US: &str = "ATVPDKIKX0DER";
/// Internal ids that the seller's people would look up once.
const FBA: &str = "9001";
const OWN: &str = "9002";
const SENT: &str = "custbody_amz_mcf_exported";
const CANCEL: &str = "custbody_amz_mcf_cancel";

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn served(store: &mut StoreSettings) {
    if store.marketplace_id.as_str() == US {
        store.multichannel = Some(MultichannelSettings {
            locations: vec![id(FBA)],
            speeds: [("5".to_owned(), ShippingSpeedCategory::Expedited)].into(),
            skus: [("SKU-B".to_owned(), "B-AT-AMAZON".to_owned())].into(),
            exported: Some(SENT.to_owned()),
            cancel_if: Some(CANCEL.to_owned()),
            ..MultichannelSettings::default()
        });
    }
}

async fn world() -> World {
    let world = warehouse::world(served).await;
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("location", json!({"id": FBA, "name": "FBA"}));
    netsuite.put_record("location", json!({"id": OWN, "name": "Own warehouse"}));
    for field in [SENT, CANCEL] {
        netsuite.declare_custom_field("salesOrder", field);
    }
    for sku in ["SKU-A", "B-AT-AMAZON"] {
        let stock =
            json!({"sellerSku": sku, "totalQuantity": 100, "inventoryDetails": {"fulfillableQuantity": 100}});
        world.sandbox.amazon.set_stock(SELLER, US, stock);
    }
    world
}

fn item(world: &World, name: &str) -> Value {
    let items = world.sandbox.netsuite.records("inventoryItem");
    items.into_iter().find(|item| item["itemId"] == name).unwrap()["id"].clone()
}

/// An order of the seller's own shop: three of SKU-A and one of SKU-B, at the location.
async fn ordered_at(world: &World, location: &str, further: Value) -> InternalId {
    let customers = world.sandbox.netsuite.records("customer");
    let customer = customers.iter().find(|customer| customer["entityId"] == "Amazon customer USD").unwrap();
    let line = |sku: &str, quantity: u32| {
        json!({"item": {"id": item(world, sku)}, "quantity": quantity, "price": {"id": "-1"}, "rate": 10,
            "amount": 10 * quantity})
    };
    let mut body = json!({
        "entity": {"id": customer["id"]}, "orderStatus": {"id": "B"}, "location": {"id": location},
        "otherRefNum": "SHOP-1",
        "shippingAddress": {"addressee": "Jane Doe", "addr1": "1 Long Road", "city": "Reno", "state": "NV",
            "zip": "89506", "country": {"id": "US"}},
        "item": {"items": [line("SKU-A", 3), line("SKU-B", 1)]},
    });
    for (name, value) in further.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    world.people.records_of("salesOrder").create(&body).await.unwrap().id().clone()
}

async fn ordered(world: &World) -> InternalId {
    ordered_at(world, FBA, json!({})).await
}

fn name(order: &InternalId) -> String {
    format!("amz-mcf-{SELLER}-{order}")
}

fn at_amazon(world: &World, order: &InternalId) -> Value {
    world.sandbox.amazon.fulfillment_orders(SELLER)[&name(order)].clone()
}

fn status(world: &World, order: &InternalId) -> String {
    at_amazon(world, order)["fulfillmentOrder"]["fulfillmentOrderStatus"].as_str().unwrap().to_owned()
}

/// The lines' numbers in NetSuite, by which Amazon knows them.
fn lines(world: &World, order: &InternalId) -> Vec<String> {
    let items = at_amazon(world, order)["fulfillmentOrderItems"].as_array().unwrap().clone();
    items.iter().map(|item| item["sellerFulfillmentOrderItemId"].as_str().unwrap().to_owned()).collect()
}

fn sends(world: &World, order: &InternalId, units: &[(&str, i64)], tracking: &str) {
    let package = FakePackage { units, carrier: "UPS", tracking };
    world.sandbox.amazon.ship_fulfillment_order(SELLER, &name(order), &package).unwrap();
}

/// Quantities and tracking numbers of the fulfilments in NetSuite.
fn fulfilled(world: &World) -> Vec<(Vec<i64>, String)> {
    let fulfillments = world.sandbox.netsuite.records("itemFulfillment");
    let quantities = |record: &Value| {
        let lines = record["item"]["items"].as_array().unwrap();
        lines.iter().map(|line| line["quantity"].as_f64().unwrap() as i64).collect::<Vec<_>>()
    };
    let tracking = |record: &Value| {
        record["package"]["items"][0]["packageTrackingNumber"].as_str().unwrap_or_default().to_owned()
    };
    fulfillments.iter().map(|record| (quantities(record), tracking(record))).collect()
}

async fn later(minutes: u64) {
    tokio::time::sleep(Duration::from_secs(minutes * 60)).await;
}

#[tokio::test(start_paused = true)]
async fn an_order_of_another_channel_is_sent_out_once_and_marked() {
    let world = world().await;
    let order = ordered_at(&world, FBA, json!({"shipMethod": {"id": "5"}})).await;
    run(&world, FLOW).await;
    assert_eq!(parked(&world, FLOW).await, []);
    let there = at_amazon(&world, &order);
    let head = &there["fulfillmentOrder"];
    assert_eq!(head["shippingSpeedCategory"], "Expedited");
    assert_eq!(head["marketplaceId"], US);
    assert_eq!(head["destinationAddress"]["name"], "Jane Doe");
    assert_eq!(head["destinationAddress"]["stateOrRegion"], "NV");
    let items = there["fulfillmentOrderItems"].as_array().unwrap();
    let sent: Vec<_> = items.iter().map(|item| (&item["sellerSku"], &item["quantity"])).collect();
    assert_eq!(sent, [(&json!("SKU-A"), &json!(3)), (&json!("B-AT-AMAZON"), &json!(1))]);
    assert_eq!(now_of(&world, "salesOrder", &order)[SENT], true);
    let writes = world.sandbox.netsuite.writes();
    run(&world, FLOW).await;
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    assert_eq!(amazon_calls(&world, "createFulfillmentOrder"), 1);
}

#[tokio::test(start_paused = true)]
async fn orders_of_other_locations_and_amazons_own_are_left_alone() {
    let world = world().await;
    ordered_at(&world, OWN, json!({})).await;
    ordered_at(&world, FBA, json!({"externalId": format!("amz-so-{SELLER}-{US}-113-1")})).await;
    ordered_at(&world, FBA, json!({"custbody_amz_order_id": "113-2"})).await;
    ordered_at(&world, FBA, json!({"orderStatus": {"id": "A"}})).await;
    run(&world, FLOW).await;
    assert_eq!(world.sandbox.amazon.fulfillment_orders(SELLER).len(), 0);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn what_amazon_has_sent_is_fulfilled_with_its_tracking_number() {
    let world = world().await;
    let order = ordered(&world).await;
    run(&world, FLOW).await;
    later(20).await;
    let lines = lines(&world, &order);
    sends(&world, &order, &[(lines[0].as_str(), 2)], "1Z1");
    run(&world, FLOW).await;
    assert_eq!(fulfilled(&world), [(vec![2], "1Z1".to_owned())]);
    sends(&world, &order, &[(lines[0].as_str(), 1), (lines[1].as_str(), 1)], "1Z2");
    run(&world, FLOW).await;
    run(&world, FLOW).await;
    assert_eq!(fulfilled(&world), [(vec![2], "1Z1".to_owned()), (vec![1, 1], "1Z2".to_owned())]);
    assert_eq!(now_of(&world, "salesOrder", &order)["status"]["id"], "F");
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn an_order_is_called_off_while_amazon_still_allows_it() {
    let world = world().await;
    let order = ordered(&world).await;
    run(&world, FLOW).await;
    later(5).await;
    edit(&world, "salesOrder", &order, json!({CANCEL: true})).await;
    run(&world, FLOW).await;
    assert_eq!(status(&world, &order), "Cancelled");
    assert_eq!(parked(&world, FLOW).await, []);
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "cancelFulfillmentOrder"), 1);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_being_picked_cannot_be_called_off_and_a_person_is_told() {
    let world = world().await;
    let order = ordered(&world).await;
    run(&world, FLOW).await;
    later(20).await;
    edit(&world, "salesOrder", &order, json!({CANCEL: true})).await;
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert_eq!((waiting.len(), &waiting[0].reason), (1, &ParkReason::Refused));
    assert_eq!(status(&world, &order), "Processing");
    // It is on its way, so that it is wanted after all.
    edit(&world, "salesOrder", &order, json!({CANCEL: false})).await;
    let lines = lines(&world, &order);
    sends(&world, &order, &[(lines[0].as_str(), 3), (lines[1].as_str(), 1)], "1Z1");
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(&world, FLOW).await;
    assert_eq!(fulfilled(&world), [(vec![3, 1], "1Z1".to_owned())]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_closed_before_it_was_sent_never_is() {
    let world = world().await;
    let order = ordered(&world).await;
    let close = json!({"item": {"items": [{"line": 1, "isClosed": true}, {"line": 2, "isClosed": true}]}});
    edit(&world, "salesOrder", &order, close).await;
    run(&world, FLOW).await;
    assert_eq!(world.sandbox.amazon.fulfillment_orders(SELLER).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_settled_by_asking_for_the_order() {
    let world = world().await;
    let order = ordered(&world).await;
    world.sandbox.amazon.fail_next("createFulfillmentOrder", Failure::StatusAfter(500));
    run(&world, FLOW).await;
    assert_eq!(status(&world, &order), "Received");
    assert_eq!(amazon_calls(&world, "createFulfillmentOrder"), 1);
    assert_eq!(now_of(&world, "salesOrder", &order)[SENT], true);
    edit(&world, "salesOrder", &order, json!({CANCEL: true})).await;
    world.sandbox.amazon.fail_next("cancelFulfillmentOrder", Failure::StatusAfter(500));
    run(&world, FLOW).await;
    assert_eq!(status(&world, &order), "Cancelled");
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_lost_store_sends_nothing_twice() {
    let mut world = world().await;
    let order = ordered(&world).await;
    run(&world, FLOW).await;
    later(20).await;
    let lines = lines(&world, &order);
    sends(&world, &order, &[(lines[0].as_str(), 2)], "1Z1");
    run(&world, FLOW).await;
    world.store = MemoryStore::new();
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "createFulfillmentOrder"), 1);
    assert_eq!(fulfilled(&world), [(vec![2], "1Z1".to_owned())]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn what_amazon_refuses_or_cannot_send_waits_and_names_nobody() {
    let world = world().await;
    let order = ordered_at(&world, FBA, json!({"otherRefNum": "X"})).await;
    world.sandbox.amazon.fail_next("createFulfillmentOrder", Failure::Status(400));
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert_eq!((waiting.len(), &waiting[0].reason), (1, &ParkReason::Refused));
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(&world, FLOW).await;
    assert_eq!(status(&world, &order), "Received");
    world.sandbox.amazon.set_fulfillment_order_status(SELLER, &name(&order), "Unfulfillable");
    run(&world, FLOW).await;
    let told = parked(&world, FLOW).await;
    assert!(told[0].text.contains("cannot send"), "{}", told[0].text);
    for parked in waiting.iter().chain(&told) {
        assert!(!parked.text.contains("Jane") && !parked.text.contains("Long Road"), "{}", parked.text);
    }
}

#[tokio::test(start_paused = true)]
async fn a_plan_shows_what_would_be_sent_out_and_not_to_whom() {
    let world = world().await;
    let order = ordered(&world).await;
    let engine = world.engine("desk").unwrap();
    let proposals = engine.propose(&na(FLOW)).await.unwrap();
    assert_eq!(world.sandbox.amazon.fulfillment_orders(SELLER).len(), 0);
    let text = proposals.to_string();
    assert!(text.contains(&format!("create fulfillmentOrder {}", name(&order))), "{text}");
    assert!(text.contains("update salesOrder"), "{text}");
    assert!(!text.contains("Jane") && !text.contains("Long Road") && !text.contains("89506"), "{text}");
    engine.approve(&na(FLOW), &proposals.hash()).await.unwrap();
    assert_eq!(status(&world, &order), "Received");
}

/// An order that is with Amazon, and one that is still to be sent; of the first, a package has left.
async fn two_orders() -> World {
    let world = world().await;
    world.sandbox.netsuite.refuse_duplicate_external_ids(false);
    let first = ordered(&world).await;
    run(&world, FLOW).await;
    later(20).await;
    let lines = lines(&world, &first);
    sends(&world, &first, &[(lines[0].as_str(), 3), (lines[1].as_str(), 1)], "1Z1");
    ordered(&world).await;
    world
}

#[test]
fn a_crash_at_any_point_sends_every_order_once_and_posts_every_shipment_once() {
    let passed = in_virtual_time(async {
        let world = two_orders().await.with_chaos(Chaos::none());
        run_to_the_end(&world, FLOW).await;
        world.chaos.passed()
    });
    for site in [
        "commit Claim",
        "commit Record",
        "commit Advance",
        "POST fulfillmentOrders",
        "POST salesOrder/itemFulfillment",
    ] {
        assert!(passed.contains_key(site), "{site} is not passed: {passed:?}");
    }
    for strike in crashes(&passed) {
        in_virtual_time(async {
            let world = two_orders().await.with_chaos(Chaos::once(strike.clone()));
            run_to_the_end(&world, FLOW).await;
            assert_eq!(world.chaos.happened().values().sum::<u32>(), 1, "{strike:?} did not happen");
            assert_eq!(parked(&world, FLOW).await, [], "after {strike:?}");
            assert_eq!(world.sandbox.amazon.fulfillment_orders(SELLER).len(), 2, "after {strike:?}");
            assert_eq!(fulfilled(&world), [(vec![3, 1], "1Z1".to_owned())], "after {strike:?}");
            let orders = world.sandbox.netsuite.records("salesOrder");
            assert!(orders.iter().all(|order| order[SENT] == true), "after {strike:?}");
            // Those without an external id are the orders, typed in by hand.
            let ours =
                world.sandbox.netsuite.applied().into_iter().filter(|(record, _)| !record.ends_with('/'));
            for (record, times) in ours {
                assert_eq!(times, 1, "{record} after {strike:?}");
            }
        });
    }
}
