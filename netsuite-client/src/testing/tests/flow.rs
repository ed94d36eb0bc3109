//! Orders on their way: fulfillments, bills, returns.

use serde_json::{Value, json};

use super::{Answer, World, order};

/// An approved order for three of the item 456 and a discount; its id.
async fn approved(world: &World) -> String {
    world.call("POST", "salesOrder", order("SO-1")).await.location_id()
}

async fn status(world: &World, path: &str) -> String {
    world.get(path).await.body["status"]["id"].as_str().unwrap_or_default().to_owned()
}

fn refused(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.code())
}

#[tokio::test(start_paused = true)]
async fn an_order_moves_on_with_what_is_shipped_and_billed() {
    let world = World::new();
    let path = format!("salesOrder/{}", approved(&world).await);
    let early = world.call("POST", &format!("{path}/!transform/invoice"), json!({})).await;
    assert_eq!(refused(&early), (400, "VALID_LINE_ITEM_REQD"), "nothing is fulfilled yet");

    let part = json!({"externalId": "IF-1", "shipStatus": {"id": "C"},
        "item": {"items": [{"orderLine": 1, "quantity": 1, "location": {"id": "9"}, "itemReceive": true}]}});
    let shipped = world.call("POST", &format!("{path}/!transform/itemFulfillment"), part).await;
    assert_eq!(shipped.status, 204, "{}", shipped.body);
    assert!(shipped.header("location").contains("/itemfulfillment/"));
    assert_eq!(status(&world, &path).await, "E");

    let bill = json!({"externalId": "INV-1"});
    let billed = world.call("POST", &format!("{path}/!transform/invoice"), bill).await;
    assert_eq!(billed.status, 204, "{}", billed.body);
    let invoice = &world.fake.records("invoice")[0];
    let lines = invoice["item"]["items"].as_array().unwrap();
    // One of three for 10.00, the discount, the whole freight.
    assert_eq!((&lines[0]["quantity"], &lines[0]["amount"]), (&json!(1), &json!(3.33)));
    assert_eq!((&lines[1]["amount"], &invoice["total"]), (&json!(-1.5), &json!(6.82)));
    assert_eq!(status(&world, &path).await, "D");

    let rest = json!({"shipStatus": {"id": "C"}, "location": {"id": "9"}});
    world.call("POST", &format!("{path}/!transform/itemFulfillment"), rest).await;
    assert_eq!(status(&world, &path).await, "F");
    world.call("POST", &format!("{path}/!transform/invoice"), json!({})).await;
    assert_eq!(status(&world, &path).await, "G");
    let second = &world.fake.records("invoice")[1];
    assert_eq!(second["item"]["items"][0]["amount"], 6.67, "the parts of a line add up to it");
    assert_eq!(second["total"], 6.67);
    for target in ["itemFulfillment", "invoice", "cashSale"] {
        let again = world.call("POST", &format!("{path}/!transform/{target}"), json!({})).await;
        assert_eq!(refused(&again), (400, "VALID_LINE_ITEM_REQD"), "{target}");
    }
    let line = &world.fake.records("salesOrder")[0]["item"]["items"][0];
    assert_eq!((&line["quantityFulfilled"], &line["quantityBilled"]), (&json!(3), &json!(3)));
}

#[tokio::test(start_paused = true)]
async fn lines_that_are_not_named_are_taken_in_full_and_unknown_ones_are_refused() {
    let world = World::new();
    let mut two = order("SO-1");
    two["item"]["items"][1] = json!({"item": {"id": "456"}, "quantity": 5, "rate": 1});
    let id = world.call("POST", "salesOrder", two).await.location_id();
    let path = format!("salesOrder/{id}/!transform/itemFulfillment");
    let unknown = json!({"item": {"items": [{"orderLine": 7, "quantity": 1}]}});
    assert_eq!(refused(&world.call("POST", &path, unknown).await), (400, "INVALID_CONTENT"));
    let more = json!({"item": {"items": [{"orderLine": 1, "quantity": 4}]}});
    assert_eq!(refused(&world.call("POST", &path, more).await), (400, "USER_ERROR"));
    let none =
        json!({"item": {"items": [{"orderLine": 1, "itemReceive": false}, {"orderLine": 2, "quantity": 0}]}});
    assert_eq!(refused(&world.call("POST", &path, none).await), (400, "VALID_LINE_ITEM_REQD"));
    assert!(world.fake.records("itemFulfillment").is_empty());

    let first = json!({"location": {"id": "9"}, "item": {"items": [{"orderLine": 1, "quantity": 1}]}});
    assert_eq!(world.call("POST", &path, first).await.status, 204);
    let shipment = &world.fake.records("itemFulfillment")[0];
    let quantities: Vec<_> =
        shipment["item"]["items"].as_array().unwrap().iter().map(|line| &line["quantity"]).collect();
    assert_eq!(quantities, [&json!(1), &json!(5)]);
    assert_eq!(shipment["status"]["id"], "A", "nothing is shipped unless it is said");
    assert_eq!(status(&world, &format!("salesOrder/{id}")).await, "B");
    let id = shipment["id"].as_str().unwrap();
    let shipped =
        world.call("PATCH", &format!("itemFulfillment/{id}"), json!({"shipStatus": {"id": "C"}})).await;
    assert_eq!(shipped.status, 204, "{}", shipped.body);
    assert_eq!(world.fake.records("salesOrder")[0]["item"]["items"][1]["quantityFulfilled"], 5);
}

#[tokio::test(start_paused = true)]
async fn a_form_shows_what_a_transform_would_make_and_stores_nothing() {
    let world = World::new();
    let id = approved(&world).await;
    let path = format!("{}salesOrder/{id}/!transform/itemFulfillment", super::RECORD);
    let mut request = world.request("POST", &path, Some(json!({})));
    let accept = "application/vnd.oracle.resource+json; type=create-form";
    request.headers_mut().insert("accept", accept.parse().unwrap());
    let form = world.send(request).await;
    assert_eq!(form.status, 200, "{}", form.body);
    assert!(form.header("content-type").contains("type=create-form"));
    let line = &form.body["item"]["items"][0];
    assert_eq!(
        (&line["orderLine"], &line["quantity"], &line["item"]["id"]),
        (&json!(1), &json!(3), &json!("456"))
    );
    assert!(form.body.get("id").is_none());
    assert!(world.fake.records("itemFulfillment").is_empty());
    assert_eq!((world.fake.writes(), world.fake.calls()["record.form"]), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn an_order_is_approved_before_it_is_shipped() {
    let world = World::new();
    let mut pending = order("SO-1");
    pending["orderStatus"] = json!({"id": "A"});
    let id = world.call("POST", "salesOrder", pending).await.location_id();
    let path = format!("salesOrder/{id}/!transform/itemFulfillment");
    let early = world.call("POST", &path, json!({})).await;
    assert!(early.status == 400 && early.detail().contains("Invalid reference"), "{}", early.body);
    assert_eq!(world.call("POST", &format!("salesOrder/{id}/@approve"), Value::Null).await.status, 200);
    assert_eq!(world.call("POST", &path, json!({"location": {"id": "9"}})).await.status, 204);
    let again = world.call("POST", &format!("salesOrder/{id}/@approve"), Value::Null).await;
    assert_eq!((again.status, again.body["o:errorCode"].as_str()), (400, Some("USER_ERROR")), "flat");
    let direct = world.call("POST", "itemFulfillment", json!({})).await;
    assert_eq!(refused(&direct), (400, "USER_ERROR"), "by a transform only");
    let odd = world.call("POST", &format!("salesOrder/{id}/!transform/itemReceipt"), json!({})).await;
    assert_eq!(refused(&odd), (400, "USER_ERROR"));
}

#[tokio::test(start_paused = true)]
async fn closed_lines_close_an_order_and_a_shipped_one_keeps_its_shipment() {
    let world = World::new();
    let id = approved(&world).await;
    let close = json!({"item": {"items": [{"line": 1, "isClosed": true}, {"line": 2, "isClosed": true}]}});
    world.call("PATCH", &format!("salesOrder/{id}"), close).await;
    assert_eq!(status(&world, &format!("salesOrder/{id}")).await, "H");
    let path = format!("salesOrder/{id}/!transform/itemFulfillment");
    assert_eq!(refused(&world.call("POST", &path, json!({})).await), (400, "VALID_LINE_ITEM_REQD"));
    let open = json!({"item": {"items": [{"line": 1, "isClosed": false}]}});
    world.call("PATCH", &format!("salesOrder/{id}"), open).await;
    let ship = json!({"shipStatus": {"id": "C"}, "location": {"id": "9"}});
    let shipment = world.call("POST", &path, ship).await.location_id();
    let kept = world.call("DELETE", &format!("salesOrder/{id}"), Value::Null).await;
    assert_eq!(refused(&kept), (400, "USER_ERROR"));
    world.call("DELETE", &format!("itemFulfillment/{shipment}"), Value::Null).await;
    assert_eq!(status(&world, &format!("salesOrder/{id}")).await, "B");
}

#[tokio::test(start_paused = true)]
async fn a_price_level_sets_the_rate_unless_the_line_is_priced_by_hand() {
    let world = World::new();
    world.fake.put_record(
        "inventoryItem",
        json!({"id": "460", "itemId": "SKU-P", "price": {"items": [
            {"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0}, "price": 20}]}}),
    );
    world.fake.put_record("priceLevel", json!({"id": "5", "name": "Online", "discountPct": -10}));
    let lines = json!({"items": [
        {"item": {"id": "460"}, "quantity": 2, "rate": 1},
        {"item": {"id": "460"}, "quantity": 2, "price": {"id": "5"}},
        {"item": {"id": "460"}, "quantity": 2, "price": {"id": "-1"}, "rate": 1},
    ]});
    let invoice = json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": lines});
    assert_eq!(world.call("POST", "invoice", invoice).await.status, 204);
    let stored = &world.fake.records("invoice")[0];
    let amounts: Vec<_> =
        stored["item"]["items"].as_array().unwrap().iter().map(|line| line["amount"].clone()).collect();
    assert_eq!(amounts, [json!(40), json!(36), json!(2)]);
    let price = "inventoryItem/460/price/currencypage=1,pricelevel=1,quantity=0";
    assert_eq!(world.call("PATCH", price, json!({"price": 19.99})).await.status, 204);
    assert_eq!(world.get(price).await.body["price"], 19.99);
    let other = "inventoryItem/460/price/currencypage=2,pricelevel=1,quantity=0";
    assert_eq!(world.call("PATCH", other, json!({"price": 3000})).await.status, 204, "a new price");
    assert_eq!(
        world.fake.records("inventoryItem").last().unwrap()["price"]["items"].as_array().unwrap().len(),
        2
    );
    let unknown = json!({"entity": {"id": "107"}, "item": {"items": [
        {"item": {"id": "460"}, "quantity": 1, "price": {"id": "77"}}]}});
    assert_eq!(refused(&world.call("POST", "invoice", unknown).await), (400, "INVALID_KEY_OR_REF"));
}

#[tokio::test(start_paused = true)]
async fn a_closed_period_takes_nothing() {
    let world = World::new();
    let period = |id: &str, month: &str, closed: bool| {
        json!({"id": id, "periodName": month, "startDate": format!("{month}-01"), "endDate": format!("{month}-30"),
            "closed": closed})
    };
    world.fake.put_record("accountingPeriod", period("10", "2026-10", true));
    world.fake.put_record("accountingPeriod", period("11", "2026-11", false));
    let invoice = |date: &str| {
        json!({"entity": {"id": "107"}, "tranDate": date, "location": {"id": "9"},
            "item": {"items": [{"item": {"id": "456"}, "quantity": 1, "rate": 1}]}})
    };
    let late = world.call("POST", "invoice", invoice("2026-10-30")).await;
    assert_eq!((late.status, late.code(), late.path()), (400, "USER_ERROR", "postingPeriod"));
    let id = world.call("POST", "invoice", invoice("2026-11-02")).await.location_id();
    assert_eq!(world.fake.records("invoice")[0]["postingPeriod"], json!({"id": "11"}));
    let back = world.call("PATCH", &format!("invoice/{id}"), json!({"tranDate": "2026-10-02"})).await;
    assert_eq!(refused(&back), (400, "USER_ERROR"));
    world.fake.put_record("accountingPeriod", period("11", "2026-11", true));
    let change = world.call("PATCH", &format!("invoice/{id}"), json!({"memo": "new"})).await;
    assert_eq!(refused(&change), (400, "USER_ERROR"));
    assert_eq!(
        refused(&world.call("DELETE", &format!("invoice/{id}"), Value::Null).await),
        (400, "USER_ERROR")
    );
    let mut old = order("SO-1");
    old["tranDate"] = json!("2026-10-02");
    assert_eq!(world.call("POST", "salesOrder", old).await.status, 204, "an order posts nothing");
}
