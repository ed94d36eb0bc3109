//! Failures that a test scripts, and bodies that travel badly: in the same process and on a TCP port.

use std::sync::Arc;

use commerce_client_core::{
    testing::{InProcess, serve},
    transport::{Body, HttpTransport, Transport, TransportError},
};

use super::*;

const REPORTS: &str = "/reports/2021-06-30/reports";

impl World {
    async fn settlement_url(&self) -> String {
        let listed = self.fake.put_settlement(NORTH, ReportFile::new("settlement-id\tamount\n".repeat(100)));
        let path = format!("/reports/2021-06-30/documents/{}", listed.report_document_id);
        self.get(&path).await.json["url"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(start_paused = true)]
async fn a_status_beforehand_does_nothing_and_afterwards_all_of_it() {
    let world = World::new().await;
    let body = json!({ "reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [US] });
    let list = format!("{REPORTS}?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA");
    for (failure, made) in
        [(Failure::Status(500), 0), (Failure::StatusHtml(503), 0), (Failure::StatusAfter(500), 1)]
    {
        world.fake.fail_next("createReport", failure.clone());
        assert!(world.call("POST", REPORTS, body.clone()).await.status >= 500);
        assert_eq!(world.get(&list).await.json["reports"].as_array().unwrap().len(), made, "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_may_tell_the_rate() {
    let world = World::new().await;
    world.fake.set_plan("getOrder", 0.5, 30);
    world.fake.fail_next("getOrder", Failure::Throttle);
    world.fake.fail_next("getOrder", Failure::ThrottleWithRate);
    let plain = world.get(&format!("{SEARCH}/1")).await;
    assert_eq!((plain.status, plain.headers.contains_key("x-amzn-ratelimit-limit")), (429, false));
    assert_eq!(plain.headers["x-amzn-errortype"], "TooManyRequestsException");
    let with_rate = world.get(&format!("{SEARCH}/1")).await;
    assert_eq!(
        (with_rate.status, with_rate.headers["x-amzn-ratelimit-limit"].to_str().unwrap()),
        (429, "0.5")
    );
}

#[tokio::test(start_paused = true)]
async fn a_value_of_next_year_stands_where_it_should() {
    let world = World::new().await;
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("x"));
    let replace = |pointer: &str, value: Value| Failure::Replace { pointer: pointer.into(), value };
    world.fake.fail_next("getReport", replace("/processingStatus", json!("ON_HOLD")));
    world.fake.fail_next("getReport", replace("/somethingNew", json!({ "a": 1 })));
    let path = format!("{REPORTS}/{}", listed.report_id);
    let first = world.get(&path).await;
    assert_eq!((first.status, &first.json["processingStatus"]), (200, &json!("ON_HOLD")));
    let second = world.get(&path).await.json;
    assert_eq!((&second["processingStatus"], &second["somethingNew"]["a"]), (&json!("DONE"), &json!(1)));
}

#[tokio::test(start_paused = true)]
async fn a_token_expires_when_scripted() {
    let world = World::new().await;
    world.fake.fail_next("getOrder", Failure::Expired);
    let reply = world.get(&format!("{SEARCH}/1")).await;
    assert_eq!((reply.status, reply.details()), (403, "The access token you provided has expired."));
    world.fake.fail_next("getOrder", Failure::Expired401);
    let reply = world.get(&format!("{SEARCH}/1")).await;
    assert_eq!((reply.status, reply.details()), (401, "The access token you provided has expired."));
    assert_eq!(world.get(&format!("{SEARCH}/1")).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn every_status_can_be_one_of_next_year() {
    let world = World::new().await;
    world.put("114-1", "2026-11-23T11:00:00Z");
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("x"));
    for operation in ["searchOrders", "getReport"] {
        world.fake.fail_next_by_name(operation, "future-enum").unwrap();
    }
    let orders = world.search(&format!("{GOOD}&includedData=FULFILLMENT")).await.json;
    let fulfillment = &orders["orders"][0]["fulfillment"];
    assert_eq!(fulfillment["fulfillmentStatus"], "INVENTED_TOMORROW");
    assert_eq!(fulfillment["fulfilledBy"], "MERCHANT");
    let report = world.get(&format!("{REPORTS}/{}", listed.report_id)).await.json;
    assert_eq!(report["processingStatus"], "INVENTED_TOMORROW");
}

#[tokio::test(start_paused = true)]
async fn a_fault_is_known_by_its_name_and_a_wrong_name_lists_the_others() {
    let world = World::new().await;
    let fake = &world.fake;
    let refused =
        |operation: &str, fault: &str| fake.fail_next_by_name(operation, fault).unwrap_err().to_string();
    assert!(refused("searchOrder", "429").contains("ordersV0.getOrder, "));
    let of_orders = refused("searchOrders", "expired-document");
    assert!(of_orders.contains("expired-token") && !of_orders.contains("truncated-gzip"), "{of_orders}");
    assert!(refused("download", "expired-token").contains("truncated-gzip"));
    assert!(refused("token", "future-enum").contains("503"));
    assert_eq!(world.search(GOOD).await.status, 200, "nothing was scripted");

    let url = world.settlement_url().await;
    for fault in ["expired-document", "truncated-gzip"] {
        fake.fail_next_by_name("download", fault).unwrap();
    }
    assert_eq!(world.download(&url).await.status, 403);
    let cut = world.download(&url).await;
    assert!(flate2::read::GzDecoder::new(&cut.body[..]).read_to_string(&mut String::new()).is_err());
    fake.fail_next_by_name("getOrder", "429").unwrap();
    fake.fail_next_by_name("getOrder", "429-without-rate").unwrap();
    for tells_rate in [true, false] {
        let reply = world.get(&format!("{SEARCH}/1")).await;
        let told = reply.headers.contains_key("x-amzn-ratelimit-limit");
        assert_eq!((reply.status, told), (429, tells_rate));
    }
}

#[tokio::test(start_paused = true)]
async fn downloads_fail_as_scripted() {
    let world = World::new().await;
    let url = world.settlement_url().await;
    for failure in [Failure::Expired, Failure::Status(500), Failure::Throttle, Failure::CutBody] {
        world.fake.fail_next("download", failure);
    }
    let expired = world.download(&url).await;
    assert_eq!((expired.status, expired.text().contains("expired")), (403, true));
    assert_eq!(world.download(&url).await.status, 500);
    assert!(world.download(&url).await.text().contains("SlowDown"));
    let cut = world.download(&url).await;
    assert_eq!(cut.status, 200);
    let mut text = String::new();
    assert!(flate2::read::GzDecoder::new(&cut.body[..]).read_to_string(&mut text).is_err());
    assert_eq!(world.download(&url).await.unpacked().len(), 2_100);
    assert_eq!(world.fake.calls()["download"], 5);
}

#[tokio::test(start_paused = true)]
async fn orders_show_up_in_searches_late_although_their_times_are_older() {
    let world = World::new().await;
    world.fake.set_order_delay(Duration::from_secs(600));
    world.put("114-1", "2026-11-23T11:00:00Z");
    assert!(world.search(GOOD).await.ids().is_empty());
    assert_eq!(world.get(&format!("{SEARCH}/114-1")).await.status, 200, "known by id at once");
    tokio::time::advance(Duration::from_secs(600)).await;
    assert_eq!(world.search(GOOD).await.ids(), ["114-1"]);
}

async fn read(transport: &dyn Transport, url: &str) -> Result<Bytes, TransportError> {
    let request = Request::get(url).body(Bytes::new()).unwrap();
    let answer: http::Response<Body> = transport.call(request).await?;
    assert_eq!(answer.status(), 200);
    answer.into_body().collect(1 << 20).await
}

#[tokio::test(start_paused = true)]
async fn a_body_can_be_slow_or_break_midway_in_the_same_process() {
    let world = World::new().await;
    let url = world.settlement_url().await;
    let pause = Duration::from_secs(10);
    world.fake.fail_next("download", Failure::SlowBody { chunk: 20, pause });
    world.fake.fail_next("download", Failure::BrokenBody);
    let transport = InProcess(Arc::new(world.fake));
    let before = tokio::time::Instant::now();
    let packed = read(&transport, &url).await.unwrap();
    let chunks = u32::try_from(packed.len().div_ceil(20)).unwrap();
    assert_eq!(before.elapsed(), pause * chunks);
    assert!(read(&transport, &url).await.unwrap_err().maybe_sent());
    assert_eq!(read(&transport, &url).await.unwrap(), packed);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_body_can_be_slow_or_break_midway_on_a_port() {
    let fake = Arc::new(FakeSpApi::new(SharedClock::system()));
    fake.add_seller(seller(NORTH, "NA", &[US]));
    let listed = fake.put_settlement(NORTH, ReportFile::new("settlement-id\tamount\n".repeat(100)));
    let server = serve(Arc::clone(&fake), ([127, 0, 0, 1], 0).into()).await.unwrap();
    let transport = HttpTransport::new().unwrap();
    let form = "grant_type=refresh_token&refresh_token=Atzr|A1NORTH&client_id=client-A1NORTH&client_secret=secret-A1NORTH";
    let request = Request::post(format!("{}/auth/o2/token", server.base_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form))
        .unwrap();
    let token = transport.call(request).await.unwrap().into_body().collect(1 << 20).await.unwrap();
    let token: Value = serde_json::from_slice(&token).unwrap();
    let path = format!("/reports/2021-06-30/documents/{}", listed.report_document_id);
    let request = Request::get(format!("{}{path}", server.base_url()))
        .header("user-agent", "Tests/1.0")
        .header("x-amz-access-token", token["access_token"].as_str().unwrap())
        .body(Bytes::new())
        .unwrap();
    let link = transport.call(request).await.unwrap().into_body().collect(1 << 20).await.unwrap();
    let link: Value = serde_json::from_slice(&link).unwrap();
    let url = link["url"].as_str().unwrap();
    assert!(url.starts_with(&server.base_url()), "{url}");
    fake.fail_next("download", Failure::SlowBody { chunk: 50, pause: Duration::from_millis(2) });
    fake.fail_next("download", Failure::BrokenBody);
    let packed = read(&transport, url).await.unwrap();
    assert!(read(&transport, url).await.is_err());
    assert_eq!(read(&transport, url).await.unwrap(), packed);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_client_on_a_port_scripts_faults_and_lateness() {
    let fake = Arc::new(FakeSpApi::new(SharedClock::system()));
    fake.add_seller(seller(NORTH, "NA", &[US]));
    let server = serve(Arc::clone(&fake), ([127, 0, 0, 1], 0).into()).await.unwrap();
    let transport = HttpTransport::new().unwrap();
    let send = async |method: &str, path: &str, body: Value| {
        let url = format!("{}{path}", server.base_url());
        let request = Request::builder().method(method).uri(url).body(Bytes::from(body.to_string()));
        let (head, body) = transport.call(request.unwrap()).await.unwrap().into_parts();
        let body = body.collect(1 << 20).await.unwrap();
        (head.status.as_u16(), serde_json::from_slice::<Value>(&body).unwrap_or_default())
    };
    let faults = "/_simulator/faults";
    let fault = |operation: &str, fault: &str| json!({ "operation": operation, "fault": fault });
    assert_eq!(send("POST", faults, fault("token", "503")).await, (204, Value::Null));
    assert_eq!(send("POST", "/auth/o2/token", json!({})).await.0, 503);
    assert_eq!(send("POST", "/auth/o2/token", json!({})).await.0, 400, "once");

    for (body, reason) in [
        (json!([]), "not a JSON object"),
        (json!({ "operation": "token" }), "fault"),
        (fault("everything", "503"), "searchOrders"),
        (fault("token", "teapot"), "slow-body"),
    ] {
        let (status, answer) = send("POST", faults, body).await;
        let details = answer["errors"][0]["details"].as_str().unwrap();
        assert!(status == 400 && details.contains(reason), "{answer}");
    }
    assert_eq!(send("DELETE", faults, Value::Null).await.0, 405);
    let (status, answer) = send("POST", "/_simulator/everything", json!({})).await;
    assert!(status == 404 && answer["errors"][0]["message"].as_str().unwrap().contains(faults));

    let delay = "/_simulator/order-delay";
    assert_eq!(send("POST", delay, json!({ "seconds": 600 })).await.0, 204);
    assert_eq!(fake.lock().amazon.settings.order_delay, Duration::from_secs(600));
    for bad in
        [json!({}), json!({ "seconds": -1 }), json!({ "seconds": "1" }), json!({ "seconds": u64::MAX })]
    {
        assert_eq!(send("POST", delay, bad).await.0, 400);
    }
    assert_eq!(fake.calls().keys().collect::<Vec<_>>(), ["token"], "the simulator's own routes do not count");
}
