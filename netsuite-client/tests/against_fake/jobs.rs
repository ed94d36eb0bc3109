//! Writes in the background, and batches.

use std::time::Duration;

use netsuite_client::{
    ErrorKind, IdempotencyKey, RecordId,
    job::{self, Progress},
    records::{Customer, Invoice, ItemFulfillment, SalesOrder},
    testing::Failure,
};
use serde_json::json;

use crate::{Account, each, eid, id, order};

#[tokio::test(start_paused = true)]
async fn every_write_is_carried_out_in_the_background() {
    let account = Account::new();
    account.fake.set_job_delay(Duration::from_secs(20), Duration::from_secs(2));
    account.fake.set_relative_job_addresses(true);
    let orders = account.netsuite.records::<SalesOrder>();
    let background = |what: &str| orders.in_background(IdempotencyKey::of(what));
    let made = background("create").create(&order("A-1")).await.unwrap();
    assert!(account.fake.records("salesOrder").is_empty(), "its turn has not come");
    let made = made.written(job::PATIENCE).await.unwrap().id().clone();
    let again = background("create").create(&order("A-1")).await.unwrap();
    assert_eq!(again.written(job::PATIENCE).await.unwrap().id(), &made, "one key, one order");

    let change = background("update").update(made.clone(), &json!({"memo": "second"})).await.unwrap();
    change.written(job::PATIENCE).await.unwrap();
    let kept = json!({"item": {"items": [{"line": 2}]}});
    let replaced = background("replace").update_replacing(made.clone(), &kept, &["item"]).await.unwrap();
    replaced.written(job::PATIENCE).await.unwrap();
    let stored = account.only("salesOrder");
    assert_eq!((&stored["memo"], each(&stored, "item", "line")), (&json!("second"), vec![&json!(2)]));

    let second = background("upsert").upsert(&eid("A-2"), &order("A-2"), &["item"]).await.unwrap();
    let second = second.written(job::PATIENCE).await.unwrap();
    let gone = background("delete").delete(second).await.unwrap();
    gone.wait(job::PATIENCE).await.unwrap();
    assert!(gone.deletions().await.unwrap()[0].is_ok());

    let body = json!({"externalId": "IF-1", "shipStatus": {"id": "C"}});
    let shipped = background("ship").transform::<ItemFulfillment>(made.clone(), &body).await.unwrap();
    let shipped = shipped.written(job::PATIENCE).await.unwrap();
    assert_eq!(account.only("itemFulfillment")["id"], shipped.id().as_str());
    let bill = account.netsuite.records_of("salesOrder").in_background(IdempotencyKey::of("bill"));
    bill.transform_into("invoice", made, &json!({})).await.unwrap().written(job::PATIENCE).await.unwrap();
    assert_eq!(account.fake.records("invoice").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_job_is_followed_by_its_id_and_says_how_it_ended() {
    let account = Account::new();
    account.fake.set_job_delay(Duration::from_secs(20), Duration::from_secs(2));
    let customers = account.netsuite.records::<Customer>();
    let bad = json!({"companyName": "Doe Inc"});
    let begun = customers.in_background(IdempotencyKey::of("one")).create(&bad).await.unwrap();
    // Another process.
    let job = account.netsuite.records::<Customer>().job(begun.id().clone());
    assert_eq!(job.look().await.unwrap().progress, Progress::Pending);
    assert_eq!(job.results().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(job.wait(job::PATIENCE).await.unwrap().progress, Progress::Succeeded);
    let refused = job.written(job::PATIENCE).await.unwrap_err();
    assert_eq!((refused.kind(), refused.maybe_sent()), (ErrorKind::Rejected, false));
    assert_eq!(refused.problems()[0].message, "Please enter value(s) for: Primary Subsidiary");
    let unknown = account.netsuite.job("1".parse().unwrap()).look().await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_a_result_for_each_of_its_records() {
    let account = Account::new();
    let customers = account.netsuite.records::<Customer>();
    let batch = |what: &str| customers.batch(IdempotencyKey::of(what));
    let named = |name: &str| json!({"companyName": name, "subsidiary": {"id": "1"}});

    let job =
        batch("create").create(&[named("One"), json!({"companyName": "Two"}), named("Three")]).await.unwrap();
    job.wait(job::PATIENCE).await.unwrap();
    let made = job.results().await.unwrap();
    assert_eq!(made.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(made[1].as_ref().unwrap_err().kind(), ErrorKind::Rejected);
    let one = made[0].as_ref().unwrap().id().clone();

    let job =
        batch("upsert").upsert(&[(eid("B-1"), named("Four")), (eid("BUYERS"), named("Five"))]).await.unwrap();
    job.wait(job::PATIENCE).await.unwrap();
    let upserted = job.results().await.unwrap();
    assert_eq!(upserted[1].as_ref().unwrap().id(), &id("107"));

    let changes =
        [(RecordId::from(one.clone()), json!({"fax": "1"})), (eid("B-1").into(), json!({"fax": "2"}))];
    let job = batch("update").parallel().update(&changes).await.unwrap();
    job.wait(job::PATIENCE).await.unwrap();
    assert!(job.results().await.unwrap().iter().all(Result::is_ok));

    let ids = [RecordId::from(one), eid("B-1").into(), eid("nobody").into()];
    let job = batch("get").get(&ids).await.unwrap();
    job.wait(job::PATIENCE).await.unwrap();
    let read = job.records().await.unwrap();
    let fax = |at: usize| read[at].as_ref().unwrap().fax.as_deref();
    assert_eq!((fax(0), fax(1)), (Some("1"), Some("2")));
    assert_eq!(read[2].as_ref().unwrap_err().kind(), ErrorKind::NotFound);

    let job = batch("delete").delete(&ids).await.unwrap();
    job.wait(job::PATIENCE).await.unwrap();
    let deleted = job.deletions().await.unwrap();
    assert_eq!(deleted.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(account.fake.records("customer").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_as_a_whole_leaves_every_record_in_doubt() {
    let account = Account::new();
    account.fake.fail_next_job();
    let bodies = [order("A-1"), order("A-2")];
    let orders = account.netsuite.records::<SalesOrder>();
    let job = orders.batch(IdempotencyKey::of("two")).create(&bodies).await.unwrap();
    assert_eq!(job.wait(job::PATIENCE).await.unwrap().progress, Progress::Failed);
    for result in job.results().await.unwrap() {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Unavailable, true));
    }
    assert!(account.fake.records("salesOrder").is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_lost_begins_no_second_job() {
    let account = Account::new();
    let shipped = account.order("A-1").await;
    let orders = account.netsuite.records::<SalesOrder>();
    let ship = json!({"shipStatus": {"id": "C"}});
    orders.transform::<ItemFulfillment>(shipped.clone()).send(&ship).await.unwrap();
    account.fake.fail_next("record.transform", Failure::StatusAfterApply(500)).unwrap();
    let background = orders.in_background(IdempotencyKey::of("invoice of A-1"));
    let half = json!({"item": {"items": [{"orderLine": 1, "quantity": 1}, {"orderLine": 2, "quantity": 1}]}});
    let job = background.transform::<Invoice>(shipped, &half).await.unwrap();
    job.written(job::PATIENCE).await.unwrap();
    assert_eq!(account.fake.records("invoice").len(), 1);
}
