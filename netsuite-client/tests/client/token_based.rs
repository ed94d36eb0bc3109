//! Who calls: token-based authentication.

use std::time::Duration;

use chrono::TimeDelta;
use commerce_client_core::{clock::SharedClock, testing::SkewedClock};
use futures_util::future::join_all;
use netsuite_client::{ErrorKind, RetryPolicy, testing::Failure};
use tokio::time::Instant;

use crate::{World, read_customer};

#[tokio::test(start_paused = true)]
async fn a_signed_call_is_let_in() {
    let world = World::new();
    let customer = read_customer(&world.netsuite()).await.unwrap();
    assert_eq!(customer.company_name.as_deref(), Some("Amazon buyers"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_named_and_asked_about_once_a_minute() {
    let world = World::new();
    let netsuite = world.stranger();
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 1));
    assert!(!error.maybe_sent());
    assert_eq!(
        error.to_string(),
        "record.get: access was refused (HTTP 401); INVALID_LOGIN: Invalid login attempt. For more details, see the \
         Login Audit Trail in the NetSuite UI.; NetSuite does not accept this login: check the account id, this \
         machine's clock, and whether the token or certificate was revoked (Setup > Users/Roles > Login Audit Trail \
         has the reason)"
    );
    for _ in 0..20 {
        assert_eq!(read_customer(&netsuite).await.unwrap_err().kind(), ErrorKind::Auth);
        tokio::time::advance(Duration::from_millis(2_900)).await;
    }
    assert_eq!(world.calls("record.get"), 1, "nothing more is sent within a minute");
    tokio::time::advance(Duration::from_secs(3)).await;
    read_customer(&netsuite).await.unwrap_err();
    assert_eq!(world.calls("record.get"), 2);
    read_customer(&world.netsuite()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn twenty_calls_at_once_with_a_wrong_secret_do_not_lock_the_login() {
    let world = World::new();
    world.latency(50, 150);
    let netsuite = world.stranger();
    let outcomes = join_all((0..20).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().unwrap_err().kind() == ErrorKind::Auth));
    assert!(world.calls("record.get") <= 4, "{:?}: five lock it for half an hour", world.fake.calls());
    read_customer(&world.netsuite()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_clock_ten_minutes_off_is_refused_with_a_hint() {
    let world = World::new();
    for minutes in [10, -10] {
        let skewed = SkewedClock::new(world.clock.clone());
        skewed.set_skew(TimeDelta::minutes(minutes));
        let netsuite = world.builder().clock(SharedClock::new(skewed)).build().unwrap();
        let error = read_customer(&netsuite).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.hint().unwrap().contains("this machine's clock"));
    }
    let skewed = SkewedClock::new(world.clock.clone());
    skewed.set_skew(TimeDelta::minutes(4));
    read_customer(&world.builder().clock(SharedClock::new(skewed)).build().unwrap()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forbidden_record_is_refused_with_a_hint_and_does_not_stop_other_calls() {
    let world = World::new();
    let netsuite = world.netsuite();
    world.fake.fail_next("record.get", Failure::Status(403)).unwrap();
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
    assert!(error.hint().unwrap().contains("edit level"));
    read_customer(&netsuite).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed_anew() {
    let world = World::new();
    for failure in [Failure::Status(500), Failure::Html(503), Failure::Throttle, Failure::CutBody] {
        world.fake.fail_next("record.get", failure).unwrap();
    }
    let start = Instant::now();
    read_customer(&world.netsuite()).await.unwrap();
    assert_eq!(world.calls("record.get"), 5, "a nonce sent twice is refused");
    assert!(start.elapsed() > Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn clients_with_one_seed_do_not_repeat_each_others_nonces() {
    let world = World::new();
    for _ in 0..2 {
        let netsuite = world.builder().with_retry(RetryPolicy::default().with_seed(7)).build().unwrap();
        read_customer(&netsuite).await.unwrap();
    }
}
