use super::{validate, *};

const ORDERS: &str = "/fba/outbound/2020-07-01/fulfillmentOrders";
const FEATURES: &str = "/fba/outbound/2020-07-01/features";

async fn shop() -> World {
    let mut world = World::new().await;
    world.fake.stock_shelves(NORTH).unwrap();
    world.stay_signed_in().await;
    world
}

fn order(id: &str, units: i64) -> Value {
    json!({
        "marketplaceId": US,
        "sellerFulfillmentOrderId": id,
        "displayableOrderId": "SO-1",
        "displayableOrderDate": "2026-11-23T11:00:00Z",
        "displayableOrderComment": "Thank you",
        "shippingSpeedCategory": "Standard",
        "destinationAddress": {
            "name": "Somebody", "addressLine1": "1 Long Road", "city": "Reno", "stateOrRegion": "NV",
            "postalCode": "89506", "countryCode": "US",
        },
        "items": [{ "sellerSku": "SHELF-KETTLE", "sellerFulfillmentOrderItemId": "1", "quantity": units }],
    })
}

async fn place(world: &World, id: &str, units: i64) {
    let reply = world.call("POST", ORDERS, order(id, units)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

async fn status(world: &World, id: &str) -> String {
    let reply = world.get(&format!("{ORDERS}/{id}")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json["payload"]["fulfillmentOrder"]["fulfillmentOrderStatus"].as_str().unwrap().to_owned()
}

async fn cancel(world: &World, id: &str) -> Reply {
    world.call("PUT", &format!("{ORDERS}/{id}/cancel"), Value::Null).await
}

#[tokio::test(start_paused = true)]
async fn a_name_is_taken_once() {
    let world = shop().await;
    place(&world, "MCF-1", 1).await;
    let again = world.call("POST", ORDERS, order("MCF-1", 1)).await;
    assert_eq!(again.status, 400);
    assert!(again.details().contains("in use"), "{}", again.text);
    assert_eq!(world.fake.fulfillment_orders(NORTH).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_order_can_be_cancelled_until_it_is_picked() {
    let world = shop().await;
    place(&world, "EARLY", 2).await;
    place(&world, "LATE", 1).await;
    assert_eq!(cancel(&world, "EARLY").await.status, 200);
    assert_eq!(status(&world, "EARLY").await, "Cancelled");
    let early = &world.fake.fulfillment_orders(NORTH)["EARLY"];
    assert_eq!(early["fulfillmentOrderItems"][0]["cancelledQuantity"], 2);
    assert_eq!(cancel(&world, "EARLY").await.status, 400);
    tokio::time::sleep(Duration::from_secs(15 * 60)).await;
    assert_eq!(status(&world, "LATE").await, "Processing");
    let late = cancel(&world, "LATE").await;
    assert!(late.details().contains("Processing"), "{}", late.text);
    assert_eq!(cancel(&world, "NEVER").await.status, 404);
    world.fake.set_cancellation_time(NORTH, Duration::from_secs(60));
    place(&world, "SHORT", 1).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(cancel(&world, "SHORT").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_leaves_the_stock_and_completes_the_order() {
    let world = shop().await;
    let held = |world: &World| {
        world.fake.stock(NORTH, US, "SHELF-KETTLE").unwrap()["inventoryDetails"]["fulfillableQuantity"]
            .as_i64()
    };
    let before = held(&world).unwrap();
    place(&world, "MCF-1", 3).await;
    let package = |units: &'static [(&'static str, i64)], tracking: &'static str| FakePackage {
        units,
        carrier: "UPS",
        tracking,
    };
    let first = world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package(&[("1", 2)], "1Z1")).unwrap();
    assert_eq!(status(&world, "MCF-1").await, "Processing");
    assert_eq!(world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package(&[("1", 2)], "1Z2")), None);
    assert_eq!(world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package(&[("9", 1)], "1Z2")), None);
    world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package(&[("1", 1)], "1Z2")).unwrap();
    assert_eq!(status(&world, "MCF-1").await, "Complete");
    assert_eq!(held(&world), Some(before - 3));
    let tracked = world.get(&format!("/fba/outbound/2020-07-01/tracking?packageNumber={first}")).await;
    assert_eq!(tracked.json["payload"]["trackingNumber"], "1Z1");
    assert_eq!(world.get("/fba/outbound/2020-07-01/tracking?packageNumber=0").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_not_as_modelled_is_refused() {
    let world = shop().await;
    let with = |pointer: &str, value: Value| {
        let mut order = order("ODD", 1);
        *order.pointer_mut(pointer).unwrap() = value;
        order
    };
    let cases = [
        (with("/sellerFulfillmentOrderId", json!("x".repeat(41))), "sellerFulfillmentOrderId"),
        (with("/displayableOrderComment", Value::Null), "displayableOrderComment"),
        (with("/displayableOrderDate", json!("yesterday")), "displayableOrderDate"),
        (with("/shippingSpeedCategory", json!("Fast")), "shippingSpeedCategory"),
        (with("/shippingSpeedCategory", json!("ScheduledDelivery")), "window"),
        (with("/destinationAddress/city", Value::Null), "city"),
        (with("/destinationAddress/countryCode", json!("USA")), "countryCode"),
        (with("/items", json!([])), "items"),
        (with("/items/0/quantity", json!(0)), "quantity"),
        (with("/items/0/quantity", json!(251)), "quantity"),
        (with("/items/0/sellerSku", json!("NOWHERE")), "NOWHERE"),
        (with("/marketplaceId", json!(GERMANY)), "does not sell"),
    ];
    for (order, reason) in cases {
        let reply = world.call("POST", ORDERS, order).await;
        assert_eq!(reply.status, 400, "{reason}");
        assert!(reply.details().contains(reason), "{reason}: {}", reply.text);
    }
    let mut twice = order("ODD", 1);
    let line = twice["items"][0].clone();
    twice["items"].as_array_mut().unwrap().push(line);
    assert!(world.call("POST", ORDERS, twice).await.details().contains("comes twice"));
    assert!(world.fake.fulfillment_orders(NORTH).is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_in_stock_makes_an_order_invalid() {
    let world = shop().await;
    let held = world.fake.stock(NORTH, US, "SHELF-KETTLE").unwrap();
    let held = held["inventoryDetails"]["fulfillableQuantity"].as_i64().unwrap();
    place(&world, "TOO-MANY", held + 1).await;
    assert_eq!(status(&world, "TOO-MANY").await, "Invalid");
    assert_eq!(cancel(&world, "TOO-MANY").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn an_order_on_hold_waits_and_can_be_changed() {
    let world = shop().await;
    let mut held = order("HELD", 1);
    held["fulfillmentAction"] = json!("Hold");
    assert_eq!(world.call("POST", ORDERS, held.clone()).await.status, 200);
    held["sellerFulfillmentOrderId"] = json!("FORGOTTEN");
    assert_eq!(world.call("POST", ORDERS, held).await.status, 200);
    place(&world, "FREE", 1).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(status(&world, "HELD").await, "Received");
    let change = json!({ "fulfillmentAction": "Ship",
        "items": [{ "sellerFulfillmentOrderItemId": "1", "quantity": 2 }] });
    assert_eq!(world.call("PUT", &format!("{ORDERS}/HELD"), change.clone()).await.status, 200);
    assert_eq!(status(&world, "HELD").await, "Received");
    assert_eq!(world.call("PUT", &format!("{ORDERS}/HELD"), change.clone()).await.status, 400);
    assert_eq!(world.call("PUT", &format!("{ORDERS}/FREE"), change).await.status, 400);
    tokio::time::sleep(Duration::from_secs(15 * 60)).await;
    assert_eq!(status(&world, "HELD").await, "Processing");
    assert_eq!(world.fake.fulfillment_orders(NORTH)["HELD"]["fulfillmentOrderItems"][0]["quantity"], 2);
    tokio::time::sleep(Duration::from_secs(14 * 24 * 3600)).await;
    assert_eq!(status(&world, "FORGOTTEN").await, "Cancelled");
}

#[tokio::test(start_paused = true)]
async fn orders_are_listed_by_when_their_status_changed() {
    let world = shop().await;
    place(&world, "A", 1).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    place(&world, "B", 1).await;
    let ids = async |query: &str| {
        let reply = world.get(&format!("{ORDERS}{query}")).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let all = reply.json["payload"]["fulfillmentOrders"].as_array().unwrap();
        all.iter().map(|one| one["sellerFulfillmentOrderId"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, ["A", "B"]);
    assert_eq!(ids("?queryStartDate=2026-11-23T12:30:00Z").await, ["B"]);
    cancel(&world, "B").await;
    world.fake.set_fulfillment_order_status(NORTH, "A", "Unfulfillable");
    assert_eq!(ids("?queryStartDate=2026-11-23T12:30:00Z").await, ["A", "B"]);
}

#[tokio::test(start_paused = true)]
async fn a_unit_comes_back_once_and_only_after_it_left() {
    let world = shop().await;
    place(&world, "MCF-1", 1).await;
    let back = async |unit: &str, line: &str| {
        let body = json!({ "items": [{ "sellerReturnItemId": unit, "sellerFulfillmentOrderItemId": line,
            "amazonShipmentId": "D1", "returnReasonCode": "CR-DEFECTIVE" }] });
        let reply = world.call("PUT", &format!("{ORDERS}/MCF-1/return"), body).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let invalid = &reply.json["payload"]["invalidReturnItems"][0]["invalidItemReason"];
        invalid["invalidItemReasonCode"].as_str().unwrap_or("taken").to_owned()
    };
    assert_eq!(back("R1", "1").await, "NoCompletedShipItems");
    let package = FakePackage { units: &[("1", 1)], carrier: "UPS", tracking: "1Z1" };
    world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package).unwrap();
    assert_eq!(back("R1", "9").await, "InvalidValues");
    assert_eq!(back("R1", "1").await, "taken");
    assert_eq!(back("R1", "1").await, "DuplicateRequest");
    assert_eq!(back("R2", "1").await, "NoReturnableQuantity");
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = shop().await;
    place(&world, "MCF-1", 1).await;
    place(&world, "MCF-2", 1).await;
    let mut held = order("HELD", 1);
    held["fulfillmentAction"] = json!("Hold");
    world.call("POST", ORDERS, held).await;
    world.call("PUT", &format!("{ORDERS}/HELD"), json!({ "displayableOrderComment": "Soon" })).await;
    cancel(&world, "MCF-2").await;
    world
        .call("PUT", &format!("{ORDERS}/MCF-2/status"), json!({ "fulfillmentOrderStatus": "Invalid" }))
        .await;
    let package = FakePackage { units: &[("1", 1)], carrier: "UPS", tracking: "1Z1" };
    let number = world.fake.ship_fulfillment_order(NORTH, "MCF-1", &package).unwrap();
    let back = json!({ "items": [{ "sellerReturnItemId": "R1", "sellerFulfillmentOrderItemId": "1",
        "amazonShipmentId": "D1", "returnReasonCode": "CR-DEFECTIVE", "returnComment": "Broken" }] });
    world.call("PUT", &format!("{ORDERS}/MCF-1/return"), back).await;
    let address = order("X", 1)["destinationAddress"].clone();
    let items = order("X", 1)["items"].clone();
    world.call("POST", &format!("{ORDERS}/preview"), json!({ "address": address, "items": items })).await;
    let offer = json!({
        "product": { "productIdentifier": { "merchantSku": "SHELF-MUG" } },
        "terms": { "origin": { "countryCode": "US" }, "destination": { "ipAddress": "192.0.2.1" } },
    });
    world.call("POST", "/fba/outbound/2020-07-01/deliveryOffers", offer).await;
    for path in [
        ORDERS.to_owned(),
        format!("{ORDERS}/MCF-1"),
        format!("/fba/outbound/2020-07-01/tracking?packageNumber={number}"),
        format!(
            "/fba/outbound/2020-07-01/returnReasonCodes?sellerSku=SHELF-MUG&marketplaceId={US}&language=de"
        ),
        format!("{FEATURES}?marketplaceId={US}"),
        format!("{FEATURES}/inventory/BLANK_BOX?marketplaceId={US}"),
        format!("{FEATURES}/inventory/BLANK_BOX/SHELF-MUG?marketplaceId={US}"),
    ] {
        let reply = world.get(&path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    }
    assert_eq!(world.get(&format!("{ORDERS}/NEVER")).await.status, 404);
    assert_eq!(world.get(&format!("{FEATURES}/inventory/WINGS?marketplaceId={US}")).await.status, 400);
    validate::every_answer_is_modelled(&world, "fulfillmentOutbound_2020-07-01");
}
