//! What this client sends and reads, against captured answers and worked signatures. Records have `records_conformance.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::NaiveDate;
use commerce_client_core::transport::{Body, Transport, TransportError};
use http::{Request, Response};
use netsuite_client::{
    ErrorKind, InternalId, NetSuite, RetryPolicy, TokenBased,
    records::Customer,
    suiteql::{DateFormat, row},
};
use rust_decimal::Decimal;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

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
    // Those have several: see `operations/`.
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

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct CustomerRow {
    id: InternalId,
    companyname: Option<String>,
    email: Option<String>,
    parent: Option<InternalId>,
    currency: Option<InternalId>,
    creditlimit: Option<Decimal>,
    consolbalancesearch: Option<Decimal>,
    daysoverduesearch: Option<Decimal>,
    isperson: Option<bool>,
    isinactive: Option<bool>,
    #[serde(default, deserialize_with = "row::optional_date")]
    datecreated: Option<NaiveDate>,
    #[serde(default, deserialize_with = "row::optional_date")]
    lastmodifieddate: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct AccountRow {
    id: i64,
    acctnumber: String,
    accountsearchdisplayname: String,
    accttype: String,
    currency: Option<InternalId>,
    isinactive: bool,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TransactionRow {
    id: InternalId,
    #[serde(rename = "type")]
    code: String,
    recordtype: String,
    tranid: String,
    externalid: Option<String>,
    entity: InternalId,
    currency: InternalId,
    foreigntotal: Decimal,
    exchangerate: Decimal,
    estgrossprofitpercent: Option<f64>,
    daysopen: Option<f64>,
    status: String,
    voided: bool,
    posting: bool,
    memo: Option<String>,
    #[serde(deserialize_with = "row::date")]
    trandate: NaiveDate,
    #[serde(default, deserialize_with = "row::optional_date")]
    duedate: Option<NaiveDate>,
}

/// The rows of a fixture, all of which must fit `R`.
async fn rows<R: DeserializeOwned + Send + 'static>(name: &str) -> Vec<R> {
    let fixture = read(&format!("fixtures/netsuite/suiteql/{name}"));
    let body = fixture.pointer("/response/body").unwrap_or(&fixture).clone();
    let says = Says { status: 200, headers: Vec::new(), body: body.to_string().into() };
    let query = says.netsuite().suiteql("SELECT * FROM x").with_dates(DateFormat::MonthDayYear);
    let rows: Vec<R> = query.all().await.unwrap();
    assert_eq!(rows.len(), body["items"].as_array().unwrap().len(), "{name}");
    rows
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn captured_rows_are_read_into_their_types() {
    let read = BTreeMap::from([
        ("customer_select_star.json", rows::<CustomerRow>("customer_select_star.json").await.len()),
        ("fetch_first.capture.json", rows::<CustomerRow>("fetch_first.capture.json").await.len()),
        ("ls_account_search.json", rows::<AccountRow>("ls_account_search.json").await.len()),
        ("ls_customer_search.json", rows::<CustomerRow>("ls_customer_search.json").await.len()),
        ("transaction_select_star.json", rows::<TransactionRow>("transaction_select_star.json").await.len()),
    ]);
    assert!(read.values().all(|count| *count > 0), "{read:?}");
    let known: Vec<_> = fixtures("suiteql").into_keys().collect();
    assert_eq!(read.into_keys().collect::<Vec<_>>(), known);
    let orders = rows::<TransactionRow>("transaction_select_star.json").await;
    // What is owed to others is negative.
    assert!(orders.iter().all(|order| order.code == "PurchOrd" && order.foreigntotal <= Decimal::ZERO));
    assert!(
        orders.iter().any(|order| order.duedate.is_some())
            && orders.iter().any(|order| order.duedate.is_none())
    );
}

// ---- Signatures -----------------------------------------------------------------------------------------------

/// The fields of an `Authorization` header, whose order is free.
fn fields(header: &str) -> BTreeSet<&str> {
    header.strip_prefix("OAuth ").unwrap().split(", ").collect()
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_vector_has_its_base_string_signature_and_header() {
    let vectors = read("fixtures/netsuite/auth/oauth1_hmac_sha256_vectors.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let [consumer_key, consumer_secret, token, secret] =
            ["consumer_key", "consumer_secret", "token_id", "token_secret"].map(text);
        let tba = TokenBased::new(consumer_key, consumer_secret, token, secret);
        let timestamp = text("timestamp").parse().unwrap();
        let signed = tba.signed(text("method"), text("url"), text("realm"), text("nonce"), timestamp);
        assert_eq!(signed.base_string, text("base_string"), "{}", text("name"));
        assert_eq!(signed.signature, text("signature"), "{}", text("name"));
        assert_eq!(fields(&signed.header), fields(text("authorization_header")), "{}", text("name"));
        assert!(signed.header.starts_with("OAuth realm="));
    }
}
