//! Listings.

use serde_json::json;
use wiremock::{
    Mock, ResponseTemplate,
    matchers::{body_partial_json, method, path, query_param},
};

use crate::{MARKETPLACE, amazon, answers};

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
