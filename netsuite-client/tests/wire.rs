//! The client over real sockets and in real time: few tests, and quick ones.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use commerce_client_core::{
    clock::SharedClock,
    testing::{FakeService, Server, serve},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Request, Response};
use netsuite_client::{
    ErrorKind, ExternalId, InternalId, NetSuite, NetSuiteBuilder, RetryPolicy, TokenBased,
    records::{Customer, SalesOrder},
    testing::{FakeNetSuite, TokenPair},
};
use serde_json::{Value, json};
use sha2::Sha256;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

const KEYS: [&str; 4] = ["consumer key", "s3cr&t/with+special=chars~", "token", "tok en%sécret"];
const CUSTOMER: &str = "/services/rest/record/v1/customer/107";

/// Waits are short: this is real time.
fn quick(attempts: u32) -> RetryPolicy {
    let mut retry = RetryPolicy::default().with_attempts(attempts);
    retry.base = Duration::from_millis(2);
    retry
}

fn builder(base_url: String) -> NetSuiteBuilder {
    let [consumer_key, consumer_secret, token, token_secret] = KEYS;
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new(consumer_key, consumer_secret, token, token_secret))
        .base_url(base_url)
        .with_retry(quick(1))
}

fn eid(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

// ---- What goes out, byte by byte ------------------------------------------------------------------------------

/// Keeps requests as they came over the socket, and says yes to each.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<Request<Bytes>>>);

#[async_trait]
impl FakeService for Recorder {
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let answer = match (request.method().as_str(), request.uri().path()) {
            ("GET", _) => Response::new(Bytes::from_static(b"{\"id\":\"107\"}")),
            ("POST", path) if path.ends_with("suiteql") => {
                Response::new(Bytes::from_static(b"{\"items\":[]}"))
            }
            _ => Response::builder()
                .status(204)
                .header("location", "https://elsewhere/services/rest/record/v1/salesorder/647/")
                .body(Bytes::new())
                .unwrap(),
        };
        self.0.lock().unwrap().push(request);
        answer
    }
}

async fn recorder() -> (Arc<Recorder>, Server, NetSuite) {
    let recorder = Arc::new(Recorder::default());
    let server = serve(Arc::clone(&recorder), "127.0.0.1:0".parse().unwrap()).await.unwrap();
    let netsuite = builder(server.base_url()).build().unwrap();
    (recorder, server, netsuite)
}

fn text<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(*byte))
            }
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn decode(text: &str) -> Vec<u8> {
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'%' => {
                out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
                at += 2;
            }
            b'+' => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    out
}

/// What RFC 5849 wants as the signature of the request as it came over the wire, and what it bears.
fn signatures(request: &Request<Bytes>) -> (String, String) {
    let header = text(request, "authorization").strip_prefix("OAuth ").unwrap();
    let mut parameters = Vec::new();
    let mut borne = String::new();
    for field in header.split(", ") {
        let (name, value) = field.split_once('=').unwrap();
        let value = decode(value.trim_matches('"'));
        match name {
            "realm" => assert_eq!(value, b"1234567_SB1"),
            "oauth_signature" => borne = String::from_utf8(value).unwrap(),
            _ => parameters.push((encode(name.as_bytes()), encode(&value))),
        }
    }
    // The request target exactly as it stood in the request line.
    let target = request.uri().to_string();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.push((encode(&decode(name)), encode(&decode(value))));
    }
    parameters.sort();
    let parameters: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = format!("http://{}{path}", text(request, "host"));
    let base =
        [request.method().to_string(), encode(address.as_bytes()), encode(parameters.join("&").as_bytes())]
            .join("&");
    let key = format!("{}&{}", encode(KEYS[1].as_bytes()), encode(KEYS[3].as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(base.as_bytes());
    (STANDARD.encode(mac.finalize().into_bytes()), borne)
}

#[tokio::test]
async fn the_url_that_is_signed_is_the_url_that_is_sent() {
    let (recorder, _server, netsuite) = recorder().await;
    let (orders, customers) = (netsuite.records::<SalesOrder>(), netsuite.records::<Customer>());
    let order = SalesOrder::default();
    orders.upsert(&eid("AMZ-114-3941689-8772232"), &order, &["item", "taxDetails"]).await.unwrap();
    orders.update(&eid("AMZ_1"), &order).await.unwrap();
    orders.create(&order).await.unwrap();
    orders.delete(eid("AMZ_1")).await.unwrap();
    customers.get(id("107")).expand_sub_resources().fields(&["id", "companyName"]).send().await.unwrap();
    customers.get(id("a b'(ü)*!~+,;@:$&=|{}[]\"<>^`\\?#%2F/")).send().await.unwrap();
    netsuite.records_of("customrecord_store").get(id("-5")).send().await.unwrap();
    let rows: Vec<Value> = netsuite.suiteql("SELECT 1 FROM x").with_page_size(50).all().await.unwrap();
    assert!(rows.is_empty());

    let requests = recorder.0.lock().unwrap();
    let targets: Vec<_> = requests.iter().map(|sent| format!("{} {}", sent.method(), sent.uri())).collect();
    let record = "/services/rest/record/v1";
    assert_eq!(
        targets,
        [
            format!("PUT {record}/salesOrder/eid:AMZ-114-3941689-8772232?replace=item%2CtaxDetails"),
            format!("PATCH {record}/salesOrder/eid:AMZ_1"),
            format!("POST {record}/salesOrder"),
            format!("DELETE {record}/salesOrder/eid:AMZ_1"),
            format!("GET {record}/customer/107?expandSubResources=true&fields=id%2CcompanyName"),
            format!(
                "GET {record}/customer/a%20b%27%28%C3%BC%29%2A%21~%2B%2C%3B%40%3A%24%26%3D%7C%7B%7D%5B%5D%22%3C%3E\
                 %5E%60%5C%3F%23%252F%2F"
            ),
            format!("GET {record}/customrecord_store/-5"),
            "POST /services/rest/query/v1/suiteql?limit=50&offset=0".to_owned(),
        ]
    );
    for (request, target) in requests.iter().zip(targets) {
        let (expected, borne) = signatures(request);
        assert_eq!(borne, expected, "{target}");
    }
}

#[tokio::test]
async fn each_kind_of_call_bears_its_headers() {
    let (recorder, _server, netsuite) = recorder().await;
    let orders = netsuite.records::<SalesOrder>();
    let order = SalesOrder::default();
    orders.create(&order).await.unwrap();
    orders.update(&eid("A-1"), &order).await.unwrap();
    orders.upsert(&eid("A-1"), &order, &[]).await.unwrap();
    orders.get(eid("A-1")).send().await.unwrap();
    orders.delete(eid("A-1")).await.unwrap();
    netsuite.suiteql("SELECT 1 FROM x").all::<Value>().await.unwrap();
    let requests = recorder.0.lock().unwrap();
    let headers: Vec<_> = requests
        .iter()
        .map(|sent| {
            let get = |name| text(sent, name);
            let method = sent.method().as_str();
            (method, get("x-netsuite-propertynamevalidation"), get("prefer"), get("content-type"))
        })
        .collect();
    let json = "application/json";
    assert_eq!(
        headers,
        [
            ("POST", "Error", "", json),
            ("PATCH", "Error", "", json),
            ("PUT", "Error", "", json),
            ("GET", "", "", ""),
            ("DELETE", "", "", ""),
            ("POST", "", "transient", json),
        ]
    );
    for request in requests.iter() {
        assert_eq!((text(request, "accept"), text(request, "accept-encoding")), (json, "gzip"));
        assert!(
            text(request, "authorization").starts_with("OAuth realm=\"1234567_SB1\", oauth_consumer_key=")
        );
    }
    let body: Value = serde_json::from_slice(requests[5].body()).unwrap();
    assert_eq!(body, json!({"q": "SELECT 1 FROM x"}));
}

#[tokio::test]
async fn the_simulator_on_a_socket_accepts_the_client() {
    let fake = Arc::new(FakeNetSuite::new("1234567_SB1", SharedClock::system()));
    let [consumer_key, consumer_secret, token, token_secret] = KEYS.map(str::to_owned);
    fake.allow_token(TokenPair { consumer_key, consumer_secret, token, token_secret });
    fake.put_record("customer", json!({"id": "107", "companyName": "Example Inc"}));
    let server = serve(Arc::clone(&fake), "127.0.0.1:0".parse().unwrap()).await.unwrap();
    let netsuite = builder(server.base_url()).build().unwrap();
    let customers = netsuite.records::<Customer>();
    let customer = customers.get(id("107")).fields(&["id", "companyName"]).send().await.unwrap();
    assert_eq!(customer.company_name.as_deref(), Some("Example Inc"));
    assert!(customers.get(eid("nobody")).find().await.unwrap().is_none());
    let query = netsuite.suiteql("SELECT companyname FROM customer WHERE companyname = :name ORDER BY id");
    let rows: Vec<Value> = query.bind("name", "Example Inc").with_page_size(10).all().await.unwrap();
    assert_eq!(rows[0]["companyname"], "Example Inc");
}

// ---- What comes back ------------------------------------------------------------------------------------------

async fn answers(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(method("GET")).and(path(CUSTOMER)).respond_with(answer).mount(server).await;
}

async fn read(netsuite: &NetSuite) -> Result<Customer, netsuite_client::Error> {
    netsuite.records::<Customer>().get(id("107")).send().await
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    // {"id":"107","companyName":"Example Inc"}
    let gzip: &[u8] =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x4c\x51\xb2\x52\x32\x34\x30\x57\xd2\
        \x51\x4a\xce\xcf\x2d\x48\xcc\xab\xf4\x4b\xcc\x4d\x05\x8a\xb9\x56\x24\xe6\x16\xe4\xa4\x2a\
        \x78\xe6\x25\x2b\xd5\x02\x00\xcc\xb1\xbf\x8b\x28\x00\x00\x00";
    let server = MockServer::start().await;
    let media = "application/vnd.oracle.resource+json; type=singular; charset=UTF-8";
    let answer = ResponseTemplate::new(200).set_body_raw(gzip, media);
    answers(&server, answer.insert_header("content-encoding", "gzip")).await;
    let customer = read(&builder(server.uri()).build().unwrap()).await.unwrap();
    assert_eq!(customer.company_name.as_deref(), Some("Example Inc"));
}

#[tokio::test]
async fn a_gateways_page_of_html_is_waited_out() {
    let server = MockServer::start().await;
    let html = ResponseTemplate::new(503).set_body_raw("<html>503 Service Unavailable</html>", "text/html");
    let first = Mock::given(method("GET")).and(path(CUSTOMER)).respond_with(html);
    first.up_to_n_times(1).mount(&server).await;
    answers(&server, ResponseTemplate::new(200).set_body_json(json!({"id": "107"}))).await;
    let netsuite = builder(server.uri()).with_retry(quick(3)).build().unwrap();
    assert_eq!(read(&netsuite).await.unwrap().id, Some(id("107")));
    assert_eq!(netsuite.calls(), [("record.get", 2)].into());
}

#[tokio::test]
async fn complaints_are_read_in_every_shape() {
    let details = json!([
        {"detail": "Error while accessing a resource. Bad.", "o:errorCode": "INVALID_CONTENT", "o:errorPath": "entity"},
        {"detail": "Worse.", "o:errorCode": "USER_ERROR", "o:errorHeader": "Prefer"},
    ]);
    let nested = json!({"title": "Bad Request", "status": 400, "o:errorDetails": details});
    let bare = json!({"status": "400", "o:errorDetails": [{"detail": "No.", "o:errorCode": "USER_ERROR"}]});
    let flat = json!({"detail": "Already declined", "status": 400, "o:errorCode": "USER_ERROR"});
    let cases = [
        (nested.to_string(), "; INVALID_CONTENT: Bad. (at entity); USER_ERROR: Worse. (at Prefer)"),
        (bare.to_string(), "; USER_ERROR: No."),
        (flat.to_string(), "; USER_ERROR: Already declined"),
        ("<html>Bad Request</html>".to_owned(), ""),
        (String::new(), ""),
        ("[]".to_owned(), ""),
        ("{\"o:errorDetails\":[null,7]}".to_owned(), "; ; "),
    ];
    for (body, said) in cases {
        let server = MockServer::start().await;
        let media = "application/vnd.oracle.resource+json; type=error; charset=UTF-8";
        let answer = ResponseTemplate::new(400).set_body_raw(body.clone(), media);
        answers(&server, answer.insert_header("x-n-operationid", "op-1")).await;
        let error = read(&builder(server.uri()).build().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), error.request_id()), (ErrorKind::Rejected, Some("op-1")), "{body}");
        assert_eq!(error.to_string(), format!("record.get: the service said no (HTTP 400){said}"), "{body}");
        assert_eq!(error.body().unwrap().expose().as_ref(), body.as_bytes());
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_no_signature_goes_elsewhere() {
    let (server, elsewhere) = (MockServer::start().await, MockServer::start().await);
    let target = format!("{}{CUSTOMER}", elsewhere.uri());
    answers(&server, ResponseTemplate::new(307).insert_header("location", target.as_str())).await;
    let error = read(&builder(server.uri()).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Rejected, Some(307)));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_create_that_found_nobody_is_certain_not_to_have_been_sent() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let netsuite = builder(format!("http://{nobody}")).with_retry(quick(3)).build().unwrap();
    let error = netsuite.records::<SalesOrder>().create(&SalesOrder::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Transport, false, 3));
}
