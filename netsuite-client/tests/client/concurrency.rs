//! How many calls are in flight at once.

use std::time::Duration;

use futures_util::future::join_all;
use netsuite_client::records::SalesOrder;
use tokio::time::Instant;

use crate::{World, order, read_customer};

#[tokio::test(start_paused = true)]
async fn two_hundred_creates_at_once_never_exceed_the_limit() {
    let world = World::new();
    world.latency(100, 800);
    world.fake.set_concurrency_limit(5);
    let netsuite = world.builder().concurrency(5).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let bodies: Vec<_> = (0..200).map(|n| order(&format!("A-{n}"))).collect();
    let outcomes = join_all(bodies.iter().map(|body| orders.create(body))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((world.fake.max_in_flight(), world.fake.throttled()), (5, 0));
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (200, 200));
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_limit() {
    let world = World::new();
    world.latency(100, 200);
    let netsuite = world.netsuite();
    join_all((0..40).map(|_| {
        let clone = netsuite.clone();
        async move { read_customer(&clone).await.unwrap() }
    }))
    .await;
    assert_eq!((world.fake.max_in_flight(), world.fake.throttled()), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn a_limit_lower_than_ours_halves_ours_and_every_call_is_made_once() {
    let world = World::new();
    world.latency(200, 400);
    world.fake.set_concurrency_limit(3);
    let netsuite = world.builder().concurrency(8).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let bodies: Vec<_> = (0..100).map(|n| order(&format!("A-{n}"))).collect();
    let outcomes = join_all(bodies.iter().map(|body| orders.create(body))).await;
    for outcome in &outcomes {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
    assert!(world.fake.throttled() > 0 && world.fake.throttled() < 30, "{}", world.fake.throttled());
    assert!(world.fake.max_in_flight() <= 3);
    assert!(world.fake.applied().values().all(|times| *times == 1));
    assert_eq!(world.fake.records("salesOrder").len(), 100);
}

#[tokio::test(start_paused = true)]
async fn one_burst_of_refusals_halves_the_limit_once() {
    let world = World::new();
    world.latency(1_000, 1_000);
    world.fake.set_concurrency_limit(15);
    let netsuite = world.builder().concurrency(20).build().unwrap();
    let start = Instant::now();
    let outcomes = join_all((0..200).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    // Ten at a time take 20 s.
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}
