//! Lines of a record.

use netsuite_client::{ErrorKind, records::SalesOrder};
use serde_json::{Value, json};

use crate::{Answer, HOST, RECORD, Script, id, points, refuses, says};

fn order_line(line: u32) -> Value {
    let href = format!("{HOST}{RECORD}/salesorder/1/item/{line}");
    json!({"links": [{"rel": "self", "href": href}], "line": line, "quantity": 1.0})
}

#[tokio::test(start_paused = true)]
async fn a_line_is_read_and_changed_at_its_own_address() {
    let done = points(204, &format!("{HOST}{RECORD}/inventoryitem/456"));
    let gone = refuses(404, "NONEXISTENT_ID", "The record instance does not exist.");
    let (script, netsuite) = Script::of([says(200, order_line(3)), gone, Answer::Breaks, done]);
    let line = netsuite.records::<SalesOrder>().line(id("1"), "item", 3);
    assert_eq!(line.get::<Value>().await.unwrap()["line"], 3);
    assert_eq!(line.find::<Value>().await.unwrap(), None);
    let price = "currencypage=1,pricelevel=1,quantity=0";
    let items = netsuite.records_of("inventoryItem");
    // An absolute value: repeated after the connection broke.
    items.line(id("456"), "price", price).update(&json!({"price": 19.99})).await.unwrap();
    assert_eq!(
        script.targets(),
        [
            format!("GET {RECORD}/salesOrder/1/item/3"),
            format!("GET {RECORD}/salesOrder/1/item/3"),
            format!("PATCH {RECORD}/inventoryItem/456/price/{price}"),
            format!("PATCH {RECORD}/inventoryItem/456/price/{price}"),
        ]
    );
    assert_eq!(script.body(3), json!({"price": 19.99}));
}

#[tokio::test(start_paused = true)]
async fn a_long_sublist_is_read_to_its_end_and_links_are_followed() {
    let link = json!({"links": [{"rel": "self", "href": "https://elsewhere.example/x/salesorder/1/item/4"}]});
    let (script, netsuite) = Script::of([
        says(200, json!({"items": [order_line(1)], "hasMore": true})),
        says(200, json!({"items": [link], "hasMore": false})),
        says(200, order_line(4)),
    ]);
    let lines: Vec<Value> = netsuite.records::<SalesOrder>().lines(id("1"), "item").await.unwrap();
    assert_eq!(lines, [order_line(1), order_line(4)]);
    let list = format!("GET {RECORD}/salesOrder/1/item");
    assert_eq!(
        script.targets(),
        [
            format!("{list}?expandSubResources=true"),
            format!("{list}?expandSubResources=true&limit=1000&offset=1"),
            format!("{list}/4"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_order_with_more_lines_than_one_answer_holds_comes_with_all_of_them() {
    let cut = json!({"items": [order_line(1)], "hasMore": true, "totalResults": 3});
    let order =
        json!({"id": "1", "memo": "long", "item": cut, "promotions": {"items": [], "totalResults": 0}});
    let (script, netsuite) = Script::of([
        says(200, order),
        says(200, json!({"items": [order_line(1), order_line(2)], "totalResults": 3})),
        says(200, json!({"items": [order_line(3)], "totalResults": 3})),
    ]);
    let orders = netsuite.records::<SalesOrder>();
    let read = orders.get(id("1")).expand_sub_resources().send().await.unwrap();
    let lines: Vec<_> = read.item.items.iter().map(|line| line.line).collect();
    assert_eq!((read.memo.as_deref(), lines), (Some("long"), vec![Some(1), Some(2), Some(3)]));
    assert_eq!(script.targets()[1], format!("GET {RECORD}/salesOrder/1/item?expandSubResources=true"));
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_may_have_been_added_is_not_added_again() {
    let (script, netsuite) = Script::of([Answer::Breaks]);
    let orders = netsuite.records::<SalesOrder>();
    let error = orders.add_line(id("1"), "item", &json!({"item": {"id": "456"}})).await.unwrap_err();
    assert!(error.maybe_sent());
    assert_eq!(script.targets(), [format!("PATCH {RECORD}/salesOrder/1")]);
    assert_eq!(script.body(0), json!({"item": {"items": [{"item": {"id": "456"}}]}}));
}

#[tokio::test(start_paused = true)]
async fn a_line_is_removed_by_keeping_the_others() {
    let lines = json!({"items": [order_line(1), order_line(3), order_line(4)]});
    let done = points(204, &format!("{HOST}{RECORD}/salesorder/1"));
    let (script, netsuite) = Script::of([says(200, lines.clone()), done, says(200, lines)]);
    let orders = netsuite.records::<SalesOrder>();
    orders.line(id("1"), "item", 3).delete().await.unwrap();
    assert_eq!(script.targets()[1], format!("PATCH {RECORD}/salesOrder/1?replace=item"));
    assert_eq!(script.body(1), json!({"item": {"items": [{"line": 1}, {"line": 4}]}}));
    // One that is gone already: nothing is written.
    orders.line(id("1"), "item", 2).delete().await.unwrap();
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_no_field_of_its_own_names_is_not_removed() {
    let href = format!("{HOST}{RECORD}/inventoryitem/456/price/currencypage=1,pricelevel=1,quantity=0");
    let prices = json!({"items": [{"links": [{"rel": "self", "href": href}], "price": 19.99}]});
    let (script, netsuite) = Script::of([says(200, prices)]);
    let items = netsuite.records_of("inventoryItem");
    let price = items.line(id("456"), "price", "currencypage=1,pricelevel=1,quantity=0");
    assert_eq!(price.delete().await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(script.targets().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_line_is_removed_however_its_key_is_written() {
    let lines = json!({"items": [{"line": 1.0, "quantity": 1}, {"line": 3.0, "quantity": 1}]});
    let done = points(204, &format!("{HOST}{RECORD}/salesorder/1"));
    let (script, netsuite) = Script::of([says(200, lines.clone()), done, says(200, lines)]);
    let orders = netsuite.records::<SalesOrder>();
    orders.line(id("1"), "item", 3).delete().await.unwrap();
    assert_eq!(script.body(1), json!({"item": {"items": [{"line": 1.0}]}}));
    // A key that none of these lines can have is no line that is gone.
    let error = orders.line(id("1"), "item", "line=3").delete().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(script.is_over());
}
