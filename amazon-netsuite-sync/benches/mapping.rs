//! What mapping an order to its plan costs, beside writing down a hand-made body of as many lines.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{collections::BTreeMap, hint::black_box, time::Duration};

use amazon_netsuite_sync::{
    AccountId, FlowName, RunKey,
    map::{Decision, Known, KnownItem, amounts::order_amounts, decide, order::plan},
    settings::{
        AccountSettings, ChargeItems, CustomFields, CustomerMode, FbaSettings, MerchantSettings, SellerId,
        StoreSettings,
    },
};
use chrono::{DateTime, Utc};
use criterion::{Criterion, Throughput};
use netsuite_client::{InternalId, records::SalesOrder};
use serde::Serialize;
use sp_api_client::{
    orders::{MarketplaceId, Order},
    testing::generate::generate,
};

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn store(marketplace: &str) -> StoreSettings {
    let mut store = StoreSettings::new(MarketplaceId::new(marketplace).unwrap(), id("1"));
    store.subsidiary = Some(id("1"));
    store.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(id("107")))));
    store.fba = Some(FbaSettings::new(CustomerMode::Default { customer: id("107") }, id("9")));
    let charge = |name: &str| Some(id(name));
    store.charges = ChargeItems {
        shipping: charge("901"),
        shipping_discount: charge("902"),
        gift_wrap: charge("903"),
        cash_on_delivery: charge("904"),
        discount: charge("905"),
        tax: charge("906"),
        facilitator_tax: charge("907"),
        tip: charge("908"),
        other: charge("909"),
    };
    store
}

fn settings(at: DateTime<Utc>) -> AccountSettings {
    let go_live = at - chrono::TimeDelta::days(2);
    let mut settings = AccountSettings::new(SellerId::new("A1SELLER").unwrap(), go_live);
    settings.stores =
        ["ATVPDKIKX0DER", "A1F83G8C2ARO7P", "A1PA6795UKMFR9", "A1VC38T7YXB528"].map(store).into();
    let field = |name: &str| Some(name.to_owned());
    settings.custom_fields = CustomFields {
        order_id: field("custbody_amz_order_id"),
        channel: field("custbody_amz_channel"),
        order_item_id: field("custcol_amz_order_item_id"),
        ..CustomFields::default()
    };
    settings
}

/// The least that NetSuite takes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    external_id: &'static str,
    entity: Id,
    tran_date: &'static str,
    item: Items,
}

#[derive(Serialize)]
struct Items {
    items: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    item: Id,
    quantity: u32,
    amount: f64,
}

#[derive(Serialize)]
struct Id {
    id: &'static str,
}

fn body(lines: usize) -> Body {
    let line = |_| Line { item: Id { id: "456" }, quantity: 2, amount: 39.98 };
    Body {
        external_id: "amz-so-A1SELLER-ATVPDKIKX0DER-113-1234567-1234567",
        entity: Id { id: "107" },
        tran_date: "2026-11-20",
        item: Items { items: (0..lines).map(line).collect() },
    }
}

fn main() {
    let at = "2026-11-23T12:00:00Z".parse().unwrap();
    let generated = generate(1, 100, at);
    let settings = settings(at);
    let run = RunKey { account: AccountId::new("na").unwrap(), flow: FlowName::new("orders").unwrap() };
    let known = |index: usize| vec![KnownItem::new(id(&(1_000 + index).to_string()))];
    let items = generated.catalogue.iter().enumerate().map(|(index, item)| (item.sku.clone(), known(index)));
    let known = Known { items: items.collect::<BTreeMap<_, _>>(), ..Known::default() };
    let orders: Vec<Order> =
        generated.orders.into_iter().map(|order| serde_json::from_value(order.json).unwrap()).collect();
    let import = |order| match decide(order, &settings) {
        Ok(Decision::Import(store)) => Some((order, store)),
        _ => None,
    };
    let orders: Vec<(&Order, &StoreSettings)> = orders.iter().filter_map(import).collect();
    let map =
        |(order, store): &(&Order, &StoreSettings)| plan(&run, order, &known, store, &settings).unwrap();
    let bodies: Vec<Body> = orders
        .iter()
        .map(|one| body(map(one).order.body.expose()["item"]["items"].as_array().unwrap().len()))
        .collect();
    let lines: usize = bodies.iter().map(|body| body.item.items.len()).sum();
    eprintln!("{} orders, {lines} lines", orders.len());

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("orders to plans");
    group.throughput(Throughput::Elements(orders.len() as u64));
    group.bench_function("map::order::plan", |bencher| {
        bencher.iter(|| {
            black_box(&orders).iter().map(map).map(|plan| black_box(plan.order.version)).sum::<i64>()
        });
    });
    group.bench_function("of which amounts", |bencher| {
        bencher.iter(|| {
            black_box(&orders).iter().for_each(|(order, store)| drop(black_box(order_amounts(order, store))))
        });
    });
    // Invoices have the fields of sales orders but for a few, which these keep in `extra`.
    let written: Vec<SalesOrder> = orders
        .iter()
        .map(|one| serde_json::from_value(map(one).order.body.expose().clone()).unwrap())
        .collect();
    group.bench_function("of which writing the records as JSON values", |bencher| {
        bencher.iter(|| {
            black_box(&written)
                .iter()
                .for_each(|record| drop(black_box(serde_json::to_value(record).unwrap())))
        });
    });
    group.bench_function("floor: a minimal body to a JSON value", |bencher| {
        bencher.iter(|| {
            black_box(&bodies).iter().for_each(|body| drop(black_box(serde_json::to_value(body).unwrap())))
        });
    });
    group.finish();
    criterion.final_summary();
}
