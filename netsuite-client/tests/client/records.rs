//! Records, there and back.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use commerce_client_core::clock::Clock as _;
use netsuite_client::{
    ErrorKind, Records,
    field::Reference,
    records::{Customer, Invoice, SalesOrder, TransactionLine},
    testing::Failure,
};
use serde_json::{Value, json};

use crate::{World, buyer, dec, eid, id, line, order, to};

fn invoice(external_id: &str) -> Invoice {
    let mut invoice = Invoice::default();
    invoice.external_id = Some(eid(external_id));
    invoice.entity = Some(eid("AMZ-GENERIC").into());
    invoice.location = to("9");
    invoice.due_date = NaiveDate::from_ymd_opt(2026, 12, 1);
    invoice.extra.insert("custbody_amz_order_id".to_owned(), json!("113-1234567-1234567"));
    invoice.item = vec![line("456", dec("2"), "39.98")].into();
    invoice
}

#[tokio::test(start_paused = true)]
async fn a_sales_order_comes_back_as_it_was_sent() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let sent = order("A-1");
    let written = orders.create(&sent).await.unwrap();
    let read = orders.get(written.clone()).expand_sub_resources().send().await.unwrap();
    assert_eq!((read.id.as_ref(), &read.external_id), (Some(written.id()), &sent.external_id));
    assert_eq!((read.tran_date, read.to_be_emailed), (sent.tran_date, Some(false)));
    assert_eq!(read.entity.unwrap().internal_id(), Some(&id("107")));
    assert_eq!(read.status.unwrap().name.as_deref(), Some("Pending Fulfillment"));
    assert_eq!(read.created_date, Some(world.clock.now()));
    // 10.00 − 1.50 + 4.99
    assert_eq!((read.subtotal, read.shipping_cost, read.total), (dec("8.5"), dec("4.99"), dec("13.49")));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    let lines = &read.item.items;
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!((lines[0].quantity, lines[0].amount, lines[1].amount), (dec("3"), dec("10"), dec("-1.5")));
    assert_eq!(lines[0].extra["custcol_amz_order_item_id"], "00112233445566");
    let Some(Reference::Internal { id: item, .. }) = &lines[0].item else { unreachable!("{:?}", lines[0]) };
    assert_eq!(item, &id("456"));
}

#[tokio::test(start_paused = true)]
async fn lines_come_only_when_asked_for() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    let short = orders.get(eid("A-1")).send().await.unwrap();
    assert!(short.item.items.is_empty());
    let long = orders.get(eid("A-1")).expand_sub_resources().send().await.unwrap();
    assert_eq!(long.item.items.len(), 2);
    let few = orders.get(eid("A-1")).fields(&["tranId", "total"]).send().await.unwrap();
    assert_eq!((few.total, few.entity, few.external_id), (dec("13.49"), None, None));
}

#[tokio::test(start_paused = true)]
async fn a_customer_comes_back_as_it_was_sent() {
    let world = World::new();
    let customers = world.netsuite().records::<Customer>();
    let written = customers.upsert(&eid("B-1"), &buyer("Doe"), &["addressBook"]).await.unwrap();
    let read = customers.get(eid("B-1")).expand_sub_resources().send().await.unwrap();
    assert_eq!(read.id.as_ref(), Some(written.id()));
    assert_eq!((read.is_person, read.last_name.as_deref()), (Some(true), Some("Doe")));
    assert_eq!(read.email.as_deref(), Some("jane@example.com"));
    assert_eq!(read.extra["custentity_amz_buyer"], "A1BUYER");
    let entry = &read.address_book.items[0];
    assert_eq!((entry.label.as_deref(), entry.default_shipping), (Some("home"), Some(true)));
    assert!(entry.id.is_some());
    let address = entry.address_book_address.as_ref().unwrap();
    assert_eq!(address.addressee.as_deref(), Some("Jane Doe"));
    assert_eq!(address.country.as_ref().unwrap().id, "US");
}

#[tokio::test(start_paused = true)]
async fn an_invoice_comes_back_as_it_was_sent() {
    let world = World::new();
    let invoices = world.netsuite().records::<Invoice>();
    let written = invoices.create(&invoice("I-1")).await.unwrap();
    let read = invoices.get(written).expand_sub_resources().send().await.unwrap();
    assert_eq!(
        read.entity.unwrap().internal_id(),
        Some(&id("107")),
        "named by external id, shown by its own"
    );
    assert_eq!(read.due_date, NaiveDate::from_ymd_opt(2026, 12, 1));
    assert_eq!((read.total, read.status.unwrap().id.as_str()), (dec("39.98"), "A"));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    assert_eq!((read.item.items[0].amount, read.item.items[0].quantity), (dec("39.98"), dec("2")));
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_what_it_names_and_nothing_else() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let written = orders.create(&order("A-1")).await.unwrap();
    let mut change = SalesOrder::default();
    change.memo = Some("changed".to_owned());
    let mut first = TransactionLine::default();
    first.line = Some(1);
    first.quantity = dec("2");
    change.item = vec![first].into();
    let changed = orders.update(&eid("A-1"), &change).await.unwrap();
    assert_eq!(changed.id(), written.id());
    let read = orders.get(written.clone()).expand_sub_resources().send().await.unwrap();
    assert_eq!((read.memo.as_deref(), read.item.items.len()), (Some("changed"), 2));
    assert_eq!(read.item.items[0].quantity, dec("2"));
    assert_eq!(read.extra["custbody_amz_order_id"], "113-1234567-1234567");
    orders.update(written, &json!({"memo": "by hand"})).await.unwrap();
    assert_eq!(world.fake.records("salesOrder")[0]["memo"], "by hand");
    let error = orders.update(&eid("nobody"), &change).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_record_can_be_deleted_twice() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let written = orders.create(&order("A-1")).await.unwrap();
    orders.delete(written.clone()).await.unwrap();
    assert!(orders.get(written.clone()).find().await.unwrap().is_none());
    orders.delete(written).await.unwrap();
    orders.create(&order("A-2")).await.unwrap();
    let error = world.netsuite().records::<Customer>().delete(id("107")).await.unwrap_err();
    assert_eq!((error.kind(), world.fake.records("customer").len()), (ErrorKind::Rejected, 1));
}

#[tokio::test(start_paused = true)]
async fn a_delete_whose_answer_is_lost_is_repeated() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    orders.create(&order("A-1")).await.unwrap();
    world.fake.fail_next("record.delete", Failure::StatusAfterApply(500)).unwrap();
    orders.delete(eid("A-1")).await.unwrap();
    assert_eq!(world.calls("record.delete"), 2);
    assert!(world.fake.records("salesOrder").is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_record_is_none_or_not_found() {
    let world = World::new();
    let netsuite = world.netsuite();
    assert!(netsuite.records::<SalesOrder>().get(eid("nobody")).find().await.unwrap().is_none());
    assert!(netsuite.records::<Customer>().get(id("4711")).find().await.unwrap().is_none());
    let error = netsuite.records::<Customer>().get(id("4711")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::NotFound, Some(404), 1));
    assert!(error.has_code("NONEXISTENT_ID") && error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn an_id_of_another_type_is_not_found() {
    let world = World::new();
    let netsuite = world.netsuite();
    let order = netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let invoices = netsuite.records::<Invoice>();
    let error = invoices.get(order.id().clone()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(400)));
    assert!(invoices.get(order.id().clone()).find().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_second_external_id_of_a_family_is_a_conflict() {
    let world = World::new();
    let netsuite = world.netsuite();
    netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    let again = [
        netsuite.records::<SalesOrder>().create(&order("A-1")).await.map(drop),
        netsuite.records::<Invoice>().create(&invoice("a-1")).await.map(drop),
    ];
    for outcome in again {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent(), error.attempts()), (ErrorKind::Conflict, false, 1));
        assert_eq!(
            error.to_string(),
            "record.create: the service said no (HTTP 400); USER_ERROR: This record already exists."
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_undeclared_custom_field_is_refused_by_name() {
    let world = World::new();
    let orders = world.netsuite().records::<SalesOrder>();
    let mut misspelt = order("A-1");
    misspelt.extra.insert("custbody_amz_ordre_id".to_owned(), json!("113"));
    misspelt.item.items[1].extra.insert("custcol_unknown".to_owned(), json!("1"));
    let outcomes = [
        orders.create(&misspelt).await.map(drop),
        orders.upsert(&eid("A-1"), &misspelt, &["item"]).await.map(drop),
    ];
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.maybe_sent()), (ErrorKind::Rejected, false));
        assert!(error.has_code("INVALID_CONTENT"));
        let paths: BTreeSet<_> =
            error.problems().iter().filter_map(|problem| problem.path.as_deref()).collect();
        assert_eq!(paths, ["custbody_amz_ordre_id", "item.items[1].custcol_unknown"].into());
        assert!(error.to_string().contains("custbody_amz_ordre_id"), "{error}");
    }
    let written = orders.create(&order("A-1")).await.unwrap();
    let error = orders.update(written, &json!({"memmo": "lost"})).await.unwrap_err();
    assert_eq!(error.problems()[0].path.as_deref(), Some("memmo"));
}

#[tokio::test(start_paused = true)]
async fn a_record_type_known_by_name_only_is_json() {
    let world = World::new();
    let customers: Records<Value> = world.netsuite().records_of("customer");
    let customer = customers.get(id("107")).send().await.unwrap();
    assert_eq!(customer["companyName"], "Amazon buyers");
}

#[tokio::test(start_paused = true)]
async fn dots_stay_in_their_segment() {
    let world = World::new();
    let netsuite = world.netsuite();
    for text in [".", ".."] {
        let _ = netsuite.records::<Customer>().delete(id(text)).await;
        let _ = netsuite.records_of(text).get(id("1")).find().await;
    }
    assert_eq!(world.calls("other"), 0, "{:?}", world.fake.calls());
}

#[test]
fn a_form_as_bare_text_is_read() {
    let order: Result<SalesOrder, _> = serde_json::from_value(json!({"id": "1", "customForm": "30"}));
    assert!(order.is_ok(), "{order:?}");
}

#[tokio::test(start_paused = true)]
async fn a_delete_under_another_type_is_not_told_as_done() {
    let world = World::new();
    let netsuite = world.netsuite();
    let written = netsuite.records::<SalesOrder>().create(&order("A-1")).await.unwrap();
    assert!(netsuite.records::<Invoice>().delete(written.id().clone()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_misspelt_record_type_is_not_told_as_a_missing_record() {
    let world = World::new();
    let found = world.netsuite().records_of("custmer").get(id("107")).find().await;
    assert!(found.is_err(), "{found:?}");
}
