//! Every operation of the client against the simulated account: what one of them understands differently from the
//! other shows here. Scripted answers are in `operations`, doubt and load in `client`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

mod account;
mod finding;
mod jobs;
mod lines;
mod repeats;
mod transforms;
mod writing;

use std::sync::Arc;

use commerce_client_core::{
    clock::SharedClock,
    testing::{InProcess, TokioClock},
};
use netsuite_client::{
    ExternalId, InternalId, NetSuite, RetryPolicy, TokenBased,
    testing::{FakeNetSuite, TokenPair},
};
use serde_json::{Value, json};

/// An account and a client of it.
struct Account {
    fake: Arc<FakeNetSuite>,
    netsuite: NetSuite,
}

impl Account {
    /// With the customer 107, the vendor 300, the items 456 and 457, the locations 9 and 10, and the general ledger's
    /// accounts 54 to 57; at noon on 23 November 2026.
    fn new() -> Self {
        let clock = SharedClock::new(TokioClock::starting_at("2026-11-23T12:00:00Z".parse().unwrap()));
        let fake = Arc::new(FakeNetSuite::new("1234567_SB1", clock.clone()));
        let pair = ["consumer-key", "consumer-secret", "token-id", "token-secret"];
        let [consumer_key, consumer_secret, token, token_secret] = pair.map(str::to_owned);
        fake.allow_token(TokenPair { consumer_key, consumer_secret, token, token_secret });
        let usd = json!({"id": "1", "name": "US Dollar", "symbol": "USD", "isBaseCurrency": true});
        fake.put_record("currency", usd);
        fake.put_record("subsidiary", json!({"id": "1", "name": "Example Inc", "currency": {"id": "1"}}));
        for (id, name) in [("9", "FBA US"), ("10", "Warehouse")] {
            fake.put_record("location", json!({"id": id, "name": name, "subsidiary": {"id": "1"}}));
        }
        for (id, name, kind) in [
            ("54", "Sales", "Income"),
            ("55", "Stock", "OthCurrAsset"),
            ("56", "Cost", "COGS"),
            ("57", "Bank", "Bank"),
        ] {
            fake.put_record("account", json!({"id": id, "acctName": name, "acctType": {"id": kind}}));
        }
        for (id, sku) in [("456", "SKU-1"), ("457", "SKU-2")] {
            fake.put_record("inventoryItem", json!({"id": id, "itemId": sku, "externalId": sku}));
        }
        let partner = |id: &str, name: &str| {
            let subsidiary = json!({"id": "1"});
            json!({"id": id, "externalId": name, "companyName": name, "subsidiary": subsidiary,
                "currency": {"id": "1"}})
        };
        fake.put_record("customer", partner("107", "BUYERS"));
        fake.put_record("vendor", partner("300", "AMAZON"));
        let netsuite = NetSuite::builder()
            .account("1234567_SB1".parse().unwrap())
            .auth(TokenBased::new(pair[0], pair[1], pair[2], pair[3]))
            .transport(InProcess(Arc::clone(&fake)))
            .clock(clock)
            .with_retry(RetryPolicy::default().with_seed(1))
            .build()
            .unwrap();
        Self { fake, netsuite }
    }

    /// The only record of a type.
    fn only(&self, record_type: &str) -> Value {
        let mut records = self.fake.records(record_type);
        assert_eq!(records.len(), 1, "{records:?}");
        records.remove(0)
    }

    /// An approved order for two of one item and three of another.
    async fn order(&self, external_id: &str) -> InternalId {
        let order = order(external_id);
        self.netsuite.records_of("salesOrder").create(&order).await.unwrap().id().clone()
    }
}

fn order(external_id: &str) -> Value {
    json!({
        "externalId": external_id,
        "entity": {"id": "107"},
        "orderStatus": {"id": "B"},
        "location": {"id": "9"},
        "memo": "first",
        "shippingAddress": {"addressee": "Jane Doe", "addr1": "1 Main St", "country": {"id": "US"}},
        "item": {"items": [
            {"item": {"id": "456"}, "quantity": 2, "price": {"id": "-1"}, "rate": 10},
            {"item": {"id": "457"}, "quantity": 3, "price": {"id": "-1"}, "rate": 1.5},
        ]},
    })
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn eid(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

/// A field of each line of a list.
fn each<'a>(record: &'a Value, list: &str, field: &str) -> Vec<&'a Value> {
    record[list]["items"].as_array().unwrap().iter().map(|line| &line[field]).collect()
}
