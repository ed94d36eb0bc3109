//! Who the customer of an order is: known again, created, or one of those that stand for many.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use amazon_netsuite_sync::{
    AccountId, FlowName, RunKey,
    map::customer::{FULL, KnownCustomer, KnownCustomers, OrderCustomer, customer_of, name_hash},
    settings::{AccountSettings, CustomerMatch, CustomerMode, SellerId, StoreSettings},
    store::{ParkReason, Store as _},
    testing::{World, WorldOptions},
};
use chrono::DateTime;
use netsuite_client::InternalId;
use serde_json::{Value, json};
use sp_api_client::{Marketplace, orders::Order};

const SELLER: &str = "A1NASELLER0001";

fn id(number: u32) -> InternalId {
    InternalId::new(number.to_string()).unwrap()
}

fn order_json(n: u32) -> Value {
    let total = json!({"amount": "20.00", "currencyCode": "USD"});
    json!({
        "orderId": format!("113-{n:07}-0000001"),
        "createdTime": "2026-11-22T10:00:00Z",
        "lastUpdatedTime": "2026-11-22T10:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER", "marketplaceName": "Amazon.com"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "buyer": {"buyerName": "Ann O'Neil", "buyerEmail": format!("Buyer{n}@marketplace.amazon.com")},
        "recipient": {"deliveryAddress": {"name": "Ann O'Neil", "addressLine1": "1 Main St", "city": "Seattle",
            "stateOrRegion": "WA", "postalCode": "98101-2345", "countryCode": "US"}},
        "proceeds": {"grandTotal": total},
        "orderItems": [{
            "orderItemId": n.to_string(), "quantityOrdered": 1, "product": {"sellerSku": "MUG"},
            "proceeds": {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]},
        }],
    })
}

fn order(n: u32) -> Order {
    serde_json::from_value(order_json(n)).unwrap()
}

fn customer(n: u32, mode: &CustomerMode, known: &KnownCustomers) -> Result<String, String> {
    let run = RunKey { account: AccountId::new("na").unwrap(), flow: FlowName::new("orders").unwrap() };
    let settings = AccountSettings::new(SellerId::new("A1").unwrap(), DateTime::UNIX_EPOCH);
    let store = StoreSettings::new(Marketplace::US.into(), id(1));
    match customer_of(&run, &order(n), mode, &store, &settings, known) {
        Ok(OrderCustomer::Existing(id)) => Ok(id.to_string()),
        Ok(OrderCustomer::Upsert(op)) => Ok(op.external_id.to_string()),
        Err(error) => Err(error.text),
    }
}

fn known(number: u32) -> KnownCustomer {
    KnownCustomer { id: id(number), external_id: None, inactive: false }
}

// ---- Those that stand for many.

#[test]
fn an_order_always_has_the_same_customer_of_a_pool_until_that_one_is_full() {
    let pool = CustomerMode::Pool { customers: (1..=4).map(id).collect() };
    let first = customer(7, &pool, &KnownCustomers::default()).unwrap();
    for open in [0, 8_000, FULL - 1] {
        let open = [(InternalId::new(&first).unwrap(), open)].into();
        assert_eq!(customer(7, &pool, &KnownCustomers { open, ..KnownCustomers::default() }).unwrap(), first);
    }
    let open = [(InternalId::new(&first).unwrap(), FULL)].into();
    let second = customer(7, &pool, &KnownCustomers { open, ..KnownCustomers::default() }).unwrap();
    assert_ne!(second, first);
    let again = first.parse::<u32>().unwrap() % 4 + 1;
    assert_eq!(second, again.to_string(), "the next in turn");
}

#[test]
fn when_all_are_full_the_order_waits_and_a_person_is_told_how_full() {
    for mode in
        [CustomerMode::Pool { customers: vec![id(1), id(2)] }, CustomerMode::Default { customer: id(1) }]
    {
        let open = [(id(1), 10_000), (id(2), FULL)].into();
        let error = customer(7, &mode, &KnownCustomers { open, ..KnownCustomers::default() }).unwrap_err();
        assert!(
            error.contains("1: 10000") && error.ends_with("add a customer to the pool, then retry"),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_open_invoices_are_counted_where_netsuite_keeps_them() {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "MUG"}));
    let customers = netsuite.records("customer");
    let busy = customers.iter().find(|one| one["entityId"] == "Amazon customer USD").unwrap()["id"].clone();
    let line = json!({"item": {"id": netsuite.records("otherChargeSaleItem")[0]["id"]}, "amount": 1});
    let location = netsuite.records("location")[0]["id"].clone();
    for n in 0..3 {
        let invoice = json!({"entity": {"id": busy}, "externalId": format!("by-hand-{n}"), "location": {"id": location},
            "item": {"items": [line]}});
        netsuite.put_record("invoice", invoice);
    }
    world.sandbox.amazon.put_order(SELLER, {
        let mut fba = order_json(1);
        fba["fulfillment"] = json!({"fulfillmentStatus": "SHIPPED", "fulfilledBy": "AMAZON"});
        fba
    });
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(netsuite.records("invoice").len(), 4);
    assert_eq!(netsuite.records("invoice")[3]["entity"]["id"], busy, "three are far from too many");
}

// ---- Those of their own.

#[test]
fn a_buyer_whom_netsuite_knows_by_e_mail_keeps_the_customer_they_have() {
    let mode = CustomerMode::create(None);
    let hash = amazon_netsuite_sync::keys::email_hash("buyer7@marketplace.amazon.com");
    let with = |customers: Vec<KnownCustomer>| KnownCustomers {
        by_email: [(hash.clone(), customers)].into(),
        ..KnownCustomers::default()
    };
    assert_eq!(customer(7, &mode, &with(vec![known(55)])).unwrap(), "55");
    let ours = customer(7, &mode, &KnownCustomers::default()).unwrap();
    assert!(ours.starts_with("amz-cust-A1-"));
    let inactive = KnownCustomer { inactive: true, ..known(55) };
    assert_eq!(customer(7, &mode, &with(vec![inactive])).unwrap(), ours, "out of use");
    let named = KnownCustomer { external_id: Some(ours.parse().unwrap()), ..known(56) };
    assert_eq!(customer(7, &mode, &with(vec![known(55), named])).unwrap(), ours, "ours comes first");
    let error = customer(7, &mode, &with(vec![known(55), known(56)])).unwrap_err();
    assert!(error.contains("(55, 56)") && !error.contains("buyer7"), "{error}");
}

#[test]
fn a_buyer_can_be_known_by_name_and_post_code() {
    let mode = CustomerMode::Create { fallback: None, match_by: vec![CustomerMatch::NameAndPostCode] };
    let by_name = [(name_hash(&order(7)).unwrap(), vec![known(77)])].into();
    let known = KnownCustomers { by_name, ..KnownCustomers::default() };
    assert_eq!(customer(7, &mode, &known).unwrap(), "77");
}

#[tokio::test(start_paused = true)]
async fn a_customer_typed_in_by_hand_is_found_by_e_mail_and_left_as_it_is() {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "MUG"}));
    let subsidiary = netsuite.records("subsidiary")[0]["id"].clone();
    let usd = netsuite.records("currency").iter().find(|one| one["symbol"] == "USD").unwrap()["id"].clone();
    let by_hand = netsuite.put_record("customer", json!({
        "isPerson": true, "firstName": "Ann", "lastName": "O'Neil", "email": "BUYER1@marketplace.amazon.com",
        "subsidiary": {"id": subsidiary}, "currency": {"id": usd}, "comments": "a good one",
    }));
    let before = netsuite.records("customer").len();
    world.sandbox.amazon.put_order(SELLER, order_json(1));
    world.run().await.unwrap();
    assert_eq!(netsuite.records("customer").len(), before, "nobody new");
    assert_eq!(netsuite.records("salesOrder")[0]["entity"]["id"], by_hand.as_str());
}

#[tokio::test(start_paused = true)]
async fn a_customer_typed_in_by_hand_is_found_by_name_and_post_code() {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let world = world.with_settings(|settings| {
        for merchant in settings.stores.iter_mut().filter_map(|store| store.merchant.as_mut()) {
            merchant.customer =
                CustomerMode::Create { fallback: None, match_by: vec![CustomerMatch::NameAndPostCode] };
        }
    });
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "MUG"}));
    let subsidiary = netsuite.records("subsidiary")[0]["id"].clone();
    let usd = netsuite.records("currency").iter().find(|one| one["symbol"] == "USD").unwrap()["id"].clone();
    let person = |zip: &str| {
        json!({
            "isPerson": true, "firstName": "Ann", "lastName": "O'Neil", "subsidiary": {"id": subsidiary},
            "currency": {"id": usd},
            "addressBook": {"items": [{"addressBookAddress": {"addr1": "1 Main St", "city": "Seattle", "zip": zip, "country": {"id": "US"}}}]},
        })
    };
    netsuite.put_record("customer", person("10001"));
    let right = netsuite.put_record("customer", person("98101-2345"));
    world.sandbox.amazon.put_order(SELLER, order_json(1));
    let report = world.run().await.unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(netsuite.records("salesOrder")[0]["entity"]["id"], right.as_str());
}

#[tokio::test(start_paused = true)]
async fn two_customers_with_the_buyers_e_mail_are_a_persons_business() {
    let world = World::new(WorldOptions { orders: 0, ..WorldOptions::default() }).await.unwrap();
    let netsuite = &world.sandbox.netsuite;
    netsuite.put_record("inventoryItem", json!({"itemId": "MUG"}));
    let subsidiary = netsuite.records("subsidiary")[0]["id"].clone();
    for name in ["One", "Two"] {
        netsuite.put_record("customer", json!({
            "isPerson": false, "companyName": name, "email": "buyer1@marketplace.amazon.com", "subsidiary": {"id": subsidiary},
        }));
    }
    world.sandbox.amazon.put_order(SELLER, order_json(1));
    world.run().await.unwrap();
    let key = world.keys().into_iter().find(|key| key.account.as_str() == "na").unwrap();
    let parked = world.store.parked(&key).await.unwrap();
    assert_eq!(parked[0].reason, ParkReason::Conflict);
    assert!(!parked[0].text.contains("buyer1"), "{}", parked[0].text);
    assert!(netsuite.records("salesOrder").is_empty());
}
