use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use commerce_client_core::{clock::Clock as _, testing::FakeService as _};
use serde_json::{Value, json};

use super::{super::Failure, RECORD, World, order, start};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn an_effect_outlives_its_caller() {
    let world = World::new();
    world.fake.set_latency(SECOND, SECOND);
    let request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    let gave_up = tokio::time::timeout(Duration::from_millis(1), world.fake.handle(request)).await;
    assert!(gave_up.is_err());
    tokio::time::advance(SECOND).await;
    assert_eq!(world.fake.records("salesOrder").len(), 1);
    assert_eq!(world.fake.applied()["salesOrder/A-1"], 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_comes_after_the_latency() {
    let world = World::new();
    world.fake.set_latency(SECOND, 2 * SECOND);
    assert_eq!(world.call("POST", "salesOrder", order("A-1")).await.status, 204);
    let waited = world.clock.now() - start();
    assert!(waited >= TimeDelta::seconds(1) && waited <= TimeDelta::seconds(3), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_late_write_is_applied_long_after_its_caller_left() {
    let world = World::new();
    world.fake.set_late_apply(1000, 600 * SECOND, 900 * SECOND);
    let request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    assert!(tokio::time::timeout(60 * SECOND, world.fake.handle(request)).await.is_err());
    assert_eq!(world.get("salesOrder/eid:A-1").await.status, 404, "reads are not late");
    tokio::time::advance(840 * SECOND).await;
    assert_eq!(world.get("salesOrder/eid:A-1").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn settle_applies_what_is_still_to_come() {
    let world = World::new();
    world.fake.set_late_apply(1000, 600 * SECOND, 900 * SECOND);
    let request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    assert!(tokio::time::timeout(SECOND, world.fake.handle(request)).await.is_err());
    assert!(world.fake.records("salesOrder").is_empty());
    world.fake.settle();
    assert_eq!(world.fake.records("salesOrder").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn of_two_overlapping_creates_the_later_is_refused_when_it_is_applied() {
    for (refuse, statuses, records) in [(true, [204, 400], 1), (false, [204, 204], 2)] {
        let world = World::new();
        world.fake.refuse_duplicate_external_ids(refuse);
        world.fake.set_latency(SECOND, SECOND);
        let create = || world.call("POST", "salesOrder", order("A-1"));
        let (one, two) = tokio::join!(create(), create());
        let mut seen = [one.status, two.status];
        seen.sort_unstable();
        assert_eq!(seen, statuses);
        assert_eq!(world.fake.records("salesOrder").len(), records);
        assert_eq!(world.fake.applied()["salesOrder/A-1"] as usize, records);
    }
}

#[tokio::test(start_paused = true)]
async fn requests_beyond_the_limit_are_throttled_and_abandoned_ones_hold_their_slot() {
    let world = Arc::new(World::new());
    world.fake.set_latency(10 * SECOND, 10 * SECOND);
    world.fake.set_concurrency_limit(2);
    for external_id in ["A-1", "A-2"] {
        let request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order(external_id)));
        assert!(tokio::time::timeout(SECOND, world.fake.handle(request)).await.is_err());
    }
    let refused = world.call("POST", "salesOrder", order("A-3")).await;
    assert_eq!((refused.status, refused.code()), (429, "CONCURRENCY_LIMIT_EXCEEDED"));
    assert_eq!((world.fake.throttled(), world.fake.max_in_flight()), (1, 2));
    tokio::time::advance(10 * SECOND).await;
    assert_eq!(world.call("POST", "salesOrder", order("A-3")).await.status, 204);
    assert_eq!(world.fake.calls()["record.create"], 4);
    assert_eq!((world.fake.writes(), world.fake.records("salesOrder").len()), (4, 3));
}

#[tokio::test(start_paused = true)]
async fn scripted_failures_hit_the_request_they_are_meant_for() {
    let cases = [
        (Failure::Status(500), 500, false),
        (Failure::StatusAfterApply(503), 503, true),
        (Failure::Html(502), 502, false),
        (Failure::Throttle, 429, false),
        (Failure::CutBody, 204, true),
        (Failure::LoseLocation, 204, true),
    ];
    for (failure, status, applied) in cases {
        let world = World::new();
        world.fake.fail_next("POST salesOrder", failure).unwrap();
        assert_eq!(world.get("customer/107").await.status, 200, "not meant for this one");
        let answer = world.call("POST", "salesOrder", order("A-1")).await;
        assert_eq!((answer.status, answer.header("location")), (status, ""), "{failure:?}");
        assert_eq!(world.fake.records("salesOrder").len() == 1, applied, "{failure:?}");
        assert_eq!(world.fake.throttled(), 0);
        assert_eq!(
            world.call("POST", "salesOrder", order("A-2")).await.status,
            204,
            "only the next one fails"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_answer_is_no_json_and_a_failed_token_call_has_its_own_shape() {
    let world = World::new();
    world.fake.fail_next("suiteql", Failure::CutBody).unwrap();
    let cut = world.query("SELECT id FROM item", json!([])).await;
    assert_eq!((cut.status, cut.body), (200, Value::Null));
    world.fake.fail_next("token", Failure::Status(400)).unwrap();
    let request = http::Request::post(format!("{}/services/rest/auth/oauth2/v1/token", super::HOST));
    let answer = world.send(request.body(bytes::Bytes::new()).unwrap()).await;
    assert_eq!((answer.status, answer.body), (400, json!({"error": "invalid_grant"})));
}
