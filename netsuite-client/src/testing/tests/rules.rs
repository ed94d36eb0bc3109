//! What an account refuses beside a wrong reference: what is missing, out of balance, out of time, too much.

use serde_json::{Value, json};

use super::{
    super::{Carrier, CustomField, Failure},
    Answer, RECORD, World, order,
};

fn refused(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.code(), answer.path())
}

/// With a bank account (1), one of expenses (2), one of receivables (3) and another (4).
fn world() -> World {
    let world = World::new();
    for (id, kind) in [("1", "Bank"), ("2", "Expense"), ("3", "AcctRec"), ("4", "AcctRec")] {
        let account = json!({"id": id, "acctName": format!("{kind} {id}"), "acctType": kind});
        world.fake.put_record("account", account);
    }
    world
}

fn sale(rate: f64) -> Value {
    json!({"entity": {"id": "107"}, "item": {"items": [{"item": {"id": "900"}, "rate": rate}]}})
}

#[tokio::test(start_paused = true)]
async fn money_that_comes_in_goes_somewhere() {
    let world = world();
    let deposit = json!({"customer": {"id": "107"}, "payment": 5});
    for (kind, body) in
        [("cashSale", sale(5.0)), ("customerDeposit", deposit.clone()), ("customerPayment", deposit)]
    {
        let nowhere = world.call("POST", kind, body.clone()).await;
        assert!(
            nowhere.detail().ends_with("Please enter value(s) for: Account"),
            "{kind}: {}",
            nowhere.detail()
        );
        let mut undeposited = body.clone();
        undeposited["undepFunds"] = json!({"id": "T"});
        let mut banked = body;
        banked["account"] = json!({"id": "1"});
        for body in [undeposited, banked] {
            let made = world.call("POST", kind, body).await;
            assert_eq!(made.status, 204, "{kind}: {}", made.body);
        }
    }
    assert!(world.call("POST", "cashRefund", sale(5.0)).await.detail().ends_with("Account"));
    let sold = &world.fake.records("cashSale")[0];
    let path = format!("cashSale/{}/!transform/cashRefund", sold["id"].as_str().unwrap());
    let back = world.call("POST", &path, json!({})).await;
    assert_eq!(back.status, 204, "{}", back.body);
    let credit = format!("cashRefund/{}/!transform/creditMemo", back.location_id());
    let credit = world.call("POST", &credit, json!({})).await;
    assert_eq!(credit.status, 204, "{}", credit.body);
}

#[tokio::test(start_paused = true)]
async fn a_line_without_a_price_is_asked_for_one() {
    let world = world();
    let mut body = sale(5.0);
    body["item"]["items"][0] = json!({"item": {"id": "456"}, "quantity": 2, "location": {"id": "9"}});
    let answer = world.call("POST", "invoice", body.clone()).await;
    assert!(answer.detail().ends_with("Please enter value(s) for: Amount"), "{}", answer.detail());
    body["item"]["items"][0]["amount"] = json!(0);
    assert_eq!(world.call("POST", "invoice", body).await.status, 204, "free is a price");
}

#[tokio::test(start_paused = true)]
async fn a_vendor_has_a_name_and_an_account_without_subsidiaries_asks_for_none() {
    let world = world();
    let nameless = world.call("POST", "vendor", json!({})).await;
    assert!(nameless.detail().ends_with("Company Name, Primary Subsidiary"), "{}", nameless.detail());
    world.call("DELETE", "customer/107", Value::Null).await;
    assert_eq!(world.call("DELETE", "subsidiary/1", Value::Null).await.status, 204);
    for kind in ["customer", "vendor"] {
        let made = world.call("POST", kind, json!({"companyName": kind})).await;
        assert_eq!(made.status, 204, "{}", made.body);
    }
}

#[tokio::test(start_paused = true)]
async fn every_line_of_a_journal_debits_or_credits_something() {
    let world = world();
    let journal = |lines: Value| json!({"subsidiary": {"id": "1"}, "line": {"items": lines}});
    let cases = [
        (
            json!([{"account": {"id": "1"}, "debit": -5}, {"account": {"id": "2"}, "credit": -5}]),
            "line.items[0].debit",
        ),
        (
            json!([{"account": {"id": "1"}, "debit": 0}, {"account": {"id": "2"}, "credit": 0}]),
            "line.items[0].debit",
        ),
        (
            json!([{"account": {"id": "1"}, "debit": 5}, {"account": {"id": "3"}, "credit": 5}]),
            "line.items[1].entity",
        ),
        (json!([{"account": {"id": "1"}, "debit": 5}, {"account": {"id": "2"}, "credit": 4}]), "line"),
    ];
    for (lines, path) in cases {
        let answer = world.call("POST", "journalEntry", journal(lines.clone())).await;
        assert_eq!(refused(&answer), (400, "USER_ERROR", path), "{lines}");
    }
    let named = json!([{"account": {"id": "1"}, "debit": 5},
        {"account": {"id": "3"}, "credit": 5, "entity": {"id": "107"}}]);
    assert_eq!(world.call("POST", "journalEntry", journal(named)).await.status, 204);
    let pair = [json!({"account": {"id": "1"}, "debit": 1}), json!({"account": {"id": "2"}, "credit": 1})];
    let many = |pairs: usize| journal(pair.iter().cloned().cycle().take(2 * pairs).collect());
    assert_eq!(refused(&world.call("POST", "journalEntry", many(501)).await), (400, "USER_ERROR", "line"));
    assert_eq!(world.call("POST", "journalEntry", many(500)).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn payments_and_invoices_meet_in_one_receivables_account() {
    let world = world();
    let mut invoice = sale(5.0);
    invoice["account"] = json!({"id": "4"});
    let id = world.call("POST", "invoice", invoice).await.location_id();
    let mut payment = json!({"customer": {"id": "107"}, "payment": 5, "account": {"id": "1"},
        "apply": {"items": [{"doc": {"id": id}, "apply": true}]}});
    let usual = world.call("POST", "customerPayment", payment.clone()).await;
    assert_eq!(refused(&usual), (400, "INVALID_KEY_OR_REF", "apply.items[0].doc"), "the usual account is 3");
    payment["arAcct"] = json!({"id": "4"});
    let paid = world.call("POST", "customerPayment", payment).await;
    assert_eq!(paid.status, 204, "{}", paid.body);
    let less = json!({"item": {"items": [{"line": 1, "rate": 4, "amount": 4}]}});
    let less = world.call("PATCH", &format!("invoice/{id}"), less).await;
    assert_eq!(refused(&less), (400, "USER_ERROR", "total"), "five were paid");
}

#[tokio::test(start_paused = true)]
async fn a_bank_deposit_is_in_one_currency() {
    let world = world();
    world
        .call("PATCH", "customer/107", json!({"currencyList": {"items": [{"currency": {"id": "2"}}]}}))
        .await;
    let mut picked = Vec::new();
    for currency in ["1", "2"] {
        let mut body = sale(5.0);
        body["currency"] = json!({"id": currency});
        body["undepFunds"] = json!({"id": "T"});
        let id = world.call("POST", "cashSale", body).await.location_id();
        picked.push(json!({"id": id, "deposit": true}));
    }
    let deposit = |picked: &[Value]| json!({"account": {"id": "1"}, "payment": {"items": picked}});
    let both = world.call("POST", "deposit", deposit(&picked)).await;
    assert_eq!(refused(&both), (400, "INVALID_KEY_OR_REF", "payment.items[1].id"));
    assert_eq!(world.call("POST", "deposit", deposit(&picked[..1])).await.status, 204);
}

fn period(id: &str, month: &str, locks: &[&str]) -> Value {
    let mut period = json!({"id": id, "periodName": month, "startDate": format!("{month}-01"),
        "endDate": format!("{month}-30")});
    locks.iter().for_each(|lock| period[*lock] = true.into());
    period
}

#[tokio::test(start_paused = true)]
async fn a_date_in_no_period_and_a_period_that_is_none_are_refused() {
    let world = world();
    let dated = |date: &str| {
        let mut body = sale(5.0);
        body["tranDate"] = json!(date);
        body
    };
    assert_eq!(world.call("POST", "invoice", dated("1999-01-01")).await.status, 204, "there are no periods");
    world.fake.put_record("accountingPeriod", period("11", "2026-11", &[]));
    assert_eq!(
        refused(&world.call("POST", "invoice", dated("2026-12-24")).await),
        (400, "USER_ERROR", "tranDate")
    );
    let mut unknown = dated("2026-11-20");
    unknown["postingPeriod"] = json!({"id": "77"});
    let unknown = world.call("POST", "invoice", unknown).await;
    assert_eq!(refused(&unknown), (400, "INVALID_KEY_OR_REF", "postingPeriod"));
}

#[tokio::test(start_paused = true)]
async fn a_lock_closes_its_own_books() {
    let journal = json!({"subsidiary": {"id": "1"}, "tranDate": "2026-11-20", "line": {"items": [
        {"account": {"id": "1"}, "debit": 5}, {"account": {"id": "2"}, "credit": 5}]}});
    let mut invoice = sale(5.0);
    invoice["tranDate"] = json!("2026-11-20");
    let bill = json!({"entity": {"id": "109"}, "tranDate": "2026-11-20",
        "expense": {"items": [{"account": {"id": "2"}, "amount": 5}]}});
    for (lock, open) in
        [("arLocked", [204, 400, 204]), ("apLocked", [204, 204, 400]), ("allLocked", [400, 400, 400])]
    {
        let world = world();
        world.fake.put_record("vendor", json!({"id": "109", "companyName": "V", "subsidiary": {"id": "1"}}));
        world.fake.put_record("accountingPeriod", period("11", "2026-11", &[lock]));
        let sent = [("journalEntry", &journal), ("invoice", &invoice), ("vendorBill", &bill)];
        for ((kind, body), status) in sent.into_iter().zip(open) {
            let answer = world.call("POST", kind, body.clone()).await;
            assert_eq!(answer.status, status, "{lock} {kind}: {}", answer.body);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_books_do_not_show_can_be_changed_where_the_period_allows_it() {
    let world = world();
    let mut body = sale(5.0);
    body["tranDate"] = json!("2026-11-20");
    let path = format!("invoice/{}", world.call("POST", "invoice", body).await.location_id());
    let memo = json!({"memo": "new"});
    world.fake.put_record("accountingPeriod", period("11", "2026-11", &["closed"]));
    assert_eq!(
        refused(&world.call("PATCH", &path, memo.clone()).await),
        (400, "USER_ERROR", "postingPeriod")
    );
    world.fake.put_record("accountingPeriod", period("11", "2026-11", &["closed", "allowNonGLChanges"]));
    let allowed = world.call("PATCH", &path, memo).await;
    assert_eq!(allowed.status, 204, "{}", allowed.body);
    let dearer = json!({"item": {"items": [{"line": 1, "rate": 6, "amount": 6}]}});
    assert_eq!(refused(&world.call("PATCH", &path, dearer).await), (400, "USER_ERROR", "postingPeriod"));
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_in_no_books_until_it_is_posted() {
    let world = world();
    let journal = json!({"subsidiary": {"id": "1"}, "tranDate": "2026-11-20", "approvalStatus": {"id": "1"},
        "line": {"items": [{"account": {"id": "1"}, "debit": 5}, {"account": {"id": "2"}, "credit": 5}]}});
    let order = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    world.fake.put_record("accountingPeriod", period("11", "2026-11", &["closed"]));
    let id = world.call("POST", "journalEntry", journal).await.location_id();
    let approved = world.call("POST", &format!("journalEntry/{id}/@approve"), Value::Null).await;
    assert_eq!((approved.status, approved.body["o:errorCode"].as_str()), (400, Some("USER_ERROR")));
    assert_eq!(world.fake.records("journalEntry")[0]["status"]["id"], "A");
    let path = format!("salesOrder/{order}/!transform/itemFulfillment");
    let lines = json!({"items": [{"orderLine": 1, "quantity": 1, "location": {"id": "9"}}]});
    let picked = world.call("POST", &path, json!({"tranDate": "2026-11-20", "item": lines})).await;
    assert_eq!(picked.status, 204, "{}", picked.body);
    let path = format!("itemFulfillment/{}", picked.location_id());
    let shipped = world.call("PATCH", &path, json!({"shipStatus": {"id": "C"}})).await;
    assert_eq!(refused(&shipped), (400, "USER_ERROR", "postingPeriod"));
}

#[tokio::test(start_paused = true)]
async fn without_numbers_two_buyers_of_one_name_collide() {
    let world = world();
    let buyer = json!({"isPerson": true, "firstName": "Jane", "lastName": "Doe", "subsidiary": {"id": "1"}});
    for _ in 0..2 {
        assert_eq!(world.call("POST", "customer", buyer.clone()).await.status, 204, "they have numbers");
    }
    world.fake.auto_number(false);
    let first = world.call("POST", "customer", buyer.clone()).await;
    assert_eq!(world.get(&format!("customer/{}", first.location_id())).await.body["entityId"], "Jane Doe");
    let second = world.call("POST", "customer", buyer.clone()).await;
    assert_eq!(second.detail(), "Error while accessing a resource. This entity already exists.");
    let mut told_apart = buyer;
    told_apart["entityId"] = json!("Jane Doe 2");
    assert_eq!(world.call("POST", "customer", told_apart).await.status, 204);
    let vendor = json!({"companyName": "jane doe", "subsidiary": {"id": "1"}});
    assert_eq!(world.call("POST", "vendor", vendor).await.code(), "USER_ERROR", "vendors share the names");
}

#[tokio::test(start_paused = true)]
async fn a_customer_has_only_so_many_open_transactions() {
    let world = world();
    world.fake.open_transactions_per_customer(2);
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(world.call("POST", "invoice", sale(5.0)).await.location_id());
    }
    assert_eq!(world.fake.open_transactions("107"), 2);
    assert_eq!(refused(&world.call("POST", "invoice", sale(5.0)).await), (400, "USER_ERROR", "entity"));
    let payment = json!({"account": {"id": "1"}});
    let paid = world.call("POST", &format!("invoice/{}/!transform/customerPayment", ids[0]), payment).await;
    assert_eq!(paid.status, 204, "{}", paid.body);
    assert_eq!(world.fake.open_transactions("107"), 1);
    assert_eq!(world.call("POST", "invoice", sale(5.0)).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn a_custom_field_holds_what_it_is_for() {
    let world = world();
    let list = CustomField::List(vec!["1".to_owned(), "2".to_owned()]);
    let fields = [
        ("custbody_text", CustomField::Text, json!("x"), json!(1)),
        ("custbody_flag", CustomField::Flag, json!(true), json!("T")),
        ("custbody_number", CustomField::Number, json!(1.5), json!("1.5")),
        ("custbody_date", CustomField::Date, json!("2026-11-20"), json!("11/20/2026")),
        ("custbody_list", list, json!({"id": "2"}), json!("2")),
    ];
    for (field, holds, good, bad) in fields {
        world.fake.declare_typed_field("salesOrder", field, holds);
        let mut body = order(field);
        body[field] = bad;
        assert_eq!(
            refused(&world.call("POST", "salesOrder", body.clone()).await),
            (400, "INVALID_CONTENT", field)
        );
        body[field] = good;
        assert_eq!(world.call("POST", "salesOrder", body).await.status, 204, "{field}");
    }
    let mut third = order("A-1");
    third["custbody_list"] = json!({"id": "3"});
    let third = world.call("POST", "salesOrder", third).await;
    assert_eq!(refused(&third), (400, "INVALID_KEY_OR_REF", "custbody_list"));
}

#[tokio::test(start_paused = true)]
async fn a_value_that_cannot_be_read_is_an_error_or_lost() {
    let world = world();
    let mut body = order("A-1");
    body["tranDate"] = json!("yesterday");
    let strict = world.call("POST", "salesOrder", body.clone()).await;
    assert_eq!(refused(&strict), (400, "INVALID_CONTENT", "tranDate"));
    let mut request = world.request("POST", &format!("{RECORD}salesOrder"), Some(body));
    request.headers_mut().insert("x-netsuite-propertyvaluevalidation", "Ignore".parse().unwrap());
    assert_eq!(world.send(request).await.status, 204);
    assert_eq!(world.fake.records("salesOrder")[0]["tranDate"], "2026-11-23", "today");
}

#[tokio::test(start_paused = true)]
async fn packages_are_in_the_list_of_the_carrier_and_have_a_weight() {
    let world = world();
    let weighed = json!({"id": "456", "itemId": "SKU-1", "weight": 0.5});
    world.fake.put_record("inventoryItem", weighed);
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    let path = format!("salesOrder/{id}/!transform/itemFulfillment");
    let ship = |list: &str, package: Value| {
        json!({"item": {"items": [{"orderLine": 1, "quantity": 1, "location": {"id": "9"}}]},
            list: {"items": [package]}})
    };
    let weightless = world.call("POST", &path, ship("package", json!({"packageTrackingNumber": "1Z"}))).await;
    assert!(weightless.detail().ends_with("Please enter value(s) for: Weight"), "{}", weightless.detail());
    let mixed = json!({"packageWeight": 1, "packageTrackingNumberUps": "1Z"});
    let mixed = world.call("POST", &path, ship("package", mixed)).await;
    assert_eq!(refused(&mixed), (400, "INVALID_CONTENT", "package.items[0].packageTrackingNumberUps"));
    let plain = json!({"packageWeight": 1.2});
    assert_eq!(world.call("POST", &path, ship("package", plain.clone())).await.status, 204);

    world.fake.set_carrier(Some(Carrier::Ups));
    assert_eq!(
        refused(&world.call("POST", &path, ship("package", plain)).await),
        (400, "INVALID_CONTENT", "package")
    );
    world.fake.default_package(true);
    let ups = json!({"packageTrackingNumberUps": "1Z", "packageWeightUps": 2});
    let added = world.call("POST", &path, ship("packageUps", ups.clone())).await;
    assert_eq!(added.status, 204, "{}", added.body);
    let replaced = world.call("POST", &format!("{path}?replace=packageUps"), ship("packageUps", ups)).await;
    assert_eq!(replaced.status, 204, "{}", replaced.body);
    let weights: Vec<Vec<Value>> = world.fake.records("itemFulfillment")[1..]
        .iter()
        .map(|shipment| {
            let packages = shipment["packageUps"]["items"].as_array().unwrap().iter();
            packages.map(|package| package["packageWeightUps"].clone()).collect()
        })
        .collect();
    assert_eq!(
        weights,
        [vec![json!(0.5), json!(2)], vec![json!(2)]],
        "the empty one stays unless it is replaced"
    );
    let shown =
        world.get(&format!("itemFulfillment/{}?expandSubResources=true", replaced.location_id())).await;
    assert!(shown.body.get("package").is_none() && shown.body["packageUps"].is_object());
}

#[tokio::test(start_paused = true)]
async fn what_is_voided_comes_to_nothing() {
    let world = world();
    let id = world.call("POST", "invoice", sale(5.0)).await.location_id();
    assert!(world.fake.void("invoice", &id));
    assert!(!world.fake.void("invoice", "4711"));
    let shown = world.get(&format!("invoice/{id}")).await.body;
    assert_eq!(shown["status"], json!({"id": "V", "refName": "Voided"}));
    assert_eq!((&shown["total"], &shown["amountRemaining"]), (&json!(0), &json!(0)));
    let payment = json!({"customer": {"id": "107"}, "payment": 5, "account": {"id": "1"},
        "apply": {"items": [{"doc": {"id": id}, "apply": true}]}});
    assert_eq!(world.call("POST", "customerPayment", payment).await.code(), "INVALID_KEY_OR_REF");
}

#[tokio::test(start_paused = true)]
async fn a_mishap_that_nothing_can_meet_is_not_scripted() {
    let world = world();
    for what in ["record.crate", "salesOrder", "POST salesOrdr", "SEND salesOrder", ""] {
        assert!(world.fake.fail_next(what, Failure::Status(500)).is_err(), "{what}");
    }
    assert!(world.fake.pending_failures().is_empty());
    for what in ["record", "job", "job.task", "POST salesOrder"] {
        world.fake.fail_next(what, Failure::Status(500)).unwrap();
    }
    world.call("POST", "salesOrder", order("A-1")).await;
    let left: Vec<String> = world.fake.pending_failures().into_iter().map(|(what, _)| what).collect();
    assert_eq!(left, ["job", "job.task", "post salesorder"], "the first that fits is met");
}
