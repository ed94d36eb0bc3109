//! What Oracle's documents show.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use bytes::Bytes;
use http::Request;
use netsuite_client::{
    ErrorKind, JobId, RecordId, job,
    query::field,
    record::Attachment,
    records::{Customer, ExpenseLine, SalesOrder},
};
use serde_json::{Value, json};

use crate::{
    Answer, HOST, JOB, Script, eid, gone, id, key,
    logins::{by_certificate, read_one},
    only_result, points, refuses, says,
};

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn shared() -> PathBuf {
    std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into())
        .into()
}

fn fixture(path: &str) -> Value {
    let file = shared().join("fixtures/netsuite").join(path);
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
        .unwrap()
}

/// The answer that a fixture shows.
fn shown(fixture: &Value) -> Answer {
    let headers = fixture["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
    let body = if fixture["body"].is_null() { Bytes::new() } else { fixture["body"].to_string().into() };
    Answer::Says { status: fixture["status"].as_u64().unwrap().try_into().unwrap(), headers, body }
}

/// The query of a request, decoded.
fn query(request: &Request<Bytes>) -> BTreeMap<String, String> {
    let query = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn every_documented_operation_is_asked_for_as_documented() {
    // Record actions, previews of changes and datasets are not offered. SuiteQL has its own tests.
    let elsewhere = ["action", "edit form", "suiteql", "dataset list", "dataset result"];
    let contracts = fixture("contracts/rest_operations.json");
    for contract in contracts.as_array().unwrap() {
        let name = contract["name"].as_str().unwrap();
        let body = contract["body"].clone();
        let (script, netsuite) = Script::of([
            says(200, json!({"items": [], "completed": true, "id": "7", "progress": "succeeded"})),
            says(200, json!({"items": [{"id": "2"}]})),
            refuses(404, "RCRD_DSNT_EXIST", "That record does not exist."),
            says(200, json!({"completed": false})),
        ]);
        let customers = netsuite.records_of("customer");
        let orders = netsuite.records_of("salesOrder");
        let job = netsuite.job(JobId::new("7").unwrap());
        // Only the questions are looked at, not what becomes of the answers.
        match name {
            "list" => {
                let list = customers.list().filter(field("email").starts_with("a")).page_size(25).page(2);
                drop(list.send().await);
            }
            "get" => drop(customers.get(id("7")).expand_sub_resources().send().await),
            "get by external id" => drop(orders.get(eid("113-1234567-1234567")).send().await),
            "create" => drop(customers.create(&body).await),
            "update" => drop(customers.update_replacing(id("7"), &body, &["addressbook"]).await),
            "upsert" => drop(customers.upsert(&eid("EXT-7"), &body, &[]).await),
            "delete" => drop(customers.delete(id("7")).await),
            "sublist line" => drop(orders.line(id("7"), "item", 3).get::<Value>().await),
            "create form" => drop(customers.create_form(&body).await),
            "select options" => {
                drop(customers.select_options(&body, &["currency", "terms"]).await);
                // Documented for a record that exists; asked for one that does not, which is documented, too.
                assert_eq!(script.header(0, "accept"), contract["headers"]["Accept"]);
                assert_eq!(query(&script.asked.lock().unwrap()[0])["fields"], "currency,terms");
                continue;
            }
            "attach" => {
                let contact = Attachment::Contact { id: id("9").into(), role: Some(id("-10")) };
                drop(customers.attach(id("7"), &contact).await);
            }
            "detach" => drop(customers.detach(id("7"), &Attachment::File(id("9"))).await),
            "transform" => drop(orders.transform_into("invoice", id("3")).send(&body).await),
            "metadata index" => drop(netsuite.metadata().record_types().await),
            "metadata openapi" => drop(netsuite.metadata().openapi(&["customer", "salesorder"]).await),
            "metadata json schema" => drop(netsuite.metadata().json_schema("customer").await),
            "async job" | "async tasks" | "async result" | "async task" => drop(job.results().await),
            "governance" => drop(netsuite.governance_limits().await),
            "server time" => drop(netsuite.server_time().await),
            _ => {
                assert!(elsewhere.contains(&name), "{name} is documented and not tested");
                continue;
            }
        }
        let index = ["async job", "async tasks", "async result", "async task"]
            .iter()
            .position(|known| *known == name);
        let asked = script.asked.lock().unwrap();
        let asked = &asked[index.unwrap_or(0)];
        assert_eq!(asked.method().as_str(), contract["method"], "{name}");
        assert_eq!(asked.uri().path(), contract["path"], "{name}");
        let asked_for = query(asked);
        for (parameter, value) in contract["query"].as_object().unwrap() {
            assert_eq!(asked_for.get(parameter).map(String::as_str), value.as_str(), "{name}: {parameter}");
        }
        for (header, value) in contract["headers"].as_object().unwrap() {
            assert_eq!(asked.headers()[header].to_str().unwrap(), value, "{name}: {header}");
        }
        let sent: Value = serde_json::from_slice(asked.body()).unwrap_or_default();
        assert_eq!(sent, body, "{name}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_documented_job_is_followed_to_its_results() {
    let of = |name: &str| fixture(&format!("async/{name}.json"));
    for result in ["result_create", "result_error"] {
        let (_, netsuite) = Script::of([
            shown(&of("accepted_202")),
            says(200, of("job_pending")),
            says(200, of("job_succeeded")),
            says(200, of("job_succeeded")),
            says(200, of("task_list")),
            shown(&of(result)),
        ]);
        let orders = netsuite.records::<SalesOrder>();
        let job = orders.in_background(key()).create(&json!({})).await.unwrap();
        assert_eq!(job.id().as_str(), "2001");
        match job.written(job::PATIENCE).await {
            Ok(written) => assert_eq!((result, written.id().as_str()), ("result_create", "98765")),
            Err(error) => {
                assert_eq!((result, error.kind()), ("result_error", ErrorKind::Rejected));
                assert!(error.has_code("USER_ERROR"));
            }
        }
    }
    let repeated = fixture("errors/400_idempotency_duplicate.json");
    let (_, netsuite) = Script::of([shown(&repeated)]);
    let job = netsuite.records::<SalesOrder>().in_background(key()).create(&json!({})).await.unwrap();
    assert_eq!(job.id().as_str(), "2001");
    // A task that has a result is completed: a missing record is told from a missing result by that.
    let task = says(200, of("task_succeeded"));
    let error = only_result([gone(), task]).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_documented_batches_are_sent_as_documented() {
    for name in ["post_request", "put_request", "get_request"] {
        let documented = fixture(&format!("batch/{name}.json"));
        let (script, netsuite) = Script::of([points(202, JOB)]);
        let customers = netsuite.records::<Customer>();
        let items = documented["body"]["items"].as_array().cloned().unwrap_or_default();
        let documented_key = documented["headers"]["X-NetSuite-Idempotency-Key"].as_str();
        let batch = customers.batch(documented_key.map_or_else(key, |key| key.parse().unwrap()));
        match name {
            "post_request" => drop(batch.create(&items).await.unwrap()),
            "put_request" => {
                let items: Vec<_> = items
                    .into_iter()
                    .map(|mut item| {
                        let external = item.as_object_mut().unwrap().remove("externalId").unwrap();
                        (eid(external.as_str().unwrap()), item)
                    })
                    .collect();
                drop(batch.upsert(&items).await.unwrap());
            }
            _ => {
                let ids = [RecordId::from(id("1")), id("2").into(), eid("amz-buyer-1").into()];
                drop(batch.get(&ids).await.unwrap());
            }
        }
        let asked = script.asked.lock().unwrap();
        assert_eq!(asked[0].method().as_str(), documented["method"], "{name}");
        assert_eq!(asked[0].uri().path(), documented["path"], "{name}");
        for (header, value) in documented["headers"].as_object().unwrap() {
            assert_eq!(asked[0].headers()[header].to_str().unwrap(), value, "{name}: {header}");
        }
        for (parameter, value) in documented["query"].as_object().into_iter().flatten() {
            assert_eq!(query(&asked[0])[parameter], value.as_str().unwrap(), "{name}: {parameter}");
        }
        let sent: Value = serde_json::from_slice(asked[0].body()).unwrap_or_default();
        assert_eq!(sent, documented["body"], "{name}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_documented_answers_are_understood() {
    let (_, netsuite) = Script::of([
        says(200, fixture("metadata/catalog_index.json")),
        says(200, fixture("metadata/select_options_customer_currency.json")),
        says(200, fixture("system/governance_limits_integration.json")),
        says(200, fixture("system/server_time.json")),
    ]);
    let names = netsuite.metadata().record_types().await.unwrap();
    assert_eq!(names, ["contact", "customer", "salesorder", "customrecord_amz_settlement"]);
    let customers = netsuite.records::<Customer>();
    let options = customers.select_options(&json!({}), &["currency"]).await.unwrap();
    assert_eq!(options["currency"].choices.len(), 2);
    let limits = netsuite.governance_limits().await.unwrap();
    assert_eq!((limits.account_concurrency_limit, limits.for_this_integration()), (25, 10));
    assert_eq!(netsuite.server_time().await.unwrap().to_rfc3339(), "2026-08-12T12:00:00+00:00");
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn every_documented_error_of_a_script_is_recognised_with_its_code() {
    let errors = fixture("errors/restlet_errors.json");
    let expected = BTreeMap::from([
        ("limit", (ErrorKind::Throttled, "SSS_REQUEST_LIMIT_EXCEEDED")),
        ("login", (ErrorKind::Auth, "INVALID_LOGIN_ATTEMPT")),
        ("script", (ErrorKind::Rejected, "SSS_MISSING_REQD_ARGUMENT")),
    ]);
    let errors = errors.as_object().unwrap();
    assert_eq!(errors.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, (kind, code)) in expected {
        let (_, netsuite) = Script::of(vec![shown(&errors[name]); 150]);
        let error = netsuite.restlet("1", "1").get::<Value>().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        assert!(error.has_code(code), "{name}: {error}");
        assert!(!error.problems()[0].message.is_empty(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_documented_answers_of_the_token_endpoint_are_understood() {
    let documented = fixture("auth/token_endpoint.json");
    for granted in ["ok_m2m_string_expiry", "ok_code_grant", "ok_numeric_expiry"] {
        let record = || says(200, json!({"id": "7"}));
        let (script, netsuite) = by_certificate([says(200, documented[granted].clone()), record(), record()]);
        read_one(&netsuite).await.unwrap();
        tokio::time::advance(Duration::from_secs(3_000)).await;
        read_one(&netsuite).await.unwrap();
        assert!(script.is_over(), "{granted}");
        let bearer = documented[granted]["access_token"].as_str().unwrap();
        assert_eq!(script.header(2, "authorization"), format!("Bearer {bearer}"));
        let asked = script.asked.lock().unwrap();
        assert_eq!(asked[0].uri().to_string(), documented["refresh_request"]["url"].as_str().unwrap());
        assert_eq!(asked[0].method().as_str(), documented["refresh_request"]["method"].as_str().unwrap());
    }
    let refused = [
        ("expired_refresh", "invalid_grant"),
        ("bad_assertion", "invalid_request"),
        ("bad_client", "invalid_client"),
    ];
    for (name, code) in refused {
        let (_, netsuite) = by_certificate([shown(&documented[name])]);
        let error = read_one(&netsuite).await.unwrap_err();
        assert_eq!((error.kind(), error.has_code(code)), (ErrorKind::Auth, true), "{name}");
        assert!(error.hint().is_some(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn the_catalog_is_asked_for_as_it_was_in_2019() {
    let captured = fixture("metadata/customer_catalog_2020.headers.json");
    let mut answer = captured["response"].clone();
    answer["body"] = json!({"openapi": "3.0.1"});
    answer["headers"].as_object_mut().unwrap().remove("Content-Length");
    let (script, netsuite) = Script::of([shown(&answer)]);
    assert_eq!(netsuite.metadata().openapi(&["customer"]).await.unwrap()["openapi"], "3.0.1");
    let asked: http::Uri = captured["request"]["uri"].as_str().unwrap().parse().unwrap();
    let own = script.asked.lock().unwrap()[0].uri().clone();
    assert_eq!(own.path_and_query(), asked.path_and_query());
    assert_eq!(script.header(0, "accept"), captured["request"]["headers"]["Accept"].as_str().unwrap());
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn captured_records_that_are_not_typed_are_read_as_they_are() {
    for (name, record_type, internal_id) in [
        ("ls_check", "check", "2144"),
        ("ls_department", "department", "7"),
        ("purchaseorder_get_expanded", "purchaseOrder", "1211"),
        ("vendor_get.capture", "vendor", "134775"),
        ("vendor_get_expanded.capture", "vendor", "134775"),
    ] {
        let captured = fixture(&format!("record/{name}.json"));
        let body = captured.pointer("/response/body").unwrap_or(&captured).clone();
        let (script, netsuite) = Script::of([says(200, body.clone())]);
        let get = netsuite.records_of(record_type).get(id(internal_id)).expand_sub_resources();
        assert_eq!(get.send().await.unwrap(), body, "{name}");
        assert!(script.is_over());
    }
    let captured = fixture("record/ls_check_line_item.json");
    let (script, netsuite) = Script::of([says(200, captured.clone())]);
    let line: ExpenseLine = netsuite.records_of("check").line(id("2144"), "expense", 1).get().await.unwrap();
    assert_eq!((line.line, line.amount), (Some(1), Some(70.into())));
    assert!(line.extra.is_empty());
    let asked = captured["links"][0]["href"].as_str().unwrap().strip_prefix(HOST).unwrap();
    assert_eq!(script.targets(), [format!("GET {asked}")]);
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn captured_lists_are_read_page_by_page() {
    for (name, record_type, page_size, page, total) in [
        ("classification_list.capture", "classification", 10, 0, 109),
        ("salestaxitem_list.capture", "salestaxitem", 10, 0, 584),
        ("vendor_list_page1.capture", "vendor", 5, 0, 3493),
        ("vendor_list_page2.capture", "vendor", 5, 2, 3493),
        ("vendorpayment_list.capture", "vendorPayment", 5, 0, 5000),
    ] {
        let captured = fixture(&format!("record/{name}.json"));
        let (_, netsuite) = Script::of([shown(&captured["response"])]);
        let list = netsuite.records_of(record_type).list().page_size(page_size).page(page);
        let found = list.send().await.unwrap();
        let ids: Vec<_> = found.items.iter().map(|item| item.id().as_str()).collect();
        let captured_ids = captured["response"]["body"]["items"].as_array().unwrap();
        assert_eq!(ids, captured_ids.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>());
        assert_eq!(
            (found.offset, found.has_more, found.total_results),
            (u64::from(page_size * page), true, Some(total)),
            "{name}"
        );
    }
}

#[test]
#[ignore = "needs SHARED_DIR"]
fn every_captured_or_documented_answer_is_claimed_by_a_test() {
    /// Tests read all that is in them.
    const WHOLE: [&str; 3] = ["errors", "requests", "suiteql"];
    let mut tests = String::new();
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => tests.push_str(&std::fs::read_to_string(path).unwrap()),
                _ if path.is_dir() => folders.push(path),
                _ => {}
            }
        }
    }
    let mut looked_at = 0;
    for folder in std::fs::read_dir(shared().join("fixtures/netsuite")).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let named = folder.file_name().unwrap().to_str().unwrap();
        if WHOLE.contains(&named) {
            assert!(tests.contains(&format!("fixtures(\"{named}\")")), "{named}");
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap();
            assert!(tests.contains(name), "{} is read by no test", file.display());
            looked_at += 1;
        }
    }
    assert!(looked_at > 35, "{looked_at}");
}
