//! The command line, as its users run it: the built program against servers in this process.
//!
//! `cargo test -p examples` builds the program; `--test suiteql` alone does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{io::Read as _, net::TcpListener, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use examples::served::{Ports, Served};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, method, path, query_param},
};

mod interrupt;
mod program;
mod terminal;

use terminal::Person;

const SECRET: &str = "not-to-be-seen";
const SUITEQL: &str = "/services/rest/query/v1/suiteql";
const TOKEN_BASED: [&str; 4] =
    ["NETSUITE_CONSUMER_KEY", "NETSUITE_CONSUMER_SECRET", "NETSUITE_TOKEN_ID", "NETSUITE_TOKEN_SECRET"];

impl Person {
    fn with_credentials() -> Self {
        let mut person = Self::using("suiteql");
        person.environment.insert("NETSUITE_ACCOUNT", "1234567_SB1".to_owned());
        for name in TOKEN_BASED {
            person.environment.insert(name, format!("{name}-{SECRET}"));
        }
        person
    }

    fn at(mut self, url: &str) -> Self {
        self.options = vec!["--endpoint".to_owned(), url.to_owned()];
        self
    }
}

/// The simulator, and a person who may read and write in it.
async fn account() -> (Served, Person) {
    let served = Served::start(Ports::default()).await.unwrap();
    let connection = &served.connection;
    let mut person = Person::with_credentials().at(connection.netsuite_url.as_deref().unwrap());
    person.environment.insert("NETSUITE_ACCOUNT", connection.netsuite_account.clone());
    let values = [
        &connection.consumer_key,
        &connection.consumer_secret,
        &connection.token_id,
        &connection.token_secret,
    ];
    for (name, value) in TOKEN_BASED.into_iter().zip(values) {
        person.environment.insert(name, value.clone());
    }
    (served, person)
}

/// A server that says what a test wants, and a person who calls it.
async fn netsuite() -> (MockServer, Person) {
    let server = MockServer::start().await;
    let person = Person::with_credentials().at(&server.uri());
    (server, person)
}

/// A page of rows as NetSuite writes it: text, so that the order of the columns is NetSuite's.
fn page(items: &str) -> ResponseTemplate {
    let body =
        format!(r#"{{"links":[],"count":2,"hasMore":false,"items":[{items}],"offset":0,"totalResults":2}}"#);
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

// Who may call.

#[tokio::test]
async fn every_missing_variable_is_named() {
    let query = ["query", "SELECT id FROM item"];
    let run = Person::using("suiteql").runs(&query).await;
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    for name in TOKEN_BASED.into_iter().chain(["NETSUITE_ACCOUNT"]) {
        assert!(run.err.contains(name), "{}", run.err);
    }
    let mut almost = Person::with_credentials();
    almost.environment.remove("NETSUITE_TOKEN_SECRET");
    let run = almost.runs(&query).await;
    assert!(run.err.contains("NETSUITE_TOKEN_SECRET"), "{}", run.err);
    assert!(!run.err.contains("NETSUITE_TOKEN_ID") && !run.err.contains(SECRET), "{}", run.err);

    let mut other = Person::with_credentials();
    other.environment.insert("NETSUITE_CLIENT_ID", "client".to_owned());
    let run = other.runs(&query).await;
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("NETSUITE_CERTIFICATE_ID") && run.err.contains("NETSUITE_PRIVATE_KEY"),
        "{run:?}"
    );
    other.environment.insert("NETSUITE_CERTIFICATE_ID", "certificate".to_owned());
    other.environment.insert("NETSUITE_PRIVATE_KEY", "/nowhere/key.pem".to_owned());
    let run = other.runs(&query).await;
    assert!(run.code == 2 && run.err.contains("/nowhere/key.pem"), "{run:?}");
}

#[tokio::test]
async fn a_wrong_secret_is_an_error_without_the_secret() {
    let (served, mut person) = account().await;
    person.environment.insert("NETSUITE_TOKEN_SECRET", SECRET.to_owned());
    let run = person.runs(&["query", "SELECT id FROM currency ORDER BY id"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("401") && !run.err.contains(SECRET), "{}", run.err);
    // Five refusals lock the user.
    assert_eq!(served.sandbox.netsuite.calls()["suiteql"], 1);
}

#[tokio::test]
async fn a_cut_connection_is_an_error_of_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            // Reads a little and hangs up.
            let _ = connection.unwrap().read(&mut [0; 64]);
        }
    });
    let run = Person::with_credentials().at(&url).runs(&["query", "SELECT id FROM item"]).await;
    assert_eq!((run.code, run.out.as_str(), run.err.lines().count()), (1, "", 1), "{run:?}");
    assert!(run.err.contains("suiteql") && !run.err.contains(SECRET), "{}", run.err);
}

#[tokio::test]
async fn what_is_wrong_with_the_command_line_is_no_failed_call() {
    let person = Person::with_credentials();
    for wrong in [
        &["query"][..],
        &["query", "SELECT 1", "--bind", "sku"],
        &["query", "SELECT 1", "--bind", "n:number=x"],
        &["query", "SELECT 1", "--bind", "n:money=1"],
        &["query", "SELECT 1", "--bind", "a'b=1"],
        &["query", "SELECT 1", "--format", "xml"],
        &["query", "SELECT 1", "--account", "a/b"],
        &["query", "SELECT 1", "--endpoint", "http://192.0.2.1"],
        &["record", "get", "salesOrder"],
        &["record", "get", "salesOrder", "eid:a/b"],
        &["record", "upsert", "customer", "a b"],
        // Nothing on standard input.
        &["record", "upsert", "customer", "A-1"],
        &["sign", "--method", "GET"],
    ] {
        let run = person.runs(wrong).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}: {run:?}");
        assert!(!run.err.is_empty());
    }
    for body in ["[]", "{", "7"] {
        let run = person.types(&["record", "upsert", "customer", "A-1"], body).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{body}: {run:?}");
    }
}

// Queries.

const ROWS: &str = r#"
    {"links":[],"itemid":"MUG-1","displayname":"Mug, \"blue\"","price":"12.5"},
    {"links":[],"itemid":"MÜG-20","upccode":"0123","price":"-7"}"#;

#[tokio::test]
async fn rows_are_a_table_csv_or_json_lines() {
    let (server, person) = netsuite().await;
    Mock::given(method("POST")).and(path(SUITEQL)).respond_with(page(ROWS)).mount(&server).await;
    let query = ["query", "SELECT itemid, upccode, displayname, price FROM item"];
    let run = person.runs(&query).await;
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let expected = "  itemid  upccode  displayname  price\n  \
                    MUG-1            Mug, \"blue\"   12.5\n  \
                    MÜG-20     0123                  -7\n";
    assert_eq!(run.out, expected);
    let run = person.runs(&[&query[..], &["--format", "csv"]].concat()).await;
    let expected = "itemid,upccode,displayname,price\nMUG-1,,\"Mug, \"\"blue\"\"\",12.5\nMÜG-20,0123,,-7\n";
    assert_eq!((run.code, run.out.as_str()), (0, expected), "{run:?}");
    let run = person.runs(&[&query[..], &["--format", "json"]].concat()).await;
    let expected = "{\"itemid\":\"MUG-1\",\"displayname\":\"Mug, \\\"blue\\\"\",\"price\":\"12.5\"}\n\
                    {\"itemid\":\"MÜG-20\",\"upccode\":\"0123\",\"price\":\"-7\"}\n";
    assert_eq!((run.code, run.out.as_str()), (0, expected), "{run:?}");
    // Columns stand as they were asked for; those that the query does not name come last.
    let named = "SELECT DISTINCT i.price, NVL(i.x, 'a, FROM b') AS ItemId FROM item i";
    let run = person.runs(&["query", named, "--format", "csv"]).await;
    assert_eq!(run.out.lines().next(), Some("price,itemid,upccode,displayname"), "{run:?}");
}

#[tokio::test]
async fn nothing_found_is_no_failure() {
    let (served, person) = account().await;
    let query = ["query", "SELECT id FROM item WHERE id < 0", "--format"];
    for (format, said) in [("table", "no rows\n"), ("csv", ""), ("json", "")] {
        let run = person.runs(&[&query[..], &[format]].concat()).await;
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, said, ""), "{format}");
    }
    drop(served);
}

#[tokio::test]
async fn every_page_is_fetched_and_a_limit_ends_the_walk() {
    let (served, person) = account().await;
    let netsuite = &served.sandbox.netsuite;
    for number in 0..2_300 {
        netsuite.put_record(
            "customer",
            json!({"companyName": "Paged", "subsidiary": {"id": "1"},
            "entityId": format!("P{number:04}")}),
        );
    }
    let query = [
        "query",
        "SELECT entityid FROM customer WHERE companyname = 'Paged' ORDER BY id",
        "--format",
        "json",
    ];
    let run = person.runs(&query).await;
    assert_eq!((run.code, run.lines().len()), (0, 2_300), "{}", run.err);
    assert_eq!((&run.lines()[2_299]["entityid"], netsuite.calls()["suiteql"]), (&json!("P2299"), 3));
    let by_name = ["query", "SELECT entityid FROM customer WHERE companyname = 'Paged' ORDER BY entityid"];
    let run = person.runs(&by_name).await;
    assert!(run.code == 1 && run.err.contains("tells rows apart"), "{run:?}");
    let run = person.runs(&[&by_name[..], &["--unique", "entityid", "--format", "json"]].concat()).await;
    assert_eq!((run.code, run.lines().len()), (0, 2_300), "{}", run.err);
    for (limit, calls) in [("1200", 2), ("7", 1)] {
        let before = netsuite.calls()["suiteql"];
        let run = person.runs(&[&query[..], &["--limit", limit]].concat()).await;
        assert_eq!((run.code, run.lines().len().to_string().as_str()), (0, limit), "{}", run.err);
        assert_eq!(netsuite.calls()["suiteql"] - before, calls);
    }
}

#[tokio::test]
async fn a_walk_that_breaks_off_shows_what_it_read_and_fails() {
    let (server, person) = netsuite().await;
    let row = |number: usize| format!(r#"{{"links":[],"id":"{number}"}}"#);
    let rows: Vec<String> = (0..1_000).map(row).collect();
    let first = format!(
        r#"{{"links":[],"count":1000,"hasMore":true,"items":[{}],"offset":0,"totalResults":1001}}"#,
        rows.join(",")
    );
    let first = ResponseTemplate::new(200).set_body_raw(first, "application/json");
    Mock::given(query_param("offset", "0")).respond_with(first).mount(&server).await;
    let refused = json!({"title": "Bad Request", "status": 400, "o:errorDetails": [
        {"detail": "Invalid search query.", "o:errorCode": "INVALID_PARAMETER"}]});
    let refused = ResponseTemplate::new(400).set_body_json(refused);
    Mock::given(query_param("offset", "1000")).respond_with(refused).mount(&server).await;
    for format in ["table", "csv", "json"] {
        let run = person.runs(&["query", "SELECT id FROM item ORDER BY id", "--format", format]).await;
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.contains("999") && run.err.contains("INVALID_PARAMETER"), "{format}: {}", run.err);
    }
}

#[tokio::test]
async fn values_are_bound_by_their_kind_and_stay_values() {
    let (served, person) = account().await;
    for (id, name, limit) in [("900001", "O'Neill", 10), ("900002", "Zoe", 20), ("900003", "Zack", 30)] {
        let body = json!({"id": id, "entityId": name, "creditLimit": limit, "subsidiary": {"id": "1"}});
        served.sandbox.netsuite.put_record("customer", body);
    }
    let found = async |condition: &str, bound: &[&str]| {
        let text = format!("SELECT id FROM customer WHERE id > 900000 AND {condition} ORDER BY id");
        let binds: Vec<&str> = bound.iter().flat_map(|value| ["--bind", *value]).collect();
        let run = person.runs(&[&["query", &text, "--format", "csv"][..], &binds].concat()).await;
        assert_eq!(run.code, 0, "{run:?}");
        run.out.lines().skip(1).map(|id| id.trim_start_matches("90000").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("entityid = :name", &["name=O'Neill"]).await, ["1"]);
    assert!(found("entityid = :name", &["name=x' OR '1'='1"]).await.is_empty());
    assert_eq!(found("entityid IN :names", &["names:list=Zoe,Zack"]).await, ["2", "3"]);
    let both =
        found("creditlimit > :n AND datecreated > :day", &["n:number=15", "day:date=2026-01-01"]).await;
    assert_eq!(both, ["2", "3"]);

    let piped =
        person.types(&["query", "-", "--format", "csv"], "SELECT id FROM customer WHERE id = 900002\n").await;
    assert_eq!((piped.code, piped.out.as_str()), (0, "id\n900002\n"), "{piped:?}");
    let unbound = person.runs(&["query", "SELECT id FROM customer WHERE id = :id"]).await;
    assert!(unbound.code == 1 && unbound.err.contains(":id"), "{unbound:?}");
}

#[tokio::test]
async fn netsuites_complaint_is_told() {
    let (served, person) = account().await;
    let run = person.runs(&["query", "SELECT nope FROM customer"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("Unknown identifier 'nope'"), "{}", run.err);
    drop(served);
}

// Records.

#[tokio::test]
async fn a_record_is_written_by_its_external_id_and_read_back() {
    let (served, person) = account().await;
    let netsuite = &served.sandbox.netsuite;
    let subsidiary = netsuite.records("subsidiary")[0]["id"].clone();
    let body = json!({"companyName": "Müller & Söhne", "subsidiary": {"id": subsidiary}}).to_string();
    let upsert = ["record", "upsert", "customer", "AMZ-1"];
    let run = person.types(&upsert, &body).await;
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let written = run.object();
    let id = written["id"].as_str().unwrap();
    assert_eq!(written, json!({"type": "customer", "id": id, "externalId": "AMZ-1"}));
    // Again is the same record.
    assert_eq!(person.types(&upsert, &body).await.object(), written);

    for address in [id, "eid:AMZ-1"] {
        let run =
            person.runs(&["record", "get", "customer", address, "--fields", "companyName,isPerson"]).await;
        let read = run.object();
        assert_eq!((run.code, &read["companyName"]), (0, &json!("Müller & Söhne")), "{run:?}");
        assert!(read.get("subsidiary").is_none(), "{read}");
    }
    let run = person.runs(&["record", "get", "customer", "eid:AMZ-2"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("404"), "{}", run.err);
}

#[tokio::test]
async fn sublists_are_replaced_and_brought_when_asked_for() {
    let (server, person) = netsuite().await;
    let at = "/services/rest/record/v1/kitItem/eid:KIT-1";
    let written = ResponseTemplate::new(204).insert_header("location", format!("{}{at}/800", server.uri()));
    let put = Mock::given(method("PUT")).and(path(at)).and(query_param("replace", "member,price"));
    put.and(body_json(json!({"member": {"items": []}}))).respond_with(written).expect(1).mount(&server).await;
    let upsert = ["record", "upsert", "kitItem", "KIT-1", "--replace", "member", "--replace", "price"];
    let run = person.types(&upsert, r#"{"member": {"items": []}}"#).await;
    assert_eq!(run.object()["id"], "800", "{run:?}");

    let read = Mock::given(method("GET")).and(path(at)).and(query_param("expandSubResources", "true"));
    let kit = json!({"id": "800", "member": {"items": [{"quantity": 2}]}});
    read.respond_with(ResponseTemplate::new(200).set_body_json(&kit)).expect(1).mount(&server).await;
    assert_eq!(person.runs(&["record", "get", "kitItem", "eid:KIT-1", "--expand"]).await.object(), kit);
}

#[tokio::test]
async fn an_order_becomes_a_fulfillment_with_what_is_said_or_as_netsuite_proposes() {
    for (input, body) in
        [("", json!({})), (r#"{"shipStatus":{"id":"C"}}"#, json!({"shipStatus": {"id": "C"}}))]
    {
        let (server, person) = netsuite().await;
        let location = format!("{}/services/rest/record/v1/itemfulfillment/5002", server.uri());
        Mock::given(method("POST"))
            .and(path("/services/rest/record/v1/salesOrder/eid:AMZ-SO-1/!transform/itemFulfillment"))
            .and(body_json(body))
            .respond_with(ResponseTemplate::new(204).insert_header("location", location))
            .expect(1)
            .mount(&server)
            .await;
        let transform = ["record", "transform", "salesOrder", "eid:AMZ-SO-1", "itemFulfillment"];
        let run = person.types(&transform, input).await;
        assert_eq!(run.object(), json!({"type": "itemFulfillment", "id": "5002"}), "{run:?}");
    }
}

#[tokio::test]
async fn whoever_made_a_write_of_unknown_outcome_is_told_to_look() {
    let (server, person) = netsuite().await;
    let (upsert, look) = (["record", "upsert", "salesOrder", "DOUBT-1"], "look for it before you repeat");
    let failed = ResponseTemplate::new(500).set_body_raw("{}", "application/json");
    Mock::given(method("PUT")).respond_with(failed).mount(&server).await;
    let lines = r#"{"item": {"items": [{"quantity": 1}]}}"#;
    let doubtful = person.types(&upsert, lines).await;
    assert!(doubtful.code == 1 && doubtful.err.contains(look), "{doubtful:?}");
    let said = ResponseTemplate::new(400).set_body_raw("{}", "application/json");
    server.reset().await;
    Mock::given(method("PUT")).respond_with(said).mount(&server).await;
    let refused = person.types(&upsert, lines).await;
    assert!(refused.code == 1 && !refused.err.contains(look), "{refused:?}");
}

#[tokio::test]
async fn whoever_interrupts_a_write_is_told_to_look() {
    let (server, person) = netsuite().await;
    let slow = ResponseTemplate::new(204).set_delay(Duration::from_secs(60));
    Mock::given(method("PUT")).respond_with(slow).mount(&server).await;
    let at = "/services/rest/record/v1/customer/eid:AMZ-1";
    let run = person.interrupts(&["record", "upsert", "customer", "AMZ-1"], "{}", &server, at).await;
    assert_eq!((run.code, run.out.as_str()), (130, ""), "{run:?}");
    assert!(run.err.contains("look for it before you repeat"), "{}", run.err);
}

// Signing.

/// RFC 5849, written down once more: what is to be signed, and the signature.
fn signed(verb: &str, address: &str, query: &[(&str, &str)], secrets: [&str; 2]) -> (String, String) {
    let mut parameters = vec![
        ("oauth_consumer_key".to_owned(), "key".to_owned()),
        ("oauth_nonce".to_owned(), "abcdef123456".to_owned()),
        ("oauth_signature_method".to_owned(), "HMAC-SHA256".to_owned()),
        ("oauth_timestamp".to_owned(), "1795430400".to_owned()),
        ("oauth_token".to_owned(), "token".to_owned()),
        ("oauth_version".to_owned(), "1.0".to_owned()),
    ];
    parameters.extend(query.iter().map(|(name, value)| (encoded(name), encoded(value))));
    parameters.sort();
    let parameters: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let base = format!("{verb}&{}&{}", encoded(address), encoded(&parameters.join("&")));
    let key = format!("{}&{}", encoded(secrets[0]), encoded(secrets[1]));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(base.as_bytes());
    (base, STANDARD.encode(mac.finalize().into_bytes()))
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

#[tokio::test]
async fn a_signature_is_shown_as_another_implementation_computes_it() {
    const HOST: &str = "https://1234567-sb1.suitetalk.api.netsuite.com";
    type Case = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);
    let cases: [Case; 3] = [
        ("GET", "/services/rest/record/v1/salesOrder/eid:AMZ-1/!transform/invoice", "", &[]),
        ("POST", SUITEQL, "?offset=0&limit=1000", &[("limit", "1000"), ("offset", "0")]),
        (
            "GET",
            "/services/rest/record/v1/customer",
            "?q=companyName%20IS%20%22M%C3%BCller+%26%2A%22&empty=",
            &[("q", "companyName IS \"Müller &*\""), ("empty", "")],
        ),
    ];
    let secrets = ["s3cr&t/with+special=chars~", "tok en%sécret"];
    // Needs no credentials but those it is given.
    let nobody = Person::using("suiteql");
    for (verb, address, query, parameters) in cases {
        let url = format!("{HOST}{address}{query}");
        let arguments = [
            "sign",
            "--method",
            verb,
            "--url",
            &url,
            "--account",
            "1234567-sb1",
            "--consumer-key",
            "key",
            "--consumer-secret",
            secrets[0],
            "--token",
            "token",
            "--token-secret",
            secrets[1],
            "--nonce",
            "abcdef123456",
            "--timestamp",
            "1795430400",
        ];
        let run = nobody.runs(&arguments).await;
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
        let shown = run.object();
        let (base, signature) = signed(verb, &format!("{HOST}{address}"), parameters, secrets);
        assert_eq!((&shown["base_string"], &shown["signature"]), (&json!(base), &json!(signature)));
        let header = shown["header"].as_str().unwrap();
        assert!(header.starts_with("OAuth realm=\"1234567_SB1\", "), "{header}");
        assert!(header.contains(&format!("oauth_signature=\"{}\"", encoded(&signature))), "{header}");
        assert!(header.contains("oauth_timestamp=\"1795430400\"") && !run.out.contains("s3cr"), "{header}");
        assert_eq!(shown.as_object().unwrap().len(), 3);
    }
}
