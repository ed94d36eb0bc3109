//! Jobs: single requests, batches, keys that are used again.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Answer, HOST, RECORD, World, order};

fn later(world: &World, method: &str, path: &str, key: &str, body: Option<Value>) -> Request<Bytes> {
    let collection = path == "customer";
    let mut request = world.request(method, &format!("{RECORD}{path}"), body);
    request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
    if !key.is_empty() {
        request.headers_mut().insert("x-netsuite-idempotency-key", key.parse().unwrap());
    }
    if collection {
        let media = "application/vnd.oracle.resource+json; type=collection";
        request.headers_mut().insert("content-type", media.parse().unwrap());
    }
    request
}

async fn look(world: &World, job: &str) -> Answer {
    let path = job.strip_prefix(HOST).unwrap_or(job).to_owned();
    world.send(world.request("GET", &path, None)).await
}

#[tokio::test(start_paused = true)]
async fn a_job_is_worked_off_on_the_clock_and_keeps_its_result() {
    let world = World::new();
    world.fake.set_job_delay(Duration::from_secs(5), Duration::from_secs(10));
    let taken = world.send(later(&world, "POST", "salesOrder", "k-1", Some(order("A-1")))).await;
    assert_eq!((taken.status, taken.header("preference-applied")), (202, "respond-async"));
    let job = taken.header("location").to_owned();
    assert_eq!(look(&world, &job).await.body["progress"], "pending");
    assert!(world.fake.records("salesOrder").is_empty());
    tokio::time::advance(Duration::from_secs(6)).await;
    assert_eq!(look(&world, &job).await.body["progress"], "processing");
    assert_eq!(look(&world, &format!("{job}/task/1/result")).await.status, 404);
    tokio::time::advance(Duration::from_secs(9)).await;
    let done = look(&world, &job).await.body;
    assert_eq!((&done["progress"], &done["completed"]), (&json!("succeeded"), &json!(true)));
    assert_eq!(look(&world, &format!("{job}/task")).await.body["items"][0]["id"], "1");
    let result = look(&world, &format!("{job}/task/1/result")).await;
    let id = world.fake.records("salesOrder")[0]["id"].clone();
    assert_eq!((result.status, json!(result.location_id())), (204, id));
}

#[tokio::test(start_paused = true)]
async fn a_key_stands_for_the_job_it_was_first_used_for() {
    let world = World::new();
    let send = || world.send(later(&world, "POST", "salesOrder", "k-1", Some(order("A-1"))));
    let first = send().await;
    let second = send().await;
    assert_eq!((second.status, second.code()), (400, "IDEMPOTENCY_ERROR"));
    assert_eq!(second.body["title"], "Conflict");
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(world.fake.applied()["salesOrder/A-1"], 1);
    world.fake.set_relative_job_addresses(true);
    assert!(send().await.header("location").starts_with("/services/rest/async/v1/job/"));
    let mut sync = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-2")));
    sync.headers_mut().insert("x-netsuite-idempotency-key", "k-1".parse().unwrap());
    assert_eq!(world.send(sync).await.status, 204, "ignored without respond-async");
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_a_task_for_each_record_and_some_may_fail() {
    let world = World::new();
    let good = json!({"externalId": "B-1", "companyName": "One", "subsidiary": {"id": "1"}});
    let items = json!({"items": [good, {"externalId": "B-2"}]});
    let job =
        world.send(later(&world, "POST", "customer", "", Some(items))).await.header("location").to_owned();
    assert_eq!(look(&world, &job).await.body["progress"], "succeeded");
    assert_eq!(look(&world, &format!("{job}/task/1/result")).await.status, 204);
    let failed = look(&world, &format!("{job}/task/2/result")).await;
    assert_eq!((failed.status, failed.code()), (400, "USER_ERROR"));
    let change = json!({"items": [{"externalId": "B-1", "email": "b@example.com"}]});
    world.send(later(&world, "PUT", "customer", "", Some(change))).await;
    assert_eq!(world.fake.records("customer")[1]["email"], "b@example.com");

    let mut read = later(&world, "GET", "customer?ids=107,eid:B-1,4711&expandRecords=true", "", None);
    read.headers_mut().remove("content-type");
    let job = world.send(read).await.header("location").to_owned();
    assert_eq!(look(&world, &format!("{job}/task/2/result")).await.body["externalId"], "B-1");
    assert_eq!(look(&world, &format!("{job}/task/3/result")).await.status, 404);
    world.send(later(&world, "DELETE", "customer?ids=eid:B-1", "", None)).await;
    assert_eq!(world.fake.records("customer").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_bounded_and_never_answered_at_once() {
    let world = World::new();
    let items: Vec<_> = (0..101).map(|number| json!({"externalId": format!("B-{number}")})).collect();
    let many = world.send(later(&world, "POST", "customer", "", Some(json!({"items": items})))).await;
    assert_eq!((many.status, many.code()), (400, "INVALID_CONTENT"));
    let mut impatient = later(&world, "PATCH", "customer", "", Some(json!({"items": []})));
    impatient.headers_mut().remove("prefer");
    assert_eq!(world.send(impatient).await.code(), "INVALID_HEADER");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_has_done_nothing() {
    let world = World::new();
    world.fake.fail_next_job();
    let taken = world.send(later(&world, "POST", "salesOrder", "", Some(order("A-1")))).await;
    let job = taken.header("location").to_owned();
    assert_eq!(look(&world, &job).await.body["progress"], "failed");
    assert_eq!(look(&world, &format!("{job}/task/1/result")).await.code(), "UNEXPECTED_ERROR");
    assert!(world.fake.records("salesOrder").is_empty());
}
