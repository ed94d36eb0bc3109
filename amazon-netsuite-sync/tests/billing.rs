//! What has been fulfilled is billed, once, whatever happens meanwhile.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::time::Duration;

use amazon_netsuite_sync::{
    settings::{BillAs, BillDate, BillWhen, BillingSettings, StoreSettings},
    store::{MemoryStore, ParkReason, Store as _},
    testing::{World, chaos::Chaos},
};
use netsuite_client::InternalId;
use serde_json::{Value, json};

use self::warehouse::{
    arrive, bill_by_hand, crashes, edit, id_of, in_virtual_time, na, number, order, parked, record, run,
    run_to_the_end, sales_order, ship, ship_with, world,
};

const FLOW: &str = "billing";

/// Whatever has been fulfilled is billed.
fn billed(store: &mut StoreSettings) {
    let statuses = vec![BillWhen::PendingBilling, BillWhen::PartiallyFulfilled];
    store.billing = Some(BillingSettings { statuses, ..BillingSettings::default() });
}

fn invoices(world: &World) -> Vec<Value> {
    world.sandbox.netsuite.settle();
    world.sandbox.netsuite.records("invoice")
}

/// Order's line and quantity of each line of a bill.
fn lines(bill: &Value) -> Vec<(i64, i64)> {
    let items = bill["item"]["items"].as_array().unwrap().iter();
    items
        .map(|line| {
            let quantity = line["quantity"].as_f64().unwrap_or(0.0) as i64;
            (line["orderLine"].as_f64().unwrap() as i64, quantity)
        })
        .collect()
}

fn sum(bills: &[Value]) -> f64 {
    bills.iter().map(|bill| bill["total"].as_f64().unwrap()).sum()
}

fn status(world: &World, n: u32) -> String {
    sales_order(world, n)["orderStatus"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_fulfilled_order_becomes_one_invoice_over_amazons_total_and_a_second_run_writes_nothing() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    run(&world, FLOW).await;
    assert_eq!(invoices(&world), [] as [Value; 0], "nothing has been fulfilled yet");
    ship(&world, 1, &[3, 1], &["1Z1"]).await;
    run(&world, FLOW).await;
    let made = invoices(&world);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["externalId"], format!("amz-inv-{}-ATVPDKIKX0DER-{}", warehouse::SELLER, number(1)));
    assert_eq!(sum(&made), 39.0);
    assert_eq!(made[0]["toBeEmailed"], false);
    assert_eq!(status(&world, 1), "G");
    let links = world.store.links(&na(FLOW).account, "invoice").await.unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].amazon_id.clone(), links[0].netsuite_id.clone()), (number(1), id_of(&made[0])));
    let writes = world.sandbox.netsuite.writes();
    run(&world, FLOW).await;
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    assert_eq!(invoices(&world), made);
}

#[tokio::test(start_paused = true)]
async fn each_fulfilment_has_its_own_invoice_and_the_charges_go_with_the_first() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z1"]).await;
    run(&world, FLOW).await;
    let first = invoices(&world);
    assert_eq!(first.len(), 1);
    assert_eq!(sum(&first), 14.0, "one of three for 30.00, and 4.00 shipping");
    ship(&world, 1, &[2, 1], &["1Z2"]).await;
    run(&world, FLOW).await;
    let both = invoices(&world);
    assert_eq!(both.len(), 2);
    assert!(both[1]["externalId"].as_str().unwrap().ends_with(&format!("{}-2", number(1))));
    assert_eq!(sum(&both), 39.0);
    assert_eq!(lines(&both[1]).iter().map(|(_, quantity)| quantity).sum::<i64>(), 3);
    assert_eq!(status(&world, 1), "G");
}

#[tokio::test(start_paused = true)]
async fn the_parts_of_a_line_that_does_not_divide_add_up_to_amazons_total() {
    let world = world(billed).await;
    let mut odd = order(1);
    odd["orderItems"][0]["proceeds"]["breakdowns"][0]["subtotal"]["amount"] = "10.00".into();
    odd["orderItems"][0]["proceeds"]["proceedsTotal"]["amount"] = "14.00".into();
    odd["proceeds"]["grandTotal"]["amount"] = "19.00".into();
    arrive(&world, [odd]).await;
    for quantities in [[1, 0], [1, 0], [1, 1]] {
        ship(&world, 1, &quantities, &["1Z1"]).await;
        run(&world, FLOW).await;
    }
    let made = invoices(&world);
    assert_eq!(made.len(), 3);
    let cents: i64 = made.iter().map(|bill| (bill["total"].as_f64().unwrap() * 100.0).round() as i64).sum();
    assert_eq!(cents, 1900);
}

#[tokio::test(start_paused = true)]
async fn two_fulfilments_that_wait_become_two_invoices_each_on_its_own_day() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    for (quantities, day) in [([2, 0], "2026-11-21"), ([1, 1], "2026-11-22")] {
        ship_with(&world, 1, &quantities, &["1Z1"], json!({"tranDate": day})).await;
    }
    run(&world, FLOW).await;
    let made = invoices(&world);
    let days: Vec<&str> = made.iter().map(|bill| bill["tranDate"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-11-21", "2026-11-22"]);
    assert_eq!(sum(&made), 39.0);
}

#[tokio::test(start_paused = true)]
async fn the_bill_can_be_dated_today_in_the_stores_zone() {
    let world = world(|store| {
        billed(store);
        store.billing.as_mut().unwrap().date = BillDate::Today;
        store.time_zone = Some("Pacific/Auckland".to_owned());
    })
    .await;
    arrive(&world, [order(1)]).await;
    ship_with(&world, 1, &[3, 1], &["1Z1"], json!({"tranDate": "2026-11-21"})).await;
    run(&world, FLOW).await;
    let zone: chrono_tz::Tz = "Pacific/Auckland".parse().unwrap();
    let today = commerce_client_core::clock::Clock::now(&world.clock).with_timezone(&zone).date_naive();
    assert_eq!(invoices(&world)[0]["tranDate"], today.to_string());
}

#[tokio::test(start_paused = true)]
async fn an_order_in_another_status_is_left_alone() {
    let world = world(|store| store.billing = Some(BillingSettings::default())).await;
    arrive(&world, [order(1), order(2)]).await;
    ship(&world, 1, &[1, 0], &["1Z1"]).await;
    let lines: Vec<Value> = sales_order(&world, 2)["item"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| json!({"line": line["line"], "isClosed": true}))
        .collect();
    edit(&world, "salesOrder", &id_of(&sales_order(&world, 2)), json!({"item": {"items": lines}})).await;
    assert_eq!((status(&world, 1).as_str(), status(&world, 2).as_str()), ("E", "H"));
    run(&world, FLOW).await;
    assert_eq!(invoices(&world), [] as [Value; 0]);
}

#[tokio::test(start_paused = true)]
async fn where_the_account_bills_in_advance_the_whole_order_is_billed_before_it_ships() {
    let world = world(|store| {
        let statuses = vec![BillWhen::PendingFulfillment];
        store.billing = Some(BillingSettings { statuses, ..BillingSettings::default() });
    })
    .await;
    world.sandbox.netsuite.bill_in_advance(true);
    arrive(&world, [order(1)]).await;
    run(&world, FLOW).await;
    let made = invoices(&world);
    assert_eq!((made.len(), sum(&made)), (1, 39.0));
    run(&world, FLOW).await;
    assert_eq!(invoices(&world).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cash_sale_needs_an_account_and_is_made_once_it_has_one() {
    let cash = |account: Option<InternalId>| {
        move |store: &mut StoreSettings| {
            let account = account.clone();
            let bill_as = BillAs::CashSale;
            store.billing = Some(BillingSettings { bill_as, account, ..BillingSettings::default() });
        }
    };
    let world = world(cash(None)).await;
    let account =
        world.sandbox.netsuite.put_record("account", json!({"acctName": "Clearing", "acctType": "Bank"}));
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z1"]).await;
    run(&world, FLOW).await;
    let waiting = parked(&world, FLOW).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!((waiting[0].source.as_str(), &waiting[0].reason), (&*number(1), &ParkReason::MissingSetting));
    let change = cash(Some(InternalId::new(account).unwrap()));
    let world = world.with_settings(|settings| settings.stores.iter_mut().for_each(&change));
    run(&world, FLOW).await;
    assert_eq!(world.sandbox.netsuite.records("cashSale").len(), 0, "it waits for a person's word");
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(&world, FLOW).await;
    let made = world.sandbox.netsuite.records("cashSale");
    assert_eq!((made.len(), sum(&made)), (1, 39.0));
    assert!(made[0]["externalId"].as_str().unwrap().starts_with("amz-cs-"));
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_bill_made_by_hand_for_a_fulfilment_is_taken_over_and_not_made_again() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z1"]).await;
    let by_hand = bill_by_hand(&world, 1, 1).await;
    ship(&world, 1, &[2, 1], &["1Z2"]).await;
    run(&world, FLOW).await;
    let made = invoices(&world);
    assert_eq!((made.len(), sum(&made)), (2, 39.0));
    let links = world.store.links(&na(FLOW).account, "invoice").await.unwrap();
    let first = links.iter().find(|link| link.amazon_id == number(1)).unwrap();
    assert_eq!((&first.netsuite_id, first.adopted), (&by_hand, true));
    assert!(record(&world, "invoice", &format!("{}-2", number(1))).is_some());
}

#[tokio::test(start_paused = true)]
async fn of_a_fulfilment_that_was_billed_in_part_by_hand_only_the_rest_is_billed() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z1"]).await;
    bill_by_hand(&world, 1, 2).await;
    run(&world, FLOW).await;
    let made = invoices(&world);
    assert_eq!((made.len(), sum(&made)), (2, 39.0));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_was_lost_makes_no_second_bill() {
    let mut world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z1"]).await;
    run(&world, FLOW).await;
    world.store = MemoryStore::new();
    ship(&world, 1, &[2, 1], &["1Z2"]).await;
    run(&world, FLOW).await;
    let made = invoices(&world);
    assert_eq!((made.len(), sum(&made)), (2, 39.0));
    assert_eq!(
        world.store.links(&na(FLOW).account, "invoice").await.unwrap().len(),
        2,
        "both are linked again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_bill_that_netsuite_makes_minutes_later_is_found_and_not_made_again() {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[3, 1], &["1Z1"]).await;
    let netsuite = &world.sandbox.netsuite;
    netsuite.refuse_duplicate_external_ids(false);
    netsuite.set_late_apply(1000, Duration::from_secs(400), Duration::from_secs(800));
    let report = world.run_flow(FLOW).await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let made = invoices(&world);
    assert_eq!((made.len(), sum(&made)), (1, 39.0));
    assert_eq!(parked(&world, FLOW).await, []);
    assert_eq!(netsuite.applied().values().copied().max(), Some(1));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_parks_the_order_and_the_others_go_on() {
    let world = world(billed).await;
    arrive(&world, [order(1), order(2)]).await;
    ship(&world, 1, &[3, 1], &["1Z1"]).await;
    ship(&world, 2, &[3, 1], &["1Z2"]).await;
    world
        .sandbox
        .netsuite
        .fail_next("record.transform", netsuite_client::testing::Failure::Status(400))
        .unwrap();
    run(&world, FLOW).await;
    assert_eq!(invoices(&world).len(), 1);
    let waiting = parked(&world, FLOW).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!((&waiting[0].reason, waiting[0].retry_at), (&ParkReason::Refused, None));
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(&world, FLOW).await;
    assert_eq!(invoices(&world).len(), 2);
    assert_eq!(parked(&world, FLOW).await, []);
}

/// An order with two fulfilments that wait for their bills.
async fn two_to_bill() -> World {
    let world = world(billed).await;
    arrive(&world, [order(1)]).await;
    ship(&world, 1, &[1, 0], &["1Z1"]).await;
    ship(&world, 1, &[2, 1], &["1Z2"]).await;
    world.sandbox.netsuite.refuse_duplicate_external_ids(false);
    world
}

#[test]
fn a_crash_at_any_point_leaves_one_bill_for_each_fulfilment() {
    let passed = in_virtual_time(async {
        let world = two_to_bill().await.with_chaos(Chaos::none());
        run_to_the_end(&world, FLOW).await;
        assert_eq!(invoices(&world).len(), 2);
        world.chaos.passed()
    });
    for site in ["commit Claim", "commit Record", "commit Advance", "POST salesOrder/invoice", "POST suiteql"]
    {
        assert!(passed.contains_key(site), "{site} is not passed: {passed:?}");
    }
    for strike in crashes(&passed) {
        in_virtual_time(async {
            let world = two_to_bill().await.with_chaos(Chaos::once(strike.clone()));
            run_to_the_end(&world, FLOW).await;
            assert_eq!(world.chaos.happened().values().sum::<u32>(), 1, "{strike:?} did not happen");
            let made = invoices(&world);
            assert_eq!((made.len(), sum(&made)), (2, 39.0), "after {strike:?}");
            assert_eq!(parked(&world, FLOW).await, [], "after {strike:?}");
            let links = world.store.links(&na(FLOW).account, "invoice").await.unwrap();
            assert_eq!(links.len(), 2, "after {strike:?}");
        });
    }
}
