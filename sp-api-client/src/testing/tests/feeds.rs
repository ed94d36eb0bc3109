//! Feeds: uploaded, processed in time, applied, and reported on.

use super::*;

const FEEDS: &str = "/feeds/2021-06-30/feeds";
const DOCUMENTS: &str = "/feeds/2021-06-30/documents";
const LISTINGS: &str = "JSON_LISTINGS_FEED";
const JSON: &str = "application/json; charset=UTF-8";

/// A feed of five minutes ago, and what its report says.
pub(super) struct Fed {
    pub(super) feed: Value,
    pub(super) report: Option<String>,
}

impl Fed {
    fn report(&self) -> Value {
        serde_json::from_str(self.report.as_ref().unwrap()).unwrap()
    }
}

async fn uploaded(world: &World, content_type: &str, body: &str) -> String {
    let document = world.call("POST", DOCUMENTS, json!({ "contentType": content_type })).await;
    assert_eq!(document.status, 201, "{}", document.text);
    let upload = world.upload(document.json["url"].as_str().unwrap(), content_type, body).await;
    assert_eq!(upload.status, 200);
    document.json["feedDocumentId"].as_str().unwrap().to_owned()
}

fn feed(kind: &str, document: &str) -> Value {
    json!({ "feedType": kind, "marketplaceIds": [US], "inputFeedDocumentId": document })
}

async fn created(world: &World, kind: &str, document: &str) -> String {
    let reply = world.call("POST", FEEDS, feed(kind, document)).await;
    assert_eq!(reply.status, 202, "{}", reply.text);
    reply.json["feedId"].as_str().unwrap().to_owned()
}

/// Feeds `body` in and waits until it is processed.
pub(super) async fn fed(world: &World, kind: &str, content_type: &str, body: &str) -> Fed {
    let document = uploaded(world, content_type, body).await;
    let id = created(world, kind, &document).await;
    tokio::time::advance(Duration::from_secs(300)).await;
    let feed = world.get(&format!("{FEEDS}/{id}")).await.json;
    let report = match feed["resultFeedDocumentId"].as_str() {
        None => None,
        Some(document) => {
            let link = world.get(&format!("{DOCUMENTS}/{document}")).await.json;
            assert_eq!(link["compressionAlgorithm"], "GZIP");
            Some(world.download(link["url"].as_str().unwrap()).await.unpacked())
        }
    };
    Fed { feed, report }
}

fn messages(messages: Value) -> String {
    json!({ "header": { "sellerId": NORTH, "version": "2.0", "issueLocale": "en_US" }, "messages": messages })
        .to_string()
}

fn stock(quantity: i64) -> Value {
    json!([{ "fulfillment_channel_code": "DEFAULT", "quantity": quantity }])
}

fn stock_patch(id: u32, sku: &str, quantity: i64) -> Value {
    let path = "/attributes/fulfillment_availability";
    json!({
        "messageId": id, "sku": sku, "operationType": "PATCH", "productType": "PRODUCT",
        "patches": [{ "op": "merge", "path": path, "value": stock(quantity) }],
    })
}

#[tokio::test(start_paused = true)]
async fn a_feed_is_queued_worked_on_and_done() {
    let world = World::new().await;
    let document = uploaded(&world, JSON, "{}").await;
    let id = created(&world, LISTINGS, &document).await;
    let path = format!("{FEEDS}/{id}");
    assert_eq!(world.get(&path).await.json["processingStatus"], "IN_QUEUE");
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(world.get(&path).await.json["processingStatus"], "IN_PROGRESS");
    assert_eq!(world.call("DELETE", &path, Value::Null).await.status, 400);
    world.fake.set_feed_processing(Processing { queue: Duration::from_secs(9), work: Duration::ZERO });
    let quick = created(&world, LISTINGS, &document).await;
    tokio::time::advance(Duration::from_secs(9)).await;
    assert_eq!(
        world.get(&format!("{FEEDS}/{quick}")).await.json["processingEndTime"],
        "2026-11-23T12:01:09.000Z"
    );
    assert_eq!(world.fake.uploaded(NORTH, &id).unwrap(), "{}");
}

#[tokio::test(start_paused = true)]
async fn an_upload_must_carry_exactly_its_content_type() {
    let world = World::new().await;
    let document = world.call("POST", DOCUMENTS, json!({ "contentType": JSON })).await.json;
    let url = document["url"].as_str().unwrap();
    for other in ["application/json; charset=utf-8", "application/json", "text/plain"] {
        let refused = world.upload(url, other, "{}").await;
        assert_eq!(
            (refused.status, refused.text().contains("SignatureDoesNotMatch")),
            (403, true),
            "{other}"
        );
    }
    assert_eq!(world.download(url).await.status, 403, "signed for PUT");
    let chunked = Request::put(url).header("content-type", JSON).header("transfer-encoding", "chunked");
    assert_eq!(world.fake.handle(chunked.body(Bytes::from("{}")).unwrap()).await.status(), 501);
    assert_eq!(world.upload(url, JSON, "{}").await.status, 200);
    tokio::time::advance(Duration::from_secs(300)).await;
    assert!(world.upload(url, JSON, "{}").await.text().contains("expired"));
}

#[tokio::test(start_paused = true)]
async fn a_feed_needs_a_known_type_and_an_uploaded_document() {
    let world = World::new().await;
    let empty = world.call("POST", DOCUMENTS, json!({ "contentType": JSON })).await.json;
    let empty = empty["feedDocumentId"].as_str().unwrap();
    let document = uploaded(&world, JSON, "{}").await;
    for body in [
        json!({}),
        feed(LISTINGS, empty),
        feed(LISTINGS, "made-up"),
        feed("POST_EVERYTHING", &document),
        json!({ "feedType": LISTINGS, "marketplaceIds": [GERMANY], "inputFeedDocumentId": document }),
    ] {
        let reply = world.call("POST", FEEDS, body.clone()).await;
        assert_eq!((reply.status, reply.code()), (400, "InvalidInput"), "{body}");
    }
    assert_eq!(world.call("POST", DOCUMENTS, json!({})).await.status, 400);
    tokio::time::advance(Duration::from_secs(2 * 86_400 + 1)).await;
    let token = world.new_token(NORTH).await;
    let late = world.call_as(&token, "POST", FEEDS, feed(LISTINGS, &document)).await;
    assert_eq!(late.status, 400, "a document lives two days");
}

#[tokio::test(start_paused = true)]
async fn dead_listing_feeds_are_taken_and_then_fail() {
    let world = World::new().await;
    let fed =
        fed(&world, "POST_INVENTORY_AVAILABILITY_DATA", "text/xml; charset=UTF-8", "<AmazonEnvelope/>").await;
    assert_eq!(fed.feed["processingStatus"], "FATAL");
    assert_eq!(fed.report, None);
}

#[tokio::test(start_paused = true)]
async fn a_listings_feed_changes_the_listings() {
    let world = World::new().await;
    for sku in ["patched", "replaced", "deleted", "partly"] {
        let attributes = json!({ "item_name": [{ "value": "Old" }], "fulfillment_availability": stock(1) });
        world.fake.put_listing(NORTH, US, sku, "CUP", attributes);
    }
    let new = json!({ "item_name": [{ "value": "New" }] });
    let body = messages(json!([
        stock_patch(1, "patched", 7),
        { "messageId": 2, "sku": "replaced", "operationType": "UPDATE", "productType": "CUP", "attributes": new },
        { "messageId": 3, "sku": "deleted", "operationType": "DELETE" },
        { "messageId": 4, "sku": "partly", "operationType": "PARTIAL_UPDATE", "productType": "CUP", "attributes": new },
        { "messageId": 5, "sku": "created", "operationType": "UPDATE", "productType": "CUP", "attributes": new },
    ]));
    let fed = fed(&world, LISTINGS, JSON, &body).await;
    assert_eq!(fed.feed["processingStatus"], "DONE");
    let summary = fed.report()["summary"].clone();
    let expected = json!({
        "errors": 0, "warnings": 0, "messagesProcessed": 5, "messagesAccepted": 5, "messagesInvalid": 0,
    });
    assert_eq!(summary, expected);
    let attributes = |sku: &str| world.fake.listing(NORTH, US, sku).unwrap()["attributes"].clone();
    assert_eq!(attributes("patched")["fulfillment_availability"], stock(7));
    assert_eq!(attributes("patched")["item_name"][0]["value"], "Old");
    assert_eq!(attributes("replaced"), new);
    assert_eq!(attributes("partly")["item_name"], new["item_name"]);
    assert_eq!(attributes("partly")["fulfillment_availability"], stock(1));
    assert_eq!(attributes("created"), new);
    assert_eq!(world.fake.listing(NORTH, US, "deleted"), None);
}

#[tokio::test(start_paused = true)]
async fn bad_messages_are_told_by_id_and_change_nothing() {
    let world = World::new().await;
    world.fake.put_listing(NORTH, US, "A", "CUP", json!({ "fulfillment_availability": stock(1) }));
    let body = messages(json!([
        stock_patch(1, "A", -1),
        stock_patch(2, "unknown", 1),
        { "messageId": 3, "sku": "A", "operationType": "PATCH", "patches": [] },
        { "messageId": 4, "sku": "A", "operationType": "DELETE", "productType": "CUP" },
        { "messageId": 5, "sku": "A", "operationType": "UPSERT" },
        { "messageId": 6, "operationType": "DELETE" },
        { "messageId": 7, "sku": "A", "operationType": "UPDATE", "productType": "CUP",
          "attributes": { "condition_type": [{ "value": "new_new" }] } },
        stock_patch(8, "A", 5),
    ]));
    let fed = fed(&world, LISTINGS, JSON, &body).await;
    assert_eq!(fed.feed["processingStatus"], "DONE", "done, not accepted");
    let report = fed.report();
    assert_eq!(report["summary"]["messagesInvalid"], 7);
    assert_eq!(report["summary"]["messagesAccepted"], 1);
    let ids: Vec<_> = report["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| issue["messageId"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(report["issues"][6]["code"], "90220");
    let listing = world.fake.listing(NORTH, US, "A").unwrap();
    assert_eq!(listing["attributes"]["fulfillment_availability"], stock(5));
}

#[tokio::test(start_paused = true)]
async fn a_listings_feed_whose_frame_is_wrong_fails_as_a_whole() {
    let world = World::new().await;
    let twice = messages(json!([stock_patch(1, "A", 1), stock_patch(1, "B", 1)]));
    let others = messages(json!([stock_patch(1, "A", 1)])).replace(NORTH, EUROPE);
    let old = messages(json!([stock_patch(1, "A", 1)])).replace("2.0", "1.0");
    for body in ["", "<xml/>", "{}", &twice, &others, &old, &messages(json!([]))] {
        let fed = fed(&world, LISTINGS, JSON, body).await;
        assert_eq!(fed.feed["processingStatus"], "FATAL", "{body}");
        assert_eq!(fed.report()["issues"][0]["messageId"], Value::Null);
    }
}

#[tokio::test(start_paused = true)]
async fn a_feed_of_fulfillments_tells_of_orders_that_nobody_knows() {
    let world = World::new().await;
    world.put("114-1", "2026-11-23T11:00:00Z");
    let message = |id: u32, order: &str| {
        format!(
            "<Message><MessageID>{id}</MessageID><OrderFulfillment><AmazonOrderID>{order}</AmazonOrderID>\
             </OrderFulfillment></Message>"
        )
    };
    let body = format!(
        "<?xml version=\"1.0\"?><AmazonEnvelope>{}{}</AmazonEnvelope>",
        message(1, "114-1"),
        message(2, "114-2")
    );
    let xml = "text/xml; charset=UTF-8";
    let fed_xml = fed(&world, "POST_ORDER_FULFILLMENT_DATA", xml, &body).await;
    let report = fed_xml.report.unwrap();
    for part in [
        "<MessagesProcessed>2</MessagesProcessed>",
        "<MessagesSuccessful>1</MessagesSuccessful>",
        "<MessageID>2</MessageID><ResultCode>Error</ResultCode>",
    ] {
        assert!(report.contains(part), "{part} in {report}");
    }
    let flat = "order-id\tquantity\n114-1\t1\n114-2\t1\n";
    let fed_flat = fed(&world, "POST_FLAT_FILE_FULFILLMENT_DATA", "text/tab-separated-values", flat).await;
    let report = fed_flat.report.unwrap();
    assert!(report.contains("Number of records processed\t\t2"), "{report}");
    assert!(report.contains("2\t114-2\t"), "{report}");
    let wrong = fed(&world, "POST_ORDER_FULFILLMENT_DATA", xml, flat).await;
    assert_eq!(wrong.feed["processingStatus"], "FATAL");
}

#[tokio::test(start_paused = true)]
async fn an_invoice_is_a_pdf_and_nothing_else() {
    let world = World::new().await;
    for (content_type, body, status) in [
        ("application/pdf", "%PDF-1.7 an invoice", "DONE"),
        ("application/pdf", "<xml/>", "FATAL"),
        ("text/plain", "%PDF-1.7 an invoice", "FATAL"),
    ] {
        let fed = fed(&world, "UPLOAD_VAT_INVOICE", content_type, body).await;
        assert_eq!(fed.feed["processingStatus"], status, "{content_type} {body}");
        let succeeded = "<MessagesSuccessful>1</MessagesSuccessful>";
        assert_eq!(fed.report.is_some_and(|report| report.contains(succeeded)), status == "DONE");
    }
    let pdf = fed(&world, "POST_ORDER_FULFILLMENT_DATA", "application/pdf", "%PDF-1.7").await;
    assert_eq!(pdf.feed["processingStatus"], "FATAL", "of another feed");
}

#[tokio::test(start_paused = true)]
async fn listings_feeds_have_a_usage_plan_of_their_own() {
    let world = World::new().await;
    let fake = &world.fake;
    let plan = crate::testing::feeds::LISTINGS_PLAN;
    fake.set_plan(crate::testing::feeds::LISTINGS_BUCKET, plan.rate, plan.burst);
    let document = uploaded(&world, JSON, "{}").await;
    let rate = |reply: &Reply| reply.headers["x-amzn-ratelimit-limit"].to_str().unwrap().to_owned();
    let first = world.call("POST", FEEDS, feed(LISTINGS, &document)).await;
    assert_eq!(rate(&first), format!("{:?}", plan.rate), "the plan that it was counted by");
    let other = world.call("POST", FEEDS, feed("POST_PRODUCT_DATA", &document)).await;
    assert_eq!(rate(&other), "1000.0");
    for _ in 0..4 {
        created(&world, LISTINGS, &document).await;
    }
    assert_eq!(world.call("POST", FEEDS, feed(LISTINGS, &document)).await.status, 429);
    created(&world, "POST_PRODUCT_DATA", &document).await;
    tokio::time::advance(Duration::from_secs(60)).await;
    created(&world, LISTINGS, &document).await;
}

#[tokio::test(start_paused = true)]
async fn feeds_are_listed_newest_first_and_page_by_token_alone() {
    let world = World::new().await;
    let document = uploaded(&world, JSON, "{}").await;
    let first = created(&world, LISTINGS, &document).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let second = created(&world, LISTINGS, &document).await;
    let page = world.get(&format!("{FEEDS}?feedTypes={LISTINGS}&pageSize=1")).await.json;
    assert_eq!(page["feeds"][0]["feedId"], second.as_str());
    let token: String =
        url::form_urlencoded::byte_serialize(page["nextToken"].as_str().unwrap().as_bytes()).collect();
    assert_eq!(world.get(&format!("{FEEDS}?nextToken={token}&pageSize=1")).await.status, 400);
    assert_eq!(world.get(&format!("{FEEDS}?nextToken={token}&feedTypes={LISTINGS}")).await.status, 400);
    assert_eq!(world.get(&format!("{FEEDS}?nextToken={token}&details=true&x=1")).await.status, 200);
    let page = world.get(&format!("{FEEDS}?nextToken={token}")).await.json;
    assert_eq!((&page["feeds"][0]["feedId"], &page["nextToken"]), (&json!(first), &Value::Null));
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn processing_reports_are_of_the_official_schema() {
    let world = World::new().await;
    world.fake.put_listing(NORTH, US, "A", "CUP", json!({ "fulfillment_availability": stock(1) }));
    let mut with_items: Value =
        serde_json::from_str(&messages(json!([stock_patch(1, "A", 3), stock_patch(2, "A", -3)]))).unwrap();
    with_items["header"]["report"] =
        json!({ "includedData": ["summaries", "attributes", "issues"], "apiVersion": "2021-08-01" });
    for body in [with_items.to_string(), "{}".to_owned()] {
        let report = fed(&world, LISTINGS, JSON, &body).await.report();
        validate::matches_schema(
            "models/schemas/feeds/listings-feed-processing-report-schema-v2.json",
            &report,
        );
    }
    let mut example = validate::shared_json("models/schemas/feeds/listings-feed-schema-v2.example.json");
    example["header"]["sellerId"] = json!(NORTH);
    let report = fed(&world, LISTINGS, JSON, &example.to_string()).await;
    assert_eq!(
        report.feed["processingStatus"], "DONE",
        "the official example is understood: {:?}",
        report.report
    );
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    let fed = fed(&world, LISTINGS, JSON, "{}").await;
    let document = uploaded(&world, JSON, "{}").await;
    let id = created(&world, LISTINGS, &document).await;
    for method in ["DELETE", "DELETE"] {
        world.call(method, &format!("{FEEDS}/{id}"), Value::Null).await;
    }
    world.get(&format!("{FEEDS}?feedTypes={LISTINGS}&pageSize=1")).await;
    world.get(FEEDS).await;
    world.get(&format!("{FEEDS}/1")).await;
    world.get(&format!("{DOCUMENTS}/1")).await;
    world.call("POST", FEEDS, json!({})).await;
    world.call("POST", DOCUMENTS, json!({})).await;
    assert!(fed.report.is_some());
    validate::every_answer_is_modelled(&world, "feeds_2021-06-30");
}
