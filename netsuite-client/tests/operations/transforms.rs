//! Turning one record into another.

use netsuite_client::records::{Customer, Invoice, SalesOrder};
use serde_json::json;

use crate::{Answer, HOST, RECORD, Script, eid, id, points, says};

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

#[tokio::test(start_paused = true)]
async fn a_transform_says_which_lists_it_replaces() {
    let made = points(204, &format!("{HOST}{RECORD}/itemfulfillment/913"));
    let (script, netsuite) = Script::of([says(200, json!({"memo": "x"})), made]);
    let orders = netsuite.records_of("salesOrder");
    let body = json!({"package": {"items": [{"packageWeight": 1}]}});
    let transform = || orders.transform_into("itemFulfillment", id("3")).replacing(&["package"]);
    assert_eq!(transform().draft_of(&body).await.unwrap()["memo"], "x");
    transform().send(&body).await.unwrap();
    let target = format!("POST {RECORD}/salesOrder/3/!transform/itemFulfillment");
    assert_eq!(
        script.targets(),
        [format!("{target}?expandSubResources=true&replace=package"), format!("{target}?replace=package")]
    );
    assert_eq!((script.body(0), script.body(1)), (body.clone(), body));
}
