//! An order, the settings that it is imported by and what is known of its items, for tests of the mapping.

#![allow(dead_code, reason = "not every test needs all of it")]

use amazon_netsuite_sync::{
    AccountId, FlowName, RunKey,
    map::{self, Decision, Known, KnownItem, MapError, order},
    plan::Plan,
    settings::{
        AccountSettings, ChargeItems, CustomerMode, FbaSettings, MerchantSettings, SellerId, StoreSettings,
    },
};
use chrono::{DateTime, Utc};
use netsuite_client::InternalId;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sp_api_client::{Marketplace, orders::Order};

pub(crate) fn id(text: impl ToString) -> InternalId {
    InternalId::new(text.to_string()).unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub(crate) fn run_key() -> RunKey {
    RunKey { account: AccountId::new("a").unwrap(), flow: FlowName::new("orders").unwrap() }
}

pub(crate) fn settings() -> AccountSettings {
    let mut settings = AccountSettings::new(SellerId::new("A1").unwrap(), at("2026-11-01T00:00:00Z"));
    for (number, market) in
        [Marketplace::US, Marketplace::UK, Marketplace::DE, Marketplace::JP].into_iter().enumerate()
    {
        let mut store = StoreSettings::new(market.into(), id(number + 1));
        store.merchant = Some(MerchantSettings::new(CustomerMode::create(Some(id(21)))));
        store.fba = Some(FbaSettings::new(CustomerMode::Default { customer: id(22) }, id(30)));
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

pub(crate) fn known() -> Known {
    let item = |name: &str, number: u32| (name.to_owned(), vec![KnownItem::new(id(number))]);
    Known { items: [item("SKU-A", 1001), item("SKU-B", 1002)].into(), ..Known::default() }
}

pub(crate) fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currencyCode": currency})
}

pub(crate) fn part(kind: &str, amount: &str, currency: &str) -> Value {
    json!({"type": kind, "subtotal": money(amount, currency)})
}

pub(crate) fn line(number: u32, sku: &str, total: &str, parts: &Value) -> Value {
    let currency = parts[0]["subtotal"]["currencyCode"].as_str().unwrap();
    json!({
        "orderItemId": number.to_string(),
        "quantityOrdered": 2,
        "product": {"sellerSku": sku, "title": "A thing"},
        "proceeds": {"proceedsTotal": money(total, currency), "breakdowns": parts},
    })
}

/// An order that the seller ships in the US, over 20.00 dollars.
pub(crate) fn order_json() -> Value {
    json!({
        "orderId": "113-0000001-0000001",
        "createdTime": "2026-11-05T18:00:00Z",
        "lastUpdatedTime": "2026-11-05T19:00:00Z",
        "salesChannel": {
            "channelName": "AMAZON", "marketplaceId": Marketplace::US.id, "marketplaceName": "Amazon.com",
        },
        "fulfillment": {
            "fulfillmentStatus": "UNSHIPPED",
            "fulfilledBy": "MERCHANT",
            "shipByWindow": {
                "earliestDateTime": "2026-11-06T08:00:00Z", "latestDateTime": "2026-11-09T07:59:59Z",
            },
        },
        "buyer": {"buyerName": "Zzcanary Person", "buyerEmail": "canary@marketplace.amazon.com"},
        "recipient": {"deliveryAddress": {
            "name": "Zzcanary Recipient",
            "addressLine1": "1 Canary Street",
            "addressLine2": "",
            "city": "Canarytown",
            "stateOrRegion": "CA",
            "postalCode": "90001",
            "countryCode": "US",
            "phone": "+1 555 0100",
        }},
        "proceeds": {"grandTotal": money("20.00", "USD")},
        "orderItems": [line(1, "SKU-A", "20.00", &json!([part("ITEM", "20.00", "USD")]))],
    })
}

pub(crate) fn with(pointer: &str, value: impl Into<Value>) -> Value {
    let mut json = order_json();
    set(&mut json, pointer, value);
    json
}

pub(crate) fn set(json: &mut Value, pointer: &str, value: impl Into<Value>) {
    let mut place = json;
    for name in pointer.split('/') {
        place = match name.parse::<usize>() {
            Ok(index) => &mut place[index],
            Err(_) => &mut place[name],
        };
    }
    *place = value.into();
}

pub(crate) fn order_of(json: &Value) -> Order {
    serde_json::from_value(json.clone()).unwrap()
}

pub(crate) fn plan_with(json: &Value, settings: &AccountSettings) -> Result<Plan, MapError> {
    let order = order_of(json);
    let Decision::Import(store) = map::decide(&order, settings)? else { panic!("the order is not due") };
    order::plan(&run_key(), &order, &known(), store, settings)
}

pub(crate) fn plan(json: &Value) -> Plan {
    plan_with(json, &settings()).unwrap()
}

pub(crate) fn body(plan: &Plan) -> Value {
    plan.order.body.expose().clone()
}

pub(crate) fn lines(plan: &Plan) -> Vec<(String, Decimal)> {
    let body = body(plan);
    let one = |line: &Value| {
        (line["item"]["id"].as_str().unwrap().to_owned(), line["amount"].to_string().parse().unwrap())
    };
    body["item"]["items"].as_array().unwrap().iter().map(one).collect()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn amazon_ships(mut json: Value) -> Value {
    set(&mut json, "fulfillment/fulfilledBy", "AMAZON");
    set(&mut json, "fulfillment/fulfillmentStatus", "SHIPPED");
    json
}
