//! What the client asks and how it takes the answers, operation by operation: over a scripted transport, on virtual time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic, as tests may")]

use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use commerce_client_core::{
    clock::SharedClock,
    patience::Patience,
    testing::TokioClock,
    transport::{Body, Transport, TransportError},
};
use futures_util::TryStreamExt as _;
use http::{Request, Response};
use netsuite_client::{
    Error, ErrorKind, ExternalId, IdempotencyKey, InternalId, Job, JobId, NetSuite, NetSuiteBuilder,
    RecordId, RetryPolicy, TokenBased,
    job::{self, Progress},
    query::field,
    record::Attachment,
    records::{Customer, Invoice, SalesOrder},
    system::LimitType,
};
use serde_json::{Value, json};

const HOST: &str = "https://1234567-sb1.suitetalk.api.netsuite.com";
const RESTLETS: &str = "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl";
const RECORD: &str = "/services/rest/record/v1";
const JOB: &str = "/services/rest/async/v1/job/2001";
const KEY: &str = "0d3b5a7e-41c2-4f6a-8e9d-2b7c6f1a9e54";

// ---- A NetSuite that follows a script -------------------------------------------------------------------------

#[derive(Debug, Clone)]
enum Answer {
    Says {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    },
    /// The connection breaks after the request has left.
    Breaks,
}

fn says(status: u16, body: Value) -> Answer {
    Answer::Says { status, headers: Vec::new(), body: body.to_string().into() }
}

/// No body, but an address.
fn points(status: u16, location: &str) -> Answer {
    Answer::Says { status, headers: vec![("location".into(), location.into())], body: Bytes::new() }
}

fn refuses(status: u16, code: &str, detail: &str) -> Answer {
    says(status, json!({"status": status, "o:errorDetails": [{"detail": detail, "o:errorCode": code}]}))
}

/// A key was used before.
fn repeats(location: &str) -> Answer {
    let body = json!({"title": "Conflict", "status": 400,
        "o:errorDetails": [{"detail": "Already sent.", "o:errorCode": "IDEMPOTENCY_ERROR"}]});
    Answer::Says {
        status: 400,
        headers: vec![("Location".into(), location.into())],
        body: body.to_string().into(),
    }
}

/// Answers with the next of its lines, and keeps what it was asked.
#[derive(Debug, Clone, Default)]
struct Script {
    lines: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Request<Bytes>>>>,
}

#[async_trait]
impl Transport for Script {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.asked.lock().unwrap().push(request);
        match self.lines.lock().unwrap().pop_front() {
            Some(Answer::Says { status, headers, body }) => {
                let answer =
                    headers.iter().fold(Response::builder().status(status), |answer, (name, value)| {
                        answer.header(name, value)
                    });
                Ok(answer.body(Body::from(body)).unwrap())
            }
            Some(Answer::Breaks) => Err(TransportError::maybe_sent_because("the connection broke")),
            None => panic!("nobody expected this question"),
        }
    }
}

impl Script {
    fn of(lines: impl IntoIterator<Item = Answer>) -> (Self, NetSuite) {
        let script = Self { lines: Arc::new(Mutex::new(lines.into_iter().collect())), asked: Arc::default() };
        let netsuite = builder().transport(script.clone()).build().unwrap();
        (script, netsuite)
    }

    /// Method and target of each question, without the host, which was the account's own.
    fn targets(&self) -> Vec<String> {
        let target = |request: &Request<Bytes>| {
            let uri = request.uri().to_string();
            format!("{} {}", request.method(), uri.strip_prefix(HOST).unwrap_or(&uri))
        };
        self.asked.lock().unwrap().iter().map(target).collect()
    }

    fn header(&self, index: usize, name: &str) -> String {
        let asked = self.asked.lock().unwrap();
        asked[index].headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    fn body(&self, index: usize) -> Value {
        let asked = self.asked.lock().unwrap();
        serde_json::from_slice(asked[index].body()).unwrap_or_default()
    }

    /// All that was expected has happened.
    fn is_over(&self) -> bool {
        self.lines.lock().unwrap().is_empty()
    }
}

fn builder() -> NetSuiteBuilder {
    let noon = "2026-11-23T12:00:00Z".parse().unwrap();
    NetSuite::builder()
        .account("1234567_SB1".parse().unwrap())
        .auth(TokenBased::new("key", "secret", "token", "secret"))
        .clock(SharedClock::new(TokioClock::starting_at(noon)))
        .with_retry(RetryPolicy::default().with_seed(1))
}

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn eid(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new(KEY).unwrap()
}

// ---- Finding ---------------------------------------------------------------------------------------------------

fn page(ids: &[&str], offset: u32, has_more: bool) -> Answer {
    let items: Vec<_> = ids.iter().map(|id| json!({"links": [], "id": id})).collect();
    says(
        200,
        json!({"links": [], "count": ids.len(), "items": items, "offset": offset, "hasMore": has_more, "totalResults": 3}),
    )
}

#[tokio::test(start_paused = true)]
async fn a_list_is_walked_to_its_end() {
    let (script, netsuite) = Script::of([page(&["7", "9"], 0, true), page(&["12"], 2, false)]);
    let wanted = field("email").starts_with("a").and(field("isInactive").is(false));
    let list = netsuite.records::<Customer>().list().filter(wanted).page_size(2);
    let ids: Vec<InternalId> = list.ids().try_collect().await.unwrap();
    assert_eq!(ids, [id("7"), id("9"), id("12")]);
    let q = "q=email%20START_WITH%20%22a%22%20AND%20isInactive%20IS%20false";
    assert_eq!(
        script.targets(),
        [
            format!("GET {RECORD}/customer?limit=2&offset=0&{q}"),
            format!("GET {RECORD}/customer?limit=2&offset=2&{q}"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_says_what_comes_before_and_whether_more_comes_after() {
    let (script, netsuite) = Script::of([page(&["12"], 4, true)]);
    let found = netsuite.records::<Customer>().list().page_size(2).page(2).send().await.unwrap();
    assert_eq!(found.items[0].id(), &id("12"));
    assert_eq!((found.offset, found.has_more, found.total_results), (4, true, Some(3)));
    assert_eq!(script.targets(), [format!("GET {RECORD}/customer?limit=2&offset=4")]);
}

#[tokio::test(start_paused = true)]
async fn a_filter_that_cannot_be_written_is_not_sent_and_not_shown() {
    let (script, netsuite) = Script::of([]);
    let list = netsuite.records::<Customer>().list().filter(field("lastName").is("Jane \"J\" Doe"));
    let shown = format!("{list:?}");
    let error = list.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{shown} {error} {error:?}").contains("Jane"));
    assert!(script.targets().is_empty());
}

// ---- Writing ---------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_change_is_repeated_only_where_it_replaces_every_list_that_it_holds() {
    let body = json!({"memo": "x", "item": {"items": [{"line": 1, "quantity": 2}]}});
    let done = points(204, &format!("{HOST}{RECORD}/salesorder/1001"));
    let (script, netsuite) = Script::of([Answer::Breaks, done]);
    let orders = netsuite.records::<SalesOrder>();
    orders.update_replacing(id("1001"), &body, &["item"]).await.unwrap();
    assert_eq!(script.targets(), vec![format!("PATCH {RECORD}/salesOrder/1001?replace=item"); 2]);
    assert_eq!(script.header(1, "x-netsuite-propertynamevalidation"), "Error");
    assert_eq!(script.body(1), body);

    let (script, netsuite) = Script::of([Answer::Breaks, Answer::Breaks, Answer::Breaks]);
    let orders = netsuite.records::<SalesOrder>();
    for error in [
        orders.update_replacing(id("1001"), &body, &["taxDetails"]).await.unwrap_err(),
        orders.update(id("1001"), &json!({"memo": "x"})).await.unwrap_err(),
        orders.clone().without_repeats().update_replacing(id("1001"), &body, &["item"]).await.unwrap_err(),
    ] {
        assert!(error.maybe_sent());
        assert_eq!(error.attempts(), 1);
    }
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn contacts_and_files_are_attached_and_taken_off() {
    let (script, netsuite) = Script::of(vec![says(204, Value::Null); 4]);
    let customers = netsuite.records::<Customer>();
    let role = Some(id("-10"));
    customers.attach(id("7"), &Attachment::Contact { id: id("9").into(), role }).await.unwrap();
    customers.attach(&eid("AMZ-1"), &Attachment::File(id("12"))).await.unwrap();
    customers.detach(id("7"), &Attachment::contact(eid("C-1"))).await.unwrap();
    customers.detach(id("7"), &Attachment::File(id("12"))).await.unwrap();
    assert_eq!(
        script.targets(),
        [
            format!("POST {RECORD}/customer/7/!attach/contact/9"),
            format!("POST {RECORD}/customer/eid:AMZ-1/!attach/file/12"),
            format!("POST {RECORD}/customer/7/!detach/contact/eid:C-1"),
            format!("POST {RECORD}/customer/7/!detach/file/12"),
        ]
    );
    assert_eq!(script.body(0), json!({"role": {"id": "-10"}}));
    assert_eq!(script.body(1), json!({}));
}

// ---- Lines -----------------------------------------------------------------------------------------------------

fn order_line(line: u32) -> Value {
    let href = format!("{HOST}{RECORD}/salesorder/1/item/{line}");
    json!({"links": [{"rel": "self", "href": href}], "line": line, "quantity": 1.0})
}

#[tokio::test(start_paused = true)]
async fn a_line_is_read_and_changed_at_its_own_address() {
    let done = points(204, &format!("{HOST}{RECORD}/inventoryitem/456"));
    let gone = refuses(404, "NONEXISTENT_ID", "The record instance does not exist.");
    let (script, netsuite) = Script::of([says(200, order_line(3)), gone, Answer::Breaks, done]);
    let line = netsuite.records::<SalesOrder>().line(id("1"), "item", 3);
    assert_eq!(line.get::<Value>().await.unwrap()["line"], 3);
    assert_eq!(line.find::<Value>().await.unwrap(), None);
    let price = "currencypage=1,pricelevel=1,quantity=0";
    let items = netsuite.records_of("inventoryItem");
    // An absolute value: repeated after the connection broke.
    items.line(id("456"), "price", price).update(&json!({"price": 19.99})).await.unwrap();
    assert_eq!(
        script.targets(),
        [
            format!("GET {RECORD}/salesOrder/1/item/3"),
            format!("GET {RECORD}/salesOrder/1/item/3"),
            format!("PATCH {RECORD}/inventoryItem/456/price/{price}"),
            format!("PATCH {RECORD}/inventoryItem/456/price/{price}"),
        ]
    );
    assert_eq!(script.body(3), json!({"price": 19.99}));
}

#[tokio::test(start_paused = true)]
async fn a_long_sublist_is_read_to_its_end_and_links_are_followed() {
    let link = json!({"links": [{"rel": "self", "href": "https://elsewhere.example/x/salesorder/1/item/4"}]});
    let (script, netsuite) = Script::of([
        says(200, json!({"items": [order_line(1)], "hasMore": true})),
        says(200, json!({"items": [link], "hasMore": false})),
        says(200, order_line(4)),
    ]);
    let lines: Vec<Value> = netsuite.records::<SalesOrder>().lines(id("1"), "item").await.unwrap();
    assert_eq!(lines, [order_line(1), order_line(4)]);
    let list = format!("GET {RECORD}/salesOrder/1/item");
    assert_eq!(
        script.targets(),
        [
            format!("{list}?expandSubResources=true"),
            format!("{list}?expandSubResources=true&limit=1000&offset=1"),
            format!("{list}/4"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_line_that_may_have_been_added_is_not_added_again() {
    let (script, netsuite) = Script::of([Answer::Breaks]);
    let orders = netsuite.records::<SalesOrder>();
    let error = orders.add_line(id("1"), "item", &json!({"item": {"id": "456"}})).await.unwrap_err();
    assert!(error.maybe_sent());
    assert_eq!(script.targets(), [format!("PATCH {RECORD}/salesOrder/1")]);
    assert_eq!(script.body(0), json!({"item": {"items": [{"item": {"id": "456"}}]}}));
}

#[tokio::test(start_paused = true)]
async fn a_line_is_removed_by_keeping_the_others() {
    let lines = json!({"items": [order_line(1), order_line(3), order_line(4)]});
    let done = points(204, &format!("{HOST}{RECORD}/salesorder/1"));
    let (script, netsuite) = Script::of([says(200, lines.clone()), done, says(200, lines)]);
    let orders = netsuite.records::<SalesOrder>();
    orders.line(id("1"), "item", 3).delete().await.unwrap();
    assert_eq!(script.targets()[1], format!("PATCH {RECORD}/salesOrder/1?replace=item"));
    assert_eq!(script.body(1), json!({"item": {"items": [{"line": 1}, {"line": 4}]}}));
    // One that is gone already: nothing is written.
    orders.line(id("1"), "item", 2).delete().await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_no_field_of_its_own_names_is_not_removed() {
    let href = format!("{HOST}{RECORD}/inventoryitem/456/price/currencypage=1,pricelevel=1,quantity=0");
    let prices = json!({"items": [{"links": [{"rel": "self", "href": href}], "price": 19.99}]});
    let (script, netsuite) = Script::of([says(200, prices)]);
    let items = netsuite.records_of("inventoryItem");
    let price = items.line(id("456"), "price", "currencypage=1,pricelevel=1,quantity=0");
    assert_eq!(price.delete().await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(script.targets().len(), 1);
}

// ---- Turning one record into another ----------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_transform_names_what_it_made_and_is_never_repeated_blindly() {
    let made = points(204, &format!("{HOST}{RECORD}/invoice/912"));
    let (script, netsuite) = Script::of([made, Answer::Breaks]);
    let orders = netsuite.records::<SalesOrder>();
    let body = json!({"externalId": "AMZ-INV-1"});
    let invoice = orders.transform::<Invoice>(&eid("AMZ-114-3941689-8772232")).send(&body).await.unwrap();
    assert_eq!(invoice.id(), &id("912"));
    let error = orders.transform::<Invoice>(id("3")).send(&body).await.unwrap_err();
    assert!(error.maybe_sent());
    assert_eq!(
        script.targets(),
        [
            format!("POST {RECORD}/salesOrder/eid:AMZ-114-3941689-8772232/!transform/invoice"),
            format!("POST {RECORD}/salesOrder/3/!transform/invoice"),
        ]
    );
    assert_eq!(script.body(0), body);
    assert_eq!(script.header(0, "x-netsuite-propertynamevalidation"), "Error");
}

#[tokio::test(start_paused = true)]
async fn a_draft_is_only_looked_at() {
    let draft = json!({"item": {"items": [{"orderLine": 4, "quantity": 2.0, "itemReceive": true}]}});
    let (script, netsuite) =
        Script::of([Answer::Breaks, says(200, draft.clone()), says(200, json!({"memo": "x"}))]);
    let orders = netsuite.records_of("transferOrder");
    assert_eq!(orders.transform_into("itemReceipt", id("7")).draft().await.unwrap(), draft);
    let proposed =
        netsuite.records::<SalesOrder>().create_form(&json!({"entity": {"id": "107"}})).await.unwrap();
    assert_eq!(proposed.memo.as_deref(), Some("x"));
    let targets = script.targets();
    let target = format!("POST {RECORD}/transferOrder/7/!transform/itemReceipt?expandSubResources=true");
    assert_eq!(targets[..2], [target.clone(), target]);
    assert_eq!(targets[2], format!("POST {RECORD}/salesOrder?expandSubResources=true"));
    for asked in 0..3 {
        assert_eq!(script.header(asked, "accept"), "application/vnd.oracle.resource+json; type=create-form");
        assert_eq!(script.header(asked, "content-type"), "application/json");
    }
    assert_eq!((script.body(1), script.body(2)), (json!({}), json!({"entity": {"id": "107"}})));
}

#[tokio::test(start_paused = true)]
async fn the_values_that_a_field_may_have_are_listed() {
    let options = json!({"links": [],
        "currency": {"_selectOptions": {"links": [], "count": 2, "hasMore": false, "offset": 0, "totalResults": 2,
            "items": [{"id": "1", "refName": "USA"}, {"id": "4", "refName": "Euro"}]}},
        "terms": {"_selectOptions": {"items": [{"id": "2", "refName": "Net 30"}], "hasMore": true}}});
    let (script, netsuite) = Script::of([says(200, options)]);
    let customers = netsuite.records::<Customer>();
    let draft = json!({"subsidiary": {"id": "1"}});
    let options = customers.select_options(&draft, &["currency", "terms"]).await.unwrap();
    let ids: Vec<_> = options["currency"].choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!((ids, options["currency"].has_more), (vec!["1", "4"], false));
    assert_eq!(options["terms"].choices[0].name.as_deref(), Some("Net 30"));
    assert!(options["terms"].has_more);
    assert_eq!(script.targets(), [format!("POST {RECORD}/customer?fields=currency%2Cterms")]);
    assert_eq!(script.header(0, "accept"), "application/vnd.oracle.resource+json; type=select-options");
    assert_eq!(script.body(0), draft);
}

// ---- In the background -------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_was_lost_leads_to_its_one_job() {
    let (script, netsuite) = Script::of([Answer::Breaks, repeats(&format!("{HOST}{JOB}"))]);
    let orders = netsuite.records::<SalesOrder>();
    let body = json!({"externalId": "AMZ-INV-1"});
    let job: Job<Invoice> = orders.in_background(key()).transform(id("3"), &body).await.unwrap();
    assert_eq!(job.id(), &JobId::new("2001").unwrap());
    assert_eq!(script.targets(), vec![format!("POST {RECORD}/salesOrder/3/!transform/invoice"); 2]);
    for asked in 0..2 {
        assert_eq!(script.header(asked, "prefer"), "respond-async");
        assert_eq!(script.header(asked, "x-netsuite-idempotency-key"), KEY);
        assert_eq!(script.header(asked, "x-netsuite-propertynamevalidation"), "Error");
        assert_eq!(script.header(asked, "content-type"), "application/json");
        assert_eq!(script.body(asked), body);
    }
}

#[tokio::test(start_paused = true)]
async fn every_write_can_be_a_job() {
    let (script, netsuite) = Script::of(vec![points(202, JOB); 6]);
    let orders = netsuite.records::<SalesOrder>();
    let body = json!({"memo": "x"});
    let background = || orders.in_background(key());
    for job in [
        background().create(&body).await.unwrap(),
        background().update(id("1"), &body).await.unwrap(),
        background().update_replacing(id("1"), &body, &["item"]).await.unwrap(),
        background().upsert(&eid("A-1"), &body, &["item"]).await.unwrap(),
        background().delete(id("1")).await.unwrap(),
    ] {
        assert_eq!(job.id().as_str(), "2001");
    }
    let customs = netsuite.records_of("customrecord_order");
    customs.in_background(key()).transform_into("customrecord_bill", id("1"), &body).await.unwrap();
    assert_eq!(
        script.targets(),
        [
            format!("POST {RECORD}/salesOrder"),
            format!("PATCH {RECORD}/salesOrder/1"),
            format!("PATCH {RECORD}/salesOrder/1?replace=item"),
            format!("PUT {RECORD}/salesOrder/eid:A-1?replace=item"),
            format!("DELETE {RECORD}/salesOrder/1"),
            format!("POST {RECORD}/customrecord_order/1/!transform/customrecord_bill"),
        ]
    );
    assert_eq!(script.header(4, "x-netsuite-idempotency-key"), KEY);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_names_no_job_of_this_account_is_not_followed_and_the_write_not_sent_again() {
    let addresses = [
        format!("{HOST}{RECORD}/salesorder/647"),
        format!("https://evil.example{JOB}"),
        format!("//evil.example{JOB}"),
        "/services/rest/async/v1/job/".to_owned(),
    ];
    let answers: Vec<_> =
        addresses.iter().flat_map(|address| [points(202, address), repeats(address)]).collect();
    let count = answers.len();
    let (script, netsuite) = Script::of(answers);
    let orders = netsuite.records::<SalesOrder>();
    for _ in 0..count {
        let error = orders.in_background(key()).create(&json!({"memo": "x"})).await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Decode, true), "{error}");
    }
    assert!(script.targets().iter().all(|target| *target == format!("POST {RECORD}/salesOrder")));
    // Without an address it is an error like others.
    let (_, netsuite) = Script::of([refuses(400, "IDEMPOTENCY_ERROR", "Already sent.")]);
    let error = netsuite.records::<SalesOrder>().in_background(key()).create(&json!({})).await.unwrap_err();
    assert!(error.has_code("IDEMPOTENCY_ERROR"));
}

#[tokio::test(start_paused = true)]
async fn who_wants_no_repeats_gets_none_in_the_background_either() {
    let (script, netsuite) = Script::of([Answer::Breaks]);
    let orders = netsuite.records::<SalesOrder>().without_repeats();
    let error = orders.in_background(key()).create(&json!({})).await.unwrap_err();
    assert!(error.maybe_sent() && script.is_over());
}

// ---- Jobs --------------------------------------------------------------------------------------------------------

fn state(progress: &str) -> Answer {
    let completed = matches!(progress, "succeeded" | "failed");
    says(200, json!({"completed": completed, "id": "2001", "progress": progress, "task": {"links": []}}))
}

fn tasks(ids: &[&str]) -> Answer {
    page(ids, 0, false)
}

fn task(completed: bool) -> Answer {
    says(200, json!({"id": "1", "completed": completed, "progress": "succeeded"}))
}

fn gone() -> Answer {
    refuses(404, "RCRD_DSNT_EXIST", "That record does not exist.")
}

#[tokio::test(start_paused = true)]
async fn a_job_is_waited_for_in_any_process_and_its_results_come_in_the_order_of_the_records() {
    let lines: Vec<_> = ["pending", "processing", "succeeded", "succeeded"].map(state).into();
    let results = [
        tasks(&["10", "9"]),
        points(204, &format!("{HOST}{RECORD}/salesOrder/98765")),
        refuses(400, "USER_ERROR", "Error while accessing a resource. Please enter value(s) for: Customer"),
    ];
    let (script, netsuite) = Script::of(lines.into_iter().chain(results));
    let begun = tokio::time::Instant::now();
    let job = netsuite.records::<SalesOrder>().job(JobId::new("2001").unwrap());
    let status = job.wait(job::PATIENCE).await.unwrap();
    assert_eq!((status.progress, status.id.as_str()), (Progress::Succeeded, "2001"));
    assert_eq!(begun.elapsed(), Duration::from_millis(2500));
    let results = job.results().await.unwrap();
    assert_eq!(results[0].as_ref().unwrap().id(), &id("98765"));
    let refused = results[1].as_ref().unwrap_err();
    assert_eq!(
        (refused.kind(), refused.status(), refused.maybe_sent()),
        (ErrorKind::Rejected, Some(400), false)
    );
    assert_eq!(refused.problems()[0].message, "Please enter value(s) for: Customer");
    let targets = script.targets();
    assert_eq!(targets[..4], vec![format!("GET {JOB}"); 4]);
    assert_eq!(targets[4], format!("GET {JOB}/task"));
    assert_eq!(targets[5..], [format!("GET {JOB}/task/9/result"), format!("GET {JOB}/task/10/result")]);
}

#[tokio::test(start_paused = true)]
async fn patience_ends_and_the_job_goes_on() {
    let (_, netsuite) = Script::of(vec![state("processing"); 3]);
    let job = netsuite.job(JobId::new("2001").unwrap());
    let pauses = (Duration::from_secs(1), Duration::from_secs(1));
    let patience = Patience::of(Duration::from_secs(2)).with_pauses(pauses.0, pauses.1);
    let error = job.wait(patience).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("job 2001 is still processing"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_not_finished_has_no_results() {
    let (script, netsuite) = Script::of([state("processing")]);
    let error = netsuite.job(JobId::new("2001").unwrap()).results().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(script.is_over());
}

async fn only_result(lines: impl IntoIterator<Item = Answer>) -> Result<Result<InternalId, Error>, Error> {
    let lines = [state("succeeded"), tasks(&["1"])].into_iter().chain(lines);
    let (script, netsuite) = Script::of(lines);
    let results = netsuite.job(JobId::new("2001").unwrap()).results().await;
    assert!(script.is_over());
    results.map(|mut results| results.remove(0).map(|written| written.id().clone()))
}

#[tokio::test(start_paused = true)]
async fn a_result_that_is_not_there_is_not_taken_for_a_record_that_is_not_there() {
    let error = only_result([gone(), task(false)]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let error = only_result([gone(), task(true)]).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn an_outage_while_results_are_read_is_not_the_records_fault() {
    let html = Answer::Says { status: 503, headers: Vec::new(), body: Bytes::from_static(b"<html>") };
    let error = only_result(vec![html; 6]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let error = only_result(vec![Answer::Breaks; 6]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let written = only_result([Answer::Breaks, points(204, "/services/rest/record/v1/salesOrder/7")]).await;
    assert_eq!(written.unwrap().unwrap(), id("7"));
}

#[tokio::test(start_paused = true)]
async fn a_write_that_failed_with_a_server_error_leaves_open_what_it_did() {
    let failed = refuses(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: m0");
    let error = only_result(vec![failed; 6]).await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
    // A question that went wrong before does not make the refusal of the write doubtful.
    let refused = refuses(400, "USER_ERROR", "This entity already exists.");
    let error = only_result([Answer::Breaks, refused]).await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Conflict, false));
}

#[tokio::test(start_paused = true)]
async fn a_job_of_one_record_tells_which() {
    let made = points(204, &format!("{HOST}{RECORD}/salesOrder/98765"));
    let (_, netsuite) = Script::of([state("succeeded"), state("succeeded"), tasks(&["1"]), made.clone()]);
    let job = netsuite.records::<SalesOrder>().job(JobId::new("2001").unwrap());
    assert_eq!(job.written(job::PATIENCE).await.unwrap().id(), &id("98765"));

    let two = [state("succeeded"), state("succeeded"), tasks(&["1", "2"]), made.clone(), made];
    let (_, netsuite) = Script::of(two);
    let job = netsuite.job(JobId::new("2001").unwrap());
    assert_eq!(job.written(job::PATIENCE).await.unwrap_err().kind(), ErrorKind::Config);

    let (_, netsuite) = Script::of([state("failed"), state("failed"), tasks(&[])]);
    let job = netsuite.job(JobId::new("2001").unwrap());
    assert!(job.written(job::PATIENCE).await.unwrap_err().maybe_sent());
}

// ---- Batches -----------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_batch_carries_each_record_with_its_id() {
    let (script, netsuite) = Script::of(vec![points(202, JOB); 3]);
    let customers = netsuite.records::<Customer>();
    let bodies = [json!({"companyName": "A"}), json!({"companyName": "B", "externalId": "B-1"})];
    customers.batch(key()).create(&bodies).await.unwrap();
    let [a, b] = bodies;
    let changes = [
        (RecordId::from(id("7")), a.clone()),
        (RecordId::from(eid("B-2")), json!({"id": "8", "email": "x"})),
    ];
    customers.batch(key()).update(&changes).await.unwrap();
    customers.batch(key()).parallel().upsert(&[(eid("A-1"), a), (eid("B-2"), b)]).await.unwrap();
    let target = format!("{RECORD}/customer");
    assert_eq!(
        script.targets(),
        [format!("POST {target}"), format!("PATCH {target}"), format!("PUT {target}")]
    );
    assert_eq!(
        script.body(0),
        json!({"items": [{"companyName": "A"}, {"companyName": "B", "externalId": "B-1"}]})
    );
    // Of two ids NetSuite would take the internal one, whatever the caller has named.
    assert_eq!(
        script.body(1),
        json!({"items": [{"id": "7", "companyName": "A"}, {"externalId": "B-2", "email": "x"}]})
    );
    assert_eq!(
        script.body(2),
        json!({"items": [{"externalId": "A-1", "companyName": "A"}, {"externalId": "B-2", "companyName": "B"}]})
    );
    let prefer: Vec<_> = (0..3).map(|asked| script.header(asked, "prefer")).collect();
    assert_eq!(prefer, ["respond-async", "respond-async", "respond-async, batch-processing=\"parallel\""]);
    for asked in 0..3 {
        assert_eq!(
            script.header(asked, "content-type"),
            "application/vnd.oracle.resource+json; type=collection"
        );
        assert_eq!(script.header(asked, "x-netsuite-idempotency-key"), KEY);
        assert_eq!(script.header(asked, "x-netsuite-propertynamevalidation"), "Error");
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_reads_and_deletes_by_ids() {
    let customer = says(200, json!({"id": "1", "companyName": "A"}));
    let (script, netsuite) = Script::of([
        points(202, JOB),
        state("succeeded"),
        tasks(&["1", "2"]),
        customer,
        gone(),
        task(true),
        points(202, JOB),
        state("succeeded"),
        tasks(&["1"]),
        says(204, Value::Null),
    ]);
    let customers = netsuite.records::<Customer>();
    let ids = [RecordId::from(id("1")), RecordId::from(eid("amz-buyer-1"))];
    let read = customers.batch(key()).get(&ids).await.unwrap().records().await.unwrap();
    assert_eq!(read[0].as_ref().unwrap().company_name.as_deref(), Some("A"));
    assert_eq!(read[1].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    let deleted = customers.batch(key()).delete(&ids[..1]).await.unwrap().deletions().await.unwrap();
    assert!(deleted[0].is_ok());
    let targets = script.targets();
    assert_eq!(targets[0], format!("GET {RECORD}/customer?expandRecords=true&ids=1%2Ceid%3Aamz-buyer-1"));
    assert_eq!(targets[6], format!("DELETE {RECORD}/customer?ids=1"));
    for asked in [0, 6] {
        assert_eq!(script.header(asked, "prefer"), "respond-async");
        assert_eq!(script.header(asked, "content-type"), "");
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_netsuite_would_not_take_is_not_sent() {
    let (script, netsuite) = Script::of([points(202, JOB)]);
    let customers = netsuite.records::<Customer>();
    let many = vec![json!({"companyName": "A"}); 101];
    for refused in [
        customers.batch(key()).create(&many).await,
        customers.batch(key()).create(&many[..0]).await,
        customers.batch(key()).create(&[json!("no record")]).await,
        customers.batch(key()).delete(&[]).await,
        customers.batch(key()).delete(&[RecordId::from(id("1,2"))]).await,
    ] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Config);
    }
    assert!(script.targets().is_empty());
    customers.batch(key()).create(&many[..100]).await.unwrap();
}

// ---- The account ------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn the_catalog_is_asked_for_in_its_forms() {
    let catalog =
        json!({"items": [{"name": "contact", "links": []}, {"name": "customrecord_x", "links": []}]});
    let document = json!({"openapi": "3.0.1"});
    let (script, netsuite) =
        Script::of([says(200, catalog), says(200, document.clone()), says(200, document.clone())]);
    let metadata = netsuite.metadata();
    assert_eq!(metadata.record_types().await.unwrap(), ["contact", "customrecord_x"]);
    assert_eq!(metadata.openapi(&["customer", "salesOrder"]).await.unwrap(), document);
    assert_eq!(metadata.json_schema("customer").await.unwrap(), document);
    assert_eq!(metadata.openapi(&[]).await.unwrap_err().kind(), ErrorKind::Config);
    let catalog = format!("GET {RECORD}/metadata-catalog");
    assert_eq!(
        script.targets(),
        [catalog.clone(), format!("{catalog}?select=customer%2CsalesOrder"), format!("{catalog}/customer")]
    );
    let accept: Vec<_> = (0..3).map(|asked| script.header(asked, "accept")).collect();
    assert_eq!(accept, ["application/json", "application/swagger+json", "application/schema+json"]);
}

#[tokio::test(start_paused = true)]
async fn the_account_tells_its_limits_and_its_time() {
    let limits = json!({"accountConcurrencyLimit": 25, "accountUnallocatedConcurrencyLimit": 15,
        "integrationConcurrencyLimit": 10, "integrationLimitType": "integrationSpecific"});
    let time = || says(200, json!({"serverTime": "2026-11-23T11:53:00Z"}));
    let forbidden = refuses(403, "INSUFFICIENT_PERMISSION", "Only administrators.");
    let (script, netsuite) = Script::of([says(200, limits), forbidden, time(), time()]);
    let limits = netsuite.governance_limits().await.unwrap();
    assert_eq!(
        (limits.for_this_integration(), limits.integration_limit_type),
        (10, LimitType::IntegrationSpecific)
    );
    let error = netsuite.governance_limits().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(403)));
    assert_eq!(netsuite.server_time().await.unwrap().to_rfc3339(), "2026-11-23T11:53:00+00:00");
    assert_eq!(netsuite.clock_skew().await.unwrap(), TimeDelta::minutes(7), "our clock is ahead");
    assert_eq!(script.targets()[0], "GET /services/rest/system/v1/governanceLimits");
    assert_eq!(script.targets()[3], "GET /services/rest/system/v1/serverTime");
}

// ---- RESTlets ----------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_script_is_called_on_its_own_host_with_the_same_login() {
    let nothing = || Answer::Says { status: 200, headers: Vec::new(), body: Bytes::new() };
    let file = says(200, json!({"contents": "x"}));
    let (script, netsuite) = Script::of([file, says(200, json!([1, 2])), nothing(), nothing()]);
    let files = netsuite.restlet("customscript_files", "1").parameter("name", "Jane & Doe");
    assert_eq!(files.get::<Value>().await.unwrap(), json!({"contents": "x"}));
    assert_eq!(files.post::<Vec<u32>>(&json!({"ids": [1, 2]})).await.unwrap(), [1, 2]);
    files.put::<()>(&json!({})).await.unwrap();
    assert_eq!(files.delete::<Option<Value>>().await.unwrap(), None);
    let url = format!("{RESTLETS}?script=customscript_files&deploy=1&name=Jane%20%26%20Doe");
    assert_eq!(script.targets(), ["GET", "POST", "PUT", "DELETE"].map(|method| format!("{method} {url}")));
    for asked in 0..4 {
        assert!(script.header(asked, "authorization").starts_with("OAuth realm=\"1234567_SB1\""));
        assert_eq!(script.header(asked, "content-type"), "application/json");
    }
    assert_eq!(script.body(1), json!({"ids": [1, 2]}));
    assert_eq!(format!("{files:?}"), "Restlet(script=customscript_files deploy=1)");
}

#[tokio::test(start_paused = true)]
async fn a_script_is_repeated_only_where_it_is_known_to_bear_it() {
    let done = || says(200, json!(null));
    let (script, netsuite) = Script::of([Answer::Breaks, done()]);
    netsuite.restlet("1", "1").get::<()>().await.unwrap();
    assert!(script.is_over());
    let (script, netsuite) = Script::of(vec![Answer::Breaks; 3]);
    let restlet = netsuite.restlet("1", "1");
    for error in [
        restlet.post::<()>(&json!({})).await.unwrap_err(),
        restlet.put::<()>(&json!({})).await.unwrap_err(),
        restlet.delete::<()>().await.unwrap_err(),
    ] {
        assert!(error.maybe_sent());
    }
    assert!(script.is_over());
    let (script, netsuite) = Script::of([Answer::Breaks, done()]);
    netsuite.restlet("1", "1").repeatable().post::<()>(&json!({})).await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn what_a_script_throws_is_an_error_with_its_words() {
    let thrown =
        json!({"type": "error.SuiteScriptError", "name": "NO_SUCH_SKU", "message": "SKU-1", "stack": ["x"]});
    let text = Bytes::from_static(b"error code: NO_SUCH_SKU\nerror message: SKU-1");
    let too_many =
        json!({"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "Request Limit Exceeded"}});
    let (_, netsuite) = Script::of([
        says(400, thrown.clone()),
        says(400, json!({"error": {"code": "UNEXPECTED_ERROR", "message": thrown.to_string()}})),
        Answer::Says { status: 400, headers: Vec::new(), body: text },
        // Refused before any work: even a create waits and goes again.
        says(400, too_many),
        says(200, json!(7)),
    ]);
    let restlet = netsuite.restlet("1", "1");
    for _ in 0..3 {
        let error = restlet.post::<u32>(&json!({})).await.unwrap_err();
        // It may have done something before it threw.
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Rejected, true));
        assert_eq!(error.problems()[0].to_string(), "NO_SUCH_SKU: SKU-1");
    }
    assert_eq!(restlet.post::<u32>(&json!({})).await.unwrap(), 7);
}

// ---- Over a socket -----------------------------------------------------------------------------------------------

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn what_holds_a_path_together_arrives_as_it_was_written() {
    let server = wiremock::MockServer::start().await;
    let done = wiremock::ResponseTemplate::new(204).insert_header("location", "/services/rest/record/v1/x/7");
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(done).mount(&server).await;
    let netsuite = builder().base_url(server.uri()).build().unwrap();
    let body = json!({});
    let orders = netsuite.records::<SalesOrder>();
    orders.transform::<Invoice>(&eid("A-1")).send(&body).await.unwrap();
    let price = "currencypage=1,pricelevel=1,quantity=0";
    netsuite.records_of("inventoryItem").line(id("456"), "price", price).update(&body).await.unwrap();
    netsuite.restlet("customscript_x", "1").parameter("q", "a b&c").post::<()>(&body).await.unwrap();
    let received = server.received_requests().await.unwrap();
    let target = |request: &wiremock::Request| match request.url.query() {
        Some(query) => format!("{}?{query}", request.url.path()),
        None => request.url.path().to_owned(),
    };
    let targets: Vec<_> = received.iter().map(target).collect();
    assert_eq!(
        targets,
        [
            "/services/rest/record/v1/salesOrder/eid:A-1/!transform/invoice",
            "/services/rest/record/v1/inventoryItem/456/price/currencypage=1,pricelevel=1,quantity=0",
            "/app/site/hosting/restlet.nl?script=customscript_x&deploy=1&q=a%20b%26c",
        ]
    );
}

// ---- What Oracle's documents show ---------------------------------------------------------------------------------

#[expect(clippy::disallowed_methods, reason = "tests find the shared folder by it")]
fn fixture(path: &str) -> Value {
    let shared = std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").into());
    let file = PathBuf::from(shared).join("fixtures/netsuite").join(path);
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
        let (_, netsuite) = Script::of(vec![shown(&errors[name]); 6]);
        let error = netsuite.restlet("1", "1").get::<Value>().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        assert!(error.has_code(code), "{name}: {error}");
        assert!(!error.problems()[0].message.is_empty(), "{name}");
    }
}

// ---- Logins and refusals, line by line ----------------------------------------------------------------------------

fn certificate() -> netsuite_client::OAuth2 {
    let pem = commerce_client_core::secret::SecretString::from(include_str!("keys/p256.pem"));
    let algorithm = netsuite_client::SigningAlgorithm::Es256;
    netsuite_client::OAuth2::new("client", "cert-1", algorithm, &pem).unwrap()
}

/// A client with a bearer token that follows the script.
fn by_certificate(lines: impl IntoIterator<Item = Answer>) -> (Script, NetSuite) {
    let (script, _) = Script::of(lines);
    let netsuite = builder().auth(certificate()).transport(script.clone()).build().unwrap();
    (script, netsuite)
}

fn token(text: &str) -> Answer {
    says(200, json!({"access_token": text, "expires_in": "3600", "token_type": "bearer"}))
}

async fn read_one(netsuite: &NetSuite) -> Result<Value, Error> {
    netsuite.records_of("customer").get(id("7")).send().await
}

#[tokio::test(start_paused = true)]
async fn a_token_without_the_scope_for_restlets_is_good_for_records_all_the_same() {
    let record = || says(200, json!({"id": "7"}));
    let no = || says(401, Value::Null);
    let (script, netsuite) =
        by_certificate([token("1"), record(), no(), token("2"), no(), record(), record()]);
    read_one(&netsuite).await.unwrap();
    let restlet = netsuite.restlet("1", "1");
    let refused = restlet.get::<Value>().await.unwrap_err();
    assert_eq!((refused.kind(), refused.attempts()), (ErrorKind::Auth, 2));
    read_one(&netsuite).await.unwrap();
    let rested = restlet.get::<Value>().await.unwrap_err();
    assert_eq!((rested.kind(), rested.attempts()), (ErrorKind::Auth, 0));
    read_one(&netsuite).await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_login_that_restlets_refuse_with_403_rests_and_no_more_tokens_are_fetched_for_it() {
    let no = || {
        says(403, json!({"error": {"code": "INVALID_LOGIN_ATTEMPT", "message": "Invalid login attempt."}}))
    };
    let (script, netsuite) = by_certificate([token("1"), no(), token("2"), no()]);
    let restlet = netsuite.restlet("1", "1");
    for _ in 0..100 {
        let refused = restlet.get::<Value>().await.unwrap_err();
        assert_eq!((refused.kind(), refused.status()), (ErrorKind::Auth, Some(403)));
    }
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn the_signatures_that_restlets_refuse_count_for_records_too() {
    let no = json!({"error": {"code": "INVALID_LOGIN_ATTEMPT", "message": "Invalid login attempt."}});
    let (script, netsuite) = Script::of([says(403, no)]);
    netsuite.restlet("1", "1").get::<Value>().await.unwrap_err();
    assert_eq!(
        read_one(&netsuite).await.unwrap_err().attempts(),
        0,
        "five lock the user, whatever was called"
    );
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn whatever_code_a_script_throws_a_create_is_sent_once() {
    for code in ["SSS_REQUEST_LIMIT_EXCEEDED", "CONCURRENCY_LIMIT_EXCEEDED", "INVALID_LOGIN_ATTEMPT"] {
        let thrown =
            json!({"type": "error.SuiteScriptError", "name": code, "message": "as the script met it"});
        let wrapped = json!({"error": {"code": "UNEXPECTED_ERROR", "message": thrown.to_string()}});
        for (status, body) in [(400, &thrown), (400, &wrapped), (403, &thrown), (500, &thrown)] {
            let (script, netsuite) = Script::of([says(status, body.clone())]);
            let error = netsuite.restlet("1", "1").post::<Value>(&json!({})).await.unwrap_err();
            assert!(error.maybe_sent(), "{status} {code}: what came before the throw is done");
            assert!(error.kind() != ErrorKind::Throttled && error.has_code(code), "{status} {error}");
            assert!(script.is_over());
        }
    }
    let failed =
        json!({"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "Request Limit Exceeded"}});
    let (script, netsuite) = Script::of([says(500, failed)]);
    let error = netsuite.restlet("1", "1").post::<Value>(&json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn what_a_proxy_says_at_the_token_endpoint_is_no_refusal_and_drops_no_certificate() {
    for status in [302, 403, 404, 407, 408, 418] {
        let page = Answer::Says { status, headers: Vec::new(), body: Bytes::from_static(b"<html>no</html>") };
        let (script, _) = Script::of([page, token("1"), says(200, json!({"id": "7"}))]);
        let credentials = certificate();
        let pem = commerce_client_core::secret::SecretString::from(include_str!("keys/p256.pem"));
        credentials.add_successor("cert-2", netsuite_client::SigningAlgorithm::Es256, &pem).unwrap();
        let netsuite = builder().auth(credentials.clone()).transport(script.clone()).build().unwrap();
        read_one(&netsuite).await.unwrap_or_else(|e| panic!("{status}: {e}"));
        assert_eq!(credentials.certificate_id(), "cert-1", "{status}");
        assert!(script.is_over());
    }
    let (script, netsuite) = by_certificate([says(403, json!({"error": "access_denied"}))]);
    for attempts in [1, 0] {
        let error = read_one(&netsuite).await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(403), attempts));
    }
    assert!(script.is_over(), "the second call does not ask again");
}

#[tokio::test(start_paused = true)]
async fn a_job_tells_whether_its_key_was_known_and_an_answer_without_one_how_often_it_was_asked_for() {
    let customers = |netsuite: &NetSuite| netsuite.records::<Customer>().in_background(key());
    let (_, netsuite) = Script::of([points(202, &format!("{HOST}{JOB}")), repeats(&format!("{HOST}{JOB}"))]);
    let first = customers(&netsuite).create(&json!({})).await.unwrap();
    let again = customers(&netsuite).create(&json!({"memo": "mended"})).await.unwrap();
    assert_eq!((first.was_known(), again.was_known(), again.clone().was_known()), (false, true, true));
    assert_eq!(first.id(), again.id());
    assert!(!netsuite.job(first.id().clone()).was_known());

    let (script, netsuite) = Script::of([Answer::Breaks, says(202, Value::Null)]);
    let lost = customers(&netsuite).create(&json!({})).await.unwrap_err();
    assert_eq!((lost.kind(), lost.attempts(), lost.maybe_sent()), (ErrorKind::Decode, 2, true));
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_client_keeps_to_the_limit_that_netsuite_states() {
    let limits = json!({"accountConcurrencyLimit": 25, "integrationConcurrencyLimit": 3,
        "integrationLimitType": "integrationSpecific"});
    let (_, netsuite) = Script::of([says(200, limits), refuses(403, "INSUFFICIENT_PERMISSION", "No.")]);
    assert_eq!(netsuite.concurrency_limit(), 4);
    assert_eq!(netsuite.keep_to_limits().await.unwrap().for_this_integration(), 3);
    assert_eq!((netsuite.concurrency_limit(), netsuite.lane("x").concurrency_limit()), (3, 3));
    netsuite.keep_to_limits().await.unwrap_err();
    assert_eq!(netsuite.concurrency_limit(), 3, "who may not ask goes on as before");
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
