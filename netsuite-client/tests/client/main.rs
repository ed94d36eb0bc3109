//! The client against a simulated NetSuite, in one process and on virtual time.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

mod concurrency;
mod counts;
mod doubt;
mod oauth2;
mod records;
mod secrets;
mod suiteql;
mod token_based;

use std::{sync::Arc, time::Duration};

use chrono::NaiveDate;
use commerce_client_core::{
    clock::SharedClock,
    secret::SecretString,
    testing::{InProcess, TokioClock},
};
use netsuite_client::{
    Error, ExternalId, InternalId, NetSuite, NetSuiteBuilder, OAuth2, RetryPolicy, SigningAlgorithm,
    TokenBased,
    field::{Choice, Reference},
    records::{Address, AddressBookEntry, Customer, SalesOrder, TransactionLine},
    testing::{Certificate, FakeNetSuite, TokenPair},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

const ACCOUNT: &str = "1234567_SB1";
const CONSUMER_KEY: &str = "MARKER-consumer-key";
const CONSUMER_SECRET: &str = "MARKER-consumer&secret";
const TOKEN: &str = "MARKER-token-id";
const TOKEN_SECRET: &str = "MARKER token secret";

// Key pairs made for these tests and used nowhere else.
const EC_PRIVATE: &str = include_str!("../keys/p256.pem");
const EC_PUBLIC: &str = include_str!("../keys/p256.pub.pem");
const RSA_PRIVATE: &str = include_str!("../keys/rsa.pem");
const RSA_PUBLIC: &str = include_str!("../keys/rsa.pub.pem");

/// A NetSuite account with a customer (107), an item (456), a discount (900) and a location, at noon on 23 November 2026.
struct World {
    fake: Arc<FakeNetSuite>,
    clock: SharedClock,
}

impl World {
    fn new() -> Self {
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = SharedClock::new(TokioClock::starting_at(noon));
        let fake = Arc::new(FakeNetSuite::new(ACCOUNT, clock.clone()));
        fake.allow_token(TokenPair {
            consumer_key: CONSUMER_KEY.to_owned(),
            consumer_secret: CONSUMER_SECRET.to_owned(),
            token: TOKEN.to_owned(),
            token_secret: TOKEN_SECRET.to_owned(),
        });
        for (id, pem) in [("cert-ec", EC_PUBLIC), ("cert-rsa", RSA_PUBLIC)] {
            fake.allow_certificate(Certificate {
                client_id: "MARKER-client".to_owned(),
                certificate_id: id.to_owned(),
                public_key_pem: pem.to_owned(),
            });
        }
        fake.put_record("currency", json!({"id": "1", "name": "US Dollar", "symbol": "USD"}));
        fake.put_record("subsidiary", json!({"id": "1", "name": "Example Inc", "currency": {"id": "1"}}));
        fake.put_record("location", json!({"id": "9", "name": "FBA US"}));
        fake.put_record("inventoryItem", json!({"id": "456", "itemId": "SKU-1", "externalId": "SKU-1"}));
        fake.put_record("discountItem", json!({"id": "900", "itemId": "Promotion"}));
        let customer = json!({"id": "107", "externalId": "AMZ-GENERIC", "companyName": "Amazon buyers",
            "subsidiary": {"id": "1"}, "currency": {"id": "1"}});
        fake.put_record("customer", customer);
        fake.declare_custom_field("salesOrder", "custbody_amz_order_id");
        fake.declare_custom_field("salesOrder.item", "custcol_amz_order_item_id");
        fake.declare_custom_field("customer", "custentity_amz_buyer");
        fake.declare_custom_field("invoice", "custbody_amz_order_id");
        Self { fake, clock }
    }

    fn builder(&self) -> NetSuiteBuilder {
        NetSuite::builder()
            .account(ACCOUNT.parse().unwrap())
            .auth(TokenBased::new(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET))
            .transport(InProcess(Arc::clone(&self.fake)))
            .clock(self.clock.clone())
            .with_retry(RetryPolicy::default().with_seed(1))
    }

    fn netsuite(&self) -> NetSuite {
        self.builder().build().unwrap()
    }

    fn stranger(&self) -> NetSuite {
        let wrong = TokenBased::new(CONSUMER_KEY, "MARKER-wrong", TOKEN, TOKEN_SECRET);
        self.builder().auth(wrong).build().unwrap()
    }

    fn oauth2(&self, certificate_id: &str, algorithm: SigningAlgorithm) -> NetSuite {
        let pem = match algorithm {
            SigningAlgorithm::Ps256 => RSA_PRIVATE,
            _ => EC_PRIVATE,
        };
        let auth = OAuth2::new("MARKER-client", certificate_id, algorithm, &SecretString::from(pem)).unwrap();
        self.builder().auth(auth).build().unwrap()
    }

    fn calls(&self, operation: &str) -> u64 {
        self.fake.calls().get(operation).copied().unwrap_or_default()
    }

    fn latency(&self, min: u64, max: u64) {
        self.fake.set_latency(Duration::from_millis(min), Duration::from_millis(max));
    }
}

fn eid(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn to(text: &str) -> Option<Reference> {
    Some(id(text).into())
}

fn dec(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

async fn read_customer(netsuite: &NetSuite) -> Result<Customer, Error> {
    netsuite.records::<Customer>().get(id("107")).send().await
}

fn line(item: &str, quantity: Option<Decimal>, amount: &str) -> TransactionLine {
    let mut line = TransactionLine::default();
    line.item = to(item);
    line.quantity = quantity;
    line.price = to("-1");
    line.amount = dec(amount);
    line
}

fn order(external_id: &str) -> SalesOrder {
    let mut order = SalesOrder::default();
    order.external_id = Some(eid(external_id));
    order.entity = to("107");
    order.tran_date = NaiveDate::from_ymd_opt(2026, 11, 20);
    order.order_status = Some(Choice::new("B"));
    order.to_be_emailed = Some(false);
    order.shipping_cost = dec("4.99");
    order.extra.insert("custbody_amz_order_id".to_owned(), json!("113-1234567-1234567"));
    let mut goods = line("456", dec("3"), "10.00");
    goods.extra.insert("custcol_amz_order_item_id".to_owned(), json!("00112233445566"));
    order.item = vec![goods, line("900", None, "-1.50")].into();
    order.item.items[1].rate = dec("-1.50");
    order
}

fn buyer(last_name: &str) -> Customer {
    let mut address = Address::default();
    address.addressee = Some(format!("Jane {last_name}"));
    address.addr1 = Some("1 Main St".to_owned());
    address.country = Some(Choice::new("US"));
    let mut entry = AddressBookEntry::default();
    entry.label = Some("home".to_owned());
    entry.default_shipping = Some(true);
    entry.address_book_address = Some(address);
    let mut buyer = Customer::default();
    buyer.is_person = Some(true);
    buyer.last_name = Some(last_name.to_owned());
    buyer.email = Some("jane@example.com".to_owned());
    buyer.subsidiary = to("1");
    buyer.extra.insert("custentity_amz_buyer".to_owned(), json!("A1BUYER"));
    buyer.address_book = vec![entry].into();
    buyer
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
    lastname: Option<String>,
    email: Option<String>,
}

const BY_NAME: &str = "SELECT id, lastname, email FROM customer WHERE lastname = :name ORDER BY id";
