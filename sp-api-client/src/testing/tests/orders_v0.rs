use super::{super::lwa::Restricted, validate, *};

const OPEN: &str = "111-0000001-0000001";
const PICKUP: &str = "111-0000002-0000002";
const REGULATED: &str = "111-0000003-0000003";
const ITEM: &str = "00000000000001";
const ORDERS: &str = "/orders/v0/orders";

async fn shop() -> World {
    let world = World::new().await;
    world.fake.stock_shelves(NORTH).unwrap();
    world
}

fn package(reference: Value, quantity: i64) -> Value {
    json!({
        "marketplaceId": US,
        "packageDetail": {
            "packageReferenceId": reference,
            "carrierCode": "UPS",
            "shippingMethod": "Ground",
            "trackingNumber": "1Z999",
            "shipDate": "2026-11-23T11:00:00Z",
            "orderItems": [{ "orderItemId": ITEM, "quantity": quantity }],
        },
    })
}

async fn confirm(world: &World, order: &str, body: Value) -> Reply {
    world.call("POST", &format!("{ORDERS}/{order}/shipmentConfirmation"), body).await
}

async fn confirmed(world: &World, body: Value) {
    let reply = confirm(world, OPEN, body).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
}

async fn refused(world: &World, order: &str, body: Value) -> String {
    let reply = confirm(world, order, body).await;
    assert_eq!(reply.status, 400, "{}", reply.text);
    reply.details().to_owned()
}

async fn as_new(world: &World, order: &str) -> Value {
    let path = format!("{SEARCH}/{order}?includedData=PACKAGES,FULFILLMENT");
    world.get(&path).await.json["order"].clone()
}

/// A token that opens the old reads, and these personal data in them.
fn restricted_token(world: &World, elements: &[&str]) -> String {
    let paths = ["", "/{orderId}", "/{orderId}/buyerInfo", "/{orderId}/address", "/{orderId}/orderItems"];
    let more = ["/{orderId}/orderItems/buyerInfo", "/{orderId}/regulatedInfo"];
    let resource = |path: &&str| Restricted {
        method: "GET".to_owned(),
        path: format!("{ORDERS}{path}"),
        elements: elements.iter().map(|one| (*one).to_owned()).collect(),
    };
    let resources = paths.iter().chain(&more).map(resource).collect();
    let grants = Grants::Restricted { seller_id: NORTH.to_owned(), resources };
    let token = format!("Atz.sprdt|{}", elements.join(""));
    let now = world.fake.clock.now();
    world.fake.lock().amazon.tokens.insert(token.clone(), grants, now, Duration::from_secs(3600));
    token
}

// Confirming shipments.

#[tokio::test(start_paused = true)]
async fn packages_ship_an_order_in_part_and_then_whole() {
    let world = shop().await;
    confirmed(&world, package(json!("1"), 1)).await;
    let order = as_new(&world, OPEN).await;
    assert_eq!(order["fulfillment"]["fulfillmentStatus"], "PARTIALLY_SHIPPED");
    assert_eq!(order["packages"][0]["trackingNumber"], "1Z999");
    assert_eq!(order["packages"][0]["packageItems"], json!([{ "orderItemId": ITEM, "quantity": 1 }]));
    assert_eq!(order["lastUpdatedTime"], "2026-11-23T12:00:00.000Z");
    confirmed(&world, package(json!("2"), 1)).await;
    let order = as_new(&world, OPEN).await;
    assert_eq!(order["fulfillment"]["fulfillmentStatus"], "SHIPPED");
    assert_eq!(
        order["orderItems"][0]["fulfillment"],
        json!({ "quantityFulfilled": 2, "quantityUnfulfilled": 0 })
    );
    assert_eq!(order["packages"].as_array().unwrap().len(), 2);
    let old = world.get(&format!("{ORDERS}/{OPEN}")).await;
    assert_eq!(old.json["payload"]["OrderStatus"], "Shipped");
}

#[tokio::test(start_paused = true)]
async fn a_package_that_is_confirmed_again_is_edited() {
    let world = shop().await;
    confirmed(&world, package(json!("1"), 2)).await;
    confirmed(&world, package(json!("1"), 2)).await;
    let mut edited = package(json!("1"), 1);
    edited["packageDetail"]["trackingNumber"] = json!("1Z000");
    confirmed(&world, edited).await;
    let order = as_new(&world, OPEN).await;
    assert_eq!(order["packages"].as_array().unwrap().len(), 1);
    assert_eq!(order["packages"][0]["trackingNumber"], "1Z000");
    assert_eq!(order["fulfillment"]["fulfillmentStatus"], "PARTIALLY_SHIPPED");
    confirmed(&world, package(json!("2"), 1)).await;
    // An order that is shipped can still have a package edited, but takes no new one.
    confirmed(&world, package(json!("2"), 1)).await;
    let late = refused(&world, OPEN, package(json!("3"), 1)).await;
    assert!(late.contains("PackageToUpdateNotFound"), "{late}");
}

#[tokio::test(start_paused = true)]
async fn a_package_is_refused_for_what_it_gets_wrong() {
    let world = shop().await;
    let with = |name: &str, value: Value| {
        let mut body = package(json!("1"), 1);
        body["packageDetail"][name] = value;
        body
    };
    for (body, reason) in [
        (package(json!(1), 1), "packageReferenceId"),
        (package(json!("0"), 1), "positive numeric"),
        (package(json!("A1"), 1), "positive numeric"),
        (package(json!("1"), 3), "exceeds"),
        (package(json!("1"), 0), "quantity"),
        (with("carrierCode", json!("Other")), "carrierName"),
        (with("trackingNumber", Value::Null), "trackingNumber"),
        (with("shipDate", json!("11/23/2026")), "ISO 8601"),
        (with("shipDate", json!("2026-11-23T12:00:01Z")), "future"),
        (with("shipDate", json!("2026-11-22T11:59:59Z")), "before the order"),
        (with("orderItems", json!({ "orderItemId": ITEM, "quantity": 1 })), "list"),
        (with("orderItems", json!([{ "orderItemId": "2", "quantity": 1 }])), "invalid"),
    ] {
        let details = refused(&world, OPEN, body).await;
        assert!(details.contains(reason), "{reason}: {details}");
    }
    let mut elsewhere = package(json!("1"), 1);
    elsewhere["marketplaceId"] = json!(CANADA);
    assert!(refused(&world, OPEN, elsewhere).await.contains("marketplace"));
    let mut cash = package(json!("1"), 1);
    cash["codCollectionMethod"] = json!("DirectPayment");
    assert!(refused(&world, OPEN, cash).await.contains("Japan"));
    let date = confirm(&world, OPEN, with("shipDate", json!("yesterday"))).await;
    assert_eq!(date.code(), "Invalid Input");
    assert_eq!(confirm(&world, "111-0-0", package(json!("1"), 1)).await.status, 404);
    assert_eq!(as_new(&world, OPEN).await["packages"], Value::Null, "nothing was stored");
}

#[tokio::test(start_paused = true)]
async fn orders_that_are_not_ours_to_ship_are_refused() {
    let world = shop().await;
    let whole = world.fake.orders(NORTH).into_iter().find(|one| one["orderId"] == OPEN).unwrap();
    for (place, value, reason) in [
        ("fulfilledBy", json!("AMAZON"), "fulfilled by Amazon"),
        ("fulfillmentStatus", json!("CANCELLED"), "cancelled"),
        ("fulfillmentStatus", json!("PENDING"), "pending"),
        ("programs", json!(["FBM_SHIP_PLUS"]), "Amazon confirms"),
    ] {
        let mut order = whole.clone();
        match place {
            "programs" => order["programs"] = value,
            place => order["fulfillment"][place] = value,
        }
        world.fake.put_order(NORTH, order);
        let details = refused(&world, OPEN, package(json!("1"), 1)).await;
        assert!(details.contains(reason), "{reason}: {details}");
    }
}

#[tokio::test(start_paused = true)]
async fn cancelled_items_are_not_waited_for() {
    let world = shop().await;
    let mut order = world.fake.orders(NORTH).into_iter().find(|one| one["orderId"] == OPEN).unwrap();
    let mut second = order["orderItems"][0].clone();
    second["orderItemId"] = json!("2");
    second["cancellation"] = json!({ "cancellationExecution": { "cancelledBy": "BUYER" } });
    order["orderItems"].as_array_mut().unwrap().push(second);
    world.fake.put_order(NORTH, order);
    confirmed(&world, package(json!("1"), 2)).await;
    assert_eq!(as_new(&world, OPEN).await["fulfillment"]["fulfillmentStatus"], "SHIPPED");
}

#[tokio::test(start_paused = true)]
async fn only_orders_that_are_picked_up_are_ready_for_it() {
    let world = shop().await;
    let status = async |order: &str, status: &str| {
        let body = json!({ "marketplaceId": US, "shipmentStatus": status });
        world.call("POST", &format!("{ORDERS}/{order}/shipment"), body).await.status
    };
    assert_eq!(status(OPEN, "ReadyForPickup").await, 400);
    assert_eq!(status(PICKUP, "OnItsWay").await, 400);
    assert_eq!(status(PICKUP, "ReadyForPickup").await, 204);
    assert_eq!(as_new(&world, PICKUP).await["fulfillment"]["fulfillmentStatus"], "UNSHIPPED");
    assert_eq!(status(PICKUP, "PickedUp").await, 204);
    assert_eq!(as_new(&world, PICKUP).await["fulfillment"]["fulfillmentStatus"], "SHIPPED");
}

#[tokio::test(start_paused = true)]
async fn what_is_shipped_or_picked_up_is_told_to_those_who_subscribe() {
    let world = shop().await;
    world.fake.subscribe(NORTH, "ORDER_CHANGE");
    let heard = || -> Vec<(Value, Value)> {
        let sent = world.fake.take_notifications();
        let changes = sent.iter().map(|one| &one.body["Payload"]["OrderChangeNotification"]);
        changes
            .map(|change| (change["AmazonOrderId"].clone(), change["Summary"]["OrderStatus"].clone()))
            .collect()
    };
    confirmed(&world, package(json!("1"), 1)).await;
    confirmed(&world, package(json!("2"), 1)).await;
    assert_eq!(heard(), [(json!(OPEN), json!("PartiallyShipped")), (json!(OPEN), json!("Shipped"))]);
    let body = json!({ "marketplaceId": US, "shipmentStatus": "PickedUp" });
    world.call("POST", &format!("{ORDERS}/{PICKUP}/shipment"), body).await;
    assert_eq!(heard(), [(json!(PICKUP), json!("Shipped"))]);
    refused(&world, OPEN, package(json!("3"), 1)).await;
    assert!(heard().is_empty(), "what is refused changes nothing");
}

#[tokio::test(start_paused = true)]
async fn shipping_an_order_does_not_make_it_show_up_early() {
    let world = World::new().await;
    world.fake.set_order_delay(Duration::from_secs(600));
    world.fake.stock_shelves(NORTH).unwrap();
    confirmed(&world, package(json!("1"), 1)).await;
    let body = json!({ "marketplaceId": US, "shipmentStatus": "PickedUp" });
    world.call("POST", &format!("{ORDERS}/{PICKUP}/shipment"), body).await;
    let since = "lastUpdatedAfter=2026-11-23T12:00:00Z";
    tokio::time::advance(Duration::from_secs(599)).await;
    assert_eq!(world.search(since).await.ids(), [""; 0]);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(world.search(since).await.ids(), [OPEN, PICKUP]);
}

#[tokio::test(start_paused = true)]
async fn a_verdict_on_a_regulated_order_is_final() {
    let world = shop().await;
    let path = format!("{ORDERS}/{REGULATED}/regulatedInfo");
    let verdict = |status: Value| json!({ "regulatedOrderVerificationStatus": status });
    let reviewer = "R1";
    for bad in [
        json!({ "status": "Approved" }),
        json!({ "externalReviewerId": reviewer }),
        json!({ "externalReviewerId": reviewer, "status": "Rejected" }),
        json!({ "externalReviewerId": reviewer, "status": "Rejected", "rejectionReasonId": "mood" }),
        json!({ "externalReviewerId": reviewer, "status": "Expired" }),
    ] {
        assert_eq!(world.call("PATCH", &path, verdict(bad.clone())).await.status, 400, "{bad}");
    }
    let good =
        json!({ "externalReviewerId": reviewer, "status": "Rejected", "rejectionReasonId": "incomplete" });
    assert_eq!(world.call("PATCH", &path, verdict(good.clone())).await.status, 204);
    assert_eq!(world.call("PATCH", &path, verdict(good)).await.status, 400);
    assert_eq!(world.get(&path).await.status, 403, "what is regulated is personal");
    let token = restricted_token(&world, &[]);
    let read = world.get_as(&token, &path).await;
    let status = &read.json["payload"]["RegulatedOrderVerificationStatus"];
    assert_eq!((&status["Status"], &status["RequiresMerchantAction"]), (&json!("Rejected"), &json!(false)));
    let other = format!("{ORDERS}/{OPEN}/regulatedInfo");
    assert_eq!(world.get_as(&token, &other).await.status, 404);
}

// The old reads.

#[tokio::test(start_paused = true)]
async fn personal_data_need_a_restricted_token_that_covers_them() {
    let world = shop().await;
    let order = format!("{ORDERS}/{OPEN}");
    let plain = world.get(&order).await.json["payload"].clone();
    assert_eq!(plain["ShippingAddress"]["City"], "Exampleton");
    assert_eq!((plain["ShippingAddress"].get("Name"), plain.get("BuyerInfo")), (None, None));
    for path in ["address", "buyerInfo", "orderItems/buyerInfo"] {
        assert_eq!(world.get(&format!("{order}/{path}")).await.status, 403, "{path}");
    }
    let address_only = restricted_token(&world, &["shippingAddress"]);
    let seen = world.get_as(&address_only, &order).await.json["payload"].clone();
    assert_eq!(seen["ShippingAddress"]["AddressLine1"], "1 Example Street");
    assert_eq!(seen.get("BuyerInfo"), None);
    let both = restricted_token(&world, &["shippingAddress", "buyerInfo"]);
    let seen = world.get_as(&both, &order).await.json["payload"].clone();
    assert_eq!(seen["BuyerInfo"]["BuyerName"], "Kim Example");
    let address = world.get_as(&both, &format!("{order}/address")).await;
    assert_eq!(address.json["payload"]["ShippingAddress"]["Name"], "Kim Example");
}

#[tokio::test(start_paused = true)]
async fn amounts_of_a_line_are_told_by_name_and_without_sign() {
    let world = shop().await;
    let mut order = world.fake.orders(NORTH).into_iter().find(|one| one["orderId"] == OPEN).unwrap();
    let money = |amount: &str| json!({ "amount": amount, "currencyCode": "USD" });
    order["orderItems"][0]["proceeds"]["breakdowns"] = json!([
        { "type": "ITEM", "subtotal": money("79.98") },
        { "type": "SHIPPING", "subtotal": money("4.00") },
        { "type": "TAX", "subtotal": money("6.50"), "detailedBreakdowns": [
            { "subtype": "ITEM", "value": money("6.00") },
            { "subtype": "SHIPPING", "value": money("0.50") },
        ] },
        { "type": "DISCOUNT", "subtotal": money("-4.00"), "detailedBreakdowns": [
            { "subtype": "SHIPPING", "value": money("-4.00") },
        ] },
    ]);
    world.fake.put_order(NORTH, order.clone());
    let items = world.get(&format!("{ORDERS}/{OPEN}/orderItems")).await;
    let item = &items.json["payload"]["OrderItems"][0];
    let old = |amount: &str| json!({ "CurrencyCode": "USD", "Amount": amount });
    for (name, amount) in [
        ("ItemPrice", "79.98"),
        ("ShippingPrice", "4.00"),
        ("ItemTax", "6.00"),
        ("ShippingTax", "0.50"),
        ("ShippingDiscount", "4.00"),
    ] {
        assert_eq!(item[name], old(amount), "{name}");
    }
    order["fulfillment"]["fulfillmentStatus"] = json!("PENDING");
    world.fake.put_order(NORTH, order);
    let items = world.get(&format!("{ORDERS}/{OPEN}/orderItems")).await;
    assert_eq!(items.json["payload"]["OrderItems"][0].get("ItemPrice"), None);
}

#[tokio::test(start_paused = true)]
async fn orders_are_listed_by_time_status_and_page() {
    let world = shop().await;
    let list = async |query: &str| world.get(&format!("{ORDERS}?MarketplaceIds={US}&{query}")).await;
    let ids = |reply: &Reply| -> Vec<String> {
        assert_eq!(reply.status, 200, "{}", reply.text);
        let orders = reply.json["payload"]["Orders"].as_array().unwrap();
        orders.iter().map(|one| one["AmazonOrderId"].as_str().unwrap().to_owned()).collect()
    };
    let all = list("CreatedAfter=2026-11-20T00:00:00Z").await;
    assert_eq!(ids(&all), [OPEN, PICKUP, REGULATED]);
    assert!(all.json["payload"]["CreatedBefore"].is_string());
    let first = list("CreatedAfter=2026-11-20T00:00:00Z&MaxResultsPerPage=2").await;
    assert_eq!(ids(&first), [OPEN, PICKUP]);
    let token: String =
        url::form_urlencoded::byte_serialize(first.json["payload"]["NextToken"].as_str().unwrap().as_bytes())
            .collect();
    let second = list(&format!("NextToken={token}")).await;
    assert_eq!(ids(&second), [REGULATED]);
    assert_eq!(second.json["payload"].get("NextToken"), None);
    assert_eq!(ids(&list("CreatedAfter=2026-11-20T00:00:00Z&OrderStatuses=Shipped").await), [""; 0]);
    assert_eq!(ids(&list("CreatedAfter=2026-11-20T00:00:00Z&IsISPU=true").await), [PICKUP]);
    assert_eq!(ids(&list(&format!("AmazonOrderIds={REGULATED}")).await), [REGULATED]);
    let later = list("LastUpdatedAfter=2026-11-23T11:00:00Z").await;
    assert_eq!(ids(&later), [""; 0]);
    for bad in [
        "",
        "CreatedAfter=2026-11-20",
        "CreatedAfter=2026-11-20T00:00:00Z&LastUpdatedAfter=2026-11-20T00:00:00Z",
        "CreatedAfter=2026-11-20T00:00:00Z&LastUpdatedBefore=2026-11-21T00:00:00Z",
        "CreatedAfter=2026-11-20T00:00:00Z&CreatedBefore=2026-11-23T11:59:00Z",
        "CreatedAfter=2026-11-20T00:00:00Z&OrderStatuses=SHIPPED",
        "CreatedAfter=2026-11-20T00:00:00Z&MaxResultsPerPage=101",
        "NextToken=made-up",
    ] {
        assert_eq!(list(bad).await.status, 400, "{bad}");
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs SHARED_DIR"]
async fn answers_are_as_modelled() {
    let world = shop().await;
    for order in super::super::generate::generate(7, 300, world.fake.clock.now()).orders {
        world.fake.put_order(NORTH, order.json);
    }
    let token = restricted_token(&world, &["shippingAddress", "buyerInfo"]);
    let orders = world.fake.orders(NORTH);
    for order in &orders {
        let path = format!("{ORDERS}/{}", order["orderId"].as_str().unwrap());
        for part in ["", "/buyerInfo", "/address", "/orderItems", "/orderItems/buyerInfo"] {
            let reply = world.get_as(&token, &format!("{path}{part}")).await;
            assert_eq!(reply.status, 200, "{path}{part}: {}", reply.text);
        }
    }
    world.get_as(&token, &format!("{ORDERS}?MarketplaceIds={US}&CreatedAfter=2026-11-20T00:00:00Z")).await;
    world.get_as(&token, &format!("{ORDERS}/{REGULATED}/regulatedInfo")).await;
    let verdict =
        json!({ "regulatedOrderVerificationStatus": { "externalReviewerId": "R", "status": "Approved" } });
    world.call("PATCH", &format!("{ORDERS}/{REGULATED}/regulatedInfo"), verdict).await;
    let ready = json!({ "marketplaceId": US, "shipmentStatus": "ReadyForPickup" });
    world.call("POST", &format!("{ORDERS}/{PICKUP}/shipment"), ready).await;
    confirmed(&world, package(json!("1"), 2)).await;
    refused(&world, OPEN, package(json!("2"), 2)).await;
    world.get(&format!("{ORDERS}/unknown")).await;
    validate::every_answer_is_modelled(&world, "ordersV0");
    // What the confirmation has stored is an order as the new API has it.
    as_new(&world, OPEN).await;
    world.search(GOOD).await;
    validate::every_answer_is_modelled(&world, "orders_2026-01-01");
}
