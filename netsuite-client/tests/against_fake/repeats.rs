//! What is sent again, after whatever happened to the first attempt, ends as if it had been sent once.

use std::time::Duration;

use netsuite_client::{
    Error, IdempotencyKey, RecordRef, job,
    records::{ItemFulfillment, SalesOrder},
    testing::Failure,
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

use crate::{Account, eid};

/// What can become of a call that may be made again.
static FAILURES: [Failure; 11] = [
    Failure::Status(503),
    Failure::StatusAfterApply(500),
    Failure::StatusAfterApply(408),
    Failure::Html(502),
    Failure::Throttle,
    Failure::ThrottleAs400,
    Failure::CutBody,
    Failure::LoseLocation,
    Failure::BrokenBody,
    Failure::TimeoutAfterApply,
    Failure::SlowBody { chunk: 7, pause: Duration::from_millis(5) },
];

/// Each type with sublists that can be upserted, a body of it, and the sublists that are in the body. Fulfillments,
/// receipts and applications of deposits are made by a transform only.
fn bodies() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    let one = json!({"id": "1"});
    let subsidiaries = json!({"items": [one]});
    let goods = json!({"items": [
        {"item": {"id": "456"}, "quantity": 2, "price": {"id": "-1"}, "rate": 10},
        {"item": {"id": "457"}, "quantity": 1, "price": {"id": "-1"}, "rate": 5},
    ]});
    let addresses = json!({"items": [
        {"label": "home", "addressBookAddress": {"addr1": "1 Main St", "country": {"id": "US"}}},
        {"label": "office", "addressBookAddress": {"addr1": "2 Main St", "country": {"id": "US"}}},
    ]});
    let posted =
        json!({"items": [{"account": {"id": "54"}, "amount": 10}, {"account": {"id": "56"}, "amount": 5}]});
    let moved = json!({"items": [{"item": {"id": "456"}, "adjustQtyBy": 3, "location": {"id": "9"}}]});
    let members =
        json!({"items": [{"item": {"id": "456"}, "quantity": 2}, {"item": {"id": "457"}, "quantity": 1}]});
    let prices = json!({"items": [
        {"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0}, "price": 19.99},
        {"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 10}, "price": 17.5},
    ]});
    let stocked = |sku: &str| {
        json!({"itemId": sku, "cogsAccount": {"id": "56"}, "assetAccount": {"id": "55"}, "subsidiary": subsidiaries,
            "price": prices})
    };
    let sold = |sku: &str| json!({"itemId": sku, "incomeAccount": {"id": "54"}, "subsidiary": subsidiaries, "price": prices});
    let with = |mut body: Value, name: &str, value: &Value| {
        body[name] = value.clone();
        body
    };
    let sale = || json!({"entity": {"id": "107"}, "item": goods});
    let between = json!({"subsidiary": one, "location": {"id": "9"}, "transferLocation": {"id": "10"}});
    let applied = |doc: &str| json!({"items": [{"doc": {"id": doc}, "apply": true, "amount": 10}]});
    vec![
        ("assemblyItem", with(stocked("SET-1"), "member", &members), vec!["price", "member"]),
        ("cashRefund", with(sale(), "account", &json!({"id": "57"})), vec!["item"]),
        ("cashSale", with(sale(), "account", &json!({"id": "57"})), vec!["item"]),
        ("creditMemo", sale(), vec!["item"]),
        (
            "customer",
            json!({"companyName": "Doe Inc", "subsidiary": one, "addressBook": addresses}),
            vec!["addressBook"],
        ),
        (
            "customerPayment",
            json!({"customer": {"id": "107"}, "account": {"id": "57"}, "payment": 10, "apply": applied("800")}),
            vec!["apply"],
        ),
        (
            "customerRefund",
            json!({"customer": {"id": "107"}, "account": {"id": "57"}, "apply": applied("801")}),
            vec!["apply"],
        ),
        ("deposit", json!({"account": {"id": "57"}, "other": posted}), vec!["other"]),
        (
            "inventoryAdjustment",
            json!({"account": {"id": "56"}, "subsidiary": one, "inventory": moved}),
            vec!["inventory"],
        ),
        ("inventoryItem", stocked("SKU-9"), vec!["price"]),
        ("inventoryTransfer", with(between.clone(), "inventory", &moved), vec!["inventory"]),
        ("invoice", sale(), vec!["item"]),
        (
            "journalEntry",
            json!({"subsidiary": one, "line": {"items": [
                {"account": {"id": "57"}, "debit": 10}, {"account": {"id": "54"}, "credit": 10}]}}),
            vec!["line"],
        ),
        ("kitItem", with(sold("KIT-1"), "member", &members), vec!["price", "member"]),
        ("nonInventorySaleItem", sold("BOX-1"), vec!["price"]),
        ("otherChargeSaleItem", sold("WRAP-1"), vec!["price"]),
        ("returnAuthorization", sale(), vec!["item"]),
        ("salesOrder", with(sale(), "orderStatus", &json!({"id": "B"})), vec!["item"]),
        ("serviceSaleItem", sold("HELP-1"), vec!["price"]),
        (
            "transferOrder",
            with(between, "item", &json!({"items": [{"item": {"id": "456"}, "quantity": 2}]})),
            vec!["item"],
        ),
        ("vendorBill", json!({"entity": {"id": "300"}, "expense": posted}), vec!["expense"]),
    ]
}

/// An account that takes more calls although others are unanswered for an hour.
fn patient() -> Account {
    let account = Account::new();
    account.fake.set_concurrency_limit(50);
    account
}

/// An account with an invoice and a credit of 10 that are open.
fn prepared() -> Account {
    let account = patient();
    for (id, kind) in [("800", "invoice"), ("801", "creditMemo")] {
        let line = json!({"line": 1, "item": {"id": "456"}, "quantity": 1, "rate": 10, "amount": 10});
        let body = json!({"id": id, "entity": {"id": "107"}, "subsidiary": {"id": "1"}, "currency": {"id": "1"},
            "tranDate": "2026-11-01", "item": {"items": [line]}});
        account.fake.put_record(kind, body);
    }
    account
}

/// What a record says, without the keys that lines are given and the times of writing.
fn said(value: &Value) -> Value {
    const GIVEN: [&str; 8] = [
        "line",
        "lineUniqueKey",
        "lineNumber",
        "addressId",
        "internalId",
        "createdDate",
        "dateCreated",
        "lastModifiedDate",
    ];
    match value {
        Value::Object(fields) => {
            let is_line = fields.contains_key("addressBookAddress") || fields.contains_key("lineNumber");
            let given = |name: &String| GIVEN.contains(&name.as_str()) || (is_line && name == "id");
            let kept = fields.iter().filter(|(name, _)| !given(name));
            // The order has lines, which are named so, too.
            let lines = fields.get("line").filter(|lines| lines.is_object());
            let kept = kept.map(|(name, value)| (name.clone(), said(value)));
            kept.chain(lines.map(|lines| ("line".to_owned(), said(lines)))).collect()
        }
        Value::Array(items) => items.iter().map(said).collect(),
        other => other.clone(),
    }
}

/// Calls until it succeeds; each call uses up one failure at least.
async fn insist<T>(most: usize, call: impl AsyncFn() -> Result<RecordRef<T>, Error>) -> RecordRef<T> {
    for _ in 0..most {
        if let Ok(written) = call().await {
            return written;
        }
    }
    call().await.unwrap()
}

/// Runs in virtual time.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

/// What the record is after one upsert, or after two of which calls fail.
async fn upserted(kind: &str, body: &Value, replace: &[&str], failures: Option<&[Failure]>) -> Value {
    let account = prepared();
    for failure in failures.into_iter().flatten() {
        account.fake.fail_next("record.upsert", *failure).unwrap();
    }
    let records = account.netsuite.records_of(kind);
    let id = eid("X-1");
    let most = failures.map_or(0, <[Failure]>::len);
    let first = insist(most, async || records.upsert(&id, body, replace).await).await;
    if failures.is_some() {
        let second = insist(most, async || records.upsert(&id, body, replace).await).await;
        assert_eq!(first.id(), second.id());
    }
    account.fake.settle();
    assert_eq!(account.fake.applied()[&format!("{kind}/X-1")], 1);
    let mut all = account.fake.records(kind);
    all.retain(|record| record["externalId"] == "X-1");
    assert_eq!(all.len(), 1);
    said(&all[0])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_upsert_made_twice_is_an_upsert_made_once(
        (kind, body, replace) in select(bodies()),
        failures in vec(select(&FAILURES[..]), 0..4),
    ) {
        let once = block_on(upserted(kind, &body, &replace, None));
        let twice = block_on(upserted(kind, &body, &replace, Some(&failures)));
        prop_assert_eq!(once, twice, "{}", kind);
    }

    #[test]
    fn a_transform_that_is_insisted_on_makes_one_record(
        failures in vec((select(&FAILURES[..]), select(vec!["record.transform", "record.get"])), 0..6),
    ) {
        block_on(async {
            let account = patient();
            // Nothing but the client stands between an order and two shipments of one piece each.
            account.fake.refuse_duplicate_external_ids(false);
            let placed = account.order("A-1").await;
            for (failure, operation) in &failures {
                account.fake.fail_next(operation, *failure).unwrap();
            }
            let orders = account.netsuite.records::<SalesOrder>();
            let ship = json!({"shipStatus": {"id": "C"}, "item": {"items": [
                {"orderLine": 1, "quantity": 1}, {"orderLine": 2, "itemReceive": false}]}});
            let id = eid("IF-1");
            let send = async || orders.transform::<ItemFulfillment>(placed.clone()).send_once(&id, &ship).await;
            let first = insist(failures.len(), &send).await;
            let second = insist(failures.len(), &send).await;
            assert_eq!(first.id(), second.id());
            account.fake.settle();
            assert_eq!(account.fake.applied()["itemFulfillment/IF-1"], 1);
        });
    }

    #[test]
    fn a_transform_in_the_background_makes_one_record(failures in vec(select(&FAILURES[..]), 0..6)) {
        block_on(async {
            let account = patient();
            account.fake.refuse_duplicate_external_ids(false);
            let placed = account.order("A-1").await;
            for failure in &failures {
                account.fake.fail_next("record.transform", *failure).unwrap();
            }
            let orders = account.netsuite.records::<SalesOrder>();
            let ship = json!({"externalId": "IF-1", "item": {"items": [
                {"orderLine": 1, "quantity": 1}, {"orderLine": 2, "itemReceive": false}]}});
            let send = async || {
                let background = orders.in_background(IdempotencyKey::of("shipment of A-1"));
                let job = background.transform::<ItemFulfillment>(placed.clone(), &ship).await?;
                job.written(job::PATIENCE).await
            };
            let first = insist(failures.len(), &send).await;
            let second = insist(failures.len(), &send).await;
            assert_eq!(first.id(), second.id());
            account.fake.settle();
            assert_eq!(account.fake.applied()["itemFulfillment/IF-1"], 1);
        });
    }
}

#[test]
fn every_body_can_be_written_and_every_list_is_in_it() {
    for (kind, body, replace) in bodies() {
        let written = block_on(upserted(kind, &body, &replace, None));
        for list in replace {
            let lines = |record: &Value| record[list]["items"].as_array().map(Vec::len);
            assert_eq!(lines(&written), lines(&body), "{kind}: {list}");
        }
    }
}
