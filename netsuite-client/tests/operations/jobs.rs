//! Jobs, and what became of them.

use std::time::Duration;

use bytes::Bytes;
use commerce_client_core::patience::Patience;
use netsuite_client::{
    ErrorKind, JobId,
    job::{self, Progress},
    records::SalesOrder,
};

use serde_json::json;

use crate::{
    Answer, HOST, JOB, RECORD, Script, gone, id, key, only_result, points, refuses, state, task, tasks,
};

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
    let error = only_result(vec![html; 7]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let error = only_result(vec![Answer::Breaks; 7]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let written = only_result([Answer::Breaks, points(204, "/services/rest/record/v1/salesOrder/7")]).await;
    assert_eq!(written.unwrap().unwrap(), id("7"));
}

#[tokio::test(start_paused = true)]
async fn a_write_that_failed_with_a_server_error_leaves_open_what_it_did() {
    let failed = refuses(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: m0");
    // It is read once: what is written down stays as it is.
    let error = only_result([failed]).await.unwrap().unwrap_err();
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

#[tokio::test(start_paused = true)]
async fn one_result_that_cannot_be_read_costs_no_other() {
    let made = |id| points(204, &format!("{HOST}{RECORD}/customer/{id}"));
    let nameless = Answer::Says { status: 204, headers: Vec::new(), body: Bytes::new() };
    let busy = refuses(503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable.");
    // Four results are asked for at once, and the fifth after them.
    for (odd, kind) in [(nameless, ErrorKind::Decode), (busy, ErrorKind::Unavailable)] {
        let mut lines = vec![state("succeeded"), tasks(&["1", "2", "3", "4", "5"])];
        lines.extend(["6", "7", "8", "9"].map(made));
        lines.extend(vec![odd; 7]);
        let (script, netsuite) = Script::of(lines);
        let results = netsuite.job(JobId::new("2001").unwrap()).results().await.unwrap();
        assert_eq!(results[1].as_ref().unwrap().id(), &id("7"));
        let in_doubt = results[4].as_ref().unwrap_err();
        assert_eq!((in_doubt.kind(), in_doubt.maybe_sent()), (kind, true));
        assert!(script.is_over());
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_failed_as_a_whole_is_not_a_job_of_which_nothing_went_wrong() {
    let (_, netsuite) = Script::of([state("failed"), tasks(&[])]);
    let error = netsuite.job(JobId::new("2001").unwrap()).results().await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
    // A task that never ran has no result, and will have none.
    let (_, netsuite) = Script::of([state("failed"), tasks(&["1"]), gone(), task(false)]);
    let results = netsuite.job(JobId::new("2001").unwrap()).results().await.unwrap();
    let error = results[0].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
}

#[tokio::test(start_paused = true)]
async fn a_job_of_which_results_are_missing_is_an_error() {
    let (_, netsuite) = Script::of([points(202, JOB), state("succeeded"), tasks(&["1"])]);
    let bodies = [json!({"memo": "a"}), json!({"memo": "b"})];
    let job = netsuite.records::<SalesOrder>().batch(key()).create(&bodies).await.unwrap();
    let error = job.results().await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Decode, true));
    assert!(error.to_string().contains("of 2 records and has 1 results"), "{error}");
    // In another process, whoever goes on says it.
    let (_, netsuite) = Script::of([state("succeeded"), tasks(&["1"])]);
    let job = netsuite.job(JobId::new("2001").unwrap()).of_records(2);
    assert!(job.results().await.is_err());
}
