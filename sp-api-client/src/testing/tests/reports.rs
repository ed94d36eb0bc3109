//! Reports: what becomes of them in time, how they are listed, and how their documents are read.

use super::*;

const REPORTS: &str = "/reports/2021-06-30/reports";
const SCHEDULES: &str = "/reports/2021-06-30/schedules";
const DOCUMENTS: &str = "/reports/2021-06-30/documents";
const LISTINGS: &str = "GET_MERCHANT_LISTINGS_ALL_DATA";
const SETTLEMENT: &str = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2";

async fn minutes(count: u64) {
    tokio::time::advance(Duration::from_secs(60 * count)).await;
}

fn of(kind: &str) -> Value {
    json!({ "reportType": kind, "marketplaceIds": [US] })
}

impl World {
    async fn request_report(&self, kind: &str) -> String {
        let reply = self.call("POST", REPORTS, of(kind)).await;
        assert_eq!(reply.status, 202, "{}", reply.text);
        reply.json["reportId"].as_str().unwrap().to_owned()
    }

    async fn report(&self, id: &str) -> Value {
        let reply = self.get(&format!("{REPORTS}/{id}")).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json
    }

    /// The link to a report's document, once the report is finished.
    async fn link(&self, report: &Value) -> Value {
        let id = report["reportDocumentId"].as_str().unwrap();
        let reply = self.get(&format!("{DOCUMENTS}/{id}")).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json
    }

    async fn finished(&self, kind: &str) -> Value {
        let id = self.request_report(kind).await;
        minutes(3).await;
        self.report(&id).await
    }

    async fn refused_call(&self, method: &str, path: &str, body: Value) -> Reply {
        let reply = self.call(method, path, body.clone()).await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, "InvalidInput"),
            "{method} {path} {body}: {}",
            reply.text
        );
        reply
    }
}

#[tokio::test(start_paused = true)]
async fn a_report_is_queued_worked_on_and_done() {
    let world = World::new().await;
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("sku\tqty\nA\t1\n"));
    let id = world.request_report(LISTINGS).await;
    let queued = world.report(&id).await;
    assert_eq!(queued["processingStatus"], "IN_QUEUE");
    assert_eq!((&queued["processingStartTime"], &queued["reportDocumentId"]), (&Value::Null, &Value::Null));
    minutes(1).await;
    let worked_on = world.report(&id).await;
    assert_eq!(worked_on["processingStatus"], "IN_PROGRESS");
    assert_eq!(worked_on["processingStartTime"], "2026-11-23T12:01:00.000Z");
    minutes(2).await;
    let done = world.report(&id).await;
    assert_eq!(done["processingStatus"], "DONE");
    assert_eq!(done["processingEndTime"], "2026-11-23T12:03:00.000Z");
    let link = world.link(&done).await;
    assert_eq!(link["compressionAlgorithm"], "GZIP");
    let download = world.download(link["url"].as_str().unwrap()).await;
    assert_eq!((download.status, download.unpacked()), (200, "sku\tqty\nA\t1\n".to_owned()));
    assert!(!download.headers.contains_key("content-type"));
    assert!(!download.headers.contains_key("content-encoding"));
}

#[tokio::test(start_paused = true)]
async fn a_report_without_data_is_cancelled() {
    let world = World::new().await;
    let report = world.finished(LISTINGS).await;
    assert_eq!(
        (&report["processingStatus"], &report["reportDocumentId"]),
        (&json!("CANCELLED"), &Value::Null)
    );
}

#[tokio::test(start_paused = true)]
async fn a_fatal_report_explains_itself_in_its_document() {
    let world = World::new().await;
    let mut file = ReportFile::new("The range is too long.");
    file.fatal = true;
    file.gzip = false;
    world.fake.put_report(NORTH, LISTINGS, file);
    let report = world.finished(LISTINGS).await;
    assert_eq!(report["processingStatus"], "FATAL");
    let link = world.link(&report).await;
    assert_eq!(link["compressionAlgorithm"], Value::Null);
    assert_eq!(world.download(link["url"].as_str().unwrap()).await.text(), "The range is too long.");
}

#[tokio::test(start_paused = true)]
async fn processing_takes_as_long_as_set() {
    let world = World::new().await;
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("x"));
    let minute = Duration::from_secs(60);
    world.fake.set_report_processing(Processing { queue: 10 * minute, work: 40 * minute });
    let id = world.request_report(LISTINGS).await;
    minutes(9).await;
    assert_eq!(world.report(&id).await["processingStatus"], "IN_QUEUE");
    minutes(40).await;
    assert_eq!(world.report(&id).await["processingStatus"], "IN_PROGRESS");
    minutes(1).await;
    assert_eq!(world.report(&id).await["processingStatus"], "DONE");
}

#[tokio::test(start_paused = true)]
async fn only_a_queued_report_can_be_cancelled() {
    let world = World::new().await;
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("x"));
    let (queued, begun) = (world.request_report(LISTINGS).await, world.request_report(LISTINGS).await);
    assert_eq!(world.call("DELETE", &format!("{REPORTS}/{queued}"), Value::Null).await.status, 200);
    minutes(1).await;
    world.refused_call("DELETE", &format!("{REPORTS}/{begun}"), Value::Null).await;
    minutes(5).await;
    assert_eq!(world.report(&queued).await["processingStatus"], "CANCELLED");
    assert_eq!(world.report(&begun).await["processingStatus"], "DONE");
}

#[tokio::test(start_paused = true)]
async fn settlements_cannot_be_requested_only_listed() {
    let world = World::new().await;
    let refused = world.refused_call("POST", REPORTS, of(SETTLEMENT)).await;
    let message = "Request for report type 1118 is not allowed at this time";
    assert_eq!(refused.json["errors"][0]["message"], message);
    world
        .refused_call(
            "POST",
            SCHEDULES,
            json!({ "reportType": SETTLEMENT, "marketplaceIds": [US], "period": "P1D" }),
        )
        .await;
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("settlement-id\n"));
    let found = world.get(&format!("{REPORTS}?reportTypes={SETTLEMENT}&processingStatuses=DONE")).await.json;
    assert_eq!(found["reports"][0]["reportId"], listed.report_id.as_str());
    assert_eq!(found["reports"][0]["reportDocumentId"], listed.report_document_id.as_str());
    assert_eq!(found["reports"][0]["marketplaceIds"], json!([US, CANADA]));
    let link = world.link(&found["reports"][0]).await;
    assert_eq!(world.download(link["url"].as_str().unwrap()).await.unpacked(), "settlement-id\n");
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn a_settlement_is_refused_in_the_words_of_the_real_service() {
    let world = World::new().await;
    let refused = world.refused_call("POST", REPORTS, of(SETTLEMENT)).await;
    let real =
        validate::shared_json("fixtures/amazon/errors/400-createReport-settlement-not-requestable.json");
    let real: Value = serde_json::from_str(real["body"].as_str().unwrap()).unwrap();
    assert_eq!(refused.json, real);
}

#[tokio::test(start_paused = true)]
async fn requests_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let with = |name: &str, value: Value| {
        let mut body = of(LISTINGS);
        body[name] = value;
        body
    };
    for body in [
        json!({}),
        json!([]),
        with("reportType", json!("GET_EVERYTHING")),
        with("reportType", json!("")),
        with("reportType", json!(7)),
        with("reportType", json!("GET_ORDER_REPORT_DATA_TAX")),
        with("marketplaceIds", json!([])),
        with("marketplaceIds", json!(US)),
        with("marketplaceIds", json!([GERMANY])),
        with("marketplaceIds", json!(vec![US; 26])),
        with("reportOptions", json!({ "custom": true })),
        with("dataStartTime", json!("2026-11-01")),
        json!({
            "reportType": LISTINGS, "marketplaceIds": [US],
            "dataStartTime": "2026-11-02T00:00:00Z", "dataEndTime": "2026-11-01T00:00:00Z",
        }),
    ] {
        world.refused_call("POST", REPORTS, body).await;
    }
    let text = Request::post(REPORTS)
        .header("user-agent", "Tests/1.0")
        .header("x-amz-access-token", &world.north)
        .header("content-type", "text/plain")
        .body(Bytes::from(of(LISTINGS).to_string()));
    assert_eq!(world.send(text.unwrap()).await.status, 415);
}

#[tokio::test(start_paused = true)]
async fn a_list_goes_on_with_its_token_alone() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(world.request_report(LISTINGS).await);
        minutes(1).await;
    }
    ids.reverse();
    let mut reply = world.get(&format!("{REPORTS}?reportTypes={LISTINGS}&pageSize=2")).await;
    let mut seen = Vec::new();
    loop {
        assert_eq!(reply.status, 200, "{}", reply.text);
        let page = reply.json["reports"].as_array().unwrap();
        seen.extend(page.iter().map(|report| report["reportId"].as_str().unwrap().to_owned()));
        let Some(token) = reply.json["nextToken"].as_str() else { break };
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        world.refused_call("GET", &format!("{REPORTS}?nextToken={token}&pageSize=2"), Value::Null).await;
        world
            .refused_call("GET", &format!("{REPORTS}?nextToken={token}&reportTypes={LISTINGS}"), Value::Null)
            .await;
        // What is new since the first page does not move the others.
        world.request_report(LISTINGS).await;
        reply = world.get(&format!("{REPORTS}?nextToken={token}")).await;
    }
    assert_eq!(seen, ids);
}

#[tokio::test(start_paused = true)]
async fn parameters_that_nobody_knows_may_stand_beside_a_page_token() {
    let world = World::new().await;
    let older = world.request_report(LISTINGS).await;
    minutes(1).await;
    world.request_report(LISTINGS).await;
    let first = world.get(&format!("{REPORTS}?reportTypes={LISTINGS}&pageSize=1")).await.json;
    let token = first["nextToken"].as_str().unwrap();
    let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
    let second = world.get(&format!("{REPORTS}?nextToken={token}&details=true&x=1")).await;
    assert_eq!((second.status, &second.json["reports"][0]["reportId"]), (200, &json!(older)));
    for known in ["createdSince=2026-11-20T00:00:00Z", "processingStatuses=DONE"] {
        world.refused_call("GET", &format!("{REPORTS}?nextToken={token}&{known}"), Value::Null).await;
    }
}

#[tokio::test(start_paused = true)]
async fn lists_are_filtered_as_asked() {
    let world = World::new().await;
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("x"));
    let listings = world.request_report(LISTINGS).await;
    let ledger = world.request_report("GET_LEDGER_DETAIL_VIEW_DATA").await;
    minutes(10).await;
    let both = format!("reportTypes={LISTINGS},GET_LEDGER_DETAIL_VIEW_DATA");
    for (query, expected) in [
        (both.clone(), vec![&ledger, &listings]),
        (format!("reportTypes={LISTINGS}&reportTypes=GET_LEDGER_DETAIL_VIEW_DATA"), vec![&ledger, &listings]),
        (format!("{both}&processingStatuses=CANCELLED,FATAL"), vec![&ledger]),
        (format!("{both}&processingStatuses=IN_QUEUE"), vec![]),
        (format!("{both}&marketplaceIds={CANADA}"), vec![]),
        (format!("{both}&createdSince=2026-11-23T12:05:00Z"), vec![]),
        (format!("{both}&createdUntil=2026-11-23T11:59:00Z"), vec![]),
        (format!("{both}&createdUntil=2026-11-23T12:00:00Z&details=true"), vec![&ledger, &listings]),
    ] {
        let reply = world.get(&format!("{REPORTS}?{query}")).await;
        let reports = reply.json["reports"].as_array().unwrap();
        let ids: Vec<_> = reports.iter().map(|report| report["reportId"].as_str().unwrap()).collect();
        assert_eq!(ids, expected, "{query}");
    }
    for query in [
        "".to_owned(),
        format!("{both}&pageSize=101"),
        format!("{both}&processingStatuses=FINISHED"),
        format!("{both}&createdSince=2026-08-24T00:00:00Z"),
        "nextToken=made-up".to_owned(),
        format!("reportTypes={}", ["GET_X"; 11].join(",")),
    ] {
        world.refused_call("GET", &format!("{REPORTS}?{query}"), Value::Null).await;
    }
}

#[tokio::test(start_paused = true)]
async fn reports_are_forgotten_after_ninety_days() {
    let world = World::new().await;
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("x"));
    world.fake.set_token_lifetime(Duration::from_secs(365 * 86_400));
    let token = world.new_token(NORTH).await;
    minutes(90 * 24 * 60 + 1).await;
    let list = world.get_as(&token, &format!("{REPORTS}?reportTypes={SETTLEMENT}")).await;
    assert_eq!(list.json["reports"], json!([]));
    assert_eq!(world.get_as(&token, &format!("{REPORTS}/{}", listed.report_id)).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_schedule_makes_a_report_each_time() {
    let world = World::new().await;
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("x"));
    let body = json!({
        "reportType": LISTINGS, "marketplaceIds": [US], "period": "PT1H",
        "nextReportCreationTime": "2026-11-23T12:30:00Z", "reportOptions": { "custom": "true" },
    });
    let old = world.call("POST", SCHEDULES, body.clone()).await.json["reportScheduleId"].clone();
    let schedule = world.call("POST", SCHEDULES, body).await.json["reportScheduleId"].clone();
    let id = schedule.as_str().unwrap();
    assert_eq!(world.get(&format!("{SCHEDULES}/{}", old.as_str().unwrap())).await.status, 404, "replaced");
    minutes(200).await;
    let token = world.new_token(NORTH).await;
    let list = world.get_as(&token, &format!("{REPORTS}?reportTypes={LISTINGS}")).await.json;
    let reports = list["reports"].as_array().unwrap();
    let created: Vec<_> = reports.iter().map(|report| report["createdTime"].as_str().unwrap()).collect();
    let expected = ["2026-11-23T14:30:00.000Z", "2026-11-23T13:30:00.000Z", "2026-11-23T12:30:00.000Z"];
    assert_eq!(created, expected);
    assert!(reports.iter().all(|report| report["reportScheduleId"] == schedule));
    assert!(reports.iter().all(|report| report["processingStatus"] == "DONE"));
    let shown = world.get_as(&token, &format!("{SCHEDULES}/{id}")).await.json;
    assert_eq!(shown["nextReportCreationTime"], "2026-11-23T15:30:00.000Z");
    assert_eq!(world.call_as(&token, "DELETE", &format!("{SCHEDULES}/{id}"), Value::Null).await.status, 200);
    let left = world.get_as(&token, &format!("{SCHEDULES}?reportTypes={LISTINGS}")).await.json;
    assert_eq!(left["reportSchedules"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn a_schedule_needs_a_period_and_a_type_that_can_be_scheduled() {
    let world = World::new().await;
    let body =
        |kind: &str, period: &str| json!({ "reportType": kind, "marketplaceIds": [US], "period": period });
    world.refused_call("POST", SCHEDULES, body(LISTINGS, "PT6M")).await;
    let orders = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL";
    world.refused_call("POST", SCHEDULES, body(orders, "P1D")).await;
    assert_eq!(world.call("POST", SCHEDULES, body("GET_ORDER_REPORT_DATA_TAX", "P1D")).await.status, 201);
    world.refused_call("GET", SCHEDULES, Value::Null).await;
}

#[tokio::test(start_paused = true)]
async fn a_presigned_url_lives_five_minutes_and_bears_no_other_authorization() {
    let world = World::new().await;
    world.fake.put_settlement(NORTH, ReportFile::new("x"));
    let list = world.get(&format!("{REPORTS}?reportTypes={SETTLEMENT}")).await.json;
    let link = world.link(&list["reports"][0]).await;
    let url = link["url"].as_str().unwrap();
    for (name, value, status) in [("authorization", "Bearer x", 400), ("x-amz-access-token", "Atza|x", 403)] {
        let request = Request::get(url).header(name, value).body(Bytes::new()).unwrap();
        assert_eq!(world.fake.handle(request).await.status(), status);
    }
    let forged = url.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    assert!(world.download(&forged).await.text().contains("SignatureDoesNotMatch"));
    assert_eq!(world.upload(url, "text/plain", "mine").await.status, 403, "signed for GET");
    tokio::time::advance(Duration::from_secs(299)).await;
    assert_eq!(world.download(url).await.status, 200);
    tokio::time::advance(Duration::from_secs(1)).await;
    let late = world.download(url).await;
    assert_eq!(late.status, 403);
    assert!(late.text().contains("<Message>Request has expired</Message>"));
    assert_eq!(late.headers["content-type"], "application/xml");
    assert!(late.headers.contains_key("x-amz-request-id") && !late.headers.contains_key("x-amzn-requestid"));
}

#[tokio::test(start_paused = true)]
async fn a_presigned_url_leads_to_the_host_of_the_call() {
    let world = World::new().await;
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("x"));
    let path = format!("{DOCUMENTS}/{}", listed.report_document_id);
    for host in ["https://sellingpartnerapi-na.amazon.com", "http://127.0.0.1:8080"] {
        let url = world.get(&format!("{host}{path}")).await.json["url"].as_str().unwrap().to_owned();
        assert!(url.starts_with(&format!("{host}/documents/")), "{url}");
        assert_eq!(world.download(&url).await.status, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn a_document_tells_its_charset_and_encoding_when_it_should() {
    let world = World::new().await;
    let mut file = ReportFile::new(&b"\xe9"[..]);
    file.content_type = Some("text/plain; charset=Cp1252".into());
    let listed = world.fake.put_settlement(NORTH, file);
    let path = format!("{DOCUMENTS}/{}?enableContentEncodingUrlHeader=true", listed.report_document_id);
    let link = world.get(&path).await.json;
    let download = world.download(link["url"].as_str().unwrap()).await;
    assert_eq!(download.headers["content-type"], "text/plain; charset=Cp1252");
    assert_eq!(download.headers["content-encoding"], "gzip");
}

#[tokio::test(start_paused = true)]
async fn sellers_do_not_see_each_others_reports() {
    let world = World::new().await;
    let listed = world.fake.put_settlement(NORTH, ReportFile::new("x"));
    for path in
        [format!("{REPORTS}/{}", listed.report_id), format!("{DOCUMENTS}/{}", listed.report_document_id)]
    {
        assert_eq!(world.get_as(&world.europe, &path).await.status, 404, "{path}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    let mut file = ReportFile::new("x");
    file.period = Some((world.fake.clock.now(), world.fake.clock.now()));
    world.fake.put_settlement(NORTH, file);
    world.fake.put_report(NORTH, LISTINGS, ReportFile::new("x"));
    let cancelled = world.request_report(LISTINGS).await;
    world.call("DELETE", &format!("{REPORTS}/{cancelled}"), Value::Null).await;
    let report = world.finished(LISTINGS).await;
    world.link(&report).await;
    for query in [format!("reportTypes={LISTINGS},{SETTLEMENT}&pageSize=1"), "pageSize=1".into()] {
        world.get(&format!("{REPORTS}?{query}")).await;
    }
    world.call("POST", REPORTS, of(SETTLEMENT)).await;
    let body =
        json!({ "reportType": LISTINGS, "marketplaceIds": [US], "period": "P1M", "reportOptions": {} });
    let schedule = world.call("POST", SCHEDULES, body).await.json;
    let path = format!("{SCHEDULES}/{}", schedule["reportScheduleId"].as_str().unwrap());
    world.get(&path).await;
    world.get(&format!("{SCHEDULES}?reportTypes={LISTINGS}")).await;
    world.call("DELETE", &path, Value::Null).await;
    world.get(&path).await;
    for path in [format!("{REPORTS}/1"), format!("{DOCUMENTS}/1")] {
        world.get(&path).await;
    }
    validate::every_answer_is_modelled(&world, "reports_2021-06-30");
}
