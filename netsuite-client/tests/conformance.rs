//! What this client sends and reads, against NetSuite's own vocabulary and captured answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::transport::{Body, Transport, TransportError};
use http::{Request, Response};
use netsuite_client::{
    ErrorKind, InternalId, NetSuite, RetryPolicy, TokenBased,
    records::{Customer, Extra, Invoice, SalesOrder},
};
use serde_json::{Map, Value, json};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared_dir() -> PathBuf {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
        .into()
}

fn read(path: &str) -> Value {
    let file = shared_dir().join(path);
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
        .unwrap()
}

/// The files of a folder of fixtures, by name.
fn fixtures(folder: &str) -> BTreeMap<String, Value> {
    let folder = format!("fixtures/netsuite/{folder}");
    let files = std::fs::read_dir(shared_dir().join(&folder)).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.map(|name| (name.clone(), read(&format!("{folder}/{name}")))).collect()
}

// ---- The vocabulary of records --------------------------------------------------------------------------------

fn vocabulary() -> Value {
    read("models/netsuite/records-2026.1.json")
}

/// The names in a part of the vocabulary, custom fields aside.
fn names(part: &Value) -> BTreeSet<String> {
    part.as_object().unwrap().keys().filter(|name| !name.contains('*')).cloned().collect()
}

/// A value of the type that the vocabulary states, such as `ref:customer` or `bool (legacy tax)`.
fn example(stated: &str, address: &Value) -> Value {
    let kind = stated.split([' ', ':', '(']).next().unwrap();
    match kind {
        "string" => json!("1"),
        "bool" => json!(true),
        "num" => json!(1.25),
        "int" => json!(7),
        "date" => json!("2026-11-20"),
        "datetime" => json!("2026-11-20T08:00:00Z"),
        "enum" => json!({"id": "A", "refName": "First"}),
        "ref" => json!({"links": [{"rel": "self", "href": "https://x"}], "id": "5", "refName": "Five"}),
        "sub" if stated == "sub:address" => address.clone(),
        "sub" => json!({"links": []}),
        other => panic!("the vocabulary has a type {other}: {stated}"),
    }
}

fn all_of(part: &Value, address: &Value) -> Map<String, Value> {
    let fields = part.as_object().unwrap().iter().filter(|(name, _)| !name.contains('*'));
    fields.map(|(name, stated)| (name.clone(), example(stated.as_str().unwrap(), address))).collect()
}

/// A record with every field of the vocabulary and one line in each list.
fn maximal(record: &str) -> Value {
    let vocabulary = vocabulary();
    let address = Value::Object(all_of(&vocabulary["subrecords"]["address"], &Value::Null));
    let record = &vocabulary["records"][record];
    let mut body = all_of(&record["body"], &address);
    for (name, line) in record["lists"].as_object().unwrap() {
        body.insert(name.clone(), json!({"links": [], "items": [all_of(line, &address)], "totalResults": 1}));
    }
    Value::Object(body)
}

fn keys(extra: &Extra) -> Vec<&str> {
    extra.keys().map(String::as_str).collect()
}

// What the vocabulary has and we have no typed field for. It is kept in `extra`, and this list must not grow unnoticed.
const UNTYPED_LISTS_OF_A_CUSTOMER: [&str; 3] = ["currencyList", "groupPricing", "itemPricing"];
const UNTYPED_LISTS_OF_AN_ORDER: [&str; 4] = ["promotions", "salesTeam", "shipGroup", "taxDetails"];
const UNTYPED_LISTS_OF_AN_INVOICE: [&str; 1] = ["taxDetails"];
const UNTYPED_OF_AN_ADDRESS_BOOK: [&str; 3] = ["addressBookAddress_text", "addressId", "internalId"];
const UNTYPED_OF_AN_ADDRESS: [&str; 3] = ["addrText", "externalId", "lastModifiedDate"];
const UNTYPED_OF_EVERY_LINE: [&str; 7] = [
    "costEstimateRate",
    "costEstimateType",
    "giftCertFrom",
    "inventoryDetail",
    "marginal",
    "options",
    "printItems",
];
const UNTYPED_OF_AN_ORDERS_LINE: [&str; 6] = [
    "commitInventory",
    "createPo",
    "inventorylocation",
    "inventorysubsidiary",
    "itemFulfillmentChoice",
    "shipGroup",
];

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_field_of_a_customer_is_typed_but_for_a_known_rest() {
    let body = maximal("customer");
    let customer: Customer = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(keys(&customer.extra), UNTYPED_LISTS_OF_A_CUSTOMER);
    let address = customer.address_book.items[0].address_book_address.as_ref().unwrap();
    assert_eq!(keys(&address.extra), UNTYPED_OF_AN_ADDRESS);
    let written = serde_json::to_value(&customer).unwrap();
    assert_eq!(names(&written), names(&body), "and what was read is written");
    let entry = &customer.address_book.items[0];
    assert_eq!(keys(&entry.extra), UNTYPED_OF_AN_ADDRESS_BOOK);
    assert_eq!(names(&written["addressBook"]["items"][0]), names(&body["addressBook"]["items"][0]));
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_field_of_a_sales_order_is_typed_but_for_a_known_rest() {
    let body = maximal("salesOrder");
    let order: SalesOrder = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(keys(&order.extra), UNTYPED_LISTS_OF_AN_ORDER);
    for address in [&order.shipping_address, &order.billing_address] {
        assert_eq!(keys(&address.as_ref().unwrap().extra), UNTYPED_OF_AN_ADDRESS);
    }
    let untyped: BTreeSet<_> =
        UNTYPED_OF_EVERY_LINE.iter().chain(&UNTYPED_OF_AN_ORDERS_LINE).copied().collect();
    assert_eq!(keys(&order.item.items[0].extra).into_iter().collect::<BTreeSet<_>>(), untyped);
    let written = serde_json::to_value(&order).unwrap();
    assert_eq!(names(&written), names(&body));
    assert_eq!(names(&written["item"]["items"][0]), names(&body["item"]["items"][0]));
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_field_of_an_invoice_is_typed_but_for_a_known_rest() {
    let body = maximal("invoice");
    let invoice: Invoice = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(keys(&invoice.extra), UNTYPED_LISTS_OF_AN_INVOICE);
    assert_eq!(keys(&invoice.item.items[0].extra), UNTYPED_OF_EVERY_LINE);
    let written = serde_json::to_value(&invoice).unwrap();
    assert_eq!(names(&written), names(&body));
    assert_eq!(names(&written["item"]["items"][0]), names(&body["item"]["items"][0]));
}

/// The names on the wire of a struct's fields, read from its source.
fn declared(source: &str, name: &str) -> BTreeSet<String> {
    let (_, body) = source.split_once(&format!("pub struct {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}\n").unwrap();
    let mut renamed = None;
    let mut found = BTreeSet::new();
    for line in body.lines().map(str::trim) {
        if let Some((_, rest)) = line.split_once("rename = \"") {
            renamed = rest.split('"').next().map(str::to_owned);
        }
        if let Some((field, _)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            found.insert(renamed.take().unwrap_or_else(|| camel_case(field)));
        }
    }
    found.remove("extra");
    found
}

fn camel_case(field: &str) -> String {
    let mut parts = field.split('_');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |name, part| name + &part[..1].to_uppercase() + &part[1..])
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_field_we_declare_is_in_the_vocabulary_under_that_name() {
    let vocabulary = vocabulary();
    let (records, address) = (&vocabulary["records"], &vocabulary["subrecords"]["address"]);
    let customers = include_str!("../src/records/customer.rs");
    let transactions = include_str!("../src/records/transaction.rs");
    let addresses = include_str!("../src/records/address.rs");
    let with_lists = |record: &str| {
        let mut known = names(&records[record]["body"]);
        known.extend(names(&records[record]["lists"]));
        known
    };
    let line = |record: &str, list: &str| names(&records[record]["lists"][list]);
    let any_line = line("salesOrder", "item").into_iter().chain(line("invoice", "item")).collect();
    for (source, name, known, least) in [
        (customers, "Customer", with_lists("customer"), 36),
        (transactions, "SalesOrder", with_lists("salesOrder"), 60),
        (transactions, "Invoice", with_lists("invoice"), 60),
        (transactions, "TransactionLine", any_line, 30),
        (addresses, "Address", names(address), 11),
        (addresses, "AddressBookEntry", line("customer", "addressBook"), 6),
    ] {
        let declared = declared(source, name);
        assert!(declared.len() >= least, "{name} was not read from its source: {declared:?}");
        let unknown: Vec<_> = declared.difference(&known).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn a_captured_customer_is_read() {
    let body = read("fixtures/netsuite/record/ls_customer.json");
    let customer: Customer = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(customer.id.as_ref().unwrap().as_str(), "1137");
    assert_eq!(customer.company_name.as_deref(), Some("Example Name 36"));
    assert_eq!((customer.is_person, customer.balance), (Some(false), Some(0.into())));
    assert_eq!(customer.currency.as_ref().unwrap().internal_id().unwrap().as_str(), "1");
    assert_eq!(customer.email_preference.as_ref().unwrap().id, "DEFAULT");
    assert_eq!(customer.language.as_ref().unwrap().id, "en_US");
    assert_eq!(customer.extra["custentity_esc_last_modified_date"], "2019-12-09");
    let written = serde_json::to_value(&customer).unwrap();
    assert_eq!(names(&written), names(&body), "nothing that was read is lost");
}

// ---- Answers --------------------------------------------------------------------------------------------------

/// Gives this answer to everything.
#[derive(Debug, Clone)]
struct Says {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Says {
    /// From a fixture, captured with its request or not.
    fn fixture(fixture: &Value) -> Self {
        let answer = fixture.get("response").unwrap_or(fixture);
        let headers = answer["headers"].as_object().into_iter().flatten();
        let headers =
            headers.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
        let body = if answer["body"].is_null() { String::new() } else { answer["body"].to_string() };
        Self { status: answer["status"].as_u64().unwrap().try_into().unwrap(), headers, body: body.into() }
    }

    fn netsuite(self) -> NetSuite {
        NetSuite::builder()
            .account("1234567_SB1".parse().unwrap())
            .auth(TokenBased::new("key", "secret", "token", "secret"))
            .transport(self)
            .with_retry(RetryPolicy::default().with_attempts(1))
            .build()
            .unwrap()
    }
}

#[async_trait]
impl Transport for Says {
    async fn call(&self, _request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let mut answer = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            answer = answer.header(name, value);
        }
        Ok(answer.body(Body::from(self.body.clone())).unwrap())
    }
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn every_captured_complaint_has_its_kind_its_code_and_its_words() {
    use ErrorKind::{Auth, Conflict, NotFound, Rejected, Throttled, Unavailable};
    let expected = [
        ("400_action_flat.json", Rejected, "USER_ERROR", None),
        ("400_entity_exists.json", Conflict, "USER_ERROR", None),
        ("400_idempotency_duplicate.json", Rejected, "IDEMPOTENCY_ERROR", None),
        ("400_invalid_content_error_path.json", Rejected, "INVALID_CONTENT", Some("item.items[0].item")),
        ("400_invalid_key_or_ref.json", Rejected, "INVALID_KEY_OR_REF", Some("entitystatus")),
        ("400_missing_value.json", Rejected, "USER_ERROR", None),
        ("400_suiteql_unknown_identifier.json", Rejected, "INVALID_PARAMETER", Some("q")),
        ("400_suiteql_unknown_table.json", Rejected, "INVALID_PARAMETER", Some("q")),
        ("400_user_error_transaction_type_incorrect.capture.json", NotFound, "USER_ERROR", None),
        ("401_bearer_invalid_token.json", Auth, "invalid_token", None),
        ("401_invalid_login.json", Auth, "INVALID_LOGIN", None),
        ("404_nonexistent_id.capture.json", NotFound, "NONEXISTENT_ID", None),
        ("404_unknown_record_type_file.capture.json", NotFound, "NONEXISTENT_ID", None),
        ("429_concurrency.json", Throttled, "CONCURRENCY_LIMIT_EXCEEDED", None),
        ("500_unexpected.json", Unavailable, "UNEXPECTED_ERROR", None),
    ];
    let mut fixtures = fixtures("errors");
    // Those have several: see `operations.rs`.
    fixtures.remove("restlet_errors.json");
    let known: Vec<_> = expected.iter().map(|(name, ..)| *name).collect();
    assert_eq!(fixtures.keys().map(String::as_str).collect::<Vec<_>>(), known);
    for (name, kind, code, path) in expected {
        let netsuite = Says::fixture(&fixtures[name]).netsuite();
        let get = netsuite.records::<Customer>().get(InternalId::new("1").unwrap());
        let error = get.send().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        let answer = fixtures[name].get("response").unwrap_or(&fixtures[name]);
        assert_eq!(error.request_id(), answer["headers"]["x-n-operationid"].as_str(), "{name}");
        assert!(error.has_code(code), "{name}: {error}");
        let problem = &error.problems()[0];
        assert_eq!(problem.path.as_deref(), path.or(problem.path.as_deref()), "{name}");
        assert!(!problem.message.is_empty(), "{name}");
        assert!(!problem.message.starts_with("Error while accessing a resource"), "{name}");
    }
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn captured_rows_are_read() {
    for (name, fixture) in fixtures("suiteql") {
        let body = fixture.pointer("/response/body").unwrap_or(&fixture).clone();
        let says = Says { status: 200, headers: Vec::new(), body: body.to_string().into() };
        let rows: Vec<Map<String, Value>> = says.netsuite().suiteql("SELECT * FROM x").all().await.unwrap();
        let count = body["items"].as_array().unwrap().len();
        assert!(count > 0 && rows.len() == count, "{name}");
    }
}

// ---- Signatures -----------------------------------------------------------------------------------------------

/// The fields of an `Authorization` header, whose order is free.
fn fields(header: &str) -> BTreeSet<&str> {
    header.strip_prefix("OAuth ").unwrap().split(", ").collect()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_vector_signs_to_its_value() {
    let vectors = read("fixtures/netsuite/auth/oauth1_hmac_sha256_vectors.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let [consumer_key, consumer_secret, token, secret] =
            ["consumer_key", "consumer_secret", "token_id", "token_secret"].map(text);
        let tba = TokenBased::new(consumer_key, consumer_secret, token, secret);
        let timestamp = text("timestamp").parse().unwrap();
        let header = tba.authorization(text("method"), text("url"), text("realm"), text("nonce"), timestamp);
        assert_eq!(fields(&header), fields(text("authorization_header")), "{}", text("name"));
        assert!(header.starts_with("OAuth realm="));
    }
}
