//! What buyers sent back to Amazon comes back in NetSuite, each unit once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::time::Duration;

use amazon_netsuite_sync::{
    settings::{ReturnSettings, StoreSettings},
    store::{MemoryStore, ParkReason},
    testing::{World, chaos::Chaos},
};
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::testing::{Failure, ReportFile};

use self::warehouse::{
    SELLER, amazon_calls, crashes, in_virtual_time, na, number, parked, run, run_to_the_end,
};

const FLOW: &str = "returns";
const REPORT: &str = "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA";
const US: &str = "ATVPDKIKX0DER";
const HEADER: &str = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
                      detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments";
/// Internal ids that the seller's people would look up once.
const SELLABLE: &str = "9001";
const DAMAGED: &str = "9002";
const ACCOUNT: &str = "9003";
const ORDER_FIELD: &str = "custbody_amz_returned_from";

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn posted(store: &mut StoreSettings) {
    if store.marketplace_id.as_str() == US {
        let mut returns = ReturnSettings::new(id(SELLABLE), id(DAMAGED));
        returns.start = Some("2026-11-01T00:00:00Z".parse().unwrap());
        returns.write_off_account = Some(id(ACCOUNT));
        returns.order_field = Some(ORDER_FIELD.to_owned());
        store.returns = Some(returns);
    }
}

/// A world in which the first two orders were invoiced.
async fn world() -> World {
    let world = warehouse::world(posted).await;
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("location", json!({"id": SELLABLE, "name": "FBA"}));
    netsuite.put_record("location", json!({"id": DAMAGED, "name": "FBA damaged"}));
    netsuite.put_record("account", json!({"id": ACCOUNT, "acctName": "Write-offs"}));
    netsuite.declare_custom_field("returnAuthorization", ORDER_FIELD);
    for n in [1, 2] {
        sold(&world, n);
    }
    world
}

fn customer(world: &World) -> Value {
    let customers = world.sandbox.netsuite.records("customer");
    customers.into_iter().find(|customer| customer["entityId"] == "Amazon customer USD").unwrap()
}

/// An invoice for the `n`th order.
fn sold(world: &World, n: u32) {
    let customer = customer(world);
    world.sandbox.netsuite.put_record(
        "invoice",
        json!({
            "externalId": format!("amz-inv-{SELLER}-{US}-{}", number(n)), "otherRefNum": number(n),
            "entity": {"id": customer["id"]}, "currency": {"id": customer["currency"]["id"]},
        }),
    );
}

/// A row of the report.
fn row(n: u32, sku: &str, quantity: u32, disposition: &str, label: &str) -> String {
    format!(
        "2026-11-15T10:00:00+00:00\t{}\t{sku}\tB0\tX0\tMug\t{quantity}\tRNO1\t{disposition}\tUNWANTED_ITEM\tback\t{label}\t\
         Jane did not like it",
        number(n)
    )
}

fn reported(world: &World, rows: &[String]) {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    world.sandbox.amazon.put_report(SELLER, REPORT, ReportFile::new(text));
}

/// How many of an item lie at a location.
fn there(world: &World, sku: &str, location: &str) -> Decimal {
    let items = world.sandbox.netsuite.records("inventoryItem");
    let item = items.iter().find(|item| item["itemId"] == sku).unwrap()["id"].as_str().unwrap().to_owned();
    world.sandbox.netsuite.quantities(&item, location).map(|(on_hand, _)| on_hand).unwrap_or_default()
}

fn counted(world: &World) -> [usize; 3] {
    ["returnAuthorization", "itemReceipt", "inventoryAdjustment"]
        .map(|kind| world.sandbox.netsuite.records(kind).len())
}

#[tokio::test(start_paused = true)]
async fn a_unit_that_can_be_sold_again_comes_back_for_nothing_and_is_received() {
    let world = world().await;
    reported(&world, &[row(1, "SKU-A", 2, "SELLABLE", "LPN1")]);
    run(&world, FLOW).await;
    assert_eq!(parked(&world, FLOW).await, []);
    assert_eq!(counted(&world), [1, 1, 0]);
    let returned = &world.sandbox.netsuite.records("returnAuthorization")[0];
    assert_eq!(returned["externalId"], format!("amz-ra-{SELLER}-{}-LPN1", number(1)));
    assert_eq!(returned["entity"]["id"], customer(&world)["id"]);
    assert_eq!(returned["custbody_amz_order_id"], number(1));
    assert_eq!(returned["tranDate"], "2026-11-15");
    assert_eq!(returned["total"], 0);
    let invoice = &world.sandbox.netsuite.records("invoice")[0];
    assert_eq!(returned[ORDER_FIELD]["id"], invoice["id"]);
    let received = &world.sandbox.netsuite.records("itemReceipt")[0];
    assert_eq!(received["externalId"], format!("amz-ir-{SELLER}-{}-LPN1", number(1)));
    assert_eq!(received["createdFrom"]["id"], returned["id"]);
    assert_eq!(there(&world, "SKU-A", SELLABLE), Decimal::from(2));
}

#[tokio::test(start_paused = true)]
async fn a_damaged_unit_goes_where_such_units_go_and_is_written_off() {
    let world = world().await;
    reported(
        &world,
        &[row(1, "SKU-A", 1, "CUSTOMER_DAMAGED", "LPN1"), row(1, "SKU-B", 1, "SELLABLE", "LPN2")],
    );
    run(&world, FLOW).await;
    assert_eq!(parked(&world, FLOW).await, []);
    assert_eq!(counted(&world), [2, 2, 1]);
    let written_off = &world.sandbox.netsuite.records("inventoryAdjustment")[0];
    assert_eq!(written_off["account"]["id"], ACCOUNT);
    assert_eq!(written_off["inventory"]["items"][0]["location"]["id"], DAMAGED);
    assert_eq!(
        (there(&world, "SKU-A", DAMAGED), there(&world, "SKU-A", SELLABLE)),
        (Decimal::ZERO, Decimal::ZERO)
    );
    assert_eq!(there(&world, "SKU-B", SELLABLE), Decimal::ONE);
}

#[tokio::test(start_paused = true)]
async fn without_an_account_for_it_a_damaged_unit_stays_where_it_is() {
    let world = world().await.with_settings(|account| {
        for returns in account.stores.iter_mut().filter_map(|store| store.returns.as_mut()) {
            returns.write_off_account = None;
        }
    });
    reported(&world, &[row(1, "SKU-A", 1, "DEFECTIVE", "LPN1")]);
    run(&world, FLOW).await;
    assert_eq!(counted(&world), [1, 1, 0]);
    assert_eq!(there(&world, "SKU-A", DAMAGED), Decimal::ONE);
}

#[tokio::test(start_paused = true)]
async fn what_comes_again_in_a_later_report_is_posted_once_and_what_is_new_is_posted() {
    let world = world().await;
    reported(&world, &[row(1, "SKU-A", 1, "SELLABLE", "LPN1"), row(1, "SKU-B", 1, "SELLABLE", "")]);
    run(&world, FLOW).await;
    let writes = world.sandbox.netsuite.writes();
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "createReport"), 1, "nothing new can be there yet");
    tokio::time::sleep(Duration::from_secs(9 * 3600)).await;
    // Amazon has thought better of the first, and a like of the second has come.
    let again = [
        row(1, "SKU-A", 1, "CUSTOMER_DAMAGED", "LPN1"),
        row(1, "SKU-B", 1, "SELLABLE", ""),
        row(1, "SKU-B", 1, "SELLABLE", ""),
    ];
    reported(&world, &again[..2]);
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "createReport"), 2);
    assert_eq!((counted(&world), world.sandbox.netsuite.writes()), ([2, 2, 0], writes));
    tokio::time::sleep(Duration::from_secs(9 * 3600)).await;
    reported(&world, &again);
    run(&world, FLOW).await;
    assert_eq!(counted(&world)[..2], [3, 3]);
    assert_eq!(there(&world, "SKU-B", SELLABLE), Decimal::from(2));
}

#[tokio::test(start_paused = true)]
async fn a_return_of_an_order_that_is_not_there_waits_and_the_others_go_on() {
    let world = world().await;
    reported(&world, &[row(7, "SKU-A", 1, "SELLABLE", "LPN7"), row(1, "SKU-A", 1, "SELLABLE", "LPN1")]);
    run(&world, FLOW).await;
    assert_eq!(counted(&world)[0], 1);
    let waiting = parked(&world, FLOW).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].source.as_str(), format!("{}/LPN7/2026-11-15", number(7)));
    assert!(waiting[0].text.contains(&number(7)), "{}", waiting[0].text);
    sold(&world, 7);
    tokio::time::sleep(Duration::from_secs(9 * 3600)).await;
    run(&world, FLOW).await;
    assert_eq!(counted(&world)[0], 1, "it waits for a person");
    world.engine("person").unwrap().retry(&na(FLOW), |_| true).await.unwrap();
    run(&world, FLOW).await;
    assert_eq!(counted(&world)[0], 2);
    assert_eq!(parked(&world, FLOW).await, []);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_understood_is_named_and_never_guessed() {
    let world = world().await;
    reported(
        &world,
        &[
            row(1, "NO-SUCH", 1, "SELLABLE", "LPN1"),
            row(1, "SKU-A", 1, "EVAPORATED", "LPN2"),
            row(2, "SKU-A", 0, "SELLABLE", "LPN3"),
        ],
    );
    run(&world, FLOW).await;
    let reasons: Vec<ParkReason> =
        parked(&world, FLOW).await.into_iter().map(|parked| parked.reason).collect();
    assert_eq!(reasons, [ParkReason::ItemNotFound, ParkReason::UnknownValue, ParkReason::UnknownValue]);
    assert_eq!(counted(&world), [0, 0, 0]);
    for parked in parked(&world, FLOW).await {
        assert!(!parked.text.contains("Jane"), "{}", parked.text);
    }
}

#[tokio::test(start_paused = true)]
async fn a_report_whose_request_got_no_answer_is_not_asked_for_again() {
    let world = world().await;
    reported(&world, &[row(1, "SKU-A", 1, "SELLABLE", "LPN1")]);
    world.sandbox.amazon.fail_next("createReport", Failure::StatusAfter(500));
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "createReport"), 1);
    assert_eq!(counted(&world), [1, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_report_without_data_is_asked_for_again_hours_later_and_reaches_further_back() {
    let world = world().await;
    run(&world, FLOW).await;
    run(&world, FLOW).await;
    assert_eq!(amazon_calls(&world, "createReport"), 1);
    assert_eq!(parked(&world, FLOW).await, []);
    reported(&world, &[row(1, "SKU-A", 1, "SELLABLE", "LPN1")]);
    tokio::time::sleep(Duration::from_secs(9 * 3600)).await;
    run(&world, FLOW).await;
    assert_eq!(counted(&world), [1, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_plan_shows_what_would_come_back_and_writes_nothing() {
    let world = world().await;
    reported(&world, &[row(1, "SKU-A", 1, "CUSTOMER_DAMAGED", "LPN1")]);
    let engine = world.engine("desk").unwrap();
    let proposals = engine.propose(&na(FLOW)).await.unwrap();
    assert_eq!(world.sandbox.netsuite.writes(), 0);
    let kinds: Vec<&str> = proposals.writes.iter().map(|write| write.kind.record_type()).collect();
    assert_eq!(kinds, ["inventoryAdjustment", "itemReceipt", "returnAuthorization"]);
    engine.approve(&na(FLOW), &proposals.hash()).await.unwrap();
    assert_eq!(counted(&world), [1, 1, 1]);
    assert_eq!(amazon_calls(&world, "createReport"), 1, "the report that was read will do");
}

#[tokio::test(start_paused = true)]
async fn a_lost_store_posts_nothing_twice() {
    let mut world = world().await;
    reported(&world, &[row(1, "SKU-A", 1, "SELLABLE", "LPN1"), row(2, "SKU-A", 1, "DEFECTIVE", "LPN2")]);
    run(&world, FLOW).await;
    let before = counted(&world);
    world.store = MemoryStore::new();
    tokio::time::sleep(Duration::from_secs(2 * 3600)).await;
    run(&world, FLOW).await;
    assert_eq!(counted(&world), before);
    assert_eq!(parked(&world, FLOW).await, []);
}

async fn two_to_post() -> World {
    let world = world().await;
    world.sandbox.netsuite.refuse_duplicate_external_ids(false);
    reported(&world, &[row(1, "SKU-A", 1, "SELLABLE", "LPN1"), row(2, "SKU-B", 1, "DEFECTIVE", "LPN2")]);
    world
}

#[test]
fn a_crash_at_any_point_leaves_every_unit_posted_once() {
    let passed = in_virtual_time(async {
        let world = two_to_post().await.with_chaos(Chaos::none());
        run_to_the_end(&world, FLOW).await;
        assert_eq!(counted(&world), [2, 2, 1]);
        world.chaos.passed()
    });
    for site in [
        "commit Claim",
        "commit Record",
        "commit Advance",
        "POST returnAuthorization",
        "POST inventoryAdjustment",
    ] {
        assert!(passed.contains_key(site), "{site} is not passed: {passed:?}");
    }
    for strike in crashes(&passed) {
        in_virtual_time(async {
            let world = two_to_post().await.with_chaos(Chaos::once(strike.clone()));
            run_to_the_end(&world, FLOW).await;
            assert_eq!(world.chaos.happened().values().sum::<u32>(), 1, "{strike:?} did not happen");
            assert_eq!(counted(&world), [2, 2, 1], "after {strike:?}");
            assert_eq!(parked(&world, FLOW).await, [], "after {strike:?}");
            assert_eq!(there(&world, "SKU-A", SELLABLE), Decimal::ONE, "after {strike:?}");
            assert_eq!(there(&world, "SKU-B", DAMAGED), Decimal::ZERO, "after {strike:?}");
            for (record, times) in world.sandbox.netsuite.applied() {
                assert_eq!(times, 1, "{record} after {strike:?}");
            }
        });
    }
}
