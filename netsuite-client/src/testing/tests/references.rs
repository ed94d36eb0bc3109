//! Where references may lead.

use serde_json::{Value, json};

use super::{Answer, World, order};

fn refused(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.code(), answer.path())
}

/// An order with one more field.
fn with(field: &str, value: Value) -> Value {
    let mut body = order("A-1");
    body[field] = value;
    body
}

#[tokio::test(start_paused = true)]
async fn a_reference_leads_to_an_active_record_of_the_right_sort() {
    let world = World::new();
    let gone = json!({"id": "108", "companyName": "Gone", "subsidiary": {"id": "1"}, "isInactive": true});
    world.fake.put_record("customer", gone);
    let vendor = json!({"id": "109", "companyName": "Supplier", "subsidiary": {"id": "1"}});
    world.fake.put_record("vendor", vendor);
    world.fake.put_record("location", json!({"id": "8", "name": "Closed", "isInactive": true}));
    for (field, id) in [("entity", "108"), ("entity", "109"), ("location", "8"), ("discountItem", "456")] {
        let answer = world.call("POST", "salesOrder", with(field, json!({"id": id}))).await;
        assert_eq!(refused(&answer), (400, "INVALID_KEY_OR_REF", field), "{field} {id}");
    }
    let expense = json!({"items": [{"account": {"id": "610"}, "amount": 1}]});
    world.fake.put_record("account", json!({"id": "610", "acctName": "Fees", "acctType": "Expense"}));
    let bill = |entity: &str| json!({"entity": {"id": entity}, "expense": expense});
    let of_a_customer = world.call("POST", "vendorBill", bill("107")).await;
    assert_eq!(refused(&of_a_customer), (400, "INVALID_KEY_OR_REF", "entity"));
    assert_eq!(world.call("POST", "vendorBill", bill("109")).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn an_account_has_the_type_that_its_place_asks_for() {
    let world = World::new();
    for (id, kind) in [("1", "AcctRec"), ("2", "Bank"), ("3", "Income")] {
        let account = json!({"id": id, "acctName": kind, "acctType": {"id": kind}});
        world.fake.put_record("account", account);
    }
    let lines = json!({"items": [{"item": {"id": "900"}, "rate": 5}]});
    for (kind, good) in [("invoice", "1"), ("cashSale", "2")] {
        for account in ["1", "2", "3"] {
            let body = json!({"entity": {"id": "107"}, "account": {"id": account}, "item": lines});
            let answer = world.call("POST", kind, body).await;
            let expected = if account == good { 204 } else { 400 };
            assert_eq!(answer.status, expected, "{kind} {account}: {}", answer.body);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn terms_methods_and_divisions_are_records_of_their_own() {
    let world = World::new();
    let cases = [
        ("terms", "term", json!({"name": "Net 30"})),
        ("shipMethod", "shipItem", json!({"itemId": "Ground", "account": {"id": "610"}})),
        ("paymentOption", "paymentMethod", json!({"name": "Amazon"})),
        ("department", "department", json!({"name": "Sales"})),
        ("class", "classification", json!({"name": "Marketplaces"})),
        ("shippingTaxCode", "salesTaxItem", json!({"itemId": "NY", "rate": "8.0%"})),
    ];
    world.fake.put_record("account", json!({"id": "610", "acctName": "Freight", "acctType": "Income"}));
    for (field, kind, body) in cases {
        let unknown = world.call("POST", "salesOrder", with(field, json!({"id": "77"}))).await;
        assert_eq!(refused(&unknown), (400, "INVALID_KEY_OR_REF", field));
        assert_eq!(world.call("POST", kind, json!({})).await.code(), "USER_ERROR", "{kind} needs a name");
        let made = world.call("POST", kind, body).await;
        assert_eq!(made.status, 204, "{}", made.body);
        let mut known = with(field, json!({"id": made.location_id()}));
        known["externalId"] = json!(format!("A-{field}"));
        let answer = world.call("POST", "salesOrder", known).await;
        assert_eq!(answer.status, 204, "{field}: {}", answer.body);
        let used = world.call("DELETE", &format!("{kind}/{}", made.location_id()), Value::Null).await;
        assert_eq!((used.status, used.code()), (400, "USER_ERROR"), "{kind} is used");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_transaction_uses_is_not_deleted() {
    let world = World::new();
    let mut body = with("location", json!({"id": "9"}));
    body["currency"] = json!({"id": "1"});
    assert_eq!(world.call("POST", "salesOrder", body).await.status, 204);
    world.fake.put_record("location", json!({"id": "8", "name": "Spare"}));
    for path in ["location/9", "currency/1", "subsidiary/1"] {
        let answer = world.call("DELETE", path, Value::Null).await;
        assert_eq!((answer.status, answer.code()), (400, "USER_ERROR"), "{path}");
    }
    assert_eq!(world.call("DELETE", "location/8", Value::Null).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn a_customer_is_billed_in_its_own_currencies() {
    let world = World::new();
    let yen = json!({"entity": {"id": "107"}, "currency": {"id": "2"},
        "item": {"items": [{"item": {"id": "900"}, "rate": 5}]}});
    let foreign = world.call("POST", "invoice", yen.clone()).await;
    assert_eq!(refused(&foreign), (400, "INVALID_KEY_OR_REF", "currency"));
    let second = json!({"currencyList": {"items": [{"currency": {"id": "2"}}]}});
    let added = world.call("PATCH", "customer/107", second).await;
    assert_eq!(added.status, 204, "{}", added.body);
    let billed = world.call("POST", "invoice", yen).await;
    assert_eq!(billed.status, 204, "{}", billed.body);
    assert_eq!(world.fake.records("invoice")[0]["exchangeRate"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_stays_within_its_customers_subsidiary() {
    let world = World::new();
    world.fake.put_record("subsidiary", json!({"id": "2", "name": "Example KK", "currency": {"id": "2"}}));
    for (id, subsidiary) in [("11", "1"), ("12", "2")] {
        let place = json!({"id": id, "name": format!("Store {id}"), "subsidiary": {"id": subsidiary}});
        world.fake.put_record("location", place);
    }
    let item = json!({"id": "458", "itemId": "JP-1", "subsidiary": {"items": [{"id": "2"}]}});
    world.fake.put_record("inventoryItem", item);
    let other = with("subsidiary", json!({"id": "2"}));
    let answer = world.call("POST", "salesOrder", other).await;
    assert_eq!(refused(&answer), (400, "INVALID_KEY_OR_REF", "subsidiary"));
    let elsewhere = world.call("POST", "salesOrder", with("location", json!({"id": "12"}))).await;
    assert_eq!(refused(&elsewhere), (400, "INVALID_KEY_OR_REF", "location"));
    let mut foreign = order("A-1");
    foreign["item"]["items"][0]["item"] = json!({"id": "458"});
    let answer = world.call("POST", "salesOrder", foreign).await;
    assert_eq!(refused(&answer), (400, "INVALID_KEY_OR_REF", "item.items[0].item"));

    let moved = json!({"subsidiary": {"id": "2"}});
    assert_eq!(world.call("PATCH", "customer/107", moved.clone()).await.status, 204, "it has nothing yet");
    world.call("PATCH", "customer/107", json!({"subsidiary": {"id": "1"}})).await;
    let fine = world.call("POST", "salesOrder", with("location", json!({"id": "11"}))).await;
    assert_eq!(fine.status, 204, "{}", fine.body);
    let stuck = world.call("PATCH", "customer/107", moved).await;
    assert_eq!(refused(&stuck), (400, "USER_ERROR", "subsidiary"));
}

#[tokio::test(start_paused = true)]
async fn an_order_is_sent_to_an_address_of_its_customers_book() {
    let world = World::new();
    let book = json!({"items": [{"label": "home", "addressBookAddress": {"addr1": "1 Main St"}}]});
    world.call("PATCH", "customer/107", json!({"addressBook": book})).await;
    let id = world.fake.records("customer")[0]["addressBook"]["items"][0]["id"].to_string();
    let unknown = world.call("POST", "salesOrder", with("shipAddressList", json!({"id": "1"}))).await;
    assert_eq!(refused(&unknown), (400, "INVALID_KEY_OR_REF", "shipAddressList"));
    let known = world.call("POST", "salesOrder", with("shipAddressList", json!({"id": id}))).await;
    assert_eq!(known.status, 204, "{}", known.body);
}
