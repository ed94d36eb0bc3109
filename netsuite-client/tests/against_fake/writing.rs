//! Writing records one by one.

use netsuite_client::{
    ErrorKind,
    record::Attachment,
    records::{Customer, Invoice, SalesOrder},
};
use serde_json::{Value, json};

use crate::{Account, each, eid, id, order};

#[tokio::test(start_paused = true)]
async fn lists_that_are_replaced_become_those_of_the_body() {
    let account = Account::new();
    let written = account.order("A-1").await;
    let orders = account.netsuite.records::<SalesOrder>();
    let kept = json!({"item": {"items": [
        {"line": 2, "quantity": 1},
        {"item": {"id": "456"}, "quantity": 7, "price": {"id": "-1"}, "rate": 1},
    ]}});
    orders.update_replacing(written.clone(), &kept, &["item"]).await.unwrap();
    let stored = account.only("salesOrder");
    assert_eq!(each(&stored, "item", "quantity"), [1, 7]);
    assert_eq!(stored["memo"], "first");
    let error = orders.update_replacing(written, &kept, &["items"]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
}

#[tokio::test(start_paused = true)]
async fn fields_are_emptied_and_lists_too() {
    let account = Account::new();
    let written = account.order("A-1").await;
    let orders = account.netsuite.records::<SalesOrder>();
    orders.clear(written, &["memo"]).await.unwrap();
    let stored = account.only("salesOrder");
    assert_eq!((stored.get("memo"), stored["item"]["items"].as_array().unwrap().len()), (None, 2));

    let customers = account.netsuite.records::<Customer>();
    let home =
        json!({"label": "home", "addressBookAddress": {"addr1": "1 Main St", "country": {"id": "US"}}});
    customers.update(id("107"), &json!({"addressBook": {"items": [home]}})).await.unwrap();
    let none = json!({"addressBook": {"items": []}});
    customers.update_replacing(id("107"), &none, &["addressBook"]).await.unwrap();
    assert_eq!(account.only("customer")["addressBook"]["items"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn a_null_among_what_is_not_typed_empties_a_field() {
    let account = Account::new();
    let written = account.order("A-1").await;
    let mut change = SalesOrder::default();
    change.extra.insert("memo".to_owned(), Value::Null);
    account.netsuite.records::<SalesOrder>().update(written, &change).await.unwrap();
    assert_eq!(account.only("salesOrder").get("memo"), None);
}

#[tokio::test(start_paused = true)]
async fn contacts_and_files_are_attached_and_taken_off_as_often_as_one_likes() {
    let account = Account::new();
    let customers = account.netsuite.records::<Customer>();
    let (contact, file) = (Attachment::contact(id("9")), Attachment::File(id("12")));
    for _ in 0..2 {
        customers.attach(id("107"), &contact).await.unwrap();
    }
    customers.attach(&eid("BUYERS"), &file).await.unwrap();
    let attached = account.fake.attachments("customer", "107");
    assert_eq!(attached, [("contact".to_owned(), "9".to_owned()), ("file".to_owned(), "12".to_owned())]);
    for _ in 0..2 {
        customers.detach(id("107"), &contact).await.unwrap();
    }
    assert_eq!(account.fake.attachments("customer", "107").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_not_created_again() {
    let account = Account::new();
    let orders = account.netsuite.records::<SalesOrder>();
    let first = orders.create_once(&eid("A-1"), &order("another")).await.unwrap();
    let second = orders.create_once(&eid("A-1"), &order("A-1")).await.unwrap();
    assert_eq!(first.id(), second.id());
    assert_eq!(account.only("salesOrder")["externalId"], "A-1", "it is the one that was named");
    // An external id of the same pool, on another type of record, is a conflict and no invoice.
    let invoice = json!({"entity": {"id": "107"}, "item": {"items": [{"item": {"id": "456"}, "quantity": 1, "rate": 1}]}});
    let error = account.netsuite.records::<Invoice>().create_once(&eid("A-1"), &invoice).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Conflict, false));
}
