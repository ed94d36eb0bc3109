//! Documents between Amazon's storage and their reader: where a link may lead, how slow a transfer may be, what a
//! document may say about itself, and that no link is ever shown.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod world;

use std::{
    collections::VecDeque,
    error::Error as _,
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use commerce_client_core::{
    testing::InProcess,
    transport::{Body, Transport, TransportError},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{Request, Response};
use sp_api_client::{
    Error, ErrorKind, Marketplace, SpApi,
    documents::{Document, PresignedUrl, text::Charset},
    feeds::{FeedSubmission, FeedType},
    flat_file::{AfnInventory, AllOrders, ReadOptions},
    reports::ReportType,
    testing::{Failure, FakeSpApi, ReportFile},
};
use tokio::time::Instant;
use world::{SELLER, World};

/// A link as Amazon makes them. Nobody may ever see `MARKER`.
const LINK: &str = "https://tortuga-prod-na.s3.amazonaws.com/MARKER-key?X-Amz-Signature=MARKER-signature";

const STOCK: &str = "seller-sku\tfulfillment-channel-sku\tasin\tcondition-type\tWarehouse-Condition-code\tQuantity Available\n";
const MUG: &str = "MUG-1\tX001\tB000000001\tNewItem\tSELLABLE\t7\n";

/// What a line of 1 Mbit/s brings in a second.
static SECOND: [u8; 125_000] = [b'a'; 125_000];

/// How the storage answers.
#[derive(Debug, Clone, Copy)]
enum Answer {
    /// This status, and in the body what S3 says: it repeats the request.
    Status(u16),
    /// 307 to there.
    Elsewhere(&'static str),
    /// Never.
    Never,
    /// The connection breaks before the answer.
    Broken,
    /// 200, and the connection breaks midway.
    Cut,
    /// 200 and so many pieces of this length, each after a pause.
    Pieces { length: usize, pause: Duration, count: u32 },
    /// 200, 125 MB at once, and from then on a byte every half minute.
    Slowing,
    /// 200, when the request has come at this many bytes a second.
    TakesIn { a_second: usize },
}

/// Amazon as the simulator has it, but for its storage, which answers as a test says: the answers in turn, the last one
/// again and again.
#[derive(Debug, Clone)]
struct Storage {
    amazon: Arc<FakeSpApi>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    /// What it was asked, and at which host.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Storage {
    fn of(world: &World, answers: impl IntoIterator<Item = Answer>) -> (Self, SpApi) {
        let storage = Self {
            amazon: Arc::clone(&world.fake),
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            asked: Arc::default(),
        };
        let api = world.builder().transport(storage.clone()).build().unwrap();
        (storage, api)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn next(&self) -> Answer {
        let mut answers = self.answers.lock().unwrap();
        if answers.len() > 1 { answers.pop_front().unwrap() } else { answers[0] }
    }
}

#[async_trait]
impl Transport for Storage {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let uri = request.uri().clone();
        let for_the_api = uri.host().unwrap().ends_with(".amazon.com");
        if for_the_api && !uri.path().starts_with("/documents/") {
            return InProcess(Arc::clone(&self.amazon)).call(request).await;
        }
        let host = uri.host().unwrap();
        self.asked.lock().unwrap().push(format!(
            "{} {}://{host}",
            request.method(),
            uri.scheme_str().unwrap()
        ));
        let answer = |status: u16, body: Body| Ok(Response::builder().status(status).body(body).unwrap());
        let nothing = || Body::from(Bytes::new());
        match self.next() {
            Answer::Status(status) => {
                let said = format!("<Error><StringToSign>{uri}</StringToSign></Error>");
                answer(status, Body::from(Bytes::from(said)))
            }
            Answer::Elsewhere(place) => {
                Ok(Response::builder().status(307).header("location", place).body(nothing()).unwrap())
            }
            Answer::Never => std::future::pending().await,
            Answer::Broken => Err(TransportError::maybe_sent_because("no answer arrived")),
            Answer::Cut => {
                let pieces = [
                    Ok(Bytes::from("a")),
                    Err(TransportError::maybe_sent_because("the answer was cut short")),
                ];
                answer(200, Body::from_stream(stream::iter(pieces)))
            }
            Answer::Pieces { length, pause, count } => {
                let pieces = stream::iter(0..count).then(move |_| piece(length, pause));
                answer(200, Body::from_stream(pieces))
            }
            Answer::Slowing => {
                let pieces = stream::iter(0..100_000).then(|number| match number {
                    0..1000 => piece(SECOND.len(), Duration::ZERO),
                    _ => piece(1, Duration::from_secs(30)),
                });
                answer(200, Body::from_stream(pieces))
            }
            Answer::TakesIn { a_second } => {
                let seconds = (request.body().len() / a_second) as u64;
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                answer(200, nothing())
            }
        }
    }
}

async fn piece(length: usize, pause: Duration) -> Result<Bytes, TransportError> {
    if pause > Duration::ZERO {
        tokio::time::sleep(pause).await;
    }
    Ok(Bytes::from_static(&SECOND[..length]))
}

fn linked(api: &SpApi) -> Document {
    api.document_at(PresignedUrl::new(LINK))
}

fn feed(api: &SpApi, bytes: usize) -> FeedSubmission {
    let feed = api.feeds().submit(FeedType::JsonListings).marketplace(Marketplace::US);
    feed.content("application/json; charset=UTF-8", vec![b' '; bytes])
}

/// Everything that an error shows, of all its causes.
fn shown(error: &Error) -> String {
    let body = error.body().map(|body| String::from_utf8_lossy(body.expose()).into_owned());
    let mut text = format!("{error} {error:?} {body:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(text, " {cause} {cause:?}").unwrap();
        source = cause.source();
    }
    text
}

fn hides_the_link(error: &Error) {
    let text = shown(error);
    for hidden in ["MARKER", "X-Amz", "https:", "/documents/"] {
        assert!(!text.contains(hidden), "{text}");
    }
}

/// The document of a report of this type that finds `file`.
async fn document(world: &World, kind: ReportType, marketplace: Marketplace, file: ReportFile) -> Document {
    world.fake.put_report(SELLER, kind.as_str(), file);
    let request = world.client().reports().request(kind).marketplace(marketplace);
    request.start().await.unwrap().wait().await.unwrap().document().await.unwrap()
}

// Where a link may lead

#[tokio::test(start_paused = true)]
async fn a_redirect_within_the_storage_is_followed() {
    let there = "https://tortuga-prod-na.s3-eu-west-1.amazonaws.com/MARKER-key";
    let world = World::new();
    let piece = Answer::Pieces { length: 3, pause: Duration::ZERO, count: 1 };
    let (storage, api) = Storage::of(&world, [Answer::Elsewhere(there), piece]);
    assert_eq!(linked(&api).text().await.unwrap(), "aaa");
    let hosts = ["tortuga-prod-na.s3.amazonaws.com", "tortuga-prod-na.s3-eu-west-1.amazonaws.com"];
    assert_eq!(storage.asked(), hosts.map(|host| format!("GET https://{host}")));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_to_anywhere_else_is_refused_and_nobody_is_asked_there() {
    for elsewhere in [
        "https://evil.example/MARKER",
        "https://ec2-203-0-113-7.compute-1.amazonaws.com:8443/MARKER",
        "https://d111111abcdef8.cloudfront.net/MARKER",
        "http://tortuga-prod-na.s3.amazonaws.com/MARKER",
        "https://tortuga-prod-na.s3.amazonaws.com:8443/MARKER",
        "http://127.0.0.1:9000/MARKER",
        "file:///MARKER",
        "//evil.example/MARKER",
    ] {
        let (storage, api) = Storage::of(&World::new(), [Answer::Elsewhere(elsewhere)]);
        let error = linked(&api).open().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected, "{elsewhere}");
        assert_eq!(storage.asked(), ["GET https://tortuga-prod-na.s3.amazonaws.com"], "{elsewhere}");
        hides_the_link(&error);
    }
}

#[tokio::test(start_paused = true)]
async fn redirects_in_a_circle_end() {
    let (storage, api) = Storage::of(&World::new(), [Answer::Elsewhere(LINK)]);
    let error = linked(&api).open().await.unwrap_err();
    assert_eq!((error.kind(), storage.asked().len()), (ErrorKind::Rejected, 4));
    hides_the_link(&error);
}

#[tokio::test(start_paused = true)]
async fn an_upload_follows_no_redirect() {
    let (storage, api) = Storage::of(&World::new(), [Answer::Elsewhere(LINK)]);
    let error = feed(&api, 10).upload().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Rejected, Some(307)));
    assert_eq!(storage.asked(), ["PUT https://sellingpartnerapi-na.amazon.com"]);
    hides_the_link(&error);
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_customers_machine_is_not_followed() {
    for elsewhere in [
        "https://ec2-203-0-113-7.compute-1.amazonaws.com/MARKER",
        "https://d111111abcdef8.cloudfront.net/MARKER",
    ] {
        let (storage, api) = Storage::of(&World::new(), [Answer::Status(200)]);
        let error = api.document_at(PresignedUrl::new(elsewhere)).open().await.unwrap_err();
        assert_eq!((error.kind(), storage.asked().len()), (ErrorKind::Rejected, 0), "{elsewhere}");
        hides_the_link(&error);
    }
}

#[tokio::test(start_paused = true)]
async fn a_feed_is_not_uploaded_to_another_customers_machine() {
    let world = World::new();
    let (storage, api) = Storage::of(&world, [Answer::Status(200)]);
    let elsewhere = "https://ec2-203-0-113-7.compute-1.amazonaws.com/MARKER";
    let link = Failure::Replace { pointer: "/url".to_owned(), value: elsewhere.into() };
    world.fake.fail_next("createFeedDocument", link);
    let error = feed(&api, 10).upload().await.unwrap_err();
    assert_eq!((error.kind(), storage.asked().len()), (ErrorKind::Rejected, 0));
    hides_the_link(&error);
}

// How slow a transfer may be

#[tokio::test(start_paused = true)]
async fn a_document_that_comes_drop_by_drop_is_given_up() {
    let drops = Answer::Pieces { length: 1, pause: Duration::from_secs(59), count: 100_000 };
    let (_, api) = Storage::of(&World::new(), [drops]);
    let begun = Instant::now();
    let error = linked(&api).text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("less than 16 KiB"), "{error}");
    assert!(begun.elapsed() <= Duration::from_secs(120), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_document_that_slows_down_to_drops_is_given_up_however_much_has_come() {
    let (_, api) = Storage::of(&World::new(), [Answer::Slowing]);
    let begun = Instant::now();
    let (mut download, mut length) = (linked(&api).open().await.unwrap(), 0);
    let error = loop {
        match download.next().await {
            Ok(piece) => length += piece.unwrap().len(),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(length > 125_000_000, "{length} bytes came");
    assert!(begun.elapsed() <= Duration::from_secs(180), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_gigabyte_over_a_slow_line_arrives() {
    let slow = Answer::Pieces { length: SECOND.len(), pause: Duration::from_secs(1), count: 8000 };
    let (_, api) = Storage::of(&World::new(), [slow]);
    let begun = Instant::now();
    let (mut download, mut length) = (linked(&api).open().await.unwrap(), 0);
    while let Some(piece) = download.next().await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 1_000_000_000);
    assert!(begun.elapsed() >= Duration::from_secs(8000));
}

#[tokio::test(start_paused = true)]
async fn a_reader_who_takes_his_time_is_no_slow_download() {
    let pieces = Answer::Pieces { length: 100, pause: Duration::from_secs(1), count: 30 };
    let (_, api) = Storage::of(&World::new(), [pieces]);
    let (mut download, mut length) = (linked(&api).open().await.unwrap(), 0);
    while let Some(piece) = download.next().await.unwrap() {
        length += piece.len();
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    assert_eq!(length, 3000);
}

#[tokio::test(start_paused = true)]
async fn ten_mebibytes_are_uploaded_over_a_slow_line_at_the_first_try() {
    let (storage, api) = Storage::of(&World::new(), [Answer::TakesIn { a_second: 125_000 }]);
    let begun = Instant::now();
    feed(&api, 10 << 20).upload().await.unwrap();
    assert_eq!(storage.asked().len(), 1);
    assert!(begun.elapsed() > Duration::from_secs(80), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_storage_that_never_answers_is_given_up_after_four_tries() {
    let (storage, api) = Storage::of(&World::new(), [Answer::Never]);
    let begun = Instant::now();
    let error = feed(&api, 10).upload().await.unwrap_err();
    assert_eq!((error.kind(), storage.asked().len()), (ErrorKind::Timeout, 4));
    assert!(begun.elapsed() < Duration::from_secs(300), "{:?}", begun.elapsed());
    let error = linked(&api).open().await.unwrap_err();
    assert_eq!((error.kind(), storage.asked().len()), (ErrorKind::Timeout, 8));
}

#[tokio::test(start_paused = true)]
async fn a_storage_that_says_to_slow_down_is_tried_again_with_the_same_link() {
    let world = World::new();
    let stock = ReportFile::new(format!("{STOCK}{MUG}"));
    let document = document(&world, ReportType::AfnInventory, Marketplace::US, stock).await;
    for _ in 0..3 {
        world.fake.fail_next("download", Failure::Status(429));
        world.fake.fail_next("upload", Failure::Status(429));
    }
    assert!(document.text().await.unwrap().ends_with(MUG));
    feed(&world.client(), 10).upload().await.unwrap();
    let calls = world.fake.calls();
    assert_eq!((calls["getReportDocument"], calls["download"]), (1, 4));
    assert_eq!((calls["createFeedDocument"], calls["upload"]), (1, 4));
    for _ in 0..4 {
        world.fake.fail_next("download", Failure::Status(429));
    }
    let error = document.open().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(429)));
}

// How long a document may be

#[tokio::test(start_paused = true)]
async fn a_gzip_bomb_meets_the_limit_whichever_way_it_is_read() {
    let world = World::new();
    let bomb = ReportFile::new(format!("{STOCK}{}", MUG.repeat(400_000)));
    let bomb = document(&world, ReportType::AfnInventory, Marketplace::US, bomb).await;
    let (most, limited) = (1 << 20, bomb.clone().limit(1 << 20));
    let refused = |error: &Error| {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(shown(error).contains("longer than the limit of 1048576 bytes"), "{error:?}");
    };

    let (mut bytes, mut came) = (limited.bytes().await.unwrap(), 0);
    let error = loop {
        match bytes.try_next().await {
            Ok(piece) => came += piece.unwrap().len(),
            Err(error) => break error,
        }
    };
    refused(&error);
    assert!(came <= most && came > most - (128 << 10), "{came} bytes came");

    refused(&limited.text().await.unwrap_err());

    let options = ReadOptions::new().limit(1 << 20);
    for rows in [limited.rows::<AfnInventory>().await, bomb.rows_with(options).await] {
        let mut rows = Box::pin(rows.unwrap().into_stream());
        let mut count = 0;
        let error = loop {
            match rows.try_next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => panic!("the bomb was read whole"),
                Err(error) => break error,
            }
        };
        refused(&error);
        assert!(count * MUG.len() <= most, "{count} rows");
    }
}

#[tokio::test(start_paused = true)]
async fn of_two_limits_the_lower_one_counts_and_a_stated_one_beats_the_default() {
    let world = World::new();
    let stock = ReportFile::new(format!("{STOCK}{}", MUG.repeat(100)));
    let stock = document(&world, ReportType::AfnInventory, Marketplace::US, stock).await;
    let (low, high) = (1000_u64, 5_u64 << 30);
    for (of_document, stated, fits) in [
        (Some(low), Some(high), false),
        (Some(high), Some(low), false),
        (Some(high), Some(high), true),
        (Some(low), None, false),
        (None, Some(low), false),
        (None, Some(high), true),
        (None, None, true),
    ] {
        let document = of_document.map_or_else(|| stock.clone(), |limit| stock.clone().limit(limit));
        let options = stated.map_or_else(ReadOptions::new, |limit| ReadOptions::new().limit(limit));
        let rows = document.rows_with::<AfnInventory>(options).await.unwrap();
        let read = rows.into_stream().try_collect::<Vec<_>>().await;
        assert_eq!(read.is_ok(), fits, "{of_document:?} {stated:?}");
    }
}

// What the caller knows, what the document knows, and what the answer says

/// A row of stock whose SKU is written in Shift_JIS, served as `content_type` says.
fn japanese(content_type: Option<&str>) -> ReportFile {
    let mut file = ReportFile::new([STOCK.as_bytes(), b"\x83\x7d\x83\x4f", &MUG.as_bytes()[5..]].concat());
    file.content_type = content_type.map(str::to_owned);
    file
}

async fn sku(document: &Document, options: ReadOptions) -> String {
    let rows = document.rows_with::<AfnInventory>(options).await.unwrap().into_stream();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    rows[0].seller_sku.to_string()
}

#[tokio::test(start_paused = true)]
async fn the_charset_that_the_caller_states_is_believed_whatever_the_document_says() {
    for content_type in [None, Some("text/plain"), Some("text/plain; charset=Cp1252")] {
        let file = japanese(content_type);
        let document = document(&World::new(), ReportType::AfnInventory, Marketplace::US, file).await;
        let options = ReadOptions::new().charset(Charset::SHIFT_JIS);
        assert_eq!(sku(&document, options).await, "マグ", "{content_type:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_marketplace_that_the_caller_states_wins_over_the_reports() {
    let file = japanese(Some("text/plain"));
    let document = document(&World::new(), ReportType::AfnInventory, Marketplace::US, file).await;
    let options = ReadOptions::new().marketplace(Marketplace::JP);
    assert_eq!(sku(&document, options).await, "マグ");
    assert_ne!(sku(&document, ReadOptions::new()).await, "マグ");
    assert_eq!(sku(&document.marketplace(Marketplace::JP), ReadOptions::new()).await, "マグ");
}

#[tokio::test(start_paused = true)]
async fn the_charset_of_the_answer_counts_where_the_caller_states_none() {
    let file = japanese(Some("text/plain; charset=Shift_JIS"));
    let document = document(&World::new(), ReportType::AfnInventory, Marketplace::US, file).await;
    assert_eq!(sku(&document, ReadOptions::new()).await, "マグ");
    assert!(document.text().await.unwrap().contains("マグ"));
}

async fn updated(document: &Document, options: ReadOptions) -> String {
    let rows = document.rows_with::<AllOrders>(options).await.unwrap().into_stream();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    rows[0].last_updated_date.unwrap().date.to_string()
}

#[tokio::test(start_paused = true)]
async fn the_instant_of_making_that_the_caller_states_wins_over_the_reports() {
    let orders = "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tsku\tquantity\n\
        114-0000000-0000000\t2026-01-01\t11/03/2026\tShipped\tMUG-1\t1\n";
    let document =
        document(&World::new(), ReportType::AllOrdersByLastUpdate, Marketplace::US, ReportFile::new(orders))
            .await;
    assert_eq!(updated(&document, ReadOptions::new()).await, "2026-11-03");
    let april = ReadOptions::new().created("2026-04-10T00:00:00Z".parse().unwrap());
    assert_eq!(updated(&document, april).await, "2026-03-11", "no date is later than the report");
}

// The link is a secret

#[tokio::test(start_paused = true)]
async fn no_failure_of_a_transfer_shows_the_link() {
    let drops = Answer::Pieces { length: 1, pause: Duration::from_secs(59), count: 1000 };
    for answer in [
        Answer::Status(400),
        Answer::Status(403),
        Answer::Status(404),
        Answer::Status(429),
        Answer::Status(500),
        Answer::Broken,
        Answer::Never,
        Answer::Cut,
        drops,
    ] {
        let (_, api) = Storage::of(&World::new(), [answer]);
        let document = linked(&api);
        assert!(!format!("{document:?}").contains("MARKER"));
        hides_the_link(&document.text().await.unwrap_err());
        if !matches!(answer, Answer::Cut | Answer::Pieces { .. }) {
            hides_the_link(&feed(&api, 10).upload().await.unwrap_err());
        }
    }
}

/// What is logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl tracing::field::Visit for Log {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        write!(self.0.lock().unwrap(), "{field}={value:?} ").unwrap();
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut self.clone());
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn no_link_is_logged() {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(log.clone());
    let world = World::new();
    let stock = ReportFile::new(format!("{STOCK}{MUG}"));
    let document = document(&world, ReportType::AfnInventory, Marketplace::US, stock).await;
    for failure in [Failure::Status(503), Failure::Status(403), Failure::Status(404)] {
        world.fake.fail_next("download", failure.clone());
        world.fake.fail_next("upload", failure);
    }
    document.open().await.unwrap_err();
    document.text().await.unwrap();
    feed(&world.client(), 10).upload().await.unwrap_err();
    feed(&world.client(), 10).upload().await.unwrap();
    let logged = log.0.lock().unwrap().clone();
    assert!(logged.contains("getReportDocument") && logged.contains("createFeedDocument"), "{logged}");
    for hidden in ["X-Amz", "/documents/", "https:"] {
        assert!(!logged.contains(hidden), "{logged}");
    }
}
