//! Turning records into others, and looking first.

use netsuite_client::{
    ErrorKind,
    records::{Customer, CustomerPayment, Invoice, ItemFulfillment, SalesOrder},
};
use serde_json::json;

use crate::{Account, each, eid, id};

#[tokio::test(start_paused = true)]
async fn an_order_is_looked_at_shipped_billed_and_paid() {
    let account = Account::new();
    let order = account.order("A-1").await;
    let orders = account.netsuite.records::<SalesOrder>();
    let draft = orders.transform::<ItemFulfillment>(order.clone()).draft().await.unwrap();
    let open: Vec<_> = draft.item.items.iter().map(|line| (line.order_line, line.quantity)).collect();
    assert_eq!(open, [(Some(1), Some(2.into())), (Some(2), Some(3.into()))]);
    let one = json!({"shipStatus": {"id": "C"}, "item": {"items": [{"orderLine": 1, "quantity": 1}]}});
    let draft = orders.transform::<ItemFulfillment>(order.clone()).draft_of(&one).await.unwrap();
    assert_eq!(draft.item.items[0].quantity, Some(1.into()));
    assert!(account.fake.records("itemFulfillment").is_empty(), "it was only looked at");

    let mut shipped = one.clone();
    shipped["package"] = json!({"items": [{"packageWeight": 1.5, "packageTrackingNumber": "1Z9"}]});
    let transform = orders.transform::<ItemFulfillment>(&eid("A-1")).replacing(&["package"]);
    let made = transform.send_once(&eid("IF-1"), &shipped).await.unwrap();
    let stored = account.only("itemFulfillment");
    assert_eq!(stored["id"], made.id().as_str());
    assert_eq!(each(&stored, "item", "quantity"), [1, 3], "what is not named comes along in full");
    assert_eq!(each(&stored, "package", "packageTrackingNumber"), ["1Z9"]);

    let bill =
        orders.transform::<Invoice>(order.clone()).send(&json!({"externalId": "INV-1"})).await.unwrap();
    assert_eq!(account.only("invoice")["total"], 14.5);
    let invoices = account.netsuite.records::<Invoice>();
    let paid = json!({"account": {"id": "57"}, "payment": 14.5});
    invoices.transform::<CustomerPayment>(bill.clone()).send_once(&eid("PAY-1"), &paid).await.unwrap();
    let bill = invoices.get(bill).send().await.unwrap();
    assert_eq!(bill.amount_remaining, Some(0.into()));

    let by_name = account.netsuite.records_of("salesOrder");
    let unknown = by_name.transform_into("vendorBill", order).send(&json!({})).await;
    assert_eq!(unknown.unwrap_err().kind(), ErrorKind::Rejected);
}

#[tokio::test(start_paused = true)]
async fn a_form_shows_what_follows_and_stores_nothing() {
    let account = Account::new();
    let orders = account.netsuite.records::<SalesOrder>();
    let form = orders.create_form(&json!({"entity": {"externalId": "BUYERS"}})).await.unwrap();
    assert_eq!(form.id, None);
    assert_eq!(form.entity.unwrap().internal_id(), Some(&id("107")));
    assert_eq!(form.currency.unwrap().internal_id(), Some(&id("1")));
    assert!(account.fake.records("salesOrder").is_empty());

    let customers = account.netsuite.records::<Customer>();
    let options = customers.select_options(&json!({}), &["currency", "subsidiary"]).await.unwrap();
    let currencies: Vec<_> = options["currency"].choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!((currencies, options["subsidiary"].has_more), (vec!["1"], false));
    let none = customers.select_options(&json!({}), &["comments"]).await.unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Rejected);
}
