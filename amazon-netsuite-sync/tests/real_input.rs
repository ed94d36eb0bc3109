//! Amazon's own examples, as its published model has them, arrive in NetSuite. Needs the models: `$SHARED_DIR`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    str::FromStr as _,
};

use amazon_netsuite_sync::{
    settings::{CustomerMode, FbaSettings, MerchantSettings, StoreSettings},
    store::Store as _,
    testing::{World, WorldOptions},
};
use chrono::{DateTime, TimeDelta};
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::{
    Marketplace,
    orders::{GetOrderResponse, SearchOrdersResponse},
    testing::{FakeSeller, generate::grand_total},
};

#[expect(clippy::disallowed_methods, reason = "where the models lie is the machine's business")]
fn shared() -> PathBuf {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    std::env::var("SHARED_DIR").unwrap_or_else(|_| default.to_owned()).into()
}

/// Every answer of a success case, by operation.
fn answers() -> Vec<(String, Value)> {
    let model = std::fs::read_to_string(shared().join("models/orders_2026-01-01.json")).unwrap();
    let model: Value = serde_json::from_str(&model).unwrap();
    let mut answers = Vec::new();
    for path in model["paths"].as_object().unwrap().values() {
        let Some(operation) = path.get("get") else { continue };
        let name = operation["operationId"].as_str().unwrap();
        let cases = &operation["responses"]["200"]["x-amzn-api-sandbox"]["static"];
        for case in cases.as_array().into_iter().flatten() {
            answers.push((name.to_owned(), case["response"].clone()));
        }
    }
    answers
}

fn orders() -> Vec<Value> {
    let of = |(_, answer): (String, Value)| match answer.get("order") {
        Some(order) => vec![order.clone()],
        None => answer["orders"].as_array().unwrap().clone(),
    };
    answers().into_iter().flat_map(of).collect()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_success_case_of_the_model_decodes() {
    let answers = answers();
    let operations: BTreeSet<&str> = answers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(operations, BTreeSet::from(["getOrder", "searchOrders"]));
    for (operation, answer) in answers {
        match operation.as_str() {
            "getOrder" => drop(serde_json::from_value::<GetOrderResponse>(answer).unwrap()),
            _ => {
                let page: SearchOrdersResponse = serde_json::from_str(&answer.to_string()).unwrap();
                assert!(!page.orders.is_empty());
                assert!(page.orders.iter().all(|order| order.good().is_some()), "{:?}", page.orders);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn every_order_of_the_model_lands_once_and_comes_to_its_grand_total() {
    let orders = orders();
    assert!(orders.len() >= 4, "{}", orders.len());
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let (amazon, netsuite) = (&world.sandbox.amazon, &world.sandbox.netsuite);
    let connection = world.sandbox.connection();

    // What the marketplaces of the cases need in NetSuite.
    let subsidiary = netsuite.records("subsidiary")[0]["id"].clone();
    let real = netsuite.put_record("currency", json!({"name": "Real", "symbol": "BRL"}));
    let customer = netsuite.put_record(
        "customer",
        json!({
            "entityId": "Amazon customer BRL", "companyName": "Amazon customer BRL", "isPerson": false,
            "subsidiary": {"id": subsidiary}, "currency": {"id": real},
        }),
    );
    let skus: BTreeSet<&str> = orders
        .iter()
        .flat_map(|order| order["orderItems"].as_array().unwrap())
        .map(|item| item["product"]["sellerSku"].as_str().unwrap())
        .collect();
    for sku in skus {
        netsuite.put_record("inventoryItem", json!({"itemId": sku}));
    }

    // Each order is with the seller that sells there; the American one sells in Brazil, too.
    let seller = &connection.sellers[0];
    let mut marketplaces = seller.marketplaces.clone();
    marketplaces.push(Marketplace::BR.id.to_owned());
    amazon.add_seller(FakeSeller {
        seller_id: seller.seller_id.clone(),
        region: "NA",
        client_id: connection.client_id.clone(),
        client_secret: connection.client_secret.clone(),
        refresh_token: seller.refresh_token.clone(),
        marketplaces,
    });
    for order in &orders {
        let marketplace = order["salesChannel"]["marketplaceId"].as_str().unwrap();
        let seller = world.sandbox.seller_of(marketplace).unwrap_or(&seller.seller_id).to_owned();
        amazon.put_order(&seller, order.clone());
    }
    let world = world.with_settings(|settings| {
        settings.go_live = DateTime::UNIX_EPOCH + TimeDelta::days(365 * 50);
        if settings.seller_id.as_str() == "A1NASELLER0001" {
            let id = |text: &str| InternalId::new(text).unwrap();
            let us = settings.stores[0].clone();
            let mut brazil = StoreSettings::new(Marketplace::BR.into(), id(&real));
            brazil.subsidiary = us.subsidiary.clone();
            brazil.charges = us.charges.clone();
            brazil.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(id(&customer)))));
            let default = CustomerMode::Default { customer: id(&customer) };
            brazil.fba = us.fba.map(|fba| FbaSettings::new(default, fba.location));
            settings.stores.push(brazil);
        }
    });

    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    for key in world.keys() {
        let parked = world.store.parked(&key).await.unwrap();
        assert!(parked.is_empty(), "{parked:#?}");
    }
    assert_eq!(report.summary.all_orders().created, orders.len() as u64);

    let netsuite = &world.sandbox.netsuite;
    let records: Vec<Value> =
        ["salesOrder", "invoice"].iter().flat_map(|kind| netsuite.records(kind)).collect();
    assert_eq!(records.len(), orders.len());
    let currencies: BTreeMap<String, String> = netsuite
        .records("currency")
        .iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one["symbol"].as_str().unwrap().to_owned()))
        .collect();
    for order in &orders {
        let (total, currency) = grand_total(order).unwrap();
        let number = &order["orderId"];
        let found: Vec<_> = records.iter().filter(|record| record["otherRefNum"] == *number).collect();
        assert_eq!(found.len(), 1, "{number}");
        assert_eq!(Decimal::from_str(&found[0]["total"].to_string()).unwrap(), total, "{number}");
        assert_eq!(currencies[found[0]["currency"]["id"].as_str().unwrap()], currency, "{number}");
    }
}
