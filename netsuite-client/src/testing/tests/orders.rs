//! What can be done to an order, and what cannot any more once documents were made from it.

use serde_json::{Value, json};

use super::{Answer, World, order};

/// An approved order for three of the item 456 and a discount; its path.
async fn approved(world: &World) -> String {
    let id = world.call("POST", "salesOrder", order("SO-1")).await.location_id();
    format!("salesOrder/{id}")
}

/// Ships from the location 9.
async fn ship(world: &World, order: &str, quantity: u32) -> Answer {
    let line = json!({"orderLine": 1, "quantity": quantity, "location": {"id": "9"}});
    let body = json!({"shipStatus": {"id": "C"}, "item": {"items": [line]}});
    world.call("POST", &format!("{order}/!transform/itemFulfillment"), body).await
}

async fn bill(world: &World, order: &str) -> Answer {
    world.call("POST", &format!("{order}/!transform/invoice"), json!({})).await
}

async fn change(world: &World, path: &str, line: Value) -> Answer {
    world.call("PATCH", path, json!({"item": {"items": [line]}})).await
}

fn refused(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.code(), answer.path())
}

#[tokio::test(start_paused = true)]
async fn what_was_shipped_or_billed_of_a_line_cannot_be_taken_from_the_order() {
    let world = World::new();
    let path = approved(&world).await;
    assert_eq!(ship(&world, &path, 2).await.status, 204);
    assert_eq!(bill(&world, &path).await.status, 204);

    let fewer = change(&world, &path, json!({"line": 1, "quantity": 1})).await;
    assert_eq!(refused(&fewer), (400, "USER_ERROR", "item.items[0].quantity"));
    let other = change(&world, &path, json!({"line": 1, "item": {"id": "900"}})).await;
    assert_eq!(refused(&other), (400, "USER_ERROR", "item.items[0].item"));
    let lines = json!({"item": {"items": [{"item": {"id": "456"}, "quantity": 3, "rate": 1}]}});
    let replaced = world.call("PATCH", &format!("{path}?replace=item"), lines).await;
    assert_eq!(refused(&replaced), (400, "USER_ERROR", "item"));
    let discount = json!({"item": {"items": [{"line": 1}]}});
    let without = world.call("PATCH", &format!("{path}?replace=item"), discount).await;
    assert_eq!(refused(&without), (400, "USER_ERROR", "item"), "the discount is billed");

    assert_eq!(change(&world, &path, json!({"line": 1, "quantity": 2})).await.status, 204, "the rest goes");
    let kept = &world.fake.records("salesOrder")[0]["item"]["items"];
    assert_eq!((&kept[0]["line"], &kept[0]["quantity"]), (&json!(1), &json!(2)));
}

async fn status(world: &World, path: &str) -> String {
    world.get(path).await.body["status"]["id"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn an_orders_status_is_set_by_hand_only_before_its_documents_say_it() {
    let world = World::new();
    let path = approved(&world).await;
    let set = async |letter: &str| world.call("PATCH", &path, json!({"orderStatus": {"id": letter}})).await;
    assert_eq!(refused(&set("Z").await), (400, "INVALID_CONTENT", "orderStatus"), "there is no such status");
    assert_eq!(refused(&set("G").await), (400, "USER_ERROR", "orderStatus"), "nothing is billed");
    assert_eq!(set("A").await.status, 204);
    assert_eq!(status(&world, &path).await, "A");
    assert_eq!(set("B").await.status, 204);

    assert_eq!(ship(&world, &path, 1).await.status, 204);
    for letter in ["A", "B", "C", "H"] {
        assert_eq!(refused(&set(letter).await), (400, "USER_ERROR", "orderStatus"), "{letter}");
    }
    assert_eq!(set("E").await.status, 204, "it is that already");
    let shipment = world.fake.records("itemFulfillment")[0]["id"].as_str().unwrap().to_owned();
    let odd = json!({"shipStatus": {"id": "Z"}});
    let odd = world.call("PATCH", &format!("itemFulfillment/{shipment}"), odd).await;
    assert_eq!(refused(&odd), (400, "INVALID_CONTENT", "shipStatus"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_made_from_a_cancelled_or_a_closed_order() {
    let world = World::new();
    let path = approved(&world).await;
    assert_eq!(world.call("PATCH", &path, json!({"orderStatus": {"id": "C"}})).await.status, 204);
    let shipped = ship(&world, &path, 1).await;
    assert!(shipped.status == 400 && shipped.detail().contains("Invalid reference"), "{}", shipped.body);
    let again = world.call("PATCH", &path, json!({"orderStatus": {"id": "B"}})).await;
    assert_eq!(again.code(), "USER_ERROR", "a cancelled order stays cancelled");

    let closed = world.call("POST", "salesOrder", order("SO-2")).await.location_id();
    let closed = format!("salesOrder/{closed}");
    let lines = json!({"item": {"items": [{"line": 1, "isClosed": true}, {"line": 2, "isClosed": true}]}});
    assert_eq!(world.call("PATCH", &closed, lines).await.status, 204);
    for target in ["itemFulfillment", "invoice", "cashSale", "returnAuthorization"] {
        let made = world.call("POST", &format!("{closed}/!transform/{target}"), json!({})).await;
        assert_eq!((made.status, made.code()), (400, "VALID_LINE_ITEM_REQD"), "{target}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_partly_shipped_and_billed_is_closed_with_its_lines() {
    let world = World::new();
    let path = approved(&world).await;
    assert_eq!(ship(&world, &path, 1).await.status, 204);
    assert_eq!(status(&world, &path).await, "E");
    assert_eq!(bill(&world, &path).await.status, 204);
    assert_eq!(status(&world, &path).await, "D");
    assert_eq!(change(&world, &path, json!({"line": 1, "isClosed": true})).await.status, 204);
    assert_eq!(status(&world, &path).await, "G", "the discount's line is billed, and open");
    assert_eq!(change(&world, &path, json!({"line": 2, "isClosed": true})).await.status, 204);
    assert_eq!(status(&world, &path).await, "H");
    assert_eq!(change(&world, &path, json!({"line": 1, "isClosed": false})).await.status, 204);
    assert_eq!(status(&world, &path).await, "D", "two are to be shipped again");
}

#[tokio::test(start_paused = true)]
async fn what_was_shipped_of_a_closed_line_is_not_billed_any_more() {
    let world = World::new();
    let path = approved(&world).await;
    assert_eq!(ship(&world, &path, 1).await.status, 204);
    assert_eq!(change(&world, &path, json!({"line": 1, "isClosed": true})).await.status, 204);
    let billed = bill(&world, &path).await;
    assert_eq!(billed.status, 204, "{}", billed.body);
    let lines = world.fake.records("invoice")[0]["item"]["items"].as_array().unwrap().clone();
    let billed: Vec<_> = lines.iter().map(|line| &line["orderLine"]).collect();
    assert_eq!(billed, [2], "only the discount, whose line is open");
}

#[tokio::test(start_paused = true)]
async fn a_document_cannot_be_changed_to_take_more_than_the_order_has_left() {
    let world = World::new();
    let path = approved(&world).await;
    let shipment = format!("itemFulfillment/{}", ship(&world, &path, 2).await.location_id());
    let more = change(&world, &shipment, json!({"orderLine": 1, "quantity": 4})).await;
    assert_eq!(refused(&more), (400, "USER_ERROR", "item.items[0].quantity"));
    let rest = json!({"memo": "all of it", "item": {"items": [{"orderLine": 1, "quantity": 3}]}});
    assert_eq!(world.call("PATCH", &shipment, rest).await.status, 204);
    let less = change(&world, &shipment, json!({"orderLine": 1, "quantity": -1})).await;
    assert_eq!(less.code(), "USER_ERROR");

    let invoice = format!("invoice/{}", bill(&world, &path).await.location_id());
    assert_eq!(change(&world, &invoice, json!({"line": 1, "quantity": 4})).await.code(), "USER_ERROR");
    assert_eq!(change(&world, &path, json!({"line": 1, "isClosed": true})).await.status, 204);
    let memo = world.call("PATCH", &invoice, json!({"memo": "late"})).await;
    assert_eq!(memo.status, 204, "what it has it keeps");
}

#[tokio::test(start_paused = true)]
async fn a_bill_is_joined_to_an_order_by_a_transform_only() {
    let world = World::new();
    let path = approved(&world).await;
    let order = path.trim_start_matches("salesOrder/");
    let line = json!({"item": {"id": "456"}, "quantity": 100, "rate": 1, "location": {"id": "9"},
        "orderDoc": {"id": order}, "orderLine": 1});
    let body = json!({"entity": {"id": "107"}, "item": {"items": [line]}});
    let answer = world.call("POST", "invoice", body).await;
    assert_eq!(refused(&answer), (400, "USER_ERROR", "item.items[0].orderDoc"));

    assert_eq!(ship(&world, &path, 3).await.status, 204);
    let invoice = format!("invoice/{}", bill(&world, &path).await.location_id());
    let elsewhere = change(&world, &invoice, json!({"line": 1, "orderLine": 2})).await;
    assert_eq!(refused(&elsewhere), (400, "USER_ERROR", "item.items[0].orderLine"));
    let same = json!({"line": 1, "orderDoc": {"id": order}, "orderLine": 1, "description": "as read"});
    assert_eq!(change(&world, &invoice, same).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn a_line_left_out_of_a_shipment_afterwards_is_open_again() {
    let world = World::new();
    let mut two = order("SO-1");
    two["item"]["items"][1] = json!({"item": {"id": "456"}, "quantity": 5, "rate": 1});
    two["location"] = json!({"id": "9"});
    let path = format!("salesOrder/{}", world.call("POST", "salesOrder", two).await.location_id());
    let all = world.call("POST", &format!("{path}/!transform/itemFulfillment"), json!({})).await;
    let shipment = format!("itemFulfillment/{}", all.location_id());
    let without = change(&world, &shipment, json!({"orderLine": 2, "itemReceive": false})).await;
    assert_eq!(without.status, 204, "{}", without.body);
    let kept = world.fake.records("itemFulfillment")[0]["item"]["items"].as_array().unwrap().len();
    assert_eq!(kept, 1);
    let none = change(&world, &shipment, json!({"orderLine": 1, "itemReceive": false})).await;
    assert_eq!((none.status, none.code()), (400, "VALID_LINE_ITEM_REQD"));
    let rest = world.call("POST", &format!("{path}/!transform/itemFulfillment"), json!({})).await;
    assert_eq!(rest.status, 204, "{}", rest.body);
    let lines = &world.fake.records("itemFulfillment")[1]["item"]["items"];
    assert_eq!((&lines[0]["orderLine"], &lines[0]["quantity"]), (&json!(2), &json!(5)));
}

#[tokio::test(start_paused = true)]
async fn an_order_is_for_some_of_its_items_and_a_line_can_go_down_to_nothing() {
    let world = World::new();
    for quantity in [0, -1] {
        let mut body = order("SO-1");
        body["item"]["items"][0]["quantity"] = json!(quantity);
        let answer = world.call("POST", "salesOrder", body).await;
        assert_eq!(refused(&answer), (400, "USER_ERROR", "item.items[0].quantity"), "{quantity}");
    }
    let path = approved(&world).await;
    assert_eq!(change(&world, &path, json!({"line": 1, "quantity": -1})).await.code(), "USER_ERROR");
    assert_eq!(change(&world, &path, json!({"line": 1, "quantity": 0})).await.status, 204);
    let closed = json!({"item": {"items": [{"line": 1, "isClosed": true}, {"line": 2, "isClosed": true}]}});
    assert_eq!(world.call("PATCH", &path, closed).await.status, 204);
    assert_eq!(status(&world, &path).await, "H", "nothing of it was billed");
}

#[tokio::test(start_paused = true)]
async fn the_freight_is_billed_once_whatever_bills_it() {
    let world = World::new();
    let path = approved(&world).await;
    let freight = |kind: &str| -> Vec<Value> {
        world.fake.records(kind).iter().map(|record| record["shippingCost"].clone()).collect()
    };
    for _ in 0..3 {
        assert_eq!(ship(&world, &path, 1).await.status, 204);
    }
    // Of 4.99 in all.
    let some = json!({"shippingCost": 2, "item": {"items": [{"orderLine": 1, "quantity": 1}]}});
    assert_eq!(world.call("POST", &format!("{path}/!transform/invoice"), some).await.status, 204);
    let one = json!({"undepFunds": {"id": "T"}, "item": {"items": [{"orderLine": 1, "quantity": 1}]}});
    assert_eq!(world.call("POST", &format!("{path}/!transform/cashSale"), one).await.status, 204);
    assert_eq!(bill(&world, &path).await.status, 204);
    assert_eq!(freight("invoice"), [json!(2), Value::Null]);
    assert_eq!(freight("cashSale"), [json!(2.99)]);
}

#[tokio::test(start_paused = true)]
async fn an_order_is_billed_before_it_is_shipped_where_the_account_allows_it() {
    let world = World::new();
    let path = approved(&world).await;
    assert_eq!(bill(&world, &path).await.code(), "VALID_LINE_ITEM_REQD");
    world.fake.bill_in_advance(true);
    let two = json!({"item": {"items": [{"orderLine": 1, "quantity": 2}]}});
    assert_eq!(world.call("POST", &format!("{path}/!transform/invoice"), two).await.status, 204);
    assert_eq!(status(&world, &path).await, "B", "nothing is shipped");
    assert_eq!(bill(&world, &path).await.status, 204);
    let billed: Vec<_> =
        world.fake.records("invoice").iter().map(|invoice| invoice["total"].clone()).collect();
    // Two of three for 10.00, the discount of 1.50, the freight of 4.99; then the third.
    assert_eq!(billed, [json!(10.16), json!(3.33)]);
    assert_eq!(bill(&world, &path).await.code(), "VALID_LINE_ITEM_REQD", "nothing is left to bill");
    assert_eq!(ship(&world, &path, 3).await.status, 204);
    assert_eq!(status(&world, &path).await, "G");
}

#[tokio::test(start_paused = true)]
async fn a_shipment_remembers_when_it_was_picked_packed_and_shipped() {
    let world = World::new();
    let path = approved(&world).await;
    let body = json!({"location": {"id": "9"}, "tranDate": "2026-11-20"});
    let picked = world.call("POST", &format!("{path}/!transform/itemFulfillment"), body).await.location_id();
    let shipment = format!("itemFulfillment/{picked}");
    let dates = |world: &World| {
        let shipment = world.fake.records("itemFulfillment")[0].clone();
        ["pickedDate", "packedDate", "shippedDate"]
            .map(|field| shipment[field].as_str().unwrap_or("").to_owned())
    };
    assert_eq!(dates(&world), ["2026-11-23", "", ""]);
    tokio::time::advance(std::time::Duration::from_secs(24 * 3600)).await;
    assert_eq!(world.call("PATCH", &shipment, json!({"shipStatus": {"id": "C"}})).await.status, 204);
    assert_eq!(dates(&world), ["2026-11-23", "2026-11-24", "2026-11-24"]);
}
