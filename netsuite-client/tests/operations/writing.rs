//! Writing records.

use netsuite_client::{
    ErrorKind,
    record::Attachment,
    records::{Customer, SalesOrder},
};
use serde_json::{Value, json};

use crate::{Answer, HOST, RECORD, Script, eid, gone, id, points, says};

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

#[tokio::test(start_paused = true)]
async fn what_was_taken_off_by_a_first_attempt_is_off() {
    let (script, netsuite) = Script::of([Answer::Breaks, gone()]);
    let customers = netsuite.records::<Customer>();
    customers.detach(id("7"), &Attachment::contact(id("9"))).await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn who_wants_no_repeats_gets_none_of_what_takes_away_or_attaches() {
    let (script, netsuite) = Script::of([Answer::Breaks, Answer::Breaks, Answer::Breaks]);
    let customers = netsuite.records::<Customer>().without_repeats();
    let contact = Attachment::contact(id("9"));
    for error in [
        customers.delete(id("7")).await.unwrap_err(),
        customers.attach(id("7"), &contact).await.unwrap_err(),
        customers.detach(id("7"), &contact).await.unwrap_err(),
    ] {
        assert_eq!((error.maybe_sent(), error.attempts()), (true, 1));
    }
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn fields_are_emptied_by_their_names() {
    let done = points(204, &format!("{HOST}{RECORD}/customer/7"));
    let (script, netsuite) = Script::of([Answer::Breaks, done]);
    netsuite.records::<Customer>().clear(id("7"), &["comments", "fax"]).await.unwrap();
    assert_eq!(script.targets(), vec![format!("PATCH {RECORD}/customer/7?replaceSelectedFields=true"); 2]);
    assert_eq!(script.body(1), json!({"comments": null, "fax": null}));
}

#[tokio::test(start_paused = true)]
async fn an_address_that_ends_in_no_number_names_no_record() {
    for location in [format!("{HOST}{RECORD}/customer"), format!("{HOST}/app/login?next=customer")] {
        let (_, netsuite) = Script::of([points(204, &location)]);
        let error = netsuite.records::<Customer>().create(&json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Decode, true), "{location}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_there_is_not_made_again() {
    let there = || says(200, json!({"id": "912", "links": []}));
    let (script, netsuite) =
        Script::of([there(), gone(), Answer::Breaks, there(), gone(), Answer::Breaks, gone()]);
    let invoices = netsuite.records_of("invoice");
    let body = json!({"memo": "x"});
    let made = invoices.create_once(&eid("I-1"), &body).await.unwrap();
    assert_eq!((made.id(), script.targets().len()), (&id("912"), 1), "it was there");
    let made = invoices.create_once(&eid("I-1"), &body).await.unwrap();
    assert_eq!(made.id(), &id("912"), "it was there after all");
    assert_eq!(script.targets()[2], format!("POST {RECORD}/invoice"));
    assert_eq!(script.body(2), json!({"memo": "x", "externalId": "I-1"}));
    let orders = netsuite.records_of("salesOrder");
    let error = orders.transform_into("invoice", id("3")).send_once(&eid("I-1"), &body).await.unwrap_err();
    assert!(error.maybe_sent(), "it may still come");
    let targets = script.targets();
    assert_eq!(targets[4], format!("GET {RECORD}/invoice/eid:I-1"), "the target's type is looked for");
    assert_eq!(targets[5], format!("POST {RECORD}/salesOrder/3/!transform/invoice"));
}
