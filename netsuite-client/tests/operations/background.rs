//! Writes in the background.

use netsuite_client::{
    ErrorKind, Job, JobId, NetSuite,
    records::{Customer, Invoice, SalesOrder},
};
use serde_json::{Value, json};

use crate::{Answer, HOST, JOB, KEY, RECORD, Script, eid, id, key, points, refuses, says};

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
