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
