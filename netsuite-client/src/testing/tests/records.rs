use serde_json::{Value, json};

use super::{Answer, RECORD, World, order};

fn refused(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.code(), answer.path())
}

#[tokio::test(start_paused = true)]
async fn a_created_order_is_shown_with_links_and_totals() {
    let world = World::new();
    let created = world.call("POST", "salesorder", order("A-1")).await;
    assert_eq!((created.status, created.raw.body().len()), (204, 0));
    let id = created.location_id();
    let shown = world.get(&format!("salesOrder/{id}?expandSubResources=true")).await;
    assert_eq!(shown.status, 200);
    let body = &shown.body;
    // 3 units for 10.00 in all, a discount of 1.50, shipping 4.99.
    assert_eq!((&body["total"], &body["subtotal"]), (&json!(13.49), &json!(8.5)));
    assert_eq!((&body["id"], &body["externalId"]), (&json!(id), &json!("A-1")));
    assert_eq!(body["entity"]["id"], "107");
    assert!(body["entity"]["links"][0]["href"].as_str().unwrap().ends_with("/customer/107"));
    assert_eq!(body["currency"]["refName"], "US Dollar");
    assert_eq!(body["status"], json!({"id": "B", "refName": "Pending Fulfillment"}));
    assert_eq!(body["toBeEmailed"], false);
    assert_eq!(body["tranId"], format!("SO{id}"));
    assert_eq!(body["createdDate"], "2026-11-23T12:00:00Z");
    assert_eq!((&body["item"]["totalResults"], &body["item"]["items"][1]["line"]), (&json!(2), &json!(2)));
    assert_eq!(body["item"]["items"][0]["custcol_amz_order_item_id"], "00112233445566");
}

#[tokio::test(start_paused = true)]
async fn sublists_and_addresses_are_links_until_expanded() {
    let world = World::new();
    let mut body = order("A-1");
    body["shippingAddress"] = json!({"addr1": "1 Main St", "country": {"id": "US"}});
    world.call("POST", "salesOrder", body).await;
    let short = world.get("salesOrder/eid:a-1").await.body;
    assert_eq!(short["item"].as_object().unwrap().len(), 1);
    assert_eq!(short["shippingAddress"].as_object().unwrap().len(), 1);
    let long = world.get("salesOrder/eid:A-1?expandSubResources=true").await.body;
    assert_eq!(long["shippingAddress"]["country"]["id"], "US");
    let few = world.get("salesOrder/eid:A-1?fields=tranId,total").await.body;
    assert_eq!(few.as_object().unwrap().keys().collect::<Vec<_>>(), ["links", "total", "tranId"]);
    let wrong = world.get("salesOrder/eid:A-1?fields=totl").await;
    assert_eq!(refused(&wrong), (400, "INVALID_PARAMETER", ""));
}

#[tokio::test(start_paused = true)]
async fn required_fields_are_asked_for() {
    let world = World::new();
    let line = json!({"items": [{"item": {"id": "456"}, "quantity": 1, "rate": 1}]});
    let cases = [
        ("customer", json!({"isPerson": true, "firstName": "Jane", "subsidiary": {"id": "1"}}), "Last Name"),
        ("customer", json!({"isPerson": false}), "Company Name, Primary Subsidiary"),
        ("salesOrder", json!({"item": line}), "Customer"),
        ("salesOrder", json!({"entity": {"id": "107"}}), "Items"),
        (
            "invoice",
            json!({"entity": {"id": "107"}, "item": {"items": [{"quantity": 1, "rate": 1}]}}),
            "Item",
        ),
        ("invoice", json!({"entity": {"id": "107"}, "item": {"items": [{"item": {"id": "456"}}]}}), "Amount"),
        (
            "inventoryItem",
            json!({"displayName": "Widget"}),
            "Item Name/Number, COGS Account, Asset Account, Subsidiary",
        ),
    ];
    for (kind, body, label) in cases {
        let answer = world.call("POST", kind, body).await;
        assert_eq!((answer.status, answer.code()), (400, "USER_ERROR"), "{label}");
        let expected = format!("Error while accessing a resource. Please enter value(s) for: {label}");
        assert_eq!(answer.detail(), expected);
    }
    let person = json!({"isPerson": true, "lastName": "Doe", "subsidiary": {"id": "1"}});
    assert_eq!(world.call("POST", "customer", person).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_property_is_an_error_or_silently_lost() {
    let world = World::new();
    let mut body = order("A-1");
    body["memmo"] = json!("lost");
    body["item"]["items"][1]["custcol_unknown"] = json!("lost");
    let strict = world.call("POST", "salesOrder", body.clone()).await;
    assert_eq!((strict.status, strict.code()), (400, "INVALID_CONTENT"));
    let mut paths: Vec<_> =
        strict.body["o:errorDetails"].as_array().unwrap().iter().map(|d| &d["o:errorPath"]).collect();
    paths.sort_by_key(|path| path.to_string());
    assert_eq!(paths, ["item.items[1].custcol_unknown", "memmo"]);

    let mut lenient = world.request("POST", &format!("{RECORD}salesOrder"), Some(body));
    lenient.headers_mut().remove("x-netsuite-propertynamevalidation");
    assert_eq!(world.send(lenient).await.status, 204);
    assert!(world.fake.records("salesOrder")[0].get("memmo").is_none());
}

#[tokio::test(start_paused = true)]
async fn references_must_lead_somewhere() {
    let world = World::new();
    let with = |pointer: &str, value: Value| {
        let mut body = order("A-1");
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => body[&pointer[1..]] = value,
        }
        body
    };
    let cases = [
        ("/entity", json!({"id": "108"}), "INVALID_KEY_OR_REF", "entity"),
        ("/entity", json!({"externalId": "nobody"}), "INVALID_KEY_OR_REF", "entity"),
        ("/entity", json!("107"), "INVALID_CONTENT", "entity"),
        ("/location", json!({"id": "10"}), "INVALID_KEY_OR_REF", "location"),
        ("/currency", json!({"id": "3"}), "INVALID_KEY_OR_REF", "currency"),
        ("/item/items/0/item", json!({"id": "1"}), "INVALID_KEY_OR_REF", "item.items[0].item"),
        ("/item/items/1/item", json!({"id": "457"}), "INVALID_KEY_OR_REF", "item.items[1].item"),
        ("/item/items/0/quantity", json!("3"), "INVALID_CONTENT", "item.items[0].quantity"),
        ("/orderStatus", json!({"id": "F"}), "INVALID_CONTENT", "orderStatus"),
        ("/tranDate", json!("11/20/2026"), "INVALID_CONTENT", "tranDate"),
        ("/item", json!([]), "INVALID_CONTENT", "item"),
    ];
    for (pointer, value, code, path) in cases {
        let answer = world.call("POST", "salesOrder", with(pointer, value.clone())).await;
        assert_eq!(refused(&answer), (400, code, path), "{pointer} {value}");
    }
    let by_name = with("/entity", json!({"externalId": "amz-generic"}));
    assert_eq!(world.call("POST", "salesOrder", by_name).await.status, 204);
    assert_eq!(world.fake.records("salesOrder")[0]["entity"], json!({"id": "107"}));
}

#[tokio::test(start_paused = true)]
async fn a_second_external_id_of_a_family_is_refused_whatever_its_case() {
    let world = World::new();
    world.call("POST", "salesOrder", order("A-1")).await;
    let mut invoice = order("a-1");
    invoice
        .as_object_mut()
        .unwrap()
        .retain(|name, _| name != "orderStatus" && name != "custbody_amz_order_id");
    invoice["item"]["items"][0].as_object_mut().unwrap().remove("custcol_amz_order_item_id");
    let again = world.call("POST", "invoice", invoice.clone()).await;
    assert_eq!((again.status, again.code()), (400, "USER_ERROR"));
    assert_eq!(again.detail(), "Error while accessing a resource. This record already exists.");
    let company = json!({"externalId": "AMZ-GENERIC", "companyName": "X", "subsidiary": {"id": "1"}});
    let again = world.call("POST", "customer", company).await;
    assert_eq!(again.detail(), "Error while accessing a resource. This entity already exists.");

    world.fake.refuse_duplicate_external_ids(false);
    world.call("POST", "salesOrder", order("A-1")).await;
    assert_eq!(world.fake.records("salesOrder").len(), 2);
    assert_eq!(world.fake.applied()["salesOrder/A-1"], 2);
    invoice["externalId"] = json!("I-1");
    invoice["location"] = json!({"id": "9"});
    assert_eq!(world.call("POST", "invoice", invoice).await.status, 204);
}

fn buyer() -> Value {
    json!({"isPerson": true, "lastName": "Doe", "subsidiary": {"id": "1"}, "addressBook": {"items": [
        {"label": "home", "addressBookAddress": {"addr1": "1 Main St", "country": {"id": "US"}}},
    ]}})
}

#[tokio::test(start_paused = true)]
async fn a_replayed_upsert_doubles_addresses_unless_it_replaces_them() {
    let world = World::new();
    let addresses =
        |world: &World| world.fake.records("customer")[1]["addressBook"]["items"].as_array().unwrap().len();
    let first = world.call("PUT", "customer/eid:B-1", buyer()).await;
    assert_eq!(first.status, 204);
    let second = world.call("PUT", "customer/eid:B-1", buyer()).await;
    assert_eq!((second.status, second.location_id()), (204, first.location_id()));
    assert_eq!(addresses(&world), 2);
    assert_eq!(world.call("PUT", "customer/eid:B-1?replace=addressBook", buyer()).await.status, 204);
    assert_eq!(addresses(&world), 1);
    assert_eq!(world.fake.applied()["customer/B-1"], 1, "an update is no create");
    assert_eq!(
        world.call("PUT", "customer/107", buyer()).await.status,
        400,
        "only external ids are upserted"
    );
}

#[tokio::test(start_paused = true)]
async fn a_patch_changes_the_line_it_names_and_adds_the_one_it_does_not() {
    let world = World::new();
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    let patch = json!({"memo": "new", "shippingCost": null, "item": {"items": [
        {"line": 1, "quantity": 2, "rate": 2.335},
        {"item": {"id": "456"}, "rate": 1, "quantity": 1},
    ]}});
    assert_eq!(world.call("PATCH", &format!("salesOrder/{id}"), patch).await.status, 204);
    let stored = &world.fake.records("salesOrder")[0];
    let amounts: Vec<_> =
        stored["item"]["items"].as_array().unwrap().iter().map(|line| &line["amount"]).collect();
    assert_eq!(amounts, [&json!(4.67), &json!(-1.5), &json!(1)]);
    assert_eq!((&stored["total"], &stored["memo"]), (&json!(4.17), &json!("new")));
    let unknown = json!({"item": {"items": [{"line": 9, "isClosed": true}]}});
    let answer = world.call("PATCH", &format!("salesOrder/{id}"), unknown).await;
    assert_eq!(refused(&answer), (400, "INVALID_KEY_OR_REF", "item.items[0].line"));
}

#[tokio::test(start_paused = true)]
async fn an_amount_has_no_more_decimals_than_its_currency() {
    let world = World::new();
    let buyers = json!({"id": "108", "companyName": "Amazon.co.jp buyers", "subsidiary": {"id": "1"},
        "currency": {"id": "2"}});
    world.fake.put_record("customer", buyers);
    let mut yen = order("A-1");
    yen["entity"] = json!({"id": "108"});
    yen["item"]["items"][0]["amount"] = json!(10.5);
    let answer = world.call("POST", "salesOrder", yen.clone()).await;
    let paths: Vec<_> =
        answer.body["o:errorDetails"].as_array().unwrap().iter().map(|d| d["o:errorPath"].clone()).collect();
    assert_eq!(paths, ["shippingCost", "item.items[0].amount", "item.items[1].amount"]);
    yen["shippingCost"] = json!(500);
    yen["item"] = json!({"items": [{"item": {"id": "456"}, "quantity": 3, "rate": 33.5}]});
    assert_eq!(world.call("POST", "salesOrder", yen).await.status, 204);
    assert_eq!(world.fake.records("salesOrder")[0]["total"], 601, "100.5 is rounded away from zero");
    let mut dollars = order("A-2");
    dollars["shippingCost"] = json!(4.995);
    assert_eq!(
        refused(&world.call("POST", "salesOrder", dollars).await),
        (400, "INVALID_CONTENT", "shippingCost")
    );
}

#[tokio::test(start_paused = true)]
async fn unknown_ids_and_wrong_types_are_told_apart() {
    let world = World::new();
    let id = world.call("POST", "salesOrder", order("A-1")).await.location_id();
    let missing = world.get("salesOrder/4711").await;
    assert_eq!((missing.status, missing.code()), (404, "NONEXISTENT_ID"));
    assert_eq!(world.get("salesOrder/eid:nothing").await.status, 404);
    let wrong = world.get(&format!("invoice/{id}")).await;
    assert_eq!((wrong.status, wrong.code()), (400, "USER_ERROR"));
    assert_eq!(wrong.detail(), "Error while accessing a resource. Transaction type specified is incorrect.");
    assert_eq!(world.get("salesOrder/eid:A%2F1").await.status, 400);
    let kind = world.get("file/1").await;
    assert_eq!((kind.status, kind.detail()), (404, "Record type 'file' does not exist."));
}

#[tokio::test(start_paused = true)]
async fn an_invoice_starts_unpaid_and_a_used_customer_cannot_be_deleted() {
    let world = World::new();
    let invoice = json!({"externalId": "I-1", "entity": {"id": "107"}, "location": {"id": "9"},
        "item": {"items": [{"item": {"externalId": "SKU-1"}, "quantity": 1, "rate": 19.99}]}});
    let id = world.call("POST", "invoice", invoice).await.location_id();
    let stored = &world.fake.records("invoice")[0];
    assert_eq!((&stored["foreignamountunpaid"], &stored["status"]["id"]), (&json!(19.99), &json!("A")));
    let kept = world.call("DELETE", "customer/107", Value::Null).await;
    assert_eq!((kept.status, kept.code()), (400, "USER_ERROR"));
    assert_eq!(world.call("DELETE", &format!("invoice/{id}"), Value::Null).await.status, 204);
    assert_eq!(world.call("DELETE", "customer/107", Value::Null).await.status, 204);
    assert_eq!(world.get("customer/107").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn malformed_requests_are_refused() {
    let world = World::new();
    let mut request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    *request.body_mut() = bytes::Bytes::from_static(b"{");
    let broken = world.send(request).await;
    assert_eq!((broken.status, broken.code()), (400, "INVALID_CONTENT"));
    let mut request = world.request("POST", &format!("{RECORD}salesOrder"), Some(order("A-1")));
    request.headers_mut().remove("content-type");
    assert_eq!(world.send(request).await.status, 415);
    let misspelt = world.call("PUT", "customer/eid:B-1?repalce=addressBook", buyer()).await;
    assert_eq!((misspelt.status, misspelt.code()), (400, "INVALID_PARAMETER"));
    assert_eq!(world.fake.writes(), 3);
    assert!(world.fake.applied().is_empty());
}

#[tokio::test(start_paused = true)]
async fn records_of_a_type_are_listed_by_page() {
    let world = World::new();
    let page = world.get("currency?limit=1&offset=1").await.body;
    assert_eq!(
        (&page["count"], &page["totalResults"], &page["hasMore"]),
        (&json!(1), &json!(2), &json!(false))
    );
    assert_eq!(page["items"][0]["id"], "2");
}
