//! Payments, credits, deposits and what they are used for.

use serde_json::{Value, json};

use super::World;

fn world() -> World {
    let world = World::new();
    for (id, name) in [("1050", "Amazon clearing"), ("610", "Fees"), ("1000", "Bank")] {
        world.fake.put_record("account", json!({"id": id, "acctName": name, "acctType": "Bank"}));
    }
    world
}

async fn invoice(world: &World, amount: f64) -> String {
    let lines = json!({"items": [{"item": {"id": "900"}, "rate": amount}]});
    world.call("POST", "invoice", json!({"entity": {"id": "107"}, "item": lines})).await.location_id()
}

fn payment(doc: &str, amount: f64) -> Value {
    json!({"customer": {"id": "107"}, "payment": 30, "account": {"id": "1050"},
        "apply": {"items": [{"doc": {"id": doc}, "apply": true, "amount": amount}]}})
}

#[tokio::test(start_paused = true)]
async fn payments_close_an_invoice_and_no_more_is_applied_than_is_due() {
    let world = world();
    let id = invoice(&world, 39.98).await;
    let paid = world.call("POST", "customerPayment", payment(&id, 30.0)).await;
    assert_eq!(paid.status, 204, "{}", paid.body);
    let open = world.get(&format!("invoice/{id}")).await.body;
    assert_eq!((&open["amountRemaining"], &open["status"]["id"]), (&json!(9.98), &json!("A")));
    let more = world.call("POST", "customerPayment", payment(&id, 9.99)).await;
    assert_eq!((more.status, more.path()), (400, "apply.items[0].amount"));
    let rest = json!({"payment": 9.98, "account": {"id": "1050"}});
    assert_eq!(
        world.call("POST", &format!("invoice/{id}/!transform/customerPayment"), rest).await.status,
        204
    );
    let closed = world.get(&format!("invoice/{id}")).await.body;
    assert_eq!((&closed["amountRemaining"], &closed["status"]["id"]), (&json!(0), &json!("B")));
    let again = world.call("POST", "customerPayment", payment(&id, 1.0)).await;
    assert_eq!((again.status, again.code()), (400, "INVALID_KEY_OR_REF"), "it is not open any more");

    let path = format!("customerPayment/{}", paid.location_id());
    let undo = json!({"apply": {"items": [{"doc": {"id": id}, "apply": false}]}});
    assert_eq!(
        world.call("PATCH", &path, undo.clone()).await.code(),
        "USER_ERROR",
        "the customer is repeated"
    );
    let mut undo = undo;
    undo["customer"] = json!({"id": "107"});
    assert_eq!(world.call("PATCH", &path, undo).await.status, 204);
    assert_eq!(world.get(&format!("invoice/{id}")).await.body["amountRemaining"], 30);
    assert_eq!(world.get(&path).await.body["unapplied"], 30);
}

#[tokio::test(start_paused = true)]
async fn only_documents_of_the_same_customer_and_currency_are_paid() {
    let world = world();
    let other =
        json!({"id": "108", "companyName": "Other", "subsidiary": {"id": "1"}, "currency": {"id": "1"}});
    world.fake.put_record("customer", other);
    let both = json!({"currencyList": {"items": [{"currency": {"id": "2"}}]}});
    assert_eq!(world.call("PATCH", "customer/107", both).await.status, 204);
    let id = invoice(&world, 39.98).await;
    let mut body = payment(&id, 1.0);
    body["customer"] = json!({"id": "108"});
    let foreign = world.call("POST", "customerPayment", body).await;
    assert_eq!((foreign.status, foreign.path()), (400, "apply.items[0].doc"));
    let mut body = payment(&id, 1.0);
    body["currency"] = json!({"id": "2"});
    let foreign = world.call("POST", "customerPayment", body).await;
    assert_eq!((foreign.code(), foreign.path()), ("INVALID_KEY_OR_REF", "apply.items[0].doc"));
    let too_much = world.call("POST", "customerPayment", payment(&id, 39.98)).await;
    assert_eq!(too_much.code(), "USER_ERROR", "the payment is 30");
}

#[tokio::test(start_paused = true)]
async fn a_credit_is_applied_and_the_rest_of_it_refunded() {
    let world = world();
    let id = invoice(&world, 10.0).await;
    let lines = json!({"items": [{"item": {"id": "900"}, "rate": 15}]});
    let credit = json!({"entity": {"id": "107"}, "item": lines,
        "apply": {"items": [{"doc": {"id": id}, "apply": true}]}});
    let credit = world.call("POST", "creditMemo", credit).await;
    assert_eq!(credit.status, 204, "{}", credit.body);
    let path = format!("creditMemo/{}", credit.location_id());
    let shown = world.get(&path).await.body;
    assert_eq!(
        (&shown["applied"], &shown["unapplied"], &shown["status"]["id"]),
        (&json!(10), &json!(5), &json!("A"))
    );
    let refund = json!({"customer": {"id": "107"}, "account": {"id": "1050"},
        "apply": {"items": [{"doc": {"id": credit.location_id()}, "apply": true, "amount": 5}]}});
    assert_eq!(world.call("POST", "customerRefund", refund.clone()).await.status, 204);
    assert_eq!(world.get(&path).await.body["status"]["id"], "B");
    assert_eq!(world.call("POST", "customerRefund", refund).await.code(), "INVALID_KEY_OR_REF");
    let empty = json!({"customer": {"id": "107"}, "account": {"id": "1050"}});
    assert_eq!(world.call("POST", "customerRefund", empty).await.code(), "VALID_LINE_ITEM_REQD");
}

#[tokio::test(start_paused = true)]
async fn a_deposit_is_applied_until_nothing_is_left() {
    let world = world();
    let id = invoice(&world, 39.98).await;
    let deposit = json!({"customer": {"id": "107"}, "payment": 39.98, "account": {"id": "1050"}});
    let deposit = world.call("POST", "customerDeposit", deposit).await.location_id();
    let path = format!("customerDeposit/{deposit}/!transform/depositApplication");
    let apply =
        |amount: f64| json!({"apply": {"items": [{"doc": {"id": id}, "apply": true, "amount": amount}]}});
    assert_eq!(world.call("POST", &path, apply(20.0)).await.status, 204);
    assert_eq!(world.get(&format!("customerDeposit/{deposit}")).await.body["status"]["id"], "B");
    assert_eq!(world.call("POST", &path, apply(20.0)).await.code(), "USER_ERROR");
    assert_eq!(world.call("POST", &path, apply(19.98)).await.status, 204);
    assert_eq!(world.get(&format!("customerDeposit/{deposit}")).await.body["status"]["id"], "C");
    assert_eq!(world.get(&format!("invoice/{id}")).await.body["status"]["id"], "B");
}

#[tokio::test(start_paused = true)]
async fn a_bank_deposit_picks_what_is_not_deposited_and_a_journal_balances() {
    let world = world();
    let lines = json!({"items": [{"item": {"id": "456"}, "quantity": 1, "rate": 50}]});
    let sale =
        json!({"entity": {"id": "107"}, "location": {"id": "9"}, "item": lines, "undepFunds": {"id": "T"}});
    let sale = world.call("POST", "cashSale", sale).await.location_id();
    let deposit = json!({"account": {"id": "1000"}, "payment": {"items": [{"id": sale, "deposit": true}]},
        "other": {"items": [{"account": {"id": "610"}, "amount": -12.34}]},
        "cashback": {"items": [{"account": {"id": "1050"}, "amount": 5}]}});
    let made = world.call("POST", "deposit", deposit.clone()).await;
    assert_eq!(made.status, 204, "{}", made.body);
    assert_eq!(world.fake.records("deposit")[0]["total"], 32.66);
    assert_eq!(world.fake.records("cashSale")[0]["status"]["id"], "C");
    assert_eq!(world.call("POST", "deposit", deposit).await.code(), "INVALID_KEY_OR_REF");
    let journal = |credit: f64| {
        json!({"subsidiary": {"id": "1"}, "line": {"items": [
            {"account": {"id": "610"}, "debit": 15.56}, {"account": {"id": "1050"}, "credit": credit}]}})
    };
    assert_eq!(world.call("POST", "journalEntry", journal(15.55)).await.code(), "USER_ERROR");
    assert_eq!(world.call("POST", "journalEntry", journal(15.56)).await.status, 204);
}
