//! What a line comes to, and what becomes of it when the line changes.

use serde_json::{Value, json};

use super::{World, order};

/// An account whose item 460 costs 20 dollars, and whose customer buys in dollars and yen.
fn world() -> World {
    let world = World::new();
    let currencies = json!({"items": [{"currency": {"id": "1"}}, {"currency": {"id": "2"}}]});
    let customer = json!({"id": "107", "companyName": "Amazon buyers", "subsidiary": {"id": "1"},
        "currency": {"id": "1"}, "currencyList": currencies});
    world.fake.put_record("customer", customer);
    let price = json!({"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0}, "price": 20});
    world
        .fake
        .put_record("inventoryItem", json!({"id": "460", "itemId": "SKU-P", "price": {"items": [price]}}));
    world
}

async fn patch(world: &World, path: &str, line: Value) {
    let answer = world.call("PATCH", path, json!({"item": {"items": [line]}})).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
}

fn line(world: &World, index: usize) -> Value {
    world.fake.records("salesOrder")[0]["item"]["items"][index].clone()
}

#[tokio::test(start_paused = true)]
async fn a_line_with_an_amount_alone_keeps_its_unit_price_when_its_quantity_changes() {
    let world = world();
    let id = world.call("POST", "salesOrder", order("SO-1")).await.location_id();
    let path = format!("salesOrder/{id}");
    // Three for 10.00.
    assert_eq!(line(&world, 0)["rate"], 3.33333333);
    patch(&world, &path, json!({"line": 1, "quantity": 2})).await;
    assert_eq!((&line(&world, 0)["amount"], &line(&world, 0)["rate"]), (&json!(6.67), &json!(3.33333333)));
    patch(&world, &path, json!({"line": 1, "amount": 9})).await;
    assert_eq!((&line(&world, 0)["amount"], &line(&world, 0)["rate"]), (&json!(9), &json!(4.5)));
}

#[tokio::test(start_paused = true)]
async fn a_line_is_priced_again_only_when_what_its_price_depends_on_changes() {
    let world = world();
    let lines = json!({"items": [{"item": {"id": "460"}, "quantity": 2}]});
    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "item": lines});
    let path = format!("salesOrder/{}", world.call("POST", "salesOrder", body).await.location_id());
    assert_eq!(line(&world, 0)["amount"], 40);
    let price = "inventoryItem/460/price/currencypage=1,pricelevel=1,quantity=0";
    assert_eq!(world.call("PATCH", price, json!({"price": 25})).await.status, 204);

    for change in [
        json!({"line": 1, "isClosed": true}),
        json!({"line": 1, "description": "late", "isClosed": false}),
        json!({"line": 1, "quantity": 2.0, "rate": 20, "amount": 40.0, "item": {"id": "460"}}),
    ] {
        patch(&world, &path, change.clone()).await;
        assert_eq!(line(&world, 0)["amount"], 40, "{change}");
    }
    patch(&world, &path, json!({"line": 1, "quantity": 3})).await;
    assert_eq!(line(&world, 0)["amount"], 75, "the price of today");
    let yen = "inventoryItem/460/price/currencypage=2,pricelevel=1,quantity=0";
    assert_eq!(world.call("PATCH", yen, json!({"price": 3000})).await.status, 204);
    assert_eq!(world.call("PATCH", &path, json!({"currency": {"id": "2"}})).await.status, 204);
    assert_eq!(line(&world, 0)["amount"], 9000, "another currency has another price");
}

#[tokio::test(start_paused = true)]
async fn three_thirds_of_a_line_lose_a_cent_unless_the_account_shares_its_amount() {
    for (shares, amounts) in
        [(false, [json!(3.33), json!(3.33), json!(3.33)]), (true, [json!(3.33), json!(3.34), json!(3.33)])]
    {
        let world = world();
        world.fake.share_amounts(shares);
        let lines =
            json!({"items": [{"item": {"id": "456"}, "quantity": 3, "price": {"id": "-1"}, "amount": 10}]});
        let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "item": lines});
        let path =
            format!("salesOrder/{}/!transform", world.call("POST", "salesOrder", body).await.location_id());
        let ship = json!({"location": {"id": "9"}, "shipStatus": {"id": "C"}});
        assert_eq!(world.call("POST", &format!("{path}/itemFulfillment"), ship).await.status, 204);
        let one = json!({"item": {"items": [{"orderLine": 1, "quantity": 1}]}});
        for _ in 0..3 {
            let billed = world.call("POST", &format!("{path}/invoice"), one.clone()).await;
            assert_eq!(billed.status, 204, "{}", billed.body);
        }
        let billed = world.fake.records("invoice");
        let billed: Vec<_> = billed.iter().map(|invoice| invoice["total"].clone()).collect();
        assert_eq!(billed, amounts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_bill_of_a_whole_line_has_the_lines_amount_and_one_that_says_its_own_has_that() {
    let world = world();
    let line =
        json!({"item": {"id": "456"}, "quantity": 3, "price": {"id": "-1"}, "rate": 3.33, "amount": 10});
    let lines = json!({"items": [line, line]});
    let body = json!({"entity": {"id": "107"}, "orderStatus": {"id": "B"}, "item": lines});
    let path =
        format!("salesOrder/{}/!transform", world.call("POST", "salesOrder", body).await.location_id());
    let ship = json!({"location": {"id": "9"}, "shipStatus": {"id": "C"}});
    assert_eq!(world.call("POST", &format!("{path}/itemFulfillment"), ship).await.status, 204);
    let said = json!({"item": {"items": [{"orderLine": 2, "quantity": 2, "amount": 7}]}});
    let billed = world.call("POST", &format!("{path}/invoice"), said).await;
    assert_eq!(billed.status, 204, "{}", billed.body);
    let lines = world.fake.records("invoice")[0]["item"]["items"].as_array().unwrap().clone();
    let amounts: Vec<_> = lines.iter().map(|line| (line["amount"].clone(), line["rate"].clone())).collect();
    assert_eq!(amounts, [(json!(10), json!(3.33)), (json!(7), json!(3.5))]);
}

/// The amount of a new invoice's one line.
async fn invoiced(world: &World, line: Value) -> Value {
    let body = json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": {"items": [line]}});
    let made = world.call("POST", "invoice", body).await;
    assert_eq!(made.status, 204, "{}", made.body);
    world.fake.records("invoice").last().unwrap()["item"]["items"][0]["amount"].clone()
}

#[tokio::test(start_paused = true)]
async fn larger_quantities_have_prices_of_their_own() {
    let world = world();
    for (least, price) in [(10, 18), (100, 15)] {
        let path = format!("inventoryItem/460/price/currencypage=1,pricelevel=1,quantity={least}");
        assert_eq!(world.call("PATCH", &path, json!({"price": price})).await.status, 204);
    }
    for (quantity, amount) in [(1, 20), (9, 180), (10, 180), (99, 1782), (100, 1500)] {
        let line = json!({"item": {"id": "460"}, "quantity": quantity});
        assert_eq!(invoiced(&world, line).await, amount, "{quantity}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_agreed_with_a_customer_comes_before_the_list() {
    let world = world();
    world.fake.put_record("priceLevel", json!({"id": "5", "name": "Online", "discountPct": -10}));
    world.fake.put_record("priceLevel", json!({"id": "6", "name": "Friends", "discountPct": -50}));
    let line = || json!({"item": {"id": "460"}, "quantity": 1});
    let agree = async |change: Value| {
        let answer = world.call("PATCH", "customer/107", change).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
        invoiced(&world, line()).await
    };
    assert_eq!(agree(json!({"priceLevel": {"id": "5"}})).await, 18);
    let groups = json!({"items": [{"group": {"id": "3"}, "level": {"id": "6"}}]});
    assert_eq!(agree(json!({"groupPricing": groups})).await, 18, "the item is in no group");
    world.call("PATCH", "inventoryItem/460", json!({"pricingGroup": {"id": "3"}})).await;
    assert_eq!(invoiced(&world, line()).await, 10);
    let own = |price: Value| json!({"itemPricing": {"items": [price]}});
    assert_eq!(agree(own(json!({"item": {"id": "460"}, "level": {"id": "5"}}))).await, 18);
    let price = json!({"item": {"id": "460"}, "level": {"id": "-1"}, "price": 7, "currency": {"id": "1"}});
    assert_eq!(agree(own(price)).await, 7);
    let said = json!({"item": {"id": "460"}, "quantity": 1, "price": {"id": "1"}});
    assert_eq!(invoiced(&world, said).await, 20, "the line says its level");
}
