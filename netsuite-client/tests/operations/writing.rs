//! Writing records.

use netsuite_client::{
    record::Attachment,
    records::{Customer, SalesOrder},
};
use serde_json::{Value, json};

use crate::{Answer, HOST, RECORD, Script, eid, id, points, says};

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
