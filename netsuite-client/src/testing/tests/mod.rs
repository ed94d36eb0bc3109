//! What the simulator promises.

mod applying;
mod auth;
mod background;
mod conformance;
mod flow;
mod keys;
mod lists;
mod orders;
mod pricing;
mod records;
mod references;
mod rules;
mod stock;
mod suiteql;
mod system;
mod taxes;
mod timing;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use commerce_client_core::{
    clock::{Clock as _, SharedClock},
    testing::{FakeService as _, TokioClock},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Request, Response};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{FakeNetSuite, TokenPair};

pub(super) const HOST: &str = "https://1234567-sb1.suitetalk.api.netsuite.com";
const RECORD: &str = "/services/rest/record/v1/";
const SUITEQL: &str = "/services/rest/query/v1/suiteql";

fn start() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn pair() -> TokenPair {
    TokenPair {
        consumer_key: "ck".into(),
        consumer_secret: "c&s".into(),
        token: "tk".into(),
        token_secret: "t s".into(),
    }
}

/// An account with a customer (107), two items (456, 900), a retired item (457), a location, two currencies.
pub(super) struct World {
    pub(super) fake: Arc<FakeNetSuite>,
    pub(super) clock: SharedClock,
    nonces: AtomicU64,
}

#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) raw: Response<Bytes>,
}

impl Answer {
    pub(super) fn code(&self) -> &str {
        self.body["o:errorDetails"][0]["o:errorCode"].as_str().unwrap_or_default()
    }

    pub(super) fn detail(&self) -> &str {
        self.body["o:errorDetails"][0]["detail"].as_str().unwrap_or_default()
    }

    pub(super) fn path(&self) -> &str {
        self.body["o:errorDetails"][0]["o:errorPath"].as_str().unwrap_or_default()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.raw.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(super) fn location_id(&self) -> String {
        self.header("location").rsplit('/').next().unwrap_or_default().to_owned()
    }
}

impl World {
    pub(super) fn new() -> Self {
        let clock = SharedClock::new(TokioClock::starting_at(start()));
        let fake = Arc::new(FakeNetSuite::new("1234567_SB1", clock.clone()));
        fake.allow_token(pair());
        fake.put_record("currency", json!({"id": "1", "name": "US Dollar", "symbol": "USD"}));
        fake.put_record("currency", json!({"id": "2", "name": "Yen", "symbol": "JPY"}));
        fake.put_record("subsidiary", json!({"id": "1", "name": "Example Inc", "currency": {"id": "1"}}));
        fake.put_record("location", json!({"id": "9", "name": "FBA US"}));
        fake.put_record("inventoryItem", json!({"id": "456", "itemId": "SKU-1", "externalId": "SKU-1"}));
        fake.put_record("inventoryItem", json!({"id": "457", "itemId": "OLD-1", "isInactive": true}));
        fake.put_record("discountItem", json!({"id": "900", "itemId": "Promotion"}));
        let customer = json!({"id": "107", "externalId": "AMZ-GENERIC", "companyName": "Amazon buyers",
            "subsidiary": {"id": "1"}, "currency": {"id": "1"}});
        fake.put_record("customer", customer);
        fake.declare_custom_field("salesOrder", "custbody_amz_order_id");
        fake.declare_custom_field("salesOrder.item", "custcol_amz_order_item_id");
        Self { fake, clock, nonces: AtomicU64::new(1) }
    }

    /// A signed request, with the headers that its kind needs.
    pub(super) fn request(&self, method: &str, path: &str, body: Option<Value>) -> Request<Bytes> {
        let url = format!("{HOST}{path}");
        let nonce = format!("nonce-{:08}", self.nonces.fetch_add(1, Ordering::Relaxed));
        let header = sign(&pair(), "1234567_SB1", method, &url, self.clock.now().timestamp(), &nonce);
        let request = Request::builder().method(method).uri(url).header("authorization", header);
        let request = request
            .header("content-type", "application/json")
            .header("prefer", "transient")
            .header("x-netsuite-propertynamevalidation", "Error");
        request.body(body.map_or_else(Bytes::new, |body| body.to_string().into())).unwrap()
    }

    pub(super) async fn send(&self, request: Request<Bytes>) -> Answer {
        let raw = self.fake.handle(request).await;
        let body = serde_json::from_slice(raw.body()).unwrap_or(Value::Null);
        Answer { status: raw.status().as_u16(), body, raw }
    }

    pub(super) async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { None } else { Some(body) };
        self.send(self.request(method, &format!("{RECORD}{path}"), body)).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }

    pub(super) async fn query(&self, text: &str, params: Value) -> Answer {
        self.send(self.request("POST", SUITEQL, Some(json!({"q": text, "params": params})))).await
    }

    /// The rows of a query that must succeed, without their `links`.
    pub(super) async fn rows(&self, text: &str) -> Vec<Value> {
        let answer = self.query(text, json!([])).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let mut rows = answer.body["items"].as_array().unwrap().clone();
        rows.iter_mut().for_each(|row| {
            row.as_object_mut().unwrap().remove("links");
        });
        rows
    }
}

pub(super) fn order(external_id: &str) -> Value {
    json!({
        "externalId": external_id,
        "entity": {"id": "107"},
        "tranDate": "2026-11-20",
        "orderStatus": {"id": "B"},
        "toBeEmailed": false,
        "custbody_amz_order_id": "113-1234567-1234567",
        "shippingCost": 4.99,
        "item": {"items": [
            {"item": {"id": "456"}, "quantity": 3, "price": {"id": "-1"}, "amount": 10.00,
             "custcol_amz_order_item_id": "00112233445566"},
            {"item": {"id": "900"}, "price": {"id": "-1"}, "rate": -1.5, "amount": -1.5},
        ]},
    })
}

/// A signer of its own, written from RFC 5849.
pub(super) fn sign(
    pair: &TokenPair,
    realm: &str,
    method: &str,
    url: &str,
    timestamp: i64,
    nonce: &str,
) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut parameters = vec![
        ("oauth_consumer_key".to_owned(), pct(&pair.consumer_key)),
        ("oauth_nonce".to_owned(), pct(nonce)),
        ("oauth_signature_method".to_owned(), "HMAC-SHA256".to_owned()),
        ("oauth_timestamp".to_owned(), timestamp.to_string()),
        ("oauth_token".to_owned(), pct(&pair.token)),
        ("oauth_version".to_owned(), "1.0".to_owned()),
    ];
    let mut header = format!("OAuth realm=\"{realm}\"");
    for (name, value) in &parameters {
        header += &format!(", {name}=\"{value}\"");
    }
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        parameters.push((pct(&name), pct(&value)));
    }
    parameters.sort();
    let parameters: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let base = format!("{method}&{}&{}", pct(address), pct(&parameters.join("&")));
    let key = format!("{}&{}", pct(&pair.consumer_secret), pct(&pair.token_secret));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(base.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    header + &format!(", oauth_signature=\"{}\"", pct(&signature))
}

fn pct(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}
