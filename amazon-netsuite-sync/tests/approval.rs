//! A plan that is read before it is written, and approved as it was read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod warehouse;

use std::time::Duration;

use amazon_netsuite_sync::{
    RunKey, SliceError,
    flows::{BillOrders, ConfirmShipments, ImportOrders},
    settings::{BillAs, FbaImport},
    store::Store as _,
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use netsuite_client::InternalId;
use proptest::prelude::*;
use serde_json::json;

use self::warehouse::{SELLER, billed_and_confirmed, in_virtual_time, order, run, ship};

async fn world(seed: u64, orders: usize) -> World {
    World::new(WorldOptions { seed, orders, ..WorldOptions::default() }).await.unwrap()
}

async fn proposed(world: &World) -> Vec<(RunKey, amazon_netsuite_sync::Proposals)> {
    let engine = world.engine("desk").unwrap();
    let mut all = Vec::new();
    for key in world.keys() {
        all.push((key.clone(), engine.propose(&key).await.unwrap()));
    }
    all
}

#[tokio::test(start_paused = true)]
async fn a_plan_is_shown_and_nothing_is_written_anywhere() {
    let world = world(7, 30).await;
    let proposals = proposed(&world).await;
    assert_eq!(world.sandbox.netsuite.writes(), 0);
    for (key, proposals) in &proposals {
        assert!(world.store.cursor(key).await.unwrap().is_none(), "the cursor stays where it was");
        assert!(world.store.parked(key).await.unwrap().is_empty());
        let keys: Vec<_> = proposals.writes.iter().map(|write| write.key.clone()).collect();
        assert!(world.store.ops(&key.account, &keys).await.unwrap().is_empty());
    }
    let writes: usize = proposals.iter().map(|(_, proposals)| proposals.writes.len()).sum();
    let report = world.run().await.unwrap();
    let written: u64 = report.summary.written.values().map(|(new, changed)| new + changed).sum();
    assert_eq!(writes as u64, written, "what was proposed is what is written");
}

#[tokio::test(start_paused = true)]
async fn a_plan_names_what_each_field_becomes_and_no_buyer() {
    let world = world(7, 40).await;
    let people: Vec<String> = world
        .sandbox
        .due_orders()
        .iter()
        .flat_map(|order| {
            let address = &order["recipient"]["deliveryAddress"];
            [
                &order["buyer"]["buyerName"],
                &order["buyer"]["buyerEmail"],
                &address["name"],
                &address["addressLine1"],
            ]
            .map(|text| text.as_str().unwrap_or_default().to_owned())
        })
        .filter(|text| !text.is_empty())
        .collect();
    assert!(people.len() > 20);
    for (_, proposals) in proposed(&world).await {
        let (text, debug) = (proposals.to_string(), format!("{proposals:?}"));
        assert!(
            text.contains("create salesOrder amz-so-") || text.contains("create invoice amz-inv-"),
            "{text}"
        );
        assert!(text.contains("    tranDate: \"20") && text.contains("    item[0].amount: "), "{text}");
        for person in &people {
            assert!(!text.contains(person) && !debug.contains(person), "{person}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_approved_is_written_and_nothing_is_left_to_propose() {
    let world = world(3, 40).await;
    let engine = world.engine("desk").unwrap();
    for (key, proposals) in proposed(&world).await {
        engine.approve(&key, &proposals.hash()).await.unwrap();
        let again = engine.propose(&key).await.unwrap();
        assert!(again.is_empty(), "{again}");
    }
    let before = world.netsuite_state();
    world.run().await.unwrap();
    assert_eq!(world.netsuite_state(), before, "a run after it writes nothing");
}

#[tokio::test(start_paused = true)]
async fn a_plan_is_refused_once_the_world_has_moved() {
    let world = world(3, 40).await;
    let engine = world.engine("desk").unwrap();
    let (key, proposals) =
        proposed(&world).await.into_iter().find(|(_, proposals)| !proposals.is_empty()).unwrap();
    let source =
        proposals.writes.iter().find(|write| write.name.starts_with("amz-so")).unwrap().source.clone();
    let mut order =
        world.sandbox.due_orders().into_iter().find(|order| order["orderId"] == source.as_str()).unwrap();
    let marketplace = order["salesChannel"]["marketplaceId"].as_str().unwrap().to_owned();
    order["fulfillment"]["fulfillmentStatus"] = json!("CANCELLED");
    order["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(3)).into();
    world.sandbox.amazon.put_order(world.sandbox.seller_of(&marketplace).unwrap(), order);
    let error = engine.approve(&key, &proposals.hash()).await.unwrap_err();
    assert!(matches!(error, SliceError::Moved { .. }), "{error}");
    assert!(error.to_string().ends_with("Look at the plan again"), "{error}");
    assert_eq!(world.sandbox.netsuite.writes(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Planning again after apply yields an empty plan, whatever the orders.
    #[test]
    fn after_a_run_the_plan_is_empty(seed in 0_u64..1_000_000) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let world = world(seed, 25).await;
            world.run().await.unwrap();
            for (_, proposals) in proposed(&world).await {
                assert!(proposals.is_empty(), "{proposals}");
            }
        });
    }
}

/// What becomes of one order of a shop.
#[derive(Debug, Clone, Copy)]
enum Life {
    /// Amazon ships it.
    ByAmazon,
    /// It waits.
    Waits,
    /// Shipped: so many of either article, in so many packages, and perhaps the rest later.
    Ships(u32, u32, usize, bool),
    /// Cancelled after it was imported.
    Cancelled,
}

fn life() -> impl Strategy<Value = Life> {
    let ships = (0..=3_u32, 0..=1_u32, 1..=2_usize, any::<bool>())
        .prop_filter("something leaves", |(a, b, ..)| a + b > 0)
        .prop_map(|(a, b, packages, rest)| Life::Ships(a, b, packages, rest));
    prop_oneof![Just(Life::ByAmazon), Just(Life::Waits), ships, Just(Life::Cancelled)]
}

/// A shop that imports Amazon's shipments so, and bills so.
async fn shop(import_as: FbaImport, bill_as: BillAs) -> World {
    let world = warehouse::world(billed_and_confirmed).await;
    let account =
        world.sandbox.netsuite.put_record("account", json!({"acctName": "Clearing", "acctType": "Bank"}));
    let account = InternalId::new(account).unwrap();
    world.with_settings(|settings| {
        for store in &mut settings.stores {
            if let Some(fba) = &mut store.fba {
                (fba.import_as, fba.cash_account) = (import_as, Some(account.clone()));
            }
            if let Some(billing) = &mut store.billing {
                billing.bill_as = bill_as;
                billing.account = (bill_as == BillAs::CashSale).then(|| account.clone());
            }
        }
    })
}

const FLOWS: [&str; 3] = [ImportOrders::NAME, BillOrders::NAME, ConfirmShipments::NAME];

/// Every flow has run: none of them has anything left to propose.
async fn nothing_is_left(world: &World, after: &str) {
    let engine = world.engine("desk").unwrap();
    for flow in FLOWS {
        run(world, flow).await;
        assert_eq!(warehouse::parked(world, flow).await, [], "after {after}");
    }
    for key in FLOWS.into_iter().flat_map(|flow| world.keys_of(flow)) {
        let proposals = engine.propose(&key).await.unwrap();
        assert!(proposals.is_empty() && proposals.parked.is_empty(), "after {after}: {proposals}");
    }
}

async fn live(world: &World, lives: &[Life]) {
    let put = |n: u32, by: &str, status: &str| {
        let mut order = order(n);
        order["fulfillment"] = json!({"fulfillmentStatus": status, "fulfilledBy": by});
        order["lastUpdatedTime"] = instant::format(world.clock.now() - TimeDelta::minutes(3)).into();
        world.sandbox.amazon.put_order(SELLER, order);
    };
    for (n, life) in (1..).zip(lives) {
        match life {
            Life::ByAmazon => put(n, "AMAZON", "SHIPPED"),
            _ => put(n, "MERCHANT", "UNSHIPPED"),
        }
    }
    nothing_is_left(world, "the import").await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    for (n, life) in (1..).zip(lives) {
        match *life {
            Life::Ships(a, b, packages, _) => {
                ship(world, n, &[a, b], &["1Z001", "1Z002"][..packages]).await;
            }
            Life::Cancelled => put(n, "MERCHANT", "CANCELLED"),
            Life::ByAmazon | Life::Waits => {}
        }
    }
    nothing_is_left(world, "shipping and cancelling").await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    for (n, life) in (1..).zip(lives) {
        if let Life::Ships(a, b, _, true) = *life
            && a + b < 4
        {
            ship(world, n, &[3 - a, 1 - b], &["1Z003"]).await;
        }
    }
    nothing_is_left(world, "shipping the rest").await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The same of every flow, at every stage of orders' lives, however Amazon's shipments are imported.
    #[test]
    fn after_every_flow_has_run_none_has_anything_to_propose(
        lives in prop::collection::vec(life(), 1..6),
        import_as in prop_oneof![
            Just(FbaImport::Invoice), Just(FbaImport::CashSale), Just(FbaImport::SalesOrder)
        ],
        bill_as in prop_oneof![Just(BillAs::Invoice), Just(BillAs::CashSale)],
    ) {
        in_virtual_time(async {
            let world = shop(import_as, bill_as).await;
            live(&world, &lives).await;
        });
    }
}
