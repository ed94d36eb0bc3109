//! What the warehouse ships is confirmed to Amazon: every package once, under a number that stays its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::collections::{BTreeMap, BTreeSet};

use amazon_netsuite_sync::{
    Acquire,
    map::carrier,
    settings::{ShipmentCarrier, ShipmentFields, ShipmentSettings, StoreSettings, WithoutTracking},
    store::{MemoryStore, ParkReason},
    testing::{World, chaos::Chaos},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use netsuite_client::InternalId;
use serde_json::{Value, json};
use sp_api_client::testing::Failure;

use self::warehouse::{
    DELIVERED_ON, DELIVERY, ERROR, EXPORTED, EXPORTED_AT, SELLER, amazon_calls, arrive, at_amazon, crashes,
    edit, in_virtual_time, item_id, na, now_of, number, order, packages, parked, run, run_to_the_end, ship,
    ship_with,
};

const FLOW: &str = "shipments";

/// Ship method 5 is UPS; the outcome is written on the fulfilment.
fn confirmed(store: &mut StoreSettings) {
    let ups = ShipmentCarrier { code: "UPS".to_owned(), name: None, service: Some("Ground".to_owned()) };
    let field = |id: &str| Some(id.to_owned());
    store.shipments = Some(ShipmentSettings {
        carriers: BTreeMap::from([("5".to_owned(), ups)]),
        fields: ShipmentFields {
            exported: field(EXPORTED),
            exported_at: field(EXPORTED_AT),
            error: field(ERROR),
            ..ShipmentFields::default()
        },
        ..ShipmentSettings::default()
    });
}

fn with(change: impl Fn(&mut ShipmentSettings)) -> impl Fn(&mut StoreSettings) {
    move |store: &mut StoreSettings| {
        confirmed(store);
        change(store.shipments.as_mut().unwrap());
    }
}

/// A world whose flow has walked its history already, so that Amazon is not asked about every order.
async fn world(change: impl Fn(&mut StoreSettings)) -> World {
    let world = warehouse::world(change).await;
    run(&world, FLOW).await;
    world
}

fn confirmations(world: &World) -> u64 {
    amazon_calls(world, "confirmShipment")
}

fn units(n: u32, quantities: &[i64]) -> BTreeMap<String, i64> {
    let items = (1..).map(|item| item_id(n, item)).zip(quantities.iter().copied());
    items.filter(|(_, quantity)| *quantity > 0).collect()
}

/// A package of the first order that UPS carries.
fn ups(number: &str, tracking: &str, quantities: &[i64]) -> (String, String, String, BTreeMap<String, i64>) {
    (number.to_owned(), tracking.to_owned(), "UPS".to_owned(), units(1, quantities))
}

fn status(world: &World, n: u32) -> String {
    at_amazon(world, n)["fulfillment"]["fulfillmentStatus"].as_str().unwrap().to_owned()
}

fn fulfillment(world: &World, id: &InternalId) -> Value {
    now_of(world, "itemFulfillment", id)
}

async fn retry(world: &World) {
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(world, FLOW).await;
}

#[tokio::test(start_paused = true)]
async fn a_shipped_fulfilment_is_confirmed_once_and_marked_and_a_second_run_says_nothing() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &["1Z001"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert_eq!(status(&world, 1), "SHIPPED");
    let marked = fulfillment(&world, &id);
    assert_eq!(marked[EXPORTED], true);
    assert!(instant::parse(marked[EXPORTED_AT].as_str().unwrap()).is_some());
    assert!(marked[ERROR].is_null());
    assert_eq!(amazon_calls(&world, "getOrder"), 0, "no doubt, no question");
    let writes = world.sandbox.netsuite.writes();
    run(&world, FLOW).await;
    assert_eq!((confirmations(&world), world.sandbox.netsuite.writes()), (1, writes));
}

#[tokio::test(start_paused = true)]
async fn several_packages_share_the_units_in_order_and_a_number_that_comes_twice_is_one_package() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001", "1Z002", "1Z001"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[2]), ups("2", "1Z002", &[1, 1])]);
    assert_eq!(status(&world, 1), "SHIPPED");
}

#[tokio::test(start_paused = true)]
async fn more_packages_than_units_leave_some_that_amazon_cannot_be_told_of() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[0, 1], &["1Z001", "1Z002"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[0, 1])]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_partial_shipment_leaves_the_order_open_and_the_next_gets_the_next_number() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z001"]).await;
    run(&world, FLOW).await;
    assert_eq!(status(&world, 1), "PARTIALLY_SHIPPED");
    ship(&world, 1, &[2, 1], &["1Z002"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[1]), ups("2", "1Z002", &[2, 1])]);
    assert_eq!(status(&world, 1), "SHIPPED");
}

#[tokio::test(start_paused = true)]
async fn a_tracking_number_that_is_corrected_edits_the_same_package() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &["1Z001"]).await;
    run(&world, FLOW).await;
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    let package = json!({"items": [{"packageWeight": 1, "packageTrackingNumber": "1Z009"}]});
    edit(&world, "itemFulfillment", &id, json!({"package": package})).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z009", &[3, 1])]);
    assert_eq!(confirmations(&world), 2);
}

#[tokio::test(start_paused = true)]
async fn without_a_tracking_number_it_waits_and_says_so_on_the_fulfilment_until_it_has_one() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &[]).await;
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].source.as_str(), format!("{}/{id}", number(1)));
    assert_eq!(waiting[0].reason, ParkReason::MissingSetting);
    assert_eq!(confirmations(&world), 0);
    let said = fulfillment(&world, &id);
    assert!(said[ERROR].as_str().unwrap().contains("no tracking number"), "{said}");
    assert!(said[EXPORTED].is_null());
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    let package = json!({"items": [{"packageWeight": 1, "packageTrackingNumber": "1Z001"}]});
    edit(&world, "itemFulfillment", &id, json!({"package": package})).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert_eq!(parked(&world, FLOW).await, []);
    let said = fulfillment(&world, &id);
    assert_eq!((said[ERROR].is_null(), &said[EXPORTED]), (true, &json!(true)));
}

#[tokio::test(start_paused = true)]
async fn untracked_mail_may_be_confirmed_by_its_document_number() {
    let allow =
        |settings: &mut ShipmentSettings| settings.without_tracking = WithoutTracking::SendDocumentNumber;
    let world = world(with(allow)).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &[]).await;
    run(&world, FLOW).await;
    let document = fulfillment(&world, &id)["tranId"].as_str().unwrap().to_owned();
    assert_eq!(packages(&world, 1), [ups("1", &document, &[3, 1])]);
}

#[tokio::test(start_paused = true)]
async fn a_fulfilment_without_a_carrier_waits_unless_a_name_is_set_for_it() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship_with(&world, 1, &[3, 1], &["1Z001"], json!({})).await;
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert!(waiting[0].text.contains("shipments.unnamed_carrier"), "{}", waiting[0].text);
    let named = with(|settings| settings.unnamed_carrier = Some("Local courier".to_owned()));
    let world = world.with_settings(|account| account.stores.iter_mut().for_each(&named));
    retry(&world).await;
    let carriers: Vec<String> = packages(&world, 1).into_iter().map(|(_, _, carrier, _)| carrier).collect();
    assert_eq!(carriers, ["Local courier"]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_carriers_own_package_list_says_who_carries_it() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    world.sandbox.netsuite.set_carrier(Some(netsuite_client::testing::Carrier::Usps));
    let usps = json!({"items": [{"packageWeightUsps": 1, "packageTrackingNumberUsps": "9400"}]});
    ship_with(&world, 1, &[3, 1], &[], json!({"packageUsps": usps})).await;
    run(&world, FLOW).await;
    let usps = ("1".to_owned(), "9400".to_owned(), "USPS".to_owned(), units(1, &[3, 1]));
    assert_eq!(packages(&world, 1), [usps]);
}

#[tokio::test(start_paused = true)]
async fn a_kit_is_confirmed_as_the_item_that_the_buyer_ordered() {
    let world = world(confirmed).await;
    let netsuite = &world.sandbox.netsuite;
    let part = netsuite.put_record("inventoryItem", json!({"itemId": "PART"}));
    let member = json!({"items": [{"item": {"id": part}, "quantity": 4}]});
    netsuite.put_record("kitItem", json!({"itemId": "KIT", "member": member}));
    let mut kit = order(1);
    kit["orderItems"][0]["product"]["sellerSku"] = "KIT".into();
    arrive(&world, [kit]).await;
    ship(&world, 1, &[2, 0], &["1Z001"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[2])]);
}

/// An order with Prime's promise.
fn prime() -> Value {
    let mut prime = order(1);
    prime["programs"] = json!(["PRIME"]);
    prime
}

#[tokio::test(start_paused = true)]
async fn a_prime_order_without_a_label_of_amazons_is_held_back() {
    let world = world(confirmed).await;
    arrive(&world, [prime()]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert!(waiting[0].text.contains("Seller Fulfilled Prime"), "{}", waiting[0].text);
    assert_eq!(confirmations(&world), 0);
    // The label is bought there after all, which confirms the shipment.
    let mut labelled = at_amazon(&world, 1);
    let items = json!([
        {"orderItemId": item_id(1, 1), "quantity": 3}, {"orderItemId": item_id(1, 2), "quantity": 1},
    ]);
    labelled["packages"] = json!([{
        "packageReferenceId": "7", "packageStatus": {"status": "SHIPPED"}, "carrier": "UPS", "trackingNumber": "1Z001",
        "packageItems": items,
    }]);
    world.sandbox.amazon.put_order(SELLER, labelled);
    retry(&world).await;
    assert_eq!(parked(&world, FLOW).await, []);
    assert_eq!((confirmations(&world), packages(&world, 1).len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_prime_order_is_confirmed_where_the_seller_has_allowed_it() {
    let world = world(with(|settings| settings.prime_without_label = true)).await;
    arrive(&world, [prime()]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
}

#[tokio::test(start_paused = true)]
async fn a_shipment_that_other_hands_confirmed_is_recognised_after_the_refusal() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &["1Z001"]).await;
    let mut shipped = at_amazon(&world, 1);
    for (index, quantity) in [3, 1].into_iter().enumerate() {
        shipped["orderItems"][index]["fulfillment"] =
            json!({"quantityFulfilled": quantity, "quantityUnfulfilled": 0});
    }
    let items = json!([
        {"orderItemId": item_id(1, 1), "quantity": 3}, {"orderItemId": item_id(1, 2), "quantity": 1},
    ]);
    shipped["packages"] = json!([{
        "packageReferenceId": "4", "packageStatus": {"status": "SHIPPED"}, "carrier": "UPS", "trackingNumber": "1Z001",
        "packageItems": items,
    }]);
    world.sandbox.amazon.put_order(SELLER, shipped);
    run(&world, FLOW).await;
    assert_eq!(parked(&world, FLOW).await, []);
    assert_eq!(packages(&world, 1), [ups("4", "1Z001", &[3, 1])]);
    assert_eq!(fulfillment(&world, &id)[EXPORTED], true);
}

#[tokio::test(start_paused = true)]
async fn what_amazon_refuses_is_parked_and_sent_again_only_when_it_has_changed_or_a_person_says_so() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &["1Z001"]).await;
    world.sandbox.amazon.fail_next("confirmShipment", Failure::Status(400));
    run(&world, FLOW).await;
    run(&world, FLOW).await;
    assert_eq!(
        confirmations(&world),
        1,
        "the text on the fulfilment changed it, but nothing that Amazon hears of"
    );
    assert_eq!(parked(&world, FLOW).await[0].reason, ParkReason::Refused);
    assert!(!fulfillment(&world, &id)[ERROR].is_null());
    retry(&world).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert!(fulfillment(&world, &id)[ERROR].is_null());
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_settled_by_the_orders_packages() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    world.sandbox.amazon.fail_next("confirmShipment", Failure::StatusAfter(500));
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_amazon_does_not_know_yet_is_tried_again() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    world.sandbox.amazon.fail_next("confirmShipment", Failure::Status(404));
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn after_the_store_was_lost_nothing_is_confirmed_again_and_a_later_edit_finds_its_package() {
    let mut world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z001"]).await;
    let second = ship(&world, 1, &[2, 1], &["1Z002"]).await;
    run(&world, FLOW).await;
    let before = packages(&world, 1);
    assert_eq!((before.len(), confirmations(&world)), (2, 2));
    world.store = MemoryStore::new();
    run(&world, FLOW).await;
    assert_eq!((packages(&world, 1), confirmations(&world)), (before, 2));
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    let package = json!({"items": [{"packageWeight": 1, "packageTrackingNumber": "1Z009"}]});
    edit(&world, "itemFulfillment", &second, json!({"package": package})).await;
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[1]), ups("2", "1Z009", &[2, 1])]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_store_and_a_missing_mark_do_not_confirm_a_package_twice() {
    let mut world = world(|store| {
        confirmed(store);
        store.shipments.as_mut().unwrap().fields = ShipmentFields::default();
    })
    .await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z001"]).await;
    ship(&world, 1, &[2, 1], &["1Z002"]).await;
    run(&world, FLOW).await;
    let before = packages(&world, 1);
    world.store = MemoryStore::new();
    run(&world, FLOW).await;
    assert_eq!((packages(&world, 1), confirmations(&world)), (before, 2));
}

/// What an earlier connector leaves behind.
fn marked() -> Value {
    json!({"shipMethod": {"id": "5"}, EXPORTED: true})
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_connector_has_confirmed_is_left_alone() {
    let world = warehouse::world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship_with(&world, 1, &[3, 1], &["1Z001"], marked()).await;
    run(&world, FLOW).await;
    assert_eq!(confirmations(&world), 0);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_marked_fulfilment_whose_package_amazon_does_not_have_waits_for_a_person() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    let id = ship_with(&world, 1, &[3, 1], &["1Z001"], marked()).await;
    run(&world, FLOW).await;
    assert_eq!(confirmations(&world), 0);
    assert_eq!(parked(&world, FLOW).await[0].reason, ParkReason::Conflict);
    edit(&world, "itemFulfillment", &id, json!({EXPORTED: false})).await;
    retry(&world).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
}

#[tokio::test(start_paused = true)]
async fn two_workers_who_confirm_five_times_make_one_package_with_the_right_number() {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z001"]).await;
    let (one, two) = (world.engine("one").unwrap(), world.engine("two").unwrap());
    let key = na(FLOW);
    for _ in 0..5 {
        let (a, b) =
            tokio::join!(one.run_slice(&key, Acquire::TakeOver), two.run_slice(&key, Acquire::TakeOver));
        // The one that was taken over ends with an error, and has confirmed nothing but the same.
        assert!(a.is_ok() || b.is_ok(), "{a:?} {b:?}");
    }
    run(&world, FLOW).await;
    assert_eq!(packages(&world, 1), [ups("1", "1Z001", &[3, 1])]);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn the_rate_of_confirmations_is_never_exceeded() {
    const ORDERS: u32 = 60;
    let world = world(confirmed).await;
    arrive(&world, (1..=ORDERS).map(order)).await;
    for n in 1..=ORDERS {
        ship(&world, n, &[3, 1], &["1Z001"]).await;
    }
    let began = world.clock.now();
    run(&world, FLOW).await;
    assert_eq!(confirmations(&world), u64::from(ORDERS));
    assert_eq!(world.sandbox.amazon.throttled(), 0);
    // Ten at once, and then two a second.
    let least = TimeDelta::milliseconds(i64::from(ORDERS - 10) * 500);
    let took = world.clock.now() - began;
    assert!(took >= least && took < least * 2, "{took}");
}

#[tokio::test(start_paused = true)]
async fn delivery_is_read_back_until_the_last_package_has_arrived() {
    let world = world(with(|settings| {
        settings.fields.delivery_status = Some(DELIVERY.to_owned());
        settings.fields.delivered_on = Some(DELIVERED_ON.to_owned());
    }))
    .await;
    arrive(&world, [order(1)]).await;
    let id = ship(&world, 1, &[3, 1], &["1Z001", "1Z002"]).await;
    run(&world, FLOW).await;
    let arrived = async |statuses: [&str; 2]| {
        let mut order = at_amazon(&world, 1);
        for (index, status) in statuses.into_iter().enumerate() {
            order["packages"][index]["packageStatus"] = json!({"status": status});
        }
        world.sandbox.amazon.put_order(SELLER, order);
        tokio::time::sleep(std::time::Duration::from_secs(2 * 3600)).await;
        run(&world, FLOW).await;
        let shown = fulfillment(&world, &id);
        (shown[DELIVERY].clone(), shown[DELIVERED_ON].is_string())
    };
    assert_eq!(arrived(["DELIVERED", "IN_TRANSIT"]).await, (json!("IN_TRANSIT"), false));
    assert_eq!(arrived(["DELIVERED", "DELIVERED"]).await, (json!("DELIVERED"), true));
    let asked = amazon_calls(&world, "getOrder");
    assert_eq!(arrived(["DELIVERED", "DELIVERED"]).await, (json!("DELIVERED"), true));
    assert_eq!(amazon_calls(&world, "getOrder"), asked, "what has arrived is not asked about again");
    assert_eq!(confirmations(&world), 2);
}

/// An order with two fulfilments, the second in two packages, that wait to be confirmed.
async fn two_to_confirm() -> World {
    let world = world(confirmed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z001"]).await;
    ship(&world, 1, &[2, 1], &["1Z002", "1Z003"]).await;
    world
}

#[test]
fn a_crash_at_any_point_leaves_every_package_confirmed_once() {
    let expected = [ups("1", "1Z001", &[1]), ups("2", "1Z002", &[1]), ups("3", "1Z003", &[1, 1])];
    let passed = in_virtual_time(async {
        let world = two_to_confirm().await.with_chaos(Chaos::none());
        run_to_the_end(&world, FLOW).await;
        assert_eq!(packages(&world, 1), expected);
        world.chaos.passed()
    });
    for site in ["commit Claim", "commit Record", "commit Advance", "POST shipmentConfirmation"] {
        assert!(passed.contains_key(site), "{site} is not passed: {passed:?}");
    }
    assert!(passed.contains_key("PATCH itemFulfillment"), "{passed:?}");
    for strike in crashes(&passed) {
        in_virtual_time(async {
            let world = two_to_confirm().await.with_chaos(Chaos::once(strike.clone()));
            run_to_the_end(&world, FLOW).await;
            assert_eq!(world.chaos.happened().values().sum::<u32>(), 1, "{strike:?} did not happen");
            assert_eq!(packages(&world, 1), expected, "after {strike:?}");
            assert_eq!(parked(&world, FLOW).await, [], "after {strike:?}");
            let marked = world.sandbox.netsuite.records("itemFulfillment");
            assert!(marked.iter().all(|fulfillment| fulfillment[EXPORTED] == true), "after {strike:?}");
        });
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
#[expect(clippy::disallowed_methods, reason = "the shared files are found by the environment")]
fn every_code_of_the_table_is_in_amazons_list_and_the_usual_names_are_recognised() {
    let shared = std::env::var("SHARED_DIR").unwrap();
    let read = |name: &str| -> Value {
        let path = format!("{shared}/fixtures/amazon/carriers/{name}");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let list = read("carrier-codes.order-fulfillment-xsd.json");
    let list: BTreeSet<&str> = list.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for code in carrier::codes() {
        assert!(list.contains(code), "{code} is not in Amazon's list");
    }
    assert!(list.contains(carrier::OTHER));
    let usual = read("erp-to-amazon.netsuite-connector.json");
    for name in usual["map"].as_object().unwrap().keys() {
        assert!(carrier::recognise(name).is_some(), "{name} is not recognised");
    }
}
