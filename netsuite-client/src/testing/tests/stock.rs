//! What there is of an item, and what moves it.

use rust_decimal::Decimal;
use serde_json::json;

use super::World;

/// Ten of the item 456 at the location 9, none at the location 1, a kit of two of them.
fn world() -> World {
    let world = World::new();
    world.fake.put_record("location", json!({"id": "1", "name": "Warehouse"}));
    let stock = json!({"items": [{"location": {"id": "9"}, "quantityOnHand": 10}]});
    world.fake.put_record("inventoryItem", json!({"id": "456", "itemId": "SKU-1", "locations": stock}));
    let member = json!({"items": [{"item": {"id": "456"}, "quantity": 2}]});
    world.fake.put_record("kitItem", json!({"id": "800", "itemId": "KIT-1", "member": member}));
    world.fake.put_record("account", json!({"id": "5100", "acctName": "Shrinkage", "acctType": "COGS"}));
    world
}

fn there(world: &World, location: &str) -> (i64, i64) {
    let whole = |quantity: Decimal| i64::try_from(quantity).unwrap();
    world
        .fake
        .quantities("456", location)
        .map_or((0, 0), |(on_hand, available)| (whole(on_hand), whole(available)))
}

#[tokio::test(start_paused = true)]
async fn an_order_commits_stock_and_a_shipment_takes_it() {
    let world = world();
    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "location": {"id": "9"},
        "item": {"items": [{"item": {"id": "456"}, "quantity": 3, "rate": 1}]}});
    let order = world.call("POST", "salesOrder", body).await.location_id();
    assert_eq!(there(&world, "9"), (10, 7));
    let path = format!("salesOrder/{order}/!transform/itemFulfillment");
    let picked = world.call("POST", &path, json!({"shipStatus": {"id": "A"}})).await.location_id();
    assert_eq!(there(&world, "9"), (10, 7), "picked is not gone");
    world.call("PATCH", &format!("itemFulfillment/{picked}"), json!({"shipStatus": {"id": "C"}})).await;
    assert_eq!(there(&world, "9"), (7, 7));
    world.call("POST", &format!("salesOrder/{order}/!transform/invoice"), json!({})).await;
    assert_eq!(there(&world, "9"), (7, 7), "the shipment took it already");
    let shown = world.get("inventoryItem/456?expandSubResources=true").await.body;
    assert_eq!(shown["locations"]["items"][0]["quantityAvailable"], 7);
    assert_eq!(shown["quantityOnHand"], 7);
}

#[tokio::test(start_paused = true)]
async fn a_kits_members_are_shipped_with_it() {
    let world = world();
    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "location": {"id": "9"}, "item": {"items": [
        {"item": {"id": "800"}, "quantity": 2, "rate": 9}, {"item": {"id": "456"}, "quantity": 1, "rate": 5}]}});
    let order = world.call("POST", "salesOrder", body).await.location_id();
    let lines = &world.fake.records("salesOrder")[0]["item"]["items"];
    assert_eq!(
        (&lines[0]["line"], &lines[1]["line"]),
        (&json!(1), &json!(3)),
        "the member has the line between"
    );
    assert_eq!(there(&world, "9"), (10, 5));
    let one = json!({"shipStatus": {"id": "C"}, "item": {"items": [
        {"orderLine": 1, "quantity": 1}, {"orderLine": 3, "itemReceive": false}]}});
    let shipped = world.call("POST", &format!("salesOrder/{order}/!transform/itemFulfillment"), one).await;
    assert_eq!(shipped.status, 204, "{}", shipped.body);
    let shipment = &world.fake.records("itemFulfillment")[0]["item"]["items"];
    assert_eq!((&shipment[1]["kitMemberOf"], &shipment[1]["quantity"]), (&json!(1), &json!(2)));
    assert_eq!(there(&world, "9"), (8, 5));

    let path = format!("itemFulfillment/{}", shipped.location_id());
    let both = json!({"item": {"items": [{"orderLine": 1, "quantity": 2}]}});
    assert_eq!(world.call("PATCH", &path, both).await.status, 204);
    let key = shipment[1]["lineUniqueKey"].clone();
    let member = world.fake.records("itemFulfillment")[0]["item"]["items"][1].clone();
    assert_eq!((&member["quantity"], &member["lineUniqueKey"]), (&json!(4), &key));
    assert_eq!(there(&world, "9"), (6, 5), "the second kit left as well");
}

#[tokio::test(start_paused = true)]
async fn a_sale_without_a_shipment_takes_stock_and_a_credit_gives_it_back() {
    let world = world();
    let body = json!({"entity": {"id": "107"}, "location": {"id": "9"},
        "item": {"items": [{"item": {"id": "456"}, "quantity": 4, "rate": 1}]}});
    let invoice = world.call("POST", "invoice", body.clone()).await.location_id();
    assert_eq!(there(&world, "9"), (6, 6));
    let one = json!({"item": {"items": [{"orderLine": 1, "quantity": 1}]}});
    world.call("POST", &format!("invoice/{invoice}/!transform/creditMemo"), one).await;
    assert_eq!(there(&world, "9"), (7, 7));
    let more = json!({"item": {"items": [{"orderLine": 1, "quantity": 4}]}});
    let more = world.call("POST", &format!("invoice/{invoice}/!transform/creditMemo"), more).await;
    assert_eq!((more.status, more.code()), (400, "USER_ERROR"), "three are left");
    let mut body = body;
    body["undepFunds"] = json!({"id": "T"});
    let id = world.call("POST", "cashSale", body).await.location_id();
    assert_eq!(there(&world, "9"), (3, 3));
    world.call("DELETE", &format!("cashSale/{id}"), serde_json::Value::Null).await;
    assert_eq!(there(&world, "9"), (7, 7));
}

#[tokio::test(start_paused = true)]
async fn adjustments_and_transfers_move_at_once() {
    let world = world();
    let line = json!({"items": [{"item": {"id": "456"}, "location": {"id": "9"}, "adjustQtyBy": -1}]});
    let body = json!({"subsidiary": {"id": "1"}, "account": {"id": "5100"}, "inventory": line});
    assert_eq!(world.call("POST", "inventoryAdjustment", body).await.status, 204);
    assert_eq!(there(&world, "9"), (9, 9));
    let line = json!({"items": [{"item": {"id": "456"}, "adjustQtyBy": 4}]});
    let body = json!({"subsidiary": {"id": "1"}, "location": {"id": "9"}, "transferLocation": {"id": "1"},
        "inventory": line});
    assert_eq!(world.call("POST", "inventoryTransfer", body).await.status, 204);
    assert_eq!((there(&world, "9"), there(&world, "1")), ((5, 5), (4, 4)));
    let missing = world.call("POST", "inventoryAdjustment", json!({"subsidiary": {"id": "1"}})).await;
    assert!(missing.detail().ends_with("Adjustment Account, Adjustments"), "{}", missing.detail());
}

#[tokio::test(start_paused = true)]
async fn a_transfer_is_shipped_received_in_parts_and_never_before_it_left() {
    let world = world();
    let body = json!({"subsidiary": {"id": "1"}, "location": {"id": "9"}, "transferLocation": {"id": "1"},
        "orderStatus": {"id": "B"}, "item": {"items": [{"item": {"id": "456"}, "quantity": 6},
        {"item": {"id": "457"}, "quantity": 1}]}});
    // The second item is retired.
    let refused = world.call("POST", "transferOrder", body.clone()).await;
    assert_eq!((refused.status, refused.code()), (400, "INVALID_KEY_OR_REF"));
    let mut body = body;
    body["item"]["items"][1]["item"] = json!({"id": "456"});
    let order = world.call("POST", "transferOrder", body).await.location_id();
    let lines = &world.fake.records("transferOrder")[0]["item"]["items"];
    assert_eq!((&lines[0]["line"], &lines[1]["line"]), (&json!(1), &json!(4)));
    let receive = format!("transferOrder/{order}/!transform/itemReceipt");
    let early = world.call("POST", &receive, json!({})).await;
    assert!(early.detail().contains(&format!("Invalid reference {order}")), "{}", early.detail());
    let ship = format!("transferOrder/{order}/!transform/itemFulfillment");
    let shipped = world.call("POST", &ship, json!({"shipStatus": {"id": "C"}})).await;
    assert_eq!(shipped.status, 204, "{}", shipped.body);
    assert_eq!((there(&world, "9"), there(&world, "1")), ((3, 3), (0, 0)));
    assert_eq!(world.fake.records("transferOrder")[0]["status"]["id"], "F");
    let part =
        json!({"item": {"items": [{"orderLine": 3, "quantity": 4}, {"orderLine": 6, "itemReceive": false}]}});
    let received = world.call("POST", &receive, part).await;
    assert_eq!(received.status, 204, "{}", received.body);
    assert_eq!(there(&world, "1"), (4, 4));
    world.call("POST", &receive, json!({})).await;
    assert_eq!(there(&world, "1"), (7, 7));
    assert_eq!(world.fake.records("transferOrder")[0]["status"]["id"], "G");
    let again = world.call("POST", &receive, json!({})).await;
    assert_eq!(again.code(), "VALID_LINE_ITEM_REQD");
}

#[tokio::test(start_paused = true)]
async fn a_strict_account_ships_no_more_than_there_is() {
    let world = world();
    world.fake.require_stock(true);
    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "location": {"id": "9"},
        "item": {"items": [{"item": {"id": "456"}, "quantity": 11, "rate": 1}]}});
    let order = world.call("POST", "salesOrder", body).await.location_id();
    let path = format!("salesOrder/{order}/!transform/itemFulfillment");
    assert_eq!(world.call("POST", &path, json!({})).await.code(), "USER_ERROR");
    let fewer = json!({"item": {"items": [{"orderLine": 1, "quantity": 10}]}});
    assert_eq!(world.call("POST", &path, fewer).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn a_return_is_received_before_it_is_refunded() {
    let world = world();
    let body = json!({"entity": {"id": "107"}, "location": {"id": "9"},
        "item": {"items": [{"item": {"id": "456"}, "quantity": 2, "rate": 5}]}});
    let invoice = world.call("POST", "invoice", body).await.location_id();
    let path = format!("invoice/{invoice}/!transform/returnAuthorization");
    let authorized = world.call("POST", &path, json!({"orderStatus": {"id": "B"}})).await;
    assert_eq!(authorized.status, 204, "{}", authorized.body);
    let path = format!("returnAuthorization/{}/!transform", authorized.location_id());
    let early = world.call("POST", &format!("{path}/creditMemo"), json!({})).await;
    assert_eq!(early.code(), "VALID_LINE_ITEM_REQD");
    assert_eq!(world.call("POST", &format!("{path}/itemReceipt"), json!({})).await.status, 204);
    assert_eq!(there(&world, "9"), (10, 10));
    assert_eq!(world.fake.records("returnAuthorization")[0]["status"]["id"], "F");
    assert_eq!(world.call("POST", &format!("{path}/creditMemo"), json!({})).await.status, 204);
    assert_eq!(there(&world, "9"), (10, 10), "the receipt brought it back already");
    assert_eq!(world.fake.records("returnAuthorization")[0]["status"]["id"], "G");
}

#[tokio::test(start_paused = true)]
async fn what_moves_stock_says_where() {
    let world = world();
    let lines = json!({"items": [{"item": {"id": "456"}, "quantity": 1, "rate": 5}]});
    let sale = json!({"entity": {"id": "107"}, "item": lines, "undepFunds": {"id": "T"}});
    let nowhere = world.call("POST", "cashSale", sale).await;
    assert_eq!((nowhere.status, nowhere.code()), (400, "USER_ERROR"));
    assert!(nowhere.detail().ends_with("Please enter value(s) for: Location"), "{}", nowhere.detail());
    let kit = json!({"items": [{"item": {"id": "800"}, "quantity": 1, "rate": 5}]});
    let kit = world.call("POST", "invoice", json!({"entity": {"id": "107"}, "item": kit})).await;
    assert!(kit.detail().ends_with("Location"), "a kit's members are stocked");
    let charge = json!({"items": [{"item": {"id": "900"}, "rate": 5}]});
    let charge = world.call("POST", "invoice", json!({"entity": {"id": "107"}, "item": charge})).await;
    assert_eq!(charge.status, 204, "a charge is nowhere");

    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "item": lines});
    let order = world.call("POST", "salesOrder", body).await.location_id();
    let path = format!("salesOrder/{order}/!transform/itemFulfillment");
    let picked = world.call("POST", &path, json!({})).await;
    assert!(picked.detail().ends_with("Location"), "{}", picked.body);
    let line = json!({"orderLine": 1, "quantity": 1, "location": {"id": "9"}});
    let shipped = json!({"shipStatus": {"id": "C"}, "item": {"items": [line]}});
    assert_eq!(world.call("POST", &path, shipped).await.status, 204);
    assert_eq!(there(&world, "9"), (9, 9));
    let bill = world.call("POST", &format!("salesOrder/{order}/!transform/invoice"), json!({})).await;
    assert_eq!(bill.status, 204, "the shipment moved it");
}

#[tokio::test(start_paused = true)]
async fn nothing_takes_more_than_there_is_from_a_strict_account() {
    let world = world();
    world.fake.require_stock(true);
    let line = |quantity: i64| json!({"items": [{"item": {"id": "456"}, "quantity": quantity, "rate": 1}]});
    let sale =
        |lines: serde_json::Value| json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": lines});
    for kind in ["invoice", "cashSale"] {
        let answer = world.call("POST", kind, sale(line(11))).await;
        assert_eq!((answer.status, answer.code()), (400, "USER_ERROR"), "{kind}");
    }
    // Six and three kits of two: each is there, both are not.
    let both = json!({"items": [{"item": {"id": "456"}, "quantity": 6, "rate": 1},
        {"item": {"id": "800"}, "quantity": 3, "rate": 1}]});
    assert_eq!(world.call("POST", "invoice", sale(both)).await.code(), "USER_ERROR");
    let moved = |quantity: i64| json!({"items": [{"item": {"id": "456"}, "location": {"id": "9"}, "adjustQtyBy": quantity}]});
    let adjusted = json!({"subsidiary": {"id": "1"}, "account": {"id": "5100"}, "inventory": moved(-11)});
    assert_eq!(world.call("POST", "inventoryAdjustment", adjusted).await.code(), "USER_ERROR");
    let transfer = json!({"subsidiary": {"id": "1"}, "location": {"id": "9"}, "transferLocation": {"id": "1"},
        "inventory": moved(11)});
    assert_eq!(world.call("POST", "inventoryTransfer", transfer).await.code(), "USER_ERROR");

    // Two picks of six: the second one cannot leave.
    let mut shipments = Vec::new();
    for _ in 0..2 {
        let mut body = sale(line(6));
        body["orderStatus"] = json!({"id": "B"});
        let order = world.call("POST", "salesOrder", body).await.location_id();
        let path = format!("salesOrder/{order}/!transform/itemFulfillment");
        let picked = world.call("POST", &path, json!({})).await;
        assert_eq!(picked.status, 204, "{}", picked.body);
        shipments.push(format!("itemFulfillment/{}", picked.location_id()));
    }
    let shipped = json!({"shipStatus": {"id": "C"}});
    assert_eq!(world.call("PATCH", &shipments[0], shipped.clone()).await.status, 204);
    assert_eq!(world.call("PATCH", &shipments[1], shipped).await.code(), "USER_ERROR");
    assert_eq!(there(&world, "9").0, 4);
    let memo = world.call("PATCH", &shipments[0], json!({"memo": "left"})).await;
    assert_eq!(memo.status, 204, "what has left is not asked for again");
}

#[tokio::test(start_paused = true)]
async fn a_kit_is_neither_adjusted_nor_transferred() {
    let world = world();
    let line = json!({"items": [{"item": {"id": "800"}, "location": {"id": "9"}, "adjustQtyBy": 1}]});
    let ordered = json!({"items": [{"item": {"id": "800"}, "quantity": 1}]});
    let between =
        json!({"subsidiary": {"id": "1"}, "location": {"id": "9"}, "transferLocation": {"id": "1"}});
    let adjustment = json!({"subsidiary": {"id": "1"}, "account": {"id": "5100"}, "inventory": line});
    let (mut transfer, mut order) = (between.clone(), between);
    transfer["inventory"] = line;
    order["item"] = ordered;
    for (kind, body, list) in [
        ("inventoryAdjustment", adjustment, "inventory"),
        ("inventoryTransfer", transfer, "inventory"),
        ("transferOrder", order, "item"),
    ] {
        let answer = world.call("POST", kind, body).await;
        let path = format!("{list}.items[0].item");
        assert_eq!(
            (answer.status, answer.code(), answer.path()),
            (400, "INVALID_KEY_OR_REF", &*path),
            "{kind}"
        );
    }
    assert_eq!(there(&world, "9"), (10, 10));
}

#[tokio::test(start_paused = true)]
async fn the_older_order_has_the_stock_and_the_younger_one_waits() {
    let world = world();
    let mut paths = Vec::new();
    for (item, quantity) in [("456", 7), ("456", 5), ("800", 2)] {
        let lines = json!({"items": [{"item": {"id": item}, "quantity": quantity, "rate": 1}]});
        let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "location": {"id": "9"}, "item": lines});
        paths.push(format!("salesOrder/{}", world.call("POST", "salesOrder", body).await.location_id()));
    }
    let committed = |world: &World| -> Vec<_> {
        let orders = world.fake.records("salesOrder");
        let lines = orders.iter().map(|order| &order["item"]["items"][0]);
        lines.map(|line| (line["quantityCommitted"].clone(), line["quantityBackOrdered"].clone())).collect()
    };
    let is = |pairs: [(i64, i64); 3]| pairs.map(|(committed, waiting)| (json!(committed), json!(waiting)));
    // Ten are there, and the kit is of two.
    assert_eq!(committed(&world), is([(7, 0), (3, 2), (0, 2)]));
    let close = json!({"item": {"items": [{"line": 1, "isClosed": true}]}});
    assert_eq!(world.call("PATCH", &paths[0], close).await.status, 204);
    assert_eq!(committed(&world), is([(0, 0), (5, 0), (2, 0)]), "a closed line frees its stock");
    let path = format!("{}/!transform/itemFulfillment", paths[1]);
    assert_eq!(world.call("POST", &path, json!({"shipStatus": {"id": "C"}})).await.status, 204);
    assert_eq!(committed(&world), is([(0, 0), (0, 0), (2, 0)]));
    let lost = json!({"items": [{"item": {"id": "456"}, "location": {"id": "9"}, "adjustQtyBy": -2}]});
    let lost = json!({"subsidiary": {"id": "1"}, "account": {"id": "5100"}, "inventory": lost});
    assert_eq!(world.call("POST", "inventoryAdjustment", lost).await.status, 204);
    assert_eq!(committed(&world), is([(0, 0), (0, 0), (1, 1)]), "three make one kit of two");
    let waiting =
        world.rows("SELECT quantitybackordered AS waiting FROM transactionline WHERE item = 800").await;
    assert_eq!(waiting, [json!({"waiting": "1"})]);
}

#[tokio::test(start_paused = true)]
async fn goods_come_back_for_no_money_and_into_no_stock_where_it_is_said() {
    let world = world();
    let line = json!({"item": {"id": "456"}, "quantity": 2, "price": {"id": "-1"}, "rate": 0, "amount": 0});
    let body = json!({"entity": {"id": "107"}, "location": {"id": "9"}, "orderStatus": {"id": "B"},
        "item": {"items": [line]}});
    let order = world.call("POST", "returnAuthorization", body).await;
    assert_eq!(order.status, 204, "{}", order.body);
    assert_eq!(world.fake.records("returnAuthorization")[0]["total"], 0);
    let path = format!("returnAuthorization/{}/!transform/itemReceipt", order.location_id());
    let broken = json!({"item": {"items": [{"orderLine": 1, "quantity": 1, "restock": false}]}});
    assert_eq!(world.call("POST", &path, broken).await.status, 204);
    assert_eq!(there(&world, "9"), (10, 10), "it is not put back on the shelf");
    assert_eq!(world.call("POST", &path, json!({})).await.status, 204);
    assert_eq!(there(&world, "9"), (11, 11));
    assert_eq!(world.call("POST", &path, json!({})).await.code(), "VALID_LINE_ITEM_REQD");
    assert_eq!(world.fake.records("returnAuthorization")[0]["status"]["id"], "F");
}
