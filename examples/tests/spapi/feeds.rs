//! Feeds.

use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param},
};

use crate::{MARKETPLACE, amazon, answers};

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
