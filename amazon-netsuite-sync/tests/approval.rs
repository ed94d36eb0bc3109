//! A plan that is read before it is written, and approved as it was read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use amazon_netsuite_sync::{
    RunKey, SliceError,
    store::Store as _,
    testing::{World, WorldOptions},
};
use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, wire::instant};
use proptest::prelude::*;
use serde_json::json;

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
