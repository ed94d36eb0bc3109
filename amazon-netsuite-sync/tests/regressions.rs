//! Faults that were found once, each as the test that found it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use amazon_netsuite_sync::{
    AccountId, Acquire, FlowName, RunKey,
    flows::ImportOrders,
    store::Store as _,
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use serde_json::{Value, json};

const NA: &str = "A1NASELLER0001";

fn orders() -> FlowName {
    FlowName::new(ImportOrders::NAME).unwrap()
}

fn na() -> RunKey {
    RunKey { account: AccountId::new("na").unwrap(), flow: orders() }
}

fn order(number: u32, sku: &str, status: &str, total: &str) -> Value {
    let total = json!({"amount": total, "currencyCode": "USD"});
    json!({
        "orderId": format!("113-{number:07}-0000001"),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": number.to_string(),
            "quantityOrdered": 1,
            "product": {"sellerSku": sku},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

async fn world() -> World {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": "SKU-A"}));
    world
}

fn put_changed(world: &World, mut order: Value) {
    order["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(5)).into();
    world.sandbox.amazon.put_order(NA, order);
}

/// an order whose outcome is in doubt is forgotten when the slice that revisited it takes longer than the pause
/// before its next look.
#[tokio::test(start_paused = true)]
async fn an_order_in_doubt_is_not_forgotten_by_a_slow_revisit() {
    let world = world().await;
    for number in 1..=20 {
        world.sandbox.amazon.put_order(NA, order(number, "NEW", "UNSHIPPED", "20.00"));
    }
    world.run().await.unwrap();
    assert_eq!(world.store.parked(&na()).await.unwrap().len(), 20);
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "NEW"}));
    netsuite.set_latency(Duration::from_secs(10), Duration::from_secs(10));
    netsuite.fail_next("POST salesOrder", netsuite_client::testing::Failure::Status(500)).unwrap();
    let engine = world.engine("operator").unwrap();
    engine.retry(&na(), |_| true).await.unwrap();
    let report = engine.run(&orders()).await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let imported = netsuite.records("salesOrder").len();
    let parked = world.store.parked(&na()).await.unwrap().len();
    assert_eq!((imported, parked), (20, 0), "an order is neither imported nor parked");
}

/// a parked order that Amazon cancels meanwhile stays parked for ever.
#[tokio::test(start_paused = true)]
async fn a_parked_order_that_amazon_cancels_is_no_longer_parked() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "NOWHERE", "UNSHIPPED", "20.00"));
    world.run().await.unwrap();
    assert_eq!(world.store.parked(&na()).await.unwrap().len(), 1);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    put_changed(&world, order(1, "NOWHERE", "CANCELLED", "20.00"));
    world.run().await.unwrap();
    assert!(world.store.parked(&na()).await.unwrap().is_empty());
}

/// and once it is retried, `run` never ends and searches without pause.
#[tokio::test(start_paused = true)]
async fn a_retried_order_that_amazon_cancelled_lets_the_run_end() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "NOWHERE", "UNSHIPPED", "20.00"));
    world.run().await.unwrap();
    world.sandbox.amazon.put_order(NA, order(1, "NOWHERE", "CANCELLED", "20.00"));
    let engine = world.engine("operator").unwrap();
    engine.retry(&na(), |_| true).await.unwrap();
    let before = world.sandbox.amazon.calls()["searchOrders"];
    let flow = orders();
    let ended = tokio::time::timeout(Duration::from_secs(3 * 3600), engine.run(&flow)).await;
    let searches = world.sandbox.amazon.calls()["searchOrders"] - before;
    assert!(ended.is_ok(), "still running after three hours and {searches} searches");
}

/// the same without anybody's doing: NetSuite was not to be had, and the buyer cancelled meanwhile.
#[tokio::test(start_paused = true)]
async fn an_order_cancelled_during_an_outage_of_netsuite_lets_the_run_end() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "SKU-A", "UNSHIPPED", "20.00"));
    for _ in 0..200 {
        world
            .sandbox
            .netsuite
            .fail_next("POST salesOrder", netsuite_client::testing::Failure::Throttle)
            .unwrap();
    }
    let slice = world.engine("one").unwrap().run_slice(&na(), Acquire::IfFree).await.unwrap();
    let parked = world.store.parked(&na()).await.unwrap();
    assert_eq!(parked.len(), 1, "{slice:?}");
    assert!(parked[0].retry_at.is_some());
    world.sandbox.amazon.put_order(NA, order(1, "SKU-A", "CANCELLED", "20.00"));
    let (engine, flow) = (world.engine("two").unwrap(), orders());
    let ended = tokio::time::timeout(Duration::from_secs(3 * 3600), engine.run(&flow)).await;
    assert!(ended.is_ok(), "still running after three hours, {:?}", world.sandbox.amazon.calls());
    assert!(world.store.parked(&na()).await.unwrap().is_empty());
}

/// a total that changed and changed back: retried, it stays parked and the run never ends.
#[tokio::test(start_paused = true)]
async fn an_imported_order_whose_total_is_right_again_is_no_longer_parked() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "SKU-A", "UNSHIPPED", "20.00"));
    world.run().await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    put_changed(&world, order(1, "SKU-A", "UNSHIPPED", "15.00"));
    world.run().await.unwrap();
    assert_eq!(world.store.parked(&na()).await.unwrap().len(), 1);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    put_changed(&world, order(1, "SKU-A", "UNSHIPPED", "20.00"));
    let engine = world.engine("operator").unwrap();
    engine.retry(&na(), |_| true).await.unwrap();
    let flow = orders();
    let ended = tokio::time::timeout(Duration::from_secs(3 * 3600), engine.run(&flow)).await;
    assert!(ended.is_ok(), "still running after three hours, {:?}", world.sandbox.amazon.calls());
    assert!(world.store.parked(&na()).await.unwrap().is_empty());
}

/// the rate tokens of a slice that fails are not written down.
#[tokio::test(start_paused = true)]
async fn a_process_restarted_during_an_outage_of_netsuite_does_not_believe_in_a_full_burst() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "SKU-A", "UNSHIPPED", "20.00"));
    for restart in 0..30 {
        for _ in 0..100 {
            world
                .sandbox
                .netsuite
                .fail_next("suiteql", netsuite_client::testing::Failure::Html(503))
                .unwrap();
        }
        let engine = world.engine(&format!("process {restart}")).unwrap();
        let slice = engine.run_slice(&na(), Acquire::IfFree).await.unwrap();
        assert!(slice.summary.delayed.is_some());
        // 20 virtual seconds between restarts would already refill a little; a supervisor is faster than that.
    }
    assert_eq!(world.sandbox.amazon.throttled(), 0);
}

/// calls of a slice that fails are not in the usage once the process ends.
#[tokio::test(start_paused = true)]
async fn the_calls_of_a_slice_that_failed_are_written_down_too() {
    let world = world().await;
    world.sandbox.amazon.put_order(NA, order(1, "SKU-A", "UNSHIPPED", "20.00"));
    for _ in 0..100 {
        world.sandbox.netsuite.fail_next("suiteql", netsuite_client::testing::Failure::Html(503)).unwrap();
    }
    let engine = world.engine("one").unwrap();
    engine.run_slice(&na(), Acquire::IfFree).await.unwrap();
    drop(engine);
    let usage = world.store.usage(&na().account, world.clock.now()).await.unwrap();
    assert_eq!(usage.get("amazon/searchOrders"), world.sandbox.amazon.calls().get("searchOrders"));
}

/// an engine that was asked to stop still begins new slices and reads new pages.
#[tokio::test(start_paused = true)]
async fn an_engine_that_was_asked_to_stop_begins_nothing_new() {
    let world =
        World::new(WorldOptions { orders: 40, page_size: 2, ..WorldOptions::default() }).await.unwrap();
    world.run().await.unwrap();
    let engine = world.engine("stopped").unwrap();
    engine.stop();
    let before = world.sandbox.amazon.calls()["searchOrders"];
    tokio::time::sleep(Duration::from_secs(24 * 3600)).await;
    engine.run(&orders()).await;
    assert_eq!(world.sandbox.amazon.calls()["searchOrders"], before);
}
