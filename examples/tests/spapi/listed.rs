//! Lists of which something could not be read.

use serde_json::{Value, json};
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{method, path, query_param},
};

use crate::{LISTINGS, MARKETPLACE, amazon, answers, report, transaction};

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
