//! The tax of a sale, and of what is made from it.

use serde_json::{Value, json};

use super::{super::Tax, Answer, World};

async fn create(world: &World, kind: &str, header: Value, lines: Value) -> Answer {
    let mut body = json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": {"items": lines}});
    if kind == "salesOrder" {
        body["orderStatus"] = json!({"id": "B"});
    }
    body.as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
    world.call("POST", kind, body).await
}

/// Ships all of an order and bills it one by one; what the bills' taxes and totals are.
async fn bill_one_by_one(world: &World, order: &str, times: usize) -> Vec<(Value, Value)> {
    let path = format!("salesOrder/{order}/!transform");
    let shipped =
        world.call("POST", &format!("{path}/itemFulfillment"), json!({"shipStatus": {"id": "C"}})).await;
    assert_eq!(shipped.status, 204, "{}", shipped.body);
    for _ in 0..times {
        let one = json!({"item": {"items": [{"orderLine": 1, "quantity": 1}]}});
        let billed = world.call("POST", &format!("{path}/invoice"), one).await;
        assert_eq!(billed.status, 204, "{}", billed.body);
    }
    let taxed = |invoice: &Value| (invoice["taxTotal"].clone(), invoice["total"].clone());
    world.fake.records("invoice").iter().map(taxed).collect()
}

#[tokio::test(start_paused = true)]
async fn a_rate_goes_with_the_line_into_bills_and_credits() {
    let world = World::new();
    let line =
        json!({"item": {"id": "456"}, "quantity": 3, "price": {"id": "-1"}, "rate": 10, "taxRate1": 8});
    let order = create(&world, "salesOrder", json!({}), json!([line])).await.location_id();
    let stored = world.fake.records("salesOrder")[0].clone();
    assert_eq!((&stored["taxTotal"], &stored["total"]), (&json!(2.4), &json!(32.4)));
    let line = &stored["item"]["items"][0];
    assert_eq!((&line["tax1Amt"], &line["grossAmt"]), (&json!(2.4), &json!(32.4)));

    let billed = bill_one_by_one(&world, &order, 3).await;
    assert_eq!(billed, [(json!(0.8), json!(10.8)), (json!(0.8), json!(10.8)), (json!(0.8), json!(10.8))]);
    let invoice = world.fake.records("invoice")[0]["id"].as_str().unwrap().to_owned();
    let credit = world.call("POST", &format!("invoice/{invoice}/!transform/creditMemo"), json!({})).await;
    assert_eq!(credit.status, 204, "{}", credit.body);
    assert_eq!(world.fake.records("creditMemo")[0]["total"], 10.8);
}

#[tokio::test(start_paused = true)]
async fn rates_decide_and_an_amount_of_tax_gives_way() {
    let world = World::new();
    let header = json!({"isTaxable": true, "taxRate": 7.25});
    let lines = json!([
        {"item": {"id": "456"}, "quantity": 1, "price": {"id": "-1"}, "amount": 10, "tax1Amt": 5},
        {"item": {"id": "456"}, "quantity": 1, "price": {"id": "-1"}, "amount": 10, "taxRate1": 20, "tax1Amt": 5},
        {"item": {"id": "900"}, "rate": 10, "isTaxable": false},
    ]);
    assert_eq!(create(&world, "invoice", header, lines).await.status, 204);
    let stored = world.fake.records("invoice")[0].clone();
    // 7.25 per cent of the first, 20 of the second, nothing of the third: 0.73 + 2.
    assert_eq!((&stored["taxTotal"], &stored["total"]), (&json!(2.73), &json!(32.73)));
    assert_eq!(stored["item"]["items"][1]["tax1Amt"], 2);
}

#[tokio::test(start_paused = true)]
async fn an_amount_with_tax_leads_to_the_one_without() {
    let world = World::new();
    let lines = json!([{"item": {"id": "456"}, "quantity": 2, "price": {"id": "-1"}, "grossAmt": 23.8, "taxRate1": 19}]);
    let id = create(&world, "invoice", json!({}), lines).await.location_id();
    let line = |world: &World| world.fake.records("invoice")[0]["item"]["items"][0].clone();
    assert_eq!((&line(&world)["amount"], &line(&world)["rate"]), (&json!(20), &json!(10)));
    let less = json!({"item": {"items": [{"line": 1, "quantity": 1}]}});
    assert_eq!(world.call("PATCH", &format!("invoice/{id}"), less).await.status, 204);
    assert_eq!((&line(&world)["amount"], &line(&world)["grossAmt"]), (&json!(10), &json!(11.9)));
    let gross = json!({"item": {"items": [{"line": 1, "grossAmt": 5.95}]}});
    assert_eq!(world.call("PATCH", &format!("invoice/{id}"), gross).await.status, 204);
    assert_eq!(
        (&line(&world)["amount"], &world.fake.records("invoice")[0]["total"]),
        (&json!(5), &json!(5.95))
    );
}

fn detail(line: &str, tax: f64) -> Value {
    json!({"taxDetailsReference": line, "taxType": {"id": "1"}, "taxCode": {"id": "5"}, "taxBasis": 10,
        "taxRate": 10, "taxAmount": tax})
}

fn detailed(details: Value) -> Value {
    json!({"taxDetailsOverride": true, "taxDetails": {"items": details}})
}

#[tokio::test(start_paused = true)]
async fn with_suite_tax_every_line_has_its_tax_and_its_parts_add_up() {
    let world = World::new();
    world.fake.set_tax(Tax::SuiteTax);
    let lines = json!([{"item": {"id": "456"}, "quantity": 3, "price": {"id": "-1"}, "rate": 3.33, "amount": 9.99,
        "taxDetailsReference": "L1"}]);
    let order = create(&world, "salesOrder", detailed(json!([detail("L1", 1.0)])), lines).await;
    assert_eq!(order.status, 204, "{}", order.body);
    let order = order.location_id();
    let stored = world.fake.records("salesOrder")[0].clone();
    assert_eq!((&stored["taxTotal"], &stored["total"]), (&json!(1), &json!(10.99)));
    assert_eq!(stored["item"]["items"][0]["taxAmount"], 1);
    let billed = bill_one_by_one(&world, &order, 3).await;
    let taxes: Vec<_> = billed.into_iter().map(|(tax, _)| tax).collect();
    assert_eq!(taxes, [json!(0.33), json!(0.34), json!(0.33)]);
}

#[tokio::test(start_paused = true)]
async fn with_suite_tax_no_line_is_left_out_and_nobody_else_is_taxed() {
    let world = World::new();
    world.fake.set_tax(Tax::SuiteTax);
    let line = |name: &str| json!({"item": {"id": "900"}, "rate": 10, "taxDetailsReference": name});
    let cases = [
        (detailed(json!([detail("L1", 1.0)])), json!([line("L1"), line("L2")])),
        (detailed(json!([detail("L1", 1.0), detail("L3", 1.0)])), json!([line("L1")])),
        (detailed(json!([detail("L1", 1.0)])), json!([line("L1"), line("L1")])),
        (json!({"taxDetails": {"items": [detail("L1", 1.0)]}}), json!([line("L1")])),
    ];
    for (header, lines) in cases {
        let answer = create(&world, "invoice", header, lines.clone()).await;
        assert_eq!(
            (answer.status, answer.code(), answer.path()),
            (400, "USER_ERROR", "taxDetails"),
            "{lines}"
        );
    }
    let right = detailed(json!([detail("L1", 1.0), detail("L2", 2.0)]));
    let lines = json!([line("L1"), line("L2")]);
    let id = create(&world, "invoice", right.clone(), lines).await.location_id();
    assert_eq!(world.fake.records("invoice")[0]["total"], 23);
    let again = json!({"taxDetails": right["taxDetails"]});
    let replaced = world.call("PATCH", &format!("invoice/{id}?replace=taxDetails"), again).await;
    assert_eq!(replaced.status, 204, "{}", replaced.body);
    assert_eq!(world.fake.records("invoice")[0]["taxTotal"], 3);
}

#[tokio::test(start_paused = true)]
async fn an_account_knows_the_tax_fields_of_its_own_engine_only() {
    let world = World::new();
    let legacy = json!({"item": {"id": "900"}, "rate": 10, "taxRate1": 8});
    let suite_tax = json!({"item": {"id": "900"}, "rate": 10, "taxDetailsReference": "L1"});
    let gross = json!({"item": {"id": "900"}, "grossAmt": 10, "rate": 1});
    for (engine, line, field) in [
        (Tax::Legacy, &suite_tax, "taxDetailsReference"),
        (Tax::SuiteTax, &legacy, "taxRate1"),
        (Tax::None, &legacy, "taxRate1"),
        (Tax::None, &suite_tax, "taxDetailsReference"),
        (Tax::None, &gross, "grossAmt"),
    ] {
        world.fake.set_tax(engine);
        let answer = create(&world, "invoice", json!({}), json!([line])).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_CONTENT"), "{engine:?}");
        assert_eq!(answer.path(), format!("item.items[0].{field}"), "{engine:?}");
    }
    world.fake.set_tax(Tax::Legacy);
    let details = detailed(json!([detail("L1", 1.0)]));
    let answer = create(&world, "invoice", details, json!([{"item": {"id": "900"}, "rate": 10}])).await;
    assert_eq!((answer.status, answer.code()), (400, "INVALID_CONTENT"));
}
