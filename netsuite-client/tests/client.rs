//! The client against a simulated NetSuite, in one process and on virtual time.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{NaiveDate, TimeDelta};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    secret::SecretString,
    testing::{InProcess, SkewedClock, TokioClock},
    transport::{Body, Transport, TransportError},
};
use futures_util::{StreamExt as _, TryStreamExt as _, future::join_all};
use http::{Request, Response};
use netsuite_client::{
    Error, ErrorKind, ExternalId, InternalId, Literal, NetSuite, NetSuiteBuilder, OAuth2, Records,
    RetryPolicy, SigningAlgorithm, TokenBased,
    field::{Choice, Reference},
    records::{Address, AddressBookEntry, Customer, Invoice, SalesOrder, TransactionLine},
    testing::{Certificate, Failure, FakeNetSuite, TokenPair},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

const ACCOUNT: &str = "1234567_SB1";
const CONSUMER_KEY: &str = "MARKER-consumer-key";
const CONSUMER_SECRET: &str = "MARKER-consumer&secret";
const TOKEN: &str = "MARKER-token-id";
const TOKEN_SECRET: &str = "MARKER token secret";

// Key pairs made for these tests and used nowhere else.
const EC_PRIVATE: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZHqh417qlade4Xue
RHGnYaCLklrHTIfSQAk72DEQz56hRANCAATTcpXDz4fW7/apC1kBDwAfzz41rMbD
nlRbFmyRxb/yE3rEDfJ5+T1YRWw1fY8k9eyqiaeOk5/+hAsTXBrRQx6m
-----END PRIVATE KEY-----
";

const EC_PUBLIC: &str = "\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE03KVw8+H1u/2qQtZAQ8AH88+NazG
w55UWxZskcW/8hN6xA3yefk9WEVsNX2PJPXsqomnjpOf/oQLE1wa0UMepg==
-----END PUBLIC KEY-----
";

const RSA_PRIVATE: &str = "\
-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCov95u+vvVwhvS
IzxLrA9OwbF66dY/su5lDJlN18CQ8LDVGdiU06UIE9zwliM0k304eb9pA8gOSmoo
1O0/2wL3x6Djf/prVkhVqE19Z8Xhua8evpIkjwTv9IUrHlCwW6WmXeC9YrpnhYPD
Fpsm+63w2XpXlBLzzx+9ccrTqmotsFRJvEZ0B8PsMLxGWxbztlJlhCB6vCpxLyhp
s5thSSS5/pGRl+1nfVzpy+wPmqMHv2LIecsfxAEseq4q8BRqiLfR8RG4z20EDQ7G
u1yzocpPJSNXIniAH3vYDMMr360SrXTJPdtZFUab1yaIPuSU68sbVs7QdB3w8ip0
PI5DlpYnAgMBAAECggEABSRblcwmElxo1p1mP/QNP1wdmV44vhYot4GLxlh1sLT0
3nl8JQTR+Y4JZHdeuUJpRWhIUd3gobbYx0e9tv1oeL5ng6cprU2ixKFtQw3/dKJg
2LH76AtHnjw4Npkk4krYoFop9/tjLLZfznkI30Y6BaXK2ZJUhYNhNzeZc5u0wpGZ
M+TAsIWDTGsSFHdbShr7VfUeB+qe+4Tw0KB76Tpl8eDpFofIiiELRkrjyj37sHKn
QG4K0Fprz+Pv5HQtZJtTdCJZLJ0W4CPV5dqcugbjcdk+gHjYcayCVFMeN6tEUBeR
9vJ2crkdliNVRaye3D+X0TzCgwDCHtR4kYxA0B7VSQKBgQDmdDT5NmP8kyiGoZJ/
yiaT6Vw0XwkEPRbkW0l8EzS8F+i3qsVlqG0mWUopnuPrtVRbm4IB8NjLHq0hEnI+
5Hg+6fkxqObyqRK/1hJwLbsy3PCnyLA6+NSWWzqfgNEFR0m0uEVR6wA1Lbkv2/+I
B6cRP549zfClmqJ6RWcLq0X6ewKBgQC7dJ7xSrB+KKgAYAQ7MHL48s3N+oro6NsT
RT4VV8heV5/KVXgEfRkBtMOjyRE6iRy9tffBL0XzOc4XfkRsbwaX/3PtA7IwnYvu
EQbxT/srirrIghhjaCXZM9J0VBSuzI7xnELWcyNB+4YAzJDSww0VBlXDKdV/T/Q8
bELP2NdJRQKBgHCVmv+ZG9XbyrOjIZ/+kUQ3gE0xlIUWlyVul4LfGyc9AvsfmZol
Y1WVz45vymdvycuLOENcd30b+naqvVeOZFRQF+az3kf0Y22G1rEpFkgt+f/uInJc
9/aQkR41X2gVwKNiVrNDfHF+afdAoiDBpFPf4Z3OC1/MIM5dM49W2DQbAoGAIo4n
8pDzIf56ob8RaJvQxeV0XMEPtEmggNflzudkr0d11EWXHzS0VGUvH1UkUOcPnkUa
C8mcGm8Qd7I2CMsaqxBTHWDuCxovvk3zOq6kvW0Qa3/X4RNEztpHtFv/iA17WDyW
8ZM9757fH+yV0dRU6AhH7PccPSDPBAhs9IWjggUCgYEA4wpwoxfAbTMgoa2E1bWg
Mdfbv/6iuDby0+MY4ioaC2MxeRKT1C++D+ERNj72gg7U979bw8OvLqWIMGnU8cM7
x8VFY2UlaBcNOMwWMhhkQbpmPuD9kcGuHPGkkZIvIUgvYuJ1zosCoEqdTN/9kQ6+
NMEU90Evjr2MbDS4hqpubl8=
-----END PRIVATE KEY-----
";

const RSA_PUBLIC: &str = "\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqL/ebvr71cIb0iM8S6wP
TsGxeunWP7LuZQyZTdfAkPCw1RnYlNOlCBPc8JYjNJN9OHm/aQPIDkpqKNTtP9sC
98eg43/6a1ZIVahNfWfF4bmvHr6SJI8E7/SFKx5QsFulpl3gvWK6Z4WDwxabJvut
8Nl6V5QS888fvXHK06pqLbBUSbxGdAfD7DC8RlsW87ZSZYQgerwqcS8oabObYUkk
uf6RkZftZ31c6cvsD5qjB79iyHnLH8QBLHquKvAUaoi30fERuM9tBA0Oxrtcs6HK
TyUjVyJ4gB972AzDK9+tEq10yT3bWRVGm9cmiD7klOvLG1bO0HQd8PIqdDyOQ5aW
JwIDAQAB
-----END PUBLIC KEY-----
";

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

fn invoice(external_id: &str) -> Invoice {
    let mut invoice = Invoice::default();
    invoice.external_id = Some(eid(external_id));
    invoice.entity = Some(eid("AMZ-GENERIC").into());
    invoice.location = to("9");
    invoice.due_date = NaiveDate::from_ymd_opt(2026, 12, 1);
    invoice.extra.insert("custbody_amz_order_id".to_owned(), json!("113-1234567-1234567"));
    invoice.item = vec![line("456", dec("2"), "39.98")].into();
    invoice
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

fn addresses(world: &World, external_id: &str) -> usize {
    let stored = world.fake.records("customer");
    let buyer = stored.iter().find(|record| record["externalId"] == external_id).unwrap();
    buyer["addressBook"]["items"].as_array().unwrap().len()
}

// ---- Who calls: token-based authentication --------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_signed_call_is_let_in() {
    let world = World::new();
    let customer = read_customer(&world.netsuite()).await.unwrap();
    assert_eq!(customer.company_name.as_deref(), Some("Amazon buyers"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_named_and_asked_about_once_a_minute() {
    let world = World::new();
    let netsuite = world.stranger();
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 1));
    assert!(!error.maybe_sent());
    assert_eq!(
        error.to_string(),
        "record.get: access was refused (HTTP 401); INVALID_LOGIN: Invalid login attempt. For more details, see the \
         Login Audit Trail in the NetSuite UI.; NetSuite does not accept this login: check the account id, this \
         machine's clock, and whether the token or certificate was revoked (Setup > Users/Roles > Login Audit Trail \
         has the reason)"
    );
    for _ in 0..20 {
        assert_eq!(read_customer(&netsuite).await.unwrap_err().kind(), ErrorKind::Auth);
        tokio::time::advance(Duration::from_millis(2_900)).await;
    }
    assert_eq!(world.calls("record.get"), 1, "nothing more is sent within a minute");
    tokio::time::advance(Duration::from_secs(3)).await;
    read_customer(&netsuite).await.unwrap_err();
    assert_eq!(world.calls("record.get"), 2);
    read_customer(&world.netsuite()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn twenty_calls_at_once_with_a_wrong_secret_do_not_lock_the_login() {
    let world = World::new();
    world.latency(50, 150);
    let netsuite = world.stranger();
    let outcomes = join_all((0..20).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().unwrap_err().kind() == ErrorKind::Auth));
    assert!(world.calls("record.get") <= 4, "{:?}: five lock it for half an hour", world.fake.calls());
    read_customer(&world.netsuite()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_clock_ten_minutes_off_is_refused_with_a_hint() {
    let world = World::new();
    for minutes in [10, -10] {
        let skewed = SkewedClock::new(world.clock.clone());
        skewed.set_skew(TimeDelta::minutes(minutes));
        let netsuite = world.builder().clock(SharedClock::new(skewed)).build().unwrap();
        let error = read_customer(&netsuite).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.hint().unwrap().contains("this machine's clock"));
    }
    let skewed = SkewedClock::new(world.clock.clone());
    skewed.set_skew(TimeDelta::minutes(4));
    read_customer(&world.builder().clock(SharedClock::new(skewed)).build().unwrap()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forbidden_record_is_refused_with_a_hint_and_does_not_stop_other_calls() {
    let world = World::new();
    let netsuite = world.netsuite();
    world.fake.fail_next("record.get", Failure::Status(403));
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
    assert!(error.hint().unwrap().contains("edit level"));
    read_customer(&netsuite).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed_anew() {
    let world = World::new();
    for failure in [Failure::Status(500), Failure::Html(503), Failure::Throttle, Failure::CutBody] {
        world.fake.fail_next("record.get", failure);
    }
    let start = Instant::now();
    read_customer(&world.netsuite()).await.unwrap();
    assert_eq!(world.calls("record.get"), 5, "a nonce sent twice is refused");
    assert!(start.elapsed() > Duration::ZERO);
}

// ---- Who calls: OAuth 2.0 -------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn both_kinds_of_key_buy_a_token() {
    let world = World::new();
    let ways = [("cert-rsa", SigningAlgorithm::Ps256), ("cert-ec", SigningAlgorithm::Es256)];
    for (certificate, algorithm) in ways {
        read_customer(&world.oauth2(certificate, algorithm)).await.unwrap();
    }
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_at_once_fetch_one_token() {
    for (certificate, algorithm) in
        [("cert-rsa", SigningAlgorithm::Ps256), ("cert-ec", SigningAlgorithm::Es256)]
    {
        let world = World::new();
        world.latency(50, 150);
        let netsuite = world.oauth2(certificate, algorithm);
        let outcomes = join_all((0..50).map(|_| read_customer(&netsuite))).await;
        assert!(outcomes.iter().all(Result::is_ok));
        assert_eq!(netsuite.calls(), [("record.get", 50), ("token", 1)].into());
        assert_eq!((world.calls("token"), world.fake.throttled()), (1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends_so_that_no_call_meets_its_end() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    for _ in 0..100 {
        read_customer(&netsuite).await.unwrap();
        tokio::time::advance(Duration::from_secs(100)).await;
    }
    assert_eq!((world.calls("token"), world.calls("record.get")), (3, 100));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_revoked_is_renewed_once() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    read_customer(&netsuite).await.unwrap();
    world.fake.fail_next("record", Failure::Status(401));
    read_customer(&netsuite).await.unwrap();
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 3));

    world.fake.fail_next("record", Failure::Status(401));
    world.fake.fail_next("record", Failure::Status(401));
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 2));
    assert_eq!((world.calls("token"), world.calls("record.get")), (3, 5));
}

#[tokio::test(start_paused = true)]
async fn a_create_refused_for_its_token_is_made_once_with_the_next() {
    let world = World::new();
    let netsuite = world.oauth2("cert-rsa", SigningAlgorithm::Ps256);
    world.fake.fail_next("record.create", Failure::Status(401));
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert_eq!(world.fake.applied(), [("salesOrder/A-1".to_owned(), 1)].into());
}

#[tokio::test(start_paused = true)]
async fn a_wrong_certificate_id_is_named_and_nothing_is_sent_to_the_service() {
    let world = World::new();
    let netsuite = world.oauth2("MARKER-no-such-cert", SigningAlgorithm::Es256);
    let error = read_customer(&netsuite).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(400)));
    assert!(error.has_code("invalid_grant"));
    assert_eq!(
        error.to_string(),
        "token: access was refused (HTTP 400); invalid_grant; check this machine's clock, that the certificate id is \
         the one NetSuite shows, and that the mapping exists in this account (a sandbox refresh removes it)"
    );
    for _ in 0..20 {
        read_customer(&netsuite).await.unwrap_err();
    }
    assert_eq!(world.fake.calls(), [("token".to_owned(), 1)].into());
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_for_a_moment_is_asked_again() {
    let world = World::new();
    for failure in [Failure::Status(503), Failure::Html(502), Failure::CutBody] {
        world.fake.fail_next("token", failure);
    }
    read_customer(&world.oauth2("cert-ec", SigningAlgorithm::Es256)).await.unwrap();
    assert_eq!((world.calls("token"), world.calls("record.get")), (4, 1));
}

#[test]
fn a_key_that_does_not_fit_its_algorithm_is_refused_at_once() {
    let cases = [
        (EC_PRIVATE, SigningAlgorithm::Ps256, "PS256 takes an RSA key, and this is a key on the curve P-256"),
        (
            EC_PRIVATE,
            SigningAlgorithm::Es384,
            "ES384 takes a key on the curve P-384, and this is a key on the curve P-256",
        ),
        (
            RSA_PRIVATE,
            SigningAlgorithm::Es512,
            "ES512 takes a key on the curve P-521, and this is an RSA key",
        ),
        (EC_PUBLIC, SigningAlgorithm::Es256, "this is the public part; what signs is the private key"),
        (
            "MARKER",
            SigningAlgorithm::Es256,
            "the private key is not in PEM form: it begins with -----BEGIN PRIVATE KEY-----",
        ),
    ];
    for (pem, algorithm, expected) in cases {
        let error = OAuth2::new("client", "cert", algorithm, &SecretString::from(pem)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

// ---- Records --------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_sales_order_comes_back_as_it_was_sent() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let sent = order("A-1");
    let written = orders.create(&sent).await.unwrap();
    let read = orders.get(written.clone()).expand_sub_resources().send().await.unwrap();
    assert_eq!((read.id.as_ref(), &read.external_id), (Some(written.id()), &sent.external_id));
    assert_eq!((read.tran_date, read.to_be_emailed), (sent.tran_date, Some(false)));
    assert_eq!(read.entity.unwrap().internal_id(), Some(&id("107")));
    assert_eq!(read.status.unwrap().name.as_deref(), Some("Pending Fulfillment"));
    assert_eq!(read.created_date, Some(world.clock.now()));
    // 10.00 − 1.50 + 4.99
    assert_eq!((read.subtotal, read.shipping_cost, read.total), (dec("8.5"), dec("4.99"), dec("13.49")));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    let lines = &read.item.items;
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!((lines[0].quantity, lines[0].amount, lines[1].amount), (dec("3"), dec("10"), dec("-1.5")));
    assert_eq!(lines[0].extra["custcol_amz_order_item_id"], "00112233445566");
    let Some(Reference::Internal { id: item, .. }) = &lines[0].item else { unreachable!("{:?}", lines[0]) };
    assert_eq!(item, &id("456"));
}

#[tokio::test(start_paused = true)]
async fn lines_come_only_when_asked_for() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    let short = orders.get(eid("A-1")).send().await.unwrap();
    assert!(short.item.items.is_empty());
    let long = orders.get(eid("A-1")).expand_sub_resources().send().await.unwrap();
    assert_eq!(long.item.items.len(), 2);
    let few = orders.get(eid("A-1")).fields(&["tranId", "total"]).send().await.unwrap();
    assert_eq!((few.total, few.entity, few.external_id), (dec("13.49"), None, None));
}

#[tokio::test(start_paused = true)]
async fn a_customer_comes_back_as_it_was_sent() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>();
    let written = customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
    let read = customers.get(eid("B-1")).expand_sub_resources().send().await.unwrap();
    assert_eq!(read.id.as_ref(), Some(written.id()));
    assert_eq!((read.is_person, read.last_name.as_deref()), (Some(true), Some("Doe")));
    assert_eq!(read.email.as_deref(), Some("jane@example.com"));
    assert_eq!(read.extra["custentity_amz_buyer"], "A1BUYER");
    let entry = &read.address_book.items[0];
    assert_eq!((entry.label.as_deref(), entry.default_shipping), (Some("home"), Some(true)));
    assert!(entry.id.is_some());
    let address = entry.address_book_address.as_ref().unwrap();
    assert_eq!(address.addressee.as_deref(), Some("Jane Doe"));
    assert_eq!(address.country.as_ref().unwrap().id, "US");
}

#[tokio::test(start_paused = true)]
async fn an_invoice_comes_back_as_it_was_sent() {
    let world = World::new();
    let invoices = world.netsuite().records::<Invoice>();
    let written = invoices.create(&invoice("I-1")).await.unwrap();
    let read = invoices.get(written).expand_sub_resources().send().await.unwrap();
    assert_eq!(
        read.entity.unwrap().internal_id(),
        Some(&id("107")),
        "named by external id, shown by its own"
    );
    assert_eq!(read.due_date, NaiveDate::from_ymd_opt(2026, 12, 1));
    assert_eq!((read.total, read.status.unwrap().id.as_str()), (dec("39.98"), "A"));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    assert_eq!((read.item.items[0].amount, read.item.items[0].quantity), (dec("39.98"), dec("2")));
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_what_it_names_and_nothing_else() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let written = orders.create(&order("A-1")).await.unwrap();
    let mut change = SalesOrder::default();
    change.memo = Some("changed".to_owned());
    let mut first = TransactionLine::default();
    first.line = Some(1);
    first.quantity = dec("2");
    change.item = vec![first].into();
    let changed = orders.update(&eid("A-1"), &change).await.unwrap();
    assert_eq!(changed.id(), written.id());
    let read = orders.get(written.clone()).expand_sub_resources().send().await.unwrap();
    assert_eq!((read.memo.as_deref(), read.item.items.len()), (Some("changed"), 2));
    assert_eq!(read.item.items[0].quantity, dec("2"));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    orders.update(written, &json!({"memo": "by hand"})).await.unwrap();
    assert_eq!(world.fake.records("salesOrder")[0]["memo"], "by hand");
    let error = orders.update(&eid("nobody"), &change).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_record_can_be_deleted_twice() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let written = orders.create(&order("A-1")).await.unwrap();
    orders.delete(written.clone()).await.unwrap();
    assert!(orders.get(written.clone()).find().await.unwrap().is_none());
    orders.delete(written).await.unwrap();
    orders.create(&order("A-2")).await.unwrap();
    let error = world.netsuite().records::<Customer>().delete(id("107")).await.unwrap_err();
    assert_eq!((error.kind(), world.fake.records("customer").len()), (ErrorKind::Rejected, 1));
}

#[tokio::test(start_paused = true)]
async fn a_delete_whose_answer_is_lost_is_repeated() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    world.fake.fail_next("record.delete", Failure::StatusAfterApply(500));
    orders.delete(eid("A-1")).await.unwrap();
    assert_eq!(world.calls("record.delete"), 2);
    assert!(world.fake.records("salesOrder").is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_record_is_none_or_not_found() {
    let world = World::new();
    let netsuite = world.netsuite();
    assert!(netsuite.records::<SalesOrder>().get(eid("nobody")).find().await.unwrap().is_none());
    assert!(netsuite.records::<Customer>().get(id("4711")).find().await.unwrap().is_none());
    let error = netsuite.records::<Customer>().get(id("4711")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::NotFound, Some(404), 1));
    assert!(error.has_code("NONEXISTENT_ID") && error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn an_id_of_another_type_is_not_found() {
    let world = World::new();
    let netsuite = world.netsuite();
    let order = netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let invoices = netsuite.records::<Invoice>();
    let error = invoices.get(order.id().clone()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(400)));
    assert!(invoices.get(order.id().clone()).find().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_second_external_id_of_a_family_is_a_conflict() {
    let world = World::new();
    let netsuite = world.netsuite();
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let again = [
        netsuite.records::<SalesOrder>().create(&order("A-1")).await.map(drop),
        netsuite.records::<Invoice>().create(&invoice("a-1")).await.map(drop),
    ];
    for outcome in again {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Conflict, false, 1));
        assert_eq!(
            error.to_string(),
            "record.create: the service said no (HTTP 400); USER_ERROR: This record already exists."
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_undeclared_custom_field_is_refused_by_name() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let mut misspelt = order("A-1");
    misspelt.extra.insert("custbody_amz_ordre_id".to_owned(), json!("113"));
    misspelt.item.items[1].extra.insert("custcol_unknown".to_owned(), json!("1"));
    let outcomes = [
        orders.create(&misspelt).await.map(drop),
        orders.upsert(&eid("A-1"), &misspelt, &["item"]).await.map(drop),
    ];
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Rejected, false));
        assert!(error.has_code("INVALID_CONTENT"));
        let paths: BTreeSet<_> =
            error.problems().iter().filter_map(|problem| problem.path.as_deref()).collect();
        assert_eq!(paths, ["custbody_amz_ordre_id", "item.items[1].custcol_unknown"].into());
        assert!(error.to_string().contains("custbody_amz_ordre_id"), "{error}");
    }
    let written = orders.create(&order("A-1")).await.unwrap();
    let error = orders.update(written, &json!({"memmo": "lost"})).await.unwrap_err();
    assert_eq!(error.problems()[0].path.as_deref(), Some("memmo"));
}

#[tokio::test(start_paused = true)]
async fn a_record_type_known_by_name_only_is_json() {
    let world = World::new();
    let customers: Records<Value> = world.netsuite().records_of("customer");
    let customer = customers.get(id("107")).send().await.unwrap();
    assert_eq!(customer["companyName"], "Amazon buyers");
}

#[tokio::test(start_paused = true)]
async fn dots_stay_in_their_segment() {
    let world = World::new();
    let netsuite = world.netsuite();
    for text in [".", ".."] {
        let _ = netsuite.records::<Customer>().delete(id(text)).await;
        let _ = netsuite.records_of(text).get(id("1")).find().await;
    }
    assert_eq!(world.calls("other"), 0, "{:?}", world.fake.calls());
}

// ---- Writes whose outcome is in doubt -------------------------------------------------------------------------

/// Carries requests to the simulator, and loses the answers while it is told to.
#[derive(Debug, Clone)]
struct LosesAnswers {
    fake: Arc<FakeNetSuite>,
    on: Arc<AtomicBool>,
}

#[async_trait]
impl Transport for LosesAnswers {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = InProcess(Arc::clone(&self.fake)).call(request).await?;
        if self.on.load(Ordering::SeqCst) {
            return Err(TransportError::maybe_sent_because("the connection was reset"));
        }
        Ok(answer)
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_whose_answer_is_lost_is_not_repeated_and_says_so() {
    let world = World::new();
    let lossy = LosesAnswers { fake: Arc::clone(&world.fake), on: Arc::new(true.into()) };
    let netsuite = world.builder().transport(lossy.clone()).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let error = orders.create(&order("A-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Transport, true, 1));
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (1, 1));
    lossy.on.store(false, Ordering::SeqCst);
    assert!(orders.get(eid("A-1")).find().await.unwrap().is_some(), "the external id finds it");
}

#[tokio::test(start_paused = true)]
async fn a_create_that_fails_after_it_was_applied_is_not_repeated() {
    for (failure, kind) in [
        (Failure::StatusAfterApply(500), ErrorKind::Unavailable),
        (Failure::StatusAfterApply(408), ErrorKind::Timeout),
        (Failure::Html(502), ErrorKind::Unavailable),
        (Failure::LoseLocation, ErrorKind::Decode),
        (Failure::CutBody, ErrorKind::Decode),
    ] {
        let world = World::new();
        world.fake.fail_next("POST salesOrder", failure);
        let error = world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (kind, true, 1), "{failure:?}");
        assert_eq!(world.calls("record.create"), 1, "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_that_is_not_answered_in_time_is_not_repeated() {
    let world = World::new();
    world.latency(40_000, 40_000);
    let error = world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Timeout, true));
    assert_eq!(error.to_string(), "record.create: no answer within 30s");
    world.fake.settle();
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_create_refused_for_too_many_calls_is_repeated() {
    let world = World::new();
    world.fake.fail_next("record.create", Failure::Throttle);
    world.fake.fail_next("record.create", Failure::Throttle);
    world.netsuite().records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn an_update_in_doubt_is_not_repeated_for_it_would_add_its_lines_again() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    let mut more = SalesOrder::default();
    more.item = vec![line("456", dec("1"), "5.00")].into();
    world.fake.fail_next("record.update", Failure::StatusAfterApply(500));
    let error = orders.update(&eid("A-1"), &more).await.unwrap_err();
    assert!(error.maybe_sent());
    assert_eq!(world.calls("record.update"), 1);
    assert_eq!(world.fake.records("salesOrder")[0]["item"]["items"].as_array().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_upsert_that_replaces_is_repeated_until_its_outcome_is_known() {
    for failure in
        [Failure::StatusAfterApply(500), Failure::Status(503), Failure::LoseLocation, Failure::Html(504)]
    {
        let world = World::new();
        world.fake.fail_next("record.upsert", failure);
        let customers = world.netsuite().records::<Customer>();
        let written = customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
        assert_eq!(world.calls("record.upsert"), 2, "{failure:?}");
        assert_eq!(world.fake.applied(), [("customer/B-1".to_owned(), 1)].into(), "{failure:?}");
        assert_eq!(addresses(&world, "B-1"), 1, "{failure:?}");
        assert!(customers.get(written).find().await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn an_upsert_adds_its_addresses_unless_it_replaces_them() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>();
    let first = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap();
    let second = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap();
    assert_eq!((first.id(), addresses(&world, "B-1")), (second.id(), 2));
    customers.upsert(&eid("B-1"), &buyer("Roe"), &["addressBook"]).await.unwrap();
    assert_eq!(addresses(&world, "B-1"), 1);
    let error = customers.upsert(&eid("B-1"), &buyer("Doe"), &["adressBook"]).await.unwrap_err();
    assert_eq!((error.kind(), error.problems()[0].path.as_deref()), (ErrorKind::Rejected, Some("replace")));
}

#[tokio::test(start_paused = true)]
async fn an_upsert_that_does_not_replace_does_not_double_its_addresses_by_itself() {
    let world = World::new();
    world.fake.fail_next("record.upsert", Failure::StatusAfterApply(500));
    let customers = world.netsuite().records::<Customer>();
    let _ = customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await;
    assert_eq!(addresses(&world, "B-1"), 1);
}

#[tokio::test(start_paused = true)]
async fn without_repeats_an_upsert_in_doubt_is_told_and_not_repeated() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>().without_repeats();
    let upsert = || async { customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await };
    world.fake.fail_next("record.upsert", Failure::StatusAfterApply(500));
    let error = upsert().await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Unavailable, true, 1));
    assert_eq!(world.calls("record.upsert"), 1);
    world.fake.fail_next("record.upsert", Failure::Throttle);
    upsert().await.unwrap();
    assert_eq!(world.calls("record.upsert"), 3, "what was certainly not carried out is repeated still");
}

// ---- Concurrency ----------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn two_hundred_creates_at_once_never_exceed_the_limit() {
    let world = World::new();
    world.latency(100, 800);
    world.fake.set_concurrency_limit(5);
    let netsuite = world.builder().concurrency(5).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let bodies: Vec<_> = (0..200).map(|n| order(&format!("A-{n}"))).collect();
    let outcomes = join_all(bodies.iter().map(|body| orders.create(body))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((world.fake.max_in_flight(), world.fake.throttled()), (5, 0));
    assert_eq!((world.calls("record.create"), world.fake.records("salesOrder").len()), (200, 200));
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_limit() {
    let world = World::new();
    world.latency(100, 200);
    let netsuite = world.netsuite();
    join_all((0..40).map(|_| {
        let clone = netsuite.clone();
        async move { read_customer(&clone).await.unwrap() }
    }))
    .await;
    assert_eq!((world.fake.max_in_flight(), world.fake.throttled()), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn a_limit_lower_than_ours_halves_ours_and_every_call_is_made_once() {
    let world = World::new();
    world.latency(200, 400);
    world.fake.set_concurrency_limit(3);
    let netsuite = world.builder().concurrency(8).build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let bodies: Vec<_> = (0..100).map(|n| order(&format!("A-{n}"))).collect();
    let outcomes = join_all(bodies.iter().map(|body| orders.create(body))).await;
    for outcome in &outcomes {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
    assert!(world.fake.throttled() > 0 && world.fake.throttled() < 30, "{}", world.fake.throttled());
    assert!(world.fake.max_in_flight() <= 3);
    assert!(world.fake.applied().values().all(|times| *times == 1));
    assert_eq!(world.fake.records("salesOrder").len(), 100);
}

#[tokio::test(start_paused = true)]
async fn one_burst_of_refusals_halves_the_limit_once() {
    let world = World::new();
    world.latency(1_000, 1_000);
    world.fake.set_concurrency_limit(15);
    let netsuite = world.builder().concurrency(20).build().unwrap();
    let start = Instant::now();
    let outcomes = join_all((0..200).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    // Ten at a time take 20 s.
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}

// ---- SuiteQL --------------------------------------------------------------------------------------------------

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
    lastname: Option<String>,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Booked {
    externalid: String,
    #[serde(with = "commerce_client_core::wire::decimal_text")]
    total: Decimal,
    memo: Option<String>,
}

/// Four buyers; one has no e-mail.
fn with_buyers() -> World {
    let world = World::new();
    for (id, name) in [(201, "O'Neill"), (202, "Müller"), (203, "Doe"), (204, "' OR 1=1 --")] {
        let mut body = json!({"id": id.to_string(), "externalId": format!("B-{id}"), "isPerson": true,
            "lastName": name, "subsidiary": {"id": "1"}});
        if id != 203 {
            body["email"] = json!(format!("b{id}@example.com"));
        }
        world.fake.put_record("customer", body);
    }
    world
}

const BY_NAME: &str = "SELECT id, lastname, email FROM customer WHERE lastname = :name ORDER BY id";

#[tokio::test(start_paused = true)]
async fn text_with_quotes_is_bound_as_it_is() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    for (id, name) in [("201", "O'Neill"), ("202", "Müller"), ("204", "' OR 1=1 --")] {
        let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", name).all().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [id], "{name}");
        assert_eq!(rows[0].lastname.as_deref(), Some(name));
    }
}

#[tokio::test(start_paused = true)]
async fn what_would_be_sql_is_only_text() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    for attempt in
        ["' OR '1'='1", "'' OR 1=1", "x' OR 1=1 --", "'; DELETE FROM customer; --", "\\' OR 1=1 --", ":name"]
    {
        let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", attempt).all().await.unwrap();
        assert!(rows.is_empty(), "{attempt}: {rows:?}");
        let list: Literal = [attempt, "x"].into_iter().collect();
        let text = "SELECT id FROM customer WHERE lastname IN :names ORDER BY id";
        let rows: Vec<Named> = netsuite.suiteql(text).bind("names", list).all().await.unwrap();
        assert!(rows.is_empty(), "{attempt}: {rows:?}");
    }
    assert_eq!(world.fake.records("customer").len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_negative_number_after_a_minus_is_no_comment() {
    let world = with_buyers();
    let text = "SELECT id FROM customer WHERE id > 200 -:n AND lastname = 'Doe' ORDER BY id";
    let rows: Vec<Named> = world.netsuite().suiteql(text).bind("n", -1).all().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["203"]);
}

#[tokio::test(start_paused = true)]
async fn numbers_lists_and_dates_are_bound_by_type() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    let orders = netsuite.records::<SalesOrder>();
    for (external_id, day) in [("A-1", 19), ("A-2", 20), ("A-3", 21)] {
        let mut body = order(external_id);
        body.tran_date = NaiveDate::from_ymd_opt(2026, 11, day);
        orders.create(&body).await.unwrap();
        tokio::time::advance(Duration::from_secs(60)).await;
    }
    let found = |text: &'static str, name: &'static str, value: Literal| {
        let query = netsuite.suiteql(format!(
            "SELECT externalid, foreigntotal AS total, memo FROM transaction WHERE {text} ORDER BY id"
        ));
        async move {
            let rows: Vec<Booked> = query.bind(name, value).all().await.unwrap();
            rows.into_iter().map(|row| row.externalid).collect::<Vec<_>>()
        }
    };
    let list: Literal = ["A-1", "A-3", "O'Neill"].into_iter().collect();
    assert_eq!(found("externalid IN :ids", "ids", list).await, ["A-1", "A-3"]);
    let numbers: Literal = [107_i64, 108].into_iter().collect();
    assert_eq!(found("entity IN :ids", "ids", numbers).await.len(), 3);
    assert_eq!(found("foreigntotal > :least", "least", dec("13.485").unwrap().into()).await.len(), 3);
    assert_eq!(found("foreigntotal > :least", "least", dec("13.49").unwrap().into()).await.len(), 0);
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    assert_eq!(found("trandate >= :day", "day", day.into()).await, ["A-2", "A-3"]);
    let at = world.clock.now() - TimeDelta::seconds(120);
    assert_eq!(found("lastmodifieddate >= :at", "at", at.into()).await, ["A-2", "A-3"]);
}

#[tokio::test(start_paused = true)]
async fn decimals_come_from_text_and_null_columns_are_absent() {
    let world = with_buyers();
    let netsuite = world.netsuite();
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let text = "SELECT externalid, foreigntotal AS total, memo FROM transaction";
    let rows: Vec<Booked> = netsuite.suiteql(text).all().await.unwrap();
    assert_eq!((Some(rows[0].total), &rows[0].memo), (dec("13.49"), &None));
    let rows: Vec<Named> = netsuite.suiteql(BY_NAME).bind("name", "Doe").all().await.unwrap();
    assert_eq!(rows[0].email, None);
}

/// 2,500 customers with ids from 10,000 on.
fn with_many() -> World {
    let world = World::new();
    for id in 10_000..12_500 {
        let body = json!({"id": id.to_string(), "companyName": format!("C{id}"), "subsidiary": {"id": "1"}});
        world.fake.put_record("customer", body);
    }
    world
}

const MANY: &str = "SELECT id FROM customer WHERE id >= :first ORDER BY id";

#[tokio::test(start_paused = true)]
async fn two_and_a_half_thousand_rows_come_in_three_calls_and_each_once() {
    let world = with_many();
    for failure in [None, Some(Failure::Status(503)), Some(Failure::CutBody), Some(Failure::Throttle)] {
        let before = world.calls("suiteql");
        if let Some(failure) = failure {
            world.fake.fail_next("suiteql", failure);
        }
        let query = world.netsuite().suiteql(MANY).bind("first", 10_000);
        let rows: Vec<Named> = query.all().await.unwrap();
        let expected: Vec<_> = (10_000..12_500).map(|id| id.to_string()).collect();
        assert_eq!(rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), expected);
        assert_eq!(world.calls("suiteql") - before, 3 + u64::from(failure.is_some()));
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_pages_that_are_looked_at_are_fetched() {
    let world = with_many();
    let query = world.netsuite().suiteql(MANY).bind("first", 10_000).with_page_size(100);
    let rows: Vec<Named> = query.rows().take(200).try_collect().await.unwrap();
    assert_eq!((rows.len(), world.calls("suiteql")), (200, 2));
}

#[tokio::test(start_paused = true)]
async fn a_full_page_is_not_the_last_whatever_netsuite_says_of_more() {
    let world = with_many();
    let query = world.netsuite().suiteql(MANY).bind("first", 11_500).with_page_size(500);
    let rows: Vec<Named> = query.all().await.unwrap();
    assert_eq!((rows.len(), world.calls("suiteql")), (1_000, 3));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_column_is_refused_in_netsuites_words() {
    let world = World::new();
    let error = world.netsuite().suiteql("SELECT nope FROM customer").all::<Named>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Rejected, 1));
    assert_eq!(
        error.to_string(),
        "suiteql: the service said no (HTTP 400); INVALID_PARAMETER: Invalid search query. Detailed unprocessed \
         description follows. Search error occurred: Unknown identifier 'nope'. Available identifiers are: \
         {customer=customer} (at q)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_query_that_cannot_be_written_is_not_sent() {
    let world = World::new();
    let netsuite = world.netsuite();
    let query = |text: &str| netsuite.suiteql(text);
    let too_many: Literal = (0..1_001_i64).collect();
    let none: Literal = Literal::List(Vec::new());
    for (query, reason) in [
        (query(BY_NAME), "nothing is bound to :name"),
        (
            query(BY_NAME).bind("name", "x").bind("nmae", "x"),
            ":nmae is bound but does not occur in the query",
        ),
        (query(BY_NAME).bind("name", "a\nb"), "the value of :name holds a control character"),
        (query(MANY).bind("first", too_many), "the list :first has 1001 values; 1 to 1000 are allowed"),
        (query(MANY).bind("first", none), "the list :first has 0 values; 1 to 1000 are allowed"),
    ] {
        let error = query.all::<Named>().await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Config, false));
        assert_eq!(error.to_string(), "suiteql: the query cannot be written");
        assert_eq!(error.source().unwrap().to_string(), reason);
    }
    assert!(world.fake.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_row_unlike_its_type_is_a_decode_error_that_is_not_repeated() {
    #[derive(Debug, Deserialize)]
    struct Wrong {
        #[serde(rename = "id")]
        _id: Vec<String>,
    }
    let world = World::new();
    let error = world.netsuite().suiteql("SELECT id FROM customer").all::<Wrong>().await.unwrap_err();
    assert_eq!((error.kind(), world.calls("suiteql")), (ErrorKind::Decode, 1));
    assert!(!error.maybe_sent());
}

// ---- Secrets and counts ---------------------------------------------------------------------------------------

/// Everything an error tells: itself, both ways, and its causes.
fn whole_chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[track_caller]
fn assert_no_secret(text: &str) {
    for secret in ["MARKER", "bearer-", "BEGIN PRIVATE", "eyJ", "jane@", "Jane"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn debug_of_builders_clients_and_credentials_shows_no_secret() {
    let world = World::new();
    let tba = TokenBased::new(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET);
    let key = SecretString::from(EC_PRIVATE);
    let oauth2 = OAuth2::new("MARKER-client", "cert-ec", SigningAlgorithm::Es256, &key).unwrap();
    assert_no_secret(&format!("{tba:?} {oauth2:?} {tba:#?} {oauth2:#?}"));
    assert!(format!("{oauth2:?}").contains("cert-ec"), "but which certificate it is is shown");
    assert_no_secret(&format!("{:?} {:?}", world.builder(), world.builder().auth(oauth2)));
    for netsuite in [world.netsuite(), world.oauth2("cert-ec", SigningAlgorithm::Es256)] {
        read_customer(&netsuite).await.unwrap();
        let orders = netsuite.records::<SalesOrder>();
        let (get, query) = (orders.get(eid("A-1")), netsuite.suiteql(BY_NAME));
        assert_no_secret(&format!("{netsuite:?} {netsuite:#?} {orders:?} {get:?} {query:?}"));
    }
}

#[tokio::test(start_paused = true)]
async fn debug_of_a_query_shows_no_value_bound_to_it() {
    let world = World::new();
    let query = world.netsuite().suiteql(BY_NAME).bind("name", "Jane");
    assert_no_secret(&format!("{query:?}"));
}

#[tokio::test(start_paused = true)]
async fn no_error_shows_a_secret_nor_do_its_causes() {
    let world = World::new();
    let stranger = world.stranger();
    let mut errors = vec![
        read_customer(&stranger).await.unwrap_err(),
        read_customer(&world.oauth2("no-such-cert", SigningAlgorithm::Es256)).await.unwrap_err(),
    ];
    assert_no_secret(&format!("{stranger:?}"));
    let ways = [world.builder(), world.builder().auth(world_key())];
    for builder in ways {
        let netsuite =
            builder.with_retry(RetryPolicy::default().with_attempts(1).with_seed(99)).build().unwrap();
        for failure in [Failure::CutBody, Failure::Status(400), Failure::Status(403), Failure::Status(500)] {
            world.fake.fail_next("record", failure);
            errors.push(read_customer(&netsuite).await.unwrap_err());
        }
        world.fake.fail_next("record", Failure::LoseLocation);
        let customers = netsuite.records::<Customer>();
        errors.push(customers.upsert(&eid("B-1"), &buyer("Doe"), &[]).await.unwrap_err());
        let odd = json!({"lastName": ["Jane"], "email": 5});
        errors.push(customers.create(&odd).await.unwrap_err());
        tokio::time::advance(Duration::from_secs(2)).await;
    }
    for error in errors {
        assert_no_secret(&whole_chain(&error));
    }
}

fn world_key() -> OAuth2 {
    let key = SecretString::from(RSA_PRIVATE);
    OAuth2::new("MARKER-client", "cert-rsa", SigningAlgorithm::Ps256, &key).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_counts_are_those_of_netsuite() {
    let world = World::new();
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    let (orders, customers) = (netsuite.records::<SalesOrder>(), netsuite.records::<Customer>());
    for (what, failure) in [
        ("token", Failure::Status(503)),
        ("record.get", Failure::Throttle),
        ("record.upsert", Failure::StatusAfterApply(500)),
        ("suiteql", Failure::Html(502)),
        ("record.delete", Failure::Status(401)),
    ] {
        world.fake.fail_next(what, failure);
    }
    orders.create(&order("A-1")).await.unwrap();
    orders.update(&eid("A-1"), &json!({"memo": "x"})).await.unwrap();
    orders.get(eid("A-1")).send().await.unwrap();
    customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
    netsuite.suiteql("SELECT id FROM customer ORDER BY id").all::<Named>().await.unwrap();
    orders.delete(eid("A-1")).await.unwrap();
    let counted: BTreeMap<_, _> =
        netsuite.calls().into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    assert_eq!(counted, world.fake.calls());
    assert_eq!(counted["token"], 3);
    assert_eq!(counted["record.delete"], 2);
}

// ---- Found once ---------------------------------------------------------------------------------------------------

#[test]
fn a_form_as_bare_text_is_read() {
    let order: Result<SalesOrder, _> = serde_json::from_value(json!({"id": "1", "customForm": "30"}));
    assert!(order.is_ok(), "{order:?}");
}

#[tokio::test(start_paused = true)]
async fn clients_with_one_seed_do_not_repeat_each_others_nonces() {
    let world = World::new();
    for _ in 0..2 {
        let netsuite = world.builder().with_retry(RetryPolicy::default().with_seed(7)).build().unwrap();
        read_customer(&netsuite).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_delete_under_another_type_is_not_told_as_done() {
    let world = World::new();
    let netsuite = world.netsuite();
    let written = netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert!(netsuite.records::<Invoice>().delete(written.id().clone()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_misspelt_record_type_is_not_told_as_a_missing_record() {
    let world = World::new();
    let found = world.netsuite().records_of("custmer").get(id("107")).find().await;
    assert!(found.is_err(), "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_at_once_whose_token_has_ended_fetch_one_more() {
    let world = World::new();
    world.latency(50, 150);
    let netsuite = world.oauth2("cert-ec", SigningAlgorithm::Es256);
    read_customer(&netsuite).await.unwrap();
    tokio::time::advance(Duration::from_secs(3_601)).await;
    let outcomes = join_all((0..50).map(|_| read_customer(&netsuite))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((world.calls("token"), world.calls("record.get")), (2, 51));
}
