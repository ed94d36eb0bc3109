//! That neither secrets nor people are shown: by `Debug` of any public type, nor by an error that quotes what was sent.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod every_record;

use std::{error::Error as _, fmt, io};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    clock::SharedClock,
    secret::SecretString,
    testing::TokioClock,
    token::AccessToken,
    transport::{Body, Transport, TransportError},
};
use every_record::every_record;
use http::{Request, Response};
use netsuite_client::{
    Auth, AuthorizationCode, AuthorizationRequest, ClientCertificate, Error, ErrorKind, ExternalId,
    IdempotencyKey, InternalId, JobId, Literal, NetSuite, NetSuiteBuilder, OAuth2, RecordId,
    RefreshTokenStore, RetryPolicy, Scope, SigningAlgorithm, TokenBased,
    field::{Choice, Reference, Sublist},
    job::JobStatus,
    query::{Operand, field},
    record::{Attachment, SelectOptions},
    records::{Customer, Invoice, SalesOrder},
    suiteql::{
        Mark,
        queries::{Queries, TrackingNumber},
    },
};
use serde_json::{Value, json};

// Made for these tests and used nowhere else.
const KEY: &str = include_str!("keys/p256.pem");

fn builder() -> NetSuiteBuilder {
    let noon = "2026-11-23T12:00:00Z".parse().unwrap();
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("MARKER-key", "MARKER-secret", "MARKER-token", "MARKER-token-secret"))
        .transport(Quotes)
        .clock(SharedClock::new(TokioClock::starting_at(noon)))
        .with_retry(RetryPolicy::default().with_attempts(1))
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn key() -> IdempotencyKey {
    IdempotencyKey::of("a write")
}

#[track_caller]
fn assert_hidden(name: &str, shown: &str) {
    for secret in ["MARKER", "marker@", "hunter2", "MIGH", "eyJ"] {
        assert!(!shown.contains(secret), "{name} shows {secret}: {shown}");
    }
}

// ---- Debug ------------------------------------------------------------------------------------------------------

/// What `Debug` says, short and long.
fn shown(value: &dyn fmt::Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl RefreshTokenStore for Nowhere {
    async fn load(&self) -> io::Result<Option<SecretString>> {
        Ok(Some("MARKER-refresh".into()))
    }

    async fn save(&self, _token: &SecretString) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_calls_is_not_shown() {
    let token_based = || TokenBased::new("MARKER", "MARKER", "MARKER", "MARKER");
    let pem = SecretString::from(KEY);
    let oauth2 = OAuth2::new("MARKER", "cert", SigningAlgorithm::Es256, &pem).unwrap();
    oauth2.add_successor("cert-2", SigningAlgorithm::Es256, &pem).unwrap();
    let code = || AuthorizationCode::new("MARKER", Nowhere).with_client_secret("hunter2");
    let request =
        AuthorizationRequest::resume("MARKER", "https://app.example.com/", "MARKER-state", "MARKER-verifier");
    let consent = request.answered("code=MARKER-code&state=MARKER-state&company=1234567_SB1").unwrap();
    let certificate: ClientCertificate =
        serde_json::from_value(json!({"certificate_id": "cert", "algorithm": "EC"})).unwrap();
    let token = AccessToken { secret: "MARKER".into(), expires_at: chrono::DateTime::UNIX_EPOCH };
    let netsuite = builder().build().unwrap();
    let refused = OAuth2::new("MARKER", "cert", SigningAlgorithm::Ps256, &pem).unwrap_err();
    for (name, text) in [
        ("TokenBased", shown(&token_based())),
        ("Signed", shown(&token_based().signed("GET", "https://h/?q=MARKER", "1", "MARKER", 1))),
        ("OAuth2", shown(&oauth2)),
        ("AuthorizationCode", shown(&code())),
        ("AuthorizationRequest", shown(&request)),
        ("Authorized", shown(&consent)),
        ("Auth of TokenBased", shown(&Auth::from(token_based()))),
        ("Auth of OAuth2", shown(&Auth::from(oauth2.clone()))),
        ("Auth of AuthorizationCode", shown(&Auth::from(code()))),
        ("Scope", shown(&Scope::Restlets)),
        ("InvalidKey", format!("{refused} {}", shown(&refused))),
        ("AccessToken", shown(&token)),
        ("NetSuiteBuilder", shown(&builder().base_url("https://u:hunter2@h/"))),
        ("NetSuiteBuilder", shown(&builder().auth(oauth2.clone()))),
        ("NetSuite", shown(&netsuite)),
        ("NetSuite by OAuth2", shown(&builder().auth(oauth2).build().unwrap())),
        ("NetSuite by AuthorizationCode", shown(&builder().auth(code()).build().unwrap())),
        ("Certificates", shown(&netsuite.certificates("MARKER"))),
        ("ClientCertificate", shown(&certificate)),
        ("Usage", shown(&netsuite.usage())),
    ] {
        assert_hidden(name, &text);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_and_answered_is_not_shown() {
    let netsuite = builder().build().unwrap();
    let orders = netsuite.records::<SalesOrder>();
    let eid = ExternalId::new("A-1").unwrap();
    let query = || netsuite.suiteql("SELECT id FROM customer WHERE lastname = :name").bind("name", "MARKER");
    let named = || json!({"id": "7", "refName": "MARKER"});
    let reference: Reference = serde_json::from_value(named()).unwrap();
    let choice: Choice = serde_json::from_value(named()).unwrap();
    let options: SelectOptions =
        serde_json::from_value(json!({"items": [named()], "hasMore": false})).unwrap();
    let sublist: Sublist<Reference> = serde_json::from_value(json!({"items": [named()]})).unwrap();
    let number: TrackingNumber =
        serde_json::from_value(json!({"fulfillment": "7", "tracking_number": "MARKER"})).unwrap();
    let status: JobStatus = serde_json::from_value(json!({"id": "7", "progress": "pending"})).unwrap();
    let filter = || field("lastName").is("MARKER").and(field("email").starts_with("MARKER"));
    for (name, text) in [
        ("Reference", shown(&reference)),
        ("Choice", shown(&choice)),
        ("SelectOptions", shown(&options)),
        ("Sublist", shown(&sublist)),
        ("TrackingNumber", shown(&number)),
        ("JobStatus", shown(&status)),
        ("Records", shown(&orders)),
        ("Get", shown(&orders.get(&eid))),
        ("List", shown(&orders.list().filter(filter()))),
        ("Filter", shown(&filter())),
        ("Operand", shown(&Operand::from("MARKER"))),
        ("Line", shown(&orders.line(id("7"), "item", 1_i64))),
        ("Transform", shown(&orders.transform::<Invoice>(&eid))),
        ("Background", shown(&orders.in_background(key()))),
        ("Batch", shown(&orders.batch(key()))),
        ("Job", shown(&netsuite.job(JobId::new("7").unwrap()))),
        ("Attachment", shown(&Attachment::contact(id("7")))),
        ("RecordId", shown(&RecordId::from(&eid))),
        ("Restlet", shown(&netsuite.restlet("1", "1").parameter("name", "MARKER"))),
        ("Metadata", shown(&netsuite.metadata())),
        ("SuiteQl", shown(&query())),
        ("Walk", shown(&query().walk("id"))),
        ("Changes", shown(&query().changes("id", Mark::default()))),
        ("Queries", shown(&Queries::new(&netsuite))),
        ("Literal", shown(&Literal::from("MARKER"))),
        ("Literal", shown(&["MARKER", "MARKER"].into_iter().collect::<Literal>())),
    ] {
        assert_hidden(name, &text);
    }
}

#[test]
fn of_no_record_who_it_is_about_is_shown() {
    let named = json!({"id": "7", "refName": "MARKER"});
    let address = json!({"addressee": "MARKER", "attention": "MARKER", "addr1": "MARKER", "city": "MARKER",
        "zip": "MARKER", "addrPhone": "MARKER", "addrText": "MARKER"});
    let entry = json!({"label": "MARKER", "addressBookAddress": address});
    let line =
        json!({"item": named, "description": "MARKER", "custcol_gift_note": "MARKER", "memo": "MARKER"});
    let fields = [
        ("entity", named.clone()),
        ("customer", named.clone()),
        ("salesRep", named.clone()),
        ("status", named.clone()),
        ("entityId", json!("MARKER")),
        ("altName", json!("MARKER")),
        ("firstName", json!("MARKER")),
        ("lastName", json!("MARKER")),
        ("companyName", json!("MARKER")),
        ("email", json!("marker@example.com")),
        ("phone", json!("MARKER")),
        ("memo", json!("MARKER")),
        ("message", json!("MARKER")),
        ("comments", json!("MARKER")),
        ("shipAddress", json!("MARKER")),
        ("trackingNumbers", json!("MARKER")),
        ("linkedTrackingNumbers", json!("MARKER")),
        ("shippingAddress", address.clone()),
        ("billingAddress", address),
        ("addressBook", json!({"items": [entry]})),
        ("item", json!({"items": [line]})),
        ("package", json!({"items": [{"packageTrackingNumber": "MARKER", "packageDescr": "MARKER"}]})),
        ("custbody_gift_note", json!("MARKER")),
    ];
    for (name, reread) in every_record() {
        let mut read = 0;
        for (field, value) in &fields {
            // Where it is of another form, there is nothing to show.
            let Ok((_, shown)) = reread(&json!({*field: value})) else { continue };
            read += 1;
            assert_hidden(&format!("{name}.{field}"), &shown);
        }
        assert!(read > 15, "{name}: {read}");
    }
}

// ---- Errors -----------------------------------------------------------------------------------------------------

/// A NetSuite that repeats all that it was sent in its complaint.
#[derive(Debug, Clone)]
struct Quotes;

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[async_trait]
impl Transport for Quotes {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let query = request.uri().query().unwrap_or_default();
        let mut said: Vec<String> =
            url::form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned()).collect();
        texts(&serde_json::from_slice(request.body()).unwrap_or_default(), &mut said);
        let said = format!("Invalid Field Value {} for the following field", said.join("; "));
        let body = match request.uri().path().ends_with("restlet.nl") {
            true => json!({"error": {"code": "USER_ERROR", "message": said}}),
            false => json!({"o:errorDetails": [{"detail": said, "o:errorCode": "USER_ERROR",
                "o:errorPath": "email marker@example.com"}]}),
        };
        Ok(Response::builder().status(400).body(Body::from(Bytes::from(body.to_string()))).unwrap())
    }
}

/// Everything an error tells: itself, both ways, its complaints, and its causes.
fn whole_chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.problems());
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test(start_paused = true)]
async fn an_error_keeps_netsuites_words_and_not_whom_they_are_about() {
    let netsuite = builder().build().unwrap();
    let customers = netsuite.records::<Customer>();
    let eid = ExternalId::new("B-1").unwrap();
    let body = json!({
        "isPerson": true, "firstName": "MARKERine", "lastName": "MARKERson", "email": "marker@example.com",
        "phone": "+1 555 MARKER",
        "addressBook": {"items": [{"addressBookAddress": {"addressee": "MARKERine MARKERson", "addr1": "1 MARKER Street",
            "city": "MARKERtown", "zip": "MARKER-1", "country": {"id": "US"}}}]},
    });
    let filter = field("lastName").is("MARKER Person");
    let sql =
        netsuite.suiteql("SELECT id FROM customer WHERE lastname = :name").bind("name", "MARKER Person");
    let errors = [
        customers.create(&body).await.unwrap_err(),
        customers.update(id("7"), &body).await.unwrap_err(),
        customers.upsert(&eid, &body, &["addressBook"]).await.unwrap_err(),
        customers.in_background(key()).create(&body).await.unwrap_err(),
        customers.batch(key()).create(std::slice::from_ref(&body)).await.unwrap_err(),
        customers.select_options(&body, &["currency"]).await.unwrap_err(),
        netsuite.restlet("1", "1").post::<Value>(&body).await.unwrap_err(),
        customers.list().filter(filter).send().await.unwrap_err(),
        sql.clone().all::<Value>().await.unwrap_err(),
        sql.with_params().all::<Value>().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Rejected, "{error}");
        let words = &error.problems()[0].message;
        assert!(words.starts_with("Invalid Field Value ") && words.contains("(hidden)"), "{words}");
        assert_hidden(error.operation(), &whole_chain(&error));
        let body = error.body().unwrap().expose();
        assert!(body.windows(6).any(|part| part == b"MARKER"), "whoever has to see it still can");
    }
}
