//! The client over real sockets and in real time: few tests, and quick ones.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic, as tests may")]

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use commerce_client_core::{
    clock::SharedClock,
    testing::{Server, serve},
};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use sp_api_client::{
    Error, ErrorKind, LwaCredentials, Marketplace, RetryPolicy, SpApi, SpApiBuilder,
    documents::Document,
    feeds::{FeedSubmission, FeedType},
    orders::{FulfillmentStatus, IncludedData, SearchOrdersResponse},
    reports::ReportDocumentId,
    testing::{Failure, FakeSeller, FakeSpApi, ReportFile},
};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};

const SELLER: &str = "A1SELLER";
const SEARCH: &str = "/orders/2026-01-01/orders";

/// Waits are short: this is real time.
fn quick(attempts: u32) -> RetryPolicy {
    let mut retry = RetryPolicy::default().with_attempts(attempts);
    retry.base = Duration::from_millis(2);
    retry
}

/// A server that hands out tokens.
async fn amazon() -> MockServer {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "Atza|1", "token_type": "bearer", "expires_in": 3600 });
    Mock::given(method("POST"))
        .and(path("/auth/o2/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(&server)
        .await;
    server
}

async fn answers(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(method("GET")).and(path(SEARCH)).respond_with(answer).mount(server).await;
}

fn no_orders() -> Value {
    json!({ "orders": [], "lastUpdatedBefore": "2026-11-23T11:58:00Z" })
}

const CLIENT_ID: &str = "amzn1.application-oa2-client.1";
const CLIENT_SECRET: &str = "s&cret=1";
const REFRESH_TOKEN: &str = "Atzr|re+fresh/1";

fn builder(server: &MockServer) -> SpApiBuilder {
    builder_at(&server.uri())
}

fn builder_at(base_url: &str) -> SpApiBuilder {
    SpApi::builder()
        .endpoint(base_url)
        .token_url(format!("{base_url}/auth/o2/token"))
        .credentials(LwaCredentials::new(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN))
        .with_retry(quick(1))
}

/// The simulator on a port of this machine, and a client of it. It listens as long as its server is kept.
async fn simulator() -> (Arc<FakeSpApi>, Server, SpApi) {
    let fake = Arc::new(FakeSpApi::new(SharedClock::system()));
    fake.add_seller(FakeSeller {
        seller_id: SELLER.to_owned(),
        region: "NA",
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        refresh_token: REFRESH_TOKEN.to_owned(),
        marketplaces: vec!["ATVPDKIKX0DER".to_owned()],
    });
    let server = serve(Arc::clone(&fake), ([127, 0, 0, 1], 0).into()).await.unwrap();
    let api = builder_at(&server.base_url()).build().unwrap();
    (fake, server, api)
}

/// The document of a settlement that is there.
fn settlement(fake: &FakeSpApi, api: &SpApi, file: ReportFile) -> Document {
    let listed = fake.put_settlement(SELLER, file);
    api.reports().document(ReportDocumentId::new(listed.report_document_id).unwrap())
}

fn submission(api: &SpApi, content: Vec<u8>) -> FeedSubmission {
    let submission = api.feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US);
    submission.content("application/json; charset=UTF-8", content)
}

/// An error with all its causes, as text.
fn chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

fn since() -> DateTime<Utc> {
    "2026-11-23T10:30:00Z".parse().unwrap()
}

async fn search(api: &SpApi) -> Result<SearchOrdersResponse, Error> {
    api.orders().search().last_updated_after(since()).send().await
}

/// The requests that came, by path.
async fn requests(server: &MockServer, path: &str) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter().filter(|request| request.url.path() == path).collect()
}

/// A server without manners: reads one request after another and writes these bytes to each; then it hangs up, or
/// stays on the line and says no more.
fn rude(says: &'static [u8], hangs_up: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test's process: it waits in `incoming`.
    thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(says).unwrap();
            if !hangs_up {
                kept.push(stream);
            }
        }
    });
    address
}

const BEGUN: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"orders\":";

#[tokio::test]
async fn a_call_says_who_calls_and_when() {
    let server = amazon().await;
    answers(&server, ResponseTemplate::new(200).set_body_json(no_orders())).await;
    let api = builder(&server).user_agent("Sync/2.1 (Language=Rust)").build().unwrap();
    search(&api).await.unwrap();
    let request = requests(&server, SEARCH).await.remove(0);
    let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-amz-access-token"), "Atza|1");
    assert_eq!(header("user-agent"), "Sync/2.1 (Language=Rust)");
    assert_eq!(header("accept"), "application/json");
    assert_eq!(header("accept-encoding"), "gzip");
    let date = header("x-amz-date");
    assert!(chrono::NaiveDateTime::parse_from_str(&date, "%Y%m%dT%H%M%SZ").is_ok(), "{date}");
    assert_eq!(date.len(), 16);
    assert!(!request.headers.contains_key("authorization"));
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn the_default_user_agent_names_the_crate_and_the_language() {
    let server = amazon().await;
    answers(&server, ResponseTemplate::new(200).set_body_json(no_orders())).await;
    search(&builder(&server).build().unwrap()).await.unwrap();
    let request = requests(&server, SEARCH).await.remove(0);
    let expected = concat!("sp-api-client/", env!("CARGO_PKG_VERSION"), " (Language=Rust)");
    assert_eq!(request.headers["user-agent"], expected);
}

#[tokio::test]
async fn the_query_is_percent_encoded_and_lists_are_joined_with_commas() {
    let server = amazon().await;
    answers(&server, ResponseTemplate::new(200).set_body_json(no_orders())).await;
    let api = builder(&server).build().unwrap();
    let search = api
        .orders()
        .search()
        .last_updated_after(since())
        .marketplace(Marketplace::DE)
        .marketplace(Marketplace::UK)
        .fulfillment_status(FulfillmentStatus::Unshipped)
        .fulfillment_status(FulfillmentStatus::PartiallyShipped)
        .include(IncludedData::Fulfillment)
        .include(IncludedData::Proceeds)
        .max_results_per_page(20)
        .page_token(commerce_client_core::page::PageToken::from_wire("a+/b==").unwrap());
    search.send().await.unwrap();
    let request = requests(&server, SEARCH).await.remove(0);
    assert_eq!(
        request.url.query().unwrap(),
        "lastUpdatedAfter=2026-11-23T10%3A30%3A00Z&fulfillmentStatuses=UNSHIPPED%2CPARTIALLY_SHIPPED\
         &marketplaceIds=A1PA6795UKMFR9%2CA1F83G8C2ARO7P&includedData=FULFILLMENT%2CPROCEEDS\
         &maxResultsPerPage=20&paginationToken=a%2B%2Fb%3D%3D"
    );
}

#[tokio::test]
async fn the_token_is_asked_for_with_a_form() {
    let server = amazon().await;
    answers(&server, ResponseTemplate::new(200).set_body_json(no_orders())).await;
    search(&builder(&server).build().unwrap()).await.unwrap();
    let request = requests(&server, "/auth/o2/token").await.remove(0);
    assert_eq!(request.method.as_str(), "POST");
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded;charset=UTF-8");
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        "grant_type=refresh_token&refresh_token=Atzr%7Cre%2Bfresh%2F1\
         &client_id=amzn1.application-oa2-client.1&client_secret=s%26cret%3D1"
    );
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    // {"orders":[],"lastUpdatedBefore":"2026-11-23T11:58:00Z"}
    let gzip: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x2f\x4a\x49\x2d\x2a\x56\xb2\x8a\x8e\
        \xd5\x51\xca\x49\x2c\x2e\x09\x2d\x48\x49\x2c\x49\x4d\x71\x4a\x4d\xcb\x2f\x4a\x55\xb2\x52\x32\x32\x30\x32\
        \xd3\x35\x34\xd4\x35\x32\x0e\x31\x34\xb4\x32\xb5\xb0\x32\x30\x88\x52\xaa\x05\x00\xb1\xbe\x74\x8d\x38\x00\
        \x00\x00";
    let server = amazon().await;
    let answer = ResponseTemplate::new(200).set_body_raw(gzip, "application/json");
    answers(&server, answer.insert_header("content-encoding", "gzip")).await;
    let page = search(&builder(&server).build().unwrap()).await.unwrap();
    assert_eq!(page.last_updated_before.as_deref(), Some("2026-11-23T11:58:00Z"));
}

#[tokio::test]
async fn a_refused_connection_is_certain_not_to_have_sent_anything() {
    let server = amazon().await;
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let api = builder(&server).endpoint(format!("http://{nobody}")).build().unwrap();
    let error = search(&api).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Transport, false));
    assert_eq!(error.to_string(), "searchOrders: could not connect");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_no_token_goes_elsewhere() {
    let (server, elsewhere) = (amazon().await, amazon().await);
    let target = format!("{}{SEARCH}", elsewhere.uri());
    answers(&server, ResponseTemplate::new(307).insert_header("location", target.as_str())).await;
    let error = search(&builder(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Rejected, Some(307)));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_gateways_page_of_html_is_waited_out() {
    let server = amazon().await;
    let html = ResponseTemplate::new(502).set_body_raw("<html>502 Bad Gateway</html>", "text/html");
    let first = Mock::given(method("GET")).and(path(SEARCH)).respond_with(html);
    first.up_to_n_times(1).mount(&server).await;
    answers(&server, ResponseTemplate::new(200).set_body_json(no_orders())).await;
    let api = builder(&server).with_retry(quick(3)).build().unwrap();
    search(&api).await.unwrap();
    assert_eq!(api.calls(), [("searchOrders", 2), ("token", 1)].into());
}

#[tokio::test]
async fn a_body_that_stalls_ends_at_the_attempts_timeout() {
    let server = amazon().await;
    let stalls = format!("http://{}", rude(BEGUN, false));
    let timeout = Duration::from_millis(200);
    let api = builder(&server).endpoint(stalls).with_attempt_timeout(timeout).build().unwrap();
    let error = search(&api).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Timeout, true));
    assert_eq!(error.to_string(), "searchOrders: no answer within 200ms");
}

#[tokio::test]
async fn a_body_cut_short_is_asked_for_again() {
    let server = amazon().await;
    let cuts = format!("http://{}", rude(BEGUN, true));
    let api = builder(&server).endpoint(cuts).with_retry(quick(3)).build().unwrap();
    let error = search(&api).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert_eq!(error.to_string(), "searchOrders: the answer was cut short");
}

#[tokio::test]
async fn the_chain_of_a_failed_connection_names_no_secret_and_no_query() {
    let server = amazon().await;
    let resets = format!("http://{}", rude(b"", true));
    let api = builder(&server).endpoint(resets).build().unwrap();
    let error = search(&api).await.unwrap_err();
    assert!(error.maybe_sent());
    let text = chain(&error);
    for hidden in ["Atza", "Atzr", "cret", "lastUpdatedAfter"] {
        assert!(!text.contains(hidden), "{text}");
    }
}

#[tokio::test]
async fn a_document_comes_over_the_wire_packed_or_not() {
    let (fake, _server, api) = simulator().await;
    let text = "settlement-id\tamount\n".repeat(50_000);
    for gzip in [true, false] {
        let mut file = ReportFile::new(text.clone());
        file.gzip = gzip;
        let document = settlement(&fake, &api, file);
        assert!(document.text().await.unwrap() == text, "gzip: {gzip}");
        let stored = document.open().await.unwrap().into_stream();
        let stored = stored.map_ok(|piece| piece.to_vec()).try_concat().await.unwrap();
        assert_eq!(stored.starts_with(b"\x1f\x8b"), gzip);
        let unpacked = document.bytes().await.unwrap();
        let unpacked = unpacked.map_ok(|piece| piece.to_vec()).try_concat().await.unwrap();
        assert!(unpacked == text.as_bytes(), "gzip: {gzip}");
    }
}

#[tokio::test]
async fn a_feeds_file_goes_over_the_wire_as_it_is() {
    let (fake, _server, api) = simulator().await;
    let content: Vec<u8> = (0..3 << 20).map(|number: u32| number.to_le_bytes()[0]).collect();
    let submission = submission(&api, content.clone());
    let document = submission.upload().await.unwrap();
    let job = submission.hand_in(document).await.unwrap();
    assert!(fake.uploaded(SELLER, job.id().as_str()).unwrap() == content);
}

#[tokio::test]
async fn the_chain_of_a_failed_transfer_does_not_name_the_link() {
    let (fake, _server, api) = simulator().await;
    let document = settlement(&fake, &api, ReportFile::new("settlement-id\tamount\n".repeat(1000)));
    let mut errors = Vec::new();
    for failures in [vec![Failure::Status(403); 2], vec![Failure::Status(404)], vec![Failure::BrokenBody; 4]]
    {
        for failure in failures {
            fake.fail_next("download", failure);
        }
        errors.push(document.text().await.unwrap_err());
    }
    fake.fail_next("upload", Failure::Status(404));
    errors.push(submission(&api, b"[]".to_vec()).upload().await.unwrap_err());
    let kinds: Vec<ErrorKind> = errors.iter().map(Error::kind).collect();
    let expected = [ErrorKind::Rejected, ErrorKind::NotFound, ErrorKind::Transport, ErrorKind::NotFound];
    assert_eq!(kinds, expected);
    for text in errors.iter().map(chain) {
        for hidden in ["X-Amz", "/documents/", "http:"] {
            assert!(!text.contains(hidden), "{text}");
        }
    }
}
