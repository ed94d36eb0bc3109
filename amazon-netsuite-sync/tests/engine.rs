//! Who may run, when, and what remains of a run that is taken over, stopped, restarted or doubled.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeSet, time::Duration};

use amazon_netsuite_sync::{
    AccountId, Acquire, Engine, FlowName, Next, RunKey, SliceError,
    flows::ImportOrders,
    keys,
    plan::RecordKind,
    store::{OpRow, OpState, ParkReason, Parked, Store as _, StoreError},
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::clock::Clock as _;
use serde_json::{Value, json};
use sp_api_client::testing::Latency;

fn orders() -> FlowName {
    FlowName::new(ImportOrders::NAME).unwrap()
}

fn key_of(account: &str) -> RunKey {
    RunKey { account: AccountId::new(account).unwrap(), flow: orders() }
}

async fn world(orders: usize) -> World {
    World::new(WorldOptions { orders, ..WorldOptions::default() }).await.unwrap()
}

fn calls(world: &World) -> u64 {
    let sandbox = &world.sandbox;
    sandbox.amazon.calls().values().sum::<u64>() + sandbox.netsuite.calls().values().sum::<u64>()
}

fn records(world: &World) -> usize {
    ["salesOrder", "invoice"].iter().map(|kind| world.sandbox.netsuite.records(kind).len()).sum()
}

/// Every due order is in NetSuite, each made once.
fn assert_all_there_once(world: &World) {
    let netsuite = &world.sandbox.netsuite;
    netsuite.settle();
    for (name, times) in netsuite.applied() {
        assert_eq!(times, 1, "{name}");
    }
    assert_eq!(records(world) as u64, world.sandbox.due().orders);
}

/// The ledger's rows for every order of the world.
async fn ledger(world: &World) -> Vec<OpRow> {
    let mut rows = Vec::new();
    for key in world.keys() {
        let names: Vec<_> = world
            .sandbox
            .due_orders()
            .iter()
            .flat_map(|order| {
                let number = order["orderId"].as_str().unwrap().to_owned();
                [RecordKind::SalesOrder, RecordKind::Invoice]
                    .map(|kind| keys::op_key(&key, kind, &number).unwrap())
            })
            .collect();
        rows.extend(world.store.ops(&key.account, &names).await.unwrap());
    }
    rows
}

async fn parked(world: &World) -> Vec<Parked> {
    let mut all = Vec::new();
    for key in world.keys() {
        all.extend(world.store.parked(&key).await.unwrap());
    }
    all
}

#[tokio::test(start_paused = true)]
async fn while_another_runner_holds_the_lease_a_slice_does_nothing_and_says_so() {
    let world = world(20).await;
    let (key, now) = (key_of("na"), world.clock.now());
    world
        .store
        .acquire(&key, "other", Acquire::IfFree, now, now + TimeDelta::hours(1))
        .await
        .unwrap()
        .unwrap();
    let before = calls(&world);
    let slice = world.engine("late").unwrap().run_slice(&key, Acquire::IfFree).await.unwrap();
    assert!(slice.busy);
    assert_eq!(slice.next, Next::Idle { wake: world.clock.now() + TimeDelta::seconds(1) });
    assert_eq!(slice.summary, amazon_netsuite_sync::Summary::default());
    assert_eq!(calls(&world), before);
    // Another account is another lease.
    let slice = world.engine("late").unwrap().run_slice(&key_of("eu"), Acquire::IfFree).await.unwrap();
    assert!(!slice.busy);
    assert_eq!(slice.summary.all_orders().read, 8);
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_nobody_renews_ends_and_the_next_runner_goes_on() {
    let world = world(20).await;
    let (key, now) = (key_of("na"), world.clock.now());
    world
        .store
        .acquire(&key, "dead", Acquire::IfFree, now, now + TimeDelta::minutes(3))
        .await
        .unwrap()
        .unwrap();
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert!(world.clock.now() >= now + TimeDelta::minutes(3));
    assert_all_there_once(&world);
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_is_taken_over_while_it_reads_writes_nothing_any_more() {
    let world = world(20).await;
    world.sandbox.amazon.set_latency(Latency { min: Duration::from_secs(20), max: Duration::from_secs(20) });
    let (key, old) = (key_of("na"), world.engine("old").unwrap());
    let run = tokio::spawn({
        let key = key.clone();
        async move { old.run_slice(&key, Acquire::IfFree).await }
    });
    tokio::time::sleep(Duration::from_secs(10)).await;
    let now = world.clock.now();
    let newer =
        world.store.acquire(&key, "new", Acquire::TakeOver, now, now + TimeDelta::hours(1)).await.unwrap();
    assert!(newer.is_some());
    let error = run.await.unwrap().unwrap_err();
    assert!(matches!(error, SliceError::Store { error: StoreError::Fenced(_), .. }), "{error:?}");
    assert_eq!(error.to_string(), "na/orders: na/orders: another runner has taken over");
    assert_eq!(world.sandbox.netsuite.writes(), 0);
    assert!(world.store.cursor(&key).await.unwrap().is_none());
    assert!(ledger(&world).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_is_taken_over_while_it_writes_ends_with_what_it_had_in_hand() {
    let world = world(120).await;
    let netsuite = &world.sandbox.netsuite;
    netsuite.set_latency(Duration::from_secs(2), Duration::from_secs(2));
    let (key, old) = (key_of("na"), world.engine("old").unwrap());
    let run = tokio::spawn({
        let key = key.clone();
        async move { old.run_slice(&key, Acquire::IfFree).await }
    });
    while netsuite.writes() < 20 {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let now = world.clock.now();
    world.store.acquire(&key, "new", Acquire::TakeOver, now, now).await.unwrap().unwrap();
    let at_take_over = netsuite.writes();
    let error = run.await.unwrap().unwrap_err();
    assert!(matches!(error, SliceError::Store { error: StoreError::Fenced(_), .. }), "{error:?}");
    let after = netsuite.writes() - at_take_over;
    assert!(after <= 16, "{after} writes after the take-over: only what was claimed before may still leave");
    let quiet = netsuite.writes();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(netsuite.writes(), quiet);
    // The new runner finds out what the old one did, and does the rest.
    netsuite.refuse_duplicate_external_ids(false);
    world.run().await.unwrap();
    assert_all_there_once(&world);
    assert!(parked(&world).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_runner_asked_to_stop_finishes_what_it_has_in_hand_and_leaves_nothing_in_doubt() {
    for after in [1, 4, 9, 15] {
        let world = world(120).await;
        let netsuite = &world.sandbox.netsuite;
        netsuite.set_latency(Duration::from_millis(500), Duration::from_millis(900));
        let engine = world.engine("stopped").unwrap();
        let run = tokio::spawn({
            let engine = engine.clone();
            async move { engine.run(&orders()).await }
        });
        tokio::time::sleep(Duration::from_secs(after)).await;
        let asked = world.clock.now();
        engine.stop();
        let report = run.await.unwrap();
        assert!(world.clock.now() - asked < TimeDelta::seconds(60), "it took too long to stop");
        assert!(!report.errors.is_empty());
        for error in &report.errors {
            assert!(matches!(error, SliceError::Stopped(_)), "{error:?}");
            assert!(error.to_string().ends_with("stopped as asked; it goes on from there"), "{error}");
        }
        let open: Vec<_> = ledger(&world)
            .await
            .into_iter()
            .filter(|row| matches!(row.state, OpState::Sending | OpState::Unknown))
            .collect();
        assert!(open.is_empty(), "{open:?}");
        assert!((records(&world) as u64) < world.sandbox.due().orders, "it was asked too late to tell");
        let report = world.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        assert_all_there_once(&world);
    }
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_waits_out_an_outage_stops_at_once_when_asked() {
    let world = world(20).await;
    for _ in 0..200 {
        world.sandbox.amazon.fail_next("searchOrders", sp_api_client::testing::Failure::Status(503));
    }
    let engine = world.engine("waiting").unwrap();
    let run = tokio::spawn({
        let engine = engine.clone();
        async move { engine.run(&orders()).await }
    });
    tokio::time::sleep(Duration::from_secs(300)).await;
    let asked = world.clock.now();
    engine.stop();
    let report = run.await.unwrap();
    assert!(!report.errors.is_empty() || report.summary.delayed.is_some());
    let took = world.clock.now() - asked;
    assert!(took < TimeDelta::minutes(16), "{took}: no call takes longer");
}

#[tokio::test(start_paused = true)]
async fn an_account_or_flow_that_nobody_knows_is_an_error() {
    let world = world(0).await;
    let engine = world.engine("runner").unwrap();
    for key in [
        key_of("atlantis"),
        RunKey { account: AccountId::new("na").unwrap(), flow: FlowName::new("settlements").unwrap() },
    ] {
        let error = engine.run_slice(&key, Acquire::IfFree).await.unwrap_err();
        assert!(matches!(error, SliceError::Unknown(_)), "{error:?}");
        assert_eq!(error.to_string(), format!("{key} is not an account and flow of this engine"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_lease_is_renewed_while_a_slow_amazon_keeps_a_slice_waiting() {
    let world =
        World::new(WorldOptions { orders: 20, page_size: 5, ..WorldOptions::default() }).await.unwrap();
    // One search, then none for 400 seconds: longer than a lease.
    world.sandbox.amazon.set_plan("searchOrders", 0.0025, 1);
    let key = key_of("na");
    let engine = world.engine("slow").unwrap();
    assert_eq!(engine.run_slice(&key, Acquire::IfFree).await.unwrap().next, Next::More);
    let began = world.clock.now();
    let run = tokio::spawn({
        let key = key.clone();
        async move { engine.run_slice(&key, Acquire::IfFree).await }
    });
    tokio::task::yield_now().await;
    let other = world.engine("other").unwrap();
    let mut turned_away = 0;
    while !run.is_finished() {
        if other.run_slice(&key, Acquire::IfFree).await.unwrap().busy {
            turned_away += 1;
        }
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    run.await.unwrap().unwrap();
    let took = world.clock.now() - began;
    assert!(took > TimeDelta::seconds(300), "{took}");
    assert!(turned_away > 25, "{turned_away}");
}

/// An order over 20 dollars that the seller ships.
fn order(number: u32, sku: &str) -> Value {
    let total = json!({"amount": "20.00", "currencyCode": "USD"});
    json!({
        "orderId": format!("113-{number:07}-0000001"),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": number.to_string(),
            "quantityOrdered": 1,
            "product": {"sellerSku": sku},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

fn put_item(world: &World, sku: &str) {
    world.sandbox.netsuite.put_record("inventoryItem", json!({"itemId": sku}));
}

#[tokio::test(start_paused = true)]
async fn only_the_parked_records_that_are_asked_for_are_tried_again() {
    let world = world(0).await;
    for number in 1..=4 {
        world.sandbox.amazon.put_order("A1NASELLER0001", order(number, "NEW"));
    }
    world.run().await.unwrap();
    let waiting = parked(&world).await;
    assert_eq!(waiting.len(), 4);
    assert!(waiting.iter().all(|one| one.reason == ParkReason::ItemNotFound && one.retry_at.is_none()));
    put_item(&world, "NEW");
    // Nobody asked: nothing is read again.
    let before = world.sandbox.amazon.calls().get("getOrder").copied();
    world.run().await.unwrap();
    assert_eq!(world.sandbox.amazon.calls().get("getOrder").copied(), before);
    assert_eq!(parked(&world).await.len(), 4);
    let engine = world.engine("operator").unwrap();
    let key = key_of("na");
    let asked = engine.retry(&key, |source| source.as_str().ends_with("2-0000001")).await.unwrap();
    assert_eq!(asked, 1);
    let report = engine.run(&orders()).await;
    assert_eq!(report.summary.all_orders().created, 1);
    assert_eq!((records(&world), parked(&world).await.len()), (1, 3));
    assert_eq!(engine.retry(&key, |_| true).await.unwrap(), 3);
    assert_eq!(engine.run(&orders()).await.summary.all_orders().created, 3);
    assert_all_there_once(&world);
    assert!(parked(&world).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_record_that_still_does_not_fit_is_parked_again_and_keeps_its_age() {
    let world = world(0).await;
    world.sandbox.amazon.put_order("A1NASELLER0001", order(1, "NEW"));
    world.run().await.unwrap();
    let first = parked(&world).await.remove(0);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    let engine = world.engine("operator").unwrap();
    engine.retry(&key_of("na"), |_| true).await.unwrap();
    let report = engine.run(&orders()).await;
    assert_eq!(report.summary.all_orders().parked, 1);
    let again = parked(&world).await.remove(0);
    assert_eq!((again.since, again.retry_at), (first.since, None));
    assert!(again.times > first.times);
}

#[tokio::test(start_paused = true)]
async fn retry_while_the_flow_runs_says_to_try_again() {
    let world = world(0).await;
    let (key, now) = (key_of("na"), world.clock.now());
    world
        .store
        .acquire(&key, "other", Acquire::IfFree, now, now + TimeDelta::hours(1))
        .await
        .unwrap()
        .unwrap();
    let error = world.engine("operator").unwrap().retry(&key, |_| true).await.unwrap_err();
    assert_eq!(error.to_string(), "the store failed: na/orders is being run: try again");
}

#[tokio::test(start_paused = true)]
async fn two_engines_on_one_store_at_once_import_everything_once() {
    for seed in 1..=3 {
        let world = World::new(WorldOptions { seed, orders: 200, page_size: 20, ..WorldOptions::default() })
            .await
            .unwrap();
        let netsuite = &world.sandbox.netsuite;
        netsuite.refuse_duplicate_external_ids(false);
        netsuite.set_latency(Duration::from_millis(20), Duration::from_millis(300));
        let (one, two) = (world.engine("one").unwrap(), world.engine("two").unwrap());
        let flow = orders();
        let (one, two) = tokio::join!(one.run(&flow), two.run(&flow));
        assert!(one.errors.is_empty() && two.errors.is_empty(), "{:?} {:?}", one.errors, two.errors);
        assert_all_there_once(&world);
        let created = one.summary.all_orders().created + two.summary.all_orders().created;
        assert_eq!(created, world.sandbox.due().orders);
        assert!(parked(&world).await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_process_that_is_restarted_again_and_again_never_believes_in_a_full_burst() {
    let world = world(20).await;
    let key = key_of("na");
    for restart in 0..25 {
        let engine = world.engine(&format!("process {restart}")).unwrap();
        engine.run_slice(&key, Acquire::IfFree).await.unwrap();
    }
    let amazon = &world.sandbox.amazon;
    assert_eq!(amazon.calls()["searchOrders"], 25);
    assert_eq!(amazon.throttled(), 0);
}

#[tokio::test(start_paused = true)]
async fn engines_of_one_process_share_nothing_but_the_store_and_still_agree() {
    // Ten slices by ten engines, each on its own page: the cursor alone says where to go on.
    let world =
        World::new(WorldOptions { orders: 50, page_size: 2, ..WorldOptions::default() }).await.unwrap();
    let key = key_of("na");
    let mut read = 0;
    let mut engines: Vec<Engine> = Vec::new();
    for number in 0..10 {
        let engine = world.engine(&format!("engine {number}")).unwrap();
        read += engine.run_slice(&key, Acquire::IfFree).await.unwrap().summary.all_orders().read;
        engines.push(engine);
    }
    assert_eq!(read, 20);
    let sources: BTreeSet<String> = world
        .store
        .links(&key.account, "salesOrder")
        .await
        .unwrap()
        .into_iter()
        .chain(world.store.links(&key.account, "invoice").await.unwrap())
        .map(|link| link.amazon_id)
        .collect();
    assert_eq!(sources.len(), records(&world));
}
