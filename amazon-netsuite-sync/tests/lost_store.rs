//! A store that is lost, or restored from yesterday, costs look-ups. Nothing is written twice, and every record is known
//! again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use amazon_netsuite_sync::{
    flows::{BillOrders, ConfirmShipments, ImportOrders},
    store::{MemoryStore, Store as _},
    testing::World,
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use serde_json::Value;

use self::warehouse::{SELLER, billed_and_confirmed, na, number, order, parked, run, sales_order, ship};

const DAYS: u32 = 30;
const FLOWS: [&str; 3] = [ImportOrders::NAME, BillOrders::NAME, ConfirmShipments::NAME];

/// Puts the `n`th order at Amazon, in this status, changed just now.
fn amazon_has(world: &World, n: u32, by: &str, status: &str) {
    let mut order = order(n);
    let at = instant::format(world.clock.now() - TimeDelta::minutes(5));
    order["createdTime"] = at.clone().into();
    order["lastUpdatedTime"] = at.into();
    order["fulfillment"]["fulfilledBy"] = by.into();
    order["fulfillment"]["fulfillmentStatus"] = status.into();
    world.sandbox.amazon.put_order(SELLER, order);
}

async fn run_all(world: &World) {
    for flow in FLOWS {
        run(world, flow).await;
        assert_eq!(parked(world, flow).await, [], "{flow}");
    }
}

/// A month of a small shop. Every day one order comes that the seller ships, and one that Amazon has shipped; yesterday's
/// is shipped in full, in part, or cancelled. Returns the store as it was a day before the end.
async fn month() -> (World, MemoryStore) {
    let world = warehouse::world(billed_and_confirmed).await;
    let mut yesterday = world.store.copy();
    for day in 1..=DAYS {
        tokio::time::sleep(Duration::from_secs(12 * 3600)).await;
        amazon_has(&world, day, "MERCHANT", "UNSHIPPED");
        amazon_has(&world, 1000 + day, "AMAZON", "SHIPPED");
        match day - 1 {
            0 => {}
            before if before.is_multiple_of(7) => amazon_has(&world, before, "MERCHANT", "CANCELLED"),
            before if before.is_multiple_of(5) => drop(ship(&world, before, &[1, 0], &["1Z001"]).await),
            before => drop(ship(&world, before, &[3, 1], &["1Z001", "1Z002"]).await),
        }
        tokio::time::sleep(Duration::from_secs(12 * 3600)).await;
        run_all(&world).await;
        if day == DAYS - 1 {
            yesterday = world.store.copy();
        }
    }
    (world, yesterday)
}

/// What there is in both services, without the moments at which it was last touched.
fn everything(world: &World) -> BTreeMap<&'static str, Vec<Value>> {
    world.sandbox.netsuite.settle();
    let kinds = ["customer", "salesOrder", "invoice", "itemFulfillment"];
    let mut all: BTreeMap<&str, Vec<Value>> =
        kinds.into_iter().map(|kind| (kind, world.sandbox.netsuite.records(kind))).collect();
    all.insert("at Amazon", world.sandbox.amazon.orders(SELLER));
    all
}

/// Calls received so far: by Amazon for single orders, by NetSuite for anything but a login.
fn calls(world: &World) -> (u64, u64) {
    let netsuite = world.sandbox.netsuite.calls().into_iter().filter(|(operation, _)| operation != "token");
    (warehouse::amazon_calls(world, "getOrder"), netsuite.map(|(_, calls)| calls).sum())
}

/// Every flow runs on this store, and orders over the whole window again. Returns what that cost.
async fn over_the_window(world: &World) -> (u64, u64) {
    // Amazon's search ends two minutes ago: what was confirmed just now has to be within it.
    tokio::time::sleep(Duration::from_secs(600)).await;
    let before = calls(world);
    let engine = world.engine("again").unwrap();
    for key in world.keys() {
        let from = world.clock.now() - TimeDelta::days(i64::from(DAYS) + 2);
        engine.read_again_from(&key, from).await.unwrap();
    }
    run_all(world).await;
    let after = calls(world);
    (after.0 - before.0, after.1 - before.1)
}

async fn linked(world: &World, kind: &str) -> BTreeMap<String, String> {
    let links = world.store.links(&na(ImportOrders::NAME).account, kind).await.unwrap();
    links.into_iter().map(|link| (link.amazon_id, link.netsuite_id.to_string())).collect()
}

/// Runs the flows on what is left of the store, and holds what they did against a run on the whole one.
async fn loses(left: impl FnOnce(MemoryStore) -> MemoryStore) {
    let (mut world, yesterday) = month().await;
    let whole = over_the_window(&world).await;
    let (there, written) = (everything(&world), world.sandbox.netsuite.writes());
    let confirmed = warehouse::amazon_calls(&world, "confirmShipment");
    let orders = linked(&world, "salesOrder").await;
    let bills = linked(&world, "invoice").await;
    assert_eq!((orders.len(), bills.len()), (DAYS as usize, there["invoice"].len()));

    world.store = left(yesterday);
    let lost = over_the_window(&world).await;
    assert_eq!(world.sandbox.netsuite.writes(), written, "nothing is written to NetSuite");
    assert_eq!(warehouse::amazon_calls(&world, "confirmShipment"), confirmed, "nor to Amazon");
    assert_eq!(everything(&world), there);
    assert!(world.sandbox.netsuite.applied().iter().all(|(key, times)| key.ends_with('/') || *times == 1));

    // What was cancelled meanwhile is closed in NetSuite, and stands for nothing any more.
    let cancelled: BTreeSet<String> = (1..DAYS).filter(|day| day.is_multiple_of(7)).map(number).collect();
    let again = linked(&world, "salesOrder").await;
    let unknown =
        |(order, id): &(&String, &String)| !cancelled.contains(*order) && again.get(*order) != Some(id);
    assert_eq!(orders.iter().filter(unknown).collect::<Vec<_>>(), [], "not known again");
    assert_eq!(linked(&world, "invoice").await, bills);

    let records: usize =
        there.iter().filter(|(kind, _)| **kind != "at Amazon").map(|(_, all)| all.len()).sum();
    let (amazon, netsuite) = (lost.0.saturating_sub(whole.0), lost.1.saturating_sub(whole.1));
    let fulfillments = there["itemFulfillment"].len() as u64;
    assert!(amazon <= fulfillments, "{amazon} further calls of Amazon's for {fulfillments} fulfilments");
    assert!(netsuite <= records as u64, "{netsuite} further calls of NetSuite's for {records} records");

    // And it goes on from there.
    ship(&world, DAYS, &[3, 1], &["1Z009"]).await;
    run_all(&world).await;
    assert_eq!(sales_order(&world, DAYS)["orderStatus"]["id"], "G");
    assert_eq!(warehouse::amazon_calls(&world, "confirmShipment"), confirmed + 1);
    assert_eq!(warehouse::packages(&world, DAYS).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_was_deleted_makes_nothing_twice_and_knows_every_record_again() {
    loses(|_| MemoryStore::new()).await;
}

#[tokio::test(start_paused = true)]
async fn a_store_restored_from_yesterday_makes_nothing_twice_and_knows_every_record_again() {
    loses(|yesterday| yesterday).await;
}
