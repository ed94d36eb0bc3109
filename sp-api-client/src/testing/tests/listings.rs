//! Listings: submitted, patched, shown, searched and deleted.

use super::*;

fn item(sku: &str) -> String {
    let sku: String = sku.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/listings/2021-08-01/items/{NORTH}/{sku}?marketplaceIds={US}")
}

fn price(amount: f64) -> Value {
    json!([{ "schedule": [{ "value_with_tax": amount }] }])
}

fn offer(amount: f64) -> Value {
    json!([{ "marketplace_id": US, "currency": "USD", "our_price": price(amount) }])
}

fn stock(quantity: i64) -> Value {
    json!([{ "fulfillment_channel_code": "DEFAULT", "quantity": quantity }])
}

fn cup() -> Value {
    json!({
        "item_name": [{ "value": "Cup", "language_tag": "en_US", "marketplace_id": US }],
        "condition_type": [{ "value": "new_new", "marketplace_id": US }],
        "purchasable_offer": offer(9.99),
        "fulfillment_availability": stock(3),
    })
}

fn put(attributes: Value) -> Value {
    json!({ "productType": "CUP", "requirements": "LISTING", "attributes": attributes })
}

fn patch(op: &str, attribute: &str, value: Value) -> Value {
    let path = format!("/attributes/{attribute}");
    json!({ "productType": "PRODUCT", "patches": [{ "op": op, "path": path, "value": value }] })
}

impl World {
    async fn submitted(&self, method: &str, sku: &str, body: Value) -> Value {
        let reply = self.call(method, &item(sku), body).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json
    }

    async fn accepted(&self, method: &str, sku: &str, body: Value) {
        let submission = self.submitted(method, sku, body).await;
        assert_eq!((&submission["status"], &submission["issues"]), (&json!("ACCEPTED"), &json!([])));
    }

    /// The codes of the issues for which a submission is invalid.
    async fn invalid(&self, method: &str, sku: &str, body: Value) -> Vec<String> {
        let submission = self.submitted(method, sku, body.clone()).await;
        assert_eq!(submission["status"], "INVALID", "{body}");
        let issues = submission["issues"].as_array().unwrap();
        issues.iter().map(|issue| issue["code"].as_str().unwrap().to_owned()).collect()
    }

    fn attribute(&self, sku: &str, name: &str) -> Value {
        self.fake.listing(NORTH, US, sku).unwrap()["attributes"][name].clone()
    }

    async fn find(&self, query: &str) -> Reply {
        self.get(&format!("/listings/2021-08-01/items/{NORTH}?marketplaceIds={US}&{query}")).await
    }

    async fn found(&self, query: &str) -> Vec<String> {
        let reply = self.find(query).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
        let items = reply.json["items"].as_array().unwrap();
        items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_listing_is_put_shown_and_deleted() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    let path = format!(
        "{}&includedData=summaries,offers,fulfillmentAvailability,attributes,issues,productTypes",
        item("A")
    );
    let shown = world.get(&path).await.json;
    assert_eq!(shown["summaries"][0]["status"], json!(["BUYABLE", "DISCOVERABLE"]));
    assert_eq!(shown["summaries"][0]["itemName"], "Cup");
    assert_eq!(shown["offers"][0]["price"], json!({ "currencyCode": "USD", "amount": "9.99" }));
    assert_eq!(
        shown["fulfillmentAvailability"],
        json!([{ "fulfillmentChannelCode": "DEFAULT", "quantity": 3 }])
    );
    assert_eq!(shown["attributes"], cup());
    assert_eq!(shown["issues"], json!([]));
    let plain = world.get(&item("A")).await.json;
    assert!(plain.get("summaries").is_some() && plain.get("attributes").is_none());
    world.accepted("DELETE", "A", Value::Null).await;
    assert_eq!(world.get(&item("A")).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_put_replaces_everything_and_a_preview_nothing() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    let name_only = json!({ "item_name": [{ "value": "Mug" }] });
    let preview = format!("{}&mode=VALIDATION_PREVIEW&includedData=issues,identifiers", item("A"));
    let valid = world.call("PUT", &preview, put(name_only.clone())).await.json;
    assert_eq!(valid["status"], "VALID");
    assert_eq!(valid["identifiers"][0]["marketplaceId"], US);
    assert_eq!(world.attribute("A", "item_name")[0]["value"], "Cup");
    let invalid =
        world.call("PATCH", &preview, patch("merge", "fulfillment_availability", stock(-1))).await.json;
    assert_eq!(invalid["status"], "INVALID");
    world.accepted("PUT", "A", put(name_only.clone())).await;
    assert_eq!(world.fake.listing(NORTH, US, "A").unwrap()["attributes"], name_only);
}

#[tokio::test(start_paused = true)]
async fn merge_keeps_what_it_does_not_name_and_replace_does_not() {
    let world = World::new().await;
    let with_lead_time = json!([{
        "fulfillment_channel_code": "DEFAULT", "quantity": 1, "lead_time_to_ship_max_days": 5,
    }]);
    for sku in ["merged", "replaced"] {
        world.fake.put_listing(NORTH, US, sku, "CUP", json!({ "fulfillment_availability": with_lead_time }));
    }
    world.accepted("PATCH", "merged", patch("merge", "fulfillment_availability", stock(7))).await;
    world.accepted("PATCH", "replaced", patch("replace", "fulfillment_availability", stock(7))).await;
    let merged = world.attribute("merged", "fulfillment_availability");
    assert_eq!((&merged[0]["quantity"], &merged[0]["lead_time_to_ship_max_days"]), (&json!(7), &json!(5)));
    assert_eq!(world.attribute("replaced", "fulfillment_availability"), stock(7));
}

#[tokio::test(start_paused = true)]
async fn a_patch_means_the_instance_of_its_selectors() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    let business = json!([{
        "marketplace_id": US, "currency": "USD", "audience": "B2B", "our_price": price(8.5),
    }]);
    world.accepted("PATCH", "A", patch("add", "purchasable_offer", business.clone())).await;
    world.accepted("PATCH", "A", patch("merge", "purchasable_offer", offer(11.0))).await;
    let offers = world.attribute("A", "purchasable_offer");
    assert_eq!(offers, json!([offer(11.0)[0], business[0]]));
    // Moving to Amazon's warehouses leaves the merchant's stock, until that is deleted.
    let fba = json!([{ "fulfillment_channel_code": "AMAZON_NA" }]);
    world.accepted("PATCH", "A", patch("replace", "fulfillment_availability", fba.clone())).await;
    assert_eq!(world.attribute("A", "fulfillment_availability").as_array().unwrap().len(), 2);
    let merchant = json!([{ "fulfillment_channel_code": "DEFAULT" }]);
    world.accepted("PATCH", "A", patch("delete", "fulfillment_availability", merchant)).await;
    assert_eq!(world.attribute("A", "fulfillment_availability"), fba);
    let everyone = json!([{ "marketplace_id": US, "audience": "ALL" }]);
    world.accepted("PATCH", "A", patch("delete", "purchasable_offer", everyone)).await;
    assert_eq!(world.attribute("A", "purchasable_offer"), business);
    world
        .accepted("PATCH", "A", patch("delete", "purchasable_offer", json!([{ "marketplace_id": US }])))
        .await;
    assert_eq!(world.attribute("A", "purchasable_offer"), Value::Null);
}

#[tokio::test(start_paused = true)]
async fn a_patch_with_the_generic_type_leaves_the_type() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    world.accepted("PATCH", "A", patch("merge", "fulfillment_availability", stock(1))).await;
    assert_eq!(world.fake.listing(NORTH, US, "A").unwrap()["productType"], "CUP");
}

#[tokio::test(start_paused = true)]
async fn wrong_values_are_told_with_their_codes_and_not_stored() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    let flat_price =
        json!([{ "marketplace_id": US, "currency": "USD", "our_price": [{ "value_with_tax": 1 }] }]);
    let dated =
        json!([{ "our_price": [{ "schedule": [{ "value_with_tax": 1, "start_date": "2026-01-01" }] }] }]);
    let endless_sale = json!([{ "our_price": price(9.0), "discounted_price": price(8.0) }]);
    let cases = [
        ("fulfillment_availability", stock(-1), "99016"),
        (
            "fulfillment_availability",
            json!([{ "fulfillment_channel_code": "DEFAULT", "quantity": 1.5 }]),
            "99016",
        ),
        ("fulfillment_availability", json!([{ "quantity": 1 }]), "4000001"),
        ("fulfillment_availability", json!([{}]), "99022"),
        ("fulfillment_availability", json!([]), "99022"),
        ("purchasable_offer", flat_price, "4000001"),
        ("purchasable_offer", dated, "4000000"),
        ("purchasable_offer", endless_sale, "90220"),
        ("purchasable_offer", offer(0.0), "99016"),
        ("item_name", json!([{ "value": "Tasse", "marketplace_id": GERMANY }]), "4000001"),
        ("item_name", json!(["Cup"]), "4000001"),
    ];
    for (attribute, value, code) in cases {
        let codes = world.invalid("PATCH", "A", patch("replace", attribute, value.clone())).await;
        assert_eq!(codes, [code], "{attribute} {value}");
    }
    assert_eq!(world.fake.listing(NORTH, US, "A").unwrap()["attributes"], cup());
    assert_eq!(world.invalid("PATCH", "unknown", patch("merge", "item_name", stock(1))).await, ["4000003"]);
    assert_eq!(world.invalid("PUT", "B", put(json!({ "brand": [{ "value": "x" }] }))).await, ["90220"]);
    let offer_only = json!({ "productType": "PRODUCT", "requirements": "LISTING_OFFER_ONLY", "attributes": { "fulfillment_availability": stock(1) } });
    assert_eq!(world.invalid("PUT", "B", offer_only).await, ["90220", "90220"]);
    assert_eq!(world.fake.listing(NORTH, US, "B"), None);
}

#[tokio::test(start_paused = true)]
async fn calls_out_of_shape_are_refused() {
    let world = World::new().await;
    let good = patch("merge", "fulfillment_availability", stock(1));
    let without = |name: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    for body in [
        without("productType"),
        without("patches"),
        json!({ "productType": "PRODUCT", "patches": [] }),
        patch("upsert", "fulfillment_availability", stock(1)),
        patch("merge", "fulfillment_availability/0/quantity", stock(1)),
    ] {
        assert_eq!(world.call("PATCH", &item("A"), body.clone()).await.status, 400, "{body}");
    }
    for path in [
        format!("/listings/2021-08-01/items/{NORTH}/A"),
        format!("/listings/2021-08-01/items/{NORTH}/A?marketplaceIds={US},{CANADA}"),
        format!("/listings/2021-08-01/items/{NORTH}/A?marketplaceIds={GERMANY}"),
        format!("{}&mode=PREVIEW", item("A")),
    ] {
        assert_eq!(world.call("PATCH", &path, good.clone()).await.status, 400, "{path}");
    }
    let other = world.get(&item("A").replace(NORTH, EUROPE)).await;
    assert_eq!((other.status, other.code()), (400, "BAD_REQUEST"));
}

#[tokio::test(start_paused = true)]
async fn a_sku_may_hold_any_sign() {
    let world = World::new().await;
    let odd = ["a/b", "a b", "a&b", "a+b", "a%b", "a#b", "a?b", "ä語", "a%2Fb", "a=b;c"];
    for sku in odd {
        world.accepted("PUT", sku, put(cup())).await;
        let shown = world.get(&item(sku)).await.json;
        assert_eq!(shown["sku"], sku);
        assert!(world.fake.listing(NORTH, US, sku).is_some(), "{sku}");
    }
    let encoded: String = url::form_urlencoded::byte_serialize("a%2Fb".as_bytes()).collect();
    assert_eq!(world.found(&format!("identifiersType=SKU&identifiers={encoded}")).await, ["a%2Fb"]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_sees_what_was_submitted_a_while_ago() {
    let world = World::new().await;
    world.fake.set_listing_delay(Duration::from_secs(900));
    world.accepted("PUT", "A", put(cup())).await;
    assert_eq!(world.get(&item("A")).await.status, 404);
    tokio::time::advance(Duration::from_secs(600)).await;
    // The second submission builds on the first, although nobody can see that yet.
    world.accepted("PATCH", "A", patch("merge", "fulfillment_availability", stock(8))).await;
    tokio::time::advance(Duration::from_secs(300)).await;
    let path = format!("{}&includedData=fulfillmentAvailability", item("A"));
    let quantity = async || world.get(&path).await.json["fulfillmentAvailability"][0]["quantity"].clone();
    assert_eq!(quantity().await, 3);
    tokio::time::advance(Duration::from_secs(600)).await;
    assert_eq!(quantity().await, 8);
}

#[tokio::test(start_paused = true)]
async fn a_price_outside_its_own_bounds_suppresses_the_offer() {
    let world = World::new().await;
    world.accepted("PUT", "A", put(cup())).await;
    let bounds = json!([{ "minimum_seller_allowed_price": price(20.0) }]);
    world.accepted("PATCH", "A", patch("merge", "purchasable_offer", bounds)).await;
    let shown = world.get(&format!("{}&includedData=summaries,issues", item("A"))).await.json;
    assert_eq!(shown["summaries"][0]["status"], json!(["DISCOVERABLE"]));
    assert_eq!(shown["issues"][0]["categories"], json!(["INVALID_PRICE"]));
    assert_eq!(world.found("withIssueSeverity=ERROR").await, ["A"]);
}

#[tokio::test(start_paused = true)]
async fn a_search_filters_sorts_and_pages() {
    let world = World::new().await;
    for number in 0..25 {
        let mut attributes = cup();
        if number % 5 == 0 {
            attributes["fulfillment_availability"] = stock(0);
        }
        if number == 7 {
            let relation = json!([{ "child_relationship_type": "variation", "parent_sku": "P" }]);
            attributes["child_parent_sku_relationship"] = relation;
        }
        world.accepted("PUT", &format!("S{number:02}"), put(attributes)).await;
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(world.found("").await[..2], ["S24", "S23"], "newest first, ten at a time");
    assert_eq!(world.found("pageSize=2&sortBy=sku&sortOrder=ASC").await, ["S00", "S01"]);
    assert_eq!(
        world.found("pageSize=20&withoutStatus=BUYABLE&sortBy=sku&sortOrder=ASC").await,
        ["S00", "S05", "S10", "S15", "S20"]
    );
    assert_eq!(world.found("withStatus=BUYABLE&pageSize=20").await.len(), 20);
    assert_eq!(world.found("variationParentSku=P").await, ["S07"]);
    assert_eq!(world.found("identifiersType=SKU&identifiers=S03,S04,S99").await, ["S04", "S03"]);
    assert_eq!(world.found("createdAfter=2026-11-23T12:00:23Z").await, ["S24", "S23"]);
    let query = "pageSize=10&sortBy=sku&sortOrder=ASC";
    let mut seen = Vec::new();
    let mut reply = world.find(query).await.json;
    loop {
        assert_eq!(reply["numberOfResults"], 25);
        let items = reply["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()));
        let Some(token) = reply["pagination"]["nextToken"].as_str() else { break };
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        assert_eq!(world.find(&format!("pageSize=5&pageToken={token}")).await.status, 400);
        reply = world.find(&format!("{query}&pageToken={token}")).await.json;
    }
    assert_eq!(seen, (0..25).map(|number| format!("S{number:02}")).collect::<Vec<_>>());
    assert!(reply["pagination"]["previousToken"].is_string());
    for query in [
        "identifiers=A",
        "identifiersType=SKU",
        "identifiersType=SKU&identifiers=A&variationParentSku=P",
        "pageSize=21",
        "withStatus=ON",
        "sortBy=price",
        "pageToken=made-up",
    ] {
        assert_eq!(world.find(query).await.status, 400, "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_search_reaches_a_thousand_listings() {
    let world = World::new().await;
    for number in 0..1_005 {
        world.fake.put_listing(NORTH, US, &format!("S{number:04}"), "CUP", cup());
    }
    let (mut seen, mut query) = (0, "pageSize=20".to_owned());
    loop {
        let reply = world.find(&query).await.json;
        assert_eq!(reply["numberOfResults"], 1_005);
        seen += reply["items"].as_array().unwrap().len();
        let Some(token) = reply["pagination"]["nextToken"].as_str() else { break };
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        query = format!("pageSize=20&pageToken={token}");
    }
    assert_eq!(seen, 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_listing_of_two_marketplaces_is_shown_as_one() {
    let world = World::new().await;
    world.fake.put_listing(NORTH, US, "A", "CUP", cup());
    world.fake.put_listing(NORTH, CANADA, "A", "CUP", json!({ "fulfillment_availability": stock(3) }));
    let path = format!(
        "/listings/2021-08-01/items/{NORTH}/A?marketplaceIds={US},{CANADA}&includedData=summaries,fulfillmentAvailability,attributes"
    );
    let shown = world.get(&path).await.json;
    assert_eq!(shown["summaries"].as_array().unwrap().len(), 2);
    assert_eq!(shown["fulfillmentAvailability"].as_array().unwrap().len(), 1);
    assert_eq!(shown["attributes"], cup());
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = World::new().await;
    let mut attributes = cup();
    attributes["main_product_image_locator"] = json!([{ "media_location": "https://example.com/cup.png" }]);
    attributes["child_parent_sku_relationship"] = json!([{ "parent_sku": "P" }]);
    attributes["variation_theme"] = json!([{ "name": "SIZE/COLOR" }]);
    attributes["purchasable_offer"][0]["maximum_seller_allowed_price"] = price(1.0);
    world.accepted("PUT", "A", put(attributes)).await;
    world.accepted("PUT", "B", put(cup())).await;
    let fba = json!([{ "fulfillment_channel_code": "AMAZON_NA" }]);
    world.accepted("PATCH", "B", patch("add", "fulfillment_availability", fba)).await;
    world.invalid("PATCH", "A", patch("merge", "fulfillment_availability", stock(-1))).await;
    let preview = format!("{}&mode=VALIDATION_PREVIEW&includedData=issues,identifiers", item("A"));
    world.call("PUT", &preview, put(cup())).await;
    let all = "includedData=summaries,attributes,issues,offers,fulfillmentAvailability,procurement,relationships,productTypes";
    world.find(&format!("{all}&pageSize=1")).await;
    for sku in ["A", "B", "none"] {
        world.get(&format!("{}&{all}", item(sku))).await;
    }
    world.call("PATCH", &item("A"), json!({})).await;
    world.get(&item("A").replace(NORTH, EUROPE)).await;
    world.accepted("DELETE", "A", Value::Null).await;
    validate::every_answer_is_modelled(&world, "listingsItems_2021-08-01");
}
