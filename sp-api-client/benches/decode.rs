//! What decoding one page of a hundred orders costs, beside plain serde into structs that only copy.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

mod plain;

use std::{hint::black_box, time::Duration};

use commerce_client_core::decode;
use criterion::{Criterion, Throughput};
use serde_json::json;
use sp_api_client::{
    orders::{Order, SearchOrdersResponse},
    testing::generate::generate,
};

fn main() {
    let orders = generate(1, 100, "2026-11-23T12:00:00Z".parse().unwrap()).orders;
    let orders: Vec<_> = orders.into_iter().map(|order| order.json).collect();
    let page = json!({ "orders": orders });
    plain::assert_nothing_is_left_out_of(&page);
    let page = page.to_string().into_bytes();
    let decoded: SearchOrdersResponse = serde_json::from_slice(&page).unwrap();
    assert_eq!(decoded.orders.iter().filter(|order| order.good().is_some()).count(), 100);

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("a page of 100 orders");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("SearchOrdersResponse, as the client decodes it", |bencher| {
        bencher.iter(|| decode::json::<SearchOrdersResponse>(black_box(&page)).unwrap());
    });
    group.bench_function("the same, each order by itself", |bencher| {
        bencher.iter(|| serde_json::from_slice::<SearchOrdersResponse>(black_box(&page)).unwrap());
    });
    group.bench_function("the same without Lenient: one bad order fails the page", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Strict>(black_box(&page)).unwrap());
    });
    group.bench_function("floor: owned text, nothing checked", |bencher| {
        bencher.iter(|| serde_json::from_slice::<plain::Page>(black_box(&page)).unwrap());
    });
    group.finish();
    criterion.final_summary();
}

#[derive(serde::Deserialize)]
struct Strict {
    #[expect(dead_code, reason = "only filled")]
    orders: Vec<Order>,
}
