//! To the cent: what an order comes to at Amazon is what its record comes to in NetSuite, in every currency, and a
//! second run changes nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr as _,
};

use amazon_netsuite_sync::{
    AccountId, FlowName, RunKey,
    map::{self, Decision, Known, KnownItem, order},
    plan::{Op, Plan},
    settings::{
        AccountSettings, ChargeItems, CustomerMode, FbaSettings, MerchantSettings, SellerId, StoreSettings,
        VatMode,
    },
    store::Store as _,
    testing::{World, WorldOptions},
};
use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::{clock::Clock as _, money::Currency};
use netsuite_client::InternalId;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use sp_api_client::{Marketplace, orders::Order, testing::generate};

const MARKETS: [Marketplace; 4] = [Marketplace::US, Marketplace::UK, Marketplace::DE, Marketplace::JP];

fn id(text: impl ToString) -> InternalId {
    InternalId::new(text.to_string()).unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_780)
}

fn run_key() -> RunKey {
    RunKey { account: AccountId::new("a").unwrap(), flow: FlowName::new("orders").unwrap() }
}

/// Settings for all four stores, each charge on an item of its own.
fn settings() -> AccountSettings {
    let mut settings = AccountSettings::new(SellerId::new("A1").unwrap(), now() - TimeDelta::days(3));
    for (number, market) in MARKETS.into_iter().enumerate() {
        let mut store = StoreSettings::new(market.into(), id(number + 1));
        let customer = CustomerMode::Default { customer: id(20 + number) };
        store.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(id(20 + number)))));
        store.fba = Some(FbaSettings::new(customer, id(30)));
        store.charges = ChargeItems {
            shipping: Some(id(101)),
            shipping_discount: Some(id(102)),
            gift_wrap: Some(id(103)),
            cash_on_delivery: Some(id(104)),
            discount: Some(id(105)),
            tax: Some(id(106)),
            facilitator_tax: Some(id(107)),
            tip: Some(id(108)),
            other: Some(id(109)),
        };
        settings.stores.push(store);
    }
    settings
}

fn known<'a>(skus: impl IntoIterator<Item = &'a str>) -> Known {
    let item = |(number, sku): (usize, &str)| (sku.to_owned(), vec![KnownItem::new(id(1000 + number))]);
    Known { items: skus.into_iter().enumerate().map(item).collect(), ..Known::default() }
}

/// The plan of a due order; `None` for one that is not due.
fn planned(json: &Value, known: &Known, settings: &AccountSettings) -> Option<Plan> {
    let order: Order = serde_json::from_value(json.clone()).unwrap();
    match map::decide(&order, settings).unwrap() {
        Decision::Import(store) => Some(order::plan(&run_key(), &order, known, store, settings).unwrap()),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Line {
    amount: Box<RawValue>,
}

#[derive(Deserialize)]
struct Lines {
    items: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    item: Lines,
    shipping_cost: Option<Box<RawValue>>,
    handling_cost: Option<Box<RawValue>>,
}

/// What the record comes to, read from the very text that is sent.
fn amounts_as_sent(op: &Op) -> Vec<Decimal> {
    let body: Body = serde_json::from_str(&op.body.expose().to_string()).unwrap();
    let lines = body.item.items.into_iter().map(|line| line.amount);
    let all = lines.chain(body.shipping_cost).chain(body.handling_cost);
    all.map(|raw| Decimal::from_str(raw.get()).unwrap()).collect()
}

fn fits(amount: Decimal, currency: &str) -> bool {
    let digits = if currency == "JPY" { 0 } else { 2 };
    amount.normalize().scale() <= digits
}

/// Checks every order of a draw; returns which currencies were seen among the due ones.
fn check_draw(seed: u64, count: usize, settings: &AccountSettings) -> BTreeSet<String> {
    let generated = generate::generate(seed, count, now());
    let known = known(generated.catalogue.iter().map(|item| item.sku.as_str()));
    let mut seen = BTreeSet::new();
    for order in &generated.orders {
        let Some(plan) = planned(&order.json, &known, settings) else { continue };
        let (total, currency) = generate::grand_total(&order.json).unwrap();
        let amounts = amounts_as_sent(&plan.order);
        assert_eq!(amounts.iter().sum::<Decimal>(), total, "seed {seed}: {}", plan.source);
        assert!(
            amounts.iter().all(|amount| fits(*amount, &currency)),
            "seed {seed}: {} has {amounts:?} {currency}",
            plan.source
        );
        let stated = plan.order.total.unwrap();
        assert_eq!((stated.amount, stated.currency.as_str()), (total, currency.as_str()));
        seen.insert(currency);
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_lines_of_any_order_come_to_amazons_grand_total(seed: u64, count in 1_usize..60) {
        check_draw(seed, count, &settings());
    }

    #[test]
    fn they_still_do_when_vat_is_taken_out_at_a_fixed_rate(seed: u64, count in 1_usize..60, percent in 1_i64..30) {
        let mut settings = settings();
        for store in &mut settings.stores {
            store.vat = VatMode::FixedRate { rate: Decimal::new(percent, 2) };
        }
        check_draw(seed, count, &settings);
    }
}

#[test]
fn four_thousand_orders_of_all_four_marketplaces_come_to_what_amazon_says() {
    let seen: BTreeSet<String> = (0..8).flat_map(|seed| check_draw(seed, 500, &settings())).collect();
    let all = ["EUR", "GBP", "JPY", "USD"].map(str::to_owned);
    assert_eq!(seen, BTreeSet::from(all));
}

/// An order of one line that comes to `total`.
fn single(market: Marketplace, quantity: u32, total: &str, breakdowns: &Value) -> Value {
    let money = json!({"amount": total, "currencyCode": market.currency.as_str()});
    json!({
        "orderId": "113-0000001-0000001",
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": market.id},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "proceeds": {"grandTotal": money},
        "orderItems": [{
            "orderItemId": "1",
            "quantityOrdered": quantity,
            "product": {"sellerSku": "A"},
            "proceeds": {"proceedsTotal": money, "breakdowns": breakdowns},
        }],
    })
}

#[test]
fn three_units_for_ten_dollars_post_ten_dollars_and_no_rate_that_could_change_it() {
    let item = json!([{"type": "ITEM", "subtotal": {"amount": "10.00", "currencyCode": "USD"}}]);
    let order = single(Marketplace::US, 3, "10.00", &item);
    let plan = planned(&order, &known(["A"]), &settings()).unwrap();
    let text = plan.order.body.expose().to_string();
    let lines = plan.order.body.expose()["item"]["items"].as_array().unwrap().clone();
    assert_eq!(lines.len(), 1);
    assert_eq!(amounts_as_sent(&plan.order), [Decimal::new(1000, 2)]);
    assert_eq!(lines[0]["quantity"].to_string().parse::<Decimal>().unwrap(), Decimal::from(3));
    assert!(lines[0].get("rate").is_none(), "{text}");
    assert_eq!(lines[0]["price"]["id"], "-1", "a price level would set a price of its own");
}

#[test]
fn yen_have_no_decimals_and_a_fraction_of_one_is_never_posted() {
    let item = json!([{"type": "ITEM", "subtotal": {"amount": "1001", "currencyCode": "JPY"}}]);
    let mut settings = settings();
    settings.stores[3].vat = VatMode::FixedRate { rate: Decimal::new(1, 1) };
    let plan = planned(&single(Marketplace::JP, 3, "1001", &item), &known(["A"]), &settings).unwrap();
    assert_eq!(amounts_as_sent(&plan.order), [Decimal::from(910), Decimal::from(91)]);
}

#[test]
fn a_vat_rate_that_does_not_divide_leaves_the_cent_where_the_total_stays_right() {
    let part = |kind: &str, amount: &str| json!({"type": kind, "subtotal": {"amount": amount, "currencyCode": "EUR"}});
    let parts = json!([part("ITEM", "0.05"), part("SHIPPING", "0.05"), part("GIFT_WRAP", "0.05")]);
    let mut settings = settings();
    settings.stores[2].vat = VatMode::FixedRate { rate: Decimal::new(19, 2) };
    let plan = planned(&single(Marketplace::DE, 1, "0.15", &parts), &known(["A"]), &settings).unwrap();
    assert_eq!(amounts_as_sent(&plan.order).iter().sum::<Decimal>(), Decimal::new(15, 2));
}

fn as_decimal(value: &Value) -> Decimal {
    Decimal::from_str(&value.to_string()).unwrap()
}

fn changed(after: &BTreeMap<String, u64>, before: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let changed =
        after.iter().map(|(name, calls)| (name.clone(), calls - before.get(name).copied().unwrap_or(0)));
    changed.filter(|(_, calls)| *calls > 0).collect()
}

/// Calls since `before`, named as the store names them.
fn calls(world: &World) -> BTreeMap<String, u64> {
    let amazon = world.sandbox.amazon.calls().into_iter().map(|(name, n)| (format!("amazon/{name}"), n));
    let netsuite =
        world.sandbox.netsuite.calls().into_iter().map(|(name, n)| (format!("netsuite/{name}"), n));
    amazon.chain(netsuite).collect()
}

async fn usage(world: &World) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    for key in world.keys() {
        for (name, calls) in world.store.usage(&key.account, world.clock.now()).await.unwrap() {
            *all.entry(name).or_default() += calls;
        }
    }
    all
}

/// The records that stand for orders, by Amazon's number; each number at most once.
fn imported(world: &World) -> BTreeMap<String, Value> {
    let mut records = BTreeMap::new();
    for kind in ["salesOrder", "invoice"] {
        for record in world.sandbox.netsuite.records(kind) {
            let number = record["otherRefNum"].as_str().unwrap().to_owned();
            assert!(records.insert(number.clone(), record).is_none(), "{number} is there twice");
        }
    }
    records
}

#[tokio::test(start_paused = true)]
async fn every_record_in_netsuite_comes_to_its_order_and_every_currency_to_its_sum() {
    for seed in 1..=4 {
        let world = World::new(WorldOptions { seed, orders: 200, ..WorldOptions::default() }).await.unwrap();
        let report = world.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        let records = imported(&world);
        let due = world.sandbox.due_orders();
        assert_eq!(records.len(), due.len());
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        for order in &due {
            let (total, currency) = generate::grand_total(order).unwrap();
            let record = &records[order["orderId"].as_str().unwrap()];
            assert_eq!(as_decimal(&record["total"]), total, "{}", order["orderId"]);
            *sums.entry(currency).or_default() += as_decimal(&record["total"]);
        }
        assert_eq!(sums, world.sandbox.due().totals);
        let reported: BTreeMap<String, Decimal> = report
            .summary
            .imported
            .iter()
            .map(|(currency, sum): (&Currency, &Decimal)| (currency.as_str().to_owned(), *sum))
            .collect();
        assert_eq!(reported, world.sandbox.due().totals);
    }
}

#[tokio::test(start_paused = true)]
async fn a_day_of_orders_costs_one_search_a_hundred_orders_and_every_call_is_written_down() {
    let world = World::new(WorldOptions { orders: 600, ..WorldOptions::default() }).await.unwrap();
    let (before, written_before) = (calls(&world), usage(&world).await);
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let made = changed(&calls(&world), &before);
    let sandbox = &world.sandbox;
    let pages: usize = ["A1NASELLER0001", "A2EUSELLER0002", "A3FESELLER0003"]
        .iter()
        .map(|seller| sandbox.amazon.orders(seller).len().div_ceil(100))
        .sum();
    assert_eq!(pages, 8);
    assert_eq!(made["amazon/searchOrders"], pages as u64);
    assert_eq!(made["amazon/token"], 3);
    assert!(!made.contains_key("amazon/getOrder"), "{made:?}");
    assert_eq!((sandbox.amazon.throttled(), sandbox.netsuite.throttled()), (0, 0));
    assert_eq!(changed(&usage(&world).await, &written_before), made);
}

#[tokio::test(start_paused = true)]
async fn a_second_run_writes_nothing_and_counts_every_order_as_unchanged() {
    let world = World::new(WorldOptions { orders: 200, ..WorldOptions::default() }).await.unwrap();
    let first = world.run().await.unwrap().summary.all_orders();
    let (writes, state) = (world.sandbox.netsuite.writes(), world.netsuite_state());
    let mut whole_again = 0;
    for wait in [TimeDelta::zero(), TimeDelta::hours(2)] {
        tokio::time::sleep(wait.to_std().unwrap()).await;
        let second = world.run().await.unwrap();
        assert!(second.errors.is_empty(), "{:?}", second.errors);
        let counts = second.summary.all_orders();
        assert_eq!((counts.created, counts.updated, counts.parked), (0, 0, 0));
        assert_eq!(counts.unchanged, counts.read);
        assert!(second.summary.written.is_empty() && second.summary.imported.is_empty());
        whole_again = whole_again.max(counts.read);
    }
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    assert_eq!(world.netsuite_state(), state);
    assert_eq!(first.read, 200);
    assert!(whole_again < 200, "a second run reads the overlap, not everything");
}

#[tokio::test(start_paused = true)]
async fn the_same_orders_updated_by_amazon_are_read_again_and_none_is_written_again() {
    let world = World::new(WorldOptions { orders: 200, ..WorldOptions::default() }).await.unwrap();
    world.run().await.unwrap();
    let (writes, state) = (world.sandbox.netsuite.writes(), world.netsuite_state());
    tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
    let touched = commerce_client_core::wire::instant::format(world.clock.now() - TimeDelta::minutes(5));
    let due = world.sandbox.due_orders();
    for mut order in due.clone() {
        let seller =
            world.sandbox.seller_of(order["salesChannel"]["marketplaceId"].as_str().unwrap()).unwrap();
        order["lastUpdatedTime"] = touched.as_str().into();
        world.sandbox.amazon.put_order(seller, order);
    }
    let counts = world.run().await.unwrap().summary.all_orders();
    // Besides these, only what the overlap of the searches brings once more.
    assert!(counts.read >= due.len() as u64, "{counts:?}");
    assert_eq!(counts.unchanged, counts.read);
    assert_eq!(world.sandbox.netsuite.writes(), writes);
    assert_eq!(world.netsuite_state(), state);
}
