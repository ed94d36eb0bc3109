//! Lists with conditions, parts of records, choices, attachments, custom records.

use serde_json::{Value, json};

use super::{RECORD, World, order};

async fn found(world: &World, kind: &str, q: &str) -> Vec<String> {
    let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
    let page = world.get(&format!("{kind}?q={}", q.replace('+', "%20"))).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let ids = page.body["items"].as_array().unwrap().iter();
    ids.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn conditions_are_read_as_documented() {
    let world = World::new();
    let buyer = |id: &str, name: &str, email: &str| json!({"id": id, "companyName": name, "email": email, "subsidiary": {"id": "1"}, "currency": {"id": "2"}});
    world.fake.put_record("customer", buyer("201", "Müller & \"Söhne\"", "a+b@example.com"));
    world.fake.put_record("customer", buyer("202", "Miller", "c@example.com"));
    let cases: [(&str, &[&str]); 9] = [
        ("email IS \"A+B@example.com\"", &["201"]),
        ("companyName CONTAIN \"Müller & \\\"S\"", &["201"]),
        ("companyName START_WITH M AND email ENDWITH \"example.com\"", &["201", "202"]),
        ("email EMPTY", &["107"]),
        ("email EMPTY_NOT AND currency ANY_OF [1, 2]", &["201", "202"]),
        ("id EQUAL 107 OR id GREATER 200 AND email START_WITH c", &["107", "202"]),
        ("(id EQUAL 107 OR id GREATER 200) AND email START_WITH c", &["202"]),
        ("id BETWEEN [200, 201]", &["201"]),
        ("dateCreated ON_OR_AFTER \"11/23/2026\" AND isInactive IS false AND id LESS 200", &["107"]),
    ];
    for (q, ids) in cases {
        assert_eq!(found(&world, "customer", q).await, ids, "{q}");
    }
    for q in ["nope%20IS%20x", "email%20GREATER%203", "email%20IS", "email%20IS%20%22x", "(email%20EMPTY"] {
        let answer = world.get(&format!("customer?q={q}")).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_PARAMETER"), "{q}");
    }
}

#[tokio::test(start_paused = true)]
async fn pages_have_rules_and_links() {
    let world = World::new();
    for (page, status) in
        [("limit=2&offset=1", 400), ("limit=1001", 400), ("limit=0", 400), ("limit=1&offset=1", 200)]
    {
        assert_eq!(world.get(&format!("currency?{page}")).await.status, status, "{page}");
    }
    let page = world.get("currency?limit=1").await.body;
    let rels: Vec<_> = page["links"].as_array().unwrap().iter().map(|link| link["rel"].clone()).collect();
    assert_eq!(rels, ["next", "self", "last"]);
    assert!(page["links"][0]["href"].as_str().unwrap().ends_with("/currency?limit=1&offset=1"));
}

#[tokio::test(start_paused = true)]
async fn lines_and_addresses_have_addresses_of_their_own() {
    let world = World::new();
    let mut body = order("A-1");
    body["shippingAddress"] = json!({"addr1": "1 Main St", "country": {"id": "US"}});
    let id = world.call("POST", "salesOrder", body).await.location_id();
    let path = format!("salesOrder/{id}");
    assert_eq!(world.get(&format!("{path}/item")).await.body["totalResults"], 2);
    assert_eq!(world.get(&format!("{path}/item/1")).await.body["quantity"], 3);
    assert_eq!(world.get(&format!("{path}/shippingAddress")).await.body["addr1"], "1 Main St");
    assert_eq!(world.get(&format!("{path}/entity")).await.body["companyName"], "Amazon buyers");
    assert_eq!(world.get(&format!("{path}/item/9")).await.status, 404);
    let changed = world.call("PATCH", &format!("{path}/item/1"), json!({"quantity": 1, "rate": 4})).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    let added = json!({"item": {"id": "456"}, "quantity": 1, "rate": 2});
    let added = world.call("POST", &format!("{path}/item"), added).await;
    assert!(added.header("location").ends_with(&format!("/salesorder/{id}/item/3")));
    let amounts: Vec<_> = world.fake.records("salesOrder")[0]["item"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["amount"].clone())
        .collect();
    assert_eq!(amounts, [json!(4), json!(-1.5), json!(2)]);
    assert_eq!(world.call("DELETE", &format!("{path}/item/1"), Value::Null).await.status, 405);
}

#[tokio::test(start_paused = true)]
async fn a_form_offers_its_choices() {
    let world = World::new();
    let accept = |kind: &str| format!("application/vnd.oracle.resource+json; type={kind}").parse().unwrap();
    let path = format!("{RECORD}customer?fields=currency");
    let mut request = world.request("POST", &path, Some(json!({})));
    request.headers_mut().insert("accept", accept("select-options"));
    let answer = world.send(request).await;
    let options = &answer.body["currency"]["_selectOptions"];
    assert_eq!((&options["count"], &options["items"][0]["refName"]), (&json!(2), &json!("US Dollar")));
    let mut request =
        world.request("POST", &format!("{RECORD}customer"), Some(json!({"companyName": "New"})));
    request.headers_mut().insert("accept", accept("create-form"));
    let form = world.send(request).await;
    assert_eq!((form.status, &form.body["companyName"]), (200, &json!("New")));
    assert_eq!(world.fake.records("customer").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_contacts_and_files_are_attached() {
    let world = World::new();
    assert_eq!(
        world.call("POST", "customer/107/!attach/contact/9", json!({"role": {"id": "-10"}})).await.status,
        204
    );
    assert_eq!(world.fake.attachments("customer", "107"), [("contact".to_owned(), "9".to_owned())]);
    assert_eq!(world.call("POST", "customer/107/!detach/contact/9", Value::Null).await.status, 204);
    assert_eq!(world.call("POST", "customer/107/!detach/contact/9", Value::Null).await.status, 404);
    assert_eq!(world.call("POST", "customer/107/!attach/item/456", Value::Null).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_custom_record_has_its_own_pool_of_external_ids() {
    let world = World::new();
    let path = "customrecord_amz_map/eid:A-1";
    assert_eq!(world.get(path).await.status, 404);
    world.fake.declare_custom_record("customrecord_amz_map");
    world.fake.declare_custom_field("customrecord_amz_map", "custrecord_amz_asin");
    world.call("POST", "salesOrder", order("A-1")).await;
    let made = world.call("PUT", path, json!({"name": "A", "custrecord_amz_asin": "B01"})).await;
    assert_eq!(made.status, 204, "{}", made.body);
    assert_eq!(world.get(path).await.body["custrecord_amz_asin"], "B01");
    let misspelt = world.call("PUT", path, json!({"custrecord_amz_asn": "B01"})).await;
    assert_eq!((misspelt.status, misspelt.code()), (400, "INVALID_CONTENT"));
}
