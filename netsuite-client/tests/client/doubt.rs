//! Writes whose outcome is in doubt.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    testing::InProcess,
    transport::{Body, Transport, TransportError},
};
use http::{Request, Response};
use netsuite_client::{
    ErrorKind,
    records::{Customer, SalesOrder},
    testing::{Failure, FakeNetSuite},
};

use crate::{World, buyer, dec, eid, line, order};

fn addresses(world: &World, external_id: &str) -> usize {
    let stored = world.fake.records("customer");
    let buyer = stored.iter().find(|record| record["externalId"] == external_id).unwrap();
    buyer["addressBook"]["items"].as_array().unwrap().len()
}

/// Carries requests to the simulator, and loses the answers while it is told to.
#[derive(Debug, Clone)]
struct LosesAnswers {
    fake: Arc<FakeNetSuite>,
    on: Arc<AtomicBool>,
}

#[async_trait]
impl Transport for LosesAnswers {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = InProcess(Arc::clone(&self.fake)).call(request).await?;
        if self.on.load(Ordering::SeqCst) {
            return Err(TransportError::maybe_sent_because("the connection was reset"));
        }
        Ok(answer)
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_whose_answer_is_lost_is_not_repeated_and_says_so() {
    let world = World::new();
    let lossy = LosesAnswers { fake: Arc::clone(&world.fake), on: Arc::new(true.into()) };
    let netsuite = world.builder().transport(lossy.clone()).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let error = orders.create(&order("A-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Transport, true, 1));
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (1, 1));
    lossy.on.store(false, Ordering::SeqCst);
    assert!(orders.get(eid("A-1")).find().await.unwrap().is_some(), "the external id finds it");
}

#[tokio::test(start_paused = true)]
async fn a_create_that_fails_after_it_was_applied_is_not_repeated() {
    for (failure, kind) in [
        (Failure::StatusAfterApply(500), ErrorKind::Unavailable),
        (Failure::StatusAfterApply(408), ErrorKind::Timeout),
        (Failure::Html(502), ErrorKind::Unavailable),
        (Failure::LoseLocation, ErrorKind::Decode),
        (Failure::CutBody, ErrorKind::Decode),
    ] {
        let world = World::new();
        world.fake.fail_next("POST salesOrder", failure).unwrap();
        let error = world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (kind, true, 1), "{failure:?}");
        assert_eq!(world.calls("record.create"), 1, "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_that_is_not_answered_in_time_is_not_repeated() {
    let world = World::new();
    world.latency(40_000, 40_000);
    let error = world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Timeout, true));
    assert_eq!(error.to_string(), "record.create: no answer within 30s");
    world.fake.settle();
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_create_refused_for_too_many_calls_is_repeated() {
    let world = World::new();
    world.fake.fail_next("record.create", Failure::Throttle).unwrap();
    world.fake.fail_next("record.create", Failure::Throttle).unwrap();
    world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn an_update_in_doubt_is_not_repeated_for_it_would_add_its_lines_again() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    let mut more = SalesOrder::default();
    more.item = vec![line("456", dec("1"), "5.00")].into();
    world.fake.fail_next("record.update", Failure::StatusAfterApply(500)).unwrap();
    let error = orders.update(&eid("A-1"), &more).await.unwrap_err();
    assert!(error.maybe_sent());
    assert_eq!(world.calls("record.update"), 1);
    assert_eq!(world.fake.records("salesOrder")[0]["item"]["items"].as_array().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_upsert_that_replaces_is_repeated_until_its_outcome_is_known() {
    for failure in
        [Failure::StatusAfterApply(500), Failure::Status(503), Failure::LoseLocation, Failure::Html(504)]
    {
        let world = World::new();
        world.fake.fail_next("record.upsert", failure).unwrap();
        let customers = world.netsuite().records::<Customer>();
        let written = customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
        assert_eq!(world.calls("record.upsert"), 2, "{failure:?}");
        assert_eq!(world.fake.applied(), [("customer/B-1".to_owned(), 1)].into(), "{failure:?}");
        assert_eq!(addresses(&world, "B-1"), 1, "{failure:?}");
        assert!(customers.get(written).find().await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn an_upsert_adds_its_addresses_unless_it_replaces_them() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>();
    let first = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap();
    let second = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap();
    assert_eq!((first.id(), addresses(&world, "B-1")), (second.id(), 2));
    customers.upsert(&eid("B-1"), &buyer("Roe"), &["addressBook"]).await.unwrap();
    assert_eq!(addresses(&world, "B-1"), 1);
    let error = customers.upsert(&eid("B-1"), &buyer("Doe"), &["adressBook"]).await.unwrap_err();
    assert_eq!((error.kind(), error.problems()[0].path.as_deref()), (ErrorKind::Rejected, Some("replace")));
}

#[tokio::test(start_paused = true)]
async fn an_upsert_that_does_not_replace_does_not_double_its_addresses_by_itself() {
    let world = World::new();
    world.fake.fail_next("record.upsert", Failure::StatusAfterApply(500)).unwrap();
    let customers = world.netsuite().records::<Customer>();
    let _ = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await;
    assert_eq!(addresses(&world, "B-1"), 1);
}

#[tokio::test(start_paused = true)]
async fn without_repeats_an_upsert_in_doubt_is_told_and_not_repeated() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>().without_repeats();
    let upsert = || async { customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await };
    world.fake.fail_next("record.upsert", Failure::StatusAfterApply(500)).unwrap();
    let error = upsert().await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Unavailable, true, 1));
    assert_eq!(world.calls("record.upsert"), 1);
    world.fake.fail_next("record.upsert", Failure::Throttle).unwrap();
    upsert().await.unwrap();
    assert_eq!(world.calls("record.upsert"), 3, "what was certainly not carried out is repeated still");
}
