//! Usage plans under load: nothing is refused, and nothing waits longer than it must.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    secret::SecretString,
    token::{AccessToken, TokenSource},
    transport::{Body, Transport, TransportError},
};
use futures_util::future::join_all;
use http::{Request, Response};
use serde_json::Value;
use sp_api_client::{
    Error, Region, SpApi,
    operation::{self, Operation},
};
use tokio::time::Instant;

/// A service that keeps one bucket for each seller and operation, and refuses what is beyond.
#[derive(Debug, Default)]
struct Strict {
    buckets: Mutex<BTreeMap<(String, String), (f64, Instant)>>,
    calls: AtomicU64,
    refused: AtomicU64,
}

#[derive(Debug, Clone)]
struct Service(Arc<Strict>, Duration);

#[async_trait]
impl Transport for Service {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        tokio::time::sleep(self.1).await;
        let seller = request.headers()["x-amz-access-token"].to_str().unwrap().to_owned();
        let path = request.uri().path().to_owned();
        let plan = operation::all()
            .find(|op| {
                op.method == *request.method() && op.path == path.replace("%7B", "{").replace("%7D", "}")
            })
            .unwrap()
            .plan;
        let answer = {
            let mut buckets = self.0.buckets.lock().unwrap();
            let key = (seller, format!("{} {path}", request.method()));
            let (tokens, since) = buckets.entry(key).or_insert_with(|| (plan.burst.into(), Instant::now()));
            *tokens = (*tokens + since.elapsed().as_secs_f64() * plan.rate).min(plan.burst.into());
            *since = Instant::now();
            self.0.calls.fetch_add(1, Ordering::Relaxed);
            // A billionth of a call is rounding, not haste.
            if *tokens >= 1.0 - 1e-9 {
                *tokens -= 1.0;
                Response::builder().status(200)
            } else {
                self.0.refused.fetch_add(1, Ordering::Relaxed);
                Response::builder().status(429)
            }
        };
        Ok(answer.body(Body::from(Bytes::from_static(b"{}"))).unwrap())
    }
}

const LATENCY: Duration = Duration::from_millis(80);

#[derive(Debug)]
struct Seller(usize);

#[async_trait]
impl TokenSource for Seller {
    async fn fetch(&self) -> Result<AccessToken, Error> {
        let secret = SecretString::from(format!("Atza|{}", self.0));
        Ok(AccessToken { secret, expires_at: DateTime::<Utc>::MAX_UTC })
    }
}

/// Twenty operations from the quickest to the slowest, reads and writes.
fn mixed() -> Vec<&'static Operation> {
    let names = [
        "orders_2026-01-01.searchOrders",
        "orders_2026-01-01.getOrder",
        "confirmShipment",
        "createReport",
        "getReport",
        "getReports",
        "getReportDocument",
        "createFeed",
        "createFeedDocument",
        "getFeed",
        "getListingsItem",
        "patchListingsItem",
        "searchListingsItems",
        "searchCatalogItems",
        "getCompetitiveSummary",
        "getInventorySummaries",
        "listTransactions",
        "createInboundPlan",
        "getInboundOperationStatus",
        "getMarketplaceParticipations",
    ];
    names.map(|name| Operation::find(name).unwrap_or_else(|| panic!("{name}"))).into()
}

/// How many calls of an operation keep it busy for about two hours.
fn calls(operation: &Operation) -> u32 {
    operation.plan.burst + (operation.plan.rate * 7_200.0).clamp(3.0, 400.0) as u32
}

/// How long the buckets make these calls take, at least.
fn floor(operation: &Operation) -> f64 {
    f64::from(calls(operation) - operation.plan.burst) / operation.plan.rate
}

#[tokio::test(start_paused = true)]
async fn twenty_operations_of_ten_sellers_break_no_bucket_and_lose_no_time() {
    let service = Service(Arc::default(), LATENCY);
    let begun = Instant::now();
    let took = Mutex::new(BTreeMap::<String, f64>::new());
    let one = |api: SpApi, operation: &'static Operation| {
        let took = &took;
        async move {
            let call = || async {
                let request = operation
                    .parameters
                    .iter()
                    .filter(|p| operation.path.contains(&format!("{{{}}}", p.name)));
                let request = request.fold(api.raw::<Value>(operation), |request, parameter| {
                    request.path(parameter.name, format!("{{{}}}", parameter.name))
                });
                request.send().await.unwrap();
            };
            // Four callers at a time, as a program has them.
            let each = |caller| (caller..calls(operation)).step_by(4);
            join_all((0..4).map(|caller| async move {
                for _ in each(caller) {
                    call().await;
                }
            }))
            .await;
            let mut took = took.lock().unwrap();
            let longest = took.entry(operation.id()).or_default();
            *longest = longest.max(begun.elapsed().as_secs_f64());
        }
    };
    let sellers = (0..10).map(|seller| {
        let builder = SpApi::builder().region(Region::Europe).token_source(Seller(seller));
        builder.transport(service.clone()).with_deadline(Duration::from_secs(24 * 3600)).build().unwrap()
    });
    let work = sellers.flat_map(|api| mixed().into_iter().map(move |operation| (api.clone(), operation)));
    join_all(work.map(|(api, operation)| one(api, operation))).await;

    assert_eq!(service.0.refused.load(Ordering::Relaxed), 0);
    let due: u64 = mixed().iter().map(|operation| u64::from(calls(operation))).sum::<u64>() * 10;
    assert_eq!(service.0.calls.load(Ordering::Relaxed), due);
    let took = took.into_inner().unwrap();
    for operation in mixed() {
        let (took, due) = (took[&operation.id()], floor(operation));
        println!("{:>6.0} s of {due:>6.0} s  {}", took, operation.id());
        // The answer to the first call, and to the last, take their time.
        let late = took - due - 2.0 * LATENCY.as_secs_f64();
        assert!(late <= due * 0.02, "{}: {took} s where {due} s would do", operation.id());
    }
    println!("{due} calls of {} operations and 10 sellers", mixed().len());
}
