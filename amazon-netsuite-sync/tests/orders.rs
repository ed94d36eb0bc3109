//! A day of orders arrives in NetSuite: what a seller would check.

#![allow(clippy::unwrap_used, reason = "tests")]

use amazon_netsuite_sync::testing::{World, WorldOptions};

#[tokio::test(start_paused = true)]
async fn every_due_order_is_there_once_and_comes_to_what_amazon_says() {
    let world = World::new(WorldOptions { orders: 200, ..WorldOptions::default() }).await.unwrap();
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let all = report.summary.all_orders();
    assert_eq!(all.read, 200);
    assert_eq!(all.created, world.sandbox.due().orders);
    assert_eq!(all.parked, 0);
}
