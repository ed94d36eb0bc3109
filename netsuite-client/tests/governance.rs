//! How many calls are in flight: as many as the account takes, hardly one more, and fairly shared between flows.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::SharedClock,
    testing::{FakeService, InProcess, TokioClock},
};
use futures_util::future::join_all;
use http::{Request, Response};
use netsuite_client::{InternalId, NetSuite, RetryPolicy, TokenBased};
use serde_json::{Value, json};
use tokio::time::Instant;

/// An account that carries out so many calls at once and refuses the others.
#[derive(Debug)]
struct Account(Mutex<State>);

#[derive(Debug)]
struct State {
    limit: usize,
    /// How long a call takes, and how long a refusal.
    latency: (Duration, Duration),
    jitter: fastrand::Rng,
    inside: usize,
    served: usize,
    refused: usize,
    /// Time that calls were worked on, in all.
    busy: Duration,
    /// Time that could have been worked, up to `since`.
    capacity: Duration,
    since: Instant,
    /// The account's words for too many calls.
    words: &'static [(u16, &'static str)],
    /// The notes of the records, in the order of their arrival.
    arrivals: Vec<String>,
}

const WORDS: [(u16, &str); 3] = [
    (
        429,
        r#"{"status":429,"o:errorDetails":[{"detail":"Slow down","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}"#,
    ),
    (
        400,
        r#"{"status":400,"o:errorDetails":[{"detail":"Slow down","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}"#,
    ),
    (400, r#"{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Request Limit Exceeded"}}"#),
];

impl Account {
    fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            limit,
            latency: (Duration::from_millis(800), Duration::from_millis(50)),
            jitter: fastrand::Rng::with_seed(7),
            inside: 0,
            served: 0,
            refused: 0,
            busy: Duration::ZERO,
            capacity: Duration::ZERO,
            since: Instant::now(),
            words: &WORDS,
            arrivals: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn client(self: &Arc<Self>, concurrency: usize) -> NetSuite {
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        NetSuite::builder()
            .account("1234567".parse().unwrap())
            .auth(TokenBased::new("k", "s", "t", "s"))
            .transport(InProcess(Arc::clone(self)))
            .clock(SharedClock::new(TokioClock::starting_at(noon)))
            .concurrency(concurrency)
            .with_retry(RetryPolicy::default().with_seed(1))
            .build()
            .unwrap()
    }
}

impl State {
    fn set_limit(&mut self, limit: usize) {
        self.count_capacity();
        self.limit = limit;
    }

    fn count_capacity(&mut self) {
        self.capacity += self.since.elapsed() * u32::try_from(self.limit).unwrap();
        self.since = Instant::now();
    }

    /// Half to one and a half times `usual`.
    fn about(&mut self, usual: Duration) -> Duration {
        usual.mul_f64(0.5 + self.jitter.f64())
    }

    fn answer(status: u16, body: &'static str) -> Response<Bytes> {
        Response::builder()
            .status(status)
            .header("location", "https://h/services/rest/record/v1/customer/1")
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap()
    }
}

#[async_trait]
impl FakeService for Account {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (takes, refusal) = {
            let mut state = self.state();
            let note =
                serde_json::from_slice::<Value>(request.body()).unwrap_or_default()["note"].to_string();
            state.arrivals.push(note);
            let (work, no) = state.latency;
            if state.inside < state.limit {
                state.inside += 1;
                let takes = state.about(work);
                state.busy += takes;
                (takes, None)
            } else {
                let words = state.words[state.refused % state.words.len()];
                state.refused += 1;
                (no, Some(words))
            }
        };
        tokio::time::sleep(takes).await;
        if let Some((status, body)) = refusal {
            return State::answer(status, body);
        }
        let mut state = self.state();
        state.inside -= 1;
        state.served += 1;
        State::answer(204, "")
    }
}

async fn create(netsuite: &NetSuite, note: &str) {
    netsuite.records_of("customer").create(&json!({"note": note})).await.unwrap();
}

/// Sixty workers create records until so many are made; the limit changes when the given number is reached.
async fn write(account: &Arc<Account>, netsuite: &NetSuite, calls: usize, limits: &[(usize, usize)]) {
    let begun = AtomicUsize::new(0);
    join_all((0..60).map(|_| async {
        loop {
            let n = begun.fetch_add(1, Ordering::SeqCst);
            if n >= calls {
                return;
            }
            if let Some((_, limit)) = limits.iter().find(|(at, _)| *at == n) {
                account.state().set_limit(*limit);
            }
            create(netsuite, "").await;
        }
    }))
    .await;
}

#[track_caller]
fn assert_well_used(account: &Account, what: &str) {
    let mut state = account.state();
    state.count_capacity();
    let used = state.busy.as_secs_f64() / state.capacity.as_secs_f64();
    let refused = state.refused as f64 / (state.served + state.refused) as f64;
    assert!(used >= 0.9, "{what}: {used:.3} of the account's places were used");
    assert!(refused < 0.01, "{what}: {refused:.4} of the calls were refused");
}

const CALLS: usize = 6_000;

#[tokio::test(start_paused = true)]
async fn a_writer_that_knows_the_limit_uses_it_and_is_never_refused() {
    for limit in [5, 15, 25] {
        let account = Account::new(limit);
        write(&account, &account.client(limit), CALLS, &[]).await;
        assert_well_used(&account, &format!("limit {limit}"));
        let state = account.state();
        assert_eq!((state.served, state.refused), (CALLS, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_writer_that_believes_in_twice_the_limit_finds_the_true_one() {
    for limit in [5, 15, 25] {
        for refusals_take in [50, 800] {
            let account = Account::new(limit);
            account.state().latency.1 = Duration::from_millis(refusals_take);
            let netsuite = account.client(2 * limit);
            write(&account, &netsuite, CALLS, &[]).await;
            assert_well_used(&account, &format!("limit {limit}, believed twice that"));
            assert!(account.state().refused > 0, "else this shows nothing");
            assert!(netsuite.concurrency_limit().abs_diff(limit) <= 1, "{}", netsuite.concurrency_limit());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_shrinks_midway_is_followed() {
    for (limit, less) in [(5, 3), (15, 8), (25, 13)] {
        let account = Account::new(limit);
        let netsuite = account.client(limit);
        write(&account, &netsuite, CALLS, &[(CALLS / 2, less)]).await;
        assert_well_used(&account, &format!("limit {limit}, then {less}"));
        assert!(netsuite.concurrency_limit().abs_diff(less) <= 1, "{}", netsuite.concurrency_limit());
    }
}

#[tokio::test(start_paused = true)]
async fn places_that_come_back_are_found_again() {
    let account = Account::new(15);
    let netsuite = account.client(15);
    write(&account, &netsuite, CALLS, &[(1_000, 5), (3_000, 15)]).await;
    assert_eq!((netsuite.concurrency_limit(), account.state().served), (15, CALLS));
}

#[tokio::test(start_paused = true)]
async fn one_place_is_left_when_others_use_up_the_account() {
    let account = Account::new(15);
    let netsuite = account.client(15);
    write(&account, &netsuite, 600, &[(300, 1)]).await;
    assert_eq!((account.state().served, netsuite.concurrency_limit()), (600, 1));
}

#[tokio::test(start_paused = true)]
async fn a_flow_with_one_call_does_not_wait_behind_a_flow_with_hundreds() {
    let account = Account::new(5);
    let netsuite = account.client(5);
    create(&netsuite, "").await;
    let (bulk, orders) = (netsuite.lane("stock"), netsuite.lane("orders"));
    let stock = join_all((0..500).map(|_| create(&bulk, "stock")));
    let one_by_one = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let start = Instant::now();
            create(&orders, "order").await;
            longest = longest.max(start.elapsed());
        }
        longest
    };
    let (_, longest) = tokio::join!(stock, one_by_one);
    // Its own 1.2 s at most, and until the next of five calls ends.
    assert!(longest < Duration::from_millis(2_400), "{longest:?}");
}

#[tokio::test(start_paused = true)]
async fn lanes_take_turns_and_clones_of_a_lane_stand_in_it() {
    let account = Account::new(1);
    let netsuite = account.client(1);
    create(&netsuite, "first").await;
    account.state().arrivals.clear();
    // The first passes, for nobody waits yet; from then on there are turns.
    let lanes = ["a", "b", "c"].map(|name| netsuite.lane(name));
    let calls = [(0, "a1"), (0, "a2"), (0, "a3"), (1, "b1"), (1, "b2"), (2, "c1")];
    join_all(calls.map(|(lane, note)| {
        let lane = lanes[lane].clone();
        async move { create(&lane, note).await }
    }))
    .await;
    let arrivals = account.state().arrivals.clone();
    assert_eq!(arrivals, ["a1", "a2", "b1", "c1", "a3", "b2"].map(|note| format!("\"{note}\"")));
    assert!(lanes.iter().all(|lane| lane.is_same(&netsuite)), "one limit, one count");
    assert_eq!(netsuite.calls(), [("record.create", 7)].into());
}

#[tokio::test(start_paused = true)]
async fn attempts_are_counted_by_operation_refused_ones_too() {
    let account = Account::new(2);
    let netsuite = account.client(8);
    let customers = netsuite.records_of("customer");
    join_all((0..20).map(|_| create(&netsuite, ""))).await;
    customers.delete(InternalId::new("1").unwrap()).await.unwrap();
    let state = account.state();
    assert!(state.refused > 0, "else this shows nothing");
    let counted = netsuite.calls();
    assert_eq!(counted["record.create"] + counted["record.delete"], (state.served + state.refused) as u64);
    assert_eq!(counted["record.delete"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_moment_in_which_others_take_every_place_is_soon_forgotten() {
    let account = Account::new(15);
    let netsuite = account.client(15);
    let start = Instant::now();
    let moment = async {
        tokio::time::sleep(Duration::from_secs(10)).await;
        account.state().set_limit(0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(netsuite.concurrency_limit(), 1, "else this shows nothing");
        account.state().set_limit(15);
    };
    tokio::join!(write(&account, &netsuite, 2_000, &[]), moment);
    // Fifteen at a time take 107 s.
    assert!(start.elapsed() < Duration::from_secs(150), "{:?}", start.elapsed());
    assert!(netsuite.concurrency_limit() >= 14, "{}", netsuite.concurrency_limit());
}

#[tokio::test(start_paused = true)]
async fn what_each_operation_has_cost_is_told() {
    let account = Account::new(2);
    let netsuite = account.client(8);
    join_all((0..20).map(|_| create(&netsuite, ""))).await;
    let usage = netsuite.usage()["record.create"];
    let state = account.state();
    assert!(state.refused > 0, "else this shows nothing");
    assert_eq!(
        (usage.requests, usage.throttled),
        ((state.served + state.refused) as u64, state.refused as u64)
    );
    assert_eq!(usage.failed, 0);
    assert!(usage.time >= state.busy, "{:?} of {:?}", usage.time, state.busy);
}
