//! Stock.

use serde_json::json;
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{method, path, query_param},
};

use crate::{MARKETPLACE, amazon, answers};

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
