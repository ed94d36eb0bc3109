//! The command line, as its users run it: the built program against servers in this process.
//!
//! `cargo test -p examples` builds the program; `--test spapi` alone does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeSet,
    io::Read as _,
    net::TcpListener,
    os::unix::{
        fs::{FileTypeExt as _, PermissionsExt as _, symlink},
        process::ExitStatusExt as _,
    },
    path::Path,
    process::Command,
    time::Duration,
};

use examples::served::{Ports, Served};
use serde_json::{Value, json};
use sp_api_client::{
    operation::{self, Operation, Place},
    testing::{Processing, ReportFile},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, method, path, query_param},
};

mod interrupt;
mod program;
mod terminal;

use interrupt::interrupt;
use terminal::Person;

const SECRET: &str = "amzn1.oa2-cs.v1.not-to-be-seen";
const MARKETPLACE: &str = "ATVPDKIKX0DER";

impl Person {
    fn with_credentials() -> Self {
        let mut person = Self::using("spapi");
        person.environment.insert("SP_API_CLIENT_ID", "amzn1.application-oa2-client.sandbox".to_owned());
        person.environment.insert("SP_API_CLIENT_SECRET", SECRET.to_owned());
        person.environment.insert("SP_API_REFRESH_TOKEN", "Atzr|not-to-be-seen".to_owned());
        person.environment.insert("SP_API_SELLER_ID", "A1NASELLER0001".to_owned());
        person
    }

    fn at(mut self, url: &str) -> Self {
        self.options = ["--endpoint", url, "--lwa-endpoint", &format!("{url}/auth/o2/token")]
            .into_iter()
            .map(str::to_owned)
            .collect();
        self
    }
}

/// The simulators with some orders, and a person who may read them.
async fn shop() -> (Served, Person) {
    let served = Served::start(Ports::default()).await.unwrap();
    served.sandbox.seed(1, 40);
    let connection = &served.connection;
    let mut person = Person::with_credentials().at(connection.amazon_url.as_deref().unwrap());
    person.environment.insert("SP_API_CLIENT_ID", connection.client_id.clone());
    person.environment.insert("SP_API_CLIENT_SECRET", connection.client_secret.clone());
    person.environment.insert("SP_API_REFRESH_TOKEN", connection.sellers[0].refresh_token.clone());
    person.environment.insert("SP_API_SELLER_ID", connection.sellers[0].seller_id.clone());
    (served, person)
}

/// A server that hands out tokens, and a person who calls it.
async fn amazon() -> (MockServer, Person) {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "Atza|not-to-be-seen", "token_type": "bearer", "expires_in": 3600 });
    answers(&server, "POST", "/auth/o2/token", 200, token).await;
    let person = Person::with_credentials().at(&server.uri());
    (server, person)
}

async fn answers(server: &MockServer, verb: &str, at: &str, status: u16, body: Value) {
    let answer = ResponseTemplate::new(status).set_body_json(body);
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

// Who may call.

#[tokio::test]
async fn every_missing_variable_is_named() {
    let nobody = Person::using("spapi");
    let run = nobody.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    for name in ["SP_API_CLIENT_ID", "SP_API_CLIENT_SECRET", "SP_API_REFRESH_TOKEN"] {
        assert!(run.err.contains(name), "{}", run.err);
    }
    let mut almost = Person::with_credentials();
    almost.environment.remove("SP_API_REFRESH_TOKEN");
    let run = almost.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert!(run.err.contains("SP_API_REFRESH_TOKEN") && !run.err.contains("SP_API_CLIENT_ID"), "{}", run.err);
}

#[tokio::test]
async fn credentials_may_have_the_names_of_login_with_amazon() {
    let (served, mut person) = shop().await;
    for (name, other) in [
        ("SP_API_CLIENT_ID", "LWA_CLIENT_ID"),
        ("SP_API_CLIENT_SECRET", "LWA_CLIENT_SECRET"),
        ("SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN"),
    ] {
        let value = person.environment.remove(name).unwrap();
        person.environment.insert(other, value);
    }
    let run = person.runs(&["orders", "search", "--created-after", "30d", "--limit", "1"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    drop(served);
}

#[tokio::test]
async fn a_wrong_secret_is_said_to_be_wrong_and_not_repeated() {
    let (served, mut person) = shop().await;
    person.environment.insert("SP_API_CLIENT_SECRET", SECRET.to_owned());
    let run = person.runs(&["orders", "search", "--created-after", "30d"]).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("client secret is wrong"), "{}", run.err);
    assert!(run.out.is_empty() && !run.err.contains(SECRET), "{run:?}");
    drop(served);
}

#[tokio::test]
async fn a_cut_cable_is_an_error_of_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            // Reads a little and hangs up.
            let _ = connection.unwrap().read(&mut [0; 64]);
        }
    });
    let run = Person::with_credentials().at(&url).runs(&["inventory", "--marketplace", "US"]).await;
    assert_eq!((run.code, run.err.lines().count()), (1, 1), "{run:?}");
    assert!(run.err.contains("token") && !run.err.contains("not-to-be-seen"), "{}", run.err);
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused_before_anything_is_sent() {
    let person = Person::with_credentials().at("http://192.0.2.1");
    let run = person.runs(&["orders", "get", "113-0000001-0000001"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("https"), "{}", run.err);
}

#[tokio::test]
async fn a_wrong_command_line_is_no_failed_call() {
    let person = Person::with_credentials();
    for wrong in [
        &["orders", "search"][..],
        &["orders", "search", "--created-after", "1d", "--last-updated-after", "1d"],
        &["orders", "search", "--created-after", "1d", "--status", "LOST"],
        &["inventory", "--marketplace", "XX"],
        &["report", "fetch", "--out", "-"],
        &["report", "fetch", "GET_MERCHANT_LISTINGS_ALL_DATA", "--out", "-"],
        &["listing", "patch", "A", "--marketplace", "US", "--product-type", "MUG"],
        &["listing", "patch", "A", "--marketplace", "US", "--product-type", "MUG", "--set", "a=5"],
        &["smoke"],
        &["feed", "list"],
    ] {
        let run = person.runs(wrong).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}: {run:?}");
        assert!(!run.err.is_empty());
    }
}

// Orders.

#[tokio::test]
async fn orders_are_a_table_for_people_and_json_lines_for_programs() {
    let (served, person) = shop().await;
    let held = served.sandbox.amazon.orders(&served.connection.sellers[0].seller_id);
    let search =
        ["orders", "search", "--created-after", "30d", "--include", "BUYER", "--include", "recipient"];
    let run = person.runs(&search).await;
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.out.lines().count(), held.len() + 1);
    let heading = run.out.lines().next().unwrap();
    assert!(heading.contains("order") && heading.contains("total"), "{heading}");

    let json = person.runs(&[&search[..], &["--json"]].concat()).await;
    let ids = |orders: &[Value]| -> BTreeSet<String> {
        orders.iter().map(|order| order["orderId"].as_str().unwrap().to_owned()).collect()
    };
    let orders = json.lines();
    assert_eq!(ids(&orders), ids(&held));
    // What the person asked for is there for programs, and not in the table.
    let people: Vec<&str> = orders.iter().filter_map(|order| order["buyer"]["buyerName"].as_str()).collect();
    assert!(people.len() > 5, "{people:?}");
    for name in people {
        assert!(!run.out.contains(name), "{name}");
    }
}

#[tokio::test]
async fn a_search_ends_at_its_limit_and_one_order_is_read_with_its_items() {
    let (served, person) = shop().await;
    let search =
        ["orders", "search", "--created-after", "30d", "--marketplace", "us", "--json", "--limit", "3"];
    let run = person.runs(&search).await;
    assert_eq!(run.lines().len(), 3, "{run:?}");
    let order = &run.lines()[0];
    let run = person.runs(&["orders", "get", order["orderId"].as_str().unwrap()]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let item = order["orderItems"][0]["orderItemId"].as_str().unwrap();
    assert!(run.out.contains(item) && run.out.contains("SKU"), "{}", run.out);

    let run = person.runs(&["orders", "get", "113-9999999-9999999"]).await;
    assert_eq!(run.code, 1);
    assert!(run.err.contains("404"), "{}", run.err);
    drop(served);
}

// Reports.

async fn document(server: &MockServer, id: &str, content: &'static [u8]) {
    // Amazon's storage knows whoever holds the link.
    let url = format!("{}/storage/{id}?X-Amz-Signature=not-to-be-seen", server.uri());
    let link = json!({ "reportDocumentId": id, "url": url });
    answers(server, "GET", &format!("/reports/2021-06-30/documents/{id}"), 200, link).await;
    let stored = ResponseTemplate::new(200).set_body_raw(content, "text/plain; charset=UTF-8");
    Mock::given(method("GET")).and(path(format!("/storage/{id}"))).respond_with(stored).mount(server).await;
}

fn report(id: &str, kind: &str, status: &str) -> Value {
    let mut report = json!({
        "reportId": id, "reportType": kind, "processingStatus": status, "marketplaceIds": [MARKETPLACE],
        "createdTime": "2026-11-20T08:00:00Z",
    });
    if status == "DONE" {
        report["reportDocumentId"] = format!("doc-{id}").into();
    }
    report
}

const LISTINGS: &str = "GET_MERCHANT_LISTINGS_ALL_DATA";
const SETTLEMENTS: &str = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2";

#[tokio::test]
async fn a_report_that_takes_too_long_is_fetched_later_by_its_job() {
    let (server, person) = amazon().await;
    let create = Mock::given(method("POST"))
        .and(path("/reports/2021-06-30/reports"))
        .and(body_partial_json(json!({
            "reportType": LISTINGS, "marketplaceIds": [MARKETPLACE], "reportOptions": { "custom": "true" },
            "dataStartTime": "2026-11-01T00:00:00Z",
        })))
        .respond_with(ResponseTemplate::new(202).set_body_json(json!({ "reportId": "77" })));
    create.expect(1).mount(&server).await;
    let waiting = ResponseTemplate::new(200).set_body_json(report("77", LISTINGS, "IN_QUEUE"));
    Mock::given(method("GET"))
        .and(path("/reports/2021-06-30/reports/77"))
        .respond_with(waiting)
        .up_to_n_times(2) // at the beginning and at the end of its patience
        .mount(&server)
        .await;
    answers(&server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "DONE")).await;
    document(&server, "doc-77", b"sku\tprice\nMUG\t5\n").await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("listings.txt");
    let out = file.to_str().unwrap();
    let asked = person
        .runs(&[
            "report",
            "fetch",
            LISTINGS,
            "--out",
            out,
            "--marketplace",
            "US",
            "--from",
            "2026-11-01",
            "--option",
            "custom=true",
            "--wait",
            "1s",
        ])
        .await;
    assert_eq!(asked.code, 1, "{asked:?}");
    assert!(asked.err.lines().next().unwrap().contains("--job 77"), "{}", asked.err);
    assert!(asked.err.contains("to resume: report fetch --job 77 --out"), "{}", asked.err);
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "a half file was left");

    let resumed = person.runs(&["report", "fetch", "--job", "77", "--out", out]).await;
    assert_eq!(resumed.code, 0, "{resumed:?}");
    assert_eq!(std::fs::read(&file).unwrap(), b"sku\tprice\nMUG\t5\n");
    let piped = person.runs(&["report", "fetch", "--job", "77", "--out", "-"]).await;
    assert_eq!(piped.out, "sku\tprice\nMUG\t5\n");
    for run in [asked, resumed, piped] {
        assert!(!format!("{run:?}").contains("not-to-be-seen"), "{run:?}");
    }
}

#[tokio::test]
async fn of_settlements_the_newest_one_is_fetched() {
    let (server, person) = amazon().await;
    let listed = json!({ "reports": [report("9", SETTLEMENTS, "DONE"), report("8", SETTLEMENTS, "DONE")] });
    Mock::given(method("GET"))
        .and(path("/reports/2021-06-30/reports"))
        .and(query_param("reportTypes", SETTLEMENTS))
        .respond_with(ResponseTemplate::new(200).set_body_json(listed))
        .mount(&server)
        .await;
    document(&server, "doc-9", b"newest").await;
    let run = person.runs(&["report", "fetch", SETTLEMENTS, "--out", "-"]).await;
    assert_eq!((run.code, run.out.as_str()), (0, "newest"), "{run:?}");

    let run = person.runs(&["report", "list", SETTLEMENTS, "--since", "30d"]).await;
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    let run = person.runs(&["report", "list", SETTLEMENTS, "--json"]).await;
    assert_eq!((run.code, run.lines().len()), (0, 2), "{run:?}");
    assert_eq!(run.lines()[1]["reportId"], "8");
    assert_eq!(run.lines()[1]["processingStatus"], "DONE");
}

#[tokio::test]
async fn where_there_is_no_settlement_it_is_said_of_which_time_and_place() {
    let (server, person) = amazon().await;
    answers(&server, "GET", "/reports/2021-06-30/reports", 200, json!({ "reports": [] })).await;
    let fetch = ["report", "fetch", SETTLEMENTS, "--out", "-"];
    let run = person.runs(&fetch).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("of the last 90 days"), "{}", run.err);
    let run = person.runs(&[&fetch[..], &["--from", "2026-11-01", "--marketplace", "US"]].concat()).await;
    assert!(run.err.contains("for ATVPDKIKX0DER made since 2026-11-01"), "{}", run.err);
}

/// A report that is done, whose job is 77.
async fn finished_report(server: &MockServer, content: &'static [u8]) {
    answers(server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "DONE")).await;
    document(server, "doc-77", content).await;
}

#[tokio::test]
async fn a_program_is_told_where_a_report_was_saved() {
    let (server, person) = amazon().await;
    finished_report(&server, b"sku\n").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("listings.txt").display().to_string();
    let run = person.runs(&["report", "fetch", "--job", "77", "--out", &file, "--json"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let expected = json!({
        "reportId": "77", "reportType": LISTINGS, "reportDocumentId": "doc-77", "file": file, "bytes": 4,
    });
    assert_eq!(run.object(), expected);
}

#[tokio::test]
async fn a_saved_report_is_for_its_owner_and_a_link_to_a_file_stays_one() {
    let (server, person) = amazon().await;
    finished_report(&server, b"new").await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    let fetch = async |name: &str| {
        person.runs(&["report", "fetch", "--job", "77", "--out", at(name).to_str().unwrap()]).await
    };
    let run = fetch("fresh.txt").await;
    assert_eq!((run.code, mode("fresh.txt")), (0, 0o600), "{run:?}");

    std::fs::write(at("shared.txt"), "old").unwrap();
    std::fs::set_permissions(at("shared.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(at("shared.txt"), at("link.txt")).unwrap();
    let run = fetch("link.txt").await;
    assert_eq!((run.code, mode("shared.txt")), (0, 0o640), "{run:?}");
    assert!(at("link.txt").is_symlink());
    assert_eq!(std::fs::read(at("shared.txt")).unwrap(), b"new");

    symlink(at("nowhere.txt"), at("lost.txt")).unwrap();
    let run = fetch("lost.txt").await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("leads nowhere") && at("lost.txt").is_symlink(), "{}", run.err);
    let run = fetch("no/such/folder.txt").await;
    assert!(run.code == 1 && run.err.contains("there is no folder"), "{run:?}");
}

#[tokio::test]
async fn a_report_goes_through_a_pipe_and_does_not_take_its_place() {
    let (server, person) = amazon().await;
    finished_report(&server, b"sku\nMUG\n").await;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).unwrap()
    });
    let run = person.runs(&["report", "fetch", "--job", "77", "--out", pipe.to_str().unwrap()]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo(), "the pipe was replaced");
    assert_eq!(reader.join().unwrap(), b"sku\nMUG\n");
}

#[tokio::test]
async fn one_odd_item_costs_one_row() {
    let (server, person) = amazon().await;
    let odd = json!({ "reportId": "8", "reportType": LISTINGS, "processingStatus": 7,
        "createdTime": "2026-11-20T08:00:00Z" });
    let reports = [report("9", LISTINGS, "DONE"), odd, report("7", LISTINGS, "DONE")];
    answers(&server, "GET", "/reports/2021-06-30/reports", 200, json!({ "reports": reports })).await;
    let feed = |id: &str, kind: Value| {
        json!({ "feedId": id, "feedType": kind, "processingStatus": "DONE",
            "createdTime": "2026-11-20T08:00:00Z" })
    };
    let kind = json!("JSON_LISTINGS_FEED");
    let feeds = [feed("9", kind.clone()), feed("8", json!(5)), feed("7", kind)];
    answers(&server, "GET", "/feeds/2021-06-30/feeds", 200, json!({ "feeds": feeds })).await;
    let stock = |sku: &str, units: Value| json!({ "sellerSku": sku, "totalQuantity": units });
    let stock = [stock("MUG", json!(1)), stock("PAN", json!("many")), stock("CUP", json!(3))];
    let granularity = json!({ "granularityType": "Marketplace", "granularityId": MARKETPLACE });
    let payload = json!({ "granularity": granularity, "inventorySummaries": stock });
    answers(&server, "GET", "/fba/inventory/v1/summaries", 200, json!({ "payload": payload })).await;
    let mut transactions = [1.25, 2.0, 4.5].map(|amount| transaction("RELEASED", amount, "USD"));
    transactions[1]["description"] = json!(5);
    let transactions = json!({ "payload": { "transactions": transactions } });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, transactions).await;

    for (command, heading_and_rows, path) in [
        (&["report", "list", LISTINGS][..], 3, "processingStatus"),
        (&["feed", "list", "JSON_LISTINGS_FEED"][..], 3, "feedType"),
        (&["inventory", "--marketplace", "US"][..], 3, "totalQuantity"),
        (&["finances"][..], 6, "description"),
    ] {
        let run = person.runs(command).await;
        assert_eq!((run.code, run.out.lines().count()), (1, heading_and_rows), "{run:?}");
        assert!(run.err.contains(path), "{}", run.err);
        let json = person.runs(&[command, &["--json"]].concat()).await;
        assert_eq!((json.code, json.lines().len()), (1, 2), "{json:?}");
    }
    let run = person.runs(&["finances"]).await;
    assert!(run.out.contains("5.75 USD") && run.out.contains("1 that could not be read"), "{}", run.out);
}

#[tokio::test]
async fn what_was_read_before_a_call_failed_is_shown() {
    let (server, person) = amazon().await;
    let second = Mock::given(method("GET"))
        .and(path("/finances/2024-06-19/transactions"))
        .and(query_param("nextToken", "2"))
        .respond_with(ResponseTemplate::new(403).set_body_json(json!({ "errors": [{ "code": "Unauthorized",
            "message": "no more" }] })));
    second.with_priority(1).mount(&server).await;
    let payload = json!({ "transactions": [transaction("RELEASED", 1.0, "USD")], "nextToken": "2" });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, json!({ "payload": payload })).await;
    let run = person.runs(&["finances"]).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("113-0000001-0000001") && !run.out.contains("all together"), "{}", run.out);
    assert!(run.err.contains("no more"), "{}", run.err);
}

#[tokio::test]
async fn an_interrupted_wait_says_how_to_go_on() {
    let (server, person) = amazon().await;
    answers(&server, "POST", "/reports/2021-06-30/reports", 202, json!({ "reportId": "77" })).await;
    answers(&server, "GET", "/reports/2021-06-30/reports/77", 200, report("77", LISTINGS, "IN_QUEUE")).await;
    let mut child = person.starts(&["report", "fetch", LISTINGS, "--out", "-", "--marketplace", "US"]);
    let mut said = std::io::BufReader::new(child.stderr.take().unwrap());
    let rest = tokio::task::spawn_blocking(move || {
        let mut first = String::new();
        std::io::BufRead::read_line(&mut said, &mut first).unwrap();
        assert!(first.contains("--job 77"), "{first}");
        interrupt(&child);
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        (rest, child.wait().unwrap().code())
    });
    let (rest, code) = rest.await.unwrap();
    assert_eq!(code, Some(130));
    assert!(rest.contains("goes on") && rest.contains("report fetch --job 77 --out -"), "{rest}");
}

#[tokio::test]
async fn an_interrupted_request_is_not_said_to_have_an_id() {
    let (server, person) = amazon().await;
    let late = ResponseTemplate::new(202).set_delay(Duration::from_secs(20));
    for (at, created) in [
        ("/reports/2021-06-30/reports", json!({ "reportId": "77" })),
        ("/feeds/2021-06-30/feeds", json!({ "feedId": "31" })),
    ] {
        let late = late.clone().set_body_json(created);
        Mock::given(method("POST")).and(path(at)).respond_with(late).mount(&server).await;
    }
    let url = format!("{}/storage/up?X-Amz-Signature=not-to-be-seen", server.uri());
    let upload = json!({ "feedDocumentId": "up", "url": url });
    answers(&server, "POST", "/feeds/2021-06-30/documents", 201, upload).await;
    let put = Mock::given(method("PUT")).and(path("/storage/up"));
    put.respond_with(ResponseTemplate::new(200)).mount(&server).await;

    let fetch = ["report", "fetch", LISTINGS, "--out", "-", "--marketplace", "US"];
    let run = person.interrupts(&fetch, "", &server, "/reports/2021-06-30/reports").await;
    assert_eq!(run.code, 130, "{run:?}");
    let way_on = format!("may have been asked for: `report list {LISTINGS}`");
    assert!(run.err.contains(&way_on) && !run.err.contains("--job"), "{}", run.err);

    let submit = ["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"];
    let run = person.interrupts(&submit, r#"{"messages":[]}"#, &server, "/feeds/2021-06-30/feeds").await;
    assert_eq!(run.code, 130, "{run:?}");
    let way_on = "may have been taken: `feed list JSON_LISTINGS_FEED`";
    assert!(run.err.contains(way_on) && !run.err.contains("--job"), "{}", run.err);
}

#[tokio::test]
async fn ctrl_c_ends_a_feed_that_is_still_being_typed() {
    let (_server, person) = amazon().await;
    // More than once: which of two things that wait is looked at first is left to chance.
    for _ in 0..5 {
        let mut child = person.starts(&["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"]);
        let _typing = child.stdin.take().unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
        interrupt(&child);
        let mut ended = None;
        for _ in 0..100 {
            ended = child.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(ended.unwrap().signal(), Some(2));
    }
}

#[tokio::test]
async fn schedules_are_listed() {
    let (server, person) = amazon().await;
    let schedule = json!({
        "reportScheduleId": "5", "reportType": LISTINGS, "period": "P1D", "marketplaceIds": [MARKETPLACE],
    });
    answers(&server, "GET", "/reports/2021-06-30/schedules", 200, json!({ "reportSchedules": [schedule] }))
        .await;
    let run = person.runs(&["report", "schedules", LISTINGS]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("P1D") && run.out.contains(MARKETPLACE), "{}", run.out);
    let json = person.runs(&["report", "schedules", LISTINGS, "--json"]).await;
    assert_eq!(json.code, 0, "{json:?}");
    let schedule = json.object();
    assert_eq!((&schedule["reportScheduleId"], &schedule["period"]), (&json!("5"), &json!("P1D")));
}

// Feeds.

#[tokio::test]
async fn a_feed_tells_what_was_rejected_message_by_message() {
    let (server, person) = amazon().await;
    let link = |id: &str| format!("{}/storage/{id}?X-Amz-Signature=not-to-be-seen", server.uri());
    let upload = json!({ "feedDocumentId": "up", "url": link("up") });
    answers(&server, "POST", "/feeds/2021-06-30/documents", 201, upload).await;
    let put = Mock::given(method("PUT")).and(path("/storage/up"));
    put.respond_with(ResponseTemplate::new(200)).expect(1).mount(&server).await;
    answers(&server, "POST", "/feeds/2021-06-30/feeds", 202, json!({ "feedId": "31" })).await;
    let feed = json!({
        "feedId": "31", "feedType": "JSON_LISTINGS_FEED", "createdTime": "2026-11-20T08:00:00Z",
        "processingStatus": "DONE", "resultFeedDocumentId": "result",
    });
    answers(&server, "GET", "/feeds/2021-06-30/feeds/31", 200, feed).await;
    let result = json!({ "feedDocumentId": "result", "url": link("result") });
    answers(&server, "GET", "/feeds/2021-06-30/documents/result", 200, result).await;
    let report = json!({
        "header": { "sellerId": "A1NASELLER0001", "version": "2.0", "feedId": "31" },
        "issues": [
            { "messageId": 1, "sku": "MUG", "code": "5000", "severity": "WARNING", "message": "odd" },
            { "messageId": 2, "sku": "PAN", "code": "90220", "severity": "ERROR", "message": "A price is missing",
              "attributeName": "purchasable_offer" },
        ],
        "summary": { "errors": 1, "warnings": 1, "messagesProcessed": 2, "messagesAccepted": 1, "messagesInvalid": 1 },
    });
    answers(&server, "GET", "/storage/result", 200, report).await;

    let submit = ["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"];
    let run = person.types(&submit, r#"{"messages":[]}"#).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("--job 31"), "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(
        lines[1].contains("PAN") && lines[1].contains("90220") && lines[1].contains("A price is missing")
    );
    assert!(run.out.contains("2 messages: 1 accepted, 1 rejected"), "{}", run.out);
    assert!(!format!("{run:?}").contains("not-to-be-seen"), "{run:?}");

    let resumed = person.runs(&["feed", "submit", "--job", "31", "--json"]).await;
    assert_eq!((resumed.code, &resumed.lines()[0]["report"]["issues"][1]["sku"]), (1, &json!("PAN")));
    let empty = person.runs(&["feed", "submit", "JSON_LISTINGS_FEED", "-", "--marketplace", "US"]).await;
    assert_eq!(empty.code, 2, "{empty:?}");
}

/// A feed that Amazon has finished with, and its report.
async fn finished_feed(server: &MockServer, id: &str, status: &str, report: &str) {
    let feed = json!({
        "feedId": id, "feedType": "JSON_LISTINGS_FEED", "createdTime": "2026-11-20T08:00:00Z",
        "processingStatus": status, "resultFeedDocumentId": format!("result-{id}"),
    });
    answers(server, "GET", &format!("/feeds/2021-06-30/feeds/{id}"), 200, feed).await;
    let url = format!("{}/storage/result-{id}?X-Amz-Signature=not-to-be-seen", server.uri());
    let link = json!({ "feedDocumentId": format!("result-{id}"), "url": url });
    answers(server, "GET", &format!("/feeds/2021-06-30/documents/result-{id}"), 200, link).await;
    let stored = ResponseTemplate::new(200).set_body_raw(report.to_owned(), "text/plain; charset=UTF-8");
    let at = format!("/storage/result-{id}");
    Mock::given(method("GET")).and(path(at)).respond_with(stored).mount(server).await;
}

#[tokio::test]
async fn a_feed_that_ended_badly_is_not_well_whatever_its_report_says() {
    let (server, person) = amazon().await;
    let clean = json!({
        "issues": [],
        "summary": { "errors": 0, "warnings": 0, "messagesProcessed": 1, "messagesAccepted": 1, "messagesInvalid": 0 },
    });
    for (id, status, code) in [("1", "DONE", 0), ("2", "FATAL", 1), ("3", "CANCELLED", 1)] {
        finished_feed(&server, id, status, &clean.to_string()).await;
        let run = person.runs(&["feed", "submit", "--job", id]).await;
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.out.contains(&format!("feed {id} is {status}; 1 messages: 1 accepted")), "{}", run.out);
        assert_eq!(run.err.contains(&format!("ended as {status}")), code == 1, "{}", run.err);
        let json = person.runs(&["feed", "submit", "--job", id, "--json"]).await;
        assert_eq!((json.code, &json.object()["processingStatus"]), (code, &json!(status)));
    }
}

#[tokio::test]
async fn a_flat_file_is_well_if_every_record_was_accepted() {
    let (server, person) = amazon().await;
    let report = |processed: u64, successful: u64| {
        format!(
            "Feed Processing Summary:\n\tNumber of records processed\t\t{processed}\n\
             \tNumber of records successful\t\t{successful}\n"
        )
    };
    for (id, status, text, code, said) in [
        ("1", "DONE", report(2, 2), 0, "2 of 2 records"),
        ("2", "DONE", report(2, 1), 1, "1 of 2 records"),
        ("3", "DONE", report(0, 0), 1, "0 of 0 records"),
        ("4", "FATAL", report(2, 2), 1, "ended as FATAL"),
        ("5", "DONE", "Zusammenfassung:\n\tDatensätze\t2\n".to_owned(), 1, "no counts"),
    ] {
        finished_feed(&server, id, status, &text).await;
        let run = person.runs(&["feed", "submit", "--job", id]).await;
        assert_eq!((run.code, run.out.trim_end()), (code, text.trim_end()), "{run:?}");
        assert!(run.err.contains(said), "{}", run.err);
    }
    let json = person.runs(&["feed", "submit", "--job", "2", "--json"]).await.object();
    assert_eq!((&json["recordsProcessed"], &json["recordsSuccessful"]), (&json!(2), &json!(1)));
}

#[tokio::test]
async fn feeds_are_listed() {
    let (server, person) = amazon().await;
    let feed = json!({ "feedId": "31", "feedType": "JSON_LISTINGS_FEED", "processingStatus": "IN_QUEUE",
        "createdTime": "2026-11-20T08:00:00Z", "marketplaceIds": [MARKETPLACE] });
    Mock::given(method("GET"))
        .and(path("/feeds/2021-06-30/feeds"))
        .and(query_param("feedTypes", "JSON_LISTINGS_FEED"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "feeds": [feed] })))
        .mount(&server)
        .await;
    let run = person.runs(&["feed", "list", "JSON_LISTINGS_FEED", "--since", "2d"]).await;
    assert_eq!((run.code, run.out.lines().count()), (0, 2), "{run:?}");
    let row: Vec<&str> = run.out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row, ["31", "IN_QUEUE", "2026-11-20", "08:00Z", MARKETPLACE, "JSON_LISTINGS_FEED"]);
    let json = person.runs(&["feed", "list", "JSON_LISTINGS_FEED", "--json"]).await;
    assert_eq!(json.object()["feedId"], "31");
}

// Listings, stock and money.

#[tokio::test]
async fn a_previewed_change_shows_what_amazon_says_of_it() {
    let (server, person) = amazon().await;
    let answer = json!({
        "sku": "MUG/1", "status": "INVALID", "submissionId": "s-1",
        "issues": [{ "code": "4000", "message": "Too cheap", "severity": "ERROR", "attributeNames": ["price"],
            "categories": [] }],
    });
    let patch = Mock::given(method("PATCH"))
        .and(path("/listings/2021-08-01/items/A1NASELLER0001/MUG%2F1"))
        .and(query_param("mode", "VALIDATION_PREVIEW"))
        .and(body_partial_json(json!({
            "productType": "MUG",
            "patches": [
                { "op": "replace", "path": "/attributes/price", "value": [{ "value": 5 }] },
                { "op": "merge", "path": "/attributes/stock", "value": [{ "n": 1 }, { "n": 2 }] },
            ],
        })));
    patch.respond_with(ResponseTemplate::new(200).set_body_json(answer)).mount(&server).await;
    let patch = [
        "listing",
        "patch",
        "MUG/1",
        "--marketplace",
        "US",
        "--product-type",
        "MUG",
        "--set",
        r#"price={"value":5}"#,
        "--merge",
        r#"stock=[{"n":1},{"n":2}]"#,
        "--preview",
    ];
    let run = person.runs(&patch).await;
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("INVALID") && run.out.contains("Too cheap"), "{}", run.out);
    let json = person.runs(&[&patch[..], &["--json"]].concat()).await;
    assert_eq!(json.code, 1, "{json:?}");
    let answer = json.object();
    assert_eq!((&answer["status"], &answer["submissionId"]), (&json!("INVALID"), &json!("s-1")));
    assert_eq!(answer["issues"][0]["attributeNames"], json!(["price"]));
}

#[tokio::test]
async fn a_listing_is_shown_with_its_status_price_and_stock() {
    let (server, person) = amazon().await;
    let item = json!({
        "sku": "MUG",
        "summaries": [{ "marketplaceId": MARKETPLACE, "asin": "B000000001", "productType": "MUG",
            "status": ["BUYABLE"], "itemName": "A mug", "createdDate": "2026-01-01T00:00:00Z",
            "lastUpdatedDate": "2026-11-01T00:00:00Z" }],
        "offers": [{ "marketplaceId": MARKETPLACE, "offerType": "B2C",
            "price": { "amount": "12.99", "currency": "USD", "currencyCode": "USD" } }],
        "fulfillmentAvailability": [{ "fulfillmentChannelCode": "DEFAULT", "quantity": 7 }],
    });
    answers(&server, "GET", "/listings/2021-08-01/items/A1NASELLER0001/MUG", 200, item).await;
    let run = person.runs(&["listing", "get", "MUG", "--marketplace", "US"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    for fact in ["A mug", "BUYABLE", "12.99 USD", "7 DEFAULT"] {
        assert!(run.out.contains(fact), "{fact}: {}", run.out);
    }
    let json = person.runs(&["listing", "get", "MUG", "--marketplace", "US", "--json"]).await;
    assert_eq!(json.code, 0, "{json:?}");
    let item = json.object();
    assert_eq!((&item["sku"], &item["summaries"][0]["asin"]), (&json!("MUG"), &json!("B000000001")));
    assert_eq!(item["fulfillmentAvailability"][0]["quantity"], 7);
}

#[tokio::test]
async fn stock_is_listed_page_after_page() {
    let (server, person) = amazon().await;
    let page = |sku: &str, next: Option<&str>| {
        let summary = json!({
            "sellerSku": sku, "asin": "B000000001", "totalQuantity": 12,
            "inventoryDetails": { "fulfillableQuantity": 9, "inboundWorkingQuantity": 1, "inboundShippedQuantity": 2 },
        });
        let granularity = json!({ "granularityType": "Marketplace", "granularityId": MARKETPLACE });
        let payload = json!({ "granularity": granularity, "inventorySummaries": [summary] });
        json!({ "payload": payload, "pagination": { "nextToken": next } })
    };
    let second = Mock::given(method("GET"))
        .and(path("/fba/inventory/v1/summaries"))
        .and(query_param("nextToken", "2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page("PAN", None)));
    second.with_priority(1).mount(&server).await;
    answers(&server, "GET", "/fba/inventory/v1/summaries", 200, page("MUG", Some("2"))).await;
    let run = person.runs(&["inventory", "--marketplace", "US", "--details"]).await;
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    let mug: Vec<&str> = run.out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(mug, ["MUG", "B000000001", "12", "9", "3"]);
    let json = person.runs(&["inventory", "--marketplace", "US", "--details", "--json"]).await;
    assert_eq!((json.code, json.lines().len()), (0, 2), "{json:?}");
    assert_eq!(json.lines()[1]["sellerSku"], "PAN");
    assert_eq!(json.lines()[1]["inventoryDetails"]["fulfillableQuantity"], 9);
}

fn transaction(status: &str, amount: f64, currency: &str) -> Value {
    json!({
        "transactionType": "Shipment", "transactionStatus": status, "postedDate": "2026-11-20T08:00:00Z",
        "totalAmount": { "currencyCode": currency, "currencyAmount": amount },
        "relatedIdentifiers": [
            { "relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "113-0000001-0000001" },
        ],
    })
}

#[tokio::test]
async fn transactions_are_added_up_by_currency() {
    let (server, person) = amazon().await;
    let transactions = [(10.25, "USD"), (-0.5, "USD"), (3.0, "CAD")]
        .map(|(amount, code)| transaction("RELEASED", amount, code));
    let answer = json!({ "payload": { "transactions": transactions } });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, answer).await;
    let run = person.runs(&["finances", "--posted-after", "2026-11-01"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("113-0000001-0000001"), "{}", run.out);
    assert!(run.out.contains("9.75 USD"), "{}", run.out);
    assert!(!run.out.contains("not counted"), "{}", run.out);
    let json = person.runs(&["finances", "--json"]).await;
    assert_eq!((json.code, json.lines().len()), (0, 3), "{json:?}");
    let second = &json.lines()[1];
    assert_eq!(second["totalAmount"], json!({ "currencyCode": "USD", "currencyAmount": -0.5 }));
    assert_eq!(second["transactionStatus"], "RELEASED");
}

#[tokio::test]
async fn a_sale_that_was_held_back_and_released_is_counted_once() {
    let (server, person) = amazon().await;
    let transactions = [("DEFERRED_RELEASED", 10.25), ("RELEASED", 10.25), ("DEFERRED", 1.5)]
        .map(|(status, amount)| transaction(status, amount, "USD"));
    let answer = json!({ "payload": { "transactions": transactions } });
    answers(&server, "GET", "/finances/2024-06-19/transactions", 200, answer).await;
    let run = person.runs(&["finances"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("11.75 USD"), "{}", run.out);
    assert!(run.out.contains("not counted: 1 DEFERRED_RELEASED"), "{}", run.out);
}

// Decoding.

#[tokio::test]
async fn what_is_decoded_is_written_out_again() {
    let nobody = Person::using("spapi");
    let body = json!({ "reportId": "1", "reportType": "GET_X", "processingStatus": "NEWLY_INVENTED",
        "createdTime": "2026-11-20T08:00:00Z" });
    let run = nobody.types(&["decode", "reports_2021-06-30.getReport"], &body.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]), (0, &body), "{run:?}");
    let refusal = json!({ "errors": [{ "code": "NotFound", "message": "no such report" }] });
    let run = nobody.types(&["decode", "reports_2021-06-30.getReport"], &refusal.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]["errors"][0]["code"]), (0, &json!("NotFound")));
}

#[tokio::test]
async fn an_odd_element_of_a_page_is_named_and_the_page_is_printed() {
    let nobody = Person::using("spapi");
    let body = json!({ "orders": [{ "orderId": "113-0000001-0000001" }] });
    let run = nobody.types(&["decode", "orders_2026-01-01.searchOrders"], &body.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]), (1, &body), "{run:?}");
    assert!(run.err.contains("orders[0]") && run.err.contains("missing field"), "{}", run.err);
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let nobody = Person::using("spapi");
    let body = r#"{"reportSchedules":[{"reportScheduleId":5,"reportType":"A","period":"P1D"}]}"#;
    let run = nobody.types(&["decode", "getReportSchedules"], body).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("reportSchedules[0].reportScheduleId"), "{}", run.err);
    let run = nobody.types(&["decode", "getReportSchedules"], r#"{"reportSchedules":["#).await;
    assert_eq!(run.code, 1, "{run:?}");
}

#[tokio::test]
async fn an_unknown_operation_brings_up_its_neighbours() {
    let nobody = Person::using("spapi");
    let run = nobody.runs(&["decode", "orders_2026-01-01.searchOrder"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("did you mean orders_2026-01-01.searchOrders"), "{}", run.err);
    // A name that two models have is none.
    let run = nobody.runs(&["decode", "getOrder"]).await;
    assert!(run.err.contains("ordersV0.getOrder or orders_2026-01-01.getOrder"), "{}", run.err);
}

// The smoke test's table.

async fn requests() -> Vec<Value> {
    let run = Person::using("spapi").runs(&["smoke", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    run.lines()
}

fn operation_of(request: &Value) -> &'static Operation {
    Operation::find(request["operation"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn the_smoke_test_calls_every_operation_once_and_no_other() {
    let mut called: Vec<String> = requests()
        .await
        .iter()
        .filter(|request| request["prepares"] == false)
        .map(|request| operation_of(request).id())
        .collect();
    called.sort();
    let mut all: Vec<String> = operation::all().map(Operation::id).collect();
    all.sort();
    assert_eq!(called, all);
}

#[tokio::test]
async fn the_smoke_tests_requests_have_what_the_client_requires_and_nothing_that_it_does_not_know() {
    for request in requests().await {
        let (operation, request) = (operation_of(&request), &request["request"]);
        for (place, part) in [(&[Place::Path][..], "path"), (&[Place::Header], "headers")] {
            check(operation, place, &request[part]);
        }
        let query = [Place::Query, Place::QueryList, Place::QueryRepeated];
        check(operation, &query, &request["query"]);
        let body = operation.parameters.iter().any(|parameter| parameter.place == Place::Body);
        assert_eq!(request["body"].is_null(), !body, "{}", operation.id());
    }
}

fn check(operation: &Operation, places: &[Place], sent: &Value) {
    let sent = sent.as_object().unwrap();
    let declared = operation.parameters.iter().filter(|parameter| places.contains(&parameter.place));
    let (mut names, mut required) = (BTreeSet::new(), BTreeSet::new());
    for parameter in declared {
        names.insert(parameter.name);
        if parameter.required {
            required.insert(parameter.name);
        }
    }
    let sent: BTreeSet<&str> = sent.keys().map(String::as_str).collect();
    assert!(sent.is_subset(&names), "{}: {sent:?} of {names:?}", operation.id());
    assert!(sent.is_superset(&required), "{}: {required:?} not in {sent:?}", operation.id());
}

/// One of Amazon's models.
fn model(name: &str) -> Value {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    #[expect(
        clippy::disallowed_methods,
        reason = "where the official models lie is the environment's to say"
    )]
    let shared = std::env::var("SHARED_DIR").unwrap_or_else(|_| default.to_owned());
    let file = Path::new(&shared).join("models").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

#[tokio::test]
#[ignore = "needs SHARED_DIR"]
async fn the_smoke_tests_requests_are_valid_by_amazons_models() {
    let mut complaints = Vec::new();
    let mut bodies = 0;
    for request in requests().await {
        let operation = operation_of(&request);
        let model = model(operation.model);
        let path = &model["paths"][operation.path];
        let modelled = &path[operation.method.as_str().to_lowercase()];
        assert_eq!(modelled["operationId"], operation.name);
        let mut names = BTreeSet::new();
        let parameters = [path, modelled].into_iter().filter_map(|place| place["parameters"].as_array());
        for parameter in parameters.flatten() {
            let shared =
                parameter["$ref"].as_str().and_then(|target| model.pointer(target.strip_prefix('#')?));
            let parameter = shared.unwrap_or(parameter);
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            let part = match place {
                "header" => "headers",
                place => place,
            };
            let sent = match part {
                "body" => &request["request"]["body"],
                part => &request["request"][part][name],
            };
            names.insert((part, name));
            if sent.is_null() {
                if parameter["required"] == true {
                    complaints.push(format!("{}: {name} is missing", operation.id()));
                }
                continue;
            }
            // A body's schema refers to the model's definitions, a parameter is a schema but for a few keys.
            let mut schema = if part == "body" { parameter["schema"].clone() } else { parameter.clone() };
            bodies += usize::from(part == "body");
            for key in ["required", "name", "in", "description", "collectionFormat"] {
                if part != "body" {
                    schema.as_object_mut().unwrap().remove(key);
                }
            }
            let root = json!({ "allOf": [schema], "definitions": model["definitions"] });
            let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&root).unwrap();
            for error in validator.iter_errors(sent) {
                complaints.push(format!("{} {name}{}: {error}", operation.id(), error.instance_path()));
            }
        }
        for part in ["path", "query", "headers"] {
            for name in request["request"][part].as_object().unwrap().keys() {
                if !names.contains(&(part, name.as_str())) {
                    complaints.push(format!("{}: there is no {part} parameter {name}", operation.id()));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(bodies > 40, "only {bodies} bodies were checked");
}

#[tokio::test]
async fn the_smoke_test_tells_what_worked_from_what_did_not() {
    let (server, person) = amazon().await;
    let account = json!({ "payload": { "marketplaceParticipationList": [], "businessType": "CHARITY",
        "sellingPlan": "PROFESSIONAL" } });
    answers(&server, "GET", "/sellers/v1/account", 200, account).await;
    let odd = json!({ "payload": [{ "marketplace": 5 }] });
    answers(&server, "GET", "/sellers/v1/marketplaceParticipations", 200, odd).await;
    let run = person.runs(&["smoke", "--json", "--patience", "0s"]).await;
    assert_eq!(run.code, 1, "{run:?}");
    let lines = run.lines();
    assert_eq!(lines.len(), operation::all().count());
    let of = |id: &str| lines.iter().find(|line| line["operation"] == id).unwrap();
    let account = of("sellers.getAccount");
    assert_eq!((&account["status"], &account["outcome"]), (&json!(200), &json!("ok")), "{account}");
    let odd = of("sellers.getMarketplaceParticipations");
    assert_eq!(odd["outcome"], "failed");
    assert!(odd["error"].as_str().unwrap().contains("payload[0]"), "{odd}");
    // Everything else is a 404 here, and that is right for few operations.
    assert_eq!(of("orders_2026-01-01.searchOrders")["status"], 404);
    assert_eq!(of("fulfillmentInboundV0.getBillOfLading")["outcome"], "refused");
}

#[tokio::test]
async fn the_smoke_test_writes_only_to_sandboxes_and_simulators() {
    for endpoint in [
        "https://sellingpartnerapi-eu.amazon.com",
        "https://SellingPartnerAPI-NA.amazon.com.",
        "https://sandbox.sellingpartnerapi-na.amazon.com@sellingpartnerapi-na.amazon.com",
        "https://127.0.0.1@sellingpartnerapi-na.amazon.com/sandbox.",
        "https://gateway.example.com",
        "no endpoint",
    ] {
        let run = Person::with_credentials().runs(&["smoke", "--endpoint", endpoint]).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{endpoint}: {run:?}");
        assert!(run.err.contains("smoke writes"), "{}", run.err);
    }
}

#[tokio::test]
async fn an_operation_that_does_not_end_did_not_work() {
    let (server, person) = amazon().await;
    let id = "1234abcd-1234-abcd-5678-1234abcd5678";
    let plan = json!({ "inboundPlanId": "wf1234abcd-1234-abcd-5678-1234abcd5678", "operationId": id });
    answers(&server, "POST", "/inbound/fba/2024-03-20/inboundPlans", 202, plan).await;
    let state = json!({ "operation": "createInboundPlan", "operationId": id, "operationProblems": [],
        "operationStatus": "IN_PROGRESS" });
    answers(&server, "GET", &format!("/inbound/fba/2024-03-20/operations/{id}"), 200, state).await;
    let run = person.runs(&["smoke", "--json", "--patience", "0s"]).await;
    let lines = run.lines();
    let of = |name: &str| {
        let id = format!("fulfillmentInbound_2024-03-20.{name}");
        lines.iter().find(|line| line["operation"] == id.as_str()).unwrap()
    };
    let plan = of("createInboundPlan");
    assert_eq!((&plan["status"], &plan["outcome"]), (&json!(202), &json!("failed")), "{plan}");
    assert!(plan["error"].as_str().unwrap().contains("IN_PROGRESS"), "{plan}");
    assert_eq!(of("getInboundOperationStatus")["outcome"], "ok");
}

#[tokio::test]
async fn every_operation_works_against_the_simulator() {
    let (served, person) = shop().await;
    let (amazon, seller) = (&served.sandbox.amazon, &served.connection.sellers[0].seller_id);
    let shelves = amazon.stock_shelves(seller).unwrap();
    amazon.set_inbound_delay(seller, Duration::ZERO);
    let attributes =
        json!({"item_name": [{"value": "Kettle"}], "merchant_suggested_asin": [{"value": shelves.asins[0]}]});
    amazon.put_listing(seller, &shelves.marketplace_id, &shelves.skus[0], &shelves.product_type, attributes);
    amazon.put_report(
        seller,
        "GET_MERCHANT_LISTINGS_ALL_DATA",
        ReportFile::new("seller-sku\nSHELF-KETTLE\n"),
    );
    // What is cancelled must still be in the queue then.
    let processing = Processing { queue: Duration::from_millis(500), work: Duration::ZERO };
    amazon.set_report_processing(processing);
    amazon.set_feed_processing(processing);
    let pickup = format!("pickupOrderId={}", shelves.pickup_order);
    let regulated = format!("regulatedOrderId={}", shelves.regulated_order);
    let (sku, asin) = (format!("sku={}", shelves.skus[0]), format!("asin={}", shelves.asins[0]));
    let with = ["--with", &pickup, "--with", &regulated, "--with", &sku, "--with", &asin];
    let run = person.runs(&[&["smoke", "--json"], &with[..]].concat()).await;
    let lines = run.lines();
    let of = |outcome: &str| lines.iter().filter(|line| line["outcome"] == outcome).collect::<Vec<_>>();
    assert!(of("failed").is_empty(), "{:#?} {}", of("failed"), run.err);
    assert_eq!((run.code, lines.len()), (0, operation::all().count()));
    // Some operations exist in other marketplaces only.
    let refused = of("refused");
    assert!(refused.len() < 12, "{refused:#?}");
    println!("{} ok, {} refused as may be", of("ok").len(), refused.len());
    drop(served);
}
